//! The list of members.

use super::*;

#[tokio::test]
async fn the_member_list_makes_units_and_members_and_flags_half_an_address() {
    let office = Office::open().await;
    let id = office
        .app
        .import_start(
            office.administrator,
            MEMBERS,
            None,
            "members-cp932.csv",
            MEMBER_LIST.to_vec(),
        )
        .await
        .unwrap();
    let view = view(&office, office.administrator, id).await;
    insta::assert_snapshot!(counts(view.counts), @"new 10 changed 1 same 0 conflicting 0 repeated 0 skipped 0");
    insta::assert_snapshot!(view.new_units.join(" / "), @"事業部 / 監査室 / 総務部 総務課 / 事業部 教育課 / 事業部 精度管理課");
    insta::assert_snapshot!(flagged(&view), @r"
    13 例　八郎
      F13  「hachiro@example」はメールアドレスの形ではありません。
    ");
    let outcome =
        office.app.import_run(office.administrator, id, RunOptions::default()).await.unwrap();
    assert_eq!((outcome.created, outcome.updated, outcome.units), (10, 1, 5));
    let organization = office.app.tenant(office.administrator.operator).unwrap().organization();
    let mut members: Vec<_> =
        organization.members().filter(|member| !member.number.is_empty()).collect();
    members.sort_by(|left, right| left.number.cmp(&right.number));
    let lines: Vec<_> = members
        .iter()
        .map(|member| {
            format!(
                "{} {} {} {} {}",
                member.number,
                member.name,
                organization.unit_path(member.unit),
                member.post,
                member.mail
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    001 見本　一郎 総務部 総務課 課長 ichiro@example.jp
    002 見本　花子 総務部 総務課  hanako@example.jp
    003 例　三郎 総務部 部長 saburo@example.jp
    004 見本　次郎 事業部 教育課 主任 jiro@example.jp
    005 髙橋　例子 事業部 教育課  reiko@example.jp
    006 﨑山　見本 事業部 精度管理課 課長 sakiyama@example.jp
    007 例　四郎 一般社団法人 見本協会 専務理事 shiro@example.jp
    008 見本　五月 一般社団法人 見本協会 会長 satsuki@example.jp
    009 例　六花 監査室 室長 rikka@example.jp
    010 見本　七海 事業部 教育課 派遣 nanami@example.jp
    011 例　八郎 事業部 精度管理課
    ");
    let kind_of =
        |name: &str| organization.units().find(|unit| unit.name == name).unwrap().kind.clone();
    assert_eq!(
        (kind_of("事業部"), kind_of("監査室"), kind_of("教育課")),
        ("department".into(), "section".into(), "section".into())
    );
    let csv = String::from_utf8(
        office.app.import_report(office.administrator, id, regulation::Language::Ja).await.unwrap(),
    )
    .unwrap();
    insta::assert_snapshot!(csv.lines().filter(|line| line.contains("八郎")).collect::<Vec<_>>().join("\n"), @"
    13,新規,例　八郎,,,,,,
    13,新規,例　八郎,F13,メール,hachiro@example,「hachiro@example」はメールアドレスの形ではありません。,要確認,
    ");
}

#[tokio::test]
async fn the_same_member_list_changes_nothing_the_second_time() {
    let office = office().await;
    let before = office.app.tenant(office.administrator.operator).unwrap().organization();
    let again = office
        .app
        .import_file(
            office.administrator,
            (MEMBERS, None),
            "members.csv",
            MEMBER_LIST.to_vec(),
            RunOptions::default(),
        )
        .await;
    let (_, outcome) = again.unwrap();
    assert_eq!((outcome.same, outcome.created, outcome.updated, outcome.units), (11, 0, 0, 0));
    assert_eq!(*before, *office.app.tenant(office.administrator.operator).unwrap().organization());
}

#[tokio::test]
async fn a_list_that_names_a_section_alone_finds_it_wherever_it_is() {
    let office = office().await;
    let list = "社員番号,氏名,所属,メール\n020,見本　八重,教育課,yae@example.jp\n004,見本　次郎,教育課,jiro@example.jp\n";
    let members = (MEMBERS, None);
    let done = office
        .app
        .import_file(office.administrator, members, "new.csv", list.into(), RunOptions::default())
        .await
        .unwrap()
        .1;
    assert_eq!((done.created, done.same, done.units), (1, 1, 0));
}
