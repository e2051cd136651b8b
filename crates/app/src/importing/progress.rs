//! Runs at work: how far each has come, and what went wrong with one that nobody was waiting for any more.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
    time::Duration,
};

use engine::{MemberId, ids::ImportId};
use tokio::sync::oneshot;

use super::outcome::{ImportOutcome, RunOptions};
use crate::{Actor, App, error::AppError};

/// How often a run that is worked on says so.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// Most failures that are kept for pages that nobody has opened again.
const FAILURES: usize = 256;

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Reading and comparing the rows.
    #[default]
    Reading,
    /// Deciding each row.
    Deciding,
    /// Writing all of them.
    Writing,
    /// Handing in what is complete.
    Submitting,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProgressView {
    /// What it is doing.
    pub phase: Phase,
    /// Rows done in this phase.
    pub done: usize,
    /// Rows of this phase; 0 where they are not counted.
    pub total: usize,
}

/// How far a run has come, told by the run itself.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    phase: AtomicU8,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    pub fn begin(&self, phase: Phase, total: usize) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub fn at(&self, done: usize) {
        self.done.store(done, Ordering::Relaxed);
    }

    fn view(&self) -> ProgressView {
        let phases = [Phase::Reading, Phase::Deciding, Phase::Writing, Phase::Submitting];
        let phase = phases.into_iter().nth(self.phase.load(Ordering::Relaxed).into());
        ProgressView {
            phase: phase.unwrap_or_default(),
            done: self.done.load(Ordering::Relaxed),
            total: self.total.load(Ordering::Relaxed),
        }
    }
}

/// How a run that was begun stands when the patience of whoever began it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is done.
    Done(ImportOutcome),
    /// It goes on.
    AtWork,
}

/// Runs at work, and failures that nobody has seen.
#[derive(Default)]
pub(crate) struct Works {
    works: Mutex<HashMap<ImportId, (MemberId, Arc<Progress>)>>,
    failures: Mutex<HashMap<ImportId, (MemberId, AppError)>>,
}

impl Works {
    /// How far a member's run has come; `None` where it is not at work.
    pub fn view(&self, member: MemberId, id: ImportId) -> Option<ProgressView> {
        let works = self.works.lock().unwrap_or_else(PoisonError::into_inner);
        works.get(&id).filter(|(owner, _)| *owner == member).map(|(_, progress)| progress.view())
    }

    /// Notes a run; `None` where it is at work already.
    fn begin(&self, member: MemberId, id: ImportId) -> Option<Arc<Progress>> {
        let mut works = self.works.lock().unwrap_or_else(PoisonError::into_inner);
        if works.contains_key(&id) {
            return None;
        }
        let progress = Arc::new(Progress::default());
        works.insert(id, (member, Arc::clone(&progress)));
        Some(progress)
    }

    fn end(&self, id: ImportId) {
        self.works.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    fn failed(&self, member: MemberId, id: ImportId, error: AppError) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= FAILURES {
            failures.clear();
        }
        failures.insert(id, (member, error));
    }

    fn take_failure(&self, member: MemberId, id: ImportId) -> Option<AppError> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.get(&id).is_some_and(|(owner, _)| *owner == member) {
            failures.remove(&id).map(|(_, error)| error)
        } else {
            None
        }
    }
}

impl App {
    /// Runs an import in the background and waits for it as long as the patience lasts. The work goes on without anybody
    /// waiting; [`App::import_progress`] tells how far it has come.
    ///
    /// # Errors
    /// Those of [`App::import_run`], while somebody waits; later [`App::import_failure`] tells them.
    pub async fn import_begin(
        self: &Arc<Self>,
        actor: Actor,
        id: ImportId,
        options: RunOptions,
        patience: Duration,
    ) -> Result<Begun, AppError> {
        let Some(progress) = self.works.begin(actor.member, id) else { return Ok(Begun::AtWork) };
        let (answer, answered) = oneshot::channel();
        let app = Arc::clone(self);
        let sign_of_life = self.keep_alive(actor, id);
        tokio::spawn(async move {
            let runner = Arc::clone(&app);
            let run = async move { runner.import_run_telling(actor, id, options, &progress).await };
            // On a thread of its own: deciding many rows is long work, and no other request waits for it.
            let runtime = tokio::runtime::Handle::current();
            let result = tokio::task::spawn_blocking(move || runtime.block_on(run)).await;
            let result = result.unwrap_or_else(|error| Err(AppError::internal(error)));
            sign_of_life.abort();
            app.works.end(id);
            if let Err(Err(error)) = answer.send(result) {
                app.works.failed(actor.member, id, error);
            }
        });
        match tokio::time::timeout(patience, answered).await {
            Ok(Ok(result)) => result.map(Begun::Done),
            Ok(Err(error)) => Err(AppError::internal(error)),
            Err(_) => Ok(Begun::AtWork),
        }
    }

    /// Says again and again, where other processes would hear it, that a run is being worked on.
    fn keep_alive(self: &Arc<Self>, actor: Actor, id: ImportId) -> tokio::task::AbortHandle {
        let app = Arc::clone(self);
        let saying = tokio::spawn(async move {
            let mut times = tokio::time::interval(SIGN_OF_LIFE);
            while app.db.is_on_server() {
                times.tick().await;
                let at = app.clock.now().as_microsecond();
                let _ = store::import_run::touch(&app.db, actor.member, id, at).await;
            }
        });
        saying.abort_handle()
    }

    /// How far a run has come; `None` where it is not at work.
    pub fn import_progress(&self, actor: Actor, id: ImportId) -> Option<ProgressView> {
        self.works.view(actor.member, id)
    }

    /// What went wrong with a run that nobody was waiting for; told once.
    pub fn import_failure(&self, actor: Actor, id: ImportId) -> Option<AppError> {
        self.works.take_failure(actor.member, id)
    }
}
