//! The vault: what is personal is kept under a key of its own record, and erased by destroying that key.
//!
//! ```text
//! master key ──wraps──► operator key ──wraps──► data key (one a record) ──seals──► values, attachments
//!                             └────────wraps──► index key (one an operator) ──blinds──► search words
//! ```
//!
//! | chapter | what it holds |
//! |---|---|
//! | [`Secret`], [`Opened`] | what was opened: not printed, not copied, wiped when dropped |
//! | [`MasterKey`], [`OperatorKey`], [`IndexKey`], [`DataKey`] | the keys, a type each |
//! | [`Place`], [`DataKey::seal`], [`DataKey::open`] | a value, bound to the row it stands in |
//! | [`DataKey::opening`], [`commitment()`] | what a value is held against by somebody who has to trust nobody |
//! | [`Ring`], [`WrappedKey`], [`Holder`] | keys under keys, and their rotation |
//! | [`KeySlot`] | the key of a record in the database: none yet, kept, destroyed for ever |
//! | [`StreamSealer`], [`StreamOpener`] | attachments, 64 KiB at a time |
//! | [`Blind`] | words that can be searched for and not be read |
//! | [`PassphraseSetup`], [`RecoveryKey`], [`source`] | where the master key comes from, and how it comes back |
//!
//! What this crate is not: it keeps nothing and knows no database. It does no IO but in [`source`], reads no clock, and draws
//! no randomness: whoever calls hands it in. (`age` draws its own for the recovery file.) The bytes are described in
//! `docs/sealed-format.md`, well enough that a stranger can open them.

mod blind;
mod commitment;
mod key;
mod key_text;
mod passphrase;
mod place;
mod recovery;
mod ring;
mod secret;
mod slot;
pub mod source;
mod stream;
mod value;
mod wrapped;

pub use blind::{Blind, EXACT_BYTES, START_LETTERS, WORD_LETTERS};
pub use commitment::{COMMITMENT_BYTES, commitment};
pub use key::{DataKey, IndexKey, KEY_BYTES, KeyId, MasterKey, OperatorKey};
pub use key_text::KeyTextError;
pub use passphrase::{MIN_PASSPHRASE_CHARACTERS, PassphraseError, PassphraseSetup};
pub use place::{Holder, Place};
pub use recovery::{
    MAX_RECOVERY_FILE_BYTES, RecoveryError, RecoveryKey, RecoveryKeyError, RecoveryRecipient,
};
pub use ring::{Ring, UnwrapError};
pub use secret::{Opened, Secret};
pub use slot::{KeySlot, SlotError};
pub use stream::{
    STREAM_CHUNK_BYTES, STREAM_HEADER_BYTES, StreamError, StreamOpener, StreamSealer,
};
pub use value::{MAX_VALUE_BYTES, OpenError, SEALED_OVERHEAD_BYTES, SealError, Sealed};
pub use wrapped::{WRAPPED_KEY_BYTES, Wrappable, WrappedKey, WrappingKey};
