//! Checkpoints (C2SP tlog-checkpoint): what a log signs about itself.
//!
//! Extension lines, which C2SP allows and does not recommend, are refused: nobody audits them.
//! Whether two checkpoints agree is a question for a proof, not for this file.

use thiserror::Error;

use crate::hash::Hash;
use crate::line::decimal;
use crate::note::{NoteError, SignatureError, SignedNote, Signer, VerifierKey};
use crate::tree::{MAX_TREE_SIZE, TreeHead};

/// Why a checkpoint could not be made, read or believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// It is no signed note.
    #[error("the checkpoint is no signed note")]
    Note(#[from] NoteError),
    /// Its signatures do not convince.
    #[error("the checkpoint is not signed by the log")]
    Signature(#[from] SignatureError),
    /// Not three lines, or extension lines after them.
    #[error("a checkpoint has three lines")]
    Layout,
    /// The origin is empty or has a line break, or is not the name of the key that signs.
    #[error("`{origin}` is not the origin of this log")]
    Origin {
        /// What the first line says.
        origin: String,
    },
    /// The size is no decimal number in canonical form, or past [`MAX_TREE_SIZE`].
    #[error("the second line of a checkpoint is not a tree size")]
    Size,
    /// The root is not 32 bytes in base64.
    #[error("the third line of a checkpoint is not a root hash")]
    Root,
}

/// A log's name, size and root.
///
/// ```
/// use evidence::{Checkpoint, TreeHead};
///
/// let checkpoint = Checkpoint::new("kitei.example/log", TreeHead::empty())?;
/// assert_eq!(
///     checkpoint.to_text(),
///     "kitei.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
/// );
/// # Ok::<(), evidence::CheckpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
}

impl Checkpoint {
    /// A checkpoint of the log `origin` at `head`.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`], and [`CheckpointError::Size`] past [`MAX_TREE_SIZE`].
    pub fn new(origin: &str, head: TreeHead) -> Result<Self, CheckpointError> {
        if origin.is_empty() || origin.chars().any(char::is_control) {
            return Err(CheckpointError::Origin { origin: origin.to_owned() });
        }
        if head.size > MAX_TREE_SIZE {
            return Err(CheckpointError::Size);
        }
        Ok(Self { origin: origin.to_owned(), head })
    }

    /// The log's name.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many leaves the log had.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.head.size
    }

    /// The root over those leaves.
    #[must_use]
    pub const fn root(&self) -> Hash {
        self.head.root
    }

    /// Size and root together, as proofs want them.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.head
    }

    /// The note text: three lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.head.size, self.head.root.to_base64())
    }

    /// Reads the note text.
    ///
    /// # Errors
    /// [`CheckpointError`] says which line is wrong.
    pub fn from_text(text: &str) -> Result<Self, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::Layout)?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Layout);
        };
        let size = decimal(size).ok_or(CheckpointError::Size)?;
        let root = Hash::from_base64(root).ok_or(CheckpointError::Root)?;
        Self::new(origin, TreeHead { size, root })
    }

    /// Signs the checkpoint.
    ///
    /// A log must never sign two checkpoints that contradict each other (C2SP tlog-checkpoint,
    /// "Signatures"): sign only what was derived from the log as it is durably stored.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`] where the signer's name is not the origin.
    pub fn sign(&self, signer: &Signer) -> Result<SignedNote, CheckpointError> {
        if signer.name() != self.origin {
            return Err(CheckpointError::Origin { origin: self.origin.clone() });
        }
        Ok(SignedNote::sign(&self.to_text(), signer)?)
    }

    /// Reads a signed checkpoint and believes it only if one of the log's keys has signed it.
    ///
    /// ```
    /// use evidence::{Checkpoint, Signer, TreeHead};
    ///
    /// let signer = Signer::from_seed("kitei.example/log", &[7; 32])?;
    /// let note = Checkpoint::new(signer.name(), TreeHead::empty())?.sign(&signer)?.to_string();
    /// assert!(Checkpoint::open(note.as_bytes(), &[signer.verifier_key()]).is_ok());
    ///
    /// let stranger = Signer::from_seed("kitei.example/log", &[8; 32])?;
    /// assert!(Checkpoint::open(note.as_bytes(), &[stranger.verifier_key()]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CheckpointError`]; [`CheckpointError::Origin`] also where none of the keys has the
    /// origin as its name.
    pub fn open(bytes: &[u8], keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        Self::verify(&SignedNote::parse(bytes)?, keys)
    }

    /// As [`Checkpoint::open`], for a note that has been read already.
    ///
    /// Only signatures by keys whose name is the origin count: a witness cannot speak for the log.
    ///
    /// # Errors
    /// As [`Checkpoint::open`].
    pub fn verify(note: &SignedNote, keys: &[VerifierKey]) -> Result<Self, CheckpointError> {
        let claimed = Self::from_text(note.claimed_text())?;
        let is_by_log = |key: &&VerifierKey| key.name() == claimed.origin;
        let log_keys: Vec<VerifierKey> = keys.iter().filter(is_by_log).cloned().collect();
        if log_keys.is_empty() {
            return Err(CheckpointError::Origin { origin: claimed.origin });
        }
        note.verify(&log_keys)?;
        Ok(claimed)
    }
}
