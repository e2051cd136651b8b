//! The rehearsal: the same seed plays the same year, nothing that may never be comes of it, and it tells what a year costs.

use engine::simulate::{Rehearsal, Report, simulate};
use law::calendar::business::BusinessCalendar;

use crate::support::{ASSOCIATION, HOSPITALS, House};

fn play(house: &House, seed: u64) -> Report {
    let rehearsal = Rehearsal { first_year: 2026, years: 1, seed, units: 8, members: 40 };
    simulate(&house.regulation, &house.judge, &BusinessCalendar::public_offices(), rehearsal)
}

#[test]
fn the_same_seed_plays_the_same_year_and_another_one_another() {
    let [first, again, other] = [7, 7, 8].map(|seed| play(&ASSOCIATION, seed));
    assert_eq!(first, again);
    assert_ne!(first.digest, other.digest);
    assert_eq!(first.days, 365);
    assert!(first.acts > 20, "{first:?}");
}

#[test]
fn nothing_that_may_never_be_comes_of_any_seed() {
    for house in [&*ASSOCIATION, &*HOSPITALS] {
        for seed in 0..4 {
            let report = play(house, seed);
            assert_eq!(report.broken, [""; 0], "seed {seed}");
            assert!(report.acts > 0);
        }
    }
}
