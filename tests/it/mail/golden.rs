//! Every mail in both languages, as a person reads it.

use super::samples;
use otklik::domain::Lang;
use otklik::mail::digest::Coverage;
use otklik::mail::{Rendered, View};

fn rendered() -> Vec<(Lang, String, Rendered)> {
    let mut out = Vec::new();
    for lang in [Lang::Ru, Lang::En] {
        for (name, view) in samples::all(lang) {
            let rendered = view.render(lang).unwrap_or_else(|e| panic!("{name}: {e:#}"));
            out.push((lang, name, rendered));
        }
    }
    out
}

#[test]
fn every_mail_reads_as_it_did() {
    for (lang, name, r) in rendered() {
        // blanks that must not break are shown, so that a lost one is seen
        let text = r.text.replace('\u{a0}', "~");
        let subject = r.subject.replace('\u{a0}', "~");
        insta::with_settings!({ snapshot_path => "../snapshots/mail", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{lang}-{name}"), format!("Subject: {subject}\n\n{text}"));
        });
    }
}

#[test]
fn html_parts_keep_their_shape() {
    for (lang, name, r) in rendered()
        .into_iter()
        .filter(|(_, n, _)| matches!(n.as_str(), "alert" | "alert-mixed" | "approval" | "digest-2"))
    {
        insta::with_settings!({ snapshot_path => "../snapshots/mail", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{lang}-{name}.html"), r.html);
            insta::assert_snapshot!(format!("{lang}-{name}.telegram"), r.telegram);
        });
    }
}

#[test]
fn no_mail_is_heavier_than_a_hundred_kilobytes_or_fetches_anything() {
    for (lang, name, r) in rendered() {
        assert!(
            r.html.len() <= 100 * 1024,
            "{lang} {name}: {} bytes",
            r.html.len()
        );
        for remote in ["<img", "<link", "<script", "url(", "src=", "@import", "<table"] {
            assert!(!r.html.contains(remote), "{lang} {name}: {remote}");
        }
    }
}

#[test]
fn the_text_part_stands_alone() {
    for (lang, name, r) in rendered() {
        for (n, line) in r.text.lines().enumerate() {
            let is_link = line.contains("https://");
            assert!(is_link || line.chars().count() <= 77, "{lang} {name}:{n}: {line}");
            for leftover in ["<", "&#", "&quot;", "&amp;", "mail-", "{", "}"] {
                assert!(!line.contains(leftover), "{lang} {name}:{n}: {line}");
            }
        }
        assert!(
            r.subject.chars().count() <= 200 && !r.subject.contains("mail-"),
            "{}",
            r.subject
        );
        assert!(!r.html.contains("mail-"), "{lang} {name}: a text without words");
    }
}

#[test]
fn a_russian_owner_reads_the_right_endings() {
    let subject = |n| {
        View::Digest(samples::digest(n, Lang::Ru))
            .render(Lang::Ru)
            .expect("renders")
            .subject
    };
    let verdict = |n| {
        let text = View::Digest(samples::digest(n, Lang::Ru))
            .render(Lang::Ru)
            .expect("renders")
            .text;
        let first: Vec<&str> = text.lines().take_while(|l| !l.is_empty()).collect();
        first.join(" ").replace('\u{a0}', " ")
    };
    assert_eq!(
        subject(7).replace('\u{a0}', " "),
        "7 негативных за сутки · 2 просрочены · 1 источник слеп · «Зерно», 12 точек — 21 ноября"
    );
    assert!(
        subject(21)
            .replace('\u{a0}', " ")
            .starts_with("21 негативный за сутки · 7 просрочено ·")
    );
    assert!(
        verdict(1).starts_with("Пришёл 1 отзыв за сутки, из них 1 негативный от 1 человека."),
        "{}",
        verdict(1)
    );
    assert!(
        verdict(2).starts_with("Пришли 3 отзыва за сутки, из них 2 негативных от 2 человек."),
        "{}",
        verdict(2)
    );
    assert!(
        verdict(5).starts_with("Пришло 7 отзывов за сутки, из них 5 негативных от 4 человек."),
        "{}",
        verdict(5)
    );
    assert!(
        verdict(14).contains("Пришёл 21 отзыв за сутки"),
        "{}",
        verdict(14)
    );
}

#[test]
fn a_digest_of_another_length_than_a_day_says_since_when() {
    let digest = otklik::mail::digest::View {
        from: "2026-11-20T13:00:00Z".parse().expect("an instant"),
        ..samples::digest(2, Lang::Ru)
    };
    let r = View::Digest(digest).render(Lang::Ru).expect("renders");
    assert!(
        r.subject
            .replace('\u{a0}', " ")
            .starts_with("2 негативных с 20 ноября, 16:00 ·"),
        "{}",
        r.subject
    );
    let one = otklik::mail::digest::View {
        locations: vec!["Невский, 12".into()],
        ..samples::digest(2, Lang::En)
    };
    let r = View::Digest(one).render(Lang::En).expect("renders");
    assert!(r.subject.contains("“Зерно”, Невский, 12 — 21"), "{}", r.subject);
}

#[test]
fn a_digest_never_says_that_nothing_came_while_a_source_is_blind() {
    for lang in [Lang::Ru, Lang::En] {
        let calm = |coverage| {
            let digest = otklik::mail::digest::View {
                coverage,
                ..samples::digest(0, lang)
            };
            View::Digest(digest)
                .render(lang)
                .expect("renders")
                .text
                .replace('\u{a0}', " ")
        };
        let nothing = lang.pick("Новых отзывов за сутки нет", "No new reviews in 24 hours");
        let blind = samples::coverage();
        let text = calm(blind.clone());
        assert!(!text.contains(nothing), "{text}");
        assert!(
            text.contains(lang.pick(
                "слеп с 03:10, пробуем снова в 09:42",
                "blind since 03:10, next try at 09:42"
            )),
            "{text}"
        );
        assert!(
            !calm(Coverage {
                dim: Vec::new(),
                green: 8,
                new: 1,
                total: 9
            })
            .contains(nothing)
        );
        assert!(!calm(Coverage::default()).contains(nothing));
        assert!(
            calm(Coverage {
                dim: Vec::new(),
                green: 9,
                new: 0,
                total: 9
            })
            .contains(nothing)
        );
    }
}

#[test]
fn a_draft_that_is_not_shown_whole_or_is_forbidden_cannot_be_approved_from_the_mail() {
    let link = samples::approval(Lang::Ru).approve;
    let has_link = |change: fn(&mut otklik::mail::Approval)| {
        let mut view = samples::approval(Lang::Ru);
        change(&mut view);
        let r = View::Approval(view).render(Lang::Ru).expect("renders");
        (r.text.contains(&link), r.html.contains(&link))
    };
    assert_eq!(has_link(|_| {}), (true, true));
    assert_eq!(has_link(|v| v.draft = "слово ".repeat(3000)), (false, false));
    assert_eq!(has_link(|v| v.findings = Some((1, 0))), (false, false));
}

#[test]
fn a_sensitive_alert_has_the_playbook() {
    let r = View::Alert(samples::sensitive(Lang::Ru))
        .render(Lang::Ru)
        .expect("renders");
    assert!(r.text.contains("ЧЕРНОВИКА НЕТ") && r.html.contains("<ol"));
    let usual = View::Alert(samples::alert(Lang::Ru))
        .render(Lang::Ru)
        .expect("renders");
    assert!(!usual.html.contains("<ol"));
}

#[test]
fn an_alert_quotes_what_is_blamed_shortly_and_never_an_insult() {
    for lang in [Lang::Ru, Lang::En] {
        let mut view = samples::mixed(lang);
        view.blamed.insert(0, "и так далее ".repeat(500));
        view.blamed.push("четвёртое".into());
        let r = View::Alert(view.clone()).render(lang).expect("renders");
        let label = if lang == Lang::Ru {
            "Что ругают:"
        } else {
            "What is blamed:"
        };
        for part in [&r.text, &r.html, &r.telegram] {
            assert_eq!(part.matches(label).count(), 1, "{part}");
            assert!(
                part.contains("и так далее") && !part.contains("четвёртое"),
                "{part}"
            );
        }
        // no more than a fragment of the review leaves for a chat
        assert!(r.telegram.matches("и так далее").count() <= 12, "{}", r.telegram);
        view.folded = true;
        let r = View::Alert(view).render(lang).expect("renders");
        for part in [&r.text, &r.html, &r.telegram] {
            assert!(!part.contains(label) && !part.contains("и так далее"), "{part}");
        }
    }
}

/// Writes every HTML part where `OTKLIK_MAIL_PICTURES` says, for a browser to photograph.
#[test]
fn pages_for_pictures_are_whole_documents() {
    let dir = std::env::var_os("OTKLIK_MAIL_PICTURES").map(std::path::PathBuf::from);
    for (lang, name, r) in rendered() {
        assert!(
            r.html.starts_with("<!doctype html>") && r.html.trim_end().ends_with("</html>"),
            "{name}"
        );
        if let Some(dir) = &dir {
            std::fs::write(dir.join(format!("{lang}-{name}.html")), r.html).expect("a folder for pictures");
        }
    }
}
