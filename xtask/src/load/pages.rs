//! Latency of pages: a list of fifty, searches, a record.

use std::time::{Duration, Instant};

use anyhow::bail;

use super::{client::Client, print_row, server::Server};

/// Requests of each kind.
const REQUESTS: usize = 1_000;

/// What is asked, and how it is called in the table.
const API: [(&str, &str); 5] = [
    ("API list of 50", "/api/v1/records?form=holdings_register&limit=50"),
    ("API list of 50, sorted", "/api/v1/records?form=holdings_register&limit=50&sort=class"),
    (
        "API search, rare",
        "/api/v1/records?form=holdings_register&limit=50&q=%E8%A6%8B%E6%9C%AC0000042",
    ),
    ("API search, common", "/api/v1/records?form=holdings_register&limit=50&q=%E4%BC%9A%E5%93%A1"),
    ("API forms", "/api/v1/forms"),
];

/// Pages of the staff screens.
const PAGES: [(&str, &str); 3] = [
    ("page, register of 50", "/registers/holdings_register"),
    ("page, home", "/"),
    ("page, start a form", "/forms"),
];

/// Measures each.
pub(super) fn measure(server: &Server, lines: u32) -> anyhow::Result<()> {
    let (login, password, token) = &server.member;
    let mut client =
        Client::connect(server.address, &format!("Authorization: Bearer {token}\r\n"))?;
    for (what, path) in API {
        one(server, &mut client, lines, what, path)?;
    }
    let cookie = sign_in(server, login, password)?;
    let mut client = Client::connect(server.address, &format!("Cookie: {cookie}\r\n"))?;
    for (what, path) in PAGES {
        one(server, &mut client, lines, what, path)?;
    }
    Ok(())
}

fn one(
    server: &Server,
    client: &mut Client,
    lines: u32,
    what: &str,
    path: &str,
) -> anyhow::Result<()> {
    // A slow page is asked less often, so that the whole stays bearable.
    let first = Instant::now();
    let answer = client.request("GET", path, "", b"")?;
    if answer.status != 200 {
        bail!("{path} answers {}", answer.status);
    }
    let requests =
        if first.elapsed() > Duration::from_millis(100) { REQUESTS / 50 } else { REQUESTS };
    for _ in 0..requests / 10 {
        client.request("GET", path, "", b"")?;
    }
    let cpu = server.cpu_seconds()?;
    let mut times: Vec<Duration> = Vec::with_capacity(requests);
    for _ in 0..requests {
        let started = Instant::now();
        client.request("GET", path, "", b"")?;
        times.push(started.elapsed());
    }
    let cpu = (server.cpu_seconds()? - cpu) * 1e6 / f64::from(u32::try_from(requests)?);
    times.sort_unstable();
    let at = |share: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of a small number"
        )]
        let index = ((requests as f64 * share) as usize).min(requests - 1);
        times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let (p50, p99) = (at(0.5), at(0.99));
    print_row(
        lines,
        what,
        &format!(
            "p50 {p50:.2} ms, p99 {p99:.2} ms, {cpu:.0} µs server CPU, {} KB",
            answer.body.len() >> 10
        ),
    );
    Ok(())
}

/// The cookie of a new session.
pub(super) fn sign_in(server: &Server, login: &str, password: &str) -> anyhow::Result<String> {
    let mut client = Client::connect(server.address, "")?;
    let body = format!("login={login}&password={password}");
    let answer =
        client.request("POST", "/sign-in", "application/x-www-form-urlencoded", body.as_bytes())?;
    let cookie = answer.head.lines().find_map(|line| {
        let line = line.strip_prefix("set-cookie: ")?;
        line.starts_with("kitei_session=")
            .then(|| line.split(';').next().unwrap_or_default().to_owned())
    });
    match cookie {
        Some(cookie) => Ok(cookie),
        None => bail!("signing in answers {}", answer.status),
    }
}
