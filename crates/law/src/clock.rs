//! The clocks of the law by name: what starts them, how they count, and when they end.
//!
//! An operator's own clocks are duties of its regulation.

mod ring;

use jiff::civil::Date;

use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Period, Shift};
use crate::listed::listed;
use crate::reasoning::Step;
use crate::statute::{Article, Law};

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
        OptOutFiling => ("opt-out-filing", "オプトアウトの届出(開始・変更の前)", "opt-out filing before the start or a change", Article::of(Law::Appi, 27).paragraph(2)),
        AnonymizedPublication => ("anonymized-publication", "匿名加工情報の公表(利用・提供の前)", "publication of anonymized items before use or provision", Article::of(Law::AppiRules, 36).paragraph(1)),
        MyNumberDeletion => ("my-number-deletion", "個人番号の削除(保存期間の経過後)", "deletion of a My Number after its keep period", Article::section(Law::MyNumberGuideline, "第4-3-(3)")),
        PrivacyMarkIncident => ("privacy-mark-incident", "プライバシーマークの事故報告(確報)", "final incident report to the Privacy Mark body", Article::whole(Law::PrivacyMark)),
        PrivacyMarkRenewal => ("privacy-mark-renewal", "プライバシーマークの更新申請", "renewal of the Privacy Mark", Article::whole(Law::PrivacyMark)),
        MonthlyFifth => ("monthly-fifth", "翌月5日", "the 5th of the next month", Article::whole(Law::Practice)),
        FirstDayOut => ("first-day-out", "初日不算入の期間", "a period with the first day out", Article::of(Law::CivilCode, 140)),
        FirstDayIn => ("first-day-in", "初日算入の期間", "a period with the first day in", Article::of(Law::CivilCode, 140)),
    }
}

/// What is asked of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The day of the event that starts it.
    pub event: Date,
    /// How long, for the clocks that take a period.
    pub period: Option<Period>,
    /// What a closed last day does, for the clocks that leave it open.
    pub shift: Option<Shift>,
    /// Which days are open.
    pub calendar: BusinessCalendar,
    /// As of which day the law is asked.
    pub as_of: Date,
}

/// What may be given to a clock beside its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Takes {
    /// Nothing: the law fixes the period.
    Nothing,
    /// Days, with a default of the law.
    Days,
    /// A period, which must be given, and what a closed last day does.
    Period,
    /// What a closed last day does.
    Shift,
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

impl Question {
    /// A question on an event alone, as of that day, with the days of the public offices (the article is on the clock).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::clock::Question::of(date(2026, 4, 3)).as_of, date(2026, 4, 3));
    /// ```
    #[must_use]
    pub const fn of(event: Date) -> Self {
        let calendar = BusinessCalendar::public_offices();
        Self { event, period: None, shift: None, calendar, as_of: event }
    }
}

impl Clock {
    /// What may be given to the clock (the article is on the clock).
    ///
    /// ```
    /// use law::clock::{Clock, Takes};
    /// assert_eq!(Clock::FinalReport.takes(), Takes::Days);
    /// assert_eq!(Clock::Suit.takes(), Takes::Nothing);
    /// ```
    #[must_use]
    pub const fn takes(self) -> Takes {
        match self {
            Self::FinalReport | Self::PrivacyMarkIncident => Takes::Days,
            Self::FirstDayIn | Self::FirstDayOut => Takes::Period,
            Self::MonthlyFifth => Takes::Shift,
            _ => Takes::Nothing,
        }
    }

    /// When the clock ends (the article is on the clock).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::calendar::count::Period;
    /// use law::clock::{Clock, Question};
    /// let thirty = Question { period: Some(Period::Days(30)), ..Question::of(date(2026, 4, 3)) };
    /// assert_eq!(Clock::FinalReport.ring(&thirty)?.due, date(2026, 5, 7));
    /// assert_eq!(Clock::Suit.ring(&Question::of(date(2026, 4, 1)))?.due, date(2026, 4, 16));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::Count`] for a period out of range or left out, or the calendar's errors.
    pub fn ring(self, question: &Question) -> Result<Ring, CalendarError> {
        ring::ring(self, question)
    }
}
