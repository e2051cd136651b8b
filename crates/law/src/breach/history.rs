//! A case whose facts change: classes that begin later, and the clocks that follow.

use jiff::civil::Date;

use super::class::{classes, my_number_classes};
use super::deadline::{limit_days, my_number_limit_days, wrongful_final_days};
use super::steps::before_force;
use super::{Class, Deadlines, Duty, Facts, MyNumberClass, Regime};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::reasoning::Step;
use crate::statute::{Article, RULES_FROM};
use crate::text::Text;

/// A class and the day on which the case first fell in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Began<C> {
    /// The class.
    pub class: C,
    /// The day of knowing that brought it.
    pub on: Date,
}

/// What the law makes of a case over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// When each class under the Act began.
    pub classes: Vec<Began<Class>>,
    /// When each class under the My Number Act began.
    pub my_number_classes: Vec<Began<MyNumberClass>>,
    /// The clocks under the Act.
    pub appi: Option<Deadlines>,
    /// The clocks under the My Number Act.
    pub my_number: Option<Deadlines>,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// The clocks of a case from its states of knowledge, each dated by its own `known` (規則7条, 8条).
///
/// The clock starts on the day on which the case first fell in any class: class 4 on the day the count passed the threshold.
/// A wrongful purpose found later makes the limit 60 days, counted from that same first day. A class once begun is kept: that
/// it did not apply after all is a decision for a person.
///
/// ```
/// use jiff::civil::date;
/// use law::breach::{Facts, history::follow};
/// use law::calendar::business::BusinessCalendar;
/// let first = Facts { persons: Some(900), ..Facts::known_on(date(2026, 4, 1)) };
/// let later = Facts { persons: Some(1200), ..Facts::known_on(date(2026, 4, 10)) };
/// let history = follow(&[first, later], &BusinessCalendar::public_offices())?;
/// assert_eq!(history.appi.map(|clocks| clocks.clock_from), Some(date(2026, 4, 10)));
/// # Ok::<(), law::calendar::CalendarError>(())
/// ```
///
/// # Errors
/// [`CalendarError`] if a due date lies outside the years with known holidays.
pub fn follow(states: &[Facts], calendar: &BusinessCalendar) -> Result<History, CalendarError> {
    let mut ordered: Vec<&Facts> = states.iter().collect();
    ordered.sort_by_key(|facts| facts.known);
    let appi_began = begins(&ordered, classes);
    let my_number_began = begins(&ordered, my_number_classes);
    let appi = clocks(&appi_began, limit_days, calendar)?;
    let my_number = clocks(&my_number_began, my_number_limit_days, calendar)?;
    let regime = ordered.first().map(|facts| facts.regime).unwrap_or_default();
    let early = ordered.first().filter(|facts| facts.known < RULES_FROM);
    let mut steps: Vec<Step> =
        early.map(|facts| before_force(regime, facts.known)).into_iter().collect();
    steps.extend(appi_began.iter().map(|entry| began_step(*entry, regime)));
    steps.extend(my_number_began.iter().map(|entry| my_number_began_step(*entry)));
    steps.extend(extended_step(&appi_began, Class::WrongfulPurpose, wrongful(regime)));
    steps.extend(extended_step(
        &my_number_began,
        MyNumberClass::WrongfulPurpose,
        WRONGFUL_MY_NUMBER,
    ));
    steps.extend(
        appi.iter().chain(&my_number).flat_map(|clocks| clocks.count.steps.iter().cloned()),
    );
    Ok(History { classes: appi_began, my_number_classes: my_number_began, appi, my_number, steps })
}

/// The class that lengthens the limit, in words, and where the limit is written.
type Lengthening = (Text, Article);

const fn wrongful(regime: Regime) -> Lengthening {
    (Text::fixed("3号", "class 3"), Duty::of(regime).report_rule().paragraph(2))
}

const WRONGFUL_MY_NUMBER: Lengthening =
    (Text::fixed("番号法の2号", "My Number class 2"), Duty::MyNumber.report_rule().paragraph(2));

fn begins<C: PartialEq>(ordered: &[&Facts], classes: fn(&Facts, Date) -> Vec<C>) -> Vec<Began<C>> {
    let mut began: Vec<Began<C>> = Vec::new();
    for facts in ordered {
        for class in classes(facts, facts.known) {
            if !began.iter().any(|entry| entry.class == class) {
                began.push(Began { class, on: facts.known });
            }
        }
    }
    began
}

fn clocks<C: Copy>(
    began: &[Began<C>],
    limit_days: fn(&[C], Date) -> u32,
    calendar: &BusinessCalendar,
) -> Result<Option<Deadlines>, CalendarError> {
    let Some(first) = began.iter().map(|entry| entry.on).min() else { return Ok(None) };
    let classes: Vec<C> = began.iter().map(|entry| entry.class).collect();
    Deadlines::from_knowing(first, limit_days(&classes, first), calendar).map(Some)
}

fn began_step(entry: Began<Class>, regime: Regime) -> Step {
    let (number, name, on) = (entry.class.number(), entry.class.name(), entry.on);
    let text = Text::new(
        format!("{on}に{number}号に当たった: {}", name.ja),
        format!("on {on} the case fell in class {number}: {}", name.en),
    );
    Step::new(text, &[entry.class.article(regime)])
}

fn my_number_began_step(entry: Began<MyNumberClass>) -> Step {
    let (number, name, on) = (entry.class.number(), entry.class.name(), entry.on);
    let text = Text::new(
        format!("{on}に番号法の{number}号に当たった: {}", name.ja),
        format!("on {on} the case fell in My Number class {number}: {}", name.en),
    );
    Step::new(text, &[entry.class.article()])
}

/// Says that a wrongful purpose found later does not start a new clock.
fn extended_step<C: PartialEq>(
    began: &[Began<C>],
    wrongful: C,
    (class, article): Lengthening,
) -> Option<Step> {
    let first = began.iter().map(|entry| entry.on).min()?;
    let found = began.iter().find(|entry| entry.class == wrongful)?.on;
    let days = wrongful_final_days(first);
    let text = Text::new(
        format!(
            "{}は{found}に判明したが、最初に報告の対象と知った{first}から{days}日と数える",
            class.ja
        ),
        format!(
            "{} was found on {found}, yet the {days} days count from {first}, when the case was first known to be reportable",
            class.en
        ),
    );
    (found > first).then(|| Step::unverified(text, &[article]))
}
