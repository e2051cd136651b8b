//! Passwords: argon2id, a few at a time, away from the threads that answer requests.

use std::{sync::LazyLock, time::Duration};

use argon2::{
    Argon2, PasswordHasher as _, PasswordVerifier as _, password_hash::phc::PasswordHash,
};
use engine::{Citation, Refusal};
use regulation::{PasswordRule, Text};
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

/// What a password is held against besides its length.
#[derive(Clone, Copy, Default)]
pub(crate) struct Guard<'g> {
    /// What the regulation asks.
    pub(crate) rule: Option<&'g PasswordRule>,
    /// Words that whoever guesses tries first: login, name, organization.
    pub(crate) known: &'g [&'g str],
}

/// Hashes a password that may be used.
///
/// # Errors
/// [`AppError::Invalid`] when it is too short or guessed soon; a refusal with its clause where the regulation does not allow it.
pub(crate) async fn checked_hash(password: &str, guard: Guard<'_>) -> Result<String, AppError> {
    check(password, guard)?;
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

fn check(password: &str, guard: Guard<'_>) -> Result<(), AppError> {
    if let Some(message) = password_fault(password).or_else(|| guessed(password, guard.known)) {
        return Err(AppError::Invalid { field: "password".to_owned(), message });
    }
    match guard.rule {
        Some(rule) => follows(password, rule),
        None => Ok(()),
    }
}

/// Whether a password is as the regulation asks. Our own rule is the stricter one on length; on kinds of letters the regulation is,
/// which present advice (NIST SP 800-63B-4, 3.1.1.2) leaves out.
fn follows(password: &str, rule: &PasswordRule) -> Result<(), AppError> {
    let least = usize::try_from(rule.min_length).unwrap_or(usize::MAX);
    let refused =
        |ja, en| Err(Refusal::one(Citation::of_field(&rule.clause, "password", ja, en)).into());
    if password.chars().count() < least {
        return refused(
            format!("パスワードは{least}文字以上にしてください"),
            format!("the password must have at least {least} characters"),
        );
    }
    let has_figure = password.chars().any(char::is_numeric);
    let has_letter = password.chars().any(char::is_alphabetic);
    if rule.is_mixed && !(has_figure && has_letter) {
        return refused(
            "パスワードには文字と数字の両方を使ってください".to_owned(),
            "the password must have both letters and figures".to_owned(),
        );
    }
    Ok(())
}

/// Guesses, as a power of ten, below which a password is refused: what an attacker with a list of breached passwords finds first
/// (NIST SP 800-63B-4, 3.1.1.2 asks for such a list).
const GUESSES_LOG10: f64 = 8.0;
/// Characters that are looked at: the rest only makes a password better.
const LOOKED_AT: usize = 60;

fn guessed(password: &str, known: &[&str]) -> Option<Text> {
    let password: String = password.chars().take(LOOKED_AT).collect();
    (zxcvbn::zxcvbn(&password, known).guesses_log10() < GUESSES_LOG10).then(|| {
        Text::new(
            "このパスワードは、よく使われる言葉や名前、並びからできていて、すぐに破られます。関係のない言葉をいくつか並べてください",
            "this password is made of common words, names or rows of keys and is guessed soon; put a few unrelated words together",
        )
    })
}

/// What is wrong with a password: it must be long.
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
