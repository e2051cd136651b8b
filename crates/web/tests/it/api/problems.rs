//! Requests that cannot be answered, and how they are told so.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use serde_json::{Value, json};

use crate::support::{Office, PASSWORD, Person, REGISTER};

fn document() -> Value {
    serde_json::from_str(&web::openapi_json()).unwrap()
}

/// Every method and address of the document, with ids that are nobody's.
fn operations() -> Vec<(Method, String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let filled = |path: &str| {
        path.replace("{id}", &uuid::Uuid::nil().to_string()).replace("{form}", REGISTER)
    };
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, operation)| {
                (method.to_uppercase().parse().unwrap(), filled(path), operation.clone())
            })
        })
        .collect()
}

#[tokio::test]
async fn nobody_gets_anything_without_a_token_but_what_is_public() {
    let office = Office::open().await;
    let mut public = Vec::new();
    for (method, path, _) in operations() {
        for token in [None, Some("Bearer wrong"), Some("Basic YWRtaW46eA=="), Some("Bearer")] {
            let asked = match path.as_str() {
                "/log/consistency" => "?old=1",
                "/log/inclusion" => "?index=0",
                _ => "",
            };
            let address = format!("/api/v1{path}{asked}");
            let mut request = Request::builder().method(&method).uri(address);
            if let Some(token) = token {
                request = request.header("authorization", token);
            }
            let reply = office.send(request.body(Body::empty()).unwrap()).await;
            match reply.status {
                StatusCode::OK => public.push(path.clone()),
                _ => assert_eq!(
                    (reply.refusal(), reply.header("www-authenticate")),
                    ("401 not-signed-in".into(), "Bearer")
                ),
            }
        }
    }
    public.dedup();
    let log = ["/log/consistency", "/log/inclusion"];
    assert_eq!(public, ["/evidence/checkpoint", log[0], log[1], "/openapi.json"]);
}

#[tokio::test]
async fn a_session_reads_but_changes_nothing() {
    let office = Office::open().await;
    let session = office.app.sign_in("admin", PASSWORD).await.unwrap();
    let request = |method: &str, path: &str| {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        let request = request
            .header("cookie", format!("kitei_session={session}"))
            .header("content-type", "application/json");
        request.body(Body::from("{}")).unwrap()
    };
    assert_eq!(office.send(request("GET", "/me")).await.status, StatusCode::OK);
    assert_eq!(office.send(request("POST", "/records")).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let office = Office::open().await;
    for path in [
        "/records/not-an-id",
        "/records/not-an-id.pdf",
        "/nothing",
        "/records/%FF",
        "/registers/none.xlsx",
    ] {
        assert_eq!(office.get(&office.staff, path).await.refusal(), "404 not-found", "{path}");
    }
    let reply = office.ask(&office.staff, "DELETE /records", &[], &Value::Null).await;
    assert_eq!(reply.refusal(), "405 method-not-allowed");
    assert_eq!(reply.header("allow"), "GET,HEAD,POST");
}

#[tokio::test]
async fn a_body_that_cannot_be_used_is_told_so() {
    let office = Office::open().await;
    let send =
        async |media_type: &str, body: String| raw(&office, &office.staff, media_type, body).await;
    insta::assert_snapshot!(send("text/plain", "{}".into()).await, @r"
        415 media-type
         | - | Content-Type: application/json を付けて送ってください
        ");
    insta::assert_snapshot!(send("application/json", "{\"form\": ".into()).await, @r"
        400 malformed
         | - | JSONとして読めません（1行9字目）
        ");
    insta::assert_snapshot!(send("application/json", "[]".into()).await, @r"
        400 malformed
         | - | 本文はJSONのオブジェクトにしてください
        ");
    let deep =
        |depth: usize| format!("{{\"fields\": {}1{}}}", "[".repeat(depth), "]".repeat(depth));
    insta::assert_snapshot!(send("application/json", deep(20)).await, @r"
        400 malformed
         | - | 入れ子は16段までです
        ");
    insta::assert_snapshot!(send("application/json", deep(100_000)).await, @r"
        400 malformed
         | - | JSONとして読めません（1行138字目）
        ");
    insta::assert_snapshot!(send("application/json", " ".repeat((2 << 20) + 1)).await, @r"
        413 too-large
         | - | 本文は2MBまでです
        ");
    let wrong =
        json!({"form": 5, "fields": [], "submit": "yes", "unit": "総務部", "colour": "red"});
    insta::assert_snapshot!(send("application/json; charset=utf-8", wrong.to_string()).await, @r"
        422 invalid
         | form | `form` は文字列にしてください
         | unit | `unit` はID（UUID）にしてください
         | fields | `fields` はオブジェクトにしてください
         | submit | `submit` はtrueかfalseにしてください
         | colour | `colour` という項目はありません
        ");
    insta::assert_snapshot!(send("application/json", "{}".into()).await, @r"
        422 invalid
         | form | `form` が必要です
         | fields | `fields` が必要です
        ");
}

async fn raw(office: &Office, who: &Person, media_type: &str, body: String) -> String {
    let request =
        Request::builder().method("POST").uri("/api/v1/records").header("content-type", media_type);
    let request = request.header("authorization", format!("Bearer {}", who.token));
    office.send(request.body(Body::from(body)).unwrap()).await.refusal()
}

#[tokio::test]
async fn the_document_is_served_as_it_is_exported() {
    let office = Office::open().await;
    let request = Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap();
    let reply = office.send(request).await;
    assert_eq!(reply.bytes, web::openapi_json().into_bytes());
    let document = document();
    assert_eq!(
        (&document["openapi"], &document["servers"][0]["url"]),
        (&json!("3.1.0"), &json!("/api/v1"))
    );
    assert_eq!(
        document["components"]["securitySchemes"]["bearer"],
        json!({"type": "http", "scheme": "bearer"})
    );
}

#[test]
fn every_operation_says_how_it_fails_and_every_reference_leads_somewhere() {
    let document = document();
    for (method, path, operation) in operations() {
        assert!(
            operation["operationId"].is_string() && operation["summary"].is_string(),
            "{method} {path}"
        );
        assert!(operation["responses"]["default"].is_object(), "{method} {path}");
    }
    let text = document.to_string();
    for pointer in text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}
