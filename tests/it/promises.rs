//! A promise is made with the approval that makes it public, and is kept, told of, reported back and
//! followed up.

use crate::support::{TestApp, on_both};
use crate::web::kit::{Site, sighting};
use chrono::{DateTime, TimeDelta, Utc};
use otklik::clock::Clock;
use otklik::demo::site::Platform;
use otklik::desk::promises::Said;
use otklik::desk::{self, Actor, DeskError, Promised};
use otklik::domain::State;
use otklik::store::promises::{self, Counts, Part, Span};
use otklik::store::threads::Thread;
use otklik::store::{Db, Time, events};
use std::collections::BTreeMap;

const TEXT: &str = "Здравствуйте! Очередь собралась, потому что заболел бариста. Мы поставили второго человека на выдачу. До 26 ноября проверим смены и напишем вам, что изменилось. Мария, управляющая.";

/// A reply with a date is in the outbox; Monday, noon in Moscow.
async fn promised(base: crate::support::Base) -> (TestApp, Thread, promises::Promise) {
    let app = TestApp::open(base).await;
    app.drain().await;
    let id = app.posts("vk-queue");
    app.forward(10).await;
    let thread = app.thread(Platform::Vk, &id).await;
    let reply = app.reply(&thread).await;
    let manager = app.person("manager").await;
    let set = Promised {
        by: Some("2026-11-26".into()),
        internal: Some("2026-11-25".into()),
        owner: Some(app.person("owner").await.id),
    };
    desk::edit_with(app.ctx(), &manager, &thread.id, reply.version, TEXT, &set)
        .await
        .expect("typed");
    app.approves("manager", &thread).await;
    let promise = all(app.db(), &thread).await.remove(0);
    (app, thread, promise)
}

async fn all(db: &Db, thread: &Thread) -> Vec<promises::Promise> {
    promises::of_thread(db, &thread.id).await.expect("read")
}

async fn counts(app: &TestApp) -> Counts {
    // periods end before their last instant
    let now = Time(app.ctx().now().0 + 1);
    let span = Span {
        now,
        day_end: Time(now.0 + 43_200_000),
        from: Time(now.0 - 30 * 86_400_000),
        scope: otklik::store::digest::Scope::All,
    };
    let c = promises::counts(app.db(), &span).await.expect("read");
    assert_eq!(
        c.early + c.on_time + c.late,
        c.decided,
        "every promise that is decided is counted once"
    );
    c
}

/// Why people were reminded: the word and to whom.
async fn reminders(app: &TestApp) -> Vec<(String, String)> {
    let people = otklik::store::people::active(app.db()).await.expect("read");
    let name = |id: &str| {
        people
            .iter()
            .find(|p| p.id == id)
            .map(|p| p.name.clone())
            .unwrap_or_default()
    };
    let why = |payload: &str| {
        serde_json::from_str::<serde_json::Value>(payload).expect("JSON")["why"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let mut out: Vec<(String, String)> = app
        .mails("promise")
        .await
        .iter()
        .map(|m| (why(&m.payload), name(&m.person_id)))
        .collect();
    out.sort();
    out
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

on_both! {
    async fn an_approval_makes_the_promise_with_owner_and_two_dates(base: Base) {
        let (app, thread, promise) = promised(base).await;
        assert_eq!(promise.owner, "owner");
        assert!(promise.named && promise.what.contains("26 ноября"), "{}", promise.what);
        // closing time of the location on both days, Moscow
        assert_eq!(promise.internal_by.utc(), at("2026-11-25T19:00:00Z"));
        assert_eq!(promise.public_by.utc(), at("2026-11-26T19:00:00Z"));
        assert_eq!(promise.state, "open");
        let kinds: Vec<String> = events::of_thread(app.db(), &thread.id).await.expect("read").into_iter()
            .filter(|e| e.kind == "reply_approved").map(|e| e.detail).collect();
        assert!(kinds[0].contains(&promise.id), "{kinds:?}");
    }
}

on_both! {
    async fn what_is_taken_back_from_the_outbox_was_never_promised(base: Base) {
        let (app, thread, _) = promised(base).await;
        let manager = app.person("manager").await;
        let reply = app.reply(&thread).await;
        desk::undo(app.ctx(), &manager, &thread.id, reply.version).await.expect("undone");
        assert!(all(app.db(), &thread).await.is_empty());
        app.forward(5 * 24 * 60).await;
        assert!(reminders(&app).await.is_empty());
        assert_eq!(counts(&app).await, Counts::default());
    }
}

on_both! {
    /// «Каждое „вернёмся“ связано с обещанием»: the text names no date, so the playbook's term counts.
    async fn words_that_bind_us_without_a_date_are_a_promise_too(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.types("manager", &thread, "Здравствуйте! Очередь собралась на выдаче. Разберёмся и вернёмся с ответом. Мария, управляющая.").await;
        app.approves("manager", &thread).await;
        let made = all(app.db(), &thread).await;
        assert_eq!(made.len(), 1);
        assert!(!made[0].named && made[0].owner == "manager", "{made:?}");
        assert_eq!(made[0].public_by.utc().date_naive(), at("2026-11-26T00:00:00Z").date_naive(), "three working days");
        assert!(made[0].internal_by < made[0].public_by);
    }
}

on_both! {
    async fn a_reply_that_binds_us_to_nothing_makes_no_promise(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.types("manager", &thread, "Здравствуйте! Спасибо за тёплые слова о бариста.").await;
        app.approves("manager", &thread).await;
        assert!(all(app.db(), &thread).await.is_empty());
    }
}

on_both! {
    /// Its owner when our own date is over, the lead when the public one is, the owners a day later;
    /// each once, whatever happens to the daemon.
    async fn an_overdue_promise_climbs_and_tells_everybody_once(base: Base) {
        let (mut app, _, promise) = promised(base).await;
        let until = |t: Time, app: &TestApp| (t.utc() - app.clock.now()).num_minutes();
        app.forward(until(promise.internal_by, &app) - 30).await;
        assert!(reminders(&app).await.is_empty());
        app.forward(60).await;
        assert_eq!(reminders(&app).await, [("internal".to_owned(), "owner".to_owned())]);
        assert_eq!(counts(&app).await.late, 0);
        app.restart().await;
        app.forward(until(promise.public_by, &app) + 30).await;
        let late = |r: &[(String, String)]| r.iter().filter(|(w, _)| w == "late").map(|(_, n)| n.clone()).collect::<Vec<_>>();
        assert_eq!(late(&reminders(&app).await), ["manager", "owner"]);
        let c = counts(&app).await;
        assert_eq!((c.late, c.overdue, c.decided), (1, 1, 1));
        app.forward(25 * 60).await;
        app.restart().await;
        app.forward(60).await;
        let climbed: Vec<String> = reminders(&app).await.into_iter().filter(|(w, _)| w == "climbed").map(|(_, n)| n).collect();
        assert_eq!(climbed, ["manager", "owner", "owner-en"]);
        assert_eq!(app.count("SELECT count(*) FROM event WHERE kind = 'promise_late'").await, 1);
        // kept at last: counted once, as late
        let owner = app.person("owner").await;
        let seen = promises::by_id(app.db(), &promise.id).await.expect("read").expect("there");
        desk::promises::keep(app.ctx(), &owner, &promise.id, seen.version).await.expect("kept");
        let c = counts(&app).await;
        assert_eq!((c.late, c.overdue, c.decided, c.kept), (1, 0, 1, 1));
    }
}

on_both! {
    async fn a_kept_promise_is_reported_back_and_followed_up_two_working_days_later(base: Base) {
        let (app, thread, promise) = promised(base).await;
        let owner = app.person("owner").await;
        app.forward(30).await;
        let viewer = Actor { role: otklik::domain::Role::Viewer, ..owner.clone() };
        assert!(matches!(desk::promises::keep(app.ctx(), &viewer, &promise.id, promise.version).await, Err(DeskError::NotAllowed(_))));
        desk::promises::keep(app.ctx(), &owner, &promise.id, promise.version).await.expect("kept");
        let twice = desk::promises::keep(app.ctx(), &owner, &promise.id, promise.version).await;
        assert!(matches!(twice, Err(DeskError::Conflict)), "{twice:?}");
        let c = counts(&app).await;
        assert_eq!((c.early, c.on_time, c.late, c.open), (1, 0, 0, 0));
        let kept = promises::by_id(app.db(), &promise.id).await.expect("read").expect("there");
        // Monday -> Wednesday, ten in the morning at the location
        assert_eq!(kept.follow_up_at.expect("a day").utc(), at("2026-11-25T07:00:00Z"));
        desk::promises::report_back(app.ctx(), &owner, &promise.id, kept.version).await.expect("reported");
        app.forward(40 * 60).await;
        assert!(reminders(&app).await.is_empty(), "not yet, and a kept promise is not overdue");
        app.forward(8 * 60).await;
        assert_eq!(reminders(&app).await, [("follow_up".to_owned(), "owner".to_owned())]);
        assert!(!app.thread(Platform::Vk, &app.review(&thread).await.external_id).await.open);
        let seen = promises::by_id(app.db(), &promise.id).await.expect("read").expect("there");
        desk::promises::follow_up(app.ctx(), &owner, &promise.id, seen.version, Said::Again).await.expect("noted");
        assert!(app.thread(Platform::Vk, &app.review(&thread).await.external_id).await.open, "wrong again: a person is needed");
        app.forward(24 * 60).await;
        assert_eq!(reminders(&app).await.len(), 1, "asked once");
        let kinds: Vec<String> = events::of_thread(app.db(), &thread.id).await.expect("read").into_iter().map(|e| e.kind).filter(|k| k.starts_with("promise")).collect();
        assert_eq!(kinds, ["promise_kept", "promise_reported", "promise_followed_up"]);
    }
}

on_both! {
    async fn a_new_date_does_not_hide_a_late_promise(base: Base) {
        let (app, thread, promise) = promised(base).await;
        app.forward(30).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive);
        let now = Time::from(promise.public_by.utc() + TimeDelta::hours(1));
        let mut tx = app.db().begin().await.expect("a transaction");
        promises::replace(&mut tx, &thread.id, now).await.expect("replaced");
        tx.commit().await.expect("committed");
        app.clock.forward(now.utc() - app.clock.now() + TimeDelta::hours(1));
        let c = counts(&app).await;
        assert_eq!((c.late, c.decided, c.open), (1, 1, 0));
        assert_eq!(all(app.db(), &thread).await[0].state, "broken");
    }
}

on_both! {
    async fn the_builder_reckons_the_public_date_and_refuses_what_cannot_be(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("manager").await;
        let reply = site.reply(&thread).await;
        let version = reply.version.to_string();
        let save = |more: Vec<(&'static str, String)>| {
            let mut form = vec![("version", version.clone()), ("text", TEXT.to_owned())];
            form.extend(more);
            form
        };
        let path = format!("/thread/{thread}/save");
        for (internal, public, owner) in [
            ("2026-11-27", "2026-11-25", ""),
            ("когда-нибудь", "", ""),
            ("2026-11-25", "2026-11-27", "nobody"),
        ] {
            let form = save(vec![("promise_internal", internal.into()), ("promise_by", public.into()), ("promise_owner", owner.into())]);
            let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let answer = site.post(&path, &cookie, &form).await;
            assert_eq!(answer.status.as_u16(), 422, "{internal} {public} {owner}");
            assert!(answer.text.contains("второго человека на выдачу"), "what was typed is not lost");
        }
        let form = save(vec![("promise_internal", "2026-11-25".into())]);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(site.post(&path, &cookie, &form).await.status.as_u16(), 303);
        let reply = site.reply(&thread).await;
        // Wednesday is two working days ahead: three in public
        assert_eq!((reply.promise_internal.as_deref(), reply.promise_by.as_deref()), (Some("2026-11-25"), Some("2026-11-26")));
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("promise_internal") && page.contains("Сами сделаем до"));
    }
}

on_both! {
    async fn the_board_shows_what_is_due_and_takes_what_was_done(base: Base) {
        let site = Site::open(base).await;
        let thread = site.review("dodo-api", sighting("1", "Анна", 1, "Ждали заказ сорок минут, очередь до двери.")).await;
        let manager = Actor::from(&site.person("manager").await);
        let reply = site.reply(&thread).await;
        let typed = desk::edit(&site.ctx, &manager, &thread, reply.version, TEXT, Some("2026-11-26")).await.expect("typed");
        let mut reasons = BTreeMap::new();
        if let Err(DeskError::Blocked(found)) = desk::approve(&site.ctx, &manager, &thread, typed.version, &typed.text_hash, &reasons).await {
            reasons.extend(found.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
            desk::approve(&site.ctx, &manager, &thread, typed.version, &typed.text_hash, &reasons).await.expect("approved");
        }
        let cookie = site.log_in("manager").await;
        let board = site.get("/promises", &cookie).await;
        assert!(board.text.contains("до 26 ноября проверим") || board.text.contains("До 26 ноября проверим"), "{}", board.text);
        let promise = promises::of_thread(&site.ctx.db, &thread).await.expect("read").remove(0);
        // another place, another board
        let other = site.log_in("neva").await;
        assert!(!site.get("/promises", &other).await.text.contains(&promise.id));
        let keep = format!("/promises/{}/keep", promise.id);
        assert_eq!(site.post(&keep, &other, &[("version", "1")]).await.status.as_u16(), 404);
        let stale = site.post(&keep, &cookie, &[("version", "77")]).await;
        assert_eq!(stale.status.as_u16(), 409);
        let version = promise.version.to_string();
        assert_eq!(site.post(&keep, &cookie, &[("version", &version), ("from", "board")]).await.header("location"), "/promises");
        let board = site.get("/promises", &cookie).await.text;
        assert!(board.contains("Сделано, автор ещё не знает"));
        let span = Span { now: site.ctx.now(), day_end: Time(site.ctx.now().0 + 1), from: Time(0), scope: otklik::store::digest::Scope::All };
        assert_eq!(promises::lines(&site.ctx.db, Part::Report, &span, 10).await.expect("read").len(), 1);
        let english = site.log_in("owner").await;
        assert!(site.get("/promises", &english).await.text.contains("Board") || site.get("/promises", &english).await.text.contains("Promises"));
    }
}

on_both! {
    async fn a_returning_author_is_met_with_what_we_said_and_promised(base: Base) {
        let site = Site::open(base).await;
        let first = site.review("dodo-api", sighting("1", "Анна", 1, "Ждали заказ сорок минут, очередь до двери.")).await;
        let manager = Actor::from(&site.person("manager").await);
        let reply = site.reply(&first).await;
        let typed = desk::edit(&site.ctx, &manager, &first, reply.version, TEXT, Some("2026-11-26")).await.expect("typed");
        let mut reasons = BTreeMap::new();
        if let Err(DeskError::Blocked(found)) = desk::approve(&site.ctx, &manager, &first, typed.version, &typed.text_hash, &reasons).await {
            reasons.extend(found.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
            desk::approve(&site.ctx, &manager, &first, typed.version, &typed.text_hash, &reasons).await.expect("approved");
        }
        let again = site.review("dodo-api", sighting("2", "Анна", 1, "Опять очередь, снова ждали сорок минут!")).await;
        let cookie = site.log_in("manager").await;
        let page = site.get(&format!("/thread/{again}"), &cookie).await.text;
        assert!(page.contains("Тот же автор раньше") && page.contains("Ждали заказ сорок минут"));
        assert!(page.contains("<b>Обещание</b>") && page.contains("проверим смены"), "{page}");
        // another day than the one that binds us is warned of, in the draft's own check too
        let other = TEXT.replace("26 ноября", "30 ноября");
        let input = desk::lint_input(&site.ctx, &again, &other, Some("2026-11-30")).await.expect("an input");
        let found = otklik::lint::lint(&input, None, otklik::domain::Lang::Ru).findings;
        assert!(found.iter().any(|f| f.code == "contradicts_history"), "{found:?}");
        // who does not answer for the place does not see what was said there
        let neva = site.log_in("neva").await;
        assert_eq!(site.get(&format!("/thread/{again}"), &neva).await.status.as_u16(), 404);
    }
}

on_both! {
    /// A draft that lay for a week names a day that is over.
    async fn a_date_that_is_over_cannot_be_promised(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let manager = Actor::from(&site.person("manager").await);
        let reply = site.reply(&thread).await;
        let typed = desk::edit(&site.ctx, &manager, &thread, reply.version, TEXT, Some("2026-11-26")).await.expect("typed");
        site.forward(7 * 86_400);
        let mut reasons = BTreeMap::new();
        if let Err(DeskError::Blocked(found)) = desk::approve(&site.ctx, &manager, &thread, typed.version, &typed.text_hash, &reasons).await {
            reasons.extend(found.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
        }
        let e = desk::approve(&site.ctx, &manager, &thread, typed.version, &typed.text_hash, &reasons).await;
        assert!(matches!(e, Err(DeskError::Invalid("desk-promise-past"))), "{e:?}");
        assert_eq!(site.reply(&thread).await.state(), State::InReview);
    }
}

on_both! {
    /// Seed rule I2: nobody is asked who insulted us, or whose review is gone.
    async fn nobody_is_asked_who_insulted_or_left(base: Base) {
        let site = Site::open(base).await;
        let manager = Actor::from(&site.person("manager").await);
        for (n, text, gone, asks) in [
            (1, "Ждали заказ сорок минут, очередь до двери.", false, true),
            (2, "Ждали сорок минут, администраторша тупая дура, дебилка!", false, false),
            (3, "Ждали заказ полчаса, очередь до двери, кофе холодный.", true, false),
        ] {
            let thread = site.review("dodo-api", sighting(&n.to_string(), &format!("Автор{n}"), 1, text)).await;
            let reply = site.reply(&thread).await;
            let words = format!("{TEXT} Случай {n}, заказ у окна номер стола скажет Олег.");
            let typed = desk::edit(&site.ctx, &manager, &thread, reply.version, &words, Some("2026-11-26")).await.expect("typed");
            let mut reasons = BTreeMap::new();
            if let Err(DeskError::Blocked(found)) = desk::approve(&site.ctx, &manager, &thread, typed.version, &typed.text_hash, &reasons).await {
                reasons.extend(found.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
                desk::approve(&site.ctx, &manager, &thread, typed.version, &typed.text_hash, &reasons).await.expect("approved");
            }
            let promise = promises::of_thread(&site.ctx.db, &thread).await.expect("read").remove(0);
            if gone {
                let review = site.thread(&thread).await.review_id;
                let mut tx = site.ctx.db.begin().await.expect("a transaction");
                otklik::store::reviews::remove(&mut tx, &review, site.ctx.now()).await.expect("removed");
                tx.commit().await.expect("committed");
            }
            desk::promises::keep(&site.ctx, &manager, &promise.id, promise.version).await.expect("kept");
            let kept = promises::by_id(&site.ctx.db, &promise.id).await.expect("read").expect("there");
            assert_eq!(kept.follow_up_at.is_some(), asks, "{text}");
        }
    }
}

on_both! {
    async fn the_digest_tells_promises_and_topics_as_they_stand(base: Base) {
        let (app, _, promise) = promised(base).await;
        app.forward(30).await;
        let owner = otklik::store::people::by_name(app.db(), "owner").await.expect("read").expect("a person");
        let view = |to: DateTime<Utc>| otklik::mail::digest_of(app.ctx(), &owner, to - TimeDelta::days(1), to, to);
        let figures = |v: &otklik::mail::digest::View| (v.promises.today, v.promises.late, v.promises.kept);
        let now = view(app.clock.now()).await.expect("read");
        assert_eq!(figures(&now), (0, 0, 0));
        assert_eq!(now.topics.len(), 1, "{:?}", now.topics);
        assert_eq!((now.topics[0].people, now.topics[0].before), (1, 0));
        // on the day of our own date it is due, after the public one it is late
        let day = view(promise.internal_by.utc() - TimeDelta::hours(3)).await.expect("read");
        assert_eq!(figures(&day), (1, 0, 0));
        assert!(!day.promises.items[0].late);
        let late = view(promise.public_by.utc() + TimeDelta::hours(3)).await.expect("read");
        assert_eq!(figures(&late), (0, 1, 0));
        assert!(late.promises.items[0].late);
        let actor = app.person("owner").await;
        desk::promises::keep(app.ctx(), &actor, &promise.id, promise.version).await.expect("kept");
        let kept = view(app.clock.now() + TimeDelta::minutes(1)).await.expect("read");
        assert_eq!(figures(&kept), (0, 0, 1));
    }
}
