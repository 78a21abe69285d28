//! What is read, from where, and how much of it SOURCES.md counts.

/// Source, platform, link, `[source.access]`, recorded pages by a part of their address, reviews.
pub struct Case {
    pub name: &'static str,
    pub platform: &'static str,
    pub url: &'static str,
    pub access: &'static str,
    pub pages: &'static [(&'static str, &'static str)],
    pub reviews: usize,
}

pub const CASES: &[Case] = &[
    Case {
        name: "app",
        platform: "app_store",
        url: "https://apps.apple.com/us/app/id595068606",
        access: "",
        pages: &[(
            "/us/rss/customerreviews/page=1/id=595068606/",
            "appstore/samples/rss-us-595068606-p1-2025.json",
        )],
        reviews: 50,
    },
    Case {
        name: "small-app",
        platform: "app_store",
        url: "https://apps.apple.com/gb/app/id1510826067",
        access: "",
        pages: &[
            (
                "/gb/rss/customerreviews/page=1/id=1510826067/",
                "appstore/samples/rss-gb-1510826067-p1-2021.json",
            ),
            (
                "/gb/rss/customerreviews/page=2/id=1510826067/",
                "appstore/samples/rss-gb-1510826067-p2-2021.json",
            ),
        ],
        reviews: 4,
    },
    Case {
        name: "firm-page",
        platform: "2gis",
        url: "https://2gis.ru/chelyabinsk/firm/70000001111004704",
        access: "",
        pages: &[(
            "/firm/70000001111004704",
            "2gis/samples/firmpage_estetikbro_2026-08.html",
        )],
        reviews: 32,
    },
    Case {
        name: "firm-api",
        platform: "2gis",
        url: "https://2gis.ru/novosibirsk/firm/563478234508453",
        access: "key = \"00000000-0000-4000-8000-000000000000\"",
        pages: &[(
            "/branches/563478234508453/reviews",
            "2gis/samples/api20_alterra_page1.json",
        )],
        reviews: 50,
    },
    Case {
        name: "channel",
        platform: "telegram",
        url: "https://t.me/s/excelhackru",
        access: "",
        pages: &[("/t.me/s/excelhackru", "telegram/samples/preview/excelhackru.html")],
        reviews: 18,
    },
    Case {
        name: "wall-posts",
        platform: "vk",
        url: "https://vk.com/club109125816",
        access: "service_key = \"k\"",
        // of ten posts, the pinned one is the community's own: context
        pages: &[(
            "/method/wall.get?owner_id=-109125816",
            "vk/samples/wall/wall_get_club109125816.json",
        )],
        reviews: 9,
    },
    Case {
        name: "wall-comments",
        platform: "vk",
        url: "https://vk.com/wall-33438842_847",
        access: "service_key = \"k\"",
        pages: &[(
            "/method/wall.getComments?owner_id=-33438842",
            "vk/samples/comments/wall_getComments_5199_extended.json",
        )],
        reviews: 3,
    },
    Case {
        name: "wall-threads",
        platform: "vk",
        url: "https://vk.com/wall-221060815_1",
        access: "service_key = \"k\"",
        pages: &[(
            "/method/wall.getComments?owner_id=-221060815",
            "vk/samples/comments/wall_getComments_thread_items.json",
        )],
        reviews: 4,
    },
    Case {
        name: "place-details",
        platform: "google",
        url: "https://www.google.com/maps/place/?q=place_id:ChIJQdct-e_uEYgRCUhjWc8Mll0",
        access: "places_key = \"k\"\nplaces_reviews = \"yes\"",
        pages: &[(
            "/places.googleapis.com/v1/places/ChIJQdct-e_uEYgRCUhjWc8Mll0",
            "google/samples/places_new_reviews_full.json",
        )],
        reviews: 5,
    },
    Case {
        name: "firm-api-flamp",
        platform: "2gis",
        url: "https://2gis.ru/novosibirsk/firm/563478234508454",
        access: "key = \"00000000-0000-4000-8000-000000000000\"",
        pages: &[(
            "/branches/563478234508454/reviews",
            "2gis/samples/api20_alterra_page3.json",
        )],
        reviews: 50,
    },
    // twenty blocks, four of them service messages
    channel(
        "service",
        "https://t.me/s/antichristone",
        &[(
            "/t.me/s/antichristone",
            "telegram/samples/preview/antichristone.html",
        )],
        16,
    ),
    channel(
        "memes",
        "https://t.me/s/prg_memes",
        &[("/t.me/s/prg_memes", "telegram/samples/preview/prg_memes.html")],
        20,
    ),
    channel(
        "anonymised",
        "https://t.me/s/anonymised",
        &[(
            "/t.me/s/anonymised",
            "telegram/samples/preview/anonymised_2026.html",
        )],
        3,
    ),
    Case {
        name: "wall-photos",
        platform: "vk",
        url: "https://vk.com/wall270022066_765",
        access: "service_key = \"k\"",
        // of ten comments, one is by the owner of the wall: an official reply
        pages: &[(
            "/method/wall.getComments?owner_id=270022066",
            "vk/samples/comments/wall_getComments_5131_photos.json",
        )],
        reviews: 9,
    },
    Case {
        name: "vk-mentions",
        platform: "vk",
        url: "https://vk.com/search?q=x",
        access: "service_key = \"k\"",
        pages: &[(
            "/method/newsfeed.search?owner_id=",
            "vk/samples/newsfeed/search_next_from.json",
        )],
        reviews: 3,
    },
    Case {
        name: "organisation",
        platform: "yandex_maps",
        url: "https://yandex.ru/maps/org/aestheticbro/183327682404/",
        access: "",
        // three of nineteen stand on the page
        pages: &[(
            "/maps/org/org/183327682404/",
            "yandex-maps/samples/orgpage_aestheticbro_2026-08.html",
        )],
        reviews: 3,
    },
    Case {
        name: "toots",
        platform: "mastodon",
        url: "https://mastodon.social/@mastodonpy_test",
        access: "token = \"t\"",
        pages: &[(
            "/api/v1/notifications",
            "mastodon/samples/notifications_mentions_2.json",
        )],
        reviews: 1,
    },
    Case {
        name: "tag",
        platform: "mastodon",
        url: "https://mastodon.social/tags/toot",
        access: "",
        pages: &[(
            "/api/v1/timelines/tag/toot",
            "mastodon/samples/public_timeline_anonymous_3.json",
        )],
        reviews: 8,
    },
    Case {
        name: "inbox",
        platform: "reddit",
        url: "https://www.reddit.com/user/zerno/",
        access: "token = \"t\"",
        pages: &[("/message/mentions", "reddit/samples/inbox_mentions_1.json")],
        reviews: 16,
    },
    Case {
        name: "reddit-search",
        platform: "reddit",
        url: "https://www.reddit.com/search/?q=praw+oauth",
        access: "token = \"t\"",
        pages: &[(
            "oauth.reddit.com/search",
            "reddit/samples/subreddit_search_1.json",
        )],
        reviews: 6,
    },
    Case {
        name: "reddit-thread",
        platform: "reddit",
        url: "https://www.reddit.com/comments/2gmzqe/",
        access: "token = \"t\"",
        // a post and two comments
        pages: &[("/comments/2gmzqe", "reddit/samples/submission_comments_1.json")],
        reviews: 3,
    },
    Case {
        name: "x-mentions",
        platform: "x",
        url: "https://x.com/i/user/783214",
        access: "token = \"t\"",
        pages: &[("/2/users/783214/mentions", "x/samples/users_mentions_1.json")],
        reviews: 10,
    },
    Case {
        name: "x-search",
        platform: "x",
        url: "https://x.com/search?q=Tweepy",
        access: "token = \"t\"",
        pages: &[("/2/tweets/search/recent", "x/samples/search_recent_1.json")],
        reviews: 10,
    },
];

/// A channel that is watched for mentions.
const fn channel(
    name: &'static str,
    url: &'static str,
    pages: &'static [(&'static str, &'static str)],
    reviews: usize,
) -> Case {
    Case {
        name,
        platform: "telegram",
        url,
        access: "",
        pages,
        reviews,
    }
}

/// Taken in by `otklik ingest`: file, case whose source it is given to, reviews in it.
pub const BODIES: &[(&str, &str, &str, usize)] = &[
    (
        "appstore/samples/rss-ru-894649641-p1-2019.json",
        "app_store",
        "https://apps.apple.com/ru/app/id894649641",
        50,
    ),
    (
        "appstore/samples/rss-fr-497799835-p1-2021.json",
        "app_store",
        "https://apps.apple.com/fr/app/id497799835",
        50,
    ),
    (
        "appstore/samples/rss-us-415458524-p1-2025.json",
        "app_store",
        "https://apps.apple.com/us/app/id415458524",
        50,
    ),
    (
        "appstore/samples/rss-jp-1404176564-p1-2020.xml",
        "app_store",
        "https://apps.apple.com/jp/app/id1404176564",
        50,
    ),
    (
        "2gis/samples/api20_alterra_page3.json",
        "2gis",
        "https://2gis.ru/novosibirsk/firm/563478234508453",
        50,
    ),
    (
        "2gis/samples/firmpage_estetikbro_2026-08.html",
        "2gis",
        "https://2gis.ru/chelyabinsk/firm/70000001111004704",
        32,
    ),
    (
        "telegram/samples/preview/habr_com.html",
        "telegram",
        "https://t.me/s/habr_com",
        20,
    ),
    (
        "telegram/samples/preview/codecamp.html",
        "telegram",
        "https://t.me/s/codecamp",
        20,
    ),
    (
        "telegram/samples/preview/seniorpy.html",
        "telegram",
        "https://t.me/s/seniorpy",
        19,
    ),
    // twenty blocks, four of them service messages
    (
        "telegram/samples/preview/antichristone.html",
        "telegram",
        "https://t.me/s/antichristone",
        16,
    ),
    (
        "telegram/samples/preview/prg_memes.html",
        "telegram",
        "https://t.me/s/prg_memes",
        20,
    ),
    (
        "vk/samples/comments/wall_getComments_5199_extended.json",
        "vk",
        "https://vk.com/wall-33438842_847",
        3,
    ),
    (
        "google/samples/place_kipriakon_2023.json",
        "google",
        "https://maps.google.com/?cid=16519763811018525511",
        8,
    ),
    (
        "google/samples/place_happy_island_2023.json",
        "google",
        "https://maps.google.com/?cid=516669205903584031",
        8,
    ),
    (
        "google/samples/rpc_review_native_with_reply.json",
        "google",
        "https://www.google.com/maps?ftid=0x0:0xa73f342ed9222e57",
        1,
    ),
    (
        "google/samples/rpc_review_native_no_text.json",
        "google",
        "https://www.google.com/maps?ftid=0x0:0x4fe4cdec96e220c1",
        1,
    ),
    (
        "google/samples/rpc_review_aggregator.json",
        "google",
        "https://maps.google.com/?cid=1",
        1,
    ),
    (
        "google/samples/places_new_reviews_full.json",
        "google",
        "https://www.google.com/maps/place/?q=place_id:ChIJQdct-e_uEYgRCUhjWc8Mll0",
        5,
    ),
    (
        "googleplay/samples/batchexecute-UsvDTd-translate-p1-2026.txt",
        "google_play",
        "https://play.google.com/store/apps/details?id=com.google.android.apps.translate",
        150,
    ),
    (
        "appstore/samples/rss-us-595068606-p1-2025.json",
        "app_store",
        "https://apps.apple.com/us/app/id595068606",
        50,
    ),
    (
        "appstore/samples/rss-gb-1510826067-p1-2021.json",
        "app_store",
        "https://apps.apple.com/gb/app/id1510826067",
        4,
    ),
    (
        "vk/samples/comments/video_getComments_with_likes.json",
        "vk",
        "https://vk.com/club123456",
        2,
    ),
    (
        "telegram/samples/bot_api/issue_1107_1.json",
        "telegram",
        "https://t.me/cryptoinside_talk",
        1,
    ),
    (
        "mastodon/samples/status_reply_3.json",
        "mastodon",
        "https://mastodon.social/@x",
        1,
    ),
    // 145 comments, five of them stubs, and a post
    (
        "reddit/samples/comment_tree_more_2.json",
        "reddit",
        "https://www.reddit.com/comments/57dw9a/",
        146,
    ),
    ("x/samples/quote_tweets.json", "x", "https://x.com/TwitterAPI", 9),
    ("x/samples/get_tweets.json", "x", "https://x.com/TwitterAPI", 2),
];
