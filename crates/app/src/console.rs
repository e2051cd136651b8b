//! For the command line on the machine itself: who reaches the data folder is trusted, and says as whom to act.
//!
//! Acting goes through the same use cases as the screens; nothing here gives a right that the member does not have.

use engine::{RecordId, UnitId};

use crate::{Actor, App, error::AppError};

pub use print::Encoding as CsvEncoding;

impl App {
    /// The member with a login.
    ///
    /// # Errors
    /// [`AppError::Invalid`] in `as` when there is none, or the account is locked.
    pub async fn actor_by_login(&self, login: &str) -> Result<Actor, AppError> {
        let account = store::account::find_by_login(&self.db, &login.trim().to_lowercase()).await?;
        let account = account.ok_or_else(|| {
            AppError::invalid(
                "as",
                format!("ログイン名 `{login}` はありません"),
                format!("there is no login `{login}`"),
            )
        })?;
        if account.is_locked {
            return Err(AppError::invalid(
                "as",
                format!("`{login}` のアカウントは停止されています"),
                format!("the account of `{login}` is locked"),
            ));
        }
        Ok(Actor {
            operator: engine::OperatorId(account.operator),
            member: engine::MemberId(account.member),
        })
    }

    /// The unit with a name or path, such as `総務課` or `総務部 総務課`. Kana, width and spaces do not matter.
    ///
    /// # Errors
    /// [`AppError::Invalid`] in `unit` when there is none, or several.
    pub fn unit_named(&self, actor: Actor, name: &str) -> Result<UnitId, AppError> {
        let organization = self.tenant(actor.operator)?.organization();
        let wanted = import::fold(name);
        let is_it = |unit: &&engine::Unit| {
            import::fold(&unit.name) == wanted
                || import::fold(&organization.unit_path(unit.id)) == wanted
        };
        let found: Vec<_> = organization.units().filter(is_it).map(|unit| unit.id).collect();
        match found.as_slice() {
            [unit] => Ok(*unit),
            [] => Err(AppError::invalid(
                "unit",
                format!("部署 `{name}` はありません"),
                format!("there is no unit `{name}`"),
            )),
            several => {
                let paths: Vec<_> =
                    several.iter().map(|unit| organization.unit_path(*unit)).collect();
                Err(AppError::invalid(
                    "unit",
                    format!(
                        "部署 `{name}` は{}つあります。上の部署から書いてください：{}",
                        several.len(),
                        paths.join("、")
                    ),
                    format!(
                        "there are {} units `{name}`; write the units above too: {}",
                        several.len(),
                        paths.join(", ")
                    ),
                ))
            }
        }
    }

    /// The record with an id, or with a number among those that the member may see.
    ///
    /// # Errors
    /// [`AppError::Invalid`] in `record` when there is none, or several forms have this number.
    pub async fn record_named(
        &self,
        actor: Actor,
        form: Option<&str>,
        name: &str,
    ) -> Result<RecordId, AppError> {
        if let Ok(id) = name.parse() {
            return Ok(id);
        }
        let tenant = self.tenant(actor.operator)?;
        if let Some(form) = form {
            tenant.form(form)?;
        }
        let mut found = Vec::new();
        for candidate in
            tenant.regulation.forms.iter().filter(|it| form.is_none_or(|form| form == it.id))
        {
            if let Some(id) = self.record_in(actor, &candidate.id, name).await? {
                found.push((candidate.id.as_str(), id));
            }
        }
        match found.as_slice() {
            [(_, id)] => Ok(*id),
            [] => Err(AppError::invalid(
                "record",
                format!("記録 `{name}` はありません"),
                format!("there is no record `{name}`"),
            )),
            several => {
                let forms: Vec<_> = several.iter().map(|(form, _)| *form).collect();
                Err(AppError::invalid(
                    "record",
                    format!(
                        "番号 `{name}` の記録は{}つの様式にあります。様式も指定してください：{}",
                        several.len(),
                        forms.join("、")
                    ),
                    format!(
                        "{} forms have a record `{name}`; name the form too: {}",
                        several.len(),
                        forms.join(", ")
                    ),
                ))
            }
        }
    }

    /// The record of a form with this number.
    async fn record_in(
        &self,
        actor: Actor,
        form: &str,
        number: &str,
    ) -> Result<Option<RecordId>, AppError> {
        let number = store::fold::fold(number).to_ascii_uppercase();
        let row = store::record::find_by_number(&self.db, actor.operator, form, &number).await?;
        let Some(id) = row.map(|row| RecordId(row.id)) else { return Ok(None) };
        match self.record(actor, id).await {
            Ok(_) => Ok(Some(id)),
            Err(AppError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
