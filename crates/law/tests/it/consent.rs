//! Acquisition and use: consent, its exceptions, the notice of purpose, minors.

use jiff::civil::date;
use law::consent::{
    AcquisitionException, AcquisitionWay, Conduct, Consenter, NoticeException, Publisher, Reliance,
    SpecialCare, UseException, acquire_special_care, consenter, improper_conduct, minor_consent,
    notify_changed_purpose, notify_purpose, use_after_succession, use_beyond_purpose,
};
use law::reasoning::is_blocked;
use law::{Confidence, Severity};

use super::{NOW, blocked_fields as fields};

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
