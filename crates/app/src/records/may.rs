//! What a person may do with records of a unit, whichever they are: asked of the same policies with a record made up for it.

use std::collections::BTreeSet;

use engine::{Fields, MemberId, RecordState, UnitId, World, authorize::Subject};
use regulation::Form;

use crate::{Actor, App, error::AppError};

impl App {
    /// Whether a person may draft a form for a unit.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such form.
    pub fn may_draft(&self, actor: Actor, form: &str, unit: UnitId) -> Result<bool, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        Ok(may_draft_in(world, actor.member, tenant.form(form)?, unit))
    }

    /// Units for which a person may draft a form.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such form.
    pub fn drafting_units(&self, actor: Actor, form: &str) -> Result<Vec<UnitId>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        Ok(tenant.drafting_units(world, actor.member, tenant.form(form)?))
    }

    /// Whether a person may draft a form for some unit.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such form.
    pub fn can_draft(&self, actor: Actor, form: &str) -> Result<bool, AppError> {
        Ok(!self.drafting_units(actor, form)?.is_empty())
    }
}

fn stub<'a>(
    form: &'a Form,
    unit: UnitId,
    drafter: MemberId,
    state: RecordState,
    authors: &'a BTreeSet<MemberId>,
) -> Subject<'a> {
    static NO_FIELDS: std::sync::LazyLock<Fields> = std::sync::LazyLock::new(Fields::new);
    let edition = u32::from(state == RecordState::InForce);
    Subject { form, unit, drafter, authors, state, edition, fields: &NO_FIELDS }
}

/// May a member read records of a form in a unit that somebody else drafted?
pub(crate) fn may_read_in(
    world: World<'_>,
    member: MemberId,
    form: &Form,
    unit: UnitId,
    is_draft: bool,
) -> bool {
    let state = if is_draft { RecordState::Draft } else { RecordState::InForce };
    let somebody_else = MemberId(uuid::Uuid::nil());
    let authors = BTreeSet::new();
    world
        .judge
        .on_record(world, member, "read", stub(form, unit, somebody_else, state, &authors), "")
        .is_allowed()
}

/// May a member do something with records in force of a form in a unit that somebody else drafted?
pub(crate) fn may_in_force(
    world: World<'_>,
    member: MemberId,
    form: &Form,
    unit: UnitId,
    action: &str,
) -> bool {
    let (somebody_else, authors) = (MemberId(uuid::Uuid::nil()), BTreeSet::new());
    let subject = stub(form, unit, somebody_else, RecordState::InForce, &authors);
    world.judge.on_record(world, member, action, subject, "").is_allowed()
}

/// May a member draft a form for a unit? Nobody may for one that is closed.
pub(crate) fn may_draft_in(world: World<'_>, member: MemberId, form: &Form, unit: UnitId) -> bool {
    let authors = BTreeSet::from([member]);
    let kept = form.drafted_in.as_ref();
    let is_open = world.organization.unit(unit).is_some_and(|unit| {
        unit.closed_on.is_none_or(|day| day >= world.today)
            && kept.is_none_or(|kept| kept.kinds.contains(&unit.kind))
    });
    is_open
        && world
            .judge
            .on_record(
                world,
                member,
                "draft",
                stub(form, unit, member, RecordState::Draft, &authors),
                "",
            )
            .is_allowed()
}
