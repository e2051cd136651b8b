//! Until when a record is kept, and what speaks against its disposal.

use engine::{
    Fields, RecordEvent, RecordId,
    disposal::{self, Act, Entry, Facts, Source, Standing, blocks, keeping},
    record::Record,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use law::retention::RecordKind;

use crate::support::{ASSOCIATION, Desk, association_with, member_id, sample_with, unit_id};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A record of a form that came into force at a moment.
fn in_force(form: &str, since: &str) -> Record {
    let mut record = drafted(form);
    let by = member_id("clerk");
    for event in [
        RecordEvent::Submitted { comment: String::new(), content: String::new(), stages: vec![] },
        RecordEvent::PutInForce { edition: 1, ahead_of_route: String::new() },
    ] {
        record.apply(&event, by, at(since));
    }
    record
}

fn drafted(form: &str) -> Record {
    let event = RecordEvent::Drafted {
        form: form.to_owned(),
        unit: unit_id("sales"),
        drafter: member_id("clerk"),
        fields: Fields::new(),
        origin: None,
    };
    Record::begin(RecordId(uuid::Uuid::from_u128(7)), &event).unwrap()
}

fn retired(form: &str, since: &str, until: &str) -> Record {
    let mut record = in_force(form, since);
    record.apply(&RecordEvent::Retired { reason: "-".to_owned() }, member_id("clerk"), at(until));
    record
}

fn until(record: &Record) -> Option<Date> {
    let desk = Desk::sample().under(&ASSOCIATION);
    let form = desk.form(&record.form);
    keeping(desk.world(), form, record).until()
}

#[test]
fn a_period_begins_with_the_making_or_the_end_as_the_form_says() {
    // Made: the day is the operator's, here already the 2nd of April.
    assert_eq!(until(&in_force("complaint_sheet", "2026-04-01T16:00:00Z")), Some(date(2029, 4, 2)));
    // Retired: while it is in force nothing has begun.
    assert_eq!(until(&in_force("holdings_register", "2026-04-01T00:00:00Z")), None);
    let ended = retired("holdings_register", "2026-04-01T00:00:00Z", "2028-02-29T03:00:00Z");
    assert_eq!(until(&ended), Some(date(2031, 2, 28)));
    // Without years: only while it is in force.
    let ended = retired("internal_rule", "2026-04-01T00:00:00Z", "2027-05-06T03:00:00Z");
    assert_eq!(until(&ended), Some(date(2027, 5, 6)));
    // A draft ends nowhere; what was withdrawn does.
    let mut draft = drafted("complaint_sheet");
    assert_eq!(until(&draft), None);
    draft.apply(
        &RecordEvent::Withdrawn { comment: String::new() },
        member_id("clerk"),
        at("2026-06-01T00:00:00Z"),
    );
    assert_eq!(until(&draft), Some(date(2029, 6, 1)));
}

#[test]
fn the_later_of_the_regulations_and_the_laws_period_counts() {
    let (from, to) = (
        "retention = { years = 3, start = \"made\", clause = \"J.8.8.2(2)\"",
        "retention = { start = \"retired\", clause = \"J.8.8.2(2)\"",
    );
    let shorter = association_with("forms/provision_record.toml", from, to);
    let record = retired("provision_record", "2026-04-01T00:00:00Z", "2026-06-01T00:00:00Z");
    let desk = Desk::sample().under(shorter);
    let form = desk.form("provision_record");
    let Standing::Ends(keeping) = keeping(desk.world(), form, &record) else { panic!() };
    assert_eq!(keeping.until, date(2029, 4, 1));
    let sources: Vec<_> = keeping.terms.iter().map(|term| (&term.source, term.until)).collect();
    assert_eq!(
        sources,
        [
            (&Source::Regulation("J.8.8.2(2)".to_owned()), date(2026, 6, 1)),
            (&Source::Law(RecordKind::ProvisionEachTime), date(2029, 4, 1)),
        ]
    );
    // It is told which of them still runs.
    let facts = Facts { actor: member_id("x"), record: &record, referring: &[], certificate: None };
    let told = blocks(desk.world(), facts);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].message.ja.contains("21条"), "{told:?}");
}

#[test]
fn all_reasons_against_a_disposal_come_at_once() {
    let desk = Desk::sample().under(&ASSOCIATION);
    let mut record = in_force("complaint_sheet", "2026-04-01T00:00:00Z");
    let by = member_id("nobody");
    let hold = RecordEvent::HeldBack { number: 1, reason: "訴訟".to_owned() };
    record.apply(&hold, by, at("2026-04-02T00:00:00Z"));
    let facts =
        Facts { actor: by, record: &record, referring: &["R8-0001".to_owned()], certificate: None };
    let refusal = disposal::decide(
        desk.world(),
        facts,
        &Act::Propose(engine::RunId(uuid::Uuid::from_u128(1))),
    )
    .unwrap_err();
    let told: Vec<_> = refusal.citations.iter().map(|it| it.clause.as_str()).collect();
    assert_eq!(told, ["J.9.2(3)a②", "J.11.1(4)", "J.9.1(4)③", "J.11.1(4)"], "{refusal:?}");
}

#[test]
fn holds_have_numbers_that_are_never_used_twice() {
    let mut record = in_force("complaint_sheet", "2026-04-01T00:00:00Z");
    let (by, then) = (member_id("clerk"), at("2026-04-02T00:00:00Z"));
    let held = |record: &mut Record, number| {
        let event = RecordEvent::HeldBack { number, reason: "-".to_owned() };
        record.apply(&event, by, then);
    };
    held(&mut record, 1);
    held(&mut record, 2);
    record.apply(&RecordEvent::HoldLifted { number: 2, reason: "-".to_owned() }, by, then);
    assert_eq!((record.holds.len(), record.holds[0].number, record.hold_count), (1, 1, 2));
    // What is done about disposal does not move the end of the period.
    assert_eq!(until(&record), Some(date(2029, 4, 1)));
}

#[test]
fn the_book_of_the_association_can_be_filled_in() {
    let desk = Desk::sample().under(&ASSOCIATION);
    let said = Entry {
        unit: unit_id("sales"),
        items: "苦情・相談受付票 R8-0001",
        amount: "1件",
        how: "キテイで鍵を消去",
        day: date(2029, 5, 1),
        proposed_by: member_id("handler"),
        approved_by: member_id("manager"),
        confirmed_by: member_id("handler"),
    };
    let events = disposal::entry(desk.world(), said).unwrap().unwrap();
    let mut record = Record::begin(RecordId(uuid::Uuid::from_u128(9)), &events[0]).unwrap();
    for event in &events[1..] {
        record.apply(event, member_id("handler"), at("2029-05-01T00:00:00Z"));
    }
    assert!(record.is_in_force());
    assert_eq!(record.fields_in_force()["approved_by"], member_id("manager").to_string());
    // A regulation without a book: the list of disposals is it.
    assert_eq!(disposal::entry(desk.under(sample_with(&[])).world(), said).unwrap(), None);
}
