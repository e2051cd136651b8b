//! The settings of a server and where each comes from: flags win over the environment, the environment over `kitei.toml` in
//! the working folder, the file over what is built in. Unknown keys of the file are errors.

mod backup;
mod mail;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use app::MasterSource;
use clap::{ArgMatches, Args, parser::ValueSource};
use serde::{Deserialize, Serialize};
use store::db::Address;

pub(crate) use backup::{BackupTable, only_folder, recipients};
pub(crate) use mail::MailTable;

/// Configuration file in the working folder.
const FILE: &str = "kitei.toml";
/// Data folder unless told otherwise.
const DATA: &str = "kitei-data";
/// Where the server listens unless told otherwise: this machine only.
const LISTEN: &str = "127.0.0.1:8350";

/// The settings of a server as flags and environment give them.
#[derive(Args)]
pub(crate) struct ServerFlags {
    /// Folder of the database, attachments and keys.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Address and port to listen on.
    #[arg(long, env = "KITEI_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Address and port that figures for Prometheus are given at, under /metrics; nowhere where left out.
    #[arg(long, env = "KITEI_METRICS", value_name = "ADDR")]
    metrics: Option<SocketAddr>,
    /// The server is reached over TLS (a proxy ends it): cookies are sent over TLS only.
    #[arg(long, env = "KITEI_BEHIND_TLS")]
    behind_tls: bool,
    /// Where faults of security are reported, for /.well-known/security.txt, e.g. `mailto:security@mihon.example`.
    #[arg(long, env = "KITEI_SECURITY_CONTACT", value_name = "URL")]
    security_contact: Option<String>,
}

/// Where the database is, as flags and environment say.
#[derive(Args)]
pub(crate) struct DatabaseFlags {
    /// Address of the database, `postgres://user@host/name`; without it, SQLite in the data folder.
    #[arg(long, env = "KITEI_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// File with the password of the database, and nothing else.
    #[arg(long, env = "KITEI_DATABASE_PASSWORD_FILE", value_name = "FILE")]
    database_password_file: Option<PathBuf>,
    #[command(flatten)]
    master: MasterFlags,
}

/// Where the master key comes from, as flags and environment say. One of the three; without any, the file beside the data folder.
#[derive(Args)]
pub(crate) struct MasterFlags {
    /// File of the master key, outside the data folder; made at the first start. Without it `<data folder>.key`.
    #[arg(long = "master-key-file", env = "KITEI_MASTER_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// File with a passphrase of at least 16 characters that the master key is made from.
    #[arg(
        long = "master-passphrase-file",
        env = "KITEI_MASTER_PASSPHRASE_FILE",
        value_name = "FILE"
    )]
    passphrase_file: Option<PathBuf>,
    /// Program that prints the master key, with its arguments behind it, separated by blanks; it is run without a shell.
    #[arg(long = "master-key-command", env = "KITEI_MASTER_KEY_COMMAND", value_name = "COMMAND")]
    key_command: Option<String>,
}

impl DatabaseFlags {
    /// Where the master key comes from, with what the file says where nothing else does.
    ///
    /// # Errors
    /// When two sources are named.
    pub(crate) fn master(&self, folder: &Path) -> anyhow::Result<MasterSource> {
        let (file, flags) = (File::read()?, &self.master);
        let is_said = flags.key_file.is_some()
            || flags.passphrase_file.is_some()
            || flags.key_command.is_some();
        if is_said {
            let command = flags.key_command.as_deref();
            let (key, passphrase) = (&flags.key_file, &flags.passphrase_file);
            return master(folder, (key.as_deref(), passphrase.as_deref(), command));
        }
        let (key, passphrase) = (&file.master_key, &file.master_passphrase);
        let command = file.master_key_command.as_deref();
        master(folder, (key.as_deref(), passphrase.as_deref(), command))
    }

    /// The database that is meant, with what the file says where nothing else does.
    ///
    /// # Errors
    /// When the address is not understood, or the password cannot be read.
    pub(crate) fn address(&self, folder: &Path) -> anyhow::Result<Address> {
        let file = File::read()?;
        let url = self.database.clone().or(file.database);
        let password = self.database_password_file.clone().or(file.database_password);
        address(folder, url.as_deref(), password.as_deref())
    }
}

/// How long a program may take to print the master key.
const KEY_COMMAND_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

/// The one source that is named; the file beside the data folder where none is.
fn master(
    folder: &Path,
    said: (Option<&Path>, Option<&Path>, Option<&str>),
) -> anyhow::Result<MasterSource> {
    match said {
        (None, None, None) => Ok(MasterSource::beside(folder)),
        (Some(file), None, None) => Ok(MasterSource::File(file.to_owned())),
        (None, Some(file), None) => Ok(MasterSource::Passphrase(file.to_owned())),
        (None, None, Some(command)) => {
            let mut words = command.split_whitespace();
            let program = words.next().context("`master_key_command` is empty")?;
            Ok(MasterSource::Command(vault::source::KeyCommand {
                program: program.into(),
                arguments: words.map(Into::into).collect(),
                timeout: KEY_COMMAND_TIMEOUT,
            }))
        }
        _ => anyhow::bail!(
            "マスターキーの出どころは、`master_key_file`、`master_passphrase_file`、`master_key_command` のどれか1つにしてください / \
             name one source of the master key: `master_key_file`, `master_passphrase_file` or `master_key_command`"
        ),
    }
}

/// The database at an address: SQLite in the data folder where there is none.
fn address(
    folder: &Path,
    url: Option<&str>,
    password_file: Option<&Path>,
) -> anyhow::Result<Address> {
    let own = Address::File(folder.join(app::DATABASE));
    let Some(url) = url.filter(|url| !url.is_empty()) else { return Ok(own) };
    let read = Address::parse(url).context(
        "データベースのアドレス（`--database`、`KITEI_DATABASE`、kitei.toml の `database`）を直してください / \
         mend the address of the database (`--database`, `KITEI_DATABASE`, or `database` in kitei.toml)",
    )?;
    match read {
        Address::File(path)
            if path.as_os_str().is_empty() || path == folder.join(app::DATABASE) =>
        {
            Ok(own)
        }
        Address::File(path) => anyhow::bail!(
            "`sqlite:{path}`: SQLiteのデータベースはデータフォルダーの中の `{own}` だけです。この設定を消すか、`--data` で場所を変えてください / \
             an SQLite database lies in the data folder, as `{own}`; leave this setting out, or move it with `--data`",
            path = path.display(),
            own = folder.join(app::DATABASE).display()
        ),
        server @ Address::Server(_) => with_password(server, password_file),
    }
}

/// The address of a server with the password that stands in a file.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn with_password(address: Address, file: Option<&Path>) -> anyhow::Result<Address> {
    let (Address::Server(mut server), Some(file)) = (address.clone(), file) else {
        return Ok(address);
    };
    let password = std::fs::read_to_string(file).with_context(|| {
        format!("`{}`: データベースのパスワードを読めません / the password of the database cannot be read", file.display())
    })?;
    server.set_password(password.trim_end_matches(['\r', '\n']));
    Ok(Address::Server(server))
}

/// An address as it may be shown: without a password.
fn without_password(url: &str) -> String {
    Address::parse(url).map_or_else(|_| "…".to_owned(), |address| address.to_string())
}

/// What the file can set.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    database: Option<String>,
    #[serde(rename = "database_password_file")]
    database_password: Option<PathBuf>,
    #[serde(rename = "master_key_file")]
    master_key: Option<PathBuf>,
    #[serde(rename = "master_passphrase_file")]
    master_passphrase: Option<PathBuf>,
    master_key_command: Option<String>,
    metrics: Option<SocketAddr>,
    behind_tls: Option<bool>,
    security_contact: Option<String>,
    backup: Option<BackupTable>,
    mail: Option<MailTable>,
}

impl File {
    /// Reads the file; none is as good as an empty one.
    fn read() -> anyhow::Result<Self> {
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

/// Where the value of a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Origin {
    /// The command line.
    Flag,
    /// A variable of the environment.
    Environment,
    /// `kitei.toml`.
    File,
    /// Nobody set it.
    Default,
}

/// A setting: its key in the file, its value, and where that comes from.
#[derive(Debug, Clone)]
pub(crate) struct Setting<T> {
    pub(crate) key: &'static str,
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

impl<T> Setting<T> {
    /// The flag of the setting.
    pub(crate) fn flag(&self) -> String {
        format!("--{}", self.key.replace('_', "-"))
    }

    /// The variable of the setting.
    pub(crate) fn variable(&self) -> String {
        format!("KITEI_{}", self.key.to_ascii_uppercase())
    }

    /// The setting as it was written where it comes from: messages name it so, that its author finds it.
    pub(crate) fn as_written(&self, value: impl fmt::Display) -> String {
        match self.origin {
            Origin::Flag | Origin::Default => format!("{} {value}", self.flag()),
            Origin::Environment => format!("{}={value}", self.variable()),
            Origin::File => format!("{} = \"{value}\" ({FILE})", self.key),
        }
    }
}

/// All settings of a server.
pub(crate) struct Settings {
    pub(crate) data: Setting<PathBuf>,
    pub(crate) listen: Setting<SocketAddr>,
    database: Setting<Option<String>>,
    database_password_file: Setting<Option<PathBuf>>,
    master_key_file: Setting<Option<PathBuf>>,
    master_passphrase_file: Setting<Option<PathBuf>>,
    master_key_command: Setting<Option<String>>,
    pub(crate) metrics: Setting<Option<SocketAddr>>,
    pub(crate) behind_tls: Setting<bool>,
    pub(crate) security_contact: Setting<Option<String>>,
    pub(crate) backup: Option<BackupTable>,
    pub(crate) mail: Option<MailTable>,
}

/// A setting in words, for showing.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    /// Its key in the file.
    pub(crate) key: &'static str,
    /// Its value, where it has one.
    pub(crate) value: Option<String>,
    /// Where that comes from.
    pub(crate) origin: Origin,
    /// Its flag.
    pub(crate) flag: String,
    /// Its variable.
    pub(crate) variable: String,
}

impl Settings {
    /// Puts flags, environment, file and what is built in together. `given` tells flags and environment apart.
    ///
    /// # Errors
    /// When the file cannot be read, or the database is not the one of this release.
    pub(crate) fn resolve(flags: ServerFlags, given: &ArgMatches) -> anyhow::Result<Self> {
        let file = File::read()?;
        let source = Source(given);
        let settings = Self {
            data: source.with_default("data", flags.data, file.data, DATA.into()),
            listen: source.with_default("listen", flags.listen, file.listen, LISTEN.parse()?),
            database: source.optional("database", flags.database.database, file.database),
            database_password_file: source.optional(
                "database_password_file",
                flags.database.database_password_file,
                file.database_password,
            ),
            master_key_file: source.optional(
                "master_key_file",
                flags.database.master.key_file,
                file.master_key,
            ),
            master_passphrase_file: source.optional(
                "master_passphrase_file",
                flags.database.master.passphrase_file,
                file.master_passphrase,
            ),
            master_key_command: source.optional(
                "master_key_command",
                flags.database.master.key_command,
                file.master_key_command,
            ),
            metrics: source.optional("metrics", flags.metrics, file.metrics),
            behind_tls: source.with_default(
                "behind_tls",
                flags.behind_tls.then_some(true),
                file.behind_tls,
                false,
            ),
            security_contact: source.optional(
                "security_contact",
                flags.security_contact,
                file.security_contact,
            ),
            backup: file.backup,
            mail: file.mail,
        };
        settings.address()?;
        settings.master()?;
        Ok(settings)
    }

    /// Each setting in words.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        vec![
            shown(&self.data, Some(self.data.value.display())),
            shown(&self.listen, Some(self.listen.value)),
            shown(&self.database, self.database.value.as_deref().map(without_password)),
            shown(
                &self.database_password_file,
                self.database_password_file.value.as_ref().map(|file| file.display()),
            ),
            shown(
                &self.master_key_file,
                self.master_key_file.value.as_ref().map(|file| file.display()),
            ),
            shown(
                &self.master_passphrase_file,
                self.master_passphrase_file.value.as_ref().map(|file| file.display()),
            ),
            shown(&self.master_key_command, self.master_key_command.value.as_ref()),
            shown(&self.metrics, self.metrics.value),
            shown(&self.behind_tls, Some(self.behind_tls.value)),
            shown(&self.security_contact, self.security_contact.value.as_ref()),
        ]
    }

    /// Where the master key comes from.
    ///
    /// # Errors
    /// When two sources are named.
    pub(crate) fn master(&self) -> anyhow::Result<MasterSource> {
        let (key, passphrase) = (&self.master_key_file.value, &self.master_passphrase_file.value);
        let command = self.master_key_command.value.as_deref();
        master(&self.data.value, (key.as_deref(), passphrase.as_deref(), command))
    }

    /// The database that is meant.
    ///
    /// # Errors
    /// When the address is not understood, or the password cannot be read.
    pub(crate) fn address(&self) -> anyhow::Result<Address> {
        let (url, password) =
            (self.database.value.as_deref(), self.database_password_file.value.as_deref());
        address(&self.data.value, url, password).with_context(|| {
            let written = self.database.as_written(without_password(url.unwrap_or_default()));
            format!("`{written}`: このデータベースは使えません / this database cannot be used")
        })
    }
}

fn shown<T>(setting: &Setting<T>, value: Option<impl fmt::Display>) -> Shown {
    Shown {
        key: setting.key,
        value: value.map(|value| value.to_string()),
        origin: setting.origin,
        flag: setting.flag(),
        variable: setting.variable(),
    }
}

/// Tells flags from the environment.
struct Source<'a>(&'a ArgMatches);

impl Source<'_> {
    fn optional<T>(
        &self,
        key: &'static str,
        said: Option<T>,
        file: Option<T>,
    ) -> Setting<Option<T>> {
        let (value, origin) = match (said, file) {
            (Some(said), _) => (Some(said), self.origin(key)),
            (None, Some(file)) => (Some(file), Origin::File),
            (None, None) => (None, Origin::Default),
        };
        Setting { key, value, origin }
    }

    fn with_default<T>(
        &self,
        key: &'static str,
        said: Option<T>,
        file: Option<T>,
        otherwise: T,
    ) -> Setting<T> {
        let Setting { key, value, origin } = self.optional(key, said, file);
        Setting { key, value: value.unwrap_or(otherwise), origin }
    }

    fn origin(&self, key: &str) -> Origin {
        match self.0.value_source(key) {
            Some(ValueSource::EnvVariable) => Origin::Environment,
            _ => Origin::Flag,
        }
    }
}

/// What `kitei.toml` says of backups.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn backup_table() -> anyhow::Result<Option<BackupTable>> {
    Ok(File::read()?.backup)
}

/// The data folder: as said by flag or environment, else by the file, else the usual one.
pub(crate) fn data_folder(said: Option<&Path>) -> anyhow::Result<PathBuf> {
    match said {
        Some(folder) => Ok(folder.to_owned()),
        None => Ok(File::read()?.data.unwrap_or_else(|| PathBuf::from(DATA))),
    }
}
