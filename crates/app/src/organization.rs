//! Use cases about units, members and appointments.

use engine::{
    Appointment, Member, Organization, Unit,
    organize::{OrganizationCommand, decide_organization},
};
use store::{Change, StoreError};

use crate::{Actor, App, Tenant, error::AppError, tenant::Current};

impl App {
    /// Changes the organization.
    ///
    /// # Errors
    /// A refusal with its clauses, or what the database says.
    pub async fn organize(
        &self,
        actor: Actor,
        command: OrganizationCommand,
    ) -> Result<(), AppError> {
        self.organize_all(actor, vec![command]).await
    }

    /// Changes the organization in several ways at once, all or nothing: later commands see what earlier ones made.
    ///
    /// # Errors
    /// A refusal with its clauses, or what the database says.
    pub async fn organize_all(
        &self,
        actor: Actor,
        commands: Vec<OrganizationCommand>,
    ) -> Result<(), AppError> {
        self.organize_while(actor, &commands, &|_| true).await.map(|_| ())
    }

    /// Changes a unit or a member that somebody has seen as `seen`.
    ///
    /// # Errors
    /// A refusal with its clauses, or what the database says.
    pub async fn organize_seen(
        &self,
        actor: Actor,
        command: OrganizationCommand,
        seen: &Seen,
    ) -> Result<Organized, AppError> {
        self.organize_while(actor, &[command], &|organization| seen.is_in(organization)).await
    }

    /// Changes the organization as long as it is as `holds` asks, on the very version that is changed.
    async fn organize_while(
        &self,
        actor: Actor,
        commands: &[OrganizationCommand],
        holds: &(dyn Fn(&Organization) -> bool + Send + Sync),
    ) -> Result<Organized, AppError> {
        let tenant = self.tenant(actor.operator)?;
        // Each conflict means that somebody else got through, so that this ends; the bound is for what nobody thought of.
        for _ in 0..ATTEMPTS {
            let before = tenant.versioned();
            let Some(change) = self.organizing(&tenant, actor, &before, commands)? else {
                return Ok(Organized::Done);
            };
            if !holds(&before.organization) {
                return Ok(Organized::Moved);
            }
            let events = change.organization.clone();
            let result = self.writer.commit(change).await;
            // Read again rather than trusted: the log alone knows what came of it all.
            tenant.take_organization(
                store::organization::load_versioned(&self.db, actor.operator).await?,
            );
            match result {
                Err(StoreError::OrganizationMoved { .. }) => {}
                Err(error) => return Err(error.into()),
                Ok(_) => {
                    self.reproject(&tenant, actor, &before.organization, &events).await?;
                    return Ok(Organized::Done);
                }
            }
        }
        Err(StoreError::OrganizationMoved { current: tenant.versioned().version }.into())
    }

    /// What the commands come to on the organization as it is known now; `None` when nothing changes.
    fn organizing(
        &self,
        tenant: &Tenant,
        actor: Actor,
        before: &Current,
        commands: &[OrganizationCommand],
    ) -> Result<Option<Change>, AppError> {
        let mut organization: Organization = (*before.organization).clone();
        let mut change = Change::new(actor.operator, actor.member, self.clock.now());
        change.organization_before = Some(before.version);
        for command in commands {
            let world = tenant.world(&organization, change.at);
            for event in decide_organization(world, actor.member, command)? {
                event.apply(&mut organization);
                change.organization.push(event);
            }
        }
        Ok(Some(change).filter(|change| !change.organization.is_empty()))
    }
}

/// What somebody saw before they changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Nothing: it is new, or whoever asks does not say.
    Nothing,
    /// A unit.
    Unit(Unit),
    /// A member.
    Member(Member),
}

impl Seen {
    /// Whether it still is as it was seen.
    fn is_in(&self, organization: &Organization) -> bool {
        match self {
            Self::Nothing => true,
            Self::Unit(unit) => organization.unit(unit.id) == Some(unit),
            Self::Member(member) => organization.member(member.id) == Some(member),
        }
    }
}

/// What became of a change to something that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organized {
    /// It is made.
    Done,
    /// Somebody else changed the same thing first; nothing was done.
    Moved,
}

/// How often a change is decided again because somebody else was faster.
const ATTEMPTS: u32 = 1_000;

/// Short for an appointment from today on.
#[must_use]
pub fn appointment(
    member: &Member,
    office: &str,
    unit: &Unit,
    from: jiff::civil::Date,
) -> Appointment {
    Appointment {
        id: engine::AppointmentId(crate::random::id()),
        member: member.id,
        office: office.to_owned(),
        unit: unit.id,
        from,
        until: None,
    }
}
