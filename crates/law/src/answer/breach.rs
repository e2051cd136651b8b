//! `kitei law breach`, `history` and `draft`: facts in, classes, clocks and texts out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::input::{self, Fields, choices_of};
use super::{Answer, AnswerError};
use crate::breach::draft::{Draft, ReportKind};
use crate::breach::history::follow;
use crate::breach::item::{Item, missing};
use crate::breach::party::{
    EntrustedNotice, EntrustedWayOut, entrusted_way_out, privacy_mark_report,
};
use crate::breach::{Assessment, Deadlines, Facts, MyNumberFacts, Regime, Touched, assess};
use crate::calendar::business::BusinessCalendar;
use crate::reasoning::{Finding, Step};
use crate::statute::{Confidence, DATA_MADE_ON, RULES_FROM};
use crate::text::Text;

const FIELDS: [&str; 13] = [
    "known",
    "as_of",
    "regime",
    "special_care",
    "property_damage",
    "wrongful_purpose",
    "strongly_encrypted",
    "about_to_be_acquired",
    "pseudonymized",
    "persons",
    "persons_max",
    "my_number",
    "items",
];
const MY_NUMBER_FIELDS: [&str; 5] =
    ["network_system", "wrongful_purpose", "open_to_many", "persons", "persons_max"];
const REGIMES: [(&str, Regime); 2] =
    [("private", Regime::Private), ("public_body", Regime::PublicBody)];
/// The texts that can be drafted; the notice to the persons is no report.
const REPORTS: [(&str, Option<ReportKind>); 4] = [
    ("preliminary", Some(ReportKind::Preliminary)),
    ("final", Some(ReportKind::Final)),
    ("supplement", Some(ReportKind::Supplement)),
    ("notice", None),
];

/// Classes, clocks and open items of a case from facts as JSON (法26条, 68条; 規則7条, 8条, 10条, 43条; 番号法29条の4).
///
/// Only `known` must be given; a fact left out is "no" or unknown. Beyond the contract it takes `as_of` (the day of knowing unless
/// given), `about_to_be_acquired`, `pseudonymized`, `items`, the keys of the report items that are known already,
/// `privacy_mark {otherwise_grave}` for a holder of the Privacy Mark, and `entrusted {given, items}` for an entrusted party; the
/// last two add a part of their name to the result.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::breach(r#"{ "known": "2026-04-03", "special_care": true }"#)?;
/// assert_eq!(answer.result["classes"], json!([1]));
/// assert_eq!(answer.result["final_due"], json!("2026-05-07"));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn breach(facts_json: &str) -> Result<Answer, AnswerError> {
    let known = [&FIELDS[..], &["privacy_mark", "entrusted"]].concat();
    let fields = input::parse(facts_json, &known)?;
    let case = Case::read(&fields)?;
    let mut result = case.result();
    let mut steps = case.assessment.steps.clone();
    steps.extend(case.open_items());
    if let Some(asked) = fields.object("privacy_mark", &["otherwise_grave"])? {
        let report = privacy_mark_report(&case.facts, asked.flag("otherwise_grave")?)
            .map_err(|source| AnswerError::Calendar { field: "known", source })?;
        let told = json!({
            "preliminary_from": report.preliminary.map(|(from, _)| from),
            "preliminary_until": report.preliminary.map(|(_, until)| until),
            "final_due": report.final_due,
        });
        put(&mut result, "privacy_mark", told);
        steps.extend(report.steps);
    }
    if let Some(asked) = fields.object("entrusted", &["given", "items"])? {
        let way_out = entrusted(&case, &asked)?;
        let told = json!({
            "notice_from": way_out.notice_from,
            "notice_until": way_out.notice_until,
            "freed": way_out.is_freed,
            "findings": way_out.findings,
        });
        put(&mut result, "entrusted", told);
        steps.extend(way_out.steps);
        steps.extend(way_out.findings.iter().map(Finding::to_step));
    }
    Ok(Answer::of_law(result, case.summary(), steps, case.as_of))
}

/// The clocks of a case whose facts changed, from its states of knowledge as JSON (規則7条, 8条).
///
/// Field: `states`, a list of facts as [`breach`] takes them, each dated by its own `known`.
///
/// ```
/// use serde_json::json;
/// let answer = law::answer::history(
///     r#"{"states": [{"known": "2026-04-01", "persons": 900}, {"known": "2026-04-10", "persons": 1200}]}"#,
/// )?;
/// assert_eq!(answer.result["classes"], json!([{ "class": 4, "on": "2026-04-10" }]));
/// assert_eq!(answer.result["final_due"], json!("2026-05-11"));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn history(json: &str) -> Result<Answer, AnswerError> {
    let fields = input::parse(json, &["states", "as_of"])?;
    let states: Vec<Facts> =
        fields.objects("states", &FIELDS)?.iter().map(facts).collect::<Result<_, _>>()?;
    let last = states.iter().map(|facts| facts.known).max().unwrap_or(DATA_MADE_ON);
    let as_of = fields.day("as_of")?.unwrap_or(last);
    let first = states.iter().map(|facts| facts.known).min().unwrap_or(as_of).min(as_of);
    // What became known after the day that is asked for does not count yet.
    let known: Vec<Facts> = states.into_iter().filter(|facts| facts.known <= as_of).collect();
    let history = follow(&known, &BusinessCalendar::public_offices())
        .map_err(|source| AnswerError::Calendar { field: "states", source })?;
    let clocks =
        history.appi.iter().chain(&history.my_number).min_by_key(|clocks| clocks.final_due);
    let began = |class: Value, on: Date| json!({ "class": class, "on": on });
    let classes: Vec<Value> =
        history.classes.iter().map(|it| began(json!(it.class), it.on)).collect();
    let my_number: Vec<Value> =
        history.my_number_classes.iter().map(|it| began(json!(it.class), it.on)).collect();
    let result = json!({
        "classes": classes,
        "my_number_classes": my_number,
        "clock_from": clocks.map(|clocks| clocks.clock_from),
        "preliminary_from": clocks.map(|clocks| clocks.preliminary_from),
        "preliminary_until": clocks.map(|clocks| clocks.preliminary_until),
        "final_due": clocks.map(|clocks| clocks.final_due),
    });
    let summary = report_summary(clocks, first);
    Ok(Answer::of_law(result, summary, history.steps, as_of))
}

/// A draft of a report or of the notice to the persons, from facts and texts as JSON (規則8条1項, 10条; GL 3-5-3-3).
///
/// Beside the facts as [`breach`] takes them: `report` (`preliminary`, `final`, `supplement`, `notice`; preliminary unless given)
/// and `texts`, what people wrote by item.
///
/// ```
/// let answer = law::answer::draft(r#"{"known": "2026-04-03", "special_care": true, "texts": {"overview": "誤送付"}}"#)?;
/// assert!(answer.result["text"].as_str().is_some_and(|text| text.contains("誤送付")));
/// # Ok::<(), law::answer::AnswerError>(())
/// ```
///
/// # Errors
/// [`AnswerError`], naming the field and what is allowed.
pub fn draft(json: &str) -> Result<Answer, AnswerError> {
    let known = [&FIELDS[..], &["report", "texts"]].concat();
    let fields = input::parse(json, &known)?;
    let case = Case::read(&fields)?;
    let report = fields.choice("report", &REPORTS)?.unwrap_or(Some(ReportKind::Preliminary));
    let keys = Item::ALL.map(Item::key);
    let mut texts = BTreeMap::new();
    if let Some(written) = fields.object("texts", &keys)? {
        for item in Item::ALL {
            texts.extend(written.text(item.key())?.map(|text| (item, text)));
        }
    }
    let draft = Draft { facts: &case.facts, assessment: &case.assessment, items: &texts };
    let (text, required) = match report {
        Some(kind) => (draft.report(kind), Item::in_force(case.as_of)),
        None => (draft.notice(), Item::for_persons(case.as_of)),
    };
    let open = missing(required, &draft.given_items());
    let summary = Text::new(text.clone(), text.clone());
    let result = json!({ "text": text, "missing_items": open });
    Ok(Answer::of_law(result, summary, case.assessment.steps, case.as_of))
}

/// Adds a part to a result, for a question that asked for it.
fn put(result: &mut Value, key: &str, part: Value) {
    if let Value::Object(parts) = result {
        parts.insert(key.to_owned(), part);
    }
}

/// A case with what the law makes of it.
struct Case {
    facts: Facts,
    as_of: Date,
    given: Vec<Item>,
    assessment: Assessment,
}

impl Case {
    fn read(fields: &Fields) -> Result<Self, AnswerError> {
        let facts = facts(fields)?;
        let as_of = fields.day("as_of")?.unwrap_or(facts.known);
        let mut given = fields.choices("items", &choices_of(&Item::ALL, Item::key))?;
        if facts.persons.is_some() {
            given.push(Item::Persons);
        }
        let assessment = assess(&facts, as_of, &BusinessCalendar::public_offices())
            .map_err(|source| AnswerError::Calendar { field: "known", source })?;
        Ok(Self { facts, as_of, given, assessment })
    }

    /// The items of the report that are still open.
    fn missing_items(&self) -> Vec<Item> {
        if self.assessment.is_reportable() {
            missing(Item::in_force(self.as_of), &self.given)
        } else {
            Vec::new()
        }
    }

    /// What the report still lacks, with where each duty asks for it.
    fn open_items(&self) -> Option<Step> {
        let duties = self.assessment.duties(self.facts.regime);
        let open = self.missing_items();
        let names = |pick: fn(&Text) -> &str, between: &str| {
            let names: Vec<_> = open.iter().map(|item| pick(&item.name()).to_owned()).collect();
            names.join(between)
        };
        let text = Text::new(
            format!("報告事項のうち、まだ分かっていないもの: {}", names(|text| &text.ja, "、")),
            format!("items of the report not known yet: {}", names(|text| &text.en, ", ")),
        );
        let rules: Vec<_> = duties.iter().map(|duty| duty.report_rule().paragraph(1)).collect();
        let is_sure = duties.iter().all(|duty| duty.confidence() == Confidence::Confirmed);
        let step = if is_sure { Step::new } else { Step::unverified };
        (!open.is_empty()).then(|| step(text, &rules))
    }

    fn result(&self) -> Value {
        let assessment = &self.assessment;
        let clocks = assessment.earliest();
        json!({
            "classes": assessment.classes,
            "my_number_classes": assessment.my_number_classes,
            "preliminary_from": clocks.map(|clocks| clocks.preliminary_from),
            "preliminary_until": clocks.map(|clocks| clocks.preliminary_until),
            "final_due": clocks.map(|clocks| clocks.final_due),
            "notify_persons": assessment.has_to_notify_persons(),
            "missing_items": self.missing_items(),
        })
    }

    fn summary(&self) -> Text {
        report_summary(self.assessment.earliest(), self.as_of)
    }
}

fn entrusted(case: &Case, asked: &Fields) -> Result<EntrustedWayOut, AnswerError> {
    let items = asked.choices("items", &choices_of(&Item::ALL, Item::key))?;
    let given = asked.day("given")?;
    if let Some(given) = given.filter(|given| *given < case.facts.known) {
        let reason = Text::new(
            format!("委託元への通知({given})が、知った日({})より前です", case.facts.known),
            format!("the notice of {given} is before the day of knowing {}", case.facts.known),
        );
        return Err(AnswerError::Contradiction {
            field: "entrusted.given".to_owned(),
            other: "known".to_owned(),
            reason,
        });
    }
    let notice =
        given.map(|given| EntrustedNotice { given, items, known_items: case.given.clone() });
    entrusted_way_out(&case.facts, notice.as_ref())
        .map_err(|source| AnswerError::Calendar { field: "known", source })
}

fn facts(fields: &Fields) -> Result<Facts, AnswerError> {
    let touched = match (fields.flag("about_to_be_acquired")?, fields.flag("pseudonymized")?) {
        (true, true) => {
            let reason = Text::fixed(
                "取得前の情報は仮名加工情報ではありません",
                "information not yet acquired is not pseudonymized",
            );
            return Err(fields.contradiction("about_to_be_acquired", "pseudonymized", reason));
        }
        (false, true) => Touched::Pseudonymized,
        (true, false) => Touched::AboutToBeAcquired,
        (false, false) => Touched::PersonalData,
    };
    let my_number = fields.object("my_number", &MY_NUMBER_FIELDS)?;
    let (persons, persons_max) = persons(fields)?;
    Ok(Facts {
        known: fields.required_day("known")?,
        regime: fields.choice("regime", &REGIMES)?.unwrap_or_default(),
        touched,
        special_care: fields.flag("special_care")?,
        property_damage: fields.flag("property_damage")?,
        wrongful_purpose: fields.flag("wrongful_purpose")?,
        strongly_encrypted: fields.flag("strongly_encrypted")?,
        persons,
        persons_max,
        my_number: my_number.as_ref().map(my_number_facts).transpose()?,
    })
}

/// The persons and their possible maximum, which cannot be smaller.
fn persons(fields: &Fields) -> Result<(Option<u64>, Option<u64>), AnswerError> {
    let (persons, most) = (fields.count("persons")?, fields.count("persons_max")?);
    match (persons, most) {
        (Some(persons), Some(most)) if persons > most => {
            let reason = Text::new(
                format!("本人の数{persons}が最大数{most}より多い"),
                format!("{persons} persons are more than the maximum of {most}"),
            );
            Err(fields.contradiction("persons", "persons_max", reason))
        }
        both => Ok(both),
    }
}

fn my_number_facts(fields: &Fields) -> Result<MyNumberFacts, AnswerError> {
    let (persons, persons_max) = persons(fields)?;
    Ok(MyNumberFacts {
        network_system: fields.flag("network_system")?,
        wrongful_purpose: fields.flag("wrongful_purpose")?,
        open_to_many: fields.flag("open_to_many")?,
        persons,
        persons_max,
    })
}

/// The result as a sentence; of a day whose law is not held here nothing is said about a duty.
fn report_summary(clocks: Option<&Deadlines>, as_of: Date) -> Text {
    match clocks {
        None if as_of < RULES_FROM => Text::new(
            format!("{as_of}の時点の規定は収録していません"),
            format!("the rules of {as_of} are not held here"),
        ),
        Some(clocks) => Text::new(
            format!(
                "報告が必要です。速報は{}まで、確報は{}まで",
                clocks.preliminary_until, clocks.final_due
            ),
            format!(
                "to be reported: preliminary report by {}, final report by {}",
                clocks.preliminary_until, clocks.final_due
            ),
        ),
        None => Text::fixed("報告の対象ではありません", "nothing is to be reported"),
    }
}
