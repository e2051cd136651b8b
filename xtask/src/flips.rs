//! `cargo xtask flips`: flips bytes in each region of a database, a pack and a backup, and asks `kitei verify` about each.
//!
//! A flip that is not found must be one that no reader sees: then what the file says is the same as before, as another program
//! (Python's `sqlite3`, `zipfile`) reads it; or it lies in a table that `kitei verify` names as one that the log does not vouch for.
//! Anything else is a miss, and the run fails.

mod objects;
mod pages;

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use serde_json::Value;
use tempfile::TempDir;

use crate::shell;

/// The public half of a pair of keys for tests; the other is in `crates/kitei/tests/it/backup.rs`.
pub const RECIPIENT: &str = "age1tm4g2yl3r6kadttzcmkdvezrtse3q8tsjzkgegnpjh4yj0vuy93s2epk87";

/// What is flipped.
#[derive(Args)]
pub struct FlipArguments {
    /// Flips in each region
    #[arg(long, default_value_t = 40)]
    each: usize,
    /// The program that verifies; the one beside this where left out
    #[arg(long)]
    kitei: Option<PathBuf>,
}

/// A part of a file whose bytes have one meaning.
struct Region {
    name: String,
    file: PathBuf,
    ranges: Vec<Range<usize>>,
}

/// What came of the flips of a region.
#[derive(Default)]
struct Seen {
    found: usize,
    harmless: usize,
    not_vouched: usize,
    missed: Vec<String>,
}

/// What verification said.
enum Said {
    Fine(Value),
    Fault,
}

/// Looks at what a file says, as another program reads it; `None` where it cannot be read.
type Look<'a> = &'a dyn Fn() -> anyhow::Result<Option<BTreeMap<String, String>>>;

/// Flips as told.
pub fn run(arguments: &FlipArguments) -> anyhow::Result<()> {
    let kitei = match &arguments.kitei {
        Some(path) => path.clone(),
        None => shell::kitei()?,
    };
    let folder = TempDir::new()?;
    let sample = Sample::make(&kitei, folder.path())?;
    let mut missed = Vec::new();
    println!(
        "| what | region | flips | found | seen by no reader | in a table not vouched for | missed |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (what, verified, regions, script) in [
        ("database", sample.data(), pages::regions(&sample.database())?, "database.py"),
        ("pack", sample.pack(), objects::pack(&sample.pack())?, "pack.py"),
        ("backup", sample.place(), objects::backup(&sample.place())?, ""),
    ] {
        for region in &regions {
            let file = if what == "database" { sample.database() } else { sample.pack() };
            let is_read = !script.is_empty();
            let look = || if is_read { contents(script, &file) } else { Ok(None) };
            let look: (bool, Look<'_>) = (is_read, &look);
            let seen = flip_region(&kitei, &verified, (region, arguments.each), look)?;
            seen.print(what, region);
            missed.extend(seen.missed);
        }
    }
    if !missed.is_empty() {
        bail!("verification missed {}:\n{}", missed.len(), missed.join("\n"));
    }
    Ok(())
}

/// A few flips in each region, for every run of CI.
pub fn run_short() -> anyhow::Result<()> {
    run(&FlipArguments { each: 3, kitei: None })
}

impl Seen {
    fn print(&self, what: &str, region: &Region) {
        let Self { found, harmless, not_vouched, missed } = self;
        let all = found + harmless + not_vouched + missed.len();
        println!(
            "| {what} | {} | {all} | {found} | {harmless} | {not_vouched} | {} |",
            region.name,
            missed.len()
        );
    }
}

fn flip_region(
    kitei: &Path,
    verified: &Path,
    (region, each): (&Region, usize),
    (is_read, look): (bool, Look<'_>),
) -> anyhow::Result<Seen> {
    let before = look()?;
    ensure!(
        before.is_some() || !is_read,
        "`{}` cannot be read before anything is flipped",
        region.file.display()
    );
    let whole = fs::read(&region.file)?;
    let mut seen = Seen::default();
    for at in spread(&region.ranges, each) {
        let mut changed = whole.clone();
        let Some(byte) = changed.get_mut(at) else { continue };
        // Each bit has its turn.
        *byte ^= 1 << (at % 8);
        fs::write(&region.file, &changed)?;
        let said = verify(kitei, verified)?;
        match said {
            Said::Fault => seen.found += 1,
            Said::Fine(report) => match differing(before.as_ref(), look()?.as_ref()) {
                Some(tables) if tables.is_empty() => seen.harmless += 1,
                Some(tables) if tables.iter().all(|it| is_not_vouched(&report, it)) => {
                    seen.not_vouched += 1;
                }
                tables => {
                    let file = region.file.display();
                    seen.missed.push(format!("{file} byte {at} ({}): {tables:?}", region.name));
                }
            },
        }
    }
    fs::write(&region.file, &whole)?;
    ensure!(
        matches!(verify(kitei, verified)?, Said::Fine(_)),
        "`{}` does not verify when nothing is flipped",
        verified.display()
    );
    Ok(seen)
}

/// So many places in these ranges, evenly.
fn spread(ranges: &[Range<usize>], count: usize) -> Vec<usize> {
    let length: usize = ranges.iter().map(Range::len).sum();
    let count = count.min(length);
    let place = |number: usize| {
        // In the middle of each share, so that neither end is left out for good.
        let mut left = (2 * number + 1) * length / (2 * count.max(1));
        for range in ranges {
            if left < range.len() {
                return Some(range.start + left);
            }
            left -= range.len();
        }
        None
    };
    (0..count).filter_map(place).collect()
}

/// The names under which two readings differ; `None` where one could not be read.
fn differing(
    before: Option<&BTreeMap<String, String>>,
    after: Option<&BTreeMap<String, String>>,
) -> Option<Vec<String>> {
    let (before, after) = before.zip(after)?;
    let names = before.keys().chain(after.keys());
    let mut names: Vec<_> =
        names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    names.sort();
    names.dedup();
    Some(names)
}

/// Whether verification itself says that it does not vouch for a table; a full-text index lies in several.
fn is_not_vouched(report: &Value, table: &str) -> bool {
    let named = report.get("not_vouched").and_then(Value::as_array).into_iter().flatten();
    let mut named = named.filter_map(|it| it.get("table").and_then(Value::as_str));
    named.any(|it| table == it || it == "record_search" && table.starts_with("record_search"))
}

fn verify(kitei: &Path, what: &Path) -> anyhow::Result<Said> {
    let output = Command::new(kitei)
        .args(["verify", "--json"])
        .arg(what)
        .current_dir("/")
        .stdin(Stdio::null())
        .output()
        .context("cannot verify")?;
    if !output.status.success() {
        // A panic or a signal is no answer.
        let is_answer = matches!(output.status.code(), Some(1 | 3));
        ensure!(is_answer, "verification broke down: {}", String::from_utf8_lossy(&output.stderr));
        return Ok(Said::Fault);
    }
    Ok(Said::Fine(serde_json::from_slice(&output.stdout)?))
}

/// What a file says, as a script of `tests/flips` reads it.
fn contents(script: &str, file: &Path) -> anyhow::Result<Option<BTreeMap<String, String>>> {
    let output = shell::command("python3")?
        .arg(format!("tests/flips/{script}"))
        .arg(file)
        .output()
        .context("`python3` cannot be started")?;
    if !output.status.success() {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&output.stdout)?))
}

/// A data folder, a pack and a backup of it.
struct Sample<'a>(&'a Path);

impl<'a> Sample<'a> {
    fn make(kitei: &Path, folder: &'a Path) -> anyhow::Result<Self> {
        let sample = Self(folder);
        crate::torture::make_sample(kitei, &sample.data())?;
        let run = |arguments: &[&str], last: &Path| -> anyhow::Result<()> {
            let output = Command::new(kitei)
                .args(arguments)
                .arg(last)
                .env("KITEI_DATA", sample.data())
                .current_dir("/")
                .output()?;
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            ensure!(output.status.success(), "`kitei {}` failed: {said}", arguments.join(" "));
            Ok(())
        };
        run(
            &["pack", "--as", "saburo", "--register", "holdings_register", "--out"],
            &sample.pack(),
        )?;
        run(&["backup", "--recipient", RECIPIENT, "--to"], &sample.place())?;
        Ok(sample)
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn database(&self) -> PathBuf {
        self.data().join("kitei.db")
    }

    fn pack(&self) -> PathBuf {
        self.0.join("pack.zip")
    }

    fn place(&self) -> PathBuf {
        self.0.join("place")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_spread_over_all_ranges_and_none_twice() {
        assert_eq!(spread(&[0..10, 100..110], 4), [2, 7, 102, 107]);
        assert_eq!(spread(&[5..6, 7..8], 40), [5, 7]);
        assert_eq!(spread(&[], 3), [0; 0]);
    }

    #[test]
    fn only_what_verification_names_is_not_vouched_for() {
        let report =
            serde_json::json!({"not_vouched": [{"table": "record_search"}, {"table": "scratch"}]});
        assert!(
            is_not_vouched(&report, "record_search_data") && is_not_vouched(&report, "scratch")
        );
        assert!(!is_not_vouched(&report, "record") && !is_not_vouched(&report, "scratch_pad"));
    }
}
