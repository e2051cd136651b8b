//! One connection to a server, with the statements that stay prepared on it.

use std::{collections::HashMap, sync::Arc};

use bytes::BytesMut;
use postgres::{
    Client, Statement,
    types::{IsNull, ToSql, Type, to_sql_checked},
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{fault, translate::translate};
use crate::{
    db::{Readable, ServerAddress, Value, ValueKind},
    error::StoreError,
};

/// Statements that stay prepared on a connection.
const PREPARED: usize = 512;

/// What every connection is told. A commit is acknowledged when the disk has it, here and where the server waits for standbys;
/// a server that waits for more is left at that. A process that hangs within a transaction does not hold up the others for ever.
const MANNERS: &str = "SELECT CASE WHEN current_setting('synchronous_commit') IN ('off', 'local', 'remote_write') \
     THEN set_config('synchronous_commit', 'on', FALSE) END; \
     SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '30s'; SET client_min_messages = warning; \
     SET statement_timeout = 0";

/// A connection. It is used on blocking threads only.
pub struct Session {
    client: Option<Client>,
    prepared: HashMap<String, Statement>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl Session {
    /// Connects.
    pub(super) fn connect(address: &ServerAddress, is_read_only: bool) -> Result<Self, StoreError> {
        let tls = MakeRustlsConnect::new(tls(address)?);
        let mut config = address.config.clone();
        config.notice_callback(|_| {});
        let mut client = config.connect(tls).map_err(super::unreachable)?;
        client.batch_execute(MANNERS).map_err(fault)?;
        if is_read_only {
            client.batch_execute("SET default_transaction_read_only = on").map_err(fault)?;
        }
        Ok(Self { client: Some(client), prepared: HashMap::new() })
    }

    /// Statements without arguments, one after the other.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client()?.batch_execute(sql).map_err(fault)
    }

    /// All rows of a query.
    pub(crate) fn all<T: Readable>(
        &mut self,
        sql: &str,
        arguments: &[Value],
    ) -> Result<Vec<T>, StoreError> {
        let statement = self.prepared(sql)?;
        let rows = self.client()?.query(&statement, &bound(arguments)).map_err(fault)?;
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let at = places::<T>(first)?;
        rows.iter().map(|row| T::read_from_server(row, &at).map_err(unreadable)).collect()
    }

    /// All rows of a query whose columns are known only when it is made.
    pub(crate) fn cells(
        &mut self,
        sql: &str,
        arguments: &[Value],
        kinds: &[ValueKind],
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let statement = self.prepared(sql)?;
        let rows = self.client()?.query(&statement, &bound(arguments)).map_err(fault)?;
        let read = |row: &postgres::Row| -> Result<Vec<Value>, postgres::Error> {
            let cell = |(at, kind): (usize, &ValueKind)| {
                Ok(match kind {
                    ValueKind::Bool => Value::Bool(row.try_get(at)?),
                    ValueKind::Int => Value::Int(row.try_get(at)?),
                    ValueKind::Text => Value::Text(row.try_get(at)?),
                    ValueKind::Bytes => Value::Bytes(row.try_get(at)?),
                    ValueKind::Uuid => Value::Uuid(row.try_get(at)?),
                })
            };
            kinds.iter().enumerate().map(cell).collect()
        };
        rows.iter().map(|row| read(row).map_err(unreadable)).collect()
    }

    /// The first row of a query.
    pub(crate) fn first<T: Readable>(
        &mut self,
        sql: &str,
        arguments: &[Value],
    ) -> Result<Option<T>, StoreError> {
        Ok(self.all(sql, arguments)?.into_iter().next())
    }

    /// Runs a statement to its end; how many rows it changed.
    pub(crate) fn exec(&mut self, sql: &str, arguments: &[Value]) -> Result<u64, StoreError> {
        let statement = self.prepared(sql)?;
        self.client()?.execute(&statement, &bound(arguments)).map_err(fault)
    }

    /// Says goodbye.
    pub(super) fn close(mut self) {
        if let Some(client) = self.client.take() {
            let _ = client.close();
        }
    }

    fn client(&mut self) -> Result<&mut Client, StoreError> {
        self.client.as_mut().ok_or(StoreError::Closed)
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client()?.prepare(&translate(sql)).map_err(fault)?;
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
        }
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Saying goodbye waits, and this may be a thread that must not.
        if let Some(client) = self.client.take() {
            let _ = std::thread::Builder::new().spawn(move || drop(client));
        }
    }
}

/// Whom to trust: the certificates of a file, or those that the machine trusts.
fn tls(address: &ServerAddress) -> Result<ClientConfig, StoreError> {
    let mut roots = RootCertStore::empty();
    if address.config.get_ssl_mode() != postgres::config::SslMode::Disable {
        let certificates: Vec<_> = match &address.trusted {
            Some(file) => CertificateDer::pem_file_iter(file)
                .and_then(Iterator::collect)
                .map_err(|error| StoreError::Unreachable(Box::new(error)))?,
            None => rustls_native_certs::load_native_certs().certs,
        };
        roots.add_parsable_certificates(certificates);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Unreachable(Box::new(error)))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn bound(arguments: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    arguments.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn places<T: Readable>(row: &postgres::Row) -> Result<Vec<usize>, StoreError> {
    let place = |name: &&str| row.columns().iter().position(|column| column.name() == *name);
    let places: Option<Vec<_>> = T::COLUMNS.iter().map(place).collect();
    places.ok_or(StoreError::Unreadable { what: "a column that the query does not have" })
}

fn unreadable(error: postgres::Error) -> StoreError {
    StoreError::Database(Box::new(error))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        fn checked<T: ToSql>(
            value: Option<&T>,
            kind: &Type,
            out: &mut BytesMut,
        ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
            if !T::accepts(kind) {
                return Err(format!("a value of another kind than {kind}").into());
            }
            value.to_sql(kind, out)
        }
        match self {
            Self::Bool(value) => checked(value.as_ref(), kind, out),
            Self::Int(value) => checked(value.as_ref(), kind, out),
            Self::Real(value) => checked(value.as_ref(), kind, out),
            Self::Text(value) => checked(value.as_ref(), kind, out),
            Self::Bytes(value) => checked(value.as_ref(), kind, out),
            Self::Uuid(value) => checked(value.as_ref(), kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
