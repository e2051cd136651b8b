//! Whatever bytes a folder holds: reading and checking end, and never panic.

use proptest::prelude::*;
use regulation::{Folder, Language, check::check_folder, diagnostic::render, read::load};

use crate::fixture::{codes, sound, text};

/// Reads, checks and prints everything.
fn survive(folder: &Folder) {
    let (_, report) = check_folder(folder);
    for language in [Language::Ja, Language::En] {
        let _ = render(&report.diagnostics, folder, language).to_string();
    }
}

const FILES: [&str; 7] = [
    "regulation.toml",
    "clauses.toml",
    "routes.toml",
    "forms/holdings.toml",
    "forms/flow.toml",
    "rules.cedar",
    "scenarios/approval.toml",
];

proptest! {
    #[test]
    fn arbitrary_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for file in FILES {
            let mut folder = Folder::new();
            folder.add(file, bytes.clone());
            let _ = load(&folder);
        }
    }

    #[test]
    fn arbitrary_text_is_read(words in "[a-z_=\\[\\]{}\",.#@;()\n 0-9é表①]{0,300}") {
        for file in FILES {
            let mut folder = Folder::new();
            folder.add(file, words.clone());
            let _ = load(&folder);
        }
    }
}

// Checking takes its time, so it is asked less often.
proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(file in prop::sample::select(&FILES[..]), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut folder = sound();
        folder.add(file, bytes);
        survive(&folder);
    }

    #[test]
    fn arbitrary_text(file in prop::sample::select(&FILES[..]), words in "[a-z_=\\[\\]{}\",.#@;()\n 0-9é表①]{0,300}") {
        let mut folder = sound();
        folder.add(file, words);
        survive(&folder);
    }

    #[test]
    fn a_piece_cut_out_and_put_elsewhere(
        file in prop::sample::select(&FILES[..]),
        from in any::<prop::sample::Index>(),
        length in 0_usize..60,
        to in any::<prop::sample::Index>(),
    ) {
        let mut folder = sound();
        let mut letters: Vec<char> = text(&folder, file).chars().collect();
        let from = from.index(letters.len());
        let until = (from + length).min(letters.len());
        let piece: Vec<char> = letters.drain(from..until).collect();
        let to = to.index(letters.len() + 1);
        letters.splice(to..to, piece);
        folder.add(file, letters.into_iter().collect::<String>());
        survive(&folder);
    }
}

#[test]
fn every_file_cut_short_anywhere() {
    for file in FILES {
        let mut folder = sound();
        let whole = folder.get(file).unwrap().to_vec();
        for end in (0..whole.len()).step_by(5) {
            folder.add(file, &whole[..end]);
            let _ = load(&folder);
            if end % 40 == 0 {
                survive(&folder);
            }
        }
    }
}

#[test]
fn nesting_that_would_break_the_stack() {
    let deep_key = format!("{}x = 1", "a.".repeat(300_000));
    let deep_header = format!("[{}x]", "a.".repeat(300_000));
    let deep_list = format!("id = {}", "[".repeat(300_000));
    let deep_table = format!("id = {}", "{ a = ".repeat(150_000));
    for hostile in [deep_key, deep_header, deep_list, deep_table] {
        let mut folder = sound();
        folder.add("routes.toml", hostile);
        assert!(!codes(&folder).is_empty());
    }
}

#[test]
fn rules_that_would_break_the_stack() {
    let head =
        r#"@id("x") @clause("3") @ja("x") @en("x") forbid (principal, action, resource) when { "#;
    let brackets = format!("{head}{}true{} }};", "(".repeat(100_000), ")".repeat(100_000));
    let some_brackets = format!("{head}{}true{} }};", "(".repeat(30), ")".repeat(30));
    let chain = format!("{head}true{} }};", " && true".repeat(1_000));
    let branches =
        format!("{head}{}true{} }};", "if true then ".repeat(300), " else true".repeat(300));
    let attributes = format!("{head}resource{} == 1 }};", ".a".repeat(3_900));
    for hostile in [brackets, some_brackets, chain, branches, attributes] {
        let mut folder = sound();
        folder.add("rules.cedar", hostile);
        survive(&folder);
    }
}
