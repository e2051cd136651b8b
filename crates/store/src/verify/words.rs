//! The full-text index, held against the tallies that the seals have of each record's words.
//!
//! In a file the index keeps no text to compare with, so sums are compared: how many words each record has, over all records
//! which words and how often, and where they stand. Which record a wrong word was taken from is not known then. On a server the
//! words are there, and each record's are compared.

use std::collections::HashMap;

use crate::{Db, args, error::StoreError, seal};

use super::Report;

crate::row! {
    struct TermRow {
        term: String,
        count: i64,
    }
}

crate::row! {
    struct PlacesRow {
        count: i64,
        places: i64,
    }
}

crate::row! {
    struct RowsRow {
        count: i64,
    }
}

crate::row! {
    struct SizeRow {
        id: i64,
        sz: Vec<u8>,
    }
}

crate::row! {
    struct TextRow {
        rowid: i64,
        words: String,
        is_indexed: bool,
    }
}

/// What the index has of a record.
pub(super) enum Indexed {
    /// How many words, where that can be read.
    Size(Option<i64>),
    /// Which words, and whether they can be found.
    Text { words: String, is_indexed: bool },
}

/// What the index has of a run of records.
pub(super) async fn load(
    db: &Db,
    first: i64,
    last: i64,
) -> Result<HashMap<i64, Indexed>, StoreError> {
    if db.is_on_server() {
        let sql = "SELECT rowid, words, tsv = array_to_tsvector(array_remove(string_to_array(words, ' '), '')) AS is_indexed \
                   FROM record_search WHERE rowid BETWEEN $1 AND $2";
        let rows = db.all::<TextRow>(sql, args![first, last]).await?;
        let text = |row: TextRow| Indexed::Text { words: row.words, is_indexed: row.is_indexed };
        return Ok(rows.into_iter().map(|row| (row.rowid, text(row))).collect());
    }
    let sql = "SELECT id, sz FROM record_search_docsize WHERE id BETWEEN $1 AND $2";
    let rows = db.all::<SizeRow>(sql, args![first, last]).await?;
    Ok(rows.into_iter().map(|row| (row.id, Indexed::Size(size_of(&row.sz)))).collect())
}

/// What the index must come to.
#[derive(Default)]
pub(super) struct Words {
    sum: u64,
    count: i64,
    places: i64,
    records: i64,
}

impl Words {
    /// Takes a record in: the tally of its words, and what the index has of it. Says whether the two agree.
    pub(super) fn take(
        &mut self,
        rid: i64,
        tally: Option<seal::Tally>,
        indexed: Option<&Indexed>,
    ) -> bool {
        let (tally, size) = match (tally, indexed) {
            (None, found) => return found.is_none(),
            (Some(_), None | Some(Indexed::Size(None))) => return false,
            (Some(tally), Some(Indexed::Text { words, is_indexed })) => {
                self.records += 1;
                return *is_indexed && tally.holds(words);
            }
            (Some(tally), Some(Indexed::Size(Some(size)))) => (tally, *size),
        };
        self.sum = self.sum.wrapping_add(tally.sum);
        self.count = self.count.saturating_add(size);
        // Words stand at 0, 1, 2, …; each place counts as often as the number of its record.
        let places = rid.saturating_mul(size.saturating_mul(size.saturating_add(1)) / 2);
        self.places = self.places.saturating_add(places);
        self.records += 1;
        tally.count.is_none_or(|count| i64::try_from(count) == Ok(size))
    }

    /// Adds what other records come to.
    pub(super) fn add(&mut self, other: Self) {
        self.sum = self.sum.wrapping_add(other.sum);
        self.count = self.count.saturating_add(other.count);
        self.places = self.places.saturating_add(other.places);
        self.records += other.records;
    }

    /// Compares the sums with those of the index.
    pub(super) async fn compare(self, db: &Db, report: &mut Report) -> Result<(), StoreError> {
        let is_whole =
            if db.is_on_server() { self.is_counted(db).await? } else { self.is_whole(db).await? };
        if !is_whole {
            report.add(
                "record_search",
                "検索の索引が、記録の語の集計と合いません",
                "the index of the search does not agree with the words of the records",
            );
        }
        Ok(())
    }

    /// On a server the words were compared record by record: only rows of no record are left to be found.
    async fn is_counted(&self, db: &Db) -> Result<bool, StoreError> {
        let rows =
            db.opt::<RowsRow>("SELECT COUNT(*) AS count FROM record_search", args![]).await?;
        Ok(rows.map(|row| row.count) == Some(self.records))
    }

    async fn is_whole(&self, db: &Db) -> Result<bool, StoreError> {
        // Views of the index, in the memory of this connection.
        for statement in [
            "CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, record_search, row)",
            "CREATE VIRTUAL TABLE temp.search_places USING fts5vocab(main, record_search, instance)",
        ] {
            db.all::<RowsRow>(statement, args![]).await?;
        }
        let terms =
            db.all::<TermRow>("SELECT term, cnt AS count FROM temp.search_terms", args![]).await?;
        let sum = terms.iter().fold(0_u64, |sum, row| {
            let times = u64::try_from(row.count).unwrap_or_default();
            sum.wrapping_add(seal::word(&row.term).unwrap_or_default().wrapping_mul(times))
        });
        let places = db
            .opt::<PlacesRow>(
                "SELECT COUNT(*) AS count, COALESCE(SUM(doc * (\"offset\" + 1)), 0) AS places FROM temp.search_places",
                args![],
            )
            .await?;
        let sizes = db
            .opt::<RowsRow>("SELECT COUNT(*) AS count FROM record_search_docsize", args![])
            .await?;
        let found = places.map(|row| (row.count, row.places));
        Ok(sum == self.sum
            && found == Some((self.count, self.places))
            && sizes.map(|row| row.count) == Some(self.records))
    }
}

/// The number of words that the index has noted for a record: one integer of variable length, seven bits a byte.
fn size_of(bytes: &[u8]) -> Option<i64> {
    let mut size = 0_i64;
    for (at, byte) in bytes.iter().enumerate().take(8) {
        size = (size << 7) | i64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return (at + 1 == bytes.len()).then_some(size);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_the_index_writes_them() {
        for (bytes, size) in [
            (&[5_u8][..], Some(5)),
            (&[0x81, 0x00], Some(128)),
            (&[0x83, 0x7f], Some(511)),
            (&[0x81], None),
            (&[5, 5], None),
            (&[], None),
        ] {
            assert_eq!(size_of(bytes), size, "{bytes:?}");
        }
    }
}
