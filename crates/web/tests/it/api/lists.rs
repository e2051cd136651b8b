//! Lists: forms, records a page at a time, duties.

use serde_json::Value;

use crate::support::{Office, REGISTER};

#[tokio::test]
async fn forms_say_what_can_be_filled_in() {
    let office = Office::open().await;
    let forms = office.get(&office.staff, "/forms").await.json();
    let lines: Vec<_> = forms["forms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|form| {
            let count = form["fields"].as_array().unwrap().len();
            format!("{} {} {} {} {count}", form["id"], form["number"], form["title"], form["kind"])
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
        "handling_application" "J.3.1.1-①" "個人情報取扱業務申請書" "application" 22
        "holdings_register" "J.3.1.1-②" "個人情報管理台帳" "register" 28
        "information_flow" "J.3.1.3-①" "個人情報の流れ" "sheet" 3
        "risk_assessment" "J.3.1.3-②" "個人情報取扱業務リスク分析・対策" "sheet" 7
        "#);
    assert_eq!(office.get(&office.staff, "/forms/none").await.refusal(), "404 not-found");
}

#[tokio::test]
async fn a_form_says_which_clause_asks_for_each_field_and_who_settles_each_step() {
    let office = Office::open().await;
    let mut form = office.get(&office.staff, &format!("/forms/{REGISTER}")).await.json();
    form["fields"].as_array_mut().unwrap().truncate(1);
    form["fields"][0]["choices"].as_array_mut().unwrap().truncate(1);
    assert_eq!(
        form["clauses"].take(),
        serde_json::json!(["J.3.1.1(2)", "J.3.1.1(3)", "J.3.1.1(4)"])
    );
    insta::assert_snapshot!(office.told(&form, &[]), @r#"
        {
          "id": "holdings_register",
          "number": "J.3.1.1-②",
          "title": "個人情報管理台帳",
          "kind": "register",
          "purpose": "本会が持つ個人情報を一件ずつ特定し、何のために、どこに、いつまで持つかを示します。",
          "clauses": null,
          "drafters": [
            {
              "office": "handler",
              "scope": "unit_tree",
              "clause": "J.3.1.1(2)"
            }
          ],
          "title_field": "documents",
          "fields": [
            {
              "id": "class",
              "label": "個人情報の分類",
              "help": "あてはまる分類がなければ、その他に書きます。",
              "kind": "choice",
              "required": true,
              "clause": "J.3.1.1(3)①",
              "personal": false,
              "indexed": true,
              "when": null,
              "choices": [
                {
                  "id": "member_information",
                  "label": "会員情報",
                  "clause": ""
                }
              ],
              "options": {
                "open": true
              }
            }
          ],
          "route": {
            "id": "register_approval",
            "title": "台帳への登録",
            "steps": [
              {
                "id": "submit",
                "title": "取扱者",
                "kind": "submit",
                "office": null,
                "scope": null,
                "clause": "J.3.1.1(2)",
                "when": null
              },
              {
                "id": "manager",
                "title": "個人情報保護管理者",
                "kind": "approve",
                "office": "manager",
                "scope": "operator",
                "clause": "J.3.1.1(2)",
                "when": null
              }
            ]
          }
        }
        "#);
}

#[tokio::test]
async fn a_list_has_what_is_in_force() {
    let office = Office::open().await;
    office.draft(1).await;
    let id = office.in_force(0).await;
    let staff = office.get(&office.staff, &format!("/records?form={REGISTER}")).await.json();
    insta::assert_snapshot!(office.told(&staff, &[(&id, "(record)")]), @r#"
        {
          "records": [
            {
              "id": "(record)",
              "number": "R8-0002",
              "form": "holdings_register",
              "unit": {
                "id": "(会員サービス課)",
                "name": "総務部 会員サービス課"
              },
              "drafter": {
                "id": "(花子)",
                "name": "見本 花子"
              },
              "state": "in_force",
              "edition": 1,
              "version": 4,
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
              "updated_at": "2026-11-22T01:00:00Z"
            }
          ],
          "next": null
        }
        "#);
    let elsewhere = office.get(&office.trainer, &format!("/records?form={REGISTER}")).await.json();
    assert_eq!(
        elsewhere["records"],
        Value::Array(Vec::new()),
        "a handler reads the register of their own unit"
    );
}

#[tokio::test]
async fn pages_lead_to_the_end_and_every_record_is_on_one() {
    let office = Office::open().await;
    for n in 0..5 {
        office.in_force(n).await;
    }
    for (sort, expected) in [
        ("number", [100, 101, 102, 103, 104]),
        ("-number", [104, 103, 102, 101, 100]),
        ("-documents", [104, 103, 102, 101, 100]),
    ] {
        let (mut counts, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = office
                .get(
                    &office.staff,
                    &format!("/records?form={REGISTER}&limit=2&sort={sort}{cursor}"),
                )
                .await
                .json();
            counts.extend(
                page["records"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|it| it["fields"]["count"].as_i64().unwrap()),
            );
            pages += 1;
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((counts, pages), (expected.to_vec(), 3), "{sort}");
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_words_answers_and_state() {
    let office = Office::open().await;
    for n in 0..5 {
        office.in_force(n).await;
    }
    office.draft(5).await;
    for (query, expected) in [
        ("q=その3", "103"),
        ("filter%5Bclass%5D=member_information", "100 104"),
        ("filter%5Bclass%5D=member_information&q=その4", "104"),
        ("filter%5Bcount%5D=102", "102"),
        ("state=draft", "105"),
        ("state=in_force", "100 101 102 103 104"),
        ("state=all", "100 101 102 103 104 105"),
        ("state=retired", ""),
    ] {
        let query = query.replace("その", "%E3%81%9D%E3%81%AE");
        let page =
            office.get(&office.staff, &format!("/records?form={REGISTER}&{query}")).await.json();
        let records = page["records"].as_array().unwrap();
        let counts: Vec<_> = records.iter().map(|it| it["fields"]["count"].to_string()).collect();
        assert_eq!(counts.join(" "), expected, "{query}");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_meant_is_told_so() {
    let office = Office::open().await;
    let ask =
        async |query: &str| office.get(&office.staff, &format!("/records?{query}")).await.refusal();
    insta::assert_snapshot!(ask("").await, @r"
        422 invalid
         | form | `form` が必要です
        ");
    insta::assert_snapshot!(ask("form=nothing").await, @r"
        422 invalid
         | form | 様式 `nothing` はありません。次のどれかです：handling_application, holdings_register, information_flow, risk_assessment
        ");
    insta::assert_snapshot!(ask("form=holdings_register&limit=201&state=lost&cursor=x&page=2").await, @r"
        422 invalid
         | limit | `limit` は1から200までです
         | cursor | `cursor` には前のページの `next` をそのまま渡してください
         | state | `state` は draft, submitted, returned, in_force, rejected, withdrawn, retired, all のどれかです
         | page | `page` という項目はありません
        ");
    insta::assert_snapshot!(ask("form=holdings_register&limit=many&limit=2").await, @r"
        422 invalid
         | limit | `limit` が2回あります
        ");
    insta::assert_snapshot!(ask("form=holdings_register&filter%5Bremarks%5D=x").await, @r"
        422 invalid
         | filter[remarks] | 絞り込めるのは次の項目です：class, documents, storage_place, storage_methods, count, acquisition_way, data_classes, special_care, entrustment, provision, joint_use, foreign, last_review
        ");
    insta::assert_snapshot!(ask("form=holdings_register&sort=remarks").await, @r"
        422 invalid
         | sort | 項目 `remarks` では並べ替えや絞り込みができません
        ");
}

#[tokio::test]
async fn reviews_are_due_at_the_end_of_the_fiscal_year() {
    let office = Office::open().await;
    let duties =
        async |query: &str| office.get(&office.staff, &format!("/duties{query}")).await.json();
    let lines = |duties: &Value| {
        let line = |it: &Value| {
            let of = format!("{} {} {}", it["state"], it["open"], it["in_force"]);
            let what = format!("{} {} {}", it["kind"], it["form"], it["clause"]);
            format!("{} {} {what} {of}", it["due"], it["begins"]).replace('"', "")
        };
        duties["duties"].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(lines(&duties("").await), @"
    2027-03-31 2027-03-01 review holdings_register J.3.1.1(2) upcoming null null
    2027-03-31 2027-03-01 review risk_assessment J.3.1.3(3) upcoming null null
    ");
    assert_eq!(lines(&duties("?from=2026-04-01&to=2027-03-30").await), "");
    assert_eq!(
        lines(&duties("?from=2027-03-31&to=2028-03-31").await).lines().count(),
        2 * lines(&duties("").await).lines().count()
    );
    insta::assert_snapshot!(office.get(&office.staff, "/duties?from=2027-01-01&to=2026-01-01&what=1").await.refusal(), @r"
        422 invalid
         | to | `to` は `from` 以後、10年以内にしてください
         | what | `what` という項目はありません
        ");
    let nobody = office.get(&office.administrator, "/duties").await.json();
    assert_eq!(lines(&nobody), "");
}

#[tokio::test]
async fn a_review_is_open_for_the_manager_until_it_is_recorded() {
    let office = Office::open().await;
    let id = office.in_force(0).await;
    let clock = office.app.clock();
    clock.set("2027-03-05T01:00:00Z".parse().unwrap());
    let register = async || {
        let duties = office.get(&office.manager, "/duties").await.json();
        let all = duties["duties"].as_array().unwrap().clone();
        let duty = all.into_iter().find(|it| it["form"] == REGISTER).unwrap();
        format!("{} {} {} {}", duty["kind"], duty["clause"], duty["state"], duty["open"])
    };
    assert_eq!(register().await, r#""directed_review" "J.3.1.1(5)" "open" 1"#);
    let open = format!("/records?form={REGISTER}&open=review");
    let left = office.get(&office.manager, &open).await.json();
    assert_eq!(left["records"][0]["id"], id);
    clock.set("2027-04-02T01:00:00Z".parse().unwrap());
    assert_eq!(register().await, r#""directed_review" "J.3.1.1(5)" "open" 1"#);
    let acts = format!("/records/{id}/acts");
    let review = serde_json::json!({"act": "review", "comment": "変わりありません。"});
    insta::assert_snapshot!(office.post(&office.manager, &acts, &review).await.refusal(), @"
    422 refused
    J.3.1.1(2) | - | この操作ができるのは、この部署を担当する個人情報取扱者です
    ");
    let reviewed = office.post(&office.staff, &acts, &review).await.json();
    assert_eq!(reviewed["review_open"], false);
    insta::assert_snapshot!(office.told(&reviewed["last_review"], &[]), @r#"
    {
      "member": {
        "id": "(花子)",
        "name": "見本 花子"
      },
      "at": "2027-04-02T01:00:00Z",
      "comment": "変わりありません。"
    }
    "#);
    insta::assert_snapshot!(office.told(&reviewed["flags"], &[]), @r#"
    [
      {
        "clause": "J.3.1.1(1)",
        "field": "application",
        "message": "承認された取扱業務申請書がありません。申請し、承認を得てからこの行に結び付けてください。"
      },
      {
        "clause": "J.3.1.3(1)",
        "field": "risk_assessment",
        "message": "承認されたリスク分析・対策がありません。書いて承認を得てから、この行に結び付けてください。"
      }
    ]
    "#);
    assert!(!register().await.contains("open"));
    // Ordered ahead of the next window: to be done by its end at the latest, and nothing is overdue.
    let order = serde_json::json!({"act": "order_review", "comment": "書庫を移しました。"});
    office.post(&office.manager, &acts, &order).await;
    assert_eq!(register().await, r#""directed_review" "J.3.1.1(5)" "open" 1"#);
    let duties = office.get(&office.manager, "/duties").await.json();
    assert_eq!(duties["duties"][0]["due"], "2028-03-31");
    office.post(&office.staff, &acts, &review).await;
    assert!(!register().await.contains("open"));
    let left = office.get(&office.manager, &open).await.json();
    assert_eq!(left["records"], serde_json::json!([]));
    let asked = format!("/records?form={REGISTER}&open=lack.remarks");
    insta::assert_snapshot!(office.get(&office.staff, &asked).await.refusal(), @"
    422 invalid
     | open | `open` は lack.application, lack.risk_assessment, review, ordered_review のどれかです
    ");
}
