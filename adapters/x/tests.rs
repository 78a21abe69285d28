//! What real recorded answers mean, where they are present.

use super::*;
use crate::ReplyRoute;
use crate::testkit::{Cassette, sample};
use crate::{Method, Next};

fn place(link: &str) -> Place {
    X::new().locate(&Url::parse(link).unwrap()).unwrap()
}

const FILES: &[(&str, usize)] = &[
    ("search_recent_1", 10),
    ("users_mentions_1", 10),
    ("create_delete_1", 1),
    ("get_tweet", 1),
    ("get_tweets", 2),
    ("quote_tweets", 9),
];

#[test]
fn recorded_answers_hold_what_their_source_counts() {
    for (name, posts) in FILES {
        let Some(body) = sample("x", &format!("{name}.json")) else {
            return;
        };
        let page = X::new().read(&place("https://x.com/Tweepy"), &body).unwrap();
        assert_eq!(page.sightings.len(), *posts, "{name}");
        assert!(
            page.sightings
                .iter()
                .all(|s| s.created.is_some() && !s.edited && s.url.is_some()),
            "{name}"
        );
    }
    // Our own posts, read as anybody's where it is not known that they are ours.
    let own = sample("x", "users_tweets.json").unwrap();
    assert_eq!(
        X::new()
            .read(&place("https://x.com/Twitter"), &own)
            .unwrap()
            .sightings
            .len(),
        2
    );
    let deleted = sample("x", "create_delete_2.json").unwrap();
    let read = X::new().read(&place("https://x.com/Twitter"), &deleted);
    assert!(matches!(read, Err(Failure::Drift { .. })), "{read:?}");
}

#[test]
fn a_recorded_post_has_the_time_of_its_number() {
    let Some(body) = sample("x", "search_recent_1.json") else {
        return;
    };
    let page = X::new()
        .read(&place("https://x.com/search?q=Tweepy"), &body)
        .unwrap();
    let post = &page.sightings[1];
    assert_eq!(post.text, "2022-10-07 23:06:12.640564 tweepy");
    // Posted by a program a moment after the time that it wrote.
    assert_eq!(
        post.created.unwrap().format("%F %H:%M").to_string(),
        "2022-10-07 23:06"
    );
    assert_eq!(
        post.url.as_deref(),
        Some("https://x.com/i/status/1578522108187283456")
    );
}

#[tokio::test]
async fn recorded_lists_with_an_end_behind_them_are_polled_twice_alike() {
    let end = br#"{"meta":{"result_count":0}}"#;
    for (file, link, path, posts) in [
        (
            "users_mentions_1",
            "https://x.com/i/user/783214",
            "/users/783214/mentions",
            10,
        ),
        (
            "search_recent_1",
            "https://x.com/search?q=Tweepy",
            "/tweets/search/recent",
            10,
        ),
    ] {
        let Some(bytes) = sample("x", &format!("{file}.json")) else {
            return;
        };
        let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let body = whole["body"].to_string();
        let answer = |b: &[u8]| Ok(Cassette::answer(200, &[], b));
        let net = Cassette::new()
            .access("token", "T")
            .on(
                Method::Get,
                "https://api.x.com/",
                &["_token="],
                answer(end),
                usize::MAX,
            )
            .on(
                Method::Get,
                &format!("https://api.x.com/2{path}?"),
                &[],
                answer(body.as_bytes()),
                usize::MAX,
            )
            .on(Method::Get, "https://api.x.com/", &[], answer(end), usize::MAX);
        let mut cursor = Cursor::default();
        for _ in 0..2 {
            let mut seen = 0;
            loop {
                let page = X::new().poll(&net, &place(link), &cursor).await.unwrap();
                seen += page.sightings.len();
                cursor.resume = page.resume;
                match page.next {
                    Next::More(on) => cursor.page = Some(on),
                    Next::Done => break,
                }
            }
            cursor.page = None;
            assert_eq!(seen, posts, "{file}");
        }
        let newest = whole["body"]["meta"]["newest_id"].as_str().unwrap();
        assert!(cursor.resume.unwrap().ends_with(&format!("|{newest}")), "{file}");
    }
}

#[tokio::test]
async fn a_search_that_is_too_long_and_an_account_without_keys_are_told() {
    let long = format!("https://x.com/search?q={}", "a".repeat(600));
    let net = Cassette::new().access("token", "T");
    let polled = X::new().poll(&net, &place(&long), &Cursor::default()).await;
    assert_eq!(polled, Err(Failure::Unsupported));
    let polled = X::new()
        .poll(
            &Cassette::new(),
            &place("https://x.com/zerno"),
            &Cursor::default(),
        )
        .await;
    assert_eq!(polled, Err(Failure::auth("token_missing")));
    let all = ["api_key", "api_secret", "access_token", "access_secret"];
    let route = |link: &str, keys: &[&str]| X::new().reply_route(&place(link), keys);
    assert_eq!(route("https://x.com/zerno", &all), ReplyRoute::Api);
    assert_eq!(route("https://x.com/zerno", &["token"]), ReplyRoute::ByHand);
    assert_eq!(route("https://x.com/search?q=zerno", &all), ReplyRoute::ByHand);
}
