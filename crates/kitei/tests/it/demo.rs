//! `kitei demo --json`: the contract that others test against.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

/// A demo that runs; it is ended with the test.
pub(crate) struct Demo {
    child: Child,
    pub(crate) line: Value,
}

impl Demo {
    fn start() -> Self {
        Self::start_in(None)
    }

    fn start_in(folder: Option<&std::path::Path>) -> Self {
        Self::start_with(folder, &[])
    }

    pub(crate) fn start_with(folder: Option<&std::path::Path>, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kitei"))
            .args(["demo", "--json", "--listen", "127.0.0.1:0"])
            .args(folder.map(|_| "--data"))
            .args(folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, line: serde_json::from_str(&line).unwrap() }
    }

    /// Asks and returns the status line and the body.
    pub(crate) fn get(&self, path: &str, token: &str) -> (String, String) {
        get(self.line["url"].as_str().unwrap(), path, token)
    }

    /// Tells the server to stop, as a service manager does.
    pub(crate) fn terminate(&mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

/// Asks a server and returns the status line and the body.
pub(crate) fn get(url: &str, path: &str, token: &str) -> (String, String) {
    let host = url.strip_prefix("http://").unwrap().trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

/// Lets a demo run in a folder until it is ready, and ends it as a service manager does.
pub(crate) fn run_once(folder: &std::path::Path) {
    let mut demo = Demo::start_in(Some(folder));
    assert_eq!(demo.terminate(), Some(0));
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn one_line_says_all_that_a_program_needs() {
    let mut demo = Demo::start();
    let keys: Vec<_> = demo.line.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["url", "portal_url", "data", "members"]);
    let data = std::path::PathBuf::from(demo.line["data"].as_str().unwrap());
    assert!(data.join("kitei.db").exists());
    let members = demo.line["members"].as_array().unwrap().clone();
    assert!(members.len() > 3);
    for member in &members {
        let keys: Vec<_> = member.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["name", "login", "password", "token", "offices"]);
        let (status, body) = demo.get("/api/v1/me", member["token"].as_str().unwrap());
        assert_eq!(status, "HTTP/1.1 200 OK");
        assert!(body.contains(member["name"].as_str().unwrap()));
    }
    assert_eq!(demo.get("/healthz", "").0, "HTTP/1.1 200 OK");
    let (status, body) = demo.get("/readyz", "");
    assert_eq!(status, "HTTP/1.1 200 OK", "{body}");
    let ready: Value = serde_json::from_str(&body).unwrap();
    let checks: Vec<_> = ready["checks"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(checks, ["database", "writer", "disk", "evidence_key", "clock"]);
    assert_eq!(demo.terminate(), Some(0));
    assert!(!data.exists(), "the temporary folder is gone");
}
