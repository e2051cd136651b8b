//! Small things people set: columns and saved views of a register, the operator's own wording of a clause, answers already
//! given.

use std::{fmt, sync::Arc};

use engine::{MemberId, OperatorId, ids::ViewId};
use uuid::Uuid;

use crate::{
    Db, args,
    db::{Tx, Value},
    error::StoreError,
    keeper::{OperatorKeys, Owner},
    many,
};

crate::row! {
    struct TextRow {
        text: String,
    }
}

/// An answer already given to a post with the same key.
#[derive(Clone)]
pub struct AnswerRow {
    /// SHA-256 of what was asked.
    pub request_hash: Vec<u8>,
    /// HTTP status.
    pub status: i64,
    /// Body.
    pub body: String,
}

crate::row! {
    struct SealedAnswer {
        request_hash: Vec<u8>,
        status: i64,
        body: Vec<u8>,
    }
}

/// The columns a member chose for a register, JSON array.
///
/// # Errors
/// What the database says.
pub async fn columns(db: &Db, member: MemberId, form: &str) -> Result<Option<String>, StoreError> {
    let row = db
        .point::<TextRow>(
            "SELECT columns AS text FROM chosen_columns WHERE member = $1 AND form = $2",
            args![member.0, form],
        )
        .await?;
    Ok(row.map(|row| row.text))
}

/// Keeps the columns a member chose.
///
/// # Errors
/// What the database says.
pub async fn put_columns(
    db: &Db,
    member: MemberId,
    form: &str,
    columns: &str,
) -> Result<(), StoreError> {
    db.exec(
        "INSERT INTO chosen_columns (member, form, columns) VALUES ($1, $2, $3) \
         ON CONFLICT (member, form) DO UPDATE SET columns = excluded.columns",
        args![member.0, form, columns],
    )
    .await
    .map(|_| ())
}

/// A view of a register that a member saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRow {
    /// Id.
    pub id: Uuid,
    /// Form id.
    pub form: String,
    /// Name.
    pub name: String,
    /// What it shows: the part of an address behind `?`.
    pub query: String,
}

crate::row! {
    struct SealedView {
        id: Uuid,
        form: String,
        name: Vec<u8>,
        query: Vec<u8>,
    }
}

/// Places of a view: it is of a member, and keeps its row when another one of its name replaces it.
const VIEW_NAME: &str = "saved_view.name";
const VIEW_QUERY: &str = "saved_view.query";

/// Name and query of a view.
pub(crate) fn open_view_of(
    keys: &OperatorKeys,
    member: Uuid,
    (name, query): (&[u8], &[u8]),
) -> Result<(String, String), StoreError> {
    let open = |table, sealed| keys.open(keys.house(), (member, 0, table), sealed);
    Ok((open(VIEW_NAME, name)?, open(VIEW_QUERY, query)?))
}

fn open_view(keys: &OperatorKeys, owner: Owner, row: &SealedView) -> Result<ViewRow, StoreError> {
    let open = |table, sealed| keys.open(keys.house(), (owner.member.0, 0, table), sealed);
    Ok(ViewRow {
        id: row.id,
        form: row.form.clone(),
        name: open(VIEW_NAME, &row.name)?,
        query: open(VIEW_QUERY, &row.query)?,
    })
}

/// Name, its mark and query of a view, as they are kept.
fn seal_view(
    keys: &OperatorKeys,
    owner: Owner,
    (name, query): (&str, &str),
) -> Result<[Vec<u8>; 3], StoreError> {
    let seal =
        |table, text: &str| keys.seal(keys.house(), (owner.member.0, 0, table), text.as_bytes());
    Ok([seal(VIEW_NAME, name)?, keys.blind_value(name).into_bytes(), seal(VIEW_QUERY, query)?])
}

/// The views of a register that a member saved, by name.
///
/// # Errors
/// What the database says.
pub async fn views(db: &Db, owner: Owner, form: &str) -> Result<Vec<ViewRow>, StoreError> {
    let rows = db
        .all::<SealedView>(
            "SELECT id, form, name, query FROM saved_view WHERE member = $1 AND form = $2",
            args![owner.member.0, form],
        )
        .await?;
    let open = |keys: &OperatorKeys| rows.iter().map(|row| open_view(keys, owner, row)).collect();
    let mut views: Vec<ViewRow> = db.with_keys_of(owner.operator, open).await?;
    views.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(views)
}

/// A view that a member saved.
///
/// # Errors
/// What the database says.
pub async fn lookup_view(db: &Db, owner: Owner, id: ViewId) -> Result<Option<ViewRow>, StoreError> {
    let row = db
        .opt::<SealedView>(
            "SELECT id, form, name, query FROM saved_view WHERE id = $1 AND member = $2",
            args![id.0, owner.member.0],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    db.with_keys_of(owner.operator, |keys| open_view(keys, owner, &row)).await.map(Some)
}

/// Saves a view; one of the same name is replaced and keeps its id.
///
/// # Errors
/// What the database says.
pub async fn put_view(db: &Db, owner: Owner, view: &ViewRow, at: i64) -> Result<(), StoreError> {
    let seal = |keys: &OperatorKeys| seal_view(keys, owner, (&view.name, &view.query));
    let [name, mark, query] = db.with_keys_of(owner.operator, seal).await?;
    db.exec(
        "INSERT INTO saved_view (id, member, form, name, name_mark, query, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (member, form, name_mark) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at",
        args![view.id, owner.member.0, view.form.as_str(), name, mark, query, at],
    )
    .await
    .map(|_| ())
}

/// Gives a view another name; `false` when another one has it already, or there is no such view.
///
/// # Errors
/// What the database says.
pub async fn rename_view(
    db: &Db,
    owner: Owner,
    id: ViewId,
    name: &str,
) -> Result<bool, StoreError> {
    let seal = |keys: &OperatorKeys| seal_view(keys, owner, (name, ""));
    let [name, mark, _] = db.with_keys_of(owner.operator, seal).await?;
    db.exec(
        "UPDATE saved_view SET name = $3, name_mark = $4 WHERE id = $1 AND member = $2 AND NOT EXISTS (SELECT 1 FROM saved_view AS other \
         WHERE other.member = saved_view.member AND other.form = saved_view.form AND other.name_mark = $4 AND other.id <> saved_view.id)",
        args![id.0, owner.member.0, name, mark],
    )
    .await
    .map(|renamed| renamed > 0)
}

/// Removes a view; `false` when there was none.
///
/// # Errors
/// What the database says.
pub async fn remove_view(db: &Db, owner: Owner, id: ViewId) -> Result<bool, StoreError> {
    db.exec("DELETE FROM saved_view WHERE id = $1 AND member = $2", args![id.0, owner.member.0])
        .await
        .map(|removed| removed > 0)
}

/// The operator's own wording of a clause.
///
/// # Errors
/// What the database says.
pub async fn wording(
    db: &Db,
    operator: OperatorId,
    clause: &str,
) -> Result<Option<String>, StoreError> {
    let row = db
        .point::<TextRow>(
            "SELECT text FROM wording WHERE operator = $1 AND clause = $2",
            args![operator.0, clause],
        )
        .await?;
    Ok(row.map(|row| row.text))
}

/// The answer given to a post with this key since a moment, microseconds.
///
/// # Errors
/// What the database says.
pub async fn find_answer(
    db: &Db,
    owner: Owner,
    key: &str,
    since: i64,
) -> Result<Option<AnswerRow>, StoreError> {
    let row = db
        .point::<SealedAnswer>(
            "SELECT request_hash, status, body FROM idempotency WHERE member = $1 AND key = $2 AND at >= $3",
            args![owner.member.0, key, since],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    // A key that is held has no answer yet.
    let body = if row.status == HELD {
        String::new()
    } else {
        db.with_keys_of(owner.operator, |keys| {
            keys.open(keys.house(), (owner.member.0, 0, &answer_place(key)), &row.body)
        })
        .await?
    };
    Ok(Some(AnswerRow { request_hash: row.request_hash, status: row.status, body }))
}

/// Where an answer is sealed for: its member and its key.
fn answer_place(key: &str) -> String {
    format!("idempotency.body/{key}")
}

/// An answer that is kept.
pub(crate) fn open_answer(
    keys: &OperatorKeys,
    member: Uuid,
    (key, sealed): (&str, &[u8]),
) -> Result<String, StoreError> {
    keys.open(keys.house(), (member, 0, &answer_place(key)), sealed)
}

pub(crate) fn seal_answer(
    keys: &OperatorKeys,
    member: MemberId,
    (key, body): (&str, &str),
) -> Result<Vec<u8>, StoreError> {
    keys.seal(keys.house(), (member.0, 0, &answer_place(key)), body.as_bytes())
}

/// HTTP status and body of an answer, made from the numbers that the commit gave to new records.
type Render = dyn Fn(&[String]) -> Option<(u16, String)> + Send + Sync;

/// An answer that is complete only with the numbers that the commit gives to new records.
#[derive(Clone)]
pub struct AnswerOf(Arc<Render>);

impl AnswerOf {
    /// The answer that `render` makes: HTTP status and body; `None` where it cannot be written down.
    pub fn new(
        render: impl Fn(&[String]) -> Option<(u16, String)> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(render))
    }
}

impl fmt::Debug for AnswerOf {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AnswerOf")
    }
}

/// The answer of a post, kept for its key with the change that it answers.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The key that came with the post.
    pub key: String,
    /// SHA-256 of what was asked.
    pub request_hash: Vec<u8>,
    /// What was answered.
    pub answer: AnswerOf,
}

impl Answered {
    /// Its row, where it can be written down.
    pub(crate) fn row(
        &self,
        keys: &OperatorKeys,
        member: MemberId,
        numbers: &[String],
        at: i64,
    ) -> Result<Option<Vec<Value>>, StoreError> {
        let Some((status, body)) = (self.answer.0)(numbers) else { return Ok(None) };
        let (key, hash) = (self.key.clone(), self.request_hash.clone());
        let body = seal_answer(keys, member, (&key, &body))?;
        Ok(Some(args![member.0, key, hash, i64::from(status), body, at]))
    }
}

/// The first answer stands over a key that was held (status 0); a day later the key is free, and another may take its place.
const PUT_OVER_OLD: &str = "ON CONFLICT (member, key) DO UPDATE SET request_hash = excluded.request_hash, \
     status = excluded.status, body = excluded.body, at = excluded.at \
     WHERE idempotency.status = 0 OR idempotency.at < excluded.at - 86400000000";

/// Writes answers within a commit.
pub(crate) fn write_answers(tx: &mut Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    many::insert(
        tx,
        "INTO idempotency (member, key, request_hash, status, body, at) VALUES",
        PUT_OVER_OLD,
        rows,
    )
}

/// Keeps an answer that is not part of a change.
///
/// # Errors
/// What the database says.
pub async fn put_answer(
    db: &Db,
    owner: Owner,
    key: &str,
    request_hash: Vec<u8>,
    answer: (u16, &str),
    at: i64,
) -> Result<(), StoreError> {
    let (member, (status, body)) = (owner.member, answer);
    let body =
        db.with_keys_of(owner.operator, |keys| seal_answer(keys, member, (key, body))).await?;
    db.exec(
        "INSERT INTO idempotency (member, key, request_hash, status, body, at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (member, key) DO UPDATE SET request_hash = excluded.request_hash, status = excluded.status, \
         body = excluded.body, at = excluded.at WHERE idempotency.status = 0 OR idempotency.at < excluded.at - 86400000000",
        args![member.0, key, request_hash, i64::from(status), body, at],
    )
    .await
    .map(|_| ())
}

/// The status of a key whose request is being done by some process.
pub const HELD: i64 = 0;

/// Holds a key for a request against other processes; `false` where it is held or answered. Whoever held it for longer than a
/// request can last is gone.
///
/// # Errors
/// What the database says.
pub async fn hold_key(
    db: &Db,
    member: MemberId,
    key: &str,
    request_hash: Vec<u8>,
    at: i64,
) -> Result<bool, StoreError> {
    const GONE_MICROS: i64 = 300_000_000;
    const DAY_MICROS: i64 = 86_400_000_000;
    db.exec(
        "INSERT INTO idempotency (member, key, request_hash, status, body, at) VALUES ($1, $2, $3, $4, $8, $5) \
         ON CONFLICT (member, key) DO UPDATE SET request_hash = excluded.request_hash, status = excluded.status, body = excluded.body, \
         at = excluded.at WHERE (idempotency.status = $4 AND idempotency.at < $6) OR idempotency.at < $7",
        args![
            member.0,
            key,
            request_hash,
            HELD,
            at,
            at - GONE_MICROS,
            at - DAY_MICROS,
            Vec::<u8>::new()
        ],
    )
    .await
    .map(|held| held > 0)
}

/// Lets a key go that was held and not answered.
///
/// # Errors
/// What the database says.
pub async fn let_key_go(db: &Db, member: MemberId, key: &str) -> Result<(), StoreError> {
    db.exec(
        "DELETE FROM idempotency WHERE member = $1 AND key = $2 AND status = $3",
        args![member.0, key, HELD],
    )
    .await
    .map(|_| ())
}
