//! Attachments: bytes are kept beside the database under their SHA-256, typed by what they are, not by what they are called.

use std::{io::Write as _, path::PathBuf};

use engine::{RecordId, decide, decide::Facts, ids::AttachmentId};
use sha2::{Digest, Sha256};
use store::{
    Side,
    attachment::{AttachmentRow, NewAttachment},
    event::hex,
};

use crate::{Actor, App, error::AppError, random};

/// Largest attachment, bytes.
pub const ATTACHMENT_BYTES: usize = 20 << 20;
/// Most attachments of a record.
const PER_RECORD: usize = 50;

impl App {
    /// Attaches a file to a record that the person may edit.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is empty, too large or one too many; [`AppError::NotFound`] when the record is not theirs.
    pub async fn attach(
        &self,
        actor: Actor,
        id: RecordId,
        name: &str,
        bytes: &[u8],
    ) -> Result<AttachmentRow, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (_, record) = self.readable(&tenant, world, actor, id).await?;
        if !decide::can_edit(
            world,
            Facts { actor: actor.member, record: Some(&record), referenced: &|_| None },
        ) {
            let form = tenant.form(&record.form)?;
            return Err(AppError::Refused(engine::Refusal::one(engine::Citation::of_act(
                form.clauses.first().cloned().unwrap_or_default(),
                "いまは編集できない記録です。添付は下書きのうちに行ってください",
                "this record cannot be edited now; attach files while it is a draft",
            ))));
        }
        let name = clean_name(name)?;
        if bytes.is_empty() || bytes.len() > ATTACHMENT_BYTES {
            let most = ATTACHMENT_BYTES >> 20;
            return Err(AppError::invalid(
                "file",
                format!("ファイルは空でなく、{most}MBまでにしてください"),
                format!("the file must not be empty, nor larger than {most} MB"),
            ));
        }
        if store::attachment::list(&self.db, actor.operator, id).await?.len() >= PER_RECORD {
            return Err(AppError::invalid(
                "file",
                format!("添付は{PER_RECORD}個までです"),
                format!("no more than {PER_RECORD} files"),
            ));
        }
        let new = NewAttachment {
            id: AttachmentId(random::id()),
            record: id,
            name,
            content_type: content_type(bytes),
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        };
        self.keep(&new.sha256, bytes)?;
        let attachment = new.id;
        self.commit_side(actor, Side::Attachment(new)).await?;
        store::attachment::lookup(&self.db, actor.operator, attachment)
            .await?
            .ok_or(AppError::NotFound)
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
        let row = store::attachment::lookup(&self.db, actor.operator, id)
            .await?
            .ok_or(AppError::NotFound)?;
        if !self.attachments(actor, RecordId(row.record)).await?.iter().any(|it| it.id == row.id) {
            return Err(AppError::NotFound);
        }
        let path = self.attachment_path(&row.sha256);
        let bytes = tokio::fs::read(&path).await.map_err(|_| AppError::NotFound)?;
        if hex(&Sha256::digest(&bytes)) != row.sha256 {
            return Err(AppError::internal(format_args!(
                "attachment {id} is not what was attached"
            )));
        }
        Ok((row, bytes))
    }

    fn attachment_path(&self, sha256: &str) -> PathBuf {
        let (folder, rest) = sha256.split_at_checked(2).unwrap_or(("00", sha256));
        self.folder.join("files").join(folder).join(rest)
    }

    /// Writes bytes under their hash, so that they are whole or not there at all.
    fn keep(&self, sha256: &str, bytes: &[u8]) -> Result<(), AppError> {
        let path = self.attachment_path(sha256);
        if path.exists() {
            return Ok(());
        }
        let fault = |error| AppError::folder(&path, error);
        let folder =
            path.parent().ok_or_else(|| AppError::internal("no folder for attachments"))?;
        std::fs::create_dir_all(folder).map_err(fault)?;
        let part = folder.join(format!("{}.part", random::id().simple()));
        let write = || {
            let mut file = std::fs::File::create(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&part, &path)
        };
        write().map_err(|error| {
            let _ = std::fs::remove_file(&part);
            AppError::folder(&path, error)
        })
    }
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
