//! Who calls, the organization, and who may hold which office together with which.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::Office;

#[tokio::test]
async fn a_token_says_whose_it_is() {
    let office = Office::open().await;
    insta::assert_snapshot!(office.told(&office.get(&office.manager, "/me").await.json(), &[]), @"");
}

#[tokio::test]
async fn the_organization_is_given_without_mail_addresses() {
    let office = Office::open().await;
    let organization = office.get(&office.staff, "/organization").await.json();
    assert!(!organization.to_string().contains("mihon.example"));
    let lengths = ["units", "members", "appointments"].map(|name| organization[name].as_array().unwrap().len());
    assert_eq!(lengths, [4, 5, 4]);
    let appointment = organization["appointments"][0]["id"].as_str().unwrap();
    let firsts = json!([organization["units"][0], organization["members"][0], organization["appointments"][0]]);
    insta::assert_snapshot!(office.told(&firsts, &[(appointment, "(appointment)")]), @"");
}

#[tokio::test]
async fn the_manager_cannot_also_be_the_audit_officer() {
    let office = Office::open().await;
    let body = json!({
        "member": office.manager.actor.member, "office": "audit_officer", "unit": office.units.root, "from": "2026-11-22",
    });
    insta::assert_snapshot!(office.post(&office.top, "/organization/appointments", &body).await.refusal(), @"");
    insta::assert_snapshot!(office.post(&office.staff, "/organization/appointments", &body).await.refusal(), @"");
}

#[tokio::test]
async fn an_appointment_is_made_and_ended() {
    let office = Office::open().await;
    let body = json!({
        "member": office.trainer.actor.member, "office": "audit_officer", "unit": office.units.root, "from": "2026-11-22",
    });
    let made = office.post(&office.top, "/organization/appointments", &body).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    insta::assert_snapshot!(office.told(&made.json(), &[(&id, "(appointment)")]), @"");
    let path = format!("/organization/appointments/{id}/end");
    let ended = office.post(&office.top, &path, &json!({"until": "2027-03-31"})).await.json();
    assert_eq!(ended["until"], "2027-03-31");
    let organization = office.get(&office.staff, "/organization").await.json();
    assert!(organization["appointments"].as_array().unwrap().contains(&ended));
    insta::assert_snapshot!(office.post(&office.staff, &path, &json!({"until": "2027-03-30"})).await.refusal(), @"");
    insta::assert_snapshot!(office.post(&office.top, &path, &json!({"until": "31.3.2027", "why": "x"})).await.refusal(), @"");
    let unknown = format!("/organization/appointments/{}/end", uuid::Uuid::nil());
    assert_eq!(office.post(&office.top, &unknown, &json!({"until": "2027-03-31"})).await.refusal(), "404 not-found");
}
