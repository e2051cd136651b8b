//! `cargo xtask gen`: writes the files that `kitei` itself knows best. They are checked in, so that a change to
//! them is seen in review, and CI fails when one is out of date.

use std::fs;

use anyhow::{Context, bail};

use crate::shell;

/// A checked-in file and the arguments of `kitei` that print it.
struct Generated {
    file: &'static str,
    arguments: &'static [&'static str],
}

/// A new one is a line here.
const GENERATED: &[Generated] = &[
    Generated { file: "docs/openapi.json", arguments: &["openapi"] },
    Generated {
        file: "docs/regulations/association-pms.md",
        arguments: &["outline", "regulations/association-pms"],
    },
    Generated {
        file: "docs/regulations/hospital-federation.md",
        arguments: &["outline", "regulations/hospital-federation"],
    },
];

/// Builds `kitei`, then writes every generated file, or with `check` only compares them.
pub fn run(check_only: bool) -> anyhow::Result<()> {
    shell::build()?;
    if check_only { check() } else { write() }
}

/// Fails when a checked-in file is not what the built `kitei` prints.
pub fn check() -> anyhow::Result<()> {
    let root = shell::root()?;
    let mut stale = Vec::new();
    for generated in GENERATED {
        let fresh = generated.print()?;
        if fs::read(root.join(generated.file)).ok() != Some(fresh) {
            stale.push(generated.file);
        }
    }
    if !stale.is_empty() {
        bail!("out of date: {}; run `cargo xtask gen` and commit", stale.join(", "));
    }
    Ok(())
}

fn write() -> anyhow::Result<()> {
    let root = shell::root()?;
    for generated in GENERATED {
        if let Some(folder) = root.join(generated.file).parent() {
            fs::create_dir_all(folder).context("cannot make a folder for generated files")?;
        }
        fs::write(root.join(generated.file), generated.print()?)
            .with_context(|| format!("cannot write `{}`", generated.file))?;
        eprintln!("wrote {}", generated.file);
    }
    Ok(())
}

impl Generated {
    fn print(&self) -> anyhow::Result<Vec<u8>> {
        let line = self.arguments.join(" ");
        let output = shell::command(shell::kitei()?)?
            .args(self.arguments)
            .output()
            .with_context(|| format!("cannot start `kitei {line}`"))?;
        if !output.status.success() {
            bail!("`kitei {line}` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        if output.stdout.is_empty() {
            bail!("`kitei {line}` printed nothing");
        }
        Ok(output.stdout)
    }
}
