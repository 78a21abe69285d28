//! Several daemons on one PostgreSQL share the work: every piece is done once.

use crate::support::{Base, TestApp};
use chrono::TimeDelta;
use otklik::app::App;
use otklik::demo::site::Platform;
use otklik::domain::State;
use otklik::store::events;

/// All daemons work until none finds anything.
async fn all_drain(daemons: &[&App]) {
    loop {
        let mut worked = false;
        for daemon in daemons {
            daemon.runner.plan().await.expect("the database works");
        }
        let rounds = daemons.iter().map(|d| d.runner.tick());
        for done in futures(rounds).await {
            worked |= done.expect("the database works");
        }
        if !worked {
            return;
        }
    }
}

/// Polls every future in turn until all are ready.
async fn futures<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(move |cx| {
        let mut pending = false;
        for (future, out) in &mut waiting {
            if out.is_none() {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(done) => *out = Some(done),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending {
            std::task::Poll::Pending
        } else {
            std::task::Poll::Ready(waiting.iter_mut().filter_map(|(_, out)| out.take()).collect())
        }
    })
    .await
}

#[tokio::test]
async fn three_daemons_do_each_piece_of_work_once() {
    let Some(base) = Base::postgres().await else {
        return;
    };
    let app = TestApp::open(base).await;
    let (second, third) = (app.beside().await, app.beside().await);
    let daemons = [&app.app, &second, &third];
    all_drain(&daemons).await;
    let texts = [
        "vk-queue",
        "2gis-poisoning",
        "2gis-cold",
        "app-crash",
        "telegram-hours",
    ];
    let ids: Vec<String> = texts.iter().map(|id| app.posts(id)).collect();
    app.clock.forward(TimeDelta::minutes(10));
    all_drain(&daemons).await;
    let thread = app.thread(Platform::Vk, &ids[0]).await;
    app.approves("manager", &thread).await;
    for _ in 0..40 {
        app.clock.forward(TimeDelta::minutes(10));
        all_drain(&daemons).await;
    }
    assert_eq!(app.count("SELECT count(*) FROM review").await, 5);
    assert_eq!(app.count("SELECT count(*) FROM review_version").await, 5);
    assert_eq!(app.state(&thread).await, State::VerifiedLive);
    let taken = app.site.accepted().expect("the site's log");
    assert_eq!(taken.iter().filter(|a| a.review == ids[0]).count(), 1);
    assert_eq!(app.count("SELECT count(*) FROM alert").await, 1);
    assert_eq!(app.mails("digest").await.len(), 2, "one for each owner");
    assert_eq!(
        app.count("SELECT count(*) FROM mail WHERE state = 'queued'")
            .await,
        0
    );
    assert_eq!(
        app.count("SELECT count(*) FROM job WHERE kind = 'mail' AND attempt > 1")
            .await,
        0
    );
    assert_eq!(events::verify(app.db()).await.expect("read"), None);
    for daemon in [second, third] {
        daemon.ctx.db.close().await;
    }
}

#[tokio::test]
async fn daemons_that_start_together_agree_on_the_schema() {
    let Some(base) = Base::postgres().await else {
        return;
    };
    let base = base.empty_like().await;
    let first = base.db().await;
    let second = base.db().await;
    let (a, b) = tokio::join!(first.migrate(), second.migrate());
    a.expect("migrated");
    b.expect("migrated");
}
