//! What may be done in one place only: SQL in `store`; the clock, chance, the environment and the terminal at the
//! rim.

use super::Finding;
use super::rust::{Source, find_word};
use super::tree::Tree;

/// Calls that only some places may make; tests may make them all.
struct Ban {
    what: &'static str,
    words: &'static [&'static str],
    /// Beginnings of the paths that may.
    places: &'static [&'static str],
    mend: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        what: "reads the clock",
        words: &[
            "Timestamp::now(",
            "Zoned::now(",
            "SystemTime::now(",
            "Instant::now(",
            "Uuid::now_v7(",
        ],
        // An id begins with the time it was made; how long something took is only counted.
        places: &[
            "crates/app/src/clock.rs",
            "crates/app/src/random.rs",
            "crates/store/src/metrics.rs",
            "crates/web/src/metrics.rs",
            "crates/kitei/",
        ],
        mend: "take the time as an argument",
    },
    Ban {
        what: "draws random numbers",
        words: &["rand::", "getrandom::", "OsRng", "Uuid::new_v4("],
        places: &["crates/app/src/random.rs", "crates/kitei/"],
        mend: "take the bytes or the id as an argument",
    },
    Ban {
        what: "reads the environment",
        words: &["env::var", "env::args", "env::current_dir("],
        places: &["crates/kitei/"],
        mend: "take it from the configuration, which `kitei` reads",
    },
    Ban {
        what: "writes to the terminal",
        words: &["println!(", "print!(", "eprintln!(", "eprint!("],
        places: &["crates/kitei/"],
        mend: "return the text, or log it with `tracing`",
    },
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        for ban in
            BANS.iter().filter(|ban| !ban.places.iter().any(|place| file.path.starts_with(place)))
        {
            for (line, code) in file.source.production() {
                if let Some(word) = ban.words.iter().find(|word| find_word(code, word).is_some()) {
                    let what = format!("{} (`{}`)", ban.what, word.trim_end_matches('('));
                    findings.push(Finding::error(file.path, line, what, ban.mend));
                }
            }
        }
        if !file.path.starts_with("crates/store/") {
            let mend = "move the statement into crates/store and call it by a verb";
            let lines = sql(&file.source);
            findings.extend(
                lines.map(|line| Finding::error(file.path, line, "SQL outside `store`", mend)),
            );
        }
    }
    findings
}

/// The lines of literals that are SQL, in tests too.
fn sql(source: &Source) -> impl Iterator<Item = usize> {
    source.literals.iter().filter(|literal| is_sql(&literal.text)).map(|literal| literal.line)
}

fn is_sql(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let has = |wanted: &[&str]| words.windows(wanted.len()).any(|found| found == wanted);
    has(&["INSERT", "INTO"])
        || has(&["DELETE", "FROM"])
        || has(&["CREATE", "TABLE"])
        || (has(&["SELECT"]) && (has(&["FROM"]) || words.len() > 1))
        || (has(&["UPDATE"]) && has(&["SET"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn sql_is_found_outside_store_only() {
        let text = "const Q: &str = \"UPDATE member\n SET name = $1\";";
        assert_eq!(whats("crates/app/src/lib.rs", text), ["SQL outside `store`"]);
        assert_eq!(
            whats("crates/app/tests/it/main.rs", "f(\"SELECT 1\")"),
            ["SQL outside `store`"]
        );
        assert_eq!(whats("crates/store/src/lib.rs", text), [""; 0]);
        assert_eq!(whats("crates/app/src/lib.rs", "f(\"Select a form\", \"UPDATE\")"), [""; 0]);
    }

    #[test]
    fn the_clock_is_read_at_the_rim_only() {
        let text = "fn f() { Timestamp::now(); }\n#[cfg(test)]\nmod tests { fn g() { Timestamp::now(); } }";
        assert_eq!(whats("crates/engine/src/lib.rs", text), ["reads the clock (`Timestamp::now`)"]);
        assert_eq!(whats("crates/kitei/src/main.rs", text), [""; 0]);
    }

    #[test]
    fn a_comment_may_speak_of_it() {
        assert_eq!(whats("crates/engine/src/lib.rs", "// no Timestamp::now() here\n"), [""; 0]);
    }
}
