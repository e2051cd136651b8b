//! What stands above a register: search, conditions, columns, files.

use app::views::SavedView;
use maud::{Markup, html};
use regulation::{Choice, Field, FieldKind, Form};

use super::{Asked, views};
use crate::{
    context::Visit,
    shell, ui,
    words::{RegisterWords, StateWords},
};

/// Fields that a list can be narrowed by, with their answers.
fn choice_fields(form: &Form) -> Vec<(&Field, &[Choice])> {
    let indexed = form.fields.iter().filter(|field| field.is_indexed);
    indexed
        .filter_map(|field| match &field.kind {
            FieldKind::Choice { choices, .. } | FieldKind::ManyChoice { choices, .. } => {
                Some((field, choices.as_slice()))
            }
            _ => None,
        })
        .collect()
}

pub(super) fn bar(
    visit: &Visit,
    form: &Form,
    (asked, shown): (&Asked, &[&Field]),
    saved: &[SavedView],
) -> Markup {
    let words = RegisterWords::of(visit.language);
    let states = state_options(visit, &asked.state);
    let choice_fields = choice_fields(form);
    let names: Vec<_> = choice_fields.iter().map(|(field, _)| format!("f_{}", field.id)).collect();
    let options: Vec<Vec<ui::Choice<'_>>> = choice_fields
        .iter()
        .map(|(field, choices)| options_of(visit, asked, field, choices))
        .collect();
    let mut filters = vec![ui::Filter { name: "state", label: words.state, options: &states }];
    filters.extend(choice_fields.iter().zip(&names).zip(&options).map(
        |(((field, _), name), options)| ui::Filter {
            name,
            label: field.label.get(visit.language),
            options,
        },
    ));
    let href = shell::register_href(form);
    let sort = asked.sort_value();
    let mut hidden = vec![("sort", sort.as_str()), ("open", asked.open.as_str())];
    hidden.retain(|(_, value)| !value.is_empty());
    hidden.extend(asked.columns.iter().map(|column| ("column", column.as_str())));
    let links = views::links(visit, form, asked, saved);
    let links: Vec<_> = links
        .iter()
        .map(|(href, label, is_current)| ui::Link { href, label, is_current: *is_current })
        .collect();
    html! {
        (ui::filters(visit.words(), &ui::Filters {
            action: &href,
            search_label: words.search,
            search: &asked.q,
            lists: &filters,
            clear_href: &href,
            hidden: &hidden,
            views: &links,
            ..ui::Filters::default()
        }))
        div.choosers {
            (column_chooser(visit, form, asked, shown))
            (views::keeper(visit, form, (asked, shown), saved))
        }
    }
}

/// What a field can be narrowed to, the first for all.
fn options_of<'f>(
    visit: &Visit,
    asked: &Asked,
    field: &Field,
    choices: &'f [Choice],
) -> Vec<ui::Choice<'f>> {
    let now = asked.filters.iter().find(|(id, _)| *id == field.id);
    let now = now.map(|(_, value)| value.as_str());
    let all = ui::Choice {
        value: "",
        label: RegisterWords::of(visit.language).all,
        is_chosen: now.is_none(),
        ..ui::Choice::default()
    };
    std::iter::once(all)
        .chain(choices.iter().map(|choice| ui::Choice {
            value: &choice.id,
            label: choice.label.get(visit.language),
            is_chosen: now == Some(choice.id.as_str()),
            ..ui::Choice::default()
        }))
        .collect()
}

fn column_chooser(visit: &Visit, form: &Form, asked: &Asked, shown: &[&Field]) -> Markup {
    let parts = visit.words();
    let options: Vec<_> = form
        .fields
        .iter()
        .filter(|field| !matches!(field.kind, FieldKind::Table { .. } | FieldKind::File { .. }))
        .map(|field| ui::Choice {
            value: &field.id,
            label: field.label.get(visit.language),
            is_chosen: shown.iter().any(|it| it.id == field.id),
            ..ui::Choice::default()
        })
        .collect();
    let action = format!("{}/columns", shell::register_href(form));
    let back = asked.first().address(form);
    html! {
        details.column-chooser {
            summary.button.small data-kind="quiet" { (parts.columns) }
            form method="post" action=(action) {
                input type="hidden" name="back" value=(back);
                (ui::field(
                    parts,
                    &ui::Field { name: "column", label: parts.columns, ..ui::Field::default() },
                    &ui::Control::ManyChoice(&options),
                ))
                (ui::actions(&ui::button(&ui::Button { label: parts.show_columns, is_small: true, ..ui::Button::default() })))
            }
        }
    }
}

fn state_options<'w>(visit: &Visit, now: &str) -> Vec<ui::Choice<'w>> {
    let (words, states) = (RegisterWords::of(visit.language), StateWords::of(visit.language));
    [
        ("", words.in_force),
        ("draft", states.draft),
        ("submitted", states.submitted),
        ("returned", states.returned),
        ("rejected", states.rejected),
        ("withdrawn", states.withdrawn),
        ("retired", states.retired),
        ("all", words.all),
    ]
    .into_iter()
    .map(|(value, label)| ui::Choice {
        value,
        label,
        is_chosen: value == now,
        ..ui::Choice::default()
    })
    .collect()
}

pub(super) fn exports(visit: &Visit, form: &Form, asked: &Asked) -> Markup {
    let words = RegisterWords::of(visit.language);
    let address = asked.first().address(form);
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let href = |ending: &str| format!("{}/export.{ending}?{query}", shell::register_href(form));
    let links =
        [("xlsx", words.xlsx), ("csv", words.csv), ("sjis.csv", words.cp932), ("pdf", words.pdf)];
    // It holds the whole register, however the list is narrowed.
    let pack = format!("{}/export.pack.zip", shell::register_href(form));
    let may_pack = visit.web.app.may_pack(visit.actor, &form.id).unwrap_or_default();
    html! {
        div.exports {
            @for (ending, label) in links {
                (ui::link_button(&ui::LinkButton { href: &href(ending), label, is_small: true, ..ui::LinkButton::default() }))
            }
            @if may_pack {
                (ui::link_button(&ui::LinkButton { href: &pack, label: words.pack, is_small: true, ..ui::LinkButton::default() }))
            }
        }
    }
}
