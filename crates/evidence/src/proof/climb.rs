//! The climb from a node to the root that both verifications of RFC 9162 share.
//!
//! It knows positions only; hashing is left to the two proofs.

/// On which side of the path the next hash of the proof stands.
pub(super) enum Side {
    Left,
    Right,
}

/// Where the climb is: `fn` and `sn` of RFC 9162 §2.1.3.2 and §2.1.4.2.
pub(super) struct Climb {
    /// `fn`: the position of the node on the path, among the nodes of its level.
    position: u64,
    /// `sn`: the position of the last node of that level.
    last: u64,
}

impl Climb {
    pub(super) const fn new(position: u64, last: u64) -> Self {
        Self { position, last }
    }

    /// Takes the next hash of the proof; `None` where the root was reached before it.
    pub(super) const fn step(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let is_right_child = self.position & 1 == 1 || self.position == self.last;
        if is_right_child {
            while self.position & 1 == 0 && self.position != 0 {
                self.rise();
            }
        }
        self.rise();
        Some(if is_right_child { Side::Left } else { Side::Right })
    }

    /// Whether the hashes of the proof sufficed.
    pub(super) const fn is_at_root(&self) -> bool {
        self.last == 0
    }

    const fn rise(&mut self) {
        self.position >>= 1;
        self.last >>= 1;
    }
}
