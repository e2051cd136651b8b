//! Passwords: argon2id, a few at a time, away from the threads that answer requests.

use std::{sync::LazyLock, time::Duration};

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use regulation::Text;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::AppError;

/// Shortest password, characters.
const PASSWORD_CHARS: usize = 12;
/// Longest password, characters.
const LONGEST_CHARS: usize = 200;
/// Hashes at a time: each takes 19 MiB and a core.
const AT_A_TIME: usize = 4;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

static TURNS: Semaphore = Semaphore::const_new(AT_A_TIME);

/// What is compared where there is no account, so that it takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    Argon2::default().hash_password(b"nobody").map(|hash| hash.to_string()).unwrap_or_default()
});

/// Hashes a password that is long enough.
///
/// # Errors
/// [`AppError::Invalid`] when it is too short.
pub(crate) async fn checked_hash(password: &str) -> Result<String, AppError> {
    check(password)?;
    let (password, _turn) = (password.to_owned(), turn().await?);
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    })
    .await
    .map_err(AppError::internal)?
    .map_err(AppError::internal)
}

/// Whether a password is the one; without a hash it never is, and takes as long.
///
/// # Errors
/// [`AppError::TooMany`] when too many wait for their turn.
pub(crate) async fn is_right(password: &str, hash: Option<&str>) -> Result<bool, AppError> {
    let is_known = hash.is_some();
    let hash = hash.map_or_else(|| NOBODY.clone(), str::to_owned);
    let (password, _turn) = (password.to_owned(), turn().await?);
    let check = move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    Ok(tokio::task::spawn_blocking(check).await.unwrap_or(false) && is_known)
}

async fn turn() -> Result<SemaphorePermit<'static>, AppError> {
    match tokio::time::timeout(PATIENCE, TURNS.acquire()).await {
        Ok(turn) => turn.map_err(AppError::internal),
        Err(_) => Err(AppError::TooMany { wait_seconds: 10 }),
    }
}

fn check(password: &str) -> Result<(), AppError> {
    match password_fault(password) {
        None => Ok(()),
        Some(message) => Err(AppError::Invalid { field: "password".to_owned(), message }),
    }
}

/// What is wrong with a password: it must be long; anything else is the person's own business.
pub(crate) fn password_fault(password: &str) -> Option<Text> {
    match password.chars().count() {
        PASSWORD_CHARS..=LONGEST_CHARS => None,
        0..PASSWORD_CHARS => Some(Text::new(
            format!(
                "パスワードは{PASSWORD_CHARS}文字以上にしてください。長い文が覚えやすく安全です"
            ),
            format!(
                "the password must have at least {PASSWORD_CHARS} characters; a sentence is easy to remember and safe"
            ),
        )),
        _ => Some(Text::new(
            format!("パスワードは{LONGEST_CHARS}文字までにしてください"),
            format!("the password must have no more than {LONGEST_CHARS} characters"),
        )),
    }
}
