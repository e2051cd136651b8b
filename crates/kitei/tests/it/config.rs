//! `kitei config show`: flags win over the environment, the environment over the file, the file over what is built in.

use std::{collections::HashMap, path::Path, process::Command};

use serde_json::Value;

fn shown(
    folder: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> HashMap<String, Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["config", "show", "--json"])
        .args(arguments)
        .current_dir(folder)
        .env_remove("KITEI_DATA")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    rows.into_iter().map(|row| (row["key"].as_str().unwrap().to_owned(), row)).collect()
}

fn value_and_origin(row: &Value) -> (&str, &str) {
    (row["value"].as_str().unwrap_or("-"), row["origin"].as_str().unwrap())
}

#[test]
fn each_source_wins_over_those_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let none = shown(folder.path(), &[], &[]);
    assert_eq!(value_and_origin(&none["listen"]), ("127.0.0.1:8350", "default"));
    assert_eq!(value_and_origin(&none["metrics"]), ("-", "default"));

    let text = "listen = \"127.0.0.1:1\"\ndata = \"of-file\"\nbehind_tls = true\n";
    std::fs::write(folder.path().join("kitei.toml"), text).unwrap();
    let file = shown(folder.path(), &[], &[]);
    assert_eq!(value_and_origin(&file["listen"]), ("127.0.0.1:1", "file"));
    assert_eq!(value_and_origin(&file["behind_tls"]), ("true", "file"));

    let environment = [("KITEI_LISTEN", "127.0.0.1:2"), ("KITEI_DATA", "of-environment")];
    let set = shown(folder.path(), &[], &environment);
    assert_eq!(value_and_origin(&set["listen"]), ("127.0.0.1:2", "environment"));
    assert_eq!(value_and_origin(&set["data"]), ("of-environment", "environment"));

    let typed = shown(folder.path(), &["--listen", "127.0.0.1:3"], &environment);
    assert_eq!(value_and_origin(&typed["listen"]), ("127.0.0.1:3", "flag"));
    assert_eq!(value_and_origin(&typed["data"]), ("of-environment", "environment"));
    assert_eq!(typed["listen"]["variable"], "KITEI_LISTEN");
}

#[test]
fn what_is_shown_can_stand_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let show = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
            .args(["config", "show"])
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("KITEI_DATA")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let first = show(&["--listen", "127.0.0.1:4", "--metrics", "127.0.0.1:5", "--origin"]);
    assert!(first.contains("# --listen") && first.contains("# 既定値 / built in"), "{first}");
    std::fs::write(folder.path().join("kitei.toml"), &first).unwrap();
    assert_eq!(show(&[]), show(&["--listen", "127.0.0.1:4", "--metrics", "127.0.0.1:5"]));
}
