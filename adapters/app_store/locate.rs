//! Links to an app, in every form that people paste.

use crate::Place;
use crate::links::{parts, query};
use url::Url;

const HOSTS: &[&str] = &[
    "apps.apple.com",
    "itunes.apple.com",
    "geo.itunes.apple.com",
    "www.apps.apple.com",
];

/// `apps.apple.com/ru/app/name/id123`, `/app/id123`, `itunes.apple.com/…`, `itms-apps://…`, the
/// feed itself, `…?id=123` of old review links.
pub fn locate(url: &Url) -> Option<Place> {
    let host = url.host_str()?.to_ascii_lowercase();
    if !matches!(
        url.scheme(),
        "http" | "https" | "itms" | "itmss" | "itms-apps" | "itms-appss"
    ) {
        return None;
    }
    if !HOSTS.contains(&host.as_str()) {
        return None;
    }
    let parts = parts(url);
    let (country, rest) = match parts.split_first() {
        Some((first, rest)) if storefront(first).is_some() => (storefront(first), rest),
        _ => (None, &parts[..]),
    };
    let id = match rest {
        ["app", rest @ ..] => rest.iter().rev().find_map(|p| app_id(p, "id")),
        ["rss", "customerreviews", rest @ ..] => rest.iter().find_map(|p| app_id(p, "id=")),
        ["review"] | ["WebObjects", "MZStore.woa", "wa", ..] => query(url, "id").and_then(|v| app_id(&v, "")),
        _ => None,
    }?;
    place(&id, country.as_deref())
}

/// The canonical place of an app.
fn place(id: &str, country: Option<&str>) -> Option<Place> {
    let storefront = country.map(|c| format!("{c}/")).unwrap_or_default();
    let address = format!("https://apps.apple.com/{storefront}app/id{id}");
    let mut place = Place::at("app_store", "app", id, &address)?;
    place
        .extra
        .extend(country.map(|c| ("country".to_owned(), c.to_owned())));
    Some(place)
}

/// A storefront code (ISO alpha-2) in lower case.
pub fn storefront(word: &str) -> Option<String> {
    let word = word.trim();
    (word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic())).then(|| word.to_ascii_lowercase())
}

fn app_id(part: &str, prefix: &str) -> Option<String> {
    let digits = part.strip_prefix(prefix)?;
    // Real ids have nine or ten digits; leave room.
    ((1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_link_means_the_same_app() {
        for (link, country) in [
            (
                "https://apps.apple.com/ru/app/id123/id894649641/reviews",
                Some("ru"),
            ),
            ("https://apps.apple.com/ru/app/dodo-pizza/id894649641", Some("ru")),
            (
                "https://apps.apple.com/RU/app/%D0%B4%D0%BE%D0%B4%D0%BE/id894649641?l=en#see-all/reviews",
                Some("ru"),
            ),
            ("https://apps.apple.com/ru/app/id894649641", Some("ru")),
            ("https://apps.apple.com/app/id894649641?see-all=reviews", None),
            ("http://itunes.apple.com/ru/app/dodo/id894649641?mt=8", Some("ru")),
            ("https://itunes.apple.com/app/id894649641", None),
            (
                "itms-apps://itunes.apple.com/app/id894649641?action=write-review",
                None,
            ),
            ("itms-apps://apps.apple.com/kz/app/id894649641", Some("kz")),
            (
                "https://itunes.apple.com/ru/review?id=894649641&type=Purple%20Software",
                Some("ru"),
            ),
            (
                "https://itunes.apple.com/ru/rss/customerreviews/page=1/id=894649641/sortby=mostrecent/json",
                Some("ru"),
            ),
            (
                "https://itunes.apple.com/WebObjects/MZStore.woa/wa/viewContentsUserReviews?id=894649641&type=Purple",
                None,
            ),
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!(
                (place.id.as_str(), place.extra.get("country").map(String::as_str)),
                ("894649641", country)
            );
            assert_eq!(
                locate(&place.url).unwrap(),
                place,
                "the canonical address means the same"
            );
        }
    }

    #[test]
    fn developers_other_sites_and_nonsense_are_not_apps() {
        for link in [
            "https://apps.apple.com/ru/developer/dodo/id894649640",
            "https://apps.apple.com/ru/app/dodo",
            "https://apps.apple.com/ru/app/dodo/id12x",
            "https://apps.apple.com/ru/story/id1234567",
            "https://apps.apple.com.example.org/ru/app/id894649641",
            "https://example.org/ru/app/id894649641",
            "ftp://apps.apple.com/ru/app/id894649641",
            "itms-apps:app",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
