//! How fast the engine decides: a record drafted, handed in and approved, and one question to Cedar.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on stops"
)]

mod house;

use std::{collections::BTreeSet, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use engine::{
    Act, Appointment, AppointmentId, Command, Fields, Judge, Member, MemberId, Organization,
    Record, RecordId, RecordState, Unit, UnitId, World,
    authorize::Subject,
    decide::{Facts, decide},
};
use jiff::{Timestamp, civil::date};
use serde_json::json;
use uuid::Uuid;

const HANDLER: MemberId = MemberId(Uuid::from_u128(1));
const MANAGER: MemberId = MemberId(Uuid::from_u128(2));
const ROOT: UnitId = UnitId(Uuid::from_u128(10));
const SECTION: UnitId = UnitId(Uuid::from_u128(12));

/// An association of 300 people in 30 sections.
fn organization() -> Organization {
    let mut organization = Organization::default();
    let unit = |id, kind: &str, parent| Unit {
        id,
        kind: kind.to_owned(),
        name: kind.to_owned(),
        parent,
        closed_on: None,
    };
    organization.put_unit(unit(ROOT, "operator", None));
    let department = UnitId(Uuid::from_u128(11));
    organization.put_unit(unit(department, "department", Some(ROOT)));
    for number in 12..42 {
        organization.put_unit(unit(UnitId(Uuid::from_u128(number)), "section", Some(department)));
    }
    for number in 1..301 {
        organization.put_member(Member {
            id: MemberId(Uuid::from_u128(number)),
            number: String::new(),
            name: "見本".to_owned(),
            kana: String::new(),
            unit: UnitId(Uuid::from_u128(12 + number % 30)),
            post: String::new(),
            kind: String::new(),
            mail: String::new(),
            joined_on: None,
            left_on: None,
        });
    }
    let held = |id, member, office: &str, unit| Appointment {
        id: AppointmentId(Uuid::from_u128(id)),
        member,
        office: office.to_owned(),
        unit,
        from: date(2020, 4, 1),
        until: None,
    };
    organization.put_appointment(held(1, HANDLER, "handler", SECTION));
    organization.put_appointment(held(2, MANAGER, "manager", ROOT));
    for number in 3..63 {
        let unit = UnitId(Uuid::from_u128(12 + number % 30));
        organization.put_appointment(held(
            number,
            MemberId(Uuid::from_u128(number)),
            "handler",
            unit,
        ));
    }
    organization
}

fn values() -> Fields {
    let values = json!({
        "work_name": "研修の受付と修了証の発行", "occasion": "new", "items": "氏名、住所、生年月日、電話番号", "purpose": "研修の運営",
        "count": {"value": 1200, "certainty": "estimated"}, "storage_methods": ["paper", "data"], "special_care": false,
    });
    values.as_object().unwrap().clone()
}

/// Drafts, hands in and approves a record.
fn approved(world: World<'_>, fields: &Fields) -> Record {
    let draft = Command::Draft {
        form: "handling_application".to_owned(),
        unit: SECTION,
        fields: fields.clone(),
        origin: None,
    };
    let events = decide(world, facts(HANDLER, None), &draft).unwrap();
    let mut record = Record::begin(RecordId(Uuid::from_u128(7)), events.first().unwrap()).unwrap();
    for (actor, act) in [(HANDLER, Act::Submit), (MANAGER, Act::Approve)] {
        let events = decide(world, facts(actor, Some(&record)), &Command::act(act, "")).unwrap();
        for event in events {
            record.apply(&event, actor, world.now);
        }
    }
    assert_eq!(record.state, RecordState::InForce);
    record
}

static UTC: jiff::tz::TimeZone = jiff::tz::TimeZone::UTC;

fn facts(actor: MemberId, record: Option<&Record>) -> Facts<'_> {
    Facts { actor, record, referenced: &|_| None }
}

fn benches(criterion: &mut Criterion) {
    let regulation = regulation::read::load(&house::folder("association-pms")).regulation;
    let judge = Judge::new(&regulation).unwrap();
    let organization = organization();
    let world = World {
        regulation: &regulation,
        judge: &judge,
        organization: &organization,
        now: Timestamp::UNIX_EPOCH,
        today: date(2026, 5, 15),
        zone: &UTC,
    };
    let fields = values();
    let mut group = criterion.benchmark_group("decide");
    group.throughput(Throughput::Elements(3));
    group.bench_function("draft_submit_approve", |it| {
        it.iter(|| approved(world, black_box(&fields)));
    });
    group.throughput(Throughput::Elements(1));
    let form = regulation.form("handling_application").unwrap();
    let authors = BTreeSet::from([HANDLER]);
    let subject = Subject {
        form,
        unit: SECTION,
        drafter: HANDLER,
        authors: &authors,
        state: RecordState::Submitted,
        edition: 0,
        fields: &fields,
    };
    group.bench_function("ask_cedar", |it| {
        it.iter(|| judge.on_record(world, black_box(MANAGER), "approve", subject, "manager"));
    });
    group.bench_function("compile_policies", |it| it.iter(|| Judge::new(&regulation).unwrap()));
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
