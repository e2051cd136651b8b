//! A list as a stream of pages: the database is read here, rows are made into paper or files on another thread.
//!
//! Two pages wait at most, so a register of any length takes the memory of a few pages.

use std::collections::{HashMap, HashSet};

use engine::{Fields, Record, RecordId};
use store::record::ListRow;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::{
    Actor, App,
    error::AppError,
    records::reference,
    register::{ListRequest, ListView, PAGE},
};

use super::words::References;

/// Pages that wait for the thread that writes.
const WAITING: usize = 2;

/// A page of a list with what its rows refer to.
pub(super) struct LoadedPage {
    rows: Vec<ListRow>,
    /// The records that rows point to.
    pub references: References,
    changed_at: HashMap<Uuid, i64>,
}

/// A row with its record.
pub(super) struct Entry {
    /// Number, as people cite it.
    pub number: String,
    /// The record.
    pub record: Record,
    /// When it last changed, microseconds; `None` where the edition in force says so itself.
    pub changed_at: Option<i64>,
}

impl Entry {
    /// The values that lists show: those in force, else those being worked on.
    pub fn shown(&self) -> &Fields {
        self.record.fields_in_force()
    }
}

impl LoadedPage {
    /// Its rows, read.
    pub fn entries(&self) -> Result<Vec<Entry>, AppError> {
        let read = |row: &ListRow| {
            let record = serde_json::from_str(&row.body)?;
            Ok(Entry {
                number: row.number.clone(),
                record,
                changed_at: self.changed_at.get(&row.id).copied(),
            })
        };
        self.rows.iter().map(read).collect()
    }
}

impl App {
    /// Reads a list page by page while `work` takes the pages on a thread of its own, and gives back what `work` makes of them.
    pub(super) async fn stream<T: Send + 'static>(
        &self,
        actor: Actor,
        request: &ListRequest,
        work: impl FnOnce(mpsc::Receiver<LoadedPage>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let working = tokio::task::spawn_blocking(move || work(receiver));
        let sent = self.send_pages(actor, request, sender).await;
        let made = working.await.map_err(AppError::internal)?;
        // Work that saw the pages end too early has made a fragment.
        sent.and(made)
    }

    async fn send_pages(
        &self,
        actor: Actor,
        request: &ListRequest,
        pages: mpsc::Sender<LoadedPage>,
    ) -> Result<(), AppError> {
        let mut request =
            ListRequest { cursor: None, limit: PAGE, has_body: true, ..request.clone() };
        // Sorted by an item with several answers, a record would come once for each of them.
        let mut seen = HashSet::new();
        loop {
            let mut view = self.list(actor, &request).await?;
            request.cursor = view.next.take();
            view.rows.retain(|row| request.sort.is_empty() || seen.insert(row.rid));
            let page = self.load(actor, &request, view).await?;
            if pages.send(page).await.is_err() || request.cursor.is_none() {
                return Ok(());
            }
        }
    }

    /// Adds to a page what its rows do not say themselves.
    async fn load(
        &self,
        actor: Actor,
        request: &ListRequest,
        view: ListView,
    ) -> Result<LoadedPage, AppError> {
        let form = view.tenant.form(&request.form)?;
        let world = view.tenant.world(&view.organization, self.clock.now());
        let mut references = References::new();
        if reference::are_in(&view.tenant.regulation, &form.fields) {
            let records: Vec<Record> = view
                .rows
                .iter()
                .map(|row| serde_json::from_str(&row.body))
                .collect::<Result<_, _>>()?;
            let values: Vec<_> = records.iter().map(Record::fields_in_force).collect();
            references = self.references(&view.tenant, world, actor, form, &values).await?;
        }
        let mut changed_at = HashMap::new();
        // The register shows editions in force, which know since when they are; other rows show what was saved last.
        let is_register = !request.is_all && request.state.is_none();
        for row in view.rows.iter().filter(|_| !is_register) {
            if let Some(found) =
                store::record::lookup(&self.db, actor.operator, RecordId(row.id)).await?
            {
                changed_at.insert(row.id, found.updated_at);
            }
        }
        Ok(LoadedPage { rows: view.rows, references, changed_at })
    }
}
