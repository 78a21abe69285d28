//! Links to a place on Google, in every form that people paste.

use crate::Place;
use crate::links::{parts, query};
use url::Url;

/// Google Maps in any country and form (`/maps/place/…`, `?cid=`, `query_place_id`, `data=…!1s0x…`),
/// Search (`#lrd=`, `ludocid`, `placeid`), the owner's pages, short links, and names of the API.
pub fn locate(url: &Url) -> Option<Place> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.to_ascii_lowercase();
    let parts = parts(url);
    match host.as_str() {
        "g.page" => short(
            "g.page",
            parts
                .strip_prefix(&["r"])
                .map_or(&parts[..1.min(parts.len())], |r| &r[..1.min(r.len())]),
        ),
        "maps.app.goo.gl" => short("maps.app.goo.gl", &parts[..1.min(parts.len())]),
        "goo.gl" => short("goo.gl", parts.strip_prefix(&["maps"])?),
        "business.google.com" => owned(&parts),
        "mybusiness.googleapis.com" => api(&parts),
        _ => of_google(&host).then(|| public(url))?,
    }
}

/// `google.ru`, `www.google.co.uk`, `maps.google.com`: a name of Google in some country.
fn of_google(host: &str) -> bool {
    let bare = ["www.", "maps.", "search."]
        .iter()
        .find_map(|sub| host.strip_prefix(sub))
        .unwrap_or(host);
    bare.strip_prefix("google.").is_some_and(|tld| {
        let labels: Vec<&str> = tld.split('.').collect();
        labels.len() <= 2 && labels.iter().all(|l| (2..=3).contains(&l.len()))
    })
}

fn public(url: &Url) -> Option<Place> {
    let value = |key: &str| query(url, key);
    let named = ["placeid", "place_id", "query_place_id", "destination_place_id"];
    let ids = named.iter().find_map(|key| value(key));
    let q = value("q").and_then(|q| q.strip_prefix("place_id:").map(str::to_owned));
    if let Some(id) = ids.or(q).filter(|id| place_id(id)) {
        return place(
            "place",
            &id,
            &format!("https://www.google.com/maps/place/?q=place_id:{id}"),
        );
    }
    let number = ["cid", "ludocid"].iter().find_map(|key| value(key));
    let number = number.and_then(|n| n.parse().ok());
    let feature = || value("ftid").as_deref().and_then(cid);
    let lrd = || {
        url.fragment()?
            .split('&')
            .find_map(|f| f.strip_prefix("lrd="))?
            .split(',')
            .next()
            .and_then(cid)
    };
    let in_data = || {
        url.path()
            .split('!')
            .find_map(|p| p.strip_prefix("1s").and_then(cid))
    };
    let number: u64 = number
        .or_else(feature)
        .or_else(lrd)
        .or_else(in_data)
        .filter(|n| *n > 0)?;
    let id = number.to_string();
    place("cid", &id, &format!("https://www.google.com/maps?cid={id}"))
}

/// The second number of a feature id `0x…:0x…`, which Google calls the customer id.
fn cid(feature: &str) -> Option<u64> {
    // The colon of a pasted address may be escaped.
    let feature = feature.replace("%3A", ":").replace("%3a", ":");
    let (first, second) = feature.split_once(':')?;
    let hex = |text: &str| {
        let digits = text.strip_prefix("0x")?;
        let good = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
        good.then(|| u64::from_str_radix(digits, 16).ok())?
    };
    hex(first)?;
    hex(second)
}

/// `ChIJ…`: opaque, URL-safe base64, of growing length.
fn place_id(id: &str) -> bool {
    (16..=255).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// Only the platform can say what a short link leads to: `location` must be set beside it.
fn short(host: &str, rest: &[&str]) -> Option<Place> {
    let code = rest.first().filter(|c| word(c))?;
    let folder = if host == "goo.gl" { "maps/" } else { "" };
    let address = format!("https://{host}/{folder}{code}");
    place("short", &format!("{host}/{code}"), &address)
}

fn word(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

/// The owner's pages carry the number of the location.
fn owned(parts: &[&str]) -> Option<Place> {
    let number = match parts {
        ["n", n, ..] | ["local", "business", n, ..] | [_, "l", n, ..] => n,
        _ => return None,
    };
    let address = format!("https://business.google.com/n/{number}/reviews");
    digits(number).then(|| place("location", &format!("locations/{number}"), &address))?
}

fn api(parts: &[&str]) -> Option<Place> {
    let ["v4", "accounts", account, "locations", location, ..] = parts else {
        return None;
    };
    let name = name(&format!("accounts/{account}/locations/{location}"))?;
    let address = format!("https://mybusiness.googleapis.com/v4/{name}/reviews");
    place("location", &name, &address)
}

/// A location's name as the API wants it, or `None`.
pub fn name(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["accounts", a, "locations", l] if digits(a) && digits(l) => Some(parts.join("/")),
        _ => None,
    }
}

fn digits(text: &str) -> bool {
    (1..=30).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn place(kind: &str, id: &str, address: &str) -> Option<Place> {
    Place::at("google", kind, id, address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(link: &str) -> Option<(String, String)> {
        let place = locate(&Url::parse(link).unwrap())?;
        assert_eq!(
            locate(&place.url).unwrap(),
            place,
            "the canonical address of {link}"
        );
        Some((place.kind, place.id))
    }

    #[test]
    fn every_form_of_link_means_the_same_place() {
        for link in [
            "https://www.google.com/maps/place/%D0%97%D0%B5%D1%80%D0%BD%D0%BE/@55.75,37.64,17z/data=!3m1!4b1!4m6!3m5!1s0x46b54a0000000001:0xfa!8m2!3d55.75!4d37.64!16s%2Fg%2F11abc?entry=ttu",
            "https://www.google.ru/maps/place/Zerno/data=!4m2!3m1!1s0x46b54a0000000001%3A0xfa",
            "https://maps.google.com/?cid=250",
            "https://maps.google.com/maps?cid=250&hl=ru",
            "https://www.google.com/maps?ftid=0x46b54a0000000001:0xfa",
            "https://www.google.co.uk/search?q=zerno&ludocid=250#lrd=0x46b54a0000000001:0xfa,1,,,",
            "https://www.google.com/search?q=zerno#lrd=0x46b54a0000000001:0xfa,3",
            "https://www.google.com/maps/reviews/data=!4m8!14m7!1m6!2m5!1sCi9DQUlR!2m1!1s0x0:0xfa!3m1!1s2@1:CAIQ%7C%7C?hl=ru",
        ] {
            assert_eq!(
                found(link).unwrap_or_else(|| panic!("{link}")),
                ("cid".into(), "250".into())
            );
        }
        for link in [
            "https://search.google.com/local/writereview?placeid=ChIJinvented_place-00001",
            "https://search.google.com/local/reviews?placeid=ChIJinvented_place-00001&q=x&hl=ru",
            "https://www.google.com/maps/search/?api=1&query=zerno&query_place_id=ChIJinvented_place-00001",
            "https://www.google.com/maps/place/?q=place_id:ChIJinvented_place-00001",
        ] {
            let id = ("place".into(), "ChIJinvented_place-00001".into());
            assert_eq!(found(link).unwrap_or_else(|| panic!("{link}")), id);
        }
        for (link, id) in [
            (
                "https://maps.app.goo.gl/AbCdEfGh123456789?g_st=ic",
                "maps.app.goo.gl/AbCdEfGh123456789",
            ),
            ("https://goo.gl/maps/AbCdEfGh1234", "goo.gl/AbCdEfGh1234"),
            ("https://g.page/r/CUinvented/review", "g.page/CUinvented"),
            ("https://g.page/zerno-coffee?share", "g.page/zerno-coffee"),
        ] {
            assert_eq!(
                found(link).unwrap_or_else(|| panic!("{link}")),
                ("short".into(), id.into())
            );
        }
    }

    #[test]
    fn pages_of_the_owner_and_names_of_the_api_name_the_location() {
        for (link, id) in [
            ("https://business.google.com/n/17/profile?fid=5", "locations/17"),
            (
                "https://business.google.com/reviews/l/0017?hl=ru",
                "locations/0017",
            ),
            (
                "https://business.google.com/local/business/17/customers/reviews",
                "locations/17",
            ),
            (
                "https://mybusiness.googleapis.com/v4/accounts/1/locations/17/reviews",
                "accounts/1/locations/17",
            ),
        ] {
            assert_eq!(
                found(link).unwrap_or_else(|| panic!("{link}")),
                ("location".into(), id.into())
            );
        }
        assert_eq!(
            name(" accounts/1/locations/2/ ").unwrap(),
            "accounts/1/locations/2"
        );
        for bad in [
            "17",
            "locations/17",
            "accounts/-/locations/17",
            "accounts/1/locations/2/reviews",
        ] {
            assert_eq!(name(bad), None);
        }
    }

    #[test]
    fn other_pages_and_other_sites_are_no_places() {
        for link in [
            "https://www.google.com/maps/@55.75,37.64,12z",
            "https://www.google.com/maps/contrib/100000000000000000001/reviews",
            "https://www.google.com/search?q=zerno",
            "https://www.google.com/maps?cid=zerno",
            "https://www.google.com/maps?cid=0",
            "https://www.google.com/maps/place/x/data=!1s0x1:zz",
            "https://www.google.com.example.org/maps?cid=250",
            "https://google.example/maps?cid=250",
            "https://play.google.com/store/apps/details?id=ru.zerno.coffee",
            "https://business.google.com/locations",
            "https://mybusiness.googleapis.com/v4/accounts/me/locations/1",
            "https://goo.gl/AbCd",
            "ftp://maps.google.com/?cid=250",
        ] {
            assert_eq!(locate(&Url::parse(link).unwrap()), None, "{link}");
        }
    }
}
