//! What can be shown to others: checkpoints, proofs, and a verification of the whole database.

use engine::RecordId;
use evidence::{Checkpoint, Hash, InclusionProof, TileId};
use serde::Serialize;
use store::verify::Scope;
pub use store::verify::{Finding, Report};

use crate::{Actor, App, error::AppError};

/// A record's events in the log, each with its proof.
#[derive(Debug, Serialize)]
pub struct RecordProof {
    /// Signed checkpoint, C2SP tlog-checkpoint.
    pub checkpoint: String,
    /// Public key that signed it, C2SP signed-note verifier key.
    pub verifier_key: String,
    /// The events, oldest first.
    pub leaves: Vec<LeafProof>,
    /// Events of the record that are not proved here, because there are too many for one answer; the oldest are.
    pub left_out: usize,
}

/// One event and its proof.
#[derive(Debug, Serialize)]
pub struct LeafProof {
    /// Leaf index, from 0.
    pub index: u64,
    /// The bytes that the leaf hash is made of, JSON.
    pub leaf: String,
    /// The event itself.
    pub body: String,
    /// Opens the commitment to the event that stands in the leaf: SHA-256 of these bytes and the event. Hexadecimal.
    pub opening: String,
    /// Hashes of the path, base64, from the leaf up.
    pub path: Vec<String>,
}

/// A proof about the log itself.
#[derive(Debug, PartialEq, Eq)]
pub struct LogPath {
    /// Leaves of the log that the hashes lead to.
    pub size: u64,
    /// Hashes, base64, from the lowest up.
    pub path: Vec<String>,
}

impl LogPath {
    fn new(size: u64, path: &[Hash]) -> Self {
        Self { size, path: path.iter().map(Hash::to_base64).collect() }
    }
}

/// A history is proved for at most this many events at a time.
const EVENTS: usize = 1_000;

impl App {
    /// The newest signed checkpoint; `None` before the first event.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoint(&self) -> Result<Option<String>, AppError> {
        Ok(store::log::state(&self.db).await?.map(|state| state.note))
    }

    /// The public key of the log.
    ///
    /// # Errors
    /// When the key cannot be used.
    pub fn verifier_key(&self) -> Result<String, AppError> {
        Ok(self.log_key.verifier_key()?.to_string())
    }

    /// The size of the log that its newest checkpoint vouches for; 0 before the first event.
    async fn signed_size(&self) -> Result<u64, AppError> {
        let Some(note) = self.checkpoint().await? else { return Ok(0) };
        let key = self.log_key.verifier_key()?;
        Ok(Checkpoint::open(note.as_bytes(), &[key]).map_err(AppError::internal)?.size())
    }

    /// The bytes of a tile under its name of C2SP tlog-tiles, such as `tile/0/x001/067.p/8`.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the newest checkpoint does not reach it; what the database says.
    pub async fn tile(&self, path: &str) -> Result<Vec<u8>, AppError> {
        let id = TileId::from_path(path).ok_or(AppError::NotFound)?;
        let size = self.signed_size().await?;
        let whole = TileId::in_tree(id.level, id.index, size).ok_or(AppError::NotFound)?;
        if id.width > whole.width {
            return Err(AppError::NotFound);
        }
        let tile = store::log::tile(&self.db, id, size).await?.ok_or(AppError::NotFound)?;
        Ok(tile.hashes().iter().flat_map(|hash| *hash.as_bytes()).collect())
    }

    /// A proof that the leaf `index` is in the log of its first `size` leaves, or of the newest checkpoint.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such leaf, or the log is not that large; what the database says.
    pub async fn prove_inclusion(
        &self,
        index: u64,
        size: Option<u64>,
    ) -> Result<LogPath, AppError> {
        let newest = self.signed_size().await?;
        let size = size.unwrap_or(newest);
        if size > newest {
            return Err(AppError::NotFound);
        }
        let proof = store::log::prove_inclusion(&self.db, index, size).await?;
        Ok(LogPath::new(size, &proof.ok_or(AppError::NotFound)?.path))
    }

    /// A proof that the log of `new` leaves, or of the newest checkpoint, continues the log of `old` leaves.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the log never had these sizes; what the database says.
    pub async fn prove_consistency(&self, old: u64, new: Option<u64>) -> Result<LogPath, AppError> {
        let newest = self.signed_size().await?;
        let new = new.unwrap_or(newest);
        if new > newest {
            return Err(AppError::NotFound);
        }
        let proof = store::log::prove_consistency(&self.db, old, new).await?;
        Ok(LogPath::new(new, &proof.ok_or(AppError::NotFound)?.path))
    }

    /// Proofs that every event of a record is in the log.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the record is not for this person; what the database says.
    pub async fn prove(&self, actor: Actor, id: RecordId) -> Result<RecordProof, AppError> {
        let tenant = self.tenant(actor.operator)?;
        let organization = tenant.organization();
        let world = tenant.world(&organization, self.clock.now());
        let seen = self.seen(&tenant, world, actor, id).await?;
        let note = self.checkpoint().await?.ok_or(AppError::NotFound)?;
        let key = self.log_key.verifier_key()?;
        let size = Checkpoint::open(note.as_bytes(), &[key]).map_err(AppError::internal)?.size();
        let mut leaves = Vec::new();
        let mut events = store::event::list_open(&self.db, actor.operator, id.0).await?;
        seen.keep_shown(&mut events);
        let left_out = events.len().saturating_sub(EVENTS);
        for row in events.into_iter().take(EVENTS) {
            let index = u64::try_from(row.seq - 1).unwrap_or_default();
            let proof: Option<InclusionProof> =
                store::log::prove_inclusion(&self.db, index, size).await?;
            let proof = proof
                .ok_or_else(|| AppError::internal(format_args!("no proof for leaf {index}")))?;
            leaves.push(LeafProof {
                index,
                leaf: String::from_utf8_lossy(&row.leaf_bytes()).into_owned(),
                opening: store::event::hex(&row.opening),
                body: row.body,
                path: proof.path.iter().map(Hash::to_base64).collect(),
            });
        }
        Ok(RecordProof { checkpoint: note, verifier_key: self.verifier_key()?, leaves, left_out })
    }

    /// Whether somebody may have the whole database verified and read what is wrong in it: whoever keeps the server does. It
    /// takes long, and findings tell of records that not everybody may read.
    ///
    /// # Errors
    /// When they are not served here any more.
    pub fn may_verify(&self, actor: Actor) -> Result<bool, AppError> {
        Ok(self.tenant(actor.operator)?.organization().is_administrator(actor.member))
    }

    /// Verifies the whole database.
    ///
    /// # Errors
    /// When it cannot be queried at all.
    pub async fn verify(&self) -> Result<store::verify::Report, AppError> {
        let mut scope = Scope::whole(vec![self.log_key.verifier_key()?]);
        scope.folder = Some(self.folder.clone());
        Ok(store::verify::verify(&self.db, scope).await?)
    }
}
