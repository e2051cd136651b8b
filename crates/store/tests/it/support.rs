//! A store in a temporary folder, and builders of what is written to it.

use std::{path::Path, path::PathBuf, sync::Arc};

use engine::{
    Act, Fields, Member, MemberId, OperatorId, Record, RecordEvent, RecordId, Unit, UnitId,
    decide::content_hash, duty::MomentBasis, ids::AttachmentId, organize::founding, route::Waiting,
};
use evidence::{Signer, VerifierKey};
use jiff::Timestamp;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use store::{
    Change, Committed, Db, Keeper, NewMoment, Owner, Projection, Random, RecordChange, Side,
    StoreError, Writer,
    attachment::NewAttachment,
    db::Address,
    record::{ListQuery, RecordRow, Which},
    verify::{Report, Scope, verify},
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::server::Database;

pub const OPERATOR: OperatorId = OperatorId(Uuid::from_u128(0xa));
pub const OTHER: OperatorId = OperatorId(Uuid::from_u128(0xb));
pub const DRAFTER: MemberId = MemberId(Uuid::from_u128(0x11));
pub const MANAGER: MemberId = MemberId(Uuid::from_u128(0x12));
pub const UNIT: UnitId = UnitId(Uuid::from_u128(0x21));

pub fn signer() -> Signer {
    Signer::from_seed("kitei.example/log", &[7; 32]).unwrap()
}

pub fn keys() -> Vec<VerifierKey> {
    vec![signer().verifier_key()]
}

/// A member of the operator.
pub fn of(member: MemberId) -> Owner {
    Owner { operator: OPERATOR, member }
}

/// The keys of the tests' databases: always the same master key.
pub fn keeper() -> Arc<Keeper> {
    let master = vault::MasterKey::generate(&mut rand::rngs::StdRng::seed_from_u64(7));
    Keeper::new(master, Random::new(|bytes| rand::rng().fill_bytes(bytes)))
}

/// A moment; each number is a second later.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_778_803_200 + second).unwrap()
}

pub fn record_id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(0x1_0000 + number))
}

/// An open store. What it lies in goes with it.
pub struct Store {
    pub db: Db,
    pub writer: Writer,
    pub place: Place,
}

/// Where a store lies: a file in a folder, or a database on a server.
pub struct Place {
    pub address: Address,
    folder: TempDir,
    server: Option<Database>,
}

impl Place {
    pub fn in_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::File(folder.path().join("kitei.db"));
        Self { address, folder, server: None }
    }

    pub fn of_test() -> Self {
        let Some(server) = Database::of_test() else { return Self::in_file() };
        let address = Address::parse(&server.url()).unwrap();
        Self { address, folder: tempfile::tempdir().unwrap(), server: Some(server) }
    }

    /// The file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("kitei.db")
    }

    pub fn is_on_server(&self) -> bool {
        self.server.is_some()
    }

    /// Opens what lies there.
    pub async fn open(self) -> Store {
        let db = Db::open_at(&self.address).await.unwrap().with_keys(keeper());
        let writer = Writer::start(db.clone(), Arc::new(signer())).await.unwrap();
        Store { db, writer, place: self }
    }

    /// Changes rows behind the program's back, whatever refers to them. Returns how many.
    pub fn tamper(&self, statement: &str) -> u64 {
        if let Some(server) = &self.server {
            return server.run(&of_server(statement));
        }
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        u64::try_from(connection.execute(statement, []).unwrap()).unwrap()
    }

    /// As [`Database::allow_connections`].
    pub fn allow_connections(&self, are_allowed: bool) {
        self.server.as_ref().unwrap().allow_connections(are_allowed);
    }

    /// Places of the findings on what lies there, opened for reading.
    pub async fn findings(&self) -> Vec<String> {
        let Ok(db) = Db::open_at_read_only(&self.address).await else {
            return vec!["database".to_owned()];
        };
        let db = db.with_keys(keeper());
        let report = verify(&db, Scope::whole(keys())).await;
        db.close().await;
        report.map_or_else(
            |_| vec!["database".to_owned()],
            |report| report.findings.into_iter().map(|it| it.place).collect(),
        )
    }
}

/// A statement of a test that was written for a file.
fn of_server(statement: &str) -> String {
    let mut text = statement
        .replace("zeroblob(16)", "CAST('00000000-0000-0000-0000-000000000000' AS UUID)")
        .replace("AS BLOB", "AS BYTEA");
    while let Some((before, rest)) = text.split_once("zeroblob(") {
        let (mut depth, mut end) = (1, 0);
        for (at, c) in rest.char_indices() {
            depth += i32::from(c == '(') - i32::from(c == ')');
            if depth == 0 {
                end = at;
                break;
            }
        }
        text = format!("{before}decode(repeat('00', {}), 'hex'){}", &rest[..end], &rest[end + 1..]);
    }
    while let Some((before, rest)) = text.split_once(" x'") {
        let (digits, rest) = rest.split_once('\'').unwrap();
        let kind = if digits.len() == 32 { "UUID" } else { "BYTEA" };
        let digits = if kind == "UUID" { digits.to_owned() } else { format!("\\x{digits}") };
        text = format!("{before} CAST('{digits}' AS {kind}){rest}");
    }
    text.replace("(x'0101'", "('\\x0101'::BYTEA")
}

impl Store {
    /// A store with one operator, its root unit, a drafter and a manager.
    pub async fn new() -> Self {
        Self::empty().await.with_people().await
    }

    /// The same in a file, wherever the stories run: for what only a file can suffer.
    pub async fn in_file() -> Self {
        Place::in_file().open().await.with_people().await
    }

    /// A store in which nothing has happened.
    pub async fn empty() -> Self {
        Place::of_test().open().await
    }

    async fn with_people(self) -> Self {
        self.commit(founded()).await.unwrap();
        self
    }

    /// Closes everything and opens it again, as after a restart.
    pub async fn restarted(self) -> Self {
        self.close().await.open().await
    }

    /// Closes everything.
    pub async fn close(self) -> Place {
        drop(self.writer);
        self.db.close().await;
        self.place
    }

    /// A proof as it is written.
    pub async fn sealed(
        &self,
        new: store::credential::NewCredential,
    ) -> store::credential::NewCredential {
        new.sealed(&self.db, OPERATOR).await.unwrap()
    }

    pub async fn commit(&self, change: Change) -> Result<Committed, StoreError> {
        self.writer.commit(change).await
    }

    /// Drafts records with these names, one after the other.
    pub async fn draft(&self, names: &[&str]) {
        for (number, name) in (1..).zip(names) {
            self.commit(change([drafted(number, name)])).await.unwrap();
        }
    }

    /// Puts a record in force with sort keys: `name` and `medium`.
    pub async fn put_in_force(&self, number: u128, name: &str, keys: &[(&str, &str)]) {
        let mut draft = drafted(number, name);
        let handed_in = submitted(&draft.record, &[]);
        step(&mut draft, DRAFTER, handed_in);
        step(
            &mut draft,
            DRAFTER,
            RecordEvent::PutInForce { edition: 1, ahead_of_route: String::new() },
        );
        draft.projection.keys = keys
            .iter()
            .map(|(field, key)| ((*field).to_owned(), (*key).to_owned().into()))
            .collect();
        self.commit(change([draft])).await.unwrap();
    }

    pub async fn lookup(&self, number: u128) -> RecordRow {
        store::record::lookup(&self.db, OPERATOR, record_id(number)).await.unwrap().unwrap()
    }

    /// As [`Place::tamper`].
    pub async fn tamper(&self, statement: &str) -> u64 {
        self.place.tamper(statement)
    }

    pub async fn verify(&self) -> Report {
        verify(&self.db, Scope::whole(keys())).await.unwrap()
    }

    /// Titles of a page.
    pub async fn titles(&self, query: &ListQuery) -> Vec<String> {
        store::record::list(&self.db, query)
            .await
            .unwrap()
            .rows
            .into_iter()
            .map(|row| row.title)
            .collect()
    }
}

/// Places of the findings on a closed database file.
pub async fn places(path: &Path) -> Vec<String> {
    let Ok(db) = Db::open_read_only(path).await else { return vec!["database".to_owned()] };
    let db = db.with_keys(keeper());
    let report = verify(&db, Scope::whole(keys())).await;
    db.close().await;
    report.map_or_else(
        |_| vec!["database".to_owned()],
        |report| report.findings.into_iter().map(|it| it.place).collect(),
    )
}

/// Changes of records by the drafter.
pub fn change<const N: usize>(records: [RecordChange; N]) -> Change {
    Change { records: records.into(), ..Change::new(OPERATOR, DRAFTER, at(1)) }
}

/// The operator, its root unit and two members.
pub fn founded() -> Change {
    let root = Unit {
        id: UNIT,
        kind: "operator".to_owned(),
        name: "見本協会".to_owned(),
        parent: None,
        closed_on: None,
    };
    let member = |id, name: &str| Member {
        id,
        number: String::new(),
        name: name.to_owned(),
        kana: String::new(),
        unit: UNIT,
        post: String::new(),
        kind: String::new(),
        mail: String::new(),
        joined_on: None,
        left_on: None,
    };
    let mut events = founding(root, member(DRAFTER, "髙橋 花子"));
    events.push(engine::organize::OrganizationEvent::MemberPut {
        member: member(MANAGER, "見本 一郎"),
    });
    let operator = Side::FirstOperator {
        name: "見本協会".to_owned(),
        regulation: "association-pms".to_owned(),
        time_zone: "Asia/Tokyo".to_owned(),
    };
    Change { organization: events, sides: vec![operator], ..change([]) }
}

/// A row beside the records, changed by the drafter.
pub fn side(side: Side) -> Change {
    Change { sides: vec![side], ..change([]) }
}

/// The drafter's or the manager's account.
pub fn account(member: MemberId, login: &str, password_hash: &str) -> Change {
    side(Side::Account { member, login: login.to_owned(), password_hash: password_hash.to_owned() })
}

/// A file attached to a record.
pub fn attachment(number: u128, record: RecordId) -> NewAttachment {
    NewAttachment {
        id: AttachmentId(Uuid::from_u128(0x2_0000 + number)),
        record,
        name: format!("同意書{number}.pdf"),
        content_type: "application/pdf",
        bytes: 3,
        sha256: "ab".repeat(32),
    }
}

/// A member's authenticator for one-time codes.
pub fn credential(member: MemberId) -> store::credential::NewCredential {
    store::credential::NewCredential {
        id: Uuid::from_u128(0x3_0000 + u128::from(member.0.as_bytes()[15])),
        member,
        kind: store::credential::CredentialKind::Totp,
        name: "見本の認証アプリ".to_owned(),
        handle: String::new(),
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
    }
}

/// A new record named `name`.
pub fn drafted(number: u128, name: &str) -> RecordChange {
    let mut fields = Fields::new();
    fields.insert("name".to_owned(), json!(name));
    let event = RecordEvent::Drafted {
        form: "holdings".to_owned(),
        unit: UNIT,
        drafter: DRAFTER,
        fields,
        origin: None,
    };
    RecordChange {
        record: Record::begin(record_id(number), &event).unwrap(),
        before: 0,
        events: vec![(event.name(), serde_json::to_string(&event).unwrap())],
        number_label: "R8".to_owned(),
        projection: projection(name),
        moments: Vec::new(),
    }
}

fn projection(name: &str) -> Projection {
    Projection {
        title: name.to_owned(),
        summary: json!([name]).to_string(),
        search_text: Some(name.to_owned()),
        keys: Vec::new(),
        identity: store::fold::fold(name),
        waiting: Vec::new(),
        ..Projection::default()
    }
}

/// What the moments of these stories are made by.
pub fn basis() -> MomentBasis {
    let fields = ["name".to_owned()].into();
    MomentBasis {
        time_zone: "Asia/Tokyo".to_owned(),
        forms: [("holdings".to_owned(), fields)].into(),
    }
}

/// Adds an event to a change of a record.
pub fn step(change: &mut RecordChange, by: MemberId, event: RecordEvent) {
    change.record.apply(&event, by, at(1));
    let day = jiff::tz::TimeZone::get(&basis().time_zone).unwrap().to_datetime(at(1)).date();
    let moment = basis().moment(&change.record, &event, day);
    let event_at = change.events.len();
    change.moments.extend(moment.map(|moment| NewMoment { event: event_at, moment }));
    change.events.push((event.name(), serde_json::to_string(&event).unwrap()));
}

/// The next change of a record that was read before.
pub fn next(record: &Record, by: MemberId, event: RecordEvent) -> RecordChange {
    let mut change = RecordChange {
        record: record.clone(),
        before: record.version,
        events: Vec::new(),
        number_label: String::new(),
        projection: Projection::default(),
        moments: Vec::new(),
    };
    step(&mut change, by, event);
    let name =
        change.record.fields().get("name").and_then(|name| name.as_str()).unwrap_or_default();
    change.projection = projection(name);
    change.projection.waiting = change
        .record
        .waiting_steps()
        .into_iter()
        .map(|step| Waiting {
            step: step.to_owned(),
            office: step.to_owned(),
            units: Some(vec![UNIT]),
        })
        .collect();
    change
}

pub fn edited(name: &str) -> RecordEvent {
    RecordEvent::Edited {
        fields: [("name".to_owned(), json!(name))].into_iter().collect(),
        origin: None,
    }
}

pub fn submitted(record: &Record, stages: &[&str]) -> RecordEvent {
    RecordEvent::Submitted {
        comment: String::new(),
        content: content_hash(record.fields()),
        stages: stages.iter().map(|step| vec![(*step).to_owned()]).collect(),
    }
}

pub fn approved(step: &str) -> RecordEvent {
    RecordEvent::StepSettled {
        body: String::new(),
        step: step.to_owned(),
        act: Act::Approve,
        office: step.to_owned(),
        comment: String::new(),
        content: String::new(),
        resolved_on: None,
    }
}

/// All records of the form.
pub fn all(limit: u32) -> ListQuery {
    ListQuery { which: Which::All, ..ListQuery::register(OPERATOR, "holdings", limit) }
}
