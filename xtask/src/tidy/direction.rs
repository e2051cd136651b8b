//! Which room may use which: the table of ARCHITECTURE.md. What is not in it is forbidden.

use super::Finding;
use super::tree::Tree;

/// A crate and the crates it may name in its manifest, development dependencies too.
const MAY_USE: &[(&str, &[&str])] = &[
    ("law", &[]),
    ("regulation", &["law"]),
    ("engine", &["law", "regulation"]),
    ("vault", &[]),
    ("evidence", &[]),
    ("backup", &["evidence"]),
    ("store", &["engine", "evidence", "regulation", "vault"]),
    ("import", &["law", "regulation"]),
    ("print", &["law", "regulation"]),
    (
        "app",
        &["backup", "engine", "evidence", "import", "law", "print", "regulation", "store", "vault"],
    ),
    ("web", &["app", "engine", "law", "regulation"]),
    (
        "kitei",
        &[
            "app",
            "backup",
            "engine",
            "evidence",
            "import",
            "law",
            "print",
            "regulation",
            "store",
            "vault",
            "web",
        ],
    ),
    ("deid", &["law"]),
    ("discover", &["law"]),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, manifest) in tree.manifests() {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let Some((_, allowed)) = MAY_USE.iter().find(|(room, _)| *room == name) else {
            findings.push(Finding::error(
                &manifest.path,
                1,
                format!("the room `{name}` is not in the table of directions"),
                "draw it in ARCHITECTURE.md and add it to xtask/src/tidy/direction.rs",
            ));
            continue;
        };
        for (used, _) in MAY_USE {
            let line = manifest.text.lines().position(|line| is_dependency(line, used));
            if let Some(index) = line
                && !allowed.contains(used)
            {
                findings.push(Finding::error(
                    &manifest.path,
                    index + 1,
                    format!("`{name}` may not use `{used}`"),
                    "move the code to a room that may, or pass the value in",
                ));
            }
        }
    }
    findings
}

/// Whether a manifest's line declares the dependency `name`.
fn is_dependency(line: &str, name: &str) -> bool {
    line.strip_prefix(name)
        .is_some_and(|rest| rest.starts_with('.') || rest.trim_start().starts_with("= {"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_that_is_not_drawn_is_found() {
        let tree = Tree::of(&[
            (
                "crates/law/Cargo.toml",
                "[package]\nname = \"law\"\n[dependencies]\nstore.workspace = true\n",
            ),
            (
                "crates/web/Cargo.toml",
                "[dependencies]\napp.workspace = true\nlaw = { workspace = true }\n",
            ),
        ]);
        let findings = check(&tree);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 4);
        assert_eq!(findings[0].what, "`law` may not use `store`");
    }

    #[test]
    fn a_room_that_is_not_drawn_is_found() {
        let findings = check(&Tree::of(&[("crates/common/Cargo.toml", "")]));
        assert_eq!(findings[0].what, "the room `common` is not in the table of directions");
    }
}
