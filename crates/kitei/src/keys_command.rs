//! `kitei keys`: the keys of what is sealed: where they are, rotating them, and the way back from paper.

use std::{io::Read as _, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use app::{MasterSource, master};
use clap::{Args, Subcommand};
use regulation::Language;
use serde_json::json;
use store::{Db, keeper};
use vault::Secret;

use crate::{
    configuration::{DatabaseFlags, data_folder},
    import_command::refused,
    output::print_line,
};

/// Arguments of `kitei keys`.
#[derive(Args)]
pub(crate) struct KeysArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Show where the master key is expected, whether it fits, and whether there is a recovery key.
    Status(Place),
    /// Put new keys in the place of the master key and of the operator's key. Servers may go on meanwhile.
    Rotate(Rotate),
    /// Bring the master key back with the recovery key from paper, read from standard input.
    Recover(Place),
    /// Give out a new recovery key; the paper before it opens nothing any more.
    Paper(Place),
}

#[derive(Args)]
struct Place {
    /// Data folder.
    #[arg(long, env = "KITEI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseFlags,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Rotate {
    #[command(flatten)]
    place: Place,
    /// Only the master key.
    #[arg(long, conflicts_with = "operator_only")]
    master_only: bool,
    /// Only the operator's key.
    #[arg(long)]
    operator_only: bool,
}

impl Place {
    fn folder(&self) -> anyhow::Result<(PathBuf, MasterSource)> {
        let folder = data_folder(self.data.as_deref())?;
        anyhow::ensure!(folder.is_dir(), "`{}` is no data folder of kitei", folder.display());
        let master = self.database.master(&folder)?;
        Ok((folder, master))
    }

    async fn db(&self, folder: &std::path::Path, is_written: bool) -> anyhow::Result<Db> {
        let address = self.database.address(folder)?;
        let db = Db::open_at_read_only(&address).await;
        let db = db.with_context(|| format!("`{address}`: 開けません / cannot be opened"))?;
        if !is_written {
            return Ok(db);
        }
        db.close().await;
        Ok(Db::open_at(&address).await?)
    }
}

/// Does what is asked.
pub(crate) async fn run(arguments: KeysArguments) -> anyhow::Result<ExitCode> {
    match arguments.what {
        What::Status(place) => status(&place).await,
        What::Rotate(rotate) => rotated(&rotate).await,
        What::Recover(place) => recover(&place).await,
        What::Paper(place) => paper(&place).await,
    }
}

async fn status(place: &Place) -> anyhow::Result<ExitCode> {
    let (folder, source) = place.folder()?;
    let db = place.db(&folder, false).await?;
    let recovery = keeper::recovery(&db).await?.map(|kept| kept.recipient);
    let operators = keeper::count_operators(&db).await?;
    let opened = master::open_to_read(db, &folder, &source).await;
    let (fits, fault) = match &opened {
        Ok(db) => (db.has_keys(), None),
        Err(error) => (false, Some(error.to_string())),
    };
    if place.json {
        print_line!(
            "{}",
            json!({"master_key": source.to_string(), "fits": fits, "operators": operators, "recovery_recipient": recovery})
        );
    } else {
        print_line!("マスターキー / master key: {source}");
        let state = if fits {
            "合っています / it fits"
        } else {
            "ないか、合いません / missing, or it does not fit"
        };
        print_line!("  {}", fault.as_deref().unwrap_or(state));
        print_line!("事業者の鍵 / keys of operators: {operators}");
        print_line!("復旧キー / recovery key: {}", recovery.as_deref().unwrap_or("なし / none"));
    }
    Ok(if fits { ExitCode::SUCCESS } else { ExitCode::from(crate::FINDINGS) })
}

async fn rotated(rotate: &Rotate) -> anyhow::Result<ExitCode> {
    let (folder, source) = rotate.place.folder()?;
    let db = rotate.place.db(&folder, true).await?;
    let mut slots = 0;
    if !rotate.master_only {
        slots = match master::rotate_operators(&db, &folder, &source).await {
            Ok(slots) => slots,
            Err(error) => return refused(error, Language::Ja, rotate.place.json),
        };
    }
    if !rotate.operator_only
        && let Err(error) = master::rotate_master(&db, &folder, &source).await
    {
        return refused(error, Language::Ja, rotate.place.json);
    }
    db.close().await;
    if rotate.place.json {
        print_line!(
            "{}",
            json!({"master": !rotate.operator_only, "operator": !rotate.master_only, "records": slots})
        );
    } else {
        if !rotate.master_only {
            print_line!(
                "✓ 事業者の鍵を取り替えました（記録の鍵 {slots}件を包み直しました） / the operator's key was rotated ({slots} keys of records wrapped again)"
            );
        }
        if !rotate.operator_only {
            print_line!(
                "✓ マスターキーを取り替えました。控えを取り直してください / the master key was rotated; renew your copy of it: {source}"
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn recover(place: &Place) -> anyhow::Result<ExitCode> {
    const LONGEST: u64 = 4_096;
    let (folder, source) = place.folder()?;
    let MasterSource::File(path) = &source else {
        anyhow::bail!(
            "`master_key_file` で鍵ファイルの場所を指定してください / name the key file with `master_key_file`"
        );
    };
    let db = place.db(&folder, false).await?;
    if !place.json {
        print_line!(
            "復旧キーを入力し、最後に Ctrl+D を押してください / type the recovery key, and Ctrl+D at the end:"
        );
    }
    let mut typed = Secret::new(String::with_capacity(256));
    std::io::stdin().take(LONGEST).read_to_string(typed.expose_mut())?;
    if let Err(error) = master::recover(&db, path, &typed).await {
        return refused(error, Language::Ja, place.json);
    }
    db.close().await;
    if place.json {
        print_line!("{}", json!({"master_key": source.to_string()}));
    } else {
        print_line!("✓ マスターキーを戻しました / the master key is back: {source}");
    }
    Ok(ExitCode::SUCCESS)
}

async fn paper(place: &Place) -> anyhow::Result<ExitCode> {
    let (folder, source) = place.folder()?;
    let db = place.db(&folder, true).await?;
    let key = match master::renew_recovery(&db, &folder, &source).await {
        Ok(key) => key,
        Err(error) => return refused(error, Language::Ja, place.json),
    };
    db.close().await;
    if place.json {
        print_line!("{}", json!({"recovery_key": key.expose()}));
    } else {
        crate::serve_command::print_recovery_key(&key, &source);
    }
    Ok(ExitCode::SUCCESS)
}
