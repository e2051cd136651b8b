//! SHA-256 of messages two at a time.
//!
//! A processor with SHA instructions waits for the result of each step before it takes the next
//! one of the same message, and has room for another message meanwhile: a block of each in turn
//! takes two thirds of the time. The compression is the `sha2` crate's; here is only the order in
//! which blocks come to it, and the padding (FIPS 180-4, 5.1.1).

use sha2::block_api::compress256;

use super::Hash;

/// Bytes of a block.
const BLOCK: usize = 64;
/// The state before the first block (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];
/// Bytes of the message's length at the end of the padding.
const LENGTH: usize = 8;

/// Room for two messages while they are hashed.
#[derive(Default)]
pub(super) struct Pair {
    one: Vec<u8>,
    other: Vec<u8>,
}

impl Pair {
    /// SHA-256(prefix ‖ data) of two messages.
    pub(super) fn hash(&mut self, prefix: u8, [one, other]: [&[u8]; 2]) -> [Hash; 2] {
        pad(&mut self.one, prefix, one);
        pad(&mut self.other, prefix, other);
        let (one, other) = (self.one.as_chunks().0, self.other.as_chunks().0);
        let both = one.len().min(other.len());
        let mut states = [INITIAL; 2];
        compress_both(&mut states, one, other);
        let [first, second] = &mut states;
        compress256(first, one.get(both..).unwrap_or_default());
        compress256(second, other.get(both..).unwrap_or_default());
        states.map(digest)
    }
}

/// Writes a message with its padding.
fn pad(buffer: &mut Vec<u8>, prefix: u8, data: &[u8]) {
    let bits = (data.len() as u64 + 1).wrapping_mul(8);
    let length = (1 + data.len() + 1 + LENGTH).next_multiple_of(BLOCK);
    buffer.clear();
    buffer.reserve(length);
    buffer.push(prefix);
    buffer.extend_from_slice(data);
    buffer.push(0x80);
    buffer.resize(length - LENGTH, 0);
    buffer.extend_from_slice(&bits.to_be_bytes());
}

/// SHA-256(prefix ‖ left ‖ right) of two pairs of children.
#[inline]
pub(super) fn hash_nodes(prefix: u8, nodes: [&[Hash; 2]; 2]) -> [Hash; 2] {
    let [one, other] = nodes.map(|children| node_blocks(prefix, children));
    let mut states = [INITIAL; 2];
    compress_both(&mut states, &one, &other);
    states.map(digest)
}

/// A node's message with its padding.
#[inline]
fn node_blocks(prefix: u8, [left, right]: &[Hash; 2]) -> [[u8; BLOCK]; 2] {
    const BITS: [u8; LENGTH] = ((1 + 2 * Hash::LENGTH as u64) * 8).to_be_bytes();
    let mut blocks = [[0; BLOCK]; 2];
    if let Some(end) = blocks.as_flattened_mut().last_chunk_mut() {
        *end = BITS;
    }
    let mut bytes = blocks.as_flattened_mut();
    for part in [&[prefix], left.0.as_slice(), right.0.as_slice(), &[0x80]] {
        // INVARIANT: all parts together have 66 bytes.
        let Some((place, rest)) = bytes.split_at_mut_checked(part.len()) else { break };
        place.copy_from_slice(part);
        bytes = rest;
    }
    blocks
}

/// A block of each in turn, until one of them has no more.
#[inline]
fn compress_both(states: &mut [[u32; 8]; 2], one: &[[u8; BLOCK]], other: &[[u8; BLOCK]]) {
    let [first, second] = states;
    for (one, other) in one.iter().zip(other) {
        compress256(first, std::slice::from_ref(one));
        compress256(second, std::slice::from_ref(other));
    }
}

fn digest(state: [u32; 8]) -> Hash {
    let mut bytes = [0; Hash::LENGTH];
    for (place, word) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    Hash(bytes)
}
