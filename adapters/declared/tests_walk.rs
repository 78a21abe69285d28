//! A walk on a made-up platform: posts, comments, what is kept in the cursor, and what is not believed.

use super::*;
use crate::testkit::Cassette;
use crate::{Emptiness, Next};

const FACTS: &str = r#"
id = "wall"
title = { ru = "Стена", en = "Wall" }
hosts = ["api.wall.example"]
access = "official"
auth = "key"
deletions = "never"
clock = "created"
reply = "none"
evidence = "code"
terms_checked = "2026-11-23"
keys = [
  { name = "account", what = { ru = "номер", en = "id" } },
  { name = "secret", secret = true, what = { ru = "секрет", en = "secret" } },
]
politeness = { min_interval_ms = 1, min_poll_s = 1, note = "-" }
[links]
hosts = ["wall.example"]
to = [{ kind = "wall", paths = ["/w/{id}"], url = "https://wall.example/w/{place.id}" }]
[declared.item]
id = { path = ["id"], as = "id" }
thread = { path = ["to"], as = "id", optional = true }
text = { path = ["text"], as = "text", required = true }
wordless = ["picture"]
author_id = { path = ["by"], as = "id", optional = true }
"#;

const WALK: &str = r#"
[declared.walk]
calls = 2
[declared.walk.own]
names = ["{found.wall}", "{access.account?}"]
by = ["by"]
[[declared.walk.first]]
unless = '\d+'
call = { url = "https://api.wall.example/find/{place.id}" }
take = { wall = ["number"] }
refuse = [{ at = "kind", not = ["wall"], then = "unsupported" }]
[[declared.walk.level]]
call = { url = "https://api.wall.example/posts/{found.wall}" }
list = ["posts"]
context = "id"
under = ["comments"]
proof = { at = "end" }
[[declared.walk.level]]
call = { url = "https://api.wall.example/comments?post={above}&after={cursor?}" }
list = ["comments"]
next = { path = "after", when = "more" }
proof = { at = "more", is = [false] }
link = "https://wall.example/p/{above}"
"#;

fn wall() -> DeclaredAdapter {
    DeclaredAdapter::read(&format!("{FACTS}{WALK}")).unwrap()
}

fn place(id: &str) -> Place {
    let link = format!("https://wall.example/w/{id}");
    wall().locate(&Url::parse(&link).unwrap()).unwrap()
}

const API: &str = "https://api.wall.example";

/// All pages, at most nine.
async fn walked(net: &Cassette, id: &str) -> Vec<Page> {
    let (mut cursor, mut pages) = (Cursor::default(), Vec::new());
    while pages.len() < 9 {
        let page = wall().poll(net, &place(id), &cursor).await.unwrap();
        let next = page.next.clone();
        pages.push(page);
        match next {
            Next::More(on) => cursor.page = Some(on),
            Next::Done => break,
        }
    }
    pages
}

#[tokio::test]
async fn posts_lead_to_comments_and_an_answer_waits_for_its_review_on_an_older_page() {
    let posts = r#"{"posts":[{"id":7,"comments":3},{"id":8,"comments":0}],"end":1}"#;
    let young = r#"{"comments":[{"id":"c","to":"a","by":"5","text":"thanks"}],"more":true,"after":"x"}"#;
    let old = r#"{"comments":[{"id":"b","text":null,"picture":1},{"id":"a","by":"9","text":"!"}],"more":true,"after":"x"}"#;
    let net = Cassette::new()
        .get(&format!("{API}/find/abc"), 200, br#"{"kind":"wall","number":5}"#)
        .get(&format!("{API}/posts/5"), 200, posts.as_bytes())
        .get(&format!("{API}/comments?post=7&after=x"), 200, old.as_bytes())
        .get(&format!("{API}/comments?post=7"), 200, young.as_bytes());
    let pages = walked(&net, "abc").await;
    assert_eq!(
        pages.len(),
        3,
        "a token that leads back to its own page is the end"
    );
    assert_eq!(pages[0].empty, Some(Emptiness::Stated));
    assert_eq!(
        (pages[1].empty, pages[1].answers.len()),
        (Some(Emptiness::EndOfList), 0)
    );
    let [picture, review] = pages[2].sightings.as_slice() else {
        panic!("two comments of others")
    };
    assert_eq!((picture.id.as_str(), picture.text.as_str()), ("b", ""));
    assert_eq!(picture.parent.as_deref(), Some("7"));
    assert_eq!(review.url.as_deref(), Some("https://wall.example/p/7"));
    assert_eq!(review.official_reply.as_ref().unwrap().text, "thanks");
    assert!(
        net.sent().iter().all(|s| !s.url.as_str().contains("post=8")),
        "nobody asks where nothing stands"
    );
}

#[tokio::test]
async fn nothing_is_believed_without_proof_and_a_moved_list_is_told() {
    let posts = |body: &'static str| async move {
        let net = Cassette::new().get(API, 200, body.as_bytes());
        wall().poll(&net, &place("5"), &Cursor::default()).await
    };
    assert_eq!(
        posts(r#"{"end":1}"#).await.unwrap().empty,
        Some(Emptiness::Stated)
    );
    assert_eq!(
        posts(r#"{"posts":[]}"#).await,
        Err(Failure::drift("posts is empty"))
    );
    assert_eq!(posts("{}").await, Err(Failure::drift("posts")));
    let moved = r#"{"entries":[{"id":7}],"end":1}"#;
    assert_eq!(posts(moved).await, Err(Failure::drift("posts")));
    assert_eq!(
        posts(r#"{"posts":[{"comments":1}]}"#).await,
        Err(Failure::drift("posts[0].id"))
    );

    let comments = |body: &'static str| async move {
        let net = Cassette::new().get(API, 200, body.as_bytes());
        let page = r#"{"found":{"wall":"5"},"own":["5"],"jobs":[{"level":1,"post":"7"}]}"#;
        let cursor = Cursor {
            page: Some(page.into()),
            ..Cursor::default()
        };
        wall().poll(&net, &place("5"), &cursor).await
    };
    assert_eq!(
        comments(r#"{"more":false}"#).await.unwrap().empty,
        Some(Emptiness::EndOfList)
    );
    for (body, at) in [
        (r#"{"comments":[],"more":true}"#, "comments is empty"),
        (r#"{"notes":[{"id":1}],"more":false}"#, "comments"),
        (r#"{"comments":[{"id":"a","text":null}]}"#, "comments[0].text"),
        (r#"{"comments":[{"text":"a"}]}"#, "comments[0].id"),
    ] {
        assert_eq!(comments(body).await, Err(Failure::drift(at)));
    }
}

#[tokio::test]
async fn a_name_that_means_something_else_is_refused_and_a_strange_cursor_begins_anew() {
    let net = Cassette::new().get(API, 200, br#"{"kind":"person","number":5}"#);
    let found = wall().poll(&net, &place("abc"), &Cursor::default()).await;
    assert_eq!(found, Err(Failure::Unsupported));
    let net = Cassette::new().get(API, 200, br#"{"posts":[{"id":7}],"end":1}"#);
    for page in ["", "x y", "[1]"] {
        let cursor = Cursor {
            page: Some(page.into()),
            ..Cursor::default()
        };
        let begun = wall().poll(&net, &place("5"), &cursor).await.unwrap();
        assert!(matches!(begun.next, Next::More(_)), "{page}");
    }
    let beyond = Cursor {
        page: Some(r#"{"jobs":[{"level":9,"post":"7"}]}"#.into()),
        ..Cursor::default()
    };
    let lost = wall().poll(&net, &place("5"), &beyond).await;
    assert_eq!(lost, Err(Failure::drift("cursor")));
}

#[test]
fn a_walk_that_cannot_work_is_refused_with_what_is_allowed() {
    let refused = |from: &str, to: &str| {
        assert!(WALK.contains(from), "{from}");
        DeclaredAdapter::read(&format!("{FACTS}{}", WALK.replace(from, to))).unwrap_err()
    };
    for (from, to, told) in [
        ("calls = 2", "calls = 9", "`calls` must be 1 to 5"),
        ("{access.account?}", "{access.secret?}", "key secret is secret"),
        (
            "{access.account?}",
            "{access.other?}",
            "key other is not described",
        ),
        (
            "list = [\"comments\"]",
            "list = [\"comments\"]\ncontext = \"id\"",
            "the last level",
        ),
        (
            "list = [\"comments\"]",
            "list = [\"comments\"]\nitem = \"x\"",
            "there is no item `x`",
        ),
        (
            "https://api.wall.example/posts",
            "https://wall.example/posts",
            "is not in hosts",
        ),
        ("{above}", "{below}", "allowed: place.id"),
        ("then = \"unsupported\"", "then = \"later\"", "expected one of"),
        (
            "then = \"unsupported\"",
            "then = \"down\"",
            "walk.first: `sign` is missing",
        ),
    ] {
        let why = refused(from, to);
        assert!(why.contains(told), "{told}: {why}");
    }
}
