//! What the schema itself refuses, whatever the program does.

use super::change;
use crate::support::{TestApp, on_both};
use otklik::demo::site::Platform;
use otklik::store::Db;

async fn refused(db: &Db, sql: &'static str) -> sqlx::Error {
    match db.query(sql).execute().await {
        Ok(n) => panic!("{sql}: {n} rows changed"),
        Err(e) => e,
    }
}

on_both! {
    /// The composite foreign key: the text that stands in an approved reply is the approved one.
    async fn a_reply_goes_out_only_with_the_approved_text(base: Base) {
        let app = TestApp::open(base).await;
        app.poll("vk").await;
        let id = app.posts("vk-queue");
        app.poll("vk").await;
        let thread = app.thread(Platform::Vk, &id).await;
        app.approves("manager", &thread).await;
        let e = refused(app.db(), "UPDATE reply SET text_hash = 'another' WHERE state = 'approved'").await;
        assert!(e.as_database_error().is_some_and(|e| e.is_foreign_key_violation()), "{e}");
        let e = refused(app.db(), "UPDATE approval SET text_hash = 'another'").await;
        assert!(e.as_database_error().is_some_and(|e| e.is_foreign_key_violation()), "{e}");
        let e = refused(app.db(), "DELETE FROM approval").await;
        assert!(e.as_database_error().is_some_and(|e| e.is_foreign_key_violation()), "{e}");
    }
}

on_both! {
    async fn nothing_is_out_without_an_approval(base: Base) {
        let app = TestApp::open(base).await;
        app.poll("vk").await;
        app.posts("vk-queue");
        app.poll("vk").await;
        for sql in [
            "UPDATE reply SET state = 'approved'",
            "UPDATE reply SET state = 'sending'",
            "UPDATE reply SET state = 'published'",
            "UPDATE reply SET state = 'verified_live'",
            "UPDATE reply SET state = 'unknown'",
        ] {
            let e = refused(app.db(), sql).await;
            assert!(e.as_database_error().is_some_and(|e| e.is_check_violation()), "{sql}: {e}");
        }
    }
}

on_both! {
    async fn words_outside_the_vocabulary_are_refused(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("vk-queue");
        app.poll("vk").await;
        for sql in [
            "UPDATE reply SET state = 'sent'",
            "UPDATE review SET rating = 6",
            "UPDATE review SET sentiment = 'bad'",
            "UPDATE person SET role = 'root'",
            "UPDATE source SET health = 'blue'",
        ] {
            let e = refused(app.db(), sql).await;
            assert!(e.as_database_error().is_some_and(|e| e.is_check_violation()), "{sql}: {e}");
        }
    }
}

on_both! {
    async fn a_review_has_one_row_one_thread_and_one_reply(base: Base) {
        let app = TestApp::open(base).await;
        app.posts("vk-queue");
        app.poll("vk").await;
        change(app.db(), "UPDATE thread SET fault = 'business'").await;
        for sql in [
            "INSERT INTO review (id, source_id, external_id, body, folded, lang, first_seen_at, content_hash, sentiment, urgency, topics, verdict)
             SELECT 'other', source_id, external_id, body, folded, lang, first_seen_at, content_hash, sentiment, urgency, topics, verdict FROM review",
            "INSERT INTO thread (id, review_id, source_id, urgency, sentiment, open, opened_at)
             SELECT 'other', review_id, source_id, urgency, sentiment, open, opened_at FROM thread",
            "INSERT INTO reply (id, thread_id, state, text, text_hash, origin, variants, updated_at)
             SELECT 'other', thread_id, state, text, text_hash, origin, variants, updated_at FROM reply",
        ] {
            let e = refused(app.db(), sql).await;
            assert!(e.as_database_error().is_some_and(|e| e.is_unique_violation()), "{sql}: {e}");
        }
    }
}
