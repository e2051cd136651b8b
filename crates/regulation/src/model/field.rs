//! Fields of a form: the closed list of kinds, and how each kind's value is written in a record's JSON.

use serde::{Deserialize, Serialize};

use crate::{diagnostic::Place, text::Text};

use super::route::Condition;

/// One field of a form, or one column of a table field.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key that a regulation's author sets by itself"
)]
pub struct Field {
    /// Id, unique in its form (or table).
    pub id: String,
    /// Label.
    pub label: Text,
    /// What to write here: an example or a hint, in our words.
    pub help: Text,
    /// Kind with its own options.
    pub kind: FieldKind,
    /// Whether a record cannot be submitted without it.
    pub is_required: bool,
    /// What is said of a record in force that lacks it: it is flagged until it is given. `None`: nothing is lacking. A `record`
    /// field that says so takes only a record that is in force itself, as one with `in_force` does.
    pub flag: Option<Text>,
    /// Of a `record` field: whether it takes only a record that is in force when the record is handed in.
    pub must_be_in_force: bool,
    /// Filled in from the record that a `record` field points to, when that is set and this is empty.
    pub prefill: Option<Prefill>,
    /// Of a `date` field: ids of date fields that it may not come before or after.
    pub limits: Vec<DateLimit>,
    /// Asked for only when this holds.
    pub when: Option<Condition>,
    /// Whether values are personal information.
    pub is_personal: bool,
    /// Clause that asks for it; empty where it is good practice only.
    pub clause: String,
    /// Shown as a column of the register unless the reader chooses otherwise.
    pub in_list: bool,
    /// Kept in an index: the register can be sorted and filtered by it.
    pub is_indexed: bool,
    /// Headings that workbooks use for it, for import; the label itself always counts.
    pub import_headings: Vec<String>,
    /// Id of the section it belongs to; empty for none.
    pub section: String,
    /// Where it stands.
    pub place: Place,
}

/// Kinds of fields. The comment of each says how its value is written in a record's JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum FieldKind {
    /// `short_text`. A string without line breaks.
    #[default]
    Text,
    /// `long_text`. A string.
    LongText,
    /// `date`. `"2026-05-15"`.
    Date,
    /// `date_range`. `{"from": "2026-04-01", "until": "2027-03-31"}`; either side may be missing.
    DateRange,
    /// `number`. A number; where `estimable` also `{"value": 118, "certainty": "estimated"}` and `{"certainty": "unknown"}`.
    Number {
        /// Unit of measure, e.g. 件.
        unit: Text,
        /// Smallest value.
        min: Option<i64>,
        /// Largest value.
        max: Option<i64>,
        /// Whether an estimate and "unknown" are answers too.
        estimable: bool,
    },
    /// `choice`. The id of a choice; where `open` also `{"other": "text"}`.
    Choice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Whether another answer may be written.
        open: bool,
    },
    /// `many_choice`. An array of what `choice` holds.
    ManyChoice {
        /// What can be chosen.
        choices: Vec<Choice>,
        /// Whether other answers may be written.
        open: bool,
    },
    /// `member`. The member's id, or an array of ids where `many`; a person who is no member is `{"name": "見本一郎"}`.
    Member {
        /// Whether several can be named.
        many: bool,
    },
    /// `unit`. The unit's id.
    Unit,
    /// `office`. The office's id.
    Office,
    /// `record`. The id of a record of the named form.
    Record {
        /// Id of the form.
        form: String,
    },
    /// `clause_exception`. `{"choice": "law", "reason": "…"}`; each choice carries the clause it stands on.
    ClauseException {
        /// Grounds that can be chosen.
        choices: Vec<Choice>,
    },
    /// `file`. An array of `{"id": "…", "name": "…", "bytes": 123}`.
    File {
        /// Most files.
        max_files: u32,
    },
    /// `table`. An array of objects, one a row.
    Table {
        /// Columns; a table in a table is not allowed.
        columns: Vec<Field>,
        /// Most rows.
        max_rows: u32,
        /// Rows that are always there, e.g. one for each life-cycle phase: values of the first column (a choice).
        fixed_rows: Vec<String>,
    },
    /// `consent`. `{"given": true, "text_version": "…"}`.
    Consent {
        /// What is consented to.
        text: Text,
        /// Version of that text.
        version: String,
    },
    /// `yes_no`. `true` or `false`.
    YesNo,
    /// `derived`. Never written by hand; computed when the record is saved.
    Derived(Derivation),
}

/// What a derived field is computed from. The list is closed: anything that needs arithmetic is here, with tests.
#[derive(Debug, Clone, PartialEq)]
pub enum Derivation {
    /// `product`: two number or choice fields of the same record or row multiplied (a choice counts by its `score`).
    Product {
        /// First factor.
        left: String,
        /// Second factor.
        right: String,
    },
    /// `row_count`: the number of rows of a table.
    RowCount {
        /// Id of the table.
        table: String,
    },
    /// `largest`: the largest value of a number column.
    Largest {
        /// Id of the table.
        table: String,
        /// Id of the column.
        column: String,
    },
    /// `copied`: a field of the record that a `record` field points to.
    Copied {
        /// Id of the `record` field.
        reference: String,
        /// Id of the field there.
        field: String,
    },
}

/// Where a value comes from that a person may change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prefill {
    /// Id of the `record` field beside it.
    pub reference: String,
    /// Id of the field of the form that it points to.
    pub field: String,
}

/// A date that another one bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateLimit {
    /// `not_before`: never earlier than the date of this field.
    NotBefore(String),
    /// `not_after`: never later than the date of this field.
    NotAfter(String),
}

impl DateLimit {
    /// Id of the other field.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::NotBefore(field) | Self::NotAfter(field) => field,
        }
    }

    /// The key as the folder spells it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotBefore(_) => "not_before",
            Self::NotAfter(_) => "not_after",
        }
    }
}

/// One answer of a choice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choice {
    /// Id, as written in the record.
    pub id: String,
    /// What users read.
    pub label: Text,
    /// Clause it stands on; empty where none.
    pub clause: String,
    /// Value in a product; 0 where it has none.
    pub score: i64,
    /// Other spellings that workbooks use.
    pub import_words: Vec<String>,
}

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Counted.
    #[default]
    Confirmed,
    /// About so many (約).
    Estimated,
    /// Not known.
    Unknown,
}
