//! What people may write about an instance: decided like everything else, with every reason at once.

use jiff::civil::Date;

use super::{DutyEvent, Instance, Setting, Standing, is_owner, is_told};
use crate::{
    ids::MemberId,
    refusal::{Citation, Refusal},
};

/// What somebody asks to write about an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DutyCommand {
    /// It was done; only where no record shows that.
    Confirm {
        /// What was done.
        comment: String,
    },
    /// It need not be done.
    AskWaiver {
        /// Why.
        reason: String,
    },
    /// Approves that it need not be done.
    ApproveWaiver {
        /// Comment.
        comment: String,
    },
    /// Turns that down.
    RefuseWaiver {
        /// Why.
        reason: String,
    },
}

/// Decides what may be written about an instance on a day.
///
/// Its owner confirms it and asks for a waiver; a holder of an office to which it is escalated approves or refuses, and never what
/// they asked for themselves.
///
/// # Errors
/// A [`Refusal`] with every reason that speaks against it.
pub fn decide_duty(
    setting: Setting<'_>,
    instance: &Instance<'_>,
    (actor, day): (MemberId, Date),
    command: &DutyCommand,
) -> Result<DutyEvent, Refusal> {
    let about = About { setting, instance, actor, day };
    let mut against = Vec::from_iter(about.is_closed());
    let event = match command {
        DutyCommand::Confirm { comment } => {
            against.extend(about.not_owner());
            against.extend(about.is_shown_by_a_record());
            against.extend(about.is_early());
            against.extend(about.without_words(comment));
            DutyEvent::Confirmed { comment: comment.clone() }
        }
        DutyCommand::AskWaiver { reason } => {
            against.extend(about.not_owner());
            against.extend(about.nobody_approves());
            against.extend(about.without_words(reason));
            DutyEvent::WaiverAsked { reason: reason.clone() }
        }
        DutyCommand::ApproveWaiver { comment } => {
            against.extend(about.not_approver());
            DutyEvent::WaiverApproved { comment: comment.clone() }
        }
        DutyCommand::RefuseWaiver { reason } => {
            against.extend(about.not_approver());
            against.extend(about.without_words(reason));
            DutyEvent::WaiverRefused { reason: reason.clone() }
        }
    };
    Refusal::from_citations(against)?;
    Ok(event)
}

struct About<'a> {
    setting: Setting<'a>,
    instance: &'a Instance<'a>,
    actor: MemberId,
    day: Date,
}

impl About<'_> {
    fn citation(&self, ja: &str, en: &str) -> Citation {
        Citation::of_act(&self.instance.duty.clause, ja, en)
    }

    fn is_closed(&self) -> Option<Citation> {
        let standing = self.instance.standing(self.day);
        let is_open = standing.is_to_do() || standing == Standing::Upcoming;
        (!is_open).then(|| {
            self.citation("この義務はもう済んでいます", "there is nothing left to do here")
        })
    }

    fn not_owner(&self) -> Option<Citation> {
        let Setting { regulation, organization, .. } = self.setting;
        let who = (self.actor, self.day);
        (!is_owner(regulation, organization, self.instance, who)).then(|| {
            self.citation(
                "この義務を担当する人だけができます",
                "only who has this duty may do this",
            )
        })
    }

    fn is_shown_by_a_record(&self) -> Option<Citation> {
        let form = &self.instance.duty.met_by.as_ref()?.form;
        let form = self.setting.regulation.form(form)?;
        Some(self.citation(
            &format!("この義務は、様式「{}」の記録で果たします", form.title.ja),
            &format!("a record of “{}” meets this duty", form.title.get(regulation::Language::En)),
        ))
    }

    fn is_early(&self) -> Option<Citation> {
        (self.day < self.instance.starts).then(|| {
            self.citation("この期間はまだ始まっていません", "the period has not begun yet")
        })
    }

    fn without_words(&self, words: &str) -> Option<Citation> {
        words.trim().is_empty().then(|| {
            Citation::of_field(
                &self.instance.duty.clause,
                "comment",
                "内容を書いてください",
                "say what was done, or why",
            )
        })
    }

    fn nobody_approves(&self) -> Option<Citation> {
        self.instance.duty.escalate.is_empty().then(|| {
            self.citation(
                "この義務の免除を承認する人は決められていません",
                "nobody may waive this duty",
            )
        })
    }

    /// Only of what was asked for, by a holder of an office that is told, and never by who asked.
    fn not_approver(&self) -> Vec<Citation> {
        let Setting { regulation, organization, notes, .. } = self.setting;
        let mut against = Vec::new();
        match notes.asked(&self.instance.key) {
            None => {
                against.push(self.citation("免除の申出がありません", "nobody asked for a waiver"));
            }
            Some(asked) if asked.by == self.actor => against.push(
                self.citation("自分の申出は承認できません", "nobody approves what they asked for"),
            ),
            Some(_) => {}
        }
        let of = (self.instance.duty, self.instance.key.subject);
        let is_told = is_told(regulation, organization, of, (self.actor, self.day));
        if !is_told {
            against.push(self.citation(
                "免除を承認できるのは、遅れの知らせを受ける役割の人です",
                "only who is told of delays may waive this duty",
            ));
        }
        against
    }
}
