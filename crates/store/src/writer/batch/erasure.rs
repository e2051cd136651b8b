//! Records that are erased in a commit: their last event, and the rows that go with their keys.

use engine::{OperatorId, RecordId, RunId};

use crate::{args, db::Tx, disposal, error::StoreError, event::SubjectKind};

use super::{
    super::{Change, Erasure, new_event},
    Batch,
};

/// A record that is erased.
pub(super) struct Erased {
    rid: i64,
    operator: OperatorId,
    id: RecordId,
    version: u64,
    at: i64,
    run: RunId,
}

impl Batch {
    /// A record that is erased. The event about it is sealed under the house key: the record's own is gone with it.
    pub(super) fn add_erasure(
        &mut self,
        change: &Change,
        erasure: &Erasure,
    ) -> Result<(), StoreError> {
        let Some(known) = self.known.remove(&erasure.record) else {
            return Err(StoreError::Conflict { record: erasure.record, current: 0 });
        };
        let (version, id) = (erasure.before + 1, erasure.record);
        let subject = (SubjectKind::Record, id.0, version);
        let event = new_event(change, subject, "erased", erasure.event.clone());
        let keys = self.keys_of(change.operator)?;
        self.add_event(event, keys.house())?;
        // What another change of this commit made of it goes with it.
        self.records.remove(&known.rid);
        self.listed.remove(&known.rid);
        self.searched.remove(&known.rid);
        self.erased.insert(id);
        self.erasures.push(Erased {
            rid: known.rid,
            operator: change.operator,
            id,
            version,
            at: change.at.as_microsecond(),
            run: erasure.run,
        });
        Ok(())
    }

    /// The records that were erased, for whoever remembers their keys.
    pub(in super::super) fn erased_records(&self) -> Vec<(OperatorId, RecordId)> {
        self.erasures.iter().map(|it| (it.operator, it.id)).collect()
    }

    /// Destroys the keys of erased records, and everything that lists, searches and drafts have of them.
    pub(super) fn write_erasures(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for erased in &self.erasures {
            disposal::erase(tx, erased.rid, erased.id, erased.run)?;
            let version = i64::try_from(erased.version).unwrap_or(i64::MAX);
            tx.exec(
                "UPDATE record SET state = 'erased', is_in_force = FALSE, version = $1, shown = $2, body = $2, keep_until = NULL, \
                 updated_at = $3 WHERE rid = $4",
                args![version, Vec::<u8>::new(), erased.at, erased.rid],
            )?;
        }
        Ok(())
    }
}
