//! What a person does on the page of rows: mend values, confirm one, take a suggestion, leave a row out. All inputs of the page are
//! sent whichever button is pressed, so that nothing that was typed is lost. Then back to the same place.

use std::collections::BTreeMap;

use app::{AppError, importing::TypedRow};
use axum::{
    Json,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::ids::ImportId;
use serde_json::json;
use uuid::Uuid;

use super::{Answer, frame, rows::Asked};
use crate::{context::Visit, path::Path, shell};

/// What a button says: `confirm:14:count`.
#[derive(Debug, Clone, Copy)]
struct Act<'a> {
    name: &'a str,
    row: u32,
    field: &'a str,
}

impl<'a> Act<'a> {
    fn of(text: &'a str) -> Self {
        let mut parts = text.splitn(3, ':');
        let mut next = || parts.next().unwrap_or_default();
        let (name, row, field) = (next(), next(), next());
        Self { name, row: row.parse().unwrap_or_default(), field }
    }

    /// Whether the words typed in a field of a row are read now.
    fn reads(self, row: u32, field: &str) -> bool {
        row == self.row && !(self.name == "take" && field == self.field)
    }
}

pub(super) async fn mend(
    visit: Visit,
    Path(id): Path<Uuid>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let (id, app) = (ImportId(id), &visit.web.app);
    let act = Act::of(one(&pairs, "act"));
    let typed = typed(&pairs);
    app.import_type(visit.actor, id, &typed).await?;
    // Words typed beside another button of the row are read too.
    for row in typed.iter().filter(|row| row.row == act.row) {
        for (field, text) in &row.texts {
            if let Some(text) = text.as_ref().filter(|_| act.reads(row.row, field)) {
                app.import_mend(visit.actor, id, row.row, field, text).await?;
            }
        }
    }
    match act.name {
        "mend" => {}
        "confirm" => app.import_confirm(visit.actor, id, act.row, act.field).await?,
        "take" => app.import_take_suggestion(visit.actor, id, act.row, act.field).await?,
        "skip" => app.import_skip(visit.actor, id, act.row, true).await?,
        "unskip" => app.import_skip(visit.actor, id, act.row, false).await?,
        _ => {
            return Err(
                AppError::invalid("act", "操作が正しくありません", "there is no such act").into()
            );
        }
    }
    let asked = asked(&pairs);
    Ok(Redirect::to(&place(&visit, id, act.row, asked).await?).into_response())
}

/// Keeps what is being typed, while it is being typed.
pub(super) async fn keep_typed(
    visit: Visit,
    Path(id): Path<Uuid>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    visit.web.app.import_type(visit.actor, ImportId(id), &typed(&pairs)).await?;
    Ok(Json(json!({ "at": shell::moment(&visit, visit.now) })).into_response())
}

/// Where somebody comes to who had to sign in again before what they sent was taken in.
pub(super) async fn typed_page(_: Visit, Path(id): Path<Uuid>) -> Redirect {
    Redirect::to(&format!("{}/rows", frame::address(ImportId(id))))
}

fn one<'p>(pairs: &'p [(String, String)], name: &str) -> &'p str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// The page that the form stood on.
pub(super) fn asked(pairs: &[(String, String)]) -> Asked {
    let page = one(pairs, "page").parse().unwrap_or(1);
    Asked { only: one(pairs, "only").to_owned(), page, edit: 0 }
}

/// What was typed, by row; `None` where it is what the file says.
pub(super) fn typed(pairs: &[(String, String)]) -> Vec<TypedRow> {
    let plain = |text: &str| text.replace("\r\n", "\n");
    let shown: BTreeMap<&str, String> = pairs
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("was.")?, plain(text))))
        .collect();
    let mut rows: BTreeMap<u32, TypedRow> = BTreeMap::new();
    for (name, text) in pairs {
        let Some(place) = name.strip_prefix("text.") else { continue };
        let (Some((row, field)), Some(shown)) = (place.split_once('.'), shown.get(place)) else {
            continue;
        };
        let Ok(row) = row.parse() else { continue };
        let text = plain(text);
        let text = (*shown != text).then_some(text);
        let typed = rows.entry(row).or_insert_with(|| TypedRow { row, texts: Vec::new() });
        typed.texts.push((field.to_owned(), text));
    }
    rows.into_values().collect()
}

/// Where the row stands now; where it is no longer among those to check, the next one that is.
async fn place(visit: &Visit, id: ImportId, row: u32, asked: Asked) -> Answer<String> {
    let view = visit.web.app.import_view(visit.actor, id, asked.request(visit)).await?;
    let next = view.rows.iter().find(|found| found.row >= row).or(view.rows.last());
    let anchor = next.map_or_else(|| "import-run".to_owned(), |found| format!("row-{}", found.row));
    Ok(format!("{}#{anchor}", Asked { page: view.page, ..asked }.address(id)))
}
