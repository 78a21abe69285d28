//! Each platform's format, memory and moods.

use super::*;

#[tokio::test]
async fn reviews_of_the_app_store_are_read_and_edits_keep_their_id() {
    let street = Street::open().await;
    let link = link_of(Platform::AppStore);
    let (adapter, place) = recognised(&link);
    let empty = adapter
        .poll(&street.session(Platform::AppStore), &place, &Cursor::default())
        .await
        .expect("a page");
    assert_eq!((empty.sightings.len(), empty.empty), (0, Some(Emptiness::Stated)));

    // An empty feed is asked for in both forms, a polite pause apart; the feed tells whole seconds.
    let posted = chrono::SubsecRound::trunc_subsecs(street.clock.now(), 0);
    let id = street.post("app-crash");
    street.clock.forward(TimeDelta::hours(1));
    let seen = street.poll(&link).await.expect("reviews");
    assert_eq!(seen.len(), 1, "a lone entry is an object in the feed");
    assert_eq!(
        (seen[0].id.as_str(), seen[0].rating, seen[0].title.as_deref()),
        (id.as_str(), Some(1), Some("Вылетает при оплате"))
    );
    assert_eq!(seen[0].updated, Some(posted));

    let other = street.post("app-praise-en");
    let text = life::text("app-crash").expect("a text");
    let then = text.then.as_deref().expect("a second thought");
    street
        .site
        .edit_review("edit", Platform::AppStore, &id, then, text.then_rating)
        .expect("edited");
    let seen = street.poll(&link).await.expect("reviews");
    assert_eq!(seen.len(), 2);
    let edited = seen.iter().find(|s| s.id == id).expect("still there");
    assert_eq!((edited.text.as_str(), edited.rating), (then, Some(3)));

    street
        .site
        .delete_review("gone", Platform::AppStore, &other, false)
        .expect("deleted");
    assert_eq!(street.poll(&link).await.expect("reviews").len(), 1);
}

#[tokio::test]
async fn long_lists_are_paged_as_the_real_ones_are() {
    let street = Street::open().await;
    for n in 0..120 {
        let branch = places::BRANCHES[1].firm;
        for (platform, place) in [
            (Platform::AppStore, places::STOREFRONT),
            (Platform::TwoGis, branch),
        ] {
            let text = format!("Отзыв {n}");
            let new = NewReview {
                platform,
                place,
                author: "Гость",
                rating: Some(4),
                title: None,
                text: &text,
            };
            street
                .site
                .post_review(&format!("{}-{n}", platform.word()), &new)
                .expect("posted");
        }
        street.clock.forward(TimeDelta::minutes(1));
    }
    let moscow = format!("https://2gis.ru/moscow/firm/{}", places::BRANCHES[1].firm);
    for link in [link_of(Platform::AppStore), moscow] {
        let (adapter, place) = recognised(&link);
        let platform = Platform::of(&place.platform).expect("a platform");
        let pages = all(adapter, &street.session(platform), &place)
            .await
            .expect("pages");
        assert_eq!(
            pages.iter().map(|p| p.sightings.len()).collect::<Vec<_>>(),
            [50, 50, 20],
            "{link}"
        );
        let mut ids: Vec<_> = pages
            .iter()
            .flat_map(|p| &p.sightings)
            .map(|s| s.id.clone())
            .collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 120, "{link}");
    }
}

#[tokio::test]
async fn a_firm_is_read_by_interface_and_by_page_alike() {
    let street = Street::open().await;
    let link = format!("https://2gis.ru/vladivostok/firm/{}", places::BRANCHES[2].firm);
    let (adapter, place) = recognised(&link);
    let none = adapter
        .poll(&street.session(Platform::TwoGis), &place, &Cursor::default())
        .await
        .expect("a page");
    assert_eq!(none.empty, Some(Emptiness::Counter));
    let id = street.post("2gis-rude-vladivostok");
    street.post("2gis-praise-kaliningrad");
    street
        .site
        .official_reply_by_hand("hand", Platform::TwoGis, &id, "Николай, простите нас.")
        .expect("answered");
    for access in [&[("key", places::TWOGIS_KEY)][..], &[]] {
        let session = street.session_with(Platform::TwoGis, access);
        let pages = all(adapter, &session, &place).await.expect("reviews");
        let [seen] = pages[0].sightings.as_slice() else {
            panic!("one review of this branch")
        };
        assert_eq!(
            (seen.id.as_str(), seen.rating, seen.created),
            (id.as_str(), Some(2), Some(noon()))
        );
        let reply = seen.official_reply.as_ref().map(|r| r.text.as_str());
        assert_eq!(
            reply,
            Some("Николай, простите нас."),
            "pasted by hand, shown to all"
        );
        assert_eq!(pages[0].counter.and_then(|c| c.count), Some(1));
    }
    let blocked = adapter
        .poll(
            &street.session_with(Platform::TwoGis, &[("key", "old")]),
            &place,
            &Cursor::default(),
        )
        .await;
    assert!(matches!(blocked, Err(Failure::Auth { .. })), "{blocked:?}");
}

#[tokio::test]
async fn a_channel_is_read_by_its_preview_back_to_its_first_post() {
    let street = Street::open().await;
    let link = format!("https://t.me/s/{}", places::CHANNEL);
    let (adapter, place) = recognised(&link);
    let session = || street.session_with(Platform::Telegram, &[]);
    let empty = adapter
        .poll(&session(), &place, &Cursor::default())
        .await
        .expect("a page");
    assert_eq!(empty.empty, Some(Emptiness::Stated));
    let id = street.post("channel-price");
    for n in 0..25 {
        let text = format!("«Зерно» <b>{n}</b> & co\nвторая строка");
        let new = NewReview {
            platform: Platform::Telegram,
            place: "channel",
            author: "Гость",
            rating: None,
            title: None,
            text: &text,
        };
        street.site.post_review(&format!("c-{n}"), &new).expect("posted");
    }
    let pages = all(adapter, &session(), &place).await.expect("posts");
    let seen: Vec<_> = pages.iter().flat_map(|p| &p.sightings).collect();
    assert_eq!((pages.len(), seen.len()), (2, 26));
    assert!(seen.iter().any(|s| s.id == id));
    assert!(
        seen.iter()
            .any(|s| s.text == "«Зерно» <b>24</b> & co\nвторая строка"),
        "markup of an author stays text"
    );
    let (_, missing) = recognised("https://t.me/s/no_such_channel_17");
    assert_eq!(
        adapter.poll(&session(), &missing, &Cursor::default()).await.err(),
        Some(Failure::Gone)
    );
}

#[tokio::test]
async fn updates_come_again_until_they_are_confirmed_also_over_a_restart() {
    let street = Street::open().await;
    let id = street.post("telegram-hours");
    let (adapter, place) = recognised(&format!("https://t.me/{}", places::GROUP));
    let read = async |street: &Street, resume: Option<String>| {
        let cursor = Cursor { resume, page: None };
        adapter
            .poll(&street.session(Platform::Telegram), &place, &cursor)
            .await
            .expect("updates")
    };
    let first = read(&street, None).await;
    assert_eq!(
        first.sightings.len(),
        1,
        "the forwarded post is context, not a review"
    );
    assert!(first.sightings[0].id.ends_with(&format!("/{id}")));
    assert_eq!(
        read(&street, None).await.sightings,
        first.sightings,
        "not confirmed, so told again"
    );
    assert_eq!(
        read(&street, first.resume.clone()).await.empty,
        Some(Emptiness::NoEvents)
    );
    let street = street.reopened().await;
    assert_eq!(
        read(&street, None).await.sightings,
        [],
        "a confirmation is remembered"
    );
    street
        .site
        .edit_review("e", Platform::Telegram, &id, "И во сколько открываетесь?", None)
        .expect("edited");
    let edit = read(&street, first.resume).await;
    assert_eq!((edit.sightings.len(), edit.sightings[0].edited), (1, true));
    assert_eq!(edit.sightings[0].id, first.sightings[0].id);
}

#[tokio::test]
async fn a_mood_of_another_process_is_felt_at_once_and_mended() {
    let street = Street::open().await;
    for id in [
        "app-crash",
        "2gis-praise-kaliningrad",
        "vk-queue",
        "telegram-hours",
        "channel-review",
    ] {
        street.post(id);
    }
    for sources::Source {
        platform, url: link, ..
    } in sources::shown()
    {
        let poll = async |mood: Mood| {
            // As `otklik demo break` does it: by the file alone.
            otklik::demo::site::mood::set(&street.dir.0, platform, mood).expect("a mood");
            street.poll(&link).await
        };
        assert!(poll(Mood::Well).await.is_ok(), "{link}");
        let blind = poll(Mood::Blind).await;
        assert!(matches!(blind, Err(Failure::Drift { .. })), "{link}: {blind:?}");
        let captcha = poll(Mood::Captcha).await;
        assert!(
            matches!(captcha, Err(Failure::Blocked { .. })),
            "{link}: {captcha:?}"
        );
        let slow = poll(Mood::Slow429).await;
        assert!(matches!(slow, Err(Failure::Slow { .. })), "{link}: {slow:?}");
        let down = poll(Mood::Down502).await;
        assert!(matches!(down, Err(Failure::Down { .. })), "{link}: {down:?}");
        assert!(poll(Mood::Well).await.is_ok(), "{link}");
    }
}

#[tokio::test]
async fn life_goes_on_by_itself_and_a_tick_happens_once() {
    let street = Street::open().await;
    let ticks = life::texts().len() as u64 + 6;
    for tick in 0..ticks {
        street.site.life(tick).expect("a tick");
        street.site.life(tick).expect("the same tick");
        street.clock.forward(TimeDelta::minutes(10));
    }
    let reviews = street.site.reviews();
    assert_eq!(reviews.len() as u64, ticks);
    assert!(reviews.iter().any(|r| r.edited.is_some()) && reviews.iter().any(|r| r.removed.is_some()));
    for sources::Source { url: link, .. } in sources::shown() {
        assert!(street.poll(&link).await.is_ok_and(|s| !s.is_empty()), "{link}");
    }
}

#[tokio::test]
async fn memory_survives_a_kill_in_the_middle_of_a_line() {
    let street = Street::open().await;
    let id = street.post("2gis-cold");
    street
        .site
        .moderate("hold", Platform::TwoGis, TimeDelta::hours(2))
        .expect("held");
    let journal = street.dir.0.join("journal.jsonl");
    let before = street.site.reviews();
    append(&journal, b"{\"seq\":99,\"at\":\"2026-");
    append(&street.dir.0.join("accepted.jsonl"), b"{");
    let street = street.reopened().await;
    assert_eq!(street.site.reviews(), before);
    assert_eq!(street.post("2gis-cold"), id, "the same key is the same review");
    street
        .site
        .official_reply_by_hand("hand", Platform::TwoGis, &id, "Исправим.")
        .expect("answered");
    let street = street.reopened().await;
    let reply = street
        .site
        .review(Platform::TwoGis, &id)
        .expect("the review")
        .replies
        .remove(0);
    assert_eq!(
        reply.shown_at - reply.at,
        TimeDelta::hours(2),
        "moderation is remembered"
    );
}

fn append(file: &Path, bytes: &[u8]) {
    use std::io::Write;
    let mut file = std::fs::OpenOptions::new()
        .append(true)
        .open(file)
        .expect("the file");
    file.write_all(bytes).expect("written");
}
