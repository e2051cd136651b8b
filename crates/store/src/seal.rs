//! The seal of what lists show of a record: it stands in the leaf of the event that made it, so that a title, a sort key or a
//! queue that was changed behind the program's back is found without making it again.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::writer::{ANYWHERE, Blinded};

/// Bytes of each part: nobody finds a second text to a hash of 128 bits.
const PART: usize = 16;

/// Parts of what is shown, in the order of their seals.
pub(crate) const PARTS: [&str; 4] = ["record", "record_key", "record_identity", "waiting"];

/// What lists show of a record, as the rows of the database have it: sealed, blinded, or of no person.
#[derive(Debug, Default)]
pub(crate) struct Shown<'a> {
    /// The record's salt, which goes with its key: afterwards no guess can be tried on the seal.
    pub(crate) salt: &'a [u8],
    /// Title and list columns, sealed.
    pub(crate) row: &'a [u8],
    pub(crate) keys: BTreeSet<(&'a str, &'a str)>,
    pub(crate) identities: BTreeSet<&'a str>,
    pub(crate) waiting: BTreeSet<(&'a str, Uuid, &'a str)>,
}

impl<'a> Shown<'a> {
    /// What the rows of a projection will be.
    pub(crate) fn of(projection: &'a Blinded, salt: &'a [u8]) -> Self {
        let pairs = projection.keys.iter().map(|(field, key)| (field.as_str(), key.as_str()));
        let waiting = projection.waiting.iter().flat_map(|waiting| {
            let units = waiting.units.as_deref().unwrap_or(&[ANYWHERE]);
            units.iter().map(|unit| (waiting.office.as_str(), unit.0, waiting.step.as_str()))
        });
        Self {
            salt,
            row: &projection.shown,
            keys: pairs.collect(),
            identities: Some(projection.identity.as_str())
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect(),
            waiting: waiting.collect(),
        }
    }

    /// The seals of the parts, one after the other.
    pub(crate) fn seal(&self) -> Vec<u8> {
        let mut seal = Vec::with_capacity(PARTS.len() * PART);
        let part = |texts: Vec<&[u8]>| part(std::iter::once(self.salt).chain(texts));
        seal.extend(part(vec![self.row]));
        let keys = self.keys.iter().flat_map(|(field, key)| [field.as_bytes(), key.as_bytes()]);
        seal.extend(part(keys.collect()));
        seal.extend(part(self.identities.iter().map(|identity| identity.as_bytes()).collect()));
        let waiting = self.waiting.iter().flat_map(|(office, unit, step)| {
            [office.as_bytes(), unit.as_bytes().as_slice(), step.as_bytes()]
        });
        seal.extend(part(waiting.collect()));
        seal
    }
}

/// The parts that differ between two seals; all of them where one is no seal. Tallies of words are not compared.
pub(crate) fn differing(one: &[u8], other: &[u8]) -> Vec<&'static str> {
    let length = PARTS.len() * PART;
    let (Some(one), Some(other)) = (one.get(..length), other.get(..length)) else {
        return PARTS.to_vec();
    };
    let pairs = one.chunks(PART).zip(other.chunks(PART));
    PARTS
        .into_iter()
        .zip(pairs)
        .filter(|(_, (one, other))| one != other)
        .map(|(name, _)| name)
        .collect()
}

/// What can be known of a record's words from the full-text index, which keeps no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Sum of the words' numbers.
    pub(crate) sum: u64,
    /// How many words; none where it depends on the tokenizer's tables.
    pub(crate) count: Option<u64>,
}

impl Tally {
    /// The tally of words with blanks between them.
    pub(crate) fn of(words: &str) -> Self {
        let (mut sum, mut count, mut are_plain) = (0_u64, 0, true);
        for text in words.split(' ').filter(|text| !text.is_empty()) {
            count += 1;
            match word(text) {
                Some(number) => sum = sum.wrapping_add(number),
                None => are_plain &= text.chars().all(is_plain),
            }
        }
        Self { sum, count: are_plain.then_some(count) }
    }

    /// Whether it can be the tally of these words. Where the number was not sealed, the words may have been split otherwise: so
    /// they come from an index in a file.
    pub(crate) fn holds(self, words: &str) -> bool {
        let found = Self::of(words);
        found.sum == self.sum && self.count.is_none_or(|count| found.count == Some(count))
    }

    /// What stands after the parts of a seal: the sum is masked, so that it says nothing when the salt is gone.
    pub(crate) fn to_bytes(self, salt: &[u8]) -> Vec<u8> {
        let sum = self.sum.wrapping_add(mask(salt));
        [sum.to_be_bytes(), self.count.unwrap_or_default().to_be_bytes()].concat()
    }

    /// The tally of a seal that has one.
    pub(crate) fn of_seal(seal: &[u8], salt: &[u8]) -> Option<Self> {
        let (sum, count) = seal.get(PARTS.len() * PART..)?.split_first_chunk::<8>()?;
        let count = u64::from_be_bytes(count.try_into().ok()?);
        let sum = u64::from_be_bytes(*sum).wrapping_sub(mask(salt));
        Some(Self { sum, count: (count > 0).then_some(count) })
    }
}

/// What the sum of a record's words is hidden by.
fn mask(salt: &[u8]) -> u64 {
    let hash = Sha256::new().chain_update(b"kitei/tally/v1").chain_update(salt).finalize();
    hash.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

/// The number of a word of two characters or more. None for others: the tokenizer may have made them of a pair that it split.
pub(crate) fn word(word: &str) -> Option<u64> {
    let mut characters = 0;
    for c in word.chars() {
        if !is_plain(c) {
            return None;
        }
        characters += 1;
    }
    (characters >= 2).then(|| {
        let sum = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mixed = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
    })
}

/// Characters that every version of the tokenizer's tables keeps as they are.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='~' | 'ぁ'..='ゖ' | '\u{4E00}'..='\u{9FA5}' | '々' | '〇' | '、' | '。' | '「' | '」' | '・')
}

/// The hash of texts, each with its length before it, so that none can run into the next.
fn part<'b>(texts: impl Iterator<Item = &'b [u8]>) -> Vec<u8> {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into_iter().take(PART).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_sealed_by_itself() {
        let base = || Blinded { shown: b"sealed".to_vec(), ..Blinded::default() };
        let seal = |projection: &Blinded| Shown::of(projection, b"salt").seal();
        let changed = |change: fn(&mut Blinded)| {
            let mut other = base();
            change(&mut other);
            differing(&seal(&base()), &seal(&other))
        };
        assert_eq!(changed(|_| {}), [""; 0]);
        assert_eq!(changed(|it| it.shown = b"other".to_vec()), ["record"]);
        assert_eq!(changed(|it| it.keys.push(("name".into(), "a".into()))), ["record_key"]);
        assert_eq!(changed(|it| it.identity = "a".into()), ["record_identity"]);
        assert_eq!(differing(&seal(&base()), &[]), PARTS);
        assert_eq!(differing(&seal(&base()), &Shown::of(&base(), b"other").seal()), PARTS);
    }

    #[test]
    fn words_are_tallied_whatever_their_order() {
        let tally = Tally::of("zzmark 個人 人情  情報");
        assert_eq!((tally.count, tally), (Some(4), Tally::of("情報 人情 個人 zzmark")));
        assert_ne!(tally.sum, Tally::of("zzmark 個人 人情 報情").sum);
        assert_eq!(Tally::of("一 个\u{20000}").count, None);
        let seal = [Shown::default().seal(), tally.to_bytes(b"salt")].concat();
        assert_eq!(Tally::of_seal(&seal, b"salt"), Some(tally));
        assert_ne!(Tally::of_seal(&seal, b""), Some(tally), "without the salt it says nothing");
        assert_eq!(Tally::of_seal(&Shown::default().seal(), b"salt"), None);
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let pairs = |pairs: &[(&str, &str)]| {
            let keys = pairs.iter().map(|(field, key)| ((*field).to_owned(), (*key).to_owned()));
            Shown::of(&Blinded { keys: keys.collect(), ..Blinded::default() }, b"salt").seal()
        };
        assert_ne!(pairs(&[("ab", "c")]), pairs(&[("a", "bc")]));
        assert_eq!(pairs(&[("a", "1"), ("b", "2")]), pairs(&[("b", "2"), ("a", "1"), ("a", "1")]));
    }
}
