//! Google Play on its real recorded answer, and what its requests prove.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Failure, Method, Net, Next, Place, Receipt, ReplyOrder, Sighting};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::signature::{KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

const ACCOUNT: &str = include_str!("test_account.json");
const REVIEWS: &str =
    "https://androidpublisher.googleapis.com/androidpublisher/v3/applications/ru.zerno.coffee/reviews";

fn place() -> Place {
    let url = "https://play.google.com/store/apps/details?id=ru.zerno.coffee";
    adapter().locate(&Url::parse(url).unwrap()).unwrap()
}

fn order(text: &str) -> ReplyOrder {
    ReplyOrder {
        place: place(),
        review: "gp:1".into(),
        parent: None,
        author: None,
        title: None,
        text: text.into(),
        idempotency_key: "k".into(),
    }
}

#[tokio::test]
async fn the_recorded_answer_gives_150_reviews_by_read_and_by_poll() {
    let Some(body) = sample("googleplay", "batchexecute-UsvDTd-translate-p1-2026.txt") else {
        return;
    };
    let read = adapter().read(&place(), &body).unwrap();
    let count = |f: &dyn Fn(&Sighting) -> bool| read.sightings.iter().filter(|s| f(s)).count();
    assert_eq!(read.sightings.len(), 150);
    assert_eq!(
        read.sightings.iter().map(|s| &s.id).collect::<HashSet<_>>().len(),
        150
    );
    assert_eq!(count(&|s| s.official_reply.is_some()), 42);
    assert_eq!(count(&|s| s.title.is_some()), 1);
    assert_eq!(count(&|s| s.author.name.is_none()), 2, "anonymous writers");
    let older = |s: &Sighting| s.official_reply.as_ref().is_some_and(|r| r.at < s.updated);
    assert_eq!(count(&older), 3, "replies older than the review's last change");
    assert!(read.sightings.is_sorted_by(|a, b| a.updated >= b.updated));
    let first = &read.sightings[0];
    assert_eq!(first.id, "017452fc-0d4b-471d-b406-bcf0f52387a7");
    assert_eq!(
        first.updated.unwrap().to_rfc3339(),
        "2026-07-06T13:55:24.077+00:00",
        "nanoseconds are a number, not digits"
    );
    let net = Cassette::new().access("unofficial", "yes").on(
        Method::Post,
        "https://play.google.com/_/PlayStoreUi/data/batchexecute?hl=ru&gl=ru",
        &[],
        Ok(Cassette::answer(200, &[], &body)),
        usize::MAX,
    );
    let polled = adapter().poll(&net, &place(), &Cursor::default()).await.unwrap();
    let same = polled
        .sightings
        .iter()
        .zip(&read.sightings)
        .all(|(p, r)| p.id == r.id && p.text == r.text);
    assert!(same && polled.sightings.len() == 150);
    let Next::More(on) = polled.next else {
        panic!("there is a second page")
    };
    assert!(on.starts_with("store ru=CtgBIs8BAU60USdyhV93"));
    // Cut anywhere, it is never an empty or a shorter list.
    for cut in (0..body.len() - 200).step_by(9973) {
        assert!(adapter().read(&place(), &body[..cut]).is_err(), "cut at {cut}");
    }
}

#[tokio::test]
async fn the_assertion_is_signed_by_the_account_and_says_what_google_asks_for() {
    let net = Cassette::new()
        .access("service_account", ACCOUNT)
        .on(
            Method::Post,
            "https://oauth2.googleapis.com/token",
            &[],
            Ok(Cassette::answer(200, &[], br#"{"access_token":"granted"}"#)),
            usize::MAX,
        )
        .get(REVIEWS, 200, b"{}");
    adapter().poll(&net, &place(), &Cursor::default()).await.unwrap();
    let sent = net.sent();
    let form = sent[0].body.as_deref().unwrap();
    let jwt = url::form_urlencoded::parse(form)
        .find(|(k, _)| k == "assertion")
        .map(|(_, v)| v.into_owned())
        .unwrap();
    let (signed, signature) = jwt.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let part =
        |p: &str| -> Value { serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(p).unwrap()).unwrap() };
    let account: Value = serde_json::from_str(ACCOUNT).unwrap();
    let pem = account["private_key"].as_str().unwrap();
    let inside: String = pem.lines().filter(|l| !l.starts_with('-')).collect();
    let key = RsaKeyPair::from_pkcs8(&BASE64_STANDARD.decode(inside).unwrap()).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key().as_ref());
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).unwrap();
    public
        .verify(signed.as_bytes(), &signature)
        .expect("the signature is the account's");
    assert_eq!(
        part(header),
        serde_json::json!({"alg": "RS256", "typ": "JWT", "kid": "0000test"})
    );
    let now = net.now().timestamp();
    assert_eq!(
        part(claims),
        serde_json::json!({
            "iss": "reviews@invented.iam.gserviceaccount.com",
            "scope": "https://www.googleapis.com/auth/androidpublisher",
            "aud": "https://oauth2.googleapis.com/token",
            "iat": now,
            "exp": now + 600,
        })
    );
    assert!(
        sent[1]
            .headers
            .contains(&("authorization".into(), "Bearer granted".into()))
    );
}

#[tokio::test]
async fn an_unreadable_account_and_no_account_are_refused_access_without_a_request() {
    let broken = ACCOUNT.replace("BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY");
    for (net, sign) in [
        (Cassette::new(), "no_access_key"),
        (
            Cassette::new().access("service_account", "{}"),
            "service_account_unreadable",
        ),
        (
            Cassette::new().access("service_account", &broken),
            "service_account_unreadable",
        ),
        (Cassette::new().access("unofficial", "no"), "no_access_key"),
    ] {
        let result = adapter().poll(&net, &place(), &Cursor::default()).await;
        assert_eq!(result, Err(Failure::auth(sign)));
        assert!(net.sent().is_empty());
    }
}

#[tokio::test]
async fn the_reply_that_stands_is_read_and_the_limit_counts_letters() {
    let review = r#"{"reviewId":"gp:1","comments":[
        {"developerComment":{"text":"Старый","lastModified":{"seconds":"1795000000"}}},
        {"userComment":{"text":"x","starRating":1,"lastModified":{"seconds":"1795000000","nanos":5}}},
        {"developerComment":{"text":"Новый","lastModified":{"seconds":"1795100000"}}}]}"#;
    let net =
        Cassette::new()
            .access("access_token", "t")
            .get(&format!("{REVIEWS}/gp:1"), 200, review.as_bytes());
    let adapter = adapter();
    let shown = adapter
        .current_reply(&net, &place(), "gp:1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shown.text, "Новый");
    let read = adapter.read(&place(), review.as_bytes()).unwrap();
    assert_eq!(read.sightings.len(), 1, "a single saved review is read too");
    let answer = br#"{"result":{"replyText":"x","lastEdited":{"seconds":"1795400000"}}}"#;
    let net = Cassette::new().access("access_token", "t").on(
        Method::Post,
        REVIEWS,
        &[],
        Ok(Cassette::answer(200, &[], answer)),
        usize::MAX,
    );
    let publish = async |text: String| adapter.publish(&net, &order(&text)).await;
    assert_eq!(publish("й".repeat(350)).await, Ok(Receipt::Live { id: None }));
    let long = Err(Failure::Refused {
        reason: "too_long".into(),
    });
    assert_eq!(publish("й".repeat(351)).await, long);
    assert_eq!(net.sent().len(), 1);
    assert_eq!(net.sent()[0].url.as_str(), format!("{REVIEWS}/gp:1:reply"));
    let without = Cassette::new().access("unofficial", "yes");
    assert_eq!(
        adapter.publish(&without, &order("x")).await,
        Err(Failure::Unsupported),
        "the public store is for reading only"
    );
}

#[test]
fn a_moved_or_missing_value_is_named_by_its_position() {
    let review = r#"["a",["N",null],5,null,"x",[1795000000,0],0,null,null,["7","N"]]"#;
    let read = |review: &str| {
        let inner = Value::String(format!("[[{review}],[null,null]]")).to_string();
        let body = format!(")]}}'\n\n[[\"wrb.fr\",\"UsvDTd\",{inner},null]]");
        adapter()
            .read(&place(), body.as_bytes())
            .map(|p| p.sightings.len())
    };
    assert_eq!(read(review), Ok(1));
    for (from, to, at) in [
        ("\"a\"", "null", "0[0].0"),
        ("5,", "6,", "0[0].2"),
        ("\"x\"", "7", "0[0].4"),
        ("\"x\"", "null", "0[].4"),
        ("[1795000000,0]", "[1795000000000,0]", "0[0].5"),
        ("0,null,null,", "0,[\"Z\",null],null,", "0[0].7.1"),
    ] {
        assert_eq!(read(&review.replace(from, to)), Err(Failure::drift(at)), "{to}");
    }
}

#[test]
fn every_form_of_link_means_the_same_app() {
    for link in [
        "https://play.google.com/store/apps/details?id=ru.zerno.coffee_1",
        "https://play.google.com/store/apps/details?hl=ru&gl=RU&id=ru.zerno.coffee_1&reviewId=gp%3AAOqpTO",
        "http://play.google.com/store/apps/details/Zerno?id=ru.zerno.coffee_1",
        "https://play.google.com/apps/testing/ru.zerno.coffee_1",
        "market://details?id=ru.zerno.coffee_1",
        "https://market.android.com/details?id=ru.zerno.coffee_1",
        "https://play.app.goo.gl/?link=https://play.google.com/store/apps/details?id%3Dru.zerno.coffee_1%26ddl%3D1",
    ] {
        let place = adapter()
            .locate(&Url::parse(link).unwrap())
            .unwrap_or_else(|| panic!("{link}"));
        assert_eq!(place.id, "ru.zerno.coffee_1", "{link}");
        assert_eq!(
            adapter().locate(&place.url).unwrap(),
            place,
            "the canonical address means the same"
        );
    }
}

#[test]
fn books_developers_other_sites_and_nonsense_are_not_apps() {
    for link in [
        "https://play.google.com/store/books/details?id=ru.zerno.coffee",
        "https://play.google.com/store/apps/developer?id=Zerno",
        "https://play.google.com/store/apps/details?id=zerno",
        "https://play.google.com/store/apps/details?id=ru.zerno/../x",
        "https://play.google.com/store/apps/details?id=ru..zerno",
        "https://play.google.com.example.org/store/apps/details?id=ru.zerno.coffee",
        "https://example.org/store/apps/details?id=ru.zerno.coffee",
        "https://play.app.goo.gl/?link=https://play.app.goo.gl/?link=x",
    ] {
        assert_eq!(adapter().locate(&Url::parse(link).unwrap()), None, "{link}");
    }
}
