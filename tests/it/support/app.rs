//! The daemon on a clock whose hands are turned, beside the built-in site: what most promises are
//! told with.

use super::{Base, Dir};
use chrono::{DateTime, TimeDelta, Utc};
use otklik::app::App;
use otklik::clock::{Clock, Turned};
use otklik::config::Config;
use otklik::context::Context;
use otklik::demo::settings::{self, Settings};
use otklik::demo::site::life::text;
use otklik::demo::site::{NewReview, Platform, Site};
use otklik::desk::{self, Actor, DeskError};
use otklik::domain::State;
use otklik::jobs::Report;
use otklik::mail::Mailer;
use otklik::store::mails::Mail;
use otklik::store::replies::{self, Reply};
use otklik::store::sources::{self, Source};
use otklik::store::threads::{self, Thread};
use otklik::store::{Db, alerts, jobs, mails, people, reviews};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The daemon, the site, and the people in front of it.
pub struct TestApp {
    pub app: App,
    pub site: Site,
    pub clock: Arc<Turned>,
    pub origin: String,
    /// Set by a test that makes jobs fail on purpose.
    pub jobs_may_fail: bool,
    base: Arc<Base>,
    _dir: Dir,
}

/// A Monday in November, 12:00 in Moscow.
pub fn monday_noon() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().expect("an instant")
}

impl TestApp {
    /// With the demo's configuration, sources read every ten minutes.
    pub async fn open(base: Base) -> TestApp {
        TestApp::open_with(base, |_| {}).await
    }

    /// With a changed configuration.
    pub async fn open_with(base: Base, change: impl FnOnce(&mut Config)) -> TestApp {
        let dir = Dir::new();
        let clock = Arc::new(Turned::at(monday_noon()));
        let site = Site::open(&dir.path().join("site"), clock.clone()).expect("a site");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = site.clone();
        tokio::spawn(async move { serving.serve(listener, std::future::pending()).await });
        let base = Arc::new(base);
        let app = daemon(&base.url, &origin, clock.clone(), change).await;
        TestApp {
            app,
            site,
            clock,
            origin,
            jobs_may_fail: false,
            base,
            _dir: dir,
        }
    }

    /// A second daemon on the same database, site and clock.
    pub async fn beside(&self) -> App {
        daemon(&self.base.url, &self.origin, self.clock.clone(), |_| {}).await
    }

    /// The daemon is stopped and started again.
    pub async fn restart(&mut self) {
        self.restart_with(|_| {}).await;
    }

    /// As [`TestApp::restart`], with a changed configuration.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Config)) {
        self.app.ctx.db.close().await;
        self.app = daemon(&self.base.url, &self.origin, self.clock.clone(), change).await;
    }

    pub fn ctx(&self) -> &Context {
        &self.app.ctx
    }

    pub fn db(&self) -> &Db {
        &self.app.ctx.db
    }

    // --- what the platforms do

    /// Somebody writes the text of this id (`texts.toml`). Gives the platform's id.
    pub fn posts(&self, id: &str) -> String {
        let text = text(id).unwrap_or_else(|| panic!("texts.toml has no {id}"));
        self.site.post_review(id, &text.review()).expect("posted")
    }

    /// Somebody writes `text` on the first place of a platform. Gives the platform's id.
    pub fn writes(&self, platform: Platform, rating: Option<u8>, text: &str) -> String {
        let new = NewReview {
            platform,
            place: platform.places()[0],
            author: "Вера Лаптева",
            rating,
            title: None,
            text,
        };
        self.site.post_review("", &new).expect("posted")
    }

    /// As [`TestApp::writes`], with two stars where the platform has any.
    pub fn complains(&self, platform: Platform, text: &str) -> String {
        self.writes(platform, platform.has_stars().then_some(2), text)
    }

    // --- what the daemon does

    /// Does one piece of due work.
    pub async fn tick(&self) -> bool {
        self.app.runner.tick().await.expect("the database works")
    }

    /// Works until nothing is due.
    pub async fn drain(&self) {
        self.app.runner.drain().await.expect("the database works");
    }

    /// Turns the hands and works, as a daemon that never slept would have: in steps of five minutes,
    /// through hours by ten, through half a day and more by thirty.
    pub async fn forward(&self, minutes: i64) {
        let end = self.clock.now() + TimeDelta::minutes(minutes);
        let stride = TimeDelta::minutes(match minutes {
            0..=60 => 5,
            61..=240 => 10,
            _ => 30,
        });
        while self.clock.now() < end {
            let step = (end - self.clock.now()).min(stride);
            self.clock.forward(step);
            self.drain().await;
        }
    }

    /// Polls one source now.
    pub async fn poll(&self, source: &str) -> Report {
        self.app
            .runner
            .poll_named(source)
            .await
            .expect("the database works")
            .expect("nobody else polls it")
    }

    // --- what is stored

    pub async fn source(&self, name: &str) -> Source {
        sources::by_name(self.db(), name)
            .await
            .expect("the database works")
            .expect("a source of the configuration")
    }

    /// The thread of a review, by the platform's id.
    pub async fn thread(&self, platform: Platform, review: &str) -> Thread {
        threads::of_external(self.db(), platform.word(), review)
            .await
            .expect("the database works")
            .unwrap_or_else(|| panic!("{} {review} was not seen", platform.word()))
    }

    /// The thread as it stands now.
    pub async fn again(&self, thread: &Thread) -> Thread {
        threads::by_id(self.db(), &thread.id)
            .await
            .expect("the database works")
            .expect("threads stay")
    }

    pub async fn reply(&self, thread: &Thread) -> Reply {
        replies::of_thread(self.db(), &thread.id)
            .await
            .expect("the database works")
            .expect("every thread has a reply")
    }

    pub async fn state(&self, thread: &Thread) -> State {
        self.reply(thread).await.state()
    }

    pub async fn review(&self, thread: &Thread) -> reviews::Review {
        reviews::by_id(self.db(), &thread.review_id)
            .await
            .expect("the database works")
            .expect("every thread has a review")
    }

    pub async fn alerts(&self, thread: &Thread) -> Vec<alerts::Alert> {
        alerts::of_thread(self.db(), &thread.id)
            .await
            .expect("the database works")
    }

    /// Messages of one kind, oldest first.
    pub async fn mails(&self, kind: &str) -> Vec<Mail> {
        let mut all = mails::newest(self.db(), 1_000).await.expect("the database works");
        all.retain(|m| m.kind == kind);
        all.reverse();
        all
    }

    /// Why people were warned of replies, oldest first; deadlines are left out.
    pub async fn warnings(&self) -> Vec<String> {
        let all = self.mails("warning").await;
        let why =
            |m: &Mail| serde_json::from_str::<serde_json::Value>(&m.payload).expect("JSON")["why"].clone();
        let all = all.iter().map(|m| why(m).as_str().unwrap_or_default().to_owned());
        all.filter(|why| why != "due_soon").collect()
    }

    /// A figure: `SELECT count(*) …`.
    pub async fn count(&self, sql: &'static str) -> i64 {
        count(self.db(), sql).await
    }

    // --- what people do

    pub async fn person(&self, name: &str) -> Actor {
        let person = people::by_name(self.db(), name)
            .await
            .expect("the database works");
        Actor::from(&person.unwrap_or_else(|| panic!("no person {name}")))
    }

    /// A person reads the text and approves it, with written reasons where the linter asks.
    pub async fn approves(&self, name: &str, thread: &Thread) -> Reply {
        let seen = self.reply(thread).await;
        self.approves_as_seen(name, &seen).await.expect("approved")
    }

    /// A person approves what was on the screen, however old the screen is.
    pub async fn approves_as_seen(&self, name: &str, seen: &Reply) -> Result<Reply, DeskError> {
        let actor = self.person(name).await;
        let mut reasons = BTreeMap::new();
        loop {
            let done = desk::approve(
                self.ctx(),
                &actor,
                &seen.thread_id,
                seen.version,
                &seen.text_hash,
                &reasons,
            )
            .await;
            match done {
                Err(DeskError::Blocked(findings)) if reasons.is_empty() => {
                    reasons.extend(
                        findings
                            .into_iter()
                            .map(|f| (f.code, "проверено мной".to_owned())),
                    );
                }
                other => return other,
            }
        }
    }

    /// A person types another text over what is there.
    pub async fn types(&self, name: &str, thread: &Thread, text: &str) -> Reply {
        let seen = self.reply(thread).await;
        let actor = self.person(name).await;
        desk::edit(self.ctx(), &actor, &thread.id, seen.version, text, None)
            .await
            .expect("edited")
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if self.jobs_may_fail || std::thread::panicking() {
            return;
        }
        let url = self.base.url.clone();
        // a destructor cannot await, and the test's runtime is ending
        let failed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let db = Db::connect(&url).await.expect("the test's database");
                let failed = jobs::failed(&db).await.expect("the database works");
                db.close().await;
                failed
            })
        });
        assert_eq!(failed.join().expect("a look at the jobs"), 0, "jobs failed");
    }
}

/// A figure of any database.
pub async fn count(db: &Db, sql: &'static str) -> i64 {
    let (n,): (i64,) = db.query(sql).one().await.expect(sql);
    n
}

async fn daemon(
    database: &str,
    origin: &str,
    clock: Arc<dyn Clock>,
    change: impl FnOnce(&mut Config),
) -> App {
    let mut config = settings::config(&Settings {
        listen: ([127, 0, 0, 1], 8080).into(),
        database: database.to_owned(),
        origin,
        every: "10m",
        history: "quiet",
    })
    .expect("the demo's configuration");
    change(&mut config);
    App::open(config, clock, Mailer::kept()).await.expect("a daemon")
}
