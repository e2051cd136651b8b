//! Refusals: each names the field and what is allowed.

use jiff::civil::date;
use law::answer::{self, AnswerError};

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
        answer::provision(r#"{"basis": "entrustment", "foreign": {"country": "US"}}"#).unwrap_err().to_string(),
        answer::provision(r#"{"basis": "consent", "opt_out": {"filed": true}}"#).unwrap_err().to_string(),
        answer::provision(r#"{"basis": "consent", "joint_use": {}}"#).unwrap_err().to_string(),
        answer::provision(r#"{"basis": "consent", "referable": {"consent_confirmed": true}}"#).unwrap_err().to_string(),
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
    recipient contradicts foreign: facts of a foreign country belong to another recipient
    basis contradicts opt_out: facts of an opt-out stand on another basis
    basis contradicts joint_use: facts of a joint use stand on another basis
    content contradicts referable: facts of personally referable information belong to other content
    record.event: day 30 is out of range, allowed are 1 to 28
    states is out of range, allowed are 1 to 1000
    states[1].known: year of Heisei 99 is out of range, allowed are 1 to 31
    told contradicts explained: explaining the reason tells the refusal
    ");
}

#[test]
fn names_the_range_of_the_field_and_not_of_another() {
    let table = [
        answer::retention(r#"{"kind": "stress_check", "retained_years": -1}"#),
        answer::retention(r#"{"kind": "stress_check", "retained_years": 201}"#),
        answer::safety(r#"{"employees": -3}"#),
        answer::consent(r#"{"act": "use_beyond_purpose", "age_years": -3}"#),
        answer::breach(
            r#"{"known": "2026-04-03", "entrusted": {"given": "2026-04-02", "items": []}}"#,
        ),
    ]
    .map(|refused| refused.unwrap_err().to_string());
    insta::assert_snapshot!(table.join("\n"), @"
    retained_years is out of range, allowed are 0 to 200
    retained_years is out of range, allowed are 0 to 200
    employees is out of range, allowed are 0 to 10000000
    age_years is out of range, allowed are 0 to 150
    entrusted.given contradicts known: the notice of 2026-04-02 is before the day of knowing 2026-04-03
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
    days cannot be chosen: the law fixes the period of suit
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
