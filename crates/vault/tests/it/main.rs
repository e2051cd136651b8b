//! The laws of the vault, the attacks on it, and a stranger who opens what it sealed.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::expect_used, reason = "a test without its program says which one")]
#![expect(clippy::indexing_slicing, reason = "a test that reaches past the end fails")]

mod blind;
mod keys;
mod known_answers;
mod passphrase;
mod recovery;
mod redaction;
mod sample;
mod source;
mod stranger;
mod stream;
mod values;
