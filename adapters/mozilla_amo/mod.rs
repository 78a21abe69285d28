//! Mozilla's add-ons, declared in `adapter.toml` alone.

use crate::declared::DeclaredAdapter;

/// The adapter of `adapter.toml` beside this file.
///
/// # Panics
/// Never: the file is part of the build and read by the tests.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::read(include_str!("adapter.toml")).expect("adapter.toml of mozilla_amo")
}

#[cfg(test)]
mod tests {
    use super::adapter;
    use crate::Adapter;
    use url::Url;

    #[test]
    fn every_form_of_link_means_the_same_addon() {
        let find = |link: &str| adapter().locate(&Url::parse(link).unwrap());
        for link in [
            "https://addons.mozilla.org/ru/firefox/addon/zerno-notes/",
            "https://addons.mozilla.org/firefox/addon/zerno-notes",
            "https://addons.mozilla.org/en-US/android/addon/zerno-notes/reviews/?score=1",
            "http://www.addons.mozilla.org/addon/zerno-notes/reviews/1900003/",
        ] {
            let place = find(link).unwrap_or_else(|| panic!("{link}"));
            assert_eq!(place.id, "zerno-notes");
            assert_eq!(find(place.url.as_str()), Some(place));
        }
        for link in [
            "https://addons.mozilla.org/ru/firefox/user/12/",
            "https://addons.mozilla.org.example.org/addon/zerno-notes/",
            "https://example.org/addon/zerno-notes/",
        ] {
            assert_eq!(find(link), None, "{link}");
        }
    }

    #[test]
    fn stars_without_words_are_a_review_and_a_superseded_one_is_no_removal() {
        let place = adapter()
            .locate(&Url::parse("https://addons.mozilla.org/addon/x/").unwrap())
            .unwrap();
        let body = br#"{"count":1,"next":null,"results":[
            {"id":7,"body":null,"score":2,"is_latest":false,"is_deleted":false,"previous_count":1,"reply":null,"user":{"id":5}}]}"#;
        let page = adapter().read(&place, body).unwrap();
        let review = &page.sightings[0];
        assert_eq!((review.text.as_str(), review.rating), ("", Some(2)));
        assert!(!review.removed && !page.complete);
    }

    #[test]
    fn an_answer_of_the_older_interface_has_its_stars_and_its_title() {
        let place = adapter()
            .locate(&Url::parse("https://addons.mozilla.org/addon/x/").unwrap())
            .unwrap();
        let body = br#"{"count":1,"next":null,"results":[{"id":8,"title":"Nice","body":"It works","rating":4,
            "created":"2018-03-10T11:12:13Z","is_latest":true,"reply":null,"user":{"id":5,"name":"n"}}]}"#;
        let review = &adapter().read(&place, body).unwrap().sightings[0];
        assert_eq!((review.rating, review.title.as_deref()), (Some(4), Some("Nice")));
    }
}
