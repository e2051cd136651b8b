//! Work that the server does by itself: it is written down first, and taken up again after a crash. Several processes may share it.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use engine::{
    MemberId, OperatorId,
    duty::{Standing, escalated_to, owners},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
pub use store::job::JobRow;
use store::job::NewJob;
use uuid::Uuid;

use crate::{
    Actor, App, Tenant,
    duties::{DutyAsk, Group},
    error::AppError,
    mail::{Letter, Mailer, NotSent, digest},
    random,
};

/// How often the server looks what is due.
const LOOK: Duration = Duration::from_secs(30);
/// How long a process may be at work before another takes it over.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// Work taken at a time.
const AT_ONCE: u32 = 50;
/// Minutes until the next attempt, one after the other; after the last the work is given up.
const BACKOFF_MINUTES: [i64; 7] = [1, 5, 15, 60, 120, 240, 480];
/// Most rows that are shown of each state.
const SHOWN: u32 = 200;
/// Most duties in a mail.
const IN_MAIL: usize = 20;

/// Plans the day's mails.
const PLAN: &str = "digest_plan";
/// One person's mail of a day.
const DIGEST: &str = "digest";

/// The task that works; it ends when this is dropped.
pub struct Jobs(tokio::task::JoinHandle<()>);

impl Jobs {
    /// Starts working for an application.
    #[must_use]
    pub fn start(app: &Arc<App>, mailer: Mailer) -> Self {
        let app = Arc::clone(app);
        Self(tokio::spawn(async move {
            let mut looks = tokio::time::interval(LOOK);
            loop {
                looks.tick().await;
                if let Err(error) = app.do_jobs(&mailer).await {
                    tracing::warn!(error = %error, "work that the server does by itself has to wait");
                }
            }
        }))
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Work as the administrator sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobList {
    /// Given up.
    pub dead: Vec<JobRow>,
    /// Still to be done.
    pub waiting: Vec<JobRow>,
    /// Done in the last days.
    pub done: Vec<JobRow>,
}

impl App {
    /// Does everything that is due now.
    ///
    /// # Errors
    /// What the database says; work that fails is tried again later.
    pub async fn do_jobs(&self, mailer: &Mailer) -> Result<(), AppError> {
        self.look_for_operators().await?;
        for tenant in self.tenants.all() {
            self.catch_up(tenant.operator).await?;
            self.plan_day(&tenant, mailer).await?;
        }
        loop {
            let now = self.clock.now();
            let until = now.saturating_add(LEASE).unwrap_or(now).as_microsecond();
            let taken = store::job::claim(&self.db, now.as_microsecond(), until, AT_ONCE).await?;
            if taken.is_empty() {
                return Ok(());
            }
            for job in taken {
                self.do_job(&job, mailer).await?;
            }
        }
    }

    /// Asks once for the mails of an open day, as soon as its hour has come.
    async fn plan_day(&self, tenant: &Tenant, mailer: &Mailer) -> Result<(), AppError> {
        let now = self.clock.now();
        let Some(today) = open_day(tenant, mailer, now) else { return Ok(()) };
        let (id, key) = (random::id(), format!("{PLAN}:{today}"));
        let due_at = now.as_microsecond();
        let plan = NewJob { id, kind: PLAN, key, member: None, due_at };
        Ok(store::job::add(&self.db, tenant.operator, vec![plan], due_at).await?)
    }

    async fn do_job(&self, job: &JobRow, mailer: &Mailer) -> Result<(), AppError> {
        let now = self.clock.now();
        let done = match job.kind.as_str() {
            PLAN => self.plan_mails(job, now).await.map(Ok)?,
            _ => self.send_digest(job, mailer, now).await?,
        };
        let (id, micros) = (job.id, now.as_microsecond());
        match done {
            Ok(()) => store::job::finish(&self.db, id, micros).await?,
            Err(NotSent { reason, is_final }) => {
                let attempt = usize::try_from(job.attempts).unwrap_or(1).saturating_sub(1);
                let wait = BACKOFF_MINUTES.get(attempt).filter(|_| !is_final);
                let again = wait
                    .and_then(|minutes| now.checked_add(SignedDuration::from_mins(*minutes)).ok());
                tracing::warn!(job.id = %id, job.attempts = job.attempts, reason, "a mail was not sent");
                let again = again.map(Timestamp::as_microsecond);
                store::job::fail(&self.db, id, (&reason, again), micros).await?;
            }
        }
        Ok(())
    }

    /// Asks for a mail to everybody who has something to do, or is told of a delay.
    async fn plan_mails(&self, job: &JobRow, now: Timestamp) -> Result<(), AppError> {
        let tenant = self.tenant(OperatorId(job.operator))?;
        let concerned = self.concerned(&tenant).await?;
        let people = tenant.organization();
        let with_mail = concerned
            .into_iter()
            .filter(|id| people.member(*id).is_some_and(|member| !member.mail.is_empty()));
        let day = job.key.split_once(':').map_or("", |(_, day)| day);
        let mails = with_mail.map(|member| NewJob {
            id: random::id(),
            kind: DIGEST,
            key: format!("{DIGEST}:{day}:{member}"),
            member: Some(member),
            due_at: now.as_microsecond(),
        });
        let mails = mails.collect();
        Ok(store::job::add(&self.db, tenant.operator, mails, now.as_microsecond()).await?)
    }

    /// Everybody who has something to do today, or is told today that something stays undone.
    async fn concerned(&self, tenant: &Arc<Tenant>) -> Result<BTreeSet<MemberId>, AppError> {
        let reading = self.board(tenant).await?;
        let (board, regulation) = (reading.board()?, &tenant.regulation);
        let (people, today) = (&board.organization, self.today(tenant));
        let mut concerned = BTreeSet::new();
        for entry in board.book.entries(regulation).filter(|entry| entry.is_to_do(today)) {
            let instance = entry.instance();
            concerned.extend(owners(regulation, people, &instance, today));
            let told = escalated_to(regulation, people, &instance, today);
            concerned.extend(told.into_iter().flat_map(|(_, members)| members));
        }
        Ok(concerned)
    }

    /// How many instances a member is told of today that others have not done in time.
    async fn told_of(&self, tenant: &Arc<Tenant>, member: MemberId) -> Result<usize, AppError> {
        let reading = self.board(tenant).await?;
        let (board, regulation) = (reading.board()?, &tenant.regulation);
        let (people, today) = (&board.organization, self.today(tenant));
        let late = board.book.entries(regulation);
        let late = late.filter(|entry| entry.standing(today) == Standing::Late);
        let told = late.filter(|entry| {
            let told = escalated_to(regulation, people, &entry.instance(), today);
            told.iter().any(|(_, members)| members.contains(&member))
        });
        Ok(told.count())
    }

    async fn send_digest(
        &self,
        job: &JobRow,
        mailer: &Mailer,
        now: Timestamp,
    ) -> Result<Result<(), NotSent>, AppError> {
        let tenant = self.tenant(OperatorId(job.operator))?;
        let Some(member) = job.member.map(MemberId) else { return Ok(Ok(())) };
        // What could not go out on its day is dropped: the next open day has a mail of its own, which says the same.
        let Some(today) = open_day(&tenant, mailer, now) else {
            return Ok(Err(NotSent { reason: "outside the hours".to_owned(), is_final: false }));
        };
        let people = tenant.organization();
        let to = people.member(member).map(|member| member.mail.clone()).unwrap_or_default();
        let is_of_today = job.key.contains(&today.to_string());
        if to.is_empty() || !is_of_today {
            return Ok(Ok(()));
        }
        let groups = vec![Group::Late, Group::Open];
        let ask = DutyAsk { groups, limit: IN_MAIL, ..DutyAsk::default() };
        let actor = Actor { operator: tenant.operator, member };
        let page = self.duties(actor, &ask).await?;
        let told = self.told_of(&tenant, member).await?;
        let Some(text) = digest(&mailer.plan, &tenant.regulation, &page, told) else {
            return Ok(Ok(()));
        };
        let id = format!("<{}@kitei.invalid>", job.id);
        let (subject, plain, html) = (text.subject, text.plain, text.html);
        Ok(mailer.send(Letter { to, id, at: now, subject, plain, html }).await)
    }

    /// What the server does by itself, for an administrator.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else; what the database says.
    pub async fn jobs(&self, actor: Actor) -> Result<JobList, AppError> {
        self.administrator(actor)?;
        let list = async |state| store::job::list(&self.db, actor.operator, state, SHOWN).await;
        Ok(JobList {
            dead: list("dead").await?,
            waiting: list("waiting").await?,
            done: list("done").await?,
        })
    }

    /// Tries what was given up again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none, and for everybody but administrators; what the database says.
    pub async fn retry_job(&self, actor: Actor, id: Uuid) -> Result<(), AppError> {
        self.administrator(actor)?;
        let now = self.clock.now().as_microsecond();
        let is_there = store::job::retry(&self.db, actor.operator, id, now).await?;
        is_there.then_some(()).ok_or(AppError::NotFound)
    }

    fn administrator(&self, actor: Actor) -> Result<(), AppError> {
        let people = self.tenant(actor.operator)?.organization();
        people.is_administrator(actor.member).then_some(()).ok_or(AppError::NotFound)
    }
}

/// Today, where it is an open day and mails may go out now.
fn open_day(tenant: &Tenant, mailer: &Mailer, now: Timestamp) -> Option<Date> {
    let local = tenant.time_zone.to_datetime(now);
    let (from, until) = mailer.plan.hours;
    let is_time = (from..until).contains(&local.hour());
    (is_time && tenant.calendar.is_open(local.date()).unwrap_or(true)).then(|| local.date())
}
