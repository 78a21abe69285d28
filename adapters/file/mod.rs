//! Reviews that somebody brings in a file: the way in for every site without an adapter.
//!
//! `otklik import` reads tables, JSON lines and foreign documents by a mapping; here is only the plain
//! form (the contract's `reviews` objects), for `otklik ingest`.

mod line;

use crate::{Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, Page, Place};
use async_trait::async_trait;
use std::collections::{BTreeMap, HashSet};
use url::Url;

/// The adapter of `adapter.toml` beside this file.
pub struct File(Manifest);

impl File {
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    #[expect(clippy::new_without_default, reason = "adapters are made in one place")]
    pub fn new() -> Self {
        File(Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of file"))
    }
}

#[async_trait]
impl Adapter for File {
    fn manifest(&self) -> &Manifest {
        &self.0
    }

    /// The page where people find the place, on whatever site, or a `file:` address.
    fn locate(&self, url: &Url) -> Option<Place> {
        matches!(url.scheme(), "http" | "https" | "file").then(|| Place {
            platform: "file".into(),
            kind: "file".into(),
            id: url.as_str().to_owned(),
            url: url.clone(),
            extra: BTreeMap::new(),
        })
    }

    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
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

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let mut seen = HashSet::new();
        let mut sightings = line::all(body)?;
        sightings.retain(|s| seen.insert(s.id.clone()));
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
