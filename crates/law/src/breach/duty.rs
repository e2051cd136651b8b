//! The duties to report a breach: three acts ask for one, each with its own articles for the same days and the same nine items.
//!
//! Where the articles of public bodies stand in the rules is from memory: whoever cites them says so, and nothing is blocked by it.

use super::{Assessment, Regime};
use crate::statute::{Article, Confidence, Law};
use crate::text::Text;

const MY_NUMBER_ACT: Article = Article::branch(Law::MyNumberAct, 29, 4);

/// A duty to report a breach and to tell the persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// Of a business operator (法26条).
    Private,
    /// Of an administrative organ and the like (法68条).
    PublicBody,
    /// Of whoever handles My Numbers (番号法29条の4).
    MyNumber,
}

impl Duty {
    /// The duty under the Act for a regime (法26条, 68条).
    ///
    /// ```
    /// use law::breach::{Duty, Regime};
    /// assert_eq!(Duty::of(Regime::PublicBody), Duty::PublicBody);
    /// ```
    #[must_use]
    pub const fn of(regime: Regime) -> Self {
        match regime {
            Regime::Private => Self::Private,
            Regime::PublicBody => Self::PublicBody,
        }
    }

    /// The act that asks for the report, in words (法26条, 68条; 番号法29条の4).
    ///
    /// ```
    /// assert_eq!(law::breach::Duty::MyNumber.name().ja, "番号法");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Private => Text::fixed("個人情報保護法", "APPI"),
            Self::PublicBody => Text::fixed("個人情報保護法(行政機関等)", "APPI (public bodies)"),
            Self::MyNumber => Text::fixed("番号法", "My Number Act"),
        }
    }

    /// How sure it is where the rules put the report and the notice (規則8条, 10条; 番号法の規則3条, 5条; those of public bodies are
    /// from memory).
    ///
    /// ```
    /// use law::{Confidence, breach::Duty};
    /// assert_eq!(Duty::MyNumber.confidence(), Confidence::Confirmed);
    /// assert_eq!(Duty::PublicBody.confidence(), Confidence::Unverified);
    /// ```
    #[must_use]
    pub const fn confidence(self) -> Confidence {
        match self {
            Self::Private | Self::MyNumber => Confidence::Confirmed,
            Self::PublicBody => Confidence::Unverified,
        }
    }

    /// The paragraph that asks for the report (法26条1項, 68条1項; 番号法29条の4第1項).
    ///
    /// ```
    /// assert_eq!(law::breach::Duty::PublicBody.report().to_string(), "個人情報保護法68条1項");
    /// ```
    #[must_use]
    pub const fn report(self) -> Article {
        match self {
            Self::Private => Article::of(Law::Appi, 26),
            Self::PublicBody => Article::of(Law::Appi, 68),
            Self::MyNumber => MY_NUMBER_ACT,
        }
        .paragraph(1)
    }

    /// The article of the rules on the report: what it holds (1項) and until when it is made (2項) (規則8条, 44条; 番号法の規則3条).
    ///
    /// ```
    /// assert_eq!(law::breach::Duty::MyNumber.report_rule().to_string(), "特定個人情報の漏えい等に関する規則3条");
    /// ```
    #[must_use]
    pub const fn report_rule(self) -> Article {
        match self {
            Self::Private => Article::of(Law::AppiRules, 8),
            Self::PublicBody => Article::of(Law::AppiRules, 44),
            Self::MyNumber => Article::of(Law::MyNumberBreachRules, 3),
        }
    }

    /// Where the notice to the persons is written (法26条2項, 規則10条; 法68条2項, 規則45条; 番号法29条の4第2項, 番号法の規則5条).
    ///
    /// ```
    /// let [act, rule] = law::breach::Duty::MyNumber.notice();
    /// assert_eq!(act.to_string(), "番号法29条の4第2項");
    /// assert_eq!(rule.to_string(), "特定個人情報の漏えい等に関する規則5条");
    /// ```
    #[must_use]
    pub const fn notice(self) -> [Article; 2] {
        match self {
            Self::Private => {
                [Article::of(Law::Appi, 26).paragraph(2), Article::of(Law::AppiRules, 10)]
            }
            Self::PublicBody => {
                [Article::of(Law::Appi, 68).paragraph(2), Article::of(Law::AppiRules, 45)]
            }
            Self::MyNumber => {
                [MY_NUMBER_ACT.paragraph(2), Article::of(Law::MyNumberBreachRules, 5)]
            }
        }
    }

    /// What a guideline says about the preliminary and the final report, where one is known here (GL 3-5-3-3, 3-5-3-4; 別添2).
    ///
    /// ```
    /// assert!(law::breach::Duty::PublicBody.guideline().is_none());
    /// ```
    #[must_use]
    pub const fn guideline(self) -> Option<[Article; 2]> {
        match self {
            Self::Private => Some([
                Article::section(Law::Guideline, "3-5-3-3"),
                Article::section(Law::Guideline, "3-5-3-4"),
            ]),
            Self::PublicBody => None,
            Self::MyNumber => Some([Article::section(Law::MyNumberGuideline, "別添2"); 2]),
        }
    }
}

impl Assessment {
    /// The duties that a case of a regime falls under (法26条, 68条; 番号法29条の4).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::{Duty, Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts { special_care: true, ..Facts::known_on(date(2026, 4, 3)) };
    /// let assessment = assess(&facts, facts.known, &BusinessCalendar::public_offices())?;
    /// assert_eq!(assessment.duties(facts.regime), [Duty::Private]);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn duties(&self, regime: Regime) -> Vec<Duty> {
        let under_act = self.appi.is_some().then_some(Duty::of(regime));
        let my_number = self.my_number.is_some().then_some(Duty::MyNumber);
        under_act.into_iter().chain(my_number).collect()
    }
}
