//! An operator that stories of the command line begin with.

use std::path::Path;

use app::{Actor, App, Clock, organization::appointment, set_up::SetUp};
use engine::{Unit, organize::OrganizationCommand};
use jiff::civil::date;

/// Sets up an operator whose administrator holds every office that a register needs; its root unit.
pub async fn founded(data: &Path) -> (App, Actor, Unit) {
    let app = App::open(data.to_owned(), Clock::System).await.unwrap();
    let request = SetUp {
        operator: "一般社団法人 見本協会".into(),
        regulation: "association-pms".into(),
        name: "見本 一郎".into(),
        login: "admin".into(),
        password: "見本の長いパスワード8号".into(),
    };
    let actor = app.set_up(&request).await.unwrap();
    let organization = app.tenant(actor.operator).unwrap().organization();
    let (member, root) = (organization.member(actor.member).unwrap(), organization.root().unwrap());
    for office in ["top", "manager", "handler"] {
        let office = appointment(member, office, root, date(2020, 4, 1));
        app.organize(actor, OrganizationCommand::Appoint(office)).await.unwrap();
    }
    let root = root.clone();
    (app, actor, root)
}
