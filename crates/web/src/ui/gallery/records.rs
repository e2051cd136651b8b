//! Samples of the record view, approval boxes, history and the comparison of two versions.

use maud::{Markup, html};

use super::super::{
    ApprovalBox, ApprovalState, Change, Citation, Clause, Compared, Entry, Item, Language, Section,
    SideBySide, Tone,
};
use super::super::{approval_boxes, columns, record_view, side_by_side, timeline};
use super::{LONG, say};

pub(super) fn samples(language: Language) -> Markup {
    html! {
        h2 { (say(language, "記録と履歴", "Record and history")) }
        (columns(&record(language), &html! { (approval(language)) (history(language)) }))
        h2 { (say(language, "同時に保存された内容", "Saved at the same time")) }
        (conflict(language))
    }
}

fn record(language: Language) -> Markup {
    let clause = Some(Clause { href: "#k", label: "例3(2)①", heading: "" });
    let item =
        |label, value: &str| Item { label, value: html! { (value) }, clause, ..Item::default() };
    record_view(
        language.words(),
        &[
            Section {
                heading: say(language, "取扱いの概要", "Outline"),
                items: vec![
                    Item {
                        is_personal: true,
                        ..item(
                            say(language, "個人情報の名称", "Name"),
                            say(language, "会員名簿（髙橋・𠮷田・德川）", "Members"),
                        )
                    },
                    Item {
                        is_changed: true,
                        original: "約1,200件",
                        ..item(say(language, "件数", "Persons"), say(language, "1,350件", "1,350"))
                    },
                    item(say(language, "利用目的", "Purpose"), LONG),
                    item(LONG, ""),
                ],
            },
            Section {
                heading: say(language, "保管", "Storage"),
                items: vec![item(
                    say(language, "保管場所", "Place"),
                    say(language, "施錠キャビネット（2階）", "Locked cabinet"),
                )],
            },
        ],
    )
}

fn approval(language: Language) -> Markup {
    let stamped =
        |unit, date, name, spoken, note| ApprovalState::Stamped { unit, date, name, spoken, note };
    html! {
        h2 { (say(language, "決裁", "Approval")) }
        (approval_boxes(language.words(), &[
            ApprovalBox { office: say(language, "起案", "Draft"), state: stamped("総務", "8.11.20", "見本", say(language, "総務部 見本花子 令和8年11月20日 起案", "Mihon, 20 November 2026, drafted"), "") },
            ApprovalBox { office: say(language, "見本部長", "Unit manager"), state: stamped("情報公開課", "8.11.21", "勅使河原", say(language, "情報公開課 勅使河原 令和8年11月21日 代理で承認", "Teshigawara, stand-in"), say(language, "代理", "stand-in")) },
            ApprovalBox { office: say(language, "見本管理者", "Sample manager"), state: ApprovalState::Waiting { name: say(language, "例 一郎", "Rei") } },
            ApprovalBox { office: say(language, "会長", "President"), state: ApprovalState::LeftOut },
        ]))
    }
}

fn history(language: Language) -> Markup {
    let returned = [Citation {
        clause: Clause { href: "#k", label: "例3(2)②", heading: "" },
        message: say(language, "利用目的は具体的に書きます。", "Purposes are specific."),
    }];
    let changes = [
        Change {
            label: say(language, "件数", "Persons"),
            before: say(language, "約1,200件", "about 1,200"),
            after: say(language, "1,350件", "1,350"),
        },
        Change {
            label: say(language, "保管場所", "Place"),
            before: "",
            after: say(language, "施錠キャビネット", "Cabinet"),
        },
        Change {
            label: say(language, "備考", "Note"),
            before: say(language, "削除予定", "to be deleted"),
            after: "",
        },
        Change {
            label: say(language, "利用目的", "Purpose"),
            before: "会員への会報の送付、会費の請求及び講習会の案内のために利用します。",
            after: "会員への会報の送付、会費の請求及び催事（講習会を含む）の案内のために利用します。",
        },
    ];
    html! {
        h2 { (say(language, "履歴", "History")) }
        (timeline(language.words(), &[
            Entry { at: say(language, "令和8年11月22日 10:32", "22 November 2026 10:32"), at_machine: "2026-11-22T10:32+09:00", act: say(language, "申請", "Submitted"), tone: Tone::Info, who: say(language, "見本 花子（総務部）", "Mihon"), changes: &changes, ..Entry::default() },
            Entry { at: say(language, "令和8年11月21日 16:05", "21 November 2026 16:05"), at_machine: "2026-11-21T16:05+09:00", act: say(language, "差戻し", "Returned"), tone: Tone::Warning, who: say(language, "例 一郎（見本管理者）", "Rei"), comment: say(language, "利用目的をもう少し具体的に書いてください。", "Please be more specific."), citations: &returned, ..Entry::default() },
            Entry { at: say(language, "令和8年11月20日 9:00", "20 November 2026 9:00"), at_machine: "2026-11-20T09:00+09:00", act: say(language, "起票", "Drafted"), who: say(language, "見本 花子（総務部）", "Mihon"), ..Entry::default() },
        ]))
    }
}

fn conflict(language: Language) -> Markup {
    side_by_side(
        language.words(),
        &SideBySide {
            caption: say(
                language,
                "違いのある項目だけ、使う方を選んでください",
                "Choose where the two differ",
            ),
            left: say(language, "あなたの入力（10:32）", "Yours (10:32)"),
            right: say(language, "例さんが保存した内容（10:30）", "Rei's (10:30)"),
            fields: &[
                Compared {
                    name: "count",
                    label: say(language, "件数", "Persons"),
                    left: "1,350",
                    right: "1,200",
                    takes_right: true,
                },
                Compared {
                    name: "place",
                    label: say(language, "保管場所", "Place"),
                    left: say(language, "施錠キャビネット（2階）", "Cabinet"),
                    right: say(language, "施錠キャビネット（2階）", "Cabinet"),
                    takes_right: false,
                },
                Compared {
                    name: "purpose",
                    label: say(language, "利用目的", "Purpose"),
                    left: LONG,
                    right: "",
                    takes_right: false,
                },
            ],
        },
    )
}
