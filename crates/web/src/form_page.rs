//! The fields of a form as controls, filled with what was typed.

use engine::Organization;
use maud::{Markup, html};
use regulation::{Choice, Field, FieldKind, Form, Language, Regulation};

use crate::{
    answers::{Answers, Fault, OTHER},
    context::spoken,
    dates, shell, ui,
    words::EditWords,
};

/// Everything that controls are made from.
pub(crate) struct FormPage<'a> {
    pub(crate) regulation: &'a Regulation,
    pub(crate) form: &'a Form,
    pub(crate) organization: &'a Organization,
    pub(crate) answers: &'a Answers,
    pub(crate) faults: &'a [Fault],
    /// Original words of an imported record, by field.
    pub(crate) originals: &'a dyn Fn(&str) -> Option<String>,
    /// Records that a `record` field can point to: id and what is read.
    pub(crate) references: &'a dyn Fn(&str) -> Vec<(String, String)>,
    /// Values of derived fields, as text.
    pub(crate) derived: &'a dyn Fn(&Field) -> String,
    pub(crate) language: Language,
}

impl FormPage<'_> {
    /// All fields, under their sections, after a summary of what is wrong.
    pub(crate) fn render(&self) -> Markup {
        let words = spoken(self.language).words();
        let problems: Vec<_> = self
            .faults
            .iter()
            .map(|fault| ui::Problem { name: &fault.name, message: &fault.message })
            .collect();
        let loose: Vec<_> =
            self.form.fields.iter().filter(|field| field.section.is_empty()).collect();
        html! {
            @if !problems.is_empty() { (ui::error_summary(words, &problems)) }
            @for field in loose { (self.field(field)) }
            @for section in &self.form.sections {
                section.form-section {
                    h2 { (section.title.get(self.language)) }
                    @for field in self.form.fields.iter().filter(|field| field.section == section.id) { (self.field(field)) }
                }
            }
        }
    }

    fn fault(&self, name: &str) -> &str {
        self.faults
            .iter()
            .find(|fault| fault.name == name)
            .map_or("", |fault| fault.message.as_str())
    }

    fn field(&self, field: &Field) -> Markup {
        let name = &field.id;
        let href = shell::clause_href(&field.clause);
        let error = match self.fault(name) {
            "" => self.fault(&format!("{name}_reason")),
            error => error,
        };
        let original = (self.originals)(name).unwrap_or_default();
        let support = match field.kind {
            FieldKind::Member { many: true } => format!(
                "{} {}",
                field.help.get(self.language),
                EditWords::of(self.language).names_hint
            ),
            _ => field.help.get(self.language).to_owned(),
        };
        let frame = ui::Field {
            name,
            label: field.label.get(self.language),
            need: if field.is_required { ui::Need::Required } else { ui::Need::Optional },
            clause: (!field.clause.is_empty()).then_some(ui::Clause {
                href: &href,
                label: &field.clause,
                heading: "",
            }),
            support: support.trim(),
            error,
            original: &original,
            echo: "",
        };
        self.with_control(field, &frame)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of field; splitting would hide that all are here"
    )]
    fn with_control(&self, field: &Field, frame: &ui::Field<'_>) -> Markup {
        let words = spoken(self.language).words();
        let name = &field.id;
        let typed = self.answers.one(name);
        let show = |control: &ui::Control<'_>| ui::field(words, frame, control);
        match &field.kind {
            FieldKind::Text => {
                show(&ui::Control::Text(ui::Text { value: typed, ..ui::Text::default() }))
            }
            FieldKind::LongText => show(&ui::Control::LongText { value: typed, rows: 4 }),
            FieldKind::Date => {
                let echo = dates::meaning(typed, self.language).unwrap_or_default();
                show(&ui::Control::Date(ui::Moment { value: typed, echo: &echo }))
            }
            FieldKind::DateRange => {
                let side = |side: &str| {
                    let value = self.answers.one(&format!("{name}_{side}"));
                    (value, dates::meaning(value, self.language).unwrap_or_default())
                };
                let (from, until) = (side("from"), side("until"));
                show(&ui::Control::DateRange {
                    from: ui::Moment { value: from.0, echo: &from.1 },
                    until: ui::Moment { value: until.0, echo: &until.1 },
                })
            }
            FieldKind::Number { unit, .. } => {
                show(&ui::Control::Number { value: typed, unit: unit.get(self.language) })
            }
            FieldKind::Choice { choices, open } => {
                let options = self.options(choices, *open, name);
                self.open_choice(show(&ui::Control::Choice(&options)), *open, name, frame)
            }
            FieldKind::ManyChoice { choices, open } => {
                let options = self.options(choices, *open, name);
                self.open_choice(show(&ui::Control::ManyChoice(&options)), *open, name, frame)
            }
            FieldKind::ClauseException { choices } => {
                let hrefs: Vec<_> =
                    choices.iter().map(|choice| shell::clause_href(&choice.clause)).collect();
                let mut options = self.options(choices, false, name);
                for ((option, choice), href) in options.iter_mut().zip(choices).zip(&hrefs) {
                    option.clause = Some(ui::Clause { href, label: &choice.clause, heading: "" });
                }
                let reason = format!("{name}_reason");
                show(&ui::Control::ChoiceWithReason {
                    options: &options,
                    reason: self.answers.one(&reason),
                })
            }
            FieldKind::Member { many: true } => {
                show(&ui::Control::Text(ui::Text { value: typed, ..ui::Text::default() }))
            }
            FieldKind::Member { many: false } => {
                let members = self.members();
                show(&ui::Control::Select(&selected(&members, typed)))
            }
            FieldKind::Unit => {
                let units = self.units();
                show(&ui::Control::Select(&selected(&units, typed)))
            }
            FieldKind::Office => {
                let offices = &self.regulation.offices;
                let offices: Vec<_> = offices
                    .iter()
                    .map(|it| {
                        (it.id.clone(), it.title.get(self.language).to_owned(), String::new())
                    })
                    .collect();
                show(&ui::Control::Select(&selected(&offices, typed)))
            }
            FieldKind::Record { form } => {
                let records: Vec<_> = (self.references)(form)
                    .into_iter()
                    .map(|(id, label)| (id, label, String::new()))
                    .collect();
                show(&ui::Control::Select(&selected(&records, typed)))
            }
            FieldKind::YesNo => {
                let answer = match typed {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                };
                show(&ui::Control::YesNo(answer))
            }
            FieldKind::Consent { text, .. } => show(&ui::Control::Consent {
                text: text.get(self.language),
                label: field.label.get(self.language),
                is_given: typed == "yes",
            }),
            FieldKind::Table { columns, fixed_rows, .. } => {
                self.table(field, columns, fixed_rows, frame)
            }
            // Files are attached on the record's own page, where they are kept as soon as they are chosen.
            FieldKind::File { .. } => html! {},
            FieldKind::Derived(_) => {
                let value = (self.derived)(field);
                let frame = ui::Field { need: ui::Need::Unmarked, ..*frame };
                ui::field(words, &frame, &ui::Control::ReadOnly { value: &value, is_derived: true })
            }
        }
    }

    fn options<'c>(&self, choices: &'c [Choice], open: bool, name: &str) -> Vec<ui::Choice<'c>> {
        let chosen = self.answers.all(name);
        let mut options: Vec<_> = choices
            .iter()
            .map(|choice| ui::Choice {
                value: &choice.id,
                label: choice.label.get(self.language),
                is_chosen: chosen.contains(&choice.id),
                ..ui::Choice::default()
            })
            .collect();
        if open {
            options.push(ui::Choice {
                value: OTHER,
                label: EditWords::of(self.language).other,
                is_chosen: chosen.iter().any(|id| id == OTHER),
                ..ui::Choice::default()
            });
        }
        options
    }

    fn open_choice(
        &self,
        control: Markup,
        open: bool,
        name: &str,
        frame: &ui::Field<'_>,
    ) -> Markup {
        if !open {
            return control;
        }
        html! { div.open-choice { (control) div.other-line { (self.other(name, frame)) } } }
    }

    /// The line under an open choice where another answer is written.
    fn other(&self, name: &str, frame: &ui::Field<'_>) -> Markup {
        let words = EditWords::of(self.language);
        let name = format!("{name}{OTHER}");
        let label = format!("{}：{}", frame.label, words.other_text);
        let frame = ui::Field { name: &name, label: &label, ..ui::Field::default() };
        let value = self.answers.one(&name);
        ui::field(
            spoken(self.language).words(),
            &frame,
            &ui::Control::Text(ui::Text { value, ..ui::Text::default() }),
        )
    }

    /// Members by unit: id, name, unit.
    fn members(&self) -> Vec<(String, String, String)> {
        let mut members: Vec<_> = self
            .organization
            .members()
            .map(|member| {
                (
                    member.id.to_string(),
                    member.name.clone(),
                    self.organization.unit_path(member.unit),
                )
            })
            .collect();
        members.sort_by(|left, right| (&left.2, &left.1).cmp(&(&right.2, &right.1)));
        members
    }

    /// Units: id and path.
    fn units(&self) -> Vec<(String, String, String)> {
        let mut units: Vec<_> = self
            .organization
            .units()
            .map(|unit| (unit.id.to_string(), self.organization.unit_path(unit.id), String::new()))
            .collect();
        units.sort_by(|left, right| left.1.cmp(&right.1));
        units
    }

    fn table(
        &self,
        field: &Field,
        columns: &[Field],
        fixed_rows: &[String],
        frame: &ui::Field<'_>,
    ) -> Markup {
        let options: Vec<Vec<ui::Choice<'_>>> = columns
            .iter()
            .map(|column| match &column.kind {
                FieldKind::Choice { choices, .. } => self.options(choices, false, ""),
                FieldKind::YesNo => {
                    let words = spoken(self.language).words();
                    let answer =
                        |value, label| ui::Choice { value, label, ..ui::Choice::default() };
                    vec![answer("yes", words.yes), answer("no", words.no)]
                }
                _ => Vec::new(),
            })
            .collect();
        let shown: Vec<_> = columns
            .iter()
            .zip(&options)
            .filter(|(column, _)| !matches!(column.kind, FieldKind::Derived(_)))
            .collect();
        let heads: Vec<_> =
            shown.iter().map(|(column, options)| self.column(column, options)).collect();
        let count = self.answers.row_count(&field.id).max(fixed_rows.len()).max(1);
        let values: Vec<Vec<(String, String)>> = (0..count)
            .map(|index| {
                shown
                    .iter()
                    .map(|(column, _)| self.cell(field, column, index, fixed_rows))
                    .collect()
            })
            .collect();
        let cells: Vec<Vec<ui::Cell<'_>>> = values
            .iter()
            .map(|row| {
                row.iter().map(|(value, error)| ui::Cell { value, echo: "", error }).collect()
            })
            .collect();
        let rows: Vec<_> = cells.iter().map(|cells| ui::Row { cells }).collect();
        ui::field(
            spoken(self.language).words(),
            frame,
            &ui::Control::Rows(ui::Rows { columns: &heads, rows: &rows }),
        )
    }

    fn column<'c>(&self, column: &'c Field, options: &'c [ui::Choice<'c>]) -> ui::RowColumn<'c> {
        let control = match &column.kind {
            FieldKind::LongText => ui::RowControl::LongText,
            FieldKind::Date => ui::RowControl::Date,
            FieldKind::Number { unit, .. } => {
                ui::RowControl::Number { unit: unit.get(self.language) }
            }
            FieldKind::Choice { .. } | FieldKind::YesNo => ui::RowControl::Choice(options),
            _ => ui::RowControl::Text,
        };
        ui::RowColumn {
            name: &column.id,
            label: column.label.get(self.language),
            need: if column.is_required { ui::Need::Required } else { ui::Need::Optional },
            control,
        }
    }

    /// Value and error of a cell. Rows that are always there begin with their own first value.
    fn cell(
        &self,
        table: &Field,
        column: &Field,
        index: usize,
        fixed_rows: &[String],
    ) -> (String, String) {
        let name = format!("{}.{index}.{}", table.id, column.id);
        let typed = self.answers.one(&name);
        let is_first = matches!(&table.kind, FieldKind::Table { columns, .. } if columns.first().is_some_and(|first| first.id == column.id));
        let value = if typed.is_empty() && is_first {
            fixed_rows.get(index).map_or("", String::as_str)
        } else {
            typed
        };
        (value.to_owned(), self.fault(&name).to_owned())
    }
}

fn selected<'a>(options: &'a [(String, String, String)], chosen: &str) -> Vec<ui::Choice<'a>> {
    options
        .iter()
        .map(|(value, label, group)| ui::Choice {
            value,
            label,
            group,
            is_chosen: value == chosen,
            ..ui::Choice::default()
        })
        .collect()
}
