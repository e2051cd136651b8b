//! Making a backup.

use std::{
    collections::HashMap,
    fs::File,
    io::{ErrorKind, Read as _},
    path::PathBuf,
};

use evidence::Signer;
use jiff::Timestamp;

use crate::{
    BackupError, ChunkId, ChunkKey, FileEntry, Kind, Manifest, Place, Recipients,
    chunk::{CHANGING_BYTES, LASTING_BYTES},
    contents::{Contents, is_path},
    list::{ChunkList, Spot},
    manifest::Vouched,
    prune,
};

use packs::Packs;

mod packs;

/// A file to be backed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name in the backup: where it lies from the data folder, with `/` between folders.
    pub path: String,
    /// Where it is read.
    pub file: PathBuf,
    /// Whether parts of it change from backup to backup: it is cut finer, and the backup fails where it cannot be read.
    pub is_changing: bool,
}

/// What a backup is made with.
pub struct Request<'a> {
    /// Its name: letters, digits and hyphens; names of one place sort by time.
    pub name: String,
    /// When it is begun.
    pub at: Timestamp,
    /// Version of the program.
    pub program: String,
    /// Incremental: chunks that the newest backup has are not written again.
    pub kind: Kind,
    /// The newest signed checkpoint of the log, or nothing.
    pub checkpoint: String,
    /// How chunks are named.
    pub key: &'a ChunkKey,
    /// Whom it is sealed to.
    pub recipients: &'a Recipients,
    /// Who signs.
    pub signer: &'a Signer,
}

/// A backup that was made.
#[derive(Debug)]
pub struct Written {
    /// What was signed.
    pub manifest: Manifest,
    /// Files that could not be read and are not in it, with the reason.
    pub unread: Vec<(String, std::io::Error)>,
}

/// Makes a backup. The manifest comes last: before that there is none.
///
/// # Errors
/// [`BackupError`]; what was written up to there is left for [`crate::prune`].
pub fn write(
    place: &Place,
    sources: &[Source],
    request: &Request<'_>,
) -> Result<Written, BackupError> {
    let _turn = place.turn()?;
    let known = match request.kind {
        Kind::Full => Known::default(),
        Kind::Incremental => Known::newest(place, request.signer),
    };
    let kind = if known.spots.is_empty() { Kind::Full } else { Kind::Incremental };
    let mut cut = Cut::new(request.key, known);
    let (files, packs) = std::thread::scope(|scope| {
        let mut packs = Packs::start(scope, place, request.recipients);
        let files = sources.iter().try_for_each(|source| cut.source(source, &mut packs));
        // What went wrong with sealing says more than that nobody took the next pack.
        let packs = packs.finish();
        (files, packs)
    });
    let packs = packs?;
    files?;
    let mut written: u64 = packs.iter().map(|(_, pack)| pack.bytes).sum();
    let Cut { mut list, files, unread, .. } = cut;
    for (at, pack) in packs {
        if let Some(entry) = list.packs.get_mut(at) {
            *entry = pack;
        }
    }
    let [manifest_name, list_name, contents_name] = Manifest::objects(&request.name);
    let (count, bytes) = (files.len() as u64, files.iter().map(|file| file.bytes).sum());
    let list = list.to_text().into_bytes();
    let contents = Contents { key: request.key.clone(), files }.to_text();
    let contents = request.recipients.seal(contents.as_bytes())?;
    place.write(&list_name, &list)?;
    place.write(&contents_name, &contents)?;
    written += (list.len() + contents.len()) as u64;
    let manifest = Manifest {
        name: request.name.clone(),
        at: request.at,
        program: request.program.clone(),
        kind,
        files: count,
        bytes,
        written,
        checkpoint: request.checkpoint.clone(),
        key: request.signer.verifier_key().to_string(),
        chunks: Vouched::of(&list),
        contents: Vouched::of(&contents),
    };
    place.write(&manifest_name, manifest.sign(request.signer)?.as_bytes())?;
    Ok(Written { manifest, unread })
}

/// What an earlier backup has.
#[derive(Default)]
struct Known {
    list: ChunkList,
    spots: HashMap<ChunkId, Spot>,
}

impl Known {
    /// The chunks of the newest backup of ours, those in packs that are still there whole and not mostly waste.
    fn newest(place: &Place, signer: &Signer) -> Self {
        let Ok(names) = prune::names(place) else { return Self::default() };
        let keys = [signer.verifier_key()];
        let lists = names.iter().rev().filter_map(|name| prune::read_list(place, name, &keys));
        let Some(list) = lists.into_iter().next() else { return Self::default() };
        let used = list.used();
        let is_good: Vec<_> = (list.packs.iter().zip(used))
            .map(|(pack, used)| {
                place.size(&pack.name()) == Some(pack.bytes) && used >= pack.bytes / 3
            })
            .collect();
        let mut spots = list.by_id();
        spots.retain(|_, spot| is_good.get(spot.pack) == Some(&true));
        Self { list, spots }
    }
}

/// Cuts files into chunks, and knows where each lies.
struct Cut<'a> {
    key: &'a ChunkKey,
    known: Known,
    /// Packs of the earlier backup that are used again, with their places in the new list.
    taken: HashMap<usize, usize>,
    seen: HashMap<ChunkId, usize>,
    list: ChunkList,
    files: Vec<FileEntry>,
    unread: Vec<(String, std::io::Error)>,
}

impl<'a> Cut<'a> {
    fn new(key: &'a ChunkKey, known: Known) -> Self {
        Self {
            key,
            known,
            taken: HashMap::new(),
            seen: HashMap::new(),
            list: ChunkList::default(),
            files: Vec::new(),
            unread: Vec::new(),
        }
    }

    fn source(&mut self, source: &Source, packs: &mut Packs<'_>) -> Result<(), BackupError> {
        let fault = |error| BackupError::File { path: source.file.clone(), source: error };
        if !is_path(&source.path) {
            return Err(fault(ErrorKind::InvalidFilename.into()));
        }
        match self.file(source, packs) {
            Ok(file) => self.files.push(file),
            Err(Stopped::Packs) => {}
            Err(Stopped::Read(error)) if source.is_changing => return Err(fault(error)),
            Err(Stopped::Read(error)) => self.unread.push((source.path.clone(), error)),
        }
        Ok(())
    }

    fn file(&mut self, source: &Source, packs: &mut Packs<'_>) -> Result<FileEntry, Stopped> {
        let piece = if source.is_changing { CHANGING_BYTES } else { LASTING_BYTES };
        let mut file = File::open(&source.file).map_err(Stopped::Read)?;
        let mut entry = FileEntry { path: source.path.clone(), bytes: 0, chunks: Vec::new() };
        let mut bytes = Vec::with_capacity(piece);
        loop {
            bytes.clear();
            let read = file.by_ref().take(piece as u64).read_to_end(&mut bytes);
            if read.map_err(Stopped::Read)? == 0 {
                return Ok(entry);
            }
            entry.bytes += bytes.len() as u64;
            entry.push(self.chunk(&bytes, packs)?);
        }
    }

    /// The place of a chunk in the list; writes it where nobody has it.
    fn chunk(&mut self, bytes: &[u8], packs: &mut Packs<'_>) -> Result<usize, Stopped> {
        let id = self.key.name(bytes);
        if let Some(place) = self.seen.get(&id) {
            return Ok(*place);
        }
        let spot = match self.known.spots.get(&id).copied() {
            Some(spot) => Spot { pack: self.taken(spot.pack), ..spot },
            None => packs.add(id, bytes, &mut self.list.packs)?,
        };
        let place = self.list.spots.len();
        self.list.spots.push(spot);
        self.seen.insert(id, place);
        Ok(place)
    }

    /// The place in the new list of a pack of the earlier backup.
    fn taken(&mut self, earlier: usize) -> usize {
        let packs = &mut self.list.packs;
        *self.taken.entry(earlier).or_insert_with(|| {
            packs.extend(self.known.list.packs.get(earlier).cloned());
            packs.len().saturating_sub(1)
        })
    }
}

/// Why a file was not cut to its end.
enum Stopped {
    /// It cannot be read.
    Read(std::io::Error),
    /// Nobody takes packs any more; whoever did says why.
    Packs,
}
