//! Who may do what, and what nobody may do.

use super::kit::{PASSWORD, ROLES, Site, parts, request};
use crate::support::on_both;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use otklik::domain::{Action, Role};
use otklik::mail::link;
use otklik::store::people;
use otklik::web::{Access, Row, declared};

/// A declared path with living ids in it.
fn filled(row: &Row, thread: &str, source: &str) -> String {
    let id = if row.path.starts_with("/sources") {
        source
    } else {
        thread
    };
    row.path
        .replace("{id}", id)
        .replace("{version}", "x")
        .replace("{file}", "base.css")
        .replace("{sample}", "none")
        .replace("{token}", "none")
}

on_both! {
    async fn every_route_answers_every_role_as_the_table_declares(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let source: (String,) = site
            .ctx
            .db
            .query("SELECT id FROM source WHERE name = 'dodo-ru'")
            .one()
            .await
            .unwrap();
        let rows = declared(&site.ctx, parts());
        assert!(rows.len() > 35, "the table is the site: {}", rows.len());
        for role in ROLES {
            let cookie = site.log_in(role).await;
            let role: Role = role.parse().unwrap();
            for row in rows.iter().filter(|r| r.path != "/logout") {
                let path = filled(row, &thread, &source.0);
                let answer = match row.method {
                    Method::GET => site.get(&path, &cookie).await,
                    _ => site.post(&path, &cookie, &[]).await,
                };
                let allowed = match row.access {
                    Access::Public => true,
                    Access::May(action) => role.may(action),
                    Access::LocalOrOwner => role == Role::Owner,
                };
                let what = format!("{role} {} {path}: {}", row.method, answer.status);
                if allowed {
                    assert_ne!(answer.status, StatusCode::FORBIDDEN, "{what}");
                    assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{what}");
                } else {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{what}");
                }
            }
        }
    }
}

on_both! {
    async fn a_stranger_reaches_nothing_but_public_routes(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let before = site.dump().await;
        for row in declared(&site.ctx, parts()) {
            let path = filled(&row, &thread, "none");
            if row.access == Access::Public {
                continue;
            }
            if row.method == Method::GET {
                let answer = site.get(&path, "").await;
                let expected = if row.access == Access::LocalOrOwner {
                    StatusCode::NOT_FOUND
                } else {
                    StatusCode::SEE_OTHER
                };
                assert_eq!(answer.status, expected, "{path}");
            } else {
                assert_eq!(
                    site.post(&path, "", &[]).await.status,
                    StatusCode::UNAUTHORIZED,
                    "{path}"
                );
            }
        }
        assert_eq!(site.dump().await, before);
    }
}

on_both! {
    async fn reading_every_page_changes_nothing(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("owner").await;
        let owner = site.person("owner").await;
        let reply = site.reply(&thread).await;
        let token = link::issue(
            &site.ctx,
            link::Purpose::Approve,
            &owner.id,
            Some(&thread),
            Some(&reply.text_hash),
        )
        .await
        .unwrap();
        let invite = link::issue(&site.ctx, link::Purpose::Invite, &owner.id, None, None)
            .await
            .unwrap();
        let source: (String,) = site
            .ctx
            .db
            .query("SELECT id FROM source LIMIT 1")
            .one()
            .await
            .unwrap();
        let before = site.dump().await;
        let mut paths: Vec<String> = declared(&site.ctx, parts())
            .iter()
            .filter(|r| r.method == Method::GET)
            .map(|r| filled(r, &thread, &source.0))
            .collect();
        paths.extend([
            format!("/link/{token}"),
            format!("/invite/{invite}"),
            format!("/reset/{invite}"),
        ]);
        for path in paths {
            for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                let asked = request(method, &path, &cookie).body(Body::empty()).unwrap();
                let answer = site.send(asked).await;
                assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            }
        }
        assert_eq!(site.dump().await, before);
    }
}

on_both! {
    async fn a_form_of_another_site_is_refused_on_every_route(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("owner").await;
        let before = site.dump().await;
        for row in declared(&site.ctx, parts())
            .iter()
            .filter(|r| r.method == Method::POST)
        {
            for (name, value) in [
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://evil.example"),
                ("origin", "null"),
            ] {
                let asked = request(Method::POST, &filled(row, &thread, "none"), &cookie)
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .header(name, value)
                    .body(Body::from("version=1"))
                    .unwrap();
                let answer = site.send(asked).await;
                assert_eq!(
                    answer.status,
                    StatusCode::FORBIDDEN,
                    "{} {name}: {value}",
                    row.path
                );
            }
        }
        assert_eq!(site.dump().await, before);
    }
}

on_both! {
    async fn every_answer_carries_the_headers_that_keep_a_browser_safe(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("owner").await;
        for (path, cookie) in [
            ("/", cookie.as_str()),
            ("/login", ""),
            ("/nowhere", cookie.as_str()),
            ("/static/x/base.css", ""),
            ("/static/x/none.css", ""),
            ("/healthz", ""),
            ("/thread/none", cookie.as_str()),
        ] {
            let answer = site.get(path, cookie).await;
            let csp = answer.header("content-security-policy");
            for part in [
                "default-src 'none'",
                "script-src 'self'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            ] {
                assert!(csp.contains(part), "{path}: {csp}");
            }
            assert!(!csp.contains("unsafe"), "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(
                answer.header("cross-origin-opener-policy"),
                "same-origin",
                "{path}"
            );
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                "same-origin",
                "{path}"
            );
            if !path.ends_with("base.css") {
                assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            }
        }
    }
}

on_both! {
    async fn an_unknown_host_is_misdirected(base: Base) {
        let site = Site::open(base).await;
        for (host, status) in [
            ("127.0.0.1:8080", StatusCode::OK),
            ("localhost:8080", StatusCode::OK),
            ("evil.example", StatusCode::MISDIRECTED_REQUEST),
            ("127.0.0.1.evil.example:8080", StatusCode::MISDIRECTED_REQUEST),
            ("127.0.0.1:81", StatusCode::MISDIRECTED_REQUEST),
        ] {
            let asked = axum::http::Request::get("/login")
                .header(header::HOST, host)
                .body(Body::empty())
                .unwrap();
            assert_eq!(site.send(asked).await.status, status, "{host}");
        }
    }
}

on_both! {
    async fn the_cookie_is_closed_to_scripts_and_bound_to_the_host(base: Base) {
        let https = Site::with(base, "[web]\npublic_url = \"https://otklik.example.org\"\n").await;
        let person = https.person("owner").await;
        let token = link::issue(&https.ctx, link::Purpose::Invite, &person.id, None, None)
            .await
            .unwrap();
        let answer = https
            .post(
                &format!("/invite/{token}"),
                "",
                &[("password", PASSWORD), ("again", PASSWORD)],
            )
            .await;
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.starts_with("__Host-otklik="), "{cookie}");
        for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        let id = answer.cookie().split_once('=').unwrap().1.to_owned();
        let stored: Vec<(String, String)> = https
            .ctx
            .db
            .query("SELECT id, data FROM session")
            .all()
            .await
            .unwrap();
        assert_eq!(stored.len(), 1);
        assert!(
            !format!("{stored:?}").contains(&id),
            "the id lies in the database only as a hash"
        );
    }
}

on_both! {
    async fn a_session_dies_with_log_out_password_change_and_deactivation(base: Base) {
        let site = Site::open(base).await;
        let first = site.log_in("manager").await;
        assert_eq!(site.get("/", &first).await.status, StatusCode::OK);
        let second = site.log_in("manager").await;
        assert_eq!(
            site.get("/", &first).await.status,
            StatusCode::SEE_OTHER,
            "a new password ends old sessions"
        );
        assert_eq!(site.get("/", &second).await.status, StatusCode::OK);

        site.post("/logout", &second, &[]).await;
        assert_eq!(
            site.get("/", &second).await.status,
            StatusCode::SEE_OTHER,
            "log-out"
        );

        let third = site.log_in("manager").await;
        let mut tx = site.ctx.db.begin().await.unwrap();
        people::sync(&mut tx, &[], site.ctx.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            site.get("/", &third).await.status,
            StatusCode::SEE_OTHER,
            "left the configuration"
        );
    }
}

on_both! {
    async fn a_session_ends_after_two_weeks_whatever_happens_in_it(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        site.forward(13 * 86_400);
        assert_eq!(site.get("/", &cookie).await.status, StatusCode::OK);
        site.forward(2 * 86_400);
        assert_eq!(site.get("/", &cookie).await.status, StatusCode::SEE_OTHER);
    }
}

on_both! {
    async fn ten_wrong_passwords_are_enough_for_five_minutes(base: Base) {
        let site = Site::open(base).await;
        site.log_in("manager").await;
        for login in ["manager", "nobody@example.org"] {
            let mut texts = Vec::new();
            for _ in 0..5 {
                let answer = site
                    .post("/login", "", &[("login", login), ("password", "wrong wrong")])
                    .await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
                texts.push(answer.text.replace(login, ""));
            }
            texts.dedup();
            assert_eq!(texts.len(), 1, "always the same words");
        }
        let answer = site
            .post("/login", "", &[("login", "owner"), ("password", "wrong wrong")])
            .await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        let wait: i64 = answer.header("retry-after").parse().unwrap();
        assert!((1..=300).contains(&wait), "{wait}");
        site.forward(wait + 1);
        let right = site
            .post(
                "/login",
                "",
                &[("login", "Manager@example.org"), ("password", PASSWORD)],
            )
            .await;
        assert_eq!(right.status, StatusCode::SEE_OTHER);
        assert_eq!(site.get("/", &right.cookie()).await.status, StatusCode::OK);
    }
}

on_both! {
    async fn wrong_and_unknown_accounts_are_answered_alike(base: Base) {
        let site = Site::open(base).await;
        site.log_in("manager").await;
        let known = site
            .post("/login", "", &[("login", "manager"), ("password", "wrong wrong")])
            .await;
        let unknown = site
            .post("/login", "", &[("login", "managex"), ("password", "wrong wrong")])
            .await;
        assert_eq!(known.status, unknown.status);
        assert_eq!(
            known.text.replace("manager", ""),
            unknown.text.replace("managex", "")
        );
    }
}

on_both! {
    async fn a_reset_is_asked_silently_and_works_once(base: Base) {
        let site = Site::open(base).await;
        let yes = site.post("/reset", "", &[("email", "owner@example.org")]).await;
        let no = site.post("/reset", "", &[("email", "nobody@example.org")]).await;
        assert_eq!((yes.status, &yes.text), (no.status, &no.text));
        let queued: (i64,) = site
            .ctx
            .db
            .query("SELECT count(*) FROM mail WHERE kind = 'reset'")
            .one()
            .await
            .unwrap();
        assert_eq!(queued.0, 1);

        let owner = site.person("owner").await;
        let token = link::issue(&site.ctx, link::Purpose::Reset, &owner.id, None, None)
            .await
            .unwrap();
        let path = format!("/reset/{token}");
        let short = site
            .post(&path, "", &[("password", "12345678"), ("again", "12345678")])
            .await;
        assert_eq!(
            short.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a common password is refused and costs nothing"
        );
        let done = site
            .post(&path, "", &[("password", PASSWORD), ("again", PASSWORD)])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        let again = site
            .post(
                &path,
                "",
                &[("password", "another phrase"), ("again", "another phrase")],
            )
            .await;
        assert_eq!(again.status, StatusCode::GONE);
        let late = link::issue(&site.ctx, link::Purpose::Invite, &owner.id, None, None)
            .await
            .unwrap();
        site.forward(25 * 3600);
        assert_eq!(
            site.get(&format!("/invite/{late}"), "").await.status,
            StatusCode::GONE
        );
    }
}

on_both! {
    async fn nobody_sees_the_locations_of_others(base: Base) {
        let site = Site::open(base).await;
        let ours = site.cold_coffee("dodo-ru").await;
        let theirs = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("neva").await;
        let queue = site.get("/?tab=open", &cookie).await;
        assert!(queue.text.contains(&ours) && !queue.text.contains(&theirs));
        assert_eq!(
            site.get(&format!("/thread/{theirs}"), &cookie).await.status,
            StatusCode::NOT_FOUND
        );
        let reply = site.reply(&theirs).await;
        let version = reply.version.to_string();
        let form = [
            ("version", version.as_str()),
            ("text", "Здравствуйте!"),
            ("reason", "спам"),
            ("n", "0"),
            ("fault", "nobody"),
            ("body", "x"),
            ("person", ""),
            ("alert", "x"),
        ];
        for verb in [
            "save", "approve", "drop", "undo", "assign", "note", "fault", "variant", "submit", "pasted", "reopen",
        ] {
            let answer = site
                .post(&format!("/thread/{theirs}/{verb}"), &cookie, &form)
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{verb}");
        }
        assert_eq!(site.reply(&theirs).await.version, reply.version);
    }
}

on_both! {
    async fn health_is_told_without_details_and_metrics_to_owners_only(base: Base) {
        let site = Site::open(base).await;
        site.cold_coffee("dodo-ru").await;
        assert_eq!(site.get("/healthz", "").await.text, "ok\n");
        site.forward(600);
        assert_eq!(
            site.get("/healthz", "").await.status,
            StatusCode::SERVICE_UNAVAILABLE
        );
        assert_eq!(site.get("/readyz", "").await.status, StatusCode::OK);
        let manager = site.log_in("manager").await;
        assert_eq!(site.get("/metrics", &manager).await.status, StatusCode::FORBIDDEN);
        let owner = site.log_in("owner").await;
        let metrics = site.get("/metrics", &owner).await;
        assert_eq!(metrics.status, StatusCode::OK);
        assert!(metrics.text.contains("otklik_reviews 1\n"), "{}", metrics.text);
        assert!(metrics.text.ends_with("# EOF\n"));
        for private in ["dodo", "example.org", "manager", "Анна"] {
            assert!(!metrics.text.contains(private), "{private}");
        }
    }
}

on_both! {
    async fn an_error_page_tells_an_id_and_nothing_else(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("owner").await;
        let mut tx = site.ctx.db.begin().await.unwrap();
        tx.query("ALTER TABLE note RENAME TO gone")
            .execute()
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let thread = site.cold_coffee("dodo-ru").await;
        let answer = site.get(&format!("/thread/{thread}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
        for detail in ["note", "SELECT", "sqlite", "no such table"] {
            assert!(!answer.text.contains(detail), "{detail}");
        }
        assert!(answer.text.contains("<code>"));
    }
}

on_both! {
    async fn a_body_that_is_too_large_is_refused(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("owner").await;
        let thread = site.cold_coffee("dodo-ru").await;
        let text = "я".repeat(600_000);
        let answer = site
            .post(
                &format!("/thread/{thread}/save"),
                &cookie,
                &[("version", "1"), ("text", &text)],
            )
            .await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
}

on_both! {
    async fn bulk_routes_never_approve(base: Base) {
        let rows = declared(&Site::open(base).await.ctx, parts());
        let bulk: Vec<&str> = rows.iter().map(|r| r.path).filter(|p| p.starts_with("/bulk")).collect();
        assert_eq!(bulk, ["/bulk/assign", "/bulk/drop"]);
        let approving: Vec<&Row> = rows.iter().filter(|r| r.path.ends_with("/approve")).collect();
        assert_eq!(approving.len(), 1);
        assert_eq!(approving[0].access, Access::May(Action::Approve));
    }
}
