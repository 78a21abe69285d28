//! Posts that answer each other, in data: who we are, what we wrote, what is asked around a list.

use super::*;
use crate::testkit::Cassette;
use crate::{Answer, Emptiness};

const HEAD: &str = r##"id = "talk"
title = { ru = "Толки", en = "Talk" }
hosts = ["api.talk.example"]
place_host = true
access = "official"
auth = "oauth"
deletions = "never"
clock = "created"
reply = "api"
evidence = "documented"
terms_checked = "2026-11-27"
keys = [{ name = "account", what = { ru = "имя", en = "name" } }]
politeness = { min_interval_ms = 1000, min_poll_s = 600, note = "none" }
[links]
hosts = ["**"]
to = [
  { kind = "tag", paths = ["/tags/{id}"], form = "#{id}@{host}", on_host = "/tags/{id}" },
  { kind = "thread", paths = ["/posts/{id}"], on_host = "/posts/{id}" },
]
"##;

const RULES: &str = r##"
[declared]
common = "api"
[declared.service.api]
limit_ends = { header = "x-reset", as = "seconds", most_s = 3600 }
[declared.own]
addressed = true
like = '\d+'
ways = [{ is = "{access.account}", without = "@", call = { url = "https://{place.host}/who?name={own}" }, at = "id" }]
[[declared.route]]
name = "tag"
kinds = ["tag"]
url = "https://{place.host}/tags/{place.name}?max={cursor?}"
list = ["news"]
only = { path = "kind", is = ["post"], pass = ["like"] }
within = "post"
paging = { kind = "link_header", parameter = "max", path = "id", size = 2 }
proof = { is = "{place.name}", call = { url = "https://{place.host}/names/{place.name}" }, at = "name" }
[[declared.route]]
name = "thread"
kinds = ["thread"]
url = "https://{place.host}/posts/{place.name}/under"
list = ["under"]
top = { call = { url = "https://{place.host}/posts/{place.name}" }, at = "post" }
empty_is_stated = true
complete = true
[declared.written]
name = "written"
kinds = ["tag"]
url = "https://{place.host}/people/{own}/posts"
list = [""]
empty_is_stated = true
paging = { kind = "link_header", parameter = "max", path = "id", size = 2 }
[declared.publish]
first = { call = { url = "https://{place.host}/posts/{review.id}" }, take = { name = "post.by.name" } }
front = "@{found.name} "
taken = { at = "id", id = "id" }
call = { url = "https://{place.host}/posts", json = { text = "{text}", to = "{review.id}" } }
[declared.item]
shown = { path = "shares", absent = true }
id = { path = ["id"], as = "id" }
text = { path = ["html"], as = "html_post" }
parent = { path = ["to"], as = "id", optional = true }
author_id = { path = ["by.id"], as = "id" }
author_name = { path = ["by.name"], as = "nonempty" }
created = { path = ["at"], as = "rfc3339" }
"##;

fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::read(&format!("{HEAD}{RULES}")).unwrap()
}

fn place(link: &str) -> Place {
    adapter().locate(&Url::parse(link).unwrap()).unwrap()
}

fn post(id: &str, by: &str, to: &str, html: &str) -> Value {
    let to = Some(to).filter(|to| !to.is_empty());
    serde_json::json!({"id": id, "to": to, "html": html, "by": {"id": by, "name": "anna"}, "at": "2026-11-22T10:00:00Z", "shares": null})
}

fn news(all: &[(&str, Value)]) -> Vec<u8> {
    let all = all
        .iter()
        .map(|(kind, post)| serde_json::json!({"kind": kind, "id": post["id"], "post": post}));
    serde_json::json!({"news": all.collect::<Vec<_>>()})
        .to_string()
        .into_bytes()
}

fn net() -> Cassette {
    Cassette::new().access("account", "@zerno").get(
        "https://a.example/who?name=zerno",
        200,
        br#"{"id":"77"}"#,
    )
}

#[tokio::test]
async fn posts_of_our_own_are_answers_or_context_and_we_are_asked_for_once() {
    let list = news(&[
        ("post", post("9", "5", "", "<p>Ждали</p><p>час</p>")),
        ("like", post("8", "5", "", "x")),
        ("post", post("7", "77", "9", "@anna Вернём")),
        ("post", post("6", "77", "", "Новость")),
    ]);
    let own = serde_json::json!([post("5", "77", "4", "@anna @ivan Да"), post("3", "77", "", "x")]);
    let net = net()
        .get(
            "https://a.example/tags/кофе"
                .replace("кофе", "%D0%BA%D0%BE%D1%84%D0%B5")
                .as_str(),
            200,
            &list,
        )
        .get(
            "https://a.example/people/77/posts",
            200,
            own.to_string().as_bytes(),
        );
    let place = place("https://a.example/tags/кофе");
    let page = adapter().poll(&net, &place, &Cursor::default()).await.unwrap();
    let ids: Vec<_> = page
        .sightings
        .iter()
        .map(|s| (s.id.as_str(), s.text.as_str(), s.reply_untold))
        .collect();
    assert_eq!(ids, [("9", "Ждали\n\nчас", true)]);
    let told = |a: &Answer| (a.to.clone(), a.reply.text.clone());
    let answers: Vec<_> = page.answers.iter().map(told).collect();
    assert_eq!(
        answers,
        [("9".into(), "Вернём".into()), ("4".into(), "Да".into())]
    );
    // Two posts are a full page: what is older may be cut off.
    assert_eq!(
        page.answers_since.unwrap().to_rfc3339(),
        "2026-11-22T10:00:01+00:00"
    );
    assert_eq!(page.resume.as_deref(), Some("77"));
    assert_eq!(page.next, Next::More("tag 6".into()));
    let asked = |net: &Cassette| net.sent().iter().filter(|s| s.url.path() == "/who").count();
    assert_eq!(asked(&net), 1);
    let cursor = Cursor {
        resume: page.resume,
        page: None,
    };
    adapter().poll(&net, &place, &cursor).await.unwrap();
    assert_eq!(asked(&net), 1);
    let cursor = Cursor {
        page: Some("tag 6".into()),
        ..cursor
    };
    let again = adapter().poll(&net, &place, &cursor).await.unwrap();
    assert_eq!(
        (again.next, again.answers_since),
        (Next::Done, None),
        "ids that do not go down are the end"
    );
}

#[tokio::test]
async fn an_empty_list_is_believed_only_where_its_name_is_known_and_a_strange_element_is_a_drift() {
    let poll = async |list: &[u8], name: &[u8]| {
        let net = net()
            .get("https://a.example/tags/coffee", 200, list)
            .get("https://a.example/names/coffee", 200, name)
            .get("https://a.example/people/77/posts", 200, b"[]");
        adapter()
            .poll(&net, &place("https://a.example/tags/coffee"), &Cursor::default())
            .await
    };
    let page = poll(br#"{"news":[]}"#, br#"{"name":"Coffee"}"#).await.unwrap();
    assert_eq!(
        (page.empty, page.answers_since),
        (Some(Emptiness::Stated), Some(chrono::DateTime::UNIX_EPOCH))
    );
    assert_eq!(
        poll(br#"{"news":[]}"#, br#"{"name":"tea"}"#).await,
        Err(Failure::drift("name"))
    );
    let page = poll(&news(&[("post", post("7", "77", "9", "x"))]), b"{}")
        .await
        .unwrap();
    assert_eq!(
        (page.empty, page.answers.len()),
        (Some(Emptiness::Stated), 1),
        "only our own"
    );
    for kind in ["poll", ""] {
        let polled = poll(&news(&[(kind, post("7", "5", "", "x"))]), b"{}").await;
        assert_eq!(polled, Err(Failure::drift("news[0].kind")));
    }
    let hollow = ("post", serde_json::Value::Null);
    let page = poll(&news(&[hollow.clone(), ("post", post("7", "5", "", "x"))]), b"{}").await;
    assert_eq!(page.unwrap().sightings.len(), 1, "a post that is no more");
    assert_eq!(
        poll(&news(&[("like", post("6", "5", "", "x")), hollow]), b"{}").await,
        Err(Failure::drift("news[].post"))
    );
    assert_eq!(
        poll(br#"{"news":[{"kind":"post"}]}"#, b"{}").await,
        Err(Failure::drift("news[0].post"))
    );
    let gone = r#"{"news":[{"kind":"post","id":"6","post":null},{"kind":"post","id":"5","post":null}]}"#;
    let net = net().get("https://a.example/tags/coffee", 200, gone.as_bytes());
    let later = Cursor {
        page: Some("tag 9".into()),
        resume: Some("77".into()),
    };
    let page = adapter()
        .poll(&net, &place("https://a.example/tags/coffee"), &later)
        .await
        .unwrap();
    assert_eq!(
        (page.sightings.len(), page.next),
        (0, Next::More("tag 5".into())),
        "a later page of posts that are no more"
    );
    let shared = post("7", "5", "", "x")
        .to_string()
        .replace("\"shares\":null", "\"shares\":{}");
    let page = poll(&news(&[("post", shared.parse().unwrap())]), b"{}")
        .await
        .unwrap();
    assert_eq!(
        page.empty,
        Some(Emptiness::Stated),
        "what is shared again is somebody else's"
    );
}

#[tokio::test]
async fn the_post_of_a_thread_stands_first_and_its_absence_leaves_the_page_incomplete() {
    let under = serde_json::json!({"under": [post("9", "5", "7", "Так же")]}).to_string();
    let poll = async |status: u16, top: &str, under: &str| {
        let net = Cassette::new()
            .get("https://a.example/posts/7/under", 200, under.as_bytes())
            .get("https://a.example/posts/7", status, top.as_bytes());
        adapter()
            .poll(&net, &place("https://a.example/posts/7"), &Cursor::default())
            .await
    };
    let top = serde_json::json!({"post": post("7", "5", "", "Ждали")}).to_string();
    let ids = |page: Page| {
        (
            page.sightings.into_iter().map(|s| s.id).collect::<Vec<_>>(),
            page.complete,
        )
    };
    assert_eq!(
        ids(poll(200, &top, &under).await.unwrap()),
        (vec!["7".into(), "9".into()], true)
    );
    assert_eq!(
        ids(poll(404, "", &under).await.unwrap()),
        (vec!["9".into()], false)
    );
    assert_eq!(
        ids(poll(200, &top, r#"{"under":[]}"#).await.unwrap()),
        (vec!["7".into()], true)
    );
    assert_eq!(poll(404, "", r#"{"under":[]}"#).await, Err(Failure::Gone));
    assert_eq!(poll(500, "", &under).await, Err(Failure::down("http_500")));
}

#[tokio::test]
async fn a_mark_moves_when_the_walk_is_over_and_nothing_newer_is_no_word_about_the_rest() {
    let text = format!("{HEAD}{RULES}").replace(
        "paging = { kind = \"link_header\", parameter = \"max\", path = \"id\", size = 2 }\nproof",
        "paging = { kind = \"token\", path = \"on\", sparse = true }\nnewest = \"top\"\nproof",
    );
    let text = text.replace("?max={cursor?}", "?since={newest?}&on={cursor?}");
    let text = text.replace(
        "within = \"post\"",
        "within = \"post\"\njoin = [{ name = \"by\", key = \"who\", of = \"people.*\", by = \"id\" }]",
    );
    let adapter = DeclaredAdapter::read(&text).unwrap();
    let poll = async |resume: Option<&str>, page: Option<&str>, body: &str| {
        let net = net()
            .get("https://a.example/tags/coffee", 200, body.as_bytes())
            .get("https://a.example/names/coffee", 200, br#"{"name":"coffee"}"#)
            .get("https://a.example/people/77/posts", 200, b"[]");
        let cursor = Cursor {
            resume: resume.map(str::to_owned),
            page: page.map(str::to_owned),
        };
        let page = adapter
            .poll(&net, &place("https://a.example/tags/coffee"), &cursor)
            .await
            .unwrap();
        let asked = net
            .sent()
            .iter()
            .find(|s| s.url.path() == "/tags/coffee")
            .unwrap()
            .url
            .query()
            .map(str::to_owned);
        (page, asked.unwrap_or_default())
    };
    let listed = |on: &str| {
        let mut post = post("9", "", "", "Ждали");
        post["who"] = "5".into();
        post.as_object_mut().unwrap().remove("by");
        let people = serde_json::json!([{"id": "4", "name": "oleg"}, {"id": "5", "name": "anna"}]);
        serde_json::json!({"news": [{"kind": "post", "post": post}], "people": people, "on": on, "top": "9"})
            .to_string()
    };
    let (page, asked) = poll(None, None, &listed("T")).await;
    assert_eq!(
        (asked.as_str(), page.resume.as_deref()),
        ("", Some("77|9")),
        "the first walk has none to lose"
    );
    assert_eq!(
        page.sightings[0].author.name.as_deref(),
        Some("anna"),
        "named beside the list"
    );
    let (page, asked) = poll(Some("77|3"), None, &listed("T")).await;
    assert_eq!(
        (asked.as_str(), page.resume.as_deref()),
        ("since=3", Some("77|3"))
    );
    assert_eq!(page.next, Next::More("tag?newest=9 T".into()));
    let end = r#"{"news":[],"on":"","top":"8"}"#;
    let (page, asked) = poll(Some("77|3"), Some("tag?newest=9 T"), end).await;
    assert_eq!(
        (asked.as_str(), page.resume.as_deref()),
        ("since=3&on=T", Some("77|9"))
    );
    let (page, _) = poll(Some("77|9"), None, r#"{"news":[],"on":"U"}"#).await;
    assert_eq!(
        (page.empty, page.resume.as_deref()),
        (Some(Emptiness::NoEvents), Some("77|9"))
    );
    assert_eq!(
        page.next,
        Next::More("tag?newest=9 U".into()),
        "a page may be empty before the last"
    );
}

#[tokio::test]
async fn a_tree_is_read_from_the_top_and_what_it_leaves_out_by_its_ids() {
    let tree = r#"list = ["under"]
must = "under.0"
tree = { under = "below", left_out = "more", url = "https://{place.host}/more?ids={cursor}", list = "found", size = 2 }
only = { path = "kind", is = ["post"], pass = ["gap"] }
"#;
    let text = format!("{HEAD}{RULES}").replace("list = [\"under\"]\n", tree);
    let start = text.find("top = {").unwrap();
    let end = start + text[start..].find('\n').unwrap() + 1;
    let adapter = DeclaredAdapter::read(&[&text[..start], &text[end..]].concat()).unwrap();
    let of = |id: &str, below: Vec<Value>| {
        let mut post = post(id, "5", "", "x");
        (post["kind"], post["below"]) = ("post".into(), below.into());
        post
    };
    let gap = serde_json::json!({"kind": "gap", "more": ["a", "b", "c", "?"]});
    let under =
        serde_json::json!({"under": [of("1", vec![of("2", vec![of("3", vec![])]), gap]), of("4", vec![])]});
    let net = Cassette::new()
        .get(
            "https://a.example/posts/1/under",
            200,
            under.to_string().as_bytes(),
        )
        .get(
            "https://a.example/more?ids=a%2Cb",
            200,
            serde_json::json!({"found": [of("a", vec![])]})
                .to_string()
                .as_bytes(),
        )
        .get("https://a.example/more?ids=c", 200, br#"{"found":[]}"#);
    let place = place("https://a.example/posts/1");
    let (mut cursor, mut seen) = (Cursor::default(), Vec::new());
    loop {
        let page = adapter.poll(&net, &place, &cursor).await.unwrap();
        assert!(!page.complete, "something was left out");
        seen.extend(page.sightings.into_iter().map(|s| s.id));
        let Next::More(on) = page.next else { break };
        cursor.page = Some(on);
    }
    assert_eq!(seen, ["1", "2", "3", "4", "a"]);
    assert_eq!(cursor.page.as_deref(), Some("thread c"));
    let net = Cassette::new().get("https://a.example/posts/1/under", 200, br#"{"under":[]}"#);
    let polled = adapter.poll(&net, &place, &Cursor::default()).await;
    assert_eq!(polled, Err(Failure::drift("under.0")));
}

#[test]
fn what_every_route_says_is_said_by_each_that_does_not_say_otherwise() {
    let every = "[declared.every]\nempty_is_stated = true\nlist = [\"all\"]\n[declared.written]";
    let text = format!("{HEAD}{RULES}").replace("[declared.written]", every);
    let text = text.replace("list = [\"under\"]\n", "");
    let rules = DeclaredAdapter::read(&text).unwrap().rules;
    let list = |route: &Route| route.list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let said: Vec<_> = rules.routes.iter().chain(&rules.written).map(list).collect();
    assert_eq!(said, [["news"], ["all"], [""]]);
    assert!(
        rules
            .routes
            .iter()
            .chain(&rules.written)
            .all(|r| r.empty_is_stated)
    );
    let why = DeclaredAdapter::read(&text.replace("empty_is_stated", "empty_is")).unwrap_err();
    assert!(why.contains("unknown field `empty_is`"), "{why}");
}

#[test]
fn what_contradicts_is_told_with_table_key_and_what_is_allowed() {
    for (from, to, told) in [
        (
            "common = \"api\"",
            "common = \"shop\"",
            "[declared]: there is no service `shop`; allowed: api",
        ),
        ("place_host = true", "", "{place.host} needs `place_host = true`"),
        (
            "header = \"x-reset\"",
            "header = \"X-Reset\"",
            "service api: limit_ends.header \"X-Reset\" must be in lower case",
        ),
        (
            "{access.account}",
            "{access.name}",
            "own.ways[0]: key name is not described in [[keys]]",
        ),
        (
            "ways = [{",
            "ways = [{ kinds = [\"tag\"] }, {",
            "own.ways[0]: `is` (the account) or `call`",
        ),
        (
            "[declared.written]",
            "[declared.current]\ncall = { url = \"https://api.talk.example/\" }\n[declared.written]",
            "current: with [declared.own] it needs `list`",
        ),
        ("is = [\"post\"]", "is = \"post\"", "invalid type"),
        (
            "list = [\"under\"]",
            "list = [\"under\"]\neach = { lists = [\"a\"], key = \"account\" }",
            "route thread.each: allowed: `lists`, or else `key`",
        ),
        (
            "list = [\"under\"]",
            "list = [\"under\"]\ntree = { under = \"u\", left_out = \"m\", url = \"https://other.example/\", list = \"l\", size = 2 }",
            "route thread.tree: other.example is not in hosts",
        ),
    ] {
        let text = format!("{HEAD}{RULES}");
        assert!(text.contains(from), "{from}");
        let why = DeclaredAdapter::read(&text.replacen(from, to, 1)).unwrap_err();
        assert!(why.contains(told), "{why}");
    }
    let text = format!("{HEAD}{RULES}");
    let (start, end) = (
        text.find("[declared.own]").unwrap(),
        text.find("[[declared.route]]").unwrap(),
    );
    let why = DeclaredAdapter::read(&[&text[..start], &text[end..]].concat()).unwrap_err();
    assert!(why.contains("[declared.written] needs [declared.own]"), "{why}");
}
