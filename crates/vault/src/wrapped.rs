//! A key under another key: 82 bytes that name the key which opens them.

use std::fmt;
use std::marker::PhantomData;

use chacha20poly1305::aead::AeadInOut as _;
use chacha20poly1305::{Tag, XNonce};
use rand_core::CryptoRng;

use crate::key::{DataKey, IndexKey, KEY_BYTES, Key, KeyId, MasterKey, OperatorKey};
use crate::place::Holder;
use crate::ring::UnwrapError;

const LABEL: &[u8; 16] = b"kitei/wrapped/v1";
const VERSION: u8 = 1;
const ID_BYTES: usize = 8;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// Length of a wrapped key: `version ‖ kind ‖ key id ‖ nonce ‖ ciphertext ‖ tag`.
pub const WRAPPED_KEY_BYTES: usize = 2 + ID_BYTES + NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/// What only the vault's own keys can be.
mod duty {
    use crate::key::Key;

    pub trait Held {
        fn key(&self) -> &Key;
    }

    pub trait Made: Held {
        /// How the kind is written in a wrapped key.
        const KIND: u8;
        fn from_key(key: Key) -> Self;
    }
}

/// A key that wraps others: [`MasterKey`], [`OperatorKey`].
pub trait WrappingKey: duty::Held {}

/// A key that is kept wrapped: [`OperatorKey`], [`IndexKey`], [`DataKey`].
pub trait Wrappable: duty::Made {
    /// What it is wrapped by.
    type By: WrappingKey;
}

macro_rules! held {
    ($($name:ident),*) => {$(
        impl duty::Held for $name {
            fn key(&self) -> &Key {
                &self.0
            }
        }
    )*};
}
held!(MasterKey, OperatorKey, IndexKey, DataKey);

macro_rules! wrappable {
    ($($name:ident = $kind:literal by $by:ident),*) => {$(
        impl duty::Made for $name {
            const KIND: u8 = $kind;
            fn from_key(key: Key) -> Self {
                Self(key)
            }
        }

        impl Wrappable for $name {
            type By = $by;
        }
    )*};
}
wrappable!(OperatorKey = 1 by MasterKey, DataKey = 2 by OperatorKey, IndexKey = 3 by OperatorKey);

impl WrappingKey for MasterKey {}
impl WrappingKey for OperatorKey {}

/// A wrapped `K`, whose length, version and kind were checked and whose seal was not yet.
pub struct WrappedKey<K> {
    bytes: [u8; WRAPPED_KEY_BYTES],
    kind: PhantomData<fn() -> K>,
}

impl<K> Clone for WrappedKey<K> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes, kind: PhantomData }
    }
}

impl<K> PartialEq for WrappedKey<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<K> Eq for WrappedKey<K> {}

impl<K> fmt::Debug for WrappedKey<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WrappedKey(by {})", self.wrapped_by())
    }
}

impl<K> WrappedKey<K> {
    /// The bytes to keep.
    pub const fn as_bytes(&self) -> &[u8; WRAPPED_KEY_BYTES] {
        &self.bytes
    }

    /// The key that opens it.
    pub fn wrapped_by(&self) -> KeyId {
        let id = self.bytes.get(2..).and_then(|rest| rest.first_chunk());
        KeyId(id.copied().unwrap_or_default())
    }
}

impl<K: Wrappable> WrappedKey<K> {
    /// Reads what was kept.
    pub fn from_bytes(kept: &[u8]) -> Result<Self, UnwrapError> {
        let Ok(bytes) = <[u8; WRAPPED_KEY_BYTES]>::try_from(kept) else {
            return Err(UnwrapError::Length { found: kept.len() });
        };
        match bytes {
            [VERSION, kind, ..] if kind == K::KIND => Ok(Self { bytes, kind: PhantomData }),
            [VERSION, kind, ..] => Err(UnwrapError::OtherKind(kind)),
            [version, ..] => Err(UnwrapError::UnknownVersion(version)),
        }
    }

    pub(crate) fn wrap<R: CryptoRng + ?Sized>(
        (id, by): (KeyId, &K::By),
        holder: Holder,
        key: &K,
        random: &mut R,
    ) -> Self {
        let mut bytes = [0; WRAPPED_KEY_BYTES];
        let mut nonce = [0; NONCE_BYTES];
        random.fill_bytes(&mut nonce);
        let (head, rest) = bytes.split_at_mut(2);
        head.copy_from_slice(&[VERSION, K::KIND]);
        let (name, rest) = rest.split_at_mut(ID_BYTES);
        name.copy_from_slice(&id.0);
        let (place, rest) = rest.split_at_mut(NONCE_BYTES);
        place.copy_from_slice(&nonce);
        let (body, tag) = rest.split_at_mut(KEY_BYTES);
        body.copy_from_slice(duty::Held::key(key).bytes());
        let bound = bind(K::KIND, id, holder);
        #[expect(clippy::expect_used, reason = "32 bytes are below the cipher's limit of 256 GiB")]
        let made = duty::Held::key(by)
            .cipher()
            .encrypt_inout_detached(&XNonce::from(nonce), &bound, body.into())
            .expect("32 bytes");
        tag.copy_from_slice(&made);
        Self { bytes, kind: PhantomData }
    }

    pub(crate) fn open(&self, by: &K::By, holder: Holder) -> Result<K, UnwrapError> {
        let (_, rest) = self.bytes.split_at(2 + ID_BYTES);
        let length = UnwrapError::Length { found: self.bytes.len() };
        let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(length)?;
        let (body, tag) = rest.split_first_chunk::<KEY_BYTES>().ok_or(length)?;
        let tag = tag.first_chunk::<TAG_BYTES>().ok_or(length)?;
        let bound = bind(K::KIND, self.wrapped_by(), holder);
        let mut outcome = Ok(());
        let key = Key::fill(|bytes| {
            bytes.copy_from_slice(body);
            outcome = duty::Held::key(by).cipher().decrypt_inout_detached(
                &XNonce::from(*nonce),
                &bound,
                bytes.as_mut_slice().into(),
                &Tag::from(*tag),
            );
        });
        outcome.map_err(|_| UnwrapError::Refused)?;
        Ok(duty::Made::from_key(key))
    }
}

/// Associated data: `label ‖ kind ‖ wrapping key's id ‖ operator ‖ record`.
fn bind(kind: u8, by: KeyId, holder: Holder) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(LABEL.len() + 1 + ID_BYTES + 32);
    bytes.extend_from_slice(LABEL);
    bytes.push(kind);
    bytes.extend_from_slice(&by.0);
    bytes.extend_from_slice(holder.operator.as_bytes());
    bytes.extend_from_slice(holder.record.as_bytes());
    bytes
}
