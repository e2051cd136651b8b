//! What the tests stand on: regulations from disk, and a desk at which named people act on named records.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

use engine::{
    Appointment, AppointmentId, Command, Fields, Judge, Member, MemberId, Organization, Record,
    RecordEvent, RecordId, Refusal, Unit, UnitId, World,
    act::{Act, ActCommand},
    authorize::Subject,
    decide::{Facts, Referenced, decide, offers},
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};
use regulation::{Folder, Form, Regulation};
use serde_json::Value;
use uuid::Uuid;

/// The day on which everything happens.
pub const TODAY: Date = date(2026, 5, 15);

/// Where everything happens.
pub static TOKYO: jiff::tz::TimeZone = jiff::tz::TimeZone::fixed(jiff::tz::offset(9));

/// A regulation with its policies.
pub struct House {
    pub regulation: Regulation,
    pub judge: Judge,
}

/// The regulation of these tests: every kind of field, step and scope.
pub static SAMPLE: LazyLock<House> = LazyLock::new(|| house("tests/it/sample"));

/// The regulation of the association.
pub static ASSOCIATION: LazyLock<House> =
    LazyLock::new(|| house("../../regulations/association-pms"));

/// The regulation of the federation of hospitals.
pub static HOSPITALS: LazyLock<House> =
    LazyLock::new(|| house("../../regulations/hospital-federation"));

/// Reads a folder, named from the root of this crate.
fn house(path: &str) -> House {
    house_with(path, &[])
}

/// The regulation of these tests with something more at the end of some of its files. Lives as long as the tests.
pub fn sample_with(more: &[(&str, &str)]) -> &'static House {
    Box::leak(Box::new(house_with("tests/it/sample", more)))
}

fn house_with(path: &str, more: &[(&str, &str)]) -> House {
    let mut folder = Folder::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    read_folder(&root, "", &mut folder);
    for (file, text) in more {
        let before = fs::read_to_string(root.join(file)).unwrap_or_default();
        folder.add(*file, format!("{before}\n{text}"));
    }
    let loaded = regulation::read::load(&folder);
    assert!(loaded.diagnostics.is_empty(), "{path}: {:?}", loaded.diagnostics);
    let judge = Judge::new(&loaded.regulation).unwrap();
    House { regulation: loaded.regulation, judge }
}

/// The regulation of the association with something in one of its files written otherwise. Lives as long as the tests.
pub fn association_with(file: &str, from: &str, to: &str) -> &'static House {
    let mut folder = Folder::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations/association-pms");
    read_folder(&root, "", &mut folder);
    let text = fs::read_to_string(root.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    folder.add(file, text.replace(from, to));
    let regulation = regulation::read::load(&folder).regulation;
    let judge = Judge::new(&regulation).unwrap();
    Box::leak(Box::new(House { regulation, judge }))
}

fn read_folder(root: &Path, inside: &str, folder: &mut Folder) {
    for entry in fs::read_dir(root.join(inside)).unwrap().map(Result::unwrap) {
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read_folder(root, &format!("{path}/"), folder);
        } else {
            folder.add(path, fs::read(entry.path()).unwrap());
        }
    }
}

/// The id that a name has: its letters where they fit.
pub fn id(name: &str) -> Uuid {
    if name.len() > 16 {
        return long_id(name);
    }
    let mut bytes = [0; 16];
    for (byte, letter) in bytes.iter_mut().zip(name.bytes()) {
        *byte = letter;
    }
    Uuid::from_bytes(bytes)
}

/// The id of a name that may be longer than an id has bytes.
fn long_id(name: &str) -> Uuid {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3_0000_0000_0001_0000_01b3)
    });
    Uuid::from_u128(hash)
}

pub fn member_id(name: &str) -> MemberId {
    MemberId(id(name))
}

pub fn unit_id(name: &str) -> UnitId {
    UnitId(id(name))
}

pub fn unit(name: &str, kind: &str, parent: Option<&str>) -> Unit {
    Unit {
        id: unit_id(name),
        kind: kind.to_owned(),
        name: name.to_owned(),
        parent: parent.map(unit_id),
        closed_on: None,
    }
}

pub fn member(name: &str, unit: &str) -> Member {
    Member {
        id: member_id(name),
        number: String::new(),
        name: name.to_owned(),
        kana: String::new(),
        unit: unit_id(unit),
        post: String::new(),
        kind: String::new(),
        mail: String::new(),
        joined_on: None,
        left_on: None,
    }
}

/// `member` holds `office` over `unit` from long ago.
pub fn held(member: &str, office: &str, unit: &str) -> Appointment {
    Appointment {
        id: AppointmentId(long_id(&format!("{member}/{office}/{unit}"))),
        member: member_id(member),
        office: office.to_owned(),
        unit: unit_id(unit),
        from: date(2020, 4, 1),
        until: None,
    }
}

/// Values written as JSON.
pub fn fields(value: Value) -> Fields {
    value.as_object().unwrap().clone()
}

/// A regulation, an organization and the records made so far.
#[derive(Clone)]
pub struct Desk {
    pub house: &'static House,
    pub organization: Organization,
    pub records: BTreeMap<RecordId, Record>,
    pub events: BTreeMap<RecordId, Vec<(RecordEvent, MemberId, Timestamp)>>,
    minute: i64,
}

impl Desk {
    pub fn new(
        house: &'static House,
        units: &[Unit],
        members: &[Member],
        appointments: &[Appointment],
    ) -> Self {
        let mut organization = Organization::default();
        for unit in units {
            organization.put_unit(unit.clone());
        }
        for member in members {
            organization.put_member(member.clone());
        }
        for held in appointments {
            organization.put_appointment(held.clone());
        }
        Self { house, organization, records: BTreeMap::new(), events: BTreeMap::new(), minute: 0 }
    }

    /// What stands in the place of ids.
    pub fn names<'a>(
        &'a self,
        records: &'a dyn Fn(RecordId) -> Option<String>,
        language: regulation::Language,
    ) -> engine::Names<'a> {
        let regulation = &self.house.regulation;
        engine::Names { regulation, organization: &self.organization, records, language }
    }

    /// The sample regulation with somebody in every office; `sales` and `stock` are departments, `counter` is a section.
    pub fn sample() -> Self {
        let mut desk = Self::new(
            &SAMPLE,
            &[
                unit("hq", "operator", None),
                unit("sales", "department", Some("hq")),
                unit("counter", "section", Some("sales")),
                unit("stock", "department", Some("hq")),
            ],
            &[
                member("chief", "hq"),
                member("auditor", "hq"),
                member("manager", "sales"),
                member("handler", "sales"),
                member("colleague", "sales"),
                member("keeper", "stock"),
                member("nobody", "counter"),
                member("office", "hq"),
            ],
            &[
                held("chief", "chief", "hq"),
                held("auditor", "auditor", "hq"),
                held("manager", "manager", "sales"),
                held("manager", "handler", "sales"),
                held("handler", "handler", "sales"),
                held("colleague", "handler", "sales"),
                held("keeper", "manager", "stock"),
            ],
        );
        desk.organization.put_administrator(member_id("office"));
        desk
    }

    /// The same people under another regulation.
    pub fn under(self, house: &'static House) -> Self {
        Self { house, ..self }
    }

    pub fn world(&self) -> World<'_> {
        let start: Timestamp = "2026-05-15T00:00:00Z".parse().unwrap();
        World {
            regulation: &self.house.regulation,
            judge: &self.house.judge,
            organization: &self.organization,
            now: start + self.minute.minutes(),
            today: TODAY,
            zone: &TOKYO,
        }
    }

    pub fn form(&self, id: &str) -> &'static Form {
        self.house.regulation.form(id).unwrap()
    }

    /// Decides a command and takes its events in; `record` is made by a draft.
    pub fn decide(
        &mut self,
        who: &str,
        record: RecordId,
        command: &Command,
    ) -> Result<Vec<RecordEvent>, Refusal> {
        self.minute += 1;
        let actor = member_id(who);
        let referenced =
            |id: &str| self.records.values().find(|it| it.id.to_string() == id).map(Referenced::of);
        let facts = Facts { actor, record: self.records.get(&record), referenced: &referenced };
        let now = self.world().now;
        let events = decide(self.world(), facts, command)?;
        for event in &events {
            match self.records.get_mut(&record) {
                Some(record) => record.apply(event, actor, now),
                None => drop(self.records.insert(record, Record::begin(record, event).unwrap())),
            }
            self.events.entry(record).or_default().push((event.clone(), actor, now));
        }
        Ok(events)
    }

    /// Drafts a record for a unit.
    pub fn draft(
        &mut self,
        who: &str,
        form: &str,
        unit: &str,
        values: Value,
    ) -> Result<RecordId, Refusal> {
        let record = RecordId(id(&format!("record{}", self.records.len())));
        let command = Command::Draft {
            form: form.to_owned(),
            unit: unit_id(unit),
            fields: fields(values),
            origin: None,
        };
        self.decide(who, record, &command)?;
        Ok(record)
    }

    pub fn edit(
        &mut self,
        who: &str,
        record: RecordId,
        values: Value,
    ) -> Result<Vec<RecordEvent>, Refusal> {
        self.decide(who, record, &Command::Edit { fields: fields(values) })
    }

    /// Acts with a comment, today; the state that came of it.
    pub fn act(&mut self, who: &str, record: RecordId, act: Act) -> Result<&'static str, Refusal> {
        self.decide(who, record, &with_reason(act))?;
        Ok(self.record(record).state.name())
    }

    /// What would come of a command, without taking it in.
    pub fn would(&self, who: &str, record: RecordId, command: &Command) -> Result<(), Refusal> {
        let facts = Facts {
            actor: member_id(who),
            record: self.records.get(&record),
            referenced: &|_| None,
        };
        decide(self.world(), facts, command).map(|_| ())
    }

    /// Acts that must all be accepted.
    pub fn play(&mut self, record: RecordId, acts: &[(&str, Act)]) -> &'static str {
        for (who, act) in acts {
            self.act(who, record, *act)
                .unwrap_or_else(|refusal| panic!("{who} {}: {}", act.name(), told(&refusal)));
        }
        self.record(record).state.name()
    }

    /// A holding on paper, drafted by the handler.
    pub fn holding(&mut self) -> RecordId {
        self.draft(
            "handler",
            "holdings",
            "sales",
            serde_json::json!({"name": "会員名簿", "medium": "paper"}),
        )
        .unwrap()
    }

    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[&id]
    }

    /// Names of the acts offered to somebody, and whether each is open to them.
    pub fn offers(&self, who: &str, record: RecordId) -> Vec<(Act, bool)> {
        let facts = Facts {
            actor: member_id(who),
            record: self.records.get(&record),
            referenced: &|_| None,
        };
        offers(self.world(), facts).into_iter().map(|(act, may)| (act, may.is_ok())).collect()
    }

    /// Whether somebody may do something with a record of a form and unit drafted by `drafter`.
    pub fn may(&self, who: &str, action: &str, (form, unit): (&str, &str), step: &str) -> bool {
        let state = if step.is_empty() {
            engine::RecordState::Draft
        } else {
            engine::RecordState::Submitted
        };
        let subject = Subject {
            form: self.form(form),
            unit: unit_id(unit),
            drafter: member_id("somebody"),
            authors: &BTreeSet::from([member_id("somebody")]),
            state,
            edition: 0,
            fields: &Fields::new(),
        };
        self.house.judge.on_record(self.world(), member_id(who), action, subject, step).is_allowed()
    }
}

/// An act with everything that may have to be said along with it.
pub fn with_reason(act: Act) -> Command {
    Command::Act(ActCommand { act, comment: "理由".to_owned(), resolved_on: Some(TODAY) })
}

/// A refusal as lines: clause, field, message.
pub fn told(refusal: &Refusal) -> String {
    let line = |it: &engine::Citation| {
        format!(
            "[{}] {}: {} / {}",
            it.clause,
            it.field.as_deref().unwrap_or("-"),
            it.message.ja,
            it.message.en
        )
    };
    refusal.citations.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The clauses a refusal cites.
pub fn clauses(refusal: &Refusal) -> Vec<&str> {
    refusal.citations.iter().map(|it| it.clause.as_str()).collect()
}

/// Rows of cells as a table that lines up, wide characters counted double.
pub fn table(rows: &[Vec<String>]) -> String {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<_> =
        (0..columns).map(|at| rows.iter().map(|row| width(&row[at])).max().unwrap_or(0)).collect();
    rows.iter()
        .map(|row| {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, most)| format!("{cell}{}", " ".repeat(most - width(cell))));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect::<Vec<_>>()
        .join("\n")
}
