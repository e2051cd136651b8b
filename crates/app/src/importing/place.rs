//! What each row of a register would become: compared with the records that have its key, a few hundred keys at a time, so that
//! the register is never loaded whole.

use std::collections::{BTreeMap, HashMap, HashSet};

use engine::{Fields, MemberId, OperatorId, UnitId, World, decide};
use import::{
    Doubt, DoubtCode, DoubtSeverity, ImportedRow, Plan, ValueSource,
    plan::{self, ExistingRecords, FieldChange},
};
use regulation::Form;
use store::{Db, record::ListQuery};

use super::session::Staged;
use crate::error::AppError;

/// Keys that are looked up at a time.
const KEYS: usize = 512;
/// Lookups at the same time.
const READERS: usize = 4;

/// What a row would become.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fate {
    /// A new record.
    New,
    /// A change of a record.
    Changed {
        /// Record or member.
        id: String,
        /// Its number.
        number: String,
        /// What changes.
        changes: Vec<FieldChange>,
    },
    /// Nothing: the record says the same.
    Same {
        /// Record or member.
        id: String,
        /// Its number.
        number: String,
    },
    /// Nothing: it repeats an earlier row.
    Repeated {
        /// The earlier one.
        first_row: u32,
    },
    /// It must be settled first.
    Conflicting {
        /// Earlier row with the same key but other contents.
        other_row: Option<u32>,
        /// Numbers of records with the same key, where there are several.
        numbers: Vec<String>,
    },
    /// Left out by the person.
    Skipped,
}

impl Fate {
    /// The doubts of a row that its writing would carry into a record. What a row does not change is not doubted again.
    pub fn doubts<'a>(&'a self, row: &'a ImportedRow) -> impl Iterator<Item = &'a Doubt> {
        row.doubts.iter().filter(|doubt| match self {
            Self::New | Self::Conflicting { .. } => true,
            Self::Changed { changes, .. } => {
                // That this is the record at all may be doubtful too.
                doubt.code == DoubtCode::LeadingZeros
                    || changes.iter().any(|change| change.field == doubt.field)
            }
            Self::Same { .. } | Self::Repeated { .. } | Self::Skipped => false,
        })
    }

    /// The worst of those doubts.
    pub fn severity(&self, row: &ImportedRow) -> Option<DoubtSeverity> {
        self.doubts(row).map(|doubt| doubt.severity).max()
    }

    /// The fates that a plan speaks of, by row, given the numbers of records by id.
    pub fn of_plan(plan: Plan, number_of: impl Fn(&str) -> String) -> Vec<(u32, Self)> {
        let new = plan.new.into_iter().map(|row| (row.row, Self::New));
        let changed = plan.changed.into_iter().map(|changed| {
            let number = number_of(&changed.record);
            (
                changed.row.row,
                Self::Changed { id: changed.record, number, changes: changed.changes },
            )
        });
        let same = plan.same.into_iter().map(|same| {
            let number = number_of(&same.record);
            (same.row, Self::Same { id: same.record, number })
        });
        let repeated = plan
            .repeated
            .into_iter()
            .map(|row| (row.row, Self::Repeated { first_row: row.first_row }));
        let conflicting = plan.conflicting.into_iter().map(|found| {
            let numbers = found.records.iter().map(|id| number_of(id)).collect();
            (found.row.row, Self::Conflicting { other_row: found.other_row, numbers })
        });
        new.chain(changed).chain(same).chain(repeated).chain(conflicting).collect()
    }
}

/// A record with the key of a row.
struct Existing {
    id: String,
    number: String,
    unit: UnitId,
    fields: Fields,
    /// The words that its first values were imported from.
    originals: BTreeMap<String, String>,
}

/// Knows where a row may find its record.
#[derive(Clone, Copy)]
pub(super) struct Placer<'a> {
    pub db: &'a Db,
    pub world: World<'a>,
    pub operator: OperatorId,
    pub member: MemberId,
    pub form: &'a Form,
    pub unit: UnitId,
}

impl Placer<'_> {
    /// Places all rows anew.
    pub async fn place_all(
        self,
        staged: &mut Staged,
        skipped: &HashSet<u32>,
    ) -> Result<(), AppError> {
        staged.groups = groups(&staged.rows, skipped, &self.form.key_fields);
        staged.fates = staged
            .rows
            .iter()
            .map(|row| if skipped.contains(&row.row) { Fate::Skipped } else { Fate::New })
            .collect();
        let keys: Vec<_> = staged.groups.keys().cloned().collect();
        self.place(staged, &keys).await
    }

    /// Places a row anew whose key was another, or that was left out or is taken in again, and all rows that it touches.
    pub async fn place_one(
        self,
        staged: &mut Staged,
        at: usize,
        old_key: Vec<String>,
        is_skipped: bool,
    ) -> Result<(), AppError> {
        if let Some(group) = staged.groups.get_mut(&old_key) {
            group.retain(|other| *other != at);
        }
        let Some(row) = staged.rows.get(at) else { return Ok(()) };
        let key = key_of(row, &self.form.key_fields);
        if let Some(fate) = staged.fates.get_mut(at) {
            *fate = if is_skipped { Fate::Skipped } else { Fate::New };
        }
        if !is_skipped && !is_blank(&key) {
            let group = staged.groups.entry(key.clone()).or_default();
            group.push(at);
            group.sort_unstable();
        }
        self.place(staged, &[old_key, key]).await
    }

    async fn place(self, staged: &mut Staged, keys: &[Vec<String>]) -> Result<(), AppError> {
        // A first import finds nothing; it need not ask for each row.
        let all = ListQuery {
            which: store::record::Which::All,
            ..ListQuery::register(self.operator, self.form.id.clone(), 1)
        };
        let is_first = store::record::count(self.db, &all).await? == Some(0);
        for keys in keys.chunks(KEYS) {
            let found = if is_first { HashMap::new() } else { self.find(keys).await? };
            for key in keys {
                let Some(group) = staged.groups.get(key) else { continue };
                let found = found.get(key).map_or(&[][..], Vec::as_slice);
                for (at, fate) in place_group(&staged.rows, group, found, &self.form.key_fields) {
                    if let Some(place) = staged.fates.get_mut(at) {
                        *place = fate;
                    }
                }
            }
        }
        Ok(())
    }

    /// The records of some keys that this person may read, in the unit and below it.
    async fn find(
        self,
        keys: &[Vec<String>],
    ) -> Result<HashMap<Vec<String>, Vec<Existing>>, AppError> {
        let mut lookups = tokio::task::JoinSet::new();
        for run in keys.chunks(keys.len().div_ceil(READERS).max(1)) {
            let (db, operator, form, run) =
                (self.db.clone(), self.operator, self.form.id.clone(), run.to_vec());
            lookups.spawn(async move {
                let mut found = Vec::with_capacity(run.len());
                for key in run {
                    let rows =
                        store::record::find_by_identity(&db, operator, &form, &key.join("\u{1f}"))
                            .await?;
                    found.push((key, rows));
                }
                Ok::<_, AppError>(found)
            });
        }
        let units: HashSet<_> = self.world.organization.tree(self.unit).into_iter().collect();
        let mut existing = HashMap::with_capacity(keys.len());
        while let Some(done) = lookups.join_next().await {
            for (key, rows) in done.map_err(AppError::internal)?? {
                let mut records = Vec::with_capacity(rows.len());
                for row in rows {
                    let record = row.record()?;
                    if !units.contains(&record.unit) {
                        continue;
                    }
                    if let Some(record) = decide::visible(self.world, self.member, &record) {
                        let record = record.into_owned();
                        records.push(Existing {
                            id: record.id.to_string(),
                            number: row.number,
                            unit: record.unit,
                            fields: record.fields().clone(),
                            originals: record
                                .origin
                                .map(|origin| origin.originals)
                                .unwrap_or_default(),
                        });
                    }
                }
                if records.iter().any(|record| record.unit == self.unit) {
                    records.retain(|record| record.unit == self.unit);
                }
                existing.insert(key, records);
            }
        }
        Ok(existing)
    }
}

fn key_of(row: &ImportedRow, key_fields: &[String]) -> Vec<String> {
    plan::key_of(key_fields, |field| Some(row.value(field)))
}

fn is_blank(key: &[String]) -> bool {
    key.iter().all(String::is_empty)
}

impl Staged {
    /// The key of a row.
    pub fn key(&self, at: usize, key_fields: &[String]) -> Vec<String> {
        self.rows.get(at).map(|row| key_of(row, key_fields)).unwrap_or_default()
    }
}

fn groups(
    rows: &[ImportedRow],
    skipped: &HashSet<u32>,
    key_fields: &[String],
) -> HashMap<Vec<String>, Vec<usize>> {
    let mut groups: HashMap<Vec<String>, Vec<usize>> = HashMap::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| !skipped.contains(&row.row)) {
        let key = key_of(row, key_fields);
        if !is_blank(&key) {
            groups.entry(key).or_default().push(at);
        }
    }
    groups
}

/// The fates of the rows of one key.
fn place_group(
    rows: &[ImportedRow],
    group: &[usize],
    found: &[Existing],
    key_fields: &[String],
) -> Vec<(usize, Fate)> {
    if let ([at], []) = (group, found) {
        return vec![(*at, Fate::New)];
    }
    let copies = group.iter().filter_map(|at| rows.get(*at)).cloned().collect();
    let records = found.iter().map(|record| (record.id.clone(), record.fields.clone())).collect();
    let plan = plan::build(copies, &ExistingRecords::new(records, key_fields), key_fields);
    let number_of = |id: &str| {
        found
            .iter()
            .find(|record| record.id == id)
            .map(|record| record.number.clone())
            .unwrap_or_default()
    };
    let by_row: HashMap<u32, usize> =
        group.iter().filter_map(|at| rows.get(*at).map(|row| (row.row, *at))).collect();
    let placed = Fate::of_plan(plan, number_of).into_iter();
    placed
        .filter_map(|(row, fate)| {
            let at = *by_row.get(&row)?;
            Some((at, rows.get(at).map(|row| without_old_news(row, fate, found))?))
        })
        .collect()
}

/// A cell that says what it said when the record was imported brings nothing new: the record was mended since.
fn without_old_news(row: &ImportedRow, fate: Fate, found: &[Existing]) -> Fate {
    let Fate::Changed { id, number, mut changes } = fate else { return fate };
    let originals = found.iter().find(|record| record.id == id).map(|record| &record.originals);
    let is_mended = |field: &str| {
        row.values.iter().any(|value| &*value.field == field && value.source == ValueSource::Mended)
    };
    let is_old = |change: &FieldChange| {
        // What a person has just written in the wizard is news, whatever the cell says.
        if is_mended(&change.field) {
            return false;
        }
        let original = originals.and_then(|originals| originals.get(&change.field));
        original
            .is_some_and(|original| !original.is_empty() && original == row.original(&change.field))
    };
    changes.retain(|change| !is_old(change));
    if changes.is_empty() {
        Fate::Same { id, number }
    } else {
        Fate::Changed { id, number, changes }
    }
}
