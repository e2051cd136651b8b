//! What the regulation asks of signing in and of a screen that is left alone.

/// Settings of the program that a clause sets; what no clause sets is the program's own rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// When a session that nobody uses is locked.
    pub idle_lock: Option<IdleLock>,
    /// What a password must be. The program's own rule holds beside it; the stricter one counts.
    pub password: Option<PasswordRule>,
}

/// A session that nobody uses is locked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdleLock {
    /// After so many minutes.
    pub minutes: u32,
    /// The clause that says so.
    pub clause: String,
}

/// What a password must be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordRule {
    /// Fewest characters.
    pub min_length: u32,
    /// Whether it must have both letters and figures.
    pub is_mixed: bool,
    /// After how many months it must be changed; `None`: never.
    pub months: Option<u32>,
    /// The clause that says so.
    pub clause: String,
}
