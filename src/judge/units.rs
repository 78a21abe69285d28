//! Cuts a text into the stretches that can take a side: at marks, at turns, at headings and at signs of a list.

use super::headings::{Frame, Heading, Step, nothing};
use super::hits::{Hit, Matched};
use super::model::WORDS;
use super::turns::Turns;

/// A stretch between two borders, before neighbours of one mind are joined.
pub struct Unit {
    pub first: u32,
    pub last: u32,
    pub sentence: u32,
    /// Begins with a word of contrast.
    pub turns: bool,
    /// The word is no mere «а», so that the clause says the opposite of the one before.
    pub opposes: bool,
    /// To which side the word leans: «зато» to praise, «жаль» to blame.
    pub lean: f32,
    pub heading: Heading,
    /// Is a heading or opens its line itself, and says nothing.
    pub label: bool,
    /// Below 0 for blame.
    pub score: f32,
    /// The lexicon, or a heading, knows something of it; else the model alone.
    pub sure: bool,
}

/// Cuts the words of the text at every border.
pub fn units(matched: &Matched<'_>, hits: &[Hit], text: &str) -> Vec<Unit> {
    let folded = matched.folded;
    let mut units: Vec<Unit> = Vec::with_capacity(16);
    let mut frame = Frame::new(text);
    let steps = Turns::read(matched, hits, text, WORDS);
    // the sentence whose next clause turns: "Although it was late, …"
    let mut conceded = None;
    // the sentence that only says that a heading has nothing under it: it tells no more than the heading
    let mut empty = None;
    for (at, word) in folded.words.iter().enumerate().take(WORDS) {
        let before = at.checked_sub(1).map(|b| &folded.words[b]).filter(|b| !b.title);
        // a word that is spelled with spaces stands there twice
        if word.title || before.is_some_and(|b| word.start < b.end) {
            continue;
        }
        let next = folded.words.get(at + 1);
        let gap = before.map_or_else(
            || folded.ahead(text, word),
            |before| folded.between(text, before, word),
        );
        let after = || {
            next.map_or_else(
                || folded.behind(text, word),
                |next| folded.between(text, word, next),
            )
        };
        let headed = frame.step(
            folded.form(word),
            before.map(|b| folded.form(b)),
            gap,
            after,
            word.sentence,
        );
        if headed == Step::Opens && nothing(folded, text, at) {
            frame.heading = Heading::None;
            empty = Some(word.sentence);
        }
        let here = steps.at(at);
        let fresh = headed != Step::Goes;
        let goes_on = || goes_on(folded.form(word)) && gap.trim() == ",";
        let broken = before.is_none_or(|b| b.clause != word.clause) && !here.inside && !goes_on() || fresh;
        let mut turns = here.turns;
        if broken && conceded == Some(word.sentence) {
            (turns, conceded) = (true, None);
        }
        if here.concedes {
            (turns, conceded) = (false, Some(word.sentence));
        }
        match units.last_mut() {
            Some(unit) if !broken && !turns => {
                unit.last = at as u32;
                if here.around {
                    (unit.turns, unit.opposes, unit.lean) = (true, true, here.lean);
                }
            }
            _ => units.push(Unit {
                first: at as u32,
                last: at as u32,
                sentence: word.sentence,
                turns,
                opposes: turns && (here.opposes || !here.turns),
                lean: here.lean,
                label: headed == Step::Label || empty == Some(word.sentence),
                heading: if headed == Step::Label {
                    Heading::None
                } else {
                    frame.heading
                },
                score: 0.0,
                sure: false,
            }),
        }
    }
    units
}

/// Behind a comma the word goes on with what stands before it: «меньше, чем на фото».
fn goes_on(form: &str) -> bool {
    matches!(
        form,
        "чем"
            | "нежели"
            | "как"
            | "что"
            | "чтобы"
            | "будто"
            | "словно"
            | "than"
            | "that"
            | "because"
    )
}
