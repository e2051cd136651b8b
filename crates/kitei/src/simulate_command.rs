//! `kitei simulate`: generated people play a regulation for years; what would it cost, and does it hold?

use std::{path::PathBuf, process::ExitCode};

use app::bundled;
use clap::Args;
use engine::{
    Judge,
    simulate::{Rehearsal, Report, simulate},
};
use law::calendar::business::BusinessCalendar;
use regulation::{Language, Regulation, check};

use crate::{
    ENVIRONMENT, FINDINGS,
    output::{print_error, print_line},
};

/// Refusals that are told; JSON has all of them.
const TOLD: usize = 15;

/// Arguments of `kitei simulate`.
#[derive(Args)]
pub(crate) struct SimulateArguments {
    /// Regulation folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// How many fiscal years.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=30))]
    years: u8,
    /// What chance begins with: the same seed gives the same report.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first fiscal year, by the calendar year in which it starts.
    #[arg(long, default_value_t = 2026, value_parser = clap::value_parser!(i16).range(1970..=2900))]
    year: i16,
    /// Units, the operator itself included.
    #[arg(long, default_value_t = 8, value_parser = at_least_one(5_000))]
    units: u64,
    /// Members.
    #[arg(long, default_value_t = 40, value_parser = at_least_one(200_000))]
    members: u64,
    /// Print JSON, one line.
    #[arg(long)]
    json: bool,
    /// Language of the text.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

fn at_least_one(most: u64) -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(1..=most)
}

/// Plays a regulation and prints what came of it.
pub(crate) fn run(arguments: &SimulateArguments) -> anyhow::Result<ExitCode> {
    let folder = match bundled::read(&arguments.folder) {
        Ok(folder) => folder,
        Err(error) => {
            print_error!("kitei: {error}");
            return Ok(ExitCode::from(ENVIRONMENT));
        }
    };
    let (regulation, checked) = check::check_folder(&folder);
    let judge = Judge::new(&regulation).ok().filter(|_| checked.is_sound());
    let Some(judge) = judge else {
        print_error!("kitei: {} has errors; see `kitei check`", arguments.folder.display());
        return Ok(ExitCode::from(FINDINGS));
    };
    let rehearsal = Rehearsal {
        first_year: arguments.year,
        years: arguments.years,
        seed: arguments.seed,
        units: usize::try_from(arguments.units)?,
        members: usize::try_from(arguments.members)?,
    };
    let report = simulate(&regulation, &judge, &BusinessCalendar::public_offices(), rehearsal);
    if arguments.json {
        print_line!("{}", serde_json::to_string(&report)?);
    } else {
        tell(&regulation, &report, Language::from_tag(&arguments.language));
    }
    Ok(ExitCode::from(if report.broken.is_empty() { 0 } else { FINDINGS }))
}

fn tell(regulation: &Regulation, report: &Report, language: Language) {
    let title = regulation.title.get(language);
    let say = |ja: &'static str, en: &'static str| match language {
        Language::Ja => ja,
        Language::En => en,
    };
    let Report { years, seed, units, members, acts, refused, waiting, vacant_days, .. } = report;
    match language {
        Language::Ja => {
            print_line!("{title}：{years}年度、部署{units}・職員{members}名、種{seed}");
            print_line!(
                "  手続 {acts}、断られた操作 {refused}、決裁待ちで終わった記録 {waiting}、担当者不在の延べ日数 {vacant_days}"
            );
        }
        Language::En => {
            print_line!(
                "{title}: {years} fiscal years, {units} units, {members} members, seed {seed}"
            );
            print_line!(
                "  {acts} acts, {refused} refused, {waiting} records still on their route, {vacant_days} days waited for a vacant office"
            );
        }
    }
    print_line!(
        "{}",
        say(
            "義務（件数・期限内・遅れて・期限超過・未到来・消滅）",
            "Duties (instances, in time, late, missed, still open, lapsed)"
        )
    );
    for count in &report.duties {
        let title =
            regulation.duty(&count.duty).map_or(count.duty.as_str(), |it| it.title.get(language));
        print_line!(
            "  {title}: {} / {} / {} / {} / {} / {}",
            count.instances,
            count.done,
            count.done_late,
            count.late,
            count.open,
            count.lapsed
        );
    }
    print_line!("{}", say("役割ごとの手続（月平均）", "Acts of each office (a month on average)"));
    for (office, acts, months) in by_office(report) {
        let title = regulation
            .office(&office)
            .map_or(say("職員等", "everybody"), |it| it.title.get(language));
        let tenths = (acts * 10).checked_div(months).unwrap_or_default();
        print_line!("  {title}: {}.{}", tenths / 10, tenths % 10);
    }
    print_line!("{}", say("断られた理由", "Refusals"));
    for refusal in report.refusals.iter().take(TOLD) {
        print_line!("  {} × {} {}", refusal.count, refusal.clause, refusal.message);
    }
    print_line!(
        "{}: {}",
        say("一度も使われなかった様式", "Forms never used"),
        report.unused_forms.join(", ")
    );
    for broken in &report.broken {
        print_line!("{}: {broken}", say("破られた不変条件", "Broken"));
    }
    print_line!("{}", report.digest);
}

/// Office, its acts, and the months of the rehearsal.
fn by_office(report: &Report) -> Vec<(String, u64, u64)> {
    let mut found: Vec<(String, u64, u64)> = Vec::new();
    for work in &report.work {
        match found.last_mut().filter(|(office, ..)| *office == work.office) {
            Some((_, acts, _)) => *acts += work.acts,
            None => found.push((work.office.clone(), work.acts, u64::from(report.years) * 12)),
        }
    }
    found
}
