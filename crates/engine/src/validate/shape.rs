//! The shape of one value after its field's kind.

use regulation::{Choice, Field, FieldKind};
use serde_json::{Map, Value};

use crate::{
    Fields, World, decide::Referenced, ids::MemberId, ids::UnitId, refusal::Citation,
    value::is_empty,
};

/// Most characters of a `short_text`.
const TEXT_CHARS: usize = 1_000;
/// Most characters of a `long_text`.
const LONG_TEXT_CHARS: usize = 20_000;
/// Most answers of a `many_choice`, and most people of a `member` field.
const ITEMS: usize = 500;

/// Why a value does not fit, in both languages.
type Fault = (String, String);

/// What values are held against besides their form.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) world: World<'a>,
    pub(super) referenced: &'a dyn Fn(&str) -> Option<Referenced>,
}

/// Puts the values of some fields into order, noting every fault with its path.
pub(super) fn normalize_all(
    around: Around<'_>,
    definitions: &[Field],
    fields: &Fields,
    prefix: &str,
    clause: &str,
    faults: &mut Vec<Citation>,
) -> Fields {
    let mut normalized = Map::new();
    for field in definitions {
        let Some(value) = fields.get(&field.id).filter(|value| !is_empty(Some(value))) else {
            continue;
        };
        let path = format!("{prefix}{}", field.id);
        if let FieldKind::Table { columns, max_rows, .. } = &field.kind {
            let clause = if field.clause.is_empty() { clause } else { &field.clause };
            match table(around, columns, *max_rows, value, &path, clause, faults) {
                Ok(rows) if rows.is_empty() => {}
                Ok(rows) => {
                    normalized.insert(field.id.clone(), Value::Array(rows));
                }
                Err(fault) => faults.push(citation(field, &path, clause, fault)),
            }
            continue;
        }
        match one(around, field, value) {
            Ok(Some(value)) if !is_empty(Some(&value)) => {
                normalized.insert(field.id.clone(), value);
            }
            Ok(_) => {}
            Err(fault) => faults.push(citation(field, &path, clause, fault)),
        }
    }
    normalized
}

fn citation(field: &Field, path: &str, clause: &str, (ja, en): Fault) -> Citation {
    let clause = if field.clause.is_empty() { clause } else { &field.clause };
    let label = field.label.get(regulation::Language::En);
    Citation::of_field(
        clause,
        path,
        format!("「{}」：{ja}", field.label.ja),
        format!("{label}: {en}"),
    )
}

#[expect(
    clippy::too_many_arguments,
    reason = "the one place where a row's whole surroundings are needed"
)]
fn table(
    around: Around<'_>,
    columns: &[Field],
    max_rows: u32,
    value: &Value,
    path: &str,
    clause: &str,
    faults: &mut Vec<Citation>,
) -> Result<Vec<Value>, Fault> {
    let rows =
        value.as_array().ok_or_else(|| fault("行の一覧ではありません", "is not a list of rows"))?;
    if rows.len() > max_rows as usize {
        return Err((format!("{max_rows}行までです"), format!("has more than {max_rows} rows")));
    }
    let mut normalized = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let row = row
            .as_object()
            .ok_or_else(|| fault("行の形が正しくありません", "has a row that is no object"))?;
        let prefix = format!("{path}.{index}.");
        let unknown = row.keys().filter(|key| columns.iter().all(|column| column.id != **key));
        faults.extend(unknown.map(|key| {
            let (ja, en) = (
                format!("この表に項目「{key}」はありません"),
                format!("this table has no column “{key}”"),
            );
            Citation::of_field(clause, format!("{prefix}{key}"), ja, en)
        }));
        let row = normalize_all(around, columns, row, &prefix, clause, faults);
        if !row.is_empty() {
            normalized.push(Value::Object(row));
        }
    }
    Ok(normalized)
}

fn one(around: Around<'_>, field: &Field, value: &Value) -> Result<Option<Value>, Fault> {
    let world = around.world;
    Ok(Some(match &field.kind {
        FieldKind::Text => text(value, TEXT_CHARS, false)?,
        FieldKind::LongText => text(value, LONG_TEXT_CHARS, true)?,
        FieldKind::Date => date(value)?,
        FieldKind::DateRange => date_range(value)?,
        FieldKind::Number { min, max, estimable, .. } => number(value, *min, *max, *estimable)?,
        FieldKind::Choice { choices, open } => choice(choices, *open, value)?,
        FieldKind::ManyChoice { choices, open } => {
            many(value, |item| choice(choices, *open, item))?
        }
        FieldKind::Member { many: true } => many(value, |item| member(world, item))?,
        FieldKind::Member { many: false } => member(world, value)?,
        FieldKind::Unit => unit(world, value)?,
        FieldKind::Office => office(world, value)?,
        FieldKind::Record { form } => record(around, form, value)?,
        FieldKind::ClauseException { choices } => exception(choices, value)?,
        FieldKind::File { max_files } => files(*max_files, value)?,
        FieldKind::Consent { version, .. } => consent(version, value)?,
        FieldKind::YesNo => Value::Bool(
            value
                .as_bool()
                .ok_or_else(|| fault("はい・いいえで答えてください", "is not yes or no"))?,
        ),
        FieldKind::Derived(_) | FieldKind::Table { .. } => return Ok(None),
    }))
}

fn fault(ja: &str, en: &str) -> Fault {
    (ja.to_owned(), en.to_owned())
}

fn text(value: &Value, most: usize, has_lines: bool) -> Result<Value, Fault> {
    let text = value.as_str().ok_or_else(|| fault("文字で記入してください", "is not text"))?;
    // Names keep their characters exactly; only line ends and outer blanks are evened out.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_matches(|c: char| c.is_whitespace());
    let text = if has_lines { text.to_owned() } else { text.replace('\n', " ") };
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(fault("使えない制御文字が含まれています", "has control characters"));
    }
    if text.chars().count() > most {
        return Err((format!("{most}文字までです"), format!("is longer than {most} characters")));
    }
    Ok(Value::String(text))
}

fn date(value: &Value) -> Result<Value, Fault> {
    let text = value.as_str().unwrap_or_default();
    match text.parse::<jiff::civil::Date>() {
        Ok(day) => Ok(Value::String(day.to_string())),
        Err(_) => Err((
            format!("「{text}」は日付として読めません（例：令和8年5月15日、2026-05-15）"),
            format!("“{text}” is no date (e.g. 2026-05-15)"),
        )),
    }
}

fn date_range(value: &Value) -> Result<Value, Fault> {
    let sides = value
        .as_object()
        .ok_or_else(|| fault("期間で記入してください", "is not a range of dates"))?;
    let mut range = Map::new();
    for name in ["from", "until"] {
        if let Some(side) = sides.get(name).filter(|side| !is_empty(Some(side))) {
            range.insert(name.to_owned(), date(side)?);
        }
    }
    let text = |name| range.get(name).and_then(Value::as_str);
    if let (Some(from), Some(until)) = (text("from"), text("until"))
        && from > until
    {
        return Err(fault("終わりの日が始まりの日より前です", "ends before it begins"));
    }
    Ok(Value::Object(range))
}

fn number(
    value: &Value,
    min: Option<i64>,
    max: Option<i64>,
    estimable: bool,
) -> Result<Value, Fault> {
    if let Some(object) = value.as_object() {
        let certainty = object.get("certainty").and_then(Value::as_str).unwrap_or("confirmed");
        if !estimable && certainty != "confirmed" {
            return Err(fault("確かな数を記入してください", "must be an exact number"));
        }
        let mut written = Map::new();
        match (certainty, object.get("value")) {
            ("unknown", _) => {}
            ("estimated", Some(count)) => {
                written.insert("value".to_owned(), number(count, min, max, false)?);
            }
            ("confirmed", Some(count)) => return number(count, min, max, false),
            _ => return Err(fault("数の確かさが正しくありません", "has an unknown certainty")),
        }
        written.insert("certainty".to_owned(), Value::String(certainty.to_owned()));
        return Ok(Value::Object(written));
    }
    let count =
        value.as_i64().ok_or_else(|| fault("整数で記入してください", "is not a whole number"))?;
    match (min, max) {
        (Some(min), _) if count < min => {
            Err((format!("{min}以上で記入してください"), format!("is less than {min}")))
        }
        (_, Some(max)) if count > max => {
            Err((format!("{max}以下で記入してください"), format!("is more than {max}")))
        }
        _ => Ok(Value::from(count)),
    }
}

fn choice(choices: &[Choice], open: bool, value: &Value) -> Result<Value, Fault> {
    if let Some(id) = value.as_str() {
        if choices.iter().any(|choice| choice.id == id) {
            return Ok(Value::String(id.to_owned()));
        }
        return Err((format!("「{id}」は選べません"), format!("“{id}” is not among the answers")));
    }
    match value.get("other") {
        Some(other) if open => {
            let words = text(other, TEXT_CHARS, false)?;
            Ok(Value::Object(Map::from_iter([("other".to_owned(), words)])))
        }
        Some(_) => Err(fault("選択肢から選んでください", "must be one of the answers")),
        None => Err(fault("選択肢の形が正しくありません", "is not an answer")),
    }
}

fn many(value: &Value, item: impl Fn(&Value) -> Result<Value, Fault>) -> Result<Value, Fault> {
    let single = std::slice::from_ref(value);
    let items = value.as_array().map_or(single, Vec::as_slice);
    if items.len() > ITEMS {
        return Err((format!("{ITEMS}件までです"), format!("has more than {ITEMS} items")));
    }
    let mut normalized: Vec<Value> = Vec::with_capacity(items.len());
    for value in items.iter().filter(|value| !is_empty(Some(value))) {
        let value = item(value)?;
        if !normalized.contains(&value) {
            normalized.push(value);
        }
    }
    Ok(Value::Array(normalized))
}

fn member(world: World<'_>, value: &Value) -> Result<Value, Fault> {
    if let Some(name) = value.get("name") {
        return Ok(Value::Object(Map::from_iter([(
            "name".to_owned(),
            text(name, TEXT_CHARS, false)?,
        )])));
    }
    let id = value.as_str().unwrap_or_default();
    match id.parse::<MemberId>() {
        Ok(member) if world.organization.member(member).is_some() => {
            Ok(Value::String(id.to_owned()))
        }
        _ => Err(fault("職員として登録されていません", "is no member")),
    }
}

fn unit(world: World<'_>, value: &Value) -> Result<Value, Fault> {
    let id = value.as_str().unwrap_or_default();
    match id.parse::<UnitId>() {
        Ok(unit) if world.organization.unit(unit).is_some() => Ok(Value::String(id.to_owned())),
        _ => Err(fault("部署として登録されていません", "is no unit")),
    }
}

fn office(world: World<'_>, value: &Value) -> Result<Value, Fault> {
    match value.as_str() {
        Some(id) if world.regulation.office(id).is_some() => Ok(Value::String(id.to_owned())),
        _ => Err(fault("この規程にない役割です", "is no office of this regulation")),
    }
}

fn record(around: Around<'_>, form: &str, value: &Value) -> Result<Value, Fault> {
    let Some(Ok(id)) = value.as_str().map(str::parse::<crate::ids::RecordId>) else {
        return Err(fault("記録の番号が正しくありません", "is no record"));
    };
    let id = id.to_string();
    match (around.referenced)(&id) {
        None => Err(fault("その記録が見つかりません", "the record cannot be found")),
        Some(found) if found.form != form => {
            let wanted = around.world.regulation.form(form);
            let title = |language| wanted.map_or(form, |it| it.title.get(language)).to_owned();
            Err((
                format!("「{}」の記録を選んでください", title(regulation::Language::Ja)),
                format!("choose a record of “{}”", title(regulation::Language::En)),
            ))
        }
        Some(_) => Ok(Value::String(id)),
    }
}

fn exception(choices: &[Choice], value: &Value) -> Result<Value, Fault> {
    let object = value.as_object().ok_or_else(|| fault("根拠を選んでください", "is no ground"))?;
    let mut written = Map::new();
    if let Some(ground) = object.get("choice").filter(|ground| !is_empty(Some(ground))) {
        written.insert("choice".to_owned(), choice(choices, false, ground)?);
    }
    if let Some(reason) = object.get("reason").filter(|reason| !is_empty(Some(reason))) {
        written.insert("reason".to_owned(), text(reason, LONG_TEXT_CHARS, true)?);
    }
    Ok(Value::Object(written))
}

fn files(most: u32, value: &Value) -> Result<Value, Fault> {
    let items = value
        .as_array()
        .ok_or_else(|| fault("ファイルの一覧ではありません", "is not a list of files"))?;
    if items.len() > most as usize {
        return Err((format!("ファイルは{most}個までです"), format!("has more than {most} files")));
    }
    let files: Option<Vec<_>> = items.iter().map(file).collect();
    files
        .map(Value::Array)
        .ok_or_else(|| fault("ファイルの形が正しくありません", "has an item that is no file"))
}

/// Id, name, size and hash in one order, and nothing else, so that equal contents hash equally.
fn file(item: &Value) -> Option<Value> {
    let mut written = Map::new();
    for (key, is_fit) in
        [("id", item.get("id")?.is_string()), ("name", item.get("name")?.is_string())]
    {
        written.insert(key.to_owned(), item.get(key).filter(|_| is_fit)?.clone());
    }
    if let Some(bytes) = item.get("bytes").and_then(Value::as_u64) {
        written.insert("bytes".to_owned(), bytes.into());
    }
    if let Some(hash) = item.get("sha256").and_then(Value::as_str) {
        written.insert("sha256".to_owned(), hash.into());
    }
    Some(Value::Object(written))
}

fn consent(version: &str, value: &Value) -> Result<Value, Fault> {
    let given =
        value.get("given").and_then(Value::as_bool).or_else(|| value.as_bool()).ok_or_else(
            || fault("同意の有無を答えてください", "does not say whether consent was given"),
        )?;
    let mut written = Map::new();
    written.insert("given".to_owned(), Value::Bool(given));
    written.insert("text_version".to_owned(), Value::String(version.to_owned()));
    Ok(Value::Object(written))
}
