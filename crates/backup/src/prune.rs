//! Which backups there are, which of them stay, and removing the others.

use std::collections::{BTreeMap, HashSet};

use evidence::{MAX_NOTE_BYTES, VerifierKey};
use jiff::{civil::ISOWeekDate, tz::TimeZone};

use crate::{BackupError, Fault, Manifest, PackEntry, Place, list::ChunkList, manifest::Vouched};

/// Longest list of chunks or contents that is read, bytes.
pub(crate) const MAX_LIST_BYTES: u64 = 8 << 30;

/// Which backups stay: the newest always, and the last of so many days, weeks and months that have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Days.
    pub daily: u32,
    /// Weeks (ISO 8601, from Monday).
    pub weekly: u32,
    /// Months.
    pub monthly: u32,
}

/// A backup of a place: what was signed, or its name and why it cannot be believed.
pub type Listed = Result<Manifest, (String, Fault)>;

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Backups that stay, newest first.
    pub kept: Vec<String>,
    /// Backups that were removed, newest first.
    pub removed: Vec<String>,
    /// Packs that no backup used any more.
    pub packs: u64,
    /// Their length together, bytes.
    pub bytes: u64,
}

impl Retention {
    /// Of these backups, newest first, the names of those that stay.
    #[must_use]
    pub fn kept<'a>(&self, backups: &'a [Manifest], zone: &TimeZone) -> HashSet<&'a str> {
        let mut kept: HashSet<&str> = backups.iter().take(1).map(|it| it.name.as_str()).collect();
        let day = |it: &Manifest| zone.to_datetime(it.at).date();
        let week = |it: &Manifest| {
            let week = ISOWeekDate::from(day(it));
            (week.year(), week.week())
        };
        let month = |it: &Manifest| (day(it).year(), day(it).month());
        kept.extend(newest_of_each(backups, self.daily, day));
        kept.extend(newest_of_each(backups, self.weekly, week));
        kept.extend(newest_of_each(backups, self.monthly, month));
        kept
    }
}

/// The newest backup of each of the newest `count` spans that have any.
fn newest_of_each<K: Ord>(
    backups: &[Manifest],
    count: u32,
    span: impl Fn(&Manifest) -> K,
) -> Vec<&str> {
    let mut spans: BTreeMap<K, &str> = BTreeMap::new();
    for backup in backups {
        spans.entry(span(backup)).or_insert(&backup.name);
    }
    spans.into_values().rev().take(count as usize).collect()
}

/// The names of all backups, oldest first, those broken off among them.
pub(crate) fn names(place: &Place) -> Result<Vec<String>, BackupError> {
    place.names("backups")
}

/// The backups of a place, newest first. One whose manifest cannot be believed comes with what is wrong.
///
/// # Errors
/// [`BackupError::Place`].
pub fn list(place: &Place, trusted: &[VerifierKey]) -> Result<Vec<Listed>, BackupError> {
    let mut backups = Vec::new();
    for name in names(place)?.into_iter().rev() {
        let [object, ..] = Manifest::objects(&name);
        // Broken off before its manifest was written: none.
        if place.size(&object).is_some() {
            backups.push(manifest(place, &name, trusted).map_err(|fault| (name, fault)));
        }
    }
    Ok(backups)
}

pub(crate) fn manifest(
    place: &Place,
    name: &str,
    trusted: &[VerifierKey],
) -> Result<Manifest, Fault> {
    let [object, ..] = Manifest::objects(name);
    let bytes = place.read(&object, MAX_NOTE_BYTES as u64).map_err(|_| Fault::Manifest)?;
    let manifest = Manifest::open(&bytes, trusted)?;
    if manifest.name == name { Ok(manifest) } else { Err(Fault::Manifest) }
}

/// The list of chunks of a backup, where manifest and list are what was written.
pub(crate) fn read_list(place: &Place, name: &str, keys: &[VerifierKey]) -> Option<ChunkList> {
    let manifest = manifest(place, name, keys).ok()?;
    let [_, object, _] = Manifest::objects(name);
    let bytes = place.read(&object, MAX_LIST_BYTES).ok()?;
    if Vouched::of(&bytes) != manifest.chunks {
        return None;
    }
    ChunkList::parse(std::str::from_utf8(&bytes).ok()?)
}

/// Removes the backups that do not stay, what was broken off, and the packs that nobody uses any more. Where a backup
/// cannot be believed nothing is removed: it might need what would go.
///
/// # Errors
/// [`BackupError::Damaged`], [`BackupError::Busy`], [`BackupError::Place`].
pub fn prune(
    place: &Place,
    retention: Retention,
    zone: &TimeZone,
    trusted: &[VerifierKey],
) -> Result<Pruned, BackupError> {
    let _turn = place.turn()?;
    let mut backups = Vec::new();
    for backup in list(place, trusted)? {
        backups.push(backup.map_err(|(_, fault)| BackupError::Damaged(vec![fault]))?);
    }
    let kept = retention.kept(&backups, zone);
    let mut packs = HashSet::new();
    for name in &kept {
        let [_, object, _] = Manifest::objects(name);
        let list = read_list(place, name, trusted)
            .ok_or_else(|| BackupError::Damaged(vec![Fault::Changed { name: object }]))?;
        packs.extend(list.packs.iter().map(PackEntry::name));
    }
    let mut pruned = Pruned::default();
    for backup in &backups {
        let is_kept = kept.contains(backup.name.as_str());
        let names = if is_kept { &mut pruned.kept } else { &mut pruned.removed };
        names.push(backup.name.clone());
    }
    for name in names(place)? {
        if !kept.contains(name.as_str()) {
            // Without its manifest it is none, however far removing comes.
            let [manifest, ..] = Manifest::objects(&name);
            place.remove(&manifest)?;
            place.remove(&format!("backups/{name}"))?;
        }
    }
    remove_packs(place, &packs, &mut pruned)?;
    Ok(pruned)
}

fn remove_packs(
    place: &Place,
    used: &HashSet<String>,
    pruned: &mut Pruned,
) -> Result<(), BackupError> {
    for folder in place.names("packs")? {
        for pack in place.names(&format!("packs/{folder}"))? {
            let name = format!("packs/{folder}/{pack}");
            if !used.contains(&name) {
                pruned.bytes += place.size(&name).unwrap_or_default();
                pruned.packs += 1;
                place.remove(&name)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn backup(at: &str) -> Manifest {
        let nothing = Vouched { bytes: 0, sha256: String::new() };
        Manifest {
            name: at.to_owned(),
            at: at.parse().unwrap(),
            program: String::new(),
            kind: Kind::Full,
            files: 0,
            bytes: 0,
            written: 0,
            checkpoint: String::new(),
            key: String::new(),
            chunks: nothing.clone(),
            contents: nothing,
        }
    }

    #[test]
    fn the_last_of_each_day_week_and_month_stays() {
        let backups: Vec<_> = [
            "2026-11-28T09:00:00Z", // newest, Saturday
            "2026-11-28T01:00:00Z",
            "2026-11-27T09:00:00Z",
            "2026-11-26T09:00:00Z",
            "2026-11-22T09:00:00Z", // Sunday of the week before
            "2026-11-21T09:00:00Z",
            "2026-10-31T09:00:00Z",
            "2026-10-30T09:00:00Z",
            "2026-09-01T09:00:00Z",
        ]
        .map(backup)
        .into();
        let zone = TimeZone::UTC;
        let kept = |daily, weekly, monthly| {
            let kept = Retention { daily, weekly, monthly }.kept(&backups, &zone);
            let mut days: Vec<_> = kept.into_iter().map(|it| it[5..13].to_owned()).collect();
            days.sort();
            days
        };
        assert_eq!(kept(0, 0, 0), ["11-28T09"]);
        assert_eq!(kept(2, 0, 0), ["11-27T09", "11-28T09"]);
        assert_eq!(kept(0, 2, 0), ["11-22T09", "11-28T09"]);
        assert_eq!(kept(0, 0, 3), ["09-01T09", "10-31T09", "11-28T09"]);
        assert_eq!(kept(2, 2, 2), ["10-31T09", "11-22T09", "11-27T09", "11-28T09"]);
    }

    #[test]
    fn what_day_it_was_depends_on_the_zone() {
        // 23:30 and 00:30 in Tokyo: two days there, one in UTC.
        let backups = ["2026-11-27T15:30:00Z", "2026-11-27T14:30:00Z"].map(backup);
        let two = Retention { daily: 2, weekly: 0, monthly: 0 };
        assert_eq!(two.kept(&backups, &TimeZone::UTC).len(), 1);
        assert_eq!(two.kept(&backups, &TimeZone::fixed(jiff::tz::offset(9))).len(), 2);
    }
}
