//! An office to tell stories about: its people, their tokens, the router, and a day that stands still.

use std::sync::Arc;

use app::{Actor, App, Clock, organization::appointment, set_up::SetUp};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use engine::{Fields, Member, MemberId, Unit, UnitId, organize::OrganizationCommand};
use jiff::{Timestamp, civil::date};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

/// The form that most stories are about.
pub const REGISTER: &str = "holdings_register";
/// Password of the administrator, whose login is `admin`.
pub const PASSWORD: &str = "見本の長いパスワード8号";

/// Somebody with a token.
#[derive(Clone)]
pub struct Person {
    pub actor: Actor,
    pub token: String,
}

/// A set-up operator on 令和8年11月22日 at 10:00.
pub struct Office {
    pub app: Arc<App>,
    pub router: Router,
    /// Keeps units and members; holds no office.
    pub administrator: Person,
    /// 会長 見本 太郎
    pub top: Person,
    /// 個人情報保護管理者 髙﨑 𠮷子, of 総務部
    pub manager: Person,
    /// 個人情報取扱者 見本 花子, of 会員サービス課
    pub staff: Person,
    /// 個人情報取扱者 研修 次郎, of 研修課
    pub trainer: Person,
    pub units: Units,
    /// Words that stand for ids in snapshots.
    names: Vec<(String, &'static str)>,
    _folder: TempDir,
}

/// 一般社団法人 見本協会 and what is below it.
#[derive(Debug, Clone, Copy)]
pub struct Units {
    pub root: UnitId,
    pub affairs: UnitId,
    /// 会員サービス課, of 総務部
    pub members: UnitId,
    pub training: UnitId,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| json!(String::from_utf8_lossy(&self.bytes)))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Status, and each reason as `clause | field | message`.
    pub fn refusal(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["status"], self.status.as_u16());
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let citations = body["citations"].as_array().unwrap().iter();
        let lines = citations.map(|it| {
            format!("{} | {} | {}", text(&it["clause"]), text(&it["field"]), text(&it["message"]))
        });
        let head = format!(
            "{} {}",
            self.status.as_u16(),
            text(&body["type"]).replace("urn:kitei:problem:", "")
        );
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    }
}

impl Office {
    /// The ids of all clauses, as the source numbers them.
    pub fn clause_ids(&self) -> Vec<String> {
        let tenant = self.app.tenant(self.administrator.actor.operator).unwrap();
        tenant.regulation.clauses.iter().map(|clause| clause.id.clone()).collect()
    }

    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-11-22T01:00:00Z".parse().unwrap();
        let app = Arc::new(App::open(folder.path().join("data"), Clock::fixed(now)).await.unwrap());
        let request = SetUp {
            operator: "一般社団法人 見本協会".into(),
            regulation: "association-pms".into(),
            name: "管理 一郎".into(),
            login: "admin".into(),
            password: PASSWORD.into(),
        };
        let administrator = app.set_up(&request).await.unwrap();
        let root = app.tenant(administrator.operator).unwrap().organization().root().unwrap().id;
        let [affairs, members, training] = [(); 3].map(|()| UnitId(Uuid::now_v7()));
        let units = Units { root, affairs, members, training };
        let [top, manager, staff, trainer] = [(); 4]
            .map(|()| Actor { operator: administrator.operator, member: MemberId(Uuid::now_v7()) });
        let put = vec![
            OrganizationCommand::PutUnit(unit(affairs, "department", "総務部", root)),
            OrganizationCommand::PutUnit(unit(members, "section", "会員サービス課", affairs)),
            OrganizationCommand::PutUnit(unit(training, "section", "研修課", root)),
            OrganizationCommand::PutMember(member(top, "見本 太郎", root)),
            OrganizationCommand::PutMember(member(manager, "髙﨑 𠮷子", affairs)),
            OrganizationCommand::PutMember(member(staff, "見本 花子", members)),
            OrganizationCommand::PutMember(member(trainer, "研修 次郎", training)),
        ];
        app.organize_all(administrator, put).await.unwrap();
        appoint(&app, administrator, top, "top", root).await;
        appoint(&app, top, manager, "manager", root).await;
        appoint(&app, manager, staff, "handler", members).await;
        appoint(&app, manager, trainer, "handler", training).await;
        let names = vec![
            (administrator.operator.to_string(), "(見本協会)"),
            (root.to_string(), "(協会全体)"),
            (affairs.to_string(), "(総務部)"),
            (members.to_string(), "(会員サービス課)"),
            (training.to_string(), "(研修課)"),
            (administrator.member.to_string(), "(管理)"),
            (top.member.to_string(), "(太郎)"),
            (manager.member.to_string(), "(𠮷子)"),
            (staff.member.to_string(), "(花子)"),
            (trainer.member.to_string(), "(次郎)"),
        ];
        Self {
            administrator: person(&app, administrator).await,
            top: person(&app, top).await,
            manager: person(&app, manager).await,
            staff: person(&app, staff).await,
            trainer: person(&app, trainer).await,
            router: web::router(web::Web::new(Arc::clone(&app), None, false)),
            app,
            units,
            names,
            _folder: folder,
        }
    }

    /// The same office behind a server that is configured otherwise.
    pub fn configured(mut self, settings: web::Settings) -> Self {
        self.router = web::router(web::Web::configured(Arc::clone(&self.app), settings));
        self
    }

    /// Gives somebody an office from the beginning of the fiscal year on.
    pub async fn appoint(&self, by: &Person, whom: &Person, office: &str, over: UnitId) {
        appoint(&self.app, by.actor, whom.actor, office, over).await;
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    /// Asks the API as somebody; `what` is a method and an address, `headers` are names and values.
    pub async fn ask(
        &self,
        who: &Person,
        what: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Reply {
        let (method, path) = what.split_once(' ').unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("authorization", format!("Bearer {}", who.token))
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn get(&self, who: &Person, path: &str) -> Reply {
        self.ask(who, &format!("GET {path}"), &[], &Value::Null).await
    }

    pub async fn post(&self, who: &Person, path: &str, body: &Value) -> Reply {
        self.ask(who, &format!("POST {path}"), &[], body).await
    }

    /// A line of the register drafted by 花子; its id.
    pub async fn draft(&self, n: usize) -> String {
        let body = json!({"form": REGISTER, "fields": register_fields(n)});
        let reply = self.post(&self.staff, "/records", &body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.json());
        reply.json()["id"].as_str().unwrap().to_owned()
    }

    /// A line of the register drafted and handed in by 花子 and approved by 𠮷子; its id.
    pub async fn in_force(&self, n: usize) -> String {
        let id = self.draft(n).await;
        for (who, act) in [(&self.staff, "submit"), (&self.manager, "approve")] {
            let reply = self.post(who, &format!("/records/{id}/acts"), &json!({"act": act})).await;
            assert_eq!(reply.status, StatusCode::OK, "{}", reply.json());
        }
        id
    }

    /// JSON with words in the place of ids: those of the office, and those given.
    pub fn told(&self, value: &Value, more: &[(&str, &str)]) -> String {
        let mut text = serde_json::to_string_pretty(value).unwrap();
        for (id, name) in &self.names {
            text = text.replace(id, name);
        }
        more.iter().fold(text, |text, (id, name)| text.replace(id, name))
    }
}

/// The `n`th line of the register: complete, and different from every other.
pub fn register_fields(n: usize) -> Fields {
    let class =
        ["member_information", "participant_information", "entrusted_information", "staff"][n % 4];
    let fields = json!({
        "class": class,
        "documents": format!("入会申込書 その{n}"),
        "items": "氏名、住所、電話番号",
        "purpose": "会員名簿の作成のため",
        "storage_place": "事務所の鍵付き書庫",
        "storage_methods": ["paper", "data"],
        "access_holders": [{"name": "渡邉 槇"}],
        "use_limit": "退会時",
        "keep_limit": "退会後3年",
        "disposal_methods": ["shredder"],
        "count": 100 + n,
    });
    fields.as_object().cloned().unwrap()
}

async fn person(app: &App, actor: Actor) -> Person {
    Person { actor, token: app.make_token(actor, "test").await.unwrap() }
}

async fn appoint(app: &App, by: Actor, whom: Actor, office: &str, over: UnitId) {
    let organization = app.tenant(by.operator).unwrap().organization();
    let (member, unit) =
        (organization.member(whom.member).unwrap(), organization.unit(over).unwrap());
    let appointment = appointment(member, office, unit, date(2026, 4, 1));
    app.organize(by, OrganizationCommand::Appoint(appointment)).await.unwrap();
}

fn unit(id: UnitId, kind: &str, name: &str, parent: UnitId) -> Unit {
    Unit { id, kind: kind.into(), name: name.into(), parent: Some(parent), closed_on: None }
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
        mail: "somebody@mihon.example".into(),
        joined_on: None,
        left_on: None,
    }
}

/// Adds an authenticator of the administrator; returns the recovery codes.
pub async fn add_authenticator(
    office: &Office,
    new: &app::access::NewAuthenticator,
) -> Vec<String> {
    let secret = totp_rs::Secret::try_from_base32(&new.secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = u64::try_from(office.app.clock().now().as_second()).unwrap();
    let code = totp.generate(now).to_string();
    let actor = office.administrator.actor;
    office.app.add_authenticator(actor, &new.ceremony, ("電話", &code)).await.unwrap()
}
