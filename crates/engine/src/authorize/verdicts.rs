//! Verdicts that were given already. The same question about the same people on the same day has the same answer: a page of
//! fifty rows, or a save that asks three times, asks Cedar once.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;
use regulation::policy::Policies;

use crate::ids::MemberId;

use super::{Subject, Verdict};

/// Most verdicts that are remembered; a question is some 300 bytes.
const MOST: usize = 16_384;

/// Stands for one [`super::Judge`]: verdicts of another one are not believed.
pub(super) type Mark = Arc<()>;

/// What is remembered with an organization. Everything else that a verdict depends on is in the question; whoever changes the
/// organization forgets them all, and a copy of an organization begins with none.
#[derive(Default)]
pub(crate) struct Verdicts(Mutex<Known>);

#[derive(Default)]
struct Known {
    by: Option<Mark>,
    verdicts: HashMap<Vec<u8>, Verdict>,
}

impl Verdicts {
    /// Forgets all of them.
    pub(crate) fn forget(&mut self) {
        self.0 = Mutex::default();
    }

    /// The verdict on a question: the one remembered, or the one that `ask` gives.
    pub(super) fn of(
        &self,
        by: &Mark,
        question: Question,
        ask: impl FnOnce() -> Verdict,
    ) -> Verdict {
        let Question(question) = question;
        {
            let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let is_same = known.by.as_ref().is_some_and(|known| Arc::ptr_eq(known, by));
            if let Some(verdict) = known.verdicts.get(&question).filter(|_| is_same) {
                return verdict.clone();
            }
        }
        let verdict = ask();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = known.by.as_ref().is_some_and(|known| Arc::ptr_eq(known, by));
        if !is_same || known.verdicts.len() >= MOST {
            known.verdicts.clear();
            known.by = Some(Arc::clone(by));
        }
        known.verdicts.insert(question, verdict.clone());
        verdict
    }
}

impl Clone for Verdicts {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What is remembered says nothing about the organization.
impl PartialEq for Verdicts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Verdicts {}

impl fmt::Debug for Verdicts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Verdicts")
    }
}

/// Everything about a question on a record that can change its verdict, besides organization and policies; no two questions
/// have the same bytes.
pub(super) struct Question(Vec<u8>);

impl Question {
    pub(super) fn on_record(
        policies: &Policies,
        today: Date,
        actor: MemberId,
        (action, step): (&str, &str),
        subject: &Subject<'_>,
    ) -> Self {
        let mut bytes = Vec::with_capacity(256);
        bytes.extend(actor.0.as_bytes());
        bytes.extend(subject.unit.0.as_bytes());
        bytes.extend(subject.drafter.0.as_bytes());
        bytes.extend(subject.edition.to_le_bytes());
        bytes.extend([today.year().to_le_bytes(), today.day_of_year().to_le_bytes()].concat());
        for text in [&subject.form.id, subject.state.name(), action, step] {
            put(&mut bytes, text.as_bytes());
        }
        bytes.extend(subject.authors.len().to_le_bytes());
        for author in subject.authors {
            bytes.extend(author.0.as_bytes());
        }
        // Only values that some rule looks at are handed to Cedar.
        for field in policies.used_fields(&subject.form.id) {
            let value = subject.fields.get(field).map(serde_json::Value::to_string);
            put(&mut bytes, value.unwrap_or_default().as_bytes());
        }
        Self(bytes)
    }
}

/// Some bytes with their length before them.
fn put(bytes: &mut Vec<u8>, text: &[u8]) {
    bytes.extend(text.len().to_le_bytes());
    bytes.extend(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(byte: u8) -> Question {
        Question(vec![byte])
    }

    fn allowed() -> Verdict {
        Verdict::Allowed(Vec::new())
    }

    #[test]
    fn a_question_is_asked_once() {
        let (verdicts, judge) = (Verdicts::default(), Mark::default());
        assert_eq!(verdicts.of(&judge, question(1), allowed), allowed());
        let again = verdicts.of(&judge, question(1), || unreachable!("it is known"));
        assert_eq!(again, allowed());
        assert_eq!(verdicts.of(&judge, question(2), || Verdict::NotGranted), Verdict::NotGranted);
    }

    #[test]
    fn another_judge_is_asked_for_itself() {
        let (verdicts, judge, other) = (Verdicts::default(), Mark::default(), Mark::default());
        verdicts.of(&judge, question(1), allowed);
        let theirs = verdicts.of(&other, question(1), || Verdict::NotGranted);
        assert_eq!(theirs, Verdict::NotGranted);
        assert_eq!(verdicts.of(&judge, question(1), allowed), allowed());
    }

    #[test]
    fn a_copy_begins_with_none_and_a_full_memory_goes_on() {
        let (verdicts, judge) = (Verdicts::default(), Mark::default());
        verdicts.of(&judge, question(1), allowed);
        let copied = verdicts.clone().of(&judge, question(1), || Verdict::NotGranted);
        assert_eq!(copied, Verdict::NotGranted);
        for number in 0..MOST + 10 {
            verdicts.of(&judge, Question(number.to_le_bytes().to_vec()), allowed);
        }
        assert!(verdicts.0.lock().unwrap().verdicts.len() <= MOST);
    }
}
