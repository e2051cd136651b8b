//! Many rows in few statements: rows are written in chunks whose sizes are powers of two, so that each text is prepared once.

use crate::{
    db::{Tx, Value},
    error::StoreError,
};

/// Largest number of rows in one statement.
const LARGEST: usize = 128;

/// Splits rows into runs of 128, 64, … 1.
fn runs(mut left: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if left == 0 {
            return None;
        }
        let run = LARGEST.min(1 << left.ilog2());
        left -= run;
        Some(run)
    })
}

fn placeholders(rows: usize, columns: usize) -> String {
    // Without numbers: SQLite would look each up by its name, and there may be thousands.
    let row = format!("({})", vec!["?"; columns].join(","));
    vec![row; rows].join(",")
}

/// Inserts rows; `head` is `INTO … VALUES`, `tail` what follows the rows.
///
/// `OR FAIL`: a row that cannot be written leaves those before it, which the transaction then undoes with all the rest. So SQLite
/// need not copy every page aside before the statement.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    head: &str,
    tail: &str,
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    let columns = rows.first().map_or(0, Vec::len);
    let count = rows.len();
    let mut rows = rows.into_iter();
    for run in runs(count) {
        let values: Vec<_> = rows.by_ref().take(run).flatten().collect();
        tx.exec(&format!("INSERT OR FAIL {head} {} {tail}", placeholders(run, columns)), values)?;
    }
    Ok(())
}

/// Runs `head (…)` for keys in chunks; `head` ends in `IN`.
pub(crate) fn each_in(tx: &mut Tx<'_>, head: &str, keys: Vec<Value>) -> Result<(), StoreError> {
    let count = keys.len();
    let mut keys = keys.into_iter();
    for run in runs(count) {
        let values: Vec<_> = keys.by_ref().take(run).collect();
        tx.exec(&format!("{head} {}", placeholders(1, run)), values)?;
    }
    Ok(())
}

/// Queries `head (…)` for keys in chunks; `head` ends in `IN`.
pub(crate) fn all_in<T: crate::db::Readable>(
    tx: &mut Tx<'_>,
    head: &str,
    keys: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    let count = keys.len();
    let mut keys = keys.into_iter();
    let mut found = Vec::new();
    for run in runs(count) {
        let values: Vec<_> = keys.by_ref().take(run).collect();
        found.extend(tx.all::<T>(&format!("{head} {}", placeholders(1, run)), values)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_powers_of_two_and_add_up() {
        assert_eq!(runs(300).collect::<Vec<_>>(), [128, 128, 32, 8, 4]);
        assert_eq!(runs(0).count(), 0);
        assert_eq!(placeholders(2, 2), "(?,?),(?,?)");
    }
}
