//! Answers of the JSON API, kept by key.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use engine::MemberId;

use crate::{Actor, App, error::AppError, records::RecordRead, shared::HeldKey};

/// An answer is given again for a day, microseconds.
const DAY_MICROS: i64 = 86_400_000_000;

/// What is known of a key.
pub enum Claimed {
    /// Nothing: the request may be done, and nobody else may do it meanwhile.
    Free(Claim),
    /// The same request was answered with this.
    Answered(String),
    /// Another request had this key.
    UsedOtherwise,
    /// A request with this key is being done.
    UnderWay,
}

/// The right to do the request of a key. Dropping it without an answer frees the key.
pub struct Claim {
    owner: store::Owner,
    key: String,
    request_hash: Vec<u8>,
    /// The same right against other processes, where there may be any.
    held: Option<HeldKey>,
}

impl Claim {
    /// The key, and the hash of what is asked with it.
    pub(crate) fn key(&self) -> (&str, &[u8]) {
        (&self.key, &self.request_hash)
    }
}

/// HTTP status and body with which a post is answered when its record has become this; `None` where it cannot be written.
pub type Render = Arc<dyn Fn(RecordRead) -> Option<(u16, String)> + Send + Sync>;

/// What keeps the answer of a post in the same commit as what the post did: both are there, or neither.
pub struct Keep {
    /// The right to answer.
    pub claim: Claim,
    /// The answer.
    pub render: Render,
}

/// Keys whose requests are being done in this process.
static UNDER_WAY: Mutex<BTreeSet<(MemberId, String)>> = Mutex::new(BTreeSet::new());

impl Drop for Claim {
    fn drop(&mut self) {
        let key = (self.owner.member, std::mem::take(&mut self.key));
        UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

impl App {
    /// Claims a key for a request, told by the hash of what it asks.
    ///
    /// # Errors
    /// What the database says.
    pub async fn claim_key(
        &self,
        actor: Actor,
        key: &str,
        request_hash: Vec<u8>,
    ) -> Result<Claimed, AppError> {
        let is_new = UNDER_WAY
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert((actor.member, key.to_owned()));
        if !is_new {
            return Ok(Claimed::UnderWay);
        }
        // From here on the claim frees the key however this ends.
        let mut claim =
            Claim { owner: actor.owner(), key: key.to_owned(), request_hash, held: None };
        if self.db.is_on_server() {
            let (hash, now) = (claim.request_hash.clone(), self.clock.now().as_microsecond());
            claim.held = HeldKey::take(&self.db, actor.member, key, hash, now).await?;
            if claim.held.is_some() {
                return Ok(Claimed::Free(claim));
            }
        }
        let since = self.clock.now().as_microsecond() - DAY_MICROS;
        Ok(match store::preference::find_answer(&self.db, actor.owner(), key, since).await? {
            None => Claimed::Free(claim),
            Some(answer) if answer.status == store::preference::HELD => Claimed::UnderWay,
            Some(answer) if answer.request_hash == claim.request_hash => {
                Claimed::Answered(answer.body)
            }
            Some(_) => Claimed::UsedOtherwise,
        })
    }

    /// Keeps the answer of a request for a day, where it was not kept with what it answers.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_answer(
        &self,
        mut claim: Claim,
        status: u16,
        answer: &str,
    ) -> Result<(), AppError> {
        let (hash, at) = (claim.request_hash.clone(), self.clock.now().as_microsecond());
        store::preference::put_answer(
            &self.db,
            claim.owner,
            &claim.key,
            hash,
            (status, answer),
            at,
        )
        .await?;
        if let Some(held) = &mut claim.held {
            held.answered();
        }
        Ok(())
    }
}
