//! A small HTTP client on one kept connection: enough for loopback, and cheap beside the server it measures.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail};

/// A kept connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    headers: String,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Client {
    /// Connects; `headers` are sent with every request, each line ended by CRLF.
    pub fn connect(address: SocketAddr, headers: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            headers: format!("Host: {address}\r\n{headers}"),
        })
    }

    /// One request.
    pub fn request(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> anyhow::Result<Answer> {
        self.send(method, path, (kind, ("", "")), body)
    }

    /// Posts JSON once: with a key, so that a repeated post does nothing twice.
    pub fn post_once(&mut self, path: &str, key: &str, body: &[u8]) -> anyhow::Result<Answer> {
        self.send("POST", path, ("application/json", ("Idempotency-Key", key)), body)
    }

    /// Changes a record, whatever version it has.
    pub fn patch_any(&mut self, path: &str, body: &[u8]) -> anyhow::Result<Answer> {
        self.send("PATCH", path, ("application/json", ("If-Match", "*")), body)
    }

    fn send(
        &mut self,
        method: &str,
        path: &str,
        (kind, (header, value)): (&str, (&str, &str)),
        body: &[u8],
    ) -> anyhow::Result<Answer> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\n{}Content-Length: {}\r\n",
            self.headers,
            body.len()
        );
        if !value.is_empty() {
            request.extend([header, ": ", value, "\r\n"]);
        }
        if !kind.is_empty() {
            request.extend(["Content-Type: ", kind, "\r\n"]);
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(body);
        self.stream.get_mut().write_all(&bytes)?;
        self.answer()
    }

    fn answer(&mut self) -> anyhow::Result<Answer> {
        let (mut head, mut length, mut is_chunked) = (String::new(), 0, false);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                bail!("the server closed the connection");
            }
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            is_chunked |= lower.starts_with("transfer-encoding: chunked");
            if line == "\r\n" {
                break;
            }
            head.push_str(&line);
        }
        let status = head.split_whitespace().nth(1).context("no status")?.parse()?;
        let body = if is_chunked { self.chunks()? } else { self.exactly(length)? };
        Ok(Answer { status, head, body })
    }

    fn exactly(&mut self, length: usize) -> anyhow::Result<Vec<u8>> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16)?;
            let chunk = self.exactly(length + 2)?;
            if length == 0 {
                return Ok(body);
            }
            body.extend_from_slice(chunk.get(..length).unwrap_or_default());
        }
    }
}

/// Waits for `/readyz`, for at most 30 seconds.
pub fn wait_until_ready(address: SocketAddr) -> anyhow::Result<()> {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        let answer = Client::connect(address, "")
            .and_then(|mut client| client.request("GET", "/readyz", "", b""));
        if answer.is_ok_and(|answer| answer.status == 200) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    bail!("the server is not ready after 30 s")
}
