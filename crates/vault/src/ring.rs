//! The generations of a wrapping key that open at a time, and how keys move from an older one to the newest.

use rand_core::CryptoRng;
use thiserror::Error;

use crate::key::KeyId;
use crate::place::Holder;
use crate::wrapped::{WRAPPED_KEY_BYTES, Wrappable, WrappedKey, WrappingKey};

/// Why a wrapped key was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UnwrapError {
    /// Not the length of a wrapped key.
    #[error("a wrapped key has {WRAPPED_KEY_BYTES} bytes, this has {found}")]
    Length {
        /// Its length in bytes.
        found: usize,
    },
    /// Wrapped in a way that this program does not know.
    #[error("wrapped in format {0}, which is not known here")]
    UnknownVersion(u8),
    /// A key of another kind than asked for.
    #[error("a key of another kind ({0}) stands here")]
    OtherKind(u8),
    /// Wrapped by a key that is not on the ring.
    #[error("wrapped by the key `{0}`, which is not open")]
    UnknownKey(KeyId),
    /// Changed, or moved from another holder.
    #[error("the wrapped key is broken: changed, or of another holder")]
    Refused,
}

/// The newest key of a kind, which wraps, and older ones, which only open.
///
/// A rotation is: put the new key in front ([`Ring::rotate`]), rewrap what is read or what a job finds ([`Ring::rewrap`]), and
/// take the old key off ([`Ring::retire`]) when nothing names it any more.
#[derive(Debug)]
pub struct Ring<W> {
    newest: (KeyId, W),
    older: Vec<(KeyId, W)>,
}

impl<W: WrappingKey> Ring<W> {
    /// A ring of one key.
    pub fn new(key: W) -> Self {
        Self { newest: (key.key().id(), key), older: Vec::new() }
    }

    /// Adds a key that opens and does not wrap.
    pub fn with_older(mut self, key: W) -> Self {
        self.older.push((key.key().id(), key));
        self
    }

    /// Puts a new key in front; the one before it goes on opening.
    pub fn rotate(&mut self, key: W) {
        let before = std::mem::replace(&mut self.newest, (key.key().id(), key));
        self.older.push(before);
    }

    /// Takes an older key off, and wipes it. Says whether it was there; the newest stays.
    pub fn retire(&mut self, id: KeyId) -> bool {
        let before = self.older.len();
        self.older.retain(|(older, _)| *older != id);
        self.older.len() < before
    }

    /// The key that wraps.
    pub fn newest(&self) -> &W {
        &self.newest.1
    }

    /// Its name.
    pub fn newest_id(&self) -> KeyId {
        self.newest.0
    }

    /// Wraps a key for its holder, under the newest.
    pub fn wrap<K, R>(&self, holder: Holder, key: &K, random: &mut R) -> WrappedKey<K>
    where
        K: Wrappable<By = W>,
        R: CryptoRng + ?Sized,
    {
        WrappedKey::wrap((self.newest.0, &self.newest.1), holder, key, random)
    }

    /// Opens a key of `holder` with whichever key of the ring it names.
    pub fn open<K>(&self, holder: Holder, wrapped: &WrappedKey<K>) -> Result<K, UnwrapError>
    where
        K: Wrappable<By = W>,
    {
        let wanted = wrapped.wrapped_by();
        let mut keys = std::iter::once(&self.newest).chain(&self.older);
        let (_, by) = keys.find(|(id, _)| *id == wanted).ok_or(UnwrapError::UnknownKey(wanted))?;
        wrapped.open(by, holder)
    }

    /// The same key under the newest; `None` where it already is.
    pub fn rewrap<K, R>(
        &self,
        holder: Holder,
        wrapped: &WrappedKey<K>,
        random: &mut R,
    ) -> Result<Option<WrappedKey<K>>, UnwrapError>
    where
        K: Wrappable<By = W>,
        R: CryptoRng + ?Sized,
    {
        if wrapped.wrapped_by() == self.newest.0 {
            return Ok(None);
        }
        let key = self.open(holder, wrapped)?;
        Ok(Some(self.wrap(holder, &key, random)))
    }
}
