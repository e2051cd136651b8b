//! What is missing or doubtful in a row: data for the wizard, which shows it beside the cell with its clause.

mod message;

use regulation::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use message::message;

/// Something that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// Row in the file, from 1.
    pub row: u32,
    /// Column, from 0; `None` where no column was mapped.
    pub column: Option<u32>,
    /// Field; empty for the row as a whole.
    pub field: String,
    /// What kind of doubt.
    pub code: DoubtCode,
    /// How bad it is.
    pub severity: DoubtSeverity,
    /// What a person is told.
    pub message: Text,
    /// Clause that asks for the field; empty where none.
    pub clause: String,
    /// A value that may be meant: one click takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Value>,
}

/// How bad a doubt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DoubtSeverity {
    /// Good to know.
    Info,
    /// Was read, but may be wrong; or was not read and stays blank or as text.
    Doubtful,
    /// A required answer is not there.
    Missing,
}

/// Kinds of doubts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtCode {
    /// A required answer is blank.
    Missing,
    /// Filled from the row above: 同上, a merged range, or a grouping column.
    FilledFromAbove,
    /// 同上 with nothing above it, or with more words.
    DittoUnclear,
    /// Computed by a formula; its last value was taken.
    Formula,
    /// A formula that was never computed.
    FormulaWithoutValue,
    /// An error value such as `#REF!`.
    ErrorValue,
    /// The row is hidden in Excel.
    HiddenRow,
    /// A note under the table speaks of this row.
    Note,
    /// Characters that only the office's own computers know (外字), or that were lost already.
    OddCharacters,
    /// Not a date.
    DateUnreadable,
    /// A month or year where a day is asked for.
    DateIncomplete,
    /// A date with something odd about it, such as the wrong weekday.
    DateOdd,
    /// A plain number was read as Excel's count of days.
    DateSerial,
    /// Not a number.
    NumberUnreadable,
    /// Outside the allowed range.
    NumberOutOfRange,
    /// An estimate where a count is asked for.
    NumberEstimated,
    /// Said to be unknown.
    NumberUnknown,
    /// No such choice.
    ChoiceUnknown,
    /// A choice that the words are only much like.
    ChoiceGuessed,
    /// Words in brackets that the value cannot carry.
    Remark,
    /// Several answers where one is asked for.
    TooMany,
    /// No such member.
    MemberUnknown,
    /// Several members it may be.
    MemberAmbiguous,
    /// A unit where names are asked for.
    MemberUnitOnly,
    /// Everybody of a unit, or the holder of a post, as of today.
    MemberResolved,
    /// No such unit.
    UnitUnknown,
    /// No such office.
    OfficeUnknown,
    /// Not a reading in kana.
    KanaUnclear,
    /// Not a mail address.
    MailInvalid,
    /// Not a telephone number.
    PhoneInvalid,
    /// Neither yes nor no.
    YesNoUnclear,
    /// Longer than a record holds: it cannot be imported as it is.
    TooLong,
    /// Too vague to say anything.
    Vague,
    /// The same key stands in another row of the file.
    Duplicate,
    /// A number that differs from a known one only in leading zeros.
    LeadingZeros,
    /// Somebody else has the same name.
    Namesake,
    /// A path of units that only its letters have cut.
    UnitCut,
}

/// What a reader of one cell found doubtful, before row, column and clause are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    pub code: DoubtCode,
    pub severity: DoubtSeverity,
    /// What the message speaks of: the words in question.
    pub detail: String,
    /// A ready message where `law` or another crate has written one.
    pub words: Option<Text>,
    pub suggestion: Option<Value>,
}

impl Finding {
    pub fn new(code: DoubtCode, severity: DoubtSeverity, detail: impl Into<String>) -> Self {
        Self { code, severity, detail: detail.into(), words: None, suggestion: None }
    }

    pub fn doubtful(code: DoubtCode, detail: impl Into<String>) -> Self {
        Self::new(code, DoubtSeverity::Doubtful, detail)
    }

    pub fn info(code: DoubtCode, detail: impl Into<String>) -> Self {
        Self::new(code, DoubtSeverity::Info, detail)
    }

    pub fn suggest(mut self, value: Value) -> Self {
        self.suggestion = Some(value);
        self
    }

    pub fn words(mut self, ja: impl Into<String>, en: impl Into<String>) -> Self {
        self.words = Some(Text::new(ja, en));
        self
    }
}
