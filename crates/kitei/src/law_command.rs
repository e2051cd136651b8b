//! `kitei law …`: the calculators of `law` on the command line. Arguments or JSON in, JSON or an explanation out.
//!
//! It reads and prints; every question is answered by [`law::answer`]. An answer goes to standard output. A refusal goes to standard
//! error: as one line of JSON, `{"error": {"field", "message"}}`, where the question was JSON or `--json` was given, and in plain
//! words otherwise or with `--explain`.

mod question;

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use law::answer::{Answer, AnswerError};
use serde_json::json;

use self::question::{Deadline, Facts, List, Number, Written};
use crate::output::{print_error, print_line};

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
    /// Answer as the law stood on a day, in any spelling; the day that the question is about unless given. Not for `date`
    #[arg(long, global = true, value_name = "DAY")]
    as_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    Ja,
    En,
}

#[derive(Debug, Subcommand)]
enum Calculator {
    /// When a period of the law ends
    Deadline(Deadline),
    /// Whether a number can be right; `-` reads it from standard input, where no process list shows it
    Number(Number),
    /// What a written date means
    Date(Written),
    /// Classes and deadlines of a breach
    Breach(Facts),
    /// Classes and deadlines of a breach whose facts changed
    History(Facts),
    /// Draft of a breach report or of the notice to the persons
    Draft(Facts),
    /// Whether a provision to a third party may be done, what is recorded, and how long it is kept
    Provision(Facts),
    /// Dates, fee and grounds of a data subject's request
    Request(Facts),
    /// Whether sensitive information may be acquired, or information used beyond its purpose
    Consent(Facts),
    /// What pseudonymized or anonymized information still lacks
    Processed(Facts),
    /// Which safety measures are open
    Safety(Facts),
    /// Until when a record is kept
    Retention(Facts),
    /// A closed list of the law, such as `clocks` or `refusal_grounds`
    List(List),
}

/// Why there is no answer.
enum Failure {
    /// The input is not usable.
    Input(AnswerError),
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
    let answer = match calculate(&arguments) {
        Ok(answer) => answer,
        Err(failure) => {
            let in_json = arguments.calculator.speaks_json() && !arguments.explain;
            return Ok(refuse(&failure, language, in_json));
        }
    };
    let printed = if arguments.explain {
        answer.explain(language)
    } else {
        serde_json::to_string_pretty(&answer)?
    };
    print_line!("{printed}");
    Ok(ExitCode::SUCCESS)
}

fn calculate(arguments: &LawArguments) -> Result<Answer, Failure> {
    let as_of = arguments.as_of.as_deref();
    let as_of = as_of.map(|text| question::day("as_of", text)).transpose()?;
    let asked =
        |facts: &Facts, answer: fn(&str) -> Result<Answer, AnswerError>| facts.ask(as_of, answer);
    match &arguments.calculator {
        Calculator::Deadline(deadline) => deadline.ask(as_of),
        Calculator::Number(number) => number.ask(as_of),
        Calculator::Date(written) => written.ask(as_of),
        Calculator::Breach(facts) => asked(facts, law::answer::breach),
        Calculator::History(facts) => asked(facts, law::answer::history),
        Calculator::Draft(facts) => asked(facts, law::answer::draft),
        Calculator::Provision(facts) => asked(facts, law::answer::provision),
        Calculator::Request(facts) => asked(facts, law::answer::request),
        Calculator::Consent(facts) => asked(facts, law::answer::consent),
        Calculator::Processed(facts) => asked(facts, law::answer::processed),
        Calculator::Safety(facts) => asked(facts, law::answer::safety),
        Calculator::Retention(facts) => asked(facts, law::answer::retention),
        Calculator::List(list) => list.ask(as_of),
    }
}

impl Calculator {
    /// Whether whoever asks speaks JSON, and so reads a refusal as JSON.
    fn speaks_json(&self) -> bool {
        match self {
            Self::Deadline(deadline) => deadline.json,
            Self::Number(number) => number.json,
            Self::Date(written) => written.json,
            Self::List(list) => list.json,
            _ => true,
        }
    }
}

/// Says why there is no answer. What was entered is not repeated: it may be a number or a date of birth.
fn refuse(failure: &Failure, language: law::Language, in_json: bool) -> ExitCode {
    let (field, message, code) = match failure {
        Failure::Input(error) => (error.field(), in_words(error, language), USAGE),
        Failure::File(error) => (None, format!("{}{error:#}", unreadable(language)), ENVIRONMENT),
    };
    if in_json {
        print_error!("{}", json!({ "error": { "field": field, "message": message } }));
    } else {
        print_error!("kitei law: {message}");
    }
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

/// The day that a list or a number is asked for, where nobody says.
const fn usual_day(as_of: Option<Date>) -> Date {
    match as_of {
        Some(as_of) => as_of,
        None => law::statute::DATA_MADE_ON,
    }
}
