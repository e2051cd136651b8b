//! Lists of records: a page at a time by cursor, by an index always, never counted beyond a limit.

mod statement;

use engine::{MemberId, OperatorId, RecordState, UnitId};
use uuid::Uuid;

use crate::{
    Db,
    error::StoreError,
    keeper::{BODY, OperatorKeys, Shown, is_destroyed},
    writer::Key,
};

use statement::{counted, cursor_of, page};

/// Records that a count stops at: "10,000 and more" is as good to a reader as a number that costs a scan.
const COUNT_LIMIT: i64 = 10_000;

/// Most units whose records are merged; where there are more, all records of the form are gone through.
const MERGED: usize = 64;

/// Most rows of a page that is read where the caller stands.
const NEAR: u32 = 200;

/// Which records of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those in force: the register.
    InForce,
    /// Those in a state.
    State(RecordState),
    /// All.
    All,
}

/// How a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Sort {
    /// By number, oldest first.
    #[default]
    Number,
    /// In whatever order is found first: for counting.
    None,
    /// By number, newest first.
    NumberDescending,
    /// By an indexed field.
    Field {
        /// Field id.
        field: String,
        /// Whether large comes first.
        descending: bool,
        /// Whether a record can have several keys of this field: it then stands where its first one sorts.
        has_many: bool,
    },
}

/// Only records whose indexed field has this folded key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFilter {
    /// Field id.
    pub field: String,
    /// Folded key.
    pub key: Key,
}

/// What a list asks for.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Operator.
    pub operator: OperatorId,
    /// Form id.
    pub form: String,
    /// Which records.
    pub which: Which,
    /// Units whose records may be seen; `None` is all of them.
    pub units: Option<Vec<UnitId>>,
    /// In a list of all states: units whose drafts may be seen too; of others only what is in force beside the draft.
    /// `None` is all of them.
    pub draft_units: Option<Vec<UnitId>>,
    /// Only records drafted by this member.
    pub drafter: Option<MemberId>,
    /// Words to search for.
    pub words: String,
    /// Filters; all must hold.
    pub filters: Vec<KeyFilter>,
    /// Only records with a key of this field that stands before this one. Leads where the list is in the order of that field.
    pub before: Option<KeyFilter>,
    /// Order.
    pub sort: Sort,
    /// Where the page begins: what [`Page::next`] gave.
    pub cursor: Option<String>,
    /// Most rows.
    pub limit: u32,
    /// Whether the whole record is wanted and not just its summary.
    pub has_body: bool,
}

impl ListQuery {
    /// The register of a form, from its beginning.
    #[must_use]
    pub fn register(operator: OperatorId, form: impl Into<String>, limit: u32) -> Self {
        Self {
            operator,
            form: form.into(),
            which: Which::InForce,
            units: None,
            draft_units: None,
            drafter: None,
            words: String::new(),
            filters: Vec::new(),
            before: None,
            sort: Sort::Number,
            cursor: None,
            limit,
            has_body: false,
        }
    }
}

/// A record in a list.
#[derive(Clone)]
pub struct ListRow {
    /// Running number of the database.
    pub rid: i64,
    /// Id.
    pub id: Uuid,
    /// Number, as people cite it.
    pub number: String,
    /// Unit.
    pub unit: Uuid,
    /// State.
    pub state: String,
    /// Version.
    pub version: i64,
    /// Title.
    pub title: String,
    /// Values of the list columns, JSON array.
    pub summary: String,
    /// The record, JSON; empty unless asked for.
    pub body: String,
    /// When it last changed, microseconds.
    pub updated_at: i64,
}

crate::row! {
    struct SealedRow {
        rid: i64,
        id: Uuid,
        number: String,
        unit: Uuid,
        state: String,
        version: i64,
        shown: Vec<u8>,
        body: Option<Vec<u8>>,
        updated_at: i64,
        key: String,
        slot: Vec<u8>,
    }
}

fn open(keys: &OperatorKeys, row: &SealedRow) -> Result<ListRow, StoreError> {
    let key = keys.record_key(row.id, &row.slot)?;
    let Shown { title, summary } = keys.open_shown(&key, row.id, &row.shown)?;
    let body = row.body.as_ref().map(|body| keys.open(&key, (row.id, 0, BODY), body));
    Ok(ListRow {
        rid: row.rid,
        id: row.id,
        number: row.number.clone(),
        unit: row.unit,
        state: row.state.clone(),
        version: row.version,
        title,
        summary,
        body: body.transpose()?.unwrap_or_default(),
        updated_at: row.updated_at,
    })
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

crate::row! {
    struct StepRow {
        detail: String,
    }
}

/// A page of a list.
#[derive(Clone)]
pub struct Page {
    /// Rows.
    pub rows: Vec<ListRow>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// A page of records.
///
/// # Errors
/// What the database says.
pub async fn list(db: &Db, query: &ListQuery) -> Result<Page, StoreError> {
    let built = db.with_any_keys_of(query.operator, |keys| Ok(page(keys, query))).await?;
    let Some((text, arguments)) = built else {
        return Ok(Page { rows: Vec::new(), next: None });
    };
    let mut rows = if is_near(query) {
        db.near_built::<SealedRow>(text, arguments).await?
    } else {
        db.all_built::<SealedRow>(text, arguments).await?
    };
    let has_more = rows.len() > query.limit as usize;
    rows.truncate(query.limit as usize);
    let next = rows.last().filter(|_| has_more).map(cursor_of);
    // Of a record that was erased there is nothing to show.
    let kept = rows.iter().filter(|row| !is_destroyed(&row.slot));
    let open = |keys: &OperatorKeys| kept.clone().map(|row| open(keys, row)).collect();
    Ok(Page { rows: db.with_keys_of(query.operator, open).await?, next })
}

/// Whether a page is read in one go from an index that has its rows in order: then no row is read that is not shown, and another
/// thread would cost more than the rows.
fn is_near(query: &ListQuery) -> bool {
    query.which == Which::InForce
        && query.units.as_ref().is_none_or(|units| units.len() <= MERGED)
        && query.limit <= NEAR
        && query.words.is_empty()
        && query.filters.is_empty()
        && query.before.is_none()
        && query.drafter.is_none()
        && matches!(query.sort, Sort::Number | Sort::NumberDescending)
}

/// How many records a list has; stops at 10,000 and then says `None`.
///
/// # Errors
/// What the database says.
pub async fn count(db: &Db, query: &ListQuery) -> Result<Option<u32>, StoreError> {
    let built = db.with_any_keys_of(query.operator, |keys| Ok(counted(keys, query))).await?;
    let Some((text, arguments)) = built else { return Ok(Some(0)) };
    let rows = db.all_built::<CountRow>(text, arguments).await?;
    let count = rows.first().map_or(0, |row| row.count);
    Ok(if count >= COUNT_LIMIT { None } else { u32::try_from(count).ok() })
}

/// How the database goes about a page and its count: for tests that no list ever scans or sorts a table that grows.
///
/// # Errors
/// What the database says.
pub async fn explain(db: &Db, query: &ListQuery) -> Result<Vec<String>, StoreError> {
    let mut steps = Vec::new();
    let built = |keys: &OperatorKeys| Ok([page(keys, query), counted(keys, query)]);
    for (text, arguments) in db.with_keys_of(query.operator, built).await? {
        let text = format!("EXPLAIN QUERY PLAN {text}");
        let rows = db.all_built::<StepRow>(text, arguments).await?;
        steps.extend(rows.into_iter().map(|row| row.detail));
    }
    Ok(steps)
}
