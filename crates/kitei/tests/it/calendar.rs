//! `kitei calendar` and `kitei simulate`, as somebody at a terminal meets them.

use std::process::Command;

use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regulations/association-pms");

/// A small one: a play of it is quick.
const SMALL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regulations/hospital-federation");

fn run(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kitei")).args(arguments).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

/// The year that a privacy manager checks by eye: `tests/it/snapshots/`.
#[test]
fn the_fiscal_year_2026_of_the_association() {
    let (code, text) = run(&["calendar", FOLDER, "--year", "2026"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("association_pms_2026", text);
}

#[test]
fn the_year_in_json_is_the_year_in_text() {
    let (_, text) = run(&["calendar", FOLDER, "--year", "2026", "--language", "en"]);
    let (code, json) = run(&["calendar", FOLDER, "--year", "2026", "--json"]);
    assert_eq!(code, 0);
    let json: Value = serde_json::from_str(&json).unwrap();
    let due = json["due"].as_array().unwrap();
    // A dated line begins with month and day: `  04-05`.
    let is_dated = |line: &&str| {
        line.strip_prefix("  ")
            .is_some_and(|line| line.starts_with(['0', '1']) && line.get(2..3) == Some("-"))
    };
    let lines = text.lines().filter(is_dated);
    assert_eq!(due.len(), lines.count());
    for line in due {
        let day = line["due"].as_str().unwrap();
        assert!(("2026-04-01"..="2027-03-31").contains(&day), "{line}");
        assert!(!line["clause"].as_str().unwrap().is_empty());
    }
}

#[test]
fn a_year_can_be_played_and_two_of_one_seed_are_the_same() {
    let small = ["--units", "3", "--members", "6"];
    let arguments = [&["simulate", SMALL, "--seed", "7", "--json"][..], &small].concat();
    let (code, first) = run(&arguments);
    assert_eq!(code, 0, "{first}");
    assert_eq!(run(&arguments), (code, first.clone()));
    let report: Value = serde_json::from_str(&first).unwrap();
    assert_eq!((&report["days"], &report["broken"]), (&365.into(), &Value::Array(Vec::new())));
}

#[test]
fn a_folder_that_is_none_is_told() {
    assert_eq!(run(&["calendar", "/nowhere", "--year", "2026"]).0, 3);
    assert_eq!(run(&["simulate", "/nowhere"]).0, 3);
    assert_eq!(run(&["calendar", FOLDER]).0, 2, "a year is asked for");
}
