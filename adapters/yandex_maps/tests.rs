//! Yandex Maps on its real recorded pages, and what its requests carry.

use super::*;
use crate::ReplyRoute;
use crate::testkit::{Cassette, sample};
use crate::{Emptiness, Next, Sighting};
use std::collections::HashSet;

fn place(id: &str) -> Place {
    let url = format!("https://yandex.ru/maps/org/x/{id}/");
    YandexMaps::new().locate(&Url::parse(&url).unwrap()).unwrap()
}

fn whole(reviews: &[Sighting], count: usize, answered: usize) {
    assert_eq!(reviews.len(), count);
    let ids: HashSet<_> = reviews.iter().map(|r| &r.id).collect();
    assert_eq!(ids.len(), count, "ids are unique");
    assert!(
        reviews
            .iter()
            .all(|r| r.rating.is_some() && !r.text.is_empty() && !r.removed)
    );
    assert!(
        reviews.iter().all(|r| r.updated.is_some() && r.created.is_none()),
        "only the last edit is known"
    );
    let replies = reviews.iter().filter_map(|r| r.official_reply.as_ref());
    assert_eq!(replies.filter(|r| !r.text.is_empty()).count(), answered);
}

#[tokio::test]
async fn the_recorded_page_gives_three_of_nineteen_by_read_and_by_poll() {
    let Some(body) = sample("yandex-maps", "orgpage_aestheticbro_2026-08.html") else {
        return;
    };
    let place = place("183327682404");
    let read = YandexMaps::new().read(&place, &body).unwrap();
    whole(&read.sightings, 3, 2);
    assert_eq!(
        read.counter.map(|c| (c.count, c.rating)),
        Some((Some(19), Some(4.9)))
    );
    assert!(!read.complete, "sixteen more are not on the page");
    let first = &read.sightings[0];
    assert_eq!(first.id, "encaiZ5SARaPtUSDG7FtBRA6MCSmbUW");
    assert_eq!(
        first.updated.unwrap().to_rfc3339(),
        "2026-05-20T08:45:28.823+00:00"
    );
    assert_eq!(
        first.official_reply.as_ref().unwrap().at.unwrap().to_rfc3339(),
        "2026-05-27T18:09:30.706+00:00"
    );
    assert_eq!(
        (first.author.id.as_deref(), first.lang.as_deref()),
        (Some("7wb68dfwtypv7dzujkvj98ee2w"), Some("ru"))
    );
    assert_eq!(read.sightings[1].media, 4);
    let net = Cassette::new().get("https://yandex.ru/maps/org/org/183327682404/reviews/", 200, &body);
    let polled = YandexMaps::new()
        .poll(&net, &place, &Cursor::default())
        .await
        .unwrap();
    assert_eq!((polled.sightings, polled.next), (read.sightings, Next::Done));
    assert!(net.sent()[0].conditional);
    // Cut anywhere, it is never an empty or a shorter list.
    for cut in (0..body.len()).step_by(60_007) {
        let cut = YandexMaps::new().read(&place, &body[..cut]);
        assert!(
            cut.as_ref().is_ok_and(|p| p.sightings.len() == 3)
                || matches!(cut, Err(Failure::Drift { .. } | Failure::Blocked { .. })),
            "{cut:?}"
        );
    }
}

#[test]
fn rebuilt_answers_of_fetch_reviews_hold_what_their_source_counts() {
    for (file, id, answered, total) in [
        (
            "reconstructed/fetchReviews_64946501573_p1.json",
            "64946501573",
            35,
            320,
        ),
        (
            "reconstructed/fetchReviews_122130530960_p1.json",
            "122130530960",
            50,
            566,
        ),
    ] {
        let Some(body) = sample("yandex-maps", file) else {
            return;
        };
        let page = YandexMaps::new().read(&place(id), &body).unwrap();
        whole(&page.sightings, 50, answered);
        assert_eq!(page.counter.and_then(|c| c.count), Some(total), "{file}");
    }
}

#[tokio::test]
async fn every_recorded_robot_check_is_blocked() {
    for file in [
        "blocked_captcha-2019-10-02.html",
        "blocked_captcha-2021-03-15.html",
        "blocked_captcha_3.html",
    ] {
        let Some(body) = sample("yandex-maps", file) else {
            return;
        };
        let place = place("183327682404");
        let blocked = Err(Failure::blocked("captcha"));
        assert_eq!(YandexMaps::new().read(&place, &body), blocked, "{file}");
        let net = Cassette::new().get("https://yandex.ru/", 200, &body);
        assert_eq!(
            YandexMaps::new().poll(&net, &place, &Cursor::default()).await,
            blocked
        );
    }
}

const ITEM: &str =
    r#"{"reviewId":"a1","text":"Холодно","rating":2,"updatedTime":"2026-11-22T18:45:28.823Z"}"#;

fn list(reviews: &str, count: u64, offset: u64) -> String {
    format!(
        r#"{{"reviews":[{reviews}],"params":{{"count":{count},"offset":{offset},"totalPages":{}}}}}"#,
        count.div_ceil(50)
    )
}

fn card(reviews: &str, counted: u64) -> Vec<u8> {
    let item = format!(
        r#"{{"id":"77","requestId":"r-1","ratingData":{{"reviewCount":{counted}}},"reviewResults":{reviews}}}"#
    );
    let config = r#"{"csrfToken":"t:1","counters":{"analytics":{"sessionId":"s-1"}}}"#;
    let state = format!(r#"{{"config":{config},"stack":[{{"results":{{"items":[{item}]}}}}]}}"#);
    format!(r#"<html><script class="state-view">{state}</script></html>"#).into_bytes()
}

#[tokio::test]
async fn the_list_is_read_to_the_six_hundredth_review_and_no_further() {
    let page = Cassette::answer(
        200,
        &[
            ("Set-Cookie", "yandexuid=5; Path=/"),
            ("Set-Cookie", "i=x; HttpOnly"),
        ],
        &card(&list(ITEM, 1750, 0), 1750),
    );
    let answer = format!(r#"{{"data":{}}}"#, list(ITEM, 1750, 0));
    let net = Cassette::new()
        .access("fetch_reviews", "yes")
        .on(
            crate::Method::Get,
            "https://yandex.ru/maps/org/",
            &[],
            Ok(page),
            usize::MAX,
        )
        .get("https://yandex.ru/maps/api/", 200, answer.as_bytes());
    let mut cursor = Cursor::default();
    let mut pages = 0;
    loop {
        let page = YandexMaps::new().poll(&net, &place("77"), &cursor).await.unwrap();
        assert!(!page.complete, "absence means nothing beyond the cap");
        pages += 1;
        match page.next {
            Next::More(on) => cursor.page = Some(on),
            Next::Done => break,
        }
    }
    assert_eq!(pages, 5);
    let sent = net.sent();
    let fetched: Vec<_> = sent
        .iter()
        .filter(|s| s.url.path().ends_with("fetchReviews"))
        .collect();
    let asked: Vec<String> = fetched
        .iter()
        .filter_map(|s| {
            s.url
                .query_pairs()
                .find(|(k, _)| k == "page")
                .map(|(_, v)| v.into_owned())
        })
        .collect();
    assert_eq!(asked, (1..=12).map(|n| n.to_string()).collect::<Vec<_>>());
    for s in fetched {
        let header = |name: &str| s.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(
            header("cookie"),
            Some("yandexuid=5; i=x"),
            "cookies of the visit go back"
        );
        assert_eq!(
            header("referer"),
            Some("https://yandex.ru/maps/org/org/77/reviews/")
        );
    }
}

#[test]
fn an_empty_page_needs_both_figures_and_an_end_needs_an_offset() {
    let read = |body: &[u8]| YandexMaps::new().read(&place("77"), body).map(|p| p.empty);
    assert_eq!(read(&card(&list("", 0, 0), 0)), Ok(Some(Emptiness::Counter)));
    assert_eq!(
        read(&card(&list("", 0, 0), 4)),
        Err(Failure::drift("reviews")),
        "the card counts four"
    );
    assert_eq!(
        read(&card(r#"{"reviews":[]}"#, 0)),
        Err(Failure::drift("params.count"))
    );
    let data = |list: String| format!(r#"{{"data":{list}}}"#);
    assert_eq!(
        read(data(list("", 120, 150)).as_bytes()),
        Ok(Some(Emptiness::EndOfList))
    );
    assert_eq!(
        read(data(list("", 120, 50)).as_bytes()),
        Err(Failure::drift("reviews"))
    );
}

#[test]
fn a_review_without_author_or_stars_is_read_and_a_page_of_such_is_a_drift() {
    let read = |items: &str| {
        YandexMaps::new()
            .read(&place("77"), &card(&list(items, 2, 0), 2))
            .map(|p| p.sightings)
    };
    let starless = ITEM.replace(r#""rating":2,"#, "").replace("a1", "a2");
    let both = read(&format!("{ITEM},{starless}")).unwrap();
    assert_eq!((both[0].rating, both[1].rating), (Some(2), None));
    assert_eq!(both[0].author, crate::Author::default());
    assert_eq!(read(&starless), Err(Failure::drift("reviews[].rating")));
    assert_eq!(
        read(&ITEM.replace("Холодно", "")),
        Err(Failure::drift("reviews[].text"))
    );
    for wrong in ["7", "2.5", "-1"] {
        assert_eq!(
            read(&ITEM.replace(r#""rating":2"#, &format!(r#""rating":{wrong}"#))),
            Err(Failure::drift("reviews[0].rating")),
            "{wrong}"
        );
    }
    let written = read(&ITEM.replace(r#""rating":2"#, r#""rating":2.0"#)).unwrap();
    assert_eq!(written[0].rating, Some(2));
    assert_eq!(
        read(&ITEM.replace("2026-11-22T18:45:28.823Z", "вчера")),
        Err(Failure::drift("reviews[0].updatedTime"))
    );
}

#[test]
fn stars_without_words_in_the_cabinet_are_a_review_and_a_cut_text_is_a_drift() {
    let read = |words: &str| {
        let body = format!(
            r#"{{"list":{{"pager":{{"offset":0,"total":1}},"items":[
            {{"id":"a","author":null,"time_created":1795373128,"rating":4.0,"photos":null,{words}}}]}}}}"#
        );
        YandexMaps::new()
            .read(&place("77"), body.as_bytes())
            .map(|page| (page.sightings[0].rating, page.sightings[0].text.clone()))
    };
    assert_eq!(
        read(r#""full_text":null,"snippet":"""#),
        Ok((Some(4), String::new()))
    );
    assert_eq!(
        read(r#""full_text":"Тепло","snippet":"Те""#),
        Ok((Some(4), "Тепло".into()))
    );
    for lost in [
        r#""snippet":"Те""#,
        r#""full_text":null,"snippet":"Те""#,
        r#""lang":"ru""#,
    ] {
        assert_eq!(
            read(lost),
            Err(Failure::drift("list.items[0].full_text")),
            "{lost}"
        );
    }
}

#[tokio::test]
async fn the_cabinet_shows_the_answer_that_stands_and_only_the_session_opens_it() {
    let list = r#"{"list":{"csrf_token":"t","pager":{"offset":0,"total":2},"items":[
        {"id":"a","time_created":1795373128,"full_text":"x","rating":1,"owner_comment":{"text":"Спасибо","time_created":1795176570706}},
        {"id":"b","time_created":1795373128,"full_text":"y","rating":1,"owner_comment":null},
        {"id":"d","time_created":1795373128,"full_text":"z","rating":1,"owner_comment":{"text":"  ","time_created":1795176570}}]}}"#;
    let net = Cassette::new()
        .access("session_id", "secret-1")
        .access("sessionid2", "secret-2")
        .get("https://yandex.ru/sprav/api/77/reviews", 200, list.as_bytes());
    let adapter = YandexMaps::new();
    let now = async |review| adapter.current_reply(&net, &place("77"), review).await;
    let shown = now("a").await.unwrap().unwrap();
    assert_eq!(
        (shown.text.as_str(), shown.at.unwrap().to_rfc3339().as_str()),
        ("Спасибо", "2026-11-20T12:09:30.706+00:00")
    );
    assert_eq!((now("b").await, now("d").await), (Ok(None), Ok(None)));
    assert_eq!(
        now("c").await,
        Err(Failure::Unsupported),
        "a public id is no id of the cabinet"
    );
    let sent = net.sent();
    assert!(sent.iter().all(|s| s.headers.contains(&(
        "cookie".into(),
        "Session_id=secret-1; sessionid2=secret-2; i=".into()
    ))));
    let without = Cassette::new();
    assert_eq!(
        adapter.current_reply(&without, &place("77"), "a").await,
        Err(Failure::Unsupported)
    );
    assert_eq!(
        (
            adapter.reply_route(&place("77"), &["fetch_reviews"]),
            adapter.reply_route(&place("77"), &["session_id", "sessionid2"])
        ),
        (ReplyRoute::ByHand, ReplyRoute::Api)
    );
    assert_eq!(
        adapter.reply_link(&place("77"), "a").unwrap().as_str(),
        "https://yandex.ru/sprav/77/p/edit/reviews/"
    );
}
