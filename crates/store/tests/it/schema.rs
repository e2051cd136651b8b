//! The schema explains itself, and nothing in the store goes without a story.

use std::{fs, path::Path};

const SCHEMA: &str = concat!(
    include_str!("../../migrations/sqlite/0001_init.sql"),
    "\n",
    include_str!("../../migrations/sqlite/0002_saved_views.sql"),
    "\n",
    include_str!("../../migrations/sqlite/0003_keys.sql"),
    "\n",
    include_str!("../../migrations/sqlite/0004_sign_in.sql"),
    "\n",
    include_str!("../../migrations/sqlite/0005_duties.sql"),
    "\n",
    include_str!("../../migrations/sqlite/0006_disposal.sql"),
    "\n",
    include_str!("../../migrations/sqlite/0007_jobs.sql")
);

/// Lines of a table's body with their table.
fn columns() -> Vec<(&'static str, &'static str)> {
    let mut table = "";
    let mut columns = Vec::new();
    for line in SCHEMA.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.trim_end_matches(" (");
        } else if let Some((added_to, column)) =
            line.strip_prefix("ALTER TABLE ").and_then(|rest| rest.split_once(" ADD COLUMN "))
        {
            columns.push((added_to, column));
        } else if line.starts_with(')') {
            table = "";
        } else if !table.is_empty()
            && !line.trim().is_empty()
            && !line.trim().starts_with("PRIMARY KEY")
        {
            columns.push((table, line.trim()));
        }
    }
    columns
}

#[test]
fn every_table_says_what_a_row_is() {
    let lines: Vec<_> = SCHEMA.lines().collect();
    for pair in lines
        .windows(2)
        .filter(|pair| pair[1].starts_with("CREATE TABLE") || pair[1].starts_with("CREATE VIRTUAL"))
    {
        assert!(pair[0].starts_with("-- "), "{}", pair[1]);
    }
}

#[test]
fn every_column_says_what_it_holds() {
    let bare: Vec<_> = columns().into_iter().filter(|(_, line)| !line.contains("-- ")).collect();
    assert_eq!(bare, []);
    assert!(columns().len() > 100);
}

#[tokio::test]
async fn the_database_has_just_the_tables_of_the_migrations() {
    let store = crate::support::Store::in_file().await;
    let place = store.close().await;
    let path = place.path();
    let connection = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'record_search%' AND name <> 'schema_migration'";
    let mut statement = connection.prepare(sql).unwrap();
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut wanted: Vec<_> = columns().into_iter().map(|(table, _)| table.to_owned()).collect();
    wanted.dedup();
    let mut found: Vec<_> = tables.map(Result::unwrap).collect();
    wanted.sort();
    wanted.dedup();
    found.sort();
    assert_eq!(found, wanted);
}

/// A database that an older Kitei has left, with nothing in it yet, is brought up to date.
#[tokio::test]
async fn a_database_of_an_older_schema_is_brought_up_to_date() {
    let place = crate::support::Place::in_file();
    let path = place.path();
    store::Db::open(&path).await.unwrap().close().await;
    let connection = rusqlite::Connection::open(&path).unwrap();
    let back = "DROP TABLE job; DROP TABLE moment; DROP TABLE moment_basis; DROP TABLE disposal_file; DROP TABLE disposal_item; DROP TABLE disposal_run; DROP TABLE record_link; \
                DROP INDEX record_keep; DROP INDEX record_keep_rule; \
                ALTER TABLE record DROP COLUMN keep_until; ALTER TABLE record DROP COLUMN keep_rule; \
                DROP TABLE credential_use; DROP TABLE credential; DROP TABLE ceremony; \
                ALTER TABLE session DROP COLUMN device; ALTER TABLE session DROP COLUMN address; \
                ALTER TABLE session DROP COLUMN strength; ALTER TABLE session DROP COLUMN seen_at; \
                ALTER TABLE session DROP COLUMN proved_at; DELETE FROM schema_migration WHERE version > 3";
    connection.execute_batch(back).unwrap();
    drop(connection);
    let reading = store::Db::open_read_only(&path).await.unwrap();
    assert_eq!(reading.schema_state().await.unwrap(), store::db::SchemaState::Older);
    reading.close().await;
    let store = place.open().await;
    store.commit(crate::support::founded()).await.unwrap();
    store.draft(&["会員名簿"]).await;
    let kept = store::record::list(&store.db, &crate::support::all(9)).await.unwrap();
    assert_eq!(kept.rows.len(), 1);
}

/// Text of all files of a folder, folders within among them.
fn texts(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { texts(&path) } else { fs::read_to_string(path).unwrap() })
        .collect()
}

#[test]
fn every_function_of_a_repository_is_called_by_a_story() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stories = texts(&root.join("tests/it"));
    for module in [
        "account",
        "attachment",
        "disposal",
        "event",
        "import_run",
        "job",
        "keeper",
        "duty_note",
        "log",
        "moment",
        "operator",
        "organization",
        "preference",
        "purge",
        "record",
        "scratch",
    ] {
        let mut source = fs::read_to_string(root.join(format!("src/{module}.rs"))).unwrap();
        if module == "record" {
            source.push_str(&fs::read_to_string(root.join("src/record/list.rs")).unwrap());
        }
        if module == "keeper" {
            source.push_str(&fs::read_to_string(root.join("src/keeper/rotation.rs")).unwrap());
        }
        for rest in source.split("\npub async fn ").skip(1) {
            let name: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let is_called = stories.contains(&format!("{module}::{name}("))
                || (module == "record" && stories.contains(&format!("{name}(&store.db")));
            assert!(is_called, "no story calls `{module}::{name}`");
        }
    }
}
