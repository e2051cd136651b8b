//! Table fields: every kind of column has the control that a field of its kind has.

use maud::Markup;
use regulation::{Field, FieldKind};

use super::FormPage;
use crate::{answers::Answers, context::spoken, ui};

/// More columns than this are shown as cards: side by side they would be too narrow to write in.
const COLUMNS: usize = 5;

impl FormPage<'_> {
    pub(super) fn table(&self, field: &Field, frame: &ui::Field<'_>) -> Markup {
        let FieldKind::Table { columns, .. } = &field.kind else { return Markup::default() };
        let shown: Vec<_> = columns
            .iter()
            .filter(|column| !matches!(column.kind, FieldKind::Derived(_) | FieldKind::File { .. }))
            .collect();
        let heads: Vec<_> = shown
            .iter()
            .map(|column| ui::RowColumn {
                name: &column.id,
                label: column.label.get(self.language),
                need: match (&column.when, column.is_required) {
                    (None, true) => ui::Need::Required,
                    (None, false) => ui::Need::Optional,
                    // When it is asked for stands at each cell.
                    (Some(_), _) => ui::Need::Unmarked,
                },
            })
            .collect();
        let cells = |page: &FormPage<'_>, index: usize| -> Vec<Markup> {
            let cells = shown.iter().zip(&heads);
            cells.map(|(column, head)| page.cell((field, columns), column, *head, index)).collect()
        };
        let count = self.answers.row_count(&field.id).max(1);
        let rows: Vec<_> = (0..count).map(|index| cells(self, index)).collect();
        let blank = cells(&FormPage { answers: &Answers::default(), faults: &[], ..*self }, 0);
        let is_stacked = shown.len() > COLUMNS || shown.iter().any(|column| needs_room(column));
        let rows = ui::Rows { columns: &heads, lines: &rows, blank: &blank, is_stacked };
        ui::field(spoken(self.language).words(), frame, &ui::Control::Rows(rows))
    }

    fn cell(
        &self,
        (table, columns): (&Field, &[Field]),
        column: &Field,
        head: ui::RowColumn<'_>,
        index: usize,
    ) -> Markup {
        let name = format!("{}.{index}.{}", table.id, column.id);
        let (support, error) = (self.support(column, columns), self.fault(column, &name));
        let cell =
            ui::Cell { table: &table.id, index, column: head, support: &support, error: &error };
        self.with_control(column, &name, &|control| {
            ui::cell(spoken(self.language).words(), &cell, control)
        })
    }
}

/// Whether the answers of a column are more than a line.
fn needs_room(column: &Field) -> bool {
    match &column.kind {
        FieldKind::ManyChoice { .. }
        | FieldKind::ClauseException { .. }
        | FieldKind::DateRange
        | FieldKind::Consent { .. }
        | FieldKind::Member { many: false }
        | FieldKind::Record { .. } => true,
        FieldKind::Choice { open, .. } => *open,
        _ => false,
    }
}
