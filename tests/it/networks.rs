//! The whole story on social networks and on Trustpilot: read, approved, published, proved; and what goes
//! wrong on the way.

use crate::support::{Base, TestApp, on_both};
use chrono::TimeDelta;
use otklik::config::Config;
use otklik::demo::site::{Mood, Platform, places};
use otklik::domain::State;
use otklik::store::threads::Thread;

/// Only these sources of the site, with the owner's consent.
fn networks(config: &mut Config) {
    let model = config.sources[0].clone();
    config.sources = places::social()
        .into_iter()
        .map(|s| otklik::config::Source {
            name: s.name.to_owned(),
            platform: s.platform.word().to_owned(),
            url: s.url.parse().expect("a link"),
            location: None,
            opt_in: true,
            access: s
                .access
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            ..model.clone()
        })
        .collect();
}

/// The platform's own id of a review of the site.
fn external(app: &TestApp, platform: Platform, id: &str) -> String {
    let review = app.site.review(platform, id).expect("the review");
    match platform {
        Platform::Facebook => format!("{}_{id}", review.parent.expect("it stands under a post")),
        Platform::YouTube => format!("UgzDemoAaABAg{:06}", review.id),
        Platform::Trustpilot => format!("{:024}", review.id),
        _ => id.to_owned(),
    }
}

/// A review on each platform, read, and its reply approved but still in the outbox.
async fn approved(base: Base) -> (TestApp, Vec<(Platform, String, Thread)>) {
    let app = TestApp::open_with(base, networks).await;
    app.drain().await;
    let platforms: Vec<Platform> = places::social().iter().map(|s| s.platform).collect();
    let mut written = Vec::new();
    for platform in platforms {
        written.push((
            platform,
            app.writes(platform, Some(2), "Раф остыл, пока ждали заказ полчаса."),
        ));
    }
    app.forward(20).await;
    let mut all = Vec::new();
    for (platform, id) in written {
        let thread = app.thread(platform, &external(&app, platform, &id)).await;
        app.approves("manager", &thread).await;
        all.push((platform, id, thread));
    }
    (app, all)
}

fn accepted(app: &TestApp, platform: Platform) -> usize {
    let all = app.site.accepted().expect("the site's log");
    all.iter().filter(|a| a.platform == platform).count()
}

on_both! {
    async fn an_approved_reply_is_published_once_and_proved_live(base: Base) {
        let (app, all) = approved(base).await;
        app.forward(40).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::VerifiedLive, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 1, "{platform:?}");
        }
        assert!(app.warnings().await.is_empty());
    }
}

on_both! {
    async fn a_reply_shown_late_is_published_before_it_is_live(base: Base) {
        let (app, all) = approved(base).await;
        for (platform, ..) in &all {
            app.site.moderate("", *platform, TimeDelta::hours(8)).expect("moderated");
        }
        app.forward(60).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::Published, "{platform:?}");
        }
        app.forward(9 * 60).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::VerifiedLive, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 1, "{platform:?}");
        }
    }
}

on_both! {
    async fn a_reply_that_somebody_else_gave_meanwhile_stays_the_only_one(base: Base) {
        let (app, all) = approved(base).await;
        for (platform, id, _) in &all {
            app.site.official_reply_by_hand("", *platform, id, "Уже ответили из кабинета.").expect("answered");
        }
        // the outbox ends before the next poll would tell of it
        app.clock.forward(TimeDelta::minutes(11));
        app.drain().await;
        for (platform, id, _) in &all {
            assert_eq!(accepted(&app, *platform), 0, "{platform:?}");
            let kept = app.site.review(*platform, id).expect("the review");
            assert_eq!(kept.replies[0].text, "Уже ответили из кабинета.", "{platform:?}");
        }
    }
}

on_both! {
    async fn a_reply_after_which_another_one_stands_is_missed(base: Base) {
        let (app, all) = approved(base).await;
        app.forward(30).await;
        for (platform, id, thread) in &all {
            assert_eq!(app.state(thread).await, State::VerifiedLive, "{platform:?}");
            app.site.official_reply_by_hand("", *platform, id, "Другой текст из кабинета.").expect("answered");
        }
        app.forward(60).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::Vanished, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 1, "{platform:?}: nothing is sent by itself");
        }
    }
}

on_both! {
    async fn a_time_out_is_never_sent_again_and_found_by_reading(base: Base) {
        let (app, all) = approved(base).await;
        for (platform, ..) in &all {
            app.site.set_mood(*platform, Mood::TimeoutOnPublish).expect("a mood");
        }
        app.clock.forward(TimeDelta::minutes(11));
        while app.tick().await {}
        app.forward(60).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::VerifiedLive, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 1, "{platform:?}");
        }
    }
}

on_both! {
    async fn a_refusal_is_told_and_leaves_nothing_behind(base: Base) {
        let (app, all) = approved(base).await;
        for (platform, ..) in &all {
            app.site.set_mood(*platform, Mood::Refuses).expect("a mood");
        }
        app.forward(30).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::Refused, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 0, "{platform:?}");
        }
        assert_eq!(app.warnings().await.iter().filter(|w| *w == "refused").count(), all.len());
    }
}
