//! What the review says, word for word: the sure way to be specific. Where no subject of ours is told beyond doubt, an
//! answer takes up the clause that carries the blame: «Вы пишете: «отрезали на 8 см меньше»».
//!
//! `cut` finds stretches that can stand alone, `clean` refuses what may not be repeated in public (obscene and insulting
//! words, names of persons, long numbers, shouting, misspelling) and writes the rest decently; here the best are chosen.
//! Nothing is taken from a text that speaks to a machine, and nothing where nobody may be confirmed as a client.

mod clean;
mod cut;
mod words;

use super::clauses::{Clauses, Feeling};
use super::situations::Situations;
use crate::domain::text::{Reading, Word};
use crate::domain::{Lang, Sentiment};
use crate::judge::{self, Side, Verdict};
use crate::lint::pack::Pack;
use crate::lint::{self};
use clean::clean;
use cut::{Run, runs};
use std::ops::Range;
use words::Words;

/// Quotes of one answer.
const MOST: usize = 2;
/// Letters of two quotes together.
const BOTH: usize = 120;
/// Stretches that the judge is asked about.
const ASKED: usize = 6;
/// Letters of a word that can name something.
const NAMES: usize = 4;
/// Words that name something are counted up to this number.
const MOST_NAMES: usize = 6;
/// Words of a quote at least.
const LEAST_WORDS: usize = 2;
/// What a quote must weigh, and what a second one must.
const WORTH: f32 = 1.5;
const WORTH_A_SECOND: f32 = 2.4;
/// And one in which nothing speaks for blame.
const WORTH_UNSURE: f32 = 2.8;
/// What a clause gains for telling what is known to be the matter.
const MATTER: f32 = 4.0;
/// So sure it must be of blame, where no word of a list tells.
const SURE: f32 = 0.6;
/// So sure the judge may be of praise before a clause is none to be taken up.
const KIND: f32 = 0.6;
/// The same in a review of one or two stars.
const SURELY_KIND: f32 = 0.85;

/// One clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Without quotation marks, beginning small.
    pub text: String,
    /// Words of the review.
    pub words: Range<usize>,
    weight: f32,
    /// Something in it speaks for blame, not for a mere account.
    firm: bool,
}

impl Quote {
    /// How much it says, and how plainly it blames.
    pub fn weight(&self) -> f32 {
        self.weight
    }
}

/// What is known about a review when its clauses are weighed.
pub struct Told<'a> {
    pub pack: &'a Pack,
    pub lang: Lang,
    pub review: &'a Reading,
    pub verdict: &'a Verdict,
    /// Letters of the title, and its full stop, in front of what the verdict has read.
    pub title: usize,
    /// One or two stars: a kind word is no praise.
    pub unhappy: bool,
    /// The review is about somebody's body: nothing of that is repeated.
    pub medical: bool,
    /// Words of what is told beyond doubt.
    pub matter: Option<Range<usize>>,
}

/// Up to two clauses that carry the blame, in their order; none where no clause can be taken up.
pub fn find(told: &Told<'_>) -> Vec<Quote> {
    let words = Words::of(told.lang);
    let review = told.review;
    let situations = Situations::of(told.lang);
    let clauses = Clauses::new(review, situations);
    let weighed = Weighed::new(told, words);
    let mut stretches: Vec<(Run, f32, bool)> = runs(review, words)
        .into_iter()
        .filter_map(|run| {
            weighed
                .weight(&run, &clauses)
                .map(|(weight, firm)| (run, weight, firm))
        })
        .collect();
    stretches.sort_by(|(a, heavy, _), (b, weight, _)| {
        weight.total_cmp(heavy).then(a.words.start.cmp(&b.words.start))
    });
    // spelling, judge and linter cost the most: only the best are asked about
    let clean = |(run, weight, firm): (Run, f32, bool)| {
        Some(Quote {
            text: clean(told.lang, words, review, run.words.clone())?,
            words: run.words,
            weight,
            firm,
        })
    };
    let mut found: Vec<Quote> = stretches.into_iter().filter_map(clean).take(ASKED).collect();
    found.retain_mut(|quote| is_blame(told, quote));
    found.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.words.start.cmp(&b.words.start))
    });
    choose(told, found)
}

/// The best, and a second one that says something else.
fn choose(told: &Told<'_>, found: Vec<Quote>) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    for quote in found {
        let apart = |o: &Quote| quote.words.end <= o.words.start || o.words.end <= quote.words.start;
        let letters: usize = out.iter().chain([&quote]).map(|q| q.text.chars().count()).sum();
        let worth = if out.is_empty() {
            quote.weight >= WORTH
        } else {
            quote.weight >= if quote.firm { WORTH_A_SECOND } else { WORTH_UNSURE }
        };
        if out.len() == MOST {
            break;
        }
        if worth && letters <= BOTH && out.iter().all(apart) && is_decent(told, &quote) {
            out.push(quote);
        }
    }
    out.sort_by_key(|q| q.words.start);
    out
}

/// The judge has nothing against it; how plainly it blames is added to its weight.
fn is_blame(told: &Told<'_>, quote: &mut Quote) -> bool {
    let verdict = judge::judge(&judge::Input {
        text: quote.text.clone(),
        lang: Some(told.lang.word().to_owned()),
        ..judge::Input::default()
    });
    // the judge is unsure of a clause alone; whoever gives one star means no praise
    let kind = if told.unhappy { SURELY_KIND } else { KIND };
    if verdict.abusive || verdict.sensitive.is_some() || verdict.p.positive > kind {
        return false;
    }
    if verdict.sentiment == Sentiment::Negative {
        quote.weight += verdict.p.negative;
        quote.firm |= verdict.p.negative > SURE;
    }
    quote.weight -= verdict.p.positive * if told.unhappy { 1.0 } else { 2.0 };
    true
}

/// The linter has nothing against it that no frame could mend.
fn is_decent(told: &Told<'_>, quote: &Quote) -> bool {
    let input = lint::Input {
        text: quote.text.clone(),
        lang: Some(told.lang.word().to_owned()),
        ..lint::Input::default()
    };
    const NEVER: [&str; 3] = ["obscene_or_near_obscene", "pii_in_public", "sensitive_no_draft"];
    let findings = lint::lint_by(told.pack, &input, None, told.lang).findings;
    !findings.iter().any(|f| NEVER.contains(&f.code.as_str()))
}

/// Something is not, or is not there.
fn denies(word: &Word) -> bool {
    const DENIES: [&str; 11] = [
        "не",
        "нет",
        "ни",
        "вместо",
        "никто",
        "no",
        "not",
        "never",
        "instead",
        "nothing",
        "nobody",
    ];
    DENIES.contains(&word.fold.as_str()) || word.fold.ends_with("n't")
}

/// The words of a review, by what they do to the weight of a stretch.
struct Weighed<'a> {
    told: &'a Told<'a>,
    words: &'static Words,
    /// Characters of what is an opinion and names nothing.
    opinions: Vec<Range<usize>>,
    /// Of what is never repeated.
    never: Vec<Range<usize>>,
    /// Places where a situation of the list is told.
    situations: Vec<Range<usize>>,
}

impl<'a> Weighed<'a> {
    fn new(told: &'a Told<'a>, words: &'static Words) -> Weighed<'a> {
        let places = |p: &crate::lint::pattern::Patterns| -> Vec<Range<usize>> {
            p.hits(told.review).into_iter().map(|h| h.start..h.end).collect()
        };
        let mut never: Vec<Range<usize>> = words.never.iter().flat_map(places).collect();
        let health = places(&words.health);
        if told.medical || health.len() > 1 {
            never.extend(health);
        }
        let situations = Situations::of(told.lang).find(told.review, None, |_| false);
        Weighed {
            told,
            words,
            opinions: places(&words.opinion),
            never,
            situations: situations.map(|(_, h, _)| h.start..h.end).collect(),
        }
    }

    /// How much a stretch says, and how plainly it blames; none where it must not be repeated.
    fn weight(&self, run: &Run, clauses: &Clauses) -> Option<(f32, bool)> {
        let review = self.told.review;
        let list = &review.words[run.words.clone()];
        let (start, end) = (list.first()?.start, list.last()?.end);
        if spoken(review, start) {
            return None;
        }
        let within = |r: &Range<usize>| r.start < end && start < r.end;
        if list.len() < LEAST_WORDS || self.never.iter().any(within) {
            return None;
        }
        let feelings = || run.words.clone().map(|w| clauses.feeling(w));
        let side = start
            .checked_sub(self.told.title)
            .and_then(|at| self.told.verdict.side_at(at));
        let kind = feelings().any(|f| f == Feeling::Good);
        if kind && !self.told.unhappy || side == Some(Side::Praised) {
            return None;
        }
        let sentence = review.sentences.get(list[0].sentence)?;
        let opinion = |w: &Word| self.opinions.iter().any(|r| r.start < w.end && w.start < r.end);
        let number = |w: &Word| review.chars[w.start].is_ascii_digit();
        let names = |w: &&Word| {
            w.fold.chars().count() >= NAMES
                && !self.words.common.contains(&w.fold)
                && !opinion(w)
                && !number(w)
        };
        let named = list.iter().filter(names).count();
        let numbers = list.iter().filter(|w| number(w)).count();
        let denies = list.iter().any(denies);
        if named == 0 || named + numbers.min(1) + usize::from(denies) < 2 {
            return None;
        }
        let asked = sentence.question && self.words.asks.contains(&review.words[sentence.words.start].fold);
        if asked {
            return None;
        }
        let bad = feelings().any(|f| f == Feeling::Bad) || side == Some(Side::Blamed);
        let turned = run.turned || clauses.turned(run.words.start);
        let situation = self.situations.iter().any(within);
        // «платим 38 тыс» alone is no complaint
        let firm = bad || denies || turned || situation;
        let mut weight = if firm { 0.5 } else { 0.0 };
        weight += 0.5 * named.min(MOST_NAMES) as f32;
        weight += match (numbers > 0, firm) {
            (false, _) => 0.0,
            (true, true) => 1.5,
            (true, false) => 0.5,
        };
        weight += if denies { 1.0 } else { 0.0 };
        weight += if bad { 1.5 } else { 0.0 };
        weight += if turned { 1.0 } else { 0.0 };
        weight += if situation { 1.0 } else { 0.0 };
        let matter = |m: &Range<usize>| m.start < run.words.end && run.words.start < m.end;
        weight += if self.told.matter.as_ref().is_some_and(matter) {
            MATTER
        } else {
            0.0
        };
        weight += if run.whole { 0.5 } else { 0.0 };
        weight -= 0.3 * (run.pieces - 1) as f32;
        // «чистая синтетика» holds a kind word and no praise
        weight -= if kind { 1.0 } else { 0.0 };
        weight -= if list.iter().any(opinion) { 0.7 } else { 0.0 };
        weight -= if sentence.question { 0.5 } else { 0.0 };
        // what matters is told early
        weight -= 0.1 * (list[0].sentence.min(10) as f32);
        let next = review
            .words
            .get(run.words.end)
            .filter(|w| w.sentence == list[0].sentence);
        if next.is_some_and(|w| self.words.hangs.contains(&w.fold)) {
            weight -= 1.0;
        }
        Some((weight, firm))
    }
}

/// Characters that are looked at for a quotation mark before a stretch.
const SPOKEN: usize = 120;

/// It stands inside of quotation marks: these are the words of somebody else.
fn spoken(review: &Reading, start: usize) -> bool {
    let before = &review.chars[start.saturating_sub(SPOKEN)..start];
    let mark = before
        .iter()
        .rev()
        .copied()
        .find(|c| matches!(c, '«' | '»' | '“' | '”' | '„'));
    // straight marks open and close alike; «Мастер: так и было» has none
    let open = review.chars[..start].iter().filter(|c| **c == '"').count() % 2 == 1;
    let after_colon = before.iter().rev().find(|c| !c.is_whitespace()) == Some(&':');
    matches!(mark, Some('«' | '„' | '“')) || open || after_colon
}
