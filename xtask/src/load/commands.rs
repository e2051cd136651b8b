//! Durable commands a second: drafts posted by 64 connections, each answered only after the disk has it.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::bail;

use super::{client::Client, print_row, server::Server};

/// Connections.
const CONNECTIONS: usize = 64;

/// A draft with a few values.
const DRAFT: &str = r#"{"form":"holdings_register","fields":{"class":"member_information","documents":"見本の申込書","items":"氏名、住所、電話番号","purpose":"会員管理のため"}}"#;

/// Posts drafts for some seconds.
pub(super) fn measure(server: &Server, lines: u32, seconds: u64) -> anyhow::Result<()> {
    for connections in [1, CONNECTIONS] {
        let (done, failed, is_over) =
            (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
        let cpu = server.cpu_seconds()?;
        let started = Instant::now();
        thread::scope(|scope| {
            for connection in 0..connections {
                let counters = (&done, &failed);
                let name = format!("{connections}-{connection}");
                let is_over = &is_over;
                scope.spawn(move || post_until(server, &name, is_over, counters));
            }
            thread::sleep(Duration::from_secs(seconds));
            is_over.store(true, Ordering::Relaxed);
        });
        let (count, elapsed) = (done.load(Ordering::Relaxed), started.elapsed().as_secs_f64());
        if failed.load(Ordering::Relaxed) > 0 || count == 0 {
            bail!("{} of {count} commands failed", failed.load(Ordering::Relaxed));
        }
        #[expect(clippy::cast_precision_loss, reason = "a count far below 2^52")]
        let count = count as f64;
        let cpu = (server.cpu_seconds()? - cpu) * 1e6 / count;
        let what = format!("durable drafts with keys, {connections} connections");
        print_row(lines, &what, &format!("{:.0} /s, {cpu:.0} µs server CPU each", count / elapsed));
    }
    Ok(())
}

/// Each post has an `Idempotency-Key` of its own, as a careful client sends it.
fn post_until(
    server: &Server,
    name: &str,
    is_over: &AtomicBool,
    (done, failed): (&AtomicU64, &AtomicU64),
) {
    let header = format!("Authorization: Bearer {}\r\n", server.member.2);
    let Ok(mut client) = Client::connect(server.address, &header) else {
        failed.fetch_add(1, Ordering::Relaxed);
        return;
    };
    for number in 0_u64.. {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let key = format!("load-{name}-{number}");
        let answer = client.post_once("/api/v1/records", &key, DRAFT.as_bytes());
        let counter = if answer.is_ok_and(|answer| answer.status == 201) { done } else { failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}
