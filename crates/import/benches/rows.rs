//! Rows a second from bytes to plan, on a generated register of 10^5 rows, as CSV and as xlsx.

#![allow(missing_docs, reason = "criterion's macros write undocumented functions")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that fails says so")]

use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use import::{
    Directory, DirectoryMember, Limits, TargetField, layout, mapping, normalize, plan,
    plan::ExistingRecords, read,
};
use regulation::{Choice, Field, FieldKind, Form, Text};

const ROWS: u32 = 100_000;
const HEADINGS: [&str; 6] =
    ["分類", "取得する書類", "利用目的", "アクセス権限者", "取得日", "件数"];

fn cells(row: u32) -> [String; 6] {
    let class = if row.is_multiple_of(3) { "会員情報" } else { "受講者情報" };
    [
        class.to_owned(),
        format!("申込書　第{row}号"),
        "会員管理、会費請求、会報の送付のため".to_owned(),
        if row.is_multiple_of(2) { "見本　一郎、見本花子" } else { "同上" }.to_owned(),
        format!("R{}.{}.{}", row % 8 + 1, row % 12 + 1, row % 28 + 1),
        format!("約{row}件"),
    ]
}

fn csv_bytes() -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADINGS).unwrap();
    (0..ROWS).for_each(|row| writer.write_record(cells(row)).unwrap());
    writer.into_inner().unwrap()
}

fn xlsx_bytes() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    for row in 0..ROWS {
        sheet.write_row(row + 1, 0, cells(row)).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn fields() -> Vec<TargetField> {
    let choice = |id: &str, label: &str| Choice {
        id: id.into(),
        label: Text::new(label, ""),
        ..Choice::default()
    };
    let choices = vec![choice("member", "会員情報"), choice("trainee", "受講者情報")];
    let count =
        FieldKind::Number { unit: Text::new("件", ""), min: None, max: None, estimable: true };
    let kinds = [
        FieldKind::Choice { choices, open: true },
        FieldKind::Text,
        FieldKind::LongText,
        FieldKind::Member { many: true },
        FieldKind::Date,
        count,
    ];
    let field = |(kind, label): (FieldKind, &&str)| Field {
        id: (*label).into(),
        label: Text::new(*label, ""),
        kind,
        is_required: true,
        ..Field::default()
    };
    TargetField::of_form(&Form {
        fields: kinds.into_iter().zip(&HEADINGS).map(field).collect(),
        ..Form::default()
    })
}

fn import(bytes: &[u8], fields: &[TargetField], directory: &Directory) -> usize {
    let workbook = read::workbook(bytes, "register", &Limits::default()).unwrap();
    let best = layout::rank(&workbook, fields).swap_remove(0);
    let mapping = mapping::guess(&best.layout, fields, None);
    let rows =
        normalize::rows(&workbook.sheets[best.sheet], &best.layout, &mapping, fields, directory);
    drop(workbook);
    plan::build(rows, &ExistingRecords::default(), &["取得する書類".to_owned()]).new.len()
}

fn rows(criterion: &mut Criterion) {
    let member = |id: &str, name: &str| DirectoryMember {
        id: id.into(),
        name: name.into(),
        ..DirectoryMember::default()
    };
    let directory = Directory::new(
        vec![member("m1", "見本 一郎"), member("m2", "見本 花子")],
        Vec::new(),
        Vec::new(),
    );
    let fields = fields();
    let mut group = criterion.benchmark_group("import");
    group
        .throughput(Throughput::Elements(u64::from(ROWS)))
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    for (name, bytes) in [("csv", csv_bytes()), ("xlsx", xlsx_bytes())] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || (),
                |()| assert_eq!(import(&bytes, &fields, &directory), ROWS as usize),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, rows);
criterion_main!(benches);
