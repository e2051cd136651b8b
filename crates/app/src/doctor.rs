//! Whether a data folder is in order, looked at without opening it for work: `kitei doctor`. A server may run on it meanwhile.

use std::{collections::BTreeSet, io::ErrorKind, path::Path};

use jiff::Timestamp;
use print::Fonts;
use regulation::Text;
use store::{
    Db,
    db::{Address, SchemaState},
};

use crate::{
    LOCK, MasterSource,
    backup::{self, History, Plan, RunKind, Standing},
    export,
    keys::LogKey,
    readiness::{clock_fault, disk_fault},
    tenant::Tenants,
};

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Its name for machines.
    pub name: &'static str,
    /// Its name for people.
    pub title: Text,
    /// What was seen.
    pub outcome: Outcome,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is in order; here is how it stands.
    Fine(Text),
    /// It works, but somebody should look.
    Doubtful(Text),
    /// It does not work; the text says why and what mends it.
    Broken(Text),
}

impl Outcome {
    fn fine(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Fine(Text::new(ja, en))
    }

    fn doubtful(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Doubtful(Text::new(ja, en))
    }

    fn broken(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Broken(Text::new(ja, en))
    }
}

fn examined(name: &'static str, (ja, en): (&str, &str), outcome: Outcome) -> Examined {
    Examined { name, title: Text::new(ja, en), outcome }
}

/// Looks at everything that work needs, in the order in which faults follow from each other.
pub async fn examine(
    folder: &Path,
    (database, master): (&Address, &MasterSource),
    plan: Option<&Plan>,
    now: Timestamp,
) -> Vec<Examined> {
    let mut seen = vec![
        examined("folder", ("データフォルダー", "data folder"), look_at_folder(folder)),
        examined("fonts", ("印刷の書体", "fonts for paper"), fonts(folder)),
    ];
    if !folder.is_dir() {
        return seen;
    }
    seen.push(examined("disk", ("空き容量", "free space"), disk(folder)));
    seen.push(examined("server", ("サーバー", "server"), server(folder)));
    seen.push(examined("backup", ("バックアップ", "backups"), backups(folder, plan, now)));
    let title = ("データベース", "database");
    if matches!(database, Address::File(file) if !file.exists()) {
        let outcome = Outcome::fine(
            "まだありません。最初の起動で作ります",
            "not there yet; the first start makes it",
        );
        seen.push(examined("database", title, outcome));
        return seen;
    }
    match Db::open_at_read_only(database).await {
        Ok(db) => {
            let schema = schema(&db).await;
            let is_usable = !matches!(schema, Outcome::Broken(_));
            seen.push(examined("database", title, schema));
            if is_usable {
                seen.push(examined(
                    "evidence_key",
                    ("証跡の鍵", "evidence key"),
                    key(&db, folder).await,
                ));
                seen.push(examined("clock", ("時計", "clock"), clock(&db, now).await));
                let title = ("マスターキー", "master key");
                match crate::master::open_to_read(db.clone(), folder, master).await {
                    Ok(opened) if opened.has_keys() => {
                        let said = Outcome::fine(master.to_string(), master.to_string());
                        seen.push(examined("master_key", title, said));
                        let outcome = regulations(&opened, folder).await;
                        seen.push(examined("regulations", ("規程", "regulations"), outcome));
                    }
                    Ok(_) => seen.push(examined("master_key", title, no_master(master))),
                    Err(error) => {
                        let said = Outcome::broken(error.to_string(), error.to_string());
                        seen.push(examined("master_key", title, said));
                    }
                }
            }
            db.close().await;
        }
        Err(error) => seen.push(examined("database", title, unreadable(&error))),
    }
    seen
}

fn unreadable(error: &store::StoreError) -> Outcome {
    if let store::StoreError::Unreachable(cause) = error {
        return Outcome::broken(
            format!(
                "つながりません（{cause}）。サーバーが動いているか、アドレスとパスワード、`pg_hba.conf` を確かめてください"
            ),
            format!(
                "cannot be reached ({cause}); look whether the server runs, at the address, the password and `pg_hba.conf`"
            ),
        );
    }
    Outcome::broken(
        format!(
            "開けません（{error}）。`kitei verify` で壊れた所を調べ、バックアップから戻してください"
        ),
        format!(
            "cannot be opened ({error}); find what is damaged with `kitei verify` and restore a backup"
        ),
    )
}

fn look_at_folder(folder: &Path) -> Outcome {
    let path = folder.display();
    match std::fs::metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Outcome::fine(
            format!("`{path}` はまだありません。最初の起動で作ります"),
            format!("`{path}` is not there yet; the first start makes it"),
        ),
        Err(error) => Outcome::broken(
            format!(
                "`{path}` を見られません（{error}）。権限を直すか、`--data` で別の場所にしてください"
            ),
            format!(
                "`{path}` cannot be looked at ({error}); mend its permissions or choose another with `--data`"
            ),
        ),
        Ok(found) if !found.is_dir() => Outcome::broken(
            format!("`{path}` はフォルダーではありません。`--data` でフォルダーを指定してください"),
            format!("`{path}` is no folder; name one with `--data`"),
        ),
        Ok(_) if !is_writable(folder) => Outcome::broken(
            format!("`{path}` に書けません。サーバーを動かす人に書き込みを許してください"),
            format!("`{path}` cannot be written; let the user that runs the server write there"),
        ),
        Ok(found) if is_open_to_others(&found) => Outcome::doubtful(
            format!("`{path}` をほかの利用者も見られます。`chmod 700` で閉じてください"),
            format!("other users can look into `{path}`; close it with `chmod 700`"),
        ),
        Ok(_) => Outcome::fine(format!("`{path}`"), format!("`{path}`")),
    }
}

#[cfg(unix)]
fn is_writable(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(unix)]
fn is_open_to_others(found: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn is_writable(_: &Path) -> bool {
    true
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::Metadata) -> bool {
    false
}

fn fonts(folder: &Path) -> Outcome {
    match Fonts::load(&export::font_folders(folder)) {
        Ok(fonts) => {
            let families = fonts.families().join("、");
            Outcome::fine(families.clone(), families.replace('、', ", "))
        }
        Err(error) => Outcome::broken(
            format!(
                "日本語の書体がなく、印刷できません（{error}）。`fonts-morisawa-bizud-gothic` を入れてください"
            ),
            format!(
                "no Japanese font, so nothing can be printed ({error}); install `fonts-morisawa-bizud-gothic`"
            ),
        ),
    }
}

fn disk(folder: &Path) -> Outcome {
    match disk_fault(folder) {
        None => Outcome::fine("足りています", "enough"),
        Some(fault) => Outcome::broken(
            format!(
                "足りません（{fault}）。要らないファイルを消すか、ディスクを大きくしてください"
            ),
            format!("{fault}; remove what is not needed or enlarge the disk"),
        ),
    }
}

/// Whether there is a backup that is young enough, wherever it was made from.
fn backups(folder: &Path, plan: Option<&Plan>, now: Timestamp) -> Outcome {
    let history = match History::read(folder) {
        Ok(history) => history,
        Err(failure) => {
            let text = failure.message();
            return Outcome::broken(text.ja, text.en);
        }
    };
    let last = history.last_good(RunKind::Backup).map(|run| run.at);
    let failed = history.last(RunKind::Drill).filter(|run| !run.is_good());
    if let Some(backup::Outcome::Failed { message }) = failed.map(|run| &run.outcome) {
        return Outcome::broken(
            format!("最後の復元の訓練に失敗しました（{}）", message.ja),
            format!("the last drill has failed ({})", message.en),
        );
    }
    let (Some(last), plan) = (last, plan) else {
        return Outcome::doubtful(
            "まだありません。kitei.toml の [backup] に書くか、`kitei backup` で取ってください",
            "none yet; write [backup] into kitei.toml, or make one with `kitei backup`",
        );
    };
    let Some(plan) = plan else {
        return Outcome::doubtful(
            format!("最後は {last}。自動では取りません。kitei.toml の [backup] に書いてください"),
            format!(
                "the last is of {last}; none is made by itself: write [backup] into kitei.toml"
            ),
        );
    };
    match plan.standing(&history, now) {
        Standing::Good => Outcome::fine(format!("最後は {last}"), format!("the last is of {last}")),
        _ => Outcome::broken(
            format!(
                "最後に成功したのは {last} で、予定の2倍より古くなっています。管理画面の「バックアップ」で理由を確かめてください"
            ),
            format!(
                "the last good one is of {last}, older than twice the time planned; the page of the backups says why"
            ),
        ),
    }
}

/// Whether a server holds the folder. The lock is let go at once.
fn server(folder: &Path) -> Outcome {
    let idle = Outcome::fine("動いていません", "not running");
    match std::fs::File::open(folder.join(LOCK)) {
        Err(_) => idle,
        Ok(file) if file.try_lock().is_ok() => idle,
        Ok(_) => Outcome::fine("このフォルダーで動いています", "running on this folder"),
    }
}

async fn schema(db: &Db) -> Outcome {
    match db.schema_state().await {
        Ok(SchemaState::Current) => Outcome::fine("この版の形です", "of this release"),
        Ok(SchemaState::Older) => Outcome::fine(
            "前の版の形です。次の起動で新しくします",
            "of an older release; the next start brings it up to date",
        ),
        Ok(SchemaState::Foreign) => Outcome::broken(
            "この版では使えない形です。作ったときの版か、より新しい版の Kitei を使ってください",
            "of a form that this release cannot use; run the Kitei that made it, or a newer one",
        ),
        Err(error) => unreadable(&error),
    }
}

async fn key(db: &Db, folder: &Path) -> Outcome {
    let state = match store::log::state(db).await {
        Ok(Some(state)) => state,
        Ok(None) => return Outcome::fine("まだ署名していません", "nothing signed yet"),
        Err(error) => return unreadable(&error),
    };
    match LogKey::open_for(folder, &state.note).and_then(|key| key.verifier_key()) {
        Ok(key) => Outcome::fine(key.to_string(), key.to_string()),
        Err(error) => Outcome::broken(error.to_string(), error.to_string()),
    }
}

async fn clock(db: &Db, now: Timestamp) -> Outcome {
    match clock_fault(db, now).await {
        Ok(None) => Outcome::fine(now.to_string(), now.to_string()),
        Ok(Some(_)) => Outcome::broken(
            format!("最後の記録より遅れています（今は {now}）。時計を合わせてください"),
            format!("behind the newest event (it says {now}); set the clock"),
        ),
        Err(error) => Outcome::broken(error.to_string(), error.to_string()),
    }
}

fn no_master(master: &MasterSource) -> Outcome {
    Outcome::broken(
        format!(
            "{master} を読めません。保管してある鍵を戻すか、紙の復旧キーで `kitei keys recover` を実行してください"
        ),
        format!(
            "{master} cannot be read; put it back, or run `kitei keys recover` with the printed recovery key"
        ),
    )
}

async fn regulations(db: &Db, folder: &Path) -> Outcome {
    match Tenants::load(db, folder).await {
        Ok(tenants) => {
            let used: BTreeSet<_> =
                tenants.all().iter().map(|tenant| tenant.regulation.id.clone()).collect();
            let names: Vec<_> = used.into_iter().collect();
            match names.as_slice() {
                [] => Outcome::fine("団体はまだありません", "no operator yet"),
                names => Outcome::fine(names.join("、"), names.join(", ")),
            }
        }
        Err(error) => Outcome::broken(
            format!("読めません（{error}）。`kitei check` で直してください"),
            format!("cannot be read ({error}); mend it with `kitei check`"),
        ),
    }
}
