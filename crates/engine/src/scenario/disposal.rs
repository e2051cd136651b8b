//! Steps of a scenario about the disposal of records.

use regulation::ScenarioStep;
use serde_json::Value;

use crate::{
    Fields, World,
    decide::Referenced,
    disposal,
    ids::{MemberId, RunId},
    record::Record,
    refusal::{Citation, Refusal},
};

use super::{Outcome, Stage, id_of, with_ids};

impl Stage<'_> {
    /// What a step asks about the disposal of a record; `None` where it is about something else.
    pub(super) fn disposal_act(&self, step: &ScenarioStep) -> Option<disposal::Act> {
        let reason = step.comment.clone();
        let record = self.records.get(&step.record);
        let held = record.and_then(|it| it.holds.first()).map_or(0, |hold| hold.number);
        Some(match step.act.as_str() {
            "hold" => disposal::Act::Hold(reason),
            "release" => disposal::Act::Release(held, reason),
            "propose_disposal" => disposal::Act::Propose(RunId(id_of("run", &step.record))),
            "decline_disposal" => disposal::Act::Decline(reason),
            "approve_disposal" => disposal::Act::Approve,
            "dispose" => disposal::Act::Dispose,
            _ => return None,
        })
    }

    /// Something is done about the disposal of a record. A certificate is the record that `fields.certificate` names.
    pub(super) fn dispose(
        &mut self,
        actor: MemberId,
        step: &ScenarioStep,
        act: &disposal::Act,
    ) -> Result<Outcome, Refusal> {
        let Some(record) = self.records.get(&step.record) else {
            return Err(Refusal::one(Citation::of_act(
                "",
                "記録がありません",
                "there is no record",
            )));
        };
        let world = self.world();
        let referring = self.referring(world, record);
        let named = with_ids(step.fields.get("certificate").unwrap_or(&Value::Null));
        let shown = self.records.values().find(|it| named.as_str() == Some(&it.id.to_string()));
        let certificate = shown.map(Referenced::of);
        let facts = disposal::Facts {
            actor,
            record,
            referring: &referring,
            certificate: certificate.as_ref(),
        };
        let (event, now) = (disposal::decide(world, facts, act)?, world.now);
        let record = self.records.get_mut(&step.record);
        let Some(record) = record else { return Ok(Outcome::default()) };
        record.apply(&event, actor, now);
        Ok(self.records.get(&step.record).map(|it| self.outcome(it)).unwrap_or_default())
    }

    /// The names of records that point to a record and are not closed.
    fn referring(&self, world: World<'_>, record: &Record) -> Vec<String> {
        let id = record.id.to_string();
        let points = |other: &Record| {
            let values = [other.fields_in_force(), other.fields()];
            values.into_iter().any(|fields| mentions(fields, &id))
        };
        let is_open = |other: &Record| {
            let form = self.regulation.form(&other.form);
            form.is_some_and(|form| !disposal::is_closed(world, form, other))
        };
        let others = self.records.iter().filter(|(_, other)| other.id != record.id);
        let open = others.filter(|(_, other)| is_open(other) && points(other));
        open.map(|(name, _)| name.clone()).collect()
    }
}

/// Whether an id stands somewhere in these values.
fn mentions(fields: &Fields, id: &str) -> bool {
    fn is_in(value: &Value, id: &str) -> bool {
        match value {
            Value::String(text) => text == id,
            Value::Array(items) => items.iter().any(|item| is_in(item, id)),
            Value::Object(entries) => entries.values().any(|item| is_in(item, id)),
            _ => false,
        }
    }
    fields.values().any(|value| is_in(value, id))
}
