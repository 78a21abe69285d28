//! Rate-limit slots.

use super::at;
use crate::support::on_both;
use otklik::store::pace;
use std::collections::BTreeSet;
use tokio::task::JoinSet;

on_both! {
    async fn sixty_callers_get_sixty_slots(base: Base) {
        let db = base.db().await;
        let mut callers = JoinSet::new();
        for _ in 0..60 {
            let db = db.clone();
            callers.spawn(async move { pace::slot(&db, "host", at(0), 1_000).await.expect("a slot") });
        }
        let mut slots = BTreeSet::new();
        while let Some(slot) = callers.join_next().await {
            slots.insert(slot.expect("a caller").0);
        }
        let wanted: BTreeSet<i64> = (0..60).map(|n| at(n).0).collect();
        assert_eq!(slots, wanted, "one second apart, none twice");
    }
}

on_both! {
    async fn an_idle_host_is_asked_at_once(base: Base) {
        let db = base.db().await;
        assert_eq!(pace::slot(&db, "a", at(0), 5_000).await.expect("a slot"), at(0));
        assert_eq!(pace::slot(&db, "b", at(0), 5_000).await.expect("a slot"), at(0), "hosts do not wait for each other");
        assert_eq!(pace::slot(&db, "a", at(60), 5_000).await.expect("a slot"), at(60));
    }
}

on_both! {
    async fn a_host_that_asks_to_slow_down_is_left_alone(base: Base) {
        let db = base.db().await;
        pace::slot(&db, "a", at(0), 1_000).await.expect("a slot");
        pace::push(&db, "a", at(30)).await.expect("pushed");
        pace::push(&db, "a", at(10)).await.expect("never back");
        assert_eq!(pace::slot(&db, "a", at(1), 1_000).await.expect("a slot"), at(30));
    }
}

on_both! {
    async fn an_allowance_is_never_overdrawn(base: Base) {
        let db = base.db().await;
        let mut callers = JoinSet::new();
        for _ in 0..40 {
            let db = db.clone();
            callers.spawn(async move { pace::spend(&db, "youtube#k", "2026-11-23", 3, 50).await.expect("an answer") });
        }
        let mut granted = Vec::new();
        while let Some(used) = callers.join_next().await {
            granted.extend(used.expect("a caller"));
        }
        granted.sort_unstable();
        assert_eq!(granted, (1..=16).map(|n| 3 * n).collect::<Vec<u32>>(), "48 of 50 units, each once");
        let spend = async |day: &'static str, cost| pace::spend(&db, "youtube#k", day, cost, 50).await.expect("an answer");
        assert_eq!(spend("2026-11-23", 3).await, None);
        assert_eq!(spend("2026-11-23", 2).await, Some(50), "what still fits is given");
        assert_eq!(spend("2026-11-24", 51).await, None, "more than a day has");
        assert_eq!(spend("2026-11-24", 50).await, Some(50), "a new day");
    }
}
