//! The staff screens and the JSON API. A handler parses, calls `app`, and renders; it decides nothing.

mod answers;
mod api;
mod assets;
mod context;
mod dates;
mod failure;
mod files;
mod flash;
mod form_page;
mod health;
mod metrics;
mod pages;
mod path;
mod record_page;
mod routes;
mod security;
mod shell;
mod terms;
mod ui;
mod words;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use app::App;
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use engine::MemberId;

pub use api::openapi_json;
pub use metrics::describe_metrics;
pub use routes::PageRoute;

/// Largest request body besides uploads, bytes.
const BODY_BYTES: usize = 2 << 20;

/// What every handler can reach.
#[derive(Clone)]
pub struct Web {
    /// The application.
    pub app: Arc<App>,
    inner: Arc<Inner>,
}

struct Inner {
    /// Opens the set-up page once; printed at start.
    set_up_token: Mutex<Option<String>>,
    /// How many steps wait for a member, and until when that is believed (seconds).
    waiting: Mutex<HashMap<MemberId, (u32, i64)>>,
    /// Whether cookies are sent over TLS only.
    has_tls: bool,
    /// Where faults of security are reported.
    security_contact: Option<String>,
}

/// What a server is told at its start.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Opens the set-up page of a new server, once.
    pub set_up_token: Option<String>,
    /// Whether the server is reached over TLS.
    pub has_tls: bool,
    /// Where faults of security are reported: an address like `mailto:…` or `https://…`.
    pub security_contact: Option<String>,
}

impl Web {
    /// The screens of an application. `set_up_token` opens the set-up page of a new server.
    #[must_use]
    pub fn new(app: Arc<App>, set_up_token: Option<String>, has_tls: bool) -> Self {
        Self::configured(app, Settings { set_up_token, has_tls, security_contact: None })
    }

    /// The screens of an application, as configured.
    #[must_use]
    pub fn configured(app: Arc<App>, settings: Settings) -> Self {
        let inner = Inner {
            set_up_token: Mutex::new(settings.set_up_token),
            waiting: Mutex::default(),
            has_tls: settings.has_tls,
            security_contact: settings.security_contact,
        };
        Self { app, inner: Arc::new(inner) }
    }

    /// Whether this token opens the set-up page.
    pub(crate) fn opens_set_up(&self, token: &str) -> bool {
        let expected = self.inner.set_up_token.lock().unwrap_or_else(PoisonError::into_inner);
        self.app.is_new() && expected.as_deref().is_some_and(|expected| expected == token)
    }

    /// The set-up is done; its token no longer opens anything.
    pub(crate) fn close_set_up(&self) {
        *self.inner.set_up_token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn has_tls(&self) -> bool {
        self.inner.has_tls
    }

    pub(crate) fn security_contact(&self) -> Option<&str> {
        self.inner.security_contact.as_deref()
    }

    /// Seconds for which the number beside the menu is believed.
    const BELIEVED_SECONDS: i64 = 20;

    /// The number of steps that wait for a member, not older than 20 seconds.
    pub(crate) fn known_waiting(&self, member: MemberId) -> Option<u32> {
        let now = self.app.clock().now().as_second();
        let waiting = self.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.get(&member).filter(|(_, until)| *until > now).map(|(count, _)| *count)
    }

    /// Remembers the number of steps that wait for a member.
    pub(crate) fn remember_waiting(&self, member: MemberId, count: u32) {
        if !self.app.is_alone() {
            return;
        }
        let until = self.app.clock().now().as_second() + Self::BELIEVED_SECONDS;
        self.inner
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(member, (count, until));
    }

    /// Somebody acted: the numbers beside the menu must be counted again.
    pub(crate) fn forget_waiting(&self) {
        self.inner.waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Every address of the screens and its methods, from the table that the router is made of.
#[must_use]
pub fn page_routes() -> Vec<PageRoute> {
    pages::routes().list()
}

/// All routes.
///
/// The layers from the inside out: what a handler, a limit or the guard against other sites answers becomes a page or a
/// problem in [`failure::render`]; the headers of [`security::headers`] stand on every answer, whoever made it.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(pages::routes().into_router())
        .nest("/api/v1", api::routes())
        .route("/api/dates", get(dates::echo))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/.well-known/security.txt", get(health::security_contact))
        .route("/assets/{*path}", get(assets_file))
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .layer(middleware::from_fn(security::in_time))
        .layer(tower_http::csrf::CsrfLayer::new())
        .layer(middleware::from_fn_with_state(web.clone(), failure::render))
        .layer(middleware::from_fn_with_state(web.clone(), flash::once))
        .layer(
            tower_http::compression::CompressionLayer::new()
                .quality(tower_http::CompressionLevel::Fastest),
        )
        .layer(middleware::from_fn_with_state(web.clone(), security::headers))
        .layer(middleware::from_fn(metrics::count))
        .with_state(web)
}

async fn assets_file(uri: axum::http::Uri) -> axum::response::Response {
    use axum::{http::header, response::IntoResponse};
    match assets::lookup(uri.path()) {
        Some(asset) => (
            [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, assets::CACHE_CONTROL),
                (header::ETAG, asset.etag),
            ],
            asset.bytes,
        )
            .into_response(),
        None => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}
