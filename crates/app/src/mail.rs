//! Mails: what is due, once a day to each person. A mail says what to do and where, and nothing of a person.

mod digest;

use std::{fmt, time::Duration};

use jiff::Timestamp;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use regulation::Language;

pub(crate) use digest::digest;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the connection to the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// It begins plain and goes over to TLS, or is given up (STARTTLS).
    StartTls,
    /// TLS from the beginning.
    Tls,
    /// None: for a server on this machine.
    None,
}

/// A mail server, and when mails go out.
#[derive(Debug, Clone)]
pub struct MailPlan {
    /// Its name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept from others.
    pub protection: Protection,
    /// Login and password.
    pub login: Option<(String, Password)>,
    /// Who sends: `Kitei <kitei@example.jp>`.
    pub from: String,
    /// Where people open Kitei, without a slash at the end.
    pub address: String,
    /// The hours, where the operator is, within which mails go out: from the first, before the second.
    pub hours: (i8, i8),
    /// The language of mails.
    pub language: Language,
}

/// A password, which nothing shows.
#[derive(Clone)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[hidden]")
    }
}

/// Why a mail plan cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailPlanError {
    /// The sender is no address.
    #[error("`{0}` is no mail address")]
    From(String),
    /// There is no way to speak TLS with a server of this name.
    #[error("no TLS with `{0}`")]
    Tls(String, #[source] lettre::transport::smtp::Error),
}

/// Why a mail was not sent, in words without anything of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotSent {
    pub(crate) reason: String,
    /// Trying again would not help.
    pub(crate) is_final: bool,
}

/// A mail.
pub(crate) struct Letter {
    pub(crate) to: String,
    /// The same for the same mail, so that whoever gets it twice can tell.
    pub(crate) id: String,
    pub(crate) at: Timestamp,
    pub(crate) subject: String,
    pub(crate) plain: String,
    pub(crate) html: String,
}

/// What sends mails.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    pub(crate) plan: MailPlan,
}

impl Mailer {
    /// Makes ready to send by a plan; no connection is made yet.
    ///
    /// # Errors
    /// When the sender is no address, or TLS cannot be made ready.
    pub fn new(plan: MailPlan) -> Result<Self, MailPlanError> {
        let from = plan.from.parse().map_err(|_| MailPlanError::From(plan.from.clone()))?;
        let tls = || {
            TlsParameters::new(plan.server.clone())
                .map_err(|error| MailPlanError::Tls(plan.server.clone(), error))
        };
        let tls = match plan.protection {
            Protection::StartTls => Tls::Required(tls()?),
            Protection::Tls => Tls::Wrapper(tls()?),
            Protection::None => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(plan.server.clone())
                .port(plan.port)
                .tls(tls)
                .timeout(Some(PATIENCE));
        if let Some((login, password)) = &plan.login {
            builder = builder.credentials(Credentials::new(login.clone(), password.0.clone()));
        }
        Ok(Self { transport: builder.build(), from, plan })
    }

    pub(crate) async fn send(&self, letter: Letter) -> Result<(), NotSent> {
        let gone = |reason: &str| NotSent { reason: reason.to_owned(), is_final: true };
        let to: Mailbox = letter.to.parse().map_err(|_| gone("no mail address"))?;
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .date(letter.at.into())
            .message_id(Some(letter.id))
            .raw_header(automatic)
            .multipart(MultiPart::alternative_plain_html(letter.plain, letter.html))
            .map_err(|_| gone("no mail"))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(NotSent { reason: reason(&error), is_final: error.is_permanent() }),
        }
    }
}

/// The server's number, or what kind of fault it was: its words can name a person.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("SMTP {code}"),
        None if error.is_timeout() => "no answer in time".to_owned(),
        None if error.is_tls() => "no TLS".to_owned(),
        None => "no connection".to_owned(),
    }
}
