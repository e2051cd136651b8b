//! `kitei doctor`: is everything there that the server needs, and if not, what mends it?

use std::{
    io::Read as _,
    io::Write as _,
    net::{SocketAddr, TcpListener, TcpStream},
    process::ExitCode,
    time::Duration,
};

use app::doctor::{self, Examined, Outcome};
use clap::{ArgMatches, Args};
use regulation::Text;
use serde_json::json;

use crate::{
    FINDINGS,
    configuration::{BackupTable, MailTable, ServerFlags, Setting, Settings},
    output::print_line,
};

/// How long an address that is taken may take to say who it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// Arguments of `kitei doctor`: those of `kitei serve`, so that it looks at what the server would use.
#[derive(Args)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    flags: ServerFlags,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Looks at everything and reports: exit code 1 when something is broken.
pub(crate) async fn run(
    arguments: DoctorArguments,
    given: &ArgMatches,
) -> anyhow::Result<ExitCode> {
    let settings = Settings::resolve(arguments.flags, given)?;
    let (folder, database) = (&settings.data.value, settings.address()?);
    let plan = settings.backup.as_ref().map(BackupTable::plan).transpose()?;
    settings.mail.as_ref().map(MailTable::mailer).transpose()?;
    let now = jiff::Timestamp::now();
    let master = settings.master()?;
    let mut seen = doctor::examine(folder, (&database, &master), plan.as_ref(), now).await;
    seen.push(Examined {
        name: "listen",
        title: Text::new("待ち受け", "address"),
        outcome: address(&settings.listen),
    });
    let is_broken = seen.iter().any(|one| matches!(one.outcome, Outcome::Broken(_)));
    if arguments.json {
        let checks: Vec<_> = seen.iter().map(as_json).collect();
        print_line!("{}", json!({"ok": !is_broken, "checks": checks}));
    } else {
        for one in &seen {
            print(one);
        }
    }
    Ok(if is_broken { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

fn parts(outcome: &Outcome) -> (&'static str, &Text) {
    match outcome {
        Outcome::Fine(text) => ("fine", text),
        Outcome::Doubtful(text) => ("doubtful", text),
        Outcome::Broken(text) => ("broken", text),
    }
}

fn as_json(one: &Examined) -> serde_json::Value {
    let (outcome, message) = parts(&one.outcome);
    json!({"name": one.name, "title": one.title, "outcome": outcome, "message": message})
}

fn print(one: &Examined) {
    use anstyle::{AnsiColor, Style};
    let colour = |colour: AnsiColor| Style::new().bold().fg_color(Some(colour.into()));
    let (mark, style) = match one.outcome {
        Outcome::Fine(_) => ("✓", colour(AnsiColor::Green)),
        Outcome::Doubtful(_) => ("!", colour(AnsiColor::Yellow)),
        Outcome::Broken(_) => ("✗", colour(AnsiColor::Red)),
    };
    let (_, message) = parts(&one.outcome);
    print_line!("{style}{mark}{style:#} {} / {}", one.title.ja, one.title.en);
    print_line!("    {}", message.ja);
    if message.en != message.ja {
        print_line!("    {}", message.en);
    }
}

/// The address is free, or it is our own server that has it.
fn address(listen: &Setting<SocketAddr>) -> Outcome {
    let written = listen.as_written(listen.value);
    match TcpListener::bind(listen.value) {
        Ok(_) => Outcome::Fine(Text::new(
            format!("`{written}` は空いています"),
            format!("`{written}` is free"),
        )),
        Err(_) if is_kitei(listen.value) => Outcome::Fine(Text::new(
            format!("`{written}` で Kitei が答えています"),
            format!("Kitei answers at `{written}`"),
        )),
        Err(error) => Outcome::Broken(Text::new(
            format!("`{written}` では待ち受けできません（{error}）。別のポートにしてください"),
            format!("cannot listen at `{written}` ({error}); choose another port"),
        )),
    }
}

/// Whether what listens there answers as this program does.
fn is_kitei(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(4_096).read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.contains("\"evidence_key\""))
}
