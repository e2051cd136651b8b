//! Signing in with more than a password, sessions and their lock.

use app::{
    Actor, App, AppError,
    access::{Origin, ProofKind, Site, Strength},
};
use jiff::SignedDuration;
use totp_rs::{Builder, Secret};

use crate::support::Office;

const PASSWORD: &str = "見本の長いパスワード8号";

/// What an authenticator shows at the moment of the clock, `steps` half minutes later.
fn code(app: &App, secret: &str, steps: i64) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let at = app.clock().now().as_second() + 30 * steps;
    totp.generate(u64::try_from(at).unwrap()).to_string()
}

fn later(app: &App, minutes: i64) {
    app.clock().set(app.clock().now() + SignedDuration::from_mins(minutes));
}

async fn with_authenticator(office: &Office) -> (String, Vec<String>) {
    let (app, actor) = (&office.app, office.administrator);
    let new = app.begin_authenticator(actor).await.unwrap();
    assert!(new.url.starts_with("otpauth://totp/") && new.url.contains(&new.secret));
    let first = code(app, &new.secret, 0);
    let codes = app.add_authenticator(actor, &new.ceremony, ("電話", &first)).await.unwrap();
    (new.secret, codes)
}

async fn half(app: &App) -> String {
    let signed_in = app.sign_in_from("admin", PASSWORD, &Origin::default()).await.unwrap();
    assert!(signed_in.is_half);
    signed_in.session
}

fn is_wrong_code<T>(result: &Result<T, AppError>) -> bool {
    matches!(result, Err(AppError::Invalid { field, .. }) if field == "code")
}

#[tokio::test]
async fn with_an_authenticator_the_password_opens_nothing_and_each_code_counts_once() {
    let office = Office::open().await;
    let app = &office.app;
    let (secret, _) = with_authenticator(&office).await;
    let begun = half(app).await;
    assert!(matches!(app.session(&begun).await, Err(AppError::NotSignedIn)));
    let origin = Origin::default();
    // The code with which it was added is used up.
    let used = app.sign_in_with_code(&begun, &code(app, &secret, 0), &origin).await;
    assert!(is_wrong_code(&used));
    let next = code(app, &secret, 1);
    let session = app.sign_in_with_code(&begun, &next, &origin).await.unwrap();
    let opened = app.session_behind(&session).await.unwrap();
    assert_eq!((opened.actor, opened.strength), (office.administrator, Strength::Code));
    // The half session is over, and the code is used up for another.
    assert!(matches!(
        app.sign_in_with_code(&begun, &next, &origin).await,
        Err(AppError::NotSignedIn)
    ));
    let again = half(app).await;
    assert!(is_wrong_code(&app.sign_in_with_code(&again, &next, &origin).await));
    // A full session is no half one.
    assert!(matches!(
        app.sign_in_with_code(&session, &next, &origin).await,
        Err(AppError::NotSignedIn)
    ));
}

#[tokio::test]
async fn codes_are_tried_ten_times_and_the_half_session_ends_by_itself() {
    let office = Office::open().await;
    let app = &office.app;
    with_authenticator(&office).await;
    let (begun, origin) = (half(app).await, Origin::default());
    for _ in 0..10 {
        assert!(is_wrong_code(&app.sign_in_with_code(&begun, "000000", &origin).await));
    }
    let more = app.sign_in_with_code(&begun, "000000", &origin).await;
    assert!(matches!(more, Err(AppError::TooMany { .. })));
    later(app, 10);
    let late = app.sign_in_with_code(&begun, "000000", &origin).await;
    assert!(matches!(late, Err(AppError::NotSignedIn)));
}

#[tokio::test]
async fn recovery_codes_count_once_however_they_are_typed() {
    let office = Office::open().await;
    let (app, actor, origin) = (&office.app, office.administrator, Origin::default());
    let (secret, codes) = with_authenticator(&office).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[0].to_uppercase().replace('-', " ");
    app.sign_in_with_code(&half(app).await, &typed, &origin).await.unwrap();
    assert!(is_wrong_code(&app.sign_in_with_code(&half(app).await, &codes[0], &origin).await));
    let left = |proofs: &[app::access::ProofView]| {
        proofs.iter().filter(|proof| proof.kind == ProofKind::Recovery).count()
    };
    assert_eq!(left(&app.proofs(actor).await.unwrap()), 9);
    // New ones take the place of the old ones.
    let fresh = app.renew_recovery_codes(actor).await.unwrap();
    assert!(is_wrong_code(&app.sign_in_with_code(&half(app).await, &codes[1], &origin).await));
    app.sign_in_with_code(&half(app).await, &fresh[1], &origin).await.unwrap();
    // With the last proof the codes go too, and the password is enough again.
    let proofs = app.proofs(actor).await.unwrap();
    let authenticator = proofs.iter().find(|proof| proof.kind == ProofKind::Totp).unwrap();
    assert!(authenticator.used_at.is_some() && !secret.is_empty());
    app.take_back_proof(actor, authenticator.id).await.unwrap();
    assert_eq!(app.proofs(actor).await.unwrap(), []);
    assert!(!app.sign_in_from("admin", PASSWORD, &origin).await.unwrap().is_half);
    let none = app.renew_recovery_codes(actor).await;
    assert!(matches!(none, Err(AppError::NotFound)));
}

#[tokio::test]
async fn whoever_keeps_the_members_takes_back_lost_proofs_and_nobody_else_does() {
    let office = Office::open().await;
    let (app, staff) = (&office.app, office.staff);
    app.put_account(office.administrator, staff.member, "hanako", PASSWORD).await.unwrap();
    let new = app.begin_authenticator(staff).await.unwrap();
    let first = code(app, &new.secret, 0);
    app.add_authenticator(staff, &new.ceremony, ("電話", &first)).await.unwrap();
    let session = app.sign_in("hanako", PASSWORD).await.unwrap();
    assert!(matches!(
        app.reset_proofs(office.manager, staff.member).await,
        Err(AppError::Refused(_))
    ));
    assert_eq!(app.reset_proofs(office.administrator, staff.member).await.unwrap(), 11);
    assert!(matches!(app.session(&session).await, Err(AppError::NotSignedIn)));
    let signed_in = app.sign_in_from("hanako", PASSWORD, &Origin::default()).await.unwrap();
    assert!(!signed_in.is_half);
    // Somebody else's proof is not there for a member.
    let (_, _) = with_authenticator(&office).await;
    let other = app.proofs(office.administrator).await.unwrap()[0].id;
    assert!(matches!(app.take_back_proof(staff, other).await, Err(AppError::NotFound)));
}

#[tokio::test]
async fn a_ceremony_is_answered_by_whoever_began_it_in_time_and_once() {
    let office = Office::open().await;
    let (app, admin, staff) = (&office.app, office.administrator, office.staff);
    app.put_account(admin, staff.member, "hanako", PASSWORD).await.unwrap();
    let new = app.begin_authenticator(admin).await.unwrap();
    let add = async |who: Actor, code: &str| {
        app.add_authenticator(who, &new.ceremony, ("電話", code)).await.map(drop)
    };
    assert!(is_wrong_code(&add(staff, &code(app, &new.secret, 0)).await));
    assert!(is_wrong_code(&add(admin, "12").await));
    add(admin, &code(app, &new.secret, 0)).await.unwrap();
    assert!(is_wrong_code(&add(admin, &code(app, &new.secret, 1)).await));
    let late = app.begin_authenticator(admin).await.unwrap();
    later(app, 10);
    let code = code(app, &late.secret, 0);
    assert!(is_wrong_code(&app.add_authenticator(admin, &late.ceremony, ("古い", &code)).await));
}

#[tokio::test]
async fn a_screen_left_alone_is_locked_and_its_member_opens_it_again() {
    let office = Office::open().await;
    let app = &office.app;
    let session = app.sign_in("admin", PASSWORD).await.unwrap();
    app.session(&session).await.unwrap();
    later(app, 9);
    app.session(&session).await.unwrap();
    later(app, 10);
    assert!(matches!(app.session(&session).await, Err(AppError::Locked)));
    // It stays so, however often it is asked.
    assert!(matches!(app.session(&session).await, Err(AppError::Locked)));
    assert_eq!(app.locked_session(&session).await.unwrap(), office.administrator);
    let wrong = app.unlock(&session, "ちがう").await;
    assert!(matches!(wrong, Err(AppError::Invalid { field, .. }) if field == "password"));
    app.unlock(&session, PASSWORD).await.unwrap();
    let opened = app.session_behind(&session).await.unwrap();
    assert!(app.is_fresh(opened.proved_at));
    later(app, 9);
    app.session(&session).await.unwrap();
    later(app, 1);
    assert!(!app.is_fresh(opened.proved_at));
    // A clock set back makes nothing fresh again.
    later(app, -60);
    assert!(!app.is_fresh(opened.proved_at));
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let office = Office::open().await;
    let (app, actor) = (&office.app, office.administrator);
    let origin = Origin {
        address: Some("192.0.2.7".parse().unwrap()),
        agent: "Firefox / Linux".into(),
        ..Origin::default()
    };
    let first = app.sign_in_from("admin", PASSWORD, &origin).await.unwrap().session;
    later(app, 1);
    let second = app.sign_in("admin", PASSWORD).await.unwrap();
    let open = app.open_sessions(actor, &second).await.unwrap();
    assert_eq!(open.len(), 2);
    assert!(open[0].is_this && !open[1].is_this);
    assert_eq!(
        (open[1].device.as_str(), open[1].address.as_str()),
        ("Firefox / Linux", "192.0.2.7")
    );
    assert!(matches!(app.end_session(office.staff, &open[1].id).await, Err(AppError::NotFound)));
    app.end_session(actor, &open[1].id).await.unwrap();
    assert!(matches!(app.session(&first).await, Err(AppError::NotSignedIn)));
    app.session(&second).await.unwrap();
}

#[tokio::test]
async fn passwords_that_are_guessed_first_are_refused_and_the_regulation_is_cited() {
    let office = Office::open().await;
    let (app, actor) = (&office.app, office.administrator);
    let put = async |password: &str| app.put_account(actor, actor.member, "admin", password).await;
    for guessed in ["password1234", "qwertyuiop12", "123456789012", "adminadmin12", "aaaaaaaaaaa1"]
    {
        let refused = put(guessed).await;
        assert!(
            matches!(refused, Err(AppError::Invalid { field, .. }) if field == "password"),
            "{guessed}"
        );
    }
    let Err(AppError::Refused(refusal)) = put("かばんとせんぷうきとみかん").await
    else {
        panic!("a password without figures is not as the regulation asks")
    };
    let rule = app.tenant(actor.operator).unwrap().regulation.access.password.clone().unwrap();
    assert_eq!(refusal.citations[0].clause, rule.clause);
    put("かばんとせんぷうきとみかん3個").await.unwrap();
}

#[tokio::test]
async fn there_are_no_passkeys_where_browsers_have_none() {
    assert!(Site::new("https://kitei.example.jp").is_some());
    assert!(Site::new("http://localhost:8080").is_some());
    assert!(Site::new("http://kitei.example.jp").is_none());
    assert!(Site::new("https://192.0.2.7").is_none());
    assert!(Site::new("nonsense").is_none());
    let office = Office::open().await;
    let site = Site::new("http://localhost").unwrap();
    let asked = office.app.begin_passkey_sign_in(&site).await.unwrap();
    assert!(asked.options["publicKey"]["challenge"].is_string());
    let answered =
        office.app.sign_in_with_passkey(&site, (&asked.token, "{}"), &Origin::default()).await;
    assert!(matches!(answered, Err(AppError::Invalid { field, .. }) if field == "passkey"));
}
