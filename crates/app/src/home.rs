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
    /// Numbers of records that belong here and cannot be read: the database is damaged.
    pub unreadable: Vec<String>,
}

/// A record that somebody has to do something with.
pub struct Task {
    /// The row.
    pub row: WaitingRow,
    /// The record.
    pub record: Record,
}

/// Which of the steps that wait are wanted.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Words that number, title and drafter together must have.
    pub words: String,
    /// Form id; empty for any.
    pub form: String,
    /// The unit, with those below it.
    pub unit: Option<UnitId>,
}

impl TaskFilter {
    /// Whether a step is wanted.
    #[must_use]
    pub fn holds(&self, organization: &Organization, task: &Task) -> bool {
        let row = &task.row;
        let is_of_unit = self
            .unit
            .is_none_or(|unit| organization.chain(task.record.unit).any(|above| above.id == unit));
        let drafter = organization.member(task.record.drafter).map(|member| &member.name);
        let text = format!("{} {} {}", row.number, row.title, drafter.map_or("", String::as_str));
        let text = store::fold::fold(&text);
        // Folding takes blanks away: the words are parted before.
        let mut words = self.words.split_whitespace().map(store::fold::fold);
        (self.form.is_empty() || self.form == row.form)
            && is_of_unit
            && words.all(|word| text.contains(&word))
    }
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
        let mut unreadable = Vec::new();
        let drafts = tasks(drafted.pop().unwrap_or_default(), &mut unreadable);
        let returned = tasks(drafted.pop().unwrap_or_default(), &mut unreadable);
        let mut waiting = tasks(self.waiting_rows(actor, ROWS).await?, &mut unreadable);
        waiting.retain(|task| can_settle(&tenant, world, actor, task));
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
            unreadable,
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
        let mut tasks = tasks(self.waiting_rows(actor, most).await?, &mut Vec::new());
        tasks.retain(|task| can_settle(&tenant, world, actor, task));
        Ok(tasks)
    }

    /// The offices that a person holds today, each with its unit.
    fn seats(&self, actor: Actor) -> Result<HashSet<(String, UnitId)>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let today = tenant.world(&organization, self.clock.now()).today;
        let held = organization.held_by(actor.member, today);
        Ok(held.map(|held| (held.office.clone(), held.unit)).collect())
    }

    /// The steps of all seats of a person, oldest first.
    async fn waiting_rows(&self, actor: Actor, most: u32) -> Result<Vec<WaitingRow>, AppError> {
        let (mut seen, mut rows) = (HashSet::new(), Vec::new());
        for (office, unit) in self.seats(actor)? {
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
        Ok(rows)
    }

    /// How many steps wait for a person, for the number beside the menu; stops at the limit of the list.
    ///
    /// Records are read only where few wait: a rule may keep the person from some of those.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting_count(&self, actor: Actor) -> Result<usize, AppError> {
        let mut most = 0;
        for (office, unit) in self.seats(actor)? {
            let db = &self.db;
            let count = store::record::count_waiting(db, actor.operator, &office, unit, ROWS);
            most = most.max(count.await?);
        }
        match most {
            0 => Ok(0),
            ROWS.. => Ok(ROWS as usize),
            _ => Ok(self.waiting(actor).await?.len()),
        }
    }
}

/// The rows with their records. A record that cannot be read takes nothing else with it: its number is noted.
fn tasks(rows: Vec<WaitingRow>, unreadable: &mut Vec<String>) -> Vec<Task> {
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        match serde_json::from_str(&row.body) {
            Ok(record) => read.push(Task { row, record }),
            Err(error) => {
                tracing::error!(record.id = %row.id, error = %error, "a record cannot be read");
                unreadable.push(row.number);
            }
        }
    }
    read
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: &str, body: &str) -> WaitingRow {
        WaitingRow {
            id: uuid::Uuid::nil(),
            form: String::new(),
            number: number.to_owned(),
            title: String::new(),
            unit: uuid::Uuid::nil(),
            drafter: uuid::Uuid::nil(),
            step: String::new(),
            since: 0,
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_record_that_cannot_be_read_takes_no_other_with_it() {
        let event = engine::RecordEvent::Drafted {
            form: "holdings".to_owned(),
            unit: UnitId(uuid::Uuid::nil()),
            drafter: engine::MemberId(uuid::Uuid::nil()),
            fields: engine::Fields::new(),
            origin: None,
        };
        let record = Record::begin(RecordId(uuid::Uuid::nil()), &event).unwrap();
        let whole = serde_json::to_string(&record).unwrap();
        let rows = vec![row("R8-0001", &whole), row("R8-0002", "{"), row("R8-0003", &whole)];
        let mut unreadable = Vec::new();
        let read = tasks(rows, &mut unreadable);
        let numbers: Vec<_> = read.iter().map(|task| task.row.number.as_str()).collect();
        assert_eq!((numbers, unreadable), (vec!["R8-0001", "R8-0003"], vec!["R8-0002".to_owned()]));
    }
}
