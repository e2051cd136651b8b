//! A record as it stands on paper.

use engine::{MemberId, Record, World, route, value};
use jiff::Timestamp;
use print::{Align, Column, EvidenceLine, FieldTable, FieldValue, RecordSheet, SheetField};
use regulation::{Field, FieldKind, Form, Language};
use serde_json::Value;
use store::{attachment::AttachmentRow, event::OpenEvent, record::RecordRow};

use crate::Tenant;

use super::{
    register_table::{print_language, weight},
    stamps::{self, Submission},
    words::{References, Words},
};

/// Columns of a table that can be read on A4 portrait; a wider one is printed as text.
const TABLE_COLUMNS: usize = 12;

/// A record, and everything that is said about it on paper.
pub(super) struct Printed<'a> {
    pub tenant: &'a Tenant,
    pub world: World<'a>,
    pub form: &'a Form,
    pub row: &'a RecordRow,
    pub record: &'a Record,
    pub events: &'a [OpenEvent],
    pub references: &'a References,
    pub attachments: &'a [AttachmentRow],
    pub language: Language,
}

impl<'a> Printed<'a> {
    fn words(&self) -> Words<'a> {
        Words {
            tenant: self.tenant,
            organization: self.world.organization,
            language: self.language,
        }
    }

    /// The sheet. The copy being worked on is shown if there is one, and says that it is a draft.
    pub fn sheet(&self, evidence: Option<EvidenceLine>) -> RecordSheet {
        let (words, record) = (self.words(), self.record);
        let is_draft = record.working.as_ref().is_some_and(|working| !working.is_ratification);
        let drafter = self.world.organization.member(record.drafter);
        RecordSheet {
            language: print_language(self.language),
            operator: self.tenant.name.clone(),
            form_number: self.form.number.clone(),
            form_title: words.of(&self.form.title),
            record_number: self.row.number.clone(),
            edition: words
                .edition(if is_draft { record.next_edition() } else { record.edition() }, is_draft),
            state_label: words.state(record.state),
            drafted_on: words.day_of_micros(self.row.created_at),
            unit: self.world.organization.unit_path(record.unit),
            drafter: drafter.map(|member| member.name.clone()).unwrap_or_default(),
            fields: self.fields(),
            boxes: stamps::of_record(words, self.form, record, self.submission()),
            clauses: self.clauses(),
            evidence,
            printed_on: words.date(self.world.today),
            printed_date: self.world.today,
        }
    }

    /// Who handed in the copy that is shown.
    fn submission(&self) -> Option<Submission> {
        if let Some(working) = &self.record.working {
            return working.submitted;
        }
        // What was handed in last before the edition came into force; a revision that was turned down came after it.
        let put_in_force = self.events.iter().rposition(|event| event.kind == "put_in_force")?;
        let submitted =
            self.events.iter().take(put_in_force).rfind(|event| event.kind == "submitted")?;
        Some((MemberId(submitted.actor), Timestamp::from_microsecond(submitted.at).ok()?))
    }

    /// Items in the form's order, each section under its heading. What the other answers do not ask for is left out.
    fn fields(&self) -> Vec<SheetField> {
        let values = self.record.fields();
        let mut sheet = Vec::new();
        let mut section = "";
        for field in &self.form.fields {
            if field.when.as_ref().is_some_and(|condition| !value::holds(condition, values)) {
                continue;
            }
            if field.section != section {
                section = &field.section;
                sheet.extend(self.heading(section));
            }
            sheet.push(SheetField {
                label: self.words().of(&field.label),
                value: self.value(field, values.get(&field.id).unwrap_or(&Value::Null)),
                clause: Some(field.clause.clone()).filter(|clause| !clause.is_empty()),
            });
        }
        sheet.extend(self.attached());
        sheet
    }

    /// The names of the files that are attached to the record and stand in none of its items.
    fn attached(&self) -> Option<SheetField> {
        let names: Vec<_> = self.attachments.iter().map(|it| it.name.as_str()).collect();
        (!names.is_empty()).then(|| SheetField {
            label: self.words().say("添付", "Attachments"),
            value: FieldValue::Text(names.join("\n")),
            clause: None,
        })
    }

    fn heading(&self, section: &str) -> Option<SheetField> {
        let section = self.form.sections.iter().find(|it| it.id == section)?;
        let label = format!("【{}】", self.words().of(&section.title));
        Some(SheetField { label, value: FieldValue::Heading, clause: None })
    }

    fn value(&self, field: &Field, value: &Value) -> FieldValue {
        match (&field.kind, value) {
            (FieldKind::Table { columns, .. }, Value::Array(rows))
                if (1..=TABLE_COLUMNS).contains(&columns.len()) =>
            {
                FieldValue::Table(self.table(columns, rows))
            }
            _ => FieldValue::Text(self.words().value(self.form, field, value, self.references)),
        }
    }

    fn table(&self, columns: &[Field], rows: &[Value]) -> FieldTable {
        let cell = |row: &Value, column: &Field| {
            row.get(&column.id)
                .map(|value| self.words().column(columns, column, value, self.references))
                .unwrap_or_default()
        };
        let heading = |column: &Field| {
            let align = if is_figure(column) { Align::End } else { Align::Start };
            Column { align, ..Column::text(self.words().of(&column.label), weight(column)) }
        };
        FieldTable {
            columns: columns.iter().map(heading).collect(),
            rows: rows
                .iter()
                .map(|row| columns.iter().map(|column| cell(row, column)).collect())
                .collect(),
        }
    }

    /// The clauses that the form, its items and its route cite, in the source's order, each with what it is about.
    /// A part of a clause that is listed too (`J.3.1.1(3)①` of `J.3.1.1(3)`) already stands beside its item.
    fn clauses(&self) -> Vec<String> {
        let steps = route::settled_steps(&self.tenant.regulation, self.form);
        let cited: Vec<&str> = (self.form.clauses.iter().map(String::as_str))
            .chain(self.form.fields.iter().map(|field| field.clause.as_str()))
            .chain(steps.iter().map(|step| step.clause.as_str()))
            .filter(|clause| !clause.is_empty())
            .collect();
        let is_listed =
            |id: &str| cited.contains(&id) && !cited.iter().any(|whole| is_part(id, whole));
        let clauses = self.tenant.regulation.clauses.iter().filter(|clause| is_listed(&clause.id));
        clauses
            .map(|clause| format!("{}　{}", clause.id, self.words().of(&clause.heading)))
            .collect()
    }
}

/// Whether a clause is a part of another one: its number goes on after the other's, and not within a figure.
fn is_part(clause: &str, whole: &str) -> bool {
    let rest = clause.strip_prefix(whole).unwrap_or_default();
    rest.starts_with(|next: char| !next.is_ascii_digit())
}

/// Whether the values of a field are numbers.
pub(super) fn is_figure(field: &Field) -> bool {
    use regulation::Derivation;
    matches!(
        field.kind,
        FieldKind::Number { .. }
            | FieldKind::Derived(
                Derivation::Product { .. }
                    | Derivation::RowCount { .. }
                    | Derivation::Largest { .. }
            )
    )
}
