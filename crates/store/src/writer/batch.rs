//! The rows of one commit, gathered from all its changes and written a table at a time.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::{OperatorId, Record, RecordId, ids::ImportId, organize::OrganizationEvent};
use uuid::Uuid;

use crate::{
    args,
    db::{Tx, Value},
    error::StoreError,
    event::{NewEvent, SubjectKind},
    fold::{bigrams, fold},
    import_run,
    log::LogWriter,
    many, organization, preference,
    seal::{Shown, Tally},
    search::form_mark,
    side::{self, Side},
};

use super::{
    ANYWHERE, Change, Committed, Counters, Projection, RecordChange, Reprojection, new_event,
};

crate::row! {
    struct VersionRow {
        id: Uuid,
        operator: Uuid,
        rid: i64,
        form: String,
        version: i64,
        number: String,
        created_at: i64,
        updated_at: i64,
    }
}

/// What the commit knows of a record.
#[derive(Clone)]
struct Known {
    rid: i64,
    operator: OperatorId,
    form: String,
    version: u64,
    number: String,
    created_at: i64,
    updated_at: i64,
    is_new: bool,
}

/// What lists show of a record from now on.
struct Listed {
    operator: OperatorId,
    form: String,
    projection: Projection,
    /// When the record last changed.
    at: i64,
    is_new: bool,
}

/// The rows of a commit.
pub(super) struct Batch {
    log: LogWriter,
    counters: Counters,
    known: HashMap<RecordId, Known>,
    events: Vec<Vec<Value>>,
    records: BTreeMap<i64, (OperatorId, Record, i64)>,
    listed: BTreeMap<i64, Listed>,
    /// Words of the search by record.
    searched: HashMap<i64, String>,
    organization: Vec<(OperatorId, OrganizationEvent)>,
    /// Versions of the organizations that are changed.
    organizations: HashMap<OperatorId, u64>,
    sides: Vec<(side::By, Side)>,
    imports: Vec<(side::By, ImportId, String)>,
    answers: Vec<Vec<Value>>,
}

impl Batch {
    pub(super) fn new(log: LogWriter, counters: Counters) -> Self {
        Self {
            log,
            counters,
            known: HashMap::new(),
            events: Vec::new(),
            records: BTreeMap::new(),
            listed: BTreeMap::new(),
            searched: HashMap::new(),
            organization: Vec::new(),
            organizations: HashMap::new(),
            sides: Vec::new(),
            imports: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Reads the versions of all records and organizations that the changes touch, inside the transaction.
    pub(super) fn load_versions(
        &mut self,
        tx: &mut Tx<'_>,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        let ids: HashSet<_> = changes
            .iter()
            .flat_map(|change| {
                let records = change.records.iter().map(|it| it.record.id);
                records.chain(change.reprojections.iter().map(|it| it.record))
            })
            .collect();
        let keys = ids.into_iter().map(|id| Value::from(id.0)).collect();
        let rows: Vec<VersionRow> = many::all_in(
            tx,
            "SELECT id, operator, rid, form, version, number, created_at, updated_at FROM record WHERE id IN",
            keys,
        )?;
        self.known = rows
            .into_iter()
            .map(|row| {
                let known = Known {
                    rid: row.rid,
                    operator: OperatorId(row.operator),
                    form: row.form,
                    version: u64::try_from(row.version).unwrap_or_default(),
                    number: row.number,
                    created_at: row.created_at,
                    updated_at: row.updated_at,
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
            let version = organization::version_in(tx, operator)?;
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
        self.expect(change)?;
        let mut numbers = Vec::new();
        for record in &change.records {
            if let Some(number) = self.add_record(change, record)? {
                numbers.push(number);
            }
        }
        for reprojection in &change.reprojections {
            self.add_reprojection(change, reprojection)?;
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
            let body = serde_json::to_string(&event)?;
            self.add_event(&new_event(change, (kind, subject, 0), event.name(), body))?;
            self.sides.push((by, side.clone()));
        }
        self.imports.extend(change.import.clone().map(|(id, choices)| (by, id, choices)));
        for (kind, subject, name, body) in &change.others {
            self.add_event(&new_event(change, (*kind, *subject, 0), name, body.clone()))?;
        }
        let answer = change.answer.as_ref();
        self.answers.extend(answer.and_then(|it| it.row(change.actor, &numbers, by.at)));
        Ok(Committed { numbers, log_size: self.log.size() })
    }

    /// Every record of a change is at the version that the change was decided on.
    fn expect(&self, change: &Change) -> Result<(), StoreError> {
        let mut seen = HashSet::new();
        let changed = change.records.iter().map(|it| (it.record.id, it.before));
        let shown = change.reprojections.iter().map(|it| (it.record, it.version));
        for (id, before) in changed.chain(shown) {
            let known = self.known.get(&id);
            // INVARIANT: an operator never touches a record of another, whatever the caller believes.
            let current = known
                .filter(|known| known.operator == change.operator)
                .map_or(0, |known| known.version);
            let is_foreign = known.is_some_and(|known| known.operator != change.operator);
            // The second change of one record within a change cannot know what the first one makes of it.
            if current != before || is_foreign || !seen.insert(id) {
                return Err(StoreError::Conflict { record: id, current });
            }
        }
        Ok(())
    }

    /// A record that lists show anew. The log tells of it, for the seal must stand there.
    fn add_reprojection(
        &mut self,
        change: &Change,
        reprojection: &Reprojection,
    ) -> Result<(), StoreError> {
        let Some(known) = self.known.get(&reprojection.record).cloned() else { return Ok(()) };
        let subject = (SubjectKind::Projection, reprojection.record.0, 0);
        let mut event = new_event(change, subject, "projected", "{}".to_owned());
        event.projection = self.list(known, reprojection.projection.clone());
        self.add_event(&event)
    }

    /// Notes what lists will show of a record, and returns its seal.
    fn list(&mut self, known: Known, projection: Projection) -> Vec<u8> {
        let mut seal = Shown::of(&projection).seal();
        if let Some(text) = &projection.search_text {
            let mark = form_mark(known.operator, &known.form);
            let (number, text) = (bigrams(&fold(&known.number)), bigrams(&fold(text)));
            let words = format!("{mark} {number} {text}");
            seal.extend(Tally::of(&words).to_bytes());
            self.searched.insert(known.rid, words);
        }
        let listed = Listed {
            operator: known.operator,
            form: known.form,
            projection,
            at: known.updated_at,
            is_new: known.is_new,
        };
        self.listed.insert(known.rid, listed);
        seal
    }

    fn add_organization(&mut self, change: &Change) -> Result<(), StoreError> {
        for event in &change.organization {
            let version = self.organizations.entry(change.operator).or_default();
            *version += 1;
            let subject = (SubjectKind::Organization, change.operator.0, *version);
            let body = serde_json::to_string(event)?;
            self.add_event(&new_event(change, subject, event.name(), body))?;
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
                form: record.record.form.clone(),
                version: 0,
                number: number.clone(),
                created_at: change.at.as_microsecond(),
                updated_at: change.at.as_microsecond(),
                is_new: true,
            };
            self.known.insert(id, known);
            given = Some(number);
        }
        let last = record.before + u64::try_from(record.events.len()).unwrap_or_default();
        let mut seal = Vec::new();
        if let Some(known) = self.known.get_mut(&id) {
            (known.version, known.updated_at) = (record.record.version, change.at.as_microsecond());
            let known = known.clone();
            self.records
                .insert(known.rid, (change.operator, record.record.clone(), known.updated_at));
            seal = self.list(known, record.projection.clone());
        }
        for (version, (kind, body)) in (record.before + 1..).zip(&record.events) {
            let subject = (SubjectKind::Record, id.0, version);
            let mut event = new_event(change, subject, kind, body.clone());
            if version == 1 {
                event.number = given.clone().unwrap_or_default();
            }
            if version == last {
                event.projection = std::mem::take(&mut seal);
            }
            self.add_event(&event)?;
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
            event.projection.clone(),
            hash.as_bytes().to_vec(),
        ]);
        Ok(())
    }

    /// Writes all rows; returns the log and the counters as they now are.
    pub(super) fn write(mut self, tx: &mut Tx<'_>) -> Result<(LogWriter, Counters), StoreError> {
        let events = std::mem::take(&mut self.events);
        many::insert(
            tx,
            "INTO event (seq, operator, subject_kind, subject, version, kind, actor, at, number, body, projection, leaf) VALUES",
            "",
            events,
        )?;
        self.write_records(tx)?;
        self.write_shown(tx)?;
        self.write_waiting(tx)?;
        self.write_keys(tx)?;
        self.write_search(tx)?;
        for (operator, event) in &self.organization {
            organization::project(tx, *operator, event)?;
        }
        for (by, side) in &self.sides {
            side::write(tx, *by, side)?;
        }
        for (by, id, choices) in &self.imports {
            import_run::done(tx, by.member, *id, (choices, by.at))?;
        }
        preference::write_answers(tx, std::mem::take(&mut self.answers))?;
        Ok((self.log, self.counters))
    }

    fn write_records(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(self.records.len());
        for (rid, (operator, record, at)) in &self.records {
            let (Some(known), Some(listed)) = (self.known.get(&record.id), self.listed.get(rid))
            else {
                continue;
            };
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
                listed.projection.title.clone(),
                listed.projection.summary.clone(),
                serde_json::to_string(record)?,
                known.created_at,
                *at,
            ]);
        }
        many::insert(
            tx,
            "INTO record (rid, id, operator, form, number, unit, drafter, state, is_in_force, version, title, summary, \
             body, created_at, updated_at) VALUES",
            "ON CONFLICT (rid) DO UPDATE SET unit = excluded.unit, state = excluded.state, is_in_force = excluded.is_in_force, \
             version = excluded.version, title = excluded.title, summary = excluded.summary, body = excluded.body, \
             updated_at = excluded.updated_at",
            rows,
        )
    }

    /// Titles and list columns of records of which nothing else changes.
    fn write_shown(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for (rid, listed) in self.listed.iter().filter(|(rid, _)| !self.records.contains_key(rid)) {
            let projection = &listed.projection;
            tx.exec(
                "UPDATE record SET title = $1, summary = $2 WHERE rid = $3",
                args![projection.title.clone(), projection.summary.clone(), *rid],
            )?;
        }
        Ok(())
    }

    /// Rids of records that existed before: only these can have old rows in the side tables.
    fn old_rids(&self) -> Vec<Value> {
        let old = self.listed.iter().filter(|(_, listed)| !listed.is_new);
        old.map(|(rid, _)| Value::from(*rid)).collect()
    }

    fn write_waiting(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        many::each_in(tx, "DELETE FROM waiting WHERE rid IN", self.old_rids())?;
        let mut rows = Vec::new();
        for (rid, listed) in &self.listed {
            for waiting in &listed.projection.waiting {
                for unit in waiting.units.as_deref().unwrap_or(&[ANYWHERE]) {
                    rows.push(args![
                        listed.operator.0,
                        waiting.office.clone(),
                        unit.0,
                        *rid,
                        waiting.step.clone(),
                        listed.at
                    ]);
                }
            }
        }
        many::insert(
            tx,
            "INTO waiting (operator, office, unit, rid, step, since) VALUES",
            "ON CONFLICT DO NOTHING",
            rows,
        )
    }

    fn write_keys(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        many::each_in(tx, "DELETE FROM record_key WHERE rid IN", self.old_rids())?;
        many::each_in(tx, "DELETE FROM record_identity WHERE rid IN", self.old_rids())?;
        let (mut keys, mut identities) = (Vec::new(), Vec::new());
        for (rid, listed) in &self.listed {
            let (operator, form) = (listed.operator.0, &listed.form);
            for (field, key) in &listed.projection.keys {
                keys.push(args![operator, form.clone(), field.clone(), key.clone(), *rid]);
            }
            let identity = &listed.projection.identity;
            if !identity.is_empty() {
                identities.push(args![operator, form.clone(), identity.clone(), *rid]);
            }
        }
        many::insert(
            tx,
            "INTO record_key (operator, form, field, key, rid) VALUES",
            "ON CONFLICT DO NOTHING",
            keys,
        )?;
        many::insert(
            tx,
            "INTO record_identity (operator, form, identity, rid) VALUES",
            "ON CONFLICT DO NOTHING",
            identities,
        )
    }

    fn write_search(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let touched = || {
            let listed = self.listed.iter();
            listed.filter_map(|(rid, listed)| Some((*rid, listed, self.searched.get(rid)?)))
        };
        let old = touched().filter(|(_, listed, _)| !listed.is_new);
        let old = old.map(|(rid, ..)| Value::from(rid)).collect();
        many::each_in(tx, "DELETE FROM record_search WHERE rowid IN", old)?;
        let rows = touched().map(|(rid, _, words)| args![rid, words.clone()]).collect();
        many::insert(tx, "INTO record_search (rowid, words) VALUES", "", rows)
    }
}
