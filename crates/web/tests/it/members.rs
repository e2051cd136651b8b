//! Members and units: logins for many at once, and two people who change the same thing.

use axum::http::StatusCode;

use crate::{
    screens::{Browser, Filled},
    support::Office,
};

#[tokio::test]
async fn many_members_get_their_first_passwords_on_one_sheet() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let path = "/organization/members/logins";
    let page = administrator.get(path).await;
    let mut form = page.form(path);
    let (staff, trainer) = (office.staff.actor.member, office.trainer.actor.member);
    form.0.retain(|(name, _)| name != "member");
    let form = form
        .set(&format!("login.{staff}"), "hanako")
        .set(&format!("login.{trainer}"), "with blank")
        .add("member", &staff.to_string())
        .add("member", &trainer.to_string());
    let sheet = administrator.post(path, &form).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.read("refusal").contains("研修 次郎 with blank"), "{}", sheet.text());
    // The password on the slip opens the door, and nobody is offered who has one.
    let slip = sheet.html.split("class=\"slips\"").nth(1).unwrap();
    let codes: Vec<_> = slip.split("translate=\"no\">").skip(1).collect();
    let [login, password] = [0, 1].map(|at| codes[at].split('<').next().unwrap());
    assert_eq!(login, "hanako");
    assert!(office.app.sign_in(login, password).await.is_ok());
    assert!(!administrator.get(path).await.html.contains(&format!("login.{staff}")));
    // It is for those who keep the members.
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    assert_eq!(yoshiko.get(path).await.status, StatusCode::NOT_FOUND);
}

/// Two forms opened at the same time, the first of them sent with a change.
async fn overtaken(browser: &Browser<'_>, path: &str, name: &str, value: &str) -> Filled {
    let [first, second] = [browser.get(path).await.form(path), browser.get(path).await.form(path)];
    let saved = browser.post(path, &first.set(name, value)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    second
}

#[tokio::test]
async fn who_changes_a_member_second_gets_both_versions_and_loses_nothing() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let path = format!("/organization/members/{}", office.staff.actor.member);
    let late = overtaken(&administrator, &path, "post", "課長").await;
    let late = late.set("kana", "ミホン ハナコ").set("post", "主任");
    let both = administrator.post(&path, &late).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let told = both.read("table versions");
    let (different, same) = told.split_once("同じ内容の項目（7）").unwrap();
    insta::assert_snapshot!(different, @"違いのある項目 項目 あなたの入力 保存されている内容 フリガナ 違いがあります ミホン ハナコ こちらを使う （記入なし） こちらを使う 役職 違いがあります 主任 こちらを使う 課長 こちらを使う");
    assert!(same.contains("見本 花子 見本 花子"), "{same}");
    // What was not touched stays as the other one saved it; what both changed is mine unless I choose otherwise.
    let form = both.form(&path);
    assert_eq!((form.get("take.kana"), form.get("take.post")), ("left", "left"));
    let done = administrator.post(&path, &form.set("take.post", "right")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let now = administrator.get(&path).await.form(&path);
    assert_eq!((now.get("kana"), now.get("post")), ("ミホン ハナコ", "課長"));
}

#[tokio::test]
async fn another_change_of_the_organization_is_in_nobodys_way() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let [one, other] = [&office.staff, &office.trainer]
        .map(|person| format!("/organization/members/{}", person.actor.member));
    let opened = administrator.get(&one).await.form(&one);
    let elsewhere = administrator.get(&other).await.form(&other).set("post", "課長");
    assert_eq!(administrator.post(&other, &elsewhere).await.status, StatusCode::SEE_OTHER);
    let saved = administrator.post(&one, &opened.set("post", "主任")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_date_that_cannot_be_read_does_not_hide_that_somebody_was_faster() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let path = format!("/organization/members/{}", office.staff.actor.member);
    let late = overtaken(&administrator, &path, "post", "課長").await;
    let again = administrator.post(&path, &late.set("joined_on", "いつか")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mended = again.form(&path).set("joined_on", "H20.10.1");
    assert_eq!(administrator.post(&path, &mended).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn who_changes_a_unit_second_gets_both_versions_and_loses_nothing() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let path = format!("/organization/units/{}", office.units.training);
    let late = overtaken(&administrator, &path, "name", "研修第一課").await;
    let late = late.set("parent", &office.units.affairs.to_string());
    let both = administrator.post(&path, &late).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let told = both.read("table versions");
    assert!(told.contains("研修第一課") && told.contains("総務部"), "{told}");
    let done = administrator.post(&path, &both.form(&path)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let now = administrator.get(&path).await.form(&path);
    let parent = office.units.affairs.to_string();
    assert_eq!((now.get("name"), now.get("parent")), ("研修第一課", parent.as_str()));
}

#[tokio::test]
async fn members_are_of_the_kinds_that_the_regulation_tells_apart() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let path = format!("/organization/members/{}", office.staff.actor.member);
    let form = administrator.get(&path).await.form(&path);
    let wrong = administrator.post(&path, &form.clone().set("kind", "robot")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("職員の種類は、次のどれかです：役員、職員"), "{}", wrong.text());
    let saved = administrator.post(&path, &form.set("kind", "dispatched")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let name = "見本 花子";
    let dispatched = administrator.get("/organization/members?kind=dispatched").await;
    assert!(dispatched.read("#members").contains(name), "{}", dispatched.text());
    assert!(dispatched.read("#members").contains("派遣労働者"));
    let employees = administrator.get("/organization/members?kind=employee").await;
    assert!(!employees.text().contains(name), "{}", employees.text());
    let csv = administrator.get("/organization/members/export.csv?kind=dispatched").await;
    assert!(csv.html.contains("種類") && csv.html.contains("派遣労働者"), "{}", csv.html);
}

#[tokio::test]
async fn a_defined_term_is_explained_where_it_is_used() {
    let office = Office::open().await;
    let staff = office.browse(&office.staff, "hanako").await;
    let all = staff.get("/regulation/terms").await.text();
    assert!(all.contains("この規程が定める用語") && all.contains("不適合"), "{all}");
    // The form of an application speaks of 個人情報 and never of 匿名加工情報.
    let form = staff.get("/regulation/forms/handling_application").await;
    let terms = form.read("details.terms");
    assert!(terms.contains("この画面の用語") && terms.contains("個人情報 2"), "{terms}");
    assert!(!terms.contains("匿名加工情報"), "{terms}");
    let clause = staff.get("/regulation/clauses/J.7.1(1)").await;
    assert!(clause.read("details.terms").contains("不適合"), "{}", clause.text());
}
