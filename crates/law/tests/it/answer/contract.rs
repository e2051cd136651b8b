//! The results that others rely on, exactly.

use jiff::civil::date;
use law::Language;
use law::answer::{self, DeadlineAsked, Length};
use serde_json::json;

use super::breach;

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
    shift cannot be chosen: the law fixes the period of suit
    months cannot be chosen: the law fixes the period of final-report
    closed cannot be chosen: the law fixes the period of final-report
    ");
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
    let said = |text| answer::date(text).expect("readable").explain(Language::Ja);
    let table = [said("2026-05-06"), said("R8.5.15"), said("2027-03-31"), said("2032年9月21日")];
    insta::assert_snapshot!(table.join("\n"), @"
    2026-05-06(令和8年5月6日)
    1. 2026-05-06は令和8年5月6日〔元号法〕
    2. 2026-05-06は閉庁日(振替休日)〔国民の祝日に関する法律3条2項〕
    3. 年度が4月に始まるなら令和8年度第1四半期(2026-04-01から2026-06-30)
    2026-05-15(令和8年5月15日)
    1. 2026-05-15は令和8年5月15日〔元号法〕
    2. 2026-05-15は開庁日〔行政機関の休日に関する法律1条〕
    3. 年度が4月に始まるなら令和8年度第1四半期(2026-04-01から2026-06-30)
    2027-03-31(令和9年3月31日)
    1. 2027-03-31は令和9年3月31日〔元号法〕
    2. 2027-03-31は開庁日〔行政機関の休日に関する法律1条〕
    3. 年度が4月に始まるなら令和8年度第4四半期(2027-01-01から2027-03-31)
    2032-09-21(令和14年9月21日)
    1. 2032-09-21は令和14年9月21日〔元号法〕
    2. 2032-09-21は閉庁日(国民の休日)(未確認)〔国民の祝日に関する法律3条3項〕
    3. 年度が4月に始まるなら令和14年度第2四半期(2032-07-01から2032-09-30)
    ");
    assert!(!said("1900-01-01").contains("庁日"));
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
