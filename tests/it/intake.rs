//! What a poll makes of a platform's pages.

use crate::support::{TestApp, on_both};
use otklik::demo::site::{Mood, Platform};
use otklik::domain::State;
use otklik::store::{reviews, sources};

on_both! {
    async fn history_is_taken_in_quietly(base: Base) {
        let app = TestApp::open(base).await;
        for id in ["2gis-poisoning", "vk-queue", "app-crash", "telegram-hours", "vk-sensitive"] {
            app.posts(id);
        }
        app.drain().await;
        assert_eq!(app.count("SELECT count(*) FROM review").await, 5);
        assert_eq!(app.count("SELECT count(*) FROM review WHERE quiet").await, 5);
        for silent in [
            "SELECT count(*) FROM thread WHERE open",
            "SELECT count(*) FROM alert",
            "SELECT count(*) FROM mail",
            "SELECT count(*) FROM reply WHERE text <> ''",
            "SELECT count(*) FROM thread WHERE reply_by IS NOT NULL",
        ] {
            assert_eq!(app.count(silent).await, 0, "{silent}");
        }
    }
}

on_both! {
    async fn loud_history_is_treated_as_news(base: Base) {
        let app = TestApp::open_with(base, |c| {
            for s in &mut c.sources {
                s.history = otklik::config::History::Loud;
            }
        })
        .await;
        let id = app.posts("2gis-poisoning");
        app.drain().await;
        let thread = app.thread(Platform::TwoGis, &id).await;
        assert!(thread.open);
        assert_eq!(app.alerts(&thread).await.len(), 1);
    }
}

on_both! {
    async fn a_fresh_review_gets_clocks_a_judgement_and_a_draft(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        let (reply, review) = (app.reply(&thread).await, app.review(&thread).await);
        assert!(thread.open && thread.reply_by > thread.warn_at && thread.warn_at.is_some());
        assert_eq!((reply.state(), review.sentiment.as_str()), (State::InReview, "negative"));
        assert!(!reply.text.is_empty());
        assert_eq!(app.mails("approval").await.len(), 1);
    }
}

on_both! {
    async fn no_draft_is_made_of_a_death(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-sensitive");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        let reply = app.reply(&thread).await;
        assert_eq!((reply.state(), reply.text.as_str()), (State::None, ""));
        assert!(reply.refused_draft.is_some());
        assert_eq!(app.alerts(&thread).await.len(), 1, "a person is needed now");
    }
}

on_both! {
    async fn an_edit_makes_a_version_and_opens_the_thread_again(base: Base) {
        let app = TestApp::open(base).await;
        let id = app.writes(Platform::Vk, None, "Вкусный кофе, спасибо!");
        app.drain().await;
        assert!(!app.thread(Platform::Vk, &id).await.open, "history");
        app.site.edit_review("", Platform::Vk, &id, "Простоял в очереди час, ужас. Хамят!", None).expect("edited");
        let report = app.poll("vk").await;
        assert_eq!((report.new, report.edited), (0, 1));
        let thread = app.thread(Platform::Vk, &id).await;
        let review = app.review(&thread).await;
        assert_eq!(review.versions, 2);
        assert!(thread.open, "an edit of old history is news");
        let texts: Vec<String> = reviews::versions(app.db(), &review.id).await.expect("read").into_iter().map(|v| v.body).collect();
        assert_eq!(texts, ["Вкусный кофе, спасибо!", "Простоял в очереди час, ужас. Хамят!"]);
        assert_eq!(app.poll("vk").await.edited, 0, "the same text is no edit");
    }
}

on_both! {
    async fn a_person_s_own_words_survive_an_edit_of_the_review(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.types("manager", &thread, "Мои слова.").await;
        app.site.edit_review("", Platform::Vk, &id, "Простоял час, одна касса из трёх!", None).expect("edited");
        app.poll("vk").await;
        let reply = app.reply(&thread).await;
        assert_eq!((reply.text.as_str(), reply.state()), ("Мои слова.", State::Outdated));
        assert!(reply.variants.len() > 2, "fresh drafts are offered beside them");
    }
}

on_both! {
    async fn absent_from_two_complete_passes_is_removed(base: Base) {
        let app = TestApp::open(base).await;
        let kept = app.posts("2gis-praise-kaliningrad");
        let gone = app.posts("2gis-cold");
        app.poll("2gis-kaliningrad").await;
        app.site.delete_review("", Platform::TwoGis, &gone, false).expect("deleted");
        app.poll("2gis-kaliningrad").await;
        assert_eq!(app.review(&app.thread(Platform::TwoGis, &gone).await).await.removed_at, None, "one pass proves nothing");
        assert_eq!(app.poll("2gis-kaliningrad").await.removed, 1);
        assert!(app.review(&app.thread(Platform::TwoGis, &gone).await).await.removed_at.is_some());
        assert_eq!(app.review(&app.thread(Platform::TwoGis, &kept).await).await.removed_at, None);
        assert_eq!(app.count("SELECT count(*) FROM event WHERE kind = 'review_removed'").await, 1);
    }
}

on_both! {
    async fn an_explicit_stub_is_removed_at_once(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        app.site.delete_review("", Platform::Vk, &id, true).expect("deleted");
        assert_eq!(app.poll("vk").await.removed, 1);
        let thread = app.thread(Platform::Vk, &id).await;
        assert_eq!((thread.open, app.state(&thread).await), (false, State::Dropped));
        assert_eq!(app.poll("vk").await.removed, 0, "it is removed once");
    }
}

on_both! {
    async fn a_page_that_says_nothing_turns_the_source_red_and_keeps_the_sample(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("vk-queue");
        app.drain().await;
        app.site.set_mood(Platform::Vk, Mood::Blind).expect("a mood");
        let report = app.poll("vk").await;
        assert_eq!(report.outcome, "drift");
        assert!(report.cause.is_some_and(|c| !c.is_empty()));
        let source = app.source("vk").await;
        assert_eq!((source.health.as_str(), source.outcome.as_deref()), ("red", Some("drift")));
        assert!(source.failure().is_some() && source.failing_since.is_some());
        assert_eq!(app.count("SELECT count(*) FROM sample").await, 1);
        assert_eq!(app.count("SELECT count(*) FROM review WHERE removed_at IS NOT NULL").await, 0, "silence removes nothing");

        app.site.set_mood(Platform::Vk, Mood::Well).expect("a mood");
        assert_eq!(app.poll("vk").await.outcome, "ok");
        let well = app.source("vk").await;
        assert_eq!((well.health.as_str(), well.failing_since), ("green", None));
    }
}

on_both! {
    async fn one_blind_platform_does_not_stop_the_others(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        app.site.set_mood(Platform::Vk, Mood::Blind).expect("a mood");
        app.site.set_mood(Platform::AppStore, Mood::Captcha).expect("a mood");
        let id = app.posts("2gis-cold");
        app.forward(15).await;
        let thread = app.thread(Platform::TwoGis, &id).await;
        assert!(thread.open);
        let well: Vec<String> = sources::enabled(app.db()).await.expect("read").into_iter()
            .filter(|s| s.health == "green").map(|s| s.name).collect();
        assert_eq!(well.len(), 5, "{well:?}");
        assert_eq!(app.source("app-store").await.outcome.as_deref(), Some("blocked"));
    }
}

on_both! {
    async fn a_red_source_is_told_once_until_it_is_well(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        app.site.set_mood(Platform::Vk, Mood::Blind).expect("a mood");
        app.forward(180).await;
        let told = app.mails("source").await.len();
        assert!(told >= 1);
        app.forward(180).await;
        assert_eq!(app.mails("source").await.len(), told);
        app.site.set_mood(Platform::Vk, Mood::Well).expect("a mood");
        app.forward(240).await;
        assert_eq!(app.source("vk").await.health, "green");
        app.site.set_mood(Platform::Vk, Mood::Blind).expect("a mood");
        app.forward(60).await;
        assert_eq!(app.mails("source").await.len(), 2 * told, "a new illness is news");
    }
}

on_both! {
    async fn a_second_poll_brings_nothing_and_writes_no_review(base: Base) {
        let app = TestApp::open(base).await;
        for id in ["2gis-cold", "vk-queue", "app-crash", "telegram-hours", "channel-review"] {
            app.posts(id);
        }
        let names: Vec<String> = app.ctx().config.sources.iter().map(|s| s.name.clone()).collect();
        for name in &names {
            app.poll(name).await;
        }
        let before = app.count("SELECT count(*) FROM event").await;
        for name in &names {
            let again = app.poll(name).await;
            assert_eq!((again.outcome, again.new, again.edited, again.removed), ("ok", 0, 0, 0), "{name}");
        }
        assert_eq!(app.count("SELECT count(*) FROM review_version").await, 5);
        assert_eq!(app.count("SELECT count(*) FROM event").await, before, "nothing happened");
    }
}

on_both! {
    async fn an_unchanged_page_costs_one_request(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("2gis-cold");
        app.posts("app-crash");
        for name in ["2gis-kaliningrad", "app-store"] {
            app.poll(name).await;
            let again = app.poll(name).await;
            assert_eq!((again.requests, again.seen), (1, 1), "{name}");
        }
    }
}

on_both! {
    async fn an_official_reply_that_was_there_first_closes_the_thread(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-cold");
        app.site.official_reply_by_hand("", Platform::TwoGis, &id, "Спасибо за отзыв!").expect("pasted");
        app.forward(10).await;
        let thread = app.thread(Platform::TwoGis, &id).await;
        assert_eq!((thread.open, thread.closed_because.as_deref()), (false, Some("answered")));
        assert_eq!(app.review(&thread).await.official_text.as_deref(), Some("Спасибо за отзыв!"));
        assert_eq!(app.mails("approval").await.len(), 0);
    }
}

on_both! {
    async fn a_poll_that_lost_its_lease_stores_nothing(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("vk-queue");
        let source = app.source("vk").await;
        let (now, until) = (app.ctx().now(), otklik::store::Time(app.ctx().now().0 + 180_000));
        let slow = sources::claim_named(app.db(), "vk", now, until, "slow").await.expect("claim").expect("free");
        let later = otklik::store::Time(until.0 + 1);
        let other = sources::claim_named(app.db(), "vk", later, otklik::store::Time(later.0 + 1), "other").await.expect("claim");
        assert!(other.is_some_and(|o| o.attempt == slow.attempt + 1));
        let mut intake = otklik::intake::Intake::open(app.ctx(), &slow).await.expect("opened");
        let adapter = otklik_adapters::by_id("vk").expect("an adapter");
        let body = br#"{"response":{"count":1,"items":[{"id":7,"from_id":5,"post_id":1,"owner_id":-200000017,"date":1795400000,"text":"x"}]}}"#;
        let page = adapter.read(&source.place().expect("a place"), body).expect("a page");
        let lost = intake.absorb(&page, None).await.expect_err("lost");
        assert!(matches!(lost, otklik::intake::IntakeError::LeaseLost));
        assert_eq!(app.count("SELECT count(*) FROM review").await, 0);
    }
}
