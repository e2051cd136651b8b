//! Somebody at a browser: keeps cookies, opens pages, sends forms.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{Office, PASSWORD, Person, Reply};

/// Somebody at a browser.
pub struct Visitor<'a> {
    office: &'a Office,
    /// What the browser sends back: name and value.
    pub cookies: Vec<(String, String)>,
}

impl<'a> Visitor<'a> {
    /// Somebody who is not signed in.
    pub fn new(office: &'a Office) -> Self {
        Self { office, cookies: Vec::new() }
    }

    /// The administrator, signed in through the page.
    pub async fn administrator(office: &'a Office) -> Self {
        Self::signed_in(office, "admin", PASSWORD).await
    }

    /// A member, signed in with an account that the administrator makes for them.
    pub async fn member(office: &'a Office, person: &Person, login: &str) -> Self {
        let (app, administrator) = (&office.app, office.administrator.actor);
        app.put_account(administrator, person.actor.member, login, PASSWORD).await.unwrap();
        Self::signed_in(office, login, PASSWORD).await
    }

    async fn signed_in(office: &'a Office, login: &str, password: &str) -> Self {
        let mut visitor = Self::new(office);
        let reply = visitor.send("/sign-in", &[("login", login), ("password", password)]).await;
        assert_eq!(reply.status, 303, "{}", text(&reply));
        visitor
    }

    /// Opens a page.
    pub async fn open(&mut self, path: &str) -> Reply {
        self.ask(Request::get(path), Body::empty()).await
    }

    /// Sends a form.
    pub async fn send(&mut self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let body = encoded(pairs);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len());
        self.ask(request, Body::from(body)).await
    }

    /// Sends a form with a file; texts first.
    pub async fn upload(
        &mut self,
        path: &str,
        texts: &[(&str, &str)],
        (field, name, bytes): (&str, &str, &[u8]),
    ) -> Reply {
        let mut body = Vec::new();
        for (name, text) in texts {
            let part = format!(
                "--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--part\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--part--\r\n");
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=part");
        self.ask(request, Body::from(body)).await
    }

    /// Sends a request as it is, with the cookies.
    pub async fn ask(&mut self, request: axum::http::request::Builder, body: Body) -> Reply {
        let cookies: Vec<_> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::HOST, "kitei.example");
        let request = if cookies.is_empty() {
            request
        } else {
            request.header(header::COOKIE, cookies.join("; "))
        };
        let reply = self.office.send(request.body(body).unwrap()).await;
        for set in reply.headers.get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        reply
    }
}

/// A form as a browser sends it.
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| {
        let escaped = text.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        });
        escaped.collect::<String>()
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The body as text.
pub fn text(reply: &Reply) -> String {
    String::from_utf8_lossy(&reply.bytes).into_owned()
}

/// The heading of a page.
pub fn heading(reply: &Reply) -> String {
    let page = text(reply);
    let inner = page.split("<h1").nth(1).and_then(|rest| rest.split("</h1>").next());
    let inner = inner.and_then(|rest| rest.split_once('>')).map(|(_, inner)| inner);
    let mut words = String::new();
    let mut is_tag = false;
    for letter in inner.unwrap_or_default().chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => words.push(letter),
            _ => {}
        }
    }
    words.trim().to_owned()
}
