//! Blinded words: found like plain ones, and of one operator and purpose only.

use std::collections::HashSet;

use vault::{Blind, Holder, IndexKey, OperatorKey, Ring, START_LETTERS, WORD_LETTERS};

use crate::sample::{Counter, OPERATOR, RECORD};

fn index_key() -> IndexKey {
    IndexKey::generate(&mut Counter(1))
}

fn blind() -> Blind {
    index_key().blind(OPERATOR, "record.search")
}

#[test]
fn phrases_stay_phrases() {
    let kept = blind().words("会員 員の の個 個人 人情 情報");
    let wanted = blind().words("個人 人情 情報");
    assert!(kept.ends_with(&wanted));
    assert!(!kept.contains(&blind().words("情報 個人")));
    assert_eq!(blind().words(""), "");
}

#[test]
fn a_word_is_twelve_letters_for_any_tokenizer() {
    for word in ["個人", "a", "\" *", "-1", "zz", "𠮷野"] {
        let blinded = blind().word(word);
        assert_eq!(blinded.len(), WORD_LETTERS);
        assert!(blinded.chars().all(|letter| ('a'..='p').contains(&letter)), "{blinded}");
    }
    assert_eq!(blind().word(""), "");
}

#[test]
fn one_character_finds_what_begins_with_it() {
    let start = blind().start('個');
    assert_eq!(start.len(), START_LETTERS);
    assert!(blind().word("個人").starts_with(&start));
    assert!(blind().word("個").starts_with(&start));
    assert!(!blind().word("人個").starts_with(&start));
}

#[test]
fn two_operators_and_two_purposes_have_nothing_in_common() {
    let key = index_key();
    let words: HashSet<String> = [
        key.blind(OPERATOR, "record.search"),
        key.blind(RECORD, "record.search"),
        key.blind(OPERATOR, "member.search"),
        key.blind(OPERATOR, ""),
        IndexKey::generate(&mut Counter(2)).blind(OPERATOR, "record.search"),
    ]
    .map(|blind| blind.word("個人"))
    .into();
    assert_eq!(words.len(), 5);
}

#[test]
fn a_bag_hides_order_and_number() {
    let bag = blind().bag("個人 人情 情報 個人");
    assert_eq!(bag, blind().bag("情報 個人 人情"));
    assert_eq!(bag.split(' ').count(), 3);
    assert!(bag.split(' ').is_sorted());
}

#[test]
fn an_exact_value_is_neither_a_word_nor_a_start() {
    let exact = blind().exact("個");
    assert_eq!(exact, blind().exact("個"));
    assert_ne!(exact, blind().exact("個人"));
    let letters: String =
        exact.iter().flat_map(|it| [it >> 4, it & 15]).map(|it| char::from(b'a' + it)).collect();
    assert!(!letters.starts_with(&blind().start('個')));
    assert!(!blind().word("個").ends_with(&letters[..WORD_LETTERS - START_LETTERS]));
}

#[test]
fn words_do_not_meet_by_chance() {
    let blind = blind();
    let bigrams = ('一'..='頀').zip(('丁'..='頁').cycle().skip(77));
    let words: HashSet<String> =
        bigrams.clone().map(|(a, b)| blind.word(&format!("{a}{b}"))).collect();
    assert_eq!(words.len(), bigrams.count());
}

#[test]
fn words_outlive_the_rotation_of_the_operators_key() {
    let holder = Holder::of_operator(OPERATOR);
    let mut ring = Ring::new(OperatorKey::generate(&mut Counter(5)));
    let before = ring.wrap(holder, &index_key(), &mut Counter(6));
    let old = ring.newest_id();
    ring.rotate(OperatorKey::generate(&mut Counter(700)));
    let after = ring.rewrap(holder, &before, &mut Counter(8)).unwrap().unwrap();
    ring.retire(old);
    let again = ring.open(holder, &after).unwrap().blind(OPERATOR, "record.search");
    assert_eq!(again.word("個人"), blind().word("個人"));
}
