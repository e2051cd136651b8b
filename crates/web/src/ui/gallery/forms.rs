//! Samples of every field: typical, empty, very long, wrong.

use maud::{Markup, html};

use super::super::{
    Button, ButtonKind, Cell, Choice, Clause, Control, Field, Language, Link, Moment, Need,
    Problem, RowColumn, Rows, Text, TextKind, Width,
};
use super::super::{actions, autosave_status, button, cell, error_summary, field, field_group};
use super::{LONG, say};

pub(super) fn samples(language: Language) -> Markup {
    let words = language.words();
    let postal = say(
        language,
        "郵便番号は7桁の数字で入力してください（例：105-0011）",
        "Enter 7 digits, such as 105-0011",
    );
    html! {
        h2 { (say(language, "入力欄", "Fields")) }
        form method="post" action="#" novalidate data-autosave="/records/x/autosave" {
            input type="hidden" name="version" value="7";
            (error_summary(words, &[
                Problem { name: "postal", message: postal },
                Problem { name: "", message: say(language, "利用目的と取得方法の組み合わせを確認してください。", "Check purpose and source together.") },
            ]))
            (lines(language, postal))
            (choices(language))
            (others(language))
            (table(language))
            (autosave_status(words, ""))
            (actions(&html! {
                (button(&Button { label: say(language, "内容を確認する", "Review"), kind: ButtonKind::Primary, ..Button::default() }))
                (button(&Button { label: say(language, "下書きを保存する", "Save draft"), name: "act", value: "save", skips_check: true, ..Button::default() }))
            }))
        }
    }
}

const CITED: Option<Clause<'static>> =
    Some(Clause { href: "#clause", label: "例3(2)①", heading: "" });

fn lines(language: Language, postal: &str) -> Markup {
    let words = language.words();
    let one = |name, label, need, support| Field {
        name,
        label,
        need,
        support,
        clause: CITED,
        ..Field::default()
    };
    let text = |value, width| Control::Text(Text { value, width, ..Text::default() });
    html! {
        (field_group(&html! {
            (field(words, &one("name", say(language, "お名前", "Name"), Need::Required, say(language, "例：髙橋 太郎", "Such as Taro Takahashi")), &text(say(language, "髙橋 太郎", "Taro Takahashi"), Width::Full)))
            (field(words, &one("kana", say(language, "ふりがな", "Reading"), Need::Optional, say(language, "ひらがな・カタカナどちらでも", "Any kana")), &text("", Width::Full)))
        }))
        (field(words, &Field { error: postal, echo: say(language, "＝105-00（2桁足りません）", "= 105-00"), ..one("postal", say(language, "郵便番号", "Postal code"), Need::Required, say(language, "ハイフンの有無、全角・半角は問いません", "With or without hyphen")) },
            &Control::Text(Text { value: "１０５－００", kind: TextKind::Digits, width: Width::Medium, autocomplete: "postal-code", max_length: None })))
        (field(words, &one("purpose", say(language, "利用目的", "Purpose"), Need::Required, say(language, "できる限り具体的に書いてください", "Be specific")),
            &Control::LongText { value: LONG, rows: 3 }))
        (field(words, &Field { original: "Ｒ８.３.３１", ..one("due", say(language, "取得日", "Obtained on"), Need::Required, say(language, "例：令和8年5月15日、R8.5.15", "For example R8.5.15")) },
            &Control::Date(Moment { value: "R8.3.31", echo: say(language, "＝令和8年3月31日（火）", "= 31 March 2026 (Tue)") })))
        (field(words, &one("kept", say(language, "保存期間", "Kept"), Need::Optional, say(language, "例：令和8年5月15日、R8.5.15", "For example R8.5.15")),
            &Control::DateRange { from: Moment { value: "令8.4.1", echo: say(language, "＝2026年4月1日（水）", "= 1 April 2026") }, until: Moment::default() }))
        (field(words, &one("count", say(language, "件数", "Persons"), Need::Required, say(language, "おおよそでかまいません", "Roughly")), &Control::Number { value: "1200", unit: say(language, "件", "persons") }))
        (field(words, &one("long", LONG, Need::Required, LONG), &text(LONG, Width::Full)))
    }
}

fn options(language: Language) -> [Choice<'static>; 3] {
    [
        Choice {
            value: "paper",
            label: say(language, "本人から書面で", "From the person, in writing"),
            is_chosen: true,
            ..Choice::default()
        },
        Choice {
            value: "public",
            label: say(language, "公開情報から", "From public sources"),
            support: say(language, "入手先の名称も記入します", "Name the source"),
            ..Choice::default()
        },
        Choice { value: "other", label: LONG, clause: CITED, ..Choice::default() },
    ]
}

fn choices(language: Language) -> Markup {
    let words = language.words();
    let few = options(language);
    let one = |name, label, need| Field { name, label, need, clause: CITED, ..Field::default() };
    let sales = say(language, "営業部", "Sales");
    let affairs = say(language, "総務部", "General affairs");
    let members = [
        Choice {
            value: "1",
            label: say(language, "例 一郎", "Ichiro Rei"),
            group: affairs,
            ..Choice::default()
        },
        Choice {
            value: "2",
            label: say(language, "例 次郎", "Jiro Rei"),
            group: sales,
            ..Choice::default()
        },
        Choice { value: "3", label: LONG, group: sales, is_chosen: true, ..Choice::default() },
    ];
    html! {
        (field(words, &Field { error: say(language, "取得方法を選んでください", "Choose one"), ..one("source", say(language, "取得方法", "Source"), Need::Required) }, &Control::Choice(&few)))
        (field(words, &one("items", say(language, "取り扱う項目", "Items"), Need::Optional), &Control::ManyChoice(&few)))
        (field(words, &one("exception", say(language, "同意を得ない理由", "Why without consent"), Need::Required), &Control::ChoiceWithReason { options: &few, reason: "" }))
        (field(words, &one("owner", say(language, "取扱責任者", "Responsible"), Need::Required), &Control::Select(&members)))
        (field(words, &one("sensitive", say(language, "要配慮個人情報を含みますか", "Special care-required?"), Need::Required), &Control::YesNo(Some(false))))
    }
}

fn others(language: Language) -> Markup {
    let words = language.words();
    let one = |name, label, need| Field { name, label, need, ..Field::default() };
    let current = Some(Link {
        href: "#file",
        label: say(language, "個人情報の流れ図.pdf（230 KB）", "flow.pdf (230 KB)"),
        is_current: false,
    });
    html! {
        (field(words, &one("flow", say(language, "流れ図", "Flow chart"), Need::Optional), &Control::File { accept: ".pdf,.png", current }))
        (field(words, &one("consent", say(language, "同意", "Consent"), Need::Required), &Control::Consent { text: LONG, label: say(language, "上の内容に同意します", "I agree"), is_given: false }))
        (field(words, &one("number", say(language, "管理番号", "Number"), Need::Unmarked), &Control::ReadOnly { value: "R8-0042", is_derived: true }))
        (field(words, &one("nothing", say(language, "前回の確認日", "Last checked"), Need::Unmarked), &Control::ReadOnly { value: "", is_derived: false }))
    }
}

fn table(language: Language) -> Markup {
    let kinds = [
        Choice { value: "mail", label: say(language, "メール", "Mail"), ..Choice::default() },
        Choice { value: "post", label: say(language, "郵送", "Post"), ..Choice::default() },
    ];
    let column = |name, label, need| RowColumn { name, label, need };
    let columns = [
        column("to", say(language, "提供先", "Recipient"), Need::Required),
        column("way", say(language, "方法", "Way"), Need::Unmarked),
        column("on", say(language, "提供日", "Date"), Need::Unmarked),
        column("count", say(language, "件数", "Persons"), Need::Unmarked),
    ];
    let row = |index, to, on, echo, error| -> Vec<Markup> {
        let text = Control::Text(Text { value: to, ..Text::default() });
        let number = Control::Number { value: "120", unit: say(language, "件", "") };
        let controls =
            [text, Control::ManyChoice(&kinds), Control::Date(Moment { value: on, echo }), number];
        let cells = columns.iter().zip(&controls).map(|(column, control)| {
            let error = if column.name == "on" { error } else { "" };
            let at = Cell { table: "recipients", index, column: *column, support: "", error };
            cell(language.words(), &at, control)
        });
        cells.collect()
    };
    let first = row(
        0,
        say(language, "○○印刷株式会社", "A printer"),
        "R8.5.15",
        say(language, "＝2026年5月15日", "= 15 May 2026"),
        "",
    );
    let second = row(1, LONG, "32日", "", say(language, "日付として読めません", "Not a date"));
    let blank = row(0, "", "", "", "");
    let provided = Field {
        name: "recipients",
        label: say(language, "提供先の一覧", "Recipients"),
        need: Need::Optional,
        clause: CITED,
        support: say(language, "1行に1件ずつ記入します", "One a row"),
        ..Field::default()
    };
    let empty = Field {
        name: "trustees",
        label: say(language, "委託先の一覧", "Entrusted parties"),
        ..Field::default()
    };
    html! {
        (field(language.words(), &provided, &Control::Rows(Rows { columns: &columns, lines: &[first.clone(), second.clone()], blank: &blank, is_stacked: false })))
        (field(language.words(), &empty, &Control::Rows(Rows { columns: &columns, lines: &[], blank: &blank, is_stacked: true })))
    }
}
