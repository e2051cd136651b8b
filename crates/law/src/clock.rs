//! The clocks of the law by name: what starts them, how they count, and when they end.
//!
//! An operator's own clocks are duties of its regulation.

use jiff::civil::Date;

use crate::breach::deadline::{FINAL_DAYS, WRONGFUL_FINAL_DAYS, final_report, preliminary_report};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Period, day_before};
use crate::listed::listed;
use crate::provision::record::{self, Way};
use crate::reasoning::Step;
use crate::request::WAIT_WEEKS;
use crate::statute::{Article, Law};
use crate::text::Text;

/// The most days that a clock takes.
pub const MAX_DAYS: u32 = 3660;

listed! {
    /// A clock of the law.
    pub enum Clock in "law::clock::Clock" {
        FinalReport => ("final-report", "確報", "final breach report", Article::of(Law::AppiRules, 8).paragraph(2)),
        PreliminaryReport => ("preliminary-report", "速報", "preliminary breach report", Article::of(Law::AppiRules, 8).paragraph(1)),
        EntrustedNotice => ("entrusted-notice", "委託元への通知", "notice to the entrusting party", Article::of(Law::AppiRules, 9)),
        Suit => ("suit", "訴えの提起が可能になる日", "day from which a suit is possible", Article::of(Law::Appi, 39).paragraph(1)),
        RequestAlarm => ("request-alarm", "請求から2週間", "two weeks from a request", Article::of(Law::Appi, 39).paragraph(1)),
        ProvisionRecord => ("provision-record", "第三者提供の記録の保存(都度)", "keep period of a provision record", Article::of(Law::AppiRules, 21).item(3)),
        ProvisionBatch => ("provision-batch", "第三者提供の記録の保存(一括)", "keep period of a batch record", Article::of(Law::AppiRules, 21).item(2)),
        ProvisionDocument => ("provision-document", "第三者提供の記録の保存(契約書等)", "keep period of a document", Article::of(Law::AppiRules, 21).item(1)),
        ForeignCheck => ("foreign-check", "外国の提供先の年1回の確認", "yearly check of a foreign recipient", Article::of(Law::AppiRules, 18).paragraph(1)),
        PrivacyMarkRenewal => ("privacy-mark-renewal", "プライバシーマークの更新申請", "renewal of the Privacy Mark", Article::whole(Law::PrivacyMark)),
        FirstDayOut => ("first-day-out", "初日不算入の日数", "days with the first day out", Article::of(Law::CivilCode, 140)),
        FirstDayIn => ("first-day-in", "初日算入の日数", "days with the first day in", Article::of(Law::CivilCode, 140)),
    }
}

/// When a clock ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// The last day.
    pub due: Date,
    /// The first day, where the clock is a window.
    pub from: Option<Date>,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl Clock {
    /// Which numbers of days the clock takes, `None` where the law fixes the period (the article is on the clock).
    ///
    /// ```
    /// use law::clock::Clock;
    /// assert_eq!(Clock::FinalReport.days_range(), Some((1, 3660)));
    /// assert_eq!(Clock::Suit.days_range(), None);
    /// ```
    #[must_use]
    pub const fn days_range(self) -> Option<(u32, u32)> {
        match self {
            Self::FinalReport | Self::FirstDayIn | Self::FirstDayOut => Some((1, MAX_DAYS)),
            _ => None,
        }
    }

    /// When the clock ends that an event starts; `days` only for the clocks that take them, 30 unless told (the article is on the clock).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::clock::Clock;
    /// assert_eq!(Clock::FinalReport.ring(date(2026, 4, 3), Some(30))?.due, date(2026, 5, 7));
    /// assert_eq!(Clock::Suit.ring(date(2026, 4, 1), None)?.due, date(2026, 4, 16));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::Count`] for days out of range, or the calendar's errors.
    pub fn ring(self, event: Date, days: Option<u32>) -> Result<Ring, CalendarError> {
        let days = days.unwrap_or(FINAL_DAYS);
        match self {
            Self::FinalReport => final_ring(event, days),
            Self::PreliminaryReport | Self::EntrustedNotice => self.preliminary_ring(event),
            Self::Suit => self.suit_ring(event),
            Self::RequestAlarm => {
                self.counted(event, Count::first_day_out(Period::Weeks(WAIT_WEEKS)))
            }
            Self::ProvisionRecord => keep_ring(Way::EachTime, event),
            Self::ProvisionBatch => keep_ring(Way::Batch, event),
            Self::ProvisionDocument => keep_ring(Way::Document, event),
            Self::ForeignCheck => self.counted(event, Count::first_day_out(Period::Years(1))),
            Self::PrivacyMarkRenewal => self.renewal_ring(event),
            Self::FirstDayOut => self.counted(event, Count::first_day_out(Period::Days(days))),
            Self::FirstDayIn => self.counted(event, Count::first_day_in(Period::Days(days))),
        }
    }

    fn counted(self, event: Date, count: Count) -> Result<Ring, CalendarError> {
        let counted = count.last_day(event, &BusinessCalendar::public_offices())?;
        let mut steps = vec![self.named_step(event)];
        steps.extend(counted.steps);
        Ok(Ring { due: counted.due, from: None, steps })
    }

    fn suit_ring(self, event: Date) -> Result<Ring, CalendarError> {
        let mut ring = self.counted(event, Count::first_day_out(Period::Weeks(WAIT_WEEKS)))?;
        ring.due = ring.due.tomorrow().map_err(|_| CalendarError::PastEnd)?;
        let text = Text::new(
            format!("2週間を経過した{}から", ring.due),
            format!("two weeks have passed from {} on", ring.due),
        );
        ring.steps.push(Step::new(text, &[self.article()]));
        Ok(ring)
    }

    fn preliminary_ring(self, event: Date) -> Result<Ring, CalendarError> {
        let (from, due) = preliminary_report(event)?;
        let text = Text::new(
            format!("目安は3日から5日。知った日を1日目とし、休日でも動かさず、{from}から{due}"),
            format!(
                "about 3 to 5 days; day of knowing is day 1, closed days do not move it: {from} to {due}"
            ),
        );
        let steps = vec![
            self.named_step(event),
            Step::unverified(text, &[self.article(), Article::section(Law::Guideline, "3-5-3-3")]),
        ];
        Ok(Ring { due, from: Some(from), steps })
    }

    fn renewal_ring(self, expiry: Date) -> Result<Ring, CalendarError> {
        let from = day_before(expiry, Period::Months(8))?;
        let last = day_before(expiry, Period::Months(4))?;
        let due = BusinessCalendar::public_offices().next_open(last)?;
        let text = Text::new(
            format!(
                "有効期間満了の8か月前({from})から4か月前({last})まで。休日なら次の営業日{due}"
            ),
            format!(
                "from 8 months ({from}) to 4 months ({last}) before expiry; a closed day moves it to {due}"
            ),
        );
        Ok(Ring { due, from: Some(from), steps: vec![Step::unverified(text, &[self.article()])] })
    }

    fn named_step(self, event: Date) -> Step {
        let name = self.name();
        let text = Text::new(
            format!("{}: 起算の事由は{event}", name.ja),
            format!("{}: the event is on {event}", name.en),
        );
        Step::new(text, &[self.article()])
    }
}

fn final_ring(event: Date, days: u32) -> Result<Ring, CalendarError> {
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(CalendarError::Count { value: days.into(), min: 1, max: MAX_DAYS.into() });
    }
    let counted = final_report(event, days, &BusinessCalendar::public_offices())?;
    let counting = Text::fixed(
        "知った日を1日目とし、土日祝も数える。最終日が閉庁日なら翌開庁日",
        "the day of knowing is day 1 and closed days count; a closed last day moves to the next open day",
    );
    let mut steps = vec![
        Clock::FinalReport.named_step(event),
        Step::new(counting, &[Article::section(Law::Guideline, "3-5-3-4")]),
    ];
    if ![FINAL_DAYS, WRONGFUL_FINAL_DAYS].contains(&days) {
        let text = Text::new(
            format!("{days}日という確報の期限は法令にない(30日、不正の目的なら60日)"),
            format!(
                "the law knows no final report of {days} days (30, or 60 with a wrongful purpose)"
            ),
        );
        steps.push(Step::unverified(text, &[Clock::FinalReport.article()]));
    }
    steps.extend(counted.steps);
    Ok(Ring { due: counted.due, from: None, steps })
}

fn keep_ring(way: Way, event: Date) -> Result<Ring, CalendarError> {
    let keep = record::keep(way, event)?;
    Ok(Ring { due: keep.keep_until, from: None, steps: keep.steps })
}
