//! Duties as people meet them: what is due, whose it is, why, and what they do about it.
//!
//! Who sees what: whoever has a duty, and whoever is told when it stays undone. Nobody else is shown it.

mod ask;
pub(crate) mod board;
mod eyes;
mod overview;

use std::{collections::HashMap, sync::Arc};

use engine::{
    Fields, MemberId, Organization, RecordId, UnitId,
    duty::{
        Begun, DutyCommand, DutyNote, DutySubject, Explanation, Instance, InstanceKey, Outcome,
        Setting, Span, Standing, decide_duty, explain, owners,
    },
};
use jiff::civil::Date;
use regulation::{Duty, FieldKind, Regulation, Timing};
use serde_json::{Value, json};
use store::Change;

pub use ask::{DutyAsk, DutyCounts, DutyPage, Group, Whose};
pub use overview::{LateOf, Overview};

use crate::{Actor, App, Tenant, error::AppError, records::Changed};

use board::Board;
use eyes::Eyes;

/// An instance as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyRow {
    /// Its name.
    pub key: InstanceKey,
    /// First day of its period, or the day that started the clock.
    pub starts: Date,
    /// Last day of its period; of a clock the day before any move.
    pub ends: Date,
    /// First day on which it is shown as open.
    pub opens: Date,
    /// Last day on which it is in time.
    pub due: Date,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// How it stands today.
    pub standing: Standing,
    /// Who does it; nobody while the office is vacant.
    pub owners: Vec<MemberId>,
    /// Whether whoever asks is among them.
    pub is_mine: bool,
    /// That somebody asked that it need not be done, while that waits for an answer.
    pub asked: Option<DutyNote>,
}

impl DutyRow {
    /// The duty.
    #[must_use]
    pub fn duty<'r>(&self, regulation: &'r Regulation) -> Option<&'r Duty> {
        regulation.duty(&self.key.duty)
    }

    fn of(
        board: &Board,
        regulation: &Regulation,
        instance: &Instance<'_>,
        reader: (MemberId, Date),
    ) -> Self {
        let (member, today) = reader;
        let owners = owners(regulation, &board.organization, instance, today);
        Self {
            key: instance.key.clone(),
            starts: instance.starts,
            ends: instance.ends,
            opens: instance.opens,
            due: instance.due,
            outcome: instance.outcome.clone(),
            standing: instance.standing(today),
            is_mine: owners.contains(&member),
            owners,
            asked: board.book.notes().asked(&instance.key).cloned(),
        }
    }
}

/// An instance with everything that is told of it.
pub struct DutyView {
    /// The operator.
    pub tenant: Arc<Tenant>,
    /// The people as they are now.
    pub organization: Arc<Organization>,
    /// Today.
    pub today: Date,
    /// The instance.
    pub row: DutyRow,
    /// Until when, and why.
    pub explanation: Explanation,
    /// What was written about it, in order.
    pub notes: Vec<DutyNote>,
    /// What whoever asks may do now.
    pub offers: Vec<Offer>,
    /// The others that the same record started.
    pub beside: Vec<DutyRow>,
}

/// Something that can be done about an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Begin the record that meets it.
    Begin,
    /// Open the record that has to go on.
    Open(RecordId),
    /// Confirm by hand that it was done.
    Confirm,
    /// Ask that it need not be done.
    AskWaiver,
    /// Answer that.
    AnswerWaiver,
}

/// How many instances of a duty on a day stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Done, also late, and those that need not be done.
    pub done: u32,
    /// To be done, in time or not open yet.
    pub due: u32,
    /// Late.
    pub late: u32,
}

impl App {
    /// An instance as a person sees it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none, or none that they may see.
    pub async fn duty(&self, actor: Actor, key: &InstanceKey) -> Result<DutyView, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let reading = self.board(&tenant).await?;
        let (board, today) = (reading.board()?, self.today(&tenant));
        let regulation = &tenant.regulation;
        let reader = (actor.member, today);
        let instance = board.book.find(regulation, key).ok_or(AppError::NotFound)?;
        let mut eyes = Eyes::new(board, regulation, reader);
        if !eyes.sees(&instance) {
            return Err(AppError::NotFound);
        }
        let row = DutyRow::of(board, regulation, &instance, reader);
        let setting = board.setting(&tenant);
        let offers = self.offers((actor, today), setting, &instance, &row);
        let beside = match key.begun {
            Begun::Record(record) => eyes.started_by(record),
            Begun::Period(_) => Vec::new(),
        };
        Ok(DutyView {
            organization: Arc::clone(&board.organization),
            today,
            explanation: explain(setting, &instance),
            notes: board.book.notes().of(key).to_vec(),
            offers,
            beside: beside.into_iter().filter(|row| row.key != *key).collect(),
            row,
            tenant: Arc::clone(&tenant),
        })
    }

    /// The clocks that a record started, as far as a person may see them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn clocks_of(
        &self,
        actor: Actor,
        record: RecordId,
    ) -> Result<Vec<DutyRow>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let reading = self.board(&tenant).await?;
        let (board, today) = (reading.board()?, self.today(&tenant));
        if board.book.life(record).is_empty() {
            return Ok(Vec::new());
        }
        Ok(Eyes::new(board, &tenant.regulation, (actor.member, today)).started_by(record))
    }

    /// Writes something about an instance.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where they may not see it; a refusal; what the database says.
    pub async fn write_duty(
        &self,
        actor: Actor,
        key: &InstanceKey,
        command: &DutyCommand,
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        let now = self.clock.now();
        let event = {
            let reading = self.board(&tenant).await?;
            let (board, today) = (reading.board()?, self.today(&tenant));
            let regulation = &tenant.regulation;
            let instance = board.book.find(regulation, key).ok_or(AppError::NotFound)?;
            if !Eyes::new(board, regulation, (actor.member, today)).sees(&instance) {
                return Err(AppError::NotFound);
            }
            decide_duty(board.setting(&tenant), &instance, (actor.member, today), command)?
        };
        let mut change = Change::new(actor.operator, actor.member, now);
        store::duty_note::put(&mut change, key.clone(), event)?;
        self.writer.commit(change).await?;
        Ok(())
    }

    /// Begins the record that meets an instance: of its unit, pointing to the record that started it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nothing is to be begun; a refusal; what the database says.
    pub async fn begin_duty(&self, actor: Actor, key: &InstanceKey) -> Result<Changed, AppError> {
        let view = self.duty(actor, key).await?;
        let duty = view.row.duty(&view.tenant.regulation).ok_or(AppError::NotFound)?;
        let met_by = duty.met_by.as_ref().filter(|_| view.offers.contains(&Offer::Begin));
        let met_by = met_by.ok_or(AppError::NotFound)?;
        let form = view.tenant.form(&met_by.form)?;
        let mut fields = Fields::new();
        if let (Begun::Record(record), false) = (key.begun, met_by.link.is_empty()) {
            fields.insert(met_by.link.clone(), json!(record.to_string()));
        }
        if let Some(field) = form.field(&met_by.member) {
            let id = json!(actor.member.to_string());
            let is_many = matches!(field.kind, FieldKind::Member { many: true });
            fields.insert(field.id.clone(), if is_many { Value::Array(vec![id]) } else { id });
        }
        let unit = self.unit_for(actor, &view, &form.id)?.ok_or(AppError::NotFound)?;
        self.draft(actor, &form.id, unit, fields).await
    }

    /// The unit for which a person begins the record: that of the duty, else their own, else any for which they may.
    fn unit_for(
        &self,
        actor: Actor,
        view: &DutyView,
        form: &str,
    ) -> Result<Option<UnitId>, AppError> {
        let units = self.drafting_units(actor, form)?;
        let own = view.organization.member(actor.member).map(|member| member.unit);
        let root = view.organization.root().map(|root| root.id);
        let wanted = match view.row.key.subject {
            DutySubject::Unit(unit) => [Some(unit), own],
            DutySubject::Operator => [root, own],
            DutySubject::Member(_) => [own, root],
        };
        let fitting = wanted.into_iter().flatten().find(|unit| units.contains(unit));
        Ok(fitting.or_else(|| units.first().copied()))
    }

    /// What a person may do about an instance.
    fn offers(
        &self,
        (actor, today): (Actor, Date),
        setting: Setting<'_>,
        instance: &Instance<'_>,
        row: &DutyRow,
    ) -> Vec<Offer> {
        let words = || "？".to_owned();
        let may = |command: DutyCommand| {
            decide_duty(setting, instance, (actor.member, today), &command).is_ok()
        };
        let is_to_do = row.standing.is_to_do() || row.standing == Standing::Upcoming;
        let mut offers = Vec::new();
        if let (true, Some(met_by)) = (is_to_do && row.is_mine, &instance.duty.met_by) {
            match instance.key.begun {
                Begun::Record(record)
                    if matches!(instance.duty.timing, Timing::Clock { .. })
                        && met_by.link.is_empty() =>
                {
                    offers.push(Offer::Open(record));
                }
                _ if self.can_draft(actor, &met_by.form).unwrap_or(false) => {
                    offers.push(Offer::Begin);
                }
                _ => {}
            }
        }
        if may(DutyCommand::Confirm { comment: words() }) {
            offers.push(Offer::Confirm);
        }
        if row.asked.is_none() && may(DutyCommand::AskWaiver { reason: words() }) {
            offers.push(Offer::AskWaiver);
        }
        if may(DutyCommand::ApproveWaiver { comment: words() }) {
            offers.push(Offer::AnswerWaiver);
        }
        offers
    }

    /// How the instances that a person may see stand, by duty and due day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn duty_marks(
        &self,
        actor: Actor,
        span: Span,
    ) -> Result<HashMap<(String, Date), Marks>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let reading = self.board(&tenant).await?;
        let (board, today) = (reading.board()?, self.today(&tenant));
        let mut eyes = Eyes::new(board, &tenant.regulation, (actor.member, today));
        let mut marks: HashMap<(String, Date), Marks> = HashMap::new();
        for entry in board.book.entries(&tenant.regulation) {
            if !span.contains(entry.due()) || !eyes.sees_entry(&entry) {
                continue;
            }
            let of = marks.entry((entry.duty.id.clone(), entry.due())).or_default();
            match entry.standing(today) {
                Standing::Done | Standing::DoneLate | Standing::Waived => of.done += 1,
                Standing::Open | Standing::Upcoming => of.due += 1,
                Standing::Late => of.late += 1,
                Standing::Lapsed => {}
            }
        }
        Ok(marks)
    }

    pub(crate) fn today(&self, tenant: &Tenant) -> Date {
        crate::clock::day_in(&tenant.time_zone, self.clock.now())
    }
}

impl Board {
    fn setting<'s>(&'s self, tenant: &'s Tenant) -> Setting<'s> {
        self.book.setting(&tenant.regulation, &self.organization, &tenant.calendar)
    }
}
