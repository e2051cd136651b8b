//! What the tests share: ids, places, and randomness that is none.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use uuid::Uuid;
use vault::{DataKey, Place};

pub const OPERATOR: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);
pub const RECORD: Uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0002);
pub const PLACE: Place<'_> =
    Place { operator: OPERATOR, id: RECORD, sequence: 7, table: "event.body" };

/// Counts instead of drawing: the same bytes in every run.
pub struct Counter(pub u64);

impl TryRng for Counter {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::try_from(self.try_next_u64()? >> 32).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 += 1;
        Ok(self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for piece in bytes.chunks_mut(8) {
            let drawn = self.try_next_u64()?.to_be_bytes();
            piece.copy_from_slice(&drawn[..piece.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Counter {}

pub fn data_key(seed: u64) -> DataKey {
    DataKey::generate(&mut Counter(seed << 32))
}

/// Places that differ from [`PLACE`] in one thing each.
pub fn other_places() -> [Place<'static>; 6] {
    [
        Place { operator: RECORD, ..PLACE },
        Place { id: OPERATOR, ..PLACE },
        Place { operator: RECORD, id: OPERATOR, ..PLACE },
        Place { sequence: 8, ..PLACE },
        Place { table: "event.bod", ..PLACE },
        Place { table: "event.body2", ..PLACE },
    ]
}
