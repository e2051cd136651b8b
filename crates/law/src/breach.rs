//! Breach reporting: which classes a case falls in, until when it is reported, and what the report must hold.
//!
//! It decides from facts and sends nothing. What an operator's own regulation adds is not here.

pub mod class;
pub mod deadline;
pub mod draft;
pub mod duty;
pub mod history;
pub mod item;
pub mod occurrence;
pub mod party;
pub mod sanction;
mod steps;

use jiff::civil::Date;

pub use self::class::{Class, MyNumberClass};
pub use self::deadline::Deadlines;
pub use self::duty::Duty;
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Law};
use crate::text::Text;

/// Under which chapter of the Act the operator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Regime {
    /// A business operator (法第4章).
    #[default]
    Private,
    /// An administrative organ and the like (法第5章).
    PublicBody,
}

/// What the incident touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Touched {
    /// Personal data in the operator's hands.
    #[default]
    PersonalData,
    /// Personal information that was being or about to be acquired and was to become personal data.
    AboutToBeAcquired,
    /// Pseudonymized information, without what was removed from it.
    Pseudonymized,
}

/// What is known of a case. A fact not set is "no" or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the questions of the rules are yes or no, and the contract names them so"
)]
pub struct Facts {
    /// The day on which any department knew.
    pub known: Date,
    /// Under which chapter the operator stands.
    pub regime: Regime,
    /// What was touched.
    pub touched: Touched,
    /// Special care-required personal information is among it.
    pub special_care: bool,
    /// Its wrongful use could cause property damage.
    pub property_damage: bool,
    /// The act was possibly done with a wrongful purpose against the operator.
    pub wrongful_purpose: bool,
    /// Advanced encryption or a like measure protects the data.
    pub strongly_encrypted: bool,
    /// How many persons, once known.
    pub persons: Option<u64>,
    /// How many at most, while the number is not known.
    pub persons_max: Option<u64>,
    /// Facts about My Numbers, if any are among it.
    pub my_number: Option<MyNumberFacts>,
}

/// What is known of My Numbers in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MyNumberFacts {
    /// In the information-sharing network, or a system for individual-number work of public offices.
    pub network_system: bool,
    /// Leak, use or provision with a wrongful purpose.
    pub wrongful_purpose: bool,
    /// Seen, or could be seen, by unspecified many by electromagnetic means.
    pub open_to_many: bool,
    /// How many persons, once known.
    pub persons: Option<u64>,
    /// How many at most, while the number is not known.
    pub persons_max: Option<u64>,
}

/// What the law makes of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Classes under the Act.
    pub classes: Vec<Class>,
    /// Classes under the My Number Act.
    pub my_number_classes: Vec<MyNumberClass>,
    /// The clocks under the Act, if the case is to be reported.
    pub appi: Option<Deadlines>,
    /// The clocks under the My Number Act, if the case is to be reported.
    pub my_number: Option<Deadlines>,
    /// How it was found.
    pub steps: Vec<Step>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

impl Facts {
    /// Facts of which only the day of knowing is known; everything else is "no" or unknown (規則8条2項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert!(!law::breach::Facts::known_on(date(2026, 4, 3)).special_care);
    /// ```
    #[must_use]
    pub const fn known_on(known: Date) -> Self {
        Self {
            known,
            regime: Regime::Private,
            touched: Touched::PersonalData,
            special_care: false,
            property_damage: false,
            wrongful_purpose: false,
            strongly_encrypted: false,
            persons: None,
            persons_max: None,
            my_number: None,
        }
    }
}

impl Assessment {
    /// Whether anything is to be reported (法26条1項, 68条1項; 番号法29条の4第1項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::{Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts::known_on(date(2026, 4, 3));
    /// assert!(!assess(&facts, facts.known, &BusinessCalendar::public_offices())?.is_reportable());
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub const fn is_reportable(&self) -> bool {
        self.appi.is_some() || self.my_number.is_some()
    }

    /// Whether the persons are to be told; it goes with the duty to report (法26条2項, 68条2項; 番号法29条の4第2項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::{Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts { special_care: true, ..Facts::known_on(date(2026, 4, 3)) };
    /// assert!(assess(&facts, facts.known, &BusinessCalendar::public_offices())?.has_to_notify_persons());
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub const fn has_to_notify_persons(&self) -> bool {
        self.is_reportable()
    }

    /// The clock that ends first where both Acts ask for a report (規則8条2項; 番号法の規則3条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::{Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts { special_care: true, ..Facts::known_on(date(2026, 4, 3)) };
    /// let assessment = assess(&facts, facts.known, &BusinessCalendar::public_offices())?;
    /// assert_eq!(assessment.earliest().map(|clocks| clocks.final_due), Some(date(2026, 5, 7)));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn earliest(&self) -> Option<&Deadlines> {
        self.appi.iter().chain(&self.my_number).min_by_key(|deadlines| deadlines.final_due)
    }
}

/// Classes and clocks of a case, as the law stood on a day (法26条, 規則7条, 8条, 10条; 法68条, 規則43条; 番号法29条の4).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Class, Facts, assess};
/// use law::calendar::business::BusinessCalendar;
/// let facts = Facts { wrongful_purpose: true, persons: Some(1001), ..Facts::known_on(date(2026, 4, 1)) };
/// let assessment = assess(&facts, facts.known, &BusinessCalendar::public_offices())?;
/// assert_eq!(assessment.classes, [Class::WrongfulPurpose, Class::ManyPersons]);
/// assert_eq!(assessment.appi.map(|clocks| clocks.final_due), Some(date(2026, 6, 1)));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError`] if the due date lies outside the years with known holidays.
pub fn assess(
    facts: &Facts,
    as_of: Date,
    calendar: &BusinessCalendar,
) -> Result<Assessment, CalendarError> {
    let classes = class::classes(facts, as_of);
    let my_number_classes = class::my_number_classes(facts, as_of);
    let clocks = |is_due: bool, limit_days| {
        is_due.then(|| Deadlines::from_knowing(facts.known, limit_days, calendar)).transpose()
    };
    let appi = clocks(!classes.is_empty(), deadline::limit_days(&classes, as_of))?;
    let my_number_limit = deadline::my_number_limit_days(&my_number_classes, as_of);
    let my_number = clocks(!my_number_classes.is_empty(), my_number_limit)?;
    let mut assessment = Assessment {
        classes,
        my_number_classes,
        appi,
        my_number,
        steps: Vec::new(),
        findings: findings(facts, as_of),
    };
    assessment.steps = steps::explain(facts, as_of, &assessment);
    Ok(assessment)
}

fn findings(facts: &Facts, as_of: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    if facts.strongly_encrypted {
        let text = Text::fixed(
            "暗号の種類、鍵の保管場所、判断した者と日を記録してください。強度は電子政府推奨暗号リストなどで確かめます",
            "record the cipher, where the key is kept, who decided and when; judge the strength by the e-government recommended ciphers list",
        );
        let article = Class::SpecialCare.article(facts.regime);
        findings.push(Finding::warn("strongly_encrypted", text, article).into_unverified());
    }
    let source = match facts.regime {
        Regime::Private => Article::section(Law::Guideline, "3-5-3-1"),
        Regime::PublicBody => Class::ManyPersons.article(Regime::PublicBody),
    };
    let counted = |field, whose, persons, limit, source| {
        uncertain_persons(whose, persons, limit).map(|text| Finding::warn(field, text, source))
    };
    // Beside encryption, and outside the texts held here, the number of persons decides nothing.
    if facts.strongly_encrypted {
        return findings;
    }
    findings.extend(class::limit(facts.regime, as_of).and_then(|limit| {
        let whose = Text::fixed("本人の数", "the number of persons");
        counted("persons", whose, (facts.persons, facts.persons_max), limit, source)
    }));
    findings.extend(facts.my_number.and_then(|numbers| {
        let limit = class::my_number_limit(as_of)?;
        let persons = (numbers.persons, numbers.persons_max);
        let whose = Text::fixed("個人番号の本人の数", "the number of persons with a My Number");
        let source = MyNumberClass::ManyPersons.article();
        counted("my_number.persons", whose, persons, limit, source)
    }));
    findings
}

/// Says when the number of persons leaves the head-count class open.
fn uncertain_persons(
    whose: Text,
    (persons, most): (Option<u64>, Option<u64>),
    limit: u64,
) -> Option<Text> {
    let Text { ja, en } = whose;
    match (persons, most) {
        (None, None) => Some(Text::new(
            format!("{ja}が分かりません。最大数が{limit}人を超えうるなら報告の対象です"),
            format!("{en} is not known; if it may exceed {limit}, the case is to be reported"),
        )),
        (Some(persons), Some(most)) if persons <= limit && most > limit => Some(Text::new(
            format!("{ja}が{persons}人で確定していなければ、最大数の{most}人で判断してください"),
            format!("unless {en} is finally {persons}, decide by the maximum of {most}"),
        )),
        _ => None,
    }
}
