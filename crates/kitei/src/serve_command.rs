//! `kitei serve`: the server, and what `kitei demo` shares with it.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::Context as _;
use app::{App, Clock, backup::Schedule, jobs::Jobs};
use clap::{ArgMatches, Args};
use store::db::Address;
use tokio::net::TcpListener;

use crate::{
    configuration::{BackupTable, MailTable, ServerFlags, Setting, Settings},
    metrics::Metrics,
    output::print_line,
    server::{StopSignal, serve},
};

/// Arguments of `kitei serve`. Flags win over the environment, the environment over `kitei.toml`.
#[derive(Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    flags: ServerFlags,
    /// For `cargo xtask torture` only: commits are lost at a power cut, and it must notice.
    #[arg(long, hide = true)]
    lose_at_power_cut: bool,
}

/// Runs the server until it is told to stop. `given` are the matches of the last subcommand.
pub(crate) async fn run(arguments: ServeArguments, given: &ArgMatches) -> anyhow::Result<ExitCode> {
    start_logging();
    if arguments.lose_at_power_cut {
        tracing::error!("commits are lost at a power cut: this server is for tortures only");
        store::db::forget_at_power_cuts();
    }
    let settings = Settings::resolve(arguments.flags, given)?;
    let data = &settings.data;
    let database = settings.address()?;
    let master = settings.master()?;
    let app = App::open_with(data.value.clone(), &database, &master, Clock::System)
        .await
        .with_context(|| opening(data, &database))?;
    if let Some(key) = app.take_recovery_key() {
        print_recovery_key(&key, &master);
    }
    let app = Arc::new(app);
    let (listener, address) = bind(&settings.listen).await?;
    let metrics = match settings.metrics.value {
        Some(value) => {
            let setting = Setting { key: "metrics", value, origin: settings.metrics.origin };
            let (listener, address) = bind(&setting).await?;
            print_line!("Kitei: 計測値 / figures: http://{address}/metrics");
            Some(Metrics::start(listener, Arc::clone(&app))?)
        }
        None => None,
    };
    let plan = settings.backup.as_ref().map(BackupTable::plan).transpose()?;
    let backups = plan.map(|plan| Schedule::start(&app, plan));
    let mailer = settings.mail.as_ref().map(MailTable::mailer).transpose()?;
    let jobs = mailer.map(|mailer| Jobs::start(&app, mailer));
    let cleaning = app::disposal::Cleaning::start(&app);
    let stop = StopSignal::new()?;
    let token = app.is_new().then(app::random::secret);
    if let Some(token) = &token {
        print_line!(
            "Kitei: このアドレスを一度だけ開いて準備してください / open this once to set Kitei up:"
        );
        print_line!("  http://{address}/set-up?token={token}");
    } else {
        print_line!("Kitei: http://{address}/");
    }
    let told = web::Settings {
        set_up_token: token,
        has_tls: settings.behind_tls.value,
        security_contact: settings.security_contact.value,
    };
    serve(listener, web::router(web::Web::configured(Arc::clone(&app), told)), stop).await;
    drop((metrics, backups, cleaning, jobs));
    app.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Shows the recovery key, which is kept nowhere else.
pub(crate) fn print_recovery_key(key: &vault::Secret<String>, master: &app::MasterSource) {
    print_line!("Kitei: マスターキー / master key: {master}");
    print_line!(
        "復旧キーです。いま紙に書くか印刷して、鍵とは別の場所に保管してください。二度と表示しません。マスターキーを失ったとき、これだけがデータを開けます / \
         the recovery key: write it on paper now and keep it away from the key; it is not shown again, and is the only way back when the master key is lost"
    );
    print_line!("\n  {}\n", key.expose());
}

fn opening(data: &Setting<PathBuf>, database: &Address) -> String {
    if let Address::Server(server) = database {
        return format!(
            "`{server}`: このデータベースか、データフォルダー `{folder}` を開けません / this database or the data folder `{folder}` cannot be opened",
            folder = data.value.display()
        );
    }
    format!(
        "`{0}`: このデータフォルダーを開けません。`--data` で書き込めるフォルダーを指定してください / this data folder cannot be opened; name one that can be written with `--data`",
        data.as_written(data.value.display())
    )
}

/// Binds the address, saying which setting is wrong when it cannot.
pub(crate) async fn bind(
    listen: &Setting<SocketAddr>,
) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(listen.value).await.with_context(|| {
        format!("`{}`: このアドレスでは待ち受けできません。別のポートを指定してください / cannot listen here, choose another port", listen.as_written(listen.value))
    })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Logs go to standard error; `KITEI_LOG` chooses what.
pub(crate) fn start_logging() {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_env("KITEI_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
