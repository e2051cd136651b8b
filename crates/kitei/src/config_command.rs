//! `kitei config show`: what is set, and who set it.

use std::process::ExitCode;

use clap::{ArgMatches, Args, Subcommand};

use crate::{
    configuration::{MailTable, Origin, ServerFlags, Settings, Shown},
    output::{print_line, print_text},
};

/// Arguments of `kitei config`.
#[derive(Args)]
pub(crate) struct ConfigArguments {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Show the settings that `kitei serve` would run with, given the same flags here.
    Show(ShowArguments),
}

#[derive(Args)]
struct ShowArguments {
    #[command(flatten)]
    flags: ServerFlags,
    /// Also say where each value comes from: flag, environment, file, or built in.
    #[arg(long)]
    origin: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Shows the settings. `given` are the matches of the last subcommand.
pub(crate) fn run(arguments: ConfigArguments, given: &ArgMatches) -> anyhow::Result<ExitCode> {
    let ConfigCommand::Show(arguments) = arguments.command;
    let settings = Settings::resolve(arguments.flags, given)?;
    if let Some(table) = &settings.backup {
        table.plan()?;
    }
    settings.mail.as_ref().map(MailTable::mailer).transpose()?;
    let shown = settings.shown();
    if arguments.json {
        print_line!("{}", serde_json::to_string(&shown)?);
        return Ok(ExitCode::SUCCESS);
    }
    for setting in &shown {
        print_line!("{}", line(setting, arguments.origin));
    }
    if let Some(table) = &settings.backup {
        print_text!("\n{}", table.as_written());
    }
    if let Some(table) = &settings.mail {
        print_text!("\n{}", table.as_written());
    }
    Ok(ExitCode::SUCCESS)
}

/// A line that could stand in the file; a setting without a value is commented out.
fn line(setting: &Shown, with_origin: bool) -> String {
    let text = match (setting.key, &setting.value) {
        (key, None) => format!("# {key} ="),
        ("behind_tls", Some(value)) => format!("behind_tls = {value}"),
        (key, Some(value)) => format!("{key} = {value:?}"),
    };
    if !with_origin {
        return text;
    }
    let origin = match setting.origin {
        Origin::Flag => setting.flag.clone(),
        Origin::Environment => setting.variable.clone(),
        Origin::File => "kitei.toml".to_owned(),
        Origin::Default => "既定値 / built in".to_owned(),
    };
    format!("{text:<48} # {origin}")
}
