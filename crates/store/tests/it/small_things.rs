//! What is kept beside the records and outside the log: imports, unsaved values, preferences.

use engine::ids::ImportId;
use store::{Db, import_run, preference, scratch};
use uuid::Uuid;

use crate::support::{DRAFTER, MANAGER, OPERATOR, OTHER, Store, record_id};

#[tokio::test]
async fn an_import_is_kept_for_its_member_until_it_is_done() {
    let store = Store::new().await;
    let id = ImportId(Uuid::from_u128(1));
    let new = import_run::NewImport {
        id,
        target: "holdings".to_owned(),
        file_name: "台帳.xlsx".to_owned(),
        workbook: vec![1, 2],
        choices: "{}".to_owned(),
    };
    import_run::add(&store.db, OPERATOR, DRAFTER, new, 1).await.unwrap();
    import_run::put_choices(&store.db, MANAGER, id, "奪う", 2).await.unwrap();
    import_run::put_choices(&store.db, DRAFTER, id, "{\"sheet\":1}", 2).await.unwrap();
    assert!(import_run::lookup(&store.db, MANAGER, id).await.unwrap().is_none());
    assert_eq!(
        import_run::lookup(&store.db, DRAFTER, id).await.unwrap().unwrap().choices,
        "{\"sheet\":1}"
    );
    import_run::finish(&store.db, DRAFTER, id, vec![9], 3).await.unwrap();
    import_run::put_choices(&store.db, DRAFTER, id, "late", 4).await.unwrap();
    let done = import_run::lookup(&store.db, DRAFTER, id).await.unwrap().unwrap();
    assert_eq!(
        (done.state.as_str(), done.workbook.len(), done.report, done.choices.as_str()),
        ("done", 0, vec![9], "{\"sheet\":1}")
    );
}

#[tokio::test]
async fn an_open_import_can_be_forgotten_one_that_is_done_cannot() {
    let store = Store::new().await;
    for number in [1, 2] {
        let new = import_run::NewImport {
            id: ImportId(Uuid::from_u128(number)),
            target: "holdings".to_owned(),
            file_name: format!("台帳{number}.xlsx"),
            workbook: vec![1, 2],
            choices: "{}".to_owned(),
        };
        import_run::add(&store.db, OPERATOR, DRAFTER, new, 1).await.unwrap();
    }
    let [first, second] = [1, 2].map(|number| ImportId(Uuid::from_u128(number)));
    import_run::finish(&store.db, DRAFTER, first, vec![9], 3).await.unwrap();
    assert!(!import_run::remove(&store.db, DRAFTER, first).await.unwrap(), "it is done");
    assert!(!import_run::remove(&store.db, MANAGER, second).await.unwrap(), "not theirs");
    assert!(import_run::remove(&store.db, DRAFTER, second).await.unwrap());
    let left = import_run::list_of(&store.db, DRAFTER, 10).await.unwrap();
    let names: Vec<_> =
        left.iter().map(|run| (run.file_name.as_str(), run.state.as_str())).collect();
    assert_eq!(names, [("台帳1.xlsx", "done")]);
    assert!(import_run::list_of(&store.db, MANAGER, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn mappings_are_remembered_by_their_headings() {
    let store = Store::new().await;
    import_run::put_mapping(&store.db, OPERATOR, "holdings", "sig", "one").await.unwrap();
    import_run::put_mapping(&store.db, OPERATOR, "holdings", "sig", "two").await.unwrap();
    assert_eq!(
        import_run::find_mapping(&store.db, OPERATOR, "holdings", "sig").await.unwrap().as_deref(),
        Some("two")
    );
    assert_eq!(import_run::find_mapping(&store.db, OTHER, "holdings", "sig").await.unwrap(), None);
}

#[tokio::test]
async fn what_was_typed_is_kept_for_who_typed_it() {
    let store = Store::new().await;
    scratch::put(&store.db, DRAFTER, record_id(1), 2, "{\"name\":\"途\"}", 5).await.unwrap();
    scratch::put(&store.db, DRAFTER, record_id(1), 3, "{\"name\":\"途中\"}", 6).await.unwrap();
    let kept = scratch::lookup(&store.db, DRAFTER, record_id(1)).await.unwrap().unwrap();
    assert_eq!(
        (kept.base_version, kept.fields.as_str(), kept.saved_at),
        (3, "{\"name\":\"途中\"}", 6)
    );
    assert!(scratch::lookup(&store.db, MANAGER, record_id(1)).await.unwrap().is_none());
    scratch::remove(&store.db, DRAFTER, record_id(1)).await.unwrap();
    assert!(scratch::lookup(&store.db, DRAFTER, record_id(1)).await.unwrap().is_none());
}

#[tokio::test]
async fn columns_are_chosen_by_each_member() {
    let store = Store::new().await;
    preference::put_columns(&store.db, DRAFTER, "holdings", "[\"name\"]").await.unwrap();
    assert_eq!(
        preference::columns(&store.db, DRAFTER, "holdings").await.unwrap().as_deref(),
        Some("[\"name\"]")
    );
    assert_eq!(preference::columns(&store.db, MANAGER, "holdings").await.unwrap(), None);
}

#[tokio::test]
async fn an_answer_is_given_again_for_a_day() {
    let store = Store::new().await;
    let day = 86_400_000_000;
    preference::put_answer(&store.db, DRAFTER, "k", vec![1], (201, "{}"), 10).await.unwrap();
    preference::put_answer(&store.db, DRAFTER, "k", vec![2], (500, ""), 11).await.unwrap();
    let kept = preference::find_answer(&store.db, DRAFTER, "k").await.unwrap().unwrap();
    assert_eq!((kept.request_hash, kept.status, kept.body.as_str()), (vec![1], 201, "{}"));
    assert!(preference::find_answer(&store.db, MANAGER, "k").await.unwrap().is_none());
    preference::put_answer(&store.db, DRAFTER, "l", vec![3], (200, ""), 11 + day).await.unwrap();
    assert!(preference::find_answer(&store.db, DRAFTER, "k").await.unwrap().is_none());
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.db");
    assert!(Db::open_read_only(&path).await.is_err());
    assert!(!path.exists());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kitei.db");
    std::fs::write(&path, "個人情報管理台帳".repeat(500)).unwrap();
    assert!(Db::open(&path).await.is_err());
}
