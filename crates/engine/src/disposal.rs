//! Disposal of records whose period is over: proposed, approved by somebody else, confirmed, erased; and holding records back.
//!
//! Nothing here erases: `erased` is an event, and who keeps the records destroys the key with it.

mod book;
mod keeping;

use jiff::Timestamp;
use regulation::{Disposal, Form};
use serde::{Deserialize, Serialize};

use crate::{
    World,
    authorize::{Subject, Verdict},
    decide::{Referenced, grants_words},
    event::RecordEvent,
    ids::{MemberId, RunId},
    record::Record,
    refusal::{Citation, Refusal},
    value::holds,
};

pub use book::{Entry, entry};
pub use keeping::{Keeping, Source, Standing, Term, is_closed, keeping};

/// A record that somebody holds back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Counts the holds of the record from 1; never used twice.
    pub number: u32,
    /// Who.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A disposal that was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The run it belongs to.
    pub run: RunId,
    /// Who proposed it.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// Who approved it and when, if anybody did.
    pub approved: Option<(MemberId, Timestamp)>,
}

/// What somebody asks to do about the disposal of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Hold it back, for a reason.
    Hold(String),
    /// Lift a hold (its number), for a reason.
    Release(u32, String),
    /// Propose it for disposal.
    Propose(RunId),
    /// Turn a proposal down, for a reason; or take one's own back.
    Decline(String),
    /// Approve a proposal.
    Approve,
    /// Confirm that it is carried out now.
    Dispose,
}

impl Act {
    /// The act as rules name it.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self {
            Self::Hold(_) | Self::Release(..) => regulation::HOLD,
            Self::Propose(_) => regulation::PROPOSE,
            Self::Decline(_) | Self::Approve => regulation::APPROVE,
            Self::Dispose => regulation::DISPOSE,
        }
    }
}

/// The facts about one record.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Who acts.
    pub actor: MemberId,
    /// The record.
    pub record: &'a Record,
    /// Records that point to it and are not closed: what they are called.
    pub referring: &'a [String],
    /// What certifies that the entrusted party has disposed of it, where somebody names something.
    pub certificate: Option<&'a Referenced>,
}

/// Decides an act.
///
/// # Errors
/// A [`Refusal`] with every reason that speaks against it.
pub fn decide(world: World<'_>, facts: Facts<'_>, act: &Act) -> Result<RecordEvent, Refusal> {
    let Some(disposal) = &world.regulation.disposal else { return Err(Refusal::one(nobody())) };
    let Some(form) = world.regulation.form(&facts.record.form) else {
        return Err(Refusal::one(nobody()));
    };
    let is_taken_back = matches!(act, Act::Decline(_))
        && facts.record.disposal.as_ref().is_some_and(|it| it.by == facts.actor);
    let mut against = Vec::new();
    if !is_taken_back {
        against.extend(not_permitted(world, facts, form, act.action()));
    }
    let clause = clause_of(disposal, act.action());
    match act {
        Act::Hold(reason) => against.extend(unsaid(clause, reason)),
        Act::Release(number, reason) => {
            against.extend(unsaid(clause, reason));
            if !facts.record.holds.iter().any(|hold| hold.number == *number) {
                against.push(Citation::of_act(
                    clause,
                    "その保留はもうありません",
                    "there is no such hold any more",
                ));
            }
        }
        Act::Decline(reason) => {
            // An approved one too: what has come to stand against one record must not hold up the others for ever.
            against.extend(unsaid(clause, reason));
            if facts.record.disposal.is_none() {
                against.extend(not_proposed(facts.record, clause));
            }
        }
        Act::Propose(_) => {
            if facts.record.disposal.is_some() {
                against.push(Citation::of_act(
                    clause,
                    "廃棄はすでに起案されています",
                    "its disposal has been proposed already",
                ));
            }
            against.extend(blocks(world, facts));
        }
        Act::Approve => {
            against.extend(not_proposed(facts.record, clause));
            against.extend(own_proposal(facts, clause));
            against.extend(blocks(world, facts));
        }
        Act::Dispose => {
            against.extend(not_approved(facts.record, clause));
            against.extend(uncertified(disposal, form, facts));
            against.extend(blocks(world, facts));
        }
    }
    Refusal::from_citations(against)?;
    Ok(event_of(facts.record, act))
}

fn event_of(record: &Record, act: &Act) -> RecordEvent {
    match act {
        Act::Hold(reason) => RecordEvent::HeldBack {
            number: record.hold_count + 1,
            reason: reason.trim().to_owned(),
        },
        Act::Release(number, reason) => {
            RecordEvent::HoldLifted { number: *number, reason: reason.trim().to_owned() }
        }
        Act::Propose(run) => RecordEvent::DisposalProposed { run: *run },
        Act::Decline(reason) => RecordEvent::DisposalDeclined { reason: reason.trim().to_owned() },
        Act::Approve => RecordEvent::DisposalApproved,
        Act::Dispose => carried_out(record),
    }
}

/// What is told of a record whose disposal is carried out.
#[must_use]
pub fn carried_out(record: &Record) -> RecordEvent {
    let proposal = record.disposal.as_ref();
    RecordEvent::Erased {
        run: proposal.map(|it| it.run),
        proposed_by: proposal.map(|it| it.by),
        approved_by: proposal.and_then(|it| it.approved).map(|(by, _)| by),
    }
}

/// Everything that keeps a record from being disposed of on this day, whoever asks: its period, holds, a copy that is being worked
/// on, records under way that point to it.
#[must_use]
pub fn blocks(world: World<'_>, facts: Facts<'_>) -> Vec<Citation> {
    let (record, mut against) = (facts.record, Vec::new());
    let Some(form) = world.regulation.form(&record.form) else { return vec![nobody()] };
    let clause = period_clause(world, form);
    match keeping(world, form, record) {
        Standing::NoPeriod => against.push(Citation::of_act(
            clause.clone(),
            "この様式に保存期間の定めはありません",
            "no period is set for the records of this form",
        )),
        Standing::Running => against.push(Citation::of_act(
            clause.clone(),
            "保存期間はまだ始まっていません（作成中か、有効な記録です）",
            "its period has not begun: it is being written, or is in force",
        )),
        Standing::Ends(keeping) => {
            let running = keeping.terms.iter().filter(|term| term.until >= world.today);
            against.extend(running.map(|term| still_kept(term, &clause)));
        }
    }
    if record.working.is_some() && record.ended_at.is_none() {
        against.push(Citation::of_act(
            clause.clone(),
            "作成中か改訂中の写しがあります",
            "a copy of it is being worked on",
        ));
    }
    let held_by = world.regulation.disposal.as_ref().map(|it| clause_of(it, regulation::HOLD));
    against.extend(record.holds.iter().map(|hold| {
        Citation::of_act(
            held_by.unwrap_or_default(),
            format!("廃棄が保留されています：{}", hold.reason),
            format!("it is held back: {}", hold.reason),
        )
    }));
    against.extend(facts.referring.iter().map(|name| {
        Citation::of_act(
            clause.clone(),
            format!("終わっていない記録「{name}」がこの記録を指しています"),
            format!("`{name}`, which is not closed, points to it"),
        )
    }));
    against
}

/// A period that is still running.
fn still_kept(term: &Term, otherwise: &str) -> Citation {
    let until = term.until;
    match &term.source {
        Source::Regulation(clause) => Citation::of_act(
            if clause.is_empty() { otherwise } else { clause },
            format!("規程の保存期間が{until}まであります"),
            format!("the regulation keeps it until {until}"),
        ),
        Source::Law(kind) => Citation::of_act(
            otherwise,
            format!("法令（{}）により{until}まで保存します", kind.article()),
            format!("the law ({}) keeps it until {until}", kind.article()),
        ),
    }
}

/// The clause of a form's period; where that is practice, the one by which disposal is proposed.
fn period_clause(world: World<'_>, form: &Form) -> String {
    let own = form.retention.as_ref().map(|it| it.clause.as_str()).filter(|it| !it.is_empty());
    let proposing = world.regulation.disposal.as_ref().map(|it| clause_of(it, regulation::PROPOSE));
    own.or(proposing).unwrap_or_default().to_owned()
}

/// The clause by which an act is granted.
fn clause_of<'d>(disposal: &'d Disposal, action: &str) -> &'d str {
    disposal.granted(action).first().map_or("", |grant| grant.clause.as_str())
}

fn nobody() -> Citation {
    Citation::of_act(
        "",
        "この規程には、記録の廃棄の定めがありません",
        "this regulation says nothing of the disposal of records",
    )
}

fn not_permitted(world: World<'_>, facts: Facts<'_>, form: &Form, action: &str) -> Vec<Citation> {
    let subject = Subject::of(form, facts.record);
    match world.judge.on_record(world, facts.actor, action, subject, "") {
        Verdict::Allowed(_) => Vec::new(),
        Verdict::NotGranted => vec![grants_words(world, action, form)],
        Verdict::Forbidden(citations) => citations,
    }
}

/// Whether the regulation lets somebody do this with a record at all, whatever stands against it today.
#[must_use]
pub fn is_granted(world: World<'_>, actor: MemberId, record: &Record, action: &str) -> bool {
    world.regulation.form(&record.form).is_some_and(|form| {
        let subject = Subject::of(form, record);
        world.judge.on_record(world, actor, action, subject, "").is_allowed()
    })
}

fn unsaid(clause: &str, reason: &str) -> Option<Citation> {
    reason
        .trim()
        .is_empty()
        .then(|| Citation::of_field(clause, "reason", "理由を書いてください", "give a reason"))
}

fn not_proposed(record: &Record, clause: &str) -> Option<Citation> {
    let is_open = record.disposal.as_ref().is_some_and(|it| it.approved.is_none());
    (!is_open).then(|| {
        Citation::of_act(
            clause,
            "承認を待つ廃棄の起案がありません",
            "no proposal to dispose of it is waiting",
        )
    })
}

fn own_proposal(facts: Facts<'_>, clause: &str) -> Option<Citation> {
    let is_own = facts.record.disposal.as_ref().is_some_and(|it| it.by == facts.actor);
    is_own.then(|| {
        Citation::of_act(
            clause,
            "自分が起案した廃棄を自分で承認することはできません",
            "you cannot approve the disposal that you proposed yourself",
        )
    })
}

fn not_approved(record: &Record, clause: &str) -> Option<Citation> {
    let is_approved = record.disposal.as_ref().is_some_and(|it| it.approved.is_some());
    (!is_approved).then(|| {
        Citation::of_act(clause, "廃棄が承認されていません", "its disposal has not been approved")
    })
}

/// Whether another party had of a record too, and has to certify that it has disposed of that.
#[must_use]
pub fn is_entrusted(form: &Form, record: &Record) -> bool {
    let when = form.retention.as_ref().and_then(|retention| retention.entrusted.as_ref());
    when.is_some_and(|when| holds(when, record.fields_in_force()))
}

fn uncertified(disposal: &Disposal, form: &Form, facts: Facts<'_>) -> Option<Citation> {
    let wanted = disposal.certificate.as_ref().filter(|_| is_entrusted(form, facts.record))?;
    let shown = facts.certificate.filter(|it| it.form == wanted.form && it.is_in_force);
    shown.is_none().then(|| {
        Citation::of_field(
            wanted.clause.clone(),
            "certificate",
            "委託先に渡した記録です。委託先の廃棄証明書（有効なもの）を選んでください",
            "another party had of this; choose its certificate of disposal, which must be in force",
        )
    })
}
