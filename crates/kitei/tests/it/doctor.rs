//! `kitei doctor`: each fault is found, and told with what mends it.

use std::{net::TcpListener, path::Path, process::Command};

use serde_json::Value;

fn examined(folder: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["doctor", "--json", "--data"])
        .arg(folder)
        .args(arguments)
        .output()
        .unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

fn outcome<'a>(report: &'a Value, name: &str) -> (&'a str, &'a str) {
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["name"] == name).unwrap();
    (check["outcome"].as_str().unwrap(), check["message"]["ja"].as_str().unwrap())
}

/// A data folder in which a server has run once.
fn used() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    super::demo::run_once(folder.path());
    folder
}

#[test]
fn a_folder_in_use_and_in_order_is_fine() {
    let folder = used();
    let (code, report) = examined(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!((code, &report["ok"]), (Some(0), &Value::Bool(true)), "{report}");
    assert_eq!(outcome(&report, "database"), ("fine", "この版の形です"));
    assert_eq!(outcome(&report, "regulations"), ("fine", "association-pms"));
    assert_eq!(outcome(&report, "backup").0, "doubtful", "nobody has planned any: {report}");
    assert!(outcome(&report, "evidence_key").1.starts_with("kitei-log/"), "{report}");
}

#[test]
fn a_folder_that_is_not_there_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let (code, report) = examined(&folder.path().join("new"), &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(0), "{report}");
    assert!(outcome(&report, "folder").1.contains("最初の起動で作ります"), "{report}");
    assert!(!folder.path().join("new").exists(), "looking makes nothing");
}

#[test]
fn a_lost_key_and_a_broken_database_are_found() {
    let folder = used();
    std::fs::remove_file(folder.path().join("keys/log.key")).unwrap();
    let (code, report) = examined(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(1));
    let (outcome_of_key, message) = outcome(&report, "evidence_key");
    assert!(outcome_of_key == "broken" && message.contains("鍵の控え"), "{report}");

    std::fs::write(folder.path().join("kitei.db"), "no database at all, only some words").unwrap();
    let (code, report) = examined(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(1));
    assert!(outcome(&report, "database").1.contains("`kitei verify`"), "{report}");
}

#[test]
fn a_form_of_database_that_is_not_ours_is_found() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kitei.db"), "").unwrap();
    let (code, report) = examined(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(code, Some(1));
    assert_eq!(outcome(&report, "database").0, "broken", "{report}");
}

#[test]
fn an_address_that_somebody_else_has_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    // Closes what it is asked at once, as no Kitei does.
    let address = taken.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        while let Ok((stream, _)) = taken.accept() {
            drop(stream);
        }
    });
    let (code, report) = examined(folder.path(), &["--listen", &address]);
    assert_eq!(code, Some(1));
    let (seen, message) = outcome(&report, "listen");
    assert!(seen == "broken" && message.contains(&format!("`--listen {address}`")), "{report}");
}
