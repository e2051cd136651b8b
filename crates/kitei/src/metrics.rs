//! Figures for Prometheus, on a listener of their own: what they say is for operations, not for whoever uses the screens.
//! No label comes from outside or names a person: routes are the templates of the router, methods and states a few words.

use std::sync::Arc;

use anyhow::Context as _;
use app::{
    App,
    backup::{History, Outcome, RunKind},
};
use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use metrics::{Unit, describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::server::{StopSignal, serve};

/// Upper bounds of the buckets of durations, seconds.
const SECONDS: [f64; 12] =
    [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// Upper bounds of the buckets of how many changes share a commit.
const CHANGES: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 512.0];

/// The listener of the figures; it ends when this is dropped.
pub(crate) struct Metrics(JoinHandle<()>);

#[derive(Clone)]
struct Figures {
    app: Arc<App>,
    handle: PrometheusHandle,
}

impl Metrics {
    /// Begins to count, and to answer at `/metrics`.
    ///
    /// # Errors
    /// When something else counts in this process already.
    pub(crate) fn start(listener: TcpListener, app: Arc<App>) -> anyhow::Result<Self> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .set_buckets_for_metric(Matcher::Suffix("_commit_changes".to_owned()), &CHANGES)?
            .build_recorder();
        let figures = Figures { app, handle: recorder.handle() };
        metrics::set_global_recorder(recorder).context("figures are counted already")?;
        web::describe_metrics();
        store::describe_metrics();
        describe_gauge!("kitei_ready", "Whether a part that work needs is there (1) or not (0)");
        describe_gauge!("kitei_database_bytes", Unit::Bytes, "Size of the database file");
        describe_gauge!("kitei_log_leaves", Unit::Count, "Leaves in the evidence log");
        describe_gauge!(
            "kitei_backup_last_timestamp_seconds",
            Unit::Seconds,
            "When the last good backup, drill or thinning out was begun"
        );
        describe_gauge!("kitei_backup_last_seconds", Unit::Seconds, "How long that took");
        describe_gauge!("kitei_backup_last_bytes", Unit::Bytes, "How much that was about");
        describe_gauge!(
            "kitei_backup_failed",
            "Whether the newest attempt has failed (1) or not (0)"
        );
        let router = Router::new().route("/metrics", get(answer)).with_state(figures);
        Ok(Self(tokio::spawn(serve(listener, router, StopSignal::new()?))))
    }
}

impl Drop for Metrics {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// All figures in the text format of Prometheus.
async fn answer(State(figures): State<Figures>) -> impl IntoResponse {
    for check in figures.app.readiness().await {
        gauge!("kitei_ready", "part" => check.name).set(f64::from(u8::from(check.fault.is_none())));
    }
    let sizes = figures.app.sizes().await;
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a floating-point number")]
    {
        gauge!("kitei_database_bytes").set(sizes.database_bytes as f64);
        gauge!("kitei_log_leaves").set(sizes.log_leaves as f64);
    }
    // What cannot be read has no figure: an alarm on a missing one finds it.
    if let Ok(history) = figures.app.backup_history().await {
        show_backups(&history);
    }
    figures.handle.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], figures.handle.render())
}

/// How backups stand.
fn show_backups(history: &History) {
    for (task, kind) in
        [("backup", RunKind::Backup), ("drill", RunKind::Drill), ("prune", RunKind::Prune)]
    {
        let Some(last) = history.last(kind) else { continue };
        gauge!("kitei_backup_failed", "task" => task).set(f64::from(u8::from(!last.is_good())));
        let Some(good) = history.last_good(kind) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a gauge is a floating-point number")]
        let at = good.at.as_second() as f64;
        gauge!("kitei_backup_last_timestamp_seconds", "task" => task).set(at);
        gauge!("kitei_backup_last_seconds", "task" => task).set(good.seconds);
        if let Outcome::Done { bytes, .. } = good.outcome {
            #[expect(clippy::cast_precision_loss, reason = "a gauge is a floating-point number")]
            gauge!("kitei_backup_last_bytes", "task" => task).set(bytes as f64);
        }
    }
}
