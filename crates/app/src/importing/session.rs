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
        let (id, rows) =
            (session.id, session.workbook.sheets.iter().map(|sheet| sheet.rows.len()).sum());
        let session = Arc::new(tokio::sync::Mutex::new(session));
        runs.push_back(OpenRun { id, member, rows, session: Arc::clone(&session) });
        while runs.len() > 1
            && (runs.len() > RUNS || runs.iter().map(|run| run.rows).sum::<usize>() > ROWS)
        {
            runs.pop_front();
        }
        session
    }

    /// Forgets a run.
    pub(super) fn remove(&self, id: ImportId) {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).retain(|run| run.id != id);
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
        chosen: Chosen,
    ) -> Result<Self, AppError> {
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
        let Some((first, last)) = self.chosen.header_rows else {
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
