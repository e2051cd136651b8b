//! The controls, one for each kind of field a regulation can have. [`super::field()`] puts label and messages around them.

mod choices;
mod lines;

use maud::Markup;

use self::choices::{boxes, choice_with_reason, consent, open, select, yes_no};
use self::lines::{date_line, date_range, file, long_text, number, read_only, text_line};
use super::field::Field;
use super::rows::Rows;
use super::{Clause, Need, Words};

/// Value of a choice that stands for "another answer, namely …", and the ending of the name under which its words are sent.
pub const OTHER: &str = "__other";

/// More options than this are a list to open instead of radio buttons.
const RADIO_LIMIT: usize = 5;

/// What is typed into or chosen from.
#[derive(Debug, Clone, Copy)]
pub enum Control<'a> {
    /// One line.
    Text(Text<'a>),
    /// Several lines.
    LongText {
        /// What was typed.
        value: &'a str,
        /// Height in lines.
        rows: u8,
    },
    /// A date in any spelling.
    Date(Moment<'a>),
    /// Two dates: `NAME_from` and `NAME_until`.
    DateRange {
        /// The first day.
        from: Moment<'a>,
        /// The last day.
        until: Moment<'a>,
    },
    /// A number and what it counts.
    Number {
        /// What was typed.
        value: &'a str,
        /// 件, 年, 円 …; empty for none.
        unit: &'a str,
    },
    /// One of several: radio buttons up to five, a list beyond.
    Choice(&'a [Choice<'a>]),
    /// One of several and why: `NAME` and `NAME_reason`. For exceptions that a clause allows.
    ChoiceWithReason {
        /// The options, each with its clause.
        options: &'a [Choice<'a>],
        /// What was typed.
        reason: &'a str,
    },
    /// Any of several, the name repeated.
    ManyChoice(&'a [Choice<'a>]),
    /// One of many, always a list: members, units, offices, records. Groups by [`Choice::group`].
    Select(&'a [Choice<'a>]),
    /// One or any of several, or another answer in words.
    Open(Open<'a>),
    /// A file.
    File {
        /// Media types and endings, as in `accept`.
        accept: &'a str,
        /// The file already there: address and name.
        current: Option<super::Link<'a>>,
    },
    /// Yes or no: `yes`, `no`.
    YesNo(Option<bool>),
    /// A consent: its text, and one box, value `yes`.
    Consent {
        /// The text that is agreed to.
        text: &'a str,
        /// The words beside the box.
        label: &'a str,
        /// Whether it was ticked.
        is_given: bool,
    },
    /// A table of rows.
    Rows(Rows<'a>),
    /// A value that is not asked but shown.
    ReadOnly {
        /// The value.
        value: &'a str,
        /// Whether Kitei works it out; says so.
        is_derived: bool,
    },
}

impl Control<'_> {
    /// Whether it consists of several controls under one question.
    pub(super) const fn is_group(&self) -> bool {
        match self {
            Self::Choice(options) => options.len() <= RADIO_LIMIT,
            Self::Open(open) => {
                open.is_many || (!open.is_list && open.options.len() <= RADIO_LIMIT)
            }
            Self::DateRange { .. }
            | Self::ManyChoice(_)
            | Self::ChoiceWithReason { .. }
            | Self::YesNo(_)
            | Self::Consent { .. } => true,
            _ => false,
        }
    }
}

/// A choice with room for another answer: `NAME` is [`OTHER`] for it, and its words are `NAME__other`, repeated.
#[derive(Debug, Clone, Copy, Default)]
pub struct Open<'a> {
    /// What can be chosen, [`OTHER`] among it.
    pub options: &'a [Choice<'a>],
    /// Whether any number of them can be chosen.
    pub is_many: bool,
    /// Whether it is a list to open, however few the options are.
    pub is_list: bool,
    /// What is read at the line for another answer.
    pub label: &'a str,
    /// Other answers as typed.
    pub words: &'a [String],
}

/// A line of text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text<'a> {
    /// What was typed.
    pub value: &'a str,
    /// What is typed there.
    pub kind: TextKind,
    /// How long an answer is expected to be.
    pub width: Width,
    /// The `autocomplete` token; empty for none.
    pub autocomplete: &'a str,
    /// Longest answer in characters.
    pub max_length: Option<u32>,
}

/// What is typed into a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Anything.
    #[default]
    Plain,
    /// Digits and what belongs between them; the number keys on phones.
    Digits,
    /// A mail address.
    Mail,
    /// A password.
    Password,
}

/// How long an answer is expected to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// The whole column.
    #[default]
    Full,
    /// A date, a name.
    Medium,
}

impl Width {
    const fn class(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Medium => "medium",
        }
    }
}

/// A date as typed, and how it was understood.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moment<'a> {
    /// What was typed.
    pub value: &'a str,
    /// What it means, such as `＝2026年5月15日（金）`.
    pub echo: &'a str,
}

/// An option to choose.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// The form value.
    pub value: &'a str,
    /// What is read.
    pub label: &'a str,
    /// A sentence beneath it; radio buttons and check boxes only.
    pub support: &'a str,
    /// Heading that it stands under; lists only.
    pub group: &'a str,
    /// The clause that allows it; radio buttons and check boxes only.
    pub clause: Option<Clause<'a>>,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Where a control stands: what it needs to know of its field.
pub(super) struct Place<'a> {
    pub words: &'a Words,
    pub field: &'a Field<'a>,
    pub id: &'a str,
    pub described_by: Option<&'a str>,
    /// Ids of what names the control where no `label` does: the heads of its row and column.
    pub labelled_by: Option<&'a str>,
}

impl Place<'_> {
    fn invalid(&self) -> Option<&'static str> {
        (!self.field.error.is_empty()).then_some("true")
    }

    fn is_required(&self) -> bool {
        self.field.need == Need::Required
    }
}

pub(super) fn render(place: &Place<'_>, control: &Control<'_>) -> Markup {
    match control {
        Control::Text(text) => text_line(place, text),
        Control::LongText { value, rows } => long_text(place, value, *rows),
        Control::Date(moment) => date_line(place, place.field.name, moment),
        Control::DateRange { from, until } => date_range(place, from, until),
        Control::Number { value, unit } => number(place, value, unit),
        Control::Choice(options) if options.len() > RADIO_LIMIT => select(place, options),
        Control::Choice(options) => boxes(place, "radio", options),
        Control::ChoiceWithReason { options, reason } => choice_with_reason(place, options, reason),
        Control::ManyChoice(options) => boxes(place, "checkbox", options),
        Control::Select(options) => select(place, options),
        Control::Open(choice) => open(place, choice),
        Control::File { accept, current } => file(place, accept, current.as_ref()),
        Control::YesNo(answer) => yes_no(place, *answer),
        Control::Consent { text, label, is_given } => consent(place, text, label, *is_given),
        Control::Rows(_) => Markup::default(),
        Control::ReadOnly { value, is_derived } => read_only(place, value, *is_derived),
    }
}
