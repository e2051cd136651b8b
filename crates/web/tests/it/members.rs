//! Members: logins for many at once.

use axum::http::StatusCode;

use crate::support::Office;

#[tokio::test]
async fn many_members_get_their_first_passwords_on_one_sheet() {
    let office = Office::open().await;
    let administrator = office.browse(&office.administrator, "kanri").await;
    let path = "/organization/members/logins";
    let page = administrator.get(path).await;
    let mut form = page.form(path);
    let (staff, trainer) = (office.staff.actor.member, office.trainer.actor.member);
    form.0.retain(|(name, _)| name != "member");
    let form = form
        .set(&format!("login.{staff}"), "hanako")
        .set(&format!("login.{trainer}"), "with blank")
        .add("member", &staff.to_string())
        .add("member", &trainer.to_string());
    let sheet = administrator.post(path, &form).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(sheet.read("refusal").contains("研修 次郎 with blank"), "{}", sheet.text());
    // The password on the slip opens the door, and nobody is offered who has one.
    let slip = sheet.html.split("class=\"slips\"").nth(1).unwrap();
    let codes: Vec<_> = slip.split("translate=\"no\">").skip(1).collect();
    let [login, password] = [0, 1].map(|at| codes[at].split('<').next().unwrap());
    assert_eq!(login, "hanako");
    assert!(office.app.sign_in(login, password).await.is_ok());
    assert!(!administrator.get(path).await.html.contains(&format!("login.{staff}")));
    // It is for those who keep the members.
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    assert_eq!(yoshiko.get(path).await.status, StatusCode::NOT_FOUND);
}
