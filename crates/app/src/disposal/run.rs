//! Disposals of many records: proposed by one, approved by another, confirmed; each step is decided for each record.

use std::collections::{BTreeMap, BTreeSet};

use engine::{
    Citation, MemberId, RecordId, Refusal, RunId, UnitId,
    decide::{Referenced, visible},
    disposal::{self, Act, Entry},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Change, StoreError,
    disposal::{DisposalMove, ItemRow, RunRow},
    event::{self},
};

use super::{MANY, TRIES, about, change_by, name_of};
use crate::{Actor, App, Tenant, error::AppError, random, records::changed};

/// Longest that may be said of a disposal, characters.
const SAID_CHARS: usize = 2_000;

/// What is said of a disposal. It stays readable after the records are erased: nothing of a person belongs into it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// By whoever proposed it.
    #[serde(default)]
    pub comment: String,
    /// Why it was turned down.
    #[serde(default)]
    pub reason: String,
    /// How it is carried out, by whoever confirmed it.
    #[serde(default)]
    pub how: String,
    /// The certificate of each record that another party had.
    #[serde(default)]
    pub certificates: BTreeMap<RecordId, RecordId>,
}

/// A record that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRecord {
    /// Which.
    pub id: RecordId,
    /// Form and number.
    pub name: String,
    /// Why.
    pub citations: Vec<Citation>,
}

/// What came of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The disposal.
    pub run: RunId,
    /// How many records are in it.
    pub count: usize,
    /// Records that are not.
    pub refused: Vec<RefusedRecord>,
}

/// What is said when a disposal is confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// How it is carried out.
    pub how: String,
    /// The certificate of each record that another party had.
    pub certificates: BTreeMap<RecordId, RecordId>,
}

/// A disposal as those see it who have to do with it.
#[derive(Debug, Clone, PartialEq)]
pub struct RunView {
    /// Which.
    pub id: RunId,
    /// `proposed`, `declined`, `approved`, `confirmed` or `done`.
    pub state: String,
    /// Who proposed it, and when.
    pub proposed: (MemberId, Timestamp),
    /// Who approved it, and when.
    pub approved: Option<(MemberId, Timestamp)>,
    /// Who confirmed it, and when.
    pub confirmed: Option<(MemberId, Timestamp)>,
    /// When it was done or declined.
    pub ended_at: Option<Timestamp>,
    /// The entry in the book.
    pub book: Option<RecordId>,
    /// What was said.
    pub said: Said,
    /// Its records; empty in a list of disposals.
    pub items: Vec<Item>,
}

/// A record of a disposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Record.
    pub id: RecordId,
    /// Form id.
    pub form: String,
    /// Number.
    pub number: String,
    /// Unit.
    pub unit: UnitId,
    /// Whether it was erased; `None`: not settled yet.
    pub is_erased: Option<bool>,
    /// Whether another party had of it, and has to certify its disposal.
    pub is_entrusted: bool,
    /// What stands against its disposal today.
    pub blocks: Vec<Citation>,
}

impl App {
    /// Proposes records for disposal: those of which nothing speaks against it.
    ///
    /// # Errors
    /// A refusal with all reasons where there is none; [`AppError::Invalid`] for more than [`MANY`]; what the database says.
    pub async fn propose_disposal(
        &self,
        actor: Actor,
        ids: &[RecordId],
        comment: &str,
    ) -> Result<Proposed, AppError> {
        if ids.is_empty() || ids.len() > MANY {
            return Err(AppError::invalid(
                "records",
                format!("廃棄する記録を1件から{MANY}件まで選んでください"),
                format!("choose from 1 to {MANY} records"),
            ));
        }
        if !self.disposal_part(actor)?.may(regulation::PROPOSE) {
            return Err(AppError::NotFound);
        }
        let said = Said { comment: words("comment", comment)?, ..Said::default() };
        let ids: BTreeSet<_> = ids.iter().copied().collect();
        let (tenant, run) = (self.tenant(actor.operator)?, RunId(random::id()));
        for attempt in 1.. {
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let (mut change, mut refused) = (change_by(actor, world), Vec::new());
            for id in &ids {
                let target = match self.target(&tenant, actor, *id).await {
                    Err(AppError::Erased | AppError::NotFound) => continue,
                    target => target?,
                };
                // Of a record that they neither see nor dispose of they learn nothing.
                let is_theirs = visible(world, actor.member, &target.record).is_some()
                    || disposal::is_granted(
                        world,
                        actor.member,
                        &target.record,
                        regulation::PROPOSE,
                    );
                if !is_theirs {
                    continue;
                }
                let name = name_of(world, &target.record.form, &target.row.number);
                match disposal::decide(world, target.facts(actor, None), &Act::Propose(run)) {
                    Ok(event) => {
                        let record = changed(world, actor, *id, Some(&target.record), &[event])?;
                        change.records.push(record);
                    }
                    Err(refusal) => {
                        refused.push(RefusedRecord { id: *id, citations: refusal.citations, name });
                    }
                }
            }
            if change.records.is_empty() {
                return Err(all_refused(refused));
            }
            let records: Vec<_> = change.records.iter().map(|it| it.record.id).collect();
            let (count, details) = (records.len(), serde_json::to_string(&said)?);
            change.others.push(told(run, "disposal_proposed", &details));
            change.disposals.push(DisposalMove::Proposed { run, records, details });
            if self.commit_move(change, attempt).await? {
                return Ok(Proposed { run, count, refused });
            }
        }
        Err(AppError::internal("a command was tried too often"))
    }

    /// Approves a disposal: all of its records, or none.
    ///
    /// # Errors
    /// A refusal with all reasons; [`AppError::NotFound`]; what the database says.
    pub async fn approve_disposal(&self, actor: Actor, run: RunId) -> Result<(), AppError> {
        self.move_run(actor, run, &Act::Approve, |said| {
            (DisposalMove::Approved { run }, "disposal_approved", said)
        })
        .await
    }

    /// Turns a disposal down, or takes one's own back.
    ///
    /// # Errors
    /// As [`App::approve_disposal`].
    pub async fn decline_disposal(
        &self,
        actor: Actor,
        run: RunId,
        reason: &str,
    ) -> Result<(), AppError> {
        let reason = words("reason", reason)?;
        self.move_run(actor, run, &Act::Decline(reason.clone()), |said| {
            let said = Said { reason: reason.clone(), ..said };
            let details = serde_json::to_string(&said).unwrap_or_default();
            (DisposalMove::Declined { run, details }, "disposal_declined", said)
        })
        .await
    }

    async fn move_run(
        &self,
        actor: Actor,
        run: RunId,
        act: &Act,
        moved: impl Fn(Said) -> (DisposalMove, &'static str, Said),
    ) -> Result<(), AppError> {
        let tenant = self.tenant(actor.operator)?;
        for attempt in 1.. {
            let row = self.run_row(actor, run).await?;
            let organization = tenant.organization();
            let world = tenant.world(&organization, self.clock.now());
            let (mut change, mut against) = (change_by(actor, world), Vec::new());
            for item in store::disposal::items(&self.db, actor.operator, run).await? {
                let id = RecordId(item.id);
                let target = self.target(&tenant, actor, id).await?;
                let name = name_of(world, &item.form, &item.number);
                match disposal::decide(world, target.facts(actor, None), act) {
                    Ok(event) => {
                        let record = changed(world, actor, id, Some(&target.record), &[event])?;
                        change.records.push(record);
                    }
                    Err(refusal) => against.extend(about(&name, refusal)),
                }
            }
            Refusal::from_citations(against)?;
            let (step, kind, said) = moved(said(&row)?);
            change.others.push(told(run, kind, &serde_json::to_string(&said)?));
            change.disposals.push(step);
            if self.commit_move(change, attempt).await? {
                return Ok(());
            }
        }
        Err(AppError::internal("a command was tried too often"))
    }

    /// Confirms a disposal that was approved: from now on its records are erased, which cannot be undone.
    /// [`App::finish_disposals`] does it.
    ///
    /// # Errors
    /// A refusal with all reasons; [`AppError::NotFound`]; what the database says.
    pub async fn confirm_disposal(
        &self,
        actor: Actor,
        run: RunId,
        confirmation: Confirmation,
    ) -> Result<(), AppError> {
        let how = words("how", &confirmation.how)?;
        let tenant = self.tenant(actor.operator)?;
        let row = self.run_row(actor, run).await?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let mut against = Vec::new();
        if how.is_empty() {
            against.push(Citation::of_field(
                book_clause(&tenant),
                "how",
                "廃棄のしかたを書いてください",
                "say how it is disposed of",
            ));
        }
        for item in store::disposal::items(&self.db, actor.operator, run).await? {
            let id = RecordId(item.id);
            let target = self.target(&tenant, actor, id).await?;
            let certificate = match confirmation.certificates.get(&id) {
                Some(certificate) => self.certificate(&tenant, actor, *certificate).await?,
                None => None,
            };
            let facts = target.facts(actor, certificate.as_ref());
            if let Err(refusal) = disposal::decide(world, facts, &Act::Dispose) {
                against.extend(about(&name_of(world, &item.form, &item.number), refusal));
            }
        }
        let entry = self.entry(&tenant, &row, actor, ("-", "-", &how)).await?;
        if let Err(refusal) = entry.map_or(Ok(()), |entry| disposal::entry(world, entry).map(drop))
        {
            against.extend(refusal.citations);
        }
        Refusal::from_citations(against)?;
        let said = Said { how, certificates: confirmation.certificates, ..said(&row)? };
        let details = serde_json::to_string(&said)?;
        let mut change = change_by(actor, world);
        change.others.push(told(run, "disposal_confirmed", &details));
        change.disposals.push(DisposalMove::Confirmed { run, details });
        if self.commit_move(change, TRIES).await? { Ok(()) } else { Err(AppError::NotFound) }
    }

    async fn certificate(
        &self,
        tenant: &Tenant,
        actor: Actor,
        id: RecordId,
    ) -> Result<Option<Referenced>, AppError> {
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        match self.readable(tenant, world, actor, id).await {
            Ok((_, record)) => Ok(Some(Referenced::of(&record))),
            Err(AppError::NotFound | AppError::Erased) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The entry of a disposal in the book; `None` where nobody has approved it.
    pub(super) async fn entry<'a>(
        &self,
        tenant: &Tenant,
        row: &RunRow,
        actor: Actor,
        (items, amount, how): (&'a str, &'a str, &'a str),
    ) -> Result<Option<Entry<'a>>, AppError> {
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let Some(approved_by) = row.approved_by.map(MemberId) else { return Ok(None) };
        let unit = organization.member(actor.member).map(|member| member.unit);
        Ok(unit.map(|unit| Entry {
            unit,
            items,
            amount,
            how,
            day: world.today,
            proposed_by: MemberId(row.proposed_by),
            approved_by,
            confirmed_by: actor.member,
        }))
    }

    /// Commits a step of a disposal. Says whether it was written; not where somebody else was faster and it is to be decided again.
    async fn commit_move(&self, change: Change, attempt: u32) -> Result<bool, AppError> {
        match self.writer.commit(change).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict { .. }) if attempt < TRIES => Ok(false),
            Err(StoreError::Taken { .. }) => {
                Err(AppError::Refused(Refusal::one(Citation::of_act(
                    String::new(),
                    "この廃棄は、ほかの人がすでに次の段階に進めたか、取りやめました",
                    "somebody else has already moved this disposal on, or declined it",
                ))))
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn run_row(&self, actor: Actor, run: RunId) -> Result<RunRow, AppError> {
        if !self.disposal_part(actor)?.is_any() {
            return Err(AppError::NotFound);
        }
        let row = store::disposal::lookup(&self.db, actor.operator, run).await?;
        row.ok_or(AppError::NotFound)
    }

    /// Disposals in a state, newest first, without their records.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for whoever has nothing to do with disposal; what the database says.
    pub async fn disposal_runs(
        &self,
        actor: Actor,
        state: &str,
        (before, limit): (Option<RunId>, u32),
    ) -> Result<Vec<RunView>, AppError> {
        if !self.disposal_part(actor)?.is_any() {
            return Err(AppError::NotFound);
        }
        let rows = store::disposal::list(&self.db, actor.operator, state, (before, limit)).await?;
        rows.iter().map(view).collect()
    }

    /// A disposal with its records.
    ///
    /// # Errors
    /// As [`App::disposal_runs`].
    pub async fn disposal_run(&self, actor: Actor, run: RunId) -> Result<RunView, AppError> {
        let row = self.run_row(actor, run).await?;
        let tenant = self.tenant(actor.operator)?;
        let mut view = view(&row)?;
        for item in store::disposal::items(&self.db, actor.operator, run).await? {
            view.items.push(self.item(&tenant, actor, item).await?);
        }
        Ok(view)
    }

    async fn item(&self, tenant: &Tenant, actor: Actor, row: ItemRow) -> Result<Item, AppError> {
        let id = RecordId(row.id);
        let mut item = Item {
            id,
            number: row.number,
            unit: UnitId(row.unit),
            is_erased: match row.outcome.as_str() {
                "" => None,
                outcome => Some(outcome == "erased"),
            },
            is_entrusted: false,
            blocks: Vec::new(),
            form: row.form,
        };
        let target = match self.target(tenant, actor, id).await {
            Err(AppError::Erased | AppError::NotFound) => return Ok(item),
            target => target?,
        };
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let form = tenant.form(&target.record.form)?;
        item.is_entrusted = disposal::is_entrusted(form, &target.record);
        item.blocks = disposal::blocks(world, target.facts(actor, None));
        Ok(item)
    }
}

/// What was said of a disposal.
pub(super) fn said(row: &RunRow) -> Result<Said, AppError> {
    Ok(serde_json::from_str(&row.details)?)
}

fn view(row: &RunRow) -> Result<RunView, AppError> {
    let at = |micros| Timestamp::from_microsecond(micros).unwrap_or_default();
    let by = |member: Option<uuid::Uuid>, micros: Option<i64>| {
        member.zip(micros).map(|(member, micros)| (MemberId(member), at(micros)))
    };
    Ok(RunView {
        id: RunId(row.id),
        state: row.state.clone(),
        proposed: (MemberId(row.proposed_by), at(row.proposed_at)),
        approved: by(row.approved_by, row.approved_at),
        confirmed: by(row.confirmed_by, row.confirmed_at),
        ended_at: row.ended_at.map(at),
        book: row.book.map(RecordId),
        said: said(row)?,
        items: Vec::new(),
    })
}

/// An event about a disposal as a whole.
pub(super) fn told(
    run: RunId,
    kind: &'static str,
    details: &str,
) -> (event::SubjectKind, uuid::Uuid, &'static str, String) {
    (event::SubjectKind::Disposal, run.0, kind, details.to_owned())
}

fn words(field: &str, text: &str) -> Result<String, AppError> {
    if text.chars().count() > SAID_CHARS {
        return Err(AppError::invalid(
            field,
            format!("{SAID_CHARS}字までにしてください"),
            format!("no more than {SAID_CHARS} characters"),
        ));
    }
    Ok(text.trim().to_owned())
}

fn all_refused(refused: Vec<RefusedRecord>) -> AppError {
    let citations: Vec<_> = refused
        .into_iter()
        .flat_map(|it| about(&it.name, Refusal { citations: it.citations }))
        .collect();
    if citations.is_empty() { AppError::NotFound } else { AppError::Refused(Refusal { citations }) }
}

fn book_clause(tenant: &Tenant) -> String {
    let disposal = tenant.regulation.disposal.as_ref();
    let book = disposal.and_then(|it| it.book.as_ref()).map(|book| book.clause.clone());
    let confirming = disposal.and_then(|it| it.confirm.first()).map(|grant| grant.clause.clone());
    book.or(confirming).unwrap_or_default()
}
