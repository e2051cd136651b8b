//! `cargo xtask torture`: takes the server's life while several clients write, by `kill -9` and by power cuts, and looks afterwards
//! whether everything that was acknowledged is there and the evidence verifies.
//!
//! A power cut is real as far as the file system is concerned: the data folder lies on a file system of its own in a file, which is
//! shut down without writing out what it has not been told to write (`FS_IOC_SHUTDOWN`), after the server was killed. What it
//! needs (root, loop devices, the tools of the file system) is looked for; where something lacks, that is said loudly.

mod clients;
mod disk;
mod server;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use tempfile::TempDir;

use crate::{postgres, shell};
use clients::{Clients, Noted};
use disk::{Disk, FileSystem};
use server::{Sample, Server};

/// Rounds on one database before a new one is made: so that verifying after each round does not become the whole of it.
const ROUNDS: u32 = 40;
/// How long the server may write before its life is taken, milliseconds.
const LIFE: std::ops::Range<u64> = 60..900;

/// How the server is tortured.
#[derive(Args)]
pub struct TortureArguments {
    /// How often it is killed
    #[arg(long, default_value_t = 0)]
    kills: u32,
    /// How often the power is cut, on each file system
    #[arg(long, default_value_t = 0)]
    powercuts: u32,
    /// Where the database is
    #[arg(long, value_enum, default_value_t = Backend::Sqlite)]
    backend: Backend,
    /// The file systems that the power is cut on
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [FileSystem::Ext4, FileSystem::Xfs])]
    on: Vec<FileSystem>,
    /// The server does not wait for the disk: fails unless something is lost at a power cut
    #[arg(long)]
    must_lose: bool,
    /// Clients that write at once
    #[arg(long, default_value_t = 6)]
    clients: u32,
    /// Begins the same row of chances again
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The program to torture; the one beside this where left out
    #[arg(long)]
    kitei: Option<PathBuf>,
}

/// Where the database is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Backend {
    /// A file in the data folder
    Sqlite,
    /// A PostgreSQL server
    Postgres,
}

/// What was seen in all rounds.
#[derive(Default)]
struct Tally {
    rounds: u32,
    acknowledged: usize,
    /// Commands whose answer never came.
    unanswered: usize,
    /// Those of them that were done, once, when they were sent again.
    done_once: usize,
    lost: usize,
    leaves: u64,
}

/// Tortures as told.
pub fn run(arguments: &TortureArguments) -> anyhow::Result<()> {
    let kitei = match &arguments.kitei {
        Some(path) => path.clone(),
        None => shell::kitei()?,
    };
    if arguments.kills > 0 {
        let tally = kills(&kitei, arguments)?;
        tally.judge("kill -9", false)?;
    }
    if arguments.powercuts == 0 {
        return Ok(());
    }
    for system in &arguments.on {
        if let Some(lack) = disk::lack(*system) {
            eprintln!("SKIPPED: no power cut on {}: {lack}", system.name());
            continue;
        }
        let tally = power_cuts(&kitei, *system, arguments)?;
        tally.judge(&format!("power cut, {}", system.name()), arguments.must_lose)?;
    }
    Ok(())
}

/// Ten kills, for every run of CI.
pub fn run_short() -> anyhow::Result<()> {
    run(&TortureArguments {
        kills: 10,
        powercuts: 2,
        backend: Backend::Sqlite,
        on: vec![FileSystem::Ext4],
        must_lose: false,
        clients: 6,
        seed: 1,
        kitei: None,
    })
}

/// Makes a data folder with a sample operator, which nobody serves.
pub fn make_sample(kitei: &Path, folder: &Path) -> anyhow::Result<()> {
    Sample::make(kitei, folder, None, false).map(drop)
}

impl Tally {
    /// One line of the result; an error where it is not what it must be.
    fn judge(&self, what: &str, must_lose: bool) -> anyhow::Result<()> {
        let Self { rounds, acknowledged, unanswered, done_once, lost, leaves } = self;
        println!(
            "{what}: {rounds} rounds, {acknowledged} commands acknowledged, {lost} of them lost; {unanswered} without an answer, \
             {done_once} of them sent again and done once; {leaves} leaves verified"
        );
        if *acknowledged == 0 {
            bail!("nothing was acknowledged: that is no torture");
        }
        match (must_lose, *lost) {
            (false, 0) | (true, 1..) => Ok(()),
            (false, lost) => bail!("{lost} acknowledged commands were lost"),
            (true, 0) => {
                bail!("nothing was lost, and something had to be: this torture finds nothing")
            }
        }
    }

    fn add(&mut self, noted: &Noted, (lost, done_once): (usize, usize), leaves: u64) {
        self.rounds += 1;
        self.acknowledged += noted.acknowledged();
        self.unanswered += noted.unanswered();
        self.lost += lost;
        self.done_once += done_once;
        self.leaves += leaves;
    }
}

fn kills(kitei: &Path, arguments: &TortureArguments) -> anyhow::Result<Tally> {
    let (mut tally, mut chance) = (Tally::default(), Chance(arguments.seed));
    let database = match arguments.backend {
        Backend::Sqlite => None,
        Backend::Postgres => Some(postgres::Server::start(
            postgres::programs().context("PostgreSQL is not installed")?,
        )?),
    };
    let started = Instant::now();
    while tally.rounds < arguments.kills {
        let folder = TempDir::new()?;
        let url = match &database {
            Some(server) => Some(server.new_database(tally.rounds)?),
            None => None,
        };
        let sample = Sample::make(kitei, folder.path(), url, arguments.must_lose)?;
        for _ in tally.rounds..arguments.kills.min(tally.rounds + ROUNDS) {
            let noted = one_life(&sample, arguments.clients, &mut chance, tally.rounds)?;
            let leaves = sample.verify()?;
            let seen = look(&sample, &noted)?;
            tally.add(&noted, seen, leaves);
            progress("kill", &tally, started);
        }
    }
    Ok(tally)
}

fn power_cuts(
    kitei: &Path,
    system: FileSystem,
    arguments: &TortureArguments,
) -> anyhow::Result<Tally> {
    anyhow::ensure!(
        arguments.backend == Backend::Sqlite,
        "power cuts are for a database in a file; PostgreSQL keeps its own promises"
    );
    let (mut tally, mut chance) = (Tally::default(), Chance(arguments.seed));
    let started = Instant::now();
    while tally.rounds < arguments.powercuts {
        let mut disk = Disk::make(system)?;
        let folder = disk.path().join("data");
        let sample = Sample::make(kitei, &folder, None, arguments.must_lose)?;
        disk.write_out()?;
        for _ in tally.rounds..arguments.powercuts.min(tally.rounds + ROUNDS) {
            // The server is killed first: an answer that is under way while the file system goes down may speak of a
            // write that the kernel has lost.
            let noted = one_life(&sample, arguments.clients, &mut chance, tally.rounds)?;
            disk.cut_power()?;
            let leaves = sample.verify()?;
            let seen = look(&sample, &noted)?;
            tally.add(&noted, seen, leaves);
            progress(system.name(), &tally, started);
        }
    }
    Ok(tally)
}

fn progress(what: &str, tally: &Tally, started: Instant) {
    if tally.rounds.is_multiple_of(10) {
        let (rounds, seconds) = (tally.rounds, started.elapsed().as_secs());
        eprintln!(
            "{what}: {rounds} rounds, {} acknowledged, {} lost, {seconds} s",
            tally.acknowledged, tally.lost
        );
    }
}

/// Starts the server, lets clients write, and kills it at a moment nobody knows.
fn one_life(
    sample: &Sample,
    clients: u32,
    chance: &mut Chance,
    round: u32,
) -> anyhow::Result<Noted> {
    let server = Server::start(sample)?;
    let clients = Clients::start(server.address(), sample.token(), (round, clients));
    // The first answer begins the life that counts: what comes before is only the start.
    clients.wait_for_first()?;
    std::thread::sleep(Duration::from_millis(chance.between(LIFE)));
    server.kill()?;
    clients.stop()
}

/// Starts the server again and counts what it has forgotten; what had no answer is sent once more and must be done once.
/// How many were lost, and how many were done then.
fn look(sample: &Sample, noted: &Noted) -> anyhow::Result<(usize, usize)> {
    let server = Server::start(sample)?;
    let lost = noted.lost(server.address(), sample.token())?;
    let done = if lost == 0 {
        noted.send_again(server.address(), sample.token(), sample.is_on_server())?
    } else {
        0
    };
    server.stop()?;
    Ok((lost, done))
}

/// Chances that can be had again: xorshift64* (Vigna, 2016).
struct Chance(u64);

impl Chance {
    fn between(&mut self, range: std::ops::Range<u64>) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        range.start + drawn % (range.end - range.start).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_spread_and_can_be_had_again() {
        let draw = |seed| {
            let mut chance = Chance(seed);
            (0..100).map(|_| chance.between(LIFE)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        let drawn = draw(1);
        assert!(drawn.iter().all(|it| LIFE.contains(it)));
        assert!(drawn.iter().any(|it| *it < 200) && drawn.iter().any(|it| *it > 700));
    }

    #[test]
    fn a_torture_that_must_lose_and_does_not_is_no_torture() {
        let tally = |lost| Tally { rounds: 1, acknowledged: 5, lost, ..Tally::default() };
        assert!(tally(0).judge("x", false).is_ok() && tally(1).judge("x", true).is_ok());
        assert!(tally(1).judge("x", false).is_err() && tally(0).judge("x", true).is_err());
        assert!(Tally::default().judge("x", false).is_err());
    }
}
