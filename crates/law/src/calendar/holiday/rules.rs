//! The holidays as the act has named them over time, and the days that special acts made holidays once.

use jiff::civil::{Date, Weekday};

use crate::text::Text;

/// When in a year a holiday falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Fixed { month: i8, day: i8 },
    Monday { month: i8, nth: i8 },
    VernalEquinox,
    AutumnalEquinox,
}

/// One holiday during the years in which it fell so.
pub(super) struct Rule {
    pub(super) name: Text,
    pub(super) when: When,
    first_year: i16,
    last_year: i16,
}

const ONGOING: i16 = i16::MAX;

const fn fixed(name: Text, (month, day): (i8, i8), (first_year, last_year): (i16, i16)) -> Rule {
    Rule { name, when: When::Fixed { month, day }, first_year, last_year }
}

const fn monday(name: Text, (month, nth): (i8, i8), (first_year, last_year): (i16, i16)) -> Rule {
    Rule { name, when: When::Monday { month, nth }, first_year, last_year }
}

const fn equinox(name: Text, when: When, first_year: i16) -> Rule {
    Rule { name, when, first_year, last_year: ONGOING }
}

const COMING_OF_AGE: Text = Text::fixed("成人の日", "Coming of Age Day");
const EMPEROR: Text = Text::fixed("天皇誕生日", "Emperor's Birthday");
const GREENERY: Text = Text::fixed("みどりの日", "Greenery Day");
const MARINE: Text = Text::fixed("海の日", "Marine Day");
const MOUNTAIN: Text = Text::fixed("山の日", "Mountain Day");
const RESPECT: Text = Text::fixed("敬老の日", "Respect for the Aged Day");
const HEALTH_SPORTS: Text = Text::fixed("体育の日", "Health and Sports Day");
const SPORTS: Text = Text::fixed("スポーツの日", "Sports Day");

/// Every holiday of the act, dated by year.
// LAW: 2020 and 2021 follow the special measures act for the Olympic and Paralympic Games (平成27年法律33号).
pub(super) static RULES: [Rule; 38] = [
    fixed(Text::fixed("元日", "New Year's Day"), (1, 1), (1949, ONGOING)),
    fixed(COMING_OF_AGE, (1, 15), (1949, 1999)),
    monday(COMING_OF_AGE, (1, 2), (2000, ONGOING)),
    fixed(Text::fixed("建国記念の日", "National Foundation Day"), (2, 11), (1967, ONGOING)),
    fixed(EMPEROR, (4, 29), (1949, 1988)),
    fixed(EMPEROR, (12, 23), (1989, 2018)),
    fixed(EMPEROR, (2, 23), (2020, ONGOING)),
    equinox(Text::fixed("春分の日", "Vernal Equinox Day"), When::VernalEquinox, 1949),
    fixed(GREENERY, (4, 29), (1989, 2006)),
    fixed(GREENERY, (5, 4), (2007, ONGOING)),
    fixed(Text::fixed("昭和の日", "Showa Day"), (4, 29), (2007, ONGOING)),
    fixed(Text::fixed("憲法記念日", "Constitution Memorial Day"), (5, 3), (1949, ONGOING)),
    fixed(Text::fixed("こどもの日", "Children's Day"), (5, 5), (1949, ONGOING)),
    fixed(MARINE, (7, 20), (1996, 2002)),
    monday(MARINE, (7, 3), (2003, 2019)),
    fixed(MARINE, (7, 23), (2020, 2020)),
    fixed(MARINE, (7, 22), (2021, 2021)),
    monday(MARINE, (7, 3), (2022, ONGOING)),
    fixed(MOUNTAIN, (8, 11), (2016, 2019)),
    fixed(MOUNTAIN, (8, 10), (2020, 2020)),
    fixed(MOUNTAIN, (8, 8), (2021, 2021)),
    fixed(MOUNTAIN, (8, 11), (2022, ONGOING)),
    fixed(RESPECT, (9, 15), (1966, 2002)),
    monday(RESPECT, (9, 3), (2003, ONGOING)),
    equinox(Text::fixed("秋分の日", "Autumnal Equinox Day"), When::AutumnalEquinox, 1948),
    fixed(HEALTH_SPORTS, (10, 10), (1966, 1999)),
    monday(HEALTH_SPORTS, (10, 2), (2000, 2019)),
    fixed(SPORTS, (7, 24), (2020, 2020)),
    fixed(SPORTS, (7, 23), (2021, 2021)),
    monday(SPORTS, (10, 2), (2022, ONGOING)),
    fixed(Text::fixed("文化の日", "Culture Day"), (11, 3), (1948, ONGOING)),
    fixed(Text::fixed("勤労感謝の日", "Labor Thanksgiving Day"), (11, 23), (1948, ONGOING)),
    fixed(
        Text::fixed("皇太子明仁親王の結婚の儀", "wedding of Crown Prince Akihito"),
        (4, 10),
        (1959, 1959),
    ),
    fixed(Text::fixed("昭和天皇の大喪の礼", "funeral of Emperor Showa"), (2, 24), (1989, 1989)),
    fixed(Text::fixed("即位礼正殿の儀", "enthronement ceremony"), (11, 12), (1990, 1990)),
    fixed(
        Text::fixed("皇太子徳仁親王の結婚の儀", "wedding of Crown Prince Naruhito"),
        (6, 9),
        (1993, 1993),
    ),
    fixed(Text::fixed("天皇の即位の日", "day of the Emperor's accession"), (5, 1), (2019, 2019)),
    fixed(Text::fixed("即位礼正殿の儀", "enthronement ceremony"), (10, 22), (2019, 2019)),
];

/// Whether the holiday falls on that day.
pub(super) fn falls_on(rule: &Rule, day: Date) -> bool {
    if !(rule.first_year..=rule.last_year).contains(&day.year()) {
        return false;
    }
    match rule.when {
        When::Fixed { month, day: number } => day.month() == month && day.day() == number,
        When::Monday { month, nth } => {
            day.month() == month
                && day.weekday() == Weekday::Monday
                && (day.day() - 1) / 7 + 1 == nth
        }
        When::VernalEquinox => {
            day.month() == 3
                && i64::from(day.day()) == equinox_day(day.year(), (20_835_700, 20_843_100))
        }
        When::AutumnalEquinox => {
            day.month() == 9
                && i64::from(day.day()) == equinox_day(day.year(), (23_258_800, 23_248_800))
        }
    }
}

/// The day of the month of an equinox, in millionths of a day: one constant before 1980, one from 1980 to 2099.
fn equinox_day(year: i16, (before_1980, from_1980): (i64, i64)) -> i64 {
    let elapsed = i64::from(year) - 1980;
    let (base, leap_days) =
        if elapsed < 0 { (before_1980, (elapsed - 3) / 4) } else { (from_1980, elapsed / 4) };
    (base + 242_194 * elapsed).div_euclid(1_000_000) - leap_days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_one_name_do_not_overlap_in_a_year() {
        for year in 1948..=2099 {
            for rule in &RULES {
                let same = RULES.iter().filter(|other| other.name == rule.name);
                let active = same
                    .filter(|other| (other.first_year..=other.last_year).contains(&year))
                    .count();
                assert!(active <= 1, "{year} {}", rule.name.ja);
            }
        }
    }
}
