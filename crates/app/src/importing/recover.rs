//! Settles a run that was being written when the machine went down: what it writes ends the run in the same transaction, so one
//! that is still running has written nothing.

use store::import_run::ImportRow;

use engine::ids::ImportId;

use super::choices::Chosen;
use crate::{Actor, App, error::AppError};

/// A process that has said nothing of its run for so long is gone.
const SILENCE_MICROS: i64 = 60_000_000;

impl App {
    /// A run that the database calls running, though nobody here is at it: it is open again.
    pub(super) async fn recover_import(
        &self,
        actor: Actor,
        row: ImportRow,
    ) -> Result<ImportRow, AppError> {
        let (id, at) = (ImportId(row.id), self.clock.now().as_microsecond());
        if self.db.is_on_server() {
            let listed = store::import_run::lookup_listed(&self.db, actor.owner(), id).await?;
            // Another process says again and again that it is at it.
            if listed.is_some_and(|listed| at - listed.updated_at < SILENCE_MICROS) {
                return Err(AppError::invalid(
                    "import",
                    "この取込みは別のサーバーで進んでいます。しばらくしてから開き直してください",
                    "another server is at this import; open it again in a while",
                ));
            }
        }
        let claimed: Chosen = serde_json::from_str(&row.choices)?;
        let chosen = Chosen { outcome: None, was_cut_off: true, ..claimed };
        let choices = serde_json::to_string(&chosen)?;
        store::import_run::reopen(&self.db, actor.owner(), id, &choices, at).await?;
        tracing::warn!(import.id = %row.id, "a run that was cut off had not been written");
        // Read again, as whoever was fastest has settled it.
        store::import_run::lookup(&self.db, actor.owner(), id).await?.ok_or(AppError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Clock,
        importing::{MEMBERS, RunOptions, ViewRequest, progress::Progress, run::Work},
        set_up::SetUp,
    };

    #[tokio::test]
    async fn what_was_written_before_the_machine_went_down_is_told_and_not_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::fixed("2026-11-22T01:00:00Z".parse().unwrap());
        let app = App::open(folder.path().join("data"), clock).await.unwrap();
        let actor = app.set_up(&SetUp::sample()).await.unwrap();
        let list = "社員番号,氏名\n020,見本　八重\n021,見本　九重\n";
        let id = app.import_start(actor, MEMBERS, None, "m.csv", list.into()).await.unwrap();
        let tenant = app.tenant(actor.operator).unwrap();
        let session = app.open_session(&tenant, actor, id).await.unwrap();
        let mut held = session.lock().await;
        app.stage(&tenant, actor, &mut held).await.unwrap();
        let mut staged = held.staged.take().unwrap();
        let (options, progress) = (RunOptions::default(), Progress::default());
        let work = Work { tenant: &tenant, actor, options, progress: &progress };
        app.write_import(work, &mut held, &mut staged).await.unwrap();
        // Down it goes, after the commit and before anything is said of it.
        drop(held);
        app.workbooks.remove(id);
        let view = app.import_view(actor, id, ViewRequest::default()).await.unwrap();
        assert!(view.was_cut_off);
        assert_eq!(view.outcome.unwrap().created, 2);
        assert_eq!(app.import_run(actor, id, options).await.unwrap().created, 2);
        assert_eq!(tenant.organization().members().count(), 3);
        let report = app.import_report(actor, id, regulation::Language::Ja).await.unwrap();
        assert!(String::from_utf8(report).unwrap().contains("見本　九重"));
    }
}
