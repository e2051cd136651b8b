//! What a person does to a row: mend values, confirm one, take a suggestion, leave the row out. Then back to the same place.

use app::AppError;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::Form as Pairs;
use engine::ids::ImportId;
use uuid::Uuid;

use super::{Answer, rows::Asked};
use crate::context::Visit;

pub(super) async fn mend(
    visit: Visit,
    Path((id, row)): Path<(Uuid, u32)>,
    Pairs(pairs): Pairs<Vec<(String, String)>>,
) -> Answer<Response> {
    let (id, app) = (ImportId(id), &visit.web.app);
    let one = |name: &str| {
        pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    let (act, field) = one("act").split_once(':').unwrap_or((one("act"), ""));
    // Words typed beside another button are kept too: nothing that was typed is lost.
    for (mended, text) in typed(&pairs) {
        if act != "take" || mended != field {
            app.import_mend(visit.actor, id, row, mended, text).await?;
        }
    }
    match act {
        "mend" => {}
        "confirm" => app.import_confirm(visit.actor, id, row, field).await?,
        "take" => app.import_take_suggestion(visit.actor, id, row, field).await?,
        "skip" => app.import_skip(visit.actor, id, row, true).await?,
        "unskip" => app.import_skip(visit.actor, id, row, false).await?,
        _ => {
            return Err(
                AppError::invalid("act", "操作が正しくありません", "there is no such act").into()
            );
        }
    }
    let asked =
        Asked { only: one("only").to_owned(), page: one("page").parse().unwrap_or(1), edit: 0 };
    Ok(Redirect::to(&place(&visit, id, row, asked).await?).into_response())
}

/// Fields whose words are others than the page showed.
fn typed(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    let shown = |field: &str| {
        let was = pairs.iter().find(|(name, _)| name.strip_prefix("was.") == Some(field));
        was.map(|(_, text)| text.replace("\r\n", "\n"))
    };
    pairs.iter().filter_map(move |(name, text)| {
        let field = name.strip_prefix("text.")?;
        (shown(field)? != text.replace("\r\n", "\n")).then_some((field, text.as_str()))
    })
}

/// Where the row stands now; where it is no longer among those to check, the next one that is.
async fn place(visit: &Visit, id: ImportId, row: u32, asked: Asked) -> Answer<String> {
    let view = visit.web.app.import_view(visit.actor, id, asked.request(visit)).await?;
    let next = view.rows.iter().find(|found| found.row >= row).or(view.rows.last());
    let anchor = next.map_or_else(|| "import-run".to_owned(), |found| format!("row-{}", found.row));
    Ok(format!("{}#{anchor}", Asked { page: view.page, ..asked }.address(id)))
}
