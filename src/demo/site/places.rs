//! Where the invented coffee chain «Зерно» is found. All ids, keys and tokens are made up and open
//! nothing but this site.

use serde::{Deserialize, Serialize};

/// Name of the business.
pub const BUSINESS: &str = "Зерно";
/// App id in the App Store.
pub const APP: &str = "6400000017";
/// Storefront of the app.
pub const STOREFRONT: &str = "ru";
/// Key that the 2GIS web page carries for its review API.
pub const TWOGIS_KEY: &str = "00000000-de00-4000-8000-00000000c0fe";
/// VK community id, positive.
pub const VK_GROUP: u64 = 200_000_017;
/// Short name of the VK community.
pub const VK_DOMAIN: &str = "zerno_coffee";
/// Community key of VK.
pub const VK_TOKEN: &str = "vk1.a.demo-community-key";
/// Somebody's public channel that reviews coffee houses; read by its preview page.
pub const CHANNEL: &str = "kofe_gorodov";
/// Title of [`CHANNEL`].
pub const CHANNEL_TITLE: &str = "Кофе городов";
/// The chain's own channel, whose discussion group the bot reads.
pub const OWN_CHANNEL: &str = "zerno_coffee";
/// Bot API id of [`OWN_CHANNEL`].
pub const OWN_CHANNEL_ID: i64 = -1_001_700_000_001;
/// Bot API id of the discussion group.
pub const GROUP_ID: i64 = -1_001_700_000_002;
/// User name of the discussion group.
pub const GROUP: &str = "zerno_chat";
/// Token of the bot in the discussion group.
pub const BOT_TOKEN: &str = "7000000017:AAdemo-demo-demo-demo-demo-demo-000";
/// Bot id, the first part of [`BOT_TOKEN`].
pub const BOT_ID: u64 = 7_000_000_017;

/// Hosts that the site stands in for.
pub const HOSTS: [&str; 6] = [
    "itunes.apple.com",
    "public-api.reviews.2gis.com",
    "2gis.ru",
    "t.me",
    "api.telegram.org",
    "api.vk.com",
];

/// One coffee house.
#[derive(Debug, Clone, Copy)]
pub struct Branch {
    /// Name of its source in the demo.
    pub source: &'static str,
    /// Firm id on 2GIS.
    pub firm: &'static str,
    /// City in 2GIS addresses.
    pub city: &'static str,
    pub name: &'static str,
    pub time_zone: &'static str,
}

/// The three coffee houses, from west to east.
pub const BRANCHES: [Branch; 3] = [
    Branch {
        source: "2gis-kaliningrad",
        firm: "70000001000000039",
        city: "kaliningrad",
        name: "Зерно, Ленинский проспект, 30",
        time_zone: "Europe/Kaliningrad",
    },
    Branch {
        source: "2gis-moscow",
        firm: "70000001000000077",
        city: "moscow",
        name: "Зерно, Покровка, 17",
        time_zone: "Europe/Moscow",
    },
    Branch {
        source: "2gis-vladivostok",
        firm: "70000001000000025",
        city: "vladivostok",
        name: "Зерно, Светланская, 5",
        time_zone: "Asia/Vladivostok",
    },
];

/// A platform that the site speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Platform {
    #[serde(rename = "app_store")]
    AppStore,
    #[serde(rename = "2gis")]
    TwoGis,
    #[serde(rename = "vk")]
    Vk,
    #[serde(rename = "telegram")]
    Telegram,
}

impl Platform {
    /// Every platform of the site.
    pub const ALL: [Platform; 4] = [
        Platform::AppStore,
        Platform::TwoGis,
        Platform::Vk,
        Platform::Telegram,
    ];

    /// The platform id of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Platform::AppStore => "app_store",
            Platform::TwoGis => "2gis",
            Platform::Vk => "vk",
            Platform::Telegram => "telegram",
        }
    }

    /// The platform that a host of [`HOSTS`] belongs to.
    pub fn of_host(host: &str) -> Option<Self> {
        Some(match host {
            "itunes.apple.com" => Platform::AppStore,
            "public-api.reviews.2gis.com" | "2gis.ru" => Platform::TwoGis,
            "t.me" | "api.telegram.org" => Platform::Telegram,
            "api.vk.com" => Platform::Vk,
            _ => return None,
        })
    }

    /// The platform with this id.
    pub fn of(word: &str) -> Option<Self> {
        Platform::ALL.into_iter().find(|p| p.word() == word)
    }

    /// Where on the platform a review can stand: storefronts, firm ids, `wall`, and for Telegram
    /// the public `channel` or the discussion `group`.
    pub fn places(self) -> &'static [&'static str] {
        match self {
            Platform::AppStore => &[STOREFRONT],
            Platform::TwoGis => &[BRANCHES[0].firm, BRANCHES[1].firm, BRANCHES[2].firm],
            Platform::Vk => &["wall"],
            Platform::Telegram => &["group", "channel"],
        }
    }
}

/// One `[[source]]` of the demo.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: &'static str,
    pub platform: Platform,
    /// The link that a person would paste.
    pub url: String,
    /// `[source.access]`.
    pub access: &'static [(&'static str, &'static str)],
    /// The coffee house that it is about; `None` for the whole chain.
    pub branch: Option<&'static Branch>,
}

/// Everything there is to watch.
pub fn sources() -> Vec<Source> {
    let chain = |name, platform, url: String, access| Source {
        name,
        platform,
        url,
        access,
        branch: None,
    };
    let mut all = vec![chain(
        "zerno-app",
        Platform::AppStore,
        format!("https://apps.apple.com/{STOREFRONT}/app/zerno/id{APP}"),
        &[],
    )];
    all.extend(BRANCHES.iter().map(|branch| Source {
        name: branch.source,
        platform: Platform::TwoGis,
        url: format!("https://2gis.ru/{}/firm/{}", branch.city, branch.firm),
        access: &[("key", TWOGIS_KEY)],
        branch: Some(branch),
    }));
    let vk = &[
        ("token", VK_TOKEN),
        ("community_key", VK_TOKEN),
        ("group_id", "200000017"),
    ];
    all.push(chain(
        "zerno-vk",
        Platform::Vk,
        format!("https://vk.com/{VK_DOMAIN}"),
        vk,
    ));
    all.push(chain(
        "kofe-gorodov",
        Platform::Telegram,
        format!("https://t.me/s/{CHANNEL}"),
        &[],
    ));
    let bot = &[("token", BOT_TOKEN)];
    all.push(chain(
        "zerno-chat",
        Platform::Telegram,
        format!("https://t.me/{GROUP}"),
        bot,
    ));
    all
}
