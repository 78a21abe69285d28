//! The interpreter on a made-up platform; the real one that it serves is tested in `twogis`.

use super::*;
use crate::testkit::Cassette;
use crate::{Emptiness, Next, Receipt, ReplyOrder};
use serde_json::Value;

const TOML: &str = r#"
id = "shop"
title = { ru = "Лавка", en = "Shop" }
hosts = ["api.shop.example"]
access = "official"
auth = "key"
deletions = "never"
clock = "created"
reply = "none"
evidence = "code"
terms_checked = "2026-11-23"
keys = [{ name = "key", secret = true, what = { ru = "ключ", en = "key" } }]
politeness = { min_interval_ms = 1, min_poll_s = 1, note = "-" }
[declared]
permalink = "https://shop.example/{place.id}#r{review.id}"
[declared.locate]
kind = "shop"
hosts = ["shop.example"]
paths = ["/s/{id}"]
url = "https://shop.example/s/{place.id}"
[[declared.route]]
name = "api"
needs = ["key"]
url = "https://api.shop.example/{place.id}?key={access.key}&page={cursor|1}"
list = ["data"]
paging = PAGING
zero = ["total"]
[declared.item]
id = { path = ["id"], as = "id" }
text = { path = ["text"], as = "text" }
"#;

fn shop(paging: &str) -> DeclaredAdapter {
    DeclaredAdapter::read(&TOML.replace("PAGING", paging)).unwrap()
}

fn page(ids: std::ops::Range<u32>, more: &str) -> Vec<u8> {
    let list: Vec<_> = ids.map(|i| format!(r#"{{"id":{i},"text":"t"}}"#)).collect();
    format!(r#"{{"data":[{}]{more}}}"#, list.join(",")).into_bytes()
}

async fn poll(adapter: &DeclaredAdapter, net: &Cassette, cursor: Option<&str>) -> Result<Page, Failure> {
    let place = adapter
        .locate(&Url::parse("https://shop.example/s/a b").unwrap())
        .unwrap();
    adapter
        .poll(
            net,
            &place,
            &Cursor {
                resume: None,
                page: cursor.map(str::to_owned),
            },
        )
        .await
}

async fn walk(paging: &str, net: Cassette) -> (Vec<String>, usize) {
    let (adapter, net, mut cursor, mut seen) = (shop(paging), net.access("key", "s3cret"), None, 0);
    for _ in 0..10 {
        let page = poll(&adapter, &net, cursor.as_deref()).await.unwrap();
        seen += page.sightings.len();
        let Next::More(on) = page.next else {
            let asked = net
                .sent()
                .iter()
                .map(|s| s.url.to_string().replace("https://api.shop.example/", ""))
                .collect();
            return (asked, seen);
        };
        assert!(!on.contains("s3cret"), "a cursor is stored and shown");
        cursor = Some(on);
    }
    panic!("paging does not end");
}

#[tokio::test]
async fn page_numbers_offsets_and_tokens_end_where_the_list_ends() {
    let by = |p: &'static str| move |n: &str| format!("https://api.shop.example/a%20b?key=s3cret&{p}={n}");
    let at = by("page");
    let net = || {
        Cassette::new()
            .get(&at("1"), 200, &page(0..2, ""))
            .get(&at("2"), 200, &page(2..3, ""))
    };
    let (asked, seen) = walk("{ kind = 'page', first = 1, size = 2 }", net()).await;
    assert_eq!(
        (asked, seen),
        (
            vec!["a%20b?key=s3cret&page=1".into(), "a%20b?key=s3cret&page=2".into()],
            3
        )
    );
    let net = Cassette::new()
        .get(&at("1"), 200, &page(0..2, ""))
        .get(&at("2"), 200, &page(0..0, ""));
    assert_eq!(walk("{ kind = 'offset', size = 2 }", net).await.1, 2);
    let net = Cassette::new().get(
        &at("1"),
        200,
        &page(0..2, r#","next":"t/=&"}"#.trim_end_matches('}')),
    );
    let net = net.get(&at("t%2F%3D%26"), 200, &page(2..4, r#","next":null"#));
    assert_eq!(walk("{ kind = 'token', path = 'next' }", net).await.1, 4);
}

#[tokio::test]
async fn a_next_link_stays_on_the_host_and_the_key_stays_out_of_the_cursor() {
    let next = r#","next":"http://api.shop.example:8080/v2?key=s3cret&before=1""#;
    let net = Cassette::new()
        .get("https://api.shop.example/a%20b", 200, &page(0..2, next))
        .get("https://api.shop.example/v2", 200, &page(2..3, r#","next":"""#));
    let (asked, seen) = walk("{ kind = 'next_link', path = 'next' }", net).await;
    assert_eq!((asked[1].as_str(), seen), ("v2?before=1&key=s3cret", 3));

    let adapter = shop("{ kind = 'next_link', path = 'next' }");
    for evil in [
        "https://evil.example/",
        "//evil.example/x",
        "https://u:p@api.shop.example/",
        "file:///etc/passwd",
    ] {
        let body = page(0..1, &format!(r#","next":"{evil}""#));
        let net = Cassette::new().access("key", "k").get("https://", 200, &body);
        assert_eq!(
            poll(&adapter, &net, None).await,
            Err(Failure::drift("next")),
            "{evil}"
        );
        let net = Cassette::new().access("key", "k");
        assert_eq!(
            poll(&adapter, &net, Some(&format!("api {evil}"))).await,
            Err(Failure::drift("cursor"))
        );
        assert!(net.sent().is_empty(), "a stored cursor is not trusted either");
    }
}

#[tokio::test]
async fn an_empty_page_needs_a_counter_of_zero_or_a_page_before_it() {
    let adapter = shop("{ kind = 'token', path = 'next' }");
    let net = |body: &str| {
        Cassette::new()
            .access("key", "k")
            .get("https://", 200, body.as_bytes())
    };
    let empty = |body: &'static str, cursor: Option<&'static str>| {
        let (adapter, net) = (&adapter, net(body));
        async move { poll(adapter, &net, cursor).await.map(|p| p.empty.unwrap()) }
    };
    let drift = Err(Failure::drift("data is empty"));
    assert_eq!(
        empty(r#"{"data":[],"total":0}"#, None).await,
        Ok(Emptiness::Counter)
    );
    assert_eq!(empty(r#"{"data":[],"total":3}"#, None).await, drift);
    assert_eq!(empty(r#"{"data":[]}"#, None).await, drift);
    assert_eq!(
        empty(r#"{"data":[]}"#, Some("api x")).await,
        Ok(Emptiness::EndOfList)
    );
    assert_eq!(empty(r#"{"data":[],"next":"y"}"#, Some("api x")).await, drift);
    assert_eq!(
        empty(r#"{"data":null,"total":0}"#, None).await,
        Err(Failure::drift("data"))
    );
    let endless = r#"{"data":[{"id":1,"text":""}],"next":"x"}"#;
    let net = net(endless);
    assert!(
        matches!(
            poll(&adapter, &net, Some("api x")).await,
            Err(Failure::Drift { .. })
        ),
        "next is this page"
    );
}

#[tokio::test]
async fn without_its_key_a_route_is_not_asked() {
    let net = Cassette::new();
    assert_eq!(
        poll(&shop("{ kind = 'none' }"), &net, None).await,
        Err(Failure::auth("no_access_key"))
    );
    assert!(net.sent().is_empty());
}

#[test]
fn a_manifest_that_contradicts_itself_is_refused_with_the_reason() {
    let refused = |from: &str, to: &str| {
        DeclaredAdapter::read(&TOML.replace("PAGING", "{ kind = 'none' }").replace(from, to)).unwrap_err()
    };
    assert!(
        refused("hosts = [\"api.shop.example\"]", "hosts = []").contains("api.shop.example is not in hosts")
    );
    assert!(refused("access.key", "access.token").contains("token is not described"));
    assert!(refused("reply = \"none\"", "reply = \"api\"").contains("needs [declared.publish]"));
    assert!(refused("{access.key}", "{acess.key}").contains("is not known"));
    assert!(refused("as = \"text\"", "as = \"rating\"").contains("unknown variant"));
    assert!(refused("zero =", "zeros =").contains("unknown field"));
}

/// The shop with an API for replies: `TABLES` stand in the place of its item.
fn with(tables: &str) -> Result<DeclaredAdapter, String> {
    let text = TOML
        .replace("PAGING", "{ kind = 'none' }")
        .replace("reply = \"none\"", "reply = \"api\"");
    DeclaredAdapter::read(&(text + tables))
}

const PUBLISH: &str = r#"
[declared.service.owner]
headers = { authorization = "Bearer {token}" }
token = [{ kind = "ready", key = "key" }]
errors = [{ status = [409], then = "refused", sign = "closed" }]
[declared.current]
call = { service = "owner", url = "https://api.shop.example/review/{review.id}" }
[declared.publish]
call = { service = "owner", url = "https://api.shop.example/answer", json = { to = "{review.id}", text = "{text}" } }
taken = { at = "made", id = "made.id" }
[declared.item.reply]
path = "answer"
text = { path = ["text"], as = "text" }
"#;

fn order(text: &str) -> ReplyOrder {
    let url = Url::parse("https://shop.example/s/a").unwrap();
    ReplyOrder {
        place: shop("{ kind = 'none' }").locate(&url).unwrap(),
        review: "7".into(),
        parent: None,
        author: None,
        title: None,
        text: text.into(),
        idempotency_key: "k".into(),
    }
}

#[tokio::test]
async fn a_reply_goes_out_once_and_only_a_clear_answer_means_that_it_was_taken() {
    let adapter = with(PUBLISH).unwrap();
    let said = async |status: u16, body: &str| {
        let answer = Ok(Cassette::answer(status, &[], body.as_bytes()));
        let net = Cassette::new().access("key", "K").on(
            crate::Method::Post,
            "https://api.shop.example/answer",
            &[],
            answer,
            1,
        );
        let outcome = adapter.publish(&net, &order("Спасибо {place.id}!")).await;
        let sent = net.sent();
        assert!(sent.len() == 1 && sent[0].writes, "one request");
        // A gap in an approved text is text.
        let wanted = serde_json::json!({"to": "7", "text": "Спасибо {place.id}!"});
        assert_eq!(
            serde_json::from_slice::<Value>(sent[0].body.as_deref().unwrap()).unwrap(),
            wanted
        );
        outcome
    };
    let live = Receipt::Live { id: Some("9".into()) };
    assert_eq!(said(200, r#"{"made":{"id":9}}"#).await, Ok(live));
    assert_eq!(said(409, "{}").await, Err(Failure::refused("closed")));
    assert_eq!(said(404, "{}").await, Err(Failure::refused("review_gone")));
    for (status, body) in [
        (200, "{}"),
        (200, "<html>"),
        (200, r#"{"made":null}"#),
        (503, "{}"),
        (302, ""),
    ] {
        assert_eq!(said(status, body).await, Err(Failure::Unknown), "{status} {body}");
    }
    let closed = adapter.publish(&Cassette::new(), &order("x")).await;
    assert_eq!(closed, Err(Failure::auth("no_access_key")));
}

#[tokio::test]
async fn the_reply_that_stands_under_one_review_is_read() {
    let adapter = with(PUBLISH).unwrap();
    let shown = async |body: &str| {
        let net =
            Cassette::new()
                .access("key", "K")
                .get("https://api.shop.example/review/7", 200, body.as_bytes());
        let place = order("x").place;
        adapter
            .current_reply(&net, &place, "7")
            .await
            .map(|r| r.map(|r| r.text))
    };
    let there = r#"{"id":7,"text":"t","answer":{"text":"Спасибо"}}"#;
    assert_eq!(shown(there).await, Ok(Some("Спасибо".into())));
    assert_eq!(shown(r#"{"id":7,"text":"t","answer":null}"#).await, Ok(None));
    assert_eq!(shown(r#"{"id":7}"#).await, Err(Failure::drift("text")));
}

#[test]
fn wrong_tables_are_refused_with_the_table_the_key_and_what_is_allowed() {
    let told = |from: &str, to: &str, words: &[&str]| {
        let text = PUBLISH.replacen(from, to, 1);
        assert_ne!(text, PUBLISH, "{from}");
        let why = with(&text).unwrap_err();
        for word in words {
            assert!(why.contains(word), "{to}: {why}");
        }
    };
    told(
        "call = { service = \"owner\"",
        "call = { service = \"x\"",
        &["current.call", "service `x`", "allowed: owner"],
    );
    told(
        "api.shop.example/answer",
        "other.example/answer",
        &["publish.call", "other.example is not in hosts"],
    );
    told(
        "key = \"key\"",
        "key = \"pass\"",
        &["service owner", "key pass is not described"],
    );
    told(
        "kind = \"ready\"",
        "kind = \"magic\"",
        &["unknown variant `magic`", "`ready`, `grant`, `service_account`"],
    );
    told(
        "sign = \"closed\"",
        "sign = \"Closed!\"",
        &["service owner", "a-z"],
    );
    told("{text}", "{txt}", &["`{txt}` is not known", "allowed: place.id"]);
    told(
        "at = \"made\"",
        "read_again = true, when = 1",
        &["unknown field `when`", "read_again"],
    );
    told(
        "[declared.publish]",
        "[declared.publish]\nreplace = { url = \"http://api.shop.example\" }",
        &["https address"],
    );
}
