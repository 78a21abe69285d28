//! What may be contacted, and where a redirect may lead.

use super::*;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing;
use otklik::net::guard;
use otklik_adapters::Failure;

/// Ways to write an address that must not be contacted; more come from the shared list.
const HOSTILE: [&str; 22] = [
    "http://127.0.0.1:5432/",
    "http://localhost/",
    "https://LOCALHOST:443/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://0/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[fe80::1%25eth0]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://metadata.google.internal/",
    "https://user:pass@one.example.org/",
    "https://one.example.org:25/",
    "gopher://127.0.0.1:6379/_x",
    "file:///etc/passwd",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://printer/",
];

fn shared_hostile() -> Vec<String> {
    let root = std::env::var("OTKLIK_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let Ok(lines) = std::fs::read_to_string(format!("{root}/data/hostile_inputs.jsonl")) else {
        eprintln!("no shared data here: only the built-in cases are tried");
        return Vec::new();
    };
    let cases = lines
        .lines()
        .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    let payload = |c: serde_json::Value| c["payload"].as_str().map(str::to_owned);
    let found: Vec<_> = cases
        .filter(|c| c["category"] == "ssrf")
        .filter_map(payload)
        .collect();
    assert!(!found.is_empty(), "the shared list has cases");
    found
}

#[tokio::test]
async fn no_spelling_of_a_local_address_is_contacted() {
    let bench = Bench::serving(Router::new()).await;
    let session = bench.session();
    for text in HOSTILE.iter().map(|t| (*t).to_owned()).chain(shared_hostile()) {
        for text in [text.clone(), text.replacen("http://", "https://", 1)] {
            let refused = guard::outward(&text);
            assert!(refused.is_err(), "{text} went through");
            if let Ok(url) = Url::parse(&text) {
                assert_eq!(
                    session.send(Request::get(url)).await.err(),
                    Some(Failure::Unsupported),
                    "{text}"
                );
            }
        }
    }
    assert_eq!(session.requests(), 0);
}

#[test]
fn a_refusal_names_its_rule() {
    for (text, rule) in [
        ("http://hooks.example.org/", guard::Refusal::Scheme),
        ("https://0x7f.1/", guard::Refusal::Literal),
        ("https://a:b@hooks.example.org/", guard::Refusal::UserInfo),
        ("https://hooks.example.org:25/", guard::Refusal::Port),
        ("https://db.internal./", guard::Refusal::LocalName),
        ("https://", guard::Refusal::Malformed),
    ] {
        assert_eq!(guard::outward(text).err(), Some(rule), "{text}");
    }
    assert!(guard::outward("https://hooks.example.org:8443/x?y=z").is_ok());
    assert!(
        guard::outward("https://contest.example.org/").is_ok(),
        "`test` is a label, not an ending"
    );
}

#[test]
fn only_addresses_of_the_public_internet_are_public() {
    let is_public = |text: &str| guard::is_public(text.parse().expect("an address"));
    for text in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.31.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "fd00:ec2::254",
        "fe80::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
    ] {
        assert!(!is_public(text), "{text}");
    }
    for text in [
        "17.253.144.10",
        "100.128.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "2a00:1450::71",
        "64:ff9b::5db8:d70e",
        "::ffff:93.184.215.14",
    ] {
        assert!(is_public(text), "{text}");
    }
}

fn moved(to: &'static str) -> routing::MethodRouter {
    routing::any(move || async move { (StatusCode::FOUND, [(header::LOCATION, to)]) })
}

#[tokio::test]
async fn a_redirect_is_followed_by_real_addresses() {
    let app = Router::new()
        .route("/one.example.org/s/zerno", moved("/zerno"))
        .route(
            "/one.example.org/zerno",
            routing::get(|| async { "Telegram: Contact @zerno" }),
        );
    let session = Bench::serving(app).await.session();
    let answer = session
        .send(get("https://one.example.org/s/zerno"))
        .await
        .expect("an answer");
    assert_eq!(answer.url.as_str(), "https://one.example.org/zerno");
    assert_eq!(session.requests(), 2);
}

#[tokio::test]
async fn a_redirect_to_another_place_is_a_block_and_is_not_followed() {
    for to in [
        "http://127.0.0.1:8080/admin",
        "http://[::1]:8080/",
        "//169.254.169.254/",
        "file:///etc/passwd",
        "https://passport.example.org/",
        "http://one.example.org/plain",
    ] {
        let session = Bench::serving(Router::new().fallback_service(moved(to)))
            .await
            .session();
        let answer = session.send(get("https://one.example.org/")).await;
        assert_eq!(answer.err(), Some(Failure::blocked("redirect_elsewhere")), "{to}");
        assert_eq!(session.requests(), 1, "{to}");
    }
}

#[tokio::test]
async fn a_redirect_loop_ends_after_five_hops() {
    let session = Bench::serving(Router::new().fallback_service(moved("/again")))
        .await
        .session();
    let answer = session.send(get("https://one.example.org/")).await;
    assert_eq!(answer.err(), Some(Failure::blocked("redirect_loop")));
    assert_eq!(session.requests(), 6);
}

#[tokio::test]
async fn credentials_do_not_follow_to_another_origin() {
    let show = |headers: HeaderMap| async move {
        let has = |n: &str| headers.contains_key(n);
        format!(
            "{} {} {} {}",
            has("authorization"),
            has("cookie"),
            has("x-api-key"),
            has("accept-language")
        )
    };
    let app = Router::new()
        .route("/one.example.org/same", moved("/show"))
        .route("/one.example.org/other", moved("https://two.example.org/show"))
        .route("/one.example.org/show", routing::get(show))
        .route("/two.example.org/show", routing::get(show));
    let bench = Bench::serving(app).await;
    for (path, seen) in [
        ("same", "true true true true"),
        ("other", "false false false true"),
    ] {
        let mut request = get(&format!("https://one.example.org/{path}"));
        for (name, value) in [
            ("Authorization", "Bearer x"),
            ("Cookie", "a=b"),
            ("X-Api-Key", "k"),
            ("Accept-Language", "ru"),
        ] {
            request = request.header(name, value);
        }
        let answer = bench.session().send(request).await.expect("an answer");
        assert_eq!(String::from_utf8_lossy(&answer.body), seen);
    }
}

#[tokio::test]
async fn a_post_is_never_repeated_at_another_address() {
    let session = Bench::serving(Router::new().fallback_service(moved("/elsewhere")))
        .await
        .session();
    for request in [
        post("https://one.example.org/"),
        post("https://one.example.org/").writing(),
    ] {
        assert_eq!(session.send(request).await.expect("an answer").status, 302);
    }
    assert_eq!(session.requests(), 2);
}
