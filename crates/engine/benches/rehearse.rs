//! How long a year takes: all instances of an association's duties, and the rehearsal of a fiscal year as the operator grows.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on stops"
)]

mod house;

use std::{hint::black_box, time::Duration};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use engine::{
    Judge,
    duty::year_plan,
    simulate::{Rehearsal, simulate},
};
use law::calendar::business::BusinessCalendar;
use regulation::Regulation;

/// Units and members.
const SIZES: [(usize, usize); 3] = [(8, 40), (40, 400), (100, 2_000)];

fn association() -> (Regulation, Judge) {
    let regulation = regulation::read::load(&house::folder("association-pms")).regulation;
    let judge = Judge::new(&regulation).unwrap();
    (regulation, judge)
}

fn years(criterion: &mut Criterion) {
    let (regulation, judge) = association();
    let calendar = BusinessCalendar::public_offices();
    criterion.bench_function("plan of a fiscal year", |bench| {
        bench.iter(|| black_box(year_plan(&regulation, &calendar, 2026)));
    });
    let mut group = criterion.benchmark_group("rehearsal of a fiscal year");
    group.sample_size(10).warm_up_time(Duration::from_millis(100));
    for (units, members) in SIZES {
        let rehearsal = Rehearsal { first_year: 2026, years: 1, seed: 7, units, members };
        let name = format!("{units} units, {members} members");
        group.bench_with_input(
            BenchmarkId::from_parameter(name),
            &rehearsal,
            |bench, rehearsal| {
                bench.iter(|| black_box(simulate(&regulation, &judge, &calendar, *rehearsal)));
            },
        );
    }
    group.finish();
}

criterion_group!(benches, years);
criterion_main!(benches);
