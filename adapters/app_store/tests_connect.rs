//! What the suite does not ask of the App Store Connect API.

use super::*;
use crate::testkit::Cassette;
use crate::{Method, Standing};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const KEY: &str = include_str!("../proof/test_p256.p8");
const API: &str = "https://api.appstoreconnect.apple.com/v1/";

fn place() -> Place {
    AppStore::new()
        .locate(&Url::parse("https://apps.apple.com/ru/app/id64").unwrap())
        .unwrap()
}

fn net() -> Cassette {
    Cassette::new()
        .access("issuer_id", "57246542-issuer")
        .access("key_id", "2X9R4HXF34")
        .access("private_key", KEY)
}

#[tokio::test]
async fn the_token_says_what_apple_asks_for_and_is_made_anew() {
    let net = net().get(API, 200, br#"{"data":[],"links":{"self":"x"}}"#);
    for _ in 0..2 {
        AppStore::new()
            .poll(&net, &place(), &Cursor::default())
            .await
            .unwrap();
    }
    let tokens: Vec<String> = net
        .sent()
        .iter()
        .map(|s| {
            s.headers
                .iter()
                .find(|(n, _)| n == "authorization")
                .unwrap()
                .1
                .clone()
        })
        .collect();
    assert_ne!(tokens[0], tokens[1], "ES256 never signs twice alike");
    let jwt = tokens[0].strip_prefix("Bearer ").unwrap();
    let part = |n: usize| -> Value {
        let part = jwt.split('.').nth(n).unwrap();
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    assert_eq!(
        part(0),
        json!({"alg": "ES256", "kid": "2X9R4HXF34", "typ": "JWT"})
    );
    let now = crate::Net::now(&net).timestamp();
    let claims = json!({"iss": "57246542-issuer", "iat": now, "exp": now + 600, "aud": "appstoreconnect-v1"});
    assert_eq!(part(1), claims);
    assert_eq!(
        net.sent()[0].url.as_str(),
        format!("{API}apps/64/customerReviews?sort=-createdDate&include=response&limit=200")
    );
}

#[tokio::test]
async fn the_way_is_chosen_by_the_keys_and_half_of_them_are_no_way() {
    let adapter = AppStore::new();
    assert_eq!(adapter.reply_route(&place(), &["countries"]), ReplyRoute::ByHand);
    assert_eq!(
        adapter.reply_route(&place(), &["issuer_id", "key_id", "private_key"]),
        ReplyRoute::Api
    );
    assert!(adapter.shows_replies(ReplyRoute::Api) && !adapter.shows_replies(ReplyRoute::ByHand));
    let half = Cassette::new().access("private_key", KEY);
    let polled = adapter.poll(&half, &place(), &Cursor::default()).await;
    assert_eq!(polled, Err(Failure::auth("no_access_key")));
    let order = ReplyOrder {
        place: place(),
        review: "1".into(),
        parent: None,
        author: None,
        title: None,
        text: "x".into(),
        idempotency_key: "k".into(),
    };
    let feed = Cassette::new();
    assert_eq!(adapter.publish(&feed, &order).await, Err(Failure::Unsupported));
    assert_eq!(
        adapter.current_reply(&feed, &place(), "1").await,
        Err(Failure::Unsupported)
    );
    assert!(half.sent().is_empty() && feed.sent().is_empty());
}

#[tokio::test]
async fn the_reason_of_several_is_the_most_particular_and_never_apples_words() {
    for (answer, reason) in [
        (
            json!({"errors": [{"code": "ENTITY_ERROR"}, {"code": "ENTITY_ERROR.ATTRIBUTE.INVALID", "detail": "secret"}]}),
            "entity_error.attribute.invalid",
        ),
        (json!({"errors": [{"code": "STATE ERROR <b>"}]}), "http_409"),
        (json!({"errors": []}), "http_409"),
        (json!("x"), "http_409"),
    ] {
        let net = net().on(
            Method::Post,
            API,
            &[],
            Ok(Cassette::answer(409, &[], answer.to_string().as_bytes())),
            1,
        );
        let order = ReplyOrder {
            place: place(),
            review: "1".into(),
            parent: None,
            author: None,
            title: None,
            text: "x".into(),
            idempotency_key: "k".into(),
        };
        let told = AppStore::new().publish(&net, &order).await;
        assert_eq!(
            told,
            Err(Failure::Refused {
                reason: reason.into()
            })
        );
    }
}

#[test]
fn a_response_that_is_not_yet_published_is_pending() {
    let body = |state: &str| {
        json!({"data": [{"type": "customerReviews", "id": "1", "attributes": {"rating": 2, "body": "Плохо", "createdDate": "2026-11-01T00:00:00Z"}}],
            "included": [{"type": "customerReviewResponses", "id": "r", "attributes": {"responseBody": "Жаль", "state": state},
                "relationships": {"review": {"data": {"type": "customerReviews", "id": "1"}}}}],
            "links": {"self": "x"}})
        .to_string()
    };
    let standing = |state: &str| {
        let page = AppStore::new().read(&place(), body(state).as_bytes()).unwrap();
        page.sightings[0].official_reply.clone().unwrap().standing
    };
    assert_eq!(standing("PUBLISHED"), Standing::Live);
    assert_eq!(standing("PENDING_PUBLISH"), Standing::Pending);
}
