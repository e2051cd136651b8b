//! Reading a backup: is it what was written, and its files back in a folder.

use std::{path::Path, sync::mpsc::sync_channel};

use evidence::VerifierKey;

use crate::{
    BackupError, Fault, FileEntry, Identities, Manifest, PackEntry, Place,
    contents::Contents,
    list::{ChunkList, MAX_PACK_BYTES, Spot},
    manifest::Vouched,
    prune::{self, MAX_LIST_BYTES},
    seal::OpenFault,
};

use files::{Files, Uses};

mod files;

/// Faults after which looking for more stops.
const FAULTS: usize = 100;

/// A backup whose manifest is believed.
#[derive(Debug)]
pub struct Opened {
    place: Place,
    manifest: Manifest,
}

/// What was seen of a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// Packs whose bytes were compared.
    pub packs: u64,
    /// Bytes read.
    pub bytes: u64,
    /// Chunks that were opened and compared; none where no identity was given.
    pub chunks: u64,
    /// Files that they make; none where no identity was given.
    pub files: u64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl Opened {
    /// The backup of this name, or the newest. Its manifest must be signed by one of the keys; where none is given, by the one
    /// that it names itself.
    ///
    /// # Errors
    /// [`BackupError::Unknown`]; [`BackupError::Damaged`].
    pub fn open(
        place: &Place,
        name: Option<&str>,
        trusted: &[VerifierKey],
    ) -> Result<Self, BackupError> {
        let names = prune::names(place)?;
        let is_whole = |name: &&String| place.size(&Manifest::objects(name)[0]).is_some();
        let found = match name {
            Some(name) => names.iter().find(|it| *it == name),
            None => names.iter().rev().find(is_whole),
        };
        let unknown = || BackupError::Unknown { name: name.unwrap_or_default().to_owned() };
        let found = found.ok_or_else(unknown)?;
        let manifest = prune::manifest(place, found, trusted);
        let manifest = manifest.map_err(|fault| BackupError::Damaged(vec![fault]))?;
        Ok(Self { place: place.clone(), manifest })
    }

    /// What was signed.
    #[must_use]
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Compares everything with what was signed, and, given an identity, opens everything and compares each chunk.
    #[must_use]
    pub fn examine(&self, identities: Option<&Identities>) -> Examined {
        self.walk(identities, None).unwrap_or_else(|error| Examined {
            faults: vec![Fault::Malformed { name: error.to_string() }],
            ..Examined::default()
        })
    }

    /// Writes all files into a folder that is there and empty. They are durable when this returns.
    ///
    /// # Errors
    /// [`BackupError::Damaged`] names everything that is wrong; what was written up to there is of no use then.
    pub fn restore(&self, identities: &Identities, folder: &Path) -> Result<Examined, BackupError> {
        let examined = self.walk(Some(identities), Some(folder))?;
        if examined.faults.is_empty() {
            return Ok(examined);
        }
        Err(BackupError::Damaged(examined.faults))
    }

    fn walk(
        &self,
        identities: Option<&Identities>,
        folder: Option<&Path>,
    ) -> Result<Examined, BackupError> {
        let mut seen = Examined::default();
        let [_, list_name, contents_name] = Manifest::objects(&self.manifest.name);
        let list = self.vouched(&list_name, &self.manifest.chunks, &mut seen);
        let contents = self.vouched(&contents_name, &self.manifest.contents, &mut seen);
        let list = list.and_then(|bytes| {
            let read = String::from_utf8(bytes).ok().and_then(|text| ChunkList::parse(&text));
            seen.expect(read, || Fault::Malformed { name: list_name })
        });
        let contents = contents
            .zip(identities)
            .and_then(|(bytes, keys)| open_contents(&bytes, keys, contents_name, &mut seen));
        let Some(list) = list else { return Ok(seen) };
        let Some((contents, keys)) = contents.zip(identities) else {
            self.packs(&list, &mut seen, |_, _, _| Ok(()))?;
            return Ok(seen);
        };
        let Some(uses) = Uses::of(&list, &contents.files) else {
            let [_, _, name] = Manifest::objects(&self.manifest.name);
            seen.add(Fault::Malformed { name });
            return Ok(seen);
        };
        let mut files = match folder {
            Some(folder) => Some(Files::create(folder, &contents.files)?),
            None => None,
        };
        self.packs(&list, &mut seen, |at, sealed, seen| {
            let plain = match keys.opened(sealed) {
                Ok(plain) => plain,
                Err(fault) => {
                    seen.add(open_fault(fault, list.packs.get(at).map(PackEntry::name)));
                    return Ok(());
                }
            };
            for place in uses.in_pack(at) {
                let Some(spot) = list.spots.get(*place) else { continue };
                let bytes = piece(&plain, spot);
                if bytes.is_none_or(|bytes| contents.key.name(bytes) != spot.id) {
                    seen.add(chunk_fault(&uses, &contents.files, *place));
                    continue;
                }
                seen.chunks += 1;
                if let (Some(files), Some(bytes)) = (&mut files, bytes) {
                    files.write(uses.of_chunk(*place), bytes)?;
                }
            }
            Ok(())
        })?;
        if let Some(files) = files {
            files.finish()?;
        }
        seen.files = contents.files.len() as u64;
        Ok(seen)
    }

    /// An object, if it is what was signed.
    fn vouched(&self, name: &str, vouched: &Vouched, seen: &mut Examined) -> Option<Vec<u8>> {
        let Ok(bytes) = self.place.read(name, MAX_LIST_BYTES) else {
            seen.add(Fault::Missing { name: name.to_owned() });
            return None;
        };
        seen.bytes += bytes.len() as u64;
        let is_same = Vouched::of(&bytes) == *vouched;
        seen.expect(is_same.then_some(bytes), || Fault::Changed { name: name.to_owned() })
    }

    /// Reads all packs in order on a thread beside, and hands over those that are what they should be.
    fn packs(
        &self,
        list: &ChunkList,
        seen: &mut Examined,
        mut each: impl FnMut(usize, &[u8], &mut Examined) -> Result<(), BackupError>,
    ) -> Result<(), BackupError> {
        std::thread::scope(|scope| {
            let (read, packs) = sync_channel(1);
            scope.spawn(move || {
                for pack in &list.packs {
                    // Whoever asked has seen enough.
                    if read.send(self.pack(pack)).is_err() {
                        return;
                    }
                }
            });
            for (at, pack) in packs.into_iter().enumerate() {
                match pack {
                    Ok(bytes) => {
                        seen.packs += 1;
                        seen.bytes += bytes.len() as u64;
                        each(at, &bytes, seen)?;
                    }
                    Err(fault) => seen.add(fault),
                }
                if seen.faults.len() >= FAULTS {
                    return Ok(());
                }
            }
            Ok(())
        })
    }

    fn pack(&self, pack: &PackEntry) -> Result<Vec<u8>, Fault> {
        let name = pack.name();
        let Ok(bytes) = self.place.read(&name, MAX_PACK_BYTES) else {
            return Err(Fault::Missing { name });
        };
        let Vouched { bytes: length, sha256 } = Vouched::of(&bytes);
        if length == pack.bytes && sha256 == pack.sha256 {
            Ok(bytes)
        } else {
            Err(Fault::Changed { name })
        }
    }
}

impl Examined {
    fn add(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        }
    }

    fn expect<T>(&mut self, value: Option<T>, fault: impl FnOnce() -> Fault) -> Option<T> {
        if value.is_none() {
            self.add(fault());
        }
        value
    }
}

fn open_contents(
    sealed: &[u8],
    keys: &Identities,
    name: String,
    seen: &mut Examined,
) -> Option<Contents> {
    match keys.opened(sealed) {
        Ok(plain) => {
            let read = String::from_utf8(plain).ok().and_then(|text| Contents::parse(&text));
            seen.expect(read, || Fault::Malformed { name })
        }
        Err(fault) => {
            seen.add(open_fault(fault, Some(name)));
            None
        }
    }
}

fn open_fault(fault: OpenFault, name: Option<String>) -> Fault {
    let name = name.unwrap_or_default();
    match fault {
        OpenFault::Locked => Fault::Locked { name },
        OpenFault::Changed => Fault::Changed { name },
    }
}

fn piece<'a>(plain: &'a [u8], spot: &Spot) -> Option<&'a [u8]> {
    let start = usize::try_from(spot.offset).ok()?;
    plain.get(start..start.checked_add(spot.bytes as usize)?)
}

fn chunk_fault(uses: &Uses, files: &[FileEntry], chunk: usize) -> Fault {
    let first = uses.of_chunk(chunk).first();
    let (file, at) = first.copied().unwrap_or((usize::MAX, 0));
    let path = files.get(file).map(|file| file.path.clone()).unwrap_or_default();
    Fault::Chunk { path, at }
}
