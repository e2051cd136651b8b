//! Disposal of what has been kept long enough: who proposes it, who approves it, who carries it out, who holds it back, and the
//! book in which it is entered.

use serde_json::Value;

use crate::diagnostic::Place;

use super::form::Grant;

/// How records are disposed of whose period is over (廃棄).
#[derive(Debug, Clone, Default)]
pub struct Disposal {
    /// Who proposes it.
    pub propose: Vec<Grant>,
    /// Who approves it; never whoever proposed the same record.
    pub approve: Vec<Grant>,
    /// Who confirms that it is to be carried out, and how.
    pub confirm: Vec<Grant>,
    /// Who holds a record back, and lifts that again.
    pub hold: Vec<Grant>,
    /// What proves that another party has disposed of what it had; asked for where the form says that something was entrusted.
    pub certificate: Option<Certificate>,
    /// The form in which each disposal is entered; `None`: the list of disposals is the book.
    pub book: Option<Book>,
    /// Where it stands.
    pub place: Place,
}

impl Disposal {
    /// Everybody whom it names, each with what for.
    pub fn grants(&self) -> impl Iterator<Item = (&'static str, &Grant)> {
        let named = |action: &'static str, grants| {
            let grants: &[Grant] = grants;
            grants.iter().map(move |grant| (action, grant))
        };
        named(PROPOSE, &self.propose)
            .chain(named(APPROVE, &self.approve))
            .chain(named(DISPOSE, &self.confirm))
            .chain(named(HOLD, &self.hold))
    }

    /// Those whom it names for an act.
    #[must_use]
    pub fn granted(&self, action: &str) -> &[Grant] {
        match action {
            PROPOSE => &self.propose,
            APPROVE => &self.approve,
            DISPOSE => &self.confirm,
            HOLD => &self.hold,
            _ => &[],
        }
    }
}

/// Acts of disposal as rules name them.
pub const PROPOSE: &str = "propose_disposal";
/// Approving it, or declining it.
pub const APPROVE: &str = "approve_disposal";
/// Carrying it out.
pub const DISPOSE: &str = "dispose";
/// Holding a record back, and lifting that.
pub const HOLD: &str = "hold";

/// What proves the disposal by another party.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Form of the certificates; one counts when it is in force.
    pub form: String,
    /// Clause that asks for it.
    pub clause: String,
}

/// The book of disposals (廃棄記録簿).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Form of its entries.
    pub form: String,
    /// Clause that asks for it.
    pub clause: String,
    /// What is filled in, by field.
    pub fill: Vec<(String, Fill)>,
}

/// What a field of the book is filled in with.
#[derive(Debug, Clone, PartialEq)]
pub enum Fill {
    /// Always the same value.
    Value(Value),
    /// What the disposal says.
    Word(BookWord),
}

/// What a disposal can say of itself in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookWord {
    /// `@items`: forms and numbers of the records.
    Items,
    /// `@amount`: how many records.
    Amount,
    /// `@day`: the day on which they were disposed of.
    Day,
    /// `@how`: how, in the words of whoever confirmed it.
    How,
    /// `@proposed_by`: who proposed it.
    ProposedBy,
    /// `@approved_by`: who approved it.
    ApprovedBy,
    /// `@confirmed_by`: who confirmed it.
    ConfirmedBy,
}

impl BookWord {
    /// All words, as they are written.
    pub const ALL: [(&'static str, Self); 7] = [
        ("@items", Self::Items),
        ("@amount", Self::Amount),
        ("@day", Self::Day),
        ("@how", Self::How),
        ("@proposed_by", Self::ProposedBy),
        ("@approved_by", Self::ApprovedBy),
        ("@confirmed_by", Self::ConfirmedBy),
    ];
}
