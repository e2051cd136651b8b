//! Mails about what is due, to a real SMTP server on this machine: once, in its hours, again after a fault.

use std::sync::{Arc, Mutex};

use app::{
    Clock,
    mail::{MailPlan, Mailer, Password, Protection},
};
use jiff::civil::date;
use regulation::Language;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::support::Office;

/// A mail server: it keeps what it gets, and answers to mails as it is told.
#[derive(Clone)]
struct Server {
    port: u16,
    mails: Arc<Mutex<Vec<String>>>,
    answer: Arc<Mutex<&'static str>>,
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server =
            Self { port, mails: Arc::default(), answer: Arc::new(Mutex::new("250 taken")) };
        let at_work = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = at_work.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        server
    }

    async fn talk(&self, stream: TcpStream) {
        let (reader, mut writer) = stream.into_split();
        let mut lines = BufReader::new(reader).lines();
        let _ = writer.write_all(b"220 mail.example\r\n").await;
        while let Ok(Some(line)) = lines.next_line().await {
            let answer = match line.split(' ').next().unwrap_or_default().to_uppercase().as_str() {
                "EHLO" => "250-mail.example\r\n250 AUTH PLAIN",
                "AUTH" => "235 welcome",
                "DATA" => {
                    let _ = writer.write_all(b"354 go on\r\n").await;
                    let mut mail = String::new();
                    while let Ok(Some(line)) = lines.next_line().await {
                        if line == "." {
                            break;
                        }
                        mail.push_str(&line);
                        mail.push('\n');
                    }
                    let answer = *self.answer.lock().unwrap();
                    if answer.starts_with("250") {
                        self.mails.lock().unwrap().push(mail);
                    }
                    answer
                }
                "QUIT" => "221 bye",
                _ => "250 fine",
            };
            let _ = writer.write_all(format!("{answer}\r\n").as_bytes()).await;
        }
    }

    fn mailer(&self, language: Language) -> Mailer {
        let login = Some(("kitei".to_owned(), Password("見本".to_owned())));
        let plan = MailPlan {
            server: "127.0.0.1".to_owned(),
            port: self.port,
            protection: Protection::None,
            login,
            from: "Kitei <kitei@mihon.example>".to_owned(),
            address: "https://kitei.mihon.example".to_owned(),
            hours: (8, 18),
            language,
        };
        Mailer::new(plan).unwrap()
    }

    fn count(&self) -> usize {
        self.mails.lock().unwrap().len()
    }
}

/// An office whose people have mail addresses.
async fn office() -> Office {
    let office = Office::open().await;
    let people = office.app.tenant(office.staff.operator).unwrap().organization();
    for member in [office.staff, office.manager] {
        let mut member = people.member(member.member).unwrap().clone();
        member.mail = format!("m{}@mihon.example", member.id);
        let put = engine::organize::OrganizationCommand::PutMember(member);
        office.app.organize(office.administrator, put).await.unwrap();
    }
    office
}

fn at(office: &Office, day: (i16, i8, i8), hour: i8) {
    let moment = date(day.0, day.1, day.2).at(hour, 0, 0, 0).in_tz("Asia/Tokyo").unwrap();
    office.app.clock().set(moment.timestamp());
}

#[tokio::test]
async fn everybody_gets_one_mail_on_an_open_day_within_the_hours_whatever_restarts() {
    let (server, office) = (Server::start().await, office().await);
    let mailer = server.mailer(Language::Ja);
    // A holiday, a Sunday, and before the hour.
    for (day, hour) in [((2027, 1, 11), 10), ((2027, 1, 10), 10), ((2027, 1, 12), 7)] {
        at(&office, day, hour);
        office.app.do_jobs(&mailer).await.unwrap();
        assert_eq!(server.count(), 0, "{day:?} {hour}");
    }
    at(&office, (2027, 1, 12), 9);
    for _ in 0..3 {
        office.app.do_jobs(&mailer).await.unwrap();
    }
    assert_eq!(server.count(), 2);
    // Killed and started again on the same day, then across midnight.
    let (administrator, folder) = (office.administrator, office.folder);
    let now = office.app.clock().now();
    office.app.close().await;
    drop(office.app);
    let app = folder.open(Clock::fixed(now)).await.unwrap();
    app.do_jobs(&mailer).await.unwrap();
    assert_eq!(server.count(), 2);
    app.clock().set(date(2027, 1, 13).at(17, 0, 0, 0).in_tz("Asia/Tokyo").unwrap().timestamp());
    app.do_jobs(&mailer).await.unwrap();
    app.do_jobs(&mailer).await.unwrap();
    assert_eq!(server.count(), 4);
    let list = app.jobs(administrator).await.unwrap();
    assert_eq!((list.dead.len(), list.waiting.len(), list.done.len()), (0, 0, 6));
    assert_eq!(app.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn a_mail_says_what_to_do_and_where_and_names_nobody() {
    let (server, office) = (Server::start().await, office().await);
    at(&office, (2027, 1, 12), 9);
    office.app.do_jobs(&server.mailer(Language::En)).await.unwrap();
    let mails = server.mails.lock().unwrap().clone();
    let mail = mails.iter().find(|it| it.contains(&office.staff.member.to_string())).unwrap();
    let text = mail.replace("=\n", "");
    assert!(text.contains("Subject: Due: "), "{text}");
    assert!(text.contains("Safety inspection (due 2026-12-31, 12 days late)"), "{text}");
    assert!(text.contains("https://kitei.mihon.example/duties/item/device_check~unit."), "{text}");
    assert!(text.contains("Auto-Submitted: auto-generated"));
    assert!(text.contains("text/plain") && text.contains("text/html"));
    for word in ["花子", "会員サービス課", "見本協会"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_mail_that_is_not_taken_is_tried_again_or_shown_to_the_administrator() {
    let (server, office) = (Server::start().await, office().await);
    let (app, mailer) = (&office.app, server.mailer(Language::Ja));
    at(&office, (2027, 1, 12), 9);
    *server.answer.lock().unwrap() = "451 later";
    app.do_jobs(&mailer).await.unwrap();
    let waiting = app.jobs(office.administrator).await.unwrap().waiting;
    assert_eq!(waiting.iter().map(|it| it.error.as_str()).collect::<Vec<_>>(), ["SMTP 451"; 2]);
    *server.answer.lock().unwrap() = "550 nobody@mihon.example is unknown";
    at(&office, (2027, 1, 12), 10);
    app.do_jobs(&mailer).await.unwrap();
    let dead = app.jobs(office.administrator).await.unwrap().dead;
    assert_eq!(dead.iter().map(|it| it.error.as_str()).collect::<Vec<_>>(), ["SMTP 550"; 2]);
    assert!(app.jobs(office.staff).await.is_err());
    assert!(app.retry_job(office.staff, dead[0].id).await.is_err());
    *server.answer.lock().unwrap() = "250 taken";
    app.retry_job(office.administrator, dead[0].id).await.unwrap();
    app.do_jobs(&mailer).await.unwrap();
    assert_eq!(server.count(), 1);
    // A server that is not there.
    at(&office, (2027, 1, 13), 9);
    let gone = Server { port: 1, ..server.clone() };
    app.do_jobs(&gone.mailer(Language::Ja)).await.unwrap();
    let waiting = app.jobs(office.administrator).await.unwrap().waiting;
    assert_eq!(
        waiting.iter().map(|it| it.error.as_str()).collect::<Vec<_>>(),
        ["no connection"; 2]
    );
}
