//! Whether every clause that is cited exists, and every clause that exists is realized.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Clause, Realization, Regulation},
    text::{Language, Text},
};

use super::{
    ClauseCount, Findings,
    citations::{Citation, Citing, citations},
    mend_name,
};

pub(super) fn check_clauses(findings: &mut Findings<'_>) -> ClauseCount {
    let regulation = findings.regulation;
    let citations = citations(regulation);
    if !regulation.clauses.is_empty() {
        check_cited(findings, &citations);
    }
    let realized: BTreeSet<&str> = citations
        .iter()
        .filter(|citation| citation.by != Citing::Scenario)
        .map(|citation| citation.clause)
        .collect();
    // A duty of an office tells its holder what to do; only forms, routes and rules see to it.
    let executed: BTreeSet<&str> = citations
        .iter()
        .filter(|citation| !matches!(citation.by, Citing::Scenario | Citing::Office(_)))
        .map(|citation| citation.clause)
        .collect();
    let mut count = ClauseCount::default();
    let mut later: Vec<(&Text, usize)> = Vec::new();
    for clause in &regulation.clauses {
        for (index, realization) in clause.realized.iter().enumerate() {
            check_promise(findings, clause, index, realization, &citations);
        }
        check_whole(findings, clause);
        let standing = standing(regulation, clause, &realized, &executed);
        match standing {
            Standing::Later(part) => match later.iter_mut().find(|(known, _)| *known == part) {
                Some((_, clauses)) => *clauses += 1,
                None => later.push((part, 1)),
            },
            Standing::Missing => findings.add(unrealized(clause)),
            Standing::Realized | Standing::Organizational => {}
        }
        // A part is counted with the clause it is a part of.
        if clause.part_of.is_empty() {
            count.total += 1;
            match standing {
                Standing::Realized => count.realized += 1,
                Standing::Organizational => count.organizational += 1,
                Standing::Later(_) | Standing::Missing => count.missing += 1,
            }
        }
    }
    if !later.is_empty() {
        findings.add(put_off(&later));
    }
    count
}

/// What realizes each clause: what it declares, then what cites it, each once.
#[must_use]
pub fn realizations(regulation: &Regulation) -> BTreeMap<&str, Vec<Realization>> {
    let mut found: BTreeMap<&str, Vec<Realization>> = BTreeMap::new();
    let mut add = |clause, realization: Realization| {
        let of_clause = found.entry(clause).or_default();
        if !of_clause.contains(&realization) {
            of_clause.push(realization);
        }
    };
    for clause in &regulation.clauses {
        clause.realized.iter().for_each(|it| add(&clause.id, it.clone()));
    }
    for citation in citations(regulation) {
        let realization = match citation.by {
            Citing::Form(id) => Realization::Form(id.to_owned()),
            Citing::Route(id) => Realization::Route(id.to_owned()),
            Citing::Office(id) => Realization::Office(id.to_owned()),
            Citing::Rule(id) => Realization::Rule(id.to_owned()),
            Citing::Duty(id) => Realization::Duty(id.to_owned()),
            Citing::Organization | Citing::Term | Citing::Scenario => continue,
        };
        add(citation.clause, realization);
    }
    found
}

/// How a clause becomes real.
#[derive(Clone, Copy)]
enum Standing<'r> {
    Realized,
    Organizational,
    /// By a part of the program that is still to come.
    Later(&'r Text),
    Missing,
}

fn standing<'r>(
    regulation: &'r Regulation,
    clause: &'r Clause,
    realized: &BTreeSet<&str>,
    executed: &BTreeSet<&str>,
) -> Standing<'r> {
    // What is still to come is missing, whatever part of it is done already.
    let later = clause.realized.iter().find_map(|it| match it {
        Realization::Later(part) => Some(part),
        _ => None,
    });
    if let Some(part) = later {
        return Standing::Later(part);
    }
    let is_organizational =
        clause.realized.iter().any(|it| matches!(it, Realization::Organizational(_)));
    if is_organizational && !executed.contains(clause.id.as_str()) {
        return Standing::Organizational;
    }
    let mut parts = regulation.clauses.iter().filter(|it| it.part_of == clause.id).peekable();
    let is_made_of_parts = parts.peek().is_some();
    if realized.contains(clause.id.as_str())
        || (is_made_of_parts && parts.all(|part| realized.contains(part.id.as_str())))
    {
        return Standing::Realized;
    }
    Standing::Missing
}

/// The clause that this one is a part of must be there, and stand by itself.
fn check_whole(findings: &mut Findings<'_>, clause: &Clause) {
    let stands_alone =
        |id: &str| findings.regulation.clause(id).is_some_and(|whole| whole.part_of.is_empty());
    if clause.part_of.is_empty() || stands_alone(&clause.part_of) {
        return;
    }
    let whole = findings.regulation.clauses.iter().filter(|it| it.part_of.is_empty());
    let existing = whole.map(|it| it.id.as_str());
    let define = Text::new(
        "`clauses.toml` にある、それ自身は一部でない条項を書いてください",
        "name a clause of `clauses.toml` that is no part itself",
    );
    findings.add(
        Diagnostic::error(
            "dangling-clause",
            findings.line(&clause.place, "part_of"),
            Text::new(
                format!(
                    "条項 {} は `{}` の一部とされていますが、その条項がありません",
                    clause.id, clause.part_of
                ),
                format!(
                    "clause {} is said to be a part of `{}`, which is no clause",
                    clause.id, clause.part_of
                ),
            ),
            mend_name(&clause.part_of, existing, &define),
        )
        .about(&clause.id),
    );
}

/// One line for all that is put off: which parts of the program are to bring how many clauses.
fn put_off(later: &[(&Text, usize)]) -> Diagnostic {
    let total: usize = later.iter().map(|(_, clauses)| clauses).sum();
    let list = |language, between: &str| {
        let parts = later.iter().map(|(part, clauses)| format!("{} {clauses}", part.get(language)));
        parts.collect::<Vec<_>>().join(between)
    };
    Diagnostic::warning(
        "later-clauses",
        Place::new("clauses.toml", 0),
        Text::new(
            format!("{total} の条項は、まだこの規程で動きません（{}）", list(Language::Ja, "、")),
            format!("{total} clauses are not carried out yet ({})", list(Language::En, ", ")),
        ),
        Text::new(
            "実現したら、その条項の `later` を消してください",
            "take `later` out of a clause once it is carried out",
        ),
    )
}

fn check_cited(findings: &mut Findings<'_>, citations: &[Citation<'_>]) {
    let existing: BTreeSet<&str> =
        findings.regulation.clauses.iter().map(|clause| clause.id.as_str()).collect();
    let define = Text::new(
        "`clauses.toml` にこの条項を書き加えるか、番号を直してください",
        "add it to `clauses.toml`, or correct the number",
    );
    for citation in citations.iter().filter(|citation| !existing.contains(citation.clause)) {
        let clause = citation.clause;
        findings.add(
            Diagnostic::error(
                "dangling-clause",
                citation.place.clone(),
                Text::new(
                    format!("条項 `{clause}` は `clauses.toml` にありません"),
                    format!("`clauses.toml` has no clause `{clause}`"),
                ),
                mend_name(clause, existing.iter().copied(), &define),
            )
            .about(clause),
        );
    }
}

/// A declaration must name something that exists and that cites the clause.
fn check_promise(
    findings: &mut Findings<'_>,
    clause: &Clause,
    index: usize,
    promise: &Realization,
    citations: &[Citation<'_>],
) {
    let Some((what, id, citing, existing)) = promised(findings.regulation, promise) else { return };
    let place = findings.line(&clause.place, &format!("realized.{index}"));
    let define = Text::new(
        format!("この{}を作るか、`realized` の行を直してください", what.ja),
        format!("make that {}, or correct `realized`", what.en),
    );
    if id.is_empty() {
        return;
    }
    if !existing.contains(&id) {
        let message = Text::new(
            format!("条項 {} を実現するという{} `{id}` はありません", clause.id, what.ja),
            format!(
                "clause {} is said to be realized by the {} `{id}`, which does not exist",
                clause.id, what.en
            ),
        );
        findings.add(
            Diagnostic::error(
                "dangling-realization",
                place,
                message,
                mend_name(id, existing, &define),
            )
            .about(&clause.id),
        );
        return;
    }
    let is_cited = citations
        .iter()
        .any(|citation| Some(citation.by) == citing && citation.clause == clause.id);
    if !is_cited {
        findings.add(
            Diagnostic::error(
                "uncited-realization",
                place,
                Text::new(
                    format!("条項 {} を実現するという{} `{id}` は、この条項をどこにも引いていません", clause.id, what.ja),
                    format!("the {} `{id}` is said to realize clause {}, but cites it nowhere", what.en, clause.id),
                ),
                Text::new(
                    format!("{} `{id}` の該当箇所に `clause = \"{}\"` を書くか、`realized` から外してください", what.ja, clause.id),
                    format!("write `clause = \"{}\"` where the {} does it, or take it out of `realized`", clause.id, what.en),
                ),
            )
            .about(&clause.id),
        );
    }
}

type Promised<'r> = (Text, &'r str, Option<Citing<'r>>, Vec<&'r str>);

/// What a declaration names: its kind in words, its id, how it would cite, and what exists of its kind.
fn promised<'r>(regulation: &'r Regulation, promise: &'r Realization) -> Option<Promised<'r>> {
    Some(match promise {
        Realization::Form(id) => (
            Text::new("様式", "form"),
            id,
            Some(Citing::Form(id)),
            regulation.forms.iter().map(|it| it.id.as_str()).collect(),
        ),
        Realization::Route(id) => (
            Text::new("決裁ルート", "route"),
            id,
            Some(Citing::Route(id)),
            regulation.routes.iter().map(|it| it.id.as_str()).collect(),
        ),
        Realization::Rule(id) => (
            Text::new("規則", "rule"),
            id,
            Some(Citing::Rule(id)),
            regulation.rules.by_id.keys().map(String::as_str).collect(),
        ),
        Realization::Office(id) => (
            Text::new("役割", "office"),
            id,
            Some(Citing::Office(id)),
            regulation.offices.iter().map(|it| it.id.as_str()).collect(),
        ),
        Realization::Duty(id) => (
            Text::new("義務（duty）", "duty"),
            id,
            Some(Citing::Duty(id)),
            regulation.duties.iter().map(|it| it.id.as_str()).collect(),
        ),
        Realization::Notice(id) => (
            Text::new("公表する様式（public）", "public form"),
            id,
            Some(Citing::Form(id)),
            regulation.forms.iter().filter(|it| it.is_public).map(|it| it.id.as_str()).collect(),
        ),
        Realization::Organizational(_) | Realization::Later(_) => return None,
    })
}

fn unrealized(clause: &Clause) -> Diagnostic {
    Diagnostic::error(
        "unrealized-clause",
        clause.place.clone(),
        Text::new(
            format!("条項 {}「{}」を実現するものがありません", clause.id, clause.heading.ja),
            format!("nothing realizes clause {} ({})", clause.id, clause.heading.get(crate::text::Language::En)),
        ),
        Text::new(
            "様式・項目・手順・規則・義務・役割のどれかでこの条項を引く（`clause = …`）か、プログラムの外で行うことなら `realized = [{ organizational = { ja = \"証跡になるもの\" } }]` と書いてください",
            "cite it where a form, field, step, rule, duty or office does it, or write `realized = [{ organizational = … }]` if people do it outside the program",
        ),
    )
    .about(&clause.id)
}
