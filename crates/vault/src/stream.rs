//! Attachments, sealed 64 KiB at a time in constant memory: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over
//! XChaCha20-Poly1305. Chunks are numbered and the last one is marked: what was cut off, exchanged or added does not open.
//!
//! Chunks come out of [`StreamOpener::push`] before the end was seen. Whoever passes them on says that all is well only
//! after [`StreamOpener::finish`].

use aead_stream::{NewStream as _, StreamBE32, StreamPrimitive as _};
use chacha20poly1305::XChaCha20Poly1305;
use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::key::DataKey;
use crate::place::Place;
use crate::secret::{Opened, Secret};

const LABEL: &[u8; 16] = b"kitei/stream/v1\0";
const VERSION: u8 = 1;
const NONCE_BYTES: usize = 19;
const TAG_BYTES: usize = 16;

/// Plain bytes in every chunk but the last, which may have fewer.
pub const STREAM_CHUNK_BYTES: usize = 64 << 10;
/// Bytes before the first chunk: `version ‖ nonce`.
pub const STREAM_HEADER_BYTES: usize = 1 + NONCE_BYTES;

const SEALED_CHUNK_BYTES: usize = STREAM_CHUNK_BYTES + TAG_BYTES;

/// Why a stream was not sealed or opened further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StreamError {
    /// The end is missing.
    #[error("cut off: the end of the stream is missing")]
    Truncated,
    /// Sealed in a way that this program does not know.
    #[error("sealed in format {0}, which is not known here")]
    UnknownVersion(u8),
    /// A chunk was changed, exchanged or added, or the stream is of another place or key.
    #[error("chunk {chunk} is broken: changed, exchanged, of another place, or of another key")]
    Refused {
        /// Which one, counted from 0.
        chunk: u32,
    },
    /// More than 2³² chunks (256 TiB).
    #[error("the stream is longer than 2^32 chunks")]
    TooLong,
    /// An earlier chunk was refused.
    #[error("the stream broke earlier")]
    Broken,
}

/// The cipher and where in the stream it stands.
struct Chunks {
    stream: StreamBE32<XChaCha20Poly1305>,
    bound: Vec<u8>,
    position: u32,
}

impl Chunks {
    fn new(key: &DataKey, place: &Place<'_>, nonce: [u8; NONCE_BYTES]) -> Self {
        let stream = StreamBE32::from_aead(key.0.cipher(), &nonce.into());
        Self { stream, bound: place.bind(LABEL), position: 0 }
    }

    fn seal(&self, is_last: bool, chunk: &mut Vec<u8>) -> Result<(), StreamError> {
        self.stream
            .encrypt_in_place(self.position, is_last, &self.bound, chunk)
            .map_err(|_| StreamError::TooLong)
    }

    fn open(&self, is_last: bool, chunk: &mut Vec<u8>) -> Result<(), StreamError> {
        self.stream
            .decrypt_in_place(self.position, is_last, &self.bound, chunk)
            .map_err(|_| StreamError::Refused { chunk: self.position })
    }

    fn advance(&mut self) -> Result<(), StreamError> {
        self.position = self.position.checked_add(1).ok_or(StreamError::TooLong)?;
        Ok(())
    }
}

/// Seals a stream piece by piece.
pub struct StreamSealer {
    chunks: Chunks,
    pending: Zeroizing<Vec<u8>>,
}

impl DataKey {
    /// Begins to seal a stream for `place`; the header is what is kept first.
    pub fn seal_stream<R: CryptoRng + ?Sized>(
        &self,
        place: &Place<'_>,
        random: &mut R,
    ) -> ([u8; STREAM_HEADER_BYTES], StreamSealer) {
        let mut header = [VERSION; STREAM_HEADER_BYTES];
        let mut nonce = [0; NONCE_BYTES];
        random.fill_bytes(&mut nonce);
        header.split_at_mut(1).1.copy_from_slice(&nonce);
        let pending = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_BYTES));
        (header, StreamSealer { chunks: Chunks::new(self, place, nonce), pending })
    }

    /// Begins to open a stream of `place`.
    pub fn open_stream<'a>(&'a self, place: Place<'a>) -> StreamOpener<'a> {
        let pending = Zeroizing::new(Vec::with_capacity(SEALED_CHUNK_BYTES));
        StreamOpener { state: State::Header { key: self, place }, pending }
    }
}

impl StreamSealer {
    /// Takes plain bytes, and appends to `out` the chunks that they fill.
    pub fn push(&mut self, mut plain: &[u8], out: &mut Vec<u8>) -> Result<(), StreamError> {
        while !plain.is_empty() {
            // A full chunk waits until there is more: the last one must be known as the last.
            if self.pending.len() == STREAM_CHUNK_BYTES {
                self.chunks.seal(false, &mut self.pending)?;
                out.extend_from_slice(&self.pending);
                self.pending.clear();
                self.chunks.advance()?;
            }
            plain = fill(&mut self.pending, plain, STREAM_CHUNK_BYTES);
        }
        Ok(())
    }

    /// Appends the last chunk to `out`.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), StreamError> {
        self.chunks.seal(true, &mut self.pending)?;
        out.extend_from_slice(&self.pending);
        Ok(())
    }
}

/// Opens a stream piece by piece.
pub struct StreamOpener<'a> {
    state: State<'a>,
    pending: Zeroizing<Vec<u8>>,
}

enum State<'a> {
    Header { key: &'a DataKey, place: Place<'a> },
    Body(Chunks),
    Broken,
}

impl StreamOpener<'_> {
    /// Takes sealed bytes in pieces of any size, and hands out the chunks that they complete. After an error nothing more.
    pub fn push(&mut self, sealed: &[u8]) -> Result<Opened, StreamError> {
        let opened = self.advance(sealed);
        if opened.is_err() {
            self.state = State::Broken;
        }
        opened
    }

    /// Opens the last chunk. Only now is it known that nothing is missing.
    pub fn finish(mut self) -> Result<Opened, StreamError> {
        let chunks = match self.state {
            State::Header { .. } => return Err(StreamError::Truncated),
            State::Broken => return Err(StreamError::Broken),
            State::Body(chunks) => chunks,
        };
        if self.pending.len() < TAG_BYTES {
            return Err(StreamError::Truncated);
        }
        let mut opened = Secret::new(self.pending.to_vec());
        match chunks.open(true, opened.expose_mut()) {
            Ok(()) => Ok(opened),
            // A sound chunk that is not the last: the rest was cut off.
            Err(_) if chunks.open(false, &mut self.pending).is_ok() => Err(StreamError::Truncated),
            Err(error) => Err(error),
        }
    }

    fn advance(&mut self, mut sealed: &[u8]) -> Result<Opened, StreamError> {
        let mut opened = Secret::new(Vec::with_capacity(self.pending.len() + sealed.len()));
        loop {
            match &mut self.state {
                State::Broken => return Err(StreamError::Broken),
                State::Header { key, place } => {
                    sealed = fill(&mut self.pending, sealed, STREAM_HEADER_BYTES);
                    let Some((&version, nonce)) = self.pending.split_first() else { break };
                    if version != VERSION {
                        return Err(StreamError::UnknownVersion(version));
                    }
                    let Ok(nonce) = nonce.try_into() else { break };
                    self.state = State::Body(Chunks::new(key, place, nonce));
                    self.pending.clear();
                }
                State::Body(_) if sealed.is_empty() => break,
                State::Body(chunks) => {
                    if self.pending.len() == SEALED_CHUNK_BYTES {
                        chunks.open(false, &mut self.pending)?;
                        opened.expose_mut().extend_from_slice(&self.pending);
                        self.pending.clear();
                        chunks.advance()?;
                    }
                    sealed = fill(&mut self.pending, sealed, SEALED_CHUNK_BYTES);
                }
            }
        }
        Ok(opened)
    }
}

/// Fills `pending` up to `size` and returns what is left over.
fn fill<'a>(pending: &mut Vec<u8>, bytes: &'a [u8], size: usize) -> &'a [u8] {
    let room = size.saturating_sub(pending.len()).min(bytes.len());
    let (now, later) = bytes.split_at(room);
    pending.extend_from_slice(now);
    later
}
