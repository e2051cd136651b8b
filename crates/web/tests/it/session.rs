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

#[tokio::test]
async fn strangers_who_guess_do_not_lock_out_whoever_signed_in_here_before() {
    let office = Office::open().await;
    let mut owner = Visitor::administrator(&office).await;
    owner.send("/sign-out", &[]).await;
    let mut stranger = Visitor::new(&office);
    let wrong = [("login", "admin"), ("password", "guess")];
    let right = [("login", "admin"), ("password", PASSWORD)];
    for _ in 0..10 {
        assert_eq!(stranger.send("/sign-in", &wrong).await.status, 422);
    }
    let waits = stranger.send("/sign-in", &right).await;
    assert_eq!(
        (waits.status.as_u16(), heading(&waits)),
        (429, "しばらく待ってからやり直してください".into())
    );
    assert_eq!(owner.send("/sign-in", &right).await.status, 303);
}

#[tokio::test]
async fn endless_words_are_refused_before_they_cost_anything() {
    let office = Office::open().await;
    let mut visitor = Visitor::new(&office);
    let endless = "あ".repeat(100_000);
    for pairs in [
        [("login", endless.as_str()), ("password", "x")],
        [("login", "admin"), ("password", endless.as_str())],
    ] {
        assert_eq!(visitor.send("/sign-in", &pairs).await.status, 422);
    }
}

#[tokio::test]
async fn a_session_is_no_token_and_a_token_no_session() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    let session = visitor.cookie("kitei_session").unwrap().to_owned();
    assert_eq!(visitor.open("/").await.status, 200);
    let bearer = Request::get("/api/v1/me").header("authorization", format!("Bearer {session}"));
    assert_eq!(Visitor::new(&office).ask(bearer, Body::empty()).await.status, 401);
    let token = office.administrator.token.clone();
    assert_eq!(office.get(&office.administrator, "/me").await.status, 200);
    visitor.cookies = vec![("kitei_session".into(), token)];
    assert_eq!(visitor.open("/").await.status, 303);
}

#[tokio::test]
async fn tokens_are_made_once_listed_and_revoked() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    let pairs = [("act", "token"), ("token_name", "経理との連携"), ("token_life", "30")];
    let page = text(&visitor.send("/account", &pairs).await);
    let secret = page.split("<code").nth(1).unwrap().split(['>', '<']).nth(1).unwrap().to_owned();
    let bearer = |path: &str| {
        Request::get(format!("/api/v1{path}")).header("authorization", format!("Bearer {secret}"))
    };
    let me = visitor.ask(bearer("/me"), Body::empty()).await;
    assert_eq!(me.status, 200);
    let listed = visitor.ask(bearer("/tokens"), Body::empty()).await.json();
    let tokens = listed["tokens"].as_array().unwrap();
    let token = tokens.iter().find(|token| token["name"] == "経理との連携").unwrap();
    assert_eq!(token["ends_at"], "2026-12-22T01:00:00Z");
    let page = text(&visitor.open("/account").await);
    assert!(page.contains("経理との連携") && !page.contains(&secret));
    assert!(page.contains("<option value=\"90\" selected>"), "who says nothing sees what they get");
    let act = format!("revoke:{}", token["id"].as_str().unwrap());
    assert_eq!(visitor.send("/account", &[("act", &act)]).await.status, 303);
    assert_eq!(visitor.ask(bearer("/me"), Body::empty()).await.status, 401);
    assert_eq!(visitor.send("/account", &[("act", &act)]).await.status, 404);
    let endless = "名".repeat(101);
    let refused = visitor.send("/account", &[("act", "token"), ("token_name", &endless)]).await;
    assert!(refused.status == 422 && text(&refused).contains("100文字まで"));
}

#[tokio::test]
async fn a_new_password_ends_sessions_and_tokens() {
    let office = Office::open().await;
    let mut here = Visitor::administrator(&office).await;
    let mut elsewhere = Visitor::administrator(&office).await;
    let new = "まったく新しい長い8号";
    let pairs = [("act", "password"), ("old", PASSWORD), ("new", new), ("again", new)];
    // Eleven characters are too few, and nothing ends.
    assert_eq!(here.send("/account", &pairs).await.status, 422);
    assert_eq!(elsewhere.open("/").await.status, 200);
    let new = "まったく新しい長い言葉8号";
    let pairs = [("act", "password"), ("old", PASSWORD), ("new", new), ("again", new)];
    assert_eq!(here.send("/account", &pairs).await.status, 303);
    assert_eq!(
        (here.open("/").await.status.as_u16(), elsewhere.open("/").await.status.as_u16()),
        (200, 303)
    );
    assert_eq!(office.get(&office.administrator, "/me").await.status, 401);
}

#[tokio::test]
async fn over_tls_cookies_belong_to_this_very_host() {
    let office = Office::open().await;
    let settings = web::Settings { has_tls: true, ..web::Settings::default() };
    let office = office.configured(settings);
    let mut visitor = Visitor::administrator(&office).await;
    assert!(
        visitor.cookie("__Host-kitei_session").is_some()
            && visitor.cookie("kitei_session").is_none()
    );
    let home = visitor.open("/").await;
    assert_eq!(
        (home.status.as_u16(), home.header("strict-transport-security")),
        (200, "max-age=63072000")
    );
    let language = visitor.open("/language/en").await;
    assert!(language.header("set-cookie").contains("Max-Age="));
}
