//! Who may do what: office × form × act, one table a form, for a compliance officer to read.

use std::fmt::Write as _;

use regulation::StepKind;

use engine::{RecordId, act::Act};
use serde_json::json;

use crate::support::{
    ASSOCIATION, Desk, HOSPITALS, House, held, member, member_id, sample_with, table, told, unit,
    unit_id,
};

/// Acts on a record that nobody holds a step of.
const OWN: [&str; 7] = ["draft", "read", "edit", "submit", "withdraw", "revise", "retire"];

/// Acts on a record that has been handed in or is in force.
const AFTERWARDS: [&str; 3] = ["read", "review", "order_review"];

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
        rows[0].extend(AFTERWARDS.map(|action| format!("{action}@handed_in")));
        rows[0].extend(settled.iter().map(|(act, step)| format!("{act}@{step}")));
        for (who, title) in people {
            let mut row = vec![title.clone()];
            row.extend(OWN.map(|action| cell(desk, units, who, action, &form.id, "")));
            row.extend(
                AFTERWARDS.map(|action| cell(desk, units, who, action, &form.id, "handed_in")),
            );
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

/// The name that somebody reads in a record; a dot when it is not for them.
fn name_read(desk: &Desk, who: &str, record: RecordId) -> String {
    engine::decide::visible(desk.world(), member_id(who), desk.record(record))
        .map_or_else(|| "-".to_owned(), |it| it.fields()["name"].as_str().unwrap().to_owned())
}

#[test]
fn while_a_line_is_revised_others_read_the_edition_in_force() {
    let readers = r#"readers = [{ office = "auditor", scope = "operator", clause = "5" }]"#;
    let house = sample_with(&[(
        "forms/notice.toml",
        &format!(
            "id = \"notice\"\ntitle = {{ ja = \"通知\", en = \"Notice\" }}\npurpose = {{ ja = \"知らせる\", en = \"Tells\" }}\nkind = \"register\"\nclauses = [\"2\"]\nroute = \"note\"\ntitle_field = \"name\"\ndrafters = [{{ office = \"handler\", scope = \"own_unit\", clause = \"2\" }}]\n{readers}\n[[fields]]\nid = \"name\"\nlabel = {{ ja = \"名称\", en = \"Name\" }}\nkind = \"short_text\"\n"
        ),
    )]);
    let mut desk = Desk::sample().under(house);
    let people = ["handler", "chief", "auditor", "keeper"];
    let seen = |desk: &Desk, record| people.map(|who| name_read(desk, who, record)).join(" ");
    let record = desk.draft("handler", "notice", "sales", json!({"name": "初稿"})).unwrap();
    let mut lines = vec![("first draft", seen(&desk, record))];
    desk.play(record, &[("handler", Act::Submit)]);
    lines.push(("handed in", seen(&desk, record)));
    desk.play(record, &[("chief", Act::Acknowledge), ("handler", Act::Revise)]);
    desk.edit("handler", record, json!({"name": "改訂"})).unwrap();
    lines.push(("revised", seen(&desk, record)));
    desk.play(record, &[("handler", Act::Submit)]);
    lines.push(("revision handed in", seen(&desk, record)));
    desk.play(record, &[("chief", Act::Return)]);
    lines.push(("revision returned", seen(&desk, record)));
    let lines: Vec<_> = lines.into_iter().map(|(when, who)| format!("{when}: {who}")).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    first draft: 初稿 - - -
    handed in: 初稿 初稿 初稿 -
    revised: 改訂 初稿 初稿 -
    revision handed in: 改訂 改訂 改訂 -
    revision returned: 改訂 改訂 改訂 -
    ");
}

#[test]
fn a_prohibition_that_cannot_be_evaluated_forbids() {
    let rule = r#"
@id("no_great_numbers")
@clause("6")
@ja("多すぎます")
@en("Too many")
forbid (principal, action == Action::"submit", resource is Sheet)
when { resource has copies && resource.copies * 9223372036854775807 > 100 };
"#;
    let mut desk = Desk::sample().under(sample_with(&[("rules.cedar", rule)]));
    let risks = json!([{"phase": "use", "likelihood": 1}, {"phase": "disposal", "likelihood": 1}]);
    let sheet = json!({"title": "見本", "copies": 3, "risks": risks});
    let record = desk.draft("handler", "sheet", "sales", sheet).unwrap();
    insta::assert_snapshot!(told(&desk.act("handler", record, Act::Submit).unwrap_err()), @"[6] -: 規則 `no_great_numbers` をこの内容では判定できないため、認められません。システムの管理者に知らせてください / the rule `no_great_numbers` cannot be evaluated for these values, so this is not allowed; tell the administrator");
}

/// A sheet that says who audits which unit, under a rule spelled in this way.
fn audit(rule: &str, auditor: &str, audited: &str) -> Result<RecordId, String> {
    let fields = "
[[fields]]
id = \"auditor\"
label = { ja = \"監査員\", en = \"Auditor\" }
kind = \"member\"

[[fields]]
id = \"audited_unit\"
label = { ja = \"監査先\", en = \"Audited unit\" }
kind = \"unit\"
";
    let rule = format!(
        "@id(\"no_audit_of_own_unit\")\n@clause(\"5\")\n@ja(\"自部門\")\n@en(\"own unit\")\n{rule}"
    );
    let house = sample_with(&[("forms/memo.toml", fields), ("rules.cedar", &rule)]);
    let values = json!({
        "text": "監査計画",
        "auditor": member_id(auditor).to_string(),
        "audited_unit": unit_id(audited).to_string(),
    });
    Desk::sample()
        .under(house)
        .draft("handler", "memo", "sales", values)
        .map_err(|refusal| told(&refusal))
}

#[test]
fn rules_follow_people_and_units_that_a_record_names() {
    let rule = r#"forbid (principal, action == Action::"draft", resource is Memo)
when { resource has auditor && resource has audited_unit && resource.audited_unit in resource.auditor.unit };"#;
    assert!(audit(rule, "keeper", "sales").is_ok());
    assert_eq!(audit(rule, "manager", "sales").unwrap_err(), "[5] -: 自部門 / own unit");
    // The section below the auditor's department is part of it.
    assert_eq!(audit(rule, "manager", "counter").unwrap_err(), "[5] -: 自部門 / own unit");
}

#[test]
fn rules_see_a_field_however_they_spell_it() {
    let rule = "forbid (principal, action == Action::\"draft\", resource is Memo)\nwhen { resource has\n audited_unit && resource[\"audited_unit\"].kind == \"section\" };";
    assert!(audit(rule, "keeper", "sales").is_ok());
    assert_eq!(audit(rule, "keeper", "counter").unwrap_err(), "[5] -: 自部門 / own unit");
}

#[test]
fn rules_follow_the_drafter() {
    let rule = "forbid (principal, action == Action::\"draft\", resource is Memo)\nwhen { resource.drafter.offices.contains(\"handler\") && resource.drafter.unit == resource.unit };";
    assert_eq!(audit(rule, "keeper", "sales").unwrap_err(), "[5] -: 自部門 / own unit");
}

#[test]
fn a_verdict_is_of_the_people_as_they_are_now() {
    let mut desk = Desk::sample();
    let may = |desk: &Desk, who: &str, unit: &str| desk.may(who, "draft", ("holdings", unit), "");
    // Asked before each change, so that an answer remembered across it would show.
    assert_eq!(
        ["counter", "stock"].map(|unit| may(&desk, "nobody", unit)),
        [false, false],
        "who holds nothing drafts nothing"
    );
    desk.organization.put_appointment(held("nobody", "handler", "counter"));
    assert_eq!(["counter", "stock"].map(|unit| may(&desk, "nobody", unit)), [true, false]);

    // Units and members count too: whatever the rules follow of them must be seen anew.
    for change in [
        |desk: &mut Desk| desk.organization.put_unit(unit("counter", "section", Some("stock"))),
        |desk: &mut Desk| desk.organization.put_member(member("handler", "stock")),
        |desk: &mut Desk| desk.organization.put_administrator(member_id("keeper")),
    ] {
        let everything = |desk: &Desk| {
            ["handler", "manager", "keeper", "nobody"]
                .map(|who| ["sales", "counter", "stock"].map(|unit| may(desk, who, unit)))
        };
        everything(&desk);
        change(&mut desk);
        // A copy has been asked nothing yet.
        assert_eq!(everything(&desk), everything(&desk.clone()));
    }
}
