//! The master key: where it comes from, how it is made at the first start, rotated, and brought back from paper.
//!
//! It is never inside the data folder: what people copy as a backup must open nothing by itself (decision 0012).

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use engine::OperatorId;
use store::{Db, Keeper, Random, StoreError, keeper};
use vault::{
    MasterKey, PassphraseSetup, RecoveryKey, RecoveryRecipient, Secret,
    source::{KeyCommand, SourceError, read_key_file, write_key_file},
};

use crate::{error::AppError, keys, random};

/// Longest passphrase file, bytes.
const PASSPHRASE_BYTES: u64 = 4_096;
/// Cost and salt of the passphrase, in the folder of keys: they are no secret, and belong to the data.
const SETUP_FILE: &str = "keys/passphrase";

/// Where the master key comes from.
#[derive(Debug, Clone)]
pub enum MasterSource {
    /// A file that none but its owner may read; made at the first start.
    File(PathBuf),
    /// A passphrase in a file. Cost and salt lie in the data folder.
    Passphrase(PathBuf),
    /// A program that prints it.
    Command(KeyCommand),
}

impl MasterSource {
    /// The key file that is used unless told otherwise: `<data folder>.key`, beside the data folder.
    #[must_use]
    pub fn beside(folder: &Path) -> Self {
        // A folder that is named with dots has its name only where it really lies.
        let real = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let real = fs::canonicalize(&real).unwrap_or(real);
        let mut name = real.file_name().unwrap_or_default().to_owned();
        name.push(".key");
        Self::File(real.with_file_name(name))
    }

    /// The key, where it is there already.
    ///
    /// # Errors
    /// In words, with what mends it.
    fn read(&self, folder: &Path) -> Result<Option<MasterKey>, AppError> {
        match self {
            Self::File(path) => match read_key_file(path) {
                Ok(key) => Ok(Some(key)),
                Err(SourceError::File(error)) if error.kind() == io::ErrorKind::NotFound => {
                    Ok(None)
                }
                Err(error) => Err(unusable(self, &error)),
            },
            Self::Passphrase(path) => {
                let Ok(line) = fs::read_to_string(folder.join(SETUP_FILE)) else {
                    return Ok(None);
                };
                let setup: PassphraseSetup =
                    line.parse().map_err(|error| unusable(self, &error))?;
                let key = setup.master_key(&passphrase(path)?);
                key.map(Some).map_err(|error| unusable(self, &error))
            }
            Self::Command(command) => {
                command.run().map(Some).map_err(|error| unusable(self, &error))
            }
        }
    }

    /// A new key, durably kept.
    fn make(&self, folder: &Path) -> Result<MasterKey, AppError> {
        let key = MasterKey::generate(&mut drawn());
        match self {
            Self::File(path) => {
                write_key_file(path, &key).map_err(|error| unusable(self, &error))?;
                Ok(key)
            }
            Self::Passphrase(path) => {
                let setup = PassphraseSetup::generate(&mut drawn());
                let key = setup.master_key(&passphrase(path)?);
                let key = key.map_err(|error| unusable(self, &error))?;
                keys::write_beside(folder, SETUP_FILE, &format!("{setup}\n"))
                    .map_err(|error| AppError::folder(folder, error))?;
                Ok(key)
            }
            // It gives a key or says why not: `read` has asked it already.
            Self::Command(_) => Err(missing(self)),
        }
    }
}

impl fmt::Display for MasterSource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(out, "{}", path.display()),
            Self::Passphrase(path) => write!(out, "passphrase in {}", path.display()),
            Self::Command(command) => write!(out, "command {}", command.program.display()),
        }
    }
}

/// The randomness of this process, for keys and nonces.
fn drawn() -> Random {
    Random::new(random::fill)
}

fn passphrase(path: &Path) -> Result<Secret<String>, AppError> {
    let source = MasterSource::Passphrase(path.to_owned());
    let is_small = fs::metadata(path).map(|it| it.len() <= PASSPHRASE_BYTES);
    if !is_small.map_err(|error| unusable(&source, &error))? {
        return Err(unusable(&source, &"the file is too long for a passphrase"));
    }
    let mut text =
        Secret::new(fs::read_to_string(path).map_err(|error| unusable(&source, &error))?);
    let end = text.expose().trim_end_matches(['\r', '\n']).len();
    text.expose_mut().truncate(end);
    Ok(text)
}

fn unusable(source: &MasterSource, error: &dyn fmt::Display) -> AppError {
    AppError::internal(format_args!(
        "マスターキー（{source}）を使えません：{error}。設定 `master_key_file` などを確かめてください / \
         the master key ({source}) cannot be used: {error}; look at the setting `master_key_file` and its like"
    ))
}

fn missing(source: &MasterSource) -> AppError {
    AppError::internal(format_args!(
        "マスターキー（{source}）がありません。保管してある鍵を戻すか、紙の復旧キーで `kitei keys recover` を実行してください。鍵がなければデータは読めません / \
         the master key ({source}) is missing; put it back from where you keep it, or run `kitei keys recover` with the printed recovery key; without a key nothing can be read"
    ))
}

fn other(source: &MasterSource) -> AppError {
    AppError::internal(format_args!(
        "マスターキー（{source}）は、このデータベースの鍵ではありません。正しい鍵を戻すか、紙の復旧キーで `kitei keys recover` を実行してください / \
         the master key ({source}) is not the one of this database; put the right one back, or run `kitei keys recover` with the printed recovery key"
    ))
}

/// A database with its keys open, and the recovery key where it was made just now.
pub(crate) struct Opened {
    pub(crate) db: Db,
    pub(crate) recovery_key: Option<Secret<String>>,
}

/// Opens the keys of a database. At its first start the master key is made, and the recovery key.
///
/// # Errors
/// When the master key is missing, another one, or inside the data folder.
pub(crate) async fn open(db: Db, folder: &Path, source: &MasterSource) -> Result<Opened, AppError> {
    if let MasterSource::File(path) = source
        && is_inside(path, folder)
    {
        return Err(AppError::internal(format_args!(
            "マスターキー `{0}` がデータフォルダーの中にあります。データと一緒にバックアップされないよう、外に移して `master_key_file` で指定してください / \
             the master key `{0}` lies inside the data folder; move it out, so that no backup of the data takes it along, and name it with `master_key_file`",
            path.display()
        )));
    }
    let is_new = keeper::count_operators(&db).await? == 0
        && keeper::recovery(&db).await?.is_none()
        && store::log::state(&db).await?.is_none();
    let found = blocking(source, folder, MasterSource::read).await?;
    let key = match found {
        Some(key) => key,
        None if is_new => blocking(source, folder, MasterSource::make).await?,
        None => return Err(missing(source)),
    };
    let recovery_key = if is_new { Some(give_recovery(&db, &key).await?) } else { None };
    let keeper = keeper_of(key, folder, source);
    match keeper.open_all(&db).await {
        Err(StoreError::OtherMasterKey) => return Err(other(source)),
        Err(StoreError::Locked) => {
            return Err(AppError::internal(
                "このデータベースは、封をする前の開発版が作ったものです。新しく作り直してください / \
                 this database was made by an unfinished Kitei that sealed nothing; make it anew",
            ));
        }
        opened => opened?,
    }
    Ok(Opened { db: db.with_keys(keeper), recovery_key })
}

/// A database that is only read, with its keys where the master key is at hand; without them otherwise.
///
/// # Errors
/// When the master key is another one.
pub async fn open_to_read(db: Db, folder: &Path, source: &MasterSource) -> Result<Db, AppError> {
    // A key that cannot be used is as good as none: what can be seen without it is seen.
    let Ok(Some(key)) = blocking(source, folder, MasterSource::read).await else { return Ok(db) };
    let keeper = keeper_of(key, folder, source);
    match keeper.open_all(&db).await {
        Err(StoreError::OtherMasterKey) => Err(other(source)),
        // What is damaged is for whoever reads it to find.
        Err(_) => Ok(db),
        Ok(()) => Ok(db.with_keys(keeper)),
    }
}

fn keeper_of(key: MasterKey, folder: &Path, source: &MasterSource) -> Arc<Keeper> {
    let (folder, source) = (folder.to_owned(), source.clone());
    // Somebody else may have rotated the master key: then it is fetched again.
    let again = move || source.read(&folder).ok().flatten();
    Keeper::fetching(key, drawn(), again)
}

async fn blocking<T: Send + 'static>(
    source: &MasterSource,
    folder: &Path,
    work: impl FnOnce(&MasterSource, &Path) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let (source, folder) = (source.clone(), folder.to_owned());
    let done = tokio::task::spawn_blocking(move || work(&source, &folder)).await;
    done.map_err(AppError::internal)?
}

fn is_inside(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = path.parent().map(real).unwrap_or_default();
    parent.starts_with(real(folder))
}

/// Makes a recovery key, keeps the master key sealed to it, and hands out what is to be printed.
async fn give_recovery(db: &Db, key: &MasterKey) -> Result<Secret<String>, AppError> {
    let paper = RecoveryKey::generate();
    keeper::put_recovery(db, key, &paper.recipient()).await?;
    Ok(paper.printed())
}

/// Gives out a new recovery key; the paper before it opens nothing from now on.
///
/// # Errors
/// When the master key is missing or another one; what the database says.
pub async fn renew_recovery(
    db: &Db,
    folder: &Path,
    source: &MasterSource,
) -> Result<Secret<String>, AppError> {
    let key = blocking(source, folder, MasterSource::read).await?;
    let key = key.ok_or_else(|| missing(source))?;
    checked(db, folder, source).await?;
    give_recovery(db, &key).await
}

/// The database with its keys, if the master key is the right one.
async fn checked(db: &Db, folder: &Path, source: &MasterSource) -> Result<Db, AppError> {
    let key = blocking(source, folder, MasterSource::read).await?;
    let keeper = keeper_of(key.ok_or_else(|| missing(source))?, folder, source);
    match keeper.open_all(db).await {
        Err(StoreError::OtherMasterKey) => Err(other(source)),
        opened => {
            opened?;
            Ok(db.clone().with_keys(keeper))
        }
    }
}

/// Puts a new master key in the place of the one in the key file, while servers run: they fetch it when they need it.
///
/// # Errors
/// When the master key comes from elsewhere than a file, is missing or another one; what disk and database say. The old key
/// lies beside the new one as `.old` until the database has the new one.
pub async fn rotate_master(db: &Db, folder: &Path, source: &MasterSource) -> Result<(), AppError> {
    let MasterSource::File(path) = source else {
        return Err(AppError::invalid(
            "master_key_file",
            "鍵ファイルのときだけ取り替えられます。パスフレーズやコマンドの鍵は、鍵ファイルに移してから取り替えてください",
            "only a key file can be rotated here; move a passphrase or command to a key file first",
        ));
    };
    let db = checked(db, folder, source).await?;
    let kept = keeper::recovery(&db).await?.ok_or_else(|| {
        AppError::internal("there is no recovery key; give one out with `kitei keys paper`")
    })?;
    let recipient: RecoveryRecipient = kept.recipient.parse().map_err(AppError::internal)?;
    let key = MasterKey::generate(&mut drawn());
    let (old, next) = (with_end(path, ".old"), with_end(path, ".next"));
    write_key_file(&next, &key).map_err(|error| unusable(source, &error))?;
    // Both are on the disk before the database names the new one; a crash in between leaves a key that fits.
    let moved = || -> io::Result<()> {
        fs::rename(path, &old)?;
        fs::rename(&next, path)?;
        keys::sync_parent(path)
    };
    moved().map_err(|error| AppError::folder(path, error))?;
    if let Err(error) = keeper::rotate_master(&db, key, &recipient).await {
        let back = fs::rename(&old, path).and_then(|()| keys::sync_parent(path));
        back.map_err(|error| AppError::folder(path, error))?;
        return Err(error.into());
    }
    fs::remove_file(&old).map_err(|error| AppError::folder(&old, error))
}

/// Gives all operators new keys that wrap, and wraps the keys of their records under them, while servers run.
///
/// # Errors
/// When the master key is missing or another one; what the database says.
pub async fn rotate_operators(
    db: &Db,
    folder: &Path,
    source: &MasterSource,
) -> Result<u64, AppError> {
    let db = checked(db, folder, source).await?;
    let mut slots = 0;
    for row in store::operator::list(&db).await? {
        let operator = OperatorId(row.id);
        keeper::rotate_operator(&db, operator).await?;
        slots += keeper::rewrap_slots(&db, operator).await?.slots;
    }
    Ok(slots)
}

/// Brings the master key back from what somebody typed from paper, and writes the key file.
///
/// # Errors
/// When there is a key file already, the database has nothing to recover, or what was typed is not its recovery key.
pub async fn recover(db: &Db, path: &Path, typed: &Secret<String>) -> Result<(), AppError> {
    let kept = keeper::recovery(db).await?.ok_or_else(|| {
        AppError::invalid(
            "database",
            "このデータベースには復旧のための鍵がありません",
            "this database has nothing to recover a key from",
        )
    })?;
    let paper = RecoveryKey::read(typed.expose()).map_err(|error| {
        AppError::invalid(
            "recovery_key",
            format!("復旧キーを読み取れません：{error}"),
            format!("the recovery key cannot be read: {error}"),
        )
    })?;
    let key = paper.open(&kept.file).map_err(|_| {
        AppError::invalid(
            "recovery_key",
            "この復旧キーでは開きません。このデータベースのいちばん新しい紙かどうか確かめてください",
            "this recovery key does not open it; is it the newest paper of this database?",
        )
    })?;
    let source = MasterSource::File(path.to_owned());
    write_key_file(path, &key).map_err(|error| unusable(&source, &error))
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
