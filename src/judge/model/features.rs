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
const SHORTEST: usize = 3;
const LONGEST: usize = 6;
const SIZES: usize = LONGEST - SHORTEST + 1;
/// A negation reaches so many words of its clause.
const NEGATION_REACH: u32 = 3;
/// Marks of a gap beyond this are not read.
const GAP: usize = 24;

/// The buckets that a word adds to its text; a bucket counts once, where it comes first.
#[derive(Debug)]
pub struct Batch<'b> {
    /// Number of the word that the buckets come from.
    pub word: u32,
    /// First block: the word, its pair, its negation, the marks before it, the length of the text.
    pub words: &'b [u32],
    /// Second block: pieces of the word, those that it begins with first.
    pub pieces: &'b [u32],
    /// How many pieces are beginnings.
    beginnings: usize,
}

impl Batch<'_> {
    /// Pieces that the word begins with. With the first block they tell the subject of a text.
    pub fn beginnings(&self) -> &[u32] {
        &self.pieces[..self.beginnings]
    }
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

pub(super) fn step(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(MULTIPLIER)
}

pub(super) fn bucket(hash: u64) -> u32 {
    ((hash ^ (hash >> 29)).wrapping_mul(MULTIPLIER) >> (64 - BITS)) as u32
}

/// Which buckets have been seen.
struct Seen(Vec<u64>);

impl Seen {
    #[inline]
    fn add(&mut self, bucket: u32) -> bool {
        let (cell, bit) = (&mut self.0[(bucket >> 6) as usize], 1 << (bucket & 63));
        let new = *cell & bit == 0;
        *cell |= bit;
        new
    }
}

/// Buckets of one kind of one word.
struct Gathered<const MOST: usize> {
    buckets: [u32; MOST],
    count: usize,
}

impl<const MOST: usize> Gathered<MOST> {
    fn new() -> Self {
        Gathered {
            buckets: [0; MOST],
            count: 0,
        }
    }

    /// Keeps a bucket that has not been seen; without a branch, which would be guessed wrong too often.
    #[inline]
    fn add(&mut self, seen: &mut Seen, hash: u64) -> bool {
        let bucket = bucket(hash);
        let new = seen.add(bucket);
        self.buckets[self.count] = bucket;
        self.count += usize::from(new);
        new
    }

    fn take(&mut self) -> &[u32] {
        let count = std::mem::take(&mut self.count);
        &self.buckets[..count]
    }
}

/// Calls `give` for every word of a text; time is linear in the part that is read.
pub fn each(folded: &Folded, text: &str, mut give: impl FnMut(Batch<'_>)) {
    let mut seen = Seen(vec![0; 1 << (BITS - 6)]);
    // the word, its pair, its negation, the length, and at most a mark for each sign of the gaps beside it
    let mut words = Gathered::<{ 4 + 2 * GAP + 1 }>::new();
    let mut parts = Gathered::<{ (LETTERS + 2) * SIZES + 1 }>::new();
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
        // a word that stood before has no new pieces
        let first = words.add(&mut seen, step(hash, WORD));
        if let Some((_, its)) = before.filter(|(p, _)| p.sentence == word.sentence) {
            words.add(&mut seen, step(step(its, hash), PAIR));
        }
        if let Some((clause, left)) = negation.filter(|(clause, left)| *clause == word.clause && *left > 0) {
            words.add(&mut seen, step(hash, NEGATED));
            negation = Some((clause, left - 1));
        }
        if negates(form) {
            negation = Some((word.clause, NEGATION_REACH));
        }
        if !word.title {
            let gap = match before.filter(|(p, _)| !p.title) {
                Some((previous, _)) => folded.between(text, previous, word),
                None => folded.ahead(text, word),
            };
            marks(gap.chars(), |hash| {
                words.add(&mut seen, hash);
            });
        }
        let mut beginnings = 0;
        if first {
            for start in 0..signs.len() {
                pieces(&signs[start..], |hash| {
                    parts.add(&mut seen, hash);
                });
                if start == 0 {
                    beginnings = parts.count;
                }
            }
        }
        give(Batch {
            word: number as u32,
            words: words.take(),
            pieces: parts.take(),
            beginnings,
        });
        before = Some((word, hash));
    }
    let behind = before.map_or(text, |(last, _)| folded.behind(text, last));
    marks(behind.chars(), |hash| {
        words.add(&mut seen, hash);
    });
    let length = u64::from((count as u64).checked_ilog2().map_or(0, |l| l + 1));
    words.add(&mut seen, step(length, LENGTH));
    give(Batch {
        word: count.saturating_sub(1) as u32,
        words: words.take(),
        pieces: &[],
        beginnings: 0,
    });
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

/// Calls `emit` for each piece that some signs begin with.
#[inline]
fn pieces(signs: &[u64], mut emit: impl FnMut(u64)) {
    let mut hash = PIECE;
    let mut each = |(size, sign): (usize, &u64)| {
        hash = step(hash, *sign);
        if size >= SHORTEST {
            emit(hash);
        }
    };
    // most signs begin a piece of every size: the loop over a known number of signs is no loop
    match signs.first_chunk::<LONGEST>() {
        Some(all) => (1..).zip(all).for_each(&mut each),
        None => (1..).zip(signs).for_each(&mut each),
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
