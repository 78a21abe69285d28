//! What the pages show, in both languages, and what stays inert in them.

use super::kit::{Site, sighting};
use crate::support::on_both;
use axum::http::StatusCode;
use otklik::mail::link::{self, Purpose};
use otklik::store::{mails, people};

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "\u{202e}gnp.exe\u{202c} \u{0}\u{8} text",
    "<a href=\"https://evil.example\">click</a>",
    "&lt;b&gt; &amp; &#60;script&#62;",
];

/// No tag, attribute or handler of the hostile text lives in the page.
fn inert(page: &str, what: &str) {
    let low = page.to_lowercase().replace("&#x2f;", "/");
    for bad in [
        "<script>alert",
        "onerror=alert(1)>",
        "<svg/onload",
        "<img src=x",
        "<iframe srcdoc",
        "href=\"https://evil",
        "href=\"javascript",
        "<!--<script",
    ] {
        assert!(!low.contains(bad), "{what}: {bad}");
    }
    assert!(
        !page.contains("49{%") && !low.contains("&lt;49"),
        "{what}: a template in a text was run"
    );
}

on_both! {
    async fn hostile_names_titles_and_texts_are_inert_everywhere(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        for (n, text) in HOSTILE.iter().enumerate() {
            // adapters give no NUL; forms may
            let seen = text.replace('\0', "\u{fffd}");
            let mut s = sighting(&format!("h{n}"), &seen, 1, &seen);
            s.title = Some(seen.clone());
            s.url = Some(seen.clone());
            let thread = site.review("dodo-ru", s.clone()).await;
            s.text = format!("{seen} и ещё {seen}");
            site.review("dodo-ru", s).await;
            let version = site.reply(&thread).await.version.to_string();
            let form = [("version", version.as_str()), ("text", *text), ("promise_by", "")];
            site.post(&format!("/thread/{thread}/save"), &cookie, &form).await;
            let noted = site.post(&format!("/thread/{thread}/note"), &cookie, &[("body", text)]).await;
            assert!(!noted.status.is_server_error(), "{text}");
            let page = site.get(&format!("/thread/{thread}"), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{text}");
            inert(&page.text, text);
            let lint = site.post(&format!("/thread/{thread}/lint"), &cookie, &form).await;
            inert(&lint.text, text);
            let encoded: String = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("q", text)
                .append_pair("tab", text)
                .finish();
            let found = site.get(&format!("/?{encoded}"), &cookie).await;
            assert!(!found.status.is_server_error(), "{text}");
            inert(&found.text, text);
            inert(
                &site
                    .post(
                        "/login",
                        "",
                        &[("login", text), ("password", text), ("next", text)],
                    )
                    .await
                    .text,
                text,
            );
        }
        inert(&site.get("/?tab=open", &cookie).await.text, "queue");
    }
}

on_both! {
    async fn a_mail_in_the_demo_mailbox_stands_in_a_sandbox(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("owner").await;
        let owner = site.person("owner").await;
        let mut tx = site.ctx.db.begin().await.unwrap();
        mails::queue(
            &mut tx,
            site.ctx.now(),
            "x",
            "test",
            "mail",
            &owner.id,
            &serde_json::json!({}),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let mail = mails::newest(&site.ctx.db, 1).await.unwrap().remove(0);
        let mut tx = site.ctx.db.begin().await.unwrap();
        mails::sent(
            &mut tx,
            &mail.id,
            site.ctx.now(),
            "<b>S</b>",
            "text",
            "<p style='color:red'>x</p><script>alert(1)</script>",
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        inert(&site.get("/mails", &cookie).await.text, "list");
        let page = site.get(&format!("/mails/{}", mail.id), &cookie).await;
        assert!(page.text.contains("sandbox=\"") && !page.text.contains("allow-scripts"));
        let body = site.get(&format!("/mails/{}/body", mail.id), &cookie).await;
        let csp = body.header("content-security-policy");
        assert!(
            csp.contains("default-src 'none'") && csp.contains("sandbox") && !csp.contains("allow-scripts"),
            "{csp}"
        );
    }
}

on_both! {
    /// Every page in both languages; no message key and no undefined value shows through.
    async fn every_page_is_complete_in_both_languages(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let urgent = site
            .review(
                "dodo-api",
                sighting(
                    "8",
                    "Мама",
                    1,
                    "Ребёнок отравился у вас, мы в больнице, подаём в суд и в Роспотребнадзор.",
                ),
            )
            .await;
        let praise = site
            .review(
                "dodo-api",
                sighting("7", "Олег", 5, "Отличный кофе, спасибо бариста!"),
            )
            .await;
        let removed = {
            let mut s = sighting("7", "Олег", 5, "Отличный кофе, спасибо бариста!");
            s.removed = true;
            site.review("dodo-api", s).await
        };
        assert_eq!(praise, removed);
        for (name, mark) in [("owner", "lang=\"en\""), ("manager", "lang=\"ru\"")] {
            let cookie = site.log_in(name).await;
            let person = people::by_name(&site.ctx.db, name).await.unwrap().unwrap();
            let reply = site.reply(&thread).await;
            let approve = link::issue(
                &site.ctx,
                Purpose::Approve,
                &person.id,
                Some(&thread),
                Some(&reply.text_hash),
            )
            .await
            .unwrap();
            let mut paths: Vec<String> = ["open", "hot", "review", "work", "unanswered", "praise", "closed"]
                .iter()
                .map(|t| format!("/?tab={t}"))
                .collect();
            paths.extend(
                [
                    "/",
                    "/?q=кофе",
                    "/?q=zzz",
                    "/sources",
                    "/mails",
                    "/help",
                    "/nowhere",
                ]
                .map(str::to_owned),
            );
            paths.extend([&thread, &urgent, &removed].map(|t| format!("/thread/{t}")));
            paths.push(format!("/link/{approve}"));
            for path in paths {
                let path = path.replace("кофе", "%D0%BA%D0%BE%D1%84%D0%B5");
                let page = site.get(&path, &cookie).await;
                assert!(
                    page.status.is_success() || path == "/nowhere",
                    "{path}: {}",
                    page.status
                );
                assert!(page.text.contains(mark), "{path} speaks the person's language");
                for hole in ["web-", "error-", "desk-", "state-", "undefined", "None"] {
                    let shown = visible(&page.text);
                    assert!(!shown.contains(hole), "{path} in {mark}: {hole} in {shown}");
                }
            }
        }
        for (lang, word) in [
            ("ru", "Вход"),
            ("en-GB,en;q=0.9", "Log in"),
            ("de,en;q=0.5", "Log in"),
            ("zh", "Вход"),
        ] {
            let asked = crate::web::kit::request(axum::http::Method::GET, "/login", "")
                .header("accept-language", lang)
                .body(axum::body::Body::empty())
                .unwrap();
            assert!(site.send(asked).await.text.contains(word), "{lang}");
        }
    }
}

/// The text between tags.
fn visible(page: &str) -> String {
    let body = page.split_once("<body>").map_or(page, |(_, b)| b);
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

on_both! {
    async fn the_queue_is_sorted_by_deadline_and_counted_by_tab(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let praise = site
            .review(
                "dodo-ru",
                sighting("1", "Олег", 5, "Отличный кофе, спасибо бариста!"),
            )
            .await;
        let anger = site
            .review(
                "dodo-ru",
                sighting("2", "Анна", 1, "Кофе холодный, ждали сорок минут, нагрубили."),
            )
            .await;
        let page = site.get("/?tab=open", &cookie).await.text;
        let (a, p) = (page.find(&anger).unwrap(), page.find(&praise).unwrap());
        assert!(a < p, "the complaint is due first");
        assert!(page.contains("осталось"));
        let praised = site.get("/?tab=praise", &cookie).await.text;
        assert!(praised.contains(&praise) && !praised.contains(&anger));
        site.forward(30 * 86_400);
        let late = site.log_in("manager").await;
        let page = site.get("/?tab=hot", &late).await.text;
        assert!(page.contains(&anger) && page.contains("просрочено"));
    }
}

on_both! {
    async fn search_folds_case_and_yo_and_takes_wildcards_as_letters(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let tea = site
            .review("dodo-ru", sighting("1", "Олег", 2, "Чёрный ЧАЙ остыл, 100% вода"))
            .await;
        let pie = site
            .review("dodo-ru", sighting("2", "Анна", 2, "Пирог сухой"))
            .await;
        for (q, finds_tea, finds_pie) in [
            ("черный чай", true, false),
            ("ПИРОГ", false, true),
            ("100%", true, false),
            ("_", false, false),
            ("%", true, false),
        ] {
            let query: String = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("tab", "open")
                .append_pair("q", q)
                .finish();
            let page = site.get(&format!("/?{query}"), &cookie).await.text;
            assert_eq!(
                (page.contains(&tea), page.contains(&pie)),
                (finds_tea, finds_pie),
                "{q}"
            );
        }
    }
}

on_both! {
    async fn a_sensitive_case_has_a_playbook_and_no_draft(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let text = "После вашей пиццы у ребёнка отравление, лежим в больнице.";
        let thread = site.review("dodo-api", sighting("9", "Мама", 1, text)).await;
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("class=\"playbook\""));
        assert_eq!(site.reply(&thread).await.text, "");
        assert!(page.contains("Беру на себя") && page.contains("Срочно."));
    }
}

on_both! {
    async fn an_edited_review_shows_what_changed(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let thread = site.cold_coffee("dodo-ru").await;
        site.review(
            "dodo-ru",
            sighting(
                "1",
                "Анна П.",
                3,
                "Кофе был тёплый, ждали сорок минут, но извинились.",
            ),
        )
        .await;
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("<ins>") && page.contains("<del>"));
        assert!(page.contains("1 правка автора"));
    }
}

on_both! {
    async fn a_blind_source_says_so_with_cause_and_remedy(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let mut tx = site.ctx.db.begin().await.unwrap();
        tx.query("UPDATE source SET health = 'red', failure = $1, failing_since = $2 WHERE name = 'dodo-ru'")
            .bind(r#"{"failure":"drift","at":"feed.entry[3]"}"#.to_owned())
            .bind(site.ctx.now())
            .execute()
            .await
            .unwrap();
        let id: (String,) = tx
            .query("SELECT id FROM source WHERE name = 'dodo-ru'")
            .one()
            .await
            .unwrap();
        let failure = otklik_adapters::Failure::drift("feed.entry[3]");
        otklik::store::sources::keep_sample(
            &mut tx,
            &id.0,
            site.ctx.now(),
            &failure,
            None,
            b"<script>x</script>",
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let page = site.get("/sources", &cookie).await.text;
        for part in [
            "не видим отзывов",
            "Страница площадки изменилась",
            "feed.entry[3]",
            "1 источник слеп",
            "1 образец",
        ] {
            assert!(page.contains(part), "{part}");
        }
        let link = page
            .split("href=\"/sources/")
            .nth(1)
            .and_then(|r| r.split_once('"'))
            .unwrap()
            .0
            .to_owned();
        let sample = site.get(&format!("/sources/{link}"), &cookie).await;
        assert_eq!(sample.header("content-type"), "application/octet-stream");
        assert!(sample.header("content-disposition").starts_with("attachment"));
        let viewer = site.log_in("viewer").await;
        assert_eq!(
            site.get(&format!("/sources/{link}"), &viewer).await.status,
            StatusCode::FORBIDDEN
        );
        assert!(!site.get("/sources", &viewer).await.text.contains("/samples/"));
    }
}

#[test]
fn every_template_compiles_and_no_page_has_inline_code() {
    let names = otklik::web::templates();
    assert!(names.len() > 20);
    for name in names {
        let text =
            std::fs::read_to_string(format!("{}/src/web/templates/{name}", env!("CARGO_MANIFEST_DIR")))
                .unwrap();
        for bad in [
            " style=",
            " onclick",
            " onsubmit",
            "<style",
            "|safe",
            "javascript:",
        ] {
            assert!(!text.contains(bad), "{name}: {bad}");
        }
    }
}
