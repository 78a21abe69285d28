//! People and sources follow the configuration; what was done stays.

use super::change;
use crate::support::{TestApp, on_both};
use otklik::app::sync;
use otklik::config::Config;
use otklik::context::Context;
use otklik::store::{people, sources};

/// The daemon is started with another configuration.
async fn with(app: &TestApp, edit: impl FnOnce(&mut Config)) {
    let mut config = (*app.ctx().config).clone();
    edit(&mut config);
    let ctx = Context::new(app.db().clone(), app.ctx().clock.clone(), config);
    sync(&ctx).await.expect("stored");
}

on_both! {
    async fn a_person_who_left_is_inactive_and_keeps_the_password(base: Base) {
        let app = TestApp::open(base).await;
        let manager = people::by_name(app.db(), "manager").await.expect("read").expect("a person");
        change(app.db(), "UPDATE person SET password_hash = 'phc' WHERE name = 'manager'").await;
        with(&app, |c| c.people.retain(|p| p.name != "manager")).await;
        let gone = people::by_name(app.db(), "manager").await.expect("read").expect("never deleted");
        assert!(!gone.active);
        assert!(people::active(app.db()).await.expect("read").iter().all(|p| p.name != "manager"));
        assert!(people::by_login(app.db(), "MANAGER").await.expect("read").is_none());

        with(&app, |_| {}).await;
        let back = people::by_name(app.db(), "manager").await.expect("read").expect("a person");
        assert_eq!((back.id, back.active, back.password_hash.as_deref()), (manager.id, true, Some("phc")));
    }
}

on_both! {
    async fn people_are_found_by_name_and_address_in_any_case(base: Base) {
        let app = TestApp::open_with(base, |c| c.people[0].name = "Ёлкина".into()).await;
        for login in ["Ёлкина", " ёлкина ", "OWNER@zerno.example"] {
            let found = people::by_login(app.db(), login).await.expect("read");
            assert_eq!(found.expect(login).name, "Ёлкина");
        }
        let names: Vec<String> = people::active(app.db()).await.expect("read").into_iter().map(|p| p.name).collect();
        let mut sorted = names.clone();
        sorted.sort();
        assert_eq!(names, sorted, "by code point on both databases");
    }
}

on_both! {
    async fn a_source_that_left_is_disabled_and_its_reviews_stay(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("vk-queue");
        app.poll("vk").await;
        with(&app, |c| c.sources.retain(|s| s.name != "vk")).await;
        assert!(!app.source("vk").await.enabled);
        assert_eq!(app.count("SELECT count(*) FROM review").await, 1);
        assert!(sources::enabled(app.db()).await.expect("read").iter().all(|s| s.name != "vk"));
    }
}

on_both! {
    async fn a_source_that_reads_another_place_begins_anew(base: Base) {
        let app = TestApp::open(base).await;
        app.poll("2gis-moscow").await;
        assert!(app.source("2gis-moscow").await.is_settled());
        with(&app, |_| {}).await;
        assert!(app.source("2gis-moscow").await.is_settled(), "the same place goes on");
        with(&app, |c| {
            let source = c.sources.iter_mut().find(|s| s.name == "2gis-moscow").expect("a source");
            source.url = "https://2gis.ru/moscow/firm/70000001000000099".parse().expect("a link");
        })
        .await;
        let moved = app.source("2gis-moscow").await;
        assert!(!moved.is_settled());
        assert_eq!(moved.resume, None);
        let memos = sources::memo(app.db(), &moved.id, "").await.expect("read");
        assert!(memos.is_none(), "the other place's pages say nothing of this one");
        assert_eq!(moved.full_at, None, "the other place was read in full, this one was not");
    }
}

on_both! {
    async fn reviews_of_the_place_that_a_source_read_before_are_not_called_removed(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("2gis-poisoning");
        app.poll("2gis-moscow").await;
        assert_eq!(app.count("SELECT count(*) FROM review WHERE removed_at IS NULL").await, 1);
        with(&app, |c| {
            let moscow = c.sources.iter().position(|s| s.name == "2gis-moscow").expect("a source");
            c.sources[moscow].url = "https://2gis.ru/vladivostok/firm/70000001000000025".parse().expect("a link");
        })
        .await;
        for _ in 0..4 {
            assert_eq!(app.poll("2gis-moscow").await.outcome, "ok");
        }
        assert!(app.source("2gis-moscow").await.pass >= 4, "passes were complete");
        assert_eq!(app.count("SELECT count(*) FROM review WHERE removed_at IS NOT NULL").await, 0);
    }
}
