//! Who else is told, and what follows a breach of the Act.

use jiff::civil::date;
use law::Confidence;
use law::Severity;
use law::breach::item::Item;
use law::breach::party::{EntrustedNotice, entrusted_way_out, privacy_mark_report};
use law::breach::sanction::sanctions;
use law::breach::{Facts, MyNumberFacts, Regime};

use super::KNOWN;

#[test]
fn frees_an_entrusted_party_that_told_all_it_knew() {
    let notice = |given, items: &[Item]| EntrustedNotice {
        given,
        items: items.to_vec(),
        known_items: vec![Item::Overview, Item::Cause],
    };
    let way_out = |notice: Option<&EntrustedNotice>| {
        entrusted_way_out(&Facts::known_on(KNOWN), notice).expect("countable")
    };
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
fn frees_under_each_act_and_doubts_it_for_public_bodies() {
    let cited = |facts: &Facts| {
        let way_out = entrusted_way_out(facts, None).expect("countable");
        let articles: Vec<_> = way_out.steps[0].articles.iter().map(ToString::to_string).collect();
        (articles.join(" "), way_out.findings.len())
    };
    let private = Facts::known_on(KNOWN);
    let numbers = Facts { my_number: Some(MyNumberFacts::default()), ..private.clone() };
    let table = [cited(&private).0, cited(&numbers).0];
    insta::assert_snapshot!(table.join("\n"), @"
    個人情報保護法26条1項 個人情報保護法施行規則9条
    個人情報保護法26条1項 個人情報保護法施行規則9条 番号法29条の4第1項 特定個人情報の漏えい等に関する規則4条
    ");
    assert_eq!((cited(&private).1, cited(&numbers).1), (0, 0));
    let public = Facts { regime: Regime::PublicBody, ..private };
    let findings = entrusted_way_out(&public, None).expect("countable").findings;
    assert_eq!(findings[0].severity(), Severity::Warn);
    assert_eq!(findings[0].confidence(), Confidence::Unverified);
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

#[test]
fn dates_the_sanctions() {
    let penalties = |as_of| {
        sanctions(as_of).iter().map(|sanction| sanction.penalty.ja.to_string()).collect::<Vec<_>>()
    };
    assert!(penalties(date(2025, 5, 31)).iter().any(|penalty| penalty.contains("懲役")));
    assert!(!penalties(date(2025, 6, 1)).iter().any(|penalty| penalty.contains("懲役")));
    assert!(penalties(date(2022, 3, 31)).is_empty());
}
