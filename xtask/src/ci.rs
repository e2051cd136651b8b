//! `cargo xtask ci`: every check, cheapest first, tests last so that their summary is the last line.
//!
//! A failing step does not hide what the next ones have to say; a failing build does, for they would look at an
//! old program.

use std::fs;
use std::time::Instant;

use anyhow::{Context, bail};
use clap::ValueEnum;

use crate::{flips, generate, postgres, shell, tidy, torture};

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Step {
    Format,
    Tidy,
    Spelling,
    Licenses,
    Lints,
    Build,
    Generated,
    Browser,
    Torture,
    Flips,
    Postgres,
    Tests,
}

/// Runs the steps named in `only`, or all of them.
pub fn run(only: &[Step]) -> anyhow::Result<()> {
    let mut failed = Vec::new();
    for step in Step::value_variants() {
        if !only.is_empty() && !only.contains(step) {
            continue;
        }
        let started = Instant::now();
        eprintln!("── {}", step.name());
        let outcome = step.run();
        let seconds = started.elapsed().as_secs();
        match outcome {
            Ok(()) if *step == Step::Tests => {}
            Ok(()) => eprintln!("── {}: ok, {seconds} s\n", step.name()),
            Err(error) => {
                eprintln!("── {}: {error:#}, {seconds} s\n", step.name());
                failed.push(step.name());
                if *step == Step::Build {
                    break;
                }
            }
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

impl Step {
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    fn run(self) -> anyhow::Result<()> {
        match self {
            Step::Format => shell::run("cargo fmt --all --check"),
            Step::Tidy => tidy::run(),
            Step::Spelling => run_if_present("typos --version", "typos"),
            Step::Licenses => run_if_present(
                "cargo deny --version",
                "cargo deny --locked --log-level error check licenses bans sources",
            ),
            Step::Lints => {
                shell::run("cargo clippy --locked --workspace --all-targets -- -D warnings")
            }
            Step::Build => shell::build(),
            Step::Generated => generate::check(),
            Step::Browser => browser_tests(),
            Step::Torture => torture::run_short(),
            Step::Flips => flips::run_short(),
            Step::Postgres => postgres_tests(),
            Step::Tests => tests(),
        }
    }
}

/// `scripts/setup.sh` installs these tools. Where it could not, a developer is told and goes on; CI, which would go on for ever
/// without anybody reading that, fails.
fn run_if_present(probe: &str, line: &str) -> anyhow::Result<()> {
    if shell::is_present(probe)? {
        return shell::run(line);
    }
    if std::env::var_os("CI").is_some() {
        bail!("`{probe}` does not run here, and CI does not go without it");
    }
    eprintln!("SKIPPED: `{probe}` does not run here; `make test` installs it");
    Ok(())
}

/// Runs `tests/browser/*.test.mjs` with Node's own runner, with the program to test in `KITEI`.
fn browser_tests() -> anyhow::Result<()> {
    let root = shell::root()?;
    let mut tests = Vec::new();
    if let Ok(entries) = fs::read_dir(root.join("tests/browser")) {
        for entry in entries {
            let path = entry.context("cannot list tests/browser")?.path();
            if path.to_string_lossy().ends_with(".test.mjs") {
                tests.push(path);
            }
        }
    }
    if tests.is_empty() {
        eprintln!("no tests/browser/*.test.mjs");
        return Ok(());
    }
    tests.sort();
    let mut node = shell::command("node")?;
    // One at a time: each starts a browser and a server, and two cores hold one pair.
    node.args(["--test", "--test-concurrency=1"]).args(tests).env("KITEI", shell::kitei()?);
    if !node.status().context("cannot start `node`")?.success() {
        bail!("browser tests failed");
    }
    Ok(())
}

/// The stories of the store and the application a second time, on a server of their own.
fn postgres_tests() -> anyhow::Result<()> {
    let Some(programs) = postgres::programs() else {
        if std::env::var_os("CI").is_some() {
            bail!("PostgreSQL is not installed, and CI does not go without it");
        }
        eprintln!("SKIPPED: PostgreSQL is not installed; `make test` installs it");
        return Ok(());
    };
    let server = postgres::Server::start(programs)?;
    let line = "cargo nextest run --locked --workspace --no-fail-fast --profile postgres";
    shell::run_with(line, &[("KITEI_TEST_DATABASE", &server.url())])
}

fn tests() -> anyhow::Result<()> {
    let profile = if std::env::var_os("CI").is_some() { "ci" } else { "default" };
    shell::run(&format!(
        "cargo nextest run --locked --workspace --no-fail-fast --profile {profile}"
    ))
}
