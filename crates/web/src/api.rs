//! The JSON API. Being written.
use axum::Router;

use crate::Web;

/// All routes of the API.
pub(crate) fn routes() -> Router<Web> {
    Router::new()
}
