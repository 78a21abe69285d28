//! What an answer, or none, means.

use super::*;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::IntoResponse;
use axum::routing;
use chrono::TimeDelta;
use otklik_adapters::Failure;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn an_adapter_sees_the_real_address_while_the_request_goes_elsewhere() {
    let app = Router::new().fallback(|uri: Uri, headers: HeaderMap| async move {
        format!(
            "{uri} by {}",
            headers[header::USER_AGENT].to_str().unwrap_or_default()
        )
    });
    let bench = Bench::serving(app).await;
    let session = bench.session();
    let answer = session
        .send(get("https://one.example.org/ru/rss?l=en"))
        .await
        .expect("an answer");
    assert_eq!(answer.url.as_str(), "https://one.example.org/ru/rss?l=en");
    assert_eq!(
        answer.body,
        b"/one.example.org/ru/rss?l=en by otklik-test (ops@example.org)"
    );
    assert_eq!(session.requests(), 1);
    assert_eq!(session.now(), bench.clock.now());
    assert_eq!(session.access("token").as_deref(), Some(TOKEN));
    assert_eq!(session.access("other"), None);
}

/// A gzip stream of zeros: 13 bits for every 258 of them (RFC 1951: length symbol 285, distance 1).
fn zeros(symbols: usize) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let (mut hold, mut held) = (0u32, 0);
    let mut put = |bits: &str| {
        for bit in bits.bytes() {
            hold |= u32::from(bit == b'1') << held;
            held += 1;
            if held == 8 {
                out.push(hold.to_le_bytes()[0]);
                (hold, held) = (0, 0);
            }
        }
    };
    put("110"); // the last block, with the fixed code
    put("00110000"); // one zero byte to copy from
    (0..symbols).for_each(|_| put("1100010100000"));
    put("0000000"); // end of block
    put("0000000");
    out
}

#[tokio::test]
async fn a_packed_bomb_ends_at_the_limit_of_unpacked_bytes() {
    let app = Router::new().fallback(|| async { ([(header::CONTENT_ENCODING, "gzip")], zeros(65_536)) });
    let session = Bench::serving(app).await.session();
    let url = "https://one.example.org/";
    assert_eq!(
        session.send(get(url)).await.err(),
        Some(Failure::down("too_large"))
    );
    assert_eq!(
        session.send(get(url).writing()).await.err(),
        Some(Failure::Unknown)
    );
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_taken() {
    let app = Router::new().fallback(|uri: Uri| async move {
        vec![b'x'; if uri.path().ends_with("more") { 1025 } else { 1024 }]
    });
    let bench = Bench::at(
        &serve(app).await,
        Limits {
            body: 1024,
            ..Limits::default()
        },
    );
    let session = bench.session();
    assert_eq!(
        session
            .send(get("https://one.example.org/"))
            .await
            .expect("a body")
            .body
            .len(),
        1024
    );
    assert_eq!(
        session.send(get("https://one.example.org/more")).await.err(),
        Some(Failure::down("too_large"))
    );
}

#[tokio::test]
async fn a_page_that_did_not_change_is_unchanged_by_validator_or_by_bytes() {
    let app = Router::new()
        .route(
            "/one.example.org/tag",
            routing::get(|headers: HeaderMap| async move {
                let known = headers.get(header::IF_NONE_MATCH).is_some_and(|v| v == "\"v1\"");
                if known {
                    StatusCode::NOT_MODIFIED.into_response()
                } else {
                    ([(header::ETAG, "\"v1\"")], "page").into_response()
                }
            }),
        )
        .route("/one.example.org/plain", routing::get(|| async { "page" }));
    let bench = Bench::serving(app).await;
    for path in ["tag", "plain"] {
        let request = get(&format!("https://one.example.org/{path}"));
        let first = bench.session();
        assert_eq!(
            first
                .send(request.clone().conditional())
                .await
                .expect("news")
                .body,
            b"page"
        );
        let second = bench.session_with("key", first.memo());
        assert_eq!(
            second.send(request.clone().conditional()).await.err(),
            Some(Failure::Unchanged),
            "{path}"
        );
        assert_eq!(second.memo(), first.memo(), "{path}");
        assert!(
            second.send(request).await.is_ok(),
            "a plain request is always answered"
        );
    }
}

#[tokio::test]
async fn validators_of_one_page_are_not_sent_for_another() {
    let app = Router::new().fallback(|headers: HeaderMap| async move {
        assert!(!headers.contains_key(header::IF_NONE_MATCH));
        ([(header::ETAG, "\"v1\"")], "page")
    });
    let bench = Bench::serving(app).await;
    let first = bench.session();
    assert!(
        first
            .send(get("https://one.example.org/1").conditional())
            .await
            .is_ok()
    );
    let second = bench.session_with("key", first.memo());
    assert_eq!(
        second
            .send(get("https://one.example.org/2").conditional())
            .await
            .expect("news")
            .status,
        200
    );
}

#[tokio::test]
async fn a_glitch_that_was_asked_again_is_not_remembered_as_the_page() {
    let count = Arc::new(AtomicU32::new(0));
    let app = Router::new().fallback(move || {
        let glitch = count.fetch_add(1, Ordering::SeqCst).is_multiple_of(2);
        async move { if glitch { "empty" } else { "page" } }
    });
    let bench = Bench::serving(app).await;
    let request = get("https://one.example.org/");
    let first = bench.session();
    assert_eq!(
        first
            .send(request.clone().conditional())
            .await
            .expect("the glitch")
            .body,
        b"empty"
    );
    assert_eq!(first.send(request.clone()).await.expect("the page").body, b"page");
    let second = bench.session_with("key", first.memo());
    let again = second.send(request.conditional()).await;
    assert_eq!(
        again.expect("not taken for the page that was seen").body,
        b"empty"
    );
}

#[tokio::test]
async fn an_error_page_is_not_remembered_as_seen() {
    let app = Router::new().fallback(|| async { (StatusCode::BAD_GATEWAY, "down") });
    let session = Bench::serving(app).await.session();
    assert_eq!(
        session
            .send(get("https://one.example.org/").conditional())
            .await
            .expect("an answer")
            .status,
        502
    );
    assert_eq!(session.memo(), None);
}

#[tokio::test]
async fn a_write_without_an_answer_is_unknown_and_a_read_is_down() {
    let quick = Limits {
        total: Duration::from_millis(300),
        ..Limits::default()
    };
    for (hangs_up, sign) in [(true, "reset"), (false, "timeout")] {
        let session = Bench::at(&silent(hangs_up).await, quick).session();
        let url = "https://one.example.org/";
        assert_eq!(
            session.send(post(url).writing()).await.err(),
            Some(Failure::Unknown),
            "{sign}"
        );
        assert_eq!(session.send(post(url)).await.err(), Some(Failure::down(sign)));
        assert_eq!(session.requests(), 2, "nothing was sent twice");
    }
}

#[tokio::test]
async fn a_write_that_could_not_connect_has_not_left() {
    let session = Bench::at(&closed().await, Limits::default()).session();
    let answer = session.send(post("https://one.example.org/").writing()).await;
    assert_eq!(answer.err(), Some(Failure::down("connect")));
}

#[tokio::test]
async fn requests_of_one_host_keep_their_distance() {
    let bench = Bench::serving(Router::new().fallback(|| async { "ok" })).await;
    let session = bench.session();
    for _ in 0..3 {
        session
            .send(get("https://one.example.org/"))
            .await
            .expect("an answer");
    }
    session
        .send(get("https://two.example.org/"))
        .await
        .expect("an answer");
    assert_eq!(
        bench.clock.now() - noon(),
        TimeDelta::seconds(6),
        "three on one host, one on another"
    );
}

#[tokio::test]
async fn a_far_slot_is_not_waited_for() {
    let bench = Bench::at(
        &closed().await,
        Limits {
            wait: Duration::ZERO,
            ..Limits::default()
        },
    );
    let session = bench.session_with("none", None);
    assert_eq!(
        session.send(get("https://one.example.org/")).await.err(),
        Some(Failure::down("connect"))
    );
    let slot = noon() + TimeDelta::seconds(3);
    assert_eq!(
        session.send(get("https://one.example.org/")).await.err(),
        Some(Failure::Slow { until: Some(slot) })
    );
}

#[tokio::test]
async fn a_credential_that_cannot_be_a_header_is_refused_access() {
    let session = Bench::serving(Router::new()).await.session();
    let request = get("https://one.example.org/").header("Authorization", "Bearer a\nb");
    assert_eq!(
        session.send(request).await.err(),
        Some(Failure::auth("malformed_header"))
    );
    assert_eq!(session.requests(), 0);
}

/// A server that sends these bytes for every request and closes.
async fn literally(bytes: Vec<u8>) -> String {
    use tokio::io::AsyncWriteExt;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok() {
                let _ = stream.write_all(&bytes).await;
            }
        }
    });
    origin
}

#[tokio::test]
async fn half_an_answer_is_never_taken_for_a_page() {
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n[{\"id\":1}]".to_vec();
    let chunks = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n".to_vec();
    let packed = zeros(4);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        packed.len() - 4
    );
    let cut = [head.as_bytes(), &packed[..packed.len() - 4]].concat();
    let garbage = b"\x16\x03\x01\x02\x00 not http\r\n\r\n".to_vec();
    let headers = [
        b"HTTP/1.1 200 OK\r\n".to_vec(),
        b"x-a: b\r\n".repeat(10_000),
        b"\r\n".to_vec(),
    ]
    .concat();
    for (what, bytes) in [
        ("short", short),
        ("chunks", chunks),
        ("gzip", cut),
        ("garbage", garbage),
        ("headers", headers),
    ] {
        let session = Bench::at(&literally(bytes).await, Limits::default()).session();
        let answer = session.send(get("https://one.example.org/").conditional()).await;
        assert_eq!(answer.err(), Some(Failure::down("reset")), "{what}");
        assert_eq!(session.memo(), None, "{what}: not remembered as seen");
    }
}

#[tokio::test]
async fn sources_with_one_credential_share_one_allowance() {
    let bench = Bench::serving(Router::new().fallback(|| async { "ok" })).await;
    let key = async |auth: &str| {
        let session = bench.session_with(auth, None);
        session
            .send(get("https://one.example.org/"))
            .await
            .expect("an answer");
        session.pace_key().expect("a key")
    };
    let keyed = key("key").await;
    assert!(
        keyed.starts_with("one.example.org#") && !keyed.contains("PLANTED"),
        "{keyed}"
    );
    assert_eq!(key("key").await, keyed);
    assert_eq!(key("none").await, "one.example.org");
}
