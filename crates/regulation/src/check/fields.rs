//! Options of fields that do not fit together: empty choices, limits the wrong way round, fixed rows that no choice names.

use std::collections::BTreeMap;

use crate::{
    diagnostic::Diagnostic,
    model::{Choice, Field, FieldKind},
    text::Text,
};

use super::{Findings, mend_name};

pub(super) fn check_fields(findings: &mut Findings<'_>) {
    for field in findings.regulation.forms.iter().flat_map(|form| &form.fields) {
        check_field(findings, field);
    }
}

fn check_field(findings: &mut Findings<'_>, field: &Field) {
    if field.flag.is_some() && (field.clause.is_empty() || field.is_required) {
        findings.add(idle_flag(findings, field));
    }
    match &field.kind {
        FieldKind::Choice { choices, .. } | FieldKind::ManyChoice { choices, .. } => {
            check_choices(findings, field, choices);
        }
        FieldKind::ClauseException { choices } => {
            check_choices(findings, field, choices);
            check_grounds(findings, field, choices);
        }
        FieldKind::Number { min: Some(min), max: Some(max), .. } if min > max => findings.add(
            Diagnostic::error(
                "limits",
                findings.line(&field.place, "min"),
                Text::new(
                    format!(
                        "項目「{}」の最小値 {min} が最大値 {max} より大きくなっています",
                        field.label.ja
                    ),
                    format!(
                        "the least value of `{}`, {min}, is above the largest, {max}",
                        field.id
                    ),
                ),
                Text::new("`min` と `max` を直してください", "correct `min` and `max`"),
            )
            .about(&field.clause),
        ),
        FieldKind::Table { columns, max_rows, fixed_rows } => {
            for column in columns {
                check_field(findings, column);
            }
            check_table(findings, field, columns, fixed_rows);
            if fixed_rows.len() > usize::try_from(*max_rows).unwrap_or(usize::MAX) {
                findings.add(fixed_rows_fault(
                    findings,
                    field,
                    &Text::new(
                        format!(
                            "いつもある行（{} 行）が、行数の上限 {max_rows} を超えています",
                            fixed_rows.len()
                        ),
                        format!(
                            "there are more fixed rows ({}) than rows allowed ({max_rows})",
                            fixed_rows.len()
                        ),
                    ),
                ));
            }
        }
        _ => {}
    }
}

/// A flag that nobody could look up, or that never shows.
fn idle_flag(findings: &Findings<'_>, field: &Field) -> Diagnostic {
    let place = findings.line(&field.place, "flag");
    let label = &field.label.ja;
    let (message, mend) = if field.is_required {
        (
            Text::new(
                format!("項目「{label}」は必ず書くので、`flag` が出ることはありません"),
                format!("`{}` is required, so its `flag` never shows", field.id),
            ),
            Text::new(
                "`flag` か `required` のどちらかを消してください",
                "take away `flag` or `required`",
            ),
        )
    } else {
        (
            Text::new(
                format!("項目「{label}」の `flag` に、もとになる条項がありません"),
                format!("the `flag` of `{}` stands on no clause", field.id),
            ),
            Text::new(
                "その項目に `clause = \"…\"` を書いてください",
                "give the field its `clause = \"…\"`",
            ),
        )
    };
    Diagnostic::error("idle-flag", place, message, mend).about(&field.clause)
}

fn check_choices(findings: &mut Findings<'_>, field: &Field, choices: &[Choice]) {
    if choices.is_empty() {
        return findings.add(
            Diagnostic::error(
                "no-choices",
                findings.line(&field.place, "choices"),
                Text::new(format!("項目「{}」に選択肢が一つもありません", field.label.ja), format!("the field `{}` has no choices", field.id)),
                Text::new(
                    "`choices = [{ id = \"…\", label = { ja = \"…\", en = \"…\" } }]` の形で選択肢を書いてください",
                    "write `choices = [{ id = \"…\", label = { ja = \"…\", en = \"…\" } }]`",
                ),
            )
            .about(&field.clause),
        );
    }
    let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
    for (index, choice) in choices.iter().enumerate() {
        if let Some(first) =
            labels.insert(&choice.label.ja, &choice.id).filter(|_| !choice.label.ja.is_empty())
        {
            findings.add(
                Diagnostic::warning(
                    "repeated-label",
                    findings.line(&field.place, &format!("choices.{index}.label")),
                    Text::new(
                        format!(
                            "選択肢 `{}` と `{first}` の表示がどちらも「{}」で、区別できません",
                            choice.id, choice.label.ja
                        ),
                        format!(
                            "the choices `{}` and `{first}` both read `{}`",
                            choice.id, choice.label.ja
                        ),
                    ),
                    Text::new("どちらかの表示を変えてください", "change one of the labels"),
                )
                .about(&field.clause),
            );
        }
    }
}

/// Each ground of a clause exception stands on a clause.
fn check_grounds(findings: &mut Findings<'_>, field: &Field, choices: &[Choice]) {
    for (index, choice) in choices.iter().enumerate().filter(|(_, choice)| choice.clause.is_empty())
    {
        findings.add(
            Diagnostic::error(
                "ground-without-clause",
                findings.line(&field.place, &format!("choices.{index}.id")),
                Text::new(
                    format!("例外の根拠「{}」に条項がありません", choice.label.ja),
                    format!("the ground `{}` of the exception cites no clause", choice.id),
                ),
                Text::new(
                    "その例外を認める条項を `clause = \"…\"` で書いてください",
                    "write the clause that allows it as `clause = \"…\"`",
                ),
            )
            .about(&field.clause),
        );
    }
}

fn check_table(
    findings: &mut Findings<'_>,
    field: &Field,
    columns: &[Field],
    fixed_rows: &[String],
) {
    let Some(first) = columns.first() else {
        return findings.add(
            Diagnostic::error(
                "no-columns",
                findings.line(&field.place, "columns"),
                Text::new(
                    format!("表「{}」に列が一つもありません", field.label.ja),
                    format!("the table `{}` has no columns", field.id),
                ),
                Text::new(
                    "`[[fields.columns]]` で列を書いてください",
                    "write columns as `[[fields.columns]]`",
                ),
            )
            .about(&field.clause),
        );
    };
    if fixed_rows.is_empty() || findings.regulation.lines.is_doubtful(&first.place) {
        return;
    }
    let FieldKind::Choice { choices, .. } = &first.kind else {
        return findings.add(fixed_rows_fault(
            findings,
            field,
            &Text::new(
                "いつもある行（fixed_rows）は、最初の列が選択（choice）の表でだけ使えます",
                "fixed rows need a first column of kind `choice`",
            ),
        ));
    };
    let define =
        Text::new("最初の列の選択肢の ID を書いてください", "name a choice of the first column");
    for row in fixed_rows.iter().filter(|row| !choices.iter().any(|choice| choice.id == **row)) {
        let mut finding = fixed_rows_fault(
            findings,
            field,
            &Text::new(
                format!(
                    "いつもある行 `{row}` は、最初の列「{}」の選択肢にありません",
                    first.label.ja
                ),
                format!("the fixed row `{row}` is no choice of the first column `{}`", first.id),
            ),
        );
        finding.mend = mend_name(row, choices.iter().map(|choice| choice.id.as_str()), &define);
        findings.add(finding);
    }
}

fn fixed_rows_fault(findings: &Findings<'_>, field: &Field, message: &Text) -> Diagnostic {
    let mend = Text::new(
        "`fixed_rows` と最初の列を合わせてください",
        "make `fixed_rows` and the first column agree",
    );
    Diagnostic::error(
        "fixed-rows",
        findings.line(&field.place, "fixed_rows"),
        message.clone(),
        mend,
    )
    .about(&field.clause)
}
