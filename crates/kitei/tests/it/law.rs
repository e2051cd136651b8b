//! `kitei law …`: the contract's examples, exit codes, where a question is read from, and what a refusal says.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

/// What came back from the binary.
struct Reply {
    code: i32,
    out: String,
    error: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    fn result(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.error);
        self.json()["result"].clone()
    }

    /// The code and what was said on standard error; nothing goes to standard output then.
    fn refusal(&self) -> String {
        assert_eq!(self.out, "");
        format!("{} {}", self.code, self.error.trim_end())
    }
}

fn ask(arguments: &[&str], input: &[u8]) -> Reply {
    let mut kitei = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .arg("law")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever refuses early does not read on.
    let _ = kitei.stdin.take().unwrap().write_all(input);
    let output = kitei.wait_with_output().unwrap();
    Reply {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

fn law(arguments: &[&str]) -> Reply {
    ask(arguments, b"")
}

fn of_facts(calculator: &str, facts: &Value) -> Reply {
    ask(&[calculator, "--json", "-"], facts.to_string().as_bytes())
}

#[test]
fn answers_the_examples_of_the_contract() {
    let deadline = ["deadline", "--rule", "final-report", "--known", "2026-04-03", "--days", "30"];
    assert_eq!(law(&deadline).result(), json!({ "due": "2026-05-07" }));
    let number = ["number", "--kind", "my-number", "123456789018"];
    assert_eq!(law(&number).result(), json!({ "valid": true }));
    assert_eq!(law(&["date", "令和8年5月15日"]).result(), json!({ "date": "2026-05-15" }));
    let facts = json!({
        "known": "2026-04-03", "regime": "private", "special_care": true, "property_damage": false,
        "wrongful_purpose": true, "strongly_encrypted": false, "persons": null, "persons_max": 2000,
        "my_number": {
            "network_system": false, "wrongful_purpose": false, "open_to_many": false,
            "persons": 101, "persons_max": null,
        },
    });
    let expected = json!({
        "classes": [1, 3, 4], "my_number_classes": [4],
        "preliminary_from": "2026-04-05", "preliminary_until": "2026-04-07",
        "final_due": "2026-05-07", "notify_persons": true,
        "missing_items": [
            "overview", "data_items", "persons", "cause", "secondary_damage", "persons_response",
            "publication", "prevention", "other",
        ],
    });
    assert_eq!(of_facts("breach", &facts).result(), expected);
}

#[test]
fn prints_result_steps_and_articles_with_and_without_the_flag() {
    for arguments in [
        &["deadline", "--rule", "suit", "--known", "2026-04-01"][..],
        &["number", "--kind", "postal-code", "100-0001"],
        &["date", "R8.5.15"],
        &["list", "clocks"],
    ] {
        let plain = law(arguments);
        let flagged = law(&[arguments, &["--json"]].concat());
        assert_eq!(plain.out, flagged.out);
        let keys: Vec<_> = flagged.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["result", "steps", "articles"], "{arguments:?}");
    }
}

#[test]
fn explains_in_the_language_asked_for() {
    let asked = ["deadline", "--rule", "suit", "--known", "R8.4.1", "--explain"];
    insta::assert_snapshot!(law(&asked).out, @r"
    期限: 2026-04-16(令和8年4月16日)
    1. 訴えの提起が可能になる日: 起算の事由は2026-04-01〔個人情報保護法39条1項〕
    2. 初日は算入しない。1日目は2026-04-02〔民法140条〕
    3. 2週間の期間は2026-04-15の終了で満了する〔民法141条、民法143条〕
    4. 2週間を経過した2026-04-16から〔個人情報保護法39条1項〕
    5. 未施行の改正(2026-07-17公布): 令和8年改正(統計作成等の同意の例外、16歳未満の本人、特定生体個人情報、本人通知の緩和、課徴金など)。適用していない(未確認)〔個人情報保護法〕
    ");
    let english = [&asked[..], &["--language", "en"]].concat();
    assert!(law(&english).out.starts_with("due: 2026-04-16\n1. "));
}

#[test]
fn reads_facts_from_standard_input_and_files() {
    let facts = r#"{"known": "2026-04-03", "special_care": true}"#;
    let marked = [b"\xef\xbb\xbf", facts.as_bytes()].concat();
    for input in [facts.as_bytes(), &marked] {
        let reply = ask(&["breach", "--json", "-"], input);
        assert_eq!(reply.result()["final_due"], json!("2026-05-07"));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.json");
    std::fs::write(&file, facts).unwrap();
    let reply = law(&["breach", "--json", file.to_str().unwrap()]);
    assert_eq!(reply.result()["classes"], json!([1]));
    let number = ask(&["number", "--kind", "my-number", "-"], b"1234 5678 9018\n");
    assert_eq!(number.result(), json!({ "valid": true }));
}

#[test]
fn reaches_everything_that_the_law_knows() {
    let states = json!({ "states": [
        { "known": "2026-04-01", "persons": 900 }, { "known": "2026-04-10", "persons": 1200 },
    ] });
    assert_eq!(of_facts("history", &states).result()["clock_from"], json!("2026-04-10"));
    let draft = of_facts("draft", &json!({ "known": "2026-04-03", "special_care": true }));
    assert!(draft.result()["text"].as_str().unwrap().starts_with("漏えい等報告（速報）"));
    let provision = of_facts("provision", &json!({ "basis": "consent" }));
    assert_eq!(provision.result()["allowed"], json!(true));
    let request = of_facts("request", &json!({ "kind": "erasure", "received": "2026-04-01" }));
    assert_eq!(request.result()["suit_from"], json!("2026-04-16"));
    let consent = of_facts("consent", &json!({ "act": "acquire_special_care" }));
    assert_eq!(consent.result()["allowed"], json!(false));
    let processed = of_facts("processed", &json!({ "kind": "anonymized_provision" }));
    assert_eq!(processed.result()["open"], json!(["publish_provision", "tell_recipient"]));
    let safety = of_facts("safety", &json!({ "employees": 20, "persons": 100 }));
    assert_eq!(safety.result()["small"], json!(true));
    let kept = of_facts("retention", &json!({ "kind": "stress_check", "event": "2026-04-01" }));
    assert_eq!(kept.result()["keep_until"], json!("2031-04-01"));
    assert_eq!(
        law(&["list", "stop_grounds"]).result()["entries"][0]["key"],
        json!("beyond_purpose")
    );
}

#[test]
fn answers_as_of_a_day() {
    let skimmed =
        json!({ "known": "2024-03-31", "wrongful_purpose": true, "about_to_be_acquired": true });
    let asked = |as_of| {
        let arguments = ["breach", "--json", "-", "--as-of", as_of];
        ask(&arguments, skimmed.to_string().as_bytes()).result()["classes"].clone()
    };
    assert_eq!(asked("2024-03-31"), json!([]));
    assert_eq!(asked("令和6年4月1日"), json!([3]));
    let holidays = law(&["list", "holidays", "--as-of", "2027-01-01"]);
    assert_eq!(holidays.result()["entries"].as_array().unwrap().len(), 17);
}

#[test]
fn refuses_a_day_of_asking_where_it_would_change_nothing() {
    let dated = ["date", "2026-05-15", "--as-of", "2020-01-01"];
    insta::assert_snapshot!(law(&dated).refusal(), @"2 kitei law: 「as_of」は指定できません(書かれた日付の意味は、いつの時点でも同じです)");
    let flagged = [&dated[..], &["--json", "--language", "en"]].concat();
    insta::assert_snapshot!(law(&flagged).refusal(), @r#"2 {"error":{"field":"as_of","message":"as_of cannot be chosen: what a written date means does not hang on the day of asking"}}"#);
}

/// Asks with an output that is closed before anything is printed.
fn unread(arguments: &[&str]) -> (Option<i32>, String) {
    let mut kitei = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(kitei.stdout.take());
    let _ = kitei.stdin.take().unwrap().write_all(br#"{"known": "2026-04-03"}"#);
    let output = kitei.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn ends_quietly_where_nobody_reads_on() {
    let regulation = concat!(env!("CARGO_MANIFEST_DIR"), "/../../regulations/association-pms");
    for arguments in [
        &["law", "breach", "--json", "-"][..],
        &["law", "list", "holidays", "--explain"],
        &["openapi"],
        &["check", regulation],
        &["check", "--json", regulation],
    ] {
        assert_eq!(unread(arguments), (Some(0), String::new()), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn tells_of_an_output_that_cannot_be_written() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(["law", "date", "2026-05-15"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("kitei: standard output cannot be written: "), "{error}");
}

#[test]
fn refuses_and_names_the_field_and_its_range() {
    let days =
        |days| law(&["deadline", "--rule", "final-report", "--known", "R8.4.3", "--days", days]);
    let dated = |known| law(&["deadline", "--rule", "suit", "--known", known]);
    let english = |arguments: &[&str]| law(&[arguments, &["--language", "en"]].concat()).refusal();
    let table = [
        law(&["date", "2026-02-30"]).refusal(),
        law(&["date", "平成99年"]).refusal(),
        law(&["date", "昭和64年1月8日"]).refusal(),
        law(&["date", "慶応4年1月1日"]).refusal(),
        dated("2026-02-30").refusal(),
        dated("2026年4月").refusal(),
        days("-1").refusal(),
        days("0").refusal(),
        law(&["deadline", "--rule", "first-day-out", "--known", "2026-04-01"]).refusal(),
        law(&["number", "--kind", "my-number", "1234567890123"]).refusal(),
        law(&["list", "what"]).refusal().chars().take(40).collect(),
        english(&["date", "2026-02-30"]),
        english(&["number", "--kind", "my-number", "1234567890123"]),
    ];
    insta::assert_snapshot!(table.join("\n"), @r"
    2 kitei law: 「date」: 日が30です。1から28までで書いてください
    2 kitei law: 「date」: 平成の年が99です。1から31までで書いてください
    2 kitei law: 「date」: 昭和は1926-12-25から1989-01-07まで(1年から64年)です。その日は平成元年1月8日になります
    2 kitei law: 「date」: 年が明治6年(1873年)より前です。明治5年までは太陽太陰暦のため、西暦の日付に直せません
    2 kitei law: 「known」: 日が30です。1から28までで書いてください
    2 kitei law: 「known」に使えるのは次のものです: 年月日までの日付(例: 2026-04-03)
    2 kitei law: 「days」は1から3660までで指定してください
    2 kitei law: 「days」は1から3660までで指定してください
    2 kitei law: 「days」がありません(日数、週数、月数、年数のいずれか)
    2 kitei law: 「number」: 13文字あります。個人番号は12桁の数字です
    2 kitei law: 「name」は clocks, breach_clas
    2 kitei law: date: day 30 is out of range, allowed are 1 to 28
    2 kitei law: number has 13 characters, a my-number has 12 digits
    ");
}

#[test]
fn refuses_json_in_json() {
    let refused = |facts: &str| ask(&["breach", "--json", "-"], facts.as_bytes()).refusal();
    let flagged = law(&["deadline", "--rule", "suit", "--known", "2026-02-30", "--json"]);
    let explained = ask(&["breach", "--json", "-", "--explain"], b"{}");
    let table = [
        refused("{"),
        refused("{}"),
        refused(r#"{"known": "2026-02-30"}"#),
        refused(r#"{"known": "2026-04-03", "persons": -1}"#),
        refused(r#"{"known": "2026-04-03", "persons": 1.5}"#),
        refused(r#"{"known": "2026-04-03", "persons": 20, "persons_max": 10}"#),
        refused(r#"{"known": "2026-04-03", "my_number": {"persons": -5}}"#),
        flagged.refusal(),
        explained.refusal(),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    2 {"error":{"field":null,"message":"JSONのオブジェクトではありません(1行1桁)"}}
    2 {"error":{"field":"known","message":"「known」がありません(2026-04-03のような日付)"}}
    2 {"error":{"field":"known","message":"「known」: 日が30です。1から28までで書いてください"}}
    2 {"error":{"field":"persons","message":"「persons」は0から10000000000までで指定してください"}}
    2 {"error":{"field":"persons","message":"「persons」に使えるのは次のものです: 整数か null"}}
    2 {"error":{"field":"persons","message":"「persons」が「persons_max」と合いません(本人の数20が最大数10より多い)"}}
    2 {"error":{"field":"my_number.persons","message":"「my_number.persons」は0から10000000000までで指定してください"}}
    2 {"error":{"field":"known","message":"「known」: 日が30です。1から28までで書いてください"}}
    2 kitei law: 「known」がありません(2026-04-03のような日付)
    "#);
}

#[test]
fn tells_a_wrong_call_from_a_file_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.json");
    std::fs::write(&large, vec![b' '; (1 << 20) + 1]).unwrap();
    for (arguments, input, code) in [
        (&["breach", "--json", "no-such-file.json"][..], &b""[..], 3),
        (&["breach", "--json", large.to_str().unwrap()], b"", 3),
        (&["breach", "--json", "-"], b"\xff\xfe", 3),
        (&["breach"], b"", 2),
        (&["deadline", "--rule", "suit"], b"", 2),
        (&["deadline", "--rule", "suit", "--known", "2026-04-01", "--days", "x"], b"", 2),
        (&["what"], b"", 2),
    ] {
        let reply = ask(arguments, input);
        assert_eq!((reply.code, reply.out.as_str()), (code, ""), "{arguments:?}: {}", reply.error);
        assert_ne!(reply.error, "", "{arguments:?}");
    }
}

#[test]
fn never_repeats_a_number() {
    let wrong = law(&["number", "--kind", "my-number", "123456789012"]);
    assert_eq!(wrong.result(), json!({ "valid": false }));
    assert!(!wrong.out.contains("123456789012"));
    let card = law(&["number", "--kind", "payment-card", "4111111111111112"]);
    assert_eq!(card.result(), json!({ "valid": false }));
    let long = law(&["number", "--kind", "my-number", "1234567890123"]);
    assert!(!long.error.contains("1234567890123"));
}
