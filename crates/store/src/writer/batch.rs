//! The rows of one commit, gathered from all its changes and written a table at a time. What is personal is sealed here.

mod erasure;
mod events;
mod rows;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use engine::{OperatorId, Record, RecordId, ids::ImportId, organize::OrganizationEvent};
use uuid::Uuid;
use vault::DataKey;

use crate::{
    args, attachment,
    db::{Tx, Value},
    disposal::{self, DisposalMove},
    error::StoreError,
    event::SubjectKind,
    import_run,
    keeper::{Keeper, OperatorKeys},
    log::LogWriter,
    many, organization,
    seal::{Shown, Tally},
    search,
    side::{self, Side},
};

use erasure::Erased;

use super::{
    ANYWHERE, Blinded, Change, Committed, Counters, Keep, Projection, RecordChange, Reprojection,
    new_event,
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
        slot: Vec<u8>,
        salt: Vec<u8>,
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
    /// The key of what is sealed of it.
    key: Arc<DataKey>,
    salt: Vec<u8>,
}

/// What lists show of a record from now on.
struct Listed {
    operator: OperatorId,
    form: String,
    projection: Blinded,
    keep: Keep,
    links: Vec<RecordId>,
    /// When the record last changed.
    at: i64,
    is_new: bool,
}

/// The rows of a commit.
pub(super) struct Batch {
    log: LogWriter,
    counters: Counters,
    known: HashMap<RecordId, Known>,
    /// Records that were erased: nothing is added to them.
    erased: HashSet<RecordId>,
    /// Records of operators that change nothing here.
    foreign: HashSet<RecordId>,
    events: Vec<Vec<Value>>,
    records: BTreeMap<i64, (OperatorId, Record, i64)>,
    listed: BTreeMap<i64, Listed>,
    /// Words of the search by record.
    searched: HashMap<i64, String>,
    organization: Vec<(OperatorId, OrganizationEvent)>,
    /// Versions of the organizations that are changed.
    organizations: HashMap<OperatorId, u64>,
    /// Rows beside the records, each with the sealed name of its file.
    sides: Vec<(side::By, Side, Vec<u8>)>,
    /// Imports that are done, with their sealed choices.
    imports: Vec<(side::By, ImportId, Vec<u8>)>,
    answers: Vec<Vec<Value>>,
    /// Rows of moments of records.
    moments: Vec<Vec<Value>>,
    /// Records that are erased here: number in the index, id, version, time, disposal.
    erasures: Vec<Erased>,
    /// What becomes of disposals, each with what is sealed of it.
    disposals: Vec<(side::By, DisposalMove, Vec<u8>)>,
    keeper: Arc<Keeper>,
    keys: HashMap<OperatorId, Arc<OperatorKeys>>,
    /// Rows of keys that operators get now.
    kept: Vec<Vec<Value>>,
    /// Rows of keys of new records.
    slots: Vec<Vec<Value>>,
}

impl Batch {
    pub(super) fn new(log: LogWriter, counters: Counters, keeper: Arc<Keeper>) -> Self {
        Self {
            log,
            counters,
            known: HashMap::new(),
            erased: HashSet::new(),
            foreign: HashSet::new(),
            events: Vec::new(),
            records: BTreeMap::new(),
            listed: BTreeMap::new(),
            searched: HashMap::new(),
            organization: Vec::new(),
            organizations: HashMap::new(),
            sides: Vec::new(),
            imports: Vec::new(),
            answers: Vec::new(),
            moments: Vec::new(),
            erasures: Vec::new(),
            disposals: Vec::new(),
            keeper,
            keys: HashMap::new(),
            kept: Vec::new(),
            slots: Vec::new(),
        }
    }

    /// Whether there is nothing to write.
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty() && self.disposals.is_empty()
    }

    /// The keys of the operators, for whoever remembers them after the commit.
    pub(super) fn operator_keys(&self) -> Vec<Arc<OperatorKeys>> {
        self.keys.values().map(Arc::clone).collect()
    }

    fn keys_of(&self, operator: OperatorId) -> Result<Arc<OperatorKeys>, StoreError> {
        self.keys.get(&operator).map(Arc::clone).ok_or(StoreError::Locked)
    }

    /// Reads keys, and the versions of all records and organizations that the changes touch, inside the transaction.
    pub(super) fn load_versions(
        &mut self,
        tx: &mut Tx<'_>,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        for change in changes {
            if !self.keys.contains_key(&change.operator) {
                let (keys, rows) = self.keeper.keys_in(tx, change.operator)?;
                self.keys.insert(change.operator, keys);
                self.kept.extend(rows);
            }
        }
        let ids: HashSet<_> = changes.iter().flat_map(touched).collect();
        let ids = ids.into_iter().map(|id| Value::from(id.0)).collect();
        let rows: Vec<VersionRow> = many::all_in(
            tx,
            "SELECT r.id, r.operator, r.rid, r.form, r.version, r.number, r.created_at, r.updated_at, k.slot, k.salt \
             FROM record r JOIN key_slot k ON k.rid = r.rid WHERE r.id IN",
            ids,
        )?;
        for row in rows {
            let operator = OperatorId(row.operator);
            // A record of an operator that changes nothing here is refused later, without its key.
            let Some(keys) = self.keys.get(&operator) else {
                self.foreign.insert(RecordId(row.id));
                continue;
            };
            let known = Known {
                rid: row.rid,
                operator,
                form: row.form,
                version: u64::try_from(row.version).unwrap_or_default(),
                number: row.number,
                created_at: row.created_at,
                updated_at: row.updated_at,
                is_new: false,
                key: match keys.record_key(row.id, &row.slot) {
                    Err(StoreError::Erased) => {
                        self.erased.insert(RecordId(row.id));
                        continue;
                    }
                    key => key?,
                },
                salt: row.salt,
            };
            self.known.insert(RecordId(row.id), known);
        }
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
        for erasure in &change.erasures {
            self.add_erasure(change, erasure)?;
        }
        self.add_organization(change)?;
        let by = side::By {
            operator: change.operator,
            member: change.actor,
            at: change.at.as_microsecond(),
        };
        self.add_beside(change, by)?;
        let keys = self.keys_of(change.operator)?;
        if let Some((id, choices)) = &change.import {
            self.imports.push((by, *id, import_run::seal_choices(&keys, id.0, choices)?));
        }
        for moved in &change.disposals {
            let sealed = disposal::seal(&keys, moved)?;
            self.disposals.push((by, moved.clone(), sealed));
        }
        if let Some(answer) = &change.answer {
            self.answers.extend(answer.row(&keys, change.actor, &numbers, by.at)?);
        }
        Ok(Committed { numbers, log_size: self.log.size() })
    }

    /// Rows beside the records, and what else is told.
    fn add_beside(&mut self, change: &Change, by: side::By) -> Result<(), StoreError> {
        let keys = self.keys_of(change.operator)?;
        for side in &change.sides {
            let (kind, subject) = side.subject(by);
            let event = side.event();
            let event =
                new_event(change, (kind, subject, 0), event.name(), serde_json::to_string(&event)?);
            let Side::Attachment(new) = side else {
                self.add_event(event, keys.house())?;
                self.sides.push((by, side.clone(), Vec::new()));
                continue;
            };
            let known = self.known.get(&new.record).filter(|it| it.operator == change.operator);
            let Some(known) = known else {
                return Err(StoreError::Conflict { record: new.record, current: 0 });
            };
            let key = Arc::clone(&known.key);
            let name = keys.seal(&key, (subject, 0, attachment::NAME), new.name.as_bytes())?;
            self.add_event(event, &key)?;
            self.sides.push((by, side.clone(), name));
        }
        for (kind, subject, name, body) in &change.others {
            self.add_event(
                new_event(change, (*kind, *subject, 0), name, body.clone()),
                keys.house(),
            )?;
        }
        Ok(())
    }

    /// Every record of a change is at the version that the change was decided on.
    fn expect(&self, change: &Change) -> Result<(), StoreError> {
        let mut seen = HashSet::new();
        let changed = change.records.iter().map(|it| (it.record.id, it.before));
        let shown = change.reprojections.iter().map(|it| (it.record, it.version));
        let erased = change.erasures.iter().map(|it| (it.record, it.before));
        for (id, before) in changed.chain(shown).chain(erased) {
            if self.erased.contains(&id) {
                return Err(StoreError::Erased);
            }
            let known = self.known.get(&id);
            // INVARIANT: an operator never touches a record of another, whatever the caller believes.
            let current = known
                .filter(|known| known.operator == change.operator)
                .map_or(0, |known| known.version);
            let is_foreign = known.is_some_and(|known| known.operator != change.operator)
                || self.foreign.contains(&id);
            // The second change of one record within a change cannot know what the first one makes of it.
            if current != before || is_foreign || !seen.insert(id) {
                return Err(StoreError::Conflict { record: id, current });
            }
        }
        // A file belongs to a record that is there, or comes with it.
        for side in &change.sides {
            let Side::Attachment(new) = side else { continue };
            let is_known =
                self.known.get(&new.record).is_some_and(|it| it.operator == change.operator);
            if self.erased.contains(&new.record) {
                return Err(StoreError::Erased);
            }
            if !is_known && !seen.contains(&new.record) {
                return Err(StoreError::Conflict { record: new.record, current: 0 });
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
        let (key, id) = (Arc::clone(&known.key), reprojection.record);
        let mut event = new_event(change, subject, "projected", "{}".to_owned());
        event.projection = self.list(id, known, &reprojection.projection)?;
        self.add_event(event, &key)
    }

    /// Notes what lists will show of a record, and returns its seal.
    fn list(
        &mut self,
        RecordId(id): RecordId,
        known: Known,
        projection: &Projection,
    ) -> Result<Vec<u8>, StoreError> {
        let keys = self.keys_of(known.operator)?;
        let blinded = Blinded {
            shown: keys.seal_shown(&known.key, id, (&projection.title, &projection.summary))?,
            keys: projection
                .keys
                .iter()
                .map(|(field, key)| (field.clone(), key.kept(&keys)))
                .collect(),
            identity: keys.blind_value(&projection.identity),
            waiting: projection.waiting.clone(),
        };
        let mut seal = Shown::of(&blinded, &known.salt).seal();
        if let Some(text) = &projection.search_text {
            let words = search::words(&keys, &known.form, (&known.number, text));
            seal.extend(Tally::of(&words).to_bytes(&known.salt));
            self.searched.insert(known.rid, words);
        }
        let listed = Listed {
            operator: known.operator,
            form: known.form,
            projection: blinded,
            keep: projection.keep.clone(),
            links: projection.links.clone(),
            at: known.updated_at,
            is_new: known.is_new,
        };
        self.listed.insert(known.rid, listed);
        Ok(seal)
    }

    fn add_organization(&mut self, change: &Change) -> Result<(), StoreError> {
        for event in &change.organization {
            let version = self.organizations.entry(change.operator).or_default();
            *version += 1;
            let subject = (SubjectKind::Organization, change.operator.0, *version);
            let body = serde_json::to_string(event)?;
            let keys = self.keys_of(change.operator)?;
            self.add_event(new_event(change, subject, event.name(), body), keys.house())?;
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
            let new = self.keys_of(change.operator)?.new_key(id.0)?;
            let rid = self.counters.next_rid();
            self.slots.push(args![rid, change.operator.0, new.slot, new.salt.clone()]);
            let known = Known {
                rid,
                operator: change.operator,
                form: record.record.form.clone(),
                version: 0,
                number: number.clone(),
                created_at: change.at.as_microsecond(),
                updated_at: change.at.as_microsecond(),
                is_new: true,
                key: new.key,
                salt: new.salt,
            };
            self.known.insert(id, known);
            given = Some(number);
        }
        let last = record.before + u64::try_from(record.events.len()).unwrap_or_default();
        let (mut seal, mut key) = (Vec::new(), None);
        if let Some(known) = self.known.get_mut(&id) {
            key = Some(Arc::clone(&known.key));
            (known.version, known.updated_at) = (record.record.version, change.at.as_microsecond());
            let known = known.clone();
            self.records
                .insert(known.rid, (change.operator, record.record.clone(), known.updated_at));
            seal = self.list(id, known, &record.projection)?;
        }
        let key = key.ok_or(StoreError::Conflict { record: id, current: 0 })?;
        for (version, (kind, body)) in (record.before + 1..).zip(&record.events) {
            let subject = (SubjectKind::Record, id.0, version);
            let mut event = new_event(change, subject, kind, body.clone());
            if version == 1 {
                event.number = given.clone().unwrap_or_default();
            }
            if version == last {
                event.projection = std::mem::take(&mut seal);
            }
            self.add_event(event, &key)?;
        }
        self.add_moments(change, record, &key)?;
        Ok(given)
    }
}

/// The records that a change needs to know.
fn touched(change: &Change) -> impl Iterator<Item = RecordId> {
    let changed = change.records.iter().map(|it| it.record.id);
    let shown = change.reprojections.iter().map(|it| it.record);
    let erased = change.erasures.iter().map(|it| it.record);
    let with_files = change.sides.iter().filter_map(|side| match side {
        Side::Attachment(new) => Some(new.record),
        _ => None,
    });
    changed.chain(shown).chain(erased).chain(with_files)
}
