//! The questions of `kitei law` as arguments and files.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Args;
use jiff::civil::Date;
use law::{
    Text,
    answer::{self, Answer, AnswerError, DeadlineAsked, Length},
    calendar::ParsedDate,
};
use serde_json::Value;

use super::{Failure, usual_day};

/// Most bytes of a JSON file that are read.
const MAX_BYTES: u64 = 1 << 20;

/// Why a written date is not asked as of a day.
const SAME_ON_EVERY_DAY: Text = Text::fixed(
    "書かれた日付の意味は、いつの時点でも同じです",
    "what a written date means does not hang on the day of asking",
);

/// `kitei law deadline`.
#[derive(Debug, Args)]
pub(super) struct Deadline {
    /// Which period, such as `final-report`, `suit` or `first-day-out`
    #[arg(long)]
    rule: String,
    /// The day it starts from, in any spelling: 2026-04-03, R8.4.3, 令和8年4月3日
    #[arg(long)]
    known: String,
    /// Days, for the periods that take them
    #[arg(long, allow_negative_numbers = true, group = "length")]
    days: Option<i64>,
    /// Weeks, for plain counting
    #[arg(long, allow_negative_numbers = true, group = "length")]
    weeks: Option<i64>,
    /// Calendar months, for plain counting
    #[arg(long, allow_negative_numbers = true, group = "length")]
    months: Option<i64>,
    /// Calendar years, for plain counting
    #[arg(long, allow_negative_numbers = true, group = "length")]
    years: Option<i64>,
    /// What a closed last day does, for plain counting: `stay`, `next-open`, `previous-open`
    #[arg(long)]
    shift: Option<String>,
    /// A closing day of your own, for plain counting; may be given more than once
    #[arg(long, value_name = "DAY")]
    closed: Vec<String>,
    /// Print JSON, which is what is printed unless `--explain` is given; refusals become JSON too
    #[arg(long)]
    pub(super) json: bool,
}

/// `kitei law number`.
#[derive(Debug, Args)]
pub(super) struct Number {
    /// Which number, such as `my-number` or `postal-code`
    #[arg(long)]
    kind: String,
    /// The number
    #[arg(allow_hyphen_values = true, value_name = "NUMBER")]
    text: String,
    /// Print JSON, which is what is printed unless `--explain` is given; refusals become JSON too
    #[arg(long)]
    pub(super) json: bool,
}

/// `kitei law date`.
#[derive(Debug, Args)]
pub(super) struct Written {
    /// The date, in any spelling
    text: String,
    /// Print JSON, which is what is printed unless `--explain` is given; refusals become JSON too
    #[arg(long)]
    pub(super) json: bool,
}

/// `kitei law list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Which list
    name: String,
    /// Print JSON, which is what is printed unless `--explain` is given; refusals become JSON too
    #[arg(long)]
    pub(super) json: bool,
}

/// The calculators that take facts as JSON.
#[derive(Debug, Args)]
pub(super) struct Facts {
    /// File with the facts as JSON; `-` for standard input
    #[arg(long = "json", value_name = "FILE|-")]
    file: PathBuf,
}

impl Deadline {
    pub(super) fn ask(&self, as_of: Option<Date>) -> Result<Answer, Failure> {
        let lengths = [
            self.days.map(Length::Days),
            self.weeks.map(Length::Weeks),
            self.months.map(Length::Months),
            self.years.map(Length::Years),
        ];
        let closed = self.closed.iter().map(|text| day("closed", text));
        Ok(answer::deadline_of(&DeadlineAsked {
            rule: &self.rule,
            known: day("known", &self.known)?,
            length: lengths.into_iter().flatten().next(),
            shift: self.shift.as_deref(),
            closed: closed.collect::<Result<_, _>>()?,
            as_of,
        })?)
    }
}

impl Number {
    pub(super) fn ask(&self, as_of: Option<Date>) -> Result<Answer, Failure> {
        let read;
        let number = if self.text == "-" {
            read = read_file(Path::new("-"))?;
            read.trim()
        } else {
            &self.text
        };
        Ok(answer::number_as_of(&self.kind, number, usual_day(as_of))?)
    }
}

impl Written {
    pub(super) fn ask(&self, as_of: Option<Date>) -> Result<Answer, Failure> {
        match as_of {
            None => Ok(answer::date(&self.text)?),
            Some(_) => Err(AnswerError::Fixed { field: "as_of", reason: SAME_ON_EVERY_DAY }.into()),
        }
    }
}

impl List {
    pub(super) fn ask(&self, as_of: Option<Date>) -> Result<Answer, Failure> {
        Ok(answer::list(&self.name, usual_day(as_of))?)
    }
}

impl Facts {
    /// Asks with the facts of the file; a day on the command line goes before the file's own.
    pub(super) fn ask(
        &self,
        as_of: Option<Date>,
        answer: fn(&str) -> Result<Answer, AnswerError>,
    ) -> Result<Answer, Failure> {
        let text = read_file(&self.file)?;
        let dated = as_of.and_then(|as_of| match serde_json::from_str(&text) {
            Ok(Value::Object(mut facts)) => {
                facts.insert("as_of".to_owned(), Value::String(as_of.to_string()));
                Some(Value::Object(facts).to_string())
            }
            // What is no object is refused with its line and column below.
            _ => None,
        });
        Ok(answer(dated.as_deref().unwrap_or(&text))?)
    }
}

/// A day in any spelling.
pub(super) fn day(field: &str, text: &str) -> Result<Date, AnswerError> {
    let field = || field.to_owned();
    match law::calendar::parse_date(text) {
        Ok(ParsedDate::Day(day)) => Ok(day),
        Ok(_) => {
            Err(AnswerError::WrongType { field: field(), expected: "a day, not a month or a year" })
        }
        Err(source) => Err(AnswerError::Date { field: field(), source }),
    }
}

fn read_file(file: &Path) -> Result<String, Failure> {
    let read = || -> anyhow::Result<String> {
        let mut bytes = Vec::new();
        if file == Path::new("-") {
            std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        } else {
            std::fs::File::open(file)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
        }
        anyhow::ensure!(bytes.len() as u64 <= MAX_BYTES, "larger than {MAX_BYTES} bytes");
        let text = String::from_utf8(bytes).context("not UTF-8")?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    };
    read().with_context(|| format!("`{}`", file.display())).map_err(Failure::File)
}
