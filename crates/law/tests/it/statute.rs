//! Citations, periods of force, and findings from texts that are not primary.

use jiff::civil::date;
use law::provision::Basis;
use law::reasoning::is_blocked;
use law::request::StopGround;
use law::{Article, Confidence, Finding, Language, Law, Text};
use proptest::prelude::*;

use super::NOW;

#[test]
fn lists_what_is_in_force_on_a_day() {
    assert!(StopGround::in_force(NOW).contains(&StopGround::BreachEvent));
    assert_eq!(StopGround::WrongfulUse.force().from, date(2022, 4, 1));
    // Days before the first text held are answered after that text.
    assert_eq!(Basis::in_force(date(2010, 1, 1)).len(), Basis::ALL.len());
    let pending = &law::statute::pending_amendments(date(2026, 11, 22))[0];
    assert_eq!(pending.to_step(NOW).confidence, Confidence::Unverified);
}

#[test]
fn cites_articles_in_both_languages() {
    for (article, ja, en) in [
        (Article::of(Law::Appi, 26).paragraph(1), "個人情報保護法26条1項", "APPI Art. 26(1)"),
        (
            Article::of(Law::AppiRules, 7).item(3),
            "個人情報保護法施行規則7条3号",
            "APPI Rules Art. 7 item 3",
        ),
        (
            Article::branch(Law::MyNumberAct, 29, 4).paragraph(1),
            "番号法29条の4第1項",
            "My Number Act Art. 29-4(1)",
        ),
        (
            Article::section(Law::Guideline, "3-5-3-3"),
            "個人情報保護法ガイドライン(通則編)3-5-3-3",
            "PPC Guideline (General) 3-5-3-3",
        ),
        (Article::of(Law::CivilCode, 143).paragraph(2), "民法143条2項", "Civil Code Art. 143(2)"),
    ] {
        assert_eq!((article.to_string().as_str(), article.cite(Language::En).as_str()), (ja, en));
    }
}

proptest! {
    #[test]
    fn an_unverified_finding_never_blocks_and_says_so(ja in "\\PC{0,20}", en in "[a-z ]{0,20}") {
        let finding = Finding::block("field", Text::new(ja, en), Article::of(Law::Appi, 1)).into_unverified();
        prop_assert!(!is_blocked(std::slice::from_ref(&finding)));
        prop_assert!(finding.message.ja.ends_with("(未確認)") && finding.message.en.ends_with("(unverified)"));
    }
}
