//! The sentences that explain an assessment.

use jiff::civil::Date;

use super::class::{limit, my_number_limit};
use super::{Assessment, Class, Deadlines, Duty, Facts, MyNumberClass, Regime, Touched};
use crate::reasoning::Step;
use crate::statute::{Article, Confidence, Law, RULES_FROM};
use crate::text::Text;

const MY_NUMBER_GUIDELINE: Article = Article::section(Law::MyNumberGuideline, "別添2");

/// All steps from the facts to the clocks.
pub(super) fn explain(facts: &Facts, as_of: Date, assessment: &Assessment) -> Vec<Step> {
    let mut steps = vec![knowing(facts, assessment)];
    if as_of < RULES_FROM {
        steps.push(before_force(facts.regime, as_of));
        return steps;
    }
    steps.extend(exemption(facts));
    steps.extend(assessment.classes.iter().map(|class| in_class(*class, facts, as_of)));
    steps
        .extend(assessment.my_number_classes.iter().map(|class| in_my_number_class(*class, as_of)));
    if assessment.is_reportable() {
        let under_act = Duty::of(facts.regime);
        steps.extend(assessment.appi.iter().flat_map(|clocks| limits(clocks, under_act)));
        steps.extend(assessment.my_number.iter().flat_map(|clocks| limits(clocks, Duty::MyNumber)));
        steps.extend(earlier_clock(facts.regime, assessment));
        steps.push(receiver(facts.regime, assessment));
        steps.push(persons(&assessment.duties(facts.regime)));
    } else {
        steps.push(nothing_to_report(facts));
    }
    steps.extend(my_number_effort(facts, assessment));
    steps.extend(assessment.findings.iter().map(crate::reasoning::Finding::to_step));
    steps
}

fn knowing(facts: &Facts, assessment: &Assessment) -> Step {
    let day = facts.known;
    let source = match (facts.regime, assessment.duties(facts.regime).as_slice()) {
        (_, [Duty::MyNumber]) => MY_NUMBER_GUIDELINE,
        (Regime::Private, _) => Article::section(Law::Guideline, "3-5-3-3"),
        (Regime::PublicBody, _) => Duty::PublicBody.report(),
    };
    let text = Text::new(
        format!("知った日は{day}(いずれかの部署が知った日)"),
        format!("the day of knowing is {day} (when any department knew)"),
    );
    Step::new(text, &[source])
}

pub(super) fn before_force(regime: Regime, as_of: Date) -> Step {
    let text = Text::new(
        format!(
            "{as_of}の時点の規定は収録していない。{RULES_FROM}より前の事案は、当時の告示と番号法の規則で確かめる"
        ),
        format!(
            "the rules of {as_of} are not held here; look up the notices and the My Number rule that applied before {RULES_FROM}"
        ),
    );
    Step::unverified(text, &[Duty::of(regime).report(), Duty::MyNumber.report()])
}

fn exemption(facts: &Facts) -> Option<Step> {
    if facts.strongly_encrypted {
        let text = Text::fixed(
            "高度な暗号化等の措置があるため、すべての区分から外れる",
            "advanced encryption or a like measure takes it out of every class",
        );
        let mut articles = vec![Class::SpecialCare.article(facts.regime)];
        articles.extend(facts.my_number.map(|_| Article::of(Law::MyNumberBreachRules, 2)));
        return Some(Step::new(text, &articles));
    }
    match facts.touched {
        Touched::PersonalData => None,
        Touched::Pseudonymized => {
            let text = Text::fixed(
                "仮名加工情報には報告の義務がない",
                "pseudonymized information is exempt from reporting",
            );
            let rule = Article::of(Law::Appi, 41).paragraph(9);
            Some(match facts.regime {
                Regime::Private => Step::new(text, &[rule]),
                Regime::PublicBody => Step::unverified(text, &[rule]),
            })
        }
        Touched::AboutToBeAcquired => {
            let text = Text::fixed(
                "取得しようとしている個人情報は3号だけに当たりうる(2024-04-01から)",
                "information about to be acquired can only fall in class 3 (since 2024-04-01)",
            );
            Some(Step::new(text, &[Class::WrongfulPurpose.article(facts.regime)]))
        }
    }
}

/// A threshold in brackets, for the class that has one.
fn above(limit: Option<u64>) -> (String, String) {
    limit.map_or_else(Default::default, |limit| {
        (format!("({limit}人超)"), format!(" (more than {limit})"))
    })
}

fn in_class(class: Class, facts: &Facts, as_of: Date) -> Step {
    let (number, name) = (class.number(), class.name());
    let (ja, en) = above(limit(facts.regime, as_of).filter(|_| class == Class::ManyPersons));
    let text = Text::new(
        format!("{number}号に当たる: {}{ja}", name.ja),
        format!("class {number}: {}{en}", name.en),
    );
    Step::new(text, &[Duty::of(facts.regime).report(), class.article(facts.regime)])
}

fn in_my_number_class(class: MyNumberClass, as_of: Date) -> Step {
    let (number, name) = (class.number(), class.name());
    let (ja, en) = above(my_number_limit(as_of).filter(|_| class == MyNumberClass::ManyPersons));
    let text = Text::new(
        format!("番号法の{number}号に当たる: {}{ja}", name.ja),
        format!("My Number class {number}: {}{en}", name.en),
    );
    Step::new(text, &[Duty::MyNumber.report(), class.article()])
}

fn limits(clocks: &Deadlines, duty: Duty) -> Vec<Step> {
    let (from, until, due) = (clocks.preliminary_from, clocks.preliminary_until, clocks.final_due);
    let (name, days) = (duty.name(), clocks.limit_days);
    let preliminary = Text::new(
        format!(
            "{}: 速報の目安は{from}から{until}(3日から5日。知った日を1日目とし、土日祝でも動かさない)",
            name.ja
        ),
        format!(
            "{}: the preliminary report is due about {from} to {until} (3 to 5 days, day of knowing is day 1, closed days do not move it)",
            name.en
        ),
    );
    let last = Text::new(
        format!("{}: 確報は{days}日以内、知った日を1日目として{due}まで", name.ja),
        format!(
            "{}: the final report is due within {days} days, day of knowing is day 1, by {due}",
            name.en
        ),
    );
    let mut steps = vec![Step::unverified(preliminary, &cited(duty, 1))];
    steps.push(match duty.confidence() {
        Confidence::Confirmed => Step::new(last, &cited(duty, 2)),
        Confidence::Unverified => Step::unverified(last, &cited(duty, 2)),
    });
    steps.extend(clocks.count.steps.iter().cloned());
    steps
}

/// Where the preliminary report (1) or the final one (2) is written.
fn cited(duty: Duty, paragraph: u16) -> Vec<Article> {
    let rule = duty.report_rule().paragraph(paragraph);
    match duty.guideline() {
        Some([preliminary, last]) => vec![rule, if paragraph == 1 { preliminary } else { last }],
        None => vec![duty.report(), rule],
    }
}

fn earlier_clock(regime: Regime, assessment: &Assessment) -> Option<Step> {
    let (appi, my_number) = (assessment.appi.as_ref()?, assessment.my_number.as_ref()?);
    let earlier = appi.final_due.min(my_number.final_due);
    let text = Text::new(
        format!("両法の報告が要る。早い方の{earlier}を確報の期限とする"),
        format!("both Acts ask for a report; the earlier day {earlier} is taken as the last day"),
    );
    (appi.final_due != my_number.final_due)
        .then(|| Step::new(text, &[Duty::of(regime).report(), Duty::MyNumber.report()]))
}

/// Who receives the report. Only a business operator's, and only under the Act, can go to a minister.
fn receiver(regime: Regime, assessment: &Assessment) -> Step {
    let to_commission = Text::fixed(
        "報告先は個人情報保護委員会",
        "the report goes to the Personal Information Protection Commission",
    );
    match (regime, assessment.appi.is_some()) {
        (Regime::Private, true) => {
            let text = Text::fixed(
                "報告先は個人情報保護委員会。権限が委任された業種では事業所管大臣。番号法の報告は常に委員会",
                "the report goes to the Commission, or to the minister in charge where the power is delegated; under the My Number Act always to the Commission",
            );
            Step::new(text, &[Article::of(Law::Appi, 26).paragraph(1), Article::of(Law::Appi, 150)])
        }
        (Regime::PublicBody, true) => Step::new(to_commission, &[Duty::of(regime).report()]),
        (_, false) => Step::new(to_commission, &[Duty::MyNumber.report()]),
    }
}

fn persons(duties: &[Duty]) -> Step {
    let text = Text::fixed(
        "本人に、状況に応じて速やかに通知する(概要、項目、原因、二次被害、その他)。難しければ公表などの代替措置",
        "the persons are told promptly as the case allows (overview, items, cause, secondary damage, other); where that is hard, publication or the like takes its place",
    );
    let articles: Vec<Article> = duties.iter().flat_map(|duty| duty.notice()).collect();
    if duties.iter().any(|duty| duty.confidence() == Confidence::Unverified) {
        Step::unverified(text, &articles)
    } else {
        Step::new(text, &articles)
    }
}

fn nothing_to_report(facts: &Facts) -> Step {
    let text = Text::fixed(
        "報告の対象ではない。任意の報告はできる。拡大防止、調査、再発防止はどの事案でも要る",
        "nothing is to be reported; a voluntary report is possible; containment, investigation and prevention are needed in every case",
    );
    let mut articles = vec![Duty::of(facts.regime).report()];
    if facts.regime == Regime::Private {
        articles.push(Article::section(Law::Guideline, "3-5-2"));
    }
    Step::new(text, &articles)
}

fn my_number_effort(facts: &Facts, assessment: &Assessment) -> Option<Step> {
    let is_below = facts.my_number.is_some()
        && assessment.my_number_classes.is_empty()
        && !facts.strongly_encrypted;
    let text = Text::fixed(
        "特定個人情報の事案は、区分に当たらなくても委員会への報告に努める",
        "a case with My Numbers below the classes should still be reported to the Commission (effort duty)",
    );
    is_below.then(|| Step::new(text, &[MY_NUMBER_GUIDELINE]))
}
