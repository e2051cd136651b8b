//! The one outward error: what a screen or an answer of the API can be made of.

use engine::{RecordId, Refusal};
use regulation::Text;
use store::StoreError;

/// What a use case can end in besides its result.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or it is not for this actor to know of.
    #[error("not found")]
    NotFound,
    /// It was erased, and its key destroyed. What is left is that it was there.
    #[error("erased")]
    Erased,
    /// The regulation or the law says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else saved first.
    #[error("record `{record}` has moved on to version {current}")]
    Conflict {
        /// Which record.
        record: RecordId,
        /// Its version now.
        current: u64,
    },
    /// What came in is not usable.
    #[error("invalid {field}")]
    Invalid {
        /// Which part of it.
        field: String,
        /// What is wrong, and how to mend it.
        message: Text,
    },
    /// Nobody is signed in, or not with these words.
    #[error("not signed in")]
    NotSignedIn,
    /// The session is locked: nobody has used it for too long. Its member opens it again.
    #[error("locked")]
    Locked,
    /// Too many attempts; wait.
    #[error("too many attempts")]
    TooMany {
        /// Seconds to wait.
        wait_seconds: u32,
    },
    /// The disk is full, or the database does not answer; nothing was written.
    #[error("unavailable")]
    Unavailable {
        /// What users are told.
        message: Text,
        /// What happened.
        #[source]
        source: StoreError,
    },
    /// A fault of Kitei.
    #[error("internal: {what}")]
    Internal {
        /// What went wrong, without personal data.
        what: String,
    },
}

impl AppError {
    /// A fault in what came in.
    pub fn invalid(field: impl Into<String>, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), message: Text::new(ja, en) }
    }

    /// A fault of Kitei.
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal { what: what.to_string() }
    }

    pub(crate) fn folder(folder: &std::path::Path, error: std::io::Error) -> Self {
        Self::Internal {
            what: format!("the data folder `{}` cannot be used: {error}", folder.display()),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { record, current } => Self::Conflict { record, current },
            StoreError::Taken { what } => match what {
                "login" => {
                    Self::invalid(what, "このログイン名は使われています", "this login is taken")
                }
                "import" => Self::invalid(
                    what,
                    "この取込みは、別のサーバーで済んだか、やり直されています。画面を開き直してください",
                    "another server has done this import or begun it anew; open the page again",
                ),
                _ => Self::invalid(
                    what,
                    "このサーバーの準備はすでに終わっています。サインインしてください",
                    "this server has been set up already; sign in",
                ),
            },
            StoreError::OrganizationMoved { .. } => Self::Unavailable {
                message: Text::new(
                    "ほかの人が組織を続けて変更しているため保存できませんでした。やり直してください",
                    "others keep changing the organization, so nothing was saved; try again",
                ),
                source: error,
            },
            StoreError::DiskFull => Self::Unavailable {
                message: Text::new(
                    "ディスクの空きがないため保存できませんでした。入力は失われていません。空きを作ってからやり直してください",
                    "the disk is full, so nothing was saved; make room and try again",
                ),
                source: error,
            },
            StoreError::DiskFailed(_) | StoreError::Stopped => Self::Unavailable {
                message: Text::new(
                    "ディスクの障害のため、書き込みを止めています。保存済みのものは残っています。管理者はディスクを確かめ、Kiteiを再起動してください",
                    "the disk failed and writing has stopped; what was saved is kept; the administrator must check the disk and restart Kitei",
                ),
                source: error,
            },
            StoreError::OtherVersion => Self::Internal {
                what: "このデータフォルダーは別の版（新しい版など）のキテイが作ったものです。その版のキテイで開いてください / \
                       the data folder was made by another version of Kitei, such as a newer one; open it with that version"
                    .to_owned(),
            },
            StoreError::OtherKey => Self::Internal {
                what: "同じデータベースを使う別のサーバーが、別の鍵で証跡に署名しています。すべてのサーバーのデータフォルダーに同じ `keys` を置いてください / \
                       another server on this database signs the evidence log with another key; give all servers the same `keys` in their data folders"
                    .to_owned(),
            },
            StoreError::Erased => Self::Erased,
            StoreError::Locked | StoreError::OtherMasterKey | StoreError::KeysMoved => of_keys(&error),
            StoreError::Unreachable(_) | StoreError::Unsure(_) | StoreError::Contended(_) => {
                Self::Unavailable { message: of_server(&error), source: error }
            }
            StoreError::Damaged(_) => Self::Unavailable {
                message: Text::new(
                    "データベースが壊れています。管理者は `kitei verify` で場所を確かめてください",
                    "the database is damaged; the administrator can find the place with `kitei verify`",
                ),
                source: error,
            },
            StoreError::Database(_) | StoreError::Closed | StoreError::Unreadable { .. } => {
                Self::Unavailable {
                    message: Text::new(
                        "データベースが応答しません。しばらくしてからやり直してください",
                        "the database does not answer; try again",
                    ),
                    source: error,
                }
            }
        }
    }
}

fn of_keys(error: &StoreError) -> AppError {
    AppError::Internal {
        what: format!(
            "{error}: 鍵を確かめてください（`kitei keys status`） / look at the keys (`kitei keys status`)"
        ),
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(format_args!("JSON at line {} column {}", error.line(), error.column()))
    }
}

/// What a fault of the database server is to whoever was saving.
fn of_server(error: &StoreError) -> Text {
    match error {
        StoreError::Unsure(_) => Text::new(
            "保存の途中でデータベースとの接続が切れました。保存されたかどうか、画面を開き直して確かめてください",
            "the connection to the database was lost while saving; open the page again and look whether it is saved",
        ),
        StoreError::Contended(_) => Text::new(
            "ほかの保存と重なり、保存できませんでした。もう一度やり直してください",
            "others saved at the same time, so nothing was saved; try again",
        ),
        _ => Text::new(
            "データベースにつながりません。保存はしていません。しばらくしてからやり直してください",
            "the database cannot be reached; nothing was saved; try again in a while",
        ),
    }
}
