//! On a server: whether tables, indexes, references and functions are those that this Kitei makes, and whether every reference
//! leads somewhere. Pages and indexes PostgreSQL checks itself (`pg_amcheck`, data checksums).

use std::collections::BTreeSet;

use crate::{Db, args, error::StoreError};

use super::Report;

/// What a database of this Kitei has, a line each; a test holds it against what the migrations make.
const WANTED: &str = include_str!("../../migrations/postgres/schema.txt");

/// Columns with kind, null and default or generation; indexes and references with their definitions; functions with their text.
const FOUND: &str = "SELECT line FROM ( \
     SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) \
         || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || COALESCE(' collate ' || o.collname, '') \
         || COALESCE(' = ' || pg_get_expr(d.adbin, d.adrelid), '') AS line \
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
     LEFT JOIN pg_collation o ON o.oid = a.attcollation AND o.collname <> 'default' \
     WHERE c.relnamespace = current_schema()::REGNAMESPACE AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped \
     UNION ALL SELECT 'index ' || indexname || ' ' || replace(indexdef, quote_ident(schemaname) || '.', '') FROM pg_indexes WHERE schemaname = current_schema() \
     UNION ALL SELECT 'constraint ' || c.relname || ' ' || r.conname || ' ' || pg_get_constraintdef(r.oid) \
     FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid WHERE r.connamespace = current_schema()::REGNAMESPACE AND r.contype <> 'n' \
     UNION ALL SELECT 'trigger ' || c.relname || ' ' || t.tgname || ' ' || t.tgenabled::TEXT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
     WHERE c.relnamespace = current_schema()::REGNAMESPACE AND (NOT t.tgisinternal OR t.tgenabled <> 'O') \
     UNION ALL SELECT 'rule ' || tablename || ' ' || rulename FROM pg_rules WHERE schemaname = current_schema() \
     UNION ALL SELECT 'function ' || p.proname || ' ' || encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex') \
     FROM pg_proc p WHERE p.pronamespace = current_schema()::REGNAMESPACE AND NOT EXISTS \
     (SELECT 1 FROM pg_depend e WHERE e.classid = 'pg_proc'::REGCLASS AND e.objid = p.oid AND e.deptype = 'e') \
     ) AS lines ORDER BY line COLLATE \"C\"";

/// References as statements that count the rows which lead nowhere. The names are those of the catalog, quoted by the server.
const REFERENCES: &str = "SELECT c.relname::TEXT AS child, p.relname::TEXT AS parent, \
     format('SELECT COUNT(*) AS count FROM %I AS child WHERE child.%I IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM %I AS parent WHERE parent.%I = child.%I)', c.relname, a.attname, p.relname, b.attname, a.attname) AS statement \
     FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_class p ON p.oid = r.confrelid \
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = r.conkey[1] JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = r.confkey[1] \
     WHERE r.contype = 'f' AND r.connamespace = current_schema()::REGNAMESPACE ORDER BY 1, 2";

crate::row! {
    struct LineRow {
        line: String,
    }
}

crate::row! {
    struct ReferenceRow {
        child: String,
        parent: String,
        statement: String,
    }
}

crate::row! {
    struct CountRow {
        count: i64,
    }
}

pub(super) async fn verify(db: &Db, report: &mut Report) {
    if let Err(error) = verify_schema(db, report).await {
        report.damaged("schema", &error);
    }
    if let Err(error) = verify_references(db, report).await {
        report.damaged("database", &error);
    }
    match db.schema_state().await {
        Ok(crate::db::SchemaState::Current) => {}
        Ok(_) => report.add(
            "schema_migration",
            "データベースの版が、このキテイのものと違います",
            "the database is of another version than this Kitei",
        ),
        Err(error) => report.damaged("schema_migration", &error),
    }
}

/// What a database has, as the list of what is wanted has it.
pub(super) async fn found(db: &Db) -> Result<Vec<String>, StoreError> {
    let rows = db.all::<LineRow>(FOUND, args![]).await?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}

async fn verify_schema(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    let found = found(db).await?;
    let found: BTreeSet<_> = found.iter().map(String::as_str).collect();
    let wanted: BTreeSet<_> = WANTED.lines().collect();
    for line in found.symmetric_difference(&wanted) {
        let mut words = line.split(' ');
        let (kind, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        report.add(
            format!("schema {kind} {name}"),
            "表や索引の定義が、このキテイのものと違います",
            "a table or index is not defined as this Kitei defines it",
        );
    }
    Ok(())
}

async fn verify_references(db: &Db, report: &mut Report) -> Result<(), StoreError> {
    for reference in db.all::<ReferenceRow>(REFERENCES, args![]).await? {
        let rows = db.all_built::<CountRow>(reference.statement, args![]).await?;
        let count = rows.first().map_or(0, |row| row.count);
        if count > 0 {
            report.add(
                format!("{} rows {count}", reference.child),
                format!("{} にない行を指しています", reference.parent),
                format!("refers to a row of {} that is not there", reference.parent),
            );
        }
    }
    Ok(())
}
