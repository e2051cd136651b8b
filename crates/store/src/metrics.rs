//! What the writer counts. Nothing is counted where the process keeps no figures.

use std::time::Duration;

use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};

/// Says what the figures of this room mean.
pub fn describe_metrics() {
    describe_counter!("kitei_commits_total", "Commits of the writer, by how they ended");
    describe_histogram!(
        "kitei_commit_seconds",
        Unit::Seconds,
        "How long a commit took until the disk had it"
    );
    describe_histogram!("kitei_commit_changes", Unit::Count, "How many changes shared a commit");
}

/// A commit has ended.
#[expect(clippy::cast_precision_loss, reason = "a number below 2^52")]
pub(crate) fn committed(changes: usize, took: Duration, is_done: bool) {
    counter!("kitei_commits_total", "outcome" => if is_done { "done" } else { "failed" }).increment(1);
    histogram!("kitei_commit_seconds").record(took.as_secs_f64());
    histogram!("kitei_commit_changes").record(changes as f64);
}
