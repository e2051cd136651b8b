//! What is known is filled in and not typed twice; what must be in force is; dates stand in order.

use engine::{act::Act, decide::can_read};
use serde_json::{Value, json};

use crate::support::{Desk, House, clauses, fields, member_id, sample_with, told};

const FORM: &str = r#"
id = "treatment"
title = { ja = "対策計画", en = "Treatment plan" }
purpose = { ja = "対策を計画する", en = "Plans a treatment" }
kind = "report"
clauses = ["2"]
route = "none"
title_field = "name"
drafters = [{ everyone = true, scope = "operator", clause = "2" }]

[[fields]]
id = "source"
label = { ja = "台帳の行", en = "Line" }
kind = "record"
form = "holdings"
in_force = true
clause = "6"

[[fields]]
id = "name"
label = { ja = "名称", en = "Name" }
kind = "long_text"
prefill = "source.name"

[[fields]]
id = "media"
label = { ja = "媒体", en = "Media" }
kind = "many_choice"
prefill = "source.medium"
choices = [
  { id = "paper", label = { ja = "紙", en = "Paper" } },
  { id = "data", label = { ja = "電子", en = "Data" } },
]

[[fields]]
id = "is_urgent"
label = { ja = "急ぎ", en = "Urgent" }
kind = "yes_no"

[[fields]]
id = "why"
label = { ja = "急ぐわけ", en = "Why urgent" }
kind = "long_text"
prefill = "source.reason"
when = { field = "is_urgent", is = true }

[[fields]]
id = "begun"
label = { ja = "開始日", en = "Begun" }
kind = "date"

[[fields]]
id = "ended"
label = { ja = "終了日", en = "Ended" }
kind = "date"
not_before = "begun"
clause = "6"

[[fields]]
id = "lines"
label = { ja = "内訳", en = "Lines" }
kind = "table"
clause = "6"

[[fields.columns]]
id = "line"
label = { ja = "台帳の行", en = "Line" }
kind = "record"
form = "holdings"
in_force = true
clause = "2"

[[fields.columns]]
id = "called"
label = { ja = "呼び名", en = "Called" }
kind = "short_text"
prefill = "line.name"
"#;

const ROUTE: &str = r#"
[[routes]]
id = "none"
title = { ja = "決裁なし", en = "No step" }
steps = [{ id = "submit", kind = "submit" }]
"#;

fn house() -> &'static House {
    sample_with(&[("forms/treatment.toml", FORM), ("routes.toml", ROUTE)])
}

fn desk() -> Desk {
    Desk::sample().under(house())
}

#[test]
fn what_a_record_says_is_filled_in_once_it_is_pointed_to() {
    let mut desk = desk();
    let holding = desk.holding().to_string();
    let plan = desk.draft("handler", "treatment", "sales", json!({"source": holding})).unwrap();
    insta::assert_snapshot!(json!(desk.record(plan).fields()), @r#"{"source":"7265636f-7264-3000-0000-000000000000","name":"会員名簿","media":["paper"]}"#);
}

#[test]
fn whoever_writes_otherwise_or_nothing_keeps_it_so() {
    let mut desk = desk();
    let holding = desk.holding().to_string();
    let own = json!({"source": holding, "name": "自分の言葉"});
    let plan = desk.draft("handler", "treatment", "sales", own).unwrap();
    assert_eq!(desk.record(plan).fields()["name"], "自分の言葉");

    desk.edit("handler", plan, json!({"source": holding})).unwrap();
    assert!(!desk.record(plan).fields().contains_key("name"), "it was emptied on purpose");

    let other = json!({"name": "取引先一覧", "medium": "data"});
    let other = desk.draft("handler", "holdings", "sales", other).unwrap().to_string();
    desk.edit("handler", plan, json!({"source": other})).unwrap();
    assert_eq!(desk.record(plan).fields()["name"], "取引先一覧");
}

#[test]
fn a_field_that_is_asked_for_later_is_filled_in_then() {
    let mut desk = desk();
    let urgent = json!({"name": "名簿", "medium": "paper", "urgent": true, "reason": "災害"});
    let holding = desk.draft("handler", "holdings", "sales", urgent).unwrap().to_string();
    let values = json!({"source": holding, "is_urgent": false});
    let plan = desk.draft("handler", "treatment", "sales", values).unwrap();
    assert!(!desk.record(plan).fields().contains_key("why"));

    let mut values = desk.record(plan).fields().clone();
    values.insert("is_urgent".to_owned(), Value::Bool(true));
    desk.edit("handler", plan, json!(values)).unwrap();
    assert_eq!(desk.record(plan).fields()["why"], "災害");
}

#[test]
fn each_row_of_a_table_is_filled_in_by_itself() {
    let mut desk = desk();
    let holding = desk.holding().to_string();
    let rows = json!({"lines": [{"line": holding}, {"called": "手書き"}, {"line": holding, "called": "別名"}]});
    let plan = desk.draft("handler", "treatment", "sales", rows).unwrap();
    let called: Vec<_> = desk.record(plan).fields()["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["called"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(called, ["会員名簿", "手書き", "別名"]);
}

#[test]
fn what_is_not_in_force_and_days_out_of_order_are_refused_when_handed_in() {
    let mut desk = desk();
    let holding = desk.holding();
    let values = json!({
        "source": holding.to_string(), "begun": "2026-05-10", "ended": "2026-05-09",
        "lines": [{"line": holding.to_string()}],
    });
    let plan = desk.draft("handler", "treatment", "sales", values.clone()).unwrap();
    let refusal = desk.act("handler", plan, Act::Submit).unwrap_err();
    assert_eq!(clauses(&refusal), ["6", "6", "2"]);
    insta::assert_snapshot!(told(&refusal), @"
    [6] source: 「台帳の行」には、承認されて有効なものを選んでください / choose for “Line” one that is approved and in force
    [6] ended: 「終了日」が「開始日」より前の日付です / “Ended” is before “Begun”
    [2] lines.0.line: 「台帳の行」には、承認されて有効なものを選んでください / choose for “Line” one that is approved and in force
    ");

    desk.play(
        holding,
        &[("handler", Act::Submit), ("manager", Act::Approve), ("chief", Act::Acknowledge)],
    );
    assert!(desk.record(holding).is_in_force(), "{:?}", desk.record(holding).state);
    let mut values = fields(values);
    values.insert("ended".to_owned(), json!("2026-05-10"));
    desk.edit("handler", plan, Value::Object(values)).unwrap();
    assert_eq!(desk.act("handler", plan, Act::Submit).unwrap(), "in_force");
}

#[test]
fn a_notice_in_force_is_for_everybody_and_nothing_before() {
    let notice = FORM.replace("id = \"treatment\"", "id = \"notice\"\npublic = true").replace(
        "everyone = true, scope = \"operator\"",
        "office = \"handler\", scope = \"own_unit\"",
    );
    let house = sample_with(&[("forms/notice.toml", &notice), ("routes.toml", ROUTE)]);
    let mut desk = Desk::sample().under(house);
    let id = desk.draft("handler", "notice", "sales", json!({"name": "利用目的の公表"})).unwrap();
    let reads = |desk: &Desk, who| can_read(desk.world(), member_id(who), desk.record(id));
    assert!(!reads(&desk, "nobody"), "a draft is nobody's");
    desk.play(id, &[("handler", Act::Submit)]);
    assert!(reads(&desk, "nobody") && reads(&desk, "keeper"));
    desk.play(id, &[("handler", Act::Retire)]);
    assert!(!reads(&desk, "nobody"), "it is no longer in force");
}
