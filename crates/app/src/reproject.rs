//! What lists show of records, made again when the organization moves: names stand in titles and in what a search finds, and
//! the queue of a step names the units over which its office must be held.

use std::collections::BTreeMap;

use engine::{Organization, RecordId, organize::OrganizationEvent};
use store::{Change, Reprojection, StoreError, record::RecordRow};

use crate::{Actor, App, Tenant, error::AppError, project};

/// Most records that are looked at for one change of the organization.
const MOST: u32 = 100_000;
/// How often a record is tried again because somebody changes it at the same time.
const ATTEMPTS: u32 = 20;

/// Names that stood in records until now, and whether units have moved.
struct Moved {
    /// Former names, and the id that a record must hold to mean it. A unit stands in the paths of all units below it too.
    renamed: Vec<(Option<String>, String)>,
    are_units: bool,
}

impl Moved {
    fn of(before: &Organization, events: &[OrganizationEvent]) -> Self {
        let mut moved = Self { renamed: Vec::new(), are_units: false };
        for event in events {
            match event {
                OrganizationEvent::UnitPut { unit } => {
                    let Some(old) = before.unit(unit.id) else { continue };
                    let has_moved = old.parent != unit.parent || old.kind != unit.kind;
                    moved.are_units |= has_moved;
                    if has_moved || old.name != unit.name {
                        moved.renamed.push((None, old.name.clone()));
                    }
                }
                OrganizationEvent::MemberPut { member } => {
                    let old = before.member(member.id).filter(|old| old.name != member.name);
                    moved
                        .renamed
                        .extend(old.map(|old| (Some(member.id.to_string()), old.name.clone())));
                }
                _ => {}
            }
        }
        moved
    }
}

impl App {
    /// Makes again what lists show of the records that depend on what has changed.
    ///
    /// # Errors
    /// What the database says. The change of the organization itself is kept then.
    pub(crate) async fn reproject(
        &self,
        tenant: &Tenant,
        actor: Actor,
        before: &Organization,
        events: &[OrganizationEvent],
    ) -> Result<(), AppError> {
        let moved = Moved::of(before, events);
        let mut rows: BTreeMap<RecordId, RecordRow> = BTreeMap::new();
        if moved.are_units {
            let queued = store::record::list_queued(&self.db, tenant.operator, MOST).await?;
            rows.extend(queued.into_iter().map(|row| (RecordId(row.id), row)));
        }
        for (id, name) in &moved.renamed {
            for form in &tenant.regulation.forms {
                let found =
                    store::record::list_mentioning(&self.db, tenant.operator, &form.id, name, MOST)
                        .await?;
                // The same name can be somebody else's, or stand in a text.
                let is_meant = |row: &RecordRow| id.as_ref().is_none_or(|id| row.body.contains(id));
                let meant = found.into_iter().filter(is_meant);
                rows.extend(meant.map(|row| (RecordId(row.id), row)));
            }
        }
        for (id, row) in rows {
            self.show_anew(tenant, actor, (id, Some(row))).await?;
        }
        Ok(())
    }

    async fn show_anew(
        &self,
        tenant: &Tenant,
        actor: Actor,
        (id, mut read): (RecordId, Option<RecordRow>),
    ) -> Result<(), AppError> {
        for _ in 0..ATTEMPTS {
            let row = match read.take() {
                Some(row) => row,
                None => match store::record::lookup(&self.db, tenant.operator, id).await? {
                    Some(row) => row,
                    None => return Ok(()),
                },
            };
            let (record, organization) = (row.record()?, tenant.organization());
            let world = tenant.world(&organization, self.clock.now());
            let Some(form) = tenant.regulation.form(&record.form) else { return Ok(()) };
            let projection = project::project(world, form, &record, true);
            let change = Change {
                reprojections: vec![Reprojection {
                    record: id,
                    version: record.version,
                    projection,
                }],
                ..Change::new(tenant.operator, actor.member, world.now)
            };
            match self.writer.commit(change).await {
                Err(StoreError::Conflict { .. }) => {}
                result => return Ok(result.map(|_| ())?),
            }
        }
        Ok(())
    }
}
