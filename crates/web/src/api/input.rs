//! Reading what programs send: JSON bodies, query strings, ids. Whatever is wrong is told at once, each fault with its name.

use std::str::FromStr;

use app::AppError;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{StatusCode, header, request::Parts},
};
use engine::Citation;
use jiff::civil::Date;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::problem::{Fault, Kind, fault};
use crate::Web;

/// Deepest nesting of a body: a record's fields, a table, a row, an answer of its own, and room.
const DEPTH: usize = 16;

/// Named values, taken one by one; what is left at the end has no business there.
pub(crate) struct Input {
    values: Map<String, Value>,
    faults: Vec<Citation>,
}

impl Input {
    /// A value that must be there.
    pub(crate) fn required<T: Readable>(&mut self, name: &str) -> Option<T> {
        if self.values.get(name).is_none_or(Value::is_null) {
            self.values.remove(name);
            self.blame(name, format!("`{name}` が必要です"), format!("`{name}` is required"));
            return None;
        }
        self.optional(name)
    }

    /// A value that may be left out or null.
    pub(crate) fn optional<T: Readable>(&mut self, name: &str) -> Option<T> {
        let value = self.values.remove(name).filter(|value| !value.is_null())?;
        let read = T::read(value);
        if read.is_none() {
            let (ja, en) = T::NAME;
            self.blame(
                name,
                format!("`{name}` は{ja}にしてください"),
                format!("`{name}` must be {en}"),
            );
        }
        read
    }

    /// All values named `prefix[…]`.
    pub(crate) fn bracketed(&mut self, prefix: &str) -> Vec<(String, String)> {
        let inner = |name: &str| {
            Some(name.strip_prefix(prefix)?.strip_prefix('[')?.strip_suffix(']')?.to_owned())
        };
        let names: Vec<_> =
            self.values.keys().filter_map(|name| Some((name.clone(), inner(name)?))).collect();
        names
            .into_iter()
            .filter_map(|(name, inner)| {
                Some((inner, self.values.remove(&name)?.as_str()?.to_owned()))
            })
            .collect()
    }

    /// Notes a fault.
    pub(crate) fn blame(&mut self, name: &str, ja: impl Into<String>, en: impl Into<String>) {
        self.faults.push(fault(Some(name), ja, en));
    }

    fn read<T: FromInput>(mut self) -> Result<T, Fault> {
        let read = T::from_input(&mut self);
        for name in self.values.keys() {
            self.faults.push(fault(
                Some(name),
                format!("`{name}` という項目はありません"),
                format!("there is no `{name}` here"),
            ));
        }
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ => Err(Fault::all(Kind::Invalid, self.faults)),
        }
    }
}

/// What can be read from named values. `None` only where a fault was noted.
pub(crate) trait FromInput: Sized {
    fn from_input(input: &mut Input) -> Option<Self>;
}

/// Kinds of values.
pub(crate) trait Readable: Sized {
    /// What it is called in Japanese and English.
    const NAME: (&'static str, &'static str);
    fn read(value: Value) -> Option<Self>;
}

impl Readable for String {
    const NAME: (&'static str, &'static str) = ("文字列", "a string");
    fn read(value: Value) -> Option<Self> {
        if let Value::String(text) = value { Some(text) } else { None }
    }
}

impl Readable for bool {
    const NAME: (&'static str, &'static str) = ("trueかfalse", "true or false");
    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Readable for Map<String, Value> {
    const NAME: (&'static str, &'static str) = ("オブジェクト", "an object");
    fn read(value: Value) -> Option<Self> {
        if let Value::Object(object) = value { Some(object) } else { None }
    }
}

impl Readable for Uuid {
    const NAME: (&'static str, &'static str) = ("ID（UUID）", "an id (a UUID)");
    fn read(value: Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

impl Readable for Vec<Uuid> {
    const NAME: (&'static str, &'static str) = ("IDの並び", "a list of ids");
    fn read(value: Value) -> Option<Self> {
        value.as_array()?.iter().map(|id| id.as_str()?.parse().ok()).collect()
    }
}

impl Readable for Date {
    const NAME: (&'static str, &'static str) = ("2026-05-15の形の日付", "a date like 2026-05-15");
    fn read(value: Value) -> Option<Self> {
        value.as_str().filter(|text| text.len() == 10)?.parse().ok()
    }
}

impl Readable for u64 {
    const NAME: (&'static str, &'static str) = ("0以上の整数", "a whole number");
    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl Readable for u32 {
    const NAME: (&'static str, &'static str) = ("0以上の整数", "a whole number");
    fn read(value: Value) -> Option<Self> {
        value.as_str()?.parse().ok()
    }
}

/// A JSON body.
pub(crate) struct Posted<T> {
    pub(crate) asked: T,
    /// SHA-256 of method, address and body: what `Idempotency-Key` stands for.
    pub(crate) hash: Vec<u8>,
}

impl<T: FromInput> FromRequest<Web> for Posted<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Self::Rejection> {
        let media_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !is_json(media_type) {
            return Err(Fault::request(
                Kind::MediaType,
                None,
                "Content-Type: application/json を付けて送ってください",
                "send it with Content-Type: application/json",
            ));
        }
        let mut hash =
            Sha256::new_with_prefix(format!("{} {}\n", request.method(), request.uri().path()));
        let bytes = Bytes::from_request(request, web)
            .await
            .map_err(|rejection| unread(rejection.status()))?;
        hash.update(&bytes);
        let values = object(&bytes)?;
        let asked = Input { values, faults: Vec::new() }.read()?;
        Ok(Self { asked, hash: hash.finalize().to_vec() })
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// A body that could not be received.
fn unread(status: StatusCode) -> Fault {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Fault::request(
            Kind::TooLarge,
            None,
            "本文は2MBまでです",
            "the body may have no more than 2 MiB",
        );
    }
    Fault::request(
        Kind::Malformed,
        None,
        "本文を受け取れませんでした",
        "the body did not arrive whole",
    )
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, Fault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Fault::request(
            Kind::Malformed,
            None,
            format!("JSONとして読めません（{line}行{column}字目）"),
            format!("not JSON at line {line}, column {column}, or nested too deeply"),
        )
    })?;
    if !is_within(&value, DEPTH) {
        return Err(Fault::request(
            Kind::Malformed,
            None,
            format!("入れ子は{DEPTH}段までです"),
            format!("nested more than {DEPTH} deep"),
        ));
    }
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Fault::request(
            Kind::Malformed,
            None,
            "本文はJSONのオブジェクトにしてください",
            "the body must be a JSON object",
        )),
    }
}

/// Whether a value is nested no deeper than this. `serde_json` itself stops at 128.
fn is_within(value: &Value, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else { return false };
    match value {
        Value::Array(items) => items.iter().all(|item| is_within(item, below)),
        Value::Object(object) => object.values().all(|item| is_within(item, below)),
        _ => true,
    }
}

/// A query string.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: FromInput> FromRequestParts<Web> for Asked<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Self::Rejection> {
        let mut input = Input { values: Map::new(), faults: Vec::new() };
        for (name, value) in
            form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned()
        {
            if input.values.insert(name.clone(), Value::String(value)).is_some() {
                input.blame(
                    &name,
                    format!("`{name}` が2回あります"),
                    format!("`{name}` is given twice"),
                );
            }
        }
        Ok(Self(input.read()?))
    }
}

/// An id in an address; what is no id is not found.
pub(crate) struct Id<T>(pub(crate) T);

impl<T: FromStr> FromRequestParts<Web> for Id<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let Path(text) =
            Path::<String>::from_request_parts(parts, web).await.map_err(|_| AppError::NotFound)?;
        text.parse().map(Self).map_err(|_| Fault::not_found())
    }
}
