//! `Idempotency-Key`: sent twice, done once.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Office, Person, REGISTER, Reply, register_fields};

async fn post(
    office: &Office,
    who: &Person,
    key: &str,
    path: &str,
    body: &serde_json::Value,
) -> Reply {
    office.ask(who, &format!("POST {path}"), &[("idempotency-key", key)], body).await
}

#[tokio::test]
async fn a_record_is_begun_once_for_a_key() {
    let office = Office::open().await;
    let body = json!({"form": REGISTER, "fields": register_fields(0)});
    let first = post(&office, &office.staff, "k1", "/records", &body).await;
    let second = post(&office, &office.staff, "k1", "/records", &body).await;
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(
        (&first.bytes, first.header("location")),
        (&second.bytes, second.header("location"))
    );
    assert_eq!(second.header("etag"), "\"v1\"");
    let other = json!({"form": REGISTER, "fields": register_fields(1)});
    insta::assert_snapshot!(post(&office, &office.staff, "k1", "/records", &other).await.refusal(), @r"
        422 idempotency-key-reused
         | Idempotency-Key | 同じキーで別の内容が送られています。新しい内容には新しいキーを付けてください
        ");
    let list =
        office.get(&office.staff, &format!("/records?form={REGISTER}&state=draft")).await.json();
    assert_eq!(list["records"].as_array().unwrap().len(), 1);
    let by_another = post(&office, &office.trainer, "k1", "/records", &other).await;
    assert_eq!(by_another.status, StatusCode::CREATED, "a key belongs to a member");
}

#[tokio::test]
async fn two_at_the_same_time_are_done_once() {
    let office = Office::open().await;
    let body = json!({"form": REGISTER, "fields": register_fields(0)});
    let (left, right) = tokio::join!(
        post(&office, &office.staff, "k1", "/records", &body),
        post(&office, &office.staff, "k1", "/records", &body),
    );
    let statuses = [left.status.as_u16(), right.status.as_u16()];
    assert!(
        statuses.contains(&201) && statuses.iter().all(|it| [201, 409].contains(it)),
        "{statuses:?}"
    );
    let list =
        office.get(&office.staff, &format!("/records?form={REGISTER}&state=draft")).await.json();
    assert_eq!(list["records"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_act_is_done_once_and_a_refusal_can_be_tried_again() {
    let office = Office::open().await;
    let path = format!("/records/{}/acts", office.draft(0).await);
    let revise = json!({"act": "revise"});
    let early = post(&office, &office.staff, "r1", &path, &revise).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "a draft is not revised");
    post(&office, &office.staff, "s1", &path, &json!({"act": "submit"})).await;
    post(&office, &office.manager, "s1", &path, &json!({"act": "approve"})).await;
    let first = post(&office, &office.staff, "r1", &path, &revise).await;
    let second = post(&office, &office.staff, "r1", &path, &revise).await;
    assert_eq!((first.status, first.json()["version"].clone()), (StatusCode::OK, json!(5)));
    assert_eq!(first.bytes, second.bytes);
}

#[tokio::test]
async fn a_draft_kept_after_a_refused_submission_is_not_drafted_twice() {
    let office = Office::open().await;
    let body = json!({"form": REGISTER, "fields": {}, "submit": true});
    let first = post(&office, &office.staff, "k1", "/records", &body).await;
    let second = post(&office, &office.staff, "k1", "/records", &body).await;
    assert_eq!((first.status, first.json()), (StatusCode::UNPROCESSABLE_ENTITY, second.json()));
    assert_eq!(second.refusal(), first.refusal());
}

#[tokio::test]
async fn a_key_that_is_none_is_told_so() {
    let office = Office::open().await;
    let body = json!({"form": REGISTER, "fields": {}});
    insta::assert_snapshot!(post(&office, &office.staff, &"k".repeat(201), "/records", &body).await.refusal(), @r"
        400 malformed
         | Idempotency-Key | Idempotency-Keyは英数字で200字までにしてください
        ");
}
