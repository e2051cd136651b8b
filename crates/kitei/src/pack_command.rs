//! `kitei pack`: records with their proofs in one file, for somebody outside; `kitei verify FILE.zip` checks it.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use anyhow::Context as _;
use app::{
    App, AppError,
    pack::{PackRequest, Packed},
};
use clap::Args;
use evidence::pack::{PackFlaw, PackReport, PackTrust};
use regulation::Language;
use serde_json::json;

use crate::{
    FINDINGS,
    configuration::{DatabaseFlags, data_folder},
    import_command::{open, refused},
    output::{print_error, print_line},
};

/// Arguments of `kitei pack`.
#[derive(Args)]
pub(crate) struct PackArguments {
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// ZIP file to write.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Login of the member who takes the pack: it holds what they may read.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// Number or id of a record; may be repeated.
    #[arg(long, value_name = "NUMBER|ID", conflicts_with_all = ["register", "since"])]
    record: Vec<String>,
    /// Form whose records are packed; may be repeated. Without it and without --record: all forms that this member may pack.
    #[arg(long, value_name = "FORM")]
    register: Vec<String>,
    /// Only records that something happened to on this day or later.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    since: Option<jiff::civil::Date>,
    /// Language of the paper.
    #[arg(long, default_value = "ja", value_parser = ["ja", "en"])]
    language: String,
}

fn parse_date(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "a date is written as 2026-04-01".to_owned())
}

/// Writes a pack.
pub(crate) async fn run(arguments: PackArguments) -> anyhow::Result<ExitCode> {
    let language = Language::from_tag(&arguments.language);
    let app = open(&data_folder(arguments.data.as_deref())?, &arguments.database).await?;
    let part = part_of(&arguments.out);
    let written = write(&app, &arguments, language, &part).await;
    app.close().await;
    match written {
        Ok(Ok(packed)) => {
            std::fs::rename(&part, &arguments.out).with_context(|| unwritable(&arguments.out))?;
            print_error!(
                "{}：記録 / records {}、できごと / events {}",
                arguments.out.display(),
                packed.records,
                packed.events
            );
            Ok(ExitCode::SUCCESS)
        }
        fault => {
            // A fragment is worse than nothing; if it cannot be removed either, the first fault is the one to tell.
            let _ = std::fs::remove_file(&part);
            match fault? {
                Err(error) => refused(error, language, false),
                Ok(_) => Ok(ExitCode::SUCCESS),
            }
        }
    }
}

/// Where a file is written until it is whole.
fn part_of(output: &Path) -> PathBuf {
    let mut name = output.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn unwritable(path: &Path) -> String {
    format!("`{}` cannot be written", path.display())
}

async fn write(
    app: &App,
    arguments: &PackArguments,
    language: Language,
    part: &Path,
) -> anyhow::Result<Result<Packed, AppError>> {
    let out = BufWriter::new(File::create(part).with_context(|| unwritable(part))?);
    let packed = async {
        let actor = app.actor_by_login(&arguments.login).await?;
        let mut records = Vec::new();
        for name in &arguments.record {
            records.push(app.record_named(actor, None, name).await?);
        }
        let forms = arguments.register.clone();
        let request = PackRequest { records, forms, since: arguments.since };
        app.pack(actor, &request, language, out).await
    };
    Ok(match packed.await {
        Ok((mut out, packed)) => {
            out.flush().with_context(|| unwritable(part))?;
            out.get_ref().sync_all().with_context(|| unwritable(part))?;
            Ok(packed)
        }
        Err(error) => Err(error),
    })
}

/// Whether a file begins as a ZIP file does.
pub(crate) fn is_pack(path: &Path) -> bool {
    use std::io::Read as _;
    let mut head = [0; 4];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    // One flipped bit must not make another file of it.
    let is_named = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    is_named || (read.is_ok() && head == *b"PK\x03\x04")
}

/// Checks a pack and reports.
pub(crate) fn verify(path: &Path, trust: &PackTrust, is_json: bool) -> anyhow::Result<ExitCode> {
    let file = File::open(path).with_context(|| format!("`{}` cannot be read", path.display()))?;
    let started = Instant::now();
    let report = app::pack::verify(BufReader::new(file), trust);
    let seconds = started.elapsed().as_secs_f64();
    if is_json {
        print_json(&report, trust, seconds);
    } else {
        print(&report, trust, seconds);
    }
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn print_json(report: &PackReport, trust: &PackTrust, seconds: f64) {
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|it| json!({"place": it.path, "message": {"ja": in_japanese(&it.flaw), "en": it.flaw.to_string()}}))
        .collect();
    let leaves = report.manifest.as_ref().map(|manifest| manifest.tree_size);
    print_line!(
        "{}",
        json!({"ok": report.findings.is_empty(), "pack": true, "records": report.records, "events": report.events,
               "sealed": report.sealed, "files": report.files, "leaves": leaves, "key": report.key,
               "key_given": !trust.keys.is_empty(), "same_checkpoints": report.same_checkpoints,
               "checkpoints_not_compared": report.not_compared, "seconds": seconds, "findings": findings})
    );
}

fn print(report: &PackReport, trust: &PackTrust, seconds: f64) {
    let red = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    let green = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Green.into()));
    let dim = anstyle::Style::new().dimmed();
    for finding in &report.findings {
        let (path, flaw) = (&finding.path, &finding.flaw);
        let path = if path.is_empty() { "ZIP" } else { path };
        print_line!("{red}✗{red:#} {path}：{} / {flaw}", in_japanese(flaw));
    }
    let (style, mark) = if report.findings.is_empty() {
        (green, "✓ 改ざんなし / intact")
    } else {
        (red, "✗ 異常あり / not intact")
    };
    print_line!(
        "{style}{mark}{style:#}  記録 / records {}、できごと / events {}、ファイル / files {}、{seconds:.2} s",
        report.records,
        report.events,
        report.files
    );
    if let Some(manifest) = &report.manifest {
        print_line!("{}  {}  {}", manifest.operator, manifest.made_at, manifest.origin);
    }
    if trust.keys.is_empty() {
        print_line!(
            "{dim}パックの中の鍵で確かめました。組織の鍵と同じか、見比べてください（--key で渡せます） / checked with the key in the pack; \
             compare it with the organization's own (or give that with --key):{dim:#}"
        );
        print_line!("{}", report.key);
    }
    if report.not_compared > 0 {
        print_line!(
            "{dim}大きさの違うチェックポイント{0}件は照合していません（/api/v1/log/consistency で照合できます） / {0} checkpoints of \
             other sizes were not compared (/api/v1/log/consistency proves that one continues the other){dim:#}",
            report.not_compared
        );
    }
}

fn in_japanese(flaw: &PackFlaw) -> String {
    match flaw {
        PackFlaw::Unreadable => "ZIPから読み出せません".to_owned(),
        PackFlaw::Missing => "ファイルがありません".to_owned(),
        PackFlaw::Unlisted => "目録にないファイルです".to_owned(),
        PackFlaw::Changed => "内容が目録と違います".to_owned(),
        PackFlaw::Malformed => "形式が正しくありません".to_owned(),
        PackFlaw::ManifestUnsigned => "目録に証跡の鍵の署名がありません".to_owned(),
        PackFlaw::OtherKey => "渡された鍵とは別の鍵です".to_owned(),
        PackFlaw::Checkpoint(_) => "チェックポイントの署名が正しくありません".to_owned(),
        PackFlaw::OtherHistory => "控えのチェックポイントと別の履歴です".to_owned(),
        PackFlaw::NotInLog { event, .. } => format!("{event}番目のできごとが証跡に入っていません"),
        PackFlaw::OtherBody { event } => {
            format!("{event}番目のできごとの内容が、証跡の指紋と違います")
        }
        PackFlaw::OutOfOrder { event } => {
            format!("{event}番目のできごとは、この記録の次のできごとではありません")
        }
        PackFlaw::OtherRecord => "記録の内容が、できごとから作り直したものと違います".to_owned(),
    }
}
