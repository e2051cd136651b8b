//! In a file: the database's own check of pages, indexes and order; and whether the schema is the one that this Kitei makes.

use std::collections::BTreeMap;

use tokio::sync::OnceCell;

use crate::{Db, args, error::StoreError};

use super::{Report, server_structure};

crate::row! {
    struct CheckRow {
        integrity_check: String,
    }
}

crate::row! {
    struct ReferenceRow {
        table: String,
        rowid: Option<i64>,
        parent: String,
    }
}

crate::row! {
    struct SchemaRow {
        name: String,
        rootpage: i64,
        sql: String,
    }
}

crate::row! {
    #[derive(PartialEq, Eq)]
    struct MigrationRow {
        version: i64,
        name: String,
        checksum: Vec<u8>,
    }
}

/// What a database of this Kitei has: tables and indexes with their definitions, and the migrations that made them.
struct Wanted {
    tables: BTreeMap<String, String>,
    migrations: Vec<MigrationRow>,
}

/// It is the same for every database, and takes a while to make.
static WANTED: OnceCell<Wanted> = OnceCell::const_new();

const APPLIED: &str = "SELECT version, name, checksum FROM schema_migration ORDER BY version";

impl Wanted {
    async fn make() -> Result<Self, StoreError> {
        let fresh = Db::fresh().await?;
        let tables = schema(&fresh).await?.into_iter().map(|row| (row.name, row.sql));
        Ok(Self { tables: tables.collect(), migrations: fresh.all(APPLIED, args![]).await? })
    }
}

pub(super) async fn verify(db: &Db, report: &mut Report) {
    if db.is_on_server() {
        return server_structure::verify(db, report).await;
    }
    let schema = match schema(db).await {
        Ok(schema) => schema,
        Err(error) => return report.damaged("sqlite_schema", &error),
    };
    match db.all::<CheckRow>("PRAGMA integrity_check(20)", args![]).await {
        Ok(rows) => {
            for row in rows.into_iter().filter(|row| row.integrity_check != "ok") {
                let text = row.integrity_check;
                report.add(
                    place(&text, &schema),
                    format!("データベースの構造が壊れています：{text}"),
                    format!("the structure is damaged: {text}"),
                );
            }
        }
        Err(error) => report.damaged("database", &error),
    }
    match db.all::<ReferenceRow>("PRAGMA foreign_key_check", args![]).await {
        Ok(rows) => {
            for row in rows.into_iter().take(20) {
                report.add(
                    format!("{} row {}", row.table, row.rowid.unwrap_or_default()),
                    format!("{} にない行を指しています", row.parent),
                    format!("refers to a row of {} that is not there", row.parent),
                );
            }
        }
        Err(error) => report.damaged("database", &error),
    }
    if let Err(error) = verify_schema(db, &schema, report).await {
        report.damaged("sqlite_schema", &error);
    }
}

async fn schema(db: &Db) -> Result<Vec<SchemaRow>, StoreError> {
    db.all(
        "SELECT name, COALESCE(rootpage, 0) AS rootpage, COALESCE(sql, '') AS sql FROM sqlite_schema ORDER BY name",
        args![],
    )
    .await
}

/// The table or index that a message of the check is about: it names the tree by its first page, or the table itself.
fn place(message: &str, schema: &[SchemaRow]) -> String {
    let mut words = message.split_whitespace().skip_while(|word| *word != "Tree").skip(1);
    let tree = words.next().and_then(|word| word.trim_end_matches(':').parse::<i64>().ok());
    if let Some(row) = tree.and_then(|tree| schema.iter().find(|row| row.rootpage == tree)) {
        let mut words = message.split_whitespace().skip_while(|word| *word != "page").skip(1);
        let page = words.next().map(|page| page.trim_end_matches(':')).unwrap_or_default();
        return format!("{} (page {page})", row.name);
    }
    let named = schema.iter().filter(|row| message.split([' ', '.']).any(|word| word == row.name));
    named
        .max_by_key(|row| row.name.len())
        .map_or_else(|| "database".to_owned(), |row| row.name.clone())
}

/// The tables and indexes are those that the migrations make, and the migrations are those of this Kitei.
async fn verify_schema(
    db: &Db,
    schema: &[SchemaRow],
    report: &mut Report,
) -> Result<(), StoreError> {
    let Wanted { tables: wanted, migrations } = WANTED.get_or_try_init(Wanted::make).await?;
    let found: BTreeMap<_, _> = schema.iter().map(|row| (&row.name, &row.sql)).collect();
    let names = wanted.keys().chain(found.keys().copied());
    let mut differing: Vec<_> =
        names.filter(|name| wanted.get(*name) != found.get(name).copied()).collect();
    differing.sort();
    differing.dedup();
    for name in differing {
        report.add(
            format!("sqlite_schema {name}"),
            "表や索引の定義が、このキテイのものと違います",
            "a table or index is not defined as this Kitei defines it",
        );
    }
    let rows = db.all::<MigrationRow>(APPLIED, args![]).await?;
    if rows != *migrations {
        report.add(
            "schema_migration",
            "データベースの版が、このキテイのものと違います",
            "the database is of another version than this Kitei",
        );
    }
    Ok(())
}
