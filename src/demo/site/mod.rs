//! The built-in review site: fifteen platforms in their own formats on one loopback port, under path
//! prefixes equal to their host names, so that `network.rewrite` leads there.
//!
//! It remembers. Everything that happens is a line in `journal.jsonl`; every reply that came in
//! through a platform's interface is a line in `accepted.jsonl`, on the disk before the platform
//! answers. A killed demo goes on with the same directory. Verbs take a key and do nothing the
//! second time, so that a killed story can be told again from its start.
//!
//! The site is the other side: it must know nothing of the daemon and share no code with the
//! adapters, or a misread format would be misread by both.

mod appstore;
mod bot_api;
mod cabinet;
mod connect;
mod google;
mod graph;
mod http;
mod journal;
pub mod life;
mod mastodon;
pub mod mood;
mod oauth;
mod page;
pub mod places;
pub mod platform;
mod preview;
mod proof;
mod publisher;
mod reddit;
mod rustore;
pub mod sources;
mod spoil;
mod trustpilot;
mod twogis;
mod vk;
mod world;
mod x;
mod yandex;
mod youtube;

pub use mood::Mood;
pub use platform::Platform;
pub use world::{Accepted, Reply, Review};

use crate::clock::Clock;
use chrono::TimeDelta;
use journal::Journal;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use world::{Event, Line, World};

/// Where the site keeps its memory under the data directory of a demo.
pub fn home(data: &Path) -> PathBuf {
    data.join("site")
}

/// A handle of the site; cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Shared>);

struct Shared {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
    memory: Mutex<Memory>,
}

struct Memory {
    world: World,
    journal: Journal,
    accepted: Journal,
    seq: u64,
    /// Requests of an hour, for platforms that count them.
    used: BTreeMap<Platform, (i64, u32)>,
    /// Units of a day, for platforms that sell them so.
    spent: BTreeMap<Platform, (chrono::NaiveDate, u32)>,
}

/// A review that somebody writes.
#[derive(Debug, Clone, Copy)]
pub struct NewReview<'a> {
    pub platform: Platform,
    /// One of [`Platform::places`].
    pub place: &'a str,
    pub author: &'a str,
    pub rating: Option<u8>,
    pub title: Option<&'a str>,
    pub text: &'a str,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Site").field(&self.0.dir).finish()
    }
}

impl Site {
    /// Opens the site that keeps its memory in `dir`, or founds it there.
    ///
    /// # Errors
    /// When the directory cannot be used or its journal is not one of this site.
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> io::Result<Self> {
        std::fs::create_dir_all(dir)?;
        let (journal, lines) = Journal::open::<Line>(&dir.join("journal.jsonl"))?;
        let (accepted, replies) = Journal::open::<Accepted>(&dir.join("accepted.jsonl"))?;
        let mut world = World::default();
        let mut seq = 0;
        let mut replies = replies.into_iter().peekable();
        for line in lines {
            while let Some(reply) = replies.next_if(|r| r.seq < line.seq) {
                world.accept(&reply);
            }
            seq = seq.max(line.seq);
            world.apply(line);
        }
        for reply in replies {
            seq = seq.max(reply.seq);
            world.accept(&reply);
        }
        let memory = Mutex::new(Memory {
            world,
            journal,
            accepted,
            seq,
            used: BTreeMap::new(),
            spent: BTreeMap::new(),
        });
        let site = Site(Arc::new(Shared {
            dir: dir.to_owned(),
            clock,
            memory,
        }));
        // What people comment on.
        site.announce(
            "founding-vk",
            Platform::Vk,
            "Друзья, у нас новое осеннее меню. Что попробуете первым?",
        )?;
        site.announce(
            "founding-telegram",
            Platform::Telegram,
            "Открылись на Светланской. Заходите и рассказывайте, как вам!",
        )?;
        site.announce(
            "founding-facebook",
            Platform::Facebook,
            "Осеннее меню: тыква, каштаны, тёплый сидр.",
        )?;
        site.announce(
            "founding-instagram",
            Platform::Instagram,
            "Тыквенный латте вернулся 🎃",
        )?;
        Ok(site)
    }

    /// `network.rewrite` for a site that listens at `origin` (`http://127.0.0.1:9999`).
    pub fn rewrite(origin: &str) -> BTreeMap<String, String> {
        Platform::hosts()
            .map(|host| (host.to_owned(), format!("{origin}/{host}")))
            .collect()
    }

    /// Serves the site until `stop` is ready.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        &self,
        listener: tokio::net::TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        axum::serve(listener, http::router(self.clone()))
            .with_graceful_shutdown(stop)
            .await
    }

    /// The business publishes a post to comment on (VK, Telegram). Gives its id.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn announce(&self, key: &str, platform: Platform, text: &str) -> io::Result<String> {
        self.once(key, |world| {
            let id = world.next_id(platform);
            Ok((
                id,
                Event::Announced {
                    platform,
                    id,
                    text: text.to_owned(),
                },
            ))
        })
    }

    /// Somebody writes a review. Gives the platform's id of it.
    ///
    /// # Errors
    /// When the platform has no such place, or the disk does not take it.
    pub fn post_review(&self, key: &str, new: &NewReview<'_>) -> io::Result<String> {
        if !new.platform.places().contains(&new.place) {
            return Err(absent("place", new.place));
        }
        self.once(key, |world| {
            let id = world.next_id(new.platform);
            let event = Event::Posted {
                platform: new.platform,
                place: new.place.to_owned(),
                id,
                parent: (new.place != "channel" || new.platform == Platform::YouTube)
                    .then(|| world.latest_post(new.platform))
                    .flatten(),
                author: new.author.to_owned(),
                rating: new.rating,
                title: new.title.map(str::to_owned),
                text: new.text.to_owned(),
            };
            Ok((id, event))
        })
    }

    /// The author changes a review; `rating` too, if given.
    ///
    /// # Errors
    /// When there is no such review, or the disk does not take it.
    pub fn edit_review(
        &self,
        key: &str,
        platform: Platform,
        review: &str,
        text: &str,
        rating: Option<u8>,
    ) -> io::Result<()> {
        self.on_review(key, platform, review, |id| Event::Edited {
            platform,
            id,
            rating,
            text: text.to_owned(),
        })
    }

    /// A review goes. `stub`: an explicit stub stays, which only VK can show.
    ///
    /// # Errors
    /// As [`Site::edit_review`].
    pub fn delete_review(&self, key: &str, platform: Platform, review: &str, stub: bool) -> io::Result<()> {
        self.on_review(key, platform, review, |id| Event::Deleted { platform, id, stub })
    }

    /// A person pastes an official reply in the platform's own cabinet.
    ///
    /// # Errors
    /// As [`Site::edit_review`].
    pub fn official_reply_by_hand(
        &self,
        key: &str,
        platform: Platform,
        review: &str,
        text: &str,
    ) -> io::Result<()> {
        let now = self.0.clock.now();
        let id = number(review)?;
        self.once(key, |world| {
            known(world, platform, id)?;
            let shown_at = world.shown_at(platform, now);
            let reply = world.next_id(platform);
            Ok((
                id,
                Event::Answered {
                    platform,
                    id,
                    reply,
                    text: text.to_owned(),
                    shown_at,
                },
            ))
        })
        .map(drop)
    }

    /// The platform takes the last official reply of a review away.
    ///
    /// # Errors
    /// As [`Site::edit_review`].
    pub fn remove_reply(&self, key: &str, platform: Platform, review: &str) -> io::Result<()> {
        self.on_review(key, platform, review, |id| Event::ReplyRemoved { platform, id })
    }

    /// The platform reads the last official reply of a review and declines it; `reason` in its words.
    ///
    /// # Errors
    /// As [`Site::edit_review`].
    pub fn reject_reply(&self, key: &str, platform: Platform, review: &str, reason: &str) -> io::Result<()> {
        self.on_review(key, platform, review, |id| Event::ReplyRejected {
            platform,
            id,
            reason: reason.to_owned(),
        })
    }

    /// The log of accepted replies, read from the disk: the ground truth for "published at most once".
    ///
    /// # Errors
    /// When the log cannot be read.
    pub fn accepted(&self) -> io::Result<Vec<Accepted>> {
        let text = std::fs::read_to_string(self.0.dir.join("accepted.jsonl"))?;
        Ok(text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect())
    }

    /// From now on the platform shows replies only after `hold`.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn moderate(&self, key: &str, platform: Platform, hold: TimeDelta) -> io::Result<()> {
        self.once(key, |_| {
            Ok((
                0,
                Event::Moderated {
                    platform,
                    hold_s: hold.num_seconds(),
                },
            ))
        })
        .map(drop)
    }

    /// Makes a platform ill or well.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn set_mood(&self, platform: Platform, mood: Mood) -> io::Result<()> {
        mood::set(&self.0.dir, platform, mood)
    }

    /// How a platform feels now.
    pub fn mood(&self, platform: Platform) -> Mood {
        mood::read(&self.0.dir, platform)
    }

    /// A review as the platform keeps it.
    pub fn review(&self, platform: Platform, review: &str) -> Option<Review> {
        let id = number(review).ok()?;
        self.memory().world.reviews.get(&(platform, id)).cloned()
    }

    /// What the verb with this key made or changed, if it was done.
    pub fn made(&self, key: &str) -> Option<String> {
        self.memory().world.keys.get(key).map(u64::to_string)
    }

    /// Every review that was ever written, oldest first within a platform.
    pub fn reviews(&self) -> Vec<Review> {
        self.memory().world.reviews.values().cloned().collect()
    }

    /// Takes a reply that came through a platform's interface; on return it is on the disk. The
    /// same key gives the same reply again. `None`: there is no such review.
    fn accept(&self, platform: Platform, review: u64, text: &str, key: &str) -> io::Result<Option<u64>> {
        let at = self.0.clock.now();
        let mut memory = self.memory();
        if let Some(known) = memory.world.guids.get(key).filter(|_| !key.is_empty()) {
            return Ok(Some(*known));
        }
        if memory
            .world
            .reviews
            .get(&(platform, review))
            .is_none_or(|r| r.removed.is_some())
        {
            return Ok(None);
        }
        let line = Accepted {
            at,
            platform,
            review: review.to_string(),
            text: text.to_owned(),
            key: key.to_owned(),
            reply: memory.world.next_id(platform),
            shown_at: memory.world.shown_at(platform, at),
            seq: memory.seq + 1,
        };
        memory.accepted.append(&line)?;
        memory.seq += 1;
        memory.world.accept(&line);
        Ok(Some(line.reply))
    }

    /// Counts one request; `false` when this hour's allowance is used up.
    fn within(&self, platform: Platform, allowance: u32) -> bool {
        let hour = self.0.clock.now().timestamp().div_euclid(3600);
        let mut memory = self.memory();
        let used = memory.used.entry(platform).or_default();
        if used.0 != hour {
            *used = (hour, 0);
        }
        used.1 += 1;
        used.1 <= allowance
    }

    /// Spends units of a day of Pacific Time; `false` when they do not suffice.
    fn spends(&self, platform: Platform, units: u32, allowance: u32) -> bool {
        let zone = chrono_tz::America::Los_Angeles;
        let today = self.0.clock.now().with_timezone(&zone).date_naive();
        let mut memory = self.memory();
        let spent = memory.spent.entry(platform).or_insert((today, 0));
        if spent.0 != today {
            *spent = (today, 0);
        }
        let enough = spent.1 + units <= allowance;
        spent.1 += if enough { units } else { 0 };
        enough
    }

    fn on_review(
        &self,
        key: &str,
        platform: Platform,
        review: &str,
        event: impl FnOnce(u64) -> Event,
    ) -> io::Result<()> {
        let id = number(review)?;
        self.once(key, |world| {
            known(world, platform, id)?;
            Ok((id, event(id)))
        })
        .map(drop)
    }

    /// Does something once per key; an empty key is never the same.
    fn once(&self, key: &str, make: impl FnOnce(&World) -> io::Result<(u64, Event)>) -> io::Result<String> {
        let at = self.0.clock.now();
        let mut memory = self.memory();
        if let Some(done) = memory.world.keys.get(key).filter(|_| !key.is_empty()) {
            return Ok(done.to_string());
        }
        let (id, event) = make(&memory.world)?;
        let line = Line {
            seq: memory.seq + 1,
            at,
            key: key.to_owned(),
            event,
        };
        memory.journal.append(&line)?;
        memory.seq += 1;
        memory.world.apply(line);
        Ok(id.to_string())
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(|e| e.into_inner())
    }
}

/// The number of a review. An adapter's id carries more in front of it (`-1001700000002/2004`).
fn number(review: &str) -> io::Result<u64> {
    let digits = review
        .rsplit(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    digits.parse().map_err(|_| absent("review", review))
}

fn known(world: &World, platform: Platform, id: u64) -> io::Result<()> {
    if world.reviews.contains_key(&(platform, id)) {
        Ok(())
    } else {
        Err(absent("review", &id.to_string()))
    }
}

fn absent(what: &str, name: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::NotFound,
        format!("the site has no {what} {name:?}"),
    )
}
