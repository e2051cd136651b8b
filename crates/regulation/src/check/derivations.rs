//! Derived fields: what they are computed from is there, stands before them, and is of a kind that can be computed with.

use crate::{
    diagnostic::Diagnostic,
    model::{Derivation, Field, FieldKind},
    text::Text,
};

use super::{Findings, mend_name};

pub(super) fn check_derivations(findings: &mut Findings<'_>) {
    for form in &findings.regulation.forms {
        check_fields(findings, &form.fields);
    }
}

fn check_fields(findings: &mut Findings<'_>, fields: &[Field]) {
    for (index, field) in fields.iter().enumerate() {
        match &field.kind {
            FieldKind::Table { columns, .. } => check_fields(findings, columns),
            FieldKind::Derived(derivation) => {
                let before = fields.get(..index).unwrap_or_default();
                let around = Around { field, all: fields, before };
                check_derivation(findings, &around, derivation);
                if field.is_required {
                    findings.add(required(findings, field));
                }
            }
            _ => {}
        }
    }
}

/// A derived field, and the fields beside it.
struct Around<'f> {
    field: &'f Field,
    all: &'f [Field],
    before: &'f [Field],
}

fn check_derivation(findings: &mut Findings<'_>, around: &Around<'_>, derivation: &Derivation) {
    match derivation {
        Derivation::Product { left, right } => {
            for id in [left, right] {
                let factor = find(findings, around, id);
                let is_number = |kind: &FieldKind| {
                    matches!(kind, FieldKind::Number { .. } | FieldKind::Choice { .. })
                };
                if let Some(factor) = factor.filter(|factor| !is_number(&factor.kind)) {
                    findings.list.extend(wrong_kind(
                        findings,
                        around,
                        factor,
                        &Text::new("数か選択の項目", "a number or a choice"),
                    ));
                }
            }
        }
        Derivation::RowCount { table } => {
            if let Some(table) = find(findings, around, table)
                && !matches!(table.kind, FieldKind::Table { .. })
            {
                findings.list.extend(wrong_kind(
                    findings,
                    around,
                    table,
                    &Text::new("表の項目", "a table"),
                ));
            }
        }
        Derivation::Largest { table, column } => check_largest(findings, around, table, column),
        Derivation::Copied { reference, field } => check_copied(findings, around, reference, field),
    }
}

fn check_largest(findings: &mut Findings<'_>, around: &Around<'_>, table: &str, column: &str) {
    let Some(table) = find(findings, around, table) else { return };
    let FieldKind::Table { columns, .. } = &table.kind else {
        return findings.list.extend(wrong_kind(
            findings,
            around,
            table,
            &Text::new("表の項目", "a table"),
        ));
    };
    match columns.iter().find(|it| it.id == column) {
        None => findings.add(dangling(findings, around, column, columns)),
        Some(found) if !matches!(found.kind, FieldKind::Number { .. } | FieldKind::Derived(_)) => {
            findings.list.extend(wrong_kind(
                findings,
                around,
                found,
                &Text::new("数か自動計算の列", "a number or a derived column"),
            ));
        }
        Some(_) => {}
    }
}

fn check_copied(findings: &mut Findings<'_>, around: &Around<'_>, reference: &str, field: &str) {
    let Some(reference) = find(findings, around, reference) else { return };
    let FieldKind::Record { form } = &reference.kind else {
        return findings.list.extend(wrong_kind(
            findings,
            around,
            reference,
            &Text::new("記録を指す項目（record）", "a record field"),
        ));
    };
    // A form that is not there is reported where the record field names it.
    if let Some(form) = findings.regulation.form(form)
        && form.field(field).is_none()
    {
        findings.add(dangling(findings, around, field, &form.fields));
    }
}

/// The field that a derivation names; reports one that is not there or comes later.
fn find<'f>(findings: &mut Findings<'_>, around: &Around<'f>, id: &str) -> Option<&'f Field> {
    if let Some(found) = around.before.iter().find(|field| field.id == id) {
        return Some(found);
    }
    let finding = match around.all.iter().find(|field| field.id == id) {
        Some(later) => Diagnostic::error(
            "derived-from-later",
            findings.line(&around.field.place, "from"),
            Text::new(
                format!(
                    "「{}」は後に出てくる（または自分自身の）項目「{}」から計算されます",
                    around.field.label.ja, later.label.ja
                ),
                format!(
                    "`{}` is derived from `{id}`, which does not stand before it",
                    around.field.id
                ),
            ),
            Text::new(format!("項目 `{id}` を先に置いてください"), format!("put `{id}` before it")),
        )
        .about(&around.field.clause),
        None => dangling(findings, around, id, around.all),
    };
    findings.add(finding);
    None
}

fn dangling(
    findings: &Findings<'_>,
    around: &Around<'_>,
    id: &str,
    existing: &[Field],
) -> Diagnostic {
    let define = Text::new(
        "もとになる項目の ID を書いてください",
        "name the field that it is computed from",
    );
    Diagnostic::error(
        "dangling-field",
        findings.line(&around.field.place, "from"),
        Text::new(
            format!("「{}」の計算のもとになる項目 `{id}` はありません", around.field.label.ja),
            format!("there is no `{id}` to derive `{}` from", around.field.id),
        ),
        mend_name(id, existing.iter().map(|field| field.id.as_str()), &define),
    )
    .about(&around.field.clause)
}

fn wrong_kind(
    findings: &Findings<'_>,
    around: &Around<'_>,
    found: &Field,
    wanted: &Text,
) -> Option<Diagnostic> {
    if findings.regulation.lines.is_doubtful(&found.place) {
        return None;
    }
    let finding = Diagnostic::error(
        "derived-from-other-kind",
        findings.line(&around.field.place, "from"),
        Text::new(
            format!("「{}」は「{}」から計算できません", around.field.label.ja, found.label.ja),
            format!("`{}` cannot be derived from `{}`", around.field.id, found.id),
        ),
        Text::new(format!("{}を指してください", wanted.ja), format!("name {}", wanted.en)),
    );
    Some(finding.about(&around.field.clause))
}

fn required(findings: &Findings<'_>, field: &Field) -> Diagnostic {
    Diagnostic::error(
        "derived-required",
        findings.line(&field.place, "required"),
        Text::new(
            format!("自動計算の項目「{}」は人が書かないので、必須にできません", field.label.ja),
            format!("nobody fills in the derived field `{}`, so it cannot be required", field.id),
        ),
        Text::new(
            "`required` を消し、もとになる項目を必須にしてください",
            "remove `required`, and require what it is computed from",
        ),
    )
    .about(&field.clause)
}
