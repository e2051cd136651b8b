//! Use cases about units, members and appointments.

use engine::{
    Appointment, Member, Organization, Unit,
    organize::{OrganizationCommand, decide_organization},
};
use store::{Change, StoreError};

use crate::{Actor, App, Tenant, error::AppError};

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
        let tenant = self.tenant(actor.operator)?;
        // Each conflict means that somebody else got through, so that this ends; the bound is for what nobody thought of.
        for _ in 0..ATTEMPTS {
            let change = self.organizing(&tenant, actor, &commands)?;
            let result = match change {
                Some(change) => self.writer.commit(change).await.map(|_| ()),
                None => return Ok(()),
            };
            // Read again rather than trusted: the log alone knows what came of it all.
            tenant.take_organization(
                store::organization::load_versioned(&self.db, actor.operator).await?,
            );
            match result {
                Err(StoreError::OrganizationMoved { .. }) => {}
                result => return Ok(result?),
            }
        }
        Err(StoreError::OrganizationMoved { current: tenant.versioned().version }.into())
    }

    /// What the commands come to on the organization as it is known now; `None` when nothing changes.
    fn organizing(
        &self,
        tenant: &Tenant,
        actor: Actor,
        commands: &[OrganizationCommand],
    ) -> Result<Option<Change>, AppError> {
        let before = tenant.versioned();
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
