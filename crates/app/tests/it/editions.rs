//! Editions: what others read while a line is revised, what lists and history say of it, and how an old edition comes back.

use app::{Actor, AppError, records::plain_act, register::ListRequest};
use engine::{Act, Fields, RecordId};
use regulation::Language;
use serde_json::json;

use crate::support::{Office, REGISTER, register_fields};

/// A line named anew: its title and what else says so.
fn named(documents: &str) -> Fields {
    let mut fields = register_fields(0);
    fields.insert("documents".into(), json!(documents));
    fields
}

/// A line in force that the staff member is revising.
async fn revised(office: &Office) -> RecordId {
    let id = office.in_force(named("入会申込書")).await;
    office.app.act(office.staff, id, None, plain_act(Act::Revise)).await.unwrap();
    office.app.edit(office.staff, id, None, named("退会届")).await.unwrap();
    id
}

async fn reads(office: &Office, who: Actor, id: RecordId) -> String {
    match office.app.record(who, id).await {
        Ok(view) => format!(
            "{} {} ({})",
            view.record.state.name(),
            view.record.fields()["documents"].as_str().unwrap(),
            view.row.title
        ),
        Err(AppError::NotFound) => "-".into(),
        Err(error) => panic!("{error}"),
    }
}

async fn found(office: &Office, words: &str) -> Vec<String> {
    let request =
        ListRequest { form: REGISTER.into(), words: words.into(), ..ListRequest::default() };
    let list = office.app.list(office.manager, &request).await.unwrap();
    list.rows.into_iter().map(|row| row.title).collect()
}

/// What a person is told changed at each entry of the history.
async fn told(office: &Office, who: Actor, id: RecordId) -> String {
    let history = office.app.history(who, id, Language::Ja).await.unwrap();
    let line = |entry: &app::history::Entry| {
        let changes: Vec<_> = entry
            .differences
            .iter()
            .filter(|it| it.field == "documents")
            .map(|it| format!("{}→{}", it.before, it.after))
            .collect();
        format!("{} {}", entry.event.name(), changes.join(" ")).trim_end().to_owned()
    };
    history.entries.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn while_a_line_is_revised_others_read_what_is_in_force() {
    let office = Office::open().await;
    let id = revised(&office).await;
    let mut lines = Vec::new();
    for who in [office.staff, office.manager, office.top] {
        lines.push(reads(&office, who, id).await);
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    draft 退会届 (入会申込書)
    in_force 入会申込書 (入会申込書)
    in_force 入会申込書 (入会申込書)
    ");
    // Neither history, proof nor attachments speak of the copy.
    office.turn_to(2026, 11, 23);
    office.app.attach(office.staff, id, "退会届.txt", "様式".as_bytes()).await.unwrap();
    insta::assert_snapshot!(told(&office, office.manager, id).await, @"
    drafted →入会申込書
    submitted
    approved
    put_in_force
    ");
    let proof = office.app.prove(office.manager, id).await.unwrap();
    assert!(proof.leaves.iter().all(|leaf| !leaf.body.contains("退会届")));
    assert_eq!(office.app.attachments(office.manager, id).await.unwrap().len(), 0);
    assert_eq!(office.app.attachments(office.staff, id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn lists_and_search_follow_the_edition_in_force() {
    let office = Office::open().await;
    let id = revised(&office).await;
    assert_eq!(found(&office, "入会申込書").await, ["入会申込書"]);
    assert!(found(&office, "退会届").await.is_empty());
    office.app.act(office.staff, id, None, plain_act(Act::Submit)).await.unwrap();
    office.app.act(office.manager, id, None, plain_act(Act::Approve)).await.unwrap();
    assert_eq!(found(&office, "退会届").await, ["退会届"]);
    assert!(found(&office, "入会申込書").await.is_empty());
}

#[tokio::test]
async fn history_tells_changes_against_what_was_in_force() {
    let office = Office::open().await;
    let id = revised(&office).await;
    office.app.act(office.staff, id, None, plain_act(Act::Withdraw)).await.unwrap();
    office.app.act(office.staff, id, None, plain_act(Act::Revise)).await.unwrap();
    office.app.edit(office.staff, id, None, named("変更届")).await.unwrap();
    insta::assert_snapshot!(told(&office, office.staff, id).await, @"
    drafted →入会申込書
    submitted
    approved
    put_in_force
    revision_opened
    edited 入会申込書→退会届
    withdrawn
    revision_opened
    edited 入会申込書→変更届
    ");
}

#[tokio::test]
async fn drafts_are_sorted_and_filtered_as_the_register_is() {
    let office = Office::open().await;
    for n in [2, 0, 1] {
        office.draft(register_fields(n)).await;
    }
    let form = office.app.tenant(office.staff.operator).unwrap();
    let form = form.form(REGISTER).unwrap();
    let indexed = form.fields.iter().find(|field| field.is_indexed).unwrap().id.clone();
    let request = ListRequest {
        form: REGISTER.into(),
        state: Some(engine::RecordState::Draft),
        sort: indexed,
        ..ListRequest::default()
    };
    assert_eq!(office.app.list(office.staff, &request).await.unwrap().rows.len(), 3);
}

#[tokio::test]
async fn an_old_edition_can_be_read_again() {
    let office = Office::open().await;
    let id = revised(&office).await;
    office.app.act(office.staff, id, None, plain_act(Act::Submit)).await.unwrap();
    office.app.act(office.manager, id, None, plain_act(Act::Approve)).await.unwrap();
    for (number, documents) in [(1, "入会申込書"), (2, "退会届")] {
        let view = office.app.edition(office.manager, id, number).await.unwrap();
        assert_eq!(view.edition.fields["documents"], documents);
        assert_eq!(view.edition.settled.len(), 1);
    }
    assert!(matches!(office.app.edition(office.manager, id, 3).await, Err(AppError::NotFound)));
}
