//! From bytes to TOML: size, encoding and syntax faults in plain words.

use crate::{
    diagnostic::{Diagnostic, Place},
    text::Text,
};

use super::{
    MAX_FILE_BYTES,
    source::{Source, line_at},
};

/// The text of a file, or why it cannot be had.
#[expect(clippy::result_large_err, reason = "asked once a file")]
pub(super) fn read_text<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Diagnostic::error(
            "file-too-large",
            Place::new(file, 0),
            Text::new(
                format!(
                    "ファイルが大きすぎます（{} バイト。上限は {MAX_FILE_BYTES} バイト）",
                    bytes.len()
                ),
                format!("the file is too large ({} bytes; at most {MAX_FILE_BYTES})", bytes.len()),
            ),
            Text::new("ファイルを分けてください", "split it"),
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        Diagnostic::error(
            "not-utf8",
            Place::new(file, line_at(bytes, error.valid_up_to())),
            Text::new(
                "この行に UTF-8 として読めない文字があります（Shift_JIS で保存されているかもしれません）",
                "this line is not UTF-8 (perhaps the file was saved as Shift_JIS)",
            ),
            Text::new("エディターで文字コードを UTF-8 にして保存し直してください", "save the file again as UTF-8"),
        )
    })
}

/// Syntax faults of a TOML file, one a line: the first on a line is the cause of the others.
pub(super) fn syntax_faults(source: &Source<'_>, errors: &[toml::de::Error]) -> Vec<Diagnostic> {
    let mut faults: Vec<Diagnostic> = Vec::new();
    for error in errors {
        let place = source.place(error.span().map_or(0, |span| span.start));
        // After a fault the parser takes up where it can: what it then meets twice may well be written once.
        let is_doubtful = !faults.is_empty() && error.message().contains(DUPLICATE);
        if is_doubtful || faults.iter().any(|fault| fault.place == place) {
            continue;
        }
        let (message, mend) = explain(error.message());
        faults.push(Diagnostic::error("syntax", place, message, mend));
    }
    faults
}

/// What the parser calls a key that is written twice.
const DUPLICATE: &str = "duplicate key";

/// What the parser's message means, by the words it contains.
const EXPLANATIONS: [(&str, &str, &str, &str, &str); 13] = [
    (
        DUPLICATE,
        "同じ設定が二度書かれています",
        "the same key is written twice",
        "どちらか一方を消してください",
        "remove one of them",
    ),
    (
        "string values must be quoted",
        "文字列が引用符で囲まれていません",
        "text must be in quotes",
        "`\"…\"` で囲んでください",
        "put it in `\"…\"`",
    ),
    (
        "closing quote",
        "引用符が閉じていません",
        "a quote is not closed",
        "文字列の終わりに `\"` を書いてください",
        "close the text with `\"`",
    ),
    (
        "invalid basic string",
        "引用符が閉じていません",
        "a quote is not closed",
        "文字列の終わりに `\"` を書いてください",
        "close the text with `\"`",
    ),
    (
        "unclosed array table",
        "`[[…]]` が閉じていません",
        "`[[…]]` is not closed",
        "`]]` を書いてください",
        "write `]]`",
    ),
    (
        "unclosed array",
        "`[` が閉じていません",
        "`[` is not closed",
        "並びの終わりに `]` を書いてください",
        "close the list with `]`",
    ),
    (
        "unclosed inline table",
        "`{` が閉じていません",
        "`{` is not closed",
        "組の終わりに `}` を書いてください",
        "close the table with `}`",
    ),
    (
        "unclosed table",
        "`[…]` が閉じていません",
        "`[…]` is not closed",
        "`]` を書いてください",
        "write `]`",
    ),
    (
        "missing comma",
        "区切りの `,` がありません",
        "a comma is missing",
        "前の値との間に `,` を書いてください",
        "write a comma after the value before",
    ),
    (
        "extra comma",
        "`,` が余分です",
        "there is a comma too many",
        "余分な `,` を消してください",
        "remove it",
    ),
    (
        "missing assignment",
        "`=` がありません",
        "`=` is missing",
        "`設定 = 値` の形で書いてください",
        "write `key = value`",
    ),
    (
        "no value",
        "`=` がありません",
        "`=` is missing",
        "`設定 = 値` の形で書いてください",
        "write `key = value`",
    ),
    (
        "missing value",
        "値がありません",
        "a value is missing",
        "`=` の後に値を書いてください",
        "write a value after `=`",
    ),
];

fn explain(parser_words: &str) -> (Text, Text) {
    let known = EXPLANATIONS.iter().find(|(words, ..)| parser_words.contains(words));
    if let Some((_, ja, en, mend_ja, mend_en)) = known {
        return (Text::new(*ja, *en), Text::new(*mend_ja, *mend_en));
    }
    (
        Text::new("TOML の書き方に誤りがあります", "this is not well-formed TOML"),
        Text::new(
            "引用符・括弧・`,`・`=` の抜けや余りがないか、この行とその前の行を確認してください",
            "look for missing or extra quotes, brackets, commas and `=` on this line and the one before",
        ),
    )
}
