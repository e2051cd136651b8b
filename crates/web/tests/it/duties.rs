//! Pages about duties: what a person reads, does and is refused; the same through the API.

use axum::http::StatusCode;
use jiff::civil::date;
use serde_json::Value;

use crate::{screens::Filled, support::Office};

/// Moves the clock to 10:00 in Tokyo of a day.
fn turn_to(office: &Office, year: i16, month: i8, day: i8) {
    let at = date(year, month, day).at(10, 0, 0, 0).in_tz("Asia/Tokyo").unwrap();
    office.app.clock().set(at.timestamp());
}

/// The address behind a link on a page.
fn link(html: &str, duty: &str) -> String {
    let from = html.find(&format!("/duties/item/{duty}~")).unwrap();
    html[from..].split(['"', '#']).next().unwrap().to_owned()
}

/// The office on 令和9年1月10日: what was due by the end of the year is late.
async fn late() -> Office {
    let office = Office::open().await;
    turn_to(&office, 2027, 1, 10);
    office
}

#[tokio::test]
async fn a_handler_reads_what_is_late_and_why_and_begins_it() {
    let office = late().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let home = hanako.get("/").await;
    assert!(home.text().contains("機器と執務室の安全点検"), "{}", home.text());
    let list = hanako.get("/duties?state=late").await;
    assert!(
        list.text().contains("令和8年12月31日") && list.text().contains("10日遅れ"),
        "{}",
        list.text()
    );
    let address = link(&list.html, "device_check");
    let item = hanako.get(&address).await;
    let reason = "3か月ごと：2026-10-01から2026-12-31まで";
    assert!(item.text().contains(reason), "{}", item.text());
    assert!(item.text().contains("会員サービス課"));
    let begun = hanako.post(&format!("{address}/begin"), &Filled::default()).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    assert!(hanako.get(&begun.location).await.text().contains("機器の安全点検表"));
}

#[tokio::test]
async fn a_handler_confirms_by_hand_and_is_told_what_lacks() {
    let office = Office::open().await;
    turn_to(&office, 2027, 3, 10);
    let hanako = office.browse(&office.staff, "hanako").await;
    let address = link(&hanako.get("/duties").await.html, "review_holdings");
    let form = hanako.get(&address).await.form(&format!("{address}/notes"));
    let refused =
        hanako.post(&format!("{address}/notes"), &form.clone().add("act", "confirm")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("内容を書いてください"), "{}", refused.text());
    let done = form.set("comment", "すべて見直した").add("act", "confirm");
    let done = hanako.post(&format!("{address}/notes"), &done).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, address.as_str()));
    let after = hanako.get(&address).await;
    assert!(
        after.text().contains("令和9年3月10日に確認") && after.text().contains("すべて見直した")
    );
    assert!(!hanako.get("/duties").await.html.contains(&address));
    assert!(hanako.get("/duties?state=done").await.html.contains(&address));
}

#[tokio::test]
async fn a_manager_sees_delays_by_unit_and_person_and_waives_one() {
    let office = late().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let address = link(&hanako.get("/duties").await.html, "device_check");
    let form = hanako.get(&address).await.form(&format!("{address}/notes"));
    let asked = form.set("reason", "機器をすべて返した").add("act", "ask");
    assert_eq!(
        hanako.post(&format!("{address}/notes"), &asked).await.status,
        StatusCode::SEE_OTHER
    );
    // She may not answer herself.
    let own = Filled::default().add("act", "approve").add("comment", "");
    let own = hanako.post(&format!("{address}/notes"), &own).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    let overview = yoshiko.get("/duties/overview").await;
    assert!(overview.text().contains("会員サービス課") && overview.text().contains("見本 花子"));
    let unit = format!("/duties?whose=all&amp;unit={}", office.units.members);
    assert!(overview.html.contains(&unit), "{}", overview.html);
    assert!(yoshiko.get("/").await.text().contains("機器をすべて返した"));
    let form = yoshiko.get(&address).await.form(&format!("{address}/notes")).add("act", "approve");
    let waived = yoshiko.post(&format!("{address}/notes"), &form).await;
    assert_eq!(waived.status, StatusCode::SEE_OTHER);
    assert!(hanako.get(&address).await.text().contains("令和9年1月10日に免除"));
    assert_eq!(yoshiko.get("/duties/item/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_year_shows_what_is_done_due_and_late_not_by_colour_alone() {
    let office = late().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let year = yoshiko.get("/regulation/year?year=2026").await;
    assert!(year.html.contains("data-mark=\"late\">▲遅"), "{}", year.html);
    assert!(year.html.contains("data-mark=\"due\">○"));
    let before = yoshiko.get("/regulation/year?year=2020").await;
    assert!(!before.html.contains("data-mark"));
}

#[tokio::test]
async fn everything_is_there_in_english_and_empty_lists_say_what_belongs_there() {
    let office = late().await;
    let nobody = office.browse(&office.administrator, "kanri").await.in_english();
    let list = nobody.get("/duties?state=done").await;
    assert!(list.text().contains("Nothing here"), "{}", list.text());
    let yoshiko = office.browse(&office.manager, "yoshiko").await.in_english();
    let list = yoshiko.get("/duties?whose=all&state=late").await;
    assert!(list.text().contains("days late") && list.text().contains("Safety inspection"));
}

#[tokio::test]
async fn the_api_lists_the_same_duties_with_the_same_filters() {
    let office = late().await;
    let of =
        async |query: &str| office.get(&office.staff, &format!("/duties?{query}")).await.json();
    let late = of("state=late").await;
    let late: Vec<&Value> = late["duties"].as_array().unwrap().iter().collect();
    assert!(late.iter().all(|it| it["state"] == "late"));
    let check = late.iter().find(|it| it["title"] == "機器と執務室の安全点検").unwrap();
    assert_eq!((&check["due"], &check["form"]), (&"2026-12-31".into(), &"device_check".into()));
    assert_eq!(check["members"], serde_json::json!([office.staff.actor.member.to_string()]));
    let page = office.browse(&office.staff, "hanako").await;
    let item = format!("/duties/item/{}", check["name"].as_str().unwrap());
    assert_eq!(page.get(&item).await.status, StatusCode::OK);
    let none = of("state=late&programme=audit&whose=mine").await;
    assert_eq!(none["duties"], serde_json::json!([]));
    let wrong = office.get(&office.staff, "/duties?state=never&whose=theirs").await;
    let refusal = wrong.refusal();
    assert!(refusal.starts_with("422 invalid\n") && refusal.contains("whose"), "{refusal}");
    assert!(refusal.contains("`late`、`open`、`upcoming`、`done`"), "{refusal}");
}

#[tokio::test]
async fn an_administrator_sees_the_work_of_the_server_and_tries_again_what_was_given_up() {
    let office = late().await;
    let kanri = office.browse(&office.administrator, "kanri").await;
    assert!(kanri.get("/jobs").await.text().contains("まだ何もありません"));
    // A mail server that is not there.
    let plan = app::mail::MailPlan {
        server: "127.0.0.1".to_owned(),
        port: 1,
        protection: app::mail::Protection::None,
        login: None,
        from: "kitei@mihon.example".to_owned(),
        address: "https://kitei.mihon.example".to_owned(),
        hours: (0, 24),
        language: regulation::Language::Ja,
    };
    let mailer = app::mail::Mailer::new(plan).unwrap();
    let midnight = date(2027, 1, 12).at(0, 10, 0, 0).in_tz("Asia/Tokyo").unwrap().timestamp();
    for minutes in [0, 2, 8, 25, 90, 215, 460, 950] {
        office.app.clock().set(midnight + jiff::SignedDuration::from_mins(minutes));
        office.app.do_jobs(&mailer).await.unwrap();
    }
    let kanri = office.browse(&office.administrator, "kanri").await;
    let page = kanri.get("/jobs").await;
    assert!(page.text().contains("no connection"), "{}", page.text());
    let action = page.html.split("action=\"/jobs/").nth(1).unwrap().split('"').next().unwrap();
    let hanako = office.browse(&office.staff, "hanako").await;
    let path = format!("/jobs/{action}");
    assert_eq!(hanako.post(&path, &Filled::default()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kanri.post(&path, &Filled::default()).await.status, StatusCode::SEE_OTHER);
    assert!(!kanri.get("/jobs").await.html.contains(&path));
    assert_eq!(hanako.get("/jobs").await.status, StatusCode::NOT_FOUND);
}
