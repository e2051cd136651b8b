//! `cargo xtask keep-backup`: a small backup of this release, to be kept for good: every later release must restore it.

use std::{fs, process::Command};

use anyhow::{Context as _, bail, ensure};
use tempfile::TempDir;

use crate::{flips::RECIPIENT, shell, torture};

/// Where they are kept, a folder for each release.
const KEPT: &str = "crates/kitei/tests/backups";

/// Makes a backup of the sample with the program of this build.
pub fn run(is_anew: bool) -> anyhow::Result<()> {
    let kitei = shell::kitei()?;
    let version = Command::new(&kitei).arg("--version").output().context("cannot start kitei")?;
    let version = String::from_utf8(version.stdout)?;
    let version =
        version.trim().strip_prefix("kitei ").context("`kitei --version` said no version")?;
    let place = shell::root()?.join(KEPT).join(version);
    if place.exists() {
        // What a release has written is not written again: only before it is out.
        ensure!(
            is_anew,
            "`{KEPT}/{version}` is there; `--anew` replaces it before the release is out"
        );
        fs::remove_dir_all(&place)?;
    }
    let folder = TempDir::new()?;
    torture::make_sample(&kitei, folder.path())?;
    let status = Command::new(&kitei)
        .args(["backup", "--recipient", RECIPIENT, "--to"])
        .arg(&place)
        .env("KITEI_DATA", folder.path())
        .current_dir("/")
        .status()?;
    if !status.success() {
        bail!("the backup could not be made");
    }
    fs::remove_file(place.join("lock"))?;
    Ok(())
}
