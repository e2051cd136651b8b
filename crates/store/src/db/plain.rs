//! Single statements that lie outside the evidence log: sessions, input not yet saved, answers kept for their keys.
//!
//! They wait here until one of those who brought them gets to write, and it writes all: a commit waits for the disk once for
//! all that is in it. They are never in the commit of a change: what is wrong with one of them must not undo it.

use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

use super::Value;
use crate::error::StoreError;

type Answer = Result<u64, StoreError>;

/// The answers to statements that were run in one commit; the fault where there was none.
pub(super) type Together = Result<Vec<Answer>, StoreError>;

/// A statement that waits.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) sql: &'static str,
    pub(super) arguments: Vec<Value>,
    answer: oneshot::Sender<Answer>,
}

/// Statements that wait.
#[derive(Debug, Default)]
pub(super) struct Plains(Mutex<Vec<Plain>>);

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

    /// Runs all that wait in one commit by `together`, and answers. Where that does not go, each finds out for itself: some are
    /// only found wrong at the end of a transaction, and then all that is in it is undone.
    pub(super) fn run(&self, together: &mut dyn FnMut(&[Plain]) -> Together) {
        let mut waiting =
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        // Whoever brought it has gone: run later, it could undo what came after it.
        waiting.retain(|plain| !plain.answer.is_closed());
        match together(&waiting) {
            Ok(answers) => {
                for (plain, answer) in waiting.into_iter().zip(answers) {
                    let _ = plain.answer.send(answer);
                }
            }
            // What the disk holds is uncertain: trying again would acknowledge what may not be there.
            Err(error) if error.is_fatal() => {
                let mut waiting = waiting.into_iter();
                if let Some(plain) = waiting.next() {
                    let _ = plain.answer.send(Err(error));
                }
                for plain in waiting {
                    let _ = plain.answer.send(Err(StoreError::Stopped));
                }
            }
            Err(error) => match <[Plain; 1]>::try_from(waiting) {
                Ok([plain]) => drop(plain.answer.send(Err(error))),
                Err(waiting) => {
                    for plain in waiting {
                        let done = together(std::slice::from_ref(&plain));
                        let answer = done.and_then(|mut one| one.pop().unwrap_or(Ok(0)));
                        let _ = plain.answer.send(answer);
                    }
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_waits_for_any_more_is_not_run_later() {
        let (plains, sql) = (Plains::default(), "INSERT INTO input VALUES ($1)");
        drop(plains.add(sql, crate::args!["given up"]));
        let mut wanted = plains.add(sql, crate::args!["wanted"]);
        let mut run = Vec::new();
        plains.run(&mut |together| {
            run.extend(together.iter().map(|plain| format!("{:?}", plain.arguments)));
            Ok(together.iter().map(|_| Ok(1)).collect())
        });
        assert_eq!(wanted.try_recv().unwrap().unwrap(), 1);
        assert_eq!(run, [format!("{:?}", crate::args!["wanted"])]);
    }
}
