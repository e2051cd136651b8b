//! Finds the checkout and runs programs in it, showing each command as one could type it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// The checkout's root. Read when run, not when built: several checkouts may share one target directory.
pub fn root() -> anyhow::Result<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("run this as `cargo xtask`")?;
    let root = Path::new(&package).parent().context("xtask has no parent folder")?;
    Ok(root.to_owned())
}

/// The `kitei` program of this build: it lies beside xtask.
pub fn kitei() -> anyhow::Result<PathBuf> {
    let xtask = std::env::current_exe().context("cannot find xtask's own file")?;
    Ok(xtask.with_file_name("kitei"))
}

/// A program of the release build.
pub fn release(name: &str) -> anyhow::Result<PathBuf> {
    let xtask = std::env::current_exe().context("cannot find xtask's own file")?;
    let target = xtask.parent().and_then(Path::parent).context("xtask lies in no target folder")?;
    Ok(target.join("release").join(name))
}

/// A program to be started in the checkout's root.
pub fn command(program: impl AsRef<OsStr>) -> anyhow::Result<Command> {
    let mut command = Command::new(program);
    // Cargo's variables speak of xtask here and would mislead a Cargo started below.
    command.current_dir(root()?).env_remove("CARGO_MANIFEST_DIR").stdin(Stdio::null());
    Ok(command)
}

/// Runs `line`, split at blanks, and fails when it fails.
pub fn run(line: &str) -> anyhow::Result<()> {
    run_with(line, &[])
}

/// As [`run`], with these variables.
pub fn run_with(line: &str, variables: &[(&str, &str)]) -> anyhow::Result<()> {
    let mut words = line.split_whitespace();
    let program = words.next().context("nothing to run")?;
    eprintln!("$ {line}");
    let status = command(program)?
        .args(words)
        .envs(variables.iter().copied())
        .status()
        .with_context(|| format!("cannot start `{program}`"))?;
    if !status.success() {
        bail!("`{line}` failed");
    }
    Ok(())
}

/// Whether `line` can be run, which is how a tool's presence is asked for.
pub fn is_present(line: &str) -> anyhow::Result<bool> {
    let mut words = line.split_whitespace();
    let program = words.next().context("nothing to run")?;
    let status = command(program)?.args(words).stdout(Stdio::null()).stderr(Stdio::null()).status();
    Ok(status.is_ok_and(|status| status.success()))
}

/// Builds every program with the features that the tests pick too (the Makefile says why `--examples`).
pub fn build() -> anyhow::Result<()> {
    run("cargo build --locked --workspace --bins --examples")
}
