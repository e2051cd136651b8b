//! Events of a commit: sealed, and given their places in the log; and what duties look at of them.

use vault::DataKey;

use crate::{args, error::StoreError, event::NewEvent, moment};

use super::{
    super::{Change, RecordChange, Told},
    Batch,
};

impl Batch {
    /// What duties look at of a record, after its events have their places in the log.
    pub(super) fn add_moments(
        &mut self,
        change: &Change,
        record: &RecordChange,
        key: &DataKey,
    ) -> Result<(), StoreError> {
        let Some(known) = self.known.get(&record.record.id) else { return Ok(()) };
        let (rid, keys) = (known.rid, self.keys_of(change.operator)?);
        let count = u64::try_from(record.events.len()).unwrap_or_default();
        let first = self.log.size().saturating_sub(count) + 1;
        for new in &record.moments {
            let seq = first + u64::try_from(new.event).unwrap_or_default();
            self.moments.push(moment::row(&keys, key, (rid, seq), &new.moment)?);
        }
        Ok(())
    }

    pub(super) fn add_event(&mut self, new: Told, key: &DataKey) -> Result<(), StoreError> {
        let (keys, seq) = (self.keys_of(new.operator)?, self.log.size() + 1);
        let sealed = keys.seal_event(key, (new.subject, seq), &new.body)?;
        let event = NewEvent {
            operator: new.operator,
            subject_kind: new.subject_kind,
            subject: new.subject,
            version: new.version,
            kind: new.kind,
            actor: new.actor,
            at: new.at,
            number: new.number,
            body: sealed.body,
            commitment: sealed.commitment,
            projection: new.projection,
        };
        let hash = self.log.append(&event.leaf_bytes())?;
        self.events.push(args![
            i64::try_from(seq).unwrap_or(i64::MAX),
            event.operator.0,
            event.subject_kind.name(),
            event.subject,
            i64::try_from(event.version).unwrap_or(i64::MAX),
            event.kind,
            event.actor.0,
            event.at,
            event.number,
            event.body,
            event.commitment,
            event.projection,
            hash.as_bytes().to_vec(),
        ]);
        Ok(())
    }
}
