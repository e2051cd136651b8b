//! `kitei check` as its users meet it: the regulations of the house pass; each broken copy says what is wrong in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// A copy of a regulation in a folder of its own, to be broken.
struct Broken {
    folder: TempDir,
}

impl Broken {
    /// The copy with one place of one file written otherwise.
    fn new(file: &str, from: &str, to: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&house("association-pms"), folder.path());
        let path = folder.path().join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(from), "`{file}` no longer says `{from}`");
        fs::write(path, before.replacen(from, to, 1)).unwrap();
        Self { folder }
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    /// Everything that is told, and the exit code.
    fn told(&self) -> String {
        let output = check(&[self.path()]);
        let text = String::from_utf8(output.stdout).unwrap();
        format!("{text}exit {}", output.status.code().unwrap())
    }

    /// The first error: the mistake itself; what follows from it comes after.
    fn first(&self) -> String {
        let told = self.told();
        let error = told.split("\n\n").find(|finding| finding.starts_with("誤り"));
        error.unwrap_or(&told).lines().take(4).collect::<Vec<_>>().join("\n")
    }
}

fn house(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn check(arguments: &[&str]) -> Output {
    kitei(arguments, &[])
}

fn kitei(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kitei"))
        .arg("check")
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

/// A copy whose first route goes to an office that is not defined.
fn misspelled_office() -> Broken {
    Broken::new("routes.toml", "office = \"manager\"", "office = \"manger\"")
}

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
fn an_office_that_nobody_can_hold() {
    let held = "appointed_by = [\"top\"]\nmax_holders = 1\nrequired = true\nex_officio = { ja = \"総務部長\"";
    let broken = Broken::new("regulation.toml", held, &held.replace("\"top\"", "\"manager\""));
    let told = broken.told();
    let finding = told.split("\n\n").find(|it| it.contains("[unholdable-office]")).unwrap();
    assert!(finding.contains("--> regulation.toml:"), "{finding}");
}

#[test]
fn an_unknown_key() {
    let broken =
        Broken::new("forms/handling_application.toml", "required = true\n", "requierd = true\n");
    let first = broken.first();
    assert!(
        first.starts_with("誤り[") && first.contains("--> forms/handling_application.toml:"),
        "{first}"
    );
}

#[test]
fn a_clause_that_is_not_there() {
    let broken = Broken::new("routes.toml", "clause = \"J.3.1.1(2)\"", "clause = \"J.3.1.1(9)\"");
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> routes.toml:"), "{first}");
}

#[test]
fn a_route_through_an_office_that_is_not_defined() {
    let broken = Broken::new("routes.toml", "office = \"manager\"", "office = \"manger\"");
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> routes.toml:"), "{first}");
}

#[test]
fn a_rule_that_does_not_type_check() {
    let broken = Broken::new(
        "rules.cedar",
        "resource.authors.contains(principal)",
        "resource.authors == principal",
    );
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> rules.cedar:"), "{first}");
}

#[test]
fn a_rule_that_misspells_an_office() {
    let broken = Broken::new(
        "rules.cedar",
        "containsAny([\"manager\", \"chief_officer\"])",
        "containsAny([\"manager\", \"chief_oficer\"])",
    );
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> rules.cedar:"), "{first}");
}

#[test]
fn a_clause_that_nothing_realizes() {
    let broken = Broken::new(
        "clauses.toml",
        "realized = [{ later = { ja = \"教育\", en = \"training\" } }]\n",
        "",
    );
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> clauses.toml:"), "{first}");
}

#[test]
fn a_form_that_nobody_may_draft() {
    let broken = Broken::new(
        "forms/handling_application.toml",
        "  { office = \"handler\", scope = \"unit_tree\", clause = \"J.3.1.1(1)\" },\n",
        "",
    );
    let first = broken.first();
    assert!(
        first.starts_with("誤り[") && first.contains("--> forms/handling_application.toml:"),
        "{first}"
    );
}

#[test]
fn a_kind_of_field_that_does_not_exist() {
    let broken = Broken::new(
        "forms/handling_application.toml",
        "kind = \"short_text\"",
        "kind = \"shorttext\"",
    );
    let first = broken.first();
    assert!(
        first.starts_with("誤り[") && first.contains("--> forms/handling_application.toml:"),
        "{first}"
    );
}

#[test]
fn a_scenario_that_goes_otherwise() {
    let broken = Broken::new(
        "scenarios/application.toml",
        "act = \"approve\"\nrecord = \"application\"\nexpect = { state = \"in_force\" }",
        "act = \"approve\"\nrecord = \"application\"\nexpect = { state = \"rejected\" }",
    );
    let first = broken.first();
    assert!(
        first.starts_with("誤り[") && first.contains("--> scenarios/application.toml:"),
        "{first}"
    );
}

#[test]
fn a_file_that_is_no_toml() {
    let broken = Broken::new("routes.toml", "[[routes]]", "[[routes]");
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> routes.toml:"), "{first}");
}

#[test]
fn a_rule_without_its_clause() {
    let broken = Broken::new("rules.cedar", "@clause(\"J.2.4\")\n", "");
    let first = broken.first();
    assert!(first.starts_with("誤り[") && first.contains("--> rules.cedar:"), "{first}");
}

#[test]
fn a_file_that_is_too_large() {
    let broken = misspelled_office();
    fs::write(broken.folder.path().join("routes.toml"), "# 長い\n".repeat(150_000)).unwrap();
    let told = broken.told();
    assert!(told.contains("[file-too-large]") && told.ends_with("exit 1"), "{told}");
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
    assert!(count("missing") > 0);
    assert!(report["scenarios"]["passed"].as_u64() > Some(0));
    assert_eq!(report["scenarios"]["failed"], 0);

    let broken = check(&["--json", "--language", "en", misspelled_office().path()]);
    let text = String::from_utf8(broken.stdout).unwrap();
    assert_eq!(text.lines().count(), 1);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|it| it["code"] == "dangling-office").unwrap();
    assert_eq!(finding["file"], "routes.toml");
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
