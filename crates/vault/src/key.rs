//! The keys: 256 random bits each, a type for each duty, so that none can stand in for another.

use std::fmt;

use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use hkdf::Hkdf;
use rand_core::CryptoRng;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

/// Length of every key, in bytes.
pub const KEY_BYTES: usize = 32;

/// What makes the id of a key from the key.
const KEY_ID_LABEL: &[u8; 16] = b"kitei/key-id/v1\0";

/// The bytes of a key, on the heap so that moving it leaves no copies behind.
pub struct Key(Box<[u8; KEY_BYTES]>);

impl Key {
    pub(crate) fn generate<R: CryptoRng + ?Sized>(random: &mut R) -> Self {
        Self::fill(|bytes| random.fill_bytes(bytes))
    }

    /// A key whose bytes are written in place.
    pub(crate) fn fill(write: impl FnOnce(&mut [u8; KEY_BYTES])) -> Self {
        let mut key = Self(Box::new([0; KEY_BYTES]));
        write(&mut key.0);
        key
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    pub(crate) fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.0).into())
    }

    /// HKDF-SHA-256 (RFC 5869) without salt: another key, from which this one cannot be found.
    pub(crate) fn derive<const N: usize>(&self, label: &[&[u8]]) -> [u8; N] {
        const { assert!(N <= KEY_BYTES, "one block of HKDF") };
        let mut derived = [0; N];
        #[expect(clippy::expect_used, reason = "one block is within HKDF's limit of 255")]
        Hkdf::<Sha256>::new(None, &*self.0)
            .expand_multi_info(label, &mut derived)
            .expect("one block");
        derived
    }

    pub(crate) fn id(&self) -> KeyId {
        KeyId(self.derive(&[KEY_ID_LABEL]))
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Names a key without telling anything about it: 64 bits derived from it. A generation of a key is named by its id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(crate) [u8; 8]);

impl KeyId {
    /// The id as it stands in a wrapped key.
    pub const fn bytes(&self) -> &[u8; 8] {
        &self.0
    }

    /// An id that was kept somewhere.
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A kind of key: made from randomness, printed without its bytes, compared in constant time, never cloned.
macro_rules! key_kind {
    ($(#[$words:meta])* $name:ident) => {
        $(#[$words])*
        pub struct $name(pub(crate) Key);

        impl $name {
            /// A fresh key from the caller's randomness.
            pub fn generate<R: CryptoRng + ?Sized>(random: &mut R) -> Self {
                Self(Key::generate(random))
            }

            /// The name of this key; derived anew each time.
            pub fn id(&self) -> KeyId {
                self.0.id()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([sealed])"))
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.bytes().ct_eq(other.0.bytes()).into()
            }
        }

        impl Eq for $name {}
    };
}

key_kind! {
    /// The key that wraps the operators' keys. It is never in the database nor in its backups.
    MasterKey
}
key_kind! {
    /// The key of an operator, which wraps the keys of its records and its index key.
    OperatorKey
}
key_kind! {
    /// What an operator's search words are blinded with. It stays when the operator's key is rotated, so that no word is
    /// ever made again.
    IndexKey
}
key_kind! {
    /// The key of one record. Whoever destroys it erases the record.
    DataKey
}
