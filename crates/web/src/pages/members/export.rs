//! The list of members as a file.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};

use super::Asked;
use crate::{context::Visit, pages::Answer};

/// `GET /organization/members/export.csv`, with the conditions of the list.
pub(super) async fn csv(
    visit: Visit,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer<Response> {
    let search = Asked::of_pairs(pairs).search();
    let bytes = visit.web.app.members_csv(visit.actor, &search, visit.language).await?;
    let disposition = format!("attachment; filename=\"members-{}.csv\"", visit.world().today);
    Ok((
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}
