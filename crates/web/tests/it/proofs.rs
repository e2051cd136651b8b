//! Second proofs, the lock and the list of sessions, as somebody at a browser meets them.

use jiff::SignedDuration;

use crate::{
    support::{Office, PASSWORD},
    visitor::{Visitor, heading, text},
};

fn later(office: &Office, minutes: i64) {
    let clock = office.app.clock();
    clock.set(clock.now() + SignedDuration::from_mins(minutes));
}

/// What stands between two texts.
fn between<'t>(page: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = page.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

#[tokio::test]
async fn recovery_codes_are_shown_once_and_sign_in_after_the_password() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    let page = text(&visitor.send("/account", &[("act", "authenticator")]).await);
    assert!(page.contains("<svg role=\"img\"") && page.contains("認証アプリを登録"));
    let ceremony = between(&page, "name=\"ceremony\" value=\"", "\"").to_owned();
    let wrong = [
        ("act", "authenticator_add"),
        ("ceremony", ceremony.as_str()),
        ("proof_name", "電話"),
        ("code", "000000"),
    ];
    let refused = visitor.send("/account", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(text(&refused).contains("value=\"電話\"") && text(&refused).contains("コードが違う"));

    let new = office.app.begin_authenticator(office.administrator.actor).await.unwrap();
    let codes = crate::support::add_authenticator(&office, &new).await;
    assert!(!text(&visitor.open("/account").await).contains(&codes[0]));

    let mut again = Visitor::new(&office);
    let half = again
        .send(
            "/sign-in?next=/queue",
            &[("login", "admin"), ("password", PASSWORD), ("next", "/queue")],
        )
        .await;
    assert_eq!(half.header("location"), "/sign-in/code?next=/queue");
    // The password alone opens nothing.
    assert!(again.open("/").await.header("location").starts_with("/sign-in"));
    let refused = again.send("/sign-in/code", &[("code", "123456"), ("next", "/queue")]).await;
    assert_eq!((refused.status.as_u16(), heading(&refused)), (422, "確認コード".to_owned()));
    let done = again.send("/sign-in/code", &[("code", &codes[0]), ("next", "/queue")]).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/queue"));
    let account = text(&again.open("/account").await);
    assert!(account.contains("残り9個") && account.contains("パスワードとコード"));
}

#[tokio::test]
async fn how_one_signs_in_is_changed_only_by_whoever_typed_the_password_just_now() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    visitor.open("/account").await;
    later(&office, 5);
    visitor.open("/account").await;
    later(&office, 6);
    let page = text(&visitor.open("/account").await);
    assert!(page.contains("id=\"fresh\"") && !page.contains("name=\"token_name\""));
    for act in ["authenticator", "recovery", "token"] {
        let refused = visitor.send("/account", &[("act", act), ("token_name", "見本")]).await;
        assert!(
            refused.status == 422 && text(&refused).contains("本人を確認してください"),
            "{act}"
        );
    }
    assert_eq!(visitor.send("/account/passkey/begin", &[]).await.status, 422);
    let wrong = visitor.send("/account", &[("act", "prove"), ("proof", "ちがう")]).await;
    assert_eq!(wrong.status, 422);
    let right = visitor.send("/account", &[("act", "prove"), ("proof", PASSWORD)]).await;
    assert_eq!(right.status, 303);
    assert!(text(&visitor.open("/account").await).contains("name=\"token_name\""));
}

#[tokio::test]
async fn a_screen_left_alone_asks_for_the_password_and_goes_on_where_it_was() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    let page = text(&visitor.open("/forms").await);
    assert!(page.contains("data-idle-minutes=\"10\"") && page.contains("J.9.2(2)c"));
    later(&office, 10);
    let locked = visitor.open("/queue?sort=new").await;
    assert_eq!(locked.header("location"), "/unlock?next=/queue%3Fsort%3Dnew");
    let page = visitor.open("/unlock?next=/queue").await;
    assert_eq!((page.status.as_u16(), heading(&page)), (200, "画面をロックしました".to_owned()));
    // What is sent meanwhile is held.
    let held = visitor.send("/organization/units/new", &[("name", "広報課")]).await;
    assert!(held.status == 401 && text(&held).contains("広報課"));
    let wrong = visitor.send("/unlock", &[("password", "ちがう"), ("next", "/queue")]).await;
    assert!(wrong.status == 422 && text(&wrong).contains("パスワードが違います"));
    let elsewhere = [("password", PASSWORD), ("next", "https://elsewhere.example/")];
    assert_eq!(visitor.send("/unlock", &elsewhere).await.header("location"), "/");
    assert_eq!(visitor.open("/queue").await.status, 200);
}

#[tokio::test]
async fn another_device_is_signed_out_from_the_list() {
    let office = Office::open().await;
    let mut one = Visitor::administrator(&office).await;
    let mut other = Visitor::administrator(&office).await;
    let page = text(&one.open("/account").await);
    let act = format!("end:{}", between(&page, "value=\"end:", "\""));
    assert_eq!(one.send("/account", &[("act", &act)]).await.status, 303);
    assert!(other.open("/").await.header("location").starts_with("/sign-in"));
    assert_eq!(one.open("/").await.status, 200);
    assert_eq!(one.send("/account", &[("act", &act)]).await.status, 404);
}

#[tokio::test]
async fn signing_out_is_said() {
    let office = Office::open().await;
    let mut visitor = Visitor::administrator(&office).await;
    let out = visitor.send("/sign-out", &[]).await;
    let page = text(&visitor.open(out.header("location")).await);
    assert!(page.contains("サインアウトしました"));
}
