//! A browser without scripts: gets pages, fills in their forms, sends them.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};

use crate::support::{Office, PASSWORD, Person, Reply};

/// Somebody signed in.
pub struct Browser<'o> {
    office: &'o Office,
    cookie: String,
}

/// A page that came back.
pub struct Page {
    pub status: StatusCode,
    pub html: String,
    /// Where a redirect leads.
    pub location: String,
}

/// The names and values that a form would send, buttons apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled(pub Vec<(String, String)>);

impl Office {
    /// Gives somebody a login and signs in.
    pub async fn browse(&self, who: &Person, login: &str) -> Browser<'_> {
        let administrator = self.administrator.actor;
        self.app.put_account(administrator, who.actor.member, login, PASSWORD).await.unwrap();
        let secret = self.app.sign_in(login, PASSWORD).await.unwrap();
        Browser { office: self, cookie: format!("kitei_session={secret}") }
    }
}

impl Browser<'_> {
    /// The same person, reading English.
    pub fn in_english(&self) -> Self {
        Browser { office: self.office, cookie: format!("{}; kitei_language=en", self.cookie) }
    }

    pub async fn get(&self, path: &str) -> Page {
        let request = Request::builder().uri(path).header("cookie", &self.cookie);
        Page::of(self.office.send(request.body(Body::empty()).unwrap()).await)
    }

    pub async fn post(&self, path: &str, form: &Filled) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form.0).finish();
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("cookie", &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded");
        Page::of(self.office.send(request.body(Body::from(body)).unwrap()).await)
    }
}

impl Page {
    fn of(reply: Reply) -> Self {
        let location = reply.header("location").to_owned();
        Self { status: reply.status, html: String::from_utf8(reply.bytes).unwrap(), location }
    }

    /// The form that posts to an address, as a browser would send it.
    pub fn form(&self, action: &str) -> Filled {
        let tags = tags(&self.html);
        let start =
            tags.iter().position(|tag| tag.name == "form" && tag.get("action") == Some(action));
        assert!(start.is_some(), "no form to `{action}` in {}", self.html);
        let start = start.unwrap();
        let id = tags[start].get("id").map(str::to_owned);
        let end = tags[start..].iter().position(|tag| tag.name == "/form").unwrap() + start;
        let is_of = |(index, tag): &(usize, &Tag)| {
            (start..end).contains(index) || (id.is_some() && tag.get("form") == id.as_deref())
        };
        let (mut filled, mut select, mut templates) = (Vec::new(), String::new(), 0);
        for (_, tag) in tags.iter().enumerate().filter(is_of) {
            match tag.name.as_str() {
                "template" => templates += 1,
                "/template" => templates -= 1,
                _ if templates > 0 => {}
                "input" => {
                    let is_box = matches!(tag.get("type"), Some("checkbox" | "radio"));
                    if let Some(name) = tag.get("name").filter(|_| !is_box || tag.has("checked")) {
                        // A box without a value sends “on”; anything else sends nothing, a file control too.
                        let unsaid = if is_box { "on" } else { "" };
                        filled
                            .push((name.to_owned(), tag.get("value").unwrap_or(unsaid).to_owned()));
                    }
                }
                "textarea" => {
                    let text = tag.text.strip_prefix('\n').unwrap_or(&tag.text);
                    filled.push((tag.get("name").unwrap().to_owned(), text.to_owned()));
                }
                "select" => tag.get("name").unwrap().clone_into(&mut select),
                "option" if tag.has("selected") => {
                    filled.retain(|(name, _)| *name != select);
                    filled.push((select.clone(), tag.get("value").unwrap().to_owned()));
                }
                "option" if !filled.iter().any(|(name, _)| *name == select) => {
                    filled.push((select.clone(), tag.get("value").unwrap().to_owned()));
                }
                _ => {}
            }
        }
        Filled(filled)
    }

    /// The lines of the error summary, each with the id that it leads to; every id must be there.
    pub fn problems(&self) -> String {
        let summary = self.html.split("class=\"error-summary\"").nth(1).unwrap_or_default();
        let list = summary.split("</ul>").next().unwrap_or_default();
        let lines = list.split("<li>").skip(1).map(|line| {
            let id = line.split("href=\"#").nth(1).and_then(|rest| rest.split('"').next());
            let id = id.unwrap_or_default();
            assert!(
                id.is_empty() || self.html.contains(&format!("id=\"{id}\"")),
                "the summary leads to `{id}`, which is nowhere"
            );
            format!("{id}: {}", text(line))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What one reads in an element with this class, tags left out.
    pub fn read(&self, class: &str) -> String {
        let start = self.html.find(&format!("class=\"{class}\"")).unwrap_or(self.html.len());
        let rest = self.html.get(start..).unwrap_or_default();
        let rest = rest.split_once('>').map_or("", |(_, rest)| rest);
        text(rest.split("</section>").next().unwrap_or_default())
    }

    /// What one reads on the page, tags left out.
    pub fn text(&self) -> String {
        text(&self.html)
    }
}

impl Filled {
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Types or chooses one value.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks a box beside those that are ticked; also: presses a button.
    pub fn add(mut self, name: &str, value: &str) -> Self {
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    /// What stands between it and the next tag.
    text: String,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// The tags of a page as maud writes them: attributes in double quotes, `<` nowhere else.
fn tags(html: &str) -> Vec<Tag> {
    let tag = |piece: &str| {
        let mut in_quotes = false;
        let end = piece.find(|letter| {
            in_quotes ^= letter == '"';
            letter == '>' && !in_quotes
        });
        let (inside, text) = piece.split_at(end.unwrap_or(piece.len()));
        let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let stop = rest.find(|letter: char| letter == '=' || letter.is_whitespace());
            let key = rest.get(..stop.unwrap_or(rest.len())).unwrap().to_owned();
            rest = rest.get(key.len()..).unwrap();
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (inside, after) = quoted.split_once('"').unwrap();
                (value, rest) = (unescape(inside), after);
            }
            attributes.push((key, value));
        }
        Tag { name: name.to_owned(), attributes, text: unescape(text.get(1..).unwrap_or_default()) }
    };
    html.split('<').skip(1).map(tag).collect()
}

/// What one reads of a page, tags left out.
pub fn text(html: &str) -> String {
    let plain: String =
        html.split('<')
            .enumerate()
            .map(|(index, piece)| {
                if index == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) }
            })
            .collect::<Vec<_>>()
            .join(" ");
    unescape(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
