//! What a record was: earlier editions, and names in the place of ids.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Office, REGISTER, register_fields};

async fn act(office: &Office, who: &crate::support::Person, id: &str, act: &str) {
    let reply = office.post(who, &format!("/records/{id}/acts"), &json!({"act": act})).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.json());
}

#[tokio::test]
async fn an_edition_that_was_replaced_can_be_read_with_its_stamps() {
    let office = Office::open().await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let id = office.in_force(1).await;
    act(&office, &office.staff, &id, "revise").await;
    let mut fields = json!(register_fields(1));
    fields["purpose"] = json!("会報の発送のため");
    let version =
        office.get(&office.staff, &format!("/records/{id}")).await.json()["version"].clone();
    let etag = format!("\"v{version}\"");
    let patch = format!("PATCH /records/{id}");
    office.ask(&office.staff, &patch, &[("if-match", &etag)], &json!({"fields": fields})).await;
    act(&office, &office.staff, &id, "submit").await;
    act(&office, &office.manager, &id, "approve").await;

    let now = yoshiko.get(&format!("/records/{id}")).await;
    let address = format!("/records/{id}/editions/1");
    assert!(now.html.contains(&format!("href=\"{address}\"")));
    let first = yoshiko.get(&address).await.text();
    assert!(
        first.contains("会員名簿の作成のため") && !first.contains("会報の発送のため"),
        "{first}"
    );
    assert!(first.contains("第1版") && first.contains("8.11.22"), "{first}");
    let none = yoshiko.get(&format!("/records/{id}/editions/3")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_page_shows_the_id_of_a_record_or_an_office() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    let [first, second] = [office.in_force(1).await, office.in_force(2).await];
    let body = json!({"form": "risk_assessment", "fields": {"holding": first}});
    let reply = office.post(&office.staff, "/records", &body).await.json();
    let id = reply["id"].as_str().unwrap().to_owned();
    let edit = format!("/records/{id}/edit");
    let stale = hanako.get(&edit).await.form(&edit);
    let changed = json!({"fields": {"holding": second}});
    let patch = format!("PATCH /records/{id}");
    office.ask(&office.staff, &patch, &[("if-match", "\"v1\"")], &changed).await;

    let columns = "/registers/risk_assessment/columns";
    let list = "/registers/risk_assessment?state=draft";
    let chosen = hanako.get(list).await.form(columns).set("column", "holding");
    hanako.post(columns, &chosen).await;
    let pages = [
        hanako.post(&edit, &stale.set("flow", "")).await,
        hanako.get(&format!("/records/{id}")).await,
        hanako.get(list).await,
        yoshiko.get("/queue").await,
    ];
    for page in pages {
        let text = page.text();
        assert!(!text.contains(&first) && !text.contains(&second), "{text}");
    }
    let record = hanako.get(&format!("/records/{id}")).await.text();
    assert!(record.contains("R8-0001 入会申込書 その1"), "{record}");
    assert!(hanako.get(&format!("/registers/{REGISTER}")).await.status.is_success());
}
