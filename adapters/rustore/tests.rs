//! What the suite does not ask.

use super::*;
use crate::testkit::Cassette;
use crate::{Adapter, Cursor, Failure, Method, Place, ReplyOrder, Standing};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use url::Url;

const KEY: &str = include_str!("../proof/test_rsa.pem");
const API: &str = "https://public-api.rustore.ru/public/";

fn place() -> Place {
    let url = Url::parse("https://www.rustore.ru/catalog/app/ru.zerno.coffee").unwrap();
    adapter().locate(&url).unwrap()
}

fn net() -> Cassette {
    Cassette::new()
        .access("key_id", "17")
        .access("private_key", KEY)
        .on(
            Method::Post,
            &format!("{API}auth/"),
            &[],
            Ok(Cassette::answer(
                200,
                &[],
                br#"{"code":"OK","body":{"jwe":"JWE","ttl":900}}"#,
            )),
            usize::MAX,
        )
}

fn comment(fields: &Value) -> Value {
    let mut all = json!({"commentId": 1, "userName": "Ольга", "appRating": 2, "commentText": "Плохо"});
    for (key, value) in fields.as_object().unwrap() {
        all[key] = value.clone();
    }
    all
}

#[tokio::test]
async fn the_time_is_signed_and_the_token_goes_with_every_request() {
    let net = net()
        .get(
            &format!("{API}v1/application/ru.zerno.coffee/comment?"),
            200,
            br#"{"code":"ok","body":[]}"#,
        )
        .get(
            &format!("{API}v1/application/ru.zerno.coffee/feedback"),
            200,
            br#"{"code":"ok","body":[]}"#,
        )
        .get(
            &format!("{API}v1/application/ru.zerno.coffee/comment/statistic"),
            200,
            br#"{"code":"ok","body":{"totalRatings":4,"ratingsNoComments":4}}"#,
        );
    adapter().poll(&net, &place(), &Cursor::default()).await.unwrap();
    let sent = net.sent();
    let asked: Value = serde_json::from_slice(sent[0].body.as_deref().unwrap()).unwrap();
    let signed = crate::proof::sign::RsaKey::read(KEY)
        .unwrap()
        .sha512(b"172026-11-23T12:00:00.000+00:00")
        .unwrap();
    assert_eq!(
        asked,
        json!({"keyId": "17", "timestamp": "2026-11-23T12:00:00.000+00:00", "signature": BASE64_STANDARD.encode(signed)})
    );
    assert_eq!(sent.len(), 4);
    let token = ("public-token".to_owned(), "JWE".to_owned());
    assert!(sent[1..].iter().all(|s| s.headers.contains(&token)));
}

#[test]
fn times_with_a_zone_are_believed_and_those_without_are_moscows() {
    let at = |fields: Value| {
        let body = json!([comment(&fields)]).to_string();
        let page = adapter().read(&place(), body.as_bytes())?;
        Ok::<_, Failure>(page.sightings[0].created.map(|t| t.to_rfc3339()))
    };
    let noon = Ok(Some("2026-09-16T10:00:00+00:00".to_owned()));
    for fields in [
        json!({"commentDateIso": "2026-09-16T10:00:00.000Z", "commentDate": "2026-09-16 10:00:00.000"}),
        json!({"commentDate": "2026-09-16 13:00:00.000"}),
        json!({"commentDate": "2026-09-16 13:00:00"}),
        json!({"commentDate": "2026-09-16T13:00:00.000+03:00"}),
        json!({"commentDateIso": "2026-09-16T13:00:00"}),
    ] {
        assert_eq!(at(fields.clone()), noon, "{fields}");
    }
    for fields in [
        json!({}),
        json!({"commentDate": "вчера"}),
        json!({"commentDate": "16.09.2026"}),
    ] {
        assert_eq!(
            at(fields.clone()),
            Err(Failure::drift("body[0].commentDateIso")),
            "{fields}"
        );
    }
}

#[test]
fn a_list_is_read_bare_in_pages_and_in_an_envelope_and_so_is_one_review() {
    let one = comment(&json!({"commentDate": "2026-09-16 10:00:00.000", "commentId": "9007199254740993"}));
    for body in [
        json!([one]),
        json!({"content": [one], "last": true}),
        json!({"code": "OK", "body": [one]}),
        json!({"code": "ok", "message": "", "body": {"content": [one]}}),
        one.clone(),
    ] {
        let page = adapter().read(&place(), body.to_string().as_bytes()).unwrap();
        assert_eq!(page.sightings[0].id, "9007199254740993", "{body}");
    }
    for (body, failure) in [
        (
            json!({"code": "ERROR", "body": [one]}),
            Failure::down("error_in_200"),
        ),
        (
            json!({"code": "OK", "body": {"items": []}}),
            Failure::drift("body"),
        ),
        (json!([{"commentId": 1}]), Failure::drift("body[0].appRating")),
    ] {
        let read = adapter().read(&place(), body.to_string().as_bytes());
        assert_eq!(read.map(|p| p.sightings.len()), Err(failure), "{body}");
    }
}

#[test]
fn replies_are_found_in_every_spelling() {
    let reply = |fields: Value| {
        let mut all = comment(&json!({"commentDate": "2026-09-16 10:00:00.000"}));
        for (key, value) in fields.as_object().unwrap() {
            all[key] = value.clone();
        }
        let page = adapter()
            .read(&place(), json!([all]).to_string().as_bytes())
            .unwrap();
        page.sightings[0]
            .official_reply
            .clone()
            .map(|r| (r.text, r.standing))
    };
    let live = |text: &str| Some((text.to_owned(), Standing::Live));
    assert_eq!(reply(json!({"devResponses": []})), None);
    assert_eq!(
        reply(json!({"devResponses": null, "devResponse": "Да"})),
        live("Да")
    );
    assert_eq!(reply(json!({"devResponse": null})), None);
    assert_eq!(
        reply(
            json!({"devResponses": [{"text": "а"}, {"text": "б", "createdAt": "2026-09-17T10:00:00Z"}, {"text": "в", "status": "DELETED"}]})
        ),
        live("б")
    );
    let console = json!({"devResponse": [{"id": 1, "text": "г", "status": "MODERATION", "date": "2023-07-20 19:09:45.045"}]});
    assert_eq!(reply(console), Some(("г".into(), Standing::Pending)));
}

#[tokio::test]
async fn the_limit_counts_letters_and_without_keys_nothing_is_asked() {
    let order = |text: String| ReplyOrder {
        place: place(),
        review: "1".into(),
        parent: None,
        author: None,
        title: None,
        text,
        idempotency_key: "k".into(),
    };
    let net = net();
    let refused = adapter().publish(&net, &order("й".repeat(501))).await;
    assert_eq!(
        refused,
        Err(Failure::Refused {
            reason: "too_long".into()
        })
    );
    assert!(net.sent().is_empty());
    for (net, polled) in [
        (Cassette::new(), Failure::auth("no_access_key")),
        (
            Cassette::new().access("private_key", KEY),
            Failure::auth("no_access_key"),
        ),
        (
            Cassette::new().access("unofficial", "no"),
            Failure::auth("no_access_key"),
        ),
        (
            Cassette::new().access("key_id", "1").access("private_key", "x"),
            Failure::auth("private_key_unreadable"),
        ),
    ] {
        assert_eq!(
            adapter().poll(&net, &place(), &Cursor::default()).await,
            Err(polled)
        );
        assert!(net.sent().is_empty());
    }
    let web = Cassette::new().access("unofficial", "yes");
    assert_eq!(
        adapter().publish(&web, &order("x".into())).await,
        Err(Failure::Unsupported)
    );
}

#[test]
fn every_form_of_link_means_the_same_app() {
    for link in [
        "https://www.rustore.ru/catalog/app/ru.zerno.coffee_1",
        "https://rustore.ru/catalog/app/ru.zerno.coffee_1?rsm=1&mt_link_id=x#reviews",
        "http://www.rustore.ru/catalog/app/ru.zerno.coffee_1/reviews",
        "https://www.rustore.ru/en/catalog/app/ru.zerno.coffee_1",
        "https://apps.rustore.ru/app/ru.zerno.coffee_1",
        "rustore://apps.rustore.ru/app/ru.zerno.coffee_1",
        "https://public-api.rustore.ru/public/v1/application/ru.zerno.coffee_1/comment",
    ] {
        let place = adapter()
            .locate(&Url::parse(link).unwrap())
            .unwrap_or_else(|| panic!("{link}"));
        assert_eq!(place.id, "ru.zerno.coffee_1", "{link}");
        assert_eq!(adapter().locate(&place.url).unwrap(), place);
    }
}

#[test]
fn developers_other_sites_and_nonsense_are_not_apps() {
    for link in [
        "https://www.rustore.ru/catalog/developer/abc",
        "https://www.rustore.ru/catalog/app/zerno",
        "https://www.rustore.ru/catalog/app",
        "https://console.rustore.ru/apps/2063489",
        "https://www.rustore.ru.example.org/catalog/app/ru.zerno.coffee",
        "ftp://www.rustore.ru/catalog/app/ru.zerno.coffee",
    ] {
        assert_eq!(adapter().locate(&Url::parse(link).unwrap()), None, "{link}");
    }
}
