//! The regulation's own tests: given an organization, when people act, then the acts are accepted or refused with a clause.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::{diagnostic::Place, text::Text};

/// One scenario.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// What it shows.
    pub title: Text,
    /// Clauses it proves.
    pub clauses: Vec<String>,
    /// The organization.
    pub given: Given,
    /// What happens, in order.
    pub steps: Vec<ScenarioStep>,
    /// Where it stands.
    pub place: Place,
}

/// The organization of a scenario.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Units, parents before children.
    pub units: Vec<GivenUnit>,
    /// Members.
    pub members: Vec<GivenMember>,
}

/// A unit of a scenario.
#[derive(Debug, Clone, Default)]
pub struct GivenUnit {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Parent; empty for the root.
    pub parent: String,
}

/// A member of a scenario.
#[derive(Debug, Clone, Default)]
pub struct GivenMember {
    /// Id.
    pub id: String,
    /// Unit they belong to.
    pub unit: String,
    /// Offices they hold.
    pub offices: Vec<GivenAppointment>,
}

/// An office held in a scenario.
#[derive(Debug, Clone, Default)]
pub struct GivenAppointment {
    /// Office id.
    pub office: String,
    /// Unit it is held over.
    pub unit: String,
}

/// One act of a scenario.
#[derive(Debug, Clone, Default)]
pub struct ScenarioStep {
    /// Who acts (member id).
    pub by: String,
    /// `draft`, `edit`, `submit`, `approve`, `acknowledge`, `decide`, `return`, `reject`, `withdraw`, `revise`, `retire`, `review`, `order_review`, `propose_disposal`, `decline_disposal`, `approve_disposal`, `dispose`, `hold`, `release`, `appoint`, `read`, `look`.
    pub act: String,
    /// Name of the record in this scenario.
    pub record: String,
    /// Form, when drafting.
    pub form: String,
    /// Unit, when drafting; empty: the unit of whoever acts.
    pub unit: String,
    /// Field values, when drafting or editing.
    pub fields: Map<String, Value>,
    /// Reason or comment.
    pub comment: String,
    /// When appointing: whom, to which office, over which unit.
    pub appoint: Option<(String, GivenAppointment)>,
    /// Day on which it happens; `None`: that of the act before, at first the first day of a fiscal year.
    pub on: Option<Date>,
    /// What must come of it.
    pub expect: Expectation,
    /// Where it stands.
    pub place: Place,
}

/// What a scenario asks of a record, and of whoever acts, after an act.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// State; empty: not asked.
    pub state: String,
    /// Whether an edition is in force.
    pub in_force: Option<bool>,
    /// Whether it is still to be reviewed.
    pub review_open: Option<bool>,
    /// Fields whose lack is flagged, all of them.
    pub flagged: Option<Vec<String>>,
    /// Duties that are open for whoever acts, in time.
    pub duties_open: Vec<String>,
    /// Duties that are late for whoever acts.
    pub duties_late: Vec<String>,
    /// Duties that are neither.
    pub duties_closed: Vec<String>,
}

/// What a scenario expects of an act.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Expectation {
    /// Accepted; the record is then in this state (empty: not asked).
    #[default]
    Accepted,
    /// Accepted, and the record is then in this state (`draft`, `submitted`, `returned`, `in_force`, `rejected`, `withdrawn`, `retired`, `erased`).
    State(String),
    /// Accepted; the record then shows this.
    Shows(Shown),
    /// Refused, citing at least these clauses.
    Refused(Vec<String>),
}
