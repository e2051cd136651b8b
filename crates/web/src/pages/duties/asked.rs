//! What an address of the list asks for: whose, which state, which programme, a page.

use app::duties::{DutyAsk, Group, Whose};
use engine::{MemberId, UnitId, duty::InstanceKey};

use super::PAGE;
use crate::{shell, ui, words::DutyWords};

/// What an address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) whose: Whose,
    /// None: what is to be done.
    pub(super) group: Option<Group>,
    pub(super) programme: String,
    pub(super) unit: Option<UnitId>,
    pub(super) member: Option<MemberId>,
    /// Counted from 1.
    pub(super) page: usize,
}

impl Asked {
    pub(super) fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut asked = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            match name.as_str() {
                "whose" => asked.whose = whose_of(&value),
                "state" => asked.group = Group::from_name(&value),
                "programme" => asked.programme = value.chars().take(100).collect(),
                "unit" => asked.unit = value.parse().ok(),
                "member" => asked.member = value.parse().ok(),
                "page" => asked.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        asked
    }

    pub(super) fn ask(&self) -> DutyAsk {
        DutyAsk {
            whose: self.whose,
            groups: self.group.map_or_else(|| vec![Group::Late, Group::Open], |group| vec![group]),
            programme: self.programme.clone(),
            unit: self.unit,
            member: self.member,
            span: None,
            is_brief: false,
            offset: (self.page - 1).saturating_mul(PAGE),
            limit: PAGE,
        }
    }

    pub(super) fn address(&self) -> String {
        let text = |id: Option<String>| id.unwrap_or_default();
        let pairs = [
            ("whose", whose_name(self.whose).to_owned()),
            ("state", self.group.map_or("", Group::name).to_owned()),
            ("programme", self.programme.clone()),
            ("unit", text(self.unit.map(|id| id.to_string()))),
            ("member", text(self.member.map(|id| id.to_string()))),
            ("page", if self.page > 1 { self.page.to_string() } else { String::new() }),
        ];
        let query: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", shell::encode(value)))
            .collect();
        if query.is_empty() { "/duties".to_owned() } else { format!("/duties?{}", query.join("&")) }
    }

    /// One's own, one's unit's, all.
    pub(super) fn tabs(&self, words: &DutyWords) -> [ui::Link<'static>; 3] {
        let tab = |whose, href, label| ui::Link { href, label, is_current: self.whose == whose };
        [
            tab(Whose::Mine, "/duties", words.mine),
            tab(Whose::Unit, "/duties?whose=unit", words.unit),
            tab(Whose::All, "/duties?whose=all", words.all),
        ]
    }
}

fn whose_of(name: &str) -> Whose {
    match name {
        "unit" => Whose::Unit,
        "all" => Whose::All,
        _ => Whose::Mine,
    }
}

/// The name in an address; empty for one's own.
pub(super) const fn whose_name(whose: Whose) -> &'static str {
    match whose {
        Whose::Mine => "",
        Whose::Unit => "unit",
        Whose::All => "all",
    }
}

/// The page of an instance.
pub(super) fn address(key: &InstanceKey) -> String {
    format!("/duties/item/{key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_what_it_was_made_of() {
        let asked = Asked {
            whose: Whose::All,
            group: Some(Group::Done),
            programme: "audit".to_owned(),
            unit: None,
            member: None,
            page: 3,
        };
        let address = asked.address();
        assert_eq!(address, "/duties?whose=all&state=done&programme=audit&page=3");
        let query = address.split_once('?').unwrap().1;
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!(Asked::of_pairs(pairs), asked);
        assert_eq!(Asked::of_pairs(Vec::new()).address(), "/duties");
    }
}
