//! Lists: forms, records a page at a time, duties.

use serde_json::Value;

use crate::support::{Office, REGISTER};

#[tokio::test]
async fn forms_say_what_can_be_filled_in() {
    let office = Office::open().await;
    let forms = office.get(&office.staff, "/forms").await.json();
    let lines: Vec<_> = forms["forms"].as_array().unwrap().iter().map(|form| {
        let count = form["fields"].as_array().unwrap().len();
        format!("{} {} {} {} {count}", form["id"], form["number"], form["title"], form["kind"])
    }).collect();
    insta::assert_snapshot!(lines.join("\n"), @"");
    let mut form = office.get(&office.staff, &format!("/forms/{REGISTER}")).await.json();
    form["fields"].as_array_mut().unwrap().truncate(2);
    insta::assert_snapshot!(office.told(&form, &[]), @"");
    assert_eq!(office.get(&office.staff, "/forms/none").await.refusal(), "404 not-found");
}

#[tokio::test]
async fn a_list_has_what_is_in_force() {
    let office = Office::open().await;
    office.draft(1).await;
    let id = office.in_force(0).await;
    let page = office.get(&office.trainer, &format!("/records?form={REGISTER}")).await.json();
    let staff = office.get(&office.staff, &format!("/records?form={REGISTER}")).await.json();
    insta::assert_snapshot!(office.told(&staff, &[(&id, "(record)")]), @"");
    assert!(page["records"].is_array());
}

#[tokio::test]
async fn pages_lead_to_the_end_and_every_record_is_on_one() {
    let office = Office::open().await;
    for n in 0..5 {
        office.in_force(n).await;
    }
    for (sort, expected) in [
        ("number", [100, 101, 102, 103, 104]),
        ("-number", [104, 103, 102, 101, 100]),
        ("-documents", [104, 103, 102, 101, 100]),
    ] {
        let (mut counts, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = office.get(&office.staff, &format!("/records?form={REGISTER}&limit=2&sort={sort}{cursor}")).await.json();
            counts.extend(page["records"].as_array().unwrap().iter().map(|it| it["fields"]["count"].as_i64().unwrap()));
            pages += 1;
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((counts, pages), (expected.to_vec(), 3), "{sort}");
    }
}

#[tokio::test]
async fn a_list_is_narrowed_by_words_answers_and_state() {
    let office = Office::open().await;
    for n in 0..5 {
        office.in_force(n).await;
    }
    office.draft(5).await;
    for (query, expected) in [
        ("q=その3", "103"),
        ("filter%5Bclass%5D=member_information", "100 104"),
        ("filter%5Bclass%5D=member_information&q=その4", "104"),
        ("filter%5Bcount%5D=102", "102"),
        ("state=draft", "105"),
        ("state=in_force", "100 101 102 103 104"),
        ("state=all", "100 101 102 103 104 105"),
        ("state=retired", ""),
    ] {
        let query = query.replace("その", "%E3%81%9D%E3%81%AE");
        let page = office.get(&office.staff, &format!("/records?form={REGISTER}&{query}")).await.json();
        let counts: Vec<_> = page["records"].as_array().unwrap_or_else(|| panic!("{query}: {page}")).iter();
        let counts: Vec<_> = counts.map(|it| it["fields"]["count"].to_string()).collect();
        assert_eq!(counts.join(" "), expected, "{query}");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_meant_is_told_so() {
    let office = Office::open().await;
    let ask = async |query: &str| office.get(&office.staff, &format!("/records?{query}")).await.refusal();
    insta::assert_snapshot!(ask("").await, @"");
    insta::assert_snapshot!(ask("form=nothing").await, @"");
    insta::assert_snapshot!(ask("form=holdings_register&limit=201&state=lost&cursor=x&page=2").await, @"");
    insta::assert_snapshot!(ask("form=holdings_register&limit=many&limit=2").await, @"");
    insta::assert_snapshot!(ask("form=holdings_register&filter%5Bremarks%5D=x").await, @"");
    insta::assert_snapshot!(ask("form=holdings_register&sort=remarks").await, @"");
}

#[tokio::test]
async fn reviews_are_due_at_the_end_of_the_fiscal_year() {
    let office = Office::open().await;
    let duties = async |query: &str| office.get(&office.staff, &format!("/duties{query}")).await.json();
    let lines = |duties: &Value| {
        let line = |it: &Value| format!("{} {} {} {} {}", it["due"], it["begins"], it["kind"], it["form"], it["clause"]);
        duties["duties"].as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(lines(&duties("").await), @"");
    assert_eq!(lines(&duties("?from=2026-04-01&to=2027-03-30").await), "");
    assert_eq!(lines(&duties("?from=2027-03-31&to=2028-03-31").await).lines().count(), 2 * lines(&duties("").await).lines().count());
    insta::assert_snapshot!(office.get(&office.staff, "/duties?from=2027-01-01&to=2026-01-01&what=1").await.refusal(), @"");
    let nobody = office.get(&office.administrator, "/duties").await.json();
    assert_eq!(lines(&nobody), "");
}
