//! The backup format: files cut into chunks that are kept once, sealed to `age` recipients, under a signed manifest.
//!
//! A *place* (a folder) holds any number of backups of one data folder:
//!
//! ```text
//! kitei-backups                    marks the place and says the version of the format
//! packs/ab/<id>.age                many chunks in one age file, up to 16 MiB
//! backups/<name>/chunks            which chunk lies where in which pack; each pack with its SHA-256; in the clear
//! backups/<name>/contents.age      the files: name, length, chunks in order; the key that chunks are named with
//! backups/<name>/manifest          a signed note (C2SP): when, how much, the hashes of the two above, the log's checkpoint
//! ```
//!
//! A chunk's name is HMAC-SHA-256 of its bytes under a key that only the data folder and the sealed contents have: whoever sees
//! the place cannot tell whether a known file is in it, and whoever opens it finds each chunk that is not what was kept.
//! The manifest is written last: a backup that was broken off is none.
//!
//! | chapter | what it holds |
//! |---|---|
//! | [`Place`] | where backups are, read and written as whole objects |
//! | [`ChunkKey`], [`ChunkId`] | how chunks are cut and named |
//! | [`Manifest`] | what is signed |
//! | [`write()`] | makes a backup, whole or incremental |
//! | [`Opened`] | reads one: looks at it sealed, opens it, restores its files |
//! | [`Retention`], [`prune`] | which backups stay, and removing the others with the packs that only they used |
//!
//! What this room is not: it knows no database and no data folder (`app::backup` hands it files), reads no clock, and makes no
//! key. `age` draws the randomness of sealing itself.

mod chunk;
mod contents;
mod error;
mod fault;
mod list;
mod manifest;
mod place;
mod prune;
mod read;
mod seal;
mod write;

pub use chunk::{ChunkId, ChunkKey};
pub use contents::FileEntry;
pub use error::BackupError;
pub use fault::Fault;
pub use list::PackEntry;
pub use manifest::{Kind, Manifest};
pub use place::{Place, Turn};
pub use prune::{Listed, Pruned, Retention, list, prune};
pub use read::{Examined, Opened};
pub use seal::{Identities, Recipients};
pub use write::{Request, Source, Written, write};
