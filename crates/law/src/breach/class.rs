//! The classes of cases to be reported (報告対象事態), with thresholds as dated data.

use jiff::civil::{Date, date};
use serde::{Serialize, Serializer};

use super::{Facts, Regime, Touched};
use crate::statute::{Article, Dated, Law, in_force};
use crate::text::Text;

/// A class under the Act on the Protection of Personal Information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// 1: special care-required personal information.
    SpecialCare,
    /// 2: wrongful use could cause property damage.
    PropertyDamage,
    /// 3: done with a wrongful purpose against the operator.
    WrongfulPurpose,
    /// 4: more persons than the threshold.
    ManyPersons,
}

/// A class under the My Number Act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MyNumberClass {
    /// 1: in network and public systems.
    NetworkSystem,
    /// 2: wrongful purpose; leak, use or provision.
    WrongfulPurpose,
    /// 3: open to unspecified many.
    OpenToMany,
    /// 4: more persons than the threshold.
    ManyPersons,
}

const DUTY_FROM: Date = date(2022, 4, 1);

/// Which classes there are.
const CLASSES: [Dated<&[Class]>; 1] = [Dated::since(DUTY_FROM, &Class::ALL)];
/// Which classes there are under the My Number Act, as this crate holds them.
const MY_NUMBER_CLASSES: [Dated<&[MyNumberClass]>; 1] =
    [Dated::since(DUTY_FROM, &MyNumberClass::ALL)];
/// Above how many persons class 4 begins, for a business operator.
const PRIVATE_LIMIT: [Dated<u64>; 1] = [Dated::since(DUTY_FROM, 1000)];
/// The same for a public body; local governments followed on 2023-04-01.
const PUBLIC_LIMIT: [Dated<u64>; 1] = [Dated::since(DUTY_FROM, 100)];
/// The same for My Numbers.
const MY_NUMBER_LIMIT: [Dated<u64>; 1] = [Dated::since(DUTY_FROM, 100)];
/// Since when class 3 covers information that is still being acquired (web skimming).
const ACQUISITION_COVERED: [Dated<()>; 1] = [Dated::since(date(2024, 4, 1), ())];

impl Class {
    /// All classes.
    pub const ALL: [Self; 4] =
        [Self::SpecialCare, Self::PropertyDamage, Self::WrongfulPurpose, Self::ManyPersons];

    /// The classes of a day, none where no text is held (規則7条, 43条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::Class;
    /// assert_eq!(Class::in_force(date(2026, 4, 1)), Class::ALL);
    /// assert!(Class::in_force(date(2022, 3, 31)).is_empty());
    /// ```
    #[must_use]
    pub fn in_force(as_of: Date) -> &'static [Self] {
        in_force(&CLASSES, as_of).copied().unwrap_or_default()
    }

    /// The number of the item in the rules, 1–4 (規則7条, 43条).
    ///
    /// ```
    /// assert_eq!(law::breach::Class::WrongfulPurpose.number(), 3);
    /// ```
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::SpecialCare => 1,
            Self::PropertyDamage => 2,
            Self::WrongfulPurpose => 3,
            Self::ManyPersons => 4,
        }
    }

    /// Where the class is written for a regime (規則7条, 43条).
    ///
    /// ```
    /// use law::breach::{Class, Regime};
    /// assert_eq!(Class::SpecialCare.article(Regime::Private).to_string(), "個人情報保護法施行規則7条1号");
    /// ```
    #[must_use]
    pub const fn article(self, regime: Regime) -> Article {
        let article = match regime {
            Regime::Private => 7,
            Regime::PublicBody => 43,
        };
        Article::of(Law::AppiRules, article).item(self.number())
    }

    /// The class in words (規則7条).
    ///
    /// ```
    /// assert_eq!(law::breach::Class::SpecialCare.name().ja, "要配慮個人情報が含まれる");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::SpecialCare => Text::fixed(
                "要配慮個人情報が含まれる",
                "special care-required personal information is included",
            ),
            Self::PropertyDamage => {
                Text::fixed("財産的被害のおそれ", "property damage is possible")
            }
            Self::WrongfulPurpose => Text::fixed(
                "不正の目的をもった行為のおそれ",
                "possibly done with a wrongful purpose",
            ),
            Self::ManyPersons => {
                Text::fixed("本人の数が基準を超える", "more persons than the threshold")
            }
        }
    }
}

impl MyNumberClass {
    /// All classes.
    pub const ALL: [Self; 4] =
        [Self::NetworkSystem, Self::WrongfulPurpose, Self::OpenToMany, Self::ManyPersons];

    /// The classes of a day, none where no text is held (平成27年特定個人情報保護委員会規則5号2条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::MyNumberClass;
    /// assert_eq!(MyNumberClass::in_force(date(2026, 4, 1)), MyNumberClass::ALL);
    /// ```
    #[must_use]
    pub fn in_force(as_of: Date) -> &'static [Self] {
        in_force(&MY_NUMBER_CLASSES, as_of).copied().unwrap_or_default()
    }

    /// The number of the item in the rule, 1–4 (平成27年特定個人情報保護委員会規則5号2条).
    ///
    /// ```
    /// assert_eq!(law::breach::MyNumberClass::OpenToMany.number(), 3);
    /// ```
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::NetworkSystem => 1,
            Self::WrongfulPurpose => 2,
            Self::OpenToMany => 3,
            Self::ManyPersons => 4,
        }
    }

    /// Where the class is written (平成27年特定個人情報保護委員会規則5号2条).
    ///
    /// ```
    /// use law::breach::MyNumberClass;
    /// assert_eq!(MyNumberClass::ManyPersons.article().to_string(), "特定個人情報の漏えい等に関する規則2条4号");
    /// ```
    #[must_use]
    pub const fn article(self) -> Article {
        Article::of(Law::MyNumberBreachRules, 2).item(self.number())
    }

    /// The class in words (同規則2条).
    ///
    /// ```
    /// assert_eq!(law::breach::MyNumberClass::OpenToMany.name().ja, "不特定多数に閲覧されうる");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::NetworkSystem => Text::fixed(
                "情報提供ネットワークシステム等の情報",
                "data in the information-sharing network or public systems",
            ),
            Self::WrongfulPurpose => Text::fixed(
                "不正の目的による漏えい等、利用又は提供",
                "leak, use or provision with a wrongful purpose",
            ),
            Self::OpenToMany => {
                Text::fixed("不特定多数に閲覧されうる", "could be seen by unspecified many")
            }
            Self::ManyPersons => {
                Text::fixed("本人の数が基準を超える", "more persons than the threshold")
            }
        }
    }
}

/// The number of persons above which class 4 begins, `None` where no duty was in force (規則7条4号, 43条4号).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Regime, class::limit};
/// assert_eq!(limit(Regime::PublicBody, date(2026, 4, 1)), Some(100));
/// assert_eq!(limit(Regime::Private, date(2022, 3, 31)), None);
/// ```
#[must_use]
pub fn limit(regime: Regime, as_of: Date) -> Option<u64> {
    let table = match regime {
        Regime::Private => &PRIVATE_LIMIT,
        Regime::PublicBody => &PUBLIC_LIMIT,
    };
    in_force(table, as_of).copied()
}

/// The number of persons above which My Number class 4 begins (平成27年特定個人情報保護委員会規則5号2条4号).
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(law::breach::class::my_number_limit(date(2026, 4, 1)), Some(100));
/// ```
#[must_use]
pub fn my_number_limit(as_of: Date) -> Option<u64> {
    in_force(&MY_NUMBER_LIMIT, as_of).copied()
}

/// The classes of a case under the Act (規則7条, 43条).
///
/// Strongly encrypted data is outside all of them, and so is pseudonymized information (法41条9項). Information about to be
/// acquired falls in class 3 only, since 2024-04-01.
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Class, Facts, class::classes};
/// let facts = Facts { persons_max: Some(5000), ..Facts::known_on(date(2026, 4, 3)) };
/// assert_eq!(classes(&facts, facts.known), [Class::ManyPersons]);
/// ```
#[must_use]
pub fn classes(facts: &Facts, as_of: Date) -> Vec<Class> {
    let Some(limit) = limit(facts.regime, as_of) else { return Vec::new() };
    if facts.strongly_encrypted || facts.touched == Touched::Pseudonymized {
        return Vec::new();
    }
    let is_data = facts.touched == Touched::PersonalData;
    let is_covered = is_data || in_force(&ACQUISITION_COVERED, as_of).is_some();
    let holds = |class: &Class| match class {
        Class::SpecialCare => is_data && facts.special_care,
        Class::PropertyDamage => is_data && facts.property_damage,
        Class::WrongfulPurpose => is_covered && facts.wrongful_purpose,
        Class::ManyPersons => is_data && exceeds((facts.persons, facts.persons_max), limit),
    };
    Class::in_force(as_of).iter().copied().filter(holds).collect()
}

/// The classes of a case under the My Number Act (番号法29条の4, 平成27年特定個人情報保護委員会規則5号2条).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Facts, MyNumberClass, MyNumberFacts, class::my_number_classes};
/// let numbers = MyNumberFacts { persons: Some(101), ..MyNumberFacts::default() };
/// let facts = Facts { my_number: Some(numbers), ..Facts::known_on(date(2026, 4, 3)) };
/// assert_eq!(my_number_classes(&facts, facts.known), [MyNumberClass::ManyPersons]);
/// ```
#[must_use]
pub fn my_number_classes(facts: &Facts, as_of: Date) -> Vec<MyNumberClass> {
    let (Some(limit), Some(numbers)) = (my_number_limit(as_of), facts.my_number) else {
        return Vec::new();
    };
    if facts.strongly_encrypted {
        return Vec::new();
    }
    let holds = |class: &MyNumberClass| match class {
        MyNumberClass::NetworkSystem => numbers.network_system,
        MyNumberClass::WrongfulPurpose => numbers.wrongful_purpose,
        MyNumberClass::OpenToMany => numbers.open_to_many,
        MyNumberClass::ManyPersons => exceeds((numbers.persons, numbers.persons_max), limit),
    };
    MyNumberClass::in_force(as_of).iter().copied().filter(holds).collect()
}

// LAW: GL 3-5-3-1. While the number is not known, the possible maximum decides.
fn exceeds((persons, most): (Option<u64>, Option<u64>), limit: u64) -> bool {
    persons.or(most).is_some_and(|count| count > limit)
}

impl Serialize for Class {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.number())
    }
}

impl Serialize for MyNumberClass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.number())
    }
}
