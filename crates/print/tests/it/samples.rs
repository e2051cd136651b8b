//! Sheets to print, and what `pdftotext` reads in them.

use jiff::civil::date;
use print::{
    ApprovalBox, Column, EvidenceLine, FieldTable, FieldValue, Fonts, Language, RecordSheet,
    RegisterSheet, SheetField, Stamp, default_font_dirs,
};
use std::{io::Write, process::Command, process::Stdio, sync::LazyLock};

/// Names that a printer of forms must not lose.
pub const NAMES: [&str; 6] = ["髙﨑𠮷子", "㈱渡邉①", "ﾔﾏﾀﾞ ﾊﾅｺ", "德永 槇", "百㎡", "草彅 瀨名"];

pub static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts::load(&default_font_dirs()).expect("fonts of the machine"));

pub fn text_field(label: &str, text: &str, clause: &str) -> SheetField {
    let clause = (!clause.is_empty()).then(|| clause.to_owned());
    SheetField { label: label.into(), value: FieldValue::Text(text.into()), clause }
}

pub fn boxes() -> Vec<ApprovalBox> {
    let stamped = |title: &str, [surname, unit, date, state]: [&str; 4]| {
        let (surname, unit_short) = (surname.into(), unit.into());
        let stamp = Stamp { surname, unit_short, date_short: date.into(), state: state.into() };
        ApprovalBox { title: title.into(), stamp: Some(stamp) }
    };
    vec![
        stamped("個人情報保護管理者", ["髙﨑", "事務局", "8.11.21", "承認"]),
        stamped("部門長", ["勅使河原", "会員", "8.11.20", "承認（代理）"]),
        stamped("個人情報取扱者", ["𠮷田", "会員", "8.11.19", "提出"]),
        ApprovalBox { title: "監査責任者".into(), stamp: None },
    ]
}

pub fn record() -> RecordSheet {
    RecordSheet {
        language: Language::Ja,
        operator: "一般社団法人 見本学習支援協会".into(),
        form_number: "J.3.1.1-①".into(),
        form_title: "個人情報取扱業務申請書".into(),
        record_number: "申-2026-0012".into(),
        edition: "第2版".into(),
        state_label: "承認済".into(),
        drafted_on: "令和8年11月19日".into(),
        unit: "事務局 会員課".into(),
        drafter: "𠮷田 ﾊﾅｺ".into(),
        fields: record_fields(),
        boxes: boxes(),
        clauses: vec![
            "J.3.1.1(1)　個人情報の取扱いを始める前に申請し、承認を得る".into(),
            "J.3.1.1(4)　取扱いを変えるときも同じ手続きによる".into(),
            "J.3.1.3　リスクを認識し、分析し、対策を講じる".into(),
        ],
        evidence: Some(EvidenceLine {
            leaf: "1,284".into(),
            checkpoint: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".into(),
        }),
        printed_on: "令和8年11月22日".into(),
        printed_date: date(2026, 11, 22),
    }
}

fn record_fields() -> Vec<SheetField> {
    let acquired = "入会申込書（紙）及びウェブの申込フォームにより、本人から直接書面で取得する。\n法人会員㈱の担当者については、法人からの推薦状により取得する。";
    let heading =
        SheetField { label: "【業務】".into(), value: FieldValue::Heading, clause: None };
    vec![
        heading,
        text_field("業務の名称", "会員の入退会及び会費の管理", "J.3.1.1(1)"),
        text_field("業務の分類", "会員情報", ""),
        text_field(
            "取り扱う個人情報の項目",
            "氏名、ﾌﾘｶﾞﾅ、生年月日、性別、住所、電話番号、メールアドレス、勤務先、会費の納入状況、口座情報",
            "J.3.1.1(3)",
        ),
        text_field("要配慮個人情報", "含まない", "J.3.2.3"),
        text_field("取得の方法", acquired, "J.3.2.4"),
        text_field(
            "利用目的",
            "会員名簿の作成、会報・行事案内の発送、会費の請求及び収納、統計の作成（個人を特定しない形に限る。）のため。",
            "J.3.2.1",
        ),
        SheetField {
            label: "取扱者の一覧".into(),
            value: FieldValue::Table(handlers()),
            clause: Some("J.3.3.2(2)".into()),
        },
        text_field("件数", "約1,200件（令和8年11月1日現在）", ""),
        text_field(
            "保管場所・方法",
            "事務局内の施錠キャビネットNo.3。電子データは会員管理システム（アクセス権限を上記の者に限る。）。\n広さ：百㎡",
            "J.3.3.2(1)",
        ),
        text_field(
            "利用期限・保管期限",
            "退会後5年を経過した年度の末日（令和13年3月31日）まで",
            "",
        ),
        text_field(
            "廃棄の方法",
            "紙は溶解処理（証明書を受領）、電子データは復元できない方法で消去",
            "J.3.3.2(4)",
        ),
        text_field("委託・提供", "なし", "J.3.3.4"),
        text_field("備考", "", ""),
    ]
}

fn handlers() -> FieldTable {
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    FieldTable {
        columns: vec![
            Column::text("氏名", 8),
            Column::text("所属・役職", 10),
            Column::text("権限", 10),
            Column::number("年数", 3),
        ],
        rows: vec![
            row(["髙﨑𠮷子", "事務局長", "閲覧・承認", "12"]),
            row(["㈱渡邉①", "会員課", "閲覧・入力・出力", "3"]),
            row(["ﾔﾏﾀﾞ ﾊﾅｺ", "会員課（派遣）", "閲覧・入力", "1"]),
            row(["德永 槇", "総務課", "閲覧", "8"]),
            row(["草彅 瀨名", "総務課", "閲覧", "20"]),
        ],
    }
}

pub fn register() -> RegisterSheet {
    RegisterSheet {
        language: Language::Ja,
        operator: "一般社団法人 見本学習支援協会".into(),
        form_number: "J.3.1.1-②".into(),
        form_title: "個人情報管理台帳".into(),
        as_of: "令和8年11月22日".into(),
        selection: Some("部門：事務局、状態：有効".into()),
        columns: vec![
            Column { align: print::Align::Center, ..Column::text("番号", 5) },
            Column::text("分類", 5),
            Column::text("取得する書類", 9),
            Column::text("個人情報の項目", 14),
            Column::text("利用目的", 14),
            Column::text("保管場所", 8),
            Column::text("保管方法", 7),
            Column::text("アクセス権限者", 8),
            Column::text("利用期限", 7),
            Column::text("保管期限", 7),
            Column::text("廃棄方法", 6),
            Column::number("件数", 5),
        ],
        boxes: boxes(),
        printed_on: "令和8年11月22日".into(),
        printed_date: date(2026, 11, 22),
    }
}

pub fn register_row(index: usize) -> Vec<String> {
    let name = NAMES[index % NAMES.len()];
    let classes = ["会員情報", "受講者情報", "受託情報", "職員等"];
    [
        &format!("Z-{:04}", index + 1),
        classes[index % 4],
        [
            "入会申込書",
            "受講申込書・アンケート",
            "受託契約書の別紙名簿",
            "履歴書、扶養控除等申告書",
        ][index % 4],
        "氏名、住所、電話番号、メールアドレス、勤務先",
        ["会員名簿の作成、会費の請求のため", "講座の案内、修了証の発行及び受講履歴の管理のため"]
            [index % 2],
        "施錠キャビネットNo.3",
        ["紙", "紙・電子データ"][index % 2],
        name,
        "令和13年3月31日",
        "退会後5年",
        "溶解処理",
        ["約1,200件", "350", "1,024", "87"][index % 4],
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The text of a PDF as a reader program finds it, without the line breaks inside cells.
pub fn pdf_text(pdf: &[u8]) -> String {
    poppler("pdftotext", &["-layout", "-", "-"], pdf)
}

/// What a program of poppler says of a PDF.
pub fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut reader = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils");
    let mut input = reader.stdin.take().expect("stdin");
    let bytes = pdf.to_vec();
    let feeder = std::thread::spawn(move || input.write_all(&bytes));
    let output = reader.wait_with_output().expect("poppler");
    feeder.join().expect("feeder").expect("written");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Keeps a copy to look at if `PRINT_LOOK` names a folder.
pub fn look(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("PRINT_LOOK") {
        std::fs::write(format!("{folder}/{name}"), bytes).expect("look folder");
    }
}
