//! What real recorded answers mean, where they are present, and what a reply looks like.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Emptiness, Failure, Method, Next, Place, Receipt, ReplyOrder};
use url::Url;

fn place(link: &str) -> Place {
    adapter().locate(&Url::parse(link).unwrap()).unwrap()
}

/// Recorded exchanges: posts in each, and what a failed one is.
const EXCHANGES: &[(&str, Result<usize, Failure>)] = &[
    ("notifications_mentions_1", Ok(1)),
    ("notifications_mentions_2", Ok(1)),
    ("notifications_mentions_3", Ok(1)),
    ("notifications_mentions_4", Ok(1)),
    ("public_timeline_anonymous_1", Ok(1)),
    ("public_timeline_anonymous_4", Ok(1)),
    ("search_1", Ok(0)),
    ("search_2", Ok(0)),
    ("search_3", Ok(0)),
    ("status_context_1", Ok(1)),
    ("status_context_2", Ok(0)),
    ("status_context_3", Ok(1)),
    ("status_missing_1", Err(Failure::Gone)),
    ("status_reply_1", Ok(1)),
    ("status_reply_3", Ok(1)),
    ("status_reply_4", Ok(1)),
    ("status_reply_5", Ok(1)),
];

#[test]
fn every_recorded_answer_with_posts_is_read_and_no_other() {
    let place = place("https://mastodon.social/@mastodonpy_test");
    for (name, posts) in EXCHANGES {
        let Some(body) = sample("mastodon", &format!("{name}.json")) else {
            return;
        };
        let page = adapter().read(&place, &body);
        assert_eq!(
            page.as_ref().map(|p| p.sightings.len()),
            posts.as_ref().copied(),
            "{name}"
        );
        let Ok(page) = page else { continue };
        assert_eq!(
            page.empty,
            page.sightings.is_empty().then_some(Emptiness::Stated),
            "{name}"
        );
    }
    let timeline = sample("mastodon", "public_timeline_anonymous_3.json").unwrap();
    let page = adapter().read(&place, &timeline).unwrap();
    let recorded: serde_json::Value = serde_json::from_slice(&timeline).unwrap();
    let ids: Vec<_> = recorded["body"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        page.sightings.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
        ids
    );
    assert_eq!(page.sightings[1].text, "you can't say that on television");
    // An account, an instance and a refusal hold no posts.
    for other in ["status_reply_2", "public_timeline_anonymous_2", "status_empty_1"] {
        let body = sample("mastodon", &format!("{other}.json")).unwrap();
        let read = adapter().read(&place, &body);
        assert!(matches!(read, Err(Failure::Drift { .. })), "{other}: {read:?}");
    }
}

#[test]
fn a_recorded_mention_keeps_its_number_time_address_and_words() {
    let Some(body) = sample("mastodon", "notifications_mentions_2.json") else {
        return;
    };
    let page = adapter()
        .read(&place("https://mastodon.social/@x"), &body)
        .unwrap();
    let s = &page.sightings[0];
    assert_eq!(
        (s.id.as_str(), s.text.as_str()),
        ("117020577157693549", "@mastodonpy_test hello!")
    );
    assert_eq!(s.created.unwrap().to_rfc3339(), "2026-08-01T13:51:42.823+00:00");
    assert_eq!(
        s.author.name.as_deref(),
        Some("admin"),
        "an empty display name is the handle"
    );
    assert_eq!(
        s.url.as_deref(),
        Some("http://localhost:3000/@admin/117020577157693549")
    );
    assert!(!s.edited && s.parent.is_none());
}

#[tokio::test]
async fn recorded_pages_with_an_end_behind_them_are_polled_twice_alike() {
    let body = |name: &str| {
        let bytes = sample("mastodon", &format!("{name}.json"))?;
        let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        Some((
            whole["body"].to_string(),
            whole["headers"]["link"].as_str().unwrap_or_default().to_owned(),
        ))
    };
    let Some((mentions, link)) = body("notifications_mentions_2") else {
        return;
    };
    let (timeline, _) = body("public_timeline_anonymous_3").unwrap();
    let answer = |text: &str, link: &str| Ok(Cassette::answer(200, &[("Link", link)], text.as_bytes()));
    for (address, api, text, link, posts) in [
        (
            "https://mastodon.social/@mastodonpy_test",
            "notifications",
            &mentions,
            link.as_str(),
            1,
        ),
        (
            "https://mastodon.social/tags/toot",
            "timelines/tag/toot",
            &timeline,
            "",
            8,
        ),
    ] {
        let prefix = format!("https://mastodon.social/api/v1/{api}");
        // Everything that was not recorded is an empty list, also what asks who we are.
        let net = Cassette::new()
            .access("token", "T")
            .on(Method::Get, &prefix, &["max_id="], answer("[]", ""), usize::MAX)
            .on(Method::Get, &prefix, &[], answer(text, link), usize::MAX)
            .on(
                Method::Get,
                "https://mastodon.social/",
                &[],
                answer("[]", ""),
                usize::MAX,
            );
        let place = place(address);
        let mut cursor = Cursor::default();
        for _ in 0..2 {
            let mut seen = Vec::new();
            loop {
                let page = adapter().poll(&net, &place, &cursor).await.unwrap();
                seen.extend(page.sightings.into_iter().map(|s| s.id));
                cursor.resume = page.resume;
                match page.next {
                    Next::More(on) => cursor.page = Some(on),
                    Next::Done => break,
                }
            }
            assert_eq!(seen.len(), posts, "{address}");
            cursor.page = None;
        }
    }
}

#[tokio::test]
async fn the_limit_of_the_server_counts_the_name_and_shortens_addresses() {
    let order = |text: String| ReplyOrder {
        place: place("https://mastodon.social/@zerno"),
        review: "117500000000000011".into(),
        parent: None,
        author: None,
        title: None,
        text,
        idempotency_key: "k".into(),
    };
    let status = r#"{"id":"117500000000000011","created_at":"2026-11-22T18:45:28.823Z","visibility":"unlisted","content":"<p>x</p>",
        "account":{"id":"5","acct":"oleg@kofe.example","display_name":""}}"#;
    let net = |max: &str| {
        Cassette::new()
            .access("token", "T")
            .access("max_characters", max)
            .get("https://mastodon.social/api/v1/statuses/", 200, status.as_bytes())
            .on(
                Method::Post,
                "https://mastodon.social/api/v1/statuses",
                &[],
                Ok(Cassette::answer(200, &[], br#"{"id":"9"}"#)),
                9,
            )
    };
    let long = Err(Failure::Refused {
        reason: "too_long".into(),
    });
    let live = Ok(Receipt::Live { id: Some("9".into()) });
    // «@oleg » is six characters, whatever the name of his server.
    let publish = async |max: &str, text: String| adapter().publish(&net(max), &order(text)).await;
    assert_eq!(publish("20", "й".repeat(14)).await, live);
    assert_eq!(publish("20", "й".repeat(15)).await, long);
    let address = format!("https://zerno.example/{}", "a".repeat(200));
    assert_eq!(publish("40", format!("см. {address}")).await, live);
    let spoken = net("500");
    assert_eq!(adapter().publish(&spoken, &order("Да".into())).await, live);
    let sent = spoken.sent();
    let body: serde_json::Value = serde_json::from_slice(sent[1].body.as_ref().unwrap()).unwrap();
    assert_eq!(
        (body["status"].as_str(), body["visibility"].as_str()),
        (Some("@oleg@kofe.example Да"), Some("unlisted"))
    );
    assert!(sent[1].headers.contains(&("idempotency-key".into(), "k".into())));
}

#[tokio::test]
async fn our_reply_is_found_under_the_post_without_the_name_in_front() {
    let status = |id: &str, account: &str, to: &str, text: &str| {
        serde_json::json!({"id": id, "created_at": "2026-11-22T18:45:28.823Z", "visibility": "public", "in_reply_to_id": to,
            "content": text, "account": {"id": account, "acct": "x", "display_name": ""}})
    };
    let context = serde_json::json!({"ancestors": [], "descendants": [
        status("21", "77", "11", "<p><span class=\"h-card\"><a class=\"mention\">@<span>anna</span></a></span> Вернём.</p>"),
        status("22", "5", "11", "<p>Спасибо</p>")]});
    let net = Cassette::new()
        .access("token", "T")
        .get(
            "https://mastodon.social/api/v1/accounts/verify_credentials",
            200,
            br#"{"id":"77","acct":"zerno","display_name":"Z"}"#,
        )
        .get(
            "https://mastodon.social/api/v1/statuses/",
            200,
            context.to_string().as_bytes(),
        );
    let place = place("https://mastodon.social/@zerno");
    let shown = adapter().current_reply(&net, &place, "11").await.unwrap();
    assert_eq!(
        shown.map(|r| (r.id, r.text)),
        Some((Some("21".into()), "Вернём.".into()))
    );
    assert_eq!(adapter().current_reply(&net, &place, "12").await, Ok(None));
}

fn found(link: &str) -> Option<(String, String)> {
    let place = adapter().locate(&Url::parse(link).unwrap())?;
    assert_eq!(
        adapter().locate(&place.url),
        Some(place.clone()),
        "{link}: the canonical address means the same"
    );
    Some((place.kind, place.id))
}

#[test]
fn accounts_threads_hashtags_and_searches_are_known_on_any_server() {
    for (link, kind, id) in [
        (
            "https://mastodon.social/@zerno",
            "account",
            "zerno@mastodon.social",
        ),
        (
            "https://Mastodon.Social/@zerno/with_replies?utm=1",
            "account",
            "zerno@mastodon.social",
        ),
        (
            "https://lor.sh/@zerno@kofe.example",
            "account",
            "zerno@kofe.example",
        ),
        ("https://kofe.example/web/@zerno", "account", "zerno@kofe.example"),
        ("https://mastodon.ml/users/zerno", "account", "zerno@mastodon.ml"),
        (
            "https://kofe.example/@anna/117020577157693549",
            "thread",
            "117020577157693549@kofe.example",
        ),
        (
            "https://kofe.example/@anna@other.example/117020577157693549#x",
            "thread",
            "117020577157693549@kofe.example",
        ),
        (
            "https://kofe.example/users/anna/statuses/117020577157693549",
            "thread",
            "117020577157693549@kofe.example",
        ),
        (
            "https://kofe.example/ap/users/11/statuses/117020577157693549/embed",
            "thread",
            "117020577157693549@kofe.example",
        ),
        (
            "https://kofe.example/web/statuses/117020577157693549",
            "thread",
            "117020577157693549@kofe.example",
        ),
        (
            "https://mastodon.social/tags/%D0%97%D0%B5%D1%80%D0%BD%D0%BE",
            "tag",
            "#зерно@mastodon.social",
        ),
        (
            "https://kofe.example/web/timelines/tag/zerno",
            "tag",
            "#zerno@kofe.example",
        ),
        (
            "https://kofe.example/deck/tags/zerno",
            "tag",
            "#zerno@kofe.example",
        ),
        (
            "https://mstdn.jp/search?q=кофейня+зерно&type=statuses",
            "search",
            "?кофейня зерно@mstdn.jp",
        ),
    ] {
        assert_eq!(found(link), Some((kind.into(), id.into())), "{link}");
    }
}

#[test]
fn other_sites_with_such_addresses_are_not_ours() {
    for link in [
        "https://www.youtube.com/@zerno",
        "https://medium.com/@zerno/117020577157693549",
        "https://www.threads.net/@zerno/post/abc",
        "https://t.me/@zerno",
        "https://blog.example/tags/coffee",
        "https://shop.example/search?q=x",
        "https://mastodon.social/about",
        "https://mastodon.social/@",
        "https://mastodon.social/search?q=",
        "https://mastodon.social:8443/@zerno",
        "https://127.0.0.1/@zerno",
        "https://localhost/@zerno",
    ] {
        assert_eq!(found(link), None, "{link}");
    }
}
