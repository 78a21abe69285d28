//! A database with people and sources, and verbs to fill it.

use super::samples::now;
use crate::support::Base;
use chrono::TimeDelta;
use otklik::clock::Turned;
use otklik::config;
use otklik::context::Context;
use otklik::domain::State;
use otklik::domain::reply::Event;
use otklik::mail::{Delivery, Mailer, deliver};
use otklik::store::reviews::Review;
use otklik::store::{Db, Time, mails, people, replies, reviews, sources, threads};
use otklik_adapters::{Failure, Place};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// A small business: Moscow and Vladivostok, an owner, a manager of Vladivostok, one on call.
pub struct World {
    pub ctx: Context,
    pub clock: Arc<Turned>,
    pub maria: String,
    /// Gone with this.
    _base: Base,
}

const CONFIG: &str = r#"
[web]
public_url = "https://otklik.example.org"
[business]
name = "Зерно"
[[webhook]]
name = "duty"
url = "https://hooks.example.org/x"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[location]]
name = "Невский, 12"
time_zone = "Europe/Moscow"
[[location]]
name = "Светланская, 7"
time_zone = "Asia/Vladivostok"
[[person]]
name = "maria"
email = "maria@example.org"
role = "owner"
[[person]]
name = "igor"
email = "igor@example.org"
role = "manager"
locations = ["Светланская, 7"]
time_zone = "Asia/Vladivostok"
[[person]]
name = "oleg"
email = "oleg@example.org"
role = "on_call"
language = "en"
alerts = ["mail", "webhook:duty"]
"#;

/// What a seeded review is.
#[derive(Clone, Copy)]
pub struct Seed {
    pub id: &'static str,
    pub source: &'static str,
    pub author: Option<&'static str>,
    pub sentiment: &'static str,
    /// Hours before now at which it was seen.
    pub age: i64,
    /// Hours from now.
    pub reply_by: i64,
    pub quiet: bool,
}

pub const SEED: Seed = Seed {
    id: "",
    source: "msk",
    author: None,
    sentiment: "negative",
    age: 3,
    reply_by: 2,
    quiet: false,
};

impl World {
    pub async fn open() -> World {
        World::on(Base::sqlite().await).await
    }

    /// On SQLite, and on PostgreSQL where there is a server.
    pub async fn each() -> Vec<World> {
        let mut out = vec![World::open().await];
        if let Some(base) = Base::postgres().await {
            out.push(World::on(base).await);
        }
        out
    }

    async fn on(base: Base) -> World {
        let db = Db::connect(&base.url).await.expect("a database");
        let config = config::read(CONFIG, Path::new("test.toml")).expect("a configuration");
        let clock = Arc::new(Turned::at(now()));
        let facts = |name: &str, platform: &str, location: &str| sources::Facts {
            name: name.into(),
            place: Place {
                platform: platform.into(),
                kind: "branch".into(),
                id: name.into(),
                url: "https://example.org/".parse().expect("an address"),
                extra: Default::default(),
            },
            location: Some(location.into()),
            every_ms: None,
            history: "quiet",
            reply_route: "by_hand",
            limit: Some(otklik_adapters::Limit {
                max: 350,
                unit: otklik_adapters::Unit::Chars,
            }),
        };
        let all = [
            facts("msk", "yandex_maps", "Невский, 12"),
            facts("vvo", "2gis", "Светланская, 7"),
        ];
        let mut tx = db.begin().await.expect("a transaction");
        people::sync(&mut tx, &config.people, now().into())
            .await
            .expect("people");
        sources::sync(&mut tx, &all, &config.locations, now().into())
            .await
            .expect("sources");
        tx.commit().await.expect("committed");
        let maria = people::by_name(&db, "maria")
            .await
            .expect("read")
            .expect("maria")
            .id;
        World {
            ctx: Context::new(db, clock.clone(), config),
            clock,
            maria,
            _base: base,
        }
    }

    pub async fn person(&self, name: &str) -> people::Person {
        people::by_name(&self.ctx.db, name)
            .await
            .expect("read")
            .expect("a person")
    }

    /// Stores a review with its thread and an empty reply; gives the thread's id.
    pub async fn review(&self, seed: Seed) -> String {
        let source = sources::by_name(&self.ctx.db, seed.source)
            .await
            .expect("read")
            .expect("a source");
        let at = |hours: i64| Time::from(now() + TimeDelta::hours(hours));
        let verdict = json!({
            "lang": "ru", "sentiment": seed.sentiment, "p": { "negative": 1.0, "neutral": 0.0, "positive": 0.0 },
            "urgency": "critical", "topics": ["safety"], "fault": "business", "sensitive": null, "abusive": false,
            "intent": "complaint", "conflict": false, "summary": format!("Коротко о {}", seed.id),
            "reasons": [{ "for": "urgency:critical", "start": 0, "end": 5, "text": "отравились", "weight": 1.0 }],
        });
        let review = Review {
            id: format!("review-{}", seed.id),
            source_id: source.id.clone(),
            external_id: seed.id.into(),
            parent: None,
            provider: None,
            url: None,
            author_id: seed.author.map(str::to_owned),
            author_name: Some("Анна П.".into()),
            rating: Some(1),
            title: None,
            body: format!("Отравились, отзыв {}", seed.id),
            folded: String::new(),
            lang: "ru".into(),
            created_at: None,
            updated_at: None,
            first_seen_at: at(-seed.age),
            content_hash: "h".into(),
            versions: 1,
            media: 0,
            removed_at: None,
            official_text: None,
            official_at: None,
            official_id: None,
            official_pending: false,
            declined_text: None,
            declined_reason: None,
            sentiment: seed.sentiment.into(),
            urgency: "critical".into(),
            topics: "[]".into(),
            verdict: verdict.to_string(),
            quiet: seed.quiet,
        };
        let thread = threads::Thread {
            id: otklik::store::new_id(),
            review_id: review.id.clone(),
            source_id: source.id.clone(),
            location: source.location.clone(),
            urgency: "critical".into(),
            sentiment: seed.sentiment.into(),
            open: !seed.quiet,
            closed_because: seed.quiet.then(|| "history".into()),
            reply_by: Some(at(seed.reply_by)),
            warn_at: None,
            final_by: None,
            without_calendar: false,
            fault: None,
            assignee_id: None,
            editor_id: None,
            editor_until: None,
            opened_at: at(-seed.age),
            version: 1,
        };
        let reply = replies::Reply::started(&thread.id, State::None, "", "[]".into(), None, None);
        let mut tx = self.ctx.db.begin().await.expect("a transaction");
        reviews::insert(&mut tx, &[review]).await.expect("stored");
        threads::insert(&mut tx, std::slice::from_ref(&thread))
            .await
            .expect("opened");
        replies::insert(&mut tx, &[reply], at(-seed.age))
            .await
            .expect("a reply");
        tx.commit().await.expect("committed");
        thread.id
    }

    pub async fn draft(&self, thread: &str, text: &str) {
        let mut tx = self.ctx.db.begin().await.expect("a transaction");
        let reply = replies::of_thread_in(&mut tx, thread)
            .await
            .expect("read")
            .expect("a reply");
        replies::set_text(&mut tx, &reply.id, text, "draft", None)
            .await
            .expect("set");
        replies::step(&mut tx, &reply, Event::Drafted, self.ctx.now())
            .await
            .expect("a step");
        tx.commit().await.expect("committed");
    }

    pub async fn step(&self, thread: &str, event: Event) {
        let mut tx = self.ctx.db.begin().await.expect("a transaction");
        let reply = replies::of_thread_in(&mut tx, thread)
            .await
            .expect("read")
            .expect("a reply");
        replies::step(&mut tx, &reply, event, self.ctx.now())
            .await
            .expect("a step");
        tx.commit().await.expect("committed");
    }

    /// Queues a message; gives its id.
    pub async fn queue(
        &self,
        name: &str,
        kind: &str,
        channel: &str,
        once: &str,
        payload: serde_json::Value,
    ) -> String {
        let person = self.person(name).await;
        let mut tx = self.ctx.db.begin().await.expect("a transaction");
        assert!(
            mails::queue(&mut tx, self.ctx.now(), once, kind, channel, &person.id, &payload)
                .await
                .expect("queued")
        );
        tx.commit().await.expect("committed");
        let rows = mails::newest(&self.ctx.db, 100).await.expect("read");
        rows.into_iter().find(|m| m.once == once).expect("queued").id
    }

    pub async fn deliver(&self, mail: &str) -> Delivery {
        deliver(&self.ctx, &Mailer::kept(), mail).await
    }

    pub async fn blind(&self, name: &str) {
        let until = Time::from(now() + TimeDelta::minutes(1));
        let source = sources::claim_named(&self.ctx.db, name, now().into(), until, "test")
            .await
            .expect("read");
        let failure = Failure::blocked("captcha");
        let verdict = sources::Verdict {
            outcome: "blocked",
            health: "red",
            failure: Some(&failure),
            next_at: Time::from(now() + TimeDelta::minutes(12)),
            resume: None,
            full_pass: false,
            counter: None,
        };
        let mut tx = self.ctx.db.begin().await.expect("a transaction");
        assert!(
            sources::finish_poll(&mut tx, &source.expect("a lease"), now().into(), &verdict)
                .await
                .expect("ended")
        );
        tx.commit().await.expect("committed");
    }
}

pub fn parts(delivery: Delivery) -> (String, String, String) {
    match delivery {
        Delivery::Sent { subject, text, html } => {
            (subject.replace('\u{a0}', " "), text.replace('\u{a0}', " "), html)
        }
        other => panic!("{other:?}"),
    }
}
