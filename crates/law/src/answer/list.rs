//! `kitei law list`: a closed list of the law in force on a day, each entry with its key, its names and its article.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Answer, AnswerError};
use crate::breach::item::Item;
use crate::breach::sanction::sanctions;
use crate::breach::{Class, Duty, MyNumberClass, Regime};
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
use crate::statute::{Article, Confidence, Law};
use crate::text::Text;

/// An entry with its words.
struct Entry {
    key: String,
    name: Text,
    article: Article,
    confidence: Confidence,
}

type Lister = fn(Date) -> Result<Vec<Entry>, AnswerError>;

/// Reads a list that the macro declared; how sure an entry is follows from its source, or from the list.
macro_rules! of {
    ($list:ty) => {
        of!($list, |entry: $list| confidence_of(entry.article()))
    };
    ($list:ty, $confidence:expr) => {
        |as_of| {
            Ok(<$list>::in_force(as_of)
                .into_iter()
                .map(|entry| Entry {
                    key: entry.key().to_owned(),
                    name: entry.name(),
                    article: entry.article(),
                    confidence: $confidence(entry),
                })
                .collect())
        }
    };
}

/// What a scheme or practice says is no primary text.
const fn confidence_of(article: Article) -> Confidence {
    match article.law {
        Law::PrivacyMark | Law::Practice => Confidence::Unverified,
        _ => Confidence::Confirmed,
    }
}

const LISTERS: [(&str, Text, Lister); 40] = [
    ("clocks", Text::fixed("期限の種類", "clocks"), of!(Clock)),
    ("breach_classes", Text::fixed("漏えい等の区分", "breach classes"), |as_of| {
        Ok(classes(Regime::Private, as_of))
    }),
    (
        "public_body_classes",
        Text::fixed("漏えい等の区分(行政機関等)", "breach classes of public bodies"),
        |as_of| Ok(classes(Regime::PublicBody, as_of)),
    ),
    ("my_number_classes", Text::fixed("番号法の区分", "My Number classes"), my_number_classes),
    (
        "report_items",
        Text::fixed("漏えい等報告の事項", "items of a breach report"),
        |as_of| Ok(report_items(Duty::Private, as_of)),
    ),
    (
        "public_body_report_items",
        Text::fixed("漏えい等報告の事項(行政機関等)", "items of a public body's breach report"),
        |as_of| Ok(report_items(Duty::PublicBody, as_of)),
    ),
    (
        "my_number_report_items",
        Text::fixed("漏えい等報告の事項(番号法)", "items of a My Number breach report"),
        |as_of| Ok(report_items(Duty::MyNumber, as_of)),
    ),
    ("sanctions", Text::fixed("違反に対する措置と罰則", "sanctions"), sanction_entries),
    (
        "special_care",
        Text::fixed("要配慮個人情報", "special care-required information"),
        of!(SpecialCare),
    ),
    (
        "acquisition_exceptions",
        Text::fixed("要配慮個人情報を同意なく取得できる場合", "acquisition of it without consent"),
        of!(AcquisitionException),
    ),
    (
        "publishers",
        Text::fixed("公開した者(20条2項7号)", "publishers of article 20(2)(vii)"),
        of!(Publisher),
    ),
    (
        "use_exceptions",
        Text::fixed("目的外利用の例外", "use beyond the purpose"),
        of!(UseException),
    ),
    (
        "notice_exceptions",
        Text::fixed("利用目的の通知の例外", "exceptions to the notice of purpose"),
        of!(NoticeException),
    ),
    ("provision_bases", Text::fixed("第三者提供の根拠", "bases of provision"), of!(Basis)),
    (
        "opt_out_items",
        Text::fixed("オプトアウトの通知・届出事項", "opt-out matters"),
        of!(OptOutItem),
    ),
    (
        "joint_use_items",
        Text::fixed("共同利用で知らせる事項", "joint use matters"),
        of!(JointUseItem),
    ),
    (
        "joint_use_agreements",
        Text::fixed("共同利用で取り決めたい事項", "joint use agreements"),
        of!(Agreement),
    ),
    (
        "joint_use_changes",
        Text::fixed("共同利用の変更", "changes of a joint use"),
        of!(JointUseChange),
    ),
    (
        "consent_information",
        Text::fixed("外国提供の同意の前に伝える事項", "told before consent to provision abroad"),
        of!(ConsentInformation),
    ),
    (
        "request_information",
        Text::fixed(
            "外国提供について求めにより伝える事項",
            "told on request about a foreign recipient",
        ),
        of!(RequestInformation),
    ),
    (
        "equivalent_systems",
        Text::fixed("基準適合体制の種類", "equivalent systems"),
        of!(EquivalentSystem),
    ),
    (
        "not_foreign",
        Text::fixed("外国にある第三者に当たらない場合", "no third party abroad"),
        of!(NotForeign),
    ),
    ("record_items", Text::fixed("記録の事項", "items of a record"), of!(RecordItem)),
    (
        "confirmation_items",
        Text::fixed("受領時に確認する事項", "confirmed on receipt"),
        of!(ConfirmationItem),
    ),
    (
        "interpretations",
        Text::fixed("記録義務がないと解される場合", "read as exempt from recording"),
        of!(Interpretation, |_| Confidence::Unverified),
    ),
    ("request_kinds", Text::fixed("請求の種類", "kinds of request"), of!(RequestKind)),
    ("refusal_grounds", Text::fixed("応じない理由", "grounds of refusal"), of!(RefusalGround)),
    (
        "stop_grounds",
        Text::fixed("利用停止等を求める理由", "grounds of a stop request"),
        of!(StopGround),
    ),
    (
        "exclusions",
        Text::fixed("保有個人データから除かれる場合", "excluded from retained personal data"),
        of!(Exclusion),
    ),
    (
        "knowable",
        Text::fixed("本人の知り得る状態に置く事項", "matters to be made knowable"),
        of!(Knowable),
    ),
    (
        "identification_codes",
        Text::fixed("個人識別符号", "individual identification codes"),
        of!(IdentificationCode),
    ),
    ("number_kinds", Text::fixed("番号の種類", "kinds of numbers"), number_kinds),
    (
        "pseudonymized_measures",
        Text::fixed("仮名加工情報の措置", "pseudonymized information"),
        of!(PseudonymizedMeasure),
    ),
    (
        "anonymized_measures",
        Text::fixed("匿名加工情報の措置", "anonymized information"),
        of!(AnonymizedMeasure),
    ),
    (
        "anonymized_provision",
        Text::fixed("匿名加工情報の提供", "provision of anonymized information"),
        of!(ProvisionMeasure),
    ),
    (
        "anonymized_received",
        Text::fixed("匿名加工情報を受け取った者の措置", "receivers of anonymized information"),
        of!(ReceiverMeasure),
    ),
    (
        "record_kinds",
        Text::fixed("保存期間のある記録", "records with a keep period"),
        of!(RecordKind, RecordKind::confidence),
    ),
    ("safety_measures", Text::fixed("安全管理措置", "safety measures"), of!(Measure)),
    ("methods", Text::fixed("匿名加工の手法", "methods of anonymizing"), of!(Method)),
    ("holidays", Text::fixed("国民の祝日・休日(その年)", "holidays of the year"), holiday_entries),
];

/// The names of the lists, in the order of the law (the articles are on the entries).
///
/// ```
/// assert!(law::answer::list_names().any(|name| name == "clocks"));
/// ```
pub fn list_names() -> impl Iterator<Item = &'static str> {
    LISTERS.into_iter().map(|(name, ..)| name)
}

/// What a list is called, for people (no rule of law).
///
/// ```
/// assert_eq!(law::answer::list_title("holidays").map(|title| title.en.into_owned()).as_deref(), Some("holidays of the year"));
/// ```
#[must_use]
pub fn list_title(name: &str) -> Option<Text> {
    LISTERS.into_iter().find(|(key, ..)| *key == name).map(|(_, title, _)| title)
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
    let lister = LISTERS.into_iter().find(|(key, ..)| *key == name).map(|(.., lister)| lister);
    let lister = lister.ok_or_else(|| AnswerError::UnknownValue {
        field: "name".to_owned(),
        allowed: list_names().collect::<Vec<_>>().join(", "),
    })?;
    let entries = lister(as_of)?;
    let shown: Vec<Value> = entries
        .iter()
        .map(|Entry { key, name, article, .. }| {
            json!({ "key": key, "ja": name.ja, "en": name.en, "article": article })
        })
        .collect();
    let steps = entries.iter().map(Entry::to_step).collect();
    let count = entries.len();
    let summary =
        Text::new(format!("{as_of}の時点で{count}件"), format!("{count} entries as of {as_of}"));
    // Of a list that mixes texts, the one on personal information decides.
    let mut laws = entries.iter().map(|entry| entry.article.law);
    let law = laws.find(|law| law.is_on_personal_information());
    let law = law.or(entries.is_empty().then_some(Law::Appi)).unwrap_or(Law::Practice);
    Ok(Answer::after(law, (json!({ "entries": shown }), summary), steps, as_of))
}

impl Entry {
    fn to_step(&self) -> Step {
        let Self { key, name, article, confidence } = self;
        let text = Text::new(format!("{} ({key})", name.ja), format!("{} ({key})", name.en));
        match confidence {
            Confidence::Confirmed => Step::new(text, &[*article]),
            Confidence::Unverified => Step::unverified(text, &[*article]),
        }
    }
}

fn classes(regime: Regime, as_of: Date) -> Vec<Entry> {
    let entry = |class: &Class| Entry {
        key: class.number().to_string(),
        name: class.name(),
        article: class.article(regime),
        confidence: Confidence::Confirmed,
    };
    Class::in_force(as_of).iter().map(entry).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn my_number_classes(as_of: Date) -> Result<Vec<Entry>, AnswerError> {
    let entry = |class: &MyNumberClass| Entry {
        key: class.number().to_string(),
        name: class.name(),
        article: class.article(),
        confidence: Confidence::Confirmed,
    };
    Ok(MyNumberClass::in_force(as_of).iter().map(entry).collect())
}

fn report_items(duty: Duty, as_of: Date) -> Vec<Entry> {
    let entry = |item: &Item| Entry {
        key: item.key().to_owned(),
        name: item.name(),
        article: item.article_in(duty),
        confidence: duty.confidence(),
    };
    Item::in_force(as_of).iter().map(entry).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "every lister has the same type")]
fn number_kinds(_: Date) -> Result<Vec<Entry>, AnswerError> {
    let entry = |kind: NumberKind| Entry {
        key: kind.key().to_owned(),
        name: kind.name(),
        article: kind.article(),
        confidence: kind.form_confidence(),
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
            confidence: Confidence::Confirmed,
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
        confidence: day.confidence,
    };
    Ok(days.into_iter().map(entry).collect())
}
