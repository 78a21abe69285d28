//! Greeting, prepositions, the time of a visit, «Вы» and «вы»: small matters of language.

use super::Input;
use crate::domain::Lang;
use crate::domain::text::Reading;
use crate::judge::Verdict;
use crate::lint::name::Author;

/// The language of the review; what the text is written in decides where the judge says `mixed` or `other`.
pub fn language(input: &Input, verdict: &Verdict, reading: &Reading) -> Lang {
    let hint = input.review.lang.as_deref().map(|l| l.get(..2).unwrap_or(l));
    match (hint, verdict.lang.as_str()) {
        (Some("ru"), _) => Lang::Ru,
        (Some("en"), _) => Lang::En,
        (_, "ru") => Lang::Ru,
        (_, "en") => Lang::En,
        _ if reading.cyrillic_share(1).is_some_and(|share| share < 0.5) => Lang::En,
        _ => Lang::Ru,
    }
}

/// The greeting: by name only where the profile shows a person's name.
pub fn hello(input: &Input, lang: Lang, regulated: bool) -> String {
    let never = regulated
        || input.review.platform.as_deref() == Some("tripadvisor")
        || input.context.as_ref().and_then(|c| c.greet_by_name.as_deref()) == Some("never");
    let author = input.author.as_deref().filter(|_| !never).map(Author::read);
    let word = lang.pick("Здравствуйте", "Hello");
    match author.and_then(|a| a.address) {
        Some(name) => format!("{word}, {name}!"),
        None => format!("{word}!"),
    }
}

/// The contact person: only from the facts of the configuration, never from a review.
pub fn contact(input: &Input) -> Option<String> {
    let fact = |key: &str| {
        let value = input.facts.get(key).and_then(|v| v.as_str()).map(str::trim);
        value.filter(|v| !v.is_empty())
    };
    let (person, channel) = (fact("contact_person")?, fact("private_channel")?);
    Some(match fact("contact_role") {
        Some(role) => format!("{person}, {role}, {channel}"),
        None => format!("{person}, {channel}"),
    })
}

const VOWELS: [char; 5] = ['а', 'э', 'и', 'о', 'у'];

/// «о супе», «об очереди»; "about the soup".
pub fn about(lang: Lang, loc: &str) -> String {
    if lang == Lang::En {
        return format!("about {loc}");
    }
    let first = loc
        .chars()
        .next()
        .and_then(|c| c.to_lowercase().next())
        .unwrap_or(' ');
    // 1 и 11: «одном», «одиннадцати»
    let one = loc.starts_with("1 ") || loc.starts_with("11 ");
    if VOWELS.contains(&first) || one {
        format!("об {loc}")
    } else {
        format!("о {loc}")
    }
}

/// «с супом», «со скидкой»; "with the soup".
pub fn with(lang: Lang, ins: &str) -> String {
    if lang == Lang::En {
        return format!("with {ins}");
    }
    let mut chars = ins.chars().flat_map(char::to_lowercase);
    let (a, b) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let vowel = |c: char| "аеёиоуыэюя".contains(c);
    let hard = matches!(a, 'с' | 'з' | 'ш' | 'ж') && !vowel(b) && b.is_alphabetic();
    let pair = matches!(
        (a, b),
        ('в', 'с' | 'т' | 'з' | 'к') | ('м', 'н') | ('л', 'ь' | 'г') | ('щ', _)
    );
    let so = (hard || pair) && !ins.starts_with("вкус");
    format!("{} {ins}", if so { "со" } else { "с" })
}

/// What joins an action and the report on it: not a second «и» in a row.
pub fn then(lang: Lang, act: &str) -> &'static str {
    let and = lang.pick(" и ", " and ");
    let joined = act.contains(and) && (lang == Lang::En || !act.contains(", ") || act.contains(", и "));
    match (lang, joined) {
        (Lang::Ru, false) => " и",
        (Lang::Ru, true) => ", а потом",
        (Lang::En, false) => " and",
        (Lang::En, true) => ", and then",
    }
}

/// When the author was there: «в субботу вечером». `None` where the review tells no day of the week or part of a day.
pub fn when(lang: Lang, review: &Reading) -> Option<String> {
    const DAYS: [(&str, &str); 7] = [
        ("понедельник", "в понедельник"),
        ("вторник", "во вторник"),
        ("среду", "в среду"),
        ("четверг", "в четверг"),
        ("пятницу", "в пятницу"),
        ("субботу", "в субботу"),
        ("воскресенье", "в воскресенье"),
    ];
    const PARTS: [&str; 4] = ["утром", "днем", "вечером", "ночью"];
    if lang == Lang::En {
        return None;
    }
    let words = &review.words;
    let day = (1..words.len()).find_map(|i| {
        let (_, say) = DAYS.iter().find(|(w, _)| words[i].fold == *w)?;
        matches!(words[i - 1].fold.as_str(), "в" | "во").then_some(*say)
    });
    let part = words.iter().find_map(|w| PARTS.iter().find(|p| w.fold == **p));
    let part = part.map(|p| if *p == "днем" { "днём" } else { p });
    match (day, part) {
        (Some(day), Some(part)) => Some(format!("{day} {part}")),
        (Some(day), None) => Some(day.to_owned()),
        // «ночью слышно» is any night
        (None, _) => None,
    }
}

/// «Вы» as «вы», except where a sentence begins.
pub fn small_you(text: &str) -> String {
    const YOU: [&str; 15] = [
        "Вы",
        "Вас",
        "Вам",
        "Вами",
        "Ваш",
        "Ваша",
        "Ваше",
        "Ваши",
        "Вашу",
        "Вашей",
        "Вашего",
        "Вашему",
        "Вашим",
        "Ваших",
        "Вашими",
    ];
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let bare = word.trim_matches(|c: char| !c.is_alphabetic());
        if !begins && YOU.contains(&bare) {
            out.push_str(&word.replacen('В', "в", 1));
        } else {
            out.push_str(word);
        }
        begins = word.ends_with(['.', '!', '?']);
    }
    out
}
