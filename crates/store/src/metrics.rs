//! What the writer counts. Nothing is counted where the process keeps no figures.

use std::time::Instant;

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

/// How long a commit takes.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// A commit begins.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// It has ended.
    #[expect(clippy::cast_precision_loss, reason = "a number below 2^52")]
    pub(crate) fn committed(self, changes: usize, is_done: bool) {
        let outcome = if is_done { "done" } else { "failed" };
        counter!("kitei_commits_total", "outcome" => outcome).increment(1);
        histogram!("kitei_commit_seconds").record(self.0.elapsed().as_secs_f64());
        histogram!("kitei_commit_changes").record(changes as f64);
    }
}
