//! Disposal of records whose period is over: what is due, holding back, proposing, approving, confirming. What is done after that
//! is in [`erase`].

mod erase;
mod list;
mod run;

use engine::{
    Citation, Record, RecordId, Refusal, World,
    decide::Referenced,
    disposal::{self, Act, Facts, Proposal, Standing},
};
use regulation::{Form, RetentionStart, Who};
use store::{
    Change,
    disposal::{Reference, Referring},
    record::RecordRow,
};

pub use erase::Cleaning;
pub use list::{DuePage, DueRow, Which};
pub use run::{Confirmation, Item, Proposed, RefusedRecord, RunView};

use crate::{
    Actor, App, Tenant,
    error::AppError,
    records::{Changed, Setting, changed},
};

/// Most records of one disposal.
pub const MANY: usize = 500;
/// How often something is decided again when somebody else was faster.
const TRIES: u32 = 4;
/// Most records that are named of those that point to a record.
const NAMED: u32 = 5;

/// What somebody has to do with disposal: acts as rules name them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DisposalPart(Vec<&'static str>);

impl DisposalPart {
    /// Whether they have anything to do with it.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether they may do this with some records: `regulation::PROPOSE` and the others.
    #[must_use]
    pub fn may(&self, action: &str) -> bool {
        self.0.contains(&action)
    }
}

/// How the keeping of a record stands.
#[derive(Debug, Clone, PartialEq)]
pub struct KeepingView {
    /// Its period.
    pub standing: Standing,
    /// Everything that keeps it from being disposed of today.
    pub blocks: Vec<Citation>,
    /// Whether the person holds it back or lifts holds.
    pub can_hold: bool,
    /// Whether the person can propose it.
    pub can_propose: bool,
    /// Whether another party had of it, and has to certify its disposal.
    pub is_entrusted: bool,
    /// The proposal to dispose of it, if there is one.
    pub proposal: Option<Proposal>,
}

/// A record that something is decided on about its disposal.
struct Target {
    row: RecordRow,
    record: Record,
    referring: Vec<String>,
}

impl App {
    /// What a person has to do with disposal, by the offices that they hold today.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such operator.
    pub fn disposal_part(&self, actor: Actor) -> Result<DisposalPart, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let Some(disposal) = &tenant.regulation.disposal else {
            return Ok(DisposalPart::default());
        };
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let has = |action: &str| {
            disposal.granted(action).iter().any(|grant| match &grant.who {
                Who::Everyone => true,
                Who::Office(office) => organization
                    .held_by(actor.member, world.today)
                    .any(|held| held.office == *office),
            })
        };
        let actions =
            [regulation::PROPOSE, regulation::APPROVE, regulation::DISPOSE, regulation::HOLD];
        Ok(DisposalPart(actions.into_iter().filter(|action| has(action)).collect()))
    }

    /// How the keeping of a record stands, for somebody who may see it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it is not for them; what the database says.
    pub async fn record_keeping(
        &self,
        actor: Actor,
        id: RecordId,
    ) -> Result<KeepingView, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (_, record) = self.readable(&tenant, world, actor, id).await?;
        let form = tenant.form(&record.form)?;
        let referring = self.referring(&tenant, &record).await?;
        let facts = Facts {
            actor: actor.member,
            record: &record,
            referring: &referring,
            certificate: None,
        };
        let may = |action| disposal::is_granted(world, actor.member, &record, action);
        Ok(KeepingView {
            standing: disposal::keeping(world, form, &record),
            blocks: disposal::blocks(world, facts),
            can_hold: may(regulation::HOLD),
            can_propose: may(regulation::PROPOSE),
            is_entrusted: disposal::is_entrusted(form, &record),
            proposal: record.disposal.clone(),
        })
    }

    /// Holds a record back from disposal, for a reason.
    ///
    /// # Errors
    /// A refusal; [`AppError::NotFound`] when the record is not for them; what the database says.
    pub async fn hold_record(
        &self,
        actor: Actor,
        id: RecordId,
        reason: &str,
    ) -> Result<Changed, AppError> {
        self.on_disposal(actor, id, &Act::Hold(reason.to_owned())).await
    }

    /// Lifts a hold, for a reason.
    ///
    /// # Errors
    /// As [`App::hold_record`].
    pub async fn release_record(
        &self,
        actor: Actor,
        id: RecordId,
        (number, reason): (u32, &str),
    ) -> Result<Changed, AppError> {
        self.on_disposal(actor, id, &Act::Release(number, reason.to_owned())).await
    }

    async fn on_disposal(
        &self,
        actor: Actor,
        id: RecordId,
        act: &Act,
    ) -> Result<Changed, AppError> {
        let tenant = self.tenant(actor.operator)?;
        for attempt in 1.. {
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let target = self.target(&tenant, actor, id).await?;
            let is_theirs = engine::decide::can_read(world, actor.member, &target.record)
                || disposal::is_granted(world, actor.member, &target.record, act.action());
            if !is_theirs {
                return Err(AppError::NotFound);
            }
            let event = disposal::decide(world, target.facts(actor, None), act)?;
            let change = changed(world, actor, id, Some(&target.record), &[event])?;
            let setting = Setting { tenant: &tenant, organization: &organization, world, actor };
            match self.commit_one(setting, Some(&target.row), change, None).await {
                Err(AppError::Conflict { .. }) if attempt < TRIES => {}
                result => return result,
            }
        }
        Err(AppError::internal("a command was tried too often"))
    }

    /// A record with what points to it, whoever asks.
    async fn target(
        &self,
        tenant: &Tenant,
        actor: Actor,
        id: RecordId,
    ) -> Result<Target, AppError> {
        let row = store::record::lookup(&self.db, actor.operator, id).await?;
        let row = row.ok_or(AppError::NotFound)?;
        let record = row.record()?;
        let referring = self.referring(tenant, &record).await?;
        Ok(Target { row, record, referring })
    }

    /// The names of some records that point to a record and are not closed.
    async fn referring(&self, tenant: &Tenant, record: &Record) -> Result<Vec<String>, AppError> {
        let id = record.id;
        let ask = async |how| {
            store::disposal::referring(&self.db, tenant.operator, (id, how), NAMED).await
        };
        let mut found: Vec<Referring> = ask(Reference::UnderWay).await?;
        for form in tenant.regulation.forms.iter().filter(|form| stays_open(tenant, form, record)) {
            if found.len() >= NAMED as usize {
                break;
            }
            found.extend(ask(Reference::InForce(&form.id)).await?);
        }
        let name = |it: Referring| {
            let form = tenant.regulation.form(&it.form);
            let title = form.map_or(it.form.as_str(), |form| form.title.ja.as_str());
            format!("{title} {}", it.number)
        };
        Ok(found.into_iter().take(NAMED as usize).map(name).collect())
    }
}

/// Whether records of a form can point to a record, and are not closed as long as they are in force.
fn stays_open(tenant: &Tenant, form: &Form, record: &Record) -> bool {
    let is_closed_in_force = form
        .retention
        .as_ref()
        .is_some_and(|it| it.start == RetentionStart::Made && it.years.is_some());
    !is_closed_in_force
        && crate::records::reference::can_point_to(&tenant.regulation, form, &record.form)
}

impl Target {
    fn facts<'a>(&'a self, actor: Actor, certificate: Option<&'a Referenced>) -> Facts<'a> {
        Facts { actor: actor.member, record: &self.record, referring: &self.referring, certificate }
    }
}

/// Reasons of one record among many: each says which record it is about.
fn about(name: &str, refusal: Refusal) -> Vec<Citation> {
    let told = refusal.citations.into_iter().map(|mut it| {
        it.message.ja = format!("{name}：{}", it.message.ja);
        it.message.en = format!("{name}: {}", it.message.en);
        it
    });
    told.collect()
}

/// What records are called that disposal speaks of, also where nobody may read them any more: form and number.
fn name_of(world: World<'_>, form: &str, number: &str) -> String {
    let title = world.regulation.form(form).map_or(form, |form| form.title.ja.as_str());
    format!("{title} {number}")
}

/// A change in which nothing changes yet, by whoever acts.
fn change_by(actor: Actor, world: World<'_>) -> Change {
    Change::new(actor.operator, actor.member, world.now)
}
