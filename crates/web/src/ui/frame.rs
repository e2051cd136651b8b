//! The frame around a page: head, banner, menu, breadcrumbs, heading, dialogs. And the plain one for sign-in, set-up and errors.

use maud::{DOCTYPE, Markup, html};

use super::action::some;
use super::{Language, Link, Tone, Words, icon};
use crate::assets;

/// Everything around the body of a staff page.
#[derive(Debug, Default)]
pub struct PageFrame<'a> {
    /// The language of the page.
    pub language: Language,
    /// The product's name in the banner and in the window title.
    pub product: &'a str,
    /// The organization whose regulation this is.
    pub operator: &'a str,
    /// Who is signed in.
    pub member: Member<'a>,
    /// The main menu.
    pub nav: &'a [NavGroup<'a>],
    /// The way from the top to this page, without the page itself.
    pub breadcrumbs: &'a [Link<'a>],
    /// What was just done.
    pub flash: Option<Flash<'a>>,
    /// The page's heading.
    pub heading: Heading<'a>,
    /// The same page in the other language.
    pub language_href: &'a str,
}

/// The heading of a page.
#[derive(Debug, Default)]
pub struct Heading<'a> {
    /// Window title and first-level heading.
    pub title: &'a str,
    /// One sentence beneath it.
    pub lead: &'a str,
    /// State chips beside it.
    pub state: Markup,
    /// Buttons of the page as a whole.
    pub actions: Markup,
}

/// Who is signed in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Member<'a> {
    /// Name as shown, with 「さん」 where the language has it.
    pub name: &'a str,
    /// Unit and offices.
    pub standing: &'a str,
    /// Links of the account menu (settings, help).
    pub links: &'a [Link<'a>],
    /// Where the sign-out form posts to.
    pub sign_out_action: &'a str,
}

/// Entries of the menu under one heading.
#[derive(Debug, Clone, Copy, Default)]
pub struct NavGroup<'a> {
    /// The heading; empty for none.
    pub heading: &'a str,
    /// The entries.
    pub items: &'a [NavItem<'a>],
}

/// An entry of the menu.
#[derive(Debug, Clone, Copy, Default)]
pub struct NavItem<'a> {
    /// Where it leads.
    pub href: &'a str,
    /// What is read.
    pub label: &'a str,
    /// How many things wait there; none for no badge.
    pub count: Option<u32>,
    /// Whether one is there.
    pub is_current: bool,
}

/// What was just done, said once after a redirect.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flash<'a> {
    /// Success, mostly.
    pub tone: Tone,
    /// What happened.
    pub text: &'a str,
    /// Where to undo it or to go on.
    pub link: Option<Link<'a>>,
}

/// The frame of a page before sign-in, or of one that failed.
#[derive(Debug, Default)]
pub struct PlainFrame<'a> {
    /// The language of the page.
    pub language: Language,
    /// The product's name.
    pub product: &'a str,
    /// The organization, if it is known yet.
    pub operator: &'a str,
    /// Window title and heading.
    pub title: &'a str,
    /// One sentence beneath it.
    pub lead: &'a str,
    /// The same page in the other language.
    pub language_href: &'a str,
}

/// A staff page.
pub fn page(frame: &PageFrame<'_>, body: &Markup) -> Markup {
    let words = frame.language.words();
    document(
        frame.language,
        frame.heading.title,
        frame.product,
        &html! {
            a.skip href="#main" { (words.skip) }
            (top_bar(frame, words))
            div.shell {
                (menu(frame, words))
                main #main tabindex="-1" {
                    (breadcrumbs(words, frame.breadcrumbs))
                    @if let Some(said) = &frame.flash { (flash(said)) }
                    (heading(&frame.heading))
                    (body)
                }
            }
            (dialogs(words))
        },
    )
}

/// A page with one centered column and no menu.
pub fn plain_page(frame: &PlainFrame<'_>, body: &Markup) -> Markup {
    let words = frame.language.words();
    document(
        frame.language,
        frame.title,
        frame.product,
        &html! {
            a.skip href="#main" { (words.skip) }
            header.top.plain {
                span.brand { (mark()) span { (frame.product) } }
                (language_link(frame.language, words, frame.language_href))
            }
            main.plain #main tabindex="-1" {
                @if !frame.operator.is_empty() { p.operator { (frame.operator) } }
                h1 { (frame.title) }
                @if !frame.lead.is_empty() { p.lead { (frame.lead) } }
                (body)
            }
            (dialogs(words))
        },
    )
}

/// A main column and one beside it (clauses, history, approval boxes) that moves below on narrow screens.
pub fn columns(main: &Markup, aside: &Markup) -> Markup {
    html! { div.columns { div.column { (main) } div.column.beside { (aside) } } }
}

fn document(language: Language, title: &str, product: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) data-fonts=(assets::href("fonts.css")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " | " (product) }
                meta name="color-scheme" content="light";
                meta name="format-detection" content="telephone=no";
                link rel="icon" href=(assets::href("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::href("app.css"));
                noscript { link rel="stylesheet" href=(assets::href("fonts.css")); }
                script type="module" src=(assets::href("app.js")) {}
            }
            body { (body) }
        }
    }
}

fn top_bar(frame: &PageFrame<'_>, words: &Words) -> Markup {
    html! {
        header.top {
            button.menu-button type="button" popovertarget="menu" { (icon::menu()) span { (words.menu) } }
            a.brand href="/" { (mark()) span { (frame.product) } }
            @if !frame.operator.is_empty() { span.operator { (frame.operator) } }
            (language_link(frame.language, words, frame.language_href))
            button.account-button type="button" popovertarget="account" {
                (icon::person()) span.account-name { (frame.member.name) } (icon::down())
            }
            div.account #account popover {
                p { strong { (frame.member.name) } @if !frame.member.standing.is_empty() { br; (frame.member.standing) } }
                @if !frame.member.links.is_empty() {
                    ul { @for link in frame.member.links { li { a href=(link.href) { (link.label) } } } }
                }
                (language_link(frame.language, words, frame.language_href))
                @if !frame.member.sign_out_action.is_empty() {
                    form method="post" action=(frame.member.sign_out_action) {
                        button.button.small type="submit" data-kind="secondary" { (words.sign_out) }
                    }
                }
            }
        }
    }
}

fn menu(frame: &PageFrame<'_>, words: &Words) -> Markup {
    html! {
        nav.menu #menu popover aria-label=(words.main_menu) {
            div.menu-body {
                button.menu-close type="button" popovertarget="menu" popovertargetaction="hide" {
                    (icon::cross()) span { (words.close) }
                }
                @for group in frame.nav {
                    @if !group.heading.is_empty() { h2 { (group.heading) } }
                    ul { @for item in group.items { li { (menu_item(words, item)) } } }
                }
            }
        }
    }
}

fn menu_item(words: &Words, item: &NavItem<'_>) -> Markup {
    html! {
        a href=(item.href) aria-current=[item.is_current.then_some("page")] {
            span { (item.label) }
            @if let Some(count) = item.count {
                span.count { (count) span.hidden { (words.count_unit) } }
            }
        }
    }
}

fn breadcrumbs(words: &Words, links: &[Link<'_>]) -> Markup {
    html! {
        @if !links.is_empty() {
            nav.breadcrumbs aria-label=(words.breadcrumbs) {
                ol { @for link in links { li { a href=(link.href) { (link.label) } } } }
            }
        }
    }
}

fn flash(said: &Flash<'_>) -> Markup {
    html! {
        div.flash role="status" data-tone=(said.tone.name()) {
            (icon::tone(said.tone))
            p { (said.text) }
            @if let Some(link) = &said.link { a href=(link.href) { (link.label) } }
        }
    }
}

fn heading(heading: &Heading<'_>) -> Markup {
    html! {
        div.heading {
            div.heading-text {
                div.heading-title {
                    h1 { (heading.title) }
                    @if !heading.state.0.is_empty() { div.heading-state { (heading.state) } }
                }
                @if !heading.lead.is_empty() { p.lead { (heading.lead) } }
            }
            @if !heading.actions.0.is_empty() { div.actions { (heading.actions) } }
        }
    }
}

fn language_link(language: Language, words: &Words, href: &str) -> Markup {
    let other = match language {
        Language::Japanese => Language::English,
        Language::English => Language::Japanese,
    };
    html! {
        @if let Some(href) = some(href) {
            a.language href=(href) lang=(other.tag()) hreflang=(other.tag()) { (words.other_language) }
        }
    }
}

/// What the script fills in: the clause dialog, the question before a button acts, the note that a session ended.
fn dialogs(words: &Words) -> Markup {
    html! {
        dialog.dialog #clause-dialog aria-labelledby="clause-dialog-title" {
            div.dialog-head {
                h2 #clause-dialog-title { (words.clause_title) }
                button.dialog-close type="button" data-close { (icon::cross()) span.hidden { (words.close) } }
            }
            div.dialog-body data-clause-body data-loading=(words.clause_loading) {}
            p { a data-clause-page href="/" { (words.clause_open) } }
        }
        dialog.dialog #confirm-dialog aria-labelledby="confirm-dialog-title" {
            h2 #confirm-dialog-title { (words.confirm) }
            p data-confirm-body {}
            div.actions {
                button.button type="button" data-kind="danger" data-proceed { (words.proceed) }
                button.button type="button" data-kind="secondary" data-close { (words.cancel) }
            }
        }
        template #session-banner {
            div.flash.session role="alert" data-tone="warning" {
                (icon::tone(Tone::Warning))
                p { (words.session_ended) }
                a href="/sign-in" target="_blank" rel="noopener" { (words.sign_in_again) }
            }
        }
    }
}

fn mark() -> Markup {
    html! { img.mark src=(assets::href("icon.svg")) alt="" width="32" height="32"; }
}
