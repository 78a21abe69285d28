//! Links that people paste, by patterns of the manifest.

use super::config::Locate;
use crate::Place;
use std::collections::BTreeMap;
use url::Url;

/// The place that a link means, if it is one of ours.
pub fn locate(rules: &Locate, platform: &str, url: &Url) -> Option<Place> {
    let host = url.host_str()?.to_lowercase();
    if !matches!(url.scheme(), "http" | "https") || !rules.hosts.contains(&host) {
        return None;
    }
    let parts: Vec<String> = url
        .path_segments()?
        .filter(|p| !p.is_empty())
        .map(decoded)
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let mut named = rules.paths.iter().find_map(|pattern| {
        let pattern: Vec<&str> = pattern.split('/').filter(|p| !p.is_empty()).collect();
        fit(&pattern, &parts)
    })?;
    let id = named.remove("id")?;
    let canonical = rules.url.fill(&|gap| (gap == "place.id").then(|| id.clone()))?;
    Some(Place {
        platform: platform.to_owned(),
        kind: rules.kind.clone(),
        id,
        url: canonical,
        extra: named,
    })
}

/// A part of a path without percent encoding.
fn decoded(part: &str) -> String {
    // The url crate only offers the decoder of forms: guard what forms treat specially.
    let guarded = part.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(guarded.as_bytes())
        .next()
        .map(|(k, _)| k.into_owned())
        .unwrap_or_default()
}

fn fit(pattern: &[&str], parts: &[&str]) -> Option<BTreeMap<String, String>> {
    let Some((first, pattern)) = pattern.split_first() else {
        return parts.is_empty().then(BTreeMap::new);
    };
    if *first == "**" {
        return (0..=parts.len()).find_map(|skip| fit(pattern, &parts[skip..]));
    }
    let (part, parts) = parts.split_first()?;
    let within = inside(first, part)?;
    let mut named = fit(pattern, parts)?;
    named.extend(within);
    Some(named)
}

/// One part against its pattern: `*` stands for any letters, also none; a gap for at least one, and for
/// as many as fit.
fn inside(pattern: &str, part: &str) -> Option<Vec<(String, String)>> {
    let Some(first) = pattern.chars().next() else {
        return part.is_empty().then(Vec::new);
    };
    let cuts = || part.char_indices().map(|(at, _)| at).chain([part.len()]);
    match first {
        '*' => cuts().find_map(|cut| inside(&pattern[1..], &part[cut..])),
        '{' => {
            let (gap, rest) = pattern[1..].split_once('}')?;
            let (name, digits) = gap
                .strip_suffix(":digits")
                .map_or((gap, false), |name| (name, true));
            let fits =
                |cut: &usize| *cut > 0 && (!digits || part[..*cut].bytes().all(|b| b.is_ascii_digit()));
            let longest: Vec<usize> = cuts().filter(fits).collect();
            longest.into_iter().rev().find_map(|cut| {
                let mut named = inside(rest, &part[cut..])?;
                named.push((name.to_owned(), part[..cut].to_owned()));
                Some(named)
            })
        }
        _ => inside(&pattern[first.len_utf8()..], part.strip_prefix(first)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_names_digits_and_any_number_of_parts() {
        let fits = |pattern: &str, path: &str| {
            let pattern: Vec<&str> = pattern.split('/').collect();
            let path: Vec<&str> = path.split('/').collect();
            fit(&pattern, &path).map(|m| m.into_iter().collect::<Vec<_>>())
        };
        let id = |v: &str| Some(vec![("id".to_owned(), v.to_owned())]);
        assert_eq!(
            fits("**/firm/{id:digits}/**", "spb/search/x/firm/12/tab/reviews"),
            id("12")
        );
        assert_eq!(fits("**/firm/{id:digits}/**", "firm/12"), id("12"));
        assert_eq!(fits("**/firm/{id:digits}/**", "firm/firm/12"), id("12"));
        assert_eq!(fits("**/firm/{id:digits}/**", "firm/a12"), None);
        assert_eq!(fits("app/{id}", "app/x/y"), None);
        assert_eq!(fits("{city}/app/{id}", "msk/app/x").unwrap().len(), 2);
        assert_eq!(
            fits("*-d{id:digits}-*", "Hotel_Review-g7-d12-Reviews-d9-X.html"),
            id("12")
        );
        assert_eq!(fits("*-d{id:digits}", "Hotel_Review-g7-d12"), id("12"));
        assert_eq!(fits("*-d{id:digits}-*", "Hotel_Review-g7-dx-Reviews"), None);
    }
}
