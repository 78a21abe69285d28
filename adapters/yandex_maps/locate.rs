//! Links to an organisation, in every form that people paste.

use crate::Place;
use crate::links::parts;
use url::Url;

/// Country domains of Yandex that serve maps.
const ZONES: &[&str] = &[
    "ru", "com", "kz", "by", "uz", "az", "tm", "tj", "md", "com.ge", "com.am", "com.tr", "co.il", "eu", "lv",
    "lt", "ee", "fr",
];

/// Pages under these names may carry an organisation.
const MAPS: &[&str] = &["maps", "web-maps", "navi"];

/// `yandex.ru/maps/org/name/123/reviews/`, `…/org/123`, `?oid=123`, `?poi[uri]=ymapsbm1://org?oid=123`,
/// the cabinet, the widget, `yandex.ru/profile/123`, `yandexmaps://…?oid=123`. Short links
/// (`/maps/-/…`) do not say where they lead.
pub fn locate(url: &Url) -> Option<Place> {
    if !matches!(url.scheme(), "http" | "https" | "yandexmaps") {
        return None;
    }
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let app = url.scheme() == "yandexmaps";
    let bare = ["www.", "m.", "maps.", "n.maps."]
        .iter()
        .find_map(|p| host.strip_prefix(p))
        .unwrap_or(&host);
    if !app
        && !bare
            .strip_prefix("yandex.")
            .is_some_and(|zone| ZONES.contains(&zone))
    {
        return None;
    }
    let parts = parts(url);
    let named = match parts.as_slice() {
        ["sprav" | "maps-reviews-widget" | "profile", id, ..] => org_id(id),
        [first, rest @ ..] if MAPS.contains(first) => in_path(rest),
        rest => in_path(rest),
    };
    let on_maps = app || host.contains("maps.") || parts.first().is_some_and(|p| MAPS.contains(p));
    named
        .or_else(|| if on_maps { in_query(url) } else { None })
        .and_then(|id| place(&id))
}

/// `org/{id}` or `org/{name}/{id}`; the name may consist of digits too.
fn in_path(parts: &[&str]) -> Option<String> {
    let at = parts.iter().position(|p| *p == "org")?;
    let id = |n: usize| parts.get(at + n).and_then(|p| org_id(p));
    id(2).or_else(|| id(1))
}

/// `oid=`, or an address of the map's own kind as value of any parameter.
fn in_query(url: &Url) -> Option<String> {
    url.query_pairs().find_map(|(key, value)| match &*key {
        "oid" | "orgpage[id]" => org_id(&value),
        _ => {
            let inner = value.strip_prefix("ymapsbm1://org?")?;
            url::form_urlencoded::parse(inner.as_bytes())
                .find_map(|(k, v)| (k == "oid").then(|| org_id(&v))?)
        }
    })
}

fn org_id(word: &str) -> Option<String> {
    // Nine to twelve digits were seen; leave room.
    ((1..=19).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.to_owned())
}

/// The page of an organisation; any word stands for its name.
fn place(id: &str) -> Option<Place> {
    Place::at(
        "yandex_maps",
        "organisation",
        id,
        &format!("https://yandex.ru/maps/org/org/{id}/reviews/"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_link_means_the_same_organisation() {
        for link in [
            "https://yandex.ru/maps/org/aestheticbro/183327682404/",
            "https://yandex.ru/maps/org/aestheticbro/183327682404/reviews/?ll=61.4%2C55.1&z=16",
            "https://yandex.ru/maps/org/183327682404",
            "https://yandex.ru/maps/org/1703/183327682404/gallery/",
            "https://yandex.com/maps/org/org/183327682404/reviews",
            "https://yandex.kz/maps/162/almaty/org/zerno/183327682404/?from=tabbar",
            "https://www.yandex.com.ge/maps/org/x/183327682404/",
            "https://yandex.ru/maps/56/chelyabinsk/?ll=61.4%2C55.1&mode=search&oid=183327682404&ol=biz&z=16",
            "https://yandex.ru/maps/56/chelyabinsk/?mode=poi&poi%5Bpoint%5D=61.4%2C55.1&poi%5Buri%5D=ymapsbm1%3A%2F%2Forg%3Foid%3D183327682404",
            "https://maps.yandex.ru/?oid=183327682404&ol=biz",
            "https://yandex.ru/navi/org/x/183327682404",
            "https://yandex.ru/web-maps/org/x/183327682404/",
            "https://yandex.ru/profile/183327682404?lang=ru",
            "https://yandex.ru/sprav/183327682404/p/edit/reviews/",
            "https://yandex.ru/maps-reviews-widget/183327682404?comments",
            "yandexmaps://maps.yandex.ru/?oid=183327682404",
            "http://m.yandex.ru/maps/org/x/183327682404",
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!(place.id, "183327682404", "{link}");
            assert_eq!(
                locate(&place.url).unwrap(),
                place,
                "the canonical address means the same"
            );
        }
    }

    #[test]
    fn short_links_other_pages_and_other_sites_are_not_ours() {
        for link in [
            "https://yandex.ru/maps/-/CDeXAMPLE",
            "https://yandex.ru/maps/213/moscow/?ll=37.6%2C55.7&z=10",
            "https://yandex.ru/maps/org/zerno/",
            "https://yandex.ru/search/?text=org&oid=183327682404",
            "https://yandex.ru.example.org/maps/org/x/183327682404",
            "https://notyandex.ru/maps/org/x/183327682404",
            "https://maps.google.com/maps/org/x/183327682404",
            "ftp://yandex.ru/maps/org/x/183327682404",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
