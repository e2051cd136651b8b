//! Words that can be searched for and not be read: keyed hashes (HMAC-SHA-256) of what the plain index would hold.
//!
//! It hides words from whoever has the database without the key, not their pattern: which words are equal, how often they
//! occur, which follow each other and which begin alike. `docs/decisions/0009` says what that is worth to a thief.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::key::IndexKey;

const LABEL: &[u8; 16] = b"kitei/blind/v1\0\0";

/// Letters that stand for the first character of a word: 20 bits.
pub const START_LETTERS: usize = 5;
/// Letters of a whole word, the start included: 48 bits.
pub const WORD_LETTERS: usize = 12;
/// Bytes that stand for an exact value: 128 bits.
pub const EXACT_BYTES: usize = 16;

/// Sixteen letters and no digits: every tokenizer takes such a word as one, and none begins like a mark (`zz`).
const LETTERS: &[u8; 16] = b"abcdefghijklmnop";

/// Blinds words of one operator for one purpose. Make it once and keep it: the key is worked in already.
#[derive(Clone)]
pub struct Blind(Hmac<Sha256>);

/// What is hashed, so that a word, a start and a value never look alike.
#[derive(Clone, Copy)]
enum Kind {
    Start = 1,
    Word = 2,
    Exact = 3,
}

impl IndexKey {
    /// The blinding for a purpose, such as `record.search`. Blindings of two purposes have nothing in common.
    pub fn blind(&self, operator: Uuid, purpose: &str) -> Blind {
        let label: [&[u8]; 3] = [LABEL, operator.as_bytes(), purpose.as_bytes()];
        let key = Zeroizing::new(self.0.derive::<32>(&label));
        // HMAC fills a key up with zeros to the length of a block.
        let mut block = Zeroizing::new([0; 64]);
        block.split_at_mut(32).0.copy_from_slice(key.as_slice());
        Blind(Hmac::new((&*block).into()))
    }
}

impl Blind {
    /// What all words that begin with this character begin with: for the search for a single character by prefix.
    pub fn start(&self, first: char) -> String {
        let mut buffer = [0; 4];
        letters(self.hash(Kind::Start, first.encode_utf8(&mut buffer)), START_LETTERS)
    }

    /// The word that stands for a bigram (or any other word) in a full-text index; empty for an empty one.
    pub fn word(&self, word: &str) -> String {
        let Some(first) = word.chars().next() else { return String::new() };
        let mut blinded = self.start(first);
        blinded.push_str(&letters(self.hash(Kind::Word, word), WORD_LETTERS - START_LETTERS));
        blinded
    }

    /// Words separated by blanks, each blinded, in their order: phrases of them are found as phrases.
    pub fn words(&self, words: &str) -> String {
        let blinded: Vec<_> = words.split_whitespace().map(|word| self.word(word)).collect();
        blinded.join(" ")
    }

    /// Words separated by blanks, each blinded, each once, sorted: a thief learns which occur together, not their order.
    /// Phrases are not found by it; whoever uses it opens what was found and looks again.
    pub fn bag(&self, words: &str) -> String {
        let mut blinded: Vec<_> = words.split_whitespace().map(|word| self.word(word)).collect();
        blinded.sort_unstable();
        blinded.dedup();
        blinded.join(" ")
    }

    /// What stands for a whole value that is looked up as it is, such as a number.
    pub fn exact(&self, value: &str) -> [u8; EXACT_BYTES] {
        let hash = self.hash(Kind::Exact, value);
        hash.first_chunk().copied().unwrap_or_default()
    }

    fn hash(&self, kind: Kind, text: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(&[kind as u8]);
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

/// The first half-bytes of a hash, a letter each.
fn letters(hash: [u8; 32], count: usize) -> String {
    let halves = hash.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .take(count)
        .filter_map(|half| LETTERS.get(usize::from(half)))
        .map(|letter| char::from(*letter))
        .collect()
}
