//! Links to an app, in every form that people paste.

use super::RuStore;
use crate::{Place, parse};
use std::collections::BTreeMap;
use url::Url;

/// `rustore.ru/catalog/app/…`, `apps.rustore.ru/app/…`, `rustore://apps.rustore.ru/app/…`, the API.
pub fn locate(url: &Url) -> Option<Place> {
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let known = [
        "rustore.ru",
        "www.rustore.ru",
        "m.rustore.ru",
        "apps.rustore.ru",
        "public-api.rustore.ru",
    ];
    if !matches!(url.scheme(), "http" | "https" | "rustore") || !known.contains(&host.as_str()) {
        return None;
    }
    let parts: Vec<&str> = url.path().split('/').filter(|p| !p.is_empty()).collect();
    let at = parts
        .windows(2)
        .find(|pair| matches!(pair[0], "app" | "application"))?;
    parse::package(at[1]).then(|| place(at[1]))
}

fn place(id: &str) -> Place {
    let url = Url::parse(&format!("https://www.rustore.ru/catalog/app/{id}"));
    Place {
        platform: RuStore::ID.into(),
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
            "https://www.rustore.ru/catalog/app/ru.zerno.coffee_1",
            "https://rustore.ru/catalog/app/ru.zerno.coffee_1?rsm=1&mt_link_id=x#reviews",
            "http://www.rustore.ru/catalog/app/ru.zerno.coffee_1/reviews",
            "https://www.rustore.ru/en/catalog/app/ru.zerno.coffee_1",
            "https://apps.rustore.ru/app/ru.zerno.coffee_1",
            "rustore://apps.rustore.ru/app/ru.zerno.coffee_1",
            "https://public-api.rustore.ru/public/v1/application/ru.zerno.coffee_1/comment",
        ] {
            let place = locate(&Url::parse(link).unwrap()).unwrap_or_else(|| panic!("{link}"));
            assert_eq!(place.id, "ru.zerno.coffee_1", "{link}");
            assert_eq!(locate(&place.url).unwrap(), place);
        }
    }

    #[test]
    fn developers_other_sites_and_nonsense_are_not_apps() {
        for link in [
            "https://www.rustore.ru/catalog/developer/abc",
            "https://www.rustore.ru/catalog/app/zerno",
            "https://www.rustore.ru/catalog/app",
            "https://console.rustore.ru/apps/2063489",
            "https://www.rustore.ru.example.org/catalog/app/ru.zerno.coffee",
            "ftp://www.rustore.ru/catalog/app/ru.zerno.coffee",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
