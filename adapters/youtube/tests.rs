//! YouTube on its real recorded answers, links, and what its requests cost.

use super::*;
use crate::Method;
use crate::testkit::{Cassette, sample};

fn at(link: &str) -> Option<Place> {
    YouTube::new().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_means_the_same_video_or_channel() {
    for link in [
        "https://www.youtube.com/watch?v=F1UP7wRCPH8&list=PL1&index=2&lc=UgyZ1jqkHKYvi1-ruOZ4AaABAg",
        "https://youtu.be/F1UP7wRCPH8?si=invented&t=12",
        "http://m.youtube.com/watch?app=desktop&v=F1UP7wRCPH8",
        "https://music.youtube.com/watch?v=F1UP7wRCPH8",
        "https://youtube.com/shorts/F1UP7wRCPH8?feature=share",
        "https://www.youtube.com/live/F1UP7wRCPH8",
        "https://www.youtube-nocookie.com/embed/F1UP7wRCPH8?rel=0",
        "https://www.youtube.com/v/F1UP7wRCPH8",
        "https://studio.youtube.com/video/F1UP7wRCPH8/comments",
        "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DF1UP7wRCPH8%26feature%3Dshare",
        "vnd.youtube:F1UP7wRCPH8",
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(
            (found.kind.as_str(), found.id.as_str()),
            ("video", "F1UP7wRCPH8"),
            "{link}"
        );
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for (link, kind, id) in [
        (
            "https://www.youtube.com/channel/UCa-vrCLQHviTOVnEKDOdetQ/about",
            "channel",
            "UCa-vrCLQHviTOVnEKDOdetQ",
        ),
        (
            "https://studio.youtube.com/channel/UCa-vrCLQHviTOVnEKDOdetQ/comments/inbox",
            "channel",
            "UCa-vrCLQHviTOVnEKDOdetQ",
        ),
        ("https://youtube.com/@zerno.coffee?si=x", "named", "@zerno.coffee"),
        (
            "https://www.youtube.com/@%D0%B7%D0%B5%D1%80%D0%BD%D0%BE/videos",
            "named",
            "@зерно",
        ),
        ("https://www.youtube.com/user/zerno", "named", "user/zerno"),
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!((found.kind.as_str(), found.id.as_str()), (kind, id), "{link}");
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://www.youtube.com/",
        "https://www.youtube.com/feed/subscriptions",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/channel/UCshort",
        "https://www.youtube.com/c/zerno",
        "https://www.youtube.com/attribution_link?u=%2Fattribution_link%3Fu%3Dx",
        "https://youtube.com.example.org/watch?v=F1UP7wRCPH8",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[test]
fn recorded_answers_give_what_they_hold() {
    let Some(body) = sample("youtube", "commentThreads_by_video_page1.json") else {
        return;
    };
    let video = at("https://youtu.be/F1UP7wRCPH8").unwrap();
    let channel = at("https://www.youtube.com/channel/UCa-vrCLQHviTOVnEKDOdetQ").unwrap();
    let read = |place: &Place, file: &str| YouTube::new().read(place, &sample("youtube", file).unwrap());
    let page = YouTube::new().read(&video, &body).unwrap();
    assert_eq!(page.sightings.len(), 5);
    let [first, .., last] = page.sightings.as_slice() else {
        panic!()
    };
    assert_eq!(
        (first.id.as_str(), first.text.as_str()),
        ("UgyZ1jqkHKYvi1-ruOZ4AaABAg", "Google.com")
    );
    assert_eq!(first.created.unwrap().to_rfc3339(), "2019-11-26T15:51:44+00:00");
    assert_eq!(first.author.id.as_deref(), Some("UCzj-CjKYmGlZ7vTL-vOe57A"));
    assert!(last.text.starts_with("Lot's of good light") && !first.edited);
    assert_eq!(
        first.url.as_deref(),
        Some("https://www.youtube.com/watch?v=F1UP7wRCPH8&lc=UgyZ1jqkHKYvi1-ruOZ4AaABAg")
    );
    assert_eq!(
        read(&video, "commentThreads_by_video_page2.json")
            .unwrap()
            .sightings
            .len(),
        5
    );
    assert_eq!(
        read(&channel, "commentThreads_all_to_channel.json")
            .unwrap()
            .sightings
            .len(),
        4
    );
    let talk = read(&channel, "commentThread_with_replies.json").unwrap();
    let pair: Vec<_> = talk
        .sightings
        .iter()
        .map(|s| (s.id.as_str(), s.parent.as_deref()))
        .collect();
    let top = "UgydxWWoeA7F1OdqypJ4AaABAg";
    assert_eq!(
        pair,
        [
            (top, Some("D-lhorsDlUQ")),
            ("UgydxWWoeA7F1OdqypJ4AaABAg.8wWQ3tdHcFx8xcDheui-qb", Some(top))
        ]
    );
    let replies = read(&channel, "comments_by_parent_page1.json").unwrap();
    assert_eq!(replies.sightings.len(), 2);
    assert_eq!(
        replies.sightings[0].parent.as_deref(),
        Some("Ugw5zYU6n9pmIgAZWvN4AaABAg")
    );
    // The same comment is a review to others, and to the channel that wrote it an official reply.
    let inserted = read(&video, "comments_insert_response.json").unwrap();
    assert_eq!(
        inserted.sightings[0].created.unwrap().to_rfc3339(),
        "2022-11-14T10:23:02+00:00"
    );
    let own = read(&channel, "comments_insert_response.json").unwrap();
    assert_eq!(
        (own.sightings.len(), own.answers[0].reply.text.as_str()),
        (0, "wow")
    );
    assert_eq!(own.answers[0].to, "Ugy_CAftKrIUCyPr9GR4AaABAg");
    assert_eq!(
        read(&video, "error_key_invalid.json"),
        Err(Failure::auth("key_refused"))
    );
}

#[tokio::test]
async fn recorded_threads_are_walked_and_short_ones_asked_for_their_replies() {
    let Some(first) = sample("youtube", "commentThreads_all_to_channel.json") else {
        return;
    };
    let replies = sample("youtube", "comments_by_parent_page1.json").unwrap();
    let api = "https://www.googleapis.com/youtube/v3/";
    let net = Cassette::new()
        .access("key", "k")
        .get(&format!("{api}commentThreads"), 200, &first)
        .get(&format!("{api}comments"), 200, &replies);
    let place = at("https://www.youtube.com/channel/UCa-vrCLQHviTOVnEKDOdetQ").unwrap();
    let page = YouTube::new()
        .poll(&net, &place, &Cursor::default())
        .await
        .unwrap();
    assert_eq!(
        page.sightings.len(),
        3,
        "the fourth thread has a reply that did not come with it"
    );
    let crate::Next::More(on) = page.next else {
        panic!("there is more")
    };
    let cursor = Cursor {
        resume: None,
        page: Some(on),
    };
    let page = YouTube::new().poll(&net, &place, &cursor).await.unwrap();
    assert_eq!(page.next, crate::Next::Done);
    assert!(
        page.sightings
            .iter()
            .any(|s| s.id == "UgwSRpgkjCe6OHHe3IJ4AaABAg")
    );
    assert!(
        net.sent()
            .iter()
            .all(|s| s.headers.contains(&("x-goog-api-key".into(), "k".into())))
    );
    assert!(
        net.sent().iter().all(|s| !s.url.as_str().contains("key=")),
        "keys stay out of addresses"
    );
}

#[tokio::test]
async fn a_reply_costs_fifty_units_and_a_list_one() {
    struct Meter(Cassette, std::sync::Mutex<Vec<(Method, u32)>>);
    #[async_trait]
    impl Net for Meter {
        async fn send(&self, request: crate::Request) -> Result<crate::Response, Failure> {
            self.1.lock().unwrap().push((request.method, request.cost));
            self.0.send(request).await
        }
        fn now(&self) -> chrono::DateTime<chrono::Utc> {
            self.0.now()
        }
        fn access(&self, key: &str) -> Option<String> {
            Net::access(&self.0, key)
        }
    }
    let answer = Ok(Cassette::answer(200, &[], br#"{"id":"a.b"}"#));
    let tape = Cassette::new()
        .access("access_token", "t")
        .on(Method::Post, "https://", &[], answer, 1);
    let net = Meter(tape, std::sync::Mutex::default());
    let order = ReplyOrder {
        place: at("https://youtu.be/F1UP7wRCPH8").unwrap(),
        review: "a.c".into(),
        parent: Some("a".into()),
        author: None,
        title: None,
        text: "Спасибо!".into(),
        idempotency_key: "k".into(),
    };
    let receipt = YouTube::new().publish(&net, &order).await;
    assert_eq!(
        receipt,
        Ok(Receipt::Live {
            id: Some("a.b".into())
        })
    );
    let _ = YouTube::new().poll(&net, &order.place, &Cursor::default()).await;
    assert_eq!(*net.1.lock().unwrap(), [(Method::Post, 50), (Method::Get, 1)]);
}
