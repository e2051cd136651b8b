//! Moments: what the duties look at of a record's life.

use jiff::civil::Date;
use regulation::{DutyState, Regulation, Timing};
use serde::{Deserialize, Serialize};

use crate::{
    Fields,
    event::RecordEvent,
    ids::{MemberId, RecordId, UnitId},
    record::Record,
};

/// What a record reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// It was handed in.
    Submitted,
    /// It came into force.
    InForce,
    /// It was retired.
    Retired,
    /// It was taken back or turned down before it ever came into force.
    GivenUp,
}

impl Reached {
    /// Whether this is the state that a duty names.
    #[must_use]
    pub fn is(self, state: DutyState) -> bool {
        matches!(
            (self, state),
            (Self::Submitted, DutyState::Submitted)
                | (Self::InForce, DutyState::InForce)
                | (Self::Retired, DutyState::Retired)
        )
    }

    /// The name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::InForce => "in_force",
            Self::Retired => "retired",
            Self::GivenUp => "given_up",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Submitted, Self::InForce, Self::Retired, Self::GivenUp];
        all.into_iter().find(|it| it.name() == name)
    }
}

/// A record reaches a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Which record.
    pub record: RecordId,
    /// Its form.
    pub form: String,
    /// Its unit.
    pub unit: UnitId,
    /// Who drafted it.
    pub drafter: MemberId,
    /// What it reached.
    pub reached: Reached,
    /// On which day, where the operator is.
    pub on: Date,
    /// Those of its values that some duty looks at, as they were then.
    pub fields: Fields,
}

/// The moment that an event makes of a record, which has taken it in already; `None` where duties do not look at it.
#[must_use]
pub fn moment_of(
    regulation: &Regulation,
    record: &Record,
    event: &RecordEvent,
    on: Date,
) -> Option<Moment> {
    let reached = match event {
        RecordEvent::Submitted { .. } => Reached::Submitted,
        RecordEvent::PutInForce { .. } => Reached::InForce,
        RecordEvent::Retired { .. } => Reached::Retired,
        RecordEvent::Withdrawn { .. } | RecordEvent::Rejected { .. } if !record.is_in_force() => {
            Reached::GivenUp
        }
        _ => return None,
    };
    let fields =
        if reached == Reached::InForce { record.fields_in_force() } else { record.fields() };
    Some(Moment {
        record: record.id,
        form: record.form.clone(),
        unit: record.unit,
        drafter: record.drafter,
        reached,
        on,
        fields: looked_at(regulation, &record.form, fields),
    })
}

/// The values of a form's record that some duty looks at: no others leave the record.
fn looked_at(regulation: &Regulation, form: &str, fields: &Fields) -> Fields {
    let mut seen = Fields::new();
    let mut take = |id: &str| {
        if let Some((id, value)) = fields.get_key_value(id) {
            seen.insert(id.clone(), value.clone());
        }
    };
    for duty in &regulation.duties {
        if let Timing::Clock { after, when, .. } = &duty.timing
            && after.form == form
        {
            take(&after.field);
            take(when.as_ref().map_or("", |when| when.field.as_str()));
        }
        if let Some(met_by) = duty.met_by.as_ref().filter(|it| it.form == form) {
            for id in [&met_by.link, &met_by.period, &met_by.member] {
                take(id);
            }
        }
    }
    seen
}
