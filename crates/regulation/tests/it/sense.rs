//! Faults of sense: everything is spelled as it should be, but it does not fit together.

use crate::fixture::{broken, broken_again, codes, findings, sound};

#[test]
fn an_office_that_is_not_defined() {
    let folder = broken("routes.toml", r#"office = "manager""#, r#"office = "manger""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_clause_that_is_not_there() {
    let folder = broken("forms/holdings.toml", r#"clauses = ["2"]"#, r#"clauses = ["2", "22"]"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn an_office_that_nobody_can_hold() {
    let folder = broken("regulation.toml", r#"appointed_by = ["chief"]"#, r#"appointed_by = ["handler"]"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn an_office_over_units_that_do_not_exist() {
    let folder = broken("regulation.toml", "held_over = [\"department\"]\nappointed_by = [\"chief\"]", "held_over = [\"section\"]\nappointed_by = [\"chief\"]");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_scope_in_which_the_office_never_is() {
    let folder = broken("routes.toml", r#"scope = "own_unit""#, r#"scope = "parent_unit""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn units_that_never_reach_the_operator() {
    let folder = broken("regulation.toml", r#"parents = ["operator"]"#, r#"parents = ["department"]"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_that_does_not_type_check() {
    let folder = broken("rules.cedar", "when { resource.drafter == principal }", "when { resource is Holdings && resource has urgnt && resource.urgent }");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_about_a_field_that_is_not_there() {
    let folder = broken("rules.cedar", "action == Action::\"approve\", resource)\nwhen { resource.drafter == principal }", "action == Action::\"approve\", resource is Holdings)\nwhen { resource.nam == \"x\" }");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_about_an_office_that_is_not_there() {
    let folder = broken("rules.cedar", "resource.drafter == principal", "principal.manger_of.contains(resource.unit)");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_that_compares_unlike_things() {
    let folder = broken("rules.cedar", "resource.drafter == principal", "resource.drafter == resource.unit");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_about_an_act_that_is_none() {
    let folder = broken("rules.cedar", r#"Action::"approve""#, r#"Action::"aprove""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_clause_that_nothing_realizes() {
    let folder = broken("clauses.toml", "realized = [{ organizational = { ja = \"鍵の管理簿\", en = \"Key log\" } }]\n", "");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_promise_that_is_not_kept() {
    let folder = broken("clauses.toml", r#"{ office = "handler" }"#, r#"{ office = "chief" }"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_form_that_nobody_may_draft() {
    let folder = broken("forms/holdings.toml", "drafters = [{ office = \"handler\", scope = \"own_unit\", clause = \"2\" }]\n", "");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn an_id_used_twice() {
    let folder = broken("regulation.toml", r#"id = "manager""#, r#"id = "handler""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_form_number_used_twice() {
    let folder = broken("forms/flow.toml", r#"number = "2-②""#, r#"number = "2-①""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_condition_on_a_field_that_is_not_there() {
    let folder = broken("forms/holdings.toml", r#"when = { field = "urgent", is = true }"#, r#"when = { field = "urgnt", is = true }"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_condition_on_a_choice_that_is_not_there() {
    let folder = broken("routes.toml", r#"is = ["data", "paper"]"#, r#"is = ["dato", "paper"]"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_required_field_that_is_never_asked_for() {
    let folder = broken("forms/holdings.toml", r#"when = { field = "urgent", is = true }"#, r#"when = { field = "name", filled = false }"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn fields_that_wait_for_each_other() {
    let folder = broken("forms/holdings.toml", r#"kind = "yes_no""#, "kind = \"yes_no\"\nwhen = { field = \"reason\", filled = true }");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_route_without_approval() {
    let folder = broken("forms/flow.toml", r#"kind = "sheet""#, r#"kind = "register""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_route_that_does_not_begin_with_the_submission() {
    let folder = broken("routes.toml", "id = \"submit\"\nkind = \"submit\"\n\n[[routes.steps]]\n", "");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_body_that_is_asked_to_sign() {
    let folder = broken("routes.toml", "kind = \"approve\"\noffice = \"manager\"\nscope = \"own_unit\"", "kind = \"approve\"\noffice = \"board\"\nscope = \"operator\"");
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_derived_field_before_its_source() {
    let folder = broken("forms/flow.toml", r#"from = { product = ["likelihood", "likelihood"] }"#, r#"from = { product = ["likelihood", "risk"] }"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_fixed_row_that_is_no_choice() {
    let folder = broken("forms/flow.toml", r#"fixed_rows = ["collect"]"#, r#"fixed_rows = ["colect"]"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_rule_that_names_an_office_that_is_not_there() {
    let folder = broken("rules.cedar", r#"contains("chief")"#, r#"contains("cheif")"#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn an_id_that_is_taken() {
    let folder = broken("forms/holdings.toml", r#"id = "medium""#, r#"id = "state""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_scenario_with_a_stranger() {
    let folder = broken("scenarios/approval.toml", r#"by = "suzuki""#, r#"by = "suzuku""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn a_choice_label_used_twice() {
    let folder = broken("forms/holdings.toml", r#"ja = "電子""#, r#"ja = "紙""#);
    insta::assert_snapshot!(findings(&folder), @"");
}

#[test]
fn several_faults_are_told_at_once() {
    let mut folder = broken("forms/holdings.toml", "required = true", "requred = true");
    folder = broken_again(folder, "forms/flow.toml", r#"kind = "record""#, r#"kind = "recod""#);
    folder = broken_again(folder, "routes.toml", r#"office = "manager""#, r#"office = "manger""#);
    folder = broken_again(folder, "rules.cedar", "resource.drafter == principal", "resource.drafter ==");
    folder = broken_again(folder, "rules.cedar", "resource.member_offices", "resource.member_office");
    folder = broken_again(folder, "clauses.toml", r#"id = "4""#, r#"id = "3""#);
    folder = broken_again(folder, "scenarios/approval.toml", r#"act = "draft""#, r#"act = "write""#);
    folder.add("forms/broken.toml", "id = ");
    insta::assert_debug_snapshot!(codes(&folder), @"");
}

#[test]
fn a_sound_regulation_stays_sound_when_nothing_changes() {
    assert!(codes(&sound()).is_empty());
}
