//! Stories of imports that go on for long, are gone back on, repeated, cut off, or left half written: nothing is lost or done twice.

use std::{sync::Arc, time::Duration};

use app::{
    AppError,
    importing::{Begun, Choices, FateView, ImportView, MEMBERS, RunOptions, TypedRow, ViewRequest},
    records::plain_act,
};
use engine::{Act, ids::ImportId};
use regulation::Language;

use crate::support::{Office, REGISTER};

const HEADING: &str = "分類,取得する書類,個人情報の項目,利用目的,保管場所,保管方法,アクセス権限者,利用期限,保管期限,廃棄方法,件数";
const WORKBOOK: &[u8] = include_bytes!("../../samples/holdings-register.xlsx");

/// A register of one line with a count.
fn line(count: &str) -> Vec<u8> {
    format!("{HEADING}\n職員等,履歴書,氏名、学歴,採用選考のため,書庫,書面,例三郎,退職時,退職後3年,シュレッダー,{count}\n")
        .into_bytes()
}

async fn start(office: &Office, bytes: &[u8]) -> ImportId {
    let unit = Some(office.units.members);
    office.app.import_start(office.staff, REGISTER, unit, "a.csv", bytes.to_vec()).await.unwrap()
}

async fn view(office: &Office, id: ImportId) -> ImportView {
    office.app.import_view(office.staff, id, ViewRequest::default()).await.unwrap()
}

async fn run(office: &Office, id: ImportId) -> app::importing::ImportOutcome {
    office.app.import_run(office.staff, id, RunOptions::default()).await.unwrap()
}

#[tokio::test]
async fn a_value_that_comes_back_in_the_third_import_is_news() {
    let office = Office::open().await;
    let first = start(&office, &line("35")).await;
    let record = run(&office, first).await.records[0];
    office.app.act(office.staff, record, None, plain_act(Act::Submit)).await.unwrap();
    office.app.act(office.manager, record, None, plain_act(Act::Approve)).await.unwrap();
    for count in ["36", "35"] {
        let id = start(&office, &line(count)).await;
        let rows = view(&office, id).await.rows;
        assert!(matches!(rows[0].fate, FateView::Changed { .. }), "{count}: {:?}", rows[0].fate);
        assert_eq!(run(&office, id).await.updated, 1);
        let found = office.app.record(office.staff, record).await.unwrap().record;
        assert_eq!(found.fields()["count"].to_string(), count);
        assert_eq!(found.origin.unwrap().originals["count"], count);
    }
}

#[tokio::test]
async fn going_to_another_sheet_and_back_keeps_what_was_mended() {
    let office = Office::open().await;
    let id = start(&office, WORKBOOK).await;
    office.app.import_mend(office.staff, id, 14, "storage_place", "金庫").await.unwrap();
    for sheet in [1, 0] {
        let other = Choices { sheet: Some(sheet), ..Choices::default() };
        office.app.import_choose(office.staff, id, &other).await.unwrap();
    }
    let heading = Choices { header_rows: Some((3, 3)), ..Choices::default() };
    office.app.import_choose(office.staff, id, &heading).await.unwrap();
    let back = Choices { header_rows: Some((4, 5)), ..Choices::default() };
    office.app.import_choose(office.staff, id, &back).await.unwrap();
    let rows = view(&office, id).await.rows;
    let row = rows.iter().find(|row| row.row == 14).unwrap();
    assert!(row.values.iter().any(|value| value.text == "金庫"));
    // Another column for the same field does throw it away: that is asked first.
    let columns = [(5, None), (4, Some("storage_place".to_owned()))].into();
    let choices = Choices { columns, ..Choices::default() };
    let dropped = office.app.import_edits_dropped_by(office.staff, id, &choices).await.unwrap();
    assert_eq!(dropped, 1);
}

#[tokio::test]
async fn what_is_typed_is_kept_and_read_when_the_import_runs() {
    let office = Office::open().await;
    let id = start(&office, &line("")).await;
    let typed = |text: &str| {
        [TypedRow { row: 2, texts: vec![("count".to_owned(), Some(text.to_owned()))] }]
    };
    office.app.import_type(office.staff, id, &typed("多数")).await.unwrap();
    let rows = view(&office, id).await.rows;
    let count = rows[0].values.iter().find(|value| value.field == "count").unwrap();
    assert_eq!((count.typed.as_deref(), count.text.as_str()), (Some("多数"), ""));
    // It is read, and what is doubtful about it is not written unseen.
    let refused = office.app.import_run(office.staff, id, RunOptions::default()).await;
    let Err(AppError::Refused(refusal)) = refused else { panic!("a person must look") };
    let told: Vec<_> = refusal.citations.iter().map(|found| found.message.ja.as_str()).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    2行目：「多数」を数として読めません。
    2行目：「件数」がありません。
    ");
    office.app.import_type(office.staff, id, &typed("12")).await.unwrap();
    assert_eq!(run(&office, id).await.created, 1);
}

#[tokio::test]
async fn a_long_run_goes_on_by_itself_and_is_written_once() {
    let Office { app, staff, units, folder, .. } = Office::open().await;
    let app = Arc::new(app);
    let start = async |count| {
        let unit = Some(units.members);
        app.import_start(staff, REGISTER, unit, "a.csv", line(count)).await.unwrap()
    };
    let id = start("35").await;
    let begin = async |patience| {
        app.import_begin(staff, id, RunOptions::default(), patience).await.unwrap()
    };
    assert_eq!(begin(Duration::ZERO).await, Begun::AtWork);
    assert!(app.import_progress(staff, id).is_some());
    let at_work = app.import_view(staff, id, ViewRequest::default()).await.unwrap();
    assert!(at_work.work.is_some() && at_work.outcome.is_none());
    let outcome = app.import_run(staff, id, RunOptions::default()).await.unwrap();
    assert_eq!((outcome.created, outcome.records.len()), (1, 1));
    let again = app.import_run(staff, id, RunOptions::default()).await.unwrap();
    assert_eq!(again.records, outcome.records);
    drop(folder);
}

#[tokio::test]
async fn words_that_somebody_changed_by_hand_are_not_proposed_back_by_the_same_file() {
    let office = Office::open().await;
    let first = start(&office, &line("35")).await;
    let record = run(&office, first).await.records[0];
    let mut fields = office.app.record(office.staff, record).await.unwrap().record.fields().clone();
    fields.insert("storage_place".into(), "耐火金庫".into());
    fields.insert("remarks".into(), "原本は本部にある。".into());
    office.app.edit(office.staff, record, None, fields.clone()).await.unwrap();
    let fate = async |bytes: &[u8]| {
        let id = start(&office, bytes).await;
        let fate = view(&office, id).await.rows[0].fate.clone();
        (id, fate)
    };
    let (again, same) = fate(&line("35")).await;
    assert!(matches!(same, FateView::Same { .. }), "{same:?}");
    assert_eq!(run(&office, again).await.same, 1);
    let found = office.app.record(office.staff, record).await.unwrap().record;
    let origin = found.origin.unwrap();
    assert_eq!(
        (found.version, origin.import, origin.originals["storage_place"].as_str()),
        (2, first, "書庫")
    );
    assert!(!origin.originals.contains_key("remarks"), "{:?}", origin.originals);
    // The file says something else now: that is news. Beside it, what was changed by hand stays.
    let moved = String::from_utf8(line("36")).unwrap().replace("退職時", "退職の日");
    let (id, changed) = fate(moved.as_bytes()).await;
    assert!(matches!(changed, FateView::Changed { .. }), "{changed:?}");
    let row = view(&office, id).await.rows.remove(0);
    let fields: Vec<_> =
        row.values.iter().filter(|it| it.old.is_some()).map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["use_limit", "count"]);
    assert_eq!(run(&office, id).await.updated, 1);
    let found = office.app.record(office.staff, record).await.unwrap().record;
    assert_eq!(found.fields()["storage_place"], "耐火金庫");
    let (_, same) = fate(moved.as_bytes()).await;
    assert!(matches!(same, FateView::Same { .. }), "{same:?}");
    // Moved on in the file, what was changed by hand is proposed again.
    let (_, changed) = fate(moved.replace("書庫", "地下の書庫").as_bytes()).await;
    assert!(matches!(changed, FateView::Changed { .. }), "{changed:?}");
}

#[tokio::test]
async fn a_run_that_was_cut_off_before_anything_was_written_is_open_again() {
    let office = Office::open().await;
    let id = start(&office, &line("35")).await;
    office.app.import_mend(office.staff, id, 2, "count", "40").await.unwrap();
    let Office { app, staff, folder, .. } = office;
    let now = app.clock().now();
    app.close().await;
    drop(app);
    // The machine went down between the claim and the commit.
    let (db, owner) = (folder.db().await, crate::support::owner(staff));
    let kept = store::import_run::lookup(&db, owner, id).await.unwrap().unwrap().choices;
    let choices = store::import_run::ChoicesMove { before: &kept, after: &kept };
    let claimed = store::import_run::claim(&db, owner, id, choices, Vec::new(), 1).await.unwrap();
    assert!(claimed);
    db.close().await;
    let app = folder.open(app::Clock::fixed(now)).await.unwrap();
    let view = app.import_view(staff, id, ViewRequest::default()).await.unwrap();
    assert!(view.was_cut_off && view.outcome.is_none() && view.counts.new == 1);
    let outcome = app.import_run(staff, id, RunOptions::default()).await.unwrap();
    let record = app.record(staff, outcome.records[0]).await.unwrap().record;
    assert_eq!(record.fields()["count"], 40);
}

#[tokio::test]
async fn the_report_tells_what_was_left_out_and_found_right_in_the_readers_language() {
    let office = Office::open().await;
    let id = start(&office, WORKBOOK).await;
    for row in [14, 15] {
        office.app.import_skip(office.staff, id, row, true).await.unwrap();
    }
    office.app.import_confirm(office.staff, id, 10, "access_holders").await.unwrap();
    run(&office, id).await;
    let mut told = String::new();
    for language in [Language::Ja, Language::En] {
        let csv = office.app.import_report(office.staff, id, language).await.unwrap();
        let csv = String::from_utf8(csv).unwrap();
        let lines = csv.lines().filter(|line| line.starts_with("10,") || line.starts_with("14,"));
        told.push_str(&lines.collect::<Vec<_>>().join("\n"));
        told.push('\n');
    }
    insta::assert_snapshot!(told, @r#"
    10,新規,調査票・結果,,,,記録 R8-0005,,
    10,新規,調査票・結果,H10,アクセス権限を有する者の氏名,実施事務従事者のみ,「実施事務従事者のみ」でよいと確かめました,,J.3.1.1(3)⑦
    14,除外,入退室記録,,,,取り込まないことを選びました。,,
    10,new,調査票・結果,,,,record R8-0005,,
    10,new,調査票・結果,H10,Persons with access,実施事務従事者のみ,"""実施事務従事者のみ"" was found right",,J.3.1.1(3)⑦
    14,left out,入退室記録,,,,"Left out, as chosen.",,
    "#);
}

#[tokio::test]
async fn members_have_no_drafts_and_the_list_is_one_commit() {
    let office = Office::open().await;
    let list = "社員番号,氏名,所属\n020,見本　八重,広報課\n021,,広報課\n";
    let start = async |text: &str| {
        let app = &office.app;
        app.import_start(office.administrator, MEMBERS, None, "m.csv", text.into()).await.unwrap()
    };
    let id = start(list).await;
    let view =
        office.app.import_view(office.administrator, id, ViewRequest::default()).await.unwrap();
    assert!(!view.is_ready_incomplete());
    insta::assert_snapshot!(view.obstacles[0].message.ja, @"必要な項目が足りない行が1行あります。補うか、その行を除いてください。");
    let options = RunOptions { allow_incomplete: true, ..RunOptions::default() };
    let refused = office.app.import_run(office.administrator, id, options).await;
    assert!(matches!(refused, Err(AppError::Refused(_))));
    office.app.import_skip(office.administrator, id, 3, true).await.unwrap();
    let outcome = office.app.import_run(office.administrator, id, options).await.unwrap();
    assert_eq!((outcome.created, outcome.units), (1, 1));
    // Somebody without a number is found again.
    let list = "社員番号,氏名,所属\n020,見本　八重,広報課\n,見本　九重,広報課\n";
    for (created, same) in [(1, 1), (0, 2)] {
        let id = start(list).await;
        let outcome =
            office.app.import_run(office.administrator, id, RunOptions::default()).await.unwrap();
        assert_eq!((outcome.created, outcome.same), (created, same));
    }
}

#[tokio::test]
async fn open_runs_expire_and_are_not_without_number() {
    let office = Office::open().await;
    let first = start(&office, &line("1")).await;
    office.turn_to(2026, 12, 30);
    let second = start(&office, &line("2")).await;
    let gone = office.app.import_view(office.staff, first, ViewRequest::default()).await;
    assert!(
        gone.is_err() || office.app.import_list(office.staff, None).await.unwrap().runs.len() == 1
    );
    for _ in 0..29 {
        start(&office, &line("3")).await;
    }
    let unit = Some(office.units.members);
    let refused = office.app.import_start(office.staff, REGISTER, unit, "a.csv", line("4")).await;
    assert!(matches!(refused, Err(AppError::Invalid { .. })));
    office.app.import_cancel(office.staff, second).await.unwrap();
    start(&office, &line("5")).await;
    assert_eq!(office.app.import_list(office.staff, None).await.unwrap().runs.len(), 30);
}
