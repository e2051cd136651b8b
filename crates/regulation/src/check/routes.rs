//! Routes: they begin with the submission, somebody decides, and somebody can hold every office on the way.

use crate::{
    diagnostic::Diagnostic,
    model::{FormKind, Route, Step, StepKind},
    text::Text,
};

use super::{Findings, organization::Organization};

pub(super) fn check_routes(findings: &mut Findings<'_>, organization: &Organization<'_>) {
    for route in &findings.regulation.routes {
        check_start(findings, route);
        check_decision(findings, route);
        for step in &route.steps {
            check_step(findings, organization, step);
        }
        if !findings.regulation.forms.iter().any(|form| form.route == route.id) {
            findings.add(Diagnostic::warning(
                "unused-route",
                route.place.clone(),
                Text::new(
                    format!("決裁ルート「{}」を使う様式がありません", route.title.ja),
                    format!("no form uses the route `{}`", route.id),
                ),
                Text::new(
                    "様式の `route` で指すか、消してください",
                    "name it in a form's `route`, or remove it",
                ),
            ));
        }
    }
}

fn check_start(findings: &mut Findings<'_>, route: &Route) {
    let is_submit = |step: &Step| step.kind == StepKind::Submit;
    let mend = Text::new(
        "最初の手順だけを `{ id = \"submit\", kind = \"submit\" }` にしてください",
        "make the first step, and only the first, `{ id = \"submit\", kind = \"submit\" }`",
    );
    if !route.steps.first().is_some_and(is_submit) {
        let place =
            route.steps.first().map_or_else(|| route.place.clone(), |step| step.place.clone());
        findings.add(Diagnostic::error(
            "route-start",
            place,
            Text::new(
                format!("決裁ルート「{}」が提出（submit）で始まっていません", route.title.ja),
                format!("the route `{}` does not begin with `submit`", route.id),
            ),
            mend.clone(),
        ));
    }
    for step in route.steps.iter().skip(1).flat_map(leaves).filter(|step| is_submit(step)) {
        findings.add(Diagnostic::error(
            "route-start",
            step.place.clone(),
            Text::new(
                format!("決裁ルート「{}」の途中に提出（submit）があります", route.title.ja),
                format!("the route `{}` has a `submit` after its start", route.id),
            ),
            mend.clone(),
        ));
    }
}

/// A register or an application comes into force by a decision.
fn check_decision(findings: &mut Findings<'_>, route: &Route) {
    let decides =
        |step: &Step| matches!(step.kind, StepKind::Approve { .. } | StepKind::DecideByBody { .. });
    if route.steps.iter().flat_map(leaves).any(decides) {
        return;
    }
    let needs_decision = |kind| matches!(kind, FormKind::Register | FormKind::Application);
    let forms = findings
        .regulation
        .forms
        .iter()
        .filter(|form| form.route == route.id && needs_decision(form.kind));
    let titles: Vec<&str> = forms.map(|form| form.title.ja.as_str()).collect();
    if !titles.is_empty() {
        findings.add(Diagnostic::error(
            "route-without-approval",
            route.place.clone(),
            Text::new(
                format!("決裁ルート「{}」には承認する手順がないのに、承認の要る様式（{}）が使っています", route.title.ja, titles.join("、")),
                format!("the route `{}` has no step that decides, but forms that need a decision use it ({})", route.id, titles.join(", ")),
            ),
            Text::new(
                "`kind = \"approve\"` か `kind = \"decide_by_body\"` の手順を加えるか、様式の種類（kind）を見直してください",
                "add a step of kind `approve` or `decide_by_body`, or reconsider the kind of the forms",
            ),
        ));
    }
}

fn check_step(findings: &mut Findings<'_>, organization: &Organization<'_>, step: &Step) {
    match &step.kind {
        StepKind::Submit => {}
        StepKind::Approve { office, .. } | StepKind::Acknowledge { office, .. } => {
            check_office(findings, organization, step, office);
            check_is_body(findings, step, ("office", office), false);
        }
        StepKind::DecideByBody { body, recorded_by, .. } => {
            check_office(findings, organization, step, body);
            check_office(findings, organization, step, recorded_by);
            check_is_body(findings, step, ("body", body), true);
            check_is_body(findings, step, ("recorded_by", recorded_by), false);
        }
        StepKind::Parallel { steps } => {
            if steps.is_empty() {
                findings.add(Diagnostic::error(
                    "empty-parallel",
                    findings.line(&step.place, "steps"),
                    Text::new(
                        "並行手順（parallel）の中に手順がありません",
                        "the parallel step has no steps",
                    ),
                    Text::new(
                        "`steps` に手順を書くか、この手順を消してください",
                        "write its `steps`, or remove it",
                    ),
                ));
            }
            for step in steps {
                check_step(findings, organization, step);
            }
        }
    }
}

fn check_office(
    findings: &mut Findings<'_>,
    organization: &Organization<'_>,
    step: &Step,
    id: &str,
) {
    // An office that is not defined is reported as dangling.
    let Some(office) = findings.regulation.office(id) else { return };
    let Some(why) = organization.why_unholdable(office) else { return };
    findings.add(
        Diagnostic::error(
            "route-unholdable",
            findings.line(&step.place, "office"),
            Text::new(
                format!(
                    "決裁がここで止まります。役割「{}」には、{}誰も就けません",
                    office.title.ja, why.ja
                ),
                format!("the route stops here: nobody can hold the office `{id}` ({})", why.en),
            ),
            Text::new(
                format!(
                    "役割 `{id}` の定義（{} の {} 行目）を直すか、誰かが就ける役割に替えてください",
                    office.place.file, office.place.line
                ),
                format!(
                    "correct the office `{id}` ({} line {}), or name one that somebody can hold",
                    office.place.file, office.place.line
                ),
            ),
        )
        .about(&step.clause),
    );
}

/// A body resolves, a person signs.
fn check_is_body(
    findings: &mut Findings<'_>,
    step: &Step,
    (key, id): (&str, &str),
    must_be_body: bool,
) {
    let Some(office) = findings.regulation.office(id) else { return };
    if office.is_body == must_be_body {
        return;
    }
    let (message, mend) = if must_be_body {
        (
            Text::new(
                format!("「{}」は会議体ではないので、議決の手順に置けません", office.title.ja),
                format!("`{id}` is not a body, so it cannot resolve"),
            ),
            Text::new(
                "役割に `body = true` を書くか、`kind = \"approve\"` にしてください",
                "write `body = true` for the office, or use `kind = \"approve\"`",
            ),
        )
    } else {
        (
            Text::new(
                format!("「{}」は会議体なので、人として承認や記録ができません", office.title.ja),
                format!("`{id}` is a body: it cannot sign or record like a person"),
            ),
            Text::new(
                "`kind = \"decide_by_body\"` にして、議決を記録する役割を `recorded_by` に書いてください",
                "use `kind = \"decide_by_body\"`, and name who records its resolution in `recorded_by`",
            ),
        )
    };
    findings.add(
        Diagnostic::error("body", findings.line(&step.place, key), message, mend)
            .about(&step.clause),
    );
}

/// A step, or the steps inside a parallel one.
pub(super) fn leaves(step: &Step) -> Vec<&Step> {
    match &step.kind {
        StepKind::Parallel { steps } => steps.iter().collect(),
        _ => vec![step],
    }
}
