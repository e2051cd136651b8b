//! Filling packs, and sealing and writing them on a thread beside.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{Scope, ScopedJoinHandle},
};

use crate::{BackupError, ChunkId, PackEntry, Place, Recipients, list::Spot, manifest::Vouched};

use super::Stopped;

/// How much goes into a pack before the next is begun, bytes.
const PACK_BYTES: usize = 16 << 20;

/// A filled pack, and its place in the list.
type Filled = (usize, Vec<u8>);
/// The packs that were written, with their places in the list.
type Sealed = Vec<(usize, PackEntry)>;

/// Packs on their way to the place.
pub(super) struct Packs<'scope> {
    filling: Option<Filled>,
    filled: SyncSender<Filled>,
    sealing: ScopedJoinHandle<'scope, Result<Sealed, BackupError>>,
}

impl<'scope> Packs<'scope> {
    pub(super) fn start<'env>(
        scope: &'scope Scope<'scope, 'env>,
        place: &'env Place,
        recipients: &'env Recipients,
    ) -> Self {
        let (filled, packs) = sync_channel(1);
        let sealing = scope.spawn(move || seal(place, recipients, &packs));
        Self { filling: None, filled, sealing }
    }

    /// Puts a chunk into the pack that is being filled. A new pack gets the next place in the list.
    pub(super) fn add(
        &mut self,
        id: ChunkId,
        bytes: &[u8],
        list: &mut Vec<PackEntry>,
    ) -> Result<Spot, Stopped> {
        if self.filling.as_ref().is_some_and(|(_, pack)| pack.len() + bytes.len() > PACK_BYTES) {
            self.hand_over()?;
        }
        let (at, pack) = self.filling.get_or_insert_with(|| {
            // What it is called is known when it is sealed.
            list.push(PackEntry { sha256: String::new(), bytes: 0 });
            (list.len() - 1, Vec::with_capacity(PACK_BYTES))
        });
        let offset = pack.len() as u64;
        pack.extend_from_slice(bytes);
        Ok(Spot { id, pack: *at, offset, bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX) })
    }

    fn hand_over(&mut self) -> Result<(), Stopped> {
        match self.filling.take() {
            Some(filled) => self.filled.send(filled).map_err(|_| Stopped::Packs),
            None => Ok(()),
        }
    }

    /// Waits until all are written.
    pub(super) fn finish(mut self) -> Result<Sealed, BackupError> {
        let _ = self.hand_over();
        drop(self.filled);
        match self.sealing.join() {
            Ok(sealed) => sealed,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

fn seal(
    place: &Place,
    recipients: &Recipients,
    packs: &Receiver<Filled>,
) -> Result<Sealed, BackupError> {
    let mut sealed = Vec::new();
    for (at, plain) in packs {
        let bytes = recipients.seal(&plain)?;
        drop(plain);
        let Vouched { bytes: length, sha256 } = Vouched::of(&bytes);
        let entry = PackEntry { sha256, bytes: length };
        place.write(&entry.name(), &bytes)?;
        sealed.push((at, entry));
    }
    Ok(sealed)
}
