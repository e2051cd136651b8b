//! Operators: who this database serves.

use engine::OperatorId;
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
    }
}

/// All operators.
///
/// # Errors
/// What the database says.
pub async fn list(db: &Db) -> Result<Vec<OperatorRow>, StoreError> {
    db.all("SELECT id, name, regulation, time_zone FROM operator ORDER BY created_at", args![])
        .await
}

/// Adds an operator.
///
/// # Errors
/// What the database says.
pub async fn add(
    db: &Db,
    id: OperatorId,
    name: &str,
    regulation: &str,
    time_zone: &str,
    at: i64,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO operator (id, name, regulation, time_zone, created_at) VALUES ($1, $2, $3, $4, $5)",
        args![id.0, name, regulation, time_zone, at],
    )
    .await
    .map(|_| ())
}
