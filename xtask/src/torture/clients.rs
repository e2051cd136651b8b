//! Clients that write all the time and note what was acknowledged: only what the server has answered counts.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};

use crate::load::client::{Answer, Client};

/// How long the first answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the problem is called where a key is held.
const HELD: &str = "idempotency-key-under-way";
/// Every so many commands a client changes what it drafted instead of drafting more.
const CHANGES: u64 = 3;

/// Clients at work.
pub(super) struct Clients {
    workers: Vec<JoinHandle<Note>>,
    is_over: Arc<AtomicBool>,
    answered: Arc<AtomicU64>,
}

/// What one client knows.
#[derive(Default)]
struct Note {
    /// What each record must say at least: the last value that was acknowledged.
    acknowledged: BTreeMap<String, String>,
    /// Values that may have been written: sent, and never answered.
    unanswered: Option<Command>,
    commands: usize,
}

/// A command as it is sent.
#[derive(Clone)]
enum Command {
    Draft { key: String, value: String },
    Change { record: String, value: String },
}

/// What all clients know of one life of the server.
pub(super) struct Noted(Vec<Note>);

impl Clients {
    /// Starts so many; the round makes what they write different from what others wrote.
    pub(super) fn start(address: SocketAddr, token: &str, (round, count): (u32, u32)) -> Self {
        let (is_over, answered) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let worker = |client: u32| {
            let (token, is_over, answered) =
                (token.to_owned(), Arc::clone(&is_over), Arc::clone(&answered));
            thread::spawn(move || {
                let mut note = Note::default();
                // That the connection breaks is how this ends.
                let _ = write_until(&mut note, (address, &token), (round, client), &|| {
                    answered.fetch_add(1, Ordering::Relaxed);
                    is_over.load(Ordering::Relaxed)
                });
                note
            })
        };
        let workers = (0..count).map(worker).collect();
        Self { workers, is_over, answered }
    }

    /// Waits until something has been acknowledged.
    pub(super) fn wait_for_first(&self) -> anyhow::Result<()> {
        let until = Instant::now() + PATIENCE;
        while self.answered.load(Ordering::Relaxed) == 0 {
            ensure!(Instant::now() < until, "nothing was acknowledged in {PATIENCE:?}");
            thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Ends them, and tells what they know.
    pub(super) fn stop(self) -> anyhow::Result<Noted> {
        self.is_over.store(true, Ordering::Relaxed);
        let notes = self
            .workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| anyhow::anyhow!("a client has panicked")));
        Ok(Noted(notes.collect::<anyhow::Result<_>>()?))
    }
}

fn write_until(
    note: &mut Note,
    (address, token): (SocketAddr, &str),
    (round, client): (u32, u32),
    answered: &dyn Fn() -> bool,
) -> anyhow::Result<()> {
    let mut connection = connect(address, token)?;
    let mut last = None;
    for number in 0_u64.. {
        let value = format!("見本 {round}-{client}-{number}");
        let command = match &last {
            Some(record) if number % CHANGES == 0 => {
                Command::Change { record: String::clone(record), value: value.clone() }
            }
            _ => Command::Draft {
                key: format!("torture-{}-{round}-{client}-{number}", std::process::id()),
                value: value.clone(),
            },
        };
        note.unanswered = Some(command.clone());
        let record = command.send(&mut connection)?;
        note.unanswered = None;
        note.commands += 1;
        note.acknowledged.insert(record.clone(), value);
        last = Some(record);
        if answered() {
            break;
        }
    }
    Ok(())
}

fn connect(address: SocketAddr, token: &str) -> anyhow::Result<Client> {
    Client::connect(address, &format!("Authorization: Bearer {token}\r\n"))
}

impl Command {
    /// Sends it; the id of the record when it is acknowledged.
    fn send(&self, connection: &mut Client) -> anyhow::Result<String> {
        match self {
            Self::Draft { key, value } => {
                let body = json!({"form": "holdings_register", "fields": {"documents": value}});
                let body = body.to_string();
                let answer = connection.post_once("/api/v1/records", key, body.as_bytes())?;
                let id = parsed(&answer, 201)?;
                let id = id.get("id").and_then(Value::as_str).context("an answer without an id")?;
                Ok(id.to_owned())
            }
            Self::Change { record, value } => {
                let body = json!({"fields": {"documents": value}}).to_string();
                let path = format!("/api/v1/records/{record}");
                let answer = connection.patch_any(&path, body.as_bytes())?;
                parsed(&answer, 200)?;
                Ok(record.clone())
            }
        }
    }

    fn value(&self) -> &str {
        match self {
            Self::Draft { value, .. } | Self::Change { value, .. } => value,
        }
    }
}

fn parsed(answer: &Answer, status: u16) -> anyhow::Result<Value> {
    if answer.status != status {
        bail!("{} instead of {status}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    serde_json::from_slice(&answer.body).context("an answer that is no JSON")
}

impl Noted {
    /// Commands that were acknowledged.
    pub(super) fn acknowledged(&self) -> usize {
        self.0.iter().map(|note| note.commands).sum()
    }

    /// Commands whose answer never came.
    pub(super) fn unanswered(&self) -> usize {
        self.0.iter().filter(|note| note.unanswered.is_some()).count()
    }

    /// How many acknowledged records are not there, or say something older than was acknowledged.
    pub(super) fn lost(&self, address: SocketAddr, token: &str) -> anyhow::Result<usize> {
        let mut connection = connect(address, token)?;
        let mut lost = 0;
        for note in &self.0 {
            for (record, value) in &note.acknowledged {
                let path = format!("/api/v1/records/{record}");
                let answer = connection.request("GET", &path, "", b"")?;
                if answer.status == 404 {
                    lost += 1;
                    continue;
                }
                let said = parsed(&answer, 200)?;
                let said = said.pointer("/fields/documents").and_then(Value::as_str);
                // A change that was sent and not answered may be there all the same.
                let sent = note.unanswered.as_ref().map(Command::value);
                if said != Some(value) && (said.is_none() || said != sent) {
                    lost += 1;
                }
            }
        }
        Ok(lost)
    }

    /// Sends what had no answer once more, as a careful client does: it must be done, and once. Where several servers may share
    /// the database, the key may be held for some minutes for a server that is no more. How many were done.
    pub(super) fn send_again(
        &self,
        address: SocketAddr,
        token: &str,
        may_be_held: bool,
    ) -> anyhow::Result<usize> {
        let (mut connection, mut done) = (connect(address, token)?, 0);
        for command in self.0.iter().filter_map(|note| note.unanswered.as_ref()) {
            let record = match command.send(&mut connection) {
                Err(error) if may_be_held && error.to_string().contains(HELD) => continue,
                sent => sent?,
            };
            let again = command.send(&mut connection)?;
            ensure!(record == again, "one key has made two records: {record}, {again}");
            let query = format!(
                "/api/v1/records?form=holdings_register&state=all&q={}",
                percent(command.value())
            );
            let found = parsed(&connection.request("GET", &query, "", b"")?, 200)?;
            let found = found.get("records").and_then(Value::as_array).context("no list")?;
            let is_same = |it: &&Value| {
                it.get("id").and_then(Value::as_str) != Some(&record)
                    && it.pointer("/fields/documents").and_then(Value::as_str)
                        == Some(command.value())
            };
            ensure!(!found.iter().any(|it| is_same(&it)), "`{}` was done twice", command.value());
            done += 1;
        }
        Ok(done)
    }
}

/// A value as it can stand in an address.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
