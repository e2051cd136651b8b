//! The front page of the wizard.

use maud::html;

use super::Answer;
use crate::{
    context::Visit,
    shell::{self, Head},
    ui,
    words::ImportWords,
};

pub(super) async fn show(visit: Visit) -> Answer {
    let words = ImportWords::of(visit.language);
    let begin = ui::link_button(&ui::LinkButton {
        href: "/imports/new",
        label: words.begin,
        kind: ui::ButtonKind::Primary,
        ..ui::LinkButton::default()
    });
    let head = Head { title: words.title, lead: words.lead, ..Head::default() };
    Ok(shell::page(&visit, head, &html! { (ui::empty_state(words.none_text, "", &begin)) }))
}
