//! Names of offices, kinds of units, forms and routes that lead nowhere.

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{
        Disposal, Duty, Field, FieldKind, Form, Grant, Regulation, Step, StepKind, Timing, Who,
    },
    text::Text,
};

use super::{Findings, mend_name};

/// What a reference names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Office,
    UnitKind,
    Form,
    Route,
    Programme,
    Duty,
}

struct Reference<'r> {
    target: Target,
    id: &'r str,
    place: Place,
    clause: &'r str,
}

pub(super) fn check_references(findings: &mut Findings<'_>) {
    let regulation = findings.regulation;
    let mut references = Vec::new();
    from_organization(regulation, &mut references);
    for form in &regulation.forms {
        from_form(regulation, form, &mut references);
    }
    for step in regulation.routes.iter().flat_map(|route| &route.steps) {
        from_step(regulation, step, &mut references);
    }
    if let Some(disposal) = &regulation.disposal {
        from_disposal(regulation, disposal, &mut references);
    }
    for duty in &regulation.duties {
        from_duty(regulation, duty, &mut references);
    }
    for reference in references {
        if let Some(finding) = dangling(regulation, reference.target, reference.id, reference.place)
        {
            findings.add(finding.about(reference.clause));
        }
    }
}

/// A finding where `id` names nothing. An empty one is missing, not dangling.
pub(super) fn dangling(
    regulation: &Regulation,
    target: Target,
    id: &str,
    place: Place,
) -> Option<Diagnostic> {
    let existing: Vec<&str> = match target {
        Target::Office => regulation.offices.iter().map(|office| office.id.as_str()).collect(),
        Target::UnitKind => regulation.unit_kinds.iter().map(|kind| kind.id.as_str()).collect(),
        Target::Form => regulation.forms.iter().map(|form| form.id.as_str()).collect(),
        Target::Route => regulation.routes.iter().map(|route| route.id.as_str()).collect(),
        Target::Duty => regulation.duties.iter().map(|it| it.id.as_str()).collect(),
        Target::Programme => regulation.programmes.iter().map(|it| it.id.as_str()).collect(),
    };
    if id.is_empty() || existing.contains(&id) {
        return None;
    }
    let (code, name, define) = match target {
        Target::Office => {
            ("dangling-office", Text::new("役割", "office"), "`regulation.toml` の `[[offices]]` ")
        }
        Target::UnitKind => (
            "dangling-unit-kind",
            Text::new("組織の種類", "kind of unit"),
            "`regulation.toml` の `[[unit_kinds]]` ",
        ),
        Target::Form => ("dangling-form", Text::new("様式", "form"), "`forms/` "),
        Target::Route => {
            ("dangling-route", Text::new("決裁ルート", "route"), "`routes.toml` の `[[routes]]` ")
        }
        Target::Programme => (
            "dangling-programme",
            Text::new("義務の区分", "programme"),
            "`duties/` の `[[programmes]]` ",
        ),
        Target::Duty => ("dangling-duty", Text::new("義務", "duty"), "`duties/` の `[[duties]]` "),
    };
    let define = Text::new(
        format!("{define}に定義するか、定義済みの{}を指してください", name.ja),
        format!(
            "define it, or name {} that exists",
            if target == Target::Office { "an office" } else { "one" }
        ),
    );
    Some(Diagnostic::error(
        code,
        place,
        Text::new(
            format!("`{id}` という{}は定義されていません", name.ja),
            format!("there is no {} `{id}`", name.en),
        ),
        mend_name(id, existing, &define),
    ))
}

fn from_organization<'r>(regulation: &'r Regulation, references: &mut Vec<Reference<'r>>) {
    for kind in &regulation.unit_kinds {
        for (index, id) in kind.parents.iter().enumerate() {
            let place = regulation.lines.place(&kind.place, &format!("parents.{index}"));
            references.push(Reference { target: Target::UnitKind, id, place, clause: "" });
        }
    }
    for office in &regulation.offices {
        let clause = office.clause.as_str();
        for (index, id) in office.held_over.iter().enumerate() {
            let place = regulation.lines.place(&office.place, &format!("held_over.{index}"));
            references.push(Reference { target: Target::UnitKind, id, place, clause });
        }
        for (index, id) in office.appointed_by.iter().enumerate() {
            let place = regulation.lines.place(&office.place, &format!("appointed_by.{index}"));
            references.push(Reference { target: Target::Office, id, place, clause });
        }
    }
}

fn from_form<'r>(regulation: &'r Regulation, form: &'r Form, references: &mut Vec<Reference<'r>>) {
    let place = regulation.lines.place(&form.place, "route");
    references.push(Reference { target: Target::Route, id: &form.route, place, clause: "" });
    references.extend(form.grants().filter_map(|grant| from_grant(regulation, grant)));
    for (index, id) in form.drafted_in.iter().flat_map(|it| it.kinds.iter().enumerate()) {
        let place = regulation.lines.place(&form.place, &format!("drafted_in.kinds.{index}"));
        references.push(Reference { target: Target::UnitKind, id, place, clause: "" });
    }
    for field in &form.fields {
        from_field(regulation, field, references);
    }
}

fn from_disposal<'r>(
    regulation: &'r Regulation,
    disposal: &'r Disposal,
    references: &mut Vec<Reference<'r>>,
) {
    references.extend(disposal.grants().filter_map(|(_, grant)| from_grant(regulation, grant)));
    let certificate = disposal.certificate.iter().map(|it| (&it.form, &it.clause, "certificate"));
    let book = disposal.book.iter().map(|it| (&it.form, &it.clause, "book"));
    for (id, clause, key) in certificate.chain(book) {
        let place = regulation.lines.place(&disposal.place, &format!("disposal.{key}.form"));
        references.push(Reference { target: Target::Form, id, place, clause });
    }
}

fn from_grant<'r>(regulation: &Regulation, grant: &'r Grant) -> Option<Reference<'r>> {
    let Who::Office(id) = &grant.who else { return None };
    let place = regulation.lines.place(&grant.place, "office");
    Some(Reference { target: Target::Office, id, place, clause: &grant.clause })
}

fn from_field<'r>(
    regulation: &'r Regulation,
    field: &'r Field,
    references: &mut Vec<Reference<'r>>,
) {
    match &field.kind {
        FieldKind::Record { form } => {
            let place = regulation.lines.place(&field.place, "form");
            references.push(Reference {
                target: Target::Form,
                id: form,
                place,
                clause: &field.clause,
            });
        }
        FieldKind::Table { columns, .. } => {
            for column in columns {
                from_field(regulation, column, references);
            }
        }
        _ => {}
    }
}

fn from_duty<'r>(regulation: &'r Regulation, duty: &'r Duty, references: &mut Vec<Reference<'r>>) {
    let mut refer = |target, id: &'r str, path: &str| {
        let place = regulation.lines.place(&duty.place, path);
        references.push(Reference { target, id, place, clause: &duty.clause });
    };
    refer(Target::Programme, &duty.programme, "programme");
    if let Who::Office(office) = &duty.owner.who {
        refer(Target::Office, office, "owner.office");
    }
    for (index, escalation) in duty.escalate.iter().enumerate() {
        refer(Target::Office, &escalation.office, &format!("escalate.{index}.office"));
    }
    if let Timing::Clock { after, .. } = &duty.timing {
        refer(Target::Form, &after.form, "after.form");
    }
    if let Some(met_by) = &duty.met_by {
        refer(Target::Form, &met_by.form, "met_by.form");
    }
}

fn from_step<'r>(regulation: &'r Regulation, step: &'r Step, references: &mut Vec<Reference<'r>>) {
    let named: [(&str, &str); 2] = match &step.kind {
        StepKind::Approve { office, .. } | StepKind::Acknowledge { office, .. } => {
            [("office", office), ("", "")]
        }
        StepKind::DecideByBody { body, recorded_by, .. } => {
            [("body", body), ("recorded_by", recorded_by)]
        }
        StepKind::Parallel { steps } => {
            for step in steps {
                from_step(regulation, step, references);
            }
            return;
        }
        StepKind::Submit => return,
    };
    for (key, id) in named {
        let place = regulation.lines.place(&step.place, key);
        references.push(Reference { target: Target::Office, id, place, clause: &step.clause });
    }
}
