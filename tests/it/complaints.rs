//! The complaint channel: a public form, a mailbox read from a real IMAP server, replies by a real mail
//! server.

use crate::support::{Base, imap, on_both, smtp};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use otklik::app::App;
use otklik::clock::Turned;
use otklik::config;
use otklik::context::Context;
use otklik::desk::{self, Actor};
use otklik::domain::State;
use otklik::mail::Mailer;
use otklik::store::{jobs, people, replies, reviews, sources, threads};
use otklik::web::{Parts, router};
use otklik_adapters::letter::Letter;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tower::ServiceExt;

const CONFIG: &str = r#"
[business]
name = "Зерно"
[reply]
outbox = "1m"
[[location]]
name = "Невский, 12"
time_zone = "Europe/Moscow"
[[source]]
name = "form"
platform = "form"
url = "http://127.0.0.1:8080/form/nevsky"
location = "Невский, 12"
[source.access]
from = "Зерно <help@zerno.example>"
[[person]]
name = "owner"
email = "owner@example.org"
role = "owner"
"#;

/// A daemon with a form, and whatever else a test adds.
struct Bench {
    app: App,
    clock: Arc<Turned>,
    _base: Base,
}

impl Bench {
    async fn open(base: Base, more: &str) -> Bench {
        let text = format!("{CONFIG}{more}\n[database]\nurl = \"{}\"\n", base.url);
        let config = config::read(&text, std::path::Path::new("test.toml")).expect("a configuration");
        let clock = Arc::new(Turned::at("2026-11-26T09:00:00Z".parse().expect("an instant")));
        let mailer = Mailer::new(&config.mail).expect("a mail section");
        let app = App::open(config, clock.clone(), mailer).await.expect("a daemon");
        Bench {
            app,
            clock,
            _base: base,
        }
    }

    fn ctx(&self) -> &Context {
        &self.app.ctx
    }

    fn pages(&self) -> Router {
        let parts = Parts {
            demo: false,
            heartbeat: Arc::new(AtomicI64::new(0)),
            listen: ([127, 0, 0, 1], 8080).into(),
        };
        router(self.ctx().clone(), parts)
    }

    async fn fill(&self, fields: &[(&str, &str)]) -> (StatusCode, String) {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request = Request::post("/form/nevsky")
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept-language", "ru")
            .body(Body::from(body))
            .expect("a request");
        let answer = self.pages().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let text = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
        (status, String::from_utf8_lossy(&text).into_owned())
    }

    async fn works(&self) {
        self.app.runner.drain().await.expect("the database works");
        assert_eq!(jobs::failed(&self.ctx().db).await.expect("read"), 0);
    }

    async fn reviews(&self, source: &str) -> Vec<reviews::Review> {
        let source = sources::by_name(&self.ctx().db, source)
            .await
            .expect("read")
            .expect("a source");
        let start = (otklik::store::Time(i64::MIN), String::new());
        let all = reviews::list(&self.ctx().db, Some(&source.name), None, start, 100)
            .await
            .expect("read");
        all.into_iter().map(|row| row.review).collect()
    }

    async fn reply(&self, review: &reviews::Review) -> replies::Reply {
        let thread = threads::open_list(&self.ctx().db).await.expect("read");
        let thread = thread.into_iter().find(|t| t.thread.review_id == review.id);
        let id = match thread {
            Some(t) => t.thread.id,
            None => {
                let row: (String,) = self
                    .ctx()
                    .db
                    .query("SELECT id FROM thread WHERE review_id = $1")
                    .bind(review.id.clone())
                    .one()
                    .await
                    .expect("a thread");
                row.0
            }
        };
        replies::of_thread(&self.ctx().db, &id)
            .await
            .expect("read")
            .expect("a reply")
    }

    /// What arrived for Olga up to now: a last letter to somebody else marks the end.
    async fn to_olga(&self, server: &mut smtp::Server) -> Vec<smtp::Arrived> {
        let marker = Letter {
            to: "marker@example.org".into(),
            subject: "end".into(),
            text: "end".into(),
            id: "end".into(),
            ..Letter::default()
        };
        self.app.runner.mailer().letter(&marker).await.expect("sent");
        let mut found = Vec::new();
        loop {
            let mail = server.arrived();
            if mail.to == ["marker@example.org"] {
                return found;
            }
            found.extend((mail.to == ["olga@example.org"]).then_some(mail));
        }
    }

    /// A person writes `text` and approves it; then the outbox delay passes.
    async fn answers(&self, review: &reviews::Review, text: &str) -> replies::Reply {
        let owner = people::by_name(&self.ctx().db, "owner")
            .await
            .expect("read")
            .expect("a person");
        let actor = Actor::from(&owner);
        let seen = self.reply(review).await;
        desk::edit(self.ctx(), &actor, &seen.thread_id, seen.version, text, None)
            .await
            .expect("edited");
        let seen = self.reply(review).await;
        let mut reasons = BTreeMap::new();
        for _ in 0..2 {
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
                Ok(_) => break,
                Err(desk::DeskError::Blocked(f)) if reasons.is_empty() => {
                    reasons.extend(f.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
                }
                Err(e) => panic!("{e:?}"),
            }
        }
        self.clock.forward(TimeDelta::minutes(2));
        self.works().await;
        self.reply(review).await
    }
}

const SAID: &str = "Вчера вечером на Невском подали холодный кофе и отказались вернуть деньги.";
const FINE: &[(&str, &str)] = &[
    ("text", SAID),
    ("name", "Ольга Петровна"),
    ("email", "olga@example.org"),
    ("rating", "1"),
    ("consent", "yes"),
    ("website", ""),
];

fn but<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    FINE.iter()
        .map(|(f, v)| (*f, if *f == field { value } else { *v }))
        .collect()
}

on_both! {
    async fn a_complaint_of_the_form_is_a_review_at_once_and_its_text_stands_nowhere_else(base: Base) {
        let bench = Bench::open(base, "").await;
        let (status, _) = bench.fill(FINE).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        bench.works().await;
        let all = bench.reviews("form").await;
        assert_eq!(all.len(), 1);
        let one = &all[0];
        assert_eq!((one.body.as_str(), one.rating), (SAID, Some(1)));
        assert_eq!(one.author_id.as_deref(), Some("olga@example.org"));
        assert!(!one.quiet, "what was just written is no history");
        assert_ne!(bench.reply(one).await.state(), State::None, "it has a draft");
        let (left,): (i64,) = bench
            .ctx()
            .db
            .query("SELECT count(*) FROM job WHERE kind = 'complaint' AND payload <> '{}'")
            .one()
            .await
            .expect("read");
        assert_eq!(left, 0);
    }
}

on_both! {
    async fn a_form_that_cannot_be_used_is_given_back_with_what_was_typed(base: Base) {
        let bench = Bench::open(base, "").await;
        let long = "я".repeat(5_001);
        for (field, value, word) in [
            ("text", "  ", "что случилось"),
            ("text", long.as_str(), "5000"),
            ("email", "olga@localhost", "anna@example.org"),
            ("email", "a@example.org\r\nBcc: b@example.org", "anna@example.org"),
            ("rating", "6", "от 1 до 5"),
            ("consent", "", "согласия"),
        ] {
            let (status, page) = bench.fill(&but(field, value)).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
            assert!(page.contains(word), "{field}: {word}");
            assert!(page.contains("Ольга Петровна"), "{field}: what was typed is kept");
        }
        bench.works().await;
        assert!(bench.reviews("form").await.is_empty());
    }
}

on_both! {
    async fn a_robot_is_thanked_and_nothing_is_kept_and_a_flood_is_stopped(base: Base) {
        let bench = Bench::open(base, "").await;
        let (status, _) = bench.fill(&but("website", "https://spam.example")).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let mut taken = 0;
        for _ in 0..8 {
            match bench.fill(FINE).await.0 {
                StatusCode::SEE_OTHER => taken += 1,
                other => assert_eq!(other, StatusCode::TOO_MANY_REQUESTS),
            }
        }
        assert_eq!(taken, 5, "five an hour from one address");
        bench.works().await;
        assert_eq!(bench.reviews("form").await.len(), 5);
        bench.clock.forward(TimeDelta::minutes(61));
        assert_eq!(bench.fill(FINE).await.0, StatusCode::SEE_OTHER, "an hour later again");
    }
}

on_both! {
    async fn an_answer_to_a_complaint_goes_out_by_mail_once(base: Base) {
        let Some(mut server) = smtp::Server::start() else { return };
        let more = format!(
            "[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"Отклик <otklik@example.org>\"\n",
            server.ports.plain
        );
        let bench = Bench::open(base, &more).await;
        bench.fill(FINE).await;
        bench.works().await;
        let review = bench.reviews("form").await.remove(0);
        let text = "Ольга Петровна, вернули деньги сегодня: 240 рублей на карту.";
        let reply = bench.answers(&review, text).await;
        assert_eq!(reply.state(), State::Published);
        let sent = bench.to_olga(&mut server).await;
        assert_eq!(sent.len(), 1);
        assert!(sent[0].data.contains("From: =?utf-8?") && sent[0].data.contains("<help@zerno.example>"), "{}", sent[0].data);
        let id = reply.platform_id.expect("the Message-ID");
        assert!(sent[0].data.contains(&format!("<{id}>")), "{}", sent[0].data);
        bench.clock.forward(TimeDelta::days(1));
        bench.works().await;
        let again = bench.to_olga(&mut server).await.len();
        assert_eq!(again, 0);
    }
}

on_both! {
    async fn who_left_no_address_cannot_be_answered_and_the_person_is_told(base: Base) {
        let bench = Bench::open(base, "").await;
        bench.fill(&but("email", "")).await;
        bench.works().await;
        let review = bench.reviews("form").await.remove(0);
        let reply = bench.answers(&review, "Спасибо, что написали. Кофе переделаем сегодня.").await;
        assert_eq!((reply.state(), reply.reason.as_deref()), (State::Refused, Some("no_address")));
    }
}

/// A mail of a person, as it arrives.
fn mail(id: &str, from: &str, text: &str) -> String {
    format!(
        "Return-Path: <anna@example.org>\nFrom: {from}\nTo: help@zerno.example\nSubject: Холодный кофе\nMessage-ID: <{id}>\n\
         Date: Thu, 26 Nov 2026 11:30:00 +0300\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: 8bit\n\n{text}\n"
    )
}

fn mailbox(server: &imap::Server, scheme: &str, port: u16) -> String {
    format!(
        "[[source]]\nname = \"mailbox\"\nplatform = \"mailbox\"\nurl = \"imaps://help%40zerno.example@{host}/\"\n\
         history = \"loud\"\n[source.access]\npassword = \"{password}\"\n\
         [network.rewrite]\n\"{host}\" = \"{scheme}://127.0.0.1:{port}\"\n[mail]\nca_file = \"{ca}\"\n",
        host = imap::HOST,
        password = imap::PASSWORD,
        ca = server.authority().display(),
    )
}

on_both! {
    async fn a_mailbox_is_read_encrypted_once_and_left_as_it_was(base: Base) {
        let Some(mut server) = imap::Server::start() else { return };
        for n in 0..120 {
            server.deliver(&mail(&format!("{n}@mail.example.org"), "Анна <anna@example.org>", "Кофе был холодным."));
        }
        let before = server.kept();
        let bench = Bench::open(base, &mailbox(&server, "imaps", server.tls_port)).await;
        let first = bench.app.runner.poll_named("mailbox").await.expect("read").expect("ours");
        assert_eq!((first.outcome, first.seen, first.new, first.pages), ("ok", 120, 120, 3), "{:?}", first.cause);
        let again = bench.app.runner.poll_named("mailbox").await.expect("read").expect("ours");
        assert_eq!((again.outcome, again.seen, again.new), ("ok", 0, 0), "{:?}", again.cause);
        server.deliver(&mail("new@mail.example.org", "anna@example.org", "И снова холодный."));
        let news = bench.app.runner.poll_named("mailbox").await.expect("read").expect("ours");
        assert_eq!((news.seen, news.new), (1, 1));
        let kept = server.kept();
        assert_eq!(kept.len(), before.len() + 1);
        // the server may move a mail from `new` to `cur`; nothing marks it as seen
        assert!(kept.iter().all(|name| !name.ends_with('S')), "{kept:?}");
    }
}

on_both! {
    async fn a_wrong_password_and_a_missing_folder_are_told_apart(base: Base) {
        let Some(server) = imap::Server::start() else { return };
        let right = mailbox(&server, "imap", server.port);
        let wrong = right.replace(imap::PASSWORD, "stolen");
        let other = right
            .replace("name = \"mailbox\"", "name = \"elsewhere\"")
            .replace("example@imap.zerno.example/", "example@imap.zerno.example/Nowhere");
        let other = other.split("[network.rewrite]").next().expect("a source").to_owned();
        let bench = Bench::open(base, &format!("{other}{wrong}")).await;
        let report = bench.app.runner.poll_named("mailbox").await.expect("read").expect("ours");
        assert_eq!(report.outcome, "auth", "{:?}", report.cause);
        let report = bench.app.runner.poll_named("elsewhere").await.expect("read").expect("ours");
        assert_eq!(report.outcome, "gone", "{:?}", report.cause);
    }
}

on_both! {
    async fn a_bounce_of_the_mailbox_refuses_the_reply_that_did_not_arrive(base: Base) {
        let part = "message/rfc822\n\nFrom: help@zerno.example\n@HEAD@\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n@TEXT@";
        comes_back(base, part).await;
    }
}

on_both! {
    async fn a_bounce_with_headers_alone_refuses_the_reply_as_well(base: Base) {
        comes_back(base, "text/rfc822-headers\n\nFrom: help@zerno.example\n@HEAD@").await;
    }
}

/// A reply goes out as a mail and returns: with this part, in which its headers and its text are put.
async fn comes_back(base: Base, part: &str) {
    let (Some(mut box_), Some(server)) = (imap::Server::start(), smtp::Server::start()) else {
        return;
    };
    box_.deliver(&mail(
        "a1@mail.example.org",
        "Анна <anna@example.org>",
        "Кофе был холодным.",
    ));
    let more = mailbox(&box_, "imap", box_.port)
        + &format!(
            "smtp = \"smtp://127.0.0.1:{}\"\nfrom = \"help@zerno.example\"\n",
            server.ports.plain
        );
    let bench = Bench::open(base, &more).await;
    bench.app.runner.poll_named("mailbox").await.expect("read");
    let review = bench.reviews("mailbox").await.remove(0);
    let text = "Анна, кофе переделаем сегодня до 18:00.";
    let reply = bench.answers(&review, text).await;
    assert_eq!(reply.state(), State::Published);
    let id = reply.platform_id.expect("the Message-ID");
    let head = format!("Message-ID: <{id}>\nIn-Reply-To: <a1@mail.example.org>\n");
    let part = part.replace("@HEAD@", &head).replace("@TEXT@", text);
    box_.deliver(&format!(
        "From: MAILER-DAEMON@mx.example.org\nTo: help@zerno.example\nSubject: Undelivered\nMessage-ID: <g7@mx.example.org>\n\
         MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\n\n\
         --B\nContent-Type: text/plain\n\nnot delivered\n--B\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\n\
         --B\nContent-Type: {part}\n--B--\n"
    ));
    let report = bench
        .app
        .runner
        .poll_named("mailbox")
        .await
        .expect("read")
        .expect("ours");
    assert_eq!((report.outcome, report.new), ("ok", 0), "{:?}", report.cause);
    let reply = bench.reply(&review).await;
    assert_eq!(
        (reply.state(), reply.reason.as_deref()),
        (State::Refused, Some("bounced_5_1_1"))
    );
}
