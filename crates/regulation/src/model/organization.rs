//! Kinds of units and offices: the shape of the organization that a regulation expects.

use crate::{diagnostic::Place, text::Text};

/// A kind of unit (`operator`, `facility`, `department`, …). Units form a tree; the kinds say which may hang under which.
#[derive(Debug, Clone, Default)]
pub struct UnitKind {
    /// Id.
    pub id: String,
    /// What users call it.
    pub title: Text,
    /// Kinds it may hang under; empty for the one root kind, the operator itself.
    pub parents: Vec<String>,
    /// Whether it is a site of its own: scope `facility` finds the nearest unit of such a kind upward.
    pub is_facility: bool,
    /// Where it stands.
    pub place: Place,
}

/// An office that the regulation defines. A member holds it over a unit by an appointment.
#[derive(Debug, Clone, Default)]
pub struct Office {
    /// Id.
    pub id: String,
    /// Title, e.g. 個人情報保護管理者.
    pub title: Text,
    /// Short title for approval boxes.
    pub short_title: Text,
    /// Clause that creates it.
    pub clause: String,
    /// Kinds of units over which it can be held.
    pub held_over: Vec<String>,
    /// Offices whose holder appoints; empty: whoever administers the operator records it (the top, bodies).
    pub appointed_by: Vec<String>,
    /// Whether it is a body (a board) rather than a person.
    pub is_body: bool,
    /// Most holders at a time over one unit; `None` is no limit.
    pub max_holders: Option<u32>,
    /// Whether the organization is incomplete without a holder.
    pub is_required: bool,
    /// Whether it is held although nothing in this part of the regulation is done in its name yet.
    pub may_stand_idle: bool,
    /// Who holds it by virtue of a post, where the source says so, e.g. 専務理事.
    pub ex_officio: Text,
    /// What the holder does and answers for.
    pub duties: Vec<OfficeDuty>,
    /// Where it stands.
    pub place: Place,
}

/// One thing an office answers for.
#[derive(Debug, Clone, Default)]
pub struct OfficeDuty {
    /// Clause.
    pub clause: String,
    /// In our own words.
    pub text: Text,
}
