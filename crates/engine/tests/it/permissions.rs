//! Who may do what: office × form × act, one table a form, for a compliance officer to read.

use std::fmt::Write as _;

use regulation::StepKind;

use crate::support::{ASSOCIATION, Desk, HOSPITALS, House, held, member, table, unit};

/// Acts on a record that nobody holds a step of.
const OWN: [&str; 7] = ["draft", "read", "edit", "submit", "withdraw", "revise", "retire"];

/// Names of units that a table distinguishes.
type Units = [(&'static str, &'static str)];

/// The units for whose records somebody may act: `all`, their titles, or a dot.
fn cell(desk: &Desk, units: &Units, who: &str, action: &str, form: &str, step: &str) -> String {
    let may: Vec<_> = units
        .iter()
        .filter(|(id, _)| desk.may(who, action, (form, id), step))
        .map(|(_, title)| *title)
        .collect();
    match may.len() {
        0 => "-".to_owned(),
        all if all == units.len() => "all".to_owned(),
        _ => may.join("+"),
    }
}

/// One table a form: a row for each office held over a unit, a column for each act (and step).
fn tables(house: &'static House, desk: &Desk, units: &Units, people: &[(&str, String)]) -> String {
    let mut text = String::new();
    for form in &house.regulation.forms {
        let steps = engine::route::settled_steps(&house.regulation, form);
        let settled: Vec<_> = steps
            .iter()
            .flat_map(|step| {
                let act = match step.kind {
                    StepKind::Approve { .. } => "approve",
                    StepKind::Acknowledge { .. } => "acknowledge",
                    _ => "decide",
                };
                [(act, step.id.as_str()), ("return", &step.id), ("reject", &step.id)]
            })
            .collect();
        let mut rows = vec![vec!["office".to_owned()]];
        rows[0].extend(OWN.map(str::to_owned));
        rows[0].push("read@handed_in".to_owned());
        rows[0].extend(settled.iter().map(|(act, step)| format!("{act}@{step}")));
        for (who, title) in people {
            let mut row = vec![title.clone()];
            row.extend(OWN.map(|action| cell(desk, units, who, action, &form.id, "")));
            row.push(cell(desk, units, who, "read", &form.id, "handed_in"));
            row.extend(
                settled.iter().map(|(act, step)| cell(desk, units, who, act, &form.id, step)),
            );
            rows.push(row);
        }
        let _ = writeln!(text, "{}\n{}\n", form.full_title(regulation::Language::Ja), table(&rows));
    }
    text
}

#[test]
fn offices_forms_and_acts_of_the_association() {
    let units = [
        unit("root", "operator", None),
        unit("soumu", "department", Some("root")),
        unit("kacho", "section", Some("soumu")),
        unit("gyomu", "department", Some("root")),
    ];
    let titles = [("root", "団体"), ("soumu", "部"), ("kacho", "部の課"), ("gyomu", "他部")];
    let mut people = vec![("anybody", "職員".to_owned()), ("admin", "システム管理者".to_owned())];
    let mut members = vec![member("anybody", "soumu"), member("admin", "root")];
    let mut appointments = Vec::new();
    for office in &ASSOCIATION.regulation.offices {
        let unit =
            if office.held_over.contains(&"department".to_owned()) { "soumu" } else { "root" };
        members.push(member(&office.id, unit));
        appointments.push(held(&office.id, &office.id, unit));
        people.push((&office.id, office.title.ja.clone()));
    }
    let mut desk = Desk::new(&ASSOCIATION, &units, &members, &appointments);
    desk.organization.put_administrator(crate::support::member_id("admin"));
    insta::assert_snapshot!(
        "offices_forms_and_acts_of_the_association",
        tables(&ASSOCIATION, &desk, &titles, &people)
    );
}

#[test]
fn offices_forms_and_acts_of_the_hospitals() {
    let units = [
        unit("root", "operator", None),
        unit("east", "facility", Some("root")),
        unit("ward", "department", Some("east")),
        unit("clinic", "department", Some("east")),
        unit("west", "facility", Some("root")),
        unit("west_ward", "department", Some("west")),
    ];
    let titles = [("ward", "病棟"), ("clinic", "外来"), ("west_ward", "他施設の病棟")];
    let mut people = vec![("anybody", "病棟の職員".to_owned())];
    let mut members = vec![member("anybody", "ward")];
    let mut appointments = Vec::new();
    for office in &HOSPITALS.regulation.offices {
        let over = |kind: &str| office.held_over.contains(&kind.to_owned());
        let unit = if over("department") {
            "ward"
        } else if over("facility") {
            "east"
        } else {
            "root"
        };
        members.push(member(&office.id, unit));
        appointments.push(held(&office.id, &office.id, unit));
        people.push((&office.id, office.title.ja.clone()));
    }
    let desk = Desk::new(&HOSPITALS, &units, &members, &appointments);
    insta::assert_snapshot!(
        "offices_forms_and_acts_of_the_hospitals",
        tables(&HOSPITALS, &desk, &titles, &people)
    );
}

#[test]
fn a_draft_is_read_by_its_drafters_only_and_by_the_route_once_handed_in() {
    let mut desk = Desk::sample();
    let record = desk.holding();
    let reads = |desk: &Desk, who| {
        engine::decide::can_read(desk.world(), crate::support::member_id(who), desk.record(record))
    };
    assert!(reads(&desk, "colleague") && !reads(&desk, "chief") && !reads(&desk, "keeper"));
    desk.play(record, &[("handler", engine::act::Act::Submit)]);
    assert!(reads(&desk, "chief") && !reads(&desk, "keeper") && !reads(&desk, "nobody"));
}
