//! `kitei law …`: the calculators of `law` on the command line. Arguments or JSON in, JSON or an explanation out.
//!
//! It reads and prints; every question is answered by [`law::answer`].

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use law::{
    answer::{self, Answer, AnswerError},
    calendar::ParsedDate,
};

/// Most bytes of a JSON file that are read.
const MAX_BYTES: u64 = 1 << 20;
/// Exit code for input that cannot be used.
const USAGE: u8 = 2;
/// Exit code for a file that cannot be read.
const ENVIRONMENT: u8 = 3;

/// `kitei law`: legal dates, classes, required items and number formats, each with its article.
#[derive(Debug, Args)]
pub(crate) struct LawArguments {
    #[command(subcommand)]
    calculator: Calculator,
    /// Print a plain explanation instead of JSON
    #[arg(long, global = true)]
    explain: bool,
    /// Language of the explanation and of errors
    #[arg(long, global = true, value_enum, default_value_t = Language::Ja)]
    language: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Ja,
    En,
}

#[derive(Debug, Subcommand)]
enum Calculator {
    /// When a period of the law ends
    Deadline {
        /// Which period, such as `final-report`, `suit` or `first-day-out`
        #[arg(long)]
        rule: String,
        /// The day it starts from, in any spelling: 2026-04-03, R8.4.3, 令和8年4月3日
        #[arg(long)]
        known: String,
        /// Days, for the periods that take them
        #[arg(long, allow_negative_numbers = true)]
        days: Option<i64>,
    },
    /// Whether a number can be right; `-` reads it from standard input, where no process list shows it
    Number {
        /// Which number, such as `my-number` or `postal-code`
        #[arg(long)]
        kind: String,
        /// The number
        #[arg(allow_hyphen_values = true)]
        number: String,
    },
    /// What a written date means
    Date {
        /// The date, in any spelling
        text: String,
    },
    /// Classes and deadlines of a breach
    Breach(Facts),
    /// Whether a provision to a third party may be done, what is recorded, and how long it is kept
    Provision(Facts),
    /// Dates, fee and grounds of a data subject's request
    Request(Facts),
}

#[derive(Debug, Args)]
struct Facts {
    /// File with the facts as JSON; `-` for standard input
    #[arg(long = "json", value_name = "FILE|-")]
    file: PathBuf,
}

/// Why there is no answer.
enum Failure {
    /// The input is not usable.
    Input(AnswerError),
    /// A month or a year where a day is needed.
    NoDay,
    /// The file cannot be read.
    File(anyhow::Error),
}

impl From<AnswerError> for Failure {
    fn from(error: AnswerError) -> Self {
        Self::Input(error)
    }
}

/// Answers on standard output, or says on standard error which field is wrong and what is allowed there.
pub(crate) fn run(arguments: LawArguments) -> anyhow::Result<ExitCode> {
    let language = match arguments.language {
        Language::Ja => law::Language::Ja,
        Language::En => law::Language::En,
    };
    let answer = match calculate(&arguments.calculator) {
        Ok(answer) => answer,
        Err(failure) => return Ok(refuse(&failure, language)),
    };
    let printed = if arguments.explain {
        answer.explain(language)
    } else {
        serde_json::to_string_pretty(&answer)?
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{printed}")
        .and_then(|()| out.flush())
        .context("the answer cannot be written")?;
    Ok(ExitCode::SUCCESS)
}

fn calculate(calculator: &Calculator) -> Result<Answer, Failure> {
    Ok(match calculator {
        Calculator::Deadline { rule, known, days } => answer::deadline(rule, day(known)?, *days)?,
        Calculator::Number { kind, number } if number == "-" => {
            answer::number(kind, read(Path::new("-"))?.trim())?
        }
        Calculator::Number { kind, number } => answer::number(kind, number)?,
        Calculator::Date { text } => answer::date(text)?,
        Calculator::Breach(facts) => answer::breach(&read(&facts.file)?)?,
        Calculator::Provision(facts) => answer::provision(&read(&facts.file)?)?,
        Calculator::Request(facts) => answer::request(&read(&facts.file)?)?,
    })
}

fn day(text: &str) -> Result<jiff::civil::Date, Failure> {
    match law::calendar::parse_date(text) {
        Ok(ParsedDate::Day(day)) => Ok(day),
        Ok(_) => Err(Failure::NoDay),
        Err(source) => Err(AnswerError::Date { field: "known", source }.into()),
    }
}

fn read(file: &Path) -> Result<String, Failure> {
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

/// Says why there is no answer. What was entered is not repeated: it may be a number or a date of birth.
fn refuse(failure: &Failure, language: law::Language) -> ExitCode {
    let (text, code) = match failure {
        Failure::Input(error) => (in_words(error, language), USAGE),
        Failure::NoDay => match language {
            law::Language::Ja => {
                ("「known」: 年月日まで書いてください（例：2026-04-03）".to_owned(), USAGE)
            }
            law::Language::En => (
                "known: write a day, not a month or a year, for example 2026-04-03".to_owned(),
                USAGE,
            ),
        },
        Failure::File(error) => (format!("{}{error:#}", unreadable(language)), ENVIRONMENT),
    };
    anstream::eprintln!("kitei law: {text}");
    ExitCode::from(code)
}

fn unreadable(language: law::Language) -> &'static str {
    match language {
        law::Language::Ja => "ファイルを読めません：",
        law::Language::En => "cannot read ",
    }
}

fn in_words(error: &AnswerError, language: law::Language) -> String {
    let text = error.text();
    match (error, language) {
        // The other errors name their field themselves.
        (AnswerError::Number(_), law::Language::Ja) => format!("「number」: {}", text.ja),
        _ => text.in_language(language).to_owned(),
    }
}
