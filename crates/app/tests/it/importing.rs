//! Stories of the import: the real workbook and the real member list, from the first look to the register and back again.

mod members;

use app::{
    Actor, AppError, Clock,
    importing::{
        Choices, FateView, ImportCounts, ImportView, MEMBERS, ObstacleKind, RowView, RunOptions,
        ViewRequest,
    },
    records::plain_act,
    register::ListRequest,
};
use engine::{Act, RecordId, RecordState, ids::ImportId};
use import::DoubtSeverity;

use crate::support::{Office, REGISTER};

const WORKBOOK: &[u8] = include_bytes!("../../samples/holdings-register.xlsx");
const MEMBER_LIST: &[u8] = include_bytes!("../../samples/members-cp932.csv");

/// An office that has its member list, about to import its register.
async fn office() -> Office {
    let office = Office::open().await;
    let members = (MEMBERS, None);
    let done = office
        .app
        .import_file(
            office.administrator,
            members,
            "members.csv",
            MEMBER_LIST.to_vec(),
            RunOptions::default(),
        )
        .await;
    done.unwrap();
    office
}

async fn start(office: &Office, name: &str, bytes: &[u8]) -> ImportId {
    office
        .app
        .import_start(office.staff, REGISTER, Some(office.units.members), name, bytes.to_vec())
        .await
        .unwrap()
}

async fn view(office: &Office, actor: Actor, id: ImportId) -> ImportView {
    office.app.import_view(actor, id, ViewRequest::default()).await.unwrap()
}

/// What a person sees of the rows that need a look: where, what, by which clause.
fn flagged(view: &ImportView) -> String {
    let line = |row: &RowView| {
        let values = row
            .values
            .iter()
            .flat_map(|value| value.doubts.iter().map(move |doubt| (value, doubt)));
        let doubts = values.filter(|(_, doubt)| doubt.severity > DoubtSeverity::Info).map(
            |(value, doubt)| {
                let suggestion =
                    doubt.suggestion.as_ref().map(|text| format!(" → {text}")).unwrap_or_default();
                format!("  {} {} {}{suggestion}", value.cell, doubt.clause, doubt.message.ja)
            },
        );
        let doubts: Vec<_> = doubts.collect();
        (!doubts.is_empty()).then(|| format!("{} {}\n{}", row.row, row.title, doubts.join("\n")))
    };
    view.rows.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

async fn mend_all(office: &Office, id: ImportId) {
    let mended = [
        (14, "storage_place", "入退室管理装置"),
        (14, "storage_methods", "データ"),
        (14, "access_holders", "見本一郎"),
        (14, "use_limit", "記録の日から6か月"),
        (14, "disposal_methods", "データ消去"),
        (14, "count", "約20,000件"),
        (15, "purpose", "図書の発送と代金の請求のため"),
        (15, "access_holders", "見本　花子、見本　次郎"),
        (15, "use_limit", "発送の日"),
        (15, "keep_limit", "7年"),
        (15, "count", "350"),
        (16, "access_holders", "例　三郎"),
    ];
    for (row, field, text) in mended {
        office.app.import_mend(office.staff, id, row, field, text).await.unwrap();
    }
    office.app.import_take_suggestion(office.staff, id, 11, "access_holders").await.unwrap();
    office.app.import_confirm(office.staff, id, 10, "access_holders").await.unwrap();
}

async fn approve_all(office: &Office, ids: &[RecordId]) {
    let results =
        office.app.act_on_many(office.manager, ids, &plain_act(Act::Approve)).await.unwrap();
    assert!(results.iter().all(|(_, result)| result.is_ok()));
}

async fn register(office: &Office) -> usize {
    let request = ListRequest { form: REGISTER.into(), ..ListRequest::default() };
    office.app.list(office.manager, &request).await.unwrap().rows.len()
}

fn counts(counts: ImportCounts) -> String {
    let ImportCounts { new, changed, same, conflicting, repeated, skipped, .. } = counts;
    format!(
        "new {new} changed {changed} same {same} conflicting {conflicting} repeated {repeated} skipped {skipped}"
    )
}

#[tokio::test]
async fn the_workbook_is_understood_and_what_is_missing_is_flagged_with_its_clause() {
    let office = office().await;
    let id = start(&office, "holdings-register.xlsx", WORKBOOK).await;
    let view = view(&office, office.staff, id).await;
    let columns: Vec<_> = view
        .columns
        .iter()
        .map(|column| format!("{} {} {}", column.letters, column.field, column.confidence))
        .collect();
    insta::assert_snapshot!(columns.join(" / "), @"A  100 / B class 95 / C documents 100 / D items 100 / E purpose 100 / F storage_place 100 / G storage_methods 100 / H access_holders 95 / I use_limit 100 / J keep_limit 100 / K disposal_methods 100 / L count 100");
    insta::assert_snapshot!(counts(view.counts), @"new 11 changed 0 same 0 conflicting 0 repeated 0 skipped 0");
    insta::assert_snapshot!(flagged(&view), @"
    10 調査票・結果
      H10 J.3.1.1(3)⑦ 「実施事務従事者のみ」に当たる人も部署も名簿にありません。氏名を書いてください。
    11 健診結果データ（会員機関から受領）
      H11 J.3.1.1(3)⑦ 「精度管理課」は部署です。「アクセス権限を有する者の氏名」には氏名を書いてください。 → 﨑山　見本、例　八郎
    13 扶養控除等申告書
      H13 J.3.1.1(3)⑦ 「個人番号担当責任者」には、いま誰も就いていません。氏名を書いてください。
    14 入退室記録
      F14 J.3.1.1(3)⑤ 「保管場所」がありません。
      G14 J.3.1.1(3)⑥ 「保管方法」がありません。
      H14 J.3.1.1(3)⑦ 「総務課」は部署です。「アクセス権限を有する者の氏名」には氏名を書いてください。 → 見本　花子、見本　一郎
      I14 J.3.1.1(3)⑧ 「利用期限」がありません。
      K14 J.3.1.1(3)⑩ 「廃棄方法」がありません。
      L14 J.3.1.1(3)⑪ 「件数」がありません。
    15 注文書（FAX）
      E15 J.3.1.1(3)④ 「いろいろな業務のため」では目的が具体的に分かりません。何のために使うかを書いてください。
      H15 J.3.1.1(3)⑦ 「アクセス権限を有する者の氏名」がありません。
      I15 J.3.1.1(3)⑧ 「利用期限」がありません。
      J15 J.3.1.1(3)⑨ 「保管期限」がありません。
      L15 J.3.1.1(3)⑪ 「件数」が「不明」です。数を調べて書いてください。
    16 委員名簿
      H16 J.3.1.1(3)⑦ 「事業課」に当たる人も部署も名簿にありません。氏名を書いてください。
    ");
    let stands: Vec<_> =
        view.obstacles.iter().map(|obstacle| (obstacle.kind, obstacle.rows.clone())).collect();
    assert_eq!(stands, [(ObstacleKind::Missing, vec![14, 15])]);
    assert!(!view.is_ready() && view.is_ready_incomplete());
}

#[tokio::test]
async fn mended_it_becomes_eleven_drafts_and_after_approval_the_register() {
    let office = office().await;
    let id = start(&office, "holdings-register.xlsx", WORKBOOK).await;
    mend_all(&office, id).await;
    assert!(view(&office, office.staff, id).await.is_ready());
    let options = RunOptions { submit: true, ..RunOptions::default() };
    let outcome = office.app.import_run(office.staff, id, options).await.unwrap();
    assert_eq!((outcome.created, outcome.submitted, outcome.not_submitted.len()), (11, 11, 0));
    assert_eq!(office.app.import_run(office.staff, id, options).await.unwrap(), outcome);
    approve_all(&office, &outcome.records).await;
    assert_eq!(register(&office).await, 11);
    let mended = office.app.record(office.staff, outcome.records[8]).await.unwrap().record;
    insta::assert_snapshot!(serde_json::to_string_pretty(&mended.origin.unwrap().originals).unwrap(), @r#"
    {
      "access_holders": "総務課",
      "class": "職員等"
    }
    "#);
    let csv = String::from_utf8(
        office.app.import_report(office.staff, id, regulation::Language::Ja).await.unwrap(),
    )
    .unwrap();
    insta::assert_snapshot!(csv.lines().filter(|line| line.starts_with("9,") || line.starts_with("14,")).collect::<Vec<_>>().join("\n"), @r#"
    9,新規,接続記録,,,,記録 R8-0004,,
    9,新規,接続記録,B9,個人情報の分類,,8行目の内容を補いました。,参考,J.3.1.1(3)①
    14,新規,入退室記録,,,,記録 R8-0009,,
    14,新規,入退室記録,,,,表の下に注記があります：※ №9、№10は確認中,参考,
    14,新規,入退室記録,F14,保管場所,,「入退室管理装置」に直して取り込みました,,J.3.1.1(3)⑤
    14,新規,入退室記録,G14,保管方法,,「データ」に直して取り込みました,,J.3.1.1(3)⑥
    14,新規,入退室記録,H14,アクセス権限を有する者の氏名,総務課,「見本　一郎」に直して取り込みました,,J.3.1.1(3)⑦
    14,新規,入退室記録,I14,利用期限,,「記録の日から6か月」に直して取り込みました,,J.3.1.1(3)⑧
    14,新規,入退室記録,K14,廃棄方法,,「データ消去」に直して取り込みました,,J.3.1.1(3)⑩
    14,新規,入退室記録,L14,件数,,"「約20,000件」に直して取り込みました",,J.3.1.1(3)⑪
    "#);
}

#[tokio::test]
async fn importing_it_again_finds_what_is_there() {
    let office = office().await;
    let id = start(&office, "holdings-register.xlsx", WORKBOOK).await;
    mend_all(&office, id).await;
    let first = office
        .app
        .import_run(office.staff, id, RunOptions { submit: true, ..RunOptions::default() })
        .await
        .unwrap();
    approve_all(&office, &first.records).await;
    let again = start(&office, "holdings-register (2).xlsx", WORKBOOK).await;
    let view = view(&office, office.staff, again).await;
    assert_eq!(
        (view.counts.same, view.counts.new, view.counts.changed, view.counts.missing),
        (11, 0, 0, 0)
    );
    assert!(view.is_ready());
    let outcome = office.app.import_run(office.staff, again, RunOptions::default()).await.unwrap();
    assert_eq!((outcome.same, outcome.created, outcome.updated), (11, 0, 0));
    assert_eq!(register(&office).await, 11);
}

const LINE: &str = "分類,取得する書類,個人情報の項目,利用目的,保管場所,保管方法,アクセス権限者,利用期限,保管期限,廃棄方法,件数\n\
    会員情報,入会申込書,氏名、住所,会費請求のため,書庫,書面,見本一郎,退会時,退会後3年,シュレッダー,120件\n\
    職員等,履歴書,氏名、学歴,採用選考のため,総務課書庫,書面,例三郎,退職時,退職後3年,シュレッダー,35\n";

#[tokio::test]
async fn a_changed_cell_proposes_a_new_edition_of_the_record() {
    let office = office().await;
    let first = start(&office, "register.csv", LINE.as_bytes()).await;
    let done = office
        .app
        .import_run(office.staff, first, RunOptions { submit: true, ..RunOptions::default() })
        .await
        .unwrap();
    approve_all(&office, &done.records).await;
    let id = start(&office, "register.csv", LINE.replace(",35\n", ",36\n").as_bytes()).await;
    let view = view(&office, office.staff, id).await;
    assert_eq!(counts(view.counts), "new 0 changed 1 same 1 conflicting 0 repeated 0 skipped 0");
    let count = view.rows[1].values.iter().find(|value| value.field == "count").unwrap();
    assert_eq!((count.old.as_deref(), count.text.as_str()), (Some("35件"), "36件"));
    assert!(matches!(&view.rows[1].fate, FateView::Changed { number, .. } if number == "R8-0002"));
    let outcome = office.app.import_run(office.staff, id, RunOptions::default()).await.unwrap();
    assert_eq!((outcome.updated, outcome.same), (1, 1));
    let record = office.app.record(office.staff, outcome.records[0]).await.unwrap().record;
    assert_eq!((record.state, record.fields()["count"].as_i64()), (RecordState::Draft, Some(36)));
    assert_eq!(record.in_force.unwrap().fields["count"], 35);
}

#[tokio::test]
async fn one_row_that_cannot_be_written_keeps_all_of_them_out() {
    let office = office().await;
    let long = "あ".repeat(1_200);
    let id = start(&office, "register.csv", LINE.replace("総務課書庫", &long).as_bytes()).await;
    let refused = office.app.import_run(office.staff, id, RunOptions::default()).await.unwrap_err();
    let AppError::Refused(refusal) = refused else { panic!("{refused}") };
    assert_eq!(refusal.citations[0].field.as_deref(), Some("rows.3.storage_place"));
    insta::assert_snapshot!(refusal.citations[0].message.ja, @"3行目：「保管場所」は1000文字までです。短くしてください。");
    let drafts = ListRequest {
        form: REGISTER.into(),
        state: Some(RecordState::Draft),
        ..ListRequest::default()
    };
    assert!(office.app.list(office.staff, &drafts).await.unwrap().rows.is_empty());
    office.app.import_skip(office.staff, id, 3, true).await.unwrap();
    assert_eq!(
        office.app.import_run(office.staff, id, RunOptions::default()).await.unwrap().created,
        1
    );
}

#[tokio::test]
async fn what_is_missing_refuses_unless_incomplete_drafts_are_wanted() {
    let office = office().await;
    let id = start(&office, "holdings-register.xlsx", WORKBOOK).await;
    let refused = office.app.import_run(office.staff, id, RunOptions::default()).await.unwrap_err();
    let AppError::Refused(refusal) = refused else { panic!("{refused}") };
    let told: Vec<_> = refusal
        .citations
        .iter()
        .map(|citation| format!("{} {}", citation.clause, citation.message.ja))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    J.3.1.1(3)⑤ 14行目：「保管場所」がありません。
    J.3.1.1(3)⑥ 14行目：「保管方法」がありません。
    J.3.1.1(3)⑧ 14行目：「利用期限」がありません。
    J.3.1.1(3)⑩ 14行目：「廃棄方法」がありません。
    J.3.1.1(3)⑪ 14行目：「件数」がありません。
    J.3.1.1(3)⑦ 15行目：「アクセス権限を有する者の氏名」がありません。
    J.3.1.1(3)⑧ 15行目：「利用期限」がありません。
    J.3.1.1(3)⑨ 15行目：「保管期限」がありません。
    ");
    let options = RunOptions { submit: true, allow_incomplete: true };
    let outcome = office.app.import_run(office.staff, id, options).await.unwrap();
    let rows: Vec<_> = outcome.not_submitted.iter().map(|record| record.row).collect();
    assert_eq!((outcome.created, outcome.submitted, rows), (11, 9, vec![14, 15]));
}

#[tokio::test]
async fn rows_that_contradict_each_other_are_settled_by_leaving_one_out() {
    let office = office().await;
    let twice = format!(
        "{LINE}会員情報,入会申込書,氏名,会費請求のため,書庫,書面,見本一郎,退会時,退会後3年,シュレッダー,99\n"
    );
    let id = start(&office, "register.csv", twice.as_bytes()).await;
    assert_eq!(view(&office, office.staff, id).await.obstacles[0].rows, [4]);
    office.app.import_skip(office.staff, id, 2, true).await.unwrap();
    assert_eq!(
        counts(view(&office, office.staff, id).await.counts),
        "new 2 changed 0 same 0 conflicting 0 repeated 0 skipped 1"
    );
    office.app.import_skip(office.staff, id, 2, false).await.unwrap();
    office.app.import_mend(office.staff, id, 4, "documents", "入会申込書（旧）").await.unwrap();
    assert!(view(&office, office.staff, id).await.is_ready());
}

#[tokio::test]
async fn a_run_belongs_to_one_member_and_its_unit_to_those_who_draft_there() {
    let office = office().await;
    let id = start(&office, "register.csv", LINE.as_bytes()).await;
    let other = office.app.import_view(office.manager, id, ViewRequest::default()).await;
    assert!(matches!(other, Err(AppError::NotFound)));
    let refused = office
        .app
        .import_start(office.manager, REGISTER, Some(office.units.members), "a.csv", LINE.into())
        .await;
    let Err(AppError::Refused(refusal)) = refused else { panic!("the manager drafts nothing") };
    insta::assert_snapshot!(format!("{} {}", refusal.citations[0].clause, refusal.citations[0].message.ja), @"J.3.1.1(2) この操作ができるのは、この部署を担当する個人情報取扱者です");
    let elsewhere = Choices { unit: Some(office.units.training), ..Choices::default() };
    assert!(matches!(
        office.app.import_choose(office.staff, id, &elsewhere).await,
        Err(AppError::Refused(_))
    ));
    let members = office
        .app
        .import_start(office.staff, MEMBERS, None, "members.csv", MEMBER_LIST.to_vec())
        .await;
    assert!(matches!(members, Err(AppError::Refused(_))));
}

#[tokio::test]
async fn choices_survive_a_restart_and_are_remembered_for_the_next_file() {
    let office = office().await;
    let strange = LINE.replace("取得する書類", "なまえ").replace("個人情報の項目", "なかみ");
    let id = start(&office, "register.csv", strange.as_bytes()).await;
    let columns = [(1, Some("documents".to_owned())), (2, Some("items".to_owned()))].into();
    office
        .app
        .import_choose(office.staff, id, &Choices { columns, ..Choices::default() })
        .await
        .unwrap();
    office.app.import_mend(office.staff, id, 3, "count", "40").await.unwrap();
    let Office { app, staff, folder, .. } = office;
    let now = app.clock().now();
    app.close().await;
    drop(app);
    let app = folder.open(Clock::fixed(now)).await.unwrap();
    let view = app.import_view(staff, id, ViewRequest::default()).await.unwrap();
    assert!(view.is_ready());
    let count = view.rows[1].values.iter().find(|value| value.field == "count").unwrap();
    assert_eq!((count.text.as_str(), count.original.as_str()), ("40件", "35"));
    app.import_run(staff, id, RunOptions::default()).await.unwrap();
    let next = app.import_start(staff, REGISTER, None, "next.csv", strange.into()).await.unwrap();
    let view = app.import_view(staff, next, ViewRequest::default()).await.unwrap();
    assert_eq!(
        (view.columns[1].field.as_str(), view.columns[1].reason.ja.as_str()),
        ("documents", "前回と同じ")
    );
    assert_eq!(view.counts.same, 2);
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why_and_what_to_do() {
    let office = Office::open().await;
    let mut told = Vec::new();
    for (name, bytes) in [
        ("a.pdf", &b"%PDF-1.7\n"[..]),
        ("b.xls", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..]),
        ("c.csv", &b""[..]),
        ("d.csv", &b"a,\xFF\xFE\xFD\n"[..]),
    ] {
        let refused = office
            .app
            .import_start(office.staff, REGISTER, None, name, bytes.to_vec())
            .await
            .unwrap_err();
        let AppError::Invalid { field, message } = refused else { panic!("{refused}") };
        told.push(format!("{field} {}", message.ja));
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    file このファイルはPDFです。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    file このファイルは古い形式のExcel（.xls）などです。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    file ファイルに何も入っていません。
    file 1行目（2バイト目）の文字を読めません。Shift_JISのようです。「CSV UTF-8」で保存し直してください。
    ");
}

#[tokio::test]
async fn a_sheet_without_a_table_is_told_and_heading_rows_can_be_pointed_at() {
    let office = office().await;
    let id = start(&office, "holdings-register.xlsx", WORKBOOK).await;
    let sample = Choices { sheet: Some(1), ..Choices::default() };
    office.app.import_choose(office.staff, id, &sample).await.unwrap();
    assert_eq!(view(&office, office.staff, id).await.obstacles[0].kind, ObstacleKind::NoTable);
    let back = Choices { sheet: Some(0), header_rows: Some((4, 5)), ..Choices::default() };
    office.app.import_choose(office.staff, id, &back).await.unwrap();
    let view = view(&office, office.staff, id).await;
    assert_eq!((view.header_rows.as_slice(), view.counts.rows), (&[4, 5][..], 11));
}

#[tokio::test]
async fn five_thousand_rows_go_in_at_once() {
    let office = office().await;
    let (head, rest) = LINE.split_once('\n').unwrap();
    let line = rest.lines().next().unwrap();
    let mut csv = format!("{head}\n");
    for n in 0..5_000 {
        csv.push_str(&line.replace("入会申込書", &format!("入会申込書{n}")));
        csv.push('\n');
    }
    let began = std::time::Instant::now();
    let target = (REGISTER, Some(office.units.members));
    let (_, outcome) = office
        .app
        .import_file(office.staff, target, "large.csv", csv.clone().into(), RunOptions::default())
        .await
        .unwrap();
    let (first, began) = (began.elapsed(), std::time::Instant::now());
    assert_eq!((outcome.created, outcome.records.len()), (5_000, 5_000));
    let (_, again) = office
        .app
        .import_file(office.staff, target, "large.csv", csv.into(), RunOptions::default())
        .await
        .unwrap();
    assert_eq!(again.same, 5_000);
    println!("5,000 rows: new in {first:?}, compared in {:?}", began.elapsed());
}
