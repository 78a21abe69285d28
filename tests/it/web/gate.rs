//! The linter at the door of the web: facts of the store stop an approval, and a person is told why.

use super::kit::{Answer, Site, sighting};
use crate::support::{Dir, on_both};
use axum::http::StatusCode;
use otklik::desk;
use otklik::domain::State;
use otklik::store::events;

const ISOLATED: &str = "Анна, здравствуйте! Спасибо, что написали. Кофе остыл на выдаче, это единичный случай. До 25 ноября проверим смену и напишем вам. Мария, управляющая.";

async fn approve(site: &Site, thread: &str, cookie: &str, text: &str, more: &[(&str, &str)]) -> Answer {
    let version = site.reply(thread).await.version.to_string();
    let mut fields = vec![
        ("version", version.as_str()),
        ("text", text),
        ("promise_by", "2026-11-25"),
    ];
    fields.extend(more);
    site.post(&format!("/thread/{thread}/approve"), cookie, &fields)
        .await
}

on_both! {
    async fn the_fourth_complaint_is_no_isolated_case(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let text = "Кофе холодный, ждали сорок минут.";
        let thread = site.review("dodo-api", sighting("1", "Анна", 1, text)).await;
        for (n, author) in ["Борис", "Вера", "Глеб"].iter().enumerate() {
            site.review("dodo-api", sighting(&format!("more{n}"), author, 1, text)).await;
        }
        let stopped = approve(&site, &thread, &cookie, ISOLATED, &[]).await;
        assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stopped.text.contains("override_isolated_case_untrue"), "{}", stopped.text);
        assert!(stopped.text.contains("4"), "the count is shown");
        assert_ne!(site.reply(&thread).await.state(), State::Approved);
        let honest = ISOLATED.replace(", это единичный случай", "");
        let let_through = approve(&site, &thread, &cookie, &honest, &[]).await;
        assert_eq!(let_through.status, StatusCode::SEE_OTHER, "{}", let_through.text);
    }
}

on_both! {
    /// A warning: the page says it, and the person may still approve.
    async fn another_date_than_the_one_we_named_is_said_on_the_page(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let mut old = sighting("1", "Анна", 1, "Деньги за отменённый заказ не вернули.");
        old.official_reply = Some(otklik_adapters::OfficialReply {
            id: None,
            text: "Анна, здравствуйте! Вернём деньги до 24 ноября.".into(),
            at: Some("2026-11-20T09:00:00Z".parse().expect("an instant")),
            standing: otklik_adapters::Standing::Live,
        });
        old.created = Some("2026-11-20T08:00:00Z".parse().expect("an instant"));
        site.review("dodo-ru", old).await;
        let thread = site.review("dodo-api", sighting("2", "Анна", 1, "Жду деньги за отменённый заказ, возврата всё нет.")).await;
        let text = "Анна, здравствуйте! Спасибо, что напомнили о возврате. Платёж задержался в банке. Вернём деньги до 25 ноября. Мария, управляющая.";
        let version = site.reply(&thread).await.version.to_string();
        let fields = [("version", version.as_str()), ("text", text), ("promise_by", "2026-11-25")];
        let page = site.post(&format!("/thread/{thread}/lint"), &cookie, &fields).await;
        assert!(page.text.contains("Раньше этому автору обещали другое"), "{}", page.text);
        let answer = approve(&site, &thread, &cookie, text, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
}

on_both! {
    async fn nobody_approves_before_the_photos_were_looked_at(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("manager").await;
        let mut seen = sighting("1", "Анна", 1, "Кофе холодный, ждали сорок минут.");
        seen.media = 2;
        let thread = site.review("dodo-api", seen).await;
        let text = ISOLATED.replace(", это единичный случай", "");
        let stopped = approve(&site, &thread, &cookie, &text, &[]).await;
        assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stopped.text.contains("override_attachment_not_viewed"), "{}", stopped.text);
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains(&format!("/thread/{thread}/looked")));
        let viewer = site.log_in("viewer").await;
        let refused = site.post(&format!("/thread/{thread}/looked"), &viewer, &[]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        for _ in 0..2 {
            let said = site.post(&format!("/thread/{thread}/looked"), &cookie, &[]).await;
            assert_eq!(said.status, StatusCode::SEE_OTHER);
        }
        let all = events::of_thread(&site.ctx.db, &thread).await.expect("read");
        let told: Vec<&str> = all.iter().filter(|e| e.kind == events::VIEWED).map(|e| e.actor.as_str()).collect();
        assert_eq!(told, ["manager"], "in the audit log, once");
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("вложения просмотрены") && !page.contains("/looked\""));
        let answer = approve(&site, &thread, &cookie, &text, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
}

on_both! {
    /// Drafts, the editor, training and approval read one pack: the house's; a broken file changes nothing but a warning.
    async fn the_pack_of_the_house_rules_everywhere_and_outlives_a_broken_file(base: Base) {
        let dir = Dir::new();
        let file = dir.path().join("ru/house.toml");
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, "[[more]]\ncode = \"cliche\"\npatterns = [\"здравствуйте\", \"добрый день\"]\n").expect("written");
        let site = Site::with(base, &format!("[rules]\nfolder = {:?}\n", dir.path())).await;
        let cookie = site.log_in("manager").await;
        let thread = site.cold_coffee("dodo-api").await;
        let draft = site.reply(&thread).await.text.to_lowercase();
        assert!(!draft.contains("здравствуйте") && !draft.contains("добрый день"), "{draft}");
        let text = ISOLATED.replace(", это единичный случай", "");
        let stored = site.thread(&thread).await;
        let mut tx = site.ctx.db.begin().await.expect("a transaction");
        desk::memory::remember(&site.ctx, &mut tx, &stored, "Ответ").await.expect("remembered");
        tx.commit().await.expect("committed");
        for broken in [false, true] {
            if broken {
                std::fs::write(&file, "[[more]]\ncode = \"clichee\"\npatterns = [\"здравствуйте\"]\n").expect("written");
                let page = site.get("/sources", &cookie).await.text.replace("&#x2f;", "/");
                assert!(page.contains("ru/house.toml:2") && page.contains("clichee"), "the page names file and line");
            }
            let version = site.reply(&thread).await.version.to_string();
            let fields = [("version", version.as_str()), ("text", text.as_str()), ("promise_by", "2026-11-25")];
            let typed = site.post(&format!("/thread/{thread}/lint"), &cookie, &fields).await;
            let trained = site.post(&format!("/training/{thread}"), &cookie, &[("text", &text)]).await;
            let approved = approve(&site, &thread, &cookie, &text, &[]).await;
            for (place, page) in [("editor", &typed), ("training", &trained), ("approval", &approved)] {
                assert!(page.text.contains("Штамп «здравствуйте»"), "{place}, broken: {broken}: {}", page.text);
            }
            assert_ne!(site.reply(&thread).await.state(), State::Approved);
        }
    }
}
