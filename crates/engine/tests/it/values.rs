//! Values: what shape each kind takes, what is still missing, what is derived, and how they read.

use engine::{
    Fields, RecordId,
    act::Act,
    compare::differences,
    decide::{Referenced, content_hash},
    validate, value,
};
use regulation::Language;
use serde_json::{Value, json};

use crate::support::{Desk, TODAY, clauses, fields, id, member_id, table, told, unit_id};

/// The values of a sheet that nobody finds fault with.
fn sheet() -> Value {
    json!({
        "title": "見本", "notes": "一行目\r\n二行目", "day": "2026-05-15",
        "period": {"from": "2026-04-01", "until": "2027-03-31"},
        "count": {"value": 1200, "certainty": "estimated"}, "copies": 4,
        "medium": "paper", "places": ["office", "store"],
        "keeper": {"name": "髙橋 花子"}, "readers": [member_id("chief").to_string(), {"name": "見本 一郎"}],
        "unit": unit_id("counter").to_string(), "office": "chief",
        "holding": id("record0").to_string(), "ground": {"choice": "law", "reason": "照会のため"},
        "files": [{"id": "f1", "name": "同意書.pdf", "bytes": 3}], "consent": {"given": true}, "is_shared": false,
        "risks": [{"phase": "use", "likelihood": 2, "impact": "high", "why": "多い"},
                  {"phase": "disposal", "likelihood": 1, "impact": "low"}],
    })
}

/// The fault of one value of a sheet, or what it becomes.
fn normalized(desk: &Desk, field: &str, value: Value) -> Result<Value, String> {
    let values = fields(json!({ field: value }));
    let holding = |it: &str| {
        let form = if it == id("record0").to_string() { "holdings" } else { "memo" };
        (it != id("nothing").to_string()).then(|| Referenced {
            form: form.to_owned(),
            fields: Fields::new(),
            is_in_force: true,
        })
    };
    match validate::normalize(desk.world(), desk.form("sheet"), &values, &holding) {
        Ok(values) => Ok(Value::Object(values)),
        Err(citations) => Err(told(&engine::Refusal { citations })),
    }
}

#[test]
fn every_kind_says_what_is_wrong_with_a_value() {
    let desk = Desk::sample();
    let long = "あ".repeat(1_001);
    let wrong = [
        ("title", json!(7)),
        ("title", json!("a\u{7}b")),
        ("title", json!(long)),
        ("notes", json!({"a": "b"})),
        ("day", json!("昨日")),
        ("day", json!("2026-02-30")),
        ("period", json!("2026-04-01")),
        ("period", json!({"from": "2026-04-01", "until": "2026-03-31"})),
        ("period", json!({"from": "x"})),
        ("count", json!(-1)),
        ("count", json!(10_001)),
        ("count", json!(1.5)),
        ("count", json!("12")),
        ("count", json!({"value": 1, "certainty": "perhaps"})),
        ("copies", json!({"value": 1, "certainty": "estimated"})),
        ("medium", json!("stone")),
        ("medium", json!({"what": "stone"})),
        ("places", json!(["office", "moon"])),
        ("places", json!([{"other": "月"}])),
        ("keeper", json!(id("stranger").to_string())),
        ("readers", json!(["no id"])),
        ("unit", json!(id("nowhere").to_string())),
        ("office", json!("emperor")),
        ("holding", json!("R8-0001")),
        ("holding", json!(id("nothing").to_string())),
        ("holding", json!(id("a memo").to_string())),
        ("ground", json!("law")),
        ("ground", json!({"choice": "whim"})),
        ("files", json!([{"id": "f1"}])),
        (
            "files",
            json!([{"id": "1", "name": "a"}, {"id": "2", "name": "b"}, {"id": "3", "name": "c"}]),
        ),
        ("consent", json!("yes")),
        ("is_shared", json!("はい")),
        ("risks", json!({"phase": "use"})),
        ("risks", json!(["use"])),
        ("risks", json!([{"phase": "use"}, {"phase": "use"}, {"phase": "use"}, {"phase": "use"}])),
        ("risks", json!([{"phase": "use"}, {"phase": "never", "likelihood": 4}])),
        ("risks", json!([{"phase": "use", "color": "red"}])),
        ("rumor", json!("?")),
    ];
    let lines: Vec<_> = wrong
        .into_iter()
        .map(|(field, value)| {
            let text: String = value.to_string().chars().take(60).collect();
            format!(
                "{field} = {text}\n  {}",
                normalized(&desk, field, value).unwrap_err().replace('\n', "\n  ")
            )
        })
        .collect();
    insta::assert_snapshot!("every_kind_says_what_is_wrong_with_a_value", lines.join("\n"));
}

#[test]
fn values_are_evened_out_and_never_changed() {
    let desk = Desk::sample();
    let same = |field: &str, value: Value, wanted: Value| {
        assert_eq!(normalized(&desk, field, value).unwrap(), wanted, "{field}");
    };
    same("title", json!("　髙橋\r\n﨑 "), json!({"title": "髙橋 﨑"}));
    same("notes", json!("a\r\nb\rc"), json!({"notes": "a\nb\nc"}));
    same(
        "count",
        json!({"certainty": "unknown", "value": 3}),
        json!({"count": {"certainty": "unknown"}}),
    );
    same("count", json!({"value": 3}), json!({"count": 3}));
    same("places", json!("office"), json!({"places": ["office"]}));
    same("places", json!(["office", "office", ""]), json!({"places": ["office"]}));
    same("places", json!(["", null]), json!({}));
    same("medium", json!({"other": "石"}), json!({"medium": {"other": "石"}}));
    same("consent", json!(true), json!({"consent": {"given": true, "text_version": "1"}}));
    same(
        "files",
        json!([{"name": "a", "x": 1, "id": "1"}]),
        json!({"files": [{"id": "1", "name": "a"}]}),
    );
    same("risks", json!([{}, {"phase": ""}]), json!({}));
    same("worst", json!(99), json!({}));
    same("title", json!("  "), json!({}));
}

#[test]
fn all_faults_are_told_at_once() {
    let mut desk = Desk::sample();
    let values = json!({"day": "x", "copies": 0, "risks": [{"likelihood": 9}], "zzz": 1});
    let refusal = desk.draft("nobody", "sheet", "counter", values).unwrap_err();
    let about: Vec<_> = refusal.citations.iter().map(|it| it.field.as_deref().unwrap()).collect();
    assert_eq!(about, ["zzz", "day", "copies", "risks.0.likelihood"]);
}

#[test]
fn everything_that_is_missing_is_told_at_once_with_its_clause() {
    let mut desk = Desk::sample();
    let values =
        json!({"is_shared": true, "ground": {"choice": "law"}, "risks": [{"phase": "use"}]});
    let record = desk.draft("nobody", "sheet", "counter", values).unwrap();
    let refusal = desk.act("nobody", record, Act::Submit).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"
    [6] ground.reason: 「根拠」に当たる理由を書いてください / say why “Ground” applies
    [6] partner: 「共有先」を記入してください / fill in “Shared with”
    [6] risks.0.likelihood: 「起こりやすさ」を記入してください / fill in “Likelihood”
    [6] risks: 「リスク」に「廃棄」の行を記入してください / fill in the row “Disposal” of “Risks”
    ");
    assert!(clauses(&refusal).iter().all(|clause| *clause == "6"));
}

#[test]
fn a_reason_without_a_ground_is_none() {
    let desk = Desk::sample();
    let values = fields(
        json!({"ground": {"reason": "なんとなく"}, "risks": [{"phase": "use", "likelihood": 1}, {"phase": "disposal", "likelihood": 1}]}),
    );
    let missing: Vec<_> = validate::missing(desk.form("sheet"), &values)
        .into_iter()
        .map(|it| it.field.unwrap())
        .collect();
    assert_eq!(missing, ["ground.choice"]);
}

#[test]
fn the_rows_that_must_be_there_are_asked_for() {
    let mut desk = Desk::sample();
    let record = desk
        .draft("nobody", "sheet", "counter", json!({"risks": [{"phase": "use", "likelihood": 1}]}))
        .unwrap();
    let refusal = desk.act("nobody", record, Act::Submit).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[6] risks: 「リスク」に「廃棄」の行を記入してください / fill in the row “Disposal” of “Risks”"
    );
}

#[test]
fn a_field_that_is_no_longer_asked_for_is_dropped() {
    let mut desk = Desk::sample();
    let record = desk
        .draft("nobody", "sheet", "counter", json!({"is_shared": true, "partner": "見本社"}))
        .unwrap();
    assert_eq!(desk.record(record).fields()["partner"], "見本社");
    desk.edit("nobody", record, json!({"is_shared": false, "partner": "見本社"})).unwrap();
    assert_eq!(desk.record(record).fields().get("partner"), None);
}

#[test]
fn a_column_that_is_not_asked_for_is_dropped() {
    let mut desk = Desk::sample();
    let values = json!({"risks": [{"phase": "use", "impact": "low", "why": "?"}, {"phase": "use", "impact": "high", "why": "!"}]});
    let record = desk.draft("nobody", "sheet", "counter", values).unwrap();
    let rows = &desk.record(record).fields()["risks"];
    assert_eq!((rows[0].get("why"), rows[1].get("why")), (None, Some(&json!("!"))));
}

#[test]
fn what_is_derived_follows_what_it_is_derived_from() {
    let mut desk = Desk::sample();
    desk.draft("handler", "holdings", "sales", json!({"name": "会員名簿", "medium": "paper"}))
        .unwrap();
    let record = desk.draft("nobody", "sheet", "counter", sheet()).unwrap();
    let derived = |desk: &Desk, field: &str| desk.record(record).fields().get(field).cloned();
    assert_eq!(derived(&desk, "total"), Some(json!(12)));
    assert_eq!(derived(&desk, "rows"), Some(json!(2)));
    assert_eq!(derived(&desk, "worst"), Some(json!(6)));
    assert_eq!(derived(&desk, "holding_name"), Some(json!("会員名簿")));
    assert_eq!(desk.record(record).fields()["risks"][0]["score"], 6);
    desk.edit("nobody", record, json!({"copies": 4})).unwrap();
    assert!(
        ["total", "rows", "worst", "holding_name"]
            .iter()
            .all(|field| derived(&desk, field).is_none())
    );
}

#[test]
fn a_product_too_large_to_count_is_left_out() {
    let mut desk = Desk::sample();
    let record = desk
        .draft("nobody", "sheet", "counter", json!({"copies": 9, "medium": {"other": "石"}}))
        .unwrap();
    assert_eq!(desk.record(record).fields().get("total"), None);
}

#[test]
fn equal_contents_have_one_hash_in_whatever_order_they_come() {
    let mut desk = Desk::sample();
    desk.holding();
    let forward = desk.draft("nobody", "sheet", "counter", sheet()).unwrap();
    let turned = turned_round(&sheet());
    let backward = desk.draft("nobody", "sheet", "counter", turned).unwrap();
    assert_eq!(
        content_hash(desk.record(forward).fields()),
        content_hash(desk.record(backward).fields())
    );
}

/// The same value with the keys of every object in the opposite order.
fn turned_round(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::Object(
            object.iter().rev().map(|(key, value)| (key.clone(), turned_round(value))).collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(turned_round).collect()),
        other => other.clone(),
    }
}

#[test]
fn every_kind_reads_as_plain_text() {
    let mut desk = Desk::sample();
    desk.draft("handler", "holdings", "sales", json!({"name": "会員名簿", "medium": "paper"}))
        .unwrap();
    let record = desk.draft("nobody", "sheet", "counter", sheet()).unwrap();
    let records = |_| Some("R8-0001 会員名簿".to_owned());
    let read = |field: &regulation::Field, language| {
        let value = &desk.record(record).fields()[&field.id];
        desk.names(&records, language).plain(desk.form("sheet"), field, value).replace('\n', "⏎")
    };
    let rows: Vec<_> = desk
        .form("sheet")
        .fields
        .iter()
        .filter(|field| desk.record(record).fields().contains_key(&field.id))
        .map(|field| vec![field.id.clone(), read(field, Language::Ja), read(field, Language::En)])
        .collect();
    insta::assert_snapshot!("every_kind_reads_as_plain_text", table(&rows));
}

#[test]
fn numbers_read_with_their_certainty() {
    let desk = Desk::sample();
    let form = desk.form("sheet");
    let count = form.field("count").unwrap();
    let read = |value: Value| desk.names(&|_| None, Language::Ja).plain(form, count, &value);
    assert_eq!(read(json!(1_234_567)), "1,234,567件");
    assert_eq!(read(json!({"value": 1200, "certainty": "estimated"})), "約1,200件");
    assert_eq!(read(json!({"certainty": "unknown"})), "不明");
    let english = |value: Value| desk.names(&|_| None, Language::En).plain(form, count, &value);
    assert_eq!(english(json!({"value": 300, "certainty": "estimated"})), "about 300 items");
    assert_eq!(value::grouped(i64::MIN), "-9,223,372,036,854,775,808");
    assert_eq!(value::grouped(999), "999");
}

#[test]
fn conditions_hold_of_single_answers_and_of_one_among_many() {
    let condition = |field: &str, test| regulation::Condition { field: field.to_owned(), test };
    let values = fields(json!({"places": ["office"], "ground": {"choice": "law"}, "day": ""}));
    let is = |value: &str| regulation::Test::AnyOf(vec![json!("x"), json!(value)]);
    assert!(value::holds(&condition("places", is("office")), &values));
    assert!(value::holds(&condition("ground", is("law")), &values));
    assert!(!value::holds(&condition("places", is("store")), &values));
    assert!(value::holds(&condition("day", regulation::Test::Empty), &values));
    assert!(value::holds(&condition("places", regulation::Test::Filled), &values));
}

#[test]
fn differences_are_told_in_the_order_of_the_form() {
    let desk = Desk::sample();
    let before =
        fields(json!({"title": "旧", "count": 3, "places": ["office"], "day": TODAY.to_string()}));
    let after =
        fields(json!({"places": ["office", "store"], "title": "新", "day": TODAY.to_string()}));
    let told = |language| {
        let found =
            differences(desk.names(&|_| None, language), desk.form("sheet"), &before, &after);
        found
            .iter()
            .map(|it| format!("{}: {} → {}", it.label, it.before, it.after))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(Language::Ja),
        ["件名: 旧 → 新", "件数: 3件 → ", "場所: 事務所 → 事務所、倉庫"]
    );
    assert_eq!(
        told(Language::En),
        ["Title: 旧 → 新", "Count: 3 items → ", "Places: Office → Office, Store"]
    );
    assert_eq!(
        differences(desk.names(&|_| None, Language::Ja), desk.form("sheet"), &before, &before),
        []
    );
}

#[test]
fn a_copied_field_of_nothing_is_nothing() {
    let mut desk = Desk::sample();
    let gone = json!({"holding": RecordId(id("gone")).to_string()});
    let refusal = desk.draft("nobody", "sheet", "counter", gone).unwrap_err();
    assert_eq!(clauses(&refusal), ["2"]);
    assert_eq!(content_hash(&Fields::new()).len(), 64);
}
