//! The nine items of a report and the five of a notice to the persons (規則8条1項, 10条).

use jiff::civil::Date;
use serde::Serialize;

use super::Duty;
use crate::statute::{Article, Periods, RULES_FROM};
use crate::text::Text;

/// An item of a breach report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// 1 概要.
    Overview,
    /// 2 項目.
    DataItems,
    /// 3 本人の数.
    Persons,
    /// 4 原因.
    Cause,
    /// 5 二次被害又はそのおそれ.
    SecondaryDamage,
    /// 6 本人への対応.
    PersonsResponse,
    /// 7 公表.
    Publication,
    /// 8 再発防止.
    Prevention,
    /// 9 その他.
    Other,
}

const REPORTED: Periods<&[Item]> = Periods::since(RULES_FROM, &Item::ALL);
const TOLD: Periods<&[Item]> = Periods::since(RULES_FROM, &Item::FOR_PERSONS);

impl Item {
    /// The nine items in the order of the rules.
    pub const ALL: [Self; 9] = [
        Self::Overview,
        Self::DataItems,
        Self::Persons,
        Self::Cause,
        Self::SecondaryDamage,
        Self::PersonsResponse,
        Self::Publication,
        Self::Prevention,
        Self::Other,
    ];
    /// The five items of a notice to the persons (規則10条).
    pub const FOR_PERSONS: [Self; 5] =
        [Self::Overview, Self::DataItems, Self::Cause, Self::SecondaryDamage, Self::Other];

    /// The items of a report as of a day: nine since the duty is in force (規則8条1項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::breach::item::Item::in_force(date(2026, 4, 1)).len(), 9);
    /// ```
    #[must_use]
    pub fn in_force(as_of: Date) -> &'static [Self] {
        REPORTED.on(as_of)
    }

    /// The items of a notice to the persons as of a day: five since the duty is in force (規則10条).
    ///
    /// ```
    /// use jiff::civil::date;
    /// assert_eq!(law::breach::item::Item::for_persons(date(2026, 4, 1)).len(), 5);
    /// ```
    #[must_use]
    pub fn for_persons(as_of: Date) -> &'static [Self] {
        TOLD.on(as_of)
    }

    /// The item's key in JSON (規則8条1項).
    ///
    /// ```
    /// assert_eq!(law::breach::item::Item::SecondaryDamage.key(), "secondary_damage");
    /// ```
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::DataItems => "data_items",
            Self::Persons => "persons",
            Self::Cause => "cause",
            Self::SecondaryDamage => "secondary_damage",
            Self::PersonsResponse => "persons_response",
            Self::Publication => "publication",
            Self::Prevention => "prevention",
            Self::Other => "other",
        }
    }

    /// The item in words (規則8条1項各号).
    ///
    /// ```
    /// assert_eq!(law::breach::item::Item::Cause.name().ja, "原因");
    /// ```
    #[must_use]
    pub const fn name(self) -> Text {
        match self {
            Self::Overview => Text::fixed("概要", "overview"),
            Self::DataItems => Text::fixed(
                "漏えい等が発生し、又は発生したおそれがある個人データの項目",
                "items of the data concerned",
            ),
            Self::Persons => Text::fixed("本人の数", "number of persons"),
            Self::Cause => Text::fixed("原因", "cause"),
            Self::SecondaryDamage => Text::fixed(
                "二次被害又はそのおそれの有無及びその内容",
                "secondary damage or its risk",
            ),
            Self::PersonsResponse => {
                Text::fixed("本人への対応の実施状況", "measures toward the persons")
            }
            Self::Publication => Text::fixed("公表の実施状況", "publication"),
            Self::Prevention => {
                Text::fixed("再発防止のための措置", "measures to prevent recurrence")
            }
            Self::Other => Text::fixed("その他参考となる事項", "other matters of reference"),
        }
    }

    /// What belongs to the item (GL 3-5-3-3).
    ///
    /// ```
    /// assert!(law::breach::item::Item::Overview.parts().iter().any(|part| part.ja == "発生日"));
    /// ```
    #[must_use]
    pub fn parts(self) -> Vec<Text> {
        match self {
            Self::Overview => vec![
                Text::fixed("発生日", "date of occurrence"),
                Text::fixed("発覚日", "date found"),
                Text::fixed("発生事案", "kind of event"),
                Text::fixed("発見者", "finder"),
                Text::fixed("規則7条各号の該当性", "class under the rules"),
                Text::fixed("委託元及び委託先の有無", "entrusting and entrusted parties"),
                Text::fixed("事実経過", "course of events"),
            ],
            Self::DataItems => vec![
                Text::fixed("媒体", "medium"),
                Text::fixed("種類(顧客、従業員など)", "kind (customers, staff and so on)"),
                Text::fixed("項目", "items"),
            ],
            Self::Cause => vec![
                Text::fixed("原因", "cause"),
                Text::fixed(
                    "当事者(報告者又は委託先)",
                    "where it arose (reporter or entrusted party)",
                ),
            ],
            Self::SecondaryDamage => {
                vec![Text::fixed("有無", "yes or no"), Text::fixed("内容", "content")]
            }
            Self::Prevention => vec![
                Text::fixed("実施済みの措置", "measures done"),
                Text::fixed("今後の措置", "measures planned"),
            ],
            Self::Persons | Self::PersonsResponse | Self::Publication | Self::Other => Vec::new(),
        }
    }

    /// Where a duty asks for the item; each has the nine in the same order (規則8条1項, 44条1項; 番号法の規則3条1項).
    ///
    /// ```
    /// use law::breach::{Duty, item::Item};
    /// assert_eq!(Item::Persons.article_in(Duty::Private).to_string(), "個人情報保護法施行規則8条1項3号");
    /// assert_eq!(Item::Persons.article_in(Duty::MyNumber).to_string(), "特定個人情報の漏えい等に関する規則3条1項3号");
    /// ```
    #[must_use]
    pub fn article_in(self, duty: Duty) -> Article {
        let index = Self::ALL.iter().position(|item| *item == self).unwrap_or_default();
        duty.report_rule().paragraph(1).item(u16::try_from(index + 1).unwrap_or_default())
    }

    /// The item of a JSON key (規則8条1項).
    ///
    /// ```
    /// use law::breach::item::Item;
    /// assert_eq!(Item::from_key("cause"), Some(Item::Cause));
    /// ```
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.key() == key)
    }
}

/// The items of a list that have not been given yet, in the order of the rules (規則8条1項, 10条).
///
/// ```
/// use law::breach::item::{Item, missing};
/// assert_eq!(missing(&Item::FOR_PERSONS, &[Item::Overview, Item::Cause]).len(), 3);
/// ```
#[must_use]
pub fn missing(required: &[Item], given: &[Item]) -> Vec<Item> {
    required.iter().copied().filter(|item| !given.contains(item)).collect()
}
