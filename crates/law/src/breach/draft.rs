//! Draft texts of the report and of the notice to the persons, from the facts.
//!
//! A draft is a start for a person: what is not known yet is written as such, and nothing is sent.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::item::Item;
use super::{Assessment, Facts};
use crate::calendar::era::to_era;

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// 速報.
    Preliminary,
    /// 確報.
    Final,
    /// 追完.
    Supplement,
}

/// What a draft is made from.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// What the law makes of them.
    pub assessment: &'a Assessment,
    /// What people wrote, by item.
    pub items: &'a BTreeMap<Item, String>,
}

const UNKNOWN_PRELIMINARY: &str = "調査中（判明次第報告する）";
const UNKNOWN_COUNT: &str = "確定した数は調査中";
const UNKNOWN_FINAL: &str = "合理的な努力を尽くしたが判明していない（判明次第追完する）";

impl Draft<'_> {
    /// The text of a report with the nine items (規則8条1項・2項; GL 3-5-3-3, 3-5-3-4). Japanese: the receiver reads Japanese.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::draft::{Draft, ReportKind};
    /// use law::breach::{Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts { special_care: true, ..Facts::known_on(date(2026, 4, 3)) };
    /// let assessment = assess(&facts, facts.known, &BusinessCalendar::public_offices())?;
    /// let draft = Draft { facts: &facts, assessment: &assessment, items: &Default::default() };
    /// assert!(draft.report(ReportKind::Preliminary).starts_with("漏えい等報告（速報）"));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn report(&self, kind: ReportKind) -> String {
        let (title, unknown) = match kind {
            ReportKind::Preliminary => ("速報", UNKNOWN_PRELIMINARY),
            ReportKind::Final => ("確報", UNKNOWN_FINAL),
            ReportKind::Supplement => ("追完", UNKNOWN_FINAL),
        };
        let mut lines = vec![
            format!("漏えい等報告（{title}）"),
            format!("事態を知った日：{}", day(self.facts.known)),
        ];
        lines.extend(self.class_line());
        for (number, item) in (1..).zip(Item::ALL) {
            lines.push(format!("{number} {}", full_width(&item.name().ja)));
            let content = self.content(item);
            let is_open = content.is_none();
            lines.push(content.unwrap_or_else(|| unknown.to_owned()));
            lines.extend(parts_line(item).filter(|_| is_open));
        }
        lines.join("\n")
    }

    /// The text of a notice to the persons with the five items (法26条2項; 規則10条; GL 3-5-4-3).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::draft::Draft;
    /// use law::breach::{Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts { special_care: true, ..Facts::known_on(date(2026, 4, 3)) };
    /// let assessment = assess(&facts, facts.known, &BusinessCalendar::public_offices())?;
    /// let draft = Draft { facts: &facts, assessment: &assessment, items: &Default::default() };
    /// assert!(!draft.notice().contains("本人の数"));
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn notice(&self) -> String {
        let mut lines = vec!["個人データの漏えい等に関するお知らせ".to_owned()];
        for (number, item) in (1..).zip(Item::FOR_PERSONS) {
            lines.push(format!("{number} {}", full_width(&item.name().ja)));
            lines.push(
                self.content(item)
                    .unwrap_or_else(|| "確認中です。分かり次第お知らせします".to_owned()),
            );
        }
        lines.join("\n")
    }

    /// The items that a draft holds, those that the facts themselves give included (規則8条1項).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use law::breach::draft::Draft;
    /// use law::breach::item::Item;
    /// use law::breach::{Facts, assess};
    /// use law::calendar::business::BusinessCalendar;
    /// let facts = Facts { persons: Some(3), ..Facts::known_on(date(2026, 4, 3)) };
    /// let assessment = assess(&facts, facts.known, &BusinessCalendar::public_offices())?;
    /// let draft = Draft { facts: &facts, assessment: &assessment, items: &Default::default() };
    /// assert_eq!(draft.given_items(), [Item::Persons]);
    /// # Ok::<(), law::calendar::CalendarError>(())
    /// ```
    #[must_use]
    pub fn given_items(&self) -> Vec<Item> {
        let is_counted = self.facts.persons.is_some();
        let is_given = |item: &Item| match item {
            Item::Persons if !is_counted => self.written(Item::Persons).is_some(),
            item => self.content(*item).is_some(),
        };
        Item::ALL.into_iter().filter(is_given).collect()
    }

    fn content(&self, item: Item) -> Option<String> {
        self.written(item).or_else(|| self.derived(item))
    }

    fn written(&self, item: Item) -> Option<String> {
        self.items.get(&item).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn derived(&self, item: Item) -> Option<String> {
        if item != Item::Persons {
            return None;
        }
        let count = self.facts.persons.map(|count| format!("{count}人"));
        count.or_else(|| {
            self.facts.persons_max.map(|most| format!("最大{most}人（{UNKNOWN_COUNT}）"))
        })
    }

    fn class_line(&self) -> Option<String> {
        let appi = self.assessment.classes.iter().map(|class| class.article(self.facts.regime));
        let my_number = self.assessment.my_number_classes.iter().map(|class| class.article());
        let cited: Vec<String> = appi.chain(my_number).map(|article| article.to_string()).collect();
        (!cited.is_empty()).then(|| format!("該当する事態：{}", cited.join("、")))
    }
}

fn full_width(text: &str) -> String {
    text.replace('(', "（").replace(')', "）")
}

/// A day as a Japanese document has it.
fn day(day: Date) -> String {
    to_era(day).map_or_else(|_| day.to_string(), |written| written.to_string())
}

/// What belongs to an item that nobody has written yet (GL 3-5-3-3).
fn parts_line(item: Item) -> Option<String> {
    let parts: Vec<_> = item.parts().into_iter().map(|part| full_width(&part.ja)).collect();
    (!parts.is_empty()).then(|| format!("（記載すること：{}）", parts.join("、")))
}
