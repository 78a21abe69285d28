//! The chain of events.

use super::{at, change};
use crate::support::on_both;
use otklik::store::{Db, events};
use serde_json::json;
use tokio::task::JoinSet;

async fn append(db: &Db, n: i64) {
    let mut tx = db.begin().await.expect("begin");
    events::append(&mut tx, at(n), "daemon", "noted", None, &json!({ "n": n }))
        .await
        .expect("appended");
    tx.commit().await.expect("commit");
}

on_both! {
    async fn concurrent_appends_make_one_whole_chain(base: Base) {
        let db = base.db().await;
        let mut writers = JoinSet::new();
        for n in 0..20 {
            let db = db.clone();
            writers.spawn(async move { append(&db, n).await });
        }
        while let Some(done) = writers.join_next().await {
            done.expect("a writer");
        }
        assert_eq!(events::verify(&db).await.expect("read"), None);
    }
}

on_both! {
    async fn a_changed_event_is_found(base: Base) {
        let db = base.db().await;
        for n in 1..=5 {
            append(&db, n).await;
        }
        change(&db, "UPDATE event SET detail = '{\"n\":7}' WHERE seq = 3").await;
        assert_eq!(events::verify(&db).await.expect("read"), Some(3));
    }
}

on_both! {
    async fn a_missing_event_is_found(base: Base) {
        let db = base.db().await;
        for n in 1..=5 {
            append(&db, n).await;
        }
        change(&db, "DELETE FROM event WHERE seq = 2").await;
        assert_eq!(events::verify(&db).await.expect("read"), Some(3));
    }
}

on_both! {
    async fn a_chain_that_was_cut_off_at_its_end_is_found(base: Base) {
        let db = base.db().await;
        for n in 1..=5 {
            append(&db, n).await;
        }
        change(&db, "DELETE FROM event WHERE seq > 3").await;
        assert_eq!(events::verify(&db).await.expect("read"), Some(4), "the head knows of five");
    }
}

on_both! {
    async fn an_event_of_a_rolled_back_change_never_was(base: Base) {
        let db = base.db().await;
        append(&db, 1).await;
        let mut tx = db.begin().await.expect("begin");
        events::append(&mut tx, at(2), "daemon", "noted", None, &json!({})).await.expect("appended");
        drop(tx);
        append(&db, 3).await;
        assert_eq!(events::verify(&db).await.expect("read"), None);
    }
}
