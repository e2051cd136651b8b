//! Keys under keys: rotation while both generations open, and a record's key that is made once.

use uuid::Uuid;
use vault::{
    DataKey, Holder, IndexKey, KeyId, KeySlot, MasterKey, OperatorKey, Ring, SlotError,
    UnwrapError, WRAPPED_KEY_BYTES, WrappedKey,
};

use crate::sample::{Counter, OPERATOR, PLACE, RECORD};

const OF_RECORD: Holder = Holder::of_record(OPERATOR, RECORD);
const OF_OPERATOR: Holder = Holder::of_operator(OPERATOR);

fn operator_ring(seed: u64) -> Ring<OperatorKey> {
    Ring::new(OperatorKey::generate(&mut Counter(seed << 32)))
}

#[test]
fn a_wrapped_key_opens_for_its_holder_only() {
    let ring = operator_ring(1);
    let key = DataKey::generate(&mut Counter(5));
    let wrapped = ring.wrap(OF_RECORD, &key, &mut Counter(9));
    assert_eq!(ring.open(OF_RECORD, &wrapped), Ok(key));
    assert_eq!(wrapped.wrapped_by(), ring.newest_id());
    for other in [
        OF_OPERATOR,
        Holder::of_record(OPERATOR, OPERATOR),
        Holder::of_record(RECORD, RECORD),
        Holder::of_record(RECORD, OPERATOR),
    ] {
        assert_eq!(ring.open(other, &wrapped), Err(UnwrapError::Refused));
    }
}

#[test]
fn every_flip_of_every_byte_is_refused() {
    let ring = operator_ring(1);
    let wrapped = ring.wrap(OF_RECORD, &DataKey::generate(&mut Counter(5)), &mut Counter(9));
    for at in 0..WRAPPED_KEY_BYTES {
        for flip in 1..=255 {
            let mut bytes = *wrapped.as_bytes();
            bytes[at] ^= flip;
            let outcome = WrappedKey::<DataKey>::from_bytes(&bytes)
                .and_then(|changed| ring.open(OF_RECORD, &changed));
            let id = KeyId::from_bytes(bytes[2..10].try_into().unwrap());
            let expected = match at {
                0 => UnwrapError::UnknownVersion(1 ^ flip),
                1 => UnwrapError::OtherKind(2 ^ flip),
                2..10 => UnwrapError::UnknownKey(id),
                _ => UnwrapError::Refused,
            };
            assert_eq!(outcome, Err(expected), "byte {at} ^ {flip}");
        }
    }
}

#[test]
fn other_lengths_are_refused() {
    for length in (0..200).filter(|length| *length != WRAPPED_KEY_BYTES) {
        let found = WrappedKey::<DataKey>::from_bytes(&vec![1; length]);
        assert_eq!(found.unwrap_err(), UnwrapError::Length { found: length });
    }
}

#[test]
fn a_key_never_stands_in_for_another_kind() {
    let ring = operator_ring(1);
    let index = ring.wrap(OF_OPERATOR, &IndexKey::generate(&mut Counter(5)), &mut Counter(9));
    let read = WrappedKey::<DataKey>::from_bytes(index.as_bytes());
    assert_eq!(read.unwrap_err(), UnwrapError::OtherKind(3));
    // Not even where somebody changes the kind that is written there.
    let mut bytes = *index.as_bytes();
    bytes[1] = 2;
    let forged = WrappedKey::<DataKey>::from_bytes(&bytes).unwrap();
    assert_eq!(ring.open(OF_OPERATOR, &forged), Err(UnwrapError::Refused));
}

#[test]
fn the_master_key_rotates_without_touching_records() {
    let mut master = Ring::new(MasterKey::generate(&mut Counter(1)));
    let operator = OperatorKey::generate(&mut Counter(2));
    let before = master.wrap(OF_OPERATOR, &operator, &mut Counter(3));
    let old = master.newest_id();
    assert_eq!(master.rewrap(OF_OPERATOR, &before, &mut Counter(4)), Ok(None));

    master.rotate(MasterKey::generate(&mut Counter(100)));
    assert_eq!(master.open(OF_OPERATOR, &before).unwrap(), operator);
    let after = master.rewrap(OF_OPERATOR, &before, &mut Counter(4)).unwrap().unwrap();
    assert_eq!(after.wrapped_by(), master.newest_id());

    assert!(master.retire(old));
    assert!(!master.retire(old));
    assert!(!master.retire(master.newest_id()));
    assert_eq!(master.open(OF_OPERATOR, &after).unwrap(), operator);
    assert_eq!(master.open(OF_OPERATOR, &before), Err(UnwrapError::UnknownKey(old)));
}

#[test]
fn records_move_to_the_new_operator_key_one_by_one() {
    let mut ring = operator_ring(1);
    let mut random = Counter(77);
    let records: Vec<_> =
        (1..=3).map(|id| Holder::of_record(OPERATOR, Uuid::from_u128(id))).collect();
    let fill = |holder: &Holder, random: &mut Counter| {
        KeySlot::Vacant.fill(&ring, *holder, random).unwrap().0
    };
    let mut slots: Vec<_> = records.iter().map(|holder| fill(holder, &mut random)).collect();
    let sealed = slots[2].open(&ring, records[2]).unwrap().seal(&PLACE, b"x", &mut random).unwrap();

    let old = ring.newest_id();
    ring.rotate(OperatorKey::generate(&mut random));
    slots[0] = slots[0].rewrap(&ring, records[0], &mut random).unwrap().unwrap();
    assert_eq!(slots[0].rewrap(&ring, records[0], &mut random), Ok(None));
    for (slot, holder) in slots.iter().zip(&records) {
        assert!(slot.open(&ring, *holder).is_ok(), "both generations open");
    }
    slots[2] = slots[2].rewrap(&ring, records[2], &mut random).unwrap().unwrap();
    ring.retire(old);
    let key = slots[2].open(&ring, records[2]).unwrap();
    assert_eq!(key.open(&PLACE, sealed.as_bytes()).unwrap().expose(), b"x");
    let left_behind = slots[1].open(&ring, records[1]);
    assert_eq!(left_behind, Err(SlotError::Key(UnwrapError::UnknownKey(old))));
}

#[test]
fn a_ring_is_made_of_what_was_kept() {
    let generation = |seed| OperatorKey::generate(&mut Counter(seed));
    let data = DataKey::generate(&mut Counter(5));
    let wrapped = Ring::new(generation(1)).wrap(OF_RECORD, &data, &mut Counter(9));
    let ring = Ring::new(generation(100)).with_older(generation(1));
    assert!(ring.open(OF_RECORD, &wrapped).is_ok());
    assert_ne!(ring.newest_id(), wrapped.wrapped_by());
}

#[test]
fn a_records_key_is_made_once() {
    let ring = operator_ring(1);
    let (slot, key) = KeySlot::Vacant.fill(&ring, OF_RECORD, &mut Counter(5)).unwrap();
    assert_eq!(slot.open(&ring, OF_RECORD), Ok(key));
    assert_eq!(slot.fill(&ring, OF_RECORD, &mut Counter(6)), Err(SlotError::Occupied));
    assert_eq!(KeySlot::Vacant.open(&ring, OF_RECORD), Err(SlotError::Vacant));
}

#[test]
fn a_destroyed_key_stays_destroyed() {
    let mut ring = operator_ring(1);
    let (slot, _) = KeySlot::Vacant.fill(&ring, OF_RECORD, &mut Counter(5)).unwrap();
    let kept = slot.stored().unwrap().to_vec();
    let destroyed = slot.destroy();
    let stored = destroyed.stored().unwrap();
    assert!(!kept.windows(8).any(|bytes| stored.windows(8).any(|left| left == bytes)));
    let read = KeySlot::from_stored(Some(stored)).unwrap();
    assert_eq!(read, KeySlot::Destroyed);
    assert_eq!(read.open(&ring, OF_RECORD), Err(SlotError::Destroyed));
    assert_eq!(read.fill(&ring, OF_RECORD, &mut Counter(6)), Err(SlotError::Destroyed));
    ring.rotate(OperatorKey::generate(&mut Counter(7)));
    assert_eq!(read.rewrap(&ring, OF_RECORD, &mut Counter(6)), Err(SlotError::Destroyed));
    assert_eq!(read.destroy(), KeySlot::Destroyed);
}

#[test]
fn slots_are_read_as_they_were_kept() {
    let (slot, _) = KeySlot::Vacant.fill(&operator_ring(1), OF_RECORD, &mut Counter(5)).unwrap();
    for slot in [KeySlot::Vacant, slot, KeySlot::Destroyed] {
        assert_eq!(KeySlot::from_stored(slot.stored()), Ok(slot));
    }
    for broken in [&[][..], &[1], &[0, 0]] {
        let error = UnwrapError::Length { found: broken.len() };
        assert_eq!(KeySlot::from_stored(Some(broken)), Err(error));
    }
}
