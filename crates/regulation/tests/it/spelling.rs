//! Faults of spelling: each is told with its line and the way out.

use regulation::Language;

use crate::fixture::{broken, codes, findings, findings_in, sound};

#[test]
fn an_unknown_key() {
    let folder = broken("forms/holdings.toml", "required = true", "requred = true");
    insta::assert_snapshot!(findings(&folder), @r"
    誤り[unknown-key] `requred` という設定はありません（条項 2）
      --> forms/holdings.toml:23
      23 | requred = true
       = 直し方: `required` の書き間違いではありませんか
    ");
}

#[test]
fn a_key_that_belongs_to_another_kind() {
    let folder =
        broken("forms/holdings.toml", r#"kind = "yes_no""#, "kind = \"yes_no\"\nestimable = true");
    insta::assert_snapshot!(findings(&folder), @r"
    誤り[misplaced-key] `estimable` は種類 `yes_no` の項目では使えません
      --> forms/holdings.toml:42
      42 | estimable = true
       = 直し方: この設定を消すか、項目の種類（kind）を見直してください
    ");
}

#[test]
fn an_unknown_kind_of_field() {
    let folder = broken("forms/holdings.toml", r#"kind = "yes_no""#, r#"kind = "yesno""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[unknown-value] `kind` に `yesno` という値はありません
      --> forms/holdings.toml:41
      41 | kind = "yesno"
       = 直し方: `yes_no` の書き間違いではありませんか（使える値：`short_text`, `long_text`, `date`, `date_range`, `number`, `choice`, `many_choice`, `member`, `unit`, `office`, `record`, `clause_exception`, `file`, `table`, `consent`, `yes_no`, `derived`）
    "#);
}

#[test]
fn a_missing_key() {
    let folder = broken("forms/holdings.toml", "label = { ja = \"緊急\", en = \"Urgent\" }\n", "");
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[missing-key] `label` が書かれていません
      --> forms/holdings.toml:39
      39 | id = "urgent"
       = 直し方: `label = { ja = "…", en = "…" }` の形で書き加えてください
    "#);
}

#[test]
fn a_value_of_the_wrong_type() {
    let folder = broken("forms/holdings.toml", "list = true", r#"list = "yes""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[wrong-type] `list` の値は `true` か `false` でなければなりません（条項 2）
      --> forms/holdings.toml:25
      25 | list = "yes"
       = 直し方: `list = true` の形に直してください
    "#);
}

#[test]
fn a_title_without_its_pair() {
    let folder = broken(
        "regulation.toml",
        r#"title = { ja = "理事会", en = "Board" }"#,
        r#"title = "理事会""#,
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[wrong-type] `title` の値は 日本語と英語の組 でなければなりません（条項 1）
      --> regulation.toml:40
      40 | title = "理事会"
       = 直し方: `title = { ja = "…", en = "…" }` の形に直してください
    "#);
}

#[test]
fn toml_that_is_not_closed() {
    let folder = broken("routes.toml", "office = \"manager\"\n", "office = \"manager\n");
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[syntax] 引用符が閉じていません
      --> routes.toml:13
      13 | office = "manager
       = 直し方: 文字列の終わりに `"` を書いてください
    "#);
}

#[test]
fn an_id_with_spaces() {
    let folder = broken("regulation.toml", r#"id = "chief""#, r#"id = "The Chief""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[bad-id] ID `The Chief` に使えない文字があるか、長すぎます（条項 1）
      --> regulation.toml:18
      18 | id = "The Chief"
       = 直し方: 英小文字で始め、英小文字・数字・`_` だけで 64 字以内にしてください（例：`holdings_register`）

    注意[unused-office] 役割「統括責任者」は、様式・決裁ルート・規則・義務・任命のどこにも出てきません（条項 1）
      --> regulation.toml:18
      18 | id = "The Chief"
       = 直し方: 起案者・閲覧者・決裁の手順に加えるか、当面そのままでよければ `may_stand_idle = true` と書いてください

    誤り[dangling-office] `chief` という役割は定義されていません（条項 1）
      --> regulation.toml:28
      28 | appointed_by = ["chief"]
       = 直し方: `regulation.toml` の `[[offices]]` に定義するか、定義済みの役割を指してください

    誤り[dangling-office] `chief` という役割は定義されていません（条項 3）
      --> routes.toml:21
      21 |   { id = "chief", kind = "acknowledge", office = "chief", scope = "facility", clause = "3" },
       = 直し方: `regulation.toml` の `[[offices]]` に定義するか、定義済みの役割を指してください

    誤り[dangling-office] `chief` という役割は定義されていません（条項 3）
      --> routes.toml:22
      22 |   { id = "board", kind = "decide_by_body", body = "board", recorded_by = "chief", scope = "operator", clause = "3", when = { field = "medium", is = ["data", "pa…
       = 直し方: `regulation.toml` の `[[offices]]` に定義するか、定義済みの役割を指してください

    誤り[dangling-office] `chief` という役割は定義されていません（条項 3）
      --> routes.toml:30
      30 |   { id = "chief", kind = "acknowledge", office = "chief", scope = "operator", clause = "3" },
       = 直し方: `regulation.toml` の `[[offices]]` に定義するか、定義済みの役割を指してください

    誤り[rule-word] 規則 `one_office` が見ている `chief` という役割はありません。このままでは規則が働きません（条項 1）
      --> rules.cedar:14
      14 | when { resource.office == "manager" && resource.member_offices.contains("chief") };
       = 直し方: 次のどれかにしてください：`The Chief`, `board`, `handler`, `kitei_administrator`, `manager`
    "#);
}

#[test]
fn a_month_that_is_none() {
    let folder = broken("regulation.toml", "start_month = 4", "start_month = 13");
    insta::assert_snapshot!(findings(&folder), @r"
    誤り[out-of-range] `fiscal_year_start_month` は 1 から 12 までの数です
      --> regulation.toml:4
       4 | fiscal_year_start_month = 13
       = 直し方: 範囲内の数に直してください
    ");
}

#[test]
fn a_table_in_a_table() {
    let folder = broken("forms/flow.toml", r#"kind = "number""#, r#"kind = "table""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[nested-table] 表の列に表は置けません
      --> forms/flow.toml:29
      29 | id = "likelihood"
       = 直し方: 列の種類（kind）を変えるか、表を様式の項目として別に置いてください
    "#);
}

#[test]
fn a_rule_without_its_clause() {
    let folder = broken("rules.cedar", "@clause(\"1\")\n", "");
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[missing-annotation] 規則に `@clause` がありません
      --> rules.cedar:9
       9 | @id("one_office")
       = 直し方: 規則の前の行に `@clause("2(3)")` の形で書いてください
    "#);
}

#[test]
fn a_rule_that_is_no_cedar() {
    let folder = broken(
        "rules.cedar",
        "when { resource.drafter == principal };",
        "when { resource.drafter = principal };",
    );
    insta::assert_snapshot!(findings(&folder), @r"
    誤り[rule-syntax] 規則の文法に誤りがあります（`resource.drafter = principal` の付近）
      --> rules.cedar:7
       7 | when { resource.drafter = principal };
       = 直し方: `permit` か `forbid` で始まり、`( … )`、`when { … }`、`;` と続く形か、括弧・引用符・`;` の抜けがないか確認してください
    ");
}

#[test]
fn a_file_in_another_encoding() {
    let mut folder = sound();
    folder.add("clauses.toml", &b"[[clauses]]\nid = \"\x8b\x4b\x92\xf6\"\n"[..]);
    let told = findings(&folder);
    assert!(told.starts_with("誤り[not-utf8]"), "{told}");
    insta::assert_snapshot!(told, @r#"
    誤り[not-utf8] この行に UTF-8 として読めない文字があります（Shift_JIS で保存されているかもしれません）
      --> clauses.toml:2
       2 | id = "�K��"
       = 直し方: エディターで文字コードを UTF-8 にして保存し直してください
    "#);
}

#[test]
fn a_file_nobody_reads() {
    let mut folder = sound();
    folder.add("forms/notes.txt", "remember the milk");
    insta::assert_snapshot!(findings(&folder), @r"
    注意[unknown-file] このファイルは規程の一部として読まれません
      --> forms/notes.txt
       = 直し方: 置き場所と名前を確認し、不要なら消してください
    ");
}

#[test]
fn too_much_of_everything() {
    let mut folder = sound();
    folder.add("scenarios/large.toml", vec![b'#'; 1024 * 1024 + 1]);
    assert_eq!(codes(&folder), ["file-too-large"]);
    for index in 0..2_000 {
        folder.add(format!("scenarios/s{index}.toml"), "scenarios = []");
    }
    assert!(codes(&folder).contains(&"too-many-files"));
}

#[test]
fn missing_files_are_named() {
    insta::assert_snapshot!(findings(&regulation::Folder::new()), @r"
    誤り[missing-file] `clauses.toml` がありません
      --> clauses.toml
       = 直し方: 規程の形式の説明（docs/regulation-format.md）に沿って作ってください

    誤り[missing-file] `forms/*.toml` がありません
      --> forms/*.toml
       = 直し方: 規程の形式の説明（docs/regulation-format.md）に沿って作ってください

    誤り[missing-file] `regulation.toml` がありません
      --> regulation.toml
       = 直し方: 規程の形式の説明（docs/regulation-format.md）に沿って作ってください
    ");
}

#[test]
fn the_same_in_english() {
    let folder = broken("forms/holdings.toml", "required = true", "requred = true");
    insta::assert_snapshot!(findings_in(&folder, Language::En), @r"
    error[unknown-key] there is no setting `requred` (clause 2)
      --> forms/holdings.toml:23
      23 | requred = true
       = to mend: did you mean `required`?
    ");
}
