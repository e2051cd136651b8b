//! Rows a second that `kitei import` reads, checks, decides and writes durably, from a CSV file to the answer.

use std::{fmt::Write as _, path::Path, process::Command, time::Instant};

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::print_row;

/// Rows of each file.
const ROWS: [u32; 2] = [1_000, 10_000];

/// Headings as an office writes them, and a row that lacks nothing.
const HEADINGS: &str = "個人情報の分類,個人情報が記載された書類,個人情報の項目,利用目的,保管場所,保管方法,アクセス権限を有する者の氏名,利用期限,保管期限,廃棄方法,件数";
const BEFORE: &str = "会員情報,見本の申込書";
const AFTER: &str = "氏名、住所、電話番号,会員管理のため,総務課の書庫,施錠保管,見本　花子,退会後5年,退会後5年,裁断,\"約1,200件\"";

/// Imports files of new rows into the register of a folder that no server has open.
pub(super) fn measure(kitei: &Path, folder: &Path, lines: u32) -> anyhow::Result<()> {
    for rows in ROWS {
        let file = folder.join(format!("rows-{rows}.csv"));
        std::fs::write(&file, table(rows)?)?;
        let started = Instant::now();
        let output = Command::new(kitei)
            .args(["import", "--as", "hanako", "--form", "holdings_register", "--json", "--data"])
            .args([folder, &file])
            .output()
            .context("cannot import")?;
        let elapsed = started.elapsed().as_secs_f64();
        let report: Value =
            serde_json::from_slice(&output.stdout).context("`kitei import` printed no JSON")?;
        let new = report.pointer("/counts/new").and_then(Value::as_u64);
        if !output.status.success() || new != Some(u64::from(rows)) {
            bail!("the rows were not all imported: {:?}", report.get("counts"));
        }
        let figure = format!("{:.0}/s, {elapsed:.1} s", f64::from(rows) / elapsed);
        print_row(lines, &format!("import of {rows} rows, the process from start to end"), &figure);
    }
    Ok(())
}

fn table(rows: u32) -> anyhow::Result<String> {
    let mut table = format!("{HEADINGS}\n");
    for row in 0..rows {
        writeln!(table, "{BEFORE} {rows}-{row},{AFTER}")?;
    }
    Ok(table)
}
