//! 2GIS on its real recorded pages.

use super::adapter;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Failure, Next, Page, Place, Sighting};
use std::collections::HashSet;
use url::Url;

fn place(id: &str) -> Place {
    adapter()
        .locate(&Url::parse(&format!("https://2gis.ru/novosibirsk/firm/{id}")).unwrap())
        .unwrap()
}

fn whole(reviews: &[Sighting], count: usize) {
    assert_eq!(reviews.len(), count);
    assert_eq!(
        reviews.iter().map(|r| &r.id).collect::<HashSet<_>>().len(),
        count,
        "ids are unique"
    );
    assert!(
        reviews
            .iter()
            .all(|r| r.rating.is_some() && r.created.is_some() && r.author.name.is_some())
    );
    assert!(
        reviews
            .iter()
            .all(|r| r.author.id.is_some() && r.edited == r.updated.is_some() && !r.removed)
    );
}

fn figures(page: &Page) -> (usize, usize, usize) {
    let count = |f: &dyn Fn(&Sighting) -> bool| page.sightings.iter().filter(|s| f(s)).count();
    (
        count(&|s| s.provider.as_deref() == Some("flamp")),
        count(&|s| s.edited),
        count(&|s| {
            s.official_reply
                .as_ref()
                .is_some_and(|r| !r.text.is_empty() && r.at.is_some())
        }),
    )
}

#[tokio::test]
async fn recorded_api_pages_hold_what_their_source_counts_by_read_and_by_poll() {
    for (file, wanted) in [
        ("api20_alterra_page1.json", (0, 8, 48)),
        ("api20_alterra_page3.json", (10, 4, 50)),
    ] {
        let Some(body) = sample("2gis", file) else { return };
        let place = place("563478234508453");
        let read = adapter().read(&place, &body).unwrap();
        whole(&read.sightings, 50);
        assert_eq!(figures(&read), wanted, "{file}: flamp, edited, answered");
        let net = Cassette::new().access("key", "k").get(
            "https://public-api.reviews.2gis.com/2.0/branches/563478234508453/reviews?key=k&",
            200,
            &body,
        );
        let polled = adapter().poll(&net, &place, &Cursor::default()).await.unwrap();
        assert_eq!(
            (polled.sightings, polled.next),
            (read.sightings.clone(), Next::Done)
        );
        assert!(net.sent()[0].conditional);
        // The same list without the object around it.
        let list = serde_json::from_slice::<serde_json::Value>(&body).unwrap()["reviews"].to_string();
        assert_eq!(
            adapter().read(&place, list.as_bytes()).unwrap().sightings,
            read.sightings
        );
    }
}

#[test]
fn times_of_the_server_zone_become_utc_and_a_flamp_review_keeps_its_origin() {
    let Some(body) = sample("2gis", "api20_alterra_page1.json") else {
        return;
    };
    let first = adapter()
        .read(&place("1"), &body)
        .unwrap()
        .sightings
        .swap_remove(0);
    assert_eq!(first.id, "124298797");
    assert_eq!(
        first.created.unwrap().to_rfc3339(),
        "2024-11-26T18:22:01.227094+00:00"
    );
    assert_eq!((first.url, first.media), (None, 0));
    let Some(body) = sample("2gis", "api20_alterra_page3.json") else {
        return;
    };
    let page = adapter().read(&place("1"), &body).unwrap();
    let flamp = page.sightings.iter().find(|s| s.id == "25249196").unwrap();
    assert_eq!(
        flamp.url.as_deref(),
        Some("https://flamp.ru/r/563478234508453/7307709")
    );
    assert_eq!(flamp.author.id.as_deref(), Some("3232424"));
}

#[tokio::test]
async fn the_recorded_firm_page_gives_all_reviews_although_its_state_says_500() {
    let place = place("70000001111004704");
    let Some(page) = sample("2gis", "firmpage_estetikbro_2026-08.html") else {
        return;
    };
    let Some(query) = sample("2gis", "firmpage_estetikbro_query.json") else {
        return;
    };
    let read = adapter().read(&place, &page).unwrap();
    whole(&read.sightings, 32);
    assert_eq!(adapter().read(&place, &query).unwrap().sightings, read.sightings);
    assert_eq!(
        read.counter.map(|c| (c.count, c.rating)),
        Some((Some(32), Some(5.0)))
    );
    assert_eq!(read.sightings[0].media, 4);
    let net = Cassette::new().get("https://2gis.ru/firm/70000001111004704/tab/reviews", 200, &page);
    let polled = adapter().poll(&net, &place, &Cursor::default()).await.unwrap();
    assert_eq!(
        (polled.sightings, polled.complete, polled.next),
        (read.sightings, true, Next::Done)
    );
    // Cut anywhere, it is never an empty or a shorter list.
    for cut in [10_000, 300_000, 541_900, 560_000, 616_000] {
        assert!(
            matches!(adapter().read(&place, &page[..cut]), Err(Failure::Drift { .. })),
            "cut at {cut}"
        );
    }
}

#[test]
fn every_form_of_link_means_the_same_branch() {
    let find = |link: &str| adapter().locate(&Url::parse(link).unwrap());
    for link in [
        "https://2gis.ru/novosibirsk/firm/563478234508453",
        "https://2gis.ru/firm/563478234508453/tab/reviews",
        "https://2gis.ru/novosibirsk/firm/563478234508453/tab/reviews?m=82.92%2C55.03%2F16#top",
        "https://2gis.ru/spb/search/кофе/firm/563478234508453/30.3%2C59.9",
        "https://2gis.kz/almaty/firm/563478234508453",
        "http://www.2gis.ru/kaliningrad/branches/1/firm/563478234508453/",
        "https://2gis.com/firm/563478234508453",
    ] {
        let place = find(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(place.id, "563478234508453");
        assert_eq!(find(place.url.as_str()), Some(place));
    }
    for link in [
        "https://otzovik.com/reviews/firm/12/",
        "https://2gis.ru/novosibirsk/geo/141373143530064",
        "https://2gis.ru/novosibirsk/firm/abc",
        "https://2gis.ru.example.org/firm/563478234508453",
        "https://flamp.ru/firm/563478234508453",
    ] {
        assert_eq!(find(link), None, "{link}");
    }
}
