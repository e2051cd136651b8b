//! 法令計算 as staff use it: each page is asked by its form, answers with articles, and says what is wrong beside the field.

use axum::http::StatusCode;

use crate::{
    screens::{Browser, Filled, Page},
    support::Office,
};

/// The pages of the calculators.
const PAGES: [&str; 12] = [
    "/law",
    "/law/breach",
    "/law/history",
    "/law/draft",
    "/law/number",
    "/law/date",
    "/law/provision",
    "/law/request",
    "/law/consent",
    "/law/measures",
    "/law/retention",
    "/law/list",
];

async fn asked(browser: &Browser<'_>, path: &str, answers: &[(&str, &str)]) -> Page {
    let mut serializer = form_urlencoded::Serializer::new(String::new());
    let query = serializer.extend_pairs(answers).finish();
    browser.get(&format!("{path}?{query}")).await
}

#[tokio::test]
async fn every_calculator_opens_empty_in_both_languages() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    for path in PAGES {
        for reader in [&browser, &browser.in_english()] {
            let page = reader.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(!page.html.contains("id=\"result\""), "{path}");
            // Each links to all.
            assert!(PAGES.iter().all(|other| page.html.contains(&format!("href=\"{other}\""))));
        }
    }
}

#[tokio::test]
async fn a_deadline_is_explained_with_its_articles() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    let report = [("rule", "final-report"), ("known", "R8.4.3"), ("days", "３０")];
    let page = asked(&browser, "/law", &report).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("令和8年5月7日"), "{text}");
    assert!(text.contains("個人情報保護法施行規則8条2項"), "{text}");
    assert!(text.contains("未施行の改正"), "{text}");
    let counted = [
        ("rule", "first-day-out"),
        ("known", "2026-04-01"),
        ("days", "1"),
        ("unit", "months"),
        ("shift", "next-open"),
        ("closed", "2026-05-01"),
    ];
    assert!(asked(&browser, "/law", &counted).await.text().contains("令和8年5月7日"));
    let missing = asked(&browser, "/law", &[("rule", "first-day-out"), ("known", "R8.4.1")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(missing.problems(), @"f-days: 記入してください");
    let wrong = [("rule", "suit"), ("known", "2026-02-30")];
    let japanese = asked(&browser, "/law", &wrong).await.problems();
    let english = asked(&browser.in_english(), "/law", &wrong).await.problems();
    insta::assert_snapshot!([japanese, english].join("\n"), @"
    f-known: 日が30です。1から28までで書いてください
    f-known: Day 30 is out of range, allowed are 1 to 28
    ");
}

#[tokio::test]
async fn a_breach_is_judged_drafted_and_told_to_the_mark() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    let case = [("known", "2026-04-01"), ("regime", "private"), ("facts", "special_care")];
    let marked = [&case[..], &[("privacy_mark", "yes")]].concat();
    let page = asked(&browser, "/law/breach", &marked).await.text();
    assert!(page.contains("令和8年4月30日") && page.contains("付与機関への確報の期限"), "{page}");
    let draft = [&case[..], &[("report", "notice"), ("texts_overview", "誤送付")]].concat();
    let draft = draft.into_iter().fold(Filled::default(), |it, (name, value)| it.add(name, value));
    let page = browser.post("/law/draft", &draft).await.text();
    assert!(page.contains("個人データの漏えい等に関するお知らせ") && page.contains("誤送付"));
    let contradiction = [("known", "2026-04-01"), ("persons", "20"), ("persons_max", "10")];
    let page = asked(&browser, "/law/breach", &contradiction).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(page.problems(), @"f-persons: 本人の数20が最大数10より多い");
}

#[tokio::test]
async fn all_that_is_wrong_is_named_at_once() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    let cases: [(&str, &[(&str, &str)]); 8] = [
        ("/law", &[("days", "x"), ("closed", "x"), ("as_of", "x")]),
        ("/law/breach", &[("persons", "x"), ("persons_max", "x"), ("as_of", "x")]),
        (
            "/law/history",
            &[("states.0.persons", "x"), ("states.2.known", "x"), ("states.2.persons", "x")],
        ),
        ("/law/request", &[("received", "x"), ("fee_yen", "x"), ("as_of", "x")]),
        ("/law/consent", &[("age_years", "x"), ("as_of", "x")]),
        (
            "/law/measures",
            &[("kind", "safety"), ("employees", "x"), ("persons", "x"), ("as_of", "x")],
        ),
        ("/law/retention", &[("event", "x"), ("retained_years", "x"), ("as_of", "x")]),
        ("/law/list", &[("as_of", "x")]),
    ];
    let mut told = Vec::new();
    for (path, answers) in cases {
        let problems = asked(&browser, path, answers).await.problems();
        let mut fields: Vec<_> =
            problems.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
        fields.sort_unstable();
        told.push(format!("{path} {}", fields.join(" ")));
    }
    insta::assert_snapshot!(told.join("\n"), @"
    /law f-as_of f-closed f-days f-known f-rule
    /law/breach f-as_of f-known f-persons f-persons_max
    /law/history f-states-0-known f-states-0-persons f-states-2-known f-states-2-persons
    /law/request f-as_of f-fee_yen f-kind f-received
    /law/consent f-act f-age_years f-as_of
    /law/measures f-as_of f-employees f-persons
    /law/retention f-as_of f-event f-kind f-retained_years
    /law/list f-as_of f-name
    ");
    // What would be wrong only if the rest were right is not guessed at.
    let page = asked(&browser, "/law", &[("rule", "suit"), ("days", "5"), ("known", "x")]).await;
    assert!(page.problems().starts_with("f-known") && page.problems().lines().count() == 1);
}

#[tokio::test]
async fn a_breach_is_followed_as_more_becomes_known() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    let passed = [
        ("regime", "private"),
        ("states.0.known", "R8.4.1"),
        ("states.0.persons", "900"),
        ("states.1.known", "R8.4.10"),
        ("states.1.persons", "1,200"),
    ];
    let page = asked(&browser, "/law/history", &passed).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.problems());
    let text = page.text();
    assert!(text.contains("4号： 令和8年4月10日"), "{text}");
    assert!(text.contains("令和8年5月11日"), "{text}");
    // What was entered stays, and there is room for one more state.
    assert!(
        page.html.contains("name=\"states.1.persons\" id=")
            || page.html.contains("value=\"1,200\"")
    );
    assert!(page.html.contains("name=\"states.2.known\"") && !page.html.contains("states.3."));
    // A wrongful purpose found later, in a state behind an empty one.
    let found = [
        ("states.0.known", "R8.4.1"),
        ("states.0.facts", "special_care"),
        ("states.1.known", ""),
        ("states.2.known", "R8.4.20"),
        ("states.2.facts", "special_care"),
        ("states.2.facts", "wrongful_purpose"),
    ];
    let text = asked(&browser, "/law/history", &found).await.text();
    assert!(text.contains("令和8年6月1日") && text.contains("未確認"), "{text}");
    let english = asked(&browser.in_english(), "/law/history", &found).await.text();
    assert!(english.contains("item 3 from"), "{english}");
    let wrong = [("states.0.known", "R8.4.1"), ("states.2.known", "2026-02-30")];
    let page = asked(&browser, "/law/history", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(page.problems(), @"f-states-2-known: 日が30です。1から28までで書いてください");
    let empty = asked(&browser, "/law/history", &[("regime", "private")]).await;
    insta::assert_snapshot!(empty.problems(), @"f-states-0-known: 記入してください");
    let many = asked(&browser, "/law/history", &[("states.99999999.known", "R8.4.1")]).await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_way_out_the_holding_and_what_is_past_its_use_are_asked_too() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    for (path, answers, expected) in [
        (
            "/law/breach",
            vec![
                ("known", "2026-04-03"),
                ("items", "overview"),
                ("entrusted", "yes"),
                ("entrusted_given", "2026-04-05"),
                ("entrusted_items", "overview"),
            ],
            "自らの報告を免れるか はい",
        ),
        (
            "/law/request",
            vec![("kind", "disclosure"), ("received", "R8.4.1"), ("holding_authority", "no")],
            "保有個人データに当たらないため",
        ),
        (
            "/law/request",
            vec![("kind", "disclosure"), ("received", "R8.4.1"), ("knowable", "operator")],
            "知り得る状態",
        ),
        (
            "/law/retention",
            vec![
                ("kind", "tax_declaration"),
                ("kept_until", "2026-03-31"),
                ("my_number", "yes"),
                ("as_of", "2026-04-01"),
            ],
            "番号法20条",
        ),
    ] {
        let page = asked(&browser, path, &answers).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.problems());
        assert!(page.text().contains(expected), "{path}: {}", page.text());
    }
    let early = [("known", "2026-04-03"), ("entrusted_given", "2026-04-02")];
    let page = asked(&browser, "/law/breach", &early).await;
    insta::assert_snapshot!(page.problems(), @"f-entrusted_given: 委託元への通知（令和8年4月2日）が、知った日（令和8年4月3日）より前です");
}

#[tokio::test]
async fn a_number_is_posted_and_never_shown_whole() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    let form = Filled::default().add("kind", "payment-card").add("number", "4111111111111112");
    let page = browser.post("/law/number", &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("検査数字が合わないため"));
    assert!(!page.html.contains("4111111111111112"));
    let by_address = [("kind", "my-number"), ("number", "123456789018")];
    let page = asked(&browser, "/law/number", &by_address).await;
    assert!(!page.html.contains("id=\"result\""));
}

#[tokio::test]
async fn provisions_requests_consent_measures_and_periods_are_answered() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    for (path, answers, expected) in [
        ("/law/date", vec![("date", "令和元年5月")], "令和元年5月1日"),
        (
            "/law/provision",
            vec![("basis", "consent"), ("recipient", "foreign"), ("foreign_country", "FR")],
            "指定国",
        ),
        (
            "/law/request",
            vec![("kind", "erasure"), ("received", "2026-04-01"), ("refusal", "too_hard")],
            "個人情報保護法35条7項",
        ),
        ("/law/consent", vec![("act", "acquire_special_care")], "個人情報保護法20条2項"),
        ("/law/measures", vec![("kind", "anonymized_provision")], "個人情報保護法43条4項"),
        (
            "/law/retention",
            vec![("kind", "receipt_batch"), ("event", "2026-04-01")],
            "個人情報保護法施行規則25条2号",
        ),
        ("/law/list", vec![("name", "stop_grounds")], "個人情報保護法35条5項"),
    ] {
        let page = asked(&browser, path, &answers).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text().contains(expected), "{path}: {}", page.text());
    }
    let folded =
        asked(&browser, "/law/provision", &[("basis", "consent"), ("foreign_country", "FR")]);
    assert!(folded.await.html.contains("<details open><summary>外国にある第三者"));
    let marked = [("known", "2026-04-03"), ("privacy_mark_facts", "otherwise_grave")];
    let marked = asked(&browser, "/law/breach", &marked).await;
    assert!(marked.text().contains("プライバシーマーク"), "{}", marked.text());
    assert!(marked.html.split("id=\"result\"").nth(1).unwrap().contains("プライバシーマーク"));
    let listed = asked(&browser, "/law/list", &[("name", "public_body_report_items")]).await.text();
    assert!(listed.contains("概要 未確認") && !listed.contains("overview"), "{listed}");
    let days = asked(&browser, "/law/list", &[("name", "holidays"), ("as_of", "2026-05-01")]).await;
    assert!(days.text().contains("みどりの日 （令和8年5月4日）"), "{}", days.text());
    for (path, answers, field) in [
        ("/law/date", vec![("date", "2026-02-30")], "date"),
        ("/law/request", vec![("kind", "erasure"), ("received", "平成99年")], "received"),
        (
            "/law/provision",
            vec![
                ("basis", "consent"),
                ("recipient", "foreign"),
                ("foreign_standing", "equivalent_system"),
                ("foreign_checked_on", "2026-13-01"),
            ],
            "foreign_checked_on",
        ),
        (
            "/law/provision",
            vec![("basis", "entrustment"), ("recipient", "domestic"), ("foreign_country", "US")],
            "recipient",
        ),
        ("/law/consent", vec![("act", "use_beyond_purpose"), ("age_years", "-1")], "age_years"),
        ("/law/retention", vec![("kind", "stress_check"), ("event", "2026-02-30")], "event"),
    ] {
        let page = asked(&browser, path, &answers).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(page.problems().contains(field), "{path}: {}", page.problems());
    }
}
