//! Duties, what is filled in, and dates that bound each other: how they are spelled, and what is wrong with them.

use regulation::{Duty, Every, Folder, Timing, check::check_folder};

use crate::fixture::{broken_again, codes, findings, sound, text};

const DUTIES: &str = r#"
[[programmes]]
id = "checks"
title = { ja = "運用の確認", en = "Checks" }

[[duties]]
id = "quarterly_check"
title = { ja = "運用確認", en = "Operation check" }
clause = "5"
programme = "checks"
every = { months = 3 }
due = { month = 3, day = "last" }
owner = { office = "handler", scope = "own_unit" }
met_by = { form = "flow", state = "in_force", period = "day" }
lead_days = 14
escalate = [{ after_days = 7, office = "chief", scope = "operator" }]
missed = { nonconformity = true }
shift = "next_open_day"

[[duties]]
id = "answer"
title = { ja = "回答", en = "Answer" }
clause = "5"
programme = "checks"
after = { form = "holdings", state = "submitted" }
within = { days = 7 }
when = { field = "medium", is = "paper" }
owner = { office = "chief", scope = "operator" }
met_by = { form = "flow", link = "holding" }
"#;

const CLAUSE: &str = r#"
[[clauses]]
id = "5"
heading = { ja = "点検", en = "Checks" }
meaning = { ja = "四半期ごとに点検する", en = "Checked each quarter" }
realized = [{ duty = "quarterly_check" }]
"#;

const DAYS: &str = r#"
[[fields]]
id = "day"
label = { ja = "確認日", en = "Day" }
kind = "date"
clause = "2"
not_before = "begun"
not_after = "ended"

[[fields]]
id = "begun"
label = { ja = "開始日", en = "Begun" }
kind = "date"

[[fields]]
id = "ended"
label = { ja = "終了日", en = "Ended" }
kind = "date"

[[fields]]
id = "called"
label = { ja = "呼び名", en = "Called" }
kind = "short_text"
prefill = "holding.name"
"#;

/// The sound regulation with duties, and dates in a form.
fn with_duties() -> Folder {
    let mut folder = sound();
    let clauses = text(&folder, "clauses.toml");
    folder.add("clauses.toml", format!("{clauses}{CLAUSE}"));
    let flow = text(&folder, "forms/flow.toml");
    let flow = flow
        .replace("form = \"holdings\"\n", "form = \"holdings\"\nin_force = true\nclause = \"2\"\n");
    folder.add("forms/flow.toml", format!("{flow}{DAYS}"));
    folder.add("duties/checks.toml", DUTIES.trim_start());
    folder
}

fn broken(from: &str, to: &str) -> Folder {
    broken_again(with_duties(), "duties/checks.toml", from, to)
}

fn broken_flow(from: &str, to: &str) -> Folder {
    broken_again(with_duties(), "forms/flow.toml", from, to)
}

#[test]
fn duties_as_they_are_written() {
    let (regulation, report) = check_folder(&with_duties());
    assert_eq!(report.diagnostics, []);
    assert_eq!(report.clauses.realized, 4);
    let [check, answer] = regulation.duties.as_slice() else { panic!() };
    insta::assert_debug_snapshot!((check, answer), @r#"
    (
        Duty {
            id: "quarterly_check",
            title: Text {
                ja: "運用確認",
                en: "Operation check",
            },
            clause: "5",
            programme: "checks",
            timing: Periodic {
                every: Months(
                    3,
                ),
                due: DueDay {
                    month: Some(
                        3,
                    ),
                    day: None,
                    in_next_period: false,
                },
            },
            owner: DutyOwner {
                who: Office(
                    "handler",
                ),
                scope: OwnUnit,
            },
            met_by: Some(
                MetBy {
                    form: "flow",
                    state: InForce,
                    link: "",
                    period: "day",
                    member: "",
                },
            ),
            lead_days: 14,
            escalate: [
                Escalation {
                    after_days: 7,
                    office: "chief",
                    scope: Operator,
                },
            ],
            is_nonconformity_when_missed: true,
            shift: NextOpen,
            place: Place {
                file: "duties/checks.toml",
                line: 6,
            },
        },
        Duty {
            id: "answer",
            title: Text {
                ja: "回答",
                en: "Answer",
            },
            clause: "5",
            programme: "checks",
            timing: Clock {
                after: ClockStart {
                    form: "holdings",
                    state: Submitted,
                    field: "",
                },
                within: Within {
                    count: 7,
                    unit: Days,
                    first_day_counts: false,
                },
                when: Some(
                    Condition {
                        field: "medium",
                        test: AnyOf(
                            [
                                String("paper"),
                            ],
                        ),
                    },
                ),
            },
            owner: DutyOwner {
                who: Office(
                    "chief",
                ),
                scope: Operator,
            },
            met_by: Some(
                MetBy {
                    form: "flow",
                    state: InForce,
                    link: "holding",
                    period: "",
                    member: "",
                },
            ),
            lead_days: 0,
            escalate: [],
            is_nonconformity_when_missed: false,
            shift: Stay,
            place: Place {
                file: "duties/checks.toml",
                line: 20,
            },
        },
    )
    "#);
}

#[test]
fn what_is_left_out() {
    let least = DUTIES
        .split("every = ")
        .next()
        .map(|head| format!("{head}every = {{ years = 2 }}\nowner = {{ everyone = true }}\n"))
        .unwrap();
    let mut folder = with_duties();
    folder.add("duties/checks.toml", least);
    let (regulation, report) = check_folder(&folder);
    assert_eq!(report.diagnostics, []);
    let duty: &Duty = regulation.duty("quarterly_check").unwrap();
    let every = Every::Years { count: 2, first: 2000 };
    assert_eq!(duty.timing, Timing::Periodic { every, due: regulation::DueDay::default() });
    assert_eq!((duty.lead_days, duty.met_by.is_none(), duty.escalate.len()), (0, true, 0));
}

#[test]
fn each_fault_of_a_duty_has_its_name() {
    let cases = [
        ("every = { months = 3 }", "", "duty-timing"),
        ("every = { months = 3 }", "every = { months = 3 }\nwithin = { days = 3 }", "duty-timing"),
        ("every = { months = 3 }", "every = { months = 5 }", "duty-every"),
        ("every = { months = 3 }", "every = { months = 3, days = 1 }", "duty-every"),
        ("month = 3, day", "month = 4, day", "duty-due"),
        ("every = { months = 3 }", "every = { days = 1 }", "duty-due"),
        (r#"day = "last""#, r#"day = "first""#, "unknown-value"),
        (r#"day = "last""#, "day = 32", "out-of-range"),
        ("programme = \"checks\"\nevery", "programme = \"check\"\nevery", "dangling-programme"),
        (r#"owner = { office = "handler", scope = "own_unit" }"#, "", "missing-key"),
        (r#"office = "handler", scope"#, r#"office = "handlers", scope"#, "dangling-office"),
        (r#"office = "handler", scope = "own_unit""#, "everyone = false", "grant"),
        (r#"scope = "own_unit""#, r#"scope = "facility""#, "duty-scope"),
        (r#"office = "chief", scope = "operator" }]"#, r#"office = "chef" }]"#, "dangling-office"),
        (
            r#"met_by = { form = "flow", state"#,
            r#"met_by = { form = "flows", state"#,
            "dangling-form",
        ),
        (r#"period = "day""#, r#"period = "days""#, "dangling-field"),
        (r#"period = "day""#, r#"period = "called""#, "duty-field"),
        (r#"period = "day""#, r#"period = "day", member = "holding""#, "duty-field"),
        (r#"period = "day""#, r#"link = "holding""#, "duty-key"),
        (r#"state = "submitted""#, r#"state = "sent""#, "unknown-value"),
        (r#"state = "submitted" }"#, r#"state = "submitted", field = "name" }"#, "duty-field"),
        ("within = { days = 7 }", "", "missing-key"),
        ("within = { days = 7 }", "within = { days = 7, weeks = 1 }", "duty-within"),
        ("within = { days = 7 }", "within = { days = 7 }\ndue = { day = 5 }", "duty-key"),
        (r#"is = "paper""#, r#"is = "papers""#, "dangling-choice"),
        (r#", link = "holding""#, "", "duty-met-by"),
        (r#"link = "holding""#, r#"link = "day""#, "duty-field"),
        ("id = \"answer\"", "id = \"quarterly_check\"", "duplicate-id"),
        ("shift = \"next_open_day\"", "shift = \"next\"", "unknown-value"),
        (
            "clause = \"5\"\nprogramme = \"checks\"\nafter",
            "programme = \"checks\"\nafter",
            "missing-key",
        ),
        (
            "clause = \"5\"\nprogramme = \"checks\"\nafter",
            "clause = \"55\"\nprogramme = \"checks\"\nafter",
            "dangling-clause",
        ),
    ];
    for (from, to, code) in cases {
        let found = codes(&broken(from, to));
        assert!(found.contains(&code), "{from} → {to}: {found:?}");
    }
}

#[test]
fn a_duty_that_no_clause_counts_on_and_a_promise_of_one_that_is_not_there() {
    let folder = broken_again(
        with_duties(),
        "clauses.toml",
        "duty = \"quarterly_check\"",
        "duty = \"yearly_check\"",
    );
    insta::assert_snapshot!(findings(&folder), @r#"
    誤り[dangling-realization] 条項 5 を実現するという義務（duty） `yearly_check` はありません（条項 5）
      --> clauses.toml:28
      28 | realized = [{ duty = "yearly_check" }]
       = 直し方: この義務（duty）を作るか、`realized` の行を直してください
    "#);
}

#[test]
fn a_notice_is_a_form_that_everybody_may_read() {
    let promise = |folder| {
        broken_again(
            folder,
            "clauses.toml",
            r#"{ form = "holdings" }"#,
            r#"{ notice = "holdings" }"#,
        )
    };
    assert_eq!(codes(&promise(with_duties())), ["dangling-realization"]);
    let public =
        broken_again(with_duties(), "forms/holdings.toml", "clauses =", "public = true\nclauses =");
    assert_eq!(codes(&promise(public)), [""; 0]);
}

#[test]
fn each_fault_of_what_is_filled_in_and_bounded_has_its_name() {
    let cases = [
        ("prefill = \"holding.name\"", "prefill = \"holding\"", "prefill"),
        ("prefill = \"holding.name\"", "prefill = \"holdings.name\"", "dangling-field"),
        ("prefill = \"holding.name\"", "prefill = \"holding.names\"", "dangling-field"),
        ("prefill = \"holding.name\"", "prefill = \"day.name\"", "prefill-kind"),
        ("prefill = \"holding.name\"", "prefill = \"holding.medium\"", "prefill-kind"),
        ("prefill = \"holding.name\"", "prefill = \"holding.reason\"", "prefill-kind"),
        (
            "from = { copied = \"holding.name\" }",
            "from = { copied = \"holding.name\" }\nprefill = \"holding.name\"",
            "prefill-kind",
        ),
        ("not_before = \"begun\"", "not_before = \"began\"", "dangling-field"),
        ("not_before = \"begun\"", "not_before = \"day\"", "date-limit"),
        ("not_before = \"begun\"", "not_before = \"called\"", "date-limit"),
        ("clause = \"2\"\nnot_before", "not_before", "limit-without-clause"),
        ("in_force = true\nclause = \"2\"", "in_force = true", "limit-without-clause"),
        (
            "kind = \"short_text\"\nprefill",
            "kind = \"short_text\"\nnot_after = \"day\"\nprefill",
            "misplaced-key",
        ),
    ];
    for (from, to, code) in cases {
        let found = codes(&broken_flow(from, to));
        assert!(found.contains(&code), "{from} → {to}: {found:?}");
    }
}
