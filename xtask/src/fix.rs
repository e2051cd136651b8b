//! `cargo xtask fix`: formats, and lets clippy mend what it can. Look at the difference before you commit it.

use crate::shell;

pub fn run() -> anyhow::Result<()> {
    shell::run("cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged")?;
    shell::run("cargo fmt --all")
}
