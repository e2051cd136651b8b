//! Use cases: load the facts, ask the engine, write what it decided. Screens, API, imports and jobs all come through here.
//!
//! What this room does not do: decide (that is `engine`), speak SQL (that is `store`), render (that is `web` and `print`).

pub mod access;
pub mod actor;
pub mod attach;
pub mod bundled;
pub mod clock;
pub mod console;
pub mod demo;
mod error;
pub mod export;
pub mod history;
pub mod home;
pub mod idempotency;
pub mod importing;
pub mod keys;
pub mod member_import;
pub mod organization;
pub mod people;
pub mod project;
pub mod proof;
pub mod random;
pub mod records;
pub mod register;
pub mod set_up;
pub mod spelling;
pub mod tenant;
pub mod wording;

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

use evidence::Signer;
use store::{Db, Writer};

pub use actor::Actor;
pub use clock::Clock;
pub use error::AppError;
pub use store::{attachment::AttachmentRow, record::ListRow};
pub use tenant::Tenant;

use crate::{
    access::Sessions,
    importing::{OpenWorkbooks, Works},
    keys::LogKey,
    tenant::Tenants,
};

/// The running application: everything a use case needs.
pub struct App {
    pub(crate) db: Db,
    pub(crate) writer: Writer,
    pub(crate) clock: Clock,
    pub(crate) tenants: Tenants,
    pub(crate) sessions: Sessions,
    pub(crate) workbooks: OpenWorkbooks,
    pub(crate) works: Works,
    pub(crate) folder: PathBuf,
    pub(crate) log_key: LogKey,
    pub(crate) fonts: export::FontShelf,
    /// Held as long as the application lives.
    _lock: File,
}

/// One process a data folder: the writer keeps running numbers in memory.
fn lock(folder: &Path) -> Result<File, AppError> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(|error| AppError::folder(folder, error))?;
    file.try_lock().map_err(|_| {
        AppError::internal(format_args!(
            "another Kitei uses the data folder `{}`; stop it first",
            folder.display()
        ))
    })?;
    Ok(file)
}

impl App {
    /// Opens the data folder, creates what is missing in it, and starts the writer.
    ///
    /// # Errors
    /// When the folder cannot be written, the database cannot be opened, or a regulation in use is broken.
    pub async fn open(folder: PathBuf, clock: Clock) -> Result<Self, AppError> {
        std::fs::create_dir_all(&folder).map_err(|error| AppError::folder(&folder, error))?;
        let lock = lock(&folder)?;
        let log_key = LogKey::open_or_create(&folder)?;
        let db = Db::open(&folder.join(DATABASE)).await?;
        let signer: Arc<Signer> = Arc::new(log_key.signer()?);
        let writer = Writer::start(db.clone(), signer).await?;
        let tenants = Tenants::load(&db, &folder).await?;
        importing::forget_untouched(&db, clock.now()).await?;
        Ok(Self {
            db,
            writer,
            clock,
            tenants,
            sessions: Sessions::default(),
            workbooks: OpenWorkbooks::default(),
            works: Works::default(),
            folder,
            log_key,
            fonts: export::FontShelf::default(),
            _lock: lock,
        })
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ready(&self) -> Result<(), AppError> {
        store::operator::list(&self.db).await?;
        Ok(())
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
