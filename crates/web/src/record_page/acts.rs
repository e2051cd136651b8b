//! The acts that are offered on a record, and why others are not.

use app::records::RecordView;
use engine::{Act, decide::Offer};
use maud::{Markup, html};

use crate::{
    context::Visit,
    pages::{Typed, resolved_on},
    shell, ui,
    words::{ActWords, RecordWords},
};

/// The acts that this person may do now, in one form; and beneath, why others cannot be done.
pub(crate) fn acts(visit: &Visit, view: &RecordView, typed: &Typed) -> Markup {
    let (words, offers) = (ActWords::of(visit.language), &view.offers);
    let allowed: Vec<_> =
        offers.iter().filter(|(_, verdict)| verdict.is_ok()).map(|(act, _)| *act).collect();
    let needs_reason = allowed.iter().any(|act| act.needs_reason());
    let id = view.record.id;
    html! {
        @if !allowed.is_empty() {
            form.acts method="post" action={ "/records/" (id) "/acts" } novalidate {
                input type="hidden" name="version" value=(view.record.version);
                @if allowed.contains(&Act::Decide) { (resolved_on(visit, typed)) }
                (ui::field(
                    visit.words(),
                    &ui::Field {
                        name: "comment",
                        label: if needs_reason { words.reason } else { words.comment },
                        support: if needs_reason { words.reason_hint } else { "" },
                        ..ui::Field::default()
                    },
                    &ui::Control::LongText { value: &typed.comment, rows: 2 },
                ))
                (ui::actions(&html! { @for (index, act) in allowed.iter().enumerate() { (act_button(visit, *act, index == 0)) } }))
            }
        }
        (refusals(visit, offers))
    }
}

fn act_button(visit: &Visit, act: Act, is_first: bool) -> Markup {
    let label = shell::act_label(act, visit.language);
    let kind = match act {
        Act::Reject | Act::Retire => ui::ButtonKind::Danger,
        // Taking back is never the next step that a page proposes.
        Act::Withdraw => ui::ButtonKind::Secondary,
        _ if is_first => ui::ButtonKind::Primary,
        _ => ui::ButtonKind::Secondary,
    };
    ui::button(&ui::Button { label, kind, name: "act", value: act.name(), ..ui::Button::default() })
}

/// Acts that make sense now but are not for this person, with the clause.
fn refusals(visit: &Visit, offers: &[Offer]) -> Markup {
    let words = RecordWords::of(visit.language);
    let refused: Vec<_> = offers
        .iter()
        .filter_map(|(act, verdict)| verdict.as_ref().err().map(|refusal| (act, refusal)))
        .collect();
    html! {
        @if !refused.is_empty() {
            details.refused {
                summary { (words.cannot) }
                dl {
                    @for (act, refusal) in refused {
                        dt { (shell::act_label(*act, visit.language)) }
                        @for citation in &refusal.citations {
                            dd {
                                (citation.message.get(visit.language)) " "
                                @if !citation.clause.is_empty() {
                                    (ui::clause(visit.words(), &ui::Clause {
                                        href: &shell::clause_href(&citation.clause),
                                        label: &citation.clause,
                                        heading: "",
                                    }))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
