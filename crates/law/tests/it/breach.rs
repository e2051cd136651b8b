//! Breach reporting: every class, clock, exemption and change over time, as tables.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use law::breach::draft::{Draft, ReportKind};
use law::breach::history::follow;
use law::breach::item::{Item, missing};
use law::breach::occurrence::{Circumstance, Occurrence};
use law::breach::party::{EntrustedNotice, entrusted_way_out, privacy_mark_report};
use law::breach::sanction::sanctions;
use law::breach::{
    Assessment, Class, Facts, MyNumberClass, MyNumberFacts, Regime, Touched, assess,
};
use law::calendar::business::BusinessCalendar;
use law::{Confidence, Language, Severity};
use proptest::prelude::*;

const KNOWN: Date = date(2026, 4, 3);

fn assessed(facts: &Facts) -> Assessment {
    assess(facts, facts.known, &BusinessCalendar::public_offices()).expect("countable")
}

fn numbers(assessment: &Assessment) -> Vec<u16> {
    assessment.classes.iter().map(|class| class.number()).collect()
}

#[test]
fn puts_facts_into_classes() {
    let base = Facts::known_on(KNOWN);
    let table: [(&str, Facts, &[u16]); 14] = [
        ("nothing", base.clone(), &[]),
        ("sensitive", Facts { special_care: true, ..base.clone() }, &[1]),
        ("property", Facts { property_damage: true, ..base.clone() }, &[2]),
        ("wrongful", Facts { wrongful_purpose: true, ..base.clone() }, &[3]),
        ("1000", Facts { persons: Some(1000), ..base.clone() }, &[]),
        ("1001", Facts { persons: Some(1001), ..base.clone() }, &[4]),
        ("unknown, at most 1001", Facts { persons_max: Some(1001), ..base.clone() }, &[4]),
        ("unknown, at most 1000", Facts { persons_max: Some(1000), ..base.clone() }, &[]),
        (
            "known 10, once at most 5000",
            Facts { persons: Some(10), persons_max: Some(5000), ..base.clone() },
            &[],
        ),
        (
            "public 100",
            Facts { regime: Regime::PublicBody, persons: Some(100), ..base.clone() },
            &[],
        ),
        (
            "public 101",
            Facts { regime: Regime::PublicBody, persons: Some(101), ..base.clone() },
            &[4],
        ),
        (
            "all",
            Facts {
                special_care: true,
                property_damage: true,
                wrongful_purpose: true,
                persons: Some(2000),
                ..base.clone()
            },
            &[1, 2, 3, 4],
        ),
        (
            "encrypted",
            Facts {
                special_care: true,
                wrongful_purpose: true,
                strongly_encrypted: true,
                persons: Some(2000),
                ..base.clone()
            },
            &[],
        ),
        (
            "pseudonymized",
            Facts { special_care: true, touched: Touched::Pseudonymized, ..base },
            &[],
        ),
    ];
    for (name, facts, expected) in table {
        let assessment = assessed(&facts);
        assert_eq!(numbers(&assessment), expected, "{name}");
        assert_eq!(assessment.is_reportable(), !expected.is_empty(), "{name}");
        assert_eq!(assessment.has_to_notify_persons(), !expected.is_empty(), "{name}");
    }
}

#[test]
fn covers_data_about_to_be_acquired_in_class_3_since_2024() {
    let skimmed = |known| Facts {
        special_care: true,
        wrongful_purpose: true,
        persons: Some(5000),
        touched: Touched::AboutToBeAcquired,
        ..Facts::known_on(known)
    };
    assert_eq!(numbers(&assessed(&skimmed(date(2024, 4, 1)))), [3]);
    assert_eq!(numbers(&assessed(&skimmed(date(2024, 3, 31)))), [0_u16; 0]);
}

#[test]
fn knows_no_duty_before_it_was_in_force() {
    let facts = Facts {
        special_care: true,
        my_number: Some(MyNumberFacts { open_to_many: true, ..Default::default() }),
        ..Facts::known_on(date(2022, 3, 31))
    };
    let assessment = assessed(&facts);
    assert!(!assessment.is_reportable());
    assert!(assessment.steps.iter().any(|step| step.text.ja.contains("収録していない")));
    assert!(!assessment.steps.iter().any(|step| step.text.ja.contains("報告の対象ではない")));
}

#[test]
fn puts_my_numbers_into_classes() {
    let none = MyNumberFacts::default();
    for (numbers, expected) in [
        (none, vec![]),
        (MyNumberFacts { network_system: true, ..none }, vec![MyNumberClass::NetworkSystem]),
        (MyNumberFacts { wrongful_purpose: true, ..none }, vec![MyNumberClass::WrongfulPurpose]),
        (MyNumberFacts { open_to_many: true, ..none }, vec![MyNumberClass::OpenToMany]),
        (MyNumberFacts { persons: Some(100), ..none }, vec![]),
        (MyNumberFacts { persons: Some(101), ..none }, vec![MyNumberClass::ManyPersons]),
        (MyNumberFacts { persons_max: Some(101), ..none }, vec![MyNumberClass::ManyPersons]),
    ] {
        let assessment = assessed(&Facts { my_number: Some(numbers), ..Facts::known_on(KNOWN) });
        assert_eq!(assessment.my_number_classes, expected, "{numbers:?}");
        assert_eq!(assessment.my_number.is_some(), !expected.is_empty());
        let says_effort = assessment.steps.iter().any(|step| step.text.ja.contains("努める"));
        assert_eq!(says_effort, expected.is_empty(), "{numbers:?}");
    }
}

#[test]
fn counts_the_vectors_of_the_spec() {
    for (known, is_wrongful, raw, due) in [
        (date(2026, 4, 1), false, date(2026, 4, 30), date(2026, 4, 30)),
        (date(2026, 4, 1), true, date(2026, 5, 30), date(2026, 6, 1)),
        (date(2026, 4, 3), false, date(2026, 5, 2), date(2026, 5, 7)),
        (date(2026, 12, 1), false, date(2026, 12, 30), date(2027, 1, 4)),
        (date(2026, 8, 24), false, date(2026, 9, 22), date(2026, 9, 24)),
    ] {
        let facts =
            Facts { special_care: true, wrongful_purpose: is_wrongful, ..Facts::known_on(known) };
        let clocks = assessed(&facts).appi.expect("reportable");
        assert_eq!((clocks.count.unshifted, clocks.final_due), (raw, due), "{known}");
        assert_eq!(
            clocks.preliminary_from,
            known.checked_add(jiff::Span::new().days(2)).expect("in range")
        );
        assert_eq!(
            clocks.preliminary_until,
            known.checked_add(jiff::Span::new().days(4)).expect("in range")
        );
    }
}

#[test]
fn takes_the_earlier_clock_of_both_acts() {
    let facts = Facts {
        special_care: true,
        my_number: Some(MyNumberFacts { wrongful_purpose: true, ..Default::default() }),
        ..Facts::known_on(date(2026, 4, 1))
    };
    let assessment = assessed(&facts);
    assert_eq!(
        assessment.my_number.as_ref().map(|clocks| clocks.final_due),
        Some(date(2026, 6, 1))
    );
    assert_eq!(assessment.earliest().map(|clocks| clocks.final_due), Some(date(2026, 4, 30)));
    assert!(assessment.steps.iter().any(|step| step.text.ja.contains("早い方")));
}

#[test]
fn starts_class_4_on_the_day_the_count_passes() {
    let offices = BusinessCalendar::public_offices();
    let early = Facts { persons: Some(900), ..Facts::known_on(date(2026, 4, 1)) };
    let late = Facts { persons: Some(1001), ..Facts::known_on(date(2026, 4, 10)) };
    let history = follow(&[late, early], &offices).expect("countable");
    assert_eq!(
        history.appi.map(|clocks| (clocks.clock_from, clocks.limit_days)),
        Some((date(2026, 4, 10), 30))
    );
    assert_eq!(history.classes.len(), 1);
}

#[test]
fn extends_the_limit_when_class_3_is_found_later() {
    let first = Facts { special_care: true, ..Facts::known_on(date(2026, 4, 1)) };
    let later =
        Facts { wrongful_purpose: true, ..Facts { known: date(2026, 4, 20), ..first.clone() } };
    let history = follow(&[first, later], &BusinessCalendar::public_offices()).expect("countable");
    let clocks = history.appi.expect("reportable");
    assert_eq!(
        (clocks.clock_from, clocks.limit_days, clocks.final_due),
        (date(2026, 4, 1), 60, date(2026, 6, 1))
    );
    assert!(history.steps.iter().any(|step| step.confidence == Confidence::Unverified));
    assert_eq!(
        history.classes.iter().map(|began| (began.class, began.on)).collect::<Vec<_>>(),
        [(Class::SpecialCare, date(2026, 4, 1)), (Class::WrongfulPurpose, date(2026, 4, 20)),]
    );
}

#[test]
fn frees_an_entrusted_party_that_told_all_it_knew() {
    let notice = |given, items: &[Item]| EntrustedNotice {
        given,
        items: items.to_vec(),
        known_items: vec![Item::Overview, Item::Cause],
    };
    let way_out =
        |notice: Option<&EntrustedNotice>| entrusted_way_out(KNOWN, notice).expect("countable");
    assert_eq!(way_out(None).is_freed, None);
    assert_eq!(
        (way_out(None).notice_from, way_out(None).notice_until),
        (date(2026, 4, 5), date(2026, 4, 7))
    );
    assert_eq!(way_out(Some(&notice(KNOWN, &[Item::Overview, Item::Cause]))).is_freed, Some(true));
    assert_eq!(way_out(Some(&notice(KNOWN, &[Item::Overview]))).is_freed, Some(false));
    let late = way_out(Some(&notice(date(2026, 4, 9), &[Item::Overview, Item::Cause])));
    assert_eq!(
        late.findings.iter().map(law::Finding::severity).collect::<Vec<_>>(),
        [Severity::Warn]
    );
}

#[test]
fn tells_the_privacy_mark_body_of_every_incident() {
    let base = Facts::known_on(date(2026, 4, 1));
    let number = |numbers| Facts { my_number: Some(numbers), ..base.clone() };
    let none = MyNumberFacts::default();
    for (name, facts, otherwise, is_preliminary, due) in [
        ("nothing", base.clone(), false, false, date(2026, 4, 30)),
        ("grave for another reason", base.clone(), true, true, date(2026, 4, 30)),
        (
            "wrongful",
            Facts { wrongful_purpose: true, ..base.clone() },
            false,
            true,
            date(2026, 5, 30),
        ),
        ("sensitive", Facts { special_care: true, ..base.clone() }, false, true, date(2026, 4, 30)),
        (
            "sensitive but encrypted",
            Facts { special_care: true, strongly_encrypted: true, ..base.clone() },
            false,
            true,
            date(2026, 4, 30),
        ),
        (
            "500 persons of a public body",
            Facts { regime: Regime::PublicBody, persons: Some(500), ..base.clone() },
            false,
            false,
            date(2026, 4, 30),
        ),
        (
            "at most 1001",
            Facts { persons_max: Some(1001), ..base.clone() },
            false,
            true,
            date(2026, 4, 30),
        ),
        ("a few My Numbers", number(none), false, false, date(2026, 4, 30)),
        (
            "101 My Numbers",
            number(MyNumberFacts { persons: Some(101), ..none }),
            false,
            true,
            date(2026, 4, 30),
        ),
        (
            "open to many",
            number(MyNumberFacts { open_to_many: true, ..none }),
            false,
            true,
            date(2026, 4, 30),
        ),
    ] {
        let report = privacy_mark_report(&facts, otherwise).expect("countable");
        assert_eq!(report.preliminary.is_some(), is_preliminary, "{name}");
        assert_eq!(report.final_due, due, "{name}");
        assert!(report.steps.iter().all(|step| step.confidence == Confidence::Unverified));
    }
}

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
    本人に、状況に応じて速やかに通知 | 個人情報保護法68条2項
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
    知った日は2026-04-01( | 個人情報保護法ガイドライン(通則編)3-5-3-3
    番号法の3号に当たる: 不特定多 | 番号法29条の4第1項、特定個人情報の漏えい等に関する規則2条3号
    番号法: 速報の目安は2026- | 特定個人情報の漏えい等に関する規則3条1項、特定個人情報ガイドライン(事業者編)別添2
    番号法: 確報は30日以内、知っ | 特定個人情報の漏えい等に関する規則3条2項、特定個人情報ガイドライン(事業者編)別添2
    報告先は個人情報保護委員会 | 番号法29条の4第1項
    本人に、状況に応じて速やかに通知 | 番号法29条の4第2項、特定個人情報の漏えい等に関する規則5条
    注意: 本人の数が分かりません。 | 特定個人情報の漏えい等に関する規則2条4号
    ");
    let encrypted = Facts { strongly_encrypted: true, ..facts.clone() };
    assert!(!assessed(&encrypted).is_reportable());
    let both = Facts { special_care: true, ..facts };
    let persons = assessed(&both).steps.into_iter().find(|step| step.text.ja.starts_with("本人に"));
    assert_eq!(persons.map(|step| step.articles.len()), Some(4));
}

#[test]
fn follows_a_public_body_by_its_own_rules() {
    let first = Facts {
        regime: Regime::PublicBody,
        special_care: true,
        ..Facts::known_on(date(2026, 4, 1))
    };
    let later = Facts { wrongful_purpose: true, known: date(2026, 4, 20), ..first.clone() };
    let history = follow(&[first, later], &BusinessCalendar::public_offices()).expect("countable");
    let cited: Vec<_> =
        history.steps.iter().take(3).map(|step| step.articles[0].to_string()).collect();
    assert_eq!(
        cited,
        [
            "個人情報保護法施行規則43条1号",
            "個人情報保護法施行規則43条3号",
            "個人情報保護法施行規則44条2項",
        ]
    );
}

#[test]
fn follows_my_number_classes_over_time() {
    let with = |known, numbers| Facts { my_number: Some(numbers), ..Facts::known_on(known) };
    let first = with(date(2026, 4, 1), MyNumberFacts { open_to_many: true, ..Default::default() });
    let later =
        with(date(2026, 4, 20), MyNumberFacts { wrongful_purpose: true, ..Default::default() });
    let history = follow(&[first, later], &BusinessCalendar::public_offices()).expect("countable");
    let clocks = history.my_number.as_ref().expect("reportable");
    assert_eq!((clocks.limit_days, clocks.final_due), (60, date(2026, 6, 1)));
    let said: Vec<_> = history.steps.iter().take(3).map(|step| step.line(Language::Ja)).collect();
    insta::assert_snapshot!(said.join("\n"), @"
    2026-04-01に番号法の3号に当たった: 不特定多数に閲覧されうる〔特定個人情報の漏えい等に関する規則2条3号〕
    2026-04-20に番号法の2号に当たった: 不正の目的による漏えい等、利用又は提供〔特定個人情報の漏えい等に関する規則2条2号〕
    番号法の2号は2026-04-20に判明したが、最初に報告の対象と知った2026-04-01から60日と数える(未確認)〔特定個人情報の漏えい等に関する規則3条2項〕
    ");
}

#[test]
fn drafts_from_the_possible_maximum_and_names_what_belongs_to_an_item() {
    let facts = Facts { persons_max: Some(1200), ..Facts::known_on(KNOWN) };
    let assessment = assessed(&facts);
    let draft = Draft { facts: &facts, assessment: &assessment, items: &BTreeMap::new() };
    let report = draft.report(ReportKind::Preliminary);
    assert!(report.contains("最大1200人(確定した数は調査中)"));
    assert!(report.contains("(記載すること: 原因、当事者(報告者又は委託先))"));
    assert_eq!(draft.given_items(), [Item::DataItems; 0]);
}

#[test]
fn lists_nine_items_and_five_for_the_persons() {
    let keys: Vec<_> = Item::ALL.iter().map(|item| item.key()).collect();
    insta::assert_snapshot!(keys.join(" "), @"overview data_items persons cause secondary_damage persons_response publication prevention other");
    assert_eq!(missing(&Item::ALL, &[]).len(), 9);
    assert_eq!(
        Item::FOR_PERSONS.map(|item| item.article().item),
        [Some(1), Some(2), Some(4), Some(5), Some(9)]
    );
    assert!(Item::ALL.iter().all(|item| Item::from_key(item.key()) == Some(*item)));
}

#[test]
fn knows_what_takes_a_case_out_of_the_words() {
    use Circumstance::{ContentElsewhere, IntendedProvision, ProperDeletion, RecoveredUnseen};
    for (occurrence, excused) in [
        (Occurrence::Leak, vec![RecoveredUnseen, IntendedProvision]),
        (Occurrence::Loss, vec![ContentElsewhere, ProperDeletion]),
        (Occurrence::Damage, vec![ContentElsewhere]),
    ] {
        for circumstance in [RecoveredUnseen, IntendedProvision, ContentElsewhere, ProperDeletion] {
            assert_eq!(
                occurrence.counts_despite(circumstance),
                !excused.contains(&circumstance),
                "{occurrence:?} {circumstance:?}"
            );
        }
    }
}

#[test]
fn dates_the_sanctions() {
    let penalties = |as_of| {
        sanctions(as_of).iter().map(|sanction| sanction.penalty.ja.to_string()).collect::<Vec<_>>()
    };
    assert!(penalties(date(2025, 5, 31)).iter().any(|penalty| penalty.contains("懲役")));
    assert!(!penalties(date(2025, 6, 1)).iter().any(|penalty| penalty.contains("懲役")));
    assert!(penalties(date(2022, 3, 31)).is_empty());
}

#[test]
fn drafts_a_report_with_what_is_known() {
    let facts = Facts { special_care: true, persons: Some(12), ..Facts::known_on(KNOWN) };
    let assessment = assessed(&facts);
    let items = [(Item::Overview, "検診結果の誤送付".to_owned())].into();
    let draft = Draft { facts: &facts, assessment: &assessment, items: &items };
    insta::assert_snapshot!(draft.report(ReportKind::Preliminary), @"
    漏えい等報告(速報)
    事態を知った日: 2026-04-03
    該当する事態: 個人情報保護法施行規則7条1号
    1 概要
    検診結果の誤送付
    2 漏えい等が発生し、又は発生したおそれがある個人データの項目
    調査中(判明次第報告する)
    (記載すること: 媒体、種類(顧客、従業員など)、項目)
    3 本人の数
    12人
    4 原因
    調査中(判明次第報告する)
    (記載すること: 原因、当事者(報告者又は委託先))
    5 二次被害又はそのおそれの有無及びその内容
    調査中(判明次第報告する)
    (記載すること: 有無、内容)
    6 本人への対応の実施状況
    調査中(判明次第報告する)
    7 公表の実施状況
    調査中(判明次第報告する)
    8 再発防止のための措置
    調査中(判明次第報告する)
    (記載すること: 実施済みの措置、今後の措置)
    9 その他参考となる事項
    調査中(判明次第報告する)
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

#[test]
fn says_when_the_count_leaves_class_4_open() {
    let warned =
        |facts: &Facts| assessed(facts).findings.iter().any(|finding| finding.field == "persons");
    let base = Facts::known_on(KNOWN);
    assert!(warned(&base));
    assert!(warned(&Facts { persons: Some(10), persons_max: Some(5000), ..base.clone() }));
    assert!(!warned(&Facts { persons: Some(10), ..base.clone() }));
    assert!(!warned(&Facts { strongly_encrypted: true, ..base }));
}

proptest! {
    #[test]
    fn encryption_takes_a_case_out_whatever_else(special_care: bool, wrongful_purpose: bool, persons in 0_u64..10_000) {
        let facts = Facts { special_care, wrongful_purpose, strongly_encrypted: true, persons: Some(persons), ..Facts::known_on(KNOWN) };
        prop_assert!(!assessed(&facts).is_reportable());
    }

    #[test]
    fn more_persons_never_mean_fewer_classes(special_care: bool, persons in 0_u64..3000, more in 0_u64..3000) {
        let with = |persons| numbers(&assessed(&Facts { special_care, persons: Some(persons), ..Facts::known_on(KNOWN) }));
        let (few, many) = (with(persons), with(persons + more));
        prop_assert!(few.iter().all(|class| many.contains(class)));
    }

    #[test]
    fn the_final_report_is_due_on_an_open_day(days in 0_i32..20_000, is_wrongful: bool) {
        let known = date(2022, 4, 1).checked_add(jiff::Span::new().days(days)).expect("in range");
        let clocks = assessed(&Facts { special_care: true, wrongful_purpose: is_wrongful, ..Facts::known_on(known) }).appi.expect("reportable");
        prop_assert!(BusinessCalendar::public_offices().is_open(clocks.final_due).expect("known year"));
        prop_assert!(clocks.final_due >= clocks.count.unshifted);
        prop_assert!(clocks.preliminary_until < clocks.final_due);
    }
}
