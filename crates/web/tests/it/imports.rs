//! The import wizard through the router: from a file to the register, and everything that can go wrong on the way.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode, header},
};

use crate::{
    support::{Office, REGISTER, Reply},
    visitor::{Visitor, text},
};

const HEADING: &str = "分類,取得する書類,個人情報の項目,利用目的,保管場所,保管方法,アクセス権限者,利用期限,保管期限,廃棄方法,件数";
const ROWS: &str = "会員情報,入会申込書,氏名、住所,会費請求のため,書庫,書面,見本花子,退会時,退会後3年,シュレッダー,120件\n職員等,履歴書,氏名、学歴,採用選考のため,書庫,書面,見本花子,退職時,退職後3年,シュレッダー,\n";

async fn staff(office: &Office) -> Visitor<'_> {
    Visitor::member(office, &office.staff, "hanako").await
}

async fn upload(visitor: &mut Visitor<'_>, name: &str, bytes: &[u8]) -> Reply {
    visitor.upload("/imports", &[("target", REGISTER)], ("file", name, bytes)).await
}

/// The address of a run that was begun with two rows, the second of which has no count.
async fn begun(visitor: &mut Visitor<'_>) -> String {
    let reply = upload(visitor, "a.csv", format!("{HEADING}\n{ROWS}").as_bytes()).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", text(&reply));
    reply.header("location").to_owned()
}

/// What stands in elements with this class of a page, without tags.
fn told(reply: &Reply, class: &str) -> String {
    let page = text(reply);
    let start = format!("class=\"{class}\"");
    let pieces = page.split(&start).skip(1);
    let inner = pieces.filter_map(|piece| piece.split_once('>'));
    let inner = inner.map(|(_, rest)| rest.split("</p>").next().unwrap_or_default());
    let plain = inner.map(|text| {
        let mut is_tag = false;
        let keep = |letter: &char| {
            let kept = !is_tag && *letter != '<';
            is_tag = (is_tag || *letter == '<') && *letter != '>';
            kept && *letter != '>'
        };
        text.chars().filter(keep).collect::<String>()
    });
    // The lock of the screen has a place for an error too, which is empty.
    plain.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn from_a_file_to_the_register_and_its_report() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let run = begun(&mut staff).await;
    assert!(text(&staff.open(&run).await).contains("列の割り当て"));
    let rows = staff.open(&format!("{run}/rows")).await;
    assert!(told(&rows, "import-message").contains("「件数」がありません。"));
    // Without a count it is refused, and nothing is written.
    let refused = staff.send(&format!("{run}/run"), &[("act", "import")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(&refused).contains("J.3.1.1(3)⑪"));
    let mended = [("act", "mend:3:count"), ("was.3.count", ""), ("text.3.count", "35")];
    assert_eq!(staff.send(&format!("{run}/rows"), &mended).await.status, StatusCode::SEE_OTHER);
    let done = staff.send(&format!("{run}/run"), &[("act", "submit")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, run.as_str()));
    assert!(text(&staff.open(&run).await).contains("結果の一覧（CSV）"));
    let report = staff.open(&format!("{run}/report.csv")).await;
    assert!(report.header("content-disposition").starts_with("attachment"));
    insta::assert_snapshot!(text(&report), @"
    ﻿行,結果,件名,セル,項目,元の内容,内容,程度,根拠
    2,新規,入会申込書,,,,記録 R8-0001,,
    3,新規,履歴書,,,,記録 R8-0002,,
    3,新規,履歴書,K3,件数,,「35件」に直して取り込みました,,J.3.1.1(3)⑪
    ");
}

#[tokio::test]
async fn what_was_typed_in_other_rows_is_not_lost() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let run = begun(&mut staff).await;
    // Typed while the browser keeps it, without any button.
    let typed = [("was.3.count", ""), ("text.3.count", "36")];
    let kept = staff.send(&format!("{run}/typed"), &typed).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert!(kept.json()["at"].is_string());
    // Another row's button, then another page: it is still there.
    let left_out = staff.send(&format!("{run}/rows"), &[("act", "skip:2:")]).await;
    assert_eq!(left_out.status, StatusCode::SEE_OTHER);
    let page = text(&staff.open(&format!("{run}/rows?only=doubtful")).await);
    assert!(page.contains("name=\"text.3.count\" value=\"36\""), "{page}");
    // Whoever signs in again comes back to a page, not to an address that only takes forms.
    for end in ["run", "typed", "cancel"] {
        assert_eq!(staff.open(&format!("{run}/{end}")).await.status, StatusCode::SEE_OTHER);
    }
    // It is read when the import runs.
    let done = staff.send(&format!("{run}/run"), &[("act", "import")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text(&done));
    let report = text(&staff.open(&format!("{run}/report.csv")).await);
    assert!(report.contains("「36件」に直して取り込みました"), "{report}");
}

#[tokio::test]
async fn another_column_for_a_mended_field_is_asked_first() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let run = begun(&mut staff).await;
    let mended = [("act", "mend:3:count"), ("was.3.count", ""), ("text.3.count", "35")];
    staff.send(&format!("{run}/rows"), &mended).await;
    let other = [("column.8", "count"), ("column.10", ""), ("then", "next")];
    let asked = staff.send(&run, &other).await;
    assert!(text(&asked).contains("直した内容のうち1か所がなくなります"), "{}", text(&asked));
    let sure = [&other[..], &[("sure", "yes")]].concat();
    assert_eq!(staff.send(&run, &sure).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn rows_are_pasted_from_a_spreadsheet_and_a_run_is_given_up() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let pasted = format!("{HEADING}\n{ROWS}").replace(',', "\t");
    let texts = [("target", REGISTER), ("pasted", pasted.as_str())];
    let reply = staff.upload("/imports", &texts, ("file", "", b"")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", text(&reply));
    let run = reply.header("location").to_owned();
    assert!(text(&staff.open("/imports").await).contains("貼り付けた表.tsv"));
    assert!(text(&staff.open(&format!("{run}/rows")).await).contains("履歴書"));
    assert_eq!(staff.send(&format!("{run}/cancel"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(staff.open(&run).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pasted_rows_that_cannot_be_taken_stay_where_they_were_pasted() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let reply = staff
        .upload(
            "/imports",
            &[("target", REGISTER), ("pasted", "%PDF-1.7\t見本")],
            ("file", "", b""),
        )
        .await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(&reply);
    assert!(page.contains("<details class=\"import-paste\" open>"), "{page}");
    assert!(page.contains("%PDF-1.7\t見本</textarea>"), "{page}");
    assert!(page.contains("id=\"f-pasted-error\"") && !page.contains("id=\"f-file-error\""));
}

#[tokio::test]
async fn files_that_are_no_tables_are_refused_beside_the_field() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let mut told = Vec::new();
    for (name, bytes) in [
        ("a.pdf", &b"%PDF-1.7\n"[..]),
        ("b.xls", &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..]),
        ("c.xlsm", MACROS),
        ("", &b""[..]),
    ] {
        let reply = upload(&mut staff, name, bytes).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        told.push(crate::imports::told(&reply, "error"));
    }
    insta::assert_snapshot!(told.join("\n"), @"
    エラー：このファイルはPDFです。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    エラー：このファイルは古い形式のExcel（.xls）などです。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    エラー：マクロの入ったブックは読み込めません。「Excelブック（.xlsx）」で保存し直すとマクロが外れます。
    エラー：ファイルを選んでください
    ");
}

/// The smallest zip that says it carries macros: two empty parts, stored.
const MACROS: &[u8] = include_bytes!("../samples/macros.xlsm");

#[tokio::test]
async fn two_hundred_megabytes_are_refused_without_being_kept() {
    let office = Office::open().await;
    let mut staff = staff(&office).await;
    let head = "--part\r\nContent-Disposition: form-data; name=\"target\"\r\n\r\nholdings_register\r\n--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
    // The body is made piece by piece as it is read: whoever kept it would need 200 MB.
    let piece = Bytes::from(vec![b'x'; 1 << 20]);
    let pieces = std::iter::once(Bytes::from(head))
        .chain(std::iter::repeat_n(piece, 200))
        .chain([Bytes::from_static(b"\r\n--part--\r\n")]);
    let body = Body::from_stream(futures_util::stream::iter(pieces.map(Ok::<_, Infallible>)));
    let request = Request::post("/imports")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
    let reply = staff.ask(request, body).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(&reply).contains("ファイルが50MBを超えています"));
}
