//! The JSON API under `/api/v1`: the same use cases as the screens, for programs.
//!
//! One table below makes both the router and the list of addresses that the `OpenAPI` document is held against.

mod acts;
mod attachments;
mod caller;
mod disposal;
mod document;
mod duties;
mod etag;
mod evidence;
mod files;
mod forms;
mod history;
mod input;
mod me;
mod once;
mod organization;
pub(crate) mod problem;
mod query;
mod record;
mod record_json;
mod records;
mod tokens;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, patch, post},
};

pub use document::openapi_json;

use crate::Web;

/// Largest body with a file in it, bytes.
const FILE_BYTES: usize = app::attach::ATTACHMENT_BYTES + (1 << 20);

/// An answer, or a fault on its way to becoming a problem.
type Answer<T> = Result<T, problem::Fault>;

macro_rules! api {
    ($($method:ident $path:literal => $handler:path as $documented:expr $(; up to $limit:expr)?),* $(,)?) => {
        /// All routes of the API.
        pub(crate) fn routes() -> Router<Web> {
            Router::new()$(.route($path, $method($handler)$(.layer(DefaultBodyLimit::max($limit)))?))*.layer(middleware::from_fn(problem::render))
        }

        /// Method and addresses of every route, as the document writes them.
        #[cfg(test)]
        const DOCUMENTED: &[(&str, &[&str])] = &[$((stringify!($method), $documented)),*];
    };
}

api! {
    get "/openapi.json" => document::show as &["/openapi.json"],
    get "/me" => me::show as &["/me"],
    get "/forms" => forms::list as &["/forms"],
    get "/forms/{id}" => forms::one as &["/forms/{id}"],
    get "/records" => records::list as &["/records"],
    post "/records" => records::create as &["/records"],
    get "/records/{file}" => files::record as &["/records/{id}", "/records/{id}.pdf"],
    patch "/records/{file}" => record::change as &["/records/{id}"],
    post "/records/{id}/acts" => acts::act as &["/records/{id}/acts"],
    get "/records/{id}/history" => history::show as &["/records/{id}/history"],
    post "/records/{id}/attachments" => attachments::attach as &["/records/{id}/attachments"]; up to FILE_BYTES,
    get "/attachments/{id}" => attachments::fetch as &["/attachments/{id}"],
    get "/registers/{file}" => files::register as &["/registers/{form}.xlsx", "/registers/{form}.csv"],
    get "/disposal" => disposal::due as &["/disposal"],
    post "/disposal/runs" => disposal::propose as &["/disposal/runs"],
    get "/disposal/runs/{id}" => disposal::run as &["/disposal/runs/{id}"],
    post "/disposal/runs/{id}/acts" => disposal::act as &["/disposal/runs/{id}/acts"],
    post "/records/{id}/holds" => disposal::hold as &["/records/{id}/holds"],
    get "/duties" => duties::list as &["/duties"],
    get "/evidence/checkpoint" => evidence::checkpoint as &["/evidence/checkpoint"],
    get "/evidence/records/{id}/proof" => evidence::proof as &["/evidence/records/{id}/proof"],
    get "/log/inclusion" => evidence::inclusion as &["/log/inclusion"],
    get "/log/consistency" => evidence::consistency as &["/log/consistency"],
    get "/tokens" => tokens::list as &["/tokens"],
    post "/tokens/{id}/revoke" => tokens::revoke as &["/tokens/{id}/revoke"],
    get "/organization" => organization::show as &["/organization"],
    post "/organization/appointments" => organization::appoint as &["/organization/appointments"],
    post "/organization/appointments/{id}/end" => organization::end as &["/organization/appointments/{id}/end"],
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{DOCUMENTED, openapi_json};

    #[test]
    fn every_route_is_in_the_document_and_the_reverse() {
        let document: serde_json::Value = serde_json::from_str(&openapi_json()).unwrap();
        let documented: BTreeSet<_> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| {
                item.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
            })
            .collect();
        let routed: BTreeSet<_> = DOCUMENTED
            .iter()
            .flat_map(|(method, paths)| paths.iter().map(move |path| format!("{method} {path}")))
            .collect();
        assert_eq!(documented, routed);
    }
}
