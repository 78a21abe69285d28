//! `demo --once`: the whole line, told on a fast clock.

use crate::support::on_both;
use otklik::demo::once;
use otklik::store::{Db, events};

on_both! {
    /// What the milestone promises, figure by figure.
    async fn the_story_ends_as_it_should(base: Base) {
        // the story brings its own schema up to date, so it begins with none
        let base = base.empty_like().await;
        let told = once::run(base.dir(), Some(&base.url)).await.expect("the story");
        assert_eq!(told.platforms, ["2gis", "app_store", "telegram", "vk"]);
        assert!(told.reviews >= 12, "{told:?}");
        assert!(told.edited >= 1, "{told:?}");
        assert!(told.removed >= 1, "{told:?}");
        assert!(told.approvals_voided >= 1, "{told:?}");
        assert!(told.manual_confirmed >= 1, "{told:?}");
        assert!(told.verified_live > told.manual_confirmed, "by API too: {told:?}");
        assert_eq!(told.alerts, 1, "{told:?}");
        let digests: Vec<(&str, i64)> = told.digests.iter().map(|(p, n)| (p.as_str(), *n)).collect();
        assert_eq!(digests, [("owner", 1), ("owner-en", 1)]);
        assert_eq!(told.jobs_failed, 0, "{told:?}");
        assert_eq!(told.published_twice, 0, "{told:?}");

        let db = Db::connect(&base.url).await.expect("the database stays");
        assert_eq!(events::verify(&db).await.expect("read"), None, "the chain of events is whole");
        db.close().await;

        let again = once::run(base.dir(), Some(&base.url)).await.expect("told to its end");
        assert_eq!(again, told, "a story that was told is not told again");
    }
}
