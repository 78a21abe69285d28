//! Records what a platform answers, to become fixtures of an adapter (`otklik adapter record`).
//!
//! Authors' words stay in a recording, so it is for the operator's own disk: who makes a fixture of
//! it replaces the texts. Secrets, phone numbers and mail addresses are masked here.

use super::Session;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use otklik_adapters::{Failure, Net, Request, Response};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;

/// Headers that an adapter may decide by. All others are left out: they name machines and visitors.
const KEPT: [&str; 6] = [
    "content-type",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "need-captcha",
];

/// One line of `index.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub at: DateTime<Utc>,
    pub method: String,
    /// Masked.
    pub url: String,
    /// The request's body, masked.
    pub sent: Option<String>,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// Name of the file with the unpacked body, masked.
    pub body: String,
}

/// A session that keeps what passes through it.
pub struct Recorder<'a> {
    session: &'a Session,
    kept: Mutex<Vec<(Exchange, Vec<u8>)>>,
}

impl<'a> Recorder<'a> {
    /// Records what goes through `session`.
    pub fn of(session: &'a Session) -> Self {
        Recorder {
            session,
            kept: Mutex::default(),
        }
    }

    /// Writes the recording into a folder: `index.jsonl` and a file for every body. Gives the
    /// number of exchanges.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn save(&self, dir: &Path) -> io::Result<usize> {
        std::fs::create_dir_all(dir)?;
        let kept = self.kept.lock().unwrap_or_else(|e| e.into_inner());
        let mut index = std::fs::File::create(dir.join("index.jsonl"))?;
        for (exchange, body) in kept.iter() {
            std::fs::write(dir.join(&exchange.body), body)?;
            writeln!(index, "{}", serde_json::to_string(exchange)?)?;
        }
        Ok(kept.len())
    }

    fn keep(&self, asked: &Request, answer: &Response) {
        let masks = self.session.redactor();
        let header = |n: &&str| answer.header(n).map(|v| ((*n).to_owned(), masks.text(v)));
        let mut kept = self.kept.lock().unwrap_or_else(|e| e.into_inner());
        let exchange = Exchange {
            at: self.session.now(),
            method: format!("{:?}", asked.method).to_uppercase(),
            url: masks.text(asked.url.as_str()),
            sent: asked
                .body
                .as_deref()
                .map(|b| masks.text(&String::from_utf8_lossy(b))),
            status: answer.status,
            headers: KEPT.iter().filter_map(header).collect(),
            body: format!("{:03}.body", kept.len() + 1),
        };
        kept.push((exchange, super::contacts::masked(&masks.bytes(&answer.body))));
    }
}

#[async_trait]
impl Net for Recorder<'_> {
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        let asked = request.clone();
        let answer = self.session.send(request).await?;
        self.keep(&asked, &answer);
        Ok(answer)
    }

    fn now(&self) -> DateTime<Utc> {
        self.session.now()
    }

    fn access(&self, key: &str) -> Option<String> {
        self.session.access(key)
    }
}
