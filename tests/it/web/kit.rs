//! A site with people, sources and reviews, asked without a socket.

use crate::support::Base;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use chrono::{TimeDelta, TimeZone, Utc};
use otklik::clock::Turned;
use otklik::config;
use otklik::context::Context;
use otklik::intake::Intake;
use otklik::mail::link;
use otklik::store::sources::{self, Facts};
use otklik::store::{Time, people, replies, threads};
use otklik::web::{Parts, router};
use otklik_adapters::{Author, Limit, Next, Page, Place, Sighting, Unit};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tower::ServiceExt;

pub const PASSWORD: &str = "кот на крыше 42";
pub const ROLES: &[&str] = &["owner", "manager", "suggester", "on_call", "viewer"];

const CONFIG: &str = r#"
[business]
name = "Зерно"
[[location]]
name = "Невский, 12"
time_zone = "Europe/Moscow"
hours = "пн-пт 09:00-21:00, сб-вс 10:00-20:00"
[[location]]
name = "Литейный, 5"
time_zone = "Asia/Vladivostok"
[[source]]
name = "dodo-ru"
platform = "app_store"
url = "https://apps.apple.com/ru/app/id894649641"
location = "Невский, 12"
"#;

/// The site under test.
pub struct Site {
    pub ctx: Context,
    pub clock: Arc<Turned>,
    pub router: Router,
    /// Held so that the database lives as long as the site.
    _base: Base,
}

/// An answer, read to the end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }

    /// `name=value` of the cookie that was set.
    pub fn cookie(&self) -> String {
        self.header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

pub fn parts() -> Parts {
    Parts {
        demo: true,
        heartbeat: Arc::new(AtomicI64::new(0)),
        listen: ([127, 0, 0, 1], 8080).into(),
    }
}

impl Site {
    pub async fn open(base: Base) -> Site {
        Site::with(base, "").await
    }

    /// One person of each role (`language` ru, the owner en), two sources, no reviews.
    pub async fn with(base: Base, more: &str) -> Site {
        let mut text = format!("{more}{CONFIG}");
        for role in ROLES {
            let language = if *role == "owner" { "en" } else { "ru" };
            text.push_str(&format!(
                "[[person]]\nname = \"{role}\"\nemail = \"{role}@example.org\"\nrole = \"{role}\"\nlanguage = \"{language}\"\n"
            ));
        }
        text.push_str("[[person]]\nname = \"neva\"\nemail = \"neva@example.org\"\nrole = \"manager\"\nlocations = [\"Невский, 12\"]\n");
        let config = config::read(&text, std::path::Path::new("test.toml")).unwrap();
        // a Monday, 12:00 in Moscow
        let clock = Arc::new(Turned::at(Utc.with_ymd_and_hms(2026, 11, 23, 9, 0, 0).unwrap()));
        let ctx = Context::new(base.db().await, clock.clone(), config);
        let mut tx = ctx.db.begin().await.unwrap();
        people::sync(&mut tx, &ctx.config.people, ctx.now())
            .await
            .unwrap();
        let facts = |name: &str, route, location: &str, limit| Facts {
            name: name.into(),
            place: Place {
                platform: "app_store".into(),
                kind: "app".into(),
                id: name.into(),
                url: "https://apps.apple.com/ru/app/id894649641".parse().unwrap(),
                extra: BTreeMap::new(),
            },
            location: Some(location.into()),
            every_ms: None,
            history: "loud",
            reply_route: route,
            limit,
        };
        let limit = Some(Limit {
            max: 350,
            unit: Unit::Chars,
        });
        let both = [
            facts("dodo-ru", "by_hand", "Невский, 12", limit),
            facts("dodo-api", "api", "Литейный, 5", None),
        ];
        sources::sync(&mut tx, &both, &ctx.config.locations, ctx.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let parts = parts();
        parts
            .heartbeat
            .store(ctx.now().0, std::sync::atomic::Ordering::Relaxed);
        let router = router(ctx.clone(), parts);
        Site {
            ctx,
            clock,
            router,
            _base: base,
        }
    }

    /// A review comes in by the real intake. Gives the id of its thread.
    pub async fn review(&self, source: &str, sighting: Sighting) -> String {
        let now = self.ctx.now();
        let until = Time(now.0 + 60_000);
        let source = sources::claim_named(&self.ctx.db, source, now, until, "test")
            .await
            .unwrap()
            .unwrap();
        let id = sighting.id.clone();
        let mut intake = Intake::open(&self.ctx, &source).await.unwrap();
        intake
            .absorb(&Page::of(vec![sighting], Next::Done), None)
            .await
            .unwrap();
        sources::release(&self.ctx.db, "test").await.unwrap();
        let row: (String,) = self
            .ctx
            .db
            .query("SELECT t.id FROM thread t JOIN review r ON r.id = t.review_id WHERE r.source_id = $1 AND r.external_id = $2")
            .bind(source.id.clone())
            .bind(id)
            .one()
            .await
            .unwrap();
        row.0
    }

    pub async fn cold_coffee(&self, source: &str) -> String {
        self.review(
            source,
            sighting(
                "1",
                "Анна П.",
                1,
                "Кофе холодный, ждали сорок минут, администратор нагрубила.",
            ),
        )
        .await
    }

    /// Sets a password the way a person does it, and gives the session's cookie.
    pub async fn log_in(&self, name: &str) -> String {
        let person = people::by_name(&self.ctx.db, name).await.unwrap().unwrap();
        let token = link::issue(&self.ctx, link::Purpose::Invite, &person.id, None, None)
            .await
            .unwrap();
        let form = [("password", PASSWORD), ("again", PASSWORD)];
        let answer = self.post(&format!("/invite/{token}"), "", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.cookie()
    }

    pub async fn person(&self, name: &str) -> people::Person {
        people::by_name(&self.ctx.db, name).await.unwrap().unwrap()
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(request(Method::GET, path, cookie).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = request(Method::POST, path, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, 16 << 20).await.unwrap();
        Answer {
            status: head.status,
            headers: head.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub async fn reply(&self, thread: &str) -> replies::Reply {
        replies::of_thread(&self.ctx.db, thread).await.unwrap().unwrap()
    }

    pub async fn thread(&self, id: &str) -> threads::Thread {
        threads::by_id(&self.ctx.db, id).await.unwrap().unwrap()
    }

    pub fn forward(&self, seconds: i64) {
        self.clock.forward(TimeDelta::seconds(seconds));
    }

    /// Everything that the database holds, as text: to prove that nothing was changed.
    pub async fn dump(&self) -> String {
        let mut out = String::new();
        for (table, columns) in [
            (
                "thread",
                "id || version || open || COALESCE(assignee_id, '-') || COALESCE(editor_until, 0)",
            ),
            ("reply", "id || state || version || text_hash || updated_at"),
            ("review", "id || content_hash || versions"),
            ("link", "token_hash || COALESCE(used_at, 0)"),
            ("session", "id || data || expires_at"),
            ("attempt", "key || failures || window_from"),
            ("person", "id || COALESCE(password_hash, '-') || session_epoch"),
            ("mail", "id || state"),
            ("job", "id || due_at || COALESCE(done_at, 0)"),
            ("alert", "id || COALESCE(taken_at, 0)"),
            ("source", "id || due_at || attempt"),
            ("note", "id || body"),
            ("event", "hash"),
        ] {
            let rows: Vec<(String,)> = self
                .ctx
                .db
                .query_built(format!("SELECT CAST({columns} AS TEXT) FROM {table}"))
                .all()
                .await
                .unwrap();
            let mut rows: Vec<String> = rows.into_iter().map(|r| r.0).collect();
            rows.sort();
            out.push_str(&format!("{table}: {rows:?}\n"));
        }
        out
    }
}

pub fn request(method: Method, path: &str, cookie: &str) -> axum::http::request::Builder {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "127.0.0.1:8080");
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    request
}

pub fn sighting(id: &str, author: &str, rating: u8, text: &str) -> Sighting {
    Sighting {
        id: id.into(),
        author: Author {
            id: Some(format!("author-{author}")),
            name: Some(author.into()),
        },
        rating: Some(rating),
        text: text.into(),
        created: Some(Utc.with_ymd_and_hms(2026, 11, 23, 8, 50, 0).unwrap()),
        ..Sighting::default()
    }
}
