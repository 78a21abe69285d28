//! What a manifest opens beyond its own hosts: the place's host, a daily allowance, a proxy.

use super::*;
use axum::routing;
use otklik::net::{Errand, Pacer};
use otklik_adapters::{Budget, Failure, Place};
use tokio::io::AsyncWriteExt;

fn place(url: &str) -> Place {
    Place {
        platform: "app_store".into(),
        kind: "account".into(),
        id: "zerno".into(),
        url: url.parse().expect("an address"),
        extra: BTreeMap::new(),
    }
}

fn get(url: &str) -> Request {
    Request::get(Url::parse(url).expect("an address"))
}

fn echo() -> Router {
    Router::new().fallback(routing::any(|| async { "here" }))
}

#[tokio::test]
async fn the_place_s_own_host_is_asked_only_where_the_manifest_says_so() {
    let origin = serve(echo()).await;
    let lines = [("social.example.net".to_owned(), format!("{origin}/social"))].into();
    let bench = Bench {
        client: Client::new(&lines, "otklik-test", "").expect("a client"),
        ..Bench::at(&origin, Limits::default())
    };
    let there = place("https://social.example.net/@zerno");
    for (allowed, address, answered) in [
        (true, "https://social.example.net/api", true),
        (false, "https://social.example.net/api", false),
        (true, "https://other.example.net/api", false),
        (true, "https://social.example.net:8443/api", false),
        (true, "http://social.example.net/api", false),
    ] {
        let manifest = Manifest {
            place_host: allowed,
            ..manifest("none")
        };
        let session = bench.client.session(SessionParts {
            place: Some(&there),
            ..SessionParts::of(&manifest, bench.pacer.clone(), bench.clock.clone())
        });
        let told = session.send(get(address)).await;
        assert_eq!(told.is_ok(), answered, "{allowed} {address}: {told:?}");
    }
}

#[tokio::test]
async fn a_place_whose_host_is_local_or_a_literal_opens_nothing() {
    let origin = serve(echo()).await;
    let bench = Bench::at(&origin, Limits::default());
    let manifest = Manifest {
        place_host: true,
        ..manifest("none")
    };
    for host in [
        "127.0.0.1",
        "localhost",
        "printer",
        "metadata.google.internal",
        "[::1]",
        "169.254.169.254",
    ] {
        let there = place(&format!("https://{host}/@zerno"));
        let session = bench.client.session(SessionParts {
            place: Some(&there),
            ..SessionParts::of(&manifest, bench.pacer.clone(), bench.clock.clone())
        });
        let told = session.send(get(&format!("https://{host}/api"))).await;
        assert_eq!(told.err(), Some(Failure::Unsupported), "{host}");
    }
}

#[tokio::test]
async fn polling_leaves_a_tenth_of_the_day_s_units_for_replies() {
    let bench = Bench::serving(echo()).await;
    let manifest = Manifest {
        budget: Some(Budget {
            units: 100,
            zone: "America/Los_Angeles".into(),
        }),
        politeness: otklik_adapters::manifest::Politeness {
            min_interval_ms: 1,
            ..manifest("key").politeness
        },
        ..manifest("key")
    };
    let open = |errand| {
        bench.client.session(SessionParts {
            access: [("token".to_owned(), SecretString::from(TOKEN))].into(),
            errand,
            ..SessionParts::of(&manifest, bench.pacer.clone(), bench.clock.clone())
        })
    };
    let (reading, other) = (open(Errand::Read), open(Errand::Read));
    assert!(
        reading
            .send(get("https://one.example.org/a").costs(50))
            .await
            .is_ok()
    );
    assert!(
        other
            .send(get("https://two.example.org/a").costs(40))
            .await
            .is_ok(),
        "one allowance for both"
    );
    let Err(Failure::Slow { until: Some(until) }) = reading.send(get("https://one.example.org/a")).await
    else {
        panic!("the allowance is not kept");
    };
    let local = until.with_timezone(&chrono_tz::America::Los_Angeles);
    assert_eq!(
        local.format("%H:%M:%S").to_string(),
        "00:00:00",
        "until the platform's midnight"
    );
    assert!(until > bench.clock.now() && until - bench.clock.now() <= chrono::TimeDelta::hours(25));
    assert_eq!(reading.requests() + other.requests(), 2, "nothing was sent");
    assert_eq!(reading.pace_key(), None, "others need not wait for it");
    let publishing = open(Errand::Publish);
    assert!(
        publishing
            .send(get("https://one.example.org/a").costs(10))
            .await
            .is_ok()
    );
    assert!(
        publishing.send(get("https://one.example.org/a")).await.is_err(),
        "the day is used up"
    );
    bench.clock.forward(until - bench.clock.now());
    assert!(
        reading
            .send(get("https://one.example.org/a").costs(90))
            .await
            .is_ok(),
        "a new day"
    );
    let day = until.date_naive();
    assert!(bench.pacer.spend("another key", day, 90, 90).await.is_ok());
}

/// A proxy that writes down what it is asked and refuses.
async fn proxy() -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let (told, heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).await.is_ok() {
                head.push(byte[0]);
            }
            let _ = told.send(String::from_utf8_lossy(&head).into_owned());
            let _ = stream
                .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
                .await;
        }
    });
    (address, heard)
}

fn through<'a>(bench: &Bench, manifest: &'a Manifest, there: &'a Place, address: &str) -> Session {
    bench.client.session(SessionParts {
        place: Some(there),
        proxy: Some(SecretString::from(format!(
            "http://watch:PLANTED-PASSWORD@{address}"
        ))),
        ..SessionParts::of(manifest, bench.pacer.clone(), bench.clock.clone())
    })
}

#[tokio::test]
async fn a_source_with_a_proxy_is_reached_through_it_and_only_it() {
    let (address, mut heard) = proxy().await;
    let bench = Bench {
        client: Client::new(&BTreeMap::new(), "otklik-test", "").expect("a client"),
        ..Bench::at("http://127.0.0.1:1", Limits::default())
    };
    let manifest = manifest("none");
    let there = place("https://one.example.org/x");
    let session = through(&bench, &manifest, &there, &address);
    let told = session.send(get("https://one.example.org/x")).await;
    assert!(
        matches!(told, Err(Failure::Down { .. })),
        "the proxy refuses: {told:?}"
    );
    let asked = heard.recv().await.expect("the proxy was asked");
    assert!(asked.starts_with("CONNECT one.example.org:443 "), "{asked}");
    assert!(
        asked.to_ascii_lowercase().contains("proxy-authorization: basic "),
        "{asked}"
    );
    let shown = format!(
        "{:?} {}",
        told,
        session
            .redactor()
            .text("PLANTED-PASSWORD http://watch:PLANTED-PASSWORD@x")
    );
    assert!(!shown.contains("http://watch:PLANTED-PASSWORD@127"), "{shown}");
}

#[tokio::test]
async fn the_guard_holds_before_a_proxy() {
    let (address, mut heard) = proxy().await;
    let bench = Bench {
        client: Client::new(&BTreeMap::new(), "otklik-test", "").expect("a client"),
        ..Bench::at("http://127.0.0.1:1", Limits::default())
    };
    let manifest = Manifest {
        place_host: true,
        ..manifest("none")
    };
    let there = place("https://localhost.localdomain/x");
    let session = through(&bench, &manifest, &there, &address);
    for url in [
        "https://127.0.0.1/x",
        "https://localhost.localdomain/x",
        "https://other.example.org/x",
        "http://one.example.org/x",
    ] {
        assert!(session.send(get(url)).await.is_err(), "{url}");
    }
    drop(session);
    assert!(heard.try_recv().is_err(), "nothing reached the proxy");
}

#[tokio::test]
async fn a_rewritten_host_needs_no_proxy() {
    let origin = serve(echo()).await;
    let (address, mut heard) = proxy().await;
    let bench = Bench::at(&origin, Limits::default());
    let manifest = manifest("none");
    let there = place("https://one.example.org/x");
    let session = through(&bench, &manifest, &there, &address);
    assert!(session.send(get("https://one.example.org/x")).await.is_ok());
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn answers_are_counted_by_class() {
    let app = Router::new().fallback(routing::any(|uri: axum::http::Uri| async move {
        let status: u16 = uri
            .path()
            .rsplit('/')
            .next()
            .and_then(|s| s.parse().ok())
            .unwrap_or(200);
        axum::http::StatusCode::from_u16(status).unwrap_or_default()
    }));
    let bench = Bench::serving(app).await;
    let session = bench.session();
    for status in [200, 204, 403, 404, 429, 418, 500, 503] {
        let _ = session
            .send(get(&format!("https://one.example.org/{status}")))
            .await;
    }
    let counted: Vec<String> = session
        .classes()
        .iter()
        .map(|(k, n)| format!("{k}={n}"))
        .collect();
    assert_eq!(counted, ["2xx=2", "403=1", "404=1", "429=1", "4xx=1", "5xx=2"]);
}
