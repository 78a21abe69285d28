//! From an approved text to a reply that is proved to be live, at most once.

use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use otklik::clock::Clock;
use otklik::demo::site::{Mood, Platform};
use otklik::desk::{self, DeskError};
use otklik::domain::State;
use otklik::store::events;
use otklik::store::threads::Thread;

/// A daemon that has seen a fresh review on VK, where replies go out by themselves.
async fn with_a_review(base: crate::support::Base) -> (TestApp, Thread, String) {
    let app = TestApp::open(base).await;
    app.drain().await;
    let id = app.posts("vk-queue");
    app.forward(10).await;
    let thread = app.thread(Platform::Vk, &id).await;
    assert_eq!(app.state(&thread).await, State::InReview);
    (app, thread, id)
}

/// How often the platform took a reply to this review.
fn taken(app: &TestApp, id: &str) -> usize {
    let all = app.site.accepted().expect("the site's log");
    all.iter().filter(|a| a.review == id).count()
}

on_both! {
    async fn an_approved_text_goes_out_and_is_proved_live(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        let approved = app.approves("manager", &thread).await;
        assert_eq!(approved.state(), State::Approved);
        assert_eq!(taken(&app, &id), 0, "it waits in the outbox");
        app.forward(30).await;
        let reply = app.reply(&thread).await;
        assert_eq!(reply.state(), State::VerifiedLive);
        assert!(reply.verified_at.is_some() && reply.published_at.is_some() && reply.platform_id.is_some());
        let accepted = app.site.accepted().expect("the site's log");
        assert_eq!(accepted.len(), 1);
        assert_eq!(accepted[0].text, approved.text, "to the byte");
        assert!(!app.thread(Platform::Vk, &id).await.open, "the thread is done");
        let kinds: Vec<String> = events::of_thread(app.db(), &thread.id).await.expect("read").into_iter().map(|e| e.kind).collect();
        assert_eq!(kinds, ["review_seen", "reply_approved", "publish", "seen_live"]);
    }
}

on_both! {
    async fn two_people_approve_at_once_and_one_wins(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        let seen = app.reply(&thread).await;
        let (a, b) = tokio::join!(
            app.approves_as_seen("manager", &seen),
            app.approves_as_seen("owner", &seen)
        );
        let lost = match (a, b) {
            (Ok(_), Err(e)) | (Err(e), Ok(_)) => e,
            (a, b) => panic!("{:?} {:?}", a.is_ok(), b.is_ok()),
        };
        assert!(matches!(lost, DeskError::Conflict), "{lost}");
        assert_eq!(app.count("SELECT count(*) FROM job WHERE kind = 'publish'").await, 1);
        assert_eq!(app.count("SELECT count(*) FROM approval").await, 1);
        app.forward(30).await;
        assert_eq!(taken(&app, &id), 1);
    }
}

on_both! {
    async fn a_text_that_changed_on_the_screen_is_not_approved(base: Base) {
        let (app, thread, _) = with_a_review(base).await;
        let seen = app.reply(&thread).await;
        app.types("manager", &thread, "Здравствуйте! Извините за очередь. Мы разберёмся.").await;
        let e = app.approves_as_seen("owner", &seen).await.expect_err("an old screen");
        assert!(matches!(e, DeskError::Conflict), "{e}");
    }
}

on_both! {
    async fn approval_is_void_after_the_author_edits(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.site.edit_review("", Platform::Vk, &id, "Уже позвонили и извинились. Спасибо.", None).expect("edited");
        app.poll("vk").await;
        let reply = app.reply(&thread).await;
        assert!(matches!(reply.state(), State::InReview | State::Outdated), "{:?}", reply.state());
        assert_eq!(reply.approval_id, None);
        app.forward(60).await;
        assert_eq!(taken(&app, &id), 0, "what was approved answered another text");
        assert!(app.thread(Platform::Vk, &id).await.open);
        assert_eq!(app.count("SELECT count(*) FROM event WHERE kind = 'approval_voided'").await, 1);
        assert_eq!(app.count("SELECT count(*) FROM job WHERE kind = 'publish' AND outcome = 'cancelled'").await, 1);
    }
}

on_both! {
    /// The author's edit is on the platform, but no poll has shown it yet.
    async fn undo_in_the_outbox_sends_nothing(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        let approved = app.approves("manager", &thread).await;
        let manager = app.person("manager").await;
        let undone = desk::undo(app.ctx(), &manager, &thread.id, approved.version).await.expect("undone");
        assert_eq!(undone.state(), State::InReview);
        app.forward(60).await;
        assert_eq!(taken(&app, &id), 0);
        app.approves("manager", &thread).await;
        app.forward(30).await;
        assert_eq!(taken(&app, &id), 1, "a second consent is a new one");
    }
}

on_both! {
    async fn an_unknown_outcome_is_never_sent_again(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.site.set_mood(Platform::Vk, Mood::TimeoutOnPublish).expect("a mood");
        app.forward(15).await;
        app.site.set_mood(Platform::Vk, Mood::Well).expect("a mood");
        app.forward(120).await;
        assert!(taken(&app, &id) <= 1, "sent again");
        let state = app.state(&thread).await;
        if taken(&app, &id) == 1 {
            assert_eq!(state, State::VerifiedLive, "the platform had taken it, and a poll saw it");
        } else {
            assert_eq!(state, State::Unknown, "a person must look");
        }
        assert_eq!(app.count("SELECT count(*) FROM event WHERE kind = 'publish'").await, 1);
    }
}

on_both! {
    async fn a_crash_between_marking_and_outcome_is_an_unknown_outcome(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        // another daemon marked it and died
        let mut tx = app.db().begin().await.expect("begin");
        let reply = otklik::store::replies::of_thread_in(&mut tx, &thread.id).await.expect("read").expect("a reply");
        otklik::store::replies::step(&mut tx, &reply, otklik::domain::reply::Event::Send, app.ctx().now()).await.expect("marked");
        tx.commit().await.expect("commit");
        app.forward(60).await;
        assert_eq!(app.state(&thread).await, State::Unknown);
        assert_eq!(taken(&app, &id), 0, "nobody knows whether it left, so nobody sends it");
        assert_eq!(app.warnings().await.iter().filter(|why| *why == "unknown").count(), 2, "once when it happened, once when two polls did not show it");
    }
}

on_both! {
    async fn a_refused_reply_goes_to_a_person(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.site.set_mood(Platform::Vk, Mood::Refuses).expect("a mood");
        app.forward(30).await;
        assert_eq!(app.state(&thread).await, State::Refused);
        assert!(app.thread(Platform::Vk, &id).await.open);
        assert_eq!(taken(&app, &id), 0);
        let warned = app.warnings().await;
        assert_eq!(warned.len(), 1, "{warned:?}");
    }
}

on_both! {
    async fn a_platform_that_is_down_gets_the_reply_later(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.site.set_mood(Platform::Vk, Mood::Down502).expect("a mood");
        app.forward(20).await;
        assert_eq!(app.state(&thread).await, State::Approved, "nothing left this machine");
        app.site.set_mood(Platform::Vk, Mood::Well).expect("a mood");
        app.forward(180).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive);
        assert_eq!(taken(&app, &id), 1);
    }
}

on_both! {
    async fn somebody_else_s_reply_is_not_overwritten(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.site.official_reply_by_hand("", Platform::Vk, &id, "Мы вам уже позвонили. Зерно").expect("pasted");
        app.clock.forward(TimeDelta::minutes(11));
        // the job, before any poll shows the other reply
        while app.tick().await {}
        assert_eq!(taken(&app, &id), 0);
        assert_ne!(app.state(&thread).await, State::Published);
    }
}

on_both! {
    async fn a_reply_that_a_person_pasted_is_proved_by_the_next_poll(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-cold");
        app.forward(10).await;
        let thread = app.thread(Platform::TwoGis, &id).await;
        let approved = app.approves("manager", &thread).await;
        assert!(approved.by_hand);
        app.forward(60).await;
        assert_eq!(app.state(&thread).await, State::Approved, "it waits for a person");
        app.site.official_reply_by_hand("", Platform::TwoGis, &id, &approved.text).expect("pasted");
        let manager = app.person("manager").await;
        let said = desk::pasted_by_hand(app.ctx(), &manager, &thread.id, approved.version).await.expect("said");
        assert_eq!(said.state(), State::Published);
        app.forward(5).await;
        let reply = app.reply(&thread).await;
        assert_eq!(reply.state(), State::VerifiedLive);
        assert_eq!(reply.verified_at.map(|t| t.utc() <= app.clock.now()), Some(true));
    }
}

on_both! {
    async fn a_reply_that_a_person_pasted_and_forgot_to_say_is_proved_too(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-cold");
        app.forward(10).await;
        let thread = app.thread(Platform::TwoGis, &id).await;
        let approved = app.approves("manager", &thread).await;
        let flowed = approved.text.replace(' ', "  ");
        app.site.official_reply_by_hand("", Platform::TwoGis, &id, &flowed).expect("pasted");
        app.forward(15).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive, "runs of space are the platform's");
    }
}

on_both! {
    async fn a_vanished_reply_rings(base: Base) {
        let (app, thread, id) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.forward(30).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive);
        app.site.remove_reply("", Platform::Vk, &id).expect("taken away");
        app.forward(10).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive, "one poll proves nothing");
        app.forward(20).await;
        assert_eq!(app.state(&thread).await, State::Vanished);
        assert!(app.thread(Platform::Vk, &id).await.open, "a person is needed");
        assert_eq!(app.warnings().await, ["vanished"]);
        app.forward(60).await;
        assert_eq!(app.warnings().await, ["vanished"], "it rings once");
        assert_eq!(taken(&app, &id), 1, "and sends nothing by itself");
    }
}

on_both! {
    async fn a_reply_in_moderation_is_not_missed(base: Base) {
        let app = TestApp::open(base).await;
        app.site.moderate("", Platform::Vk, TimeDelta::hours(5)).expect("moderated");
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.approves("manager", &thread).await;
        app.forward(120).await;
        assert_eq!(app.state(&thread).await, State::Published, "polls do not show it yet");
        app.forward(240).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive);
    }
}

on_both! {
    async fn a_viewer_approves_nothing(base: Base) {
        let (app, thread, _) = with_a_review(base).await;
        let duty = app.approves_as_seen("duty", &app.reply(&thread).await).await;
        assert!(matches!(duty, Err(DeskError::NotAllowed(_))));
        assert_eq!(app.count("SELECT count(*) FROM approval").await, 0);
    }
}

on_both! {
    async fn a_thread_is_done_when_a_reply_went_out_where_no_poll_can_show_it(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("app-login");
        app.forward(10).await;
        let thread = app.thread(Platform::AppStore, &id).await;
        let approved = app.approves("manager", &thread).await;
        assert!(app.thread(Platform::AppStore, &id).await.open, "it waits to be pasted");
        let manager = app.person("manager").await;
        desk::pasted_by_hand(app.ctx(), &manager, &thread.id, approved.version).await.expect("pasted");
        assert_eq!(app.state(&thread).await, State::Published);
        assert!(!app.thread(Platform::AppStore, &id).await.open, "the public feed shows no replies");
        app.forward(30 * 60).await;
        assert_eq!(app.state(&thread).await, State::Published, "and none is called missing");
    }
}

on_both! {
    async fn nobody_is_warned_of_a_reply_that_is_on_its_way(base: Base) {
        let (app, thread, _) = with_a_review(base).await;
        app.approves("manager", &thread).await;
        app.site.moderate("slow", Platform::Vk, TimeDelta::hours(20)).expect("the disk takes it");
        app.forward(8 * 60).await;
        assert_eq!(app.state(&thread).await, State::Published);
        assert!(app.warnings().await.is_empty());
    }
}
