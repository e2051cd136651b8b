//! Saved views of a register: a name for a search with its conditions, order and columns. Each member has their own.

use app::{AppError, views::SavedView};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::ids::ViewId;
use maud::{Markup, html};
use regulation::{Field, Form};
use uuid::Uuid;

use super::{Asked, value_of};
use crate::{
    context::{Visit, redirect_saying},
    pages::Answer,
    path::Path,
    shell, ui,
    words::{RegisterWords, ViewWords},
};

/// Addresses and names of the views: the register as it opens, then those that were saved.
pub(super) fn links(
    visit: &Visit,
    form: &Form,
    asked: &Asked,
    views: &[SavedView],
) -> Vec<(String, String, bool)> {
    if views.is_empty() {
        return Vec::new();
    }
    let (whole, now) = (shell::register_href(form), asked.query(form));
    let standard = ViewWords::of(visit.language).standard.to_owned();
    std::iter::once((whole.clone(), standard, now.is_empty()))
        .chain(
            views.iter().map(|view| {
                (format!("{whole}?{}", view.query), view.name.clone(), view.query == now)
            }),
        )
        .collect()
}

/// Saving what is shown as a view, and renaming or removing those that there are.
pub(super) fn keeper(
    visit: &Visit,
    form: &Form,
    (asked, shown): (&Asked, &[&Field]),
    views: &[SavedView],
) -> Markup {
    let words = ViewWords::of(visit.language);
    let action = format!("{}/views", shell::register_href(form));
    let back = asked.first().address(form);
    let now = asked.query(form);
    let current = views.iter().find(|view| view.query == now).map_or("", |view| &view.name);
    let field = ui::Field {
        name: "name",
        label: words.name,
        support: words.name_support,
        need: ui::Need::Required,
        ..ui::Field::default()
    };
    let text = ui::Text {
        value: current,
        max_length: Some(40),
        width: ui::Width::Medium,
        ..ui::Text::default()
    };
    html! {
        details.column-chooser {
            summary.button.small data-kind="quiet" { (words.save_this) }
            form method="post" action=(action) {
                input type="hidden" name="back" value=(back);
                @for column in shown { input type="hidden" name="column" value=(column.id); }
                (ui::field(visit.words(), &field, &ui::Control::Text(text)))
                (ui::actions(&ui::button(&ui::Button { label: words.save, is_small: true, ..ui::Button::default() })))
            }
        }
        @if !views.is_empty() {
            details.column-chooser {
                summary.button.small data-kind="quiet" { (words.tidy) }
                ul.kept-views { @for view in views { li { (kept(visit, &action, &back, view)) } } }
            }
        }
    }
}

/// A view with its name to change, and a button that removes it.
fn kept(visit: &Visit, action: &str, back: &str, view: &SavedView) -> Markup {
    let words = ViewWords::of(visit.language);
    let id = format!("view-{}", view.id);
    let button = |label, value, kind| {
        ui::button(&ui::Button {
            label,
            kind,
            name: "act",
            value,
            is_small: true,
            ..ui::Button::default()
        })
    };
    html! {
        form method="post" action={ (action) "/" (view.id) } {
            input type="hidden" name="back" value=(back);
            label.hidden for=(id) { (words.name_of) " " (view.name) }
            input.input #(id) type="text" name="name" value=(view.name) maxlength="40" required;
            (button(words.rename, "rename", ui::ButtonKind::Secondary))
            (button(words.remove, "remove", ui::ButtonKind::Danger))
        }
    }
}

/// `POST /registers/{form}/views`: saves what is shown under a name.
pub(super) async fn save(
    visit: Visit,
    Path(id): Path<String>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let form = visit.tenant.form(&id)?;
    let back = Asked::of_address(form, value_of(&pairs, "back"));
    let columns: Vec<_> = pairs
        .iter()
        .filter(|(name, value)| name == "column" && form.field(value).is_some())
        .map(|(_, value)| value.clone())
        .collect();
    let view = Asked { columns, ..back.first() };
    let query = view.query(form);
    let name = value_of(&pairs, "name");
    let saved = visit.web.app.save_view(visit.actor, &id, (name, &query)).await;
    let again = Again {
        action: format!("{}/views", shell::register_href(form)),
        columns: &view.columns,
        name,
        act: "",
    };
    answered(&visit, form, (&back, &again), saved, (&view.address(form), "view_saved")).await
}

/// `POST /registers/{form}/views/{id}`: `act` is `rename` or `remove`.
pub(super) async fn change(
    visit: Visit,
    Path((id, view)): Path<(String, Uuid)>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let form = visit.tenant.form(&id)?;
    let back = Asked::of_address(form, value_of(&pairs, "back"));
    let (app, view) = (&visit.web.app, ViewId(view));
    let again = Again {
        action: format!("{}/views/{view}", shell::register_href(form)),
        columns: &[],
        name: value_of(&pairs, "name"),
        act: "rename",
    };
    let (done, said) = if value_of(&pairs, "act") == "remove" {
        (app.remove_view(visit.actor, view).await, "view_removed")
    } else {
        (app.rename_view(visit.actor, view, value_of(&pairs, "name")).await, "view_renamed")
    };
    answered(&visit, form, (&back, &again), done, (&back.address(form), said)).await
}

/// What was asked and could not be done, to be mended where it is refused.
struct Again<'a> {
    action: String,
    columns: &'a [String],
    name: &'a str,
    act: &'a str,
}

impl Again<'_> {
    /// The name as it was typed, to be typed otherwise.
    fn form(&self, visit: &Visit, back: &str) -> Markup {
        let words = ViewWords::of(visit.language);
        html! {
            form method="post" action=(self.action) {
                input type="hidden" name="back" value=(back);
                @if !self.act.is_empty() { input type="hidden" name="act" value=(self.act); }
                @for column in self.columns { input type="hidden" name="column" value=(column); }
                label.hidden for="view-again" { (words.name) }
                input.input #view-again type="text" name="name" value=(self.name) required;
                (ui::button(&ui::Button { label: words.save, is_small: true, ..ui::Button::default() }))
            }
        }
    }
}

/// Back to the register; what could not be done is said there.
async fn answered(
    visit: &Visit,
    form: &Form,
    (back, again): (&Asked, &Again<'_>),
    done: Result<(), AppError>,
    (to, said): (&str, &str),
) -> Answer<Response> {
    match done {
        Ok(()) => Ok(redirect_saying(&visit.web, to, said)),
        Err(AppError::Invalid { message, .. }) => {
            let banner = ui::banner(&ui::Banner {
                id: "view-fault",
                tone: ui::Tone::Danger,
                title: message.get(visit.language),
                text: RegisterWords::of(visit.language).view_kept,
                action: again.form(visit, &back.address(form)),
            });
            let page = super::page(visit, form, back, &[], &banner).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
