//! Fields that choose among what the operator has: members, units, offices, records.

use maud::{Markup, html};
use regulation::FieldKind;

use super::{FormPage, Show};
use crate::{
    context::spoken,
    ui,
    words::{EditWords, RecordWords},
};

/// Value, what is read, and the heading it stands under.
pub(super) type Listed = (String, String, String);

impl FormPage<'_> {
    /// A member from the list, or somebody who is not on it, by name.
    pub(super) fn member(&self, name: &str, show: Show<'_>) -> Markup {
        let words = EditWords::of(self.language);
        let mut members = self.members();
        members.insert(0, (ui::OTHER.to_owned(), words.not_listed.to_owned(), String::new()));
        show(&ui::Control::Open(ui::Open {
            options: &selected(&members, self.answers.one(name)),
            is_many: false,
            is_list: true,
            label: words.not_listed_name,
            words: self.answers.all(&format!("{name}{}", ui::OTHER)),
        }))
    }

    /// Members by unit: id, name, unit.
    fn members(&self) -> Vec<Listed> {
        let mut members: Vec<_> = self
            .organization
            .members()
            .map(|member| {
                let unit = self.organization.unit_path(member.unit);
                (member.id.to_string(), member.name.clone(), unit)
            })
            .collect();
        members.sort_by(|left, right| (&left.2, &left.1).cmp(&(&right.2, &right.1)));
        members
    }

    /// Units: id and path.
    pub(super) fn units(&self) -> Vec<Listed> {
        let mut units: Vec<_> = self
            .organization
            .units()
            .map(|unit| (unit.id.to_string(), self.organization.unit_path(unit.id), String::new()))
            .collect();
        units.sort_by(|left, right| left.1.cmp(&right.1));
        units
    }

    /// Offices of the regulation: id and title.
    pub(super) fn offices(&self) -> Vec<Listed> {
        let offices = self.regulation.offices.iter();
        let listed = offices.map(|office| {
            (office.id.clone(), office.title.get(self.language).to_owned(), String::new())
        });
        listed.collect()
    }

    /// A record from the list. Where there are more than a list can hold, words narrow it, and the chosen one stays in it.
    pub(super) fn record(&self, name: &str, show: Show<'_>) -> Markup {
        let words = EditWords::of(self.language);
        let path: Vec<_> = name.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
        let path = path.join(".");
        let typed = self.answers.one(name);
        let found = self.references.iter().find(|references| references.path == path);
        let mut records: Vec<Listed> = found
            .map(|found| found.records.as_slice())
            .unwrap_or_default()
            .iter()
            .map(|(id, label)| (id.clone(), label.clone(), String::new()))
            .collect();
        if !typed.is_empty() && !records.iter().any(|(id, ..)| id == typed) {
            let hidden = RecordWords::of(self.language).hidden;
            records.insert(0, (typed.to_owned(), hidden.to_owned(), String::new()));
        }
        let control = show(&ui::Control::Select(&selected(&records, typed)));
        let control = html! { (control) (self.fill_button(&path)) };
        let Some(found) = found.filter(|found| found.has_more || !found.searched.is_empty()) else {
            return control;
        };
        let find = format!("find.{name}");
        let frame = ui::Field {
            name: &find,
            label: words.find,
            support: if found.has_more { words.find_more } else { "" },
            ..ui::Field::default()
        };
        let text = ui::Control::Text(ui::Text {
            value: &found.searched,
            width: ui::Width::Medium,
            ..ui::Text::default()
        });
        html! {
            (control)
            div.find-record {
                (ui::field(spoken(self.language).words(), &frame, &text))
                (ui::button(&ui::Button {
                    label: words.find_button,
                    name: "find",
                    value: name,
                    is_small: true,
                    skips_check: true,
                    ..ui::Button::default()
                }))
            }
        }
    }

    /// Under a record that other fields are filled in from: fills them in before anything is saved.
    fn fill_button(&self, path: &str) -> Markup {
        let (beside, id) = match path.split_once('.') {
            None => (self.form.fields.as_slice(), path),
            Some((table, column)) => match self.form.field(table).map(|it| &it.kind) {
                Some(FieldKind::Table { columns, .. }) => (columns.as_slice(), column),
                _ => return html! {},
            },
        };
        if !beside.iter().any(|it| it.prefill.as_ref().is_some_and(|from| from.reference == id)) {
            return html! {};
        }
        ui::button(&ui::Button {
            label: EditWords::of(self.language).fill_in,
            name: "fill",
            value: "yes",
            is_small: true,
            skips_check: true,
            ..ui::Button::default()
        })
    }
}

/// The options of a list.
pub(super) fn selected<'a>(options: &'a [Listed], chosen: &str) -> Vec<ui::Choice<'a>> {
    let option = |(value, label, group): &'a Listed| ui::Choice {
        value,
        label,
        group,
        is_chosen: value == chosen,
        ..ui::Choice::default()
    };
    options.iter().map(option).collect()
}
