//! What a change says of keeping and erasing records.

use engine::{RecordId, RunId};

/// Until when a record is kept, as far as that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// The last day, `YYYY-MM-DD`; `None`: it does not end yet.
    pub until: Option<String>,
    /// Mark of the rules by which it was worked out; 0: it was not.
    pub rule: i64,
}

/// A record whose key is destroyed, and what is left of it with it.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// Which record.
    pub record: RecordId,
    /// Its version when that was decided: a record that has moved on is a conflict.
    pub before: u64,
    /// The run it belongs to.
    pub run: RunId,
    /// The event as JSON. It stays readable: it is sealed under the house key.
    pub event: String,
}
