//! What an address names. Where a part of it cannot be read it names nothing: that is no bad request, nothing is there.

use app::AppError;
use axum::{
    extract::{FromRequestParts, Path as Named},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// The named parts of an address.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let named = Named::<T>::from_request_parts(parts, state).await;
        named.map(|Named(named)| Self(named)).map_err(|_| Failure(AppError::NotFound))
    }
}
