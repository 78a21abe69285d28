//! From queued rows to messages: what is read, what is dropped, what is kept.

use super::samples::now;
use super::world::{SEED, Seed, World, parts};
use chrono::TimeDelta;
use otklik::config;
use otklik::domain::reply::Event;
use otklik::mail::{Delivery, Mailer, deliver, digest_eml, digest_of, link};
use otklik::store::digest::{Burning, Counts};
use otklik::store::{Time, alerts, jobs, mails, people, replies, reviews, sources, threads};
use serde_json::json;
use std::path::Path;

#[tokio::test]
async fn every_number_of_the_digest_is_what_the_database_holds() {
    for w in World::each().await {
        let thread = |seed| w.review(seed);
        let answered = thread(Seed {
            id: "answered",
            author: Some("a"),
            ..SEED
        })
        .await;
        let waiting = thread(Seed {
            id: "waiting",
            author: Some("a"),
            ..SEED
        })
        .await;
        let late = thread(Seed {
            id: "late",
            author: Some("b"),
            reply_by: -1,
            ..SEED
        })
        .await;
        let left = thread(Seed { id: "left", ..SEED }).await;
        thread(Seed {
            id: "working",
            source: "vvo",
            reply_by: 30,
            ..SEED
        })
        .await;
        thread(Seed {
            id: "praise",
            sentiment: "positive",
            ..SEED
        })
        .await;
        thread(Seed {
            id: "old",
            source: "vvo",
            age: 40,
            reply_by: -20,
            ..SEED
        })
        .await;
        thread(Seed {
            id: "history",
            quiet: true,
            ..SEED
        })
        .await;
        let official = otklik_adapters::OfficialReply {
            text: "Спасибо".into(),
            ..otklik_adapters::OfficialReply::default()
        };
        let mut tx = w.ctx.db.begin().await.expect("a transaction");
        reviews::set_official(&mut tx, "review-answered", Some(&official))
            .await
            .expect("set");
        threads::close(&mut tx, &answered, "answered", now().into())
            .await
            .expect("closed");
        threads::close(&mut tx, &left, "no_reply", now().into())
            .await
            .expect("closed");
        tx.commit().await.expect("committed");
        w.step(&left, Event::Drop).await;
        w.draft(&waiting, "Черновик").await;
        w.draft(&late, "Черновик").await;

        let maria = w.person("maria").await;
        let (from, to) = (now() - TimeDelta::days(1), now());
        let all = digest_of(&w.ctx, &maria, from, to, now())
            .await
            .expect("a digest");
        let expected = Counts {
            came: 6,
            negative: 5,
            people: 4,
            answered: 1,
            waiting: 1,
            overdue: 1,
            left: 1,
            working: 1,
        };
        assert_eq!(all.counts, expected, "{}", w.ctx.db.name());
        let c = all.counts;
        assert_eq!(
            c.answered + c.waiting + c.overdue + c.left + c.working,
            c.negative
        );
        assert_eq!(all.burning, Burning { overdue: 2, today: 1 });
        let burning: Vec<&str> = all.burning_items.iter().map(|i| i.summary.as_str()).collect();
        assert_eq!(burning, ["Коротко о old", "Коротко о late", "Коротко о waiting"]);
        assert_eq!((all.others, all.other_items.len()), (3, 3));

        // a manager of one location sees that one only, in its own time
        let igor = digest_of(&w.ctx, &w.person("igor").await, from, to, now())
            .await
            .expect("a digest");
        assert_eq!(
            (igor.counts.came, igor.counts.negative, igor.burning.overdue),
            (1, 1, 1)
        );
        assert_eq!((igor.coverage.total, igor.locations.len()), (1, 1));
    }
}

#[tokio::test]
async fn periods_that_tile_time_count_each_review_once() {
    let w = World::open().await;
    for (n, id) in ["a", "b", "c"].into_iter().enumerate() {
        w.review(Seed {
            id,
            age: i64::try_from(n).expect("small") * 4,
            ..SEED
        })
        .await;
    }
    let maria = w.person("maria").await;
    let at = |hours| now() + TimeDelta::hours(hours);
    let mut counted = 0;
    for (from, to) in [(-24, -8), (-8, -4), (-4, 0), (0, 1)] {
        counted += digest_of(&w.ctx, &maria, at(from), at(to), now())
            .await
            .expect("a digest")
            .counts
            .came;
    }
    assert_eq!(counted, 3);
}

#[tokio::test]
async fn a_digest_is_sent_on_an_empty_day_with_its_coverage() {
    for w in World::each().await {
        w.blind("vvo").await;
        let (from, to) = (Time::from(now() - TimeDelta::days(1)).0, Time::from(now()).0);
        let id = w
            .queue(
                "maria",
                "digest",
                "mail",
                "d",
                json!({ "from": from, "to": to, "slot": "k" }),
            )
            .await;
        let (subject, text, _) = parts(w.deliver(&id).await);
        assert_eq!(
            subject,
            "0 негативных за сутки · 1 источник слеп · «Зерно», 2 точки — 21 ноября"
        );
        assert!(
            text.contains("0 из 2 источников зелёные; 1 ещё не прочитан"),
            "{text}"
        );
        assert!(
            text.contains("2ГИС, Светланская, 7: слеп с 09:30, пробуем снова в 09:42."),
            "{text}"
        );
        assert!(!text.contains("Новых отзывов за сутки нет"), "{text}");
    }
}

#[tokio::test]
async fn a_digest_can_be_written_as_a_message_without_a_trace() {
    for w in World::each().await {
        w.review(Seed { id: "x", ..SEED }).await;
        let maria = w.person("maria").await;
        let (kept, from) = (Mailer::kept(), now() - TimeDelta::days(1));
        let eml = digest_eml(&w.ctx, &kept, &maria, from, now());
        let first = String::from_utf8(eml.await.expect("a message")).expect("ASCII");
        assert!(first.contains("To: maria <maria@example.org>\r\n"), "{first}");
        assert!(
            first.contains("Date: Sat, 21 Nov 2026 06:30:00 +0000\r\n"),
            "{first}"
        );
        assert!(mails::newest(&w.ctx.db, 10).await.expect("read").is_empty());
    }
}

#[tokio::test]
async fn an_alert_names_words_people_and_the_next_step_until_somebody_takes_it() {
    for w in World::each().await {
        let thread = w
            .review(Seed {
                id: "x",
                author: Some("a"),
                ..SEED
            })
            .await;
        w.review(Seed {
            id: "y",
            author: Some("a"),
            ..SEED
        })
        .await;
        let mut tx = w.ctx.db.begin().await.expect("a transaction");
        let climbs = Time::from(now() + TimeDelta::minutes(15));
        let alert = alerts::insert(&mut tx, &thread, "once", "critical", now().into(), climbs)
            .await
            .expect("raised");
        tx.commit().await.expect("committed");
        let alert = alert.expect("new");
        let payload = json!({ "alert": alert, "level": 1 });
        let mail = w
            .queue(
                "oleg",
                "alert",
                "mail",
                &format!("alert:{alert}:1:o:mail"),
                payload.clone(),
            )
            .await;
        w.queue(
            "maria",
            "alert",
            "mail",
            &format!("alert:{alert}:1:m:mail"),
            payload.clone(),
        )
        .await;

        let (subject, text, html) = parts(w.deliver(&mail).await);
        assert!(
            subject.starts_with("URGENT: danger to health · 1★ · Yandex Maps · Невский, 12 · reply by 11:30"),
            "{subject}"
        );
        assert!(
            text.contains("“отравились”") && text.contains("Who else was told: maria (mail)"),
            "{text}"
        );
        assert!(text.contains("at 09:45 maria will be told"), "{text}");
        assert!(
            text.contains("1 review more on this platform, 1 negative"),
            "{text}"
        );
        let token = html
            .split("/link/")
            .nth(1)
            .and_then(|t| t.split('"').next())
            .expect("a link");
        let link = link::verify(&w.ctx, token).await.expect("a link that works");
        assert_eq!(
            (link.purpose, link.subject_id),
            (link::Purpose::Acknowledge, Some(alert.clone()))
        );

        let mut tx = w.ctx.db.begin().await.expect("a transaction");
        assert!(
            alerts::take(&mut tx, &alert, &w.maria, now().into())
                .await
                .expect("taken")
        );
        tx.commit().await.expect("committed");
        assert!(matches!(w.deliver(&mail).await, Delivery::Obsolete { .. }));
    }
}

#[tokio::test]
async fn an_approval_request_shows_the_exact_text_and_dies_with_it() {
    for w in World::each().await {
        let thread = w.review(Seed { id: "x", ..SEED }).await;
        w.draft(&thread, "Анна, здравствуйте.\nКофе остыл.").await;
        let mail = w
            .queue("maria", "approval", "mail", "a", json!({ "thread": thread }))
            .await;
        let (subject, text, html) = parts(w.deliver(&mail).await);
        assert_eq!(
            subject,
            "Согласовать ответ · 1★ · Яндекс Карты · Невский, 12 · ответить до 11:30 (Москва, МСК)"
        );
        assert!(
            text.contains("> Анна, здравствуйте.\n> Кофе остыл.") && text.contains("31 из 350 знаков"),
            "{text}"
        );
        let token = html
            .split("/link/")
            .nth(1)
            .and_then(|t| t.split('"').next())
            .expect("a link");
        let link = link::verify(&w.ctx, token).await.expect("a link that works");
        assert_eq!(link.subject_id.as_deref(), Some(thread.as_str()));
        assert_eq!(
            link.subject_hash,
            Some(replies::text_hash("Анна, здравствуйте.\nКофе остыл."))
        );

        let stale = w
            .queue(
                "maria",
                "approval",
                "mail",
                "b",
                json!({ "thread": thread, "text_hash": "other" }),
            )
            .await;
        assert!(matches!(w.deliver(&stale).await, Delivery::Obsolete { .. }));
        w.step(&thread, Event::ReviewEdited).await;
        assert!(matches!(w.deliver(&mail).await, Delivery::Obsolete { .. }));
    }
}

#[tokio::test]
async fn a_warning_and_a_red_source_are_dropped_when_they_are_no_longer_so() {
    for w in World::each().await {
        let thread = w.review(Seed { id: "x", ..SEED }).await;
        let soon = w
            .queue(
                "maria",
                "warning",
                "mail",
                "w",
                json!({ "thread": thread, "why": "due_soon" }),
            )
            .await;
        let (subject, ..) = parts(w.deliver(&soon).await);
        assert!(
            subject.starts_with("Скоро срок: ответить до 11:30 (Москва, МСК)"),
            "{subject}"
        );
        let gone = w
            .queue(
                "maria",
                "warning",
                "mail",
                "v",
                json!({ "thread": thread, "why": "vanished" }),
            )
            .await;
        assert!(matches!(w.deliver(&gone).await, Delivery::Obsolete { .. }));

        let source = sources::by_name(&w.ctx.db, "vvo")
            .await
            .expect("read")
            .expect("a source")
            .id;
        let red = w
            .queue("maria", "source", "mail", "s", json!({ "source": source }))
            .await;
        assert!(matches!(w.deliver(&red).await, Delivery::Obsolete { .. }));
        w.blind("vvo").await;
        let (subject, text, _) = parts(w.deliver(&red).await);
        assert_eq!(subject, "Источник слеп: 2ГИС, Светланская, 7 — с 09:30");
        assert!(text.contains("капчу") && text.contains("Что делать"), "{text}");
    }
}

#[tokio::test]
async fn a_message_that_left_is_kept_without_its_token_and_a_failed_one_stays_queued() {
    let w = World::open().await;
    let mail = w.queue("maria", "reset", "mail", "r", json!({})).await;
    // kept in the browser, the link is the point of it
    let (_, text, _) = parts(w.deliver(&mail).await);
    assert!(text.contains("https://otklik.example.org/reset/"), "{text}");
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    let away = config::read(
        &format!("[mail]\nsmtp = \"smtp://{gone}\"\nfrom = \"o@example.org\"\n[business]\nname = \"З\""),
        Path::new("t"),
    );
    let away = Mailer::new(&away.expect("a configuration").mail).expect("a mailer");
    assert!(matches!(
        deliver(&w.ctx, &away, &mail).await,
        Delivery::Later { .. }
    ));
    assert_eq!(
        mails::get(&w.ctx.db, &mail)
            .await
            .expect("read")
            .expect("kept")
            .state,
        "queued"
    );

    let Some(mut server) = crate::support::smtp::Server::start() else {
        return;
    };
    let toml = format!(
        "[mail]\nsmtp = \"smtp://127.0.0.1:{}\"\nfrom = \"o@example.org\"\n[business]\nname = \"З\"",
        server.ports.plain
    );
    let real =
        Mailer::new(&config::read(&toml, Path::new("t")).expect("a configuration").mail).expect("a mailer");
    let (_, text, html) = parts(deliver(&w.ctx, &real, &mail).await);
    assert!(
        text.contains("https://otklik.example.org/reset/…") && html.contains("/reset/…"),
        "{text}"
    );
    let arrived = server.arrived();
    assert!(
        arrived
            .data
            .contains(&format!("Message-ID: <{mail}@example.org>")),
        "{}",
        arrived.data
    );
}

#[tokio::test]
async fn a_person_who_left_gets_nothing_and_a_foreign_payload_ends_at_once() {
    let w = World::open().await;
    let broken = w
        .queue("maria", "alert", "mail", "x", json!({ "thread": 7 }))
        .await;
    assert!(matches!(w.deliver(&broken).await, Delivery::Never { .. }));
    let test = w.queue("maria", "test", "mail", "t", json!({})).await;
    let mut tx = w.ctx.db.begin().await.expect("a transaction");
    people::sync(&mut tx, &[], now().into()).await.expect("people");
    tx.commit().await.expect("committed");
    assert!(matches!(w.deliver(&test).await, Delivery::Obsolete { .. }));
    assert!(matches!(w.deliver("no-such-id").await, Delivery::Obsolete { .. }));
}

#[tokio::test]
async fn a_message_for_a_chat_is_kept_as_words_and_a_webhook_gets_no_password_link() {
    let w = World::open().await;
    let test = w.queue("maria", "test", "telegram:7", "t", json!({})).await;
    let (_, text, _) = parts(w.deliver(&test).await);
    assert!(
        text.starts_with("Проверка связи\n") && !text.contains('<'),
        "{text}"
    );
    let reset = w.queue("maria", "reset", "webhook:duty", "r", json!({})).await;
    let waits = Mailer::new(&w.ctx.config.mail).expect("a mailer");
    assert!(matches!(
        deliver(&w.ctx, &waits, &reset).await,
        Delivery::Never { .. }
    ));
    // without a token a message for a chat waits
    assert!(matches!(
        deliver(&w.ctx, &waits, &test).await,
        Delivery::Later { .. }
    ));
}

#[tokio::test]
async fn a_queued_message_has_its_job() {
    let w = World::open().await;
    let mail = w.queue("maria", "test", "mail", "t", json!({})).await;
    let until = Time::from(now() + TimeDelta::minutes(1));
    let job = jobs::claim(&w.ctx.db, now().into(), until, "test", 1)
        .await
        .expect("claimed")
        .pop()
        .expect("a job");
    assert_eq!(
        (job.kind.as_str(), job.payload),
        ("mail", json!({ "mail": mail }).to_string())
    );
}
