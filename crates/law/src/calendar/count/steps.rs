//! The sentences that explain a count.

use jiff::civil::Date;

use super::{FirstDay, Period};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::reasoning::Step;
use crate::statute::{Article, Law};
use crate::text::Text;

/// Whether the first day counts.
pub(super) fn first_day(rule: FirstDay, first_counted: Date) -> Step {
    let text = match rule {
        FirstDay::Out => Text::new(
            format!("初日は算入しない。1日目は{first_counted}"),
            format!("the first day is not counted; day 1 is {first_counted}"),
        ),
        FirstDay::In => Text::new(
            format!("初日を算入する。1日目は{first_counted}"),
            format!("the first day is counted; day 1 is {first_counted}"),
        ),
    };
    Step::new(text, &[Article::of(Law::CivilCode, 140)])
}

/// Where the period ends before any move.
pub(super) fn end(period: Period, first_counted: Date, unshifted: Date) -> Step {
    let number = period.number();
    let (ja, en) = match period {
        Period::Days(_) => ("日", "day"),
        Period::Weeks(_) => ("週間", "week"),
        Period::Months(_) => ("か月", "month"),
        Period::Years(_) => ("年", "year"),
    };
    let plural = if number == 1 { "" } else { "s" };
    let by_calendar = matches!(period, Period::Months(_) | Period::Years(_));
    let is_month_end = by_calendar
        && unshifted == unshifted.last_of_month()
        && first_counted.day() > unshifted.day();
    let (note_ja, note_en) = if is_month_end {
        ("(応当日がないため月の末日)", " (no matching day, so the last day of the month)")
    } else {
        ("", "")
    };
    let text = Text::new(
        format!("{number}{ja}の期間は{unshifted}の終了で満了する{note_ja}"),
        format!("{number} {en}{plural} end with the end of {unshifted}{note_en}"),
    );
    let articles = match period {
        Period::Days(_) => vec![Article::of(Law::CivilCode, 141)],
        _ => vec![Article::of(Law::CivilCode, 141), Article::of(Law::CivilCode, 143)],
    };
    Step::new(text, &articles)
}

/// Which closed days move the end; nothing where it stays.
pub(super) fn shift(
    calendar: &BusinessCalendar,
    unshifted: Date,
    due: Date,
) -> Result<Option<Step>, CalendarError> {
    if unshifted == due {
        return Ok(None);
    }
    // LAW: 民法142条 moves a day on. Nothing moves it back but an operator's own target.
    let is_later = due > unshifted;
    let mut articles = Vec::new();
    if is_later {
        articles.extend([
            Article::of(Law::CivilCode, 142),
            Article::of(Law::AdministrativeHolidayAct, 2),
        ]);
    }
    let (mut closed_ja, mut closed_en) = (Vec::new(), Vec::new());
    let mut day = unshifted;
    while day != due {
        if let Some(closing) = calendar.closing(day)? {
            let reason = closing.text();
            closed_ja.push(format!("{day}は{}", reason.ja));
            closed_en.push(format!("{day} is closed ({})", reason.en));
            articles.extend(closing.article().filter(|article| !articles.contains(article)));
        }
        day = if due > day { day.tomorrow() } else { day.yesterday() }
            .map_err(|_| CalendarError::PastEnd)?;
    }
    let (note_ja, note_en) = if is_later {
        ("", "")
    } else {
        ("(法令にない前倒しの目標日)", " (a target of one's own, no law moves it back)")
    };
    let text = Text::new(
        format!("{}のため、{due}になる{note_ja}", closed_ja.join("、")),
        format!("{}, so it moves to {due}{note_en}", closed_en.join(", ")),
    );
    Ok(Some(Step::new(text, &articles)))
}
