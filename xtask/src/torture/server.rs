//! The server that is tortured, and the sample that it serves.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, bail};
use serde_json::Value;

/// A data folder with a sample operator.
pub(super) struct Sample {
    kitei: PathBuf,
    folder: PathBuf,
    database: Option<String>,
    is_forgetful: bool,
    token: String,
}

/// A running server.
pub(super) struct Server {
    child: Child,
    address: SocketAddr,
}

impl Sample {
    /// Lets `kitei demo` make it.
    pub(super) fn make(
        kitei: &Path,
        folder: &Path,
        database: Option<String>,
        is_forgetful: bool,
    ) -> anyhow::Result<Self> {
        let mut command = Command::new(kitei);
        command.args(["demo", "--json", "--listen", "127.0.0.1:0", "--data"]).arg(folder);
        if let Some(url) = &database {
            command.args(["--database", url]);
        }
        let (mut child, line) = first_line(command)?;
        let said: Value =
            serde_json::from_str(&line).context("`kitei demo` did not say that it is ready")?;
        let members = said.get("members").and_then(Value::as_array).into_iter().flatten();
        let token = members
            .filter(|it| it.get("login").and_then(Value::as_str) == Some("hanako"))
            .find_map(|it| it.get("token")?.as_str())
            .context("the sample has no member `hanako`")?
            .to_owned();
        stop(&mut child)?;
        Ok(Self {
            kitei: kitei.to_owned(),
            folder: folder.to_owned(),
            database,
            is_forgetful,
            token,
        })
    }

    /// What a member who drafts signs in with.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether the database is on a server.
    pub(super) fn is_on_server(&self) -> bool {
        self.database.is_some()
    }

    /// Verifies the database, which nobody serves now; how many leaves it has.
    pub(super) fn verify(&self) -> anyhow::Result<u64> {
        let mut command = Command::new(&self.kitei);
        command.args(["verify", "--json"]).arg(&self.folder);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        let output = command.current_dir("/").output().context("cannot verify")?;
        let report: Value =
            serde_json::from_slice(&output.stdout).context("`kitei verify` printed no JSON")?;
        if report.get("ok").and_then(Value::as_bool) != Some(true) {
            bail!("the evidence does not verify: {report}");
        }
        report.get("leaves").and_then(Value::as_u64).context("no leaves")
    }
}

impl Server {
    /// Starts it, and waits until it says where it listens.
    pub(super) fn start(sample: &Sample) -> anyhow::Result<Self> {
        let mut command = Command::new(&sample.kitei);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&sample.folder);
        if let Some(url) = &sample.database {
            command.args(["--database", url]);
        }
        if sample.is_forgetful {
            command.arg("--lose-at-power-cut");
        }
        let (child, line) = first_line(command)?;
        let address =
            line.trim().strip_prefix("Kitei: http://").and_then(|it| it.strip_suffix('/'));
        let address = address
            .and_then(|it| it.parse().ok())
            .with_context(|| format!("the server did not say where it listens, but `{line}`"))?;
        Ok(Self { child, address })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// `kill -9`.
    pub(super) fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// As it is stopped in daily life.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        stop(&mut self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where something went wrong nobody has ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn first_line(mut command: Command) -> anyhow::Result<(Child, String)> {
    // A forgetful server complains at each start; the line of the result says enough.
    command.current_dir("/").env("KITEI_LOG", "off");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the server")?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("the server has no output")?)
        .read_line(&mut line)?;
    Ok((child, line))
}

fn stop(child: &mut Child) -> anyhow::Result<()> {
    Command::new("kill").arg(child.id().to_string()).status()?;
    child.wait()?;
    Ok(())
}
