//! What is kept of a page, and the samples of pages that could not be read.

use super::{at, change};
use crate::support::{TestApp, on_both};
use otklik::store::sources::{self, PageMemo};
use otklik_adapters::Failure;

fn memo(next: Option<&str>) -> PageMemo {
    PageMemo {
        validators: "{\"etag\":\"x\"}".into(),
        next: next.map(str::to_owned),
        ids: "[\"1\",\"2\"]".into(),
        complete: true,
        newest_first: true,
    }
}

on_both! {
    async fn a_page_memo_is_replaced_whole(base: Base) {
        let app = TestApp::open(base).await;
        let source = app.source("vk").await;
        let mut tx = app.db().begin().await.expect("begin");
        sources::keep_memo(&mut tx, &source.id, "", &memo(Some("2"))).await.expect("kept");
        sources::keep_memo(&mut tx, &source.id, "2", &memo(None)).await.expect("kept");
        sources::keep_memo(&mut tx, &source.id, "", &memo(None)).await.expect("kept");
        tx.commit().await.expect("commit");
        let kept = sources::memo(app.db(), &source.id, "").await.expect("read").expect("a memo");
        assert_eq!((kept.next, kept.ids.as_str(), kept.complete), (None, "[\"1\",\"2\"]", true));
        assert!(sources::memo(app.db(), &source.id, "3").await.expect("read").is_none());
        assert_eq!(app.count("SELECT count(*) FROM page_memo").await, 2);
    }
}

on_both! {
    async fn the_newest_ten_samples_of_a_source_stay(base: Base) {
        let app = TestApp::open(base).await;
        let source = app.source("vk").await;
        for n in 0..13 {
            let mut tx = app.db().begin().await.expect("begin");
            let failure = Failure::drift("here");
            sources::keep_sample(&mut tx, &source.id, at(n), &failure, Some("text/html"), &[0, 255, n as u8])
                .await
                .expect("kept");
            tx.commit().await.expect("commit");
        }
        assert_eq!(app.count("SELECT count(*) FROM sample").await, 10);
        let oldest = app.count("SELECT min(at) FROM sample").await;
        assert_eq!(oldest, at(3).0);
    }
}

on_both! {
    async fn a_source_that_goes_takes_its_memos_along(base: Base) {
        let app = TestApp::open(base).await;
        let source = app.source("vk").await;
        let mut tx = app.db().begin().await.expect("begin");
        sources::keep_memo(&mut tx, &source.id, "", &memo(None)).await.expect("kept");
        tx.commit().await.expect("commit");
        change(app.db(), "DELETE FROM source WHERE name = 'vk'").await;
        assert_eq!(app.count("SELECT count(*) FROM page_memo").await, 0);
    }
}
