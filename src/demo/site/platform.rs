//! The platforms that the site speaks, in one table: a platform that is not in it has no host, no mood and
//! no place to write.

use super::places::{BRANCHES, STOREFRONT};
use serde::{Deserialize, Serialize};

/// A platform that the site speaks. Written as the platform id of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Platform {
    AppStore,
    TwoGis,
    Vk,
    Telegram,
    Google,
    GooglePlay,
    RuStore,
    Yandex,
    Mastodon,
    Reddit,
    X,
    Facebook,
    Instagram,
    YouTube,
    Trustpilot,
}

/// What the site knows of a platform.
struct Facts {
    platform: Platform,
    /// The platform id of the contract.
    word: &'static str,
    /// Hosts that are the platform's own, so that its mood is felt there.
    hosts: &'static [&'static str],
    places: &'static [&'static str],
    /// What its own numbers begin after, with as many digits as they have there.
    first_id: u64,
    /// Reviews carry a rating.
    stars: bool,
    /// One official reply stands under a review: another one takes its place.
    overwrites: bool,
}

/// A network or map where replies stand under each other, from which rows differ.
const fn row(platform: Platform, word: &'static str, first_id: u64) -> Facts {
    Facts {
        platform,
        word,
        hosts: &[],
        places: &[],
        first_id,
        stars: false,
        overwrites: false,
    }
}

/// A store or register: stars, and one reply that another one replaces.
const fn store(platform: Platform, word: &'static str, first_id: u64) -> Facts {
    Facts {
        stars: true,
        overwrites: true,
        ..row(platform, word, first_id)
    }
}

/// In the order of the enumeration.
const TABLE: [Facts; 15] = [
    Facts {
        hosts: &["itunes.apple.com", "api.appstoreconnect.apple.com"],
        places: &[STOREFRONT],
        ..store(Platform::AppStore, "app_store", 13_190_000_000)
    },
    Facts {
        hosts: &["public-api.reviews.2gis.com", "2gis.ru", "api.account.2gis.com"],
        places: &[BRANCHES[0].firm, BRANCHES[1].firm, BRANCHES[2].firm],
        stars: true,
        ..row(Platform::TwoGis, "2gis", 221_300_000)
    },
    Facts {
        hosts: &["api.vk.com"],
        places: &["wall"],
        ..row(Platform::Vk, "vk", 100)
    },
    Facts {
        hosts: &["t.me", "api.telegram.org"],
        places: &["group", "channel"],
        ..row(Platform::Telegram, "telegram", 2_000)
    },
    Facts {
        hosts: &["mybusiness.googleapis.com", "places.googleapis.com"],
        places: &["location"],
        ..store(Platform::Google, "google", 47_110_000)
    },
    Facts {
        hosts: &["androidpublisher.googleapis.com"],
        places: &["app"],
        ..store(Platform::GooglePlay, "google_play", 35_000_000)
    },
    Facts {
        hosts: &["public-api.rustore.ru", "backapi.rustore.ru"],
        places: &["app"],
        ..store(Platform::RuStore, "rustore", 2_000_000)
    },
    Facts {
        hosts: &["yandex.ru"],
        places: &["organisation"],
        stars: true,
        ..row(Platform::Yandex, "yandex_maps", 58_000_000)
    },
    Facts {
        hosts: &["mastodon.social"],
        places: &["mentions"],
        ..row(Platform::Mastodon, "mastodon", 117_500_000_000_000_000)
    },
    Facts {
        hosts: &["www.reddit.com", "oauth.reddit.com"],
        places: &["inbox"],
        ..row(Platform::Reddit, "reddit", 900_000_000)
    },
    Facts {
        hosts: &["api.x.com"],
        places: &["mentions"],
        ..row(Platform::X, "x", 1_990_000_000_000_000_000)
    },
    Facts {
        hosts: &["graph.facebook.com"],
        places: &["page"],
        ..row(Platform::Facebook, "facebook", 700_000)
    },
    Facts {
        hosts: &["graph.instagram.com"],
        places: &["account"],
        ..row(Platform::Instagram, "instagram", 17_900_000_000_000_000)
    },
    Facts {
        hosts: &["www.googleapis.com"],
        places: &["channel"],
        ..row(Platform::YouTube, "youtube", 100)
    },
    Facts {
        hosts: &["api.trustpilot.com"],
        places: &["business"],
        ..store(Platform::Trustpilot, "trustpilot", 6_900_000_000)
    },
];

/// Hosts that several platforms share: Google's door for Google, Google Play and YouTube.
const SHARED: &[&str] = &["oauth2.googleapis.com"];

impl Platform {
    /// Every platform of the site.
    pub const ALL: [Platform; TABLE.len()] = {
        let mut all = [Platform::AppStore; TABLE.len()];
        let mut n = 0;
        while n < all.len() {
            all[n] = TABLE[n].platform;
            assert!(all[n] as usize == n, "the table is in another order");
            n += 1;
        }
        all
    };

    fn facts(self) -> &'static Facts {
        &TABLE[self as usize]
    }

    /// The platform id of the contract.
    pub fn word(self) -> &'static str {
        self.facts().word
    }

    /// The platform with this id.
    pub fn of(word: &str) -> Option<Self> {
        Platform::ALL.into_iter().find(|p| p.word() == word)
    }

    /// The platform that a host of [`Platform::hosts`] belongs to; `None` for a shared one.
    pub fn of_host(host: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|row| row.hosts.contains(&host))
            .map(|row| row.platform)
    }

    /// Hosts that the site stands in for.
    pub fn hosts() -> impl Iterator<Item = &'static str> {
        TABLE.iter().flat_map(|row| row.hosts).chain(SHARED).copied()
    }

    /// One official reply stands under a review: another one takes its place.
    pub fn overwrites(self) -> bool {
        self.facts().overwrites
    }

    /// Reviews carry a rating.
    pub fn has_stars(self) -> bool {
        self.facts().stars
    }

    /// Where on the platform a review can stand: storefronts, firm ids, `wall`, and for Telegram
    /// the public `channel` or the discussion `group`; one `location`, one `app`.
    pub fn places(self) -> &'static [&'static str] {
        self.facts().places
    }

    /// What the platform's own numbers begin after.
    pub(super) fn first_id(self) -> u64 {
        self.facts().first_id
    }
}

impl TryFrom<String> for Platform {
    type Error = String;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Platform::of(&word).ok_or_else(|| format!("the site has no platform {word:?}"))
    }
}

impl From<Platform> for String {
    fn from(platform: Platform) -> Self {
        platform.word().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_has_hosts_of_its_own_on_which_its_mood_is_felt() {
        for platform in Platform::ALL {
            assert!(!platform.facts().hosts.is_empty() && !platform.places().is_empty());
            for host in platform.facts().hosts {
                assert_eq!(Platform::of_host(host), Some(platform), "{host}");
            }
            assert_eq!(Platform::of(platform.word()), Some(platform));
        }
        let mut hosts: Vec<&str> = Platform::hosts().collect();
        let all = hosts.len();
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(hosts.len(), all, "no host stands there twice");
    }
}
