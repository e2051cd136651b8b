//! What the law makes of a kind: identification code, property damage, and whether it may be asked for.

use jiff::civil::{Date, date};

use super::{IdentificationCode, NumberKind};
use crate::reasoning::Step;
use crate::statute::{Article, Confidence, Dated, Law};
use crate::text::Text;

/// Since when the Cabinet Order lists identification codes.
const CODES_FROM: Date = date(2017, 5, 30);
/// Since when health insurance numbers may not be asked for outside that work.
const INSURANCE_LIMITED_FROM: Date = date(2020, 10, 1);

/// What the law makes of a kind of number on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Character {
    /// Where it is named an individual identification code, if it is one.
    pub identification_code: Option<Article>,
    /// What makes the code whole, where the number is only a part of it.
    pub code_needs: Option<CodePart>,
    /// Whether its wrongful use could cause property damage.
    pub property_damage: PropertyDamage,
    /// Whether it may be asked for.
    pub asking: Asking,
}

/// The other part of an identification code of health insurance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodePart {
    /// The insured person's symbol and number.
    InsuredSymbol,
    /// The insurer's number.
    InsurerNumber,
}

/// Whether wrongful use of a number could cause property damage (規則7条2号, 31条3号).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PropertyDamage {
    /// By itself.
    Alone,
    /// Together with a password or the like.
    WithSecret,
    /// Not by the number.
    No,
}

/// Whether a number may be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// No special rule; a purpose is still needed.
    Free,
    /// Only for the work that an act names.
    Limited {
        /// For which work, and what else to mind.
        rule: Text,
        /// Where it is written.
        article: Article,
        /// How sure the article is.
        confidence: Confidence,
    },
    /// Not at all.
    Forbidden {
        /// What is forbidden.
        rule: Text,
        /// Where it is written.
        article: Article,
    },
}

impl NumberKind {
    /// What the law makes of the kind on a day (法2条2項; 政令1条; 規則4条, 7条2号; 番号法9条, 19条, 20条; 住民基本台帳法30条の37).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::number::{NumberKind, PropertyDamage};
    /// let card = NumberKind::PaymentCard.character(date(2026, 4, 1));
    /// assert_eq!(card.property_damage, PropertyDamage::Alone);
    /// assert_eq!(card.identification_code, None);
    /// ```
    #[must_use]
    pub fn character(self, as_of: Date) -> Character {
        let code = Dated::since(CODES_FROM, ());
        Character {
            identification_code: IdentificationCode::of_number(self)
                .filter(|_| code.holds_on(as_of))
                .map(IdentificationCode::article),
            code_needs: match self {
                Self::HealthInsurer
                | Self::NationalHealthInsurer
                | Self::ElderlyInsurer
                | Self::CareInsurer => Some(CodePart::InsuredSymbol),
                Self::InsuredSymbol => Some(CodePart::InsurerNumber),
                _ => None,
            },
            property_damage: match self {
                Self::PaymentCard => PropertyDamage::Alone,
                Self::BankAccount | Self::PostalAccount => PropertyDamage::WithSecret,
                _ => PropertyDamage::No,
            },
            asking: asking(self, as_of),
        }
    }
}

impl Character {
    /// What is to be minded with a number of the kind, as steps of an explanation (the articles are on the steps).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::number::NumberKind;
    /// assert_eq!(NumberKind::MyNumber.character(date(2026, 4, 1)).to_steps().len(), 2);
    /// assert!(NumberKind::PostalCode.character(date(2026, 4, 1)).to_steps().is_empty());
    /// ```
    #[must_use]
    pub fn to_steps(&self) -> Vec<Step> {
        let code = self.identification_code.map(|article| {
            let text = match self.code_needs {
                None => {
                    Text::fixed("個人識別符号に当たる", "it is an individual identification code")
                }
                Some(CodePart::InsuredSymbol) => Text::fixed(
                    "被保険者等記号・番号と合わせて個人識別符号に当たる",
                    "together with the insured person's symbol and number it is an individual identification code",
                ),
                Some(CodePart::InsurerNumber) => Text::fixed(
                    "保険者番号と合わせて個人識別符号に当たる",
                    "together with the insurer number it is an individual identification code",
                ),
            };
            Step::new(text, &[article])
        });
        [code, self.property_damage.to_step(), self.asking.to_step()]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl PropertyDamage {
    fn to_step(self) -> Option<Step> {
        let text = match self {
            Self::Alone => Text::fixed(
                "不正利用により財産的被害が生じるおそれがある(漏えい等は1件でも報告対象)",
                "its wrongful use could cause property damage (a leak of one is to be reported)",
            ),
            Self::WithSecret => Text::fixed(
                "暗証番号等と合わさると財産的被害が生じるおそれがある",
                "together with a secret its wrongful use could cause property damage",
            ),
            Self::No => return None,
        };
        Some(Step::new(text, &[Article::of(Law::AppiRules, 7).item(2)]))
    }
}

impl Asking {
    fn to_step(&self) -> Option<Step> {
        match self {
            Self::Free => None,
            Self::Limited { rule, article, confidence: Confidence::Confirmed }
            | Self::Forbidden { rule, article } => Some(Step::new(rule.clone(), &[*article])),
            Self::Limited { rule, article, confidence: Confidence::Unverified } => {
                Some(Step::unverified(rule.clone(), &[*article]))
            }
        }
    }
}

fn asking(kind: NumberKind, as_of: Date) -> Asking {
    let insurance = |law, article| {
        if as_of < INSURANCE_LIMITED_FROM {
            return Asking::Free;
        }
        let rule = Text::fixed(
            "医療保険の事務以外で告知を求めてはならない。本人確認書類では保険者番号・記号・番号をマスキングする",
            "may not be asked for outside health insurance work; mask it on identity documents",
        );
        Asking::Limited {
            rule,
            article: Article::branch(law, article, 2),
            confidence: Confidence::Confirmed,
        }
    };
    match kind {
        NumberKind::MyNumber => Asking::Limited {
            rule: Text::fixed(
                "社会保障・税・災害対策の事務だけ。同意があっても他の目的に使えない。保管期間が終われば削除する",
                "only for tax, social security and disaster work, whatever the person consents to; delete it when the keep period ends",
            ),
            article: Article::of(Law::MyNumberAct, 19),
            confidence: Confidence::Confirmed,
        },
        NumberKind::ResidentRecord => Asking::Forbidden {
            rule: Text::fixed(
                "民間の者は告知を求めてはならない",
                "nobody outside public offices may ask for it",
            ),
            article: Article::branch(Law::ResidentRegisterAct, 30, 38),
        },
        NumberKind::HealthInsurer | NumberKind::InsuredSymbol => {
            insurance(Law::HealthInsuranceAct, 194)
        }
        NumberKind::NationalHealthInsurer => insurance(Law::NationalHealthInsuranceAct, 111),
        NumberKind::ElderlyInsurer | NumberKind::ElderlyInsured => {
            insurance(Law::ElderlyCareAct, 161)
        }
        NumberKind::BasicPension => Asking::Limited {
            rule: Text::fixed(
                "年金の事務以外で告知を求めてはならない",
                "may not be asked for outside pension work",
            ),
            article: Article::branch(Law::NationalPensionAct, 108, 4),
            confidence: Confidence::Unverified,
        },
        _ => Asking::Free,
    }
}
