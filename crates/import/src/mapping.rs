//! Which column fills which field: guessed from headings, corrected by a person, remembered for the next file.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    fold::{fold, likeness},
    layout::{Column, Layout, clean_heading},
    target::TargetField,
};

/// Below this a guess is not made.
const LEAST_CONFIDENCE: u8 = 55;
/// Most headings that are remembered.
const MAX_REMEMBERED: usize = 2_000;

/// Columns and the fields they fill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mapping {
    /// Key of the headings it was made for.
    pub signature: String,
    /// One entry a column.
    pub columns: Vec<MappedColumn>,
}

/// A column and the field it fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Column, from 0.
    pub column: u32,
    /// Its headings, for the eye and for the memory.
    pub label: String,
    /// Id of the field; `None` where the column is left out.
    pub field: Option<String>,
    /// How sure the guess is, from 0 to 100.
    pub confidence: u8,
    /// Why.
    pub reason: MappingReason,
}

/// Why a column fills a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappingReason {
    /// Nothing fits.
    #[default]
    None,
    /// A person chose it.
    Chosen,
    /// It was so last time.
    Remembered,
    /// The heading is the field's label.
    Label,
    /// The heading is one that workbooks use for the field.
    Heading,
    /// One contains the other.
    Contained,
    /// Most letters agree.
    Similar,
    /// It only counts the rows.
    Numbering,
}

impl Mapping {
    /// Puts a column on a field, or leaves it out.
    pub fn choose(&mut self, column: u32, field: Option<&str>) {
        if let Some(mapped) = self.columns.iter_mut().find(|mapped| mapped.column == column) {
            mapped.field = field.map(str::to_owned);
            mapped.confidence = 100;
            mapped.reason = MappingReason::Chosen;
        }
    }

    /// This mapping with the columns of an older one that it does not have: what is known of single headings.
    pub fn over(mut self, before: Option<&Self>) -> Self {
        let mine: HashSet<String> = self.columns.iter().map(|column| fold(&column.label)).collect();
        let older = before.into_iter().flat_map(|before| &before.columns);
        let older = older.filter(|column| !mine.contains(&fold(&column.label)));
        let room = MAX_REMEMBERED.saturating_sub(self.columns.len());
        self.columns.extend(older.take(room).cloned());
        self
    }

    /// Columns that fill a field, from the left.
    pub fn columns_of(&self, field: &str) -> impl Iterator<Item = u32> {
        self.columns
            .iter()
            .filter(move |mapped| mapped.field.as_deref() == Some(field))
            .map(|mapped| mapped.column)
    }

    /// Required fields that no column fills.
    pub fn unmapped<'a>(&self, fields: &'a [TargetField]) -> Vec<&'a TargetField> {
        fields
            .iter()
            .filter(|field| field.is_required && self.columns_of(&field.id).next().is_none())
            .collect()
    }
}

/// Guesses the mapping of a table. A remembered mapping wins wherever the heading is the same.
pub fn guess(layout: &Layout, fields: &[TargetField], remembered: Option<&Mapping>) -> Mapping {
    let matcher = Matcher::new(fields);
    let mut columns: Vec<MappedColumn> =
        layout.columns.iter().map(|column| start(column, layout, remembered, fields)).collect();
    let is_free = |columns: &[MappedColumn], at: usize, field: &str| {
        let is_open = columns.get(at).is_some_and(|mapped| mapped.reason == MappingReason::None);
        is_open && !columns.iter().any(|mapped| mapped.field.as_deref() == Some(field))
    };
    let mut guesses: Vec<(Guess, usize)> = Vec::new();
    for (at, column) in layout.columns.iter().enumerate() {
        guesses.extend(matcher.all(column).into_iter().map(|guess| (guess, at)));
    }
    // The surest first; of equals the leftmost column, then the first field.
    guesses.sort_by_key(|(guess, at)| (std::cmp::Reverse(guess.confidence), *at, guess.field));
    for (guess, at) in guesses {
        let Some(field) = fields.get(guess.field) else { continue };
        if is_free(&columns, at, &field.id)
            && let Some(mapped) = columns.get_mut(at)
        {
            mapped.field = Some(field.id.clone());
            mapped.confidence = guess.confidence;
            mapped.reason = guess.reason;
        }
    }
    Mapping { signature: layout.signature(), columns }
}

/// A column before guessing: as remembered, as a row number, or open.
fn start(
    column: &Column,
    layout: &Layout,
    remembered: Option<&Mapping>,
    fields: &[TargetField],
) -> MappedColumn {
    let label = column.label();
    let key = fold(&label);
    // A column that was left out without anybody saying so is guessed again: the form may have grown.
    let was_decided = |before: &&MappedColumn| {
        let was_chosen = matches!(before.reason, MappingReason::Chosen | MappingReason::Remembered);
        before.field.is_some() || was_chosen
    };
    let before = remembered
        .into_iter()
        .flat_map(|mapping| &mapping.columns)
        .find(|mapped| fold(&mapped.label) == key)
        .filter(was_decided);
    let open = MappedColumn {
        column: column.index,
        label,
        field: None,
        confidence: 0,
        reason: MappingReason::None,
    };
    match before {
        Some(before)
            if before
                .field
                .as_ref()
                .is_none_or(|id| fields.iter().any(|field| field.id == *id)) =>
        {
            MappedColumn {
                field: before.field.clone(),
                confidence: 100,
                reason: MappingReason::Remembered,
                ..open
            }
        }
        _ if layout.number_column == Some(column.index) => {
            MappedColumn { confidence: 100, reason: MappingReason::Numbering, ..open }
        }
        _ => open,
    }
}

/// Knows the words of all fields as keys.
pub(crate) struct Matcher {
    fields: Vec<FieldWords>,
}

struct FieldWords {
    labels: Vec<String>,
    headings: Vec<String>,
}

/// A field that a heading may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    pub field: usize,
    pub confidence: u8,
    pub reason: MappingReason,
}

impl Matcher {
    pub fn new(fields: &[TargetField]) -> Self {
        let keys = |words: &[&str]| {
            words
                .iter()
                .map(|word| fold(&clean_heading(word)))
                .filter(|word| !word.is_empty())
                .collect()
        };
        let words = fields.iter().map(|field| FieldWords {
            labels: keys(&[&field.label.ja, &field.label.en]),
            headings: keys(&field.headings.iter().map(String::as_str).collect::<Vec<_>>()),
        });
        Self { fields: words.collect() }
    }

    /// The field that a heading alone most likely means.
    pub fn best_word(&self, heading: &str) -> Option<usize> {
        let key = fold(heading);
        let guesses =
            self.fields.iter().enumerate().filter_map(|(field, words)| words.guess(&key, field));
        guesses.max_by_key(|guess| guess.confidence).map(|guess| guess.field)
    }

    /// The field that a column most likely means.
    pub fn best(&self, column: &Column) -> Option<Guess> {
        self.all(column).into_iter().max_by_key(|guess| guess.confidence)
    }

    /// All fields that a column may mean.
    pub fn all(&self, column: &Column) -> Vec<Guess> {
        let keys = [fold(&column.heading), fold(&format!("{}{}", column.parent, column.heading))];
        let guess = |(field, words): (usize, &FieldWords)| {
            keys.iter()
                .filter_map(|key| words.guess(key, field))
                .max_by_key(|guess| guess.confidence)
        };
        self.fields.iter().enumerate().filter_map(guess).collect()
    }
}

impl FieldWords {
    fn guess(&self, key: &str, field: usize) -> Option<Guess> {
        if key.is_empty() {
            return None;
        }
        let (confidence, reason) = if self.labels.iter().any(|label| label == key) {
            (100, MappingReason::Label)
        } else if self.headings.iter().any(|heading| heading == key) {
            (95, MappingReason::Heading)
        } else {
            let words = self.labels.iter().chain(&self.headings);
            words.map(|word| compare(word, key)).max_by_key(|(confidence, _)| *confidence)?
        };
        (confidence >= LEAST_CONFIDENCE).then_some(Guess { field, confidence, reason })
    }
}

fn compare(word: &str, key: &str) -> (u8, MappingReason) {
    let (word_chars, key_chars) = (word.chars().count(), key.chars().count());
    let (short, long) = (word_chars.min(key_chars), word_chars.max(key_chars));
    if short > 1 && (key.contains(word) || word.contains(key)) {
        let share = u8::try_from(short * 100 / long).unwrap_or(100);
        (50 + share * 2 / 5, MappingReason::Contained)
    } else {
        let alike = likeness(word, key);
        (if alike >= 50 { 40 + alike / 2 } else { 0 }, MappingReason::Similar)
    }
}
