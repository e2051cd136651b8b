//! Facts into classes, and what takes a case out of them.

use jiff::civil::date;
use law::breach::occurrence::{Circumstance, Occurrence};
use law::breach::{Facts, MyNumberClass, MyNumberFacts, Regime, Touched};
use proptest::prelude::*;

use super::{KNOWN, assessed, numbers};

#[test]
fn puts_facts_into_classes() {
    let base = Facts::known_on(KNOWN);
    let table: [(&str, Facts, &[u16]); 14] = [
        ("nothing", base.clone(), &[]),
        ("sensitive", Facts { special_care: true, ..base.clone() }, &[1]),
        ("property", Facts { property_damage: true, ..base.clone() }, &[2]),
        ("wrongful", Facts { wrongful_purpose: true, ..base.clone() }, &[3]),
        ("1000", Facts { persons: Some(1000), ..base.clone() }, &[]),
        ("1001", Facts { persons: Some(1001), ..base.clone() }, &[4]),
        ("unknown, at most 1001", Facts { persons_max: Some(1001), ..base.clone() }, &[4]),
        ("unknown, at most 1000", Facts { persons_max: Some(1000), ..base.clone() }, &[]),
        (
            "known 10, once at most 5000",
            Facts { persons: Some(10), persons_max: Some(5000), ..base.clone() },
            &[],
        ),
        (
            "public 100",
            Facts { regime: Regime::PublicBody, persons: Some(100), ..base.clone() },
            &[],
        ),
        (
            "public 101",
            Facts { regime: Regime::PublicBody, persons: Some(101), ..base.clone() },
            &[4],
        ),
        (
            "all",
            Facts {
                special_care: true,
                property_damage: true,
                wrongful_purpose: true,
                persons: Some(2000),
                ..base.clone()
            },
            &[1, 2, 3, 4],
        ),
        (
            "encrypted",
            Facts {
                special_care: true,
                wrongful_purpose: true,
                strongly_encrypted: true,
                persons: Some(2000),
                ..base.clone()
            },
            &[],
        ),
        (
            "pseudonymized",
            Facts { special_care: true, touched: Touched::Pseudonymized, ..base },
            &[],
        ),
    ];
    for (name, facts, expected) in table {
        let assessment = assessed(&facts);
        assert_eq!(numbers(&assessment), expected, "{name}");
        assert_eq!(assessment.is_reportable(), !expected.is_empty(), "{name}");
        assert_eq!(assessment.has_to_notify_persons(), !expected.is_empty(), "{name}");
    }
}

#[test]
fn covers_data_about_to_be_acquired_in_class_3_since_2024() {
    let skimmed = |known| Facts {
        special_care: true,
        wrongful_purpose: true,
        persons: Some(5000),
        touched: Touched::AboutToBeAcquired,
        ..Facts::known_on(known)
    };
    assert_eq!(numbers(&assessed(&skimmed(date(2024, 4, 1)))), [3]);
    assert_eq!(numbers(&assessed(&skimmed(date(2024, 3, 31)))), [0_u16; 0]);
}

#[test]
fn knows_no_duty_before_it_was_in_force() {
    let facts = Facts {
        special_care: true,
        my_number: Some(MyNumberFacts { open_to_many: true, ..Default::default() }),
        ..Facts::known_on(date(2022, 3, 31))
    };
    let assessment = assessed(&facts);
    assert!(!assessment.is_reportable());
    assert!(assessment.steps.iter().any(|step| step.text.ja.contains("収録していない")));
    assert!(!assessment.steps.iter().any(|step| step.text.ja.contains("報告の対象ではない")));
}

#[test]
fn puts_my_numbers_into_classes() {
    let none = MyNumberFacts::default();
    for (numbers, expected) in [
        (none, vec![]),
        (MyNumberFacts { network_system: true, ..none }, vec![MyNumberClass::NetworkSystem]),
        (MyNumberFacts { wrongful_purpose: true, ..none }, vec![MyNumberClass::WrongfulPurpose]),
        (MyNumberFacts { open_to_many: true, ..none }, vec![MyNumberClass::OpenToMany]),
        (MyNumberFacts { persons: Some(100), ..none }, vec![]),
        (MyNumberFacts { persons: Some(101), ..none }, vec![MyNumberClass::ManyPersons]),
        (MyNumberFacts { persons_max: Some(101), ..none }, vec![MyNumberClass::ManyPersons]),
    ] {
        let assessment = assessed(&Facts { my_number: Some(numbers), ..Facts::known_on(KNOWN) });
        assert_eq!(assessment.my_number_classes, expected, "{numbers:?}");
        assert_eq!(assessment.my_number.is_some(), !expected.is_empty());
        let says_effort = assessment.steps.iter().any(|step| step.text.ja.contains("努める"));
        assert_eq!(says_effort, expected.is_empty(), "{numbers:?}");
    }
}

#[test]
fn knows_what_takes_a_case_out_of_the_words() {
    use Circumstance::{ContentElsewhere, IntendedProvision, ProperDeletion, RecoveredUnseen};
    for (occurrence, excused) in [
        (Occurrence::Leak, vec![RecoveredUnseen, IntendedProvision]),
        (Occurrence::Loss, vec![ContentElsewhere, ProperDeletion]),
        (Occurrence::Damage, vec![ContentElsewhere]),
    ] {
        for circumstance in [RecoveredUnseen, IntendedProvision, ContentElsewhere, ProperDeletion] {
            assert_eq!(
                occurrence.counts_despite(circumstance),
                !excused.contains(&circumstance),
                "{occurrence:?} {circumstance:?}"
            );
        }
    }
}

#[test]
fn says_when_the_count_leaves_class_4_open() {
    let warned =
        |facts: &Facts| assessed(facts).findings.iter().any(|finding| finding.field == "persons");
    let base = Facts::known_on(KNOWN);
    assert!(warned(&base));
    assert!(warned(&Facts { persons: Some(10), persons_max: Some(5000), ..base.clone() }));
    assert!(!warned(&Facts { persons: Some(10), ..base.clone() }));
    assert!(!warned(&Facts { strongly_encrypted: true, ..base }));
}

proptest! {
    #[test]
    fn encryption_takes_a_case_out_whatever_else(special_care: bool, wrongful_purpose: bool, persons in 0_u64..10_000) {
        let facts = Facts { special_care, wrongful_purpose, strongly_encrypted: true, persons: Some(persons), ..Facts::known_on(KNOWN) };
        prop_assert!(!assessed(&facts).is_reportable());
    }

    #[test]
    fn more_persons_never_mean_fewer_classes(special_care: bool, persons in 0_u64..3000, more in 0_u64..3000) {
        let with = |persons| numbers(&assessed(&Facts { special_care, persons: Some(persons), ..Facts::known_on(KNOWN) }));
        let (few, many) = (with(persons), with(persons + more));
        prop_assert!(few.iter().all(|class| many.contains(class)));
    }
}
