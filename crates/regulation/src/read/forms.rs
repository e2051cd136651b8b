//! `forms/*.toml`: one form a file.

use law::retention::RecordKind;

use crate::{
    diagnostic::Diagnostic,
    model::{DraftedIn, Form, FormKind, Grant, Retention, RetentionStart, Review, Section, Who},
    text::Text,
};

use super::{
    condition::read_condition,
    faults::Shape,
    fields::{Level, read_field},
    routes::read_scope,
    table::TableReader,
};

const FORM_KINDS: [(&str, FormKind); 4] = [
    ("register", FormKind::Register),
    ("application", FormKind::Application),
    ("report", FormKind::Report),
    ("sheet", FormKind::Sheet),
];

pub(super) fn read_form(table: &mut TableReader<'_>, stem: &str) -> Form {
    table.require("fields", Shape::Tables);
    let form = Form {
        id: table.id(),
        number: table.string("number"),
        title: table.required_words("title"),
        aliases: table.strings("aliases"),
        purpose: table.required_words("purpose"),
        is_public: table.flag("public"),
        kind: table.required_word("kind", &FORM_KINDS).unwrap_or_default(),
        clauses: table.strings("clauses"),
        drafters: table.items("drafters", |grant| read_grant(grant, true)),
        drafted_in: table.part("drafted_in", Shape::Table, |table| {
            table.require("kinds", Shape::Strings);
            DraftedIn { kinds: table.strings("kinds"), clause: table.required_string("clause") }
        }),
        readers: table.items("readers", |grant| read_grant(grant, false)),
        route: table.required_string("route"),
        sections: table.parts("sections", |section| Section {
            id: section.id(),
            title: section.required_words("title"),
        }),
        fields: table.items("fields", |field| read_field(field, Level::Form)),
        title_field: table.required_string("title_field"),
        key_fields: table.strings("key_fields"),
        retention: table.part("retention", Shape::Table, read_retention),
        review: table.part("review", Shape::Table, read_review),
        place: table.place(),
    };
    if !form.id.is_empty() && form.id != stem {
        let place = table.place_of("id");
        table.report(Diagnostic::warning(
            "file-name",
            place,
            Text::new(
                format!("ファイル名 `{stem}.toml` が様式の ID `{}` と違います", form.id),
                format!("the file is named `{stem}.toml`, but the form's id is `{}`", form.id),
            ),
            Text::new(
                format!("ファイル名を `forms/{}.toml` にしてください", form.id),
                format!("rename it to `forms/{}.toml`", form.id),
            ),
        ));
    }
    form
}

pub(super) fn read_grant(table: &mut TableReader<'_>, must_cite: bool) -> Grant {
    let is_everyone = table.flag("everyone");
    if is_everyone == table.has("office") {
        let place = table.place();
        table.report(Diagnostic::error(
            "grant",
            place,
            Text::new("誰のことかが一つに決まりません", "it is not clear who is meant"),
            Text::new(
                "役割なら `office = \"…\"`、全員なら `everyone = true` の、どちらか一方を書いてください",
                "write either `office = \"…\"` or `everyone = true`",
            ),
        ));
    }
    let office = table.string("office");
    Grant {
        who: if is_everyone { Who::Everyone } else { Who::Office(office) },
        scope: read_scope(table),
        clause: if must_cite { table.required_string("clause") } else { table.string("clause") },
        place: table.place(),
    }
}

fn read_retention(table: &mut TableReader<'_>) -> Retention {
    let kinds: Vec<_> = RecordKind::ALL.iter().map(|kind| (kind.key(), *kind)).collect();
    let starts = [("made", RetentionStart::Made), ("retired", RetentionStart::Retired)];
    Retention {
        years: table.integer("years", 1, 100).and_then(|years| u16::try_from(years).ok()),
        start: table.word("start", &starts).unwrap_or_default(),
        clause: table.string("clause"),
        law: table.word("law", &kinds),
        entrusted: read_condition(table, "entrusted"),
    }
}

fn read_review(table: &mut TableReader<'_>) -> Review {
    table.require("months_before_year_end", Shape::Integer);
    let months = table.integer("months_before_year_end", 1, 12).unwrap_or(1);
    Review {
        months_before_year_end: u8::try_from(months).unwrap_or(1),
        clause: table.string("clause"),
        directed_by: table.part("directed_by", Shape::Table, |it| read_grant(it, true)),
    }
}
