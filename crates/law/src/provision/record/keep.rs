//! The three ways of recording and the keep period of each (規則19, 21, 23, 25, 27, 29条).

use jiff::civil::{Date, date};

use super::Book;
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Due, Period};
use crate::provision::Basis;
use crate::reasoning::{Finding, Step};
use crate::statute::Periods;
use crate::text::Text;

/// The records are kept since 2017-05-30.
const KEPT_FROM: Date = date(2017, 5, 30);
const THREE_YEARS: Periods<u32> = Periods::since(KEPT_FROM, 3);
const ONE_YEAR: Periods<u32> = Periods::since(KEPT_FROM, 1);

/// A way of recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Each time, promptly: 3 years from making.
    EachTime,
    /// In a batch: 3 years counted from the last provision.
    Batch,
    /// A contract or the like instead: 1 year counted from the last provision.
    Document,
}

/// Until when a record is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// The last day of the statutory period.
    pub statutory_until: Date,
    /// The day through which it is kept here: the anniversary, on the safe side.
    pub keep_until: Date,
    /// How it was found.
    pub steps: Vec<Step>,
}

impl Way {
    /// The key in JSON (規則19条).
    ///
    /// ```
    /// assert_eq!(law::provision::Way::Batch.key(), "batch");
    /// ```
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::EachTime => "each_time",
            Self::Batch => "batch",
            Self::Document => "document",
        }
    }

    /// The keep period in years (規則21条, 25条, 29条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::provision::Way::Document.retained_years(date(2026, 4, 1)), 1);
    /// ```
    #[must_use]
    pub fn retained_years(self, as_of: Date) -> u32 {
        match self {
            Self::EachTime | Self::Batch => THREE_YEARS.on(as_of),
            Self::Document => ONE_YEAR.on(as_of),
        }
    }

    const fn item(self) -> u16 {
        match self {
            Self::Document => 1,
            Self::Batch => 2,
            Self::EachTime => 3,
        }
    }
}

/// Until when a record is kept (規則21条, 25条, 29条): from making for a record made each time, 「から起算して」 from the last provision for
/// the others, where the first day counts. `event` is the day of making, or of the last provision.
///
/// ```
/// use jiff::civil::date;
/// use law::provision::{Way, record::{Book, keep}};
/// let kept = keep(Book::Provided, Way::Batch, date(2026, 4, 1))?;
/// assert_eq!((kept.statutory_until, kept.keep_until), (date(2029, 3, 31), date(2029, 4, 1)));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn keep(book: Book, way: Way, event: Date) -> Result<Keep, CalendarError> {
    let number = way.retained_years(event);
    let years = Period::Years(number);
    let count = match way {
        Way::EachTime => Count::first_day_out(years),
        Way::Batch | Way::Document => Count::first_day_in(years),
    };
    let Due { due: statutory_until, mut steps, .. } =
        count.last_day(event, &BusinessCalendar::weekdays())?;
    let keep_until = Count::first_day_out(years).unshifted(event)?;
    let rule = book.keep_article().item(way.item());
    if keep_until != statutory_until {
        let text = Text::new(
            format!("安全のため応当日の{keep_until}まで保存する"),
            format!("on the safe side it is kept through the anniversary, {keep_until}"),
        );
        steps.push(Step::new(text, &[rule]));
    }
    let period =
        Text::new(format!("保存期間は{number}年"), format!("the keep period is {number} year(s)"));
    steps.insert(0, Step::new(period, &[rule]));
    Ok(Keep { statutory_until, keep_until, steps })
}

/// What speaks against a way of recording; `basis` where personal data is provided (規則19条, 23条, 27条, each 2項・3項).
///
/// ```
/// use law::provision::{Basis, Way, record::{Book, way_findings}};
/// assert_eq!(way_findings(Book::Provided, Way::Batch, Some(Basis::OptOut)).len(), 1);
/// assert!(way_findings(Book::Provided, Way::EachTime, Some(Basis::OptOut)).is_empty());
/// ```
#[must_use]
pub fn way_findings(book: Book, way: Way, basis: Option<Basis>) -> Vec<Finding> {
    let rule = book.way_article();
    match (way, basis) {
        (Way::EachTime, _) => Vec::new(),
        (_, Some(Basis::OptOut)) => {
            let message = Text::fixed(
                "オプトアウトによる提供は、その都度、速やかに記録してください",
                "record a provision by opt-out each time, promptly",
            );
            vec![Finding::block("record.way", message, rule.paragraph(2))]
        }
        (Way::Batch, _) => {
            let message = Text::fixed(
                "一括の記録は、同じ相手に継続的に又は反復して提供するときだけです。最初と最後の日を書いてください",
                "a batch record is for continuous or repeated provision to one party; write the first and the last day",
            );
            vec![Finding::note("record.way", message, rule.paragraph(2))]
        }
        (Way::Document, _) => {
            let message = Text::fixed(
                "契約書等による代替は、本人への物品・役務の提供に関連し、書面に記録事項があるときだけです",
                "a document may stand in only for provision in connection with goods or services to the person, if it holds the items",
            );
            vec![Finding::note("record.way", message, rule.paragraph(3))]
        }
    }
}
