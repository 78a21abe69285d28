//! Screens and mails in a real browser (`OTKLIK_TEST_CHROMIUM`): pictures for people under
//! `target/screenshots`, and no page is wider than a phone.

use super::kit::{self, Site};
use crate::support::{Base, Dir};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use otklik::desk::{self, Actor, DeskError};
use otklik::mail::{Delivery, Mailer, deliver};
use otklik::store::{mails, people, promises};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tower::ServiceExt;

const WIDTHS: [u32; 2] = [320, 1280];

/// A browser without a window that asks nobody for anything.
pub const QUIET: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The site as one person sees it: the session's cookie is added on the way in.
pub struct Seen {
    pub site: Router,
    pub cookie: String,
    pub mails: Vec<String>,
}

pub async fn show(State(seen): State<Arc<Seen>>, mut request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(n) = path.strip_prefix("/_mail/") {
        let n: usize = n.parse().expect("a number");
        return Html(seen.mails[n].clone()).into_response();
    }
    if path == "/_marks" {
        return Html(super::marks::probe(request.uri().query().unwrap_or_default())).into_response();
    }
    if path == "/_probe" {
        return probe(request.uri().query().unwrap_or_default());
    }
    let host = HeaderValue::from_static("127.0.0.1:8080");
    request.headers_mut().insert(header::HOST, host);
    if let Ok(cookie) = seen.cookie.parse() {
        request.headers_mut().insert(header::COOKIE, cookie);
    }
    let mut response = seen.site.clone().oneshot(request).await.expect("infallible");
    // the probe must be able to frame the page; that nobody else can is a test of its own
    response.headers_mut().remove("content-security-policy");
    response.headers_mut().remove("x-frame-options");
    response
}

/// A page that frames another at 320 px and writes down how wide it became.
fn probe(path: &str) -> Response {
    let page = format!(
        "<!DOCTYPE html><title>waiting</title><iframe id=f style='width:320px;height:800px;border:0' src='{path}'></iframe>\
         <script>f.onload=()=>{{const d=f.contentDocument;const w=Math.max(d.documentElement.scrollWidth,d.body.scrollWidth);\
         document.title='width='+w+' text='+d.body.innerText.length}}</script>"
    );
    Html(page).into_response()
}

pub fn chromium(dir: &Path, args: &[String]) -> Vec<u8> {
    let browser = std::env::var_os("OTKLIK_TEST_CHROMIUM").expect("looked at before");
    let out = Command::new("timeout")
        .arg("60")
        .arg(browser)
        .args(QUIET)
        .args([
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--virtual-time-budget=4000",
        ])
        .arg(format!("--user-data-dir={}", dir.display()))
        .args(args)
        .output()
        .expect("the browser starts");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

/// A picture is not blank: PNG squeezes one colour to almost nothing.
fn looked_at(path: &Path, width: u32) {
    let png = std::fs::read(path).expect("a picture");
    assert_eq!(&png[1..4], b"PNG");
    let wide = u32::from_be_bytes([png[16], png[17], png[18], png[19]]);
    assert_eq!(wide, width, "{}", path.display());
    assert!(
        png.len() > 8_000,
        "{} is blank: {} bytes",
        path.display(),
        png.len()
    );
}

fn pictures(origin: &str, lang: &str, pages: &[(&str, String)]) {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../screenshots");
    std::fs::create_dir_all(&out).expect("a folder");
    let dir = Dir::new();
    for (name, path) in pages {
        for width in WIDTHS {
            let file = out.join(format!("{name}-{lang}-{width}.png"));
            let shot = format!("--screenshot={}", file.display());
            let size = format!("--window-size={width},1400");
            chromium(dir.path(), &[shot, size, format!("{origin}{path}")]);
            looked_at(&file, width);
        }
        let dom = chromium(
            dir.path(),
            &["--dump-dom".into(), format!("{origin}/_probe?{path}")],
        );
        let dom = String::from_utf8_lossy(&dom).into_owned();
        let title = dom
            .split("<title>")
            .nth(1)
            .and_then(|t| t.split('<').next())
            .unwrap_or_default();
        let figure = |key: &str| -> u32 {
            let found = title.split(key).nth(1).and_then(|t| t.split(' ').next());
            found
                .and_then(|n| n.parse().ok())
                .unwrap_or_else(|| panic!("{name} {lang}: {title:?}"))
        };
        assert!(figure("width=") <= 320, "{name} {lang} scrolls sideways: {title}");
        assert!(figure("text=") > 40, "{name} {lang} is empty: {title}");
    }
}

/// One digest, one alert and one request for approval, as they are sent.
async fn three_mails(site: &Site, person: &str) -> Vec<String> {
    let person = people::by_name(&site.ctx.db, person).await.unwrap().unwrap();
    let now = site.ctx.now();
    let all = mails::newest(&site.ctx.db, 100).await.unwrap();
    let mut tx = site.ctx.db.begin().await.unwrap();
    for kind in ["alert", "approval"] {
        let like = all
            .iter()
            .find(|m| m.kind == kind)
            .unwrap_or_else(|| panic!("no {kind}"));
        let payload = serde_json::from_str(&like.payload).unwrap();
        mails::queue(
            &mut tx,
            now,
            &format!("{kind} to {}", person.name),
            kind,
            "mail",
            &person.id,
            &payload,
        )
        .await
        .unwrap();
    }
    let day = serde_json::json!({ "from": now.0 - 86_400_000, "to": now.0 + 1, "slot": "2026-11-23T12:00" });
    mails::queue(
        &mut tx,
        now,
        &format!("digest to {}", person.name),
        "digest",
        "mail",
        &person.id,
        &day,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut html = Vec::new();
    for kind in ["digest", "alert", "approval"] {
        let once = format!("{kind} to {}", person.name);
        let all = mails::newest(&site.ctx.db, 100).await.unwrap();
        let mail = all.iter().find(|m| m.once == once).expect("queued");
        match deliver(&site.ctx, &Mailer::kept(), &mail.id).await {
            Delivery::Sent { html: sent, .. } => html.push(sent),
            other => panic!("{kind}: {other:?}"),
        }
    }
    html
}

/// A promise that is open and one that is kept, a case of the library, and an insult. Gives the thread
/// of the insult.
async fn memory(site: &Site) -> String {
    let manager = Actor::from(&site.person("manager").await);
    for (n, author) in ["Вера Лаптева", "Олег Жуков"].iter().enumerate() {
        let text = "Ждали заказ сорок минут, кофе холодный, очередь до двери. Администратор Марина только развела руками.";
        let thread = site
            .review("dodo-api", kit::sighting(&format!("m{n}"), author, 1, text))
            .await;
        let reply = site.reply(&thread).await;
        let text = "Здравствуйте! Очередь собралась, потому что заболел бариста. Мы поставили второго человека на выдачу. До 26 ноября проверим смены и напишем вам, что изменилось. Мария, управляющая.";
        let typed = desk::edit(
            &site.ctx,
            &manager,
            &thread,
            reply.version,
            text,
            Some("2026-11-26"),
        )
        .await
        .unwrap();
        let mut reasons = BTreeMap::new();
        let blocked = desk::approve(
            &site.ctx,
            &manager,
            &thread,
            typed.version,
            &typed.text_hash,
            &reasons,
        )
        .await;
        if let Err(DeskError::Blocked(found)) = blocked {
            reasons.extend(found.into_iter().map(|f| (f.code, "проверено мной".to_owned())));
            desk::approve(
                &site.ctx,
                &manager,
                &thread,
                typed.version,
                &typed.text_hash,
                &reasons,
            )
            .await
            .unwrap();
        }
        let promise = promises::of_thread(&site.ctx.db, &thread)
            .await
            .unwrap()
            .remove(0);
        if n == 0 {
            desk::promises::keep(&site.ctx, &manager, &promise.id, promise.version)
                .await
                .unwrap();
        }
        let stored = site.thread(&thread).await;
        let mut tx = site.ctx.db.begin().await.unwrap();
        desk::memory::remember(&site.ctx, &mut tx, &stored, text)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    desk::care::add_spot(
        &site.ctx,
        &manager,
        "тупая дура",
        "Глубоко вдохнуть.\nПередать Марии.",
    )
    .await
    .unwrap();
    let text = "Ваша администраторша тупая дура, дебилка! Кофе холодный, ждали сорок минут.";
    let thread = site
        .review("dodo-api", kit::sighting("insult", "Вера Лаптева", 1, text))
        .await;
    desk::care::boundary(&site.ctx, &manager, &thread, 1)
        .await
        .unwrap();
    site.forward(3_600);
    thread
}

/// Whether a browser is named; where none is, the test says that it is skipped. CI must have one.
pub fn chromium_is_here() -> bool {
    let here = std::env::var_os("OTKLIK_TEST_CHROMIUM").is_some();
    if !here {
        assert!(std::env::var_os("CI").is_none(), "CI must not skip Chromium");
        eprintln!("skipped: OTKLIK_TEST_CHROMIUM names no browser");
    }
    here
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn screens_and_mails_fit_a_phone_and_are_not_blank() {
    if !chromium_is_here() {
        return;
    }
    let site = Site::open(Base::sqlite().await).await;
    let thread = site.cold_coffee("dodo-ru").await;
    let texts = [
        "Ребёнок отравился сэндвичем, вызывали скорую. Рвота и температура 39.",
        "Лучший кофе на Невском, спасибо!",
        "ОченьДлинноеСловоБезПробеловКотороеНеПомещаетсяВСтрокуТелефонаИДолжноПереноситься https://example.invalid/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];
    for (n, text) in texts.iter().enumerate() {
        site.review(
            "dodo-api",
            kit::sighting(
                &format!("b{n}"),
                "Денис Корнеев",
                if n == 1 { 5 } else { 1 },
                text,
            ),
        )
        .await;
    }
    let insult = memory(&site).await;
    for (lang, person) in [("ru", "manager"), ("en", "owner")] {
        let seen = Arc::new(Seen {
            site: site.router.clone(),
            cookie: site.log_in(person).await,
            mails: three_mails(&site, person).await,
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new().fallback(show).with_state(seen);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await });
        let pages = [
            ("queue", "/".to_owned()),
            ("review", format!("/thread/{thread}")),
            ("insult", format!("/thread/{insult}")),
            ("promises", "/promises".to_owned()),
            ("topics", "/topics".to_owned()),
            ("private", "/me".to_owned()),
            ("training", "/training".to_owned()),
            ("sources", "/sources".to_owned()),
            ("digest", "/_mail/0".to_owned()),
            ("alert", "/_mail/1".to_owned()),
            ("approval", "/_mail/2".to_owned()),
        ];
        tokio::task::spawn_blocking(move || pictures(&origin, lang, &pages))
            .await
            .expect("looked at");
        serving.abort();
    }
}
