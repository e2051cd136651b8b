//! Doing the same with many records at once: those that were ticked as they were seen, or all that a list holds.

use app::{AppError, records::MANY};
use engine::{Act, Citation, RecordId, act::ActCommand};
use law::calendar::era::ParsedDate;
use maud::{Markup, html};
use regulation::{Language, Text};

use super::Answer;
use crate::{
    answers::Answers,
    context::Visit,
    failure,
    shell::{self, Head},
    ui,
    words::{BulkWords, EditWords, QueueWords, with},
};

/// What was posted.
pub(super) struct Bulk {
    pub(super) act: Act,
    pub(super) typed: Typed,
    /// The ticked records and the version that was seen of each.
    seen: Vec<(RecordId, u64)>,
    is_for_all: bool,
    is_confirmed: bool,
    /// When the list was shown, microseconds.
    pub(super) shown_at: i64,
}

/// What was written along with an act. A refusal brings it back.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) comment: String,
    pub(crate) resolved_on: String,
    /// What is wrong with the date of the resolution.
    pub(crate) resolved_fault: String,
}

impl Typed {
    /// The act with what was written; `None` where its date cannot be read, which is noted beside it.
    pub(crate) fn command(&mut self, act: Act, language: Language) -> Option<ActCommand> {
        let words = EditWords::of(language);
        let comment = self.comment.trim().to_owned();
        if act != Act::Decide {
            return Some(ActCommand { act, comment, resolved_on: None });
        }
        match law::calendar::parse_date(&self.resolved_on) {
            Ok(ParsedDate::Day(day)) => {
                return Some(ActCommand { act, comment, resolved_on: Some(day) });
            }
            Ok(_) => words.whole_date.clone_into(&mut self.resolved_fault),
            Err(_) => self.resolved_fault = with(words.bad_date, &self.resolved_on),
        }
        None
    }
}

/// What became of it.
pub(super) struct Outcome {
    /// How many were done.
    pub(super) done: usize,
    /// Those that were not, each with its reasons.
    pub(super) failed: Vec<(RecordId, Vec<Citation>)>,
}

impl Bulk {
    pub(super) fn of_pairs(pairs: Vec<(String, String)>) -> Result<Self, AppError> {
        let answers = Answers::of_pairs(pairs);
        let act = Act::from_name(answers.one("act")).ok_or_else(|| {
            AppError::invalid("act", "操作が正しくありません", "there is no such act")
        })?;
        let seen = answers.all("record").iter().filter_map(|value| {
            let (id, version) = value.split_once('.')?;
            Some((id.parse().ok()?, version.parse().ok()?))
        });
        Ok(Self {
            act,
            seen: seen.collect(),
            typed: Typed {
                comment: answers.one("comment").to_owned(),
                resolved_on: answers.one("resolved_on").to_owned(),
                resolved_fault: String::new(),
            },
            is_for_all: answers.one("all_matching") == "yes",
            is_confirmed: answers.one("confirmed") == "yes",
            shown_at: answers.one("shown_at").parse().unwrap_or_default(),
        })
    }

    /// Whether it is for all that the list holds; those are then given to [`Bulk::take`].
    pub(super) const fn is_for_all(&self) -> bool {
        self.is_for_all
    }

    /// Whether one must be asked first: all of a list are more than one has seen.
    pub(super) const fn must_ask(&self) -> bool {
        self.is_for_all && !self.is_confirmed
    }

    pub(super) fn take(&mut self, seen: Vec<(RecordId, u64)>) {
        self.seen = seen;
        self.seen.truncate(MANY);
    }

    pub(super) fn selected(&self) -> Vec<RecordId> {
        self.seen.iter().map(|(id, _)| *id).collect()
    }

    /// Does it; `None` where what was typed must be mended first.
    pub(super) async fn run(&mut self, visit: &Visit) -> Answer<Option<Outcome>> {
        let Some(command) = self.typed.command(self.act, visit.language) else { return Ok(None) };
        let results = visit.web.app.act_on_seen(visit.actor, &self.seen, &command).await?;
        visit.web.forget_waiting();
        let mut outcome = Outcome { done: 0, failed: Vec::new() };
        for (id, result) in results {
            match result {
                Ok(()) => outcome.done += 1,
                Err(error) => outcome.failed.push((id, reasons(visit, id, error).await)),
            }
        }
        Ok(Some(outcome))
    }

    /// Asks before all are acted on.
    pub(super) fn question(&self, visit: &Visit, action: &str, back: &str, count: &str) -> Markup {
        let words = BulkWords::of(visit.language);
        let label = shell::act_label(self.act, visit.language);
        let title = with(&with(words.question, count), label);
        let body = html! {
            p { (words.question_text) }
            @if !self.typed.comment.is_empty() {
                dl.facts { div { dt { (QueueWords::of(visit.language).reason) } dd { (self.typed.comment) } } }
            }
            form method="post" action=(action) {
                input type="hidden" name="act" value=(self.act.name());
                input type="hidden" name="all_matching" value="yes";
                input type="hidden" name="confirmed" value="yes";
                input type="hidden" name="back" value=(back);
                input type="hidden" name="shown_at" value=(self.shown_at);
                input type="hidden" name="comment" value=(self.typed.comment);
                input type="hidden" name="resolved_on" value=(self.typed.resolved_on);
                (ui::actions(&html! {
                    (ui::button(&ui::Button { label, kind: ui::ButtonKind::Primary, ..ui::Button::default() }))
                    (ui::link_button(&ui::LinkButton { href: back, label: words.leave, kind: ui::ButtonKind::Quiet, ..ui::LinkButton::default() }))
                }))
            }
        };
        shell::page(visit, Head { title: &title, ..Head::default() }, &body)
    }
}

impl Outcome {
    /// Whether everything that was chosen was done, and anything was chosen.
    pub(super) const fn is_done(&self) -> bool {
        self.done > 0 && self.failed.is_empty()
    }

    /// How many were done and why the others were not.
    pub(super) fn panel(&self, visit: &Visit) -> Markup {
        if self.done == 0 && self.failed.is_empty() {
            return nothing_chosen(visit);
        }
        let citations: Vec<_> =
            self.failed.iter().flat_map(|(_, reasons)| reasons.iter().cloned()).collect();
        let words = BulkWords::of(visit.language);
        let title = with(&with(words.some_failed, self.done), self.failed.len());
        failure::refusal_panel(&title, &citations, words.way_on, visit.language)
    }
}

fn nothing_chosen(visit: &Visit) -> Markup {
    let words = BulkWords::of(visit.language);
    ui::banner(&ui::Banner {
        id: "nothing-chosen",
        tone: ui::Tone::Warning,
        title: words.none_chosen,
        text: words.none_chosen_text,
        action: html! {},
    })
}

/// Why one was not done, under its number and title.
async fn reasons(visit: &Visit, id: RecordId, error: AppError) -> Vec<Citation> {
    let name = match visit.web.app.record(visit.actor, id).await {
        Ok(view) => format!("{} {}", view.row.number, view.row.title).trim().to_owned(),
        Err(_) => String::new(),
    };
    let of = |name: fn(&BulkWords) -> &'static str| {
        let [ja, en] = [Language::Ja, Language::En].map(|language| name(BulkWords::of(language)));
        Text::new(ja, en)
    };
    let reasons = match error {
        AppError::Refused(refusal) => refusal.citations,
        AppError::Invalid { message, .. } | AppError::Unavailable { message, .. } => {
            vec![Citation { clause: String::new(), message, field: None }]
        }
        AppError::Conflict { .. } => vec![plain(of(|words| words.moved))],
        AppError::NotFound => vec![plain(of(|words| words.gone))],
        other => {
            tracing::error!(record.id = %id, error = %other, "bulk act failed");
            vec![plain(of(|words| words.broken))]
        }
    };
    let named = |reason: Citation| Citation {
        message: Text::new(
            format!("{name}：{}", reason.message.ja),
            format!("{name}: {}", reason.message.get(Language::En)),
        ),
        ..reason
    };
    reasons.into_iter().map(named).collect()
}

const fn plain(message: Text) -> Citation {
    Citation { clause: String::new(), message, field: None }
}
