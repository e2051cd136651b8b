//! What scripts rely on: exit codes, JSON, colour.

use super::*;

#[test]
fn the_regulations_of_the_house_pass() {
    for name in ["association-pms", "hospital-federation"] {
        let output = check(&[house(name).to_str().unwrap()]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert!(!text.contains("誤り["), "{text}");
    }
}

#[test]
fn with_errors_the_scenarios_wait() {
    let told = misspelled_office().told();
    assert!(told.contains("誤りを直すまで確かめられません"), "{told}");
}

#[test]
fn exit_codes_tell_findings_from_misuse() {
    let (sound, broken) = (house("association-pms"), misspelled_office());
    let sound = sound.to_str().unwrap();
    let code = |arguments: &[&str]| check(arguments).status.code();
    assert_eq!(code(&[sound]), Some(0));
    assert_eq!(code(&[broken.path()]), Some(1));
    // Several folders: the worst of them.
    assert_eq!(code(&[sound, broken.path()]), Some(1));
    assert_eq!(code(&[]), Some(2));
    assert_eq!(code(&["--jason", sound]), Some(2));
    assert_eq!(code(&["/no/such/folder"]), Some(3));
}

#[test]
fn json_keeps_its_contract() {
    let sound = check(&["--json", house("association-pms").to_str().unwrap()]);
    let report: serde_json::Value = serde_json::from_slice(&sound.stdout).unwrap();
    let count = |key: &str| report["clauses"][key].as_u64().unwrap();
    assert_eq!(report["regulation"], "association-pms");
    assert_eq!(count("total"), 328);
    assert_eq!(count("realised") + count("organisational") + count("missing"), 328);
    assert_eq!(count("missing"), 0);
    assert!(report["scenarios"]["passed"].as_u64() > Some(0));
    assert_eq!(report["scenarios"]["failed"], 0);

    let broken = check(&["--json", "--language", "en", misspelled_office().path()]);
    let text = String::from_utf8(broken.stdout).unwrap();
    assert_eq!(text.lines().count(), 1);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|it| it["code"] == "dangling-office").unwrap();
    assert_eq!(finding["file"], "routes/identification.toml");
    assert_eq!(finding["clause"], "J.3.1.1(1)");
    assert_eq!(finding["severity"], "error");
    assert!(finding["line"].as_u64() > Some(0) && finding["message"].is_string());
}

#[test]
fn color_is_for_terminals_and_for_those_who_ask_for_it() {
    let broken = misspelled_office();
    let has_color =
        |environment: &[(&str, &str)]| kitei(&[broken.path()], environment).stdout.contains(&0x1b);
    assert!(!has_color(&[]));
    assert!(has_color(&[("CLICOLOR_FORCE", "1")]));
}
