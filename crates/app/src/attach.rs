//! Attachments: files that belong to a record, typed by what they are, not by what they are called.
//!
//! Where a form has fields for files, a file is a value of one of them: attaching it and taking it out are edits like any other,
//! so that `required` and the most files count, and approvals are bound to them. Other forms take files beside their fields.

mod kept;

use bytes::Bytes;
use engine::{
    Citation, Command, Fields, Record, RecordId, Refusal, decide, decide::Facts, ids::AttachmentId,
};
use regulation::{Field, FieldKind, Form};
use serde_json::{Value, json};
use store::{
    Change, Side,
    attachment::{AttachmentRow, NewAttachment},
};

use crate::{Actor, App, error::AppError, random};

/// Largest attachment, bytes.
pub const ATTACHMENT_BYTES: usize = 20 << 20;
/// Most attachments of a record, those among them that were taken out again.
const PER_RECORD: usize = 100;
/// How often an edit is decided again when somebody else was faster.
const TRIES: u32 = 4;

/// What became of a record when its files changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilesChanged {
    /// Which file came or went.
    pub attachment: AttachmentId,
    /// Its version before.
    pub before: u64,
    /// Its version now.
    pub version: u64,
}

/// A change of the files in a field.
enum FileEdit {
    Add(NewAttachment),
    Remove(AttachmentId),
}

impl App {
    /// Attaches a file beside the fields of a record that the person may edit.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is empty, too large, one too many, or belongs into a field; [`AppError::NotFound`] when
    /// the record is not theirs.
    pub async fn attach(
        &self,
        actor: Actor,
        id: RecordId,
        name: &str,
        bytes: &[u8],
    ) -> Result<AttachmentRow, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let record = self.editable(actor, id).await?;
        let form = tenant.form(&record.form)?;
        if let Some(field) = file_fields(form).next() {
            return Err(AppError::invalid(
                "field",
                format!(
                    "この様式のファイルは項目に添付します。`field` に `{}` などを指定してください",
                    field.id
                ),
                format!(
                    "files of this form belong into a field; name it in `field`, e.g. `{}`",
                    field.id
                ),
            ));
        }
        // One at a time, so that the limit holds.
        let _turn = self.attaching.lock().await;
        let new = self.receive(actor, id, name, Bytes::copy_from_slice(bytes)).await?;
        // Writing the bytes took a while: somebody may have handed the record in meanwhile.
        self.editable(actor, id).await?;
        let attachment = new.id;
        self.commit_side(actor, Side::Attachment(new)).await?;
        store::attachment::lookup(&self.db, actor.operator, attachment)
            .await?
            .ok_or(AppError::NotFound)
    }

    /// Attaches a file to a field of a record: an edit, with the version and the rules of one.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is empty, too large, one too many, or there is no such field; what an edit is refused for.
    pub async fn attach_to_field(
        &self,
        actor: Actor,
        (id, field): (RecordId, &str),
        name: &str,
        bytes: Bytes,
    ) -> Result<FilesChanged, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let record = self.editable(actor, id).await?;
        file_field(tenant.form(&record.form)?, field)?;
        let _turn = self.attaching.lock().await;
        let new = self.receive(actor, id, name, bytes).await?;
        self.edit_files(actor, (id, field), &FileEdit::Add(new)).await
    }

    /// Takes a file out of a field of a record. Its bytes stay: earlier editions may have it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not there; what an edit is refused for.
    pub async fn remove_file(
        &self,
        actor: Actor,
        (id, field): (RecordId, &str),
        attachment: AttachmentId,
    ) -> Result<FilesChanged, AppError> {
        self.edit_files(actor, (id, field), &FileEdit::Remove(attachment)).await
    }

    async fn edit_files(
        &self,
        actor: Actor,
        (id, field): (RecordId, &str),
        edit: &FileEdit,
    ) -> Result<FilesChanged, AppError> {
        let tenant = self.tenant(actor.operator)?;
        for _ in 0..TRIES {
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let record = self.seen(&tenant, world, actor, id).await?.record;
            file_field(tenant.form(&record.form)?, field)?;
            let fields = edit.applied(record.fields(), field)?;
            let command = Command::Edit { fields };
            let change = self.decided(&tenant, world, actor, (id, Some(&record)), &command).await?;
            let (attachment, sides) = match edit {
                FileEdit::Add(new) => (new.id, vec![Side::Attachment(new.clone())]),
                FileEdit::Remove(id) => (*id, Vec::new()),
            };
            let (before, version) = (record.version, change.record.version);
            let changed = FilesChanged { attachment, before, version };
            let change = Change {
                records: vec![change],
                sides,
                ..Change::new(actor.operator, actor.member, world.now)
            };
            match self.writer.commit(change).await {
                Ok(_) => return Ok(changed),
                Err(store::StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(AppError::internal("files were changed by many at once"))
    }

    /// Checks a file and keeps its bytes.
    async fn receive(
        &self,
        actor: Actor,
        record: RecordId,
        name: &str,
        bytes: Bytes,
    ) -> Result<NewAttachment, AppError> {
        let name = clean_name(name)?;
        if bytes.is_empty() || bytes.len() > ATTACHMENT_BYTES {
            let most = ATTACHMENT_BYTES >> 20;
            return Err(AppError::invalid(
                "file",
                format!("ファイルは空でなく、{most}MBまでにしてください"),
                format!("the file must not be empty, nor larger than {most} MB"),
            ));
        }
        let known = store::attachment::list(&self.db, actor.operator, record).await?;
        if known.len() >= PER_RECORD {
            return Err(AppError::invalid(
                "file",
                format!("添付は{PER_RECORD}個までです"),
                format!("no more than {PER_RECORD} files"),
            ));
        }
        let (content_type, size) = (content_type(&bytes), bytes.len() as u64);
        let id = AttachmentId(random::id());
        Ok(NewAttachment {
            id,
            record,
            name,
            content_type,
            bytes: size,
            sha256: self.keep(actor.operator, (record, id), bytes).await?,
        })
    }

    /// A record that the person may edit now.
    pub(crate) async fn editable(&self, actor: Actor, id: RecordId) -> Result<Record, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let record = self.seen(&tenant, world, actor, id).await?.record;
        let facts = Facts { actor: actor.member, record: Some(&record), referenced: &|_| None };
        if decide::can_edit(world, facts) {
            return Ok(record);
        }
        let form = tenant.form(&record.form)?;
        Err(AppError::Refused(Refusal::one(Citation::of_act(
            form.clauses.first().cloned().unwrap_or_default(),
            "いまは編集できない記録です。添付は下書きのうちに行ってください",
            "this record cannot be edited now; attach files while it is a draft",
        ))))
    }

    /// Values of file fields name files of this very record, as they were attached: nobody writes a file into being.
    pub(crate) async fn check_files(
        &self,
        actor: Actor,
        form: &Form,
        (id, before): (Option<RecordId>, &Fields),
        fields: &Fields,
    ) -> Result<(), AppError> {
        let mut known = None;
        for field in file_fields(form) {
            let value = fields.get(&field.id);
            if value == before.get(&field.id) {
                continue;
            }
            for item in value.and_then(Value::as_array).into_iter().flatten() {
                if known.is_none() {
                    known = Some(match id {
                        Some(id) => store::attachment::list(&self.db, actor.operator, id).await?,
                        None => Vec::new(),
                    });
                }
                if !known.iter().flatten().any(|row| written(row) == *item) {
                    return Err(AppError::Refused(Refusal::one(Citation::of_field(
                        field.clause.clone(),
                        &field.id,
                        format!(
                            "「{}」に、この記録に添付されていないファイルがあります",
                            field.label.ja
                        ),
                        format!(
                            "`{}` names a file that was not attached to this record",
                            field.label.en
                        ),
                    ))));
                }
            }
        }
        Ok(())
    }

    /// The attachments of a record.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the record is not for this person.
    pub async fn attachments(
        &self,
        actor: Actor,
        id: RecordId,
    ) -> Result<Vec<AttachmentRow>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let seen = self.seen(&tenant, world, actor, id).await?;
        let mut rows = store::attachment::list(&self.db, actor.operator, id).await?;
        if let Some(edition) = seen.shown.as_ref().and_then(|record| record.in_force.as_ref()) {
            // What was attached since belongs to the copy that is not for this person.
            let since = edition.since.as_microsecond();
            rows.retain(|row| row.at <= since);
        }
        Ok(rows)
    }

    /// An attachment and its bytes, checked against their hash.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not for this person or its bytes are gone; [`AppError::Internal`] when they changed.
    pub async fn attachment(
        &self,
        actor: Actor,
        id: AttachmentId,
    ) -> Result<(AttachmentRow, Vec<u8>), AppError> {
        let row = self.attachment_row(actor, id).await?;
        let bytes = self.kept(actor.operator, &row).await?;
        Ok((row, bytes))
    }

    /// What is known of an attachment.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not for this person.
    pub async fn attachment_row(
        &self,
        actor: Actor,
        id: AttachmentId,
    ) -> Result<AttachmentRow, AppError> {
        let row = store::attachment::lookup(&self.db, actor.operator, id)
            .await?
            .ok_or(AppError::NotFound)?;
        if !self.attachments(actor, RecordId(row.record)).await?.iter().any(|it| it.id == row.id) {
            return Err(AppError::NotFound);
        }
        Ok(row)
    }
}

impl FileEdit {
    /// The values with the files changed.
    fn applied(&self, fields: &Fields, field: &str) -> Result<Fields, AppError> {
        let mut fields = fields.clone();
        let mut files = fields.get(field).and_then(Value::as_array).cloned().unwrap_or_default();
        match self {
            Self::Add(new) => files.push(json!({
                "id": new.id, "name": new.name, "bytes": new.bytes, "sha256": new.sha256,
            })),
            Self::Remove(id) => {
                let (id, count) = (id.to_string(), files.len());
                files.retain(|file| file.get("id").and_then(Value::as_str) != Some(&id));
                if files.len() == count {
                    return Err(AppError::NotFound);
                }
            }
        }
        fields.insert(field.to_owned(), Value::Array(files));
        Ok(fields)
    }
}

/// An attachment as the value of a field has it.
fn written(row: &AttachmentRow) -> Value {
    let id = AttachmentId(row.id);
    json!({"id": id, "name": row.name, "bytes": row.bytes, "sha256": row.sha256})
}

/// The fields of a form that hold files.
pub fn file_fields(form: &Form) -> impl Iterator<Item = &Field> {
    form.fields.iter().filter(|field| matches!(field.kind, FieldKind::File { .. }))
}

fn file_field<'a>(form: &'a Form, id: &str) -> Result<&'a Field, AppError> {
    file_fields(form).find(|field| field.id == id).ok_or_else(|| {
        AppError::invalid(
            "field",
            format!("`{id}` はファイルを添付する項目ではありません"),
            format!("`{id}` is no field for files"),
        )
    })
}

/// A file name without folders and control characters.
fn clean_name(name: &str) -> Result<String, AppError> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let name: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.is_empty() {
        return Err(AppError::invalid("file", "ファイル名がありません", "the file has no name"));
    }
    Ok(name)
}

/// The type of a file by its first bytes. What is not known is only ever offered for saving.
fn content_type(bytes: &[u8]) -> &'static str {
    const TYPES: [(&[u8], &str); 6] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    ];
    let known = TYPES.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name);
    known.unwrap_or_else(|| {
        if std::str::from_utf8(bytes).is_ok() {
            "text/plain; charset=utf-8"
        } else {
            "application/octet-stream"
        }
    })
}
