//! Files are near 250 lines outside tests. 500 is a smell, 800 fails.

use super::Finding;
use super::tree::Tree;

const SMELL_LINES: usize = 500;
const MAX_LINES: usize = 800;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mend = "split it where the reader would turn the page: one file a state, an action or an aggregate";
    tree.rust()
        .filter_map(|file| {
            let lines = file.source.production().count();
            let what = format!("{lines} lines outside tests");
            if lines > MAX_LINES {
                Some(Finding::error(file.path, 1, what, mend))
            } else if lines > SMELL_LINES {
                Some(Finding::warning(file.path, 1, what, mend))
            } else {
                None
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::Severity;

    #[test]
    fn tests_do_not_count() {
        let code = "fn a() {}\n";
        let test = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", code.repeat(900));
        let tree = Tree::of(&[
            ("crates/law/src/short.rs", &format!("{}{test}", code.repeat(400))),
            ("crates/law/src/smell.rs", &code.repeat(501)),
            ("crates/law/src/long.rs", &code.repeat(801)),
            ("crates/law/tests/it/main.rs", &code.repeat(900)),
        ]);
        let found: Vec<_> =
            check(&tree).into_iter().map(|finding| (finding.file, finding.severity)).collect();
        assert_eq!(
            found,
            [
                ("crates/law/src/smell.rs".to_owned(), Severity::Warning),
                ("crates/law/src/long.rs".to_owned(), Severity::Error)
            ]
        );
    }
}
