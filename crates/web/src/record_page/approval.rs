//! 決裁欄 on the screen: who handed in and who settled which step, from the same facts as on paper.

use std::collections::BTreeMap;

use app::{history::Entry, records::RecordView};
use engine::{Act, Fields, MemberId, RecordEvent, record::Settlement, route};
use jiff::Timestamp;
use maud::Markup;
use regulation::{Form, Language};

use crate::{context::Visit, shell, ui, words::ActWords};

/// What the boxes are made of.
pub(crate) struct Boxes<'a> {
    /// The values that say which steps are asked for.
    pub(crate) fields: &'a Fields,
    pub(crate) settled: &'a BTreeMap<String, Settlement>,
    pub(crate) submitted: Option<(MemberId, Timestamp)>,
}

impl<'a> Boxes<'a> {
    /// Those of the copy being worked on, else of the edition in force.
    pub(crate) fn of(view: &'a RecordView, entries: &[Entry]) -> Option<Self> {
        let record = &view.record;
        let (settled, submitted) = match (&record.working, &record.in_force) {
            (Some(working), _) => (&working.settled, working.submitted),
            (None, Some(edition)) => (&edition.settled, submission_of(entries, edition.number)),
            (None, None) => return None,
        };
        Some(Self { fields: record.fields(), settled, submitted })
    }
}

/// The approval boxes: the drafter's, then one for each step of the route.
pub(crate) fn approval(visit: &Visit, form: &Form, of: &Boxes<'_>) -> Markup {
    let regulation = &visit.tenant.regulation;
    let Boxes { fields, settled, submitted } = of;
    let steps = route::settled_steps(regulation, form);
    // As on paper: what the values do not ask for is left out, and does not wait for ever.
    let stages = route::stages(regulation, form, fields);
    let words = ActWords::of(visit.language);
    let mut stamps = vec![(
        words.drafted.to_owned(),
        submitted.map(|(by, at)| stamp(visit, by, at, words.submitted)),
        false,
    )];
    for step in steps {
        let seat = route::seat(step).and_then(|seat| visit.tenant.regulation.office(seat.office));
        let office = if step.title.ja.is_empty() {
            seat.map(|office| office.short_title.get(visit.language)).unwrap_or_default()
        } else {
            step.title.get(visit.language)
        };
        let stamp = settled
            .get(&step.id)
            .map(|it| stamp(visit, it.by, it.at, settled_word(it.act, visit.language)));
        let is_left_out = submitted.is_some() && !stages.iter().flatten().any(|id| *id == step.id);
        stamps.push((office.to_owned(), stamp, is_left_out));
    }
    let boxes: Vec<_> = stamps
        .iter()
        .map(|(office, stamp, is_left_out)| ui::ApprovalBox {
            office,
            state: match stamp {
                Some(stamp) => ui::ApprovalState::Stamped {
                    unit: &stamp.unit,
                    date: &stamp.date,
                    name: &stamp.name,
                    spoken: &stamp.spoken,
                    note: "",
                },
                None if *is_left_out => ui::ApprovalState::LeftOut,
                None => ui::ApprovalState::Waiting { name: "" },
            },
        })
        .collect();
    ui::approval_boxes(visit.words(), &boxes)
}

/// Who handed in an edition, and when: a revision that was turned down may have come after it.
pub(crate) fn submission_of(entries: &[Entry], number: u32) -> Option<(MemberId, Timestamp)> {
    let in_force = entries.iter().position(
        |entry| matches!(entry.event, RecordEvent::PutInForce { edition, .. } if edition == number),
    )?;
    let mut earlier = entries.iter().take(in_force);
    let submitted = earlier.rfind(|entry| matches!(entry.event, RecordEvent::Submitted { .. }))?;
    Some((submitted.actor, submitted.at))
}

struct Stamp {
    unit: String,
    date: String,
    name: String,
    spoken: String,
}

pub(super) fn settled_word(act: Act, language: Language) -> &'static str {
    let words = ActWords::of(language);
    match act {
        Act::Acknowledge => words.acknowledged,
        Act::Decide => words.decided,
        _ => words.approved,
    }
}

fn stamp(visit: &Visit, by: MemberId, at: Timestamp, act: &str) -> Stamp {
    let day = visit.tenant.time_zone.to_datetime(at).date();
    let member = visit.organization.member(by);
    let name = member.map(|member| member.name.as_str()).unwrap_or_default();
    let unit = member.map(|member| visit.organization.unit_path(member.unit)).unwrap_or_default();
    let era = law::calendar::era::to_era(day).ok().filter(|_| visit.language == Language::Ja);
    // As on paper.
    let short = era.map_or_else(
        || day.strftime("%Y.%-m.%-d").to_string(),
        |era| format!("{}.{}.{}", era.year, era.month, era.day),
    );
    Stamp {
        unit: unit.split(' ').next_back().unwrap_or_default().chars().take(3).collect(),
        date: short,
        name: family_name(name),
        spoken: format!("{unit} {name} {} {act}", shell::day_text(day, visit.language)),
    }
}

/// The family name: up to the first blank, else the first characters.
fn family_name(name: &str) -> String {
    name.split(char::is_whitespace).next().unwrap_or_default().chars().take(4).collect()
}
