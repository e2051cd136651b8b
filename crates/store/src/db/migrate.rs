//! The schema and its editions: each is applied once, in order, and known again by its checksum.

use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest as _, Sha256};

use crate::error::StoreError;

/// A migration: number, name, text.
pub(super) type Migration = (i64, &'static str, &'static str);

/// Those of a file, in order.
const MIGRATIONS: &[Migration] = &[
    (1, "init", include_str!("../../migrations/sqlite/0001_init.sql")),
    (2, "saved_views", include_str!("../../migrations/sqlite/0002_saved_views.sql")),
    (3, "keys", include_str!("../../migrations/sqlite/0003_keys.sql")),
    (4, "sign_in", include_str!("../../migrations/sqlite/0004_sign_in.sql")),
    (5, "duties", include_str!("../../migrations/sqlite/0005_duties.sql")),
    (6, "disposal", include_str!("../../migrations/sqlite/0006_disposal.sql")),
    (7, "jobs", include_str!("../../migrations/sqlite/0007_jobs.sql")),
];

/// Those of a server: the same numbers and names.
pub(super) const SERVER_MIGRATIONS: &[Migration] = &[
    (1, "init", include_str!("../../migrations/postgres/0001_init.sql")),
    (2, "saved_views", include_str!("../../migrations/postgres/0002_saved_views.sql")),
    (3, "keys", include_str!("../../migrations/postgres/0003_keys.sql")),
    (4, "sign_in", include_str!("../../migrations/postgres/0004_sign_in.sql")),
    (5, "duties", include_str!("../../migrations/postgres/0005_duties.sql")),
    (6, "disposal", include_str!("../../migrations/postgres/0006_disposal.sql")),
    (7, "jobs", include_str!("../../migrations/postgres/0007_jobs.sql")),
];

/// The table that remembers which were applied.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (\n  \
    version INTEGER PRIMARY KEY, -- number of the migration\n  \
    name TEXT NOT NULL, -- what it is called\n  \
    checksum BLOB NOT NULL -- SHA-256 of its text\n)";

/// How the schema of a database stands to the one of this release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaState {
    /// The same.
    Current,
    /// An older one, which is brought up to date when the database is opened for work.
    Older,
    /// One that this release does not know.
    Foreign,
}

/// Applies what is not applied yet, all of it or nothing.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known = applied(&tx)?;
    let is_ours = if known.is_empty() { tables(&tx)? == 0 } else { is_prefix(&known, MIGRATIONS) };
    if !is_ours {
        return Err(StoreError::OtherVersion);
    }
    tx.execute_batch(TABLE)?;
    for (version, name, text) in MIGRATIONS.iter().skip(known.len()) {
        tx.execute_batch(text)?;
        tx.execute(
            "INSERT INTO schema_migration (version, name, checksum) VALUES (?1, ?2, ?3)",
            (version, name, checksum(text)),
        )?;
    }
    Ok(tx.commit()?)
}

/// How the schema of a database stands to this release.
pub(super) fn state(connection: &Connection) -> Result<SchemaState, StoreError> {
    Ok(compare(&applied(connection)?, MIGRATIONS))
}

/// How what was applied stands to what is to be.
pub(super) fn compare(known: &[Applied], ours: &[Migration]) -> SchemaState {
    match known.len() {
        0 => SchemaState::Foreign,
        _ if !is_prefix(known, ours) => SchemaState::Foreign,
        length if length < ours.len() => SchemaState::Older,
        _ => SchemaState::Current,
    }
}

/// Number and checksum of a migration that was applied.
pub(super) type Applied = (i64, Vec<u8>);

/// Each migration that was applied, in order.
fn applied(connection: &Connection) -> Result<Vec<Applied>, StoreError> {
    if !connection.table_exists(None, "schema_migration")? {
        return Ok(Vec::new());
    }
    let mut statement =
        connection.prepare("SELECT version, checksum FROM schema_migration ORDER BY version")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether these are the first of our own.
pub(super) fn is_prefix(known: &[Applied], ours: &[Migration]) -> bool {
    known.len() <= ours.len()
        && known
            .iter()
            .zip(ours)
            .all(|((version, sum), (ours, _, text))| version == ours && *sum == checksum(text))
}

pub(super) fn checksum(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Tables that somebody made.
fn tables(connection: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'";
    connection.query_row(sql, [], |row| row.get(0))
}
