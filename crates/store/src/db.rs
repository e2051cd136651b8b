//! The database: one write connection, several read connections, and values that bind the same everywhere.

use std::{path::Path, sync::Arc, time::Duration};

use sea_query::{Value, Values};
use sea_query_sqlx::SqlxValues;
use sqlx::{
    AssertSqlSafe, FromRow, Sqlite, SqlitePool, Transaction,
    migrate::{Migration, MigrationType, Migrator},
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};
use tokio::sync::Mutex;

use crate::error::StoreError;

/// Migrations in order: number, name, text.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "init", include_str!("../migrations/sqlite/0001_init.sql")),
    (2, "saved_views", include_str!("../migrations/sqlite/0002_saved_views.sql")),
];

/// How long a reader or the writer waits for a lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections that only read.
const READERS: u32 = 8;

/// Makes the argument list of a statement: `args![id, name]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$(sea_query::Value::from($value)),*] };
}

/// Declares a struct that is read from a row by its column names.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $kind),* }
        impl<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &'r sqlx::sqlite::SqliteRow) -> sqlx::Result<Self> {
                use sqlx::Row as _;
                Ok(Self { $($field: row.try_get(stringify!($field))?),* })
            }
        }
    };
}

/// Anything that a row can be read into.
pub trait Readable: for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}
impl<T> Readable for T where T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin {}

/// An open database.
#[derive(Debug, Clone)]
pub struct Db {
    read: Reader,
    write: SqlitePool,
}

/// Where rows are read from.
#[derive(Debug, Clone)]
enum Reader {
    /// Any free connection; each query sees the newest commit.
    Newest(SqlitePool),
    /// One connection in one transaction: all queries see the same commit.
    Pinned(Arc<Mutex<Transaction<'static, Sqlite>>>),
}

/// A transaction on the write connection.
pub struct Tx(Transaction<'static, Sqlite>);

fn bound(arguments: Vec<Value>) -> SqlxValues {
    SqlxValues(Values(arguments))
}

impl Db {
    /// Opens the database file, creates it where there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or comes from a newer Kitei.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Anything less than FULL loses acknowledged commits at a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .statement_cache_capacity(512)
            .pragma("cell_size_check", "ON")
            .pragma("cache_size", "-65536")
            .busy_timeout(BUSY_TIMEOUT);
        let write =
            SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        migrate(&write).await?;
        let readers = options.read_only(true).pragma("mmap_size", "1073741824");
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(2)
            .connect_with(readers)
            .await?;
        Ok(Self { read: Reader::Newest(read), write })
    }

    /// Opens an existing database for reading only, without touching it.
    ///
    /// # Errors
    /// When the file does not exist or is no database.
    pub async fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let options =
            SqliteConnectOptions::new().filename(path).read_only(true).busy_timeout(BUSY_TIMEOUT);
        let read = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
        Ok(Self { write: read.clone(), read: Reader::Newest(read) })
    }

    /// The same database, whose queries all see the commit that is the newest now, whatever is written meanwhile.
    ///
    /// # Errors
    /// What the database says.
    pub async fn snapshot(&self) -> Result<Self, StoreError> {
        let Reader::Newest(pool) = &self.read else { return Ok(self.clone()) };
        let mut tx = pool.begin().await?;
        // The transaction sees what is there at its first query, not at its beginning.
        sqlx::query("SELECT COUNT(*) FROM sqlite_schema").execute(&mut *tx).await?;
        Ok(Self { read: Reader::Pinned(Arc::new(Mutex::new(tx))), write: self.write.clone() })
    }

    /// A database in memory with the schema that this Kitei makes, to hold others against.
    pub(crate) async fn fresh() -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new().in_memory(true);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        migrate(&pool).await?;
        Ok(Self { read: Reader::Newest(pool.clone()), write: pool })
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
        let query = sqlx::query_as_with::<Sqlite, T, _>(sql, bound(arguments));
        Ok(match &self.read {
            Reader::Newest(pool) => query.fetch_all(pool).await?,
            Reader::Pinned(tx) => query.fetch_all(&mut **tx.lock().await).await?,
        })
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
        let query = sqlx::query_as_with::<Sqlite, T, _>(AssertSqlSafe(sql), bound(arguments));
        Ok(match &self.read {
            Reader::Newest(pool) => query.fetch_all(pool).await?,
            Reader::Pinned(tx) => query.fetch_all(&mut **tx.lock().await).await?,
        })
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
        let query = sqlx::query_as_with::<Sqlite, T, _>(sql, bound(arguments));
        Ok(match &self.read {
            Reader::Newest(pool) => query.fetch_optional(pool).await?,
            Reader::Pinned(tx) => query.fetch_optional(&mut **tx.lock().await).await?,
        })
    }

    /// One statement in a transaction of its own, for what lies outside the evidence log.
    ///
    /// # Errors
    /// What the database says.
    pub async fn exec(&self, sql: &'static str, arguments: Vec<Value>) -> Result<u64, StoreError> {
        Ok(sqlx::query_with::<Sqlite, _>(sql, bound(arguments))
            .execute(&self.write)
            .await?
            .rows_affected())
    }

    /// Begins a transaction that holds the write lock from the start.
    ///
    /// # Errors
    /// What the database says.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        const BEGIN: &str = "BEGIN IMMEDIATE";
        match self.write.begin_with(BEGIN).await {
            // On a full disk SQLite rolls back by itself, and sqlx goes on counting a transaction that is no more:
            // only a new connection gets out of that.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.write.acquire().await?.close().await?;
                Ok(Tx(self.write.begin_with(BEGIN).await?))
            }
            begun => Ok(Tx(begun?)),
        }
    }

    /// Closes all connections; the write-ahead log is folded into the file.
    pub async fn close(&self) {
        if let Reader::Newest(pool) = &self.read {
            pool.close().await;
        }
        self.write.close().await;
    }
}

impl Tx {
    /// One statement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn exec(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(sqlx::query_with::<Sqlite, _>(sql, bound(arguments))
            .execute(&mut *self.0)
            .await?
            .rows_affected())
    }

    /// One statement whose text is put together from our own constant pieces.
    pub(crate) async fn exec_built(
        &mut self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(sqlx::query_with::<Sqlite, _>(AssertSqlSafe(sql), bound(arguments))
            .execute(&mut *self.0)
            .await?
            .rows_affected())
    }

    /// All rows of a query whose text is put together from our own constant pieces.
    pub(crate) async fn all_built<T: Readable>(
        &mut self,
        sql: String,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(sqlx::query_as_with::<Sqlite, T, _>(AssertSqlSafe(sql), bound(arguments))
            .fetch_all(&mut *self.0)
            .await?)
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all<T: Readable>(
        &mut self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(sqlx::query_as_with::<Sqlite, T, _>(sql, bound(arguments))
            .fetch_all(&mut *self.0)
            .await?)
    }

    /// Makes everything in the transaction durable.
    ///
    /// # Errors
    /// What the database says; then nothing of it was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

async fn migrate(pool: &SqlitePool) -> Result<(), StoreError> {
    use sqlx::migrate::MigrateError;
    migrator().run(pool).await.map_err(|error| match error {
        // A migration that is there and that we do not know, or know otherwise.
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
            StoreError::OtherVersion
        }
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        error => StoreError::Database(sqlx::Error::Migrate(Box::new(error))),
    })
}

fn migrator() -> Migrator {
    let migrations: Vec<_> = MIGRATIONS
        .iter()
        .map(|(number, name, sql)| {
            Migration::new(
                *number,
                (*name).into(),
                MigrationType::Simple,
                sqlx::SqlStr::from_static(sql),
                false,
            )
        })
        .collect();
    Migrator { migrations: migrations.into(), ..Migrator::DEFAULT }
}
