//! A PostgreSQL server for one run of tests: made in a temporary folder, gone afterwards. It forgets at a power cut, which tests
//! do not have, and is quick for that.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};

/// Where Debian keeps its versions.
const VERSIONS: &str = "/usr/lib/postgresql";

/// A server that runs.
pub struct Server {
    programs: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
}

/// The folder of the programs of the newest version; `None` where none is installed.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(VERSIONS).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.filter(|path| path.join("bin/initdb").exists()).max_by_key(number)?;
    Some(newest.join("bin"))
}

impl Server {
    /// Makes and starts one.
    pub fn start(programs: PathBuf) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("kitei-postgres-").tempdir()?;
        if is_root() {
            // The server refuses to be root.
            let status = Command::new("chown").arg("postgres").arg(folder.path()).status()?;
            anyhow::ensure!(status.success(), "the user `postgres` cannot have a folder");
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Self { programs, folder, port };
        let data = server.data();
        let data = data.to_str().context("a temporary folder whose name is no text")?;
        server.run(
            "initdb",
            &[
                "-D",
                data,
                "-U",
                "kitei",
                "-A",
                "trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
        )?;
        let sockets = server.folder.path().display();
        let options = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={sockets} -c fsync=off \
             -c full_page_writes=off -c max_connections=300"
        );
        let log = server.folder.path().join("log");
        let log = log.to_str().context("a temporary folder whose name is no text")?;
        server.run("pg_ctl", &["-D", data, "-w", "-l", log, "-o", &options, "start"])?;
        Ok(server)
    }

    /// Its address, of the database that is always there.
    pub fn url(&self) -> String {
        format!("postgres://kitei@127.0.0.1:{}/postgres", self.port)
    }

    /// The address of a new database.
    pub fn new_database(&self, number: u32) -> anyhow::Result<String> {
        let (name, port) = (format!("torture_{number}"), self.port.to_string());
        self.run("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", "kitei", &name])?;
        Ok(format!("postgres://kitei@127.0.0.1:{port}/{name}"))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs one of its programs. Its output must be no pipe: the server would keep it open.
    fn run(&self, program: &str, arguments: &[&str]) -> anyhow::Result<()> {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.args(arguments).current_dir("/").stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if !command.status().with_context(|| format!("cannot start `{program}`"))?.success() {
            bail!("`{program}` failed; {}", said(&self.folder.path().join("log")));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(data) = self.data().to_str() {
            let _ = self.run("pg_ctl", &["-D", data, "-m", "immediate", "-w", "stop"]);
        }
    }
}

/// The last that the server said.
fn said(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    text.lines().last().unwrap_or("it said nothing").to_owned()
}

fn is_root() -> bool {
    #[cfg(unix)]
    return fs::metadata("/proc/self")
        .is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    #[cfg(not(unix))]
    false
}
