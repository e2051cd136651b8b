//! The staff screens, one file an action: the GET page and its POST side by side.

mod account;
mod backups;
mod bulk;
mod clauses;
mod disposal;
pub(crate) mod duties;
mod evidence;
mod export;
mod forms;
mod home;
mod imports;
mod jobs;
mod law_page;
mod log;
mod members;
mod organization;
mod queue;
mod record;
mod record_acts;
mod record_edit;
mod record_edition;
mod register;
mod regulation_page;
mod set_up;
mod sign_in;
mod unlock;

pub(crate) use self::{
    bulk::Typed, disposal::period, queue::resolved_on, unlock::dialog as lock_dialog,
};

use axum::response::Redirect;
use axum_extra::extract::CookieJar;

use crate::{
    Web,
    context::{LANGUAGE, cookie, lasting},
    failure::Failure,
    routes::{Routes, get},
};

/// All routes of the screens.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(account::routes())
        .merge(backups::routes())
        .merge(clauses::routes())
        .merge(disposal::routes())
        .merge(duties::routes())
        .merge(evidence::routes())
        .merge(export::routes())
        .merge(forms::routes())
        .merge(home::routes())
        .merge(imports::routes())
        .merge(jobs::routes())
        .merge(law_page::routes())
        .merge(log::routes())
        .merge(members::routes())
        .merge(organization::routes())
        .merge(queue::routes())
        .merge(record::routes())
        .merge(record_acts::routes())
        .merge(record_edit::routes())
        .merge(record_edition::routes())
        .merge(register::routes())
        .merge(regulation_page::routes())
        .merge(set_up::routes())
        .merge(sign_in::routes())
        .merge(unlock::routes())
        .route("/language/{tag}", get(language))
}

/// An answer, or an error that `failure` turns into one.
pub(crate) type Answer<T = maud::Markup> = Result<T, Failure>;

#[derive(serde::Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// Switches the language and goes back.
async fn language(
    axum::extract::State(web): axum::extract::State<Web>,
    axum::extract::Path(tag): axum::extract::Path<String>,
    axum::extract::Query(next): axum::extract::Query<Next>,
) -> (CookieJar, Redirect) {
    let language = regulation::Language::from_tag(&tag);
    let jar = CookieJar::new().add(lasting(cookie(&web, LANGUAGE, language.tag().to_owned())));
    (jar, Redirect::to(local(&next.next)))
}

/// An address on this server, or the home page: nobody is sent elsewhere.
pub(crate) fn local(address: &str) -> &str {
    let is_local =
        address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\");
    if is_local && !address.chars().any(char::is_control) { address } else { "/" }
}

/// No such page.
pub(crate) async fn not_found() -> Failure {
    Failure(app::AppError::NotFound)
}
