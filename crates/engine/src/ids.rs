//! Ids: newtypes over `UUIDv7`, all in one place, so that one kind is never taken for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// An operator: the tenant (事業者).
    OperatorId
);
id!(
    /// A unit of an operator.
    UnitId
);
id!(
    /// A member (職員等).
    MemberId
);
id!(
    /// A record: one filled form with its whole history.
    RecordId
);
id!(
    /// An appointment: a member holds an office over a unit.
    AppointmentId
);
id!(
    /// A run of the import wizard.
    ImportId
);
id!(
    /// A disposal of many records.
    RunId
);
id!(
    /// A view of a register that a member saved.
    ViewId
);
id!(
    /// A file attached to a record.
    AttachmentId
);
