//! Every place where a clause is cited, and what cites it.

use crate::{
    diagnostic::Place,
    model::{Choice, Field, FieldKind, Form, Regulation, Step, StepKind},
};

/// A clause cited somewhere.
pub(super) struct Citation<'r> {
    pub(super) clause: &'r str,
    pub(super) place: Place,
    pub(super) by: Citing<'r>,
}

/// What cites a clause. A scenario proves it but does not realize it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Citing<'r> {
    Form(&'r str),
    Route(&'r str),
    Office(&'r str),
    Rule(&'r str),
    Duty(&'r str),
    Term,
    Organization,
    Scenario,
}

/// All citations of a regulation; places where no clause is given are left out.
pub(super) fn citations(regulation: &Regulation) -> Vec<Citation<'_>> {
    let mut all = Collector { regulation, by: Citing::Scenario, found: Vec::new() };
    all.by = Citing::Organization;
    let identity = Place::new("regulation.toml", 0);
    all.cite(&regulation.units_clause, &identity, "units_clause");
    all.cite(&regulation.members_clause, &identity, "members_clause");
    let access = &regulation.access;
    let settings = [
        access.idle_lock.as_ref().map(|it| &it.clause),
        access.password.as_ref().map(|it| &it.clause),
    ];
    for clause in settings.into_iter().flatten() {
        all.cite(clause, &identity, "access");
    }
    for kind in &regulation.member_kinds {
        all.cite(&kind.clause, &identity, "member_kinds");
    }
    all.by = Citing::Term;
    for term in &regulation.terms {
        all.cite(&term.clause, &term.place, "clause");
    }
    all.disposal();
    for office in &regulation.offices {
        all.by = Citing::Office(&office.id);
        all.cite(&office.clause, &office.place, "clause");
        for (index, duty) in office.duties.iter().enumerate() {
            all.cite(&duty.clause, &office.place, &format!("duties.{index}.clause"));
        }
    }
    for route in &regulation.routes {
        all.by = Citing::Route(&route.id);
        for step in &route.steps {
            all.step(step);
        }
        if let Some(emergency) = &route.emergency {
            all.cite(&emergency.clause, &route.place, "emergency.clause");
        }
    }
    for form in &regulation.forms {
        all.form(form);
    }
    for rule in regulation.rules.by_id.values() {
        all.by = Citing::Rule(&rule.id);
        all.cite(&rule.clause, &rule.place, "");
    }
    for duty in &regulation.duties {
        all.by = Citing::Duty(&duty.id);
        all.cite(&duty.clause, &duty.place, "clause");
    }
    all.by = Citing::Scenario;
    for scenario in &regulation.scenarios {
        all.list(&scenario.clauses, &scenario.place, "clauses");
        for step in &scenario.steps {
            if let crate::model::Expectation::Refused(clauses) = &step.expect {
                all.list(clauses, &step.place, "expect.refused");
            }
        }
    }
    all.found
}

struct Collector<'r> {
    regulation: &'r Regulation,
    by: Citing<'r>,
    found: Vec<Citation<'r>>,
}

impl<'r> Collector<'r> {
    fn cite(&mut self, clause: &'r str, item: &Place, path: &str) {
        if !clause.is_empty() {
            let place = self.regulation.lines.place(item, path);
            self.found.push(Citation { clause, place, by: self.by });
        }
    }

    fn list(&mut self, clauses: &'r [String], item: &Place, path: &str) {
        for (index, clause) in clauses.iter().enumerate() {
            self.cite(clause, item, &format!("{path}.{index}"));
        }
    }

    fn disposal(&mut self) {
        let Some(disposal) = &self.regulation.disposal else { return };
        for (_, grant) in disposal.grants() {
            self.cite(&grant.clause, &grant.place, "clause");
        }
        if let Some(certificate) = &disposal.certificate {
            self.cite(&certificate.clause, &disposal.place, "disposal.certificate.clause");
        }
        if let Some(book) = &disposal.book {
            self.cite(&book.clause, &disposal.place, "disposal.book.clause");
        }
    }

    fn step(&mut self, step: &'r Step) {
        self.cite(&step.clause, &step.place, "clause");
        if let StepKind::Parallel { steps } = &step.kind {
            for step in steps {
                self.step(step);
            }
        }
    }

    fn form(&mut self, form: &'r Form) {
        self.by = Citing::Form(&form.id);
        self.list(&form.clauses, &form.place, "clauses");
        for grant in form.drafters.iter().chain(&form.readers) {
            self.cite(&grant.clause, &grant.place, "clause");
        }
        if let Some(drafted_in) = &form.drafted_in {
            self.cite(&drafted_in.clause, &form.place, "drafted_in.clause");
        }
        if let Some(retention) = &form.retention {
            self.cite(&retention.clause, &form.place, "retention.clause");
        }
        if let Some(review) = &form.review {
            self.cite(&review.clause, &form.place, "review.clause");
            if let Some(grant) = &review.directed_by {
                self.cite(&grant.clause, &form.place, "review.directed_by.clause");
            }
        }
        for field in &form.fields {
            self.field(field);
        }
    }

    fn field(&mut self, field: &'r Field) {
        self.cite(&field.clause, &field.place, "clause");
        match &field.kind {
            FieldKind::Table { columns, .. } => {
                for column in columns {
                    self.field(column);
                }
            }
            FieldKind::Choice { choices, .. }
            | FieldKind::ManyChoice { choices, .. }
            | FieldKind::ClauseException { choices } => {
                self.choices(choices, &field.place);
            }
            _ => {}
        }
    }

    fn choices(&mut self, choices: &'r [Choice], field: &Place) {
        for (index, choice) in choices.iter().enumerate() {
            self.cite(&choice.clause, field, &format!("choices.{index}.clause"));
        }
    }
}
