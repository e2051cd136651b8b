//! Many who act at the same moment: rules about people hold as if they had come one after the other.

use app::{AppError, Clock, organization::appointment, set_up::SetUp};
use engine::organize::OrganizationCommand;
use jiff::civil::date;

use crate::support::{Office, Place};

#[tokio::test(flavor = "multi_thread")]
async fn a_member_appointed_to_two_offices_that_exclude_each_other_gets_one() {
    let office = Office::open().await;
    // The manager steps down, so that both offices are free from today on.
    let held = office.app.tenant(office.top.operator).unwrap().organization();
    let id = held.held_by(office.manager.member, date(2026, 11, 1)).next().unwrap().id;
    let end = OrganizationCommand::EndAppointment { id, until: date(2026, 11, 21) };
    office.app.organize(office.top, end).await.unwrap();
    let organization = office.app.tenant(office.top.operator).unwrap().organization();
    let member = organization.member(office.staff.member).unwrap();
    let root = organization.unit(office.units.root).unwrap();
    let appoint = async |title: &str| {
        let appointment = appointment(member, title, root, date(2026, 11, 22));
        office.app.organize(office.top, OrganizationCommand::Appoint(appointment)).await
    };
    let (one, other) = tokio::join!(appoint("manager"), appoint("audit_officer"));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|it| **it).count(), 1);
    let refused = if one.is_err() { one } else { other };
    assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_many_changes_of_the_organization_at_once_are_kept() {
    let office = Office::open().await;
    let organization = office.app.tenant(office.top.operator).unwrap().organization();
    let template = organization.unit(office.units.training).unwrap();
    let put = async |task: u32| {
        for number in 0..10 {
            let unit = engine::Unit {
                id: engine::UnitId(uuid::Uuid::now_v7()),
                name: format!("第{task}{number}課"),
                ..template.clone()
            };
            let command = OrganizationCommand::PutUnit(unit);
            office.app.organize(office.administrator, command).await.unwrap();
        }
    };
    tokio::join!(put(1), put(2), put(3), put(4));
    let known = office.app.tenant(office.top.operator).unwrap().organization().units().count();
    assert_eq!(known, 4 + 40);
    assert_eq!(office.app.verify().await.unwrap().findings, []);
}

pub fn request(login: &str) -> SetUp {
    SetUp {
        operator: "一般社団法人 見本協会".into(),
        regulation: "association-pms".into(),
        name: "管理 一郎".into(),
        login: login.into(),
        password: "見本の長いパスワード8号".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_set_up_at_once_make_one_operator() {
    let folder = Place::new();
    let app = folder.open(Clock::System).await.unwrap();
    let requests = [request("first"), request("second")];
    let (one, other) = tokio::join!(app.set_up(&requests[0]), app.set_up(&requests[1]));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|it| **it).count(), 1);
    let refused = if one.is_err() { one } else { other };
    assert!(matches!(refused, Err(AppError::Invalid { field, .. }) if field == "operator"));
    app.close().await;
    drop(app);
    let app = folder.open(Clock::System).await.unwrap();
    assert!(!app.is_new());
    assert_eq!(app.verify().await.unwrap().findings, []);
}
