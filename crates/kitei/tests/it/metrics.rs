//! `/metrics` has a listener of its own, counts what was asked, and holds nothing that a person sent.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Command, Stdio},
};

fn get(url: &str, path: &str) -> String {
    let host = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn figures_stand_at_an_address_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["serve", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    // The first start tells of the master key before.
    let figures = std::iter::repeat_with(&mut next).find(|line| line.contains("figures: "));
    let metrics = figures.unwrap().split("figures: ").nth(1).unwrap().to_owned();
    next();
    let pages = next().trim().to_owned();

    assert!(get(&pages, "/healthz").starts_with("HTTP/1.1 200"));
    assert!(get(&pages, "/registers/kept-secret-word?q=kept-secret-word").starts_with("HTTP/1.1 "));
    assert!(get(&pages, "/kept-secret-word").starts_with("HTTP/1.1 404"));
    assert!(get(&pages, "/metrics").starts_with("HTTP/1.1 404"), "not among the pages");
    let figures = get(&metrics, "/metrics");
    for line in [
        "kitei_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"} 1",
        "kitei_requests_total{route=\"other\",method=\"GET\",status=\"404\"} 2",
        "kitei_ready{part=\"database\"} 1",
        "kitei_log_leaves 0",
    ] {
        assert!(figures.contains(line), "{line} is not in {figures}");
    }
    assert!(
        figures.contains("kitei_request_seconds_bucket{route=\"/registers/{form}\""),
        "{figures}"
    );
    assert!(!figures.contains("kept-secret-word"), "{figures}");
    assert!(get(&metrics, "/").starts_with("HTTP/1.1 404"), "nothing else is there");
    child.kill().unwrap();
    child.wait().unwrap();
}
