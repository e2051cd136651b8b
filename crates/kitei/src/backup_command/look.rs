//! What the commands on backups print.

use std::{path::Path, process::ExitCode, time::Instant};

use app::backup::{Failure, Made, Restored};
use backup::{BackupError, Fault, Kind, Manifest, Opened, Place};
use evidence::VerifierKey;
use serde_json::{Value, json};

use super::{identities, told};
use crate::{ENVIRONMENT, FINDINGS, output::print_line};

/// Bytes as megabytes.
pub(super) fn megabytes(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for showing")]
    let bytes = bytes as f64;
    bytes / 1e6
}

fn kind(manifest: &Manifest) -> &'static str {
    match manifest.kind {
        Kind::Full => "full",
        Kind::Incremental => "incremental",
    }
}

fn as_json(manifest: &Manifest) -> Value {
    json!({"name": manifest.name, "at": manifest.at, "kind": kind(manifest), "program": manifest.program,
           "files": manifest.files, "bytes": manifest.bytes, "written": manifest.written, "key": manifest.key,
           "checkpoint": manifest.checkpoint})
}

/// The backups of a place, newest first.
pub(super) fn list(place: &Place, keys: &[VerifierKey], is_json: bool) -> anyhow::Result<ExitCode> {
    let backups = backup::list(place, keys).map_err(|error| told(error.into()))?;
    let is_good = backups.iter().all(Result::is_ok);
    if is_json {
        let backups: Vec<_> = backups
            .iter()
            .map(|backup| match backup {
                Ok(manifest) => as_json(manifest),
                Err((name, fault)) => json!({"name": name, "fault": fault.message().1}),
            })
            .collect();
        print_line!("{}", json!({"ok": is_good, "backups": backups}));
    } else {
        for backup in &backups {
            match backup {
                Ok(it) => print_line!(
                    "{}  {:<11}  {:>10.1} MB  +{:.1} MB",
                    it.name,
                    kind(it),
                    megabytes(it.bytes),
                    megabytes(it.written)
                ),
                Err((name, fault)) => {
                    let (ja, en) = fault.message();
                    print_line!("✗ {name}：{ja} / {en}");
                }
            }
        }
        if backups.is_empty() {
            print_line!("バックアップはまだありません / no backup yet");
        }
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

pub(super) fn print_made(made: &Made, seconds: f64, is_json: bool) {
    let manifest = &made.manifest;
    if is_json {
        let mut value = as_json(manifest);
        if let Some(object) = value.as_object_mut() {
            object.insert("ok".into(), json!(made.unread.is_empty()));
            object.insert("seconds".into(), json!(seconds));
            object.insert("unread".into(), json!(made.unread));
        }
        print_line!("{value}");
        return;
    }
    for path in &made.unread {
        print_line!("✗ {path}：読めず、入っていません / could not be read and is not in it");
    }
    print_line!(
        "✓ {}  {}  {} files、{:.1} MB、+{:.1} MB、{seconds:.2} s、{:.0} MB/s",
        manifest.name,
        kind(manifest),
        manifest.files,
        megabytes(manifest.bytes),
        megabytes(manifest.written),
        megabytes(manifest.bytes) / seconds.max(1e-9)
    );
}

/// What came of a restore or a drill. `target` is where it lies now, if anywhere.
pub(crate) fn print_restored(done: &Restored, seconds: f64, target: Option<&Path>, is_json: bool) {
    let (manifest, report) = (&done.manifest, &done.report);
    let rate = megabytes(manifest.bytes) / seconds.max(1e-9);
    if is_json {
        print_line!(
            "{}",
            json!({"ok": true, "backup": manifest.name, "seconds": seconds, "bytes": manifest.bytes,
                   "megabytes_per_second": rate, "files": done.examined.files, "leaves": report.leaves,
                   "records": report.records, "root": report.root, "last_event": done.last_event})
        );
        return;
    }
    print_line!(
        "✓ {}  証跡 / leaves {}、記録 / records {}、{:.1} MB、{seconds:.2} s、{rate:.0} MB/s",
        manifest.name,
        report.leaves,
        report.records,
        megabytes(manifest.bytes)
    );
    if let Some(last) = done.last_event {
        print_line!("  最後の出来事 / last event {last}");
    }
    if let Some(target) = target {
        print_line!("  `{}`", target.display());
    }
}

/// Everything that is wrong with a backup, or why it could not be tried.
pub(crate) fn print_failure(failure: &Failure, is_json: bool) -> ExitCode {
    let text = failure.message();
    let (findings, code): (Vec<(String, String, String)>, u8) = match failure {
        Failure::Backup(BackupError::Damaged(faults)) => {
            (faults.iter().map(in_words).collect(), FINDINGS)
        }
        Failure::NotIntact(report) => {
            let findings = report.findings.iter();
            let findings =
                findings.map(|it| (it.place.clone(), it.message.ja.clone(), it.message.en.clone()));
            (findings.collect(), FINDINGS)
        }
        _ => (Vec::new(), ENVIRONMENT),
    };
    if is_json {
        let findings: Vec<_> = findings
            .iter()
            .map(|(place, ja, en)| json!({"place": place, "message": {"ja": ja, "en": en}}))
            .collect();
        print_line!("{}", json!({"ok": false, "message": text, "findings": findings}));
    } else {
        for (place, ja, en) in &findings {
            print_line!("✗ {place}：{ja} / {en}");
        }
        print_line!("✗ {} / {}", text.ja, text.en);
    }
    ExitCode::from(code)
}

fn in_words(fault: &Fault) -> (String, String, String) {
    let (ja, en) = fault.message();
    (fault.place().to_owned(), ja, en)
}

/// `kitei verify` of a folder of backups: everything that is sealed, and with an identity what is in it, chunk by chunk.
pub(crate) fn verify(
    place: &Path,
    name: Option<&str>,
    (identity, keys): (Option<&Path>, &[VerifierKey]),
    is_json: bool,
) -> anyhow::Result<ExitCode> {
    let identity = identity.map(identities).transpose()?;
    let started = Instant::now();
    let opened = match Place::open(place).and_then(|place| Opened::open(&place, name, keys)) {
        Ok(opened) => opened,
        Err(error) => return Ok(print_failure(&error.into(), is_json)),
    };
    let seen = opened.examine(identity.as_ref());
    if !seen.faults.is_empty() {
        return Ok(print_failure(&Failure::Backup(BackupError::Damaged(seen.faults)), is_json));
    }
    let (manifest, seconds) = (opened.manifest(), started.elapsed().as_secs_f64());
    if is_json {
        print_line!(
            "{}",
            json!({"ok": true, "backup": manifest.name, "packs": seen.packs, "bytes": seen.bytes, "chunks": seen.chunks,
                   "files": seen.files, "key": manifest.key, "seconds": seconds})
        );
        return Ok(ExitCode::SUCCESS);
    }
    print_line!(
        "✓ {}  {} packs、{:.1} MB、{} chunks、{seconds:.2} s",
        manifest.name,
        seen.packs,
        megabytes(seen.bytes),
        seen.chunks
    );
    if identity.is_none() {
        print_line!(
            "  封をしたままの照合です。中身まで確かめるには `--identity`、復元まで試すには `kitei backup drill` / \
             compared as it is sealed; `--identity` looks inside, `kitei backup drill` restores it"
        );
    }
    if keys.is_empty() {
        print_line!(
            "  署名の鍵 / signed with {}：自分の鍵か確かめるには `--key` / give `--key` to know that it is yours",
            manifest.key
        );
    }
    Ok(ExitCode::SUCCESS)
}
