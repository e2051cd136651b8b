//! Who may: every question goes to Cedar, with the regulation's grants, routes and rules compiled into it.

mod entities;
mod verdicts;

use std::collections::{BTreeSet, HashMap};

use cedar_policy::{
    AuthorizationError, Authorizer, Context, Decision, Entities, EntityTypeName, EntityUid,
    PolicySet, Request,
};
use regulation::{
    Diagnostic, Form, Regulation,
    policy::{self, Policies},
};

use crate::{
    Fields, World,
    ids::{MemberId, UnitId},
    organization::Appointment,
    record::{Record, RecordState},
    refusal::Citation,
};

use entities::{Gathering, Names, type_name, uid};
pub(crate) use verdicts::Verdicts;
use verdicts::{Mark, Question};

/// What Kitei's own base policy calls a member who keeps units, members and accounts.
pub const ADMINISTRATOR: &str = "kitei_administrator";

/// The compiled policies with the Cedar names that every question needs.
#[derive(Debug)]
pub struct Judge {
    policies: Policies,
    authorizer: Authorizer,
    names: Names,
    forms: HashMap<String, EntityTypeName>,
    actions: HashMap<&'static str, EntityUid>,
    mark: Mark,
}

/// The answer to "may this member do that?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Yes; the clauses that grant it.
    Allowed(Vec<String>),
    /// A rule forbids it.
    Forbidden(Vec<Citation>),
    /// Nothing grants it.
    NotGranted,
}

impl Verdict {
    /// Whether it is a yes.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// A record as a question about it sees it: also one that does not exist yet.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Form.
    pub form: &'a Form,
    /// Unit.
    pub unit: UnitId,
    /// Who drafted it first.
    pub drafter: MemberId,
    /// Who drafted, edited or handed in the copy being worked on.
    pub authors: &'a BTreeSet<MemberId>,
    /// State.
    pub state: RecordState,
    /// Edition in force.
    pub edition: u32,
    /// Values.
    pub fields: &'a Fields,
}

impl<'a> Subject<'a> {
    /// The subject that a record is.
    #[must_use]
    pub fn of(form: &'a Form, record: &'a Record) -> Self {
        static NOBODY: BTreeSet<MemberId> = BTreeSet::new();
        Self {
            form,
            unit: record.unit,
            drafter: record.drafter,
            authors: record.working.as_ref().map_or(&NOBODY, |working| &working.authors),
            state: record.state,
            edition: record.edition(),
            fields: record.fields(),
        }
    }
}

impl Judge {
    /// Compiles a regulation's policies.
    ///
    /// # Errors
    /// What [`policy::compile`] finds wrong.
    pub fn new(regulation: &Regulation) -> Result<Self, Vec<Diagnostic>> {
        let policies = policy::compile(regulation)?;
        let actions = policy::RECORD_ACTIONS
            .into_iter()
            .chain(policy::APPOINTMENT_ACTIONS)
            .map(|name| (name, uid(&type_name("Action"), name)))
            .collect();
        let forms = regulation
            .forms
            .iter()
            .map(|form| (form.id.clone(), type_name(&policy::entity_type(&form.id))))
            .collect();
        Ok(Self {
            policies,
            authorizer: Authorizer::new(),
            names: Names::new(),
            forms,
            actions,
            mark: Mark::default(),
        })
    }

    /// The same without one rule, by its `@id`.
    #[must_use]
    pub(crate) fn without_rule(&self, rule: &str) -> Self {
        Self {
            policies: self.policies.without_rule(rule),
            authorizer: Authorizer::new(),
            names: Names::new(),
            forms: self.forms.clone(),
            actions: self.actions.clone(),
            mark: Mark::default(),
        }
    }

    /// The compiled policies.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// May `actor` do `action` with a record? For acts on a waiting step, `step` names it.
    #[must_use]
    pub fn on_record(
        &self,
        world: World<'_>,
        actor: MemberId,
        action: &str,
        subject: Subject<'_>,
        step: &str,
    ) -> Verdict {
        let (Some(set), Some(type_name)) =
            (self.policies.set(&subject.form.id), self.forms.get(&subject.form.id))
        else {
            return Verdict::NotGranted;
        };
        let policies = &self.policies;
        let question = Question::on_record(policies, world.today, actor, (action, step), &subject);
        world.organization.verdicts().of(&self.mark, question, || {
            let resource = uid(type_name, "it");
            let about = (policies, subject.form.id.as_str());
            let mut gathering = Gathering::new(&self.names, world, about);
            gathering.add_member(actor);
            gathering.add_record(&resource, subject, step);
            self.ask(set, actor, action, resource, gathering)
        })
    }

    /// May `actor` make or end this appointment?
    #[must_use]
    pub fn on_appointment(
        &self,
        world: World<'_>,
        actor: MemberId,
        action: &str,
        subject: &Appointment,
    ) -> Verdict {
        let Some(set) = self.policies.set(policy::APPOINTMENT) else { return Verdict::NotGranted };
        let resource = uid(&self.names.appointment, "it");
        let about = (&self.policies, policy::APPOINTMENT);
        let mut gathering = Gathering::new(&self.names, world, about);
        gathering.add_member(actor);
        gathering.add_appointment(&resource, subject);
        self.ask(set, actor, action, resource, gathering)
    }

    fn ask(
        &self,
        set: &PolicySet,
        actor: MemberId,
        action: &str,
        resource: EntityUid,
        gathering: Gathering<'_>,
    ) -> Verdict {
        let Some(action) = self.actions.get(action) else { return Verdict::NotGranted };
        let principal = uid(&self.names.member, &actor.to_string());
        let Ok(request) = Request::new(principal, action.clone(), resource, Context::empty(), None)
        else {
            return Verdict::NotGranted;
        };
        let Ok(entities) = Entities::from_entities(gathering.into_entities(), None) else {
            return Verdict::NotGranted;
        };
        let response = self.authorizer.is_authorized(&request, set, &entities);
        let diagnostics = response.diagnostics();
        let mut against: Vec<_> = diagnostics
            .errors()
            .map(|AuthorizationError::PolicyEvaluationError(error)| {
                self.not_evaluated(error.policy_id().as_ref())
            })
            .collect();
        let reasons = diagnostics
            .reason()
            .filter_map(|id| self.policies.info(id.as_ref()))
            .collect::<Vec<_>>();
        if response.decision() == Decision::Deny {
            against.extend(reasons.iter().map(|info| Citation {
                clause: info.clause.clone(),
                message: info.message.clone(),
                field: None,
            }));
            return if against.is_empty() {
                Verdict::NotGranted
            } else {
                Verdict::Forbidden(against)
            };
        }
        // INVARIANT: Cedar passes over a rule that fails; a prohibition that could not be asked must not count as a yes.
        if !against.is_empty() {
            return Verdict::Forbidden(against);
        }
        let clauses: BTreeSet<_> =
            reasons.iter().map(|info| &info.clause).filter(|it| !it.is_empty()).collect();
        Verdict::Allowed(clauses.into_iter().cloned().collect())
    }

    /// What is told of a rule that failed on these values: nobody can say whether it forbids.
    fn not_evaluated(&self, policy: &str) -> Citation {
        let clause = self.policies.info(policy).map(|info| info.clause.clone());
        Citation::of_act(
            clause.unwrap_or_default(),
            format!(
                "規則 `{policy}` をこの内容では判定できないため、認められません。システムの管理者に知らせてください"
            ),
            format!(
                "the rule `{policy}` cannot be evaluated for these values, so this is not allowed; tell the administrator"
            ),
        )
    }
}
