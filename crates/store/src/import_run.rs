//! Runs of the import wizard, kept between requests, and the column mappings remembered from them.

mod mapping;

use engine::{MemberId, ids::ImportId};
use uuid::Uuid;

use crate::{
    Db, args,
    db::Tx,
    error::StoreError,
    keeper::{OperatorKeys, Owner},
};

pub use mapping::{find_mapping, put_mapping};

/// A run.
#[derive(Clone)]
pub struct ImportRow {
    /// Id.
    pub id: Uuid,
    /// Form id, or `members`.
    pub target: String,
    /// File name.
    pub file_name: String,
    /// `open`, `running` or `done`.
    pub state: String,
    /// The file as it came; empty once the run is done.
    pub workbook: Vec<u8>,
    /// Sheet, mapping, mended cells: JSON.
    pub choices: String,
    /// Report; empty until done.
    pub report: Vec<u8>,
    /// When it began, microseconds.
    pub created_at: i64,
}

crate::row! {
    struct SealedImport {
        id: Uuid,
        target: String,
        file_name: Vec<u8>,
        state: String,
        workbook: Vec<u8>,
        choices: Vec<u8>,
        report: Vec<u8>,
        created_at: i64,
    }
}

/// A run in a list: without its file.
#[derive(Clone)]
pub struct RunRow {
    /// Id.
    pub id: Uuid,
    /// Form id, or `members`.
    pub target: String,
    /// File name.
    pub file_name: String,
    /// `open`, `running` or `done`.
    pub state: String,
    /// When it last moved, microseconds.
    pub updated_at: i64,
    /// When it began, microseconds.
    pub created_at: i64,
}

crate::row! {
    struct SealedRun {
        id: Uuid,
        target: String,
        file_name: Vec<u8>,
        state: String,
        updated_at: i64,
        created_at: i64,
    }
}

/// Places of what is sealed of a run.
const FILE_NAME: &str = "import_run.file_name";
const WORKBOOK: &str = "import_run.workbook";
const CHOICES: &str = "import_run.choices";
const REPORT: &str = "import_run.report";

fn seal(keys: &OperatorKeys, id: Uuid, table: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    // Nothing stays nothing: a file that is forgotten leaves no trace of its length.
    if plain.is_empty() {
        Ok(Vec::new())
    } else {
        keys.seal_long(keys.house(), (id, 0, table), plain)
    }
}

fn open(keys: &OperatorKeys, id: Uuid, table: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    if sealed.is_empty() {
        Ok(Vec::new())
    } else {
        keys.open_long(keys.house(), (id, 0, table), sealed)
    }
}

fn open_text(
    keys: &OperatorKeys,
    id: Uuid,
    table: &str,
    sealed: &[u8],
) -> Result<String, StoreError> {
    String::from_utf8(open(keys, id, table, sealed)?)
        .map_err(|_| StoreError::Unreadable { what: "import_run" })
}

/// The choices of a run, sealed.
pub(crate) fn seal_choices(
    keys: &OperatorKeys,
    id: Uuid,
    choices: &str,
) -> Result<Vec<u8>, StoreError> {
    seal(keys, id, CHOICES, choices.as_bytes())
}

fn open_run(keys: &OperatorKeys, row: &SealedRun) -> Result<RunRow, StoreError> {
    Ok(RunRow {
        id: row.id,
        target: row.target.clone(),
        file_name: open_text(keys, row.id, FILE_NAME, &row.file_name)?,
        state: row.state.clone(),
        updated_at: row.updated_at,
        created_at: row.created_at,
    })
}

crate::row! {
    struct ChoicesRow {
        choices: Vec<u8>,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

/// Where in a list a page begins: after this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// When that run began, microseconds.
    pub created_at: i64,
    /// Its id.
    pub id: Uuid,
}

/// Choices of a run as they were, and as they are to be.
#[derive(Debug, Clone, Copy)]
pub struct ChoicesMove<'a> {
    /// What must be there now, or nothing is written: somebody else was faster.
    pub before: &'a str,
    /// What is to be there.
    pub after: &'a str,
}

/// A new run.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Id.
    pub id: ImportId,
    /// Form id, or `members`.
    pub target: String,
    /// File name.
    pub file_name: String,
    /// The file as it came.
    pub workbook: Vec<u8>,
    /// Sheet and mapping, JSON.
    pub choices: String,
}

/// Begins a run.
///
/// # Errors
/// What the database says.
pub async fn add(db: &Db, owner: Owner, new: NewImport, at: i64) -> Result<(), StoreError> {
    let id = new.id.0;
    let seal_all = |keys: &OperatorKeys| {
        Ok((
            seal(keys, id, FILE_NAME, new.file_name.as_bytes())?,
            seal(keys, id, WORKBOOK, &new.workbook)?,
            seal_choices(keys, id, &new.choices)?,
        ))
    };
    let (file_name, workbook, choices) = db.with_keys_of(owner.operator, seal_all).await?;
    db.exec(
        "INSERT INTO import_run (id, operator, member, target, file_name, state, workbook, choices, report, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $9)",
        args![id, owner.operator.0, owner.member.0, new.target, file_name, workbook, choices, Vec::<u8>::new(), at],
    )
    .await
    .map(|_| ())
}

/// A run of a member: nobody else sees it.
///
/// # Errors
/// What the database says.
pub async fn lookup(db: &Db, owner: Owner, id: ImportId) -> Result<Option<ImportRow>, StoreError> {
    let row = db
        .opt::<SealedImport>(
            "SELECT id, target, file_name, state, workbook, choices, report, created_at FROM import_run WHERE id = $1 AND member = $2",
            args![id.0, owner.member.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let open_all = |keys: &OperatorKeys| {
        Ok(Some(ImportRow {
            id: row.id,
            target: row.target.clone(),
            file_name: open_text(keys, row.id, FILE_NAME, &row.file_name)?,
            state: row.state.clone(),
            workbook: open(keys, row.id, WORKBOOK, &row.workbook)?,
            choices: open_text(keys, row.id, CHOICES, &row.choices)?,
            report: open(keys, row.id, REPORT, &row.report)?,
            created_at: row.created_at,
        }))
    };
    db.with_keys_of(owner.operator, open_all).await
}

/// A run of a member without its file.
///
/// # Errors
/// What the database says.
pub async fn lookup_listed(
    db: &Db,
    owner: Owner,
    id: ImportId,
) -> Result<Option<RunRow>, StoreError> {
    let row = db
        .opt::<SealedRun>(
            "SELECT id, target, file_name, state, updated_at, created_at FROM import_run WHERE id = $1 AND member = $2",
            args![id.0, owner.member.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    db.with_keys_of(owner.operator, |keys| open_run(keys, &row)).await.map(Some)
}

/// The choices of an open run; none where it is not open.
///
/// # Errors
/// What the database says.
pub async fn open_choices(
    db: &Db,
    owner: Owner,
    id: ImportId,
) -> Result<Option<String>, StoreError> {
    Ok(sealed_choices(db, owner, id, "open").await?.map(|(_, choices)| choices))
}

/// The choices of a run in a state, as they are kept and opened.
async fn sealed_choices(
    db: &Db,
    owner: Owner,
    id: ImportId,
    state: &str,
) -> Result<Option<(Vec<u8>, String)>, StoreError> {
    let row = db
        .opt::<ChoicesRow>(
            "SELECT choices FROM import_run WHERE id = $1 AND member = $2 AND state = $3",
            args![id.0, owner.member.0, state],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let opened = db
        .with_keys_of(owner.operator, |keys| open_text(keys, id.0, CHOICES, &row.choices))
        .await?;
    Ok(Some((row.choices, opened)))
}

/// The newest runs of a member, a page at a time.
///
/// # Errors
/// What the database says.
pub async fn list_of(
    db: &Db,
    owner: Owner,
    after: Option<After>,
    limit: i64,
) -> Result<Vec<RunRow>, StoreError> {
    let after = after.unwrap_or(After { created_at: i64::MAX, id: Uuid::max() });
    let rows = db
        .all::<SealedRun>(
            "SELECT id, target, file_name, state, updated_at, created_at FROM import_run \
             WHERE member = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3)) ORDER BY created_at DESC, id DESC LIMIT $4",
            args![owner.member.0, after.created_at, after.id, limit],
        )
        .await?;
    db.with_keys_of(owner.operator, |keys| rows.iter().map(|row| open_run(keys, row)).collect())
        .await
}

/// How many runs of a member are not done.
///
/// # Errors
/// What the database says.
pub async fn count_open(db: &Db, member: MemberId) -> Result<i64, StoreError> {
    let row = db
        .opt::<CountRow>(
            "SELECT COUNT(*) AS count FROM import_run WHERE member = $1 AND state = 'open'",
            args![member.0],
        )
        .await?;
    Ok(row.map_or(0, |row| row.count))
}

/// Forgets open runs that nobody has touched since, with their files.
///
/// # Errors
/// What the database says.
pub async fn remove_untouched(db: &Db, since: i64) -> Result<u64, StoreError> {
    db.exec("DELETE FROM import_run WHERE state = 'open' AND updated_at < $1", args![since]).await
}

/// Forgets an open run with its file; one that is done stays.
///
/// # Errors
/// What the database says.
pub async fn remove(db: &Db, member: MemberId, id: ImportId) -> Result<bool, StoreError> {
    let gone = db
        .exec(
            "DELETE FROM import_run WHERE id = $1 AND member = $2 AND state = 'open'",
            args![id.0, member.0],
        )
        .await?;
    Ok(gone > 0)
}

/// Keeps the choices of an open run; `false` where they are no longer what the caller knows.
///
/// # Errors
/// What the database says.
pub async fn put_choices(
    db: &Db,
    owner: Owner,
    id: ImportId,
    choices: ChoicesMove<'_>,
    at: i64,
) -> Result<bool, StoreError> {
    let Some((before, after)) = moved(db, owner, id, choices).await? else { return Ok(false) };
    let kept = db
        .exec(
            "UPDATE import_run SET choices = $1, updated_at = $2 WHERE id = $3 AND member = $4 AND state = 'open' AND choices = $5",
            args![after, at, id.0, owner.member.0, before],
        )
        .await?;
    Ok(kept > 0)
}

/// The choices as they are kept, where they are those that the caller knows, and sealed as they are to be.
async fn moved(
    db: &Db,
    owner: Owner,
    id: ImportId,
    choices: ChoicesMove<'_>,
) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
    let known = sealed_choices(db, owner, id, "open").await?;
    let Some((before, _)) = known.filter(|(_, opened)| opened == choices.before) else {
        return Ok(None);
    };
    let seal = |keys: &OperatorKeys| seal_choices(keys, id.0, choices.after);
    Ok(Some((before, db.with_keys_of(owner.operator, seal).await?)))
}

/// Claims an open run for writing, with what is going to be said of it; `false` where it is not open, or has moved on.
///
/// # Errors
/// What the database says.
pub async fn claim(
    db: &Db,
    owner: Owner,
    id: ImportId,
    choices: ChoicesMove<'_>,
    report: Vec<u8>,
    at: i64,
) -> Result<bool, StoreError> {
    let Some((before, after)) = moved(db, owner, id, choices).await? else { return Ok(false) };
    let report = db.with_keys_of(owner.operator, |keys| seal(keys, id.0, REPORT, &report)).await?;
    let claimed = db
        .exec(
            "UPDATE import_run SET state = 'running', choices = $1, report = $2, updated_at = $3 \
             WHERE id = $4 AND member = $5 AND state = 'open' AND choices = $6",
            args![after, report, at, id.0, owner.member.0, before],
        )
        .await?;
    Ok(claimed > 0)
}

/// Whether what a run would write has been written: the event of the run is in the same transaction as the rest.
///
/// # Errors
/// What the database says.
pub async fn was_written(db: &Db, id: ImportId) -> Result<bool, StoreError> {
    let row = db
        .opt::<CountRow>(
            "SELECT COUNT(*) AS count FROM event WHERE subject = $1 AND subject_kind = 'import' AND kind = 'imported'",
            args![id.0],
        )
        .await?;
    Ok(row.is_some_and(|row| row.count > 0))
}

/// Opens a claimed run again, of which nothing was written.
///
/// # Errors
/// What the database says.
pub async fn reopen(
    db: &Db,
    owner: Owner,
    id: ImportId,
    choices: &str,
    at: i64,
) -> Result<bool, StoreError> {
    let choices = db.with_keys_of(owner.operator, |keys| seal_choices(keys, id.0, choices)).await?;
    let opened = db
        .exec(
            "UPDATE import_run SET state = 'open', choices = $1, report = $2, updated_at = $3 WHERE id = $4 AND member = $5 AND state = 'running'",
            args![choices, Vec::<u8>::new(), at, id.0, owner.member.0],
        )
        .await?;
    Ok(opened > 0)
}

/// What is kept of a run that is done.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'a> {
    /// What came of it, JSON.
    pub choices: &'a str,
    /// The report.
    pub report: &'a [u8],
    /// When, microseconds.
    pub at: i64,
}

/// Ends a claimed run in the transaction of what it writes: the file is forgotten, the report of the claim stays. Where another
/// process has opened it again or ended it, nothing of this is written.
pub(crate) fn done(
    tx: &mut Tx<'_>,
    member: MemberId,
    id: ImportId,
    (choices, at): (Vec<u8>, i64),
) -> Result<(), StoreError> {
    let ended = tx.exec(
        "UPDATE import_run SET state = 'done', workbook = $1, choices = $2, updated_at = $3 \
         WHERE id = $4 AND member = $5 AND state = 'running'",
        args![Vec::<u8>::new(), choices, at, id.0, member.0],
    )?;
    if ended == 0 {
        return Err(StoreError::Taken { what: "import" });
    }
    Ok(())
}

/// Says that a claimed run is still being worked on.
///
/// # Errors
/// What the database says.
pub async fn touch(db: &Db, member: MemberId, id: ImportId, at: i64) -> Result<(), StoreError> {
    db.exec(
        "UPDATE import_run SET updated_at = $1 WHERE id = $2 AND member = $3 AND state = 'running'",
        args![at, id.0, member.0],
    )
    .await
    .map(|_| ())
}

/// Says of a run that is done what came of it after all: numbers that were given, what could not be handed in.
///
/// # Errors
/// What the database says.
pub async fn tell(
    db: &Db,
    owner: Owner,
    id: ImportId,
    done: Finished<'_>,
) -> Result<bool, StoreError> {
    let seal_both = |keys: &OperatorKeys| {
        Ok((seal_choices(keys, id.0, done.choices)?, seal(keys, id.0, REPORT, done.report)?))
    };
    let (choices, report) = db.with_keys_of(owner.operator, seal_both).await?;
    let told = db
        .exec(
            "UPDATE import_run SET choices = $1, report = $2, updated_at = $3 WHERE id = $4 AND member = $5 AND state = 'done'",
            args![choices, report, done.at, id.0, owner.member.0],
        )
        .await?;
    Ok(told > 0)
}
