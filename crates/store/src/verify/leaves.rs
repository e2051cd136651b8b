//! The evidence log from the first leaf: each leaf computed again, tiles and signed checkpoints on the way, the edge at the end.

use std::collections::BTreeMap;

use evidence::{Hash, LogVerifier, TILE_WIDTH, TileId, VerifierKey};

use crate::{
    Db, args,
    error::StoreError,
    event::{EventRow, event_select},
    log,
};

use super::{Depth, ROWS, Report, Scope, sides::Rows, stretch};

crate::row! {
    struct TileRow {
        level: i64,
        position: i64,
        hashes: Vec<u8>,
    }
}

crate::row! {
    struct PlaceRow {
        level: i64,
        position: i64,
    }
}

crate::row! {
    struct StateRow {
        id: i64,
    }
}

crate::row! {
    struct CheckpointRow {
        size: i64,
        note: String,
    }
}

/// Signed checkpoints that are still to be checked, by the size they state.
pub(super) struct Notes(BTreeMap<u64, Vec<String>>);

impl Notes {
    /// Those of the database, and those that were kept elsewhere.
    async fn load(
        db: &Db,
        scope: &Scope,
        state: Option<&log::LogState>,
    ) -> Result<Self, StoreError> {
        let mut notes = Self(checkpoints(db).await?);
        for note in &scope.kept_elsewhere {
            notes.add(size_of(note, &scope.keys), note.clone());
        }
        if let Some(state) = state {
            notes.add(u64::try_from(state.size).unwrap_or_default(), state.note.clone());
        }
        Ok(notes)
    }

    fn add(&mut self, size: u64, note: String) {
        self.0.entry(size).or_default().push(note);
    }

    /// The sizes, smallest first.
    pub(super) fn sizes(&self) -> Vec<u64> {
        self.0.keys().copied().collect()
    }

    /// Those of a log of this size.
    pub(super) fn take(&mut self, size: u64) -> Vec<String> {
        // Nearly every leaf has none: looking at the first one is enough.
        match self.0.first_key_value() {
            Some((first, _)) if *first <= size => self.0.remove(&size).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

fn size_of(note: &str, keys: &[VerifierKey]) -> u64 {
    evidence::Checkpoint::open(note.as_bytes(), keys).map_or(0, |checkpoint| checkpoint.size())
}

/// Verifies the log, and gathers what its events say of the rows beside the records. Each of the databases is the same one,
/// for another connection to read at the same time.
pub(super) async fn verify(
    dbs: &[Db],
    scope: &Scope,
    gathered: &mut Rows,
    report: &mut Report,
) -> Result<(), StoreError> {
    let Some(db) = dbs.first() else { return Ok(()) };
    let mut verifier = LogVerifier::new(scope.keys.clone());
    let state = log::state(db).await?;
    let mut notes = Notes::load(db, scope, state.as_ref()).await?;
    let size = state.as_ref().and_then(|state| u64::try_from(state.size).ok()).unwrap_or_default();
    let walk = (&mut verifier, &mut notes);
    let mut after = stretch::verify(dbs, size, walk, (scope, gathered), report).await?;
    loop {
        let rows = db.all::<EventRow>(SELECT, args![after, ROWS]).await?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in &rows {
            verify_leaf(db, &mut verifier, row, report).await?;
            if scope.depth == Depth::Whole {
                gathered.take(row);
            }
            for note in notes.take(verifier.size()) {
                verify_checkpoint(&mut verifier, &note, report);
            }
        }
        if report.is_full() {
            break;
        }
    }
    // What is left vouches for leaves that are not there.
    for note in notes.0.into_values().flatten() {
        verify_checkpoint(&mut verifier, &note, report);
    }
    report.leaves = verifier.size();
    verify_surplus(db, report).await?;
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

const SELECT: &str = event_select!("WHERE seq > $1 ORDER BY seq LIMIT $2");

/// Tiles and states that a log of this size does not have.
async fn verify_surplus(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let rows = db
        .all::<PlaceRow>(
            "SELECT level, position FROM evidence_tile ORDER BY level, position",
            args![],
        )
        .await?;
    for row in rows {
        // A tile of level L is complete when it has 256 to the power of L + 1 leaves below it.
        let complete = u32::try_from(row.level)
            .ok()
            .and_then(|level| report.leaves.checked_shr(8 * (level + 1)))
            .unwrap_or_default();
        if u64::try_from(row.position).is_ok_and(|position| position < complete) {
            continue;
        }
        report.add(
            format!("evidence_tile level {} position {}", row.level, row.position),
            "証跡にないはずのタイルがあります",
            "a tile that a log of this size does not have",
        );
    }
    let others = db.all::<StateRow>("SELECT id FROM evidence_state WHERE id <> 1", args![]).await?;
    for row in others {
        report.add(
            format!("evidence_state {}", row.id),
            "証跡の先端が2つあります",
            "the log has a second edge",
        );
    }
    Ok(())
}

async fn checkpoints(db: &Db) -> Result<BTreeMap<u64, Vec<String>>, StoreError> {
    let rows = db
        .all::<CheckpointRow>("SELECT size, note FROM evidence_checkpoint ORDER BY size", args![])
        .await?;
    let mut by_size: BTreeMap<u64, Vec<String>> = BTreeMap::new();
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
    verify_tiles(db, verifier, report).await
}

/// The tiles that the last leaf has completed.
pub(super) async fn verify_tiles(
    db: &Db,
    verifier: &mut LogVerifier,
    report: &mut Report,
) -> Result<(), StoreError> {
    if !verifier.size().is_multiple_of(u64::from(TILE_WIDTH)) {
        return Ok(());
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

pub(super) fn verify_checkpoint(verifier: &mut LogVerifier, text: &str, report: &mut Report) {
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
