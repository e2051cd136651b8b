//! How long a year takes: all instances of an association's duties, and the rehearsal of a fiscal year as the operator grows.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on stops"
)]

use std::{fs, hint::black_box, path::Path, time::Duration};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use engine::{
    Judge,
    duty::year_plan,
    simulate::{Rehearsal, simulate},
};
use law::calendar::business::BusinessCalendar;
use regulation::{Folder, Regulation};

/// Units and members.
const SIZES: [(usize, usize); 3] = [(8, 40), (40, 400), (100, 2_000)];

fn read(root: &Path, inside: &str, folder: &mut Folder) {
    for entry in
        fs::read_dir(root.join(inside)).expect("the regulations of the house").map(Result::unwrap)
    {
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read(root, &format!("{path}/"), folder);
        } else {
            folder.add(path, fs::read(entry.path()).unwrap());
        }
    }
}

fn association() -> (Regulation, Judge) {
    let mut folder = Folder::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations/association-pms");
    read(&root, "", &mut folder);
    let regulation = regulation::read::load(&folder).regulation;
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
