//! Telegram and webhooks against a real listener on loopback.

use super::samples::now;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use otklik::clock::{Clock, Turned};
use otklik::config;
use otklik::context::Context;
use otklik::mail::SendError;
use otklik::notify::{telegram, webhook};
use otklik::store::Db;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};

struct Seen {
    path: String,
    headers: HeaderMap,
    body: String,
}

#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

async fn answer(State(script): State<Script>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let body = String::from_utf8(body.to_vec()).expect("text");
    script.seen.lock().expect("alone").push(Seen {
        path: parts.uri.path().into(),
        headers: parts.headers,
        body,
    });
    let (status, body) = script
        .answers
        .lock()
        .expect("alone")
        .pop_front()
        .expect("an answer is left");
    let location = [("location", "https://elsewhere.example.org/")];
    (StatusCode::from_u16(status).expect("a status"), location, body).into_response()
}

/// A listener that answers in this order, and a context that knows it as Telegram and as a webhook.
async fn listening(answers: &[(u16, &'static str)]) -> (Context, Script, Arc<Turned>) {
    let script = Script {
        answers: Arc::new(Mutex::new(answers.iter().copied().collect())),
        ..Script::default()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let site = axum::Router::new().fallback(answer).with_state(script.clone());
    tokio::spawn(async move { axum::serve(listener, site).await });
    let text = format!(
        r#"
        [business]
        name = "Зерно"
        [telegram]
        token = "123456:AA-secret_token"
        [network.rewrite]
        "api.telegram.org" = "{origin}/tg"
        [[webhook]]
        name = "inside"
        url = "{origin}/hook"
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        internal = true
        [[webhook]]
        name = "outside"
        url = "{origin}/hook"
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        "#
    );
    let config = config::read(&text, Path::new("test.toml")).expect("a configuration");
    let clock = Arc::new(Turned::at(now()));
    let db = Db::connect("sqlite::memory:").await.expect("a database");
    (Context::new(db, clock.clone(), config), script, clock)
}

const OK: (u16, &str) = (200, r#"{"ok":true,"result":{"message_id":1}}"#);

#[tokio::test]
async fn a_message_goes_to_its_chat_as_html_without_a_preview() {
    let (ctx, script, _) = listening(&[OK]).await;
    telegram::send(&ctx, "-1001234567890", "<b>Срочно</b> &lt;script&gt;")
        .await
        .expect("sent");
    let seen = script.seen.lock().expect("alone");
    assert_eq!(seen[0].path, "/tg/bot123456:AA-secret_token/sendMessage");
    let body: serde_json::Value = serde_json::from_str(&seen[0].body).expect("JSON");
    assert_eq!(body["chat_id"], -1_001_234_567_890_i64);
    assert_eq!(
        (body["parse_mode"].as_str(), body["text"].as_str()),
        (Some("HTML"), Some("<b>Срочно</b> &lt;script&gt;"))
    );
    assert_eq!(body["link_preview_options"]["is_disabled"], true);
}

#[tokio::test]
async fn a_message_that_telegram_cannot_parse_goes_once_more_as_plain_text() {
    let broken = (
        400,
        r#"{"ok":false,"description":"Bad Request: can't parse entities: x"}"#,
    );
    let (ctx, script, _) = listening(&[broken, OK]).await;
    telegram::send(&ctx, "@duty", "<b>a</b> &lt;b&gt;")
        .await
        .expect("sent");
    let body: serde_json::Value =
        serde_json::from_str(&script.seen.lock().expect("alone")[1].body).expect("JSON");
    assert_eq!(
        (&body["text"], &body["parse_mode"]),
        (&"a <b>".into(), &serde_json::Value::Null)
    );
    let (ctx, script, _) = listening(&[broken, broken]).await;
    assert!(matches!(
        telegram::send(&ctx, "@duty", "a").await,
        Err(SendError::Never(_))
    ));
    assert_eq!(script.seen.lock().expect("alone").len(), 2);
}

#[tokio::test]
async fn a_short_pause_is_waited_out_and_a_long_one_left_to_the_queue() {
    let pause = (429, r#"{"ok":false,"parameters":{"retry_after":5}}"#);
    let (ctx, _, clock) = listening(&[pause, OK]).await;
    telegram::send(&ctx, "1", "a").await.expect("sent");
    assert_eq!((clock.now() - now()).num_seconds(), 5);
    let (ctx, script, clock) = listening(&[(429, r#"{"ok":false,"parameters":{"retry_after":600}}"#)]).await;
    assert!(matches!(
        telegram::send(&ctx, "1", "a").await,
        Err(SendError::Later(_))
    ));
    assert_eq!(
        (clock.now(), script.seen.lock().expect("alone").len()),
        (now(), 1)
    );
}

#[tokio::test]
async fn a_moved_chat_is_followed_and_a_blocking_person_is_not_asked_again() {
    let moved = (
        400,
        r#"{"ok":false,"description":"upgraded","parameters":{"migrate_to_chat_id":-1007}}"#,
    );
    let (ctx, script, _) = listening(&[moved, OK]).await;
    telegram::send(&ctx, "-7", "a").await.expect("sent");
    assert!(script.seen.lock().expect("alone")[1].body.contains("-1007"));
    let (ctx, ..) = listening(&[(
        403,
        r#"{"ok":false,"description":"Forbidden: bot was blocked by the user"}"#,
    )])
    .await;
    assert!(matches!(
        telegram::send(&ctx, "7", "a").await,
        Err(SendError::Never(_))
    ));
}

#[tokio::test]
async fn no_error_holds_a_token_or_an_address() {
    for answers in [(401, "{}"), (500, "<html>"), (302, "")] {
        let (ctx, ..) = listening(&[answers]).await;
        let error = telegram::send(&ctx, "7", "a")
            .await
            .expect_err("refused")
            .to_string();
        assert!(
            !error.contains("secret_token") && !error.contains("127.0.0.1"),
            "{error}"
        );
    }
    let (mut ctx, ..) = listening(&[]).await;
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    let mut config = (*ctx.config).clone();
    config.network.rewrite.insert(
        "api.telegram.org".into(),
        format!("http://{gone}").parse().expect("an address"),
    );
    ctx.config = Arc::new(config);
    let error = telegram::send(&ctx, "7", "a")
        .await
        .expect_err("away")
        .to_string();
    assert!(
        !error.contains("secret_token") && !error.contains(&gone.port().to_string()),
        "{error}"
    );
}

#[tokio::test]
async fn a_webhook_is_signed_over_the_very_bytes_with_one_id_for_every_attempt() {
    let (ctx, script, _) = listening(&[(503, ""), (204, "")]).await;
    let data = serde_json::json!({ "alert": "a-1", "summary": "«Зерно» <b>" });
    for _ in 0..2 {
        let _ = webhook::send(&ctx, "inside", "0193-7", "alert.raised", &data).await;
    }
    let seen = script.seen.lock().expect("alone");
    assert_eq!(seen.len(), 2);
    for request in seen.iter() {
        let header = |name: &str| request.headers[name].to_str().expect("ASCII").to_owned();
        assert_eq!(header("webhook-id"), "msg_0193-7");
        assert_eq!(header("webhook-timestamp"), now().timestamp().to_string());
        let key = webhook::key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a key");
        let expected = webhook::sign(&key, "msg_0193-7", &header("webhook-timestamp"), &request.body);
        assert_eq!(header("webhook-signature"), expected);
        let body: serde_json::Value = serde_json::from_str(&request.body).expect("JSON");
        assert_eq!(
            (body["type"].as_str(), &body["data"]),
            (Some("alert.raised"), &data)
        );
        assert_eq!(body["timestamp"], "2026-11-21T06:30:00.000000Z");
    }
}

#[tokio::test]
async fn a_webhook_answer_says_whether_to_try_again_and_no_redirect_is_followed() {
    for (status, for_good) in [
        (410, true),
        (302, false),
        (400, false),
        (429, false),
        (500, false),
    ] {
        let (ctx, script, _) = listening(&[(status, "")]).await;
        let error = webhook::send(&ctx, "inside", "1", "test", &serde_json::json!({}))
            .await
            .expect_err("refused");
        assert_eq!(
            matches!(error, SendError::Never(_)),
            for_good,
            "{status}: {error}"
        );
        assert_eq!(script.seen.lock().expect("alone").len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_address_on_this_machine_is_refused_unless_the_webhook_is_internal() {
    let (ctx, script, _) = listening(&[(204, "")]).await;
    let error = webhook::send(&ctx, "outside", "1", "test", &serde_json::json!({}))
        .await
        .expect_err("refused");
    assert!(error.to_string().contains("internal = true"), "{error}");
    assert!(script.seen.lock().expect("alone").is_empty());
    webhook::send(&ctx, "inside", "1", "test", &serde_json::json!({}))
        .await
        .expect("sent");
}
