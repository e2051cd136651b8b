//! `cargo xtask`: what CI runs and what a developer types. One file per command.
//!
//! Installing what a machine lacks is not done here but in `scripts/setup.sh`, which `make` calls first.

mod bench;
mod ci;
mod fix;
mod flips;
mod generate;
mod keep_backup;
mod load;
mod mutate;
mod postgres;
mod shell;
mod tidy;
mod torture;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The workspace's own commands")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything CI checks, in order; the tests come last
    Ci {
        /// Only these steps
        #[arg(long, value_delimiter = ',')]
        only: Vec<ci::Step>,
    },
    /// Format, and mend what clippy can mend
    Fix,
    /// Write the generated files that are checked in
    Gen {
        /// Write nothing, fail when a file is out of date
        #[arg(long)]
        check: bool,
    },
    /// Check what a linter cannot see: direction of crates, length of files, place of SQL, …
    Tidy,
    /// Measure the whole program from outside: pages, commands, start, verify
    Load {
        /// Lines in the register
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000, 1_000_000])]
        lines: Vec<u32>,
        /// Seconds of posting commands
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// Take the server's life while clients write: kills and power cuts; nothing acknowledged may be lost
    Torture(torture::TortureArguments),
    /// Flip bytes of a database, a pack and a backup: each must be found, or seen by no reader
    Flips(flips::FlipArguments),
    /// Keep a small backup of this release: later releases must restore it
    KeepBackup {
        /// Replace the one of this release, as long as it is not out
        #[arg(long)]
        anew: bool,
    },
    /// Leave out each rule, step and demand of our regulations in turn: some scenario must miss it
    Mutate,
    /// Run the benchmarks
    Bench {
        /// Only those of this crate
        #[arg(short, long)]
        package: Option<String>,
        /// Passed on to the benchmarks
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Ci { only } => ci::run(&only),
        Task::Fix => fix::run(),
        Task::Gen { check } => generate::run(check),
        Task::Tidy => tidy::run(),
        Task::Load { lines, seconds } => load::run(&lines, seconds),
        Task::Torture(arguments) => torture::run(&arguments),
        Task::Flips(arguments) => flips::run(&arguments),
        Task::KeepBackup { anew } => keep_backup::run(anew),
        Task::Mutate => mutate::run(),
        Task::Bench { package, arguments } => bench::run(package, arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
