//! Routes: the ordered steps between submitting a record and its coming into force.

use crate::{diagnostic::Place, text::Text};

use super::form::Scope;

/// A route (決裁ルート). The first step is always `submit`.
#[derive(Debug, Clone, Default)]
pub struct Route {
    /// Id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Steps in order.
    pub steps: Vec<Step>,
    /// When the matter is too urgent to wait: in force at once, the steps follow as ratification (事後).
    pub emergency: Option<Emergency>,
    /// Where it stands.
    pub place: Place,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    /// Id, unique in its route.
    pub id: String,
    /// Heading of its approval box; empty: the office's short title.
    pub title: Text,
    /// What happens in it.
    pub kind: StepKind,
    /// What whoever settles it must write in the comment; `None`: a comment is free.
    pub comment: Option<Text>,
    /// Taken only when this holds for the submitted record.
    pub when: Option<Condition>,
    /// Clause.
    pub clause: String,
    /// Where it stands.
    pub place: Place,
}

/// Kinds of steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum StepKind {
    /// `submit`: the drafter hands it in.
    #[default]
    Submit,
    /// `approve`: a holder of the office approves, returns or rejects.
    Approve {
        /// Office id.
        office: String,
        /// Where it must be held.
        scope: Scope,
    },
    /// `acknowledge`: a holder of the office takes note (受理・確認) or returns.
    Acknowledge {
        /// Office id.
        office: String,
        /// Where it must be held.
        scope: Scope,
    },
    /// `decide_by_body`: a body resolves; a holder of `recorded_by` enters the resolution and its date.
    DecideByBody {
        /// Office id of the body.
        body: String,
        /// Office id of who records its resolution.
        recorded_by: String,
        /// Where that office must be held.
        scope: Scope,
    },
    /// `parallel`: all of these, in any order.
    Parallel {
        /// Steps; a parallel step in a parallel step is not allowed.
        steps: Vec<Step>,
    },
}

/// When the route may be taken afterwards.
#[derive(Debug, Clone, Default)]
pub struct Emergency {
    /// What must hold.
    pub when: Condition,
    /// Clause that allows it.
    pub clause: String,
    /// What the drafter reads.
    pub message: Text,
}

/// A test of one field.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    /// Field id.
    pub field: String,
    /// What must hold.
    pub test: Test,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Test {
    /// `filled = true`: it has a value.
    #[default]
    Filled,
    /// `filled = false`: it has none.
    Empty,
    /// `is = …`: the value (or one of the values of a `many_choice`, or the `choice` of a `clause_exception`) is one of these.
    AnyOf(Vec<serde_json::Value>),
}
