//! The rows of one commit, gathered from all its changes and written a table at a time.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::{OperatorId, RecordId, organize::OrganizationEvent};
use sea_query::Value;
use uuid::Uuid;

use crate::{
    args,
    db::Tx,
    error::StoreError,
    event::{NewEvent, SubjectKind},
    fold::{bigrams, fold},
    log::LogWriter,
    many, organization,
    search::form_mark,
    side::{self, Side},
};

use super::{ANYWHERE, Change, Committed, Counters, RecordChange, record_event};

crate::row! {
    struct VersionRow {
        id: Uuid,
        operator: Uuid,
        rid: i64,
        version: i64,
        number: String,
        created_at: i64,
    }
}

/// What the commit knows of a record.
#[derive(Clone)]
struct Known {
    rid: i64,
    operator: OperatorId,
    version: u64,
    number: String,
    created_at: i64,
    is_new: bool,
}

/// The rows of a commit.
pub(super) struct Batch {
    log: LogWriter,
    counters: Counters,
    known: HashMap<RecordId, Known>,
    events: Vec<Vec<Value>>,
    records: BTreeMap<i64, (OperatorId, RecordChange, i64)>,
    searched: HashMap<i64, String>,
    organization: Vec<(OperatorId, OrganizationEvent)>,
    /// Versions of the organizations that are changed.
    organizations: HashMap<OperatorId, u64>,
    sides: Vec<(side::By, Side)>,
}

impl Batch {
    pub(super) fn new(log: LogWriter, counters: Counters) -> Self {
        Self {
            log,
            counters,
            known: HashMap::new(),
            events: Vec::new(),
            records: BTreeMap::new(),
            searched: HashMap::new(),
            organization: Vec::new(),
            organizations: HashMap::new(),
            sides: Vec::new(),
        }
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Reads the versions of all records and organizations that the changes touch, inside the transaction.
    pub(super) async fn load_versions(
        &mut self,
        tx: &mut Tx,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        let ids: HashSet<_> = changes
            .iter()
            .flat_map(|change| &change.records)
            .map(|change| change.record.id)
            .collect();
        let keys = ids.into_iter().map(|id| Value::from(id.0)).collect();
        let rows: Vec<VersionRow> = many::all_in(
            tx,
            "SELECT id, operator, rid, version, number, created_at FROM record WHERE id IN",
            keys,
        )
        .await?;
        self.known = rows
            .into_iter()
            .map(|row| {
                let known = Known {
                    rid: row.rid,
                    operator: OperatorId(row.operator),
                    version: u64::try_from(row.version).unwrap_or_default(),
                    number: row.number,
                    created_at: row.created_at,
                    is_new: false,
                };
                (RecordId(row.id), known)
            })
            .collect();
        let operators: HashSet<_> = changes
            .iter()
            .filter(|change| !change.organization.is_empty())
            .map(|change| change.operator)
            .collect();
        for operator in operators {
            let version = organization::version_in(tx, operator).await?;
            self.organizations.insert(operator, version);
        }
        Ok(())
    }

    /// Adds a change, or says that one of its records, or the organization, has moved on.
    pub(super) fn add(&mut self, change: &Change) -> Result<Committed, StoreError> {
        if !change.organization.is_empty() {
            let current = self.organizations.get(&change.operator).copied().unwrap_or_default();
            if change.organization_before.is_some_and(|before| before != current) {
                return Err(StoreError::OrganizationMoved { current });
            }
        }
        let mut seen = HashSet::new();
        for record in &change.records {
            let known = self.known.get(&record.record.id);
            // INVARIANT: an operator never touches a record of another, whatever the caller believes.
            let current = known
                .filter(|known| known.operator == change.operator)
                .map_or(0, |known| known.version);
            let is_foreign = known.is_some_and(|known| known.operator != change.operator);
            // The second change of one record within a change cannot know what the first one makes of it.
            if current != record.before || is_foreign || !seen.insert(record.record.id) {
                return Err(StoreError::Conflict { record: record.record.id, current });
            }
        }
        let mut numbers = Vec::new();
        for record in &change.records {
            if let Some(number) = self.add_record(change, record)? {
                numbers.push(number);
            }
        }
        self.add_organization(change)?;
        let by = side::By {
            operator: change.operator,
            member: change.actor,
            at: change.at.as_microsecond(),
        };
        for side in &change.sides {
            let (kind, subject) = side.subject(by);
            let event = side.event();
            self.add_event(&other(
                change,
                (kind, subject, 0),
                event.name(),
                serde_json::to_string(&event)?,
            ))?;
            self.sides.push((by, side.clone()));
        }
        for (kind, subject, name, body) in &change.others {
            self.add_event(&other(change, (*kind, *subject, 0), name, body.clone()))?;
        }
        Ok(Committed { numbers, log_size: self.log.size() })
    }

    fn add_organization(&mut self, change: &Change) -> Result<(), StoreError> {
        for event in &change.organization {
            let version = self.organizations.entry(change.operator).or_default();
            *version += 1;
            let subject = (SubjectKind::Organization, change.operator.0, *version);
            let body = serde_json::to_string(event)?;
            self.add_event(&other(change, subject, event.name(), body))?;
            self.organization.push((change.operator, event.clone()));
        }
        Ok(())
    }

    fn add_record(
        &mut self,
        change: &Change,
        record: &RecordChange,
    ) -> Result<Option<String>, StoreError> {
        let id = record.record.id;
        let mut given = None;
        if record.before == 0 {
            let number = self.counters.next_number(
                change.operator,
                &record.record.form,
                &record.number_label,
            );
            let known = Known {
                rid: self.counters.next_rid(),
                operator: change.operator,
                version: 0,
                number: number.clone(),
                created_at: change.at.as_microsecond(),
                is_new: true,
            };
            self.known.insert(id, known);
            given = Some(number);
        }
        for (index, (kind, body)) in (1_u64..).zip(&record.events) {
            let number = if record.before == 0 && index == 1 {
                given.as_deref().unwrap_or_default()
            } else {
                ""
            };
            self.add_event(&record_event(change, id, record.before + index, kind, body, number))?;
        }
        if let Some(known) = self.known.get_mut(&id) {
            known.version = record.record.version;
            if let Some(text) = &record.projection.search_text {
                self.searched.insert(known.rid, text.clone());
            }
            self.records
                .insert(known.rid, (change.operator, record.clone(), change.at.as_microsecond()));
        }
        Ok(given)
    }

    fn add_event(&mut self, event: &NewEvent) -> Result<(), StoreError> {
        let hash = self.log.append(&event.leaf_bytes())?;
        self.events.push(args![
            i64::try_from(self.log.size()).unwrap_or(i64::MAX),
            event.operator.0,
            event.subject_kind.name(),
            event.subject,
            i64::try_from(event.version).unwrap_or(i64::MAX),
            event.kind,
            event.actor.0,
            event.at,
            event.number.clone(),
            event.body.clone(),
            hash.as_bytes().to_vec(),
        ]);
        Ok(())
    }

    /// Writes all rows; returns the log and the counters as they now are.
    pub(super) async fn write(mut self, tx: &mut Tx) -> Result<(LogWriter, Counters), StoreError> {
        let events = std::mem::take(&mut self.events);
        many::insert(
            tx,
            "INSERT INTO event (seq, operator, subject_kind, subject, version, kind, actor, at, number, body, leaf) VALUES",
            "",
            events,
        )
        .await?;
        self.write_records(tx).await?;
        self.write_waiting(tx).await?;
        self.write_keys(tx).await?;
        self.write_search(tx).await?;
        for (operator, event) in &self.organization {
            organization::project(tx, *operator, event).await?;
        }
        for (by, side) in &self.sides {
            side::write(tx, *by, side).await?;
        }
        Ok((self.log, self.counters))
    }

    fn known_of(&self, change: &RecordChange) -> Option<&Known> {
        self.known.get(&change.record.id)
    }

    async fn write_records(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(self.records.len());
        for (rid, (operator, change, at)) in &self.records {
            let Some(known) = self.known_of(change) else { continue };
            let record = &change.record;
            rows.push(args![
                *rid,
                record.id.0,
                operator.0,
                record.form.clone(),
                known.number.clone(),
                record.unit.0,
                record.drafter.0,
                record.state.name(),
                record.is_in_force(),
                i64::try_from(record.version).unwrap_or(i64::MAX),
                change.projection.title.clone(),
                change.projection.summary.clone(),
                serde_json::to_string(record)?,
                known.created_at,
                *at,
            ]);
        }
        many::insert(
            tx,
            "INSERT INTO record (rid, id, operator, form, number, unit, drafter, state, is_in_force, version, title, summary, \
             body, created_at, updated_at) VALUES",
            "ON CONFLICT (rid) DO UPDATE SET unit = excluded.unit, state = excluded.state, is_in_force = excluded.is_in_force, \
             version = excluded.version, title = excluded.title, summary = excluded.summary, body = excluded.body, \
             updated_at = excluded.updated_at",
            rows,
        )
        .await
    }

    /// Rids of records that existed before: only these can have old rows in the side tables.
    fn old_rids(&self) -> Vec<Value> {
        let is_old =
            |change: &RecordChange| self.known_of(change).is_some_and(|known| !known.is_new);
        self.records
            .iter()
            .filter(|(_, (_, change, _))| is_old(change))
            .map(|(rid, _)| Value::from(*rid))
            .collect()
    }

    async fn write_waiting(&self, tx: &mut Tx) -> Result<(), StoreError> {
        many::each_in(tx, "DELETE FROM waiting WHERE rid IN", self.old_rids()).await?;
        let mut rows = Vec::new();
        for (rid, (operator, change, at)) in &self.records {
            for waiting in &change.projection.waiting {
                for unit in waiting.units.as_deref().unwrap_or(&[ANYWHERE]) {
                    rows.push(args![
                        operator.0,
                        waiting.office.clone(),
                        unit.0,
                        *rid,
                        waiting.step.clone(),
                        *at
                    ]);
                }
            }
        }
        many::insert(
            tx,
            "INSERT INTO waiting (operator, office, unit, rid, step, since) VALUES",
            "",
            rows,
        )
        .await
    }

    async fn write_keys(&self, tx: &mut Tx) -> Result<(), StoreError> {
        many::each_in(tx, "DELETE FROM record_key WHERE rid IN", self.old_rids()).await?;
        many::each_in(tx, "DELETE FROM record_identity WHERE rid IN", self.old_rids()).await?;
        let (mut keys, mut identities) = (Vec::new(), Vec::new());
        for (rid, (operator, change, _)) in &self.records {
            let projection = &change.projection;
            for (field, key) in &projection.keys {
                keys.push(args![
                    operator.0,
                    change.record.form.clone(),
                    field.clone(),
                    key.clone(),
                    *rid
                ]);
            }
            if !projection.identity.is_empty() {
                identities.push(args![
                    operator.0,
                    change.record.form.clone(),
                    projection.identity.clone(),
                    *rid
                ]);
            }
        }
        many::insert(
            tx,
            "INSERT INTO record_key (operator, form, field, key, rid) VALUES",
            "ON CONFLICT DO NOTHING",
            keys,
        )
        .await?;
        many::insert(
            tx,
            "INSERT INTO record_identity (operator, form, identity, rid) VALUES",
            "ON CONFLICT DO NOTHING",
            identities,
        )
        .await
    }

    async fn write_search(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let touched: Vec<_> =
            self.records.iter().filter(|(rid, _)| self.searched.contains_key(rid)).collect();
        let old = touched
            .iter()
            .filter(|(_, (_, change, _))| self.known_of(change).is_some_and(|known| !known.is_new))
            .map(|(rid, _)| Value::from(**rid))
            .collect();
        many::each_in(tx, "DELETE FROM record_search WHERE rowid IN", old).await?;
        let rows = touched
            .into_iter()
            .filter_map(|(rid, (operator, change, _))| {
                let text = self.searched.get(rid)?;
                let words = format!(
                    "{} {}",
                    form_mark(*operator, &change.record.form),
                    bigrams(&fold(text))
                );
                Some(args![*rid, words])
            })
            .collect();
        many::insert(tx, "INSERT INTO record_search (rowid, words) VALUES", "", rows).await
    }
}

/// An event of something that is no record; `subject` is its kind, its id and the version it will have.
fn other(
    change: &Change,
    subject: (SubjectKind, Uuid, u64),
    name: &'static str,
    body: String,
) -> NewEvent {
    let (subject_kind, subject, version) = subject;
    NewEvent {
        operator: change.operator,
        subject_kind,
        subject,
        version,
        kind: name,
        actor: change.actor,
        at: change.at.as_microsecond(),
        number: String::new(),
        body,
    }
}
