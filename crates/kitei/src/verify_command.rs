//! `kitei verify`: is the database what was written, byte for byte?

use std::{path::PathBuf, process::ExitCode, time::Instant};

use anyhow::Context as _;
use app::{DATABASE, keys::LogKey};
use clap::Args;
use evidence::VerifierKey;
use serde_json::json;
use store::{Db, verify};

use crate::{FINDINGS, configuration::data_folder};

/// Arguments of `kitei verify`.
#[derive(Args)]
pub(crate) struct VerifyArguments {
    /// Data folder, or a database file; without it the data folder of the environment or of `kitei.toml`.
    #[arg(value_name = "PATH", env = "KITEI_DATA")]
    path: Option<PathBuf>,
    /// Public key of the log (C2SP verifier key); without it the key in the data folder is used.
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,
    /// Only the evidence log, not structure and projections.
    #[arg(long)]
    log_only: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Verifies and reports.
pub(crate) async fn run(arguments: VerifyArguments) -> anyhow::Result<ExitCode> {
    let path = data_folder(arguments.path.as_deref())?;
    anyhow::ensure!(path.exists(), "`{0}` がありません / `{0}` does not exist", path.display());
    let (file, folder) = if path.is_dir() {
        (path.join(DATABASE), path)
    } else {
        (path.clone(), path.parent().map(PathBuf::from).unwrap_or_default())
    };
    anyhow::ensure!(file.exists(), "`{0}` がありません / `{0}` does not exist", file.display());
    let mut keys: Vec<VerifierKey> = Vec::new();
    for key in &arguments.key {
        keys.push(
            VerifierKey::parse(key).with_context(|| format!("`--key {key}` is no verifier key"))?,
        );
    }
    if keys.is_empty() {
        keys.push(
            LogKey::open(&folder)
                .context("give the public key of the log with `--key`")?
                .verifier_key()?,
        );
    }
    let started = Instant::now();
    let depth = if arguments.log_only { verify::Depth::Log } else { verify::Depth::Whole };
    let report = match Db::open_read_only(&file).await {
        Ok(db) => {
            let report =
                verify::verify(&db, keys, depth).await.context("the database cannot be queried")?;
            db.close().await;
            report
        }
        Err(error) => verify::Report::unopened(&error),
    };
    let seconds = started.elapsed().as_secs_f64();
    print(&arguments, &report, seconds);
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn print(arguments: &VerifyArguments, report: &verify::Report, seconds: f64) {
    if arguments.json {
        let findings: Vec<_> = report
            .findings
            .iter()
            .map(|finding| json!({"place": finding.place, "message": finding.message}))
            .collect();
        anstream::println!(
            "{}",
            json!({"ok": findings.is_empty(), "leaves": report.leaves, "records": report.records,
                   "checkpoints": report.checkpoints, "root": report.root, "seconds": seconds, "findings": findings})
        );
        return;
    }
    let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    let green = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Green.into()));
    for finding in &report.findings {
        anstream::println!(
            "{red}✗{red:#} {}：{} / {}",
            finding.place,
            finding.message.ja,
            finding.message.en
        );
    }
    let (style, mark) = if report.findings.is_empty() {
        (green, "✓ 改ざんなし / intact")
    } else {
        (red, "✗ 異常あり / not intact")
    };
    anstream::println!(
        "{style}{mark}{style:#}  証跡 / leaves {}、記録 / records {}、署名 / checkpoints {}、{seconds:.2} s",
        report.leaves,
        report.records,
        report.checkpoints
    );
}
