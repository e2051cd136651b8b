//! `kitei import`: the import wizard without its pages, for the command line on the server itself.

mod report;

use std::{io::Read as _, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use app::{
    Actor, App, AppError, Clock,
    importing::{
        Choices, ImportView, Limits, MEMBERS, MOST_ROWS, RowView, RunOptions, ViewRequest,
    },
};
use clap::Args;
use engine::{UnitId, ids::ImportId};
use regulation::Language;
use store::db::Address;

use crate::{
    FINDINGS,
    configuration::{DatabaseFlags, data_folder},
    output::print_error,
};
use report::{Findings, Told};

/// Exit code: something in the command line is not there.
pub(crate) const USAGE: u8 = 2;

/// Arguments of `kitei import`. Stop the server on this data folder first: it is the only one that may write to the file in it.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct ImportArguments {
    /// Workbook (.xlsx) or CSV.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Form whose register is filled.
    #[arg(long, value_name = "FORM", required_unless_present = "members")]
    form: Option<String>,
    /// Fill the member list instead.
    #[arg(long, conflicts_with_all = ["form", "unit", "submit"])]
    members: bool,
    /// Unit that new records belong to, such as `総務課` or `総務部 総務課`; the member's own where left out.
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    /// What a column is read as: its letter and a field, such as `C=purpose`; `C=` leaves it out. Others are guessed.
    #[arg(long = "column", value_name = "COLUMN=FIELD", value_parser = column)]
    columns: Vec<(u32, Option<String>)>,
    /// Login of the member who imports.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// Import rows that lack something required as drafts.
    #[arg(long)]
    allow_incomplete: bool,
    /// Submit what is complete.
    #[arg(long)]
    submit: bool,
    /// Only read and check; the run can be gone on with in the browser.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Write what became of each row, as CSV.
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    report: Option<PathBuf>,
    /// Language of the findings.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

/// `C=purpose` as the third column and its field.
fn column(text: &str) -> Result<(u32, Option<String>), String> {
    let (letters, field) =
        text.split_once('=').ok_or("write a column and a field, such as `C=purpose`")?;
    let number = letters.bytes().try_fold(0_u32, |number, letter| {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A').filter(|it| *it < 26)?;
        number.checked_mul(26)?.checked_add(u32::from(digit) + 1)
    });
    let at = number.and_then(|number| number.checked_sub(1));
    let at = at.ok_or("a column is named by its letters, such as `C` or `AB`")?;
    Ok((at, (!field.is_empty()).then(|| field.to_owned())))
}

/// Imports a file: exit code 0 when all is well, 1 when something needs a look, 2 for what is not there.
pub(crate) async fn run(arguments: ImportArguments) -> anyhow::Result<ExitCode> {
    let language = Language::from_tag(&arguments.language);
    let bytes = match read(&arguments.file)? {
        Ok(bytes) => bytes,
        Err(error) => return refused(error, language, arguments.json),
    };
    let app = open(&data_folder(arguments.data.as_deref())?, &arguments.database).await?;
    let result = import(&app, &arguments, bytes).await;
    app.close().await;
    match result {
        Ok(code) => Ok(code),
        Err(error) => refused(error, language, arguments.json),
    }
}

/// Reads a file that is not too large: its size is looked at before its contents, and no more than that is ever read.
fn read(path: &std::path::Path) -> anyhow::Result<Result<Vec<u8>, AppError>> {
    let cannot = || format!("`{}` cannot be read", path.display());
    let max_bytes = Limits::default().input_bytes;
    let file = std::fs::File::open(path).with_context(cannot)?;
    let told = file.metadata().with_context(cannot)?.len();
    let mut bytes = usize::try_from(told).unwrap_or(usize::MAX);
    let mut contents = Vec::new();
    if bytes <= max_bytes {
        file.take(max_bytes as u64 + 1).read_to_end(&mut contents).with_context(cannot)?;
        bytes = contents.len();
    }
    if bytes > max_bytes {
        let message = import::ReadError::TooLarge { bytes, max_bytes }.text();
        return Ok(Err(AppError::Invalid { field: "file".to_owned(), message }));
    }
    Ok(Ok(contents))
}

/// Opens a data folder that is there: a mistyped one must not become a new, empty one.
pub(crate) async fn open(folder: &std::path::Path, flags: &DatabaseFlags) -> anyhow::Result<App> {
    let (database, master) = (flags.address(folder)?, flags.master(folder)?);
    let is_there = match &database {
        Address::File(path) => path.exists(),
        Address::Server(_) => folder.is_dir(),
    };
    anyhow::ensure!(is_there, "`{}` is no data folder of kitei", folder.display());
    App::open_with(folder.to_path_buf(), &database, &master, Clock::System)
        .await
        .with_context(|| format!("`{}` cannot be opened", folder.display()))
}

/// Findings and mistakes are told on the error stream; what the machine does not allow goes up.
pub(crate) fn refused(
    error: AppError,
    language: Language,
    is_json: bool,
) -> anyhow::Result<ExitCode> {
    match error {
        AppError::Refused(refusal) => {
            report::print_refusal(&refusal, language, is_json);
            Ok(ExitCode::from(FINDINGS))
        }
        AppError::Invalid { field, message } => {
            print_error!("kitei: {}", message.get(language));
            let is_usage = ["as", "unit", "record"].contains(&field.as_str());
            Ok(ExitCode::from(if is_usage { USAGE } else { FINDINGS }))
        }
        AppError::Erased => {
            print_error!(
                "kitei: {}",
                match language {
                    Language::Ja => "この記録は消去されました",
                    Language::En => "this record was erased",
                }
            );
            Ok(ExitCode::from(FINDINGS))
        }
        AppError::NotFound => {
            print_error!(
                "kitei: {}",
                match language {
                    Language::Ja => "指定した様式か記録がないか、この人には見えません",
                    Language::En =>
                        "there is no such form or record, or it is not for this member to see",
                }
            );
            Ok(ExitCode::from(USAGE))
        }
        error => Err(error.into()),
    }
}

async fn import(
    app: &App,
    arguments: &ImportArguments,
    bytes: Vec<u8>,
) -> Result<ExitCode, AppError> {
    let language = Language::from_tag(&arguments.language);
    let actor = app.actor_by_login(&arguments.login).await?;
    let unit: Option<UnitId> =
        arguments.unit.as_deref().map(|name| app.unit_named(actor, name)).transpose()?;
    let target =
        if arguments.members { MEMBERS } else { arguments.form.as_deref().unwrap_or_default() };
    let file_name = arguments
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let id = app.import_start(actor, target, unit, &file_name, bytes).await?;
    if !arguments.columns.is_empty() {
        let columns = arguments.columns.iter().cloned().collect();
        app.import_choose(actor, id, &Choices { columns, ..Choices::default() }).await?;
    }
    let (view, rows) = rows_to_check(app, actor, id, language).await?;
    let findings = Findings::of(view, rows, language);
    if arguments.dry_run {
        findings.print(&Told::DryRun, arguments.json);
        return Ok(if findings.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) });
    }
    let options =
        RunOptions { submit: arguments.submit, allow_incomplete: arguments.allow_incomplete };
    let outcome = match app.import_run(actor, id, options).await {
        Ok(outcome) => outcome,
        Err(error) => {
            findings.print(&Told::Refused(&error), arguments.json);
            return match error {
                AppError::Refused(_) | AppError::Invalid { .. } | AppError::Conflict { .. } => {
                    Ok(ExitCode::from(FINDINGS))
                }
                error => Err(error),
            };
        }
    };
    if let Some(path) = &arguments.report {
        let bytes = app.import_report(actor, id, language).await?;
        std::fs::write(path, bytes).map_err(|error| {
            AppError::internal(format_args!(
                "imported, but `{}` cannot be written: {error}",
                path.display()
            ))
        })?;
    }
    findings.print(&Told::Imported(&outcome), arguments.json);
    let is_fine =
        outcome.not_submitted.is_empty() && (arguments.allow_incomplete || findings.is_clean());
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

/// A run, and all of its rows that a person should look at.
async fn rows_to_check(
    app: &App,
    actor: Actor,
    id: ImportId,
    language: Language,
) -> Result<(ImportView, Vec<RowView>), AppError> {
    let mut rows = Vec::new();
    let mut page = 1;
    loop {
        let request = ViewRequest { language, only_doubtful: true, page, limit: MOST_ROWS };
        let mut view = app.import_view(actor, id, request).await?;
        rows.append(&mut view.rows);
        if page >= view.pages {
            return Ok((view, rows));
        }
        page += 1;
    }
}
