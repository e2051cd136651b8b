//! `kitei backup`: making, listing, thinning out and trying out backups.

mod look;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use anyhow::Context as _;
use app::{
    Clock,
    backup::{Failure, History, Order, Run, Way, drill, make},
    keys::LogKey,
};
use backup::{Identities, Kind, Place, Recipients, Retention};
use clap::{Args, Subcommand};
use evidence::VerifierKey;
use jiff::tz::TimeZone;
use serde_json::json;
use store::Db;

use crate::{
    FINDINGS,
    configuration::{DatabaseFlags, backup_table, data_folder, only_folder, recipients},
    output::{print_error, print_line},
};

pub(crate) use look::{print_failure, print_restored, verify};

/// Arguments of `kitei backup`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BackupArguments {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    #[command(flatten)]
    make: MakeArguments,
}

#[derive(Subcommand)]
enum BackupCommand {
    /// Show the backups of a folder.
    List(ListArguments),
    /// Remove the backups that need not stay.
    Prune(PruneArguments),
    /// Restore a backup into a temporary place, verify it whole, report, and remove it.
    Drill(DrillArguments),
    /// Write the key that signs the evidence log into a sealed file of its own: it is in no backup.
    Keys(KeysArguments),
}

#[derive(Args)]
struct MakeArguments {
    /// Folder that the backup goes to; without it the one in `[backup]` of `kitei.toml`.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    #[command(flatten)]
    seal: SealArguments,
    /// Write only what the newest backup does not have.
    #[arg(long)]
    incremental: bool,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct SealArguments {
    /// Public key of age (`age1…`) that it is sealed to; several may each open it.
    #[arg(long, value_name = "KEY")]
    recipient: Vec<String>,
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
}

#[derive(Args)]
struct PlaceArguments {
    /// Folder of backups; without it the one in `[backup]` of `kitei.toml`.
    #[arg(value_name = "DIR")]
    place: Option<PathBuf>,
    /// Public key of the log (C2SP verifier key) that backups must be signed with; without it the one in the data folder.
    #[arg(long, value_name = "KEY", value_parser = parse_key)]
    key: Vec<VerifierKey>,
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct ListArguments {
    #[command(flatten)]
    place: PlaceArguments,
}

#[derive(Args)]
struct PruneArguments {
    #[command(flatten)]
    place: PlaceArguments,
    /// The last of so many days that have a backup stays.
    #[arg(long, value_name = "N", default_value_t = 7)]
    keep_daily: u32,
    /// The last of so many weeks.
    #[arg(long, value_name = "N", default_value_t = 5)]
    keep_weekly: u32,
    /// The last of so many months.
    #[arg(long, value_name = "N", default_value_t = 12)]
    keep_monthly: u32,
    /// What day it is where.
    #[arg(long, value_name = "ZONE", default_value = "Asia/Tokyo")]
    time_zone: String,
}

#[derive(Args)]
struct DrillArguments {
    #[command(flatten)]
    place: PlaceArguments,
    /// Name of the backup; the newest without it.
    #[arg(long, value_name = "NAME")]
    backup: Option<String>,
    /// File with an age identity that opens it.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
}

#[derive(Args)]
struct KeysArguments {
    /// File to write. Keep it elsewhere than the backups.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    seal: SealArguments,
}

fn parse_key(text: &str) -> Result<VerifierKey, String> {
    VerifierKey::parse(text).map_err(|error| format!("no verifier key: {error}"))
}

/// Does what is asked for.
pub(crate) async fn run(arguments: BackupArguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        None => run_make(arguments.make).await,
        Some(BackupCommand::List(arguments)) => {
            let (place, keys) = arguments.place.place()?;
            look::list(&place, &keys, arguments.place.json)
        }
        Some(BackupCommand::Prune(arguments)) => prune(&arguments),
        Some(BackupCommand::Drill(arguments)) => run_drill(arguments).await,
        Some(BackupCommand::Keys(arguments)) => write_keys(&arguments),
    }
}

/// A failure of a backup as an error of the command: in both languages, with the way out.
pub(crate) fn told(failure: Failure) -> anyhow::Error {
    let text = failure.message();
    anyhow::anyhow!("{} / {}", text.ja, text.en)
}

async fn run_make(arguments: MakeArguments) -> anyhow::Result<ExitCode> {
    let data = existing(&arguments.seal)?;
    let order = Order {
        place: place_path(arguments.to)?,
        recipients: arguments.seal.recipients()?,
        kind: if arguments.incremental { Kind::Incremental } else { Kind::Full },
        at: Clock::System.now(),
    };
    let address = arguments.database.address(&data)?;
    let db = Db::open_at_read_only(&address).await.with_context(|| {
        format!("`{address}`: データベースを開けません / the database cannot be opened")
    })?;
    let started = Instant::now();
    let made = make(&data, &db, &order).await;
    db.close().await;
    note(&data, Run::of_backup(&made, (order.at, Clock::System.now())));
    let made = made.map_err(told)?;
    look::print_made(&made, started.elapsed().as_secs_f64(), arguments.json);
    Ok(if made.unread.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

/// Keeps what was done where the administrator's page shows it.
fn note(data: &Path, run: Run) {
    if let Err(failure) = History::add(data, run) {
        let text = failure.message();
        print_error!("kitei: {} / {}", text.ja, text.en);
    }
}

fn existing(seal: &SealArguments) -> anyhow::Result<PathBuf> {
    let data = data_folder(seal.data.as_deref())?;
    anyhow::ensure!(
        data.is_dir(),
        "`{0}` はデータフォルダーではありません / `{0}` is no data folder",
        data.display()
    );
    Ok(data)
}

fn place_path(said: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let place = match said {
        Some(place) => Some(place),
        None => backup_table()?.map(|table| table.to),
    };
    let place = place.context(
        "バックアップのフォルダーを指定するか、kitei.toml の `[backup] to` に書いてください / \
         name the folder of the backups, or write it into `to` in `[backup]` of kitei.toml",
    )?;
    only_folder(&place)?;
    Ok(place)
}

impl SealArguments {
    fn recipients(&self) -> anyhow::Result<Recipients> {
        if !self.recipient.is_empty() {
            return recipients(&self.recipient);
        }
        recipients(&backup_table()?.map(|table| table.recipients).unwrap_or_default())
    }
}

impl PlaceArguments {
    /// The place, and the keys that are trusted: those that are given, or the one in the data folder; where there is none, each
    /// backup's own.
    fn place(&self) -> anyhow::Result<(Place, Vec<VerifierKey>)> {
        let path = place_path(self.place.clone())?;
        let place = Place::open(&path).map_err(|error| told(error.into()))?;
        if !self.key.is_empty() {
            return Ok((place, self.key.clone()));
        }
        let key = LogKey::open(&data_folder(self.data.as_deref())?);
        Ok((place, key.and_then(|key| key.verifier_key()).into_iter().collect()))
    }
}

fn prune(arguments: &PruneArguments) -> anyhow::Result<ExitCode> {
    let (place, keys) = arguments.place.place()?;
    let retention = Retention {
        daily: arguments.keep_daily,
        weekly: arguments.keep_weekly,
        monthly: arguments.keep_monthly,
    };
    let zone = TimeZone::get(&arguments.time_zone)
        .with_context(|| format!("`--time-zone {}`", arguments.time_zone))?;
    let pruned = backup::prune(&place, retention, &zone, &keys).map_err(|it| told(it.into()))?;
    if arguments.place.json {
        print_line!(
            "{}",
            json!({"kept": pruned.kept, "removed": pruned.removed, "packs": pruned.packs, "bytes": pruned.bytes})
        );
        return Ok(ExitCode::SUCCESS);
    }
    for name in &pruned.removed {
        print_line!("- {name}");
    }
    print_line!(
        "消した / removed {}、残した / kept {}、{:.1} MB",
        pruned.removed.len(),
        pruned.kept.len(),
        look::megabytes(pruned.bytes)
    );
    Ok(ExitCode::SUCCESS)
}

async fn run_drill(arguments: DrillArguments) -> anyhow::Result<ExitCode> {
    let data = data_folder(arguments.place.data.as_deref())?;
    let (_, trusted) = arguments.place.place()?;
    let way = Way {
        place: place_path(arguments.place.place.clone())?,
        name: arguments.backup,
        identities: Arc::new(identities(&arguments.identity)?),
        trusted,
    };
    let (at, started) = (Clock::System.now(), Instant::now());
    let done = if data.is_dir() {
        let done = drill(way, &data).await;
        note(&data, Run::of_drill(&done, (at, Clock::System.now())));
        done
    } else {
        // On another machine there is no data folder to drill beside.
        let folder = tempfile::tempdir().context("no temporary folder")?;
        drill(way, folder.path()).await
    };
    match done {
        Ok(done) => {
            look::print_restored(
                &done,
                started.elapsed().as_secs_f64(),
                None,
                arguments.place.json,
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => Ok(look::print_failure(&failure, arguments.place.json)),
    }
}

/// Reads a file with identities of age.
///
/// # Errors
/// When it cannot be read, or there is none in it.
pub(crate) fn identities(file: &Path) -> anyhow::Result<Identities> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("`{}`: 鍵を読めません / cannot be read", file.display()))?;
    Identities::parse(&text).map_err(|error| told(error.into()))
}

fn write_keys(arguments: &KeysArguments) -> anyhow::Result<ExitCode> {
    let data = existing(&arguments.seal)?;
    let text = LogKey::file_text(&data)?;
    let sealed =
        arguments.seal.recipients()?.seal(text.as_bytes()).map_err(|it| told(it.into()))?;
    let to = &arguments.to;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(to)
        .with_context(|| format!("`{}`: 書けません / cannot be written", to.display()))?;
    std::io::Write::write_all(&mut file, &sealed)?;
    file.sync_all()?;
    print_line!(
        "✓ `{0}`：証跡に署名する鍵です。バックアップとは別の場所に置いてください / `{0}`: the key that signs the evidence log; keep it elsewhere than the backups",
        to.display()
    );
    Ok(ExitCode::SUCCESS)
}
