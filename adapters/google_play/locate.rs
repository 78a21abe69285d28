//! Links to an app, in every form that people paste.

use super::GooglePlay;
use crate::{Place, parse};
use std::collections::BTreeMap;
use url::Url;

/// `play.google.com/store/apps/details?id=…`, `/apps/testing/…`, `market://details?id=…`, old
/// `market.android.com`, and links that carry one of these (`play.app.goo.gl/?link=…`).
pub fn locate(url: &Url) -> Option<Place> {
    let value = |key: &str| {
        let found = url.query_pairs().find(|(k, _)| k == key);
        found.map(|(_, v)| v.into_owned())
    };
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let parts: Vec<&str> = url.path().split('/').filter(|p| !p.is_empty()).collect();
    let id = match (url.scheme(), host.as_str(), parts.as_slice()) {
        ("market", "details", _) => value("id"),
        ("http" | "https", "play.google.com", ["store", "apps", "details", ..]) => value("id"),
        ("http" | "https", "play.google.com", ["apps", "testing", id, ..]) => Some((*id).to_owned()),
        ("http" | "https", "market.android.com", ["details"]) => value("id"),
        ("http" | "https", "play.app.goo.gl", _) => {
            let inner = Url::parse(&value("link")?).ok()?;
            return (inner.host_str() != Some("play.app.goo.gl")).then(|| locate(&inner))?;
        }
        _ => None,
    }?;
    parse::package(&id).then(|| place(&id))
}

fn place(id: &str) -> Place {
    let url = Url::parse(&format!("https://play.google.com/store/apps/details?id={id}"));
    Place {
        platform: GooglePlay::ID.into(),
        kind: "app".into(),
        id: id.to_owned(),
        url: url.expect("letters, digits and dots in a constant address"),
        extra: BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_link_means_the_same_app() {
        for link in [
            "https://play.google.com/store/apps/details?id=ru.zerno.coffee_1",
            "https://play.google.com/store/apps/details?hl=ru&gl=RU&id=ru.zerno.coffee_1&reviewId=gp%3AAOqpTO",
            "http://play.google.com/store/apps/details/Zerno?id=ru.zerno.coffee_1",
            "https://play.google.com/apps/testing/ru.zerno.coffee_1",
            "market://details?id=ru.zerno.coffee_1",
            "https://market.android.com/details?id=ru.zerno.coffee_1",
            "https://play.app.goo.gl/?link=https://play.google.com/store/apps/details?id%3Dru.zerno.coffee_1%26ddl%3D1",
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!(place.id, "ru.zerno.coffee_1", "{link}");
            assert_eq!(
                locate(&place.url).unwrap(),
                place,
                "the canonical address means the same"
            );
        }
    }

    #[test]
    fn books_developers_other_sites_and_nonsense_are_not_apps() {
        for link in [
            "https://play.google.com/store/books/details?id=ru.zerno.coffee",
            "https://play.google.com/store/apps/developer?id=Zerno",
            "https://play.google.com/store/apps/details?id=zerno",
            "https://play.google.com/store/apps/details?id=ru.zerno/../x",
            "https://play.google.com/store/apps/details?id=ru..zerno",
            "https://play.google.com.example.org/store/apps/details?id=ru.zerno.coffee",
            "https://example.org/store/apps/details?id=ru.zerno.coffee",
            "https://play.app.goo.gl/?link=https://play.app.goo.gl/?link=x",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
