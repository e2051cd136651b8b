//! Number detection beside a plain regex scan of the same text, and day counting.

#![expect(
    clippy::expect_used,
    missing_docs,
    reason = "a bench may fail loudly, and criterion's macros make undocumented items"
)]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use law::calendar::business::BusinessCalendar;
use law::calendar::count::{Count, Period, Shift};
use regex::Regex;

const TEXT_BYTES: usize = 4 << 20;

/// Prose with a number in about every third line.
fn office_text() -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 512);
    let mut serial = 0_u64;
    while text.len() < TEXT_BYTES {
        serial += 1;
        text.push_str("健康診断の結果は、本人に書面で通知し、写しを五年間保存するものとする。\n");
        text.push_str("The record was checked by two members of the department in charge.\n");
        let _ = writeln!(
            text,
            "氏名 甲野花子 電話 03-{:04}-{:04} 個人番号 {:012}",
            serial % 10_000,
            serial % 7919,
            serial * 7_919_131
        );
    }
    text
}

fn detection(criterion: &mut Criterion) {
    let text = office_text();
    let plain = Regex::new(r"[0-9][0-9\- ]{5,22}[0-9]").expect("a regular expression");
    let mut group = criterion.benchmark_group("number_detection");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(10);
    group.bench_function("detect", |bencher| {
        bencher.iter(|| law::number::detect(black_box(&text)).len());
    });
    group.bench_function("plain_regex", |bencher| {
        bencher.iter(|| plain.find_iter(black_box(&text)).count());
    });
    group.finish();
}

fn counting(criterion: &mut Criterion) {
    let offices = BusinessCalendar::public_offices();
    let count = Count::first_day_in(Period::Days(30)).shifted(Shift::NextOpen);
    let mut group = criterion.benchmark_group("day_counting");
    group.throughput(Throughput::Elements(1));
    group.bench_function("due_with_steps", |bencher| {
        bencher.iter(|| count.last_day(black_box(date(2026, 4, 3)), &offices).map(|due| due.due));
    });
    group.bench_function("unshifted", |bencher| {
        bencher.iter(|| count.unshifted(black_box(date(2026, 4, 3))));
    });
    group.finish();
}

criterion_group!(benches, detection, counting);
criterion_main!(benches);
