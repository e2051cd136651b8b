//! Laws of periods, days and of which record meets what, whatever happens.

use proptest::prelude::*;
use regulation::{DueDay, Every};

use engine::{
    Organization,
    duty::{Book, Bound, Pages, bounds, due_of, period_of},
};

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

/// What happens to a record: which one, to what form, how many days after the first, and for which day it is.
type Happening = (u8, u8, u8, i32, i32);

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec((0_u8..6, 0_u8..3, 0_u8..4, 0..2_400, -60..400), 0..24)
}

/// Years of records that start clocks, answer them, and meet what comes round.
fn with_happenings(all: &[Happening]) -> Stage {
    let mut stage = Stage::new();
    stage.since = date(2020, 4, 1);
    for (record, form, reached, days, named) in all {
        let form = ["memo", "sheet", "holdings"][usize::from(*form)];
        let states = [Reached::Submitted, Reached::InForce, Reached::Retired, Reached::GivenUp];
        let on = stage.since.checked_add(jiff::Span::new().days(*days)).unwrap();
        let day = on.checked_add(jiff::Span::new().days(*named)).unwrap();
        let mut values = Fields::new();
        values.insert("day".to_owned(), json!(day.to_string()));
        values.insert("urgent".to_owned(), json!(true));
        let holding = RecordId(id(&format!("holdings{}", record % 3)));
        values.insert("holding".to_owned(), json!(holding.to_string()));
        let name = format!("{form}{record}");
        stage.record(&name, form, ("sales", states[usize::from(*reached)], on), values);
    }
    stage
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

    #[test]
    fn what_lies_before_the_bound_need_not_be_read(all in happenings(), from in 1_500..2_400, length in 1..200) {
        let mut stage = with_happenings(&all);
        let from = stage.since.checked_add(jiff::Span::new().days(from)).unwrap();
        let span = Span { from, until: from.checked_add(jiff::Span::new().days(length)).unwrap() };
        let named = |all: Vec<Instance<'_>>| -> Vec<_> { all.into_iter().map(|it| (it.key, it.due, it.outcome)).collect() };
        let expected = named(instances(stage.setting(), span));
        let bounds = bounds(&stage.desk.house.regulation, span);
        let matters = |it: &Moment| match bounds.get(&it.form) {
            Some(Bound::From(day)) => it.speaks_until() >= *day,
            Some(Bound::All) => true,
            None => false,
        };
        let read: BTreeSet<_> = stage.moments.iter().filter(|it| matters(it)).map(|it| it.record).collect();
        stage.moments.retain(|it| read.contains(&it.record));
        prop_assert_eq!(named(instances(stage.setting(), span)), expected);
    }

    #[test]
    fn a_book_that_is_kept_up_to_date_says_what_one_made_at_once_says(all in happenings(), from in 0..2_400) {
        let stage = with_happenings(&all);
        let from = stage.since.checked_add(jiff::Span::new().days(from)).unwrap();
        let span = Span { from, until: from.checked_add(jiff::Span::new().days(300)).unwrap() };
        let house = &stage.desk.house.regulation;
        let mut book = Book::new(Pages { span, daily: span, since: stage.since });
        // The people come later than half of what happens.
        let nobody = Organization::default();
        book.refresh(house, &nobody, &stage.calendar);
        for (index, moment) in stage.moments.iter().enumerate() {
            book.observe(house, moment.clone());
            if index == stage.moments.len() / 2 {
                book.refresh(house, &nobody, &stage.calendar);
                book.people_changed(&nobody, &stage.desk.organization);
            }
            if index % 5 == 0 && index > stage.moments.len() / 2 {
                book.refresh(house, &stage.desk.organization, &stage.calendar);
            }
        }
        if stage.moments.is_empty() {
            book.people_changed(&nobody, &stage.desk.organization);
        }
        book.refresh(house, &stage.desk.organization, &stage.calendar);
        let mut kept: Vec<_> = book.entries(house).map(|it| it.instance()).collect();
        kept.sort_by(|left, right| (left.due, &left.key).cmp(&(right.due, &right.key)));
        prop_assert_eq!(kept, instances(stage.setting(), span));
    }
}
