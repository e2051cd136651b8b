//! How often a password may be tried.
//!
//! A limit by login alone lets anybody lock anybody out. So attempts from a browser that has signed in with the login before
//! (it holds a device cookie) are counted apart from those of strangers, and strangers also by their address: whoever tries
//! many passwords is stopped, and the owner of the account is not. It is kept in memory: one process serves a data folder,
//! and nobody can make it start again from outside.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use engine::MemberId;
use jiff::{SignedDuration, Timestamp};

/// Attempts with one login, from one known device, or by one member, within [`WINDOW`].
const PER_LOGIN: usize = 10;
/// Failed attempts from one address within [`WINDOW`]: an office of many people is behind one.
const PER_ADDRESS: usize = 50;
/// How far back attempts count.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Most things that are counted at a time.
const COUNTED: usize = 100_000;

/// What attempts are counted under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// A login, tried from where it was never used.
    Login(String),
    /// A device on which the login was used.
    Device(String),
    /// An address; of IPv6 the network that one household or office has.
    Address(IpAddr),
    /// A member who is signed in and proves it once more.
    Member(MemberId),
}

impl Counted {
    /// An address, as far as it tells people apart.
    pub(crate) fn address(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6((address.to_bits() & !u128::from(u64::MAX)).into()),
            address @ IpAddr::V4(_) => address,
        })
    }

    fn limit(&self) -> usize {
        match self {
            Self::Address(_) => PER_ADDRESS,
            _ => PER_LOGIN,
        }
    }
}

/// Attempts of the last quarter of an hour.
#[derive(Default)]
pub(crate) struct Attempts {
    at: Mutex<HashMap<Counted, Vec<Timestamp>>>,
}

impl Attempts {
    /// Counts an attempt before it is made, so that many at once are not more than a few. Else: seconds to wait.
    pub(crate) fn reserve(&self, under: &[Counted], now: Timestamp) -> Result<(), u32> {
        let since = now - WINDOW;
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        if at.len() >= COUNTED {
            at.retain(|_, times| times.last().is_some_and(|time| *time > since));
        }
        let mut wait = None;
        for counted in under {
            let Some(times) = at.get_mut(counted) else { continue };
            times.retain(|time| *time > since);
            if times.len() >= counted.limit() {
                let until = times.first().map_or(now, |first| *first + WINDOW);
                wait = wait.max(u32::try_from((until - now).get_seconds().max(1)).ok());
            }
        }
        if let Some(wait) = wait {
            return Err(wait);
        }
        if at.len() >= COUNTED {
            return Err(u32::try_from(WINDOW.as_secs()).unwrap_or(u32::MAX));
        }
        for counted in under {
            at.entry(counted.clone()).or_default().push(now);
        }
        Ok(())
    }

    /// The attempt was right: what was counted under the person is forgotten, and the address has one less.
    pub(crate) fn forgive(&self, under: &[Counted]) {
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        for counted in under {
            let is_address = matches!(counted, Counted::Address(_));
            match at.get_mut(counted) {
                Some(times) if is_address && times.len() > 1 => drop(times.pop()),
                _ => drop(at.remove(counted)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login() -> Counted {
        Counted::Login("admin".into())
    }

    fn from(address: &str) -> Counted {
        Counted::address(address.parse().unwrap())
    }

    #[test]
    fn ten_attempts_in_a_quarter_of_an_hour() {
        let (attempts, now) = (Attempts::default(), Timestamp::UNIX_EPOCH);
        let minutes = SignedDuration::from_mins;
        for n in 0..10 {
            assert_eq!(attempts.reserve(&[login()], now + minutes(n)), Ok(()));
        }
        assert_eq!(attempts.reserve(&[login()], now + minutes(10)), Err(300));
        assert_eq!(attempts.reserve(&[login()], now + minutes(15)), Ok(()));
        assert_eq!(attempts.reserve(&[login()], now + minutes(15)), Err(60));
    }

    #[test]
    fn strangers_do_not_lock_the_owner_out() {
        let (attempts, now) = (Attempts::default(), Timestamp::UNIX_EPOCH);
        while attempts.reserve(&[login(), from("192.0.2.1")], now).is_ok() {}
        let device = Counted::Device("d".into());
        assert_eq!(attempts.reserve(&[device, from("192.0.2.7")], now), Ok(()));
    }

    #[test]
    fn one_address_does_not_try_many_logins_and_an_office_signs_in() {
        let (attempts, now) = (Attempts::default(), Timestamp::UNIX_EPOCH);
        for n in 0..200 {
            let under = [Counted::Login(format!("right{n}")), from("192.0.2.1")];
            assert_eq!(attempts.reserve(&under, now), Ok(()));
            attempts.forgive(&under);
        }
        let tried = (0..200)
            .filter(|n| {
                let under = [Counted::Login(format!("wrong{n}")), from("192.0.2.1")];
                attempts.reserve(&under, now).is_ok()
            })
            .count();
        assert_eq!(tried, 50);
        assert_eq!(from("2001:db8::1"), from("2001:db8::2:3"));
        assert_eq!(from("::ffff:192.0.2.1"), from("192.0.2.1"));
    }
}
