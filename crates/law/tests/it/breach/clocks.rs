//! The clocks of a case, of both Acts, and over time.

use jiff::civil::date;
use law::breach::history::follow;
use law::breach::{Class, Facts, MyNumberFacts, Regime};
use law::calendar::business::BusinessCalendar;
use law::{Confidence, Language};
use proptest::prelude::*;

use super::assessed;

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

proptest! {
    #[test]
    fn the_final_report_is_due_on_an_open_day(days in 0_i32..20_000, is_wrongful: bool) {
        let known = date(2022, 4, 1).checked_add(jiff::Span::new().days(days)).expect("in range");
        let clocks = assessed(&Facts { special_care: true, wrongful_purpose: is_wrongful, ..Facts::known_on(known) }).appi.expect("reportable");
        prop_assert!(BusinessCalendar::public_offices().is_open(clocks.final_due).expect("known year"));
        prop_assert!(clocks.final_due >= clocks.count.unshifted);
        prop_assert!(clocks.preliminary_until < clocks.final_due);
    }
}
