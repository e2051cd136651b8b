//! What a report says and holds: articles, items, drafts.

use std::collections::BTreeMap;

use jiff::civil::date;
use law::Language;
use law::breach::draft::{Draft, ReportKind};
use law::breach::item::{Item, missing};
use law::breach::{Duty, Facts, MyNumberFacts, Regime};

use super::{KNOWN, assessed};

fn cited(facts: &Facts) -> String {
    let steps = assessed(facts).steps;
    let lines: Vec<String> = steps
        .iter()
        .filter(|step| !step.text.ja.contains("日の期間") && !step.text.ja.contains("算入"))
        .map(|step| {
            let articles: Vec<_> = step.articles.iter().map(ToString::to_string).collect();
            let head: String = step.text.ja.chars().take(16).collect();
            format!("{head} | {}", articles.join("、"))
        })
        .collect();
    lines.join("\n")
}

#[test]
fn cites_the_duty_of_public_bodies() {
    let facts = Facts {
        regime: Regime::PublicBody,
        persons: Some(101),
        ..Facts::known_on(date(2026, 4, 1))
    };
    insta::assert_snapshot!(cited(&facts), @"
    知った日は2026-04-01( | 個人情報保護法68条1項
    4号に当たる: 本人の数が基準を | 個人情報保護法68条1項、個人情報保護法施行規則43条4号
    個人情報保護法(行政機関等):  | 個人情報保護法68条1項、個人情報保護法施行規則44条1項
    個人情報保護法(行政機関等):  | 個人情報保護法68条1項、個人情報保護法施行規則44条2項
    報告先は個人情報保護委員会 | 個人情報保護法68条1項
    本人に、状況に応じて速やかに通知 | 個人情報保護法68条2項、個人情報保護法施行規則45条
    ");
    let encrypted = Facts { strongly_encrypted: true, ..facts };
    insta::assert_snapshot!(cited(&encrypted), @"
    知った日は2026-04-01( | 個人情報保護法68条1項
    高度な暗号化等の措置があるため、 | 個人情報保護法施行規則43条1号
    報告の対象ではない。任意の報告は | 個人情報保護法68条1項
    注意: 暗号の種類、鍵の保管場所 | 個人情報保護法施行規則43条1号
    ");
}

#[test]
fn cites_the_my_number_act_where_only_it_applies() {
    let numbers = MyNumberFacts { open_to_many: true, ..Default::default() };
    let facts =
        Facts { persons: Some(10), my_number: Some(numbers), ..Facts::known_on(date(2026, 4, 1)) };
    insta::assert_snapshot!(cited(&facts), @"
    知った日は2026-04-01( | 特定個人情報ガイドライン(事業者編)別添2
    番号法の3号に当たる: 不特定多 | 番号法29条の4第1項、特定個人情報の漏えい等に関する規則2条3号
    番号法: 速報の目安は2026- | 特定個人情報の漏えい等に関する規則3条1項、特定個人情報ガイドライン(事業者編)別添2
    番号法: 確報は30日以内、知っ | 特定個人情報の漏えい等に関する規則3条2項、特定個人情報ガイドライン(事業者編)別添2
    報告先は個人情報保護委員会 | 番号法29条の4第1項
    本人に、状況に応じて速やかに通知 | 番号法29条の4第2項、特定個人情報の漏えい等に関する規則5条
    注意: 個人番号の本人の数が分か | 特定個人情報の漏えい等に関する規則2条4号
    ");
    let encrypted = Facts { strongly_encrypted: true, ..facts.clone() };
    assert!(!assessed(&encrypted).is_reportable());
    let both = Facts { special_care: true, ..facts };
    let persons = assessed(&both).steps.into_iter().find(|step| step.text.ja.starts_with("本人に"));
    assert_eq!(persons.map(|step| step.articles.len()), Some(4));
}

#[test]
fn lists_nine_items_and_five_for_the_persons() {
    let keys: Vec<_> = Item::ALL.iter().map(|item| item.key()).collect();
    insta::assert_snapshot!(keys.join(" "), @"overview data_items persons cause secondary_damage persons_response publication prevention other");
    assert_eq!(missing(&Item::ALL, &[]).len(), 9);
    assert_eq!(
        Item::FOR_PERSONS.map(|item| item.article_in(Duty::Private).item),
        [Some(1), Some(2), Some(4), Some(5), Some(9)]
    );
    assert!(Item::ALL.iter().all(|item| Item::from_key(item.key()) == Some(*item)));
}

#[test]
fn cites_the_items_of_each_duty() {
    let cited = |duty: Duty| {
        let first = Item::Overview.article_in(duty);
        let last = Item::Other.article_in(duty);
        let [act, rule] = duty.notice();
        format!("{first} to {last} | {act} {rule} | {:?}", duty.confidence())
    };
    let table = [Duty::Private, Duty::PublicBody, Duty::MyNumber].map(cited);
    insta::assert_snapshot!(table.join("\n"), @"
    個人情報保護法施行規則8条1項1号 to 個人情報保護法施行規則8条1項9号 | 個人情報保護法26条2項 個人情報保護法施行規則10条 | Confirmed
    個人情報保護法施行規則44条1項1号 to 個人情報保護法施行規則44条1項9号 | 個人情報保護法68条2項 個人情報保護法施行規則45条 | Unverified
    特定個人情報の漏えい等に関する規則3条1項1号 to 特定個人情報の漏えい等に関する規則3条1項9号 | 番号法29条の4第2項 特定個人情報の漏えい等に関する規則5条 | Confirmed
    ");
}

#[test]
fn drafts_from_the_possible_maximum_and_names_what_belongs_to_an_item() {
    let facts = Facts { persons_max: Some(1200), ..Facts::known_on(KNOWN) };
    let assessment = assessed(&facts);
    let draft = Draft { facts: &facts, assessment: &assessment, items: &BTreeMap::new() };
    let report = draft.report(ReportKind::Preliminary);
    assert!(report.contains("最大1200人（確定した数は調査中）"));
    assert!(report.contains("（記載すること：原因、当事者（報告者又は委託先））"));
    assert_eq!(draft.given_items(), [Item::DataItems; 0]);
}

#[test]
fn drafts_a_report_with_what_is_known() {
    let facts = Facts { special_care: true, persons: Some(12), ..Facts::known_on(KNOWN) };
    let assessment = assessed(&facts);
    let items = [(Item::Overview, "検診結果の誤送付".to_owned())].into();
    let draft = Draft { facts: &facts, assessment: &assessment, items: &items };
    insta::assert_snapshot!(draft.report(ReportKind::Preliminary), @"
    漏えい等報告（速報）
    事態を知った日：令和8年4月3日
    該当する事態：個人情報保護法施行規則7条1号
    1 概要
    検診結果の誤送付
    2 漏えい等が発生し、又は発生したおそれがある個人データの項目
    調査中（判明次第報告する）
    （記載すること：媒体、種類（顧客、従業員など）、項目）
    3 本人の数
    12人
    4 原因
    調査中（判明次第報告する）
    （記載すること：原因、当事者（報告者又は委託先））
    5 二次被害又はそのおそれの有無及びその内容
    調査中（判明次第報告する）
    （記載すること：有無、内容）
    6 本人への対応の実施状況
    調査中（判明次第報告する）
    7 公表の実施状況
    調査中（判明次第報告する）
    8 再発防止のための措置
    調査中（判明次第報告する）
    （記載すること：実施済みの措置、今後の措置）
    9 その他参考となる事項
    調査中（判明次第報告する）
    ");
    assert_eq!(draft.given_items(), [Item::Overview, Item::Persons]);
    assert!(draft.report(ReportKind::Final).contains("判明次第追完する"));
    assert!(!draft.notice().contains("12人"));
}

#[test]
fn explains_step_by_step() {
    let facts = Facts { special_care: true, ..Facts::known_on(KNOWN) };
    let lines: Vec<String> =
        assessed(&facts).steps.iter().map(|step| step.line(Language::En)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    the day of knowing is 2026-04-03 (when any department knew) [PPC Guideline (General) 3-5-3-3]
    class 1: special care-required personal information is included [APPI Art. 26(1), APPI Rules Art. 7 item 1]
    APPI: the preliminary report is due about 2026-04-05 to 2026-04-07 (3 to 5 days, day of knowing is day 1, closed days do not move it) (unverified) [APPI Rules Art. 8(1), PPC Guideline (General) 3-5-3-3]
    APPI: the final report is due within 30 days, day of knowing is day 1, by 2026-05-07 [APPI Rules Art. 8(2), PPC Guideline (General) 3-5-3-4]
    the first day is counted; day 1 is 2026-04-03 [Civil Code Art. 140]
    30 days end with the end of 2026-05-02 [Civil Code Art. 141]
    2026-05-02 is closed (Saturday), 2026-05-03 is closed (Constitution Memorial Day), 2026-05-04 is closed (Greenery Day), 2026-05-05 is closed (Children's Day), 2026-05-06 is closed (substitute holiday), so it moves to 2026-05-07 [Civil Code Art. 142, Administrative Organs' Holidays Act Art. 2, Administrative Organs' Holidays Act Art. 1(1) item 1, National Holidays Act Art. 2, National Holidays Act Art. 3(2)]
    the report goes to the Commission, or to the minister in charge where the power is delegated; under the My Number Act always to the Commission [APPI Art. 26(1), APPI Art. 150]
    the persons are told promptly as the case allows (overview, items, cause, secondary damage, other); where that is hard, publication or the like takes its place [APPI Art. 26(2), APPI Rules Art. 10]
    warning: the number of persons is not known; if it may exceed 1000, the case is to be reported [PPC Guideline (General) 3-5-3-1]
    ");
}
