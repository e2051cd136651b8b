//! What a regulation says, after reading. The vocabulary is closed: every kind that a folder may name is an enum here.
//!
//! Ids are plain strings inside a regulation (`handler`, `holdings_register`): lower case, digits and `_`.

mod access;
mod disposal;
mod duty;
mod field;
mod form;
mod lines;
mod organization;
mod route;
mod rules;
mod scenario;
mod term;

pub use access::{Access, IdleLock, PasswordRule};
pub use disposal::{APPROVE, Book, BookWord, Certificate, DISPOSE, Disposal, Fill, HOLD, PROPOSE};
pub use duty::{
    ClockStart, ClosedDay, DueDay, Duty, DutyOwner, DutyState, Escalation, Every, MetBy, Programme,
    Timing, Within, WithinUnit,
};
pub use field::{Certainty, Choice, DateLimit, Derivation, Field, FieldKind, Prefill};
pub use form::{
    DraftedIn, Form, FormKind, Grant, Retention, RetentionStart, Review, Scope, Section, Who,
};
pub use lines::Lines;
pub use organization::{Office, OfficeDuty, UnitKind};
pub use route::{Condition, Emergency, Route, Step, StepKind, Test};
pub(crate) use rules::RULES_FILE;
pub use rules::{Rule, Rules};
pub use scenario::{
    Expectation, Given, GivenAppointment, GivenMember, GivenUnit, Scenario, ScenarioStep, Shown,
};
pub use term::{Term, terms_used};

use crate::{diagnostic::Place, text::Text};

/// A whole regulation: identity, organization, clauses, forms, routes, rules and its own tests.
#[derive(Debug, Clone, Default)]
pub struct Regulation {
    /// Folder name, e.g. `association-pms`.
    pub id: String,
    /// Title of the regulation.
    pub title: Text,
    /// Name of the edition, e.g. the date of its last revision.
    pub edition: String,
    /// First month of the fiscal year, 1–12.
    pub fiscal_year_start_month: i8,
    /// How the source cites its clauses in a sentence; `{}` is replaced by the clause, e.g. `規程{}`.
    pub citation: Text,
    /// Clause on how the organization is set up, cited where a unit is refused; empty where there is none.
    pub units_clause: String,
    /// Clause on who is bound, cited where a member is refused; empty where there is none.
    pub members_clause: String,
    /// What clauses set about signing in.
    pub access: Access,
    /// How records are disposed of whose period is over; `None`: they are not, by the program.
    pub disposal: Option<Disposal>,
    /// How many clauses the source has in all, so that a part can be told from the whole.
    pub source_clauses: u32,
    /// Kinds of units, the root first.
    pub unit_kinds: Vec<UnitKind>,
    /// Kinds of members (役員, 職員, 派遣労働者, …); empty where the regulation tells none apart.
    pub member_kinds: Vec<Choice>,
    /// Offices.
    pub offices: Vec<Office>,
    /// Defined terms.
    pub terms: Vec<Term>,
    /// Clauses.
    pub clauses: Vec<Clause>,
    /// Routes that several forms share.
    pub routes: Vec<Route>,
    /// Forms in order of number.
    pub forms: Vec<Form>,
    /// Groups of duties, in the order of the year's chart.
    pub programmes: Vec<Programme>,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Text of the rules, and where each is.
    pub rules: Rules,
    /// The regulation's own tests.
    pub scenarios: Vec<Scenario>,
    /// Where each key of each item stands, for diagnostics.
    pub lines: Lines,
}

impl Regulation {
    /// The form with this id.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The office with this id.
    #[must_use]
    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == id)
    }

    /// The duty with this id.
    #[must_use]
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id == id)
    }

    /// The title of the chapter in which a clause stands; empty where the regulation has no chapters, or no such clause.
    #[must_use]
    pub fn chapter_of(&self, clause: &str) -> &Text {
        const NONE: &Text = &Text { ja: String::new(), en: String::new() };
        let Some(at) = self.clauses.iter().position(|it| it.id == clause) else { return NONE };
        let before = self.clauses.get(..=at).unwrap_or_default();
        let titles = before.iter().rev().map(|clause| &clause.chapter);
        titles.into_iter().find(|title| !title.ja.is_empty()).unwrap_or(NONE)
    }

    /// The clause with this id.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The kind of unit with this id.
    #[must_use]
    pub fn unit_kind(&self, id: &str) -> Option<&UnitKind> {
        self.unit_kinds.iter().find(|kind| kind.id == id)
    }

    /// The kind of member with this id.
    #[must_use]
    pub fn member_kind(&self, id: &str) -> Option<&Choice> {
        self.member_kinds.iter().find(|kind| kind.id == id)
    }

    /// The kind of the whole operator: the one unit without a parent.
    #[must_use]
    pub fn root_kind(&self) -> Option<&UnitKind> {
        self.unit_kinds.iter().find(|kind| kind.parents.is_empty())
    }

    /// The kind of a field's value: of a `copied` field that of the field it is copied from; `None` where that is not there.
    #[must_use]
    pub fn value_kind<'a>(
        &'a self,
        siblings: &'a [Field],
        field: &'a Field,
    ) -> Option<&'a FieldKind> {
        let (mut siblings, mut field) = (siblings, field);
        // A copy of a copy of a copy: far enough, and it ends even where forms copy each other.
        for _ in 0..8 {
            let FieldKind::Derived(Derivation::Copied { reference, field: copied }) = &field.kind
            else {
                return Some(&field.kind);
            };
            let reference = siblings.iter().find(|it| it.id == *reference)?;
            let FieldKind::Record { form } = &reference.kind else { return None };
            let form = self.form(form)?;
            siblings = &form.fields;
            field = form.field(copied)?;
        }
        None
    }

    /// The route a form follows. `kitei check` guarantees that there is one.
    #[must_use]
    pub fn route_of(&self, form: &Form) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == form.route)
    }
}

/// A clause of the source: what it is about in our own words, and what realizes it.
#[derive(Debug, Clone, Default)]
pub struct Clause {
    /// As the source cites it, e.g. `J.3.1.1(3)`.
    pub id: String,
    /// Title of the chapter that begins with it; empty where it begins none.
    pub chapter: Text,
    /// Short heading.
    pub heading: Text,
    /// Our own paraphrase: what it asks for, one click away from every field.
    pub meaning: Text,
    /// The clause it is a part of: it is then not counted by itself. Empty where it stands alone.
    pub part_of: String,
    /// What realizes it, as declared; what forms, steps, rules and offices cite is added by `check`.
    pub realized: Vec<Realization>,
    /// Where it stands.
    pub place: Place,
}

/// How a clause becomes real.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Realization {
    /// A form (its id).
    Form(String),
    /// A route (its id).
    Route(String),
    /// A rule (its `@id`).
    Rule(String),
    /// An office (its id).
    Office(String),
    /// A duty (its id).
    Duty(String),
    /// A notice: a form whose records in force are public (its id).
    Notice(String),
    /// Done by people outside the program; the text says what serves as evidence.
    Organizational(Text),
    /// Carried out by a later part of the program, which the text names: missing until then.
    Later(Text),
}
