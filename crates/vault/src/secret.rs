//! What must not be seen: printed as a mark, compared without telling by time, wiped when dropped.
//!
//! Deliberately without `Clone`, `Serialize` and `Deref`: each place that looks inside says `expose`.

use std::fmt;
use std::str::Utf8Error;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroize;

const MARK: &str = "[sealed]";

/// A value that is neither printed nor copied, and wiped from memory when it goes.
pub struct Secret<T: Zeroize>(T);

/// What was sealed, in the clear.
pub type Opened = Secret<Vec<u8>>;

impl<T: Zeroize> Secret<T> {
    /// Takes a value in. Copies that the caller made before are the caller's to wipe.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself, to be changed in place.
    pub const fn expose_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// Gives the value away, and with it the duty to wipe it: for the body of an answer that must own its bytes.
    pub fn into_exposed(mut self) -> T
    where
        T: Default,
    {
        std::mem::take(&mut self.0)
    }
}

impl Opened {
    /// The value as text.
    pub fn expose_text(&self) -> Result<&str, Utf8Error> {
        std::str::from_utf8(&self.0)
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARK)
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MARK)
    }
}

/// Takes as long for any two values of the same length; the length itself may show.
impl<T: Zeroize + AsRef<[u8]>> PartialEq for Secret<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().ct_eq(other.0.as_ref()).into()
    }
}

impl<T: Zeroize + AsRef<[u8]>> Eq for Secret<T> {}
