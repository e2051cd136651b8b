//! A member: what is registered, for administrators to change. Everybody else reads name, unit, post and offices.

use app::{
    AppError,
    organization::{Organized, Seen},
    random,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::{Member, MemberId, UnitId, organize::OrganizationCommand};
use maud::{Markup, html};
use uuid::Uuid;

use super::{LIST, login, offices};
use crate::{
    answers::{Answers, Fault},
    context::{Visit, redirect_saying},
    pages::{
        Answer,
        organization::{
            self,
            conflict::{self, Late, SEEN},
            fields::{Ask, Refused, Sheet, read_date, typed_date},
            is_administrator,
        },
    },
    path::Path,
    shell::{self, Head},
    ui,
    words::{FailureWords, MemberWords},
};

/// Fields that a fault can stand beside.
const FIELDS: [&str; 10] =
    ["number", "name", "kana", "kind", "unit", "post", "mail", "joined_on", "left_on", "login"];

/// `GET /organization/members/new`.
pub(super) async fn new(visit: Visit) -> Answer {
    let mut answers = Answers::default();
    if let [only] = organization::unit_options(&visit, None, |_| true).as_slice() {
        answers.set("unit", &only.0);
    }
    page(&visit, None, &answers, &Refused::default()).await
}

/// `POST /organization/members/new`.
pub(super) async fn add(
    visit: Visit,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    put(&visit, None, &Answers::of_pairs(pairs)).await
}

/// `GET /organization/members/{id}`.
pub(super) async fn edit(visit: Visit, Path(id): Path<Uuid>) -> Answer {
    let member = visit.organization.member(MemberId(id)).ok_or(AppError::NotFound)?;
    page(&visit, Some(member), &written(&visit, member), &Refused::default()).await
}

/// `POST /organization/members/{id}`: `act` is `login`, `proofs`, or anything else to save.
pub(super) async fn change(
    visit: Visit,
    Path(id): Path<Uuid>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let member = visit.organization.member(MemberId(id)).ok_or(AppError::NotFound)?.clone();
    let mut answers = Answers::of_pairs(pairs);
    if let (Seen::Member(seen), "yes") = (seen(&answers), answers.one("resolve")) {
        conflict::resolve(&mut answers, &written(&visit, &seen), &FIELDS);
    }
    if answers.one("act") == "proofs" {
        visit.web.app.reset_proofs(visit.actor, member.id).await?;
        return Ok(redirect_saying(&visit.web, &format!("{LIST}/{}", member.id), "proof_removed"));
    }
    if answers.one("act") != "login" {
        return put(&visit, Some(&member), &answers).await;
    }
    match visit.web.app.give_login(visit.actor, member.id, answers.one("login")).await {
        Ok(password) => {
            Ok(login::given(&visit, &member, answers.one("login"), &password).into_response())
        }
        Err(error) => {
            let refused = Refused::of(error, &FIELDS, visit.language)?;
            let mut shown = written(&visit, &member);
            shown.set("login", answers.one("login"));
            again(&visit, Some(&member), &shown, &refused).await
        }
    }
}

async fn put(visit: &Visit, before: Option<&Member>, answers: &Answers) -> Answer<Response> {
    let mut faults = Vec::new();
    let member = read(visit, before, answers, &mut faults);
    let refused = match member {
        None => Refused::of_faults(faults),
        Some(member) => {
            let (to, command) =
                (format!("{LIST}/{}", member.id), OrganizationCommand::PutMember(member));
            match visit.web.app.organize_seen(visit.actor, command, &seen(answers)).await {
                Ok(Organized::Done) => {
                    visit.web.forget_waiting();
                    return Ok(redirect_saying(&visit.web, &to, "organization"));
                }
                Ok(Organized::Moved) => return late(visit, &to, before, answers),
                Err(error) => Refused::of(error, &FIELDS, visit.language)?,
            }
        }
    };
    again(visit, before, answers, &refused).await
}

/// The member as the person saw them when the form was opened.
fn seen(answers: &Answers) -> Seen {
    serde_json::from_str(answers.one(SEEN)).map_or(Seen::Nothing, Seen::Member)
}

/// Somebody else changed the member since the form was opened.
fn late(
    visit: &Visit,
    action: &str,
    before: Option<&Member>,
    answers: &Answers,
) -> Answer<Response> {
    let organization = visit.tenant.organization();
    let id = before.map(|member| member.id).ok_or(AppError::NotFound)?;
    let now = organization.member(id).ok_or(AppError::NotFound)?;
    let began = match seen(answers) {
        Seen::Member(member) => written(visit, &member),
        _ => Answers::default(),
    };
    let words = MemberWords::of(visit.language);
    let above = [
        organization::above(visit.language),
        (LIST.to_owned(), words.title.to_owned()),
        (action.to_owned(), now.name.clone()),
    ];
    let late = Late {
        action,
        above: &above,
        typed: answers,
        began: &began,
        saved: &written(visit, now),
        seen: &serde_json::to_string(now)?,
        fields: &[
            ("name", words.name),
            ("kana", words.kana),
            ("kind", words.kind),
            ("unit", words.unit),
            ("post", words.post),
            ("number", words.number),
            ("mail", words.mail),
            ("joined_on", words.joined_on),
            ("left_on", words.left_on),
        ],
    };
    Ok(conflict::page(visit, &late, |name, value| match (name, value.parse()) {
        ("unit", Ok(unit)) => organization.unit_path(unit),
        ("kind", _) => kind_title(visit, value).to_owned(),
        _ => value.to_owned(),
    }))
}

async fn again(
    visit: &Visit,
    member: Option<&Member>,
    answers: &Answers,
    refused: &Refused,
) -> Answer<Response> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(visit, member, answers, refused).await?)
        .into_response())
}

/// What was typed as a member; `None` where a date cannot be read.
fn read(
    visit: &Visit,
    before: Option<&Member>,
    answers: &Answers,
    faults: &mut Vec<Fault>,
) -> Option<Member> {
    let text = |name| answers.one(name).trim().to_owned();
    let joined_on = read_date(answers, "joined_on", visit.language, faults);
    let left_on = read_date(answers, "left_on", visit.language, faults);
    faults.is_empty().then(|| Member {
        id: before.map_or_else(|| MemberId(random::id()), |member| member.id),
        number: text("number"),
        name: text("name"),
        kana: text("kana"),
        // No unit chosen is a unit that is not there, which is refused beside its field.
        unit: answers.one("unit").parse().unwrap_or(UnitId(Uuid::nil())),
        post: text("post"),
        kind: text("kind"),
        mail: text("mail"),
        joined_on,
        left_on,
    })
}

/// What would have to be typed to get a member.
fn written(visit: &Visit, member: &Member) -> Answers {
    let mut answers = Answers::default();
    for (name, value) in [
        ("number", &member.number),
        ("name", &member.name),
        ("kana", &member.kana),
        ("post", &member.post),
        ("kind", &member.kind),
        ("mail", &member.mail),
    ] {
        answers.set(name, value);
    }
    answers.set("unit", member.unit.to_string());
    answers.set("joined_on", typed_date(member.joined_on, visit.language));
    answers.set("left_on", typed_date(member.left_on, visit.language));
    answers
}

async fn page(
    visit: &Visit,
    member: Option<&Member>,
    answers: &Answers,
    refused: &Refused,
) -> Answer {
    let words = MemberWords::of(visit.language);
    let title = member.map_or(words.new_title, |member| &member.name);
    let above = [organization::above(visit.language), (LIST.to_owned(), words.title.to_owned())];
    let head = Head {
        title,
        lead: member.map_or("", |member| &member.kana),
        above: &above,
        ..Head::default()
    };
    let failure = FailureWords::of(visit.language);
    let sheet = Sheet { answers, faults: &refused.faults, language: visit.language };
    let body = html! {
        (refused.panel(failure.refused, failure.way_back, visit.language))
        @if is_administrator(visit) {
            (sheet.summary())
            (form(visit, member, &sheet)?)
            @if let Some(member) = member { (held(visit, member)) (login::section(visit, member, &sheet).await?) }
        } @else {
            (facts(visit, member))
        }
    };
    Ok(shell::page(visit, head, &body))
}

/// What everybody may read of a member.
fn facts(visit: &Visit, member: Option<&Member>) -> Markup {
    let words = MemberWords::of(visit.language);
    let Some(member) = member else {
        return ui::empty_state(crate::words::UnitWords::of(visit.language).cannot, "", &html! {});
    };
    let item =
        |label, value: &str| ui::Item { label, value: html! { (value) }, ..ui::Item::default() };
    let items = vec![
        item(words.name, &member.name),
        item(words.kana, &member.kana),
        item(words.unit, &visit.organization.unit_path(member.unit)),
        item(words.kind, kind_title(visit, &member.kind)),
        item(words.post, &member.post),
        item(words.offices, &offices(visit, member.id)),
    ];
    let items =
        items.into_iter().filter(|item| item.label != words.kind || has_kinds(visit)).collect();
    ui::record_view(visit.words(), &[ui::Section { heading: "", items }])
}

fn form(visit: &Visit, member: Option<&Member>, sheet: &Sheet<'_>) -> Answer {
    let words = MemberWords::of(visit.language);
    let action =
        member.map_or_else(|| format!("{LIST}/new"), |member| format!("{LIST}/{}", member.id));
    let must = |name, label, support| Ask { name, label, support, need: ui::Need::Required };
    let may = |name, label, support| Ask { name, label, support, need: ui::Need::Optional };
    let units = organization::unit_options(visit, member.map(|member| member.unit), |_| true);
    let kinds: Vec<_> = visit
        .tenant
        .regulation
        .member_kinds
        .iter()
        .map(|kind| (kind.id.clone(), kind.label.get(visit.language).to_owned(), String::new()))
        .collect();
    let left_support = format!("{} {}", words.left_support, words.date_support);
    // A form that comes back after a fault still tells what was seen when it was opened.
    let seen = match (sheet.answers.one(SEEN), member) {
        ("", Some(member)) => serde_json::to_string(member)?,
        (seen, _) => seen.to_owned(),
    };
    Ok(html! {
        form method="post" action=(action) novalidate {
            input type="hidden" name=(SEEN) value=(seen);
            (ui::field_group(&html! {
                (sheet.line(&must("name", words.name, words.name_support), ui::Width::Full))
                (sheet.line(&may("kana", words.kana, words.kana_support), ui::Width::Full))
            }))
            (ui::field_group(&html! {
                (sheet.select(&must("unit", words.unit, ""), &units))
                (sheet.line(&may("post", words.post, ""), ui::Width::Full))
                @if has_kinds(visit) { (sheet.select(&may("kind", words.kind, words.kind_support), &kinds)) }
            }))
            (ui::field_group(&html! {
                (sheet.line(&may("number", words.number, ""), ui::Width::Medium))
                (sheet.special(&may("mail", words.mail, ""), ui::TextKind::Mail, "off"))
            }))
            (ui::field_group(&html! {
                (sheet.date(&may("joined_on", words.joined_on, words.date_support)))
                (sheet.date(&may("left_on", words.left_on, &left_support)))
            }))
            (ui::actions(&html! {
                (ui::button(&ui::Button { label: words.save, kind: ui::ButtonKind::Primary, ..ui::Button::default() }))
                (ui::link_button(&ui::LinkButton { href: LIST, label: words.cancel, ..ui::LinkButton::default() }))
            }))
        }
    })
}

/// Whether the regulation tells kinds of members apart.
pub(super) fn has_kinds(visit: &Visit) -> bool {
    !visit.tenant.regulation.member_kinds.is_empty()
}

/// What a kind of member is called; its id where the regulation no longer has it.
pub(super) fn kind_title<'v>(visit: &'v Visit, kind: &'v str) -> &'v str {
    visit.tenant.regulation.member_kind(kind).map_or(kind, |it| it.label.get(visit.language))
}

/// The offices that the member holds, and the way to appoint.
fn held(visit: &Visit, member: &Member) -> Markup {
    let words = MemberWords::of(visit.language);
    let offices = offices(visit, member.id);
    html! {
        section {
            h2 { (words.held) }
            p { @if offices.is_empty() { (words.no_offices) } @else { (offices) } }
            (ui::actions(&ui::link_button(&ui::LinkButton {
                href: "/organization/offices",
                label: words.show_offices,
                is_small: true,
                ..ui::LinkButton::default()
            })))
        }
    }
}
