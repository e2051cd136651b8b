//! What can be wrong with a backup, and where.

/// What is wrong with a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The manifest is not one, or not of this format.
    Manifest,
    /// The manifest is not signed by a key that is trusted.
    Signature,
    /// An object is not there.
    Missing {
        /// Object.
        name: String,
    },
    /// An object is not what the manifest says.
    Changed {
        /// Object.
        name: String,
    },
    /// An object does not open with the identity that was given.
    Locked {
        /// Object.
        name: String,
    },
    /// What was opened does not say what it should.
    Malformed {
        /// Object.
        name: String,
    },
    /// A piece of a file is not what was kept.
    Chunk {
        /// File.
        path: String,
        /// Where it begins in the file, bytes.
        at: u64,
    },
}

impl Fault {
    /// Where it is: an object of the place, or a file in the backup.
    #[must_use]
    pub fn place(&self) -> &str {
        match self {
            Self::Manifest | Self::Signature => "manifest",
            Self::Missing { name }
            | Self::Changed { name }
            | Self::Locked { name }
            | Self::Malformed { name } => name,
            Self::Chunk { path, .. } => path,
        }
    }

    /// What it is, in Japanese and in English.
    #[must_use]
    pub fn message(&self) -> (String, String) {
        let (ja, en) = match self {
            Self::Manifest => (
                "読めないか、この版の形式ではありません",
                "cannot be read, or is of another format",
            ),
            Self::Signature => (
                "信頼する鍵の署名ではありません。書き換えられたか、別の団体のものです",
                "is not signed by a trusted key: it was changed, or is somebody else's",
            ),
            Self::Missing { .. } => ("ありません", "is missing"),
            Self::Changed { .. } => ("書いたときと違います", "is not what was written"),
            Self::Locked { .. } => (
                "この鍵では開けません。バックアップの宛先の鍵を指定してください",
                "does not open with this identity; give the one that the backup was sealed to",
            ),
            Self::Malformed { .. } => ("中身の形が正しくありません", "does not say what it should"),
            Self::Chunk { at, .. } => {
                return (
                    format!("{at}バイト目からの部分が、書いたときと違います"),
                    format!("the part from byte {at} is not what was written"),
                );
            }
        };
        (ja.to_owned(), en.to_owned())
    }
}
