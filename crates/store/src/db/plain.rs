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
        let waiting = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        match together(&waiting) {
            Ok(answers) => {
                for (plain, answer) in waiting.into_iter().zip(answers) {
                    let _ = plain.answer.send(answer);
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
