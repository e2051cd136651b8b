//! Disposal as the store sees it: lists of what is due, disposals and their records, and what an erasure leaves.

use engine::{MemberId, RunId, ids::ImportId};
use store::{
    Change, Erasure, Keep, RecordChange, Side, StoreError,
    disposal::{self, DisposalMove, DueQuery, Reference, Reworked},
    preference::ViewRow,
};
use uuid::Uuid;

use crate::support::{
    DRAFTER, MANAGER, OPERATOR, OTHER, Store, all, at, attachment, change, drafted, of, record_id,
};

const RUN: RunId = RunId(Uuid::from_u128(0x51));

/// A new record that is kept until a day, and points to another one.
fn kept(number: u128, name: &str, until: Option<&str>, to: Option<u128>) -> RecordChange {
    let mut draft = drafted(number, name);
    draft.projection.keep = Keep { until: until.map(str::to_owned), rule: 7 };
    draft.projection.links = to.map(record_id).into_iter().collect();
    draft
}

fn moved(by: MemberId, step: DisposalMove) -> Change {
    Change { disposals: vec![step], ..Change::new(OPERATOR, by, at(2)) }
}

fn proposed(records: &[u128]) -> Change {
    let records = records.iter().map(|number| record_id(*number)).collect();
    moved(DRAFTER, DisposalMove::Proposed { run: RUN, records, details: "{}".into() })
}

fn erasure(number: u128, before: u64) -> Change {
    let erasure = Erasure {
        record: record_id(number),
        before,
        run: RUN,
        event: r#"{"type":"erased","run":null,"proposed_by":null,"approved_by":null}"#.into(),
    };
    let settled = DisposalMove::Settled { run: RUN, record: record_id(number), is_erased: true };
    Change { erasures: vec![erasure], ..moved(DRAFTER, settled) }
}

fn query(before: &str, limit: u32) -> DueQuery {
    DueQuery { operator: OPERATOR, from: String::new(), before: before.into(), after: None, limit }
}

#[tokio::test]
async fn what_is_due_comes_in_the_order_of_its_day_a_page_at_a_time() {
    let store = Store::new().await;
    for (number, until) in
        [(1, Some("2029-05-01")), (2, None), (3, Some("2027-01-01")), (4, Some("2029-05-01"))]
    {
        store.commit(change([kept(number, "名簿", until, None)])).await.unwrap();
    }
    let ids = |rows: &[disposal::KeptRow]| rows.iter().map(|row| row.rid).collect::<Vec<_>>();
    let all = disposal::due(&store.db, &query("2030-01-01", 9)).await.unwrap();
    assert_eq!(ids(&all), [3, 1, 4]);
    let first = disposal::due(&store.db, &query("2030-01-01", 2)).await.unwrap();
    let last = first.last().unwrap();
    let after = Some(disposal::After { keep_until: last.keep_until.clone(), rid: last.rid });
    let rest = DueQuery { after, ..query("2030-01-01", 2) };
    assert_eq!(ids(&disposal::due(&store.db, &rest).await.unwrap()), [4]);
    assert_eq!(ids(&disposal::due(&store.db, &query("2029-05-01", 9)).await.unwrap()), [3]);
    let other = DueQuery { operator: OTHER, ..query("2030-01-01", 9) };
    assert_eq!(disposal::due(&store.db, &other).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_disposal_goes_its_way_once_and_nobody_elses_records_are_in_it() {
    let store = Store::new().await;
    store.draft(&["会員名簿", "職員名簿"]).await;
    store.commit(proposed(&[1, 2])).await.unwrap();
    let listed = disposal::list(&store.db, OPERATOR, "proposed", (None, 9)).await.unwrap();
    assert_eq!((listed.len(), listed[0].proposed_by), (1, DRAFTER.0));
    assert!(disposal::lookup(&store.db, OTHER, RUN).await.unwrap().is_none());
    assert_eq!(disposal::items(&store.db, OTHER, RUN).await.unwrap(), []);
    let confirm = DisposalMove::Confirmed { run: RUN, details: "{}".into() };
    let early = store.commit(moved(DRAFTER, confirm.clone())).await;
    assert!(matches!(early, Err(StoreError::Taken { .. })), "{early:?}");
    store.commit(moved(MANAGER, DisposalMove::Approved { run: RUN })).await.unwrap();
    let twice = store.commit(moved(MANAGER, DisposalMove::Approved { run: RUN })).await;
    assert!(matches!(twice, Err(StoreError::Taken { .. })));
    store.commit(moved(DRAFTER, confirm)).await.unwrap();
    assert_eq!(disposal::unfinished(&store.db).await.unwrap()[0].confirmed_by, DRAFTER.0);
    store.commit(erasure(1, 1)).await.unwrap();
    let outcomes = disposal::items(&store.db, OPERATOR, RUN).await.unwrap();
    let outcomes: Vec<_> = outcomes.iter().map(|item| item.outcome.as_str()).collect();
    assert_eq!(outcomes, ["erased", ""]);
    store.commit(moved(DRAFTER, DisposalMove::Done { run: RUN, book: None })).await.unwrap();
    assert_eq!(disposal::unfinished(&store.db).await.unwrap().len(), 0);
    let row = disposal::lookup(&store.db, OPERATOR, RUN).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.approved_by), ("done", Some(MANAGER.0)));
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn an_erasure_takes_everything_of_the_record_with_its_key_and_nothing_of_others() {
    let store = Store::new().await;
    store.draft(&["会員名簿", "職員名簿"]).await;
    let new = attachment(1, record_id(1));
    let file = new.sha256.clone();
    store.commit(Change { sides: vec![Side::Attachment(new)], ..change([]) }).await.unwrap();
    store::scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{}", 1).await.unwrap();
    store.commit(proposed(&[1])).await.unwrap();
    let late = store.commit(erasure(1, 9)).await;
    assert!(matches!(late, Err(StoreError::Conflict { current: 1, .. })), "{late:?}");
    store.commit(erasure(1, 1)).await.unwrap();

    assert_eq!(store.titles(&all(9)).await, ["職員名簿"]);
    assert_eq!(disposal::slot(&store.db, record_id(1)).await.unwrap().unwrap(), [0]);
    assert!(disposal::slot(&store.db, record_id(2)).await.unwrap().unwrap().len() > 1);
    assert!(disposal::slot(&store.db, record_id(3)).await.unwrap().is_none());
    let gone = store::record::lookup(&store.db, OPERATOR, record_id(1)).await;
    assert!(matches!(gone, Err(StoreError::Erased)));
    let events = store::event::list_open(&store.db, OPERATOR, record_id(1).0).await;
    assert!(matches!(events, Err(StoreError::Erased)));
    let erased = disposal::erased(&store.db, OPERATOR, record_id(1)).await.unwrap().unwrap();
    assert_eq!(erased.by, DRAFTER);
    assert!(disposal::erased(&store.db, OPERATOR, record_id(2)).await.unwrap().is_none());
    let scratch = store::scratch::lookup(&store.db, of(DRAFTER), record_id(1)).await.unwrap();
    assert!(scratch.is_none());
    let files = disposal::files(&store.db, 9).await.unwrap();
    assert_eq!(
        files.iter().map(|row| row.sha256.clone()).collect::<Vec<_>>(),
        std::slice::from_ref(&file)
    );
    disposal::forget_file(&store.db, &file).await.unwrap();
    assert_eq!(disposal::files(&store.db, 9).await.unwrap(), []);
    // Nothing is added to it, and it is not erased twice.
    let again = store.commit(erasure(1, 2)).await;
    assert!(matches!(again, Err(StoreError::Erased)), "{again:?}");
    disposal::merge_search(&store.db).await.unwrap();
    assert!(store.db.sweep().await.unwrap());
    assert_eq!(store.verify().await.findings, []);
    let store = store.restarted().await;
    assert_eq!(store.titles(&all(9)).await, ["職員名簿"]);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn what_somebody_has_begun_to_point_to_is_not_erased() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    store.commit(proposed(&[1])).await.unwrap();
    store.commit(change([kept(2, "申請", None, Some(1))])).await.unwrap();
    let refused = store.commit(erasure(1, 1)).await;
    assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
    assert_eq!(store.titles(&all(9)).await.len(), 2);
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn what_is_typed_or_attached_too_late_is_not_kept() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    store.commit(proposed(&[1])).await.unwrap();
    let new = attachment(1, record_id(1));
    let attached = Change { sides: vec![Side::Attachment(new)], ..change([]) };
    let (attached, erased) = tokio::join!(store.commit(attached), store.commit(erasure(1, 1)));
    attached.unwrap();
    erased.unwrap();
    assert_eq!(disposal::files(&store.db, 9).await.unwrap().len(), 1);
    store::scratch::put(&store.db, of(DRAFTER), record_id(1), 1, "{}", 1).await.unwrap();
    let scratch = store::scratch::lookup(&store.db, of(DRAFTER), record_id(1)).await.unwrap();
    assert!(scratch.is_none());
    assert_eq!(store.verify().await.findings, []);
}

#[tokio::test]
async fn an_older_state_that_somebody_reads_holds_the_log_back() {
    let store = Store::in_file().await;
    store.draft(&["会員名簿"]).await;
    let reading = store.db.snapshot().await.unwrap();
    store.commit(change([drafted(2, "職員名簿")])).await.unwrap();
    assert!(!store.db.sweep().await.unwrap());
    drop(reading);
    assert!(store.db.sweep().await.unwrap());
}

#[tokio::test]
async fn records_that_point_to_one_are_found_by_how_they_stand() {
    let store = Store::new().await;
    store.draft(&["会員名簿"]).await;
    store.commit(change([kept(2, "申請", None, Some(1))])).await.unwrap();
    store.commit(change([kept(3, "別の申請", None, None)])).await.unwrap();
    let ask = async |number, how| {
        let found = disposal::referring(&store.db, OPERATOR, (record_id(number), how), 9).await;
        found.unwrap().into_iter().map(|it| it.number).collect::<Vec<_>>()
    };
    assert_eq!(ask(1, Reference::UnderWay).await, ["R8-0002"]);
    assert_eq!(ask(1, Reference::InForce("holdings")).await, Vec::<String>::new());
    assert_eq!(ask(2, Reference::UnderWay).await, Vec::<String>::new());
}

#[tokio::test]
async fn ends_of_periods_are_written_again_unless_the_record_has_moved_on() {
    let store = Store::new().await;
    store.commit(change([kept(1, "会員名簿", None, None)])).await.unwrap();
    store.commit(change([kept(2, "職員名簿", None, None)])).await.unwrap();
    let open = async |rule| {
        let rows = disposal::unworked(&store.db, OPERATOR, ("holdings", rule), 9).await.unwrap();
        rows.into_iter().map(|row| row.rid).collect::<Vec<_>>()
    };
    assert_eq!((open(7).await, open(8).await, open(6).await), (vec![], vec![1, 2], vec![1, 2]));
    let keep = Keep { until: Some("2027-01-01".into()), rule: 8 };
    let row = |rid, version| Reworked { rid, version, keep: keep.clone(), links: vec![] };
    disposal::put_keep(&store.db, vec![row(1, 1), row(2, 9)]).await.unwrap();
    assert_eq!(open(8).await, [2]);
    assert_eq!(disposal::due(&store.db, &query("2030-01-01", 9)).await.unwrap().len(), 1);
    disposal::forget_keeping(&store.db).await.unwrap();
    assert_eq!(disposal::due(&store.db, &query("2030-01-01", 9)).await.unwrap().len(), 0);
    assert_eq!(open(8).await, [1, 2]);
}

#[tokio::test]
async fn views_imports_and_answers_in_which_values_stand_can_be_forgotten() {
    let store = Store::new().await;
    let view = ViewRow {
        id: Uuid::from_u128(0x61),
        form: "holdings".into(),
        name: "花枝さん".into(),
        query: "q=1".into(),
    };
    store::preference::put_view(&store.db, of(DRAFTER), &view, 1).await.unwrap();
    let views = disposal::views(&store.db, OPERATOR).await.unwrap();
    assert_eq!((views.len(), views[0].view.clone()), (1, view));
    assert_eq!(disposal::views(&store.db, OTHER).await.unwrap(), []);

    let answer = format!(r#"{{"id":"{}"}}"#, record_id(1));
    store::preference::put_answer(&store.db, of(DRAFTER), "key", vec![1; 32], (201, &answer), 1)
        .await
        .unwrap();
    let found = disposal::answers(&store.db, OPERATOR, &[record_id(1)]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert!(disposal::answers(&store.db, OPERATOR, &[record_id(2)]).await.unwrap().is_empty());
    disposal::forget_answer(&store.db, OPERATOR, &found[0], "{}").await.unwrap();
    let kept = store::preference::find_answer(&store.db, of(DRAFTER), "key", 0).await.unwrap();
    let kept = kept.unwrap();
    assert_eq!(kept.status, 410);
    assert!(!kept.body.contains(&record_id(1).to_string()), "{}", kept.body);
    // A run that goes on is not touched; there is none that is done.
    disposal::forget_import(&store.db, OPERATOR, ImportId(Uuid::from_u128(1))).await.unwrap();
    disposal::forget_imports_of(&store.db, OPERATOR, "holdings").await.unwrap();
}
