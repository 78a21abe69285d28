//! What real recorded answers mean, where they are present.

use super::*;
use crate::ReplyRoute;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Failure, Method, Next, Place};
use url::Url;

fn place(link: &str) -> Place {
    adapter().locate(&Url::parse(link).unwrap()).unwrap()
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
        let page = adapter().read(&place("https://x.com/Tweepy"), &body).unwrap();
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
        adapter()
            .read(&place("https://x.com/Twitter"), &own)
            .unwrap()
            .sightings
            .len(),
        2
    );
    let deleted = sample("x", "create_delete_2.json").unwrap();
    let read = adapter().read(&place("https://x.com/Twitter"), &deleted);
    assert!(matches!(read, Err(Failure::Drift { .. })), "{read:?}");
}

#[test]
fn a_recorded_post_has_the_time_of_its_number() {
    let Some(body) = sample("x", "search_recent_1.json") else {
        return;
    };
    let page = adapter()
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
                let page = adapter().poll(&net, &place(link), &cursor).await.unwrap();
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
    let polled = adapter().poll(&net, &place(&long), &Cursor::default()).await;
    assert_eq!(polled, Err(Failure::Unsupported));
    let polled = adapter()
        .poll(
            &Cassette::new(),
            &place("https://x.com/zerno"),
            &Cursor::default(),
        )
        .await;
    assert_eq!(polled, Err(Failure::auth("no_access_key")));
    let all = ["api_key", "api_secret", "access_token", "access_secret"];
    let route = |link: &str, keys: &[&str]| adapter().reply_route(&place(link), keys);
    assert_eq!(route("https://x.com/zerno", &all), ReplyRoute::Api);
    assert_eq!(route("https://x.com/zerno", &["token"]), ReplyRoute::ByHand);
    assert_eq!(route("https://x.com/search?q=zerno", &all), ReplyRoute::ByHand);
}

fn locate(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_is_a_place_and_its_address_leads_back() {
    for (link, kind, id) in [
        ("https://x.com/zerno_coffee", "account", "zerno_coffee"),
        (
            "https://twitter.com/@zerno_coffee/with_replies?lang=ru",
            "account",
            "zerno_coffee",
        ),
        (
            "https://mobile.twitter.com/Zerno_Coffee",
            "account",
            "Zerno_Coffee",
        ),
        ("https://twitter.com/intent/user?user_id=783214", "user", "783214"),
        ("https://x.com/i/user/783214", "user", "783214"),
        (
            "https://x.com/anna/status/1990000000000000001?s=20&t=abc",
            "thread",
            "1990000000000000001",
        ),
        (
            "https://www.twitter.com/anna/statuses/1990000000000000001/photo/1",
            "thread",
            "1990000000000000001",
        ),
        (
            "https://x.com/i/web/status/1990000000000000001",
            "thread",
            "1990000000000000001",
        ),
        (
            "https://x.com/search?q=%D0%B7%D0%B5%D1%80%D0%BD%D0%BE%20lang%3Aru&f=live",
            "search",
            "зерно lang:ru",
        ),
        (
            "https://twitter.com/hashtag/%D0%B7%D0%B5%D1%80%D0%BD%D0%BE?src=hashtag_click",
            "search",
            "#зерно",
        ),
    ] {
        let place = locate(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!((place.kind.as_str(), place.id.as_str()), (kind, id), "{link}");
        assert_eq!(locate(place.url.as_str()), Some(place), "{link}");
    }
}

#[test]
fn short_links_other_pages_and_other_sites_are_not_ours() {
    for link in [
        "https://x.com/",
        "https://x.com/home",
        "https://x.com/i/lists/5",
        "https://x.com/search?q=",
        "https://t.co/AbCdEf",
        "https://x.com/a_name_that_is_too_long",
        "https://notx.com/zerno",
        "https://x.com.example.org/zerno",
    ] {
        assert_eq!(locate(link), None, "{link}");
    }
}

#[tokio::test]
async fn a_search_for_what_was_passed_on_is_asked_as_it_stands_and_any_other_without_it() {
    for (words, asked) in [
        ("зерно is:retweet", "зерно is:retweet"),
        ("зерно", "зерно -is:retweet"),
    ] {
        let net = Cassette::new().access("token", "T").on(
            Method::Get,
            "https://api.x.com/2/tweets/search/recent?",
            &[],
            Ok(Cassette::answer(200, &[], br#"{"meta":{"result_count":0}}"#)),
            9,
        );
        let link = format!("https://x.com/search?q={words}");
        adapter()
            .poll(&net, &place(&link), &Cursor::default())
            .await
            .unwrap();
        let sent = net.sent();
        let query = sent[0]
            .url
            .query_pairs()
            .find(|(k, _)| k == "query")
            .unwrap()
            .1
            .into_owned();
        assert_eq!(query, asked);
    }
}
