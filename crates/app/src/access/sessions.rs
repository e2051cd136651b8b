//! Sessions and tokens seen lately, so that a page costs no query for them.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use jiff::Timestamp;

use crate::Actor;

/// Sessions and tokens remembered in memory.
const REMEMBERED: usize = 10_000;

/// What a secret opens. The secret of a session is no token, nor the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The cookie of a browser.
    Session,
    /// The bearer token of a program.
    Token,
}

/// Kind and hash of a secret.
pub(crate) type Key = (Kind, Vec<u8>);

/// How much somebody has shown of who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// The password, where a second proof is still to come: opens nothing.
    Half,
    /// The password.
    Password,
    /// The password and a code.
    Code,
    /// A passkey, with the person verified by their device.
    Passkey,
}

impl Strength {
    /// As the database writes it.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Half => 0,
            Self::Password => 1,
            Self::Code => 2,
            Self::Passkey => 3,
        }
    }

    /// Reads that. What is not understood opens nothing.
    pub(crate) fn of_number(number: i64) -> Self {
        [Self::Password, Self::Code, Self::Passkey]
            .into_iter()
            .find(|strength| strength.number() == number)
            .unwrap_or(Self::Half)
    }
}

/// A session that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub actor: Actor,
    /// How it began.
    pub strength: Strength,
    /// When its member last showed who they are.
    pub proved_at: Timestamp,
}

/// How often something was forgotten. What was read before is not remembered after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Generation(u64);

/// Sessions and tokens seen lately, by kind and hash; each ends by itself.
#[derive(Default)]
pub(crate) struct Sessions {
    seen: RwLock<Seen>,
}

#[derive(Default)]
struct Seen {
    generation: Generation,
    by_key: HashMap<Key, (Session, Timestamp)>,
}

impl Sessions {
    /// Who a secret belongs to, if that is believed without asking.
    pub(crate) fn get(&self, key: &Key, now: Timestamp) -> Option<Session> {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        seen.by_key.get(key).filter(|(_, until)| *until > now).map(|(session, _)| *session)
    }

    /// To be asked before the database is.
    pub(crate) fn generation(&self) -> Generation {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).generation
    }

    /// Remembers what the database said, unless something was forgotten since: it may have been just this.
    pub(crate) fn put(&self, key: Key, (session, until): (Session, Timestamp), asked: Generation) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if seen.generation != asked {
            return;
        }
        if seen.by_key.len() >= REMEMBERED {
            seen.by_key.clear();
        }
        seen.by_key.insert(key, (session, until));
    }

    /// Forgets everything; to be called when the database has it.
    pub(crate) fn clear(&self) {
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        seen.generation.0 += 1;
        seen.by_key.clear();
    }
}

#[cfg(test)]
mod tests {
    use engine::{MemberId, OperatorId};
    use uuid::Uuid;

    use super::*;

    fn session() -> Session {
        let actor = Actor { operator: OperatorId(Uuid::nil()), member: MemberId(Uuid::nil()) };
        Session { actor, strength: Strength::Password, proved_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn a_strength_that_is_not_understood_opens_nothing() {
        for strength in [Strength::Half, Strength::Password, Strength::Code, Strength::Passkey] {
            assert_eq!(Strength::of_number(strength.number()), strength);
        }
        assert_eq!(Strength::of_number(4), Strength::Half);
        assert_eq!(Strength::of_number(-1), Strength::Half);
    }

    #[test]
    fn what_was_read_before_it_was_revoked_never_comes_back() {
        let (sessions, now) = (Sessions::default(), Timestamp::UNIX_EPOCH);
        let key = (Kind::Session, vec![1]);
        let asked = sessions.generation();
        // The database says who it is; before that is remembered, the session ends.
        sessions.clear();
        sessions.put(key.clone(), (session(), Timestamp::MAX), asked);
        assert_eq!(sessions.get(&key, now), None);
        sessions.put(key.clone(), (session(), Timestamp::MAX), sessions.generation());
        assert_eq!(sessions.get(&key, now), Some(session()));
    }

    #[test]
    fn a_session_is_no_token_and_ends_by_itself() {
        let (sessions, now) = (Sessions::default(), Timestamp::UNIX_EPOCH);
        let until = "2026-11-22T01:00:00Z".parse().unwrap();
        sessions.put((Kind::Session, vec![1]), (session(), until), sessions.generation());
        assert_eq!(sessions.get(&(Kind::Token, vec![1]), now), None);
        assert_eq!(sessions.get(&(Kind::Session, vec![1]), now), Some(session()));
        assert_eq!(sessions.get(&(Kind::Session, vec![1]), until), None);
    }
}
