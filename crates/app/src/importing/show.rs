//! Makes the wizard's view of a run. Only a page of rows is put into words, however large the file is.

use std::sync::Arc;

use engine::ids::ImportId;
use import::{Doubt, DoubtSeverity, ImportedRow, TargetField, workbook::column_letters};
use regulation::Language;
use serde_json::Value;
use store::import_run::{ImportRow, RunRow};

use super::{
    check,
    choices::Chosen,
    place::Fate,
    progress::ProgressView,
    session::{Session, Staged},
    target::Target,
    view::{
        ColumnView, DoubtView, FateView, FieldView, FileView, ImportCounts, ImportView, MOST_ROWS,
        PreviewRow, ROWS, RowView, SheetView, UnitView, ValueView, ViewRequest,
    },
    words,
};
use crate::{Tenant, error::AppError};

/// Rows of the sheet shown as they are.
const PREVIEW_ROWS: usize = 12;
/// Cells of such a row.
const PREVIEW_CELLS: u32 = 40;
/// Characters shown of a row that was left out.
const LEFT_OUT_CHARS: usize = 80;
/// Samples of a column.
const SAMPLES: usize = 3;

/// A run that is done.
pub(super) fn done(
    tenant: &Arc<Tenant>,
    id: ImportId,
    row: &ImportRow,
    chosen: Chosen,
) -> Result<ImportView, AppError> {
    let target = Target::named(tenant, &row.target)?;
    let outcome = Some(chosen.outcome.unwrap_or_default());
    let file = FileView { name: row.file_name.clone(), kind: String::new() };
    let was_cut_off = chosen.was_cut_off;
    Ok(ImportView { outcome, was_cut_off, file, unit: chosen.unit, ..empty(tenant, id, &target) })
}

/// A run that is being written.
pub(super) fn at_work(
    tenant: &Arc<Tenant>,
    id: ImportId,
    row: &RunRow,
    work: ProgressView,
) -> Result<ImportView, AppError> {
    let target = Target::named(tenant, &row.target)?;
    let file = FileView { name: row.file_name.clone(), kind: String::new() };
    Ok(ImportView { work: Some(work), file, ..empty(tenant, id, &target) })
}

/// An open run.
pub(super) fn open(
    tenant: &Arc<Tenant>,
    session: &Session,
    units: Vec<UnitView>,
    request: ViewRequest,
) -> Result<ImportView, AppError> {
    let staged =
        session.staged.as_ref().ok_or_else(|| AppError::internal("an import without rows"))?;
    let shower = Shower { tenant, session, staged, language: request.language };
    let shown: Vec<usize> = (0..staged.rows.len())
        .filter(|at| !request.only_doubtful || shower.needs_attention(*at))
        .collect();
    let limit = if request.limit == 0 { ROWS } else { request.limit.min(MOST_ROWS) };
    let pages = shown.len().div_ceil(limit).max(1);
    let page = request.page.clamp(1, pages);
    let rows = shown
        .iter()
        .skip((page - 1) * limit)
        .take(limit)
        .filter_map(|at| shower.row(*at))
        .collect();
    let counts = staged.counts();
    let obstacles = check::obstacles(staged, &counts, session.target != Target::Members);
    Ok(ImportView {
        organization: Arc::clone(&staged.organization),
        file: FileView {
            name: session.file_name.clone(),
            kind: words::kind(session.workbook.format),
        },
        was_cut_off: session.chosen.was_cut_off,
        unit: session.chosen.unit,
        units,
        sheets: shower.sheets(),
        sheet: staged.sheet,
        header_rows: staged.layout.header_rows.clone(),
        preview: shower.preview(),
        columns: shower.columns(),
        fields: session.fields.iter().map(field_view).collect(),
        unmapped: staged.mapping.unmapped(&session.fields).into_iter().map(field_view).collect(),
        title_lines: staged.layout.title_lines.clone(),
        notes: staged.layout.notes.iter().map(|note| note.text.clone()).collect(),
        left_out: shower.left_out(),
        counts,
        rows,
        page,
        pages,
        new_units: staged.new_units.iter().map(|unit| unit.path.join(" ")).collect(),
        obstacles,
        ..empty(tenant, session.id, &session.target)
    })
}

fn empty(tenant: &Arc<Tenant>, id: ImportId, target: &Target) -> ImportView {
    ImportView {
        tenant: Arc::clone(tenant),
        organization: tenant.organization(),
        id,
        target: target.name().to_owned(),
        title: target.title(&tenant.regulation),
        work: None,
        was_cut_off: false,
        outcome: None,
        file: FileView::default(),
        unit: None,
        units: Vec::new(),
        sheets: Vec::new(),
        sheet: 0,
        header_rows: Vec::new(),
        preview: Vec::new(),
        columns: Vec::new(),
        fields: Vec::new(),
        unmapped: Vec::new(),
        title_lines: Vec::new(),
        notes: Vec::new(),
        left_out: Vec::new(),
        counts: ImportCounts::default(),
        rows: Vec::new(),
        page: 1,
        pages: 1,
        new_units: Vec::new(),
        obstacles: Vec::new(),
    }
}

struct Shower<'a> {
    tenant: &'a Tenant,
    session: &'a Session,
    staged: &'a Staged,
    language: Language,
}

impl Shower<'_> {
    fn needs_attention(&self, at: usize) -> bool {
        let placed = self.staged.rows.get(at).zip(self.staged.fates.get(at));
        placed.is_some_and(|(row, fate)| {
            matches!(fate, Fate::Conflicting { .. })
                || self.session.chosen.table.typed.contains_key(&row.row)
                || fate.severity(row) > Some(DoubtSeverity::Info)
        })
    }

    fn text(&self, field: &str, value: &Value) -> String {
        let facts = (&self.tenant.regulation, &*self.staged.organization);
        self.session.target.text(facts, field, value, self.language)
    }

    fn row(&self, at: usize) -> Option<RowView> {
        let (row, fate) = (self.staged.rows.get(at)?, self.staged.fates.get(at)?);
        let title_field = self.session.target.title_field(&self.tenant.regulation);
        let doubts: Vec<&Doubt> = fate.doubts(row).collect();
        let values = self
            .session
            .fields
            .iter()
            .filter_map(|field| self.value(field, row, fate, &doubts))
            .collect();
        Some(RowView {
            row: row.row,
            fate: fate_view(fate),
            title: self.text(title_field, row.value(title_field)),
            values,
            doubts: doubts
                .iter()
                .filter(|doubt| doubt.field.is_empty())
                .map(|doubt| self.doubt(doubt))
                .collect(),
        })
    }

    /// A value that is in the file, or missing from it; `None` for a field that nobody speaks of.
    fn value(
        &self,
        field: &TargetField,
        row: &ImportedRow,
        fate: &Fate,
        doubts: &[&Doubt],
    ) -> Option<ValueView> {
        let found = row.values.iter().find(|value| *value.field == field.id);
        let doubts: Vec<_> = doubts
            .iter()
            .filter(|doubt| doubt.field == field.id)
            .map(|doubt| self.doubt(doubt))
            .collect();
        let typed = self.session.chosen.table.typed.get(&row.row);
        let typed = typed.and_then(|fields| fields.get(&field.id)).cloned();
        if found.is_none() && doubts.is_empty() && typed.is_none() {
            return None;
        }
        let old = match fate {
            Fate::Changed { changes, .. } => changes.iter().find(|change| change.field == field.id),
            _ => None,
        };
        Some(ValueView {
            field: field.id.clone(),
            label: field.label.clone(),
            text: found.map(|value| self.text(&field.id, &value.value)).unwrap_or_default(),
            original: found.map(|value| value.original().to_owned()).unwrap_or_default(),
            cell: found
                .and_then(|value| value.column)
                .map(|column| format!("{}{}", column_letters(column), row.row))
                .unwrap_or_default(),
            source: found.and_then(words::source),
            typed,
            has_value: found.is_some_and(|value| !value.value.is_null()),
            old: old.map(|change| self.text(&field.id, &change.old)),
            doubts,
        })
    }

    fn doubt(&self, doubt: &Doubt) -> DoubtView {
        DoubtView {
            code: doubt.code,
            severity: doubt.severity,
            message: doubt.message.clone(),
            clause: doubt.clause.clone(),
            suggestion: doubt.suggestion.as_ref().map(|value| self.text(&doubt.field, value)),
        }
    }

    fn sheets(&self) -> Vec<SheetView> {
        let view = |found: &import::SheetCandidate| SheetView {
            sheet: found.sheet,
            name: found.name.clone(),
            is_hidden: found.is_hidden,
            rows: self.session.workbook.sheets.get(found.sheet).map_or(0, |sheet| sheet.rows.len()),
            has_table: found.layout.first_data_row > 0 && found.layout.score > 0,
        };
        self.session.sheets.iter().map(view).collect()
    }

    fn left_out(&self) -> Vec<(u32, String)> {
        let sheet = self.session.workbook.sheets.get(self.staged.sheet);
        let skipped = self.staged.layout.skipped_rows.iter().take(ROWS);
        let text = |number: u32| {
            let row = sheet.and_then(|sheet| sheet.row(number));
            let cells = row.map(|row| row.cells.as_slice()).unwrap_or_default();
            let texts: Vec<_> = cells.iter().map(|cell| cell.value.text()).collect();
            texts.join(" ").chars().take(LEFT_OUT_CHARS).collect()
        };
        skipped.map(|number| (*number, text(*number))).collect()
    }

    fn preview(&self) -> Vec<PreviewRow> {
        let Some(sheet) = self.session.workbook.sheets.get(self.staged.sheet) else {
            return Vec::new();
        };
        let width = sheet.width().min(PREVIEW_CELLS);
        let view = |row: &import::workbook::Row| PreviewRow {
            row: row.number,
            is_header: self.staged.layout.header_rows.contains(&row.number),
            cells: (0..width).map(|column| row.text(column).into_owned()).collect(),
        };
        sheet.rows.iter().take(PREVIEW_ROWS).map(view).collect()
    }

    fn columns(&self) -> Vec<ColumnView> {
        let samples = |column: u32| -> Vec<String> {
            let Some(sheet) = self.session.workbook.sheets.get(self.staged.sheet) else {
                return Vec::new();
            };
            let rows =
                sheet.rows.iter().filter(|row| self.staged.layout.is_data(row.number)).take(ROWS);
            rows.map(|row| row.text(column).into_owned())
                .filter(|text| !text.is_empty())
                .take(SAMPLES)
                .collect()
        };
        let view = |mapped: &import::mapping::MappedColumn| ColumnView {
            column: mapped.column,
            letters: column_letters(mapped.column),
            label: mapped.label.clone(),
            field: mapped.field.clone().unwrap_or_default(),
            confidence: mapped.confidence,
            reason: words::reason(mapped.reason),
            is_hidden: self
                .staged
                .layout
                .column(mapped.column)
                .is_some_and(|column| column.is_hidden),
            samples: samples(mapped.column),
        };
        self.staged.mapping.columns.iter().map(view).collect()
    }
}

fn field_view(field: &TargetField) -> FieldView {
    FieldView {
        id: field.id.clone(),
        label: field.label.clone(),
        is_required: field.is_required,
        clause: field.clause.clone(),
    }
}

fn fate_view(fate: &Fate) -> FateView {
    match fate {
        Fate::New => FateView::New,
        Fate::Changed { id, number, .. } => {
            FateView::Changed { id: id.clone(), number: number.clone() }
        }
        Fate::Same { id, number } => FateView::Same { id: id.clone(), number: number.clone() },
        Fate::Repeated { first_row } => FateView::Repeated { first_row: *first_row },
        Fate::Conflicting { other_row, numbers } => {
            FateView::Conflicting { message: words::conflict(*other_row, numbers) }
        }
        Fate::Skipped => FateView::Skipped,
    }
}
