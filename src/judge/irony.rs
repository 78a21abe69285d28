//! Irony: praise beside a fact of blame («Браво! Третий раз теряете посылку», "\"fresh\" fish that smelled").
//!
//! Marks are data (`irony.tsv`: turns of phrase, 🤡 👏 🙃); to them come a word of praise in quotation marks and a smile
//! behind a complaint. A mark counts beside a fact only, unless it says by itself that it is not meant, and never
//! where the fact stands behind a «но»: that is an honest reservation.

use super::book::Kind;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;

/// What turns praise round.
#[derive(Debug)]
pub struct Irony {
    /// First and last word of every mark, with its weight.
    pub marks: Vec<(u32, u32, f32)>,
    /// From 0 (not above) to 1: how sure it is.
    pub strength: f32,
}

/// Marks that need no fact.
const SURE: f32 = 0.8;
/// A word of praise in quotation marks, a smile behind a complaint.
const QUOTED: f32 = 0.6;
const SMILE: f32 = 0.4;
/// Marks and facts together from this on are irony.
const ENOUGH: f32 = 0.9;
/// What a fact beside a mark adds.
const FACT: f32 = 0.5;
/// A fact of a clause or of a feeling is no weaker than this.
const PLAIN: f32 = -0.8;
const STRONG: f32 = -1.5;
/// Marks and facts lie no more sentences apart.
const BESIDE: u32 = 2;
/// In a longer text a mark and a fact stand together by chance: only marks that need no fact count.
const SHORT: usize = 100;
/// So many words of praise besides the marks are meant.
const MEANT: usize = 4;

/// The irony of a text; none in most.
pub fn find(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, text: &str) -> Option<Irony> {
    let words = &matched.folded.words;
    let mut marks: Vec<(u32, u32, f32)> = hits
        .iter()
        .filter(|h| h.kind == Kind::Irony)
        .map(|h| (h.first, h.last, h.weight))
        .collect();
    // first bytes of the signs: most texts have none
    if has_any(text, [b'"', 0xc2, 0xe2]) && text.contains(['"', '«', '“', '„']) {
        let praise = hits
            .iter()
            .filter(|h| matches!(h.kind, Kind::Feeling | Kind::Clause) && h.weight > 0.5);
        marks.extend(
            praise
                .filter(|h| quoted(matched, text, h))
                .map(|h| (h.first, h.last, QUOTED)),
        );
    }
    let smiles = has_any(text, [b')']) && text.contains("))");
    if words.len() > SHORT {
        marks.retain(|m| m.2 > SURE);
    }
    if marks.is_empty() && (!smiles || words.len() > SHORT) {
        return None;
    }
    let facts: Vec<u32> = hits
        .iter()
        .filter(|h| is_fact(h) && !matched.after_but(h.first as usize))
        .map(|h| h.last)
        .collect();
    if smiles && words.len() <= SHORT {
        marks.extend(
            facts
                .iter()
                .filter(|f| smiles_behind(matched, text, **f))
                .map(|f| (*f, *f, SMILE)),
        );
    }
    marks.sort_by_key(|m| m.0);
    marks.dedup_by_key(|m| m.0);
    let sure = marks.iter().any(|m| m.2 > SURE);
    let beside = |mark: &(u32, u32, f32)| {
        facts.iter().any(|fact| {
            words[*fact as usize]
                .sentence
                .abs_diff(words[mark.1 as usize].sentence)
                <= BESIDE
                && !(mark.0..=mark.1).contains(fact)
        })
    };
    if !sure {
        // a smile is itself behind its fact
        marks.retain(|m| m.2 == SMILE || beside(m));
    }
    let inside = |h: &Hit| marks.iter().any(|m| h.first <= m.1 && m.0 <= h.last);
    let meant = feeling
        .ruled
        .iter()
        .filter(|(.., weight)| *weight > 0.5)
        .filter(|(first, last, _)| !marks.iter().any(|m| *first <= m.1 && m.0 <= *last))
        .count();
    let told = facts.len() + hits.iter().filter(|h| is_fact(h) && inside(h)).count();
    if marks.is_empty() || meant >= MEANT + told.min(4) {
        return None;
    }
    let sum: f32 = marks.iter().map(|m| m.2).sum();
    let strength = sum + if facts.is_empty() { 0.0 } else { FACT };
    (sure || strength >= ENOUGH).then(|| Irony {
        marks,
        strength: strength.min(1.0),
    })
}

/// Some of a few bytes stands in the text; quicker than to look at its characters.
fn has_any<const N: usize>(text: &str, bytes: [u8; N]) -> bool {
    bytes.iter().any(|byte| text.as_bytes().contains(byte))
}

/// Something bad that happened.
fn is_fact(hit: &Hit) -> bool {
    match hit.kind {
        Kind::Critical | Kind::High => !hit.negated && !hit.hypothetical,
        Kind::Clause => hit.weight <= PLAIN && !hit.negated && !hit.hypothetical,
        Kind::Feeling => hit.weight <= STRONG && !hit.negated && !hit.hypothetical,
        _ => false,
    }
}

/// The words of a hit alone, or with one more, stand in quotation marks.
fn quoted(matched: &Matched<'_>, text: &str, hit: &Hit) -> bool {
    let words = &matched.folded.words;
    let (first, last) = (&words[hit.first as usize], &words[hit.last as usize]);
    if first.title {
        return false;
    }
    let open = match (hit.first as usize)
        .checked_sub(1)
        .map(|b| &words[b])
        .filter(|b| !b.title)
    {
        Some(before) => matched.folded.between(text, before, first),
        None => matched.folded.ahead(text, first),
    };
    let close = match words.get(hit.last as usize + 1) {
        Some(after) => matched.folded.between(text, last, after),
        None => matched.folded.behind(text, last),
    };
    open.ends_with(['"', '«', '“', '„', '\'']) && close.starts_with(['"', '»', '”', '“'])
}

/// «волос в супе )))»: at least two brackets that close nothing, at the end of the sentence of a fact.
fn smiles_behind(matched: &Matched<'_>, text: &str, fact: u32) -> bool {
    let words = &matched.folded.words;
    let sentence = words[fact as usize].sentence;
    let end = words[fact as usize..]
        .iter()
        .take_while(|w| w.sentence == sentence)
        .count();
    let last = fact as usize + end - 1;
    if words[last].title {
        return false;
    }
    let gap = match words.get(last + 1) {
        Some(after) => matched.folded.between(text, &words[last], after),
        None => matched.folded.behind(text, &words[last]),
    };
    gap.trim_start_matches(['.', '!', ' ', '?']).starts_with("))")
}
