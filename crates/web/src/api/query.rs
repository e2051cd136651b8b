//! What a list of records is asked for: form, state, words, filters, order, page.

use app::{
    project,
    register::{ListRequest, Open, PAGE},
};
use engine::{Names, RecordState};
use regulation::{Field, FieldKind, Form};
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::{
    Answer,
    caller::Caller,
    input::{FromInput, Input},
    problem::{Fault, Kind},
};

/// Longest search, characters.
const WORDS: usize = 500;

/// The state that stands for all of them.
const ALL: &str = "all";

/// What narrows and orders records, on a page and in a file alike.
#[derive(Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Narrowed {
    /// `in_force` (what has an edition in force, also while it is revised; where left out), `draft`, `submitted`, `returned`,
    /// `rejected`, `withdrawn`, `retired` or `all`.
    #[param(required = false, example = "in_force")]
    state: String,
    /// Words to search for; width and kana do not matter.
    #[param(required = false)]
    q: String,
    /// `number` or the id of an indexed field; `-` before it turns the order round.
    #[param(required = false, example = "-number")]
    sort: String,
    /// Only what is still open: `review` (to be looked through), `ordered_review` (because somebody ordered it), or
    /// `lack.` and the id of a field whose lack is flagged.
    #[param(required = false, example = "lack.application")]
    open: String,
    /// Answer by indexed field: `filter[class]=staff`. All must hold.
    #[param(required = false, style = DeepObject, explode, value_type = Object)]
    filter: Vec<(String, String)>,
}

/// A page of records.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListAsked {
    /// Id of a form.
    #[param(example = "holdings_register")]
    pub(crate) form: String,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Most records: 1 to 200, 50 where left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    #[param(ignore)]
    pub(crate) narrowed: Narrowed,
}

impl FromInput for ListAsked {
    fn from_input(input: &mut Input) -> Option<Self> {
        let (form, cursor, limit) = (
            input.required("form"),
            input.optional::<String>("cursor"),
            input.optional::<u32>("limit"),
        );
        if limit.is_some_and(|limit| limit == 0 || limit > PAGE) {
            input.blame(
                "limit",
                format!("`limit` は1から{PAGE}までです"),
                format!("`limit` must be 1 to {PAGE}"),
            );
        }
        if cursor.as_deref().is_some_and(|cursor| !is_cursor(cursor)) {
            input.blame(
                "cursor",
                "`cursor` には前のページの `next` をそのまま渡してください",
                "`cursor` must be `next` of the page before",
            );
        }
        let narrowed = Narrowed::from_input(input)?;
        Some(Self { form: form?, cursor, limit, narrowed })
    }
}

impl FromInput for Narrowed {
    fn from_input(input: &mut Input) -> Option<Self> {
        let mut text = |name| input.optional::<String>(name).unwrap_or_default();
        let asked = Self {
            state: text("state"),
            q: text("q"),
            sort: text("sort"),
            open: text("open"),
            filter: input.bracketed("filter"),
        };
        if !["", ALL].contains(&asked.state.as_str())
            && RecordState::from_name(&asked.state).is_none()
        {
            let states = RecordState::ALL.map(RecordState::name).join(", ");
            input.blame(
                "state",
                format!("`state` は {states}, {ALL} のどれかです"),
                format!("`state` is one of {states}, {ALL}"),
            );
        }
        if asked.q.chars().count() > WORDS {
            input.blame(
                "q",
                format!("`q` は{WORDS}字までです"),
                format!("`q` may have no more than {WORDS} characters"),
            );
        }
        Some(asked)
    }
}

/// Whether this could be what a page gave: a number, a dot, hexadecimal digits in pairs.
fn is_cursor(text: &str) -> bool {
    text.split_once('.').is_some_and(|(row, key)| {
        row.parse::<i64>().is_ok()
            && key.len() % 2 == 0
            && key.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

impl ListAsked {
    /// The request of a page.
    pub(crate) fn request(&self, caller: &Caller, form: &Form) -> Answer<ListRequest> {
        let request = self.narrowed.request(caller, form)?;
        Ok(ListRequest {
            cursor: self.cursor.clone(),
            limit: self.limit.unwrap_or_default(),
            has_body: true,
            ..request
        })
    }
}

impl Narrowed {
    /// The request of everything that is left.
    pub(crate) fn request(&self, caller: &Caller, form: &Form) -> Answer<ListRequest> {
        let (field, descending) =
            self.sort.strip_prefix('-').map_or((self.sort.as_str(), false), |field| (field, true));
        let filters: Result<Vec<_>, Fault> =
            self.filter.iter().map(|(id, answer)| filter(caller, form, id, answer)).collect();
        let open = (!self.open.is_empty()).then(|| open(form, &self.open)).transpose()?;
        Ok(ListRequest {
            form: form.id.clone(),
            open,
            // What is in force is asked for as the register, which keeps records while they are revised.
            state: RecordState::from_name(&self.state)
                .filter(|state| *state != RecordState::InForce),
            is_all: self.state == ALL,
            words: self.q.clone(),
            filters: filters?,
            sort: if field == "number" { String::new() } else { field.to_owned() },
            descending,
            ..ListRequest::default()
        })
    }
}

/// What is asked for as still open.
fn open(form: &Form, name: &str) -> Result<Open, Fault> {
    Open::from_name(form, name).ok_or_else(|| {
        let flagged = form.fields.iter().filter(|field| field.flag.is_some());
        let mut names: Vec<_> = flagged.map(|it| Open::Lack(it.id.clone()).name()).collect();
        if form.review.is_some() {
            names.extend([Open::Review.name(), Open::OrderedReview.name()]);
        }
        let names = names.join(", ");
        Fault::request(
            Kind::Invalid,
            Some("open"),
            format!("`open` は {names} のどれかです"),
            format!("`open` is one of: {names}"),
        )
    })
}

/// A field and the key that its index has for an answer.
fn filter(caller: &Caller, form: &Form, id: &str, answer: &str) -> Answer<(String, Value)> {
    let blame = |ja: String, en: String| {
        Fault::request(Kind::Invalid, Some(&format!("filter[{id}]")), ja, en)
    };
    let Some(field) = form.field(id).filter(|field| field.is_indexed) else {
        let ids: Vec<_> = form
            .fields
            .iter()
            .filter(|field| field.is_indexed)
            .map(|field| field.id.as_str())
            .collect();
        let ids = ids.join(", ");
        return Err(blame(
            format!("絞り込めるのは次の項目です：{ids}"),
            format!("only these fields filter: {ids}"),
        ));
    };
    let value = value(field, answer).ok_or_else(|| {
        blame(format!("項目 `{id}` の値として読めません"), format!("this is no value of `{id}`"))
    })?;
    let names = Names {
        regulation: &caller.tenant.regulation,
        organization: &caller.organization,
        records: &|_| None,
        language: regulation::Language::Ja,
    };
    let key = project::key_texts(names, form, field, &value).into_iter().next().unwrap_or_default();
    Ok((id.to_owned(), Value::String(key)))
}

/// An answer as the field's value would be.
fn value(field: &Field, answer: &str) -> Option<Value> {
    Some(match &field.kind {
        FieldKind::Number { .. } | FieldKind::Derived(_) => json!(answer.parse::<i64>().ok()?),
        FieldKind::YesNo => json!(answer.parse::<bool>().ok()?),
        FieldKind::Date => json!(answer.parse::<jiff::civil::Date>().ok()?.to_string()),
        FieldKind::ManyChoice { .. } => json!([answer]),
        _ => json!(answer),
    })
}
