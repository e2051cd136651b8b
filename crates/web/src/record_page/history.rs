//! The history of a record: who did what when, and what it changed.

use app::history::Entry;
use engine::RecordEvent;
use maud::Markup;

use super::approval::settled_word;
use crate::{
    context::Visit,
    shell, ui,
    words::{ActWords, DisposalWords, with},
};

/// The history, newest first.
pub(crate) fn timeline(visit: &Visit, entries: &[Entry]) -> Markup {
    let told: Vec<_> = entries.iter().rev().map(|entry| Told::of(visit, entry)).collect();
    let changes: Vec<Vec<ui::Change<'_>>> = entries
        .iter()
        .rev()
        .map(|entry| {
            let is_first = matches!(entry.event, RecordEvent::Drafted { .. });
            let shown = entry.differences.iter().filter(|_| !is_first);
            shown
                .map(|it| ui::Change { label: &it.label, before: &it.before, after: &it.after })
                .collect()
        })
        .collect();
    let items: Vec<_> = told
        .iter()
        .zip(&changes)
        .map(|(told, changes)| ui::Entry {
            at: &told.at,
            at_machine: &told.at_machine,
            act: told.act,
            tone: told.tone,
            who: &told.who,
            comment: &told.comment,
            citations: &[],
            changes,
        })
        .collect();
    ui::timeline(visit.words(), &items)
}

/// An entry in words.
struct Told {
    at: String,
    at_machine: String,
    act: &'static str,
    tone: ui::Tone,
    who: String,
    comment: String,
}

/// What was done about the disposal of a record.
fn disposal_words<'e>(visit: &Visit, event: &'e RecordEvent) -> (&'static str, ui::Tone, &'e str) {
    let words = DisposalWords::of(visit.language);
    match event {
        RecordEvent::HeldBack { reason, .. } => {
            (words.held_back, ui::Tone::Warning, reason.as_str())
        }
        RecordEvent::HoldLifted { reason, .. } => {
            (words.hold_lifted, ui::Tone::Neutral, reason.as_str())
        }
        RecordEvent::DisposalProposed { .. } => (words.proposed, ui::Tone::Info, ""),
        RecordEvent::DisposalDeclined { reason } => {
            (words.declined, ui::Tone::Neutral, reason.as_str())
        }
        RecordEvent::DisposalApproved => (words.approved, ui::Tone::Success, ""),
        _ => (words.erased, ui::Tone::Danger, ""),
    }
}

impl Told {
    fn of(visit: &Visit, entry: &Entry) -> Self {
        let words = ActWords::of(visit.language);
        let (act, tone, comment) = match &entry.event {
            RecordEvent::Drafted { .. } => (words.drafted, ui::Tone::Neutral, ""),
            RecordEvent::Edited { .. } => (words.edited, ui::Tone::Neutral, ""),
            RecordEvent::Submitted { comment, .. } => {
                (words.submitted, ui::Tone::Info, comment.as_str())
            }
            RecordEvent::StepSettled { act, comment, .. } => {
                (settled_word(*act, visit.language), ui::Tone::Success, comment.as_str())
            }
            RecordEvent::Returned { reason, .. } => {
                (words.returned, ui::Tone::Warning, reason.as_str())
            }
            RecordEvent::Rejected { reason, .. } => {
                (words.rejected, ui::Tone::Danger, reason.as_str())
            }
            RecordEvent::Withdrawn { comment } => {
                (words.withdrawn, ui::Tone::Neutral, comment.as_str())
            }
            RecordEvent::PutInForce { ahead_of_route, .. } if !ahead_of_route.is_empty() => {
                (words.put_in_force_ahead, ui::Tone::Warning, ahead_of_route.as_str())
            }
            RecordEvent::PutInForce { .. } => (words.put_in_force, ui::Tone::Success, ""),
            RecordEvent::Ratified => (words.ratified, ui::Tone::Success, ""),
            RecordEvent::RevisionOpened => (words.revision_opened, ui::Tone::Neutral, ""),
            RecordEvent::Reviewed { comment, .. } => {
                (words.reviewed, ui::Tone::Success, comment.as_str())
            }
            RecordEvent::ReviewOrdered { reason } => {
                (words.review_ordered, ui::Tone::Warning, reason.as_str())
            }
            RecordEvent::Retired { reason } => (words.retired, ui::Tone::Neutral, reason.as_str()),
            other => disposal_words(visit, other),
        };
        let who = visit
            .organization
            .member(entry.actor)
            .map(|member| member.name.clone())
            .unwrap_or_default();
        let office = match &entry.event {
            RecordEvent::StepSettled { office, .. } => visit.tenant.regulation.office(office),
            _ => None,
        };
        let who = office.map_or(who.clone(), |office| {
            with(&with(words.in_office, who), office.title.get(visit.language))
        });
        Self {
            at: shell::moment(visit, entry.at),
            at_machine: entry.at.to_string(),
            act,
            tone,
            who,
            comment: comment.to_owned(),
        }
    }
}
