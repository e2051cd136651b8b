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
    "law_register" "J.1.3-①" "法令等管理台帳" "register" 13
    "handling_application" "J.3.1.1-①" "個人情報取扱業務申請書" "application" 22
    "holdings_register" "J.3.1.1-②" "個人情報管理台帳" "register" 29
    "information_flow" "J.3.1.3-①" "個人情報の流れ" "sheet" 3
    "risk_assessment" "J.3.1.3-②" "個人情報取扱業務リスク分析・対策" "sheet" 8
    "risk_treatment_plan" "J.3.1.4-①" "個人情報保護リスク対応計画" "application" 10
    "risk_treatment_record" "J.3.1.4-②" "個人情報保護リスク対応計画実施記録" "report" 5
    "organization_chart" "J.4.1-①" "個人情報保護マネジメントシステム体制図" "application" 5
    "training_flow_chart" "J.4.3-①" "教育フローチャート" "sheet" 2
    "training_plan" "J.4.3-②" "教育計画書" "application" 26
    "training_report" "J.4.3-③" "教育実施報告書" "report" 16
    "incident_report" "J.4.4.2-①" "個人情報に係る事故報告書" "report" 15
    "document_register" "J.4.5.2-①" "PMS文書管理台帳" "register" 17
    "document_revision" "J.4.5.2-②" "PMS文書改訂履歴" "report" 11
    "operation_check" "J.6.1-①" "運用確認表" "report" 7
    "audit_plan" "J.6.2-①" "監査計画書" "application" 12
    "audit_individual_plan" "J.6.2-②" "監査個別計画表" "sheet" 11
    "audit_record" "J.6.2-③" "監査実施記録" "report" 15
    "audit_report" "J.6.2-④" "監査報告書" "report" 10
    "audit_checklist_conformity" "J.6.2-⑤" "監査チェックリスト（適合状況）" "sheet" 7
    "audit_checklist_operation" "J.6.2-⑥" "監査チェックリスト（運用状況）" "sheet" 7
    "management_review" "J.6.3" "代表者による見直し実施記録" "report" 23
    "corrective_action" "J.7.1" "是正処置報告書" "report" 11
    "handling_notice" "J.8-①" "個人情報の取扱いについてのお知らせ" "application" 11
    "acquisition_application" "J.8.2-①" "個人情報新規取得・保有状況変更申請書" "application" 34
    "use_application" "J.8.2-②" "個人情報利用申請書" "application" 72
    "applicant_consent" "J.8.5-①" "就業希望者（採用応募者）の個人情報の取扱い" "sheet" 18
    "staff_consent" "J.8.5-②" "職員等の個人情報の取扱いに関する包括同意書" "sheet" 14
    "officer_consent" "J.8.5-③" "役員、委員会委員、訪問調査者の「明示的同意書」" "sheet" 19
    "secrecy_oath" "J.8.5-④" "誓約書" "sheet" 4
    "foreign_consent" "J.8.8.1-①" "外国にある第三者への情報提供の同意書" "sheet" 16
    "foreign_provision_application" "J.8.8.1-②" "外国にある第三者への情報提供の申請書" "application" 25
    "provision_record" "J.8.8.2" "第三者提供に係る記録" "report" 39
    "receipt_application" "J.8.8.3-①" "個人データ第三者提供受領申請書" "application" 15
    "receipt_record" "J.8.8.3-②" "第三者提供を受けた記録" "report" 17
    "anonymized_application" "J.8.9" "匿名加工情報利用申請書" "application" 10
    "pseudonymized_creation" "J.8.10-①" "仮名加工情報作成申請書" "application" 19
    "pseudonymized_acquisition" "J.8.10-②" "仮名加工情報取得申請書" "application" 19
    "entry_rules" "J.9.2-①" "入退室管理細則" "register" 7
    "key_list" "J.9.2-③" "個人情報に係る机、キャビネット等の鍵の貸与一覧（予備鍵の保管）" "register" 8
    "disposal_certificate" "J.9.2-④" "廃棄証明書" "report" 11
    "access_record" "J.9.2-⑤" "アクセス記録簿" "sheet" 2
    "software_permit" "J.9.2-⑥" "フリーソフト使用許可申請書" "application" 8
    "sanctions_rules" "J.9.3" "内部規定の違反に関する罰則規定" "register" 6
    "entrustment_rules" "J.9.4-①" "個人情報の委託に関する細則" "register" 7
    "entrustment_survey" "J.9.4-②③" "委託先調査票" "application" 21
    "entrusted_party" "J.9.4-④" "個人情報に係る委託先管理台帳" "register" 16
    "entrustment_memorandum" "J.9.4-⑤" "個人情報取扱いの委託に関する覚書" "register" 18
    "hand_over" "J.9.4-⑥" "個人情報授受記録簿" "sheet" 22
    "request_guide" "J.10.2-①" "個人データに関する請求手続きのご案内" "application" 13
    "disclosure_request" "J.10.2-②" "個人データ開示等請求書" "report" 15
    "disclosure_answer" "J.10.5-①" "個人データ開示等請求書（開示）回答書" "application" 14
    "non_disclosure_answer" "J.10.5-②" "個人データ開示等請求書（不開示）回答書" "application" 12
    "correction_request" "J.10.6-①" "個人データ訂正・追加・削除請求書" "report" 17
    "correction_answer" "J.10.6-②" "訂正等の回答書" "application" 11
    "correction_refusal" "J.10.6-③" "訂正等の回答書（訂正等を行わない場合）" "application" 11
    "cease_request" "J.10.7-①" "個人データ利用停止等請求書" "report" 15
    "cease_answer" "J.10.7-②" "利用停止等の回答書" "application" 11
    "complaint_manual" "J.11.1-①" "苦情・相談対応マニュアル" "application" 9
    "complaint_sheet" "J.11.1-②" "個人情報に関する苦情・相談受付票" "report" 14
    "access_list" "" "アクセス権限一覧" "register" 5
    "account_register" "" "ユーザID・アクセス権限管理台帳" "register" 10
    "accuracy_check" "" "正確性の確認表" "sheet" 3
    "acting_record" "" "代行記録" "application" 7
    "anonymized_record" "" "匿名加工情報 作成・公表・提供記録" "sheet" 12
    "answer_dispatch" "" "回答書の発送記録" "sheet" 22
    "appointment_letter" "" "指名書" "application" 11
    "backup_record" "" "バックアップ記録" "sheet" 7
    "board_resolution" "" "理事会付議・決議記録" "application" 7
    "circulation" "" "回覧・周知" "report" 9
    "collection_statement" "" "直接書面取得の明示書" "register" 23
    "commission_final_report" "" "個人情報保護委員会への確報" "report" 18
    "commission_preliminary_report" "" "個人情報保護委員会への速報" "report" 16
    "communication_plan" "" "コミュニケーション計画" "sheet" 2
    "communication_record" "" "コミュニケーション記録" "report" 10
    "competence_requirement" "" "必要な力量" "register" 4
    "complaint_response" "" "個人情報に関する苦情・相談対応票" "application" 19
    "comprehension_test" "" "理解度確認" "report" 15
    "context_issue" "" "外部・内部の課題" "register" 8
    "data_correction" "" "訂正・消去の記録" "sheet" 9
    "data_entry_check" "" "入力時の照合・確認記録" "sheet" 13
    "data_handling_statement" "" "個人データの取扱いについて" "application" 13
    "delegation" "" "権限委譲書" "application" 5
    "deleted_information" "" "削除情報等 保管・消去記録" "report" 12
    "device_check" "" "機器の安全点検表" "sheet" 5
    "device_register" "" "情報機器・電子媒体台帳" "register" 13
    "disposal_record" "" "廃棄記録簿" "sheet" 16
    "effectiveness_check" "" "是正処置の有効性確認" "report" 10
    "emergency_procedure" "" "緊急事態対応手順書" "sheet" 6
    "entry_record" "" "入退室記録" "sheet" 4
    "equivalent_measures" "" "相当措置の定期確認記録" "sheet" 16
    "handling_ruling" "" "個人情報の取扱いに関する判断記録" "application" 6
    "identity_check" "" "本人・代理人確認記録" "sheet" 18
    "improvement_report" "" "改善報告書" "report" 6
    "incident_final_report" "" "事故報告書" "report" 17
    "incident_notice" "" "本人への通知" "report" 14
    "incident_publication" "" "事故に関するお知らせ" "report" 11
    "incident_response" "" "緊急事態対応記録" "report" 24
    "interested_party" "" "利害関係者一覧" "register" 5
    "internal_rule" "" "内部規定" "register" 8
    "internal_rule_list" "" "内部規程一覧" "sheet" 2
    "joint_use" "" "共同利用の公表文・覚書" "sheet" 24
    "last_out_check" "" "最終退室点検記録" "sheet" 5
    "measures_answer" "" "相当措置に関する情報提供書／不提供通知" "report" 17
    "measures_request" "" "相当措置の情報提供の求め" "report" 5
    "media_permit" "" "電子媒体使用・持出許可申請書" "application" 13
    "media_return" "" "電子媒体の返却・消去報告" "report" 8
    "monitoring_notice" "" "モニタリングの通達" "register" 9
    "monitoring_receipt" "" "モニタリング通達の確認" "sheet" 5
    "my_number_area" "" "個人番号の管理区域" "application" 6
    "my_number_lock_check" "" "個人番号の施錠確認" "report" 7
    "my_number_receipt" "" "個人番号の受領記録" "report" 12
    "my_number_request" "" "個人番号の利用目的同意書兼個人番号通知および本人確認書類の提出依頼書" "application" 9
    "nonconformity" "" "不適合の記録" "report" 9
    "objective" "" "個人情報保護目的" "register" 7
    "objective_result" "" "個人情報保護目的の評価" "report" 7
    "operation_status_report" "" "運用状況報告" "report" 12
    "opt_out_notice" "" "オプトアウト通知書・公表文・届出控" "sheet" 25
    "outside_report" "" "関係機関への報告" "report" 13
    "planning_order" "" "教育・監査計画の作成指示" "report" 6
    "protection_policy" "" "個人情報保護方針" "application" 12
    "read_confirmation" "" "読了の確認" "report" 5
    "records_inventory" "" "記録の作成状況" "sheet" 3
    "referable_confirmation" "" "個人関連情報の同意確認記録" "application" 15
    "request_answer" "" "個人データ開示等請求書（回答欄）" "application" 13
    "review_follow_up" "" "見直し事項の実施記録" "report" 5
    "rule_review" "" "規定の見直し記録" "report" 6
    "safety_check" "" "安全管理の定期確認表" "sheet" 3
    "safety_measure" "" "安全管理措置一覧" "register" 8
    "sanction_record" "" "違反・処分の記録" "report" 9
    "special_care_consent" "" "要配慮個人情報等の同意書（同意の記録）" "sheet" 18
    "staff_supervision" "" "職員等の監督の記録" "sheet" 3
    "stored_file" "" "保管ファイル一覧" "register" 9
    "suspected_leak_report" "" "漏えい等の疑いの報告" "report" 10
    "training_session" "" "教育の実施と出席の記録" "report" 15
    "transfer_record" "" "移送・送信記録" "sheet" 24
    "web_consent" "" "Web同意記録" "sheet" 19
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
        serde_json::json!(["J.3.1.1(2)", "J.3.1.1(3)", "J.3.1.1(4)", "J.8.1(3)"])
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
    insta::assert_snapshot!(ask("form=nothing").await, @"
    422 invalid
     | form | 様式 `nothing` はありません。次のどれかです：law_register, handling_application, holdings_register, information_flow, risk_assessment, risk_treatment_plan, risk_treatment_record, organization_chart, training_flow_chart, training_plan, training_report, incident_report, document_register, document_revision, operation_check, audit_plan, audit_individual_plan, audit_record, audit_report, audit_checklist_conformity, audit_checklist_operation, management_review, corrective_action, handling_notice, acquisition_application, use_application, applicant_consent, staff_consent, officer_consent, secrecy_oath, foreign_consent, foreign_provision_application, provision_record, receipt_application, receipt_record, anonymized_application, pseudonymized_creation, pseudonymized_acquisition, entry_rules, key_list, disposal_certificate, access_record, software_permit, sanctions_rules, entrustment_rules, entrustment_survey, entrusted_party, entrustment_memorandum, hand_over, request_guide, disclosure_request, disclosure_answer, non_disclosure_answer, correction_request, correction_answer, correction_refusal, cease_request, cease_answer, complaint_manual, complaint_sheet, access_list, account_register, accuracy_check, acting_record, anonymized_record, answer_dispatch, appointment_letter, backup_record, board_resolution, circulation, collection_statement, commission_final_report, commission_preliminary_report, communication_plan, communication_record, competence_requirement, complaint_response, comprehension_test, context_issue, data_correction, data_entry_check, data_handling_statement, delegation, deleted_information, device_check, device_register, disposal_record, effectiveness_check, emergency_procedure, entry_record, equivalent_measures, handling_ruling, identity_check, improvement_report, incident_final_report, incident_notice, incident_publication, incident_response, interested_party, internal_rule, internal_rule_list, joint_use, last_out_check, measures_answer, measures_request, media_permit, media_return, monitoring_notice, monitoring_receipt, my_number_area, my_number_lock_check, my_number_receipt, my_number_request, nonconformity, objective, objective_result, operation_status_report, opt_out_notice, outside_report, planning_order, protection_policy, read_confirmation, records_inventory, referable_confirmation, request_answer, review_follow_up, rule_review, safety_check, safety_measure, sanction_record, special_care_consent, staff_supervision, stored_file, suspected_leak_report, training_session, transfer_record, web_consent
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
    insta::assert_snapshot!(ask("form=holdings_register&filter%5Bremarks%5D=x").await, @"
    422 invalid
     | filter[remarks] | 絞り込めるのは次の項目です：class, documents, storage_place, storage_methods, count, business_area, acquisition_way, data_classes, special_care, entrustment, provision, joint_use, foreign, last_review
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
    2026-12-05 2026-11-30 duty access_record J.9.2(6)② upcoming null null
    2026-12-31 2026-12-17 duty device_check J.9.2(7)③ upcoming null null
    2026-12-31 2026-12-17 duty operation_check J.6.1(2) upcoming null null
    2027-01-05 2026-12-31 duty access_record J.9.2(6)② upcoming null null
    2027-02-05 2027-01-31 duty access_record J.9.2(6)② upcoming null null
    2027-03-05 2027-02-28 duty access_record J.9.2(6)② upcoming null null
    2027-03-31 2027-01-30 duty audit_record J.6.2(3) upcoming null null
    2027-03-31 2027-03-01 duty  J.3.1.1(2) upcoming null null
    2027-03-31 2027-03-01 duty  J.3.1.3(3) upcoming null null
    2027-03-31 2027-03-01 review holdings_register J.3.1.1(2) upcoming null null
    2027-03-31 2027-03-01 review risk_assessment J.3.1.3(3) upcoming null null
    2027-03-31 2027-03-17 duty device_check J.9.2(7)③ upcoming null null
    2027-03-31 2027-03-17 duty operation_check J.6.1(2) upcoming null null
    ");
    let reviews = async |query: &str| {
        let lines = lines(&duties(query).await);
        lines.lines().filter(|line| line.contains(" review ")).count()
    };
    assert_eq!(reviews("?from=2026-04-01&to=2027-03-30").await, 0);
    assert_eq!(reviews("?from=2027-03-31&to=2028-03-31").await, 2 * reviews("").await);
    insta::assert_snapshot!(office.get(&office.staff, "/duties?from=2027-01-01&to=2026-01-01&what=1").await.refusal(), @r"
        422 invalid
         | to | `to` は `from` 以後、10年以内にしてください
         | what | `what` という項目はありません
        ");
    // Who holds no office has what everybody has, and nothing else.
    let nobody = lines(&office.get(&office.administrator, "/duties").await.json());
    assert!(nobody.lines().all(|line| line.contains(" duty access_record ")), "{nobody}");
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
        "clause": "J.1.4",
        "field": "business_area",
        "message": "事業の区分がありません。規程が対象とする八つの事業から選んでください。"
      },
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
    let is_directed = |duty: &&serde_json::Value| duty["kind"] == "directed_review";
    let reviews = duties["duties"].as_array().unwrap().iter().filter(is_directed);
    let due: Vec<_> = reviews.map(|duty| duty["due"].as_str().unwrap()).collect();
    // That of the risk assessment too.
    assert_eq!(due, ["2028-03-31", "2028-03-31"]);
    office.post(&office.staff, &acts, &review).await;
    assert!(!register().await.contains("open"));
    let left = office.get(&office.manager, &open).await.json();
    assert_eq!(left["records"], serde_json::json!([]));
    let asked = format!("/records?form={REGISTER}&open=lack.remarks");
    insta::assert_snapshot!(office.get(&office.staff, &asked).await.refusal(), @"
    422 invalid
     | open | `open` は lack.business_area, lack.application, lack.risk_assessment, review, ordered_review のどれかです
    ");
}
