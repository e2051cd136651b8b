//! Where the key of a record is kept: empty, filled once, destroyed for ever.
//!
//! The row outlives the key: a destroyed slot is one byte, so that nothing makes a second key for an erased record.

use rand_core::CryptoRng;
use thiserror::Error;

use crate::key::{DataKey, OperatorKey};
use crate::place::Holder;
use crate::ring::{Ring, UnwrapError};
use crate::wrapped::WrappedKey;

/// What is kept in place of a destroyed key.
const DESTROYED: &[u8] = &[0];

/// The key of a record, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySlot {
    /// No key was made yet.
    Vacant,
    /// The key, wrapped.
    Kept(WrappedKey<DataKey>),
    /// The key was destroyed, and the record with it.
    Destroyed,
}

/// Why a slot did not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SlotError {
    /// The record was erased.
    #[error("the key of this record was destroyed")]
    Destroyed,
    /// There is no key yet.
    #[error("this record has no key yet")]
    Vacant,
    /// There is one already.
    #[error("this record has a key already")]
    Occupied,
    /// There is one that does not open.
    #[error("the key of this record does not open")]
    Key(#[from] UnwrapError),
}

impl KeySlot {
    /// Reads what was kept; `None` where there is no row.
    pub fn from_stored(stored: Option<&[u8]>) -> Result<Self, UnwrapError> {
        match stored {
            None => Ok(Self::Vacant),
            Some(DESTROYED) => Ok(Self::Destroyed),
            Some(bytes) => WrappedKey::from_bytes(bytes).map(Self::Kept),
        }
    }

    /// What to keep; `None` where there is nothing.
    pub fn stored(&self) -> Option<&[u8]> {
        match self {
            Self::Vacant => None,
            Self::Kept(wrapped) => Some(wrapped.as_bytes()),
            Self::Destroyed => Some(DESTROYED),
        }
    }

    /// Makes the record's key: the slot to keep, and the key to seal with. Once in a record's life.
    pub fn fill<R: CryptoRng + ?Sized>(
        &self,
        ring: &Ring<OperatorKey>,
        holder: Holder,
        random: &mut R,
    ) -> Result<(Self, DataKey), SlotError> {
        match self {
            Self::Vacant => {
                let key = DataKey::generate(random);
                Ok((Self::Kept(ring.wrap(holder, &key, random)), key))
            }
            Self::Kept(_) => Err(SlotError::Occupied),
            Self::Destroyed => Err(SlotError::Destroyed),
        }
    }

    /// Opens the record's key.
    pub fn open(&self, ring: &Ring<OperatorKey>, holder: Holder) -> Result<DataKey, SlotError> {
        Ok(ring.open(holder, self.kept()?)?)
    }

    /// The slot under the newest operator's key; `None` where it already is.
    pub fn rewrap<R: CryptoRng + ?Sized>(
        &self,
        ring: &Ring<OperatorKey>,
        holder: Holder,
        random: &mut R,
    ) -> Result<Option<Self>, SlotError> {
        Ok(ring.rewrap(holder, self.kept()?, random)?.map(Self::Kept))
    }

    /// The slot after its key was destroyed. A record that never had a key can be closed too.
    pub fn destroy(self) -> Self {
        Self::Destroyed
    }

    fn kept(&self) -> Result<&WrappedKey<DataKey>, SlotError> {
        match self {
            Self::Kept(wrapped) => Ok(wrapped),
            Self::Vacant => Err(SlotError::Vacant),
            Self::Destroyed => Err(SlotError::Destroyed),
        }
    }
}
