//! The contract of `kitei law …`: exact results, and refusals that name the field and what is allowed.

use jiff::civil::date;
use law::Language;
use law::answer::{self, Answer, AnswerError, DeadlineAsked, Length};
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
            let days = (clock.takes() == law::clock::Takes::Period).then_some(30);
            let answer = answer::deadline(clock.key(), date(2026, 4, 1), days).expect("known");
            format!("{}: {}", clock.key(), answer.result)
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
    opt-out-filing: {"due":"2026-03-31"}
    anonymized-publication: {"due":"2026-03-31"}
    my-number-deletion: {"due":"2026-04-02"}
    privacy-mark-incident: {"due":"2026-04-30"}
    privacy-mark-renewal: {"from":"2025-08-01","due":"2025-12-01"}
    monthly-fifth: {"due":"2026-05-05"}
    first-day-out: {"due":"2026-05-01"}
    first-day-in: {"due":"2026-04-30"}
    "#);
}

#[test]
fn counts_weeks_months_and_years_with_ones_own_closing_days() {
    let base = DeadlineAsked {
        rule: "first-day-out",
        known: date(2026, 4, 1),
        length: None,
        shift: None,
        closed: vec![],
        as_of: None,
    };
    for (length, shift, closed, due) in [
        (Length::Days(7), None, vec![], "2026-04-08"),
        (Length::Weeks(2), None, vec![], "2026-04-15"),
        (Length::Months(1), Some("stay"), vec![], "2026-05-01"),
        (Length::Months(1), Some("next-open"), vec![date(2026, 5, 1)], "2026-05-07"),
        (Length::Months(1), Some("previous-open"), vec![date(2026, 5, 1)], "2026-04-30"),
        (Length::Years(3), None, vec![], "2029-04-01"),
    ] {
        let asked = DeadlineAsked { length: Some(length), shift, closed, ..base.clone() };
        let answer = answer::deadline_of(&asked).expect("countable");
        assert_eq!(answer.result, json!({ "due": due }), "{length:?} {shift:?}");
    }
    let fifth = DeadlineAsked { rule: "monthly-fifth", known: date(2026, 3, 1), ..base.clone() };
    let due = |asked: &DeadlineAsked<'_>| answer::deadline_of(asked).expect("countable").result;
    assert_eq!(due(&fifth), json!({ "due": "2026-04-05" }));
    let moved = DeadlineAsked { shift: Some("next-open"), ..fifth };
    assert_eq!(due(&moved), json!({ "due": "2026-04-06" }));
    let refused = |asked: DeadlineAsked<'_>| answer::deadline_of(&asked).unwrap_err().to_string();
    let table = [
        refused(base.clone()),
        refused(DeadlineAsked { length: Some(Length::Months(1201)), ..base.clone() }),
        refused(DeadlineAsked {
            shift: Some("later"),
            length: Some(Length::Days(1)),
            ..base.clone()
        }),
        refused(DeadlineAsked { rule: "suit", shift: Some("stay"), ..base.clone() }),
        refused(DeadlineAsked {
            rule: "final-report",
            length: Some(Length::Months(1)),
            ..base.clone()
        }),
        refused(DeadlineAsked { rule: "final-report", closed: vec![date(2026, 5, 1)], ..base }),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    days is missing, a number of days, weeks, months or years
    months is out of range, allowed are 1 to 1200
    shift is none of stay, next-open, previous-open
    shift cannot be chosen for the rule suit, the law fixes the period
    months cannot be chosen for the rule final-report, the law fixes the period
    closed cannot be chosen for the rule final-report, the law fixes the period
    ");
}

#[test]
fn tells_of_the_amendment_that_waits() {
    let last = |answer: Answer| answer.steps.last().expect("a step").line(Language::Ja);
    let breach = answer::breach(r#"{"known": "2026-04-03", "special_care": true}"#);
    insta::assert_snapshot!(last(breach.expect("readable")), @"未施行の改正(2026-07-17公布): 令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない(未確認)〔個人情報保護法〕");
    let later = answer::request(r#"{"kind": "disclosure", "received": "2028-08-01"}"#);
    insta::assert_snapshot!(last(later.expect("readable")), @"2028-07-16までに施行される改正をこの計算は収録していない: 令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない(未確認)〔個人情報保護法〕");
    let request = answer::request(r#"{"kind": "disclosure", "received": "2026-04-01"}"#);
    assert!(last(request.expect("readable")).contains("未施行"));
    let written = answer::date("2026-04-01").expect("readable");
    assert!(!last(written).contains("改正"));
}

#[test]
fn answers_as_of_a_day() {
    let asked = |as_of: &str| {
        breach(&json!({
            "known": "2024-03-31", "as_of": as_of, "wrongful_purpose": true, "about_to_be_acquired": true,
        }))["classes"]
            .clone()
    };
    assert_eq!((asked("2024-03-31"), asked("2024-04-01")), (json!([]), json!([3])));
    let papers = |as_of: &str| {
        let question = json!({ "kind": "disclosure", "received": "2024-12-01", "as_of": as_of });
        let answer = answer::request(&question.to_string()).expect("readable");
        answer.result["identity_papers"].to_string()
    };
    assert!(papers("2024-12-01").contains("健康保険"));
    assert!(!papers("2026-04-01").contains("健康保険"));
    let early = answer::breach(r#"{"known": "2022-03-31", "special_care": true}"#);
    assert_eq!(early.expect("readable").summary.ja, "2022-03-31の時点の規定は収録していません");
}

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
        refused(r#"{"known": "2026-04-03", "persons": 5000, "persons_max": 10}"#),
        refused(r#"{"known": "2026-04-03", "my_number": {"persons": 2, "persons_max": 1}}"#),
        refused(r#"{"known": "2026-04-03", "pseudonymized": true, "about_to_be_acquired": true}"#),
        refused(r#"{"known": "2026-04-03", "entrusted": {"given": "2026-02-30"}}"#),
        answer::provision(r#"{"basis": "consent", "recipient": "foreign", "foreign": {"standing": "equivalent_system", "checked_on": "2026-13-01"}}"#).unwrap_err().to_string(),
        answer::provision(r#"{"basis": "consent", "recipient": "foreign", "foreign": {"country": "France"}}"#).unwrap_err().to_string(),
        answer::provision(r#"{"basis": "consent", "record": {"event": "2026-02-30"}}"#).unwrap_err().to_string(),
        answer::history(r#"{"states": []}"#).unwrap_err().to_string(),
        answer::history(r#"{"states": [{"known": "2026-04-01"}, {"known": "平成99年"}]}"#).unwrap_err().to_string(),
        answer::request(r#"{"kind": "disclosure", "received": "2026-04-01", "told": false, "explained": true}"#).unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(table.join("\n"), @"
    known is missing, a date such as 2026-04-03
    the input is not a JSON object (line 0, column 0)
    the input is not a JSON object (line 1, column 1)
    known: day 30 is out of range, allowed are 1 to 28
    known has another type, a day, not a month or a year
    known has another type, a date such as 2026-04-03
    persons is out of range, allowed are 0 to 10000000000
    persons has another type, a whole number or null
    special_care has another type, true or false
    regime is none of private, public_body
    `speciale` is not a field, allowed are known, as_of, regime, special_care, property_damage, wrongful_purpose, strongly_encrypted, about_to_be_acquired, pseudonymized, persons, persons_max, my_number, items, privacy_mark, entrusted
    my_number.persons is out of range, allowed are 0 to 10000000000
    `my_number.person` is not a field, allowed are network_system, wrongful_purpose, open_to_many, persons, persons_max
    items is none of overview, data_items, persons, cause, secondary_damage, persons_response, publication, prevention, other
    persons contradicts persons_max: 5000 persons are more than the maximum of 10
    my_number.persons contradicts my_number.persons_max: 2 persons are more than the maximum of 1
    about_to_be_acquired contradicts pseudonymized: information not yet acquired is not pseudonymized
    entrusted.given: day 30 is out of range, allowed are 1 to 28
    foreign.checked_on: month 13 is out of range, allowed are 1 to 12
    foreign.country has another type, a two-letter country code such as FR
    record.event: day 30 is out of range, allowed are 1 to 28
    states is out of range, allowed are 1 to 1000
    states[1].known: year of Heisei 99 is out of range, allowed are 1 to 31
    told contradicts explained: explaining the reason tells the refusal
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
    rule is none of final-report, preliminary-report, entrusted-notice, suit, request-alarm, provision-record, provision-batch, provision-document, foreign-check, opt-out-filing, anonymized-publication, my-number-deletion, privacy-mark-incident, privacy-mark-renewal, monthly-fifth, first-day-out, first-day-in
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
    insta::assert_snapshot!(code.explain(Language::En), @"
    valid as a My Number
    1. it has the form of a My Number (12 digits) [MIC Ordinance 85 of 2014 Art. 5]
    2. the check digit fits [MIC Ordinance 85 of 2014 Art. 5]
    3. it is an individual identification code [APPI Order Art. 1 item 9]
    4. only for tax, social security and disaster work, whatever the person consents to; delete it when the keep period ends [My Number Act Art. 19]
    5. an amendment promulgated on 2026-07-17 is not in force: the 2026 amendment (statistics without consent, children under 16, facial feature data, relaxed notice, surcharges); it is not applied (unverified) [APPI]
    ");
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

#[test]
fn explains_in_plain_words() {
    let answer = answer::deadline("final-report", date(2026, 4, 3), Some(30)).expect("known");
    insta::assert_snapshot!(answer.explain(Language::Ja), @"
    期限: 2026-05-07(令和8年5月7日)
    1. 確報: 起算の事由は2026-04-03〔個人情報保護法施行規則8条2項〕
    2. 知った日を1日目とし、土日祝も数える。最終日が閉庁日なら翌開庁日〔個人情報保護法ガイドライン(通則編)3-5-3-4〕
    3. 初日を算入する。1日目は2026-04-03〔民法140条〕
    4. 30日の期間は2026-05-02の終了で満了する〔民法141条〕
    5. 2026-05-02は土曜日、2026-05-03は憲法記念日、2026-05-04はみどりの日、2026-05-05はこどもの日、2026-05-06は振替休日のため、2026-05-07になる〔民法142条、行政機関の休日に関する法律2条、行政機関の休日に関する法律1条1項1号、国民の祝日に関する法律2条、国民の祝日に関する法律3条2項〕
    6. 未施行の改正(2026-07-17公布): 令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない(未確認)〔個人情報保護法〕
    ");
    insta::assert_snapshot!(answer.explain(Language::En), @"
    due: 2026-05-07
    1. final breach report: the event is on 2026-04-03 [APPI Rules Art. 8(2)]
    2. the day of knowing is day 1 and closed days count; a closed last day moves to the next open day [PPC Guideline (General) 3-5-3-4]
    3. the first day is counted; day 1 is 2026-04-03 [Civil Code Art. 140]
    4. 30 days end with the end of 2026-05-02 [Civil Code Art. 141]
    5. 2026-05-02 is closed (Saturday), 2026-05-03 is closed (Constitution Memorial Day), 2026-05-04 is closed (Greenery Day), 2026-05-05 is closed (Children's Day), 2026-05-06 is closed (substitute holiday), so it moves to 2026-05-07 [Civil Code Art. 142, Administrative Organs' Holidays Act Art. 2, Administrative Organs' Holidays Act Art. 1(1) item 1, National Holidays Act Art. 2, National Holidays Act Art. 3(2)]
    6. an amendment promulgated on 2026-07-17 is not in force: the 2026 amendment (statistics without consent, children under 16, facial feature data, relaxed notice, surcharges); it is not applied (unverified) [APPI]
    ");
}
