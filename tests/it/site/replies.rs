//! Replies through the platforms' interfaces, and by hand.

use super::*;
use otklik_adapters::{Receipt, ReplyOrder};

/// The review as the adapter names it, and the order to answer it.
pub(super) async fn order(street: &Street, platform: Platform, text: &str) -> ReplyOrder {
    let link = match platform {
        Platform::Telegram => format!("https://t.me/{}", places::GROUP),
        _ => link_of(platform),
    };
    let (_, place) = recognised(&link);
    let seen = street.poll(&link).await.expect("reviews");
    ReplyOrder {
        place,
        review: seen[0].id.clone(),
        parent: seen[0].parent.clone(),
        author: None,
        title: None,
        text: text.to_owned(),
        idempotency_key: "0198c0de-0000-7000-8000-000000000001".to_owned(),
    }
}

pub(super) async fn publish(
    street: &Street,
    platform: Platform,
    order: &ReplyOrder,
) -> Result<Receipt, Failure> {
    adapter(platform).publish(&street.session(platform), order).await
}

const BY_API: [(Platform, &str); 2] = [(Platform::Vk, "vk-queue"), (Platform::Telegram, "telegram-hours")];

#[tokio::test]
async fn an_accepted_reply_is_on_record_and_seen_by_all() {
    for (platform, review) in BY_API {
        let street = Street::open().await;
        let id = street.post(review);
        let order = order(&street, platform, "Спасибо, исправим.").await;
        assert!(publish(&street, platform, &order).await.is_ok(), "{platform:?}");
        let [line] = street.accepted().try_into().expect("one line");
        assert_eq!(
            (line.platform, line.review.as_str(), line.text.as_str()),
            (platform, id.as_str(), "Спасибо, исправим.")
        );
        let street = street.reopened().await;
        let kept = street.site.review(platform, &id).expect("the review");
        assert_eq!(
            kept.replies.iter().map(|r| r.text.as_str()).collect::<Vec<_>>(),
            ["Спасибо, исправим."]
        );
    }
}

#[tokio::test]
async fn a_reply_that_got_no_answer_is_unknown_though_it_was_taken() {
    for (platform, review) in BY_API {
        let street = Street::open().await;
        street.post(review);
        let order = order(&street, platform, "Спасибо!").await;
        street
            .site
            .set_mood(platform, Mood::TimeoutOnPublish)
            .expect("a mood");
        assert_eq!(
            publish(&street, platform, &order).await.err(),
            Some(Failure::Unknown),
            "{platform:?}"
        );
        assert_eq!(street.accepted().len(), 1, "{platform:?}");
    }
}

#[tokio::test]
async fn a_declined_reply_leaves_no_trace() {
    for (platform, review) in BY_API {
        let street = Street::open().await;
        street.post(review);
        let order = order(&street, platform, "Спасибо!").await;
        street.site.set_mood(platform, Mood::Refuses).expect("a mood");
        let refused = publish(&street, platform, &order).await;
        assert!(
            matches!(refused, Err(Failure::Refused { .. })),
            "{platform:?}: {refused:?}"
        );
        assert_eq!(street.accepted(), [], "{platform:?}");
    }
}

#[tokio::test]
async fn a_person_reads_the_site_and_pastes_a_reply() {
    let street = Street::open().await;
    let id = street.post("2gis-spam");
    let form = [
        ("platform", "2gis"),
        ("review", id.as_str()),
        ("text", "Это не отзыв."),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    for _ in 0..2 {
        let answer = raw(&street.origin, "POST", "/_site/reply", "", &body).await;
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }
    let page = raw(&street.origin, "GET", "/_site/", "", "").await;
    assert!(
        page.contains("Это не отзыв.") && page.contains("&lt;a href="),
        "{page}"
    );
    assert!(
        !page.contains("<a href=\"http://spam"),
        "an author's markup is text"
    );
    assert_eq!(
        street
            .site
            .review(Platform::TwoGis, &id)
            .expect("the review")
            .replies
            .len(),
        1,
        "twice is once"
    );
    let mood = raw(&street.origin, "POST", "/_site/mood/2gis?mood=blind", "", "").await;
    assert!(mood.starts_with("HTTP/1.1 204"), "{mood}");
    assert_eq!(street.site.mood(Platform::TwoGis), Mood::Blind);
    let foreign = raw(
        &street.origin,
        "POST",
        "/_site/mood/2gis?mood=well",
        "origin: https://evil.example\r\n",
        "",
    )
    .await;
    assert!(
        foreign.starts_with("HTTP/1.1 403"),
        "another site's page presses no button: {foreign}"
    );
    assert!(
        raw(&street.origin, "POST", "/_site/mood/2gis?mood=gloomy", "", "")
            .await
            .starts_with("HTTP/1.1 404")
    );
}

/// A browser's request, without the daemon's client.
async fn raw(origin: &str, method: &str, path: &str, headers: &str, body: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = origin.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(host).await.expect("connected");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}
