//! What a manager corrects is learned from, and can be taken back.

use crate::support::{TestApp, on_both};
use otklik::demo::site::Platform;
use otklik::desk::DeskError;
use otklik::desk::corrections::{Corrected, correct, learned, step_back};
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
