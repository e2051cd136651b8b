//! The import wizard: a person's runs, and the pages from a file to what came of it.
//!
//! What a cell means and what may be written is decided in `app` and below; here choices are read and rows are shown.

mod columns;
mod frame;
mod mend;
mod row;
mod rows;
mod run;
mod runs;
mod sheet;
mod start;

use axum::extract::DefaultBodyLimit;

use super::Answer;
use crate::routes::{Routes, get, post};

pub(super) fn routes() -> Routes {
    let upload = Routes::new()
        .route("/imports", get(runs::show).post(start::read))
        // The page counts the bytes itself: a limit of the server would cut the line before anybody can read why.
        .layer(DefaultBodyLimit::disable());
    Routes::new()
        .merge(upload)
        .route("/imports/new", get(start::show))
        .route("/imports/{id}", get(columns::show).post(columns::choose))
        .route("/imports/{id}/rows", get(rows::show))
        .route("/imports/{id}/rows/{row}", post(mend::mend))
        .route("/imports/{id}/run", post(run::run))
        .route("/imports/{id}/cancel", post(runs::cancel))
        .route("/imports/{id}/report.csv", get(run::report))
}
