//! Records of provision and receipt: whether, which items, how, and kept until when.

use jiff::civil::date;
use law::provision::record::{Book, ConfirmationItem, keep, record_duty, way_findings};
use law::provision::{
    Basis, BasisPlan, Content, Plan, Recipient, RecordItem, ReferablePlan, Side, Standing, Way,
};
use law::reasoning::is_blocked;

use super::NOW;
use super::provision::{abroad, domestic, plan};

#[test]
fn exempts_provisions_from_recording() {
    let other = || abroad(Standing::Other { is_consented: true, told: vec![] });
    let equivalent = || abroad(Standing::EquivalentSystem { kind: None, checked_on: None });
    let taken = ReferablePlan { is_taken_as_personal_data: true, ..Default::default() };
    let referable = |plan, recipient| Plan { content: Content::Referable(plan), recipient };
    for (plan, by_provider, by_receiver) in [
        (domestic(Basis::Consent), true, true),
        (domestic(Basis::OptOut), true, true),
        (domestic(Basis::Entrustment), false, false),
        (domestic(Basis::Succession), false, false),
        (domestic(Basis::JointUse), false, false),
        (domestic(Basis::Statute), false, false),
        (domestic(Basis::ResearchJoint), false, false),
        (plan(BasisPlan::Plain(Basis::Consent), Recipient::PublicBody), false, false),
        // For a provider alone abroad makes a difference.
        (plan(BasisPlan::Plain(Basis::Entrustment), other()), true, false),
        (plan(BasisPlan::Plain(Basis::JointUse), other()), true, false),
        (plan(BasisPlan::Plain(Basis::Statute), other()), false, false),
        (
            plan(BasisPlan::Plain(Basis::Entrustment), abroad(Standing::DesignatedCountry)),
            false,
            false,
        ),
        (plan(BasisPlan::Plain(Basis::JointUse), equivalent()), false, false),
        (plan(BasisPlan::Plain(Basis::Consent), abroad(Standing::DesignatedCountry)), true, true),
        (referable(ReferablePlan::default(), Recipient::Domestic), false, false),
        (referable(taken, Recipient::Domestic), true, true),
        (referable(taken, Recipient::PublicBody), false, false),
        (
            referable(
                ReferablePlan { exception: Some(Basis::Statute), ..taken },
                Recipient::Domestic,
            ),
            false,
            false,
        ),
    ] {
        let is_required = |side| record_duty(&plan, side).is_required();
        assert_eq!(
            (is_required(Side::Provider), is_required(Side::Receiver)),
            (by_provider, by_receiver),
            "{plan:?}"
        );
    }
}

#[test]
fn cites_the_rules_of_each_book() {
    let referable = Plan {
        content: Content::Referable(ReferablePlan {
            is_taken_as_personal_data: true,
            ..Default::default()
        }),
        recipient: Recipient::Domestic,
    };
    let table: Vec<String> = [
        (Book::of(&domestic(Basis::Consent), Side::Provider), "provided"),
        (Book::of(&domestic(Basis::Consent), Side::Receiver), "received"),
        (Book::of(&referable, Side::Provider), "referable"),
        (Book::of(&referable, Side::Receiver), "referable received"),
    ]
    .into_iter()
    .map(|(book, name)| {
        let kept = keep(book, Way::Document, NOW).expect("countable");
        let way = way_findings(book, Way::Document, None);
        format!(
            "{name}: {} {} {}",
            kept.steps[0].articles[0],
            RecordItem::Person.article_in(book),
            way[0].article
        )
    })
    .collect();
    insta::assert_snapshot!(table.join("\n"), @"
    provided: 個人情報保護法施行規則21条1号 個人情報保護法施行規則20条1項 個人情報保護法施行規則19条3項
    received: 個人情報保護法施行規則25条1号 個人情報保護法施行規則24条1項 個人情報保護法施行規則23条3項
    referable: 個人情報保護法施行規則29条1号 個人情報保護法施行規則28条1項 個人情報保護法施行規則27条3項
    referable received: 個人情報保護法施行規則25条1号 個人情報保護法施行規則24条1項 個人情報保護法施行規則23条3項
    ");
}

#[test]
fn lists_the_items_of_a_record_for_each_side_and_case() {
    let referable = |recipient| Plan {
        content: Content::Referable(ReferablePlan {
            is_taken_as_personal_data: true,
            ..Default::default()
        }),
        recipient,
    };
    let other = || abroad(Standing::Other { is_consented: true, told: vec![] });
    let table: Vec<String> = [
        ("provider, opt-out", domestic(Basis::OptOut), Side::Provider),
        ("provider, consent", domestic(Basis::Consent), Side::Provider),
        ("provider, referable", referable(Recipient::Domestic), Side::Provider),
        ("provider, referable abroad", referable(other()), Side::Provider),
        ("receiver, opt-out", domestic(Basis::OptOut), Side::Receiver),
        ("receiver, consent", domestic(Basis::Consent), Side::Receiver),
        ("receiver, referable", referable(Recipient::Domestic), Side::Receiver),
        ("receiver, from a person", domestic(Basis::Consent), Side::ReceiverFromPerson),
    ]
    .into_iter()
    .map(|(name, plan, side)| {
        let duty = record_duty(&plan, side);
        let items: Vec<_> = duty.items.iter().map(|item| RecordItem::key(*item)).collect();
        let confirmed: Vec<_> =
            duty.confirmations.iter().map(|item| ConfirmationItem::key(*item)).collect();
        format!("{name}: {} | {}", items.join(" "), confirmed.join(" "))
    })
    .collect();
    insta::assert_snapshot!(table.join("\n"), @r"
    provider, opt-out: date other_party person data_items | 
    provider, consent: other_party person data_items consent | 
    provider, referable: date other_party data_items consent | 
    provider, referable abroad: date other_party data_items consent foreign_information | 
    receiver, opt-out: date other_party circumstances person data_items published | party circumstances
    receiver, consent: other_party circumstances person data_items consent | party circumstances
    receiver, referable: other_party person data_items consent | party
    receiver, from a person: other_party circumstances person data_items | party circumstances
    ");
}

#[test]
fn keeps_a_record_by_its_way() {
    for (way, statutory, safe) in [
        (Way::EachTime, date(2029, 4, 1), date(2029, 4, 1)),
        (Way::Batch, date(2029, 3, 31), date(2029, 4, 1)),
        (Way::Document, date(2027, 3, 31), date(2027, 4, 1)),
    ] {
        let kept = keep(Book::Provided, way, NOW).expect("countable");
        assert_eq!((kept.statutory_until, kept.keep_until), (statutory, safe), "{way:?}");
    }
    let found = |basis| way_findings(Book::Provided, Way::Document, Some(basis));
    assert!(is_blocked(&found(Basis::OptOut)));
    assert!(!is_blocked(&found(Basis::Consent)));
}
