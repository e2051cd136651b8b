//! A small complete regulation with nothing wrong in it, and ways to break it.

use regulation::{Folder, Language, check::check_folder, diagnostic::render};

const IDENTITY: &str = r#"
id = "sample"
title = { ja = "見本規程", en = "Sample regulation" }
edition = "2026-04-01"
fiscal_year_start_month = 4
citation = { ja = "規程{}", en = "Regulation {}" }

[[unit_kinds]]
id = "operator"
title = { ja = "当会", en = "Operator" }
facility = true

[[unit_kinds]]
id = "department"
title = { ja = "部", en = "Department" }
parents = ["operator"]

[[offices]]
id = "chief"
title = { ja = "統括責任者", en = "Chief" }
clause = "1"
held_over = ["operator"]

[[offices]]
id = "manager"
title = { ja = "管理者", en = "Manager" }
clause = "1"
held_over = ["department"]
appointed_by = ["chief"]

[[offices]]
id = "handler"
title = { ja = "取扱者", en = "Handler" }
clause = "1"
held_over = ["department"]
appointed_by = ["manager"]
duties = [{ clause = "2", text = { ja = "台帳を書く", en = "Writes the register" } }]

[[offices]]
id = "board"
title = { ja = "理事会", en = "Board" }
clause = "1"
held_over = ["operator"]
body = true
"#;

const CLAUSES: &str = r#"
[[clauses]]
id = "1"
heading = { ja = "体制", en = "Organization" }
meaning = { ja = "役割を置く", en = "Offices are set up" }

[[clauses]]
id = "2"
heading = { ja = "台帳", en = "Register" }
meaning = { ja = "台帳を作る", en = "A register is kept" }
realized = [{ form = "holdings" }, { office = "handler" }]

[[clauses]]
id = "3"
heading = { ja = "承認", en = "Approval" }
meaning = { ja = "管理者が承認する", en = "The manager approves" }
realized = [{ route = "approval" }, { rule = "no_self_approval" }]

[[clauses]]
id = "4"
heading = { ja = "施錠", en = "Locks" }
meaning = { ja = "鍵をかける", en = "Doors are locked" }
realized = [{ organizational = { ja = "鍵の管理簿", en = "Key log" } }]
"#;

const ROUTES: &str = r#"
[[routes]]
id = "approval"
title = { ja = "管理者・理事会", en = "Manager, board" }
emergency = { when = { field = "urgent", is = true }, clause = "3", message = { ja = "事後に決裁します", en = "Approved afterwards" } }

[[routes.steps]]
id = "submit"
kind = "submit"

[[routes.steps]]
id = "manager"
kind = "approve"
office = "manager"
scope = "own_unit"
clause = "3"

[[routes.steps]]
id = "both"
kind = "parallel"
steps = [
  { id = "chief", kind = "acknowledge", office = "chief", scope = "facility", clause = "3" },
  { id = "board", kind = "decide_by_body", body = "board", recorded_by = "chief", scope = "operator", clause = "3", when = { field = "medium", is = ["data", "paper"] } },
]

[[routes]]
id = "note"
title = { ja = "受理", en = "Note" }
steps = [
  { id = "submit", kind = "submit" },
  { id = "chief", kind = "acknowledge", office = "chief", scope = "operator", clause = "3" },
]
"#;

const HOLDINGS: &str = r#"
id = "holdings"
number = "2-①"
title = { ja = "管理台帳", en = "Holdings register" }
purpose = { ja = "保有する個人情報の一覧", en = "What is held" }
kind = "register"
clauses = ["2"]
route = "approval"
title_field = "name"
key_fields = ["name"]
drafters = [{ office = "handler", scope = "own_unit", clause = "2" }]
readers = [{ everyone = true, scope = "operator" }]
retention = { years = 3, start = "retired", clause = "2" }
review = { months_before_year_end = 1 }

[[sections]]
id = "basics"
title = { ja = "基本", en = "Basics" }

[[fields]]
id = "name"
label = { ja = "名称", en = "Name" }
kind = "short_text"
required = true
clause = "2"
list = true
indexed = true
section = "basics"

[[fields]]
id = "medium"
label = { ja = "媒体", en = "Medium" }
kind = "choice"
choices = [
  { id = "paper", label = { ja = "紙", en = "Paper" } },
  { id = "data", label = { ja = "電子", en = "Data" }, score = 2 },
]

[[fields]]
id = "urgent"
label = { ja = "緊急", en = "Urgent" }
kind = "yes_no"

[[fields]]
id = "reason"
label = { ja = "緊急の理由", en = "Why" }
kind = "long_text"
required = true
when = { field = "urgent", is = true }
"#;

const FLOW: &str = r#"
id = "flow"
number = "2-②"
title = { ja = "流れ", en = "Flow" }
purpose = { ja = "取扱いの流れ", en = "How it is handled" }
kind = "sheet"
route = "note"
title_field = "holding"
drafters = [{ everyone = true, clause = "2" }]

[[fields]]
id = "holding"
label = { ja = "対象", en = "Holding" }
kind = "record"
form = "holdings"

[[fields]]
id = "rows"
label = { ja = "局面", en = "Phases" }
kind = "table"
fixed_rows = ["collect"]

[[fields.columns]]
id = "phase"
label = { ja = "局面", en = "Phase" }
kind = "choice"
choices = [{ id = "collect", label = { ja = "取得", en = "Collection" } }]

[[fields.columns]]
id = "likelihood"
label = { ja = "起こりやすさ", en = "Likelihood" }
kind = "number"
min = 1
max = 3

[[fields.columns]]
id = "risk"
label = { ja = "リスク", en = "Risk" }
kind = "derived"
from = { product = ["likelihood", "likelihood"] }

[[fields]]
id = "largest"
label = { ja = "最大", en = "Largest" }
kind = "derived"
from = { largest = "rows.risk" }

[[fields]]
id = "copied_name"
label = { ja = "名称", en = "Name" }
kind = "derived"
from = { copied = "holding.name" }
"#;

const RULES: &str = r#"// Never.
@id("no_self_approval")
@clause("3")
@ja("自分の申請は承認できません")
@en("Nobody approves their own")
forbid (principal, action == Action::"approve", resource)
when { resource.drafter == principal };

@id("one_office")
@clause("1")
@ja("管理者と統括責任者は兼ねられません")
@en("Manager and chief are two people")
forbid (principal, action == Action::"appoint", resource)
when { resource.office == "manager" && resource.member_offices.contains("chief") };
"#;

const SCENARIOS: &str = r#"
[[scenarios]]
title = { ja = "自分では承認できない", en = "Nobody approves their own" }
clauses = ["3"]

[scenarios.given]
units = [{ id = "hq", kind = "operator" }, { id = "sales", kind = "department", parent = "hq" }]
members = [
  { id = "suzuki", unit = "sales", offices = [{ office = "handler" }, { office = "manager", unit = "sales" }] },
]

[[scenarios.steps]]
by = "suzuki"
act = "draft"
record = "first"
form = "holdings"
fields = { name = "会員名簿" }

[[scenarios.steps]]
by = "suzuki"
act = "approve"
record = "first"
expect = { refused = ["3"] }
"#;

/// The sound regulation.
pub fn sound() -> Folder {
    let mut folder = Folder::new();
    for (file, text) in [
        ("regulation.toml", IDENTITY),
        ("clauses.toml", CLAUSES),
        ("routes.toml", ROUTES),
        ("forms/holdings.toml", HOLDINGS),
        ("forms/flow.toml", FLOW),
        ("rules.cedar", RULES),
        ("scenarios/approval.toml", SCENARIOS),
    ] {
        folder.add(file, text.trim_start());
    }
    folder
}

/// The text of a file.
pub fn text(folder: &Folder, file: &str) -> String {
    String::from_utf8(folder.get(file).unwrap().to_vec()).unwrap()
}

/// The sound regulation with one text of one file exchanged.
pub fn broken(file: &str, from: &str, to: &str) -> Folder {
    broken_again(sound(), file, from, to)
}

/// A folder with one text of one file exchanged.
pub fn broken_again(mut folder: Folder, file: &str, from: &str, to: &str) -> Folder {
    let before = text(&folder, file);
    assert!(before.contains(from), "{file} has no {from:?}");
    folder.add(file, before.replacen(from, to, 1));
    folder
}

/// What `kitei check` prints about a folder, without colours.
pub fn findings(folder: &Folder) -> String {
    findings_in(folder, Language::Ja)
}

/// The same in a language.
pub fn findings_in(folder: &Folder, language: Language) -> String {
    let (_, report) = check_folder(folder);
    let styled = render(&report.diagnostics, folder, language).to_string();
    let mut plain = String::new();
    let mut letters = styled.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(|letter| *letter == 'm');
        } else {
            plain.push(letter);
        }
    }
    plain
}

/// The stable names of the findings, in order.
pub fn codes(folder: &Folder) -> Vec<&'static str> {
    check_folder(folder).1.diagnostics.iter().map(|finding| finding.code).collect()
}
