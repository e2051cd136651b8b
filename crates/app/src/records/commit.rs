//! Writing what was decided on one record, and the answer of a post in the same commit.

use std::sync::Arc;

use engine::{Organization, Record, World, decide, flag, review};
use store::{AnswerOf, Answered, Change, RecordChange, record::RecordRow};

use super::RecordRead;
use crate::{Actor, App, Tenant, error::AppError, idempotency::Keep};

/// A record that has just been changed.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The record after the change.
    pub record: Record,
    /// Number, title and times as the database now has them; its body is left empty.
    pub row: RecordRow,
}

/// Where and by whom something is decided.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) tenant: &'a Arc<Tenant>,
    pub(crate) organization: &'a Arc<Organization>,
    pub(crate) world: World<'a>,
    pub(crate) actor: Actor,
}

impl Setting<'_> {
    /// A record as the actor may see it; `None` where they may not.
    fn read(self, record: &Record, row: RecordRow) -> Result<Option<RecordRead>, AppError> {
        let shown = decide::visible(self.world, self.actor.member, record);
        shown.map(|shown| self.shown(shown.into_owned(), row)).transpose()
    }

    /// What is told of a record that is shown.
    pub(super) fn shown(self, record: Record, row: RecordRow) -> Result<RecordRead, AppError> {
        let form = self.tenant.form(&record.form)?;
        let flags = flag::flags(form, &record);
        let began = self.tenant.review_began(form, self.world);
        let is_review_open = began.is_some_and(|began| review::is_open(&record, began));
        let (tenant, organization) = (Arc::clone(self.tenant), Arc::clone(self.organization));
        Ok(RecordRead { tenant, organization, record, row, flags, is_review_open })
    }
}

impl App {
    /// What the actor may see of a record that has just been changed, without reading it again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is no longer for them.
    pub fn read_changed(&self, actor: Actor, changed: Changed) -> Result<RecordRead, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let setting = Setting { tenant: &tenant, organization: &organization, world, actor };
        setting.read(&changed.record, changed.row)?.ok_or(AppError::NotFound)
    }

    /// Writes a change of one record; `before` is what the database had of it. An answer to be kept is written with it.
    pub(crate) async fn commit_one(
        &self,
        setting: Setting<'_>,
        before: Option<&RecordRow>,
        change: RecordChange,
        keep: Option<&Keep>,
    ) -> Result<Changed, AppError> {
        let (actor, now) = (setting.actor, setting.world.now);
        let record = change.record.clone();
        if change.events.is_empty() {
            // Nothing to write: the row is there, for a record without one has events.
            let row = before.cloned().ok_or_else(|| AppError::internal("no event of a draft"))?;
            return Ok(Changed { record, row });
        }
        let mut row = RecordRow {
            id: record.id.0,
            number: before.map(|row| row.number.clone()).unwrap_or_default(),
            title: change.projection.title.clone(),
            body: String::new(),
            created_at: before.map_or(now.as_microsecond(), |row| row.created_at),
            updated_at: now.as_microsecond(),
        };
        let answer = match keep {
            Some(keep) => answered(setting, keep, &record, &row)?,
            None => None,
        };
        let change = Change {
            records: vec![change],
            answer,
            ..Change::new(actor.operator, actor.member, now)
        };
        let committed = self.writer.commit(change).await?;
        if let Some(number) = committed.numbers.into_iter().next() {
            row.number = number;
        }
        Ok(Changed { record, row })
    }
}

/// The answer that is kept: all of it but the number of a new record, which only the commit gives.
fn answered(
    setting: Setting<'_>,
    keep: &Keep,
    record: &Record,
    row: &RecordRow,
) -> Result<Option<Answered>, AppError> {
    let Some(read) = setting.read(record, row.clone())? else { return Ok(None) };
    let render = Arc::clone(&keep.render);
    let answer = AnswerOf::new(move |numbers| {
        let mut read = read.clone();
        if let Some(number) = numbers.first() {
            read.row.number.clone_from(number);
        }
        render(read)
    });
    let (key, request_hash) = keep.claim.key();
    Ok(Some(Answered { key: key.to_owned(), request_hash: request_hash.to_vec(), answer }))
}
