//! Doing duties: whoever has one writes the record that meets it, or confirms that it was done.

use regulation::{Form, Timing};
use serde_json::{Value, json};

use super::{
    Play,
    people::Persona,
    values::{Known, values},
};
use crate::{
    Act, Command, Fields,
    duty::{Begun, DutyCommand, DutyNote, DutySubject, Instance, Standing, decide_duty, owners},
    ids::{MemberId, RecordId, UnitId},
    record::RecordState,
};

/// An instance that somebody still has to do.
struct ToDo<'r> {
    instance: Instance<'r>,
    is_late: bool,
}

impl<'r> Play<'r> {
    /// Everything that is to be done today.
    fn to_do(&self) -> Vec<ToDo<'r>> {
        let all = self.book.entries(self.regulation).filter(|it| it.is_to_do(self.today));
        all.map(|it| {
            let is_late = it.standing(self.today) == Standing::Late;
            ToDo { instance: it.instance(), is_late }
        })
        .collect()
    }

    /// Everybody who has something to do may take it up.
    pub(super) fn do_duties(&mut self) {
        for to_do in self.to_do() {
            let owners = owners(self.regulation, &self.organization, &to_do.instance, self.today);
            let Some(owner) = self.chance.one(&owners).copied() else {
                self.report.vacant_days += 1;
                continue;
            };
            self.check_owners(&to_do, &owners);
            let persona = self.persona(owner);
            if self.chance.happens(persona.works(to_do.is_late)) {
                self.take_up(&to_do, owner, persona);
            }
        }
    }

    fn take_up(&mut self, to_do: &ToDo<'_>, owner: MemberId, persona: Persona) {
        let duty = to_do.instance.duty;
        let Some(met_by) = &duty.met_by else { return self.confirm(to_do, owner) };
        let is_own_record = matches!(duty.timing, Timing::Clock { .. }) && met_by.link.is_empty();
        if is_own_record {
            return; // the record is on its route: whoever settles its steps does this
        }
        if let Some(attempt) = self.attempts.get(&to_do.instance.key).copied()
            && self.is_under_way(attempt)
        {
            return;
        }
        let Some(form) = self.form(&met_by.form) else { return };
        let fixed = self.fixed(to_do, owner);
        let is_wrong = persona == Persona::Wrong && self.chance.happens(500);
        let mut tried = self.drafters(form, owner, to_do.instance.key.subject);
        tried.truncate(4);
        for (actor, unit) in tried {
            if is_wrong {
                self.fill_in_wrongly(form, (actor, unit));
                return;
            }
            if let Some(record) = self.fill_in(form, (actor, unit), &fixed) {
                self.attempts.insert(to_do.instance.key.clone(), record);
                self.report.work_of(self.today, &owner_office(to_do));
                return;
            }
        }
    }

    fn is_under_way(&self, record: RecordId) -> bool {
        self.records.get(&record).is_some_and(|record| {
            !matches!(
                record.state,
                RecordState::Rejected | RecordState::Withdrawn | RecordState::Draft
            )
        })
    }

    /// What the record must say to be the one that meets this instance.
    fn fixed(&self, to_do: &ToDo<'_>, owner: MemberId) -> Fields {
        let instance = &to_do.instance;
        let mut fixed = Fields::new();
        let Some(met_by) = &instance.duty.met_by else { return fixed };
        if let (Begun::Record(record), false) = (instance.key.begun, met_by.link.is_empty()) {
            fixed.insert(met_by.link.clone(), json!(record.to_string()));
        }
        if !met_by.period.is_empty() {
            fixed.insert(met_by.period.clone(), json!(instance.starts.to_string()));
        }
        if !met_by.member.is_empty() {
            let many = self.form(&met_by.form).and_then(|form| form.field(&met_by.member));
            let is_many = many
                .is_some_and(|it| matches!(it.kind, regulation::FieldKind::Member { many: true }));
            let id = json!(owner.to_string());
            fixed.insert(met_by.member.clone(), if is_many { Value::Array(vec![id]) } else { id });
        }
        fixed
    }

    /// Who may write the record, the owner first, and for which unit.
    fn drafters(
        &mut self,
        form: &Form,
        owner: MemberId,
        subject: DutySubject,
    ) -> Vec<(MemberId, UnitId)> {
        let root = self.organization.root().map(|root| root.id);
        let own = self.organization.member(owner).map(|member| member.unit);
        let unit = match subject {
            DutySubject::Unit(unit) => Some(unit),
            DutySubject::Operator => root,
            DutySubject::Member(_) => own,
        };
        let mut found: Vec<_> = unit.map(|unit| (owner, unit)).into_iter().collect();
        if subject == DutySubject::Operator {
            found.extend(own.map(|own| (owner, own)));
        }
        found
            .extend(self.somebody_for(form).filter(|_| !matches!(subject, DutySubject::Member(_))));
        found.dedup();
        found
    }

    /// Somebody drafts a form with everything that it asks for, and hands it in.
    pub(super) fn fill_in(
        &mut self,
        form: &Form,
        (actor, unit): (MemberId, UnitId),
        fixed: &Fields,
    ) -> Option<RecordId> {
        let office = self.regulation.offices.first().map_or("", |office| office.id.as_str());
        let known =
            Known { actor, unit, today: self.today, in_force: &self.in_force, office, fixed };
        let fields = values(&known, form, &mut self.chance);
        let draft = Command::Draft { form: form.id.clone(), unit, fields, origin: None };
        let record = self.command(actor, None, &draft)?;
        self.command(actor, Some(record), &Command::act(Act::Submit, ""))?;
        Some(record)
    }

    /// Somebody hands a form in that is not filled in, is told, and takes it back.
    fn fill_in_wrongly(&mut self, form: &Form, (actor, unit): (MemberId, UnitId)) {
        let draft =
            Command::Draft { form: form.id.clone(), unit, fields: Fields::new(), origin: None };
        if let Some(record) = self.command(actor, None, &draft)
            && self.command(actor, Some(record), &Command::act(Act::Submit, "")).is_none()
        {
            self.command(actor, Some(record), &Command::act(Act::Withdraw, "書き直します"));
        }
    }

    fn confirm(&mut self, to_do: &ToDo<'_>, owner: MemberId) {
        let command = DutyCommand::Confirm { comment: "実施しました".to_owned() };
        let setting = self.book.setting(self.regulation, &self.organization, self.calendar);
        match decide_duty(setting, &to_do.instance, (owner, self.today), &command) {
            Ok(event) => {
                let note = DutyNote { by: owner, on: self.today, event };
                self.book.note(self.regulation, to_do.instance.key.clone(), note);
                self.report.acts += 1;
                self.report.work_of(self.today, &owner_office(to_do));
            }
            Err(refusal) => self.report.refused(&refusal),
        }
    }

    /// No two people have what one person has.
    fn check_owners(&mut self, to_do: &ToDo<'_>, owners: &[MemberId]) {
        let regulation::Who::Office(office) = &to_do.instance.duty.owner.who else { return };
        let most = self.regulation.office(office).and_then(|office| office.max_holders);
        let is_of_one_unit = to_do.instance.duty.owner.scope == regulation::Scope::OwnUnit;
        let most = most.and_then(|most| usize::try_from(most).ok()).filter(|_| is_of_one_unit);
        if most.is_some_and(|most| owners.len() > most) {
            let told =
                format!("{} has {} owners on {}", to_do.instance.duty.id, owners.len(), self.today);
            self.report.broken.push(told);
        }
    }
}

/// The office in whose name a duty is done; empty for everybody's.
fn owner_office(to_do: &ToDo<'_>) -> String {
    match &to_do.instance.duty.owner.who {
        regulation::Who::Office(office) => office.clone(),
        regulation::Who::Everyone => String::new(),
    }
}
