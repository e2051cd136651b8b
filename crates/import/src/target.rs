//! What columns can be mapped to: the fields of a form, or those of the member list.

use regulation::{Choice, Field, FieldKind, Form, Text};

use crate::fold::fold;

/// A field that a column can fill.
#[derive(Debug, Clone)]
pub struct TargetField {
    /// Id, as written in the record.
    pub id: String,
    /// Label.
    pub label: Text,
    /// Other headings that workbooks use for it.
    pub headings: Vec<String>,
    /// Whether a record cannot do without it.
    pub is_required: bool,
    /// Clause that asks for it; empty where it is practice only.
    pub clause: String,
    /// What its cells hold.
    pub kind: TargetKind,
}

/// What the cells of a field hold.
#[derive(Debug, Clone)]
pub enum TargetKind {
    /// One line of text.
    ShortText,
    /// Text with line breaks.
    LongText,
    /// What something is for: text that can be too vague.
    Purpose,
    /// A reading of a name, in katakana.
    Kana,
    /// A mail address.
    Mail,
    /// A telephone number.
    Phone,
    /// A number that names something, such as an employee number.
    Code,
    /// A day.
    Date,
    /// From a day to a day.
    DateRange,
    /// A number.
    Number(NumberRule),
    /// One choice, or several.
    Choice(ChoiceRule),
    /// One member, or several.
    Member {
        /// Whether several can be named.
        many: bool,
    },
    /// A unit.
    Unit,
    /// A unit by the path from the root, such as 総務部総務課; written as an array of names.
    UnitPath,
    /// An office.
    Office,
    /// Yes or no.
    YesNo,
}

/// Rules of a number field.
#[derive(Debug, Clone, Default)]
pub struct NumberRule {
    /// Unit of measure.
    pub unit: Text,
    /// Smallest value.
    pub min: Option<i64>,
    /// Largest value.
    pub max: Option<i64>,
    /// Whether an estimate and "unknown" are answers too.
    pub is_estimable: bool,
}

/// Rules of a choice field, with the words that stand for each choice as keys.
#[derive(Debug, Clone, Default)]
pub struct ChoiceRule {
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// Whether other words may be written.
    pub is_open: bool,
    /// Whether several can be chosen.
    pub is_many: bool,
    /// Whether each answer carries its reason, written in brackets behind it.
    pub has_reason: bool,
    words: Vec<(String, String)>,
}

impl TargetField {
    /// The fields of a form that a column can fill, in order. Tables, files, consents, references and derived fields are not
    /// among them: a cell has no room for them.
    pub fn of_form(form: &Form) -> Vec<Self> {
        form.fields.iter().filter_map(Self::of_field).collect()
    }

    fn of_field(field: &Field) -> Option<Self> {
        Some(Self {
            id: field.id.clone(),
            label: field.label.clone(),
            headings: field.import_headings.clone(),
            // A field that is asked for under a condition may be blank for good reason.
            is_required: field.is_required && field.when.is_none(),
            clause: field.clause.clone(),
            kind: TargetKind::of(field)?,
        })
    }

    /// A field without headings of its own, not required.
    pub fn new(id: &str, label: Text, kind: TargetKind) -> Self {
        Self {
            id: id.to_owned(),
            label,
            headings: Vec::new(),
            is_required: false,
            clause: String::new(),
            kind,
        }
    }

    /// The same with other headings.
    pub fn headings(mut self, headings: &[&str]) -> Self {
        self.headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        self
    }

    /// The same, required.
    pub fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Whether it holds more than one value.
    pub(crate) fn is_list(&self) -> bool {
        match &self.kind {
            TargetKind::Choice(rule) => rule.is_many,
            TargetKind::Member { many } => *many,
            _ => false,
        }
    }
}

impl TargetKind {
    /// The kind of a form's field; `None` where no cell can fill it.
    fn of(field: &Field) -> Option<Self> {
        let rule = |choices: &[Choice], is_open, is_many| {
            Self::Choice(ChoiceRule::new(choices, is_open, is_many))
        };
        Some(match &field.kind {
            FieldKind::Text => Self::of_short_text(field),
            FieldKind::LongText if speaks_of(field, &["目的"], "purpose") => Self::Purpose,
            FieldKind::LongText => Self::LongText,
            FieldKind::Date => Self::Date,
            FieldKind::DateRange => Self::DateRange,
            FieldKind::Number { unit, min, max, estimable } => Self::Number(NumberRule {
                unit: unit.clone(),
                min: *min,
                max: *max,
                is_estimable: *estimable,
            }),
            FieldKind::Choice { choices, open } => rule(choices, *open, false),
            FieldKind::ManyChoice { choices, open } => rule(choices, *open, true),
            FieldKind::ClauseException { choices } => Self::Choice(ChoiceRule {
                has_reason: true,
                ..ChoiceRule::new(choices, false, false)
            }),
            FieldKind::Member { many } => Self::Member { many: *many },
            FieldKind::Unit => Self::Unit,
            FieldKind::Office => Self::Office,
            FieldKind::YesNo => Self::YesNo,
            FieldKind::Record { .. }
            | FieldKind::File { .. }
            | FieldKind::Table { .. }
            | FieldKind::Consent { .. }
            | FieldKind::Derived(_) => return None,
        })
    }

    /// The form knows one kind of short text; its label tells what is written in it.
    fn of_short_text(field: &Field) -> Self {
        if speaks_of(field, &["フリガナ", "ふりがな", "カナ"], "kana") {
            Self::Kana
        } else if speaks_of(field, &["メール"], "mail") {
            Self::Mail
        } else if speaks_of(field, &["電話"], "phone") {
            Self::Phone
        } else if speaks_of(field, &["目的"], "purpose") {
            Self::Purpose
        } else {
            Self::ShortText
        }
    }
}

fn speaks_of(field: &Field, words: &[&str], english: &str) -> bool {
    let label = fold(&field.label.ja);
    words.iter().any(|word| label.contains(&fold(word))) || fold(&field.label.en).contains(english)
}

impl ChoiceRule {
    /// Choices with their labels, ids and other words as keys.
    pub fn new(choices: &[Choice], is_open: bool, is_many: bool) -> Self {
        let mut words = Vec::new();
        for choice in choices {
            let own = [&choice.label.ja, &choice.label.en, &choice.id];
            for word in own
                .into_iter()
                .chain(&choice.import_words)
                .map(|word| fold(word))
                .filter(|word| !word.is_empty())
            {
                words.push((word, choice.id.clone()));
            }
        }
        Self { choices: choices.to_vec(), is_open, is_many, has_reason: false, words }
    }

    /// The choice whose label, id or other word this key is.
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.words.iter().find(|(word, _)| word == key).map(|(_, id)| id.as_str())
    }

    /// The one choice that a key is much like: one contains the other, or most letters agree. `None` where two are alike.
    pub(crate) fn find_alike(&self, key: &str) -> Option<&str> {
        let is_long = |text: &str| text.chars().nth(1).is_some();
        let score = |word: &str| {
            let is_inside =
                is_long(word) && is_long(key) && (key.contains(word) || word.contains(key));
            crate::fold::likeness(word, key).max(if is_inside { 61 } else { 0 })
        };
        let mut found: Vec<(u8, &str)> = self
            .words
            .iter()
            .map(|(word, id)| (score(word), id.as_str()))
            .filter(|(score, _)| *score > 60)
            .collect();
        found.sort_by(|left, right| right.cmp(left));
        let (best, id) = *found.first()?;
        // Two answers in one text: neither is the one that is meant.
        let names_several = self
            .words
            .iter()
            .any(|(word, other)| other != id && is_long(word) && key.contains(word.as_str()))
            && self.words.iter().any(|(word, other)| other == id && key.contains(word.as_str()));
        let has_rival =
            names_several || found.iter().any(|(score, other)| *score == best && *other != id);
        (!has_rival).then_some(id)
    }

    /// The label of a choice.
    pub(crate) fn label(&self, id: &str) -> Text {
        self.choices
            .iter()
            .find(|choice| choice.id == id)
            .map_or_else(|| Text::new(id, id), |choice| choice.label.clone())
    }

    /// All labels, for a message.
    pub(crate) fn labels(&self) -> String {
        self.choices.iter().map(|choice| choice.label.ja.as_str()).collect::<Vec<_>>().join("、")
    }
}
