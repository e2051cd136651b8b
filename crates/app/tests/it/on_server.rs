//! Several processes on one database: what one has changed, the others know at the next request. These stories run where
//! `KITEI_TEST_DATABASE` names a server (profile `postgres`).

use app::{
    App, AppError, Clock, idempotency::Claimed, importing::ViewRequest, organization::appointment,
};
use engine::organize::OrganizationCommand;
use jiff::civil::date;

use crate::{
    races::request,
    support::{Office, Place, REGISTER, register_fields},
};

const PASSWORD: &str = "見本の長いパスワード8号";

/// An office and a second process on its database.
async fn office() -> (Office, App) {
    let office = Office::open().await;
    assert!(office.folder.is_on_server(), "KITEI_TEST_DATABASE names no server");
    let other = office.folder.open(Clock::fixed(office.app.clock().now())).await.unwrap();
    (office, other)
}

#[tokio::test]
async fn what_becomes_of_the_organization_is_known_at_the_next_request() {
    let (office, other) = office().await;
    let session = other.sign_in("admin", PASSWORD).await.unwrap();
    let actor = other.session(&session).await.unwrap();
    let organization = office.app.tenant(actor.operator).unwrap().organization();
    let mut unit = organization.unit(office.units.training).unwrap().clone();
    unit.name = "企画課".to_owned();
    office.app.organize(office.administrator, OrganizationCommand::PutUnit(unit)).await.unwrap();
    let name = |app: &App| {
        let organization = app.tenant(actor.operator).unwrap().organization();
        organization.unit(office.units.training).unwrap().name.clone()
    };
    // As any request begins.
    other.session(&session).await.unwrap();
    assert_eq!(name(&other), "企画課");
    // An appointment decides who may do what: the second process lets nobody act on an old one.
    let held = organization.held_by(office.manager.member, date(2026, 11, 1)).next().unwrap().id;
    let end = OrganizationCommand::EndAppointment { id: held, until: date(2026, 11, 21) };
    office.app.organize(office.top, end).await.unwrap();
    let member = organization.member(office.manager.member).unwrap();
    let root = organization.unit(office.units.root).unwrap();
    let again =
        OrganizationCommand::Appoint(appointment(member, "manager", root, date(2026, 11, 22)));
    other.session(&session).await.unwrap();
    other.organize(office.top, again).await.unwrap();
    assert_eq!(other.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn a_session_or_token_that_has_ended_counts_nowhere() {
    let (office, other) = office().await;
    let session = office.app.sign_in("admin", PASSWORD).await.unwrap();
    let token = office.app.make_token(office.administrator, "見本").await.unwrap();
    assert_eq!(other.session(&session).await.unwrap(), office.administrator);
    assert_eq!(other.token(&token).await.unwrap(), office.administrator);
    office.app.sign_out(&session).await.unwrap();
    let id = office.app.tokens(office.administrator).await.unwrap().remove(0).id;
    office.app.revoke_token(office.administrator, &id).await.unwrap();
    assert!(matches!(other.session(&session).await, Err(AppError::NotSignedIn)));
    assert!(matches!(other.token(&token).await, Err(AppError::NotSignedIn)));
}

#[tokio::test]
async fn a_request_with_a_key_is_done_by_one_process() {
    let (office, other) = office().await;
    let claim = async |app: &App| app.claim_key(office.staff, "k", vec![1]).await.unwrap();
    let Claimed::Free(held) = claim(&office.app).await else { panic!("nobody had it") };
    assert!(matches!(claim(&other).await, Claimed::UnderWay));
    office.app.keep_answer(held, 201, "{}").await.unwrap();
    let Claimed::Answered(body) = claim(&other).await else { panic!("it is answered") };
    assert_eq!(body, "{}");
}

#[tokio::test]
async fn a_key_that_was_not_answered_is_free_again() {
    let (office, other) = office().await;
    let Claimed::Free(held) = office.app.claim_key(office.staff, "k", vec![1]).await.unwrap()
    else {
        panic!("nobody had it")
    };
    drop(held);
    for _ in 0..500 {
        if matches!(other.claim_key(office.staff, "k", vec![1]).await.unwrap(), Claimed::Free(_)) {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it is still held");
}

#[tokio::test]
async fn an_operator_that_another_process_has_founded_is_served() {
    let place = Place::new();
    assert!(place.is_on_server(), "KITEI_TEST_DATABASE names no server");
    let (one, other) = tokio::join!(place.open(Clock::System), place.open(Clock::System));
    let (one, other) = (one.unwrap(), other.unwrap());
    one.set_up(&request("admin")).await.unwrap();
    assert!(other.is_new());
    other.look_for_operators().await.unwrap();
    assert!(!other.is_new());
    let again = other.set_up(&request("admin")).await;
    assert!(matches!(again, Err(AppError::Invalid { field, .. }) if field == "operator"));
    assert_eq!(other.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn records_of_both_processes_are_one_register() {
    let (office, other) = office().await;
    let mut numbers = Vec::new();
    for n in 0..6 {
        let app = if n % 2 == 0 { &office.app } else { &other };
        let fields = register_fields(n);
        let drafted =
            app.draft(office.staff, REGISTER, office.units.members, fields).await.unwrap();
        numbers.push(drafted.row.number);
    }
    let mut unique = numbers.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique, numbers, "one after the other");
    assert_eq!(other.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn an_import_goes_on_where_another_process_left_it_and_is_not_begun_twice() {
    let (office, other) = office().await;
    let text = "書類の名称,項目,利用目的\n入会申込書,氏名,名簿の作成\n";
    let id =
        office.app.import_start(office.staff, REGISTER, None, "a.csv", text.into()).await.unwrap();
    let view = ViewRequest::default;
    assert!(!other.import_view(office.staff, id, view()).await.unwrap().is_ready());
    office.app.import_skip(office.staff, id, 2, true).await.unwrap();
    let seen = other.import_view(office.staff, id, view()).await.unwrap();
    let here = office.app.import_view(office.staff, id, view()).await.unwrap();
    assert_eq!(format!("{:?}", seen.counts), format!("{:?}", here.counts));
    // One process is writing it: the other waits, and begins nothing.
    let (db, owner) = (office.folder.db().await, crate::support::owner(office.staff));
    let kept = store::import_run::lookup(&db, owner, id).await.unwrap().unwrap();
    let choices = store::import_run::ChoicesMove { before: &kept.choices, after: &kept.choices };
    let now = other.clock().now().as_microsecond();
    assert!(store::import_run::claim(&db, owner, id, choices, Vec::new(), now).await.unwrap());
    let refused = other.import_view(office.staff, id, view()).await.map(|_| ());
    assert!(matches!(refused, Err(AppError::Invalid { field, .. }) if field == "import"));
    db.close().await;
}

#[tokio::test]
async fn what_is_done_about_a_duty_in_one_process_is_known_to_the_other() {
    use app::duties::{DutyAsk, Whose};
    let (office, other) = office().await;
    let ask = DutyAsk { whose: Whose::Mine, limit: 1_000, ..DutyAsk::default() };
    let rows = other.duties(office.staff, &ask).await.unwrap().rows;
    let key = rows.iter().find(|row| row.key.duty == "review_holdings").unwrap().key.clone();
    let asked = engine::duty::DutyCommand::AskWaiver { reason: "見本".to_owned() };
    office.app.write_duty(office.staff, &key, &asked).await.unwrap();
    assert!(other.duty(office.staff, &key).await.unwrap().row.asked.is_some());
    let seen = other.duties(office.manager, &ask).await.unwrap().to_answer;
    assert_eq!(seen.len(), 1);
}
