//! The overview: what is late, by unit and by person, as far as whoever asks is told of it.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use engine::{MemberId, Organization, UnitId, duty::owners};
use jiff::civil::Date;

use super::{DutyAsk, DutyCounts, Group, Whose, eyes::Eyes};
use crate::{Actor, App, Tenant, error::AppError};

/// What is late and what is open of somebody or something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateOf<T> {
    /// Of whom; `None`: nobody holds the office.
    pub whose: Option<T>,
    /// How many are late.
    pub late: usize,
    /// How many are open, and in time.
    pub open: usize,
    /// The earliest day on which one of the late ones was due.
    pub since: Option<Date>,
}

/// The overview.
pub struct Overview {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Today.
    pub today: Date,
    /// By unit: where most is late first.
    pub units: Vec<LateOf<UnitId>>,
    /// By person: who is latest first.
    pub members: Vec<LateOf<MemberId>>,
    /// All of it.
    pub counts: DutyCounts,
}

impl App {
    /// What is late, by unit and by person.
    ///
    /// # Errors
    /// What the database says.
    pub async fn duty_overview(&self, actor: Actor) -> Result<Overview, AppError> {
        let all = DutyAsk { whose: Whose::All, ..DutyAsk::default() };
        let counts = self.duties(actor, &all).await?.counts;
        let tenant = self.tenant(actor.operator)?;
        let reading = self.board(&tenant).await?;
        let (board, today) = (reading.board()?, self.today(&tenant));
        let regulation = &tenant.regulation;
        let mut eyes = Eyes::new(board, regulation, (actor.member, today));
        let (mut units, mut members) = (BTreeMap::new(), BTreeMap::new());
        let mut known: HashMap<_, Vec<Option<MemberId>>> = HashMap::new();
        for entry in board.book.entries(regulation) {
            let group = Group::of(entry.standing(today));
            let Some(group) = group.filter(|it| matches!(it, Group::Late | Group::Open)) else {
                continue;
            };
            if !eyes.sees_entry(&entry) {
                continue;
            }
            let subject = entry.key().subject;
            add(&mut units, eyes.unit_of(subject), (group, entry.due()));
            let owners = known.entry((entry.duty.id.as_str(), subject)).or_insert_with(|| {
                let owners = owners(regulation, &board.organization, &entry.instance(), today);
                if owners.is_empty() { vec![None] } else { owners.into_iter().map(Some).collect() }
            });
            for owner in owners {
                add(&mut members, *owner, (group, entry.due()));
            }
        }
        Ok(Overview {
            organization: Arc::clone(&board.organization),
            tenant: Arc::clone(&tenant),
            today,
            units: sorted(units),
            members: sorted(members),
            counts,
        })
    }
}

fn add<T: Ord>(
    all: &mut BTreeMap<Option<T>, (usize, usize, Option<Date>)>,
    whose: Option<T>,
    (group, due): (Group, Date),
) {
    let (late, open, since) = all.entry(whose).or_default();
    if group == Group::Late {
        *late += 1;
        *since = Some(since.map_or(due, |since| since.min(due)));
    } else {
        *open += 1;
    }
}

fn sorted<T>(all: BTreeMap<Option<T>, (usize, usize, Option<Date>)>) -> Vec<LateOf<T>> {
    let all = all.into_iter();
    let mut all: Vec<_> =
        all.map(|(whose, (late, open, since))| LateOf { whose, late, open, since }).collect();
    all.sort_by_key(|it| (Reverse(it.late), it.since, Reverse(it.open)));
    all
}
