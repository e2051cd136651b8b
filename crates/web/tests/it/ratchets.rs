//! What holds for every page, asked of every address in the router's own table: a new page cannot be forgotten here.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use engine::{MemberId, organize::OrganizationCommand};
use web::PageRoute;

use crate::{
    support::{Office, Person, REGISTER, Reply},
    visitor::{Visitor, text},
};

/// Pages that need no session, and why.
const PUBLIC: [(&str, &str, &str); 14] = [
    ("GET", "/evidence/checkpoint", "the checkpoint holds no personal data; outsiders keep copies"),
    ("GET", "/language/{tag}", "the language is chosen before signing in"),
    ("GET", "/log/checkpoint", "the checkpoint holds no personal data; outsiders keep copies"),
    ("GET", "/log/key", "a public key"),
    ("GET", "/log/tile/{*path}", "hashes of events that hold random ids; C2SP tlog-tiles"),
    ("GET", "/log/verify.html", "the page that checks packs; it holds no data"),
    ("GET", "/set-up", "opened by its one-time token"),
    ("GET", "/sign-in", "the way in"),
    ("GET", "/sign-in/code", "the way in"),
    ("POST", "/set-up", "opened by its one-time token"),
    ("POST", "/sign-in", "the way in"),
    ("POST", "/sign-in/passkey", "the way in"),
    ("POST", "/sign-in/passkey/begin", "the way in; a random challenge"),
    ("POST", "/sign-out", "the way out; without a session nothing ends"),
];

/// Posts that leave no event in the evidence log, and why.
const SILENT: [(&str, &str); 21] = [
    ("/account/passkey/begin", "a random challenge; the passkey is an event when it is added"),
    ("/backups", "copies what is there; its own list says what was done"),
    ("/backups/drill", "reads a backup; its own list says what was done"),
    ("/evidence/verify", "reads the log; writes nothing"),
    ("/imports", "only the run's own notes; the rows are events when it is run"),
    ("/imports/{id}", "only the run's own notes"),
    ("/imports/{id}/cancel", "only the run's own notes"),
    ("/imports/{id}/rows", "only the run's own notes"),
    ("/imports/{id}/typed", "what is typed and not saved is no act yet"),
    ("/jobs/{id}/retry", "a mail is sent again; mails are no acts on records"),
    ("/law/draft", "writes a draft; keeps nothing"),
    ("/law/number", "calculates; keeps nothing"),
    ("/records/{id}/autosave", "what is typed and not saved is no act yet"),
    ("/records/{id}/discard", "what is typed and not saved is no act yet"),
    ("/registers/{form}/columns", "a person's own view"),
    ("/registers/{form}/views", "a person's own view"),
    ("/registers/{form}/views/{id}", "a person's own view"),
    ("/sign-in", "sessions are no acts on records; accounts and tokens are"),
    (
        "/sign-in/code",
        "sessions are no acts on records; a recovery code that is used up is an event",
    ),
    ("/sign-in/passkey", "sessions are no acts on records"),
    ("/unlock", "sessions are no acts on records"),
];

fn filled(path: &str) -> String {
    path.replace("{id}", &uuid::Uuid::nil().to_string())
        .replace("{form}", REGISTER)
        .replace("{row}", "2")
        .replace("{number}", "1")
        .replace("{key}", "device_check~operator~2026-10-01")
        .replace("{tag}", "ja")
        .replace("{*path}", "0/000.p/1")
}

fn is_public(route: &PageRoute) -> bool {
    PUBLIC.iter().any(|(method, path, _)| (*method, *path) == (route.method, route.path))
}

#[test]
fn what_is_said_of_routes_is_said_of_routes_that_exist() {
    let routes: BTreeSet<_> =
        web::page_routes().iter().map(|route| (route.method, route.path)).collect();
    assert!(routes.len() > 50, "{routes:?}");
    let named = PUBLIC.iter().map(|(method, path, _)| (*method, *path));
    let named: BTreeSet<_> = named.chain(SILENT.iter().map(|(path, _)| ("POST", *path))).collect();
    assert_eq!(named.difference(&routes).collect::<Vec<_>>(), Vec::<&(&str, &str)>::new());
}

#[tokio::test]
async fn without_a_session_there_is_nothing_but_the_way_in() {
    let office = Office::open().await;
    let id = office.in_force(0).await;
    for route in web::page_routes().iter().filter(|route| !is_public(route)) {
        let path = route.path.replace("{id}", &id);
        let (path, mut nobody) = (filled(&path), Visitor::new(&office));
        let reply = match route.method {
            "GET" => nobody.open(&path).await,
            _ => nobody.send(&path, &[("comment", "書きかけ")]).await,
        };
        let expected = match reply.status {
            StatusCode::SEE_OTHER => reply.header("location").starts_with("/sign-in"),
            status => status == StatusCode::UNAUTHORIZED && route.method == "POST",
        };
        assert!(expected, "{} {path}: {} {}", route.method, reply.status, text(&reply));
        assert!(!text(&reply).contains("入会申込書 その0"), "{path}");
    }
}

/// 例 余所子: a member of 研修課 without any office.
async fn stranger(office: &Office) -> Person {
    let mut person = office.trainer.clone();
    person.actor.member = MemberId(uuid::Uuid::now_v7());
    let put = member_of(&person, office);
    office.app.organize(office.administrator.actor, put).await.unwrap();
    person
}

fn member_of(person: &Person, office: &Office) -> OrganizationCommand {
    OrganizationCommand::PutMember(engine::Member {
        id: person.actor.member,
        number: String::new(),
        name: "例 余所子".into(),
        kana: String::new(),
        unit: office.units.training,
        post: String::new(),
        kind: String::new(),
        mail: String::new(),
        joined_on: None,
        left_on: None,
    })
}

/// An address with ids of things that are there, and that are none of a stranger's business.
struct Filled {
    record: String,
    /// A record with a field for files.
    application: String,
    attachment: String,
    import: String,
    spare_import: String,
    unit: String,
    member: String,
    /// A view of the register that 花子 saved.
    view: String,
    /// An instance of a duty of 花子's.
    duty: String,
}

impl Filled {
    async fn of(office: &Office, keeper: &mut Visitor<'_>) -> Self {
        let record = office.draft(0).await;
        let kept = office
            .app
            .attach(office.staff.actor, record.parse().unwrap(), "図.pdf", b"%PDF-1.7")
            .await
            .unwrap();
        let (import, spare_import) = (begin_import(keeper).await, begin_import(keeper).await);
        let body = serde_json::json!({"form": "handling_application", "fields": {}});
        let application = office.post(&office.staff, "/records", &body).await.json();
        let (app, staff) = (&office.app, office.staff.actor);
        app.save_view(staff, REGISTER, ("紙だけ", "f_storage_methods=paper")).await.unwrap();
        let view = app.views(staff, REGISTER).await.unwrap().remove(0).id.to_string();
        Self {
            view,
            record,
            application: application["id"].as_str().unwrap().to_owned(),
            attachment: kept.id.to_string(),
            import,
            spare_import,
            duty: duty_of(office).await,
            unit: office.units.training.to_string(),
            member: office.staff.actor.member.to_string(),
        }
    }

    fn path(&self, path: &str) -> String {
        let id = match path.split('/').nth(1).unwrap_or_default() {
            _ if path.ends_with("/files") => &self.application,
            "attachments" => &self.attachment,
            "imports" if path.ends_with("/cancel") => &self.spare_import,
            "imports" => &self.import,
            "organization" if path.contains("/units/") => &self.unit,
            "organization" => &self.member,
            "registers" => &self.view,
            "regulation" if path.contains("/forms/") => REGISTER,
            "regulation" => "J.3.1.1(2)",
            _ => &self.record,
        };
        let id = id.replace('(', "%28").replace(')', "%29");
        filled(&path.replace("{id}", &id).replace("{key}", &self.duty))
    }
}

/// An instance that 花子 can begin the record of.
async fn duty_of(office: &Office) -> String {
    use app::duties::{DutyAsk, Offer};
    let (app, staff) = (&office.app, office.staff.actor);
    let ask = DutyAsk { limit: 100, ..DutyAsk::default() };
    let mut found = None;
    for row in app.duties(staff, &ask).await.unwrap().rows {
        let offers = app.duty(staff, &row.key).await.unwrap().offers;
        if offers.contains(&Offer::Begin) && offers.contains(&Offer::AskWaiver) {
            found = Some(row.key.to_string());
        }
    }
    found.unwrap()
}

/// A list of members is uploaded; the id of its run.
async fn begin_import(keeper: &mut Visitor<'_>) -> String {
    let csv = "氏名,所属\n例 取込子,総務部\n".as_bytes();
    let reply =
        keeper.upload("/imports", &[("target", "members")], ("file", "名簿.csv", csv)).await;
    assert_eq!(reply.status, 303, "{}", text(&reply));
    reply.header("location").rsplit('/').next().unwrap().to_owned()
}

/// Leaves in the evidence log.
async fn leaves(office: &Office) -> u64 {
    let note = office.app.checkpoint().await.unwrap().unwrap();
    note.lines().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_member_without_an_office_reads_only_what_is_everybodys() {
    let office = Office::open().await;
    let stranger = stranger(&office).await;
    let mut keeper = Visitor::administrator(&office).await;
    let there = Filled::of(&office, &mut keeper).await;
    let mut visitor = Visitor::member(&office, &stranger, "yosoko").await;
    let mut lines = Vec::new();
    for route in web::page_routes().iter().filter(|route| route.method == "GET") {
        let reply = visitor.open(&there.path(route.path)).await;
        assert!(!text(&reply).contains("入会申込書 その0"), "{}", route.path);
        lines.push(format!("{} {}", reply.status.as_u16(), route.path));
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    200 /
    200 /account
    404 /attachments/{id}
    404 /backups
    404 /disposal
    404 /disposal/runs/{id}
    200 /duties
    404 /duties/item/{key}
    200 /duties/overview
    200 /evidence
    200 /evidence/checkpoint
    404 /evidence/records/{id}
    200 /evidence/verification
    200 /forms
    200 /forms/{form}/new
    200 /imports
    200 /imports/new
    404 /imports/{id}
    303 /imports/{id}/cancel
    404 /imports/{id}/report.csv
    404 /imports/{id}/rows
    303 /imports/{id}/run
    303 /imports/{id}/typed
    404 /jobs
    303 /language/{tag}
    200 /law
    200 /law/breach
    200 /law/consent
    200 /law/date
    200 /law/draft
    200 /law/history
    200 /law/list
    200 /law/measures
    200 /law/number
    200 /law/provision
    200 /law/request
    200 /law/retention
    200 /log/checkpoint
    200 /log/key
    200 /log/tile/{*path}
    200 /log/verify.html
    200 /organization
    200 /organization/chart
    200 /organization/members
    422 /organization/members/export.csv
    404 /organization/members/logins
    200 /organization/members/new
    200 /organization/members/{id}
    200 /organization/offices
    200 /organization/units/new
    200 /organization/units/{id}
    200 /queue
    404 /records/{id}
    404 /records/{id}/edit
    404 /records/{id}/editions/{number}
    404 /records/{id}/pack.zip
    404 /records/{id}/print.pdf
    200 /registers/{form}
    200 /registers/{form}/export.csv
    422 /registers/{form}/export.pack.zip
    200 /registers/{form}/export.pdf
    200 /registers/{form}/export.sjis.csv
    200 /registers/{form}/export.xlsx
    200 /regulation
    200 /regulation/check
    200 /regulation/clauses/{id}
    200 /regulation/forms
    200 /regulation/forms/{id}
    200 /regulation/offices
    200 /regulation/rules
    200 /regulation/terms
    200 /regulation/year
    404 /set-up
    200 /sign-in
    200 /sign-in/code
    200 /unlock
    ");
}

/// What each post is about: who may, and what they send.
enum Sent<'a> {
    Form(Vec<(&'a str, &'a str)>),
    File(Vec<(&'a str, &'a str)>, (&'a str, &'a str, &'a [u8])),
}

fn form<'a>(pairs: &[(&'a str, &'a str)]) -> Sent<'a> {
    Sent::Form(pairs.to_vec())
}

fn file<'a>(texts: &[(&'a str, &'a str)], file: (&'a str, &'a str, &'a [u8])) -> Sent<'a> {
    Sent::File(texts.to_vec(), file)
}

async fn post(visitor: &mut Visitor<'_>, path: &str, sent: &Sent<'_>) -> Reply {
    match sent {
        Sent::Form(pairs) => visitor.send(path, pairs).await,
        Sent::File(texts, file) => visitor.upload(path, texts, *file).await,
    }
}

#[tokio::test]
async fn every_post_leaves_an_event_or_says_why_not_and_strangers_change_nothing() {
    let office = Office::open().await;
    let place = crate::backups::planned(&office);
    let stranger = stranger(&office).await;
    let mut keeper = Visitor::administrator(&office).await;
    let there = Filled::of(&office, &mut keeper).await;
    // Before the accounts: a new password ends tokens.
    let waiting = office.draft(1).await;
    let act = serde_json::json!({"act": "submit"});
    office.post(&office.staff, &format!("/records/{waiting}/acts"), &act).await;
    let (waiting_seen, draft_seen) =
        (format!("{waiting}.2"), format!("{}.1", office.draft(1).await));
    let mut staff = Visitor::member(&office, &office.staff, "hanako").await;
    let mut manager = Visitor::member(&office, &office.manager, "yoshiko").await;
    let mut outsider = Visitor::member(&office, &stranger, "yosoko").await;
    let (members, root, someone) = (
        office.units.members.to_string(),
        office.units.root.to_string(),
        office.trainer.actor.member.to_string(),
    );
    let login = format!("login.{someone}");
    // In this order: what comes first is what the later ones need.
    let table: Vec<(&str, &str, Sent<'_>)> = vec![
        ("花子", "/forms/{form}/new", form(&[("unit", &members)])),
        ("花子", "/records/{id}/autosave", form(&[("version", "1"), ("documents", "書きかけ")])),
        (
            "花子",
            "/records/{id}/files",
            file(&[("attach", "attachments")], ("attachments", "図.png", b"\x89PNG\r\n\x1a\n")),
        ),
        ("花子", "/records/{id}/discard", form(&[])),
        ("花子", "/records/{id}/attachments", file(&[], ("file", "図.png", b"\x89PNG\r\n\x1a\n"))),
        ("花子", "/records/{id}/edit", form(&[("version", "1"), ("documents", "入会申込書 改")])),
        (
            "花子",
            "/records/{id}/acts",
            form(&[("act", "withdraw"), ("comment", "見本"), ("confirmed", "yes")]),
        ),
        ("花子", "/duties/item/{key}/begin", form(&[])),
        ("花子", "/duties/item/{key}/notes", form(&[("act", "ask"), ("reason", "見本")])),
        ("花子", "/registers/{form}/acts", form(&[("record", &draft_seen), ("act", "submit")])),
        ("花子", "/registers/{form}/columns", form(&[("column", "documents")])),
        ("花子", "/registers/{form}/views", form(&[("name", "新しい順")])),
        ("花子", "/registers/{form}/views/{id}", form(&[("act", "rename"), ("name", "順")])),
        (
            "𠮷子",
            "/queue/acts",
            form(&[("record", &waiting_seen), ("act", "approve"), ("back", "/queue")]),
        ),
        ("管理", "/regulation/clauses/{id}/wording", form(&[("text", "本会の言い方")])),
        ("管理", "/organization/members/new", form(&[("name", "例 新子"), ("unit", &root)])),
        (
            "管理",
            "/organization/members/{id}",
            form(&[("name", "見本 花子"), ("unit", &members), ("post", "主任")]),
        ),
        ("管理", "/organization/members/logins", form(&[("member", &someone), (&login, "jiro")])),
        (
            "管理",
            "/organization/units/new",
            form(&[("name", "広報課"), ("kind", "section"), ("parent", &root)]),
        ),
        (
            "管理",
            "/organization/units/{id}",
            form(&[("name", "研修二課"), ("kind", "section"), ("parent", &root)]),
        ),
        ("管理", "/evidence/verify", form(&[])),
        ("管理", "/backups", form(&[])),
        ("管理", "/backups/drill", form(&[])),
        ("管理", "/imports/{id}", form(&[("then", "next")])),
        ("管理", "/imports/{id}/rows", form(&[("act", "skip:2:")])),
        ("管理", "/imports/{id}/rows", form(&[("act", "unskip:2:")])),
        ("管理", "/imports/{id}/typed", form(&[])),
        ("管理", "/imports/{id}/run", form(&[])),
        (
            "管理",
            "/imports",
            file(&[("target", "members")], ("file", "名簿.csv", "氏名\n例 二子\n".as_bytes())),
        ),
        ("管理", "/imports/{id}/cancel", form(&[])),
        (
            "𠮷子",
            "/organization/offices",
            form(&[
                ("act", "appoint"),
                ("office", "handler"),
                ("member", &someone),
                ("unit", &members),
                ("from", "2026-11-22"),
            ]),
        ),
        ("管理", "/law/draft", form(&[("known", "2026-04-03")])),
        ("管理", "/law/number", form(&[("kind", "my-number"), ("number", "123456789018")])),
        ("管理", "/account", form(&[("act", "token"), ("token_name", "見本")])),
        ("管理", "/sign-out", form(&[])),
    ];
    let mut told = BTreeSet::new();
    let mut lines = Vec::new();
    for (who, route, sent) in &table {
        let path = there.path(route);
        let is_open =
            ["/law/draft", "/law/number", "/account", "/imports", "/sign-out"].contains(route);
        let before = leaves(&office).await;
        let refused =
            if is_open { None } else { Some(post(&mut outsider, &path, sent).await.status) };
        assert_eq!(leaves(&office).await, before, "a stranger changed {path}");
        let visitor = match *who {
            "花子" => &mut staff,
            "𠮷子" => &mut manager,
            _ => &mut keeper,
        };
        let reply = post(visitor, &path, sent).await;
        assert!(
            reply.status.is_redirection() || reply.status.is_success(),
            "{who} {route}: {} {}",
            reply.status,
            text(&reply)
        );
        let is_silent = SILENT.iter().any(|(silent, _)| silent == route);
        assert_eq!(leaves(&office).await == before, is_silent || *route == "/sign-out", "{route}");
        let refused = refused.map_or("-".to_owned(), |status| status.as_u16().to_string());
        lines.push(format!("{refused} {} {who} {route}", reply.status.as_u16()));
        told.insert(*route);
    }
    drop(place);
    // Told elsewhere: the first run, and signing in.
    told.extend([
        "/set-up",
        "/sign-in",
        "/sign-in/code",
        "/sign-in/passkey",
        "/sign-in/passkey/begin",
    ]);
    told.extend(["/unlock", "/account/passkey/begin", "/jobs/{id}/retry"]);
    // Disposal takes three years and two people: `disposal.rs` tells of it, and of whom it is not for.
    told.extend([
        "/disposal",
        "/disposal/runs/{id}",
        "/records/{id}/hold",
        "/records/{id}/release",
    ]);
    let posts = web::page_routes();
    let posts = posts.iter().filter(|route| route.method == "POST").map(|route| route.path);
    assert_eq!(posts.filter(|path| !told.contains(path)).collect::<Vec<_>>(), Vec::<&str>::new());
    insta::assert_snapshot!(lines.join("\n"), @"
    422 303 花子 /forms/{form}/new
    404 200 花子 /records/{id}/autosave
    404 303 花子 /records/{id}/files
    303 303 花子 /records/{id}/discard
    404 303 花子 /records/{id}/attachments
    404 303 花子 /records/{id}/edit
    404 303 花子 /records/{id}/acts
    404 303 花子 /duties/item/{key}/begin
    404 303 花子 /duties/item/{key}/notes
    422 303 花子 /registers/{form}/acts
    303 303 花子 /registers/{form}/columns
    303 303 花子 /registers/{form}/views
    404 303 花子 /registers/{form}/views/{id}
    422 303 𠮷子 /queue/acts
    422 303 管理 /regulation/clauses/{id}/wording
    422 303 管理 /organization/members/new
    422 303 管理 /organization/members/{id}
    404 200 管理 /organization/members/logins
    422 303 管理 /organization/units/new
    422 303 管理 /organization/units/{id}
    422 303 管理 /evidence/verify
    404 303 管理 /backups
    404 303 管理 /backups/drill
    404 303 管理 /imports/{id}
    404 303 管理 /imports/{id}/rows
    404 303 管理 /imports/{id}/rows
    404 200 管理 /imports/{id}/typed
    404 303 管理 /imports/{id}/run
    - 303 管理 /imports
    404 303 管理 /imports/{id}/cancel
    422 303 𠮷子 /organization/offices
    - 200 管理 /law/draft
    - 200 管理 /law/number
    - 200 管理 /account
    - 303 管理 /sign-out
    ");
}
