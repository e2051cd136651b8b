//! The components that every page is made of: functions from display-ready structs to [`maud::Markup`].
//!
//! A component knows how a thing looks, is read aloud and is printed. It knows nothing of records, rights or the database:
//! whoever calls it has already decided what is shown. Words that belong to a component come from [`Words`], all others are
//! arguments, so a page is in one language throughout.
//!
//! An empty `&str` means "not there" everywhere, so that `..Default::default()` leaves out what a page does not need.

mod action;
mod approval;
mod compare;
mod control;
mod field;
mod filters;
mod frame;
#[cfg(test)]
pub mod gallery;
mod icon;
mod note;
mod record;
mod rows;
mod table;
mod words;

use maud::{Markup, html};

pub use self::action::{
    Button, ButtonKind, Confirm, LinkButton, actions, button, copy_button, link_button,
    print_button,
};
pub use self::approval::{ApprovalBox, ApprovalState, approval_boxes};
pub use self::compare::{Compared, SideBySide, difference, side_by_side};
pub use self::control::{Choice, Control, Moment, OTHER, Open, Text, TextKind, Width};
pub use self::field::{
    Field, Need, Problem, autosave_status, error_summary, field, field_group, field_id,
};
#[cfg(test)]
pub use self::filters::{Column, Condition};
pub use self::filters::{Filter, Filters, filters};
pub use self::frame::{
    Flash, Heading, Member, NavGroup, NavItem, PageFrame, PlainFrame, columns, page, plain_page,
};
pub use self::note::{
    Banner, Citation, Refusal, Step, StepState, Tile, banner, chip, citation, empty_state, refusal,
    steps, tabs, tiles,
};
pub use self::record::{Change, Entry, Item, Section, record_view, timeline};
pub use self::rows::{Cell, RowColumn, Rows, cell};
pub use self::table::{
    Bulk, DataTable, Direction, Pager, Selection, Sort, TableColumn, TableRow, bulk_bar,
    data_table, pager,
};
pub use self::words::{ENGLISH, JAPANESE, Words, fill};

/// The language a page is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 日本語, the first language of the product.
    #[default]
    Japanese,
    /// English.
    English,
}

impl Language {
    /// The tag for `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
        }
    }

    /// The components' own words in this language.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::Japanese => &JAPANESE,
            Self::English => &ENGLISH,
        }
    }
}

/// What a colored thing says; the color never says it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special: a draft, something retired.
    #[default]
    Neutral,
    /// Under way, waiting for somebody.
    Info,
    /// Done, in force.
    Success,
    /// Needs attention soon.
    Warning,
    /// Overdue, refused, wrong.
    Danger,
}

impl Tone {
    const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A place to go to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Link<'a> {
    /// Where it leads.
    pub href: &'a str,
    /// What is read.
    pub label: &'a str,
    /// Whether this is where one is.
    pub is_current: bool,
}

/// A clause that a field, a step or a refusal follows, one click away.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clause<'a> {
    /// The page of the clause; the script opens it as a dialog.
    pub href: &'a str,
    /// The clause as the source numbers it, such as `J.8.3(2)`.
    pub label: &'a str,
    /// Its heading; empty where there is none.
    pub heading: &'a str,
}

/// The link to a clause.
pub fn clause(words: &Words, clause: &Clause<'_>) -> Markup {
    html! {
        a.clause href=(clause.href) data-clause {
            span.hidden { (words.clause) " " }
            (clause.label)
            @if !clause.heading.is_empty() { span.clause-heading { " " (clause.heading) } }
        }
    }
}

/// A date as offices read it: the era date, the Western date small beneath it.
pub fn date(era: &str, western: &str) -> Markup {
    html! { span.date { (era) @if !western.is_empty() { small { (western) } } } }
}
