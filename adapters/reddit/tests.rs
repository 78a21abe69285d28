//! What real recorded answers mean, where they are present.

use super::*;
use crate::ReplyRoute;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Emptiness, Failure, Method, Next, Page, Place, ReplyOrder};
use url::Url;

fn place(link: &str) -> Place {
    adapter().locate(&Url::parse(link).unwrap()).unwrap()
}

fn read(name: &str) -> Option<Page> {
    let body = sample("reddit", &format!("{name}.json"))?;
    Some(
        adapter()
            .read(&place("https://www.reddit.com/r/redditdev/"), &body)
            .unwrap(),
    )
}

#[test]
fn recorded_answers_hold_what_their_source_counts() {
    // Comments and posts by SOURCES.md, stubs among them.
    for (name, things, stubs) in [
        ("subreddit_search_1", 6, 0),
        ("inbox_mentions_1", 16, 0),
        ("comment_reply_1", 1, 0),
        ("comment_edit_1", 1, 0),
        ("deleted_comment_1", 1, 1),
        ("deleted_comment_2", 1, 0),
        ("submission_comments_1", 3, 0),
        ("comment_tree_more_1", 1, 0),
        ("comment_tree_more_2", 146, 5),
        ("comment_tree_more_3", 3, 0),
        ("comment_not_found_1", 0, 0),
    ] {
        let Some(page) = read(name) else { return };
        assert_eq!(page.sightings.len(), things, "{name}");
        assert_eq!(
            page.sightings.iter().filter(|s| s.removed).count(),
            stubs,
            "{name}"
        );
        assert_eq!(page.empty, (things == 0).then_some(Emptiness::Stated), "{name}");
        for s in &page.sightings {
            assert!(
                s.created.is_some() && s.url.is_some() != s.removed,
                "{name} {}",
                s.id
            );
            assert!(
                !s.text.contains("](http") && !s.text.starts_with('<'),
                "{name} {}: {}",
                s.id,
                s.text
            );
        }
    }
}

#[test]
fn recorded_comments_keep_names_parents_times_edits_and_words() {
    let Some(page) = read("submission_comments_1") else {
        return;
    };
    let ids: Vec<_> = page
        .sightings
        .iter()
        .map(|s| (s.id.as_str(), s.parent.as_deref()))
        .collect();
    assert_eq!(
        ids,
        [
            ("t3_2gmzqe", None),
            ("t1_cklfmye", Some("t3_2gmzqe")),
            ("t1_cklhv0f", Some("t1_cklfmye"))
        ]
    );
    assert_eq!(
        page.sightings[2].created.unwrap().to_rfc3339(),
        "2014-09-18T03:13:54+00:00"
    );
    assert_eq!(
        page.sightings[2].url.as_deref(),
        Some("https://www.reddit.com/comments/2gmzqe/_/cklhv0f/")
    );
    let edited = read("comment_edit_1").unwrap().sightings.remove(0);
    assert_eq!(edited.text, "New text");
    assert_eq!(edited.updated.unwrap().to_rfc3339(), "2016-03-20T03:27:43+00:00");
    let mention = read("inbox_mentions_1").unwrap().sightings.remove(0);
    assert_eq!(
        (mention.id.as_str(), mention.author.id.as_deref()),
        ("t1_ekftbox", Some("t2_3efd9zdo"))
    );
    assert!(
        mention.text.contains("\n\nYour submission was removed"),
        "{}",
        mention.text
    );
    let post = read("subreddit_search_1").unwrap().sightings.remove(0);
    assert!(
        post.edited && post.title.is_some() && post.text.starts_with("solved"),
        "{}",
        post.text
    );
}

#[tokio::test]
async fn recorded_lists_with_an_end_behind_them_are_polled_twice_alike() {
    let end = br#"{"kind":"Listing","data":{"modhash":"","children":[],"after":null,"before":null}}"#;
    for (file, link, path, things) in [
        (
            "inbox_mentions_1",
            "https://www.reddit.com/user/zerno/",
            "/message/mentions",
            16,
        ),
        (
            "subreddit_search_1",
            "https://www.reddit.com/search/?q=praw+oauth",
            "/search",
            6,
        ),
        (
            "submission_comments_1",
            "https://www.reddit.com/comments/2gmzqe/",
            "/comments/2gmzqe",
            3,
        ),
        (
            "comment_tree_more_2",
            "https://www.reddit.com/comments/57dw9a/",
            "/comments/57dw9a",
            146,
        ),
        (
            "comment_tree_more_3",
            "https://www.reddit.com/comments/57dw9a/",
            "/comments/57dw9a",
            3,
        ),
    ] {
        let Some(bytes) = sample("reddit", &format!("{file}.json")) else {
            return;
        };
        let whole: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let body = whole["body"].to_string();
        let answer = |b: &[u8]| Ok(Cassette::answer(200, &[], b));
        let net = Cassette::new()
            .access("token", "T")
            .on(
                Method::Get,
                "https://oauth.reddit.com/",
                &["after="],
                answer(end),
                usize::MAX,
            )
            .on(
                Method::Get,
                &format!("https://oauth.reddit.com{path}?"),
                &[],
                answer(body.as_bytes()),
                usize::MAX,
            )
            .on(
                Method::Get,
                "https://oauth.reddit.com/",
                &[],
                answer(end),
                usize::MAX,
            );
        for _ in 0..2 {
            let mut cursor = Cursor::default();
            let mut seen = 0;
            loop {
                let page = adapter().poll(&net, &place(link), &cursor).await.unwrap();
                seen += page.sightings.len();
                match page.next {
                    Next::More(on) => cursor.page = Some(on),
                    Next::Done => break,
                }
            }
            assert_eq!(seen, things, "{file}");
        }
    }
}

#[tokio::test]
async fn an_app_without_a_person_may_read_but_not_answer() {
    let granted = br#"{"access_token":"G","token_type":"bearer"}"#;
    let own = r#"{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"name":"t1_own","author":"Zerno","created_utc":1795374000.0,
        "edited":false,"parent_id":"t1_asked","link_id":"t3_x","body":"Вернём","body_html":null,"replies":""}}],"after":null}}"#;
    let net = Cassette::new()
        .access("client_id", "app")
        .access("client_secret", "SECRET")
        .access("username", "u/zerno")
        .on(
            Method::Post,
            "https://www.reddit.com/api/v1/access_token",
            &["grant_type=client_credentials"],
            Ok(Cassette::answer(200, &[], granted)),
            9,
        )
        .get(
            "https://oauth.reddit.com/user/zerno/comments",
            200,
            own.as_bytes(),
        );
    let place = place("https://www.reddit.com/r/Kaliningrad/");
    let shown = adapter().current_reply(&net, &place, "t1_asked").await.unwrap();
    assert_eq!(shown.map(|r| r.text), Some("Вернём".into()));
    assert_eq!(adapter().current_reply(&net, &place, "t1_other").await, Ok(None));
    let order = ReplyOrder {
        place,
        review: "t1_asked".into(),
        parent: None,
        author: None,
        title: None,
        text: "Да".into(),
        idempotency_key: "k".into(),
    };
    assert_eq!(adapter().publish(&net, &order).await, Err(Failure::Unsupported));
    let route = |keys: &[&str]| adapter().reply_route(&order.place, keys);
    assert_eq!(
        route(&["client_id", "client_secret", "username"]),
        ReplyRoute::ByHand
    );
    assert_eq!(
        route(&["client_id", "client_secret", "refresh_token"]),
        ReplyRoute::Api
    );
    // Secrets travel in a header or a form, never in an address.
    assert!(net.sent().iter().all(|s| !s.url.as_str().contains("SECRET")));
}

fn locate(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_is_a_place_and_its_address_leads_back() {
    for (link, kind, id) in [
        (
            "https://www.reddit.com/user/Zerno_Coffee/",
            "account",
            "Zerno_Coffee",
        ),
        (
            "https://old.reddit.com/u/Zerno_Coffee/comments/?sort=new",
            "account",
            "Zerno_Coffee",
        ),
        ("https://reddit.com/r/Kaliningrad", "subreddit", "Kaliningrad"),
        (
            "https://m.reddit.com/r/Kaliningrad/new/?f=flair",
            "subreddit",
            "Kaliningrad",
        ),
        (
            "https://www.reddit.com/r/Kaliningrad/comments/1abcd2/best_coffee/k9xyz/?context=3&utm_source=share",
            "thread",
            "1abcd2",
        ),
        ("https://new.reddit.com/comments/1ABCD2", "thread", "1abcd2"),
        ("https://redd.it/1abcd2", "thread", "1abcd2"),
        (
            "https://www.reddit.com/search/?q=zerno+coffee&type=link",
            "search",
            "zerno coffee",
        ),
        (
            "https://www.reddit.com/r/all/search?q=zerno%20coffee",
            "search",
            "zerno coffee",
        ),
        (
            "https://www.reddit.com/r/Kaliningrad/search/?q=zerno+coffee&restrict_sr=1",
            "search",
            "zerno coffee",
        ),
    ] {
        let place = locate(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!((place.kind.as_str(), place.id.as_str()), (kind, id), "{link}");
        assert_eq!(locate(place.url.as_str()), Some(place), "{link}");
    }
}

#[test]
fn share_links_other_pages_and_other_sites_are_not_ours() {
    for link in [
        "https://www.reddit.com/",
        "https://www.reddit.com/r/Kaliningrad/s/AbCdEf",
        "https://www.reddit.com/settings/",
        "https://www.reddit.com/search/?q=",
        "https://www.reddit.com/r/x%2Fy/",
        "https://reddit.com.example.org/r/Kaliningrad",
        "https://notreddit.com/r/Kaliningrad",
        "https://a.b.reddit.com/r/Kaliningrad",
    ] {
        assert_eq!(locate(link), None, "{link}");
    }
}
