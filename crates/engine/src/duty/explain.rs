//! Why an instance is due on its day: what started it, the rule, the clause, the count, and the move off closed days.

use jiff::civil::Date;
use law::calendar::count::moved;
use law::{Step, Text};
use regulation::{DueDay, Every, Timing, Within, WithinUnit};

use super::{Instance, Setting, clock::count, round::shift_of};

/// How the day of an instance was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Clause of the duty.
    pub clause: String,
    /// The steps, in the order in which a person would follow them.
    pub steps: Vec<Step>,
    /// The day.
    pub due: Date,
}

/// Explains the day of an instance.
#[must_use]
pub fn explain(setting: Setting<'_>, instance: &Instance<'_>) -> Explanation {
    let steps = match &instance.duty.timing {
        Timing::Periodic { every, due } => periodic(setting, instance, *every, *due),
        Timing::Clock { within, .. } => clock(setting, instance, *within),
    };
    Explanation { clause: instance.duty.clause.clone(), steps, due: instance.due }
}

fn periodic(setting: Setting<'_>, instance: &Instance<'_>, every: Every, due: DueDay) -> Vec<Step> {
    let (starts, ends) = (instance.starts, instance.ends);
    let (ja, en) = match every {
        Every::Day => (format!("毎日：{starts}"), format!("each day: {starts}")),
        Every::Months(months) => (
            format!("{months}か月ごと：{starts}から{ends}まで"),
            format!("every {months} months: {starts} to {ends}"),
        ),
        Every::Years { count, .. } => (
            format!("{count}年度ごと：{starts}から{ends}まで"),
            format!("every {count} fiscal years: {starts} to {ends}"),
        ),
    };
    let mut steps = vec![Step::new(Text::new(ja, en), &[])];
    let month = setting.regulation.fiscal_year_start_month;
    let period = super::Period { starts, ends };
    let Some(unmoved) = super::due_of(every, month, due, period) else { return steps };
    if every != Every::Day {
        let (in_ja, in_en) =
            if due.in_next_period { ("翌期の", " of the period after") } else { ("", "") };
        let nth = due.month.unwrap_or(every.months());
        let (day_ja, day_en) = match due.day {
            Some(day) => (format!("{day}日"), format!("day {day}")),
            None => ("末日".to_owned(), "the last day".to_owned()),
        };
        let text = Text::new(
            format!("{in_ja}{nth}か月目の{day_ja}は{unmoved}"),
            format!("{day_en} of month {nth}{in_en} is {unmoved}"),
        );
        steps.push(Step::new(text, &[]));
    }
    let step = moved(unmoved, shift_of(instance.duty.shift), setting.calendar);
    steps.extend(step.ok().and_then(|(_, step)| step));
    steps
}

fn clock(setting: Setting<'_>, instance: &Instance<'_>, within: Within) -> Vec<Step> {
    let start = instance.starts;
    let text = Text::new(format!("起点は{start}"), format!("counted from {start}"));
    let mut steps = vec![Step::new(text, &[])];
    if within.unit == WithinUnit::BusinessDays {
        let text = Text::new(
            format!("{}営業日目は{}", within.count, instance.ends),
            format!("business day {} is {}", within.count, instance.ends),
        );
        steps.push(Step::new(text, &[]));
        let step = moved(instance.ends, shift_of(instance.duty.shift), setting.calendar);
        steps.extend(step.ok().and_then(|(_, step)| step));
        return steps;
    }
    let counted = count(within).map(|count| count.shifted(shift_of(instance.duty.shift)));
    let counted = counted.and_then(|count| count.last_day(start, setting.calendar).ok());
    steps.extend(counted.into_iter().flat_map(|due| due.steps));
    steps
}
