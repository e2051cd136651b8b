//! `kitei outline`: a regulation on one page, as a compliance officer reads it: who may do what with which form, what is due
//! when, which rules there are, and what realizes each clause. Markdown, for the shelf beside the regulation itself.

mod matrix;
mod parts;

use std::{path::PathBuf, process::ExitCode};

use app::bundled;
use clap::Args;
use regulation::{Language, check};

use crate::{
    ENVIRONMENT, FINDINGS,
    output::{print_error, print_text},
};

/// Arguments of `kitei outline`.
#[derive(Args)]
pub(crate) struct OutlineArguments {
    /// Regulation folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Language of the text.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

/// Prints the outline.
pub(crate) fn run(arguments: &OutlineArguments) -> ExitCode {
    let folder = match bundled::read(&arguments.folder) {
        Ok(folder) => folder,
        Err(error) => {
            print_error!("kitei: {error}");
            return ExitCode::from(ENVIRONMENT);
        }
    };
    let (regulation, report) = check::check_folder(&folder);
    if !report.is_sound() {
        print_error!("kitei: {} has errors; see `kitei check`", arguments.folder.display());
        return ExitCode::from(FINDINGS);
    }
    let outline =
        Outline { regulation: &regulation, language: Language::from_tag(&arguments.language) };
    print_text!("{}", outline.page(&report));
    ExitCode::SUCCESS
}

/// A regulation in a language.
#[derive(Clone, Copy)]
struct Outline<'a> {
    regulation: &'a regulation::Regulation,
    language: Language,
}

impl<'a> Outline<'a> {
    fn page(self, report: &check::Report) -> String {
        let (title, edition) = (self.text(&self.regulation.title), &self.regulation.edition);
        let note = self.say(
            "`cargo xtask gen` が規程のフォルダーから作ります。直すときは規程のほうを直してください。",
            "Made from the regulation's folder by `cargo xtask gen`; mend the regulation, not this.",
        );
        let sections = [
            format!("# {title}\n\n{edition}\n\n{note}\n"),
            self.terms(),
            self.offices(),
            self.forms_by_office(),
            self.forms(),
            self.duties(),
            self.rules(),
            self.clauses(report),
        ];
        sections.join("\n")
    }

    fn text(self, text: &'a regulation::Text) -> &'a str {
        text.get(self.language)
    }

    fn say(self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    fn office(self, id: &'a str) -> &'a str {
        self.regulation.office(id).map_or(id, |office| self.text(&office.title))
    }

    fn office_short(self, id: &'a str) -> &'a str {
        let Some(office) = self.regulation.office(id) else { return id };
        match self.text(&office.short_title) {
            "" => self.text(&office.title),
            short => short,
        }
    }

    /// Several of them, as the language joins them.
    fn joined<T: AsRef<str>>(self, parts: &[T]) -> String {
        let parts: Vec<_> = parts.iter().map(AsRef::as_ref).collect();
        parts.join(self.say("・", ", "))
    }
}

/// A table of Markdown; a bar in a cell would end it.
fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| {
        let cells: Vec<_> =
            cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = line(heads.iter().map(|&head| head.to_owned()).collect());
    text.extend(["|", "---|".repeat(heads.len()).as_str(), "\n"]);
    text.extend(rows.into_iter().map(line));
    text
}
