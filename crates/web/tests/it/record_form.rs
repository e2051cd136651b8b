//! The form of a record: what one saves is what one saw, and nothing that was typed is lost.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Office, REGISTER};

/// Drafts a record as 花子; its id.
async fn draft(office: &Office, form: &str, fields: &Value) -> String {
    let body = json!({"form": form, "fields": fields});
    let reply = office.post(&office.staff, "/records", &body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
    reply.json()["id"].as_str().unwrap().to_owned()
}

async fn fields(office: &Office, id: &str) -> Value {
    office.get(&office.staff, &format!("/records/{id}")).await.json()["fields"].clone()
}

fn edit(id: &str) -> String {
    format!("/records/{id}/edit")
}

#[tokio::test]
async fn sheets_of_risks_and_flows_are_saved_as_they_were_opened() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let holding = office.in_force(1).await;
    let phases = ["acquisition", "transfer", "use", "storage", "disposal"];
    let rows = |row: &dyn Fn(&str) -> Value| phases.map(row);
    let risks = rows(&|phase| {
        json!({
            "phase": phase,
            "risk_kinds": ["use_beyond_purpose", "leak", {"other": "盗難、置引き"}, {"other": "紛失"}],
            "risk": "置き忘れ\n誤送信",
            "likelihood": "medium",
            "impact": "high",
            "measures": "鍵をかける。",
            "residual_risk": "なし",
            "residual_score": 2,
            "is_accepted": true,
        })
    });
    let flows = rows(&|phase| {
        json!({
            "phase": phase,
            "work": "受け取って入力する。",
            "persons": [office.staff.actor.member, {"name": "渡邉 槇"}],
            "media": ["data", "paper", {"other": "写真"}],
        })
    });
    let sheets = [
        ("risk_assessment", json!({"holding": holding, "risks": risks})),
        ("information_flow", json!({"holding": holding, "phases": flows})),
    ];
    for (form, values) in sheets {
        let id = draft(&office, form, &values).await;
        let before = fields(&office, &id).await;
        for browser in [&hanako, &hanako.in_english()] {
            let page = browser.get(&edit(&id)).await;
            let saved = browser.post(&edit(&id), &page.form(&edit(&id))).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{form}: {}", saved.problems());
            assert_eq!(fields(&office, &id).await, before, "{form}");
        }
    }
}

#[tokio::test]
async fn a_register_line_is_saved_as_it_was_opened_in_both_languages() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let mut values = Value::Object(crate::support::register_fields(1));
    values["count"] = json!({"value": 1200, "certainty": "estimated"});
    values["handler"] = json!({"name": "渡邉 槇"});
    values["last_review"] = json!("2026-05-15");
    values["storage_methods"] = json!(["data", "paper"]);
    let id = draft(&office, crate::support::REGISTER, &values).await;
    let before = fields(&office, &id).await;
    for browser in [&hanako, &hanako.in_english()] {
        let form = browser.get(&edit(&id)).await.form(&edit(&id));
        let saved = browser.post(&edit(&id), &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.problems());
        assert_eq!(fields(&office, &id).await, before);
    }
    let typed = hanako.in_english().get(&edit(&id)).await.form(&edit(&id));
    assert_eq!((typed.get("count"), typed.get("last_review")), ("about 1,200", "2026-05-15"));
}

#[tokio::test]
async fn what_need_not_be_answered_and_is_blank_is_folded_into_one_line() {
    let office = Office::open().await;
    let browser = office.browse(&office.staff, "hanako").await;
    let blank = draft(&office, REGISTER, &json!({"documents": "見本"})).await;
    let page = browser.in_english().get(&format!("/records/{blank}")).await;
    let folded: Vec<_> = page.html.split("<details class=\"blanks\">").skip(1).collect();
    let folded: Vec<_> = folded.iter().filter_map(|rest| rest.split("</details>").next()).collect();
    assert!(!folded.is_empty(), "{}", page.html);
    for part in &folded {
        let lines = part.matches("class=\"empty-value\"").count();
        assert!(lines > 1 && part.contains(&format!("<summary>{lines} blank fields</summary>")));
        // What must be given stays in sight, also while it is blank.
        assert!(!part.contains("Purpose of use"), "{part}");
    }
    assert!(page.html.contains("Purpose of use"));
}

#[tokio::test]
async fn another_answer_is_never_dropped_without_a_word() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let id = draft(&office, "handling_application", &json!({"work_name": "研修の受付"})).await;
    let form = hanako.get(&edit(&id)).await.form(&edit(&id));
    // Words beside another answer, and another answer without words.
    let beside = form.clone().set("business_area", "education").set("business_area__other", "講習");
    let page = hanako.post(&edit(&id), &beside).await;
    insta::assert_snapshot!(page.problems(), @"f-business_area__other: ほかの答えを選んでいます。この内容を消すか、「その他」を選んでください");
    assert_eq!(page.form(&edit(&id)).get("business_area__other"), "講習");
    let without = form.clone().set("business_area", "__other");
    insta::assert_snapshot!(hanako.post(&edit(&id), &without).await.problems(), @"f-business_area__other: 「その他」の内容を書いてください");
    let right = form.set("business_area", "__other").set("business_area__other", "講習");
    assert_eq!(hanako.post(&edit(&id), &right).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fields(&office, &id).await["business_area"], json!({"other": "講習"}));
}

#[tokio::test]
async fn what_a_condition_does_not_ask_for_is_dropped_only_by_one_who_was_told() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let id = office.draft(1).await;
    let page = hanako.get(&edit(&id)).await;
    assert!(page.text().contains("「第三者への提供」が「はい」のときに記入します。"));
    let form = page.form(&edit(&id)).set("provision", "no").set("provision_recipients", "見本協会");
    let told = hanako.post(&edit(&id), &form).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(told.problems(), @"f-provision_recipients: この項目は、いまの答えでは求められていません。保存すると、この内容は消えます。残すときは条件の項目を直してください。消してよければ、もう一度保存してください");
    let again = told.form(&edit(&id));
    assert_eq!(again.get("provision_recipients"), "見本協会");
    assert_eq!(hanako.post(&edit(&id), &again).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fields(&office, &id).await["provision_recipients"], Value::Null);
}

#[tokio::test]
async fn the_second_to_save_sees_both_versions_and_chooses_field_by_field() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let mut values = Value::Object(crate::support::register_fields(1));
    values["provision"] = json!(true);
    values["provision_recipients"] = json!("見本協会");
    let id = draft(&office, crate::support::REGISTER, &values).await;
    let form = hanako.get(&edit(&id)).await.form(&edit(&id));
    let mut others = values.clone();
    others["purpose"] = json!("別の人が書いた目的");
    others["remarks"] = json!("別の人の備考");
    others["provision"] = json!(false);
    others["provision_recipients"] = Value::Null;
    let patched = office
        .ask(
            &office.staff,
            &format!("PATCH /records/{id}"),
            &[("if-match", "\"v1\"")],
            &json!({"fields": others}),
        )
        .await;
    assert_eq!(patched.status, StatusCode::OK, "{}", patched.json());

    let mine = form.set("purpose", "わたしの目的").set("provision_recipients", "見本協会と例会社");
    let page = hanako.post(&edit(&id), &mine).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    let choices = page.form(&edit(&id));
    // What was not touched stays as the other one saved it; what both changed begins with one's own.
    let chosen = ["take.purpose", "take.remarks", "take.provision", "take.provision_recipients"]
        .map(|name| choices.get(name));
    assert_eq!(chosen, ["left", "right", "right", "left"]);
    // Taking the others' 「提供」 does not take their empty 「提供先」.
    let choices = choices.set("take.provision", "left");
    let saved = hanako.post(&edit(&id), &choices).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.problems());
    let after = fields(&office, &id).await;
    let told = ["purpose", "remarks", "provision", "provision_recipients"].map(|id| &after[id]);
    assert_eq!(
        told,
        [&json!("わたしの目的"), &json!("別の人の備考"), &json!(true), &json!("見本協会と例会社")]
    );
}

#[tokio::test]
async fn a_record_beyond_the_newest_is_kept_and_found() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let first = office.draft(0).await;
    for n in 1..=200 {
        office.draft(n).await;
    }
    let id = draft(&office, "risk_assessment", &json!({"holding": first})).await;
    let form = hanako.get(&edit(&id)).await.form(&edit(&id));
    assert_eq!(form.get("holding"), first);
    assert_eq!(hanako.post(&edit(&id), &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(fields(&office, &id).await["holding"], json!(first));

    let form = hanako.get(&edit(&id)).await.form(&edit(&id)).set("holding", "");
    let searched = form.set("find.holding", "その0").add("find", "holding");
    let page = hanako.post(&edit(&id), &searched).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.html.contains(&format!("<option value=\"{first}\"")));
}

#[tokio::test]
async fn the_summary_of_errors_leads_to_each_field() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let holding = office.in_force(1).await;
    let risks = json!([{"phase": "acquisition"}, {"risk": "紛失"}]);
    let id = draft(&office, "risk_assessment", &json!({"holding": holding, "risks": risks})).await;
    let form = hanako.get(&edit(&id)).await.form(&edit(&id)).add("then", "submit");
    let page = hanako.post(&edit(&id), &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    insta::assert_snapshot!(page.problems(), @"
    f-risks-0-risk: 1行目：「リスク」を記入してください（J.3.1.3(2)）
    f-risks-0-measures: 1行目：「対策」を記入してください（J.3.1.3(2)）
    f-risks-0-residual_risk: 1行目：「残存リスク」を記入してください（J.3.1.3(2)）
    f-risks-1-phase: 2行目：「局面」を記入してください（J.3.1.3(2)）
    f-risks-1-measures: 2行目：「対策」を記入してください（J.3.1.3(2)）
    f-risks-1-residual_risk: 2行目：「残存リスク」を記入してください（J.3.1.3(2)）
    f-risks-2-risk: 3行目：「リスク」を記入してください（J.3.1.3(2)）
    f-risks-2-measures: 3行目：「対策」を記入してください（J.3.1.3(2)）
    f-risks-2-residual_risk: 3行目：「残存リスク」を記入してください（J.3.1.3(2)）
    f-risks-3-risk: 4行目：「リスク」を記入してください（J.3.1.3(2)）
    f-risks-3-measures: 4行目：「対策」を記入してください（J.3.1.3(2)）
    f-risks-3-residual_risk: 4行目：「残存リスク」を記入してください（J.3.1.3(2)）
    f-risks-4-risk: 5行目：「リスク」を記入してください（J.3.1.3(2)）
    f-risks-4-measures: 5行目：「対策」を記入してください（J.3.1.3(2)）
    f-risks-4-residual_risk: 5行目：「残存リスク」を記入してください（J.3.1.3(2)）
    f-risks-5-risk: 6行目：「リスク」を記入してください（J.3.1.3(2)）
    f-risks-5-measures: 6行目：「対策」を記入してください（J.3.1.3(2)）
    f-risks-5-residual_risk: 6行目：「残存リスク」を記入してください（J.3.1.3(2)）
    ");
}

#[tokio::test]
async fn what_the_application_says_is_filled_in_before_and_when_a_line_is_saved() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let said = json!({"work_name": "会員管理", "purpose": "会費の請求", "items": "氏名、住所"});
    let application = draft(&office, "handling_application", &said).await;
    let id = draft(&office, REGISTER, &json!({"documents": "入会申込書", "items": "手書きの項目"}))
        .await;
    let before = fields(&office, &id).await;

    let mut posted = hanako.get(&edit(&id)).await.form(&edit(&id));
    posted.0.retain(|(name, _)| name != "application");
    posted.0.push(("application".to_owned(), application));
    let mut asked = posted.clone();
    asked.0.push(("fill".to_owned(), "yes".to_owned()));
    let page = hanako.post(&edit(&id), &asked).await;
    let shown = page.form(&edit(&id));
    let typed = |name: &str| shown.0.iter().find(|(it, _)| it == name).unwrap().1.as_str();
    assert_eq!((typed("purpose"), typed("items")), ("会費の請求", "手書きの項目"));
    assert_eq!(fields(&office, &id).await, before, "nothing is saved yet");

    let saved = hanako.post(&edit(&id), &posted).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.problems());
    assert_eq!(fields(&office, &id).await["purpose"], "会費の請求");
}
