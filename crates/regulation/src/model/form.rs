//! Forms: what is filled in, by whom, on which route, kept how long.

use law::retention::RecordKind;

use crate::{diagnostic::Place, text::Text};

use super::{field::Field, route::Condition};

/// A form definition (様式).
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Id.
    pub id: String,
    /// Number in the source, e.g. `J.3.1.1-②`; empty where it has none.
    pub number: String,
    /// Title.
    pub title: Text,
    /// Other names the source uses for the same form.
    pub aliases: Vec<String>,
    /// What it is for, in one or two sentences.
    pub purpose: Text,
    /// Whether everybody bound may read what is in force of it: a notice (公表).
    pub is_public: bool,
    /// What it becomes once in force.
    pub kind: FormKind,
    /// Clauses it realizes as a whole.
    pub clauses: Vec<String>,
    /// Who may draft (and edit, submit, withdraw, revise, retire) it.
    pub drafters: Vec<Grant>,
    /// Kinds of units for which it is drafted; `None`: any.
    pub drafted_in: Option<DraftedIn>,
    /// Who may read it besides its drafters and the offices of its route.
    pub readers: Vec<Grant>,
    /// Id of its route.
    pub route: String,
    /// Sections, in order of display.
    pub sections: Vec<Section>,
    /// Fields, in order.
    pub fields: Vec<Field>,
    /// Field that names a record in lists.
    pub title_field: String,
    /// Fields that together tell two records apart; an import that meets them again proposes an update.
    pub key_fields: Vec<String>,
    /// How long a record is kept.
    pub retention: Option<Retention>,
    /// When it must be looked through again.
    pub review: Option<Review>,
    /// Where it stands.
    pub place: Place,
}

impl Form {
    /// Everybody whom the form names: drafters, readers, and who directs its review.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        let director = self.review.iter().filter_map(|review| review.directed_by.as_ref());
        self.drafters.iter().chain(&self.readers).chain(director)
    }

    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Number and title as users read them, in Japanese order: `J.3.1.1-② 個人情報管理台帳`.
    #[must_use]
    pub fn full_title(&self, language: crate::text::Language) -> String {
        let title = self.title.get(language);
        if self.number.is_empty() { title.to_owned() } else { format!("{} {title}", self.number) }
    }
}

/// The kinds of units for which a form is drafted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftedIn {
    /// Ids of kinds.
    pub kinds: Vec<String>,
    /// Clause that says so.
    pub clause: String,
}

/// What records of a form are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FormKind {
    /// `register`: records in force form a register (台帳).
    Register,
    /// `application`: asks for a decision (申請書, 届出書).
    #[default]
    Application,
    /// `report`: tells what happened (報告書).
    Report,
    /// `sheet`: a worksheet that belongs to another record (個人情報の流れ).
    Sheet,
}

/// A heading over some fields.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: Text,
}

/// Somebody, in a scope, by a clause.
#[derive(Debug, Clone, Default)]
pub struct Grant {
    /// Who.
    pub who: Who,
    /// Over which records, seen from the unit they hold the office over.
    pub scope: Scope,
    /// Clause that says so.
    pub clause: String,
    /// Where it stands.
    pub place: Place,
}

/// Who a grant names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Who {
    /// `everyone`: every member bound by the regulation.
    #[default]
    Everyone,
    /// Holders of an office (its id).
    Office(String),
}

/// Where an office counts, seen from the unit of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// `own_unit`: held over the very unit of the record.
    #[default]
    OwnUnit,
    /// `parent_unit`: held over the unit directly above it.
    ParentUnit,
    /// `unit_tree`: held over it or any unit above it.
    UnitTree,
    /// `facility`: held over the nearest facility (a unit whose kind is one) at or above it.
    Facility,
    /// `operator`: held anywhere in the operator.
    Operator,
}

/// How long a record is kept (保存期間).
#[derive(Debug, Clone, Default)]
pub struct Retention {
    /// Years from the start; `None` while it is in force only.
    pub years: Option<u16>,
    /// What starts the period.
    pub start: RetentionStart,
    /// Clause; empty where it is practice, which is then said.
    pub clause: String,
    /// What the law calls such records, where it sets a period as well: the later end counts.
    pub law: Option<RecordKind>,
    /// When it holds, another party had of it too, and certifies that it has disposed of that.
    pub entrusted: Option<Condition>,
}

/// What starts a retention period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RetentionStart {
    /// `made`: the record was put in force.
    #[default]
    Made,
    /// `retired`: it was retired.
    Retired,
}

/// A review that comes round.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// Months before the end of the fiscal year at which the review begins; 1 = the last month.
    pub months_before_year_end: u8,
    /// Clause by which those who draft the form review it.
    pub clause: String,
    /// Who has it reviewed, at that time or whenever it is needed, and is shown what is still open; `None`: nobody.
    pub directed_by: Option<Grant>,
}
