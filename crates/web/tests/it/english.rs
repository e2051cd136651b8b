//! A page read in English holds no Japanese but what the office itself wrote.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    screens::Browser,
    support::{Office, REGISTER, register_fields},
};

/// Names that the office gave.
const NAMES: [&str; 14] = [
    "一般社団法人 見本協会",
    "総務部",
    "会員サービス課",
    "研修課",
    "見本 太郎",
    "髙﨑 𠮷子",
    "見本 花子",
    "研修 次郎",
    "管理 一郎",
    "渡邉 槇",
    "業務の見本",
    // As stamps have them.
    "会員サ",
    "見本",
    "髙﨑",
];
/// What is Japanese in either language: the way to the Japanese pages, and spellings that show how a date may be written.
const BOTH: [&str; 7] =
    ["日本語", "約120", "不明", "令和8年5月15日", "令8", "規程", "（Shift_JIS）"];

fn is_japanese(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// What is Japanese on a page and not the office's own.
async fn foreign(browser: &Browser<'_>, path: &str, own: &[String]) -> Vec<String> {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    let text = own.iter().fold(page.text(), |text, own| text.replace(own.as_str(), "·"));
    // Clauses are cited as the source numbers them, `J.2.3.1会長②` too.
    let words = text
        .split_whitespace()
        .filter(|word| word.chars().any(is_japanese) && !word.starts_with("J."));
    let mut found: Vec<_> = words.map(|word| format!("{path}: {word}")).collect();
    found.dedup();
    found
}

#[tokio::test]
async fn every_page_is_english_where_english_is_asked_for() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await.in_english();
    let administrator = office.browse(&office.administrator, "kanri").await.in_english();
    let (in_force, draft) = (office.in_force(1).await, office.draft(2).await);
    let body = json!({"form": "handling_application", "fields": {"work_name": "業務の見本"}});
    office.post(&office.staff, "/records", &body).await;
    let mut own: Vec<String> = [1, 2]
        .into_iter()
        .flat_map(|n| register_fields(n).into_iter())
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
        .collect();
    // A clause is cited as its source numbers it, in either language.
    own.extend(office.clause_ids());
    own.extend(NAMES.iter().chain(&BOTH).map(ToString::to_string));
    own.sort_by_key(|text| std::cmp::Reverse(text.len()));

    // The rules are shown as they are written, in both languages: they are left out here.
    let mut found = Vec::new();
    for path in [
        "/".to_owned(),
        "/queue".to_owned(),
        "/forms".to_owned(),
        format!("/forms/{REGISTER}/new"),
        format!("/registers/{REGISTER}"),
        format!("/registers/{REGISTER}?state=all"),
        format!("/registers/{REGISTER}?state=draft"),
        "/registers/risk_assessment".to_owned(),
        format!("/records/{in_force}"),
        format!("/records/{draft}"),
        format!("/records/{draft}/edit"),
        "/account".to_owned(),
        "/evidence".to_owned(),
        "/regulation".to_owned(),
        "/regulation/forms".to_owned(),
        format!("/regulation/forms/{REGISTER}"),
        "/regulation/check".to_owned(),
        "/regulation/clauses/J.3.1.1(3)".to_owned(),
    ] {
        found.extend(foreign(&hanako, &path, &own).await);
    }
    for path in [
        "/",
        "/organization",
        "/organization/members",
        "/organization/offices",
        "/organization/chart",
    ] {
        found.extend(foreign(&administrator, path, &own).await);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
