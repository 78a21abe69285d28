//! From a draft to a published reply, by forms alone.

use super::kit::{Site, sighting};
use crate::support::on_both;
use axum::http::StatusCode;
use otklik::domain::State;
use otklik::mail::link::{self, Purpose};
use otklik::store::{alerts, replies};

/// A text that the linter lets through.
const GOOD: &str = "Анна, здравствуйте! Нам жаль, что кофе подали холодным и Вы ждали сорок минут. Управляющая Мария разберётся со сменой сегодня и напишет Вам в этой ветке.";

async fn form(site: &Site, thread: &str, text: &str) -> Vec<(&'static str, String)> {
    vec![
        ("version", site.reply(thread).await.version.to_string()),
        ("text", text.to_owned()),
        ("promise_by", String::new()),
    ]
}

async fn post(
    site: &Site,
    thread: &str,
    verb: &str,
    cookie: &str,
    fields: &[(&str, String)],
) -> crate::web::kit::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    site.post(&format!("/thread/{thread}/{verb}"), cookie, &fields)
        .await
}

/// Approves, giving a reason for whatever asks for one.
async fn approve(site: &Site, thread: &str, cookie: &str, text: &str) -> crate::web::kit::Answer {
    let mut fields = form(site, thread, text).await;
    let first = post(site, thread, "approve", cookie, &fields).await;
    if first.status == StatusCode::SEE_OTHER {
        return first;
    }
    let asked: Vec<String> = first
        .text
        .split("name=\"override_")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect();
    fields[0].1 = site.reply(thread).await.version.to_string();
    let names: Vec<String> = asked.iter().map(|code| format!("override_{code}")).collect();
    let mut all: Vec<(&str, String)> = fields.clone();
    all.extend(
        names
            .iter()
            .map(|n| (n.as_str(), "Проверено с управляющей".to_owned())),
    );
    post(site, thread, "approve", cookie, &all).await
}

on_both! {
    async fn what_is_approved_is_the_text_that_the_person_saw_to_the_byte(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("manager").await;
        let typed = format!("{}\r\nС уважением", GOOD);
        let answer = approve(&site, &thread, &cookie, &typed).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let reply = site.reply(&thread).await;
        assert_eq!(reply.state(), State::Approved);
        assert_eq!(reply.text, typed.replace("\r\n", "\n"));
        let consent = replies::approval(&site.ctx.db, reply.approval_id.as_deref().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(consent.text_hash, replies::text_hash(&reply.text));
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("уйдёт в 12:10"), "the outbox is spelled out");
        assert!(page.contains(&format!("/thread/{thread}/undo")));
    }
}

on_both! {
    async fn an_approval_can_be_taken_back_while_it_waits(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("manager").await;
        approve(&site, &thread, &cookie, GOOD).await;
        let version = site.reply(&thread).await.version.to_string();
        let answer = site
            .post(
                &format!("/thread/{thread}/undo"),
                &cookie,
                &[("version", &version)],
            )
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let reply = site.reply(&thread).await;
        assert_eq!((reply.state(), reply.approval_id), (State::InReview, None));
    }
}

on_both! {
    async fn two_who_approve_at_once_give_one_approval_and_one_conflict(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let (first, second) = (site.log_in("manager").await, site.log_in("owner").await);
        let old = form(&site, &thread, GOOD).await;
        approve(&site, &thread, &first, GOOD).await;
        let answer = post(&site, &thread, "approve", &second, &old).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert_eq!(site.reply(&thread).await.state(), State::Approved);
        let approvals: (i64,) = site
            .ctx
            .db
            .query("SELECT count(*) FROM approval")
            .one()
            .await
            .unwrap();
        assert_eq!(approvals.0, 1);
    }
}

on_both! {
    async fn a_text_that_meets_a_conflict_is_shown_again_and_not_lost(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let (first, second) = (site.log_in("manager").await, site.log_in("suggester").await);
        let old = form(&site, &thread, "Мой длинный и труднодобытый текст.").await;
        post(&site, &thread, "save", &first, &form(&site, &thread, GOOD).await).await;
        let answer = post(&site, &thread, "save", &second, &old).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text.contains("Мой длинный и труднодобытый текст."));
        assert!(
            answer.text.contains("Управляющая Мария"),
            "beside it stands what is stored"
        );
        assert_eq!(site.reply(&thread).await.text, GOOD);
    }
}

on_both! {
    async fn a_blocked_text_is_not_approved_and_its_reasons_are_shown(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("manager").await;
        let text = "Приносим извинения за доставленные неудобства, ваше мнение очень важно для нас!";
        let answer = post(
            &site,
            &thread,
            "approve",
            &cookie,
            &form(&site, &thread, text).await,
        )
        .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("class=\"finding block\""));
        assert!(answer.text.contains(text), "what was typed is still there");
        assert_ne!(site.reply(&thread).await.state(), State::Approved);
    }
}

on_both! {
    async fn live_lint_counts_and_judges_and_changes_nothing(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("viewer").await;
        let before = site.dump().await;
        let long = "Спасибо. ".repeat(60);
        let fields = form(&site, &thread, &long).await;
        let answer = post(&site, &thread, "lint", &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            answer.text.contains("539 из 350 знаков"),
            "the platform's limit and unit"
        );
        assert!(answer.text.contains("length over"));
        assert!(
            answer.text.contains("<html"),
            "without JavaScript it is a whole page"
        );
        let asked = crate::web::kit::request(
            axum::http::Method::POST,
            &format!("/thread/{thread}/lint"),
            &cookie,
        )
        .header("content-type", "application/x-www-form-urlencoded")
        .header("hx-request", "true")
        .body(axum::body::Body::from("version=1&text=%D0%94%D0%B0"))
        .unwrap();
        let fragment = site.send(asked).await.text;
        assert!(
            fragment.trim_start().starts_with("<div id=\"lint\""),
            "{fragment}"
        );
        assert_eq!(site.dump().await, before);
    }
}

on_both! {
    async fn publishing_by_hand_goes_through_copy_link_and_confirmation(base: Base) {
        let site = Site::open(base).await;
        let mut review = sighting(
            "1",
            "Анна П.",
            1,
            "Кофе холодный, ждали сорок минут, администратор нагрубила.",
        );
        review.url = Some("https://apps.apple.com/review/1".into());
        let thread = site.review("dodo-ru", review).await;
        let cookie = site.log_in("manager").await;
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("Согласовать для ручной публикации"));
        approve(&site, &thread, &cookie, GOOD).await;
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("data-copy=\"#paste-text\""));
        assert!(page.contains("href=\"https:&#x2f;&#x2f;apps.apple.com&#x2f;review&#x2f;1\""));
        let version = site.reply(&thread).await.version.to_string();
        site.post(
            &format!("/thread/{thread}/pasted"),
            &cookie,
            &[("version", &version)],
        )
        .await;
        assert_eq!(site.reply(&thread).await.state(), State::Published);
    }
}

on_both! {
    async fn variants_faults_notes_and_hand_over_are_kept_in_the_timeline(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("manager").await;
        let version = site.reply(&thread).await.version.to_string();
        site.post(
            &format!("/thread/{thread}/variant"),
            &cookie,
            &[("version", &version), ("n", "1")],
        )
        .await;
        site.post(
            &format!("/thread/{thread}/fault"),
            &cookie,
            &[("fault", "business")],
        )
        .await;
        site.post(
            &format!("/thread/{thread}/note"),
            &cookie,
            &[("body", "Позвонить <b>Анне</b>")],
        )
        .await;
        let seller = site.person("suggester").await;
        let version = site.thread(&thread).await.version.to_string();
        site.post(
            &format!("/thread/{thread}/assign"),
            &cookie,
            &[("version", &version), ("person", &seller.id)],
        )
        .await;
        let stored = site.thread(&thread).await;
        assert_eq!(stored.assignee_id, Some(seller.id));
        assert_eq!(stored.fault.as_deref(), Some("business"));
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        for part in [
            "изменил текст ответа",
            "решил, чья вина",
            "оставил заметку",
            "передал отзыв",
            "Позвонить &lt;b&gt;Анне&lt;&#x2f;b&gt;",
        ] {
            assert!(page.contains(part), "{part}");
        }
        let stale = site
            .post(
                &format!("/thread/{thread}/assign"),
                &cookie,
                &[("version", &version), ("person", "")],
            )
            .await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "somebody was faster");
    }
}

on_both! {
    async fn the_second_editor_is_told_who_writes(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let (first, second) = (site.log_in("manager").await, site.log_in("suggester").await);
        let beat = |cookie: String| {
            crate::web::kit::request(
                axum::http::Method::POST,
                &format!("/thread/{thread}/editing"),
                &cookie,
            )
            .header("hx-request", "true")
            .body(axum::body::Body::empty())
            .unwrap()
        };
        assert_eq!(site.send(beat(first.clone())).await.text.trim(), "");
        assert!(site.send(beat(second.clone())).await.text.contains("manager"));
        assert!(
            site.get("/?tab=open", &second)
                .await
                .text
                .contains("Сейчас пишет manager")
        );
        site.forward(120);
        assert_eq!(
            site.send(beat(second)).await.text.trim(),
            "",
            "who fell asleep holds nobody up"
        );
    }
}

on_both! {
    async fn bulk_assigns_and_drops_with_a_reason(base: Base) {
        let site = Site::open(base).await;
        let one = site.cold_coffee("dodo-ru").await;
        let two = site
            .review(
                "dodo-ru",
                sighting("2", "Пётр", 2, "Долго ждали заказ, никто не подошёл."),
            )
            .await;
        let cookie = site.log_in("manager").await;
        let me = site.person("manager").await;
        site.post(
            "/bulk/assign",
            &cookie,
            &[("id", &one), ("id", &two), ("person", &me.id)],
        )
        .await;
        assert_eq!(
            site.thread(&one).await.assignee_id.as_deref(),
            Some(me.id.as_str())
        );
        assert_eq!(
            site.thread(&two).await.assignee_id.as_deref(),
            Some(me.id.as_str())
        );
        let no = site
            .post("/bulk/drop", &cookie, &[("id", &one), ("reason", " ")])
            .await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason, no drop");
        site.post(
            "/bulk/drop",
            &cookie,
            &[("id", &one), ("id", &two), ("reason", "Реклама, не отзыв")],
        )
        .await;
        assert_eq!(site.reply(&one).await.state(), State::Dropped);
        assert!(!site.thread(&two).await.open);
    }
}

on_both! {
    async fn an_approval_link_shows_by_get_and_acts_once_by_post(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("manager").await;
        post(&site, &thread, "save", &cookie, &form(&site, &thread, GOOD).await).await;
        let reply = site.reply(&thread).await;
        let owner = site.person("owner").await;
        let token = link::issue(
            &site.ctx,
            Purpose::Approve,
            &owner.id,
            Some(&thread),
            Some(&reply.text_hash),
        )
        .await
        .unwrap();
        let path = format!("/link/{token}");
        let before = site.dump().await;
        for _ in 0..5 {
            let page = site.get(&path, "").await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(page.text.contains("Управляющая Мария") && page.text.contains("Approve"));
        }
        assert_eq!(
            site.dump().await,
            before,
            "a scanner that follows links changes nothing"
        );
        let mut fields = Vec::new();
        let first = site.post(&path, "", &[]).await;
        if first.status == StatusCode::UNPROCESSABLE_ENTITY {
            let codes: Vec<String> = first
                .text
                .split("name=\"override_")
                .skip(1)
                .filter_map(|r| Some(format!("override_{}", r.split_once('"')?.0)))
                .collect();
            fields = codes;
        }
        if !fields.is_empty() {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|f| (f.as_str(), "Checked with the manager"))
                .collect();
            assert_eq!(site.post(&path, "", &fields).await.status, StatusCode::OK);
        }
        let approved = site.reply(&thread).await;
        assert_eq!(approved.state(), State::Approved, "{}", first.text);
        let consent = replies::approval(&site.ctx.db, approved.approval_id.as_deref().unwrap())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(consent.person_id, owner.id, "the person to whom the mail went");
        assert_eq!(site.post(&path, "", &[]).await.status, StatusCode::GONE);
        assert_eq!(site.get(&path, "").await.status, StatusCode::GONE);
    }
}

on_both! {
    async fn a_link_to_a_text_that_changed_is_worthless(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("manager").await;
        let owner = site.person("owner").await;
        let reply = site.reply(&thread).await;
        let token = link::issue(
            &site.ctx,
            Purpose::Approve,
            &owner.id,
            Some(&thread),
            Some(&reply.text_hash),
        )
        .await
        .unwrap();
        post(&site, &thread, "save", &cookie, &form(&site, &thread, GOOD).await).await;
        let path = format!("/link/{token}");
        assert_eq!(site.get(&path, "").await.status, StatusCode::CONFLICT);
        assert_eq!(site.post(&path, "", &[]).await.status, StatusCode::CONFLICT);
        assert_ne!(site.reply(&thread).await.state(), State::Approved);
        assert_eq!(site.get("/link/forged", "").await.status, StatusCode::NOT_FOUND);
        site.forward(8 * 86_400);
        let late = site.get(&path, "").await;
        assert_eq!(late.status, StatusCode::GONE);
    }
}

on_both! {
    async fn an_acknowledge_link_takes_the_alert_for_its_person(base: Base) {
        let site = Site::open(base).await;
        let text =
            "Ребёнок отравился у вас пиццей, мы в больнице, вызвали скорую. Идём в Роспотребнадзор и в суд.";
        let thread = site.review("dodo-api", sighting("9", "Мама", 1, text)).await;
        let alert = alerts::of_thread(&site.ctx.db, &thread)
            .await
            .unwrap()
            .into_iter()
            .next()
            .expect("an urgent review raises an alert");
        let duty = site.person("on_call").await;
        let token = link::issue(&site.ctx, Purpose::Acknowledge, &duty.id, Some(&alert.id), None)
            .await
            .unwrap();
        let path = format!("/link/{token}");
        assert_eq!(site.get(&path, "").await.status, StatusCode::OK);
        assert_eq!(site.post(&path, "", &[]).await.status, StatusCode::OK);
        let taken = alerts::by_id(&site.ctx.db, &alert.id).await.unwrap().unwrap();
        assert_eq!(taken.taken_by, Some(duty.id));
        assert_eq!(site.post(&path, "", &[]).await.status, StatusCode::GONE);
    }
}

on_both! {
    async fn one_click_puts_the_sentences_in_order_and_stores_nothing(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-api").await;
        let cookie = site.log_in("manager").await;
        let typed = "Анна, здравствуйте! Извините за холодный кофе. Сегодня починили кофемашину. Управляющая Мария";
        let fields = form(&site, &thread, typed).await;
        let checked = post(&site, &thread, "lint", &cookie, &fields).await;
        assert!(checked.text.contains(&format!("/thread/{thread}/reorder")), "the button is offered");
        let before = site.reply(&thread).await;
        let page = post(&site, &thread, "reorder", &cookie, &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Сегодня починили кофемашину. Извините за холодный кофе."), "{}", page.text);
        assert!(!page.text.contains(&format!("/thread/{thread}/reorder")), "nothing is left to move");
        assert_eq!(site.reply(&thread).await.text_hash, before.text_hash);
    }
}

on_both! {
    async fn a_correction_is_kept_and_shown_and_moves_the_deadline(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("manager").await;
        let before = site.thread(&thread).await;
        assert_ne!(before.urgency, "low");
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("Прочитано неверно?"), "{page}");
        let form = [("sentiment", "positive"), ("urgency", "low"), ("topic", "staff"), ("topic", "price")];
        let answer = site.post(&format!("/thread/{thread}/correct"), &cookie, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let after = site.thread(&thread).await;
        assert_eq!((after.sentiment.as_str(), after.urgency.as_str()), ("positive", "low"));
        assert!(after.reply_by > before.reply_by, "what is less urgent may wait longer");
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("Пока 1 поправка.") && page.contains("поправил прочтение"), "{page}");
        let answer = site.post("/judge/back", &cookie, &[("thread", thread.as_str())]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let wrong = site.post(&format!("/thread/{thread}/correct"), &cookie, &[("urgency", "soon")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
