//! `cargo xtask load`: measures the whole program from outside, as a user meets it, and prints a table for `docs/performance.md`.
//!
//! It starts the release binary with a sample of so many register lines, and asks it over HTTP on loopback. Load generator and
//! server share the machine; what the server alone used is read from `/proc`.

pub mod client;
mod commands;
mod import;
mod pages;
mod server;

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Context as _, bail};

use crate::shell;
use server::Server;

/// Measures with each number of lines in the register.
pub fn run(lines: &[u32], seconds: u64) -> anyhow::Result<()> {
    shell::run("cargo build --locked --release --package kitei")?;
    let kitei = shell::release("kitei")?;
    println!("| lines | what | figure |\n|---|---|---|");
    for count in lines {
        let server = Server::start(&kitei, *count)?;
        print_row(*count, "start to first answer", &format!("{:.0} ms", server.start_millis()));
        pages::measure(&server, *count)?;
        commands::measure(&server, *count, seconds)?;
        let folder = server.stop()?;
        restart(&kitei, folder.path(), *count)?;
        import::measure(&kitei, folder.path(), *count)?;
        verify(&kitei, folder.path(), *count)?;
    }
    Ok(())
}

/// One row of the table.
fn print_row(lines: u32, what: &str, figure: &str) {
    println!("| {lines} | {what} | {figure} |");
}

/// Cold start on a folder that is there already: process start to ready.
fn restart(kitei: &Path, folder: &Path, lines: u32) -> anyhow::Result<()> {
    let started = Instant::now();
    let mut child = Command::new(kitei)
        .args(["serve", "--listen", "127.0.0.1:18351", "--data"])
        .arg(folder)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .context("cannot start the server")?;
    let address = "127.0.0.1:18351".parse()?;
    let ready = client::wait_until_ready(address);
    print_row(
        lines,
        "cold start to ready",
        &format!("{:.0} ms", started.elapsed().as_secs_f64() * 1e3),
    );
    let _ = child.kill();
    let _ = child.wait();
    ready
}

/// The whole database, and the evidence log alone.
fn verify(kitei: &Path, folder: &Path, lines: u32) -> anyhow::Result<()> {
    for (what, flag) in [("verify, whole", None), ("verify, log only", Some("--log-only"))] {
        let output = Command::new(kitei)
            .args(["verify", "--json"])
            .args(flag)
            .arg(folder)
            .output()
            .context("cannot verify")?;
        let report: serde_json::Value =
            serde_json::from_slice(&output.stdout).context("`kitei verify` printed no JSON")?;
        if report.get("ok").and_then(serde_json::Value::as_bool) != Some(true) {
            bail!("the database does not verify: {report}");
        }
        let number =
            |name: &str| report.get(name).and_then(serde_json::Value::as_f64).unwrap_or_default();
        let (leaves, seconds) = (number("leaves"), number("seconds"));
        print_row(
            lines,
            what,
            &format!("{leaves} leaves in {seconds:.2} s, {:.0} leaves/s", leaves / seconds),
        );
    }
    Ok(())
}
