//! `cargo xtask mutate`: do the scenarios of our regulations bite? Each rule, step and demand is left out in turn.

use anyhow::bail;

use crate::shell;

/// The regulations that are tried.
const FOLDERS: &str = "regulations/association-pms regulations/hospital-federation";

/// Prints what no scenario would miss, and fails where there is any.
pub fn run() -> anyhow::Result<()> {
    shell::build()?;
    check()
}

/// The same with the program as it is built.
pub fn check() -> anyhow::Result<()> {
    let status = shell::command(shell::kitei()?)?
        .args(["check", "--mutations", "--language", "en"])
        .args(FOLDERS.split(' '))
        .status()?;
    if !status.success() {
        bail!("some demand could be deleted and no scenario would fail");
    }
    Ok(())
}
