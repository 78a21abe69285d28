//! Recorded answers of the real platforms (`../shared/platforms`, where present) through the real
//! binary: polled by loopback and `network.rewrite`, or taken in by `otklik ingest`. The figures are
//! those of each folder's SOURCES.md.

mod cases;

use crate::support::Dir;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use cases::{BODIES, CASES};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn platforms() -> Option<PathBuf> {
    let root = std::env::var("OTKLIK_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    Some(Path::new(&root).join("platforms")).filter(|p| p.is_dir())
}

/// The page of a recorded answer, or the platform's own end of a list. Everything asked again in
/// depth (`before=`, an offset) was not recorded.
async fn serve(State(root): State<PathBuf>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    // VK is asked by POST; what it asks for stands in the body
    let body = axum::body::to_bytes(request.into_body(), 1 << 20)
        .await
        .unwrap_or_default();
    let asked: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes())
        .chain(url::form_urlencoded::parse(&body))
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    let field = |key: &str| asked.get(key).map(String::as_str).unwrap_or_default();
    let deep = asked.contains_key("before")
        || !["", "0"].contains(&field("offset"))
        || ["offset_date", "max_id", "after", "pagination_token", "next_token"]
            .iter()
            .any(|key| asked.contains_key(*key))
        || !field("start_from").is_empty();
    let vk = format!("{path}?owner_id={}", field("owner_id"));
    let found = CASES
        .iter()
        .flat_map(|c| c.pages)
        .find(|(part, _)| path.contains(part) || vk.ends_with(part))
        .filter(|_| !deep);
    if let Some((_, file)) = found {
        let body = std::fs::read(root.join(file)).expect("a sample");
        // recorded exchanges hold the answer beside the request
        let body = otklik_adapters::parse::recorded::answer(&body)
            .expect("a good answer")
            .into_owned();
        let kind = match file.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("xml") => "application/atom+xml; charset=utf-8",
            _ => "application/json; charset=utf-8",
        };
        return ([(header::CONTENT_TYPE, kind)], body).into_response();
    }
    if path.contains("itunes.apple.com") {
        let id = path
            .split("id=")
            .nth(1)
            .and_then(|s| s.split('/').next())
            .unwrap_or("1");
        let last =
            format!("https://itunes.apple.com/us/rss/customerreviews/page=1/id={id}/sortby=mostrecent/xml");
        let link = |rel: &str| serde_json::json!({"attributes": {"rel": rel, "href": last}});
        return axum::Json(serde_json::json!({"feed": {
            "author": {"name": {"label": "iTunes Store"}, "uri": {"label": "http://www.apple.com/"}},
            "updated": {"label": "2025-01-01T00:00:00-07:00"},
            "title": {"label": "iTunes Store: Customer Reviews"},
            "link": [link("self"), link("first"), link("last"), link("previous"), link("next")],
            "id": {"label": last},
        }}))
        .into_response();
    }
    if path.contains("mastodon.social") {
        return axum::Json(serde_json::json!([])).into_response();
    }
    if path.contains("oauth.reddit.com") {
        let none =
            serde_json::json!({"kind": "Listing", "data": {"children": [], "after": null, "before": null}});
        return axum::Json(none).into_response();
    }
    if path.contains("api.x.com") {
        return axum::Json(serde_json::json!({"meta": {"result_count": 0}})).into_response();
    }
    if path.contains("api.vk.com") {
        return axum::Json(serde_json::json!({"response": {"count": 0, "items": []}})).into_response();
    }
    if path.contains("2gis") {
        return axum::Json(serde_json::json!({"meta": {"code": 200, "total_count": 0}, "reviews": []}))
            .into_response();
    }
    let none = "<!DOCTYPE html><html><body class=\"widget_frame_base tgme_webpreview\"><main class=\"tgme_main\" data-url=\"/x\">\
        <section class=\"tgme_channel_history js-message_history\"><div class=\"tgme_widget_message_wrap js-widget_message_wrap\">\
        <div class=\"tgme_widget_message_centered\"><div class=\"tme_no_messages_found\">No posts found</div></div></div></section></main></body></html>";
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], none).into_response()
}

pub fn config(dir: &Path, origin: &str, sources: &[(String, &str, &str, &str)]) -> PathBuf {
    let mut text = format!(
        "[database]\nurl = \"sqlite:{}\"\n[business]\nname = \"Зерно\"\n[network.rewrite]\n",
        dir.join("otklik.db").display()
    );
    let hosts: BTreeSet<&str> = otklik_adapters::all()
        .iter()
        .flat_map(|a| a.manifest().hosts.iter().map(String::as_str))
        .collect();
    for host in hosts {
        text += &format!("\"{host}\" = \"{origin}/{host}\"\n");
    }
    for (name, platform, url, access) in sources {
        text += &format!(
            "[[source]]\nname = \"{name}\"\nplatform = \"{platform}\"\nurl = \"{url}\"\n[source.access]\n{access}\n"
        );
    }
    let path = dir.join("otklik.toml");
    std::fs::write(&path, text).expect("a configuration");
    path
}

/// Runs the binary; gives its objects and the exit code.
pub async fn otklik(args: Vec<String>) -> (Vec<serde_json::Value>, i32) {
    tokio::task::spawn_blocking(move || {
        let out = Command::new(env!("CARGO_BIN_EXE_otklik"))
            .args(&args)
            .env("RUST_LOG", "off")
            .output()
            .expect("it runs");
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        let lines = text
            .lines()
            .map(|l| serde_json::from_str(l).expect("JSON"))
            .collect();
        let code = out.status.code().expect("an exit code");
        assert!(
            code == 0 || code == 3,
            "{args:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        (lines, code)
    })
    .await
    .expect("it ran")
}

pub fn args(words: &[&str], config: &Path) -> Vec<String> {
    let mut all: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
    all.extend(["--config".to_owned(), config.display().to_string()]);
    all
}

/// `code`: people speak of programs here, and their texts hold markup as text.
pub fn whole(reviews: &[serde_json::Value], code: bool) {
    let mut ids = BTreeSet::new();
    for r in reviews {
        assert!(ids.insert(r["external_id"].to_string()), "twice: {r}");
        let text = r["text"].as_str().expect("a text");
        for markup in ["<br", "&quot;", "&amp;", "<a ", "[id", "</"] {
            assert!(code || !text.contains(markup), "markup: {r}");
        }
        if let Some(at) = r["created_at"].as_str() {
            assert!(at.ends_with('Z') && ("2013".."2027").contains(&at), "{r}");
        }
        if !r["rating"].is_null() {
            assert!((1..=5).contains(&r["rating"].as_i64().unwrap_or_default()), "{r}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_pages_are_polled_whole_and_only_once() {
    let Some(root) = platforms() else {
        eprintln!("skipped: ../shared is not here");
        return;
    };
    let dir = Dir::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(serve).with_state(root);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let sources: Vec<_> = CASES
        .iter()
        .map(|c| (c.name.to_owned(), c.platform, c.url, c.access))
        .collect();
    let config = config(dir.path(), &origin, &sources);

    let (first, _) = otklik(args(&["poll", "--json"], &config)).await;
    let (again, _) = otklik(args(&["poll", "--json"], &config)).await;
    let mut wrong = Vec::new();
    for case in CASES {
        let of = |all: &[serde_json::Value]| {
            all.iter()
                .find(|r| r["source"] == case.name)
                .expect("an object")
                .clone()
        };
        let (one, two) = (of(&first), of(&again));
        if one["new"] != case.reviews || one["outcome"] != "ok" {
            wrong.push(format!("{} should have {}: {one}", case.name, case.reviews));
        }
        if two["new"] != 0 || two["edited"] != 0 || two["removed"] != 0 || two["outcome"] != "ok" {
            wrong.push(format!("{} again: {two}", case.name));
        }
        let (stored, _) = otklik(args(&["reviews", "--json", "--source", case.name], &config)).await;
        if stored.len() != case.reviews {
            wrong.push(format!("{}: {} stored", case.name, stored.len()));
        }
        whole(&stored, case.platform == "reddit");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_bodies_are_taken_in_without_network() {
    let Some(root) = platforms() else {
        eprintln!("skipped: ../shared is not here");
        return;
    };
    let dir = Dir::new();
    let sources: Vec<_> = BODIES
        .iter()
        .enumerate()
        .map(|(n, (_, platform, url, _))| (format!("body-{n}"), *platform, *url, ""))
        .collect();
    // port 9 discards: whoever asks the network fails
    let config = config(dir.path(), "http://127.0.0.1:9", &sources);
    taken_in(&root, BODIES, &config).await;
}

/// Every body, by the source `body-N`, gives the reviews that it holds, and nothing more a second time.
pub async fn taken_in(root: &Path, bodies: &[(&str, &str, &str, usize)], config: &Path) {
    let mut wrong = Vec::new();
    for (n, (file, platform, _, reviews)) in bodies.iter().enumerate() {
        let name = format!("body-{n}");
        let path = root.join(file).display().to_string();
        for (round, wanted) in [(1, *reviews), (2, 0)] {
            let (told, code) = otklik(args(&["ingest", "--source", &name, &path], config)).await;
            if code != 0 || told[0]["new"] != wanted || told[0]["edited"] != 0 {
                wrong.push(format!(
                    "{file}, round {round}, should have {wanted}: {}",
                    told[0]
                ));
            }
        }
        let (stored, _) = otklik(args(&["reviews", "--json", "--source", &name], config)).await;
        if stored.len() != *reviews {
            wrong.push(format!("{file}: {} stored", stored.len()));
        }
        whole(&stored, *platform == "reddit");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_recorded_robot_check_is_a_blocked_source_with_nothing_stored() {
    let Some(root) = platforms() else {
        eprintln!("skipped: ../shared is not here");
        return;
    };
    for file in [
        "blocked_captcha-2019-10-02.html",
        "blocked_captcha-2021-03-15.html",
        "blocked_captcha_3.html",
    ] {
        let dir = Dir::new();
        let body = std::fs::read(root.join("yandex-maps/samples").join(file)).expect("a sample");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let page = ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body);
        let router = Router::new().fallback(move || std::future::ready(page.clone()));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let url = "https://yandex.ru/maps/org/aestheticbro/183327682404/";
        let config = config(dir.path(), &origin, &[("maps".into(), "yandex_maps", url, "")]);
        let (told, code) = otklik(args(&["poll", "--json"], &config)).await;
        assert_eq!(
            (told[0]["outcome"].as_str(), code),
            (Some("blocked"), 3),
            "{file}: {}",
            told[0]
        );
        let (stored, _) = otklik(args(&["reviews", "--json", "--source", "maps"], &config)).await;
        assert_eq!(stored, [] as [serde_json::Value; 0], "{file}");
    }
}
