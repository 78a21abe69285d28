//! Links in mails: bound to one person and one text, of one use, expiring.

use super::world::World;
use chrono::TimeDelta;
use otklik::mail::link::{LinkError, Purpose, hash, issue, verify};
use otklik::store::links;

#[tokio::test]
async fn a_link_is_found_looked_at_and_used_once() {
    let w = World::open().await;
    let token = issue(
        &w.ctx,
        Purpose::Approve,
        &w.maria,
        Some("thread-1"),
        Some("hash-1"),
    )
    .await
    .expect("issued");
    for _ in 0..3 {
        let link = verify(&w.ctx, &token).await.expect("looking changes nothing");
        assert_eq!(
            (link.purpose, link.subject_id.as_deref()),
            (Purpose::Approve, Some("thread-1"))
        );
        assert_eq!(
            (link.person_id, link.subject_hash.as_deref()),
            (w.maria.clone(), Some("hash-1"))
        );
    }
    let mut tx = w.ctx.db.begin().await.expect("a transaction");
    assert!(
        links::consume(&mut tx, &hash(&token), w.ctx.now())
            .await
            .expect("used")
    );
    tx.commit().await.expect("committed");
    assert!(matches!(verify(&w.ctx, &token).await, Err(LinkError::Used)));
}

#[tokio::test]
async fn a_link_expires_after_its_week_and_a_password_link_after_its_day() {
    let w = World::open().await;
    let week = issue(&w.ctx, Purpose::Acknowledge, &w.maria, Some("alert-1"), None)
        .await
        .expect("issued");
    let day = issue(&w.ctx, Purpose::Reset, &w.maria, None, None)
        .await
        .expect("issued");
    w.clock.forward(TimeDelta::hours(24));
    assert!(matches!(verify(&w.ctx, &day).await, Err(LinkError::Expired)));
    assert!(verify(&w.ctx, &week).await.is_ok());
    w.clock.forward(TimeDelta::days(6));
    assert!(matches!(verify(&w.ctx, &week).await, Err(LinkError::Expired)));
}

#[tokio::test]
async fn a_cut_a_changed_or_a_planted_token_opens_nothing() {
    let w = World::open().await;
    let token = issue(
        &w.ctx,
        Purpose::Approve,
        &w.maria,
        Some("thread-1"),
        Some("hash-1"),
    )
    .await
    .expect("issued");
    let cut = &token[..token.len() - 1];
    for wrong in [
        "",
        "a",
        cut,
        &format!("{token}a"),
        &token.to_lowercase(),
        &"A".repeat(64),
    ] {
        assert!(
            matches!(verify(&w.ctx, wrong).await, Err(LinkError::Unknown)),
            "{wrong}"
        );
    }
    // a row written into the database for a token of one's own is not signed by the key
    let planted = "A".repeat(64);
    let mut tx = w.ctx.db.begin().await.expect("a transaction");
    let later = otklik::store::Time(w.ctx.now().0 + 1000);
    links::create(
        &mut tx,
        &hash(&planted),
        "approve",
        &w.maria,
        Some("thread-1"),
        None,
        later,
    )
    .await
    .expect("a row");
    tx.commit().await.expect("committed");
    assert!(matches!(verify(&w.ctx, &planted).await, Err(LinkError::Unknown)));
}

#[tokio::test]
async fn a_link_is_not_stored_and_does_not_repeat() {
    let w = World::open().await;
    let first = issue(&w.ctx, Purpose::Invite, &w.maria, None, None)
        .await
        .expect("issued");
    let second = issue(&w.ctx, Purpose::Invite, &w.maria, None, None)
        .await
        .expect("issued");
    assert_ne!(first, second);
    let rows: Vec<(String,)> = w
        .ctx
        .db
        .query("SELECT token_hash FROM link")
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|(stored,)| *stored != first && *stored != second));
}
