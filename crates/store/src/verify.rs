//! Verifying a whole database: its structure, the evidence log from the first leaf, and every projection against its events.
//!
//! It goes through tables in order, a few thousand rows at a time, so that it needs little memory however long the log is.

mod projections;

use std::collections::HashMap;

use evidence::{Hash, LogVerifier, TileId, VerifierKey};
use serde::Serialize;

use crate::{Db, args, error::StoreError, event::EventRow, log};

/// Rows read at a time.
const ROWS: i64 = 4_096;

/// Findings after which verification stops looking for more.
const FINDINGS: usize = 100;

/// What verification found wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Table, and the row of it, in words a technician can use: `event 17`, `record R8-0003`.
    pub place: String,
    /// What is wrong there.
    pub message: regulation::Text,
}

/// What verification saw.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Leaves checked.
    pub leaves: u64,
    /// Records checked against their events.
    pub records: u64,
    /// Checkpoints checked.
    pub checkpoints: u64,
    /// Root of the log, base64.
    pub root: String,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The report on a database that cannot even be opened.
    #[must_use]
    pub fn unopened(error: &StoreError) -> Self {
        let mut report = Self::default();
        report.damaged("database", error);
        report
    }

    fn add(&mut self, place: impl Into<String>, ja: impl Into<String>, en: impl Into<String>) {
        if self.findings.len() < FINDINGS {
            self.findings
                .push(Finding { place: place.into(), message: regulation::Text::new(ja, en) });
        }
    }

    /// Turns a fault of reading into a finding: a damaged page is one, a missing file is not.
    fn damaged(&mut self, place: &str, error: &StoreError) {
        let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        self.add(
            place,
            format!("読み出せません：{error} {cause}"),
            format!("cannot be read: {error} {cause}"),
        );
    }
}

/// How much to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The evidence log only.
    Log,
    /// Structure, log and projections.
    Whole,
}

/// Verifies a database with the public keys its log has been signed with.
///
/// # Errors
/// When the database cannot be opened or queried at all; faults inside it are findings.
pub async fn verify(db: &Db, keys: Vec<VerifierKey>, depth: Depth) -> Result<Report, StoreError> {
    let mut report = Report::default();
    if depth == Depth::Whole {
        structure(db, &mut report).await;
    }
    if let Err(error) = verify_log(db, keys, &mut report).await {
        report.damaged("event", &error);
    }
    if depth == Depth::Whole
        && let Err(error) = projections::verify(db, &mut report).await
    {
        report.damaged("record", &error);
    }
    Ok(report)
}

crate::row! {
    struct CheckRow {
        integrity_check: String,
    }
}

/// The database's own check of pages, indexes and order.
async fn structure(db: &Db, report: &mut Report) {
    match db.all::<CheckRow>("PRAGMA integrity_check(20)", args![]).await {
        Ok(rows) => {
            for row in rows.into_iter().filter(|row| row.integrity_check != "ok") {
                let text = row.integrity_check;
                report.add(
                    "database",
                    format!("データベースの構造が壊れています：{text}"),
                    format!("the structure is damaged: {text}"),
                );
            }
        }
        Err(error) => report.damaged("database", &error),
    }
}

crate::row! {
    struct TileRow {
        level: i64,
        position: i64,
        hashes: Vec<u8>,
    }
}

crate::row! {
    struct CheckpointRow {
        size: i64,
        note: String,
    }
}

async fn verify_log(
    db: &Db,
    keys: Vec<VerifierKey>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut verifier = LogVerifier::new(keys);
    let mut checkpoints = checkpoints(db).await?;
    let state = log::state(db).await?;
    if let Some(state) = &state {
        checkpoints
            .entry(u64::try_from(state.size).unwrap_or_default())
            .or_default()
            .push(state.note.clone());
    }
    let mut after = i64::MIN;
    loop {
        let rows = db
            .all::<EventRow>(
                "SELECT seq, operator, subject_kind, subject, version, kind, actor, at, number, body, leaf FROM event \
                 WHERE seq > $1 ORDER BY seq LIMIT $2",
                args![after, ROWS],
            )
            .await?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in &rows {
            verify_leaf(db, &mut verifier, row, report).await?;
            for note in checkpoints.remove(&verifier.size()).unwrap_or_default() {
                verify_checkpoint(&mut verifier, &note, report);
            }
        }
        if report.findings.len() >= FINDINGS {
            break;
        }
    }
    // What is left vouches for leaves that are not there.
    let mut left: Vec<_> = checkpoints.into_iter().collect();
    left.sort_by_key(|(size, _)| *size);
    for (_, notes) in left {
        for note in notes {
            verify_checkpoint(&mut verifier, &note, report);
        }
    }
    report.leaves = verifier.size();
    verify_pending(&mut verifier, state.as_ref(), report);
    match verifier.finish() {
        Ok(proved) => {
            report.root = proved.head.root.to_base64();
            report.checkpoints = proved.checkpoints;
            verify_edge(state.as_ref(), proved.head, report);
            if proved.signed_size != report.leaves {
                report.add(
                    "evidence_state",
                    "最後の記録に署名がありません",
                    "the last events are not signed",
                );
            }
        }
        // Each finding was reported where it was met.
        Err(finding) if report.findings.is_empty() => report.add(
            finding.place.to_string(),
            finding.flaw.to_string(),
            finding.flaw.to_string(),
        ),
        Err(_) => {}
    }
    Ok(())
}

async fn checkpoints(db: &Db) -> Result<HashMap<u64, Vec<String>>, StoreError> {
    let rows = db
        .all::<CheckpointRow>("SELECT size, note FROM evidence_checkpoint ORDER BY size", args![])
        .await?;
    let mut by_size: HashMap<u64, Vec<String>> = HashMap::new();
    for row in rows {
        by_size.entry(u64::try_from(row.size).unwrap_or_default()).or_default().push(row.note);
    }
    Ok(by_size)
}

async fn verify_leaf(
    db: &Db,
    verifier: &mut LogVerifier,
    row: &EventRow,
    report: &mut Report,
) -> Result<(), StoreError> {
    let Some(index) = row.seq.checked_sub(1).and_then(|index| u64::try_from(index).ok()) else {
        report.add(
            format!("event {}", row.seq),
            "番号が証跡の範囲にありません",
            "its number is none that a leaf can have",
        );
        return Ok(());
    };
    let Some(stored) = Hash::from_slice(&row.leaf) else {
        report.add(
            format!("event {}", row.seq),
            "ハッシュの長さが正しくありません",
            "the stored hash has the wrong length",
        );
        return Ok(());
    };
    if let Err(finding) = verifier.leaf(index, &row.leaf_bytes(), stored) {
        note(report, &finding);
    }
    let tiles: Vec<TileId> = verifier.completed_tiles().collect();
    for id in tiles {
        let row = db
            .opt::<TileRow>(
                "SELECT level, position, hashes FROM evidence_tile WHERE level = $1 AND position = $2",
                args![i64::from(id.level), i64::try_from(id.index).unwrap_or(i64::MAX)],
            )
            .await?;
        match row {
            // A damaged index can lead to another tile.
            Some(row)
                if (i128::from(row.level), i128::from(row.position))
                    != (i128::from(id.level), i128::from(id.index)) =>
            {
                report.add(
                    id.to_string(),
                    "証跡のタイルが取り違えられています",
                    "another tile is found in its place",
                );
            }
            Some(row) => {
                if let Err(finding) = verifier.tile(id, &row.hashes) {
                    note(report, &finding);
                }
            }
            None => report.add(
                id.to_string(),
                "証跡のタイルがありません",
                "a tile of the evidence log is missing",
            ),
        }
    }
    Ok(())
}

fn verify_checkpoint(verifier: &mut LogVerifier, text: &str, report: &mut Report) {
    if let Err(finding) = verifier.checkpoint(text.as_bytes()) {
        note(report, &finding);
    }
}

/// The hashes of the tiles that are not complete yet: the next tile to be completed is made of them.
fn verify_pending(verifier: &mut LogVerifier, state: Option<&log::LogState>, report: &mut Report) {
    let Some(pending) = state.and_then(|state| log::pending_tiles(state).ok()) else { return };
    let mut expected = log::tiles_at_edge(verifier.size());
    for (id, bytes) in pending {
        expected.retain(|tile| *tile != id);
        if let Err(finding) = verifier.tile(id, &bytes) {
            note(report, &finding);
        }
    }
    for id in expected {
        report.add(
            id.to_string(),
            "証跡の先端が欠けています",
            "hashes of an incomplete tile are missing",
        );
    }
}

/// The stored right edge must be the one the leaves lead to, or the next append would go wrong.
fn verify_edge(state: Option<&log::LogState>, head: evidence::TreeHead, report: &mut Report) {
    let Some(state) = state else {
        if head.size > 0 {
            report.add(
                "evidence_state",
                "証跡の先端がありません",
                "the edge of the log is missing",
            );
        }
        return;
    };
    let edge = evidence::Frontier::from_bytes(&state.frontier).map(|edge| edge.head());
    if edge != Ok(head)
        || u64::try_from(state.size) != Ok(head.size)
        || log::pending_tiles(state).is_err()
    {
        report.add(
            "evidence_state",
            "証跡の先端が記録と合いません",
            "the edge of the log does not agree with the events",
        );
    }
}

fn note(report: &mut Report, finding: &evidence::Finding) {
    use evidence::Place;
    let place = match finding.place {
        Place::Leaf { index } => format!("event {}", index + 1),
        Place::Leaves { begin, end } => format!("event {}-{end}", begin + 1),
        other => other.to_string(),
    };
    let ja = match finding.flaw {
        evidence::Flaw::LeafChanged => "記録の内容が、保存されたハッシュと合いません",
        evidence::Flaw::LeafOutOfOrder { .. } => "記録が抜けているか、並びが変わっています",
        evidence::Flaw::TileChanged | evidence::Flaw::TileMalformed(_) => {
            "証跡のタイルが記録と合いません"
        }
        evidence::Flaw::CheckpointRefused(_) => "署名されたチェックポイントが正しくありません",
        evidence::Flaw::LeavesMissing => "署名された件数より記録が少なくなっています",
        evidence::Flaw::RootMismatch => "記録と、署名されたチェックポイントが合いません",
        _ => "証跡が正しくありません",
    };
    report.add(place, ja, finding.flaw.to_string());
}
