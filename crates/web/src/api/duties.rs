//! What the regulation asks for by a day: duties, and the yearly reviews of registers.

use app::{
    duties::{DutyAsk, DutyRow, Group, Whose},
    open::ReviewTask,
};
use axum::Json;
use engine::{
    duty::Span,
    review::{self, Window},
};
use jiff::civil::Date;
use regulation::Form;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    Answer,
    caller::Caller,
    input::{Asked, FromInput, Input},
};

/// Longest stretch of days.
const YEARS: i16 = 10;

/// From which day to which.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DutiesAsked {
    /// First day; today where left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-04-01")]
    from: Option<Date>,
    /// Last day; a year after the first where left out. At most ten years.
    #[param(value_type = Option<String>, format = Date, example = "2027-03-31")]
    to: Option<Date>,
    /// `mine` (where left out), `unit` (of the units that the member belongs to or holds an office over, and of those below) or
    /// `all`: whatever the member may see.
    #[param(required = false, example = "mine")]
    whose: String,
    /// Only those that stand so: `late`, `open`, `upcoming` or `done`.
    #[param(required = false, example = "late")]
    state: String,
    /// Id of a programme of the regulation.
    #[param(required = false)]
    programme: String,
}

impl FromInput for DutiesAsked {
    fn from_input(input: &mut Input) -> Option<Self> {
        let (from, to) = (input.optional::<Date>("from"), input.optional::<Date>("to"));
        if let (Some(from), Some(to)) = (from, to)
            && (to < from || to.year() - from.year() > YEARS)
        {
            let ja = format!("`to` は `from` 以後、{YEARS}年以内にしてください");
            input.blame(
                "to",
                ja,
                format!("`to` must not be before `from`, nor more than {YEARS} years after it"),
            );
        }
        let whose = input.optional::<String>("whose").unwrap_or_default();
        if !["", "mine", "unit", "all"].contains(&whose.as_str()) {
            let ja = "`whose` は `mine`、`unit`、`all` のどれかにしてください";
            input.blame("whose", ja, "`whose` is `mine`, `unit` or `all`");
        }
        let state = input.optional::<String>("state").unwrap_or_default();
        if !state.is_empty() && Group::from_name(&state).is_none() {
            let ja = "`state` は `late`、`open`、`upcoming`、`done` のどれかにしてください";
            input.blame("state", ja, "`state` is `late`, `open`, `upcoming` or `done`");
        }
        Some(Self {
            from,
            to,
            whose,
            state,
            programme: input.optional::<String>("programme").unwrap_or_default(),
        })
    }
}

/// Duties.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Duties {
    /// In order of their days.
    duties: Vec<Duty>,
}

/// Something that must be done by a day.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub(crate) struct Duty {
    /// Last day.
    #[schema(value_type = String, format = Date)]
    due: Date,
    /// Day from which it is on the member's list.
    #[schema(value_type = String, format = Date)]
    begins: Date,
    /// `duty`: what the regulation asks for. `review`: the records of a form must be looked through again. `directed_review`: the
    /// member must have others do that.
    kind: &'static str,
    /// Name of the duty's instance: the page `/duties/item/{name}` shows it. Null for reviews.
    name: Option<String>,
    /// Form id; of a duty that of the record that meets it, empty where it is confirmed by hand.
    form: String,
    title: String,
    /// Clause that asks for it.
    clause: String,
    /// `upcoming` before it begins, `open` while it is to be done, `late` where that was not done in time, `done` after that. Of a
    /// review `open` while records are left (also those whose review was ordered ahead of it), whether in time or not.
    state: &'static str,
    /// Id of the programme of a duty; null for reviews.
    programme: Option<String>,
    /// Ids of the members who do it; none where the office is vacant. Null for reviews.
    #[schema(value_type = Option<Vec<String>>)]
    members: Option<Vec<String>>,
    /// Records still to be looked through, those whose review was ordered among them; null while there is nothing to do yet, and
    /// for 10,000 and more.
    open: Option<u32>,
    /// Records in force in all; null while there is nothing to do yet, and for 10,000 and more.
    in_force: Option<u32>,
}

/// Duties of the token's member
///
/// What the regulation asks for, as far as the member does it or is told of it; and the yearly reviews of forms that the member
/// keeps, or whose review they direct. What is late or left of the last review is listed whenever `from` is left out, however long
/// ago it was due. At most 1,000 duties, the earliest first. More kinds follow with later versions: skip kinds you do not know.
#[utoipa::path(
    get, path = "/duties", operation_id = "list_duties", tag = "duties",
    params(DutiesAsked),
    responses((status = 200, description = "Duties due between the two days", body = Duties))
)]
pub(crate) async fn list(caller: Caller, Asked(asked): Asked<DutiesAsked>) -> Answer<Json<Duties>> {
    let from = asked.from.unwrap_or_else(|| caller.world().today);
    let to = asked.to.unwrap_or_else(|| from.saturating_add(jiff::Span::new().years(1)));
    let mut duties = of_regulation(&caller, &asked, Span { from, until: to }).await?;
    for task in caller.web.app.reviews(caller.actor).await? {
        let form = caller.tenant.form(&task.form)?;
        duties.extend(reviews(&caller, form, &task, (from.year(), to.year())));
        let is_late = task.window.due < from && task.open != task.ordered;
        if is_late && asked.from.is_none() {
            duties.push(duty(&caller, form, &task, task.window));
        }
    }
    duties.retain(|duty| {
        let is_meant = duty.kind == "duty"
            || (asked.programme.is_empty() && ["", "mine"].contains(&asked.whose.as_str()));
        is_meant
            && duty.due <= to
            && (from <= duty.due || asked.from.is_none())
            && (asked.state.is_empty() || asked.state == duty.state)
    });
    duties.sort();
    Ok(Json(Duties { duties }))
}

/// Most duties in an answer.
const MOST: usize = 1_000;

/// What the regulation asks for; what is late comes along where no first day is asked for.
async fn of_regulation(caller: &Caller, asked: &DutiesAsked, span: Span) -> Answer<Vec<Duty>> {
    let ask = DutyAsk {
        whose: match asked.whose.as_str() {
            "unit" => Whose::Unit,
            "all" => Whose::All,
            _ => Whose::Mine,
        },
        groups: Group::from_name(&asked.state).into_iter().collect(),
        programme: asked.programme.clone(),
        span: Some(if asked.from.is_some() { span } else { Span { from: Date::MIN, ..span } }),
        limit: MOST,
        ..DutyAsk::default()
    };
    let page = caller.web.app.duties(caller.actor, &ask).await?;
    let rows = page
        .rows
        .iter()
        .filter(|row| asked.from.is_some() || span.from <= row.due || row.standing.is_to_do());
    Ok(rows.filter_map(|row| asked_for(caller, row)).collect())
}

fn asked_for(caller: &Caller, row: &DutyRow) -> Option<Duty> {
    let duty = row.duty(&caller.tenant.regulation)?;
    Some(Duty {
        due: row.due,
        begins: row.opens,
        kind: "duty",
        name: Some(row.key.to_string()),
        form: duty.met_by.as_ref().map(|it| it.form.clone()).unwrap_or_default(),
        title: duty.title.get(caller.language).to_owned(),
        clause: duty.clause.clone(),
        state: Group::of(row.standing)?.name(),
        programme: Some(duty.programme.clone()),
        members: Some(row.owners.iter().map(ToString::to_string).collect()),
        open: None,
        in_force: None,
    })
}

/// The reviews of a form at the ends of fiscal years.
fn reviews(
    caller: &Caller,
    form: &Form,
    task: &ReviewTask,
    (first, last): (i16, i16),
) -> Vec<Duty> {
    let Some(review) = &form.review else { return Vec::new() };
    (first..=last)
        .filter_map(|year| review::ending_in(&caller.tenant.regulation, review, year))
        .filter(|window| *window != task.window || window.due >= caller.world().today)
        .map(|window| duty(caller, form, task, window))
        .collect()
}

/// The review in a window. What is left is known of the last window that began; what was ordered apart from it is to be done by
/// the end of the next at the latest.
fn duty(caller: &Caller, form: &Form, task: &ReviewTask, window: Window) -> Duty {
    let (due, last) = (window.due, task.window);
    let is_next = window.begins > last.begins && due.year() <= last.due.year().saturating_add(1);
    let only_ordered = task.open == task.ordered && task.ordered != Some(0);
    let is_counted = if only_ordered { is_next } else { window == last };
    let has_begun = window.begins <= last.begins;
    Duty {
        due,
        begins: window.begins,
        kind: if task.is_directing { "directed_review" } else { "review" },
        name: None,
        programme: None,
        members: None,
        form: form.id.clone(),
        title: form.title.get(caller.language).to_owned(),
        clause: task.clause.clone(),
        state: match (is_counted && task.open != Some(0), has_begun) {
            (true, _) => "open",
            (false, true) => "done",
            (false, false) => "upcoming",
        },
        open: task.open.filter(|_| is_counted),
        in_force: task.in_force.filter(|_| is_counted),
    }
}
