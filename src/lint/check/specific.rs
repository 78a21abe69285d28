//! The reply must name something of this review, and somebody of ours.

use crate::domain::text::Reading;
use crate::lint::case::{Answered, Case, Findings, Kind};
use crate::lint::dates;
use crate::lint::name::is_given;
use crate::lint::pack::Scan;
use crate::lint::pattern::stemmed;
use crate::lint::spelling;
use std::collections::{BTreeMap, HashSet};

/// A review with fewer words than this and without a known subject gives nothing to name.
const LEAST_WORDS: usize = 12;

pub(super) fn check(case: &Case<'_>, out: &mut Findings<'_, '_>) {
    if let Some(review) = &case.review
        && (says_something(review) || (review.reading.words.len() >= 3 && is_ready_made(case)))
        && !names_aspect(case, review)
    {
        out.add("no_aspect_named", (0, case.reply.chars.len()), "");
    }
    if case.kind == Kind::Complaint && !case.names_forbidden() && !signed(case) && !needs_nobody(case) {
        let end = case.reply.chars.len();
        out.add("no_named_person", (end, end), "");
    }
}

/// A step that solves the matter leaves nothing to ask, nor does a settled case that was told in full; a single person by
/// role is somebody to ask for: «старшая горничная подписывает лист», "our duty manager answers".
fn needs_nobody(case: &Case<'_>) -> bool {
    let sorry = !case.apologies.is_empty() || !case.scan.lexicon("sympathy").is_empty();
    let in_full = || sorry && fits_no_other(case) && super::action::is_settled(case);
    super::action::solved_at_once(case) || !case.scan.lexicon("by_role").is_empty() || in_full()
}

/// A reply with a cliché and hardly a word of matter.
fn is_ready_made(case: &Case<'_>) -> bool {
    let words: HashSet<String> = matter(case, usize::MAX).into_values().flatten().collect();
    !case.scan.code("cliche").is_empty() && words.len() <= 3
}

fn says_something(review: &Answered<'_>) -> bool {
    let words = review.reading.words.len();
    words >= 4 && (words >= LEAST_WORDS || !review.scan.aspects().is_empty())
}

/// Aspects of the pack (lexicons `aspect_…`), or a shared word that is not a common one.
fn names_aspect(case: &Case<'_>, review: &Answered<'_>) -> bool {
    // «ждём ваших новых заказов» names no delivery
    let farewell: HashSet<usize> = case.scan.lexicon("farewell").iter().map(|h| h.sentence).collect();
    let told = case.scan.aspects_where(|h| !farewell.contains(&h.sentence));
    if !told.is_disjoint(&review.scan.aspects()) {
        return true;
    }
    let (ours, theirs) = (
        stems(&case.reply, &case.scan),
        stems(&review.reading, &review.scan),
    );
    !ours.is_disjoint(&theirs)
        || same_number(&case.reply, &review.reading)
        || asks_back(case)
        || fits_no_other(case)
}

/// So few words give nothing to name; who asks what happened answers them (seed rule D4).
const VAGUE: usize = 5;

/// The answer to so vague a review is a question.
pub(super) fn asks_back(case: &Case<'_>) -> bool {
    let vague = case.review.iter().any(|r| r.reading.words.len() <= VAGUE);
    vague && asks(case)
}

/// So many words of matter make a reply that would fit no other review, in whatever words it tells of this one.
const MATTER: usize = 8;
/// Praise is answered more briefly, and a ready-made answer to it holds hardly any.
const PRAISE_MATTER: usize = 5;

/// Words that stand in no ready-made reply: «VPN», «пароварка», "the steamer lost pressure".
fn fits_no_other(case: &Case<'_>) -> bool {
    let all: HashSet<String> = matter(case, usize::MAX).into_values().flatten().collect();
    let least = if case.kind == Kind::Praise {
        PRAISE_MATTER
    } else {
        MATTER
    };
    all.len() >= least
}

/// Sentence -> stems of its words of matter, before sentence `end`; courtesies have none.
fn matter(case: &Case<'_>, end: usize) -> BTreeMap<usize, HashSet<String>> {
    let skip: HashSet<usize> = ["common_word", "general_word", "action", "promise", "step"]
        .iter()
        .flat_map(|l| case.scan.lexicon(l))
        .map(|h| h.word)
        .collect();
    let polite: HashSet<usize> = ["thanks", "greeting", "farewell", "sympathy"]
        .iter()
        .flat_map(|l| case.scan.lexicon(l))
        .chain(&case.apologies)
        .map(|h| h.sentence)
        .collect();
    let mut out: BTreeMap<usize, HashSet<String>> = BTreeMap::new();
    for (i, w) in case.reply.words.iter().enumerate() {
        let long = w.fold.chars().count() >= 4 + usize::from(!w.fold.is_ascii());
        if w.sentence < end && long && !w.capital && !skip.contains(&i) && !polite.contains(&w.sentence) {
            let stem = stemmed(&w.fold).chars().take(6).collect();
            out.entry(w.sentence).or_default().insert(stem);
        }
    }
    out
}

/// Somebody with a name tells, in at least two sentences of matter and before one late apology, what happened and what
/// became of it, without a ready-made phrase. Which of these words is the act no list can know; among 134 real replies
/// that lack an act or a term there is none of this kind.
pub(super) fn tells_the_case(case: &Case<'_>) -> bool {
    let [apology] = case.apologies.as_slice() else {
        return false;
    };
    let empty = !case.scan.lexicon("vague_term").is_empty() || !case.scan.code("cliche").is_empty();
    if empty || apology.sentence < 2 || !signed(case) {
        return false;
    }
    let told = matter(case, apology.sentence);
    let all: HashSet<&String> = told.values().flatten().collect();
    all.len() >= MATTER && told.values().filter(|s| s.len() >= 2).count() >= 2
}

/// The reply asks the author something.
fn asks(case: &Case<'_>) -> bool {
    case.reply.sentences.iter().any(|s| s.question) || !case.scan.lexicon("wonders").is_empty()
}

/// «4 преподавателя» and «четыре замены»: a number of the review, one aside, comes back.
fn same_number(ours: &Reading, theirs: &Reading) -> bool {
    let numbers = |r: &Reading| -> HashSet<i64> {
        let all = r.words.iter().filter_map(|w| dates::number(&w.fold));
        all.filter(|n| *n > 1).collect()
    };
    !numbers(ours).is_disjoint(&numbers(theirs))
}

fn stems(reading: &Reading, scan: &Scan<'_>) -> HashSet<String> {
    let skip: HashSet<usize> = scan.lexicon("common_word").iter().map(|h| h.word).collect();
    let words = reading.words.iter().enumerate();
    let long = words
        .filter(|(i, w)| !skip.contains(i) && w.fold.chars().count() >= 3 + usize::from(!w.fold.is_ascii()));
    // «перезвонить» and «перезвон»: the first six letters of the stem are enough
    long.map(|(_, w)| stemmed(&w.fold).chars().take(6).collect())
        .collect()
}

/// Somebody of ours has a name: a given name that is neither the author's nor one of the review, a name behind a
/// role («управляющая Гульшат», "manager Priya") or behind a closing («С уважением, Айрат»).
fn signed(case: &Case<'_>) -> bool {
    let words = &case.reply.words;
    let author = |w: &str| case.author.iter().any(|a| a.tokens.iter().any(|t| t == w));
    let reviewed = |w: &str| {
        case.review
            .iter()
            .any(|r| r.reading.words.iter().any(|x| stemmed(&x.fold) == stemmed(w)))
    };
    let first = case.first_sentence();
    let named = words.iter().any(|w| {
        w.sentence >= first
            && w.capital
            && is_given_in_any_case(&w.fold)
            && !author(&w.fold)
            && !reviewed(&w.fold)
    });
    let behind = |lexicon: &str| {
        case.scan.lexicon(lexicon).iter().any(|h| {
            let next = words.iter().find(|w| w.start >= h.end);
            next.is_some_and(|w| {
                w.capital
                    && w.start <= h.end + 3
                    && w.fold.chars().count() >= 2
                    && !author(&w.fold)
                    && !case.scan.lexicon("our_house").iter().any(|o| o.start == w.start)
            })
        })
    };
    // «Jonas, owner»
    let before_role = case.scan.lexicon("role").iter().any(|h| {
        let name = words[..h.word].last();
        name.is_some_and(|w| w.capital && !author(&w.fold) && case.reply.chars.get(w.end) == Some(&','))
    });
    named
        || before_role
        || behind("role")
        || behind("closing")
        || dashed(case)
        || introduced(case)
        || undersigned(case)
}

/// A last sentence of a few words, the first large and before a comma: «Jo, gameplay programmer.»
fn undersigned(case: &Case<'_>) -> bool {
    let Some(last) = case
        .reply
        .sentences
        .last()
        .filter(|s| (2..=5).contains(&s.words.len()))
    else {
        return false;
    };
    let first = &case.reply.words[last.words.start];
    let tail = case.reply.chars[first.start + 1..first.end]
        .iter()
        .all(|c| c.is_lowercase());
    first.capital && tail && case.reply.chars.get(first.end) == Some(&',')
}

/// A large word that no dictionary knows small: a rare name («Азиз привезёт»).
fn introduced(case: &Case<'_>) -> bool {
    let author = |w: &str| case.author.iter().any(|a| a.tokens.iter().any(|t| t == w));
    let reviewed = |w: &str| {
        let review = case.review.iter();
        review
            .into_iter()
            .any(|r| r.reading.words.iter().any(|x| x.fold == w))
    };
    let place = |start| {
        let places = case.scan.lexicon("place_word");
        places.iter().any(|p| p.end < start && start - p.end <= 2)
    };
    let nobody = |word: usize| {
        ["no_person", "our_house"]
            .iter()
            .any(|l| case.scan.lexicon(l).iter().any(|h| h.word == word))
    };
    case.reply.words.iter().enumerate().any(|(i, w)| {
        let letters = &case.reply.chars[w.start..w.end];
        w.capital
            && letters.len() >= 3
            && letters[1..].iter().all(|c| c.is_lowercase())
            && !author(&w.fold)
            && !reviewed(&w.fold)
            && (!spelling::knows(&w.fold)
                || (spelling::acts(case, i) || !w.fold.is_ascii() && !polite(case, i))
                    && !begins_sentence(case, i))
            && !place(w.start)
            && !nobody(i)
    })
}

/// «Вы», «Ваш», and what stands in quotes: large, and no name in Russian.
fn polite(case: &Case<'_>, word: usize) -> bool {
    let w = &case.reply.words[word];
    let before = w.start.checked_sub(1).and_then(|i| case.reply.chars.get(i));
    w.fold.starts_with("ваш")
        || matches!(w.fold.as_str(), "вы" | "вас" | "вам" | "вами")
        || matches!(before, Some('«' | '"' | '“' | '„' | '\''))
}

/// A capital there is no sign of a name.
fn begins_sentence(case: &Case<'_>, word: usize) -> bool {
    let sentence = case.reply.sentences.get(case.reply.words[word].sentence);
    sentence.is_none_or(|s| s.words.start == word)
}

/// The last word stands alone behind a dash: «— Мария».
fn dashed(case: &Case<'_>) -> bool {
    let Some(last) = case.reply.words.last().filter(|w| w.capital) else {
        return false;
    };
    let before = case.reply.chars[..last.start]
        .iter()
        .rev()
        .find(|c| !c.is_whitespace());
    matches!(before, Some('—' | '–' | '-')) && case.reply.words.len() > 3
}

/// «у Марии», «Ольге»: a given name in another case.
fn is_given_in_any_case(word: &str) -> bool {
    if is_given(word) {
        return true;
    }
    let Some((at, _)) = word.char_indices().next_back() else {
        return false;
    };
    let bare = &word[..at];
    let tries: &[&str] = match &word[at..] {
        "и" | "ы" | "е" | "у" | "ю" => &["а", "я", "", "й"],
        "й" => match bare.char_indices().next_back() {
            Some((cut, _)) if word.ends_with("ой") || word.ends_with("ей") => {
                return ["а", "я"]
                    .iter()
                    .any(|e| is_given(&format!("{}{e}", &bare[..cut])));
            }
            _ => &[],
        },
        "а" | "я" => &["", "й"],
        "м" => match bare.char_indices().next_back() {
            Some((cut, _)) => {
                return ["", "й"]
                    .iter()
                    .any(|e| is_given(&format!("{}{e}", &bare[..cut])));
            }
            None => &[],
        },
        _ => &[],
    };
    word.chars().count() >= 3 && tries.iter().any(|e| is_given(&format!("{bare}{e}")))
}
