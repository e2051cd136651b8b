//! Column mappings, remembered from one workbook for the next.

use engine::OperatorId;

use crate::{Db, args, error::StoreError};

crate::row! {
    struct MappingRow {
        mapping: String,
    }
}

/// Remembers a mapping for the next workbook with the same headings; without a signature, for any other.
///
/// # Errors
/// What the database says.
pub async fn put_mapping(
    db: &Db,
    operator: OperatorId,
    target: &str,
    signature: &str,
    mapping: &str,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO import_mapping (operator, target, signature, mapping) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (operator, target, signature) DO UPDATE SET mapping = excluded.mapping",
        args![operator.0, target, signature, mapping],
    )
    .await
    .map(|_| ())
}

/// The mapping remembered for these headings.
///
/// # Errors
/// What the database says.
pub async fn find_mapping(
    db: &Db,
    operator: OperatorId,
    target: &str,
    signature: &str,
) -> Result<Option<String>, StoreError> {
    let row = db
        .opt::<MappingRow>(
            "SELECT mapping FROM import_mapping WHERE operator = $1 AND target = $2 AND signature = $3",
            args![operator.0, target, signature],
        )
        .await?;
    Ok(row.map(|row| row.mapping))
}
