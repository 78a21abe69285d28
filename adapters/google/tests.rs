//! Real saved bodies where they are present, and what the suite does not ask.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Method, Next, Standing};
use std::collections::BTreeSet;

const BASE: &str = "https://mybusiness.googleapis.com/v4/accounts/1/locations/2/reviews";

fn place() -> Place {
    Google::new().locate(&Url::parse(BASE).unwrap()).unwrap()
}

fn order(text: &str) -> ReplyOrder {
    ReplyOrder {
        place: place(),
        review: "r1".into(),
        parent: None,
        author: None,
        title: None,
        text: text.into(),
        idempotency_key: "k".into(),
    }
}

/// File, reviews, official replies, count of the place.
const SAMPLES: &[(&str, usize, usize, Option<u64>)] = &[
    ("rpc_review_native_with_reply.json", 1, 1, None),
    ("rpc_review_native_no_text.json", 1, 0, None),
    ("rpc_review_aggregator.json", 1, 0, None),
    ("place_kipriakon_2023.json", 8, 0, Some(396)),
    ("place_happy_island_2023.json", 8, 0, Some(518)),
    ("places_new_reviews_full.json", 5, 0, None),
];

#[test]
fn every_saved_body_holds_what_its_source_counts() {
    for &(file, reviews, replies, count) in SAMPLES {
        let Some(body) = sample("google", file) else {
            return;
        };
        let page = Google::new()
            .read(&place(), &body)
            .unwrap_or_else(|e| panic!("{file}: {e}"));
        let ids: BTreeSet<_> = page.sightings.iter().map(|s| &s.id).collect();
        assert_eq!((page.sightings.len(), ids.len()), (reviews, reviews), "{file}");
        assert_eq!(
            page.sightings
                .iter()
                .filter(|s| s.official_reply.is_some())
                .count(),
            replies,
            "{file}"
        );
        assert_eq!(page.counter.and_then(|c| c.count), count, "{file}");
        assert!(
            page.sightings
                .iter()
                .all(|s| s.created.is_some() && s.rating.is_some() && s.author.name.is_some())
        );
    }
}

#[test]
fn saved_bodies_are_read_to_the_letter() {
    let read = |file: &str| sample("google", file).map(|body| Google::new().read(&place(), &body).unwrap());
    let Some(page) = read("rpc_review_native_with_reply.json") else {
        return;
    };
    let seen = &page.sightings[0];
    assert_eq!(
        seen.id,
        "Ci9DQUlRQUNvZENodHljRjlvT2xGMmRraFdhSFowWW0xWVNURTBObEptU3pWWVgxRRAB"
    );
    assert_eq!((seen.rating, seen.lang.as_deref()), (Some(1), Some("de")));
    assert_eq!(
        seen.created.unwrap().to_rfc3339(),
        "2026-02-27T10:02:02.193853+00:00"
    );
    assert!(seen.text.starts_with("Ich bin sehr enttäuscht") && !seen.edited);
    assert_eq!(seen.author.id.as_deref(), Some("116111130377271376564"));
    let reply = seen.official_reply.as_ref().unwrap();
    assert!(reply.text.starts_with("Es tut uns sehr leid") && reply.text.ends_with("Ihr Praxisteam"));
    assert_eq!(reply.at.unwrap().to_rfc3339(), "2026-02-28T08:22:27+00:00");
    assert_eq!(
        Google::new()
            .locate(&Url::parse(seen.url.as_ref().unwrap()).unwrap())
            .unwrap()
            .kind,
        "cid"
    );

    let page = read("rpc_review_native_no_text.json").unwrap();
    assert_eq!(
        (page.sightings[0].rating, page.sightings[0].text.as_str()),
        (Some(5), "")
    );
    let page = read("rpc_review_aggregator.json").unwrap();
    let seen = &page.sightings[0];
    assert_eq!(
        (seen.rating, seen.provider.as_deref(), seen.edited),
        (Some(4), Some("tripadvisor"), true)
    );
    let page = read("place_kipriakon_2023.json").unwrap();
    assert_eq!(page.counter.unwrap().rating, Some(4.2));
    assert_eq!(page.sightings.iter().filter(|s| s.edited).count(), 4);
    assert_eq!(page.sightings.iter().map(|s| s.media).sum::<u32>(), 20);
    let page = read("places_new_reviews_full.json").unwrap();
    assert_eq!(
        page.sightings[0].created.unwrap().to_rfc3339(),
        "2025-04-30T16:17:29.806781+00:00"
    );
    assert_eq!(
        page.sightings[0].author.id.as_deref(),
        Some("110449029796186058065")
    );
}

#[test]
fn both_encodings_of_a_place_page_hold_the_same_reviews() {
    let Some(body) = sample("google", "place_happy_island_2023.json") else {
        return;
    };
    let mut root: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let page = Google::new().read(&place(), &body).unwrap();
    root[6][175] = serde_json::Value::Null;
    let older = Google::new().read(&place(), root.to_string().as_bytes()).unwrap();
    let facts = |p: &Page| -> Vec<_> {
        p.sightings
            .iter()
            .map(|s| (s.id.clone(), s.rating, s.text.clone(), s.author.clone()))
            .collect()
    };
    assert_eq!(facts(&page), facts(&older));
    root[6][52] = serde_json::Value::Null;
    let gone = Google::new().read(&place(), root.to_string().as_bytes());
    assert!(
        matches!(gone, Err(Failure::Drift { .. })),
        "a page with a count and no reviews"
    );
}

#[test]
fn a_page_of_the_review_list_is_read_with_its_guard_and_its_next_page() {
    let review = |id: &str| {
        format!(
            r#"[["{id}",["0x0:0xfa",null,1795000000000000,1795000000000000,[null,null,["u"],null,null,["Анна","p",["u"],"17"]]],[[4],null,null,null,null,null,null,null,null,null,null,null,null,null,["ru"],[["Раф тёплый"]]],[]],null,"c"]"#
        )
    };
    let body = format!(")]}}'\n[null,\"NEXT\",[{},{}]]", review("a"), review("b"));
    let page = Google::new().read(&place(), body.as_bytes()).unwrap();
    assert_eq!((page.sightings.len(), page.next), (2, Next::More("NEXT".into())));
    assert_eq!(
        (
            page.sightings[1].text.as_str(),
            page.sightings[1].author.id.as_deref()
        ),
        ("Раф тёплый", Some("17"))
    );
    let end = Google::new().read(&place(), b")]}'\n[null,null,[]]").unwrap();
    assert_eq!(end.empty, Some(crate::Emptiness::EndOfList));
    for bad in [
        "[]",
        "[null,\"N\",[]]",
        "[[[]]]",
        "[1,2]",
        "[null,null,[[[\"a\"]]]]",
    ] {
        assert!(Google::new().read(&place(), bad.as_bytes()).is_err(), "{bad}");
    }
}

#[tokio::test]
async fn the_limit_counts_bytes_and_the_text_is_put_to_the_review() {
    let net = Cassette::new().access("access_token", "t").on(
        Method::Put,
        &format!("{BASE}/r1/reply"),
        &[],
        Ok(Cassette::answer(
            200,
            &[],
            br#"{"comment":"x","reviewReplyState":"PENDING"}"#,
        )),
        usize::MAX,
    );
    let publish = async |text: &str| Google::new().publish(&net, &order(text)).await;
    assert_eq!(
        publish(&"й".repeat(2048)).await,
        Ok(Receipt::Accepted { id: None })
    );
    let long = Err(Failure::Refused {
        reason: "too_long".into(),
    });
    assert_eq!(publish(&"й".repeat(2049)).await, long, "4,098 bytes");
    assert_eq!(publish(&"x".repeat(4097)).await, long);
    assert_eq!(net.sent().len(), 1);
}

#[tokio::test]
async fn a_rejected_reply_is_told_with_googles_reason() {
    let answer = |state: &str| {
        format!(
            r#"{{"reviewId":"r1","starRating":"ONE","createTime":"2026-11-01T00:00:00Z","reviewReply":{{"comment":"Нет","reviewReplyState":"{state}","policyViolation":"OFF_TOPIC"}}}}"#
        )
    };
    let standing = async |state: &str| {
        let net = Cassette::new().access("access_token", "t").get(
            &format!("{BASE}/r1"),
            200,
            answer(state).as_bytes(),
        );
        Google::new()
            .current_reply(&net, &place(), "r1")
            .await
            .unwrap()
            .unwrap()
            .standing
    };
    assert_eq!(
        standing("REJECTED").await,
        Standing::Rejected {
            reason: "off_topic".into()
        }
    );
    assert_eq!(standing("PENDING").await, Standing::Pending);
    assert_eq!(standing("APPROVED").await, Standing::Live);
    assert_eq!(
        standing("SOMETHING_NEW").await,
        Standing::Pending,
        "not called live"
    );
}

#[tokio::test]
async fn without_keys_or_without_the_location_nothing_is_asked() {
    let maps = Google::new()
        .locate(&Url::parse("https://maps.google.com/?cid=250").unwrap())
        .unwrap();
    for (net, sign) in [
        (Cassette::new(), "no_access_key"),
        (Cassette::new().access("places_key", "k"), "no_access_key"),
        (
            Cassette::new()
                .access("places_key", "k")
                .access("places_reviews", "yes"),
            "no_place_id",
        ),
        (Cassette::new().access("access_token", "t"), "no_location"),
        (
            Cassette::new()
                .access("access_token", "t")
                .access("location", "17"),
            "no_location",
        ),
        (
            Cassette::new()
                .access("refresh_token", "t")
                .access("location", "accounts/1/locations/2"),
            "no_access_key",
        ),
    ] {
        let polled = Google::new().poll(&net, &maps, &Cursor::default()).await;
        assert_eq!(polled, Err(Failure::auth(sign)));
        assert!(net.sent().is_empty());
    }
}
