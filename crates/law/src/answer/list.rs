//! `kitei law list`: a closed list of the law in force on a day, each entry with its key, its names and its article.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Answer, AnswerError};
use crate::breach::item::Item;
use crate::breach::sanction::sanctions;
use crate::breach::{Class, MyNumberClass, Regime};
use crate::calendar::holiday::holidays;
use crate::clock::Clock;
use crate::consent::{AcquisitionException, NoticeException, Publisher, SpecialCare, UseException};
use crate::number::{IdentificationCode, NumberKind};
use crate::processed::anonymized::{ProvisionMeasure, ReceiverMeasure};
use crate::processed::{AnonymizedMeasure, Method, PseudonymizedMeasure};
use crate::provision::foreign::{
    ConsentInformation, EquivalentSystem, NotForeign, RequestInformation,
};
use crate::provision::joint_use::{Agreement, JointUseChange, JointUseItem};
use crate::provision::opt_out::OptOutItem;
use crate::provision::record::{ConfirmationItem, Interpretation};
use crate::provision::{Basis, RecordItem};
use crate::reasoning::Step;
use crate::request::{Exclusion, Knowable, RefusalGround, RequestKind, StopGround};
use crate::retention::RecordKind;
use crate::safety::Measure;
use crate::statute::Article;
use crate::text::Text;

/// An entry with its words.
struct Entry {
    key: String,
    name: Text,
    article: Article,
}

type Lister = fn(Date) -> Result<Vec<Entry>, AnswerError>;

/// Reads a list that the macro declared.
macro_rules! of {
    ($list:ty) => {
        |as_of| {
            Ok(<$list>::in_force(as_of)
                .into_iter()
                .map(|entry| Entry {
                    key: entry.key().to_owned(),
                    name: entry.name(),
                    article: entry.article(),
                })
                .collect())
        }
    };
}

const LISTERS: [(&str, Lister); 37] = [
    ("clocks", of!(Clock)),
    ("breach_classes", breach_classes),
    ("my_number_classes", my_number_classes),
    ("report_items", report_items),
    ("sanctions", sanction_entries),
    ("special_care", of!(SpecialCare)),
    ("acquisition_exceptions", of!(AcquisitionException)),
    ("publishers", of!(Publisher)),
    ("use_exceptions", of!(UseException)),
    ("notice_exceptions", of!(NoticeException)),
    ("provision_bases", of!(Basis)),
    ("opt_out_items", of!(OptOutItem)),
    ("joint_use_items", of!(JointUseItem)),
    ("joint_use_agreements", of!(Agreement)),
    ("joint_use_changes", of!(JointUseChange)),
    ("consent_information", of!(ConsentInformation)),
    ("request_information", of!(RequestInformation)),
    ("equivalent_systems", of!(EquivalentSystem)),
    ("not_foreign", of!(NotForeign)),
    ("record_items", of!(RecordItem)),
    ("confirmation_items", of!(ConfirmationItem)),
    ("interpretations", of!(Interpretation)),
    ("request_kinds", of!(RequestKind)),
    ("refusal_grounds", of!(RefusalGround)),
    ("stop_grounds", of!(StopGround)),
    ("exclusions", of!(Exclusion)),
    ("knowable", of!(Knowable)),
    ("identification_codes", of!(IdentificationCode)),
    ("number_kinds", number_kinds),
    ("pseudonymized_measures", of!(PseudonymizedMeasure)),
    ("anonymized_measures", of!(AnonymizedMeasure)),
    ("anonymized_provision", of!(ProvisionMeasure)),
    ("anonymized_received", of!(ReceiverMeasure)),
    ("record_kinds", of!(RecordKind)),
    ("safety_measures", of!(Measure)),
    ("methods", of!(Method)),
    ("holidays", holiday_entries),
];

/// The names of the lists, in the order of the law (the articles are on the entries).
///
/// ```
/// assert!(law::answer::list_names().any(|name| name == "clocks"));
/// ```
pub fn list_names() -> impl Iterator<Item = &'static str> {
    LISTERS.iter().map(|(name, _)| *name)
}

/// A closed list as it stands on a day (the article is on each entry); of `holidays`, those of the day's year.
///
/// ```
/// use jiff::civil::date;
/// let answer = law::answer::list("stop_grounds", date(2026, 4, 1))?;
/// assert_eq!(answer.result["entries"][0]["key"], "beyond_purpose");
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming `name` and the lists that there are.
pub fn list(name: &str, as_of: Date) -> Result<Answer, AnswerError> {
    let lister = LISTERS.iter().find(|(key, _)| *key == name).map(|(_, lister)| *lister);
    let lister = lister.ok_or_else(|| AnswerError::UnknownValue {
        field: "name".to_owned(),
        allowed: list_names().collect::<Vec<_>>().join(", "),
    })?;
    let entries = lister(as_of)?;
    let shown: Vec<Value> = entries
        .iter()
        .map(|Entry { key, name, article }| {
            json!({ "key": key, "ja": name.ja, "en": name.en, "article": article })
        })
        .collect();
    let steps = entries
        .iter()
        .map(|Entry { key, name, article }| {
            let text = Text::new(format!("{} ({key})", name.ja), format!("{} ({key})", name.en));
            Step::new(text, &[*article])
        })
        .collect();
    let count = entries.len();
    let summary =
        Text::new(format!("{as_of}の時点で{count}件"), format!("{count} entries as of {as_of}"));
    Ok(Answer::of_law(json!({ "entries": shown }), summary, steps, as_of))
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn breach_classes(_: Date) -> Result<Vec<Entry>, AnswerError> {
    let entry = |class: Class| Entry {
        key: class.number().to_string(),
        name: class.name(),
        article: class.article(Regime::Private),
    };
    Ok(Class::ALL.into_iter().map(entry).collect())
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn my_number_classes(_: Date) -> Result<Vec<Entry>, AnswerError> {
    let entry = |class: MyNumberClass| Entry {
        key: class.number().to_string(),
        name: class.name(),
        article: class.article(),
    };
    Ok(MyNumberClass::ALL.into_iter().map(entry).collect())
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn report_items(as_of: Date) -> Result<Vec<Entry>, AnswerError> {
    let entry = |item: &Item| Entry {
        key: item.key().to_owned(),
        name: item.name(),
        article: item.article(),
    };
    Ok(Item::in_force(as_of).iter().map(entry).collect())
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn number_kinds(_: Date) -> Result<Vec<Entry>, AnswerError> {
    let entry = |kind: NumberKind| Entry {
        key: kind.key().to_owned(),
        name: kind.name(),
        article: kind.article(),
    };
    Ok(NumberKind::ALL.into_iter().map(entry).collect())
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn sanction_entries(as_of: Date) -> Result<Vec<Entry>, AnswerError> {
    let entries = sanctions(as_of).into_iter().map(|sanction| {
        let (offense, penalty) = (&sanction.offense, &sanction.penalty);
        Entry {
            key: sanction.article.to_string(),
            name: Text::new(
                format!("{}: {}", offense.ja, penalty.ja),
                format!("{}: {}", offense.en, penalty.en),
            ),
            article: sanction.article,
        }
    });
    Ok(entries.collect())
}

fn holiday_entries(as_of: Date) -> Result<Vec<Entry>, AnswerError> {
    let days = holidays(as_of.year())
        .map_err(|source| AnswerError::Calendar { field: "as_of", source })?;
    let entry = |day: crate::calendar::holiday::Holiday| Entry {
        key: day.date.to_string(),
        name: day.name,
        article: day.article,
    };
    Ok(days.into_iter().map(entry).collect())
}
