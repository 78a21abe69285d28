//! Silence is never success: whatever a platform shows instead of reviews, the source turns red and says
//! why, and nobody is told that there are none.

use crate::support::{TestApp, on_both};
use chrono::{DateTime, TimeDelta, Utc};
use otklik::clock::Clock;
use otklik::demo::site::{Mood, Platform};
use otklik::domain::health::Concern;
use otklik::intake::Intake;
use otklik::jobs::watch::{Pass, Watch};
use otklik::store::sources::{self, Source};
use otklik::store::{Time, coverage};
use otklik_adapters::{Author, Next, Page, Sighting};
use std::collections::BTreeSet;

/// The sources of a platform in the demo.
async fn sources_of(app: &TestApp, platform: Platform) -> Vec<Source> {
    let mut all = sources::enabled(app.db()).await.expect("the database works");
    all.retain(|s| s.platform == platform.word());
    all
}

/// A few old reviews everywhere, so that there is something to miss.
async fn well_read(base: crate::support::Base) -> TestApp {
    let app = TestApp::open(base).await;
    for platform in Platform::ALL {
        for n in 0..4 {
            let stars = Some(4).filter(|_| !matches!(platform, Platform::Vk | Platform::Telegram));
            app.writes(
                platform,
                stars,
                &format!("Отзыв номер {n}: всё хорошо, придём ещё."),
            );
        }
    }
    app.drain().await;
    app.forward(20).await;
    app
}

/// What a person reads in the digest of now, and on the page of sources.
async fn digest(app: &TestApp) -> String {
    let people = otklik::store::people::active(app.db()).await.expect("read");
    let owner = people
        .iter()
        .find(|p| p.name == "owner")
        .expect("the demo has one");
    let to = app.ctx().now().0;
    let mut tx = app.db().begin().await.expect("a transaction");
    let payload = serde_json::json!({ "from": to - 60_000, "to": to, "slot": "now" });
    let once = format!("digest:test:{to}:{}", otklik::store::new_id());
    let id = otklik::store::mails::queue_alone(
        &mut tx,
        app.ctx().now(),
        &once,
        "digest",
        "mail",
        &owner.id,
        &payload,
    )
    .await
    .expect("queued");
    tx.commit().await.expect("committed");
    match otklik::mail::deliver(app.ctx(), app.app.runner.mailer(), &id).await {
        otklik::mail::Delivery::Sent { text, .. } => text.replace('\u{a0}', " "),
        _ => panic!("the digest was not made"),
    }
}

on_both! {
    async fn whatever_stands_in_place_of_reviews_turns_the_source_red_within_two_polls(base: Base) {
        let app = well_read(base).await;
        for platform in Platform::ALL {
            if sources_of(&app, platform).await.is_empty() {
                continue;
            }
            for mood in Mood::BLINDING {
                app.site.set_mood(platform, mood).expect("a mood");
                for source in sources_of(&app, platform).await {
                    // nothing in a bot's queue is its everyday answer: there only the rhythm can tell
                    if mood == Mood::EmptyList && source.name == "telegram-group" {
                        continue;
                    }
                    let mut last = None;
                    for _ in 0..2 {
                        app.clock.forward(TimeDelta::minutes(1));
                        let report = app.poll(&source.name).await;
                        assert_ne!((report.outcome, report.seen), ("ok", 0), "{} {mood:?}: a silent zero", source.name);
                        last = Some(report);
                    }
                    let after = app.source(&source.name).await;
                    let report = last.expect("two polls");
                    assert_eq!(after.health, "red", "{} {mood:?}: {report:?}", source.name);
                    assert!(report.cause.is_some_and(|c| !c.is_empty()), "{} {mood:?}", source.name);
                }
                let text = digest(&app).await;
                assert!(!text.contains("Новых отзывов") || !text.contains("нет"), "{platform:?} {mood:?}: {text}");
                assert!(text.contains("слеп"), "{platform:?} {mood:?}: {text}");
                app.site.set_mood(platform, Mood::Well).expect("a mood");
                for source in sources_of(&app, platform).await {
                    app.clock.forward(TimeDelta::minutes(1));
                    app.poll(&source.name).await;
                    assert_eq!(app.source(&source.name).await.health, "green", "{} after {mood:?}", source.name);
                }
            }
        }
        assert_eq!(app.count("SELECT count(*) FROM review WHERE removed_at IS NOT NULL").await, 0, "nothing is called removed");
    }
}

/// Reviews as a page shows them.
fn page(of: impl Iterator<Item = (u32, Option<u8>, DateTime<Utc>)>) -> Page {
    let sightings = of.map(|(n, rating, at)| Sighting {
        id: format!("{n}"),
        author: Author {
            id: Some(format!("a{n}")),
            name: Some("Вера".into()),
        },
        rating,
        text: format!("Отзыв {n}"),
        created: Some(at),
        ..Sighting::default()
    });
    let mut page = Page::of(sightings.collect(), Next::Done);
    page.newest_first = true;
    page.complete = true;
    page
}

async fn claimed(app: &TestApp, name: &str) -> Source {
    let now = app.ctx().now();
    let until = Time::from(now.utc() + TimeDelta::minutes(3));
    let source = sources::claim_named(app.db(), name, now, until, "test")
        .await
        .expect("the database works");
    source.expect("nobody else polls it")
}

/// One good poll with this page, through intake and watch as the real one.
async fn takes(app: &TestApp, name: &str, page: &Page) -> Result<Pass, otklik_adapters::Failure> {
    let source = claimed(app, name).await;
    let mut watch = Watch::open(app.ctx(), &source).await.expect("read");
    let first = watch
        .first_page(app.ctx(), &source, page)
        .await
        .expect("the database works");
    let mut tx = app.db().begin().await.expect("a transaction");
    sources::give_back(&mut tx, &source, app.ctx().now(), true)
        .await
        .expect("given back");
    tx.commit().await.expect("committed");
    first?;
    let source = claimed(app, name).await;
    let mut intake = Intake::open(app.ctx(), &source).await.expect("read");
    intake.absorb(page, None).await.expect("taken in");
    let pass = watch
        .pass(app.ctx(), &source, intake.taken())
        .await
        .expect("the database works");
    let counter = otklik_adapters::Counter {
        count: Some(page.sightings.len() as u64),
        rating: None,
    };
    let health = watch
        .concluded(app.ctx(), &source, Some(counter), None)
        .await
        .expect("the database works");
    let mut tx = app.db().begin().await.expect("a transaction");
    let verdict = sources::Verdict {
        outcome: "ok",
        health: health.word(),
        failure: None,
        next_at: app.ctx().now(),
        resume: None,
        full_pass: true,
        counter: Some(counter),
    };
    assert!(
        sources::finish_poll(&mut tx, &source, app.ctx().now(), &verdict)
            .await
            .expect("ended")
    );
    coverage::keep(&mut tx, &source.id, watch.coverage())
        .await
        .expect("kept");
    tx.commit().await.expect("committed");
    Ok(pass)
}

async fn concerns(app: &TestApp, name: &str) -> Vec<Concern> {
    let source = app.source(name).await;
    coverage::of(app.db(), &source.id).await.expect("read").concerns()
}

fn hours_ago(app: &TestApp, n: u32) -> DateTime<Utc> {
    app.clock.now() - TimeDelta::hours(i64::from(n))
}

const SOURCE: &str = "2gis-moscow";

on_both! {
    async fn all_stars_gone_at_once_is_not_taken_in(base: Base) {
        let app = TestApp::open(base).await;
        let with = |rating| page((1..=25).map(|n| (n, rating, hours_ago(&app, n))));
        takes(&app, SOURCE, &with(Some(4))).await.expect("a good page");
        app.clock.forward(TimeDelta::minutes(10));
        let refused = takes(&app, SOURCE, &with(None)).await.expect_err("stars are missing");
        assert_eq!(refused, otklik_adapters::Failure::drift("fields-rating"));
        assert_eq!(app.count("SELECT count(*) FROM review WHERE versions > 1").await, 0, "no phantom versions");
        assert_eq!(app.count("SELECT count(*) FROM review WHERE rating = 4").await, 25);
    }
}

on_both! {
    async fn old_reviews_under_new_ids_do_not_ring_anybody(base: Base) {
        let app = TestApp::open(base).await;
        takes(&app, SOURCE, &page((1..=10).map(|n| (n, Some(1), hours_ago(&app, n))))).await.expect("a good page");
        let other = page((1..=10).map(|n| (1000 + n, Some(1), hours_ago(&app, n + 1))));
        let refused = takes(&app, SOURCE, &other).await.expect_err("the ids changed");
        assert_eq!(refused, otklik_adapters::Failure::drift("ids"));
        // a burst of news is no change of ids
        app.clock.forward(TimeDelta::hours(1));
        let burst = page((1..=10).map(|n| (2000 + n, Some(1), app.clock.now() - TimeDelta::minutes(i64::from(n)))));
        takes(&app, SOURCE, &burst).await.expect("news");
    }
}

on_both! {
    async fn the_oldest_reviews_missing_is_doubt_then_red_and_removes_nothing_at_first(base: Base) {
        let app = TestApp::open(base).await;
        let all = |from: u32| page((from..=20).map(|n| (n, Some(5), hours_ago(&app, 30 - n))));
        takes(&app, SOURCE, &all(1)).await.expect("a good page");
        for (pass, health) in [(Pass::Doubtful, "yellow"), (Pass::Sound, "red")] {
            app.clock.forward(TimeDelta::minutes(10));
            assert_eq!(takes(&app, SOURCE, &all(11)).await.expect("a page"), pass);
            assert_eq!(app.source(SOURCE).await.health, health);
            assert_eq!(concerns(&app, SOURCE).await, [Concern::Lost { known: 5 }, Concern::Counter { own: 20, theirs: 10 }][..1]);
        }
        app.clock.forward(TimeDelta::minutes(10));
        assert_eq!(takes(&app, SOURCE, &all(1)).await.expect("a page"), Pass::Sound);
        assert_eq!(app.source(SOURCE).await.health, "green", "they are back");
    }
}

on_both! {
    async fn a_list_without_anything_known_is_never_believed(base: Base) {
        let app = TestApp::open(base).await;
        takes(&app, SOURCE, &page((1..=4).map(|n| (n, Some(5), hours_ago(&app, n))))).await.expect("a good page");
        let source = claimed(&app, SOURCE).await;
        let mut watch = Watch::open(app.ctx(), &source).await.expect("read");
        for _ in 0..4 {
            assert_eq!(watch.pass(app.ctx(), &source, &BTreeSet::new()).await.expect("read"), Pass::Silent);
        }
    }
}

on_both! {
    async fn two_reviews_may_be_taken_back(base: Base) {
        let app = TestApp::open(base).await;
        takes(&app, SOURCE, &page((1..=2).map(|n| (n, Some(5), hours_ago(&app, n))))).await.expect("a good page");
        let source = claimed(&app, SOURCE).await;
        let mut watch = Watch::open(app.ctx(), &source).await.expect("read");
        assert_eq!(watch.pass(app.ctx(), &source, &BTreeSet::new()).await.expect("read"), Pass::Sound);
    }
}

on_both! {
    async fn a_counter_that_differs_for_a_day_is_yellow_with_both_figures(base: Base) {
        let app = TestApp::open(base).await;
        let half = page((1..=7).map(|n| (n, Some(5), hours_ago(&app, n))));
        let poll = async || {
            let source = claimed(&app, SOURCE).await;
            let mut intake = Intake::open(app.ctx(), &source).await.expect("read");
            intake.absorb(&half, None).await.expect("taken in");
            let mut watch = Watch::open(app.ctx(), &source).await.expect("read");
            let counter = otklik_adapters::Counter { count: Some(14), rating: None };
            let health = watch.concluded(app.ctx(), &source, Some(counter), None).await.expect("the database works");
            let mut tx = app.db().begin().await.expect("a transaction");
            coverage::keep(&mut tx, &source.id, watch.coverage()).await.expect("kept");
            sources::give_back(&mut tx, &source, app.ctx().now(), true).await.expect("given back");
            tx.commit().await.expect("committed");
            (health.word(), watch.coverage().concerns())
        };
        assert_eq!(poll().await.0, "green", "a delay is no difference");
        app.clock.forward(TimeDelta::hours(23));
        assert_eq!(poll().await.0, "green");
        app.clock.forward(TimeDelta::hours(1));
        assert_eq!(poll().await, ("yellow", vec![Concern::Counter { own: 7, theirs: 14 }]));
        assert!(!Concern::Counter { own: 7, theirs: 14 }.hides());
    }
}

on_both! {
    async fn silence_beyond_the_usual_pause_is_suspicious(base: Base) {
        let app = TestApp::open(base).await;
        // one review every six hours for three days
        let all = page((1..=12).map(|n| (n, Some(5), hours_ago(&app, 6 * n))));
        takes(&app, SOURCE, &all).await.expect("a good page");
        assert_eq!(app.source(SOURCE).await.health, "green");
        app.clock.forward(TimeDelta::hours(17));
        takes(&app, SOURCE, &all).await.expect("a good page");
        assert_eq!(app.source(SOURCE).await.health, "green", "23 hours without news");
        app.clock.forward(TimeDelta::hours(3));
        takes(&app, SOURCE, &all).await.expect("a good page");
        assert_eq!(app.source(SOURCE).await.health, "yellow");
        assert_eq!(concerns(&app, SOURCE).await, [Concern::Silent { hours: 26, usual: 24 }]);
        let text = digest(&app).await;
        assert!(text.contains("подозрительно") && !text.contains("Новых отзывов за"), "{text}");
    }
}

on_both! {
    async fn answers_are_counted_and_the_oldest_reviews_found(base: Base) {
        let app = well_read(base).await;
        app.site.set_mood(Platform::Vk, Mood::Slow429).expect("a mood");
        app.clock.forward(TimeDelta::hours(7));
        app.drain().await;
        let counted = coverage::answers(app.db(), app.ctx().now()).await.expect("read");
        let source = app.source("app-store").await;
        assert!(counted.iter().any(|(id, class, n)| *id == source.id && class == "2xx" && *n > 0), "{counted:?}");
        let kept = coverage::of(app.db(), &source.id).await.expect("read");
        assert_eq!((kept.known, kept.found, kept.lost), (4, 4, 0));
    }
}

on_both! {
    async fn before_the_platform_s_window_closes_people_are_warned_once(base: Base) {
        let app = TestApp::open_with(base, |config| {
            let text = "[business]\nname = \"Зерно\"\n[[source]]\nname = \"play\"\nplatform = \"google_play\"\n\
                        url = \"https://play.google.com/store/apps/details?id=org.example.zerno\"\n";
            let other = otklik::config::read(text, std::path::Path::new("play.toml")).expect("a configuration");
            config.sources.extend(other.sources);
        })
        .await;
        app.drain().await;
        let windows = async || {
            let all = app.mails("source").await;
            all.iter().filter(|m| m.payload.contains("window")).count()
        };
        assert_eq!(windows().await, 0);
        for _ in 0..4 {
            app.clock.forward(TimeDelta::hours(30));
            otklik::jobs::watch::warn_of_windows(app.ctx()).await.expect("the database works");
        }
        let told = windows().await;
        assert!(told > 0, "five of seven days are over");
        let mail = app.mails("source").await.into_iter().find(|m| m.payload.contains("window")).expect("a mail");
        let otklik::mail::Delivery::Sent { text, .. } = otklik::mail::deliver(app.ctx(), app.app.runner.mailer(), &mail.id).await else {
            panic!("not sent");
        };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("не читается 5 дней") && text.contains("только за 7 дней"), "{text}");
        app.clock.forward(TimeDelta::hours(3));
        otklik::jobs::watch::warn_of_windows(app.ctx()).await.expect("the database works");
        assert_eq!(windows().await, told, "once");
        assert!(concerns(&app, "play").await.iter().any(|c| matches!(c, Concern::Window { window: 7, .. })));
    }
}
