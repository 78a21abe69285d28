//! Names and texts of strangers are words and nothing else, in every part of a mail.

use super::samples;
use otklik::domain::Lang;
use otklik::mail::{View, message};
use scraper::{Html, Selector};

/// Texts of our own, and the developer set where it is present.
fn hostile() -> Vec<String> {
    let mut out: Vec<String> = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg/onload=alert(1)>",
        "</pre></div><h1>Оплатите</h1>",
        "Имя\r\nBcc: all@example.org\r\n\r\nтело",
        "=?utf-8?B?0K8=?= \u{0}\u{7}\u{1b}[31m",
        "\u{202e}ротарТсинимдА\u{2066}",
        "{{ 7*7 }} {% include \"x\" %} { $n }",
        "&lt;b&gt; &#60;script&#62; &amp;",
        "👨‍👩‍👧‍👦👨‍👩‍👧‍👦",
        "",
        " \n\t ",
    ]
    .map(str::to_owned)
    .to_vec();
    out.push("а\u{301}".repeat(3000));
    out.push("Ы".repeat(200_000));
    out.push("&<>\"'".repeat(5000));
    let shared = crate::shared("data/hostile_inputs.jsonl").unwrap_or_default();
    for line in shared.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        out.extend(case["payload"].as_str().map(str::to_owned));
    }
    out
}

/// Every view with the text in each place where a stranger's words go.
fn views(text: &str, lang: Lang) -> Vec<View> {
    let place = |mut p: otklik::mail::view::Place| {
        p.author = Some(text.into());
        p.location = Some(text.into());
        p
    };
    let mut alert = samples::alert(lang);
    alert.place = place(alert.place);
    alert.title = Some(text.into());
    alert.body = text.into();
    alert.summary = text.into();
    alert.because = vec![text.into()];
    alert.blamed = vec![text.into()];
    let mut approval = samples::approval(lang);
    approval.place = place(approval.place);
    approval.title = Some(text.into());
    approval.body = text.into();
    let mut digest = samples::digest(3, lang);
    digest.reader.business = text.into();
    for item in digest.burning_items.iter_mut().chain(&mut digest.other_items) {
        item.place = place(item.place.clone());
        item.body = text.into();
        // not the very body, which would leave the fragment out
        item.summary = format!("{text} и ещё");
    }
    vec![View::Alert(alert), View::Approval(approval), View::Digest(digest)]
}

fn elements(html: &str) -> Vec<String> {
    let all = Selector::parse("*").expect("a selector");
    Html::parse_document(html)
        .select(&all)
        .map(|e| e.value().name().to_owned())
        .collect()
}

#[test]
fn hostile_words_make_no_element_and_no_attribute() {
    let control: Vec<Vec<String>> = views("слова", Lang::Ru)
        .iter()
        .map(|v| elements(&v.render(Lang::Ru).expect("renders").html))
        .collect();
    for text in hostile().iter().filter(|t| !t.trim().is_empty()) {
        for (n, view) in views(text, Lang::Ru).iter().enumerate() {
            let r = view.render(Lang::Ru).expect("renders");
            let found = elements(&r.html);
            // a text of blanks or marks alone leaves its line out; nothing may ever be added
            let is_bare = otklik::mail::text::one_line(text, 60).is_empty();
            assert!(
                found == control[n] || (is_bare && found.len() < control[n].len()),
                "{n}: {:?}",
                &text[..text.len().min(80)]
            );
            assert!(r.html.len() <= 100 * 1024, "{n}: {} bytes", r.html.len());
            assert!(!r.subject.chars().any(char::is_control), "{:?}", r.subject);
        }
    }
}

#[test]
fn hostile_words_make_no_header_and_no_recipient() {
    let from = message::mailbox_of("Отклик <otklik@example.org>").expect("a sender");
    for text in hostile() {
        for view in views(&text, Lang::Ru) {
            let r = view.render(Lang::Ru).expect("renders");
            let built = message::build(&from, &text, "maria@example.org", "id-1", samples::now(), &r)
                .expect("a message");
            let bytes = built.formatted();
            let raw = String::from_utf8(bytes).expect("only ASCII is sent");
            let (head, _) = raw.split_once("\r\n\r\n").expect("a head");
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|l| !l.starts_with([' ', '\t']))
                .map(|l| l.split(':').next().unwrap_or(l))
                .collect();
            assert_eq!(
                names,
                [
                    "From",
                    "To",
                    "Date",
                    "Message-ID",
                    "Subject",
                    "Auto-Submitted",
                    "MIME-Version",
                    "Content-Type"
                ],
                "{head}"
            );
            assert!(head.lines().all(|l| l.len() <= 998), "a line of {head}");
            assert!(head.contains("Message-ID: <id-1@example.org>"), "{head}");
            assert!(head.contains("Date: Sat, 21 Nov 2026 06:30:00 +0000"), "{head}");
            let to: Vec<String> = built.envelope().to().iter().map(ToString::to_string).collect();
            assert_eq!(to, ["maria@example.org"]);
        }
    }
}

#[test]
fn the_review_is_shown_exactly_in_the_html_part() {
    let text =
        "Первая строка <b>не жирная</b> &amp; \"кавычки\"\n\n  отступ и «ёлочки»\nconst x = '{{ 7*7 }}';";
    let mut view = samples::approval(Lang::Ru);
    view.body = text.into();
    view.draft = format!("\n{text}\r\nконец");
    let html = View::Approval(view).render(Lang::Ru).expect("renders").html;
    let pre = Selector::parse("pre").expect("a selector");
    let shown: Vec<String> = Html::parse_document(&html)
        .select(&pre)
        .map(|e| e.text().collect())
        .collect();
    assert_eq!(shown, [text.to_owned(), format!("\n{text}\nконец")]);
}
