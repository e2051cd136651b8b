//! Duties in time: what is due when, whose it is, what meets it, and that nothing is forgotten or there twice.

mod laws;

use std::{collections::BTreeSet, sync::LazyLock};

use engine::{
    Fields, RecordId, Unit,
    duty::{
        Begun, DutyCommand, DutyNote, DutySubject, Effective, Instance, Moment, Notes, Reached,
        Setting, Span, decide_duty, escalated_to, explain, instances, instances_under, owners,
    },
};
use jiff::civil::{Date, date};
use law::{Language, calendar::business::BusinessCalendar};
use serde_json::json;

use crate::support::{
    Desk, House, fields, held, id, member, member_id, sample_with, told, unit, unit_id,
};

const DUTIES: &str = include_str!("duties/duties.toml");

fn house() -> &'static House {
    static HOUSE: LazyLock<&House> =
        LazyLock::new(|| sample_with(&[("duties/checks.toml", DUTIES)]));
    *HOUSE
}

const SINCE: Date = date(2026, 4, 1);
const YEAR: Span = Span { from: SINCE, until: date(2027, 3, 31) };

/// A desk, what happened, and what was written.
struct Stage {
    desk: Desk,
    moments: Vec<Moment>,
    notes: Notes,
    calendar: BusinessCalendar,
    since: Date,
}

impl Stage {
    fn new() -> Self {
        Self {
            desk: Desk::sample().under(house()),
            moments: Vec::new(),
            notes: Notes::default(),
            calendar: BusinessCalendar::public_offices(),
            since: SINCE,
        }
    }

    fn setting(&self) -> Setting<'_> {
        Setting {
            regulation: &self.desk.house.regulation,
            organization: &self.desk.organization,
            calendar: &self.calendar,
            moments: &self.moments,
            notes: &self.notes,
            since: self.since,
        }
    }

    fn year(&self) -> Vec<Instance<'_>> {
        instances(self.setting(), YEAR)
    }

    /// The instances of a duty of a unit or member, in order of day.
    fn of(&self, duty: &str, whose: &str) -> Vec<Instance<'_>> {
        let mut all = self.year();
        all.retain(|it| {
            it.key.duty == duty && (whose.is_empty() || it.key.subject == subject(whose))
        });
        all
    }

    /// How the instances of a duty stand on a day.
    fn standings(&self, duty: &str, whose: &str, day: Date) -> Vec<&'static str> {
        self.of(duty, whose).iter().map(|it| it.standing(day).name()).collect()
    }

    fn record(
        &mut self,
        name: &str,
        form: &str,
        (unit, reached, on): (&str, Reached, Date),
        values: Fields,
    ) {
        let moment = Moment {
            record: RecordId(id(name)),
            form: form.to_owned(),
            unit: unit_id(unit),
            drafter: member_id("handler"),
            reached,
            on,
            fields: values,
        };
        let at = self.moments.partition_point(|it| it.on <= on);
        self.moments.insert(at, moment);
    }

    fn memo(&mut self, name: &str, unit: &str, on: Date) {
        self.record(name, "memo", (unit, Reached::InForce, on), Fields::new());
    }
}

fn subject(name: &str) -> DutySubject {
    match name {
        "hq" | "sales" | "stock" | "counter" => DutySubject::Unit(unit_id(name)),
        _ => DutySubject::Member(member_id(name)),
    }
}

fn dues(instances: &[Instance<'_>]) -> Vec<String> {
    instances.iter().map(|it| it.due.to_string()).collect()
}

#[test]
fn what_comes_round_fills_the_fiscal_year_and_moves_off_closed_days() {
    let stage = Stage::new();
    assert_eq!(
        dues(&stage.of("check", "sales")),
        ["2026-06-30", "2026-09-30", "2026-12-31", "2027-03-31"]
    );
    // What is due by the 5th of the month after: the first is that of March, and closed days move it.
    assert_eq!(
        dues(&stage.of("log", "sales"))[..4],
        ["2026-04-06", "2026-05-07", "2026-06-05", "2026-07-06"]
    );
    assert_eq!(stage.of("log", "sales").len(), 12);
    assert_eq!(dues(&stage.of("review", "")), ["2027-03-31"], "month 12 of the two years");
    assert_eq!(dues(&stage.of("training", "")), vec!["2026-06-30"; 8], "one for each member");
    let units: BTreeSet<_> = stage.of("check", "").iter().map(|it| it.key.subject).collect();
    assert_eq!(units, BTreeSet::from([subject("sales")]), "only there is a handler");
}

#[test]
fn a_record_counts_for_what_is_due_next_or_for_what_is_late_until_the_next_is_open() {
    let mut stage = Stage::new();
    assert_eq!(stage.standings("check", "sales", date(2026, 6, 15)), ["upcoming"; 4]);
    assert_eq!(stage.standings("check", "sales", date(2026, 6, 16))[0], "open");
    assert_eq!(stage.standings("check", "sales", date(2026, 7, 1))[0], "late");
    stage.memo("late", "sales", date(2026, 7, 10));
    assert_eq!(stage.standings("check", "sales", date(2026, 7, 9))[0], "late", "it was, then");
    assert_eq!(stage.standings("check", "sales", date(2026, 7, 10))[0], "done_late");
    stage.memo("early", "sales", date(2026, 7, 20));
    assert_eq!(stage.standings("check", "sales", date(2026, 8, 1))[..2], ["done_late", "done"]);
    stage.memo("more", "sales", date(2026, 7, 21));
    stage.memo("elsewhere", "stock", date(2026, 12, 20));
    let march = date(2027, 3, 31);
    assert_eq!(stage.standings("check", "sales", march), ["done_late", "done", "late", "open"]);
    stage.memo("too_late", "sales", date(2027, 3, 20));
    assert_eq!(stage.standings("check", "sales", march), ["done_late", "done", "late", "done"]);
}

#[test]
fn a_day_in_the_record_says_for_which_month_it_is() {
    let mut stage = Stage::new();
    let may = fields(json!({"day": "2026-05-31"}));
    stage.record("may", "sheet", ("sales", Reached::InForce, date(2026, 8, 1)), may);
    let standings = stage.standings("log", "sales", date(2026, 8, 31));
    assert_eq!(standings[..5], ["late", "late", "done_late", "late", "late"]);
}

#[test]
fn members_have_their_own_and_one_record_may_be_for_many() {
    let mut stage = Stage::new();
    let there = fields(
        json!({"readers": [member_id("handler").to_string(), member_id("keeper").to_string()]}),
    );
    stage.record("list", "sheet", ("hq", Reached::Submitted, date(2026, 6, 1)), there);
    let mut gone = member("gone", "stock");
    gone.left_on = Some(date(2026, 5, 31));
    let mut later = member("later", "stock");
    later.joined_on = Some(date(2026, 7, 1));
    stage.desk.organization.put_member(gone);
    stage.desk.organization.put_member(later);
    let day = date(2026, 7, 1);
    assert_eq!(stage.standings("training", "handler", day), ["done"]);
    assert_eq!(stage.standings("training", "chief", day), ["late"]);
    assert_eq!(stage.standings("training", "gone", day), ["lapsed"]);
    assert_eq!(stage.standings("training", "later", day), [""; 0]);
}

#[test]
fn a_clock_runs_from_its_record_and_stops_with_the_answer() {
    let mut stage = Stage::new();
    // Friday; the holidays of May lie between.
    stage.record(
        "first",
        "holdings",
        ("sales", Reached::Submitted, date(2026, 5, 1)),
        Fields::new(),
    );
    let due = |stage: &Stage| dues(&stage.of("answer", ""));
    assert_eq!(due(&stage), ["2026-05-11"]);
    assert_eq!(stage.standings("answer", "sales", date(2026, 5, 2)), ["open"]);
    assert_eq!(stage.standings("answer", "sales", date(2026, 5, 12)), ["late"]);
    // Handed in again after it was sent back: the clock is the first one.
    stage.record(
        "first",
        "holdings",
        ("sales", Reached::Submitted, date(2026, 5, 8)),
        Fields::new(),
    );
    assert_eq!(due(&stage), ["2026-05-11"]);
    stage.record(
        "first",
        "holdings",
        ("sales", Reached::InForce, date(2026, 5, 11)),
        Fields::new(),
    );
    assert_eq!(stage.standings("answer", "sales", date(2026, 5, 12)), ["done"]);
    stage.record(
        "second",
        "holdings",
        ("sales", Reached::Submitted, date(2026, 6, 1)),
        Fields::new(),
    );
    stage.record(
        "second",
        "holdings",
        ("sales", Reached::GivenUp, date(2026, 6, 2)),
        Fields::new(),
    );
    assert_eq!(stage.standings("answer", "sales", date(2026, 6, 30)), ["done", "lapsed"]);
}

#[test]
fn a_record_that_is_retired_starts_a_clock_or_ends_one() {
    let mut stage = Stage::new();
    stage.memo("memo", "stock", date(2026, 5, 1));
    stage.record("memo", "memo", ("stock", Reached::Retired, date(2026, 5, 30)), Fields::new());
    assert_eq!(dues(&stage.of("erase", "stock")), ["2026-06-30"]);
    assert_eq!(stage.standings("erase", "stock", date(2026, 6, 1)), ["open"]);
    let urgent = || fields(json!({"urgent": true}));
    let line = |reached, on| ("sales", reached, on);
    stage.record("line", "holdings", line(Reached::InForce, date(2026, 6, 1)), urgent());
    assert_eq!(stage.standings("trace", "", date(2026, 6, 2)), ["open"]);
    stage.record("line", "holdings", line(Reached::Retired, date(2026, 6, 3)), urgent());
    assert_eq!(stage.standings("trace", "", date(2026, 6, 4)), ["lapsed"]);
}

#[test]
fn a_clock_moves_when_its_record_says_otherwise_and_is_there_only_on_its_condition() {
    let mut stage = Stage::new();
    let urgent = |is: bool| fields(json!({"urgent": is}));
    stage.record("line", "holdings", ("sales", Reached::InForce, date(2026, 4, 18)), urgent(false));
    assert_eq!(stage.of("trace", "").len(), 0);
    stage.record("line", "holdings", ("sales", Reached::InForce, date(2026, 4, 25)), urgent(true));
    // Two weeks from the first time: 2 May, a Saturday in the holidays.
    assert_eq!(dues(&stage.of("trace", "")), ["2026-05-07"]);
    let other = fields(json!({"holding": RecordId(id("other")).to_string()}));
    stage.record("wrong", "sheet", ("sales", Reached::InForce, date(2026, 4, 28)), other);
    assert_eq!(stage.standings("trace", "", date(2026, 5, 7)), ["open"]);
    let this = fields(json!({"holding": RecordId(id("line")).to_string()}));
    stage.record("right", "sheet", ("stock", Reached::InForce, date(2026, 5, 7)), this);
    assert_eq!(stage.standings("trace", "", date(2026, 5, 7)), ["done"]);
}

#[test]
fn a_clock_starts_on_the_day_that_its_record_names_and_moves_with_it() {
    let mut stage = Stage::new();
    let day = |day: &str| fields(json!({"day": day}));
    let submitted = |on| ("stock", Reached::Submitted, on);
    stage.record("sheet", "sheet", submitted(date(2026, 5, 12)), day("2026-05-10"));
    assert_eq!(dues(&stage.of("reply", "keeper")), ["2026-05-16"], "that day is the first");
    assert_eq!(stage.of("reply", "").len(), 1, "nobody else belongs to the unit");
    stage.record("sheet", "sheet", submitted(date(2026, 5, 20)), day("2026-05-11"));
    assert_eq!(dues(&stage.of("reply", "keeper")), ["2026-05-17"]);
    // A day that is still to come is led up to.
    stage.record("sheet", "sheet", submitted(date(2026, 5, 21)), day("2026-06-20"));
    assert_eq!(dues(&stage.of("reply", "keeper")), ["2026-06-26"]);
    assert_eq!(stage.standings("reply", "keeper", date(2026, 6, 15)), ["upcoming"]);
    assert_eq!(stage.standings("reply", "keeper", date(2026, 6, 16)), ["open"]);
}

#[test]
fn owners_change_with_appointments_and_a_vacancy_is_told_further_up() {
    let mut stage = Stage::new();
    let organization = &mut stage.desk.organization;
    for who in ["manager", "handler", "colleague"] {
        let mut ended = held(who, "handler", "sales");
        ended.until = Some(date(2026, 6, 20));
        organization.put_appointment(ended);
    }
    let mut next = held("nobody", "handler", "sales");
    next.from = date(2026, 9, 1);
    organization.put_appointment(next);
    let check = stage.of("check", "sales");
    let world = (&stage.desk.house.regulation, &stage.desk.organization);
    let names = |day| -> Vec<String> {
        let who = owners(world.0, world.1, &check[0], day).into_iter();
        who.map(|it| world.1.member(it).unwrap().name.clone()).collect()
    };
    assert_eq!(names(date(2026, 6, 20)).len(), 3);
    assert_eq!(names(date(2026, 6, 21)), [""; 0]);
    assert_eq!(names(date(2026, 9, 1)), ["nobody"]);
    assert_eq!(check.len(), 4, "a vacancy takes no duty away");
    let told = |day| -> Vec<&str> {
        escalated_to(world.0, world.1, &check[0], day)
            .into_iter()
            .map(|(office, _)| office)
            .collect()
    };
    assert_eq!(told(date(2026, 7, 6)), [""; 0]);
    assert_eq!(told(date(2026, 7, 7)), ["manager"]);
    assert_eq!(told(date(2026, 7, 14)), ["manager", "chief"]);
    assert!(check[0].is_missed(date(2026, 7, 1)));
}

#[test]
fn a_unit_that_is_closed_has_nothing_more_to_do_but_what_it_missed_stays() {
    let mut stage = Stage::new();
    stage.desk.organization.put_unit(Unit {
        closed_on: Some(date(2026, 9, 29)),
        ..unit("sales", "department", Some("hq"))
    });
    assert_eq!(stage.standings("check", "sales", date(2027, 3, 31)), ["late", "lapsed"]);
}

#[test]
fn it_does_not_matter_when_one_looks() {
    let mut stage = Stage::new();
    stage.memo("a", "sales", date(2026, 6, 20));
    let on = |stage: &Stage, day| stage.standings("check", "sales", day);
    let then = on(&stage, date(2026, 7, 1));
    // A month later, with what happened meanwhile.
    stage.memo("b", "sales", date(2026, 7, 20));
    assert_eq!(on(&stage, date(2026, 7, 1)), then);
}

#[test]
fn what_was_due_before_duties_counted_is_nobodys_concern() {
    let mut stage = Stage::new();
    stage.since = date(2026, 11, 22);
    assert_eq!(dues(&stage.of("check", "sales")), ["2026-12-31", "2027-03-31"]);
    // Nor does it take the first record away from what is.
    stage.memo("first", "sales", date(2026, 11, 25));
    assert_eq!(stage.standings("check", "sales", date(2027, 1, 1))[0], "done");
}

/// The sentences of an explanation, in Japanese.
fn sentences(stage: &Stage, instance: &Instance<'_>) -> String {
    let explained = explain(stage.setting(), instance);
    let steps = explained.steps.iter().map(|step| step.line(Language::Ja));
    let head = format!("[{}] {}", explained.clause, explained.due);
    std::iter::once(head).chain(steps).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_day_says_how_it_was_found() {
    let mut stage = Stage::new();
    stage.record(
        "first",
        "holdings",
        ("sales", Reached::Submitted, date(2026, 5, 1)),
        Fields::new(),
    );
    let urgent = fields(json!({"urgent": true}));
    stage.record("line", "holdings", ("sales", Reached::InForce, date(2026, 4, 18)), urgent);
    let log = stage.of("log", "sales");
    let all = [
        &log[1],
        &stage.of("review", "")[0],
        &stage.of("answer", "")[0],
        &stage.of("trace", "")[0],
    ]
    .map(|it| sentences(&stage, it));
    insta::assert_snapshot!(all.join("\n\n"), @"
    [6] 2026-05-07
    1か月ごと：2026-04-01から2026-04-30まで
    翌期の1か月目の5日は2026-05-05
    2026-05-05はこどもの日、2026-05-06は振替休日のため、2026-05-07になる〔民法142条、行政機関の休日に関する法律2条、国民の祝日に関する法律2条、国民の祝日に関する法律3条2項〕

    [6] 2027-03-31
    2年度ごと：2026-04-01から2028-03-31まで
    12か月目の31日は2027-03-31

    [6] 2026-05-11
    起点は2026-05-01
    3営業日目は2026-05-11

    [6] 2026-05-07
    起点は2026-04-18
    初日は算入しない。1日目は2026-04-19〔民法140条〕
    2週間の期間は2026-05-02の終了で満了する〔民法141条、民法143条〕
    2026-05-02は土曜日、2026-05-03は憲法記念日、2026-05-04はみどりの日、2026-05-05はこどもの日、2026-05-06は振替休日のため、2026-05-07になる〔民法142条、行政機関の休日に関する法律2条、行政機関の休日に関する法律1条1項1号、国民の祝日に関する法律2条、国民の祝日に関する法律3条2項〕
    ");
}

#[test]
fn what_no_record_shows_is_confirmed_and_what_need_not_be_is_waived_by_somebody_else() {
    let mut stage = Stage::new();
    let write = |stage: &mut Stage, duty: &str, who: &str, day, command: &DutyCommand| {
        let (key, decided) = {
            let instance = &stage.of(duty, "")[0];
            let decided = decide_duty(stage.setting(), instance, (member_id(who), day), command);
            (instance.key.clone(), decided)
        };
        let event = decided.map_err(|refusal| told(&refusal))?;
        stage.notes.add(key, DutyNote { by: member_id(who), on: day, event });
        Ok::<_, String>(stage.of(duty, "")[0].standing(day).name())
    };
    let confirm = |text: &str| DutyCommand::Confirm { comment: text.to_owned() };
    let ask = DutyCommand::AskWaiver { reason: "取扱いがないため".to_owned() };
    let approve = DutyCommand::ApproveWaiver { comment: String::new() };
    let day = date(2026, 6, 20);
    let refused = [
        write(&mut stage, "check", "keeper", day, &confirm("")),
        write(&mut stage, "check", "chief", day, &approve),
        write(&mut stage, "training", "auditor", day, &ask),
    ];
    insta::assert_snapshot!(refused.map(Result::unwrap_err).join("\n\n"), @"
    [6] -: この義務を担当する人だけができます / only who has this duty may do this
    [6] -: この義務は、様式「覚書」の記録で果たします / a record of “Memo” meets this duty
    [6] comment: 内容を書いてください / say what was done, or why

    [6] -: 免除の申出がありません / nobody asked for a waiver

    [6] -: この義務の免除を承認する人は決められていません / nobody may waive this duty
    ");
    assert_eq!(
        write(&mut stage, "review", "chief", day, &confirm("年次の見直しを行った")).unwrap(),
        "done"
    );
    assert!(write(&mut stage, "review", "chief", day, &confirm("もう一度")).is_err(), "it is done");

    assert_eq!(write(&mut stage, "check", "manager", day, &ask).unwrap(), "open");
    let own = write(&mut stage, "check", "manager", day, &approve).unwrap_err();
    assert!(own.contains("自分の申出"), "{own}");
    assert_eq!(write(&mut stage, "check", "chief", day, &approve).unwrap(), "waived");
}

#[test]
fn what_began_under_one_edition_is_finished_under_it() {
    let stage = Stage::new();
    let old = house();
    let without_log: String = DUTIES
        .split("[[duties]]")
        .filter(|it| !it.contains("\"log\""))
        .collect::<Vec<_>>()
        .join("[[duties]]");
    let changed = without_log.replace("every = { months = 3 }", "every = { months = 6 }");
    let new = sample_with(&[("duties/checks.toml", &changed)]);
    let editions = [
        Effective { from: SINCE, regulation: &old.regulation },
        Effective { from: date(2026, 8, 15), regulation: &new.regulation },
    ];
    let mut all = instances_under(&editions, stage.setting(), YEAR);
    let keys: BTreeSet<_> = all.iter().map(|it| it.key.clone()).collect();
    assert_eq!(keys.len(), all.len(), "nothing is there twice");
    all.retain(|it| it.key.subject == subject("sales"));
    let told = |duty: &str| -> Vec<String> {
        let those = all.iter().filter(|it| it.key.duty == duty);
        those.map(|it| format!("{} {}", it.due, it.standing(date(2027, 3, 31)).name())).collect()
    };
    assert_eq!(told("check"), ["2026-06-30 late", "2026-09-30 late", "2027-03-31 open"]);
    assert_eq!(told("log")[4..], ["2026-08-05 late", "2026-09-07 lapsed"]);
}
