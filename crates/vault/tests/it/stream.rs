//! Streams: cut off, exchanged, doubled, lengthened, changed: nothing of it opens to the end.

use proptest::prelude::*;
use vault::{STREAM_CHUNK_BYTES, STREAM_HEADER_BYTES, StreamError};

use crate::sample::{Counter, PLACE, data_key, other_places};

const SEALED_CHUNK: usize = STREAM_CHUNK_BYTES + 16;

fn plain(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from((at * 31 + at / 251) % 256).unwrap()).collect()
}

fn seal(plain: &[u8], piece: usize) -> Vec<u8> {
    let (header, mut sealer) = data_key(1).seal_stream(&PLACE, &mut Counter(9));
    let mut kept = header.to_vec();
    for piece in plain.chunks(piece) {
        sealer.push(piece, &mut kept).unwrap();
    }
    sealer.finish(&mut kept).unwrap();
    kept
}

fn open(sealed: &[u8], piece: usize) -> Result<Vec<u8>, StreamError> {
    let key = data_key(1);
    let mut opener = key.open_stream(PLACE);
    let mut plain = Vec::new();
    for piece in sealed.chunks(piece) {
        plain.extend_from_slice(opener.push(piece)?.expose());
    }
    plain.extend_from_slice(opener.finish()?.expose());
    Ok(plain)
}

#[test]
fn what_was_sealed_opens_at_every_boundary() {
    for chunks in 0..3 {
        for length in [0, 1, STREAM_CHUNK_BYTES - 1].map(|more| chunks * STREAM_CHUNK_BYTES + more)
        {
            let plain = plain(length);
            let sealed = seal(&plain, 70_000);
            let expected = length.div_ceil(STREAM_CHUNK_BYTES).max(1);
            assert_eq!(sealed.len(), STREAM_HEADER_BYTES + length + 16 * expected);
            assert_eq!(open(&sealed, 50_000), Ok(plain));
        }
    }
}

#[test]
fn memory_is_a_chunk_however_long_the_stream() {
    let sealed = seal(&plain(5 * STREAM_CHUNK_BYTES), 1 << 20);
    let key = data_key(1);
    let mut opener = key.open_stream(PLACE);
    for piece in sealed.chunks(1000) {
        assert!(opener.push(piece).unwrap().expose().len() <= STREAM_CHUNK_BYTES);
    }
    assert_eq!(opener.finish().unwrap().expose().len(), STREAM_CHUNK_BYTES);
}

#[test]
fn a_stream_without_its_end_is_cut_off() {
    let sealed = seal(&plain(3 * STREAM_CHUNK_BYTES), 1 << 20);
    for chunks in 1..3 {
        let cut = &sealed[..STREAM_HEADER_BYTES + chunks * SEALED_CHUNK];
        assert_eq!(open(cut, 4096), Err(StreamError::Truncated));
    }
    for length in 0..STREAM_HEADER_BYTES + 16 {
        assert_eq!(open(&sealed[..length], 7), Err(StreamError::Truncated));
    }
    // Within a chunk it looks like a change.
    let cut = &sealed[..STREAM_HEADER_BYTES + SEALED_CHUNK + 100];
    assert_eq!(open(cut, 4096), Err(StreamError::Refused { chunk: 1 }));
}

#[test]
fn chunks_cannot_be_moved_doubled_left_out_or_added() {
    let sealed = seal(&plain(3 * STREAM_CHUNK_BYTES + 5), 1 << 20);
    let (header, body) = sealed.split_at(STREAM_HEADER_BYTES);
    let chunk: Vec<&[u8]> = body.chunks(SEALED_CHUNK).collect();
    let opened = |order: &[usize]| {
        let body = order.iter().flat_map(|at| chunk[*at].iter().copied());
        open(&header.iter().copied().chain(body).collect::<Vec<_>>(), 9999)
    };
    assert!(opened(&[0, 1, 2, 3]).is_ok());
    for (order, broken) in [
        (&[1, 0, 2, 3][..], 0),
        (&[0, 2, 1, 3], 1),
        (&[0, 1, 1, 2, 3], 2),
        (&[0, 2, 3], 1),
        (&[1, 2, 3], 0),
        (&[0, 1, 3], 2),
        (&[3], 0),
    ] {
        assert_eq!(opened(order), Err(StreamError::Refused { chunk: broken }), "{order:?}");
    }
    // After the last chunk nothing may follow, for it stands where a full one would.
    assert_eq!(opened(&[0, 1, 2, 3, 3]), Err(StreamError::Refused { chunk: 3 }));
}

#[test]
fn every_flip_of_every_byte_is_refused() {
    let sealed = seal(b"a short attachment", 4);
    for at in 0..sealed.len() {
        for bit in 0..8 {
            let mut changed = sealed.clone();
            changed[at] ^= 1 << bit;
            let expected = match at {
                0 => StreamError::UnknownVersion(1 ^ (1 << bit)),
                _ => StreamError::Refused { chunk: 0 },
            };
            assert_eq!(open(&changed, 11), Err(expected), "byte {at}");
        }
    }
}

#[test]
fn after_a_broken_chunk_nothing_more_comes() {
    let mut sealed = seal(&plain(3 * STREAM_CHUNK_BYTES), 1 << 20);
    sealed[100] ^= 1;
    let key = data_key(1);
    let mut opener = key.open_stream(PLACE);
    let (broken, rest) = sealed.split_at(STREAM_HEADER_BYTES + SEALED_CHUNK + 1);
    assert_eq!(opener.push(broken).unwrap_err(), StreamError::Refused { chunk: 0 });
    assert_eq!(opener.push(rest).unwrap_err(), StreamError::Broken);
    assert_eq!(opener.finish().unwrap_err(), StreamError::Broken);
}

#[test]
fn it_opens_in_its_place_and_with_its_key_only() {
    let sealed = seal(b"x", 1);
    let refused = StreamError::Refused { chunk: 0 };
    for (key, place) in
        other_places().map(|place| (data_key(1), place)).into_iter().chain([(data_key(2), PLACE)])
    {
        let mut opener = key.open_stream(place);
        opener.push(&sealed).unwrap();
        assert_eq!(opener.finish().unwrap_err(), refused);
    }
}

#[test]
fn a_stream_is_no_value_and_a_value_no_stream() {
    let key = data_key(1);
    assert!(key.open(&PLACE, &seal(&plain(100), 100)).is_err());
    let value = key.seal(&PLACE, &plain(100), &mut Counter(9)).unwrap();
    assert_eq!(open(value.as_bytes(), 50), Err(StreamError::Refused { chunk: 0 }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn pieces_of_any_size_make_the_same_stream(
        length in 0..200_000_usize,
        sealing in 1..100_000_usize,
        opening in 1..100_000_usize,
    ) {
        let plain = plain(length);
        let sealed = seal(&plain, sealing);
        prop_assert_eq!(&sealed, &seal(&plain, 1 << 20));
        prop_assert_eq!(open(&sealed, opening), Ok(plain));
    }

    #[test]
    fn hostile_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(open(&bytes, 17).is_err());
        prop_assert!(open(&[vec![1], bytes].concat(), 17).is_err());
    }
}
