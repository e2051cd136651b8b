//! Every component with samples: empty, typical, very long Japanese, error. For looking at and for checking with axe.
//!
//! The test writes the pages with their assets to `kitei-gallery` in the target's or the machine's temporary folder.

mod forms;
mod notes;
mod records;
mod tables;

use maud::{Markup, html};

use super::{
    Button, ButtonKind, Flash, Heading, Language, Link, LinkButton, Member, NavGroup, NavItem,
    PageFrame, PlainFrame, Text, TextKind, Tone,
};
use super::{
    Control, Field, Need, button, chip, error_summary, field, link_button, page, plain_page,
    print_button,
};

/// A text as long as offices write them, without a place where a Latin script would break.
pub(super) const LONG: &str = "特定個人情報保護委員会及び個人情報保護委員会への報告並びに本人への通知に関する事務の取扱いに係る\
    個人情報取扱業務委託先選定評価及び再委託承認申請に関する情報連携基盤運用管理責任者選任届出書（様式第三十七号の二関係）";

/// Picks the text of a language.
pub(super) const fn say(
    language: Language,
    japanese: &'static str,
    english: &'static str,
) -> &'static str {
    match language {
        Language::Japanese => japanese,
        Language::English => english,
    }
}

/// A page with all components.
pub fn gallery(language: Language) -> Markup {
    let links =
        [Link { href: "#help", label: say(language, "使い方", "Help"), is_current: false }];
    let breadcrumbs = [
        Link {
            href: "#home", label: say(language, "今日すること", "Today"), is_current: false
        },
        Link { href: "#register", label: say(language, "台帳", "Register"), is_current: false },
    ];
    let (daily, governing) = (daily(language), governing(language));
    let frame = PageFrame {
        language,
        product: "Kitei",
        operator: say(language, "一般社団法人 見本協会", "Sample Association"),
        member: Member {
            name: say(language, "見本 花子さん", "Hanako Mihon"),
            standing: say(language, "総務部・見本管理者", "General affairs, privacy manager"),
            links: &links,
            sign_out_action: "/sign-out",
        },
        nav: &[
            NavGroup { heading: say(language, "日々の業務", "Daily work"), items: &daily },
            NavGroup { heading: say(language, "管理", "Administration"), items: &governing },
        ],
        breadcrumbs: &breadcrumbs,
        flash: Some(Flash {
            tone: Tone::Success,
            text: say(language, "3件を承認しました。", "3 records approved."),
            link: Some(Link {
                href: "#undo",
                label: say(language, "元に戻す", "Undo"),
                is_current: false,
            }),
        }),
        heading: heading(language),
        language_href: "#language",
    };
    page(
        &frame,
        &html! {
            (notes::samples(language))
            (tables::samples(language))
            (forms::samples(language))
            (records::samples(language))
        },
    )
}

fn daily(language: Language) -> [NavItem<'static>; 4] {
    let item = |href, label| NavItem { href, label, ..NavItem::default() };
    [
        NavItem {
            count: Some(7),
            is_current: true,
            ..item("#1", say(language, "今日すること", "Today"))
        },
        item("#2", say(language, "個人情報管理台帳", "Holdings register")),
        NavItem { count: Some(128), ..item("#3", say(language, "承認待ち", "To approve")) },
        item("#4", LONG),
    ]
}

fn governing(language: Language) -> [NavItem<'static>; 2] {
    let item = |href, label| NavItem { href, label, ..NavItem::default() };
    [
        item("#5", say(language, "組織と役割", "Organization")),
        item("#6", say(language, "規程", "Regulation")),
    ]
}

fn heading(language: Language) -> Heading<'static> {
    let start = LinkButton {
        href: "#new",
        label: say(language, "新しく起票する", "Start a record"),
        kind: ButtonKind::Primary,
        is_small: false,
    };
    Heading {
        title: say(language, "部品の見本", "Components"),
        lead: say(
            language,
            "令和8年11月22日（日）現在。すべての部品を並べています。",
            "All components as of 22 November 2026.",
        ),
        state: chip(Tone::Info, say(language, "承認待ち", "Waiting")),
        actions: html! { (link_button(&start)) (print_button(language.words())) },
    }
}

/// The sign-in page with a wrong password.
pub fn plain_gallery(language: Language) -> Markup {
    let words = language.words();
    let name = Field {
        name: "login",
        label: say(language, "ログイン名", "Login"),
        need: Need::Unmarked,
        ..Field::default()
    };
    let wrong = say(language, "ログイン名かパスワードが違います。", "Login or password is wrong.");
    let secret = Field {
        name: "password",
        label: say(language, "パスワード", "Password"),
        error: wrong,
        ..Field::default()
    };
    plain_page(
        &PlainFrame {
            language,
            product: "Kitei",
            operator: say(language, "一般社団法人 見本協会", "Sample Association"),
            title: say(language, "サインイン", "Sign in"),
            lead: "",
            language_href: "#language",
        },
        &html! {
            (error_summary(words, &[super::Problem { name: "password", message: wrong }]))
            form method="post" action="#" novalidate {
                (field(words, &name, &Control::Text(Text { value: "yamada", autocomplete: "username", ..Text::default() })))
                (field(words, &secret, &Control::Text(Text { kind: TextKind::Password, autocomplete: "current-password", ..Text::default() })))
                (button(&Button { label: say(language, "サインインする", "Sign in"), kind: ButtonKind::Primary, ..Button::default() }))
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{gallery, plain_gallery};
    use crate::{assets, ui::Language};

    #[test]
    fn gallery_is_written() -> std::io::Result<()> {
        let folder = option_env!("CARGO_TARGET_TMPDIR")
            .map_or_else(std::env::temp_dir, PathBuf::from)
            .join("kitei-gallery");
        std::fs::create_dir_all(folder.join("assets"))?;
        for name in ["app.css", "app.js", "fonts.css", "icon.svg"] {
            let asset = assets::lookup(assets::href(name)).ok_or(std::io::ErrorKind::NotFound)?;
            std::fs::write(folder.join(assets::href(name).trim_start_matches('/')), asset.bytes)?;
        }
        for language in [Language::Japanese, Language::English] {
            let all = gallery(language).into_string();
            let plain = plain_gallery(language).into_string();
            assert!(
                !all.contains("style=") && !all.contains("onclick="),
                "the policy allows no inline style or script"
            );
            std::fs::write(folder.join(format!("{}.html", language.tag())), all)?;
            std::fs::write(folder.join(format!("plain-{}.html", language.tag())), plain)?;
        }
        Ok(())
    }
}
