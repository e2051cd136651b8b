//! What stands on every answer, and what other sites cannot do.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::{
    screens::Filled,
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
    404 GET /records/abc: ページが見つかりません
    404 GET /organization/members/abc: ページが見つかりません
    404 GET /imports/abc/rows?page=x: ページが見つかりません
    200 GET /organization/members?page=x: 職員
    404 GET /nothing: ページが見つかりません
    400 POST /forms/(form)/new: アドレスか送られた内容を読み取れません
    400 POST /forms/(form)/new: アドレスか送られた内容を読み取れません
    404 POST /records/abc/acts: ページが見つかりません
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
        ("Page not found", true)
    );
}

#[tokio::test]
async fn whom_to_tell_of_a_fault_is_said_where_somebody_is_named() {
    let office = Office::open().await;
    let path = "/.well-known/security.txt";
    assert_eq!(Visitor::new(&office).open(path).await.status, 404);
    let settings = web::Settings {
        security_contact: Some("mailto:security@mihon.example".into()),
        ..web::Settings::default()
    };
    let office = office.configured(settings);
    insta::assert_snapshot!(text(&Visitor::new(&office).open(path).await), @"
    Contact: mailto:security@mihon.example
    Expires: 2027-05-21T01:00:00Z
    Preferred-Languages: ja, en
    ");
}

#[tokio::test]
async fn only_whoever_keeps_the_server_starts_a_verification() {
    let office = Office::open().await;
    let mut staff = Visitor::member(&office, &office.staff, "hanako").await;
    let refused = staff.send("/evidence/verify", &[]).await;
    assert_eq!((refused.status.as_u16(), heading(&refused)), (422, "この操作はできません".into()));
    assert!(!text(&staff.open("/evidence").await).contains("action=\"/evidence/verify\""));
    let mut keeper = Visitor::administrator(&office).await;
    assert_eq!(keeper.send("/evidence/verify", &[]).await.status, 303);
    assert_eq!(staff.open("/evidence/verification").await.status, 200);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_names_nothing_whatever_is_done_there() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    for path in
        ["/records/abc/acts", "/records/abc/edit", "/records/abc/files", "/records/abc/discard"]
    {
        let answer = hanako.post(path, &Filled::default()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("ページが見つかりません"), "{path}: {}", answer.text());
    }
    for path in ["/records/abc", "/records/abc?page=2", "/attachments/abc"] {
        assert_eq!(hanako.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
