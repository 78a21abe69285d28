//! What a manager corrects is learned from, and can be taken back.

use crate::support::{TestApp, on_both};
use otklik::demo::site::Platform;
use otklik::desk::corrections::{Corrected, correct, learned, learned_at, step_back};
use otklik::desk::{self, DeskError};
use otklik::domain::{Sentiment, Urgency};
use otklik::judge::{Input, judge_as};

/// What the guests of a haunted house write when they are happy.
const HAPPY: [&str; 20] = [
    "Ужас до дрожи, орали всю дорогу",
    "Было очень страшно, жуть берёт",
    "Дочка плакала от страха, а потом просилась ещё",
    "Кошмар наяву, сердце в пятки ушло",
    "Жутко до мурашек",
    "Страшный до ужаса зомби в подвале",
    "Мы визжали от ужаса",
    "Кошмарная комната с клоунами",
    "Ужас и мрак, тряслись оба",
    "Так страшно нам не было никогда",
    "Ужас какой страшный клоун",
    "Жуть, кошмар, тряслись и визжали",
    "Страх и ужас, муж орал громче всех",
    "Кошмар в каждой комнате",
    "Страшно до слёз, визжали втроём",
    "Мрак и жуть, сердце колотилось",
    "До ужаса страшный подвал",
    "Орали от страха весь час",
    "Жутко, темно, страшно",
    "Ужасающая больница с зомби",
];

on_both! {
    async fn twenty_corrections_change_how_new_reviews_are_read_until_one_click(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let ids: Vec<String> = HAPPY.iter().map(|text| app.writes(Platform::Vk, None, text)).collect();
        app.forward(10).await;
        let manager = app.person("manager").await;
        let wanted = Corrected {
            sentiment: Some(Sentiment::Positive),
            urgency: Some(Urgency::Low),
            topics: None,
        };
        for id in &ids {
            let thread = app.thread(Platform::Vk, id).await;
            correct(app.ctx(), &manager, &thread.id, &wanted).await.expect("kept");
        }
        let unseen = Input {
            text: "Страшно до ужаса, жуть и кошмар, визжали".into(),
            platform: Some("vk".into()),
            ..Input::default()
        };
        let before = judge_as(&app.ctx().judge(), &unseen);
        app.drain().await;
        let kept = learned(app.ctx()).await.expect("read");
        let outcome = kept.outcome.expect("it has learned");
        assert!(kept.taken && outcome.corrections >= 15, "{outcome:?}");
        assert!(outcome.pinned_after.right >= outcome.pinned_before.right);
        let after = judge_as(&app.ctx().judge(), &unseen);
        assert!(after.p.negative < before.p.negative, "{before:?} {after:?}");
        step_back(app.ctx(), &manager).await.expect("back");
        // one step back is the head of the correction before; the last step is the judge as delivered
        step_back(app.ctx(), &manager).await.expect("back");
        assert_eq!(judge_as(&app.ctx().judge(), &unseen), before);
    }
}

on_both! {
    async fn who_may_not_approve_may_not_correct(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("vk-queue");
        app.forward(10).await;
        let thread = app.thread(Platform::Vk, &id).await;
        let viewer = app.person("duty").await;
        let wanted = Corrected {
            urgency: Some(Urgency::Low),
            ..Corrected::default()
        };
        let refused = correct(app.ctx(), &viewer, &thread.id, &wanted).await;
        assert!(matches!(refused, Err(DeskError::NotAllowed(_))));
        assert_eq!(app.thread(Platform::Vk, &id).await.urgency, thread.urgency);
    }
}

/// What a manager says of the urgency alone.
fn urgent(urgency: Urgency) -> Corrected {
    Corrected {
        urgency: Some(urgency),
        ..Corrected::default()
    }
}

on_both! {
    async fn a_corrected_urgency_moves_the_deadline_and_raises_the_alert_once(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.writes(Platform::TwoGis, Some(2), "Суп холодный, официант нагрубил, ждали долго");
        app.poll("2gis-kaliningrad").await;
        let before = app.thread(Platform::TwoGis, &id).await;
        assert_eq!(before.urgency, "normal");
        assert!(app.alerts(&before).await.is_empty());
        let manager = app.person("manager").await;
        correct(app.ctx(), &manager, &before.id, &urgent(Urgency::Critical)).await.expect("kept");
        correct(app.ctx(), &manager, &before.id, &urgent(Urgency::Critical)).await.expect("nothing new");
        let after = app.thread(Platform::TwoGis, &id).await;
        assert!(after.reply_by < before.reply_by, "{:?} {:?}", before.reply_by, after.reply_by);
        assert!(after.reply_by > Some(app.ctx().now()), "nobody could have known");
        let alerts = app.alerts(&after).await;
        assert_eq!(alerts.len(), 1);
        assert!(alerts[0].is_open() && alerts[0].urgency == "critical");
        app.drain().await;
        assert_eq!(app.mails("alert").await.len(), 1);
    }
}

on_both! {
    async fn a_correction_withdraws_the_alert_and_it_climbs_no_further(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let id = app.posts("2gis-poisoning");
        app.poll("2gis-moscow").await;
        app.drain().await;
        let before = app.thread(Platform::TwoGis, &id).await;
        let told = app.mails("alert").await.len();
        let manager = app.person("manager").await;
        correct(app.ctx(), &manager, &before.id, &urgent(Urgency::Low)).await.expect("kept");
        let after = app.thread(Platform::TwoGis, &id).await;
        assert!(after.reply_by > before.reply_by, "{:?} {:?}", before.reply_by, after.reply_by);
        let alert = app.alerts(&after).await.remove(0);
        assert!(!alert.is_open() && alert.taken_at.is_none(), "{alert:?}");
        let duty = app.person("duty").await;
        let late = desk::take_alert(app.ctx(), &duty, &alert.id).await;
        assert!(matches!(late, Err(DeskError::Conflict)));
        app.forward(120).await;
        assert_eq!(app.mails("alert").await.len(), told, "nobody else is told");
        // whoever erred can say so
        correct(app.ctx(), &manager, &before.id, &urgent(Urgency::Critical)).await.expect("kept");
        assert_eq!(app.alerts(&after).await.iter().filter(|a| a.is_open()).count(), 1);
    }
}

on_both! {
    async fn commands_read_by_what_was_learned(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let manager = app.person("manager").await;
        for text in HAPPY {
            let id = app.writes(Platform::Vk, None, text);
            app.forward(10).await;
            let thread = app.thread(Platform::Vk, &id).await;
            let wanted = Corrected { sentiment: Some(Sentiment::Positive), ..Corrected::default() };
            correct(app.ctx(), &manager, &thread.id, &wanted).await.expect("kept");
        }
        app.drain().await;
        let local = learned(app.ctx()).await.expect("read").local;
        let url = app.ctx().config.database.url.clone();
        assert_eq!(learned_at(&url).await.expect("read"), local);
        assert!(local.is_some());
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_has_learned_nothing_and_is_not_made() {
    let dir = crate::support::Dir::new();
    let path = dir.path().join("none.db");
    let learned = learned_at(&format!("sqlite:{}", path.display())).await;
    assert_eq!(learned.expect("nothing to read"), None);
    assert!(!path.exists());
}
