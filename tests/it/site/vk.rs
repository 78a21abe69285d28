//! The community on VK.

use super::stand::Stand;
use super::*;

#[tokio::test]
async fn comments_of_the_community_are_read_with_stubs_of_the_removed() {
    let street = Street::open().await;
    let link = link_of(Platform::Vk);
    let queue = street.post("vk-queue");
    let thanks = street.post("vk-thanks");
    let rude = street.post("vk-rude");
    street
        .site
        .official_reply_by_hand(
            "hand",
            Platform::Vk,
            &queue,
            "Денис, второй бариста с понедельника.",
        )
        .expect("answered");
    street
        .site
        .delete_review("stub", Platform::Vk, &rude, true)
        .expect("deleted");
    street
        .site
        .delete_review("away", Platform::Vk, &thanks, false)
        .expect("deleted");
    let seen = street.poll(&link).await.expect("comments");
    let of = |id: &str| seen.iter().find(|s| s.id.ends_with(id));
    assert!(
        of(&queue)
            .is_some_and(|s| s.author.name.as_deref().is_some_and(|n| n.contains("Денис")) && !s.removed),
        "{seen:?}"
    );
    let (adapter, place) = recognised(&link);
    let pages = all(adapter, &street.session(Platform::Vk), &place)
        .await
        .expect("comments");
    let answered = |p: &Page| {
        p.answers
            .iter()
            .any(|a| a.to.ends_with(&queue) && a.reply.text.contains("понедельника"))
            || p.sightings
                .iter()
                .any(|s| s.id.ends_with(&queue) && s.official_reply.is_some())
    };
    assert!(
        pages.iter().any(answered),
        "the community's own comment is an official reply: {pages:?}"
    );
    assert!(of(&rude).is_some_and(|s| s.removed), "a stub is an explicit sign");
    assert!(of(&thanks).is_none(), "without a stub nothing is left");
}

#[tokio::test]
async fn the_same_guid_is_the_same_comment_also_over_a_restart() {
    let mut stand = Stand::named("vk").await;
    let first = stand.publish("Спасибо!").await.expect("taken");
    assert_eq!(stand.publish("Спасибо!").await, Ok(first.clone()));
    stand.street = stand.street.reopened().await;
    assert_eq!(stand.publish("Спасибо!").await, Ok(first));
    assert_eq!(stand.street.accepted().len(), 1);
}

#[tokio::test]
async fn a_reply_in_moderation_is_seen_only_after_its_time() {
    let stand = Stand::named("vk").await;
    let site = &stand.street.site;
    site.moderate("hold", Platform::Vk, TimeDelta::minutes(30))
        .expect("held");
    stand.publish("Спасибо!").await.expect("taken");
    assert_eq!(stand.current().await, None, "accepted is not published");
    stand.street.clock.forward(TimeDelta::minutes(31));
    assert_eq!(stand.current().await.as_deref(), Some("Спасибо!"));
    site.remove_reply("away", Platform::Vk, &stand.number)
        .expect("removed");
    assert_eq!(stand.current().await, None, "the platform took it away again");
}

#[tokio::test]
async fn a_recording_of_the_wall_holds_no_key() {
    let street = Street::open().await;
    street.post("vk-queue");
    let (adapter, place) = recognised(&link_of(Platform::Vk));
    let session = street.session(Platform::Vk);
    let recorder = otklik::net::record::Recorder::of(&session);
    let mut cursor = Cursor::default();
    while let Next::More(page) = adapter
        .poll(&recorder, &place, &cursor)
        .await
        .expect("a page")
        .next
    {
        cursor.page = Some(page);
    }
    let folder = street.dir.0.join("recording");
    let exchanges = recorder.save(&folder).expect("saved");
    assert_eq!(exchanges, usize::try_from(session.requests()).expect("a number"));
    let mut all = String::new();
    for file in std::fs::read_dir(&folder).expect("the folder") {
        all.push_str(&std::fs::read_to_string(file.expect("a file").path()).expect("text"));
    }
    assert!(
        all.contains("https://api.vk.com/method/wall.getComments") && all.contains("работала одна касса")
    );
    assert!(all.contains("200000017"), "a plain setting is no secret");
    assert!(!all.contains("demo-community-key"), "{all}");
}
