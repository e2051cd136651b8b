//! Who calls, the organization, and who may hold which office together with which.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::Office;

#[tokio::test]
async fn a_token_says_whose_it_is() {
    let office = Office::open().await;
    insta::assert_snapshot!(office.told(&office.get(&office.manager, "/me").await.json(), &[]), @r#"
        {
          "member": {
            "id": "(𠮷子)",
            "name": "髙﨑 𠮷子"
          },
          "unit": {
            "id": "(総務部)",
            "name": "総務部"
          },
          "operator": {
            "id": "(見本協会)",
            "name": "一般社団法人 見本協会"
          },
          "regulation": {
            "id": "association-pms",
            "title": "個人情報保護基本規程",
            "edition": "2022-07-29"
          },
          "offices": [
            {
              "office": "manager",
              "title": "個人情報保護管理者",
              "unit": {
                "id": "(協会全体)",
                "name": "一般社団法人 見本協会"
              }
            }
          ],
          "administrator": false,
          "language": "ja"
        }
        "#);
}

#[tokio::test]
async fn the_organization_is_given_without_mail_addresses() {
    let office = Office::open().await;
    let organization = office.get(&office.staff, "/organization").await.json();
    assert!(!organization.to_string().contains("mihon.example"));
    let lengths = ["units", "members", "appointments"]
        .map(|name| organization[name].as_array().unwrap().len());
    assert_eq!(lengths, [4, 5, 4]);
    let appointment = organization["appointments"][0]["id"].as_str().unwrap();
    let firsts = json!([
        organization["units"][0],
        organization["members"][0],
        organization["appointments"][0]
    ]);
    insta::assert_snapshot!(office.told(&firsts, &[(appointment, "(appointment)")]), @r#"
    [
      {
        "id": "(協会全体)",
        "kind": "operator",
        "name": "一般社団法人 見本協会",
        "parent": null,
        "closed_on": null
      },
      {
        "id": "(管理)",
        "name": "管理 一郎",
        "kana": "",
        "unit": "(協会全体)",
        "post": "",
        "kind": "",
        "left_on": null
      },
      {
        "id": "(appointment)",
        "member": "(太郎)",
        "office": "top",
        "unit": "(協会全体)",
        "from": "2026-04-01",
        "until": null
      }
    ]
    "#);
}

#[tokio::test]
async fn the_manager_cannot_also_be_the_audit_officer() {
    let office = Office::open().await;
    let body = json!({
        "member": office.manager.actor.member, "office": "audit_officer", "unit": office.units.root, "from": "2026-11-22",
    });
    insta::assert_snapshot!(office.post(&office.top, "/organization/appointments", &body).await.refusal(), @r"
        422 refused
        J.2.3.2(3) | - | 管理者や統括責任者は、監査責任者を兼ねることができません。別の職員を指名してください。
        ");
    insta::assert_snapshot!(office.post(&office.staff, "/organization/appointments", &body).await.refusal(), @r"
        422 refused
        J.2.3.2(3) | - | 管理者や統括責任者は、監査責任者を兼ねることができません。別の職員を指名してください。
        ");
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
    insta::assert_snapshot!(office.told(&made.json(), &[(&id, "(appointment)")]), @r#"
        {
          "id": "(appointment)",
          "member": "(次郎)",
          "office": "audit_officer",
          "unit": "(協会全体)",
          "from": "2026-11-22",
          "until": null
        }
        "#);
    let path = format!("/organization/appointments/{id}/end");
    let ended = office.post(&office.top, &path, &json!({"until": "2027-03-31"})).await.json();
    assert_eq!(ended["until"], "2027-03-31");
    let organization = office.get(&office.staff, "/organization").await.json();
    assert!(organization["appointments"].as_array().unwrap().contains(&ended));
    insta::assert_snapshot!(office.post(&office.staff, &path, &json!({"until": "2027-03-30"})).await.refusal(), @r"
        422 refused
        J.2.3.1会長④ | - | 個人情報保護監査責任者を任命するのは会長です
        ");
    insta::assert_snapshot!(office.post(&office.top, &path, &json!({"until": "31.3.2027", "why": "x"})).await.refusal(), @r"
        422 invalid
         | until | `until` は2026-05-15の形の日付にしてください
         | why | `why` という項目はありません
        ");
    let unknown = format!("/organization/appointments/{}/end", uuid::Uuid::nil());
    assert_eq!(
        office.post(&office.top, &unknown, &json!({"until": "2027-03-31"})).await.refusal(),
        "404 not-found"
    );
}
