//! `kitei export` and `kitei print`: registers and records as files, from the command line on the server itself.

use std::{fs::File, io::BufWriter, path::PathBuf, process::ExitCode};

use app::{Actor, App, AppError, console::CsvEncoding, register::ListRequest};
use clap::Args;
use engine::RecordState;
use regulation::Language;

use crate::{
    configuration::{DatabaseFlags, data_folder},
    import_command::{USAGE, open, refused},
    output::print_error,
};

/// Arguments of `kitei export`.
#[derive(Args)]
pub(crate) struct ExportArguments {
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Form whose records are written.
    #[arg(long, value_name = "FORM")]
    form: String,
    /// Login of the member whose view it is.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// File to write; its ending says as what: .xlsx, .csv, .pdf.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// CSV in Shift JIS (CP932); stops where a character does not fit.
    #[arg(long)]
    cp932: bool,
    /// Records in this state (`draft`, `submitted`, … or `all`); what is in force where left out.
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Language of headings.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

/// Arguments of `kitei print`.
#[derive(Args)]
pub(crate) struct PrintArguments {
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Number or id of the record.
    #[arg(long, value_name = "NUMBER|ID")]
    record: String,
    /// Form of the record, where several have this number.
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    /// Login of the member whose view it is.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// PDF file to write.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Language of the paper.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

/// What a file is, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Xlsx,
    Csv,
    Pdf,
}

/// Writes a register to a file.
pub(crate) async fn run(arguments: ExportArguments) -> anyhow::Result<ExitCode> {
    let language = Language::from_tag(&arguments.language);
    let ending = arguments
        .output
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let format = match (ending.as_str(), arguments.cp932) {
        ("xlsx", false) => Format::Xlsx,
        ("csv", _) => Format::Csv,
        ("pdf", false) => Format::Pdf,
        _ => {
            return Ok(usage(
                "--output must end in .xlsx, .csv or .pdf, and --cp932 is for .csv only",
            ));
        }
    };
    let state = arguments.state.as_deref().unwrap_or_default();
    if !matches!(state, "" | "all") && RecordState::from_name(state).is_none() {
        return Ok(usage("--state must be `all` or the name of a state, such as `draft`"));
    }
    let request = ListRequest {
        form: arguments.form.clone(),
        state: RecordState::from_name(state),
        is_all: state == "all",
        has_body: true,
        ..ListRequest::default()
    };
    let app = open(&data_folder(arguments.data.as_deref())?, &arguments.database).await?;
    let result = write_register(&app, &arguments, &request, format).await;
    app.close().await;
    finish(result, &arguments.output, language)
}

/// Writes a record as PDF.
pub(crate) async fn run_print(arguments: PrintArguments) -> anyhow::Result<ExitCode> {
    let language = Language::from_tag(&arguments.language);
    let app = open(&data_folder(arguments.data.as_deref())?, &arguments.database).await?;
    let result = write_record(&app, &arguments, language).await;
    app.close().await;
    finish(result, &arguments.output, language)
}

fn usage(message: &str) -> ExitCode {
    print_error!("kitei: {message}");
    ExitCode::from(USAGE)
}

/// Why there is no file.
enum Fault {
    /// The use case said no.
    App(AppError),
    /// The file cannot be written.
    File(anyhow::Error),
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

fn finish(
    result: Result<(), Fault>,
    output: &std::path::Path,
    language: Language,
) -> anyhow::Result<ExitCode> {
    match result {
        Ok(()) => {
            print_error!("{}", output.display());
            Ok(ExitCode::SUCCESS)
        }
        Err(Fault::App(error)) => refused(error, language, false),
        Err(Fault::File(error)) => Err(error),
    }
}

async fn write_register(
    app: &App,
    arguments: &ExportArguments,
    request: &ListRequest,
    format: Format,
) -> Result<(), Fault> {
    let language = Language::from_tag(&arguments.language);
    let actor = app.actor_by_login(&arguments.login).await?;
    if format == Format::Pdf {
        let bytes = app.register_pdf(actor, request, language).await?;
        return put(&arguments.output, &bytes);
    }
    let part = part_of(&arguments.output);
    let written = write_part(app, actor, request, (format, arguments.cp932, language), &part).await;
    match written {
        Ok(()) => std::fs::rename(&part, &arguments.output)
            .map_err(|error| unwritable(&arguments.output, error)),
        Err(fault) => {
            // A fragment is worse than nothing; if it cannot be removed either, the first fault is the one to tell.
            let _ = std::fs::remove_file(&part);
            Err(fault)
        }
    }
}

/// Where a file is written until it is whole.
fn part_of(output: &std::path::Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

async fn write_part(
    app: &App,
    actor: Actor,
    request: &ListRequest,
    (format, is_cp932, language): (Format, bool, Language),
    part: &std::path::Path,
) -> Result<(), Fault> {
    let out = BufWriter::new(File::create(part).map_err(|error| unwritable(part, error))?);
    let out = if format == Format::Xlsx {
        app.register_xlsx(actor, request, language, out).await?
    } else {
        let encoding = if is_cp932 { CsvEncoding::Cp932 } else { CsvEncoding::Utf8Bom };
        app.register_csv(actor, request, (language, encoding), out).await?
    };
    out.into_inner()
        .map_err(|error| unwritable(part, error.into_error()))?
        .sync_all()
        .map_err(|error| unwritable(part, error))
}

async fn write_record(
    app: &App,
    arguments: &PrintArguments,
    language: Language,
) -> Result<(), Fault> {
    let actor = app.actor_by_login(&arguments.login).await?;
    let id = app.record_named(actor, arguments.form.as_deref(), &arguments.record).await?;
    let bytes = app.record_pdf(actor, id, language).await?;
    put(&arguments.output, &bytes)
}

fn put(output: &std::path::Path, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::write(output, bytes).map_err(|error| unwritable(output, error))
}

fn unwritable(path: &std::path::Path, error: std::io::Error) -> Fault {
    Fault::File(
        anyhow::Error::new(error).context(format!("`{}` cannot be written", path.display())),
    )
}
