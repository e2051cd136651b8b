//! What came of a rehearsal, counted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use regulation::{Form, Regulation};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Rehearsal;
use crate::{
    duty::{Instance, Standing},
    refusal::Refusal,
};

/// What came of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Id of the regulation.
    pub regulation: String,
    /// The first fiscal year.
    pub first_year: i16,
    /// How many fiscal years.
    pub years: u8,
    /// The seed.
    pub seed: u64,
    /// Units at the start.
    pub units: usize,
    /// Members at the start.
    pub members: usize,
    /// Days that went by.
    pub days: u32,
    /// Commands that were accepted.
    pub acts: u64,
    /// Commands that were refused.
    pub refused: u64,
    /// Records on their route at the end.
    pub waiting: usize,
    /// Days on which something waited for an office that nobody held, each thing by itself.
    pub vacant_days: u64,
    /// Duties by id.
    pub duties: Vec<DutyCount>,
    /// Acts done in the name of an office, by month.
    pub work: Vec<Work>,
    /// Refusals by clause, the most frequent first.
    pub refusals: Vec<RefusalCount>,
    /// Ids of forms that nobody filled in.
    pub unused_forms: Vec<String>,
    /// What may never be and was.
    pub broken: Vec<String>,
    /// Hexadecimal SHA-256 of all events in order: two rehearsals are the same where this is.
    pub digest: String,
    #[serde(skip)]
    pub(super) forms: BTreeSet<String>,
    #[serde(skip)]
    by_duty: BTreeMap<String, DutyCount>,
    #[serde(skip)]
    by_office: BTreeMap<(String, String), u64>,
    #[serde(skip)]
    by_clause: BTreeMap<(String, String), u64>,
}

/// How the instances of a duty came out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DutyCount {
    /// Id of the duty.
    pub duty: String,
    /// Instances.
    pub instances: u64,
    /// Done in time.
    pub done: u64,
    /// Done late.
    pub done_late: u64,
    /// Not done at the end, and late.
    pub late: u64,
    /// Not done at the end, and not late yet.
    pub open: u64,
    /// Waived, or come to nothing.
    pub lapsed: u64,
}

/// How much was done in the name of an office in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// Id of the office; empty for what everybody does.
    pub office: String,
    /// Month, `2026-04`.
    pub month: String,
    /// Acts.
    pub acts: u64,
}

/// How often a clause was cited in a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalCount {
    /// Clause.
    pub clause: String,
    /// What was said, in Japanese.
    pub message: String,
    /// How often.
    pub count: u64,
}

impl Report {
    pub(super) fn of(regulation: &Regulation, rehearsal: Rehearsal) -> Self {
        Self {
            regulation: regulation.id.clone(),
            first_year: rehearsal.first_year,
            years: rehearsal.years,
            seed: rehearsal.seed,
            units: rehearsal.units,
            members: rehearsal.members,
            days: 0,
            acts: 0,
            refused: 0,
            waiting: 0,
            vacant_days: 0,
            duties: Vec::new(),
            work: Vec::new(),
            refusals: Vec::new(),
            unused_forms: Vec::new(),
            broken: Vec::new(),
            digest: String::new(),
            forms: BTreeSet::new(),
            by_duty: BTreeMap::new(),
            by_office: BTreeMap::new(),
            by_clause: BTreeMap::new(),
        }
    }

    pub(super) fn refused(&mut self, refusal: &Refusal) {
        self.refused += 1;
        if refusal.citations.is_empty() {
            self.broken.push("a refusal gives no reason".to_owned());
        }
        for citation in &refusal.citations {
            let key = (citation.clause.clone(), citation.message.ja.clone());
            *self.by_clause.entry(key).or_default() += 1;
        }
    }

    pub(super) fn work_of(&mut self, day: Date, office: &str) {
        let month = day.strftime("%Y-%m").to_string();
        *self.by_office.entry((office.to_owned(), month)).or_default() += 1;
    }

    pub(super) fn counted(&mut self, instance: &Instance<'_>, standing: Standing) {
        let id = &instance.duty.id;
        let count = self.by_duty.entry(id.clone()).or_default();
        count.instances += 1;
        match standing {
            Standing::Done => count.done += 1,
            Standing::DoneLate => count.done_late += 1,
            Standing::Late => count.late += 1,
            Standing::Open | Standing::Upcoming => count.open += 1,
            Standing::Waived | Standing::Lapsed => count.lapsed += 1,
        }
    }

    pub(super) fn close(mut self, forms: &[Form], digest: Sha256) -> Self {
        self.digest = digest
            .finalize()
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|half| char::from_digit(half.into(), 16))
            .collect();
        let by_duty = std::mem::take(&mut self.by_duty).into_iter();
        self.duties = by_duty.map(|(duty, count)| DutyCount { duty, ..count }).collect();
        let by_office = std::mem::take(&mut self.by_office).into_iter();
        self.work = by_office.map(|((office, month), acts)| Work { office, month, acts }).collect();
        let by_clause = std::mem::take(&mut self.by_clause).into_iter();
        self.refusals = by_clause
            .map(|((clause, message), count)| RefusalCount { clause, message, count })
            .collect();
        self.refusals.sort_by(|left, right| {
            (right.count, &left.clause, &left.message).cmp(&(
                left.count,
                &right.clause,
                &right.message,
            ))
        });
        let unused = forms.iter().filter(|form| !self.forms.contains(&form.id));
        self.unused_forms = unused.map(|form| form.id.clone()).collect();
        self
    }
}
