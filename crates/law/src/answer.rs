//! The calculators as `kitei law …` offers them: arguments or JSON in, a result with its steps and articles out.
//!
//! The shapes of `result` are a contract with others: a field is added here only with a version.

mod breach;
mod consent;
mod deadline;
mod error;
mod input;
mod kept;
mod list;
mod measures;
mod provision;
mod request;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

pub use self::breach::{breach, draft, history};
pub use self::consent::consent;
pub use self::deadline::{DeadlineAsked, Length, deadline, deadline_of};
pub use self::error::AnswerError;
pub use self::kept::retention;
pub use self::list::{list, list_names, list_title};
pub use self::measures::{processed, safety};
pub use self::provision::provision;
pub use self::request::request;
use crate::calendar::ParsedDate;
use crate::calendar::business::{BusinessCalendar, Closing};
use crate::calendar::era::to_era;
use crate::calendar::fiscal::FiscalCalendar;
use crate::number::{Number, NumberKind};
use crate::reasoning::Step;
use crate::statute::{Article, Confidence, DATA_MADE_ON, Law, not_held, pending_amendments};
use crate::text::{Language, Text};

/// An answer of a calculator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What was asked for, in the shape of the contract.
    pub result: Value,
    /// How it was found.
    pub steps: Vec<Step>,
    /// The articles of the steps, each once, in Japanese citation.
    pub articles: Vec<String>,
    /// The result as one sentence.
    #[serde(skip)]
    pub summary: Text,
}

impl Answer {
    /// An answer after a text: where it is on personal information, as of a day, with a word on days whose law is not held here.
    fn after(law: Law, (result, summary): (Value, Text), steps: Vec<Step>, as_of: Date) -> Self {
        if !law.is_on_personal_information() {
            return Self::new(result, summary, steps);
        }
        let source = [Article::whole(Law::Appi)];
        let outside = not_held(as_of).map(|text| Step::unverified(text, &source));
        Self::of_law(result, summary, outside.into_iter().chain(steps).collect(), as_of)
    }

    /// An answer after the Act as of a day whose steps say themselves where the law of that day is not held; amendments that wait
    /// for their first day are told at the end.
    fn of_law(result: Value, summary: Text, mut steps: Vec<Step>, as_of: Date) -> Self {
        let pending = pending_amendments(as_of.max(DATA_MADE_ON));
        steps.extend(pending.iter().map(|amendment| amendment.to_step(as_of)));
        Self::new(result, summary, steps)
    }

    fn new(result: Value, summary: Text, all: Vec<Step>) -> Self {
        // What two acts count alike is told once.
        let mut steps: Vec<Step> = Vec::with_capacity(all.len());
        for step in all {
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        let mut articles = Vec::new();
        for article in steps.iter().flat_map(|step| &step.articles) {
            let cited = article.to_string();
            if !articles.contains(&cited) {
                articles.push(cited);
            }
        }
        Self { result, steps, articles, summary }
    }

    /// The answer in plain words: the result, then each step with its articles (the article of each is on the step).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::Language;
    /// let answer = law::answer::deadline("final-report", date(2026, 4, 1), Some(30))?;
    /// assert!(answer.explain(Language::En).starts_with("due: 2026-04-30\n1. "));
    /// # Ok::<(), law::answer::AnswerError>(())
    /// ```
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        let numbered = (1..)
            .zip(&self.steps)
            .map(|(number, step): (usize, &Step)| format!("{number}. {}", step.line(language)));
        let lines: Vec<String> = std::iter::once(self.summary.in_language(language).to_owned())
            .chain(numbered)
            .collect();
        lines.join("\n")
    }
}

/// Whether a number can be right (the article is that of the kind); only a confirmed check digit that fails makes it wrong.
///
/// ```
/// use serde_json::json;
/// assert_eq!(law::answer::number("my-number", "123456789018")?.result, json!({ "valid": true }));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming `kind` and its values, or `number` and its form; the number is not repeated.
pub fn number(kind: &str, text: &str) -> Result<Answer, AnswerError> {
    number_as_of(kind, text, DATA_MADE_ON)
}

/// The same as of a day: what the law makes of the kind is that day's (政令1条; 規則4条, 7条2号).
///
/// ```
/// use jiff::civil::date;
/// use serde_json::json;
/// let answer = law::answer::number_as_of("my-number", "123456789018", date(2026, 4, 1))?;
/// assert_eq!(answer.result, json!({ "valid": true }));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// As of [`number`].
pub fn number_as_of(kind: &str, text: &str, as_of: Date) -> Result<Answer, AnswerError> {
    let kind = NumberKind::from_key(kind).ok_or_else(|| AnswerError::UnknownValue {
        field: "kind".to_owned(),
        allowed: keys(&NumberKind::ALL, NumberKind::key),
    })?;
    let number = Number::parse(kind, text)?;
    let is_valid = number.is_valid();
    let name = kind.name();
    let (verdict_ja, verdict_en) = if is_valid {
        ("正しい形です", "valid")
    } else {
        ("正しくありません", "not valid")
    };
    let summary = Text::new(
        format!("{}として{verdict_ja}", name.ja),
        format!("{verdict_en} as a {}", name.en),
    );
    let mut steps = number.explain();
    steps.extend(kind.character(as_of).to_steps());
    let result = json!({ "valid": is_valid });
    Ok(Answer::after(Law::Appi, (result, summary), steps, as_of))
}

/// The civil date of a written one (元号法); a month or a year answers with its first and last day.
///
/// ```
/// use serde_json::json;
/// assert_eq!(law::answer::date("令和8年5月15日")?.result, json!({ "date": "2026-05-15" }));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError::Date`], naming the part and its range.
pub fn date(text: &str) -> Result<Answer, AnswerError> {
    let reading = crate::calendar::read_date(text)
        .map_err(|source| AnswerError::Date { field: "date".to_owned(), source })?;
    let (first, last) = (reading.date.first_day(), reading.date.last_day());
    let result = match reading.date {
        ParsedDate::Day(day) => json!({ "date": day }),
        ParsedDate::Month { .. } => {
            json!({ "month": first.strftime("%Y-%m").to_string(), "from": first, "until": last })
        }
        ParsedDate::Year { .. } => json!({ "year": first.year(), "from": first, "until": last }),
    };
    let summary = match reading.date {
        ParsedDate::Day(day) => Text::new(day_in_words(day), day.to_string()),
        _ => Text::new(format!("{first}から{last}"), format!("{first} to {last}")),
    };
    let mut steps: Vec<Step> =
        reading.warnings.iter().map(|warning| Step::new(warning.text(), &[])).collect();
    steps.extend(era_step(first));
    if let ParsedDate::Day(day) = reading.date {
        steps.extend(open_step(day));
        steps.extend(fiscal_step(day));
    }
    Ok(Answer::new(result, summary, steps))
}

fn era_step(day: Date) -> Option<Step> {
    let written = to_era(day).ok()?.name();
    let text = Text::new(format!("{day}は{}", written.ja), format!("{day} is {}", written.en));
    let source = Article::whole(Law::EraAct);
    Some(Step::new(text, &[source]))
}

/// Whether public offices are open on the day; nothing outside the years with known holidays.
fn open_step(day: Date) -> Option<Step> {
    let closing = BusinessCalendar::public_offices().closing(day).ok()?;
    let Some(closing) = closing else {
        let text = Text::new(format!("{day}は開庁日"), format!("{day} is an open day"));
        return Some(Step::new(text, &[Article::of(Law::AdministrativeHolidayAct, 1)]));
    };
    let why = closing.text();
    let text = Text::new(
        format!("{day}は閉庁日({})", why.ja),
        format!("{day} is a closed day ({})", why.en),
    );
    let is_forecast = matches!(
        &closing,
        Closing::Holiday(holiday) if holiday.confidence == Confidence::Unverified
    );
    let step = if is_forecast { Step::unverified } else { Step::new };
    Some(step(text, closing.article().as_slice()))
}

/// The quarter of a year that starts in April, as most do; no law fixes it for the operator.
fn fiscal_step(day: Date) -> Option<Step> {
    let quarter = FiscalCalendar::starting_in(4).ok()?.quarter_of(day).ok()?;
    let (name, start, end) = (quarter.name(), quarter.start, quarter.end);
    let text = Text::new(
        format!("年度が4月に始まるなら{}({start}から{end})", name.ja),
        format!("in a year that starts in April: {} ({start} to {end})", name.en),
    );
    Some(Step::new(text, &[]))
}

fn day_in_words(day: Date) -> String {
    to_era(day).map_or_else(|_| day.to_string(), |written| format!("{day}({written})"))
}

fn keys<T: Copy>(all: &[T], key: fn(T) -> &'static str) -> String {
    all.iter().map(|entry| key(*entry)).collect::<Vec<_>>().join(", ")
}
