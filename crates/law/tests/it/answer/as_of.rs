//! The law as of a day: amendments, days whose law is not held, and answers that change.

use jiff::civil::date;
use law::Language;
use law::answer::{self, Answer};
use serde_json::json;

use super::breach;

#[test]
fn tells_of_the_amendment_that_waits() {
    let last = |answer: Answer| answer.steps.last().expect("a step").line(Language::Ja);
    let breach = answer::breach(r#"{"known": "2026-04-03", "special_care": true}"#);
    insta::assert_snapshot!(last(breach.expect("readable")), @"未施行の改正(2026-07-17公布): 令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない(未確認)〔個人情報保護法〕");
    let later = answer::request(r#"{"kind": "disclosure", "received": "2028-08-01"}"#);
    insta::assert_snapshot!(last(later.expect("readable")), @"2028-07-16までに施行される改正をこの計算は収録していない: 令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない(未確認)〔個人情報保護法〕");
    let request = answer::request(r#"{"kind": "disclosure", "received": "2026-04-01"}"#);
    assert!(last(request.expect("readable")).contains("未施行"));
    let written = answer::date("2026-04-01").expect("readable");
    assert!(!last(written).contains("改正"));
}

#[test]
fn answers_as_of_a_day() {
    let asked = |as_of: &str| {
        breach(&json!({
            "known": "2024-03-31", "as_of": as_of, "wrongful_purpose": true, "about_to_be_acquired": true,
        }))["classes"]
            .clone()
    };
    assert_eq!((asked("2024-03-31"), asked("2024-04-01")), (json!([]), json!([3])));
    let papers = |as_of: &str| {
        let question = json!({ "kind": "disclosure", "received": "2024-12-01", "as_of": as_of });
        let answer = answer::request(&question.to_string()).expect("readable");
        answer.result["identity_papers"].to_string()
    };
    assert!(papers("2024-12-01").contains("健康保険"));
    assert!(!papers("2026-04-01").contains("健康保険"));
    let early = answer::breach(r#"{"known": "2022-03-31", "special_care": true}"#);
    assert_eq!(early.expect("readable").summary.ja, "2022-03-31の時点の規定は収録していません");
}

#[test]
fn says_where_the_law_of_a_day_is_not_held() {
    let early = date(2022, 3, 31);
    let said = |answer: &Answer| {
        answer.steps.iter().any(|step| step.text.ja.contains("の時点の規定は収録してい"))
    };
    for (name, ask, question) in [
        ("breach", answer::breach as fn(&str) -> _, json!({ "known": "2026-04-03" })),
        ("history", answer::history, json!({ "states": [{ "known": "2022-03-01" }] })),
        ("draft", answer::draft, json!({ "known": "2026-04-03" })),
        ("provision", answer::provision, json!({ "basis": "consent" })),
        ("request", answer::request, json!({ "kind": "disclosure", "received": "2026-04-01" })),
        ("consent", answer::consent, json!({ "act": "acquire_special_care" })),
        ("processed", answer::processed, json!({ "kind": "anonymized" })),
        ("safety", answer::safety, json!({ "employees": 5 })),
        ("retention", answer::retention, json!({ "kind": "provision_batch" })),
    ] {
        for (day, is_held) in [("2022-03-31", false), ("2022-04-01", true)] {
            let mut asked = question.clone();
            asked["as_of"] = json!(day);
            if is_held && name == "history" {
                asked["states"] = json!([{ "known": "2022-04-01" }]);
            }
            let answered = ask(&asked.to_string()).expect("readable");
            assert_eq!(said(&answered), !is_held, "{name} {day}");
        }
    }
    let deadline = |rule, known| answer::deadline(rule, known, None).expect("countable");
    assert!(said(&deadline("final-report", early)));
    assert!(!said(&deadline("final-report", date(2022, 4, 1))));
    let listed = |name| answer::list(name, early).expect("known");
    assert!(said(&listed("breach_classes")) && said(&listed("safety_measures")));
    // Neither the Civil Code nor the holidays hang on what is held of the Act.
    let counted = answer::deadline("first-day-out", early, Some(30)).expect("countable");
    assert!(!said(&counted) && !said(&listed("holidays")));
    let unheld = answer::history(r#"{"states": [{"known": "2022-03-31", "special_care": true}]}"#);
    assert_eq!(unheld.expect("readable").summary.ja, "2022-03-31の時点の規定は収録していません");
}
