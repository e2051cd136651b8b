//! What sealing costs: values beside the bare cipher, a record's key, a blinded word, an attachment.
//!
//! `cargo xtask bench -p vault`; the figures stand in `docs/performance.md`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on stops")]
#![expect(missing_docs, reason = "criterion's macro makes a public function")]

use std::hint::black_box;

use chacha20poly1305::aead::AeadInOut as _;
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use uuid::Uuid;
use vault::{DataKey, Holder, IndexKey, KeySlot, OperatorKey, Place, Ring};

/// Bytes of a value: a short event, a record, a record with long texts.
const VALUE_BYTES: [usize; 3] = [200, 600, 2000];
const OPERATOR: Uuid = Uuid::from_u128(1);
const RECORD: Uuid = Uuid::from_u128(2);
const PLACE: Place<'_> = Place { operator: OPERATOR, id: RECORD, sequence: 7, table: "event.body" };

fn values(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("value");
    let key = DataKey::generate(&mut rand::rng());
    let cipher = XChaCha20Poly1305::new(&[7; 32].into());
    for bytes in VALUE_BYTES {
        let plain = vec![b'x'; bytes];
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_with_input(BenchmarkId::new("cipher", bytes), &plain, |bencher, plain| {
            let mut buffer = plain.clone();
            bencher.iter(|| {
                let body = buffer.as_mut_slice().into();
                cipher.encrypt_inout_detached(&XNonce::from([7; 24]), b"", body).expect("short")
            });
        });
        group.bench_with_input(BenchmarkId::new("seal", bytes), &plain, |bencher, plain| {
            let mut random = rand::rng();
            bencher.iter(|| key.seal(&PLACE, plain, &mut random).expect("short"));
        });
        let sealed = key.seal(&PLACE, &plain, &mut rand::rng()).expect("short");
        group.bench_with_input(BenchmarkId::new("open", bytes), &sealed, |bencher, sealed| {
            bencher.iter(|| key.open(&PLACE, sealed.as_bytes()).expect("sealed"));
        });
    }
    group.finish();
}

fn keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key");
    let mut random = rand::rng();
    let ring = Ring::new(OperatorKey::generate(&mut random));
    let holder = Holder::of_record(OPERATOR, RECORD);
    group.bench_function("fill", |bencher| {
        bencher.iter(|| KeySlot::Vacant.fill(&ring, holder, &mut random).expect("vacant"));
    });
    let (slot, _) = KeySlot::Vacant.fill(&ring, holder, &mut rand::rng()).expect("vacant");
    group.bench_function("open", |bencher| {
        bencher.iter(|| slot.open(&ring, holder).expect("kept"));
    });
    group.finish();
}

fn words(criterion: &mut Criterion) {
    let blind = IndexKey::generate(&mut rand::rng()).blind(OPERATOR, "record.search");
    criterion.bench_function("blind/word", |bencher| {
        bencher.iter(|| blind.word(black_box("個人")));
    });
}

fn streams(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stream");
    let key = DataKey::generate(&mut rand::rng());
    let plain = vec![b'x'; 1 << 20];
    group.throughput(Throughput::Bytes(plain.len() as u64)).sample_size(20);
    group.bench_function("seal_1_mib", |bencher| {
        let mut random = rand::rng();
        let mut out = Vec::with_capacity(plain.len() * 2);
        bencher.iter(|| {
            out.clear();
            let (_, mut sealer) = key.seal_stream(&PLACE, &mut random);
            sealer.push(&plain, &mut out).expect("short");
            sealer.finish(&mut out).expect("short");
        });
    });
    let (header, mut sealer) = key.seal_stream(&PLACE, &mut rand::rng());
    let mut kept = header.to_vec();
    sealer.push(&plain, &mut kept).expect("short");
    sealer.finish(&mut kept).expect("short");
    group.bench_function("open_1_mib", |bencher| {
        bencher.iter(|| {
            let mut opener = key.open_stream(PLACE);
            for piece in kept.chunks(64 << 10) {
                black_box(opener.push(piece).expect("sealed"));
            }
            opener.finish().expect("sealed")
        });
    });
    group.finish();
}

criterion_group!(benches, values, keys, words, streams);
criterion_main!(benches);
