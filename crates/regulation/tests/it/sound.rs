//! A sound regulation is read whole, and nothing is found.

use regulation::{
    Derivation, Expectation, FieldKind, Scope, StepKind,
    check::{ClauseCount, check_folder},
    diagnostic::{ScenarioCount, to_json},
};

use crate::fixture::{findings, sound};

#[test]
fn nothing_is_found_in_a_sound_regulation() {
    assert_eq!(findings(&sound()), "");
}

#[test]
fn clauses_are_counted_once() {
    let (_, report) = check_folder(&sound());
    assert!(report.is_sound());
    assert_eq!(
        report.clauses,
        ClauseCount { total: 4, realized: 3, organizational: 1, missing: 0 }
    );
}

#[test]
fn everything_that_is_written_is_read() {
    let (regulation, _) = check_folder(&sound());
    let ids: Vec<&str> = regulation.forms.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(ids, ["holdings", "flow"]);
    let flow = regulation.form("flow").unwrap();
    let largest = Derivation::Largest { table: "rows".into(), column: "risk".into() };
    assert_eq!(flow.field("largest").unwrap().kind, FieldKind::Derived(largest));
    let route = regulation.route_of(regulation.form("holdings").unwrap()).unwrap();
    let StepKind::Parallel { steps } = &route.steps[2].kind else { panic!("not parallel") };
    assert_eq!(
        steps[0].kind,
        StepKind::Acknowledge { office: "chief".into(), scope: Scope::Facility }
    );
    let scenario = &regulation.scenarios[0];
    assert_eq!(scenario.given.members[0].offices[0].unit, "sales");
    assert_eq!(scenario.steps[1].expect, Expectation::Refused(vec!["3".into()]));
    assert!(regulation.rules.by_id["no_self_approval"].is_forbid);
}

#[test]
fn the_json_report_keeps_its_contract() {
    let (regulation, report) = check_folder(&sound());
    let json = to_json(
        &regulation.id,
        &report,
        ScenarioCount { passed: 1, failed: 0, skipped: 0 },
        regulation::Language::Ja,
    );
    insta::assert_snapshot!(json, @r#"{"regulation":"sample","clauses":{"total":4,"realised":3,"organisational":1,"missing":0},"scenarios":{"passed":1,"failed":0,"skipped":0},"findings":[]}"#);
}
