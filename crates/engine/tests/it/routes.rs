//! Routes: steps in turn, in parallel, on a condition, by a body, and afterwards in an emergency.

use engine::{
    Command, RecordId,
    act::{Act, ActCommand},
    event::RecordEvent,
    route,
};
use jiff::civil::date;
use serde_json::json;

use crate::support::{Desk, TODAY, clauses, told};

fn submitted(medium: &str) -> (Desk, RecordId) {
    let mut desk = Desk::sample();
    let record = desk
        .draft("handler", "holdings", "sales", json!({"name": "名簿", "medium": medium}))
        .unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    (desk, record)
}

fn urgent() -> (Desk, RecordId) {
    let mut desk = Desk::sample();
    let values = json!({"name": "名簿", "medium": "paper", "urgent": true, "reason": "人命のため"});
    let record = desk.draft("handler", "holdings", "sales", values).unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    (desk, record)
}

fn decided_on(day: Option<jiff::civil::Date>) -> Command {
    Command::Act(ActCommand { act: Act::Decide, comment: String::new(), resolved_on: day })
}

#[test]
fn steps_are_taken_in_turn() {
    let (mut desk, record) = submitted("paper");
    assert_eq!(desk.record(record).waiting_steps(), ["manager"]);
    assert_eq!(clauses(&desk.act("chief", record, Act::Acknowledge).unwrap_err()), ["3"]);
    desk.play(record, &[("manager", Act::Approve)]);
    assert_eq!(desk.record(record).waiting_steps(), ["chief"]);
}

#[test]
fn a_step_whose_condition_does_not_hold_is_left_out() {
    let (mut desk, record) = submitted("paper");
    assert_eq!(
        desk.play(record, &[("manager", Act::Approve), ("chief", Act::Acknowledge)]),
        "in_force"
    );
}

#[test]
fn parallel_steps_are_settled_in_any_order() {
    for order in [
        [("chief", Act::Acknowledge), ("auditor", Act::Decide)],
        [("auditor", Act::Decide), ("chief", Act::Acknowledge)],
    ] {
        let (mut desk, record) = submitted("data");
        desk.play(record, &[("manager", Act::Approve)]);
        assert_eq!(desk.record(record).waiting_steps(), ["chief", "board"]);
        assert_eq!(desk.play(record, &order[..1]), "submitted");
        assert_eq!(desk.play(record, &order[1..]), "in_force");
        assert_eq!(desk.record(record).in_force.as_ref().unwrap().settled.len(), 3);
    }
}

#[test]
fn each_parallel_step_has_its_own_act() {
    let (mut desk, record) = submitted("data");
    desk.play(record, &[("manager", Act::Approve)]);
    let refusal = desk.act("chief", record, Act::Decide).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @r"
    [3] -: いま待っているのは統括責任者の段階で、この操作（議決の記録）は行えません / the waiting step of the Chief is not settled this way (decide)
    [3] -: この段階の議決の記録は監査責任者が行います / only the Auditor may decide at this step
    ");
    // What the chief acknowledges the body alone can turn down.
    assert!(desk.act("chief", record, Act::Reject).is_err());
    assert_eq!(desk.act("auditor", record, Act::Reject).unwrap(), "rejected");
}

#[test]
fn a_resolution_has_a_date_that_is_not_in_the_future() {
    let (mut desk, record) = submitted("data");
    desk.play(record, &[("manager", Act::Approve)]);
    for day in [None, Some(TODAY.tomorrow().unwrap())] {
        let refusal = desk.decide("auditor", record, &decided_on(day)).unwrap_err();
        assert_eq!(refusal.citations[0].field.as_deref(), Some("resolved_on"));
        assert_eq!(clauses(&refusal), ["3"]);
    }
    let events = desk.decide("auditor", record, &decided_on(Some(date(2026, 4, 1)))).unwrap();
    assert!(
        matches!(&events[0], RecordEvent::StepSettled { resolved_on: Some(day), .. } if *day == date(2026, 4, 1))
    );
}

#[test]
fn an_approval_is_bound_to_the_values_handed_in() {
    let (mut desk, record) = submitted("paper");
    let content = desk.record(record).working.as_ref().unwrap().content.clone();
    assert_eq!(content, engine::decide::content_hash(desk.record(record).fields()));
    let events = desk.decide("manager", record, &Command::act(Act::Approve, "")).unwrap();
    assert!(
        matches!(&events[0], RecordEvent::StepSettled { content: settled, .. } if *settled == content)
    );
}

#[test]
fn a_return_starts_the_route_anew() {
    let (mut desk, record) = submitted("paper");
    desk.play(
        record,
        &[("manager", Act::Approve), ("chief", Act::Return), ("handler", Act::Submit)],
    );
    assert_eq!(desk.record(record).waiting_steps(), ["manager"]);
}

#[test]
fn what_is_urgent_is_in_force_ahead_of_its_route() {
    let (mut desk, record) = urgent();
    assert_eq!(desk.record(record).state.name(), "submitted");
    assert!(desk.record(record).is_in_force());
    assert_eq!(
        desk.play(record, &[("manager", Act::Approve), ("chief", Act::Acknowledge)]),
        "in_force"
    );
    let edition = desk.record(record).in_force.as_ref().unwrap();
    assert_eq!((edition.number, edition.settled.len()), (1, 2));
    assert_eq!(desk.events[&record].last().unwrap().0, RecordEvent::Ratified);
}

#[test]
fn what_is_rejected_afterwards_is_no_longer_in_force() {
    let (mut desk, record) = urgent();
    assert_eq!(desk.play(record, &[("manager", Act::Reject)]), "rejected");
    assert!(!desk.record(record).is_in_force());
}

#[test]
fn what_is_withdrawn_before_it_is_ratified_is_no_longer_in_force() {
    let (mut desk, record) = urgent();
    assert_eq!(desk.play(record, &[("handler", Act::Withdraw)]), "withdrawn");
    assert!(!desk.record(record).is_in_force());
}

/// An urgent revision of a line that was approved in the ordinary way.
fn urgent_revision() -> (Desk, RecordId) {
    let (mut desk, record) = submitted("paper");
    desk.play(
        record,
        &[("manager", Act::Approve), ("chief", Act::Acknowledge), ("handler", Act::Revise)],
    );
    let urgent = json!({"name": "至急", "medium": "paper", "urgent": true, "reason": "人命"});
    desk.edit("handler", record, urgent).unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    (desk, record)
}

#[test]
fn an_urgent_revision_that_is_not_ratified_gives_way_to_the_edition_before() {
    let (mut desk, record) = urgent_revision();
    assert_eq!(desk.record(record).in_force.as_ref().unwrap().fields["name"], "至急");
    let before = |desk: &Desk| {
        let edition = desk.record(record).in_force.as_ref().unwrap();
        (edition.number, edition.fields["name"].clone(), edition.settled.len())
    };
    for (who, act) in [("manager", Act::Reject), ("handler", Act::Withdraw)] {
        let mut given_up = desk.clone();
        assert_eq!(given_up.play(record, &[(who, act)]), "in_force");
        assert_eq!(before(&given_up), (1, json!("名簿"), 2));
    }
    // Mended and urgent again, it is still the first edition that one goes back to.
    desk.play(record, &[("manager", Act::Return)]);
    let mended = json!({"name": "至急二", "medium": "paper", "urgent": true, "reason": "人命"});
    desk.edit("handler", record, mended).unwrap();
    desk.play(record, &[("handler", Act::Submit), ("manager", Act::Reject)]);
    assert_eq!(before(&desk), (1, json!("名簿"), 2));
}

#[test]
fn the_number_of_an_edition_that_was_given_up_is_not_used_again() {
    let (mut desk, record) = urgent_revision();
    desk.play(
        record,
        &[("manager", Act::Reject), ("handler", Act::Revise), ("handler", Act::Submit)],
    );
    desk.play(record, &[("manager", Act::Approve), ("chief", Act::Acknowledge)]);
    assert_eq!(desk.record(record).edition(), 3);
}

#[test]
fn a_resolution_is_kept_with_its_body_and_its_day() {
    let (mut desk, record) = submitted("data");
    desk.play(record, &[("manager", Act::Approve), ("chief", Act::Acknowledge)]);
    desk.decide("auditor", record, &decided_on(Some(TODAY))).unwrap();
    let settled = &desk.record(record).in_force.as_ref().unwrap().settled["board"];
    assert_eq!((settled.body.as_str(), settled.resolved_on), ("board", Some(TODAY)));
}

#[test]
fn mending_does_not_spare_what_is_urgent_its_ratification() {
    let (mut desk, record) = urgent();
    desk.play(record, &[("manager", Act::Return)]);
    desk.edit("handler", record, json!({"name": "名簿", "medium": "paper"})).unwrap();
    assert!(desk.record(record).is_in_force());
    let mut given_up = desk.clone();
    assert_eq!(given_up.play(record, &[("handler", Act::Withdraw)]), "withdrawn");
    assert!(!given_up.record(record).is_in_force());
    assert_eq!(
        desk.play(record, &[("handler", Act::Submit), ("manager", Act::Reject)]),
        "rejected"
    );
    assert!(!desk.record(record).is_in_force());
}

#[test]
fn what_was_mended_comes_into_force_as_a_new_edition() {
    let (mut desk, record) = urgent();
    desk.play(record, &[("manager", Act::Return)]);
    desk.edit("handler", record, json!({"name": "直した名簿", "medium": "paper"})).unwrap();
    desk.play(
        record,
        &[("handler", Act::Submit), ("manager", Act::Approve), ("chief", Act::Acknowledge)],
    );
    let edition = desk.record(record).in_force.as_ref().unwrap();
    assert_eq!((edition.number, &edition.fields["name"]), (2, &json!("直した名簿")));
}

#[test]
fn what_is_returned_and_handed_in_unchanged_stays_the_same_edition() {
    let (mut desk, record) = urgent();
    desk.play(record, &[("manager", Act::Return), ("handler", Act::Submit)]);
    assert_eq!(desk.record(record).edition(), 1);
    assert_eq!(
        desk.play(record, &[("manager", Act::Approve), ("chief", Act::Acknowledge)]),
        "in_force"
    );
    assert_eq!(desk.record(record).edition(), 1);
}

#[test]
fn the_queue_names_office_and_units_and_who_holds_it() {
    let (desk, record) = submitted("paper");
    let waiting = route::waiting(desk.world(), desk.form("holdings"), desk.record(record));
    assert_eq!(waiting[0].office, "manager");
    assert_eq!(waiting[0].units, Some(vec![crate::support::unit_id("sales")]));
    assert_eq!(route::holders(desk.world(), &waiting[0]), [crate::support::member_id("manager")]);
}

#[test]
fn the_steps_of_a_route_are_known_by_name() {
    let desk = Desk::sample();
    let form = desk.form("holdings");
    let steps: Vec<_> = route::settled_steps(&desk.house.regulation, form)
        .iter()
        .map(|step| step.id.as_str())
        .collect();
    assert_eq!(steps, ["manager", "chief", "board"]);
    assert!(route::step(&desk.house.regulation, form, "board").is_some());
}
