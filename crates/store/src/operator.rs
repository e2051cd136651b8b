//! Operators: who this database serves.

use uuid::Uuid;

use crate::{Db, args, error::StoreError};

crate::row! {
    /// An operator.
    #[derive(Debug, Clone)]
    pub struct OperatorRow {
        /// Id.
        pub id: Uuid,
        /// Name.
        pub name: String,
        /// Regulation id.
        pub regulation: String,
        /// IANA time zone.
        pub time_zone: String,
        /// When it was founded, microseconds.
        pub created_at: i64,
    }
}

/// All operators.
///
/// # Errors
/// What the database says.
pub async fn list(db: &Db) -> Result<Vec<OperatorRow>, StoreError> {
    db.all(
        "SELECT id, name, regulation, time_zone, created_at FROM operator ORDER BY created_at",
        args![],
    )
    .await
}
