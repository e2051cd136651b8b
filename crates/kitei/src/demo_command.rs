//! `kitei demo`: a server with a sample operator, to look at and to test against.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::{
    App, Clock,
    demo::{self, DemoPassword},
};
use clap::Args;
use serde_json::json;
use store::db::Address;

use crate::{
    configuration::{Origin, Setting},
    output::print_line,
    serve_command::{bind, start_logging},
    server::{StopSignal, serve},
};

/// Arguments of `kitei demo`.
#[derive(Args)]
pub(crate) struct DemoArguments {
    /// Address and port to listen on.
    #[arg(long, env = "KITEI_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8350")]
    listen: SocketAddr,
    /// Folder to keep the sample in; without it a temporary one is used and removed at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address of an empty PostgreSQL database to keep the sample in, `postgres://user@host/name`.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Print one line of JSON when ready.
    #[arg(long)]
    json: bool,
    /// Add so many made-up lines to the register, for measuring.
    #[arg(long, value_name = "N", default_value_t = 0, hide = true)]
    lines: usize,
    /// Password of all sample members; without it a new one is made.
    #[arg(long, value_name = "PASSWORD")]
    password: Option<String>,
}

/// Runs the sample server until it is told to stop.
pub(crate) async fn run(arguments: DemoArguments) -> anyhow::Result<ExitCode> {
    start_logging();
    let temporary =
        tempfile::Builder::new().prefix("kitei-demo-").tempdir().context("no temporary folder")?;
    let folder = arguments.data.clone().unwrap_or_else(|| temporary.path().join("data"));
    let database = match &arguments.database {
        Some(url) => Address::parse(url)?,
        None => Address::File(folder.join(app::DATABASE)),
    };
    let app = App::open_on(folder.clone(), &database, Clock::System).await;
    let app = Arc::new(app.context("the sample cannot be made")?);
    let password = arguments.password.map_or(DemoPassword::Generated, DemoPassword::Fixed);
    let sample = demo::fill(&app, password).await.context("the sample cannot be made")?;
    if arguments.lines > 0 {
        add_lines(&app, &sample, arguments.lines)
            .await
            .context("the made-up lines cannot be added")?;
    }
    let (listener, address) =
        bind(&Setting { key: "listen", value: arguments.listen, origin: Origin::Flag }).await?;
    let stop = StopSignal::new()?;
    let url = format!("http://{address}/");
    if arguments.json {
        let line =
            json!({"url": url, "portal_url": null, "data": folder, "members": sample.members});
        print_line!("{line}");
    } else {
        print_sample(&url, &folder, &sample);
    }
    serve(listener, web::router(web::Web::new(Arc::clone(&app), None, false)), stop).await;
    app.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Lines drafted by the first sample member who may.
async fn add_lines(app: &App, sample: &demo::Demo, lines: usize) -> anyhow::Result<()> {
    for member in &sample.members {
        let actor = app.token(&member.token).await?;
        if demo::many(app, actor, lines).await.is_ok() {
            return Ok(());
        }
    }
    anyhow::bail!("no sample member may draft the register")
}

fn print_sample(url: &str, folder: &std::path::Path, sample: &demo::Demo) {
    let bold = anstyle::Style::new().bold();
    print_line!("\n{bold}Kitei 規程{bold:#}  {url}");
    print_line!("見本の団体でサインインできます / sign in to the sample organization:\n");
    for member in &sample.members {
        print_line!(
            "  {:<10} {:<20} {}　{}",
            member.login,
            member.password,
            member.name,
            member.offices.join("・")
        );
    }
    print_line!("\nデータ / data: {}", folder.display());
    print_line!("終了は Ctrl+C / stop with Ctrl+C");
}
