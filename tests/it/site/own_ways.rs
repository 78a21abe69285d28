//! What one platform does and the others do not: quotas, windows, public pages, guards against doubles.

use super::stand::{Stand, TEXT};
use super::*;
use otklik_adapters::{Receipt, Standing};

#[tokio::test]
async fn a_reply_that_the_platform_declines_after_reading_is_told_as_rejected() {
    for stand in Stand::each().await {
        let platform = stand.source.platform;
        if ![Platform::Google, Platform::RuStore].contains(&platform) {
            continue; // the others have no such state
        }
        stand.publish(TEXT).await.expect("taken");
        let site = &stand.street.site;
        site.reject_reply("no", platform, &stand.number, "OFF_TOPIC")
            .expect("rejected");
        assert!(
            matches!(
                stand.shown().await.expect("a reply").standing,
                Standing::Rejected { .. }
            ),
            "{}",
            stand.name()
        );
    }
}

#[tokio::test]
async fn the_owners_count_of_google_is_compared_with_the_publics() {
    let street = Street::open().await;
    let google = sources::answered()
        .into_iter()
        .find(|s| s.platform == Platform::Google)
        .expect("google");
    let mut access = google.access.to_vec();
    access.extend([
        ("places_key", places::PLACES_KEY),
        ("place_id", places::GOOGLE_PLACE),
    ]);
    let (adapter, place) = recognised(&google.url);
    let poll = async |access: &[(&str, &str)]| {
        let session = street.session_with(Platform::Google, access);
        adapter.poll(&session, &place, &Cursor::default()).await
    };
    let none = poll(&access).await.expect("a page");
    assert_eq!(
        (none.empty, none.counter.and_then(|c| c.count)),
        (Some(Emptiness::Stated), Some(0))
    );
    for n in 0..3 {
        let new = NewReview {
            platform: Platform::Google,
            place: "location",
            author: "Вера Лаптева",
            rating: Some(5),
            title: None,
            text: "Вкусно",
        };
        street.site.post_review(&n.to_string(), &new).expect("posted");
    }
    let page = poll(&access).await.expect("a page");
    assert_eq!(
        (page.sightings.len(), page.counter.and_then(|c| c.count)),
        (3, Some(3))
    );
    access[4].1 = "AIza-another";
    assert!(matches!(poll(&access).await, Err(Failure::Auth { .. })));
}

#[tokio::test]
async fn the_hourly_quota_of_google_play_is_told_as_slow_and_is_renewed() {
    let stand = Stand::named("google-play").await;
    // One request was made.
    for n in 1..200 {
        assert!(stand.poll().await.is_ok(), "request {n}");
    }
    let over = stand.poll().await;
    assert!(matches!(over, Err(Failure::Slow { .. })), "{over:?}");
    assert!(stand.publish(TEXT).await.is_ok(), "replies are counted apart");
    stand.street.clock.forward(TimeDelta::hours(1));
    assert!(stand.poll().await.is_ok());
}

#[tokio::test]
async fn google_play_lists_a_week_and_an_edit_brings_a_review_back() {
    let stand = Stand::named("google-play").await;
    stand.street.clock.forward(TimeDelta::days(8));
    assert_eq!(stand.poll().await.expect("an empty week"), []);
    let site = &stand.street.site;
    site.edit_review("edit", Platform::GooglePlay, &stand.review, "Опять остыл.", None)
        .expect("edited");
    assert_eq!(stand.seen().await.text, "Опять остыл.");
}

#[tokio::test]
async fn the_shop_window_of_rustore_is_read_without_a_key_and_shows_live_replies_only() {
    let stand = Stand::named("rustore").await;
    stand.publish(TEXT).await.expect("taken");
    let window = stand
        .street
        .session_with(Platform::RuStore, &[("unofficial", "yes")]);
    let poll = async || {
        let pages = all(stand.adapter(), &window, &stand.place).await.expect("pages");
        pages
            .into_iter()
            .flat_map(|p| p.sightings)
            .next()
            .expect("a review")
    };
    let seen = poll().await;
    assert_eq!(
        (seen.id.as_str(), seen.created),
        (stand.review.as_str(), Some(noon()))
    );
    assert_eq!(seen.official_reply.expect("a reply").text, TEXT);
    stand
        .street
        .site
        .reject_reply("no", Platform::RuStore, &stand.review, "")
        .expect("rejected");
    assert_eq!(poll().await.official_reply, None);
}

#[tokio::test]
async fn a_store_admits_nobody_whose_clock_is_wrong() {
    for name in ["rustore", "app-store-connect", "google-play"] {
        let stand = Stand::named(name).await;
        let session = |clock| {
            stand
                .street
                .session_at(stand.source.platform, stand.source.access, clock)
        };
        for (hours, admitted) in [(0, true), (3, false), (-3, false)] {
            let clock = Arc::new(Turned::at(noon() + TimeDelta::hours(hours)));
            let polled = stand
                .adapter()
                .poll(&session(clock), &stand.place, &Cursor::default())
                .await;
            assert_eq!(polled.is_ok(), admitted, "{name}, {hours} h off: {polled:?}");
            let told = matches!(polled, Ok(_) | Err(Failure::Auth { .. }));
            assert!(told, "{name}: {polled:?}");
        }
    }
}

#[tokio::test]
async fn each_network_keeps_doubles_out_in_its_own_way() {
    // Mastodon by the key of the attempt.
    let stand = Stand::named("mastodon").await;
    let first = stand.publish(TEXT).await.expect("taken");
    assert_eq!(stand.publish(TEXT).await, Ok(first));
    assert_eq!(stand.street.accepted().len(), 1);
    // X by the text.
    let stand = Stand::named("x").await;
    stand.publish(TEXT).await.expect("taken");
    let other = stand.writes("second", "И у меня остыл");
    let refused = stand.publish_to(&other, TEXT).await;
    assert_eq!(
        refused,
        Err(Failure::Refused {
            reason: "duplicate".into()
        })
    );
    assert_eq!(stand.street.accepted().len(), 1);
}

#[tokio::test]
async fn yandex_reads_a_reply_before_it_shows_it() {
    let stand = Stand::named("yandex-cabinet").await;
    let hold = TimeDelta::hours(8);
    let site = &stand.street.site;
    site.moderate("slowly", Platform::Yandex, hold)
        .expect("moderated");
    assert_eq!(stand.publish(TEXT).await, Ok(Receipt::Accepted { id: None }));
    assert_eq!(stand.text_shown().await, None, "taken is not shown");
    stand.street.clock.forward(hold);
    assert_eq!(stand.text_shown().await.as_deref(), Some(TEXT));
    // The public page shows the same without a session.
    let open = stand.street.session_with(Platform::Yandex, &[]);
    let page = stand
        .adapter()
        .poll(&open, &stand.place, &Cursor::default())
        .await
        .expect("a page");
    let reply = page.sightings[0].official_reply.as_ref().map(|r| r.text.as_str());
    assert_eq!((page.sightings.len(), reply), (1, Some(TEXT)));
}

#[tokio::test]
async fn a_comment_that_was_taken_away_on_reddit_leaves_a_stub() {
    let stand = Stand::named("reddit").await;
    let site = &stand.street.site;
    site.delete_review("gone", Platform::Reddit, &stand.review, true)
        .expect("deleted");
    let seen = stand.poll().await.expect("reviews");
    assert_eq!(
        (seen.len(), seen[0].removed, seen[0].text.as_str()),
        (1, true, "")
    );
}

#[tokio::test]
async fn quotas_of_the_networks_are_told_as_slow_with_their_end() {
    for (name, before, allowed) in [("mastodon", "", 100), ("reddit", "t1_", 60)] {
        let stand = Stand::named(name).await;
        for n in 0..allowed {
            let number = stand.writes(&n.to_string(), "Раф остыл");
            let review = format!("{before}{number}");
            let taken = stand.publish_to(&review, &format!("Вернём {n}")).await;
            assert!(taken.is_ok(), "{name} {n}: {taken:?}");
        }
        let over = stand.publish(TEXT).await;
        assert!(
            matches!(over, Err(Failure::Slow { until: Some(_) })),
            "{name}: {over:?}"
        );
        stand.street.clock.forward(TimeDelta::hours(1));
        assert!(stand.publish(TEXT).await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn the_daily_allowance_of_youtube_ends_and_is_renewed_at_midnight_in_california() {
    let stand = Stand::named("youtube").await;
    // One list was read; 199 replies and 49 lists fit into what is left.
    for n in 0..199 {
        stand.publish(&format!("Ответ {n}")).await.expect("taken");
    }
    for _ in 0..49 {
        stand.poll().await.expect("within the allowance");
    }
    let Err(Failure::Slow { until: Some(until) }) = stand.publish(TEXT).await else {
        panic!("the allowance is used up")
    };
    assert_eq!(until.to_rfc3339(), "2026-11-24T08:00:00+00:00");
    assert_eq!(stand.street.accepted().len(), 199);
    stand.street.clock.set(until);
    stand.publish(TEXT).await.expect("a new day");
}
