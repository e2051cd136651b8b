//! The binary: the command line, configuration, and putting the rooms together.

mod backup_command;
mod calendar_command;
mod check_command;
mod config_command;
mod configuration;
mod demo_command;
mod doctor_command;
mod export_command;
mod import_command;
mod keys_command;
mod law_command;
mod metrics;
mod move_command;
mod outline_command;
mod output;
mod pack_command;
mod restore_command;
mod serve_command;
mod server;
mod simulate_command;
mod verify_command;

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use self::output::{print_error, print_line};

/// Most of what a request costs is small pieces of memory: this one is quicker with them than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs an organization's personal information protection management system after its own regulation.
#[derive(Parser)]
#[command(name = "kitei", version, about, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server.
    Serve(serve_command::ServeArguments),
    /// Start a server with a sample operator in a temporary folder.
    Demo(demo_command::DemoArguments),
    /// Check regulation folders and run their scenarios.
    Check(check_command::CheckArguments),
    /// Show what a regulation asks for in a fiscal year, day by day.
    Calendar(calendar_command::CalendarArguments),
    /// Print a regulation on one page: offices, forms, acts, duties, rules, clauses.
    Outline(outline_command::OutlineArguments),
    /// Play a regulation with generated people: what would it cost, and does it hold?
    Simulate(simulate_command::SimulateArguments),
    /// Calculate after the law: deadlines, breach classes, numbers, dates.
    Law(law_command::LawArguments),
    /// Import a workbook or a CSV file.
    Import(import_command::ImportArguments),
    /// Write a register to a file.
    Export(export_command::ExportArguments),
    /// Write a record as PDF.
    Print(export_command::PrintArguments),
    /// Write records with their proofs into one file that others can check offline.
    Pack(pack_command::PackArguments),
    /// Back a data folder up while the server runs; list, thin out and try out backups.
    Backup(backup_command::BackupArguments),
    /// Bring a backup back into an empty folder.
    Restore(restore_command::RestoreArguments),
    /// Verify a database (structure, evidence log, projections), a pack or a backup.
    Verify(verify_command::VerifyArguments),
    /// Move an operator's database between SQLite and PostgreSQL, with its evidence.
    Move(move_command::MoveArguments),
    /// Show, rotate and recover the keys of what is sealed.
    Keys(keys_command::KeysArguments),
    /// Look whether everything is there that the server needs, and say what mends it.
    Doctor(doctor_command::DoctorArguments),
    /// Show the settings and where they come from.
    Config(config_command::ConfigArguments),
    /// Print the OpenAPI document of the JSON API.
    Openapi,
}

/// Exit code: findings.
pub(crate) const FINDINGS: u8 = 1;
/// Exit code: the environment does not allow it.
pub(crate) const ENVIRONMENT: u8 = 3;

fn main() -> ExitCode {
    leave_no_core_dump();
    let matches = Arguments::command().get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match run(arguments.command, innermost(&matches)).and_then(|code| printed().map(|()| code)) {
        Ok(code) => code,
        Err(error) => {
            print_error!("kitei: {error:#}");
            ExitCode::from(ENVIRONMENT)
        }
    }
}

/// A core dump would hold keys and what was opened. Where the system does not allow it, there is nothing to be done here.
fn leave_no_core_dump() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// The matches of the last subcommand: they know which values were typed and which come from the environment.
fn innermost(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, inner)| innermost(inner))
}

/// Whether all was printed that somebody was there to read.
fn printed() -> anyhow::Result<()> {
    output::fault()
        .map_or(Ok(()), |error| Err(anyhow::anyhow!("standard output cannot be written: {error}")))
}

fn run(command: Command, given: &ArgMatches) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check(arguments) => Ok(check_command::run(&arguments)),
        Command::Calendar(arguments) => calendar_command::run(&arguments),
        Command::Outline(arguments) => Ok(outline_command::run(&arguments)),
        Command::Simulate(arguments) => simulate_command::run(&arguments),
        Command::Law(arguments) => law_command::run(arguments),
        Command::Openapi => {
            print_line!("{}", web::openapi_json());
            Ok(ExitCode::SUCCESS)
        }
        Command::Serve(arguments) => on_runtime(serve_command::run(arguments, given)),
        Command::Doctor(arguments) => on_runtime(doctor_command::run(arguments, given)),
        Command::Config(arguments) => config_command::run(arguments, given),
        Command::Demo(arguments) => on_runtime(demo_command::run(arguments)),
        Command::Keys(arguments) => on_runtime(keys_command::run(arguments)),
        Command::Import(arguments) => on_runtime(import_command::run(arguments)),
        Command::Export(arguments) => on_runtime(export_command::run(arguments)),
        Command::Print(arguments) => on_runtime(export_command::run_print(arguments)),
        Command::Backup(arguments) => on_runtime(backup_command::run(arguments)),
        Command::Restore(arguments) => on_runtime(restore_command::run(arguments)),
        Command::Move(arguments) => on_runtime(move_command::run(arguments)),
        Command::Pack(arguments) => on_runtime(pack_command::run(arguments)),
        Command::Verify(arguments) => on_runtime(verify_command::run(arguments)),
    }
}

fn on_runtime(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
