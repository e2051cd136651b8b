//! The rehearsal: the same seed plays the same year, nothing that may never be comes of it, and it tells what a year costs.

use engine::simulate::{Rehearsal, Report, simulate};
use law::calendar::business::BusinessCalendar;

use crate::support::{ASSOCIATION, HOSPITALS, House};

fn play(house: &House, (units, members): (usize, usize), seed: u64) -> Report {
    let rehearsal = Rehearsal { first_year: 2026, years: 1, seed, units, members };
    simulate(&house.regulation, &house.judge, &BusinessCalendar::public_offices(), rehearsal)
}

#[test]
fn the_same_seed_plays_the_same_year_and_another_one_another() {
    let [first, again, other] = [7, 7, 8].map(|seed| play(&HOSPITALS, (8, 40), seed));
    assert_eq!(first, again);
    assert_ne!(first.digest, other.digest);
    assert_eq!(first.days, 365);
    assert!(first.acts > 0, "{first:?}");
}

#[test]
fn nothing_that_may_never_be_comes_of_any_seed() {
    for (house, size, seeds) in [(&*ASSOCIATION, (3, 6), 1), (&*HOSPITALS, (8, 40), 4)] {
        for seed in 0..seeds {
            let report = play(house, size, seed);
            assert_eq!(report.broken, [""; 0], "seed {seed}");
            assert!(report.acts > 0);
        }
    }
}
