//! The door to the network, against a real listener on loopback.

mod answers;
mod guard;
mod reach;
mod secrets;

use axum::Router;
use chrono::{DateTime, Utc};
use otklik::clock::{Clock, Turned};
use otklik::net::{Client, Limits, Session, SessionParts, pace};
use otklik_adapters::{Manifest, Net, Request};
use secrecy::SecretString;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use url::Url;

const TOKEN: &str = "vk1.a.PLANTED-SECRET";

fn manifest(auth: &str) -> Manifest {
    Manifest::read(&format!(
        r#"
        id = "app_store"
        hosts = ["one.example.org", "two.example.org"]
        access = "public_page"
        auth = "{auth}"
        deletions = "absence"
        clock = "updated"
        reply = "none"
        evidence = "code"
        terms_checked = "2026-11-23"
        [title]
        ru = "Проба"
        en = "Trial"
        [politeness]
        min_interval_ms = 3000
        min_poll_s = 60
        note = "none"
        "#
    ))
    .expect("a manifest")
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("an instant")
}

struct Bench {
    clock: Arc<Turned>,
    pacer: Arc<pace::InMemory>,
    client: Client,
}

impl Bench {
    /// Both hosts lead to `origin`, each under its own prefix.
    fn at(origin: &str, limits: Limits) -> Self {
        let lines: BTreeMap<_, _> = ["one.example.org", "two.example.org"]
            .iter()
            .map(|h| ((*h).to_owned(), format!("{origin}/{h}")))
            .collect();
        let clock = Arc::new(Turned::at(noon()));
        Bench {
            pacer: Arc::new(pace::InMemory::new(clock.clone())),
            clock,
            client: Client::with_limits(&lines, "otklik-test", "ops@example.org", limits).expect("a client"),
        }
    }

    async fn serving(app: Router) -> Self {
        Bench::at(&serve(app).await, Limits::default())
    }

    fn session(&self) -> Session {
        self.session_with("key", None)
    }

    fn session_with(&self, auth: &str, memo: Option<otklik::net::Memo>) -> Session {
        self.client.session(SessionParts {
            access: [("token".to_owned(), SecretString::from(TOKEN))].into(),
            memo,
            ..SessionParts::of(&manifest(auth), self.pacer.clone(), self.clock.clone())
        })
    }
}

async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    origin
}

/// An address where nobody listens.
async fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

/// A listener that takes requests and hangs up without an answer, or never answers.
async fn silent(hangs_up: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 1024];
            let read = stream.read(&mut request).await;
            if !hangs_up && read.is_ok() {
                held.push(stream);
            }
        }
    });
    origin
}

fn get(url: &str) -> Request {
    Request::get(Url::parse(url).expect("an address"))
}

fn post(url: &str) -> Request {
    Request::post_form(Url::parse(url).expect("an address"), &[("message", "Спасибо")])
}
