//! Faults of sense: everything is spelled as it should be, but it does not fit together.

mod rules;

use crate::fixture::{broken, broken_again, codes, findings, sound};

#[test]
fn an_office_that_is_not_defined() {
    let folder = broken("routes.toml", r#"office = "manager""#, r#"office = "manger""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[dangling-office] `manger` という役割は定義されていません（条項 3）
      --> routes.toml:13
      13 | office = "manger"
       = 直し方: `manager` の書き間違いではありませんか
    "#);
}

#[test]
fn a_clause_that_is_not_there() {
    let folder = broken("forms/holdings.toml", r#"clauses = ["2"]"#, r#"clauses = ["2", "22"]"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[dangling-clause] 条項 `22` は `clauses.toml` にありません（条項 22）
      --> forms/holdings.toml:6
       6 | clauses = ["2", "22"]
       = 直し方: `clauses.toml` にこの条項を書き加えるか、番号を直してください
    "#);
}

#[test]
fn an_office_that_nobody_can_hold() {
    let folder =
        broken("regulation.toml", r#"appointed_by = ["chief"]"#, r#"appointed_by = ["handler"]"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[unholdable-office] 役割「管理者」には誰も就くことができません。任命する役割（appointed_by：handler）にも誰も就けず、任命する人がいないためです（条項 1）
      --> regulation.toml:24
      24 | id = "manager"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください

    誤り[unholdable-office] 役割「取扱者」には誰も就くことができません。任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないためです（条項 1）
      --> regulation.toml:31
      31 | id = "handler"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください

    誤り[drafter-unholdable] 様式「管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 2）
      --> forms/holdings.toml:10
      10 | drafters = [{ office = "handler", scope = "own_unit", clause = "2" }]
       = 直し方: 役割`handler`（regulation.toml の 31 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください

    誤り[route-unholdable] 決裁がここで止まります。役割「管理者」には、任命する役割（appointed_by：handler）にも誰も就けず、任命する人がいないため誰も就けません（条項 3）
      --> routes.toml:13
      13 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 24 行目）を直すか、誰かが就ける役割に替えてください
    "#);
}

#[test]
fn an_office_over_units_that_do_not_exist() {
    let folder = broken(
        "regulation.toml",
        "held_over = [\"department\"]\nappointed_by = [\"chief\"]",
        "held_over = [\"section\"]\nappointed_by = [\"chief\"]",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[unholdable-office] 役割「管理者」には誰も就くことができません。就く先の組織（held_over：section）が一つも存在しないためです（条項 1）
      --> regulation.toml:24
      24 | id = "manager"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください

    誤り[dangling-unit-kind] `section` という組織の種類は定義されていません（条項 1）
      --> regulation.toml:27
      27 | held_over = ["section"]
       = 直し方: `regulation.toml` の `[[unit_kinds]]` に定義するか、定義済みの組織の種類を指してください

    誤り[unholdable-office] 役割「取扱者」には誰も就くことができません。任命する役割（appointed_by：manager）にも誰も就けず、任命する人がいないためです（条項 1）
      --> regulation.toml:31
      31 | id = "handler"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください

    誤り[drafter-unholdable] 様式「管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 2）
      --> forms/holdings.toml:10
      10 | drafters = [{ office = "handler", scope = "own_unit", clause = "2" }]
       = 直し方: 役割`handler`（regulation.toml の 31 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください

    誤り[route-unholdable] 決裁がここで止まります。役割「管理者」には、就く先の組織（held_over：section）が一つも存在しないため誰も就けません（条項 3）
      --> routes.toml:13
      13 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 24 行目）を直すか、誰かが就ける役割に替えてください
    "#);
}

#[test]
fn a_scope_in_which_the_office_never_is() {
    let folder = broken("routes.toml", r#"scope = "own_unit""#, r#"scope = "parent_unit""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[scope-never] 様式「管理台帳」が「部」で起案されると、ここで決裁する役割 `manager` が見つからず止まります（条項 3）
      --> routes.toml:14
      14 | scope = "parent_unit"
       = 直し方: この役割は「部」について置かれます。それに合う範囲（`scope`）にするか、役割の `held_over` を見直してください
    "#);
}

#[test]
fn units_that_never_reach_the_operator() {
    let folder =
        broken("regulation.toml", r#"parents = ["operator"]"#, r#"parents = ["department"]"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[unreachable-unit-kind] 組織の種類 `department` は、上位をたどっても事業者全体に届きません
      --> regulation.toml:13
      13 | id = "department"
       = 直し方: `parents` が互いを指して輪になっていないか確認してください

    誤り[unholdable-office] 役割「管理者」には誰も就くことができません。就く先の組織（held_over：department）が一つも存在しないためです（条項 1）
      --> regulation.toml:24
      24 | id = "manager"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください

    誤り[unholdable-office] 役割「取扱者」には誰も就くことができません。就く先の組織（held_over：department）が一つも存在しないためです（条項 1）
      --> regulation.toml:31
      31 | id = "handler"
       = 直し方: `held_over` に実在する組織の種類を、`appointed_by` に誰かが就ける役割を書いてください

    誤り[drafter-unholdable] 様式「管理台帳」は誰も起案できません。起案者の役割には誰も就けません（条項 2）
      --> forms/holdings.toml:10
      10 | drafters = [{ office = "handler", scope = "own_unit", clause = "2" }]
       = 直し方: 役割`handler`（regulation.toml の 31 行目）の定義を直すか、誰かが就ける役割を起案者に加えてください

    誤り[route-unholdable] 決裁がここで止まります。役割「管理者」には、就く先の組織（held_over：department）が一つも存在しないため誰も就けません（条項 3）
      --> routes.toml:13
      13 | office = "manager"
       = 直し方: 役割 `manager` の定義（regulation.toml の 24 行目）を直すか、誰かが就ける役割に替えてください
    "#);
}

#[test]
fn a_clause_that_nothing_realizes() {
    let folder = broken(
        "clauses.toml",
        "realized = [{ organizational = { ja = \"鍵の管理簿\", en = \"Key log\" } }]\n",
        "",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[unrealized-clause] 条項 4「施錠」を実現するものがありません（条項 4）
      --> clauses.toml:19
      19 | id = "4"
       = 直し方: 様式・項目・手順・規則・義務・役割のどれかでこの条項を引く（`clause = …`）か、プログラムの外で行うことなら `realized = [{ organizational = { ja = "証跡になるもの" } }]` と書いてください
    "#);
}

#[test]
fn a_promise_that_is_not_kept() {
    let folder = broken("clauses.toml", r#"{ office = "handler" }"#, r#"{ office = "chief" }"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[uncited-realization] 条項 2 を実現するという役割 `chief` は、この条項をどこにも引いていません（条項 2）
      --> clauses.toml:10
      10 | realized = [{ form = "holdings" }, { office = "chief" }]
       = 直し方: 役割 `chief` の該当箇所に `clause = "2"` を書くか、`realized` から外してください
    "#);
}

#[test]
fn a_form_that_nobody_may_draft() {
    let folder = broken(
        "forms/holdings.toml",
        "drafters = [{ office = \"handler\", scope = \"own_unit\", clause = \"2\" }]\n",
        "",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[no-drafter] 様式「管理台帳」は誰も起案できません。起案者（drafters）が書かれていません（条項 2）
      --> forms/holdings.toml:1
       1 | id = "holdings"
       = 直し方: `drafters = [{ office = "…", scope = "own_unit", clause = "…" }]` の形で、誰が起案するかを書いてください

    注意[unused-office] 役割「取扱者」は、様式・決裁ルート・規則・義務・任命のどこにも出てきません（条項 1）
      --> regulation.toml:31
      31 | id = "handler"
       = 直し方: 起案者・閲覧者・決裁の手順に加えるか、当面そのままでよければ `may_stand_idle = true` と書いてください
    "#);
}

#[test]
fn an_id_used_twice() {
    let folder = broken("regulation.toml", r#"id = "manager""#, r#"id = "handler""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[duplicate-id] 役割の ID `handler` が二度使われています（最初は regulation.toml の 24 行目）
      --> regulation.toml:31
      31 | id = "handler"
       = 直し方: どちらかを変えるか、重複を消してください

    誤り[dangling-office] `manager` という役割は定義されていません（条項 1）
      --> regulation.toml:35
      35 | appointed_by = ["manager"]
       = 直し方: `handler` の書き間違いではありませんか

    誤り[dangling-office] `manager` という役割は定義されていません（条項 3）
      --> routes.toml:13
      13 | office = "manager"
       = 直し方: `handler` の書き間違いではありませんか

    誤り[rule-word] 規則 `one_office` が見ている `manager` という役割はありません。このままでは規則が働きません（条項 1）
      --> rules.cedar:14
      14 | when { resource.office == "manager" && resource.member_offices.contains("chief") };
       = 直し方: `handler` の書き間違いではありませんか

    誤り[dangling-office] `manager` という役割は定義されていません
      --> scenarios/approval.toml:8
       8 |   { id = "suzuki", unit = "sales", offices = [{ office = "handler" }, { office = "manager", unit = "sales" }] },
       = 直し方: `handler` の書き間違いではありませんか
    "#);
}

#[test]
fn a_form_number_used_twice() {
    let folder = broken("forms/flow.toml", r#"number = "2-②""#, r#"number = "2-①""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[duplicate-id] 様式番号 `2-①` が二度使われています（最初は forms/flow.toml の 2 行目）
      --> forms/holdings.toml:2
       2 | number = "2-①"
       = 直し方: どちらかを変えるか、重複を消してください
    "#);
}

#[test]
fn a_condition_on_a_field_that_is_not_there() {
    let folder = broken(
        "forms/holdings.toml",
        r#"when = { field = "urgent", is = true }"#,
        r#"when = { field = "urgnt", is = true }"#,
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[dangling-field] 条件が見ている項目 `urgnt` はありません
      --> forms/holdings.toml:48
      48 | when = { field = "urgnt", is = true }
       = 直し方: `urgent` の書き間違いではありませんか
    "#);
}

#[test]
fn a_condition_on_a_choice_that_is_not_there() {
    let folder = broken("routes.toml", r#"is = ["data", "paper"]"#, r#"is = ["dato", "paper"]"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[dangling-choice] 様式「管理台帳」では、項目「媒体」に選択肢 "dato" はありません（条項 3）
      --> routes.toml:22
      22 |   { id = "board", kind = "decide_by_body", body = "board", recorded_by = "chief", scope = "operator", clause = "3", when = { field = "medium", is = ["dato", "pa…
       = 直し方: `data` の書き間違いではありませんか
    "#);
}

#[test]
fn a_required_field_that_is_never_asked_for() {
    let folder = broken(
        "forms/holdings.toml",
        r#"when = { field = "urgent", is = true }"#,
        r#"when = { field = "name", filled = false }"#,
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[required-never-asked] 必須の項目「緊急の理由」の条件が成り立つことはなく、一度も尋ねられません
      --> forms/holdings.toml:48
      48 | when = { field = "name", filled = false }
       = 直し方: 条件（when）を直すか、消してください
    "#);
}

#[test]
fn fields_that_wait_for_each_other() {
    let folder = broken(
        "forms/holdings.toml",
        r#"kind = "yes_no""#,
        "kind = \"yes_no\"\nwhen = { field = \"reason\", filled = true }",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[condition-never] 項目「緊急」の条件が成り立つことはなく、一度も尋ねられません
      --> forms/holdings.toml:42
      42 | when = { field = "reason", filled = true }
       = 直し方: 条件（when）を直すか、消してください

    誤り[required-never-asked] 必須の項目「緊急の理由」の条件が成り立つことはなく、一度も尋ねられません
      --> forms/holdings.toml:49
      49 | when = { field = "urgent", is = true }
       = 直し方: 条件（when）を直すか、消してください
    "#);
}

#[test]
fn a_derived_field_before_its_source() {
    let folder = broken(
        "forms/flow.toml",
        r#"from = { product = ["likelihood", "likelihood"] }"#,
        r#"from = { product = ["likelihood", "risk"] }"#,
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[derived-from-later] 「リスク」は後に出てくる（または自分自身の）項目「リスク」から計算されます
      --> forms/flow.toml:39
      39 | from = { product = ["likelihood", "risk"] }
       = 直し方: 項目 `risk` を先に置いてください
    "#);
}

#[test]
fn a_fixed_row_that_is_no_choice() {
    let folder =
        broken("forms/flow.toml", r#"fixed_rows = ["collect"]"#, r#"fixed_rows = ["colect"]"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[fixed-rows] いつもある行 `colect` は、最初の列「局面」の選択肢にありません
      --> forms/flow.toml:20
      20 | fixed_rows = ["colect"]
       = 直し方: `collect` の書き間違いではありませんか
    "#);
}

#[test]
fn an_id_that_is_taken() {
    let folder = broken("forms/holdings.toml", r#"id = "medium""#, r#"id = "state""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[taken-id] ID `state` は Kitei がほかの意味で使っています
      --> forms/holdings.toml:30
      30 | id = "state"
       = 直し方: `state_name` のように別の ID にしてください

    誤り[dangling-field] 様式「管理台帳」では、条件が見ている項目 `medium` はありません（条項 3）
      --> routes.toml:22
      22 |   { id = "board", kind = "decide_by_body", body = "board", recorded_by = "chief", scope = "operator", clause = "3", when = { field = "medium", is = ["data", "pa…
       = 直し方: 同じ様式（表の列なら同じ表）にある項目の ID を書いてください
    "#);
}

#[test]
fn a_scenario_with_a_stranger() {
    let folder = broken("scenarios/approval.toml", r#"by = "suzuki""#, r#"by = "suzuku""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[dangling-scenario] この場面に人 `suzuku` はありません
      --> scenarios/approval.toml:12
      12 | by = "suzuku"
       = 直し方: `suzuki` の書き間違いではありませんか
    "#);
}

#[test]
fn a_choice_label_used_twice() {
    let folder = broken("forms/holdings.toml", r#"ja = "電子""#, r#"ja = "紙""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    注意[repeated-label] 選択肢 `data` と `paper` の表示がどちらも「紙」で、区別できません
      --> forms/holdings.toml:35
      35 |   { id = "data", label = { ja = "紙", en = "Data" }, score = 2 },
       = 直し方: どちらかの表示を変えてください
    "#);
}

#[test]
fn several_faults_are_told_at_once() {
    let mut folder = broken("forms/holdings.toml", "required = true", "requred = true");
    folder = broken_again(folder, "forms/flow.toml", r#"kind = "record""#, r#"kind = "recod""#);
    folder = broken_again(folder, "routes.toml", r#"office = "manager""#, r#"office = "manger""#);
    folder =
        broken_again(folder, "rules.cedar", "resource.drafter == principal", "resource.drafter ==");
    folder =
        broken_again(folder, "rules.cedar", "resource.member_offices", "resource.member_office");
    folder = broken_again(folder, "clauses.toml", r#"id = "4""#, r#"id = "3""#);
    folder =
        broken_again(folder, "scenarios/approval.toml", r#"act = "draft""#, r#"act = "write""#);
    folder.add("forms/broken.toml", "id = ");
    insta::assert_debug_snapshot!(codes(&folder), @r#"
    [
        "syntax",
        "unknown-value",
        "unknown-key",
        "rule-syntax",
        "unknown-value",
        "duplicate-id",
        "no-drafter",
        "dangling-office",
        "rule-type",
        "dangling-scenario",
        "dangling-scenario",
    ]
    "#);
}

#[test]
fn a_sound_regulation_stays_sound_when_nothing_changes() {
    assert!(codes(&sound()).is_empty());
}

#[test]
fn a_clause_that_is_a_part_is_counted_with_its_whole() {
    let parted = |of: &str| {
        let rest = "heading = { ja = \"分類\", en = \"Class\" }\nmeaning = { ja = \"分類を書く\", en = \"Its class\" }\nrealized = [{ organizational = { ja = \"台帳\", en = \"Register\" } }]";
        let part = format!("id = \"2①\"\npart_of = \"{of}\"\n{rest}\n\n[[clauses]]\nid = \"4\"");
        broken("clauses.toml", "id = \"4\"", &part)
    };
    let whole = sound();
    let count = |folder: &regulation::Folder| regulation::check::check_folder(folder).1.clauses;
    let sound_one = parted("2");
    assert_eq!(codes(&sound_one), codes(&whole));
    assert_eq!(count(&sound_one).total, count(&whole).total);
    insta::assert_snapshot!(findings(&parted("9")), @r#"
    誤り[dangling-clause] 条項 2① は `9` の一部とされていますが、その条項がありません（条項 2①）
      --> clauses.toml:20
      20 | part_of = "9"
       = 直し方: `clauses.toml` にある、それ自身は一部でない条項を書いてください
    "#);
    // A part of a part is no whole either.
    insta::assert_snapshot!(findings(&parted("2①")), @r#"
    誤り[dangling-clause] 条項 2① は `2①` の一部とされていますが、その条項がありません（条項 2①）
      --> clauses.toml:20
      20 | part_of = "2①"
       = 直し方: `clauses.toml` にある、それ自身は一部でない条項を書いてください
    "#);
}
