//! From folded words to buckets: what the trained model sees of a text.
//!
//! Two blocks, each scaled by one over the root of its size: words (single, in pairs, under a negation, marks,
//! length) and pieces of words (3 to 6 characters with the borders of the word). A bucket counts once.

use crate::judge::fold::{Folded, Word, is_word};

/// Buckets are numbered with so many bits.
pub const BITS: u32 = 19;
/// Only words that begin before this character are read: long reviews of restaurants and cars turn late.
const READ: u32 = 3_000;
/// The same in words, for texts of single signs.
pub const WORDS: usize = 800;
/// Letters of a word beyond this say nothing more.
const LETTERS: usize = 30;
/// Sizes of the pieces of words.
const PIECES: std::ops::RangeInclusive<usize> = 3..=6;
/// A negation reaches so many words of its clause.
const NEGATION_REACH: u32 = 3;
/// Marks of a gap beyond this are not read.
const GAP: usize = 24;

/// The block that a feature belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    Words = 0,
    Pieces = 1,
}

/// A feature of a text.
#[derive(Debug, Clone, Copy)]
pub struct Feature {
    pub block: Block,
    /// Below 2^[`BITS`].
    pub bucket: u32,
    /// Number of the word that it comes from.
    pub word: u32,
    /// A word, a pair or the beginning of a word: what the subject of a text is known by.
    pub whole: bool,
}

/// Seeds keep kinds of features apart.
const WORD: u64 = 0x51;
const PAIR: u64 = 0x52;
const NEGATED: u64 = 0x53;
const MARK: u64 = 0x54;
const LENGTH: u64 = 0x55;
const PIECE: u64 = 0x56;
/// The golden ratio in 64 bits.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

fn step(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(MULTIPLIER)
}

fn bucket(hash: u64) -> u32 {
    ((hash ^ (hash >> 29)).wrapping_mul(MULTIPLIER) >> (64 - BITS)) as u32
}

/// Which buckets have been seen.
struct Seen(Vec<u64>);

impl Seen {
    fn add(&mut self, bucket: u32) -> bool {
        let (cell, bit) = (&mut self.0[(bucket >> 6) as usize], 1 << (bucket & 63));
        let new = *cell & bit == 0;
        *cell |= bit;
        new
    }
}

struct Emitter<F> {
    seen: Seen,
    give: F,
}

impl<F: FnMut(Feature)> Emitter<F> {
    fn emit(&mut self, block: Block, hash: u64, word: usize) {
        self.piece(block, hash, word, block == Block::Words);
    }

    fn piece(&mut self, block: Block, hash: u64, word: usize, whole: bool) {
        let bucket = bucket(hash);
        if self.seen.add(bucket) {
            (self.give)(Feature {
                block,
                bucket,
                word: word as u32,
                whole,
            });
        }
    }
}

/// Calls `give` for every feature of a text once; time is linear in the part that is read.
pub fn each(folded: &Folded, text: &str, give: impl FnMut(Feature)) {
    let mut out = Emitter {
        seen: Seen(vec![0; 1 << (BITS - 6)]),
        give,
    };
    let read = |w: &&Word| w.title || w.start < READ;
    // The word before with its hash; the clause of a negation and how many words it still reaches.
    let mut before: Option<(&Word, u64)> = None;
    let mut negation: Option<(u32, u32)> = None;
    let mut count = 0;
    let mut signs = [0_u64; LETTERS + 2];
    for (number, word) in folded.words.iter().take_while(read).take(WORDS).enumerate() {
        count = number + 1;
        let form = folded.form(word);
        let mut length = 1;
        signs[0] = u64::from('<');
        for letter in form.chars().take(LETTERS) {
            signs[length] = u64::from(if letter.is_ascii_digit() { '0' } else { letter });
            length += 1;
        }
        signs[length] = u64::from('>');
        length += 1;
        let signs = &signs[..length];
        let hash = signs.iter().fold(0, |hash, sign| step(hash, *sign));
        out.emit(Block::Words, step(hash, WORD), number);
        if let Some((_, its)) = before.filter(|(p, _)| p.sentence == word.sentence) {
            out.emit(Block::Words, step(step(its, hash), PAIR), number);
        }
        if let Some((clause, left)) = negation.filter(|(clause, left)| *clause == word.clause && *left > 0) {
            out.emit(Block::Words, step(hash, NEGATED), number);
            negation = Some((clause, left - 1));
        }
        if negates(form) {
            negation = Some((word.clause, NEGATION_REACH));
        }
        pieces(signs, |hash, first| out.piece(Block::Pieces, hash, number, first));
        if !word.title {
            let gap = match before.filter(|(p, _)| !p.title) {
                Some((previous, _)) => folded.between(text, previous, word),
                None => folded.ahead(text, word),
            };
            marks(gap.chars(), |hash| out.emit(Block::Words, hash, number));
        }
        before = Some((word, hash));
    }
    let behind = before.map_or(text, |(last, _)| folded.behind(text, last));
    marks(behind.chars(), |hash| {
        out.emit(Block::Words, hash, count.saturating_sub(1))
    });
    let length = u64::from((count as u64).checked_ilog2().map_or(0, |l| l + 1));
    out.emit(Block::Words, step(length, LENGTH), 0);
}

fn negates(form: &str) -> bool {
    matches!(
        form,
        "не" | "ни"
            | "нет"
            | "без"
            | "никогда"
            | "нельзя"
            | "not"
            | "no"
            | "never"
            | "without"
            | "cannot"
            | "dont"
            | "didnt"
            | "doesnt"
            | "cant"
            | "wont"
            | "wasnt"
            | "isnt"
    ) || form.ends_with("n't")
}

/// Calls `emit` for each piece of a word, and tells whether the word begins with it.
fn pieces(signs: &[u64], mut emit: impl FnMut(u64, bool)) {
    for start in 0..signs.len() {
        let mut hash = PIECE;
        for (size, sign) in (1..=*PIECES.end()).zip(&signs[start..]) {
            hash = step(hash, *sign);
            if size >= *PIECES.start() {
                emit(hash, start == 0);
            }
        }
    }
}

/// Runs of one mark: «!!!», «)))», «...»; three and more are alike.
fn marks(gap: impl Iterator<Item = char>, mut emit: impl FnMut(u64)) {
    let (mut last, mut run) = ('\0', 0_u64);
    let mut flush = |mark: char, run: u64| {
        if run > 0 && !mark.is_whitespace() && !mark.is_control() {
            emit(step(step(u64::from(mark), run.min(3)), MARK));
        }
    };
    // Behind the last word that is read there may be more words.
    for mark in gap.take(GAP).take_while(|c| !is_word(*c)) {
        if mark != last {
            flush(last, run);
            (last, run) = (mark, 0);
        }
        run += 1;
    }
    flush(last, run);
}
