//! People by their names, by 全員 of a unit, by post or office. What is not certain stays as text.

use serde_json::{Value, json};

use super::{list, text::trim, value::Reading};
use crate::{
    directory::{Directory, DirectoryMember, DirectoryUnit},
    doubt::{DoubtCode, Finding},
};

const EVERYBODY: [&str; 8] =
    ["の全職員", "職員全員", "の全員", "全職員", "全員", "一同", "所属職員", "の職員"];
const COURTESY: [&str; 4] = ["様", "さん", "氏", "殿"];
const ONLY: [&str; 3] = ["のみ", "だけ", "に限る"];

/// Reads a cell as one member, or as several.
pub fn read(text: &str, many: bool, directory: &Directory) -> Reading {
    let mut reader = Reader { directory, unit: None, values: Vec::new(), findings: Vec::new() };
    let parts = list::split(text, &list::MARKS);
    if parts.len() > list::MAX_ITEMS {
        return Reading::unread(Finding::doubtful(DoubtCode::MemberUnknown, list::start_of(text)));
    }
    for part in &parts {
        reader.read_part(part);
    }
    let Reader { mut values, mut findings, .. } = reader;
    if many {
        let value = if values.is_empty() { Value::Null } else { Value::Array(values) };
        return Reading { value, findings };
    }
    if values.len() > 1 {
        findings.push(Finding::doubtful(DoubtCode::TooMany, text).suggest(values.swap_remove(0)));
        return Reading { value: json!({ "name": text }), findings };
    }
    Reading { value: values.pop().unwrap_or_default(), findings }
}

struct Reader<'a> {
    directory: &'a Directory,
    /// Unit written before the names.
    unit: Option<&'a DirectoryUnit>,
    values: Vec<Value>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    fn read_part(&mut self, part: &str) {
        if self.resolve(part) {
            return;
        }
        // A middle dot separates people only if each of them is known.
        let names = list::split(part, &list::DOTS);
        if names.len() > 1 && names.iter().all(|name| self.person(name).is_some()) {
            for name in &names {
                self.resolve(name);
            }
            return;
        }
        self.keep_words(part);
    }

    /// Takes a part that is certain; `false` where it is not.
    fn resolve(&mut self, part: &str) -> bool {
        if let Some(member) = self.person(part) {
            self.add(member);
            return true;
        }
        let group = self.group(part);
        if !group.is_empty() {
            self.findings.push(Finding::info(DoubtCode::MemberResolved, part));
            for member in group {
                self.add(member);
            }
            return true;
        }
        self.unit_and_names(part)
    }

    /// One person by name, with courtesy, brackets or post behind it, or a post before it.
    fn person(&self, words: &str) -> Option<&'a DirectoryMember> {
        let plain = list::split_remark(words).map_or(words, |(name, _)| name);
        let plain = COURTESY.iter().find_map(|word| plain.strip_suffix(word)).unwrap_or(plain);
        let named = self
            .only_in_unit(self.directory.members_named(words))
            .or_else(|| self.only_in_unit(self.directory.members_named(plain)));
        named.or_else(|| self.directory.named_with_post(plain)).or_else(|| {
            let (post, name) = plain.split_once(char::is_whitespace)?;
            let members = self.directory.members_named(name);
            let is_holder =
                |member: &&DirectoryMember| self.directory.holders_of_post(post).contains(member);
            let mut holders = members.into_iter().filter(is_holder);
            holders.next().filter(|_| holders.next().is_none())
        })
    }

    fn only_in_unit(&self, members: Vec<&'a DirectoryMember>) -> Option<&'a DirectoryMember> {
        match (members.as_slice(), self.unit) {
            ([only], _) => Some(only),
            (several, Some(unit)) => {
                let mut inside = several.iter().filter(|member| member.unit == unit.id);
                inside.next().filter(|_| inside.next().is_none()).copied()
            }
            _ => None,
        }
    }

    /// Everybody of a unit, the one holder of a post, or the holders of an office.
    fn group(&self, part: &str) -> Vec<&'a DirectoryMember> {
        let everybody = EVERYBODY
            .iter()
            .find_map(|word| part.strip_suffix(word))
            .map(|unit| self.directory.units_named(trim(unit)));
        if let Some([unit]) = everybody.as_deref() {
            return self.directory.members_of(unit);
        }
        let plain = ONLY.iter().find_map(|word| part.strip_suffix(word)).unwrap_or(part);
        let offices = self.directory.offices_titled(plain);
        if let [office] = offices.as_slice() {
            return self.directory.holders(office);
        }
        let holders = self.directory.holders_of_post(plain);
        if holders.len() == 1 { holders } else { Vec::new() }
    }

    /// 総務課　見本一郎, also 総務課見本一郎: the unit counts for the names after it.
    fn unit_and_names(&mut self, part: &str) -> bool {
        let Some((unit, rest)) = self.directory.split_unit(part) else { return false };
        let names = trim(rest)
            .trim_start_matches(['：', ':', '・', '（', '('])
            .trim_end_matches(['）', ')']);
        let before = self.unit.replace(unit);
        let people = self.people(names, &[&list::MARKS[..], &list::DOTS[..]].concat());
        let people =
            people.or_else(|| self.people(names, &[&list::DOTS[..], &[' ', '\u{3000}']].concat()));
        match people {
            Some(people) if !people.is_empty() => {
                let inside = self.directory.members_of(unit);
                if people.iter().all(|member| inside.contains(member)) {
                    for member in people {
                        self.add(member);
                    }
                } else {
                    self.keep_stranger(part, &unit.name, &people);
                    self.unit = before;
                }
                true
            }
            _ => {
                self.unit = before;
                false
            }
        }
    }

    /// Several names, each of which must be known.
    fn people(&self, names: &str, marks: &[char]) -> Option<Vec<&'a DirectoryMember>> {
        match self.person(names) {
            Some(member) => Some(vec![member]),
            None => list::split(names, marks).iter().map(|name| self.person(name)).collect(),
        }
    }

    /// Somebody of that name is there, but in another unit: perhaps moved, perhaps somebody else.
    fn keep_stranger(&mut self, part: &str, unit: &str, people: &[&DirectoryMember]) {
        let names: Vec<_> = people.iter().map(|member| member.name.as_str()).collect();
        let names = names.join("、");
        let ids: Vec<Value> = people.iter().map(|member| json!(member.id)).collect();
        let finding = Finding::doubtful(DoubtCode::MemberAmbiguous, part).words(
            format!("「{names}」は、今の名簿では「{unit}」の人ではありません。確かめてください。"),
            format!("By today's member list \"{names}\" is not in \"{unit}\". Check who is meant."),
        );
        self.findings.push(finding.suggest(Value::Array(ids)));
        self.values.push(json!({ "name": part }));
    }

    /// What is not certain: the words as they are, and who may be meant.
    fn keep_words(&mut self, part: &str) {
        let ids = |members: &[&DirectoryMember]| {
            members.iter().map(|member| json!(member.id)).collect::<Vec<_>>()
        };
        let units = self.directory.units_named(part);
        let named = self.directory.members_named(part);
        let family = self.directory.members_beginning(part);
        let plain = ONLY.iter().find_map(|word| part.strip_suffix(word)).unwrap_or(part);
        let finding = if !self.directory.offices_titled(plain).is_empty() {
            Finding::doubtful(DoubtCode::MemberUnknown, part).words(
                format!("「{part}」には、いま誰も就いていません。氏名を書いてください。"),
                format!("Nobody holds \"{part}\" now. Write the names."),
            )
        } else if let [unit] = units.as_slice() {
            let members = self.directory.members_of(unit);
            let finding = Finding::doubtful(DoubtCode::MemberUnitOnly, part);
            if members.is_empty() { finding } else { finding.suggest(Value::Array(ids(&members))) }
        } else if named.len() > 1 || family.len() > 1 {
            Finding::doubtful(DoubtCode::MemberAmbiguous, part)
        } else if let [only] = family.as_slice() {
            Finding::doubtful(DoubtCode::MemberAmbiguous, part).suggest(json!([only.id]))
        } else {
            Finding::doubtful(DoubtCode::MemberUnknown, part)
        };
        self.findings.push(finding);
        self.values.push(json!({ "name": part }));
    }

    fn add(&mut self, member: &DirectoryMember) {
        let value = json!(member.id);
        if !self.values.contains(&value) {
            self.values.push(value);
        }
    }
}
