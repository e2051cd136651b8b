//! The statements of lists, put together from our own constant pieces.

use engine::{RecordState, UnitId};

use crate::{db::Value, keeper::OperatorKeys, search, writer::Key};

use super::{COUNT_LIMIT, ListQuery, MERGED, SealedRow, Sort, Which};

/// Text and arguments of a statement put together from our own constant pieces.
struct Built<'k> {
    text: String,
    arguments: Vec<Value>,
    keys: &'k OperatorKeys,
}

impl Built<'_> {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.arguments.push(value.into());
        format!("${}", self.arguments.len())
    }

    /// A key as it is kept.
    fn bind_key(&mut self, key: &Key) -> String {
        let kept = key.kept(self.keys);
        self.bind(kept)
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// Which table leads: its order is the order of the list, and the others are looked up by its rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// The sort key's index, as `k`.
    Key,
    /// The full-text index, as `s`.
    Words,
    /// The index of the first filter's key, as `f`: the more seldom the key, the less is read.
    Filter,
    /// The records of one unit after another, merged.
    Units,
    /// The records of the form.
    Form,
}

impl Lead {
    fn of(query: &ListQuery, words: Option<&String>) -> Self {
        match &query.sort {
            Sort::Field { .. } => Self::Key,
            Sort::None if query.before.is_some() => Self::Key,
            _ if words.is_some() => Self::Words,
            _ if !query.filters.is_empty() => Self::Filter,
            _ if query.units.as_ref().is_some_and(|units| units.len() <= MERGED) => Self::Units,
            _ => Self::Form,
        }
    }

    /// The running number of records, in the table that leads.
    fn rid(self) -> &'static str {
        match self {
            Self::Key => "k.rid",
            Self::Words => "s.rowid",
            Self::Filter => "f.rid",
            Self::Units | Self::Form => "r.rid",
        }
    }
}

/// A page.
pub(super) fn page(keys: &OperatorKeys, query: &ListQuery) -> (String, Vec<Value>) {
    let body = if query.has_body { "r.body" } else { "CAST(NULL AS BYTEA)" };
    let key = if matches!(query.sort, Sort::Field { .. }) { "k.key" } else { "''" };
    let columns = format!(
        "SELECT r.rid AS rid, r.id, r.number, r.unit, r.state, r.version, r.shown, r.updated_at, {body} AS body, {key} AS key, \
         (SELECT y.slot FROM key_slot y WHERE y.rid = r.rid) AS slot"
    );
    let mut built = Built { text: String::new(), arguments: Vec::new(), keys };
    let lead = arms(&mut built, query, &columns, after_cursor);
    let rid = if lead == Lead::Units { "rid" } else { lead.rid() };
    built.push(&match &query.sort {
        Sort::Number | Sort::None => format!(" ORDER BY {rid}"),
        Sort::NumberDescending => format!(" ORDER BY {rid} DESC"),
        Sort::Field { descending: false, .. } => " ORDER BY k.key, k.rid".to_owned(),
        Sort::Field { descending: true, .. } => " ORDER BY k.key DESC, k.rid DESC".to_owned(),
    });
    let limit = built.bind(i64::from(query.limit) + 1);
    built.push(&format!(" LIMIT {limit}"));
    (built.text, built.arguments)
}

/// How many there are.
pub(super) fn counted(keys: &OperatorKeys, query: &ListQuery) -> (String, Vec<Value>) {
    let text = "SELECT COUNT(*) AS count FROM (".to_owned();
    let mut built = Built { text, arguments: Vec::new(), keys };
    let unsorted = ListQuery { sort: Sort::None, ..query.clone() };
    arms(&mut built, &unsorted, "SELECT 1", |_, _, _| {});
    let limit = built.bind(COUNT_LIMIT);
    built.push(&format!(" LIMIT {limit})"));
    (built.text, built.arguments)
}

/// The statement up to its order: one arm, or one for each unit. Each arm ends as `end` says.
fn arms(
    built: &mut Built<'_>,
    query: &ListQuery,
    columns: &str,
    end: impl Fn(&mut Built<'_>, &ListQuery, Lead),
) -> Lead {
    let words = search::query(built.keys, &query.form, &query.words);
    let lead = Lead::of(query, words.as_ref());
    let units = match (&query.units, lead) {
        (Some(units), Lead::Units) => units.as_slice(),
        _ => &[],
    };
    let mut units = units.iter();
    let mut unit = units.next();
    loop {
        built.push(columns);
        conditions(built, query, (lead, words.as_deref()), unit.copied());
        end(built, query, lead);
        unit = units.next();
        if unit.is_none() {
            return lead;
        }
        built.push(" UNION ALL ");
    }
}

fn conditions(
    built: &mut Built<'_>,
    query: &ListQuery,
    (lead, words): (Lead, Option<&str>),
    unit: Option<UnitId>,
) {
    leading(built, query, lead);
    if let Some(words) = words {
        let words = built.bind(words);
        built.push(&match lead {
            Lead::Words => format!(" AND record_search MATCH {words}"),
            _ => format!(
                " AND r.rid IN (SELECT rowid FROM record_search WHERE record_search MATCH {words})"
            ),
        });
    }
    match query.which {
        Which::InForce => built.push(" AND r.is_in_force IS TRUE"),
        Which::State(state) => {
            let state = built.bind(state.name());
            built.push(&format!(" AND r.state = {state}"));
        }
        Which::All => drafts(built, query.draft_units.as_deref()),
    }
    if let Some(before) = query.before.as_ref().filter(|it| leading_field(query) != Some(&it.field))
    {
        let (field, key) = (built.bind(before.field.clone()), built.bind_key(&before.key));
        built.push(&format!(
            " AND EXISTS (SELECT 1 FROM record_key b INDEXED BY record_key_rid WHERE b.rid = r.rid \
             AND b.field = {field} AND b.key < {key})"
        ));
    }
    if let Some(drafter) = query.drafter {
        let drafter = built.bind(drafter.0);
        built.push(&format!(" AND r.drafter = {drafter}"));
    }
    match (unit, &query.units) {
        (Some(unit), _) => {
            let unit = built.bind(unit.0);
            built.push(&format!(" AND r.unit = {unit}"));
        }
        (None, Some(units)) => {
            let units: Vec<_> = units.iter().map(|unit| built.bind(unit.0)).collect();
            built.push(&format!(" AND r.unit IN ({})", units.join(",")));
        }
        (None, None) => {}
    }
    let used = usize::from(lead == Lead::Filter);
    for filter in query.filters.iter().skip(used) {
        let (operator, form) = (built.bind(query.operator.0), built.bind(query.form.clone()));
        let (field, key) = (built.bind(filter.field.clone()), built.bind_key(&filter.key));
        built.push(&format!(
            " AND EXISTS (SELECT 1 FROM record_key e WHERE e.operator = {operator} AND e.form = {form} \
             AND e.field = {field} AND e.key = {key} AND e.rid = r.rid)"
        ));
    }
}

/// The field whose keys lead, where keys do: that of the order, else the one with the bound.
fn leading_field(query: &ListQuery) -> Option<&String> {
    match &query.sort {
        Sort::Field { field, .. } => Some(field),
        Sort::None => query.before.as_ref().map(|before| &before.field),
        Sort::Number | Sort::NumberDescending => None,
    }
}

/// Leaves out drafts of units whose drafts may not be seen.
fn drafts(built: &mut Built<'_>, units: Option<&[UnitId]>) {
    let Some(units) = units else { return };
    let units: Vec<_> = units.iter().map(|unit| built.bind(unit.0)).collect();
    let (state, units) = (built.bind(RecordState::Draft.name()), units.join(","));
    built.push(&format!(
        " AND (r.state <> {state} OR r.is_in_force IS TRUE OR r.unit IN ({units}))"
    ));
}

/// Where a record has several keys of the field that orders the list, it stands at the first of them.
fn once(sort: &Sort) -> String {
    let Sort::Field { descending, has_many: true, .. } = sort else { return String::new() };
    let sign = if *descending { ">" } else { "<" };
    format!(
        " AND NOT EXISTS (SELECT 1 FROM record_key o INDEXED BY record_key_rid \
         WHERE o.rid = k.rid AND o.field = k.field AND o.key {sign} k.key)"
    )
}

/// The tables, and what holds of the one that leads. CROSS JOIN keeps their order, INDEXED BY the index that the lead is made for.
fn leading(built: &mut Built<'_>, query: &ListQuery, lead: Lead) {
    let (operator, form) = (built.bind(query.operator.0), built.bind(query.form.clone()));
    let of_form = format!("r.operator = {operator} AND r.form = {form}");
    let text = match (lead, leading_field(query), query.filters.first()) {
        (Lead::Key, Some(field), _) => {
            let before = query.before.as_ref().filter(|before| before.field == *field);
            let before = before.map(|before| built.bind_key(&before.key));
            let before = before.map_or_else(String::new, |key| format!(" AND k.key < {key}"));
            let field = built.bind(field.clone());
            let once = once(&query.sort);
            format!(
                " FROM record_key k CROSS JOIN record r ON r.rid = k.rid \
                 WHERE k.operator = {operator} AND k.form = {form} AND k.field = {field}{before}{once}"
            )
        }
        (Lead::Filter, _, Some(filter)) => {
            let (field, key) = (built.bind(filter.field.clone()), built.bind_key(&filter.key));
            format!(
                " FROM record_key f CROSS JOIN record r ON r.rid = f.rid \
                 WHERE f.operator = {operator} AND f.form = {form} AND f.field = {field} AND f.key = {key}"
            )
        }
        (Lead::Words, ..) => {
            format!(" FROM record_search s CROSS JOIN record r ON r.rid = s.rowid WHERE {of_form}")
        }
        (Lead::Units, ..) => format!(" FROM record r INDEXED BY record_unit WHERE {of_form}"),
        _ => {
            let index = match (query.drafter, query.which) {
                (Some(_), _) => "record_drafter",
                (None, Which::InForce) => "record_register",
                (None, Which::State(_)) => "record_state",
                (None, Which::All) => "record_form",
            };
            format!(" FROM record r INDEXED BY {index} WHERE {of_form}")
        }
    };
    built.push(&text);
}

fn after_cursor(built: &mut Built<'_>, query: &ListQuery, lead: Lead) {
    let Some((rid, key)) = query.cursor.as_deref().and_then(read_cursor) else { return };
    let (rid, column) = (built.bind(rid), lead.rid());
    match &query.sort {
        Sort::Number | Sort::None => built.push(&format!(" AND {column} > {rid}")),
        Sort::NumberDescending => built.push(&format!(" AND {column} < {rid}")),
        Sort::Field { descending, .. } => {
            let key = built.bind(key);
            let sign = if *descending { "<" } else { ">" };
            built.push(&format!(" AND (k.key, k.rid) {sign} ({key}, {rid})"));
        }
    }
}

/// Rid and key, in letters that are safe in an address.
pub(super) fn cursor_of(row: &SealedRow) -> String {
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
