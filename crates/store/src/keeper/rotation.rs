//! Rotation: a new master key wraps the operators' keys again, a new operator key those of its records. Values are never sealed
//! again. Everything goes on meanwhile; what is wrapped by an older key still opens.

use std::sync::{Arc, PoisonError};

use engine::OperatorId;
use uuid::Uuid;
use vault::{Holder, KeySlot, MasterKey, OperatorKey, RecoveryRecipient};

use crate::{
    Db, args,
    db::{Tx, Value},
    error::StoreError,
    many,
};

use super::{
    CountRow, HOUSE, INDEX, KEPT, Keeper, KeptRow, OPERATOR, of_master, of_ring,
    operator::OperatorKeys, wrapped,
};

/// Slots that are wrapped again in one transaction.
const SLOTS: i64 = 512;

crate::row! {
    /// How the master key comes back.
    #[derive(Debug, Clone)]
    pub struct RecoveryRow {
        /// Public half of the recovery key.
        pub recipient: String,
        /// The master key sealed to it, an age file.
        pub file: Vec<u8>,
    }
}

crate::row! {
    struct OwnRow {
        operator: Uuid,
        purpose: String,
        generation: i64,
        wrapped: Vec<u8>,
    }
}

crate::row! {
    struct SlotRow {
        rid: i64,
        id: Uuid,
        slot: Vec<u8>,
    }
}

/// How far wrapping again has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewrapped {
    /// Keys of records that were wrapped again.
    pub slots: u64,
}

/// How the master key of a database comes back; `None` where no recovery key was given out.
///
/// # Errors
/// What the database says.
pub async fn recovery(db: &Db) -> Result<Option<RecoveryRow>, StoreError> {
    db.opt("SELECT recipient, file FROM recovery WHERE id = 1", args![]).await
}

/// Wraps the operators' keys under another master key, and keeps that one sealed to the recovery key. The old one is forgotten
/// when this has been committed; whoever calls has written the new one down before.
///
/// # Errors
/// When a key does not open; what the database says. Nothing has changed then.
pub async fn rotate_master(
    db: &Db,
    key: MasterKey,
    recipient: &RecoveryRecipient,
) -> Result<(), StoreError> {
    let keeper = Arc::clone(db.keeper()?);
    let file = recipient.seal(&key).map_err(|_| StoreError::Unreadable { what: "recovery" })?;
    let recipient = recipient.to_string();
    let old = {
        let mut ring = keeper.master.write().unwrap_or_else(PoisonError::into_inner);
        let old = ring.newest_id();
        ring.rotate(key);
        old
    };
    let inside = Arc::clone(&keeper);
    let done = db
        .transact(move |tx| {
            for row in tx.all::<OwnRow>(
                "SELECT operator, purpose, generation, wrapped FROM kept_key WHERE purpose = 'operator'",
                args![],
            )? {
                let again = inside.rewrapped(&row)?;
                tx.exec(
                    "UPDATE kept_key SET wrapped = $1 WHERE operator = $2 AND purpose = $3 AND generation = $4",
                    args![again, row.operator, row.purpose, row.generation],
                )?;
            }
            write_recovery(tx, recipient, file)
        })
        .await;
    let mut ring = keeper.master.write().unwrap_or_else(PoisonError::into_inner);
    let new = ring.newest_id();
    ring.retire(if done.is_ok() { old } else { new });
    done
}

/// Keeps the master key sealed to a recovery key.
///
/// # Errors
/// What the database says.
pub async fn put_recovery(
    db: &Db,
    key: &MasterKey,
    recipient: &RecoveryRecipient,
) -> Result<(), StoreError> {
    let file = recipient.seal(key).map_err(|_| StoreError::Unreadable { what: "recovery" })?;
    let recipient = recipient.to_string();
    db.transact(move |tx| write_recovery(tx, recipient, file)).await
}

fn write_recovery(tx: &mut Tx<'_>, recipient: String, file: Vec<u8>) -> Result<(), StoreError> {
    tx.exec(
        "INSERT INTO recovery (id, recipient, file) VALUES (1, $1, $2) \
         ON CONFLICT (id) DO UPDATE SET recipient = excluded.recipient, file = excluded.file",
        args![recipient, file],
    )
    .map(|_| ())
}

/// Gives an operator another key that wraps, and wraps its own keys under it. Those of records follow by [`rewrap_slots`].
///
/// # Errors
/// When a key does not open; what the database says. Nothing has changed then.
pub async fn rotate_operator(db: &Db, operator: OperatorId) -> Result<(), StoreError> {
    let keeper = Arc::clone(db.keeper()?);
    db.transact(move |tx| {
        let (keys, new) = keeper.keys_in(tx, operator)?;
        if !new.is_empty() {
            return Err(StoreError::Locked);
        }
        keeper.rotate_in(tx, &keys)
    })
    .await?;
    db.keeper()?.read(db, operator.0).await.map(|_| ())
}

/// Wraps the keys of an operator's records under its newest key, some at a time, and forgets the older ones when none names
/// them any more.
///
/// # Errors
/// When a key does not open; what the database says. What was wrapped by then stays; it can be called again.
pub async fn rewrap_slots(db: &Db, operator: OperatorId) -> Result<Rewrapped, StoreError> {
    let (mut after, mut slots) = (i64::MIN, 0);
    loop {
        let keeper = Arc::clone(db.keeper()?);
        let (last, count) = db
            .transact(move |tx| {
                let (keys, _) = keeper.keys_in(tx, operator)?;
                rewrap_some(tx, &keys, after)
            })
            .await?;
        slots += count;
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let generation = db.keeper()?.keys(db, operator).await?.generation();
    db.exec(
        "DELETE FROM kept_key WHERE operator = $1 AND purpose = 'operator' AND generation < $2",
        args![operator.0, generation],
    )
    .await?;
    db.keeper()?.read(db, operator.0).await?;
    Ok(Rewrapped { slots })
}

/// Wraps the next slots again; the last one looked at, and how many were.
fn rewrap_some(
    tx: &mut Tx<'_>,
    keys: &OperatorKeys,
    after: i64,
) -> Result<(Option<i64>, u64), StoreError> {
    let rows = tx.all::<SlotRow>(
        "SELECT k.rid, r.id, k.slot FROM key_slot k JOIN record r ON r.rid = k.rid \
         WHERE k.rid > $1 AND k.operator = $2 ORDER BY k.rid LIMIT $3",
        args![after, keys.operator(), SLOTS],
    )?;
    let mut count = 0;
    for row in &rows {
        if let Some(slot) = keys.rewrapped_slot(row.id, &row.slot)? {
            tx.exec("UPDATE key_slot SET slot = $1 WHERE rid = $2", args![slot, row.rid])?;
            count += 1;
        }
    }
    Ok((rows.last().map(|row| row.rid), count))
}

impl Keeper {
    /// An operator's key under the newest master key.
    fn rewrapped(&self, row: &OwnRow) -> Result<Vec<u8>, StoreError> {
        let (mut random, holder) = (self.random.clone(), Holder::of_operator(row.operator));
        let kept = KeptRow {
            purpose: row.purpose.clone(),
            generation: row.generation,
            wrapped: row.wrapped.clone(),
        };
        let wrapped = wrapped::<OperatorKey>(&kept)?;
        let master = self.master.read().unwrap_or_else(PoisonError::into_inner);
        let again = master.rewrap(holder, &wrapped, &mut random).map_err(of_master)?;
        Ok(again.map_or(kept.wrapped, |it| it.as_bytes().to_vec()))
    }

    fn rotate_in(&self, tx: &mut Tx<'_>, keys: &OperatorKeys) -> Result<(), StoreError> {
        let (mut random, operator) = (self.random.clone(), keys.operator());
        let holder = Holder::of_operator(operator);
        let key = OperatorKey::generate(&mut random);
        let under_master = {
            let master = self.master.read().unwrap_or_else(PoisonError::into_inner);
            master.wrap(holder, &key, &mut random)
        };
        let mut again = Vec::new();
        let rows = tx.all::<KeptRow>(KEPT, args![operator])?;
        let new = vault::Ring::new(key);
        for row in rows.iter().filter(|row| row.purpose != OPERATOR) {
            let bytes = match row.purpose.as_str() {
                HOUSE => {
                    let key = keys.ring().open(holder, &wrapped::<vault::DataKey>(row)?);
                    *new.wrap(holder, &key.map_err(of_ring)?, &mut random).as_bytes()
                }
                INDEX => {
                    let key = keys.ring().open(holder, &wrapped::<vault::IndexKey>(row)?);
                    *new.wrap(holder, &key.map_err(of_ring)?, &mut random).as_bytes()
                }
                _ => return Err(StoreError::Unreadable { what: "kept_key.purpose" }),
            };
            again.push((row.purpose.clone(), row.generation, bytes.to_vec()));
        }
        for (purpose, generation, bytes) in again {
            tx.exec(
                "UPDATE kept_key SET wrapped = $1 WHERE operator = $2 AND purpose = $3 AND generation = $4",
                args![bytes, operator, purpose, generation],
            )?;
        }
        let row: Vec<Value> =
            args![operator, OPERATOR, keys.generation() + 1, under_master.as_bytes().to_vec()];
        many::insert(
            tx,
            "INTO kept_key (operator, purpose, generation, wrapped) VALUES",
            "",
            vec![row],
        )
    }
}

impl OperatorKeys {
    /// A slot under the newest key; `None` where it is, or where its key was destroyed.
    fn rewrapped_slot(&self, record: Uuid, slot: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let kept = KeySlot::from_stored(Some(slot))
            .map_err(|_| StoreError::Unreadable { what: "key_slot.slot" })?;
        if kept == KeySlot::Destroyed {
            return Ok(None);
        }
        let holder = Holder::of_record(self.operator(), record);
        let again = kept.rewrap(self.ring(), holder, &mut self.randomness());
        let again = again.map_err(|_| StoreError::Unreadable { what: "key_slot.slot" })?;
        Ok(again.and_then(|slot| slot.stored().map(<[u8]>::to_vec)))
    }
}

/// Whether a database has keys of operators: an older, unfinished Kitei made none.
///
/// # Errors
/// What the database says.
pub async fn count_operators(db: &Db) -> Result<i64, StoreError> {
    let row = db
        .opt::<CountRow>("SELECT COUNT(DISTINCT operator) AS count FROM kept_key", args![])
        .await?;
    Ok(row.map_or(0, |row| row.count))
}
