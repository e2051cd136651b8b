//! Where a sealed thing stands: it opens there and nowhere else, so that rows cannot be exchanged.

use uuid::Uuid;

/// Fixed part of what [`Place`] and [`Holder`] are bound with, in bytes.
const FIXED_BYTES: usize = 16 + 16 + 16 + 8;

/// The row and column in which a sealed value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Whose data it is.
    pub operator: Uuid,
    /// Which row, by its id.
    pub id: Uuid,
    /// Which of a row's many, such as the sequence of an event; 0 where there is one only.
    pub sequence: u64,
    /// Which table and column, as in `event.body`.
    pub table: &'a str,
}

impl Place<'_> {
    /// Associated data: `label ‖ operator ‖ id ‖ sequence ‖ table`. All but the last have a fixed length, so that no two
    /// places look alike.
    pub(crate) fn bind(&self, label: &[u8; 16]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIXED_BYTES + self.table.len());
        bytes.extend_from_slice(label);
        bytes.extend_from_slice(self.operator.as_bytes());
        bytes.extend_from_slice(self.id.as_bytes());
        bytes.extend_from_slice(&self.sequence.to_be_bytes());
        bytes.extend_from_slice(self.table.as_bytes());
        bytes
    }
}

/// Whose key a wrapped key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Whose data it is.
    pub operator: Uuid,
    /// The record whose key it is; nil for the keys of the operator itself.
    pub record: Uuid,
}

impl Holder {
    /// The holder of an operator's own keys.
    pub const fn of_operator(operator: Uuid) -> Self {
        Self { operator, record: Uuid::nil() }
    }

    /// The holder of a record's key.
    pub const fn of_record(operator: Uuid, record: Uuid) -> Self {
        Self { operator, record }
    }
}
