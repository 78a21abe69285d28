//! Messages in Telegram's HTML: only our own tags, whatever strangers write.

use super::samples;
use otklik::domain::Lang;
use otklik::mail::View;
use otklik::notify::telegram::{LIMIT, fit};

/// A strict reader of Telegram's HTML (Bot API, "HTML style"): gives the tags and the visible length.
fn read(html: &str) -> Result<(Vec<String>, usize), String> {
    let (mut tags, mut open, mut units) = (Vec::new(), Vec::new(), 0);
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => {
                let end = rest.find('>').ok_or("an open tag")?;
                let tag = &rest[1..end];
                match tag.strip_prefix('/') {
                    Some(name) if open.pop() != Some(name.to_owned()) => {
                        return Err(format!("unbalanced {tag}"));
                    }
                    Some(_) => {}
                    None => {
                        let name = tag.split(' ').next().unwrap_or(tag);
                        if !matches!(name, "b" | "a") {
                            return Err(format!("foreign tag {tag}"));
                        }
                        open.push(name.to_owned());
                        tags.push(name.to_owned());
                    }
                }
                rest = &rest[end + 1..];
            }
            '&' => {
                let end = rest.find(';').ok_or("a bare ampersand")?;
                let inner = &rest[1..end];
                if !(matches!(inner, "lt" | "gt" | "amp" | "quot") || inner.starts_with('#')) {
                    return Err(format!("foreign entity {inner}"));
                }
                units += 1;
                rest = &rest[end + 1..];
            }
            '>' => return Err("a bare >".into()),
            c => {
                units += c.len_utf16();
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    if open.is_empty() {
        Ok((tags, units))
    } else {
        Err(format!("left open: {open:?}"))
    }
}

#[test]
fn every_message_is_telegrams_html_within_its_limit() {
    for lang in [Lang::Ru, Lang::En] {
        for (name, view) in samples::all(lang) {
            let html = fit(&view.render(lang).expect("renders").telegram, LIMIT);
            let (_, units) = read(&html).unwrap_or_else(|e| panic!("{name}: {e}: {html}"));
            assert!((1..=LIMIT).contains(&units), "{name}: {units}");
        }
    }
}

#[test]
fn hostile_words_stay_words_in_a_chat() {
    let control = read(
        &View::Alert(samples::alert(Lang::Ru))
            .render(Lang::Ru)
            .expect("renders")
            .telegram,
    );
    let (control, _) = control.expect("our own message");
    for text in [
        "<b>жирно</b>",
        "<a href=\"tg://x\">y</a>",
        "&bogus; & <",
        "</a></b><pre>",
        &"👨‍👩‍👧‍👦<".repeat(3000),
    ] {
        let mut view = samples::alert(Lang::Ru);
        view.body = text.into();
        view.summary = text.into();
        view.blamed = vec![text.into(); 4];
        view.place.author = Some(text.into());
        view.told = vec![(text.into(), "mail".into()); 200];
        let html = fit(
            &View::Alert(view).render(Lang::Ru).expect("renders").telegram,
            LIMIT,
        );
        let (tags, units) = read(&html).unwrap_or_else(|e| panic!("{e}: {html}"));
        assert!(units <= LIMIT);
        assert!(control.starts_with(&tags), "{tags:?}");
    }
}

#[test]
fn a_password_link_and_an_approving_link_never_leave_for_a_chat() {
    for (name, view) in samples::all(Lang::Ru) {
        let html = view.render(Lang::Ru).expect("renders").telegram;
        assert!(!html.contains("/reset/") && !html.contains("/invite/"), "{name}");
        assert!(!html.contains(&samples::approval(Lang::Ru).approve), "{name}");
    }
}
