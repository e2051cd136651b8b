//! Appointing somebody to an office, and ending an appointment. Who may, and who may not hold what together, the rules say.

use app::{AppError, random};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Appointment, AppointmentId, organize::OrganizationCommand};
use maud::{Markup, html};
use regulation::{Language, Office};

use super::{
    fields::{Ask, Listed, Refused, Sheet, read_date},
    offices::{self, Desk, Doing},
    tree::is_present,
    unit_options,
};
use crate::{
    answers::{Answers, Fault},
    context::{Visit, redirect_saying},
    pages::Answer,
    ui,
    words::{OfficeWords, UnitWords, with},
};

/// Fields that a fault can stand beside.
const FIELDS: [&str; 4] = ["member", "unit", "from", "until"];

/// `POST /organization/offices`: `act` is `appoint` or `end`.
pub(super) async fn change(
    visit: Visit,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let answers = Answers::of_pairs(pairs);
    let (doing, read) = if answers.one("act") == "end" {
        let id = answers.one("appointment").parse().map_err(|_| AppError::NotFound)?;
        (Doing::Ending(id), read_end(&answers, id, visit.language))
    } else {
        let office =
            visit.tenant.regulation.office(answers.one("office")).ok_or(AppError::NotFound)?;
        (Doing::Appointing(office.id.clone()), read_appointment(&answers, office, visit.language))
    };
    let refused = match read {
        Err(faults) => Refused::of_faults(faults),
        Ok(command) => match visit.web.app.organize(visit.actor, command).await {
            Ok(()) => {
                visit.web.forget_waiting();
                return Ok(redirect_saying(&visit.web, "/organization/offices", "organization"));
            }
            Err(error) => Refused::of(error, &FIELDS, visit.language)?,
        },
    };
    let desk = Desk { doing, answers, refused };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, offices::page(&visit, &desk)).into_response())
}

/// What was typed as an appointment, or everything that is missing.
fn read_appointment(
    answers: &Answers,
    office: &Office,
    language: Language,
) -> Result<OrganizationCommand, Vec<Fault>> {
    let words = OfficeWords::of(language);
    let mut faults = Vec::new();
    let member = answers.one("member").parse().ok();
    let unit = answers.one("unit").parse().ok();
    for (name, is_missing, message) in [
        ("member", member.is_none(), words.choose_member),
        ("unit", unit.is_none(), words.choose_unit),
    ] {
        if is_missing {
            faults.push(Fault { name: name.to_owned(), message: message.to_owned() });
        }
    }
    let from = read_day(answers, "from", words.give_from, language, &mut faults);
    let until = read_date(answers, "until", language, &mut faults);
    match (member, unit, from) {
        (Some(member), Some(unit), Some(from)) if faults.is_empty() => {
            Ok(OrganizationCommand::Appoint(Appointment {
                id: AppointmentId(random::id()),
                member,
                office: office.id.clone(),
                unit,
                from,
                until,
            }))
        }
        _ => Err(faults),
    }
}

fn read_end(
    answers: &Answers,
    id: AppointmentId,
    language: Language,
) -> Result<OrganizationCommand, Vec<Fault>> {
    let mut faults = Vec::new();
    let until =
        read_day(answers, "until", OfficeWords::of(language).give_until, language, &mut faults);
    until.map(|until| OrganizationCommand::EndAppointment { id, until }).ok_or(faults)
}

/// A date that must be there.
fn read_day(
    answers: &Answers,
    name: &str,
    missing: &str,
    language: Language,
    faults: &mut Vec<Fault>,
) -> Option<jiff::civil::Date> {
    let day = read_date(answers, name, language, faults);
    if day.is_none() && answers.one(name).trim().is_empty() {
        faults.push(Fault { name: name.to_owned(), message: missing.to_owned() });
    }
    day
}

/// The form that appoints, in the section of its office.
pub(super) fn appoint_form(visit: &Visit, office: &Office, desk: &Desk) -> Markup {
    let words = OfficeWords::of(visit.language);
    let members = member_choices(visit);
    if members.is_empty() {
        return html! { p { (words.no_members) } };
    }
    let sheet = sheet(visit, desk);
    let ask = |name, label| Ask { name, label, need: ui::Need::Required, ..Ask::default() };
    let day = |name, label, need| Ask { name, label, support: words.date_support, need };
    html! {
        h3 { (with(words.appoint_to, office.title.get(visit.language))) }
        form method="post" action="/organization/offices" novalidate {
            input type="hidden" name="office" value=(office.id);
            (sheet.select(&ask("member", words.member), &members))
            (sheet.select(&ask("unit", words.unit), &unit_choices(visit, office)))
            (ui::field_group(&html! {
                (sheet.date(&day("from", words.from, ui::Need::Required)))
                (sheet.date(&day("until", words.until_field, ui::Need::Optional)))
            }))
            (buttons(visit, "appoint", words.appoint, ui::ButtonKind::Primary))
        }
    }
}

/// The form that ends an appointment.
pub(super) fn end_form(visit: &Visit, id: AppointmentId, desk: &Desk) -> Markup {
    let words = OfficeWords::of(visit.language);
    let held =
        visit.organization.appointment(id).and_then(|held| visit.organization.member(held.member));
    let sheet = sheet(visit, desk);
    let until = Ask {
        name: "until",
        label: words.last_day,
        support: words.date_support,
        need: ui::Need::Required,
    };
    html! {
        h3 { (with(words.end_title, held.map_or("", |member| &member.name))) }
        form method="post" action="/organization/offices" novalidate {
            input type="hidden" name="appointment" value=(id);
            (sheet.date(&until))
            (buttons(visit, "end", words.end_button, ui::ButtonKind::Danger))
        }
    }
}

fn sheet<'a>(visit: &Visit, desk: &'a Desk) -> Sheet<'a> {
    Sheet { answers: &desk.answers, faults: &desk.refused.faults, language: visit.language }
}

fn buttons(visit: &Visit, act: &str, label: &str, kind: ui::ButtonKind) -> Markup {
    let cancel = UnitWords::of(visit.language).cancel;
    ui::actions(&html! {
        (ui::button(&ui::Button { label, kind, name: "act", value: act, ..ui::Button::default() }))
        (ui::link_button(&ui::LinkButton { href: "/organization/offices", label: cancel, ..ui::LinkButton::default() }))
    })
}

/// The units over which an office can be held.
pub(super) fn unit_choices(visit: &Visit, office: &Office) -> Vec<Listed> {
    unit_options(visit, None, |unit| office.held_over.contains(&unit.kind))
}

/// Members to choose from, under their units.
fn member_choices(visit: &Visit) -> Vec<Listed> {
    let today = visit.world().today;
    let mut members: Vec<_> = visit
        .organization
        .members()
        .filter(|member| is_present(member, today))
        .map(|member| {
            (
                visit.organization.unit_path(member.unit),
                app::spelling::fold_name(&member.kana),
                member,
            )
        })
        .collect();
    members.sort_by(|left, right| {
        (&left.0, &left.1, &left.2.name).cmp(&(&right.0, &right.1, &right.2.name))
    });
    members
        .into_iter()
        .map(|(path, _, member)| {
            let label = if member.post.is_empty() {
                member.name.clone()
            } else {
                format!("{}（{}）", member.name, member.post)
            };
            (member.id.to_string(), label, path)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Answers {
        Answers::of_pairs(
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        )
    }

    fn missing(read: Result<OrganizationCommand, Vec<Fault>>) -> Vec<String> {
        read.err().unwrap_or_default().into_iter().map(|fault| fault.name).collect()
    }

    #[test]
    fn everything_that_is_missing_is_told_at_once() {
        let office = Office { id: "manager".into(), ..Office::default() };
        let read = read_appointment(&typed(&[("until", "きのう")]), &office, Language::Ja);
        assert_eq!(missing(read), ["member", "unit", "from", "until"]);
    }

    #[test]
    fn an_appointment_is_read_in_any_spelling() {
        let office = Office { id: "manager".into(), ..Office::default() };
        let id = app::random::id().to_string();
        let answers = typed(&[("member", &id), ("unit", &id), ("from", "令8.4.1")]);
        let read = read_appointment(&answers, &office, Language::Ja);
        assert!(
            matches!(read, Ok(OrganizationCommand::Appoint(held)) if held.from == date(2026, 4, 1) && held.until.is_none())
        );
    }

    #[test]
    fn an_end_needs_its_day() {
        assert_eq!(
            missing(read_end(&typed(&[]), AppointmentId(Uuid::nil()), Language::Ja)),
            ["until"]
        );
    }
}
