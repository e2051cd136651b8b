//! The real register workbook, row by row.

use import::{DoubtSeverity, ImportedRow, layout, mapping, normalize};

use crate::forms::{REGISTER, directory, open, register_fields};

fn rows() -> Vec<ImportedRow> {
    let workbook = open(REGISTER, "holdings-register.xlsx");
    let fields = register_fields();
    let best = layout::rank(&workbook, &fields).swap_remove(0);
    let mapping = mapping::guess(&best.layout, &fields, None);
    normalize::rows(&workbook.sheets[best.sheet], &best.layout, &mapping, &fields, &directory())
}

/// Values one a line, then the doubts.
pub fn show(row: &ImportedRow) -> String {
    let mut lines = vec![format!("row {}", row.row)];
    for value in &row.values {
        let typed = if value.original.is_some() {
            format!("  ← {}", value.original().replace('\n', "⏎"))
        } else {
            String::new()
        };
        lines.push(format!("{}: {}{typed}", value.field, value.value));
    }
    for doubt in &row.doubts {
        let mark = match doubt.severity {
            DoubtSeverity::Info => "i",
            DoubtSeverity::Doubtful => "?",
            DoubtSeverity::Missing => "!",
        };
        let suggestion =
            doubt.suggestion.as_ref().map(|value| format!(" → {value}")).unwrap_or_default();
        lines.push(format!(
            "{mark} {} {} {}{suggestion}",
            doubt.field, doubt.clause, doubt.message.ja
        ));
    }
    lines.join("\n")
}

#[test]
fn finds_the_table_between_title_and_notes() {
    let workbook = open(REGISTER, "holdings-register.xlsx");
    let ranked = layout::rank(&workbook, &register_fields());
    let best = &ranked[0];
    assert_eq!(
        (best.name.as_str(), ranked[1].name.as_str(), ranked[1].layout.score < 0),
        ("台帳", "記入例", true)
    );
    let mut layout = best.layout.clone();
    assert_eq!(layout.columns[1].label(), "個人情報の内容 分類");
    assert_eq!(
        (layout.columns[5].letters.as_str(), layout.columns[5].label().as_str()),
        ("F", "保管場所")
    );
    layout.columns.clear();
    insta::assert_snapshot!(serde_json::to_string_pretty(&layout).unwrap(), @r#"
    {
      "header_rows": [
        4,
        5
      ],
      "first_data_row": 6,
      "last_data_row": 16,
      "columns": [],
      "number_column": 0,
      "title_lines": [
        "個　人　情　報　管　理　台　帳",
        "作成日：令和７年４月１日　　改訂：Ｒ８.３.３１"
      ],
      "notes": [
        {
          "row": 18,
          "text": "※ 件数は令和８年３月末現在"
        },
        {
          "row": 19,
          "text": "※ №9、№10は確認中"
        }
      ],
      "skipped_rows": [],
      "score": 121
    }
    "#);
}

#[test]
fn maps_every_column() {
    let workbook = open(REGISTER, "holdings-register.xlsx");
    let fields = register_fields();
    let mapping = mapping::guess(&layout::detect(&workbook.sheets[0], &fields), &fields, None);
    let lines: Vec<String> = mapping
        .columns
        .iter()
        .map(|column| {
            format!(
                "{} → {:?} {} {:?}",
                column.label,
                column.field.as_deref().unwrap_or("-"),
                column.confidence,
                column.reason
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    No → "-" 100 Numbering
    個人情報の内容 分類 → "class" 100 Label
    個人情報の内容 取得する書類 → "documents" 100 Label
    個人情報の内容 個人情報の項目 → "items" 100 Label
    個人情報の内容 利用目的 → "purpose" 100 Label
    保管場所 → "storage_place" 100 Label
    保管方法 → "storage_methods" 100 Label
    保管 アクセス権限者 → "access_holders" 78 Contained
    保管 利用期限 → "use_limit" 100 Label
    保管期限 → "keep_limit" 100 Label
    保管 廃棄方法 → "disposal_methods" 100 Label
    保管 件数 → "count" 100 Label
    "#);
}

#[test]
fn row_6() {
    insta::assert_snapshot!(show(&rows()[0]), @r#"
    row 6
    class: "member"  ← 会員情報
    documents: "入会申込書"
    items: "団体名、代表者氏名、担当者氏名、ＴＥＬ、Ｅ－ｍａｉｌ"
    purpose: "会員管理、会費請求、会報の送付のため"
    storage_place: "事務所キャビネットＡ"
    storage_methods: ["paper","data"]  ← 書面・データ
    access_holders: ["m001","m002"]  ← 総務課　見本一郎、見本花子
    use_limit: "退会時"
    keep_limit: "退会後３年"
    disposal_methods: ["shredder"]  ← シュレッダー
    count: 120  ← １２０件
    "#);
}

#[test]
fn row_7() {
    insta::assert_snapshot!(show(&rows()[1]), @r#"
    row 7
    class: "member"  ← 
    documents: "会費口座振替依頼書"
    items: "口座名義、銀行名、口座番号"
    purpose: "会費の口座振替のため"
    storage_place: "事務所キャビネットＡ"  ← 同上
    storage_methods: ["paper"]  ← 書面
    access_holders: ["m001","m002"]  ← 同上
    use_limit: "退会時"
    keep_limit: "７年（税法）"
    disposal_methods: ["melting"]  ← メルティBOX
    count: {"value":118,"certainty":"estimated"}  ← 約118
    i class J.3.1.1(3)① 6行目の内容を補いました。
    i storage_place J.3.1.1(3)⑤ 6行目の内容を補いました。
    i access_holders J.3.1.1(3)⑦ 6行目の内容を補いました。
    "#);
}

#[test]
fn row_8() {
    insta::assert_snapshot!(show(&rows()[2]), @r#"
    row 8
    class: "trainee"  ← 受講者情報
    documents: "研修受講申込書（Ｗｅｂ）"
    items: "氏名、ﾌﾘｶﾞﾅ、生年月日、勤務先、メールアドレス"
    purpose: "研修の受付、受講票の送付、修了証の発行のため"
    storage_place: "サーバ（Z:\\研修）"
    storage_methods: ["data"]  ← データ
    access_holders: ["m004","m005","m010"]  ← 教育課全員
    use_limit: "修了証発行まで"
    keep_limit: "5年"
    disposal_methods: ["erasure"]  ← データ消去
    count: 2340  ← 2,340
    i access_holders J.3.1.1(3)⑦ 「教育課全員」を今の名簿で氏名に直しました。
    "#);
}

#[test]
fn row_9() {
    insta::assert_snapshot!(show(&rows()[3]), @r#"
    row 9
    class: "trainee"  ← 
    documents: "接続記録"
    items: "受講者ID、接続開始時刻、切断時刻"
    purpose: "受講状況の確認及び修了判定のため"
    storage_place: "研修配信システム（委託先）"
    storage_methods: ["data"]  ← データ
    access_holders: ["m004"]  ← 教育課　見本次郎
    use_limit: "修了判定まで"
    keep_limit: "令和9年3月31日"
    disposal_methods: [{"other":"委託先で消去（証明書）"}]  ← 委託先で消去（証明書）
    count: 2340  ← 2340
    i class J.3.1.1(3)① 8行目の内容を補いました。
    "#);
}

#[test]
fn row_10() {
    insta::assert_snapshot!(show(&rows()[4]), @r#"
    row 10
    class: {"other":"ストレスチェック"}  ← ストレスチェック
    documents: "調査票・結果"
    items: "氏名、社員番号、回答、判定結果（要配慮）"
    purpose: "ストレスチェックの実施及び面接指導の勧奨のため"
    storage_place: "鍵付き書庫"
    storage_methods: ["paper","data"]  ← 書面、データ
    access_holders: [{"name":"実施事務従事者のみ"}]  ← 実施事務従事者のみ
    use_limit: "結果通知後"
    keep_limit: "５年"
    disposal_methods: ["melting"]  ← 溶解
    count: {"value":15000,"certainty":"estimated"}  ← 約15,000件
    ? access_holders J.3.1.1(3)⑦ 「実施事務従事者のみ」に当たる人も部署も名簿にありません。氏名を書いてください。
    "#);
}

#[test]
fn row_11() {
    insta::assert_snapshot!(show(&rows()[5]), @r#"
    row 11
    class: "entrusted"  ← 受託情報
    documents: "健診結果データ（会員機関から受領）"
    items: "氏名、生年月日、性別、健診結果"
    purpose: "精度管理調査のため"
    storage_place: "サーバ"
    storage_methods: ["data"]  ← データ(暗号化)
    access_holders: [{"name":"精度管理課"}]  ← 精度管理課
    use_limit: "調査終了"
    keep_limit: "調査終了後1年"
    disposal_methods: ["erasure"]  ← データ消去ソフト
    count: 48000  ← ４８，０００件
    ? storage_methods J.3.1.1(3)⑥ 「暗号化」は値に入りません。必要なら別の項目に書いてください。
    ? access_holders J.3.1.1(3)⑦ 「精度管理課」は部署です。「アクセス権限者の氏名」には氏名を書いてください。 → ["m006","m011"]
    ? disposal_methods J.3.1.1(3)⑩ 「データ消去」と読みました。合っているか確かめてください。 → {"other":"データ消去ソフト"}
    "#);
}

#[test]
fn row_12() {
    insta::assert_snapshot!(show(&rows()[6]), @r#"
    row 12
    class: "staff"  ← 職員等
    documents: "履歴書、職務経歴書"
    items: "氏名、住所、生年月日、学歴、職歴、顔写真"
    purpose: "採用選考、雇用管理のため"
    storage_place: "総務課書庫"
    storage_methods: ["paper"]  ← 書面
    access_holders: ["m003"]  ← 総務部長
    use_limit: "退職時"
    keep_limit: "退職後3年"
    disposal_methods: ["shredder"]  ← シュレッダー
    count: 35  ← 35
    i access_holders J.3.1.1(3)⑦ 「総務部長」を今の名簿で氏名に直しました。
    "#);
}

#[test]
fn row_13() {
    insta::assert_snapshot!(show(&rows()[7]), @r#"
    row 13
    class: "staff"  ← 
    documents: "扶養控除等申告書"
    items: "氏名、住所、生年月日、家族、個人番号（特定個人情報）"
    purpose: "源泉徴収事務のため"
    storage_place: "個人番号管理区域　金庫"
    storage_methods: ["paper"]  ← 書面
    access_holders: ["m001"]  ← 個人番号担当責任者
    use_limit: "提出年の翌年1月10日"
    keep_limit: "7年"
    disposal_methods: ["melting"]  ← 溶解（立会い）
    count: 35  ← ３５件
    i class J.3.1.1(3)① 12行目の内容を補いました。
    i access_holders J.3.1.1(3)⑦ 「個人番号担当責任者」を今の名簿で氏名に直しました。
    ? disposal_methods J.3.1.1(3)⑩ 「立会い」は値に入りません。必要なら別の項目に書いてください。
    "#);
}

#[test]
fn row_14() {
    insta::assert_snapshot!(show(&rows()[8]), @r#"
    row 14
    class: "staff"  ← 職員等
    documents: "入退室記録"
    items: "氏名、時刻"
    purpose: "事務所の安全管理"
    storage_place: null
    storage_methods: null
    access_holders: [{"name":"総務課"}]  ← 総務課
    use_limit: null
    keep_limit: "1年"
    disposal_methods: null
    count: null
    ! storage_place J.3.1.1(3)⑤ 「保管場所」がありません。
    ! storage_methods J.3.1.1(3)⑥ 「保管方法」がありません。
    ? access_holders J.3.1.1(3)⑦ 「総務課」は部署です。「アクセス権限者の氏名」には氏名を書いてください。 → ["m001","m002"]
    ! use_limit J.3.1.1(3)⑧ 「利用期限」がありません。
    ! disposal_methods J.3.1.1(3)⑩ 「廃棄方法」がありません。
    ! count J.3.1.1(3)⑪ 「件数」がありません。
    i   表の下に注記があります：※ №9、№10は確認中
    "#);
}

#[test]
fn row_15() {
    insta::assert_snapshot!(show(&rows()[9]), @r#"
    row 15
    class: {"other":"図書頒布"}  ← 図書頒布
    documents: "注文書（FAX）"
    items: "氏名、送付先、電話"
    purpose: "いろいろな業務のため"
    storage_place: "事務所"
    storage_methods: ["paper"]  ← 書面
    access_holders: null
    use_limit: null
    keep_limit: null
    disposal_methods: ["shredder"]  ← シュレッダー
    count: {"certainty":"unknown"}  ← 不明
    ? purpose J.3.1.1(3)④ 「いろいろな業務のため」では目的が具体的に分かりません。何のために使うかを書いてください。
    ! access_holders J.3.1.1(3)⑦ 「アクセス権限者の氏名」がありません。
    ! use_limit J.3.1.1(3)⑧ 「利用期限」がありません。
    ! keep_limit J.3.1.1(3)⑨ 「保管期限」がありません。
    ? count J.3.1.1(3)⑪ 「件数」が「不明」です。数を調べて書いてください。
    i   表の下に注記があります：※ №9、№10は確認中
    "#);
}

#[test]
fn row_16() {
    insta::assert_snapshot!(show(&rows()[10]), @r#"
    row 16
    class: {"other":"委員会"}  ← 委員会
    documents: "委員名簿"
    items: "氏名、所属、連絡先、振込先"
    purpose: "委員会の運営、謝金の支払"
    storage_place: "サーバ"
    storage_methods: ["data"]  ← データ
    access_holders: [{"name":"事業課"}]  ← 事業課
    use_limit: "委嘱期間"
    keep_limit: "委嘱終了後５年"
    disposal_methods: ["erasure"]  ← データ消去
    count: 62  ← 62名
    ? access_holders J.3.1.1(3)⑦ 「事業課」に当たる人も部署も名簿にありません。氏名を書いてください。
    "#);
}
