//! Forms: somebody can draft them, and the fields that name and tell apart their records are there.

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Field, FieldKind, Form, Who},
    text::Text,
};

use super::{Findings, mend_name, organization::Organization};

pub(super) fn check_forms(findings: &mut Findings<'_>, organization: &Organization<'_>) {
    for form in &findings.regulation.forms {
        check_drafters(findings, organization, form);
        check_named_fields(findings, form);
        for field in form.fields.iter().filter(|field| !field.section.is_empty()) {
            check_section(findings, form, field);
        }
    }
}

fn check_drafters(findings: &mut Findings<'_>, organization: &Organization<'_>, form: &Form) {
    let can_draft = form.drafters.iter().any(|grant| match &grant.who {
        Who::Everyone => true,
        // An office that is not defined is reported as dangling.
        Who::Office(office) => {
            organization.holdable.contains(office.as_str())
                || findings.regulation.office(office).is_none()
        }
    });
    if can_draft {
        return;
    }
    if !form.drafters.is_empty() {
        return findings.add(unholdable_drafters(findings, form));
    }
    let why = Text::new("起案者（drafters）が書かれていません", "it names no drafters");
    let clause = form.clauses.first().map_or("", String::as_str);
    findings.add(
        Diagnostic::error(
            "no-drafter",
            findings.line(&form.place, "drafters"),
            Text::new(
                format!("様式「{}」は誰も起案できません。{}", form.title.ja, why.ja),
                format!("nobody may draft the form `{}`: {}", form.id, why.en),
            ),
            Text::new(
                "`drafters = [{ office = \"…\", scope = \"own_unit\", clause = \"…\" }]` の形で、誰が起案するかを書いてください",
                "say who drafts it: `drafters = [{ office = \"…\", scope = \"own_unit\", clause = \"…\" }]`",
            ),
        )
        .about(clause),
    );
}

/// The drafters are named, but nobody can be appointed to their offices.
fn unholdable_drafters(findings: &Findings<'_>, form: &Form) -> Diagnostic {
    let offices = form.drafters.iter().filter_map(|grant| match &grant.who {
        Who::Office(office) => findings.regulation.office(office),
        Who::Everyone => None,
    });
    let told: Vec<_> = offices
        .map(|office| {
            let Place { file, line } = &office.place;
            (
                format!("`{}`（{file} の {line} 行目）", office.id),
                format!("`{}` ({file}, line {line})", office.id),
            )
        })
        .collect();
    let list = |of: fn(&(String, String)) -> &str, between| {
        told.iter().map(of).collect::<Vec<_>>().join(between)
    };
    let (ja, en) = (list(|it| &it.0, "、"), list(|it| &it.1, ", "));
    Diagnostic::error(
        "drafter-unholdable",
        findings.line(&form.place, "drafters"),
        Text::new(
            format!(
                "様式「{}」は誰も起案できません。起案者の役割には誰も就けません",
                form.title.ja
            ),
            format!(
                "nobody may draft the form `{}`: nobody can hold the offices of its drafters",
                form.id
            ),
        ),
        Text::new(
            format!("役割{ja}の定義を直すか、誰かが就ける役割を起案者に加えてください"),
            format!("correct the offices {en}, or name drafters that somebody can be"),
        ),
    )
    .about(form.clauses.first().map_or("", String::as_str))
}

fn check_named_fields(findings: &mut Findings<'_>, form: &Form) {
    if !form.title_field.is_empty() {
        let place = findings.line(&form.place, "title_field");
        check_named_field(findings, form, &form.title_field, place);
    }
    for (index, id) in form.key_fields.iter().enumerate() {
        let place = findings.line(&form.place, &format!("key_fields.{index}"));
        check_named_field(findings, form, id, place);
    }
}

fn check_named_field(findings: &mut Findings<'_>, form: &Form, id: &str, place: Place) {
    let define = Text::new("この様式の項目の ID を書いてください", "name a field of this form");
    match form.field(id) {
        None => findings.add(Diagnostic::error(
            "dangling-field",
            place,
            Text::new(
                format!("様式「{}」に項目 `{id}` はありません", form.title.ja),
                format!("the form `{}` has no field `{id}`", form.id),
            ),
            mend_name(id, form.fields.iter().map(|field| field.id.as_str()), &define),
        )),
        Some(field)
            if matches!(
                field.kind,
                FieldKind::Table { .. } | FieldKind::File { .. } | FieldKind::Consent { .. }
            ) =>
        {
            findings.add(Diagnostic::error(
                "naming-field-kind",
                place,
                Text::new(
                    format!("項目「{}」は表・ファイル・同意なので、記録の名前や見分けには使えません", field.label.ja),
                    format!("`{id}` is a table, a file or a consent: it cannot name a record or tell it from others"),
                ),
                Text::new("短い文字列・日付・選択などの項目を指してください", "name a field of short text, a date or a choice, for example"),
            ));
        }
        Some(_) => {}
    }
}

fn check_section(findings: &mut Findings<'_>, form: &Form, field: &Field) {
    if form.sections.iter().any(|section| section.id == field.section) {
        return;
    }
    let define =
        Text::new("`[[sections]]` にこの見出しを書いてください", "define it in `[[sections]]`");
    findings.add(
        Diagnostic::error(
            "dangling-section",
            findings.line(&field.place, "section"),
            Text::new(
                format!("見出し `{}` は定義されていません", field.section),
                format!("there is no section `{}`", field.section),
            ),
            mend_name(
                &field.section,
                form.sections.iter().map(|section| section.id.as_str()),
                &define,
            ),
        )
        .about(&field.clause),
    );
}
