//! The linter's facts that only the store knows: in the draft, on the page and at approval.

use crate::support::{TestApp, on_both};
use crate::web::kit::{Site, sighting};
use chrono::TimeDelta;
use otklik::desk::{self, Actor, DeskError};
use otklik::lint::Level;
use std::collections::BTreeMap;

const ISOLATED: &str = "Здравствуйте! Кофе остыл на выдаче, это единичный случай. До 25 ноября проверим смену и напишем вам. Мария, управляющая.";

async fn codes(site: &Site, thread: &str, text: &str) -> Vec<String> {
    let input = desk::lint_input(&site.ctx, thread, text, Some("2026-11-25"))
        .await
        .expect("an input");
    otklik::lint::lint(&input, None, otklik::domain::Lang::Ru)
        .findings
        .into_iter()
        .filter(|f| f.level >= Level::Warn)
        .map(|f| f.code)
        .collect()
}

async fn people(site: &Site, thread: &str) -> Option<u32> {
    let input = desk::lint_input(&site.ctx, thread, "текст", None)
        .await
        .expect("an input");
    input.context.expect("a context").same_topic_threads_30d
}

on_both! {
    async fn an_isolated_case_is_untrue_from_the_third_person_on(base: Base) {
        let site = Site::open(base).await;
        let text = "Кофе холодный, ждали сорок минут.";
        let first = site.review("dodo-ru", sighting("1", "Анна", 1, text)).await;
        assert_eq!(people(&site, &first).await, Some(1));
        assert!(!codes(&site, &first, ISOLATED).await.contains(&"isolated_case_untrue".into()));
        // the same person twice is one person
        site.review("dodo-ru", sighting("2", "Анна", 1, text)).await;
        assert_eq!(people(&site, &first).await, Some(1));
        // another location is another story
        site.review("dodo-api", sighting("3", "Борис", 1, text)).await;
        assert_eq!(people(&site, &first).await, Some(1));
        site.review("dodo-ru", sighting("4", "Вера", 1, text)).await;
        assert!(!codes(&site, &first, ISOLATED).await.contains(&"isolated_case_untrue".into()));
        site.review("dodo-ru", sighting("5", "Глеб", 2, text)).await;
        assert_eq!(people(&site, &first).await, Some(3));
        assert!(codes(&site, &first, ISOLATED).await.contains(&"isolated_case_untrue".into()));
        // and the gate keeps it
        let manager = Actor::from(&site.person("manager").await);
        let reply = site.reply(&first).await;
        let typed = desk::edit(&site.ctx, &manager, &first, reply.version, ISOLATED, Some("2026-11-25")).await.expect("typed");
        let e = desk::approve(&site.ctx, &manager, &first, typed.version, &typed.text_hash, &BTreeMap::new()).await;
        match e {
            Err(DeskError::Blocked(f)) => assert!(f.iter().any(|f| f.code == "isolated_case_untrue"), "{f:?}"),
            other => panic!("{other:?}"),
        }
        // thirty-one days later nobody remembers
        site.clock.forward(TimeDelta::days(31));
        assert_eq!(people(&site, &first).await, Some(1));
    }
}

on_both! {
    async fn praise_has_no_count_of_complaints(base: Base) {
        let site = Site::open(base).await;
        let thread = site.review("dodo-ru", sighting("1", "Анна", 5, "Отличный кофе, спасибо!")).await;
        assert_eq!(people(&site, &thread).await, None);
    }
}

on_both! {
    /// A reply in the outbox is as public as one that is live: two people must not send the same.
    async fn a_text_on_its_way_counts_as_published_and_a_reply_may_be_like_itself(base: Base) {
        let site = Site::open(base).await;
        let manager = Actor::from(&site.person("manager").await);
        let one = site.review("dodo-api", sighting("1", "Анна", 1, "Кофе холодный, ждали сорок минут.")).await;
        let reply = site.reply(&one).await;
        let mut reasons = BTreeMap::new();
        if let Err(DeskError::Blocked(found)) = desk::approve(&site.ctx, &manager, &one, reply.version, &reply.text_hash, &reasons).await {
            reasons.extend(found.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
            desk::approve(&site.ctx, &manager, &one, reply.version, &reply.text_hash, &reasons).await.expect("approved");
        }
        let two = site.review("dodo-api", sighting("2", "Борис", 1, "Кофе холодный, ждали полчаса.")).await;
        assert!(codes(&site, &two, &reply.text).await.contains(&"too_similar_to_published".into()));
        assert!(!codes(&site, &one, &reply.text).await.contains(&"too_similar_to_published".into()));
    }
}

on_both! {
    async fn what_we_told_an_author_comes_back_in_order_and_is_not_contradicted(base: Base) {
        let site = Site::open(base).await;
        let mut old = sighting("1", "Анна", 1, "Деньги за отменённый заказ не вернули.");
        old.official_reply = Some(otklik_adapters::OfficialReply {
            id: None,
            text: "Анна, здравствуйте! Вернём деньги до 25 ноября.".into(),
            at: Some("2026-11-20T09:00:00Z".parse().expect("an instant")),
            standing: otklik_adapters::Standing::Live,
        });
        old.created = Some("2026-11-20T08:00:00Z".parse().expect("an instant"));
        site.review("dodo-ru", old).await;
        let now = site.review("dodo-api", sighting("2", "Анна", 1, "Жду деньги за отменённый заказ, возврата всё нет.")).await;
        let input = desk::lint_input(&site.ctx, &now, "текст", None).await.expect("an input");
        let history = input.context.expect("a context").history;
        let said: Vec<&str> = history.iter().map(|t| t.by.as_str()).collect();
        assert_eq!(said, ["author", "us"]);
        assert!(history[1].text.contains("25 ноября") && history[1].at.is_some());
        let text = "Анна, здравствуйте! Возврат задержался в банке. Вернём деньги до 30 ноября. Мария, управляющая.";
        assert!(codes(&site, &now, text).await.contains(&"contradicts_history".into()));
        // a namesake with another account is another person
        let mut other = sighting("3", "Анна", 1, "Жду деньги за отменённый заказ.");
        other.author.id = Some("somebody else".into());
        let other = site.review("dodo-api", other).await;
        let input = desk::lint_input(&site.ctx, &other, "текст", None).await.expect("an input");
        assert!(input.context.expect("a context").history.is_empty());
        // what was said half a year ago binds nobody
        site.clock.forward(TimeDelta::days(40));
        let input = desk::lint_input(&site.ctx, &now, "текст", None).await.expect("an input");
        assert!(input.context.expect("a context").history.is_empty());
    }
}

on_both! {
    /// Drafts get the same facts: none says «единичный случай» of the fourth complaint.
    async fn drafts_are_made_with_what_the_store_knows(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        for n in 0..4 {
            app.writes(otklik::demo::site::Platform::Vk, None, &format!("Ждали заказ {n}0 минут, очередь до двери, ужасно долго."));
            app.forward(10).await;
        }
        let texts: Vec<(String,)> = app.db().query("SELECT variants FROM reply").all().await.expect("read");
        assert!(texts.iter().any(|(t,)| t.len() > 10));
        assert!(texts.iter().all(|(t,)| !t.contains("isolated_case_untrue")));
    }
}
