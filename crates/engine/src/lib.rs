//! The engine: given a regulation, facts, a command and the time, what happens and what is refused.
//!
//! [`decide`](decide::decide) is the only judge of what becomes of a record, and
//! [`decide_organization`](organize::decide_organization) of units, members and appointments. Both are pure:
//! time, ids and facts are arguments. Nothing here reads a clock, a database or a file.

pub mod act;
pub mod authorize;
pub mod compare;
pub mod decide;
pub mod derive;
pub mod disposal;
pub mod duty;
pub mod event;
pub mod flag;
pub mod ids;
pub mod mutation;
pub mod names;
pub mod organization;
pub mod organize;
pub mod prefill;
pub mod record;
pub mod refusal;
pub mod review;
pub mod route;
pub mod scenario;
pub mod simulate;
pub mod validate;
pub mod value;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use regulation::Regulation;

pub use act::{Act, Command};
pub use authorize::Judge;
pub use event::{Origin, RecordEvent};
pub use ids::{AppointmentId, MemberId, OperatorId, RecordId, RunId, UnitId};
pub use names::Names;
pub use organization::{Appointment, Member, Organization, Unit};
pub use record::{Edition, Record, RecordState, Working};
pub use refusal::{Citation, Refusal};

/// Field values of a record, in the form's order.
pub type Fields = serde_json::Map<String, serde_json::Value>;

/// Everything that does not belong to one record: the rules, the people, and when it is.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The regulation in force.
    pub regulation: &'a Regulation,
    /// Its policies.
    pub judge: &'a Judge,
    /// Units, members and who holds what.
    pub organization: &'a Organization,
    /// The moment of the command.
    pub now: Timestamp,
    /// The same moment as a date where the operator is.
    pub today: Date,
    /// Where the operator is: what day another moment was.
    pub zone: &'a TimeZone,
}

/// The day it is somewhere.
#[must_use]
pub fn day_in(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}
