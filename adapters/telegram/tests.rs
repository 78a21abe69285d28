//! What a page means, on real recorded ones where they are present, and how the walk goes on.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Emptiness, Sighting};
use std::collections::HashSet;

fn place(link: &str) -> Place {
    Telegram::new().locate(&Url::parse(link).unwrap()).unwrap()
}

fn channel() -> Place {
    place("https://t.me/s/zerno_around")
}

fn read(body: &[u8]) -> Result<Page, Failure> {
    Telegram::new().read(&channel(), body)
}

fn find<'a>(page: &'a Page, id: &str) -> &'a Sighting {
    page.sightings
        .iter()
        .find(|s| s.id == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

/// Whole pages: file, blocks by SOURCES.md, service messages among them, edited ones.
const PAGES: &[(&str, usize, usize, usize)] = &[
    ("habr_com", 20, 0, 0),
    ("codecamp", 20, 0, 0),
    ("excelhackru", 18, 0, 11),
    ("seniorpy", 19, 0, 1),
    ("antichristone", 20, 4, 4),
    ("prg_memes", 20, 0, 0),
    ("anonymised_2026", 3, 0, 0),
];

#[test]
fn every_post_of_the_recorded_pages_is_read_once() {
    for (name, blocks, service, edited) in PAGES {
        let Some(body) = sample("telegram", &format!("preview/{name}.html")) else {
            return;
        };
        let page = read(&body).unwrap();
        assert_eq!(page.sightings.len(), blocks - service, "{name}");
        let ids: HashSet<_> = page.sightings.iter().map(|s| &s.id).collect();
        assert_eq!(ids.len(), page.sightings.len(), "{name}: ids are unique");
        assert_eq!(
            page.sightings.iter().filter(|s| s.edited).count(),
            *edited,
            "{name}"
        );
        assert!(matches!(page.next, Next::More(_)), "{name} has older pages");
        for s in &page.sightings {
            assert!(
                s.rating.is_none() && (s.media > 0 || !s.text.is_empty()),
                "{name} {}",
                s.id
            );
            assert!(
                !s.text.contains(['<', '\0']) || s.text.contains("<<"),
                "{name} {}: markup",
                s.id
            );
            assert!(!s.text.contains("Please open Telegram"), "{name} {}", s.id);
        }
        let timed = page.sightings.iter().filter(|s| s.created.is_some()).count();
        assert!(
            timed + 1 >= page.sightings.len(),
            "{name}: at most one was recorded without a time"
        );
    }
}

#[test]
fn the_traps_of_the_recorded_pages_are_seen_through() {
    let Some(body) = sample("telegram", "preview/prg_memes.html") else {
        return;
    };
    let page = read(&body).unwrap();
    let post = find(&page, "8614");
    assert_eq!(
        post.url.as_deref(),
        Some("https://t.me/prg_memes/8614"),
        "data-post had no number"
    );
    assert_eq!(post.created.unwrap().to_rfc3339(), "2023-05-06T13:15:22+00:00");

    let page = read(&sample("telegram", "preview/antichristone.html").unwrap()).unwrap();
    assert_eq!(page.sightings[0].id, "521", "data-post was missing");

    let page = read(&sample("telegram", "preview/excelhackru.html").unwrap()).unwrap();
    let album = find(&page, "1321");
    assert_eq!(album.media, 4);
    assert_eq!(
        album.text.matches("А у вас была такая проблема").count(),
        1,
        "nested texts"
    );
    assert!(
        find(&page, "1329").text.starts_with("⏺Как удалить каждую"),
        "text beside unsupported media"
    );

    let page = read(&sample("telegram", "preview/codecamp.html").unwrap()).unwrap();
    assert_eq!(
        page.sightings[0].author.id.as_deref(),
        Some("campcode"),
        "the channel was renamed"
    );

    let reply = read(&sample("telegram", "messages/tchan_text_reply_to_video.html").unwrap()).unwrap();
    assert_eq!(
        reply.sightings[0].text,
        "Reply to a video (not recorded in telegram)"
    );
}

#[test]
fn single_blocks_are_one_post_each_and_notices_none() {
    let Some(body) = sample("telegram", "messages/message_with_from_author.html") else {
        return;
    };
    let page = read(&body).unwrap();
    assert_eq!(page.sightings[0].text, "test");
    assert_eq!(page.sightings[0].author.id, None, "a signature is no account");
    for (name, media) in [
        ("message_text", 0),
        ("message_poll", 0),
        ("message_voice", 1),
        ("message_media_file", 1),
        ("message_link_preview", 0),
        ("message_media_photo_and_video", 3),
        ("tchan_audio_message", 1),
        ("tchan_location_message_2", 1),
        ("tchan_sticker_message", 1),
        ("tchan_multimedia_message", 4),
        ("tchan_video_big", 1),
    ] {
        let page = read(&sample("telegram", &format!("messages/{name}.html")).unwrap()).unwrap();
        assert_eq!(
            (page.sightings.len(), page.sightings[0].media),
            (1, media),
            "{name}"
        );
    }
    for name in ["tchan_service_message_channel_created", "tchan_no_posts_found"] {
        let page = read(&sample("telegram", &format!("messages/{name}.html")).unwrap()).unwrap();
        assert_eq!(
            (page.sightings.len(), page.empty),
            (0, Some(Emptiness::Stated)),
            "{name}"
        );
    }
    for (name, failure) in [
        ("preview/not_existed_channel", Failure::blocked("contact_page")),
        ("info/deleted-page", Failure::blocked("contact_page")),
        ("info/ru_python", Failure::Unsupported),
        ("info/codecamp", Failure::Unsupported),
    ] {
        assert_eq!(
            read(&sample("telegram", &format!("{name}.html")).unwrap()),
            Err(failure),
            "{name}"
        );
    }
}

#[test]
fn recorded_bot_objects_are_messages_or_notices() {
    for (name, count) in [
        ("message", 1),
        ("issue_1107_1", 1),
        ("topic_message", 1),
        ("de_image", 1),
        ("de_sticker", 1),
        ("de_media_forwarded", 1),
        ("de_media_group_forwarded", 1),
        ("pinned_message_works", 0),
        ("topic_created", 0),
        ("issue_427", 0),
        ("issue_427_1", 0),
        ("issue_874", 0),
    ] {
        let Some(body) = sample("telegram", &format!("bot_api/{name}.json")) else {
            return;
        };
        let page = read(&body).unwrap();
        assert_eq!(page.sightings.len(), count, "{name}");
        assert_eq!(page.empty.is_some(), count == 0, "{name}");
    }
    let page = read(&sample("telegram", "bot_api/issue_1107_1.json").unwrap()).unwrap();
    assert_eq!(
        page.sightings[0].url.as_deref(),
        Some("https://t.me/cryptoinside_talk/134546")
    );
}

fn preview(ids: std::ops::RangeInclusive<u64>, before: Option<u64>) -> Vec<u8> {
    let more = before.map(|b| format!("<a class='js-messages_more' data-before='{b}'></a>"));
    let posts: String = ids
        .map(|id| {
            format!(
                "<div class='tgme_widget_message js-widget_message' data-post='zerno_around/{id}'>\
                 <div class='js-message_text'>Пост {id}</div><a class='tgme_widget_message_date' href='#'>\
                 <time datetime='2026-11-20T08:00:00+00:00'></time></a></div>"
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html><html><body>{}{posts}</body></html>",
        more.unwrap_or_default()
    )
    .into_bytes()
}

/// Polls to the end and tells the ids and the mark that is left.
async fn walk(net: &Cassette, resume: Option<&str>) -> (Vec<String>, Option<String>, bool) {
    let mut cursor = Cursor {
        resume: resume.map(str::to_owned),
        page: None,
    };
    let (mut ids, mut complete) = (Vec::new(), true);
    loop {
        let page = Telegram::new().poll(net, &channel(), &cursor).await.unwrap();
        ids.extend(page.sightings.into_iter().map(|s| s.id));
        complete &= page.complete;
        match page.next {
            Next::More(on) => {
                // While a gap may be left, the mark stays where it was.
                assert!(resume.is_none() || page.resume.as_deref() == resume);
                cursor.page = Some(on);
            }
            Next::Done => return (ids, page.resume, complete),
        }
    }
}

#[tokio::test]
async fn later_polls_read_back_to_what_was_seen_and_leave_no_gap() {
    let net = Cassette::new()
        .get(
            "https://t.me/s/zerno_around?before=41",
            200,
            &preview(21..=40, Some(21)),
        )
        .get(
            "https://t.me/s/zerno_around?before=21",
            200,
            &preview(1..=20, None),
        )
        .get("https://t.me/s/zerno_around", 200, &preview(41..=60, Some(41)));
    let (ids, mark, complete) = walk(&net, None).await;
    assert_eq!((ids.len(), mark.as_deref(), complete), (60, Some("60"), true));
    assert_eq!((ids[0].as_str(), ids[59].as_str()), ("60", "1"), "newest first");
    let (ids, mark, complete) = walk(&net, Some("35")).await;
    assert_eq!((ids.len(), mark.as_deref(), complete), (40, Some("60"), false));
    let (ids, mark, _) = walk(&net, Some("60")).await;
    assert_eq!(
        (ids.len(), mark.as_deref()),
        (20, Some("60")),
        "the bare page is always read: edits"
    );
}

#[tokio::test]
async fn a_place_of_a_bot_alone_asks_for_its_token_and_never_shows_it() {
    let chat = place("https://t.me/c/1000000001");
    let polled = Telegram::new()
        .poll(&Cassette::new(), &chat, &Cursor::default())
        .await;
    assert_eq!(polled, Err(Failure::auth("token_missing")));
    for bad in ["", "12:a/../b", "12:a?x", "12:\u{0456}"] {
        let net = Cassette::new().access("token", bad);
        let polled = Telegram::new().poll(&net, &chat, &Cursor::default()).await;
        assert_eq!(polled, Err(Failure::auth("token_malformed")));
        assert!(net.sent().is_empty());
    }
}

#[tokio::test]
async fn a_full_batch_is_followed_and_confirmed_by_the_next_offset_only() {
    let batch = |from: i64, n: i64| {
        let one = |i: i64| {
            serde_json::json!({"update_id": from + i, "message": {"message_id": from + i, "date": 1_763_600_000,
                "chat": {"id": -1001, "type": "supergroup"}, "from": {"id": 5, "first_name": "Олег"}, "text": "жалоба"}})
        };
        serde_json::json!({"ok": true, "result": (0..n).map(one).collect::<Vec<_>>()})
            .to_string()
            .into_bytes()
    };
    let api = "https://api.telegram.org/bot1:T/getUpdates";
    let ok = |body: &[u8]| Ok(Cassette::answer(200, &[], body));
    let get = crate::Method::Get;
    let net = Cassette::new()
        .access("token", "1:T")
        .on(get, api, &["offset=107"], ok(&batch(107, 3)), 1)
        .on(get, api, &["offset=7"], ok(&batch(7, 100)), 1);
    let chat = place("https://t.me/c/1000000001");
    let mut cursor = Cursor {
        resume: Some("7".into()),
        page: None,
    };
    let first = Telegram::new().poll(&net, &chat, &cursor).await.unwrap();
    assert_eq!(
        (first.sightings.len(), first.resume.as_deref()),
        (100, Some("107"))
    );
    cursor.page = Some(match first.next {
        Next::More(on) => on,
        Next::Done => panic!("a full batch has more behind it"),
    });
    let second = Telegram::new().poll(&net, &chat, &cursor).await.unwrap();
    assert_eq!(
        (second.sightings.len(), second.resume.as_deref()),
        (3, Some("110"))
    );
    assert_eq!(second.next, Next::Done);
}

/// A comment on a comment names its thread only, and so does an answer of the channel to one.
#[tokio::test]
async fn what_an_earlier_poll_told_of_a_post_is_still_known() {
    let update = |id: i64, more: &str| {
        let text = format!(
            r#"{{"ok":true,"result":[{{"update_id":{id},"message":{{"message_id":{id},"date":1763600000,"chat":{{"id":-1001,"type":"supergroup"}},{more}}}}}]}}"#
        );
        Ok(Cassette::answer(200, &[], text.as_bytes()))
    };
    let post = r#""is_automatic_forward":true,"text":"Новое меню","sender_chat":{"id":-1009,"type":"channel"},
        "forward_origin":{"type":"channel","message_id":7,"chat":{"id":-1009,"username":"zerno_coffee"}}"#;
    let comment = r#""message_thread_id":40,"from":{"id":5,"first_name":"Олег"},"text":"И у меня остыл",
        "reply_to_message":{"message_id":38,"chat":{"id":-1001},"from":{"id":6,"first_name":"Ира"},"text":"Остыл"}"#;
    let answer = r#""message_thread_id":40,"sender_chat":{"id":-1009,"type":"channel"},"text":"Проверим",
        "reply_to_message":{"message_id":41,"chat":{"id":-1001},"from":{"id":5,"first_name":"Олег"},"text":"И у меня"}"#;
    let api = "https://api.telegram.org/bot1:T/getUpdates";
    let get = crate::Method::Get;
    let net = Cassette::new()
        .access("token", "1:T")
        .on(get, api, &["offset=42"], update(42, answer), 1)
        .on(get, api, &["offset=41"], update(41, comment), 1)
        .on(get, api, &["offset=40"], update(40, post), 1);
    let chat = place("https://t.me/c/1000000001");
    let mut cursor = Cursor {
        resume: Some("40".into()),
        page: None,
    };
    let mut pages = Vec::new();
    for _ in 0..3 {
        let page = Telegram::new().poll(&net, &chat, &cursor).await.unwrap();
        cursor.resume.clone_from(&page.resume);
        pages.push(page);
    }
    let seen = &pages[1].sightings[0];
    assert_eq!(
        seen.url.as_deref(),
        Some("https://t.me/zerno_coffee/7?comment=41")
    );
    assert!(pages[2].sightings.is_empty(), "the channel itself is no customer");
    assert_eq!(pages[2].answers[0].to, "-1001/41");
}

#[test]
fn who_writes_in_blocks_alone_or_shows_a_living_photo_is_read_too() {
    let body = r#"{"ok":true,"result":[
        {"update_id":1,"message":{"message_id":5,"date":1790000000,"chat":{"id":-1001900,"type":"supergroup"},
            "from":{"id":7,"first_name":"Анна"},
            "rich_message":{"blocks":[{"type":"paragraph","text":["Ждали ",{"type":"bold","text":"час"}]},
                {"type":"photo","photo":[],"caption":{"text":"наш стол"}}]}}},
        {"update_id":2,"message":{"message_id":6,"date":1790000001,"chat":{"id":-1001900,"type":"supergroup"},
            "from":{"id":7,"first_name":"Анна"},"live_photo":{"file_id":"x"}}},
        {"update_id":3,"message":{"message_id":7,"date":1790000002,"chat":{"id":-1001900,"type":"supergroup"},
            "from":{"id":7,"first_name":"Анна"},"checklist":{"title":"Исправьте","tasks":[{"id":1,"text":"свет"}]}}},
        {"update_id":4,"message":{"message_id":8,"date":1790000003,"chat":{"id":-1001900,"type":"supergroup"},
            "from":{"id":7,"first_name":"Анна"},"checklist_tasks_done":{"marked_as_done_task_ids":[1]}}}]}"#;
    let page = read(body.as_bytes()).unwrap();
    let said: Vec<_> = page
        .sightings
        .iter()
        .map(|s| (s.id.as_str(), s.text.as_str(), s.media))
        .collect();
    assert_eq!(
        said,
        [
            ("-1001900/7", "Исправьте\nсвет", 0),
            ("-1001900/6", "", 1),
            ("-1001900/5", "Ждали час\nнаш стол", 1)
        ]
    );
}

#[test]
fn the_business_is_known_by_its_channel_its_group_and_its_bot() {
    let message = |id: i64, sender: &str, reply: &str| {
        format!(
            r#"{{"message_id":{id},"date":1763600000,"chat":{{"id":-1001,"type":"supergroup"}},{sender},"text":"т{id}"{reply}}}"#
        )
    };
    let asked = message(1, r#""from":{"id":5,"first_name":"Олег"}"#, "");
    let reply = format!(r#","reply_to_message":{asked}"#);
    let updates = [
        asked.clone(),
        message(2, r#""from":{"id":77,"first_name":"Бот"}"#, &reply),
        message(
            3,
            r#""sender_chat":{"id":-1009,"username":"Zerno_Around","type":"channel"}"#,
            &reply,
        ),
        message(
            4,
            r#""sender_chat":{"id":-1008,"title":"Чужой канал","username":"other","type":"channel"}"#,
            &reply,
        ),
        message(5, r#""sender_chat":{"id":-1001,"type":"supergroup"}"#, ""),
    ];
    let list: Vec<wire::Message> = updates.iter().map(|m| serde_json::from_str(m).unwrap()).collect();
    let place = channel();
    let own = updates::Own {
        place: &place,
        bot: Some(77),
    };
    let page = updates::messages_page(
        list.into_iter().map(|m| (m, false)).collect(),
        &own,
        &mut Mark::default(),
    );
    let ids: Vec<_> = page.sightings.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(
        ids,
        ["-1001/4", "-1001/1"],
        "another channel is a customer like any other"
    );
    let answers: Vec<_> = page
        .answers
        .iter()
        .map(|a| (a.to.as_str(), a.reply.text.as_str()))
        .collect();
    assert_eq!(answers, [("-1001/1", "т2"), ("-1001/1", "т3")]);
    assert_eq!(page.sightings[0].author.name.as_deref(), Some("Чужой канал"));
}

#[tokio::test]
async fn recorded_pages_with_an_end_behind_them_are_polled_twice_alike() {
    for (name, blocks, service, _) in PAGES {
        let Some(body) = sample("telegram", &format!("preview/{name}.html")) else {
            return;
        };
        let end = sample("telegram", "messages/tchan_no_posts_found.html").unwrap();
        let place = place(&format!("https://t.me/s/{name}"));
        let address = format!("https://t.me/s/{name}");
        let net = Cassette::new()
            .get(&format!("{address}?before="), 200, &end)
            .get(&address, 200, &body);
        let mut cursor = Cursor::default();
        let first = Telegram::new().poll(&net, &place, &cursor).await.unwrap();
        assert_eq!(first.sightings.len(), blocks - service, "{name}");
        let Next::More(on) = first.next else {
            panic!("{name} has older pages")
        };
        cursor.page = Some(on);
        let last = Telegram::new().poll(&net, &place, &cursor).await.unwrap();
        assert_eq!(
            (last.sightings.len(), last.next, last.empty),
            (0, Next::Done, Some(Emptiness::Stated))
        );
        let again = Cursor {
            resume: last.resume,
            page: None,
        };
        let second = Telegram::new().poll(&net, &place, &again).await.unwrap();
        assert_eq!(
            (&second.sightings, &second.next),
            (&first.sightings, &Next::Done),
            "{name}"
        );
    }
    let Some(gone) = sample("telegram", "preview/not_existed_channel.html") else {
        return;
    };
    let canary = sample("telegram", "preview/habr_com.html").unwrap();
    let name = "https://t.me/s/not_existed_channel";
    let ask = |canary: &[u8]| {
        let net = Cassette::new().get(name, 200, &gone).get(CANARY, 200, canary);
        async move { Telegram::new().poll(&net, &place(name), &Cursor::default()).await }
    };
    assert_eq!(ask(&canary).await, Err(Failure::Gone));
    assert_eq!(ask(&gone).await, Err(Failure::blocked("soft_ban")));
}
