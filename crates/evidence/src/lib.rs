//! Evidence: a tamper-evident, append-only log that strangers can check.
//!
//! The log is a Merkle tree after RFC 6962 (hashing) and RFC 9162 (verification); its heads are
//! signed checkpoints in the formats of C2SP (`tlog-checkpoint`, `signed-note`, `tlog-tiles`,
//! `tlog-proof`), byte for byte, so that other people's verifiers work on them unchanged.
//!
//! | chapter | what it holds |
//! |---|---|
//! | [`Hash`](struct@Hash), [`leaf_hash`], [`leaf_hashes`], [`node_hash`] | the three ways in which the tree hashes |
//! | [`Frontier`] | the right edge of the tree: all that appending needs |
//! | [`TileId`], [`Tile`], [`TileSource`] | the stored hashes, 256 at a time |
//! | [`SignedNote`], [`Signer`], [`VerifierKey`] | text with Ed25519 signatures |
//! | [`Checkpoint`] | what the log signs: its name, its size, its root |
//! | [`InclusionProof`], [`ConsistencyProof`] | "this was recorded", "nothing was rewritten" |
//! | [`InclusionDocument`], [`ConsistencyDocument`] | the same as files that verify offline |
//! | [`pack`] | records with their proofs in one file, for a stranger to check offline |
//! | [`LogVerifier`] | walks a whole log and names the first place that is wrong |
//!
//! What this crate is not: it opens no file (a pack is read from and written to what it is
//! handed), reads no clock, draws no randomness and knows no database. Whoever keeps the bytes (the `store` crate) hands them in. It encrypts nothing: a
//! leaf must not hold personal data in the clear.
//!
//! A log of three events, signed, and a proof that the second one is in it:
//!
//! ```
//! use evidence::{Checkpoint, Frontier, InclusionProof, Signer, leaf_hash};
//! use std::collections::HashMap;
//!
//! let mut nodes = HashMap::new(); // stands for the table of tiles
//! let mut frontier = Frontier::new();
//! for event in ["drafted", "submitted", "approved"] {
//!     frontier.append(leaf_hash(event.as_bytes()), |it| {
//!         nodes.insert((it.level, it.index), it.hash);
//!     })?;
//! }
//! let signer = Signer::from_seed("kitei.example/log", &[7; 32])?;
//! let checkpoint = Checkpoint::new(signer.name(), frontier.head())?;
//! let note = checkpoint.sign(&signer)?.to_string();
//!
//! // Elsewhere, with nothing but the verifier key:
//! let opened = Checkpoint::open(note.as_bytes(), &[signer.verifier_key()])?;
//! assert_eq!(opened.size(), 3);
//! let source = |level, index| nodes.get(&(level, index)).copied();
//! let proof = InclusionProof::prove(&source, 1, opened.size())?;
//! proof.verify(leaf_hash(b"submitted"), &opened.head())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checkpoint;
mod frontier;
mod hash;
mod line;
mod note;
pub mod pack;
mod proof;
mod tile;
mod tree;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use frontier::{Frontier, FrontierError};
pub use hash::{Hash, leaf_hash, leaf_hashes, node_hash};
pub use note::{
    KeyError, MAX_NOTE_BYTES, MAX_SIGNATURES, NoteError, NoteSignature, SignatureError, SignedNote,
    Signer, VerifierKey,
};
pub use proof::{
    ConsistencyDocument, ConsistencyProof, DocumentError, InclusionDocument, InclusionProof,
    MAX_PATH_HASHES, ProofError,
};
pub use tile::{TILE_WIDTH, Tile, TileError, TileId, TileSource};
pub use tree::{MAX_TREE_SIZE, Node, NodeSource, TreeHead};
pub use verify::{Finding, Flaw, LeafRun, LogVerifier, Place, Verified};
