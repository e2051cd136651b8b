//! Rules and routes that do not make sense.

use crate::fixture::{broken, findings};

#[test]
fn a_rule_that_asks_for_a_field_no_form_has() {
    let folder = broken(
        "rules.cedar",
        "when { resource.drafter == principal }",
        "when { resource is Holdings && resource has urgnt && resource.urgent }",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[rule-never] 規則 `no_self_approval` の条件は、どの記録や任命でも成り立たないので、規則が働くことはありません（条項 3）
      --> rules.cedar:2
       2 | @id("no_self_approval")
       = 直し方: 対象（様式・行為）と、条件の項目名・比べているものの種類（人と組織など）を確かめてください

    誤り[rule-word] 規則 `no_self_approval` が見ている `urgnt` という項目はありません。このままでは規則が働きません（条項 3）
      --> rules.cedar:7
       7 | when { resource is Holdings && resource has urgnt && resource.urgent };
       = 直し方: `urgent` の書き間違いではありませんか
    "#);
}

#[test]
fn a_rule_about_a_field_that_is_not_there() {
    let folder = broken(
        "rules.cedar",
        "action == Action::\"approve\", resource)\nwhen { resource.drafter == principal }",
        "action == Action::\"approve\", resource is Holdings)\nwhen { resource.nam == \"x\" }",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[rule-type] 規則 `no_self_approval` は、様式「管理台帳」にない項目 `nam` を見ています（条項 3）
      --> rules.cedar:7
       7 | when { resource.nam == "x" };
       = 直し方: `name` の書き間違いではありませんか
    "#);
}

#[test]
fn a_rule_about_an_office_that_is_not_there() {
    let folder = broken(
        "rules.cedar",
        "resource.drafter == principal",
        "principal.manger_of.contains(resource.unit)",
    );
    insta::assert_snapshot!(findings(&folder), @r"
    誤り[rule-type] 規則 `no_self_approval` は、定義されていない役割 `manger` を見ています（条項 3）
      --> rules.cedar:7
       7 | when { principal.manger_of.contains(resource.unit) };
       = 直し方: `manager_of` の書き間違いではありませんか
    ");
}

#[test]
fn a_rule_that_can_never_apply() {
    let folder =
        broken("rules.cedar", "resource.drafter == principal", "resource.drafter == resource.unit");
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[rule-never] 規則 `no_self_approval` の条件は、どの記録や任命でも成り立たないので、規則が働くことはありません（条項 3）
      --> rules.cedar:2
       2 | @id("no_self_approval")
       = 直し方: 対象（様式・行為）と、条件の項目名・比べているものの種類（人と組織など）を確かめてください
    "#);
}

#[test]
fn a_rule_about_an_act_that_is_none() {
    let folder = broken("rules.cedar", r#"Action::"approve""#, r#"Action::"aprove""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[rule-type] 規則 `no_self_approval` は、`aprove` という行為を対象にしています（条項 3）
      --> rules.cedar:6
       6 | forbid (principal, action == Action::"aprove", resource)
       = 直し方: `Action::"approve"` の書き間違いではありませんか
    "#);
}

#[test]
fn a_route_without_approval() {
    let folder = broken("forms/flow.toml", r#"kind = "sheet""#, r#"kind = "register""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[route-without-approval] 決裁ルート「受理」には承認する手順がないのに、承認の要る様式（流れ）が使っています
      --> routes.toml:26
      26 | id = "note"
       = 直し方: `kind = "approve"` か `kind = "decide_by_body"` の手順を加えるか、様式の種類（kind）を見直してください
    "#);
}

#[test]
fn a_route_that_does_not_begin_with_the_submission() {
    let folder =
        broken("routes.toml", "id = \"submit\"\nkind = \"submit\"\n\n[[routes.steps]]\n", "");
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[route-start] 決裁ルート「管理者・理事会」が提出（submit）で始まっていません
      --> routes.toml:7
       7 | id = "manager"
       = 直し方: 最初の手順だけを `{ id = "submit", kind = "submit" }` にしてください
    "#);
}

#[test]
fn a_body_that_is_asked_to_sign() {
    let folder = broken(
        "routes.toml",
        "kind = \"approve\"\noffice = \"manager\"\nscope = \"own_unit\"",
        "kind = \"approve\"\noffice = \"board\"\nscope = \"operator\"",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[body] 「理事会」は会議体なので、人として承認や記録ができません（条項 3）
      --> routes.toml:13
      13 | office = "board"
       = 直し方: `kind = "decide_by_body"` にして、議決を記録する役割を `recorded_by` に書いてください
    "#);
}

#[test]
fn a_rule_that_does_not_type_check() {
    let folder =
        broken("rules.cedar", "resource.drafter == principal", r#"resource.drafter == "suzuki""#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[rule-type] 規則 `no_self_approval` は、種類の違うもの（たとえば文字列と数、人と組織）を比べています（条項 3）
      --> rules.cedar:7
       7 | when { resource.drafter == "suzuki" };
       = 直し方: 比べる両側を同じ種類にしてください。項目の種類ごとの値は docs/regulation-format.md にあります
    "#);
}

#[test]
fn a_rule_that_uses_a_field_unasked() {
    let folder = broken(
        "rules.cedar",
        "resource.drafter == principal",
        "resource is Holdings && resource.urgent",
    );
    insta::assert_snapshot!(findings(&folder), @r"
    誤り[rule-type] 規則 `no_self_approval` は、まだ書かれていないかもしれない `urgent` を確かめずに使っています（条項 3）
      --> rules.cedar:7
       7 | when { resource is Holdings && resource.urgent };
       = 直し方: 使う前に `resource has urgent && …`（人についてなら `principal has urgent && …`）と確かめてください
    ");
}

#[test]
fn a_rule_that_names_an_office_that_is_not_there() {
    let folder = broken("rules.cedar", r#"contains("chief")"#, r#"contains("cheif")"#);
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[rule-word] 規則 `one_office` が見ている `cheif` という役割はありません。このままでは規則が働きません（条項 1）
      --> rules.cedar:14
      14 | when { resource.office == "manager" && resource.member_offices.contains("cheif") };
       = 直し方: `chief` の書き間違いではありませんか
    "#);
}
