//! The whole story on the platforms that the demo does not show: read, approved, published, read by the
//! platform, proved; and what goes wrong on the way.

use crate::support::{Base, TestApp, on_both};
use chrono::TimeDelta;
use otklik::config::Config;
use otklik::demo::site::{Mood, Platform, places};
use otklik::domain::State;
use otklik::store::threads::Thread;

const STORES: [Platform; 4] = [
    Platform::Google,
    Platform::AppStore,
    Platform::GooglePlay,
    Platform::RuStore,
];

/// Only the sources of the site that the demo does not show.
fn stores(config: &mut Config) {
    let model = config.sources[0].clone();
    config.sources = places::others()
        .into_iter()
        .filter(|s| STORES.contains(&s.platform))
        .map(|s| otklik::config::Source {
            name: s.name.to_owned(),
            platform: s.platform.word().to_owned(),
            url: s.url.parse().expect("a link"),
            location: None,
            access: s
                .access
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            ..model.clone()
        })
        .collect();
}

/// A review on each store, read and waiting for its reply.
async fn written(base: Base) -> (TestApp, Vec<(Platform, String, Thread)>) {
    let app = TestApp::open_with(base, stores).await;
    app.drain().await;
    let mut all = Vec::new();
    for platform in STORES {
        all.push((
            platform,
            app.writes(platform, Some(2), "Раф остыл, пока ждали заказ полчаса."),
        ));
    }
    app.forward(10).await;
    let mut told = Vec::new();
    for (platform, id) in all {
        let thread = app.thread(platform, &id).await;
        told.push((platform, id, thread));
    }
    (app, told)
}

/// As [`written`], approved but still in the outbox.
async fn approved(base: Base) -> (TestApp, Vec<(Platform, String, Thread)>) {
    let (app, all) = written(base).await;
    for (_, _, thread) in &all {
        app.approves("manager", thread).await;
    }
    (app, all)
}

fn accepted(app: &TestApp, platform: Platform) -> usize {
    let all = app.site.accepted().expect("the site's log");
    all.iter().filter(|a| a.platform == platform).count()
}

on_both! {
    async fn a_reply_goes_over_the_platform_s_reading_to_its_proof(base: Base) {
        let (app, all) = approved(base).await;
        for (platform, ..) in &all {
            app.site.moderate("", *platform, TimeDelta::hours(8)).expect("moderated");
        }
        app.forward(60).await;
        for (platform, _, thread) in &all {
            // Google Play knows no moderation that it would tell of
            let wanted = if *platform == Platform::GooglePlay { State::VerifiedLive } else { State::Published };
            assert_eq!(app.state(thread).await, wanted, "{platform:?}");
        }
        app.forward(9 * 60).await;
        for (platform, _, thread) in &all {
            assert_eq!(app.state(thread).await, State::VerifiedLive, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 1, "{platform:?}");
        }
        assert!(app.warnings().await.is_empty());
    }
}

on_both! {
    async fn a_reply_that_is_declined_after_reading_opens_the_thread_and_the_next_one_takes_its_place(base: Base) {
        let (app, all) = approved(base).await;
        let declining = [Platform::Google, Platform::RuStore];
        for (platform, ..) in &all {
            app.site.moderate("", *platform, TimeDelta::hours(8)).expect("moderated");
        }
        app.forward(30).await;
        for (platform, id, thread) in all.iter().filter(|a| declining.contains(&a.0)) {
            assert_eq!(app.state(thread).await, State::Published, "{platform:?}");
            app.site.reject_reply("", *platform, id, "OFF_TOPIC").expect("declined");
        }
        app.forward(20).await;
        for (platform, _, thread) in all.iter().filter(|a| declining.contains(&a.0)) {
            assert_eq!(app.state(thread).await, State::Refused, "{platform:?}");
            app.types("manager", thread, "Разобрались: раф теперь подаём горячим, ждём вас снова.").await;
            app.approves("manager", thread).await;
        }
        app.forward(10 * 60).await;
        for (platform, id, thread) in all.iter().filter(|a| declining.contains(&a.0)) {
            assert_eq!(app.state(thread).await, State::VerifiedLive, "{platform:?}");
            assert_eq!(accepted(&app, *platform), 2, "{platform:?}: each text once");
            let kept = app.site.review(*platform, id).expect("the review");
            assert_eq!(kept.replies.len(), 1, "{platform:?}: one reply stands there");
        }
    }
}

on_both! {
    async fn somebody_else_s_reply_is_not_overwritten(base: Base) {
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
    async fn a_reply_that_somebody_overwrites_later_is_missed(base: Base) {
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
        assert_eq!(app.warnings().await.iter().filter(|w| *w == "refused").count(), STORES.len());
    }
}
