//! The frame around pages, and small pieces every page uses: addresses, dates, state chips.

use std::borrow::Borrow;

use engine::RecordState;
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use regulation::{Form, Language};

use crate::{
    context::{Visit, spoken},
    ui,
    words::{ActWords, FlashWords, ShellWords, StateWords, with},
};

/// What a page says above its body.
#[derive(Default)]
pub(crate) struct Head<'a> {
    pub(crate) title: &'a str,
    pub(crate) lead: &'a str,
    pub(crate) state: Markup,
    pub(crate) actions: Markup,
    /// Address and words of the pages above this one.
    pub(crate) above: &'a [(String, String)],
}

/// A page for somebody who is signed in.
pub(crate) fn page(visit: &Visit, head: Head<'_>, body: &Markup) -> Markup {
    let words = ShellWords::of(visit.language);
    let is_at =
        |prefix: &str| visit.path == prefix || visit.path.starts_with(&format!("{prefix}/"));
    let item = |href: &'static str, label, is_current| ui::NavItem {
        href,
        label,
        count: None,
        is_current,
    };
    let waiting = ui::NavItem {
        href: "/queue",
        label: words.queue,
        count: (visit.waiting > 0).then_some(visit.waiting),
        is_current: is_at("/queue"),
    };
    let daily = [
        item("/", words.home, visit.path == "/"),
        waiting,
        item("/duties", words.duties, is_at("/duties") || visit.path.starts_with("/duties?")),
        item("/forms", words.forms, is_at("/forms")),
    ];
    let registers = register_links(visit);
    let registers: Vec<_> = registers
        .iter()
        .map(|(href, label)| ui::NavItem {
            href,
            label,
            count: None,
            is_current: is_at(href) || visit.path.starts_with(&format!("{href}?")),
        })
        .collect();
    let mut manage = vec![
        item("/organization", words.organization, is_at("/organization")),
        item("/imports", words.imports, is_at("/imports")),
        item("/regulation", words.regulation, is_at("/regulation")),
        item("/law", words.law, is_at("/law")),
        item("/evidence", words.evidence, is_at("/evidence")),
    ];
    if visit.web.app.disposal_part(visit.actor).is_ok_and(|it| it.is_any()) {
        manage.push(item("/disposal", words.disposal, is_at("/disposal")));
    }
    if visit.organization.is_administrator(visit.actor.member) {
        manage.push(item("/backups", words.backups, is_at("/backups")));
        manage.push(item("/jobs", words.jobs, is_at("/jobs")));
    }
    let nav = [
        ui::NavGroup { heading: words.daily, items: &daily },
        ui::NavGroup { heading: words.registers, items: &registers },
        ui::NavGroup { heading: words.manage, items: &manage },
    ];
    framed(visit, head, &nav, body)
}

/// The page inside its frame: who is signed in, where they are, what was just said.
fn framed(visit: &Visit, head: Head<'_>, nav: &[ui::NavGroup<'_>], body: &Markup) -> Markup {
    let words = ShellWords::of(visit.language);
    let name = visit
        .organization
        .member(visit.actor.member)
        .map(|member| member.name.clone())
        .unwrap_or_default();
    let (name, standing) = (with(words.san, name), standing(visit));
    let links = [ui::Link { href: "/account", label: words.account, is_current: false }];
    let above: Vec<_> = head
        .above
        .iter()
        .map(|(href, label)| ui::Link { href, label, is_current: false })
        .collect();
    let said = visit.flash.as_deref().and_then(|flash| flash_text(flash, visit.language));
    let flash = said.as_deref().map(|text| ui::Flash { tone: ui::Tone::Success, text, link: None });
    ui::page(
        &ui::PageFrame {
            language: spoken(visit.language),
            product: words.product,
            operator: &visit.tenant.name,
            member: ui::Member {
                name: &name,
                standing: &standing,
                links: &links,
                sign_out_action: "/sign-out",
            },
            nav,
            breadcrumbs: &above,
            flash,
            heading: ui::Heading {
                title: head.title,
                lead: head.lead,
                state: head.state,
                actions: head.actions,
            },
            language_href: &language_href(visit.language, &visit.path),
        },
        &html! { (body) (crate::pages::lock_dialog(visit)) },
    )
}

/// A page before sign-in, or of something that failed.
pub(crate) fn plain(language: Language, title: &str, lead: &str, body: &Markup) -> Markup {
    ui::plain_page(
        &ui::PlainFrame {
            language: spoken(language),
            product: ShellWords::of(language).product,
            operator: "",
            title,
            lead,
            language_href: &language_href(language, "/"),
        },
        body,
    )
}

fn language_href(language: Language, path: &str) -> String {
    let other = match language {
        Language::Ja => "en",
        Language::En => "ja",
    };
    format!("/language/{other}?next={}", encode(path))
}

/// Most registers in the menu: the others are found from the list of all.
const IN_MENU: usize = 8;

/// Addresses and words of the registers in the menu: the chief ones that the member writes or reads, and the one that is open. A regulation that has no
/// more than a menu takes is there as a whole.
fn register_links(visit: &Visit) -> Vec<(String, String)> {
    let forms = &visit.tenant.regulation.forms;
    let link = |form: &Form| (register_href(form), form.title.get(visit.language).to_owned());
    if forms.len() <= IN_MENU {
        return forms.iter().map(link).collect();
    }
    let is_open = |form: &Form| {
        let href = register_href(form);
        visit.path.strip_prefix(&href).is_some_and(|rest| {
            !rest.starts_with(|next| next == '_' || char::is_alphanumeric(next))
        })
    };
    let (tenant, world) = (&visit.tenant, visit.world());
    let opens = |form: &&Form| {
        let units = tenant.readable_units(world, visit.actor.member, form, false);
        units.is_none_or(|units| !units.is_empty())
            || visit.web.app.can_draft(visit.actor, &form.id).unwrap_or(false)
    };
    let mut listed: Vec<_> = tenant.registers().filter(opens).take(IN_MENU).collect();
    if let Some(open) = forms.iter().find(|form| is_open(form))
        && !listed.iter().any(|form| form.id == open.id)
    {
        listed.push(open);
    }
    let mut links: Vec<_> = listed.into_iter().map(link).collect();
    let all = ShellWords::of(visit.language).all_registers.to_owned();
    links.push(("/forms?show=all".to_owned(), all));
    links
}

/// Unit and offices of the member.
fn standing(visit: &Visit) -> String {
    let world = visit.world();
    let unit = visit
        .organization
        .member(visit.actor.member)
        .map(|member| visit.organization.unit_path(member.unit));
    let mut titles: Vec<_> = visit
        .organization
        .held_by(visit.actor.member, world.today)
        .filter_map(|held| visit.tenant.regulation.office(&held.office))
        .map(|office| office.title.get(visit.language))
        .collect();
    titles.dedup();
    if titles.is_empty() && visit.organization.is_administrator(visit.actor.member) {
        titles.push(ShellWords::of(visit.language).administrator);
    }
    let (gap, between) = match visit.language {
        Language::Ja => ("　", "・"),
        Language::En => (" ", ", "),
    };
    format!("{}{gap}{}", unit.unwrap_or_default(), titles.join(between)).trim().to_owned()
}

/// What a flash cookie says; unknown ones say nothing.
fn flash_text(flash: &str, language: Language) -> Option<String> {
    let words = FlashWords::of(language);
    let (name, number) = flash.split_once(':').unwrap_or((flash, ""));
    let count: u32 = number.parse().unwrap_or_default();
    Some(match name {
        "saved" => words.saved.to_owned(),
        "drafted" => words.drafted.to_owned(),
        "submit" => words.done_submit.to_owned(),
        "approve" => words.done_approve.to_owned(),
        "acknowledge" => words.done_acknowledge.to_owned(),
        "decide" => words.done_decide.to_owned(),
        "return" => words.done_return.to_owned(),
        "reject" => words.done_reject.to_owned(),
        "withdraw" => words.done_withdraw.to_owned(),
        "revise" => words.done_revise.to_owned(),
        "review" => words.done_review.to_owned(),
        "order_review" => words.done_order_review.to_owned(),
        "retire" => words.done_retire.to_owned(),
        "many" => with(words.many_done, count),
        "attached" => words.attached.to_owned(),
        "held" => words.held.to_owned(),
        "released" => words.released.to_owned(),
        "disposal_proposed" => words.disposal_proposed.to_owned(),
        "disposal_approved" => words.disposal_approved.to_owned(),
        "disposal_declined" => words.disposal_declined.to_owned(),
        "disposal_confirmed" => words.disposal_confirmed.to_owned(),
        "discarded" => words.discarded.to_owned(),
        "columns" => words.columns.to_owned(),
        "view_saved" => words.view_saved.to_owned(),
        "view_renamed" => words.view_renamed.to_owned(),
        "view_removed" => words.view_removed.to_owned(),
        "organization" => words.organization.to_owned(),
        "account" => words.account.to_owned(),
        "proof_added" => words.proof_added.to_owned(),
        "proof_removed" => words.proof_removed.to_owned(),
        "session_ended" => words.session_ended.to_owned(),
        "proved" => words.proved.to_owned(),
        "token_revoked" => words.token_revoked.to_owned(),
        "wording" => words.wording.to_owned(),
        "set_up" => words.set_up.to_owned(),
        "imported" => with(words.imported, count),
        _ => return None,
    })
}

/// A text and a note on it in brackets, as the language sets them.
pub(crate) fn with_note(text: &str, note: &str, language: Language) -> String {
    match language {
        Language::Ja => format!("{text}（{note}）"),
        Language::En => format!("{text} ({note})").trim_start().to_owned(),
    }
}

/// How many there are, grouped by thousands.
pub(crate) fn figure(count: usize) -> String {
    engine::value::grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What stands between the texts of a list.
pub(crate) const fn comma(language: Language) -> &'static str {
    match language {
        Language::Ja => "、",
        Language::En => ", ",
    }
}

/// Texts one after the other, as the language lists them.
pub(crate) fn list(texts: &[impl Borrow<str>], language: Language) -> String {
    texts.join(comma(language))
}

/// What stands between a name and what it names.
pub(crate) const fn colon(language: Language) -> &'static str {
    match language {
        Language::Ja => "：",
        Language::En => ": ",
    }
}

/// Bytes in KB or MB.
pub(crate) fn size(bytes: i64) -> String {
    if bytes < 1 << 20 {
        format!("{} KB", (bytes + 1023) >> 10)
    } else {
        format!("{} MB", bytes >> 20)
    }
}

/// Percent-encodes a value for an address.
pub(crate) fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// The page of a clause.
pub(crate) fn clause_href(clause: &str) -> String {
    format!("/regulation/clauses/{}", encode(clause).replace('/', "%2F"))
}

/// The list of a form's records.
pub(crate) fn register_href(form: &Form) -> String {
    format!("/registers/{}", form.id)
}

/// A day as offices read it: the era date, the Western date beneath.
pub(crate) fn day(day: Date, language: Language) -> Markup {
    match language {
        Language::Ja => ui::date(&era(day), &day.to_string()),
        Language::En => ui::date(&day.to_string(), ""),
    }
}

/// A day in one line: the era date in Japanese, ISO in English.
pub(crate) fn day_text(day: Date, language: Language) -> String {
    match language {
        Language::Ja => era(day),
        Language::En => day.to_string(),
    }
}

/// The era date in words.
pub(crate) fn era(day: Date) -> String {
    law::calendar::era::to_era(day).map_or_else(|_| day.to_string(), |era| era.to_string())
}

/// A moment as a day and time where the operator is.
pub(crate) fn moment(visit: &Visit, at: Timestamp) -> String {
    let local = visit.tenant.time_zone.to_datetime(at);
    let date = day_text(local.date(), visit.language);
    format!("{date} {:02}:{:02}", local.hour(), local.minute())
}

/// The day of a moment where the operator is.
pub(crate) fn day_of(visit: &Visit, micros: i64) -> Date {
    let at = Timestamp::from_microsecond(micros).unwrap_or_default();
    visit.tenant.time_zone.to_datetime(at).date()
}

/// The state of a record in a word.
pub(crate) fn state_chip(state: RecordState, language: Language) -> Markup {
    let words = StateWords::of(language);
    let (tone, label) = match state {
        RecordState::Draft => (ui::Tone::Neutral, words.draft),
        RecordState::Submitted => (ui::Tone::Info, words.submitted),
        RecordState::Returned => (ui::Tone::Warning, words.returned),
        RecordState::InForce => (ui::Tone::Success, words.in_force),
        RecordState::Rejected => (ui::Tone::Danger, words.rejected),
        RecordState::Withdrawn => (ui::Tone::Neutral, words.withdrawn),
        RecordState::Retired => (ui::Tone::Neutral, words.retired),
        RecordState::Erased => {
            (ui::Tone::Neutral, crate::words::DisposalWords::of(language).erased)
        }
    };
    ui::chip(tone, label)
}

/// The words on the button of an act.
pub(crate) fn act_label(act: engine::Act, language: Language) -> &'static str {
    use engine::Act;
    let words = ActWords::of(language);
    match act {
        Act::Submit => words.submit,
        Act::Approve => words.approve,
        Act::Acknowledge => words.acknowledge,
        Act::Decide => words.decide,
        Act::Return => words.return_it,
        Act::Reject => words.reject,
        Act::Withdraw => words.withdraw,
        Act::Revise => words.revise,
        Act::Review => words.review,
        Act::OrderReview => words.order_review,
        Act::Retire => words.retire,
    }
}
