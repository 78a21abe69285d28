//! What a review praises and what it blames is marked at the right words, whatever stands around them.

use super::browser::{Seen, chromium, show};
use super::kit::{Site, sighting};
use crate::support::{Base, Dir, on_both};
use axum::Router;
use scraper::{Html, Selector};
use std::sync::Arc;

/// Name, text, what is praised and what is blamed in it.
const TEXTS: [(&str, &str, &[&str], &[&str]); 5] = [
    (
        "plain",
        "Нормально, но капучино принесли чуть тёплый.",
        &["Нормально"],
        &["но капучино принесли чуть тёплый"],
    ),
    (
        "emoji",
        "👍🏽👨‍👩‍👧‍👦 Кофе вкусный ☕️, но ждали заказ час 😡! Официантка милая 🥰, а столы липкие.",
        &["👍🏽👨‍👩‍👧‍👦 Кофе вкусный ☕️", "Официантка милая 🥰"],
        &["но ждали заказ час 😡", "а столы липкие"],
    ),
    (
        "rtl",
        "שלום \u{202e}abc\u{202c} Персонал приветливый, завтрак вкусный, но в номере грязно. مرحبا",
        &["שלום \u{202e}abc\u{202c} Персонал приветливый, завтрак вкусный"],
        &["но в номере грязно"],
    ),
    (
        "html",
        "<b>Пицца</b> вкусная &amp; горячая, но <i title=\"x\">доставка</i> опоздала на час &lt;3 <script>alert(1)</script>",
        &["b>Пицца</b> вкусная &amp; горячая"],
        &["но <i title=\"x\">доставка</i> опоздала на час &lt;3 <script>alert(1)</script"],
    ),
    (
        "english",
        "Lovely staff\u{301} and great pastries.\nThe latte, sadly, was barely warm — and we waited forty minutes.",
        &["Lovely staff\u{301} and great pastries"],
        &["The latte, sadly, was barely warm — and we waited forty minutes"],
    ),
];

fn hidden(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Neighbouring pieces of one side are one stretch: a word that decided is a piece of its own.
fn stretches(paragraph: &scraper::ElementRef<'_>, side: &str) -> Vec<String> {
    let spans = Selector::parse("bdi > span.side, bdi > mark").expect("a selector");
    let mut out: Vec<(String, usize)> = Vec::new();
    for (at, child) in paragraph.children().enumerate() {
        let Some(element) = scraper::ElementRef::wrap(child).filter(|e| spans.matches(e)) else {
            continue;
        };
        if !element.value().classes().any(|c| c == side) {
            continue;
        }
        let text: String = element.text().collect();
        match out.last_mut() {
            Some((last, before)) if *before + 1 == at => {
                last.push_str(&text);
                *before = at;
            }
            _ => out.push((text, at)),
        }
    }
    out.into_iter().map(|(text, _)| text).collect()
}

on_both! {
    async fn praise_and_blame_are_marked_at_their_words(base: Base) {
        let site = Site::open(base).await;
        for (lang, person) in [("ru", "manager"), ("en", "owner")] {
            let cookie = site.log_in(person).await;
            for (name, text, praised, blamed) in TEXTS {
                let thread = site.review("dodo-ru", sighting(name, "Анна", 3, text)).await;
                let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
                let document = Html::parse_document(&page);
                let paragraph = Selector::parse("p.text > bdi").expect("a selector");
                let paragraph = document.select(&paragraph).next().expect("the text");
                assert_eq!(paragraph.text().collect::<String>(), text, "{name}: the words are all there");
                assert_eq!(stretches(&paragraph, "praised"), praised, "{name}");
                assert_eq!(stretches(&paragraph, "blamed"), blamed, "{name}");
                let from = page.find("<p class=\"text\">").expect("the text");
                let marked = &page[from..from + page[from..].find("<form").unwrap_or(page.len() - from)];
                let marked: String = marked.lines().take(2).collect::<Vec<_>>().join("\n").replace(hidden, "�");
                insta::with_settings!({ snapshot_path => "../snapshots/web", prepend_module_to_snapshot => false, omit_expression => true }, {
                    insta::assert_snapshot!(format!("marks-{name}-{lang}"), marked.replace("<span", "\n<span"));
                });
            }
        }
    }
}

/// A page that frames another and writes down every marked stretch as the browser shows it: class, words, how many
/// boxes lie inside the paragraph (a space at the end of a line hangs over it) and how many outside, and whether it is underlined and tinted.
pub fn probe(path: &str) -> String {
    format!(
        "<!DOCTYPE html><title>waiting</title><iframe id=f style='width:320px;height:900px;border:0' src='{path}'></iframe>\
         <script>f.onload=()=>{{const d=f.contentDocument,p=d.querySelector('p.text');const o=p.getBoundingClientRect();\
         const l=[...p.querySelectorAll('.side')].map(s=>{{const c=f.contentWindow.getComputedStyle(s);\
         const b=[...s.getClientRects()].filter(r=>r.width>0);const ok=b.filter(r=>r.left>=o.left-1&&r.left<o.right&&r.right<=o.right+8&&r.top>=o.top-2&&r.bottom<=o.bottom+2);\
         return [s.className,s.textContent,ok.length,b.length-ok.length,\
         c.textDecorationLine==='underline'&&c.backgroundColor!=='rgba(0, 0, 0, 0)'&&c.display==='inline']}});\
         document.title=encodeURIComponent(JSON.stringify(l))}}</script>"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_shows_the_marks_at_the_right_words() {
    if !super::browser::chromium_is_here() {
        return;
    }
    let site = Site::open(Base::sqlite().await).await;
    let mut threads = Vec::new();
    for (name, text, ..) in TEXTS {
        threads.push(site.review("dodo-ru", sighting(name, "Анна", 3, text)).await);
    }
    let seen = Arc::new(Seen {
        site: site.router.clone(),
        cookie: site.log_in("manager").await,
        mails: Vec::new(),
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new().fallback(show).with_state(seen);
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let looked = tokio::task::spawn_blocking(move || {
        let dir = Dir::new();
        for ((name, text, praised, blamed), thread) in TEXTS.iter().zip(threads) {
            let address = format!("{origin}/_marks?/thread/{thread}");
            let dom = chromium(dir.path(), &["--dump-dom".into(), address]);
            let dom = String::from_utf8_lossy(&dom).into_owned();
            let title = dom
                .split("<title>")
                .nth(1)
                .and_then(|t| t.split('<').next())
                .unwrap_or_default();
            let pair = format!("t={title}");
            let (_, json) = url::form_urlencoded::parse(pair.as_bytes())
                .next()
                .expect("a title");
            let seen: Vec<(String, String, usize, usize, bool)> =
                serde_json::from_str(&json).unwrap_or_else(|e| panic!("{name}: {e}: {title}"));
            for (class, words, inside, outside, styled) in &seen {
                assert!(
                    *inside > 0 && *outside == 0 && *styled,
                    "{name}: {class} {words:?}: {seen:?}"
                );
                assert!(text.contains(words.as_str()), "{name}: {words:?}");
            }
            for (side, wanted) in [("praised", praised), ("blamed", blamed)] {
                let of = |s: &&(String, String, usize, usize, bool)| s.0 == format!("side {side}");
                let shown: String = seen.iter().filter(of).map(|s| s.1.as_str()).collect();
                assert_eq!(shown, wanted.concat(), "{name} {side}");
            }
        }
    });
    looked.await.expect("looked at");
    serving.abort();
}
