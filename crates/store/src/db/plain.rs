//! Single statements that lie outside the evidence log: sessions, input not yet saved, answers kept for their keys.
//!
//! They wait here until somebody commits, and go along: a commit waits for the disk once for all that is in it.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{Value, bind};
use crate::error::StoreError;

type Answer = Result<u64, StoreError>;

/// A statement that waits.
#[derive(Debug)]
struct Plain {
    sql: &'static str,
    arguments: Vec<Value>,
    answer: oneshot::Sender<Answer>,
}

/// Statements that wait.
#[derive(Debug, Default)]
pub(super) struct Plains(Mutex<Vec<Plain>>);

/// Statements that were run, in a transaction that is not yet committed.
pub(super) struct Ran(Vec<(oneshot::Sender<Answer>, Answer)>);

impl Plains {
    /// Lets a statement wait; what becomes of it comes through the receiver.
    pub(super) fn add(
        &self,
        sql: &'static str,
        arguments: Vec<Value>,
    ) -> oneshot::Receiver<Answer> {
        let (answer, answered) = oneshot::channel();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(Plain { sql, arguments, answer });
        answered
    }

    /// Runs all that wait. One that fails harms no other.
    pub(super) fn run(&self, connection: &Connection) -> Ran {
        let waiting = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let run = |plain: Plain| {
            let done = bind::exec(connection, plain.sql, &plain.arguments);
            (plain.answer, done)
        };
        Ran(waiting.into_iter().map(run).collect())
    }
}

impl Ran {
    /// The commit is on the disk.
    pub(super) fn answer(self) {
        for (answer, done) in self.0 {
            let _ = answer.send(done);
        }
    }

    /// The commit failed, and all that was in it with it.
    pub(super) fn fail(self, error: &rusqlite::Error) {
        for (answer, done) in self.0 {
            let _ = answer.send(done.and_then(|_| Err(StoreError::again(error))));
        }
    }
}
