//! What the regulation asks for by a day. Today these are the yearly reviews of registers; other kinds of duties follow.

use axum::Json;
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
        Some(Self { from, to })
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
    /// `review`: the records of a form must be looked through again.
    kind: &'static str,
    /// Form id.
    form: String,
    title: String,
    /// Clause that asks for it.
    clause: String,
}

/// Duties of the token's member
///
/// The yearly reviews of forms that the member keeps. More kinds follow with later versions: skip kinds you do not know.
#[utoipa::path(
    get, path = "/duties", operation_id = "list_duties", tag = "duties",
    params(DutiesAsked),
    responses((status = 200, description = "Duties due between the two days", body = Duties))
)]
pub(crate) async fn list(caller: Caller, Asked(asked): Asked<DutiesAsked>) -> Answer<Json<Duties>> {
    let from = asked.from.unwrap_or_else(|| caller.world().today);
    let to = asked.to.unwrap_or_else(|| from.saturating_add(jiff::Span::new().years(1)));
    let mut duties = Vec::new();
    for form in &caller.tenant.regulation.forms {
        if form.review.is_some()
            && !caller.web.app.drafting_units(caller.actor, &form.id)?.is_empty()
        {
            duties.extend((from.year()..=to.year()).filter_map(|year| review(&caller, form, year)));
        }
    }
    duties.retain(|duty| from <= duty.due && duty.due <= to);
    duties.sort();
    Ok(Json(Duties { duties }))
}

/// The review of a form at the end of the fiscal year that ends in a calendar year.
fn review(caller: &Caller, form: &Form, year: i16) -> Option<Duty> {
    let review = form.review.as_ref()?;
    let next_start = match caller.tenant.regulation.fiscal_year_start_month {
        1 => Date::new(year.checked_add(1)?, 1, 1).ok()?,
        month => Date::new(year, month, 1).ok()?,
    };
    let months = jiff::Span::new().months(i32::from(review.months_before_year_end));
    Some(Duty {
        due: next_start.yesterday().ok()?,
        begins: next_start.checked_sub(months).ok()?,
        kind: "review",
        form: form.id.clone(),
        title: form.title.get(caller.language).to_owned(),
        clause: review.clause.clone(),
    })
}
