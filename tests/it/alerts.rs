//! Urgent alerts: told level by level until somebody takes them.

use crate::support::{TestApp, on_both};
use otklik::demo::site::Platform;
use otklik::desk::{self, DeskError};
use otklik::store::people;
use std::collections::BTreeMap;

/// Which person got how many alert messages.
async fn told(app: &TestApp) -> BTreeMap<String, usize> {
    let people = people::active(app.db()).await.expect("read");
    let mut told = BTreeMap::new();
    for mail in app.mails("alert").await {
        let person = people.iter().find(|p| p.id == mail.person_id).expect("a person");
        *told.entry(person.name.clone()).or_default() += 1;
    }
    told
}

fn those(names: &[&str]) -> BTreeMap<String, usize> {
    names.iter().map(|n| ((*n).to_owned(), 1)).collect()
}

on_both! {
    async fn an_alert_climbs_until_somebody_takes_it(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-poisoning");
        app.poll("2gis-moscow").await;
        app.drain().await;
        assert_eq!(told(&app).await, those(&["duty"]));
        let after = app.ctx().config.escalation.after.delta().num_minutes();
        app.forward(after + 1).await;
        assert_eq!(told(&app).await, those(&["duty", "manager"]));
        app.forward(after + 1).await;
        assert_eq!(told(&app).await, those(&["duty", "manager", "owner", "owner-en"]));
        app.forward(5 * after).await;
        assert_eq!(told(&app).await.values().sum::<usize>(), 4, "nobody is above the owners");
        let alert = &app.alerts(&app.thread(Platform::TwoGis, &id).await).await[0];
        assert_eq!((alert.level, alert.taken_at), (3, None));
    }
}

on_both! {
    async fn a_taken_alert_stops_climbing(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-poisoning");
        app.poll("2gis-moscow").await;
        app.drain().await;
        let alert = app.alerts(&app.thread(Platform::TwoGis, &id).await).await.remove(0);
        let (duty, owner) = (app.person("duty").await, app.person("owner").await);
        desk::take_alert(app.ctx(), &duty, &alert.id).await.expect("taken");
        desk::take_alert(app.ctx(), &duty, &alert.id).await.expect("a second press changes nothing");
        let late = desk::take_alert(app.ctx(), &owner, &alert.id).await;
        assert!(matches!(late, Err(DeskError::Conflict)));
        app.forward(180).await;
        assert_eq!(told(&app).await, those(&["duty"]));
    }
}

on_both! {
    async fn the_same_version_alarms_once_and_a_worse_one_again(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-poisoning");
        app.poll("2gis-moscow").await;
        app.poll("2gis-moscow").await;
        let thread = app.thread(Platform::TwoGis, &id).await;
        assert_eq!(app.alerts(&thread).await.len(), 1);
        app.site
            .edit_review("", Platform::TwoGis, &id, "Ребёнок в больнице с отравлением, третий день под капельницей!", Some(1))
            .expect("edited");
        app.poll("2gis-moscow").await;
        assert_eq!(app.alerts(&thread).await.len(), 2);
    }
}

on_both! {
    async fn praise_rings_nobody(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        app.posts("2gis-family");
        app.posts("vk-thanks");
        app.forward(24 * 60).await;
        for kind in ["alert", "warning", "approval"] {
            assert_eq!(app.mails(kind).await.len(), 0, "{kind}");
        }
    }
}

on_both! {
    async fn an_alert_quotes_what_is_blamed(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let text = "Персонал <b>вежливый</b>, всё вкусно, но отравились всей семьёй, забрала скорая.";
        app.complains(Platform::TwoGis, text);
        app.poll("2gis-kaliningrad").await;
        app.drain().await;
        let mail = app.mails("alert").await.remove(0);
        let sent = mail.text.expect("sent").replace('\n', " ");
        assert!(sent.contains("Что ругают: «но отравились всей семьёй»"), "{sent}");
    }
}
