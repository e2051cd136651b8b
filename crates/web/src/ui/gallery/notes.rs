//! Samples of chips, tiles, banners, refusals, empty states, steps.

use maud::{Markup, html};

use super::super::{
    Banner, Button, ButtonKind, Citation, Clause, Confirm, Language, Link, LinkButton, Refusal,
    Step, StepState, Tile, Tone,
};
use super::super::{
    banner, button, chip, copy_button, empty_state, link_button, refusal, steps, tabs, tiles,
};
use super::{LONG, say};

pub(super) fn samples(language: Language) -> Markup {
    html! {
        (head(language))
        (buttons(language))
        (refused(language))
        h2 { (say(language, "空の状態", "Empty states")) }
        (empty_state(
            say(language, "承認を待っている申請はありません", "Nothing waits for your approval"),
            say(language, "申請が届くと、ここに並びます。", "Applications appear here."),
            &link_button(&LinkButton { href: "#x", label: say(language, "台帳を見る", "Open the register"), ..LinkButton::default() }),
        ))
    }
}

fn head(language: Language) -> Markup {
    let act = link_button(&LinkButton {
        href: "#r",
        label: say(language, "速報を作成する", "Write the report"),
        kind: ButtonKind::Primary,
        is_small: false,
    });
    html! {
        (banner(&Banner {
            id: "due",
            tone: Tone::Danger,
            title: say(language, "速報の期限まで あと2日です（漏えい等 第R8-003号）", "The preliminary report is due in 2 days (R8-003)"),
            text: say(language, "個人情報保護委員会への速報は、知った日からおおむね3〜5日以内です。期限：令和8年11月24日（火）。", "Due 24 November 2026."),
            action: act,
        }))
        (banner(&Banner { id: "long", tone: Tone::Warning, title: LONG, text: LONG, ..Banner::default() }))
        (tiles(&[
            Tile { label: say(language, "期限を過ぎた対応", "Overdue"), value: "1", unit: say(language, "件", ""), href: "#a", tone: Tone::Danger },
            Tile { label: say(language, "差し戻された申請", "Returned"), value: "3", unit: say(language, "件", ""), href: "#b", tone: Tone::Neutral },
            Tile { label: say(language, "承認待ち", "To approve"), value: "1,280", unit: say(language, "件", ""), href: "#c", tone: Tone::Neutral },
            Tile { label: say(language, "今月完了", "Done this month"), value: "0", unit: say(language, "件", ""), href: "", tone: Tone::Neutral },
        ]))
        (tabs(say(language, "記録の表示", "Views"), &[
            Link { href: "#t1", label: say(language, "内容", "Content"), is_current: true },
            Link { href: "#t2", label: say(language, "履歴", "History"), is_current: false },
            Link { href: "#t3", label: say(language, "添付ファイル", "Attachments"), is_current: false },
        ]))
        (steps(language.words(), &[
            Step { label: say(language, "ファイルを選ぶ", "Choose a file"), state: StepState::Done, href: "#s1" },
            Step { label: say(language, "列を対応づける", "Match columns"), state: StepState::Current, href: "" },
            Step { label: say(language, "内容を直す", "Mend values"), state: StepState::Ahead, href: "" },
            Step { label: say(language, "取り込む", "Import"), state: StepState::Ahead, href: "" },
        ]))
    }
}

fn buttons(language: Language) -> Markup {
    let confirm = Confirm {
        title: say(language, "下書きを削除しますか", "Delete the draft?"),
        text: say(language, "入力した内容は戻せません。", "What was typed is lost."),
        proceed: say(language, "削除する", "Delete"),
    };
    html! {
        h2 { (say(language, "ボタンと状態", "Buttons and states")) }
        form.actions method="post" action="#" {
            (button(&Button { label: say(language, "申請する", "Submit"), kind: ButtonKind::Primary, ..Button::default() }))
            (button(&Button { label: say(language, "下書きを保存する", "Save draft"), name: "act", value: "save", ..Button::default() }))
            (button(&Button { label: say(language, "小さなボタン", "Small"), is_small: true, ..Button::default() }))
            (button(&Button { label: say(language, "取り消し", "Cancel"), kind: ButtonKind::Quiet, ..Button::default() }))
            (button(&Button { label: say(language, "下書きを削除する", "Delete draft"), kind: ButtonKind::Danger, confirm: Some(confirm), ..Button::default() }))
            (copy_button(language.words(), "R8-0042"))
        }
        p {
            (chip(Tone::Neutral, say(language, "下書き", "Draft"))) " " (chip(Tone::Info, say(language, "承認待ち", "Waiting"))) " "
            (chip(Tone::Success, say(language, "有効", "In force"))) " " (chip(Tone::Warning, say(language, "差戻し", "Returned"))) " "
            (chip(Tone::Danger, say(language, "期限超過", "Overdue")))
        }
    }
}

fn refused(language: Language) -> Markup {
    refusal(
        language.words(),
        &Refusal {
            title: say(language, "この申請は承認できません", "You cannot approve this application"),
            citations: &[
                Citation {
                    clause: Clause { href: "#c1", label: "例3(3)", heading: "" },
                    message: say(
                        language,
                        "起案した本人は承認できません。",
                        "The drafter cannot approve.",
                    ),
                },
                Citation {
                    clause: Clause {
                        href: "#c2",
                        label: "例2(3)",
                        heading: say(language, "役割の分離", "Separation of duties"),
                    },
                    message: say(
                        language,
                        "管理者と監査役は兼ねられません。",
                        "The manager cannot be the auditor.",
                    ),
                },
            ],
            way_on: say(
                language,
                "ほかの見本管理者か、その代理の人に承認を依頼してください。",
                "Ask another manager or a stand-in.",
            ),
            actions: link_button(&LinkButton {
                href: "#ask",
                label: say(language, "承認を依頼する", "Ask for approval"),
                ..LinkButton::default()
            }),
        },
    )
}
