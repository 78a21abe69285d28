//! From a key to the findings, in a real browser: no page is loaded again, and how long it takes is printed
//! (`tests/run measure`).

use super::kit::Site;
use crate::support::{Base, Dir};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tower::ServiceExt;

/// Keys that are pressed and timed.
const KEYS: usize = 20;
/// Replies that are out already: as many as a new text is compared with.
const OUT: i64 = 200;

/// A reply of usual length that a word makes a cliché of.
const TEXT: &str = "Здравствуйте, Анна! Спасибо, что так подробно написали. Кофе остыл на стойке: вечером бариста остался один, и \
готовые заказы ждали, пока он рассчитает очередь. Администратор ответила резко, за это ей сделано замечание. До 26 ноября \
старшая смены пересмотрит расписание, чтобы вечером у стойки стояли двое, и напишет Вам здесь, что изменилось. Извините за \
холодный кофе и за этот разговор. Управляющая Мария читает личные сообщения каждый вечер.";

struct Seen {
    site: Router,
    cookie: String,
    told: UnboundedSender<String>,
}

/// The page under test in a frame, and a hand that types into it. Each key appends a letter of a cliché; the time
/// runs until the findings of that very text are in the page and painted.
fn hand(path: &str) -> String {
    let keys = KEYS;
    let text = serde_json::to_string(TEXT).expect("a string");
    format!(
        "<!DOCTYPE html><title>typing</title><iframe id=f style='width:900px;height:900px' src='{path}'></iframe><script>
let loads = 0; const ms = [];
f.onload = () => {{ if (++loads > 1) return; setTimeout(type, 500); }};
async function key(d, w, area, value) {{
  const from = performance.now();
  const swapped = new Promise(done => {{
    const seen = new w.MutationObserver(() => {{ seen.disconnect(); w.requestAnimationFrame(() => done(performance.now())); }});
    seen.observe(d.getElementById('lint').parentNode, {{ childList: true }});
  }});
  area.value = value;
  area.dispatchEvent(new w.Event('input', {{ bubbles: true }}));
  return await swapped - from;
}}
async function type() {{
  const d = f.contentDocument, w = f.contentWindow, area = d.getElementById('text');
  area.focus();
  await key(d, w, area, {text});
  const cliche = ' Ваше мнение для нас очень важно';
  let said = {text}, missing = 0;
  for (let n = 0; n < {keys}; n++) {{
    said = {text} + cliche.slice(0, cliche.length - {keys} + 1 + n);
    ms.push((await key(d, w, area, said)).toFixed(1));
    await new Promise(done => setTimeout(done, 150));
  }}
  const blocks = d.querySelectorAll('#lint .finding.block').length;
  await fetch('/_told', {{ method: 'POST', body: JSON.stringify({{ ms: ms.map(Number), loads, blocks,
    kept: d.getElementById('text') === area && area.value === said, focus: d.activeElement === area }}) }});
}}
</script>"
    )
}

async fn show(State(seen): State<Arc<Seen>>, mut request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if path == "/_hand" {
        return Html(hand(request.uri().query().unwrap_or_default())).into_response();
    }
    if path == "/_told" {
        let body = axum::body::to_bytes(request.into_body(), 1 << 16)
            .await
            .expect("a body");
        let _ = seen.told.send(String::from_utf8_lossy(&body).into_owned());
        return ().into_response();
    }
    let host = HeaderValue::from_static("127.0.0.1:8080");
    request.headers_mut().insert(header::HOST, host);
    // the frame's own origin differs from the host that the site believes in
    request.headers_mut().remove(header::ORIGIN);
    if let Ok(cookie) = seen.cookie.parse() {
        request.headers_mut().insert(header::COOKIE, cookie);
    }
    let mut response = seen.site.clone().oneshot(request).await.expect("infallible");
    response.headers_mut().remove("content-security-policy");
    response.headers_mut().remove("x-frame-options");
    response
}

/// As many published replies as are compared, copies of one with words of their own.
async fn published(site: &Site, thread: &str) {
    let mut tx = site.ctx.db.begin().await.expect("a transaction");
    for n in 0..OUT {
        for sql in [
            "INSERT INTO review (id, source_id, external_id, body, folded, lang, first_seen_at, content_hash, sentiment, urgency, topics, verdict)
             SELECT r.id || $1, r.source_id, r.external_id || $1, r.body, r.folded, r.lang, r.first_seen_at, r.content_hash, r.sentiment, r.urgency, r.topics, r.verdict
             FROM review r JOIN thread t ON t.review_id = r.id WHERE t.id = $2",
            "INSERT INTO thread (id, review_id, source_id, urgency, sentiment, open, opened_at)
             SELECT t.id || $1, t.review_id || $1, t.source_id, t.urgency, t.sentiment, FALSE, t.opened_at FROM thread t WHERE t.id = $2",
            "INSERT INTO approval (id, thread_id, person_id, at, text_hash, review_hash, overrides)
             SELECT 'a' || $1, t.id || $1, (SELECT MIN(id) FROM person), t.opened_at, 'h' || $1, '', '{}' FROM thread t WHERE t.id = $2",
        ] {
            tx.query(sql)
                .bind(format!("~{n}"))
                .bind(thread.to_owned())
                .execute()
                .await
                .expect(sql);
        }
        let words: String = TEXT
            .split(' ')
            .enumerate()
            .map(|(i, w)| {
                if i % 3 == 0 {
                    format!("{w}{n} ")
                } else {
                    format!("{w} ")
                }
            })
            .collect();
        tx.query(
            "INSERT INTO reply (id, thread_id, state, text, text_hash, origin, variants, approval_id, published_at, updated_at)
             VALUES ('p' || $1, $2 || $1, 'published', $3, 'h' || $1, 'person', '[]', 'a' || $1, 1, 1)",
        )
        .bind(format!("~{n}"))
        .bind(thread.to_owned())
        .bind(words)
        .execute()
        .await
        .expect("a published reply");
    }
    tx.commit().await.expect("committed");
}

#[derive(serde::Deserialize)]
struct Told {
    ms: Vec<f64>,
    loads: u32,
    blocks: u32,
    kept: bool,
    focus: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn findings_follow_the_keys_without_a_reload() {
    let Some(browser) = std::env::var_os("OTKLIK_TEST_CHROMIUM") else {
        assert!(std::env::var_os("CI").is_none(), "CI must not skip Chromium");
        eprintln!("skipped: OTKLIK_TEST_CHROMIUM names no browser");
        return;
    };
    let site = Site::open(Base::sqlite().await).await;
    let thread = site.cold_coffee("dodo-api").await;
    published(&site, &thread).await;
    let (told, mut hears) = tokio::sync::mpsc::unbounded_channel();
    let seen = Arc::new(Seen {
        site: site.router.clone(),
        cookie: site.log_in("manager").await,
        told,
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(show).with_state(seen);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let dir = Dir::new();
    let mut page = Command::new(browser)
        .args(super::browser::QUIET)
        .arg(format!("--user-data-dir={}", dir.path().display()))
        .arg(format!("{origin}/_hand?/thread/{thread}"))
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser starts");
    let heard = tokio::time::timeout(Duration::from_secs(90), hears.recv()).await;
    page.kill().expect("ended");
    page.wait().expect("gone");
    serving.abort();
    let heard = heard.expect("the hand has typed").expect("it tells");
    let told: Told = serde_json::from_str(&heard).expect("figures");
    assert_eq!(told.ms.len(), KEYS, "{heard}");
    assert_eq!(told.loads, 1, "the page was loaded again");
    assert!(told.kept && told.focus, "the caret stays: {heard}");
    assert!(told.blocks >= 1, "the cliché is found: {heard}");
    let mut ms = told.ms;
    ms.sort_by(f64::total_cmp);
    println!(
        "from a key to the findings, {OUT} published texts: p50 {} ms, p95 {} ms, worst {} ms over {KEYS} keys",
        ms[KEYS / 2],
        ms[KEYS * 95 / 100 - 1],
        ms[KEYS - 1]
    );
}
