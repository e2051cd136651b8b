//! Files in the fields of a record: how they are listed, and how an upload is received.

use app::{AppError, attach::file_fields};
use axum::{body::Bytes, extract::Multipart};
use engine::Fields;
use maud::{Markup, html};
use regulation::{Field, Form};
use serde_json::Value;

use crate::shell;

/// A file as the value of a field has it.
pub(crate) struct FileItem<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    bytes: i64,
}

/// The files in a field.
pub(crate) fn in_field<'a>(fields: &'a Fields, field: &str) -> Vec<FileItem<'a>> {
    let files = fields.get(field).and_then(Value::as_array);
    let item = |file: &'a Value| {
        Some(FileItem {
            id: file.get("id")?.as_str()?,
            name: file.get("name")?.as_str()?,
            bytes: file.get("bytes").and_then(Value::as_i64).unwrap_or_default(),
        })
    };
    files.into_iter().flatten().filter_map(item).collect()
}

impl FileItem<'_> {
    /// The file to take away, with its size.
    pub(crate) fn link(&self) -> Markup {
        html! { a href={ "/attachments/" (self.id) } { (self.name) } " " small { (shell::size(self.bytes)) } }
    }
}

/// Fields with files in them.
pub(crate) fn filled<'a>(
    form: &'a Form,
    fields: &'a Fields,
) -> Vec<(&'a Field, Vec<FileItem<'a>>)> {
    let filled = file_fields(form).map(|field| (field, in_field(fields, &field.id)));
    filled.filter(|(_, files)| !files.is_empty()).collect()
}

/// A file that was sent, and the name of the control it was chosen in.
pub(crate) struct Sent {
    pub(crate) field: String,
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// What came with an upload: texts by name, and files that were chosen.
#[derive(Default)]
pub(crate) struct Received {
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) files: Vec<Sent>,
}

/// Receives an upload.
pub(crate) async fn receive(mut parts: Multipart) -> Result<Received, AppError> {
    let unreadable = |_| {
        AppError::invalid(
            "file",
            "ファイルを受け取れませんでした。大きさを確かめて、もう一度送ってください",
            "the file could not be received; check its size and send it again",
        )
    };
    let mut received = Received::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let bytes = part.bytes().await.map_err(unreadable)?;
                if !name.is_empty() {
                    received.files.push(Sent { field, name, bytes });
                }
            }
            None => received.texts.push((field, part.text().await.map_err(unreadable)?)),
        }
    }
    Ok(received)
}
