//! Lists of records: a page at a time by cursor, by an index always, never counted beyond a limit.

use engine::{MemberId, OperatorId, RecordState, UnitId};
use sea_query::Value;
use uuid::Uuid;

use crate::{Db, error::StoreError, search};

/// Records that a count stops at: "10,000 and more" is as good to a reader as a number that costs a scan.
const COUNT_LIMIT: i64 = 10_000;

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
    /// By number, newest first.
    NumberDescending,
    /// By an indexed field.
    Field {
        /// Field id.
        field: String,
        /// Whether large comes first.
        descending: bool,
    },
}

/// Only records whose indexed field has this folded key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFilter {
    /// Field id.
    pub field: String,
    /// Folded key.
    pub key: String,
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
    /// Only records drafted by this member.
    pub drafter: Option<MemberId>,
    /// Words to search for.
    pub words: String,
    /// Filters; all must hold.
    pub filters: Vec<KeyFilter>,
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
            drafter: None,
            words: String::new(),
            filters: Vec::new(),
            sort: Sort::Number,
            cursor: None,
            limit,
            has_body: false,
        }
    }
}

crate::row! {
    /// A record in a list.
    #[derive(Debug, Clone)]
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
        /// Sort key; empty where the list is sorted by number.
        pub key: String,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Rows.
    pub rows: Vec<ListRow>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// Text and arguments of a statement put together from our own constant pieces.
struct Built {
    text: String,
    arguments: Vec<Value>,
}

impl Built {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.arguments.push(value.into());
        format!("${}", self.arguments.len())
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// A page of records.
///
/// # Errors
/// What the database says.
pub async fn list(db: &Db, query: &ListQuery) -> Result<Page, StoreError> {
    let body = if query.has_body { "r.body" } else { "''" };
    let key = if matches!(query.sort, Sort::Field { .. }) { "k.key" } else { "''" };
    let mut built = Built {
        text: format!(
            "SELECT r.rid, r.id, r.number, r.unit, r.state, r.version, r.title, r.summary, {body} AS body, {key} AS key"
        ),
        arguments: Vec::new(),
    };
    conditions(&mut built, query);
    after_cursor(&mut built, query);
    built.push(match &query.sort {
        Sort::Number => " ORDER BY r.rid",
        Sort::NumberDescending => " ORDER BY r.rid DESC",
        Sort::Field { descending: false, .. } => " ORDER BY k.key, k.rid",
        Sort::Field { descending: true, .. } => " ORDER BY k.key DESC, k.rid DESC",
    });
    let limit = built.bind(i64::from(query.limit) + 1);
    built.push(&format!(" LIMIT {limit}"));
    let mut rows = db.all_built::<ListRow>(built.text, built.arguments).await?;
    let has_more = rows.len() > query.limit as usize;
    rows.truncate(query.limit as usize);
    let next = rows.last().filter(|_| has_more).map(cursor_of);
    Ok(Page { rows, next })
}

/// How many records a list has; stops at 10,000 and then says `None`.
///
/// # Errors
/// What the database says.
pub async fn count(db: &Db, query: &ListQuery) -> Result<Option<u32>, StoreError> {
    let mut built =
        Built { text: "SELECT COUNT(*) AS count FROM (SELECT 1".to_owned(), arguments: Vec::new() };
    let unsorted = ListQuery { sort: Sort::Number, ..query.clone() };
    conditions(&mut built, &unsorted);
    let limit = built.bind(COUNT_LIMIT);
    built.push(&format!(" LIMIT {limit})"));
    let rows = db.all_built::<CountRow>(built.text, built.arguments).await?;
    let count = rows.first().map_or(0, |row| row.count);
    Ok(if count >= COUNT_LIMIT { None } else { u32::try_from(count).ok() })
}

fn conditions(built: &mut Built, query: &ListQuery) {
    // CROSS JOIN keeps the order of the tables: the index of the sort key first, else the full-text index first.
    let words = search::query(query.operator, &query.form, &query.words);
    let (operator, form) = (query.operator.0, query.form.clone());
    if let Sort::Field { field, .. } = &query.sort {
        let (operator, form, field) =
            (built.bind(operator), built.bind(form), built.bind(field.clone()));
        built.push(&format!(
            " FROM record_key k CROSS JOIN record r ON r.rid = k.rid \
             WHERE k.operator = {operator} AND k.form = {form} AND k.field = {field}"
        ));
    } else {
        let source = if words.is_some() {
            "record_search s CROSS JOIN record r ON r.rid = s.rowid"
        } else {
            "record r"
        };
        let (operator, form) = (built.bind(operator), built.bind(form));
        built.push(&format!(" FROM {source} WHERE r.operator = {operator} AND r.form = {form}"));
    }
    if let Some(words) = words {
        let words = built.bind(words);
        built.push(&match query.sort {
            Sort::Field { .. } => {
                format!(" AND r.rid IN (SELECT rowid FROM record_search WHERE record_search MATCH {words})")
            }
            _ => format!(" AND record_search MATCH {words}"),
        });
    }
    match query.which {
        Which::InForce => built.push(" AND r.is_in_force IS TRUE"),
        Which::State(state) => {
            let state = built.bind(state.name());
            built.push(&format!(" AND r.state = {state}"));
        }
        Which::All => {}
    }
    if let Some(drafter) = query.drafter {
        let drafter = built.bind(drafter.0);
        built.push(&format!(" AND r.drafter = {drafter}"));
    }
    if let Some(units) = &query.units {
        let units: Vec<_> = units.iter().map(|unit| built.bind(unit.0)).collect();
        built.push(&format!(" AND r.unit IN ({})", units.join(",")));
    }
    for filter in &query.filters {
        let (operator, form) = (built.bind(query.operator.0), built.bind(query.form.clone()));
        let (field, key) = (built.bind(filter.field.clone()), built.bind(filter.key.clone()));
        built.push(&format!(
            " AND EXISTS (SELECT 1 FROM record_key f WHERE f.operator = {operator} AND f.form = {form} \
             AND f.field = {field} AND f.key = {key} AND f.rid = r.rid)"
        ));
    }
}

fn after_cursor(built: &mut Built, query: &ListQuery) {
    let Some((rid, key)) = query.cursor.as_deref().and_then(read_cursor) else { return };
    let rid = built.bind(rid);
    match &query.sort {
        Sort::Number => built.push(&format!(" AND r.rid > {rid}")),
        Sort::NumberDescending => built.push(&format!(" AND r.rid < {rid}")),
        Sort::Field { descending, .. } => {
            let key = built.bind(key);
            let sign = if *descending { "<" } else { ">" };
            built.push(&format!(" AND (k.key, k.rid) {sign} ({key}, {rid})"));
        }
    }
}

/// Rid and key, in letters that are safe in an address.
fn cursor_of(row: &ListRow) -> String {
    format!("{}.{}", row.rid, crate::event::hex(row.key.as_bytes()))
}

fn read_cursor(cursor: &str) -> Option<(i64, String)> {
    let (rid, key) = cursor.split_once('.')?;
    let bytes: Option<Vec<u8>> = key
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    Some((rid.parse().ok()?, String::from_utf8(bytes?).ok()?))
}
