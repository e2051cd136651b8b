//! Devices on which a login was used: a browser gets a cookie at its first sign-in and is counted apart afterwards.
//!
//! The cookie opens nothing. It is a random name and its HMAC for one login, so that nobody can make one up (OWASP, “Slow
//! Down Online Guessing Attacks with Device Cookies”).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{keys::LogKey, random};

/// Longest cookie that is looked at, bytes.
const COOKIE_BYTES: usize = 200;

/// A new cookie for a login.
pub(crate) fn cookie(key: &LogKey, login: &str) -> String {
    let name = random::secret();
    let proof = URL_SAFE_NO_PAD.encode(mac(key, login, &name).finalize().into_bytes());
    format!("{name}.{proof}")
}

/// The name of the device, if the cookie was given to this login.
pub(crate) fn name_in(key: &LogKey, login: &str, cookie: &str) -> Option<String> {
    let (name, proof) = cookie.split_once('.').filter(|_| cookie.len() <= COOKIE_BYTES)?;
    let proof = URL_SAFE_NO_PAD.decode(proof).ok()?;
    mac(key, login, name).verify_slice(&proof).ok().map(|()| name.to_owned())
}

fn mac(key: &LogKey, login: &str, name: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new(&key.device_key().into());
    mac.update(name.as_bytes());
    mac.update(b".");
    mac.update(login.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_counts_for_its_login_only() {
        let folder = tempfile::tempdir().unwrap();
        let key = LogKey::open_or_create(folder.path()).unwrap();
        let cookie = cookie(&key, "admin");
        let name = name_in(&key, "admin", &cookie).unwrap();
        assert!(cookie.starts_with(&name));
        assert_eq!(name_in(&key, "other", &cookie), None);
        for forged in ["", ".", "abc.def", &cookie[1..], &cookie[..cookie.len() - 1]] {
            assert_eq!(name_in(&key, "admin", forged), None, "{forged}");
        }
    }
}
