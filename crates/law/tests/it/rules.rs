//! Provision, requests, consent, processed information, safety and retention, as tables.

use jiff::civil::date;
use law::consent::{
    AcquisitionException, AcquisitionWay, Consenter, NoticeException, SpecialCare, UseException,
    acquire_special_care, consenter, minor_consent, notify_purpose, use_beyond_purpose,
};
use law::processed::{
    AnonymizedMeasure, Method, PseudonymizedMeasure, anonymized, pseudonymized, small_groups,
    smallest_group,
};
use law::provision::foreign::{ConsentInformation, RequestInformation, is_designated, next_check};
use law::provision::joint_use::{Agreement, JointUseItem};
use law::provision::opt_out::{ChangeTime, OptOutItem};
use law::provision::record::{ConfirmationItem, keep, record_duty, way_findings};
use law::provision::{
    Basis, BasisPlan, Content, ForeignPlan, JointUsePlan, OptOutPlan, Plan, Recipient, RecordItem,
    ReferablePlan, Side, Standing, Way, decide,
};
use law::reasoning::is_blocked;
use law::request::{
    Channel, DisclosureWay, Exclusion, Holding, Knowable, Refusal, RefusalGround, Request,
    RequestKind, Requester, disclosure_way, handle_request, identity_papers, is_retained,
    unknowable,
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
    Recipient::Foreign(ForeignPlan { standing })
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
    let ready = OptOutPlan { told: OptOutItem::ALL.to_vec(), is_filed: true, ..Default::default() };
    let decided = |plan: OptOutPlan, special_care| {
        let content = Content::PersonalData { basis: BasisPlan::OptOut(plan), special_care };
        fields(&decide(&Plan { content, recipient: Recipient::Domestic }, NOW).findings)
    };
    assert_eq!(decided(ready.clone(), false), [""; 0]);
    assert_eq!(decided(ready.clone(), true), ["special_care"]);
    assert_eq!(decided(OptOutPlan { is_filed: false, ..ready.clone() }, false), ["opt_out.filed"]);
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
    let ready = JointUsePlan { told: JointUseItem::ALL.to_vec(), agreed: Vec::new() };
    let decided = |plan| decide(&self::plan(BasisPlan::JointUse(plan), Recipient::Domestic), NOW);
    assert!(decided(ready.clone()).is_allowed());
    assert_eq!(decided(ready).findings.len(), Agreement::ALL.len());
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
        (Basis::Consent, Standing::EquivalentSystem { checked_on: Some(date(2025, 6, 1)) }, vec![]),
    ] {
        let decision = decide(&plan(BasisPlan::Plain(basis), abroad(standing.clone())), NOW);
        assert_eq!(fields(&decision.findings), blocked, "{basis:?} {standing:?}");
    }
    for checked_on in [None, Some(date(2025, 3, 31))] {
        let decision = decide(
            &plan(
                BasisPlan::Plain(Basis::Consent),
                abroad(Standing::EquivalentSystem { checked_on }),
            ),
            NOW,
        );
        assert_eq!(
            decision.findings.iter().map(Finding::severity).collect::<Vec<_>>(),
            [Severity::Warn]
        );
    }
    assert!(is_designated("IS") && !is_designated("CH"));
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
}

#[test]
fn exempts_provisions_from_recording() {
    let other = || abroad(Standing::Other { is_consented: true, told: vec![] });
    for (plan, is_required) in [
        (domestic(Basis::Consent), true),
        (domestic(Basis::OptOut), true),
        (domestic(Basis::Entrustment), false),
        (domestic(Basis::Succession), false),
        (domestic(Basis::JointUse), false),
        (domestic(Basis::Statute), false),
        (domestic(Basis::ResearchJoint), false),
        (plan(BasisPlan::Plain(Basis::Consent), Recipient::PublicBody), false),
        (plan(BasisPlan::Plain(Basis::Entrustment), other()), true),
        (plan(BasisPlan::Plain(Basis::Statute), other()), false),
        (plan(BasisPlan::Plain(Basis::Entrustment), abroad(Standing::DesignatedCountry)), false),
        (
            plan(
                BasisPlan::Plain(Basis::JointUse),
                abroad(Standing::EquivalentSystem { checked_on: None }),
            ),
            false,
        ),
        (plan(BasisPlan::Plain(Basis::Consent), abroad(Standing::DesignatedCountry)), true),
        (
            Plan {
                content: Content::Referable(ReferablePlan::default()),
                recipient: Recipient::Domestic,
            },
            false,
        ),
    ] {
        for side in [Side::Provider, Side::Receiver] {
            assert_eq!(record_duty(&plan, side).is_required(), is_required, "{plan:?}");
        }
    }
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
        let kept = keep(way, NOW).expect("countable");
        assert_eq!((kept.statutory_until, kept.keep_until), (statutory, safe), "{way:?}");
    }
    assert!(is_blocked(&way_findings(Way::Document, Basis::OptOut)));
    assert!(!is_blocked(&way_findings(Way::Document, Basis::Consent)));
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
                kind.refusal_grounds()
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
    foreign_information: not_retained hinders_business procedure
    ");
    let refusal = Refusal { ground: RefusalGround::HindersBusiness, is_explained: false };
    let request =
        Request { refusal: Some(refusal), ..Request::received_on(NOW, RequestKind::Correction) };
    let found: Vec<_> = handle_request(&request)
        .expect("countable")
        .findings
        .iter()
        .map(|finding| (finding.field, finding.severity()))
        .collect();
    assert_eq!(found, [("refusal", Severity::Block), ("is_explained", Severity::Warn)]);
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
    assert_eq!(unknowable(&[], false).len(), 5);
    assert_eq!(unknowable(Knowable::ALL, true).len(), 0);
}

#[test]
fn asks_for_consent_or_an_exception() {
    assert!(acquire_special_care(true, &[], NOW).is_empty());
    assert!(is_blocked(&acquire_special_care(false, &[], NOW)));
    for exception in AcquisitionException::ALL {
        assert!(acquire_special_care(false, &[*exception], NOW).is_empty(), "{exception:?}");
    }
    assert!(is_blocked(&use_beyond_purpose(false, &[], NOW)));
    for exception in UseException::ALL {
        assert!(use_beyond_purpose(false, &[*exception], NOW).is_empty(), "{exception:?}");
    }
    assert_eq!(
        (SpecialCare::ALL.len(), AcquisitionException::ALL.len(), UseException::ALL.len()),
        (11, 9, 6)
    );
    assert_eq!(acquire_special_care(true, &[], date(2020, 1, 1)).len(), 1);
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
    assert_eq!(fields(&pseudonymized::check(&[])).len(), PseudonymizedMeasure::ALL.len());
    assert!(!is_blocked(&pseudonymized::check(PseudonymizedMeasure::ALL)));
    assert_eq!(
        fields(&anonymized::check(&[AnonymizedMeasure::RemoveCodes])).len(),
        AnonymizedMeasure::ALL.len() - 1
    );
    assert!(!is_blocked(&anonymized::check(AnonymizedMeasure::ALL)));
    assert_eq!(anonymized::check_provision(&[]).len(), 2);
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
        (RecordKind::HealthCheck, NOW, date(2031, 4, 1)),
        (RecordKind::StressCheck, NOW, date(2031, 4, 1)),
        (RecordKind::WorkerRecord, NOW, date(2029, 4, 1)),
        (RecordKind::TaxDeclaration, NOW, date(2034, 1, 10)),
        (RecordKind::EmploymentInsurance, NOW, date(2030, 4, 1)),
        (RecordKind::JobSeekerRegister, NOW, date(2028, 4, 1)),
        (RecordKind::PrivacyMarkRecord, NOW, date(2028, 4, 1)),
    ] {
        assert_eq!(keep_until(kind, event).expect("countable").keep_until, until, "{kind:?}");
        assert_eq!(laxer_than_law(kind, kind.retained_years()), None);
        let severity =
            laxer_than_law(kind, kind.retained_years() - 1).map(|finding| finding.severity());
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
