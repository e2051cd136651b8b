//! Forgetting, at the start and daily, what has served its time. Records are never forgotten here.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use store::Db;

use crate::{Clock, importing};

/// How often.
const DAY: Duration = Duration::from_hours(24);

/// The task that does it; it ends with the application.
pub(crate) struct Housekeeping(tokio::task::JoinHandle<()>);

impl Housekeeping {
    pub(crate) fn start(db: Db, clock: Arc<Clock>) -> Self {
        Self(tokio::spawn(async move {
            let mut days = tokio::time::interval(DAY);
            loop {
                days.tick().await;
                forget(&db, clock.now()).await;
            }
        }))
    }
}

impl Drop for Housekeeping {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Forgets what is old; what cannot be forgotten today is tried again tomorrow.
async fn forget(db: &Db, now: Timestamp) {
    match store::purge::forget_old(db, now.as_microsecond()).await {
        Ok(0) => {}
        Ok(rows) => tracing::info!(purge.rows = rows, "forgot what has served its time"),
        Err(error) => tracing::warn!(error = %error, "could not forget old rows"),
    }
    if let Err(error) = importing::forget_untouched(db, now).await {
        tracing::warn!(error = %error, "could not forget unfinished imports");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{App, importing::MEMBERS, set_up::SetUp};

    #[tokio::test]
    async fn an_import_that_nobody_goes_on_with_is_forgotten_while_the_server_runs() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed("2026-11-22T01:00:00Z".parse().unwrap());
        let app = App::open(folder.path().join("data"), clock).await.unwrap();
        let actor = app.set_up(&SetUp::sample()).await.unwrap();
        let list = "社員番号,氏名\n020,見本　八重\n";
        app.import_start(actor, MEMBERS, None, "m.csv", list.into()).await.unwrap();
        let open = async || app.import_list(actor, None).await.unwrap().runs.len();
        forget(&app.db, "2026-12-21T00:00:00Z".parse().unwrap()).await;
        assert_eq!(open().await, 1);
        forget(&app.db, "2026-12-23T00:00:00Z".parse().unwrap()).await;
        assert_eq!(open().await, 0);
    }
}
