//! Demands left out in turn: those that a scenario proves are missed, the others are named.

use engine::mutation::{Dropped, mutations};

use crate::support::{SAMPLE, sample_with};

const PROOF: &str = r#"
[[scenarios]]
title = { ja = "管理者は監査責任者になれない", en = "A manager is not made auditor" }
clauses = ["5"]

[scenarios.given]
units = [{ id = "root", kind = "operator" }, { id = "sales", kind = "department", parent = "root" }]
members = [
  { id = "head", unit = "root", offices = [{ office = "chief" }] },
  { id = "lead", unit = "sales", offices = [{ office = "manager" }] },
]

[[scenarios.steps]]
by = "head"
act = "appoint"
appoint = { member = "lead", office = "auditor", unit = "root" }
expect = { refused = ["5"] }
"#;

fn rules(house: &crate::support::House) -> Vec<String> {
    let found = mutations(&house.regulation, &house.judge);
    let survivors = found.survivors.into_iter().filter_map(|mutant| match mutant.dropped {
        Dropped::Rule(id) => Some(id),
        _ => None,
    });
    survivors.collect()
}

#[test]
fn without_scenarios_nothing_is_missed() {
    let found = mutations(&SAMPLE.regulation, &SAMPLE.judge);
    assert!(found.tried > 10);
    assert_eq!(found.survivors.len(), found.tried);
    let paths: Vec<_> = found.survivors.iter().map(|it| it.dropped.path()).collect();
    assert!(paths.contains(&"approval.board".to_owned()), "a step in a parallel one: {paths:?}");
    assert!(!paths.contains(&"approval.submit".to_owned()), "handing in is no demand");
}

#[test]
fn a_rule_that_a_scenario_proves_is_missed() {
    assert!(rules(&SAMPLE).contains(&"auditor_is_no_manager".to_owned()));
    let house = sample_with(&[("scenarios/offices.toml", PROOF)]);
    let survivors = rules(house);
    assert!(!survivors.contains(&"auditor_is_no_manager".to_owned()), "{survivors:?}");
    assert!(survivors.contains(&"manager_is_no_auditor".to_owned()), "{survivors:?}");
}
