//! A large regulation is split: clauses, routes and rules in files of their own, read as if they stood in one.

use regulation::Folder;

use crate::fixture::{findings, sound, text};

/// The sound folder with clauses, routes and rules in folders of their own, the rules as two files.
fn split() -> Folder {
    let whole = sound();
    let mut folder = Folder::new();
    for (file, bytes) in whole.files() {
        match file {
            "clauses.toml" => folder.add("clauses/all.toml", bytes),
            "routes.toml" => folder.add("routes/approval.toml", bytes),
            "rules.cedar" => {
                let rules = text(&whole, file);
                let second = rules.rfind("@id").unwrap();
                folder.add("rules/a.cedar", rules[..second].trim_end());
                folder.add("rules/b.cedar", &rules[second..]);
            }
            _ => folder.add(file, bytes),
        }
    }
    folder
}

#[test]
fn reads_as_one() {
    assert_eq!(findings(&split()), findings(&sound()));
    let whole = regulation::read::load(&sound()).regulation;
    let parts = regulation::read::load(&split()).regulation;
    let ids = |regulation: &regulation::Regulation| {
        regulation.rules.by_id.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(ids(&whole), ids(&parts));
    assert!(ids(&parts).len() > 1, "two files with a rule each: {:?}", ids(&parts));
    assert_eq!(whole.routes.len(), parts.routes.len());
    assert_eq!(whole.clauses.len(), parts.clauses.len());
}

#[test]
fn each_file_has_its_own_text_and_lines() {
    let parts = split();
    let rules = regulation::read::load(&parts).regulation.rules;
    for rule in rules.by_id.values() {
        let line = usize::try_from(rule.place.line).unwrap() - 1;
        let named = format!("@id(\"{}\")", rule.id);
        assert_eq!(rules.text_of(&rule.place.file).lines().nth(line), Some(named.as_str()));
        assert_eq!(text(&parts, &rule.place.file).lines().nth(line), Some(named.as_str()));
    }
    assert_eq!(rules.text_of("rules/none.cedar"), "");
}

#[test]
fn a_fault_is_told_where_it_stands() {
    let mut folder = split();
    let first = text(&folder, "rules/a.cedar");
    let second = text(&folder, "rules/b.cedar");
    folder.add("rules/b.cedar", second.replace(r#""chief""#, r#""chef""#));
    let told = findings(&folder);
    assert!(told.contains("誤り[rule-word]") && told.contains("--> rules/b.cedar:6"), "{told}");

    folder.add("rules/b.cedar", second.replace("resource.office ==", "resource.offise =="));
    let told = findings(&folder);
    assert!(told.contains("誤り[rule-type]") && told.contains("--> rules/b.cedar:6"), "{told}");

    folder.add("rules/b.cedar", first);
    let told = findings(&folder);
    assert!(told.contains("誤り[duplicate-id]"), "{told}");
    assert!(told.contains("最初は rules/a.cedar の 2 行目"), "{told}");
}
