//! The organization: who appoints whom, what one person may not hold together, and how units hang together.

use engine::{
    Appointment, AppointmentId, Refusal, Unit,
    organize::{
        OrganizationCommand, OrganizationEvent, decide_organization, founding, looks_like_mail,
        vacancies,
    },
};
use jiff::civil::{Date, date};

use crate::support::{Desk, TODAY, clauses, held, id, member, member_id, told, unit, unit_id};

/// An appointment from a day on that nobody has made yet.
fn new(who: &str, office: &str, over: &str, from: Date, until: Option<Date>) -> Appointment {
    Appointment {
        id: AppointmentId(id(&format!("new/{who}/{office}/{over}"))),
        from,
        until,
        ..held(who, office, over)
    }
}

/// Decides a command and takes its events in.
fn decide(desk: &mut Desk, actor: &str, command: &OrganizationCommand) -> Result<(), Refusal> {
    for event in decide_organization(desk.world(), member_id(actor), command)? {
        event.apply(&mut desk.organization);
    }
    Ok(())
}

fn appoint(desk: &mut Desk, actor: &str, appointment: Appointment) -> Result<(), Refusal> {
    decide(desk, actor, &OrganizationCommand::Appoint(appointment))
}

fn end(desk: &mut Desk, actor: &str, held: &Appointment, until: Date) -> Result<(), Refusal> {
    decide(desk, actor, &OrganizationCommand::EndAppointment { id: held.id, until })
}

#[test]
fn offices_are_given_by_those_who_appoint_to_them() {
    let mut desk = Desk::sample();
    appoint(&mut desk, "chief", new("keeper", "handler", "stock", TODAY, None)).unwrap();
    appoint(&mut desk, "office", new("nobody", "handler", "counter", TODAY, None)).unwrap();
    let refusal =
        appoint(&mut desk, "handler", new("nobody", "manager", "stock", TODAY, None)).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[1] -: 管理者を任命するのは統括責任者です / the Manager is appointed by: Chief"
    );
    let refusal =
        appoint(&mut desk, "handler", new("nobody", "chief", "hq", TODAY, None)).unwrap_err();
    assert!(told(&refusal).starts_with("[1] -: 統括責任者は、システムの管理者が登録します"));
}

#[test]
fn a_manager_appoints_handlers_of_the_own_unit_and_below_only() {
    let mut desk = Desk::sample();
    appoint(&mut desk, "manager", new("nobody", "handler", "counter", TODAY, None)).unwrap();
    assert_eq!(
        clauses(
            &appoint(&mut desk, "manager", new("nobody", "handler", "stock", TODAY, None))
                .unwrap_err()
        ),
        ["1"]
    );
}

#[test]
fn a_manager_cannot_be_made_auditor_nor_an_auditor_manager() {
    let mut desk = Desk::sample();
    let refusal =
        appoint(&mut desk, "chief", new("manager", "auditor", "hq", TODAY, None)).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[5] -: 管理者は監査責任者になれません / A manager cannot be the auditor"
    );
    let refusal =
        appoint(&mut desk, "office", new("auditor", "manager", "stock", TODAY, None)).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[5] -: 監査責任者は管理者になれません / The auditor cannot be a manager"
    );
}

#[test]
fn offices_kept_apart_are_kept_apart_on_every_day() {
    let mut desk = Desk::sample();
    let (june, july) = (date(2026, 6, 1), date(2026, 7, 1));
    appoint(&mut desk, "chief", new("nobody", "manager", "stock", july, None)).unwrap();
    let early = new("nobody", "auditor", "hq", june, None);
    assert_eq!(clauses(&appoint(&mut desk, "chief", early).unwrap_err()), ["5"]);
    appoint(&mut desk, "chief", new("nobody", "auditor", "hq", june, Some(date(2026, 6, 30))))
        .unwrap();
}

#[test]
fn who_steps_down_may_take_the_other_office_next_day() {
    let mut desk = Desk::sample();
    end(&mut desk, "chief", &held("manager", "manager", "sales"), date(2026, 5, 31)).unwrap();
    appoint(&mut desk, "chief", new("manager", "auditor", "hq", date(2026, 6, 1), None)).unwrap();
}

#[test]
fn no_more_hold_an_office_than_it_has_seats() {
    let mut desk = Desk::sample();
    let refusal =
        appoint(&mut desk, "office", new("nobody", "chief", "hq", TODAY, None)).unwrap_err();
    insta::assert_snapshot!(told(&refusal), @"[1] -: 統括責任者は1人までです。先に現在の任命を終了してください / no more than 1 may be Chief at a time; end the present appointment first");
    appoint(&mut desk, "chief", new("nobody", "manager", "sales", TODAY, None)).unwrap();
    assert_eq!(
        clauses(
            &appoint(&mut desk, "chief", new("colleague", "manager", "sales", TODAY, None))
                .unwrap_err()
        ),
        ["1"]
    );
}

#[test]
fn seats_are_counted_on_every_day_of_the_appointment() {
    let mut desk = Desk::sample();
    end(&mut desk, "office", &held("chief", "chief", "hq"), date(2026, 5, 31)).unwrap();
    appoint(&mut desk, "office", new("keeper", "chief", "hq", date(2026, 7, 1), None)).unwrap();
    let open_ended = new("nobody", "chief", "hq", date(2026, 6, 1), None);
    assert_eq!(clauses(&appoint(&mut desk, "office", open_ended).unwrap_err()), ["1"]);
    appoint(
        &mut desk,
        "office",
        new("nobody", "chief", "hq", date(2026, 6, 1), Some(date(2026, 6, 30))),
    )
    .unwrap();
}

#[test]
fn every_fault_of_an_appointment_is_told_at_once() {
    let mut desk = Desk::sample();
    let wrong = new("stranger", "manager", "counter", TODAY, Some(date(2026, 1, 1)));
    insta::assert_snapshot!(told(&appoint(&mut desk, "nobody", wrong).unwrap_err()), @r"
    [1] -: 管理者を任命するのは統括責任者です / the Manager is appointed by: Chief
    [1] member: 職員として登録されていません / is no member
    [1] unit: 管理者は、この部署については置けません / a Manager is not held over this unit
    [1] until: 終わりの日が始まりの日より前です / ends before it begins
    ");
    let unknown = new("nobody", "emperor", "hq", TODAY, None);
    assert_eq!(
        told(&appoint(&mut desk, "chief", unknown).unwrap_err()),
        "[] office: この規程にない役割です / no such office"
    );
}

#[test]
fn an_appointment_is_not_rewritten() {
    let mut desk = Desk::sample();
    let taken_over =
        Appointment { member: member_id("nobody"), ..held("handler", "handler", "sales") };
    let refusal = appoint(&mut desk, "chief", taken_over.clone()).unwrap_err();
    assert_eq!(
        told(&refusal),
        "[1] -: この任命はすでに登録されています / this appointment has been made already"
    );
    // Even if an event said so, the office would have one holder, not two.
    OrganizationEvent::AppointmentPut { appointment: taken_over }.apply(&mut desk.organization);
    assert_eq!(desk.organization.held_by(member_id("handler"), TODAY).count(), 0);
}

#[test]
fn an_appointment_ends_and_is_not_made_longer() {
    let mut desk = Desk::sample();
    let appointment = held("keeper", "manager", "stock");
    assert_eq!(clauses(&end(&mut desk, "handler", &appointment, TODAY).unwrap_err()), ["1"]);
    assert!(end(&mut desk, "chief", &appointment, date(2019, 1, 1)).is_err());
    end(&mut desk, "chief", &appointment, date(2026, 5, 14)).unwrap();
    assert_eq!(desk.organization.held_by(member_id("keeper"), TODAY).count(), 0);
    let refusal = end(&mut desk, "chief", &appointment, date(2027, 3, 31)).unwrap_err();
    assert_eq!(refusal.citations[0].field.as_deref(), Some("until"));
    assert!(end(&mut desk, "chief", &held("keeper", "handler", "sales"), TODAY).is_err());
}

fn unit_faults(desk: &mut Desk, unit: Unit) -> String {
    told(&decide(desk, "office", &OrganizationCommand::PutUnit(unit)).unwrap_err())
}

#[test]
fn units_hang_where_their_kind_may_hang() {
    let mut desk = Desk::sample();
    let faults = [
        unit_faults(&mut desk, unit("new", "section", Some("hq"))),
        unit_faults(&mut desk, unit("new", "operator", None)),
        unit_faults(&mut desk, unit("new", "department", None)),
        unit_faults(&mut desk, unit("new", "department", Some("nowhere"))),
        unit_faults(&mut desk, unit("new", "ministry", Some("hq"))),
        unit_faults(&mut desk, unit("hq", "operator", Some("nowhere"))),
        unit_faults(
            &mut desk,
            Unit { name: " ".to_owned(), ..unit("new", "department", Some("hq")) },
        ),
        unit_faults(&mut desk, unit("sales", "section", Some("counter"))),
    ];
    insta::assert_snapshot!(faults.join("\n---\n"), @r"
    [] parent: この種類の部署は、ここには置けません / this kind of unit cannot be put there
    ---
    [] parent: この種類の部署は、ここには置けません / this kind of unit cannot be put there
    ---
    [] parent: この種類の部署は、ここには置けません / this kind of unit cannot be put there
    ---
    [] parent: この種類の部署は、ここには置けません / this kind of unit cannot be put there
    ---
    [] kind: この規程にない種類の部署です / no such kind of unit
    ---
    [] parent: この種類の部署は、ここには置けません / this kind of unit cannot be put there
    ---
    [] name: 部署の名称を記入してください / give the unit a name
    ---
    [] parent: この種類の部署は、ここには置けません / this kind of unit cannot be put there
    [] parent: 部署を自身の下に置くことはできません / a unit cannot be below itself
    ");
    decide(
        &mut desk,
        "office",
        &OrganizationCommand::PutUnit(unit("new", "section", Some("stock"))),
    )
    .unwrap();
}

#[test]
fn members_are_registered_once_with_a_unit_and_a_name() {
    let mut desk = Desk::sample();
    let mut numbered = member("chief", "hq");
    numbered.number = "0001".to_owned();
    decide(&mut desk, "office", &OrganizationCommand::PutMember(numbered.clone())).unwrap();
    let wrong = engine::Member {
        name: String::new(),
        number: "0001".to_owned(),
        mail: "chief＠example".to_owned(),
        joined_on: Some(TODAY),
        left_on: TODAY.yesterday().ok(),
        ..member("new", "nowhere")
    };
    let refusal = decide(&mut desk, "office", &OrganizationCommand::PutMember(wrong)).unwrap_err();
    let about: Vec<_> = refusal.citations.iter().map(|it| it.field.as_deref().unwrap()).collect();
    assert_eq!(about, ["name", "unit", "mail", "number", "left_on"]);
    assert!(decide(&mut desk, "chief", &OrganizationCommand::PutMember(numbered)).is_err());
}

#[test]
fn mail_addresses_have_one_at_and_a_dotted_name() {
    for good in ["a@b.jp", "taro.m+x@mail.example.com"] {
        assert!(looks_like_mail(good), "{good}");
    }
    for bad in ["", "a", "@b.jp", "a@b", "a@b@c.jp", "a@.jp", "a b@c.jp", "a@b..jp"] {
        assert!(!looks_like_mail(bad), "{bad}");
    }
}

#[test]
fn offices_that_must_be_held_and_are_not_are_named() {
    let mut desk = Desk::sample();
    assert_eq!(vacancies(desk.world()), []);
    end(&mut desk, "chief", &held("keeper", "manager", "stock"), TODAY.yesterday().unwrap())
        .unwrap();
    assert_eq!(vacancies(desk.world()), [("manager".to_owned(), unit_id("stock"))]);
    desk.organization.put_unit(Unit {
        closed_on: TODAY.yesterday().ok(),
        ..unit("stock", "department", Some("hq"))
    });
    assert_eq!(vacancies(desk.world()), []);
}

#[test]
fn a_new_operator_begins_with_a_root_and_an_administrator() {
    let mut organization = engine::Organization::default();
    for event in founding(unit("hq", "operator", None), member("office", "hq")) {
        event.apply(&mut organization);
    }
    assert_eq!(organization.root().unwrap().id, unit_id("hq"));
    assert!(organization.is_administrator(member_id("office")));
}

#[test]
fn units_are_told_by_their_path_and_found_from_above() {
    let desk = Desk::sample();
    assert_eq!(desk.organization.unit_path(unit_id("counter")), "sales counter");
    assert_eq!(desk.organization.unit_path(unit_id("hq")), "hq");
    assert_eq!(desk.organization.tree(unit_id("sales")).len(), 2);
    assert_eq!(
        desk.organization.facility(&desk.house.regulation, unit_id("counter")),
        Some(unit_id("hq"))
    );
}
