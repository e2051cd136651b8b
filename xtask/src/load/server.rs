//! The server that is measured: a sample operator in a temporary folder.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use serde_json::Value;
use tempfile::TempDir;

/// Clock ticks of `/proc/PID/stat` in a second, on Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// A running server with its sample.
pub(super) struct Server {
    child: Child,
    folder: TempDir,
    started: Duration,
    pub(super) address: SocketAddr,
    /// Login, password and API token of a member who drafts.
    pub(super) member: (String, String, String),
}

impl Server {
    /// Starts it and waits until it is ready.
    pub(super) fn start(kitei: &Path, lines: u32) -> anyhow::Result<Self> {
        let folder = TempDir::new()?;
        let begun = Instant::now();
        let mut child = Command::new(kitei)
            .args([
                "demo",
                "--json",
                "--listen",
                "127.0.0.1:0",
                "--lines",
                &lines.to_string(),
                "--data",
            ])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the server")?;
        let mut line = String::new();
        let stdout = child.stdout.take().context("the server has no output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let ready: Value =
            serde_json::from_str(&line).context("the server did not say that it is ready")?;
        let url = ready.get("url").and_then(Value::as_str).context("no address")?;
        let address = url.trim_start_matches("http://").trim_end_matches('/').parse()?;
        let member = ready
            .get("members")
            .and_then(Value::as_array)
            .and_then(|members| members.iter().find(|member| text(member, "login") == "hanako"))
            .context("the sample has no member `hanako`")?;
        let member = (text(member, "login"), text(member, "password"), text(member, "token"));
        Ok(Self { child, folder, started: begun.elapsed(), address, member })
    }

    /// Milliseconds from starting it until it was ready, making the sample included.
    pub(super) fn start_millis(&self) -> f64 {
        self.started.as_secs_f64() * 1e3
    }

    /// Processor seconds that the server has used so far.
    pub(super) fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name of the process may hold blanks; what follows its bracket does not.
        let fields: Vec<&str> =
            stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        let ticks = |at: usize| {
            fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or_default()
        };
        Ok((ticks(11) + ticks(12)) / TICKS_PER_SECOND)
    }

    /// Stops it and gives its folder.
    pub(super) fn stop(mut self) -> anyhow::Result<TempDir> {
        // Ask first, so that the database is closed as it is in daily life.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        self.child.wait()?;
        Ok(self.folder)
    }
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}
