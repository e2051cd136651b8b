//! What one person sees of a board: what they have to do themselves, and what they are told of.

use std::collections::HashMap;

use engine::{
    MemberId, RecordId, UnitId,
    duty::{Begun, DutySubject, Entry, Instance, is_owner, is_told},
};
use jiff::civil::Date;
use regulation::{Duty, Regulation};

use super::{DutyRow, Group, board::Board};

/// How a person stands to the instances of a duty of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) is_owner: bool,
    pub(super) is_told: bool,
}

impl Relation {
    pub(super) fn is_any(self) -> bool {
        self.is_owner || self.is_told
    }
}

/// A person before a board.
pub(super) struct Eyes<'a> {
    pub(super) board: &'a Board,
    pub(super) regulation: &'a Regulation,
    /// Who, and on which day.
    pub(super) reader: (MemberId, Date),
    /// Whose a duty is and who is told hangs on nothing else.
    known: HashMap<(&'a str, DutySubject), Relation>,
}

impl<'a> Eyes<'a> {
    pub(super) fn new(
        board: &'a Board,
        regulation: &'a Regulation,
        reader: (MemberId, Date),
    ) -> Self {
        Self { board, regulation, reader, known: HashMap::new() }
    }

    pub(super) fn sees(&mut self, instance: &Instance<'a>) -> bool {
        let of = (instance.duty, instance.key.subject);
        self.relation(of, || instance.clone()).is_any()
    }

    pub(super) fn sees_entry(&mut self, entry: &Entry<'a, 'a>) -> bool {
        self.relation_to(entry).is_any()
    }

    pub(super) fn relation_to(&mut self, entry: &Entry<'a, 'a>) -> Relation {
        self.relation((entry.duty, entry.key().subject), || entry.instance())
    }

    fn relation(
        &mut self,
        (duty, subject): (&'a Duty, DutySubject),
        instance: impl FnOnce() -> Instance<'a>,
    ) -> Relation {
        let (board, regulation, reader) = (self.board, self.regulation, self.reader);
        *self.known.entry((duty.id.as_str(), subject)).or_insert_with(|| {
            let people = &board.organization;
            Relation {
                is_owner: is_owner(regulation, people, &instance(), reader),
                is_told: is_told(regulation, people, (duty, subject), reader),
            }
        })
    }

    /// The instances that somebody asked to waive, and that the person may answer for: never what they asked for themselves.
    pub(super) fn waiting_for_answer(&mut self) -> Vec<DutyRow> {
        let (member, today) = self.reader;
        let notes = self.board.book.notes();
        let asked =
            notes.waiting().filter(|key| notes.asked(key).is_some_and(|it| it.by != member));
        let found = asked.filter_map(|key| self.board.book.find(self.regulation, key));
        let mut rows = Vec::new();
        for instance in found.collect::<Vec<_>>() {
            let of = (instance.duty, instance.key.subject);
            let is_open = Group::of(instance.standing(today)).is_some_and(|it| it != Group::Done);
            if is_open && self.relation(of, || instance.clone()).is_told {
                rows.push(DutyRow::of(self.board, self.regulation, &instance, self.reader));
            }
        }
        rows
    }

    /// The clocks that a record started, in order of day, as far as the person sees them.
    pub(super) fn started_by(&mut self, record: RecordId) -> Vec<DutyRow> {
        let begun = Begun::Record(record);
        let all: Vec<_> = self
            .board
            .book
            .entries(self.regulation)
            .filter(|entry| entry.key().begun == begun)
            .collect();
        let seen = all.into_iter().filter(|entry| self.sees_entry(entry)).collect::<Vec<_>>();
        let mut rows: Vec<_> = seen.iter().map(|entry| self.row(entry)).collect();
        rows.sort_by_key(|row| row.due);
        rows
    }

    pub(super) fn row(&self, entry: &Entry<'a, 'a>) -> DutyRow {
        DutyRow::of(self.board, self.regulation, &entry.instance(), self.reader)
    }

    /// The unit that something of a subject happens in.
    pub(super) fn unit_of(&self, subject: DutySubject) -> Option<UnitId> {
        let people = &self.board.organization;
        match subject {
            DutySubject::Operator => people.root().map(|root| root.id),
            DutySubject::Unit(unit) => Some(unit),
            DutySubject::Member(member) => people.member(member).map(|member| member.unit),
        }
    }
}
