//! What each stretch of a text says: words and facts of the lexicon, the model, the heading above.

use super::book::{Kind, Turn};
use super::headings::Heading;
use super::hits::{Hit, Matched};
use super::sentiment::Feeling;
use super::units::Unit;

/// Weights of words of feeling and of facts (`clauses.tsv`) in the score of a clause. These and the weights below are
/// chosen on the invented and real texts of the tests; half or double of each changes little.
const LEXICON: f32 = 0.7;
const TOLD: f32 = 1.2;
/// The model beside words that the lexicon knows, and alone.
const BESIDE: f32 = 0.3;
const ALONE: f32 = 1.0;
/// Alone it praises most of what is told calmly: so much praise is none, and so much blame.
const FAINT_PRAISE: f32 = 1.0;
const FAINT_BLAME: f32 = 0.1;
/// What stands under a heading or a sign of a list needs no word of feeling.
const HEADED: f32 = 1.5;
/// Harm and loss blame, whatever the words around them.
const HARM: f32 = 1.0;
/// What «маловато» and its like blame.
const SHORT: f32 = 0.8;
/// A denied fact says half of the opposite: «не скрипит».
const DENIED: f32 = -0.5;
/// What a clause against the lean of its text must say more, for each unit of the lean.
const AGAINST: f32 = 0.25;
/// At this lean the model alone, without a word of the lexicon, gives no clause against it a side.
const UNBACKED: f32 = 2.0;

/// So many «не только» of a text are looked at.
const MOST: usize = 8;

/// What has been said in one clause.
#[derive(Clone, Copy, Default)]
struct Sums {
    /// Words of feeling, and the same without their signs.
    ruled: f32,
    total: f32,
    /// The model, by words.
    learned: f32,
    /// Facts.
    told: f32,
    /// A fact of the lexicon stands in it, if only one of no weight: «Заказывал в марте» takes no side.
    known: bool,
}

impl Sums {
    fn tell(&mut self, weight: f32) {
        self.known = true;
        // one harm told in several words is one
        self.told = if self.told * weight > 0.0 {
            self.told.abs().max(weight.abs()).copysign(weight)
        } else {
            self.told + weight
        };
    }

    /// The score; `even` undoes the evening out of the model, which reads the whole text: here the clause is the text.
    fn score(&self, sure: bool, even: f32) -> f32 {
        let learned = self.learned * even;
        let learned = if sure {
            BESIDE * learned
        } else if learned > 0.0 {
            ALONE * (learned - FAINT_PRAISE).max(0.0)
        } else {
            ALONE * (learned + FAINT_BLAME).min(0.0)
        };
        LEXICON * self.ruled / (1.0 + self.total).sqrt() + learned + TOLD * self.told
    }
}

/// Sums up what the words of every clause have been given.
pub fn weigh(matched: &Matched<'_>, hits: &[Hit], feeling: &Feeling, lean: f32, units: &mut [Unit]) {
    let (Some(first), Some(last)) = (units.first(), units.last()) else {
        return;
    };
    let (begin, count) = (first.first as usize, (last.last + 1) as usize);
    let mut of_word = vec![u16::MAX; count];
    for (number, unit) in units.iter().enumerate() {
        of_word[unit.first as usize..=unit.last as usize].fill(number as u16);
    }
    let mut all = vec![Sums::default(); units.len()];
    let mut within = |word: u32, then: &dyn Fn(&mut Sums)| {
        let unit = of_word.get(word as usize).map(|u| usize::from(*u));
        if let Some(sums) = unit.and_then(|u| all.get_mut(u)) {
            then(sums);
        }
    };
    let said = Said::new(hits, count);
    let both = both(hits);
    for (first, last, weight) in &feeling.ruled {
        let weight = if both.contains(first) { -weight } else { *weight };
        if !said.otherwise(*first, *last, weight) {
            within(*last, &|sums| {
                sums.ruled += weight;
                sums.total += weight.abs();
            });
        }
    }
    for (_, last, weight) in &feeling.counted {
        within(*last, &|sums| sums.learned += weight);
    }
    for hit in hits {
        if let Some(mut weight) = weight(hit)
            && !said.otherwise(hit.first, hit.last, weight)
        {
            if hit.negated && both.contains(&hit.first) {
                weight = hit.weight;
            }
            within(hit.last, &|sums| sums.tell(weight));
        }
    }
    for (word, at) in matched.folded.words[..count].iter().zip(0_u32..) {
        if falls_short(matched.folded.form(word)) {
            within(at, &|sums| sums.tell(-SHORT));
        }
    }
    let words = (count - begin) as f32;
    for (unit, sums) in units.iter_mut().zip(all) {
        let size = (unit.last - unit.first + 1) as f32;
        unit.sure = sums.total > 0.0 || sums.known || unit.heading != Heading::None;
        unit.score = sums.score(unit.sure, (words / size).sqrt())
            + unit.lean
            + match unit.heading {
                Heading::Praise => HEADED,
                Heading::Blame => -HEADED,
                Heading::None => 0.0,
            };
        if unit.score * lean < 0.0 {
            let left = if unit.sure {
                1.0
            } else {
                (1.0 - lean.abs() / UNBACKED).max(0.0)
            };
            unit.score = (unit.score.abs() * left - AGAINST * lean.abs())
                .max(0.0)
                .copysign(unit.score);
        }
    }
}

/// The words that «не» denies in «не только вкусно, но и быстро», though it does not.
fn both(hits: &[Hit]) -> Vec<u32> {
    let of = hits.iter().filter(|h| h.kind == Kind::Turn(Turn::Both));
    of.take(MOST).flat_map(|h| [h.first + 2, h.first + 3]).collect()
}

/// What a hit says of its clause; none where it says nothing.
fn weight(hit: &Hit) -> Option<f32> {
    match hit.kind {
        Kind::Critical | Kind::High if !hit.negated && !hit.hypothetical => Some(-HARM),
        Kind::Clause if hit.negated => Some(hit.weight * DENIED),
        Kind::Clause => Some(hit.weight),
        _ => None,
    }
}

/// «маловат», «тесновата», «сыроватую»: a little of what nobody wants any of.
fn falls_short(form: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        "", "о", "а", "ы", "ый", "ая", "ое", "ые", "ого", "ой", "ую", "ых", "ым", "ыми",
    ];
    /// Bytes of the shortest one, «маловат»; a name in it may be of other letters.
    const SHORTEST: usize = 11;
    if form.len() < SHORTEST {
        return false;
    }
    // the last «т» among the last letters; searching for a string in every word of a text would be slow
    let Some((at, _)) = form.char_indices().rev().take(4).find(|(_, c)| *c == 'т') else {
        return false;
    };
    let (stem, ending) = (&form[..at], &form[at + 'т'.len_utf8()..]);
    let stem = stem.strip_suffix("ова").or_else(|| stem.strip_suffix("ева"));
    // «виноват» is no little of anything, «кровать» has another ending
    stem.is_some_and(|s| s.chars().nth(2).is_some() && !s.ends_with("вин")) && ENDINGS.contains(&ending)
}

/// What phrases say of the words in them: in "too easy" there is no praise of what is easy.
struct Said(Vec<(u32, f32)>);

impl Said {
    /// For each of the first `count` words the longest phrase around it: words and weight.
    fn new(hits: &[Hit], count: usize) -> Said {
        let mut of_word = vec![(0, 0.0); count];
        for hit in hits.iter().filter(|h| h.last > h.first) {
            let Some(weight) = weight(hit) else {
                continue;
            };
            let size = hit.last - hit.first + 1;
            let words = of_word.iter_mut().take(hit.last as usize + 1);
            for word in words.skip(hit.first as usize).filter(|w| w.0 < size) {
                *word = (size, weight);
            }
        }
        Said(of_word)
    }

    /// A longer phrase around some words says the opposite of them.
    fn otherwise(&self, first: u32, last: u32, weight: f32) -> bool {
        let against = |word: u32| {
            let around = self.0.get(word as usize);
            around.is_some_and(|(size, of)| *size > last - first + 1 && of * weight < 0.0)
        };
        against(first) && against(last)
    }
}

#[cfg(test)]
mod tests {
    use super::falls_short;

    #[test]
    fn a_little_too_much_falls_short_and_a_bed_does_not() {
        for short in [
            "маловато",
            "тесноват",
            "сыроватую",
            "дороговата",
            "мелковаты",
            "прохладновато",
        ] {
            assert!(falls_short(short), "{short}");
        }
        for not in [
            "кровать",
            "виноват",
            "виновата",
            "ватный",
            "рекомендовать",
            "адекватно",
            "вата",
        ] {
            assert!(!falls_short(not), "{not}");
        }
    }
}
