//! Values: what was sealed opens in its place, and nothing else opens anywhere.

use proptest::prelude::*;
use uuid::Uuid;
use vault::{MAX_VALUE_BYTES, OpenError, Place, SEALED_OVERHEAD_BYTES, SealError};

use crate::sample::{Counter, PLACE, data_key, other_places};

#[test]
fn what_was_sealed_opens() {
    let key = data_key(1);
    let sealed = key.seal(&PLACE, "見本 花子".as_bytes(), &mut Counter(9)).unwrap();
    let opened = key.open(&PLACE, sealed.as_bytes()).unwrap();
    assert_eq!(opened.expose_text(), Ok("見本 花子"));
    assert_eq!(sealed.as_bytes().len(), "見本 花子".len() + SEALED_OVERHEAD_BYTES);
    assert_eq!(opened.into_exposed(), "見本 花子".as_bytes());
}

#[test]
fn the_same_value_never_looks_the_same() {
    let key = data_key(1);
    let mut random = Counter(9);
    let first = key.seal(&PLACE, b"x", &mut random).unwrap();
    assert_ne!(first, key.seal(&PLACE, b"x", &mut random).unwrap());
}

#[test]
fn every_flip_of_every_byte_is_refused() {
    let key = data_key(1);
    let sealed = key.seal(&PLACE, b"a short value", &mut Counter(9)).unwrap().into_bytes();
    for at in 0..sealed.len() {
        for flip in 1..=255 {
            let mut changed = sealed.clone();
            changed[at] ^= flip;
            let expected =
                if at == 0 { OpenError::UnknownVersion(1 ^ flip) } else { OpenError::Refused };
            assert_eq!(key.open(&PLACE, &changed).unwrap_err(), expected, "byte {at} ^ {flip}");
        }
    }
}

#[test]
fn what_was_cut_off_or_lengthened_is_refused() {
    let key = data_key(1);
    let mut sealed = key.seal(&PLACE, b"a short value", &mut Counter(9)).unwrap().into_bytes();
    for length in 0..sealed.len() {
        let expected = if length < SEALED_OVERHEAD_BYTES {
            OpenError::Truncated { found: length }
        } else {
            OpenError::Refused
        };
        assert_eq!(key.open(&PLACE, &sealed[..length]).unwrap_err(), expected);
    }
    sealed.push(0);
    assert_eq!(key.open(&PLACE, &sealed).unwrap_err(), OpenError::Refused);
}

#[test]
fn it_opens_in_its_place_and_with_its_key_only() {
    let key = data_key(1);
    let sealed = key.seal(&PLACE, b"x", &mut Counter(9)).unwrap();
    for place in other_places() {
        assert_eq!(key.open(&place, sealed.as_bytes()).unwrap_err(), OpenError::Refused);
    }
    let other = data_key(2);
    assert_eq!(other.open(&PLACE, sealed.as_bytes()).unwrap_err(), OpenError::Refused);
}

#[test]
fn a_value_past_the_limit_is_not_sealed() {
    let key = data_key(1);
    let longest = vec![0; MAX_VALUE_BYTES];
    assert!(key.seal(&PLACE, &longest, &mut Counter(9)).is_ok());
    let longer = vec![0; MAX_VALUE_BYTES + 1];
    let error = SealError::TooLong { found: MAX_VALUE_BYTES + 1 };
    assert_eq!(key.seal(&PLACE, &longer, &mut Counter(9)).unwrap_err(), error);
}

proptest! {
    #[test]
    fn any_value_opens_in_any_place(
        plain in proptest::collection::vec(any::<u8>(), 0..3000),
        (operator, id, sequence, table) in any::<(u128, u128, u64, String)>(),
        seed in any::<u32>(),
    ) {
        let (operator, id) = (Uuid::from_u128(operator), Uuid::from_u128(id));
        let place = Place { operator, id, sequence, table: &table };
        let key = data_key(seed.into());
        let sealed = key.seal(&place, &plain, &mut Counter(seed.into())).unwrap();
        let opened = key.open(&place, sealed.as_bytes()).unwrap();
        prop_assert_eq!(opened.expose(), &plain);
    }

    #[test]
    fn hostile_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(data_key(1).open(&PLACE, &bytes).is_err());
    }

    #[test]
    fn hostile_bytes_with_a_right_beginning_are_refused(
        bytes in proptest::collection::vec(any::<u8>(), 40..200),
    ) {
        let bytes = [vec![1], bytes].concat();
        prop_assert_eq!(data_key(1).open(&PLACE, &bytes).unwrap_err(), OpenError::Refused);
    }
}
