//! `adapter.toml`: everything that engine, pages and documents must know of a platform without
//! calling its code.

use crate::declared::config::Item;
use crate::declared::{Declared, Template};
use crate::links::Links;
use crate::{Failure, Net, Place, ReplyOrder};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// The facts of one platform. Unknown keys are refused, so that a typing error cannot hide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Platform id of the contract, such as `app_store`.
    pub id: String,
    pub title: Title,
    /// What is read, and how replies get out: a few words each, for the tables of the documents
    /// (`otklik adapter list --markdown`).
    #[serde(default)]
    pub reads: Option<Title>,
    #[serde(default)]
    pub replies: Option<Title>,
    /// What the claims rest on, in more words than [`Evidence`].
    #[serde(default)]
    pub built_on: Option<Title>,
    /// Hosts that may be contacted, exact names. Anything else is refused by the engine.
    pub hosts: Vec<String>,
    pub access: Access,
    /// How one proves who one is; `none` where the public page is enough.
    pub auth: Auth,
    /// Keys of `[source.access]` that this adapter reads, each with what it is for.
    #[serde(default)]
    pub keys: Vec<Key>,
    /// How far the platform can be read, in words of the UI (`500 newest per storefront`).
    #[serde(default)]
    pub cap: Option<u32>,
    pub deletions: Deletions,
    /// What the time of a sighting means.
    pub clock: Clock,
    /// The platform shows its own count.
    #[serde(default)]
    pub counter: bool,
    pub politeness: Politeness,
    pub reply: ReplyRoute,
    /// Where `reply` is `api`: sets of keys, one of which must be given whole; without one a reply goes by
    /// hand. Empty: nothing beyond what is required anyway.
    #[serde(default)]
    pub answered_by: Vec<Vec<String>>,
    /// Kinds of places that can be answered so; empty: all.
    #[serde(default)]
    pub answered_in: Vec<String>,
    /// What is read shows the official reply. Where it does not, no poll can prove a reply live, and
    /// none may call it missing.
    #[serde(default = "yes")]
    pub shows_replies: bool,
    /// Longest reply; `None` when the platform documents none.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// Key of `[source.access]` with the longest reply, where servers differ or the platform tells none.
    #[serde(default)]
    pub limit_key: Option<String>,
    /// Addresses may stand in a reply.
    #[serde(default)]
    pub links_allowed: bool,
    /// A person's name may be used in a reply.
    #[serde(default = "yes")]
    pub names_allowed: bool,
    /// Publishing replaces a reply that stands there already: the engine re-reads it first.
    #[serde(default)]
    pub overwrites: bool,
    /// The platform reads a reply before it shows it: taken is not published.
    #[serde(default)]
    pub moderated: bool,
    /// How long the platform lists a review, days. A source that was blind for longer has lost some.
    #[serde(default)]
    pub window_days: Option<u32>,
    /// Requests cost units of a daily allowance ([`crate::Request::cost`]).
    #[serde(default)]
    pub budget: Option<Budget>,
    /// The host of the place's own address may be contacted too: platforms of many servers, such as
    /// Mastodon, and a mailbox.
    #[serde(default)]
    pub place_host: bool,
    /// A public address of this platform that is known to exist and to hold something: when a place
    /// seems gone, this one is asked before it is believed (a soft ban looks like a deletion).
    #[serde(default)]
    pub canary: Option<String>,
    /// Reviews are brought (a form, an import), nothing is ever asked for.
    #[serde(default)]
    pub pushed: bool,
    /// Off unless the source says `opt_in = true`; why, in words for the owner.
    #[serde(default)]
    pub opt_in: Option<Title>,
    /// What the claims above rest on.
    pub evidence: Evidence,
    /// When terms and robots rules were last read, `YYYY-MM-DD`.
    pub terms_checked: String,
    /// Where one answers by hand, if not at the review's own address: an https address with
    /// `{place.id}` and `{review.id}`.
    #[serde(default)]
    pub reply_at: Option<Template>,
    /// Links that people paste, where they can be understood without code.
    #[serde(default)]
    pub links: Option<Links>,
    /// How one review is read, for an adapter that finds the list by code.
    #[serde(default)]
    pub item: Option<Item>,
    /// The same, where an adapter reads several forms of a review.
    #[serde(default)]
    pub items: BTreeMap<String, Item>,
    /// The rest of a declared adapter.
    #[serde(default)]
    pub declared: Option<Declared>,
}

fn yes() -> bool {
    true
}

/// Name for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    pub ru: String,
    pub en: String,
}

/// A key of `[source.access]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    pub name: String,
    /// Must not be shown anywhere; given as `NAME_file` or `env:NAME`.
    #[serde(default)]
    pub secret: bool,
    #[serde(default)]
    pub required: bool,
    /// What it is and where to get it.
    pub what: Title,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// The word used in manifests, JSON and the database.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),+ } }

            /// The one of this word.
            pub fn of(word: &str) -> Option<Self> { match word { $($word => Some($name::$variant),)+ _ => None } }
        }
    };
}

words! {
    /// By what right the platform is read.
    Access { Official = "official", OwnerSession = "owner_session", PublicPage = "public_page" }
}
words! {
    /// The kind of proof that the platform asks for.
    Auth { None = "none", Key = "key", BotToken = "bot_token", Oauth = "oauth", ServiceAccount = "service_account", Session = "session" }
}
words! {
    /// How a removal can be known.
    Deletions {
        /// The platform leaves an explicit stub.
        Stub = "stub",
        /// A review that is absent from two complete passes inside the cap was removed.
        Absence = "absence",
        /// Both of the above.
        StubOrAbsence = "stub_or_absence",
        /// Not at all.
        Never = "never",
    }
}
words! {
    /// What the platform's time of a review means.
    Clock { Created = "created", Updated = "updated", DateOnly = "date_only", None = "none" }
}
words! {
    /// How an approved reply gets onto the platform.
    ReplyRoute { None = "none", ByHand = "by_hand", Api = "api" }
}
words! {
    /// Unit in which the platform counts the length of a reply.
    Unit {
        Chars = "chars",
        Bytes = "bytes",
        Utf16 = "utf16",
        /// X's own: letters of most alphabets one, everything else two, an address 23.
        Weighted = "weighted",
        /// As Mastodon counts: an address 23, of a name on another server (`@name@server`) the first half.
        Fediverse = "fediverse",
    }
}
words! {
    /// What the adapter was built on.
    Evidence { Recorded = "recorded", Documented = "documented", Code = "code" }
}

/// The longest reply that the platform takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub max: u32,
    pub unit: Unit,
}

impl Limit {
    /// Length of `text` in this limit's unit.
    pub fn used(self, text: &str) -> u32 {
        self.unit.length(text)
    }
}

impl Unit {
    /// Length of `text` in this unit.
    pub fn length(self, text: &str) -> u32 {
        let n = match self {
            Unit::Chars => text.chars().count(),
            Unit::Bytes => text.len(),
            Unit::Utf16 => text.encode_utf16().count(),
            Unit::Weighted => crate::parse::weight::of(text),
            Unit::Fediverse => crate::parse::weight::of_fediverse(text),
        };
        u32::try_from(n).unwrap_or(u32::MAX)
    }
}

/// A daily allowance of units, shared by all sources with one credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Units a day.
    pub units: u32,
    /// IANA time zone whose midnight renews the allowance.
    pub zone: String,
}

/// How gently the platform is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Politeness {
    /// Least time between two requests to one host (or one key), milliseconds.
    pub min_interval_ms: u64,
    /// Least time between two polls of one source, seconds.
    pub min_poll_s: u64,
    /// Most pages read in one poll.
    #[serde(default = "pages")]
    pub max_pages: u32,
    /// What robots rules or terms say, in one line.
    pub note: String,
}

fn pages() -> u32 {
    20
}

impl Manifest {
    /// The manifest of an adapter in this build; see [`crate::adapter`].
    ///
    /// # Panics
    /// For one that cannot be read. The file is part of the build and read by the tests.
    pub fn of_build(text: &str) -> Self {
        Manifest::read(text).expect("the manifest of this build")
    }

    /// [`Manifest::item`], where it is declared.
    ///
    /// # Panics
    /// For a manifest of this build without it.
    pub fn item(&self) -> &Item {
        self.item.as_ref().expect("[item] in the manifest of this build")
    }

    /// One of [`Manifest::items`].
    ///
    /// # Panics
    /// For a manifest of this build without it.
    pub fn item_of(&self, form: &str) -> &Item {
        self.items
            .get(form)
            .expect("[items.FORM] in the manifest of this build")
    }

    /// What a link means by [`Manifest::links`].
    pub fn locate(&self, url: &Url) -> Option<Place> {
        self.links.as_ref()?.find(&self.id, url)
    }

    /// How a reply to a review of this place gets out where these keys are set.
    pub fn reply_route(&self, place: &Place, keys: &[&str]) -> ReplyRoute {
        let here = self.answered_in.is_empty() || self.answered_in.contains(&place.kind);
        match self.reply {
            ReplyRoute::Api if !here || !self.opened(&|key| keys.contains(&key)) => ReplyRoute::ByHand,
            route => route,
        }
    }

    /// Whether [`Manifest::answered_by`] is satisfied.
    pub fn is_open(&self, net: &dyn Net) -> bool {
        self.opened(&|key| net.key(key).is_some())
    }

    fn opened(&self, given: &dyn Fn(&str) -> bool) -> bool {
        self.answered_by.is_empty()
            || self
                .answered_by
                .iter()
                .any(|set| set.iter().all(|key| given(key)))
    }

    /// Whether this reply may be published from here.
    ///
    /// # Errors
    /// [`Failure::Unsupported`] without the keys for it, and as [`Manifest::fits`].
    pub fn ready(&self, net: &dyn Net, order: &ReplyOrder) -> Result<(), Failure> {
        let here = self.answered_in.is_empty() || self.answered_in.contains(&order.place.kind);
        if !here || !self.is_open(net) {
            return Err(Failure::Unsupported);
        }
        self.within(self.most(net), &order.text)
    }

    /// The longest reply here, by [`Manifest::limit_key`] or else in general.
    pub fn most(&self, net: &dyn Net) -> Option<Limit> {
        let named = self.limit_key.as_ref().and_then(|key| net.key(key)?.parse().ok());
        let unit = self.limit.map_or(Unit::Chars, |limit| limit.unit);
        named.map(|max| Limit { max, unit }).or(self.limit)
    }

    /// Whether a reply may leave at all.
    ///
    /// # Errors
    /// [`Failure::Refused`] for an empty one and for one over the limit.
    pub fn fits(&self, text: &str) -> Result<(), Failure> {
        self.within(self.limit, text)
    }

    /// Whether a text is neither empty nor longer than this.
    ///
    /// # Errors
    /// As [`Manifest::fits`].
    pub fn within(&self, limit: Option<Limit>, text: &str) -> Result<(), Failure> {
        let reason = match limit {
            _ if text.trim().is_empty() => "empty",
            Some(limit) if limit.used(text) > limit.max => "too_long",
            _ => return Ok(()),
        };
        Err(Failure::refused(reason))
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The TOML reader's message with line and column, and what is allowed there.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        match crate::declared::every::spread(text)? {
            Some(manifest) => manifest.try_into(),
            None => toml::from_str(text),
        }
    }
}

/// The type of an adapter that has code. It holds its manifest and nothing else: adapters keep no state.
#[macro_export]
macro_rules! adapter {
    ($name:ident) => {
        #[doc = "The adapter: its manifest, and no state."]
        #[derive(Debug)]
        pub struct $name {
            manifest: $crate::Manifest,
        }

        impl $name {
            #[doc = "With the manifest beside this file."]
            pub fn new() -> Self {
                $name {
                    manifest: $crate::Manifest::of_build(include_str!("adapter.toml")),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }
    };
}
