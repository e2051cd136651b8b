//! Backups by themselves: when the next is due, and the task that makes it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::Duration,
};

use backup::{Identities, Kind, Place, Recipients, Retention, prune};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{Failure, History, Order, Run, RunKind, Way, blocking, drill, make};
use crate::App;

/// How often the task looks whether something is due.
const LOOK: Duration = Duration::from_secs(30);
/// How long after a failure it is tried again, at most.
const AGAIN: SignedDuration = SignedDuration::from_mins(30);
/// How many times the planned pause may pass before somebody should look.
const LATE: i32 = 2;

/// What an operator has planned.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Folder that backups go to.
    pub place: PathBuf,
    /// Whom they are sealed to.
    pub recipients: Recipients,
    /// From one backup to the next, hours; never less than one.
    pub every_hours: u32,
    /// A backup that leans on no other is made every so many days.
    pub full_every_days: u32,
    /// Which stay.
    pub retention: Retention,
    /// What day it is where they are thinned out.
    pub zone: TimeZone,
    /// Drills, where the server has the identity for them.
    pub drill: Option<DrillPlan>,
}

/// Drills that are planned.
#[derive(Debug, Clone)]
pub struct DrillPlan {
    /// File with an age identity that opens the backups.
    pub identity: PathBuf,
    /// From one to the next, days; never less than one.
    pub every_days: u32,
}

/// How backups stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The last one is no older than planned.
    Good,
    /// None was ever made.
    Never,
    /// The last good one is older than twice the time planned.
    Late,
}

impl Plan {
    fn pause(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.every_hours.max(1)))
    }

    /// When the next backup is due.
    #[must_use]
    pub fn next_backup(&self, history: &History, now: Timestamp) -> Timestamp {
        next(history, RunKind::Backup, self.pause(), now)
    }

    /// When the next drill is due; never before there is a backup.
    #[must_use]
    pub fn next_drill(&self, history: &History, now: Timestamp) -> Option<Timestamp> {
        let plan = self.drill.as_ref()?;
        history.last_good(RunKind::Backup)?;
        let pause = SignedDuration::from_hours(24 * i64::from(plan.every_days.max(1)));
        Some(next(history, RunKind::Drill, pause, now))
    }

    /// How backups stand.
    #[must_use]
    pub fn standing(&self, history: &History, now: Timestamp) -> Standing {
        match history.last_good(RunKind::Backup) {
            None => Standing::Never,
            Some(run) if now.duration_since(run.at) > self.pause() * LATE => Standing::Late,
            Some(_) => Standing::Good,
        }
    }

    /// Whether the next backup leans on earlier ones. `full` is when the last one that does not was made.
    fn kind(&self, full: Option<Timestamp>, now: Timestamp) -> Kind {
        let pause = SignedDuration::from_hours(24 * i64::from(self.full_every_days));
        match full {
            Some(full) if now.duration_since(full) < pause => Kind::Incremental,
            _ => Kind::Full,
        }
    }
}

/// The last good one and the pause; after a failure sooner, but not at once.
fn next(history: &History, kind: RunKind, pause: SignedDuration, now: Timestamp) -> Timestamp {
    let Some(last) = history.last(kind) else { return now };
    let after = if last.is_good() { pause } else { pause.min(AGAIN) };
    last.at.checked_add(after).unwrap_or(now)
}

/// Where backups of a running application are asked for and looked at.
#[derive(Default)]
pub struct Desk {
    plan: OnceLock<Plan>,
    /// What is being done now, and since when.
    running: Mutex<Option<(RunKind, Timestamp)>>,
}

impl Desk {
    /// What is being done now, and since when.
    #[must_use]
    pub fn running(&self) -> Option<(RunKind, Timestamp)> {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the turn for something; `None` where something is being done.
    fn begin(&self, kind: RunKind, at: Timestamp) -> Option<Turn<'_>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.is_some() {
            return None;
        }
        *running = Some((kind, at));
        Some(Turn(self))
    }
}

/// The turn; it is given back when this is dropped.
struct Turn<'a>(&'a Desk);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl App {
    /// Where backups are looked at.
    #[must_use]
    pub fn backups(&self) -> &Desk {
        &self.backups
    }

    /// What is planned, if anything is.
    #[must_use]
    pub fn backup_plan(&self) -> Option<&Plan> {
        self.backups.plan.get()
    }

    /// Plans backups. A second plan is not taken.
    pub fn plan_backups(&self, plan: Plan) {
        let _ = self.backups.plan.set(plan);
    }

    /// What was done so far.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn backup_history(&self) -> Result<History, Failure> {
        let folder = self.folder.clone();
        blocking(move || History::read(&folder)).await
    }

    /// Makes a backup after the plan now, and thins out. What came of it is kept in the history.
    ///
    /// # Errors
    /// [`Failure::NotPlanned`]; [`Failure::Busy`]; what the backup failed of.
    pub async fn back_up_now(&self) -> Result<(), Failure> {
        let plan = self.backup_plan().ok_or(Failure::NotPlanned)?;
        let at = self.clock.now();
        let _turn = self.backups.begin(RunKind::Backup, at).ok_or(Failure::Busy)?;
        let order = Order {
            place: plan.place.clone(),
            recipients: plan.recipients.clone(),
            kind: plan.kind(self.last_full(plan).await, at),
            at,
        };
        let made = make(&self.folder, &self.db, &order).await;
        self.note(Run::of_backup(&made, (at, self.clock.now()))).await;
        made?;
        let at = self.clock.now();
        let pruned = self.thin_out(plan).await;
        let is_news = pruned.as_ref().map_or(true, |it| !it.removed.is_empty());
        if is_news {
            self.note(Run::of_prune(&pruned, (at, self.clock.now()))).await;
        }
        pruned.map(|_| ())
    }

    /// Restores the newest backup beside the data, verifies it and removes it again. What came of it is kept in the history.
    ///
    /// # Errors
    /// [`Failure::NotPlanned`] where the server has no identity; [`Failure::Busy`]; why the backup is of no use.
    pub async fn drill_now(&self) -> Result<(), Failure> {
        let plan = self.backup_plan().ok_or(Failure::NotPlanned)?;
        let drill_plan = plan.drill.as_ref().ok_or(Failure::NotPlanned)?;
        let at = self.clock.now();
        let _turn = self.backups.begin(RunKind::Drill, at).ok_or(Failure::Busy)?;
        let done = async {
            let text = std::fs::read_to_string(&drill_plan.identity)
                .map_err(|source| Failure::Folder { path: drill_plan.identity.clone(), source })?;
            let way = Way {
                place: plan.place.clone(),
                name: None,
                identities: Arc::new(Identities::parse(&text)?),
                trusted: vec![self.log_key.verifier_key()?],
            };
            drill(way, &self.folder).await
        };
        let done = done.await;
        self.note(Run::of_drill(&done, (at, self.clock.now()))).await;
        done.map(|_| ())
    }

    /// When the newest backup of ours that leans on no other was made.
    async fn last_full(&self, plan: &Plan) -> Option<Timestamp> {
        let (place, key) = (plan.place.clone(), self.log_key.verifier_key().ok()?);
        let newest = blocking(move || {
            let backups = backup::list(&Place::open(&place)?, &[key])?;
            let mut whole = backups.into_iter().flatten().filter(|it| it.kind == Kind::Full);
            Ok(whole.next().map(|it| it.at))
        });
        newest.await.ok().flatten()
    }

    async fn thin_out(&self, plan: &Plan) -> Result<backup::Pruned, Failure> {
        let (plan, key) = (plan.clone(), self.log_key.verifier_key()?);
        blocking(move || Ok(prune(&Place::open(&plan.place)?, plan.retention, &plan.zone, &[key])?))
            .await
    }

    async fn note(&self, run: Run) {
        match &run.outcome {
            super::Outcome::Failed { message } => {
                tracing::error!(backup.run = ?run.kind, error = %message.en, "a backup task failed");
            }
            super::Outcome::Done { bytes, written, .. } => {
                tracing::info!(backup.run = ?run.kind, backup.bytes = bytes, backup.written = written,
                    backup.seconds = run.seconds, "a backup task ended");
            }
        }
        let folder = self.folder.clone();
        if let Err(error) = blocking(move || History::add(&folder, run)).await {
            tracing::error!(error = %error, "what was done cannot be noted");
        }
    }

    /// Does what is due, if anything is.
    async fn do_what_is_due(&self) {
        let Some(plan) = self.backup_plan() else { return };
        let history = match self.backup_history().await {
            Ok(history) => history,
            Err(error) => {
                tracing::error!(error = %error, "what was done cannot be read; it is begun anew");
                History::default()
            }
        };
        let now = self.clock.now();
        // Each failure is in the history and the log already.
        if plan.next_backup(&history, now) <= now {
            let _ = self.back_up_now().await;
        } else if plan.next_drill(&history, now).is_some_and(|at| at <= now) {
            let _ = self.drill_now().await;
        }
    }
}

/// The task that does what is due; it ends when this is dropped.
pub struct Schedule(tokio::task::JoinHandle<()>);

impl Schedule {
    /// Plans backups of a running application. A second plan is not taken.
    #[must_use]
    pub fn start(app: &Arc<App>, plan: Plan) -> Self {
        app.plan_backups(plan);
        let app = Arc::clone(app);
        Self(tokio::spawn(async move {
            let mut looks = tokio::time::interval(LOOK);
            loop {
                looks.tick().await;
                app.do_what_is_due().await;
            }
        }))
    }
}

impl Drop for Schedule {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use regulation::Text;

    use super::{super::Outcome, *};

    fn at(text: &str) -> Timestamp {
        format!("2026-11-{text}:00Z").parse().unwrap()
    }

    fn plan() -> Plan {
        Plan {
            place: PathBuf::new(),
            recipients: Recipients::parse([
                "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
            ])
            .unwrap(),
            every_hours: 24,
            full_every_days: 30,
            retention: Retention { daily: 7, weekly: 5, monthly: 12 },
            zone: TimeZone::UTC,
            drill: Some(DrillPlan { identity: PathBuf::new(), every_days: 7 }),
        }
    }

    fn run(kind: RunKind, when: &str, is_good: bool) -> Run {
        let outcome = if is_good {
            Outcome::Done {
                backup: String::new(),
                bytes: 0,
                written: 0,
                leaves: 0,
                last_event: None,
                count: 0,
            }
        } else {
            Outcome::Failed { message: Text::default() }
        };
        Run { kind, at: at(when), seconds: 0.0, outcome }
    }

    #[test]
    fn the_next_is_due_a_pause_after_the_last_and_sooner_after_a_failure() {
        let (plan, now) = (plan(), at("28T12:00"));
        let next = |runs: Vec<Run>| plan.next_backup(&History { runs }, now);
        assert_eq!(next(vec![]), now);
        let good = run(RunKind::Backup, "28T03:00", true);
        assert_eq!(next(vec![good.clone()]), at("29T03:00"));
        let failed = run(RunKind::Backup, "28T11:50", false);
        assert_eq!(next(vec![good, failed]), at("28T12:20"));
    }

    #[test]
    fn a_drill_waits_for_a_backup() {
        let (plan, now) = (plan(), at("28T12:00"));
        let next = |runs: Vec<Run>| plan.next_drill(&History { runs }, now);
        assert_eq!(next(vec![]), None);
        let good = run(RunKind::Backup, "20T03:00", true);
        assert_eq!(next(vec![good.clone()]), Some(now));
        let drilled = run(RunKind::Drill, "21T03:00", true);
        assert_eq!(next(vec![good, drilled]), Some(at("28T03:00")));
    }

    #[test]
    fn a_backup_is_late_after_twice_the_pause() {
        let plan = plan();
        let history = History {
            runs: vec![
                run(RunKind::Backup, "26T12:00", true),
                run(RunKind::Backup, "28T11:00", false),
            ],
        };
        assert_eq!(plan.standing(&History::default(), at("28T12:00")), Standing::Never);
        assert_eq!(plan.standing(&history, at("28T12:00")), Standing::Good);
        assert_eq!(plan.standing(&history, at("28T12:01")), Standing::Late);
    }

    #[test]
    fn a_full_one_is_made_when_the_last_is_old() {
        let plan = plan();
        assert_eq!(plan.kind(None, at("28T12:00")), Kind::Full);
        assert_eq!(plan.kind(Some(at("27T12:00")), at("28T12:00")), Kind::Incremental);
        let old = "2026-10-29T12:00:00Z".parse().unwrap();
        assert_eq!(plan.kind(Some(old), at("28T12:00")), Kind::Full);
    }
}
