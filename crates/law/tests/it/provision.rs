//! Provision to third parties: whether it may be done, basis by basis, side by side.

use jiff::civil::date;
use law::Finding;
use law::Severity;
use law::provision::foreign::{
    ConsentInformation, EquivalentSystem, NotForeign, RequestInformation, is_designated, next_check,
};
use law::provision::joint_use::{Agreement, JointUseChange, JointUseItem};
use law::provision::opt_out::{ChangeTime, OptOutItem};
use law::provision::{
    Basis, BasisPlan, Content, ForeignPlan, JointUsePlan, OptOutPlan, Plan, Recipient,
    ReferablePlan, Standing, decide,
};

use super::{NOW, blocked_fields as fields};

pub(super) fn plan(basis: BasisPlan, recipient: Recipient) -> Plan {
    Plan { content: Content::PersonalData { basis, special_care: false }, recipient }
}

pub(super) fn domestic(basis: Basis) -> Plan {
    plan(BasisPlan::Plain(basis), Recipient::Domestic)
}

pub(super) fn abroad(standing: Standing) -> Recipient {
    Recipient::Foreign(ForeignPlan { country: None, standing })
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
