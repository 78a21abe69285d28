//! App Store by the public review feed: keyless, one storefront a request, 500 newest of each.

mod atom;
mod feed;
mod locate;
#[cfg(test)]
mod tests;
mod wire;

use crate::{Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, Page, Place, Request};
use async_trait::async_trait;
use feed::{Answer, LAST_PAGE};
use url::Url;

/// How often a page that must not be empty is asked again.
const RETRIES: u32 = 3;

/// Storefront of a link that names none, as Apple itself takes it.
const HOME: &str = "us";

/// The adapter.
#[derive(Debug)]
pub struct AppStore {
    manifest: Manifest,
}

impl AppStore {
    /// With the manifest beside this file.
    ///
    /// # Panics
    /// Never: the file is part of the build and read by the tests.
    pub fn new() -> Self {
        AppStore {
            manifest: Manifest::read(include_str!("adapter.toml")).expect("adapter.toml of app_store"),
        }
    }
}

impl Default for AppStore {
    fn default() -> Self {
        Self::new()
    }
}

/// Storefronts to read, in order and each once.
fn countries(net: &dyn Net, place: &Place) -> Vec<String> {
    let set = net.access("countries").unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    for country in set.split([',', ' ', ';']).filter_map(locate::storefront) {
        if !all.contains(&country) {
            all.push(country);
        }
    }
    if all.is_empty() {
        let linked = place.extra.get("country").and_then(|c| locate::storefront(c));
        all.push(linked.unwrap_or_else(|| HOME.to_owned()));
    }
    all
}

/// The address of a page. Built here: links of the feed lead to XML and to Apple's inner hosts.
fn address(country: &str, app: &str, page: u32) -> Result<Url, Failure> {
    if app.is_empty() || !app.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Failure::Unsupported);
    }
    let text = format!(
        "https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/sortby=mostrecent/json"
    );
    Url::parse(&text).map_err(|_| Failure::Unsupported)
}

/// `kz:3`: storefront and page. One that does not fit the configuration (any more) starts again.
fn position(cursor: &Cursor, countries: &[String]) -> (usize, u32) {
    let read = || {
        let (country, page) = cursor.page.as_deref()?.split_once(':')?;
        let at = countries.iter().position(|c| c == country)?;
        Some((at, page.parse().ok().filter(|p| (1..=LAST_PAGE).contains(p))?))
    };
    read().unwrap_or((0, 1))
}

#[async_trait]
impl Adapter for AppStore {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        locate::locate(url)
    }

    /// The feed knows no address of a single review.
    fn permalink(&self, _place: &Place, _id: &str) -> Option<Url> {
        None
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        let countries = countries(net, place);
        let (at, number) = position(cursor, &countries);
        let mut answer = Answer::Glitch;
        for attempt in 0..=RETRIES {
            let request = Request::get(address(&countries[at], &place.id, number)?);
            // With several storefronts "unchanged" of the first would hide the others; and an empty
            // page by mistake must be asked for anew, without the validators it came with.
            let alone = countries.len() == 1 && cursor.page.is_none() && attempt == 0;
            let response = net
                .send(if alone { request.conditional() } else { request })
                .await?;
            feed::check(&response, net.now())?;
            answer = feed::read(&response.body, Some(number))?;
            if !matches!(answer, Answer::Glitch) {
                break;
            }
        }
        let other = || {
            countries
                .get(at + 1)
                .map_or(Next::Done, |c| Next::More(format!("{c}:1")))
        };
        let page = match answer {
            Answer::Reviews(reviews, last) if number < last => {
                Page::of(reviews, Next::More(format!("{}:{}", countries[at], number + 1)))
            }
            Answer::Reviews(reviews, _) => Page::of(reviews, other()),
            Answer::Empty(why) => Page {
                empty: Some(why),
                ..Page::of(Vec::new(), other())
            },
            Answer::Glitch => return Err(Failure::down("transient_empty")),
        };
        // An unknown app looks just like one without reviews: nothing may be inferred from it.
        Ok(Page {
            complete: page.empty != Some(Emptiness::Stated),
            ..page
        })
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        match feed::read(body, None)? {
            Answer::Reviews(reviews, _) => Ok(Page::of(reviews, Next::Done)),
            Answer::Empty(why) => Ok(Page {
                empty: Some(why),
                ..Page::of(Vec::new(), Next::Done)
            }),
            Answer::Glitch => Err(Failure::down("transient_empty")),
        }
    }
}
