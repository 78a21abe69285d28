//! Trustpilot on recorded reviews, links, and what its requests prove.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Counter, Cursor, Failure, Method, Place, Receipt, ReplyOrder};
use url::Url;

fn at(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_means_the_same_business() {
    for link in [
        "https://www.trustpilot.com/review/www.bhphotovideo.com",
        "https://de.trustpilot.com/review/www.bhphotovideo.com?page=2&sort=recency",
        "http://trustpilot.com/review/WWW.bhphotovideo.com",
        "https://www.trustpilot.com/evaluate/www.bhphotovideo.com?stars=5",
        "https://www.trustpilot.com/evaluate/embed/www.bhphotovideo.com",
        "https://uk.trustpilot.com/review/www.bhphotovideo.com/location/x",
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(found.id, "www.bhphotovideo.com", "{link}");
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://www.trustpilot.com/reviews/6570e5ef49d048452ad722bd",
        "https://www.trustpilot.com/categories/coffee",
        "https://www.trustpilot.com/review/nodots",
        "https://www.trustpilot.com/review/a..b",
        "https://trustpilot.com.example.org/review/www.bhphotovideo.com",
        "https://nottrustpilot.com/review/www.bhphotovideo.com",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[tokio::test]
async fn recorded_reviews_are_read_as_saved_and_inside_of_a_page() {
    let Some(body) = sample("trustpilot", "company_bhphotovideo.json") else {
        return;
    };
    let place = at("https://www.trustpilot.com/review/www.bhphotovideo.com").unwrap();
    let page = adapter().read(&place, &body).unwrap();
    assert_eq!(page.sightings.len(), 20);
    assert!(page.sightings.iter().all(|s| s.official_reply.is_none()));
    let counter = Counter {
        count: Some(306_224),
        rating: Some(4.9),
    };
    assert_eq!(page.counter, Some(counter));
    let first = &page.sightings[0];
    assert_eq!(
        (first.id.as_str(), first.rating),
        ("6570e5ef49d048452ad722bd", Some(5))
    );
    assert_eq!(first.created.unwrap().to_rfc3339(), "2023-12-06T23:21:52+00:00");
    let three = sample("trustpilot", "reviews_bhphotovideo_3pages.json").unwrap();
    let joined = adapter().read(&place, &three).unwrap();
    assert_eq!(joined.sightings.len(), 60);
    let answered: Vec<_> = joined
        .sightings
        .iter()
        .filter_map(|s| s.official_reply.as_ref())
        .collect();
    assert!(answered.iter().all(|r| r.at.is_some() && !r.text.is_empty()) && !answered.is_empty());

    // The same objects where the site has them.
    let saved: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let props = serde_json::json!({"props": {"pageProps": {
        "businessUnit": saved["companyDetails"], "reviews": saved["reviews"],
        "filters": {"pagination": {"currentPage": 1, "totalPages": 15312}},
    }}});
    let html =
        format!("<html><script id=\"__NEXT_DATA__\" type=\"application/json\">{props}</script></html>");
    let net = Cassette::new().access("unofficial", "yes").get(
        "https://www.trustpilot.com/review/",
        200,
        html.as_bytes(),
    );
    let polled = adapter().poll(&net, &place, &Cursor::default()).await.unwrap();
    assert_eq!(
        (&polled.sightings, polled.next),
        (&page.sightings, crate::Next::More("page 2".into()))
    );
}

#[tokio::test]
async fn a_reply_is_signed_by_the_user_and_written_once() {
    let api = "https://api.trustpilot.com/v1/";
    let created = Ok(Cassette::answer(201, &[], b""));
    let granted = Ok(Cassette::answer(200, &[], br#"{"access_token":"granted"}"#));
    let net = Cassette::new()
        .access("key", "k")
        .access("secret", "s")
        .access("refresh_token", "r")
        .access("author", "5a0000000000000000000009")
        .on(Method::Post, &format!("{api}oauth/"), &[], granted, 1)
        .on(
            Method::Post,
            &format!("{api}private/reviews/r1/reply"),
            &[],
            created,
            1,
        );
    let order = ReplyOrder {
        place: at("https://www.trustpilot.com/review/zerno.example").unwrap(),
        review: "r1".into(),
        parent: None,
        author: None,
        title: None,
        text: "Спасибо!".into(),
        idempotency_key: "k".into(),
    };
    assert_eq!(
        adapter().publish(&net, &order).await,
        Ok(Receipt::Live { id: None })
    );
    let sent = net.sent();
    // base64 of `k:s`
    assert!(
        sent[0]
            .headers
            .contains(&("authorization".into(), "Basic azpz".into()))
    );
    assert!(
        sent[1]
            .headers
            .contains(&("authorization".into(), "Bearer granted".into()))
            && sent[1].writes
    );
    let body: serde_json::Value = serde_json::from_slice(sent[1].body.as_deref().unwrap()).unwrap();
    let wanted = serde_json::json!({
        "authorBusinessUserId": "5a0000000000000000000009", "message": "Спасибо!", "submittedAt": "2026-11-23T12:00:00",
    });
    assert_eq!(body, wanted);
    let without = Cassette::new().access("key", "k");
    assert_eq!(
        adapter().publish(&without, &order).await,
        Err(Failure::Unsupported)
    );
}

#[test]
fn times_of_the_interface_are_utc_also_where_it_does_not_say_so() {
    let place = at("https://www.trustpilot.com/review/zerno.example").unwrap();
    let body = r#"{"links":[],"reviews":[{"id":"507f00000000000000000001","stars":2,"title":"Холодно","text":"Ждали час.",
        "language":"ru","consumer":{"id":"507f00000000000000000002","displayName":"Анна"},
        "createdAt":"2024-09-07T13:37:00","updatedAt":"2024-09-08T10:00:00.5Z",
        "companyReply":{"text":"Исправим","createdAt":"2024-09-09T01:02:03","updatedAt":null}}]}"#;
    let review = &adapter().read(&place, body.as_bytes()).unwrap().sightings[0];
    let utc = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339();
    assert_eq!(review.created.map(utc).unwrap(), "2024-09-07T13:37:00+00:00");
    assert_eq!(review.updated.map(utc).unwrap(), "2024-09-08T10:00:00.500+00:00");
    let reply = review.official_reply.as_ref().unwrap();
    assert_eq!(reply.at.map(utc).unwrap(), "2024-09-09T01:02:03+00:00");
    let dateless = body.replace("2024-09-07T13:37:00", "2024-09-07");
    assert_eq!(
        adapter().read(&place, dateless.as_bytes()),
        Err(Failure::drift("reviews[0].createdAt"))
    );
}
