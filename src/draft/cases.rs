//! What the case library adds: the step that a person promised in a similar case is proposed again.
//!
//! Only a step in the future is taken, never what was done then: another case has other facts. Its date goes; the
//! draft has its own.

use super::PastCase;
use super::spin::lower_first;
use crate::domain::Lang;
use crate::domain::text::Reading;
use crate::lint::{dates, name};

/// Letters of a step that can be proposed again.
const LENGTH: std::ops::RangeInclusive<usize> = 12..=120;
/// Verbs of a step. First person plural, future.
const STEPS_RU: [&str; 30] = [
    "проверим",
    "перепроверим",
    "разберем",
    "разберемся",
    "изучим",
    "посмотрим",
    "поговорим",
    "обсудим",
    "сверим",
    "найдем",
    "выясним",
    "отследим",
    "запросим",
    "пересмотрим",
    "проведем",
    "исправим",
    "починим",
    "заменим",
    "настроим",
    "обновим",
    "уберем",
    "добавим",
    "усилим",
    "восстановим",
    "пересчитаем",
    "почистим",
    "осмотрим",
    "поменяем",
    "обучим",
    "переделаем",
];
const STEPS_EN: [&str; 16] = [
    "check",
    "review",
    "look",
    "find",
    "trace",
    "fix",
    "repair",
    "replace",
    "talk",
    "speak",
    "test",
    "compare",
    "adjust",
    "clean",
    "retest",
    "investigate",
];
/// Verbs that only announce the report.
const REPORTS: [&str; 14] = [
    "напишем",
    "ответим",
    "расскажем",
    "вернемся",
    "сообщим",
    "обновим",
    "дополним",
    "отпишемся",
    "write",
    "reply",
    "report",
    "tell",
    "update",
    "answer",
];

/// The step of the first case that has one; cases in which the author came back go first.
pub fn step(cases: &[PastCase], lang: Lang) -> Option<String> {
    let recovered = cases.iter().filter(|c| c.recovered);
    let others = cases.iter().filter(|c| !c.recovered);
    recovered.chain(others).find_map(|c| step_of(&c.reply, lang))
}

fn step_of(reply: &str, lang: Lang) -> Option<String> {
    let reading = Reading::new(reply);
    let verbs: &[&str] = lang.pick(&STEPS_RU, &STEPS_EN);
    dates::terms(&reading).iter().find_map(|term| {
        let words = reading.words.iter().filter(|w| w.sentence == term.sentence);
        let open = |w: &&&crate::domain::text::Word| w.end <= term.start || w.start >= term.end;
        let words: Vec<_> = words.collect();
        let first = words
            .iter()
            .filter(open)
            .position(|w| verbs.contains(&w.fold.as_str()))?;
        let open: Vec<_> = words.iter().filter(open).collect();
        let from = open.get(first)?;
        let rest = &open[first + 1..];
        // up to the report, or to the term where that comes later
        let end = rest
            .iter()
            .zip(first + 1..)
            .find(|(w, _)| REPORTS.contains(&w.fold.as_str()))
            .map_or_else(
                || rest.last().map(|w| w.end),
                |(_, i)| open.get(i - 1).map(|w| w.end),
            )?;
        let end = if term.start > from.start {
            end.min(term.start)
        } else {
            end
        };
        let text = reading.slice(from.start, end);
        clean(&text, lang)
    })
}

/// Without a dangling «и», and only where it holds nothing personal.
fn clean(text: &str, lang: Lang) -> Option<String> {
    let mut text = text.trim().trim_end_matches([',', ':', ';', '—', '-']).trim_end();
    for tail in [" и", " а", " and", " then", " до", " к", " by", " на"] {
        text = text
            .strip_suffix(tail)
            .unwrap_or(text)
            .trim_end_matches([',', ' ']);
    }
    let reading = Reading::new(text);
    let capital = |w: &crate::domain::text::Word| {
        let own = matches!(
            w.fold.as_str(),
            "вы" | "вас"
                | "вам"
                | "вами"
                | "ваш"
                | "ваше"
                | "вашу"
                | "вашей"
                | "ваши"
                | "вашего"
                | "вашим"
                | "i"
        );
        w.start > 0 && w.capital && !own
    };
    let personal = reading
        .words
        .iter()
        .any(|w| capital(w) || name::is_given(&w.fold));
    let fine = LENGTH.contains(&text.chars().count())
        && !personal
        && !text.contains(|c: char| {
            c.is_ascii_digit() || matches!(c, '@' | '«' | '"' | '/' | '.' | '!' | '?' | '[' | '{' | '\n')
        });
    let wrong = reading
        .cyrillic_share(6)
        .is_some_and(|s| (s < 0.5) == (lang == Lang::Ru));
    (fine && !wrong).then(|| lower_first(text))
}
