//! Paper and files: a record or a register as A4 sheets, and the register as a workbook or CSV.
//!
//! What a person may not read is not in it: a record comes through the same door as on a screen, and rows through
//! [`App::list`]. How sheets look is decided in `print`; layout and files are made on threads of their own.

mod faults;
mod pages;
mod record_sheet;
mod register_table;
mod stamps;
mod words;

use std::{
    collections::{BTreeSet, HashMap},
    io::Write,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use engine::{Fields, RecordId, World};
use evidence::Checkpoint;
use print::{Encoding, EvidenceLine, Fonts, PrintError, RegisterCsv, RegisterXlsx};
use regulation::{Form, Language};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Actor, App, Tenant, error::AppError, records::reference, register::ListRequest};

use record_sheet::Printed;
use register_table::{Order, RegisterTable};

/// Folder of an operator's own fonts in the data folder.
pub(crate) const OWN_FONTS: &str = "fonts";
/// Layouts at the same time: a long register takes some hundred megabytes while it is laid out.
const PRESSES: usize = 2;
/// Most rows on paper; a longer register is for the workbook.
const PAPER_ROWS: usize = 2_000;

/// Fonts, loaded when first needed, and how many layouts may run at a time.
#[derive(Clone)]
pub(crate) struct FontShelf {
    loaded: Arc<Mutex<Option<Arc<Fonts>>>>,
    presses: Arc<Semaphore>,
}

impl Default for FontShelf {
    fn default() -> Self {
        Self { loaded: Arc::default(), presses: Arc::new(Semaphore::new(PRESSES)) }
    }
}

impl FontShelf {
    /// The fonts. Reads files when it is first called, and again after a failure: somebody may have put fonts there.
    fn fonts(&self, folder: &Path) -> Result<Arc<Fonts>, PrintError> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fonts) = &*loaded {
            return Ok(Arc::clone(fonts));
        }
        let fonts = Arc::new(Fonts::load(&font_folders(folder))?);
        *loaded = Some(Arc::clone(&fonts));
        Ok(fonts)
    }

    async fn press(&self) -> Result<OwnedSemaphorePermit, AppError> {
        Arc::clone(&self.presses).acquire_owned().await.map_err(AppError::internal)
    }
}

/// Where fonts are looked for: those of the system, and those in the data folder.
pub(crate) fn font_folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders = print::default_font_dirs();
    folders.push(folder.join(OWN_FONTS));
    folders
}

impl App {
    /// A record on A4 portrait paper, PDF/UA-1 and PDF/A-2a: items, approval boxes, provisions, place in the evidence log.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the record is not for this person; [`AppError::Invalid`] when a character has no glyph or
    /// there is no font; what the database says.
    pub async fn record_pdf(
        &self,
        actor: Actor,
        id: RecordId,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let (row, record) = self.readable(&tenant, world, actor, id).await?;
        let form = tenant.form(&record.form)?;
        let references = self.references(&tenant, world, actor, form, &[record.fields()]).await?;
        let events = store::event::list_open(&self.db, actor.operator, id.0).await?;
        let evidence = match events.last() {
            Some(event) => self.evidence_line(event.seq).await?,
            None => None,
        };
        let mut attachments = self.attachments(actor, id).await?;
        if crate::attach::file_fields(form).next().is_some() {
            // There they stand in the items.
            attachments.clear();
        }
        let printed = Printed {
            tenant: &tenant,
            world,
            form,
            row: &row,
            record: &record,
            events: &events,
            references: &references,
            attachments: &attachments,
            language,
        };
        let sheet = printed.sheet(evidence);
        let (stock, folder, press) =
            (self.fonts.clone(), self.folder.clone(), self.fonts.press().await?);
        let laid_out = tokio::task::spawn_blocking(move || {
            let _press = press;
            print::record_pdf(&sheet, &*stock.fonts(&folder)?)
        });
        laid_out.await.map_err(AppError::internal)?.map_err(|error| faults::explain(error, &[]))
    }

    /// A register on A4 landscape paper: what this person may see of it, in the columns they chose.
    ///
    /// # Errors
    /// As [`App::list`]; [`AppError::Invalid`] with more than 2,000 rows or 24 columns, or when a character has no glyph.
    pub async fn register_pdf(
        &self,
        actor: Actor,
        request: &ListRequest,
        language: Language,
    ) -> Result<Vec<u8>, AppError> {
        let order = self.order(actor, request, language)?;
        let columns = if request.columns.is_empty() {
            self.columns(actor, &request.form).await?
        } else {
            request.columns.clone()
        };
        let table = RegisterTable::on_paper(order, &columns)?;
        let (stock, folder, press) =
            (self.fonts.clone(), self.folder.clone(), self.fonts.press().await?);
        self.stream(actor, request, move |mut pages| {
            let _press = press;
            let (mut rows, mut shared) = (Vec::new(), table.shared_stamps());
            while let Some(page) = pages.blocking_recv() {
                for entry in page.entries()? {
                    shared.add(&entry.record);
                    rows.push(table.row(&entry, &page.references));
                }
                if rows.len() > PAPER_ROWS {
                    return Err(faults::too_many_rows(PAPER_ROWS));
                }
            }
            let sheet = table.sheet(shared.boxes());
            let fonts = stock.fonts(&folder).map_err(|error| faults::explain(error, &[]))?;
            print::register_pdf(&sheet, rows, &fonts)
                .map_err(|error| faults::explain(error, &sheet.columns))
        })
        .await
    }

    /// A register as an Excel workbook with every item of its form, written to `out` while its rows are read.
    ///
    /// # Errors
    /// As [`App::list`]; [`AppError::Invalid`] past Excel's own limits; what `out` got by then is a fragment to throw away.
    pub async fn register_xlsx<W: Write + Send + 'static>(
        &self,
        actor: Actor,
        request: &ListRequest,
        language: Language,
        out: W,
    ) -> Result<W, AppError> {
        let table = RegisterTable::in_file(self.order(actor, request, language)?)?;
        self.stream(actor, request, move |mut pages| {
            let sheet = table.sheet(Vec::new());
            let fault = |error| faults::explain(error, &sheet.columns);
            let mut file = RegisterXlsx::start(&sheet).map_err(fault)?;
            while let Some(page) = pages.blocking_recv() {
                for entry in page.entries()? {
                    file.add(&table.row(&entry, &page.references)).map_err(fault)?;
                }
            }
            file.finish(out).map_err(fault)
        })
        .await
    }

    /// A register as a CSV file with every item of its form, written to `out` while its rows are read.
    ///
    /// # Errors
    /// As [`App::list`]; [`AppError::Invalid`] naming the characters that CP932 lacks; what `out` got by then is a fragment to
    /// throw away.
    pub async fn register_csv<W: Write + Send + 'static>(
        &self,
        actor: Actor,
        request: &ListRequest,
        (language, encoding): (Language, Encoding),
        out: W,
    ) -> Result<W, AppError> {
        let table = RegisterTable::in_file(self.order(actor, request, language)?)?;
        self.stream(actor, request, move |mut pages| {
            let sheet = table.sheet(Vec::new());
            let fault = |error| faults::explain(error, &sheet.columns);
            let mut file = RegisterCsv::start(&sheet, encoding, out).map_err(fault)?;
            while let Some(page) = pages.blocking_recv() {
                for entry in page.entries()? {
                    file.add(&table.row(&entry, &page.references)).map_err(fault)?;
                }
            }
            file.finish().map_err(fault)
        })
        .await
    }

    fn order(
        &self,
        actor: Actor,
        request: &ListRequest,
        language: Language,
    ) -> Result<Order, AppError> {
        let tenant = self.tenant(actor.operator)?;
        tenant.form(&request.form)?;
        let organization = tenant.organization();
        Ok(Order {
            tenant,
            organization,
            request: request.clone(),
            language,
            now: self.clock.now(),
        })
    }

    /// Where the newest event of a record stands in the log, and the checkpoint that covers it.
    async fn evidence_line(&self, seq: i64) -> Result<Option<EvidenceLine>, AppError> {
        let Some(note) = self.checkpoint().await? else { return Ok(None) };
        let keys = [self.log_key.verifier_key()?];
        let checkpoint = Checkpoint::open(note.as_bytes(), &keys).map_err(AppError::internal)?;
        Ok(Some(EvidenceLine {
            leaf: engine::value::grouped(seq - 1),
            checkpoint: format!("{} / {}", checkpoint.size(), checkpoint.root().to_base64()),
        }))
    }

    /// Number and title of the records that these values point to, as far as the reader may know of them.
    pub(crate) async fn references(
        &self,
        tenant: &Tenant,
        world: World<'_>,
        actor: Actor,
        form: &Form,
        values: &[&Fields],
    ) -> Result<HashMap<RecordId, String>, AppError> {
        let mut found = HashMap::new();
        let ids: BTreeSet<RecordId> = values
            .iter()
            .flat_map(|fields| reference::ids(&tenant.regulation, &form.fields, fields))
            .collect();
        for id in ids {
            match self.readable(tenant, world, actor, id).await {
                Ok((row, _)) => drop(found.insert(id, format!("{} {}", row.number, row.title))),
                Err(AppError::NotFound | AppError::Erased) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}
