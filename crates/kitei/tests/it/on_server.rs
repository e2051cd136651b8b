//! The program on PostgreSQL: two servers on one database, what looks at it from outside, and moving there and back. These stories
//! run where `KITEI_TEST_DATABASE` names a server (profile `postgres`).

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::{
    demo::{Demo, get, run_once},
    server::Database,
};

/// None where `KITEI_TEST_DATABASE` names no server.
fn database() -> Database {
    Database::of_test().unwrap()
}

/// What the program says in JSON, and how it ends.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(arguments)
        .arg("--json")
        .env("KITEI_DATA", folder)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let said = serde_json::from_slice(&output.stdout).unwrap_or(Value::String(text));
    (output.status.code(), said)
}

/// A server beside the first.
struct Second(Child, String);

impl Second {
    fn start(folder: &Path, database: Option<&Database>) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kitei"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("KITEI_DATA", folder)
            .envs(database.map(|database| ("KITEI_DATABASE", database.url())))
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Kitei: ").unwrap().to_owned();
        Self(child, url)
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn two_servers_serve_one_database_and_tools_look_at_it() {
    let (database, folder) = (database(), tempfile::tempdir().unwrap());
    let url = database.url();
    let mut demo = Demo::start_with(Some(folder.path()), &["--database", &url]);
    let token = demo.line["members"][0]["token"].as_str().unwrap().to_owned();
    let second = Second::start(folder.path(), Some(&database));
    let (one, other) = (demo.get("/api/v1/me", &token), get(&second.1, "/api/v1/me", &token));
    assert_eq!((one.0.as_str(), &one.1), ("HTTP/1.1 200 OK", &other.1));
    assert!(!folder.path().join("kitei.db").exists());

    let (code, doctor) =
        said(folder.path(), &["doctor", "--database", &url, "--listen", "127.0.0.1:0"]);
    assert_eq!((code, &doctor["ok"]), (Some(0), &Value::Bool(true)), "{doctor}");
    let (code, report) = said(folder.path(), &["verify", "--database", &url]);
    assert_eq!((code, &report["ok"]), (Some(0), &Value::Bool(true)), "{report}");
    assert!(report["records"].as_u64().unwrap() > 0);

    // The database goes away for a while: both say so, and both are well again by themselves.
    database.allow_connections(false);
    for server in [demo.line["url"].as_str().unwrap(), &second.1] {
        let (status, body) = get(server, "/readyz", "");
        assert!(status.contains("503") && body.contains("database"), "{status} {body}");
        assert!(get(server, "/api/v1/me", &token).0.contains("503"));
    }
    database.allow_connections(true);
    for server in [demo.line["url"].as_str().unwrap(), &second.1] {
        let (status, body) = get(server, "/readyz", "");
        assert_eq!(status, "HTTP/1.1 200 OK", "{body}");
    }
    assert_eq!(demo.terminate(), Some(0));
}

#[test]
fn an_operator_moves_to_a_server_and_back() {
    let (database, folder) = (database(), tempfile::tempdir().unwrap());
    run_once(folder.path());
    let url = database.url();
    let (code, report) = said(folder.path(), &["move", "--from", "sqlite:", "--to", &url]);
    assert_eq!((code, &report["ok"]), (Some(0), &Value::Bool(true)), "{report}");
    let (code, twice) = said(folder.path(), &["move", "--from", "sqlite:", "--to", &url]);
    assert_eq!(code, Some(3), "{twice}");
    let (_, there) = said(folder.path(), &["verify", "--database", &url]);
    assert_eq!(there["root"], report["root"]);

    std::fs::rename(folder.path().join("kitei.db"), folder.path().join("old.db")).unwrap();
    let (code, back) = said(folder.path(), &["move", "--from", &url, "--to", "sqlite:"]);
    assert_eq!((code, &back["ok"]), (Some(0), &Value::Bool(true)), "{back}");
    let (code, here) = said(folder.path(), &["verify"]);
    assert_eq!((code, &here["root"]), (Some(0), &report["root"]), "{here}");
    let server = Second::start(folder.path(), None);
    assert_eq!(get(&server.1, "/readyz", "").0, "HTTP/1.1 200 OK");
}

#[test]
fn a_password_comes_from_a_file_and_is_shown_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "himitsu\n").unwrap();
    let url = "postgres://kitei:himitsu@127.0.0.1:1/kitei";
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["config", "show", "--database", url, "--database-password-file"])
        .arg(&file)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("postgres://kitei@127.0.0.1:1/kitei"), "{shown}");
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["serve", "--database", url])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let refused = String::from_utf8(output.stderr).unwrap();
    assert!(refused.contains("postgres://kitei@127.0.0.1:1/kitei"), "{refused}");
    assert!(!shown.contains("himitsu") && !refused.contains("himitsu"), "{shown} {refused}");
    let (_, doctor) =
        said(folder.path(), &["doctor", "--database", url, "--listen", "127.0.0.1:0"]);
    let database = doctor["checks"].as_array().unwrap().iter().find(|it| it["name"] == "database");
    assert_eq!(database.unwrap()["outcome"], "broken", "{doctor}");
    assert!(!doctor.to_string().contains("himitsu"), "{doctor}");
}
