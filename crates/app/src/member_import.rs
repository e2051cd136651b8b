//! The import of a member list: who is known already, which units are new and of which kind, and the commands that make it so.
//!
//! Members are found by employee number. Where a row or a member has none, such as the first administrator, mail address and
//! name decide, so that a list never makes a second person of them.

use std::collections::{HashMap, HashSet};

use engine::{
    Citation, Fields, Member, MemberId, Organization, Refusal, Unit, UnitId,
    organize::{OrganizationCommand, OrganizationEvent, decide_organization, looks_like_mail},
};
use import::{
    ImportedRow, TargetField, fold,
    members::{self, KEY_FIELD, KIND_FIELD, KnownMembers, NewUnit},
};
use jiff::civil::Date;
use regulation::{Regulation, UnitKind};
use serde_json::{Value, json};

use crate::{
    Actor, Tenant,
    error::AppError,
    importing::{Chosen, Fate, Staged},
    random,
};

/// Field of the mail address in a list.
const MAIL: &str = "email";
/// Field of the unit in a list.
const UNIT: &str = "unit_path";

/// Compares the rows with the members there are.
pub(crate) fn place(
    staged: &mut Staged,
    chosen: &Chosen,
    fields: &[TargetField],
    skipped: &HashSet<u32>,
) {
    let organization = std::sync::Arc::clone(&staged.organization);
    let known = UnitPaths::new(&organization);
    for row in &mut staged.rows {
        empty_unusable_mail(row);
        spell_out_unit(row, &organization, &known);
    }
    let taken_in: Vec<ImportedRow> =
        staged.rows.iter().filter(|row| !skipped.contains(&row.row)).cloned().collect();
    let units: Vec<_> = organization
        .units()
        .map(|unit| path_of(&organization, unit.id))
        .filter(|path| !path.is_empty())
        .collect();
    let existing = KnownMembers::new(
        organization
            .members()
            .map(|member| (member.id.to_string(), fields_of(&organization, member)))
            .collect(),
    );
    let plan = members::plan(taken_in, &existing, &units);
    staged.new_units = plan.new_units;
    // The plan has split paths by the units there are, and looked for addresses that stand twice.
    for row in
        plan.members.new.iter().chain(plan.members.changed.iter().map(|changed| &changed.row))
    {
        if let Some(at) = staged.position(row.row)
            && let Some(place) = staged.rows.get_mut(at)
        {
            place.clone_from(row);
        }
    }
    let number_of = |id: &str| {
        let member = id.parse().ok().and_then(|id| organization.member(id));
        member.map(|member| member.number.clone()).unwrap_or_default()
    };
    let fates: HashMap<u32, Fate> = Fate::of_plan(plan.members, number_of).into_iter().collect();
    staged.fates = staged
        .rows
        .iter()
        .map(|row| fates.get(&row.row).cloned().unwrap_or(Fate::Skipped))
        .collect();
    // A doubt that the plan has found again and that the person settled stays settled.
    let directory = std::sync::Arc::clone(&staged.directory);
    for edit in chosen.table.edits.iter().filter(|edit| edit.is_confirmation()) {
        if let Some(at) = staged.position(edit.row()) {
            edit.apply(&mut staged.rows, at, fields, &directory);
        }
    }
}

/// What is no mail address is left empty, with its doubt and its words: nobody should be written to at half an address.
fn empty_unusable_mail(row: &mut ImportedRow) {
    let is_mail = |value: &Value| value.as_str().is_none_or(looks_like_mail);
    for value in
        row.values.iter_mut().filter(|value| &*value.field == MAIL && !is_mail(&value.value))
    {
        let typed = value.value.take();
        value.original.get_or_insert_with(|| typed.as_str().unwrap_or_default().into());
    }
}

/// 教育課 alone means the one unit of that name, wherever it is.
fn spell_out_unit(row: &mut ImportedRow, organization: &Organization, known: &UnitPaths) {
    for value in row.values.iter_mut().filter(|value| &*value.field == UNIT) {
        let names: Vec<&str> =
            value.value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if let Some(unit) = known.find(&names.concat()) {
            value.value = json!(path_of(organization, unit));
        }
    }
}

fn fields_of(organization: &Organization, member: &Member) -> Fields {
    let mut fields = Fields::new();
    let texts = [
        (KEY_FIELD, &member.number),
        ("name", &member.name),
        ("kana", &member.kana),
        ("post", &member.post),
        (KIND_FIELD, &member.kind),
        (MAIL, &member.mail),
    ];
    for (field, text) in texts {
        if !text.is_empty() {
            fields.insert(field.to_owned(), json!(text));
        }
    }
    let path = path_of(organization, member.unit);
    if !path.is_empty() {
        fields.insert(UNIT.to_owned(), json!(path));
    }
    if let Some(day) = member.joined_on {
        fields.insert("joined_on".to_owned(), json!(day.to_string()));
    }
    fields
}

/// Names from below the root to a unit.
fn path_of(organization: &Organization, unit: UnitId) -> Vec<String> {
    let mut names: Vec<_> = organization
        .chain(unit)
        .filter(|unit| unit.parent.is_some())
        .map(|unit| unit.name.clone())
        .collect();
    names.reverse();
    names
}

/// What happens to the organization when the rows are written.
pub(crate) fn events(
    tenant: &Tenant,
    actor: Actor,
    now: jiff::Timestamp,
    staged: &Staged,
) -> Result<Vec<OrganizationEvent>, AppError> {
    let mut organization = (*staged.organization).clone();
    let mut events = Vec::new();
    for command in commands(tenant, staged)? {
        let world = tenant.world(&organization, now);
        for event in decide_organization(world, actor.member, &command)? {
            event.apply(&mut organization);
            events.push(event);
        }
    }
    Ok(events)
}

/// The commands that bring the organization to what the rows say, units before those who belong to them.
fn commands(tenant: &Tenant, staged: &Staged) -> Result<Vec<OrganizationCommand>, AppError> {
    let organization = &staged.organization;
    let root =
        organization.root().ok_or_else(|| AppError::internal("an operator without a root unit"))?;
    let mut units = UnitPaths::new(organization);
    let mut commands = Vec::new();
    for new in &staged.new_units {
        commands.push(OrganizationCommand::PutUnit(units.add(&tenant.regulation, root, new)?));
    }
    for (row, fate) in staged.placed() {
        let member = match fate {
            Fate::New => blank(root.id),
            Fate::Changed { id, .. } => id
                .parse()
                .ok()
                .and_then(|id| organization.member(id))
                .cloned()
                .ok_or(AppError::NotFound)?,
            _ => continue,
        };
        commands.push(OrganizationCommand::PutMember(told(member, row, &units)));
    }
    Ok(commands)
}

fn blank(unit: UnitId) -> Member {
    Member {
        id: MemberId(random::id()),
        number: String::new(),
        name: String::new(),
        kana: String::new(),
        unit,
        post: String::new(),
        kind: String::new(),
        mail: String::new(),
        joined_on: None,
        left_on: None,
    }
}

/// A member as the row says; a blank says nothing.
fn told(mut member: Member, row: &ImportedRow, units: &UnitPaths) -> Member {
    let text = |field: &str| row.value(field).as_str().filter(|text| !text.is_empty());
    let places = [
        (&mut member.number, KEY_FIELD),
        (&mut member.name, "name"),
        (&mut member.kana, "kana"),
        (&mut member.post, "post"),
        (&mut member.kind, KIND_FIELD),
        (&mut member.mail, MAIL),
    ];
    for (place, field) in places {
        if let Some(text) = text(field) {
            text.clone_into(place);
        }
    }
    if let Some(day) = text("joined_on").and_then(|day| day.parse::<Date>().ok()) {
        member.joined_on = Some(day);
    }
    let path: Vec<&str> =
        row.value(UNIT).as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if let Some(unit) = units.find(&path.concat()) {
        member.unit = unit;
    }
    member
}

/// Units by path, those that are being made too.
struct UnitPaths {
    by_path: HashMap<String, (UnitId, String)>,
}

impl UnitPaths {
    fn new(organization: &Organization) -> Self {
        let below = || organization.units().filter(|unit| unit.parent.is_some());
        let known = |unit: &Unit| (unit.id, unit.kind.clone());
        let mut by_path: HashMap<_, _> = below()
            .map(|unit| (fold(&path_of(organization, unit.id).concat()), known(unit)))
            .collect();
        // A unit is also known by its name alone, where no other has it.
        let mut named: HashMap<String, Vec<&Unit>> = HashMap::new();
        for unit in below() {
            named.entry(fold(&unit.name)).or_default().push(unit);
        }
        for (name, units) in named {
            if let [unit] = units.as_slice() {
                by_path.entry(name).or_insert_with(|| known(unit));
            }
        }
        Self { by_path }
    }

    fn find(&self, path: &str) -> Option<UnitId> {
        self.by_path.get(&fold(path)).map(|(unit, _)| *unit)
    }

    /// The unit that a row names and that is not there yet.
    fn add(
        &mut self,
        regulation: &Regulation,
        root: &Unit,
        new: &NewUnit,
    ) -> Result<Unit, AppError> {
        let (name, above) =
            new.path.split_last().ok_or_else(|| AppError::internal("a unit without a name"))?;
        let (parent, parent_kind) = self
            .by_path
            .get(&fold(&above.concat()))
            .cloned()
            .filter(|_| !above.is_empty())
            .unwrap_or_else(|| (root.id, root.kind.clone()));
        let kind = kind_of(regulation, name, &parent_kind).ok_or_else(|| no_room(new))?;
        let unit = Unit {
            id: UnitId(random::id()),
            kind: kind.id.clone(),
            name: name.clone(),
            parent: Some(parent),
            closed_on: None,
        };
        self.by_path.insert(fold(&new.path.concat()), (unit.id, unit.kind.clone()));
        Ok(unit)
    }
}

/// The kind whose title the name ends with, such as 部 or 課・室; else the first that is allowed there.
fn kind_of<'r>(regulation: &'r Regulation, name: &str, parent_kind: &str) -> Option<&'r UnitKind> {
    let allowed: Vec<_> = regulation
        .unit_kinds
        .iter()
        .filter(|kind| kind.parents.iter().any(|parent| parent == parent_kind))
        .collect();
    let fit = |kind: &&&UnitKind| {
        let words = kind
            .title
            .ja
            .split(['・', '／', '/', '、', '（', '）'])
            .filter(|word| !word.is_empty() && name.ends_with(word));
        words.map(str::len).max().unwrap_or_default()
    };
    // Of equals `max_by_key` takes the last; the first is wanted.
    allowed.iter().rev().max_by_key(fit).copied()
}

fn no_room(new: &NewUnit) -> AppError {
    let path = new.path.join(" ");
    AppError::Refused(Refusal::one(Citation::of_field(
        "",
        format!("rows.{}.{UNIT}", new.row),
        format!(
            "{}行目：「{path}」という部署は、この規程では作れません。所属を直してください",
            new.row
        ),
        format!(
            "row {}: this regulation has no kind of unit for \"{path}\"; mend the unit",
            new.row
        ),
    )))
}
