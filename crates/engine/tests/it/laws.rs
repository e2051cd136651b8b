//! What holds whatever people do: random acts by random people on a few records.

use engine::{Command, Record, RecordId, RecordState, act::Act, event::RecordEvent, route};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Desk, fields, id, member_id, unit_id, with_reason};

const PEOPLE: [&str; 6] = ["handler", "colleague", "manager", "chief", "auditor", "keeper"];

/// Somebody does something with one of two records.
#[derive(Debug, Clone)]
struct Deed {
    who: &'static str,
    record: RecordId,
    command: Command,
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => Just(json!({"name": "名簿", "medium": "paper"})),
        3 => Just(json!({"name": "名簿", "medium": "data"})),
        3 => Just(json!({"name": "至急", "medium": "paper", "urgent": true, "reason": "人命"})),
        1 => Just(json!({"medium": "stone"})),
        1 => Just(json!({})),
    ]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let draft =
        (values(), prop::sample::select(vec!["holdings", "memo"])).prop_map(|(values, form)| {
            let values = if form == "memo" { json!({"text": "覚え"}) } else { values };
            Command::Draft {
                form: form.to_owned(),
                unit: unit_id("sales"),
                fields: fields(values),
                origin: None,
            }
        });
    let edit = values().prop_map(|values| Command::Edit { fields: fields(values) });
    // The everyday acts come more often, so that records get somewhere.
    let usual = prop::sample::select(vec![
        Act::Submit,
        Act::Approve,
        Act::Acknowledge,
        Act::Decide,
        Act::Revise,
        Act::Return,
    ]);
    let command = prop_oneof![
        1 => draft,
        2 => edit,
        6 => usual.prop_map(with_reason),
        3 => prop::sample::select(Act::ALL.to_vec()).prop_map(with_reason),
    ];
    let deed = (prop::sample::select(PEOPLE.to_vec()), 0..2_u8, command).prop_map(
        |(who, record, command)| Deed {
            who,
            record: RecordId(id(&format!("record{record}"))),
            command,
        },
    );
    prop::collection::vec(deed, 1..60)
}

/// A desk with one drafted record, so that short sequences do something too.
fn desk() -> Desk {
    let mut desk = Desk::sample();
    desk.holding();
    desk
}

/// What every accepted command keeps to.
fn check(
    before: Option<&Record>,
    after: &Record,
    deed: &Deed,
    events: &[RecordEvent],
    desk: &Desk,
) {
    let settles = |event: &RecordEvent| {
        matches!(
            event,
            RecordEvent::StepSettled { .. }
                | RecordEvent::Returned { .. }
                | RecordEvent::Rejected { .. }
        )
    };
    if events.iter().any(settles) {
        let authors = &before.unwrap().working.as_ref().unwrap().authors;
        assert!(!authors.contains(&member_id(deed.who)), "an author settled");
    }
    let (old, new) = (before.map_or(0, Record::edition), after.edition());
    let put = events.iter().any(|event| matches!(event, RecordEvent::PutInForce { .. }));
    // What was in force ahead of its route and is given up leaves the edition that went through its route, if any.
    let ratified = before.and_then(|record| match &record.working {
        Some(working) if working.is_ratification => working.replaced.clone(),
        _ => record.in_force.clone(),
    });
    let gave_up = events
        .iter()
        .any(|event| matches!(event, RecordEvent::Rejected { .. } | RecordEvent::Withdrawn { .. }));
    if gave_up {
        assert_eq!(after.in_force, ratified, "edition {old} became {new}");
    } else {
        assert!(new == old || (put && new > old), "edition {old} became {new}");
    }
    // Nothing is in force without its whole route, but for what waits to be ratified.
    let is_ahead = after.working.as_ref().is_some_and(|working| working.is_ratification);
    if let Some(edition) = after.in_force.as_ref().filter(|_| !is_ahead) {
        let form = desk.form(&after.form);
        let stages = route::stages(&desk.house.regulation, form, &edition.fields);
        assert!(
            stages.iter().flatten().all(|step| edition.settled.contains_key(step)),
            "a step was passed over"
        );
    }
    assert_eq!(after.state == RecordState::Submitted, !after.waiting_steps().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_rules_hold(deeds in deeds()) {
        let mut desk = desk();
        for deed in deeds {
            let before = desk.records.get(&deed.record).cloned();
            let offered = desk.offers(deed.who, deed.record);
            let outcome = desk.decide(deed.who, deed.record, &deed.command);
            if let Command::Act(command) = &deed.command {
                prop_assert_eq!(offered.contains(&(command.act, true)), outcome.is_ok());
            }
            match outcome {
                Ok(events) => check(before.as_ref(), desk.record(deed.record), &deed, &events, &desk),
                Err(refusal) => {
                    prop_assert!(!refusal.citations.is_empty());
                    prop_assert_eq!(before.as_ref(), desk.records.get(&deed.record));
                }
            }
        }
        for (id, record) in &desk.records {
            prop_assert_eq!(record, &replay(*id, &desk.events[id]));
        }
    }
}

/// The record that its events make, each through its JSON as the store keeps it.
fn replay(id: RecordId, events: &[(RecordEvent, engine::MemberId, jiff::Timestamp)]) -> Record {
    let kept = |event: &RecordEvent| {
        serde_json::from_str::<RecordEvent>(&serde_json::to_string(event).unwrap()).unwrap()
    };
    let mut record = Record::begin(id, &kept(&events[0].0)).unwrap();
    for (event, by, at) in &events[1..] {
        record.apply(&kept(event), *by, *at);
    }
    serde_json::from_str(&serde_json::to_string(&record).unwrap()).unwrap()
}
