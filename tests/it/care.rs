//! Care for the people who answer: a cap of insults, a boundary in steps, folded words, help that
//! nobody counts, a list that nobody else reads; training without names and praise by name.

use crate::support::{TestApp, on_both};
use crate::web::kit::{Site, sighting};
use otklik::desk::{self, Actor, DeskError, care};
use otklik::store::{care as stored, cases, events, mails, people};

const INSULT: &str = "Ваша администраторша Марина тупая дура, дебилка! Кофе холодный, ждали сорок минут.";

async fn insults(site: &Site, n: usize) -> Vec<String> {
    let mut out = Vec::new();
    for k in 0..n {
        let text = format!("{INSULT} Заказ стола {k}.");
        out.push(
            site.review(
                "dodo-ru",
                sighting(&format!("i{k}"), &format!("Автор{k}"), 1, &text),
            )
            .await,
        );
    }
    out
}

async fn assignee(site: &Site, thread: &str) -> Option<String> {
    let id = site.thread(thread).await.assignee_id?;
    people::by_id(&site.ctx.db, &id)
        .await
        .expect("read")
        .map(|p| p.name)
}

on_both! {
    /// product.md §4: five a day; the sixth goes to somebody else.
    async fn the_sixth_insult_of_a_day_goes_to_somebody_else(base: Base) {
        let site = Site::open(base).await;
        let owner = Actor::from(&site.person("owner").await);
        let manager = site.person("manager").await;
        let threads = insults(&site, 7).await;
        for thread in &threads[..5] {
            let version = site.thread(thread).await.version;
            desk::assign(&site.ctx, &owner, thread, version, Some(&manager.id)).await.expect("assigned");
            assert_eq!(assignee(&site, thread).await.as_deref(), Some("manager"));
        }
        let sixth = &threads[5];
        let version = site.thread(sixth).await.version;
        desk::assign(&site.ctx, &owner, sixth, version, Some(&manager.id)).await.expect("assigned");
        let other = assignee(&site, sixth).await.expect("somebody");
        assert_ne!(other, "manager");
        let told = events::of_thread(&site.ctx.db, sixth).await.expect("read").pop().expect("an event");
        assert!(told.kind == "assigned" && told.detail.contains("\"instead_of\":\"manager\""), "{}", told.detail);
        // the same thread twice counts once, and what insults nobody is not counted at all
        let version = site.thread(&threads[0]).await.version;
        desk::assign(&site.ctx, &owner, &threads[0], version, Some(&manager.id)).await.expect("assigned");
        assert_eq!(assignee(&site, &threads[0]).await.as_deref(), Some("manager"));
        let calm = site.cold_coffee("dodo-ru").await;
        let version = site.thread(&calm).await.version;
        desk::assign(&site.ctx, &owner, &calm, version, Some(&manager.id)).await.expect("assigned");
        assert_eq!(assignee(&site, &calm).await.as_deref(), Some("manager"));
        // tomorrow is another day
        site.forward(24 * 3_600);
        let version = site.thread(&threads[6]).await.version;
        desk::assign(&site.ctx, &owner, &threads[6], version, Some(&manager.id)).await.expect("assigned");
        assert_eq!(assignee(&site, &threads[6]).await.as_deref(), Some("manager"));
    }
}

on_both! {
    async fn without_a_cap_and_without_others_nobody_is_passed_over(base: Base) {
        let site = Site::with(base, "[care]\nabusive_per_day = 0\n").await;
        let owner = Actor::from(&site.person("owner").await);
        let manager = site.person("manager").await;
        for thread in insults(&site, 7).await {
            let version = site.thread(&thread).await.version;
            desk::assign(&site.ctx, &owner, &thread, version, Some(&manager.id)).await.expect("assigned");
            assert_eq!(assignee(&site, &thread).await.as_deref(), Some("manager"));
        }
    }
}

on_both! {
    async fn the_boundary_has_three_steps_and_none_is_left_out(base: Base) {
        let site = Site::open(base).await;
        let manager = Actor::from(&site.person("manager").await);
        let thread = site.review("dodo-ru", sighting("1", "Анна", 1, INSULT)).await;
        let again = site.review("dodo-api", sighting("2", "Анна", 1, INSULT)).await;
        let calm = site.cold_coffee("dodo-api").await;
        let order = |e: Result<(), DeskError>| matches!(e, Err(DeskError::Invalid("desk-boundary-order")));
        assert!(order(care::boundary(&site.ctx, &manager, &thread, 2).await));
        care::boundary(&site.ctx, &manager, &thread, 1).await.expect("warned");
        assert!(order(care::boundary(&site.ctx, &manager, &thread, 1).await));
        // the same author elsewhere: the next step, not the first again
        assert!(order(care::boundary(&site.ctx, &manager, &again, 1).await));
        care::boundary(&site.ctx, &manager, &again, 2).await.expect("asked");
        care::boundary(&site.ctx, &manager, &thread, 3).await.expect("in writing");
        assert!(order(care::boundary(&site.ctx, &manager, &thread, 4).await));
        assert_eq!(stored::steps(&site.ctx.db, &thread).await.expect("read").len(), 3);
        let kinds: Vec<String> = events::of_thread(&site.ctx.db, &thread).await.expect("read").into_iter().map(|e| e.kind).filter(|k| k == "boundary_step").collect();
        assert_eq!(kinds.len(), 2, "each step is logged where it was taken");
        let e = care::boundary(&site.ctx, &manager, &calm, 1).await;
        assert!(matches!(e, Err(DeskError::Invalid("desk-boundary-nobody-insulted"))), "{e:?}");
        let cookie = site.log_in("manager").await;
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("Только письменно"));
    }
}

on_both! {
    async fn insults_are_folded_and_the_summary_comes_first(base: Base) {
        let site = Site::open(base).await;
        let thread = site.review("dodo-ru", sighting("1", "Анна", 1, INSULT)).await;
        let cookie = site.log_in("manager").await;
        let queue = site.get("/?tab=open", &cookie).await.text;
        assert!(!queue.contains("дебилка") && !queue.contains("дура"), "{queue}");
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        let (summary, folded) = (page.find("Коротко и без оскорблений").expect("a summary"), page.find("<details class=\"folded\">").expect("folded"));
        assert!(summary < folded && page.find("дебилка").expect("on demand") > folded);
        // mails: the words are on the page
        let all = mails::newest(&site.ctx.db, 50).await.expect("read");
        let approval = all.iter().find(|m| m.kind == "approval").expect("asked");
        match otklik::mail::deliver(&site.ctx, &otklik::mail::Mailer::kept(), &approval.id).await {
            otklik::mail::Delivery::Sent { text, html, .. } => {
                assert!(!text.contains("дебилка") && !html.contains("дебилка"), "{text}");
            }
            other => panic!("{other:?}"),
        }
    }
}

on_both! {
    /// product.md C12: «нужна помощь» is one click and never a figure.
    async fn asking_for_help_reaches_colleagues_and_is_counted_nowhere(base: Base) {
        let site = Site::open(base).await;
        let thread = site.cold_coffee("dodo-ru").await;
        let cookie = site.log_in("suggester").await;
        let before = events::of_thread(&site.ctx.db, &thread).await.expect("read").len();
        for _ in 0..2 {
            let answer = site.post(&format!("/thread/{thread}/help"), &cookie, &[]).await;
            assert!(answer.status.is_success() && answer.text.contains("Нажатия нигде не считаются"));
        }
        let all = mails::newest(&site.ctx.db, 50).await.expect("read");
        let helped: Vec<_> = all.iter().filter(|m| m.kind == "help").collect();
        assert_eq!(helped.len(), 2, "both managers of the place, once");
        assert_eq!(events::of_thread(&site.ctx.db, &thread).await.expect("read").len(), before, "no event");
        let owner = site.log_in("owner").await;
        let metrics = site.get("/metrics", &owner).await.text;
        assert!(!metrics.contains("help"), "{metrics}");
    }
}

on_both! {
    async fn nobody_else_reads_a_list_of_what_hurts(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("suggester").await;
        let form = [("words", "тупая дура"), ("answers", "Глубоко вдохнуть.\nПередать Марии.")];
        assert_eq!(site.post("/me/spots", &cookie, &form).await.status.as_u16(), 303);
        assert!(site.get("/me", &cookie).await.text.contains("тупая дура"));
        let thread = site.review("dodo-ru", sighting("1", "Анна", 1, INSULT)).await;
        let page = site.get(&format!("/thread/{thread}"), &cookie).await.text;
        assert!(page.contains("Глубоко вдохнуть."), "prepared answers come with the review that touches");
        let spot = stored::spots(&site.ctx.db, &site.person("suggester").await.id).await.expect("read").remove(0);
        for other in ["owner", "manager", "neva"] {
            let theirs = site.log_in(other).await;
            for path in ["/me", &format!("/thread/{thread}"), "/", "/metrics"] {
                assert!(!site.get(path, &theirs).await.text.contains("Глубоко вдохнуть"), "{other} {path}");
            }
            site.post(&format!("/me/spots/{}/drop", spot.id), &theirs, &[]).await;
        }
        assert_eq!(stored::spots(&site.ctx.db, &site.person("suggester").await.id).await.expect("read").len(), 1);
        for (words, answers) in [("", "x"), ("12 34", "x"), (&"а".repeat(300), "x")] {
            assert_eq!(site.post("/me/spots", &cookie, &[("words", words), ("answers", answers)]).await.status.as_u16(), 422, "{words}");
        }
        site.post(&format!("/me/spots/{}/drop", spot.id), &cookie, &[]).await;
        assert!(!site.get("/me", &cookie).await.text.contains("тупая дура"));
    }
}

on_both! {
    async fn training_shows_a_case_without_names_and_keeps_nothing(base: Base) {
        let site = Site::open(base).await;
        let cookie = site.log_in("suggester").await;
        assert!(site.get("/training", &cookie).await.text.contains("Случаев ещё нет"));
        let text = "Администратор Марина нагрубила мне. Ждали сорок минут, телефон +79210000000. Пётр Лаптев";
        let thread = site.review("dodo-ru", sighting("1", "Пётр Лаптев", 1, text)).await;
        let stored = site.thread(&thread).await;
        let mut tx = site.ctx.db.begin().await.expect("a transaction");
        let reply = "Пётр, здравствуйте! Марина больше не встаёт на выдачу одна. До 26 ноября проверим смены.";
        desk::memory::remember(&site.ctx, &mut tx, &stored, reply).await.expect("remembered");
        tx.commit().await.expect("committed");
        assert_eq!(cases::count(&site.ctx.db).await.expect("read"), 1);
        let page = site.get("/training", &cookie).await.text;
        for gone in ["Марин", "Пётр", "Лаптев", "79210000000", "Невский"] {
            let main = page.split("<main").nth(1).expect("a page");
            assert!(!main.contains(gone), "{gone}: {main}");
        }
        assert!(page.contains("[имя]") && page.contains("сорок минут"));
        let before = site.dump().await;
        let bad = "Приносим извинения за доставленные неудобства, ваше мнение очень важно для нас.";
        let checked = site.post(&format!("/training/{thread}"), &cookie, &[("text", bad), ("n", "0")]).await.text;
        assert!(checked.contains("class=\"finding block\""), "the linter is the coach");
        assert!(checked.contains("больше не встаёт на выдачу одна"), "what was really approved");
        let main = checked.split("<main").nth(1).expect("a page");
        assert!(!main.contains("Марин") && !main.contains("Пётр"), "{main}");
        assert_eq!(site.dump().await, before, "nothing is kept");
        // a case of a place that is not theirs does not exist
        let far = site.review("dodo-api", sighting("2", "Олег", 1, text)).await;
        let mut tx = site.ctx.db.begin().await.expect("a transaction");
        let stored = site.thread(&far).await;
        desk::memory::remember(&site.ctx, &mut tx, &stored, reply).await.expect("remembered");
        tx.commit().await.expect("committed");
        let neva = site.log_in("neva").await;
        assert_eq!(site.post(&format!("/training/{far}"), &neva, &[("text", bad)]).await.status.as_u16(), 404);
        let viewer = site.log_in("viewer").await;
        assert_eq!(site.get("/training", &viewer).await.status.as_u16(), 403);
    }
}

on_both! {
    /// Friday, 16:00 at the reader: who was thanked by name, in the authors' words, to everybody.
    async fn praise_by_name_is_carried_to_everybody_on_friday_once(base: Base) {
        let mut app = TestApp::open(base).await;
        app.drain().await;
        let vk = otklik::demo::site::Platform::Vk;
        app.writes(vk, None, "Очень вкусно и уютно! Отдельное спасибо Марине, она помогла выбрать лучший торт.");
        app.writes(vk, None, "Игорь нахамил, кофе холодный, ждали сорок минут, ужасно.");
        app.writes(vk, None, "Прекрасное место, спасибо, лучший кофе!");
        app.forward(20).await;
        app.clock.forward(chrono::TimeDelta::days(4));
        app.drain().await;
        app.restart().await;
        app.drain().await;
        let sent = app.mails("praise").await;
        // Friday noon in Moscow: sixteen hours have only passed in Vladivostok
        assert_eq!(sent.len(), 1, "{:?}", sent.iter().map(|m| &m.once).collect::<Vec<_>>());
        app.clock.forward(chrono::TimeDelta::hours(8));
        app.drain().await;
        app.restart().await;
        app.drain().await;
        let sent = app.mails("praise").await;
        assert_eq!(sent.len(), 4, "everybody once");
        for mail in &sent {
            let text = mail.text.as_deref().expect("sent").replace('\u{a0}', " ");
            assert!(text.contains("МАРИНА") && text.contains("торт"), "{text}");
            for gone in ["Игорь", "ИГОРЬ", "холодный", "лучший кофе"] {
                assert!(!text.contains(gone), "{gone}: {text}");
            }
        }
        app.clock.forward(chrono::TimeDelta::days(7));
        app.drain().await;
        assert_eq!(app.mails("praise").await.len(), 4, "a week without praise by name has no mail");
    }
}
