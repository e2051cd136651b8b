//! A page read in English holds no Japanese but what the office itself wrote.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    screens::{self, Browser},
    support::{Office, REGISTER, register_fields},
    visitor::{Visitor, text},
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
    foreign_words(page.text(), path, own)
}

fn foreign_words(text: String, path: &str, own: &[String]) -> Vec<String> {
    let text = own.iter().fold(text, |text, own| text.replace(own.as_str(), "·"));
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

    // The rules are shown as they are written, with their messages in both languages: they are left out here. The pages of
    // the law have a test of their own.
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
        "/backups",
    ] {
        found.extend(foreign(&administrator, path, &own).await);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A register with everything that an import asks about: a class and a way of storage that are none of the choices, somebody
/// who is not on the list, counts that are missing or no numbers.
const REGISTER_FILE: &str = "分類,取得する書類,個人情報の項目,利用目的,保管場所,保管方法,アクセス権限者,利用期限,保管期限,廃棄方法,件数\n\
    会員情報,入会申込書,氏名,会費請求,書庫,書面・棚,見本花子,退会時,退会後3年,シュレッダー,120件\n\
    そのほか,履歴書,氏名,採用選考,書庫,書面,だれか,退職時,退職後3年,シュレッダー,\n\
    会員情報,名札,氏名,受付,書庫,書面,見本花子、例 余所子,退会時,退会後3年,焼く,たくさん\n";
/// Members with a unit that is not there, a date that does not exist, and somebody who stands there twice.
const MEMBERS_FILE: &str = "社員番号,氏名,フリガナ,所属,役職,メール,入職日\n\
    001,例 一子,レイ,総務部,課長,x@mihon.example,H31.5.1\n\
    002,例 二子,れい,ない課,主任,not a mail,令和8年13月40日\n\
    001,例 三子,レイ,総務部,,y@mihon.example,2020/4/1\n";

#[tokio::test]
async fn importing_is_english_where_english_is_asked_for() {
    let office = Office::open().await;
    let mut staff = Visitor::member(&office, &office.staff, "hanako").await;
    let mut keeper = Visitor::administrator(&office).await;
    let cells = [REGISTER_FILE, MEMBERS_FILE].map(|file| file.split([',', '\n']));
    let mut own: Vec<String> = cells.into_iter().flatten().map(str::to_owned).collect();
    own.extend(office.clause_ids());
    own.extend(NAMES.iter().chain(&BOTH).map(ToString::to_string));
    // Lists are shown item by item, and cells without the blanks that a name has.
    own.extend(own.clone().iter().flat_map(|cell| cell.split(['・', '、']).map(str::to_owned)));
    // The choice of the heading row shows the beginning of each row, cut off.
    own.extend(["保管", "見", "見本花子、例 余"].map(str::to_owned));
    own.retain(|text| !text.trim().is_empty());
    own.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut found = Vec::new();
    for (visitor, target, file) in
        [(&mut staff, REGISTER, REGISTER_FILE), (&mut keeper, "members", MEMBERS_FILE)]
    {
        visitor.cookies.push(("kitei_language".to_owned(), "en".to_owned()));
        let bytes = file.as_bytes();
        let texts = [("target", target)];
        let begun = visitor.upload("/imports", &texts, ("file", "a.csv", bytes));
        let run = begun.await.header("location").to_owned();
        assert!(run.starts_with("/imports/"), "{run}");
        let mut told = Vec::new();
        for wrong in [&b"\x89PNG\r\n\x1a\n"[..], b"", b"PK\x03\x04", b"\xff\xfe\xfa\x00"] {
            let reply = visitor.upload("/imports", &texts, ("file", "b.csv", wrong));
            told.push(("a wrong file".to_owned(), reply.await));
        }
        for path in [
            "/imports".to_owned(),
            format!("/imports/new?target={target}"),
            run.clone(),
            format!("{run}/rows"),
            format!("{run}/rows?only=doubtful"),
        ] {
            let reply = visitor.open(&path).await;
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", text(&reply));
            told.push((path, reply));
        }
        let refused = visitor.send(&format!("{run}/run"), &[("act", "import")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        told.push((format!("{run}/run"), refused));
        // What cannot be mended here is left out; the rest is imported.
        for row in ["3", "4"] {
            let skip = format!("skip:{row}:");
            visitor.send(&format!("{run}/rows"), &[("act", &skip)]).await;
        }
        visitor.send(&format!("{run}/run"), &[("act", "import")]).await;
        told.push((run.clone(), visitor.open(&run).await));
        for (path, reply) in told {
            let page = screens::text(&text(&reply));
            found.extend(foreign_words(page, &path, &own));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
