//! The approval queue: many at once, what changed meanwhile, and words that are kept.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    screens::Filled,
    support::{Office, REGISTER},
};

/// A line of the register handed in by 花子; its id.
async fn submitted(office: &Office, n: usize) -> String {
    let id = office.draft(n).await;
    act(office, &id, "submit").await;
    id
}

async fn act(office: &Office, id: &str, act: &str) {
    let reply =
        office.post(&office.staff, &format!("/records/{id}/acts"), &json!({"act": act})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.json());
}

async fn state(office: &Office, id: &str) -> String {
    let record = office.get(&office.staff, &format!("/records/{id}")).await.json();
    record["state"].as_str().unwrap().to_owned()
}

/// The boxes of the rows on a page.
fn boxes(html: &str) -> Vec<String> {
    let after = html.split("name=\"record\" value=\"").skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn what_changed_since_it_was_shown_is_not_approved() {
    let office = Office::open().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let (stays, changes) = (submitted(&office, 1).await, submitted(&office, 2).await);
    let queue = yoshiko.get("/queue").await;
    act(&office, &changes, "withdraw").await;
    act(&office, &changes, "submit").await;
    let mut form = queue.form("/queue/acts").set("comment", "確かめました").add("act", "approve");
    for value in boxes(&queue.html) {
        form = form.add("record", &value);
    }
    let answer = yoshiko.in_english().post("/queue/acts", &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(answer.read("refusal"), @"Not carried out 1 done, 1 not Why, and which clause R8-0002 入会申込書 その2: it has changed since it was shown; look at it and choose again What you can do next What was not done is still ticked in the list below. Mend the reason and act again.");
    assert_eq!(state(&office, &stays).await, "in_force");
    assert_eq!(state(&office, &changes).await, "submitted");
    // What was written stays, and what was not done stays ticked.
    let again = answer.form("/queue/acts");
    assert_eq!(again.get("comment"), "確かめました");
    assert!(again.get("record").starts_with(&changes));
}

#[tokio::test]
async fn an_act_on_nothing_is_no_success() {
    let office = Office::open().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let id = submitted(&office, 1).await;
    let form = yoshiko.get("/queue").await.form("/queue/acts");
    let answer = yoshiko
        .post("/queue/acts", &form.set("comment", "確かめました").add("act", "approve"))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("対象の記録がありません"), "{}", answer.text());
    assert_eq!(answer.form("/queue/acts").get("comment"), "確かめました");
    assert_eq!(state(&office, &id).await, "submitted");
}

#[tokio::test]
async fn more_than_a_page_is_counted_paged_and_approved_after_a_question() {
    let office = Office::open().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let mut ids = Vec::new();
    for n in 0..53 {
        ids.push(submitted(&office, n).await);
    }
    let first = yoshiko.get("/queue").await;
    assert!(first.text().contains("53件が待っています"));
    let second = yoshiko.get("/queue?page=2").await;
    assert_eq!((boxes(&first.html).len(), boxes(&second.html).len()), (50, 3));
    assert!(second.html.contains("rel=\"prev\" href=\"/queue\""));

    let all = second.form("/queue/acts").set("all_matching", "yes").add("act", "approve");
    let question = yoshiko.post("/queue/acts", &all).await;
    assert!(question.text().contains("53件をまとめて承認する"), "{}", question.text());
    assert_eq!(state(&office, &ids[0]).await, "submitted");
    let done = yoshiko.post("/queue/acts", &question.form("/queue/acts")).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/queue"));
    for id in &ids {
        assert_eq!(state(&office, id).await, "in_force");
    }
}

#[tokio::test]
async fn a_refused_act_keeps_the_comment_and_a_stale_one_tells_what_changed() {
    let office = Office::open().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let id = submitted(&office, 1).await;
    let (path, acts) = (format!("/records/{id}"), format!("/records/{id}/acts"));
    let seen = yoshiko.get(&path).await.form(&acts).set("comment", "よく書けています");
    act(&office, &id, "withdraw").await;
    let mut fields = json!(crate::support::register_fields(1));
    fields["purpose"] = json!("会報の発送のため");
    let version = office.get(&office.staff, &path).await.json()["version"].clone();
    let patched = office
        .ask(
            &office.staff,
            &format!("PATCH /records/{id}"),
            &[("if-match", &format!("\"v{version}\""))],
            &json!({"fields": fields}),
        )
        .await;
    assert_eq!(patched.status, StatusCode::OK, "{}", patched.json());
    act(&office, &id, "submit").await;
    let stale = yoshiko.post(&acts, &seen.clone().add("act", "approve")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let told = stale.read("moved");
    assert!(told.contains("会報の発送のため") && told.contains("会員名簿の作成のため"), "{told}");
    assert_eq!(stale.form(&acts).get("comment"), "よく書けています");
    // Seen again, it can be approved from here.
    let approved = yoshiko.post(&acts, &stale.form(&acts).add("act", "approve")).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&office, &id).await, "in_force");
}

#[tokio::test]
async fn taking_something_away_is_asked_on_a_page_of_its_own() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let id = office.in_force(1).await;
    let acts = format!("/records/{id}/acts");
    act(&office, &id, "revise").await;
    act(&office, &id, "submit").await;
    let form = hanako.get(&format!("/records/{id}")).await.form(&acts).add("act", "withdraw");
    let question = hanako.post(&acts, &form).await;
    assert!(question.text().contains("発効中の版はそのまま残ります"), "{}", question.text());
    assert_eq!(state(&office, &id).await, "submitted");
    assert_eq!(hanako.post(&acts, &question.form(&acts)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&office, &id).await, "in_force");
}

#[tokio::test]
async fn drafts_that_cannot_be_handed_in_are_told_of_in_their_register() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let body = json!({"form": REGISTER, "fields": {"documents": "書きかけ"}});
    office.post(&office.staff, "/records", &body).await;
    let whole = office.draft(1).await;
    let register = hanako.get(&format!("/registers/{REGISTER}?state=draft")).await;
    let action = format!("/registers/{REGISTER}/acts");
    let mut form: Filled = register.form(&action).add("act", "submit");
    for value in boxes(&register.html) {
        form = form.add("record", &value);
    }
    let answer = hanako.post(&action, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.read("refusal").contains("1件を処理し、1件はできませんでした"));
    assert!(answer.text().contains("書きかけ"));
    assert_eq!(state(&office, &whole).await, "submitted");
}

#[tokio::test]
async fn all_that_a_condition_finds_are_returned_and_nothing_else() {
    let office = Office::open().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let mut meant = Vec::new();
    for n in 0..52 {
        meant.push(submitted(&office, n).await);
    }
    let other = json!({"form": "handling_application", "fields": {
        "work_name": "研修の受付", "occasion": "new", "items": "氏名", "purpose": "受付のため"}});
    let other = office.post(&office.staff, "/records", &other).await.json();
    let other = other["id"].as_str().unwrap().to_owned();
    act(&office, &other, "submit").await;
    // `その３　花子`: width does not matter, and the drafter is searched too.
    let few = yoshiko.get("/queue?q=%E3%81%9D%E3%81%AE%EF%BC%93%E3%80%80%E8%8A%B1%E5%AD%90").await;
    assert!(few.text().contains("11件が待っています"), "{}", few.text());
    let none = yoshiko.get(&format!("/queue?q=zzz&unit={}", office.units.training)).await;
    assert!(none.text().contains("条件に合うものは待っていません"));
    assert!(none.text().contains("条件を外してすべて見る"));
    let narrowed = yoshiko.get(&format!("/queue?form={REGISTER}&page=2")).await;
    assert!(narrowed.text().contains("52件が待っています"), "{}", narrowed.text());
    assert_eq!(boxes(&narrowed.html).len(), 2);
    assert!(narrowed.html.contains(&format!("href=\"/queue?form={REGISTER}\"")));

    // One of them changes after the list was shown, and is left alone.
    let changed = meant.pop().unwrap();
    let all = narrowed
        .form("/queue/acts")
        .set("all_matching", "yes")
        .set("comment", "利用目的を具体的に");
    let question = yoshiko.post("/queue/acts", &all.add("act", "return")).await;
    assert!(question.text().contains("52件をまとめて差し戻す"), "{}", question.text());
    act(&office, &changed, "withdraw").await;
    let done = yoshiko.post("/queue/acts", &question.form("/queue/acts")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(done.location, format!("/queue?form={REGISTER}"));
    for id in &meant {
        assert_eq!(state(&office, id).await, "returned");
    }
    assert_eq!(state(&office, &changed).await, "withdrawn");
    assert_eq!(state(&office, &other).await, "submitted");
}
