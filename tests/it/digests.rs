//! Digests and warnings: once per slot and deadline, whatever happens to the daemon.

use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use otklik::demo::site::Platform;
use std::collections::BTreeSet;

on_both! {
    async fn each_slot_sends_one_digest_across_restarts(base: Base) {
        let mut app = TestApp::open(base).await;
        app.drain().await;
        app.posts("2gis-cold");
        for _ in 0..10 {
            app.forward(7 * 60).await;
            app.restart().await;
            app.drain().await;
        }
        // three days with two owners at 16:00 each, from Monday noon to Thursday 10:00
        let sent = app.mails("digest").await;
        let keys: BTreeSet<&str> = sent.iter().map(|m| m.once.as_str()).collect();
        assert_eq!((sent.len(), keys.len()), (6, 6), "{keys:?}");
        assert!(sent.iter().all(|m| m.state == "sent"));
    }
}

on_both! {
    async fn a_slot_that_passed_while_the_daemon_was_down_is_sent_late(base: Base) {
        let mut app = TestApp::open(base).await;
        app.drain().await;
        app.clock.forward(TimeDelta::hours(9));
        app.restart().await;
        app.drain().await;
        assert_eq!(app.mails("digest").await.len(), 2);
        app.clock.forward(TimeDelta::days(10));
        app.restart().await;
        app.drain().await;
        assert_eq!(app.mails("digest").await.len(), 4, "last week's digests help nobody");
    }
}

on_both! {
    /// Each period begins where the one before ended, so every review is in exactly one.
    async fn periods_of_digests_tile_time(base: Base) {
        let app = TestApp::open_with(base, |c| {
            c.people[0].digests = vec!["09:30".into(), "16:00".into()];
        })
        .await;
        app.drain().await;
        app.forward(72 * 60).await;
        let owner = app.person("owner").await;
        let mut periods: Vec<(i64, i64)> = app
            .mails("digest")
            .await
            .iter()
            .filter(|m| m.person_id == owner.id)
            .map(|m| {
                let payload: serde_json::Value = serde_json::from_str(&m.payload).expect("JSON");
                (payload["from"].as_i64().expect("from"), payload["to"].as_i64().expect("to"))
            })
            .collect();
        periods.sort_unstable();
        assert_eq!(periods.len(), 6);
        for pair in periods.windows(2) {
            assert_eq!(pair[0].1, pair[1].0, "no gap, no overlap");
        }
    }
}

on_both! {
    async fn a_deadline_is_warned_of_once(base: Base) {
        let mut app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        let left = thread.warn_at.expect("a warning time").utc() - app.ctx().now().utc();
        app.forward(left.num_minutes() - 5).await;
        let due = |mails: Vec<otklik::store::mails::Mail>| mails.iter().filter(|m| m.payload.contains("due_soon")).count();
        assert_eq!(due(app.mails("warning").await), 0);
        app.forward(10).await;
        assert_eq!(due(app.mails("warning").await), 1);
        app.restart().await;
        app.forward(24 * 60).await;
        assert_eq!(due(app.mails("warning").await), 1);
    }
}

on_both! {
    async fn an_answered_thread_is_not_warned_of(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.approves("manager", &thread).await;
        app.forward(30).await;
        app.forward(24 * 60).await;
        assert!(!app.thread(Platform::Vk, &id).await.open);
        assert_eq!(app.mails("warning").await.len(), 0);
    }
}
