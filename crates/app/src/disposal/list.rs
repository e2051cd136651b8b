//! What is due, and what is due soon: a page at a time, with everything that stands against it.

use engine::{
    Citation, RecordId, UnitId, decide,
    disposal::{self, Facts, Standing},
};
use jiff::{ToSpan as _, civil::Date};
use store::disposal::{After, DueQuery, KeptRow};

use crate::{Actor, App, error::AppError};

/// Records on a page.
const PAGE: usize = 50;
/// How many days ahead a record is due soon.
const SOON_DAYS: i64 = 90;
/// Most records that are looked through for one page: those of others are passed over.
const LOOKED_THROUGH: usize = 1_000;

/// Which records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Those whose period is over.
    #[default]
    Due,
    /// Those whose period is over within some weeks.
    Soon,
}

/// A record in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct DueRow {
    /// Record.
    pub id: RecordId,
    /// Form id.
    pub form: String,
    /// Number.
    pub number: String,
    /// Title; `None` where the record is not for this person to read.
    pub title: Option<String>,
    /// Unit.
    pub unit: UnitId,
    /// Its period.
    pub standing: Standing,
    /// Everything that keeps it from being disposed of today.
    pub blocks: Vec<Citation>,
    /// Whether it is in a disposal already.
    pub is_proposed: bool,
    /// Whether this person can propose it now.
    pub can_propose: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DuePage {
    /// Rows.
    pub rows: Vec<DueRow>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

impl App {
    /// Records that are due for disposal, or soon will be, as far as this person has to do with them.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for whoever has nothing to do with disposal; what the database says.
    pub async fn disposal_due(
        &self,
        actor: Actor,
        which: Which,
        cursor: Option<&str>,
    ) -> Result<DuePage, AppError> {
        if !self.disposal_part(actor)?.is_any() {
            return Err(AppError::NotFound);
        }
        let tenant = self.tenant(actor.operator)?;
        let (from, before) = days(crate::clock::day_in(&tenant.time_zone, self.clock.now()), which);
        let mut after = cursor.and_then(read_cursor);
        let (mut page, mut seen) = (DuePage::default(), 0);
        loop {
            let query = DueQuery {
                operator: actor.operator,
                from: from.clone(),
                before: before.clone(),
                after: after.clone(),
                limit: u32::try_from(PAGE).unwrap_or(u32::MAX),
            };
            let rows = store::disposal::due(&self.db, &query).await?;
            let is_last = rows.len() < PAGE;
            for row in rows {
                let place = After { keep_until: row.keep_until.clone(), rid: row.rid };
                if page.rows.len() >= PAGE || seen >= LOOKED_THROUGH {
                    page.next = after.map(|it| format!("{}.{}", it.keep_until, it.rid));
                    return Ok(page);
                }
                seen += 1;
                after = Some(place);
                page.rows.extend(self.due_row(actor, &row).await?);
            }
            if is_last {
                return Ok(page);
            }
        }
    }

    /// A row, where the person has to do with the record.
    async fn due_row(&self, actor: Actor, row: &KeptRow) -> Result<Option<DueRow>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let Some(form) = tenant.regulation.form(&row.form) else { return Ok(None) };
        let record: engine::Record = serde_json::from_str(&row.body)?;
        let may = |action| disposal::is_granted(world, actor.member, &record, action);
        let actions =
            [regulation::PROPOSE, regulation::APPROVE, regulation::DISPOSE, regulation::HOLD];
        if !actions.into_iter().any(may) {
            return Ok(None);
        }
        let referring = self.referring(&tenant, &record).await?;
        let facts = Facts {
            actor: actor.member,
            record: &record,
            referring: &referring,
            certificate: None,
        };
        let blocks = disposal::blocks(world, facts);
        let is_proposed = record.disposal.is_some();
        Ok(Some(DueRow {
            id: RecordId(row.id),
            form: row.form.clone(),
            number: row.number.clone(),
            title: decide::can_read(world, actor.member, &record).then(|| row.title.clone()),
            unit: record.unit,
            standing: disposal::keeping(world, form, &record),
            can_propose: !is_proposed && blocks.is_empty() && may(regulation::PROPOSE),
            blocks,
            is_proposed,
        }))
    }
}

/// The first last day, and the first one that is not asked for any more.
fn days(today: Date, which: Which) -> (String, String) {
    match which {
        Which::Due => (String::new(), today.to_string()),
        Which::Soon => {
            let until = today.checked_add(SOON_DAYS.days()).unwrap_or(Date::MAX);
            (today.to_string(), until.to_string())
        }
    }
}

fn read_cursor(text: &str) -> Option<After> {
    let (keep_until, rid) = text.split_once('.')?;
    Some(After { keep_until: keep_until.to_owned(), rid: rid.parse().ok()? })
}
