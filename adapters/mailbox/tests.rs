//! What a mail means.

use super::*;
use crate::Standing;
use crate::testkit::Cassette;

fn place(link: &str) -> Option<Place> {
    Mailbox::new().locate(&Url::parse(link).unwrap())
}

fn mail(text: &str) -> Page {
    let place = place("imaps://help%40zerno.example@imap.zerno.example/").unwrap();
    Mailbox::new()
        .read(&place, text.replace('\n', "\r\n").as_bytes())
        .unwrap()
}

#[test]
fn every_form_of_address_means_the_same_box() {
    let wanted = place("imaps://help%40zerno.example@imap.zerno.example/INBOX").unwrap();
    for link in [
        "imaps://help%40zerno.example@IMAP.zerno.example",
        "imaps://help%40zerno.example@imap.zerno.example/",
    ] {
        assert_eq!(place(link).unwrap(), wanted, "{link}");
    }
    let other = place("imap://help@imap.zerno.example:1143/%D0%96%D0%B0%D0%BB%D0%BE%D0%B1%D1%8B").unwrap();
    assert_eq!(other.id, "help@imap.zerno.example:1143/Жалобы");
    for link in [
        "imaps://imap.zerno.example/INBOX",
        "https://help@imap.zerno.example/",
        "mailto:help@zerno.example",
    ] {
        assert_eq!(place(link), None, "{link}");
    }
}

#[test]
fn robots_lists_and_our_own_mails_are_no_complaints() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "List-Id: <news.example.org>",
    ] {
        let page = mail(&format!(
            "From: a@example.org\nMessage-ID: <1@x>\n{header}\n\nhello\n"
        ));
        assert!(page.sightings.is_empty(), "{header}");
    }
    let page = mail("From: help@zerno.example\nMessage-ID: <2@x>\nIn-Reply-To: <1@x>\n\nДа\n");
    assert!(page.sightings.is_empty());
    assert_eq!(
        (page.answers[0].to.as_str(), page.answers[0].reply.text.as_str()),
        ("1@x", "Да")
    );
    assert_eq!(
        mail("From: a@example.org\nAuto-Submitted: no\nMessage-ID: <3@x>\n\nhello\n")
            .sightings
            .len(),
        1
    );
}

#[test]
fn a_bounce_says_which_reply_did_not_arrive() {
    let (scenarios, _) = crate::testkit::packed("mailbox");
    let bounced = scenarios.iter().find(|s| s.name == "bounced").unwrap();
    let place = bounced.place(&Mailbox::new()).unwrap();
    let page = Mailbox::new().read(&place, &bounced.files["page.json"]).unwrap();
    let back = &page.answers[0];
    assert_eq!(back.to, "a1@mail.example.org");
    assert_eq!(back.reply.text, "Здравствуйте, Анна! Переделаем сегодня.");
    let reason = "bounced_5_1_1".to_owned();
    assert_eq!(back.reply.standing, Standing::Rejected { reason });
    assert_eq!(page.answers[1].to, "b2@example.com");
}

#[test]
fn the_answer_goes_where_the_author_wants_it_and_the_clock_of_the_server_bounds_his() {
    let page = mail(
        "From: \"Анна\" <A@Example.org>\nReply-To: b@example.org\nMessage-ID: <1@x>\nDate: Tue, 24 Nov 2026 10:05:00 +0300\n\nнет ответа\n",
    );
    let one = &page.sightings[0];
    assert_eq!(
        (one.author.id.as_deref(), one.author.name.as_deref()),
        (Some("b@example.org"), Some("Анна"))
    );
    assert_eq!(one.created.unwrap().to_rfc3339(), "2026-11-24T07:05:00+00:00");
    let nameless = mail("Subject: x\n\nтекст\n");
    assert!(nameless.sightings[0].id.starts_with("sha256-"));
}

#[test]
fn what_was_quoted_is_not_what_was_written() {
    for (written, kept) in [
        ("Да\n\n> Нет\n> Да", "Да"),
        (
            "Плохо\n\n24.11.2026 15:00, Зерно пишет:\n> Спасибо\n>\n> Зерно",
            "Плохо",
        ),
        (
            "On Tue, Nov 24, Zerno wrote:\n> Did it help?\nNo, it did not.",
            "On Tue, Nov 24, Zerno wrote:\n> Did it help?\nNo, it did not.",
        ),
        (
            "Вот что было\n-------- Пересланное сообщение --------\nОт: кого-то\nТекст",
            "Вот что было",
        ),
        ("Жду\n-- \nАнна\n+7 900", "Жду"),
        ("> только цитата", "> только цитата"),
        ("Счёт: 12 > 10", "Счёт: 12 > 10"),
    ] {
        assert_eq!(quote::without(written), kept, "{written}");
    }
}

#[tokio::test]
async fn what_was_read_is_not_asked_for_again() {
    let net = Cassette::new().access("password", "s3cret");
    let place = place("imaps://help@imap.zerno.example/INBOX").unwrap();
    let cursor = Cursor {
        resume: Some("17:15".into()),
        page: None,
    };
    let _ = Mailbox::new().poll(&net, &place, &cursor).await;
    let asked = net.sent()[0].url.query().unwrap_or_default().to_owned();
    assert_eq!(asked, "limit=50&validity=17&after=15");
}
