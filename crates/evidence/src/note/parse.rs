//! Reads the C2SP signed-note layout.
//!
//! It checks form only; whether a signature is right is asked of a key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::key::is_key_name;
use super::{MAX_NOTE_BYTES, MAX_SIGNATURES, NoteError, NoteSignature, SignedNote};

/// Splits a note at its last empty line and reads the signatures after it.
pub(super) fn signed_note(bytes: &[u8]) -> Result<SignedNote, NoteError> {
    refuse_length(bytes.len())?;
    let note = std::str::from_utf8(bytes)
        .map_err(|error| NoteError::NotUtf8 { valid_up_to: error.valid_up_to() })?;
    refuse_control_characters(note)?;
    let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::Layout)?;
    let lines = lines.strip_suffix('\n').ok_or(NoteError::Layout)?;
    if lines.split('\n').count() > MAX_SIGNATURES {
        return Err(NoteError::TooManySignatures);
    }
    let signatures = lines
        .split('\n')
        .enumerate()
        .map(|(at, line)| signature_line(line).ok_or(NoteError::SignatureLine { line: at + 1 }))
        .collect::<Result<_, _>>()?;
    Ok(SignedNote { text: format!("{text}\n"), signatures })
}

/// Refuses a text that could not be read back once it is signed.
pub(super) fn refuse_unwritable(text: &str) -> Result<(), NoteError> {
    refuse_length(text.len())?;
    refuse_control_characters(text)?;
    if text.ends_with('\n') { Ok(()) } else { Err(NoteError::Layout) }
}

fn refuse_length(found: usize) -> Result<(), NoteError> {
    if found > MAX_NOTE_BYTES { Err(NoteError::TooLong { found }) } else { Ok(()) }
}

fn refuse_control_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|byte| byte < 0x20 && byte != b'\n') {
        Some(at) => Err(NoteError::ControlCharacter { at }),
        None => Ok(()),
    }
}

/// `— name base64(key id ‖ signature)`, the signature at least one byte long.
fn signature_line(line: &str) -> Option<NoteSignature> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    if !is_key_name(name) {
        return None;
    }
    let bytes = STANDARD.decode(encoded).ok()?;
    let (key_id, signature) = bytes.split_first_chunk::<4>()?;
    if signature.is_empty() {
        return None;
    }
    Some(NoteSignature { name: name.to_owned(), key_id: *key_id, signature: signature.to_owned() })
}
