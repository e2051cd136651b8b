//! What is filled in from another record, what must be in force, and dates that bound each other.

use crate::{
    diagnostic::Diagnostic,
    model::{Choice, DateLimit, Field, FieldKind, Form, Prefill, Regulation},
    text::Text,
};

use super::{Findings, mend_name};

pub(super) fn check_prefills(findings: &mut Findings<'_>) {
    for form in &findings.regulation.forms {
        check_fields(findings, &form.fields);
    }
}

fn check_fields(findings: &mut Findings<'_>, fields: &[Field]) {
    for field in fields {
        if let FieldKind::Table { columns, .. } = &field.kind {
            check_fields(findings, columns);
        }
        if let Some(prefill) = &field.prefill {
            check_prefill(findings, fields, field, prefill);
        }
        for limit in &field.limits {
            check_limit(findings, fields, field, limit);
        }
        if field.must_be_in_force {
            check_clause(findings, field, "in_force");
        }
    }
}

fn check_prefill(findings: &mut Findings<'_>, fields: &[Field], field: &Field, prefill: &Prefill) {
    let path = "prefill";
    if matches!(
        field.kind,
        FieldKind::Derived(_) | FieldKind::File { .. } | FieldKind::Consent { .. }
    ) {
        let message = Text::new(
            format!(
                "項目「{}」は計算・ファイル・同意なので、書き写すことはできません",
                field.label.ja
            ),
            format!("`{}` is derived, a file or a consent: it cannot be filled in", field.id),
        );
        let mend = Text::new("`prefill` を消してください", "remove `prefill`");
        return add(findings, field, ("prefill-kind", path), message, mend);
    }
    let Some(reference) = fields.iter().find(|it| it.id == prefill.reference) else {
        return dangling(findings, field, path, &prefill.reference, fields);
    };
    let regulation = findings.regulation;
    let FieldKind::Record { form } = &reference.kind else {
        if !regulation.lines.is_doubtful(&reference.place) {
            let message = Text::new(
                format!("項目「{}」は記録（`record`）を指す項目ではありません", reference.label.ja),
                format!("`{}` is not a `record` field", reference.id),
            );
            let mend = Text::new("記録を指す項目の ID を書いてください", "name a `record` field");
            add(findings, field, ("prefill-kind", path), message, mend);
        }
        return;
    };
    let Some(form) = regulation.form(form) else { return };
    let Some(source) = form.field(&prefill.field) else {
        return dangling(findings, field, path, &prefill.field, &form.fields);
    };
    let is_clear = ![source, field].iter().any(|it| regulation.lines.is_doubtful(&it.place));
    if is_clear && !agree(regulation, form, source, field) {
        let message = Text::new(
            format!(
                "項目「{}」には、様式「{}」の「{}」の値をそのまま書けません（種類か選択肢が違います）",
                field.label.ja, form.title.ja, source.label.ja
            ),
            format!(
                "`{}` cannot take the value of `{}` of the form `{}`: the kinds or choices differ",
                field.id, source.id, form.id
            ),
        );
        let mend = Text::new(
            "種類（kind）と選択肢を合わせるか、`prefill` を消してください",
            "make kind and choices agree, or remove `prefill`",
        );
        add(findings, field, ("prefill-kind", path), message, mend);
    }
}

/// Whether whatever stands in one field can stand in the other.
fn agree(regulation: &Regulation, form: &Form, source: &Field, field: &Field) -> bool {
    let Some(kind) = regulation.value_kind(&form.fields, source) else { return true };
    match (kind, &field.kind) {
        (FieldKind::Text, FieldKind::Text | FieldKind::LongText)
        | (FieldKind::LongText, FieldKind::LongText)
        | (FieldKind::Date, FieldKind::Date)
        | (FieldKind::DateRange, FieldKind::DateRange)
        | (FieldKind::Unit, FieldKind::Unit)
        | (FieldKind::Office, FieldKind::Office)
        | (FieldKind::YesNo, FieldKind::YesNo)
        | (FieldKind::Derived(_), FieldKind::Number { .. }) => true,
        (FieldKind::Number { estimable: from, .. }, FieldKind::Number { estimable: to, .. }) => {
            *to || !*from
        }
        (FieldKind::Member { many: from }, FieldKind::Member { many: to }) => *to || !*from,
        (FieldKind::Record { form: from }, FieldKind::Record { form: to }) => from == to,
        (
            FieldKind::Choice { choices: from, open: from_open },
            FieldKind::Choice { choices: to, open: to_open }
            | FieldKind::ManyChoice { choices: to, open: to_open },
        )
        | (
            FieldKind::ManyChoice { choices: from, open: from_open },
            FieldKind::ManyChoice { choices: to, open: to_open },
        ) => (*to_open || !*from_open) && are_among(from, to),
        (
            FieldKind::ClauseException { choices: from },
            FieldKind::ClauseException { choices: to },
        ) => are_among(from, to),
        (FieldKind::Table { columns: from, .. }, FieldKind::Table { columns: to, .. }) => {
            to.iter().all(|column| {
                matches!(column.kind, FieldKind::Derived(_))
                    || from.iter().find(|it| it.id == column.id).is_none_or(|source| {
                        let inside = Form { fields: from.clone(), ..Form::default() };
                        agree(regulation, &inside, source, column)
                    })
            }) && to.iter().any(|column| from.iter().any(|it| it.id == column.id))
        }
        _ => false,
    }
}

fn are_among(from: &[Choice], to: &[Choice]) -> bool {
    from.iter().all(|choice| to.iter().any(|it| it.id == choice.id))
}

fn check_limit(findings: &mut Findings<'_>, fields: &[Field], field: &Field, limit: &DateLimit) {
    let path = limit.key();
    check_clause(findings, field, path);
    let regulation = findings.regulation;
    match fields.iter().find(|it| it.id == limit.field()) {
        None => dangling(findings, field, path, limit.field(), fields),
        Some(other) if other.id == field.id => {
            let message = Text::new(
                format!("項目「{}」を自分自身と比べています", field.label.ja),
                format!("`{}` is compared with itself", field.id),
            );
            let mend = Text::new("別の日付の項目を書いてください", "name another `date` field");
            add(findings, field, ("date-limit", path), message, mend);
        }
        Some(other)
            if matches!(regulation.value_kind(fields, other), Some(FieldKind::Date) | None)
                || regulation.lines.is_doubtful(&other.place) => {}
        Some(other) => {
            let message = Text::new(
                format!("項目「{}」は日付（`date`）の項目ではありません", other.label.ja),
                format!("`{}` is not a `date` field", other.id),
            );
            let mend = Text::new("日付の項目を書いてください", "name a `date` field");
            add(findings, field, ("date-limit", path), message, mend);
        }
    }
}

/// Who is refused reads the clause of the field.
fn check_clause(findings: &mut Findings<'_>, field: &Field, path: &str) {
    if !field.clause.is_empty() {
        return;
    }
    let message = Text::new(
        format!("項目「{}」の `{path}` に、もとになる条項がありません", field.label.ja),
        format!("the `{path}` of `{}` stands on no clause", field.id),
    );
    let mend = Text::new(
        "その項目に `clause = \"…\"` を書いてください",
        "give the field its `clause = \"…\"`",
    );
    add(findings, field, ("limit-without-clause", path), message, mend);
}

fn dangling(findings: &mut Findings<'_>, field: &Field, path: &str, id: &str, among: &[Field]) {
    let define = Text::new("あてはまる項目の ID を書いてください", "name a field that is there");
    let message = Text::new(
        format!("`{path}` の指す項目 `{id}` はありません"),
        format!("there is no field `{id}` for `{path}`"),
    );
    let mend = mend_name(id, among.iter().map(|field| field.id.as_str()), &define);
    add(findings, field, ("dangling-field", path), message, mend);
}

fn add(
    findings: &mut Findings<'_>,
    field: &Field,
    (code, path): (&'static str, &str),
    message: Text,
    mend: Text,
) {
    let place = findings.line(&field.place, path);
    findings.add(Diagnostic::error(code, place, message, mend).about(&field.clause));
}
