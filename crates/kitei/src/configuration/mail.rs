//! The `[mail]` table of `kitei.toml`: the mail server, who sends, and when.

use std::path::PathBuf;

use anyhow::Context as _;
use app::mail::{MailPlan, Mailer, Password, Protection};
use regulation::Language;
use serde::Deserialize;

/// The table as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailTable {
    /// Name of the server.
    server: String,
    port: Option<u16>,
    #[serde(default)]
    protection: Written,
    login: Option<String>,
    /// File with the password.
    password_file: Option<PathBuf>,
    from: String,
    /// Where people open Kitei.
    address: String,
    #[serde(default = "morning")]
    from_hour: i8,
    #[serde(default = "evening")]
    until_hour: i8,
    #[serde(default = "japanese")]
    language: String,
}

/// How the connection is kept from others.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Written {
    #[default]
    StartTls,
    Tls,
    None,
}

const fn morning() -> i8 {
    8
}

const fn evening() -> i8 {
    18
}

fn japanese() -> String {
    "ja".to_owned()
}

impl MailTable {
    /// What sends by it.
    ///
    /// # Errors
    /// When the password cannot be read, the hours are none, or the sender is no address.
    pub(crate) fn mailer(&self) -> anyhow::Result<Mailer> {
        let is_day = (0..self.until_hour).contains(&self.from_hour) && self.until_hour <= 24;
        anyhow::ensure!(
            is_day,
            "`[mail] from_hour` は `until_hour` より前の時刻（0〜24）にしてください / `[mail] from_hour` must be before `until_hour`, both between 0 and 24"
        );
        let password = match &self.password_file {
            None => String::new(),
            Some(file) => std::fs::read_to_string(file).with_context(|| {
                format!(
                    "`{}`: メールのパスワードを読めません / the password for mail cannot be read",
                    file.display()
                )
            })?,
        };
        let (protection, port) = match self.protection {
            Written::StartTls => (Protection::StartTls, 587),
            Written::Tls => (Protection::Tls, 465),
            Written::None => (Protection::None, 25),
        };
        let password = Password(password.trim_end_matches(['\r', '\n']).to_owned());
        let plan = MailPlan {
            server: self.server.clone(),
            port: self.port.unwrap_or(port),
            protection,
            login: self.login.clone().map(|login| (login, password)),
            from: self.from.clone(),
            address: self.address.trim_end_matches('/').to_owned(),
            hours: (self.from_hour, self.until_hour),
            language: Language::from_tag(&self.language),
        };
        Mailer::new(plan)
            .context("kitei.toml の `[mail]` は使えません / `[mail]` of kitei.toml cannot be used")
    }

    /// The table as it could stand in the file.
    pub(crate) fn as_written(&self) -> String {
        let protection = match self.protection {
            Written::StartTls => "starttls",
            Written::Tls => "tls",
            Written::None => "none",
        };
        let mut lines = vec![
            "[mail]".to_owned(),
            format!("server = {:?}", self.server),
            format!("protection = {protection:?}"),
            format!("from = {:?}", self.from),
            format!("address = {:?}", self.address),
            format!("from_hour = {}", self.from_hour),
            format!("until_hour = {}", self.until_hour),
            format!("language = {:?}", self.language),
        ];
        lines.extend(self.port.map(|port| format!("port = {port}")));
        lines.extend(self.login.as_ref().map(|login| format!("login = {login:?}")));
        let file = self.password_file.as_ref();
        lines.extend(file.map(|file| format!("password_file = {:?}", file.display().to_string())));
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(more: &str) -> MailTable {
        let text = format!(
            "server = 'mail.mihon.example'\nfrom = 'Kitei <kitei@mihon.example>'\naddress = 'https://kitei.mihon.example/'\n{more}"
        );
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn what_is_written_again_is_read_again() {
        for more in ["", "port = 2525\nprotection = 'none'\nlogin = 'kitei'\nlanguage = 'en'"] {
            let written = table(more).as_written();
            let again: MailTable =
                toml::from_str(written.strip_prefix("[mail]\n").unwrap()).unwrap();
            assert_eq!(again.as_written(), written);
        }
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        for more in
            ["from_hour = 18\nuntil_hour = 8", "until_hour = 25", "password_file = '/nowhere'"]
        {
            assert!(table(more).mailer().is_err(), "{more}");
        }
        assert!(toml::from_str::<MailTable>("server = 'a'\nserwer = 'b'").is_err());
    }
}
