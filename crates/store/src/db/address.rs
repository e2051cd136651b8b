//! Where a database is: a file, or a server's address. A password in an address is never shown again.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use postgres::config::{Host, SslMode};

/// How long a server may take to answer a new connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a connection may be without any answer to what was sent before it counts as lost.
const SILENCE: Duration = Duration::from_secs(20);

/// Where a database is.
#[derive(Debug, Clone)]
pub enum Address {
    /// An SQLite file.
    File(PathBuf),
    /// A PostgreSQL server.
    Server(Box<ServerAddress>),
}

/// What is wrong with an address. The address itself is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It begins neither with `sqlite:` nor with `postgres://`.
    #[error("a database address begins with `sqlite:` or `postgres://`")]
    UnknownKind,
    /// What follows is not understood.
    #[error("the database address is not of the form `postgres://user@host:port/database`")]
    Malformed,
    /// The value of `sslmode`.
    #[error("`sslmode` is `disable`, `require` or `verify-full`")]
    UnknownTls,
}

/// The address of a PostgreSQL server and how to reach it.
#[derive(Clone)]
pub struct ServerAddress {
    pub(super) config: postgres::Config,
    /// File of the certificates that are trusted; `None`: those that the machine trusts.
    pub(super) trusted: Option<PathBuf>,
}

impl Address {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// When it is none of these, or not understood.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Ok(Self::File(Path::new(path.strip_prefix("//").unwrap_or(path)).to_owned()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return ServerAddress::parse(text).map(|server| Self::Server(Box::new(server)));
        }
        Err(AddressError::UnknownKind)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "sqlite:{}", path.display()),
            Self::Server(server) => server.fmt(f),
        }
    }
}

impl ServerAddress {
    /// Two parameters are ours: the client knows only half of what `sslmode` can be, and nothing of `sslrootcert`.
    fn parse(text: &str) -> Result<Self, AddressError> {
        let (base, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut mode, mut trusted, mut left) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => trusted = Some(PathBuf::from(value)),
                _ => left.push(pair),
            }
        }
        let text =
            if left.is_empty() { base.to_owned() } else { format!("{base}?{}", left.join("&")) };
        let mut config: postgres::Config = text.parse().map_err(|_| AddressError::Malformed)?;
        if config.get_hosts().is_empty() || config.get_user().is_none_or(str::is_empty) {
            return Err(AddressError::Malformed);
        }
        config.ssl_mode(match mode {
            Some("disable") => SslMode::Disable,
            Some("require" | "verify-ca" | "verify-full") => SslMode::Require,
            Some(_) => return Err(AddressError::UnknownTls),
            // Nothing goes over a network in the clear unless somebody says so.
            None if config.get_hosts().iter().all(is_this_machine) => SslMode::Disable,
            None => SslMode::Require,
        });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        config.tcp_user_timeout(SILENCE).keepalives_idle(SILENCE);
        config.application_name("kitei");
        Ok(Self { config, trusted })
    }

    /// The same address with a password that came another way.
    pub fn set_password(&mut self, password: &str) {
        self.config.password(password);
    }

    /// Whether a password is known.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }
}

/// Whether a host is reached without a network.
fn is_this_machine(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

impl fmt::Display for ServerAddress {
    /// Without the password and without parameters.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "postgres://{}@", self.config.get_user().unwrap_or_default())?;
        let ports = self.config.get_ports();
        for (at, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let port = ports.get(at).or(ports.first()).copied().unwrap_or(5432);
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}:{port}")?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{comma}{}:{port}", path.display())?,
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let text = "postgres://kitei:himitsu@db1.mihon.example:5433,db2.mihon.example:5433/kitei?sslmode=verify-full&target_session_attrs=read-write";
        let address = Address::parse(text).unwrap();
        let shown = "postgres://kitei@db1.mihon.example:5433,db2.mihon.example:5433/kitei";
        assert_eq!(address.to_string(), shown);
        assert!(!format!("{address:?}").contains("himitsu"));
    }

    #[test]
    fn what_goes_over_a_network_is_encrypted_unless_somebody_says_otherwise() {
        let mode = |text| match Address::parse(text) {
            Ok(Address::Server(server)) => Ok(server.config.get_ssl_mode()),
            Ok(Address::File(_)) => panic!("no server"),
            Err(error) => Err(error),
        };
        for (text, expected) in [
            ("postgres://kitei@127.0.0.1/kitei", Ok(SslMode::Disable)),
            ("postgres://kitei@localhost/kitei?sslmode=require", Ok(SslMode::Require)),
            ("postgres://kitei@[::1]/kitei", Ok(SslMode::Disable)),
            ("postgres://kitei@db.mihon.example/kitei", Ok(SslMode::Require)),
            ("postgres://kitei@db.mihon.example/kitei?sslmode=disable", Ok(SslMode::Disable)),
            ("postgres://kitei@localhost,db.mihon.example/kitei", Ok(SslMode::Require)),
            ("postgres://kitei@localhost/kitei?sslmode=prefer", Err(AddressError::UnknownTls)),
            ("postgres://kitei@localhost/kitei?nonsense=1", Err(AddressError::Malformed)),
            ("postgres://:himitsu@localhost/kitei", Err(AddressError::Malformed)),
            ("postgres:///kitei", Err(AddressError::Malformed)),
            ("mysql://kitei@localhost/kitei", Err(AddressError::UnknownKind)),
        ] {
            assert_eq!(mode(text), expected, "{text}");
        }
        assert!(
            matches!(Address::parse("sqlite:a.db"), Ok(Address::File(path)) if path == Path::new("a.db"))
        );
    }
}
