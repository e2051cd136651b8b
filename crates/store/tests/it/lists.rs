//! Lists: searching, sorting, filtering and paging.

use store::record::{KeyFilter, ListQuery, Sort, Which, count, find_by_identity, list};

use crate::support::{DRAFTER, MANAGER, OPERATOR, Store, UNIT, all, change, drafted, record_id};

fn by(field: &str, descending: bool) -> Sort {
    Sort::Field { field: field.to_owned(), descending, has_many: true }
}

/// Titles of all pages of two.
async fn paged(store: &Store, mut query: ListQuery) -> Vec<String> {
    let mut titles = Vec::new();
    loop {
        let page = list(&store.db, &query).await.unwrap();
        titles.extend(page.rows.into_iter().map(|row| row.title));
        let Some(next) = page.next else { return titles };
        query.cursor = Some(next);
    }
}

async fn register() -> Store {
    let store = Store::new().await;
    for (number, name, medium) in [
        (1, "あ", "paper"),
        (2, "い", "data"),
        (3, "う", "paper"),
        (4, "え", "data"),
        (5, "お", "paper"),
    ] {
        store.put_in_force(number, name, &[("medium", medium), ("name", name)]).await;
    }
    store
}

#[tokio::test]
async fn width_kana_and_variants_of_letters_do_not_hide_a_record() {
    let store = Store::new().await;
    store.draft(&["髙橋　ﾊﾅｺ の ＡＢＣ－１ 名簿", "渡邊 太郎の名簿"]).await;
    for words in
        ["高橋", "髙橋 花子の", "ハナコ", "はなこ", "ﾊﾅｺ", "abc-1", "ＡＢＣ", "名簿 高橋", "名 高"]
    {
        let found = store.titles(&ListQuery { words: words.to_owned(), ..all(10) }).await;
        assert_eq!(found.len(), usize::from(words != "髙橋 花子の"), "{words}");
    }
    assert_eq!(store.titles(&ListQuery { words: "渡辺".to_owned(), ..all(10) }).await.len(), 1);
    assert_eq!(store.titles(&ListQuery { words: "名簿".to_owned(), ..all(10) }).await.len(), 2);
}

#[tokio::test]
async fn nothing_that_is_typed_breaks_the_search() {
    let store = Store::new().await;
    store.draft(&["名簿 \"100%\" (旧) *"]).await;
    for words in [
        "\"",
        "\"\"",
        "*",
        "(",
        "AND",
        "名簿 OR",
        "NEAR(a b)",
        "a\u{0}b",
        "\u{200d}",
        "'; --",
        "100%",
        "^名",
        "words:名簿",
        "ー",
        "\u{3099}",
    ] {
        list(&store.db, &ListQuery { words: words.to_owned(), ..all(10) })
            .await
            .unwrap_or_else(|error| panic!("{words:?}: {error:?}"));
    }
    assert_eq!(store.titles(&ListQuery { words: "100%".to_owned(), ..all(10) }).await.len(), 1);
    assert_eq!(store.titles(&ListQuery { words: "　 ".to_owned(), ..all(10) }).await.len(), 1);
}

#[tokio::test]
async fn what_was_edited_is_found_by_its_new_words_only() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    let seen = store.lookup(1).await.record().unwrap();
    store
        .commit(change([crate::support::next(&seen, DRAFTER, crate::support::edited("役員台帳"))]))
        .await
        .unwrap();
    assert_eq!(store.titles(&ListQuery { words: "会員".to_owned(), ..all(10) }).await.len(), 0);
    assert_eq!(store.titles(&ListQuery { words: "役員".to_owned(), ..all(10) }).await.len(), 1);
}

#[tokio::test]
async fn a_register_is_paged_by_number_both_ways() {
    let store = register().await;
    let query = ListQuery::register(OPERATOR, "holdings", 2);
    assert_eq!(paged(&store, query.clone()).await, ["あ", "い", "う", "え", "お"]);
    assert_eq!(
        paged(&store, ListQuery { sort: Sort::NumberDescending, ..query }).await,
        ["お", "え", "う", "い", "あ"]
    );
}

#[tokio::test]
async fn a_register_is_paged_by_a_field_across_equal_keys() {
    let store = register().await;
    let query =
        ListQuery { sort: by("medium", false), ..ListQuery::register(OPERATOR, "holdings", 2) };
    assert_eq!(paged(&store, query.clone()).await, ["い", "え", "あ", "う", "お"]);
    assert_eq!(
        paged(&store, ListQuery { sort: by("medium", true), ..query }).await,
        ["お", "う", "あ", "え", "い"]
    );
}

#[tokio::test]
async fn a_record_with_several_keys_of_a_field_stands_once_where_its_first_one_sorts() {
    let store = Store::new().await;
    for (number, name, media) in
        [(1, "あ", &["b", "c"][..]), (2, "い", &["a", "d"]), (3, "う", &["c"]), (4, "え", &[""])]
    {
        let keys: Vec<_> = media.iter().map(|medium| ("medium", *medium)).collect();
        store.put_in_force(number, name, &keys).await;
    }
    let mut query =
        ListQuery { sort: by("medium", false), ..ListQuery::register(OPERATOR, "holdings", 2) };
    assert_eq!(paged(&store, query.clone()).await, ["え", "い", "あ", "う"]);
    query.sort = by("medium", true);
    assert_eq!(paged(&store, query.clone()).await, ["い", "う", "あ", "え"]);
    // A condition on another answer of the same field does not move it.
    query.filters = vec![KeyFilter { field: "medium".to_owned(), key: "c".to_owned().into() }];
    assert_eq!(paged(&store, query).await, ["う", "あ"]);
}

#[tokio::test]
async fn a_list_of_all_states_leaves_out_drafts_that_may_not_be_seen() {
    let store = register().await;
    store.commit(change([drafted(6, "下書き")])).await.unwrap();
    let all_with = |draft_units| ListQuery { draft_units, ..all(9) };
    assert_eq!(store.titles(&all_with(None)).await.len(), 6);
    assert_eq!(store.titles(&all_with(Some(vec![UNIT]))).await.len(), 6);
    let seen = store.titles(&all_with(Some(Vec::new()))).await;
    assert_eq!(seen, ["あ", "い", "う", "え", "お"]);
    assert_eq!(count(&store.db, &all_with(Some(Vec::new()))).await.unwrap(), Some(5));
}

#[tokio::test]
async fn a_page_that_ends_just_there_has_no_next() {
    let store = register().await;
    assert_eq!(
        list(&store.db, &ListQuery::register(OPERATOR, "holdings", 5)).await.unwrap().next,
        None
    );
    let first = list(&store.db, &ListQuery::register(OPERATOR, "holdings", 4)).await.unwrap();
    assert!(first.next.is_some());
}

#[tokio::test]
async fn a_cursor_that_is_none_begins_at_the_beginning() {
    let store = register().await;
    for cursor in ["", "x", "1", "1.zz", "1.é", "1.e", "99999999999999999999.00", "' OR 1"] {
        let query = ListQuery {
            cursor: Some(cursor.to_owned()),
            ..ListQuery::register(OPERATOR, "holdings", 9)
        };
        assert!(list(&store.db, &query).await.is_ok(), "{cursor}");
    }
}

#[tokio::test]
async fn filters_must_all_hold() {
    let store = register().await;
    let filter =
        |field: &str, key: &str| KeyFilter { field: field.to_owned(), key: key.to_owned().into() };
    let mut query = ListQuery::register(OPERATOR, "holdings", 9);
    query.filters = vec![filter("medium", "data")];
    assert_eq!(store.titles(&query).await, ["い", "え"]);
    query.filters.push(filter("name", "え"));
    assert_eq!(store.titles(&query).await, ["え"]);
    query.sort = by("name", true);
    query.words = "え".to_owned();
    assert_eq!(store.titles(&query).await, ["え"]);
}

#[tokio::test]
async fn lists_keep_to_state_drafter_and_units() {
    let store = register().await;
    store.commit(change([drafted(6, "下書き")])).await.unwrap();
    let titles = async |query: ListQuery| store.titles(&query).await.len();
    let register = || ListQuery::register(OPERATOR, "holdings", 9);
    assert_eq!(titles(register()).await, 5);
    assert_eq!(
        titles(ListQuery { which: Which::State(engine::RecordState::Draft), ..register() }).await,
        1
    );
    assert_eq!(titles(ListQuery { which: Which::All, ..register() }).await, 6);
    assert_eq!(titles(ListQuery { drafter: Some(MANAGER), ..register() }).await, 0);
    assert_eq!(titles(ListQuery { drafter: Some(DRAFTER), ..register() }).await, 5);
    assert_eq!(titles(ListQuery { units: Some(vec![UNIT]), ..register() }).await, 5);
    assert_eq!(titles(ListQuery { units: Some(Vec::new()), ..register() }).await, 0);
}

#[tokio::test]
async fn the_whole_record_comes_only_when_it_is_asked_for() {
    let store = register().await;
    let body = async |has_body| {
        let query = ListQuery { has_body, ..ListQuery::register(OPERATOR, "holdings", 1) };
        list(&store.db, &query).await.unwrap().rows.remove(0).body
    };
    assert_eq!(body(false).await, "");
    assert!(body(true).await.starts_with('{'));
}

#[tokio::test]
async fn counting_stops_at_ten_thousand() {
    let store = register().await;
    assert_eq!(
        count(&store.db, &ListQuery::register(OPERATOR, "holdings", 1)).await.unwrap(),
        Some(5)
    );
    let mut many = change([]);
    many.records = (10..10_010).map(|number| drafted(number, "名簿")).collect();
    store.commit(many).await.unwrap();
    assert_eq!(count(&store.db, &all(1)).await.unwrap(), None);
    assert_eq!(
        count(&store.db, &ListQuery { words: "名簿".to_owned(), ..all(1) }).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn a_record_is_found_by_its_folded_key_until_it_is_retired() {
    let store = Store::new().await;
    store.draft(&["会員　メイボ"]).await;
    let find = async || {
        find_by_identity(&store.db, OPERATOR, "holdings", &store::fold::fold("会員ﾒｲﾎﾞ"))
            .await
            .unwrap()
    };
    assert_eq!(find().await[0].id, record_id(1).0);
    let seen = store.lookup(1).await.record().unwrap();
    let gone = engine::RecordEvent::Withdrawn { comment: String::new() };
    store.commit(change([crate::support::next(&seen, DRAFTER, gone)])).await.unwrap();
    assert!(find().await.is_empty());
}
