//! The built-in review site, read by the real adapters through the real network layer.

use chrono::{DateTime, TimeDelta, Utc};
use otklik::clock::{Clock, Turned};
use otklik::demo::site::{Accepted, Mood, NewReview, Platform, Site, life, places, sources};
use otklik::net::{Client, Session, SessionParts, pace};
use otklik_adapters::{Adapter, Cursor, Emptiness, Failure, Next, Page, Place, Sighting};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use url::Url;

mod answered;
mod by_hand;
mod own_ways;
mod platforms;
mod stand;
mod vk;

/// A directory of its own for every test, removed at its end.
struct Dir(PathBuf);

impl Dir {
    fn new() -> Self {
        let dir = std::env::temp_dir().join(format!("otklik-site-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&dir).expect("a directory");
        Dir(dir)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct Street {
    dir: Dir,
    clock: Arc<Turned>,
    site: Site,
    client: Client,
    origin: String,
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_435_200, 0).expect("an instant")
}

impl Street {
    async fn open() -> Self {
        let dir = Dir::new();
        let clock = Arc::new(Turned::at(noon()));
        let site = Site::open(&dir.0, clock.clone()).expect("a site");
        let (client, origin) = serve(&site).await;
        Street {
            dir,
            clock,
            site,
            client,
            origin,
        }
    }

    /// The same directory after a kill.
    async fn reopened(self) -> Self {
        let site = Site::open(&self.dir.0, self.clock.clone()).expect("the site again");
        let (client, origin) = serve(&site).await;
        Street {
            site,
            client,
            origin,
            ..self
        }
    }

    /// With the access that the demo gives to the first source of a platform that has any.
    fn session(&self, platform: Platform) -> Session {
        let with_access = |s: &sources::Source| s.platform == platform && !s.access.is_empty();
        self.session_with(
            platform,
            sources::shown()
                .iter()
                .find(|s| with_access(s))
                .map_or(&[], |s| s.access),
        )
    }

    fn session_with(&self, platform: Platform, access: &[(&str, &str)]) -> Session {
        self.session_at(platform, access, self.clock.clone())
    }

    /// By a daemon with a clock of its own.
    fn session_at(&self, platform: Platform, access: &[(&str, &str)], clock: Arc<Turned>) -> Session {
        self.client.session(SessionParts {
            access: access
                .iter()
                .map(|(k, v)| ((*k).to_owned(), SecretString::from(*v)))
                .collect(),
            ..SessionParts::of(
                adapter(platform).manifest(),
                Arc::new(pace::InMemory::new(clock.clone())),
                clock,
            )
        })
    }

    /// As the demo's source with this link is polled.
    async fn poll(&self, link: &str) -> Result<Vec<Sighting>, Failure> {
        let (adapter, place) = recognised(link);
        let platform = Platform::of(&place.platform).expect("a platform of the site");
        let source = sources::shown()
            .into_iter()
            .find(|s| s.url == link)
            .expect("a source of the demo");
        let session = self.session_with(platform, source.access);
        all(adapter, &session, &place)
            .await
            .map(|pages| pages.into_iter().flat_map(|p| p.sightings).collect())
    }

    fn post(&self, id: &str) -> String {
        let text = life::text(id).expect("a text");
        self.site.post_review(id, &text.review()).expect("posted")
    }

    fn accepted(&self) -> Vec<Accepted> {
        let lines = std::fs::read_to_string(self.dir.0.join("accepted.jsonl")).expect("the log");
        lines
            .lines()
            .map(|l| serde_json::from_str(l).expect("a line"))
            .collect()
    }
}

async fn serve(site: &Site) -> (Client, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let served = site.clone();
    tokio::spawn(async move { served.serve(listener, std::future::pending()).await });
    (
        Client::new(&Site::rewrite(&origin), "otklik-test", "").expect("a client"),
        origin,
    )
}

fn adapter(platform: Platform) -> &'static dyn Adapter {
    otklik_adapters::by_id(platform.word()).expect("an adapter")
}

fn recognised(link: &str) -> (&'static dyn Adapter, Place) {
    otklik_adapters::recognise(&Url::parse(link).expect("a link")).expect("a known place")
}

/// Every page of one poll.
async fn all(adapter: &dyn Adapter, session: &Session, place: &Place) -> Result<Vec<Page>, Failure> {
    let mut pages = Vec::new();
    let mut cursor = Cursor::default();
    loop {
        let page = adapter.poll(session, place, &cursor).await?;
        let next = page.next.clone();
        pages.push(page);
        match next {
            Next::Done => return Ok(pages),
            Next::More(page) => cursor.page = Some(page),
        }
        assert!(pages.len() < 30, "the pages end");
    }
}

fn link_of(platform: Platform) -> String {
    sources::shown()
        .into_iter()
        .find(|s| s.platform == platform)
        .map(|s| s.url)
        .expect("a link")
}
