//! Makes the wizard's view of a run. Only a page of rows is put into words, however large the file is.

use std::sync::Arc;

use engine::ids::ImportId;
use import::{
    Doubt, DoubtSeverity, ImportedRow, ImportedValue, TargetField, ValueSource,
    mapping::MappingReason,
    workbook::{Encoding, FileFormat, column_letters},
};
use regulation::{Language, Text};
use serde_json::Value;
use store::import_run::ImportRow;

use super::{
    choices::Chosen,
    place::Fate,
    session::{Session, Staged},
    target::Target,
    view::{
        ColumnView, DoubtView, FateView, FieldView, FileView, ImportCounts, ImportView, MOST_ROWS, Obstacle, ObstacleKind, PreviewRow,
        ROWS, RowView, SheetView, UnitView, ValueView, ViewRequest,
    },
};
use crate::{Tenant, error::AppError};

/// Rows of the sheet shown as they are.
const PREVIEW_ROWS: usize = 12;
/// Cells of such a row.
const PREVIEW_CELLS: u32 = 40;
/// Samples of a column.
const SAMPLES: usize = 3;
/// Rows named in an obstacle.
const NAMED_ROWS: usize = 20;

/// A run that is done.
pub(super) fn done(tenant: &Arc<Tenant>, id: ImportId, row: &ImportRow, chosen: Chosen) -> Result<ImportView, AppError> {
    let target = Target::named(tenant, &row.target)?;
    let outcome = Some(chosen.outcome.unwrap_or_default());
    let file = FileView { name: row.file_name.clone(), kind: String::new() };
    Ok(ImportView { outcome, file, unit: chosen.unit, ..empty(tenant, id, &target) })
}

/// An open run.
pub(super) fn open(tenant: &Arc<Tenant>, session: &Session, units: Vec<UnitView>, request: ViewRequest) -> Result<ImportView, AppError> {
    let staged = session.staged.as_ref().ok_or_else(|| AppError::internal("an import without rows"))?;
    let shower = Shower { tenant, session, staged, language: request.language };
    let shown: Vec<usize> =
        (0..staged.rows.len()).filter(|at| !request.only_doubtful || shower.needs_attention(*at)).collect();
    let limit = if request.limit == 0 { ROWS } else { request.limit.min(MOST_ROWS) };
    let pages = shown.len().div_ceil(limit).max(1);
    let page = request.page.clamp(1, pages);
    let rows = shown.iter().skip((page - 1) * limit).take(limit).filter_map(|at| shower.row(*at)).collect();
    let counts = staged.counts();
    let obstacles = obstacles(staged, &counts);
    Ok(ImportView {
        organization: Arc::clone(&staged.organization),
        file: FileView { name: session.file_name.clone(), kind: kind(&session.workbook.format) },
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
        counts: ImportCounts::default(),
        rows: Vec::new(),
        page: 1,
        pages: 1,
        new_units: Vec::new(),
        obstacles: Vec::new(),
    }
}

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
            counts.doubtful += usize::from(fate.doubts(row).any(|doubt| doubt.severity == DoubtSeverity::Doubtful));
            counts.missing += usize::from(fate.severity(row) == Some(DoubtSeverity::Missing));
        }
        counts
    }
}

/// What stands in the way of writing these rows.
pub(super) fn obstacles(staged: &Staged, counts: &ImportCounts) -> Vec<Obstacle> {
    let named = |is_one: &dyn Fn(&ImportedRow, &Fate) -> bool| -> Vec<u32> {
        staged.placed().filter(|(row, fate)| is_one(row, fate)).map(|(row, _)| row.row).take(NAMED_ROWS).collect()
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
            format!("食い違う行が{}行あります。どちらかを取り込まないことにするか、内容を直してください。", counts.conflicting),
            format!("{} rows contradict others. Leave one of each out, or mend it.", counts.conflicting),
        );
        let rows = named(&|_, fate| matches!(fate, Fate::Conflicting { .. }));
        obstacles.push(Obstacle { kind: ObstacleKind::Conflict, message, rows });
    }
    if counts.missing > 0 {
        let message = Text::new(
            format!("必要な項目が足りない行が{}行あります。補うか、下書きのまま取り込むことを選んでください。", counts.missing),
            format!("{} rows lack something required. Add it, or choose to import them as incomplete drafts.", counts.missing),
        );
        let rows = named(&|row, fate| fate.severity(row) == Some(DoubtSeverity::Missing));
        obstacles.push(Obstacle { kind: ObstacleKind::Missing, message, rows });
    }
    obstacles
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
            matches!(fate, Fate::Conflicting { .. }) || fate.severity(row) > Some(DoubtSeverity::Info)
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
        let values = self.session.fields.iter().filter_map(|field| self.value(field, row, fate, &doubts)).collect();
        Some(RowView {
            row: row.row,
            fate: fate_view(fate),
            title: self.text(title_field, row.value(title_field)),
            values,
            doubts: doubts.iter().filter(|doubt| doubt.field.is_empty()).map(|doubt| self.doubt(doubt)).collect(),
        })
    }

    /// A value that is in the file, or missing from it; `None` for a field that nobody speaks of.
    fn value(&self, field: &TargetField, row: &ImportedRow, fate: &Fate, doubts: &[&Doubt]) -> Option<ValueView> {
        let found = row.values.iter().find(|value| *value.field == field.id);
        let doubts: Vec<_> = doubts.iter().filter(|doubt| doubt.field == field.id).map(|doubt| self.doubt(doubt)).collect();
        if found.is_none() && doubts.is_empty() {
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
            source: found.and_then(source),
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

    fn preview(&self) -> Vec<PreviewRow> {
        let Some(sheet) = self.session.workbook.sheets.get(self.staged.sheet) else { return Vec::new() };
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
            let Some(sheet) = self.session.workbook.sheets.get(self.staged.sheet) else { return Vec::new() };
            let rows = sheet.rows.iter().filter(|row| self.staged.layout.is_data(row.number)).take(ROWS);
            rows.map(|row| row.text(column).into_owned()).filter(|text| !text.is_empty()).take(SAMPLES).collect()
        };
        let view = |mapped: &import::mapping::MappedColumn| ColumnView {
            column: mapped.column,
            letters: column_letters(mapped.column),
            label: mapped.label.clone(),
            field: mapped.field.clone().unwrap_or_default(),
            confidence: mapped.confidence,
            reason: reason(mapped.reason),
            samples: samples(mapped.column),
        };
        self.staged.mapping.columns.iter().map(view).collect()
    }
}

fn field_view(field: &TargetField) -> FieldView {
    FieldView { id: field.id.clone(), label: field.label.clone(), is_required: field.is_required, clause: field.clause.clone() }
}

fn fate_view(fate: &Fate) -> FateView {
    match fate {
        Fate::New => FateView::New,
        Fate::Changed { id, number, .. } => FateView::Changed { id: id.clone(), number: number.clone() },
        Fate::Same { id, number } => FateView::Same { id: id.clone(), number: number.clone() },
        Fate::Repeated { first_row } => FateView::Repeated { first_row: *first_row },
        Fate::Conflicting { other_row, numbers } => FateView::Conflicting { message: conflict(*other_row, numbers) },
        Fate::Skipped => FateView::Skipped,
    }
}

/// What a row contradicts.
pub(super) fn conflict(other_row: Option<u32>, numbers: &[String]) -> Text {
    match other_row {
        Some(row) => Text::new(format!("{row}行目と同じものですが、内容が違います。"), format!("The same thing as row {row}, but with other contents.")),
        None => Text::new(
            format!("当たる記録が複数あります（{}）。", numbers.join("、")),
            format!("Fits several records ({}).", numbers.join(", ")),
        ),
    }
}

fn source(value: &ImportedValue) -> Option<Text> {
    match value.source {
        ValueSource::Cell => None,
        ValueSource::Ditto { row } => Some(Text::new(format!("{row}行目と同上"), format!("ditto, row {row}"))),
        ValueSource::Merged { row } => Some(Text::new(format!("{row}行目からの結合セル"), format!("merged from row {row}"))),
        ValueSource::Group { row } => Some(Text::new(format!("{row}行目から続く空欄"), format!("blank, goes on from row {row}"))),
        ValueSource::Mended => Some(Text::new("この画面で修正", "mended here")),
    }
}

fn reason(reason: MappingReason) -> Text {
    match reason {
        MappingReason::None => Text::new("当てはまる項目がありません", "no field fits"),
        MappingReason::Chosen => Text::new("選択しました", "chosen"),
        MappingReason::Remembered => Text::new("前回と同じ", "as last time"),
        MappingReason::Label => Text::new("見出しが項目名と同じ", "the heading is the field's name"),
        MappingReason::Heading => Text::new("見出しがよく使われる名前", "a usual heading for it"),
        MappingReason::Contained => Text::new("見出しに項目名を含む", "the heading contains the name"),
        MappingReason::Similar => Text::new("見出しが似ている", "the heading is similar"),
        MappingReason::Numbering => Text::new("行の番号", "only counts the rows"),
    }
}

fn kind(format: &FileFormat) -> String {
    match format {
        FileFormat::Xlsx => "Excel".to_owned(),
        FileFormat::Csv { encoding, .. } => {
            let name = match encoding {
                Encoding::Utf8 => "UTF-8",
                Encoding::Cp932 => "Shift_JIS",
                Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
            };
            format!("CSV ({name})")
        }
    }
}
