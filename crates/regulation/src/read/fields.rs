//! Fields of a form and columns of a table: what every field has, and the options of its kind.

use crate::{
    diagnostic::Diagnostic,
    model::{Choice, DateLimit, Derivation, Field, FieldKind, Prefill},
    text::Text,
};

use super::{condition::read_condition, faults::Shape, table::TableReader};

/// Where a field stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// In a form.
    Form,
    /// In a table, as a column.
    Column,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    LongText,
    Date,
    DateRange,
    Number,
    Choice,
    ManyChoice,
    Member,
    Unit,
    Office,
    Record,
    ClauseException,
    File,
    Table,
    Consent,
    YesNo,
    Derived,
}

const KINDS: [(&str, Kind); 17] = [
    ("short_text", Kind::Text),
    ("long_text", Kind::LongText),
    ("date", Kind::Date),
    ("date_range", Kind::DateRange),
    ("number", Kind::Number),
    ("choice", Kind::Choice),
    ("many_choice", Kind::ManyChoice),
    ("member", Kind::Member),
    ("unit", Kind::Unit),
    ("office", Kind::Office),
    ("record", Kind::Record),
    ("clause_exception", Kind::ClauseException),
    ("file", Kind::File),
    ("table", Kind::Table),
    ("consent", Kind::Consent),
    ("yes_no", Kind::YesNo),
    ("derived", Kind::Derived),
];

/// Keys that some kind of field has.
const OPTIONS: [&str; 18] = [
    "unit",
    "min",
    "max",
    "estimable",
    "choices",
    "open",
    "many",
    "form",
    "in_force",
    "not_before",
    "not_after",
    "max_files",
    "columns",
    "max_rows",
    "fixed_rows",
    "text",
    "version",
    "from",
];

pub(super) fn read_field(table: &mut TableReader<'_>, level: Level) -> Field {
    let mut field = Field {
        id: table.id(),
        label: table.required_words("label"),
        help: table.words("help"),
        kind: FieldKind::default(),
        is_required: table.flag("required"),
        prefill: read_prefill(table),
        when: read_condition(table, "when"),
        is_personal: table.flag("personal"),
        clause: table.string("clause"),
        import_headings: table.strings("import_headings"),
        place: table.place(),
        ..Field::default()
    };
    if level == Level::Form {
        field.in_list = table.flag("list");
        field.is_indexed = table.flag("indexed");
        field.section = table.string("section");
        field.flag = Some(table.words("flag")).filter(|flag| !flag.ja.is_empty());
    }
    if let Some(kind) = table.required_word("kind", &KINDS) {
        field.kind = read_kind(table, kind, level);
        match kind {
            Kind::Record => field.must_be_in_force = table.flag("in_force"),
            Kind::Date => field.limits = read_limits(table),
            _ => {}
        }
        table.report_misplaced(&OPTIONS, KINDS.get(kind as usize).map_or("", |(name, _)| name));
    } else {
        table.doubt();
        table.allow(&OPTIONS);
    }
    field
}

/// `prefill = "reference.field"`.
fn read_prefill(table: &mut TableReader<'_>) -> Option<Prefill> {
    let text = table.string("prefill");
    if text.is_empty() {
        return None;
    }
    let named = text.split_once('.').filter(|(reference, field)| {
        !reference.is_empty() && !field.is_empty() && !field.contains('.')
    });
    if named.is_none() {
        let place = table.place_of("prefill");
        table.report(Diagnostic::error(
            "prefill",
            place,
            Text::new(
                format!("`{text}` からは、どこから書き写すかが分かりません"),
                format!("`{text}` does not say where the value comes from"),
            ),
            Text::new(
                "`prefill = \"参照の項目.相手の様式の項目\"` の形で書いてください",
                "write `prefill = \"reference.field\"`: a `record` field beside it, and a field of the form it points to",
            ),
        ));
    }
    let (reference, field) = named?;
    Some(Prefill { reference: reference.to_owned(), field: field.to_owned() })
}

fn read_limits(table: &mut TableReader<'_>) -> Vec<DateLimit> {
    let (before, after) = (table.string("not_before"), table.string("not_after"));
    let before = (!before.is_empty()).then_some(DateLimit::NotBefore(before));
    before.into_iter().chain((!after.is_empty()).then_some(DateLimit::NotAfter(after))).collect()
}

fn read_kind(table: &mut TableReader<'_>, kind: Kind, level: Level) -> FieldKind {
    match kind {
        Kind::Text => FieldKind::Text,
        Kind::LongText => FieldKind::LongText,
        Kind::Date => FieldKind::Date,
        Kind::DateRange => FieldKind::DateRange,
        Kind::Unit => FieldKind::Unit,
        Kind::Office => FieldKind::Office,
        Kind::YesNo => FieldKind::YesNo,
        Kind::Number => FieldKind::Number {
            unit: table.words("unit"),
            min: table.integer("min", i64::MIN, i64::MAX),
            max: table.integer("max", i64::MIN, i64::MAX),
            estimable: table.flag("estimable"),
        },
        Kind::Choice => {
            FieldKind::Choice { choices: read_choices(table), open: table.flag("open") }
        }
        Kind::ManyChoice => {
            FieldKind::ManyChoice { choices: read_choices(table), open: table.flag("open") }
        }
        Kind::ClauseException => FieldKind::ClauseException { choices: read_choices(table) },
        Kind::Member => FieldKind::Member { many: table.flag("many") },
        Kind::Record => FieldKind::Record { form: table.required_string("form") },
        Kind::File => FieldKind::File { max_files: count(table, "max_files", 10, 100) },
        Kind::Table => read_table(table, level),
        Kind::Consent => FieldKind::Consent {
            text: table.required_words("text"),
            version: table.required_string("version"),
        },
        Kind::Derived => read_derivation(table).map_or_else(FieldKind::default, FieldKind::Derived),
    }
}

fn read_choices(table: &mut TableReader<'_>) -> Vec<Choice> {
    table.require("choices", Shape::Tables);
    table.parts("choices", read_choice)
}

/// One thing that can be chosen.
pub(super) fn read_choice(choice: &mut TableReader<'_>) -> Choice {
    Choice {
        id: choice.id(),
        label: choice.required_words("label"),
        clause: choice.string("clause"),
        score: choice.integer("score", -1_000_000, 1_000_000).unwrap_or(0),
        import_words: choice.strings("import_words"),
    }
}

fn read_table(table: &mut TableReader<'_>, level: Level) -> FieldKind {
    if level == Level::Column {
        let place = table.place();
        table.report(Diagnostic::error(
            "nested-table",
            place,
            Text::new("表の列に表は置けません", "a table cannot stand in a table"),
            Text::new(
                "列の種類（kind）を変えるか、表を様式の項目として別に置いてください",
                "choose another kind, or make it a field of the form",
            ),
        ));
        table.doubt();
        table.allow(&OPTIONS);
        return FieldKind::Text;
    }
    table.require("columns", Shape::Tables);
    FieldKind::Table {
        columns: table.items("columns", |column| read_field(column, Level::Column)),
        max_rows: count(table, "max_rows", 200, 5_000),
        fixed_rows: table.strings("fixed_rows"),
    }
}

fn count(table: &mut TableReader<'_>, key: &'static str, default: u32, most: i64) -> u32 {
    table.integer(key, 1, most).and_then(|number| u32::try_from(number).ok()).unwrap_or(default)
}

/// `from = { … }` with exactly one of the derivations.
fn read_derivation(table: &mut TableReader<'_>) -> Option<Derivation> {
    table.require("from", Shape::Table);
    let has_from = table.has("from");
    let derivation = table
        .part("from", Shape::Table, |from| {
            let product = from.strings("product");
            let (row_count, largest, copied) =
                (from.string("row_count"), from.string("largest"), from.string("copied"));
            let texts =
                [&row_count, &largest, &copied].iter().filter(|text| !text.is_empty()).count();
            if texts + usize::from(!product.is_empty()) != 1 {
                return None;
            }
            if let [left, right] = product.as_slice() {
                return Some(Derivation::Product { left: left.clone(), right: right.clone() });
            }
            if !row_count.is_empty() {
                return Some(Derivation::RowCount { table: row_count });
            }
            if let Some((table, column)) = largest.split_once('.') {
                return Some(Derivation::Largest {
                    table: table.to_owned(),
                    column: column.to_owned(),
                });
            }
            let (reference, field) = copied.split_once('.')?;
            Some(Derivation::Copied { reference: reference.to_owned(), field: field.to_owned() })
        })
        .flatten();
    if derivation.is_none() {
        table.doubt();
    }
    if derivation.is_none() && has_from {
        let place = table.place_of("from");
        table.report(Diagnostic::error(
            "derivation",
            place,
            Text::new("自動計算のもと（`from`）が読み取れません", "what the field is derived from is not clear"),
            Text::new(
                "`{ product = [\"a\", \"b\"] }`、`{ row_count = \"表\" }`、`{ largest = \"表.列\" }`、`{ copied = \"参照.項目\" }` のどれか一つにしてください",
                "use one of `{ product = [\"a\", \"b\"] }`, `{ row_count = \"table\" }`, `{ largest = \"table.column\" }`, `{ copied = \"reference.field\" }`",
            ),
        ));
    }
    derivation
}
