//! The questions beyond the contract that take facts as JSON.

use jiff::civil::date;
use law::{Confidence, Language, answer};
use serde_json::{Value, json};

use super::breach;

#[test]
fn follows_drafts_and_tells_the_others() {
    let history = answer::history(
        r#"{"states": [{"known": "2026-04-01", "persons": 900}, {"known": "2026-04-10", "persons": 1200}]}"#,
    )
    .expect("readable");
    assert_eq!(history.result["clock_from"], json!("2026-04-10"));
    let before = answer::history(
        r#"{"as_of": "2026-04-05", "states": [{"known": "2026-04-01"}, {"known": "2026-04-10", "persons": 1200}]}"#,
    );
    assert_eq!(before.expect("readable").result["final_due"], json!(null));
    let draft = answer::draft(
        r#"{"known": "2026-04-03", "special_care": true, "report": "notice", "texts": {"overview": "誤送付"}}"#,
    )
    .expect("readable");
    assert_eq!(
        draft.result["missing_items"],
        json!(["data_items", "cause", "secondary_damage", "other"])
    );
    let told = breach(&json!({
        "known": "2026-04-01", "items": ["overview"],
        "privacy_mark": { "otherwise_grave": true },
        "entrusted": { "given": "2026-04-02", "items": ["overview"] },
    }));
    assert_eq!(
        told["privacy_mark"],
        json!({ "preliminary_from": "2026-04-03", "preliminary_until": "2026-04-05", "final_due": "2026-04-30" })
    );
    assert_eq!(told["entrusted"]["freed"], json!(true));
}

#[test]
fn says_where_each_duty_asks_for_what_is_still_open() {
    let open = |facts: Value| {
        let steps = answer::breach(&facts.to_string()).expect("readable").steps;
        let step = steps.into_iter().find(|step| step.text.ja.starts_with("報告事項のうち"));
        step.map_or_else(String::new, |step| step.line(Language::Ja))
    };
    let all_but_cause = json!([
        "overview",
        "data_items",
        "persons",
        "secondary_damage",
        "persons_response",
        "publication",
        "prevention",
        "other",
    ]);
    let table = [
        open(json!({ "known": "2026-04-03", "special_care": true, "items": all_but_cause })),
        open(json!({
            "known": "2026-04-03", "my_number": { "open_to_many": true }, "items": all_but_cause,
        })),
        open(json!({
            "known": "2026-04-03", "special_care": true, "regime": "public_body",
            "items": all_but_cause,
        })),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    報告事項のうち、まだ分かっていないもの: 原因〔個人情報保護法施行規則8条1項〕
    報告事項のうち、まだ分かっていないもの: 原因〔特定個人情報の漏えい等に関する規則3条1項〕
    報告事項のうち、まだ分かっていないもの: 原因(未確認)〔個人情報保護法施行規則44条1項〕
    ");
    assert_eq!(open(json!({ "known": "2026-04-03" })), "");
}

#[test]
fn tells_once_what_both_acts_count_alike() {
    let facts = json!({
        "known": "2026-04-03", "special_care": true, "my_number": { "open_to_many": true },
    });
    let steps = answer::breach(&facts.to_string()).expect("readable").steps;
    let counted = steps.iter().filter(|step| step.text.ja.contains("初日を算入する")).count();
    assert_eq!(counted, 1);
    assert_eq!(steps.iter().filter(|step| step.text.ja.contains("確報は30日以内")).count(), 2);
}

#[test]
fn lists_the_items_of_public_bodies_as_unverified() {
    let confidences = |name| {
        let listed = answer::list(name, date(2026, 4, 1)).expect("known");
        listed.steps.iter().take(9).map(|step| step.confidence).collect::<Vec<_>>()
    };
    assert_eq!(confidences("public_body_report_items"), [Confidence::Unverified; 9]);
    assert_eq!(confidences("my_number_report_items"), [Confidence::Confirmed; 9]);
    let public = answer::list("public_body_classes", date(2026, 4, 1)).expect("known");
    assert_eq!(public.result["entries"][3]["article"], json!("個人情報保護法施行規則43条4号"));
}

#[test]
fn answers_what_needs_consent() {
    let asked = |json: Value| answer::consent(&json.to_string()).expect("readable").result;
    for (question, is_allowed) in [
        (json!({ "act": "acquire_special_care", "consented": true }), true),
        (json!({ "act": "acquire_special_care" }), false),
        (
            json!({ "act": "acquire_special_care", "exceptions": ["published"], "publisher": "press" }),
            true,
        ),
        (json!({ "act": "use_beyond_purpose", "exceptions": ["public_health"] }), false),
        (
            json!({ "act": "use_beyond_purpose", "exceptions": ["public_health"], "condition_met": true }),
            true,
        ),
        (json!({ "act": "use_after_succession" }), false),
        (
            json!({ "act": "notify_purpose", "direct_writing": true, "exceptions": ["urgent"] }),
            true,
        ),
        (json!({ "act": "notify_purpose", "exceptions": ["urgent"] }), false),
        (json!({ "act": "notify_changed_purpose", "purpose_told": true }), true),
        (
            json!({ "act": "acquire_special_care", "consented": true, "wrongful_means": true }),
            false,
        ),
        (json!({ "act": "acquire_special_care", "consented": true, "age_years": 10 }), true),
    ] {
        assert_eq!(asked(question.clone())["allowed"], json!(is_allowed), "{question}");
    }
    let child = asked(json!({ "act": "use_beyond_purpose", "consented": true, "age_years": 10 }));
    assert_eq!(child["findings"][0]["confidence"], json!("unverified"));
    let published = |more: Value| {
        let mut facts = json!({ "act": "acquire_special_care", "exceptions": ["published"] });
        facts
            .as_object_mut()
            .expect("an object")
            .extend(more.as_object().cloned().unwrap_or_default());
        asked(facts)["findings"].clone()
    };
    assert_eq!(published(json!({}))[0]["field"], json!("publisher"));
    assert_eq!(published(json!({}))[0]["severity"], json!("warn"));
    assert_eq!(published(json!({ "publisher": "person" })), json!([]));
}

#[test]
fn answers_checklists_keep_periods_and_lists() {
    let processed = |json: &str| answer::processed(json).expect("readable").result;
    let pseudonymized = processed(r#"{"kind": "pseudonymized", "done": ["remove_codes"]}"#);
    assert_eq!(
        (&pseudonymized["complete"], &pseudonymized["open"][0]),
        (&json!(false), &json!("remove_identifying"))
    );
    assert_eq!(
        processed(r#"{"kind": "anonymized_received"}"#)["open"].as_array().map(Vec::len),
        Some(2)
    );
    let safety = answer::safety(r#"{"employees": 101, "persons": 10}"#).expect("readable").result;
    assert_eq!((&safety["small"], &safety["complete"]), (&json!(false), &json!(false)));
    let kept = answer::retention(
        r#"{"kind": "worker_record", "event": "2026-04-01", "kept_until": "2026-03-01", "my_number": true}"#,
    );
    let kept = kept.expect("readable").result;
    assert_eq!(
        (&kept["keep_until"], &kept["findings"][0]["field"]),
        (&json!("2029-04-01"), &json!("kept_until"))
    );
    for name in answer::list_names() {
        let listed = answer::list(name, date(2026, 4, 1)).expect("known").result;
        let entries = listed["entries"].as_array().expect("a list");
        assert!(
            entries.iter().all(|entry| entry["article"].as_str().is_some_and(|it| !it.is_empty())),
            "{name}"
        );
        assert!(!entries.is_empty(), "{name}");
    }
    assert!(answer::list("holidays", date(2100, 1, 1)).is_err());
}

#[test]
fn answers_a_provision() {
    let asked = |json: Value| answer::provision(&json.to_string()).expect("readable").result;
    let by_country = |country: &str| {
        asked(json!({ "basis": "consent", "recipient": "foreign", "foreign": { "country": country } }))["allowed"].clone()
    };
    assert_eq!((by_country("fr"), by_country("US")), (json!(true), json!(false)));
    let branch = asked(
        json!({ "basis": "consent", "recipient": "foreign", "foreign": { "standing": "own_branch" } }),
    );
    assert_eq!(branch["allowed"], json!(true));
    let excepted = asked(
        json!({ "content": "personally_referable", "basis": "statute", "referable": { "taken_as_personal_data": true } }),
    );
    assert_eq!((&excepted["allowed"], &excepted["record_required"]), (&json!(true), &json!(false)));
    let known =
        asked(json!({ "basis": "consent", "record": { "known_items": ["person", "data_items"] } }));
    assert_eq!(known["record_items"], json!(["other_party", "consent"]));
    let read = asked(json!({ "basis": "consent", "interpretation": "mere_viewing" }));
    assert_eq!(read["record_required"], json!(true));
    let consent = asked(
        json!({ "basis": "consent", "record": { "way": "document", "event": "2026-04-01" } }),
    );
    assert_eq!(consent["record_items"], json!(["other_party", "person", "data_items", "consent"]));
    assert_eq!((&consent["allowed"], &consent["keep_until"]), (&json!(true), &json!("2027-04-01")));
    let opt_out =
        asked(json!({ "basis": "opt_out", "special_care": true, "record": { "way": "batch" } }));
    assert_eq!((&opt_out["allowed"], &opt_out["keep_until"]), (&json!(false), &json!(null)));
    let entrusted = asked(json!({ "basis": "entrustment" }));
    assert_eq!(
        (&entrusted["record_required"], &entrusted["record_items"]),
        (&json!(false), &json!([]))
    );
    let receiver = asked(json!({ "basis": "opt_out", "side": "receiver" }));
    assert_eq!(
        (&receiver["allowed"], &receiver["confirm_items"]),
        (&json!(null), &json!(["party", "circumstances"]))
    );
    let abroad = asked(
        json!({ "basis": "consent", "recipient": "foreign", "foreign": { "standing": "designated_country" } }),
    );
    assert_eq!(abroad["allowed"], json!(true));
    assert_eq!(
        asked(json!({ "basis": "consent", "recipient": "foreign" }))["allowed"],
        json!(false)
    );
    let referable = asked(
        json!({ "content": "personally_referable", "referable": { "taken_as_personal_data": true } }),
    );
    assert_eq!(referable["allowed"], json!(false));
    assert!(
        answer::provision(r#"{"basis": "consnt"}"#)
            .unwrap_err()
            .to_string()
            .starts_with("basis is none of consent, statute")
    );
}

#[test]
fn answers_a_request() {
    let answer = answer::request(
        r#"{"kind": "correction", "received": "2026-04-01", "fee_yen": 1000, "requester": "mandatary"}"#,
    );
    let result = answer.expect("readable").result;
    assert_eq!(
        (&result["alarm_on"], &result["suit_from"]),
        (&json!("2026-04-15"), &json!("2026-04-16"))
    );
    assert_eq!(result["findings"][0]["severity"], json!("block"));
    assert_eq!(result["agent_papers"][0]["ja"], json!("委任状"));
    let asked = |json: Value| answer::request(&json.to_string()).expect("readable").result;
    let hard = asked(json!({
        "kind": "disclosure", "received": "2026-04-01", "way": "electronic", "way_too_hard": true,
        "knowable": ["operator"], "holding": { "authority": false },
    }));
    assert_eq!((&hard["disclosure_way"], &hard["retained"]), (&json!("paper"), &json!(false)));
    assert_eq!(hard["findings"].as_array().map(Vec::len), Some(5));
    let stop =
        asked(json!({ "kind": "erasure", "received": "2026-04-01", "grounds": ["breach_event"] }));
    assert_eq!(stop["stop_grounds"].as_array().map(Vec::len), Some(6));
    let refused =
        answer::request(r#"{"kind": "correction", "received": "2026-04-01", "fee_yen": -1}"#)
            .unwrap_err();
    assert!(refused.to_string().starts_with("fee_yen is out of range"));
}
