//! Lists of records: a page at a time, only what the reader may see.

use std::{borrow::Cow, sync::Arc};

use engine::{Organization, Record, RecordState, UnitId, World, decide};
use regulation::{Field, FieldKind, Form};
use serde_json::Value;
use store::record::{KeyFilter, ListQuery, ListRow, Page, Sort, Which};

use crate::{Actor, App, Tenant, error::AppError, project};

/// Most rows of a page.
pub const PAGE: u32 = 200;

/// What a reader asks for.
#[derive(Debug, Clone, Default)]
pub struct ListRequest {
    /// Form id.
    pub form: String,
    /// A state; `None` is the register: what is in force.
    pub state: Option<RecordState>,
    /// All states.
    pub is_all: bool,
    /// Words to search for.
    pub words: String,
    /// Indexed field and the answer it must have.
    pub filters: Vec<(String, Value)>,
    /// Field to sort by; empty: by number.
    pub sort: String,
    /// Whether large or new comes first.
    pub descending: bool,
    /// Only what is still open in this way.
    pub open: Option<Open>,
    /// Only records of these units; `None`: of all that the reader may see.
    pub units: Option<Vec<UnitId>>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Rows; 50 where 0.
    pub limit: u32,
    /// Whether the whole record is wanted, not just its list columns.
    pub has_body: bool,
    /// Columns on paper; empty for those that the reader chose for the register.
    pub columns: Vec<String>,
}

/// What can be open of a record in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// It is to be looked through: in the window that is on or was on last, or because somebody ordered it.
    Review,
    /// It is to be looked through because somebody ordered it.
    OrderedReview,
    /// It lacks this field, whose lack is flagged.
    Lack(String),
}

impl Open {
    /// How it is written in an address.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Review => "review".to_owned(),
            Self::OrderedReview => "ordered_review".to_owned(),
            Self::Lack(field) => format!("lack.{field}"),
        }
    }

    /// Reads that; `None` for what no record of the form can have open.
    #[must_use]
    pub fn from_name(form: &Form, name: &str) -> Option<Self> {
        match name {
            "review" | "ordered_review" if form.review.is_none() => None,
            "review" => Some(Self::Review),
            "ordered_review" => Some(Self::OrderedReview),
            _ => {
                let field = form.field(name.strip_prefix("lack.")?)?;
                field.flag.is_some().then(|| Self::Lack(field.id.clone()))
            }
        }
    }
}

/// A page with what is needed to show it.
pub struct ListView {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Rows.
    pub rows: Vec<ListRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl App {
    /// A page of records.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown form; [`AppError::Invalid`] for a field that cannot be sorted or filtered by.
    pub async fn list(&self, actor: Actor, request: &ListRequest) -> Result<ListView, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let form = tenant.form(&request.form)?;
        let query = Self::query(&tenant, world, actor, form, request)?;
        let Some(query) = query else {
            return Ok(ListView {
                tenant: Arc::clone(&tenant),
                organization,
                rows: Vec::new(),
                next: None,
            });
        };
        let Page { mut rows, next } = store::record::list(&self.db, &query).await?;
        if needs_row_check(&tenant, form) {
            rows.retain_mut(|row| show(world, actor, row));
        } else if let Some(units) = &query.draft_units {
            // What such a row has in force is all of it that this reader sees.
            let hidden = |row: &&mut ListRow| {
                row.state == RecordState::Draft.name() && !units.contains(&UnitId(row.unit))
            };
            for row in rows.iter_mut().filter(hidden) {
                RecordState::InForce.name().clone_into(&mut row.state);
            }
        }
        Ok(ListView { tenant: Arc::clone(&tenant), organization, rows, next })
    }

    /// How many records a request has; `None` for 10,000 and more.
    ///
    /// # Errors
    /// As [`App::list`].
    pub async fn count(
        &self,
        actor: Actor,
        request: &ListRequest,
    ) -> Result<Option<u32>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let form = tenant.form(&request.form)?;
        match Self::query(&tenant, world, actor, form, request)? {
            // A number is knowledge too: rows that the reader may not see do not count.
            Some(query) if needs_row_check(&tenant, form) => {
                self.count_seen(world, actor, query).await
            }
            Some(query) => Ok(store::record::count(&self.db, &query).await?),
            None => Ok(Some(0)),
        }
    }

    /// How many rows the reader may see, looked at one by one; `None` where 10,000 are not enough to know.
    async fn count_seen(
        &self,
        world: World<'_>,
        actor: Actor,
        query: ListQuery,
    ) -> Result<Option<u32>, AppError> {
        let mut query = ListQuery { cursor: None, limit: PAGE, ..query };
        let (mut seen, mut looked_at) = (0, 0);
        loop {
            let Page { mut rows, next } = store::record::list(&self.db, &query).await?;
            looked_at += rows.len();
            rows.retain_mut(|row| show(world, actor, row));
            seen += rows.len();
            match next {
                Some(_) if looked_at >= COUNTED => return Ok(None),
                Some(next) => query.cursor = Some(next),
                None => return Ok(u32::try_from(seen).ok()),
            }
        }
    }

    /// The database's question; `None` when the reader may see nothing.
    fn query(
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        form: &Form,
        request: &ListRequest,
    ) -> Result<Option<ListQuery>, AppError> {
        let which = match (request.is_all, request.state) {
            (true, _) => Which::All,
            (false, Some(state)) => Which::State(state),
            (false, None) => Which::InForce,
        };
        // Drafts are seen by fewer people than what was handed in.
        let are_drafts = which == Which::State(RecordState::Draft);
        let readable = tenant.readable_units(world, actor.member, form, are_drafts);
        let units = narrowed(request.units.as_deref(), readable.as_deref());
        let draft_units = match which {
            Which::All => tenant.readable_units(world, actor.member, form, true),
            _ => None,
        };
        if units.as_ref().is_some_and(Vec::is_empty) {
            return Ok(None);
        }
        let mut filters = Vec::new();
        for (id, value) in &request.filters {
            let known = indexed(form, id)?;
            filters.push(KeyFilter { field: id.clone(), key: project::filter_key(known, value) });
        }
        let before = match &request.open {
            Some(Open::Lack(field)) => {
                filters
                    .push(KeyFilter { field: project::LACK.to_owned(), key: field.clone().into() });
                None
            }
            Some(Open::Review) => {
                Some(tenant.review_began(form, world).map_or_else(String::new, project::moment_key))
            }
            // A moment stands behind the empty key that an order has.
            Some(Open::OrderedReview) => Some("0".to_owned()),
            None => None,
        };
        let before =
            before.map(|key| KeyFilter { field: project::REVIEW.to_owned(), key: key.into() });
        let sort = match (request.sort.as_str(), request.descending) {
            ("", descending) if before.is_some() => {
                Sort::Field { field: project::REVIEW.to_owned(), descending, has_many: false }
            }
            ("", false) => Sort::Number,
            ("", true) => Sort::NumberDescending,
            (field, descending) => {
                let known = sortable(form, field)?;
                let has_many = matches!(known.kind, FieldKind::ManyChoice { .. });
                Sort::Field { field: field.to_owned(), descending, has_many }
            }
        };
        Ok(Some(ListQuery {
            which,
            units,
            draft_units: draft_units.map(|units| units.to_vec()),
            drafter: None,
            words: request.words.clone(),
            filters,
            before,
            sort,
            cursor: request.cursor.clone(),
            limit: if request.limit == 0 { 50 } else { request.limit.min(PAGE) },
            has_body: request.has_body || needs_row_check(tenant, form),
            ..ListQuery::register(actor.operator, form.id.clone(), PAGE)
        }))
    }

    /// The columns a member chose for a form; empty for the form's own.
    ///
    /// # Errors
    /// What the database says.
    pub async fn columns(&self, actor: Actor, form: &str) -> Result<Vec<String>, AppError> {
        let text = store::preference::columns(&self.db, actor.member, form).await?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
    }

    /// Keeps the columns a member chose; unknown ones are left out.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown form; what the database says.
    pub async fn choose_columns(
        &self,
        actor: Actor,
        form: &str,
        columns: &[String],
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let known = tenant.form(form)?;
        let chosen: Vec<_> = columns.iter().filter(|id| known.field(id).is_some()).collect();
        let text = serde_json::to_string(&chosen)?;
        Ok(store::preference::put_columns(&self.db, actor.member, form, &text).await?)
    }
}

/// The units asked for that are readable; `None` is all of them.
fn narrowed(asked: Option<&[UnitId]>, readable: Option<&[UnitId]>) -> Option<Vec<UnitId>> {
    match (asked, readable) {
        (Some(asked), Some(readable)) => {
            Some(asked.iter().copied().filter(|unit| readable.contains(unit)).collect())
        }
        (Some(units), None) | (None, Some(units)) => Some(units.to_vec()),
        (None, None) => None,
    }
}

fn indexed<'a>(form: &'a Form, id: &str) -> Result<&'a Field, AppError> {
    form.field(id).filter(|field| field.is_indexed).ok_or_else(|| no_order(id))
}

/// A field that orders: what is kept of a personal value is a keyed hash, which has no order.
fn sortable<'a>(form: &'a Form, id: &str) -> Result<&'a Field, AppError> {
    indexed(form, id)
        .and_then(|field| if field.is_personal { Err(no_order(id)) } else { Ok(field) })
}

fn no_order(id: &str) -> AppError {
    AppError::invalid(
        "sort",
        format!("項目 `{id}` では並べ替えや絞り込みができません"),
        format!("no sorting or filtering by `{id}`"),
    )
}

/// Most rows that are looked at to count those a reader may see.
const COUNTED: usize = 10_000;

/// Whether some rule looks into the values, so that units alone do not decide who reads.
fn needs_row_check(tenant: &Tenant, form: &Form) -> bool {
    !tenant.judge.policies().used_fields(&form.id).is_empty()
}

/// Leaves of a row what the reader may see; `false` when that is nothing.
fn show(world: World<'_>, actor: Actor, row: &mut ListRow) -> bool {
    let Ok(record) = serde_json::from_str::<Record>(&row.body) else { return false };
    match decide::visible(world, actor.member, &record) {
        None => return false,
        Some(Cow::Borrowed(_)) => {}
        Some(Cow::Owned(shown)) => {
            shown.state.name().clone_into(&mut row.state);
            row.body = serde_json::to_string(&shown).unwrap_or_default();
        }
    }
    true
}

/// The values of a row for some columns: from the summary where it has them all, else from the record.
#[must_use]
pub fn row_values(form: &Form, row: &ListRow, columns: &[&regulation::Field]) -> Vec<Value> {
    let from_summary = || {
        let mut values: Vec<Value> = serde_json::from_str(&row.summary).ok()?;
        let fields: Vec<_> = project::list_fields(form).map(|field| field.id.as_str()).collect();
        columns
            .iter()
            .map(|column| {
                let at = fields.iter().position(|id| *id == column.id)?;
                values.get_mut(at).map(Value::take)
            })
            .collect::<Option<Vec<_>>>()
    };
    let from_body = || {
        let record: Record = serde_json::from_str(&row.body).ok()?;
        let fields = record.fields_in_force();
        Some(
            columns
                .iter()
                .map(|column| fields.get(&column.id).cloned().unwrap_or_default())
                .collect(),
        )
    };
    let values = if row.body.is_empty() { from_summary() } else { from_body() };
    values.unwrap_or_else(|| vec![Value::Null; columns.len()])
}

/// Whether the summary holds all of these columns.
#[must_use]
pub fn is_in_summary(columns: &[&regulation::Field]) -> bool {
    columns.iter().all(|column| column.in_list)
}
