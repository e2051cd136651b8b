//! Use cases about units, members and appointments.

use engine::{
    Appointment, Member, Organization, Unit,
    organize::{OrganizationCommand, OrganizationEvent, decide_organization},
};
use store::Change;

use crate::{Actor, App, error::AppError};

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
        let before = tenant.organization();
        let mut organization: Organization = (*before).clone();
        let now = self.clock.now();
        let mut events: Vec<OrganizationEvent> = Vec::new();
        for command in &commands {
            for event in
                decide_organization(tenant.world(&organization, now), actor.member, command)?
            {
                event.apply(&mut organization);
                events.push(event);
            }
        }
        let change = Change {
            operator: actor.operator,
            actor: actor.member,
            at: now,
            records: Vec::new(),
            organization: events,
            others: Vec::new(),
        };
        self.writer.commit(change).await?;
        // Read again rather than trusted: somebody else may have changed another part meanwhile.
        tenant.set_organization(store::organization::load(&self.db, actor.operator).await?);
        Ok(())
    }
}

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
