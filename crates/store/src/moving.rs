//! Moving an operator's database between a file and a server: every row of every table, in one transaction, the evidence log as it
//! is. Whoever moves verifies the copy afterwards.

use std::collections::BTreeMap;

use tokio::sync::mpsc;

use crate::{
    Db, args,
    db::{Tx, Value, ValueKind, server_schema_text},
    error::StoreError,
    many,
};

/// Rows read at a time.
const ROWS: i64 = 1_000;
/// The index of the search: in a file its words have to be put together again.
const SEARCH: &str = "record_search";

/// How far moving has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Table.
    pub table: &'static str,
    /// Rows of it that were copied.
    pub done: u64,
}

/// A table: its columns, and which of them are its key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    name: &'static str,
    columns: Vec<(&'static str, ValueKind)>,
    key: Vec<usize>,
}

/// Rows of a table.
struct Page {
    table: Table,
    rows: Vec<Vec<Value>>,
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

/// Copies everything into a database in which nothing has happened. It is all there afterwards, or nothing of it.
///
/// # Errors
/// [`StoreError::Taken`] when something has happened in the other one; what the databases say.
pub async fn copy(
    from: &Db,
    to: &Db,
    mut tell: impl FnMut(Progress) + Send + 'static,
) -> Result<(), StoreError> {
    let from = from.snapshot().await?;
    if !from.is_on_server() {
        put_words_together(&from).await?;
    }
    let (pages, mut received) = mpsc::channel(4);
    let reading = tokio::spawn(read_all(from, pages));
    to.transact(move |tx| {
        be_patient(tx)?;
        let rows = tx.all::<CountRow>(
            "SELECT (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM operator) AS count",
            args![],
        )?;
        if rows.iter().any(|row| row.count > 0) {
            return Err(StoreError::Taken { what: "database" });
        }
        let mut done: BTreeMap<&str, u64> = BTreeMap::new();
        while let Some(page) = received.blocking_recv() {
            let Page { table, rows }: Page = page;
            let count = done.entry(table.name).or_default();
            *count += u64::try_from(rows.len()).unwrap_or_default();
            let progress = Progress { table: table.name, done: *count };
            many::insert(tx, &table.insert(), "", rows)?;
            tell(progress);
        }
        // Where reading has failed, nothing of it is kept.
        reading_ended(reading)
    })
    .await
}

/// Whoever reads long must not be taken for somebody who hangs.
fn be_patient(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    if tx.is_shared() {
        tx.exec("SET LOCAL idle_in_transaction_session_timeout = 0", args![])?;
    }
    Ok(())
}

fn reading_ended(
    reading: tokio::task::JoinHandle<Result<(), StoreError>>,
) -> Result<(), StoreError> {
    let runtime = tokio::runtime::Handle::current();
    runtime.block_on(reading).map_err(|_| StoreError::Closed)?
}

async fn read_all(from: Db, pages: mpsc::Sender<Page>) -> Result<(), StoreError> {
    for table in tables() {
        let (kinds, mut after) = (table.kinds(), None);
        loop {
            let (sql, arguments) = table.select(from.is_on_server(), after.as_deref());
            let rows = from.cells(sql, arguments, kinds.clone()).await?;
            let Some(last) = rows.last() else { break };
            after = Some(table.key_of(last));
            if pages.send(Page { table: table.clone(), rows }).await.is_err() {
                // The writer has given up, and says why.
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The index in a file keeps no text: its words are put in order in the memory of the connection.
async fn put_words_together(from: &Db) -> Result<(), StoreError> {
    for statement in [
        "CREATE VIRTUAL TABLE temp.moving_places USING fts5vocab(main, record_search, instance)",
        "CREATE TEMP TABLE moving_words AS SELECT doc AS rowid_of, group_concat(term, ' ') AS words FROM \
         (SELECT doc, term FROM temp.moving_places ORDER BY doc, \"offset\") GROUP BY doc",
        "CREATE UNIQUE INDEX temp.moving_words_rowid ON moving_words (rowid_of)",
    ] {
        from.all::<CountRow>(statement, args![]).await?;
    }
    Ok(())
}

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn kinds(&self) -> Vec<ValueKind> {
        self.columns.iter().map(|(_, kind)| *kind).collect()
    }

    fn insert(&self) -> String {
        format!("INTO {} ({}) VALUES", self.name, self.names())
    }

    /// The next rows in the order of the key, after that of the last one.
    fn select(&self, is_on_server: bool, after: Option<&[Value]>) -> (String, Vec<Value>) {
        let (mut names, mut table) = (self.names(), self.name);
        let mut key = self.key_names();
        if self.name == SEARCH && !is_on_server {
            (names, table, key) =
                ("rowid_of, words".to_owned(), "moving_words", "rowid_of".to_owned());
        }
        let mut arguments = after.map(<[Value]>::to_vec).unwrap_or_default();
        let places: Vec<_> = (1..=arguments.len()).map(|place| format!("${place}")).collect();
        let after = if places.is_empty() {
            String::new()
        } else {
            format!(" WHERE ({key}) > ({})", places.join(", "))
        };
        arguments.push(Value::Int(Some(ROWS)));
        let limit = arguments.len();
        (format!("SELECT {names} FROM {table}{after} ORDER BY {key} LIMIT ${limit}"), arguments)
    }

    fn key_names(&self) -> String {
        let names = self.key.iter().filter_map(|at| self.columns.get(*at));
        names.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn key_of(&self, row: &[Value]) -> Vec<Value> {
        self.key.iter().filter_map(|at| row.get(*at).cloned()).collect()
    }
}

/// All tables, as the migrations of a server tell: there each column says whether it holds an id or bytes.
fn tables() -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut is_inside = false;
    for line in server_schema_text().flat_map(str::lines) {
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            let name = name.trim_end_matches(" (");
            tables.push(Table { name, columns: Vec::new(), key: Vec::new() });
            is_inside = true;
        } else if let Some((name, column)) = added_column(line) {
            if let Some(table) = tables.iter_mut().find(|table| table.name == name) {
                take_line(table, column);
            }
        } else if line.starts_with(')') {
            is_inside = false;
        } else if let (true, Some(table)) = (is_inside, tables.last_mut()) {
            take_line(table, line.trim());
        }
    }
    tables
}

/// The table and the column that a later migration adds to it.
fn added_column(line: &'static str) -> Option<(&'static str, &'static str)> {
    line.strip_prefix("ALTER TABLE ")?.split_once(" ADD COLUMN ")
}

/// A line within a table: a column, or its key.
fn take_line(table: &mut Table, line: &'static str) {
    if let Some(key) = line.strip_prefix("PRIMARY KEY (") {
        let key = key.trim_end_matches(')').split(", ");
        let at = |name| table.columns.iter().position(|(column, _)| *column == name);
        table.key = key.filter_map(at).collect();
        return;
    }
    let (code, _) = line.split_once(" -- ").unwrap_or((line, ""));
    let mut words = code.split([' ', ',']);
    let (Some(name), Some(kind)) = (words.next(), words.next()) else { return };
    let kind = match kind {
        "BOOLEAN" => ValueKind::Bool,
        "BIGINT" => ValueKind::Int,
        "TEXT" => ValueKind::Text,
        "BYTEA" => ValueKind::Bytes,
        "UUID" => ValueKind::Uuid,
        // Made from the others.
        _ => return,
    };
    if code.contains("PRIMARY KEY") {
        table.key = vec![table.columns.len()];
    }
    table.columns.push((name, kind));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_a_key_to_go_on_by() {
        let tables = tables();
        assert!(tables.len() > 20);
        for table in &tables {
            assert!(!table.key.is_empty() && !table.columns.is_empty(), "{table:?}");
        }
        let keys = tables.iter().find(|table| table.name == "record_key").unwrap();
        assert_eq!(keys.key_names(), "operator, form, field, key, rid");
        let search = tables.iter().find(|table| table.name == SEARCH).unwrap();
        assert_eq!(search.names(), "rowid, words");
        let sessions = tables.iter().find(|table| table.name == "session").unwrap();
        assert!(sessions.names().ends_with(", strength, seen_at, proved_at"));
    }
}
