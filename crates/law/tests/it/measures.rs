//! Checklists: processed information and safety measures.

use law::Severity;
use law::processed::{
    AnonymizedMeasure, Method, PseudonymizedMeasure, anonymized, pseudonymized, small_groups,
    smallest_group,
};
use law::reasoning::is_blocked;
use law::safety::{Measure, Operator, check as check_safety};

use super::{NOW, blocked_fields as fields};

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
