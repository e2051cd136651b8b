//! The contract of `kitei law …`: exact results, and refusals that name the field and what is allowed.

use jiff::civil::date;
use law::Language;
use law::answer::{self, AnswerError};
use serde_json::{Value, json};

fn breach(facts: &Value) -> Value {
    answer::breach(&facts.to_string()).expect("readable").result
}

#[test]
fn answers_the_examples_of_the_contract() {
    assert_eq!(
        answer::deadline("final-report", date(2026, 4, 3), Some(30)).expect("known").result,
        json!({ "due": "2026-05-07" })
    );
    assert_eq!(
        answer::number("my-number", "123456789018").expect("known").result,
        json!({ "valid": true })
    );
    assert_eq!(
        answer::date("令和8年5月15日").expect("readable").result,
        json!({ "date": "2026-05-15" })
    );
    assert_eq!(
        breach(
            &json!({ "known": "2026-04-03", "regime": "private", "special_care": true, "persons": 5 })
        ),
        json!({
            "classes": [1], "my_number_classes": [], "preliminary_from": "2026-04-05", "preliminary_until": "2026-04-07",
            "final_due": "2026-05-07", "notify_persons": true,
            "missing_items": ["overview", "data_items", "cause", "secondary_damage", "persons_response", "publication", "prevention", "other"],
        })
    );
}

#[test]
fn has_steps_and_articles_beside_the_result() {
    let answer = answer::deadline("final-report", date(2026, 4, 3), Some(30)).expect("known");
    let json = serde_json::to_value(&answer).expect("writable");
    let keys: Vec<_> = json.as_object().expect("object").keys().cloned().collect();
    assert_eq!(keys, ["result", "steps", "articles"]);
    assert_eq!(json["articles"][0], "個人情報保護法施行規則8条2項");
    let step: Vec<_> = json["steps"][0].as_object().expect("object").keys().cloned().collect();
    assert_eq!(step, ["ja", "en", "articles", "confidence"]);
}

#[test]
fn rings_every_clock() {
    let table: Vec<String> = law::clock::Clock::ALL
        .iter()
        .map(|clock| {
            format!(
                "{}: {}",
                clock.key(),
                answer::deadline(clock.key(), date(2026, 4, 1), None).expect("known").result
            )
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    final-report: {"due":"2026-04-30"}
    preliminary-report: {"from":"2026-04-03","due":"2026-04-05"}
    entrusted-notice: {"from":"2026-04-03","due":"2026-04-05"}
    suit: {"due":"2026-04-16"}
    request-alarm: {"due":"2026-04-15"}
    provision-record: {"due":"2029-04-01"}
    provision-batch: {"due":"2029-04-01"}
    provision-document: {"due":"2027-04-01"}
    foreign-check: {"due":"2027-04-01"}
    privacy-mark-renewal: {"from":"2025-08-01","due":"2025-12-01"}
    first-day-out: {"due":"2026-05-01"}
    first-day-in: {"due":"2026-04-30"}
    "#);
}

#[test]
fn counts_the_vectors_of_the_spec() {
    for (known, days, due) in [
        (date(2026, 4, 1), 30, "2026-04-30"),
        (date(2026, 4, 1), 60, "2026-06-01"),
        (date(2026, 4, 3), 30, "2026-05-07"),
        (date(2026, 12, 1), 30, "2027-01-04"),
        (date(2026, 8, 24), 30, "2026-09-24"),
    ] {
        assert_eq!(
            answer::deadline("final-report", known, Some(days)).expect("known").result,
            json!({ "due": due })
        );
    }
}

#[test]
fn dates_are_null_where_nothing_is_to_be_reported() {
    assert_eq!(
        breach(&json!({ "known": "2026-04-03", "special_care": true, "strongly_encrypted": true })),
        json!({
            "classes": [], "my_number_classes": [], "preliminary_from": null, "preliminary_until": null, "final_due": null,
            "notify_persons": false, "missing_items": [],
        })
    );
}

#[test]
fn reads_every_fact_of_the_contract() {
    let result = breach(&json!({
        "known": "令和8年4月1日", "regime": "public_body", "special_care": true, "property_damage": true, "wrongful_purpose": true,
        "strongly_encrypted": false, "persons": null, "persons_max": 101,
        "my_number": { "network_system": true, "wrongful_purpose": true, "open_to_many": true, "persons": null, "persons_max": 101 },
    }));
    assert_eq!(
        (&result["classes"], &result["my_number_classes"]),
        (&json!([1, 2, 3, 4]), &json!([1, 2, 3, 4]))
    );
    assert_eq!(result["final_due"], json!("2026-06-01"));
    let without =
        breach(&json!({ "known": "2026-04-03", "my_number": null, "items": ["overview"] }));
    assert_eq!(without["my_number_classes"], json!([]));
}

#[test]
fn refuses_and_names_the_field_and_what_is_allowed() {
    let refused = |json: &str| answer::breach(json).unwrap_err().to_string();
    let table = [
        refused("{}"),
        refused("[]"),
        refused("{"),
        refused(r#"{"known": "2026-02-30"}"#),
        refused(r#"{"known": "2026年4月"}"#),
        refused(r#"{"known": 20260403}"#),
        refused(r#"{"known": "2026-04-03", "persons": -1}"#),
        refused(r#"{"known": "2026-04-03", "persons": 1.5}"#),
        refused(r#"{"known": "2026-04-03", "special_care": "yes"}"#),
        refused(r#"{"known": "2026-04-03", "regime": "public"}"#),
        refused(r#"{"known": "2026-04-03", "speciale": true}"#),
        refused(r#"{"known": "2026-04-03", "my_number": {"persons": -5}}"#),
        refused(r#"{"known": "2026-04-03", "my_number": {"person": 5}}"#),
        refused(r#"{"known": "2026-04-03", "items": ["what"]}"#),
    ];
    insta::assert_snapshot!(table.join("\n"), @r"
    known is missing, a date such as 2026-04-03
    the input is not a JSON object (line 0, column 0)
    the input is not a JSON object (line 1, column 1)
    known: day 30 is out of range, allowed are 1 to 28
    known has another type, a day, not a month or a year
    known has another type, a date such as 2026-04-03
    persons is out of range, allowed are 0 to 10000000000
    persons is out of range, allowed are 0 to 10000000000
    special_care has another type, true or false
    regime is none of private, public_body
    `speciale` is not a field, allowed are known, as_of, regime, special_care, property_damage, wrongful_purpose, strongly_encrypted, about_to_be_acquired, pseudonymized, persons, persons_max, my_number, items
    my_number.persons is out of range, allowed are 0 to 10000000000
    `my_number.person` is not a field, allowed are network_system, wrongful_purpose, open_to_many, persons, persons_max
    items is none of overview, data_items, persons, cause, secondary_damage, persons_response, publication, prevention, other
    ");
}

#[test]
fn refuses_bad_arguments() {
    let known = date(2026, 4, 3);
    let said = |result: Result<answer::Answer, AnswerError>| result.unwrap_err().to_string();
    let table = [
        said(answer::deadline("final", known, None)),
        said(answer::deadline("final-report", known, Some(-1))),
        said(answer::deadline("final-report", known, Some(0))),
        said(answer::deadline("suit", known, Some(14))),
        said(answer::deadline("final-report", date(2099, 12, 31), Some(30))),
        said(answer::number("my-number", "1234567890123")),
        said(answer::number("number", "1")),
        said(answer::date("2026-02-30")),
        said(answer::date("平成99年")),
        said(answer::date("昭和64年1月8日")),
        said(answer::date("令和0年1月1日")),
        said(answer::date("明治5年1月1日")),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    rule is none of final-report, preliminary-report, entrusted-notice, suit, request-alarm, provision-record, provision-batch, provision-document, foreign-check, privacy-mark-renewal, first-day-out, first-day-in
    days is out of range, allowed are 1 to 3660
    days is out of range, allowed are 1 to 3660
    days cannot be chosen for the rule suit, the law fixes the period
    known: year 2100 has no known holidays, allowed are 1948 to 2099
    number has 13 characters, a my-number has 12 digits
    kind is none of my-number, corporate-number, invoice-number, driver-license, basic-pension, employment-insurance, resident-record, passport, residence-card, health-insurer, national-health-insurer, elderly-insurer, elderly-insured, care-insurer, care-insured, public-payer, public-recipient, insured-symbol, payment-card, bank-account, postal-account, postal-code, telephone
    date: day 30 is out of range, allowed are 1 to 28
    date: year of Heisei 99 is out of range, allowed are 1 to 31
    date: Showa ran from 1926-12-25 to 1989-01-07 (years 1 to 64); the day would be Heisei 1-01-08
    date: year of Reiwa 0 is out of range, allowed are 1 to 7981
    date: year is before 1873-01-01 (明治6年1月1日), when Japan used the lunisolar calendar, so the day has no certain western date
    ");
}

#[test]
fn answers_dates_of_any_precision() {
    for (text, result) in [
        ("R8.5.15", json!({ "date": "2026-05-15" })),
        ("2026年5月", json!({ "month": "2026-05", "from": "2026-05-01", "until": "2026-05-31" })),
        (
            "令和8年3月末",
            json!({ "month": "2026-03", "from": "2026-03-01", "until": "2026-03-31" }),
        ),
        ("令和元年", json!({ "year": 2019, "from": "2019-05-01", "until": "2019-12-31" })),
    ] {
        assert_eq!(answer::date(text).expect("readable").result, result, "{text}");
    }
    let odd = answer::date("2026-05-15(木)").expect("readable");
    assert!(odd.explain(Language::En).contains("the weekday says Thursday"));
}

#[test]
fn answers_numbers_without_repeating_them() {
    let wrong = answer::number("my-number", "123456789012").expect("readable");
    assert_eq!(wrong.result, json!({ "valid": false }));
    assert!(!serde_json::to_string(&wrong).expect("writable").contains("123456789012"));
    let doubtful = answer::number("driver-license", "309012345630").expect("readable");
    assert_eq!(doubtful.result, json!({ "valid": true }));
    assert!(doubtful.explain(Language::Ja).contains("(未確認)"));
    let code = answer::number("my-number", "123456789018").expect("readable");
    insta::assert_snapshot!(code.explain(Language::En), @r"
    valid as a My Number
    1. it has the form of a My Number (12 digits) [MIC Ordinance 85 of 2014 Art. 5]
    2. the check digit fits [MIC Ordinance 85 of 2014 Art. 5]
    3. it is an individual identification code [APPI Order Art. 1 item 9]
    4. only for tax, social security and disaster work, whatever the person consents to; delete it when the keep period ends [My Number Act Art. 19]
    ");
}

#[test]
fn answers_a_provision() {
    let asked = |json: Value| answer::provision(&json.to_string()).expect("readable").result;
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
    let refused =
        answer::request(r#"{"kind": "correction", "received": "2026-04-01", "fee_yen": -1}"#)
            .unwrap_err();
    assert!(refused.to_string().starts_with("fee_yen is out of range"));
}

#[test]
fn explains_in_plain_words() {
    let answer = answer::deadline("final-report", date(2026, 4, 3), Some(30)).expect("known");
    insta::assert_snapshot!(answer.explain(Language::Ja), @r"
    期限: 2026-05-07(令和8年5月7日)
    1. 確報: 起算の事由は2026-04-03〔個人情報保護法施行規則8条2項〕
    2. 知った日を1日目とし、土日祝も数える。最終日が閉庁日なら翌開庁日〔個人情報保護法ガイドライン(通則編)3-5-3-4〕
    3. 初日を算入する。1日目は2026-04-03〔民法140条〕
    4. 30日の期間は2026-05-02の終了で満了する〔民法141条〕
    5. 2026-05-02は土曜日、2026-05-03は憲法記念日、2026-05-04はみどりの日、2026-05-05はこどもの日、2026-05-06は振替休日のため、2026-05-07になる〔民法142条、行政機関の休日に関する法律2条、行政機関の休日に関する法律1条1項1号、国民の祝日に関する法律2条、国民の祝日に関する法律3条2項〕
    ");
    insta::assert_snapshot!(answer.explain(Language::En), @r"
    due: 2026-05-07
    1. final breach report: the event is on 2026-04-03 [APPI Rules Art. 8(2)]
    2. the day of knowing is day 1 and closed days count; a closed last day moves to the next open day [PPC Guideline (General) 3-5-3-4]
    3. the first day is counted; day 1 is 2026-04-03 [Civil Code Art. 140]
    4. 30 days end with the end of 2026-05-02 [Civil Code Art. 141]
    5. 2026-05-02 is closed (Saturday), 2026-05-03 is closed (Constitution Memorial Day), 2026-05-04 is closed (Greenery Day), 2026-05-05 is closed (Children's Day), 2026-05-06 is closed (substitute holiday), so it moves to 2026-05-07 [Civil Code Art. 142, Administrative Organs' Holidays Act Art. 2, Administrative Organs' Holidays Act Art. 1(1) item 1, National Holidays Act Art. 2, National Holidays Act Art. 3(2)]
    ");
}
