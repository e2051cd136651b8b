//! `kitei serve`: the server, and what `kitei demo` shares with it.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::{App, Clock};
use clap::Args;
use tokio::net::TcpListener;

use crate::{
    configuration::{Configuration, check_database, data_folder},
    output::print_line,
    server::serve,
};

/// Where the server listens unless told otherwise: this machine only.
const LISTEN: &str = "127.0.0.1:8350";
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
    /// Where faults of security are reported, for /.well-known/security.txt, e.g. `mailto:security@mihon.example`.
    #[arg(long, env = "KITEI_SECURITY_CONTACT", value_name = "URL")]
    security_contact: Option<String>,
}

/// Runs the server until it is told to stop.
pub(crate) async fn run(arguments: ServeArguments) -> anyhow::Result<ExitCode> {
    start_logging();
    let file = Configuration::read()?;
    let data = data_folder(arguments.data.as_deref())?;
    let listen = match arguments.listen.or(file.listen) {
        Some(listen) => listen,
        None => LISTEN.parse()?,
    };
    if let Some(database) = arguments.database.or(file.database) {
        check_database(&database, &data)?;
    }
    let app =
        Arc::new(App::open(data.clone(), Clock::System).await.with_context(|| opening(&data))?);
    let (listener, address) = bind(listen).await?;
    let token = app.is_new().then(app::random::secret);
    if let Some(token) = &token {
        print_line!(
            "Kitei: このアドレスを一度だけ開いて準備してください / open this once to set Kitei up:"
        );
        print_line!("  http://{address}/set-up?token={token}");
    } else {
        print_line!("Kitei: http://{address}/");
    }
    let settings = web::Settings {
        set_up_token: token,
        has_tls: arguments.behind_tls || file.behind_tls.unwrap_or_default(),
        security_contact: arguments.security_contact.or(file.security_contact),
    };
    serve(listener, web::Web::configured(Arc::clone(&app), settings)).await;
    app.close().await;
    Ok(ExitCode::SUCCESS)
}

fn opening(data: &std::path::Path) -> String {
    format!(
        "データフォルダー `{0}` を開けません。`--data` で書き込めるフォルダーを指定してください / the data folder `{0}` cannot be opened; name one that can be written with `--data`",
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

/// Logs go to standard error; `KITEI_LOG` chooses what.
pub(crate) fn start_logging() {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter =
        EnvFilter::try_from_env("KITEI_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let _ = fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
