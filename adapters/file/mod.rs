//! Reviews that somebody brings in a file: the way in for every site without an adapter.
//!
//! `otklik import` reads tables, JSON lines and foreign documents by a mapping; here is only the plain
//! form (the contract's `reviews` objects), for `otklik ingest`.

use crate::parse::{json, list};
use crate::{Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, Page, Place};
use async_trait::async_trait;
use serde_json::Value;
use url::Url;

crate::adapter!(File);

#[async_trait]
impl Adapter for File {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The page where people find the place, on whatever site, or a `file:` address.
    fn locate(&self, url: &Url) -> Option<Place> {
        let known = matches!(url.scheme(), "http" | "https" | "file");
        known.then(|| Place::at("file", "file", url.as_str(), url.as_str()))?
    }

    /// The site, since a reply is pasted there.
    fn reply_link(&self, place: &Place, _id: &str) -> Option<Url> {
        Some(place.url.clone()).filter(|u| u.scheme() != "file")
    }

    async fn poll(&self, _net: &dyn Net, _place: &Place, _cursor: &Cursor) -> Result<Page, Failure> {
        let mut page = Page::of(Vec::new(), Next::Done);
        page.empty = Some(Emptiness::NoEvents);
        Ok(page)
    }

    /// A JSON list, or one object a line. Nothing is taken in by halves.
    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let text = json::mend(body)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        let reviews: Vec<Value> = if text.starts_with('[') {
            json::typed(text.as_bytes())?
        } else {
            let lines = text.lines().filter(|l| !l.trim().is_empty()).enumerate();
            let line = |(n, l)| serde_json::from_str(l).map_err(|_| Failure::drift(format!("[{n}]")));
            lines.map(line).collect::<Result<_, Failure>>()?
        };
        let sightings = list::each("", &reviews, |review| {
            let one = self.manifest.item().read(review)?;
            let says = !one.text.is_empty() || one.rating.is_some() || one.removed;
            says.then_some(one).ok_or("text".to_owned())
        })?;
        if sightings.is_empty() {
            return Err(Failure::drift("no_reviews"));
        }
        Ok(Page::of(sightings, Next::Done))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::Cassette;

    #[tokio::test]
    async fn nothing_is_asked_and_silence_is_no_news_of_any_kind() {
        let link = Url::parse("https://zoon.example/msk/zerno/").unwrap();
        let place = File::new().locate(&link).unwrap();
        let net = Cassette::new();
        let page = File::new().poll(&net, &place, &Cursor::default()).await.unwrap();
        assert_eq!((page.empty, net.sent().len()), (Some(Emptiness::NoEvents), 0));
        assert_eq!(File::new().reply_link(&place, "1"), Some(link));
    }

    #[test]
    fn lines_and_a_list_are_the_same_and_the_ids_are_the_platform_s() {
        let place = File::new()
            .locate(&Url::parse("file:///reviews").unwrap())
            .unwrap();
        let one = r#"{"id": "ours", "external_id": "7", "text": "Хорошо", "rating": 5}"#;
        let two = r#"{"id": 8, "rating": 1, "text": null}"#;
        let lines = File::new()
            .read(&place, format!("{one}\n\n{two}\n").as_bytes())
            .unwrap();
        let list = File::new()
            .read(&place, format!("[{one},{two}]").as_bytes())
            .unwrap();
        assert_eq!(lines, list);
        let ids: Vec<&str> = lines.sightings.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["7", "8"]);
    }
}
