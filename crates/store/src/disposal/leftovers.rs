//! What is left after keys were destroyed: files, the index of the search, saved views, imports and kept answers in which the values
//! still stand under another key.

use engine::{OperatorId, RecordId, ids::ImportId};
use uuid::Uuid;

use crate::{
    Db, args,
    error::StoreError,
    preference::{ViewRow, open_answer, open_view_of},
};

/// Pages of the index that are rewritten at a time, so that nobody waits for long.
const MERGED_PAGES: i64 = 400;
/// Most steps of merging; there are more only in an index that is larger than a database can be.
const MERGE_STEPS: u32 = 1_000_000;

crate::row! {
    /// A sealed file whose key is destroyed.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FileRow {
        /// Its name: of the sealed bytes, hexadecimal.
        pub sha256: String,
        /// Which disposal.
        pub run: Uuid,
    }
}

/// Files that are still to be removed, at most so many.
///
/// # Errors
/// What the database says.
pub async fn files(db: &Db, limit: u32) -> Result<Vec<FileRow>, StoreError> {
    db.all(
        "SELECT sha256, run FROM disposal_file ORDER BY sha256 LIMIT $1",
        args![i64::from(limit)],
    )
    .await
}

/// Forgets a file that was removed.
///
/// # Errors
/// What the database says.
pub async fn forget_file(db: &Db, sha256: &str) -> Result<(), StoreError> {
    db.exec("DELETE FROM disposal_file WHERE sha256 = $1", args![sha256]).await.map(|_| ())
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

/// Has the index of the search written anew without the words of records that were removed, a few pages at a time. On a server
/// nothing is to be done: its index has no such remains.
///
/// # Errors
/// What the database says.
pub async fn merge_search(db: &Db) -> Result<(), StoreError> {
    if db.is_on_server() {
        return Ok(());
    }
    for _ in 0..MERGE_STEPS {
        let changed = db
            .transact(|tx| {
                let total = "SELECT total_changes() AS count";
                let before = tx.all::<CountRow>(total, args![])?.first().map_or(0, |it| it.count);
                tx.exec(
                    "INSERT INTO record_search (record_search, rank) VALUES ('merge', $1)",
                    args![-MERGED_PAGES],
                )?;
                let after = tx.all::<CountRow>(total, args![])?.first().map_or(0, |it| it.count);
                Ok(after - before)
            })
            .await?;
        // The statement itself counts for one.
        if changed < 2 {
            break;
        }
    }
    Ok(())
}

/// A view that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenView {
    /// Whose.
    pub member: Uuid,
    /// The view.
    pub view: ViewRow,
}

crate::row! {
    struct SealedView {
        id: Uuid,
        member: Uuid,
        form: String,
        name: Vec<u8>,
        query: Vec<u8>,
    }
}

/// The saved views of an operator's members.
///
/// # Errors
/// What the database says.
pub async fn views(db: &Db, operator: OperatorId) -> Result<Vec<OpenView>, StoreError> {
    let rows = db
        .all::<SealedView>(
            "SELECT v.id, v.member, v.form, v.name, v.query FROM saved_view v JOIN member m ON m.id = v.member WHERE m.operator = $1",
            args![operator.0],
        )
        .await?;
    let opened = db
        .with_any_keys_of(operator, |keys| {
            rows.iter()
                .map(|row| {
                    let sealed = (row.name.as_slice(), row.query.as_slice());
                    let (name, query) = open_view_of(keys, row.member, sealed)?;
                    let view = ViewRow { id: row.id, form: row.form.clone(), name, query };
                    Ok(OpenView { member: row.member, view })
                })
                .collect()
        })
        .await?;
    Ok(opened.unwrap_or_default())
}

/// Forgets a run of an import that is done: its report has the values of its rows.
///
/// # Errors
/// What the database says.
pub async fn forget_import(
    db: &Db,
    operator: OperatorId,
    import: ImportId,
) -> Result<(), StoreError> {
    db.exec(
        "DELETE FROM import_run WHERE id = $1 AND operator = $2 AND state = 'done'",
        args![import.0, operator.0],
    )
    .await
    .map(|_| ())
}

/// Forgets all runs of imports of a form that are done: their reports name rows that changed nothing too, of which no event tells.
///
/// # Errors
/// What the database says.
pub async fn forget_imports_of(
    db: &Db,
    operator: OperatorId,
    form: &str,
) -> Result<(), StoreError> {
    db.exec(
        "DELETE FROM import_run WHERE operator = $1 AND target = $2 AND state = 'done'",
        args![operator.0, form.to_owned()],
    )
    .await
    .map(|_| ())
}

/// An answer of the API that is kept.
#[derive(Clone)]
pub struct OpenAnswer {
    /// Whose.
    pub member: Uuid,
    /// The key that came with the post.
    pub key: String,
    /// What was answered.
    pub body: String,
}

crate::row! {
    struct SealedAnswer {
        member: Uuid,
        key: String,
        body: Vec<u8>,
    }
}

/// The kept answers of an operator's members in which one of these records is named.
///
/// # Errors
/// What the database says.
pub async fn answers(
    db: &Db,
    operator: OperatorId,
    records: &[RecordId],
) -> Result<Vec<OpenAnswer>, StoreError> {
    let rows = db
        .all::<SealedAnswer>(
            "SELECT i.member, i.key, i.body FROM idempotency i JOIN member m ON m.id = i.member WHERE m.operator = $1 AND i.status > 0",
            args![operator.0],
        )
        .await?;
    let ids: Vec<_> = records.iter().map(ToString::to_string).collect();
    let opened = db
        .with_any_keys_of(operator, |keys| {
            let open = |row: &SealedAnswer| {
                let body = open_answer(keys, row.member, (&row.key, &row.body))?;
                Ok(OpenAnswer { member: row.member, key: row.key.clone(), body })
            };
            rows.iter().map(open).collect::<Result<Vec<_>, StoreError>>()
        })
        .await?;
    let mut found = opened.unwrap_or_default();
    found.retain(|answer| ids.iter().any(|id| answer.body.contains(id)));
    Ok(found)
}

/// Puts something else in the place of a kept answer: the post is still not done twice, but what was answered is gone.
///
/// # Errors
/// What the database says.
pub async fn forget_answer(
    db: &Db,
    operator: OperatorId,
    answer: &OpenAnswer,
    instead: &str,
) -> Result<(), StoreError> {
    let member = engine::MemberId(answer.member);
    let body = db
        .with_keys_of(operator, |keys| {
            crate::preference::seal_answer(keys, member, (&answer.key, instead))
        })
        .await?;
    db.exec(
        "UPDATE idempotency SET status = 410, body = $1 WHERE member = $2 AND key = $3",
        args![body, answer.member, answer.key.clone()],
    )
    .await
    .map(|_| ())
}
