//! Use cases: load the facts, ask the engine, write what it decided. Screens, API, imports and jobs all come through here.
//!
//! What this room does not do: decide (that is `engine`), speak SQL (that is `store`), render (that is `web` and `print`).

pub mod access;
pub mod actor;
pub mod attach;
pub mod backup;
pub mod bundled;
pub mod clock;
pub mod console;
pub mod demo;
pub mod disposal;
pub mod doctor;
pub mod duties;
mod error;
pub mod export;
pub mod history;
pub mod home;
mod housekeeping;
pub mod idempotency;
pub mod importing;
pub mod jobs;
mod keeping;
pub mod keys;
pub mod mail;
pub mod master;
pub mod member_import;
pub mod open;
pub mod organization;
pub mod pack;
pub mod people;
pub mod project;
pub mod proof;
pub mod random;
pub mod readiness;
pub mod records;
pub mod register;
mod reproject;
pub mod set_up;
mod shared;
pub mod spelling;
pub mod tenant;
pub mod views;
pub mod wording;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use evidence::Signer;
use store::{Db, Writer, db::Address};

pub use actor::Actor;
pub use clock::Clock;
pub use error::AppError;
pub use master::MasterSource;
pub use store::{attachment::AttachmentRow, record::ListRow};
pub use tenant::Tenant;

use crate::{
    access::{Attempts, Sessions},
    importing::{OpenWorkbooks, Works},
    keys::LogKey,
    tenant::Tenants,
};

/// The running application: everything a use case needs.
pub struct App {
    pub(crate) db: Db,
    pub(crate) writer: Writer,
    pub(crate) clock: Arc<Clock>,
    pub(crate) tenants: Tenants,
    pub(crate) sessions: Sessions,
    pub(crate) attempts: Attempts,
    /// Held while a file is attached, so that the most files of a record hold.
    pub(crate) attaching: tokio::sync::Mutex<()>,
    /// Held while disposals are carried out: one after the other.
    pub(crate) disposing: tokio::sync::Mutex<()>,
    pub(crate) workbooks: OpenWorkbooks,
    pub(crate) works: Works,
    pub(crate) folder: PathBuf,
    pub(crate) log_key: LogKey,
    pub(crate) fonts: export::FontShelf,
    pub(crate) backups: backup::Desk,
    /// Of the first start, until somebody has been given it.
    recovery_key: std::sync::Mutex<Option<vault::Secret<String>>>,
    _housekeeping: housekeeping::Housekeeping,
    /// Held as long as the application lives.
    _lock: File,
}

/// One process a data folder, as long as the database lies in it: the writer keeps running numbers in memory. Processes on one
/// database server may share it.
fn lock(folder: &Path, is_shared: bool) -> Result<File, AppError> {
    let path = folder.join(LOCK);
    let file = keys::create_private_file(&path).map_err(|error| AppError::folder(folder, error))?;
    let locked = if is_shared { file.try_lock_shared() } else { file.try_lock() };
    locked.map_err(|_| {
        AppError::internal(format_args!(
            "another Kitei uses the data folder `{}`; stop it first",
            folder.display()
        ))
    })?;
    Ok(file)
}

/// Keeps every server away from a data folder until what is returned is dropped.
///
/// # Errors
/// When a server uses it.
pub fn lock_data_folder(folder: &Path) -> Result<File, AppError> {
    lock(folder, false)
}

impl App {
    /// Opens the data folder with the database in it, creates what is missing, and starts the writer.
    ///
    /// # Errors
    /// When the folder cannot be written, the database cannot be opened, or a regulation in use is broken.
    pub async fn open(folder: PathBuf, clock: Clock) -> Result<Self, AppError> {
        let database = Address::File(folder.join(DATABASE));
        Self::open_on(folder, &database, clock).await
    }

    /// As [`App::open`], with the database at an address. Attached files and keys are in the data folder all the same.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_on(
        folder: PathBuf,
        database: &Address,
        clock: Clock,
    ) -> Result<Self, AppError> {
        let master = MasterSource::beside(&folder);
        Self::open_with(folder, database, &master, clock).await
    }

    /// As [`App::open_on`], with the master key from somewhere else than beside the data folder.
    ///
    /// # Errors
    /// As [`App::open`]; when the master key is missing or is not the one of the database.
    pub async fn open_with(
        folder: PathBuf,
        database: &Address,
        master: &MasterSource,
        clock: Clock,
    ) -> Result<Self, AppError> {
        keys::create_private_folder(&folder).map_err(|error| AppError::folder(&folder, error))?;
        let is_shared = matches!(database, Address::Server(_));
        let (lock, clock) = (lock(&folder, is_shared)?, Arc::new(clock));
        if let Address::File(path) = database {
            keys::create_private_file(path).map_err(|error| AppError::folder(&folder, error))?;
        }
        let db = Db::open_at(database).await?;
        // Of several processes that start at once, one makes the key.
        let turn = keys::wait_for_turn(&folder).await?;
        let log_key = match store::log::state(&db).await? {
            Some(state) => LogKey::open_for(&folder, &state.note)?,
            None => LogKey::open_or_create(&folder)?,
        };
        let master::Opened { db, recovery_key } = master::open(db, &folder, master).await?;
        drop(turn);
        let signer: Arc<Signer> = Arc::new(log_key.signer()?);
        let housekeeping = housekeeping::Housekeeping::start(db.clone(), Arc::clone(&clock));
        let writer = Writer::start(db.clone(), signer).await?;
        let tenants = Tenants::load(&db, &folder).await?;
        let app = Self {
            db,
            writer,
            clock,
            tenants,
            sessions: Sessions::default(),
            attempts: Attempts::default(),
            attaching: tokio::sync::Mutex::default(),
            disposing: tokio::sync::Mutex::default(),
            workbooks: OpenWorkbooks::default(),
            works: Works::default(),
            folder,
            log_key,
            fonts: export::FontShelf::default(),
            backups: backup::Desk::default(),
            recovery_key: std::sync::Mutex::new(recovery_key),
            _housekeeping: housekeeping,
            _lock: lock,
        };
        for tenant in app.tenants.all() {
            app.settle_moments(&tenant).await?;
        }
        Ok(app)
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The recovery key, where it was made at this start: to be printed, once. It is kept nowhere else.
    pub fn take_recovery_key(&self) -> Option<vault::Secret<String>> {
        self.recovery_key.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }

    /// Closes the database; everything acknowledged is in its file.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// Name of the database file in the data folder.
pub const DATABASE: &str = "kitei.db";

/// Name of the lock file in the data folder.
const LOCK: &str = "lock";
