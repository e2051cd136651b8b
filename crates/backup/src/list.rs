//! The list of chunks of a backup: which lies where. In the clear, so that the next backup, which opens nothing, can build on it.

use std::{collections::HashMap, fmt::Write as _};

use crate::{
    ChunkId,
    chunk::{hex, unhex},
};

/// First line.
const HEAD: &str = "kitei backup chunks 1";
/// Longest pack that is read, bytes.
pub(crate) const MAX_PACK_BYTES: u64 = 64 << 20;
/// Most chunks of a backup: 4 TiB of database.
const MAX_CHUNKS: usize = 1 << 26;

/// A pack: an age file of many chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackEntry {
    /// SHA-256 of the sealed file, hexadecimal: its name too.
    pub sha256: String,
    /// Length of the sealed file, bytes.
    pub bytes: u64,
}

impl PackEntry {
    /// The name of the object.
    #[must_use]
    pub fn name(&self) -> String {
        let start = self.sha256.get(..2).unwrap_or("00");
        format!("packs/{start}/{}.age", self.sha256)
    }
}

/// Where a chunk lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) id: ChunkId,
    /// Which pack of the list.
    pub(crate) pack: usize,
    /// Where it begins in the opened pack, bytes.
    pub(crate) offset: u64,
    /// Its length, bytes.
    pub(crate) bytes: u32,
}

/// All packs and chunks of a backup, in the order of their first use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ChunkList {
    pub(crate) packs: Vec<PackEntry>,
    pub(crate) spots: Vec<Spot>,
}

impl ChunkList {
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for PackEntry { sha256, bytes } in &self.packs {
            let _ = writeln!(text, "pack {sha256} {bytes}");
        }
        for Spot { id, pack, offset, bytes } in &self.spots {
            let _ = writeln!(text, "{} {pack} {offset} {bytes}", hex(&id.0));
        }
        text
    }

    /// Reads what [`ChunkList::to_text`] wrote; nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let lines = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
        let mut list = Self::default();
        for line in lines.lines() {
            if let Some(pack) = line.strip_prefix("pack ") {
                list.packs.push(pack_entry(pack)?);
            } else {
                list.spots.push(spot(line, &list.packs)?);
            }
        }
        (list.spots.len() <= MAX_CHUNKS).then_some(list)
    }

    /// How many bytes of each pack this backup uses.
    pub(crate) fn used(&self) -> Vec<u64> {
        let mut used = vec![0; self.packs.len()];
        for spot in &self.spots {
            if let Some(sum) = used.get_mut(spot.pack) {
                *sum += u64::from(spot.bytes);
            }
        }
        used
    }

    /// The chunks by their names.
    pub(crate) fn by_id(&self) -> HashMap<ChunkId, Spot> {
        self.spots.iter().map(|spot| (spot.id, *spot)).collect()
    }
}

fn pack_entry(line: &str) -> Option<PackEntry> {
    let (sha256, bytes) = line.split_once(' ')?;
    let bytes = bytes.parse().ok().filter(|bytes| *bytes <= MAX_PACK_BYTES)?;
    unhex(sha256).map(|_| PackEntry { sha256: sha256.to_owned(), bytes })
}

fn spot(line: &str, packs: &[PackEntry]) -> Option<Spot> {
    let mut words = line.split(' ');
    let id = ChunkId::parse(words.next()?)?;
    let (pack, offset, bytes) =
        (words.next()?.parse().ok()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let is_inside = packs.get(pack).is_some_and(|_| offset <= MAX_PACK_BYTES);
    (is_inside && words.next().is_none()).then_some(Spot { id, pack, offset, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChunkKey;

    #[test]
    fn a_list_reads_back_and_nothing_else_is_read() {
        let key = ChunkKey::new([3; 32]);
        let list = ChunkList {
            packs: vec![PackEntry { sha256: "ab".repeat(32), bytes: 17 }],
            spots: vec![
                Spot { id: key.name(b"one"), pack: 0, offset: 0, bytes: 3 },
                Spot { id: key.name(b"four"), pack: 0, offset: 3, bytes: 4 },
            ],
        };
        let text = list.to_text();
        assert_eq!(ChunkList::parse(&text), Some(list.clone()));
        assert_eq!(list.used(), [7]);
        assert_eq!(list.packs[0].name(), format!("packs/ab/{}.age", "ab".repeat(32)));
        for broken in [
            text.replace(" 0 3 4", " 1 3 4"),
            text.replace("pack ab", "pack ../"),
            text.replace(" 0 3 4", " 0 3 -4"),
            text.replace("chunks 1", "chunks 2"),
            format!("{text}x\n"),
        ] {
            assert_eq!(ChunkList::parse(&broken), None, "{broken}");
        }
    }
}
