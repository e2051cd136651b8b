//! One record: begun, read, changed, acted on, printed, proved.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Office, REGISTER, register_fields};

#[tokio::test]
async fn a_record_is_begun_and_read() {
    let office = Office::open().await;
    let reply = office
        .post(&office.staff, "/records", &json!({"form": REGISTER, "fields": register_fields(0)}))
        .await;
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    assert_eq!((reply.status, reply.header("etag")), (StatusCode::CREATED, "\"v1\""));
    assert_eq!(reply.header("location"), format!("/api/v1/records/{id}"));
    let read = office.get(&office.staff, &format!("/records/{id}")).await;
    assert_eq!(read.json(), reply.json());
    let mut record = read.json();
    assert_eq!(record["working"]["fields"].take(), record["fields"]);
    insta::assert_snapshot!(office.told(&record, &[(&id, "(record)")]), @r#"
    {
      "id": "(record)",
      "number": "R8-0001",
      "form": "holdings_register",
      "unit": {
        "id": "(会員サービス課)",
        "name": "総務部 会員サービス課"
      },
      "drafter": {
        "id": "(花子)",
        "name": "見本 花子"
      },
      "state": "draft",
      "edition": 0,
      "version": 1,
      "title": "入会申込書 その0",
      "fields": {
        "class": "member_information",
        "documents": "入会申込書 その0",
        "items": "氏名、住所、電話番号",
        "purpose": "会員名簿の作成のため",
        "storage_place": "事務所の鍵付き書庫",
        "storage_methods": [
          "paper",
          "data"
        ],
        "access_holders": [
          {
            "name": "渡邉 槇"
          }
        ],
        "use_limit": "退会時",
        "keep_limit": "退会後3年",
        "disposal_methods": [
          "shredder"
        ],
        "count": 100
      },
      "updated_at": "2026-11-22T01:00:00Z",
      "working": {
        "fields": null,
        "return_reason": ""
      },
      "waiting": [],
      "flags": [],
      "review_open": false,
      "last_review": null
    }
    "#);
}

#[tokio::test]
async fn a_record_that_has_not_changed_is_not_sent_again() {
    let office = Office::open().await;
    let path = format!("/records/{}", office.draft(0).await);
    for (known, status) in
        [("\"v1\"", 304), ("W/\"v1\"", 304), ("\"v2\", \"v1\"", 304), ("*", 304), ("\"v2\"", 200)]
    {
        let reply = office
            .ask(&office.staff, &format!("GET {path}"), &[("if-none-match", known)], &Value::Null)
            .await;
        assert_eq!(
            (reply.status.as_u16(), reply.bytes.is_empty()),
            (status, status == 304),
            "{known}"
        );
        assert_eq!(reply.header("etag"), "\"v1\"");
    }
}

#[tokio::test]
async fn a_change_replaces_some_values_and_null_removes_one() {
    let office = Office::open().await;
    let path = format!("/records/{}", office.draft(0).await);
    let change = json!({"fields": {"count": 7, "use_limit": null, "remarks": "見直した"}});
    let reply = office
        .ask(&office.staff, &format!("PATCH {path}"), &[("if-match", "\"v1\"")], &change)
        .await;
    assert_eq!((reply.status, reply.header("etag")), (StatusCode::OK, "\"v2\""));
    let fields = &reply.json()["working"]["fields"];
    assert_eq!(
        (&fields["count"], &fields["remarks"], fields.get("use_limit")),
        (&json!(7), &json!("見直した"), None)
    );
    assert_eq!(fields["documents"], "入会申込書 その0");
}

#[tokio::test]
async fn a_change_must_say_what_it_is_a_change_of() {
    let office = Office::open().await;
    let path = format!("/records/{}", office.draft(0).await);
    let change = json!({"fields": {"count": 7}});
    let what = format!("PATCH {path}");
    let change_with = |headers: &'static [(&'static str, &'static str)]| {
        office.ask(&office.staff, &what, headers, &change)
    };
    insta::assert_snapshot!(change_with(&[]).await.refusal(), @r"
        428 precondition-required
         | If-Match | 読み込んだときのETagをIf-Matchに付けてください（知った上で上書きするなら *）
        ");
    assert_eq!(change_with(&[("if-match", "\"v1\"")]).await.status, StatusCode::OK);
    let stale = change_with(&[("if-match", "\"v1\"")]).await;
    assert_eq!(stale.json()["current_version"], 2);
    insta::assert_snapshot!(stale.refusal(), @r#"
        412 stale
         | - | いまの版は "v2" です。読み直して変更を合わせ、新しいETagをIf-Matchに付けて送ってください
        "#);
    assert_eq!(
        change_with(&[("if-match", "W/\"v2\"")]).await.status,
        StatusCode::PRECONDITION_FAILED,
        "If-Match compares strongly"
    );
    assert_eq!(change_with(&[("if-match", "*")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_record_goes_its_way_and_its_history_tells() {
    let office = Office::open().await;
    let id = office.draft(0).await;
    let acts = format!("/records/{id}/acts");
    let submitted = office
        .post(&office.staff, &acts, &json!({"act": "submit", "comment": "お願いします"}))
        .await
        .json();
    assert_eq!(
        (&submitted["state"], &submitted["waiting"]),
        (&json!("submitted"), &json!([{"step": "manager", "office": "manager"}]))
    );
    office
        .post(
            &office.manager,
            &acts,
            &json!({"act": "return", "comment": "件数を確かめてください"}),
        )
        .await;
    let change = json!({"fields": {"count": 7}});
    office.ask(&office.staff, &format!("PATCH /records/{id}"), &[("if-match", "*")], &change).await;
    office.post(&office.staff, &acts, &json!({"act": "submit"})).await;
    let approved = office
        .ask(
            &office.manager,
            &format!("POST {acts}"),
            &[("if-match", "\"v5\"")],
            &json!({"act": "approve"}),
        )
        .await;
    let record = approved.json();
    assert_eq!(
        (&record["state"], &record["edition"], &record["working"]),
        (&json!("in_force"), &json!(1), &Value::Null)
    );
    assert_eq!(record["fields"]["count"], 7);
    let history = office.get(&office.staff, &format!("/records/{id}/history")).await.json();
    let events: Vec<_> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            format!(
                "v{} {} {} {} {} {}",
                it["version"],
                it["kind"],
                it["member"]["name"],
                it["comment"],
                it["step"],
                it["office"]
            )
        })
        .collect();
    insta::assert_snapshot!(events.join("\n"), @r#"
        v1 "drafted" "見本 花子" "" null null
        v2 "submitted" "見本 花子" "お願いします" null null
        v3 "returned" "髙﨑 𠮷子" "件数を確かめてください" "manager" null
        v4 "edited" "見本 花子" "" null null
        v5 "submitted" "見本 花子" "" null null
        v6 "approved" "髙﨑 𠮷子" "" "manager" "manager"
        v7 "put_in_force" "髙﨑 𠮷子" "" null null
        "#);
    insta::assert_snapshot!(office.told(&history["events"][3], &[]), @r#"
    {
      "version": 4,
      "at": "2026-11-22T01:00:00Z",
      "member": {
        "id": "(花子)",
        "name": "見本 花子"
      },
      "kind": "edited",
      "comment": "",
      "step": null,
      "office": null,
      "differences": [
        {
          "field": "count",
          "label": "件数",
          "before": "100件",
          "after": "7件"
        }
      ],
      "leaf": 24
    }
    "#);
}

#[tokio::test]
async fn nobody_approves_what_they_drafted() {
    let office = Office::open().await;
    office.appoint(&office.manager, &office.manager, "handler", office.units.affairs).await;
    let body = json!({"form": REGISTER, "fields": register_fields(0), "submit": true});
    let id = office.post(&office.manager, "/records", &body).await.json()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let acts = format!("/records/{id}/acts");
    insta::assert_snapshot!(office.post(&office.manager, &acts, &json!({"act": "approve"})).await.refusal(), @r"
        422 refused
        J.2.4 | - | 自分が作成した記録は、自分では決裁できません。別の権限者に依頼してください。
        ");
    let english = [("accept-language", "en-GB,en;q=0.8")];
    let reply = office
        .ask(&office.manager, &format!("POST {acts}"), &english, &json!({"act": "approve"}))
        .await;
    insta::assert_snapshot!(reply.refusal(), @r"
        422 refused
        J.2.4 | - | You cannot decide on a record that you drafted. Ask another authorised person.
        ");
}

#[tokio::test]
async fn what_is_missing_is_told_all_at_once() {
    let office = Office::open().await;
    let body = json!({"form": REGISTER, "fields": {"documents": "名簿"}, "submit": true});
    let reply = office.post(&office.staff, "/records", &body).await;
    assert_eq!(reply.json()["record"], reply.header("location"), "the draft is kept");
    insta::assert_snapshot!(reply.refusal(), @r"
        422 refused
        J.3.1.1(3)① | class | 「個人情報の分類」を記入してください
        J.3.1.1(3)③ | items | 「個人情報の項目」を記入してください
        J.3.1.1(3)④ | purpose | 「利用目的」を記入してください
        J.3.1.1(3)⑤ | storage_place | 「保管場所」を記入してください
        J.3.1.1(3)⑥ | storage_methods | 「保管方法」を記入してください
        J.3.1.1(3)⑦ | access_holders | 「アクセス権限を有する者の氏名」を記入してください
        J.3.1.1(3)⑧ | use_limit | 「利用期限」を記入してください
        J.3.1.1(3)⑨ | keep_limit | 「保管期限」を記入してください
        J.3.1.1(3)⑩ | disposal_methods | 「廃棄方法」を記入してください
        J.3.1.1(3)⑪ | count | 「件数」を記入してください
        ");
}

#[tokio::test]
async fn a_value_of_the_wrong_kind_is_named() {
    let office = Office::open().await;
    let body = json!({"form": REGISTER, "fields": {"count": "many", "class": "nonsense", "colour": "red"}});
    insta::assert_snapshot!(office.post(&office.staff, "/records", &body).await.refusal(), @"
    422 refused
    J.3.1.1(2) | colour | この様式に項目「colour」はありません
    J.3.1.1(3)① | class | 「個人情報の分類」：「nonsense」は選べません
    J.3.1.1(3)⑪ | count | 「件数」：整数で記入してください
    ");
}

#[tokio::test]
async fn a_unit_is_asked_for_where_there_are_several() {
    let office = Office::open().await;
    for unit in [office.units.members, office.units.training] {
        office.appoint(&office.manager, &office.manager, "handler", unit).await;
    }
    let body = json!({"form": REGISTER, "fields": {}});
    let reply = office.post(&office.manager, "/records", &body).await;
    insta::assert_snapshot!(office.told(&reply.json(), &[]), @r#"
        {
          "type": "urn:kitei:problem:invalid",
          "title": "リクエストの内容を確認してください",
          "status": 422,
          "detail": "`unit` で部署を選んでください：総務部 会員サービス課 ((会員サービス課)), 研修課 ((研修課))",
          "citations": [
            {
              "clause": "",
              "message": "`unit` で部署を選んでください：総務部 会員サービス課 ((会員サービス課)), 研修課 ((研修課))",
              "field": "unit"
            }
          ],
          "choices": [
            {
              "id": "(会員サービス課)",
              "name": "総務部 会員サービス課"
            },
            {
              "id": "(研修課)",
              "name": "研修課"
            }
          ]
        }
        "#);
    let body = json!({"form": REGISTER, "fields": {}, "unit": office.units.training});
    assert_eq!(office.post(&office.manager, "/records", &body).await.status, StatusCode::CREATED);
    let nowhere = office
        .post(&office.administrator, "/records", &json!({"form": REGISTER, "fields": {}}))
        .await;
    insta::assert_snapshot!(nowhere.refusal(), @r"
        422 refused
        J.3.1.1(2) | - | この操作ができるのは、この部署を担当する個人情報取扱者です
        ");
}

#[tokio::test]
async fn a_draft_of_another_unit_is_as_if_it_were_not_there() {
    let office = Office::open().await;
    let id = office.draft(0).await;
    for ending in ["", ".pdf", "/history"] {
        assert_eq!(
            office.get(&office.trainer, &format!("/records/{id}{ending}")).await.refusal(),
            "404 not-found"
        );
    }
    let proof = office.get(&office.trainer, &format!("/evidence/records/{id}/proof")).await;
    assert_eq!(proof.status, StatusCode::NOT_FOUND);
    let act = office
        .post(&office.trainer, &format!("/records/{id}/acts"), &json!({"act": "submit"}))
        .await;
    assert_eq!(act.status, StatusCode::NOT_FOUND);
    let drafts =
        office.get(&office.trainer, &format!("/records?form={REGISTER}&state=draft")).await;
    assert_eq!(drafts.json()["records"], json!([]));
    let mine = office.get(&office.staff, &format!("/records?form={REGISTER}&state=draft")).await;
    assert_eq!(mine.json()["records"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_record_is_printed_and_a_register_is_taken_out() {
    let office = Office::open().await;
    let id = office.in_force(0).await;
    office.in_force(1).await;
    for (path, media_type, start) in [
        (format!("/records/{id}.pdf"), "application/pdf", &b"%PDF-"[..]),
        (
            format!("/registers/{REGISTER}.xlsx"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
        (format!("/registers/{REGISTER}.csv"), "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
    ] {
        let reply = office.get(&office.staff, &path).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (StatusCode::OK, media_type),
            "{path}: {}",
            reply.json()
        );
        assert!(reply.bytes.starts_with(start), "{path}");
    }
    let narrowed = office
        .get(
            &office.staff,
            &format!("/registers/{REGISTER}.csv?filter%5Bclass%5D=participant_information"),
        )
        .await;
    let text = String::from_utf8(narrowed.bytes).unwrap();
    assert!(text.contains("その1") && !text.contains("その0"), "{text}");
    assert_eq!(
        office.get(&office.staff, &format!("/registers/{REGISTER}.doc")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_event_of_a_record_is_proved() {
    let office = Office::open().await;
    let id = office.in_force(0).await;
    let proof = office.get(&office.staff, &format!("/evidence/records/{id}/proof")).await.json();
    let checkpoint = office.get(&office.staff, "/evidence/checkpoint").await;
    assert_eq!(checkpoint.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(proof["checkpoint"].as_str().unwrap().as_bytes(), checkpoint.bytes);
    let kinds: Vec<_> = proof["leaves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|leaf| {
            assert!(!leaf["path"].as_array().unwrap().is_empty() && leaf["leaf"].is_string());
            let event: Value = serde_json::from_str(leaf["body"].as_str().unwrap()).unwrap();
            event["type"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(kinds, ["drafted", "submitted", "step_settled", "put_in_force"]);
}
