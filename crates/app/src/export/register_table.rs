//! A register as rows and columns: chosen ones for paper, every item for a file.

use std::sync::Arc;

use engine::{Organization, value};
use jiff::Timestamp;
use print::{Align, ApprovalBox, Column, RegisterSheet};
use regulation::{Field, FieldKind, Form, Language};
use serde_json::Value;

use crate::{Tenant, clock::day_in, error::AppError, register::ListRequest};

use super::{
    pages::Entry,
    record_sheet::is_figure,
    stamps::SharedStamps,
    words::{References, Words},
};

/// What is to be printed or written, for whom it is worded, and when.
pub(super) struct Order {
    pub tenant: Arc<Tenant>,
    pub organization: Arc<Organization>,
    pub request: ListRequest,
    pub language: Language,
    pub now: Timestamp,
}

/// A register with its columns.
pub(super) struct RegisterTable {
    order: Order,
    form: Form,
    cells: Vec<Cell>,
}

/// What stands in a column.
enum Cell {
    /// The number of the record.
    Number,
    /// Its unit.
    Unit,
    /// A field, as on a screen.
    Shown(Field),
    /// A field for a file: a plain number stands without its unit of measure, so that it can be added up.
    Data(Field),
    /// The number of the edition.
    Edition,
    /// When what is shown last changed.
    ChangedOn,
}

impl RegisterTable {
    /// Number, unit and the chosen columns; where none was chosen, those of the form.
    pub fn on_paper(order: Order, chosen: &[String]) -> Result<Self, AppError> {
        let form = order.tenant.form(&order.request.form)?.clone();
        let mut fields: Vec<_> = chosen.iter().filter_map(|id| form.field(id)).collect();
        if fields.is_empty() {
            fields = form.fields.iter().filter(|field| field.in_list).collect();
        }
        let fields = fields.into_iter().cloned().map(Cell::Shown);
        let cells = [Cell::Number, Cell::Unit].into_iter().chain(fields).collect();
        Ok(Self { order, form, cells })
    }

    /// Number, unit, every item of the form, edition and date.
    pub fn in_file(order: Order) -> Result<Self, AppError> {
        let form = order.tenant.form(&order.request.form)?.clone();
        let fields = form.fields.iter().cloned().map(Cell::Data);
        let cells = [Cell::Number, Cell::Unit]
            .into_iter()
            .chain(fields)
            .chain([Cell::Edition, Cell::ChangedOn])
            .collect();
        Ok(Self { order, form, cells })
    }

    fn words(&self) -> Words<'_> {
        Words {
            tenant: &self.order.tenant,
            organization: &self.order.organization,
            language: self.order.language,
        }
    }

    /// Boxes for the route of the form, to be stamped by the rows.
    pub fn shared_stamps(&self) -> SharedStamps<'_> {
        SharedStamps::new(self.words(), &self.form)
    }

    /// Heading and columns.
    pub fn sheet(&self, boxes: Vec<ApprovalBox>) -> RegisterSheet {
        let (words, today) = (self.words(), day_in(&self.order.tenant.time_zone, self.order.now));
        RegisterSheet {
            language: print_language(self.order.language),
            operator: self.order.tenant.name.clone(),
            form_number: self.form.number.clone(),
            form_title: words.of(&self.form.title),
            as_of: words.date(today),
            selection: self.selection(),
            columns: self.cells.iter().map(|cell| self.column(cell)).collect(),
            boxes,
            printed_on: words.date(today),
            printed_date: today,
        }
    }

    /// A row.
    pub fn row(&self, entry: &Entry, references: &References) -> Vec<String> {
        self.cells.iter().map(|cell| self.cell(cell, entry, references)).collect()
    }

    fn cell(&self, cell: &Cell, entry: &Entry, references: &References) -> String {
        let (words, record) = (self.words(), &entry.record);
        let value = |field: &Field| entry.shown().get(&field.id).unwrap_or(&Value::Null);
        match cell {
            Cell::Number => entry.number.clone(),
            Cell::Unit => self.order.organization.unit_path(record.unit),
            Cell::Shown(field) => words.value(&self.form, field, value(field), references),
            Cell::Data(field) => match (&field.kind, value(field).as_i64()) {
                (FieldKind::Number { .. }, Some(number)) => value::grouped(number),
                _ => words.value(&self.form, field, value(field), references),
            },
            Cell::Edition => record
                .in_force
                .as_ref()
                .map(|edition| words.edition(edition.number, false))
                .unwrap_or_default(),
            Cell::ChangedOn => match (&record.in_force, entry.changed_at) {
                (_, Some(micros)) => words.day_of_micros(micros),
                (Some(edition), None) => words.day(edition.since),
                (None, None) => String::new(),
            },
        }
    }

    fn column(&self, cell: &Cell) -> Column {
        let words = self.words();
        match cell {
            Cell::Number => Column {
                align: Align::Center,
                is_fitted: true,
                ..Column::text(words.say("番号", "Number"), 4)
            },
            Cell::Unit => Column::text(words.say("部署", "Unit"), 6),
            Cell::Shown(field) if is_figure(field) => {
                Column { align: Align::End, ..Column::text(words.of(&field.label), weight(field)) }
            }
            Cell::Data(field) if is_figure(field) => {
                Column::number(words.of(&field.label), weight(field))
            }
            Cell::Shown(field) | Cell::Data(field) => {
                Column::text(words.of(&field.label), weight(field))
            }
            Cell::Edition => Column::text(words.say("版", "Edition"), 4),
            Cell::ChangedOn => Column::text(words.say("最終変更日", "Changed on"), 8),
        }
    }

    /// Which records were asked for, in words; `None` for the whole register.
    fn selection(&self) -> Option<String> {
        let (words, request, none) = (self.words(), &self.order.request, References::new());
        let mut parts = Vec::new();
        let mut add = |label: String, value: String| {
            parts.push(match self.order.language {
                Language::Ja => format!("{label}：{value}"),
                Language::En => format!("{label}: {value}"),
            });
        };
        match request.state {
            _ if request.is_all => add(words.say("状態", "State"), words.say("すべて", "all")),
            Some(state) => add(words.say("状態", "State"), words.state(state)),
            None => {}
        }
        for (id, value) in &request.filters {
            if let Some(field) = self.form.field(id) {
                add(words.of(&field.label), self.answer(field, value, &none));
            }
        }
        if !request.words.trim().is_empty() {
            add(words.say("検索", "Search"), request.words.trim().to_owned());
        }
        (!parts.is_empty())
            .then(|| parts.join(if self.order.language == Language::Ja { "、" } else { "; " }))
    }

    /// The answer that a filter asks for: one of a choice of many, too.
    fn answer(&self, field: &Field, value: &Value, references: &References) -> String {
        let several = Value::Array(vec![value.clone()]);
        let is_one_of_many =
            matches!(field.kind, FieldKind::ManyChoice { .. }) && !value.is_array();
        self.words().value(
            &self.form,
            field,
            if is_one_of_many { &several } else { value },
            references,
        )
    }
}

/// About how many full-width letters a usual value has.
pub(super) fn weight(field: &Field) -> u16 {
    match &field.kind {
        FieldKind::LongText | FieldKind::Table { .. } => 14,
        FieldKind::Text | FieldKind::Record { .. } | FieldKind::ClauseException { .. } => 9,
        FieldKind::Date
        | FieldKind::Unit
        | FieldKind::Office
        | FieldKind::File { .. }
        | FieldKind::Member { many: true } => 8,
        FieldKind::DateRange => 14,
        FieldKind::ManyChoice { .. } => 7,
        FieldKind::Member { many: false } | FieldKind::Choice { .. } => 6,
        FieldKind::Number { .. } | FieldKind::Derived(_) => 5,
        FieldKind::YesNo | FieldKind::Consent { .. } => 4,
    }
}

/// The same language, as `print` calls it.
pub(super) fn print_language(language: Language) -> print::Language {
    match language {
        Language::Ja => print::Language::Ja,
        Language::En => print::Language::En,
    }
}
