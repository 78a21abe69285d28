//! What an answer means, on real recorded ones where they are present, and how the walk goes on.

use super::*;
use crate::ReplyRoute;
use crate::testkit::{Cassette, sample};
use crate::{Emptiness, Method, Next, Sighting};
use serde_json::{Value, json};

fn place(link: &str) -> Place {
    Vk::new().locate(&Url::parse(link).unwrap()).unwrap()
}

fn read(body: &[u8]) -> Result<Page, Failure> {
    Vk::new().read(&place("https://vk.com/club123456"), body)
}

fn ids(page: &Page) -> Vec<&str> {
    page.sightings.iter().map(|s| s.id.as_str()).collect()
}

fn find<'a>(page: &'a Page, id: &str) -> &'a Sighting {
    page.sightings
        .iter()
        .find(|s| s.id == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn recorded_lists_hold_what_their_source_counts_less_the_walls_own_voice() {
    for (name, reviews, removed) in [
        ("comments/wall_getComments_5199_extended", 3, 0),
        // Ten comments, one of them by the owner of the wall.
        ("comments/wall_getComments_5131_photos", 9, 0),
        ("comments/wall_getComments_thread_items", 4, 0),
        ("comments/wall_getComments_with_deleted", 3, 1),
        ("comments/wall_getComment_one", 1, 0),
        ("comments/video_getComments_with_likes", 2, 0),
        // Ten posts, one of them (pinned, first) by the community.
        ("wall/wall_get_club109125816", 9, 0),
        // One post, by the owner.
        ("wall/wall_get_extended", 0, 0),
        ("newsfeed/search_next_from", 3, 0),
    ] {
        let Some(body) = sample("vk", &format!("{name}.json")) else {
            return;
        };
        let page = read(&body).unwrap();
        assert_eq!(page.sightings.len(), reviews, "{name}");
        assert_eq!(
            page.sightings.iter().filter(|s| s.removed).count(),
            removed,
            "{name}"
        );
        assert!(
            page.sightings
                .iter()
                .all(|s| s.created.is_some() && !s.text.contains("|")),
            "{name}"
        );
    }
}

#[test]
fn recorded_comments_keep_ids_names_parents_and_addresses() {
    let Some(body) = sample("vk", "comments/wall_getComments_thread_items.json") else {
        return;
    };
    let page = read(&body).unwrap();
    assert_eq!(ids(&page), ["2", "3", "4", "5"]);
    let reply = find(&page, "3");
    assert_eq!(
        (reply.parent.as_deref(), reply.text.as_str()),
        (Some("2"), "Александр, Тест")
    );
    assert_eq!(
        reply.url.as_deref(),
        Some("https://vk.com/wall-221060815_1?reply=3&thread=2")
    );
    assert_eq!(find(&page, "2").parent.as_deref(), Some("1"));

    let page = read(&sample("vk", "comments/wall_getComments_5199_extended.json").unwrap()).unwrap();
    let community = find(&page, "849");
    assert_eq!(
        community.author.id.as_deref(),
        Some("-220870455"),
        "another community is a customer"
    );
    assert_eq!(community.author.name.as_deref(), Some("Сообщество N"));
    assert_eq!(
        find(&page, "858").created.unwrap().to_rfc3339(),
        "2024-12-18T09:22:53+00:00"
    );

    let page = read(&sample("vk", "wall/wall_get_club109125816.json").unwrap()).unwrap();
    assert_eq!(page.sightings[0].id, "520290");
    assert!(page.sightings[0].edited && page.sightings[0].updated.is_some());
    assert_eq!(page.sightings[0].media, 3);
}

#[test]
fn recorded_events_are_new_edited_and_removed_comments() {
    for (name, id, edited, removed) in [
        ("WallReplyNew", "9", false, false),
        ("WallReplyDelete", "9", false, true),
        ("BoardPostNew", "topic38446232_3", false, false),
        ("BoardPostRestore", "topic38446232_3", false, false),
        ("BoardPostDelete", "topic6_3", false, true),
        ("MarketCommentNew", "product1686058_1", false, false),
        ("MarketCommentDelete", "product4444_1", false, true),
        ("PhotoCommentEdit", "photo456239020_4", true, false),
        ("PhotoCommentRestore", "photo456239020_4", false, false),
        ("VideoCommentEdit", "video4444_1", true, false),
        ("VideoCommentNew", "video4444_1", false, false),
        (
            "with_event_id_photo_comment_new",
            "photo457239017_1",
            false,
            false,
        ),
    ] {
        let Some(body) = sample("vk", &format!("events/{name}.json")) else {
            return;
        };
        let page = read(&body).unwrap();
        let s = find(&page, id);
        assert_eq!(
            (s.edited, s.removed, page.sightings.len()),
            (edited, removed, 1),
            "{name}"
        );
    }
    let own = read(&sample("vk", "events/with_event_id_wall_post_new.json").unwrap()).unwrap();
    assert_eq!((own.sightings.len(), own.empty), (0, Some(Emptiness::NoEvents)));
    let lost = read(&sample("vk", "events/Failed2.json").unwrap());
    assert_eq!(lost, Err(Failure::down("long_poll_2")));
}

#[test]
fn recorded_errors_are_decided_by_their_code_and_echo_nothing() {
    for (code, outcome) in [
        (1, "down"),
        (5, "auth"),
        (14, "blocked"),
        (15, "auth"),
        (17, "blocked"),
        (100, "drift"),
        (103, "drift"),
        (204, "auth"),
    ] {
        let Some(body) = sample("vk", &format!("errors/{code}.json")) else {
            return;
        };
        let failure = read(&body).unwrap_err();
        assert_eq!(failure.outcome(), outcome, "{code}");
        assert!(!format!("{failure:?}").contains("token"), "{code}");
    }
}

#[test]
fn an_event_in_a_queue_alone_or_bare_is_the_same_comment() {
    let object = json!({"id": 9, "from_id": 5, "date": 1_763_700_000, "text": "Ждём", "post_id": 6, "owner_id": -123_456});
    let event = json!({"type": "wall_reply_new", "object": object, "group_id": 123_456});
    let queue =
        json!({"ts": "12", "updates": [event, {"type": "like_add", "object": {"id": "x"}, "group_id": 1}]});
    // An object of an unknown kind of event must not matter, whatever its fields are.
    let of = |v: &Value| read(v.to_string().as_bytes()).map(|p| p.sightings);
    let expected = of(&event).unwrap();
    assert_eq!(expected[0].id, "9");
    assert_eq!(of(&queue).unwrap(), expected);
    assert_eq!(of(&object).unwrap(), expected);
    assert_eq!(of(&json!([object])).unwrap(), expected);
    let ours = json!({"type": "wall_reply_new", "group_id": 123_456,
        "object": {"id": 10, "from_id": -123_456, "date": 1_763_700_100, "text": "Уже едем", "post_id": 6,
                   "post_owner_id": -123_456, "reply_to_comment": 9, "parents_stack": [9]}});
    let page = read(ours.to_string().as_bytes()).unwrap();
    assert_eq!((page.sightings.len(), page.answers[0].to.as_str()), (0, "9"));
    for nothing in [
        "{}",
        "null",
        "{\"id\":1}",
        "{\"type\":\"wall_reply_new\"}",
        "{\"response\":1}",
        "{\"response\":{}}",
    ] {
        assert!(read(nothing.as_bytes()).is_err(), "{nothing}");
    }
}

const API: &str = "https://api.vk.com/method/";

fn ok(body: &Value) -> Result<crate::Response, Failure> {
    Ok(Cassette::answer(200, &[], body.to_string().as_bytes()))
}

fn post(id: i64, from: i64, date: i64, comments: i64) -> Value {
    json!({"id": id, "owner_id": -123_456, "from_id": from, "date": date, "text": "п", "post_type": "post",
           "comments": {"count": comments, "can_view": 1}})
}

fn comment(id: i64, from: i64, post: i64) -> Value {
    json!({"id": id, "from_id": from, "date": 1_763_700_000, "text": "к", "post_id": post, "owner_id": -123_456,
           "parents_stack": [], "thread": {"count": 0, "items": []}})
}

fn list(count: usize, items: &[Value]) -> Value {
    json!({"response": {"count": count, "items": items, "current_level_count": count}})
}

async fn walk(net: &Cassette, place: &Place, resume: Option<String>) -> (Vec<String>, Option<String>, bool) {
    let mut cursor = Cursor { resume, page: None };
    let (mut ids, mut complete) = (Vec::new(), true);
    loop {
        let page = Vk::new().poll(net, place, &cursor).await.unwrap();
        ids.extend(page.sightings.into_iter().map(|s| s.id));
        complete &= page.complete;
        match page.next {
            Next::More(on) => cursor.page = Some(on),
            Next::Done => return (ids, page.resume, complete),
        }
    }
}

#[tokio::test]
async fn a_walk_reads_all_posts_and_comments_and_the_next_only_what_may_have_changed() {
    let wall = format!("{API}wall.get?");
    let under = format!("{API}wall.getComments?");
    // 3 is of yesterday, 2 and 1 are years old.
    let net = Cassette::new()
        .access("service_key", "KEY")
        .on(
            Method::Get,
            &wall,
            &["offset=0"],
            ok(&list(
                3,
                &[post(3, 7, 1_795_300_000, 1), post(2, -123_456, 1_500_000_000, 2)],
            )),
            usize::MAX,
        )
        .on(
            Method::Get,
            &wall,
            &["offset=2"],
            ok(&list(3, &[post(1, 8, 1_400_000_000, 0)])),
            usize::MAX,
        )
        .on(
            Method::Get,
            &under,
            &["post_id=3"],
            ok(&list(1, &[comment(30, 7, 3)])),
            usize::MAX,
        )
        .on(
            Method::Get,
            &under,
            &["post_id=2", "offset=0"],
            ok(&list(2, &[comment(20, 7, 2)])),
            usize::MAX,
        )
        .on(
            Method::Get,
            &under,
            &["post_id=2", "offset=1"],
            ok(&list(2, &[comment(21, -123_456, 2)])),
            usize::MAX,
        );
    let wall_place = place("https://vk.com/club123456");
    let (ids, resume, complete) = walk(&net, &wall_place, None).await;
    assert_eq!(ids, ["3", "30", "20", "1"]);
    assert!(complete, "nothing was left out");
    let asked = net.sent().len();
    let (ids, _, complete) = walk(&net, &wall_place, resume).await;
    assert_eq!(ids, ["3", "30"], "the old post has as many comments as before");
    assert!(!complete, "absence proves nothing in a short walk");
    assert_eq!(net.sent().len() - asked, 2);
    for sent in net.sent() {
        assert!(
            !sent.url.as_str().contains("KEY"),
            "the key stays out of addresses"
        );
        assert!(
            sent.headers
                .contains(&("authorization".into(), "Bearer KEY".into()))
        );
    }
}

#[tokio::test]
async fn a_wall_by_its_short_name_learns_its_owner() {
    let under = format!("{API}wall.getComments?owner_id=-123456&post_id=2");
    let net = Cassette::new()
        .on(
            Method::Get,
            &format!("{API}wall.get?"),
            &["domain=zerno"],
            ok(&list(1, &[post(2, -123_456, 1_763_000_000, 1)])),
            1,
        )
        .on(Method::Get, &under, &[], ok(&list(1, &[comment(20, 7, 2)])), 1);
    let (ids, ..) = walk(&net, &place("https://vk.com/zerno"), None).await;
    assert_eq!(ids, ["20"]);
}

#[tokio::test]
async fn the_post_that_the_link_names_is_read_though_the_wall_does_not_show_it() {
    let net = Cassette::new()
        .get(
            &format!("{API}wall.get?"),
            200,
            list(0, &[]).to_string().as_bytes(),
        )
        .on(
            Method::Get,
            &format!("{API}wall.getComments?"),
            &["post_id=2"],
            ok(&list(1, &[comment(20, 7, 2)])),
            9,
        );
    let wall = place("https://vk.com/wall-123456_2?reply=20");
    for _ in 0..2 {
        assert_eq!(walk(&net, &wall, None).await.0, ["20"]);
    }
}

#[tokio::test]
async fn an_answer_under_a_post_of_others_is_its_official_reply() {
    let mut ours = comment(20, -123_456, 2);
    ours["text"] = json!("Разберёмся");
    let net = Cassette::new()
        .on(
            Method::Get,
            &format!("{API}wall.get?"),
            &[],
            ok(&list(1, &[post(2, 7, 1_763_000_000, 1)])),
            1,
        )
        .on(
            Method::Get,
            &format!("{API}wall.getComments?"),
            &[],
            ok(&list(1, &[ours])),
            1,
        );
    let wall = place("https://vk.com/club123456");
    let first = Vk::new().poll(&net, &wall, &Cursor::default()).await.unwrap();
    let Next::More(on) = first.next else {
        panic!("comments are to be read")
    };
    let page = Vk::new()
        .poll(
            &net,
            &wall,
            &Cursor {
                resume: None,
                page: Some(on),
            },
        )
        .await
        .unwrap();
    assert_eq!(
        (page.answers[0].to.as_str(), page.answers[0].reply.text.as_str()),
        ("2", "Разберёмся")
    );
    assert_eq!(page.empty, Some(Emptiness::EndOfList));
}

#[tokio::test]
async fn mentions_are_posts_of_any_wall_and_paging_ends() {
    let found = |next: &str| {
        json!({"response": {"count": 2, "total_count": 9, "next_from": next, "items": [
            {"id": 5, "owner_id": -9, "from_id": -9, "date": 1_763_700_000, "text": "зерно", "post_type": "post"},
            {"id": 5, "owner_id": 8, "from_id": 8, "date": 1_763_700_100, "text": "зерно", "post_type": "post"}]}})
    };
    let api = format!("{API}newsfeed.search?");
    let net = Cassette::new()
        .on(Method::Get, &api, &["start_from=2%2F-9_5"], ok(&list(9, &[])), 1)
        .on(Method::Get, &api, &["q=%D0%B7"], ok(&found("2/-9_5")), 1);
    let search = place("https://vk.com/feed?section=search&q=з");
    let (ids, resume, _) = walk(&net, &search, None).await;
    assert_eq!(ids, ["-9_5", "8_5"]);
    assert_eq!(resume.as_deref(), Some("1763700100"), "the newest of all pages");
    assert_eq!(
        Vk::new().reply_route(&search, &["community_key"]),
        ReplyRoute::ByHand
    );
}

#[tokio::test]
async fn the_reply_that_stands_is_found_in_its_thread() {
    let mut ours = comment(40, -123_456, 2);
    ours["parents_stack"] = json!([20]);
    ours["reply_to_comment"] = json!(20);
    let net = Cassette::new()
        .on(
            Method::Get,
            &format!("{API}wall.getComment?"),
            &["comment_id=20"],
            ok(&list(1, &[comment(20, 7, 2)])),
            9,
        )
        .on(
            Method::Get,
            &format!("{API}wall.getComment?"),
            &[],
            ok(&json!({"error": {"error_code": 100}})),
            9,
        )
        .on(
            Method::Get,
            &format!("{API}wall.getComments?"),
            &["comment_id=20"],
            ok(&list(1, &[ours])),
            9,
        )
        .on(
            Method::Get,
            &format!("{API}wall.getComments?"),
            &["post_id=3"],
            ok(&list(0, &[])),
            9,
        );
    let wall = place("https://vk.com/club123456");
    let found = Vk::new().current_reply(&net, &wall, "20").await.unwrap();
    assert_eq!(found.unwrap().id.as_deref(), Some("40"));
    assert_eq!(
        Vk::new().current_reply(&net, &wall, "3").await,
        Ok(None),
        "a post without our comment"
    );
    assert_eq!(
        Vk::new().current_reply(&net, &wall, "topic1_2").await,
        Err(Failure::Unsupported)
    );
}

#[tokio::test]
async fn recorded_answers_with_an_end_behind_them_are_polled_twice_alike() {
    let end = json!({"response": {"count": 0, "items": []}}).to_string();
    for (link, call, file, reviews) in [
        (
            "club109125816",
            "wall.get?owner_id=-109125816&filter=all&count=100&offset=0",
            "wall/wall_get_club109125816",
            9,
        ),
        (
            "id10",
            "wall.get?owner_id=10&filter=all&count=100&offset=0",
            "wall/wall_get_extended",
            0,
        ),
        (
            "wall-33438842_847",
            "wall.getComments?owner_id=-33438842&post_id=847&count=100&offset=0",
            "comments/wall_getComments_5199_extended",
            3,
        ),
        (
            "wall270022066_765",
            "wall.getComments?owner_id=270022066&post_id=765&count=100&offset=0",
            "comments/wall_getComments_5131_photos",
            9,
        ),
        (
            "wall-221060815_1",
            "wall.getComments?owner_id=-221060815&post_id=1&count=100&offset=0",
            "comments/wall_getComments_thread_items",
            4,
        ),
        (
            "search?q=x",
            "newsfeed.search?q=x&count=200",
            "newsfeed/search_next_from",
            3,
        ),
    ] {
        let Some(body) = sample("vk", &format!("{file}.json")) else {
            return;
        };
        let net = Cassette::new()
            .on(
                Method::Get,
                API,
                &["start_from="],
                Ok(Cassette::answer(200, &[], end.as_bytes())),
                9,
            )
            .get(&format!("{API}{call}"), 200, &body)
            .get(API, 200, end.as_bytes());
        let place = place(&format!("https://vk.com/{link}"));
        let (first, resume, _) = walk(&net, &place, None).await;
        assert_eq!(first.len(), reviews, "{file}");
        let (second, ..) = walk(&net, &place, resume).await;
        assert!(second.iter().all(|id| first.contains(id)), "{file}: nothing new");
    }
}

#[tokio::test]
async fn a_short_name_is_asked_for_before_a_reply_goes_to_its_wall() {
    let named = json!({"response": {"type": "group", "object_id": 777}});
    let nobody = json!({"response": []});
    let created = json!({"response": {"comment_id": 1, "parents_stack": []}});
    let resolve = format!("{API}utils.resolveScreenName?");
    let net = Cassette::new()
        .access("community_key", "KEY")
        .access("group_id", "123456")
        .on(Method::Get, &resolve, &["screen_name=neighbour"], ok(&named), 1)
        .on(Method::Get, &resolve, &[], ok(&nobody), 1)
        .on(
            Method::Post,
            &format!("{API}wall.createComment"),
            &["owner_id=-777", "post_id=5"],
            ok(&created),
            1,
        );
    let order = |link: &str| ReplyOrder {
        place: place(link),
        review: "5".into(),
        parent: None,
        author: None,
        title: None,
        text: "Спасибо!".into(),
        idempotency_key: "k".into(),
    };
    let sent = Vk::new().publish(&net, &order("https://vk.com/neighbour")).await;
    assert_eq!(sent, Ok(Receipt::Live { id: Some("1".into()) }));
    let lost = Vk::new().publish(&net, &order("https://vk.com/nobody")).await;
    assert_eq!(lost, Err(Failure::Gone), "nothing is written where nobody is");
}

#[test]
fn answers_of_versions_before_5_are_read_too() {
    let posts = json!({"response": [2,
        {"id": 7, "from_id": 5, "to_id": -123_456, "date": 1_300_000_000, "text": "Долго<br>ждали &amp; ушли", "comments": {"count": 0}},
        {"id": 6, "from_id": -123_456, "to_id": -123_456, "date": 1_300_000_000, "text": "Наш пост", "comments": {"count": 0}}]});
    let page = read(posts.to_string().as_bytes()).unwrap();
    assert_eq!(ids(&page), ["7"]);
    assert_eq!(page.sightings[0].text, "Долго\nждали & ушли");
    let extended = json!({"response": {"wall": posts["response"], "profiles": [{"uid": 5, "first_name": "Анна", "last_name": "К."}]}});
    let page = read(extended.to_string().as_bytes()).unwrap();
    assert_eq!(page.sightings[0].author.name.as_deref(), Some("Анна К."));
    let comments = json!({"response": [1, {"cid": 9, "uid": 5, "from_id": 5, "date": 1_300_000_000, "text": "Да", "reply_to_cid": 8}]});
    let page = read(comments.to_string().as_bytes()).unwrap();
    assert_eq!(
        (ids(&page), page.sightings[0].parent.as_deref()),
        (vec!["9"], Some("8"))
    );
    assert_eq!(
        read(b"{\"response\":[0]}").unwrap().empty,
        Some(Emptiness::Counter)
    );
    assert!(read(b"{\"response\":[]}").is_err(), "neither items nor a count");
}

#[test]
fn saved_comments_of_a_discussion_and_of_a_product_bear_the_ids_that_polling_gives() {
    let list = |what: &str| {
        format!(
            r#"{what}"count":2,"items":[{{"id":2,"from_id":77,"date":1700000000,"text":"Долго"}},
            {{"id":3,"from_id":-322,"date":1700000100,"text":"[id77:bp-322_2|Анна], исправим"}}]"#
        )
    };
    let read = |link: &str, body: &str| {
        let place = Vk::new().locate(&Url::parse(link).unwrap()).unwrap();
        Vk::new().read(&place, body.as_bytes())
    };
    // Client libraries hand out the list without its envelope.
    for body in [
        format!("{}}}}}", list(r#"{"response":{"#)),
        format!("{}}}", list("{")),
    ] {
        let page = read("https://vk.com/topic-322_9", &body).unwrap();
        assert_eq!(page.sightings.len(), 1);
        let told = &page.sightings[0];
        assert_eq!(
            (told.id.as_str(), told.url.as_deref()),
            ("topic9_2", Some("https://vk.com/topic-322_9?post=2"))
        );
        assert_eq!(told.official_reply.as_ref().unwrap().text, "исправим");
        let page = read("https://vk.com/product-322_44", &body).unwrap();
        assert_eq!(page.sightings[0].id, "product44_2");
        // The link names no discussion, so these numbers may belong to any.
        assert_eq!(
            read("https://vk.com/board322", &body),
            Err(Failure::drift("topic_id"))
        );
        let wall = read("https://vk.com/club322", &body).unwrap();
        assert_eq!(wall.sightings[0].id, "2");
    }
}
