//! `kitei restore`: a backup back into an empty folder, whole and verified, or not at all.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use anyhow::Context as _;
use app::backup::{Failure, Way, restore};
use backup::Identities;
use clap::Args;
use evidence::VerifierKey;

use crate::{
    backup_command::{identities, print_failure, print_restored, told},
    output::print_line,
};

/// Longest file of sealed keys that is read, bytes.
const MAX_KEYS_BYTES: u64 = 64 << 10;

/// Arguments of `kitei restore`.
#[derive(Args)]
pub(crate) struct RestoreArguments {
    /// Folder of backups.
    #[arg(value_name = "DIR")]
    place: PathBuf,
    /// Name of the backup; the newest without it.
    #[arg(long, value_name = "NAME")]
    backup: Option<String>,
    /// Where the data folder is to be: a folder that is not there yet, or empty.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// File with an age identity that opens the backup.
    #[arg(long, value_name = "FILE")]
    identity: PathBuf,
    /// Sealed file that `kitei backup keys` wrote: the key of the evidence log is put back.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Public key of the log (C2SP verifier key) that the backup must be signed with; without it the one that it names.
    #[arg(long, value_name = "KEY", value_parser = parse_key)]
    key: Vec<VerifierKey>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn parse_key(text: &str) -> Result<VerifierKey, String> {
    VerifierKey::parse(text).map_err(|error| format!("no verifier key: {error}"))
}

/// Restores and reports.
pub(crate) async fn run(arguments: RestoreArguments) -> anyhow::Result<ExitCode> {
    let identities = Arc::new(identities(&arguments.identity)?);
    let key = arguments.keys.as_deref().map(|file| open_keys(file, &identities)).transpose()?;
    let way =
        Way { place: arguments.place, name: arguments.backup, identities, trusted: arguments.key };
    let is_trusted = !way.trusted.is_empty();
    let started = Instant::now();
    let restored = match restore(way, &arguments.to, key.as_deref()).await {
        Ok(restored) => restored,
        Err(failure @ (Failure::Backup(_) | Failure::NotIntact(_))) => {
            return Ok(print_failure(&failure, arguments.json));
        }
        Err(failure) => return Err(told(failure)),
    };
    let seconds = started.elapsed().as_secs_f64();
    print_restored(&restored, seconds, Some(&arguments.to), arguments.json);
    if arguments.json {
        return Ok(ExitCode::SUCCESS);
    }
    if key.is_none() {
        print_line!(
            "  鍵はバックアップに入っていません。サーバーを動かす前に `keys/`（`--keys`）とマスターキーを戻してください / \
             keys are in no backup; put `keys/` (`--keys`) and the master key back before you start the server"
        );
    }
    if !is_trusted {
        print_line!(
            "  署名の鍵 / signed with {}：自分の鍵か確かめるには `--key` / give `--key` to know that it is yours",
            restored.manifest.key
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn open_keys(file: &Path, identities: &Identities) -> anyhow::Result<String> {
    let shown = file.display();
    let length = std::fs::metadata(file).with_context(|| format!("`{shown}`"))?.len();
    anyhow::ensure!(length <= MAX_KEYS_BYTES, "`{shown}` is no file of keys");
    let sealed = std::fs::read(file).with_context(|| format!("`{shown}`"))?;
    let plain = identities.open(&sealed).map_err(|error| told(error.into()))?;
    String::from_utf8(plain).with_context(|| format!("`{shown}` is no file of keys"))
}
