//! What makes each clause real: every form, field, step, rule and office that cites it, what people do about it, what proves it.
//!
//! It lists what the regulation says; whether that is enough is the business of `regulation::check`.

use std::collections::BTreeMap;

use regulation::{
    Choice, Field, FieldKind, Form, Grant, Language, Realization, Regulation, Route, Step, StepKind,
};

use super::{field_anchor, form_href, spoken_of};
use crate::words::CitingWords;

/// The kinds of what can cite a clause, in the order in which a reader wants them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Form,
    Field,
    Step,
    Rule,
    Duty,
    Office,
    Planned,
    Evidence,
    Scenario,
}

impl Kind {
    /// The kind in a word.
    pub(crate) fn label(self, language: Language) -> &'static str {
        let words = CitingWords::of(language);
        match self {
            Self::Form => words.form,
            Self::Field => words.field,
            Self::Step => words.step,
            Self::Rule => words.rule,
            Self::Duty => words.duty,
            Self::Office => words.office,
            Self::Planned => words.planned,
            Self::Evidence => words.evidence,
            Self::Scenario => words.scenario,
        }
    }

    /// Whether the program carries the clause out by it.
    pub(crate) fn is_program(self) -> bool {
        matches!(
            self,
            Self::Form | Self::Field | Self::Step | Self::Rule | Self::Duty | Self::Office
        )
    }
}

/// One thing that cites a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citing {
    pub(crate) kind: Kind,
    /// What is read.
    pub(crate) label: String,
    /// Where it stands, or what it does about the clause; may be empty.
    pub(crate) detail: String,
    /// Its page; empty where it has none.
    pub(crate) href: String,
    /// The form it belongs to; empty for none.
    pub(crate) form: String,
}

/// How a clause becomes real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Realized,
    Organizational,
    Missing,
}

/// How a clause with these citations stands.
pub(crate) fn standing(citings: &[Citing]) -> Standing {
    if citings.iter().any(|citing| citing.kind.is_program()) {
        Standing::Realized
    } else if citings.iter().any(|citing| citing.kind == Kind::Evidence) {
        Standing::Organizational
    } else {
        Standing::Missing
    }
}

/// What cites each clause of a regulation, by clause, in order of kind.
pub(crate) fn citings(regulation: &Regulation, language: Language) -> BTreeMap<&str, Vec<Citing>> {
    let mut walk =
        Walk { regulation, language, words: CitingWords::of(language), found: BTreeMap::new() };
    for form in &regulation.forms {
        walk.form(form);
    }
    for route in &regulation.routes {
        walk.route(route);
    }
    walk.rules();
    walk.duties();
    walk.offices();
    walk.declared();
    walk.scenarios();
    for list in walk.found.values_mut() {
        list.sort_by_key(|citing| citing.kind);
        list.dedup();
    }
    walk.found
}

struct Walk<'r> {
    regulation: &'r Regulation,
    language: Language,
    words: &'static CitingWords,
    found: BTreeMap<&'r str, Vec<Citing>>,
}

impl<'r> Walk<'r> {
    fn cite(&mut self, clause: &'r str, citing: Citing) {
        if clause.is_empty() {
            return;
        }
        let list = self.found.entry(clause).or_default();
        if !list.contains(&citing) {
            list.push(citing);
        }
    }

    fn of_form(&self, form: &Form, detail: &str) -> Citing {
        let label = form.full_title(self.language);
        Citing {
            kind: Kind::Form,
            label,
            detail: detail.to_owned(),
            href: form_href(form),
            form: form.id.clone(),
        }
    }

    fn form(&mut self, form: &'r Form) {
        for clause in &form.clauses {
            let citing = self.of_form(form, "");
            self.cite(clause, citing);
        }
        let grants = |list: &'r [Grant], detail| {
            list.iter().map(move |grant| (grant.clause.as_str(), detail))
        };
        let parts = grants(&form.drafters, self.words.drafters)
            .chain(grants(&form.readers, self.words.readers))
            .chain(form.retention.iter().map(|it| (it.clause.as_str(), self.words.retention)))
            .chain(form.review.iter().map(|it| (it.clause.as_str(), self.words.review)))
            .chain(
                form.review
                    .iter()
                    .filter_map(|it| it.directed_by.as_ref())
                    .map(|grant| (grant.clause.as_str(), self.words.review)),
            );
        for (clause, detail) in parts {
            let citing = self.of_form(form, detail);
            self.cite(clause, citing);
        }
        for field in &form.fields {
            self.field(form, field, "");
        }
    }

    fn field(&mut self, form: &'r Form, field: &'r Field, table: &str) {
        let own = field.label.get(self.language);
        let label = if table.is_empty() {
            own.to_owned()
        } else {
            spoken_of::titled(table, own, self.language)
        };
        let citing = Citing {
            kind: Kind::Field,
            label: label.clone(),
            detail: form.full_title(self.language),
            href: format!("{}#{}", form_href(form), field_anchor(field, !table.is_empty())),
            form: form.id.clone(),
        };
        match &field.kind {
            FieldKind::Table { columns, .. } => {
                for column in columns {
                    self.field(form, column, own);
                }
            }
            FieldKind::Choice { choices, .. }
            | FieldKind::ManyChoice { choices, .. }
            | FieldKind::ClauseException { choices } => {
                self.choices(&citing, choices);
            }
            _ => {}
        }
        self.cite(&field.clause, citing);
    }

    fn choices(&mut self, of_field: &Citing, choices: &'r [Choice]) {
        for choice in choices {
            let label = spoken_of::pair(
                self.words.choice,
                choice.label.get(self.language),
                &of_field.label,
            );
            self.cite(&choice.clause, Citing { label, ..of_field.clone() });
        }
    }

    /// A route is shown on the pages of its forms, so a step of it leads to the first of them.
    fn route(&mut self, route: &'r Route) {
        let forms: Vec<_> =
            self.regulation.forms.iter().filter(|form| form.route == route.id).collect();
        let detail =
            forms.iter().map(|form| form.title.get(self.language)).collect::<Vec<_>>().join("・");
        let detail =
            if detail.is_empty() { route.title.get(self.language).to_owned() } else { detail };
        let href =
            forms.first().map(|form| format!("{}#route", form_href(form))).unwrap_or_default();
        let form = forms.first().map(|form| form.id.clone()).unwrap_or_default();
        let citing = |label: String| Citing {
            kind: Kind::Step,
            label,
            detail: detail.clone(),
            href: href.clone(),
            form: form.clone(),
        };
        for step in all_steps(&route.steps) {
            let label = spoken_of::step_title(self.regulation, step, self.language);
            self.cite(&step.clause, citing(label));
        }
        if let Some(emergency) = &route.emergency {
            self.cite(&emergency.clause, citing(self.words.emergency.to_owned()));
        }
    }

    fn rules(&mut self) {
        for rule in self.regulation.rules.by_id.values() {
            let label = rule.message.get(self.language).to_owned();
            let href = format!("/regulation/rules#rule-{}", rule.id);
            self.cite(
                &rule.clause,
                Citing {
                    kind: Kind::Rule,
                    label,
                    detail: String::new(),
                    href,
                    form: String::new(),
                },
            );
        }
    }

    fn duties(&mut self) {
        for duty in &self.regulation.duties {
            let programme = self.regulation.programmes.iter().find(|it| it.id == duty.programme);
            let detail = programme.map_or("", |it| it.title.get(self.language)).to_owned();
            let citing = Citing {
                kind: Kind::Duty,
                label: duty.title.get(self.language).to_owned(),
                detail,
                href: String::new(),
                form: String::new(),
            };
            self.cite(&duty.clause, citing);
        }
    }

    fn offices(&mut self) {
        for office in &self.regulation.offices {
            let of_office = Citing {
                kind: Kind::Office,
                label: office.title.get(self.language).to_owned(),
                detail: String::new(),
                href: format!("/regulation/offices#office-{}", office.id),
                form: String::new(),
            };
            for duty in &office.duties {
                let detail = duty.text.get(self.language).to_owned();
                self.cite(&duty.clause, Citing { detail, ..of_office.clone() });
            }
            self.cite(&office.clause, of_office);
        }
    }

    /// What a clause declares besides what cites it: work of people, and what later parts of the program do.
    fn declared(&mut self) {
        for clause in &self.regulation.clauses {
            for realization in &clause.realized {
                let (kind, label) = match realization {
                    Realization::Organizational(text) => {
                        (Kind::Evidence, text.get(self.language).to_owned())
                    }
                    Realization::Later(part) => (Kind::Planned, part.get(self.language).to_owned()),
                    Realization::Form(_)
                    | Realization::Route(_)
                    | Realization::Rule(_)
                    | Realization::Duty(_)
                    | Realization::Notice(_)
                    | Realization::Office(_) => continue,
                };
                let citing = Citing {
                    kind,
                    label,
                    detail: String::new(),
                    href: String::new(),
                    form: String::new(),
                };
                self.cite(&clause.id, citing);
            }
        }
    }

    fn scenarios(&mut self) {
        for scenario in &self.regulation.scenarios {
            for clause in &scenario.clauses {
                let label = scenario.title.get(self.language).to_owned();
                let href = "/regulation/check#scenarios".to_owned();
                self.cite(
                    clause,
                    Citing {
                        kind: Kind::Scenario,
                        label,
                        detail: String::new(),
                        href,
                        form: String::new(),
                    },
                );
            }
        }
    }
}

/// Steps, and those inside parallel ones.
fn all_steps(steps: &[Step]) -> Vec<&Step> {
    let mut all = Vec::new();
    for step in steps {
        all.push(step);
        if let StepKind::Parallel { steps } = &step.kind {
            all.extend(steps);
        }
    }
    all
}
