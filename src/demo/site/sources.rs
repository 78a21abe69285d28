//! What there is to watch on the site, in one table: each source with its link, its access, and whether it
//! is answered by the platform's interface.

use super::places::*;
use super::platform::Platform;

/// One `[[source]]`.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: &'static str,
    pub platform: Platform,
    /// The link that a person would paste.
    pub url: String,
    /// `[source.access]`.
    pub access: &'static [(&'static str, &'static str)],
    /// It is in the demo's configuration.
    pub shown: bool,
    /// Replies go out by the platform's interface with this access; one source of each platform.
    pub answered: bool,
}

const VK: &[(&str, &str)] = &[
    ("service_key", VK_TOKEN),
    ("community_key", VK_TOKEN),
    ("group_id", "200000017"),
];
const GOOGLE: &[(&str, &str)] = &[
    GOOGLE_CLIENT[0],
    GOOGLE_CLIENT[1],
    GOOGLE_CLIENT[2],
    ("location", GOOGLE_LOCATION),
];
const CONNECT: &[(&str, &str)] = &[
    ("issuer_id", CONNECT_ISSUER),
    ("key_id", CONNECT_KEY_ID),
    ("private_key", CONNECT_KEY),
];
const RUSTORE: &[(&str, &str)] = &[("key_id", RUSTORE_KEY_ID), ("private_key", RUSTORE_KEY)];
const X: &[(&str, &str)] = &[("token", X_TOKEN), X_KEYS[0], X_KEYS[1], X_KEYS[2], X_KEYS[3]];
const GRAPH: &[(&str, &str)] = &[("token", GRAPH_TOKEN), ("app_secret", GRAPH_SECRET)];
const YOUTUBE: &[(&str, &str)] = &[
    ("key", YOUTUBE_KEY),
    GOOGLE_CLIENT[0],
    GOOGLE_CLIENT[1],
    ("refresh_token", YOUTUBE_REFRESH),
];
const TRUSTPILOT: &[(&str, &str)] = &[
    TRUSTPILOT_KEYS[0],
    TRUSTPILOT_KEYS[1],
    TRUSTPILOT_KEYS[2],
    ("author", TRUSTPILOT_AUTHOR),
];

/// Every source, those of the demo first.
pub fn all() -> Vec<Source> {
    let app = format!("https://apps.apple.com/{STOREFRONT}/app/zerno/id{APP}");
    let firm = |n: usize| format!("https://2gis.ru/{}/firm/{}", BRANCHES[n].city, BRANCHES[n].firm);
    let public = |name, platform, url, access| Source {
        name,
        platform,
        url,
        access,
        shown: true,
        answered: false,
    };
    let answered = |name, platform, url, access| Source {
        shown: false,
        answered: true,
        ..public(name, platform, url, access)
    };
    let both = |name, platform, url, access| Source {
        answered: true,
        ..public(name, platform, url, access)
    };
    use Platform as P;
    vec![
        public(BRANCHES[0].source, P::TwoGis, firm(0), &[("key", TWOGIS_KEY)]),
        public(BRANCHES[1].source, P::TwoGis, firm(1), &[("key", TWOGIS_KEY)]),
        public(BRANCHES[2].source, P::TwoGis, firm(2), &[("key", TWOGIS_KEY)]),
        public("app-store", P::AppStore, app.clone(), &[]),
        both("vk", P::Vk, format!("https://vk.com/{VK_DOMAIN}"), VK),
        public(
            "telegram-channel",
            P::Telegram,
            format!("https://t.me/s/{CHANNEL}"),
            &[],
        ),
        both(
            "telegram-group",
            P::Telegram,
            format!("https://t.me/{GROUP}"),
            &[("token", BOT_TOKEN)],
        ),
        answered(
            "google",
            P::Google,
            format!("https://www.google.com/maps?cid={GOOGLE_CID}"),
            GOOGLE,
        ),
        answered("app-store-connect", P::AppStore, app, CONNECT),
        answered(
            "google-play",
            P::GooglePlay,
            format!("https://play.google.com/store/apps/details?id={PACKAGE}"),
            &[("service_account", SERVICE_ACCOUNT)],
        ),
        answered(
            "rustore",
            P::RuStore,
            format!("https://www.rustore.ru/catalog/app/{PACKAGE}"),
            RUSTORE,
        ),
        answered(
            "yandex-cabinet",
            P::Yandex,
            format!("https://yandex.ru/maps/org/zerno/{YANDEX_ORG}/"),
            &YANDEX_SESSION,
        ),
        answered("2gis-cabinet", P::TwoGis, firm(0), &TWOGIS_LOGIN),
        answered(
            "mastodon",
            P::Mastodon,
            format!("https://mastodon.social/@{MASTODON_NAME}"),
            &[("token", MASTODON_TOKEN)],
        ),
        answered(
            "reddit",
            P::Reddit,
            format!("https://www.reddit.com/user/{REDDIT_NAME}/"),
            &REDDIT_CLIENT,
        ),
        answered("x", P::X, format!("https://x.com/{X_NAME}"), X),
        answered(
            "facebook",
            P::Facebook,
            format!("https://www.facebook.com/{FACEBOOK_PAGE}"),
            GRAPH,
        ),
        answered(
            "instagram",
            P::Instagram,
            format!("https://www.instagram.com/{INSTAGRAM_NAME}/"),
            GRAPH,
        ),
        answered(
            "youtube",
            P::YouTube,
            format!("https://www.youtube.com/channel/{YOUTUBE_CHANNEL}"),
            YOUTUBE,
        ),
        answered(
            "trustpilot",
            P::Trustpilot,
            format!("https://www.trustpilot.com/review/{TRUSTPILOT_DOMAIN}"),
            TRUSTPILOT,
        ),
    ]
}

/// Those of the demo's configuration.
pub fn shown() -> Vec<Source> {
    all().into_iter().filter(|s| s.shown).collect()
}

/// Those that are answered by the platform's interface.
pub fn answered() -> Vec<Source> {
    all().into_iter().filter(|s| s.answered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::settings::{Settings, config};

    #[test]
    fn the_demo_s_configuration_names_the_shown_sources_and_no_others() {
        let settings = Settings {
            listen: ([127, 0, 0, 1], 8080).into(),
            database: "sqlite::memory:".to_owned(),
            origin: "http://127.0.0.1:9",
            every: "10m",
            history: "quiet",
        };
        let configured = config(&settings).expect("the demo's configuration").sources;
        assert_eq!(configured.len(), shown().len());
        for (source, row) in configured.iter().zip(shown()) {
            assert_eq!(
                (source.name.as_str(), source.url.as_str()),
                (row.name, row.url.as_str())
            );
            assert_eq!(source.platform, row.platform.word(), "{}", row.name);
            let access = row
                .access
                .iter()
                .filter(|(k, _)| row.platform != Platform::TwoGis || *k != "key");
            let access = access.map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
            assert_eq!(source.access, access.collect(), "{}", row.name);
        }
    }

    /// Odnoklassniki, Steam, Tripadvisor, Mozilla, files and mails are answered by hand or by a letter: there
    /// is nothing on the site to send to.
    #[test]
    fn every_platform_of_the_site_is_answered_by_exactly_one_source() {
        let mut answered: Vec<_> = answered().iter().map(|s| s.platform).collect();
        answered.sort_unstable();
        assert_eq!(answered, Platform::ALL);
    }
}
