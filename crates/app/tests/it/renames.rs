//! When the organization moves, lists, searches and queues follow.

use app::{records::plain_act, register::ListRequest};
use engine::{Act, Member, Unit, organize::OrganizationCommand};

use crate::support::{Office, REGISTER, register_fields};

impl Office {
    async fn put_unit(&self, change: impl FnOnce(&mut Unit)) {
        let organization = self.app.tenant(self.administrator.operator).unwrap().organization();
        let mut unit = organization.unit(self.units.members).unwrap().clone();
        change(&mut unit);
        self.app.organize(self.administrator, OrganizationCommand::PutUnit(unit)).await.unwrap();
    }

    async fn found(&self, words: &str) -> usize {
        let request = ListRequest {
            form: REGISTER.into(),
            is_all: true,
            words: words.into(),
            ..ListRequest::default()
        };
        self.app.list(self.staff, &request).await.unwrap().rows.len()
    }
}

#[tokio::test]
async fn a_record_is_found_under_the_new_name_of_a_member() {
    let office = Office::open().await;
    let mut fields = register_fields(0);
    fields.insert("access_holders".into(), serde_json::json!([office.staff.member]));
    office.draft(fields).await;
    assert_eq!((office.found("見本花子").await, office.found("例花子").await), (1, 0));
    let organization = office.app.tenant(office.staff.operator).unwrap().organization();
    let member = organization.member(office.staff.member).unwrap().clone();
    let renamed = Member { name: "例　花子".into(), ..member };
    office
        .app
        .organize(office.administrator, OrganizationCommand::PutMember(renamed))
        .await
        .unwrap();
    assert_eq!((office.found("見本花子").await, office.found("例花子").await), (0, 1));
    assert_eq!(office.app.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn what_waits_still_waits_for_the_right_people_when_a_unit_moves() {
    let office = Office::open().await;
    let id = office.draft(register_fields(0)).await;
    office.app.act(office.staff, id, None, plain_act(Act::Submit)).await.unwrap();
    assert_eq!(office.app.waiting(office.manager).await.unwrap().len(), 1);
    let root = office.units.root;
    office.put_unit(|unit| unit.parent = Some(root)).await;
    assert_eq!(office.app.waiting(office.manager).await.unwrap().len(), 1);
    office.app.act(office.manager, id, None, plain_act(Act::Approve)).await.unwrap();
    assert_eq!(office.app.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn nobody_drafts_for_a_unit_that_is_closed() {
    let office = Office::open().await;
    let (app, unit) = (&office.app, office.units.members);
    let asked = || {
        let units = app.drafting_units(office.staff, REGISTER).unwrap();
        (app.may_draft(office.staff, REGISTER, unit).unwrap(), units.contains(&unit))
    };
    assert_eq!(asked(), (true, true));
    office.put_unit(|unit| unit.closed_on = Some("2026-04-01".parse().unwrap())).await;
    assert_eq!(asked(), (false, false));
}

#[tokio::test]
async fn a_number_is_searched_for_as_it_is_cited() {
    let office = Office::open().await;
    for number in 0..3 {
        office.draft(register_fields(number)).await;
    }
    assert_eq!(office.found("R8-0002").await, 1);
    assert_eq!(office.found("ｒ８－０００２").await, 1);
    let named = office.app.record_named(office.staff, None, "ｒ8-0002").await.unwrap();
    assert!(office.app.record(office.staff, named).await.is_ok());
    assert!(office.app.record_named(office.staff, None, "R8-0009").await.is_err());
}
