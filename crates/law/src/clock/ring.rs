//! How each clock runs.

use jiff::civil::Date;

use super::{Clock, MAX_DAYS, Question, Ring};
use crate::breach::deadline::{final_days, preliminary_report, wrongful_final_days};
use crate::calendar::CalendarError;
use crate::calendar::business::BusinessCalendar;
use crate::calendar::count::{Count, Period, Shift, day_before, day_of_next_month};
use crate::provision::record::{self, Book, Way};
use crate::reasoning::Step;
use crate::request::wait_weeks;
use crate::statute::{Article, Law};
use crate::text::Text;

pub(super) fn ring(clock: Clock, question: &Question) -> Result<Ring, CalendarError> {
    let event = question.event;
    let out = |period| counted(clock, question, Count::first_day_out(period));
    match clock {
        Clock::FinalReport => final_ring(question),
        Clock::PreliminaryReport | Clock::EntrustedNotice => preliminary_ring(clock, event),
        Clock::Suit => suit_ring(question),
        Clock::RequestAlarm => out(Period::Weeks(wait_weeks(question.as_of))),
        Clock::ProvisionRecord => keep_ring(Way::EachTime, event),
        Clock::ProvisionBatch => keep_ring(Way::Batch, event),
        Clock::ProvisionDocument => keep_ring(Way::Document, event),
        Clock::ForeignCheck => out(Period::Years(1)),
        Clock::OptOutFiling | Clock::AnonymizedPublication => before_ring(clock, event),
        Clock::MyNumberDeletion => deletion_ring(event),
        Clock::PrivacyMarkIncident => incident_ring(question),
        Clock::PrivacyMarkRenewal => renewal_ring(question),
        Clock::MonthlyFifth => fifth_ring(question),
        Clock::FirstDayOut => own_ring(clock, question, Count::first_day_out),
        Clock::FirstDayIn => own_ring(clock, question, Count::first_day_in),
    }
}

fn named_step(clock: Clock, event: Date) -> Step {
    let name = clock.name();
    let text = Text::new(
        format!("{}: 起算の事由は{event}", name.ja),
        format!("{}: the event is on {event}", name.en),
    );
    Step::new(text, &[clock.article()])
}

fn counted(clock: Clock, question: &Question, count: Count) -> Result<Ring, CalendarError> {
    let counted = count.last_day(question.event, &question.calendar)?;
    let mut steps = vec![named_step(clock, question.event)];
    steps.extend(counted.steps);
    Ok(Ring { due: counted.due, from: None, steps })
}

fn own_ring(
    clock: Clock,
    question: &Question,
    count: fn(Period) -> Count,
) -> Result<Ring, CalendarError> {
    let period =
        question.period.ok_or(CalendarError::Count { value: 0, min: 1, max: MAX_DAYS.into() })?;
    counted(clock, question, count(period).shifted(question.shift.unwrap_or(Shift::Stay)))
}

/// The days given, or those of the law.
fn days(question: &Question, usual: u32) -> Result<u32, CalendarError> {
    let days = match question.period {
        None => usual,
        Some(Period::Days(days)) => days,
        Some(other) => other.number(),
    };
    if (1..=MAX_DAYS).contains(&days) {
        return Ok(days);
    }
    Err(CalendarError::Count { value: days.into(), min: 1, max: MAX_DAYS.into() })
}

// LAW: 規則8条2項. The days of the public offices decide, whatever the operator's own closing days are.
fn final_ring(question: &Question) -> Result<Ring, CalendarError> {
    let (usual, wrongful) = (final_days(question.as_of), wrongful_final_days(question.as_of));
    let days = days(question, usual)?;
    let counted = crate::breach::deadline::final_report(
        question.event,
        days,
        &BusinessCalendar::public_offices(),
    )?;
    let counting = Text::fixed(
        "知った日を1日目とし、土日祝も数える。最終日が閉庁日なら翌開庁日",
        "the day of knowing is day 1 and closed days count; a closed last day moves to the next open day",
    );
    let mut steps = vec![
        named_step(Clock::FinalReport, question.event),
        Step::new(counting, &[Article::section(Law::Guideline, "3-5-3-4")]),
    ];
    if ![usual, wrongful].contains(&days) {
        let text = Text::new(
            format!("{days}日という確報の期限は法令にない({usual}日、不正の目的なら{wrongful}日)"),
            format!(
                "the law knows no final report of {days} days ({usual}, or {wrongful} with a wrongful purpose)"
            ),
        );
        steps.push(Step::unverified(text, &[Clock::FinalReport.article()]));
    }
    steps.extend(counted.steps);
    Ok(Ring { due: counted.due, from: None, steps })
}

fn suit_ring(question: &Question) -> Result<Ring, CalendarError> {
    let weeks = wait_weeks(question.as_of);
    let mut ring = counted(Clock::Suit, question, Count::first_day_out(Period::Weeks(weeks)))?;
    ring.due = ring.due.tomorrow().map_err(|_| CalendarError::PastEnd)?;
    let text = Text::new(
        format!("{weeks}週間を経過した{}から", ring.due),
        format!("{weeks} weeks have passed from {} on", ring.due),
    );
    ring.steps.push(Step::new(text, &[Clock::Suit.article()]));
    Ok(ring)
}

fn preliminary_ring(clock: Clock, event: Date) -> Result<Ring, CalendarError> {
    let (from, due) = preliminary_report(event)?;
    let text = Text::new(
        format!("目安は3日から5日。知った日を1日目とし、休日でも動かさず、{from}から{due}"),
        format!(
            "about 3 to 5 days; day of knowing is day 1, closed days do not move it: {from} to {due}"
        ),
    );
    let cited = [clock.article(), Article::section(Law::Guideline, "3-5-3-3")];
    let steps = vec![named_step(clock, event), Step::unverified(text, &cited)];
    Ok(Ring { due, from: Some(from), steps })
}

/// What must be done beforehand: at the latest on the day before.
fn before_ring(clock: Clock, event: Date) -> Result<Ring, CalendarError> {
    let due = event.yesterday().map_err(|_| CalendarError::PastEnd)?;
    let (ja, en) = match clock {
        Clock::OptOutFiling => (
            "届出は開始や変更の前に行う。本人が停止を求めるのに必要な期間も置くため、さらに早く",
            "file before the start or the change; earlier still, for the persons need time to object",
        ),
        _ => (
            "作成後、遅滞なく、利用や提供の前に項目を公表する。提供では方法も公表する",
            "publish the items without delay after making and before use or provision; for provision, the way as well",
        ),
    };
    let text =
        Text::new(format!("{ja}(遅くとも前日の{due})"), format!("{en} (at the latest {due})"));
    Ok(Ring {
        due,
        from: None,
        steps: vec![named_step(clock, event), Step::new(text, &[clock.article()])],
    })
}

/// The law says "as soon as possible" and names no day; the day after is what an alarm can use.
fn deletion_ring(kept_until: Date) -> Result<Ring, CalendarError> {
    let due = kept_until.tomorrow().map_err(|_| CalendarError::PastEnd)?;
    let duty = Text::new(
        format!(
            "事務の必要と法定の保存期間が{kept_until}で終われば、できるだけ速やかに削除か廃棄をする"
        ),
        format!(
            "once the work and the keep period end on {kept_until}, it is deleted as soon as possible"
        ),
    );
    let alarm = Text::new(
        format!("日数の定めはない。目安として翌日の{due}"),
        format!("no number of days is fixed; the day after, {due}, as a guide"),
    );
    let cited = [Article::of(Law::MyNumberAct, 20), Clock::MyNumberDeletion.article()];
    Ok(Ring {
        due,
        from: None,
        steps: vec![
            named_step(Clock::MyNumberDeletion, kept_until),
            Step::new(duty, &cited),
            Step::unverified(alarm, &cited),
        ],
    })
}

fn incident_ring(question: &Question) -> Result<Ring, CalendarError> {
    let (usual, wrongful) = (final_days(question.as_of), wrongful_final_days(question.as_of));
    let days = days(question, usual)?;
    let due = Count::first_day_in(Period::Days(days)).unshifted(question.event)?;
    let text = Text::new(
        format!(
            "発見した日を1日目として{days}日以内({usual}日、不正の目的なら{wrongful}日)。休日でも動かさない"
        ),
        format!(
            "within {days} days with the day of finding as day 1 ({usual}, or {wrongful} with a wrongful purpose); closed days do not move it"
        ),
    );
    let article = Clock::PrivacyMarkIncident.article();
    Ok(Ring { due, from: None, steps: vec![Step::unverified(text, &[article])] })
}

fn renewal_ring(question: &Question) -> Result<Ring, CalendarError> {
    let from = day_before(question.event, Period::Months(8))?;
    let last = day_before(question.event, Period::Months(4))?;
    let due = question.calendar.next_open(last)?;
    let text = Text::new(
        format!("有効期間満了の8か月前({from})から4か月前({last})まで。休日なら次の営業日{due}"),
        format!(
            "from 8 months ({from}) to 4 months ({last}) before expiry; a closed day moves it to {due}"
        ),
    );
    let article = Clock::PrivacyMarkRenewal.article();
    Ok(Ring { due, from: Some(from), steps: vec![Step::unverified(text, &[article])] })
}

/// The 5th is what regulations say of monthly papers; it moves only where they say so.
fn fifth_ring(question: &Question) -> Result<Ring, CalendarError> {
    let fifth = day_of_next_month(question.event, 5)?;
    let due = match question.shift.unwrap_or(Shift::Stay) {
        Shift::Stay => fifth,
        Shift::NextOpen => question.calendar.next_open(fifth)?,
        Shift::PreviousOpen => question.calendar.previous_open(fifth)?,
    };
    let text = if due == fifth {
        Text::new(
            format!("翌月5日は{fifth}。休日でも動かさない"),
            format!("the 5th of the next month is {fifth}; a closed day does not move it"),
        )
    } else {
        Text::new(
            format!("翌月5日の{fifth}は休業日のため{due}"),
            format!("the 5th of the next month, {fifth}, is closed, so it is {due}"),
        )
    };
    let article = Clock::MonthlyFifth.article();
    Ok(Ring { due, from: None, steps: vec![Step::unverified(text, &[article])] })
}

fn keep_ring(way: Way, event: Date) -> Result<Ring, CalendarError> {
    let keep = record::keep(Book::Provided, way, event)?;
    Ok(Ring { due: keep.keep_until, from: None, steps: keep.steps })
}
