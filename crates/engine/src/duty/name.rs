//! Names of instances as text: for addresses and the API. `check~unit.0190…~2026-04-01`, `answer~operator~record.0190…`.

use std::{fmt, str::FromStr};

use super::{Begun, DutySubject, InstanceKey};

/// Not the name of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a duty")]
pub struct NotAName;

impl fmt::Display for InstanceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}~", self.duty)?;
        match self.subject {
            DutySubject::Operator => out.write_str("operator"),
            DutySubject::Unit(id) => write!(out, "unit.{id}"),
            DutySubject::Member(id) => write!(out, "member.{id}"),
        }?;
        match self.begun {
            Begun::Period(day) => write!(out, "~{day}"),
            Begun::Record(id) => write!(out, "~record.{id}"),
        }
    }
}

impl FromStr for InstanceKey {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let mut parts = text.split('~');
        let (Some(duty), Some(subject), Some(begun), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAName);
        };
        let subject = match subject.split_once('.') {
            None if subject == "operator" => DutySubject::Operator,
            Some(("unit", id)) => DutySubject::Unit(id.parse().map_err(|_| NotAName)?),
            Some(("member", id)) => DutySubject::Member(id.parse().map_err(|_| NotAName)?),
            _ => return Err(NotAName),
        };
        let begun = match begun.strip_prefix("record.") {
            Some(id) => Begun::Record(id.parse().map_err(|_| NotAName)?),
            None => Begun::Period(begun.parse().map_err(|_| NotAName)?),
        };
        Ok(Self { duty: duty.to_owned(), subject, begun })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{MemberId, RecordId, UnitId};

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let id = Uuid::from_u128(7);
        let day = "2026-04-01".parse().unwrap();
        for subject in [
            DutySubject::Operator,
            DutySubject::Unit(UnitId(id)),
            DutySubject::Member(MemberId(id)),
        ] {
            for begun in [Begun::Period(day), Begun::Record(RecordId(id))] {
                let key = InstanceKey { duty: "check".to_owned(), subject, begun };
                assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
        for text in [
            "",
            "check",
            "check~operator",
            "check~unit~2026-04-01",
            "a~operator~x",
            "a~operator~2026-04-01~b",
        ] {
            assert_eq!(text.parse::<InstanceKey>(), Err(NotAName), "{text}");
        }
    }
}
