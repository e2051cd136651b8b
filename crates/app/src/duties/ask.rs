//! Lists of duties: whose, how they stand, of which programme; a page at a time.

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use engine::{
    MemberId, Organization, UnitId,
    duty::{Entry, Span, Standing, owners},
};
use jiff::civil::Date;

use super::{DutyRow, eyes::Eyes};
use crate::{Actor, App, Tenant, error::AppError};

/// Whose duties are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// One's own.
    #[default]
    Mine,
    /// Those of the units that one belongs to or holds an office over, and of what is below them.
    Unit,
    /// Everything that one may see.
    All,
}

/// How instances stand, as lists group them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// To be done, and not done in time.
    Late,
    /// To be done, and in time.
    Open,
    /// Not to be done yet.
    Upcoming,
    /// Done, in time or late, or waived.
    Done,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Late, Self::Open, Self::Upcoming, Self::Done];

    /// The name in addresses and in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Open => "open",
            Self::Upcoming => "upcoming",
            Self::Done => "done",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// The group of a standing; none for what came to nothing.
    #[must_use]
    pub const fn of(standing: Standing) -> Option<Self> {
        match standing {
            Standing::Late => Some(Self::Late),
            Standing::Open => Some(Self::Open),
            Standing::Upcoming => Some(Self::Upcoming),
            Standing::Done | Standing::DoneLate | Standing::Waived => Some(Self::Done),
            Standing::Lapsed => None,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyAsk {
    /// Whose.
    pub whose: Whose,
    /// How they stand; empty for any way.
    pub groups: Vec<Group>,
    /// Id of a programme; empty for all.
    pub programme: String,
    /// Only of this unit.
    pub unit: Option<UnitId>,
    /// Only what this member has to do.
    pub member: Option<MemberId>,
    /// Only what is due in these days.
    pub span: Option<Span>,
    /// Only the groups that are asked for are counted.
    pub is_brief: bool,
    /// Rows that are left out at the beginning.
    pub offset: usize,
    /// Most rows.
    pub limit: usize,
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DutyCounts([usize; 4]);

impl DutyCounts {
    /// How many stand so.
    #[must_use]
    pub fn of(&self, group: Group) -> usize {
        self.0.get(group as usize).copied().unwrap_or_default()
    }

    fn add(&mut self, group: Group) {
        if let Some(count) = self.0.get_mut(group as usize) {
            *count += 1;
        }
    }
}

/// A page of a list.
pub struct DutyPage {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Today.
    pub today: Date,
    /// What is to be done in order of day, what is done the other way.
    pub rows: Vec<DutyRow>,
    /// How many stand how, whatever group is asked for.
    pub counts: DutyCounts,
    /// Rows of the groups that are asked for, on all pages.
    pub total: usize,
    /// Those that somebody asked to waive, and that whoever asks may answer.
    pub to_answer: Vec<DutyRow>,
}

impl App {
    /// Duties that a person may see.
    ///
    /// # Errors
    /// What the database says.
    pub async fn duties(&self, actor: Actor, ask: &DutyAsk) -> Result<DutyPage, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let reading = self.board(&tenant).await?;
        let (board, today) = (reading.board()?, self.today(&tenant));
        let mut eyes = Eyes::new(board, &tenant.regulation, (actor.member, today));
        let units = Wanted::of(&eyes, ask);
        let (mut counts, mut found) = (DutyCounts::default(), Vec::new());
        for entry in board.book.entries(&tenant.regulation) {
            let Some(group) = Group::of(entry.standing(today)) else { continue };
            let is_asked = ask.groups.is_empty() || ask.groups.contains(&group);
            if ask.is_brief && !is_asked {
                continue;
            }
            let relation = eyes.relation_to(&entry);
            let is_seen = match ask.whose {
                Whose::Mine => relation.is_owner,
                Whose::Unit | Whose::All => relation.is_any(),
            };
            if is_seen && units.holds(&eyes, ask, &entry) {
                counts.add(group);
                if is_asked {
                    found.push((group == Group::Done, entry));
                }
            }
        }
        let total = found.len();
        found.sort_by_cached_key(|(is_done, entry)| {
            let due = entry.due();
            let backwards = is_done.then_some(Reverse(due));
            (*is_done, backwards, due, &entry.duty.id, entry.key().subject)
        });
        let shown = found.iter().skip(ask.offset).take(ask.limit);
        Ok(DutyPage {
            rows: shown.map(|(_, entry)| eyes.row(entry)).collect(),
            to_answer: eyes.waiting_for_answer(),
            organization: Arc::clone(&board.organization),
            tenant: Arc::clone(&tenant),
            today,
            counts,
            total,
        })
    }
}

/// What the rows of a list are narrowed to.
struct Wanted {
    /// One's own units; none where any will do.
    units: Option<BTreeSet<UnitId>>,
}

impl Wanted {
    fn of(eyes: &Eyes<'_>, ask: &DutyAsk) -> Self {
        let (member, today) = eyes.reader;
        let people = &eyes.board.organization;
        if ask.whose != Whose::Unit {
            return Self { units: None };
        }
        let own = people.member(member).map(|member| member.unit);
        let held = people.held_by(member, today).map(|held| held.unit);
        let tops: BTreeSet<UnitId> = own.into_iter().chain(held).collect();
        let below = people.units().map(|unit| unit.id);
        let is_below = |unit: &UnitId| people.chain(*unit).any(|above| tops.contains(&above.id));
        Self { units: Some(below.filter(is_below).collect()) }
    }

    fn holds(&self, eyes: &Eyes<'_>, ask: &DutyAsk, entry: &Entry<'_, '_>) -> bool {
        let unit = || eyes.unit_of(entry.key().subject);
        (ask.programme.is_empty() || entry.duty.programme == ask.programme)
            && ask.span.is_none_or(|span| span.contains(entry.due()))
            && ask.unit.is_none_or(|wanted| unit() == Some(wanted))
            && self.units.as_ref().is_none_or(|units| unit().is_some_and(|it| units.contains(&it)))
            && ask.member.is_none_or(|wanted| {
                let (regulation, people) = (eyes.regulation, &eyes.board.organization);
                owners(regulation, people, &entry.instance(), eyes.reader.1).contains(&wanted)
            })
    }
}
