//! Duties: somebody can do them, their days exist, and what starts and meets them is there.

use crate::{
    diagnostic::Diagnostic,
    model::{
        ClockStart, Condition, DueDay, Duty, Every, Field, FieldKind, Form, MetBy, Scope, Timing,
        Who,
    },
    text::Text,
};

use super::{Findings, conditions::check_for_form, mend_name, organization::Organization};

pub(super) fn check_duties(findings: &mut Findings<'_>, organization: &Organization<'_>) {
    for duty in &findings.regulation.duties {
        check_people(findings, organization, duty);
        if findings.regulation.lines.is_doubtful(&duty.place) {
            continue;
        }
        match &duty.timing {
            Timing::Periodic { every, due } => check_round(findings, duty, *every, *due),
            Timing::Clock { after, when, .. } => check_clock(findings, duty, after, when.as_ref()),
        }
        if let Some(met_by) = &duty.met_by {
            check_met_by(findings, duty, met_by);
        }
    }
}

/// Everybody whom a duty names can be there.
fn check_people(findings: &mut Findings<'_>, organization: &Organization<'_>, duty: &Duty) {
    let owner = match &duty.owner.who {
        Who::Everyone => None,
        Who::Office(office) => Some((office.as_str(), "owner.office".to_owned())),
    };
    let told = duty.escalate.iter().enumerate();
    let told = told.map(|(index, it)| (it.office.as_str(), format!("escalate.{index}.office")));
    for (id, path) in owner.into_iter().chain(told) {
        let Some(office) = findings.regulation.office(id) else { continue };
        let Some(why) = organization.why_unholdable(office) else { continue };
        let (ja, en) = (
            format!("義務「{}」の役割 `{id}` には、{}誰も就けません", duty.title.ja, why.ja),
            format!("nobody can hold the office `{id}` of this duty: {}", why.en),
        );
        let mend = Text::new(
            "役割の定義を直すか、誰かが就ける役割を書いてください",
            "correct the office, or name one that somebody can hold",
        );
        add(findings, duty, ("duty-unholdable", &path), Text::new(ja, en), mend);
    }
}

fn check_round(findings: &mut Findings<'_>, duty: &Duty, every: Every, due: DueDay) {
    let is_of_office = matches!(duty.owner.who, Who::Office(_));
    if is_of_office && !matches!(duty.owner.scope, Scope::OwnUnit | Scope::Operator) {
        let message = Text::new(
            "くり返す義務の範囲は `own_unit`（部署ごと）か `operator`（全体で一つ）です",
            "the scope of a duty that comes round is `own_unit` (for each unit) or `operator` (one)",
        );
        let mend = Text::new("どちらかにしてください", "use one of them");
        add(findings, duty, ("duty-scope", "owner.scope"), message, mend);
    }
    let months = every.months();
    if months == 0 && due != DueDay::default() {
        let message = Text::new(
            "毎日の義務の期限はその日です。`due` は書けません",
            "a daily duty is due on its day: it has no `due`",
        );
        add(
            findings,
            duty,
            ("duty-due", "due"),
            message,
            Text::new("`due` を消してください", "remove `due`"),
        );
    } else if let Some(month) = due.month.filter(|month| *month > months) {
        let message = Text::new(
            format!("期間は {months} か月なので、{month} か月目はありません"),
            format!("the period has {months} months, so it has no month {month}"),
        );
        let mend = Text::new(
            format!("1 から {months} までの数にするか、翌期なら `next = true` と書いてください"),
            format!("use 1 to {months}, or `next = true` for the period after"),
        );
        add(findings, duty, ("duty-due", "due.month"), message, mend);
    }
}

fn check_clock(
    findings: &mut Findings<'_>,
    duty: &Duty,
    after: &ClockStart,
    when: Option<&Condition>,
) {
    let Some(form) = findings.regulation.form(&after.form) else { return };
    if !after.field.is_empty() {
        check_date(findings, duty, form, &after.field, "after.field");
    }
    if let Some(condition) = when {
        let place = findings.line(&duty.place, "when");
        check_for_form(findings, form, condition, &place, &duty.clause);
    }
}

fn check_met_by(findings: &mut Findings<'_>, duty: &Duty, met_by: &MetBy) {
    let Some(form) = findings.regulation.form(&met_by.form) else { return };
    if !met_by.period.is_empty() {
        check_date(findings, duty, form, &met_by.period, "met_by.period");
    }
    if !met_by.member.is_empty() {
        let is_member = |field: &Field| matches!(field.kind, FieldKind::Member { .. });
        let wanted = Text::new("人（`member`）の項目", "a `member` field");
        check_field(findings, duty, form, (&met_by.member, "met_by.member"), &wanted, is_member);
        if duty.owner.who != Who::Everyone {
            let message = Text::new(
                "`member` は全員の義務（`everyone = true`）でだけ使えます",
                "`member` means something only for a duty of `everyone`",
            );
            let mend = Text::new("この設定を消してください", "remove it");
            add(findings, duty, ("duty-met-by", "met_by.member"), message, mend);
        }
    }
    let Timing::Clock { after, .. } = &duty.timing else { return };
    if met_by.link.is_empty() {
        if met_by.form != after.form && findings.regulation.form(&after.form).is_some() {
            let message = Text::new(
                format!(
                    "様式「{}」のどの記録がきっかけの記録に応えるものか決まりません",
                    form.title.ja
                ),
                format!(
                    "it is not clear which record of `{}` answers the one that started the clock",
                    form.id
                ),
            );
            let mend = Text::new(
                "きっかけの記録を指す項目を `link = \"…\"` で書いてください",
                "name the `record` field that points to it: `link = \"…\"`",
            );
            add(findings, duty, ("duty-met-by", "met_by"), message, mend);
        }
        return;
    }
    let points =
        |field: &Field| matches!(&field.kind, FieldKind::Record { form } if *form == after.form);
    let wanted = Text::new(
        format!("様式 `{}` の記録を指す項目", after.form),
        format!("a `record` field that points to `{}`", after.form),
    );
    check_field(findings, duty, form, (&met_by.link, "met_by.link"), &wanted, points);
}

fn check_date(findings: &mut Findings<'_>, duty: &Duty, form: &Form, id: &str, path: &str) {
    let regulation = findings.regulation;
    let is_date =
        |field: &Field| matches!(regulation.value_kind(&form.fields, field), Some(FieldKind::Date));
    let wanted = Text::new("日付（`date`）の項目", "a `date` field");
    check_field(findings, duty, form, (id, path), &wanted, is_date);
}

/// The field is one of the form, and of the kind that is wanted.
fn check_field(
    findings: &mut Findings<'_>,
    duty: &Duty,
    form: &Form,
    (id, path): (&str, &str),
    wanted: &Text,
    fits: impl Fn(&Field) -> bool,
) {
    match form.field(id) {
        Some(field) if fits(field) || findings.regulation.lines.is_doubtful(&field.place) => {}
        Some(field) => {
            let message = Text::new(
                format!(
                    "様式「{}」の項目「{}」は{}ではありません",
                    form.title.ja, field.label.ja, wanted.ja
                ),
                format!("the field `{id}` of the form `{}` is not {}", form.id, wanted.en),
            );
            let mend =
                Text::new(format!("{}を指してください", wanted.ja), format!("name {}", wanted.en));
            add(findings, duty, ("duty-field", path), message, mend);
        }
        None => {
            let message = Text::new(
                format!("様式「{}」に項目 `{id}` はありません", form.title.ja),
                format!("the form `{}` has no field `{id}`", form.id),
            );
            let define =
                Text::new("その様式にある項目の ID を書いてください", "name a field of that form");
            let mend = mend_name(id, form.fields.iter().map(|field| field.id.as_str()), &define);
            add(findings, duty, ("dangling-field", path), message, mend);
        }
    }
}

fn add(
    findings: &mut Findings<'_>,
    duty: &Duty,
    (code, path): (&'static str, &str),
    message: Text,
    mend: Text,
) {
    let place = findings.line(&duty.place, path);
    findings.add(Diagnostic::error(code, place, message, mend).about(&duty.clause));
}
