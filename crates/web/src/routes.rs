//! The table of pages: what the router is made of is written down while it is made, so that tests can walk every address.

use std::convert::Infallible;

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    response::IntoResponse,
    routing::{self, MethodRouter, Route},
};
use tower::{Layer, Service};

use crate::Web;

/// An address of a page and one method that it answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageRoute {
    /// Address, with names in braces.
    pub path: &'static str,
    /// `GET` or `POST`.
    pub method: &'static str,
}

/// Pages: their router, and the list of their addresses.
pub(crate) struct Routes {
    router: Router<Web>,
    listed: Vec<PageRoute>,
}

/// What an address answers to.
pub(crate) struct Methods {
    router: MethodRouter<Web>,
    names: Vec<&'static str>,
}

/// A page that is read.
pub(crate) fn get<H, T>(handler: H) -> Methods
where
    H: Handler<T, Web>,
    T: 'static,
{
    Methods { router: routing::get(handler), names: vec!["GET"] }
}

/// Something that is done.
pub(crate) fn post<H, T>(handler: H) -> Methods
where
    H: Handler<T, Web>,
    T: 'static,
{
    Methods { router: routing::post(handler), names: vec!["POST"] }
}

impl Methods {
    /// The same address also does something.
    pub(crate) fn post<H, T>(mut self, handler: H) -> Self
    where
        H: Handler<T, Web>,
        T: 'static,
    {
        self.names.push("POST");
        Self { router: self.router.post(handler), names: self.names }
    }

    /// Wraps the handlers of this address.
    pub(crate) fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route<Infallible>> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self { router: self.router.layer(layer), names: self.names }
    }
}

impl Routes {
    /// No pages yet.
    pub(crate) fn new() -> Self {
        Self { router: Router::new(), listed: Vec::new() }
    }

    /// Adds an address.
    pub(crate) fn route(mut self, path: &'static str, methods: Methods) -> Self {
        self.listed.extend(methods.names.into_iter().map(|method| PageRoute { path, method }));
        Self { router: self.router.route(path, methods.router), listed: self.listed }
    }

    /// Adds other pages.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.listed.extend(other.listed);
        Self { router: self.router.merge(other.router), listed: self.listed }
    }

    /// Wraps the handlers of all addresses so far.
    pub(crate) fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self { router: self.router.layer(layer), listed: self.listed }
    }

    /// The router.
    pub(crate) fn into_router(self) -> Router<Web> {
        self.router
    }

    /// The addresses, in order.
    pub(crate) fn list(&self) -> Vec<PageRoute> {
        let mut listed = self.listed.clone();
        listed.sort();
        listed
    }
}
