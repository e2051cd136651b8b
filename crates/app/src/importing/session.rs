//! Open runs in memory: the parsed workbook, and the rows as read and placed, so that a page of a large file costs no reading.
//!
//! Nothing is lost with them: bytes and choices are in the database, and a run that has been forgotten is read again.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use engine::{MemberId, Organization, ids::ImportId};
use import::{
    Directory, ImportedRow, Layout, Limits, Mapping, SheetCandidate, TargetField, Workbook, layout,
    members::NewUnit,
};
use sha2::{Digest, Sha256};
use store::event::hex;

use super::{choices::Chosen, place::Fate, target::Target};
use crate::error::AppError;

/// Most open runs in memory.
const RUNS: usize = 8;
/// Most rows of all open runs in memory; the newest may have more.
const ROWS: usize = 250_000;
/// Most cells of all open runs in memory; the newest may have more.
const CELLS: usize = 4_000_000;

/// Workbooks of open runs, kept in memory, the newest last.
#[derive(Default)]
pub(crate) struct OpenWorkbooks {
    runs: Mutex<VecDeque<OpenRun>>,
}

/// A run that one request at a time works on.
pub(super) type SharedSession = Arc<tokio::sync::Mutex<Session>>;

struct OpenRun {
    id: ImportId,
    member: MemberId,
    rows: usize,
    cells: usize,
    session: SharedSession,
}

impl OpenWorkbooks {
    /// A run of a member, if it is still here.
    pub(super) fn get(&self, member: MemberId, id: ImportId) -> Option<SharedSession> {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        let at = runs.iter().position(|run| run.id == id && run.member == member)?;
        let run = runs.remove(at)?;
        let session = Arc::clone(&run.session);
        runs.push_back(run);
        Some(session)
    }

    /// Keeps a run; of two that were read at the same time, the first.
    pub(super) fn put(&self, member: MemberId, session: Session) -> SharedSession {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(run) = runs.iter().find(|run| run.id == session.id && run.member == member) {
            return Arc::clone(&run.session);
        }
        let id = session.id;
        let rows = || session.workbook.sheets.iter().flat_map(|sheet| &sheet.rows);
        let (rows, cells) = (rows().count(), rows().map(|row| row.cells.len()).sum());
        let session = Arc::new(tokio::sync::Mutex::new(session));
        runs.push_back(OpenRun { id, member, rows, cells, session: Arc::clone(&session) });
        evict(&mut runs);
        session
    }

    /// Whether a run is in memory.
    #[cfg(test)]
    fn has(&self, id: ImportId) -> bool {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|run| run.id == id)
    }

    /// Forgets a run.
    pub(super) fn remove(&self, id: ImportId) {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).retain(|run| run.id != id);
    }
}

/// Forgets the runs that have not been looked at for longest, until the rest is small enough. One that somebody is working on
/// stays: read a second time it would not know of what is just being done to it.
fn evict(runs: &mut VecDeque<OpenRun>) {
    let sum = |runs: &VecDeque<OpenRun>, of: fn(&OpenRun) -> usize| -> usize {
        runs.iter().map(of).sum()
    };
    while runs.len() > RUNS
        || sum(runs, |run| run.rows) > ROWS
        || sum(runs, |run| run.cells) > CELLS
    {
        let older = runs.len().saturating_sub(1);
        let is_idle = |run: &OpenRun| Arc::strong_count(&run.session) == 1;
        let Some(at) = runs.iter().take(older).position(is_idle) else { return };
        runs.remove(at);
    }
}

/// An open run.
pub(super) struct Session {
    pub id: ImportId,
    pub target: Target,
    pub file_name: String,
    /// Hexadecimal SHA-256 of the file.
    pub sha256: String,
    pub chosen: Chosen,
    /// The choices as the database has them, JSON.
    pub kept: String,
    pub workbook: Arc<Workbook>,
    pub fields: Arc<Vec<TargetField>>,
    /// Sheets with their tables, the likeliest first.
    pub sheets: Arc<Vec<SheetCandidate>>,
    pub staged: Option<Staged>,
}

/// The rows as read with the people of a moment, mended, and what each would become.
pub(crate) struct Staged {
    pub organization: Arc<Organization>,
    pub directory: Arc<Directory>,
    pub sheet: usize,
    pub layout: Layout,
    pub mapping: Mapping,
    pub rows: Vec<ImportedRow>,
    /// One for each row.
    pub fates: Vec<Fate>,
    /// Positions of rows by key; rows without a key and rows left out are not among them.
    pub groups: HashMap<Vec<String>, Vec<usize>>,
    /// Units to create, for the member list.
    pub new_units: Vec<NewUnit>,
}

impl Session {
    /// Reads a file, away from the threads that answer requests.
    pub async fn open(
        id: ImportId,
        target: Target,
        fields: Vec<TargetField>,
        file: (String, Vec<u8>),
        kept: String,
    ) -> Result<Self, AppError> {
        let chosen = serde_json::from_str(&kept)?;
        let read = move || {
            let (file_name, bytes) = file;
            let workbook = import::read::workbook(&bytes, &file_name, &Limits::default()).map_err(
                |error| AppError::Invalid { field: "file".to_owned(), message: error.text() },
            )?;
            let sheets = layout::rank(&workbook, &fields);
            Ok(Self {
                id,
                target,
                sha256: hex(&Sha256::digest(&bytes)),
                file_name,
                chosen,
                kept,
                workbook: Arc::new(workbook),
                fields: Arc::new(fields),
                sheets: Arc::new(sheets),
                staged: None,
            })
        };
        tokio::task::spawn_blocking(read).await.map_err(AppError::internal)?
    }

    /// Position of the chosen sheet in the workbook.
    pub fn sheet(&self) -> usize {
        let is_there = |sheet: &usize| *sheet < self.workbook.sheets.len();
        self.chosen
            .sheet
            .filter(is_there)
            .or_else(|| self.sheets.first().map(|found| found.sheet))
            .unwrap_or_default()
    }

    /// The table: where a person points, else where it was found.
    pub async fn layout(&self) -> Result<Layout, AppError> {
        let at = self.sheet();
        let found = self.sheets.iter().find(|found| found.sheet == at);
        let Some((first, last)) = self.chosen.table.header_rows else {
            return Ok(found.map(|found| found.layout.clone()).unwrap_or_default());
        };
        let (workbook, fields) = (Arc::clone(&self.workbook), Arc::clone(&self.fields));
        let find = move || {
            workbook
                .sheets
                .get(at)
                .map(|sheet| layout::with_header(sheet, &fields, first..=last))
                .unwrap_or_default()
        };
        tokio::task::spawn_blocking(find).await.map_err(AppError::internal)
    }
}

impl Staged {
    /// Position of a row by its number in the file.
    pub fn position(&self, row: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&row, |found| found.row).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(number: u128, rows: usize) -> Session {
        let row = import::workbook::Row::default();
        let sheet = import::workbook::Sheet { rows: vec![row; rows], ..Default::default() };
        Session {
            id: ImportId(uuid::Uuid::from_u128(number)),
            target: Target::Members,
            file_name: String::new(),
            sha256: String::new(),
            chosen: Chosen::default(),
            kept: String::new(),
            workbook: Arc::new(Workbook {
                file_name: String::new(),
                format: import::workbook::FileFormat::Xlsx,
                sheets: vec![sheet],
            }),
            fields: Arc::default(),
            sheets: Arc::default(),
            staged: None,
        }
    }

    #[test]
    fn a_run_that_somebody_works_on_is_not_forgotten() {
        let (open, member) = (OpenWorkbooks::default(), MemberId(uuid::Uuid::nil()));
        let held = open.put(member, session(1, 200_000));
        drop(open.put(member, session(2, 40_000)));
        drop(open.put(member, session(3, 40_000)));
        let known = [1, 2, 3].map(|number| open.has(ImportId(uuid::Uuid::from_u128(number))));
        assert_eq!(known, [true, false, true]);
        drop(held);
        drop(open.put(member, session(4, 40_000)));
        assert!(!open.has(ImportId(uuid::Uuid::from_u128(1))));
    }
}
