//! The history of a record: who did what when, and what it changed.

use std::sync::Arc;

use engine::{
    Fields, MemberId, Organization, Record, RecordEvent, RecordId,
    compare::{Difference, differences},
};
use jiff::Timestamp;
use regulation::Language;

use crate::{Actor, App, Tenant, error::AppError};

/// One entry.
pub struct Entry {
    /// Place in the evidence log: leaf index plus one.
    pub seq: i64,
    /// Version of the record after it.
    pub version: u64,
    /// Who.
    pub actor: MemberId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: RecordEvent,
    /// What it changed in the values.
    pub differences: Vec<Difference>,
}

/// The history with what is needed to show it.
pub struct History {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Entries, oldest first.
    pub entries: Vec<Entry>,
}

impl App {
    /// The history of a record.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the record is not for this person; what the database says.
    pub async fn history(
        &self,
        actor: Actor,
        id: RecordId,
        language: Language,
    ) -> Result<History, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (_, record) = self.readable(&tenant, world, actor, id).await?;
        let form = tenant.form(&record.form)?;
        let (mut fields, mut entries) = (Fields::new(), Vec::new());
        for row in store::event::list_of(&self.db, actor.operator, id.0).await? {
            let event: RecordEvent = serde_json::from_str(&row.body)?;
            let changed = match &event {
                RecordEvent::Drafted { fields: new, .. } | RecordEvent::Edited { fields: new } => {
                    let changed = differences(form, &organization, &fields, new, language);
                    fields.clone_from(new);
                    changed
                }
                _ => Vec::new(),
            };
            entries.push(Entry {
                seq: row.seq,
                version: u64::try_from(row.version).unwrap_or_default(),
                actor: MemberId(row.actor),
                at: Timestamp::from_microsecond(row.at).unwrap_or_default(),
                event,
                differences: changed,
            });
        }
        Ok(History { tenant: Arc::clone(&tenant), organization, entries })
    }

    /// What the copy being worked on changes against the edition in force: what an approver must see.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the form is gone.
    pub fn changes(
        tenant: &Tenant,
        organization: &Organization,
        record: &Record,
        language: Language,
    ) -> Result<Vec<Difference>, AppError> {
        let form = tenant.form(&record.form)?;
        Ok(match (&record.in_force, &record.working) {
            (Some(edition), Some(working)) => {
                differences(form, organization, &edition.fields, &working.fields, language)
            }
            _ => Vec::new(),
        })
    }
}
