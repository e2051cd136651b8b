//! Holidays, business days, fiscal years and counting, as tables and laws.

use jiff::civil::{Date, Weekday, date};
use law::Confidence;
use law::calendar::CalendarError;
use law::calendar::business::{BusinessCalendar, Closing, YearEnd};
use law::calendar::count::{Count, FirstDay, Period, Shift, day_before, day_of_next_month};
use law::calendar::fiscal::FiscalCalendar;
use law::calendar::holiday::{holiday_on, holidays};
use proptest::prelude::*;

/// Holidays a year from 1949 to 2099, as an independent list counts them.
const HOLIDAYS_PER_YEAR: &str = "9 9 9 9 9 9 9 9 9 9 10 9 9 9 9 9 9 11 12 12 12 12 12 12 14 \
    15 13 13 12 14 14 13 13 14 12 16 15 13 13 14 17 19 17 14 16 14 16 19 16 15 \
    17 15 19 18 15 15 16 16 19 17 17 16 15 18 17 17 17 17 17 20 22 18 17 16 17 \
    21 19 18 17 16 19 19 19 17 17 17 19 18 18 16 16 18 19 19 18 17 17 19 19 18 \
    17 17 17 21 19 18 17 16 18 19 19 17 17 17 19 18 17 16 17 18 20 19 18 17 17 \
    19 19 18 17 17 17 21 19 17 16 16 18 20 19 17 17 17 19 18 17 17 17 18 20 19 18";
/// The vernal equinox of 1949 to 2099 as days after March 19, from an independent list.
const VERNAL: &str = "2222222222212221222122212221222122212221222112211221122112211221122112211221\
    112111211121112111211121112111211111111111111111111111111111111111101110111";
/// The autumnal equinox of 1949 to 2099 as days after September 21, from an independent list.
const AUTUMNAL: &str = "2232223222322232223222322232223222222222222222222222222222222221222122212221\
    222122212221222122211221122112211221122112211221122111211121112111211121112";

const YEARS: [(i16, &str); 13] = [
    (1948, "9/23 11/3 11/23"),
    (1959, "1/1 1/15 3/21 4/10 4/29 5/3 5/5 9/24 11/3 11/23"),
    (1973, "1/1 1/15 2/11 3/21 4/29 4/30 5/3 5/5 9/15 9/23 9/24 10/10 11/3 11/23"),
    (1988, "1/1 1/15 2/11 3/20 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23"),
    (1989, "1/1 1/2 1/15 1/16 2/11 2/24 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23"),
    (
        1990,
        "1/1 1/15 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 9/15 9/23 9/24 10/10 11/3 11/12 11/23 12/23 12/24",
    ),
    (1993, "1/1 1/15 2/11 3/20 4/29 5/3 5/4 5/5 6/9 9/15 9/23 10/10 10/11 11/3 11/23 12/23"),
    (2009, "1/1 1/12 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23"),
    (
        2019,
        "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23",
    ),
    (2020, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23"),
    (2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23"),
    (
        2026,
        "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    ),
    (2027, "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23"),
];

#[test]
fn lists_the_holidays_of_a_year() {
    for (year, expected) in YEARS {
        let days: Vec<String> = holidays(year)
            .expect("known year")
            .iter()
            .map(|day| format!("{}/{}", day.date.month(), day.date.day()))
            .collect();
        assert_eq!(days.join(" "), expected, "{year}");
    }
}

#[test]
fn counts_as_many_holidays_as_an_independent_list() {
    for (year, expected) in (1949..=2099).zip(HOLIDAYS_PER_YEAR.split_whitespace()) {
        assert_eq!(holidays(year).expect("known year").len().to_string(), expected, "{year}");
    }
}

#[test]
fn places_the_equinoxes_as_an_independent_list() {
    for (year, (spring, autumn)) in (1949..=2099).zip(VERNAL.chars().zip(AUTUMNAL.chars())) {
        let offset = |mark: char| i8::try_from(mark.to_digit(10).expect("digit")).expect("small");
        for (day, name) in [
            (date(year, 3, 19 + offset(spring)), "春分の日"),
            (date(year, 9, 21 + offset(autumn)), "秋分の日"),
        ] {
            let found =
                holiday_on(day).expect("known year").map(|holiday| holiday.name.ja.into_owned());
            assert_eq!(found.as_deref(), Some(name), "{day}");
        }
    }
}

#[test]
fn names_the_rule_behind_a_day_off() {
    for (day, name, article) in [
        (date(2026, 5, 6), "振替休日", "国民の祝日に関する法律3条2項"),
        (date(2026, 9, 22), "国民の休日", "国民の祝日に関する法律3条3項"),
        (date(2026, 1, 1), "元日", "国民の祝日に関する法律2条"),
        (date(1987, 5, 4), "振替休日", "国民の祝日に関する法律3条2項"),
        (date(1988, 5, 4), "国民の休日", "国民の祝日に関する法律3条3項"),
        (date(2019, 5, 2), "国民の休日", "国民の祝日に関する法律3条3項"),
    ] {
        let holiday = holiday_on(day).expect("known year").expect("a day off");
        assert_eq!(
            (holiday.name.ja.as_ref(), holiday.article.to_string().as_str()),
            (name, article)
        );
    }
}

#[test]
fn marks_forecast_equinoxes_as_unverified() {
    let confidence = |day| holiday_on(day).expect("known year").expect("holiday").confidence;
    assert_eq!(confidence(date(2027, 3, 21)), Confidence::Confirmed);
    assert_eq!(confidence(date(2028, 3, 20)), Confidence::Unverified);
    assert_eq!(confidence(date(2032, 9, 21)), Confidence::Unverified);
    assert_eq!(confidence(date(2028, 11, 3)), Confidence::Confirmed);
}

#[test]
fn refuses_years_without_known_holidays() {
    for year in [1947, 2100] {
        assert_eq!(holidays(year), Err(CalendarError::HolidayYear { year, min: 1948, max: 2099 }));
    }
}

#[test]
fn closes_public_offices_at_the_turn_of_the_year() {
    let offices = BusinessCalendar::public_offices();
    let closing = |day| offices.closing(day).expect("known year");
    for day in [
        date(2026, 12, 29),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2025, 1, 2),
        date(2025, 1, 3),
    ] {
        assert!(closing(day).is_some(), "{day}");
    }
    assert_eq!(closing(date(2026, 12, 28)), None);
    assert_eq!(closing(date(2027, 1, 4)), None);
    assert_eq!(closing(date(2026, 12, 30)), Some(Closing::YearEnd));
}

#[test]
fn knows_an_operators_own_days() {
    let own = BusinessCalendar::weekdays()
        .with_closed([date(2026, 8, 13), date(2026, 8, 14)])
        .with_opened([date(2026, 5, 2)]);
    assert_eq!(own.next_open(date(2026, 8, 13)), Ok(date(2026, 8, 17)));
    assert_eq!(own.is_open(date(2026, 5, 2)), Ok(true));
    assert_eq!(own.is_open(date(2026, 12, 30)), Ok(true));
    assert_eq!(own.closing(date(2026, 8, 13)), Ok(Some(Closing::Operator)));
    let never = BusinessCalendar::weekdays()
        .with_closed(date(2026, 1, 1).series(jiff::Span::new().days(1)).take(900));
    assert_eq!(
        never.next_open(date(2026, 1, 1)),
        Err(CalendarError::NeverOpen { searched_days: 800 })
    );
}

#[test]
fn counts_the_rows_of_the_spec() {
    let offices = BusinessCalendar::public_offices();
    let start = date(2026, 4, 1);
    let in_and_moved = |days| Count::first_day_in(Period::Days(days)).shifted(Shift::NextOpen);
    for (count, expected) in [
        (in_and_moved(30), date(2026, 4, 30)),
        (in_and_moved(60), date(2026, 6, 1)),
        (Count::first_day_out(Period::Days(7)), date(2026, 4, 8)),
        (Count::first_day_out(Period::Weeks(2)), date(2026, 4, 15)),
        (Count::first_day_out(Period::Years(3)), date(2029, 4, 1)),
        (Count::first_day_in(Period::Years(1)), date(2027, 3, 31)),
        (Count::first_day_in(Period::Years(3)), date(2029, 3, 31)),
    ] {
        assert_eq!(count.last_day(start, &offices).expect("countable").due, expected, "{count:?}");
    }
}

#[test]
fn counts_by_the_calendar() {
    use Period::{Months, Weeks, Years};
    for (first_day, event, period, expected) in [
        (FirstDay::Out, date(2026, 1, 30), Months(1), date(2026, 2, 28)),
        (FirstDay::Out, date(2028, 1, 30), Months(1), date(2028, 2, 29)),
        (FirstDay::Out, date(2026, 1, 31), Months(1), date(2026, 2, 28)),
        (FirstDay::Out, date(2026, 2, 28), Months(1), date(2026, 3, 31)),
        (FirstDay::Out, date(2026, 3, 15), Months(1), date(2026, 4, 15)),
        (FirstDay::In, date(2026, 3, 31), Months(1), date(2026, 4, 30)),
        (FirstDay::In, date(2026, 1, 31), Months(1), date(2026, 2, 28)),
        (FirstDay::In, date(2026, 1, 1), Months(1), date(2026, 1, 31)),
        (FirstDay::In, date(2026, 12, 31), Months(2), date(2027, 2, 28)),
        (FirstDay::In, date(2028, 2, 29), Years(1), date(2029, 2, 28)),
        (FirstDay::In, date(2028, 2, 29), Years(4), date(2032, 2, 28)),
        (FirstDay::Out, date(2028, 2, 28), Years(1), date(2029, 2, 28)),
        (FirstDay::Out, date(2028, 2, 29), Years(1), date(2029, 2, 28)),
        (FirstDay::Out, date(2026, 12, 31), Years(1), date(2027, 12, 31)),
        (FirstDay::In, date(2026, 4, 1), Weeks(1), date(2026, 4, 7)),
        (FirstDay::Out, date(2026, 12, 25), Weeks(2), date(2027, 1, 8)),
    ] {
        let count = Count { first_day, period, shift: Shift::Stay };
        assert_eq!(count.unshifted(event), Ok(expected), "{event} {period:?} {first_day:?}");
    }
}

#[test]
fn counts_back_from_a_day() {
    for (day, period, expected) in [
        (date(2027, 6, 30), Period::Months(8), date(2026, 10, 30)),
        (date(2027, 6, 30), Period::Months(4), date(2027, 2, 28)),
        (date(2027, 3, 31), Period::Years(1), date(2026, 3, 31)),
        (date(2026, 5, 15), Period::Weeks(2), date(2026, 5, 1)),
        (date(2026, 5, 15), Period::Days(10), date(2026, 5, 5)),
    ] {
        assert_eq!(day_before(day, period), Ok(expected));
    }
}

#[test]
fn refuses_a_period_without_length() {
    let refused = |value| Err(CalendarError::Count { value, min: 1, max: 36_500 });
    assert_eq!(Count::first_day_in(Period::Days(0)).unshifted(date(2026, 4, 1)), refused(0));
    assert_eq!(
        Count::first_day_in(Period::Years(36_501)).unshifted(date(2026, 4, 1)),
        refused(36_501)
    );
    assert_eq!(
        Count::first_day_in(Period::Years(9000)).unshifted(date(2026, 4, 1)),
        Err(CalendarError::PastEnd)
    );
}

#[test]
fn moves_what_hangs_on_a_corrected_holiday() {
    let offices = BusinessCalendar::public_offices;
    // Sunday 2027-03-21 and its substitute on Monday, forecast; announced a day later, the substitute goes.
    let later = offices().with_moved_holiday(date(2027, 3, 21), date(2027, 3, 22));
    assert_eq!(later.closing(date(2027, 3, 21)), Ok(Some(Closing::Sunday)));
    assert!(matches!(later.closing(date(2027, 3, 22)), Ok(Some(Closing::Holiday(_)))));
    assert_eq!(later.is_open(date(2027, 3, 23)), Ok(true));
    // 2026-09-22 lies between two holidays; moved on by a day, the 23rd is open and the 22nd too.
    let autumn = offices().with_moved_holiday(date(2026, 9, 23), date(2026, 9, 24));
    assert_eq!(autumn.is_open(date(2026, 9, 22)), Ok(true));
    assert_eq!(autumn.is_open(date(2026, 9, 23)), Ok(true));
    assert_eq!(autumn.is_open(date(2026, 9, 24)), Ok(false));
}

#[test]
fn names_a_day_of_the_next_month() {
    // For March the 5th is Sunday, April 5: nothing moves it.
    assert_eq!(day_of_next_month(date(2026, 3, 1), 5), Ok(date(2026, 4, 5)));
    assert_eq!(day_of_next_month(date(2026, 12, 31), 28), Ok(date(2027, 1, 28)));
    let refused = |value| Err(CalendarError::Count { value, min: 1, max: 28 });
    assert_eq!(day_of_next_month(date(2026, 3, 1), 0), refused(0));
    assert_eq!(day_of_next_month(date(2026, 3, 1), 29), refused(29));
}

#[test]
fn moves_back_by_no_law() {
    let count = Count::first_day_in(Period::Days(30)).shifted(Shift::PreviousOpen);
    let due =
        count.last_day(date(2026, 4, 3), &BusinessCalendar::public_offices()).expect("countable");
    assert_eq!(due.due, date(2026, 5, 1));
    insta::assert_snapshot!(due.steps[2].line(law::Language::Ja), @"2026-05-02は土曜日のため、2026-05-01になる(法令にない前倒しの目標日)〔行政機関の休日に関する法律1条1項1号〕");
}

#[test]
fn bounds_an_operators_own_turn_of_the_year() {
    for (december, january, refused) in
        [(0, 3, (12, 0)), (32, 3, (12, 32)), (29, 0, (1, 0)), (29, 99, (1, 99))]
    {
        let (month, value) = refused;
        assert_eq!(
            YearEnd::between(december, january),
            Err(CalendarError::ClosingDay { month, value })
        );
    }
    let own =
        BusinessCalendar::weekdays().with_year_end(YearEnd::between(28, 4).expect("in range"));
    assert_eq!(own.next_open(date(2026, 12, 28)), Ok(date(2027, 1, 5)));
}

#[test]
fn explains_a_moved_day_closed_day_by_closed_day() {
    let count = Count::first_day_in(Period::Days(30)).shifted(Shift::NextOpen);
    let due =
        count.last_day(date(2026, 4, 3), &BusinessCalendar::public_offices()).expect("countable");
    let lines: Vec<String> = due.steps.iter().map(|step| step.line(law::Language::Ja)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    初日を算入する。1日目は2026-04-03〔民法140条〕
    30日の期間は2026-05-02の終了で満了する〔民法141条〕
    2026-05-02は土曜日、2026-05-03は憲法記念日、2026-05-04はみどりの日、2026-05-05はこどもの日、2026-05-06は振替休日のため、2026-05-07になる〔民法142条、行政機関の休日に関する法律2条、行政機関の休日に関する法律1条1項1号、国民の祝日に関する法律2条、国民の祝日に関する法律3条2項〕
    ");
}

#[test]
fn cuts_the_fiscal_year_at_any_month() {
    for (start_month, day, year, quarter_end, half_start) in [
        (4, date(2026, 5, 15), 2026, date(2026, 6, 30), date(2026, 4, 1)),
        (4, date(2027, 3, 31), 2026, date(2027, 3, 31), date(2026, 10, 1)),
        (1, date(2026, 12, 31), 2026, date(2026, 12, 31), date(2026, 7, 1)),
        (10, date(2026, 9, 30), 2025, date(2026, 9, 30), date(2026, 4, 1)),
        (10, date(2026, 10, 1), 2026, date(2026, 12, 31), date(2026, 10, 1)),
        (12, date(2027, 2, 28), 2026, date(2027, 2, 28), date(2026, 12, 1)),
        (3, date(2028, 2, 29), 2027, date(2028, 2, 29), date(2027, 9, 1)),
    ] {
        let calendar = FiscalCalendar::starting_in(start_month).expect("a month");
        assert_eq!(calendar.year_of(day).expect("in range").year, year, "{start_month} {day}");
        assert_eq!(
            calendar.quarter_of(day).expect("in range").end,
            quarter_end,
            "{start_month} {day}"
        );
        assert_eq!(
            calendar.half_of(day).expect("in range").start,
            half_start,
            "{start_month} {day}"
        );
    }
    for value in [0, 13, -1] {
        assert_eq!(FiscalCalendar::starting_in(value), Err(CalendarError::StartMonth { value }));
    }
}

/// The slow way: one day after the other.
fn naive_due(event: Date, days: u32) -> Date {
    let offices = BusinessCalendar::public_offices();
    let mut day = event;
    for _ in 1..days {
        day = day.tomorrow().expect("in range");
    }
    while !offices.is_open(day).expect("known year") {
        day = day.tomorrow().expect("in range");
    }
    day
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..=45_000).prop_map(|days| {
        date(1950, 1, 1).checked_add(jiff::Span::new().days(days)).expect("in range")
    })
}

fn any_period() -> impl Strategy<Value = Period> {
    (1_u32..=120, 0_u8..4).prop_map(|(number, unit)| match unit {
        0 => Period::Days(number),
        1 => Period::Weeks(number),
        2 => Period::Months(number),
        _ => Period::Years(number % 20 + 1),
    })
}

proptest! {
    #[test]
    fn a_shifted_due_date_is_open_and_never_early(event in any_day(), period in any_period(), out in any::<bool>()) {
        let offices = BusinessCalendar::public_offices();
        let first_day = if out { FirstDay::Out } else { FirstDay::In };
        let due = Count { first_day, period, shift: Shift::NextOpen }.last_day(event, &offices).expect("countable");
        prop_assert!(offices.is_open(due.due).expect("known year"));
        prop_assert!(due.due >= due.unshifted);
        prop_assert!(due.unshifted >= event);
        let stay = Count { first_day, period, shift: Shift::Stay }.last_day(event, &offices).expect("countable");
        prop_assert_eq!(stay.due, due.unshifted);
    }

    #[test]
    fn counting_days_agrees_with_walking(event in any_day(), days in 1_u32..=120) {
        let count = Count::first_day_in(Period::Days(days)).shifted(Shift::NextOpen);
        let due = count.last_day(event, &BusinessCalendar::public_offices()).expect("countable");
        prop_assert_eq!(due.due, naive_due(event, days));
    }

    #[test]
    fn a_day_lies_in_its_fiscal_periods(day in any_day(), start_month in 1_i8..=12) {
        let calendar = FiscalCalendar::starting_in(start_month).expect("a month");
        let (year, half, quarter) = (
            calendar.year_of(day).expect("in range"), calendar.half_of(day).expect("in range"), calendar.quarter_of(day).expect("in range"),
        );
        for period in [year, half, quarter] {
            prop_assert!(period.start <= day && day <= period.end);
            prop_assert_eq!(period.year, year.year);
        }
        prop_assert!(year.start <= half.start && half.start <= quarter.start);
        prop_assert!(quarter.end <= half.end && half.end <= year.end);
        prop_assert_eq!(year.start.month(), start_month);
    }

    #[test]
    fn open_days_are_weekdays_without_a_holiday(day in any_day()) {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let is_holiday = holiday_on(day).expect("known year").is_some();
        prop_assert_eq!(BusinessCalendar::weekdays().is_open(day), Ok(!is_weekend && !is_holiday));
    }
}
