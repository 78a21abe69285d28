//! What goes wrong on a platform: it declines, keeps silent, has another reply already, takes ours away.

use crate::support::everywhere::{Case, accepted, approved, manifest, open, seen, shows_replies, written};
use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use otklik::demo::site::{Mood, Platform};
use otklik::domain::State;

fn feel(app: &TestApp, all: &[Case], mood: Mood) {
    for case in all {
        app.site.set_mood(case.platform, mood).expect("a mood");
    }
}

/// The outbox ends and everything due is done, before the next poll would tell of anything.
async fn outbox_ends(app: &TestApp) {
    app.clock.forward(TimeDelta::minutes(11));
    app.drain().await;
}

on_both! {
    async fn a_refused_reply_is_told_and_leaves_nothing_behind(base: Base) {
        let (app, all) = approved(base).await;
        feel(&app, &all, Mood::Refuses);
        app.forward(20).await;
        for case in &all {
            let reply = app.reply(&case.thread).await;
            assert_eq!(reply.state(), State::Refused, "{:?}: {:?}", case.platform, reply.reason);
            assert!(reply.reason.is_some_and(|r| !r.is_empty()), "{:?}", case.platform);
        }
        assert_eq!(app.warnings().await, vec!["refused"; all.len()], "a person is told, once of each");
        feel(&app, &all, Mood::Well);
        app.forward(60).await;
        for case in &all {
            assert!(accepted(&app, case).is_empty(), "{:?}: nothing goes out without a new approval", case.platform);
        }
    }
}

on_both! {
    async fn a_reply_that_timed_out_is_unknown_never_sent_again_and_found_by_reading(base: Base) {
        let (app, all) = approved(base).await;
        feel(&app, &all, Mood::TimeoutOnPublish);
        app.clock.forward(TimeDelta::minutes(11));
        while app.tick().await {}
        for case in &all {
            // a poll may have proved it meanwhile
            let state = app.state(&case.thread).await;
            assert!(matches!(state, State::Unknown | State::VerifiedLive), "{:?}: {state}", case.platform);
            assert_eq!(accepted(&app, case).len(), 1, "{:?}: it was taken", case.platform);
        }
        feel(&app, &all, Mood::Well);
        app.forward(180).await;
        for case in &all {
            assert_eq!(accepted(&app, case).len(), 1, "{:?}", case.platform);
            let wanted = if shows_replies(case.platform) { State::VerifiedLive } else { State::Unknown };
            assert_eq!(app.state(&case.thread).await, wanted, "{:?}", case.platform);
        }
    }
}

/// Where a person's own answer in the cabinet can be asked for right before ours is sent. A bot hears it
/// only when it is told.
fn can_be_asked(platform: Platform) -> bool {
    platform != Platform::Telegram
}

/// People complain on X, and each is answered with a text of its own; approved when this returns.
async fn approved_on_x(app: &TestApp, people: std::ops::Range<usize>) -> Vec<Case> {
    let complains = |n| {
        let text = format!("Заказ {n} ждали сорок минут.");
        (Platform::X, app.complains(Platform::X, &text))
    };
    let posted: Vec<_> = people.clone().map(complains).collect();
    app.forward(10).await;
    let all = seen(app, posted).await;
    for (case, n) in all.iter().zip(people) {
        let text = format!("Простите за ожидание заказа {n}: бариста был один. Исправим.");
        app.types("manager", &case.thread, &text).await;
        app.approves("manager", &case.thread).await;
    }
    app.clock.forward(TimeDelta::minutes(11));
    all
}

on_both! {
    /// X shows the newest posts of an account. One whose sending timed out was published long before it was seen,
    /// and is not missing when those that followed it push it off the list.
    async fn a_reply_that_was_seen_late_is_not_missed_when_others_push_it_off_the_list(base: Base) {
        let app = open(base).await;
        let mut all = approved_on_x(&app, 0..2).await;
        feel(&app, &all, Mood::TimeoutOnPublish);
        while app.tick().await {
            if all.iter().all(|case| accepted(&app, case).len() == 1) {
                feel(&app, &all, Mood::Down502);
            }
        }
        app.forward(40).await;
        for case in &all {
            assert_eq!(app.state(&case.thread).await, State::Unknown);
        }
        feel(&app, &all, Mood::Well);
        app.forward(120).await;
        for case in &all {
            assert_eq!(app.state(&case.thread).await, State::VerifiedLive);
        }
        all.extend(approved_on_x(&app, 2..21).await);
        app.forward(120).await;
        for case in &all {
            assert_eq!(accepted(&app, case).len(), 1);
            let reply = app.reply(&case.thread).await;
            assert_eq!(reply.state(), State::VerifiedLive, "{}: published {:?}", case.id, reply.published_at);
        }
    }
}

on_both! {
    async fn a_reply_that_somebody_else_gave_meanwhile_stays_the_only_one(base: Base) {
        let (app, mut all) = approved(base).await;
        all.retain(|case| can_be_asked(case.platform));
        for case in &all {
            app.site.official_reply_by_hand("", case.platform, &case.id, "Уже ответили вам по почте.").expect("answered");
        }
        outbox_ends(&app).await;
        for case in &all {
            let platform = case.platform;
            assert!(accepted(&app, case).is_empty(), "{platform:?}");
            let kept = app.site.review(platform, &case.id).expect("the review");
            assert_eq!(kept.replies.last().expect("a reply").text, "Уже ответили вам по почте.", "{platform:?}");
            let reply = app.reply(&case.thread).await;
            assert_eq!(reply.state(), State::Refused, "{platform:?}");
            assert_eq!(reply.reason.as_deref(), Some("another_reply_is_there"), "{platform:?}");
        }
    }
}

on_both! {
    async fn a_reply_after_which_another_one_stands_or_none_is_missed(base: Base) {
        let (app, mut all) = approved(base).await;
        all.retain(|case| shows_replies(case.platform));
        app.forward(40).await;
        for (n, case) in all.iter().enumerate() {
            assert_eq!(app.state(&case.thread).await, State::VerifiedLive, "{:?}", case.platform);
            if n % 2 == 0 {
                app.site.official_reply_by_hand("", case.platform, &case.id, "Другой текст из кабинета.").expect("answered");
            } else {
                app.site.remove_reply("", case.platform, &case.id).expect("taken away");
            }
        }
        app.forward(60).await;
        for case in &all {
            assert_eq!(app.state(&case.thread).await, State::Vanished, "{:?}", case.platform);
            assert_eq!(accepted(&app, case).len(), 1, "{:?}: nothing is sent by itself", case.platform);
        }
    }
}

on_both! {
    async fn a_reply_that_is_declined_after_reading_opens_the_thread_and_the_next_one_takes_its_place(base: Base) {
        let (app, mut all) = approved(base).await;
        // the others have no such state
        all.retain(|case| [Platform::Google, Platform::RuStore].contains(&case.platform));
        for case in &all {
            app.site.moderate("", case.platform, TimeDelta::hours(8)).expect("moderated");
        }
        app.forward(30).await;
        for case in &all {
            assert_eq!(app.state(&case.thread).await, State::Published, "{:?}", case.platform);
            app.site.reject_reply("", case.platform, &case.id, "OFF_TOPIC").expect("declined");
        }
        app.forward(20).await;
        for case in &all {
            assert_eq!(app.state(&case.thread).await, State::Refused, "{:?}", case.platform);
            app.types("manager", &case.thread, "Разобрались: раф теперь подаём горячим, ждём вас снова.").await;
            app.approves("manager", &case.thread).await;
        }
        app.forward(10 * 60).await;
        for case in &all {
            let platform = case.platform;
            assert_eq!(app.state(&case.thread).await, State::VerifiedLive, "{platform:?}");
            assert_eq!(accepted(&app, case).len(), 2, "{platform:?}: each text once");
            let kept = app.site.review(platform, &case.id).expect("the review");
            assert_eq!(kept.replies.len(), 1, "{platform:?}: one reply stands there");
        }
    }
}

on_both! {
    async fn a_text_over_the_limit_does_not_leave_the_machine(base: Base) {
        let (app, mut all) = written(base).await;
        all.retain(|case| manifest(case.platform).limit.is_some());
        assert_eq!(all.len(), 12, "2GIS, Yandex and Trustpilot name no limit");
        for case in &all {
            let limit = manifest(case.platform).limit.expect("a limit");
            let long = "Здравствуйте! Извините нас за ожидание. ".repeat(limit.max as usize / 30 + 1);
            let typed = app.types("manager", &case.thread, &long).await;
            let approved = app.approves_as_seen("manager", &typed).await;
            assert!(approved.is_err(), "{:?}: a text over the limit was approved", case.platform);
        }
        app.forward(30).await;
        for case in &all {
            assert!(accepted(&app, case).is_empty(), "{:?}", case.platform);
        }
    }
}
