//! The history of a record: who did what when, and what it changed.

use std::{collections::HashMap, sync::Arc};

use engine::{
    Edition, MemberId, Organization, Record, RecordEvent, RecordId, World,
    compare::{Difference, differences},
};
use jiff::Timestamp;
use regulation::{Form, Language};
use store::event::OpenEvent;

use crate::{Actor, App, Tenant, error::AppError, records::Seen};

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

/// One edition of a record.
pub struct EditionView {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Form id.
    pub form: String,
    /// Number of the record, as people cite it.
    pub number: String,
    /// The edition, with who settled which of its steps.
    pub edition: Edition,
}

impl Seen {
    /// Leaves of a record's events those that made what is shown: none of the copy being worked on where that is hidden.
    pub(crate) fn keep_shown(&self, rows: &mut Vec<OpenEvent>) {
        if self.shown.is_none() {
            return;
        }
        let last = |kind| rows.iter().rposition(|row| row.kind == kind);
        let (opened, in_force) = (last("revision_opened"), last("put_in_force"));
        let kept = match (opened, in_force) {
            (Some(opened), Some(in_force)) if opened > in_force => opened,
            (_, in_force) => in_force.map_or(0, |at| at + 1),
        };
        rows.truncate(kept);
    }
}

/// The event of a row, who did it and when.
fn read(row: &OpenEvent) -> Result<(RecordEvent, MemberId, Timestamp), AppError> {
    let at = Timestamp::from_microsecond(row.at).unwrap_or_default();
    Ok((serde_json::from_str(&row.body)?, MemberId(row.actor), at))
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
        let seen = self.seen(&tenant, world, actor, id).await?;
        let form = tenant.form(&seen.record.form)?;
        let mut rows = store::event::list_open(&self.db, actor.operator, id.0).await?;
        seen.keep_shown(&mut rows);
        let labels = self.labels_of(&tenant, world, actor, form, &rows).await?;
        let records = |id: RecordId| labels.get(&id).cloned();
        let names = tenant.names(&organization, &records, language);
        let (mut folded, mut entries) = (None, Vec::with_capacity(rows.len()));
        for row in rows {
            let (event, by, at) = read(&row)?;
            // The record as it was: after a revision was opened or given up, that is the edition in force.
            let before = folded.as_ref().map(|record: &Record| record.fields().clone());
            let changed = match &event {
                RecordEvent::Drafted { fields, .. } | RecordEvent::Edited { fields, .. } => {
                    let before = before.unwrap_or_default();
                    differences(names, form, &before, fields)
                }
                _ => Vec::new(),
            };
            match &mut folded {
                Some(record) => record.apply(&event, by, at),
                None => folded = Record::begin(id, &event),
            }
            entries.push(Entry {
                seq: row.seq,
                version: u64::try_from(row.version).unwrap_or_default(),
                actor: by,
                at,
                event,
                differences: changed,
            });
        }
        Ok(History { tenant: Arc::clone(&tenant), organization, entries })
    }

    /// An edition of a record as it was in force, the present one or one long replaced.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there was no such edition or the record is not for this person; what the database says.
    pub async fn edition(
        &self,
        actor: Actor,
        id: RecordId,
        number: u32,
    ) -> Result<EditionView, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let seen = self.seen(&tenant, world, actor, id).await?;
        let rows = store::event::list_open(&self.db, actor.operator, id.0).await?;
        let events: Vec<_> = rows.iter().map(read).collect::<Result<_, _>>()?;
        let edition = engine::record::edition(id, &events, number).ok_or(AppError::NotFound)?;
        Ok(EditionView {
            tenant: Arc::clone(&tenant),
            organization,
            form: seen.record.form,
            number: seen.row.number,
            edition,
        })
    }

    /// What the copy being worked on changes against the edition in force: what an approver must see.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the form is gone; what the database says.
    pub async fn changes(
        &self,
        actor: Actor,
        record: &Record,
        language: Language,
    ) -> Result<Vec<Difference>, AppError> {
        let (Some(edition), Some(working)) = (&record.in_force, &record.working) else {
            return Ok(Vec::new());
        };
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let form = tenant.form(&record.form)?;
        let (before, after) = (&edition.fields, &working.fields);
        let labels = self.references(&tenant, world, actor, form, &[before, after]).await?;
        let records = |id: RecordId| labels.get(&id).cloned();
        let names = tenant.names(&organization, &records, language);
        Ok(differences(names, form, before, after))
    }

    /// Number and title of every record that the events of one ever pointed to, as far as the actor may know them.
    async fn labels_of(
        &self,
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        form: &Form,
        rows: &[OpenEvent],
    ) -> Result<HashMap<RecordId, String>, AppError> {
        let mut values = Vec::new();
        for row in rows {
            if let (RecordEvent::Drafted { fields, .. } | RecordEvent::Edited { fields, .. }, ..) =
                read(row)?
            {
                values.push(fields);
            }
        }
        let values: Vec<_> = values.iter().collect();
        self.references(tenant, world, actor, form, &values).await
    }
}
