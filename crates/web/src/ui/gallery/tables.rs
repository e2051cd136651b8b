//! Samples of the register table and what belongs to it.

use maud::{Markup, html};

use super::super::{
    Bulk, Button, ButtonKind, Choice, Column, Condition, DataTable, Direction, Filter, Filters,
    Language, Link, Pager, Selection, Sort, TableColumn, TableRow, Tone,
};
use super::super::{bulk_bar, button, chip, data_table, date, filters, pager};
use super::{LONG, say};

pub(super) fn samples(language: Language) -> Markup {
    let words = language.words();
    html! {
        h2 { (say(language, "個人情報管理台帳", "Holdings register")) }
        (bar(language))
        (bulk_bar(words, &Bulk {
            table: "holdings",
            action: "#bulk",
            matching: Some(1_234),
            fields: Markup::default(),
            buttons: html! {
                (button(&Button { label: say(language, "まとめて承認する", "Approve"), kind: ButtonKind::Primary, is_small: true, needs_selection: "holdings", ..Button::default() }))
                (button(&Button { label: say(language, "差し戻す", "Return"), is_small: true, needs_selection: "holdings", ..Button::default() }))
            },
        }))
        (register(language))
        (pager(words, &Pager { position: say(language, "1,234件中 51〜54件", "51–54 of 1,234"), previous: "#p", next: "#n" }))
    }
}

fn bar(language: Language) -> Markup {
    let states = [
        Choice { value: "", label: say(language, "すべて", "All"), ..Choice::default() },
        Choice {
            value: "waiting",
            label: say(language, "承認待ち", "Waiting"),
            is_chosen: true,
            ..Choice::default()
        },
    ];
    let units =
        [Choice { value: "", label: say(language, "すべて", "All"), ..Choice::default() }];
    filters(
        language.words(),
        &Filters {
            action: "#",
            search_label: say(
                language,
                "名称・業務・保管場所で検索",
                "Search names, tasks, places",
            ),
            search: say(language, "名簿", "list"),
            lists: &[
                Filter { name: "state", label: say(language, "状態", "State"), options: &states },
                Filter { name: "unit", label: say(language, "部署", "Unit"), options: &units },
            ],
            applied: &[Condition {
                label: say(language, "状態：承認待ち", "State: waiting"),
                remove_href: "#r",
            }],
            clear_href: "#clear",
            views: &[
                Link { href: "#v1", label: say(language, "すべて", "All"), is_current: true },
                Link {
                    href: "#v2",
                    label: say(language, "総務部の棚卸し", "Stocktaking"),
                    is_current: false,
                },
            ],
            columns: &[
                Column {
                    value: "name",
                    label: say(language, "個人情報の名称", "Name"),
                    is_shown: true,
                },
                Column {
                    value: "count", label: say(language, "件数", "Persons"), is_shown: true
                },
                Column {
                    value: "place",
                    label: say(language, "保管場所", "Place"),
                    is_shown: false,
                },
            ],
            hidden: &[("sort", "-due")],
        },
    )
}

fn register(language: Language) -> Markup {
    let state = |tone, japanese, english| chip(tone, say(language, japanese, english));
    let papers = say(language, "採用応募者の履歴書（髙橋・𠮷田ほか）", "Applicants");
    let rows = [
        TableRow {
            is_marked: true,
            ..row(language, "a", papers, state(Tone::Danger, "期限超過", "Overdue"))
        },
        TableRow {
            is_selected: true,
            ..row(
                language,
                "b",
                say(language, "会員名簿", "Members"),
                state(Tone::Info, "承認待ち", "Waiting"),
            )
        },
        row(
            language,
            "c",
            say(language, "講習会申込書", "Courses"),
            state(Tone::Success, "有効", "In force"),
        ),
        row(language, "d", LONG, state(Tone::Warning, "差戻し", "Returned")),
    ];
    data_table(
        language.words(),
        &DataTable {
            id: "holdings",
            caption: say(
                language,
                "保存期限が近い順に並べています",
                "Ordered by the end of retention",
            ),
            columns: &table_columns(language),
            rows: &rows,
            selection: Some(Selection { name: "record" }),
            is_tall: true,
        },
    )
}

fn row(
    language: Language,
    value: &'static str,
    name: &'static str,
    state: Markup,
) -> TableRow<'static> {
    let until = say(language, "令和11年3月31日", "31 March 2029");
    TableRow {
        value,
        label: name,
        cells: vec![
            html! { a href="#record" { (name) } },
            html! { (say(language, "会員管理業務", "Membership")) },
            html! { "12,345" },
            html! { (say(language, "施錠キャビネット（2階）", "Locked cabinet")) },
            date(until, say(language, "2029-03-31", "Reiwa 11")),
            state,
        ],
        ..TableRow::default()
    }
}

fn table_columns(language: Language) -> [TableColumn<'static>; 6] {
    let column = |japanese, english| TableColumn {
        label: say(language, japanese, english),
        ..TableColumn::default()
    };
    let sorted = Some(Direction::Ascending);
    [
        TableColumn {
            sort: Some(Sort { href: "#s1", now: None }),
            ..column("個人情報の名称", "Name")
        },
        column("業務", "Task"),
        TableColumn {
            is_number: true,
            sort: Some(Sort { href: "#s2", now: None }),
            ..column("件数", "Persons")
        },
        column("保管場所", "Place"),
        TableColumn {
            sort: Some(Sort { href: "#s3", now: sorted }),
            ..column("保存期限", "Kept until")
        },
        column("状態", "State"),
    ]
}
