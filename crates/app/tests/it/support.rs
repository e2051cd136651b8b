//! An office to tell stories about: three units, four people, the regulation of an association, and a day that stands still.

use app::{
    Actor, App, AppError, Clock, organization::appointment, records::plain_act, set_up::SetUp,
};
use engine::{
    Act, Fields, Member, MemberId, RecordId, Unit, UnitId, organize::OrganizationCommand,
};
use jiff::{Timestamp, civil::date};
use serde_json::json;
use store::db::Address;
use tempfile::TempDir;
use uuid::Uuid;

use crate::server::Database;

/// The form that most stories are about.
pub const REGISTER: &str = "holdings_register";

/// A set-up operator in a folder of its own, on 令和8年11月22日 at 10:00.
pub struct Office {
    pub app: App,
    /// Keeps units and members; holds no office.
    pub administrator: Actor,
    /// 会長 見本 太郎.
    pub top: Actor,
    /// 個人情報保護管理者 髙﨑 𠮷子, of 総務部.
    pub manager: Actor,
    /// 個人情報取扱者 見本　花子, of 会員サービス課.
    pub staff: Actor,
    pub units: Units,
    /// The data folder and the database; they live as long as the office.
    pub folder: Place,
}

/// Whose the rows are that belong to a member.
pub fn owner(actor: Actor) -> store::Owner {
    store::Owner { operator: actor.operator, member: actor.member }
}

/// A data folder, with the database in it or on a server.
pub struct Place {
    /// The data folder lies within, and the master key beside it.
    outer: TempDir,
    folder: std::path::PathBuf,
    server: Option<Database>,
}

impl Place {
    pub fn new() -> Self {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("data");
        std::fs::create_dir(&folder).unwrap();
        Self { outer, folder, server: Database::of_test() }
    }

    pub fn path(&self) -> &std::path::Path {
        &self.folder
    }

    /// The database beside the application, with its keys.
    pub async fn db(&self) -> store::Db {
        let db = store::Db::open_at(&self.address()).await.unwrap();
        let source = app::MasterSource::beside(self.path());
        app::master::open_to_read(db, self.path(), &source).await.unwrap()
    }

    /// The folder in which the data folder and the master key lie.
    pub fn outer(&self) -> &std::path::Path {
        self.outer.path()
    }

    pub fn is_on_server(&self) -> bool {
        self.server.is_some()
    }

    pub fn address(&self) -> Address {
        match &self.server {
            Some(server) => Address::parse(&server.url()).unwrap(),
            None => Address::File(self.path().join(app::DATABASE)),
        }
    }

    pub async fn open(&self, clock: Clock) -> Result<App, AppError> {
        App::open_on(self.path().to_owned(), &self.address(), clock).await
    }
}

/// 一般社団法人 見本協会 and what is below it.
#[derive(Debug, Clone, Copy)]
pub struct Units {
    pub root: UnitId,
    /// 総務部
    pub affairs: UnitId,
    /// 会員サービス課, of 総務部
    pub members: UnitId,
    /// 研修課, where nobody of these has an office
    pub training: UnitId,
}

impl Office {
    pub async fn open() -> Self {
        let folder = Place::new();
        let now: Timestamp = "2026-11-22T01:00:00Z".parse().unwrap();
        let app = folder.open(Clock::ticking(now)).await.unwrap();
        let request = SetUp {
            operator: "一般社団法人 見本協会".into(),
            regulation: "association-pms".into(),
            name: "管理 一郎".into(),
            login: "admin".into(),
            password: "見本の長いパスワード8号".into(),
        };
        let administrator = app.set_up(&request).await.unwrap();
        let root = app.tenant(administrator.operator).unwrap().organization().root().unwrap().id;
        let units = Units { root, affairs: new_unit(), members: new_unit(), training: new_unit() };
        let [top, manager, staff] = [(); 3]
            .map(|()| Actor { operator: administrator.operator, member: MemberId(Uuid::now_v7()) });
        let office = Self { app, administrator, top, manager, staff, units, folder };
        office.people().await;
        office
    }

    async fn people(&self) {
        let units = self.units;
        let (general, members) = (
            unit(units.affairs, "総務部", units.root),
            unit(units.members, "会員サービス課", units.affairs),
        );
        let put = vec![
            OrganizationCommand::PutUnit(Unit { kind: "department".into(), ..general }),
            OrganizationCommand::PutUnit(members),
            OrganizationCommand::PutUnit(unit(units.training, "研修課", units.root)),
            OrganizationCommand::PutMember(member(self.top, "見本 太郎", units.root)),
            OrganizationCommand::PutMember(member(self.manager, "髙﨑 𠮷子", units.affairs)),
            OrganizationCommand::PutMember(member(self.staff, "見本　花子", units.members)),
        ];
        self.app.organize_all(self.administrator, put).await.unwrap();
        self.appoint(self.administrator, self.top, "top", units.root).await;
        self.appoint(self.top, self.manager, "manager", units.root).await;
        self.appoint(self.manager, self.staff, "handler", units.members).await;
    }

    /// Gives a member an office from the beginning of the fiscal year on.
    pub async fn appoint(&self, by: Actor, whom: Actor, office: &str, over: UnitId) {
        let organization = self.app.tenant(by.operator).unwrap().organization();
        let (member, unit) =
            (organization.member(whom.member).unwrap(), organization.unit(over).unwrap());
        let appointment = appointment(member, office, unit, date(2026, 4, 1));
        self.app.organize(by, OrganizationCommand::Appoint(appointment)).await.unwrap();
    }

    /// A line of the register as the staff member writes it.
    pub async fn draft(&self, fields: Fields) -> RecordId {
        self.app.draft(self.staff, REGISTER, self.units.members, fields).await.unwrap().record.id
    }

    /// A line of the register, handed in by the staff member and approved by the manager.
    pub async fn in_force(&self, fields: Fields) -> RecordId {
        let id = self.draft(fields).await;
        self.app.act(self.staff, id, None, plain_act(Act::Submit)).await.unwrap();
        self.app.act(self.manager, id, None, plain_act(Act::Approve)).await.unwrap();
        id
    }

    /// Moves the clock to 10:00 in Tokyo of a day.
    pub fn turn_to(&self, year: i16, month: i8, day: i8) {
        let at = date(year, month, day).at(10, 0, 0, 0).in_tz("Asia/Tokyo").unwrap();
        self.app.clock().set(at.timestamp());
    }
}

/// The `n`th line of the register: complete, and different from every other.
pub fn register_fields(n: usize) -> Fields {
    let class =
        ["member_information", "participant_information", "entrusted_information", "staff"][n % 4];
    let count = [
        json!(120),
        json!({"value": 1_200, "certainty": "estimated"}),
        json!({"certainty": "unknown"}),
    ];
    let fields = json!({
        "class": class,
        "documents": format!("入会申込書 その{n}"),
        "items": "氏名、住所、電話番号\nメールアドレス",
        "purpose": "会員名簿の作成、会費の請求のため",
        "storage_place": "事務所の鍵付き書庫",
        "storage_methods": ["paper", "data"],
        "access_holders": [{"name": "渡邉 槇"}],
        "use_limit": "退会時",
        "keep_limit": "退会後3年",
        "disposal_methods": ["shredder", "erasure"],
        "count": count[n % 3],
    });
    fields.as_object().cloned().unwrap()
}

fn new_unit() -> UnitId {
    UnitId(Uuid::now_v7())
}

fn unit(id: UnitId, name: &str, parent: UnitId) -> Unit {
    Unit { id, kind: "section".into(), name: name.into(), parent: Some(parent), closed_on: None }
}

fn member(actor: Actor, name: &str, unit: UnitId) -> Member {
    Member {
        id: actor.member,
        number: String::new(),
        name: name.into(),
        kana: String::new(),
        unit,
        post: String::new(),
        kind: String::new(),
        mail: String::new(),
        joined_on: None,
        left_on: None,
    }
}
