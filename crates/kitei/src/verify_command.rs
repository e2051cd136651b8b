//! `kitei verify`: is the database, or a pack, what was written, byte for byte?

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::Context as _;
use app::{MasterSource, keys::LogKey};
use backup::Place;
use clap::Args;
use evidence::{VerifierKey, pack::PackTrust};
use serde_json::json;
use store::{
    Db, StoreError,
    db::Address,
    verify::{Depth, Report, Scope, verify},
};

use crate::{
    FINDINGS, backup_command,
    configuration::{DatabaseFlags, data_folder},
    output::print_line,
    pack_command,
};

/// Arguments of `kitei verify`.
#[derive(Args)]
pub(crate) struct VerifyArguments {
    /// Data folder, database file, pack (ZIP) or folder of backups; without it the data folder of the environment or of `kitei.toml`.
    #[arg(value_name = "PATH", env = "KITEI_DATA")]
    path: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Public key of the log (C2SP verifier key); without it the key in the data folder, or in the pack, is used.
    #[arg(long, value_name = "KEY", value_parser = parse_key)]
    key: Vec<VerifierKey>,
    /// A signed checkpoint that was kept elsewhere: shows that no older backup was put in the place of the database.
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// Of a folder of backups the one of this name; without it the newest.
    #[arg(long, value_name = "NAME")]
    backup: Option<String>,
    /// File with the age identity that opens a backup; without it only what is sealed is compared.
    #[arg(long, value_name = "FILE")]
    identity: Option<PathBuf>,
    /// Only the evidence log, not structure and projections.
    #[arg(long)]
    log_only: bool,
    /// Leave the attached files out.
    #[arg(long)]
    without_files: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn parse_key(text: &str) -> Result<VerifierKey, String> {
    VerifierKey::parse(text).map_err(|error| format!("no verifier key: {error}"))
}

/// Verifies and reports.
pub(crate) async fn run(arguments: VerifyArguments) -> anyhow::Result<ExitCode> {
    let path = data_folder(arguments.path.as_deref())?;
    anyhow::ensure!(path.exists(), "`{0}` がありません / `{0}` does not exist", path.display());
    if path.is_file() && pack_command::is_pack(&path) {
        let trust = PackTrust { keys: arguments.key.clone(), checkpoints: kept(&arguments)? };
        return pack_command::verify(&path, &trust, arguments.json);
    }
    if Place::open(&path).is_ok() {
        let (name, identity) = (arguments.backup.as_deref(), arguments.identity.as_deref());
        return backup_command::verify(&path, name, (identity, &arguments.key), arguments.json);
    }
    // A file that is named is meant, wherever the server keeps its database.
    let (address, folder) = if path.is_dir() {
        (arguments.database.address(&path)?, path)
    } else {
        (Address::File(path.clone()), path.parent().map(PathBuf::from).unwrap_or_default())
    };
    if let Address::File(file) = &address {
        anyhow::ensure!(file.exists(), "`{0}` がありません / `{0}` does not exist", file.display());
    }
    let scope = scope(&arguments, &folder)?;
    let started = Instant::now();
    let master = arguments.database.master(&folder)?;
    let report = match verified(&address, (&folder, &master), scope).await {
        Ok(report) => report,
        // A database that is too damaged to open is what verification is for; a file that never was one is not.
        Err(error @ StoreError::Damaged(_)) if was_database(&address)? => Report::unopened(&error),
        Err(error) => return Err(error).with_context(|| format!("`{address}` cannot be verified")),
    };
    let seconds = started.elapsed().as_secs_f64();
    print(&arguments, &report, seconds);
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn scope(arguments: &VerifyArguments, folder: &Path) -> anyhow::Result<Scope> {
    let mut keys = arguments.key.clone();
    if keys.is_empty() {
        keys.push(
            LogKey::open(folder)
                .context("give the public key of the log with `--key`")?
                .verifier_key()?,
        );
    }
    Ok(Scope {
        keys,
        depth: if arguments.log_only { Depth::Log } else { Depth::Whole },
        folder: (!arguments.without_files).then(|| folder.to_owned()),
        kept_elsewhere: kept(arguments)?,
    })
}

/// The checkpoints that were kept elsewhere.
fn kept(arguments: &VerifyArguments) -> anyhow::Result<Vec<String>> {
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path)
            .with_context(|| format!("`--checkpoint {}` cannot be read", path.display()))
    };
    arguments.checkpoint.iter().map(read).collect()
}

/// Verifies with the keys where the master key is at hand: then also what is sealed.
async fn verified(
    address: &Address,
    (folder, master): (&Path, &MasterSource),
    scope: Scope,
) -> Result<Report, StoreError> {
    let db = Db::open_at_read_only(address).await?;
    // A key that does not fit leaves what is sealed sealed; the report says so.
    let db = app::master::open_to_read(db.clone(), folder, master).await.unwrap_or(db);
    let report = verify(&db, scope).await;
    db.close().await;
    report
}

/// Whether a file begins as a database does, give or take a damaged byte or two.
fn was_database(address: &Address) -> anyhow::Result<bool> {
    const MAGIC: &[u8; 16] = b"SQLite format 3\0";
    let Address::File(file) = address else { return Ok(false) };
    let mut head = [0; 16];
    let mut opened = std::fs::File::open(file)?;
    if opened.read_exact(&mut head).is_err() {
        return Ok(false);
    }
    Ok(head.iter().zip(MAGIC).filter(|(one, other)| one == other).count() >= 12)
}

fn print(arguments: &VerifyArguments, report: &Report, seconds: f64) {
    if arguments.json {
        print_line!(
            "{}",
            json!({"ok": report.findings.is_empty(), "leaves": report.leaves, "records": report.records,
                   "checkpoints": report.checkpoints, "files": report.files, "has_keys": report.has_keys, "root": report.root, "seconds": seconds,
                   "findings": report.findings, "not_vouched": report.not_vouched})
        );
        return;
    }
    let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    let green = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Green.into()));
    let dim = anstyle::Style::new().dimmed();
    for finding in &report.findings {
        print_line!(
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
    print_line!(
        "{style}{mark}{style:#}  証跡 / leaves {}、記録 / records {}、署名 / checkpoints {}、添付 / files {}、{seconds:.2} s",
        report.leaves,
        report.records,
        report.checkpoints,
        report.files
    );
    if !report.has_keys && !arguments.log_only {
        print_line!(
            "{dim}マスターキーがないため、封をした中身は開かずに確かめました（証跡、封印、ファイルのハッシュ） / \
             without the master key what is sealed was not opened: log, seals and hashes of files were checked{dim:#}"
        );
    }
    if !report.not_vouched.is_empty() {
        print_line!(
            "{dim}証跡が及ばない表（構造だけを確かめました） / tables that the log does not vouch for (only their structure was checked):{dim:#}"
        );
    }
    for table in &report.not_vouched {
        print_line!("{dim}  {}：{} / {}{dim:#}", table.table, table.reason.ja, table.reason.en);
    }
}
