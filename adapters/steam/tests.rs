use super::adapter;
use crate::testkit::sample;
use crate::{Adapter, Place};
use url::Url;

fn at(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_means_the_same_app() {
    for link in [
        "https://store.steampowered.com/app/291480/Warface/",
        "https://store.steampowered.com/app/291480?l=russian&snr=1_7",
        "https://steamcommunity.com/app/291480/reviews/?browsefilter=toprated",
        "https://steamcommunity.com/app/291480",
        "https://store.steampowered.com/agecheck/app/291480/",
        "https://store.steampowered.com/appreviews/291480?json=1",
        "https://s.team/a/291480",
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(found.id, "291480", "{link}");
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://store.steampowered.com/sub/291480/",
        "https://store.steampowered.com/app/x/",
        "https://steamcommunity.com/id/somebody/",
        "https://store.steampowered.com.example.org/app/291480/",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[test]
fn recorded_review_objects_are_read_in_the_list_that_the_api_gives() {
    for (file, app, reviews, answered, negative) in [
        ("steamreviews-dump-291480-2019.json", "291480", 154, 62, None),
        ("steamreviews-dump-227940-2019.json", "227940", 210, 16, Some(175)),
        ("steamreviews-dump-506540-2019.json", "506540", 101, 1, None),
    ] {
        let Some(body) = sample("steam", file) else { return };
        // The objects are the API's own, the envelope around them is the tool's.
        let dump: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let list: Vec<_> = dump["reviews"].as_object().unwrap().values().collect();
        let body = serde_json::json!({"success": 1, "reviews": list, "query_summary": dump["query_summary"], "cursor": "x"});
        let place = at(&format!("https://store.steampowered.com/app/{app}/")).unwrap();
        let page = adapter().read(&place, body.to_string().as_bytes()).unwrap();
        let count = |f: &dyn Fn(&crate::Sighting) -> bool| page.sightings.iter().filter(|s| f(s)).count();
        assert_eq!(page.sightings.len(), reviews, "{file}");
        assert_eq!(count(&|s| s.official_reply.is_some()), answered, "{file}");
        assert!(
            negative.is_none_or(|n| count(&|s| s.rating == Some(1)) == n),
            "{file}"
        );
        assert_eq!(
            count(&|s| s.official_reply.as_ref().is_some_and(|r| r.at.is_some())),
            0,
            "0 is an unknown time"
        );
        let first = &page.sightings[0];
        let steamid = first.author.id.as_deref().unwrap();
        assert_eq!(
            first.url.as_deref(),
            Some(format!("https://steamcommunity.com/profiles/{steamid}/recommended/{app}/").as_str())
        );
    }
}
