//! What is counted of each request. Routes are the templates of the router: no label holds what a person sent.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};

/// Says what the figures of this room mean.
pub fn describe_metrics() {
    describe_counter!("kitei_requests_total", "Requests answered, by route, method and status");
    describe_histogram!(
        "kitei_request_seconds",
        Unit::Seconds,
        "How long a request took until its answer began, by route"
    );
    describe_gauge!("kitei_requests_open", "Requests that are being worked on");
}

/// Counts down when the answer is there, or when nobody waits for it any more.
struct Open;

impl Open {
    fn new() -> Self {
        gauge!("kitei_requests_open").increment(1.0);
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!("kitei_requests_open").decrement(1.0);
    }
}

/// Counts a request.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = method_name(request.method());
    let (started, open) = (Instant::now(), Open::new());
    let response = next.run(request).await;
    drop(open);
    let status = response.status().as_u16().to_string();
    counter!("kitei_requests_total", "route" => route.clone(), "method" => method, "status" => status)
        .increment(1);
    histogram!("kitei_request_seconds", "route" => route).record(started.elapsed().as_secs_f64());
    response
}

/// The methods that the router knows; a client can make up any other.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
