//! Values into statements, rows out of them.

use rusqlite::{CachedStatement, Connection, Row, Statement};

use super::{Value, ValueKind};
use crate::error::StoreError;

/// Anything that a row can be read into; made by the macro `row!`.
pub trait Readable: Sized + Send + 'static {
    /// Names of its columns.
    const COLUMNS: &'static [&'static str];

    /// Reads a row whose columns stand at these places of it.
    ///
    /// # Errors
    /// When a column does not hold what it should.
    fn read(row: &Row<'_>, at: &[usize]) -> rusqlite::Result<Self>;

    /// Reads a row of a server in the same way.
    ///
    /// # Errors
    /// When a column does not hold what it should.
    fn read_from_server(row: &postgres::Row, at: &[usize]) -> Result<Self, postgres::Error>;
}

/// All rows of a query.
pub(super) fn all<T: Readable>(
    connection: &Connection,
    sql: &str,
    arguments: &[Value],
) -> Result<Vec<T>, StoreError> {
    let mut statement = prepared(connection, sql, arguments)?;
    let (mut rows, mut found, mut at) = (statement.raw_query(), Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        // Where the columns stand is looked up once for all rows.
        if found.is_empty() {
            at = places::<T>(row)?;
        }
        found.push(T::read(row, &at)?);
    }
    Ok(found)
}

/// All rows of a query whose columns are known only when it is made.
pub(super) fn cells(
    connection: &Connection,
    sql: &str,
    arguments: &[Value],
    kinds: &[ValueKind],
) -> Result<Vec<Vec<Value>>, StoreError> {
    let mut statement = prepared(connection, sql, arguments)?;
    let (mut rows, mut found) = (statement.raw_query(), Vec::new());
    while let Some(row) = rows.next()? {
        let cell = |(at, kind): (usize, &ValueKind)| {
            Ok(match kind {
                ValueKind::Bool => Value::Bool(row.get(at)?),
                ValueKind::Int => Value::Int(row.get(at)?),
                ValueKind::Text => Value::Text(row.get(at)?),
                ValueKind::Bytes => Value::Bytes(row.get(at)?),
                ValueKind::Uuid => Value::Uuid(row.get(at)?),
            })
        };
        found.push(kinds.iter().enumerate().map(cell).collect::<rusqlite::Result<_>>()?);
    }
    Ok(found)
}

/// The first row of a query.
pub(super) fn first<T: Readable>(
    connection: &Connection,
    sql: &str,
    arguments: &[Value],
) -> Result<Option<T>, StoreError> {
    let mut statement = prepared(connection, sql, arguments)?;
    let mut rows = statement.raw_query();
    Ok(rows.next()?.map(|row| T::read(row, &places::<T>(row)?)).transpose()?)
}

/// Runs a statement to its end; how many rows it changed.
pub(super) fn exec(
    connection: &Connection,
    sql: &str,
    arguments: &[Value],
) -> Result<u64, StoreError> {
    let mut statement = prepared(connection, sql, arguments)?;
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(connection.changes())
}

fn places<T: Readable>(row: &Row<'_>) -> rusqlite::Result<Vec<usize>> {
    T::COLUMNS.iter().map(|name| row.as_ref().column_index(name)).collect()
}

fn prepared<'c>(
    connection: &'c Connection,
    sql: &str,
    arguments: &[Value],
) -> rusqlite::Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql)?;
    for place in 1..=statement.parameter_count() {
        // To SQLite `$2` is a name like any other, numbered as it comes; to us it is the second argument.
        let number = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse().ok());
        let number: usize = number.unwrap_or(place);
        let argument = number.checked_sub(1).and_then(|number| arguments.get(number));
        bind(
            &mut statement,
            place,
            argument.ok_or(rusqlite::Error::InvalidParameterCount(number, arguments.len()))?,
        )?;
    }
    Ok(statement)
}

fn bind(statement: &mut Statement<'_>, place: usize, value: &Value) -> rusqlite::Result<()> {
    match value {
        Value::Bool(value) => statement.raw_bind_parameter(place, value),
        Value::Int(value) => statement.raw_bind_parameter(place, value),
        Value::Real(value) => statement.raw_bind_parameter(place, value),
        Value::Text(value) => statement.raw_bind_parameter(place, value),
        Value::Bytes(value) => statement.raw_bind_parameter(place, value),
        Value::Uuid(value) => statement.raw_bind_parameter(place, value),
    }
}
