//! The stories a second time, on PostgreSQL: `KITEI_TEST_DATABASE` names a server (`postgres://kitei@127.0.0.1:5432/postgres`)
//! on which each test has a database of its own. Without it they run on files.

use postgres::{Client, NoTls};
use store::{Db, db::Address};

/// Names the server.
const VARIABLE: &str = "KITEI_TEST_DATABASE";
/// A database with the schema and nothing else; the others are copies of it.
const TEMPLATE: &str = "kitei_template";

/// A database of a test. It goes with it.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A fresh one, where the stories run on a server.
    pub fn of_test() -> Option<Self> {
        let server = std::env::var(VARIABLE).ok().filter(|server| !server.is_empty())?;
        Some(Self::on(server))
    }

    fn on(server: String) -> Self {
        let name = format!("t{}", uuid::Uuid::now_v7().simple());
        let (maintenance, copy) = (server.clone(), name.clone());
        // The client waits, and this may be a thread that must not.
        let made = std::thread::spawn(move || {
            let mut client = Client::connect(&maintenance, NoTls).unwrap();
            client.execute("SELECT pg_advisory_lock(7)", &[]).unwrap();
            let is_there = "SELECT 1 FROM pg_database WHERE datname = $1";
            if client.query_opt(is_there, &[&TEMPLATE]).unwrap().is_none() {
                client.batch_execute(&format!("CREATE DATABASE {TEMPLATE}")).unwrap();
                let address = Address::parse(&with_name(&maintenance, TEMPLATE)).unwrap();
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                runtime.unwrap().block_on(async {
                    Db::open_at(&address).await.unwrap().close().await;
                });
            }
            client.execute("SELECT pg_advisory_unlock(7)", &[]).unwrap();
            let made = format!("CREATE DATABASE {copy} TEMPLATE {TEMPLATE}");
            client.batch_execute(&made).unwrap();
        });
        made.join().unwrap();
        Self { server, name }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        with_name(&self.server, &self.name)
    }

    /// Runs statements behind the program's back, whatever refers to the rows. Returns how many rows the last one changed.
    pub fn run(&self, statement: &str) -> u64 {
        let (url, statement) = (self.url(), statement.to_owned());
        let run = std::thread::spawn(move || {
            let mut client = Client::connect(&url, NoTls).unwrap();
            client.batch_execute("SET session_replication_role = replica").unwrap();
            client.execute(&statement, &[]).unwrap()
        });
        run.join().unwrap()
    }
}

impl Database {
    /// Lets connections in, or keeps them out and ends those that are there.
    pub fn allow_connections(&self, are_allowed: bool) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let done = std::thread::spawn(move || {
            let mut client = Client::connect(&server, NoTls).unwrap();
            let sql = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {are_allowed}");
            client.batch_execute(&sql).unwrap();
            if !are_allowed {
                let sql =
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
                client.execute(sql, &[&name]).unwrap();
            }
        });
        done.join().unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let gone = std::thread::spawn(move || {
            let mut client = Client::connect(&server, NoTls).unwrap();
            client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
        });
        let _ = gone.join();
    }
}

/// The address of a server with another database.
fn with_name(server: &str, name: &str) -> String {
    let (start, _) = server.rsplit_once('/').unwrap();
    format!("{start}/{name}")
}
