//! Who else is told: the entrusting party by an entrusted one, and the Privacy Mark body.

use jiff::civil::Date;

use super::deadline::{final_days, preliminary_report, wrongful_final_days};
use super::item::{Item, missing};
use super::{Duty, Facts, Regime};
use crate::calendar::CalendarError;
use crate::calendar::count::{Count, Period};
use crate::reasoning::{Finding, Step};
use crate::statute::{Article, Law, Periods, RULES_FROM};
use crate::text::Text;

/// The rule on the notice of an entrusted party to the entrusting one.
const WAY_OUT: Article = Article::of(Law::AppiRules, 9);

/// How an entrusted party is freed from reporting itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrustedWayOut {
    /// The first guide day for telling the entrusting party.
    pub notice_from: Date,
    /// The last guide day for telling the entrusting party.
    pub notice_until: Date,
    /// Whether the notice given frees it; open while `None`.
    pub is_freed: Option<bool>,
    /// How it was found.
    pub steps: Vec<Step>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// A notice of an entrusted party to the entrusting one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntrustedNotice {
    /// When it was given.
    pub given: Date,
    /// Which of the nine items it held.
    pub items: Vec<Item>,
    /// Which of the nine items were known by then.
    pub known_items: Vec<Item>,
}

/// What the Privacy Mark body is to be told; every day of it is from its pages, not from law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivacyMarkReport {
    /// The guide days of the preliminary report, where one is asked for.
    pub preliminary: Option<(Date, Date)>,
    /// The last day of the final report, which every incident needs.
    pub final_due: Date,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Whether an entrusted party is freed from reporting and notifying (法26条1項ただし書, 規則9条; 番号法29条の4第1項ただし書, 番号法の規則4条;
/// GL 3-5-3-5).
///
/// ```
/// use jiff::civil::date;
/// use law::breach::Facts;
/// use law::breach::item::Item;
/// use law::breach::party::{EntrustedNotice, entrusted_way_out};
/// let notice = EntrustedNotice { given: date(2026, 4, 5), items: vec![Item::Overview], known_items: vec![Item::Overview] };
/// let facts = Facts::known_on(date(2026, 4, 3));
/// assert_eq!(entrusted_way_out(&facts, Some(&notice))?.is_freed, Some(true));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn entrusted_way_out(
    facts: &Facts,
    notice: Option<&EntrustedNotice>,
) -> Result<EntrustedWayOut, CalendarError> {
    let known = facts.known;
    let (notice_from, notice_until) = preliminary_report(known)?;
    let text = Text::new(
        format!(
            "委託元に、知った事項を速やかに({notice_from}から{notice_until}が目安)通知すれば、委託先の報告と本人通知は免除される"
        ),
        format!(
            "telling the entrusting party the known items promptly (about {notice_from} to {notice_until}) frees the entrusted party from report and notice"
        ),
    );
    let steps = vec![Step::new(text, &way_out_rules(facts))];
    let mut findings: Vec<Finding> = public_body(facts.regime).into_iter().collect();
    findings.extend(notice.iter().flat_map(|notice| notice_findings(notice, notice_until)));
    let is_freed = notice.map(|notice| {
        notice.given >= known && missing(&notice.known_items, &notice.items).is_empty()
    });
    Ok(EntrustedWayOut { notice_from, notice_until, is_freed, steps, findings })
}

/// Where the way out is written, for each act that the case falls under.
fn way_out_rules(facts: &Facts) -> Vec<Article> {
    let mut rules = vec![Duty::Private.report(), WAY_OUT];
    if facts.my_number.is_some() {
        rules.extend([Duty::MyNumber.report(), Article::of(Law::MyNumberBreachRules, 4)]);
    }
    rules
}

/// 法68条 has no such way out; that it has none is from memory.
fn public_body(regime: Regime) -> Option<Finding> {
    let text = Text::fixed(
        "行政機関等の報告の義務には、委託先としての免除の定めが見当たりません。委託元と報告の分担を決めてください",
        "the duty of public bodies seems to have no such way out; settle with the entrusting party who reports",
    );
    (regime == Regime::PublicBody)
        .then(|| Finding::warn("regime", text, Duty::PublicBody.report()).into_unverified())
}

fn notice_findings(notice: &EntrustedNotice, until: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    let left_out = missing(&notice.known_items, &notice.items);
    if !left_out.is_empty() {
        let names = |pick: fn(&Text) -> &str| {
            left_out.iter().map(|item| pick(&item.name()).to_owned()).collect::<Vec<_>>().join(", ")
        };
        let text = Text::new(
            format!("把握している事項のうち通知していないもの: {}", names(|text| &text.ja)),
            format!("known items that the notice leaves out: {}", names(|text| &text.en)),
        );
        findings.push(Finding::block("items", text, WAY_OUT));
    }
    if notice.given > until {
        let text = Text::new(
            format!("目安の{until}を過ぎています。速やかな通知と言えるか確認してください"),
            format!("it is later than the guide day {until}; check whether it was still prompt"),
        );
        findings.push(Finding::warn("given", text, WAY_OUT));
    }
    findings
}

/// What the body of the Privacy Mark is to be told, by the raw facts: encryption and the regime take nothing out (運営要領; unverified).
///
/// `is_otherwise_grave` is a person's judgment that the breach is grave for another reason.
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Facts, party::privacy_mark_report};
/// let facts = Facts::known_on(date(2026, 4, 1));
/// let report = privacy_mark_report(&facts, false)?;
/// assert_eq!((report.preliminary, report.final_due), (None, date(2026, 4, 30)));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError::PastEnd`] past the last day a date can hold.
pub fn privacy_mark_report(
    facts: &Facts,
    is_otherwise_grave: bool,
) -> Result<PrivacyMarkReport, CalendarError> {
    let is_wrongful =
        facts.wrongful_purpose || facts.my_number.is_some_and(|numbers| numbers.wrongful_purpose);
    let limit_days =
        if is_wrongful { wrongful_final_days(facts.known) } else { final_days(facts.known) };
    let final_due = Count::first_day_in(Period::Days(limit_days)).unshifted(facts.known)?;
    let preliminary = (is_otherwise_grave || is_grave(facts))
        .then(|| preliminary_report(facts.known))
        .transpose()?;
    let last = Text::new(
        format!(
            "プライバシーマーク付与事業者は、どの事故も{limit_days}日以内({final_due}まで、休日でも動かさない)に付与機関等へ報告する"
        ),
        format!(
            "a holder of the Privacy Mark reports every incident within {limit_days} days (by {final_due}, closed days do not move it)"
        ),
    );
    let scheme = [Article::whole(Law::PrivacyMark)];
    let mut steps = vec![Step::unverified(last, &scheme)];
    steps.extend(preliminary.map(|(from, until)| {
        let text = Text::new(
            format!("重大な事故に当たるため、{from}から{until}を目安に速報する"),
            format!("a grave incident: a preliminary report about {from} to {until}"),
        );
        Step::unverified(text, &scheme)
    }));
    Ok(PrivacyMarkReport { preliminary, final_due, steps })
}

/// Above how many persons the scheme wants a preliminary report, for personal information and for My Numbers.
const PRIVACY_MARK_PERSONS: Periods<(u64, u64)> = Periods::since(RULES_FROM, (1000, 100));

fn is_grave(facts: &Facts) -> bool {
    let (persons, my_numbers) = PRIVACY_MARK_PERSONS.on(facts.known);
    let above = |persons: Option<u64>, most: Option<u64>, limit| {
        persons.or(most).is_some_and(|count| count > limit)
    };
    let is_grave_number = facts.my_number.is_some_and(|numbers| {
        numbers.network_system
            || numbers.open_to_many
            || numbers.wrongful_purpose
            || above(numbers.persons, numbers.persons_max, my_numbers)
    });
    facts.special_care
        || facts.property_damage
        || facts.wrongful_purpose
        || above(facts.persons, facts.persons_max, persons)
        || is_grave_number
}
