//! Where the invented coffee chain «Зерно» is found. All ids, keys and tokens are made up and open
//! nothing but this site.

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
