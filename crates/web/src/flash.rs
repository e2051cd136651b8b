//! What is said once after a redirect is forgotten as soon as a page has said it.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;

use crate::{
    Web,
    context::{FLASH, cookie},
};

/// Takes the cookie back with the first page that could show it.
pub(crate) async fn once(State(web): State<Web>, request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let was_said = jar.get(FLASH).is_some();
    let response = next.run(request).await;
    let is_page = response.status() == StatusCode::OK
        && response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if was_said && is_page {
        return (jar.remove(cookie(&web, FLASH, String::new())), response).into_response();
    }
    response
}
