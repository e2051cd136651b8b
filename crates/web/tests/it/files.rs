//! Files in the fields of a form: attached while it is edited, without a script, and bound to what is approved.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    support::{Office, Reply},
    visitor::{Visitor, text},
};

const APPLICATION: &str = "handling_application";
const PDF: &[u8] = b"%PDF-1.7 form";

/// 花子 begins an application; its id.
async fn application(office: &Office) -> String {
    let body = json!({"form": APPLICATION, "fields": {"work_name": "研修の申込受付"}});
    let reply = office.post(&office.staff, "/records", &body).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
    reply.json()["id"].as_str().unwrap().to_owned()
}

async fn fields(office: &Office, id: &str) -> Value {
    office.get(&office.staff, &format!("/records/{id}")).await.json()["working"]["fields"].take()
}

/// Uploads through the API.
async fn attach(office: &Office, place: &str, name: &str, bytes: &[u8]) -> Reply {
    let mut body = format!(
        "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--part--\r\n");
    let request = axum::http::Request::post(format!("/api/v1{place}"))
        .header("authorization", format!("Bearer {}", office.staff.token))
        .header("content-type", "multipart/form-data; boundary=part");
    office.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn a_file_is_attached_beside_what_is_typed_and_taken_out_again() {
    let office = Office::open().await;
    let id = application(&office).await;
    let mut staff = Visitor::member(&office, &office.staff, "hanako").await;
    let page = text(&staff.open(&format!("/records/{id}/edit")).await);
    assert!(page.contains("name=\"attach\" value=\"attachments\""), "{page}");
    let path = format!("/records/{id}/files");
    let typed =
        [("version", "1"), ("work_name", "研修の申込受付 その2"), ("attach", "attachments")];
    let reply = staff.upload(&path, &typed, ("attachments", "../申込書.pdf", PDF)).await;
    assert_eq!(reply.status, 303, "{}", text(&reply));
    // The file is saved; what was typed waits on the form.
    let page = text(&staff.open(&format!("/records/{id}/edit")).await);
    assert!(page.contains("研修の申込受付 その2") && page.contains(">申込書.pdf</a>"));
    let record = text(&staff.open(&format!("/records/{id}")).await);
    let href = record.split("href=\"/attachments/").nth(1).unwrap().split('"').next().unwrap();
    let file = staff.open(&format!("/attachments/{href}")).await;
    assert_eq!((file.bytes.as_slice(), file.header("content-type")), (PDF, "application/pdf"));
    // It is saved with the rest, on the version that the upload made.
    let typed = [("version", "2"), ("work_name", "研修の申込受付 その2")];
    assert_eq!(staff.send(&format!("/records/{id}/edit"), &typed).await.status, 303);
    let remove = format!("attachments/{href}");
    let typed =
        [("version", "3"), ("work_name", "研修の申込受付 その2"), ("remove_file", remove.as_str())];
    let reply = staff.upload(&path, &typed, ("attachments", "", b"")).await;
    assert_eq!(reply.status, 303, "{}", text(&reply));
    assert_eq!(fields(&office, &id).await, json!({"work_name": "研修の申込受付 その2"}));
}

#[tokio::test]
async fn pressing_the_wrong_button_loses_no_file_silently() {
    let office = Office::open().await;
    let id = application(&office).await;
    let mut staff = Visitor::member(&office, &office.staff, "hanako").await;
    // A form without files in it sends the name only.
    let typed = [("version", "1"), ("attachments", "申込書.pdf"), ("work_name", "受付")];
    let saved = staff.send(&format!("/records/{id}/edit"), &typed).await;
    assert!(saved.status == 422 && text(&saved).contains("選んだファイルはまだ添付されていません"));
    let typed = [("version", "1"), ("attach", "attachments"), ("work_name", "受付")];
    let nothing =
        staff.upload(&format!("/records/{id}/files"), &typed, ("attachments", "", b"")).await;
    assert!(
        nothing.status == 422
            && text(&nothing).contains("ファイルを選んでから")
            && text(&nothing).contains("value=\"受付\"")
    );
}

#[tokio::test]
async fn programs_attach_to_a_field_and_name_only_what_was_attached() {
    let office = Office::open().await;
    let id = application(&office).await;
    let place = format!("/records/{id}/attachments");
    let reply = attach(&office, &format!("{place}?field=attachments"), "申込書.pdf", PDF).await;
    assert_eq!((reply.status.as_u16(), reply.header("etag")), (201, "\"v2\""), "{}", reply.json());
    let kept = reply.json();
    let file = json!({"id": kept["id"], "name": "申込書.pdf", "bytes": PDF.len(), "sha256": kept["sha256"]});
    assert_eq!(fields(&office, &id).await["attachments"], json!([file]));
    let found =
        office.get(&office.staff, &format!("/attachments/{}", kept["id"].as_str().unwrap())).await;
    assert_eq!(found.bytes, PDF);
    insta::assert_snapshot!(attach(&office, &place, "申込書.pdf", PDF).await.refusal(), @"
    422 invalid
     | field | この様式のファイルは項目に添付します。`field` に `attachments` などを指定してください
    ");
    insta::assert_snapshot!(attach(&office, &format!("{place}?field=work_name"), "申込書.pdf", PDF).await.refusal(), @"
    422 invalid
     | field | `work_name` はファイルを添付する項目ではありません
    ");
    insta::assert_snapshot!(attach(&office, &format!("{place}?field=attachments"), "申込書.pdf", b"").await.refusal(), @"
    422 invalid
     | file | ファイルは空でなく、20MBまでにしてください
    ");
    // A file is not written into being, nor renamed, nor borrowed from another record.
    let other = application(&office).await;
    for (id, files) in [
        (
            &id,
            json!([file, {"id": uuid::Uuid::nil(), "name": "x.pdf", "bytes": 3, "sha256": "00"}]),
        ),
        (
            &id,
            json!([{"id": kept["id"], "name": "別名.pdf", "bytes": PDF.len(), "sha256": kept["sha256"]}]),
        ),
        (&other, json!([file])),
    ] {
        let change = json!({"fields": {"attachments": files}});
        let what = format!("PATCH /records/{id}");
        let reply = office.ask(&office.staff, &what, &[("if-match", "*")], &change).await;
        assert_eq!(
            reply.refusal(),
            "422 refused\n | attachments | 「添付資料」に、この記録に添付されていないファイルがあります"
        );
    }
    let emptied = json!({"fields": {"attachments": null}});
    let what = format!("PATCH /records/{id}");
    assert_eq!(office.ask(&office.staff, &what, &[("if-match", "*")], &emptied).await.status, 200);
}

#[tokio::test]
async fn no_more_files_than_the_field_takes() {
    let office = Office::open().await;
    let id = application(&office).await;
    let place = format!("/records/{id}/attachments?field=attachments");
    for n in 0..10 {
        let reply = attach(&office, &place, &format!("{n}.pdf"), PDF).await;
        assert_eq!(reply.status, 201, "{}", reply.json());
    }
    insta::assert_snapshot!(attach(&office, &place, "11.pdf", PDF).await.refusal(), @"
    422 refused
    J.3.1.1(1) | attachments | 「添付資料」：ファイルは10個までです
    ");
}
