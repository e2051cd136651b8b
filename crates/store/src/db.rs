//! The database: SQLite in a file, or PostgreSQL on a server. The text of the statements is one; the little in which they
//! differ is translated in [`server`]. Nobody above this room knows which it is.

mod address;
mod bind;
mod file;
mod migrate;
mod plain;
mod readers;
mod server;
mod value;

use std::{path::Path, sync::Arc};

use rusqlite::Connection;

use crate::{error::StoreError, keeper::Keeper, moving};

pub use address::{Address, AddressError, ServerAddress};
pub use bind::Readable;
pub use migrate::SchemaState;
#[doc(hidden)]
pub use postgres::{Error as ServerError, Row as ServerRow};
#[doc(hidden)]
pub use rusqlite::{Result as SqlResult, Row as SqlRow};
pub use value::{Value, ValueKind};

use file::FileDb;
use server::{ServerDb, Session};

/// Makes the argument list of a statement: `args![id, name]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}

/// Declares a struct that is read from a row by its column names.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $kind),* }
        impl $crate::db::Readable for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
            fn read(row: &$crate::db::SqlRow<'_>, at: &[usize]) -> $crate::db::SqlResult<Self> {
                let mut at = at.iter().copied();
                Ok(Self { $($field: row.get(at.next().unwrap_or(usize::MAX))?),* })
            }
            fn read_from_server(
                row: &$crate::db::ServerRow,
                at: &[usize],
            ) -> ::core::result::Result<Self, $crate::db::ServerError> {
                let mut at = at.iter().copied();
                Ok(Self { $($field: row.try_get(at.next().unwrap_or(usize::MAX))?),* })
            }
        }
    };
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Db {
    kind: Kind,
    /// The opened keys of what is sealed in it; none where it is read without them.
    keeper: Option<Arc<Keeper>>,
}

#[derive(Debug, Clone)]
enum Kind {
    File(FileDb),
    Server(ServerDb),
}

/// A transaction on the write connection. What it writes is there when the whole is committed.
pub enum Tx<'a> {
    /// In a file.
    File(&'a Connection),
    /// On a server.
    Server(&'a mut Session),
}

impl Db {
    fn of(kind: Kind) -> Self {
        Self { kind, keeper: None }
    }

    /// The same database with its keys: what is sealed in it can be read and written.
    #[must_use]
    pub fn with_keys(self, keeper: Arc<Keeper>) -> Self {
        Self { keeper: Some(keeper), ..self }
    }

    /// Whether what is sealed can be read.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.keeper.is_some()
    }

    /// The keys.
    ///
    /// # Errors
    /// [`StoreError::Locked`] where it was opened without them.
    pub(crate) fn keeper(&self) -> Result<&Arc<Keeper>, StoreError> {
        self.keeper.as_ref().ok_or(StoreError::Locked)
    }

    /// Opens the database at an address, creates a file where there is none, and brings the schema up to date.
    ///
    /// # Errors
    /// When it cannot be opened or reached, is no database, or comes from a newer Kitei.
    pub async fn open_at(address: &Address) -> Result<Self, StoreError> {
        match address {
            Address::File(path) => Self::open(path).await,
            Address::Server(server) => {
                ServerDb::open(server).await.map(|db| Self::of(Kind::Server(db)))
            }
        }
    }

    /// Opens an existing database for reading only, without touching it.
    ///
    /// # Errors
    /// When it is not there, or is no database.
    pub async fn open_at_read_only(address: &Address) -> Result<Self, StoreError> {
        match address {
            Address::File(path) => Self::open_read_only(path).await,
            Address::Server(server) => {
                ServerDb::open_read_only(server).await.map(|db| Self::of(Kind::Server(db)))
            }
        }
    }

    /// Opens the database file, creates it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or comes from a newer Kitei.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        FileDb::open(path).await.map(|db| Self::of(Kind::File(db)))
    }

    /// Opens an existing database file for reading only, without touching it.
    ///
    /// # Errors
    /// When the file does not exist or is no database.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        FileDb::open_read_only(path).await.map(|db| Self::of(Kind::File(db)))
    }

    /// The same database, whose queries all see the commit that is the newest now, whatever is written meanwhile.
    ///
    /// # Errors
    /// What the database says.
    pub async fn snapshot(&self) -> Result<Self, StoreError> {
        let kind = match &self.kind {
            Kind::File(db) => Kind::File(db.snapshot().await?),
            Kind::Server(db) => Kind::Server(db.snapshot().await?),
        };
        Ok(Self { kind, keeper: self.keeper.clone() })
    }

    /// Writes everything into a new SQLite file, as it is at this moment; who writes goes on writing.
    ///
    /// # Errors
    /// What the databases say.
    pub async fn copy_to_file(&self, path: &Path) -> Result<(), StoreError> {
        match &self.kind {
            Kind::File(db) => db.copy_to(path).await,
            Kind::Server(_) => {
                let file = Self::open(path).await?;
                let copied = moving::copy(self, &file, |_| ()).await;
                file.close().await;
                copied
            }
        }
    }

    /// A database in memory with the schema that this Kitei makes in a file, to hold others against.
    pub(crate) async fn fresh() -> Result<Self, StoreError> {
        FileDb::fresh().await.map(|db| Self::of(Kind::File(db)))
    }

    /// Whether it lies on a server, which several processes may write to at once.
    #[must_use]
    pub fn is_on_server(&self) -> bool {
        matches!(self.kind, Kind::Server(_))
    }

    /// How large a database on a server is, bytes; `None` where it is a file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bytes_on_server(&self) -> Result<Option<u64>, StoreError> {
        match &self.kind {
            Kind::File(_) => Ok(None),
            Kind::Server(db) => db.read(server::bytes).await.map(Some),
        }
    }

    /// How the schema of the database stands to the one of this release.
    ///
    /// # Errors
    /// What the database says, also where it holds no schema at all.
    pub async fn schema_state(&self) -> Result<SchemaState, StoreError> {
        match &self.kind {
            Kind::File(db) => db.read(migrate::state).await,
            Kind::Server(db) => db.schema_state().await,
        }
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all<T: Readable>(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match &self.kind {
            Kind::File(db) => db.read(move |it| bind::all(it, sql, &arguments)).await,
            Kind::Server(db) => db.read(move |session| session.all(sql, &arguments)).await,
        }
    }

    /// All rows of a query whose text is put together from our own constant pieces.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn all_built<T: Readable>(
        &self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match &self.kind {
            Kind::File(db) => db.read(move |it| bind::all(it, &sql, &arguments)).await,
            Kind::Server(db) => db.read(move |session| session.all(&sql, &arguments)).await,
        }
    }

    /// All rows of a query whose columns are known only when it is made.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn cells(
        &self,
        sql: String,
        arguments: Vec<Value>,
        kinds: Vec<ValueKind>,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        match &self.kind {
            Kind::File(db) => db.read(move |it| bind::cells(it, &sql, &arguments, &kinds)).await,
            Kind::Server(db) => {
                db.read(move |session| session.cells(&sql, &arguments, &kinds)).await
            }
        }
    }

    /// As [`Db::all_built`], in a file read where the caller stands: for a few rows that an index finds in their order.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn near_built<T: Readable>(
        &self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match &self.kind {
            Kind::File(db) => db.near(sql, arguments).await,
            Kind::Server(_) => self.all_built(sql, arguments).await,
        }
    }

    /// The one row of a query, if there is one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn opt<T: Readable>(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        match &self.kind {
            Kind::File(db) => db.read(move |it| bind::first(it, sql, &arguments)).await,
            Kind::Server(db) => db.read(move |session| session.first(sql, &arguments)).await,
        }
    }

    /// The one row that a unique key finds. In a file it is read where the caller stands: a few pages of an index cost less
    /// than another thread that reads them.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) async fn point<T: Readable>(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Option<T>, StoreError> {
        match &self.kind {
            Kind::File(db) => db.point(sql, arguments).await,
            Kind::Server(db) => db.read(move |session| session.first(sql, &arguments)).await,
        }
    }

    /// One statement for what lies outside the evidence log. Statements that come together share a commit.
    ///
    /// # Errors
    /// What the database says.
    pub async fn exec(&self, sql: &'static str, arguments: Vec<Value>) -> Result<u64, StoreError> {
        match &self.kind {
            Kind::File(db) => db.exec(sql, arguments).await,
            Kind::Server(db) => db.exec(sql, arguments).await,
        }
    }

    /// Does some work in a transaction that holds the write lock from the start, and commits it. On a server the lock keeps
    /// other processes out as well.
    ///
    /// # Errors
    /// What the work or the database says; then nothing of it was written, except after [`StoreError::Unsure`].
    pub(crate) async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.kind {
            Kind::File(db) => db.transact(work).await,
            Kind::Server(db) => db.transact(work).await,
        }
    }

    /// Closes all connections; the write-ahead log of a file is folded into it.
    pub async fn close(&self) {
        match &self.kind {
            Kind::File(db) => db.close().await,
            Kind::Server(db) => db.close().await,
        }
    }
}

impl Db {
    /// Folds the write-ahead log of a file into it and cuts it to nothing: what was overwritten is then nowhere in either. On a
    /// server, has rows that were removed swept out of the tables of records. Says whether it could be done: somebody who reads an
    /// older state holds a file back.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep(&self) -> Result<bool, StoreError> {
        match &self.kind {
            Kind::File(db) => db.truncate_log().await,
            Kind::Server(db) => db.vacuum().await.map(|()| true),
        }
    }
}

impl Tx<'_> {
    /// Whether other processes write to the database as well: what was kept in memory may be old.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Server(_))
    }

    /// One statement; how many rows it changed.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn exec(&mut self, sql: &str, arguments: Vec<Value>) -> Result<u64, StoreError> {
        match self {
            Self::File(connection) => bind::exec(connection, sql, &arguments),
            Self::Server(session) => session.exec(sql, &arguments),
        }
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// What the database says.
    pub(crate) fn all<T: Readable>(
        &mut self,
        sql: &str,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::File(connection) => bind::all(connection, sql, &arguments),
            Self::Server(session) => session.all(sql, &arguments),
        }
    }
}

/// The text of the migrations of a server: it says of every table what its columns hold.
pub(crate) fn server_schema_text() -> impl Iterator<Item = &'static str> {
    migrate::SERVER_MIGRATIONS.iter().map(|(_, _, text)| *text)
}

/// Makes every database file that is opened after this lose its last commits at a power cut: what a torture must notice.
#[doc(hidden)]
pub fn forget_at_power_cuts() {
    file::forget_at_power_cuts();
}

/// Does something that may wait for the disk or the network, on a thread that may.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => Err(StoreError::Closed),
    }
}
