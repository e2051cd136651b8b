//! Defined terms where they are used: a list that opens, with what each means and the clause that says so.

use maud::{Markup, html};
use regulation::{Field, FieldKind, Form, Regulation, Text, terms_used};

use crate::{context::Visit, shell, ui, words::TermWords};

/// The terms that a form uses in its title, its purpose, its fields and their hints; nothing where it uses none.
pub(crate) fn of_form(visit: &Visit, form: &Form) -> Markup {
    let mut texts = vec![&form.title, &form.purpose];
    texts.extend(form.sections.iter().map(|section| &section.title));
    for field in &form.fields {
        texts_of(field, &mut texts);
    }
    of_texts(visit, &texts)
}

fn texts_of<'f>(field: &'f Field, texts: &mut Vec<&'f Text>) {
    texts.extend([&field.label, &field.help]);
    match &field.kind {
        FieldKind::Table { columns, .. } => {
            for column in columns {
                texts_of(column, texts);
            }
        }
        FieldKind::Choice { choices, .. }
        | FieldKind::ManyChoice { choices, .. }
        | FieldKind::ClauseException { choices } => {
            texts.extend(choices.iter().map(|choice| &choice.label));
        }
        FieldKind::Consent { text, .. } => texts.push(text),
        _ => {}
    }
}

/// The terms that some texts use; nothing where they use none.
pub(crate) fn of_texts(visit: &Visit, texts: &[&Text]) -> Markup {
    let regulation = &visit.tenant.regulation;
    let texts: Vec<_> = texts.iter().map(|text| text.get(visit.language)).collect();
    let used = terms_used(&regulation.terms, &texts, visit.language);
    let words = TermWords::of(visit.language);
    html! {
        @if !used.is_empty() {
            details.terms {
                summary { (crate::words::with(words.used, used.len())) }
                dl { @for term in used { (entry(visit, term)) } }
            }
        }
    }
}

/// All terms, for the book of the regulation.
pub(crate) fn all(visit: &Visit, regulation: &Regulation) -> Markup {
    let words = TermWords::of(visit.language);
    html! {
        @if regulation.terms.is_empty() {
            (ui::empty_state(words.none, "", &html! {}))
        } @else {
            p { (words.lead) }
            dl.terms { @for term in &regulation.terms { (entry(visit, term)) } }
        }
    }
}

fn entry(visit: &Visit, term: &regulation::Term) -> Markup {
    let href = shell::clause_href(&term.clause);
    let clause = ui::Clause { href: &href, label: &term.clause, heading: "" };
    html! {
        dt id={ "term-" (term.id) } { dfn { (term.term.get(visit.language)) } " " (ui::clause(visit.words(), &clause)) }
        dd { (term.meaning.get(visit.language)) }
    }
}
