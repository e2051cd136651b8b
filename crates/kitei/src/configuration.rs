//! `kitei.toml` in the working folder. Flags win over the environment, the environment over the file, the file over what is
//! built in; unknown keys are errors.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde::Deserialize;

/// Configuration file in the working folder.
const FILE: &str = "kitei.toml";
/// Data folder unless told otherwise.
const DATA: &str = "kitei-data";

/// What the file can set.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) data: Option<PathBuf>,
    pub(crate) listen: Option<SocketAddr>,
    pub(crate) database: Option<String>,
    pub(crate) behind_tls: Option<bool>,
    pub(crate) security_contact: Option<String>,
}

impl Configuration {
    /// Reads the file; none is as good as an empty one.
    pub(crate) fn read() -> anyhow::Result<Self> {
        match std::fs::read_to_string(FILE) {
            Ok(text) => toml::from_str(&text).with_context(|| {
                format!("`{FILE}` を読めません。示された行を直してください / `{FILE}` cannot be used; mend the line that is named")
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| {
                format!("`{FILE}` を開けません / `{FILE}` cannot be opened")
            }),
        }
    }
}

/// The data folder: as said by flag or environment, else by the file, else the usual one.
pub(crate) fn data_folder(said: Option<&Path>) -> anyhow::Result<PathBuf> {
    match said {
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(Configuration::read()?.data.unwrap_or_else(|| PathBuf::from(DATA))),
    }
}

/// Whether a database address is the one that this release uses: the file in the data folder.
pub(crate) fn check_database(url: &str, data: &Path) -> anyhow::Result<()> {
    let path = url.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path));
    let own = data.join(app::DATABASE);
    anyhow::ensure!(
        path.is_some_and(|path| path.is_empty() || Path::new(path) == own),
        "`--database {url}`: この版のデータベースはデータフォルダーの中の `{own}` だけです。この設定を消すか、`--data` で場所を変えてください / \
         this release keeps its database in `{own}`; leave this setting out, or move it with `--data`",
        own = own.display()
    );
    Ok(())
}
