//! Approval boxes (決裁欄): who settled which step, as round date stamps.

use std::collections::BTreeMap;

use engine::{Act, MemberId, Record, decide, record::Settlement, route};
use jiff::Timestamp;
use print::{ApprovalBox, Stamp};
use regulation::{Form, Step};

use super::words::{Words, surname};

/// Who handed a copy in, and when.
pub(super) type Submission = (MemberId, Timestamp);

/// The boxes of a record: its drafter, then each step that its values ask for or that somebody settled.
pub(super) fn of_record(
    words: Words<'_>,
    form: &Form,
    record: &Record,
    submission: Option<Submission>,
) -> Vec<ApprovalBox> {
    let none = BTreeMap::new();
    let settled = match (&record.working, &record.in_force) {
        (Some(working), _) => &working.settled,
        (None, Some(edition)) => &edition.settled,
        (None, None) => &none,
    };
    let regulation = &words.tenant.regulation;
    let stages = route::stages(regulation, form, record.fields());
    let is_asked_for = |step: &&Step| {
        settled.contains_key(&step.id) || stages.iter().flatten().any(|id| *id == step.id)
    };
    let drafter = ApprovalBox {
        title: words.say("起案", "Drafter"),
        stamp: submission.map(|(by, at)| {
            stamp(words, (by, at), words.say(decide::action_word("submit"), "Submitted"))
        }),
    };
    let steps =
        route::settled_steps(regulation, form).into_iter().filter(is_asked_for).map(|step| {
            ApprovalBox {
                title: title(words, step),
                stamp: settled
                    .get(&step.id)
                    .map(|settlement| settled_stamp(words, record, settlement)),
            }
        });
    std::iter::once(drafter).chain(steps).collect()
}

/// Gathers the stamps that all rows of a register have in common.
pub(super) struct SharedStamps<'a> {
    words: Words<'a>,
    steps: Vec<(&'a Step, Shared)>,
}

/// A stamp, and whose it is.
struct Shown {
    by: MemberId,
    stamp: Stamp,
}

/// The stamp of a step, as far as rows were seen.
enum Shared {
    NoRowYet,
    Same(Box<Shown>),
    Different,
}

impl<'a> SharedStamps<'a> {
    pub fn new(words: Words<'a>, form: &'a Form) -> Self {
        let steps = route::settled_steps(&words.tenant.regulation, form);
        Self { words, steps: steps.into_iter().map(|step| (step, Shared::NoRowYet)).collect() }
    }

    /// Takes a row in.
    pub fn add(&mut self, record: &Record) {
        for (step, shared) in &mut self.steps {
            let settlement =
                record.in_force.as_ref().and_then(|edition| edition.settled.get(&step.id));
            let Some(settlement) = settlement else {
                *shared = Shared::Different;
                continue;
            };
            let stamp = settled_stamp(self.words, record, settlement);
            match shared {
                Shared::NoRowYet => {
                    *shared = Shared::Same(Box::new(Shown { by: settlement.by, stamp }));
                }
                Shared::Same(first) if first.by == settlement.by && first.stamp == stamp => {}
                Shared::Same(_) | Shared::Different => *shared = Shared::Different,
            }
        }
    }

    /// A box for each step, stamped where one person settled all rows on one day.
    pub fn boxes(self) -> Vec<ApprovalBox> {
        let words = self.words;
        let of_step = |(step, shared): (&Step, Shared)| {
            let stamp = match shared {
                Shared::Same(shown) => Some(shown.stamp),
                Shared::NoRowYet | Shared::Different => None,
            };
            ApprovalBox { title: title(words, step), stamp }
        };
        self.steps.into_iter().map(of_step).collect()
    }
}

/// The heading of a step's box: its own, else the short title of its office.
fn title(words: Words<'_>, step: &Step) -> String {
    if !step.title.ja.is_empty() {
        return words.of(&step.title);
    }
    let office = route::seat(step).and_then(|seat| words.tenant.regulation.office(seat.office));
    office.map_or_else(String::new, |office| {
        words.of(if office.short_title.ja.is_empty() { &office.title } else { &office.short_title })
    })
}

fn settled_stamp(words: Words<'_>, record: &Record, settlement: &Settlement) -> Stamp {
    let is_ahead = record.in_force.as_ref().is_some_and(|edition| match &record.working {
        Some(working) => working.is_ratification,
        None => edition.since < settlement.at,
    });
    let (ja, en) = match settlement.act {
        Act::Acknowledge => (decide::action_word("acknowledge"), "Noted"),
        Act::Decide => ("議決", "Resolved"),
        // 後閲: the matter was in force before it was approved.
        _ if is_ahead => ("事後承認", "Ratified"),
        _ => (decide::action_word("approve"), "Approved"),
    };
    stamp(words, (settlement.by, settlement.at), words.say(ja, en))
}

fn stamp(words: Words<'_>, (by, at): (MemberId, Timestamp), state: String) -> Stamp {
    let member = words.organization.member(by);
    Stamp {
        surname: member.map(|member| surname(&member.name)).unwrap_or_default(),
        unit_short: member.map(|member| words.unit_short(member.unit)).unwrap_or_default(),
        date_short: words.short_day(at),
        state,
    }
}
