//! Era dates: every spelling that is read, and every way to be refused.

use jiff::civil::{Date, date};
use law::calendar::era::{DateError, DateField, Era, EraDate, to_era};
use law::calendar::{DateWarning, ParsedDate, parse_date, read_date};
use proptest::prelude::*;

const REIWA_8_MAY_15: [&str; 62] = [
    "令和8年5月15日",
    "令和８年５月１５日",
    "令和08年05月15日",
    "令和 8 年 5 月 15 日",
    "令和　８年　５月　１５日",
    "令和八年五月十五日",
    "令和8.5.15",
    "令和8/5/15",
    "令和8-5-15",
    "令和8、5、15",
    "令和8・5・15",
    "令和8．5．15",
    "令8.5.15",
    "令8、5、15",
    "令8年5月15日",
    "令8/5/15",
    "㋿8年5月15日",
    "㋿8.5.15",
    "R8.5.15",
    "R08.05.15",
    "r8.5.15",
    "Ｒ８.５.１５",
    "Ｒ８．５．１５",
    "R8/5/15",
    "R8-5-15",
    "R.8.5.15",
    "R 8. 5. 15",
    "R8年5月15日",
    "R8,5,15",
    "R080515",
    "令和080515",
    " 令和8年5月15日 ",
    "2026/5/15",
    "2026/05/15",
    "2026-5-15",
    "2026-05-15",
    "2026.5.15",
    "2026.05.15",
    "2026. 5. 15",
    "20260515",
    "２０２６０５１５",
    "2026年5月15日",
    "2026年05月15日",
    "２０２６年５月１５日",
    "２０２６／５／１５",
    "２０２６－５－１５",
    "2026‐05‐15",
    "2026–05–15",
    "2026−05−15",
    "2026ー05ー15",
    "2026 5 15",
    "西暦2026年5月15日",
    "二〇二六年五月十五日",
    "二千二十六年五月十五日",
    "2026-05-15T00:00:00",
    "2026-05-15 00:00:00",
    "2026/05/15 0:00",
    "2026年5月15日（金）",
    "令和8年5月15日(金)",
    "令和8年5月15日 金曜日",
    "2026-05-15 (Fri)",
    "R8.5.15（金曜日）",
];

const OTHER_DAYS: [(&str, Date); 42] = [
    ("令和元年5月1日", date(2019, 5, 1)),
    ("令和1年5月1日", date(2019, 5, 1)),
    ("R元.5.1", date(2019, 5, 1)),
    ("R1.5.1", date(2019, 5, 1)),
    ("令元.5.1", date(2019, 5, 1)),
    ("Ｒ８.３.３１", date(2026, 3, 31)),
    ("H20.10.1", date(2008, 10, 1)),
    ("H.20.10.1", date(2008, 10, 1)),
    ("平20.10.1", date(2008, 10, 1)),
    ("平成15年4月1日", date(2003, 4, 1)),
    ("㍻15年4月1日", date(2003, 4, 1)),
    ("平成31年4月30日", date(2019, 4, 30)),
    ("平成元年1月8日", date(1989, 1, 8)),
    ("H1.1.8", date(1989, 1, 8)),
    ("平成23年4月1日", date(2011, 4, 1)),
    ("h31.4.30", date(2019, 4, 30)),
    ("昭和64年1月7日", date(1989, 1, 7)),
    ("S64.1.7", date(1989, 1, 7)),
    ("昭64.1.7", date(1989, 1, 7)),
    ("㍼50年1月1日", date(1975, 1, 1)),
    ("昭和元年12月25日", date(1926, 12, 25)),
    ("S1.12.31", date(1926, 12, 31)),
    ("s50/1/1", date(1975, 1, 1)),
    ("昭和五十年一月一日", date(1975, 1, 1)),
    ("大正元年7月30日", date(1912, 7, 30)),
    ("大正15年12月24日", date(1926, 12, 24)),
    ("T15.12.24", date(1926, 12, 24)),
    ("大12.9.1", date(1923, 9, 1)),
    ("㍽2年1月1日", date(1913, 1, 1)),
    ("明治45年7月29日", date(1912, 7, 29)),
    ("M45.7.29", date(1912, 7, 29)),
    ("明治6年1月1日", date(1873, 1, 1)),
    ("㍾6年1月1日", date(1873, 1, 1)),
    ("明33.1.1", date(1900, 1, 1)),
    ("18730101", date(1873, 1, 1)),
    ("1873-01-01", date(1873, 1, 1)),
    ("2024-02-29", date(2024, 2, 29)),
    ("令和6年2月29日", date(2024, 2, 29)),
    ("令和8年3月末日", date(2026, 3, 31)),
    ("2024年2月末日", date(2024, 2, 29)),
    ("2026/5/4(月・祝)", date(2026, 5, 4)),
    ("9999-12-31", date(9999, 12, 31)),
];

#[test]
fn reads_every_spelling_of_one_day() {
    for spelling in REIWA_8_MAY_15 {
        let reading = read_date(spelling).unwrap_or_else(|error| panic!("{spelling}: {error}"));
        assert_eq!(reading.date, ParsedDate::Day(date(2026, 5, 15)), "{spelling}");
        assert_eq!(reading.warnings, [], "{spelling}");
    }
}

#[test]
fn reads_days_of_every_era() {
    for (spelling, day) in OTHER_DAYS {
        assert_eq!(parse_date(spelling), Ok(ParsedDate::Day(day)), "{spelling}");
    }
}

#[test]
fn reads_months_and_years() {
    let month = |year, month| {
        let first = date(year, month, 1);
        ParsedDate::Month { first, last: first.last_of_month() }
    };
    for (spelling, expected) in [
        ("令和8年3月末", month(2026, 3)),
        ("令和8年3月", month(2026, 3)),
        ("R8.3", month(2026, 3)),
        ("2026年5月", month(2026, 5)),
        ("2026/5", month(2026, 5)),
        ("2026-05", month(2026, 5)),
        ("２０２６年５月", month(2026, 5)),
        ("平成31年4月", month(2019, 4)),
        ("昭和64年1月", ParsedDate::Month { first: date(1989, 1, 1), last: date(1989, 1, 7) }),
        ("平成元年1月", ParsedDate::Month { first: date(1989, 1, 8), last: date(1989, 1, 31) }),
        ("令和8年", ParsedDate::Year { first: date(2026, 1, 1), last: date(2026, 12, 31) }),
        ("令和元年", ParsedDate::Year { first: date(2019, 5, 1), last: date(2019, 12, 31) }),
        ("平成31年", ParsedDate::Year { first: date(2019, 1, 1), last: date(2019, 4, 30) }),
        ("2026年", ParsedDate::Year { first: date(2026, 1, 1), last: date(2026, 12, 31) }),
        ("2026", ParsedDate::Year { first: date(2026, 1, 1), last: date(2026, 12, 31) }),
    ] {
        assert_eq!(parse_date(spelling), Ok(expected), "{spelling}");
    }
}

#[test]
fn refuses_and_names_the_part_with_its_range() {
    let range = |field, value, min, max| DateError::OutOfRange { field, value, min, max };
    for (spelling, expected) in [
        ("2026-02-30", range(DateField::Day, 30, 1, 28)),
        ("2024-02-30", range(DateField::Day, 30, 1, 29)),
        ("2026-04-31", range(DateField::Day, 31, 1, 30)),
        ("2026-13-01", range(DateField::Month, 13, 1, 12)),
        ("2026-00-10", range(DateField::Month, 0, 1, 12)),
        ("2026-05-00", range(DateField::Day, 0, 1, 31)),
        ("20261301", range(DateField::Month, 13, 1, 12)),
        ("令和0年5月1日", range(DateField::EraYear(Era::Reiwa), 0, 1, 7981)),
        ("平成99年", range(DateField::EraYear(Era::Heisei), 99, 1, 31)),
        ("平成999年1月1日", range(DateField::EraYear(Era::Heisei), 999, 1, 31)),
        ("99999-01-01", range(DateField::Year, 99999, 1873, 9999)),
        ("明治5年12月31日", DateError::BeforeGregorian),
        ("1872-12-31", DateError::BeforeGregorian),
        ("M1.1.25", DateError::BeforeGregorian),
        ("慶応4年1月1日", DateError::BeforeGregorian),
        ("慶應三年十月十四日", DateError::BeforeGregorian),
        ("安政元年", DateError::BeforeGregorian),
        ("享保3年1月1日", DateError::BeforeGregorian),
        ("明和九年", DateError::BeforeGregorian),
        ("慶応大学", DateError::Unreadable),
        ("26/5/15", DateError::UncertainYear),
        ("8.5.15", DateError::UncertainYear),
        ("5月15日", DateError::UncertainYear),
        ("元年5月1日", DateError::UncertainYear),
        ("令和8年度", DateError::UncertainYear),
        ("", DateError::UncertainYear),
        ("きょう", DateError::Unreadable),
        ("2026-05-15-1", DateError::Unreadable),
        ("2026月5年15日", DateError::UncertainYear),
        ("2026-05-15 13:00", DateError::Unreadable),
        ("令和8年5月15日頃", DateError::Unreadable),
        ("令和8年末", DateError::Unreadable),
    ] {
        assert_eq!(parse_date(spelling), Err(expected), "{spelling}");
    }
    assert_eq!(parse_date(&"1".repeat(65)), Err(DateError::TooLong { max_chars: 64 }));
}

#[test]
fn says_which_era_a_day_would_be_in() {
    for (spelling, era, actual) in [
        ("昭和64年1月8日", Era::Showa, "平成元年1月8日"),
        ("平成31年5月1日", Era::Heisei, "令和元年5月1日"),
        ("平成99年1月1日", Era::Heisei, "令和69年1月1日"),
        ("平成33年12月31日", Era::Heisei, "令和3年12月31日"),
        ("令和元年4月30日", Era::Reiwa, "平成31年4月30日"),
        ("大正元年7月29日", Era::Taisho, "明治45年7月29日"),
        ("昭和101年5月15日", Era::Showa, "令和8年5月15日"),
    ] {
        match parse_date(spelling) {
            Err(DateError::OutsideEra { era: named, actual: day, .. }) => {
                assert_eq!((named, day.to_string().as_str()), (era, actual));
            }
            other => panic!("{spelling}: {other:?}"),
        }
    }
}

#[test]
fn tells_people_what_is_wrong_in_both_languages() {
    let said = |text: &str| parse_date(text).unwrap_err().text();
    insta::assert_snapshot!(said("昭和64年1月8日").ja, @"昭和は1926-12-25から1989-01-07まで(1年から64年)です。その日は平成元年1月8日になります");
    insta::assert_snapshot!(said("昭和64年1月8日").en, @"Showa ran from 1926-12-25 to 1989-01-07 (years 1 to 64); the day would be Heisei 1-01-08");
    insta::assert_snapshot!(said("明治45年7月31日").ja, @"明治は1912-07-30まで(西暦の日付に直せるのは6年1月1日から45年まで)です。その日は大正元年7月31日になります");
    insta::assert_snapshot!(said("明治45年7月31日").en, @"Meiji ran to 1912-07-30 (years 6, from 1873-01-01 on, to 45 have a western date); the day would be Taisho 1-07-31");
    insta::assert_snapshot!(said("平成99年").ja, @"平成の年が99です。1から31までで書いてください");
    insta::assert_snapshot!(said("2026-02-30").en, @"day 30 is out of range, allowed are 1 to 28");
    insta::assert_snapshot!(said("明治5年1月1日").ja, @"年が明治6年(1873年)より前です。明治5年までは太陽太陰暦のため、西暦の日付に直せません");
}

#[test]
fn checks_the_weekday_beside_the_day() {
    let reading = read_date("令和8年5月15日（木）").expect("readable");
    let wrong = DateWarning::WrongWeekday {
        written: jiff::civil::Weekday::Thursday,
        actual: jiff::civil::Weekday::Friday,
    };
    assert_eq!(reading.warnings, [wrong]);
}

#[test]
fn writes_the_new_era_on_a_day_in_two_eras() {
    for (day, new, old) in [
        (date(1912, 7, 30), "大正元年7月30日", "明治45年7月30日"),
        (date(1926, 12, 25), "昭和元年12月25日", "大正15年12月25日"),
    ] {
        assert_eq!(to_era(day).expect("modern").to_string(), new);
        let reading = read_date(old).expect("readable");
        assert_eq!(reading.date, ParsedDate::Day(day));
        assert!(
            matches!(reading.warnings[..], [DateWarning::OverlapDay { newer }] if newer.to_string() == new)
        );
    }
}

#[test]
fn writes_days_in_their_era() {
    for (day, long, short) in [
        (date(2026, 5, 15), "令和8年5月15日", "R8.5.15"),
        (date(2011, 4, 1), "平成23年4月1日", "H23.4.1"),
        (date(2019, 5, 1), "令和元年5月1日", "R1.5.1"),
        (date(2019, 4, 30), "平成31年4月30日", "H31.4.30"),
        (date(1989, 1, 7), "昭和64年1月7日", "S64.1.7"),
        (date(1989, 1, 8), "平成元年1月8日", "H1.1.8"),
        (date(1926, 12, 24), "大正15年12月24日", "T15.12.24"),
        (date(1912, 7, 29), "明治45年7月29日", "M45.7.29"),
        (date(1873, 1, 1), "明治6年1月1日", "M6.1.1"),
    ] {
        let written = to_era(day).expect("modern");
        assert_eq!((written.to_string().as_str(), written.short().as_str()), (long, short));
    }
    assert_eq!(to_era(date(1872, 12, 31)), Err(DateError::BeforeGregorian));
}

proptest! {
    #[test]
    fn every_day_survives_the_way_to_its_era_and_back(days in 0_i32..=99_000) {
        let day = date(1873, 1, 1).checked_add(jiff::Span::new().days(days)).expect("in range");
        let written: EraDate = to_era(day).expect("modern");
        prop_assert_eq!(written.to_date(), Ok(day));
        prop_assert_eq!(parse_date(&written.to_string()), Ok(ParsedDate::Day(day)));
        prop_assert_eq!(parse_date(&written.short()), Ok(ParsedDate::Day(day)));
        prop_assert_eq!(parse_date(&day.to_string()), Ok(ParsedDate::Day(day)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,40}") {
        let _ = read_date(&text);
    }

    #[test]
    fn no_text_of_date_marks_makes_the_reader_panic(text in "[令和平成昭元年月日末度RHS0-9０-９./ ()金曜-]{0,24}") {
        let _ = read_date(&text);
    }
}
