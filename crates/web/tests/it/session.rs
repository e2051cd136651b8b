//! Signing in, staying signed in, and what happens when a session has ended.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::{
    support::{Office, PASSWORD},
    visitor::{Visitor, encoded, heading, text},
};

#[tokio::test]
async fn a_wrong_password_is_told_without_saying_what_was_wrong() {
    let office = Office::open().await;
    let mut visitor = Visitor::new(&office);
    let wrong = visitor.send("/sign-in", &[("login", "admin"), ("password", "ちがう")]).await;
    let unknown = visitor.send("/sign-in", &[("login", "none"), ("password", "ちがう")]).await;
    assert_eq!((wrong.status.as_u16(), unknown.status.as_u16()), (422, 422));
    assert_eq!(text(&wrong).replace("admin", "none"), text(&unknown));
}

#[tokio::test]
async fn what_was_sent_after_the_session_ended_is_held_to_be_sent_again() {
    let office = Office::open().await;
    let id = office.draft(0).await;
    let path = format!("/records/{id}/edit");
    let mut visitor = Visitor::member(&office, &office.staff, "hanako").await;
    let cookies = std::mem::take(&mut visitor.cookies);
    let typed =
        [("version", "1"), ("documents", "退会届 \"その<1>\""), ("items", "氏名、住所、電話番号")];
    let reply = visitor.send(&path, &typed).await;
    assert_eq!(
        (reply.status.as_u16(), heading(&reply)),
        (401, "サインインの期限が切れました".into())
    );
    let page = text(&reply);
    assert!(
        page.contains(&format!("action=\"{path}\""))
            && page.contains("退会届 &quot;その&lt;1&gt;&quot;")
    );
    // Signed in again elsewhere, the same is sent from that page.
    visitor.cookies = cookies;
    assert_eq!(visitor.send(&path, &typed).await.status, 303);
}

#[tokio::test]
async fn passwords_are_never_held_and_the_way_back_is_the_page_before() {
    let office = Office::open().await;
    let mut visitor = Visitor::new(&office);
    let body = encoded(&[("act", "sessions"), ("password", PASSWORD)]);
    let request = Request::post("/account")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::REFERER, "http://kitei.example/account?x=1");
    let reply = visitor.ask(request, Body::from(body)).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, "/sign-in?next=/account%3Fx%3D1")
    );
    let from_elsewhere = Request::post("/imports")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::REFERER, "http://elsewhere.example/imports");
    let reply = visitor.ask(from_elsewhere, Body::from("--x--\r\n")).await;
    assert_eq!(reply.header("location"), "/sign-in?next=/");
}
