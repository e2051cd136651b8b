//! The opened keys of a database. Values are sealed before they reach a table and opened after they were read; nobody above
//! this room sees a key.
//!
//! Each operator has a key that wraps, a house key for what belongs to no record, and an index key that blinds what is searched
//! for. Each record has a data key in its slot. What lies in the database of them is wrapped; the master key is handed in.

mod operator;
mod rotation;

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use engine::{MemberId, OperatorId, RecordId};
use rand_core::{TryCryptoRng, TryRng};
use uuid::Uuid;
use vault::{Holder, IndexKey, MasterKey, OperatorKey, Ring, UnwrapError, WrappedKey};

use crate::{
    Db, args,
    db::{Tx, Value},
    error::StoreError,
    many,
};

pub use operator::Shown;
pub(crate) use operator::{BODY, EVENT, MOMENT, OperatorKeys, is_destroyed};
pub use rotation::{
    RecoveryRow, Rewrapped, count_operators, put_recovery, recovery, rewrap_slots, rotate_master,
    rotate_operator,
};

/// Whose a row is that belongs to a member: what it holds is sealed under the operator's house key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Operator.
    pub operator: OperatorId,
    /// Member.
    pub member: MemberId,
}

/// Where nonces and keys come from: whoever opens the database hands it in.
#[derive(Clone)]
pub struct Random(Arc<Fill>);

type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Random {
    /// Randomness that fills bytes; it must be fit for keys.
    pub fn new(fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self(Arc::new(fill))
    }
}

impl TryRng for Random {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        (self.0)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Random {}

/// Fetches the master key.
type Fetch = dyn Fn() -> Option<MasterKey> + Send + Sync;

/// The keys of a database, as far as they have been opened.
pub struct Keeper {
    random: Random,
    /// Fetches the master key again, where somebody else has rotated it.
    fetch: Option<Box<Fetch>>,
    master: RwLock<Ring<MasterKey>>,
    operators: RwLock<HashMap<Uuid, Arc<OperatorKeys>>>,
}

/// Opened rows that say of themselves what they are and nothing of what they hold: they may end up in a log or a panic.
macro_rules! redacted {
    ($($path:path),* $(,)?) => { $(
        impl fmt::Debug for $path {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(concat!(stringify!($path), "([sealed])"))
            }
        }
    )* };
}
redacted! {
    Shown,
    crate::attachment::AttachmentRow,
    crate::disposal::KeptRow,
    crate::disposal::OpenAnswer,
    crate::disposal::RunRow,
    crate::event::OpenEvent,
    crate::import_run::ImportRow,
    crate::import_run::RunRow,
    crate::preference::AnswerRow,
    crate::record::ListRow,
    crate::record::Page,
    crate::record::RecordRow,
    crate::record::WaitingRow,
    crate::scratch::ScratchRow,
}

impl fmt::Debug for Keeper {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Keeper([sealed])")
    }
}

crate::row! {
    /// A key of an operator as it is kept.
    struct KeptRow {
        purpose: String,
        generation: i64,
        wrapped: Vec<u8>,
    }
}

crate::row! {
    struct OperatorRow {
        operator: Uuid,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

const KEPT: &str =
    "SELECT purpose, generation, wrapped FROM kept_key WHERE operator = $1 ORDER BY generation";

impl Keeper {
    /// The keys of a database under a master key.
    #[must_use]
    pub fn new(master: MasterKey, random: Random) -> Arc<Self> {
        Self::with(master, random, None)
    }

    /// As [`Keeper::new`]; a master key that does not open what it should is fetched again, once.
    #[must_use]
    pub fn fetching(
        master: MasterKey,
        random: Random,
        fetch: impl Fn() -> Option<MasterKey> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Self::with(master, random, Some(Box::new(fetch)))
    }

    fn with(master: MasterKey, random: Random, fetch: Option<Box<Fetch>>) -> Arc<Self> {
        let (master, operators) = (RwLock::new(Ring::new(master)), RwLock::default());
        Arc::new(Self { random, fetch, master, operators })
    }

    /// An operator's key under the master key, which is fetched again where it is another one by now.
    fn open_operator(
        &self,
        holder: Holder,
        wrapped: &WrappedKey<OperatorKey>,
    ) -> Result<OperatorKey, StoreError> {
        let open = || {
            let master = self.master.read().unwrap_or_else(PoisonError::into_inner);
            master.open(holder, wrapped)
        };
        let opened = match (open(), &self.fetch) {
            (Err(UnwrapError::UnknownKey(_)), Some(fetch)) => {
                if let Some(key) = fetch() {
                    self.master.write().unwrap_or_else(PoisonError::into_inner).rotate(key);
                }
                open()
            }
            (opened, _) => opened,
        };
        opened.map_err(of_master)
    }

    /// Opens the keys of all operators, to find out whether the master key is the right one.
    ///
    /// # Errors
    /// [`StoreError::OtherMasterKey`] when it is not; [`StoreError::Locked`] when the database has events and no keys at all:
    /// an older, unfinished Kitei made it; what the database says.
    pub async fn open_all(&self, db: &Db) -> Result<(), StoreError> {
        let rows: Vec<OperatorRow> =
            db.all("SELECT DISTINCT operator FROM kept_key", args![]).await?;
        for row in &rows {
            self.read(db, row.operator).await?;
        }
        if rows.is_empty() && has_events(db).await? {
            return Err(StoreError::Locked);
        }
        Ok(())
    }

    /// The keys of an operator.
    ///
    /// # Errors
    /// [`StoreError::Locked`] where it has none; what the database says.
    pub(crate) async fn keys(
        &self,
        db: &Db,
        operator: OperatorId,
    ) -> Result<Arc<OperatorKeys>, StoreError> {
        match self.known(operator.0) {
            Some(keys) => Ok(keys),
            None => self.read(db, operator.0).await,
        }
    }

    /// The keys of an operator, read anew.
    pub(crate) async fn read(
        &self,
        db: &Db,
        operator: Uuid,
    ) -> Result<Arc<OperatorKeys>, StoreError> {
        let rows = db.all::<KeptRow>(KEPT, args![operator]).await?;
        let keys = Arc::new(self.opened(operator, &rows)?.ok_or(StoreError::Locked)?);
        self.take(Arc::clone(&keys));
        Ok(keys)
    }

    /// The keys of an operator inside a transaction, and the rows to write where they are made just now. They count for others
    /// when [`Keeper::take`] is told that the transaction has been committed.
    pub(crate) fn keys_in(
        &self,
        tx: &mut Tx<'_>,
        operator: OperatorId,
    ) -> Result<(Arc<OperatorKeys>, Vec<Vec<Value>>), StoreError> {
        let known = self.known(operator.0);
        // Another process, such as a command line beside the server, may have rotated them.
        if let Some(keys) = known
            && keys.generation() == generation_in(tx, operator.0)?
        {
            return Ok((keys, Vec::new()));
        }
        let rows = tx.all::<KeptRow>(KEPT, args![operator.0])?;
        if let Some(keys) = self.opened(operator.0, &rows)? {
            return Ok((Arc::new(keys), Vec::new()));
        }
        let (keys, rows) = self.founded(operator.0);
        Ok((Arc::new(keys), rows))
    }

    /// Remembers the keys of an operator, unless newer ones are known.
    pub(crate) fn take(&self, keys: Arc<OperatorKeys>) {
        let mut operators = self.operators.write().unwrap_or_else(PoisonError::into_inner);
        let known = operators.get(&keys.operator());
        if known.is_none_or(|known| known.generation() <= keys.generation()) {
            operators.insert(keys.operator(), keys);
        }
    }

    /// Forgets the key of a record that was erased.
    pub(crate) fn forget(&self, operator: OperatorId, record: RecordId) {
        if let Some(keys) = self.known(operator.0) {
            keys.forget(record.0);
        }
    }

    fn known(&self, operator: Uuid) -> Option<Arc<OperatorKeys>> {
        let operators = self.operators.read().unwrap_or_else(PoisonError::into_inner);
        operators.get(&operator).map(Arc::clone)
    }

    /// Keys that were read; `None` where there are none.
    fn opened(&self, operator: Uuid, rows: &[KeptRow]) -> Result<Option<OperatorKeys>, StoreError> {
        let of = |purpose: &'static str| rows.iter().filter(move |row| row.purpose == purpose);
        let holder = Holder::of_operator(operator);
        let mut ring: Option<Ring<OperatorKey>> = None;
        let mut generation = 0;
        for row in of(OPERATOR) {
            let key = self.open_operator(holder, &wrapped(row)?)?;
            generation = row.generation;
            match &mut ring {
                None => ring = Some(Ring::new(key)),
                Some(ring) => ring.rotate(key),
            }
        }
        let Some(ring) = ring else { return Ok(None) };
        let (Some(house), Some(index)) = (of(HOUSE).next_back(), of(INDEX).next_back()) else {
            return Err(StoreError::Unreadable { what: "kept_key" });
        };
        let house = ring.open(holder, &wrapped(house)?).map_err(of_ring)?;
        let index = ring.open(holder, &wrapped::<IndexKey>(index)?).map_err(of_ring)?;
        let random = self.random.clone();
        Ok(Some(OperatorKeys::new(operator, (generation, ring), (house, &index), random)))
    }

    /// New keys of an operator, and their rows.
    fn founded(&self, operator: Uuid) -> (OperatorKeys, Vec<Vec<Value>>) {
        let (mut random, holder) = (self.random.clone(), Holder::of_operator(operator));
        let key = OperatorKey::generate(&mut random);
        let wrapped = {
            let master = self.master.read().unwrap_or_else(PoisonError::into_inner);
            master.wrap(holder, &key, &mut random)
        };
        let ring = Ring::new(key);
        let (house, index) =
            (vault::DataKey::generate(&mut random), IndexKey::generate(&mut random));
        let rows = vec![
            kept(operator, OPERATOR, wrapped.as_bytes()),
            kept(operator, HOUSE, ring.wrap(holder, &house, &mut random).as_bytes()),
            kept(operator, INDEX, ring.wrap(holder, &index, &mut random).as_bytes()),
        ];
        (OperatorKeys::new(operator, (1, ring), (house, &index), random), rows)
    }
}

/// Purposes of kept keys.
const OPERATOR: &str = "operator";
const HOUSE: &str = "house";
const INDEX: &str = "index";

fn kept(operator: Uuid, purpose: &'static str, wrapped: &[u8]) -> Vec<Value> {
    args![operator, purpose, 1_i64, wrapped.to_vec()]
}

/// Writes the first keys of operators.
pub(crate) fn write_kept(tx: &mut Tx<'_>, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    many::insert(tx, "INTO kept_key (operator, purpose, generation, wrapped) VALUES", "", rows)
}

fn generation_in(tx: &mut Tx<'_>, operator: Uuid) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(MAX(generation), 0) AS count FROM kept_key WHERE operator = $1 AND purpose = 'operator'";
    Ok(tx.all::<CountRow>(sql, args![operator])?.first().map_or(0, |row| row.count))
}

async fn has_events(db: &Db) -> Result<bool, StoreError> {
    let rows = db.opt::<CountRow>("SELECT seq AS count FROM event LIMIT 1", args![]).await?;
    Ok(rows.is_some())
}

fn wrapped<K: vault::Wrappable>(row: &KeptRow) -> Result<WrappedKey<K>, StoreError> {
    WrappedKey::from_bytes(&row.wrapped)
        .map_err(|_| StoreError::Unreadable { what: "kept_key.wrapped" })
}

/// A key that the master key does not open is of another one, or broken.
fn of_master(error: UnwrapError) -> StoreError {
    match error {
        UnwrapError::UnknownKey(_) => StoreError::OtherMasterKey,
        _ => StoreError::Unreadable { what: "kept_key.wrapped" },
    }
}

/// A key that no key of the ring opens was wrapped after a rotation that we have not seen.
fn of_ring(error: UnwrapError) -> StoreError {
    match error {
        UnwrapError::UnknownKey(_) => StoreError::KeysMoved,
        _ => StoreError::Unreadable { what: "a wrapped key" },
    }
}

impl Db {
    /// Reads with the keys of an operator; where they were rotated meanwhile, once more with the new ones.
    pub(crate) async fn with_keys_of<T>(
        &self,
        operator: OperatorId,
        read: impl Fn(&OperatorKeys) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let keeper = self.keeper()?;
        match read(&*keeper.keys(self, operator).await?) {
            Err(StoreError::KeysMoved) => read(&*keeper.read(self, operator.0).await?),
            done => done,
        }
    }

    /// As [`Db::with_keys_of`]; `None` for an operator that has no keys: it has nothing that could be read.
    pub(crate) async fn with_any_keys_of<T>(
        &self,
        operator: OperatorId,
        read: impl Fn(&OperatorKeys) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match self.with_keys_of(operator, read).await {
            Err(StoreError::Locked) if self.has_keys() => Ok(None),
            done => done.map(Some),
        }
    }
}
