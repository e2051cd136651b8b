//! The board: all instances of an operator's duties in memory, kept up to date from moments, notes and the organization.
//!
//! It is read whole when the server starts, or when a month begins; then only what has come since. It can be thrown away at any time.

use std::sync::Arc;

use engine::{
    Organization,
    duty::{Book, Bound, DutyNote, MomentBasis, Pages, Span, bounds},
};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use regulation::Regulation;
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::{App, Tenant, clock::day_in, error::AppError};

/// Months ahead for which upcoming instances are there at least.
const MONTHS_AHEAD: i64 = 3;

/// All instances, and up to where the facts were read.
pub(crate) struct Board {
    pub(crate) book: Book,
    pub(crate) organization: Arc<Organization>,
    version: u64,
    /// Places in the log of the newest moment and the newest note that are in it.
    moments: i64,
    notes: i64,
    /// Counts how often it changed: what was worked out from it is then old.
    pub(crate) edition: u64,
}

/// Where the board of an operator is; nothing before somebody asks.
#[derive(Clone, Default)]
pub(crate) struct BoardPlace(Arc<Mutex<Option<Board>>>);

impl BoardPlace {
    /// Forgets the board: it is worked out anew when it is next looked at.
    pub(crate) async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

/// The board while somebody reads it.
pub(crate) struct Reading(OwnedMutexGuard<Option<Board>>);

impl Reading {
    pub(crate) fn board(&self) -> Result<&Board, AppError> {
        self.0.as_ref().ok_or_else(|| AppError::internal("the board is not there"))
    }
}

/// The days of which a board knows: the fiscal year before, this one, and at least three months ahead; of daily duties two months.
pub(crate) fn pages(regulation: &Regulation, since: Date, today: Date) -> Pages {
    let month = regulation.fiscal_year_start_month;
    let year = if today.month() < month { today.year() - 1 } else { today.year() };
    let first = Date::new(year, month, 1).unwrap_or(today);
    let this_month = today.first_of_month();
    let ahead = this_month.saturating_add((MONTHS_AHEAD + 1).months()).saturating_sub(1.days());
    let until = first.saturating_add(1.year()).saturating_sub(1.days()).max(ahead);
    let from = first.saturating_sub(1.year()).max(since);
    let daily = Span {
        from: this_month.saturating_sub(1.month()).max(since),
        until: today.last_of_month(),
    };
    Pages { span: Span { from, until }, daily, since }
}

impl App {
    /// The board as it is now.
    pub(crate) async fn board(&self, tenant: &Arc<Tenant>) -> Result<Reading, AppError> {
        let mut place = Arc::clone(&tenant.board.0).lock_owned().await;
        let today = day_in(&tenant.time_zone, self.clock.now());
        let pages = pages(&tenant.regulation, tenant.since, today);
        let current = tenant.versioned();
        let is_old = place.as_ref().is_none_or(|board| board.book.pages() != pages);
        let mut facts = Facts { has_people: false, moments: Vec::new(), notes: Vec::new() };
        if is_old {
            let edition = place.as_ref().map_or(0, |board| board.edition);
            let book = Book::new(pages);
            *place = Some(Board {
                book,
                organization: Arc::clone(&current.organization),
                version: current.version,
                moments: 0,
                notes: 0,
                edition,
            });
            facts.moments = self.moments_of(tenant, pages.span).await?;
            facts.has_people = true;
        }
        let Some(board) = place.as_mut() else { return Err(AppError::internal("no board")) };
        let operator = tenant.operator;
        if !is_old && store::moment::newest(&self.db, operator).await? > board.moments {
            facts.moments = store::moment::list_after(&self.db, operator, board.moments).await?;
        }
        if is_old || store::duty_note::newest(&self.db, operator).await? > board.notes {
            facts.notes = store::duty_note::list_after(&self.db, operator, board.notes).await?;
        }
        if board.version != current.version {
            board.book.people_changed(&board.organization, &current.organization);
            (board.organization, board.version) =
                (Arc::clone(&current.organization), current.version);
            facts.has_people = true;
        }
        if !facts.has_people && facts.moments.is_empty() && facts.notes.is_empty() {
            return Ok(Reading(place));
        }
        // Years of a large organization take a while: no other request waits for that thread.
        let tenant = Arc::clone(tenant);
        let worked_out = tokio::task::spawn_blocking(move || {
            if let Some(board) = place.as_mut() {
                board.take(&tenant, facts);
            }
            place
        });
        Ok(Reading(worked_out.await.map_err(AppError::internal)?))
    }

    /// All moments that can have to do with what is due in a span.
    async fn moments_of(
        &self,
        tenant: &Tenant,
        span: Span,
    ) -> Result<Vec<store::moment::KeptMoment>, AppError> {
        let mut all = Vec::new();
        for (form, bound) in bounds(&tenant.regulation, span) {
            let from = match bound {
                Bound::From(day) => Some(day),
                Bound::All => None,
            };
            all.extend(store::moment::list(&self.db, tenant.operator, &form, from).await?);
        }
        all.sort_by_key(|kept| kept.seq);
        Ok(all)
    }

    /// Makes an operator's moments anew where the regulation looks at something else than they were made by: also the first time.
    pub(crate) async fn settle_moments(&self, tenant: &Tenant) -> Result<(), AppError> {
        let basis = MomentBasis::of(&tenant.regulation, tenant.zone_name());
        if store::moment::basis(&self.db, tenant.operator).await?.as_ref() == Some(&basis) {
            return Ok(());
        }
        let made = store::moment::remake(&self.db, tenant.operator, &basis).await?;
        tracing::info!(moments = made, "made anew what duties are worked out from");
        Ok(())
    }
}

/// What has come since the board was worked out.
struct Facts {
    has_people: bool,
    moments: Vec<store::moment::KeptMoment>,
    notes: Vec<store::duty_note::Written>,
}

impl Board {
    fn take(&mut self, tenant: &Tenant, facts: Facts) {
        let regulation = &tenant.regulation;
        for kept in facts.moments {
            self.moments = self.moments.max(kept.seq);
            self.book.observe(regulation, kept.moment);
        }
        for written in facts.notes {
            self.notes = self.notes.max(written.seq);
            let at = Timestamp::from_microsecond(written.at).unwrap_or_default();
            let on = day_in(&tenant.time_zone, at);
            let note = DutyNote { by: written.by, on, event: written.event };
            self.book.note(regulation, written.instance, note);
        }
        self.book.refresh(regulation, &self.organization, &tenant.calendar);
        self.edition += 1;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_board_knows_the_year_before_and_three_months_ahead() {
        let regulation = Regulation { fiscal_year_start_month: 4, ..Regulation::default() };
        let days = |since, today| {
            let Pages { span, daily, .. } = pages(&regulation, since, today);
            [span.from, span.until, daily.from, daily.until].map(|day| day.to_string())
        };
        let old = date(2000, 1, 1);
        assert_eq!(
            days(old, date(2026, 11, 28)),
            ["2025-04-01", "2027-03-31", "2026-10-01", "2026-11-30"]
        );
        assert_eq!(
            days(old, date(2027, 3, 31)),
            ["2025-04-01", "2027-06-30", "2027-02-01", "2027-03-31"]
        );
        assert_eq!(days(date(2027, 2, 10), date(2027, 3, 31))[0], "2027-02-10");
        // Within a month nothing is worked out anew.
        assert_eq!(days(old, date(2027, 3, 1)), days(old, date(2027, 3, 31)));
    }
}
