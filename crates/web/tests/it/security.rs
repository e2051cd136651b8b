//! What stands on every answer, and what other sites cannot do.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::{
    support::{Office, REGISTER, Reply},
    visitor::{Visitor, encoded, heading, text},
};

fn is_guarded(reply: &Reply) -> bool {
    reply.header("content-security-policy").contains("default-src 'none'")
        && reply.header("x-content-type-options") == "nosniff"
        && !reply.header("cache-control").is_empty()
}

#[tokio::test]
async fn every_answer_carries_the_policy_also_when_something_is_wrong() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    for path in [
        "/",
        "/sign-in",
        "/nothing",
        "/records/abc",
        "/assets/none.css",
        "/healthz",
        "/readyz",
        "/api/v1/openapi.json",
        "/api/v1/nothing",
    ] {
        assert!(is_guarded(&visitor.open(path).await), "{path}");
    }
    assert!(is_guarded(&from_elsewhere(&mut visitor, "/queue/acts").await));
    let put = visitor.ask(Request::put("/queue"), Body::empty()).await;
    assert!(is_guarded(&put) && put.status == 405);
}

/// A form on another site posts here; the browser adds the cookies.
async fn from_elsewhere(visitor: &mut Visitor<'_>, path: &str) -> Reply {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://elsewhere.example");
    visitor.ask(request, Body::from(encoded(&[("act", "approve")]))).await
}

#[tokio::test]
async fn another_site_cannot_post() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    for route in web::page_routes().iter().filter(|route| route.method == "POST") {
        let path = route.path.replace("{form}", REGISTER).replace("{row}", "1");
        let path = path.replace("{id}", &uuid::Uuid::nil().to_string());
        let reply = from_elsewhere(&mut visitor, &path).await;
        assert_eq!(
            (reply.status.as_u16(), heading(&reply)),
            (403, "ほかのサイトから送られたため受け付けません".into()),
            "{path}"
        );
    }
    let api = from_elsewhere(&mut visitor, "/api/v1/records").await;
    assert_eq!(api.refusal(), "403 cross-site");
}

#[tokio::test]
async fn what_cannot_be_read_is_told_on_a_page() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    let mut lines = Vec::new();
    for path in [
        "/records/abc",
        "/organization/members/abc",
        "/imports/abc/rows?page=x",
        "/organization/members?page=x",
        "/nothing",
    ] {
        let reply = visitor.open(path).await;
        lines.push(format!("{} GET {path}: {}", reply.status.as_u16(), heading(&reply)));
    }
    let new = format!("/forms/{REGISTER}/new");
    let too_long = "あ".repeat(3 << 20);
    for (path, pairs) in [
        (new.as_str(), vec![]),
        (new.as_str(), vec![("unit", "総務部")]),
        ("/records/abc/acts", vec![("act", "approve")]),
        ("/sign-in", vec![("login", "admin")]),
        ("/queue/acts", vec![("comment", too_long.as_str())]),
        ("/queue", vec![]),
    ] {
        let reply = visitor.send(path, &pairs).await;
        lines.push(format!("{} POST {path}: {}", reply.status.as_u16(), heading(&reply)));
    }
    insta::assert_snapshot!(lines.join("\n").replace(REGISTER, "(form)"), @"
    404 GET /records/abc: 見つかりません
    404 GET /organization/members/abc: 見つかりません
    400 GET /imports/abc/rows?page=x: アドレスか送られた内容を読み取れません
    200 GET /organization/members?page=x: 職員
    404 GET /nothing: 見つかりません
    400 POST /forms/(form)/new: アドレスか送られた内容を読み取れません
    400 POST /forms/(form)/new: アドレスか送られた内容を読み取れません
    400 POST /records/abc/acts: アドレスか送られた内容を読み取れません
    400 POST /sign-in: アドレスか送られた内容を読み取れません
    413 POST /queue/acts: 送られた内容が大きすぎます
    405 POST /queue: このアドレスではその操作はできません
    ");
}

#[tokio::test]
async fn pages_speak_the_language_of_whoever_asks() {
    let office = Office::open().await;
    let request = Request::get("/nothing").header("accept-language", "en");
    let reply = Visitor::new(&office).ask(request, Body::empty()).await;
    assert_eq!(
        (heading(&reply).as_str(), text(&reply).contains("lang=\"en\"")),
        ("Not found", true)
    );
}
