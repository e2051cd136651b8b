//! Whether rows can be written: how many of each sort there are, and what stands in the way.

use engine::{Citation, Refusal};
use import::{DoubtSeverity, ImportedRow};
use regulation::Text;

use super::{
    place::Fate,
    session::Staged,
    view::{ImportCounts, Obstacle, ObstacleKind},
    words::conflict,
    write::of_row,
};
use crate::error::AppError;

/// Most reasons that a refusal of a whole import names.
pub(super) const REASONS: usize = 200;
/// Rows named in an obstacle.
const NAMED_ROWS: usize = 20;

impl Staged {
    /// Rows with what each would become.
    pub fn placed(&self) -> impl Iterator<Item = (&ImportedRow, &Fate)> {
        self.rows.iter().zip(&self.fates)
    }

    /// How many rows there are of each sort.
    pub fn counts(&self) -> ImportCounts {
        let mut counts = ImportCounts { rows: self.rows.len(), ..ImportCounts::default() };
        for (row, fate) in self.placed() {
            match fate {
                Fate::New => counts.new += 1,
                Fate::Changed { .. } => counts.changed += 1,
                Fate::Same { .. } => counts.same += 1,
                Fate::Repeated { .. } => counts.repeated += 1,
                Fate::Conflicting { .. } => counts.conflicting += 1,
                Fate::Skipped => counts.skipped += 1,
            }
            counts.doubtful += usize::from(
                fate.doubts(row).any(|doubt| doubt.severity == DoubtSeverity::Doubtful),
            );
            counts.missing += usize::from(fate.severity(row) == Some(DoubtSeverity::Missing));
        }
        counts
    }
}

/// What stands in the way of writing these rows.
pub(super) fn obstacles(staged: &Staged, counts: &ImportCounts, has_drafts: bool) -> Vec<Obstacle> {
    let named = |is_one: &dyn Fn(&ImportedRow, &Fate) -> bool| -> Vec<u32> {
        staged
            .placed()
            .filter(|(row, fate)| is_one(row, fate))
            .map(|(row, _)| row.row)
            .take(NAMED_ROWS)
            .collect()
    };
    let mut obstacles = Vec::new();
    if counts.rows == 0 {
        let message = Text::new(
            "取り込める表が見つかりません。シートと見出しの行を選び、列を項目に割り当ててください。",
            "No table was found. Choose the sheet and its heading rows, and put columns on fields.",
        );
        obstacles.push(Obstacle { kind: ObstacleKind::NoTable, message, rows: Vec::new() });
    }
    if counts.conflicting > 0 {
        let message = Text::new(
            format!(
                "食い違う行が{}行あります。どちらかを取り込まないことにするか、内容を直してください。",
                counts.conflicting
            ),
            format!(
                "{} rows contradict others. Leave one of each out, or mend it.",
                counts.conflicting
            ),
        );
        let rows = named(&|_, fate| matches!(fate, Fate::Conflicting { .. }));
        obstacles.push(Obstacle { kind: ObstacleKind::Conflict, message, rows });
    }
    if counts.missing > 0 {
        let (ja, en) = if has_drafts {
            (
                "補うか、下書きのまま取り込むことを選んでください。",
                "Add it, or choose to import them as incomplete drafts.",
            )
        } else {
            ("補うか、その行を除いてください。", "Add it, or leave those rows out.")
        };
        let message = Text::new(
            format!("必要な項目が足りない行が{}行あります。{ja}", counts.missing),
            format!("{} rows lack something required. {en}", counts.missing),
        );
        let rows = named(&|row, fate| fate.severity(row) == Some(DoubtSeverity::Missing));
        obstacles.push(Obstacle { kind: ObstacleKind::Missing, message, rows });
    }
    obstacles
}

/// Refuses a run while something stands in its way.
pub(super) fn refuse(staged: &Staged, allow_incomplete: bool) -> Result<(), AppError> {
    let obstacles = obstacles(staged, &staged.counts(), allow_incomplete);
    if let Some(Obstacle { message, .. }) =
        obstacles.iter().find(|obstacle| obstacle.kind == ObstacleKind::NoTable)
    {
        return Err(AppError::Invalid { field: "sheet".to_owned(), message: message.clone() });
    }
    let conflicts = staged.placed().filter_map(|(row, fate)| match fate {
        Fate::Conflicting { other_row, numbers } => {
            let message = conflict(*other_row, numbers);
            Some(of_row(row.row, Citation { clause: String::new(), message, field: None }))
        }
        _ => None,
    });
    let is_missing =
        |severity: DoubtSeverity| severity == DoubtSeverity::Missing && !allow_incomplete;
    let missing = staged
        .placed()
        .flat_map(|(row, fate)| fate.doubts(row))
        .filter(|doubt| is_missing(doubt.severity));
    let missing = missing.map(|doubt| {
        let field = Some(doubt.field.clone());
        of_row(
            doubt.row,
            Citation { clause: doubt.clause.clone(), message: doubt.message.clone(), field },
        )
    });
    Ok(Refusal::from_citations(conflicts.chain(missing).take(REASONS).collect())?)
}
