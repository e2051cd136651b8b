//! Requests of data subjects: dates, fee, grounds, papers, way.

use jiff::civil::date;
use law::Severity;
use law::reasoning::is_blocked;
use law::request::{
    Channel, DisclosureWay, Exclusion, Holding, Knowable, Refusal, RefusalGround, Request,
    RequestKind, Requester, StopGround, disclosure_way, handle_request, identity_papers,
    is_retained, unknowable,
};

use super::NOW;

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
