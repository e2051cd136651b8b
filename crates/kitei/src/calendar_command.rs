//! `kitei calendar`: what a regulation asks for in a fiscal year, day by day, each with its clause and why it is due then.
//!
//! It reads the regulation alone: how many units and members have a duty is not asked.

pub(crate) mod print;

use std::{path::PathBuf, process::ExitCode};

use app::bundled;
use clap::Args;
use engine::duty::year_plan;
use law::calendar::business::BusinessCalendar;
use regulation::{Language, check};

use crate::{ENVIRONMENT, FINDINGS, output::print_error};

/// Arguments of `kitei calendar`.
#[derive(Args)]
pub(crate) struct CalendarArguments {
    /// Regulation folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Fiscal year, by the calendar year in which it starts.
    #[arg(long, value_parser = clap::value_parser!(i16).range(1970..=2900))]
    year: i16,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Language of the text.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

/// Prints the calendar of a fiscal year.
pub(crate) fn run(arguments: &CalendarArguments) -> anyhow::Result<ExitCode> {
    let folder = match bundled::read(&arguments.folder) {
        Ok(folder) => folder,
        Err(error) => {
            print_error!("kitei: {error}");
            return Ok(ExitCode::from(ENVIRONMENT));
        }
    };
    let (regulation, report) = check::check_folder(&folder);
    if !report.is_sound() {
        print_error!("kitei: {} has errors; see `kitei check`", arguments.folder.display());
        return Ok(ExitCode::from(FINDINGS));
    }
    let plan = year_plan(&regulation, &BusinessCalendar::public_offices(), arguments.year)?;
    let language = Language::from_tag(&arguments.language);
    if arguments.json {
        print::json(&regulation, &plan, language);
    } else {
        print::text(&regulation, &plan, language);
    }
    Ok(ExitCode::SUCCESS)
}
