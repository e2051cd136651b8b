//! Why a text is not a number of the kind asked for. No variant repeats the text.

use super::NumberKind;
use crate::text::Text;

/// Why a text is not a number of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// The count of digits and letters does not fit.
    #[error("number has {found} characters, a {} has {}", kind.key(), kind.form().en)]
    Length {
        /// The kind asked for.
        kind: NumberKind,
        /// How many characters were left after normalizing.
        found: usize,
    },
    /// The length fits, but a character or a leading digit does not.
    #[error("number has not the form of a {}, which has {}", kind.key(), kind.form().en)]
    Form {
        /// The kind asked for.
        kind: NumberKind,
    },
    /// The text is longer than any number.
    #[error("number is longer than {max_chars} characters")]
    TooLong {
        /// The longest text that is read.
        max_chars: usize,
    },
}

impl NumberError {
    /// What a person is told, with the way out (no rule of law).
    ///
    /// ```
    /// use law::number::{Number, NumberKind};
    /// let error = Number::parse(NumberKind::MyNumber, "1234567890123").unwrap_err();
    /// assert_eq!(error.text().ja, "13文字あります。個人番号は12桁の数字です");
    /// ```
    #[must_use]
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::Length { kind, found } => {
                format!("{found}文字あります。{}は{}です", kind.name().ja, kind.form().ja)
            }
            Self::Form { kind } => {
                format!("{}の形ではありません。{}です", kind.name().ja, kind.form().ja)
            }
            Self::TooLong { max_chars } => format!("{max_chars}文字までで書いてください"),
        };
        Text::new(ja, self.to_string())
    }
}
