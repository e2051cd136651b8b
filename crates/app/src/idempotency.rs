//! What the JSON API asks of the application beside the use cases: answers kept by key, and when records last changed.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use engine::{MemberId, RecordId};
use jiff::Timestamp;

use crate::{Actor, App, error::AppError};

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
    member: MemberId,
    key: String,
    request_hash: Vec<u8>,
}

/// Keys whose requests are being done. One process serves a data folder, so that memory is enough.
static UNDER_WAY: Mutex<BTreeSet<(MemberId, String)>> = Mutex::new(BTreeSet::new());

impl Drop for Claim {
    fn drop(&mut self) {
        let key = (self.member, std::mem::take(&mut self.key));
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
        let claim = Claim { member: actor.member, key: key.to_owned(), request_hash };
        Ok(match store::preference::find_answer(&self.db, actor.member, key).await? {
            None => Claimed::Free(claim),
            Some(answer) if answer.request_hash == claim.request_hash => {
                Claimed::Answered(answer.body)
            }
            Some(_) => Claimed::UsedOtherwise,
        })
    }

    /// Keeps the answer of a request for a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keep_answer(
        &self,
        claim: Claim,
        status: u16,
        answer: &str,
    ) -> Result<(), AppError> {
        let (hash, at) = (claim.request_hash.clone(), self.clock.now().as_microsecond());
        Ok(store::preference::put_answer(
            &self.db,
            claim.member,
            &claim.key,
            hash,
            (status, answer),
            at,
        )
        .await?)
    }

    /// When records last changed. For records of a list that the caller was allowed to see; it asks no rule again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn changed_at(
        &self,
        actor: Actor,
        ids: &[RecordId],
    ) -> Result<HashMap<RecordId, Timestamp>, AppError> {
        let mut found = HashMap::with_capacity(ids.len());
        for id in ids {
            if let Some(row) = store::record::lookup(&self.db, actor.operator, *id).await? {
                found.insert(*id, Timestamp::from_microsecond(row.updated_at).unwrap_or_default());
            }
        }
        Ok(found)
    }
}
