//! Laws of periods, days and of which record meets what, whatever happens.

use proptest::prelude::*;
use regulation::{DueDay, Every};

use engine::duty::{due_of, period_of};

use super::*;

fn every() -> impl Strategy<Value = Every> {
    prop_oneof![
        prop::sample::select(vec![1, 2, 3, 4, 6, 12]).prop_map(Every::Months),
        (1_u8..6, 1990_i16..2030).prop_map(|(count, first)| Every::Years { count, first }),
        Just(Every::Day),
    ]
}

fn day() -> impl Strategy<Value = Date> {
    (2000_i16..2060, 1_i8..13, 1_i8..29).prop_map(|(year, month, day)| date(year, month, day))
}

fn memos() -> impl Strategy<Value = Vec<i32>> {
    prop::collection::vec(0..364, 0..12)
}

fn with_memos(days: &[i32]) -> Stage {
    let mut stage = Stage::new();
    for (index, days) in days.iter().enumerate() {
        let on = SINCE.checked_add(jiff::Span::new().days(*days)).unwrap();
        stage.memo(&format!("memo{index}"), "sales", on);
    }
    stage
}

fn met(stage: &Stage) -> BTreeSet<Date> {
    let all = stage.of("check", "sales");
    all.iter().filter(|it| it.met_by().is_some()).map(|it| it.due).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn periods_fill_time_without_gap_or_overlap(every in every(), month in 1_i8..13, day in day()) {
        let period = period_of(every, month, day).unwrap();
        prop_assert!((period.starts..=period.ends).contains(&day));
        let next = period.next(every, month).unwrap();
        prop_assert_eq!(next.starts, period.ends.tomorrow().unwrap());
        prop_assert_eq!(next.previous(every, month), Some(period));
    }

    #[test]
    fn what_is_due_is_due_in_its_period_or_the_next(
        every in every(), month in 1_i8..13, day in day(), of in 1_u16..13,
        on in prop::option::of(1_i8..32), next in any::<bool>(),
    ) {
        let due = DueDay { month: Some(of.min(every.months().max(1))), day: on, in_next_period: next };
        let period = period_of(every, month, day).unwrap();
        let counted = if next && every != Every::Day { period.next(every, month).unwrap() } else { period };
        let found = due_of(every, month, due, period).unwrap();
        prop_assert!((counted.starts..=counted.ends).contains(&found), "{period:?} {found}");
    }

    #[test]
    fn a_record_meets_one_instance_at_most_and_more_records_never_meet_less(days in memos(), more in 0..364) {
        let before = with_memos(&days);
        let instances = before.of("check", "sales");
        let records: Vec<_> = instances.iter().filter_map(Instance::met_by).collect();
        let different: BTreeSet<_> = records.iter().collect();
        prop_assert_eq!(records.len(), different.len());
        let mut days = days.clone();
        days.push(more);
        prop_assert!(met(&before).is_subset(&met(&with_memos(&days))));
    }

    #[test]
    fn the_days_that_one_asks_about_change_nothing(days in memos(), from in 0..300, length in 1..200) {
        let stage = with_memos(&days);
        let from = SINCE.checked_add(jiff::Span::new().days(from)).unwrap();
        let until = from.checked_add(jiff::Span::new().days(length)).unwrap();
        let span = Span { from, until };
        let asked = instances(stage.setting(), span);
        let all = instances(stage.setting(), Span { from: SINCE, until: date(2028, 3, 31) });
        let within: Vec<_> = all.into_iter().filter(|it| span.contains(it.due)).collect();
        prop_assert_eq!(asked, within);
    }

    #[test]
    fn names_are_given_once(days in memos()) {
        let stage = with_memos(&days);
        let all = stage.year();
        let keys: BTreeSet<_> = all.iter().map(|it| &it.key).collect();
        prop_assert_eq!(keys.len(), all.len());
        for it in &all {
            prop_assert!(!matches!(it.key.begun, Begun::Period(day) if day != it.starts));
            prop_assert!(it.opens <= it.due, "{it:?}");
        }
    }
}
