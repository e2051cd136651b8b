//! `kitei serve`: the server, and what `kitei demo` shares with it.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use app::{App, Clock};
use clap::Args;
use serde::Deserialize;
use tokio::net::TcpListener;

/// Where the server listens unless told otherwise: this machine only.
const LISTEN: &str = "127.0.0.1:8350";
/// Data folder unless told otherwise.
const DATA: &str = "kitei-data";
/// Configuration file in the working folder.
const CONFIGURATION: &str = "kitei.toml";
/// How long open requests may finish when the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Arguments of `kitei serve`. Flags win over the environment, the environment over `kitei.toml`.
#[derive(Args)]
pub(crate) struct ServeArguments {
    /// Folder of the database, attachments and keys.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, env = "KITEI_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Database address; only `sqlite:` is there yet.
    #[arg(long, env = "KITEI_DATABASE", value_name = "URL")]
    database: Option<String>,
    /// The server is reached over TLS (a proxy ends it): cookies are sent over TLS only.
    #[arg(long, env = "KITEI_BEHIND_TLS")]
    behind_tls: bool,
}

/// `kitei.toml`. Unknown keys are errors.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    database: Option<String>,
    behind_tls: Option<bool>,
}

fn configuration() -> anyhow::Result<Configuration> {
    match std::fs::read_to_string(CONFIGURATION) {
        Ok(text) => {
            toml::from_str(&text).with_context(|| format!("`{CONFIGURATION}` cannot be used"))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Configuration::default()),
        Err(error) => Err(error).with_context(|| format!("`{CONFIGURATION}` cannot be read")),
    }
}

/// Runs the server until it is told to stop.
pub(crate) async fn run(arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    start_logging();
    let file = configuration()?;
    let data = arguments.data.or(file.data).unwrap_or_else(|| PathBuf::from(DATA));
    let listen = match arguments.listen.or(file.listen) {
        Some(listen) => listen,
        None => LISTEN.parse()?,
    };
    let database = arguments.database.or(file.database);
    if let Some(database) = database.filter(|url| !url.starts_with("sqlite")) {
        bail!(
            "database `{database}` cannot be used: this release keeps its data in SQLite, in the data folder"
        );
    }
    let app =
        Arc::new(App::open(data.clone(), Clock::System).await.with_context(|| opening(&data))?);
    let (listener, address) = bind(listen).await?;
    let token = app.is_new().then(app::random::secret);
    if let Some(token) = &token {
        anstream::println!(
            "Kitei: このアドレスを一度だけ開いて準備してください / open this once to set Kitei up:"
        );
        anstream::println!("  http://{address}/set-up?token={token}");
    } else {
        anstream::println!("Kitei: http://{address}/");
    }
    let web = web::Web::new(
        Arc::clone(&app),
        token,
        arguments.behind_tls || file.behind_tls.unwrap_or_default(),
    );
    serve(listener, web).await?;
    app.close().await;
    Ok(ExitCode::SUCCESS)
}

fn opening(data: &std::path::Path) -> String {
    format!(
        "データフォルダー `{0}` を開けません / the data folder `{0}` cannot be opened",
        data.display()
    )
}

/// Binds the address, saying which setting is wrong when it cannot.
pub(crate) async fn bind(listen: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(listen).await.with_context(|| {
        format!("`--listen {listen}`: このアドレスでは待ち受けできません。別のポートを指定してください / cannot listen here, choose another port")
    })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until the process is told to stop; open requests may finish.
pub(crate) async fn serve(listener: TcpListener, web: web::Web) -> anyhow::Result<()> {
    let stopped = tokio::sync::Notify::new();
    let stopped = Arc::new(stopped);
    let told = Arc::clone(&stopped);
    let server = axum::serve(listener, web::router(web)).with_graceful_shutdown(async move {
        stop_signal().await;
        told.notify_waiters();
    });
    let late = async {
        stopped.notified().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        result = server => result.context("the server stopped"),
        () = late => Ok(()),
    }
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

/// Logs go to standard error; `KITEI_LOG` chooses what.
pub(crate) fn start_logging() {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter =
        EnvFilter::try_from_env("KITEI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let _ = fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
