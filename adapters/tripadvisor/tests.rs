use super::adapter;
use crate::testkit::sample;
use crate::{Adapter, Place};
use url::Url;

fn at(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_means_the_same_location() {
    for link in [
        "https://www.tripadvisor.com/Hotel_Review-g190327-d264936-Reviews-or10-1926_Hotel_Spa-Sliema.html",
        "https://www.tripadvisor.ru/Hotel_Review-g190327-d264936-Reviews-1926_Hotel_Spa-Sliema.html#REVIEWS",
        "https://www.tripadvisor.com/ShowUserReviews-g190327-d264936-r889999999-1926_Hotel_Spa-Sliema.html?m=19905",
        "http://m.tripadvisor.com/Attraction_Review-g190327-d264936",
        "https://www.tripadvisor.co.uk/UserReviewEdit-g190327-d264936-1926_Hotel.html",
        "https://www.tripadvisor.com/264936",
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(found.id, "264936", "{link}");
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://www.tripadvisor.com/Hotels-g190327-Sliema-Hotels.html",
        "https://www.tripadvisor.com/Profile/somebody",
        "https://www.tripadvisor.com.example.org/Hotel_Review-g1-d264936-x.html",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[test]
fn reviews_picked_out_of_the_page_cache_are_read() {
    let Some(body) = sample("tripadvisor", "hotel_1926_2023-05.json") else {
        return;
    };
    let place = at("https://www.tripadvisor.com/264936").unwrap();
    let page = adapter().read(&place, &body).unwrap();
    assert_eq!(page.sightings.len(), 20);
    assert!(
        page.sightings.iter().all(|s| s.created.is_none()),
        "a date without a time is no instant"
    );
    assert!(
        page.sightings
            .iter()
            .all(|s| s.rating.is_some() && !s.text.is_empty())
    );
}
