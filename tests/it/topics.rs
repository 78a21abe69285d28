//! Subjects of complaints: people are counted, and what was mended opens again when it comes back.

use crate::support::{TestApp, on_both};
use crate::web::kit::{Site, sighting};
use otklik::demo::site::Platform;
use otklik::desk::{DeskError, topics};
use otklik::domain::Topic;
use otklik::store::digest::Scope;
use otklik::store::topics as cards;

const WAITING: &str = "Ждали заказ сорок минут, очередь до двери, ужасно долго.";

on_both! {
    async fn a_mended_subject_opens_again_when_two_people_complain(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        app.writes(Platform::Vk, None, WAITING);
        app.forward(10).await;
        let manager = app.person("manager").await;
        let place = app.source("vk").await.location.expect("a location");
        let sums = topics::subjects(app.db(), &Scope::All, app.ctx().now()).await.expect("read");
        assert_eq!(sums[0].topic, Topic::Waiting);
        topics::give(app.ctx(), &manager, "waiting", &place, Some(&manager.id)).await.expect("given");
        topics::fix(app.ctx(), &manager, "waiting", &place, Some("2026-11-22")).await.expect("fixed");
        app.drain().await;
        let card = || async { cards::card(app.db(), "waiting", &place).await.expect("read").expect("a card") };
        assert!(card().await.fixed_at.is_some(), "one person is not a recurrence");
        // somebody else
        app.site.post_review("", &otklik::demo::site::NewReview {
            platform: Platform::Vk, place: Platform::Vk.places()[0], author: "Пётр Ильин", rating: None, title: None,
            text: "Ужасная очередь, стояли полчаса и так и не дождались. Безобразие, очень долго.",
        }).expect("posted");
        app.forward(20).await;
        let now = card().await;
        assert!(now.fixed_at.is_none() && now.reopened_at.is_some() && now.reopened == 1, "{now:?}");
        assert_eq!(now.fixed_on.as_deref(), Some("2026-11-22"), "when it was thought to be mended is not forgotten");
        let mails = app.mails("topic").await;
        assert_eq!(mails.iter().map(|m| m.person_id.as_str()).collect::<Vec<_>>(), [manager.id.as_str()]);
        assert!(mails[0].text.as_deref().is_some_and(|t| t.contains("22\u{a0}ноября")), "{:?}", mails[0].text);
        app.forward(60).await;
        assert_eq!(app.mails("topic").await.len(), 1, "told once");
        assert_eq!(app.count("SELECT count(*) FROM event WHERE kind = 'topic_reopened'").await, 1);
    }
}

on_both! {
    async fn one_person_who_writes_three_times_is_one_person(base: Base) {
        let site = Site::open(base).await;
        for n in 0..3 {
            site.review("dodo-ru", sighting(&n.to_string(), "Анна", 1, WAITING)).await;
        }
        site.review("dodo-ru", sighting("4", "Борис", 1, WAITING)).await;
        site.review("dodo-api", sighting("5", "Анна", 1, WAITING)).await;
        let sums = topics::subjects(&site.ctx.db, &Scope::All, otklik::store::Time(site.ctx.now().0 + 1)).await.expect("read");
        let sum = sums.iter().find(|s| s.topic == Topic::Waiting).expect("counted");
        assert_eq!((sum.people, sum.before), (2, 0));
        let places: Vec<(Option<&str>, i64)> = sum.places.iter().map(|p| (p.location.as_deref(), p.people)).collect();
        assert_eq!(places, [(Some("Невский, 12"), 2), (Some("Литейный, 5"), 1)]);
        // the same number by one statement
        let (n,): (i64,) = site.ctx.db.query("SELECT count(DISTINCT author_id) FROM review WHERE sentiment = 'negative' AND replace(topics, 'waiting', '') <> topics").one().await.expect("read");
        assert_eq!(n, sum.people);
        let neva = Scope::Locations(vec!["Литейный, 5".into()]);
        let mine = topics::subjects(&site.ctx.db, &neva, otklik::store::Time(site.ctx.now().0 + 1)).await.expect("read");
        assert_eq!(mine[0].people, 1, "only of one's own places");
    }
}

on_both! {
    async fn the_page_gives_a_subject_an_owner_and_marks_it_as_mended(base: Base) {
        let site = Site::open(base).await;
        site.review("dodo-ru", sighting("1", "Анна", 1, WAITING)).await;
        site.forward(60);
        let cookie = site.log_in("manager").await;
        let manager = site.person("manager").await;
        let page = site.get("/topics", &cookie).await.text;
        assert!(page.contains("Невский, 12") && page.contains("1 человек (было 0)"), "{page}");
        let set = |path: &'static str, more: (&'static str, String)| {
            let (site, cookie) = (&site, &cookie);
            async move {
                let form = [("topic", "waiting"), ("location", "Невский, 12"), (more.0, more.1.as_str())];
                site.post(path, cookie, &form).await.status.as_u16()
            }
        };
        assert_eq!(set("/topics/owner", ("person", manager.id.clone())).await, 303);
        assert_eq!(set("/topics/fixed", ("on", "2026-11-23".into())).await, 303);
        assert!(site.get("/topics", &cookie).await.text.contains("исправлено 23 ноября"));
        assert_eq!(set("/topics/fixed", ("on", "2027-01-01".into())).await, 422, "the future is not mended");
        assert_eq!(set("/topics/fixed", ("on", String::new())).await, 303);
        assert!(!site.get("/topics", &cookie).await.text.contains("исправлено 23 ноября"));
        let viewer = site.log_in("viewer").await;
        assert_eq!(site.post("/topics/owner", &viewer, &[("topic", "waiting"), ("location", ""), ("person", "")]).await.status.as_u16(), 403);
        let manager = otklik::desk::Actor::from(&manager);
        for (topic, place) in [("other", ""), ("waiting", "Луна"), ("'; --", "")] {
            let e = topics::give(&site.ctx, &manager, topic, place, None).await;
            assert!(matches!(e, Err(DeskError::NotFound)), "{topic} {place}");
        }
    }
}
