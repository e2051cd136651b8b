//! A record as programs read it.

use app::{ListRow, records::RecordRead};
use engine::{Fields, MemberId, Organization, Record, UnitId, route};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Answer, caller::Caller};

/// A unit or a member: its id and its name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    pub(crate) id: Uuid,
    #[schema(example = "総務部 総務課")]
    pub(crate) name: String,
}

/// A record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordItem)]
pub(crate) struct RecordItem {
    id: Uuid,
    /// As people cite it.
    #[schema(example = "R8-0001")]
    number: String,
    /// Id of its form.
    #[schema(example = "holdings_register")]
    form: String,
    unit: Named,
    drafter: Named,
    /// `draft`, `submitted`, `returned`, `in_force`, `rejected`, `withdrawn` or `retired`.
    #[schema(example = "in_force")]
    state: String,
    /// Number of the edition in force; 0 before the first.
    edition: u32,
    /// Number of events so far; the `ETag` is made of it.
    version: u64,
    title: String,
    /// Values by field id: those in force, else those being worked on.
    #[schema(value_type = Object)]
    fields: Values,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// Values of a record.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Values {
    /// Read.
    Read(Fields),
    /// As the database holds them: a list hands them on without looking inside.
    Kept(Box<RawValue>),
}

/// A record with the copy being worked on and the steps that wait.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Record)]
pub(crate) struct RecordDetail {
    #[serde(flatten)]
    item: RecordItem,
    /// The copy being worked on: what `PATCH` changes. Null while there is none.
    working: Option<WorkingCopy>,
    /// Steps of the route that wait now.
    waiting: Vec<WaitingStep>,
    /// What it lacks although it is in force; empty where it lacks nothing.
    flags: Vec<Flag>,
    /// Whether it is still to be looked through: nobody has since the last window began, or somebody ordered it.
    review_open: bool,
    /// The last review of what is in force; null where there was none.
    last_review: Option<LastReview>,
}

/// Something that a record in force lacks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Flag {
    #[schema(example = "X.1(1)")]
    clause: String,
    #[schema(example = "application")]
    field: String,
    message: String,
}

/// A review.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LastReview {
    member: Named,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    comment: String,
}

/// The copy being worked on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkingCopy {
    #[schema(value_type = Object)]
    fields: Fields,
    /// Why it was last sent back; empty if never.
    return_reason: String,
}

/// A step that waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingStep {
    /// Step id.
    step: String,
    /// Id of the office that settles it.
    #[schema(example = "manager")]
    office: String,
}

/// A member by name.
pub(crate) fn member(organization: &Organization, id: MemberId) -> Named {
    Named {
        id: id.0,
        name: organization.member(id).map(|member| member.name.clone()).unwrap_or_default(),
    }
}

/// A unit by its path.
pub(crate) fn unit(organization: &Organization, id: UnitId) -> Named {
    Named { id: id.0, name: organization.unit_path(id) }
}

/// What only the database knows of a record.
pub(crate) struct Known {
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) updated_at: Timestamp,
}

/// A record of a list.
pub(crate) fn item(organization: &Organization, record: Record, known: Known) -> RecordItem {
    let edition = record.edition();
    let fields = match (record.in_force, record.working) {
        (Some(edition), _) => edition.fields,
        (None, Some(working)) => working.fields,
        (None, None) => Fields::new(),
    };
    RecordItem {
        id: record.id.0,
        number: known.number,
        form: record.form,
        unit: unit(organization, record.unit),
        drafter: member(organization, record.drafter),
        state: record.state.name().to_owned(),
        edition,
        version: record.version,
        title: known.title,
        fields: Values::Read(fields),
        updated_at: known.updated_at,
    }
}

/// What a list needs of the record in a row besides the row's own columns.
#[derive(Deserialize)]
struct Body {
    form: String,
    drafter: MemberId,
    in_force: Option<InForce>,
    working: Option<Kept>,
}

#[derive(Deserialize)]
struct InForce {
    number: u32,
    fields: Box<RawValue>,
}

#[derive(Deserialize)]
struct Kept {
    fields: Box<RawValue>,
}

/// A record of a list, from its row.
pub(crate) fn listed(organization: &Organization, row: ListRow) -> Answer<RecordItem> {
    let body: Body = serde_json::from_str(&row.body)?;
    let (edition, fields) = match (body.in_force, body.working) {
        (Some(edition), _) => (edition.number, Values::Kept(edition.fields)),
        (None, Some(working)) => (0, Values::Kept(working.fields)),
        (None, None) => (0, Values::Read(Fields::new())),
    };
    Ok(RecordItem {
        id: row.id,
        number: row.number,
        form: body.form,
        unit: unit(organization, UnitId(row.unit)),
        drafter: member(organization, body.drafter),
        state: row.state,
        edition,
        version: u64::try_from(row.version).unwrap_or_default(),
        title: row.title,
        fields,
        updated_at: Timestamp::from_microsecond(row.updated_at).unwrap_or_default(),
    })
}

/// A record by itself.
pub(crate) fn detail(caller: &Caller, view: RecordRead) -> Answer<RecordDetail> {
    let form = view.tenant.form(&view.record.form)?;
    let waiting = route::waiting(caller.world(), form, &view.record);
    let working = view.record.working.as_ref();
    let working = working.map(|it| WorkingCopy {
        fields: it.fields.clone(),
        return_reason: it.return_reason.clone(),
    });
    let flags = view.flags.iter().map(|it| Flag {
        clause: it.clause.clone(),
        field: it.field.clone().unwrap_or_default(),
        message: it.message.get(caller.language).to_owned(),
    });
    let flags = flags.collect();
    let review = view.record.review.as_ref().filter(|_| view.record.is_in_force());
    let last_review = review.map(|it| LastReview {
        member: member(&view.organization, it.by),
        at: it.at,
        comment: it.comment.clone(),
    });
    let updated_at = Timestamp::from_microsecond(view.row.updated_at).unwrap_or_default();
    let known = Known { number: view.row.number, title: view.row.title, updated_at };
    Ok(RecordDetail {
        item: item(&view.organization, view.record, known),
        working,
        flags,
        review_open: view.is_review_open,
        last_review,
        waiting: waiting
            .into_iter()
            .map(|it| WaitingStep { step: it.step, office: it.office })
            .collect(),
    })
}
