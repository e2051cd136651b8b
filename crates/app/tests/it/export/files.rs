//! Registers as workbooks and CSV.

use super::*;

#[tokio::test]
async fn an_exported_workbook_is_imported_again_without_loss() {
    let office = Office::open().await;
    let lines = [full_fields(&office), register_fields(1), register_fields(2)];
    for fields in &lines {
        office.in_force(fields.clone()).await;
    }
    let bytes = office
        .app
        .register_xlsx(office.staff, &register(), Language::Ja, Vec::new())
        .await
        .unwrap();
    let (headings, rows) = imported(&office, &bytes, "台帳.xlsx");
    insta::assert_snapshot!(headings, @"
    番号 → —
    部署 → —
    個人情報の分類 → class
    取得する書類 → documents
    個人情報の項目 → items
    利用目的 → purpose
    保管場所 → storage_place
    保管方法 → storage_methods
    アクセス権限を有する者の氏名 → access_holders
    利用期限 → use_limit
    保管期限 → keep_limit
    廃棄方法 → disposal_methods
    件数 → count
    事業の区分 → business_area
    取得の方法 → acquisition_way
    データの種別 → data_classes
    要配慮個人情報の有無 → special_care
    要配慮個人情報の種類 → special_care_kinds
    取扱いの委託 → entrustment
    委託先 → entrusted_parties
    第三者への提供 → provision
    提供先と提供する項目 → provision_recipients
    共同利用 → joint_use
    共同して利用する者の範囲 → joint_users
    外国での取扱い → foreign
    国名と相手先 → foreign_recipients
    個人情報取扱者 → handler
    取扱業務申請書 → —
    リスク分析・対策 → —
    最終見直し日 → last_review
    備考 → remarks
    版 → —
    最終変更日 → —
    ");
    for (line, row) in lines.iter().zip(&rows) {
        for (field, value) in line {
            assert_eq!(row.get(field), Some(value), "`{field}`");
        }
    }
    assert_eq!(rows.len(), lines.len());
}

#[tokio::test]
async fn an_exported_csv_is_imported_again_without_loss() {
    let office = Office::open().await;
    let fields = full_fields(&office);
    office.in_force(fields.clone()).await;
    for encoding in [Encoding::Utf8Bom, Encoding::Cp932] {
        let bytes = office
            .app
            .register_csv(office.staff, &register(), (Language::Ja, encoding), Vec::new())
            .await
            .unwrap();
        let (_, rows) = imported(&office, &bytes, "台帳.csv");
        for (field, value) in &fields {
            assert_eq!(rows[0].get(field), Some(value), "`{field}` in {encoding:?}");
        }
    }
}

#[tokio::test]
async fn a_formula_is_asleep_in_csv_and_a_text_in_the_workbook() {
    let office = Office::open().await;
    office.in_force(with(register_fields(0), "storage_place", json!("=1+1"))).await;
    let csv = office
        .app
        .register_csv(office.staff, &register(), (Language::Ja, Encoding::Utf8Bom), Vec::new())
        .await
        .unwrap();
    assert!(String::from_utf8(csv).unwrap().contains(",'=1+1,"));
    let bytes = office
        .app
        .register_xlsx(office.staff, &register(), Language::Ja, Vec::new())
        .await
        .unwrap();
    assert_eq!(imported(&office, &bytes, "台帳.xlsx").1[0]["storage_place"], "=1+1");
}

#[tokio::test]
async fn cp932_names_what_it_cannot_hold() {
    let office = Office::open().await;
    office.in_force(register_fields(0)).await;
    office
        .in_force(with(register_fields(1), "access_holders", json!([{"name": "髙﨑 𠮷子"}])))
        .await;
    let refused = office
        .app
        .register_csv(office.staff, &register(), (Language::Ja, Encoding::Cp932), Vec::new())
        .await;
    insta::assert_snapshot!(message(refused), @"
    encoding
    Shift_JIS（CP932）では書けない文字が1字あります：3行目「アクセス権限を有する者の氏名」の𠮷 (U+20BB7)。UTF-8のCSVかExcelで出力するか、文字を置き換えてください
    characters that CP932 cannot hold, 1 in all: row 3, `アクセス権限を有する者の氏名`: 𠮷 (U+20BB7); export as UTF-8 CSV or Excel, or replace them
    ");
    office.in_force(with(register_fields(2), "items", json!("𠮷".repeat(30)))).await;
    let refused = office
        .app
        .register_csv(office.staff, &register(), (Language::Ja, Encoding::Cp932), Vec::new())
        .await;
    assert!(message(refused).contains("31字あります"), "the total counts all of them");
}

#[tokio::test]
async fn a_file_has_drafts_when_asked_for_and_says_when_they_changed() {
    let office = Office::open().await;
    for n in 0..3 {
        office.draft(register_fields(n)).await;
    }
    let drafts = ListRequest { state: Some(RecordState::Draft), limit: 1, ..register() };
    let csv = office
        .app
        .register_csv(office.staff, &drafts, (Language::En, Encoding::Utf8Bom), Vec::new())
        .await
        .unwrap();
    let text = String::from_utf8(csv).unwrap();
    assert_eq!(text.matches("入会申込書 その").count(), 3, "{text}");
    assert!(text.contains("2026-11-22") && text.contains("Changed on"), "{text}");
}
