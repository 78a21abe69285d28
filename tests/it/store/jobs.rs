//! The job table: leases, fences, keys.

use super::at;
use crate::support::app::count;
use crate::support::on_both;
use otklik::store::{Db, jobs};
use std::collections::BTreeMap;
use tokio::task::JoinSet;

async fn enqueue(db: &Db, n: usize) {
    let mut tx = db.begin().await.expect("begin");
    for i in 0..n {
        jobs::enqueue(&mut tx, "mail", &format!("{{\"mail\":\"{i}\"}}"), None, at(0))
            .await
            .expect("enqueued");
    }
    tx.commit().await.expect("commit");
}

async fn finish(db: &Db, job: &jobs::Leased) -> bool {
    let mut tx = db.begin().await.expect("begin");
    let mine = jobs::finish(&mut tx, job, at(1), "done", None)
        .await
        .expect("finish");
    tx.commit().await.expect("commit");
    mine
}

on_both! {
    async fn eight_workers_do_each_job_once(base: Base) {
        let db = base.db().await;
        enqueue(&db, 200).await;
        let mut workers = JoinSet::new();
        for worker in 0..8 {
            let db = db.clone();
            workers.spawn(async move {
                let mut done = Vec::new();
                loop {
                    let owner = format!("worker {worker}");
                    let got = jobs::claim(&db, at(1), at(180), &owner, 3).await.expect("claim");
                    if got.is_empty() {
                        return done;
                    }
                    for job in got {
                        assert!(finish(&db, &job).await, "a fresh lease ends its job");
                        done.push(job.id);
                    }
                }
            });
        }
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(done) = workers.join_next().await {
            for id in done.expect("a worker") {
                *times.entry(id).or_default() += 1;
            }
        }
        assert_eq!(times.len(), 200);
        assert!(times.values().all(|n| *n == 1), "a job was done twice");
        assert_eq!(count(&db, "SELECT count(*) FROM job WHERE done_at IS NULL").await, 0);
    }
}

on_both! {
    async fn a_worker_that_lost_its_lease_changes_nothing(base: Base) {
        let db = base.db().await;
        enqueue(&db, 1).await;
        let slow = jobs::claim(&db, at(1), at(180), "slow", 1).await.expect("claim").remove(0);
        assert!(jobs::claim(&db, at(179), at(400), "other", 1).await.expect("claim").is_empty());
        let other = jobs::claim(&db, at(181), at(400), "other", 1).await.expect("claim").remove(0);
        assert_eq!(other.attempt, slow.attempt + 1);

        assert!(!finish(&db, &slow).await, "finished by a worker without the lease");
        let mut tx = db.begin().await.expect("begin");
        assert!(!jobs::later(&mut tx, &slow, at(999), None).await.expect("later"));
        tx.commit().await.expect("commit");
        assert!(finish(&db, &other).await);
        assert!(!finish(&db, &other).await, "a job ends once");
    }
}

on_both! {
    async fn jobs_come_in_the_order_in_which_they_are_due(base: Base) {
        let db = base.db().await;
        let mut tx = db.begin().await.expect("begin");
        for (kind, due) in [("third", 30), ("first", 10), ("never", 99), ("second", 20)] {
            jobs::enqueue(&mut tx, kind, "{}", None, at(due)).await.expect("enqueued");
        }
        tx.commit().await.expect("commit");
        assert_eq!(jobs::next_due(&db).await.expect("read"), Some(at(10)));
        let got = jobs::claim(&db, at(50), at(180), "w", 10).await.expect("claim");
        let kinds: Vec<&str> = got.iter().map(|j| j.kind.as_str()).collect();
        assert_eq!(kinds, ["first", "second", "third"]);
        assert_eq!(jobs::next_due(&db).await.expect("read"), Some(at(99)));
        assert_eq!(jobs::waiting(&db, at(50)).await.expect("read"), 3);
    }
}

on_both! {
    async fn a_job_with_a_key_is_enqueued_once_for_ever(base: Base) {
        let db = base.db().await;
        let mut tx = db.begin().await.expect("begin");
        assert!(jobs::enqueue(&mut tx, "digest", "{}", Some("k"), at(0)).await.expect("enqueue"));
        assert!(!jobs::enqueue(&mut tx, "digest", "{}", Some("k"), at(0)).await.expect("enqueue"));
        tx.commit().await.expect("commit");
        let job = jobs::claim(&db, at(1), at(180), "w", 1).await.expect("claim").remove(0);
        assert!(finish(&db, &job).await);
        let mut tx = db.begin().await.expect("begin");
        assert!(!jobs::enqueue(&mut tx, "digest", "{}", Some("k"), at(0)).await.expect("enqueue"));
        tx.commit().await.expect("commit");
    }
}

on_both! {
    async fn a_clean_stop_gives_the_leases_back(base: Base) {
        let db = base.db().await;
        enqueue(&db, 2).await;
        jobs::claim(&db, at(1), at(180), "leaving", 2).await.expect("claim");
        assert_eq!(jobs::release(&db, "somebody else").await.expect("release"), 0);
        assert_eq!(jobs::release(&db, "leaving").await.expect("release"), 2);
        assert_eq!(jobs::claim(&db, at(1), at(180), "staying", 9).await.expect("claim").len(), 2);
    }
}

on_both! {
    async fn a_cancelled_job_is_never_claimed(base: Base) {
        let db = base.db().await;
        let mut tx = db.begin().await.expect("begin");
        jobs::enqueue(&mut tx, "publish", "{}", Some("publish:1"), at(0)).await.expect("enqueue");
        jobs::cancel(&mut tx, "publish:1", at(0)).await.expect("cancel");
        tx.commit().await.expect("commit");
        assert!(jobs::claim(&db, at(1), at(180), "w", 1).await.expect("claim").is_empty());
        assert_eq!(jobs::failed(&db).await.expect("read"), 0);
    }
}

on_both! {
    /// Found by two daemons: what was leased beyond the wish was lost until the lease ran out.
    async fn a_claim_leases_no_more_than_it_was_asked_for(base: Base) {
        let db = base.db().await;
        enqueue(&db, 40).await;
        for _ in 0..20 {
            assert_eq!(jobs::claim(&db, at(1), at(180), "w", 1).await.expect("claim").len(), 1);
        }
        assert_eq!(jobs::claim(&db, at(1), at(180), "w", 7).await.expect("claim").len(), 7);
        assert_eq!(count(&db, "SELECT count(*) FROM job WHERE lease_until > 0").await, 27);
    }
}
