//! What can be wrong with the spelling of a file, in words a compliance officer understands.

use crate::{
    diagnostic::{Diagnostic, Place},
    text::Text,
};

/// What a value should have been.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Words,
    String,
    Strings,
    Flag,
    Integer,
    Table,
    Tables,
    Value,
}

impl Shape {
    fn name(self) -> Text {
        match self {
            Self::Words => Text::new("日本語と英語の組", "a pair of Japanese and English words"),
            Self::String => Text::new("文字列", "text"),
            Self::Strings => Text::new("文字列の並び", "a list of texts"),
            Self::Flag => Text::new("`true` か `false`", "`true` or `false`"),
            Self::Integer => Text::new("整数", "a whole number"),
            Self::Table => Text::new("`{ … }` の組", "a table `{ … }`"),
            Self::Tables => {
                Text::new("`{ … }` の並び（または `[[…]]`）", "a list of tables (or `[[…]]`)")
            }
            Self::Value => Text::new("文字列・数・true / false", "text, a number, true or false"),
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Words => r#"{ ja = "…", en = "…" }"#,
            Self::String => r#""…""#,
            Self::Strings => r#"["…", "…"]"#,
            Self::Flag => "true",
            Self::Integer => "3",
            Self::Table => "{ … }",
            Self::Tables => "[{ … }, { … }]",
            Self::Value => r#""paper""#,
        }
    }
}

pub(super) fn unknown_key(
    place: Place,
    key: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let message = Text::new(
        format!("`{key}` という設定はありません"),
        format!("there is no setting `{key}`"),
    );
    let known = listed(known);
    let mend = match nearest {
        Some(word) => Text::new(
            format!("`{word}` の書き間違いではありませんか"),
            format!("did you mean `{word}`?"),
        ),
        None => Text::new(
            format!("この行を消すか、ここで書ける設定から選んでください：{known}"),
            format!("remove it, or use one of {known}"),
        ),
    };
    Diagnostic::error("unknown-key", place, message, mend)
}

pub(super) fn misplaced_key(place: Place, key: &str, kind: &str) -> Diagnostic {
    Diagnostic::error(
        "misplaced-key",
        place,
        Text::new(
            format!("`{key}` は種類 `{kind}` の項目では使えません"),
            format!("`{key}` means nothing for a field of kind `{kind}`"),
        ),
        Text::new(
            "この設定を消すか、項目の種類（kind）を見直してください",
            "remove it, or reconsider the field's kind",
        ),
    )
}

pub(super) fn missing_key(place: Place, key: &str, shape: Shape) -> Diagnostic {
    let example = shape.example();
    Diagnostic::error(
        "missing-key",
        place,
        Text::new(format!("`{key}` が書かれていません"), format!("`{key}` is missing")),
        Text::new(
            format!("`{key} = {example}` の形で書き加えてください"),
            format!("add `{key} = {example}`"),
        ),
    )
}

pub(super) fn wrong_type(place: Place, key: &str, shape: Shape) -> Diagnostic {
    let (name, example) = (shape.name(), shape.example());
    Diagnostic::error(
        "wrong-type",
        place,
        Text::new(
            format!("`{key}` の値は {} でなければなりません", name.ja),
            format!("`{key}` must be {}", name.en),
        ),
        Text::new(
            format!("`{key} = {example}` の形に直してください"),
            format!("write it like `{key} = {example}`"),
        ),
    )
}

pub(super) fn empty_value(place: Place, key: &str) -> Diagnostic {
    Diagnostic::error(
        "empty-value",
        place,
        Text::new(format!("`{key}` が空です"), format!("`{key}` is empty")),
        Text::new("内容を書いてください", "write what it should say"),
    )
}

pub(super) fn out_of_range(place: Place, key: &str, least: i64, most: i64) -> Diagnostic {
    Diagnostic::error(
        "out-of-range",
        place,
        Text::new(
            format!("`{key}` は {least} から {most} までの数です"),
            format!("`{key}` must be from {least} to {most}"),
        ),
        Text::new("範囲内の数に直してください", "choose a number within the range"),
    )
}

pub(super) fn bad_id(place: Place, id: &str, example: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-id",
        place,
        Text::new(
            format!("ID `{id}` に使えない文字があるか、長すぎます"),
            format!("the id `{id}` is not spelled as an id"),
        ),
        Text::new(
            format!(
                "英小文字で始め、英小文字・数字・`_` だけで 64 字以内にしてください（例：`{example}`）"
            ),
            format!(
                "begin with a lower case letter and use only lower case letters, digits and `_`, at most 64 (e.g. `{example}`)"
            ),
        ),
    )
}

pub(super) fn bad_clause(place: Place, id: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-clause",
        place,
        Text::new(
            format!("条項番号 `{id}` に空白があるか、長すぎます"),
            format!("the clause number `{id}` has spaces or is too long"),
        ),
        Text::new(
            "空白を入れずに 60 字以内で、規程のとおりに書いてください（例：`J.3.1.1(3)`、`35の3②`）",
            "write it as the source does, without spaces, at most 60 characters (e.g. `J.3.1.1(3)`)",
        ),
    )
}

pub(super) fn unknown_value(place: Place, key: &str, value: &str, allowed: &[&str]) -> Diagnostic {
    let nearest = super::suggest::nearest(value, allowed.iter().copied());
    let allowed = listed(allowed);
    let mend = match nearest {
        Some(word) => Text::new(
            format!("`{word}` の書き間違いではありませんか（使える値：{allowed}）"),
            format!("did you mean `{word}`? (allowed: {allowed})"),
        ),
        None => Text::new(
            format!("次のどれかにしてください：{allowed}"),
            format!("use one of {allowed}"),
        ),
    };
    let message = Text::new(
        format!("`{key}` に `{value}` という値はありません"),
        format!("`{value}` is no value of `{key}`"),
    );
    Diagnostic::error("unknown-value", place, message, mend)
}

pub(super) fn missing_english(place: Place, key: &str) -> Diagnostic {
    Diagnostic::warning(
        "missing-english",
        place,
        Text::new(
            format!("`{key}` に英語がありません。英語の画面にも日本語が出ます"),
            format!("`{key}` has no English; Japanese is shown instead"),
        ),
        Text::new("`en = \"…\"` を書き加えてください", "add `en = \"…\"`"),
    )
}

/// Words one after another, each in backticks.
pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
