//! `kitei check` as its users meet it: the regulations of the house pass; each broken copy says what is wrong in it.

mod contract;

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

    /// The errors as a compliance officer reads them: what is wrong, where, and how to mend it.
    fn errors(&self) -> String {
        let told = self.told();
        let errors = told.split("\n\n").filter(|finding| finding.starts_with("誤り"));
        // The count comes after the last finding.
        let lines =
            errors.flat_map(str::lines).filter(|line| !line.starts_with("association-pms："));
        lines.filter(|line| !line.starts_with("exit ")).collect::<Vec<_>>().join("\n")
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
    Broken::new("routes/identification.toml", "office = \"manager\"", "office = \"manger\"")
}

#[test]
fn an_office_that_nobody_can_hold() {
    let held = "appointed_by = [\"top\"]\nmax_holders = 1\nrequired = true\nex_officio = { ja = \"総務部長\"";
    let broken = Broken::new("regulation.toml", held, &held.replace("\"top\"", "\"manager\""));
    let errors = broken.errors();
    // What follows from it is told at each place; here the offices themselves, and of the rest how many there are.
    let offices = errors.split("誤り[").filter(|finding| finding.starts_with("unholdable-office]"));
    insta::assert_snapshot!(offices.collect::<String>(), @r#"
    unholdable-office] 役割「個人情報保護管理者」には誰も就くことができません。任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないためです（条項 J.2.3.1会長③）
      --> regulation.toml:193
     193 | id = "manager"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください
    unholdable-office] 役割「個人情報取扱者」には誰も就くことができません。任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないためです（条項 J.2.3.1管理者③）
      --> regulation.toml:321
     321 | id = "handler"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください
    "#);
    for follows in ["drafter-unholdable", "duty-unholdable", "route-unholdable"] {
        assert!(errors.matches(follows).count() > 9, "{follows}");
    }
}

#[test]
fn an_unknown_key() {
    let broken =
        Broken::new("forms/handling_application.toml", "required = true\n", "requierd = true\n");
    insta::assert_snapshot!(broken.errors(), @"
    誤り[unknown-key] `requierd` という設定はありません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:42
      42 | requierd = true
       = 直し方: `required` の書き間違いではありませんか
    ");
}

#[test]
fn a_clause_that_is_not_there() {
    let broken = Broken::new(
        "routes/identification.toml",
        "clause = \"J.3.1.1(2)\"",
        "clause = \"J.3.1.1(9)\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[dangling-clause] 条項 `J.3.1.1(9)` は `clauses.toml` にありません（条項 J.3.1.1(9)）
      --> routes/identification.toml:27
      27 | clause = "J.3.1.1(9)"
       = 直し方: `J.3.1.1(1)` の書き間違いではありませんか
    "#);
}

#[test]
fn a_route_through_an_office_that_is_not_defined() {
    let broken =
        Broken::new("routes/identification.toml", "office = \"manager\"", "office = \"manger\"");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[dangling-office] `manger` という役割は定義されていません（条項 J.3.1.1(1)）
      --> routes/identification.toml:16
      16 | office = "manger"
       = 直し方: `manager` の書き間違いではありませんか
    "#);
}

#[test]
fn a_rule_that_does_not_type_check() {
    let broken = Broken::new(
        "rules/offices.cedar",
        "resource.authors.contains(principal)",
        "resource.authors == principal",
    );
    insta::assert_snapshot!(broken.errors(), @"
    誤り[rule-type] 規則 `no_decision_on_own_record` は、種類の違うもの（たとえば文字列と数、人と組織）を比べています（条項 J.2.4）
      --> rules/offices.cedar:12
      12 | when { resource.authors == principal };
       = 直し方: 比べる両側を同じ種類にしてください。項目の種類ごとの値は docs/regulation-format.md にあります
    ");
}

#[test]
fn a_rule_that_misspells_an_office() {
    let broken = Broken::new(
        "rules/offices.cedar",
        "containsAny([\"manager\", \"chief_officer\"])",
        "containsAny([\"manager\", \"chief_oficer\"])",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[rule-word] 規則 `audit_officer_is_not_in_charge` が見ている `chief_oficer` という役割はありません。このままでは規則が働きません（条項 J.2.3.2(3)）
      --> rules/offices.cedar:21
      21 |     resource.member_offices.containsAny(["manager", "chief_oficer"])
       = 直し方: `chief_officer` の書き間違いではありませんか
    "#);
}

#[test]
fn a_clause_that_nothing_realizes() {
    let broken = Broken::new(
        "clauses/01_context.toml",
        "realized = [{ organizational = { ja = \"適用範囲と規格の版を示した文書\", \
         en = \"The document that states the scope and the edition of the standard\" } }]\n",
        "",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[unrealized-clause] 条項 J.1.5「個人情報保護マネジメントシステム」を実現するものがありません（条項 J.1.5）
      --> clauses/01_context.toml:132
     132 | id = "J.1.5"
       = 直し方: 様式・項目・手順・規則・義務・役割のどれかでこの条項を引く（`clause = …`）か、プログラムの外で行うことなら `realized = [{ organizational = { ja = "証跡になるもの" } }]` と書いてください
    "#);
}

#[test]
fn a_form_that_nobody_may_draft() {
    let broken = Broken::new(
        "forms/handling_application.toml",
        "  { office = \"handler\", scope = \"unit_tree\", clause = \"J.3.1.1(1)\" },\n",
        "",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[no-drafter] 様式「個人情報取扱業務申請書」は誰も起案できません。起案者（drafters）が書かれていません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:15
      15 | drafters = [
       = 直し方: `drafters = [{ office = "…", scope = "own_unit", clause = "…" }]` の形で、誰が起案するかを書いてください
    "#);
}

#[test]
fn a_kind_of_field_that_does_not_exist() {
    let broken = Broken::new(
        "forms/handling_application.toml",
        "kind = \"short_text\"",
        "kind = \"shorttext\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[unknown-value] `kind` に `shorttext` という値はありません（条項 J.3.1.1(1)）
      --> forms/handling_application.toml:41
      41 | kind = "shorttext"
       = 直し方: `short_text` の書き間違いではありませんか（使える値：`short_text`, `long_text`, `date`, `date_range`, `number`, `choice`, `many_choice`, `member`, `unit`, `office`, `record`, `clause_exception`, `file`, `table`, `consent`, `yes_no`, `derived`）
    "#);
}

#[test]
fn a_scenario_that_goes_otherwise() {
    let broken = Broken::new(
        "scenarios/application.toml",
        "act = \"approve\"\nrecord = \"application\"\nexpect = { state = \"in_force\" }",
        "act = \"approve\"\nrecord = \"application\"\nexpect = { state = \"rejected\" }",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[scenario] 状態は `rejected` のはずですが `in_force` です（条項 J.3.1.1(1)）
      --> scenarios/application.toml:42
      42 | by = "head"
       = 直し方: 「申請し、管理者が承認する」の場面か、それが確かめている規則を直してください
    "#);
}

#[test]
fn a_file_that_is_no_toml() {
    let broken = Broken::new("routes/identification.toml", "[[routes]]", "[[routes]");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[syntax] `[[…]]` が閉じていません
      --> routes/identification.toml:3
       3 | [[routes]
       = 直し方: `]]` を書いてください
    誤り[wrong-type] `routes` の値は `{ … }` の並び（または `[[…]]`） でなければなりません
      --> routes/identification.toml:7
       7 | [[routes.steps]]
       = 直し方: `routes = [{ … }, { … }]` の形に直してください
    誤り[dangling-route] `application_approval` という決裁ルートは定義されていません
      --> forms/handling_application.toml:10
      10 | route = "application_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `register_approval` という決裁ルートは定義されていません
      --> forms/holdings_register.toml:10
      10 | route = "register_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/information_flow.toml:9
       9 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/risk_assessment.toml:11
      11 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-realization] 条項 J.3.1.1(1) を実現するという決裁ルート `application_approval` はありません（条項 J.3.1.1(1)）
      --> clauses/03_planning.toml:9
       9 | realized = [{ form = "handling_application" }, { form = "holdings_register" }, { route = "application_approval" }, { office = "handler" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.1(2) を実現するという決裁ルート `register_approval` はありません（条項 J.3.1.1(2)）
      --> clauses/03_planning.toml:15
      15 | realized = [{ duty = "review_holdings" }, { form = "holdings_register" }, { route = "register_approval" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.3(2) を実現するという決裁ルート `risk_approval` はありません（条項 J.3.1.3(2)）
      --> clauses/03_planning.toml:134
     134 | realized = [{ form = "information_flow" }, { form = "risk_assessment" }, { route = "risk_approval" }]
       = 直し方: `use_approval` の書き間違いではありませんか
    "#);
}

#[test]
fn a_rule_without_its_clause() {
    let broken = Broken::new("rules/offices.cedar", "@clause(\"J.2.4\")\n", "");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[missing-annotation] 規則に `@clause` がありません
      --> rules/offices.cedar:3
       3 | @id("no_decision_on_own_record")
       = 直し方: 規則の前の行に `@clause("2(3)")` の形で書いてください
    誤り[uncited-realization] 条項 J.2.4 を実現するという規則 `no_decision_on_own_record` は、この条項をどこにも引いていません（条項 J.2.4）
      --> clauses/02_leadership.toml:302
     302 | realized = [{ rule = "no_decision_on_own_record" }, { rule = "nobody_prepares_their_own_appointment" }]
       = 直し方: 規則 `no_decision_on_own_record` の該当箇所に `clause = "J.2.4"` を書くか、`realized` から外してください
    "#);
}

#[test]
fn a_review_that_nobody_can_direct() {
    let broken = Broken::new(
        "forms/holdings_register.toml",
        "directed_by = { office = \"manager\"",
        "directed_by = { office = \"managers\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[dangling-office] `managers` という役割は定義されていません（条項 J.3.1.1(5)）
      --> forms/holdings_register.toml:14
      14 | review = { months_before_year_end = 1, clause = "J.3.1.1(2)", directed_by = { office = "managers", scope = "operator", clause = "J.3.1.1(5)" } }
       = 直し方: `manager` の書き間違いではありませんか
    "#);
}

#[test]
fn a_flag_that_stands_on_no_clause() {
    let broken =
        Broken::new("forms/holdings_register.toml", "clause = \"J.3.1.1(1)\"\nflag", "flag");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[idle-flag] 項目「取扱業務申請書」の `flag` に、もとになる条項がありません
      --> forms/holdings_register.toml:378
     378 | flag = { ja = "承認された取扱業務申請書がありません。申請し、承認を得てからこの行に結び付けてください。", en = "No approved handling application stands behind this line. Apply, get the approval, and link …
       = 直し方: その項目に `clause = "…"` を書いてください
    誤り[uncited-realization] 条項 J.3.1.1(1) を実現するという様式 `holdings_register` は、この条項をどこにも引いていません（条項 J.3.1.1(1)）
      --> clauses/03_planning.toml:9
       9 | realized = [{ form = "handling_application" }, { form = "holdings_register" }, { route = "application_approval" }, { office = "handler" }]
       = 直し方: 様式 `holdings_register` の該当箇所に `clause = "J.3.1.1(1)"` を書くか、`realized` から外してください
    "#);
}

#[test]
fn two_fields_of_one_name() {
    let broken =
        Broken::new("forms/handling_application.toml", "id = \"occasion\"", "id = \"work_name\"");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[duplicate-id] 項目の ID `work_name` が二度使われています（最初は forms/handling_application.toml の 38 行目）
      --> forms/handling_application.toml:50
      50 | id = "work_name"
       = 直し方: どちらかを変えるか、重複を消してください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:25
      25 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:68
      68 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:104
     104 | fields = { work_name = "会員の入会受付", occasion = "new" }
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:157
     157 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:218
     218 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:279
     279 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:322
     322 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/application.toml:380
     380 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/backing.toml:65
      65 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/backing.toml:144
     144 | [scenarios.steps.fields]
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/handling_notice.toml:331
     331 | fields = { work_name = "会員の管理", occasion = "new", items = "氏名", purpose = "マーケティングのため" }
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/required_risk.toml:15
      15 |   { by = "clerk", act = "draft", record = "application", form = "handling_application", fields = {
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/required_risk.toml:25
      25 |   { by = "clerk", act = "edit", record = "application", fields = { work_name = "会員の入会受付", occasion = "" } },
       = 直し方: 様式にある項目の ID を書いてください
    誤り[dangling-field] 様式「個人情報取扱業務申請書」に項目 `occasion` はありません
      --> scenarios/required_risk.toml:27
      27 |   { by = "clerk", act = "edit", record = "application", fields = { occasion = "new", items = "" } },
       = 直し方: 様式にある項目の ID を書いてください
    "#);
}

#[test]
fn a_route_that_nobody_decides() {
    let broken = Broken::new(
        "routes/identification.toml",
        "id = \"manager\"\nkind = \"approve\"",
        "id = \"manager\"\nkind = \"acknowledge\"",
    );
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[route-without-approval] 決裁ルート「取扱いの申請」には承認する手順がないのに、承認の要る様式（個人情報取扱業務申請書）が使っています
      --> routes/identification.toml:4
       4 | id = "application_approval"
       = 直し方: `kind = "approve"` か `kind = "decide_by_body"` の手順を加えるか、様式の種類（kind）を見直してください
    "#);
}

#[test]
fn a_scenario_on_a_day_that_is_none() {
    let broken = Broken::new("scenarios/review.toml", "on = \"2027-02-28\"", "on = \"2027-02-30\"");
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[day] `2027-02-30` は日付として読めません
      --> scenarios/review.toml:58
      58 | on = "2027-02-30"
       = 直し方: `"2027-03-10"` の形で書いてください
    "#);
}

#[test]
fn a_file_that_is_too_large() {
    let broken = misspelled_office();
    fs::write(broken.folder.path().join("routes/identification.toml"), "# 長い\n".repeat(150_000))
        .unwrap();
    insta::assert_snapshot!(broken.errors(), @r#"
    誤り[file-too-large] ファイルが大きすぎます（1048577 バイト。上限は 1048576 バイト）
      --> routes/identification.toml
       = 直し方: ファイルを分けてください
    誤り[dangling-route] `application_approval` という決裁ルートは定義されていません
      --> forms/handling_application.toml:10
      10 | route = "application_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `register_approval` という決裁ルートは定義されていません
      --> forms/holdings_register.toml:10
      10 | route = "register_approval"
       = 直し方: `routes.toml` の `[[routes]]` に定義するか、定義済みの決裁ルートを指してください
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/information_flow.toml:9
       9 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-route] `risk_approval` という決裁ルートは定義されていません
      --> forms/risk_assessment.toml:11
      11 | route = "risk_approval"
       = 直し方: `use_approval` の書き間違いではありませんか
    誤り[dangling-realization] 条項 J.3.1.1(1) を実現するという決裁ルート `application_approval` はありません（条項 J.3.1.1(1)）
      --> clauses/03_planning.toml:9
       9 | realized = [{ form = "handling_application" }, { form = "holdings_register" }, { route = "application_approval" }, { office = "handler" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.1(2) を実現するという決裁ルート `register_approval` はありません（条項 J.3.1.1(2)）
      --> clauses/03_planning.toml:15
      15 | realized = [{ duty = "review_holdings" }, { form = "holdings_register" }, { route = "register_approval" }]
       = 直し方: この決裁ルートを作るか、`realized` の行を直してください
    誤り[dangling-realization] 条項 J.3.1.3(2) を実現するという決裁ルート `risk_approval` はありません（条項 J.3.1.3(2)）
      --> clauses/03_planning.toml:134
     134 | realized = [{ form = "information_flow" }, { form = "risk_assessment" }, { route = "risk_approval" }]
       = 直し方: `use_approval` の書き間違いではありませんか
    "#);
}
