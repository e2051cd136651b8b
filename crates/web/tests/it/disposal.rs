//! Keeping and disposal on the screens: the list, proposing, approving, and erasing with the password shown again.

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    screens::{Browser, Filled, Page},
    support::{Office, PASSWORD},
};

impl Office {
    /// A line of the register that was retired three years and a day ago; its id. Nobody is signed in yet.
    async fn due(&self, n: usize) -> String {
        let id = self.in_force(n).await;
        let retire = json!({"act": "retire", "comment": "退会"});
        let reply = self.post(&self.staff, &format!("/records/{id}/acts"), &retire).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.json());
        id
    }

    fn three_years_later(&self) {
        self.app.clock().set("2029-11-23T01:00:00Z".parse().unwrap());
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Filled {
    Filled(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// Proposes what is due, and has it approved; the address of the disposal.
async fn approved(staff: &Browser<'_>, manager: &Browser<'_>, ids: &[&str]) -> String {
    let mut form = staff.get("/disposal").await.form("/disposal").set("comment", "期間の満了");
    for id in ids {
        form = form.add("record", id);
    }
    let proposed = staff.post("/disposal", &form).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.html);
    let run = proposed.location;
    let page = manager.get(&run).await;
    let answer = manager.post(&run, &page.form(&run)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.html);
    run
}

async fn until_done(browser: &Browser<'_>, run: &str) -> Page {
    for _ in 0..200 {
        let page = browser.get(run).await;
        if page.html.contains("完了") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    browser.get(run).await
}

#[tokio::test]
async fn what_is_due_is_proposed_approved_and_erased_and_the_page_says_so() {
    let office = Office::open().await;
    let id = office.due(1).await;
    office.three_years_later();
    let (staff, manager) = (
        office.browse(&office.staff, "hanako").await,
        office.browse(&office.manager, "yoshiko").await,
    );
    let list = staff.get("/disposal").await;
    insta::assert_snapshot!(list.read("table"), @"廃棄を起案できる記録 選択 記録 部署 保存期間の末日 理由 個人情報管理台帳 R8-0001 入会申込書 その1 会員サービス課 保存期間は令和11年11月22日に終わりました 規程：3年、令和8年11月22日から （実務上の期間）");
    let run = approved(&staff, &manager, &[&id]).await;
    let page = staff.get(&run).await;
    assert!(page.html.contains("元には戻せません"), "{}", page.html);

    // Without the tick, and on a screen that was left alone, nothing happens.
    let form = page.form(&run).set("how", "キテイで消去");
    let unticked = staff.post(&run, &form).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = form.add("understood", "yes");
    office.app.clock().set("2029-11-23T01:08:00Z".parse().unwrap());
    assert_eq!(staff.get("/").await.status, StatusCode::OK);
    office.app.clock().set("2029-11-23T01:12:00Z".parse().unwrap());
    let stale = staff.post(&run, &form.clone().set("password", "違うパスワードです")).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(staff.get(&format!("/records/{id}")).await.status, StatusCode::OK);
    let done = staff.post(&run, &form.set("password", PASSWORD)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    let page = until_done(&staff, &run).await;
    assert!(page.html.contains("消去済み") && page.html.contains("完了"), "{}", page.html);
    assert_eq!(staff.get(&format!("/records/{id}")).await.status, StatusCode::GONE);
    let list = staff.get("/disposal?view=done").await;
    assert!(list.html.contains(&run), "{}", list.html);
    assert!(staff.get("/disposal").await.html.contains("廃棄を待つ記録はありません"));
    // Other pages do not stumble over it.
    for path in ["/", "/registers/holdings_register", "/forms"] {
        assert_eq!(staff.get(path).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn a_hold_is_laid_and_lifted_on_the_page_of_the_record() {
    let office = Office::open().await;
    let id = office.due(1).await;
    office.three_years_later();
    let manager = office.browse(&office.manager, "yoshiko").await;
    let record = format!("/records/{id}");
    let (hold, release) = (format!("{record}/hold"), format!("{record}/release"));
    let page = manager.get(&record).await;
    let empty = manager.post(&hold, &page.form(&hold)).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept_back = manager.post(&hold, &page.form(&hold).set("reason", "訴訟の証拠")).await;
    assert_eq!(kept_back.location, record, "{}", kept_back.html);
    let list = manager.in_english().get("/disposal").await;
    assert!(list.html.contains("it is held back: 訴訟の証拠"), "{}", list.html);
    let refused = manager.post("/disposal", &pairs(&[("record", &id)])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("J.9.1(4)③"));
    let page = manager.get(&record).await;
    let lifted = manager.post(&release, &page.form(&release).set("reason", "終わった")).await;
    assert_eq!(lifted.location, record, "{}", lifted.html);
    assert!(!manager.get(&record).await.html.contains("保留を解く"));
}

#[tokio::test]
async fn disposal_is_nothing_for_whoever_has_no_office_in_it() {
    let office = Office::open().await;
    office.due(1).await;
    office.three_years_later();
    let top = office.browse(&office.top, "taro").await;
    for path in
        ["/disposal", "/disposal?view=soon", "/disposal?view=waiting", "/disposal?view=done"]
    {
        assert_eq!(top.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!top.get("/").await.html.contains("href=\"/disposal\""));
}

#[tokio::test]
async fn empty_lists_say_what_belongs_there() {
    let office = Office::open().await;
    let staff = office.browse(&office.staff, "hanako").await.in_english();
    for (view, said) in [
        ("", "Nothing is due"),
        ("?view=soon", "Nothing ends within 90 days"),
        ("?view=waiting", "No disposal is under way"),
        ("?view=done", "No disposal is done yet"),
    ] {
        let page = staff.get(&format!("/disposal{view}")).await;
        assert!(page.html.contains(said), "{view}: {}", page.html);
    }
}

#[tokio::test]
async fn programs_propose_approve_and_hold_back_but_do_not_erase() {
    let mut office = Office::open().await;
    let id = office.due(1).await;
    let early = office.get(&office.staff, "/disposal?view=soon").await.json();
    assert_eq!(early["records"], json!([]));
    office.three_years_later();
    // Tokens last for a year.
    for person in [&mut office.staff, &mut office.manager, &mut office.top] {
        person.token = office.app.make_token(person.actor, "later").await.unwrap();
    }
    let list = office.get(&office.staff, "/disposal").await.json();
    assert_eq!(list["records"][0]["keep_until"], "2029-11-22", "{list}");
    let holds = format!("/records/{id}/holds");
    let held = office.post(&office.manager, &holds, &json!({"reason": "訴訟"})).await.json();
    assert_eq!(
        (&held["holds"][0]["number"], &held["holds"][0]["reason"]),
        (&json!(1), &json!("訴訟"))
    );
    let new = json!({"records": [id], "comment": "期間の満了"});
    let refused = office.post(&office.staff, "/disposal/runs", &new).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.json()["citations"][0]["clause"], "J.9.1(4)③");
    let release = json!({"reason": "終わった", "release": 1});
    office.post(&office.manager, &format!("/records/{id}/holds"), &release).await;
    let proposed = office.post(&office.staff, "/disposal/runs", &new).await;
    assert_eq!(proposed.status, StatusCode::CREATED, "{}", proposed.json());
    let run = format!("/disposal/runs/{}", proposed.json()["id"].as_str().unwrap());
    let erase =
        office.post(&office.staff, &format!("{run}/acts"), &json!({"act": "confirm"})).await;
    assert_eq!(erase.status, StatusCode::UNPROCESSABLE_ENTITY);
    let approved =
        office.post(&office.manager, &format!("{run}/acts"), &json!({"act": "approve"})).await;
    assert_eq!(approved.json()["state"], "approved", "{}", approved.json());
    let seen = office.get(&office.staff, &run).await.json();
    assert_eq!(seen["records"][0]["erased"], json!(null));
    assert_eq!(office.get(&office.top, &run).await.status, StatusCode::NOT_FOUND);
}
