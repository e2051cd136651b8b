//! Manifests: everything is declared once, in the root, with the reason why it is there.

use toml::{Table, Value};

use super::Finding;
use super::rust::find_word;
use super::tree::{File, RustFile, Tree};

/// What every crate takes from the root.
const INHERITED: &[&str] = &["edition", "rust-version", "license", "version", "publish"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(root) = tree.file("Cargo.toml") {
        findings.extend(root_findings(root));
    }
    let sources: Vec<RustFile> = tree.rust().collect();
    for (folder, manifest) in tree.manifests() {
        findings.extend(crate_findings(folder, manifest, &sources));
    }
    findings
}

/// Every `[workspace.dependencies]` line says why; the house's own crates explain themselves.
fn root_findings(root: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut is_inside = false;
    for (index, line) in root.text.lines().enumerate() {
        if line.starts_with('[') {
            is_inside = line == "[workspace.dependencies]";
        } else if is_inside
            && line.contains('=')
            && !line.contains("path = ")
            && !line.contains(" # ")
        {
            let name = line.split('=').next().unwrap_or_default().trim();
            let mend = "write at the end of its line what it is for";
            findings.push(Finding::error(
                &root.path,
                index + 1,
                format!("`{name}` has no comment"),
                mend,
            ));
        }
    }
    findings
}

fn crate_findings(folder: &str, manifest: &File, sources: &[RustFile]) -> Vec<Finding> {
    let report = |needle: &str, what: String, mend| {
        Finding::error(&manifest.path, manifest.line_starting(needle), what, mend)
    };
    let table = match manifest.text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            return vec![report("", format!("not TOML: {}", error.message()), "mend the syntax")];
        }
    };
    let mut findings = Vec::new();
    let package = table.get("package");
    let name =
        package.and_then(|package| package.get("name")).and_then(Value::as_str).unwrap_or_default();
    if !folder.ends_with(&format!("/{name}")) {
        findings.push(report(
            "name",
            format!("the crate is named `{name}`"),
            "name it as its folder",
        ));
    }
    for key in INHERITED {
        if !is_inherited(package.and_then(|package| package.get(*key))) {
            findings.push(report(
                key,
                format!("`{key}` is not the root's"),
                "write `KEY.workspace = true`",
            ));
        }
    }
    if !is_inherited(table.get("lints")) {
        findings.push(report(
            "[lints]",
            "no shared lints".to_owned(),
            "add `[lints]` with `workspace = true`",
        ));
    }
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        let Some(dependencies) = table.get(section).and_then(Value::as_table) else {
            continue;
        };
        for (dependency, value) in dependencies {
            if !is_inherited(Some(value)) {
                let mend = "declare it in the root's [workspace.dependencies], with its reason";
                findings.push(report(
                    dependency,
                    format!("`{dependency}` is not the root's"),
                    mend,
                ));
            }
            if !is_used(folder, dependency, sources) {
                let mend = "remove it, or use it";
                findings.push(report(dependency, format!("`{dependency}` is never used"), mend));
            }
        }
    }
    findings
}

fn is_inherited(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("workspace")).and_then(Value::as_bool) == Some(true)
}

/// Whether a file of the crate names the dependency in its code.
fn is_used(folder: &str, dependency: &str, sources: &[RustFile]) -> bool {
    let word = dependency.replace('-', "_");
    let folder = format!("{folder}/");
    let mut own = sources.iter().filter(|file| file.path.starts_with(&folder));
    own.any(|file| file.source.lines.iter().any(|line| find_word(&line.code, &word).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nname = \"law\"\nedition.workspace = true\nrust-version.workspace = true\n\
        license.workspace = true\nversion.workspace = true\npublish.workspace = true\n\
        [dependencies]\nserde_json.workspace = true\n[lints]\nworkspace = true\n";

    fn whats(tree: &Tree) -> Vec<String> {
        check(tree).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_good_manifest_passes() {
        let tree = Tree::of(&[
            ("crates/law/Cargo.toml", GOOD),
            ("crates/law/src/lib.rs", "use serde_json::Value;"),
        ]);
        assert_eq!(whats(&tree), [""; 0]);
    }

    #[test]
    fn own_settings_and_unused_dependencies_are_found() {
        let bad = GOOD
            .replace("publish.workspace = true\n", "")
            .replace("serde_json.workspace = true", "regex = \"1\"");
        let tree = Tree::of(&[("crates/days/Cargo.toml", &bad)]);
        assert_eq!(
            whats(&tree),
            [
                "the crate is named `law`",
                "`publish` is not the root's",
                "`regex` is not the root's",
                "`regex` is never used"
            ]
        );
    }

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let root = "[workspace.dependencies]\nlaw = { path = \"crates/law\" }\nserde = \"1\"\njiff = \"0.2\" # dates\n";
        assert_eq!(whats(&Tree::of(&[("Cargo.toml", root)])), ["`serde` has no comment"]);
    }
}
