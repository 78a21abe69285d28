//! What the feed means, on its real recorded pages.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Emptiness, Sighting};
use std::collections::HashSet;

fn place(link: &str) -> Place {
    AppStore::new().locate(&Url::parse(link).unwrap()).unwrap()
}

fn dodo() -> Place {
    place("https://apps.apple.com/ru/app/id894649641")
}

const FEED: &str = "https://itunes.apple.com/ru/rss/customerreviews/page=";

fn feed(entries: &str, last: &str) -> Vec<u8> {
    let link = r#""link":[{"attributes":{"rel":"last","href":"LAST"}}]"#.replace("LAST", last);
    format!(r#"{{"feed":{{"id":{{"label":"x"}},{entries}{link}}}}}"#).into_bytes()
}

fn entry(id: u32) -> String {
    format!(
        r#"{{"id":{{"label":"{id}"}},"im:rating":{{"label":"2"}},"title":{{"label":"Пицца"}},"content":{{"label":"Холодная","attributes":{{"type":"text"}}}}}}"#
    )
}

fn last(page: u32) -> String {
    format!("https://17.0.0.1/ru/rss/customerreviews/page={page}/id=1/xml?urlDesc=/page=9")
}

async fn poll(net: &Cassette, place: &Place, cursor: Option<&str>) -> Result<Page, Failure> {
    let cursor = Cursor {
        resume: None,
        page: cursor.map(str::to_owned),
    };
    AppStore::new().poll(net, place, &cursor).await
}

/// File, storefront, app, page, reviews by SOURCES.md, reviews with a time.
const SAMPLES: &[(&str, &str, &str, u32, usize, usize)] = &[
    ("rss-ru-894649641-p1-2019.json", "ru", "894649641", 1, 50, 0),
    ("rss-gb-1510826067-p1-2021.json", "gb", "1510826067", 1, 4, 0),
    ("rss-fr-497799835-p1-2021.json", "fr", "497799835", 1, 50, 0),
    ("rss-us-595068606-p1-2025.json", "us", "595068606", 1, 50, 50),
    ("rss-us-415458524-p1-2025.json", "us", "415458524", 1, 50, 50),
    ("rss-jp-1404176564-p1-2020.xml", "jp", "1404176564", 1, 50, 50),
];

fn whole(reviews: &[Sighting], count: usize, timed: usize) {
    assert_eq!(reviews.len(), count);
    assert_eq!(
        reviews.iter().map(|r| &r.id).collect::<HashSet<_>>().len(),
        count,
        "ids are unique"
    );
    assert!(
        reviews
            .iter()
            .all(|r| r.rating.is_some_and(|s| (1..=5).contains(&s)))
    );
    assert!(
        reviews
            .iter()
            .all(|r| r.author.id.is_some() && r.author.name.is_some() && !r.text.is_empty())
    );
    assert!(
        reviews
            .iter()
            .all(|r| !r.removed && r.official_reply.is_none() && r.created.is_none())
    );
    assert_eq!(reviews.iter().filter(|r| r.updated.is_some()).count(), timed);
}

#[tokio::test]
async fn every_recorded_page_holds_what_its_source_counts_by_read_and_by_poll() {
    for &(file, country, app, page, count, timed) in SAMPLES {
        let Some(body) = sample("appstore", file) else {
            return;
        };
        let place = place(&format!("https://apps.apple.com/{country}/app/id{app}"));
        let read = AppStore::new().read(&place, &body).unwrap();
        whole(&read.sightings, count, timed);
        let asked = format!("https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/");
        let polled = poll(&Cassette::new().get(&asked, 200, &body), &place, None)
            .await
            .unwrap();
        assert_eq!(polled.sightings, read.sightings, "{file}");
        assert!(polled.complete);
    }
}

#[test]
fn times_are_converted_by_the_offset_that_is_written() {
    let Some(body) = sample("appstore", "rss-us-415458524-p1-2025.json") else {
        return;
    };
    let page = AppStore::new().read(&dodo(), &body).unwrap();
    assert_eq!(
        page.sightings[0].updated.unwrap().to_rfc3339(),
        "2025-09-26T22:24:14+00:00"
    );
    let Some(body) = sample("appstore", "rss-jp-1404176564-p1-2020.xml") else {
        return;
    };
    let page = AppStore::new().read(&dodo(), &body).unwrap();
    assert!(
        page.sightings
            .iter()
            .all(|r| !r.text.contains("<br") && !r.text.contains("<table"))
    );
}

#[tokio::test]
async fn the_recorded_empty_pages_are_three_different_things() {
    let cases = [
        (
            "rss-gb-100000000-p1-2021.json",
            "gb",
            "100000000",
            1,
            Ok(Emptiness::Stated),
        ),
        (
            "rss-gb-1510826067-p2-2021.json",
            "gb",
            "1510826067",
            2,
            Ok(Emptiness::EndOfList),
        ),
        (
            "rss-tr-999999999-p3-transient-empty-2026.json",
            "tr",
            "999999999",
            3,
            Err(Failure::down("transient_empty")),
        ),
    ];
    for (file, country, app, page, wanted) in cases {
        let Some(body) = sample("appstore", file) else {
            return;
        };
        let place = place(&format!("https://apps.apple.com/{country}/app/id{app}"));
        let read = AppStore::new().read(&place, &body).map(|p| p.empty.unwrap());
        assert_eq!(read, wanted, "{file} as a saved body");
        let cursor = (page > 1).then(|| format!("{country}:{page}"));
        let net = Cassette::new().get("https://itunes.apple.com/", 200, &body);
        let polled = poll(&net, &place, cursor.as_deref())
            .await
            .map(|p| (p.next, p.empty.unwrap()));
        assert_eq!(polled, wanted.map(|e| (Next::Done, e)), "{file} by poll");
    }
    let Some(body) = sample("appstore", "rss-page11-http400-body.txt") else {
        return;
    };
    let page = AppStore::new().read(&dodo(), &body).unwrap();
    assert_eq!((page.empty, page.next), (Some(Emptiness::EndOfList), Next::Done));
}

#[tokio::test]
async fn a_glitch_is_asked_four_times_in_all_and_does_not_advance() {
    let net = Cassette::new().get(FEED, 200, &feed("", &last(3)));
    assert_eq!(
        poll(&net, &dodo(), Some("ru:2")).await,
        Err(Failure::down("transient_empty"))
    );
    assert_eq!(net.sent().len(), 4);
    let good = feed(&format!(r#""entry":[{}],"#, entry(1)), &last(1));
    let net = Cassette::new()
        .once(FEED, 200, &feed("", &last(1)))
        .get(FEED, 200, &good);
    let page = poll(&net, &dodo(), None).await.unwrap();
    assert_eq!((page.sightings.len(), page.next), (1, Next::Done));
    let conditional: Vec<bool> = net.sent().iter().map(|s| s.conditional).collect();
    assert_eq!(
        conditional,
        [true, false],
        "a glitch is not asked for with its own validators"
    );
}

#[tokio::test]
async fn a_form_that_says_there_are_no_reviews_is_believed_only_with_the_other_one() {
    let json = |page: u32| format!("{FEED}{page}/id=894649641/sortby=mostrecent/json");
    let xml = |page: u32| json(page).replace("/json", "/xml");
    let atom = |entries: &str, last: &str| {
        format!(
            r#"<?xml version="1.0" encoding="utf-8"?><feed xmlns:im="http://itunes.apple.com/rss">
            <link rel="last" href="{last}"/>{entries}</feed>"#
        )
        .into_bytes()
    };
    let told = r#"<entry><id>7</id><title>Пицца</title><content type="text">Холодная</content><im:rating>2</im:rating></entry>"#;

    let net = Cassette::new()
        .get(&json(1), 200, &feed("", ""))
        .get(&xml(1), 200, &atom(told, &last(2)));
    let page = poll(&net, &dodo(), None).await.unwrap();
    assert_eq!((page.sightings.len(), page.sightings[0].rating), (1, Some(2)));
    assert_eq!((page.next, page.empty), (Next::More("ru:2".into()), None));
    assert_eq!(page.resume.as_deref(), Some("xml"));
    // What stayed the same in the empty form says nothing of the other one.
    let cursor = Cursor {
        resume: page.resume,
        page: None,
    };
    let again = AppStore::new().poll(&net, &dodo(), &cursor).await.unwrap();
    assert_eq!(again.sightings, page.sightings);
    let conditional: Vec<bool> = net.sent().iter().map(|s| s.conditional).collect();
    assert_eq!(conditional, [true, false, false, false]);
    // A good answer of the first form ends that.
    let net = Cassette::new().get(
        &json(1),
        200,
        &feed(&format!(r#""entry":[{}],"#, entry(7)), &last(1)),
    );
    let good = AppStore::new().poll(&net, &dodo(), &cursor).await.unwrap();
    assert_eq!((good.sightings.len(), good.resume.as_deref()), (1, Some("")));

    let empty = async |other: (u16, Vec<u8>)| {
        let net = Cassette::new()
            .get(&json(1), 200, &feed("", ""))
            .get(&xml(1), other.0, &other.1);
        poll(&net, &dodo(), None).await.map(|p| (p.empty, p.complete))
    };
    let believed = Ok((Some(Emptiness::Stated), false));
    assert_eq!(empty((200, atom("", ""))).await, believed);
    assert_eq!(empty((404, Vec::new())).await, believed);
    assert_eq!(empty((502, Vec::new())).await, Err(Failure::down("http_502")));
    assert_eq!(
        empty((200, atom("", &last(3)))).await,
        Err(Failure::down("transient_empty"))
    );
}

#[tokio::test]
async fn the_answer_400_that_names_the_depth_ends_the_list_and_any_other_400_is_a_change() {
    let net = Cassette::new().get(FEED, 400, b"CustomerReviews RSS page depth is limited to 10");
    let page = poll(&net, &dodo(), Some("ru:10")).await.unwrap();
    assert_eq!((page.empty, page.next), (Some(Emptiness::EndOfList), Next::Done));
    let net = Cassette::new().get(FEED, 400, b"Bad Request");
    assert_eq!(poll(&net, &dodo(), None).await, Err(Failure::drift("http_400")));
}

#[tokio::test]
async fn the_first_page_asks_every_storefront_and_deeper_ones_go_on_one_by_one() {
    let list =
        |ids: std::ops::Range<u32>| format!(r#""entry":[{}],"#, ids.map(entry).collect::<Vec<_>>().join(","));
    let kz = |page: u32| format!("https://itunes.apple.com/kz/rss/customerreviews/page={page}/");
    let net = Cassette::new()
        .access("countries", "RU, kz;ru,xyz by")
        .get(&format!("{FEED}1/"), 200, &feed(&list(5..8), &last(3)))
        .get(&format!("{FEED}2/"), 200, &feed(&list(3..5), &last(2)))
        .get(&kz(1), 200, &feed(&list(7..10), &last(2)))
        .get(&kz(2), 200, &feed("", &last(1)))
        .get("https://itunes.apple.com/by/", 200, &feed("", ""));
    let place = dodo();
    let mut cursor = None;
    let mut steps = Vec::new();
    loop {
        let page = poll(&net, &place, cursor.as_deref()).await.unwrap();
        assert!(
            page.complete,
            "one storefront without reviews does not make the app unknown"
        );
        steps.push((page.sightings.len(), page.empty));
        match page.next {
            Next::More(on) => cursor = Some(on),
            Next::Done => break,
        }
    }
    // Review 7 stands in two storefronts and is counted once.
    assert_eq!(steps, [(5, None), (2, None), (0, Some(Emptiness::EndOfList))]);
    let sent = net.sent();
    let told: Vec<_> = sent
        .iter()
        .map(|s| (s.url.path().ends_with("/xml"), s.conditional))
        .collect();
    assert_eq!(
        told,
        [
            (false, false),
            (false, false),
            (false, false),
            (true, false),
            (false, true),
            (false, true)
        ],
        "unchanged is an answer for a whole page only, and who is empty is asked in both forms"
    );
    let page = poll(&net, &place, Some("us:2,zz:9,ru:2")).await.unwrap();
    assert_eq!(
        page.next,
        Next::Done,
        "storefronts that are configured no more fall out"
    );
}

#[tokio::test]
async fn links_of_the_feed_are_never_followed() {
    let full: Vec<String> = (1..=50).map(entry).collect();
    let body = feed(&format!(r#""entry":[{}],"#, full.join(",")), &last(10));
    let net = Cassette::new().get(FEED, 200, &body);
    let mut cursor = None;
    let mut pages = 0;
    while let Next::More(on) = poll(&net, &dodo(), cursor.as_deref()).await.unwrap().next {
        cursor = Some(on);
        pages += 1;
    }
    assert_eq!(pages, 9, "ten pages are all there is");
    assert!(
        net.sent()
            .iter()
            .all(|s| s.url.host_str() == Some("itunes.apple.com"))
    );
}

#[test]
fn the_app_itself_a_single_object_and_content_in_several_forms_are_read() {
    let read = |entries: &str| {
        AppStore::new()
            .read(&dodo(), &feed(entries, &last(1)))
            .map(|p| p.sightings)
    };
    let app = r#"{"im:name":{"label":"Додо"},"id":{"label":"https://apps"},"title":{"label":"Додо"}}"#;
    assert_eq!(
        read(&format!(r#""entry":[{app},{}],"#, entry(1))).unwrap().len(),
        1
    );
    assert_eq!(read(&format!(r#""entry":{},"#, entry(1))).unwrap()[0].id, "1");
    let several = entry(1).replace(
        r#"{"label":"Холодная","attributes":{"type":"text"}}"#,
        r#"[{"label":"<b>x</b>","attributes":{"type":"html"}},{"label":"Тёплая","attributes":{"type":"text"}}]"#,
    );
    assert_eq!(
        read(&format!(r#""entry":[{several}],"#)).unwrap()[0].text,
        "Тёплая"
    );
    let twice = format!(r#""entry":[{},{}],"#, entry(1), entry(1));
    assert_eq!(read(&twice).unwrap().len(), 1);
}

#[test]
fn a_changed_field_is_named_and_never_skipped() {
    let read = |entries: &str| {
        AppStore::new()
            .read(&dodo(), &feed(entries, &last(1)))
            .unwrap_err()
    };
    for (from, to, at) in [
        (
            r#""id":{"label":"1"}"#,
            r#""uid":{"label":"1"}"#,
            "feed.entry[0].id",
        ),
        (r#"{"label":"2"}"#, r#"{"label":"9"}"#, "feed.entry[0].im:rating"),
        ("\"content\"", "\"body\"", "feed.entry[].content"),
    ] {
        let changed = entry(1)
            .replace(from, to)
            .replace(r#""title":{"label":"Пицца"},"#, "");
        assert_eq!(read(&format!(r#""entry":[{changed}],"#)), Failure::drift(at));
    }
    let renamed = entry(1).replace("im:rating", "rating");
    assert_eq!(
        read(&format!(r#""entry":[{renamed},{renamed}],"#)),
        Failure::drift("feed.entry[].im:rating")
    );
}

#[test]
fn a_review_without_author_version_and_text_is_read() {
    let bare = r#"{"id":{"label":"1"},"im:rating":{"label":"2"},"title":{"label":"Пицца"}}"#;
    let body = feed(&format!(r#""entry":[{bare},{}],"#, entry(2)), &last(1));
    let page = AppStore::new().read(&dodo(), &body).unwrap();
    assert_eq!(
        (
            page.sightings[0].author.name.as_deref(),
            page.sightings[0].title.as_deref()
        ),
        (None, Some("Пицца"))
    );
}

#[tokio::test]
async fn the_charset_of_the_header_is_not_believed() {
    let body = feed(&format!(r#""entry":[{}],"#, entry(1)), &last(1));
    let answer = Cassette::answer(
        200,
        &[("Content-Type", "text/javascript; charset=iso-8859-1")],
        &body,
    );
    let net = Cassette::new().on(crate::Method::Get, FEED, &[], Ok(answer), 1);
    assert_eq!(
        poll(&net, &dodo(), None).await.unwrap().sightings[0].text,
        "Холодная"
    );
}
