//! The story that is the same everywhere: read, drafted, approved, published, read by the platform, proved;
//! then the author has second thoughts, and in the end the review is gone.

use crate::support::everywhere::{accepted, approved, manifest, open, seen, shows_replies, written};
use crate::support::on_both;
use chrono::TimeDelta;
use otklik::demo::site::Platform;
use otklik::domain::State;
use otklik_adapters::manifest::Deletions;

/// Where a reply ends that nobody took away: proved, if polls show it at all.
fn proved(platform: Platform) -> State {
    if shows_replies(platform) {
        State::VerifiedLive
    } else {
        State::Published
    }
}

on_both! {
    async fn nothing_goes_out_before_a_person_approves_and_then_once(base: Base) {
        let (app, all) = written(base).await;
        app.forward(60).await;
        for case in &all {
            let platform = case.platform;
            let reply = app.reply(&case.thread).await;
            assert_eq!(reply.state(), State::InReview, "{platform:?}");
            assert!(reply.text.chars().count() > 20, "{platform:?}: a draft waits");
            assert!(accepted(&app, case).is_empty(), "{platform:?}");
            app.approves("manager", &case.thread).await;
        }
        app.forward(40).await;
        for case in &all {
            let platform = case.platform;
            let [one] = accepted(&app, case).try_into().unwrap_or_else(|all| panic!("{platform:?}: {all:?}"));
            let reply = app.reply(&case.thread).await;
            assert_eq!((reply.state(), &reply.text), (proved(platform), &one.text), "{platform:?}");
        }
        app.forward(180).await;
        for case in &all {
            assert_eq!(accepted(&app, case).len(), 1, "{:?}", case.platform);
        }
        assert!(app.warnings().await.is_empty(), "nobody is alarmed: {:?}", app.warnings().await);
    }
}

on_both! {
    async fn a_reply_that_is_read_first_is_published_and_later_live(base: Base) {
        let (app, all) = approved(base).await;
        for case in &all {
            app.site.moderate("", case.platform, TimeDelta::hours(8)).expect("moderated");
        }
        app.forward(60).await;
        for case in &all {
            // Google Play keeps its readers waiting and shows the developer everything at once
            let early = case.platform == Platform::GooglePlay;
            let wanted = if early { State::VerifiedLive } else { State::Published };
            assert_eq!(app.state(&case.thread).await, wanted, "{:?}: taken is not published", case.platform);
        }
        app.forward(9 * 60).await;
        for case in &all {
            assert_eq!(app.state(&case.thread).await, proved(case.platform), "{:?}", case.platform);
            assert_eq!(accepted(&app, case).len(), 1, "{:?}", case.platform);
        }
        assert!(app.warnings().await.is_empty(), "nobody is alarmed: {:?}", app.warnings().await);
    }
}

/// X lists a post once: an edit is another post there, and a removal is not told.
fn reads_again(platform: Platform) -> bool {
    platform != Platform::X
}

on_both! {
    async fn an_edit_after_the_reply_asks_for_another_look_and_sends_nothing(base: Base) {
        let (app, mut all) = approved(base).await;
        all.retain(|case| reads_again(case.platform));
        app.forward(40).await;
        for case in &all {
            app.site.edit_review("", case.platform, &case.id, "Дополняю: деньги так и не вернули.", None).expect("edited");
        }
        app.forward(40).await;
        for case in &all {
            let platform = case.platform;
            assert_eq!(app.review(&case.thread).await.versions, 2, "{platform:?}");
            assert!(app.again(&case.thread).await.open, "{platform:?}: the thread is open again");
            // what cannot be seen there cannot be called outdated
            let state = app.state(&case.thread).await;
            let wanted = if shows_replies(platform) { State::Outdated } else { State::Published };
            assert!(state == wanted || state == State::InReview, "{platform:?}: {state}");
            assert_eq!(accepted(&app, case).len(), 1, "{platform:?}");
        }
    }
}

on_both! {
    async fn an_edit_before_the_reply_leaves_calls_it_back(base: Base) {
        let (app, mut all) = approved(base).await;
        all.retain(|case| reads_again(case.platform));
        for case in &all {
            app.site.edit_review("", case.platform, &case.id, "Дополняю: деньги уже вернули.", None).expect("edited");
        }
        // the sources are read before the outbox is over
        app.clock.forward(TimeDelta::minutes(9));
        for source in otklik::store::sources::enabled(app.db()).await.expect("the database works") {
            app.poll(&source.name).await;
        }
        app.forward(60).await;
        for case in &all {
            let platform = case.platform;
            assert!(accepted(&app, case).is_empty(), "{platform:?}: the approval was of another review");
            let state = app.state(&case.thread).await;
            assert!(matches!(state, State::Outdated | State::InReview), "{platform:?}: {state}");
        }
    }
}

/// Whether a review that is gone can be told from one that is not listed. A bot is not told of what
/// disappears; a person may put a notification of Mastodon away.
fn tells_of_removals(platform: Platform) -> bool {
    let never = manifest(platform).deletions == Deletions::Never;
    !never && ![Platform::Telegram, Platform::Mastodon].contains(&platform)
}

on_both! {
    async fn a_review_that_is_gone_ends_the_story_where_that_can_be_seen(base: Base) {
        let (app, mut all) = written(base).await;
        all.retain(|case| tells_of_removals(case.platform));
        assert_eq!(all.len(), 11);
        for case in &all {
            let stub = manifest(case.platform).deletions != Deletions::Absence;
            app.site.delete_review("", case.platform, &case.id, stub).expect("deleted");
        }
        app.forward(60).await;
        let mut wrong = Vec::new();
        for case in &all {
            let removed = app.review(&case.thread).await.removed_at.is_some();
            let found = (removed, app.again(&case.thread).await.open, app.state(&case.thread).await);
            if found != (true, false, State::Dropped) {
                wrong.push((case.platform, found));
            }
        }
        assert!(wrong.is_empty(), "removed, open, state: {wrong:?}");
    }
}

on_both! {
    async fn a_reply_that_later_ones_push_off_the_list_is_not_called_missing(base: Base) {
        let app = open(base).await;
        // lists of own posts hold 20 to 100, pages of reviews 20 to 100
        let apart = [Platform::X, Platform::Mastodon, Platform::Reddit, Platform::TwoGis];
        let mut first = Vec::new();
        for n in 0..130 {
            for platform in apart {
                let id = app.complains(platform, &format!("Заказ {n}: раф остыл."));
                app.clock.forward(TimeDelta::seconds(1));
                if n == 0 {
                    first.push((platform, id));
                } else {
                    app.site.official_reply_by_hand("", platform, &id, &format!("Ответ {n}.")).expect("answered");
                }
            }
            if n == 0 {
                app.forward(10).await;
                for case in seen(&app, first.clone()).await {
                    app.approves("manager", &case.thread).await;
                }
                app.forward(40).await;
            }
        }
        app.forward(8 * 60).await;
        for case in seen(&app, first).await {
            assert_eq!(app.state(&case.thread).await, State::VerifiedLive, "{:?}", case.platform);
        }
    }
}
