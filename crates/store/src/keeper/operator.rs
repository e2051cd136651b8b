//! The keys of one operator, and what is done with them.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use rand_core::Rng as _;
use uuid::Uuid;
use vault::{
    Blind, DataKey, Holder, IndexKey, KeySlot, OperatorKey, Place, Ring, SlotError, commitment,
};

use crate::{error::StoreError, event::hex};

use super::{Random, of_ring};

/// Most data keys that are remembered; when there are more, all are forgotten and wiped.
const REMEMBERED: usize = 4_096;
/// Bytes of a record's salt.
const SALT_BYTES: usize = 16;

/// The opened keys of an operator.
pub(crate) struct OperatorKeys {
    operator: Uuid,
    generation: i64,
    ring: Ring<OperatorKey>,
    house: DataKey,
    /// Blinds the words of the full-text index.
    words: Blind,
    /// Blinds whole values: sort keys of personal fields, identities, names of views.
    values: Blind,
    random: Random,
    remembered: Mutex<HashMap<Uuid, Arc<DataKey>>>,
}

impl fmt::Debug for OperatorKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "OperatorKeys({}, [sealed])", self.operator)
    }
}

/// A new record's key: as it is kept, with the salt beside it, and opened.
pub(crate) struct NewKey {
    pub(crate) slot: Vec<u8>,
    pub(crate) salt: Vec<u8>,
    pub(crate) key: Arc<DataKey>,
}

/// An event's body, sealed, and the commitment to it.
pub(crate) struct SealedBody {
    pub(crate) body: Vec<u8>,
    pub(crate) commitment: Vec<u8>,
}

/// What lists show of a record.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// What lists call it.
    pub title: String,
    /// Values of the list columns, JSON array.
    pub summary: String,
}

/// Whether a slot says that its key was destroyed.
pub(crate) fn is_destroyed(slot: &[u8]) -> bool {
    slot == [0]
}

impl OperatorKeys {
    pub(super) fn new(
        operator: Uuid,
        (generation, ring): (i64, Ring<OperatorKey>),
        (house, index): (DataKey, &IndexKey),
        random: Random,
    ) -> Self {
        Self {
            operator,
            generation,
            ring,
            house,
            words: index.blind(operator, "record.search"),
            values: index.blind(operator, "value"),
            random,
            remembered: Mutex::default(),
        }
    }

    pub(crate) fn operator(&self) -> Uuid {
        self.operator
    }

    /// Generation of the key that wraps.
    pub(crate) fn generation(&self) -> i64 {
        self.generation
    }

    pub(super) fn ring(&self) -> &Ring<OperatorKey> {
        &self.ring
    }

    pub(super) fn randomness(&self) -> Random {
        self.random.clone()
    }

    /// The key of what belongs to no record.
    pub(crate) fn house(&self) -> &DataKey {
        &self.house
    }

    /// Blinds words between blanks.
    pub(crate) fn blind_words(&self, words: &str) -> String {
        self.words.words(words)
    }

    /// What all words begin with that begin with this character.
    pub(crate) fn blind_start(&self, first: char) -> String {
        self.words.start(first)
    }

    /// What stands for a whole value, in hexadecimal; nothing for nothing.
    pub(crate) fn blind_value(&self, value: &str) -> String {
        if value.is_empty() { String::new() } else { hex(&self.values.exact(value)) }
    }

    /// A key for a new record.
    pub(crate) fn new_key(&self, record: Uuid) -> Result<NewKey, StoreError> {
        let mut random = self.random.clone();
        let holder = Holder::of_record(self.operator, record);
        let (slot, key) = KeySlot::Vacant.fill(&self.ring, holder, &mut random).map_err(of_slot)?;
        let mut salt = vec![0; SALT_BYTES];
        random.fill_bytes(&mut salt);
        let key = Arc::new(key);
        Ok(NewKey { slot: slot.stored().unwrap_or_default().to_vec(), salt, key })
    }

    /// The key of a record by its slot.
    ///
    /// # Errors
    /// [`StoreError::Erased`] when it was destroyed; [`StoreError::KeysMoved`] when a newer key wraps it.
    pub(crate) fn record_key(&self, record: Uuid, slot: &[u8]) -> Result<Arc<DataKey>, StoreError> {
        if is_destroyed(slot) {
            self.forget(record);
            return Err(StoreError::Erased);
        }
        if let Some(key) = self.remembered().get(&record) {
            return Ok(Arc::clone(key));
        }
        let slot = KeySlot::from_stored(Some(slot))
            .map_err(|_| StoreError::Unreadable { what: "key_slot.slot" })?;
        let holder = Holder::of_record(self.operator, record);
        let key = Arc::new(slot.open(&self.ring, holder).map_err(of_slot)?);
        self.remember(record, &key);
        Ok(key)
    }

    /// Remembers the key of a record that was committed.
    pub(crate) fn remember(&self, record: Uuid, key: &Arc<DataKey>) {
        let mut remembered = self.remembered();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(record, Arc::clone(key));
    }

    /// Forgets the key of a record.
    pub(crate) fn forget(&self, record: Uuid) {
        self.remembered().remove(&record);
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<DataKey>>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place<'a>(&self, (id, sequence, table): (Uuid, u64, &'a str)) -> Place<'a> {
        Place { operator: self.operator, id, sequence, table }
    }

    /// Seals a value for a place: id of the row, which of its many, table and column.
    pub(crate) fn seal(
        &self,
        key: &DataKey,
        place: (Uuid, u64, &str),
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let sealed = key.seal(&self.place(place), plain, &mut self.random.clone());
        let sealed =
            sealed.map_err(|_| StoreError::Unreadable { what: "a value too long to seal" })?;
        Ok(sealed.into_bytes())
    }

    /// Seals what may be long, such as a workbook: a piece at a time.
    pub(crate) fn seal_long(
        &self,
        key: &DataKey,
        place: (Uuid, u64, &str),
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let too_long = |_| StoreError::Unreadable { what: "a value too long to seal" };
        let (header, mut stream) = key.seal_stream(&self.place(place), &mut self.random.clone());
        let mut sealed = header.to_vec();
        stream.push(plain, &mut sealed).map_err(too_long)?;
        stream.finish(&mut sealed).map_err(too_long)?;
        Ok(sealed)
    }

    /// Opens what was sealed by [`OperatorKeys::seal_long`].
    pub(crate) fn open_long(
        &self,
        key: &DataKey,
        place: (Uuid, u64, &str),
        sealed: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let broken = |_| StoreError::Unreadable { what: "a sealed value" };
        let mut opener = key.open_stream(self.place(place));
        let mut plain = opener.push(sealed).map_err(broken)?.into_exposed();
        plain.extend_from_slice(opener.finish().map_err(broken)?.expose());
        Ok(plain)
    }

    /// Opens bytes.
    pub(crate) fn open_bytes(
        &self,
        key: &DataKey,
        place: (Uuid, u64, &str),
        sealed: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let opened = key.open(&self.place(place), sealed);
        Ok(opened.map_err(|_| StoreError::Unreadable { what: "a sealed value" })?.into_exposed())
    }

    /// Opens text.
    pub(crate) fn open(
        &self,
        key: &DataKey,
        place: (Uuid, u64, &str),
        sealed: &[u8],
    ) -> Result<String, StoreError> {
        let bytes = self.open_bytes(key, place, sealed)?;
        // A copy is cheaper than what it saves: the standard library reads Japanese a byte at a time.
        simdutf8::basic::from_utf8(&bytes)
            .map(str::to_owned)
            .map_err(|_| StoreError::Unreadable { what: "a sealed value" })
    }

    /// Seals the body of an event, and commits to it.
    pub(crate) fn seal_event(
        &self,
        key: &DataKey,
        (subject, seq): (Uuid, u64),
        body: &str,
    ) -> Result<SealedBody, StoreError> {
        let place = (subject, seq, EVENT);
        let opening = key.opening(&self.place(place));
        Ok(SealedBody {
            body: self.seal(key, place, body.as_bytes())?,
            commitment: commitment(&opening, body.as_bytes()).to_vec(),
        })
    }

    /// What opens the commitment to an event's body.
    pub(crate) fn opening(&self, key: &DataKey, (subject, seq): (Uuid, u64)) -> [u8; 32] {
        key.opening(&self.place((subject, seq, EVENT)))
    }

    /// Seals what lists show: the length of the title in four bytes, the title, the summary.
    pub(crate) fn seal_shown(
        &self,
        key: &DataKey,
        record: Uuid,
        (title, summary): (&str, &str),
    ) -> Result<Vec<u8>, StoreError> {
        let length = u32::try_from(title.len()).unwrap_or(u32::MAX);
        let plain = [&length.to_be_bytes(), title.as_bytes(), summary.as_bytes()].concat();
        self.seal(key, (record, 0, SHOWN), &plain)
    }

    /// Opens what lists show.
    pub(crate) fn open_shown(
        &self,
        key: &DataKey,
        record: Uuid,
        sealed: &[u8],
    ) -> Result<Shown, StoreError> {
        let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
        let plain = self.open_bytes(key, (record, 0, SHOWN), sealed)?;
        let parts = plain.split_first_chunk::<4>().and_then(|(length, rest)| {
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            let (title, summary) = rest.split_at_checked(length)?;
            Some(Shown { title: text(title)?, summary: text(summary)? })
        });
        parts.ok_or(StoreError::Unreadable { what: "record.shown" })
    }
}

/// Places of what is sealed.
pub(crate) const EVENT: &str = "event.body";
const SHOWN: &str = "record.shown";
pub(crate) const BODY: &str = "record.body";
pub(crate) const MOMENT: &str = "moment.fields";

fn of_slot(error: SlotError) -> StoreError {
    match error {
        SlotError::Destroyed => StoreError::Erased,
        SlotError::Key(error) => of_ring(error),
        SlotError::Vacant | SlotError::Occupied => StoreError::Unreadable { what: "key_slot.slot" },
    }
}
