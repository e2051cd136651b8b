//! `duties/*.toml`: programmes, and the duties in them.

use crate::{
    diagnostic::Diagnostic,
    model::{
        ClockStart, ClosedDay, DueDay, Duty, DutyOwner, DutyState, Escalation, Every, MetBy,
        Programme, Regulation, Timing, Who, Within, WithinUnit,
    },
    text::Text,
};

use super::{condition::read_condition, faults::Shape, routes::read_scope, table::TableReader};

const STATES: [(&str, DutyState); 3] = [
    ("in_force", DutyState::InForce),
    ("submitted", DutyState::Submitted),
    ("retired", DutyState::Retired),
];

const CLOSED_DAYS: [(&str, ClosedDay); 3] = [
    ("none", ClosedDay::Stay),
    ("next_open_day", ClosedDay::NextOpen),
    ("previous_open_day", ClosedDay::PreviousOpen),
];

const WITHIN: [(&str, WithinUnit); 5] = [
    ("days", WithinUnit::Days),
    ("business_days", WithinUnit::BusinessDays),
    ("weeks", WithinUnit::Weeks),
    ("months", WithinUnit::Months),
    ("years", WithinUnit::Years),
];

/// Parts of a year that fill it.
const MONTHS: [i64; 6] = [1, 2, 3, 4, 6, 12];

pub(super) fn read_duties(table: &mut TableReader<'_>, regulation: &mut Regulation) {
    regulation.programmes.extend(table.items("programmes", |table| Programme {
        id: table.id(),
        title: table.required_words("title"),
        place: table.place(),
    }));
    regulation.duties.extend(table.items("duties", read_duty));
}

fn read_duty(table: &mut TableReader<'_>) -> Duty {
    let timing = read_timing(table);
    let is_clock = matches!(timing, Timing::Clock { .. });
    table.require("owner", Shape::Table);
    Duty {
        id: table.id(),
        title: table.required_words("title"),
        clause: table.required_string("clause"),
        programme: table.required_string("programme"),
        timing,
        owner: table.part("owner", Shape::Table, read_owner).unwrap_or_default(),
        met_by: table.part("met_by", Shape::Table, |table| read_met_by(table, is_clock)),
        lead_days: small(table, "lead_days", 0, 1_000).unwrap_or(0),
        escalate: table.parts("escalate", |table| {
            table.require("after_days", Shape::Integer);
            Escalation {
                after_days: small(table, "after_days", 0, 1_000).unwrap_or(0),
                office: table.required_string("office"),
                scope: read_scope(table),
            }
        }),
        is_nonconformity_when_missed: table
            .part("missed", Shape::Table, |table| table.flag("nonconformity"))
            .unwrap_or_default(),
        shift: table.word("shift", &CLOSED_DAYS).unwrap_or_default(),
        place: table.place(),
    }
}

/// `every` and `due`, or `after`, `within` and `when`.
fn read_timing(table: &mut TableReader<'_>) -> Timing {
    let is_clock = table.has("after") || table.has("within");
    if is_clock == table.has("every") {
        let place = table.place();
        table.report(Diagnostic::error(
            "duty-timing",
            place,
            Text::new(
                "いつの義務かが一つに決まりません",
                "it is not clear when this duty is due",
            ),
            Text::new(
                "くり返すものは `every = { months = 3 }`、きっかけから数えるものは `after = { form = \"…\" }` と `within = { days = 7 }` の、どちらか一方を書いてください",
                "write either `every = { months = 3 }`, or `after = { form = \"…\" }` with `within = { days = 7 }`",
            ),
        ));
        table.doubt();
        table.allow(&["every", "due", "after", "within", "when"]);
        return Timing::default();
    }
    if !is_clock {
        let every = table.part("every", Shape::Table, read_every).unwrap_or_default();
        let due = table.part("due", Shape::Table, read_due).unwrap_or_default();
        out_of_place(table, &["when"], "every");
        return Timing::Periodic { every, due };
    }
    table.require("after", Shape::Table);
    table.require("within", Shape::Table);
    let after = table.part("after", Shape::Table, |table| ClockStart {
        form: table.required_string("form"),
        state: table.word("state", &STATES).unwrap_or_default(),
        field: table.string("field"),
    });
    let within = table.part("within", Shape::Table, read_within);
    let when = read_condition(table, "when");
    out_of_place(table, &["due"], "after");
    Timing::Clock { after: after.unwrap_or_default(), within: within.unwrap_or_default(), when }
}

fn read_every(table: &mut TableReader<'_>) -> Every {
    let named = ["days", "months", "years"].into_iter().filter(|key| table.has(key)).count();
    if named != 1 {
        let place = table.place();
        table.report(Diagnostic::error(
            "duty-every",
            place,
            Text::new("どれだけの間隔かが一つに決まりません", "it is not clear how often"),
            Text::new(
                "`{ months = 3 }`、`{ years = 2 }`、`{ days = 1 }` のどれか一つを書いてください",
                "write one of `{ months = 3 }`, `{ years = 2 }`, `{ days = 1 }`",
            ),
        ));
    }
    let day = table.integer("days", 1, 1).map(|_| Every::Day);
    let months = table.integer("months", 1, 12);
    if let Some(months) = months.filter(|months| !MONTHS.contains(months)) {
        let place = table.place_of("months");
        table.report(Diagnostic::error(
            "duty-every",
            place,
            Text::new(
                format!("{months} か月ごとでは年度を等しく分けられません"),
                format!("periods of {months} months do not fill a fiscal year"),
            ),
            Text::new("1、2、3、4、6、12 のどれかにしてください", "use 1, 2, 3, 4, 6 or 12"),
        ));
    }
    let months = months.and_then(|months| u8::try_from(months).ok()).map(Every::Months);
    let years = table.integer("years", 1, 20).and_then(|years| u8::try_from(years).ok());
    let first = if years.is_some() { table.integer("first", 1900, 9000) } else { None };
    let first = first.and_then(|year| i16::try_from(year).ok()).unwrap_or(2000);
    let years = years.map(|count| Every::Years { count, first });
    day.or(months).or(years).unwrap_or_default()
}

fn read_due(table: &mut TableReader<'_>) -> DueDay {
    DueDay {
        month: small(table, "month", 1, 240),
        day: if table.is_text("day") {
            let _ = table.word("day", &[("last", ())]);
            None
        } else {
            table.integer("day", 1, 31).and_then(|day| i8::try_from(day).ok())
        },
        in_next_period: table.flag("next"),
    }
}

fn read_within(table: &mut TableReader<'_>) -> Within {
    let mut found = Vec::new();
    for (key, unit) in WITHIN {
        if let Some(count) = small(table, key, 1, 1_000) {
            found.push((count, unit));
        }
    }
    let first_day_counts = table.flag("first_day");
    if found.len() != 1 {
        let place = table.place();
        table.report(Diagnostic::error(
            "duty-within",
            place,
            Text::new("期間が一つに決まりません", "it is not clear how long"),
            Text::new(
                "`{ days = 7 }`、`{ business_days = 5 }`、`{ weeks = 2 }`、`{ months = 1 }`、`{ years = 1 }` のどれか一つを書いてください",
                "write one of `{ days = 7 }`, `{ business_days = 5 }`, `{ weeks = 2 }`, `{ months = 1 }`, `{ years = 1 }`",
            ),
        ));
    }
    let (count, unit) = found.first().copied().unwrap_or((1, WithinUnit::Days));
    Within { count, unit, first_day_counts }
}

fn read_owner(table: &mut TableReader<'_>) -> DutyOwner {
    let is_everyone = table.flag("everyone");
    if is_everyone == table.has("office") {
        let place = table.place();
        table.report(Diagnostic::error(
            "grant",
            place,
            Text::new("誰のことかが一つに決まりません", "it is not clear who is meant"),
            Text::new(
                "役割なら `office = \"…\"`、全員なら `everyone = true` の、どちらか一方を書いてください",
                "write either `office = \"…\"` or `everyone = true`",
            ),
        ));
    }
    let office = table.string("office");
    DutyOwner {
        who: if is_everyone { Who::Everyone } else { Who::Office(office) },
        scope: read_scope(table),
    }
}

fn read_met_by(table: &mut TableReader<'_>, is_clock: bool) -> MetBy {
    let met_by = MetBy {
        form: table.required_string("form"),
        state: table.word("state", &STATES).unwrap_or_default(),
        link: if is_clock { table.string("link") } else { String::new() },
        member: table.string("member"),
        period: if is_clock { String::new() } else { table.string("period") },
    };
    let (other, start) = if is_clock { ("period", "after") } else { ("link", "every") };
    out_of_place(table, &[other], start);
    met_by
}

/// Keys that the other kind of duty has.
fn out_of_place(table: &mut TableReader<'_>, keys: &[&'static str], start: &str) {
    for key in keys.iter().filter(|key| table.has(key)).copied().collect::<Vec<_>>() {
        let place = table.place_of(key);
        table.report(Diagnostic::error(
            "duty-key",
            place,
            Text::new(
                format!("`{key}` は `{start}` で始まる義務では使えません"),
                format!("`{key}` means nothing for a duty with `{start}`"),
            ),
            Text::new("この設定を消してください", "remove it"),
        ));
    }
    table.allow(keys);
}

fn small(table: &mut TableReader<'_>, key: &'static str, least: i64, most: i64) -> Option<u16> {
    table.integer(key, least, most).and_then(|number| u16::try_from(number).ok())
}
