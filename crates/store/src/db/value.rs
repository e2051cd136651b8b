//! What can be bound to a statement. Each kind knows itself also when it is nothing: PostgreSQL wants to be told.

use uuid::Uuid;

/// A value of a statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(Option<bool>),
    /// A whole number.
    Int(Option<i64>),
    /// A number with a fraction.
    Real(Option<f64>),
    /// Text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// An id.
    Uuid(Option<Uuid>),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// As [`Value::Bool`].
    Bool,
    /// As [`Value::Int`].
    Int,
    /// As [`Value::Text`].
    Text,
    /// As [`Value::Bytes`].
    Bytes,
    /// As [`Value::Uuid`].
    Uuid,
}

/// From a type and from its option.
macro_rules! from {
    ($($kind:ty => $variant:ident),* $(,)?) => { $(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::$variant(Some(value.into()))
            }
        }
        impl From<Option<$kind>> for Value {
            fn from(value: Option<$kind>) -> Self {
                Self::$variant(value.map(Into::into))
            }
        }
    )* };
}

from! {
    bool => Bool, i64 => Int, i32 => Int, u32 => Int, u16 => Int, f64 => Real, String => Text, &str => Text,
    Vec<u8> => Bytes, Uuid => Uuid,
}
