//! Conditions: the field they ask must be there, and it must be possible that they hold.

use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Choice, Condition, Field, FieldKind, Form, Lines, Step, StepKind, Test},
    text::Text,
};

use super::{Findings, mend_name};

pub(super) fn check_conditions(findings: &mut Findings<'_>) {
    for form in &findings.regulation.forms {
        check_fields(findings, &form.fields);
        if let Some(route) = findings.regulation.route_of(form) {
            for step in &route.steps {
                check_step(findings, form, step);
            }
            if let Some(emergency) = &route.emergency {
                let place = findings.line(&route.place, "emergency.when");
                check_for_form(findings, form, &emergency.when, &place, &emergency.clause);
            }
        }
    }
}

fn check_fields(findings: &mut Findings<'_>, fields: &[Field]) {
    let lines = &findings.regulation.lines;
    for field in fields {
        if let FieldKind::Table { columns, .. } = &field.kind {
            check_fields(findings, columns);
        }
        let Some(condition) = &field.when else { continue };
        let place = findings.line(&field.place, "when");
        match verdict(condition, fields, lines) {
            Verdict::Possible if goes_round(field, fields) => findings.add(never(field, place)),
            Verdict::Possible => {}
            Verdict::Never => findings.add(never(field, place)),
            Verdict::Wrong(wrong) => findings.list.extend(
                wrong.into_iter().map(|fault| fault.at(place.clone()).about(&field.clause)),
            ),
        }
    }
}

fn check_step(findings: &mut Findings<'_>, form: &Form, step: &Step) {
    if let StepKind::Parallel { steps } = &step.kind {
        for step in steps {
            check_step(findings, form, step);
        }
    }
    if let Some(condition) = &step.when {
        let place = findings.line(&step.place, "when");
        check_for_form(findings, form, condition, &place, &step.clause);
    }
}

/// A condition of a route, for one of the forms that use the route.
pub(super) fn check_for_form(
    findings: &mut Findings<'_>,
    form: &Form,
    condition: &Condition,
    place: &Place,
    clause: &str,
) {
    match verdict(condition, &form.fields, &findings.regulation.lines) {
        Verdict::Possible => {}
        Verdict::Never => findings.add(
            Diagnostic::error(
                "condition-never",
                place.clone(),
                Text::new(
                    format!("様式「{}」では、この条件が成り立つことはありません", form.title.ja),
                    format!("with the form `{}` this condition never holds", form.id),
                ),
                Text::new("条件を直すか、消してください", "correct the condition, or remove it"),
            )
            .about(clause),
        ),
        Verdict::Wrong(wrong) => {
            let within = |text: Text| {
                Text::new(
                    format!("様式「{}」では、{}", form.title.ja, text.ja),
                    format!("with the form `{}`: {}", form.id, text.en),
                )
            };
            findings.list.extend(wrong.into_iter().map(|fault| {
                let mut finding = fault.at(place.clone()).about(clause);
                finding.message = within(finding.message);
                finding
            }));
        }
    }
}

/// What can be said about a condition before any record is there.
enum Verdict {
    Possible,
    Never,
    Wrong(Vec<Fault>),
}

struct Fault {
    code: &'static str,
    message: Text,
    mend: Text,
}

impl Fault {
    fn at(self, place: Place) -> Diagnostic {
        Diagnostic::error(self.code, place, self.message, self.mend)
    }
}

fn verdict(condition: &Condition, fields: &[Field], lines: &Lines) -> Verdict {
    if condition.field.is_empty() {
        return Verdict::Possible; // reported where it was read
    }
    let Some(asked) = fields.iter().find(|field| field.id == condition.field) else {
        return Verdict::Wrong(vec![dangling(condition, fields)]);
    };
    match &condition.test {
        Test::Filled => Verdict::Possible,
        Test::Empty if asked.is_required && asked.when.is_none() => Verdict::Never,
        Test::Empty => Verdict::Possible,
        Test::AnyOf(values) if values.is_empty() => Verdict::Never,
        Test::AnyOf(_) if lines.is_doubtful(&asked.place) => Verdict::Possible,
        Test::AnyOf(values) => {
            let wrong: Vec<Fault> =
                values.iter().filter_map(|value| unsuitable(asked, value)).collect();
            if wrong.is_empty() { Verdict::Possible } else { Verdict::Wrong(wrong) }
        }
    }
}

fn dangling(condition: &Condition, fields: &[Field]) -> Fault {
    let define = Text::new(
        "同じ様式（表の列なら同じ表）にある項目の ID を書いてください",
        "name a field of the same form (or a column of the same table)",
    );
    Fault {
        code: "dangling-field",
        message: Text::new(
            format!("条件が見ている項目 `{}` はありません", condition.field),
            format!("there is no field `{}` for the condition to ask", condition.field),
        ),
        mend: mend_name(&condition.field, fields.iter().map(|field| field.id.as_str()), &define),
    }
}

/// Why a field can never have this value; `None` where it can.
fn unsuitable(field: &Field, value: &Value) -> Option<Fault> {
    match &field.kind {
        FieldKind::Choice { choices, .. }
        | FieldKind::ManyChoice { choices, .. }
        | FieldKind::ClauseException { choices } => not_a_choice(field, choices, value),
        FieldKind::YesNo | FieldKind::Consent { .. } if value.is_boolean() => None,
        FieldKind::YesNo | FieldKind::Consent { .. } => {
            Some(wrong_value(field, value, "`true` か `false`", "`true` or `false`"))
        }
        FieldKind::Number { min, max, .. } => {
            let within = value.as_f64().is_some_and(|number| {
                value.as_i64().is_none_or(|whole| {
                    min.is_none_or(|min| whole >= min) && max.is_none_or(|max| whole <= max)
                }) && number.is_finite()
            });
            (!within).then(|| wrong_value(field, value, "範囲内の数", "a number within its limits"))
        }
        FieldKind::Derived(_) if value.is_number() || value.is_string() => None,
        FieldKind::Text | FieldKind::LongText | FieldKind::Date | FieldKind::Office
            if value.is_string() =>
        {
            None
        }
        FieldKind::Text | FieldKind::LongText | FieldKind::Date | FieldKind::Office => {
            Some(wrong_value(field, value, "文字列", "text"))
        }
        _ => Some(wrong_value(
            field,
            value,
            "`filled = true` か `filled = false`",
            "`filled = true` or `filled = false`",
        )),
    }
}

fn not_a_choice(field: &Field, choices: &[Choice], value: &Value) -> Option<Fault> {
    let name = value.as_str().unwrap_or_default();
    if choices.iter().any(|choice| choice.id == name) {
        return None;
    }
    let ids: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.id)).collect();
    let listed = ids.join(", ");
    let define =
        Text::new(format!("次のどれかにしてください：{listed}"), format!("use one of {listed}"));
    Some(Fault {
        code: "dangling-choice",
        message: Text::new(
            format!("項目「{}」に選択肢 {value} はありません", field.label.ja),
            format!("the field `{}` has no choice {value}", field.id),
        ),
        mend: mend_name(name, choices.iter().map(|choice| choice.id.as_str()), &define),
    })
}

fn wrong_value(field: &Field, value: &Value, ja: &str, en: &str) -> Fault {
    Fault {
        code: "condition-value",
        message: Text::new(
            format!("項目「{}」の値が {value} になることはありません", field.label.ja),
            format!("the field `{}` never has the value {value}", field.id),
        ),
        mend: Text::new(format!("{ja}で書いてください"), format!("write {en}")),
    }
}

/// Whether a field is asked for only when it has been asked for already, directly or by way of others.
fn goes_round(field: &Field, fields: &[Field]) -> bool {
    let mut current = field;
    for _ in 0..=fields.len() {
        let Some(condition) =
            current.when.as_ref().filter(|condition| condition.test != Test::Empty)
        else {
            return false;
        };
        if condition.field == field.id {
            return true;
        }
        let Some(next) = fields.iter().find(|other| other.id == condition.field) else {
            return false;
        };
        current = next;
    }
    false
}

fn never(field: &Field, place: Place) -> Diagnostic {
    let (code, message) = if field.is_required {
        let message = Text::new(
            format!(
                "必須の項目「{}」の条件が成り立つことはなく、一度も尋ねられません",
                field.label.ja
            ),
            format!(
                "the required field `{}` is never asked for: its condition never holds",
                field.id
            ),
        );
        ("required-never-asked", message)
    } else {
        let message = Text::new(
            format!("項目「{}」の条件が成り立つことはなく、一度も尋ねられません", field.label.ja),
            format!("the field `{}` is never asked for: its condition never holds", field.id),
        );
        ("condition-never", message)
    };
    Diagnostic::error(
        code,
        place,
        message,
        Text::new("条件（when）を直すか、消してください", "correct the condition, or remove it"),
    )
    .about(&field.clause)
}
