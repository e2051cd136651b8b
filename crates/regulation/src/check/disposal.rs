//! Disposal: nothing is kept for less time than the law asks, what was entrusted can be certified, and the book can be filled in.

use law::{retention::laxer_than_law, statute::DATA_MADE_ON};
use serde_json::Value;

use crate::{
    diagnostic::{Diagnostic, Place},
    model::{Book, BookWord, Choice, Disposal, Field, FieldKind, Fill, Form},
    text::Text,
};

use super::{Findings, conditions::check_for_form, mend_name};

pub(super) fn check_disposal(findings: &mut Findings<'_>) {
    let regulation = findings.regulation;
    for form in &regulation.forms {
        check_retention(findings, form);
    }
    let Some(disposal) = &regulation.disposal else { return };
    if let Some(book) = &disposal.book
        && let Some(form) = regulation.form(&book.form)
    {
        check_book(findings, disposal, book, form);
    }
}

fn check_retention(findings: &mut Findings<'_>, form: &Form) {
    let Some(retention) = &form.retention else { return };
    let place = findings.line(&form.place, "retention");
    if let Some(kind) = retention.law
        && let Some(years) = retention.years
        && let Some(against) = laxer_than_law(kind, u32::from(years), DATA_MADE_ON)
    {
        let (message, article) = (against.message, kind.article());
        findings.add(
            Diagnostic::error(
                "retention-laxer-than-law",
                place.clone(),
                Text::new(
                    format!("{}（{article}）", message.ja),
                    format!("{} ({article})", message.en),
                ),
                Text::new(
                    "法令の期間より短くならないように `years` を直してください",
                    "correct `years`: it must not be shorter than the law's period",
                ),
            )
            .about(&retention.clause),
        );
    }
    let Some(entrusted) = &retention.entrusted else { return };
    check_for_form(findings, form, entrusted, &place, &retention.clause);
    let disposal = findings.regulation.disposal.as_ref();
    if disposal.is_none_or(|it| it.certificate.is_none()) {
        findings.add(Diagnostic::error(
            "no-certificate",
            place,
            Text::new(
                "委託したものの廃棄には証明書が要りますが、どの様式が証明書か決まっていません",
                "what was entrusted needs a certificate, and no form is one",
            ),
            Text::new(
                "`regulation.toml` の `[disposal]` に `certificate = { form = \"…\", clause = \"…\" }` を書いてください",
                "write `certificate = { form = \"…\", clause = \"…\" }` in `[disposal]` of `regulation.toml`",
            ),
        ));
    }
}

fn check_book(findings: &mut Findings<'_>, disposal: &Disposal, book: &Book, form: &Form) {
    let place = &disposal.place;
    for (id, fill) in &book.fill {
        match form.field(id) {
            None => findings.add(no_field(book, form, id, place)),
            Some(field) if fits(field, fill) => {}
            Some(field) => findings.add(misfit(book, field, place)),
        }
    }
    let filled = |field: &Field| book.fill.iter().any(|(id, _)| *id == field.id);
    let left = form.fields.iter().filter(|it| it.is_required && it.when.is_none() && !filled(it));
    for field in left {
        findings.add(
            Diagnostic::error(
                "book-incomplete",
                place.clone(),
                Text::new(
                    format!("必須の項目「{}」が `fill` にありません", field.label.ja),
                    format!("`fill` leaves out the required field `{}`", field.id),
                ),
                Text::new(
                    "値か `@items` などの言葉を書いてください",
                    "write a value for it, or a word such as `@items`",
                ),
            )
            .about(&book.clause),
        );
    }
}

/// Whether a field can hold what it is to be filled in with.
fn fits(field: &Field, fill: &Fill) -> bool {
    let is_text = matches!(field.kind, FieldKind::Text | FieldKind::LongText);
    match fill {
        Fill::Word(BookWord::Items | BookWord::Amount | BookWord::How) => is_text,
        Fill::Word(BookWord::Day) => matches!(field.kind, FieldKind::Date),
        Fill::Word(BookWord::ProposedBy | BookWord::ApprovedBy | BookWord::ConfirmedBy) => {
            matches!(field.kind, FieldKind::Member { many: false })
        }
        Fill::Value(Value::String(text)) => match &field.kind {
            FieldKind::Choice { choices, .. } => is_among(choices, text),
            _ => is_text,
        },
        Fill::Value(Value::Bool(_)) => matches!(field.kind, FieldKind::YesNo),
        Fill::Value(Value::Null) => true, // reported where it was read
        Fill::Value(_) => false,
    }
}

fn is_among(choices: &[Choice], id: &str) -> bool {
    choices.iter().any(|choice| choice.id == id)
}

fn no_field(book: &Book, form: &Form, id: &str, place: &Place) -> Diagnostic {
    let define = Text::new("この様式の項目の ID を書いてください", "name a field of this form");
    Diagnostic::error(
        "dangling-field",
        place.clone(),
        Text::new(
            format!("様式「{}」に項目 `{id}` はありません", form.title.ja),
            format!("the form `{}` has no field `{id}`", form.id),
        ),
        mend_name(id, form.fields.iter().map(|field| field.id.as_str()), &define),
    )
    .about(&book.clause)
}

fn misfit(book: &Book, field: &Field, place: &Place) -> Diagnostic {
    Diagnostic::error(
        "book-misfit",
        place.clone(),
        Text::new(
            format!("項目「{}」に、この値や言葉は入りません", field.label.ja),
            format!("the field `{}` cannot hold this", field.id),
        ),
        Text::new(
            "選択の項目には選択肢の ID、日付には `@day`、人には `@confirmed_by` など、文字の項目には文字か `@items` などを書いてください",
            "give a choice its id, a date `@day`, a member `@confirmed_by` or the like, a text words or `@items` or the like",
        ),
    )
    .about(&book.clause)
}
