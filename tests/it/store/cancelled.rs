//! Work that is dropped half-way (a time-out, a shutdown) leaves the pool as it was.

use crate::support::on_both;
use otklik::store::{Time, pace};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// Polls `work` at most `times` and drops it.
async fn cut_after(times: u32, work: impl Future) {
    let mut work = pin!(work);
    let mut left = times;
    poll_fn(|cx| {
        if left == 0 || work.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        left -= 1;
        Poll::Pending
    })
    .await;
}

on_both! {
    async fn what_is_written_after_a_transaction_was_cut_off_while_it_opened_is_kept(base: Base) {
        let db = base.db().await;
        for times in 0..20 {
            for _ in 0..10 {
                cut_after(times, async {
                    let mut tx = db.begin().await.expect("a transaction");
                    tx.query("INSERT INTO pace (key, next_at) VALUES ('cut', 1)").execute().await.expect("written");
                })
                .await;
            }
            let key = format!("after {times}");
            pace::push(&db, &key, Time(1)).await.expect("written");
            // by another pool: what stands in an open transaction is not seen there
            let other = base.db().await;
            let seen: (i64,) = other
                .query("SELECT COUNT(*) FROM pace WHERE key = $1")
                .bind(key)
                .one()
                .await
                .expect("read");
            assert_eq!(seen.0, 1, "cut after {times} polls");
            other.close().await;
        }
    }
}
