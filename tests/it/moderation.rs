//! Platforms that read a reply before they show it: taken is not published, and no answer is "missing"
//! while it waits.

use crate::support::{TestApp, on_both};
use chrono::TimeDelta;
use otklik::clock::Clock;
use otklik::demo::site::Platform;
use otklik::domain::State;
use otklik::intake::Intake;
use otklik::jobs::verify;
use otklik::store::threads::Thread;
use otklik_adapters::{Author, Next, OfficialReply, Page, Sighting, Standing};

/// A reply on VK that the platform has taken and holds back.
async fn taken(base: crate::support::Base) -> (TestApp, Thread) {
    let app = TestApp::open(base).await;
    app.drain().await;
    app.site
        .moderate("hold", Platform::Vk, TimeDelta::days(30))
        .expect("moderated");
    let id = app.posts("vk-queue");
    app.forward(10).await;
    let thread = app.thread(Platform::Vk, &id).await;
    app.approves("manager", &thread).await;
    app.clock.forward(TimeDelta::minutes(11));
    while app.tick().await {}
    assert_eq!(app.state(&thread).await, State::Published);
    (app, thread)
}

/// A good poll shows the review with this reply under it.
async fn shown(app: &TestApp, thread: &Thread, reply: Option<OfficialReply>) {
    let review = app.review(thread).await;
    let source = app.source("vk").await;
    let sighting = Sighting {
        id: review.external_id.clone(),
        parent: review.parent.clone(),
        author: Author {
            id: review.author_id.clone(),
            name: review.author_name.clone(),
        },
        rating: review.rating.and_then(|r| u8::try_from(r).ok()),
        title: review.title.clone(),
        text: review.body.clone(),
        official_reply: reply,
        ..Sighting::default()
    };
    let now = app.ctx().now();
    let lease = now.utc() + TimeDelta::minutes(3);
    let source = otklik::store::sources::claim_named(app.db(), &source.name, now, lease.into(), "test")
        .await
        .expect("the database works")
        .expect("nobody else polls it");
    let mut intake = Intake::open(app.ctx(), &source).await.expect("read");
    let page = Page::of(vec![sighting], Next::Done);
    intake.absorb(&page, None).await.expect("taken in");
    verify::replies(app.ctx(), &source, intake.replies())
        .await
        .expect("verified");
    let mut tx = app.db().begin().await.expect("a transaction");
    otklik::store::sources::give_back(&mut tx, &source, now, true)
        .await
        .expect("given back");
    tx.commit().await.expect("committed");
}

fn reply(text: &str, standing: Standing) -> Option<OfficialReply> {
    Some(OfficialReply {
        text: text.to_owned(),
        standing,
        ..OfficialReply::default()
    })
}

on_both! {
    async fn a_reply_in_moderation_is_published_and_never_missing(base: Base) {
        let (app, thread) = taken(base).await;
        let ours = app.reply(&thread).await.text;
        for _ in 0..4 {
            app.clock.forward(TimeDelta::hours(20));
            shown(&app, &thread, reply(&ours, Standing::Pending)).await;
            assert_eq!(app.state(&thread).await, State::Published);
        }
        assert!(app.warnings().await.is_empty());
        shown(&app, &thread, reply(&ours, Standing::Live)).await;
        assert_eq!(app.state(&thread).await, State::VerifiedLive);
    }
}

on_both! {
    async fn a_declined_reply_is_refused_with_the_platform_s_reason_and_the_thread_opens(base: Base) {
        let (app, thread) = taken(base).await;
        let ours = app.reply(&thread).await.text;
        shown(&app, &thread, reply(&ours, Standing::Pending)).await;
        let declined = Standing::Rejected { reason: "off_topic".into() };
        for _ in 0..2 {
            shown(&app, &thread, reply(&ours, declined.clone())).await;
            let now = app.reply(&thread).await;
            assert_eq!((now.state(), now.reason.as_deref()), (State::Refused, Some("off_topic")));
        }
        assert_eq!(app.warnings().await, ["refused"], "told once");
        let review = app.review(&thread).await;
        assert_eq!((review.official_text, review.declined_text.as_deref()), (None, Some(ours.as_str())), "nobody sees it");
        let open = otklik::store::threads::by_id(app.db(), &thread.id).await.expect("read").expect("a thread");
        assert!(open.open, "somebody must answer again");
        // and the next text can go out: the declined one is no other reply in the way
        app.types("manager", &thread, "Спасибо, разобрались и исправили.").await;
        app.approves("manager", &thread).await;
        assert_eq!(app.state(&thread).await, State::Approved);
    }
}

on_both! {
    async fn another_reply_in_moderation_answers_a_review_and_a_declined_one_does_not(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let (first, second) = (app.posts("vk-queue"), app.posts("vk-thanks"));
        app.forward(10).await;
        let pending = app.thread(Platform::Vk, &first).await;
        let declined = app.thread(Platform::Vk, &second).await;
        shown(&app, &pending, reply("От другого", Standing::Pending)).await;
        shown(&app, &declined, reply("От другого", Standing::Rejected { reason: "links".into() })).await;
        assert_eq!(app.review(&pending).await.official_text.as_deref(), Some("От другого"));
        assert_eq!(app.review(&declined).await.official_text, None);
    }
}

on_both! {
    async fn an_unknown_outcome_that_is_seen_in_moderation_has_arrived(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        app.site.moderate("hold", Platform::Vk, TimeDelta::days(30)).expect("moderated");
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.approves("manager", &thread).await;
        app.site.set_mood(Platform::Vk, otklik::demo::site::Mood::TimeoutOnPublish).expect("a mood");
        app.clock.forward(TimeDelta::minutes(11));
        while app.tick().await {}
        assert_eq!(app.state(&thread).await, State::Unknown);
        let ours = app.reply(&thread).await.text;
        shown(&app, &thread, reply(&ours, Standing::Pending)).await;
        assert_eq!(app.state(&thread).await, State::Published);
        assert_eq!(app.site.accepted().expect("the site's log").len(), 1, "sent once");
        assert!(app.clock.now() > thread.opened_at.utc());
    }
}
