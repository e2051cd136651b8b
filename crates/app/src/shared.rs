//! Several processes on one database: what each keeps in memory is held against the database at the beginning of every request
//! of somebody who is signed in. Where the database is a file, nobody else writes to it, and nothing here does anything.

use engine::OperatorId;
use store::Db;

use crate::{App, error::AppError};

impl App {
    /// Takes in what another process has changed of an operator: who there is, who holds which office.
    pub(crate) async fn catch_up(&self, operator: OperatorId) -> Result<(), AppError> {
        if self.is_alone() {
            return Ok(());
        }
        let Some(tenant) = self.tenants.get(operator) else {
            return self.look_for_operators().await;
        };
        let version = store::organization::version(&self.db, operator).await?;
        if version != tenant.versioned().version {
            let newest = store::organization::load_versioned(&self.db, operator).await?;
            tenant.take_organization(newest);
        }
        Ok(())
    }

    /// Takes in operators that another process has founded.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look_for_operators(&self) -> Result<(), AppError> {
        if self.is_alone() {
            return Ok(());
        }
        for row in store::operator::list(&self.db).await? {
            if self.tenants.get(OperatorId(row.id)).is_none() {
                self.tenants.add(&self.db, &self.folder, row).await?;
            }
        }
        Ok(())
    }

    /// Whether no other process writes to the database: what was read lately may then be believed without asking again.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        !self.db.is_on_server()
    }
}

/// The key of a request, held in the database against other processes. It is let go when this is dropped.
pub(crate) struct HeldKey {
    db: Db,
    member: engine::MemberId,
    key: String,
    is_answered: bool,
}

impl HeldKey {
    /// Holds a key, if nobody else does and it is not answered.
    pub(crate) async fn take(
        db: &Db,
        member: engine::MemberId,
        key: &str,
        request_hash: Vec<u8>,
        now: i64,
    ) -> Result<Option<Self>, AppError> {
        let is_ours = store::preference::hold_key(db, member, key, request_hash, now).await?;
        let held = Self { db: db.clone(), member, key: key.to_owned(), is_answered: false };
        Ok(is_ours.then_some(held))
    }

    /// The answer is kept: there is nothing to let go.
    pub(crate) fn answered(&mut self) {
        self.is_answered = true;
    }
}

impl Drop for HeldKey {
    fn drop(&mut self) {
        let (false, Ok(runtime)) = (self.is_answered, tokio::runtime::Handle::try_current()) else {
            return;
        };
        let (db, member, key) = (self.db.clone(), self.member, std::mem::take(&mut self.key));
        runtime.spawn(async move {
            if let Err(error) = store::preference::let_key_go(&db, member, &key).await {
                tracing::warn!(error = %error, "the key of a request is held until it ends by itself");
            }
        });
    }
}
