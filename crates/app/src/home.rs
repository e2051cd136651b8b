//! 今日すること: what waits for a person today, in the order in which it should be done.

use std::{collections::HashSet, sync::Arc};

use engine::{Organization, Record, RecordId, UnitId, authorize::Subject, route};
use jiff::civil::Date;
use store::record::WaitingRow;

use crate::{
    Actor, App, Tenant,
    error::AppError,
    open::{LackTask, ReviewTask},
};

/// Rows of each kind that are shown.
const ROWS: u32 = 200;

/// What a person has to do.
pub struct Home {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Today.
    pub today: Date,
    /// Records sent back to them.
    pub returned: Vec<Task>,
    /// Steps that wait for them.
    pub waiting: Vec<Task>,
    /// Their drafts.
    pub drafts: Vec<Task>,
    /// Forms of which the person has records to look through, or has others look them through.
    pub reviews: Vec<ReviewTask>,
    /// What records in force lack that the person keeps or answers for.
    pub lacks: Vec<LackTask>,
    /// Offices that nobody holds, with the unit.
    pub vacancies: Vec<(String, UnitId)>,
}

/// A record that somebody has to do something with.
pub struct Task {
    /// The row.
    pub row: WaitingRow,
    /// The record.
    pub record: Record,
}

impl App {
    /// What a person has to do today.
    ///
    /// # Errors
    /// What the database says.
    pub async fn home(&self, actor: Actor) -> Result<Home, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let mut drafted = Vec::new();
        for state in ["returned", "draft"] {
            drafted.push(
                store::record::list_drafted_by(&self.db, actor.operator, actor.member, state, ROWS)
                    .await?,
            );
        }
        let drafts = tasks(drafted.pop().unwrap_or_default())?;
        let returned = tasks(drafted.pop().unwrap_or_default())?;
        let waiting = self.waiting(actor).await?;
        let mut reviews = self.reviews(actor).await?;
        reviews.retain(|task| task.open != Some(0));
        let lacks = self.lacks(actor).await?;
        let vacancies = if organization.is_administrator(actor.member) {
            engine::organize::vacancies(world)
        } else {
            Vec::new()
        };
        let today = world.today;
        Ok(Home {
            tenant: Arc::clone(&tenant),
            organization,
            today,
            returned,
            waiting,
            drafts,
            reviews,
            lacks,
            vacancies,
        })
    }

    /// The steps that wait for a person, oldest first; steps that a rule keeps them from are left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting(&self, actor: Actor) -> Result<Vec<Task>, AppError> {
        self.waiting_up_to(actor, ROWS).await
    }

    /// As [`App::waiting`], with up to so many steps of each seat that the person has.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting_up_to(&self, actor: Actor, most: u32) -> Result<Vec<Task>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let seats: HashSet<_> = organization
            .held_by(actor.member, world.today)
            .map(|held| (held.office.clone(), held.unit))
            .collect();
        let (mut seen, mut rows) = (HashSet::new(), Vec::new());
        for (office, unit) in seats {
            for row in
                store::record::list_waiting(&self.db, actor.operator, &office, unit, most).await?
            {
                if seen.insert((row.id, row.step.clone())) {
                    rows.push(row);
                }
            }
        }
        rows.sort_by(|left, right| {
            left.since.cmp(&right.since).then_with(|| left.number.cmp(&right.number))
        });
        let mut tasks = tasks(rows)?;
        tasks.retain(|task| can_settle(&tenant, world, actor, task));
        Ok(tasks)
    }

    /// How many steps wait for a person, for the number beside the menu; stops at the limit of the list.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting_count(&self, actor: Actor) -> Result<usize, AppError> {
        Ok(self.waiting(actor).await?.len())
    }
}

fn tasks(rows: Vec<WaitingRow>) -> Result<Vec<Task>, AppError> {
    rows.into_iter()
        .map(|row| {
            let record = serde_json::from_str(&row.body)?;
            Ok(Task { row, record })
        })
        .collect()
}

/// Whether the person may settle the step, or send it back: a separation rule can stand against it.
fn can_settle(tenant: &Tenant, world: engine::World<'_>, actor: Actor, task: &Task) -> bool {
    let Some(form) = tenant.regulation.form(&task.row.form) else { return false };
    let Some(step) = route::step(&tenant.regulation, form, &task.row.step) else { return false };
    let action = match step.kind {
        regulation::StepKind::Acknowledge { .. } => "acknowledge",
        regulation::StepKind::DecideByBody { .. } => "decide",
        _ => "approve",
    };
    let subject = Subject::of(form, &task.record);
    tenant.judge.on_record(world, actor.member, action, subject, &task.row.step).is_allowed()
}

impl Task {
    /// Id of the record.
    #[must_use]
    pub fn id(&self) -> RecordId {
        RecordId(self.row.id)
    }
}
