//! Why a backup was not made or restored, in words that say the way out.

use std::path::PathBuf;

use backup::BackupError;
use regulation::Text;
use store::{StoreError, verify::Report};

use crate::AppError;

/// Why a backup was not made or restored.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The place of the backups, or the backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key of the log.
    #[error(transparent)]
    App(#[from] AppError),
    /// A folder or file beside the database.
    #[error("`{path}`")]
    Folder {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A backup or a drill is under way in this data folder.
    #[error("another backup or drill is under way")]
    Busy,
    /// Restoring never writes over anything.
    #[error("`{path}` is not empty")]
    NotEmpty {
        /// Where it should have gone.
        path: PathBuf,
    },
    /// All bytes came back, and the database is not what its log says.
    #[error("the restored database does not verify")]
    NotIntact(Box<Report>),
    /// Nobody has said where backups go.
    #[error("no place of backups is set")]
    NotPlanned,
}

impl Failure {
    /// What happened and what to do, for people. No personal data.
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::Backup(error) => of_backup(error),
            Self::Busy => Text::new(
                "別のバックアップか復元の訓練が動いています。終わるのを待ってください",
                "another backup or drill is under way; wait until it has ended",
            ),
            Self::NotEmpty { path } => Text::new(
                format!(
                    "`{}` は空ではありません。復元は上書きをしません。空のフォルダーを指定してください",
                    path.display()
                ),
                format!(
                    "`{}` is not empty, and restoring writes over nothing; name an empty folder",
                    path.display()
                ),
            ),
            Self::NotIntact(report) => {
                let first = report.findings.first();
                let place = first.map(|it| it.place.clone()).unwrap_or_default();
                let message = first.map(|it| it.message.clone()).unwrap_or_default();
                Text::new(
                    format!("復元したデータベースが証跡と合いません（{place}：{}）", message.ja),
                    format!(
                        "the restored database is not what its log says ({place}: {})",
                        message.en
                    ),
                )
            }
            Self::NotPlanned => Text::new(
                "バックアップの置き場所が決まっていません。kitei.toml の [backup] に書いてください",
                "no place of backups is set; write it into [backup] of kitei.toml",
            ),
            Self::Folder { path, source } => Text::new(
                format!("`{}` を使えません（{source}）", path.display()),
                format!("`{}` cannot be used ({source})", path.display()),
            ),
            Self::Store(StoreError::DiskFull) => Text::new(
                "ディスクがいっぱいです。空きを作ってください",
                "the disk is full; make room",
            ),
            Self::Store(error) => Text::new(
                format!("データベースを読めません（{error}）"),
                format!("the database cannot be read ({error})"),
            ),
            Self::App(error) => Text::new(error.to_string(), error.to_string()),
        }
    }
}

fn of_backup(error: &BackupError) -> Text {
    match error {
        BackupError::Place { name, source } => Text::new(
            format!("バックアップの置き場所の `{name}` を読み書きできません（{source}）"),
            format!("`{name}` at the place of the backups cannot be read or written ({source})"),
        ),
        BackupError::File { path, source } => Text::new(
            format!("`{}` を読み書きできません（{source}）", path.display()),
            format!("`{}` cannot be read or written ({source})", path.display()),
        ),
        BackupError::NotAPlace { place } => Text::new(
            format!("`{place}` に、この版で読めるバックアップはありません"),
            format!("`{place}` holds no backups that this release can read"),
        ),
        BackupError::Taken { place } => Text::new(
            format!("`{place}` には別のものがあります。空のフォルダーを指定してください"),
            format!("there is something else in `{place}`; name an empty folder"),
        ),
        BackupError::Unknown { name } if name.is_empty() => {
            Text::new("バックアップがまだありません", "there is no backup yet")
        }
        BackupError::Unknown { name } => Text::new(
            format!("`{name}` というバックアップはありません"),
            format!("there is no backup `{name}`"),
        ),
        BackupError::Busy => Text::new(
            "置き場所で別のバックアップが動いています。終わるのを待ってください",
            "another backup is being written there; wait until it has ended",
        ),
        BackupError::Recipient { text } => Text::new(
            format!("`{text}` は age の公開鍵（age1…）ではありません"),
            format!("`{text}` is no public key of age (age1…)"),
        ),
        BackupError::Identity => Text::new(
            "age の秘密鍵（AGE-SECRET-KEY-1…）がないか、この鍵では開けません",
            "there is no age identity (AGE-SECRET-KEY-1…), or it does not open this",
        ),
        BackupError::Damaged(faults) => of_faults(faults),
        BackupError::Seal(_) | BackupError::Sign(_) => {
            Text::new(format!("封をできません（{error}）"), format!("cannot be sealed ({error})"))
        }
    }
}

fn of_faults(faults: &[backup::Fault]) -> Text {
    let first = faults.first();
    let place = first.map(backup::Fault::place).unwrap_or_default();
    let (ja, en) = first.map(backup::Fault::message).unwrap_or_default();
    let count = faults.len();
    Text::new(
        format!("バックアップが壊れています（{count}か所。{place}：{ja}）"),
        format!("the backup is damaged in {count} places ({place}: {en})"),
    )
}
