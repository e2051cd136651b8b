//! The calendar as text that a privacy manager checks by eye, and as JSON.

use engine::duty::{Planned, YearPlan};
use jiff::civil::{Date, Weekday};
use regulation::{
    ClockStart, ClosedDay, Duty, DutyState, Language, Regulation, Scope, Timing, Who, Within,
    WithinUnit,
};
use serde_json::{Value, json};

use crate::output::print_line;

/// Prints text: one line a thing that is due, grouped by month.
pub(super) fn text(regulation: &Regulation, year: &YearPlan<'_>, language: Language) {
    let (from, until) = (year.span.from, year.span.until);
    let title = regulation.title.get(language);
    let name = year.name.in_language(law_language(language));
    print_line!("{title} {name} ({from} – {until})");
    let mut month = 0;
    for line in &year.due {
        let due = line.explanation.due;
        if due.month() != month {
            month = due.month();
            print_line!("");
            print_line!("{}", due.strftime(say(language, "%Y年%-m月", "%B %Y")));
        }
        print_line!("  {}", due_line(regulation, line, language));
    }
    let daily = year.daily.iter().map(|duty| about(regulation, duty, language));
    let clocks = year.clocks.iter().map(|duty| {
        format!("{} {}", about(regulation, duty, language), clock_words(regulation, duty, language))
    });
    section(say(language, "毎日", "Each day"), daily);
    section(say(language, "きっかけから数えるもの", "Counted from an event"), clocks);
}

fn section(heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() {
        return;
    }
    print_line!("");
    print_line!("{heading}");
    for line in lines {
        print_line!("  {line}");
    }
}

fn due_line(regulation: &Regulation, line: &Planned<'_>, language: Language) -> String {
    let due = line.explanation.due;
    let weekday = weekday(due, language);
    let mut text =
        format!("{} {weekday} {}", due.strftime("%m-%d"), about(regulation, line.duty, language));
    if line.opens < due {
        let opens = line.opens.strftime("%m-%d").to_string();
        match language {
            Language::Ja => text.extend([" ", &opens, "から"]),
            Language::En => text.extend([" from ", &opens]),
        }
    }
    // The last step tells of a move off closed days, where there was one.
    let moved = line.explanation.steps.get(2);
    if let Some(step) = moved {
        let language = law_language(language);
        text.extend([" (", step.text.in_language(language), ")"]);
    }
    text
}

/// Title, clause and who does it.
fn about(regulation: &Regulation, duty: &Duty, language: Language) -> String {
    let clause = regulation.citation.get(language).replace("{}", &duty.clause);
    format!("{} [{clause}] {}", duty.title.get(language), owner(regulation, duty, language))
}

pub(crate) fn owner(regulation: &Regulation, duty: &Duty, language: Language) -> String {
    let title = |office: &str| {
        regulation.office(office).map_or(office, |it| it.title.get(language)).to_owned()
    };
    match (&duty.owner.who, duty.owner.scope) {
        (Who::Everyone, _) => say(language, "職員等の全員", "every member").to_owned(),
        (Who::Office(office), Scope::OwnUnit) => match language {
            Language::Ja => format!("{}（部署ごと）", title(office)),
            Language::En => format!("{} (each unit)", title(office)),
        },
        (Who::Office(office), _) => title(office),
    }
}

/// What starts a clock, and how long it runs.
pub(crate) fn clock_words(regulation: &Regulation, duty: &Duty, language: Language) -> String {
    let Timing::Clock { after, within, .. } = &duty.timing else { return String::new() };
    match language {
        Language::Ja => {
            format!("{}から{}", start(regulation, after, language), length(*within, language))
        }
        Language::En => format!(
            "within {} of {}",
            length(*within, language),
            start(regulation, after, language)
        ),
    }
}

fn start(regulation: &Regulation, after: &ClockStart, language: Language) -> String {
    let form = regulation.form(&after.form);
    let title = form.map_or(after.form.as_str(), |form| form.title.get(language));
    let field = form.and_then(|form| form.field(&after.field)).map(|it| it.label.get(language));
    if let Some(label) = field {
        return match language {
            Language::Ja => format!("「{title}」の{label}"),
            Language::En => format!("the date `{label}` of `{title}`"),
        };
    }
    let (ja, en) = match after.state {
        DutyState::Submitted => ("提出", "handed in"),
        DutyState::InForce => ("発効", "in force"),
        DutyState::Retired => ("廃止", "retired"),
    };
    match language {
        Language::Ja => format!("「{title}」の{ja}"),
        Language::En => format!("`{title}` being {en}"),
    }
}

fn length(within: Within, language: Language) -> String {
    let (ja, en) = match within.unit {
        WithinUnit::Days => ("日", "days"),
        WithinUnit::BusinessDays => ("営業日", "business days"),
        WithinUnit::Weeks => ("週間", "weeks"),
        WithinUnit::Months => ("か月", "months"),
        WithinUnit::Years => ("年", "years"),
    };
    let count = within.count;
    match (language, within.first_day_counts) {
        (Language::Ja, false) => format!("{count}{ja}以内"),
        (Language::Ja, true) => format!("{count}{ja}以内（当日を含む）"),
        (Language::En, false) => format!("{count} {en}"),
        (Language::En, true) => format!("{count} {en}, that day included,"),
    }
}

fn weekday(day: Date, language: Language) -> &'static str {
    let (ja, en) = match day.weekday() {
        Weekday::Monday => ("月", "Mon"),
        Weekday::Tuesday => ("火", "Tue"),
        Weekday::Wednesday => ("水", "Wed"),
        Weekday::Thursday => ("木", "Thu"),
        Weekday::Friday => ("金", "Fri"),
        Weekday::Saturday => ("土", "Sat"),
        Weekday::Sunday => ("日", "Sun"),
    };
    say(language, ja, en)
}

fn say<'a>(language: Language, ja: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Ja => ja,
        Language::En => en,
    }
}

fn law_language(language: Language) -> law::Language {
    match language {
        Language::Ja => law::Language::Ja,
        Language::En => law::Language::En,
    }
}

/// Prints one line of JSON.
pub(super) fn json(regulation: &Regulation, year: &YearPlan<'_>, language: Language) {
    let described = |duty: &Duty| describe(regulation, duty, language);
    let due = year.due.iter().map(|line| {
        let mut value = described(line.duty);
        let steps = line.explanation.steps.iter();
        let steps: Vec<_> = steps.map(|step| step.line(law_language(language))).collect();
        merge(
            &mut value,
            json!({
                "due": line.explanation.due,
                "opens": line.opens,
                "period": {"from": line.starts, "until": line.ends},
                "steps": steps,
            }),
        );
        value
    });
    let clocks = year.clocks.iter().map(|duty| {
        let mut value = described(duty);
        merge(&mut value, json!({"within": clock_words(regulation, duty, language)}));
        value
    });
    let all = json!({
        "regulation": regulation.id,
        "from": year.span.from,
        "until": year.span.until,
        "due": due.collect::<Vec<_>>(),
        "daily": year.daily.iter().map(|duty| described(duty)).collect::<Vec<_>>(),
        "clocks": clocks.collect::<Vec<_>>(),
    });
    print_line!("{all}");
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}

fn describe(regulation: &Regulation, duty: &Duty, language: Language) -> Value {
    let shift = match duty.shift {
        ClosedDay::Stay => "none",
        ClosedDay::NextOpen => "next_open_day",
        ClosedDay::PreviousOpen => "previous_open_day",
    };
    json!({
        "duty": duty.id,
        "title": duty.title.get(language),
        "programme": duty.programme,
        "clause": duty.clause,
        "owner": owner(regulation, duty, language),
        "met_by": duty.met_by.as_ref().map(|met_by| met_by.form.as_str()),
        "shift": shift,
    })
}
