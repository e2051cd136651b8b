//! Acts on a record: which are accepted in which state from whom, and what those read who are refused.

use engine::{Command, RecordId, RecordState, act::Act, decide::can_edit};
use serde_json::json;

use crate::support::{Desk, clauses, member_id, table, told, with_reason};

const PEOPLE: [&str; 7] =
    ["handler", "colleague", "manager", "chief", "auditor", "keeper", "nobody"];

/// A holding of the handler in each state; submitted ones at their first step.
fn desk_with(state: RecordState) -> (Desk, RecordId) {
    let mut desk = Desk::sample();
    let record = desk.holding();
    let acts: &[(&str, Act)] = match state {
        RecordState::Draft => &[],
        RecordState::Submitted => &[("handler", Act::Submit)],
        RecordState::Returned => &[("handler", Act::Submit), ("manager", Act::Return)],
        RecordState::InForce => {
            &[("handler", Act::Submit), ("manager", Act::Approve), ("chief", Act::Acknowledge)]
        }
        RecordState::Rejected => &[("handler", Act::Submit), ("manager", Act::Reject)],
        RecordState::Withdrawn => &[("handler", Act::Submit), ("handler", Act::Withdraw)],
        RecordState::Retired => &[
            ("handler", Act::Submit),
            ("manager", Act::Approve),
            ("chief", Act::Acknowledge),
            ("handler", Act::Retire),
        ],
        // A record that was erased cannot be read, nor anything be done with it.
        RecordState::Erased => unreachable!("no test asks for it"),
    };
    assert_eq!(desk.play(record, acts), state.name());
    (desk, record)
}

fn commands() -> impl Iterator<Item = Command> {
    let edit = Command::Edit {
        fields: crate::support::fields(json!({"name": "名簿", "medium": "data"})),
    };
    std::iter::once(edit).chain(Act::ALL.map(with_reason))
}

#[test]
fn who_may_do_what_in_which_state() {
    let mut rows = vec![vec!["state".to_owned()]];
    rows[0].extend(commands().map(|command| command.name().to_owned()));
    for state in RecordState::ALL {
        let (desk, record) = desk_with(state);
        let may = |command: Command| {
            PEOPLE
                .into_iter()
                .filter(|who| desk.would(who, record, &command).is_ok())
                .collect::<Vec<_>>()
                .join("+")
        };
        let mut row = vec![state.name().to_owned()];
        row.extend(commands().map(may));
        rows.push(row);
    }
    insta::assert_snapshot!("who_may_do_what_in_which_state", table(&rows));
}

#[test]
fn what_is_read_when_an_act_does_not_fit_the_state() {
    let mut lines = Vec::new();
    for state in RecordState::ALL {
        let (desk, record) = desk_with(state);
        for command in commands() {
            if let Err(refusal) = desk.would("colleague", record, &command) {
                lines.push(format!("{} + {}: {}", state.name(), command.name(), told(&refusal)));
            }
        }
    }
    insta::assert_snapshot!("what_is_read_when_an_act_does_not_fit_the_state", lines.join("\n"));
}

#[test]
fn a_drafter_with_the_office_does_not_approve() {
    let mut desk = Desk::sample();
    let record = desk
        .draft("manager", "holdings", "sales", json!({"name": "名簿", "medium": "paper"}))
        .unwrap();
    desk.play(record, &[("manager", Act::Submit)]);
    let refusal = desk.act("manager", record, Act::Approve).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[3] -: 自分の記録は決裁できません / Nobody decides on their own record"
    );
}

#[test]
fn an_editor_with_the_office_does_not_approve() {
    let mut desk = Desk::sample();
    let record = desk.holding();
    desk.edit("manager", record, json!({"name": "名簿", "medium": "paper"})).unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    assert_eq!(clauses(&desk.act("manager", record, Act::Approve).unwrap_err()), ["3"]);
    assert_eq!(clauses(&desk.act("manager", record, Act::Return).unwrap_err()), ["3"]);
}

#[test]
fn a_submitter_with_the_office_does_not_approve() {
    let mut desk = Desk::sample();
    let record = desk.holding();
    desk.play(record, &[("manager", Act::Submit)]);
    assert_eq!(clauses(&desk.act("manager", record, Act::Approve).unwrap_err()), ["3"]);
}

#[test]
fn who_wrote_an_earlier_edition_may_approve_the_next() {
    let mut desk = Desk::sample();
    let (reader, record) = desk_with(RecordState::InForce);
    desk.records = reader.records;
    desk.play(
        record,
        &[("colleague", Act::Revise), ("colleague", Act::Submit), ("manager", Act::Approve)],
    );
    assert!(
        desk.record(record).working.as_ref().unwrap().authors.contains(&member_id("colleague"))
    );
    assert!(!desk.record(record).working.as_ref().unwrap().authors.contains(&member_id("handler")));
}

#[test]
fn a_reason_is_asked_for_where_one_is_owed() {
    let (desk, record) = desk_with(RecordState::Submitted);
    for act in [Act::Return, Act::Reject] {
        let refusal = desk.would("manager", record, &Command::act(act, "  ")).unwrap_err();
        assert_eq!(told(&refusal), "[3] comment: 理由を書いてください / give a reason");
    }
    let (desk, record) = desk_with(RecordState::InForce);
    let refusal = desk.would("handler", record, &Command::act(Act::Retire, "")).unwrap_err();
    assert_eq!(told(&refusal), "[2] comment: 理由を書いてください / give a reason");
}

#[test]
fn a_revision_leaves_the_edition_in_force_until_it_is_approved() {
    let (mut desk, record) = desk_with(RecordState::InForce);
    desk.play(record, &[("handler", Act::Revise)]);
    desk.edit("handler", record, json!({"name": "改訂後", "medium": "paper"})).unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    assert_eq!(desk.record(record).in_force.as_ref().unwrap().fields["name"], "会員名簿");
    desk.play(record, &[("manager", Act::Approve), ("chief", Act::Acknowledge)]);
    let edition = desk.record(record).in_force.as_ref().unwrap();
    assert_eq!((edition.number, &edition.fields["name"]), (2, &json!("改訂後")));
}

#[test]
fn a_revision_that_is_rejected_gives_way_to_the_edition_in_force() {
    let (mut desk, record) = desk_with(RecordState::InForce);
    desk.play(record, &[("handler", Act::Revise)]);
    desk.edit("handler", record, json!({"name": "改訂後", "medium": "paper"})).unwrap();
    assert_eq!(
        desk.play(record, &[("handler", Act::Submit), ("manager", Act::Reject)]),
        "in_force"
    );
    assert_eq!(desk.record(record).fields()["name"], "会員名簿");
    assert_eq!(desk.record(record).edition(), 1);
}

#[test]
fn what_was_returned_is_mended_and_handed_in_again() {
    let (mut desk, record) = desk_with(RecordState::Returned);
    assert_eq!(desk.record(record).working.as_ref().unwrap().return_reason, "理由");
    desk.edit("handler", record, json!({"name": "名簿", "medium": "paper"})).unwrap();
    assert_eq!(desk.record(record).state, RecordState::Returned);
    let acts = [("handler", Act::Submit), ("manager", Act::Approve), ("chief", Act::Acknowledge)];
    assert_eq!(desk.play(record, &acts), "in_force");
}

#[test]
fn an_edit_that_changes_nothing_is_no_event() {
    let (mut desk, record) = desk_with(RecordState::Draft);
    let same =
        desk.edit("colleague", record, json!({"medium": "paper", "name": " 会員名簿 "})).unwrap();
    assert_eq!(same, []);
}

#[test]
fn a_command_that_has_no_record_is_refused() {
    let desk = Desk::sample();
    let refusal =
        desk.would("handler", RecordId(uuid::Uuid::nil()), &with_reason(Act::Submit)).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[] -: この操作の対象となる記録がありません / there is no record to do this with"
    );
}

#[test]
fn drafting_needs_a_form_a_unit_and_the_right() {
    let mut desk = Desk::sample();
    let mut tell = |who, form, unit| told(&desk.draft(who, form, unit, json!({})).unwrap_err());
    let told = [
        tell("handler", "nothing", "sales"),
        tell("handler", "holdings", "nowhere"),
        tell("keeper", "holdings", "sales"),
    ];
    insta::assert_snapshot!(told.join("\n"), @r"
    [] form: 様式 `nothing` はこの規程にありません / this regulation has no form `nothing`
    [2] -: 部署が登録されていないか、廃止されています / there is no such unit
    [2] -: この操作ができるのは、この部署を担当する取扱者です / only these may do this for this unit: Handler
    ");
}

#[test]
fn nothing_is_drafted_for_a_closed_unit() {
    let mut desk = Desk::sample();
    let mut sales = crate::support::unit("sales", "department", Some("hq"));
    sales.closed_on = Some(crate::support::TODAY.yesterday().unwrap());
    desk.organization.put_unit(sales);
    let refusal = desk.draft("handler", "holdings", "sales", json!({"name": "名簿"})).unwrap_err();
    assert_eq!(clauses(&refusal), ["2"]);
}

#[test]
fn a_form_without_steps_is_in_force_at_once() {
    let mut desk = Desk::sample();
    let record = desk.draft("nobody", "memo", "counter", json!({"text": "覚え"})).unwrap();
    assert_eq!(desk.play(record, &[("nobody", Act::Submit)]), "in_force");
    assert!(desk.record(record).working.is_none());
}

#[test]
fn what_is_offered_is_what_is_accepted() {
    for state in RecordState::ALL {
        let (desk, record) = desk_with(state);
        for who in PEOPLE {
            let offered: Vec<_> = desk
                .offers(who, record)
                .into_iter()
                .filter(|(_, may)| *may)
                .map(|(act, _)| act)
                .collect();
            let accepted = Act::ALL
                .into_iter()
                .filter(|act| desk.would(who, record, &with_reason(*act)).is_ok());
            assert_eq!(offered, accepted.collect::<Vec<_>>(), "{who} in {state:?}");
        }
    }
}

#[test]
fn editing_is_open_to_the_drafters_of_an_open_record() {
    let (desk, record) = desk_with(RecordState::Draft);
    let facts = |who| engine::decide::Facts {
        actor: member_id(who),
        record: Some(desk.record(record)),
        referenced: &|_| None,
    };
    assert!(can_edit(desk.world(), facts("colleague")));
    assert!(!can_edit(desk.world(), facts("keeper")));
}
