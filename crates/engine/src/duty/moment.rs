//! Moments: what the duties look at of a record's life.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use regulation::{Duty, DutyState, Regulation, Timing};
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
    let (reached, fields) = reached(record, event)?;
    let (mut is_looked_at, mut seen) = (false, Fields::new());
    for duty in &regulation.duties {
        looks(duty, &mut |form, field| {
            if form == record.form {
                is_looked_at = true;
                let value = fields.get_key_value(field);
                seen.extend(value.map(|(id, value)| (id.clone(), value.clone())));
            }
        });
    }
    is_looked_at.then(|| moment(record, reached, on, seen))
}

/// What moments are made by: where it decides what day it is, the forms that duties look at, and of each the fields. Moments that
/// were made by another basis have to be made anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentBasis {
    /// IANA name of the operator's time zone.
    pub time_zone: String,
    /// Fields by form: no others leave a record.
    pub forms: BTreeMap<String, BTreeSet<String>>,
}

impl MomentBasis {
    /// That of a regulation somewhere.
    #[must_use]
    pub fn of(regulation: &Regulation, time_zone: &str) -> Self {
        let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for duty in &regulation.duties {
            looks(duty, &mut |form, field| {
                let fields = forms.entry(form.to_owned()).or_default();
                if !field.is_empty() {
                    fields.insert(field.to_owned());
                }
            });
        }
        Self { time_zone: time_zone.to_owned(), forms }
    }

    /// As [`moment_of`].
    #[must_use]
    pub fn moment(&self, record: &Record, event: &RecordEvent, on: Date) -> Option<Moment> {
        let (reached, fields) = reached(record, event)?;
        let ids = self.forms.get(&record.form)?.iter();
        let seen = ids.filter_map(|id| fields.get_key_value(id.as_str()));
        let seen = seen.map(|(id, value)| (id.clone(), value.clone())).collect();
        Some(moment(record, reached, on, seen))
    }
}

/// What a record reaches with an event that it has taken in, and what it says then.
fn reached<'a>(record: &'a Record, event: &RecordEvent) -> Option<(Reached, &'a Fields)> {
    let reached = match event {
        RecordEvent::Submitted { .. } => Reached::Submitted,
        RecordEvent::PutInForce { .. } => Reached::InForce,
        RecordEvent::Retired { .. } => Reached::Retired,
        RecordEvent::Withdrawn { .. } | RecordEvent::Rejected { .. } if !record.is_in_force() => {
            Reached::GivenUp
        }
        _ => return None,
    };
    let is_in_force = reached == Reached::InForce;
    Some((reached, if is_in_force { record.fields_in_force() } else { record.fields() }))
}

fn moment(record: &Record, reached: Reached, on: Date, fields: Fields) -> Moment {
    let (form, unit, drafter) = (record.form.clone(), record.unit, record.drafter);
    Moment { record: record.id, form, unit, drafter, reached, on, fields }
}

/// Tells the forms that a duty looks at, each with a field or with an empty name.
fn looks(duty: &Duty, tell: &mut dyn FnMut(&str, &str)) {
    if let Timing::Clock { after, when, .. } = &duty.timing {
        tell(&after.form, &after.field);
        tell(&after.form, when.as_ref().map_or("", |when| when.field.as_str()));
    }
    if let Some(met_by) = &duty.met_by {
        for id in [&met_by.link, &met_by.period, &met_by.member] {
            tell(&met_by.form, id);
        }
    }
}
