//! A fiscal year as the regulation alone sees it: what is due when, however many units and members have it.

use jiff::civil::Date;
use law::calendar::{CalendarError, business::BusinessCalendar, fiscal::FiscalCalendar};
use regulation::{Duty, Every, Regulation, Timing};

use super::{DutySubject, Explanation, Notes, Setting, Span, explain, instances_of};
use crate::organization::Organization;

/// A fiscal year of a regulation.
#[derive(Debug, Clone, PartialEq)]
pub struct YearPlan<'r> {
    /// What the year is called.
    pub name: law::Text,
    /// Its days.
    pub span: Span,
    /// What is due in it, in order of day.
    pub due: Vec<Planned<'r>>,
    /// What is to be done each day.
    pub daily: Vec<&'r Duty>,
    /// What a record starts.
    pub clocks: Vec<&'r Duty>,
}

/// One thing that is due in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'r> {
    /// The duty.
    pub duty: &'r Duty,
    /// First day of its period.
    pub starts: Date,
    /// Last day of its period.
    pub ends: Date,
    /// First day on which it is open.
    pub opens: Date,
    /// Until when, and why.
    pub explanation: Explanation,
}

/// The fiscal year that starts in a calendar year.
///
/// # Errors
/// The calendar's, for a year that it does not know.
pub fn year_plan<'r>(
    regulation: &'r Regulation,
    calendar: &BusinessCalendar,
    year: i16,
) -> Result<YearPlan<'r>, CalendarError> {
    let month = regulation.fiscal_year_start_month;
    let first = Date::new(year, month, 1).map_err(|_| CalendarError::PastEnd)?;
    let period = FiscalCalendar::starting_in(month)?.year_of(first)?;
    let span = Span { from: period.start, until: period.end };
    let (organization, notes) = (Organization::default(), Notes::default());
    let setting = Setting {
        regulation,
        organization: &organization,
        calendar,
        moments: &[],
        notes: &notes,
        since: span.from,
    };
    let (due, daily, clocks) = (Vec::new(), Vec::new(), Vec::new());
    let mut plan = YearPlan { name: period.name(), span, due, daily, clocks };
    for duty in &regulation.duties {
        match duty.timing {
            Timing::Clock { .. } => plan.clocks.push(duty),
            Timing::Periodic { every: Every::Day, .. } => plan.daily.push(duty),
            Timing::Periodic { .. } => {
                // One for all stands for each of them: units and members share the day.
                let found = instances_of(setting, duty, DutySubject::Operator, span);
                plan.due.extend(found.iter().map(|instance| Planned {
                    duty,
                    starts: instance.starts,
                    ends: instance.ends,
                    opens: instance.opens,
                    explanation: explain(setting, instance),
                }));
            }
        }
    }
    plan.due.sort_by(|left, right| {
        (left.explanation.due, &left.duty.id).cmp(&(right.explanation.due, &right.duty.id))
    });
    Ok(plan)
}
