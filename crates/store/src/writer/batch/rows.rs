//! Writing the rows of a commit, a table at a time.

use engine::RecordId;

use crate::{
    args,
    db::{Tx, Value},
    disposal,
    error::StoreError,
    import_run,
    keeper::{self, BODY},
    log::LogWriter,
    many, moment, organization, preference, side,
};

use super::{super::Counters, ANYWHERE, Batch, Listed};

impl Batch {
    /// Writes all rows; returns the log and the counters as they now are.
    pub(in super::super) fn write(
        mut self,
        tx: &mut Tx<'_>,
    ) -> Result<(LogWriter, Counters), StoreError> {
        keeper::write_kept(tx, std::mem::take(&mut self.kept))?;
        let events = std::mem::take(&mut self.events);
        many::insert(
            tx,
            "INTO event (seq, operator, subject_kind, subject, version, kind, actor, at, number, body, commitment, projection, leaf) VALUES",
            "",
            events,
        )?;
        self.write_records(tx)?;
        let slots = std::mem::take(&mut self.slots);
        many::insert(tx, "INTO key_slot (rid, operator, slot, salt) VALUES", "", slots)?;
        self.write_shown(tx)?;
        self.write_waiting(tx)?;
        self.write_keys(tx)?;
        self.write_search(tx)?;
        moment::write(tx, std::mem::take(&mut self.moments))?;
        self.write_links(tx)?;
        for (by, moved, sealed) in &self.disposals {
            disposal::write(tx, *by, (moved, sealed))?;
        }
        for (operator, event) in &self.organization {
            organization::project(tx, &*self.keys_of(*operator)?, event)?;
        }
        for (by, side, name) in &self.sides {
            side::write(tx, *by, (side, name))?;
        }
        // After what was attached or noted in the same commit, so that it goes too.
        self.write_erasures(tx)?;
        for (by, id, choices) in &self.imports {
            import_run::done(tx, by.member, *id, (choices.clone(), by.at))?;
        }
        preference::write_answers(tx, std::mem::take(&mut self.answers))?;
        Ok((self.log, self.counters))
    }

    fn write_records(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(self.records.len());
        for (rid, (operator, record, at)) in &self.records {
            let (Some(known), Some(listed)) = (self.known.get(&record.id), self.listed.get(rid))
            else {
                continue;
            };
            let (keys, body) = (self.keys_of(*operator)?, serde_json::to_string(record)?);
            let RecordId(id) = record.id;
            rows.push(args![
                *rid,
                id,
                operator.0,
                record.form.clone(),
                known.number.clone(),
                record.unit.0,
                record.drafter.0,
                record.state.name(),
                record.is_in_force(),
                i64::try_from(record.version).unwrap_or(i64::MAX),
                listed.projection.shown.clone(),
                keys.seal(&known.key, (id, 0, BODY), body.as_bytes())?,
                known.created_at,
                *at,
                listed.keep.until.clone(),
                listed.keep.rule,
            ]);
        }
        many::insert(
            tx,
            "INTO record (rid, id, operator, form, number, unit, drafter, state, is_in_force, version, shown, \
             body, created_at, updated_at, keep_until, keep_rule) VALUES",
            "ON CONFLICT (rid) DO UPDATE SET unit = excluded.unit, state = excluded.state, is_in_force = excluded.is_in_force, \
             version = excluded.version, shown = excluded.shown, body = excluded.body, updated_at = excluded.updated_at, \
             keep_until = excluded.keep_until, keep_rule = excluded.keep_rule",
            rows,
        )
    }

    /// Titles and list columns of records of which nothing else changes.
    fn write_shown(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        for (rid, listed) in self.listed.iter().filter(|(rid, _)| !self.records.contains_key(rid)) {
            let shown = listed.projection.shown.clone();
            tx.exec("UPDATE record SET shown = $1 WHERE rid = $2", args![shown, *rid])?;
        }
        Ok(())
    }

    /// Rids of records that existed before: only these can have old rows in the side tables.
    fn old_rids(&self) -> Vec<Value> {
        let old = self.listed.iter().filter(|(_, listed)| !listed.is_new);
        old.map(|(rid, _)| Value::from(*rid)).collect()
    }

    fn write_waiting(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        many::each_in(tx, "DELETE FROM waiting WHERE rid IN", self.old_rids())?;
        let mut rows = Vec::new();
        for (rid, listed) in &self.listed {
            for waiting in &listed.projection.waiting {
                for unit in waiting.units.as_deref().unwrap_or(&[ANYWHERE]) {
                    rows.push(args![
                        listed.operator.0,
                        waiting.office.clone(),
                        unit.0,
                        *rid,
                        waiting.step.clone(),
                        listed.at
                    ]);
                }
            }
        }
        many::insert(
            tx,
            "INTO waiting (operator, office, unit, rid, step, since) VALUES",
            "ON CONFLICT DO NOTHING",
            rows,
        )
    }

    fn write_keys(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        many::each_in(tx, "DELETE FROM record_key WHERE rid IN", self.old_rids())?;
        many::each_in(tx, "DELETE FROM record_identity WHERE rid IN", self.old_rids())?;
        let (mut keys, mut identities) = (Vec::new(), Vec::new());
        for (rid, listed) in &self.listed {
            let (operator, form) = (listed.operator.0, &listed.form);
            for (field, key) in &listed.projection.keys {
                keys.push(args![operator, form.clone(), field.clone(), key.clone(), *rid]);
            }
            let identity = &listed.projection.identity;
            if !identity.is_empty() {
                identities.push(args![operator, form.clone(), identity.clone(), *rid]);
            }
        }
        many::insert(
            tx,
            "INTO record_key (operator, form, field, key, rid) VALUES",
            "ON CONFLICT DO NOTHING",
            keys,
        )?;
        many::insert(
            tx,
            "INTO record_identity (operator, form, identity, rid) VALUES",
            "ON CONFLICT DO NOTHING",
            identities,
        )
    }

    /// Which records the changed ones point to.
    fn write_links(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let changed = || self.listed.iter().filter(|(rid, _)| self.records.contains_key(rid));
        let old = changed().filter(|(_, listed)| !listed.is_new);
        let old = old.map(|(rid, _)| Value::from(*rid)).collect();
        many::each_in(tx, "DELETE FROM record_link WHERE rid IN", old)?;
        let links = |(rid, listed): (&i64, &Listed)| {
            let rid = *rid;
            listed.links.iter().map(move |target| args![target.0, rid]).collect::<Vec<_>>()
        };
        let rows = changed().flat_map(links).collect();
        many::insert(tx, "INTO record_link (target, rid) VALUES", "ON CONFLICT DO NOTHING", rows)
    }

    fn write_search(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let touched = || {
            let listed = self.listed.iter();
            listed.filter_map(|(rid, listed)| Some((*rid, listed, self.searched.get(rid)?)))
        };
        let old = touched().filter(|(_, listed, _)| !listed.is_new);
        let old = old.map(|(rid, ..)| Value::from(rid)).collect();
        many::each_in(tx, "DELETE FROM record_search WHERE rowid IN", old)?;
        let rows = touched().map(|(rid, _, words)| args![rid, words.clone()]).collect();
        many::insert(tx, "INTO record_search (rowid, words) VALUES", "", rows)
    }
}
