//! The register: pages back and forth, conditions that are kept, columns, home.

use axum::http::StatusCode;
use serde_json::json;

use crate::support::{Office, Person, REGISTER};

/// The numbers of the rows on a page.
fn numbers(html: &str) -> Vec<String> {
    let rows = html.split("<th scope=\"row\"><a href=\"/records/").skip(1);
    let number =
        |row: &str| row.split_once('>')?.1.split_once('<').map(|(text, _)| text.to_owned());
    rows.filter_map(number).collect()
}

fn link(html: &str, rel: &str) -> String {
    let at = html.split(&format!("rel=\"{rel}\" href=\"")).nth(1).unwrap_or_default();
    at.split('"').next().unwrap_or_default().replace("&amp;", "&")
}

#[tokio::test]
async fn one_goes_back_page_by_page() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    for n in 0..130 {
        office.draft(n).await;
    }
    let first = hanako.get(&format!("/registers/{REGISTER}?state=draft")).await;
    let second = hanako.get(&link(&first.html, "next")).await;
    let third = hanako.get(&link(&second.html, "next")).await;
    assert_eq!([&first, &second, &third].map(|page| numbers(&page.html).len()), [50, 50, 30]);
    let back = hanako.get(&link(&third.html, "prev")).await;
    assert_eq!(numbers(&back.html), numbers(&second.html));
    let start = hanako.get(&link(&back.html, "prev")).await;
    assert_eq!(numbers(&start.html), numbers(&first.html));
    assert_eq!(link(&start.html, "prev"), "");
}

#[tokio::test]
async fn searching_keeps_the_order_and_choosing_columns_keeps_the_conditions() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    office.in_force(1).await;
    let path = format!("/registers/{REGISTER}");
    let page = hanako.get(&format!("{path}?q=%E5%85%A5%E4%BC%9A&sort=-count")).await;
    assert_eq!(page.form(&path).get("sort"), "-count");
    let columns = format!("{path}/columns");
    let chosen = hanako.post(&columns, &page.form(&columns).set("column", "count")).await;
    assert_eq!(chosen.location, format!("{path}?q=%E5%85%A5%E4%BC%9A&sort=-count"));
}

#[tokio::test]
async fn tiles_of_the_home_page_lead_only_to_what_is_there() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    office.draft(1).await;
    let home = hanako.get("/").await;
    for id in ["returned", "drafts", "reviews"] {
        let leads = home.html.contains(&format!("href=\"#{id}\""));
        assert_eq!(leads, home.html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(home.html.contains("href=\"#drafts\""));
}

#[tokio::test]
async fn what_is_still_open_is_on_the_home_page_and_one_click_away() {
    let office = Office::open().await;
    let id = office.in_force(1).await;
    office.app.clock().set("2027-03-05T01:00:00Z".parse().unwrap());
    let (hanako, manager) = (
        office.browse(&office.staff, "hanako").await,
        office.browse(&office.manager, "yoshiko").await,
    );
    let reviews = format!("/registers/{REGISTER}?open=review");
    let home = manager.get("/").await;
    assert!(
        home.html.contains(&reviews)
            && home.html.contains("残り1件（有効な1件のうち） 令和9年3月31日までに見直します"),
        "{}",
        home.html
    );
    assert!(home.html.contains(&format!("/registers/{REGISTER}?open=lack.application")));
    assert_eq!(numbers(&manager.get(&reviews).await.html), ["R8-0001"]);
    let page = hanako.get(&format!("/records/{id}")).await;
    assert!(page.html.contains("見直しが済んでいません"), "{}", page.html);
    assert!(page.html.contains("承認された取扱業務申請書がありません"), "{}", page.html);
    let acts = format!("/registers/{REGISTER}/acts");
    let list = hanako.get(&reviews).await;
    let row = list.html.split("name=\"record\" value=\"").nth(1).unwrap();
    let row = row.split('"').next().unwrap().to_owned();
    let form = list.form(&acts).set("record", &row).set("act", "review");
    assert_eq!(hanako.post(&acts, &form).await.location, reviews);
    let home = manager.get("/").await;
    assert!(!home.html.contains(&reviews), "{}", home.html);
    let page = hanako.get(&format!("/records/{id}")).await;
    assert!(
        !page.html.contains("見直しが済んでいません") && page.html.contains("最終の見直し"),
        "{}",
        page.html
    );
}

/// Acts on a record as somebody, with a reason.
async fn act(office: &Office, who: &Person, id: &str, act: &str) {
    let body = json!({"act": act, "comment": "見本の理由"});
    let reply = office.post(who, &format!("/records/{id}/acts"), &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{act}: {}", reply.json());
}

#[tokio::test]
async fn a_list_of_all_states_holds_what_the_reader_may_see() {
    let office = Office::open().await;
    office.in_force(1).await;
    let submitted = office.draft(2).await;
    act(&office, &office.staff, &submitted, "submit").await;
    office.draft(3).await;
    let path = format!("/registers/{REGISTER}?state=all");
    let of_staff = office.browse(&office.staff, "hanako").await.get(&path).await;
    assert_eq!(numbers(&of_staff.html), ["R8-0001", "R8-0002", "R8-0003"]);
    // The manager reads no drafts of others, and everything else.
    let of_manager = office.browse(&office.manager, "yoshiko").await.get(&path).await;
    assert_eq!(numbers(&of_manager.html), ["R8-0001", "R8-0002"]);
    assert!(of_manager.text().contains("2件"));
}

#[tokio::test]
async fn a_draft_of_a_new_edition_shows_others_what_is_in_force() {
    let office = Office::open().await;
    let id = office.in_force(1).await;
    act(&office, &office.staff, &id, "revise").await;
    let path = format!("/registers/{REGISTER}?state=all");
    let of_manager = office.browse(&office.manager, "yoshiko").await.get(&path).await;
    assert!(of_manager.read("table tall").contains("R8-0001 有効"), "{}", of_manager.text());
    let of_staff = office.browse(&office.staff, "hanako").await.get(&path).await;
    assert!(of_staff.read("table tall").contains("R8-0001 下書き"), "{}", of_staff.text());
}

#[tokio::test]
async fn sorting_and_conditions_hold_in_every_state_and_show_each_record_once() {
    let office = Office::open().await;
    let (staff, manager) = (&office.staff, &office.manager);
    let ways: [(&str, &[(&Person, &str)]); 7] = [
        ("draft", &[]),
        ("submitted", &[(staff, "submit")]),
        ("returned", &[(staff, "submit"), (manager, "return")]),
        ("rejected", &[(staff, "submit"), (manager, "reject")]),
        ("withdrawn", &[(staff, "submit"), (staff, "withdraw")]),
        ("", &[(staff, "submit"), (manager, "approve")]),
        ("retired", &[(staff, "submit"), (manager, "approve"), (staff, "retire")]),
    ];
    let hanako = office.browse(&office.staff, "hanako").await;
    for (at, (state, acts)) in ways.iter().enumerate() {
        let mut of_state = Vec::new();
        // Of the four classes in turn: each of these two is of another one, and has two ways of storage.
        for n in [2 * at, 2 * at + 1] {
            let id = office.draft(n).await;
            for (who, name) in *acts {
                act(&office, who, &id, name).await;
            }
            of_state.push(format!("R8-{:04}", n + 1));
        }
        let classes =
            ["member_information", "participant_information", "entrusted_information", "staff"];
        for sort in ["storage_methods", "-storage_methods", "count", "-count", "documents"] {
            let path = format!("/registers/{REGISTER}?state={state}&sort={sort}");
            let mut seen = numbers(&hanako.get(&path).await.html);
            seen.sort();
            assert_eq!(seen, of_state, "{path}");
            let narrowed = format!("{path}&f_class={}&f_storage_methods=data", classes[2 * at % 4]);
            assert_eq!(numbers(&hanako.get(&narrowed).await.html), of_state[..1], "{narrowed}");
        }
    }
}

#[tokio::test]
async fn the_way_to_a_new_record_is_shown_to_those_who_may_go_it() {
    let office = Office::open().await;
    let start = format!("href=\"/forms/{REGISTER}/new\"");
    let path = format!("/registers/{REGISTER}");
    let hanako = office.browse(&office.staff, "hanako").await;
    assert!(hanako.get(&path).await.html.contains(&start));
    let yoshiko = office.browse(&office.manager, "yoshiko").await;
    for page in [path, format!("/regulation/forms/{REGISTER}"), "/forms".to_owned()] {
        assert!(!yoshiko.get(&page).await.html.contains(&start), "{page}");
    }
    let offered = format!("value=\"{REGISTER}\"");
    assert!(hanako.get("/imports/new").await.html.contains(&offered));
    assert!(!yoshiko.get("/imports/new").await.html.contains(&offered));
}

#[tokio::test]
async fn a_view_is_saved_opened_renamed_and_removed_by_its_member() {
    let office = Office::open().await;
    office.in_force(1).await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let (path, views) = (format!("/registers/{REGISTER}"), format!("/registers/{REGISTER}/views"));
    let shown = "q=%E5%85%A5%E4%BC%9A&state=all&sort=-count&f_class=participant_information";
    let columns = format!("{path}/columns");
    let chosen = hanako.get(&path).await.form(&columns);
    hanako.post(&columns, &chosen.set("column", "count").add("column", "documents")).await;
    let page = hanako.get(&format!("{path}?{shown}")).await;
    let saved = hanako.post(&views, &page.form(&views).set("name", " 講座の多い順 ")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert!(saved.location.contains("column=documents&column=count"), "{}", saved.location);

    // Other columns are chosen for the register; the view keeps its own.
    let back = hanako.get(&path).await.form(&columns).set("column", "purpose");
    hanako.post(&columns, &back).await;
    let list = hanako.get(&path).await;
    let opened = list.html.split("class=\"views\"").nth(1).unwrap();
    let opened = opened.split("href=\"").nth(2).unwrap().split('"').next().unwrap();
    let opened = hanako.get(&opened.replace("&amp;", "&")).await;
    assert!(opened.html.contains("aria-current=\"true\">講座の多い順"));
    let table = opened.read("table tall");
    assert!(
        table.contains("取得する書類") && table.contains("件数") && !table.contains("利用目的"),
        "{table}"
    );
    let form = opened.form(&path);
    assert_eq!((form.get("q"), form.get("state"), form.get("sort")), ("入会", "all", "-count"));
    assert_eq!(form.get("f_class"), "participant_information");

    // Nobody else has it or can touch it.
    let jiro = office.browse(&office.trainer, "jiro").await;
    assert!(!jiro.get(&path).await.text().contains("講座の多い順"));
    let id = opened.html.split(&format!("action=\"{views}/")).nth(1).unwrap();
    let one = format!("{views}/{}", id.split('"').next().unwrap());
    let rename = opened.form(&one).set("name", "多い順");
    let removal = opened.form(&one).add("act", "remove");
    for form in [rename.clone().add("act", "rename"), removal.clone()] {
        assert_eq!(jiro.post(&one, &form).await.status, StatusCode::NOT_FOUND);
    }
    let renamed = hanako.post(&one, &rename.add("act", "rename")).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER);
    assert!(hanako.get(&path).await.text().contains("標準 多い順"));
    assert_eq!(hanako.post(&one, &removal).await.status, StatusCode::SEE_OTHER);
    assert!(!hanako.get(&path).await.text().contains("多い順"));
}

#[tokio::test]
async fn a_view_that_cannot_be_saved_says_why_and_keeps_what_is_shown() {
    let office = Office::open().await;
    let hanako = office.browse(&office.staff, "hanako").await;
    let (path, views) = (format!("/registers/{REGISTER}"), format!("/registers/{REGISTER}/views"));
    let page = hanako.get(&format!("{path}?q=x")).await;
    let refused = hanako.post(&views, &page.form(&views).set("name", "　")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("表示の名前を記入してください"));
    assert_eq!(refused.form(&path).get("q"), "x");
    for name in ["一つ目", "二つ目"] {
        hanako.post(&views, &page.form(&views).set("name", name)).await;
    }
    let list = hanako.get(&path).await;
    let id = list.html.split(&format!("action=\"{views}/")).nth(1).unwrap();
    let one = format!("{views}/{}", id.split('"').next().unwrap());
    let same = list.form(&one).set("name", "二つ目").add("act", "rename");
    assert!(hanako.post(&one, &same).await.text().contains("同じ名前の表示がもうあります"));
}
