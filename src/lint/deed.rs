//! What we do or did, in verbs that no list foresees: «Захар домоет», «шов перешьём», "Luis will redo".
//!
//! The lists of the pack come first; this is asked where they find no action. Russian forms are told apart by the
//! dictionary: a form in -им or -ем is a verb where the same stem has -ит and -ите, and an act that ends
//! («домоет», not «моет») where the stem has no participle in -щий. Verbs that bind nobody («учтём»,
//! «постараемся») are the lexicon `empty_deed`.

use super::case::Case;
use super::spelling::knows;
use std::collections::HashSet;

/// Words before a verb that are looked at.
const BEFORE: usize = 3;
/// Words between other people and what they did.
const OTHERS: usize = 4;
/// Shorter forms are other words too often.
const SHORTEST: usize = 5;

/// An act of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deed {
    /// Index of its verb.
    pub word: usize,
    /// Already done, not still to come.
    pub done: bool,
}

/// The form of a Russian verb whose act comes to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// «домоем»
    We,
    /// «домоет»
    He,
    /// «домыли»
    They,
}

/// Acts of ours in the reply, in order; none in a text without a verb that says what.
pub(super) fn deeds(case: &Case<'_>) -> Vec<Deed> {
    let words = &case.reply.words;
    let hits = |l: &str| -> HashSet<usize> { case.scan.lexicon(l).iter().map(|h| h.word).collect() };
    let empty = hits("empty_deed");
    // «предыдущие ребята застряли»: no act of ours
    let others = case.scan.lexicon("other_people");
    let courtesy = case.courteous(&["thanks", "sympathy"]);
    let mut out = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let from = i.saturating_sub(BEFORE);
        let before: Vec<&str> = words[from..i]
            .iter()
            .filter(|w| w.sentence == word.sentence)
            .map(|w| w.fold.as_str())
            .collect();
        let last = before.last().copied().unwrap_or_default();
        if case.idle(word.sentence)
            || empty.contains(&i)
            || case.of_the_author(i)
            || matches!(last, "не" | "бы" | "чтобы" | "not" | "never")
        {
            continue;
        }
        let done = if word.fold.is_ascii() {
            english(&word.fold, &before)
        } else {
            match russian(&word.fold) {
                Some(Form::We) => Some(false),
                Some(Form::He) => somebody_of_ours(case, i).then_some(false),
                // «спасибо, что нашли время», «вы заказали»: the author's acts
                Some(Form::They) => {
                    let theirs = |w: &&str| matches!(*w, "вы" | "вам" | "вас" | "что" | "если");
                    let behind = words[i + 1..]
                        .iter()
                        .take(BEFORE)
                        .filter(|w| w.sentence == word.sentence);
                    let yours = behind.into_iter().any(|w| w.fold == "вы");
                    let of_others = others
                        .iter()
                        .any(|h| h.sentence == word.sentence && h.word < i && h.word + OTHERS >= i);
                    (!courtesy.contains(&word.sentence) && !yours && !of_others && !before.iter().any(theirs))
                        .then_some(true)
                }
                None => None,
            }
        };
        out.extend(done.map(|done| Deed { word: i, done }));
    }
    out
}

/// Where the reply tells of a new state of things or of a step to take, in words that no list foresees: «терминал теперь
/// стоит у входа», "the right pair left this morning", «возьмите лупу у смотрителя». Index of the first word of each such
/// sentence.
pub(super) fn changes(case: &Case<'_>) -> Vec<usize> {
    let hits = |l: &str| -> HashSet<usize> { case.scan.lexicon(l).iter().map(|h| h.word).collect() };
    let (empty, talk) = (hits("empty_deed"), hits("empty_step"));
    let polite = case.courteous(&["thanks", "sympathy", "greeting"]);
    let marks = case.scan.lexicon("change_mark");
    let sentences = case.reply.sentences.iter().enumerate();
    sentences
        .filter(|(n, s)| !polite.contains(n) && !s.question && !case.idle(*n))
        .filter(|(n, s)| {
            let words = s.words.clone();
            let theirs = case.reply.words[words.clone()]
                .iter()
                .any(|w| matches!(w.fold.as_str(), "вы" | "you"));
            let marked = marks.iter().any(|m| m.sentence == *n);
            let told = words
                .clone()
                .any(|i| !empty.contains(&i) && is_told(&case.reply.words[i].fold));
            let step = words
                .clone()
                .any(|i| !talk.contains(&i) && is_step(&case.reply.words[i].fold));
            (marked && told && !theirs) || step
        })
        .map(|(_, s)| s.words.start)
        .collect()
}

/// A finite verb, as far as its ending tells.
fn is_told(word: &str) -> bool {
    const IRREGULAR: [&str; 26] = [
        "left", "went", "came", "put", "set", "sent", "made", "took", "gave", "built", "brought", "bought",
        "spoke", "ran", "began", "cut", "hung", "kept", "been", "is", "are", "has", "have", "does", "goes",
        "gets",
    ];
    const ENDS: [&str; 15] = [
        "ли", "ла", "ло", "лся", "лась", "лось", "лись", "ет", "ит", "ют", "ят", "ется", "ится", "ются",
        "ятся",
    ];
    if word.is_ascii() {
        IRREGULAR.contains(&word)
            || (word.len() > 4 && (word.ends_with("ed") || word.ends_with("ks") || word.ends_with("ts")))
    } else {
        word.chars().count() > 3 && ENDS.iter().any(|e| word.ends_with(e)) && knows(word)
    }
}

/// «возьмите», «включите»: the author can do it now. What only asks to write once more is the lexicon `empty_step`.
fn is_step(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("те") else {
        return false;
    };
    // an imperative is a word without its -те too; «делаете» and «хотите» are none
    word.chars().count() > 5
        && stem.ends_with(['и', 'й', 'ь'])
        && knows(word)
        && knows(stem)
        && !knows(&format!("{stem}м"))
}

/// A name or a role stands before the verb in its sentence: «Захар домоет», «программа сама отправит».
fn somebody_of_ours(case: &Case<'_>, verb: usize) -> bool {
    let words = &case.reply.words;
    let sentence = words[verb].sentence;
    let first = case.reply.sentences.get(sentence).map_or(0, |s| s.words.start);
    let author = |w: &str| case.author.iter().any(|a| a.tokens.iter().any(|t| t == w));
    let polite = |w: &str| w.starts_with("ваш") || matches!(w, "вы" | "вас" | "вам" | "вами");
    let named = (first..verb).any(|i| {
        let w = &words[i];
        w.capital && !author(&w.fold) && !polite(&w.fold) && (i > first || super::name::is_given(&w.fold))
    });
    let role = case.scan.lexicon("role");
    named || role.iter().any(|r| r.sentence == sentence && r.word < verb)
}

/// "will redo" (still to come), "we mopped", "Luis has patched" (done).
fn english(word: &str, before: &[&str]) -> Option<bool> {
    let rest = before
        .iter()
        .rev()
        .skip_while(|w| w.ends_with("ly") || matches!(**w, "also" | "now" | "already" | "then" | "both"));
    let rest: Vec<&str> = rest.copied().collect();
    let (last, second) = (*rest.first()?, rest.get(1).copied().unwrap_or_default());
    if matches!(last, "will" | "we'll" | "i'll" | "she'll" | "he'll" | "they'll") {
        let asked = matches!(second, "you" | "this" | "it" | "that" | "which" | "there");
        return (!asked && word.len() > 1).then_some(false);
    }
    let ours = matches!(last, "we" | "i" | "we've" | "i've")
        || (matches!(last, "have" | "has")
            && !matches!(
                second,
                "you" | "who" | "that" | "it" | "should" | "could" | "would" | "might" | "must"
            ));
    (ours && word.len() > SHORTEST && word.ends_with("ed") && knows(word)).then_some(true)
}

/// The form, where the word is a verb of that kind.
fn russian(word: &str) -> Option<Form> {
    if word.chars().count() < SHORTEST {
        return None;
    }
    let (body, reflexive) = match word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")) {
        Some(body) => (body, true),
        None => (word, false),
    };
    let (tail, you_tail) = if reflexive { ("ся", "сь") } else { ("", "") };
    let known = |stem: &str, end: &str, tail: &str| knows(&format!("{stem}{end}{tail}"));
    for (ends, other, form) in [(["ем", "им"], "т", Form::We), (["ет", "ит"], "м", Form::He)] {
        if let Some(stem) = ends.iter().find_map(|e| body.strip_suffix(e)) {
            let vowel = &body[stem.len()..stem.len() + 'е'.len_utf8()];
            let conjugated =
                known(stem, &format!("{vowel}{other}"), tail) && known(stem, &format!("{vowel}те"), you_tail);
            return (conjugated && !lasts(stem, tail)).then_some(form);
        }
    }
    let stem = body.strip_suffix("ли")?;
    let bare = stem.strip_suffix(['а', 'е', 'и', 'о', 'у', 'ы', 'ю', 'я']);
    let ends = known(stem, "ла", you_tail);
    (ends && !lasts(stem, tail) && !bare.is_some_and(|b| lasts(b, tail))).then_some(Form::They)
}

/// The stem has a present participle: the act goes on («моющий») and does not end («домоет»).
fn lasts(stem: &str, tail: &str) -> bool {
    ["ющий", "ущий", "ящий", "ащий"]
        .iter()
        .any(|p| knows(&format!("{stem}{p}{tail}")))
}

#[cfg(test)]
mod tests {
    use super::{Form, russian};

    #[test]
    fn acts_that_end_are_told_from_acts_that_last_and_from_other_words() {
        for word in ["домоем", "перешьем", "вернем", "сделаем", "сверим"] {
            assert_eq!(russian(word), Some(Form::We), "{word}");
        }
        for word in ["домоет", "привезет", "отправит"] {
            assert_eq!(russian(word), Some(Form::He), "{word}");
        }
        for word in ["разобрали", "поменяли", "закупили"] {
            assert_eq!(russian(word), Some(Form::They), "{word}");
        }
        for word in [
            "работаем",
            "стараемся",
            "ценим",
            "этим",
            "всем",
            "вниманием",
            "последним",
            "стоит",
            "говорили",
            "хотели",
            "если",
            "надеемся",
        ] {
            assert_eq!(russian(word), None, "{word}");
        }
    }
}
