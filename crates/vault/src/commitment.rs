//! A commitment to a value: it binds whoever made it, and says nothing about the value once the data key is gone.
//!
//! The cipher does not commit to its key: whoever has one key can find a second, under which the same sealed bytes open to
//! something else. Where a value is shown to somebody who has to trust nobody, this hash is what it is held against.

use sha2::{Digest as _, Sha256};

use crate::key::DataKey;
use crate::place::Place;

const LABEL: &[u8; 16] = b"kitei/opening/v1";

/// Bytes of an opening and of a commitment.
pub const COMMITMENT_BYTES: usize = 32;

impl DataKey {
    /// What opens the commitment of the value in a place: shown together with the value, it proves it. It is derived from the
    /// key and leads back neither to it nor to the opening of another place.
    pub fn opening(&self, place: &Place<'_>) -> [u8; COMMITMENT_BYTES] {
        self.0.derive(&[&place.bind(LABEL)])
    }
}

/// The commitment to a value: `SHA-256(opening ‖ value)`.
pub fn commitment(opening: &[u8; COMMITMENT_BYTES], plain: &[u8]) -> [u8; COMMITMENT_BYTES] {
    Sha256::new().chain_update(opening).chain_update(plain).finalize().into()
}
