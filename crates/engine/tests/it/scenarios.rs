//! The regulations' own tests pass in the engine.

use engine::scenario::run_all;

use crate::support::{ASSOCIATION, HOSPITALS, House};

fn failures(house: &House) -> String {
    let (passed, failures) = run_all(&house.regulation, &house.judge);
    assert_eq!(passed + failures.len(), house.regulation.scenarios.len());
    assert!(passed > 0);
    let told = failures.iter().map(|it| {
        let (title, message) = (&it.title.ja, &it.message.ja);
        format!("{title}: {}: {message}\n", it.place.file)
    });
    told.collect::<Vec<_>>().concat()
}

#[test]
fn every_scenario_of_the_association_passes() {
    assert_eq!(failures(&ASSOCIATION), "");
}

#[test]
fn every_scenario_of_the_hospitals_passes() {
    assert_eq!(failures(&HOSPITALS), "");
}
