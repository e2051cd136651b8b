//! `cargo xtask bench`: runs the `benches/` of every crate that has some, and builds only those in release mode.

use std::fs;

use anyhow::{Context, bail};

use crate::shell;

/// Runs the benchmarks of `package`, or of every crate; `arguments` go to the benchmarks themselves.
pub fn run(package: Option<String>, arguments: Vec<String>) -> anyhow::Result<()> {
    let packages = match package {
        Some(package) => vec![package],
        None => packages_with_benches()?,
    };
    if packages.is_empty() {
        bail!("no crate has a `benches` folder");
    }
    let mut cargo = shell::command("cargo")?;
    cargo.args(["bench", "--locked", "--bench", "*"]);
    for package in packages {
        cargo.args(["--package", &package]);
    }
    if !arguments.is_empty() {
        cargo.arg("--").args(arguments);
    }
    if !cargo.status().context("cannot start `cargo`")?.success() {
        bail!("a benchmark failed");
    }
    Ok(())
}

fn packages_with_benches() -> anyhow::Result<Vec<String>> {
    let root = shell::root()?;
    let mut packages = Vec::new();
    for folder in ["crates", "libs"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            continue;
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list `{folder}`"))?;
            if entry.path().join("benches").is_dir() {
                packages.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    packages.sort();
    Ok(packages)
}
