//! On the page of a record: until when it is kept and why, who holds it back, and holding it back.

use app::disposal::KeepingView;
use engine::Record;
use maud::{Markup, html};

use crate::{
    context::Visit,
    pages::period,
    shell, ui,
    words::{DisposalPageWords, with},
};

/// The section.
pub(crate) fn keeping(visit: &Visit, record: &Record, view: &KeepingView) -> Markup {
    let words = DisposalPageWords::of(visit.language);
    let id = record.id;
    html! {
        section id="keeping" {
            h2 { (words.section) }
            p { (period(visit, &view.standing)) }
            @if let Some(proposal) = &view.proposal {
                p { a href={ "/disposal/runs/" (proposal.run) } { (words.in_run) } }
            }
            @for hold in &record.holds {
                @let name = visit.organization.member(hold.by).map(|it| it.name.clone()).unwrap_or_default();
                p {
                    strong { (hold.reason) } br;
                    small { (with(&with(words.held_since, name), shell::moment(visit, hold.at))) }
                }
                @if view.can_hold {
                    form method="post" action={ "/records/" (id) "/release" } {
                        input type="hidden" name="number" value=(hold.number);
                        (reason(visit, words.release_reason, ""))
                        (ui::actions(&ui::button(&ui::Button { label: words.release, is_small: true, ..ui::Button::default() })))
                    }
                }
            }
            @if view.can_hold {
                details {
                    summary { (words.hold) }
                    form method="post" action={ "/records/" (id) "/hold" } {
                        (reason(visit, words.hold_reason, words.hold_help))
                        (ui::actions(&ui::button(&ui::Button { label: words.hold, is_small: true, ..ui::Button::default() })))
                    }
                }
            }
        }
    }
}

fn reason(visit: &Visit, label: &str, support: &str) -> Markup {
    ui::field(
        visit.words(),
        &ui::Field {
            name: "reason",
            label,
            support,
            need: ui::Need::Required,
            ..ui::Field::default()
        },
        &ui::Control::Text(ui::Text { max_length: Some(400), ..ui::Text::default() }),
    )
}
