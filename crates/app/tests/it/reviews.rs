//! Reviews of what is in force, from the list of the manager to the log; and what lines of the register lack.

use app::{
    Actor, AppError,
    open::ReviewTask,
    records::plain_act,
    register::{ListRequest, Open},
};
use engine::{Act, RecordEvent, RecordId, act::ActCommand};
use regulation::Language;
use serde_json::{Value, json};

use crate::support::{Office, REGISTER, register_fields};

/// The reviews on somebody's list, in a line each.
async fn reviews(office: &Office, who: Actor) -> String {
    let home = office.app.home(who).await.unwrap();
    let line = |it: &ReviewTask| {
        let role = if it.is_directing { "directs" } else { "does" };
        let [open, in_force, ordered] =
            [it.open, it.in_force, it.ordered].map(|count| count.unwrap_or(u32::MAX));
        format!(
            "{role} {} ({}) by {}: {open} of {in_force}, {ordered} ordered",
            it.form, it.clause, it.window.due
        )
    };
    home.reviews.iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn lacks(office: &Office, who: Actor) -> String {
    let home = office.app.home(who).await.unwrap();
    let line = |it: &app::open::LackTask| format!("{}.{}: {:?}", it.form, it.field, it.count);
    home.lacks.iter().map(line).collect::<Vec<_>>().join("\n")
}

async fn listed(office: &Office, who: Actor, open: Open) -> Vec<String> {
    let request = ListRequest { form: REGISTER.into(), open: Some(open), ..ListRequest::default() };
    let view = office.app.list(who, &request).await.unwrap();
    assert_eq!(office.app.count(who, &request).await.unwrap(), u32::try_from(view.rows.len()).ok());
    view.rows.into_iter().map(|row| row.number).collect()
}

fn saying(act: Act, comment: &str) -> ActCommand {
    ActCommand { comment: comment.into(), ..plain_act(act) }
}

async fn review(office: &Office, id: RecordId) {
    office
        .app
        .act(office.staff, id, None, saying(Act::Review, "変わりありません。"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_review_is_due_until_it_is_recorded_by_whom_and_when() {
    let office = Office::open().await;
    let (first, second) =
        (office.in_force(register_fields(0)).await, office.in_force(register_fields(1)).await);
    assert_eq!(reviews(&office, office.manager).await, "");
    office.turn_to(2027, 3, 1);
    assert_eq!(
        reviews(&office, office.manager).await,
        "directs holdings_register (J.3.1.1(5)) by 2027-03-31: 2 of 2, 0 ordered"
    );
    assert_eq!(
        reviews(&office, office.staff).await,
        "does holdings_register (J.3.1.1(2)) by 2027-03-31: 2 of 2, 0 ordered"
    );
    assert_eq!(listed(&office, office.manager, Open::Review).await, ["R8-0001", "R8-0002"]);
    assert!(office.app.record(office.manager, first).await.unwrap().is_review_open);

    review(&office, first).await;
    assert_eq!(listed(&office, office.manager, Open::Review).await, ["R8-0002"]);
    let view = office.app.record(office.manager, first).await.unwrap();
    assert!(!view.is_review_open);
    let told = view.record.review.unwrap();
    assert_eq!((told.by, told.comment.as_str()), (office.staff.member, "変わりありません。"));
    let history = office.app.history(office.manager, first, Language::Ja).await.unwrap();
    let last = history.entries.last().unwrap();
    assert_eq!(last.actor, office.staff.member);
    assert_eq!(
        last.at.as_second(),
        "2027-03-01T01:00:00Z".parse::<jiff::Timestamp>().unwrap().as_second()
    );
    assert!(
        matches!(&last.event, RecordEvent::Reviewed { comment, .. } if comment == "変わりありません。")
    );

    // What was not looked through stays on the list when the year is over.
    office.turn_to(2027, 4, 1);
    assert_eq!(
        reviews(&office, office.manager).await,
        "directs holdings_register (J.3.1.1(5)) by 2027-03-31: 1 of 2, 0 ordered"
    );
    review(&office, second).await;
    assert_eq!(reviews(&office, office.manager).await, "");
    office.turn_to(2028, 3, 1);
    assert_eq!(listed(&office, office.staff, Open::Review).await, ["R8-0001", "R8-0002"]);
}

#[tokio::test]
async fn the_manager_orders_a_review_at_any_time() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(0)).await;
    office.in_force(register_fields(1)).await;
    let order = saying(Act::OrderReview, "書庫を移したので、保管場所を確かめてください。");
    let refused = office.app.act(office.staff, id, None, order.clone()).await;
    assert!(
        matches!(&refused, Err(AppError::Refused(refusal)) if refusal.citations[0].clause == "J.3.1.1(5)"),
        "{refused:?}"
    );
    office.app.act(office.manager, id, None, order).await.unwrap();
    assert_eq!(
        reviews(&office, office.staff).await,
        "does holdings_register (J.3.1.1(2)) by 2026-03-31: 1 of 2, 1 ordered"
    );
    assert_eq!(listed(&office, office.staff, Open::OrderedReview).await, ["R8-0001"]);
    review(&office, id).await;
    assert_eq!(reviews(&office, office.staff).await, "");
    assert_eq!(listed(&office, office.staff, Open::OrderedReview).await, [""; 0]);
}

#[tokio::test]
async fn a_line_without_an_application_is_flagged_until_an_approved_one_stands_behind_it() {
    let office = Office::open().await;
    let line = office.in_force(register_fields(0)).await;
    let flagged = "holdings_register.business_area: Some(1)\nholdings_register.application: Some(1)\n\
                   holdings_register.risk_assessment: Some(1)";
    assert_eq!(lacks(&office, office.manager).await, flagged);
    assert_eq!(lacks(&office, office.staff).await, flagged);
    assert_eq!(lacks(&office, office.top).await, "");
    let lack = || Open::Lack("application".into());
    assert_eq!(listed(&office, office.manager, lack()).await, ["R8-0001"]);

    let values = json!({"work_name": "会員の管理", "occasion": "existing", "items": "氏名", "purpose": "会費の請求"});
    let values = values.as_object().cloned().unwrap();
    let app = &office.app;
    let drafted = app.draft(office.staff, "handling_application", office.units.members, values);
    let application = drafted.await.unwrap().record.id;
    let mut fields = register_fields(0);
    fields.insert("application".into(), Value::String(application.to_string()));
    app.act(office.staff, line, None, plain_act(Act::Revise)).await.unwrap();
    app.edit(office.staff, line, None, fields).await.unwrap();
    let submit = plain_act(Act::Submit);
    let refused = app.act(office.staff, line, None, submit.clone()).await;
    let Err(AppError::Refused(refusal)) = refused else { panic!("{refused:?}") };
    let cited: Vec<_> =
        refusal.citations.iter().map(|it| (it.clause.as_str(), it.field.as_deref())).collect();
    assert_eq!(cited, [("J.3.1.1(1)", Some("application"))]);

    app.act(office.staff, application, None, submit.clone()).await.unwrap();
    app.act(office.manager, application, None, plain_act(Act::Approve)).await.unwrap();
    app.act(office.staff, line, None, submit).await.unwrap();
    assert_eq!(listed(&office, office.manager, lack()).await, ["R8-0001"]);
    app.act(office.manager, line, None, plain_act(Act::Approve)).await.unwrap();
    assert_eq!(listed(&office, office.manager, lack()).await, [""; 0]);
    let flags = app.record(office.staff, line).await.unwrap().flags;
    assert_eq!(
        flags.iter().map(|flag| flag.clause.as_str()).collect::<Vec<_>>(),
        ["J.1.4", "J.3.1.3(1)"]
    );
}
