//! What is kept beside the records and outside the log: imports, unsaved values, preferences.

use engine::ids::{ImportId, ViewId};
use store::{
    Change, Db, StoreError,
    import_run::{self, After, ChoicesMove, Finished},
    preference::{self, ViewRow},
    scratch,
};
use uuid::Uuid;

use crate::support::{DRAFTER, MANAGER, OPERATOR, OTHER, Store, change, drafted, of, record_id};

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
    import_run::add(&store.db, of(DRAFTER), new, 1).await.unwrap();
    let moved = |before, after| ChoicesMove { before, after };
    let put = async |member, choices| {
        import_run::put_choices(&store.db, of(member), id, choices, 2).await.unwrap()
    };
    assert!(!put(MANAGER, moved("{}", "奪う")).await, "not theirs");
    assert!(put(DRAFTER, moved("{}", "{\"sheet\":1}")).await);
    assert!(!put(DRAFTER, moved("{}", "late")).await, "somebody was faster");
    assert!(import_run::lookup(&store.db, of(MANAGER), id).await.unwrap().is_none());
    let kept = import_run::lookup(&store.db, of(DRAFTER), id).await.unwrap().unwrap();
    assert_eq!((kept.choices.as_str(), kept.state.as_str()), ("{\"sheet\":1}", "open"));
}

#[tokio::test]
async fn an_import_is_claimed_once_and_ends_once() {
    let store = Store::new().await;
    let id = ImportId(Uuid::from_u128(1));
    add_import(&store, 1, 1).await;
    let claim = async |before| {
        let choices = ChoicesMove { before, after: "told" };
        import_run::claim(&store.db, of(DRAFTER), id, choices, vec![8], 2).await.unwrap()
    };
    let done = Finished { choices: "done", report: &[9], at: 3 };
    assert!(!import_run::tell(&store.db, of(DRAFTER), id, done).await.unwrap(), "not claimed");
    assert!(!claim("other").await);
    let open = async || import_run::open_choices(&store.db, of(DRAFTER), id).await.unwrap();
    assert_eq!(open().await.as_deref(), Some("{}"));
    assert!(claim("{}").await);
    assert_eq!(open().await, None);
    import_run::touch(&store.db, DRAFTER, id, 7).await.unwrap();
    let listed = import_run::lookup_listed(&store.db, of(DRAFTER), id).await.unwrap().unwrap();
    assert_eq!(listed.updated_at, 7);
    assert!(!claim("told").await, "claimed already");
    assert!(!import_run::was_written(&store.db, id).await.unwrap());
    assert!(import_run::reopen(&store.db, of(DRAFTER), id, "{}", 2).await.unwrap());
    assert!(claim("{}").await);
    store
        .commit(Change {
            import: Some((id, "cut off".to_owned())),
            ..change([drafted(1, "会員名簿")])
        })
        .await
        .unwrap();
    let row = import_run::lookup(&store.db, of(DRAFTER), id).await.unwrap().unwrap();
    assert_eq!(
        (row.state.as_str(), row.workbook.len(), row.choices.as_str()),
        ("done", 0, "cut off")
    );
    let again =
        Change { import: Some((id, "twice".to_owned())), ..change([drafted(2, "二度目")]) };
    let refused = store.commit(again).await;
    assert!(matches!(refused, Err(StoreError::Taken { what: "import" })), "{refused:?}");
    assert!(import_run::tell(&store.db, of(DRAFTER), id, done).await.unwrap());
    assert!(!import_run::reopen(&store.db, of(DRAFTER), id, "{}", 4).await.unwrap(), "it is done");
    let row = import_run::lookup(&store.db, of(DRAFTER), id).await.unwrap().unwrap();
    assert_eq!(
        (row.state.as_str(), row.workbook.len(), row.report, row.choices.as_str()),
        ("done", 0, vec![9], "done")
    );
}

#[tokio::test]
async fn imports_are_listed_a_page_at_a_time_and_open_ones_expire() {
    let store = Store::new().await;
    for number in 1..=5 {
        add_import(&store, number, i64::try_from(number / 2).unwrap()).await;
    }
    let first = import_run::list_of(&store.db, of(DRAFTER), None, 3).await.unwrap();
    let last = first.last().unwrap();
    let after = Some(After { created_at: last.created_at, id: last.id });
    let second = import_run::list_of(&store.db, of(DRAFTER), after, 3).await.unwrap();
    let numbers: Vec<_> = first.iter().chain(&second).map(|run| run.id.as_u128()).collect();
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    let listed =
        import_run::lookup_listed(&store.db, of(DRAFTER), ImportId(last.id)).await.unwrap();
    assert_eq!(listed.unwrap().file_name, last.file_name);
    assert_eq!(import_run::count_open(&store.db, DRAFTER).await.unwrap(), 5);
    assert_eq!(import_run::remove_untouched(&store.db, 2).await.unwrap(), 3);
    assert_eq!(import_run::count_open(&store.db, DRAFTER).await.unwrap(), 2);
}

async fn add_import(store: &Store, number: u128, at: i64) {
    let new = import_run::NewImport {
        id: ImportId(Uuid::from_u128(number)),
        target: "holdings".to_owned(),
        file_name: format!("台帳{number}.xlsx"),
        workbook: vec![1, 2],
        choices: "{}".to_owned(),
    };
    import_run::add(&store.db, of(DRAFTER), new, at).await.unwrap();
}

#[tokio::test]
async fn an_open_import_can_be_forgotten_one_that_is_done_cannot() {
    let store = Store::new().await;
    for number in [1, 2] {
        add_import(&store, number, 1).await;
    }
    let [first, second] = [1, 2].map(|number| ImportId(Uuid::from_u128(number)));
    let choices = ChoicesMove { before: "{}", after: "{}" };
    import_run::claim(&store.db, of(DRAFTER), first, choices, Vec::new(), 2).await.unwrap();
    assert!(!import_run::remove(&store.db, DRAFTER, first).await.unwrap(), "it is being written");
    store
        .commit(Change {
            import: Some((first, "{}".to_owned())),
            ..change([drafted(1, "会員名簿")])
        })
        .await
        .unwrap();
    assert!(!import_run::remove(&store.db, DRAFTER, first).await.unwrap(), "it is done");
    assert!(!import_run::remove(&store.db, MANAGER, second).await.unwrap(), "not theirs");
    assert!(import_run::remove(&store.db, DRAFTER, second).await.unwrap());
    let left = import_run::list_of(&store.db, of(DRAFTER), None, 10).await.unwrap();
    let names: Vec<_> =
        left.iter().map(|run| (run.file_name.as_str(), run.state.as_str())).collect();
    assert_eq!(names, [("台帳1.xlsx", "done")]);
    assert!(import_run::list_of(&store.db, of(MANAGER), None, 10).await.unwrap().is_empty());
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
    scratch::put(&store.db, of(DRAFTER), record_id(1), 2, "{\"name\":\"途\"}", 5).await.unwrap();
    scratch::put(&store.db, of(DRAFTER), record_id(1), 3, "{\"name\":\"途中\"}", 6).await.unwrap();
    let kept = scratch::lookup(&store.db, of(DRAFTER), record_id(1)).await.unwrap().unwrap();
    assert_eq!(
        (kept.base_version, kept.fields.as_str(), kept.saved_at),
        (3, "{\"name\":\"途中\"}", 6)
    );
    assert!(scratch::lookup(&store.db, of(MANAGER), record_id(1)).await.unwrap().is_none());
    scratch::remove(&store.db, of(DRAFTER), record_id(1)).await.unwrap();
    assert!(scratch::lookup(&store.db, of(DRAFTER), record_id(1)).await.unwrap().is_none());
}

fn view(id: u128, name: &str, query: &str) -> ViewRow {
    let [form, name, query] = ["holdings", name, query].map(str::to_owned);
    ViewRow { id: Uuid::from_u128(id), form, name, query }
}

#[tokio::test]
async fn views_are_saved_renamed_and_removed_by_each_member() {
    let store = Store::new().await;
    let (db, one, other) = (&store.db, ViewId(Uuid::from_u128(1)), ViewId(Uuid::from_u128(2)));
    preference::put_view(db, of(DRAFTER), &view(1, "紙だけ", "f_medium=paper"), 5).await.unwrap();
    preference::put_view(db, of(DRAFTER), &view(2, "新しい順", "sort=-number"), 6).await.unwrap();
    // Saved again under its name: the same view, which shows something else.
    preference::put_view(db, of(DRAFTER), &view(3, "紙だけ", "q=x"), 7).await.unwrap();
    let views = preference::views(db, of(DRAFTER), "holdings").await.unwrap();
    assert_eq!(views, [view(2, "新しい順", "sort=-number"), view(1, "紙だけ", "q=x")]);
    assert_eq!(preference::views(db, of(DRAFTER), "other").await.unwrap(), []);

    assert!(!preference::rename_view(db, of(DRAFTER), one, "新しい順").await.unwrap());
    assert!(preference::rename_view(db, of(DRAFTER), one, "紙").await.unwrap());
    let renamed = preference::lookup_view(db, of(DRAFTER), one).await.unwrap();
    assert_eq!(renamed, Some(view(1, "紙", "q=x")));

    // Nobody else sees, renames or removes them.
    assert_eq!(preference::views(db, of(MANAGER), "holdings").await.unwrap(), []);
    assert_eq!(preference::lookup_view(db, of(MANAGER), one).await.unwrap(), None);
    assert!(!preference::rename_view(db, of(MANAGER), one, "横取り").await.unwrap());
    assert!(!preference::remove_view(db, of(MANAGER), one).await.unwrap());
    assert!(preference::remove_view(db, of(DRAFTER), other).await.unwrap());
    assert_eq!(preference::views(db, of(DRAFTER), "holdings").await.unwrap().len(), 1);
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
    preference::put_answer(&store.db, of(DRAFTER), "k", vec![1], (201, "{}"), 10).await.unwrap();
    preference::put_answer(&store.db, of(DRAFTER), "k", vec![2], (500, ""), 11).await.unwrap();
    let find = async |member, since| {
        preference::find_answer(&store.db, of(member), "k", since).await.unwrap()
    };
    let kept = find(DRAFTER, 10).await.unwrap();
    assert_eq!((kept.request_hash, kept.status, kept.body.as_str()), (vec![1], 201, "{}"));
    assert!(find(MANAGER, 10).await.is_none());
    assert!(find(DRAFTER, 11).await.is_none(), "it has served its time");
    preference::put_answer(&store.db, of(DRAFTER), "k", vec![3], (200, ""), 11 + day)
        .await
        .unwrap();
    assert_eq!(find(DRAFTER, 11).await.unwrap().request_hash, [3], "the key is free again");
}

#[tokio::test]
async fn an_answer_is_kept_with_its_change_or_not_at_all() {
    let store = Store::new().await;
    let answered = |key: &str| {
        Some(store::Answered {
            key: key.to_owned(),
            request_hash: vec![1],
            answer: store::AnswerOf::new(|numbers| Some((201, numbers.join(",")))),
        })
    };
    let find = async |key| preference::find_answer(&store.db, of(DRAFTER), key, 0).await.unwrap();
    let draft = |key| Change { answer: answered(key), ..change([drafted(1, "見本")]) };
    let committed = store.writer.commit(draft("done")).await.unwrap();
    assert_eq!(find("done").await.unwrap().body, committed.numbers.join(","));
    assert!(!committed.numbers.is_empty());
    // The same record a second time is no new one.
    store.writer.commit(draft("refused")).await.unwrap_err();
    assert!(find("refused").await.is_none());
}

#[tokio::test]
async fn a_key_is_held_by_one_until_it_is_answered_or_let_go() {
    let store = Store::new().await;
    let (db, minute) = (&store.db, 60_000_000);
    let hold = async |at| preference::hold_key(db, DRAFTER, "k", vec![1], at).await.unwrap();
    assert!(hold(0).await);
    assert!(!hold(minute).await, "somebody is at it");
    preference::let_key_go(db, DRAFTER, "k").await.unwrap();
    assert!(hold(minute).await);
    assert!(hold(7 * minute).await, "whoever held it is gone");
    preference::put_answer(db, of(DRAFTER), "k", vec![1], (201, "{}"), 8 * minute).await.unwrap();
    preference::let_key_go(db, DRAFTER, "k").await.unwrap();
    assert!(!hold(100 * minute).await, "it is answered");
    let kept = preference::find_answer(db, of(DRAFTER), "k", 0).await.unwrap().unwrap();
    assert_eq!((kept.status, kept.body.as_str()), (201, "{}"));
    assert!(hold(2_000 * minute).await, "a day is over");
}

#[tokio::test]
async fn what_has_served_its_time_is_forgotten_and_nothing_else() {
    let store = Store::new().await;
    let day = 86_400_000_000;
    for (token, ends_on) in [(1, 10), (2, 100)] {
        let of = (OPERATOR, DRAFTER);
        let session = store::account::NewSession::of(vec![token; 32], of, 0, ends_on * day);
        store::account::add_session(&store.db, session).await.unwrap();
    }
    scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{}", 50 * day).await.unwrap();
    preference::put_answer(&store.db, of(DRAFTER), "k", vec![1], (201, "{}"), 98 * day)
        .await
        .unwrap();
    assert_eq!(store::purge::forget_old(&store.db, 100 * day).await.unwrap(), 2);
    assert!(scratch::lookup(&store.db, of(DRAFTER), record_id(1)).await.unwrap().is_some());
    assert!(preference::find_answer(&store.db, of(DRAFTER), "k", 0).await.unwrap().is_none());
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
