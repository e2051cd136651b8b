//! What is due, whose it is, and what people do about it: late, done by a record, confirmed, waived; after a restart as before it.

use app::{
    Actor, AppError, Clock,
    duties::{DutyAsk, DutyRow, Group, Offer, Whose},
    records::plain_act,
};
use engine::{
    Act, Fields,
    duty::{Begun, DutyCommand, DutySubject, InstanceKey, Standing},
};
use serde_json::{Value, json};

use crate::support::Office;

fn ask(whose: Whose) -> DutyAsk {
    DutyAsk { whose, limit: 1_000, ..DutyAsk::default() }
}

async fn all(office: &Office, who: Actor, whose: Whose) -> Vec<DutyRow> {
    office.app.duties(who, &ask(whose)).await.unwrap().rows
}

/// The instances of a duty that somebody has, as `due standing`.
async fn mine(office: &Office, who: Actor, duty: &str) -> Vec<String> {
    let rows = all(office, who, Whose::Mine).await;
    let of = rows.iter().filter(|row| row.key.duty == duty);
    of.map(|row| format!("{} {}", row.due, row.standing.name())).collect()
}

async fn key(office: &Office, who: Actor, duty: &str, due: &str) -> InstanceKey {
    let rows = all(office, who, Whose::Mine).await;
    let found = rows.into_iter().find(|row| row.key.duty == duty && row.due.to_string() == due);
    found.unwrap_or_else(|| panic!("no {duty} on {due}")).key
}

fn fields(value: &Value) -> Fields {
    value.as_object().cloned().unwrap()
}

/// The manager writes the sheet of the quarter's safety check through the duty.
async fn check_safety(office: &Office, due: &str) {
    let key = key(office, office.manager, "safety_check", due).await;
    let begun = office.app.begin_duty(office.manager, &key).await.unwrap().record;
    assert_eq!((begun.form.as_str(), begun.unit), ("safety_check", office.units.root));
    let items = ["data_entry_checks", "keep_periods", "keys", "accounts", "software"];
    let items = items.map(|item| json!({"item": item, "result": "ok"}));
    let values =
        fields(&json!({"period": "第3四半期", "checked_on": "2026-12-21", "items": items}));
    office.app.edit(office.manager, begun.id, None, values).await.unwrap();
    office.app.act(office.manager, begun.id, None, plain_act(Act::Submit)).await.unwrap();
}

#[tokio::test]
async fn duties_count_from_the_founding_and_become_open_late_and_done() {
    let office = Office::open().await;
    let of = async |duty: &str| mine(&office, office.manager, duty).await;
    assert_eq!(of("safety_check").await, ["2026-12-31 upcoming", "2027-03-31 upcoming"]);
    office.turn_to(2026, 12, 21);
    assert_eq!(of("safety_check").await[0], "2026-12-31 open");
    check_safety(&office, "2026-12-31").await;
    // One sheet meets three duties.
    for duty in ["safety_check", "storage_period_check", "key_check"] {
        assert_eq!(of(duty).await.last().unwrap(), "2026-12-31 done", "{duty}");
    }
    office.turn_to(2027, 4, 2);
    let late: Vec<_> =
        of("safety_check").await.into_iter().filter(|it| it.contains("late")).collect();
    assert_eq!(late, ["2027-03-31 late"]);
}

#[tokio::test]
async fn a_restart_and_a_database_from_before_change_nothing() {
    let office = Office::open().await;
    office.turn_to(2026, 12, 21);
    check_safety(&office, "2026-12-31").await;
    office.turn_to(2027, 1, 10);
    let before = all(&office, office.manager, Whose::All).await;
    assert!(before.iter().any(|row| row.standing == Standing::Done));
    let (manager, now) = (office.manager, office.app.clock().now());
    let folder = office.folder;
    office.app.close().await;
    drop(office.app);
    // As a database that had no moments yet.
    let db = folder.db().await;
    let none = engine::duty::MomentBasis { time_zone: "UTC".to_owned(), forms: <_>::default() };
    assert_eq!(store::moment::remake(&db, manager.operator, &none).await.unwrap(), 0);
    db.close().await;
    let app = folder.open(Clock::fixed(now)).await.unwrap();
    let after = app.duties(manager, &ask(Whose::All)).await.unwrap().rows;
    assert_eq!(after, before);
    let report = app.verify().await.unwrap();
    assert_eq!(report.findings, []);
}

#[tokio::test]
async fn who_has_a_duty_confirms_it_with_words_and_nobody_else() {
    let office = Office::open().await;
    office.turn_to(2027, 3, 15);
    let (app, staff) = (&office.app, office.staff);
    let key = key(&office, staff, "review_holdings", "2027-03-31").await;
    assert_eq!(key.subject, DutySubject::Unit(office.units.members));
    let confirm = |words: &str| DutyCommand::Confirm { comment: words.to_owned() };
    let without = app.write_duty(staff, &key, &confirm(" ")).await;
    assert!(matches!(&without, Err(AppError::Refused(it)) if it.citations[0].field.is_some()));
    let by_manager = app.write_duty(office.manager, &key, &confirm("見た")).await;
    assert!(matches!(by_manager, Err(AppError::Refused(_))), "{by_manager:?}");
    let by_nobody = app.write_duty(office.administrator, &key, &confirm("見た")).await;
    assert!(matches!(by_nobody, Err(AppError::NotFound)), "{by_nobody:?}");
    assert!(matches!(app.duty(office.administrator, &key).await, Err(AppError::NotFound)));
    assert!(app.duty(staff, &key).await.unwrap().offers.contains(&Offer::Confirm));
    app.write_duty(staff, &key, &confirm("全件を見直した")).await.unwrap();
    let view = app.duty(staff, &key).await.unwrap();
    assert_eq!((view.row.standing, view.offers, view.notes.len()), (Standing::Done, vec![], 1));
}

#[tokio::test]
async fn a_waiver_is_asked_for_by_one_and_approved_by_another() {
    let office = Office::open().await;
    let (app, staff, manager) = (&office.app, office.staff, office.manager);
    office.turn_to(2027, 1, 10);
    let key = key(&office, staff, "device_check", "2026-12-31").await;
    let late = app.duties(staff, &DutyAsk { groups: vec![Group::Late], ..ask(Whose::Mine) }).await;
    assert!(late.unwrap().rows.iter().any(|row| row.key == key));
    let approve = DutyCommand::ApproveWaiver { comment: String::new() };
    assert!(matches!(app.write_duty(manager, &key, &approve).await, Err(AppError::Refused(_))));
    let asking = DutyCommand::AskWaiver { reason: "機器をすべて返した".to_owned() };
    app.write_duty(staff, &key, &asking).await.unwrap();
    assert!(matches!(app.write_duty(staff, &key, &approve).await, Err(AppError::Refused(_))));
    let waiting = app.duties(manager, &ask(Whose::Mine)).await.unwrap().to_answer;
    assert_eq!(waiting.iter().map(|row| &row.key).collect::<Vec<_>>(), [&key]);
    assert_eq!(app.duties(staff, &ask(Whose::Mine)).await.unwrap().to_answer, []);
    app.write_duty(manager, &key, &approve).await.unwrap();
    assert_eq!(app.duty(staff, &key).await.unwrap().row.standing, Standing::Waived);
    assert_eq!(app.duties(manager, &ask(Whose::Mine)).await.unwrap().to_answer, []);
}

#[tokio::test]
async fn a_record_starts_a_clock_for_everybody_and_its_answer_points_to_it() {
    let office = Office::open().await;
    let (app, staff) = (&office.app, office.staff);
    let values = json!({"subject": "年末の戸締り", "about": "other", "message": "読んでください"});
    let sent = app.draft(office.manager, "circulation", office.units.root, fields(&values)).await;
    let sent = sent.unwrap();
    let record = sent.record.id;
    app.act(office.manager, record, None, plain_act(Act::Submit)).await.unwrap();
    let clocks = app.clocks_of(staff, record).await.unwrap();
    let own = clocks.iter().find(|row| row.key.subject == DutySubject::Member(staff.member));
    let own = own.unwrap();
    assert_eq!((own.key.begun, own.is_mine), (Begun::Record(record), true));
    // Staff see their own clock only; whoever is told of delays sees all.
    assert_eq!(clocks.len(), 1);
    assert!(app.clocks_of(office.manager, record).await.unwrap().len() >= 4);
    let begun = app.begin_duty(staff, &own.key).await.unwrap().record;
    assert_eq!(begun.form, "read_confirmation");
    assert_eq!(begun.fields()["circulation"], json!(record.to_string()));
    assert_eq!(begun.unit, office.units.members);
}

#[tokio::test]
async fn whoever_is_told_sees_what_is_late_by_unit_and_by_person() {
    let office = Office::open().await;
    office.turn_to(2027, 1, 10);
    let overview = office.app.duty_overview(office.manager).await.unwrap();
    let unit = overview.units.iter().find(|it| it.whose == Some(office.units.members)).unwrap();
    let person = overview.members.iter().find(|it| it.whose == Some(office.staff.member)).unwrap();
    assert!(unit.late > 0 && person.late > 0);
    assert!(unit.since.unwrap() <= "2026-12-31".parse().unwrap());
    let nothing = office.app.duty_overview(office.administrator).await.unwrap();
    assert!(nothing.units.iter().all(|it| it.whose != Some(office.units.members)));
    // What she herself has to do is all that she sees.
    let seen = all(&office, office.staff, Whose::All).await;
    assert!(seen.iter().all(|row| row.is_mine));
    assert!(all(&office, office.staff, Whose::Unit).await.len() <= seen.len());
}

#[tokio::test]
async fn a_new_holder_has_what_the_old_one_left() {
    let office = Office::open().await;
    office.turn_to(2027, 1, 10);
    let key = key(&office, office.staff, "device_check", "2026-12-31").await;
    let organization = office.app.tenant(office.staff.operator).unwrap().organization();
    let held = organization.held_by(office.staff.member, "2027-01-10".parse().unwrap());
    let appointment = held.into_iter().next().unwrap().id;
    let end = engine::organize::OrganizationCommand::EndAppointment {
        id: appointment,
        until: "2027-01-10".parse().unwrap(),
    };
    office.app.organize(office.manager, end).await.unwrap();
    office.turn_to(2027, 1, 11);
    let rows = all(&office, office.manager, Whose::All).await;
    let row = rows.iter().find(|row| row.key == key).unwrap();
    assert_eq!((row.standing, row.owners.len()), (Standing::Late, 0));
    office.appoint(office.manager, office.top, "handler", office.units.members).await;
    let row = office.app.duty(office.top, &key).await.unwrap().row;
    assert_eq!((row.is_mine, row.owners.as_slice()), (true, &[office.top.member][..]));
}
