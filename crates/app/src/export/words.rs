//! Words as they stand on paper and in files: values of fields, dates of the era, short names for stamps.

use std::collections::HashMap;

use engine::{Names, Organization, RecordId, RecordState, UnitId, decide};
use jiff::{Timestamp, civil::Date};
use regulation::{Field, Form, Language, Text};
use serde_json::Value;

use crate::{Tenant, clock::day_in};

/// Number and title of records that a reader may know of.
pub(super) type References = HashMap<RecordId, String>;

/// Longest name that a stamp shows whole; of longer ones it shows the beginning.
const STAMP_LETTERS: usize = 3;

/// Speaks of an operator's records in a language.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub tenant: &'a Tenant,
    pub organization: &'a Organization,
    pub language: Language,
}

impl Words<'_> {
    /// One of two words.
    pub fn say(self, ja: &str, en: &str) -> String {
        match self.language {
            Language::Ja => ja.to_owned(),
            Language::En => en.to_owned(),
        }
    }

    /// Words of the regulation.
    pub fn of(self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    /// A value of a form's field.
    pub fn value(
        self,
        form: &Form,
        field: &Field,
        value: &Value,
        references: &References,
    ) -> String {
        self.named(references, |names| names.plain(form, field, value))
    }

    /// A value of a table's column.
    pub fn column(
        self,
        columns: &[Field],
        column: &Field,
        value: &Value,
        references: &References,
    ) -> String {
        self.named(references, |names| names.of_column(columns, column, value))
    }

    fn named(self, references: &References, read: impl FnOnce(Names<'_>) -> String) -> String {
        read(Names {
            regulation: &self.tenant.regulation,
            organization: self.organization,
            records: &|id| references.get(&id).cloned(),
            language: self.language,
        })
    }

    /// A day: of the era in Japanese, ISO in English.
    pub fn date(self, day: Date) -> String {
        match self.language {
            Language::Ja => law::calendar::era::to_era(day)
                .map_or_else(|_| day.to_string(), |era| era.to_string()),
            Language::En => day.to_string(),
        }
    }

    /// The day of a moment.
    pub fn day(self, at: Timestamp) -> String {
        self.date(day_in(&self.tenant.time_zone, at))
    }

    /// The day of a moment in microseconds.
    pub fn day_of_micros(self, micros: i64) -> String {
        Timestamp::from_microsecond(micros).map(|at| self.day(at)).unwrap_or_default()
    }

    /// The day as a date stamp has it: `8.11.22` of the era in Japanese, `2026.11.22` in English.
    pub fn short_day(self, at: Timestamp) -> String {
        let day = day_in(&self.tenant.time_zone, at);
        let year = match (self.language, law::calendar::era::to_era(day)) {
            (Language::Ja, Ok(era)) => era.year,
            _ => day.year(),
        };
        format!("{year}.{}.{}", day.month(), day.day())
    }

    /// A state.
    pub fn state(self, state: RecordState) -> String {
        let (ja, en) = decide::state_words(state);
        self.say(ja, en.strip_prefix("a ").unwrap_or(en))
    }

    /// Number of an edition, or of the draft of one.
    pub fn edition(self, number: u32, is_draft: bool) -> String {
        match (self.language, is_draft) {
            (Language::Ja, false) => format!("第{number}版"),
            (Language::Ja, true) => format!("第{number}版（案）"),
            (Language::En, false) => format!("Edition {number}"),
            (Language::En, true) => format!("Edition {number} (draft)"),
        }
    }

    /// A unit's name, short enough for a stamp: `総務部`, `会員` of `会員サービス課`.
    pub fn unit_short(self, unit: UnitId) -> String {
        self.organization.unit(unit).map(|unit| beginning(&unit.name)).unwrap_or_default()
    }
}

/// The surname of a name: what stands before the first space, else its beginning.
pub(super) fn surname(name: &str) -> String {
    let name = name.trim();
    match name.split_once(char::is_whitespace) {
        Some((surname, _)) => surname.to_owned(),
        None => beginning(name),
    }
}

/// A name of up to three letters, else its first two; a Latin one up to its first space.
fn beginning(name: &str) -> String {
    if name.is_ascii() {
        return name.split_whitespace().next().unwrap_or_default().to_owned();
    }
    // A mark that only changes the letter before it belongs to that letter.
    let is_letter = |c: char| !matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{3099}' | '\u{309A}');
    if name.chars().filter(|c| is_letter(*c)).count() <= STAMP_LETTERS {
        return name.to_owned();
    }
    let mut letters = 0;
    let is_kept = |c: &char| {
        letters += usize::from(is_letter(*c));
        letters < STAMP_LETTERS
    };
    name.chars().take_while(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use super::surname;

    #[test]
    fn a_surname_is_what_stands_before_the_space() {
        for (name, short) in [
            ("髙﨑 𠮷子", "髙﨑"),
            ("見本　花子", "見本"),
            ("勅使河原 槇", "勅使河原"),
            ("見本太郎", "見本"),
            ("林修", "林修"),
            ("葛\u{E0100}城太郎", "葛\u{E0100}城"),
            ("Jane Doe", "Jane"),
            ("", ""),
        ] {
            assert_eq!(surname(name), short);
        }
    }
}
