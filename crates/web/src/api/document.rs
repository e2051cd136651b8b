//! The `OpenAPI` document, made from the handlers and the structs they read and write.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::json;
use utoipa::{
    Modify, OpenApi, ToResponse, ToSchema,
    openapi::{
        Ref, RefOr, Required, Server,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, Type},
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};

use super::{
    acts, attachments, disposal, duties, evidence, files, forms, history, me, organization, record,
    records, tokens,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kitei",
        version = "1",
        description = "The same use cases as the screens. A refusal is a problem (RFC 9457) with `citations`: every clause that \
                       speaks against the request. Unknown members of bodies and queries are refused by name.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        show, me::show, forms::list, forms::one, records::list, records::create, record::show, record::change, acts::act,
        attachments::attach, attachments::fetch,
        history::show, files::pdf, files::xlsx, files::csv, duties::list, disposal::due, disposal::propose,
        disposal::run, disposal::act, disposal::hold, evidence::checkpoint, evidence::proof,
        evidence::inclusion, evidence::consistency,
        organization::show, organization::appoint, organization::end, tokens::list, tokens::revoke,
    ),
    components(
        schemas(Problem, ProblemCitation, forms::FieldJson, forms::ChoiceJson, forms::ConditionJson, forms::StepJson),
        responses(Failed, Unauthorized, Refused, Stale, Unconditional),
    ),
    tags(
        (name = "forms", description = "What can be filled in"),
        (name = "records", description = "Filled forms and what is done with them"),
        (name = "files", description = "Paper and workbooks"),
        (name = "duties", description = "What must be done by a day"),
        (name = "disposal", description = "Until when records are kept, and disposing of them"),
        (name = "evidence", description = "Checkpoints and proofs of the log"),
        (name = "people", description = "Units, members and offices"),
    ),
    modifiers(&House),
)]
struct Document;

/// A problem (RFC 9457).
#[derive(ToSchema)]
#[expect(dead_code, reason = "says in the document what `problem::body` writes")]
struct Problem {
    /// `urn:kitei:problem:` and a name: `refused`, `invalid`, `not-found`, `not-signed-in`, `conflict`, `stale`,
    /// `precondition-required`, `malformed`, `too-large`, `media-type`, `method-not-allowed`, `idempotency-key-reused`,
    /// `idempotency-key-under-way`, `too-many`, `unavailable`, `internal`.
    #[schema(rename = "type", example = "urn:kitei:problem:refused")]
    kind: String,
    /// In the language of `Accept-Language`.
    title: String,
    status: u16,
    /// The messages of the citations, one a line.
    detail: Option<String>,
    /// Everything that speaks against the request.
    citations: Vec<ProblemCitation>,
    /// Of `stale` and `conflict`: the version of the record now.
    current_version: Option<u64>,
    /// Of a refused submission on creation: the address of the draft that was kept.
    record: Option<String>,
}

/// One reason.
#[derive(ToSchema)]
#[expect(dead_code, reason = "says in the document what `problem::body` writes")]
struct ProblemCitation {
    /// Clause of the regulation or article; empty for a fault in the form of the request, of which no clause speaks.
    #[schema(example = "例2(4)")]
    clause: String,
    /// In the language of `Accept-Language`.
    message: String,
    /// Path of the field it is about, e.g. `phases.2.risk`; null for the request as a whole.
    field: Option<String>,
}

/// Something is wrong; the problem says what.
#[derive(ToResponse)]
#[response(content_type = "application/problem+json")]
#[expect(dead_code, reason = "only in the document")]
struct Failed(Problem);

/// No token, or one that does not count.
#[derive(ToResponse)]
#[response(content_type = "application/problem+json", headers(("WWW-Authenticate" = String, description = "`Bearer`")))]
#[expect(dead_code, reason = "only in the document")]
struct Unauthorized(Problem);

/// The regulation says no, or the request is not usable.
#[derive(ToResponse)]
#[response(
    content_type = "application/problem+json",
    example = json!({
        "type": "urn:kitei:problem:refused",
        "title": "This cannot be done",
        "status": 422,
        "detail": "You cannot decide on a record that you drafted. Ask another authorised person.",
        "citations": [{
            "clause": "例2(4)",
            "message": "You cannot decide on a record that you drafted. Ask another authorised person.",
            "field": null
        }]
    })
)]
#[expect(dead_code, reason = "only in the document")]
pub(super) struct Refused(Problem);

/// Somebody else saved first; `current_version` is the version now.
#[derive(ToResponse)]
#[response(content_type = "application/problem+json")]
#[expect(dead_code, reason = "only in the document")]
pub(super) struct Stale(Problem);

/// `If-Match` is missing.
#[derive(ToResponse)]
#[response(content_type = "application/problem+json")]
#[expect(dead_code, reason = "only in the document")]
pub(super) struct Unconditional(Problem);

/// What holds for every operation: where, who, in which language, and how it fails.
struct House;

impl Modify for House {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        document.servers = Some(vec![Server::new("/api/v1")]);
        let components = document.components.get_or_insert_default();
        components
            .add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        for item in document.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.post, &mut item.patch];
            for operation in operations.into_iter().filter_map(Option::as_mut) {
                finish(operation);
            }
        }
    }
}

fn finish(operation: &mut Operation) {
    // `security(())` marks what is public.
    if operation.security.is_none() {
        operation.security =
            Some(vec![utoipa::openapi::SecurityRequirement::new("bearer", Vec::<String>::new())]);
        let unauthorized = RefOr::Ref(Ref::from_response_name("Unauthorized"));
        operation.responses.responses.insert("401".to_owned(), unauthorized);
    }
    operation
        .responses
        .responses
        .insert("default".to_owned(), RefOr::Ref(Ref::from_response_name("Failed")));
    operation.parameters.get_or_insert_default().push(RefOr::T(language()));
}

fn language() -> Parameter {
    ParameterBuilder::new()
        .name("Accept-Language")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("Language of titles and messages: `ja` (the default) or `en`"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).examples([json!("en")])))
        .build()
}

static JSON: LazyLock<String> = LazyLock::new(|| {
    let text = Document::openapi().to_pretty_json();
    text.unwrap_or_else(|error| json!({"error": error.to_string()}).to_string())
});

/// The `OpenAPI` 3.1 document of the API.
#[must_use]
pub fn openapi_json() -> String {
    JSON.clone()
}

/// This document
#[utoipa::path(
    get, path = "/openapi.json", operation_id = "get_openapi", security(()),
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
pub(crate) async fn show() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], JSON.as_str()).into_response()
}
