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

/// Client of Google's consent screen, and what it was given.
pub const GOOGLE_CLIENT: [(&str, &str); 3] = [
    ("client_id", "100000000017-demo.apps.googleusercontent.com"),
    ("client_secret", "GOCSPX-demo-client-secret"),
    ("refresh_token", "1//09-demo-refresh-token"),
];
/// The owner's account and the location of the coffee house in Moscow.
pub const GOOGLE_LOCATION: &str = "accounts/100000000000000017/locations/20000000000000077";
/// Number of that location on the public map.
pub const GOOGLE_CID: &str = "7700000000000000017";
/// Place id of that location.
pub const GOOGLE_PLACE: &str = "ChIJdemo-zerno-pokrovka-17";
/// Key of the Places API.
pub const PLACES_KEY: &str = "AIza-demo-places-key";
/// Name of the developer's service account, and its key file.
pub const SERVICE_ACCOUNT_NAME: &str = "reviews@zerno-demo.iam.gserviceaccount.com";
/// See [`SERVICE_ACCOUNT_NAME`].
pub const SERVICE_ACCOUNT: &str = include_str!("keys/account.json");

/// Package of the app on Google Play and RuStore.
pub const PACKAGE: &str = "ru.zerno.coffee";
/// Issuer of the team in App Store Connect.
pub const CONNECT_ISSUER: &str = "00000000-de00-4000-8000-0000000155e2";
/// Key of the team in App Store Connect.
pub const CONNECT_KEY_ID: &str = "DEMO000017";
/// Its private part.
pub const CONNECT_KEY: &str = include_str!("keys/app_store.p8");
/// Key of the developer in RuStore.
pub const RUSTORE_KEY_ID: &str = "1700017";
/// Its private part.
pub const RUSTORE_KEY: &str = include_str!("keys/rustore.pem");

/// The organisation on Yandex Maps.
pub const YANDEX_ORG: &str = "100000000017";
/// Cookies of the owner's session in Yandex Business.
pub const YANDEX_SESSION: [(&str, &str); 2] = [
    ("session_id", "3:1795400000.5.0.demo-session"),
    ("sessionid2", "3:1795400000.5.0.demo-second"),
];
/// Log-in of 2GIS's cabinet.
pub const TWOGIS_LOGIN: [(&str, &str); 2] = [
    ("login", "owner@zerno.example"),
    ("password", "demo-cabinet-password"),
];
/// The account on mastodon.social.
pub const MASTODON_NAME: &str = "zerno";
/// Its token.
pub const MASTODON_TOKEN: &str = "mastodon-demo-account-token";
/// The account on Reddit.
pub const REDDIT_NAME: &str = "Zerno_Coffee";
/// Its app and consent.
pub const REDDIT_CLIENT: [(&str, &str); 3] = [
    ("client_id", "demo-reddit-app"),
    ("client_secret", "demo-reddit-app-secret"),
    ("refresh_token", "demo-reddit-refresh-token"),
];
/// The account on X.
pub const X_NAME: &str = "zerno_coffee";
/// Its number.
pub const X_ID: &str = "1700000017";
/// The app's token, for reading.
pub const X_TOKEN: &str = "AAAA-demo-x-bearer";
/// Keys of the account, for writing.
pub const X_KEYS: [(&str, &str); 4] = [
    ("api_key", "demo-x-api-key"),
    ("api_secret", "demo-x-api-secret"),
    ("access_token", "1700000017-demo-x-access-token"),
    ("access_secret", "demo-x-access-secret"),
];

/// The page on Facebook.
pub const FACEBOOK_PAGE: &str = "100200300400517";
/// The account on Instagram.
pub const INSTAGRAM_NAME: &str = "zerno.coffee";
/// Its number.
pub const INSTAGRAM_ACCOUNT: &str = "17841400000000017";
/// Token of the page and of the account.
pub const GRAPH_TOKEN: &str = "EAAdemo-graph-token";
/// Secret of the app that it was given to.
pub const GRAPH_SECRET: &str = "demo-graph-app-secret";
/// The channel on YouTube.
pub const YOUTUBE_CHANNEL: &str = "UCdemoZerno0000000000017";
/// Key of the Data API.
pub const YOUTUBE_KEY: &str = "AIza-demo-youtube-key";
/// The channel owner's consent, given to the client of [`GOOGLE_CLIENT`].
pub const YOUTUBE_REFRESH: &str = "1//09-demo-youtube-refresh-token";
/// The domain on Trustpilot.
pub const TRUSTPILOT_DOMAIN: &str = "zerno.example";
/// Its business unit.
pub const TRUSTPILOT_UNIT: &str = "5f0000000000000000000017";
/// The user in whose name it replies.
pub const TRUSTPILOT_AUTHOR: &str = "5a0000000000000000000017";
/// Application and consent.
pub const TRUSTPILOT_KEYS: [(&str, &str); 3] = [
    ("key", "tp-demo-key"),
    ("secret", "tp-demo-secret"),
    ("refresh_token", "tp-demo-refresh"),
];

/// Hosts that the site stands in for.
pub const HOSTS: &[&str] = &[
    "itunes.apple.com",
    "public-api.reviews.2gis.com",
    "2gis.ru",
    "t.me",
    "api.telegram.org",
    "api.vk.com",
    "oauth2.googleapis.com",
    "mybusiness.googleapis.com",
    "places.googleapis.com",
    "api.appstoreconnect.apple.com",
    "androidpublisher.googleapis.com",
    "public-api.rustore.ru",
    "backapi.rustore.ru",
    "yandex.ru",
    "api.account.2gis.com",
    "mastodon.social",
    "www.reddit.com",
    "oauth.reddit.com",
    "api.x.com",
    "graph.facebook.com",
    "graph.instagram.com",
    "www.googleapis.com",
    "api.trustpilot.com",
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
    #[serde(rename = "google")]
    Google,
    #[serde(rename = "google_play")]
    GooglePlay,
    #[serde(rename = "rustore")]
    RuStore,
    #[serde(rename = "yandex_maps")]
    Yandex,
    #[serde(rename = "mastodon")]
    Mastodon,
    #[serde(rename = "reddit")]
    Reddit,
    #[serde(rename = "x")]
    X,
    #[serde(rename = "facebook")]
    Facebook,
    #[serde(rename = "instagram")]
    Instagram,
    #[serde(rename = "youtube")]
    YouTube,
    #[serde(rename = "trustpilot")]
    Trustpilot,
}

impl Platform {
    /// Every platform of the site.
    pub const ALL: [Platform; 15] = [
        Platform::AppStore,
        Platform::TwoGis,
        Platform::Vk,
        Platform::Telegram,
        Platform::Google,
        Platform::GooglePlay,
        Platform::RuStore,
        Platform::Yandex,
        Platform::Mastodon,
        Platform::Reddit,
        Platform::X,
        Platform::Facebook,
        Platform::Instagram,
        Platform::YouTube,
        Platform::Trustpilot,
    ];

    /// The platform id of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Platform::AppStore => "app_store",
            Platform::TwoGis => "2gis",
            Platform::Vk => "vk",
            Platform::Telegram => "telegram",
            Platform::Google => "google",
            Platform::GooglePlay => "google_play",
            Platform::RuStore => "rustore",
            Platform::Yandex => "yandex_maps",
            Platform::Mastodon => "mastodon",
            Platform::Reddit => "reddit",
            Platform::X => "x",
            Platform::Facebook => "facebook",
            Platform::Instagram => "instagram",
            Platform::YouTube => "youtube",
            Platform::Trustpilot => "trustpilot",
        }
    }

    /// The platform that a host of [`HOSTS`] belongs to.
    pub fn of_host(host: &str) -> Option<Self> {
        Some(match host {
            "itunes.apple.com" => Platform::AppStore,
            "public-api.reviews.2gis.com" | "2gis.ru" => Platform::TwoGis,
            "t.me" | "api.telegram.org" => Platform::Telegram,
            "api.vk.com" => Platform::Vk,
            "mybusiness.googleapis.com" | "places.googleapis.com" => Platform::Google,
            "api.appstoreconnect.apple.com" => Platform::AppStore,
            "androidpublisher.googleapis.com" => Platform::GooglePlay,
            "public-api.rustore.ru" | "backapi.rustore.ru" => Platform::RuStore,
            "yandex.ru" => Platform::Yandex,
            "api.account.2gis.com" => Platform::TwoGis,
            "mastodon.social" => Platform::Mastodon,
            "www.reddit.com" | "oauth.reddit.com" => Platform::Reddit,
            "api.x.com" => Platform::X,
            _ => return None,
        })
    }

    /// One official reply stands under a review: another one takes its place.
    pub fn overwrites(self) -> bool {
        matches!(
            self,
            Platform::AppStore
                | Platform::Google
                | Platform::GooglePlay
                | Platform::RuStore
                | Platform::Trustpilot
        )
    }

    /// The platform with this id.
    pub fn of(word: &str) -> Option<Self> {
        Platform::ALL.into_iter().find(|p| p.word() == word)
    }

    /// Where on the platform a review can stand: storefronts, firm ids, `wall`, and for Telegram
    /// the public `channel` or the discussion `group`; one `location`, one `app`.
    pub fn places(self) -> &'static [&'static str] {
        match self {
            Platform::AppStore => &[STOREFRONT],
            Platform::TwoGis => &[BRANCHES[0].firm, BRANCHES[1].firm, BRANCHES[2].firm],
            Platform::Vk => &["wall"],
            Platform::Telegram => &["group", "channel"],
            Platform::Google => &["location"],
            Platform::GooglePlay | Platform::RuStore => &["app"],
            Platform::Yandex => &["organisation"],
            Platform::Mastodon | Platform::X => &["mentions"],
            Platform::Reddit => &["inbox"],
            Platform::Facebook => &["page"],
            Platform::Instagram => &["account"],
            Platform::YouTube => &["channel"],
            Platform::Trustpilot => &["business"],
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

/// What else the site speaks and the demo does not show: a source of each of these platforms, by the
/// interface through which it is answered.
pub fn others() -> Vec<Source> {
    let source = |name, platform, url: String, access| Source {
        name,
        platform,
        url,
        access,
        branch: None,
    };
    let google = &[
        GOOGLE_CLIENT[0],
        GOOGLE_CLIENT[1],
        GOOGLE_CLIENT[2],
        ("location", GOOGLE_LOCATION),
    ];
    let connect = &[
        ("issuer_id", CONNECT_ISSUER),
        ("key_id", CONNECT_KEY_ID),
        ("private_key", CONNECT_KEY),
    ];
    let rustore = &[("key_id", RUSTORE_KEY_ID), ("private_key", RUSTORE_KEY)];
    vec![
        source(
            "zerno-google",
            Platform::Google,
            format!("https://www.google.com/maps?cid={GOOGLE_CID}"),
            google,
        ),
        source(
            "zerno-connect",
            Platform::AppStore,
            format!("https://apps.apple.com/{STOREFRONT}/app/zerno/id{APP}"),
            connect,
        ),
        source(
            "zerno-play",
            Platform::GooglePlay,
            format!("https://play.google.com/store/apps/details?id={PACKAGE}"),
            &[("service_account", SERVICE_ACCOUNT)],
        ),
        source(
            "zerno-rustore",
            Platform::RuStore,
            format!("https://www.rustore.ru/catalog/app/{PACKAGE}"),
            rustore,
        ),
    ]
}

/// Sources of walls and social networks that the site speaks and the demo does not show, each by the
/// interface through which it is answered.
pub fn walls() -> Vec<Source> {
    let source = |name, platform, url: String, access, branch| Source {
        name,
        platform,
        url,
        access,
        branch,
    };
    let reddit = &[REDDIT_CLIENT[0], REDDIT_CLIENT[1], REDDIT_CLIENT[2]];
    let x = &[("token", X_TOKEN), X_KEYS[0], X_KEYS[1], X_KEYS[2], X_KEYS[3]];
    let branch = &BRANCHES[0];
    vec![
        source(
            "zerno-yandex",
            Platform::Yandex,
            format!("https://yandex.ru/maps/org/zerno/{YANDEX_ORG}/"),
            &YANDEX_SESSION,
            None,
        ),
        source(
            "zerno-2gis-cabinet",
            Platform::TwoGis,
            format!("https://2gis.ru/{}/firm/{}", branch.city, branch.firm),
            &TWOGIS_LOGIN,
            Some(branch),
        ),
        source(
            "zerno-mastodon",
            Platform::Mastodon,
            format!("https://mastodon.social/@{MASTODON_NAME}"),
            &[("token", MASTODON_TOKEN)],
            None,
        ),
        source(
            "zerno-reddit",
            Platform::Reddit,
            format!("https://www.reddit.com/user/{REDDIT_NAME}/"),
            reddit,
            None,
        ),
        source("zerno-x", Platform::X, format!("https://x.com/{X_NAME}"), x, None),
    ]
}

/// Social networks and Trustpilot, which the site speaks and the demo does not show, each by the interface
/// through which it is answered.
pub fn social() -> Vec<Source> {
    let source = |name, platform, url: String, access| Source {
        name,
        platform,
        url,
        access,
        branch: None,
    };
    let graph = &[("token", GRAPH_TOKEN), ("app_secret", GRAPH_SECRET)];
    let youtube = &[
        ("key", YOUTUBE_KEY),
        GOOGLE_CLIENT[0],
        GOOGLE_CLIENT[1],
        ("refresh_token", YOUTUBE_REFRESH),
    ];
    let trustpilot = &[
        TRUSTPILOT_KEYS[0],
        TRUSTPILOT_KEYS[1],
        TRUSTPILOT_KEYS[2],
        ("author", TRUSTPILOT_AUTHOR),
    ];
    vec![
        source(
            "zerno-facebook",
            Platform::Facebook,
            format!("https://www.facebook.com/{FACEBOOK_PAGE}"),
            graph,
        ),
        source(
            "zerno-instagram",
            Platform::Instagram,
            format!("https://www.instagram.com/{INSTAGRAM_NAME}/"),
            graph,
        ),
        source(
            "zerno-youtube",
            Platform::YouTube,
            format!("https://www.youtube.com/channel/{YOUTUBE_CHANNEL}"),
            youtube,
        ),
        source(
            "zerno-trustpilot",
            Platform::Trustpilot,
            format!("https://www.trustpilot.com/review/{TRUSTPILOT_DOMAIN}"),
            trustpilot,
        ),
    ]
}
