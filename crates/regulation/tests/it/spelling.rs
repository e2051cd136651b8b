//! Faults of spelling: each is told with its line and the way out.

use regulation::Language;

use crate::fixture::{broken, codes, findings, findings_in, sound};

#[test]
fn an_unknown_key() {
    let folder = broken("forms/holdings.toml", "required = true", "requred = true");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_key_that_belongs_to_another_kind() {
    let folder = broken("forms/holdings.toml", r#"kind = "yes_no""#, "kind = \"yes_no\"\nestimable = true");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn an_unknown_kind_of_field() {
    let folder = broken("forms/holdings.toml", r#"kind = "yes_no""#, r#"kind = "yesno""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_missing_key() {
    let folder = broken("forms/holdings.toml", "label = { ja = \"緊急\", en = \"Urgent\" }\n", "");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_value_of_the_wrong_type() {
    let folder = broken("forms/holdings.toml", "list = true", r#"list = "yes""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_title_without_its_pair() {
    let folder = broken("regulation.toml", r#"title = { ja = "理事会", en = "Board" }"#, r#"title = "理事会""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn toml_that_is_not_closed() {
    let folder = broken("routes.toml", "office = \"manager\"\n", "office = \"manager\n");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn an_id_with_spaces() {
    let folder = broken("regulation.toml", r#"id = "chief""#, r#"id = "The Chief""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_month_that_is_none() {
    let folder = broken("regulation.toml", "start_month = 4", "start_month = 13");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_table_in_a_table() {
    let folder = broken("forms/flow.toml", r#"kind = "number""#, r#"kind = "table""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_without_its_clause() {
    let folder = broken("rules.cedar", "@clause(\"1\")\n", "");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_that_is_no_cedar() {
    let folder = broken("rules.cedar", "when { resource.drafter == principal };", "when { resource.drafter = principal };");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_file_in_another_encoding() {
    let mut folder = sound();
    folder.add("clauses.toml", &b"[[clauses]]\nid = \"\x8b\x4b\x92\xf6\"\n"[..]);
    let told = findings(&folder);
    assert!(told.starts_with("誤り[not-utf8]"), "{told}");
    insta::assert_snapshot!(told, @"");
}

#[test]
fn a_file_nobody_reads() {
    let mut folder = sound();
    folder.add("forms/notes.txt", "remember the milk");
    insta::assert_snapshot!(findings(&folder), @"");
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
    insta::assert_snapshot!(findings(&regulation::Folder::new()), @"");
}

#[test]
fn the_same_in_english() {
    let folder = broken("forms/holdings.toml", "required = true", "requred = true");
    insta::assert_snapshot!(findings_in(&folder, Language::En), @"");
}
