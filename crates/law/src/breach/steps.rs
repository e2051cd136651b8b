//! The sentences that explain an assessment.

use jiff::civil::Date;

use super::class::{limit, my_number_limit};
use super::{Assessment, Class, Deadlines, Facts, MyNumberClass, Regime, Touched};
use crate::reasoning::Step;
use crate::statute::{Article, Confidence, Law};
use crate::text::Text;

/// All steps from the facts to the clocks.
pub(super) fn explain(facts: &Facts, as_of: Date, assessment: &Assessment) -> Vec<Step> {
    let mut steps = vec![knowing(facts)];
    steps.extend(exemption(facts, as_of));
    steps.extend(assessment.classes.iter().map(|class| in_class(*class, facts, as_of)));
    steps
        .extend(assessment.my_number_classes.iter().map(|class| in_my_number_class(*class, as_of)));
    if assessment.is_reportable() {
        steps.extend(assessment.appi.iter().flat_map(|clocks| limits(clocks, duty(facts.regime))));
        steps
            .extend(assessment.my_number.iter().flat_map(|clocks| limits(clocks, Duty::MY_NUMBER)));
        steps.extend(earlier_clock(assessment));
        steps.push(receiver(assessment));
        steps.push(persons(facts.regime));
    } else {
        steps.push(nothing_to_report(facts));
    }
    steps.extend(my_number_effort(facts, assessment));
    steps.extend(assessment.findings.iter().map(crate::reasoning::Finding::to_step));
    steps
}

/// The articles of one duty to report.
struct Duty {
    name: Text,
    preliminary: Article,
    last: Article,
    confidence: Confidence,
}

impl Duty {
    const PRIVATE: Self = Self {
        name: Text::fixed("個人情報保護法", "APPI"),
        preliminary: Article::of(Law::AppiRules, 8).paragraph(1),
        last: Article::of(Law::AppiRules, 8).paragraph(2),
        confidence: Confidence::Confirmed,
    };
    const PUBLIC_BODY: Self = Self {
        name: Text::fixed("個人情報保護法(行政機関等)", "APPI (public bodies)"),
        preliminary: Article::of(Law::AppiRules, 44).paragraph(1),
        last: Article::of(Law::AppiRules, 44).paragraph(2),
        confidence: Confidence::Unverified,
    };
    const MY_NUMBER: Self = Self {
        name: Text::fixed("番号法", "My Number Act"),
        preliminary: Article::of(Law::MyNumberBreachRules, 3).paragraph(1),
        last: Article::of(Law::MyNumberBreachRules, 3).paragraph(2),
        confidence: Confidence::Confirmed,
    };
}

const fn duty(regime: Regime) -> Duty {
    match regime {
        Regime::Private => Duty::PRIVATE,
        Regime::PublicBody => Duty::PUBLIC_BODY,
    }
}

fn knowing(facts: &Facts) -> Step {
    let day = facts.known;
    Step::new(
        Text::new(
            format!("知った日は{day}(いずれかの部署が知った日)"),
            format!("the day of knowing is {day} (when any department knew)"),
        ),
        &[Article::section(Law::Guideline, "3-5-3-3")],
    )
}

fn exemption(facts: &Facts, as_of: Date) -> Option<Step> {
    if limit(facts.regime, as_of).is_none() {
        let text = Text::new(
            format!("{as_of}の時点で漏えい等報告の義務はまだない(2022-04-01施行)"),
            format!("on {as_of} no duty to report was in force (it began on 2022-04-01)"),
        );
        return Some(Step::new(text, &[Article::of(Law::Appi, 26)]));
    }
    if facts.strongly_encrypted {
        let text = Text::fixed(
            "高度な暗号化等の措置があるため、すべての区分から外れる",
            "advanced encryption or a like measure takes it out of every class",
        );
        return Some(Step::new(text, &[Article::of(Law::AppiRules, 7).item(1)]));
    }
    match facts.touched {
        Touched::PersonalData => None,
        Touched::Pseudonymized => Some(Step::new(
            Text::fixed(
                "仮名加工情報には報告の義務がない",
                "pseudonymized information is exempt from reporting",
            ),
            &[Article::of(Law::Appi, 41).paragraph(9)],
        )),
        Touched::AboutToBeAcquired => Some(Step::new(
            Text::fixed(
                "取得しようとしている個人情報は3号だけに当たりうる(2024-04-01から)",
                "information about to be acquired can only fall in class 3 (since 2024-04-01)",
            ),
            &[Article::of(Law::AppiRules, 7).item(3)],
        )),
    }
}

fn in_class(class: Class, facts: &Facts, as_of: Date) -> Step {
    let name = class.name();
    let (ja, en) = match (class, limit(facts.regime, as_of)) {
        (Class::ManyPersons, Some(limit)) => {
            (format!("({limit}人超)"), format!(" (more than {limit})"))
        }
        _ => (String::new(), String::new()),
    };
    let number = class.number();
    let text = Text::new(
        format!("{number}号に当たる: {}{ja}", name.ja),
        format!("class {number}: {}{en}", name.en),
    );
    Step::new(text, &[duty_article(facts.regime), class.article(facts.regime)])
}

const fn duty_article(regime: Regime) -> Article {
    match regime {
        Regime::Private => Article::of(Law::Appi, 26).paragraph(1),
        Regime::PublicBody => Article::of(Law::Appi, 68).paragraph(1),
    }
}

fn in_my_number_class(class: MyNumberClass, as_of: Date) -> Step {
    let name = class.name();
    let (ja, en) = match (class, my_number_limit(as_of)) {
        (MyNumberClass::ManyPersons, Some(limit)) => {
            (format!("({limit}人超)"), format!(" (more than {limit})"))
        }
        _ => (String::new(), String::new()),
    };
    let number = class.number();
    let text = Text::new(
        format!("番号法の{number}号に当たる: {}{ja}", name.ja),
        format!("My Number class {number}: {}{en}", name.en),
    );
    Step::new(text, &[Article::branch(Law::MyNumberAct, 29, 4).paragraph(1), class.article()])
}

fn limits(clocks: &Deadlines, duty: Duty) -> Vec<Step> {
    let (from, until, due) = (clocks.preliminary_from, clocks.preliminary_until, clocks.final_due);
    let preliminary = Text::new(
        format!(
            "{}: 速報の目安は{from}から{until}(3日から5日。知った日を1日目とし、土日祝でも動かさない)",
            duty.name.ja
        ),
        format!(
            "{}: the preliminary report is due about {from} to {until} (3 to 5 days, day of knowing is day 1, closed days do not move it)",
            duty.name.en
        ),
    );
    let last = Text::new(
        format!(
            "{}: 確報は{}日以内、知った日を1日目として{due}まで",
            duty.name.ja, clocks.limit_days
        ),
        format!(
            "{}: the final report is due within {} days, day of knowing is day 1, by {due}",
            duty.name.en, clocks.limit_days
        ),
    );
    let mut steps = vec![Step::unverified(
        preliminary,
        &[duty.preliminary, Article::section(Law::Guideline, "3-5-3-3")],
    )];
    let cited = [duty.last, Article::section(Law::Guideline, "3-5-3-4")];
    steps.push(match duty.confidence {
        Confidence::Confirmed => Step::new(last, &cited),
        Confidence::Unverified => Step::unverified(last, &cited),
    });
    steps.extend(clocks.count.steps.iter().cloned());
    steps
}

fn earlier_clock(assessment: &Assessment) -> Option<Step> {
    let (appi, my_number) = (assessment.appi.as_ref()?, assessment.my_number.as_ref()?);
    let earlier = appi.final_due.min(my_number.final_due);
    let text = Text::new(
        format!("両法の報告が要る。早い方の{earlier}を確報の期限とする"),
        format!("both Acts ask for a report; the earlier day {earlier} is taken as the last day"),
    );
    (appi.final_due != my_number.final_due).then(|| {
        Step::new(
            text,
            &[
                Article::of(Law::Appi, 26).paragraph(1),
                Article::branch(Law::MyNumberAct, 29, 4).paragraph(1),
            ],
        )
    })
}

fn receiver(assessment: &Assessment) -> Step {
    if assessment.appi.is_none() {
        let text = Text::fixed(
            "報告先は個人情報保護委員会",
            "the report goes to the Personal Information Protection Commission",
        );
        return Step::new(text, &[Article::branch(Law::MyNumberAct, 29, 4).paragraph(1)]);
    }
    let text = Text::fixed(
        "報告先は個人情報保護委員会。権限が委任された業種では事業所管大臣。番号法の報告は常に委員会",
        "the report goes to the Commission, or to the minister in charge where the power is delegated; under the My Number Act always to the Commission",
    );
    Step::new(text, &[Article::of(Law::Appi, 26).paragraph(1), Article::of(Law::Appi, 150)])
}

fn persons(regime: Regime) -> Step {
    let text = Text::fixed(
        "本人に、状況に応じて速やかに通知する(概要、項目、原因、二次被害、その他)。難しければ公表などの代替措置",
        "the persons are told promptly as the case allows (overview, items, cause, secondary damage, other); where that is hard, publication or the like takes its place",
    );
    match regime {
        Regime::Private => Step::new(
            text,
            &[Article::of(Law::Appi, 26).paragraph(2), Article::of(Law::AppiRules, 10)],
        ),
        Regime::PublicBody => Step::new(text, &[Article::of(Law::Appi, 68).paragraph(2)]),
    }
}

fn nothing_to_report(facts: &Facts) -> Step {
    let text = Text::fixed(
        "報告の対象ではない。任意の報告はできる。拡大防止、調査、再発防止はどの事案でも要る",
        "nothing is to be reported; a voluntary report is possible; containment, investigation and prevention are needed in every case",
    );
    Step::new(text, &[duty_article(facts.regime), Article::section(Law::Guideline, "3-5-2")])
}

fn my_number_effort(facts: &Facts, assessment: &Assessment) -> Option<Step> {
    let is_below = facts.my_number.is_some()
        && assessment.my_number_classes.is_empty()
        && !facts.strongly_encrypted;
    let text = Text::fixed(
        "特定個人情報の事案は、区分に当たらなくても委員会への報告に努める",
        "a case with My Numbers below the classes should still be reported to the Commission (effort duty)",
    );
    is_below.then(|| Step::new(text, &[Article::section(Law::MyNumberGuideline, "別添2")]))
}
