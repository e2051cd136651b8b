//! Parts of a regulation in words: kinds of fields, steps, scopes, conditions, periods.

use regulation::{
    Condition, Derivation, Field, FieldKind, Form, Language, Regulation, Retention, RetentionStart,
    Review, Scope, Step, StepKind, Test, Who,
};
use serde_json::Value;

use crate::words::{FormPartWords, with};

/// Two texts in a pattern such as `{}（{}）`.
pub(super) fn pair(pattern: &str, first: &str, second: &str) -> String {
    match pattern.split_once("{}") {
        Some((before, after)) => format!("{before}{first}{}", with(after, second)),
        None => pattern.to_owned(),
    }
}

/// A text with another one in brackets behind it.
pub(super) fn bracketed(text: &str, aside: &str, language: Language) -> String {
    pair(FormPartWords::of(language).bracketed, text, aside)
}

/// A text under a short title: `承認：管理者`.
pub(in crate::pages) fn titled(title: &str, text: &str, language: Language) -> String {
    pair(FormPartWords::of(language).titled, title, text)
}

/// What a step is called: its own title, else the short title of who settles it, else what happens in it.
pub(super) fn step_title(regulation: &Regulation, step: &Step, language: Language) -> String {
    let own = step.title.get(language);
    if !own.is_empty() {
        return own.to_owned();
    }
    match &step.kind {
        StepKind::Approve { office, .. } | StepKind::Acknowledge { office, .. } => {
            office_short(regulation, office, language)
        }
        StepKind::DecideByBody { body, .. } => office_short(regulation, body, language),
        StepKind::Submit | StepKind::Parallel { .. } => step_kind(step, language).to_owned(),
    }
}

fn office_short(regulation: &Regulation, office: &str, language: Language) -> String {
    let titled = regulation
        .office(office)
        .map(|office| (office.short_title.get(language), office.title.get(language)));
    match titled {
        Some(("", title)) => title.to_owned(),
        Some((short, _)) => short.to_owned(),
        None => office.to_owned(),
    }
}

/// The title of an office.
pub(in crate::pages) fn office_title<'r>(
    regulation: &'r Regulation,
    office: &'r str,
    language: Language,
) -> &'r str {
    regulation.office(office).map_or(office, |office| office.title.get(language))
}

/// What happens in a step.
pub(super) fn step_kind(step: &Step, language: Language) -> &'static str {
    let words = FormPartWords::of(language);
    match step.kind {
        StepKind::Submit => words.submit,
        StepKind::Approve { .. } => words.approve,
        StepKind::Acknowledge { .. } => words.acknowledge,
        StepKind::DecideByBody { .. } => words.decide,
        StepKind::Parallel { .. } => words.parallel,
    }
}

/// Who settles a step, and where they must hold the office.
pub(super) fn step_who(regulation: &Regulation, step: &Step, language: Language) -> String {
    let words = FormPartWords::of(language);
    let seated = |office: &str, scope: Scope| {
        bracketed(
            office_title(regulation, office, language),
            self::scope(scope, language),
            language,
        )
    };
    match &step.kind {
        StepKind::Submit => words.drafter.to_owned(),
        StepKind::Approve { office, scope } | StepKind::Acknowledge { office, scope } => {
            seated(office, *scope)
        }
        StepKind::DecideByBody { body, recorded_by, scope } => {
            let body = office_title(regulation, body, language);
            pair(words.both, body, &with(words.recorded_by, seated(recorded_by, *scope)))
        }
        StepKind::Parallel { .. } => words.any_order.to_owned(),
    }
}

/// Where an office counts.
pub(super) fn scope(scope: Scope, language: Language) -> &'static str {
    let words = FormPartWords::of(language);
    match scope {
        Scope::OwnUnit => words.own_unit,
        Scope::ParentUnit => words.parent_unit,
        Scope::UnitTree => words.unit_tree,
        Scope::Facility => words.facility,
        Scope::Operator => words.operator,
    }
}

/// Whom a grant names.
pub(super) fn who<'r>(regulation: &'r Regulation, who: &'r Who, language: Language) -> &'r str {
    match who {
        Who::Everyone => FormPartWords::of(language).everyone,
        Who::Office(office) => office_title(regulation, office, language),
    }
}

/// When something is asked or taken.
pub(super) fn condition(form: &Form, condition: &Condition, language: Language) -> String {
    let words = FormPartWords::of(language);
    let field = form.field(&condition.field);
    let label = field.map_or(condition.field.as_str(), |field| field.label.get(language));
    let (pattern, values) = match &condition.test {
        Test::Filled => (words.when_filled, String::new()),
        Test::Empty => (words.when_empty, String::new()),
        Test::AnyOf(values) => {
            let values: Vec<_> =
                values.iter().map(|value| answer(field, value, language)).collect();
            (words.when_is, values.join(words.or))
        }
    };
    pair(pattern, label, &values)
}

/// An answer as the form shows it.
fn answer(field: Option<&Field>, value: &Value, language: Language) -> String {
    let words = FormPartWords::of(language);
    let choices = field.map(|field| &field.kind).and_then(|kind| match kind {
        FieldKind::Choice { choices, .. }
        | FieldKind::ManyChoice { choices, .. }
        | FieldKind::ClauseException { choices } => Some(choices),
        _ => None,
    });
    let chosen = choices.into_iter().flatten().find(|choice| value.as_str() == Some(&choice.id));
    match (chosen, value) {
        (Some(choice), _) => choice.label.get(language).to_owned(),
        (None, Value::Bool(true)) => words.yes.to_owned(),
        (None, Value::Bool(false)) => words.no.to_owned(),
        (None, Value::String(text)) => text.clone(),
        (None, other) => other.to_string(),
    }
}

/// The kind of a field.
pub(super) fn field_kind(regulation: &Regulation, field: &Field, language: Language) -> String {
    let words = FormPartWords::of(language);
    match &field.kind {
        FieldKind::Text => words.text.to_owned(),
        FieldKind::LongText => words.long_text.to_owned(),
        FieldKind::Date => words.date.to_owned(),
        FieldKind::DateRange => words.date_range.to_owned(),
        FieldKind::Number { unit, estimable, .. } => {
            let unit = unit.get(language);
            let number =
                if unit.is_empty() { words.number.to_owned() } else { with(words.number_of, unit) };
            if *estimable { format!("{number}{}", words.estimable) } else { number }
        }
        FieldKind::Choice { open, .. } => {
            format!("{}{}", words.choice, if *open { words.open } else { "" })
        }
        FieldKind::ManyChoice { open, .. } => {
            format!("{}{}", words.many_choice, if *open { words.open } else { "" })
        }
        FieldKind::Member { .. } => words.member.to_owned(),
        FieldKind::Unit => words.unit.to_owned(),
        FieldKind::Office => words.office.to_owned(),
        FieldKind::Record { form } => with(
            words.record,
            regulation.form(form).map_or(form.as_str(), |form| form.title.get(language)),
        ),
        FieldKind::ClauseException { .. } => words.clause_exception.to_owned(),
        FieldKind::File { max_files } => with(words.file, max_files),
        FieldKind::Table { max_rows, .. } => with(words.table, max_rows),
        FieldKind::Consent { .. } => words.consent.to_owned(),
        FieldKind::YesNo => words.yes_no.to_owned(),
        FieldKind::Derived(derivation) => derived(derivation, language).to_owned(),
    }
}

fn derived(derivation: &Derivation, language: Language) -> &'static str {
    let words = FormPartWords::of(language);
    match derivation {
        Derivation::Product { .. } => words.product,
        Derivation::RowCount { .. } => words.row_count,
        Derivation::Largest { .. } => words.largest,
        Derivation::Copied { .. } => words.copied,
    }
}

/// How long a record is kept.
pub(super) fn retention(retention: &Retention, language: Language) -> String {
    let words = FormPartWords::of(language);
    match (retention.years, retention.start) {
        (None, _) => words.kept_in_force.to_owned(),
        (Some(years), RetentionStart::Made) => with(words.kept_from_made, years),
        (Some(years), RetentionStart::Retired) => with(words.kept_from_retired, years),
    }
}

/// When a record is looked through again.
pub(super) fn review(review: &Review, language: Language) -> String {
    with(FormPartWords::of(language).review_from, review.months_before_year_end)
}
