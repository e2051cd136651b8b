//! Who and what there is in the operator, so that names in cells can be recognized. Given by the caller; nothing is looked up.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::fold::fold;

/// Longest name of a unit in front of other words.
const MAX_UNIT_CHARS: usize = 60;
/// Units above one another at most.
const MAX_DEPTH: usize = 20;

/// Members, units and offices, ready to be found by what a cell says.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    members: Vec<DirectoryMember>,
    units: Vec<DirectoryUnit>,
    offices: Vec<DirectoryOffice>,
    /// Names of members as keys, in order.
    names: Vec<(String, usize)>,
    names_with_post: HashMap<String, Vec<usize>>,
    posts: HashMap<String, Vec<usize>>,
    units_by_name: HashMap<String, Vec<usize>>,
    /// Keys of unit names, the longest first.
    unit_names: Vec<String>,
    offices_by_title: HashMap<String, Vec<usize>>,
}

/// A member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryMember {
    /// Id, as written in records.
    pub id: String,
    /// Name as written.
    pub name: String,
    /// Id of the unit.
    pub unit: String,
    /// Post, such as 課長; empty for none.
    pub post: String,
}

/// A unit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryUnit {
    /// Id, as written in records.
    pub id: String,
    /// Name.
    pub name: String,
    /// Id of the unit above it; empty for the root.
    pub parent: String,
}

/// An office and who holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryOffice {
    /// Id, as written in records.
    pub id: String,
    /// Title.
    pub title: String,
    /// Ids of the members who hold it.
    pub holders: Vec<String>,
}

impl Directory {
    /// A directory of these.
    pub fn new(
        members: Vec<DirectoryMember>,
        units: Vec<DirectoryUnit>,
        offices: Vec<DirectoryOffice>,
    ) -> Self {
        let mut directory = Self { members, units, offices, ..Self::default() };
        for (at, member) in directory.members.iter().enumerate() {
            let (name, post) = (fold(&member.name), fold(&member.post));
            if !post.is_empty() {
                directory.names_with_post.entry(format!("{name}{post}")).or_default().push(at);
                directory.posts.entry(post).or_default().push(at);
            }
            directory.names.push((name, at));
        }
        directory.names.sort();
        for (at, unit) in directory.units.iter().enumerate() {
            let (name, path) = (fold(&unit.name), fold(&directory.path(unit).concat()));
            if path != name {
                directory.units_by_name.entry(path).or_default().push(at);
            }
            directory.units_by_name.entry(name).or_default().push(at);
        }
        directory.unit_names =
            directory.units_by_name.keys().filter(|name| !name.is_empty()).cloned().collect();
        directory
            .unit_names
            .sort_by(|left, right| right.len().cmp(&left.len()).then_with(|| left.cmp(right)));
        for (at, office) in directory.offices.iter().enumerate() {
            for key in BTreeSet::from([fold(&office.title), fold(&office.id)]) {
                directory.offices_by_title.entry(key).or_default().push(at);
            }
        }
        directory
    }

    /// Members with this name, spaces and widths aside.
    pub fn members_named(&self, name: &str) -> Vec<&DirectoryMember> {
        let key = fold(name);
        self.names_from(&key)
            .take_while(|(name, _)| *name == key)
            .filter_map(|(_, at)| self.members.get(*at))
            .collect()
    }

    /// Members whose name begins with this; for a family name alone.
    pub(crate) fn members_beginning(&self, start: &str) -> Vec<&DirectoryMember> {
        let key = fold(start);
        let found =
            self.names_from(&key).take_while(|(name, _)| !key.is_empty() && name.starts_with(&key));
        found.filter_map(|(_, at)| self.members.get(*at)).collect()
    }

    fn names_from(&self, key: &str) -> impl Iterator<Item = &(String, usize)> {
        let start = self.names.partition_point(|(name, _)| name.as_str() < key);
        self.names.iter().skip(start)
    }

    /// The one member whose name and post a text is: 見本一郎課長. Of two such people it is neither.
    pub(crate) fn named_with_post(&self, text: &str) -> Option<&DirectoryMember> {
        match self.names_with_post.get(&fold(text)).map(Vec::as_slice) {
            Some([at]) => self.members.get(*at),
            _ => None,
        }
    }

    /// Units with this name, or with this path of names from below the root.
    pub fn units_named(&self, name: &str) -> Vec<&DirectoryUnit> {
        self.units_keyed(&fold(name))
    }

    fn units_keyed(&self, key: &str) -> Vec<&DirectoryUnit> {
        self.units_by_name
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|at| self.units.get(*at))
            .collect()
    }

    /// The unit whose name a text begins with, and what follows it: 総務課見本一郎.
    pub(crate) fn split_unit<'t>(&self, text: &'t str) -> Option<(&DirectoryUnit, &'t str)> {
        let key = fold(text);
        let name = self
            .unit_names
            .iter()
            .find(|name| key.len() > name.len() && key.starts_with(name.as_str()))?;
        let unit = self.units_keyed(name).into_iter().next()?;
        let mut ends =
            text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take(MAX_UNIT_CHARS);
        let end = ends.find(|end| text.get(..*end).is_some_and(|head| fold(head) == *name))?;
        text.get(end..).map(|rest| (unit, rest))
    }

    /// Offices with this title.
    pub fn offices_titled(&self, title: &str) -> Vec<&DirectoryOffice> {
        let found = self.offices_by_title.get(&fold(title));
        found.into_iter().flatten().filter_map(|at| self.offices.get(*at)).collect()
    }

    /// The members who hold an office.
    pub(crate) fn holders(&self, office: &DirectoryOffice) -> Vec<&DirectoryMember> {
        self.members.iter().filter(|member| office.holders.contains(&member.id)).collect()
    }

    /// Members of a unit and of all units below it.
    pub fn members_of(&self, unit: &DirectoryUnit) -> Vec<&DirectoryMember> {
        let mut below = BTreeSet::from([unit.id.as_str()]);
        let mut count = 0;
        while below.len() > count {
            count = below.len();
            let next = self.units.iter().filter(|other| below.contains(other.parent.as_str()));
            let next: Vec<&str> = next.map(|other| other.id.as_str()).collect();
            below.extend(next);
        }
        self.members.iter().filter(|member| below.contains(member.unit.as_str())).collect()
    }

    /// Members with a post: 会長, 総務部長 (the 部長 of 総務部), 総務課主任.
    pub fn holders_of_post(&self, post: &str) -> Vec<&DirectoryMember> {
        let key = fold(post);
        let plain = self.with_post(&key);
        if !plain.is_empty() {
            return plain;
        }
        for name in self.unit_names.iter().filter(|name| key.starts_with(name.as_str())) {
            let rest = key.get(name.len()..).unwrap_or_default();
            // 総務部 + 長 is written for 総務部 + 部長.
            let with_suffix =
                format!("{}{rest}", name.chars().next_back().map(String::from).unwrap_or_default());
            let units: Vec<&str> =
                self.units_keyed(name).iter().map(|unit| unit.id.as_str()).collect();
            let mut holders = [self.with_post(rest), self.with_post(&with_suffix)].concat();
            holders.retain(|member| units.contains(&member.unit.as_str()));
            if !holders.is_empty() {
                return holders;
            }
        }
        Vec::new()
    }

    fn with_post(&self, key: &str) -> Vec<&DirectoryMember> {
        self.posts.get(key).into_iter().flatten().filter_map(|at| self.members.get(*at)).collect()
    }

    /// Names of the units from below the root to this one.
    fn path(&self, unit: &DirectoryUnit) -> Vec<String> {
        let mut names = vec![unit.name.clone()];
        let mut parent = unit.parent.as_str();
        for _ in 0..MAX_DEPTH {
            let Some(above) = self.units.iter().find(|other| other.id == parent) else { break };
            if above.parent.is_empty() {
                break;
            }
            names.insert(0, above.name.clone());
            parent = &above.parent;
        }
        names
    }
}
