//! `kitei import` as whoever keeps the server runs it: both sample files, what is told of them, and what ends with which code.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use app::{App, Clock, demo::DemoPassword};
use tempfile::TempDir;

/// What a run said and how it ended.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

/// A data folder with the sample operator; its server does not run.
struct House {
    folder: TempDir,
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(folder.path().join("data"), Clock::System).await.unwrap();
        let password = DemoPassword::Fixed("見本の長いパスワード8号".into());
        app::demo::fill(&app, password).await.unwrap();
        app.close().await;
        Self { folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Writes a file to import.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn import(&self, arguments: &[&str]) -> Said {
        import(&self.data(), arguments)
    }

    /// As the handler of 総務課, into the register.
    fn register(&self, file: &str, more: &[&str]) -> Said {
        let mut arguments = vec![file, "--form", "holdings_register", "--as", "hanako"];
        arguments.extend(more);
        self.import(&arguments)
    }
}

fn import(data: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .arg("import")
        .args(arguments)
        .env("KITEI_DATA", data)
        .env("KITEI_LOG", "off")
        .output()
        .unwrap();
    let text = |bytes| {
        let text = String::from_utf8(bytes).unwrap();
        let text = text.replace(data.parent().unwrap().to_str().unwrap(), "(folder)");
        match text.split_once("/imports/") {
            // The id of a run is new each time.
            Some((before, after)) => {
                format!("{before}/imports/(run){}", after.get(36..).unwrap_or_default())
            }
            None => text,
        }
    };
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

fn sample(name: &str) -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/samples");
    samples.join(name).to_str().unwrap().to_owned()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "most of them are what is printed")]
async fn the_workbook_is_looked_at_refused_imported_and_found_again() {
    let house = House::new().await;
    let workbook = sample("holdings-register.xlsx");
    let looked = house.register(&workbook, &["--dry-run"]);
    assert_eq!(looked.code, Some(1));
    insta::assert_snapshot!(looked.out, @"
    holdings-register.xlsx → 個人情報管理台帳
           11  全体
           11  新規
            0  更新
            0  変更なし
            0  重複
            0  食い違い
            5  要確認
            2  未記入
    ! 10行目 アクセス権限を有する者の氏名「実施事務従事者のみ」 「実施事務従事者のみ」に当たる人も部署も名簿にありません。氏名を書いてください。 [J.3.1.1(3)⑦]
    ! 11行目 アクセス権限を有する者の氏名「精度管理課」 「精度管理課」は部署です。「アクセス権限を有する者の氏名」には氏名を書いてください。 → 﨑山　見本、例　八郎? [J.3.1.1(3)⑦]
    ✗ 14行目 保管場所 「保管場所」がありません。 [J.3.1.1(3)⑤]
    ✗ 14行目 保管方法 「保管方法」がありません。 [J.3.1.1(3)⑥]
    ! 14行目 アクセス権限を有する者の氏名「総務課」 「総務課」は部署です。「アクセス権限を有する者の氏名」には氏名を書いてください。 → 見本　一郎、見本　花子? [J.3.1.1(3)⑦]
    ✗ 14行目 利用期限 「利用期限」がありません。 [J.3.1.1(3)⑧]
    ✗ 14行目 廃棄方法 「廃棄方法」がありません。 [J.3.1.1(3)⑩]
    ✗ 14行目 件数 「件数」がありません。 [J.3.1.1(3)⑪]
    ! 15行目 利用目的「いろいろな業務のため」 「いろいろな業務のため」では目的が具体的に分かりません。何のために使うかを書いてください。 [J.3.1.1(3)④]
    ✗ 15行目 アクセス権限を有する者の氏名 「アクセス権限を有する者の氏名」がありません。 [J.3.1.1(3)⑦]
    ✗ 15行目 利用期限 「利用期限」がありません。 [J.3.1.1(3)⑧]
    ✗ 15行目 保管期限 「保管期限」がありません。 [J.3.1.1(3)⑨]
    ! 15行目 件数「不明」 「件数」が「不明」です。数を調べて書いてください。 [J.3.1.1(3)⑪]
    ! 16行目 アクセス権限を有する者の氏名「事業課」 「事業課」に当たる人も部署も名簿にありません。氏名を書いてください。 [J.3.1.1(3)⑦]
    何も登録していません。続きはブラウザで /imports/(run)
    ");
    // What lacks something is not imported by mistake.
    let refused = house.register(&workbook, &[]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.out.starts_with(looked.out.lines().next().unwrap()), "{}", refused.out);
    let report = house.folder.path().join("report.csv");
    let report = report.to_str().unwrap();
    let imported =
        house.register(&workbook, &["--allow-incomplete", "--submit", "--report", report]);
    assert_eq!(imported.code, Some(1), "{}", imported.err);
    insta::assert_snapshot!(imported.out.split_once("未記入\n").unwrap().1, @"
    ! 10行目 アクセス権限を有する者の氏名「実施事務従事者のみ」 「実施事務従事者のみ」に当たる人も部署も名簿にありません。氏名を書いてください。 [J.3.1.1(3)⑦]
    ! 11行目 アクセス権限を有する者の氏名「精度管理課」 「精度管理課」は部署です。「アクセス権限を有する者の氏名」には氏名を書いてください。 → 﨑山　見本、例　八郎? [J.3.1.1(3)⑦]
    ✗ 14行目 保管場所 「保管場所」がありません。 [J.3.1.1(3)⑤]
    ✗ 14行目 保管方法 「保管方法」がありません。 [J.3.1.1(3)⑥]
    ! 14行目 アクセス権限を有する者の氏名「総務課」 「総務課」は部署です。「アクセス権限を有する者の氏名」には氏名を書いてください。 → 見本　一郎、見本　花子? [J.3.1.1(3)⑦]
    ✗ 14行目 利用期限 「利用期限」がありません。 [J.3.1.1(3)⑧]
    ✗ 14行目 廃棄方法 「廃棄方法」がありません。 [J.3.1.1(3)⑩]
    ✗ 14行目 件数 「件数」がありません。 [J.3.1.1(3)⑪]
    ! 15行目 利用目的「いろいろな業務のため」 「いろいろな業務のため」では目的が具体的に分かりません。何のために使うかを書いてください。 [J.3.1.1(3)④]
    ✗ 15行目 アクセス権限を有する者の氏名 「アクセス権限を有する者の氏名」がありません。 [J.3.1.1(3)⑦]
    ✗ 15行目 利用期限 「利用期限」がありません。 [J.3.1.1(3)⑧]
    ✗ 15行目 保管期限 「保管期限」がありません。 [J.3.1.1(3)⑨]
    ! 15行目 件数「不明」 「件数」が「不明」です。数を調べて書いてください。 [J.3.1.1(3)⑪]
    ! 16行目 アクセス権限を有する者の氏名「事業課」 「事業課」に当たる人も部署も名簿にありません。氏名を書いてください。 [J.3.1.1(3)⑦]
    ✓ 取り込みました  新規 11, 更新 0, 変更なし 0, 申請 9
    ! 14行目は申請できませんでした: 「保管場所」を記入してください J.3.1.1(3)⑤
    ! 14行目は申請できませんでした: 「保管方法」を記入してください J.3.1.1(3)⑥
    ! 14行目は申請できませんでした: 「利用期限」を記入してください J.3.1.1(3)⑧
    ! 14行目は申請できませんでした: 「廃棄方法」を記入してください J.3.1.1(3)⑩
    ! 14行目は申請できませんでした: 「件数」を記入してください J.3.1.1(3)⑪
    ! 15行目は申請できませんでした: 「アクセス権限を有する者の氏名」を記入してください J.3.1.1(3)⑦
    ! 15行目は申請できませんでした: 「利用期限」を記入してください J.3.1.1(3)⑧
    ! 15行目は申請できませんでした: 「保管期限」を記入してください J.3.1.1(3)⑨
    ");
    let told = fs::read_to_string(report).unwrap();
    insta::assert_snapshot!(told.lines().take(4).collect::<Vec<_>>().join("\n"), @"
    ﻿行,結果,件名,セル,項目,元の内容,内容,程度,根拠
    6,新規,入会申込書,,,,記録 R8-0006,,
    7,新規,会費口座振替依頼書,,,,記録 R8-0007,,
    7,新規,会費口座振替依頼書,B7,個人情報の分類,,6行目の内容を補いました。,参考,J.3.1.1(3)①
    ");
    let again = house.register(&workbook, &["--dry-run", "--json"]);
    let again: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    insta::assert_snapshot!(again["counts"], @r#"{"rows":11,"new":0,"changed":0,"same":11,"conflicting":0,"repeated":0,"skipped":0,"doubtful":0,"missing":0}"#);
}

#[tokio::test]
async fn columns_are_read_as_they_are_told_to_be() {
    let house = House::new().await;
    let lines = "なまえ,使いみち,旧番号\n見学の申込書,案内の送付のため,A-1\n";
    let file = house.file("visits.csv", lines);
    let columns = ["--column", "A=documents", "--column", "b=purpose", "--column", "C="];
    let looked = house.register(&file, &[&columns[..], &["--dry-run", "--json"]].concat());
    let looked: serde_json::Value = serde_json::from_str(&looked.out).unwrap();
    assert_eq!(looked["counts"]["new"], 1, "{looked}");
    let imported = house.register(&file, &[&columns[..], &["--allow-incomplete"]].concat());
    assert_eq!(imported.code, Some(0), "{}{}", imported.out, imported.err);
    // The columns are remembered for the next file with these headings.
    let again = house.register(&file, &["--dry-run", "--json"]);
    let again: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(
        (&again["counts"]["same"], &again["counts"]["new"]),
        (&1.into(), &0.into()),
        "{again}"
    );
    let mut told = Vec::new();
    for wrong in ["A", "7=purpose", "A=nothing"] {
        let said = house.register(&file, &["--column", wrong, "--dry-run"]);
        told.push(format!(
            "{wrong}: exit {:?} {}",
            said.code,
            said.err.lines().next().unwrap_or_default()
        ));
    }
    insta::assert_snapshot!(told.join("\n"), @"
    A: exit Some(2) error: invalid value 'A' for '--column <COLUMN=FIELD>': write a column and a field, such as `C=purpose`
    7=purpose: exit Some(2) error: invalid value '7=purpose' for '--column <COLUMN=FIELD>': a column is named by its letters, such as `C` or `AB`
    A=nothing: exit Some(1) kitei: 項目 `nothing` はありません
    ");
}

#[tokio::test]
async fn the_member_list_is_known_already() {
    let house = House::new().await;
    let list = sample("members-cp932.csv");
    let said = house.import(&[&list, "--members", "--as", "admin", "--json", "--language", "en"]);
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    insta::assert_snapshot!(told["counts"], @r#"{"rows":11,"new":0,"changed":0,"same":11,"conflicting":0,"repeated":0,"skipped":0,"doubtful":0,"missing":0}"#);
    let more = fs::read(&list).unwrap();
    let first = more.split(|byte| *byte == b'\n').next().unwrap().to_vec();
    let columns = first.split(|byte| *byte == b',').count();
    let row = format!("\n999,Mihon Taro{}\n", ",".repeat(columns - 2));
    let file = house.file("one.csv", [first, row.into_bytes()].concat());
    let looked =
        house.import(&[&file, "--members", "--as", "admin", "--dry-run", "--language", "en"]);
    insta::assert_snapshot!(format!("{}exit {:?}", looked.out, looked.code), @"
    one.csv → Member list
            1  rows
            1  new
            0  changed
            0  same
            0  repeated
            0  conflicting
            0  doubtful
            0  incomplete
    Nothing was written. Go on in the browser at /imports/(run)
    exit Some(0)
    ");
}

#[tokio::test]
async fn what_cannot_be_imported_says_why() {
    let house = House::new().await;
    let good = house.file("a.csv", "分類,取得する書類\n職員等,履歴書\n");
    let mut told = Vec::new();
    let mut note = |name: &str, said: Said| {
        let first = said.err.lines().next().unwrap_or_default().to_owned();
        told.push(format!("{name}: exit {} | {first}", said.code.unwrap()));
    };
    note("no such login", house.import(&[&good, "--form", "holdings_register", "--as", "nobody"]));
    note("no such unit", house.register(&good, &["--unit", "営業部"]));
    note("no such form", house.import(&[&good, "--form", "none", "--as", "hanako"]));
    note("no form", house.import(&[&good, "--as", "hanako"]));
    note("not their office", house.import(&[&good, "--members", "--as", "hanako"]));
    note("no such file", house.register("/no/such/file.xlsx", &[]));
    note(
        "no data folder",
        import(&house.folder.path().join("none"), &[&good, "--form", "x", "--as", "y"]),
    );
    note("no workbook", house.register(&house.file("b.xlsx", b"\x89PNG\r\n\x1a\n...."), &[]));
    note(
        "an old workbook",
        house.register(&house.file("c.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), &[]),
    );
    note("nothing in it", house.register(&house.file("d.csv", ""), &[]));
    insta::assert_snapshot!(told.join("\n"), @"
    no such login: exit 2 | kitei: ログイン名 `nobody` はありません
    no such unit: exit 2 | kitei: 部署 `営業部` はありません
    no such form: exit 2 | kitei: 指定した様式か記録がないか、この人には見えません
    no form: exit 2 | error: the following required arguments were not provided:
    not their office: exit 1 | ✗ 部署と職員の登録は、システムの管理者が行います 
    no such file: exit 3 | kitei: `/no/such/file.xlsx` cannot be read: No such file or directory (os error 2)
    no data folder: exit 3 | kitei: `(folder)/none` is no data folder of kitei
    no workbook: exit 1 | kitei: このファイルは画像です。「Excelブック（.xlsx）」か「CSV」のファイルを選んでください。
    an old workbook: exit 1 | kitei: このファイルは古い形式のExcel（.xls）などです。Excelで開き、「Excelブック（.xlsx）」か「CSV」で保存し直してください。
    nothing in it: exit 1 | kitei: ファイルに何も入っていません。
    ");
}
