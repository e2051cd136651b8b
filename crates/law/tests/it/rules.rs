//! Provision, requests, consent, processed information, safety and retention, as tables.

use jiff::civil::date;
use law::consent::{
    AcquisitionException, AcquisitionWay, Conduct, Consenter, NoticeException, Publisher, Reliance,
    SpecialCare, UseException, acquire_special_care, consenter, improper_conduct, minor_consent,
    notify_changed_purpose, notify_purpose, use_after_succession, use_beyond_purpose,
};
use law::processed::{
    AnonymizedMeasure, Method, PseudonymizedMeasure, anonymized, pseudonymized, small_groups,
    smallest_group,
};
use law::provision::foreign::{
    ConsentInformation, EquivalentSystem, NotForeign, RequestInformation, is_designated, next_check,
};
use law::provision::joint_use::{Agreement, JointUseChange, JointUseItem};
use law::provision::opt_out::{ChangeTime, OptOutItem};
use law::provision::record::{Book, ConfirmationItem, keep, record_duty, way_findings};
use law::provision::{
    Basis, BasisPlan, Content, ForeignPlan, JointUsePlan, OptOutPlan, Plan, Recipient, RecordItem,
    ReferablePlan, Side, Standing, Way, decide,
};
use law::reasoning::is_blocked;
use law::request::{
    Channel, DisclosureWay, Exclusion, Holding, Knowable, Refusal, RefusalGround, Request,
    RequestKind, Requester, StopGround, disclosure_way, handle_request, identity_papers,
    is_retained, unknowable,
};
use law::retention::{RecordKind, erase_when_unused, keep_until, laxer_than_law};
use law::safety::{Measure, Operator, check as check_safety};
use law::{Article, Confidence, Finding, Language, Law, Severity, Text};
use proptest::prelude::*;

const NOW: jiff::civil::Date = date(2026, 4, 1);

fn plan(basis: BasisPlan, recipient: Recipient) -> Plan {
    Plan { content: Content::PersonalData { basis, special_care: false }, recipient }
}

fn domestic(basis: Basis) -> Plan {
    plan(BasisPlan::Plain(basis), Recipient::Domestic)
}

fn abroad(standing: Standing) -> Recipient {
    Recipient::Foreign(ForeignPlan { country: None, standing })
}

fn fields(findings: &[Finding]) -> Vec<&'static str> {
    findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Block)
        .map(|finding| finding.field)
        .collect()
}

#[test]
fn allows_a_provision_basis_by_basis() {
    for basis in Basis::ALL {
        let is_prepared = !matches!(basis, Basis::OptOut | Basis::JointUse);
        assert_eq!(decide(&domestic(*basis), NOW).is_allowed(), is_prepared, "{basis:?}");
    }
}

#[test]
fn holds_opt_out_to_its_limits() {
    let ready = OptOutPlan {
        told: OptOutItem::ALL.to_vec(),
        is_filed: true,
        has_period_passed: true,
        ..Default::default()
    };
    let decided = |plan: OptOutPlan, special_care| {
        let content = Content::PersonalData { basis: BasisPlan::OptOut(plan), special_care };
        fields(&decide(&Plan { content, recipient: Recipient::Domestic }, NOW).findings)
    };
    assert_eq!(decided(ready.clone(), false), [""; 0]);
    assert_eq!(decided(ready.clone(), true), ["special_care"]);
    assert_eq!(decided(OptOutPlan { is_filed: false, ..ready.clone() }, false), ["opt_out.filed"]);
    assert_eq!(
        decided(OptOutPlan { has_period_passed: false, ..ready.clone() }, false),
        ["opt_out.period_passed"]
    );
    assert_eq!(
        decided(OptOutPlan { is_objected: true, ..ready.clone() }, false),
        ["opt_out.objected"]
    );
    assert_eq!(
        decided(OptOutPlan { is_wrongly_obtained: true, ..ready.clone() }, false),
        ["opt_out.wrongly_obtained"]
    );
    assert_eq!(
        decided(OptOutPlan { is_received_by_opt_out: true, ..ready.clone() }, false),
        ["opt_out.received_by_opt_out"]
    );
    assert_eq!(
        decided(OptOutPlan { told: ready.told[1..].to_vec(), ..ready }, false),
        ["opt_out.told"]
    );
    assert_eq!(OptOutItem::ALL.len(), 9);
    assert_eq!(OptOutItem::DataItems.change_time(), Some(ChangeTime::Beforehand));
}

#[test]
fn holds_joint_use_to_its_notice() {
    let ready = JointUsePlan { told: JointUseItem::ALL.to_vec(), ..JointUsePlan::default() };
    let decided = |plan| decide(&self::plan(BasisPlan::JointUse(plan), Recipient::Domestic), NOW);
    assert!(decided(ready.clone()).is_allowed());
    assert_eq!(decided(ready.clone()).findings.len(), Agreement::ALL.len());
    let changing = |change| JointUsePlan {
        changes: vec![change],
        agreed: Agreement::ALL.to_vec(),
        ..ready.clone()
    };
    for change in JointUseChange::ALL {
        let findings = decided(changing(*change)).findings;
        let severities: Vec<_> = findings.iter().map(Finding::severity).collect();
        let expected = match change.change_time() {
            Some(_) => Severity::Note,
            None => Severity::Warn,
        };
        assert_eq!(severities, [expected], "{change:?}");
    }
    assert_eq!(fields(&decided(JointUsePlan::default()).findings).len(), 6);
}

#[test]
fn asks_for_a_basis_abroad() {
    let told = ConsentInformation::ALL.to_vec();
    for (basis, standing, blocked) in [
        (Basis::Consent, Standing::DesignatedCountry, vec![]),
        (Basis::Statute, Standing::Other { is_consented: false, told: vec![] }, vec![]),
        (Basis::Entrustment, Standing::Other { is_consented: true, told: told.clone() }, vec![]),
        (
            Basis::Entrustment,
            Standing::Other { is_consented: false, told },
            vec!["foreign.consent"],
        ),
        (
            Basis::Consent,
            Standing::Other { is_consented: true, told: vec![ConsentInformation::Country] },
            vec!["foreign.told", "foreign.told"],
        ),
        (
            Basis::Consent,
            Standing::EquivalentSystem {
                kind: Some(EquivalentSystem::Certification),
                checked_on: Some(date(2025, 6, 1)),
            },
            vec![],
        ),
        (Basis::Consent, Standing::NotForeign(NotForeign::HandlesInJapan), vec![]),
    ] {
        let decision = decide(&plan(BasisPlan::Plain(basis), abroad(standing.clone())), NOW);
        assert_eq!(fields(&decision.findings), blocked, "{basis:?} {standing:?}");
    }
    for checked_on in [None, Some(date(2025, 3, 31))] {
        let decision = decide(
            &plan(
                BasisPlan::Plain(Basis::Consent),
                abroad(Standing::EquivalentSystem { kind: None, checked_on }),
            ),
            NOW,
        );
        assert_eq!(
            decision.findings.iter().map(Finding::severity).collect::<Vec<_>>(),
            [Severity::Warn]
        );
    }
    assert!(is_designated("IS", NOW) && !is_designated("CH", NOW));
    let claimed = Recipient::Foreign(ForeignPlan {
        country: Some("US".to_owned()),
        standing: Standing::DesignatedCountry,
    });
    let decision = decide(&plan(BasisPlan::Plain(Basis::Consent), claimed), NOW);
    assert_eq!(fields(&decision.findings), ["foreign.country"]);
    assert_eq!(next_check(date(2028, 2, 29)), Ok(date(2029, 2, 28)));
    assert_eq!(RequestInformation::ALL.len(), 7);
}

#[test]
fn asks_for_confirmation_of_referable_information() {
    let decided = |plan, recipient| {
        fields(&decide(&Plan { content: Content::Referable(plan), recipient }, NOW).findings)
    };
    let taken = ReferablePlan { is_taken_as_personal_data: true, ..Default::default() };
    let other = || abroad(Standing::Other { is_consented: true, told: vec![] });
    assert_eq!(decided(ReferablePlan::default(), Recipient::Domestic), [""; 0]);
    assert_eq!(decided(taken, Recipient::Domestic), ["referable.consent_confirmed"]);
    assert_eq!(
        decided(ReferablePlan { is_consent_confirmed: true, ..taken }, other()),
        ["referable.information_confirmed"]
    );
    let excepted = ReferablePlan { exception: Some(Basis::Statute), ..taken };
    assert_eq!(decided(excepted, Recipient::Domestic), [""; 0]);
}

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

#[test]
fn dates_a_request() {
    let handled = |request: &Request| handle_request(request).expect("countable");
    let disclosure = Request::received_on(NOW, RequestKind::Disclosure);
    assert_eq!(handled(&disclosure).suit_from, Some(date(2026, 4, 16)));
    assert_eq!(handled(&disclosure).alarm_on, date(2026, 4, 15));
    assert_eq!(handled(&Request::received_on(NOW, RequestKind::PurposeNotice)).suit_from, None);
    assert_eq!(
        handled(&Request::received_on(date(2022, 3, 1), RequestKind::Disclosure)).findings.len(),
        1
    );
}

#[test]
fn allows_a_fee_for_notice_and_disclosure_only() {
    for kind in RequestKind::ALL {
        let request = Request { fee_yen: Some(1000), ..Request::received_on(NOW, *kind) };
        let is_blocked = is_blocked(&handle_request(&request).expect("countable").findings);
        let is_allowed = matches!(
            kind,
            RequestKind::PurposeNotice | RequestKind::Disclosure | RequestKind::ProvisionRecord
        );
        assert_eq!(is_blocked, !is_allowed, "{kind:?}");
        let free = Request { fee_yen: Some(0), ..Request::received_on(NOW, *kind) };
        assert!(handle_request(&free).expect("countable").findings.is_empty());
    }
}

#[test]
fn lists_the_grounds_of_refusal_by_kind() {
    let table: Vec<String> = RequestKind::ALL
        .iter()
        .map(|kind| {
            format!(
                "{}: {}",
                kind.key(),
                kind.refusal_grounds(NOW)
                    .iter()
                    .map(|ground| ground.key())
                    .collect::<Vec<_>>()
                    .join(" ")
            )
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"), @r"
    purpose_notice: not_retained purpose_evident purpose_harm procedure
    disclosure: not_retained harms_rights hinders_business other_law not_held procedure
    provision_record: not_retained harms_rights hinders_business other_law not_held record_excluded procedure
    correction: not_retained not_held not_needed claim_wrong evaluation procedure
    addition: not_retained not_held not_needed claim_wrong evaluation procedure
    deletion: not_retained not_held not_needed claim_wrong evaluation procedure
    cease_use: not_retained not_held no_ground too_hard procedure
    erasure: not_retained not_held no_ground too_hard procedure
    cease_provision: not_retained not_held no_ground too_hard procedure
    foreign_information: hinders_business
    ");
}

fn found(request: &Request) -> Vec<(&'static str, Severity, String)> {
    let findings = handle_request(request).expect("countable").findings;
    findings
        .iter()
        .map(|finding| (finding.field, finding.severity(), finding.article.to_string()))
        .collect()
}

#[test]
fn must_tell_a_refusal_and_try_to_explain_it() {
    let refused = |kind, is_told, is_explained| {
        let ground = kind_ground(kind);
        let refusal = Refusal { ground, is_told, is_explained };
        found(&Request { refusal: Some(refusal), ..Request::received_on(NOW, kind) })
    };
    for (kind, telling) in [
        (RequestKind::PurposeNotice, "個人情報保護法32条3項"),
        (RequestKind::Disclosure, "個人情報保護法33条3項"),
        (RequestKind::ProvisionRecord, "個人情報保護法33条3項"),
        (RequestKind::Deletion, "個人情報保護法34条3項"),
        (RequestKind::CeaseProvision, "個人情報保護法35条7項"),
        (RequestKind::ForeignInformation, "個人情報保護法施行規則18条4項"),
    ] {
        let silent = refused(kind, false, false);
        assert_eq!(silent[0], ("told", Severity::Block, telling.to_owned()), "{kind:?}");
        assert_eq!((silent[1].0, silent[1].1), ("explained", Severity::Warn), "{kind:?}");
        assert_eq!(refused(kind, true, false).len(), 1, "{kind:?}");
        assert_eq!(refused(kind, true, true).len(), 0, "{kind:?}");
    }
    let refusal =
        Refusal { ground: RefusalGround::HindersBusiness, is_told: true, is_explained: true };
    let misplaced =
        Request { refusal: Some(refusal), ..Request::received_on(NOW, RequestKind::Correction) };
    assert_eq!((found(&misplaced)[0].0, found(&misplaced)[0].1), ("refusal", Severity::Block));
}

/// A ground that fits the kind.
fn kind_ground(kind: RequestKind) -> RefusalGround {
    kind.refusal_grounds(NOW)[usize::from(kind != RequestKind::ForeignInformation)]
}

#[test]
fn types_the_grounds_of_a_stop_request() {
    let table: Vec<String> =
        [RequestKind::CeaseUse, RequestKind::Erasure, RequestKind::CeaseProvision]
            .iter()
            .map(|kind| {
                let grounds: Vec<_> = kind
                    .stop_grounds(NOW)
                    .into_iter()
                    .map(|ground| format!("{} {}", ground.key(), ground.article()))
                    .collect();
                format!("{}: {}", kind.key(), grounds.join(", "))
            })
            .collect();
    insta::assert_snapshot!(table.join("\n"), @"
    cease_use: beyond_purpose 個人情報保護法35条1項, wrongful_use 個人情報保護法35条1項, wrongful_acquisition 個人情報保護法35条1項, no_longer_needed 個人情報保護法35条5項, breach_event 個人情報保護法35条5項, rights_at_risk 個人情報保護法35条5項
    erasure: beyond_purpose 個人情報保護法35条1項, wrongful_use 個人情報保護法35条1項, wrongful_acquisition 個人情報保護法35条1項, no_longer_needed 個人情報保護法35条5項, breach_event 個人情報保護法35条5項, rights_at_risk 個人情報保護法35条5項
    cease_provision: wrongful_provision 個人情報保護法35条3項, no_longer_needed 個人情報保護法35条5項, breach_event 個人情報保護法35条5項, rights_at_risk 個人情報保護法35条5項
    ");
    let asked = |grounds, kind| found(&Request { grounds, ..Request::received_on(NOW, kind) });
    assert!(asked(vec![StopGround::RightsAtRisk], RequestKind::Erasure).is_empty());
    assert_eq!(asked(vec![StopGround::BeyondPurpose], RequestKind::CeaseProvision)[0].0, "grounds");
    let refusal = Refusal { ground: RefusalGround::NoGround, is_told: true, is_explained: true };
    let hasty = Request {
        grounds: vec![StopGround::NoLongerNeeded],
        refusal: Some(refusal),
        ..Request::received_on(NOW, RequestKind::Erasure)
    };
    assert_eq!((found(&hasty)[0].0, found(&hasty)[0].1), ("refusal", Severity::Warn));
}

#[test]
fn holds_the_procedure_and_the_identity_check_to_their_limits() {
    let refusal = Refusal { ground: RefusalGround::Procedure, is_told: true, is_explained: true };
    let refused =
        Request { refusal: Some(refusal), ..Request::received_on(NOW, RequestKind::Disclosure) };
    assert_eq!(found(&refused)[0].0, "procedure_fixed");
    assert!(found(&Request { is_procedure_fixed: true, ..refused }).is_empty());
    let asking = Request {
        is_identity_beyond_held: true,
        ..Request::received_on(NOW, RequestKind::Disclosure)
    };
    assert_eq!(
        found(&asking),
        [("identity_beyond_held", Severity::Block, "個人情報保護法37条4項".to_owned())]
    );
}

#[test]
fn asks_agents_and_persons_for_papers() {
    assert_eq!(Requester::LegalRepresentative.papers().len(), 2);
    let names = |as_of| {
        identity_papers(Channel::Visit, as_of)
            .iter()
            .map(|paper| paper.name.ja.to_string())
            .collect::<Vec<_>>()
    };
    let has = |as_of, word: &str| names(as_of).iter().any(|name| name.starts_with(word));
    assert!(has(date(2024, 12, 1), "健康保険") && !has(date(2024, 12, 1), "資格確認書"));
    assert!(has(date(2025, 12, 1), "健康保険") && has(date(2025, 12, 1), "資格確認書"));
    assert!(!has(date(2025, 12, 2), "健康保険"));
    assert_eq!(
        [Channel::Online, Channel::Phone, Channel::Post]
            .map(|channel| identity_papers(channel, NOW).len()),
        [2, 2, 3]
    );
}

#[test]
fn knows_what_is_retained_and_disclosed_how() {
    let held = Holding { has_authority: true, is_short_lived: false, exclusion: None };
    assert!(is_retained(held, NOW));
    assert!(!is_retained(Holding { has_authority: false, ..held }, NOW));
    assert!(!is_retained(Holding { exclusion: Some(Exclusion::Danger), ..held }, NOW));
    assert_eq!(
        disclosure_way(DisclosureWay::Other, false, date(2022, 3, 31)),
        DisclosureWay::Paper
    );
    assert_eq!(unknowable(&[], false, NOW).len(), 5);
    assert_eq!(unknowable(Knowable::ALL, true, NOW).len(), 0);
}

#[test]
fn asks_for_consent_or_an_exception() {
    let consented = Reliance { is_consented: true, ..Reliance::default() };
    assert!(acquire_special_care(&consented, NOW).is_empty());
    assert!(is_blocked(&acquire_special_care(&Reliance::default(), NOW)));
    for exception in AcquisitionException::ALL {
        let relying = |is_condition_met| Reliance {
            exceptions: vec![*exception],
            is_condition_met,
            ..Reliance::default()
        };
        assert!(acquire_special_care(&relying(true), NOW).is_empty(), "{exception:?}");
        let open = acquire_special_care(&relying(false), NOW);
        let expected: &[_] = if exception.condition().is_some() { &["condition_met"] } else { &[] };
        assert_eq!(fields(&open), expected, "{exception:?}");
    }
    for exception in UseException::ALL {
        let relying = |is_condition_met| Reliance {
            exceptions: vec![*exception],
            is_condition_met,
            ..Reliance::default()
        };
        assert!(use_beyond_purpose(&relying(true), NOW).is_empty(), "{exception:?}");
        assert_eq!(
            use_after_succession(&relying(false), NOW).is_empty(),
            exception.condition().is_none(),
            "{exception:?}"
        );
    }
    assert_eq!(
        (SpecialCare::ALL.len(), AcquisitionException::ALL.len(), UseException::ALL.len()),
        (11, 9, 6)
    );
    assert_eq!(Publisher::ALL.len(), 11);
    let early = Reliance { is_consented: true, ..Reliance::default() };
    assert_eq!(acquire_special_care(&early, date(2020, 1, 1)).len(), 1);
}

#[test]
fn forbids_wrongful_acquisition_and_use() {
    let conduct = Conduct { is_by_wrongful_means: true, invites_wrongdoing: true };
    let articles: Vec<_> =
        improper_conduct(conduct).iter().map(|finding| finding.article.to_string()).collect();
    assert_eq!(articles, ["個人情報保護法20条1項", "個人情報保護法19条"]);
    assert_eq!(fields(&notify_changed_purpose(false, &[], NOW)), ["purpose_told"]);
    assert_eq!(
        fields(&notify_changed_purpose(false, &[NoticeException::Urgent], NOW)),
        ["purpose_told"]
    );
}

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
fn tells_the_purpose_in_time() {
    for (way, exception, is_excused) in [
        (AcquisitionWay::DirectWriting, NoticeException::Urgent, true),
        (AcquisitionWay::Other, NoticeException::Urgent, false),
        (AcquisitionWay::Other, NoticeException::Evident, true),
        (AcquisitionWay::DirectWriting, NoticeException::OperatorRights, true),
    ] {
        assert_eq!(
            notify_purpose(way, false, &[exception], NOW).is_empty(),
            is_excused,
            "{way:?} {exception:?}"
        );
    }
    assert!(notify_purpose(AcquisitionWay::Other, true, &[], NOW).is_empty());
}

#[test]
fn warns_about_minors_and_never_blocks() {
    for (age, expected) in [
        (0, Consenter::Representative),
        (11, Consenter::Representative),
        (12, Consenter::Either),
        (15, Consenter::Either),
        (16, Consenter::Person),
    ] {
        assert_eq!(consenter(age), expected, "{age}");
        let severity =
            minor_consent(age, false).map(|finding| (finding.severity(), finding.confidence()));
        let expected =
            (expected != Consenter::Person).then_some((Severity::Warn, Confidence::Unverified));
        assert_eq!(severity, expected, "{age}");
    }
}

#[test]
fn holds_processed_information_against_its_checklist() {
    assert_eq!(fields(&pseudonymized::check(&[], NOW)).len(), PseudonymizedMeasure::ALL.len());
    assert!(!is_blocked(&pseudonymized::check(PseudonymizedMeasure::ALL, NOW)));
    assert_eq!(
        fields(&anonymized::check(&[AnonymizedMeasure::RemoveCodes], NOW)).len(),
        AnonymizedMeasure::ALL.len() - 1
    );
    assert!(!is_blocked(&anonymized::check(AnonymizedMeasure::ALL, NOW)));
    assert_eq!(anonymized::check_provision(&[], NOW).len(), 2);
    assert_eq!(anonymized::check_receiver(&[], NOW).len(), 2);
    assert_eq!(pseudonymized::articles_off().len(), 10);
    assert_eq!(Method::ALL.len(), 9);
}

#[test]
fn measures_the_smallest_group_and_only_warns() {
    let rows = [("40代", "東京"), ("40代", "東京"), ("50代", "大阪")];
    assert_eq!(smallest_group(&rows), Some(1));
    assert_eq!(smallest_group::<u8>(&[]), None);
    assert_eq!(small_groups(&rows, 3).map(|finding| finding.severity()), Some(Severity::Warn));
}

#[test]
fn lightens_safety_measures_for_small_operators() {
    let small =
        Operator { employees: 100, persons: 5000, is_entrusted: false, handles_abroad: false };
    for (operator, is_small) in [
        (small, true),
        (Operator { employees: 101, ..small }, false),
        (Operator { persons: 5001, ..small }, false),
        (Operator { is_entrusted: true, ..small }, false),
    ] {
        assert_eq!(operator.is_small(NOW), is_small, "{operator:?}");
    }
    let open = |operator| check_safety(&[], operator, NOW);
    assert_eq!(open(small).len(), Measure::ALL.len() - 1);
    assert_eq!(open(Operator { handles_abroad: true, ..small }).len(), Measure::ALL.len());
    assert_eq!(
        open(small).iter().filter(|finding| finding.message.ja.contains("小規模")).count(),
        13
    );
}

#[test]
fn keeps_records_as_long_as_statutes_say() {
    for (kind, event, until) in [
        (RecordKind::ProvisionEachTime, NOW, date(2029, 4, 1)),
        (RecordKind::ProvisionBatch, NOW, date(2029, 4, 1)),
        (RecordKind::ProvisionDocument, NOW, date(2027, 4, 1)),
        (RecordKind::ReceiptEachTime, NOW, date(2029, 4, 1)),
        (RecordKind::ReferableDocument, NOW, date(2027, 4, 1)),
        (RecordKind::HealthCheck, NOW, date(2031, 4, 1)),
        (RecordKind::StressCheck, NOW, date(2031, 4, 1)),
        (RecordKind::WorkerRecord, NOW, date(2029, 4, 1)),
        (RecordKind::TaxDeclaration, NOW, date(2034, 1, 10)),
        (RecordKind::EmploymentInsurance, NOW, date(2030, 4, 1)),
        (RecordKind::JobSeekerRegister, NOW, date(2028, 4, 1)),
        (RecordKind::PrivacyMarkRecord, NOW, date(2028, 4, 1)),
    ] {
        assert_eq!(keep_until(kind, event).expect("countable").keep_until, until, "{kind:?}");
        assert_eq!(laxer_than_law(kind, kind.retained_years(NOW), NOW), None);
        let severity = laxer_than_law(kind, kind.retained_years(NOW) - 1, NOW)
            .map(|finding| finding.severity());
        let expected = if kind.confidence() == Confidence::Confirmed {
            Severity::Block
        } else {
            Severity::Warn
        };
        assert_eq!(severity, Some(expected), "{kind:?}");
    }
}

#[test]
fn erases_what_is_past_its_use() {
    let overdue = |day, is_my_number| {
        erase_when_unused(Some(day), NOW, is_my_number).map(|finding| finding.severity())
    };
    assert_eq!(overdue(date(2026, 3, 31), true), Some(Severity::Block));
    assert_eq!(overdue(date(2026, 3, 31), false), Some(Severity::Warn));
    assert_eq!(overdue(NOW, true), None);
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

    #[test]
    fn a_record_is_never_kept_shorter_than_the_statute(days in 0_i32..20_000) {
        let event = date(2022, 4, 1).checked_add(jiff::Span::new().days(days)).expect("in range");
        for kind in RecordKind::ALL {
            let kept = keep_until(*kind, event).expect("countable");
            prop_assert!(kept.keep_until >= kept.statutory_until);
            prop_assert!(kept.statutory_until > event);
        }
    }
}
