//! Recorded answers of Facebook, Instagram, YouTube and Odnoklassniki (`../shared/platforms`, where
//! present) through the real binary, as in `real_input.rs`: polled by loopback, or taken in.

use crate::real_input::{args, config, otklik, platforms, taken_in, whole};
use crate::support::Dir;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Source, platform, link, `[source.access]` with what stands before it, reviews.
const CASES: &[(&str, &str, &str, &str, usize)] = &[
    (
        "page",
        "facebook",
        "https://www.facebook.com/19292868552",
        "token = \"t\"",
        10,
    ),
    (
        "account",
        "instagram",
        "https://www.instagram.com/some.business/",
        "token = \"t\"",
        4,
    ),
    (
        "tags",
        "instagram",
        "https://www.instagram.com/some.business/tagged/",
        "token = \"t\"",
        5,
    ),
    (
        "channel",
        "youtube",
        "https://www.youtube.com/channel/UCa-vrCLQHviTOVnEKDOdetQ",
        "key = \"k\"",
        4,
    ),
    (
        "video",
        "youtube",
        "https://youtu.be/F1UP7wRCPH8",
        "key = \"k\"",
        5,
    ),
];

/// File, platform, link, reviews. Posts of the business itself are context, its comments replies.
const BODIES: &[(&str, &str, &str, usize)] = &[
    (
        "facebook/samples/comments_page1.json",
        "facebook",
        "https://fb.com/19292868552",
        10,
    ),
    (
        "facebook/samples/comments_by_ids.json",
        "facebook",
        "https://fb.com/19292868552",
        2,
    ),
    (
        "facebook/samples/comment_full.json",
        "facebook",
        "https://fb.com/2121008874780932",
        1,
    ),
    (
        "facebook/samples/comment_create_response.json",
        "facebook",
        "https://fb.com/245628824887810",
        1,
    ),
    (
        "facebook/samples/feed_page1.json",
        "facebook",
        "https://fb.com/19292868552",
        0,
    ),
    (
        "instagram/samples/media_comments_page1.json",
        "instagram",
        "https://instagram.com/some.business",
        2,
    ),
    (
        "instagram/samples/media_comments_page2.json",
        "instagram",
        "https://instagram.com/some.business",
        2,
    ),
    (
        "instagram/samples/comments_by_ids.json",
        "instagram",
        "https://instagram.com/some.business",
        2,
    ),
    (
        "instagram/samples/comment_with_replies.json",
        "instagram",
        "https://instagram.com/some.business",
        1,
    ),
    (
        "instagram/samples/mentioned_comment.json",
        "instagram",
        "https://instagram.com/some.business",
        1,
    ),
    (
        "instagram/samples/tagged_medias.json",
        "instagram",
        "https://instagram.com/some.business/tagged",
        5,
    ),
    (
        "instagram/samples/medias_page1.json",
        "instagram",
        "https://instagram.com/some.business",
        0,
    ),
    (
        "youtube/samples/commentThreads_by_video_page1.json",
        "youtube",
        "https://youtu.be/F1UP7wRCPH8",
        5,
    ),
    (
        "youtube/samples/commentThreads_by_video_page2.json",
        "youtube",
        "https://youtu.be/F1UP7wRCPH8",
        5,
    ),
    (
        "youtube/samples/commentThreads_all_to_channel.json",
        "youtube",
        "https://youtube.com/channel/UCa-vrCLQHviTOVnEKDOdetQ",
        4,
    ),
    (
        "youtube/samples/commentThread_with_replies.json",
        "youtube",
        "https://youtu.be/D-lhorsDlUQ",
        2,
    ),
    (
        "youtube/samples/comments_by_parent_page1.json",
        "youtube",
        "https://youtu.be/JE8xdDp5B8Q",
        2,
    ),
    (
        "youtube/samples/comments_insert_response.json",
        "youtube",
        "https://youtu.be/JE8xdDp5B8Q",
        1,
    ),
    (
        "ok/samples/comment.json",
        "ok",
        "https://ok.ru/group/53396058603765/topic/62503929662320",
        1,
    ),
];

async fn serve(State(root): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default();
    let asked: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let field = |key: &str| asked.get(key).map(String::as_str).unwrap_or_default();
    let after = asked.contains_key("after");
    let (host, last) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
    let file = match (host, last.rsplit_once("/").unwrap_or_default()) {
        ("graph.facebook.com", (_, "feed")) if !after => "facebook/samples/feed_page1.json",
        ("graph.facebook.com", (post, "comments")) if post.ends_with("_10158349356748553") => {
            "facebook/samples/comments_page1.json"
        }
        ("graph.instagram.com", (_, "media")) if !after => "instagram/samples/medias_page1.json",
        ("graph.instagram.com", (_, "tags")) => "instagram/samples/tagged_medias.json",
        ("graph.instagram.com", (_, "comments")) if after => "instagram/samples/media_comments_page2.json",
        ("graph.instagram.com", (_, "comments")) => "instagram/samples/media_comments_page1.json",
        (_, (_, "commentThreads")) if asked.contains_key("allThreadsRelatedToChannelId") => {
            "youtube/samples/commentThreads_all_to_channel.json"
        }
        (_, (_, "commentThreads")) if field("id").starts_with("UgwSR") => {
            "youtube/samples/commentThreads_all_to_channel.json"
        }
        (_, (_, "commentThreads")) if asked.contains_key("pageToken") => {
            "youtube/samples/commentThreads_by_video_page2.json"
        }
        (_, (_, "commentThreads")) => "youtube/samples/commentThreads_by_video_page1.json",
        _ => "",
    };
    if !file.is_empty() {
        let body = std::fs::read(root.join(file)).expect("a sample");
        return ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    }
    // What was not recorded: the video itself, replies, and the ends of lists.
    let counted = json!({"totalResults": 1});
    axum::Json(match last.rsplit('/').next() {
        Some("videos") => json!({"kind": "youtube#videoListResponse", "pageInfo": counted, "items": [
            {"snippet": {"channelId": "UC_x5XG1OV2P6uZZ5FSM9Ttw"}, "statistics": {"commentCount": "7"}}]}),
        Some("comments") if host == "www.googleapis.com" => {
            json!({"kind": "youtube#commentListResponse", "pageInfo": counted, "items": []})
        }
        _ => json!({"data": [], "summary": {"total_count": 0}}),
    })
    .into_response()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_comments_are_polled_whole_and_only_once() {
    let Some(root) = platforms() else {
        eprintln!("skipped: ../shared is not here");
        return;
    };
    let dir = Dir::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(serve).with_state(root)).await });
    let sources: Vec<_> = CASES.iter().map(|c| (c.0.to_owned(), c.1, c.2, c.3)).collect();
    let config = consenting(&config(dir.path(), &origin, &sources));
    let (first, _) = otklik(args(&["poll", "--json"], &config)).await;
    let (again, _) = otklik(args(&["poll", "--json"], &config)).await;
    let mut wrong = Vec::new();
    for (name, _, _, _, reviews) in CASES {
        let of = |all: &[serde_json::Value]| {
            all.iter()
                .find(|r| r["source"] == *name)
                .expect("an object")
                .clone()
        };
        let (one, two) = (of(&first), of(&again));
        if one["new"] != *reviews || one["outcome"] != "ok" {
            wrong.push(format!("{name} should have {reviews}: {one}"));
        }
        if two["new"] != 0 || two["edited"] != 0 || two["removed"] != 0 || two["outcome"] != "ok" {
            wrong.push(format!("{name} again: {two}"));
        }
        let (stored, _) = otklik(args(&["reviews", "--json", "--source", name], &config)).await;
        if stored.len() != *reviews {
            wrong.push(format!("{name}: {} stored", stored.len()));
        }
        whole(&stored, false);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_comments_are_taken_in_without_network() {
    let Some(root) = platforms() else {
        eprintln!("skipped: ../shared is not here");
        return;
    };
    let dir = Dir::new();
    let sources: Vec<_> = BODIES
        .iter()
        .enumerate()
        .map(|(n, (_, platform, url, _))| (format!("body-{n}"), *platform, *url, access(platform)))
        .collect();
    let config = consenting(&config(dir.path(), "http://127.0.0.1:9", &sources));
    taken_in(&root, BODIES, &config).await;
}

fn access(platform: &str) -> &'static str {
    match platform {
        "youtube" => "key = \"k\"",
        "ok" => "application_key = \"k\"\napplication_secret = \"s\"\ntoken = \"t\"",
        _ => "token = \"t\"",
    }
}

/// With the owner's consent on the sources that ask for it.
fn consenting(config: &std::path::Path) -> PathBuf {
    let text = std::fs::read_to_string(config).expect("a configuration");
    let mut text = text;
    for platform in ["facebook", "instagram", "ok"] {
        let line = format!("platform = \"{platform}\"\n");
        text = text.replace(&line, &format!("{line}opt_in = true\n"));
    }
    std::fs::write(config, text).expect("a configuration");
    config.to_owned()
}
