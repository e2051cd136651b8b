//! Paper and files as people hold them: what `pdftotext` reads, and what the import reads back.

mod files;

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::Arc,
};

use app::{AppError, Clock, records::plain_act, register::ListRequest};
use engine::{Act, Fields, RecordState};
use import::{Directory, DirectoryMember, Limits, TargetField, layout, mapping, normalize, read};
use print::Encoding;
use regulation::Language;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{Office, REGISTER, register_fields};

#[tokio::test]
async fn a_record_in_force_is_printed_with_its_stamps_clauses_and_evidence() {
    let office = Office::open().await;
    office.turn_to(2026, 11, 20);
    let id = office.draft(register_fields(1)).await;
    office.app.act(office.staff, id, None, plain_act(Act::Submit)).await.unwrap();
    office.turn_to(2026, 11, 22);
    office.app.act(office.manager, id, None, plain_act(Act::Approve)).await.unwrap();
    let text = pdf_text(&office.app.record_pdf(office.staff, id, Language::Ja).await.unwrap());
    let (sheet, evidence) = text.split_once("証跡").unwrap();
    insta::assert_snapshot!(words(sheet), @"
    一般社団法人 見本協会 様式 J.3.1.1-②
    個人情報管理台帳
    整理番号 R8-0001 第1版 起案 管理者
    状態 有効 会員 総務部
    決
    起案日 令和8年11月20日 裁 8.11.20 8.11.22
    部門 総務部 会員サービス課 見本 髙﨑
    起案者 見本 花子 申請 承認
    【台帳の記載事項】
    個人情報の分類 J.3.1.1(3)① 受講者情報
    取得する書類 J.3.1.1(3)② 入会申込書 その1
    氏名、住所、電話番号
    個人情報の項目 J.3.1.1(3)③
    メールアドレス
    利用目的 J.3.1.1(3)④ 会員名簿の作成、会費の請求のため
    保管場所 J.3.1.1(3)⑤ 事務所の鍵付き書庫
    保管方法 J.3.1.1(3)⑥ 書面、データ
    アクセス権限を有する者の氏名
    J.3.1.1(3)⑦
    渡邉 槇
    利用期限 J.3.1.1(3)⑧ 退会時
    保管期限 J.3.1.1(3)⑨ 退会後3年
    廃棄方法 J.3.1.1(3)⑩ シュレッダー、データ消去
    件数 J.3.1.1(3)⑪ 約1,200件
    【情報の性質】
    事業の区分 J.1.4
    取得の方法
    データの種別
    要配慮個人情報の有無
    【委託・提供・共同利用】
    取扱いの委託
    第三者への提供
    共同利用
    外国での取扱い
    【担当と見直し】
    個人情報取扱者
    取扱業務申請書 J.3.1.1(1)
    リスク分析・対策 J.3.1.3(1)
    最終見直し日
    備考
    根拠となる規定 J.1.4 適用範囲の決定 J.3.1.1(1) 取扱業務の申請
    J.3.1.1(2) 台帳の作成と更新 J.3.1.1(3) 台帳の記載事項
    J.3.1.1(4) 再検討の指示 J.3.1.3(1) リスクの認識と対策
    一般社団法人 見本協会 R8-0001 1 / 2 印刷日 令和8年11月22日
    J.3.1.1-② 個人情報管理台帳 R8-0001 第1版
    J.8.1(3) 台帳への記載
    ");
    // The newest event of the record is the last leaf of a log of 18.
    let checkpoint = office.app.checkpoint().await.unwrap().unwrap();
    let root = checkpoint.lines().nth(2).unwrap();
    assert!(
        evidence.contains("証跡番号 17") && evidence.contains(&format!("18 / {root}")),
        "{evidence}"
    );
}

#[tokio::test]
async fn a_record_is_the_same_file_after_a_restart() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(1)).await;
    let before = office.app.record_pdf(office.staff, id, Language::Ja).await.unwrap();
    let Office { app, staff, folder, .. } = office;
    let now = app.clock().now();
    let while_open = folder.open(Clock::fixed(now)).await;
    let is_refused = while_open.map(drop).is_err();
    // On a server programs share the database.
    assert_eq!(
        is_refused,
        !folder.is_on_server(),
        "a second program must not write to the same file"
    );
    app.close().await;
    drop(app);
    let again = folder.open(Clock::fixed(now)).await.unwrap();
    assert!(again.record_pdf(staff, id, Language::Ja).await.unwrap() == before);
}

#[tokio::test]
async fn a_draft_says_that_it_is_one_and_nobody_has_stamped_it() {
    let office = Office::open().await;
    let id = office.draft(register_fields(0)).await;
    let text = pdf_text(&office.app.record_pdf(office.staff, id, Language::Ja).await.unwrap());
    assert!(text.contains("第1版（案）") && text.contains("下書き"), "{text}");
    assert!(!text.contains("8.11.22"), "a draft has no stamp\n{text}");
}

#[tokio::test]
async fn a_revision_is_printed_until_it_is_turned_down() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(0)).await;
    office.turn_to(2026, 12, 1);
    office.app.act(office.staff, id, None, plain_act(Act::Revise)).await.unwrap();
    let revised = with(register_fields(0), "storage_place", json!("別の書庫"));
    office.app.edit(office.staff, id, None, revised).await.unwrap();
    office.app.act(office.staff, id, None, plain_act(Act::Submit)).await.unwrap();
    let open = pdf_text(&office.app.record_pdf(office.manager, id, Language::Ja).await.unwrap());
    assert!(
        open.contains("第2版（案）") && open.contains("別の書庫") && open.contains("8.12.1"),
        "{open}"
    );
    let mut no = plain_act(Act::Reject);
    no.comment = "書庫は変えません".into();
    office.app.act(office.manager, id, None, no).await.unwrap();
    let closed = pdf_text(&office.app.record_pdf(office.manager, id, Language::Ja).await.unwrap());
    assert!(
        closed.contains("第1版") && !closed.contains("（案）") && !closed.contains("別の書庫"),
        "{closed}"
    );
    assert!(
        closed.contains("8.11.22") && !closed.contains("8.12.1"),
        "stamps are those of edition 1\n{closed}"
    );
}

#[tokio::test]
async fn paper_names_what_is_attached() {
    let office = Office::open().await;
    let id = office.draft(register_fields(0)).await;
    let pdf =
        async || pdf_text(&office.app.record_pdf(office.staff, id, Language::Ja).await.unwrap());
    assert!(!pdf().await.contains("添付"));
    for name in ["入会申込書の様式.pdf", "保管場所の見取図.pdf"] {
        office.app.attach(office.staff, id, name, b"%PDF-1.7\n%%EOF\n").await.unwrap();
    }
    let text = words(&pdf().await);
    assert!(
        text.contains("入会申込書の様式.pdf") && text.contains("保管場所の見取図.pdf"),
        "{text}"
    );
}

#[tokio::test]
async fn a_record_that_one_may_not_read_is_not_printed() {
    let office = Office::open().await;
    let id = office.in_force(register_fields(0)).await;
    let refused = office.app.record_pdf(office.administrator, id, Language::Ja).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    let empty = office
        .app
        .register_csv(
            office.administrator,
            &register(),
            (Language::Ja, Encoding::Utf8Bom),
            Vec::new(),
        )
        .await;
    assert_eq!(
        String::from_utf8(empty.unwrap()).unwrap().lines().count(),
        1,
        "a heading and nothing else"
    );
}

#[tokio::test]
async fn a_table_is_a_table_and_a_reference_is_a_number_and_a_title() {
    let office = Office::open().await;
    let line = office.in_force(register_fields(7)).await;
    let risks = json!([
        {"phase": "acquisition", "risk": "申込書を置き忘れる", "likelihood": "low", "impact": "high", "measures": "受付で必ず受け取る"},
    ]);
    let fields = json!({"holding": line, "risks": risks}).as_object().cloned().unwrap();
    let drafted = office
        .app
        .draft(office.staff, "risk_assessment", office.units.members, fields)
        .await
        .unwrap();
    let text = pdf_text(
        &office.app.record_pdf(office.staff, drafted.record.id, Language::Ja).await.unwrap(),
    );
    for words in
        ["R8-0001 入会申込書 その7", "局面", "申込書を置き忘れる", "受付で必ず受け取る", "大（3）"]
    {
        assert!(text.contains(words), "`{words}` is not in\n{text}");
    }
}

#[tokio::test]
async fn a_register_on_paper_has_one_stamp_for_lines_approved_together() {
    let office = Office::open().await;
    for n in 0..3 {
        office.in_force(register_fields(n)).await;
    }
    let text = pdf_text(
        &office.app.register_pdf(office.manager, &register(), Language::Ja).await.unwrap(),
    );
    insta::assert_snapshot!(words(&text), @"
    管理者
    一般社団法人 見本協会 様式 J.3.1.1-② 決 総務部
    裁 8.11.22
    個人情報管理台帳 髙﨑
    基準日 令和8年11月22日 件数 3 承認
    要配慮
    個人情報の アクセス権限を 個人情
    番号 部署 取得する書類 個人情報の項目 利用目的 保管場所 保管方法 利用期限 保管期限 廃棄方法 件数 事業の区分
    分類 有する者の氏名 報の有
    無
    R8-0001 総務部 会 会員情報 入会申込書 その0 氏名、住所、電話番号 会員名簿の作成、会費の請求 事務所の鍵付き書 書面、データ 渡邉 槇 退会時 退会後3年 シュレッダー、 120件
    員サービス メールアドレス のため 庫 データ消去
    課
    R8-0002 総務部 会 受講者情報 入会申込書 その1 氏名、住所、電話番号 会員名簿の作成、会費の請求 事務所の鍵付き書 書面、データ 渡邉 槇 退会時 退会後3年 シュレッダー、 約
    員サービス メールアドレス のため 庫 データ消去 1,200
    課 件
    R8-0003 総務部 会 受託情報 入会申込書 その2 氏名、住所、電話番号 会員名簿の作成、会費の請求 事務所の鍵付き書 書面、データ 渡邉 槇 退会時 退会後3年 シュレッダー、 不明
    員サービス メールアドレス のため 庫 データ消去
    課
    一般社団法人 見本協会 J.3.1.1-② 1 / 1 印刷日 令和8年11月22日
    ");
    office.turn_to(2026, 12, 1);
    office.in_force(register_fields(3)).await;
    let text = pdf_text(
        &office.app.register_pdf(office.manager, &register(), Language::Ja).await.unwrap(),
    );
    assert!(
        !text.contains("8.11.22") && !text.contains("8.12.1"),
        "approved on two days: no common stamp\n{text}"
    );
}

#[tokio::test]
async fn a_register_on_paper_has_the_chosen_columns_and_says_what_was_searched() {
    let office = Office::open().await;
    for n in 0..4 {
        office.in_force(register_fields(n)).await;
    }
    office
        .app
        .choose_columns(office.staff, REGISTER, &["documents".into(), "purpose".into()])
        .await
        .unwrap();
    let request = ListRequest {
        words: "その2".into(),
        filters: vec![("class".into(), json!("entrusted_information"))],
        ..register()
    };
    let text =
        pdf_text(&office.app.register_pdf(office.staff, &request, Language::Ja).await.unwrap());
    assert!(
        text.contains("個人情報の分類：受託情報、検索：その2") && text.contains("入会申込書 その2"),
        "{text}"
    );
    assert!(!text.contains("保管場所") && !text.contains("その1"), "{text}");
    let english =
        pdf_text(&office.app.register_pdf(office.staff, &request, Language::En).await.unwrap());
    assert!(english.contains("Class of holding: Entrusted to us; Search: その2"), "{english}");
}

#[tokio::test]
async fn letters_that_no_font_has_are_named() {
    let office = Office::open().await;
    let id = office.draft(with(register_fields(0), "documents", json!("入会\u{E000}申込書"))).await;
    let refused = office.app.record_pdf(office.staff, id, Language::Ja).await;
    insta::assert_snapshot!(message(refused), @"
    characters
    印刷できない文字があります：U+E000。外字は標準の漢字に置き換えてください
    no font has these characters: U+E000; replace private ones by standard kanji
    ");
}

#[tokio::test]
async fn a_register_that_no_paper_holds_is_for_the_workbook() {
    let office = Arc::new(Office::open().await);
    let mut drafts = JoinSet::new();
    for _ in 0..2_001 {
        let office = Arc::clone(&office);
        drafts.spawn(async move { office.draft(Fields::new()).await });
    }
    drafts.join_all().await;
    let drafts = ListRequest { state: Some(RecordState::Draft), ..register() };
    let refused = office.app.register_pdf(office.staff, &drafts, Language::Ja).await;
    insta::assert_snapshot!(message(refused), @"
    rows
    印刷は2,000件までです。検索や絞り込みで減らすか、Excelで出力してください
    no more than 2,000 records fit on paper; narrow the list down, or export it to Excel
    ");
    let csv = office
        .app
        .register_csv(office.staff, &drafts, (Language::Ja, Encoding::Cp932), Vec::new())
        .await
        .unwrap();
    assert_eq!(
        csv.split(|byte| *byte == b'\n').count(),
        2_003,
        "heading, every page of rows, and the end"
    );
}

fn register() -> ListRequest {
    ListRequest { form: REGISTER.into(), ..ListRequest::default() }
}

fn with(mut fields: Fields, field: &str, value: Value) -> Fields {
    fields.insert(field.into(), value);
    fields
}

/// A line with answers of every kind: a member, another answer, a date, long text with breaks.
fn full_fields(office: &Office) -> Fields {
    let more = json!({
        "class": {"other": "取材先情報"},
        "access_holders": [office.staff.member, {"name": "渡邉 槇"}],
        "disposal_methods": ["dissolution", "given_back"],
        "special_care": true,
        "special_care_kinds": ["health_check"],
        "entrustment": true,
        "entrusted_parties": "㈱見本印刷：封入と発送\n見本倉庫：保管",
        "provision": false,
        "handler": office.staff.member,
        "last_review": "2026-03-31",
        "remarks": "①様式は旧版のまま",
    });
    let mut fields = register_fields(0);
    fields.extend(more.as_object().cloned().unwrap());
    fields
}

/// Headings with the field that the import takes each for, and the values of each row.
fn imported(office: &Office, bytes: &[u8], name: &str) -> (String, Vec<Fields>) {
    let tenant = office.app.tenant(office.staff.operator).unwrap();
    let fields = TargetField::of_form(tenant.form(REGISTER).unwrap());
    let workbook = read::workbook(bytes, name, &Limits::default()).unwrap();
    let best = layout::rank(&workbook, &fields).swap_remove(0);
    let mapping = mapping::guess(&best.layout, &fields, None);
    let member = DirectoryMember {
        id: office.staff.member.to_string(),
        name: "見本　花子".into(),
        ..DirectoryMember::default()
    };
    let directory = Directory::new(vec![member], Vec::new(), Vec::new());
    let rows =
        normalize::rows(&workbook.sheets[best.sheet], &best.layout, &mapping, &fields, &directory);
    let left_out: Vec<_> =
        fields.iter().filter(|field| mapping.columns_of(&field.id).next().is_none()).collect();
    assert!(left_out.is_empty(), "{left_out:?}");
    let line = |column: &mapping::MappedColumn| {
        format!("{} → {}", column.label, column.field.as_deref().unwrap_or("—"))
    };
    let headings = mapping.columns.iter().map(line).collect::<Vec<_>>().join("\n");
    (headings, rows.iter().map(normalize::ImportedRow::fields).collect())
}

fn message<T>(result: Result<T, AppError>) -> String {
    match result.err() {
        Some(AppError::Invalid { field, message }) => {
            format!("{field}\n{}\n{}", message.ja, message.en)
        }
        other => format!("{other:?}"),
    }
}

/// Lines with something on them, their words one space apart: where on the paper they stand is the affair of `print`.
fn words(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The text of a PDF as a reader program finds it.
fn pdf_text(pdf: &[u8]) -> String {
    let mut command = Command::new("pdftotext");
    command.args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = command.spawn().unwrap();
    let (mut input, bytes) = (reader.stdin.take().unwrap(), pdf.to_vec());
    let feeder = std::thread::spawn(move || input.write_all(&bytes));
    let output = reader.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}
