//! Facebook on its real recorded answers, links, and what its requests prove.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Emptiness, Failure, Method, Next, Place, ReplyOrder};

fn at(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

fn place() -> Place {
    at("https://www.facebook.com/19292868552").unwrap()
}

#[test]
fn every_form_of_link_means_the_same_page() {
    for link in [
        "https://www.facebook.com/zerno.coffee",
        "https://facebook.com/zerno.coffee/",
        "http://m.facebook.com/zerno.coffee?fbclid=IwAR0&mibextid=ZbWKwL",
        "https://mbasic.facebook.com/zerno.coffee/about",
        "https://ru-ru.facebook.com/zerno.coffee/posts/pfbid0invented?locale=ru_RU",
        "https://fb.com/zerno.coffee",
        "https://fb.me/zerno.coffee",
        "https://www.facebook.com/pg/zerno.coffee/posts/",
        "https://www.facebook.com/zerno.coffee/photos/a.1/2/?type=3",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fzerno.coffee&h=AT0",
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(
            (found.id.as_str(), found.kind.as_str()),
            ("zerno.coffee", "page"),
            "{link}"
        );
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://www.facebook.com/100064000000001",
        "https://www.facebook.com/profile.php?id=100064000000001&sk=about",
        "https://www.facebook.com/pages/Zerno/100064000000001",
        "https://www.facebook.com/people/Zerno/100064000000001/?ref=embed",
        "https://www.facebook.com/Zerno-Coffee-100064000000001/",
        "https://www.facebook.com/permalink.php?story_fbid=pfbid0x&id=100064000000001",
        "https://m.facebook.com/story.php?story_fbid=1&id=100064000000001",
        "https://business.facebook.com/latest/home?asset_id=100064000000001",
    ] {
        assert_eq!(
            at(link).unwrap_or_else(|| panic!("{link}")).id,
            "100064000000001",
            "{link}"
        );
    }
    let reviews = at("https://www.facebook.com/zerno.coffee/reviews").unwrap();
    assert_eq!(reviews.kind, "recommendations");
    assert_eq!(at(reviews.url.as_str()), Some(reviews));
    for link in [
        "https://www.facebook.com/groups/zerno",
        "https://www.facebook.com/events/1",
        "https://www.facebook.com/watch/?v=1",
        "https://www.facebook.com/share/p/1A2b3C/",
        "https://www.facebook.com/",
        "https://www.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fl.php%3Fu%3Dx",
        "https://notfacebook.com/zerno.coffee",
        "https://facebook.com.example.org/zerno.coffee",
        "ftp://facebook.com/zerno.coffee",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[tokio::test]
async fn recorded_comments_without_ids_get_them_from_their_addresses_by_read_and_by_poll() {
    let Some(body) = sample("facebook", "comments_page1.json") else {
        return;
    };
    let read = adapter().read(&place(), &body).unwrap();
    assert_eq!(read.sightings.len(), 10);
    let thread = |id: &str| read.sightings.iter().find(|s| s.id == id).unwrap();
    let first = &read.sightings[0];
    assert_eq!(first.id, "10158407654328553_10158407835073553");
    assert_eq!(first.created.unwrap().to_rfc3339(), "2021-08-10T18:45:03+00:00");
    assert_eq!(first.parent.as_deref(), Some("19292868552_10158407654328553"));
    let replies = read
        .sightings
        .iter()
        .filter(|s| s.parent.as_deref() != first.parent.as_deref());
    assert_eq!(replies.count(), 4, "replies stand under their comment");
    assert_eq!(
        thread("10158407654328553_10158409983033553").parent.as_deref(),
        Some("10158407654328553_10158407903973553")
    );

    let feed = sample("facebook", "feed_page1.json").unwrap();
    let graph = "https://graph.facebook.com/v25.0/";
    let net = Cassette::new()
        .access("token", "t")
        .once(&format!("{graph}19292868552/feed"), 200, &feed)
        .get(&format!("{graph}19292868552/feed"), 200, br#"{"data":[]}"#)
        .get(
            &format!("{graph}19292868552_10158349356748553/comments"),
            200,
            &body,
        )
        .get(graph, 200, br#"{"data":[],"summary":{"total_count":0}}"#);
    let (mut cursor, mut ids) = (Cursor::default(), Vec::new());
    for _ in 0..10 {
        let page = adapter().poll(&net, &place(), &cursor).await.unwrap();
        ids.extend(page.sightings.into_iter().map(|s| s.id));
        match page.next {
            Next::More(on) => cursor.page = Some(on),
            Next::Done => break,
        }
    }
    ids.sort();
    ids.dedup();
    assert_eq!(
        ids.len(),
        10,
        "five posts are context, one of them was asked for ten comments"
    );
    let asked: Vec<_> = net
        .sent()
        .iter()
        .filter(|s| s.url.path().ends_with("/comments"))
        .cloned()
        .collect();
    assert_eq!(
        asked.len(),
        6,
        "each post once, and one page more that leads back to itself"
    );
}

#[test]
fn other_recorded_answers_give_what_they_hold() {
    let Some(full) = sample("facebook", "comment_full.json") else {
        return;
    };
    let read = |file: &str| adapter().read(&place(), &sample("facebook", file).unwrap());
    let page = adapter().read(&place(), &full).unwrap();
    let one = &page.sightings[0];
    assert_eq!(
        (one.id.as_str(), one.text.as_str(), one.media),
        ("2954961744718970_2966313500250461", "My Nice Car", 1)
    );
    assert_eq!(one.author.id.as_deref(), Some("2711636948859886"));
    let keyed = read("comments_by_ids.json").unwrap();
    let ids: Vec<_> = keyed.sightings.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "10158371815748553_10158371930463553",
            "10158371815748553_10158372268858553"
        ]
    );
    assert_eq!(
        read("comment_create_response.json").unwrap().sightings[0].id,
        "245778718206154_229887283291835"
    );
    let feed = read("feed_page1.json").unwrap();
    assert_eq!(
        (feed.sightings.len(), feed.empty),
        (0, Some(Emptiness::Stated)),
        "five posts of the page itself"
    );
    assert_eq!(read("error_100.json"), Err(Failure::drift("error.code=100")));
    assert_eq!(read("token_debug.json"), Err(Failure::drift("data")));
}

#[tokio::test]
async fn a_call_proves_the_app_and_carries_no_token_in_its_address() {
    let net = Cassette::new()
        .access("token", "EAAtoken")
        .access("app_secret", "shh")
        .get("https://graph.facebook.com/v25.0/", 200, br#"{"data":[]}"#);
    let _ = adapter().poll(&net, &place(), &Cursor::default()).await;
    let sent = &net.sent()[0];
    let proof = sent
        .url
        .query_pairs()
        .find(|(k, _)| k == "appsecret_proof")
        .unwrap()
        .1
        .into_owned();
    // printf EAAtoken | openssl dgst -sha256 -hmac shh
    assert_eq!(
        proof,
        "7c2c0d7e2437593f2275fe66d899a4d1e7e66c64b2eb351a5bd76b5c9ae53f05"
    );
    assert!(!sent.url.as_str().contains("EAAtoken"));
    assert!(
        sent.headers
            .contains(&("authorization".into(), "Bearer EAAtoken".into()))
    );
    let none = adapter()
        .poll(&Cassette::new(), &place(), &Cursor::default())
        .await;
    assert_eq!(none, Err(Failure::auth("no_access_key")));
}

#[tokio::test]
async fn a_short_name_is_asked_for_its_number_before_a_reply_is_looked_for() {
    let conversation = r#"{"id":"7_8","from":{"id":"5"},"message":"?","created_time":"2026-11-22T08:15:03+0000",
        "comments":{"data":[{"id":"7_9","from":{"id":"1000"},"message":"!","created_time":"2026-11-22T09:15:03+0000"}]}}"#;
    let net = Cassette::new()
        .access("token", "t")
        .get(
            "https://graph.facebook.com/v25.0/zerno?fields=id",
            200,
            br#"{"id":"1000"}"#,
        )
        .get(
            "https://graph.facebook.com/v25.0/7_8",
            200,
            conversation.as_bytes(),
        );
    let place = at("https://www.facebook.com/zerno").unwrap();
    let shown = adapter()
        .current_reply(&net, &place, "7_8")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((shown.text.as_str(), shown.id.as_deref()), ("!", Some("7_9")));
}

#[tokio::test]
async fn a_reply_on_a_younger_page_than_its_review_is_kept_until_the_review_is_met() {
    let said = |n: u8, who: &str, parent: &str| {
        format!(
            r#"{{"id":"7_{n}","from":{{"id":"{who}"}},"message":"{n}","created_time":"2026-11-22T08:15:0{n}+0000"{parent}}}"#
        )
    };
    let under = r#","parent":{"id":"7_1"}"#;
    let list =
        |items: &[String], after: &str| format!(r#"{{"data":[{}],"paging":{{{after}}}}}"#, items.join(","));
    let feed = r#"{"data":[{"id":"1000_7","created_time":"2026-11-22T08:00:00+0000","message":"news",
        "comments":{"data":[],"summary":{"total_count":4}}}]}"#;
    let young = list(
        &[said(4, "1000", under), said(3, "9", under)],
        r#""cursors":{"after":"old"},"next":"x""#,
    );
    let old = list(
        &[said(2, "8", ""), said(1, "9", "")],
        r#""cursors":{"after":"end"}"#,
    );
    let graph = "https://graph.facebook.com/v25.0/";
    let net = Cassette::new()
        .access("token", "t")
        .get(&format!("{graph}1000/feed"), 200, feed.as_bytes())
        .once(&format!("{graph}1000_7/comments"), 200, young.as_bytes())
        .get(&format!("{graph}1000_7/comments"), 200, old.as_bytes());
    let place = at("https://www.facebook.com/1000").unwrap();
    let (mut cursor, mut told, mut apart) = (Cursor::default(), Vec::new(), Vec::new());
    loop {
        let page = adapter().poll(&net, &place, &cursor).await.unwrap();
        told.extend(
            page.sightings
                .into_iter()
                .map(|s| (s.id, s.official_reply.map(|r| r.text))),
        );
        apart.extend(page.answers);
        match page.next {
            Next::More(on) => cursor.page = Some(on),
            Next::Done => break,
        }
    }
    let four = || Some("4".to_owned());
    assert_eq!(
        told,
        [
            ("7_3".into(), four()),
            ("7_2".into(), None),
            ("7_1".into(), four())
        ]
    );
    assert_eq!(apart, []);
}

#[tokio::test]
async fn every_code_of_the_table_has_its_decision_for_reading_and_writing() {
    let codes = [
        1, 2, 4, 10, 12, 17, 24, 32, 100, 102, 190, 200, 283, 368, 613, 803, 1_446_036, 80_001, 9999,
    ];
    let codes = codes.map(|code| format!(r#"{{"error":{{"code":{code}}}}}"#));
    let more = [
        r#"{"error":{"code":100,"error_subcode":33}}"#,
        r#"{"error":{"code":9999,"is_transient":true}}"#,
        r#"{"error":{"message":"strange"}}"#,
    ];
    let mut table = Vec::new();
    for body in codes.into_iter().chain(more.map(str::to_owned)) {
        let order = ReplyOrder {
            place: place(),
            review: "7_8".into(),
            parent: None,
            author: None,
            title: None,
            text: "!".into(),
            idempotency_key: "k".into(),
        };
        let net = || {
            let refused = Ok(Cassette::answer(400, &[], body.as_bytes()));
            Cassette::new()
                .access("token", "t")
                .get("https://", 400, body.as_bytes())
                .on(Method::Post, "https://", &[], refused, 1)
        };
        let read = adapter()
            .poll(&net(), &place(), &Cursor::default())
            .await
            .unwrap_err();
        let wrote = adapter().publish(&net(), &order).await.unwrap_err();
        assert_eq!(
            adapter().read(&place(), body.as_bytes()),
            Err(read.clone()),
            "{body}"
        );
        table.push(format!("{body}: {read:?} / {wrote:?}"));
    }
    insta::assert_json_snapshot!(table);
}

#[test]
fn both_platforms_of_meta_read_errors_by_one_table() {
    let table = |adapter: &dyn Adapter| {
        adapter.manifest().declared.clone().unwrap().service["graph"]
            .errors
            .clone()
    };
    assert_eq!(table(&adapter()), table(&crate::instagram::adapter()));
}
