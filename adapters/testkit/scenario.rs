//! A scenario: recorded answers in a folder, and what the adapter must make of them.

use super::Cassette;
use crate::{Adapter, Cursor, Failure, Method, OfficialReply, Page, Place, Receipt, ReplyOrder, Response};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use url::Url;

/// One folder `fixtures/<name>/` with `scenario.toml` and the bodies that it names.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub name: String,
    pub spec: Spec,
    pub files: BTreeMap<String, Vec<u8>>,
}

/// `scenario.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// A link as a person would paste it.
    pub link: String,
    #[serde(default)]
    pub resume: Option<String>,
    /// [`Cursor::page`].
    #[serde(default)]
    pub page: Option<String>,
    /// Keys of `[source.access]`.
    #[serde(default)]
    pub access: BTreeMap<String, String>,
    #[serde(default, rename = "answer")]
    pub answers: Vec<Answer>,
    /// Publish this instead of polling.
    #[serde(default)]
    pub publish: Option<Publish>,
    /// Ask for the reply under this review instead of polling: what guards from overwriting.
    #[serde(default)]
    pub current: Option<String>,
    pub expect: Expect,
}

/// A recorded answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(default)]
    pub post: bool,
    #[serde(default)]
    pub put: bool,
    /// What the asked address begins with.
    pub url: String,
    /// What must also stand in address or body.
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub file: String,
    /// Where a redirect led to.
    #[serde(default)]
    pub redirected: Option<Url>,
    /// How often this is answered; without it always.
    #[serde(default)]
    pub times: Option<usize>,
}

fn ok() -> u16 {
    200
}

/// A reply to publish.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    pub review: String,
    #[serde(default)]
    pub parent: Option<String>,
    #[serde(default)]
    pub author: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    pub text: String,
    #[serde(default = "key")]
    pub idempotency_key: String,
}

fn key() -> String {
    "0193a5c4-0000-7000-8000-000000000001".into()
}

/// What must come out. What is not named is not checked here (but by the snapshot).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// `ok`, `live`, `accepted`, or the failure's own word (`drift`, `blocked`, `unknown` …).
    pub outcome: String,
    #[serde(default)]
    pub ids: Option<Vec<String>>,
    #[serde(default)]
    pub edited: Option<usize>,
    #[serde(default)]
    pub removed: Option<usize>,
    /// Word of [`crate::Emptiness`].
    #[serde(default)]
    pub empty: Option<String>,
    /// There is a next page.
    #[serde(default)]
    pub more: Option<bool>,
    /// Text of the reply that stands there, for `current`; without it there is none.
    #[serde(default)]
    pub reply: Option<String>,
}

/// What the network answers.
#[derive(Debug, Clone)]
pub enum Play {
    /// As recorded.
    Recorded,
    /// The same to every request.
    Always(Result<Response, Failure>),
    /// As recorded, but with this body instead of that of the named file.
    Instead(String, Vec<u8>),
    /// Nothing comes back.
    Silence,
}

impl Scenario {
    /// From a folder on disk.
    ///
    /// # Errors
    /// What could not be read, with its path.
    pub fn from_dir(dir: &Path) -> Result<Self, String> {
        let told = |e: std::io::Error| format!("{}: {e}", dir.display());
        let mut files = BTreeMap::new();
        for file in std::fs::read_dir(dir).map_err(told)? {
            let path = file.map_err(told)?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            files.insert(name, std::fs::read(&path).map_err(told)?);
        }
        Scenario::from_files(&dir.file_name().unwrap_or_default().to_string_lossy(), files)
    }

    /// From files at hand; one must be `scenario.toml`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_files(name: &str, mut files: BTreeMap<String, Vec<u8>>) -> Result<Self, String> {
        let spec = files
            .remove("scenario.toml")
            .ok_or(format!("{name}: scenario.toml is missing"))?;
        let spec: Spec =
            toml::from_str(&String::from_utf8_lossy(&spec)).map_err(|e| format!("{name}: {e}"))?;
        for answer in &spec.answers {
            if !files.contains_key(&answer.file) {
                return Err(format!("{name}: {} is missing", answer.file));
            }
        }
        Ok(Scenario {
            name: name.to_owned(),
            spec,
            files,
        })
    }

    /// The place of the link.
    ///
    /// # Errors
    /// When the adapter does not know it.
    pub fn place(&self, adapter: &dyn Adapter) -> Result<Place, String> {
        let url = Url::parse(&self.spec.link).map_err(|e| format!("link: {e}"))?;
        adapter.locate(&url).ok_or(format!("locate does not know {url}"))
    }

    /// The recorded network.
    pub fn net(&self, play: &Play) -> Cassette {
        let mut net = Cassette::new();
        for (key, value) in &self.spec.access {
            net = net.access(key, value);
        }
        match play {
            Play::Silence => return net,
            Play::Always(answer) => {
                for method in [Method::Get, Method::Post, Method::Put, Method::Delete] {
                    net = net.on(method, "", &[], answer.clone(), usize::MAX);
                }
                return net;
            }
            Play::Recorded | Play::Instead(..) => {}
        }
        for answer in &self.spec.answers {
            let body = match play {
                Play::Instead(file, body) if *file == answer.file => body,
                _ => &self.files[&answer.file],
            };
            let headers: Vec<_> = answer
                .headers
                .iter()
                .map(|(n, v)| (n.as_str(), v.as_str()))
                .collect();
            let mut response = Cassette::answer(answer.status, &headers, body);
            if let Some(url) = &answer.redirected {
                response.url = url.clone();
            }
            let method = match (answer.post, answer.put) {
                (true, _) => Method::Post,
                (_, true) => Method::Put,
                _ => Method::Get,
            };
            let with: Vec<&str> = answer.with.iter().map(String::as_str).collect();
            net = net.on(
                method,
                &answer.url,
                &with,
                Ok(response),
                answer.times.unwrap_or(usize::MAX),
            );
        }
        net
    }

    /// The first page, or that of the cursor in `scenario.toml`. Where nothing is polled, what was
    /// brought: the body of the first answer.
    pub fn poll(&self, adapter: &dyn Adapter, place: &Place, net: &Cassette) -> Result<Page, Failure> {
        if adapter.manifest().pushed {
            let brought = net.first().unwrap_or_default();
            return adapter.read(place, &brought);
        }
        let cursor = Cursor {
            resume: self.spec.resume.clone(),
            page: self.spec.page.clone(),
        };
        at_once(adapter.poll(net, place, &cursor))
    }

    /// What is to be published at `place`.
    pub fn order(&self, place: &Place) -> Option<ReplyOrder> {
        let publish = self.spec.publish.as_ref()?;
        Some(ReplyOrder {
            place: place.clone(),
            review: publish.review.clone(),
            parent: publish.parent.clone(),
            author: publish.author.clone(),
            title: publish.title.clone(),
            text: publish.text.clone(),
            idempotency_key: publish.idempotency_key.clone(),
        })
    }
}

/// The reply that stands under a review.
pub fn current(
    adapter: &dyn Adapter,
    net: &Cassette,
    place: &Place,
    review: &str,
) -> Result<Option<OfficialReply>, Failure> {
    at_once(adapter.current_reply(net, place, review))
}

/// Publishes an order.
pub fn publish(adapter: &dyn Adapter, net: &Cassette, order: &ReplyOrder) -> Result<Receipt, Failure> {
    at_once(adapter.publish(net, order))
}

/// Polls with a cursor.
pub fn poll(adapter: &dyn Adapter, net: &Cassette, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    at_once(adapter.poll(net, place, cursor))
}

/// The result of a future that has nothing to wait for but a [`Cassette`], which answers at once.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("the adapter waits for something other than its Net"),
    }
}
