//! Stories of the sample operator: it is whole, its people can sign in, and a large register can be made for measurements.

use app::{
    App, AppError, Clock,
    demo::{self, DemoPassword},
    importing::{RunOptions, ViewRequest},
    register::ListRequest,
};
use engine::{RecordState, organize};

use crate::support::Place;

async fn app() -> (App, Place) {
    let folder = Place::new();
    let now = "2026-05-15T01:00:00Z".parse().unwrap();
    (folder.open(Clock::fixed(now)).await.unwrap(), folder)
}

#[tokio::test]
async fn the_sample_operator_is_staffed_and_its_people_can_sign_in() {
    let (app, _folder) = app().await;
    let demo = demo::fill(&app, DemoPassword::Fixed("mihon no aikotoba 8".into())).await.unwrap();
    let lines: Vec<_> = demo
        .members
        .iter()
        .map(|member| format!("{} {} {}", member.login, member.name, member.offices.join("、")))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    hanako 見本　花子 個人情報取扱者
    saburo 例　三郎 個人情報保護管理者
    shiro 例　四郎 個人情報保護統括責任者
    satsuki 見本　五月 会長
    rikka 例　六花 個人情報保護監査責任者、個人情報取扱者
    ichiro 見本　一郎 個人番号担当責任者、苦情・相談窓口責任者、個人情報取扱者
    jiro 見本　次郎 教育責任者、個人情報取扱者
    reiko 髙橋　例子 監査員
    sakiyama 﨑山　見本 個人情報取扱者
    nanami 見本　七海 
    hachiro 例　八郎 監査員
    admin 見本　管理
    ");
    for member in &demo.members {
        let session = app.sign_in(&member.login, &member.password).await.unwrap();
        assert_eq!(app.session(&session).await.unwrap(), app.token(&member.token).await.unwrap());
    }
    let actor = app.token(&demo.members[0].token).await.unwrap();
    let tenant = app.tenant(actor.operator).unwrap();
    assert!(
        organize::vacancies(tenant.world(&tenant.organization(), app.clock().now())).is_empty()
    );
    assert!(matches!(
        demo::fill(&app, DemoPassword::Generated).await,
        Err(AppError::Invalid { .. })
    ));
}

#[tokio::test]
async fn it_has_some_life_in_every_state() {
    let (app, _folder) = app().await;
    let demo = demo::fill(&app, DemoPassword::Generated).await.unwrap();
    let of = |login: &str| demo.members.iter().find(|member| member.login == login).unwrap();
    let manager = app.token(&of("saburo").token).await.unwrap();
    let waiting: Vec<_> =
        app.waiting(manager).await.unwrap().into_iter().map(|task| task.row.title).collect();
    insta::assert_snapshot!(waiting.join(" / "), @"お問い合わせフォーム / メールマガジンの配信 / 調査の参加申込書");
    let mut lines = Vec::new();
    for (login, state) in [
        ("saburo", RecordState::InForce),
        ("hanako", RecordState::Draft),
        ("jiro", RecordState::Returned),
    ] {
        let actor = app.token(&of(login).token).await.unwrap();
        let request = ListRequest {
            form: "holdings_register".into(),
            state: Some(state),
            ..ListRequest::default()
        };
        let rows = app.list(actor, &request).await.unwrap().rows;
        lines.push(format!(
            "{} {}",
            state.name(),
            rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>().join(" / ")
        ));
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    in_force お問い合わせフォーム / 来訪者受付票
    draft 玄関の録画映像
    returned 講師の登録票
    ");
}

#[tokio::test]
async fn a_newcomer_imports_the_workbook_into_it() {
    let (app, _folder) = app().await;
    let demo = demo::fill(&app, DemoPassword::Generated).await.unwrap();
    let hanako = app.token(&demo.members[0].token).await.unwrap();
    let id = app
        .import_start(
            hanako,
            "holdings_register",
            None,
            "holdings-register.xlsx",
            demo::REGISTER_WORKBOOK.to_vec(),
        )
        .await
        .unwrap();
    let view = app.import_view(hanako, id, ViewRequest::default()).await.unwrap();
    assert_eq!((view.counts.new, view.counts.missing), (11, 2));
    let options = RunOptions { allow_incomplete: true, ..RunOptions::default() };
    assert_eq!(app.import_run(hanako, id, options).await.unwrap().created, 11);
}

#[tokio::test]
async fn many_records_are_made_that_verify_like_any_other() {
    let (app, _folder) = app().await;
    let demo = demo::fill(&app, DemoPassword::Generated).await.unwrap();
    let hanako = app.token(&demo.members[0].token).await.unwrap();
    let began = std::time::Instant::now();
    let count =
        std::env::var("KITEI_MANY").ok().and_then(|count| count.parse().ok()).unwrap_or(2_500);
    let made = demo::many(&app, hanako, count).await.unwrap();
    println!("{count} records in {:?}", began.elapsed());
    assert_eq!(made.count, count);
    let request =
        ListRequest {
            form: made.form, words: "入会申込書 1500".into(), ..ListRequest::default()
        };
    let rows = app.list(hanako, &request).await.unwrap().rows;
    assert_eq!((rows.len(), rows[0].title.as_str()), (1, "入会申込書 1500"));
    let report = app.verify().await.unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}
