//! A form that uses what few forms do: drafted for one kind of unit, a step that asks for words, an office of the unit above, and
//! a step on a condition. What speaks against an act is told at once, all of it.

use engine::act::{Act, ActCommand};
use serde_json::json;

use crate::support::{Desk, sample_with, told};

const FORM: &str = r#"
id = "visit"
title = { ja = "立入りの記録", en = "Visit" }
purpose = { ja = "立入りを記録する", en = "Records visits" }
kind = "report"
clauses = ["2"]
route = "visit"
title_field = "who"
drafters = [{ office = "handler", scope = "unit_tree", clause = "2" }]
drafted_in = { kinds = ["section"], clause = "1" }

[[fields]]
id = "who"
label = { ja = "立ち入った人", en = "Who" }
kind = "short_text"
required = true
clause = "2"

[[fields]]
id = "minutes"
label = { ja = "時間", en = "Minutes" }
kind = "number"
min = 1

[[fields]]
id = "took_away"
label = { ja = "持出し", en = "Took something away" }
kind = "yes_no"
"#;

const ROUTE: &str = r#"
[[routes]]
id = "visit"
title = { ja = "立入りの確認", en = "Visits" }

[[routes.steps]]
id = "submit"
kind = "submit"

[[routes.steps]]
id = "above"
kind = "approve"
office = "manager"
scope = "parent_unit"
clause = "3"
comment = { ja = "確かめた方法", en = "how it was checked" }

[[routes.steps]]
id = "chief"
kind = "approve"
office = "chief"
scope = "operator"
clause = "4"
when = { field = "took_away", is = true }
"#;

fn desk() -> Desk {
    Desk::sample().under(sample_with(&[("forms/visit.toml", FORM), ("routes.toml", ROUTE)]))
}

fn saying(act: Act, comment: &str) -> engine::Command {
    engine::Command::Act(ActCommand { act, comment: comment.to_owned(), resolved_on: None })
}

#[test]
fn a_form_is_drafted_for_its_kinds_of_units_only() {
    let mut desk = desk();
    let visit = json!({"who": "見本 一郎"});
    let refusal = desk.draft("handler", "visit", "sales", visit.clone()).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"[1] unit: この様式は課ごとに起票します / this form is drafted for a unit of kind: Section");
    assert!(desk.draft("handler", "visit", "counter", visit).is_ok());
}

#[test]
fn a_step_belongs_to_the_office_of_the_unit_above_and_asks_for_its_words() {
    let mut desk = desk();
    let record = desk.draft("handler", "visit", "counter", json!({"who": "見本 一郎"})).unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    // The manager of another department is not above it.
    let refusal = desk.act("keeper", record, Act::Approve).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"[3] -: この段階の承認は管理者が行います / only the Manager may approve at this step");
    let refusal = desk.decide("manager", record, &saying(Act::Approve, " ")).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"[3] comment: 確かめた方法をコメントに書いてください / say in the comment: how it was checked");
    desk.decide("manager", record, &saying(Act::Approve, "入退室の記録と照らした。")).unwrap();
    // Nothing was taken away: the chief is not asked.
    assert_eq!(desk.record(record).state.name(), "in_force");
}

#[test]
fn a_step_on_a_condition_is_taken_where_it_holds() {
    let mut desk = desk();
    let visit = json!({"who": "見本 一郎", "took_away": true});
    let record = desk.draft("handler", "visit", "counter", visit).unwrap();
    desk.play(record, &[("handler", Act::Submit)]);
    desk.decide("manager", record, &saying(Act::Approve, "記録と照らした。")).unwrap();
    assert_eq!(desk.record(record).waiting_steps(), ["chief"]);
    assert_eq!(desk.play(record, &[("chief", Act::Approve)]), "in_force");
}

#[test]
fn everything_that_speaks_against_an_act_is_told_at_once() {
    let mut desk = desk();
    let visit = json!({"minutes": 0, "room": "書庫", "took_away": "はい"});
    let refusal = desk.draft("keeper", "visit", "sales", visit).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"
    [1] unit: この様式は課ごとに起票します / this form is drafted for a unit of kind: Section
    [2] -: この操作ができるのは、この部署を担当する取扱者です / only these may do this for this unit: Handler
    [2] room: この様式に項目「room」はありません / this form has no field “room”
    [2] minutes: 「時間」：1以上で記入してください / Minutes: is less than 1
    [2] took_away: 「持出し」：はい・いいえで答えてください / Took something away: is not yes or no
    ");
    let record = desk.draft("handler", "visit", "counter", json!({"minutes": 5})).unwrap();
    let refusal = desk.act("keeper", record, Act::Submit).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"
    [2] -: この操作ができるのは、この部署を担当する取扱者です / only these may do this for this unit: Handler
    [2] who: 「立ち入った人」を記入してください / fill in “Who”
    ");
}
