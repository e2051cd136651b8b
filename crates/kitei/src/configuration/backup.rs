//! The `[backup]` table of `kitei.toml`: where backups go, whom they are sealed to, how often, and which stay.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use app::backup::{DrillPlan, Plan};
use backup::{Recipients, Retention};
use jiff::tz::TimeZone;
use serde::Deserialize;

/// The table as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BackupTable {
    /// Folder that backups go to.
    pub(crate) to: PathBuf,
    /// Public keys of age.
    pub(crate) recipients: Vec<String>,
    #[serde(default = "daily")]
    every_hours: u32,
    #[serde(default = "monthly")]
    full_every_days: u32,
    #[serde(default = "week")]
    keep_daily: u32,
    #[serde(default = "weeks")]
    keep_weekly: u32,
    #[serde(default = "year")]
    keep_monthly: u32,
    #[serde(default = "tokyo")]
    time_zone: String,
    /// File with an identity of age: where it is, the server drills by itself.
    drill_identity: Option<PathBuf>,
    #[serde(default = "monthly")]
    drill_every_days: u32,
}

const fn daily() -> u32 {
    24
}

const fn monthly() -> u32 {
    30
}

const fn week() -> u32 {
    7
}

const fn weeks() -> u32 {
    5
}

const fn year() -> u32 {
    12
}

fn tokyo() -> String {
    "Asia/Tokyo".to_owned()
}

impl BackupTable {
    /// What it plans.
    ///
    /// # Errors
    /// When a recipient, a number or the time zone is none.
    pub(crate) fn plan(&self) -> anyhow::Result<Plan> {
        let zero = [("every_hours", self.every_hours), ("drill_every_days", self.drill_every_days)];
        if let Some((key, _)) = zero.into_iter().find(|(_, value)| *value == 0) {
            anyhow::bail!(
                "`[backup] {key}` は1以上にしてください / `[backup] {key}` must be 1 or more"
            );
        }
        only_folder(&self.to)?;
        Ok(Plan {
            place: self.to.clone(),
            recipients: recipients(&self.recipients)?,
            every_hours: self.every_hours,
            full_every_days: self.full_every_days,
            retention: Retention {
                daily: self.keep_daily,
                weekly: self.keep_weekly,
                monthly: self.keep_monthly,
            },
            zone: TimeZone::get(&self.time_zone).context(
                "`[backup] time_zone` は知らない時間帯です / `[backup] time_zone` is no time zone",
            )?,
            drill: self
                .drill_identity
                .clone()
                .map(|identity| DrillPlan { identity, every_days: self.drill_every_days }),
        })
    }

    /// The table as it could stand in the file.
    pub(crate) fn as_written(&self) -> String {
        let mut text = format!(
            "[backup]\nto = {:?}\nrecipients = {:?}\nevery_hours = {}\nfull_every_days = {}\n\
             keep_daily = {}\nkeep_weekly = {}\nkeep_monthly = {}\ntime_zone = {:?}\n",
            self.to.display().to_string(),
            self.recipients,
            self.every_hours,
            self.full_every_days,
            self.keep_daily,
            self.keep_weekly,
            self.keep_monthly,
            self.time_zone,
        );
        if let Some(identity) = &self.drill_identity {
            let (identity, days) = (identity.display().to_string(), self.drill_every_days);
            let _ = writeln!(text, "drill_identity = {identity:?}\ndrill_every_days = {days}");
        }
        text
    }
}

/// Refuses what looks like an address: it would become a folder of that name.
///
/// # Errors
/// When it is one.
pub(crate) fn only_folder(place: &Path) -> anyhow::Result<()> {
    let shown = place.display();
    anyhow::ensure!(
        !place.to_string_lossy().contains("://"),
        "`{shown}`: バックアップの置き場所はフォルダーだけです。オブジェクトストレージは、フォルダーとしてつないで使ってください / \
         `{shown}`: backups go to folders only; mount object storage as one"
    );
    Ok(())
}

/// Reads public keys of age.
///
/// # Errors
/// When there is none, or one is no public key.
pub(crate) fn recipients(texts: &[String]) -> anyhow::Result<Recipients> {
    anyhow::ensure!(
        !texts.is_empty(),
        "封をする相手（age の公開鍵）を `--recipient` か kitei.toml の `[backup] recipients` で指定してください / \
         name whom the backup is sealed to (public keys of age) with `--recipient`, or `recipients` in `[backup]` of kitei.toml"
    );
    Recipients::parse(texts.iter().map(String::as_str)).map_err(|error| {
        let text = app::backup::Failure::from(error).message();
        anyhow::anyhow!("{} / {}", text.ja, text.en)
    })
}
