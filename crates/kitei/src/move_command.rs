//! `kitei move`: an operator's database from SQLite to PostgreSQL, or back, with its evidence.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use app::{
    MasterSource,
    keys::{self, LogKey},
};
use clap::Args;
use serde_json::json;
use store::{
    Db,
    db::Address,
    moving::{self, Progress},
    verify::{Scope, verify},
};

use crate::{
    FINDINGS,
    configuration::{data_folder, with_password},
    output::{print_error, print_line},
};

/// How often long work says how far it has come.
const PATIENCE: Duration = Duration::from_secs(2);

/// Arguments of `kitei move`. Stop all servers on the data folder first.
#[derive(Args)]
pub(crate) struct MoveArguments {
    /// Where the database is: `sqlite:` for the file in the data folder, or `postgres://user@host/name`.
    #[arg(long, value_name = "URL")]
    from: String,
    /// Where it is to be: an empty database.
    #[arg(long, value_name = "URL")]
    to: String,
    /// Data folder: the key of the evidence log is there, and stays.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// File with the password of the PostgreSQL database, and nothing else.
    #[arg(long, env = "KITEI_DATABASE_PASSWORD_FILE", value_name = "FILE")]
    database_password_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Copies everything, verifies the copy, and says how to go on. The old database stays as it was.
pub(crate) async fn run(arguments: MoveArguments) -> anyhow::Result<ExitCode> {
    let folder = data_folder(arguments.data.as_deref())?;
    anyhow::ensure!(folder.is_dir(), "`{}` is no data folder of kitei", folder.display());
    let password = arguments.database_password_file.as_deref();
    let (from, to) =
        (address(&arguments.from, &folder, password)?, address(&arguments.to, &folder, password)?);
    anyhow::ensure!(
        from.to_string() != to.to_string(),
        "`--from` and `--to` are the same database"
    );
    let _lock = app::lock_data_folder(&folder)?;
    let source = Db::open_at_read_only(&from).await.with_context(|| cannot_open(&from))?;
    if let Address::File(path) = &to {
        keys::create_private_database(path).with_context(|| cannot_open(&to))?;
    }
    let target = Db::open_at(&to).await.with_context(|| cannot_open(&to))?;
    let started = Instant::now();
    copy(&source, &target, arguments.json)
        .await
        .with_context(|| format!("`{to}`: 移せませんでした。移す先は空でなければなりません / nothing was moved; the database it goes to must be empty"))?;
    let key = LogKey::open(&folder)?.verifier_key()?;
    // With the keys, where they are at hand: then also what is sealed is held against the log.
    let master = MasterSource::beside(&folder);
    let opened = app::master::open_to_read(target.clone(), &folder, &master).await;
    let report = verify(&opened.unwrap_or(target.clone()), Scope::whole(vec![key])).await?;
    let heads = (store::log::state(&source).await?, store::log::state(&target).await?);
    let is_same = heads.0.map(|head| head.note) == heads.1.map(|head| head.note);
    source.close().await;
    target.close().await;
    let is_good = is_same && report.findings.is_empty();
    let seconds = started.elapsed().as_secs_f64();
    if arguments.json {
        print_line!(
            "{}",
            json!({"ok": is_good, "to": to.to_string(), "leaves": report.leaves, "records": report.records,
                   "root": report.root, "seconds": seconds, "findings": report.findings})
        );
    } else {
        say(&to, &report, is_same, seconds);
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn address(url: &str, folder: &Path, password: Option<&Path>) -> anyhow::Result<Address> {
    match Address::parse(url)? {
        Address::File(path) if path.as_os_str().is_empty() => {
            Ok(Address::File(folder.join(app::DATABASE)))
        }
        address => with_password(address, password),
    }
}

fn cannot_open(address: &Address) -> String {
    format!("`{address}`: 開けません / cannot be opened")
}

async fn copy(source: &Db, target: &Db, is_json: bool) -> anyhow::Result<()> {
    let (mut table, mut told) = ("", Instant::now());
    let tell = move |progress: Progress| {
        let is_due = progress.table != table || told.elapsed() >= PATIENCE;
        if is_due && !is_json {
            print_error!("{:<20} {}", progress.table, progress.done);
            (table, told) = (progress.table, Instant::now());
        }
    };
    Ok(moving::copy(source, target, tell).await?)
}

fn say(to: &Address, report: &store::verify::Report, is_same: bool, seconds: f64) {
    for finding in &report.findings {
        print_line!("✗ {}：{} / {}", finding.place, finding.message.ja, finding.message.en);
    }
    if !is_same {
        print_line!(
            "✗ 移している間に元のデータベースに書込みがありました。サーバーを止め、移す先を空にしてやり直してください / \
             something was written meanwhile; stop the servers, empty the database it goes to, and begin again"
        );
        return;
    }
    if !report.findings.is_empty() {
        return;
    }
    print_line!(
        "✓ 移しました / moved  証跡 / leaves {}、記録 / records {}、{seconds:.2} s",
        report.leaves,
        report.records
    );
    print_line!(
        "次からは `--database {to}`（または kitei.toml の `database`）で動かしてください。元のデータベースは変えていません。二つを両方動かさないでください / \
         from now on run with `--database {to}` (or `database` in kitei.toml); the old database is as it was; never run both"
    );
}
